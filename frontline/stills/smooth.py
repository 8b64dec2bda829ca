"""Round the corners of areas that share borders, so that the areas still fit together.

Borders are rounded once, between the points where three areas meet, and the areas are made of
them again. No corner moves by more than a given radius.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: The most of an edge that the rounding of each of its ends may take.
_SHARE = 0.5
#: Points that bend a line by less than this are left out, in the radius.
_SHORT = 0.05
#: Positions on the curve at a corner, 0 to 1.
_STEPS = np.asarray([0.0, 0.25, 0.5, 0.75, 1.0])[:, None]


def round_areas(areas: Sequence[Any], radius: float) -> tuple[list[Any], list[Any]]:
    """Round the common borders of areas.

    Parameters
    ----------
    areas : sequence of shapely.Geometry
        Polygons that do not overlap; neighbours have the same points on their common border.
    radius : float
        Each corner is rounded from this distance, or less if its edges are short.

    Returns
    -------
    areas : list of shapely.Geometry
        The rounded areas, in the same order.
    borders : list of (shapely.LineString, tuple of int)
        The rounded borders, each between the points where areas meet, with the positions of the
        areas on its sides.

    Examples
    --------
    >>> left, right = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
    >>> rounded, borders = round_areas([left, right], 2.0)
    >>> [round(area.area, 1) for area in rounded], len(borders)
    ([98.5, 98.5], 3)
    """
    edges = shapely.boundary(np.asarray(areas, dtype=object))
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(edges)))
    sides = _sides(lines, edges)
    rounded = np.asarray([_round_line(line, radius) for line in lines], dtype=object)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(
        shapely.multilinestrings(rounded)))))  # fmt: skip
    points = shapely.point_on_surface(faces)
    found = []
    for area in areas:
        shapely.prepare(area)
        mine = faces[shapely.contains(area, points)]
        found.append(shapely.union_all(mine))
    return found, list(zip(rounded, sides, strict=True))


def _sides(lines: NDArray[np.object_], edges: NDArray[np.object_]) -> list[tuple[int, ...]]:
    """Return for each line the positions of the areas whose edge it is part of."""
    points = shapely.line_interpolate_point(lines, 0.0)
    for number, line in enumerate(lines):
        first, second = shapely.get_coordinates(line)[:2]
        points[number] = shapely.Point((first + second) / 2)
    touching = [shapely.dwithin(edge, points, 1e-6) for edge in edges]
    return [
        tuple(number for number, touches in enumerate(touching) if touches[position])
        for position in range(len(lines))
    ]


def _round_line(line: Any, radius: float) -> Any:
    """Round the corners of a line; a ring has no corner at its start either.

    Edges that are much shorter than the radius would leave two corners at one place.
    """
    xy = shapely.get_coordinates(shapely.simplify(line, radius * _SHORT))
    is_ring = len(xy) > 3 and bool((xy[0] == xy[-1]).all())
    if len(xy) < 3:
        return line
    if is_ring:
        xy = xy[:-1]
        before, after = np.roll(xy, 1, axis=0), np.roll(xy, -1, axis=0)
        corners = xy
    else:
        before, corners, after = xy[:-2], xy[1:-1], xy[2:]
    start, end = _towards(corners, before, radius), _towards(corners, after, radius)
    curves = [
        (1 - step) ** 2 * start + 2 * step * (1 - step) * corners + step**2 * end
        for step in _STEPS
    ]  # fmt: skip
    points = np.stack(curves, axis=1).reshape(-1, 2)
    points = np.vstack([points, points[:1]]) if is_ring else np.vstack([xy[:1], points, xy[-1:]])
    return shapely.LineString(points)


def _towards(
    corners: NDArray[np.float64], others: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """Return points on the edges from corners to others, where the rounding begins."""
    edges = others - corners
    lengths = np.hypot(*edges.T)[:, None]
    shares = np.minimum(radius / np.maximum(lengths, 1e-9), _SHARE)
    points: NDArray[np.float64] = corners + edges * shares
    return points
