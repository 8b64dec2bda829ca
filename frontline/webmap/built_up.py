"""The outlines of built-up areas on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.spatial_order import strip_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.webmap.quantize import Grid

#: Tolerance of simplified outlines, and the step of their points in steps of the grid (about 1 m).
_TOLERANCE_M, _STEP = 160.0, 70


def encode_built_up(atlas: Atlas, grid: Grid, *, is_hidden: bool = False) -> dict[str, Any]:
    """Encode the built-up outlines of the package: those of cities, and all others; none if hidden.

    Returns
    -------
    dict
        `step`: of the points, in steps of the grid. `cities` and `others`: outlines, each as the
        steps in x and y to its first point from that of the outline before, then from point to
        point.
    """
    gazetteer = atlas.package.gazetteer
    outlines: dict[bool, list[Any]] = {True: [], False: []}
    for place_id, footprint in ({} if is_hidden else atlas.package.footprints).items():
        place = gazetteer.get(place_id)
        is_city = place is not None and place.kind == "city"
        outlines[is_city].append(shapely.geometry.shape(footprint))
    return {
        "step": _STEP,
        "cities": _encode(atlas, grid, outlines[True]),
        "others": _encode(atlas, grid, outlines[False]),
    }


def _encode(atlas: Atlas, grid: Grid, outlines: list[Any]) -> list[list[int]]:
    rings = []
    for ring in _rings(atlas, outlines):
        points = np.rint(grid.quantize(ring) / _STEP).astype(np.int64)
        points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        if len(points) > 3:
            rings.append(points[:-1])  # the page closes the ring by itself
    starts = np.asarray([ring[0] for ring in rings], dtype=np.int64).reshape(-1, 2)
    encoded = []
    before = np.zeros(2, dtype=np.int64)
    for number in strip_order(starts):
        steps = np.diff(rings[number], axis=0, prepend=before[None])
        encoded.append(steps.ravel().tolist())
        before = starts[number]
    return encoded


def _rings(atlas: Atlas, outlines: list[Any]) -> list[NDArray[np.float64]]:
    """Return the outer rings of simplified outlines, longitude and latitude."""
    if not outlines:
        return []
    planar = atlas.projection.to_plane(np.asarray(outlines, dtype=object))
    simple = shapely.simplify(planar, _TOLERANCE_M)
    parts = shapely.get_parts(atlas.projection.from_plane(simple))
    polygons = parts[shapely.get_dimensions(parts) == 2]
    return [shapely.get_coordinates(ring) for ring in shapely.get_exterior_ring(polygons)]
