"""Read GeoJSON feature by feature, since a gazetteer may be larger than the memory.

The stream below wraps the decoder of `json`. `ijson` is not used here: it replaces a lone surrogate
by a question mark, rejects NaN without naming the feature, and its memory grows with the square of
the nesting depth.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from frontline.errors import Issue
from frontline.input_files import (
    MAX_LINE,
    MAX_WHOLE_BYTES,
    NestingCounter,
    NestingError,
    RepeatedKeyError,
    check_regular,
    file_error,
    unique_object,
)
from frontline.package.csv_reader import SURROGATE_ESCAPE, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_NOT_SPACE = re.compile(r"[^ \t\n\r]")
#: Number of characters that are read at a time, at least.
_CHUNK_SIZE = 1 << 20
#: A number that ends this close to the end of the buffer may continue, as in 1.5 or 1e+5.
_LOOKAHEAD = 4
_DECODER = json.JSONDecoder(object_pairs_hook=unique_object)
#: The same without a look at repeated keys, which takes half the time.
_PLAIN_DECODER = json.JSONDecoder()
#: What is between two features of most files.
_BETWEEN = ("},\n{", "}}, {", "}},{")
#: Space between a key and its colon, which no program that writes large files puts there.
_SPACED = (" :", "\n:", "\t:", "\r:")


#: Id or number of a feature, its properties and its unchecked geometry.
Feature: TypeAlias = tuple[int | str, dict[str, Any], Any]


class FeatureStream:
    """The unchecked features of a GeoJSON FeatureCollection, read once.

    Attributes
    ----------
    head : dict
        Members of the collection other than its features; complete after the last feature.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.head: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Any]:
        """Yield each element of ``features``, whatever its type.

        Raises
        ------
        DataError
            As `blocks`.
        """
        return chain.from_iterable(self.blocks())

    def blocks(self) -> Iterator[list[Any]]:
        """Yield the elements of ``features``, whatever their type, some at a time.

        Raises
        ------
        DataError
            If the file is missing, truncated, not JSON or not a FeatureCollection.
        """
        self._number = 0
        size = check_regular(self._path).st_size
        try:
            with self._path.open(encoding="utf-8-sig") as file:
                yield from self._features(_JsonStream(file))
        except (NestingError, RepeatedKeyError) as error:
            message = f"{error}, in or after feature {self._number + 1}"
            raise file_error(self._path, message, "Restore the file.") from None
        except (OSError, ValueError, RecursionError) as error:
            message, hint = "is not a GeoJSON FeatureCollection", "Export it as GeoJSON."
            if size > MAX_WHOLE_BYTES:
                message += f": look at feature {self._number + 1}, and that none is too long"
            else:
                read_json(self._path)  # raises with the position if the file is not JSON
            raise file_error(self._path, message, hint) from error

    def _features(self, text: _JsonStream) -> Iterator[list[Any]]:
        complete = False
        for name in text.members():
            if name == "features":
                if complete or text.peek() != "[":
                    raise ValueError
                for block in text.elements():
                    yield block
                    self._number += len(block)
                complete = True
            else:
                self.head[name] = text.value()
        if text.peek() or not complete:
            raise ValueError


class _JsonStream:
    """JSON text that is decoded piece by piece; invalid JSON is a ValueError."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._text, self._at = file, "", 0
        self._nesting = NestingCounter()
        self._is_tried = False  # whether many elements were looked for in this text

    def _fill(self) -> bool:
        """Read more text; return whether there was any."""
        rest = self._text[self._at :]
        more = self._file.read(max(_CHUNK_SIZE, len(rest)))
        if more:
            self._nesting.add(more.encode())
            self._text, self._at, self._is_tried = rest + more, 0, False
        return bool(more)

    def peek(self) -> str:
        """Return the next character that is not a space; empty at the end."""
        while True:
            match = _NOT_SPACE.search(self._text, self._at)
            if match:
                self._at = match.start()
                return match[0]
            self._at = len(self._text)
            if not self._fill():
                return ""

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            raise ValueError(character)
        self._at += 1

    def value(self) -> Any:
        """Read the next value."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RepeatedKeyError:
                raise
            except ValueError:
                if len(self._text) - self._at > MAX_LINE or not self._fill():
                    raise
                continue
            if len(self._text) - end < _LOOKAHEAD and self._fill():
                continue
            if SURROGATE_ESCAPE.search(self._text, self._at, end):
                json.dumps(value, ensure_ascii=False).encode()
            self._at = end
            return value

    def members(self) -> Iterator[str]:
        """Yield the names of an object; the caller reads the value after each name."""
        self._expect("{")
        if self.peek() == "}":
            self._at += 1
            return
        names: set[str] = set()
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise ValueError  # noqa: TRY004 - the text is invalid, not a type
            if name in names:
                raise RepeatedKeyError(f"the key {name[:80]!r} appears twice in one object")
            names.add(name)
            self._expect(":")
            yield name
            if self.peek() != ",":
                break
            self._at += 1
        self._expect("}")

    def elements(self) -> Iterator[list[Any]]:
        """Yield the elements of a list, some at a time."""
        self._expect("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            if found := self._whole_elements():
                yield found
            yield [self.value()]
            if self.peek() != ",":
                break
            self._at += 1
        self._expect("]")

    def _whole_elements(self) -> list[Any]:
        """Return the next elements that have been read whole, and go on after their comma.

        None are returned where one may be invalid, or lose a repeated key: `value` then finds it.
        """
        if self._is_tried:
            return []
        self._is_tried = True
        ends = ((self._text.rfind(mark, self._at), mark) for mark in _BETWEEN)
        end = next((at + mark.index(",") for at, mark in ends if at >= 0), 0)
        text = self._text[self._at : end]
        if not text or any(mark in text for mark in _SPACED) or SURROGATE_ESCAPE.search(text):
            return []
        try:
            found: list[Any] = _PLAIN_DECODER.decode(f"[{text}]")
        except (ValueError, RecursionError):
            return []
        if text.count('":') != sum(map(_key_count, found)):
            return []
        self._at = end + 1
        return found


def _key_count(feature: Any) -> int:
    """Return how many keys a feature and the objects in it have, if these hold no others."""
    if type(feature) is not dict:
        return 0
    return len(feature) + sum(len(one) for one in feature.values() if type(one) is dict)


class FeatureReader:
    """The features of a GeoJSON file with their ids, read once.

    Parameters
    ----------
    path : Path
        The GeoJSON file.
    key : str
        The property that holds the id.

    Attributes
    ----------
    issues : list of Issue
        Features that could not be read; complete after the last feature.
    """

    def __init__(self, path: Path, key: str = "id") -> None:
        self._path, self._key = path, key
        self.issues: list[Issue] = []

    def __iter__(self) -> Iterator[Feature]:
        """Yield the id (or number, from 1), properties and unchecked geometry of each feature.

        Raises
        ------
        DataError
            If the file as a whole cannot be read.
        """
        return chain.from_iterable(self.blocks())

    def blocks(self) -> Iterator[list[Feature]]:
        """Yield the same, some features at a time.

        Raises
        ------
        DataError
            If the file as a whole cannot be read.
        """
        number = 1
        for block in FeatureStream(self._path).blocks():
            yield list(self._read(block, number))
            number += len(block)

    def _read(self, features: list[Any], first: int) -> Iterator[Feature]:
        for number, feature in enumerate(features, start=first):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                message = "the feature has no properties"
                hint = f"Add at least the property {self._key}."
                self.issues.append(Issue(self._path.name, number, "", message, hint))
                continue
            id_ = properties.get(self._key)
            row = id_[:80] if isinstance(id_, str) and id_ else number
            yield row, properties, feature.get("geometry")
