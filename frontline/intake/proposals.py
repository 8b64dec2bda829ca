"""What a geocoder answered, as places that a gazetteer could hold, each with its source.

The ids are those of the source behind the service, so that a later import of that source knows
the place again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.geodesy import distance_m
from frontline.intake.asked import Asked
from frontline.intake.found import FoundPlace, tidy
from frontline.intake.merging import Merging
from frontline.intake.positions import Gate, read_position
from frontline.names import is_arabic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from frontline.intake.draft import Draft
    from frontline.intake.geocoder import Answer
    from frontline.intake.report import Report
    from frontline.intake.review import Review

__all__ = ["LICENCES", "feature", "propose", "put"]

#: How far off a point may be that a source gives for a place: the importers' own figures.
_NODE_M = 500.0
_POINT_M = 1000.0
#: Licences by source.
LICENCES = {
    "OpenStreetMap": "ODbL 1.0",
    "GeoNames": "CC BY 4.0",
    "Who's On First": "CC BY 4.0",
}
_ADDRESSES = {
    "OpenStreetMap": "https://www.openstreetmap.org/copyright",
    "GeoNames": "https://www.geonames.org/",
    "Who's On First": "https://whosonfirst.org/",
}
_OBJECTS = {"N": "node", "W": "way", "R": "relation"}


def propose(service: str, answers: Iterable[Answer], licence: str = "") -> tuple[FoundPlace, ...]:
    """Read the answers of a service; those without a name, an id or a position are passed over.

    Parameters
    ----------
    licence : of answers whose source is not known
    """
    found = (_READERS[service](answer, licence) for answer in answers)
    unique = {place.cited: place for place in found if place is not None}
    return tuple(unique.values())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _nominatim(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    address, names = _dict(answer.get("address")), _dict(answer.get("namedetails"))
    local = tidy(answer.get("name") or names.get("name") or "")
    called = tidy(names.get("name:en") or names.get("int_name") or "") or local
    arabic = tidy(names.get("name:ar")) or (local if is_arabic(local) else "")
    kind = tidy(answer.get("type")) or "place"
    osm = tidy(answer.get("osm_type"))
    box = answer.get("boundingbox")
    south, north, west, east = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    return _found(
        "OpenStreetMap",
        f"{osm}/{tidy(answer.get('osm_id'))}",
        called,
        (answer.get("lon"), answer.get("lat")),
        error_m=_NODE_M if osm == "node" else _half(west, south, east, north, _NODE_M),
        kind=kind,
        name_ar=arabic,
        names=tuple(tidy(value) for value in names.values()),
        areas=(address.get("state"), address.get("county"), address.get("municipality")),
    )


def _photon(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    told = _dict(answer.get("properties"))
    osm = _OBJECTS.get(tidy(told.get("osm_type")), "")
    name, extent = tidy(told.get("name")), told.get("extent")
    west, north, east, south = (
        extent if isinstance(extent, list) and len(extent) == 4 else [None] * 4
    )
    return _found(
        "OpenStreetMap",
        f"{osm}/{tidy(told.get('osm_id'))}" if osm else "",
        name,
        _point(answer),
        error_m=_NODE_M if osm == "node" else _half(west, south, east, north, _NODE_M),
        kind=tidy(told.get("osm_value")) or "place",
        name_ar=name if is_arabic(name) else "",
        areas=(told.get("state"), told.get("county"), told.get("district")),
    )


def _pelias(answer: Answer, licence: str) -> FoundPlace | None:
    told = _dict(answer.get("properties"))
    known = {
        "openstreetmap": "OpenStreetMap",
        "geonames": "GeoNames",
        "whosonfirst": "Who's On First",
    }
    word = tidy(told.get("source"))
    source, id_ = known.get(word, word), tidy(told.get("source_id"))
    box = answer.get("bbox")
    west, south, east, north = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    exact = tidy(told.get("accuracy")) == "point"
    return _found(
        source,
        id_,
        tidy(told.get("name")),
        _point(answer),
        error_m=_POINT_M if exact else _half(west, south, east, north, _POINT_M),
        kind=tidy(told.get("layer")) or "place",
        areas=(told.get("region"), told.get("county"), told.get("localadmin")),
        licence=licence,
    )


def _geonames(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    people = answer.get("population")
    id_ = tidy(answer.get("geonameId"))
    return _found(
        "GeoNames",
        id_,
        tidy(answer.get("name")),
        (answer.get("lng"), answer.get("lat")),
        error_m=_POINT_M,
        kind="village" if answer.get("fcl") == "P" else "place",
        names=(tidy(answer.get("toponymName")),),
        areas=(answer.get("adminName1"),),
        geonames_id=int(id_) if id_.isascii() and id_.isdigit() else None,
        population=people if isinstance(people, int) and people > 0 else None,
    )


def _found(  # noqa: PLR0913 - a place has as many sides
    source: str,
    id_: str,
    name: str,
    at: tuple[object, object],
    *,
    error_m: float,
    kind: str,
    areas: tuple[Any, ...],
    licence: str = "",
    name_ar: str = "",
    names: tuple[str, ...] = (),
    **facts: Any,
) -> FoundPlace | None:
    position = read_position(*at)
    if not name or not source or not id_.strip("/") or isinstance(position, str):
        return None
    state, county, district = (*map(tidy, areas), "", "", "")[:3]
    return FoundPlace(
        source=source,
        source_id=id_,
        name=name,
        name_ar=name_ar,
        names=tuple(dict.fromkeys(one for one in names if one and one not in {name, name_ar})),
        kind=kind,
        lon=position[0],
        lat=position[1],
        position_error_m=error_m,
        licence=LICENCES.get(source, licence) or "unknown: ask the service",
        admin1=state,
        admin2=county,
        admin3=district,
        file="geocoder",
        row=f"{source} {id_}",
        **facts,
    )


def _point(answer: Answer) -> tuple[object, object]:
    place = _dict(answer.get("geometry")).get("coordinates")
    return (place[0], place[1]) if isinstance(place, list) and len(place) >= 2 else (None, None)


def _half(west: Any, south: Any, east: Any, north: Any, least: float) -> float:
    """Give half the diagonal of a box: the middle of an area is no nearer to its village."""
    one, other = read_position(west, south), read_position(east, north)
    if isinstance(one, str) or isinstance(other, str):
        return least
    half = float(distance_m(*one, *other)) / 2
    return min(max(least, round(half, -1)), 100_000.0)


_READERS: dict[str, Callable[[Answer, str], FoundPlace | None]] = {
    "nominatim": _nominatim,
    "photon": _photon,
    "pelias": _pelias,
    "geonames": _geonames,
}


def feature(place: FoundPlace) -> dict[str, Any]:
    """Give a proposal as a GeoJSON feature with the properties of a gazetteer row."""
    named = ("name", "name_ar", "names", "kind", "position_error_m", "admin1", "admin2", "admin3")
    told = {name: getattr(place, name) for name in (*named, "geonames_id", "population")}
    told["names"] = list(place.names)
    return {
        "type": "Feature",
        "properties": {**told, "sources": [place.cited], "licence": place.licence},
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }


def put(draft: Draft, review: Review, report: Report, place: FoundPlace) -> None:
    """Put a proposal into a draft as an import would: new, joined to a place, or asked about."""
    report.read += 1
    gate = Gate(Asked(files=()), draft, report)
    if gate.admits(place.lon, place.lat, (place.file, place.row, place.name)):
        Merging(draft, review, report, place.source).add(place)
    gate.close()
    if report.used or report.changed:
        draft.cite(f"{place.source}, {place.licence}", _ADDRESSES.get(place.source, ""))
