"""OpenStreetMap: places of a GeoJSON export, an answer of Overpass, or an extract (.osm, .pbf).

GeoJSON exports differ in where they keep the tags: among the properties, or in ``tags`` in them,
with the id in ``@id`` (Overpass turbo), ``id``, ``osm_id`` or beside the properties.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from frontline.gazetteer.normalize import clean_text, is_arabic
from frontline.importers.candidates import FoundPlace
from frontline.importers.coordinates import Gate, number, read_position
from frontline.importers.merge_places import Merging
from frontline.importers.ogr import is_layered, layer_items, middle_of, spread_tags
from frontline.importers.readers import Row, Rows, read_items

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "OpenStreetMap"
LICENCE = "ODbL 1.0"

#: Values of the key ``place`` that people live in.
_CLASSES = frozenset({"city", "town", "village", "hamlet", "suburb", "isolated_dwelling"})
_KINDS = {
    "isolated_dwelling": "farm",
    "neighbourhood": "suburb",
    "quarter": "suburb",
    "peak": "hill",
    "hill": "hill",
    "ridge": "ridge",
    "aerodrome": "airport",
    "airfield": "airbase",
}
#: Keys that say what a thing is, in the order in which they are asked.
_KEYS = ("place", "natural", "military", "aeroway", "man_made", "barrier", "landuse")
#: A node stands in the middle of a village as somebody saw it; an outline has its own middle.
_ERROR_M = 500.0
#: Of a degree, that OpenStreetMap keeps.
_DECIMALS = 7
_NAMES = ("int_name", "alt_name", "name:ar", "official_name", "loc_name", "short_name", "name:ku")
_CLASS = "of another class of features (--class chooses)"
_ROAD = "a road: frontline import highways brings in roads"
_OBJECT = re.compile(r"(node|way|relation|n|w|r)/?(\d+)")
_LETTERS = {"n": "node", "w": "way", "r": "relation"}
_EXTRACTS = frozenset({".pbf", ".osm"})


def import_openstreetmap(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Bring in the places of any of these files."""
    gate = Gate(asked, draft, report)
    merging = Merging(draft, review, report, SOURCE)
    seen: set[str] = set()
    for path in asked.files:
        rows = _open(path, asked)
        for row in rows:
            place = _place(row, rows.file, asked, gate, report)
            if place is None:
                continue
            if place.source_id in seen:
                report.refuse(place.file, place.row, "this id stood before", place.source_id)
                continue
            seen.add(place.source_id)
            merging.add(place)
        report.read += rows.read
        report.unused.extend(rows.torn)
    gate.close()
    draft.add_source(f"{SOURCE} contributors, {LICENCE}", "https://www.openstreetmap.org/copyright")


def _open(path: Path, asked: Asked) -> Rows:
    if path.suffix.lower() in _EXTRACTS:
        # An extract has to be gone through from the start each time it is asked.
        where = "1 = 1" if asked.classes else "place IS NOT NULL"
        return layer_items(path, asked.layer or "points", where)
    return layer_items(path, asked.layer) if is_layered(path) else read_items(path)


def _place(row: Row, file: str, asked: Asked, gate: Gate, report: Report) -> FoundPlace | None:
    tags = _tags(row.cells)
    class_ = _class(tags, asked.classes)
    if not class_:
        report.left_out[_ROAD if _is_road(row.cells, tags) else _CLASS] += 1
        return None
    id_ = _id(row.cells, tags)
    name, latin, arabic = _called(tags)
    position = _position(row.cells)
    if not id_:
        report.refuse(file, row.number, "has no id of an object of OpenStreetMap", name)
    elif not name:
        report.refuse(file, row.number, "has no name", id_)
    elif isinstance(position, str):
        report.refuse(file, row.number, position, f"{name} ({id_})")
    elif gate.admits(*position, (file, row.number, latin or name)):
        return FoundPlace(
            source=SOURCE,
            source_id=id_,
            name=latin or name,
            name_ar=arabic,
            names=tuple(_spellings(tags)),
            kind=_KINDS.get(class_, class_),
            lon=position[0],
            lat=position[1],
            position_error_m=_ERROR_M,
            population=_people(tags),
            licence=LICENCE,
            file=file,
            row=row.number,
        )
    return None


def _tags(item: dict[str, Any]) -> dict[str, str]:
    """Gather the tags of an element, a feature or a row of the driver."""
    own = item.get("tags")
    if isinstance(own, dict):
        return {clean_text(key): clean_text(value) for key, value in own.items()}
    properties = item.get("properties")
    tags = spread_tags(properties) if isinstance(properties, dict) else {}
    return {clean_text(key): clean_text(value) for key, value in tags.items() if value is not None}


def _class(tags: dict[str, str], classes: frozenset[str]) -> str:
    """Say what a thing is, if it is wanted: by ``village``, or by ``natural=peak``."""
    if not classes:
        return tags.get("place", "") if tags.get("place") in _CLASSES else ""
    for key in _KEYS:
        value = tags.get(key, "")
        if value and (value in classes or f"{key}={value}" in classes):
            return value
    return ""


def _is_road(item: dict[str, Any], tags: dict[str, str]) -> bool:
    """Whether a thing is a line of a road; a bus stop bears the same key."""
    shape = item.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else item.get("type")
    return "highway" in tags and kind in {"LineString", "MultiLineString", "way"}


def _id(item: dict[str, Any], tags: dict[str, str]) -> str:
    """Give the type and number of the object, as ``node/123``."""
    for said in (tags.get("@id"), item.get("id"), tags.get("id"), tags.get("osm_id")):
        text = clean_text(said)
        match = _OBJECT.fullmatch(text)
        if match:
            return f"{_LETTERS.get(match[1], match[1])}/{match[2]}"
        if text.isascii() and text.isdigit():
            kind = clean_text(item.get("type") if "tags" in item else tags.get("osm_type")).lower()
            kind = _LETTERS.get(kind[:1], "node")
            return f"{kind}/{text}"
    way = tags.get("osm_way_id", "")
    return f"way/{way}" if way.isdigit() else ""


def _called(tags: dict[str, str]) -> tuple[str, str, str]:
    """Give the name, the name in Latin letters, and the name in Arabic letters."""
    name = tags.get("name") or tags.get("name:en") or tags.get("name:ar") or ""
    latin = tags.get("name:en") or tags.get("int_name") or tags.get("name:fr") or ""
    if not latin and not is_arabic(name):
        latin = name
    arabic = tags.get("name:ar") or (name if is_arabic(name) else "")
    return name, latin, arabic


def _spellings(tags: dict[str, str]) -> list[str]:
    """Give every further name, in the order of the tags that are known, then of the file."""
    keys = [key for key in tags if key.startswith(("name:", "alt_name:", "old_name"))]
    values = [tags[key] for key in dict.fromkeys(["name", *_NAMES, *keys]) if key in tags]
    return [one for value in values for one in map(clean_text, value.split(";")) if one]


def _position(item: dict[str, Any]) -> tuple[float, float] | str:
    """Give the point as OpenStreetMap keeps it; out of a .pbf its last digits are noise."""
    read = _stated(item)
    return read if isinstance(read, str) else (round(read[0], _DECIMALS), round(read[1], _DECIMALS))


def _stated(item: dict[str, Any]) -> tuple[float, float] | str:
    if "lon" in item or "lat" in item:
        return read_position(item.get("lon"), item.get("lat"))
    centre = item.get("center")
    if isinstance(centre, dict):
        return read_position(centre.get("lon"), centre.get("lat"))
    return middle_of(item.get("geometry"))


def _people(tags: dict[str, str]) -> int | None:
    people = number(tags.get("population", "").replace(" ", "").replace(",", ""))
    return int(people) if people and 0 < people < 1e9 else None
