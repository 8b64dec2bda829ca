"""The inset that shows where the map lies: the largest areas of the data, drawn coarsely."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.gazetteer.normalize import match_key
from frontline.webmap.quantize import deltas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Area, Place
    from frontline.webmap.quantize import Grid

#: How an area that joins several districts is named.
_JOINED = " + "
_BARE_ARABIC = re.compile(r"[\u0620-\u065f ]+")


def district(place: Place) -> tuple[str, ...]:
    """Name the smallest known areas of a place, the smaller first."""
    names = dict.fromkeys((place.admin3 or place.admin2, place.admin1))
    return tuple(name for name in names if name)


def arabic_districts(atlas: Atlas) -> dict[tuple[str, ...], str]:
    """Give the Arabic names of districts, by what `district` says; "" where one is not known.

    They are those of the administrative areas. A district without an outline is named as the
    place in it that has its name: its seat.
    """
    places = atlas.package.gazetteer.values()
    small, large = _seats(places) | _areas(atlas, "admin3"), _areas(atlas, "admin1")
    found = {}
    for names in {district(place) for place in places}:
        known = [large.get(name, "") if i else small.get(name, "") for i, name in enumerate(names)]
        if len(names) == 1:
            known = [known[0] or large.get(names[0], "")]
        found[names] = "، ".join(dict.fromkeys(known)) if all(known) else ""
    return found


def _areas(atlas: Atlas, level: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for area in atlas.package.admin:
        names, others = (text.split(_JOINED) for text in (area.name, area.name_ar))
        if area.level == level and area.name_ar and len(names) == len(others):
            found |= dict(zip(names, others, strict=True))
    return found


def _seats(places: Iterable[Place]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in places:
        if not place.admin3 or not _BARE_ARABIC.fullmatch(place.name_ar):
            continue
        if match_key(place.admin3) in {match_key(name) for name in (place.name, *place.names)}:
            found.setdefault(place.admin3, place.name_ar)
    return found


def encode_spellings(places: Sequence[Place]) -> list[list[str]]:
    """Give for each place the keys of its listed spellings that its names do not have."""
    return [
        sorted(
            {match_key(name) for name in place.names}
            - {match_key(place.name), match_key(place.name_ar), ""}
        )
        for place in places
    ]


#: How far the simplified lines may stray.
_BORDER_M, _RIVER_M = 120.0, 30.0
#: How far beyond the region the base is drawn, degrees: a wide window shows what lies beside.
_BEYOND = 1.5


def encode_base(atlas: Atlas, grid: Grid) -> dict[str, Any]:
    """Encode land (rings), borders of its largest areas (paths) and rivers (with names)."""
    levels = sorted(area.level for area in atlas.package.admin)
    if not levels:
        return {"land": [], "borders": [], "rivers": _rivers(atlas, grid)}
    chosen = [area for area in atlas.package.admin if area.level == levels[0]]
    simple = shapely.coverage_simplify(_planar(atlas, chosen), _BORDER_M)
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(simple)))
    whole = _clipped(atlas, shapely.make_valid(shapely.union_all(simple)))
    rings = shapely.get_rings(shapely.get_parts(whole))
    return {
        "land": [grid.path(shapely.get_coordinates(ring)) for ring in rings],
        "borders": grid.paths(_clipped(atlas, lines)),
        "rivers": _rivers(atlas, grid),
    }


def _rivers(atlas: Atlas, grid: Grid) -> list[dict[str, Any]]:
    found = []
    for river in atlas.package.rivers:
        merged = shapely.line_merge(shapely.multilinestrings(_lines(_planar(atlas, [river]))))
        line = _clipped(atlas, shapely.simplify(merged, _RIVER_M))
        found.append({"name": river.name, "name_ar": river.name_ar, "paths": grid.paths(line)})
    return found


def _lines(shapes: Any) -> Any:
    parts = shapely.get_parts(shapes)
    areas = shapely.get_dimensions(parts) == 2
    parts[areas] = shapely.boundary(parts[areas])
    return shapely.get_parts(parts)


def _planar(atlas: Atlas, areas: Iterable[Area]) -> Any:
    shapes = [shapely.geometry.shape(area.geometry) for area in areas]
    return atlas.projection.to_plane(np.asarray(shapes, dtype=object))


def _clipped(atlas: Atlas, planar: Any) -> Any:
    """Bring a geometry back to degrees and clip it to the region and a little more."""
    west, south, east, north = atlas.package.coverage.region
    frame = (west - _BEYOND, south - _BEYOND, east + _BEYOND, north + _BEYOND)
    return shapely.intersection(atlas.projection.from_plane(planar), shapely.box(*frame))


def importance(place: Place, key_places: Sequence[str]) -> int:
    """Rank a place for its label: 0 for cities and key places, up to 4 for the smallest."""
    if place.kind == "city":
        return 0
    if place.id in key_places:
        return 1
    if place.kind == "town":
        return 1 if (place.population or 0) >= 20_000 else 2
    return 3 if (place.population or 0) >= 5_000 else 4


def encode_places(atlas: Atlas, grid: Grid, weights: NDArray[np.int64]) -> dict[str, Any]:
    """Encode the places with cells, in their order, then the other towns.

    Parameters
    ----------
    weights : of each place with a cell, for the order among places of one importance

    Returns
    -------
    Columns: `id`, `name`, `name_ar`, `spellings` (folded), `kind`, `district` (numbers into
    `kinds`, and into `districts` and `districts_ar`),
    `x`, `y` (differences), `error` (metres), `rank` (see `importance`), `order` (positions,
    the most important first) and `cells`, how many of the places have a cell.
    """
    frame = atlas.package.coverage
    own = {place.id for place in atlas.sites}
    others = [
        place
        for place in atlas.package.gazetteer.values()
        if place.kind in {"city", "town"} and place.id not in own
    ]
    places = [*atlas.sites, *others]
    kinds = sorted({place.kind for place in places})
    districts = sorted({district(place) for place in places})
    arabic = arabic_districts(atlas)
    ranks = [importance(place, frame.key_places) for place in places]
    points = grid.place(np.asarray([(place.lon, place.lat) for place in places]).reshape(-1, 2))
    order = _order(places, ranks, [*weights.tolist(), *[0] * len(others)], frame.key_places)
    return {
        "cells": len(own),
        "id": [place.id for place in places],
        "name": [place.name for place in places],
        "name_ar": [place.name_ar for place in places],
        "spellings": encode_spellings(places),
        "kinds": kinds,
        "kind": [kinds.index(place.kind) for place in places],
        "districts": [", ".join(names) for names in districts],
        "districts_ar": [arabic[names] for names in districts],
        "district": [districts.index(district(place)) for place in places],
        "x": deltas(points[:, 0]),
        "y": deltas(points[:, 1]),
        "error": [round(place.position_error_m) for place in places],
        "rank": ranks,
        "order": order,
    }


def _order(
    places: Sequence[Place], ranks: Sequence[int], weights: Sequence[int], keys: Sequence[str]
) -> list[int]:
    """Give the positions of the places, the most important first."""

    def sort_key(i: int) -> tuple[int, bool, int, int, int]:
        return (ranks[i], places[i].id not in keys, -weights[i], -(places[i].population or 0), i)

    return sorted(range(len(places)), key=sort_key)


#: How far the lines of the inset may stray, and the least island that it shows.
_COARSE_M, _LEAST_M2 = 3000.0, 100e6


def encode_locator(atlas: Atlas, grid: Grid) -> dict[str, list[list[int]]]:
    """Encode the land (rings) and the borders within it (paths); both empty without areas."""
    areas = atlas.package.admin
    levels = sorted(area.level for area in areas)
    chosen = [area.geometry for area in areas if area.level == levels[0]]
    if not chosen:
        return {"land": [], "borders": []}
    shapes = np.asarray([shapely.geometry.shape(one) for one in chosen], dtype=object)
    simple = shapely.coverage_simplify(atlas.projection.to_plane(shapes), _COARSE_M)
    parts = shapely.get_parts(shapely.union_all(simple))
    large = parts[shapely.area(parts) >= min(_LEAST_M2, float(shapely.area(parts).max()))]
    within = shapely.difference(
        shapely.union_all(shapely.boundary(simple)), shapely.union_all(shapely.boundary(parts))
    )
    land = atlas.projection.from_plane(shapely.get_exterior_ring(large))
    borders = atlas.projection.from_plane(shapely.line_merge(within))
    return {"land": _coded(grid, land), "borders": _coded(grid, borders)}


def _coded(grid: Grid, lines: Any) -> list[list[int]]:
    return grid.paths(shapely.multilinestrings(_locator_lines(lines)))


def _locator_lines(lines: Any) -> Any:
    parts = shapely.get_parts(lines)
    return [shapely.linestrings(shapely.get_coordinates(part)) for part in parts]
