"""Read the rows of foreign files one by one: text tables, spreadsheets, and JSON.

Files are streamed where their format allows it. A row that cannot be read becomes an `UnusedRow`
with its row number; it is never lost silently. Row numbers are those that a spreadsheet shows, so
the header is row 1; without a header, lines count from 1; in JSON, items count from 1.
"""

from __future__ import annotations

import codecs
import csv
import os
from contextlib import closing
from itertools import chain
from typing import (
    IO,
    TYPE_CHECKING,
    Any,
    NamedTuple,
)

import ijson

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.child_process import decode_date, read_in_child
from frontline.input_files import (
    MAX_COLUMNS,
    MAX_ROWS,
    JsonFile,
    check_archive,
    check_regular,
    file_error,
    open_regular,
    read_lines,
)

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Iterable,
        Iterator,
        Sequence,
    )
    from pathlib import Path

#: Number of bytes that are read at once.
_CHUNK = 1 << 20
#: Encodings by the byte order mark at the start of a file.
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Longest cell; a longer one has a quotation mark that is not closed.
_LONGEST_CELL = 10_000_000
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
#: Names of the list of items in a JSON file: GeoJSON, and answers of Overpass.
_LISTS = frozenset({"features", "elements"})
#: Name of the list of records in the answer of an interface.
_ANSWERS = frozenset({"data"})
_JSON_ERRORS = (ijson.JSONError, UnicodeError, ValueError, OverflowError)


def detect_encoding(path: Path) -> str:
    """Detect the encoding of a text file: utf-8, utf-8-sig, utf-16, cp1256 or latin-1.

    A file that is not UTF-8 is Windows-1256 if its letters beyond ASCII are mostly adjacent, as
    in Arabic words, and Latin-1 if they are mostly isolated, as accented letters are.
    """
    with open_regular(path) as file:
        head = file.read(4)
        for mark, name in _BYTE_ORDER_MARKS.items():
            if head.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_CHUNK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(0)
            return _single_byte_encoding(iter(lambda: file.read(_CHUNK), b""))
    return "utf-8"


def _single_byte_encoding(blocks: Iterator[bytes]) -> str:
    """Distinguish Arabic from accented Latin letters of one byte each."""
    adjacent = isolated = 0
    letters = bytes(range(0xC0, 0x100))
    table = bytes(1 if byte in letters else 0 for byte in range(256))
    for block in blocks:
        flags = block.translate(table)
        for run in flags.split(b"\x00"):
            if len(run) == 1:
                isolated += 1
            else:
                adjacent += len(run)
    return "cp1256" if adjacent > isolated else "latin-1"


class Row(NamedTuple):
    """A row: its number, and its cells by column; in JSON, the item itself."""

    number: int
    cells: dict[str, Any]


class Rows:
    """The rows of one file, for one iteration.

    Attributes
    ----------
    file : name of the file
    encoding : of its text; empty if the format defines it
    columns : names of the columns; empty for JSON
    unreadable : rows that could not be read; complete after the iteration
    read : number of rows so far, with the unreadable ones
    """

    def __init__(
        self,
        file: str,
        rows: Iterable[Row | UnusedRow],
        columns: Sequence[str] = (),
        encoding: str = "",
    ) -> None:
        self.file = file
        self.encoding = encoding
        self.columns = tuple(columns)
        self.unreadable: list[UnusedRow] = []
        self.read = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        """Yield each readable row, and collect the others in `unreadable`."""
        for row in self._rows:
            self.read += 1
            if isinstance(row, UnusedRow):
                self.unreadable.append(row)
            else:
                yield row


def read_table(
    path: Path,
    *,
    header: Sequence[str] | None = None,
    quoted: bool = True,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Rows:
    """Read a table: a spreadsheet, or text separated by tabs, commas, semicolons or bars.

    Parameters
    ----------
    path : the file; its suffix distinguishes a spreadsheet, the JSON of an interface, and text
    header : names of the columns of a file that has no header
    quoted : whether quotation marks enclose cells; if not, they are ordinary characters
    encoding : of the text; None to detect it
    sheet : name of the sheet; None for the first

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    InvalidRequestError
        If there is no such encoding or sheet.
    """
    if path.suffix.lower() in _SHEETS:
        return _read_sheet(path, header, sheet)
    if path.suffix.lower() in _JSON:
        return _read_json(path)
    encoding = encoding or detect_encoding(path)
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise InvalidRequestError(
            f"--encoding {encoding}: there is no such encoding; try utf-8, cp1256 or latin-1"
        ) from None
    lines = _lines(path, encoding)
    first = next(lines, "")
    whole = chain([first] if first else [], lines)
    cells = _split_quoted(path.name, whole, _separator(first)) if quoted else _split_tabs(whole)
    return _with_header(path, cells, header, encoding)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a text with their ends; bytes that cannot be decoded become U+FFFD."""
    check_regular(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from read_lines(file, path)


def _separator(line: str) -> str:
    """Return the separator that occurs most often in the header."""
    return max("\t,;|", key=line.count)


#: The number and the cells of a row, or why it cannot be read.
_Cells = tuple[int, list[Any]] | UnusedRow


def _split_tabs(lines: Iterable[str]) -> Iterator[_Cells]:
    for number, line in enumerate(lines, start=1):
        yield number, line.rstrip("\r\n").split("\t")


def _split_quoted(file: str, lines: Iterable[str], separator: str) -> Iterator[_Cells]:
    """Split rows whose cells may be quoted, and continue after an unreadable row."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = ended = 0
    while True:
        try:
            for cells in reader:
                number += 1
                ended = reader.line_num
                yield number, cells
        except csv.Error as error:
            number += 1
            span = f"lines {ended + 1} to {reader.line_num}, {error}"
            ended = reader.line_num
            reason = "the row is broken: a quotation mark is not closed, or not doubled"
            yield UnusedRow.of(file, number, reason, span)
        else:
            return


def _with_header(
    path: Path, lines: Iterator[_Cells], header: Sequence[str] | None, encoding: str = ""
) -> Rows:
    """Name the cells of each row by the header, which is the first row that is not empty."""
    if header is None:
        first = next(lines, None)
        while not (first is None or isinstance(first, UnusedRow) or any(map(clean_text, first[1]))):
            first = next(lines, None)
        if first is None or isinstance(first, UnusedRow):
            raise file_error(path, "has no header", "The first row has to name the columns.")
        header = first[1]
    if len(header) > MAX_COLUMNS:
        message = f"has {len(header):,} columns; the limit is {MAX_COLUMNS}"
        raise file_error(path, message, "Delete the columns that are not needed.")
    columns = _column_names(header)
    return Rows(path.name, _named(path.name, lines, columns), columns, encoding)


def _column_names(header: Sequence[Any]) -> list[str]:
    """Return a different name for each column, so that no cell replaces another."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = clean_text(cell).removeprefix("\ufeff") or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _named(file: str, lines: Iterable[_Cells], columns: list[str]) -> Iterator[Row | UnusedRow]:
    width = len(columns)
    for line in lines:
        if isinstance(line, UnusedRow):
            yield line
            continue
        number, cells = line
        if number > MAX_ROWS:
            yield UnusedRow.of(
                file, number, f"has more than {MAX_ROWS:,} rows, and is not read on", ""
            )
            return
        if len(cells) != width:
            if not any(map(clean_text, cells)):
                continue
            if len(cells) < width or any(map(clean_text, cells[width:])):
                reason = f"the row is broken: its number of cells is not {width} as in the header"
                yield UnusedRow.of(file, number, reason, f"{len(cells)} cells: {cells[0]}")
                continue
        elif (not cells[0] and not any(cells)) or (number <= 3 and _has_hxl_tags(cells)):
            continue
        yield Row(number, dict(zip(columns, cells, strict=False)))


def _has_hxl_tags(cells: list[Any]) -> bool:
    """Return whether a row has the HXL tags of humanitarian tables (https://hxlstandard.org)."""
    words = [word for word in map(clean_text, cells) if word]
    return bool(words) and all(word.startswith("#") for word in words)


def _read_sheet(path: Path, header: Sequence[str] | None, name: str | None) -> Rows:
    """Read one sheet of a workbook."""
    check_archive(path)
    request = {"path": os.path.abspath(path), "name": name}  # noqa: PTH100 - keeps links
    items = read_in_child("sheet_child", request, path.name)
    head: dict[str, Any] = next(items, {})
    if "sheets" in head:
        known = ", ".join(head["sheets"])
        raise InvalidRequestError(f"{path.name} has no sheet {name!r}: it has {known}")
    if "refused" in head:
        raise file_error(path, head["refused"], "Save it again, or export it as CSV UTF-8.")
    rows = ([decode_date(cell) for cell in cells] for cells in items)
    return _with_header(path, enumerate(rows, start=head["above"] + 1), header)


def _read_json(path: Path) -> Rows:
    """Read the answer of an interface: a list of records, or an object with one as ``data``.

    The first record names the columns; a column that a later record lacks is empty in it.
    """
    items = read_items(path, lists=_ANSWERS)
    first = next(iter(items), None)
    if first is None:
        hint = "It has to be a list of objects, or an object with such a list as 'data'."
        raise file_error(path, "has no record", hint)
    columns = dict.fromkeys(first.cells, "")
    again = read_items(path, lists=_ANSWERS)
    return Rows(path.name, _filled(again, columns), list(columns))


def _filled(items: Rows, columns: dict[str, Any]) -> Iterator[Row | UnusedRow]:
    yield from (Row(row.number, columns | row.cells) for row in items)
    yield from items.unreadable


def read_items(path: Path, lists: Collection[str] = _LISTS) -> Rows:
    """Read the items of a JSON file one by one.

    Parameters
    ----------
    path : a list; an object with the list ``features`` (GeoJSON) or ``elements`` (Overpass); or
        one or more objects, one after another (GeoJSON text sequences, a single record)
    lists : names that the list of items may have

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    """
    with closing(open_regular(path)) as file:
        _skip_byte_order_mark(file)
        try:
            events = ijson.parse(JsonFile(file), multiple_values=True)
            prefix = _find_list(events, lists)
        except _JSON_ERRORS as error:
            raise file_error(
                path, f"is not JSON ({_one_line(error)})", "Export it again."
            ) from None
    return Rows(path.name, _items(path, prefix))


def _find_list(events: Iterable[tuple[str, str, Any]], lists: Collection[str]) -> str:
    """Return the prefix of the items in the notation of ijson."""
    for number, (prefix, event, _) in enumerate(events):
        if number == 0 and event == "start_array":
            return "item"
        if event == "start_array" and prefix in lists:
            return f"{prefix}.item"
        if event == "end_map" and not prefix:
            break
    return ""


def _skip_byte_order_mark(file: IO[bytes]) -> None:
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)


def _one_line(error: Exception) -> str:
    return clean_text(error)[:80]


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


def _items(path: Path, prefix: str) -> Iterator[Row | UnusedRow]:
    number = 0
    with closing(open_regular(path)) as file:
        _skip_byte_order_mark(file)
        try:
            items = ijson.items(
                JsonFile(file),
                prefix,
                use_float=True,
                multiple_values=True,
                map_type=_UniqueKeys,
            )
            for item in items:
                number += 1
                key = _repeated_key(item)
                if key:
                    reason = "a key appears twice in one object"
                    yield UnusedRow.of(path.name, number, reason, key)
                elif isinstance(item, dict):
                    yield Row(number, item)
                else:
                    yield UnusedRow.of(path.name, number, "is not a JSON object", item)
        except _JSON_ERRORS as error:
            reason = "the JSON is broken here, and not read further"
            yield UnusedRow.of(path.name, number + 1, reason, _one_line(error))
