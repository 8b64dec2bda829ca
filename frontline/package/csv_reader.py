"""Read text, CSV and JSON files that people edit.

Every problem is reported as an `Issue` with its file, its row and what to do about it. Rows are
numbered as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, NamedTuple, NoReturn

from frontline.errors import DataError, Issue
from frontline.input_files import (
    MAX_COLUMNS,
    MAX_NESTING,
    MAX_ROWS,
    MAX_WHOLE_BYTES,
    NestingError,
    RepeatedKeyError,
    check_nesting,
    check_regular,
    file_error,
    open_regular,
    read_lines,
    read_whole,
    unique_object,
)
from frontline.text_encoding import foreign_words, readings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: A longer cell almost certainly follows a quotation mark that is not closed.
_MAX_CELL_LENGTH = 131_072
#: Rows are checked so many at a time, or fewer if they are longer than so many characters.
_BLOCK_ROWS, _BLOCK_CHARACTERS = 4096, 4 << 20
#: Largest TOML file.
_MAX_TOML_BYTES = 64 << 10
#: A dotted key of so many parts that the time of the parser, its square, would count.
_LONG_KEY = re.compile(rf"\.(?:\s*[\w\"'-]+\s*\.){{{MAX_NESTING}}}")
#: A JSON escape that may be a lone surrogate, which cannot be encoded as UTF-8.
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def _refuse(file: str, row: int | str | None, value: str, message: str, hint: str) -> NoReturn:
    raise DataError([Issue(file, row, value, message, hint)])


def read_text(path: Path, limit: int = MAX_WHOLE_BYTES) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark.

    Raises
    ------
    DataError
        If the file is missing, unreadable, larger than `limit` bytes, or not UTF-8 text.
    """
    raw = read_whole(path, limit)
    hint = "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')."
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:2].count(0) == 1:
        _refuse(path.name, None, "", "is UTF-16, not UTF-8", hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, where = _position(path, raw[: error.start].decode("utf-8-sig", errors="replace"))
        if error.reason == "unexpected end of data":
            message = f"ends in the middle of a character{where}"
            _refuse(path.name, row, "", message, "The file is truncated: restore it.")
        reads = readings_of(foreign_words(raw))
        message = f"is not UTF-8 text{where}" + (f": it reads {reads}" if reads else "")
        _refuse(path.name, row, "", message, hint)
    if "\0" in text:
        row, where = _position(path, text[: text.index("\0")])
        message = f"has a NUL byte{where}: the file is damaged or not text"
        _refuse(path.name, row, "", message, "Restore the file.")
    return text


def _position(path: Path, before: str) -> tuple[int | None, str]:
    """Return the row of a CSV file, or the line of another file as text, from the text before."""
    if path.suffix == ".csv":
        try:
            return len(list(csv.reader(io.StringIO(f"{before}x", newline="")))), ""
        except csv.Error:
            return None, ""
    return None, f" at line {before.count(chr(10)) + 1}"


class TablePart(NamedTuple):
    """Some rows of a CSV file.

    Attributes
    ----------
    header : bytes
        The first row of the file.
    start, end : int
        Position of the first byte, and of the byte after the last one.
    """

    header: bytes
    start: int
    end: int


class TableReader:
    """A CSV file with a header, whose rows are read once.

    Parameters
    ----------
    path : Path
        The CSV file.
    columns : frozenset of str
        Names that the header may contain.
    required : frozenset of str
        Names that the header must contain.
    part : TablePart, optional
        The rows to read, numbered as if the header were above them; None for all.

    Attributes
    ----------
    header : list of str
        Names of the columns in the order of the file.
    issues : list of Issue
        Rows that could not be read; complete after the last row.
    last_row : int
        Number of the last row, which may be blank; known after it was read.

    Raises
    ------
    DataError
        If the file cannot be read or its header is invalid.
    """

    def __init__(
        self,
        path: Path,
        columns: frozenset[str],
        required: frozenset[str],
        part: TablePart | None = None,
    ) -> None:
        self.issues: list[Issue] = []
        self.last_row = 1
        self._path, self._part, self._last = path, part, ""
        self._characters = 0
        csv.field_size_limit(_MAX_CELL_LENGTH)  # global; an importer may have raised it
        lines = self._lines()
        first = next(lines, "")
        if "," not in first and any(mark in first for mark in ";\t"):
            message = "cells are not separated by commas"
            hint = (
                "Save it with commas. In LibreOffice choose 'Edit filter settings'; in Excel "
                "choose 'CSV UTF-8 (Comma delimited)', which uses the 'List separator' of "
                "the Region settings of Windows."
            )
            raise DataError([Issue(path.name, 1, first.strip()[:80], message, hint)])
        self._cells = csv.reader(chain([first], lines), strict=True)
        header: list[str] = []
        try:
            header = [name.strip() for name in next(self._cells, [])]
        except csv.Error as error:
            self._add_malformed(1, error)
        invalid = _header_issues(path.name, header, columns, required)
        if invalid:
            if not self.issues:
                self._check_quotes()
            raise DataError([*invalid, *self.issues])
        self.header = header

    def _lines(self) -> Iterator[str]:
        check_regular(self._path)
        try:
            with self._open() as file:
                for line in read_lines(file, self._path):
                    if "\0" in line:
                        read_text(self._path)
                    self._last = line
                    self._characters += len(line)
                    yield line
        except (OSError, UnicodeDecodeError):
            read_text(self._path)  # raises with the position
            raise

    def _open(self) -> IO[str]:
        if self._part is None:
            return self._path.open(encoding="utf-8-sig", newline="")
        header, start, end = self._part
        with open_regular(self._path) as file:
            file.seek(start)
            content = header + file.read(end - start)
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each row and its stripped cells by column.

        A row whose cells contain line breaks counts as one row. Blank rows are skipped.

        Raises
        ------
        DataError
            If the file cannot be read to its end.
        """
        for block in self.blocks():
            for number, cells in block:
                row = self.row(number, cells)
                if row is not None:
                    yield number, row

    def row(self, number: int, cells: list[str]) -> dict[str, str] | None:
        """Return the stripped cells of a row by column; None for a blank row, or one with an issue.

        Parameters
        ----------
        number : int
            Number of the row.
        cells : list of str
            Its cells, as `blocks` yields them.
        """
        if len(cells) == len(self.header):
            row = dict(zip(self.header, map(str.strip, cells)))  # noqa: B905 - the lengths are equal
            return row if any(row.values()) else None
        if any(map(str.strip, cells)):
            message = f"has {len(cells)} cells where the header has {len(self.header)}"
            hint = "Quote cells that hold commas; restore a row that was cut."
            self.issues.append(Issue(self._path.name, number, cells[0][:80], message, hint))
        return None

    def blocks(self) -> Iterator[list[tuple[int, list[str]]]]:
        """Yield the rows, some at a time, with their numbers and their cells as the file has them.

        Raises
        ------
        DataError
            If the file cannot be read to its end, after the rows before that.
        """
        number, problem = 1, None
        block: list[tuple[int, list[str]]] = []
        full = self._characters + _BLOCK_CHARACTERS
        try:
            for number, cells in enumerate(self._cells, start=2):
                if number > MAX_ROWS:
                    message = f"has more than {MAX_ROWS:,} rows"
                    raise file_error(self._path, message, "Split it, or remove blank rows.")
                block.append((number, cells))
                if len(block) == _BLOCK_ROWS or self._characters > full:
                    yield block
                    block, full = [], self._characters + _BLOCK_CHARACTERS
        except (csv.Error, DataError) as error:
            problem = error
        if block:
            yield block
        if isinstance(problem, DataError):
            raise problem
        if problem is not None:
            self._add_malformed(number + 1, problem)
        self.last_row = number
        if not self.issues and not self._last.endswith(("\n", "\r")):
            message = "the last row does not end in a line break: the file may be cut short"
            hint = "Compare it with a copy; if it is whole, save it again."
            issue = Issue(self._path.name, number, "", message, hint, severity="warning")
            self.issues.append(issue)

    def _check_quotes(self) -> None:
        """Read on after an invalid header to report a malformed row as well."""
        number = 1
        try:
            for number, _ in enumerate(self._cells, start=2):  # noqa: B007 - counted, not used
                pass
        except csv.Error as error:
            self._add_malformed(number + 1, error)

    def _add_malformed(self, row: int, error: csv.Error) -> None:
        message = f"the table is malformed here and was not read further ({error})"
        hint = "Look for a quotation mark that is not closed or not doubled."
        self.issues.append(Issue(self._path.name, row, "", message, hint))


def _header_issues(
    file: str, header: list[str], columns: frozenset[str], required: frozenset[str]
) -> list[Issue]:
    if len(header) > MAX_COLUMNS:
        hint = f"Use only: {', '.join(sorted(columns))}."
        message = f"has {len(header):,} columns; the limit is {MAX_COLUMNS}"
        return [Issue(file, 1, "", message, hint)]
    if not any(header):
        hint = f"Its first row names the columns: {', '.join(sorted(required))}."
        return [Issue(file, 1, "", "the header is missing", hint)]
    issues = [
        Issue(file, 1, name, "this column is missing", "Add it to the header.")
        for name in sorted(required - set(header))
    ]
    for name in dict.fromkeys(header):
        if name not in columns:
            message = "is not a column of this file" if name else "a column has no name"
            hint = f"Remove it, or use one of: {', '.join(sorted(columns))}."
            issues.append(Issue(file, 1, name[:80], message, hint))
        elif header.count(name) > 1:
            issues.append(Issue(file, 1, name, "this column appears twice", "Keep one of them."))
    return issues


def read_json(path: Path) -> Any:
    """Return the value of a JSON file.

    NaN and Infinity, which are not JSON but which many programs write, become floats, so that the
    check of a row can report them with its id.

    Raises
    ------
    DataError
        If the file is missing, truncated or not JSON.
    """
    text = read_text(path)
    try:
        check_nesting(text)
        value = json.loads(text, object_pairs_hook=unique_object)
        if SURROGATE_ESCAPE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        _refuse(path.name, None, "", message, "Restore the file; it may be truncated.")
    except (NestingError, RecursionError):
        message = f"is nested too deeply: the limit is {MAX_NESTING} levels"
        _refuse(path.name, None, "", message, "Restore the file.")
    except RepeatedKeyError as error:
        _refuse(path.name, None, "", str(error), "Keep one of them.")
    except UnicodeEncodeError:
        message = r"contains half of a surrogate pair, such as \ud83d alone"
        _refuse(path.name, None, "", message, "Write the character itself.")
    except ValueError:
        _refuse(
            path.name, None, "", "contains a number of thousands of digits", "Restore the file."
        )
    return value


def read_toml(path: Path) -> dict[str, Any]:
    """Return the value of a TOML file.

    Raises
    ------
    DataError
        If the file is missing or larger than 64 KiB.
    ValueError
        If it is not TOML, or nested too deeply.
    """
    text = read_text(path, _MAX_TOML_BYTES)
    if _LONG_KEY.search(text):
        raise ValueError(f"has a key of more than {MAX_NESTING} parts")
    try:
        value = tomllib.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    inner: list[Any] = [value]
    for _ in range(MAX_NESTING):
        inner = [
            item
            for outer in inner
            for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, dict | list)
        ]
    if inner:
        raise ValueError(f"is nested deeper than {MAX_NESTING} levels")
    return value
