"""Split the lines of a text table into cells: commas, semicolons, tabs or bars, with quotes."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeAlias

from frontline.importers.candidates import UnusedRow
from frontline.importers.headers import HEADER_ROWS, find_separator, stated_separator
from frontline.input_files import check_regular, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Longest cell; a longer one has a quotation mark that is not closed.
_LONGEST_CELL = 10_000_000
#: The character that replaces bytes that cannot be decoded.
DAMAGED = "\ufffd"

#: The number and the cells of a row, or why it cannot be read.
Cells: TypeAlias = tuple[int, list[Any]] | UnusedRow


class TextTable:
    """The rows of a text table, for one iteration.

    Parameters
    ----------
    path : the file
    encoding : of its text; bytes that cannot be decoded become U+FFFD
    quoted : whether quotation marks enclose cells; if not, tabs separate them
    header_row : number of the row that names the columns, if the user states it

    Attributes
    ----------
    is_damaged : whether a line so far had a character that could not be read
    """

    def __init__(
        self, path: Path, encoding: str, *, quoted: bool, header_row: int | None = None
    ) -> None:
        self._path, self._encoding, self._is_quoted = path, encoding, quoted
        self._header_row = header_row or 1
        self.is_damaged = False

    def __iter__(self) -> Iterator[Cells]:
        """Yield each row with its number, which is 1 for the first."""
        lines = self._lines()
        return self._split_quoted(lines) if self._is_quoted else self._split_tabs(lines)

    def _lines(self) -> Iterator[str]:
        """Yield the lines with their ends."""
        check_regular(self._path)
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            for line in read_lines(file, self._path):
                if line.isascii():
                    yield line
                    continue
                if DAMAGED in line:
                    self.is_damaged = True
                # a mark in the middle was the start of a file that was appended
                yield line[1:] if line[0] == "\ufeff" else line

    def _split_tabs(self, lines: Iterable[str]) -> Iterator[Cells]:
        for number, line in enumerate(lines, start=1):
            yield number, line.rstrip("\r\n").split("\t")

    def _split_quoted(self, lines: Iterator[str]) -> Iterator[Cells]:
        """Split rows whose cells may be quoted, and continue after an unreadable row."""
        first = list(islice(lines, self._header_row - 1 + HEADER_ROWS))
        number = 0
        separator = stated_separator(first[0]) if first else ""
        if separator:
            number = 1
            del first[0]
        every = chain(first, lines)
        csv.field_size_limit(_LONGEST_CELL)
        from_header = first[self._header_row - 1 :] or first
        separator = separator or find_separator(from_header)
        width = _width_in_quotes(from_header, separator)
        reader = csv.reader(every, delimiter=separator, strict=True)
        ended = 0
        while True:
            try:
                for cells in reader:
                    number += 1
                    ended = reader.line_num
                    if width and len(cells) == 1:
                        yield number, _unquoted(cells, separator, width)
                    else:
                        yield number, cells
            except csv.Error as error:
                number += 1
                span = f"lines {ended + 1} to {reader.line_num}, {error}"
                ended = reader.line_num
                reason = (
                    "the row is broken: a quotation mark is not closed, or not doubled; correct it"
                )
                yield UnusedRow.of(self._path.name, number, reason, span)
            else:
                return


def _width_in_quotes(lines: list[str], separator: str) -> int:
    """Return the number of cells of rows that are quoted as a whole, as some exports are; else 0.

    Such a row is one cell to a reader: ``"Elm,2001-01-09,north"``. Its inner quotation marks are
    doubled.
    """
    widths = Counter(
        len(inner)
        for line in lines
        if line.startswith('"') and line.rstrip().endswith('"')
        if len(cells := _split(line.rstrip(), separator)) == 1
        if len(inner := _split(cells[0], separator)) > 1
    )
    if 2 * widths.total() < sum(bool(line.strip()) for line in lines):
        return 0
    return max(widths, key=lambda width: widths[width], default=0)


def _unquoted(cells: list[str], separator: str, width: int) -> list[str]:
    """Return the cells of a row that is quoted as a whole, if they have the width of the others."""
    inner = _split(cells[0], separator)
    return inner if len(inner) == width else cells


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
