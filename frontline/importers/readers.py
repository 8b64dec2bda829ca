"""Reads the rows of foreign files one by one: tables of text, spreadsheets, and JSON.

Files are streamed where their format allows it. Whatever cannot be read becomes an `Unused`
with its row number; it is never lost in silence. Row numbers are those a spreadsheet shows, so
the header is row 1; of a table without a header, lines from 1; of JSON, items from 1.
"""

from __future__ import annotations

import codecs
import csv
from contextlib import closing
from itertools import chain
from typing import (
    IO,
    TYPE_CHECKING,
    Any,
    NamedTuple,
)

import ijson
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import Unused

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Iterable,
        Iterator,
        Sequence,
    )
    from pathlib import Path

_CHUNK = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def refuse_file(path: Path, rule: str, remedy: str, value: str = "") -> DataError:
    """Make the error for a file that cannot be read as a whole."""
    return DataError([Issue(path.name, None, value, rule, remedy)])


def open_file(path: Path) -> IO[bytes]:
    """Open a file.

    Raises
    ------
    DataError
        When it is missing or cannot be read.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise refuse_file(path, "the file is missing", "Check the path.") from None
    except OSError as error:
        rule = f"cannot be read ({error.strerror or error})"
        raise refuse_file(path, rule, "Check what it is, and its rights.") from error


def encoding_of(path: Path) -> str:
    """Find how a text file is written: utf-8, utf-8-sig, utf-16, cp1256 or latin-1.

    What is not UTF-8 is Windows-1256 if its letters beyond ASCII mostly stand side by side, as
    in Arabic words, and Latin-1 if they stand alone among others, as accents do.
    """
    with open_file(path) as file:
        head = file.read(4)
        for mark, name in _MARKS.items():
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
            return _one_byte(iter(lambda: file.read(_CHUNK), b""))
    return "utf-8"


def _one_byte(blocks: Iterator[bytes]) -> str:
    """Tell Arabic from accented Latin letters, written in one byte each."""
    beside = alone = 0
    letters = bytes(range(0xC0, 0x100))
    table = bytes(1 if byte in letters else 0 for byte in range(256))
    for block in blocks:
        flags = block.translate(table)
        for run in flags.split(b"\x00"):
            if len(run) == 1:
                alone += 1
            else:
                beside += len(run)
    return "cp1256" if beside > alone else "latin-1"


#: A cell longer than this is a quotation mark that nobody closed.
_LONGEST_CELL = 10_000_000
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


class Row(NamedTuple):
    """A row: its number, and its cells by column (of JSON, the item itself)."""

    number: int
    cells: dict[str, Any]


class Rows:
    """The rows of one file, to be gone through once.

    Attributes
    ----------
    file : name of the file
    encoding : how its text is written; empty where the format says so itself
    columns : names of the columns; empty for JSON
    torn : rows that could not be read; complete once the rows have been gone through
    read : rows met so far, torn ones too
    """

    def __init__(
        self,
        file: str,
        rows: Iterable[Row | Unused],
        columns: Sequence[str] = (),
        encoding: str = "",
    ) -> None:
        self.file = file
        self.encoding = encoding
        self.columns = tuple(columns)
        self.torn: list[Unused] = []
        self.read = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        """Give each row that can be read; the others go to `torn`."""
        for row in self._rows:
            self.read += 1
            if isinstance(row, Unused):
                self.torn.append(row)
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
    """Read a table: a spreadsheet, or text with tabs, commas, semicolons or bars between cells.

    Parameters
    ----------
    path : the file; its ending tells a spreadsheet, or the JSON of an interface, from text
    header : names of the columns of a file that has no header
    quoted : whether quotation marks hold cells together; they are letters where they do not
    encoding : how the text is written, if that is known
    sheet : of a spreadsheet; else its first

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """
    if path.suffix.lower() in _SHEETS:
        return _of_sheet(path, header, sheet)
    if path.suffix.lower() in _JSON:
        return _of_json(path)
    encoding = encoding or encoding_of(path)
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise InvalidRequestError(
            f"no encoding {encoding!r}: try utf-8, cp1256 or latin-1"
        ) from None
    lines = _lines(path, encoding)
    first = next(lines, "")
    whole = chain([first] if first else [], lines)
    cells = _split_quoted(path.name, whole, _mark(first)) if quoted else _split_tabs(whole)
    return _tabled(path, cells, header, encoding)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Give the lines of a text with their ends; what cannot be decoded becomes U+FFFD."""
    with closing(open_file(path)):  # a missing file is refused here, in words
        pass
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from file


def _mark(line: str) -> str:
    """Tell what stands between cells: the mark that the header has most of."""
    return max("\t,;|", key=line.count)


#: A row of cells with its number, or why there is none.
_Cells = tuple[int, list[Any]] | Unused


def _split_tabs(lines: Iterable[str]) -> Iterator[_Cells]:
    for number, line in enumerate(lines, start=1):
        yield number, line.rstrip("\r\n").split("\t")


def _split_quoted(file: str, lines: Iterable[str], mark: str) -> Iterator[_Cells]:
    """Split rows whose cells may be quoted, going on after a row that is torn."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=mark, strict=True)
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
            reason = "the row is torn: a quotation mark is not closed, or not doubled"
            yield Unused.of(file, number, reason, span)
        else:
            return


def _tabled(
    path: Path, lines: Iterator[_Cells], header: Sequence[str] | None, encoding: str = ""
) -> Rows:
    """Name the cells of each row by the header."""
    if header is None:
        first = next(lines, None)
        while not (first is None or isinstance(first, Unused) or any(map(clean_text, first[1]))):
            first = next(lines, None)
        if first is None or isinstance(first, Unused):
            raise refuse_file(path, "has no header", "Its first row names the columns.")
        header = first[1]
    columns = _column_names(header)
    return Rows(path.name, _named(path.name, lines, columns), columns, encoding)


def _column_names(header: Sequence[Any]) -> list[str]:
    """Give each column a name of its own, so that no cell hides another."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = clean_text(cell).removeprefix("\ufeff") or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _named(file: str, lines: Iterable[_Cells], columns: list[str]) -> Iterator[Row | Unused]:
    width = len(columns)
    for line in lines:
        if isinstance(line, Unused):
            yield line
            continue
        number, cells = line
        if len(cells) != width:
            if not any(map(clean_text, cells)):
                continue
            if len(cells) < width or any(map(clean_text, cells[width:])):
                reason = f"the row is torn: it has other than the {width} cells of the header"
                yield Unused.of(file, number, reason, f"{len(cells)} cells: {cells[0]}")
                continue
        elif (not cells[0] and not any(cells)) or (number <= 3 and _is_hashtags(cells)):
            continue
        yield Row(number, dict(zip(columns, cells, strict=False)))


def _is_hashtags(cells: list[Any]) -> bool:
    """Whether a row is the HXL tags that humanitarian tables carry under their header."""
    words = [word for word in map(clean_text, cells) if word]
    return bool(words) and all(word.startswith("#") for word in words)


def _of_sheet(path: Path, header: Sequence[str] | None, name: str | None) -> Rows:
    """Read one sheet of a workbook."""
    with closing(open_file(path)):
        pass
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0) if name is None else book.get_sheet_by_name(name)
    except WorksheetNotFound:
        known = ", ".join(book.sheet_names)
        raise InvalidRequestError(f"{path.name} has no sheet {name!r}: it has {known}") from None
    except (CalamineError, OSError, ValueError) as error:
        rule = f"cannot be read as a spreadsheet ({error})"
        raise refuse_file(path, rule, "Save it again, or export it as CSV UTF-8.") from error
    above = (sheet.start or (0, 0))[0]
    return _tabled(path, enumerate(sheet.iter_rows(), start=above + 1), header)


#: Where the items of a JSON file stand: GeoJSON, and what Overpass answers.
_LISTS = frozenset({"features", "elements"})
#: And the records that an interface answers with.
_ANSWERS = frozenset({"data"})
_TORN = (ijson.JSONError, UnicodeError, ValueError, OverflowError)


def _of_json(path: Path) -> Rows:
    """Read the answer of an interface: a list of records, bare or under ``data``.

    The first record names the columns; what a later one leaves out is empty in it.
    """
    items = read_items(path, lists=_ANSWERS)
    first = next(iter(items), None)
    if first is None:
        raise refuse_file(path, "holds no record", "It is a list of objects, or has one as 'data'.")
    columns = dict.fromkeys(first.cells, "")
    again = read_items(path, lists=_ANSWERS)
    return Rows(path.name, _filled(again, columns), list(columns))


def _filled(items: Rows, columns: dict[str, Any]) -> Iterator[Row | Unused]:
    yield from (Row(row.number, columns | row.cells) for row in items)
    yield from items.torn


def read_items(path: Path, lists: Collection[str] = _LISTS) -> Rows:
    """Read the items of a JSON file one by one.

    Parameters
    ----------
    path : a list; an object with the list ``features`` (GeoJSON) or ``elements`` (Overpass); or
        one or more objects, one after another (GeoJSON text sequences, a single record)
    lists : under which names a list of items may stand

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """
    with closing(open_file(path)) as file:
        _skip_mark(file)
        try:
            prefix = _where(ijson.parse(file, multiple_values=True), lists)
        except _TORN as error:
            raise refuse_file(
                path, f"is not JSON ({_one_line(error)})", "Export it again."
            ) from None
    return Rows(path.name, _items(path, prefix))


def _where(events: Iterable[tuple[str, str, Any]], lists: Collection[str]) -> str:
    """Find the list of items: its path in the words of ijson."""
    for number, (prefix, event, _) in enumerate(events):
        if number == 0 and event == "start_array":
            return "item"
        if event == "start_array" and prefix in lists:
            return f"{prefix}.item"
        if event == "end_map" and not prefix:
            break
    return ""


def _skip_mark(file: IO[bytes]) -> None:
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)


def _one_line(error: Exception) -> str:
    return clean_text(error)[:80]


def _items(path: Path, prefix: str) -> Iterator[Row | Unused]:
    number = 0
    with closing(open_file(path)) as file:
        _skip_mark(file)
        try:
            for item in ijson.items(file, prefix, use_float=True, multiple_values=True):
                number += 1
                if isinstance(item, dict):
                    yield Row(number, item)
                else:
                    yield Unused.of(path.name, number, "is no JSON object", item)
        except _TORN as error:
            reason = "the JSON is torn here, and not read further"
            yield Unused.of(path.name, number + 1, reason, _one_line(error))
