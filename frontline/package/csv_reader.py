"""Reading files that people edit: every issue is told by file and row, with what to do."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from frontline.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: A cell longer than this is a quotation mark that nobody closed.
_LONGEST_CELL = 131_072
#: Text of JSON that may hold half of a character, which no file can be written with.
HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def _refuse(file: str, row: int | str | None, value: str, message: str, hint: str) -> NoReturn:
    raise DataError([Issue(file, row, value, message, hint)])


def read_text(path: Path) -> str:
    """Read UTF-8 text, with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(path.name, None, "", "the file is missing", f"Put it into {path.parent}.")
    except OSError as error:
        cause = error.strerror or str(error)
        _refuse(
            path.name, None, "", f"cannot be read ({cause})", "Check what it is, and its rights."
        )
    hint = "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')."
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:2].count(0) == 1:
        _refuse(path.name, None, "", "is UTF-16, not UTF-8", hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, where = _position(path, raw[: error.start].decode("utf-8-sig", errors="replace"))
        if error.reason == "unexpected end of data":
            message = f"ends in the middle of a character{where}"
            _refuse(path.name, row, "", message, "The file is cut short: restore it.")
        bad = raw[max(0, error.start - 8) : error.start + 8]
        guess = bad.decode("cp1256", errors="replace").strip()
        message = f"is not UTF-8 text{where} (in Windows-1256 it would read {guess!r})"
        _refuse(path.name, row, "", message, hint)
    if "\0" in text:
        row, where = _position(path, text[: text.index("\0")])
        message = f"has a NUL byte{where}: it is torn or no text"
        _refuse(path.name, row, "", message, "Restore the file.")
    return text


def _position(path: Path, before: str) -> tuple[int | None, str]:
    """Say where in a file something stands, from the text before it.

    Gives the row of a table as a spreadsheet counts it, where a row may hold line breaks; of
    any other file the line, in words.
    """
    if path.suffix == ".csv":
        try:
            return len(list(csv.reader(io.StringIO(f"{before}x", newline="")))), ""
        except csv.Error:
            return None, ""
    return None, f" at line {before.count(chr(10)) + 1}"


class TableReader:
    """A CSV file with a header, its rows to be gone through once.

    Parameters
    ----------
    path : the file
    columns : the names a header may have
    required : the names it must have

    Attributes
    ----------
    header : names of the columns, in the order of the file
    issues : rows that could not be read; complete once the rows have been gone through

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """

    def __init__(self, path: Path, columns: frozenset[str], required: frozenset[str]) -> None:
        self.issues: list[Issue] = []
        self._path, self._last = path, ""
        csv.field_size_limit(_LONGEST_CELL)  # of the whole process: an import may have widened it
        lines = self._lines()
        first = next(lines, "")
        if "," not in first and any(mark in first for mark in ";\t"):
            message = "cells are not separated by commas"
            hint = (
                "Save it with commas: LibreOffice asks for the mark under 'Edit filter settings'; "
                "Excel has 'CSV UTF-8 (Comma delimited)', and takes the mark from 'List separator' "
                "in the Region settings of Windows."
            )
            raise DataError([Issue(path.name, 1, first.strip()[:80], message, hint)])
        self._cells = csv.reader(chain([first], lines), strict=True)
        header: list[str] = []
        try:
            header = [name.strip() for name in next(self._cells, [])]
        except csv.Error as error:
            self._torn(1, error)
        wrong = _header_issues(path.name, header, columns, required)
        if wrong:
            if not self.issues:
                self._look_for_tears()
            raise DataError([*wrong, *self.issues])
        self.header = header

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
        header, width, number = self.header, len(self.header), 1
        try:
            for number, cells in enumerate(self._cells, start=2):
                if len(cells) == width:
                    row = dict(zip(header, map(str.strip, cells)))  # noqa: B905 - see above
                    if any(row.values()):
                        yield number, row
                elif any(map(str.strip, cells)):
                    message = f"has {len(cells)} cells where the header has {width}"
                    hint = "Quote cells that hold commas; restore a row that was cut."
                    self.issues.append(Issue(self._path.name, number, cells[0][:80], message, hint))
        except csv.Error as error:
            self._torn(number + 1, error)
        if not self.issues and not self._last.endswith(("\n", "\r")):
            message = "the last row does not end in a line break: the file may be cut short"
            hint = "Compare it with a copy; if it is whole, save it again."
            issue = Issue(self._path.name, number, "", message, hint, severity="warning")
            self.issues.append(issue)

    def _look_for_tears(self) -> None:
        """Go through a table whose rows nobody can name, so that a tear in it is told too."""
        number = 1
        try:
            for number, _ in enumerate(self._cells, start=2):  # noqa: B007 - counted, not used
                pass
        except csv.Error as error:
            self._torn(number + 1, error)

    def _torn(self, row: int, error: csv.Error) -> None:
        message = f"the table is torn here, and not read further ({error})"
        hint = "Look for a quotation mark that is not closed, or not doubled."
        self.issues.append(Issue(self._path.name, row, "", message, hint))


def _header_issues(
    file: str, header: list[str], columns: frozenset[str], required: frozenset[str]
) -> list[Issue]:
    if not any(header):
        hint = f"Its first row names the columns: {', '.join(sorted(required))}."
        return [Issue(file, 1, "", "the header is missing", hint)]
    issues = [
        Issue(file, 1, name, "this column is missing", "Add it to the header.")
        for name in sorted(required - set(header))
    ]
    for name in dict.fromkeys(header):
        if name not in columns:
            message = "is no column of this file" if name else "a column has no name"
            hint = f"Remove it, or use one of: {', '.join(sorted(columns))}."
            issues.append(Issue(file, 1, name[:80], message, hint))
        elif header.count(name) > 1:
            issues.append(Issue(file, 1, name, "this column stands twice", "Keep one of them."))
    return issues


def read_json(path: Path) -> Any:
    """Read a JSON file.

    NaN and Infinity, which JSON does not have but many programs write, are let through as
    floats, so that who reads a row can refuse them by its id.

    Raises
    ------
    DataError
        When it is missing, torn, or not JSON.
    """
    text = read_text(path)
    try:
        value = json.loads(text)
        if HALF_CHARACTER.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        _refuse(path.name, None, "", message, "Restore the file; it may be cut short.")
    except RecursionError:
        _refuse(path.name, None, "", "is nested too deeply", "Restore the file.")
    except UnicodeEncodeError:
        message = r"holds half a character, such as \ud83d without its other half"
        _refuse(path.name, None, "", message, "Write the character itself.")
    except ValueError:
        _refuse(path.name, None, "", "holds a number of thousands of digits", "Restore the file.")
    return value
