"""Who's On First: records as GeoJSON (files, or a folder of them) and the SQLite distributions."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Issue
from frontline.gazetteer.normalize import clean_text, is_arabic
from frontline.importers.candidates import FoundPlace, Unused
from frontline.importers.coordinates import Gate, number, read_position
from frontline.importers.merge_places import Merging
from frontline.importers.readers import Row, Rows, read_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "Who's On First"
LICENCE = "CC BY 4.0"

_CLASSES = frozenset({"locality"})
_DATABASES = frozenset({".db", ".sqlite", ".sqlite3", ".spatialite"})
_AREAS = {"region": "admin1", "county": "admin2", "localadmin": "admin3"}
_KINDS = {"locality": "village", "neighbourhood": "suburb", "borough": "suburb"}
_ERROR_M = 1_000.0
#: A record that says that its point is a guess.
_GUESSED_M = 5_000.0
_ALTERNATE = "-alt-"


def import_whosonfirst(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Bring in localities, or the placetypes asked for."""
    gate = Gate(asked, draft, report)
    found: dict[str, tuple[FoundPlace, Mapping[str, str]]] = {}
    areas: dict[str, str] = {}
    for rows in (rows for path in asked.files for rows in _open(path)):
        for row in rows:
            told = row.cells.get("properties")
            if not isinstance(told, dict):
                report.refuse(rows.file, row.number, "has no properties")
                continue
            if clean_text(told.get("wof:placetype")) in _AREAS:
                areas[clean_text(told.get("wof:id"))] = clean_text(told.get("wof:name"))
            place = _place(row, told, (rows.file, asked, gate, report))
            if place is not None and place.source_id in found:
                report.refuse(place.file, place.row, "this id stood before", place.source_id)
            elif place is not None:
                found[place.source_id] = (place, _above(told))
        report.read += rows.read
        report.unused.extend(rows.torn)
    # Its localities come from GeoNames and others: that they stand together proves nothing.
    merging = Merging(draft, review, report, SOURCE, independent=False)
    for place, above in found.values():
        own = {name: areas.get(id_, "") for name, id_ in above.items()}
        one, two, three = (own.get(name, "") for name in _AREAS.values())
        merging.add(replace(place, admin1=one, admin2=two, admin3=three))
    gate.close()
    draft.add_source(f"{SOURCE}, {LICENCE}", "https://whosonfirst.org/docs/licenses/")


def _open(path: Path) -> Iterator[Rows]:
    """Give the records of a file, a folder or a database."""
    if path.is_dir():
        for one in sorted(path.rglob("*.geojson")):
            if _ALTERNATE not in one.name:
                yield read_items(one)
    elif path.suffix.lower() in _DATABASES:
        yield Rows(path.name, _records(path))
    else:
        yield read_items(path)


def _records(path: Path) -> Iterator[Row | Unused]:
    """Go through the table ``geojson`` of a distribution."""
    if not path.is_file():
        raise DataError([Issue(path.name, None, "", "the file is missing", "Check the path.")])
    number = 0
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
            for (body,) in base.execute("SELECT body FROM geojson ORDER BY id"):
                number += 1
                yield _record(path.name, number, body)
    except sqlite3.Error as error:
        if number == 0:
            rule = f"is no distribution of Who's On First ({error})"
            remedy = "It has a table geojson with a column body."
            raise DataError([Issue(path.name, None, "", rule, remedy)]) from None
        yield Unused.of(path.name, number + 1, "the database is torn here", error)


def _record(file: str, number: int, body: object) -> Row | Unused:
    try:
        record = json.loads(body) if isinstance(body, str) else None
    except (ValueError, RecursionError):
        record = None
    if isinstance(record, dict):
        return Row(number, record)
    return Unused.of(file, number, "is no JSON object", body)


def _place(
    row: Row, told: Mapping[str, Any], about: tuple[str, Asked, Gate, Report]
) -> FoundPlace | None:
    file, asked, gate, report = about
    id_, name = clean_text(told.get("wof:id")), clean_text(told.get("wof:name"))
    position = _position(told)
    reason = _left_out(told, asked)
    if reason:
        report.left_out[reason] += 1
    elif not gate.is_home(told.get("wof:country") or told.get("iso:country")):
        return None
    elif not (id_.isascii() and id_.isdigit()):
        report.refuse(file, row.number, "has no wof:id", name)
    elif not name:
        report.refuse(file, row.number, "has no name", id_)
    elif isinstance(position, str):
        report.refuse(file, row.number, position, f"{name} ({id_})")
    elif gate.admits(*position, (file, row.number, name)):
        return _found(told, position, (file, row.number))
    return None


def _left_out(told: Mapping[str, Any], asked: Asked) -> str:
    if clean_text(told.get("wof:placetype")) not in (asked.classes or _CLASSES):
        return "of another placetype (--class chooses)"
    if told.get("src:alt_label"):
        return "another geometry of a record"
    ended = clean_text(told.get("edtf:deprecated")) not in {"", "u", "uuuu", ".."}
    if told.get("mz:is_current") == 0 or told.get("wof:superseded_by") or ended:
        return "not current: superseded or deprecated"
    return ""


def _position(told: Mapping[str, Any]) -> tuple[float, float] | str:
    """Give the point for a label if there is one, else the middle."""
    label = read_position(told.get("lbl:longitude"), told.get("lbl:latitude"))
    if not isinstance(label, str):
        return label
    return read_position(told.get("geom:longitude"), told.get("geom:latitude"))


def _names(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the names by language and use, such as ``ara_x_preferred``."""
    return {
        key.removeprefix("name:"): [clean_text(one) for one in value if isinstance(one, str)]
        for key, value in told.items()
        if key.startswith("name:") and isinstance(value, list)
    }


def _found(
    told: Mapping[str, Any], position: tuple[float, float], at: tuple[str, int]
) -> FoundPlace:
    names = _names(told)
    arabic = [*names.get("ara_x_preferred", ()), *filter(is_arabic, names.get("ara_x_variant", ()))]
    every = [one for listed in names.values() for one in listed]
    others = told.get("wof:concordances")
    geonames = clean_text(others.get("gn:id")) if isinstance(others, dict) else ""
    people = number(told.get("wof:population") or told.get("gn:population"))
    guessed = number(told.get("mz:is_approximate")) == 1
    return FoundPlace(
        source=SOURCE,
        source_id=clean_text(told.get("wof:id")),
        name=clean_text(told.get("wof:name")),
        name_ar=arabic[0] if arabic else "",
        names=tuple(dict.fromkeys(one for one in every if one))[:60],
        kind=_KINDS.get(str(told.get("wof:placetype")), "place"),
        lon=position[0],
        lat=position[1],
        position_error_m=_GUESSED_M if guessed else _ERROR_M,
        geonames_id=int(geonames) if geonames.isascii() and geonames.isdigit() else None,
        population=int(people) if people and 0 < people < 1e9 else None,
        licence=LICENCE,
        file=at[0],
        row=at[1],
    )


def _above(told: Mapping[str, Any]) -> dict[str, str]:
    """Give the ids of the areas it lies in."""
    listed = told.get("wof:hierarchy")
    first = listed[0] if isinstance(listed, list) and listed else {}
    if not isinstance(first, dict):
        return {}
    return {name: clean_text(first.get(f"{kind}_id")) for kind, name in _AREAS.items()}
