"""Reading files that people edit, and writing files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from frontline.errors import DataError, Fault, OutputError

__all__ = ["csv_text", "json_text", "read_json", "read_rows", "safe_cell", "write_whole"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _refuse(file: str, row: int | str | None, value: str, rule: str, remedy: str) -> NoReturn:
    raise DataError([Fault(file, row, value, rule, remedy)])


def _read_text(path: Path) -> str:
    """Read UTF-8 text, with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(path.name, None, "", "the file is missing", f"Put it into {path.parent}.")
    except OSError as error:
        _refuse(path.name, None, "", f"cannot be read ({error.strerror})", "Check its rights.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(path.name, None, "", "is UTF-16, not UTF-8", "Save it as 'CSV UTF-8'.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        bad = raw[max(0, error.start - 8) : error.start + 8]
        guess = bad.decode("cp1256", errors="replace").strip()
        rule = f"is not UTF-8 text (in Windows-1256 it would read {guess!r})"
        _refuse(path.name, row, "", rule, "Save it as 'CSV UTF-8' in the spreadsheet.")
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        _refuse(path.name, row, "", "has a NUL byte: it is torn or no text", "Restore the file.")
    return text


def read_rows(
    path: Path, columns: frozenset[str], required: frozenset[str]
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """Read a CSV file with a header.

    Parameters
    ----------
    path : the file
    columns : the names a header may have
    required : the names it must have

    Returns
    -------
    rows : each with its row number as a spreadsheet shows it (the header is row 1)
    faults : rows that could not be read; their cells are not in `rows`

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """
    reader = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        rule = f"the table is torn ({error})"
        _refuse(path.name, reader.line_num, "", rule, "Look for an open quotation mark.")
    header = [name.strip() for name in lines[0]] if lines else []
    faults = _header_faults(path.name, header, columns, required)
    if faults:
        raise DataError(faults)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            rule = f"has {len(cells)} cells where the header has {len(header)}"
            remedy = "Quote cells that hold commas; restore a row that was cut."
            faults.append(Fault(path.name, number, cells[0], rule, remedy))
            continue
        named = zip(header, cells, strict=True)
        rows.append((number, {name: cell.strip() for name, cell in named}))
    return rows, faults


def _header_faults(
    file: str, header: list[str], columns: frozenset[str], required: frozenset[str]
) -> list[Fault]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        remedy = "Export it with commas between the cells."
        return [Fault(file, 1, header[0][:60], "cells are not separated by commas", remedy)]
    faults = [
        Fault(file, 1, name, "this column is missing", "Add it to the header.")
        for name in sorted(required - set(header))
    ]
    for name in dict.fromkeys(header):
        if name not in columns:
            remedy = f"Remove it, or use one of: {', '.join(sorted(columns))}."
            faults.append(Fault(file, 1, name, "is no column of this file", remedy))
        elif header.count(name) > 1:
            faults.append(Fault(file, 1, name, "this column stands twice", "Keep one of them."))
    return faults


def read_json(path: Path) -> Any:
    """Read a JSON file; numbers that JSON does not have (NaN, Infinity) are refused.

    Raises
    ------
    DataError
        When it is missing, torn, or not JSON.
    """

    def refuse_constant(name: str) -> NoReturn:
        _refuse(path.name, None, name, "is not a number JSON has", "Write a number, or null.")

    text = _read_text(path)
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        rule = f"is not JSON: {error.msg} at line {error.lineno}"
        _refuse(path.name, error.lineno, "", rule, "Restore the file; it may be cut short.")
    except RecursionError:
        _refuse(path.name, None, "", "is nested too deeply", "Restore the file.")


def json_text(value: Any) -> str:
    """Write JSON the same way each time: UTF-8, two spaces, a final line break."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def safe_cell(value: Any) -> Any:
    """Keep a spreadsheet from running a text cell as a formula.

    A text that starts with ``=``, ``+``, ``-``, ``@``, a tab or a line break gets an
    apostrophe in front, as spreadsheets do themselves. Numbers are left alone.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5), safe_cell("Morek")
    ("'=1+1", -3.5, 'Morek')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def csv_text(header: list[str], rows: list[list[Any]], *, safe: bool = True) -> str:
    """Write a CSV table with line feeds; `safe` defuses formulas (see `safe_cell`)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) if safe else cell for cell in row] for row in rows)
    return out.getvalue()


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises
    ------
    OutputError
        When the folder cannot be written or the disk is full; nothing is left behind.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise OutputError(
            f"{path}: could not be written ({error.strerror}). Nothing was changed; "
            "choose another folder, or make room."
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
