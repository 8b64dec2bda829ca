"""The outlines of built-up areas on a page, as short texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.webmap.quantize import deltas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.webmap.quantize import Grid

#: Tolerance of simplified outlines, and the step of their points in steps of the grid (about 1 m).
_TOLERANCE_M, _STEP = 160.0, 70
#: The signs of a coordinate: the middle one is zero. JSON and HTML need no escape for them.
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_`{|}~"
_ZERO = len(_SIGNS) // 2
#: Of the steps that a sign can stand for, less one: parts of a step are rounded.
_LONGEST = len(_SIGNS) - _ZERO - 2


def encode_built_up(atlas: Atlas, grid: Grid) -> dict[str, Any]:
    """Encode the built-up outlines of the package: those of cities, and all others.

    Returns
    -------
    dict
        `step`: of the points, in steps of the grid. `cities` and `others`: the outlines as
        `starts` (differences of x and y, a pair each) and `paths`: texts, separated by a space.
        Two signs of a text are a step in x and in y, counted from `signs`, whose middle is zero.
    """
    gazetteer = atlas.package.gazetteer
    outlines: dict[bool, list[Any]] = {True: [], False: []}
    for place_id, footprint in atlas.package.footprints.items():
        place = gazetteer.get(place_id)
        is_city = place is not None and place.kind == "city"
        outlines[is_city].append(shapely.geometry.shape(footprint))
    return {
        "step": _STEP,
        "signs": _SIGNS,
        "cities": _encode(atlas, grid, outlines[True]),
        "others": _encode(atlas, grid, outlines[False]),
    }


def _encode(atlas: Atlas, grid: Grid, outlines: list[Any]) -> dict[str, Any]:
    starts: list[tuple[int, int]] = []
    paths = []
    for ring in _rings(atlas, outlines):
        points = np.rint(grid.quantize(ring) / _STEP).astype(np.int64)
        steps = np.diff(points, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        if len(steps) < 3:
            continue
        starts.append((int(points[0, 0]), int(points[0, 1])))
        # The last step closes the ring, which the page does by itself.
        paths.append("".join(_write(step) for step in steps[:-1]))
    columns = np.asarray(starts, dtype=np.int64).reshape(-1, 2)
    interleaved = np.column_stack([deltas(columns[:, 0]), deltas(columns[:, 1])])
    return {"starts": interleaved.astype(int).ravel().tolist(), "paths": " ".join(paths)}


def _rings(atlas: Atlas, outlines: list[Any]) -> list[NDArray[np.float64]]:
    """Return the outer rings of simplified outlines, longitude and latitude."""
    if not outlines:
        return []
    planar = atlas.projection.to_plane(np.asarray(outlines, dtype=object))
    simple = shapely.simplify(planar, _TOLERANCE_M)
    parts = shapely.get_parts(atlas.projection.from_plane(simple))
    polygons = parts[shapely.get_dimensions(parts) == 2]
    return [shapely.get_coordinates(ring) for ring in shapely.get_exterior_ring(polygons)]


def _write(step: NDArray[np.int64]) -> str:
    """Write a step as pairs of signs; one that is too long becomes several."""
    pieces = int(np.ceil(np.abs(step).max() / _LONGEST))
    ends = np.rint(np.linspace(0, 1, pieces + 1)[:, None] * step).astype(np.int64)
    signs = np.diff(ends, axis=0) + _ZERO
    return "".join(_SIGNS[x] + _SIGNS[y] for x, y in signs.tolist())
