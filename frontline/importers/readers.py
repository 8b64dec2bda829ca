"""Read the rows of foreign files one by one: text tables, spreadsheets, and JSON.

Files are streamed where their format allows it. A row that cannot be read becomes an `UnusedRow`
with its row number; it is never lost silently. Row numbers are those that a spreadsheet shows, so
a header without titles above it is row 1; without a header, lines count from 1; in JSON, items
count from 1.
"""

from __future__ import annotations

import os
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.child_process import decode_date, read_in_child
from frontline.importers.geojson_crs import honour_crs
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
#: Keys of the object with which an interface answers that it has refused a request.
_REFUSALS = ("error", "errors", "message", "detail")
_STATES = frozenset({"status", "success", "code", "error", "errors", "statusCode"})
_OF_REFUSALS = {*_REFUSALS, *_STATES, "count", "timestamp", "path", "title", "type"}
#: A byte order mark and spaces before a text.
_BEFORE_TEXT = b"\xef\xbb\xbf\r\n\t "
#: The start of JSON with records, of HTML, or of XML.
_MARKUP = re.compile(rb'(?:[\[{]\s*[{\["]|<(?:!doctype|html|head|body|\?xml))', re.IGNORECASE)
_FEWER_CELLS = (
    "the row has fewer cells than the header: write its separators to the end, and check its quotes"
)
_MORE_CELLS = (
    "the row has more cells than the header: write a cell with a separator in it in quotes"
)
_WEB_PAGE_HINT = (
    "If it has a table, open it in a spreadsheet and save it as .xlsx; if it asks to log in, "
    "download the file again."
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
    if (start := _markup_start(path)) in {"[", "{"}:
        return _read_json(path, encoding)
    if start:
        raise file_error(path, "is a web page or XML, not a table", _WEB_PAGE_HINT)
    found = find_encoding(path, encoding)
    table = TextTable(path, found, quoted=header is None, header_row=hint.row)
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
    if head.lstrip(_BEFORE_TEXT).startswith(b"<"):
        raise file_error(path, "is a web page or XML, not a workbook", _WEB_PAGE_HINT)
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or bool({*b"\t,;|"} & {*head})


def _markup_start(path: Path) -> str:
    """Return the first character of JSON, HTML or XML under another name; else empty."""
    with open_regular(path) as file:
        match = _MARKUP.match(file.read(1 << 10).lstrip(_BEFORE_TEXT))
    return match[0][:1].decode() if match else ""


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
                file,
                number,
                f"has more than {MAX_ROWS:,} rows, and is not read further: split the file",
                "",
            )
            return
        if len(cells) != width:
            if not any(map(clean_text, cells)):
                continue
            if len(cells) < width or any(map(clean_text, cells[width:])):
                yield UnusedRow.of(
                    file,
                    number,
                    _MORE_CELLS if len(cells) > width else _FEWER_CELLS,
                    f"{_count_cells(len(cells))} instead of {width}: {cells[0]}",
                )
                continue
        elif (not cells[0] and not any(cells)) or (number <= top + 2 and is_hxl(cells)):
            continue
        elif cells == names:
            yield UnusedRow.of(file, number, "the row repeats the header: delete it", cells[0])
            continue
        named = dict(zip(columns, cells))  # noqa: B905 - further cells are empty
        if table is not None and table.is_damaged:
            rows.note_damage(number, named)
        yield Row(number, named)


def _count_cells(number: int) -> str:
    return f"{number:,} {'cell' if number == 1 else 'cells'}"


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
    properties of a GeoJSON feature, or the attributes of one of ArcGIS, are columns, and so are
    ``lon`` and ``lat`` of its point. An object in a record becomes columns such as ``place.name``.
    """
    items = read_items(path, _ANSWERS, encoding)
    first = next(iter(items), None)
    _check_record(path, None if first is None else first.cells, items.unreadable)
    columns = dict.fromkeys(_flat(first.cells) if first else (), "")
    again = honour_crs(read_items(path, _ANSWERS, encoding), path)
    rows = Rows(path.name, (), list(columns), again.encoding)
    rows.notes += again.notes
    rows.set_rows(_filled(again, columns, rows))
    return rows


def _check_record(
    path: Path, first: dict[str, Any] | None, unreadable: Sequence[UnusedRow]
) -> None:
    """Refuse JSON whose first item is not the record of a table, and say what it is instead."""
    hint = (
        "It has to be a list of objects, each of them a row, or an object with such a list as "
        "'data', 'Result' or 'rows'."
    )
    if first is None and not unreadable:
        raise file_error(path, "has no record: its list is empty", "Check what was asked for.")
    if first is None:
        broken = unreadable[0]
        if broken.text == "" or broken.reason.startswith("is not"):
            raise file_error(path, "has no record", hint)
        if "NaN" in broken.text or "Infinity" in broken.text:
            hint = "Write null for a missing number."
        raise file_error(path, f"cannot be read as JSON ({broken.text})", hint)
    refusal = next((first[key] for key in _REFUSALS if first.get(key)), None)
    if refusal is not None and _STATES & first.keys() and first.keys() <= _OF_REFUSALS:
        advice = "Ask again, and save the answer that has the records."
        raise file_error(path, "is an error that a server answered", advice, _words_of(refusal))
    if first and not _is_feature(first) and all(map(_is_container, first.values())):
        raise file_error(path, "is one object with columns or objects in it, no list", hint)


def _words_of(refusal: Any) -> str:
    """Return the text of an error that a server answered, which may be inside lists and objects."""
    while isinstance(refusal, dict | list) and refusal:
        values = refusal if isinstance(refusal, list) else list(refusal.values())
        texts = [value for value in values if isinstance(value, str)]
        refusal = max(texts, key=len) if texts else values[0]
    return clean_text(refusal)[:200]


def _is_container(value: Any) -> bool:
    return isinstance(value, dict | list)


def _filled(items: Rows, columns: dict[str, Any], rows: Rows) -> Iterator[Row | UnusedRow]:
    rows.damaged = items.damaged
    yield from (Row(row.number, columns | _flat(row.cells)) for row in items)
    yield from items.unreadable


def _flat(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a record without objects; those of a GeoJSON feature with its point."""
    if _is_feature(cells):
        own = "properties" if "properties" in cells else "attributes"
        return _flat(cells[own] | _point(cells))
    if not any(map(_is_record, cells.values())):
        return cells
    flat: dict[str, Any] = {}
    for name, value in cells.items():
        if _is_record(value):
            flat |= {f"{name}.{inner}": one for inner, one in _flat(value).items()}
        else:
            flat[name] = value
    return flat


def _is_feature(cells: dict[str, Any]) -> bool:
    """Return whether a record is a feature of GeoJSON or of ArcGIS."""
    if cells.keys() <= {"attributes", "geometry"}:
        return isinstance(cells.get("attributes"), dict)
    return cells.get("type") == "Feature" and isinstance(cells.get("properties"), dict)


def _is_record(value: Any) -> bool:
    """Return whether a value is an object with cells; a geometry of GeoJSON is one value."""
    return isinstance(value, dict) and "coordinates" not in value


def _point(feature: dict[str, Any]) -> dict[str, Any]:
    """Return the coordinates of the point of a feature as cells; none for another geometry."""
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and {"x", "y"} <= geometry.keys():
        return {"lon": geometry["x"], "lat": geometry["y"]}
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    values = geometry.get("coordinates")
    if not isinstance(values, list) or len(values) < 2:
        return {}
    return {"lon": values[0], "lat": values[1]}
