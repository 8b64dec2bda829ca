"""Read the rows of foreign files one by one: text tables, spreadsheets, and JSON.

Files are streamed where their format allows it. A row that cannot be read becomes an `UnusedRow`
with its row number; it is never lost silently. Row numbers are those that a spreadsheet shows, so
a header without titles above it is row 1; without a header, lines count from 1; in JSON, items
count from 1.
"""

from __future__ import annotations

import os
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.child_process import decode_date, read_in_child
from frontline.importers.headers import HEADER_ROWS, NO_HINT, find_header, is_hxl
from frontline.importers.json_items import read_items
from frontline.importers.rows import Row, Rows, count_rows
from frontline.importers.text_table import TextTable
from frontline.input_files import (
    MAX_COLUMNS,
    MAX_ROWS,
    check_archive,
    check_regular,
    file_error,
    open_regular,
)
from frontline.text_encoding import encoding_title, find_encoding, is_foreign_utf_8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from frontline.importers.headers import HeaderHint
    from frontline.importers.text_table import Cells

_JSON = frozenset({".json", ".jsonl", ".ndjson", ".geojson", ".geojsonl", ".geojsons"})
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_VECTOR = frozenset(
    {".shp", ".dbf", ".gpkg", ".fgb", ".gdb", ".kml", ".kmz", ".gpx", ".topojson", ".osm", ".pbf"}
)
#: Names of the list of records in the answers of interfaces: ACLED, UCDP, OData, CKAN and others.
_ANSWERS = frozenset(
    {
        "features",
        "data",
        "Data",
        "result",
        "Result",
        "results",
        "Results",
        "rows",
        "records",
        "items",
        "value",
    }
    | {"data.rows", "data.items", "result.records", "result.items", "response.data"}
)


def read_table(
    path: Path,
    *,
    header: Sequence[str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    hint: HeaderHint = NO_HINT,
) -> Rows:
    """Read a table: a spreadsheet, or text separated by tabs, commas, semicolons or bars.

    Parameters
    ----------
    path : the file; its suffix distinguishes a spreadsheet, the JSON of an interface, and text
    header : names of the columns of a file that has none; its cells are separated by tabs, and
        quotation marks are ordinary characters
    encoding : of the text; None to find it
    sheet : name of the sheet; None for the first whose header fits
    hint : what the import knows about the header

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    InvalidRequestError
        If there is no such encoding, sheet or row of a header.
    """
    if path.suffix.lower() in _SHEETS and not _is_text(path):
        return _read_sheet(path, header, sheet, hint)
    if path.suffix.lower() in _JSON:
        return _read_json(path, encoding)
    if path.suffix.lower() in _VECTOR:
        check_regular(path)
        advice = (
            "Use frontline import places for points, highways for roads, admin for districts, or "
            "areas for a map of who holds what."
        )
        raise file_error(path, "is a vector file, not a table", advice)
    found = find_encoding(path, encoding)
    table = TextTable(path, found, quoted=header is None)
    rows = _with_header(path, iter(table), header, hint, table)
    rows.encoding = found
    if found == encoding and encoding_title(found) != "UTF-8" and is_foreign_utf_8(path):
        rows.notes.append(
            f"{path.name}: its text is valid UTF-8, but was read as {found}, as --encoding states"
        )
    return rows


def _is_text(path: Path) -> bool:
    """Return whether a file with the name of a workbook is a text table, as some exports are.

    Raises
    ------
    DataError
        If it is a web page.
    """
    with open_regular(path) as file:
        head = file.read(1 << 10)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return False
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        hint = "Open it in a spreadsheet, and save it as .xlsx or CSV UTF-8."
        raise file_error(path, "is a web page or XML, not a workbook", hint)
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or bool({*b"\t,;|"} & {*head})


def _with_header(
    path: Path,
    lines: Iterator[Cells],
    header: Sequence[str] | None,
    hint: HeaderHint,
    table: TextTable | None = None,
) -> Rows:
    """Name the cells of each row by the header; rows above it are titles and comments."""
    number = 0
    if header is None:
        number, header, lines = _split_header(path, lines, hint)
    if len(header) > MAX_COLUMNS:
        message = f"has {len(header):,} columns; the limit is {MAX_COLUMNS}"
        raise file_error(path, message, "Delete the columns that are not needed.")
    columns = _column_names(header)
    rows = Rows(path.name, (), columns)
    rows.header_row = number
    rows.set_rows(_named(rows, lines, header, table))
    return rows


def _split_header(
    path: Path, lines: Iterator[Cells], hint: HeaderHint
) -> tuple[int, Sequence[Any], Iterator[Cells]]:
    """Return the number and the cells of the header, and the rows below it."""
    first = list(islice(lines, max(HEADER_ROWS, hint.row or 0)))
    readable = [
        (at, *row)
        for at, row in enumerate(first)
        if not isinstance(row, UnusedRow) and any(map(clean_text, row[1]))
    ]
    if hint.row is None:
        found = find_header([cells for _, _, cells in readable], hint)
    else:
        found = next((at for at, row in enumerate(readable) if row[1] == hint.row), None)
    if found is not None:
        at, number, cells = readable[found]
        return number, cells, chain(first[at + 1 :], lines)
    if hint.row is not None and readable:
        message = "there is no such row, or it is empty or broken"
        raise InvalidRequestError(f"--header-row {hint.row}: {path.name}: {message}")
    raise file_error(path, "has no header", "A row has to name the columns.")


def _column_names(header: Sequence[Any]) -> list[str]:
    """Return a different name for each column, so that no cell replaces another."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = clean_text(cell) or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _named(
    rows: Rows, lines: Iterable[Cells], header: Sequence[Any], table: TextTable | None
) -> Iterator[Row | UnusedRow]:
    columns, file, top = rows.columns, rows.file, rows.header_row
    width = len(columns)
    names = list(header) if top else None
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
                reason = f"the row does not have {width} cells like the header: check its quotes"
                yield UnusedRow.of(file, number, reason, f"{len(cells)} cells: {cells[0]}")
                continue
        elif (not cells[0] and not any(cells)) or (number <= top + 2 and is_hxl(cells)):
            continue
        elif cells == names:
            yield UnusedRow.of(file, number, "the row repeats the header", cells[0])
            continue
        named = dict(zip(columns, cells, strict=False))
        if table is not None and table.is_damaged:
            rows.note_damage(number, named)
        yield Row(number, named)


def _read_sheet(
    path: Path, header: Sequence[str] | None, name: str | None, hint: HeaderHint
) -> Rows:
    """Read one sheet of a workbook."""
    check_archive(path)
    request = {
        "path": os.path.abspath(path),  # noqa: PTH100 - keeps links
        "name": name,
        "known": sorted(hint.known),
        "stated": sorted(hint.stated),
    }
    items = read_in_child("sheet_child", request, path.name)
    head: dict[str, Any] = next(items, {})
    if "sheets" in head:
        known = ", ".join(head["sheets"])
        raise InvalidRequestError(f"{path.name} has no sheet {name!r}: it has {known}")
    if "refused" in head:
        advice = "Save it again without a password, or export it as CSV UTF-8."
        raise file_error(path, head["refused"], advice)
    cells = ([decode_date(cell) for cell in cells] for cells in items)
    rows = _with_header(path, enumerate(cells, start=head["above"] + 1), header, hint)
    rows.encoding = "" if path.suffix.lower() == ".xls" else "utf-8"
    rows.sheet = head["sheet"]
    if head["merged"]:
        rows.notes.append(f"{path.name}: the value of a merged cell was read in each of its rows")
    rows.notes += [
        f"{path.name}: sheet {one!r} was not read ({count_rows(count)}): --layer {one!r} reads it"
        for one, count in head["others"]
    ]
    return rows


def _read_json(path: Path, encoding: str | None) -> Rows:
    """Read the answer of an interface: a list of records, or an object with one in `_ANSWERS`.

    The first record names the columns; a column that a later record lacks is empty in it. The
    properties of a GeoJSON feature are columns, and so are ``lon`` and ``lat`` of its point. An
    object in a record becomes columns such as ``place.name``.
    """
    items = read_items(path, _ANSWERS, encoding)
    first = next(iter(items), None)
    if first is None:
        hint = (
            "It has to be a list of objects, or an object with such a list as 'data', 'Result' or "
            "'rows'."
        )
        raise file_error(path, "has no record", hint)
    columns = dict.fromkeys(_flat(first.cells), "")
    again = read_items(path, _ANSWERS, encoding)
    rows = Rows(path.name, (), list(columns), again.encoding)
    rows.notes += again.notes
    rows.set_rows(_filled(again, columns, rows))
    return rows


def _filled(items: Rows, columns: dict[str, Any], rows: Rows) -> Iterator[Row | UnusedRow]:
    rows.damaged = items.damaged
    yield from (Row(row.number, columns | _flat(row.cells)) for row in items)
    yield from items.unreadable


def _flat(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a record without objects; those of a GeoJSON feature with its point."""
    if cells.get("type") == "Feature" and isinstance(cells.get("properties"), dict):
        return _flat(cells["properties"] | _point(cells.get("geometry")))
    if not any(map(_is_record, cells.values())):
        return cells
    flat: dict[str, Any] = {}
    for name, value in cells.items():
        if _is_record(value):
            flat |= {f"{name}.{inner}": one for inner, one in _flat(value).items()}
        else:
            flat[name] = value
    return flat


def _is_record(value: Any) -> bool:
    """Return whether a value is an object with cells; a geometry of GeoJSON is one value."""
    return isinstance(value, dict) and "coordinates" not in value


def _point(geometry: Any) -> dict[str, Any]:
    """Return the coordinates of a point of GeoJSON as cells; none for another geometry."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    values = geometry.get("coordinates")
    if not isinstance(values, list) or len(values) < 2:
        return {}
    return {"lon": values[0], "lat": values[1]}
