"""Parse the answers of geocoders into places, each with its source and licence.

The ids are those of the source behind the service, so that a later import of that source
identifies the place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import clean_text
from frontline.geometry.geodesy import distance_m
from frontline.importers.candidates import PlaceCandidate
from frontline.importers.positions import read_position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: One place in the answer of a service.
Answer: TypeAlias = dict[str, Any]

#: Errors of points of nodes and of other points, as the importers use them.
_NODE_M = 500.0
_POINT_M = 1000.0
#: Licences by source.
_LICENCES = {
    "OpenStreetMap": "ODbL 1.0",
    "GeoNames": "CC BY 4.0",
    "Who's On First": "CC BY 4.0",
}
#: Types of OpenStreetMap objects by the letters of Photon.
_OBJECTS = {"N": "node", "W": "way", "R": "relation"}


def parse_answers(
    service: str, answers: Iterable[Answer], licence: str = ""
) -> tuple[PlaceCandidate, ...]:
    """Return the places in the answers of a service, without answers that lack a name or point.

    Parameters
    ----------
    service : name of the service
    answers : as `Geocoder.ask` returns them
    licence : of answers whose source is not known
    """
    places = filter(None, map(_PARSERS[service], answers))
    unique = {place.citation: place for place in places}
    unknown = licence or "unknown: ask the service"
    return tuple(
        place if place.licence else replace(place, licence=unknown) for place in unique.values()
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _parse_nominatim(answer: Answer) -> PlaceCandidate | None:
    address, names = _dict(answer.get("address")), _dict(answer.get("namedetails"))
    local = clean_text(answer.get("name") or names.get("name") or "")
    name = clean_text(names.get("name:en") or names.get("int_name") or "") or local
    arabic = clean_text(names.get("name:ar")) or (local if is_written_in(local, "ar") else "")
    kind = clean_text(answer.get("type")) or "place"
    osm = clean_text(answer.get("osm_type"))
    box = answer.get("boundingbox")
    south, north, west, east = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    return _candidate(
        "OpenStreetMap",
        f"{osm}/{clean_text(answer.get('osm_id'))}",
        name,
        (answer.get("lon"), answer.get("lat")),
        error_m=_NODE_M if osm == "node" else _half_diagonal_m(west, south, east, north, _NODE_M),
        kind=kind,
        name_ar=arabic,
        names=tuple(clean_text(value) for value in names.values()),
        areas=(address.get("state"), address.get("county"), address.get("municipality")),
    )


def _parse_photon(answer: Answer) -> PlaceCandidate | None:
    properties = _dict(answer.get("properties"))
    osm = _OBJECTS.get(clean_text(properties.get("osm_type")), "")
    name, extent = clean_text(properties.get("name")), properties.get("extent")
    west, north, east, south = (
        extent if isinstance(extent, list) and len(extent) == 4 else [None] * 4
    )
    return _candidate(
        "OpenStreetMap",
        f"{osm}/{clean_text(properties.get('osm_id'))}" if osm else "",
        name,
        _point(answer),
        error_m=_NODE_M if osm == "node" else _half_diagonal_m(west, south, east, north, _NODE_M),
        kind=clean_text(properties.get("osm_value")) or "place",
        name_ar=name if is_written_in(name, "ar") else "",
        areas=(properties.get("state"), properties.get("county"), properties.get("district")),
    )


def _parse_pelias(answer: Answer) -> PlaceCandidate | None:
    properties = _dict(answer.get("properties"))
    known = {
        "openstreetmap": "OpenStreetMap",
        "geonames": "GeoNames",
        "whosonfirst": "Who's On First",
    }
    word = clean_text(properties.get("source"))
    source, id_ = known.get(word, word), clean_text(properties.get("source_id"))
    box = answer.get("bbox")
    west, south, east, north = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    exact = clean_text(properties.get("accuracy")) == "point"
    return _candidate(
        source,
        id_,
        clean_text(properties.get("name")),
        _point(answer),
        error_m=_POINT_M if exact else _half_diagonal_m(west, south, east, north, _POINT_M),
        kind=clean_text(properties.get("layer")) or "place",
        areas=(properties.get("region"), properties.get("county"), properties.get("localadmin")),
    )


def _parse_geonames(answer: Answer) -> PlaceCandidate | None:
    population = answer.get("population")
    id_ = clean_text(answer.get("geonameId"))
    return _candidate(
        "GeoNames",
        id_,
        clean_text(answer.get("name")),
        (answer.get("lng"), answer.get("lat")),
        error_m=_POINT_M,
        kind="village" if answer.get("fcl") == "P" else "place",
        names=(clean_text(answer.get("toponymName")),),
        areas=(answer.get("adminName1"),),
        geonames_id=int(id_) if id_.isascii() and id_.isdigit() else None,
        population=population if isinstance(population, int) and population > 0 else None,
    )


def _candidate(  # noqa: PLR0913 - a place has as many columns
    source: str,
    id_: str,
    name: str,
    point: tuple[object, object],
    *,
    error_m: float,
    kind: str,
    areas: tuple[Any, ...],
    name_ar: str = "",
    names: tuple[str, ...] = (),
    **facts: Any,
) -> PlaceCandidate | None:
    position = read_position(*point)
    if not name or not source or not id_.strip("/") or isinstance(position, str):
        return None
    state, county, district = (*map(clean_text, areas), "", "", "")[:3]
    return PlaceCandidate(
        source=source,
        source_id=id_,
        name=name,
        name_ar=name_ar,
        names=tuple(dict.fromkeys(one for one in names if one and one not in {name, name_ar})),
        kind=kind,
        lon=position[0],
        lat=position[1],
        position_error_m=error_m,
        licence=_LICENCES.get(source, ""),
        admin1=state,
        admin2=county,
        admin3=district,
        file="geocoder",
        row=f"{source} {id_}",
        **facts,
    )


def _point(answer: Answer) -> tuple[object, object]:
    point = _dict(answer.get("geometry")).get("coordinates")
    return (point[0], point[1]) if isinstance(point, list) and len(point) >= 2 else (None, None)


def _half_diagonal_m(west: Any, south: Any, east: Any, north: Any, least: float) -> float:
    """Return half the diagonal of a box, the error of the centre of an area for its village."""
    one, other = read_position(west, south), read_position(east, north)
    if isinstance(one, str) or isinstance(other, str):
        return least
    half = float(distance_m(*one, *other)) / 2
    return min(max(least, round(half, -1)), 100_000.0)


_PARSERS: dict[str, Callable[[Answer], PlaceCandidate | None]] = {
    "nominatim": _parse_nominatim,
    "photon": _parse_photon,
    "pelias": _parse_pelias,
    "geonames": _parse_geonames,
}
