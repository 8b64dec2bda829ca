"""OCHA Common Operational Datasets: import populated places with their P-codes.

Format: spreadsheets, shapefiles, geodatabases or GeoJSON of https://data.humdata.org/. The
columns have different names from country to country: `COLUMNS` lists those that are known, and
``--column FIELD=NAME`` states others. Licence: CC BY-IGO.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.importers.candidates import NO_NAME, NO_PROPERTIES, PlaceCandidate
from frontline.importers.cells import cell_id, cell_text, parse_population
from frontline.importers.columns import find_columns, header_hint
from frontline.importers.coordinates import RegionFilter, resolution_m
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.ogr import read_layers, representative_point
from frontline.importers.positions import read_position
from frontline.importers.readers import read_table
from frontline.importers.rows import fitting_layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "OCHA"
LICENCE = "CC BY-IGO"
_ERROR_M = 500.0

_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})

#: Published names of the columns, folded; shapefiles cut them to ten characters.
COLUMNS = {
    "pcode": (
        *("pcode", "featurepcode", "placepcode", "pplpcode", "locationpcode", "settlementpcode"),
        *("adm4pcode", "admin4pcode", "admin4pcod", "adm5pcode", "loccode", "adm4code"),
    ),
    "name": (
        *("featurenameen", "featurenam", "featurename", "nameen", "placenameen", "placename"),
        *("locationnameen", "locationname", "adm4en", "adm4name", "admin4nameen", "admin4name"),
        *("admin4namee", "name", "locname"),
    ),
    "name_ar": (
        *("featurenamear", "namear", "placenamear", "locationnamear", "adm4ar"),
        *("admin4namear", "admin4namea", "adm4name1"),
    ),
    "alternate": ("featurealtname1en", "altnameen", "altname1en", "altname", "altname1"),
    "alternate2": ("featurealtname2en", "featurerefnameen", "featurerefname", "altname2en"),
    "lon": (
        "longitude",
        "longitudex",
        "lon",
        "long",
        "pointx",
        "xcoord",
        "centerlon",
        "x",
        "geolon",
    ),
    "lat": ("latitude", "latitudey", "lat", "pointy", "ycoord", "centerlat", "y", "geolat"),
    "kind": ("featuretype", "placetype", "featuretyp", "settlementtype", "type", "class"),
    "population": ("population", "pop", "totalpopulation"),
    **{
        f"admin{n}": (
            *(f"admin{n}nameen", f"admin{n}name", f"adm{n}en", f"adm{n}name"),
            *(f"admin{n}namee", f"admin{n}"),
        )
        for n in (1, 2, 3)
    },
    **{
        f"admin{n}_pcode": (f"admin{n}pcode", f"adm{n}pcode", f"admin{n}pcod", f"adm{n}pcod")
        for n in (1, 3)
    },
}
_NEEDED = ("pcode", "name")
_KINDS = ("city", "town", "village", "hamlet", "camp", "neighbourhood", "farm")


def import_ocha(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import populated places.

    Raises
    ------
    DataError
        If the columns of the P-code or the name are not known.
    """
    region_filter = RegionFilter(options, draft, summary)
    merger = PlaceMerger(draft, review, summary, SOURCE)
    seen: set[str] = set()
    for path in options.files:
        for rows in _fitting(path, options, summary):
            for place in _places(rows, options, region_filter):
                if place.source_id in seen:
                    reason = "the P-code occurs twice: delete one of the rows"
                    summary.refuse(place.file, place.row, reason, place.source_id)
                else:
                    seen.add(place.source_id)
                    merger.add(place)
            summary.count_rows(rows)
    region_filter.finish()
    draft.add_source(f"OCHA Common Operational Datasets, {LICENCE}", "https://data.humdata.org/")


def _places(
    rows: Rows, options: ImportOptions, region_filter: RegionFilter
) -> Iterator[PlaceCandidate]:
    """Yield the places of a table or layer."""
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        cells = row.cells.get("properties", row.cells)
        if not isinstance(cells, dict):
            region_filter.summary.refuse(rows.file, row.number, NO_PROPERTIES)
            continue
        names = tuple(cells)
        if names not in known:
            known[names] = find_columns(rows.file, names, COLUMNS, options.columns, _NEEDED)
        place = _place(row, cells, known[names], rows.file, region_filter)
        if place is not None:
            yield place


def _fitting(path: Path, options: ImportOptions, summary: ImportSummary) -> Iterator[Rows]:
    """Yield the table or the layers of a file that have the needed columns."""

    def check(rows: Rows) -> None:
        find_columns(rows.file, rows.columns, COLUMNS, options.columns, _NEEDED)

    return fitting_layers(_open(path, options), check, summary)


def _open(path: Path, options: ImportOptions) -> Iterator[Rows]:
    if path.suffix.lower() in _TABLES:
        hint = header_hint(options, (name for names in COLUMNS.values() for name in names))
        yield read_table(path, encoding=options.encoding, sheet=options.layer, hint=hint)
        return
    points = ("Point", "MultiPoint")
    yield from read_layers(path, layer=options.layer, encoding=options.encoding, kinds=points)


def _place(
    row: Row,
    cells: Mapping[str, Any],
    columns: Mapping[str, str],
    file: str,
    region_filter: RegionFilter,
) -> PlaceCandidate | None:
    """Return the place in a row, or count the row as left out or refused."""
    countries, summary = tuple(region_filter.options.country), region_filter.summary
    fields = {
        field: cell_id(cells[name]) if field.endswith("pcode") else cell_text(cells[name])
        for field, name in columns.items()
    }
    pcode, name = fields["pcode"].replace(" ", ""), fields["name"]
    position = _position(row, fields)
    if countries and not pcode.upper().startswith(countries):
        summary.left_out["of another country, by its P-code"] += 1
    elif not pcode:
        summary.refuse(
            file,
            row.number,
            "has no P-code: write it, or import the list with frontline import places",
            name,
        )
    elif not name and not fields.get("name_ar"):
        summary.refuse(file, row.number, NO_NAME, pcode)
    elif isinstance(position, str):
        written = ", ".join(fields[one] for one in ("lon", "lat") if fields.get(one))
        shown = f"{name} ({pcode})" + (f": {written}" if written else "")
        summary.refuse(file, row.number, position, shown)
    elif region_filter.keeps(*position, (file, row.number, name or pcode)):
        return _candidate(fields, pcode, position, (file, row.number))
    return None


def _position(row: Row, fields: Mapping[str, str]) -> tuple[float, float] | str:
    """Return the point of the geometry, or of the columns in a table; else the reason for none."""
    if row.cells.get("geometry") is not None:
        return representative_point(row.cells["geometry"])
    return read_position(fields.get("lon"), fields.get("lat"))


def _candidate(
    fields: Mapping[str, str], pcode: str, position: tuple[float, float], at: tuple[str, int]
) -> PlaceCandidate:
    has_columns = fields.get("lon") and fields.get("lat")
    error_m = resolution_m(fields["lon"], fields["lat"]) if has_columns else 0.0
    return PlaceCandidate(
        source=SOURCE,
        source_id=pcode,
        name=fields["name"] or fields["name_ar"],
        name_ar=fields.get("name_ar", ""),
        names=tuple(filter(None, (fields.get("alternate", ""), fields.get("alternate2", "")))),
        kind=_kind(fields.get("kind", "")),
        lon=position[0],
        lat=position[1],
        position_error_m=max(_ERROR_M, float(round(error_m, -1))),
        population=parse_population(fields.get("population")),
        licence=LICENCE,
        admin1_pcode=fields.get("admin1_pcode", ""),
        admin3_pcode=fields.get("admin3_pcode", ""),
        file=at[0],
        row=at[1],
        admin1=fields.get("admin1", ""),
        admin2=fields.get("admin2", ""),
        admin3=fields.get("admin3", ""),
    )


def _kind(word: str) -> str:
    return next((kind for kind in _KINDS if kind in word.lower()), "village")
