"""Base layers for orientation: land, borders, rivers and towns, clipped and simplified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.drawing.districts import arabic_districts, district
from frontline.drawing.shapes import deltas
from frontline.drawing.spellings import encode_spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.drawing.shapes import Grid
    from frontline.groundwork import Groundwork
    from frontline.model import Area, Place

__all__ = ["encode_base", "encode_places", "importance"]

#: How far the simplified lines may stray.
_BORDER_M, _RIVER_M = 120.0, 30.0
#: How far beyond the region the base is drawn, degrees: a wide window shows what lies beside.
_BEYOND = 1.5


def encode_base(atlas: Groundwork, grid: Grid) -> dict[str, Any]:
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


def _rivers(atlas: Groundwork, grid: Grid) -> list[dict[str, Any]]:
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


def _planar(atlas: Groundwork, areas: Iterable[Area]) -> Any:
    shapes = [shapely.geometry.shape(area.geometry) for area in areas]
    return atlas.projection.to_plane(np.asarray(shapes, dtype=object))


def _clipped(atlas: Groundwork, planar: Any) -> Any:
    """Bring a geometry back to degrees and clip it to the region and a little more."""
    west, south, east, north = atlas.package.frame.region
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


def encode_places(atlas: Groundwork, grid: Grid, weights: NDArray[np.int64]) -> dict[str, Any]:
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
    frame = atlas.package.frame
    own = {place.id for place in atlas.cell_places}
    others = [
        place
        for place in atlas.package.gazetteer.values()
        if place.kind in {"city", "town"} and place.id not in own
    ]
    places = [*atlas.cell_places, *others]
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
