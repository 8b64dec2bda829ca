"""Territory and front as a publisher drew them, for pages: what changes from day to day.

Outlines are cut into arcs where they separate, so that a border that stays is stored once, also
between neighbours. A day is stored as the arcs that appear or disappear in each layer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.arcs import Arcs
from frontline.webmap.quantize import GRID, deltas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Control
    from frontline.webmap.quantize import Grid

#: How far arcs may be from what was drawn, in metres: the first with which they are small enough.
#: Two metres are a pixel at zoom 16, where streets are told apart.
_DETAILS_M = (2, 5, 10, 20, 50, 100)
#: Most characters of all arcs on a page.
_MOST_CHARACTERS = 1_000_000
#: Metres of a degree, to within a percent.
_DEGREE_M = 111_300.0
#: Layers of lines; on a page they follow the layers of ground.
_FRONT, _OUTLINE = -2, -1


def encode_drawn(
    atlas: Atlas, first: date, last: date, grid: Grid, code_of: Callable[[Control], int]
) -> dict[str, Any] | None:
    """Encode the drawings of a publisher; None if the territory consists of cells.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
    grid : Grid
    code_of : callable
        Returns the number of a control on the page.

    Returns
    -------
    dict or None
        `detail`: how far the lines may be from those of the publisher, in metres. `arcs`: of each
        the steps in x and y from point to point; the first step is from the end of the arc before.
        `codes`: the control of each layer of ground; after these layers follow the front and the
        outlines of contested ground. `days`: for each drawing the days since the first; the area
        of each actor in hundredths of a km²; for each layer that changes its number, then the arcs
        that appear or disappear, as differences.
    """
    drawn = atlas.drawn
    if drawn is None:
        return None
    days = drawn.days_between(first, last)
    lines: list[NDArray[np.int64]] = []
    owners: list[tuple[int, int]] = []
    codes: dict[int, int] = {}
    for number, day in enumerate(days):
        for layer, geometry in _layers(atlas, day, codes, code_of):
            paths = grid.paths(atlas.projection.from_plane(_outlines(geometry)))
            lines += paths
            owners += [(number, layer)] * len(paths)
    arcs = Arcs(lines)
    steps, detail_m = _encode_arcs(arcs.arcs, atlas.package.coverage.region)
    encoded = []
    before: dict[int, frozenset[int]] = {}
    shown = _arcs_by_layer(arcs, owners)
    for number, day in enumerate(days):
        now = shown.get(number, {})
        areas = drawn.areas_km2(day)
        encoded.append(
            [
                (day - first).days,
                [round(areas[actor] * 100, 1) for actor in atlas.actors],
                *_changes(before, now, len(codes)),
            ]
        )
        before = now
    return {"detail": detail_m, "arcs": steps, "codes": [*codes], "days": encoded}


def _layers(
    atlas: Atlas, day: date, codes: dict[int, int], code_of: Callable[[Control], int]
) -> Iterator[tuple[int, Any]]:
    """Yield the layers of a day; `codes` numbers the layers of ground by their control."""
    assert atlas.drawn is not None  # noqa: S101 - the caller has checked it
    drawing, front = atlas.drawn.on(day), atlas.drawn.front(day)
    for number, shape in ({} if drawing is None else drawing.held).items():
        yield codes.setdefault(code_of(atlas.drawn.control_of(number)), len(codes)), shape
    yield _FRONT, front.line
    yield _OUTLINE, front.contested


def _outlines(geometry: Any) -> NDArray[np.object_]:
    """Return the lines of a geometry, and the rings of its polygons."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    is_polygon = shapely.get_dimensions(parts) == 2
    lines: NDArray[np.object_] = np.r_[parts[~is_polygon], shapely.get_rings(parts[is_polygon])]
    return lines


def _arcs_by_layer(
    arcs: Arcs, owners: list[tuple[int, int]]
) -> dict[int, dict[int, frozenset[int]]]:
    """Return the arcs of each layer by day; a border between two parts of a layer is none."""
    found: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for (day, layer), numbers in zip(owners, arcs.numbers, strict=True):
        found[day][layer] ^= {max(number, ~number) for number in numbers}
    return {
        day: {layer: frozenset(one) for layer, one in layers.items()}
        for day, layers in found.items()
    }


def _changes(
    before: dict[int, frozenset[int]], now: dict[int, frozenset[int]], ground: int
) -> Iterator[list[int]]:
    for layer in sorted({*before, *now}, key=lambda one: one % (ground + 2)):
        moved = before.get(layer, frozenset()) ^ now.get(layer, frozenset())
        if moved:
            yield [layer % (ground + 2), *deltas(sorted(moved))]


def _encode_arcs(
    arcs: list[NDArray[np.int64]], region: tuple[float, float, float, float]
) -> tuple[list[list[int]], int]:
    """Return the steps of arcs, and the detail in metres with which they are small enough."""
    if not arcs:
        return [], _DETAILS_M[0]
    north_m = _DEGREE_M / GRID
    scale = np.asarray([north_m * np.cos(np.radians((region[1] + region[3]) / 2)), north_m])
    of_arc = np.repeat(np.arange(len(arcs)), [len(arc) for arc in arcs])
    lines = shapely.linestrings(np.concatenate(arcs) * scale, indices=of_arc)
    steps: list[list[int]] = []
    for detail_m in _DETAILS_M:
        steps, end = [], np.zeros((1, 2), dtype=np.int64)
        for arc, line in zip(arcs, shapely.simplify(lines, detail_m), strict=True):
            points = np.rint(shapely.get_coordinates(line) / scale).astype(np.int64)
            if (arc[0] == arc[-1]).all() and len(points) < 4:
                points = arc  # a ring stays a ring
            steps.append(np.diff(np.r_[end, points], axis=0).ravel().tolist())
            end = points[-1:]
        if len(json.dumps(steps, separators=(",", ":"))) <= _MOST_CHARACTERS:
            return steps, detail_m
    return steps, _DETAILS_M[-1]
