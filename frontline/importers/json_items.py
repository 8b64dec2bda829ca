"""Read the items of a JSON file one by one: GeoJSON, answers of interfaces, text sequences."""

from __future__ import annotations

import codecs
import os
import re
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any

import ijson

from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.rows import Row, Rows
from frontline.importers.text_table import DAMAGED
from frontline.input_files import JsonFile, file_error, open_regular
from frontline.text_encoding import find_encoding, is_plain_utf_8

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

#: Names of the list of items in a JSON file: GeoJSON, and answers of Overpass.
_LISTS = frozenset({"features", "elements"})
#: A list of this name may be inside other objects, and in those of a list: one for each layer.
_NESTED = "features"
#: Names of the address of the next page, which interfaces write before the list.
_NEXT_PAGE = frozenset({"NextPageUrl", "next", "nextLink", "@odata.nextLink", "next_page_url"})
#: The last member of an answer of Overpass that reports an error, and in how many bytes it is.
_REMARK = re.compile(rb'"remark"\s*:\s*"([^"\\]*error[^"\\]*)"\s*\}\s*$')
_TAIL = 2048
#: Starts an item in a GeoJSON text sequence (RFC 8142).
_RECORD_SEPARATOR = b"\x1e"
_JSON_ERRORS = (ijson.JSONError, UnicodeError, ValueError, OverflowError)


class Utf8File:
    """A binary file whose text is read in its encoding, and returned in UTF-8.

    Parameters
    ----------
    is_plain : whether it is valid UTF-8, and returned as it is
    """

    def __init__(self, file: IO[bytes], encoding: str, *, is_plain: bool) -> None:
        self.is_damaged = False
        self._is_plain = is_plain
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._is_start = True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, also if they are fewer or more than `size`."""
        if self._is_plain:
            return self._file.read(size).replace(_RECORD_SEPARATOR, b" ")
        while True:
            block = self._file.read(size)
            text = self._decoder.decode(block, final=not block)
            if text or not block or size == 0:
                break
        if self._is_start:
            text = text.removeprefix("\ufeff")
            self._is_start = size == 0
        self.is_damaged = self.is_damaged or DAMAGED in text
        return text.encode("utf-8", "replace").replace(_RECORD_SEPARATOR, b" ")


def read_items(path: Path, lists: Collection[str] = _LISTS, encoding: str | None = None) -> Rows:
    """Read the items of a JSON file one by one.

    Parameters
    ----------
    path : a list; an object with the list ``features`` (GeoJSON) or ``elements`` (Overpass); or
        one or more objects, one after another (GeoJSON text sequences, a single record)
    lists : names that the list of items may have
    encoding : of the text; None to find it

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    """
    is_plain = encoding is None and is_plain_utf_8(path)
    encoding = "utf-8" if is_plain else find_encoding(path, encoding)
    with closing(open_regular(path)) as file:
        try:
            text = Utf8File(file, encoding, is_plain=is_plain)
            events = ijson.parse(JsonFile(text), multiple_values=True)
            prefix, next_page = _find_list(events, lists)
        except _JSON_ERRORS as error:
            hint = "Export it again; name a table .csv or .xlsx, as what it is."
            raise file_error(path, f"is not JSON ({_one_line(error)})", hint) from None
    rows = Rows(path.name, (), encoding=encoding)
    if next_page:
        rows.notes.append(f"{path.name}: is one page of an answer; fetch and import the others too")
    if remark := _remark(path):
        rows.notes.append(
            f"{path.name}: the server reported {remark!r}: its answer may be incomplete; ask again"
        )
    rows.set_rows(_items(path, prefix, rows, is_plain=is_plain))
    return rows


def _remark(path: Path) -> str:
    """Return the error with which Overpass ends an answer that it did not complete; else empty."""
    with closing(open_regular(path)) as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _TAIL))
        match = _REMARK.search(file.read())
    return clean_text(match[1].decode("utf-8", "replace"))[:200] if match else ""


def _find_list(events: Iterable[tuple[str, str, Any]], lists: Collection[str]) -> tuple[str, bool]:
    """Return the prefix of the items in the notation of ijson, and whether there are more pages."""
    next_page, is_list, nested = False, False, ""
    for number, (prefix, event, value) in enumerate(events):
        if nested and event in {"start_map", "end_array"}:
            return f"{nested}.item", next_page
        nested = ""
        is_list = is_list or (number == 0 and event == "start_array")
        if is_list and lists != _LISTS:
            break
        next_page = next_page or (prefix in _NEXT_PAGE and event == "string" and bool(value))
        if event == "start_array" and prefix in lists:
            return f"{prefix}.item", next_page
        if event == "start_array" and _is_nested(prefix, lists):
            nested = prefix  # of objects, or empty; a list of words is a property
        if event == "end_map" and prefix == ("item" if is_list else ""):
            break
    return "item" if is_list else "", next_page


def _is_nested(prefix: str, lists: Collection[str]) -> bool:
    """Return whether a list is that of a collection of features inside other objects or lists."""
    above, _, name = prefix.rpartition(".")
    if not above or name != _NESTED or _NESTED not in lists:
        return False
    is_in_list = "item" in above.split(".")
    return not is_in_list or (lists == _LISTS and above.endswith("item"))


def _one_line(error: Exception) -> str:
    return clean_text(error).partition("(right here)")[0].strip()[:80]


class _UniqueKeys(dict[str, Any]):
    """An object of JSON that remembers a key that is set twice."""

    repeated: tuple[str, ...] = ()
    #: Whether there is any such object in this process; otherwise none is looked for.
    any_repeated = False

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self:
            self.repeated = (*self.repeated, key[:80])
            _UniqueKeys.any_repeated = True
        super().__setitem__(key, value)


def _repeated_key(item: Any) -> str:
    """Return a key that appears twice in an object of an item; empty if there is none."""
    waiting = [item] if _UniqueKeys.any_repeated else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, _UniqueKeys):
            if value.repeated:
                return value.repeated[0]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return ""


def _items(path: Path, prefix: str, rows: Rows, *, is_plain: bool) -> Iterator[Row | UnusedRow]:
    number = 0
    with closing(open_regular(path)) as file:
        source = Utf8File(file, rows.encoding, is_plain=is_plain)
        try:
            items = ijson.items(
                JsonFile(source),
                prefix,
                use_float=True,
                multiple_values=True,
                map_type=_UniqueKeys,
            )
            for item in items:
                number += 1
                key = _repeated_key(item)
                if key:
                    reason = "a key appears twice in one object: delete one of the two"
                    yield UnusedRow.of(path.name, number, reason, key)
                elif isinstance(item, dict):
                    if source.is_damaged:
                        rows.note_damage(number, item)
                    yield Row(number, item)
                else:
                    yield UnusedRow.of(
                        path.name, number, "is not a JSON object: write each row as an object", item
                    )
        except _JSON_ERRORS as error:
            reason = "the JSON is broken here, and not read further: export the file again"
            yield UnusedRow.of(path.name, number + 1, reason, _one_line(error))
