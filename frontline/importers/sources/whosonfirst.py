"""Who's On First: import localities.

Format: records as GeoJSON, in files or a folder, or a SQLite distribution
(https://whosonfirst.org/docs/), with properties such as ``wof:name`` and ``lbl:latitude``.
Licence: CC BY 4.0.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Issue
from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import (
    NO_NAME,
    NO_PROPERTIES,
    OCCURS_TWICE,
    PlaceCandidate,
    UnusedRow,
)
from frontline.importers.cells import parse_number, parse_population
from frontline.importers.coordinates import RegionFilter
from frontline.importers.json_items import read_items
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.positions import read_position
from frontline.importers.rows import Row, Rows
from frontline.input_files import (
    MAX_LINE,
    RepeatedKeyError,
    check_nesting,
    check_regular,
    unique_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

SOURCE = "Who's On First"
LICENCE = "CC BY 4.0"

_CLASSES = frozenset({"locality"})
_IS_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'geojson'"
_DATABASES = frozenset({".db", ".sqlite", ".sqlite3", ".spatialite"})
_AREAS = {"region": "admin1", "county": "admin2", "localadmin": "admin3"}
_KINDS = {"locality": "village", "neighbourhood": "suburb", "borough": "suburb"}
#: Error of a point; records state none.
_ERROR_M = 1_000.0
#: Error of a point that the record marks as approximate.
_APPROXIMATE_M = 5_000.0
_ALTERNATE = "-alt-"


def import_whosonfirst(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import localities, or the placetypes in the options."""
    region_filter = RegionFilter(options, draft, summary)
    found: dict[str, tuple[PlaceCandidate, Mapping[str, str]]] = {}
    areas: dict[str, str] = {}
    for rows in (rows for path in options.files for rows in _open(path, options.encoding)):
        for row in rows:
            properties = row.cells.get("properties")
            if not isinstance(properties, dict):
                summary.refuse(rows.file, row.number, NO_PROPERTIES)
                continue
            if clean_text(properties.get("wof:placetype")) in _AREAS:
                areas[clean_text(properties.get("wof:id"))] = clean_text(properties.get("wof:name"))
            place = _place(row, properties, rows.file, region_filter)
            if place is not None and place.source_id in found:
                summary.refuse(place.file, place.row, OCCURS_TWICE, place.source_id)
            elif place is not None:
                found[place.source_id] = (place, _area_ids(properties))
        summary.count_rows(rows)
    # Its localities come from GeoNames and others, so their agreement confirms nothing.
    merger = PlaceMerger(draft, review, summary, SOURCE, independent=False)
    for place, above in found.values():
        own = {name: areas.get(id_, "") for name, id_ in above.items()}
        one, two, three = (own.get(name, "") for name in _AREAS.values())
        merger.add(replace(place, admin1=one, admin2=two, admin3=three))
    region_filter.finish()
    draft.add_source(f"{SOURCE}, {LICENCE}", "https://whosonfirst.org/docs/licenses/")


def _open(path: Path, encoding: str | None) -> Iterator[Rows]:
    """Yield the records of a file, of each file in a folder, or of a database."""
    if path.is_dir():
        for one in sorted(path.rglob("*.geojson")):
            if _ALTERNATE not in one.name:
                yield read_items(one, encoding=encoding)
    elif path.suffix.lower() in _DATABASES:
        yield Rows(path.name, _records(path))
    else:
        yield read_items(path, encoding=encoding)


def _records(path: Path) -> Iterator[Row | UnusedRow]:
    """Yield the rows of the table ``geojson`` of a distribution."""
    check_regular(path)
    number = 0
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            if base.execute(_IS_TABLE).fetchone() is None:  # a view could compute for ever
                raise sqlite3.DatabaseError("it has no table geojson")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_LINE)
            base.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
            for (body,) in base.execute("SELECT body FROM geojson ORDER BY id"):
                number += 1
                yield _record(path.name, number, body)
    except sqlite3.Error as error:
        if number == 0:
            message = f"is not a distribution of Who's On First ({error})"
            hint = "It has to have a table geojson with a column body."
            raise DataError([Issue(path.name, None, "", message, hint)]) from None
        yield UnusedRow.of(
            path.name, number + 1, "the database is damaged here: download it again", error
        )


def _record(file: str, number: int, body: object) -> Row | UnusedRow:
    try:
        text = str(body)
        check_nesting(text)
        record = json.loads(text, object_pairs_hook=unique_object)
    except RepeatedKeyError as error:
        return UnusedRow.of(
            file, number, "a key appears twice in one object: delete one of the two", error
        )
    except (ValueError, RecursionError):
        record = None
    if isinstance(record, dict):
        return Row(number, record)
    return UnusedRow.of(file, number, "is not a JSON object: download it again", body)


def _place(
    row: Row,
    properties: Mapping[str, Any],
    file: str,
    region_filter: RegionFilter,
) -> PlaceCandidate | None:
    """Return the place in a record, or count the record as left out or refused."""
    summary = region_filter.summary
    id_, name = clean_text(properties.get("wof:id")), clean_text(properties.get("wof:name"))
    position = _position(properties)
    reason = _left_out(properties, region_filter.options)
    if reason:
        summary.left_out[reason] += 1
    elif not region_filter.is_in_country(
        properties.get("wof:country") or properties.get("iso:country")
    ):
        return None
    elif not (id_.isascii() and id_.isdigit()):
        summary.refuse(file, row.number, "has no wof:id: download the file again", name)
    elif not name:
        summary.refuse(file, row.number, NO_NAME, id_)
    elif isinstance(position, str):
        summary.refuse(file, row.number, position, f"{name} ({id_})")
    elif region_filter.keeps(*position, (file, row.number, name)):
        return _candidate(properties, position, (file, row.number))
    return None


def _left_out(properties: Mapping[str, Any], options: ImportOptions) -> str:
    if clean_text(properties.get("wof:placetype")) not in (options.classes or _CLASSES):
        return "of another placetype (--class chooses)"
    if properties.get("src:alt_label"):
        return "an alternate geometry of a record"
    ended = clean_text(properties.get("edtf:deprecated")) not in {"", "u", "uuuu", ".."}
    if properties.get("mz:is_current") == 0 or properties.get("wof:superseded_by") or ended:
        return "not current: superseded or deprecated"
    return ""


def _position(properties: Mapping[str, Any]) -> tuple[float, float] | str:
    """Return the point for a label if there is one, else the centroid."""
    label = read_position(properties.get("lbl:longitude"), properties.get("lbl:latitude"))
    if not isinstance(label, str):
        return label
    return read_position(properties.get("geom:longitude"), properties.get("geom:latitude"))


def _names(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names by language and use, such as ``ara_x_preferred``."""
    return {
        key.removeprefix("name:"): [clean_text(one) for one in value if isinstance(one, str)]
        for key, value in properties.items()
        if key.startswith("name:") and isinstance(value, list)
    }


def _candidate(
    properties: Mapping[str, Any], position: tuple[float, float], at: tuple[str, int]
) -> PlaceCandidate:
    names = _names(properties)
    variants = [one for one in names.get("ara_x_variant", ()) if is_written_in(one, "ar")]
    arabic = [*names.get("ara_x_preferred", ()), *variants]
    every = [one for listed in names.values() for one in listed]
    others = properties.get("wof:concordances")
    geonames = clean_text(others.get("gn:id")) if isinstance(others, dict) else ""
    population = properties.get("wof:population") or properties.get("gn:population")
    is_approximate = parse_number(properties.get("mz:is_approximate")) == 1
    return PlaceCandidate(
        source=SOURCE,
        source_id=clean_text(properties.get("wof:id")),
        name=clean_text(properties.get("wof:name")),
        name_ar=arabic[0] if arabic else "",
        names=tuple(dict.fromkeys(one for one in every if one)),
        kind=_KINDS.get(str(properties.get("wof:placetype")), "place"),
        lon=position[0],
        lat=position[1],
        position_error_m=_APPROXIMATE_M if is_approximate else _ERROR_M,
        geonames_id=int(geonames) if geonames.isascii() and geonames.isdigit() else None,
        population=parse_population(population),
        licence=LICENCE,
        file=at[0],
        row=at[1],
    )


def _area_ids(properties: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of the areas that it lies in, by column."""
    listed = properties.get("wof:hierarchy")
    first = listed[0] if isinstance(listed, list) and listed else {}
    if not isinstance(first, dict):
        return {}
    return {name: clean_text(first.get(f"{kind}_id")) for kind, name in _AREAS.items()}
