"""A plain list of places, such as a newsroom's own.

Format: CSV, TSV, a workbook, KML, KMZ, GPX, GeoJSON or another vector format, with a name and a
position in each row; see `frontline.importers.place_columns` for the columns. The user states
source and licence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import DataError, InvalidRequestError
from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import clean_text, literal_key, loses_letters, slugify
from frontline.importers.candidates import NO_PROPERTIES, OCCURS_TWICE, PlaceCandidate
from frontline.importers.cells import cell_text, parse_number, parse_population
from frontline.importers.columns import header_hint
from frontline.importers.coordinates import RegionFilter, resolution_m
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.ogr import read_layers, representative_point
from frontline.importers.place_columns import PLACE_FIELDS, find_place_columns
from frontline.importers.position_column import PositionColumn
from frontline.importers.positions import read_position
from frontline.importers.publishers import short_hash
from frontline.importers.readers import read_table
from frontline.importers.rows import fitting_layers
from frontline.importers.vector import metres_setting, read_origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.place_columns import PlaceColumns
    from frontline.importers.positions import Position
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Origin
    from frontline.package.draft import Draft


#: Endings of tables; a file without one is a text.
_TABLES = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".tab", ".dat", ".psv", ""}
)
#: Error of a point of which nobody says how good it is.
_ERROR_M = 500.0
#: Separates the names in one cell.
_SEPARATOR = re.compile(r"[;,|]")
_PAIRS = ("lat-lon", "lon-lat")
#: Kinds of places that a column can name; any other is a place.
_KINDS = frozenset(
    {
        *("city", "town", "village", "hamlet", "suburb", "neighbourhood", "quarter", "farm"),
        *("hill", "ridge", "pass", "valley", "checkpoint", "crossing", "bridge", "junction"),
        *("base", "airbase", "airfield", "airport", "camp", "site", "locality"),
    }
)
_NO_NAME = "has no name: write it, or add --column name=NAME if another column has the names"
_SAME_PLACE = "the place occurs twice with this name and point: delete one of the rows"
_SHAPES = ("Point", "MultiPoint", "Polygon", "MultiPolygon")


class _Reader(NamedTuple):
    """Reads the rows of one file or layer."""

    rows: Rows
    origin: Origin
    region_filter: RegionFilter
    kind: str
    error_m: float | None


def import_places(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import a list of places.

    Settings: ``source`` and ``licence`` of the list; ``kind`` of places without one; ``error_m``,
    how far off their points may be; ``pairs``, the order of two numbers in one column.

    Raises
    ------
    InvalidRequestError
        If the source or the licence is missing, or an option does not apply.
    DataError
        If no column is known for the name or the position.
    """
    origin = _origin(options, draft)
    has_error = "error_m" in options.settings
    error_m = metres_setting(options, "error_m", _ERROR_M) if has_error else None
    region_filter = RegionFilter(options, draft, summary)
    found: list[PlaceCandidate] = []
    for path in options.files:
        for rows in _fitting(path, options, summary):
            reader = _Reader(rows, origin, region_filter, options.settings.get("kind", ""), error_m)
            found += _read(reader, path)
            summary.count_rows(rows)
    merger = PlaceMerger(draft, review, summary, origin.source)
    for place in _identified(found, summary):
        merger.add(place)
    region_filter.finish()


def _origin(options: ImportOptions, draft: Draft) -> Origin:
    for option, value in (("--country", options.country), ("--class", options.classes)):
        if value:
            raise InvalidRequestError(f"{option} does not apply to a list of places; use --region")
    pairs = options.settings.get("pairs", _PAIRS[0])
    if pairs not in _PAIRS:
        raise InvalidRequestError(f"--set pairs={pairs}: write lat-lon or lon-lat")
    return read_origin(options, draft, "kind", "error_m", "pairs")


def _fitting(path: Path, options: ImportOptions, summary: ImportSummary) -> Iterator[Rows]:
    """Yield the table or the layers of a file that have the needed columns."""

    def check(rows: Rows) -> None:
        find_place_columns(rows.file, rows.columns, options.columns, in_geometry=True)

    return fitting_layers(_open(path, options), check, summary)


def _open(path: Path, options: ImportOptions) -> Iterator[Rows]:
    if path.suffix.lower() in _TABLES:
        hint = header_hint(options, (name for names in PLACE_FIELDS.values() for name in names))
        yield read_table(path, encoding=options.encoding, sheet=options.layer, hint=hint)
    else:
        yield from read_layers(path, layer=options.layer, encoding=options.encoding, kinds=_SHAPES)


def _read(reader: _Reader, path: Path) -> Iterator[PlaceCandidate]:
    """Yield the places of a file or layer; the other rows are counted or refused."""
    summary = reader.region_filter.summary
    known: dict[tuple[tuple[str, ...], bool], tuple[PlaceColumns, PositionColumn | None]] = {}
    for row in reader.rows:
        cells = row.cells.get("properties", row.cells)
        if not isinstance(cells, dict):
            summary.refuse(reader.rows.file, row.number, NO_PROPERTIES)
            continue
        key = tuple(cells), row.cells.get("geometry") is not None
        if key not in known:
            columns = _columns(reader, key[0], is_feature="geometry" in row.cells, has=key[1])
            known[key] = columns, _position_column(reader, path, columns)
        columns, column = known[key]
        place = _place(reader, row, cells, columns, column)
        if place is not None:
            yield place


def _columns(
    reader: _Reader, names: tuple[str, ...], *, is_feature: bool, has: bool
) -> PlaceColumns:
    """Return the columns of a row; a feature may lack its geometry, and is refused alone."""
    file, stated = reader.rows.file, reader.region_filter.options.columns
    try:
        return find_place_columns(file, names, stated, in_geometry=has)
    except DataError:
        if not is_feature:
            raise
        return find_place_columns(file, names, stated, in_geometry=True)


def _position_column(reader: _Reader, path: Path, columns: PlaceColumns) -> PositionColumn | None:
    """Return the reader of a column with both coordinates, if the positions are there."""
    options, name = reader.region_filter.options, columns.columns.get("position")
    if name is None or columns.in_geometry or {"lon", "lat"} <= columns.columns.keys():
        return None

    def scan() -> Iterator[object]:
        every = chain.from_iterable(_open(path, options))
        return (row.cells.get("properties", row.cells).get(name) for row in every)

    order: Any = options.settings.get("pairs")
    return PositionColumn(reader.rows.file, name, scan, reader.region_filter.region, order)


def _place(
    reader: _Reader,
    row: Row,
    cells: Mapping[str, Any],
    columns: PlaceColumns,
    column: PositionColumn | None,
) -> PlaceCandidate | None:
    """Return the place in a row, or count the row as left out or refused."""
    fields = {field: cell_text(cells.get(name)) for field, name in columns.columns.items()}
    file, summary = reader.rows.file, reader.region_filter.summary
    name = fields.get("name") or fields.get("name_local") or fields.get("name_ar") or ""
    position = _position(row, cells, columns, column)
    if isinstance(position, str):
        written = ", ".join(
            cell for field in ("lat", "lon", "position") if (cell := fields.get(field, ""))
        )
        shown = f"{name}: {written}" if written else name
        summary.refuse(file, row.number, position, shown)
    elif not literal_key(name):
        summary.refuse(file, row.number, _NO_NAME, f"{position[1]:g}, {position[0]:g}")
    elif reader.region_filter.keeps(*position, (file, row.number, name)):
        return _candidate(reader, row, fields, position)
    return None


def _position(
    row: Row, cells: Mapping[str, Any], columns: PlaceColumns, column: PositionColumn | None
) -> Position:
    """Return the position of a row, or the reason for none."""
    geometry = row.cells.get("geometry")
    if geometry is not None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind in _SHAPES:
            return representative_point(geometry)
        what = clean_text(kind) or "feature without a geometry"
        return f"is a {what}, not the point of a place: draw a point"
    if column is not None:
        return column.position(cells.get(column.name))
    return read_position(
        *(cells.get(columns.columns[one]) if one in columns.columns else None
          for one in ("lon", "lat"))
    )  # fmt: skip


def _candidate(
    reader: _Reader, row: Row, fields: Mapping[str, str], position: tuple[float, float]
) -> PlaceCandidate:
    name = fields.get("name") or fields.get("name_local") or fields["name_ar"]
    arabic = fields.get("name_ar", "") or (name if is_written_in(name, "ar") else "")
    kind = (fields.get("kind") or reader.kind).casefold()
    return PlaceCandidate(
        source=reader.origin.source,
        source_id=slugify(fields.get("id", "")),
        name=name,
        name_ar=arabic,
        name_local=fields.get("name_local", ""),
        names=tuple(filter(None, map(clean_text, _SEPARATOR.split(fields.get("names", ""))))),
        kind=kind if kind in _KINDS else "place",
        lon=position[0],
        lat=position[1],
        position_error_m=_error_m(reader, fields),
        population=parse_population(fields.get("population")),
        licence=reader.origin.licence,
        admin1=fields.get("admin1", ""),
        admin2=fields.get("admin2", ""),
        admin3=fields.get("admin3", ""),
        file=reader.rows.file,
        row=row.number,
    )


def _error_m(reader: _Reader, fields: Mapping[str, str]) -> float:
    """Return the error of a point: as stated, else the usual one or what its digits leave open."""
    stated = parse_number(fields.get("error_m", ""))
    if stated is not None and stated > 0:
        return stated
    if reader.error_m is not None:
        return reader.error_m
    digits_m = 0.0
    if fields.get("lon") and fields.get("lat"):
        digits_m = float(round(resolution_m(fields["lon"], fields["lat"]), -1))
    return max(_ERROR_M, digits_m)


def _identified(places: list[PlaceCandidate], summary: ImportSummary) -> Iterator[PlaceCandidate]:
    """Yield the places with ids: of the list, else of the name, with the point for namesakes."""
    named = Counter(literal_key(place.name) for place in places)
    seen: set[str] = set()
    for place in places:
        key = literal_key(place.name)
        slug = "" if loses_letters(place.name) else slugify(place.name)
        id_ = place.source_id or slug or short_hash(key)
        if not place.source_id and named[key] > 1:
            id_ = f"{id_}-{short_hash(f'{place.lon:.4f}', f'{place.lat:.4f}')}"
        if id_ in seen:
            reason = OCCURS_TWICE if place.source_id else _SAME_PLACE
            summary.refuse(place.file, place.row, reason, place.name)
            continue
        seen.add(id_)
        yield replace(place, source_id=id_)
