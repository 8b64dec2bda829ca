"""OpenStreetMap: import places.

Format: a GeoJSON export, an answer of Overpass (JSON), or an extract (.osm, .osm.pbf), with the
tags of https://wiki.openstreetmap.org/wiki/Key:place. Licence: ODbL 1.0.

GeoJSON exports differ: the tags are the properties, or their member ``tags``, and the id is
``@id`` (Overpass turbo), ``id``, ``osm_id``, or a member of the feature.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import clean_text, is_latin
from frontline.importers.candidates import NO_NAME, OCCURS_TWICE, PlaceCandidate
from frontline.importers.cells import parse_population
from frontline.importers.coordinates import RegionFilter
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.ogr import (
    flatten_tags,
    is_extract,
    read_layer,
    read_layers,
    representative_point,
)
from frontline.importers.positions import read_position

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "OpenStreetMap"
LICENCE = "ODbL 1.0"

#: Values of the key ``place`` where people live.
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
#: Keys of the class of a feature, by priority.
_KEYS = ("place", "natural", "military", "aeroway", "man_made", "barrier", "landuse")
#: Error of a point: a mapper's centre of a village, or the centre of an outline.
_ERROR_M = 500.0
#: Decimals of a degree that OpenStreetMap stores.
_DECIMALS = 7
_NAMES_BY_LANGUAGE = ("name:", "official_name:", "alt_name:", "old_name")
_NAMES = ("int_name", "official_name", "alt_name", "name:ar", "loc_name", "short_name", "name:ku")
_OTHER_CLASS = "of another class of features (--class chooses)"
_NO_ID = "has no id of an OpenStreetMap object: export it with ids, or use frontline import places"
_ROAD = "a road: use frontline import highways"
_OBJECT = re.compile(r"(node|way|relation|n|w|r)/?(\d+)")
_LETTERS = {"n": "node", "w": "way", "r": "relation"}


def import_openstreetmap(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import places."""
    region_filter = RegionFilter(options, draft, summary)
    merger = PlaceMerger(draft, review, summary, SOURCE)
    seen: set[str] = set()
    for path in options.files:
        for rows in _open(path, options):
            for row in rows:
                place = _place(row, rows.file, region_filter, draft.local_language)
                if place is None:
                    continue
                if place.source_id in seen:
                    summary.refuse(place.file, place.row, OCCURS_TWICE, place.source_id)
                    continue
                seen.add(place.source_id)
                merger.add(place)
            summary.count_rows(rows)
    region_filter.finish()
    draft.add_source(f"{SOURCE} contributors, {LICENCE}", "https://www.openstreetmap.org/copyright")


def _open(path: Path, options: ImportOptions) -> Iterator[Rows]:
    if is_extract(path) and not options.classes:
        yield read_layer(path, options.layer or "points", "place IS NOT NULL", options.encoding)
    else:
        yield from read_layers(path, layer=options.layer, encoding=options.encoding)


def _place(
    row: Row, file: str, region_filter: RegionFilter, local_language: str
) -> PlaceCandidate | None:
    """Return the place in a row, or count the row as left out or refused."""
    summary, tags = region_filter.summary, _tags(row.cells)
    class_ = _class(tags, region_filter.options.classes)
    if not class_:
        summary.left_out[_ROAD if _is_road(row.cells, tags) else _OTHER_CLASS] += 1
        return None
    id_ = _id(row.cells, tags)
    name, latin, arabic = _main_names(tags)
    position = _position(row.cells)
    if not id_:
        summary.refuse(file, row.number, _NO_ID, name)
    elif not name:
        summary.refuse(file, row.number, NO_NAME, id_)
    elif isinstance(position, str):
        summary.refuse(file, row.number, position, f"{name} ({id_})")
    elif region_filter.keeps(*position, (file, row.number, latin or name)):
        return PlaceCandidate(
            source=SOURCE,
            source_id=id_,
            name=latin or name,
            name_ar=arabic,
            name_local=tags.get(f"name:{local_language}", "") if local_language else "",
            names=tuple(_spellings(tags)),
            kind=_KINDS.get(class_, class_),
            lon=position[0],
            lat=position[1],
            position_error_m=_ERROR_M,
            population=_population(tags),
            licence=LICENCE,
            file=file,
            row=row.number,
        )
    return None


def _tags(item: dict[str, Any]) -> dict[str, str]:
    """Return the tags of an element, a feature or a row of GDAL's driver."""
    own = item.get("tags")
    if isinstance(own, dict):
        return {clean_text(key): clean_text(value) for key, value in own.items()}
    properties = item.get("properties")
    tags = flatten_tags(properties) if isinstance(properties, dict) else {}
    return {clean_text(key): clean_text(value) for key, value in tags.items() if value is not None}


def _class(tags: dict[str, str], classes: frozenset[str]) -> str:
    """Return the class of a feature; empty if it is not one of `classes`.

    Classes are written as ``village`` or ``natural=peak``.
    """
    if not classes:
        return tags.get("place", "") if tags.get("place") in _CLASSES else ""
    for key in _KEYS:
        value = tags.get(key, "")
        if value and (value in classes or f"{key}={value}" in classes):
            return value
    return ""


def _is_road(item: dict[str, Any], tags: dict[str, str]) -> bool:
    """Return whether a feature is the line of a road; a bus stop has the same key."""
    shape = item.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else item.get("type")
    return "highway" in tags and kind in {"LineString", "MultiLineString", "way"}


def _id(item: dict[str, Any], tags: dict[str, str]) -> str:
    """Return type and number of the object as ``node/123``; empty if there is none."""
    for value in (tags.get("@id"), item.get("id"), tags.get("id"), tags.get("osm_id")):
        text = clean_text(value)
        match = _OBJECT.fullmatch(text)
        if match:
            return f"{_LETTERS.get(match[1], match[1])}/{match[2]}"
        if text.isascii() and text.isdigit():
            kind = clean_text(item.get("type") if "tags" in item else tags.get("osm_type")).lower()
            kind = _LETTERS.get(kind[:1], "node")
            return f"{kind}/{text}"
    way = tags.get("osm_way_id", "")
    return f"way/{way}" if way.isdigit() else ""


def _main_names(tags: dict[str, str]) -> tuple[str, str, str]:
    """Return the name, the name in Latin letters, and the Arabic name.

    A place without ``name`` has its name in a language, in Latin letters if there is one, or its
    official or another name.
    """
    by_language = [tags[key] for key in tags if key.startswith("name:")]
    others = [*filter(is_latin, by_language), *by_language, *_spellings(tags)]
    name = tags.get("name") or tags.get("name:en") or next(filter(None, others), "")
    latin = tags.get("name:en") or tags.get("int_name") or tags.get("name:fr") or ""
    arabic = tags.get("name:ar") or (name if is_written_in(name, "ar") else "")
    return name, latin, arabic


def _spellings(tags: dict[str, str]) -> list[str]:
    """Return all names, in the order of the known tags, then of the file."""
    keys = [key for key in tags if key.startswith(_NAMES_BY_LANGUAGE)]
    values = [tags[key] for key in dict.fromkeys(["name", *_NAMES, *keys]) if key in tags]
    return [one for value in values for one in map(clean_text, value.split(";")) if one]


def _position(item: dict[str, Any]) -> tuple[float, float] | str:
    """Return the point rounded as OpenStreetMap stores it, or the reason for none."""
    read = _exact_position(item)
    return read if isinstance(read, str) else (round(read[0], _DECIMALS), round(read[1], _DECIMALS))


def _exact_position(item: dict[str, Any]) -> tuple[float, float] | str:
    if "lon" in item or "lat" in item:
        return read_position(item.get("lon"), item.get("lat"))
    centre = item.get("center")
    if isinstance(centre, dict):
        return read_position(centre.get("lon"), centre.get("lat"))
    return representative_point(item.get("geometry"))


def _population(tags: dict[str, str]) -> int | None:
    return parse_population(tags.get("population", ""))
