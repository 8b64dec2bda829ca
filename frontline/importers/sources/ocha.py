"""OCHA's Common Operational Datasets: populated places with their P-codes.

They come as spreadsheets, shapefiles, geodatabases or GeoJSON, with columns that are named
otherwise from country to country; ``--column FIELD=NAME`` says what is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import FoundPlace
from frontline.importers.columns import find_columns
from frontline.importers.coordinates import (
    Gate,
    number,
    read_position,
    resolution_m,
)
from frontline.importers.merge_places import Merging
from frontline.importers.ogr import is_layered, layer_items, middle_of
from frontline.importers.readers import Row, Rows, read_items, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "OCHA"
LICENCE = "CC BY-IGO"
_ERROR_M = 500.0

_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})

#: Published names of the columns, folded; shapefiles cut them to ten letters.
_COLUMNS = {
    "pcode": (
        *("pcode", "featurepcode", "placepcode", "pplpcode", "locationpcode", "settlementpcode"),
        *("adm4pcode", "admin4pcode", "admin4pcod", "adm5pcode"),
    ),
    "name": (
        *("featurenameen", "featurenam", "featurename", "nameen", "placenameen", "placename"),
        *("locationnameen", "locationname", "adm4en", "adm4name", "admin4nameen", "admin4name"),
        *("admin4namee", "name"),
    ),
    "name_ar": (
        *("featurenamear", "namear", "placenamear", "locationnamear", "adm4ar"),
        *("admin4namear", "admin4namea", "adm4name1"),
    ),
    "alternate": ("featurealtname1en", "altnameen", "altname1en", "altname", "altname1"),
    "alternate2": ("featurealtname2en", "featurerefnameen", "featurerefname", "altname2en"),
    "lon": ("longitude", "longitudex", "lon", "long", "pointx", "xcoord", "centerlon", "x"),
    "lat": ("latitude", "latitudey", "lat", "pointy", "ycoord", "centerlat", "y"),
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
_KINDS = ("city", "town", "village", "hamlet", "camp", "neighbourhood", "farm")


def import_ocha(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Bring in populated places.

    Raises
    ------
    DataError
        When the columns for the P-code or the name are not known.
    """
    gate = Gate(asked, draft, report)
    merging = Merging(draft, review, report, SOURCE)
    seen: set[str] = set()
    for path in asked.files:
        rows = _open(path, asked)
        known: dict[tuple[str, ...], dict[str, str]] = {}
        for row in rows:
            cells = row.cells.get("properties", row.cells)
            if not isinstance(cells, dict):
                report.refuse(rows.file, row.number, "has no properties")
                continue
            own = tuple(cells)
            if own not in known:
                needed = ("pcode", "name")
                known[own] = find_columns(rows.file, own, _COLUMNS, asked.columns, needed)
            place = _place(row, cells, known[own], (rows.file, asked, gate, report))
            if place is not None and place.source_id in seen:
                report.refuse(place.file, place.row, "this P-code stood before", place.source_id)
            elif place is not None:
                seen.add(place.source_id)
                merging.add(place)
        _finish(rows, report)
    gate.close()
    draft.add_source(f"OCHA Common Operational Datasets, {LICENCE}", "https://data.humdata.org/")


def _open(path: Path, asked: Asked) -> Rows:
    if path.suffix.lower() in _TABLES:
        return read_table(path, encoding=asked.encoding, sheet=asked.layer)
    return layer_items(path, asked.layer) if is_layered(path) else read_items(path)


def _finish(rows: Rows, report: Report) -> None:
    report.read += rows.read
    report.unused.extend(rows.torn)
    if rows.encoding not in {"", "utf-8", "utf-8-sig"}:
        report.note(f"{rows.file} was read as {rows.encoding}")


def _place(
    row: Row,
    cells: Mapping[str, Any],
    columns: Mapping[str, str],
    about: tuple[str, Asked, Gate, Report],
) -> FoundPlace | None:
    file, asked, gate, report = about
    told = {field: clean_text(cells[name]) for field, name in columns.items()}
    pcode, name = told["pcode"].replace(" ", ""), told["name"]
    position = _position(row, told)
    if asked.country and not pcode.upper().startswith(tuple(asked.country)):
        report.left_out["of another country, by its P-code"] += 1
    elif not pcode:
        report.refuse(file, row.number, "has no P-code", name)
    elif not name and not told.get("name_ar"):
        report.refuse(file, row.number, "has no name", pcode)
    elif isinstance(position, str):
        report.refuse(file, row.number, position, f"{name} ({pcode})")
    elif gate.admits(*position, (file, row.number, name or pcode)):
        return _found(told, pcode, position, (file, row.number))
    return None


def _position(row: Row, told: Mapping[str, str]) -> tuple[float, float] | str:
    """Read the point of a feature; of a table, its columns."""
    if row.cells.get("geometry") is not None:
        return middle_of(row.cells["geometry"])
    return read_position(told.get("lon"), told.get("lat"))


def _found(
    told: Mapping[str, str], pcode: str, position: tuple[float, float], at: tuple[str, int]
) -> FoundPlace:
    people = number(told.get("population"))
    fine = told.get("lon") and told.get("lat")
    coarse = resolution_m(told["lon"], told["lat"]) if fine else 0.0
    return FoundPlace(
        source=SOURCE,
        source_id=pcode,
        name=told["name"] or told["name_ar"],
        name_ar=told.get("name_ar", ""),
        names=tuple(filter(None, (told.get("alternate", ""), told.get("alternate2", "")))),
        kind=_kind(told.get("kind", "")),
        lon=position[0],
        lat=position[1],
        position_error_m=max(_ERROR_M, float(round(coarse, -1))),
        population=int(people) if people and 0 < people < 1e9 else None,
        licence=LICENCE,
        admin1_pcode=told.get("admin1_pcode", ""),
        admin3_pcode=told.get("admin3_pcode", ""),
        file=at[0],
        row=at[1],
        admin1=told.get("admin1", ""),
        admin2=told.get("admin2", ""),
        admin3=told.get("admin3", ""),
    )


def _kind(word: str) -> str:
    return next((kind for kind in _KINDS if kind in word.lower()), "village")
