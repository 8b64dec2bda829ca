"""GeoJSON that people edit, read feature by feature: a gazetteer may be larger than the memory."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from frontline.errors import DataError, Issue
from frontline.package.csv_reader import HALF_CHARACTER, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_SPACE = " \t\n\r"
#: So many characters are read at once, or as many as wait already.
_AT_ONCE = 1 << 20
#: Before fewer characters than these a number may go on: 1 of 1.5, or of 1e+5.
_GOES_ON = 4
_DECODER = json.JSONDecoder()


class FeatureStream:
    """A GeoJSON FeatureCollection, its features to be gone through once, as they stand.

    Attributes
    ----------
    head : the members of the collection besides its features; complete at the end
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.head: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Any]:
        """Give each feature, whatever it is.

        Raises
        ------
        DataError
            When the file is missing, torn, not JSON, or no FeatureCollection.
        """
        try:
            with self._path.open(encoding="utf-8-sig") as file:
                yield from self._members(_Stream(file))
        except (OSError, ValueError, RecursionError) as error:
            read_json(self._path)  # says what is wrong, and where, if it is no JSON
            message, hint = "is not a GeoJSON FeatureCollection", "Export it as GeoJSON."
            raise DataError([Issue(self._path.name, None, "", message, hint)]) from error

    def _members(self, text: _Stream) -> Iterator[Any]:
        found = False
        for name in text.members():
            if name == "features":
                if found or text.next() != "[":
                    raise ValueError
                found = True
                yield from text.elements()
            else:
                self.head[name] = text.value()
        if text.next() or not found:
            raise ValueError


class _Stream:
    """Text of which only what waits to be read is in memory.

    What is not as JSON has it is a ValueError.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file, self._text, self._at = file, "", 0

    def _fill(self) -> bool:
        """Read on; whether there was more."""
        left = self._text[self._at :]
        more = self._file.read(max(_AT_ONCE, len(left)))
        if more:
            self._text, self._at = left + more, 0
        return bool(more)

    def next(self) -> str:
        """Give the next character that is no space, without taking it; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._fill():
                return ""

    def _take(self, mark: str) -> None:
        if self.next() != mark:
            raise ValueError(mark)
        self._at += 1

    def value(self) -> Any:
        """Take the next value, whole."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if not self._fill():
                    raise
                continue
            if len(self._text) - end < _GOES_ON and self._fill():
                continue
            if HALF_CHARACTER.search(self._text, self._at, end):
                json.dumps(value, ensure_ascii=False).encode()
            self._at = end
            return value

    def members(self) -> Iterator[str]:
        """Take an object: after each name that this gives, its value is to be taken."""
        self._take("{")
        if self.next() == "}":
            self._at += 1
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise ValueError  # noqa: TRY004 - the text is wrong, not a type
            self._take(":")
            yield name
            if self.next() != ",":
                break
            self._at += 1
        self._take("}")

    def elements(self) -> Iterator[Any]:
        """Take a list, element by element."""
        self._take("[")
        if self.next() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self.next() != ",":
                break
            self._at += 1
        self._take("]")


class FeatureReader:
    """The features of a GeoJSON file, named by the property `key`, to be gone through once.

    Attributes
    ----------
    issues : features that could not be read; complete once the others have been gone through
    """

    def __init__(self, path: Path, key: str = "id") -> None:
        self._path, self._key = path, key
        self.issues: list[Issue] = []

    def __iter__(self) -> Iterator[tuple[int | str, dict[str, Any], Any]]:
        """Give each with its id (or number, from 1), its properties, and its geometry as it stands.

        Raises
        ------
        DataError
            When the file as a whole cannot be read.
        """
        for number, feature in enumerate(FeatureStream(self._path), start=1):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                message, hint = (
                    "the feature has no properties",
                    f"Give it at least its {self._key}.",
                )
                self.issues.append(Issue(self._path.name, number, "", message, hint))
                continue
            stated = properties.get(self._key)
            row = stated[:80] if isinstance(stated, str) and stated else number
            yield row, properties, feature.get("geometry")
