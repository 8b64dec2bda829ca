"""CSV tables: read row by row, and written so that no spreadsheet runs what stands in a cell."""

from __future__ import annotations

import csv
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Fault
from frontline.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Table", "csv_line", "csv_text", "safe_cell"]

#: A cell longer than this is a quotation mark that nobody closed.
_LONGEST_CELL = 131_072
#: What a spreadsheet may take for the start of a formula; the wide forms in East Asian locales.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What must stand in quotes, besides a comma.
_TO_QUOTE = re.compile(r'["\r\n]')
#: Control characters that a cell has no use for, and that a terminal obeys.
_OBEYED = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {9, 10, 13}, "\ufffd")


class Table:
    """A CSV file with a header, its rows to be gone through once.

    Parameters
    ----------
    path : the file
    columns : the names a header may have
    required : the names it must have

    Attributes
    ----------
    faults : rows that could not be read; complete once the rows have been gone through

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """

    def __init__(self, path: Path, columns: frozenset[str], required: frozenset[str]) -> None:
        self.faults: list[Fault] = []
        self._path, self._last = path, ""
        csv.field_size_limit(_LONGEST_CELL)  # of the whole process: an import may have widened it
        lines = self._lines()
        first = next(lines, "")
        if "," not in first and any(mark in first for mark in ";\t"):
            rule = "cells are not separated by commas"
            remedy = "Export it with commas between the cells."
            raise DataError([Fault(path.name, 1, first.strip()[:80], rule, remedy)])
        self._cells = csv.reader(chain([first], lines), strict=True)
        header: list[str] = []
        try:
            header = [name.strip() for name in next(self._cells, [])]
        except csv.Error as error:
            self._torn(1, error)
        wrong = _header_faults(path.name, header, columns, required)
        if wrong:
            raise DataError([*wrong, *self.faults])
        self._header = header

    def _lines(self) -> Iterator[str]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                for line in file:
                    if "\0" in line:
                        read_text(self._path)
                    self._last = line
                    yield line
        except (OSError, UnicodeDecodeError):
            read_text(self._path)  # says what is wrong, and where
            raise

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row with its number, and its cells by column, without the spaces around.

        The number is what a spreadsheet shows: the header is row 1, and a row whose cells hold
        line breaks is one row all the same.

        Raises
        ------
        DataError
            When the file cannot be read to its end.
        """
        header, width, number = self._header, len(self._header), 1
        try:
            for number, cells in enumerate(self._cells, start=2):
                if len(cells) == width:
                    row = dict(zip(header, map(str.strip, cells), strict=True))
                    if any(row.values()):
                        yield number, row
                elif any(map(str.strip, cells)):
                    rule = f"has {len(cells)} cells where the header has {width}"
                    remedy = "Quote cells that hold commas; restore a row that was cut."
                    self.faults.append(Fault(self._path.name, number, cells[0][:80], rule, remedy))
        except csv.Error as error:
            self._torn(number + 1, error)
        if not self.faults and not self._last.endswith(("\n", "\r")):
            rule = "the last row does not end in a line break: the file may be cut short"
            remedy = "Compare it with a copy; if it is whole, save it again."
            fault = Fault(self._path.name, number, "", rule, remedy, severity="warning")
            self.faults.append(fault)

    def _torn(self, row: int, error: csv.Error) -> None:
        rule = f"the table is torn here, and not read further ({error})"
        remedy = "Look for a quotation mark that is not closed, or not doubled."
        self.faults.append(Fault(self._path.name, row, "", rule, remedy))


def _header_faults(
    file: str, header: list[str], columns: frozenset[str], required: frozenset[str]
) -> list[Fault]:
    if not any(header):
        remedy = f"Its first row names the columns: {', '.join(sorted(required))}."
        return [Fault(file, 1, "", "the header is missing", remedy)]
    faults = [
        Fault(file, 1, name, "this column is missing", "Add it to the header.")
        for name in sorted(required - set(header))
    ]
    for name in dict.fromkeys(header):
        if name not in columns:
            rule = "is no column of this file" if name else "a column has no name"
            remedy = f"Remove it, or use one of: {', '.join(sorted(columns))}."
            faults.append(Fault(file, 1, name[:80], rule, remedy))
        elif header.count(name) > 1:
            faults.append(Fault(file, 1, name, "this column stands twice", "Keep one of them."))
    return faults


def safe_cell(value: Any) -> Any:
    """Keep a spreadsheet from running a text cell as a formula.

    A text that starts with ``=``, ``+``, ``-``, ``@``, one of their wide forms, a tab or a line
    break gets an apostrophe in front, as spreadsheets do themselves. Numbers are left alone.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5), safe_cell("Morek")
    ("'=1+1", -3.5, 'Morek')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def csv_text(header: list[str], rows: list[list[Any]], *, safe: bool = True) -> str:
    """Write a CSV table with line feeds.

    Parameters
    ----------
    safe : defuse formulas (see `safe_cell`), and what a terminal would obey
    """
    lines = [header, *([_defused(cell) if safe else cell for cell in row] for row in rows)]
    return "".join(map(csv_line, lines))


def csv_line(cells: Iterable[Any]) -> str:
    """Write one row of a CSV table, with its line feed."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join(texts)
    if _TO_QUOTE.search(line) or line.count(",") >= len(texts):
        line = ",".join(map(_quoted, texts))
    return f"{line}\n"


def _defused(cell: Any) -> Any:
    return safe_cell(cell.translate(_OBEYED)) if isinstance(cell, str) else cell


def _quoted(text: str) -> str:
    """Write a cell; the csv module leaves a lone carriage return bare, which tears the table."""
    if "," in text or _TO_QUOTE.search(text):
        return '"{}"'.format(text.replace('"', '""'))
    return text
