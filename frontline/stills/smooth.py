"""Round the corners of areas that share borders, so that the areas still fit together.

Borders are rounded once, between the points where three areas meet, and the areas are made of
them again. No corner moves by more than a given radius. Before that, fronts lose the steps of the
cells that they follow, as on pages (``webmap/assets/map/corners.js``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

#: The most of an edge that the rounding of each of its ends may take.
_SHARE = 0.5
#: Points that bend a line by less than this are left out, in the radius.
_SHORT = 0.05
#: Positions on the curve at a corner, 0 to 1.
_STEPS = np.asarray([0.0, 0.25, 0.5, 0.75, 1.0])[:, None]
#: Share of the least distance between a place and the edges at a corner by which it may move.
_MOVE_SHARE = 0.4
#: A step turns back within so many corners; how often corners move towards their neighbours; and
#: how often half-way back, where a line would not stay between its places.
_AHEAD, _PASSES, _BACK = 2, 2, 2


def round_areas(
    areas: Sequence[Any],
    radius: float,
    places: NDArray[np.object_] | None = None,
    held: Sequence[int] = (),
) -> tuple[list[Any], list[Any]]:
    """Round the common borders of areas.

    Parameters
    ----------
    areas : sequence of shapely.Geometry
        Polygons that do not overlap; neighbours have the same points on their common border.
    radius : float
        Each corner is rounded from this distance, or less if its edges are short.
    places : numpy.ndarray of shapely.Point, optional
        The places of the areas; without them, steps are not removed.
    held : sequence of int, optional
        The positions of the areas with a front between them: steps are removed from the borders
        between two of them.

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
    if places is not None and len(places):
        tree = shapely.STRtree(places)
        lines = [
            _without_steps(line, tree) if len(pair) == 2 and {*held}.issuperset(pair) else line
            for line, pair in zip(lines, sides, strict=True)
        ]
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


def _without_steps(line: Any, places: shapely.STRtree) -> Any:
    """Move the corners of a line that turn to one side between turns to the other.

    In each pass a corner moves to (a + 2c + b) / 4 if the line soon turns to the other side on both
    sides of it, half as far if on one; never near a place, and only into its own angle, so that
    the line stays between the places on its sides.
    """
    xy = shapely.get_coordinates(line)
    is_ring = len(xy) > 3 and bool((xy[0] == xy[-1]).all())
    if len(xy) < 4:
        return line
    corners = xy[:-1] if is_ring else xy
    count = np.arange(len(corners))
    before, after = count - 1, count + 1
    # Lines end where three areas meet; their first and last corner do not move.
    before, after = (before % len(count), after % len(count)) if is_ring else (
        np.maximum(before, 0), np.minimum(after, len(count) - 1)
    )  # fmt: skip
    turns = np.sign(_cross(corners - corners[before], corners[after] - corners))
    if not is_ring:
        turns[[0, -1]] = np.nan
    part = _parts(turns, before, after)
    into = (corners[before] + corners[after]) / 2 - corners
    long = np.maximum(np.hypot(*into.T), 1e-9)
    segments = shapely.linestrings(np.stack([corners, corners[after]], axis=1))
    _, away = places.query_nearest(segments, return_distance=True, all_matches=False)
    most = np.minimum(_MOVE_SHARE * np.minimum(away, away[before]), long)
    moved = corners
    for _ in range(_PASSES):
        middle = (moved[before] + moved[after]) / 2
        far = moved + part[:, None] * (middle - moved) - corners
        share = np.clip((far * into).sum(axis=1) / long, 0, most) / long
        moved = corners + np.where(part > 0, share, 0.0)[:, None] * into
    for _ in range(_BACK):
        beyond = _beyond(corners, moved, turns, (before, after))
        moved = corners + np.where(beyond, 0.5, 1.0)[:, None] * (moved - corners)
    return shapely.LineString(np.vstack([moved, moved[:1]]) if is_ring else moved)


def _parts(turns: Floats, before: Indices, after: Indices) -> Floats:
    """Return which part of the way to the middle of its neighbours each corner moves in a pass."""
    backs = []
    for ends in (before, after):
        back, here = np.zeros(len(turns)), ends
        for _ in range(_AHEAD):
            is_open = back == 0
            back[is_open & np.isnan(turns[here])] = np.nan  # the line ends before
            back[is_open & (turns[here] * turns < 0)] = 1
            here = ends[here]
        backs.append(back)
    one, other = backs
    steps = (one == 1) | (other == 1)
    count = np.asarray([back != 0 for back in (one, other)]).sum(axis=0)
    return np.where(steps & ~np.isnan(turns), count / 4, 0.0)


def _beyond(
    corners: Floats, moved: Floats, turns: Floats, around: tuple[Indices, Indices]
) -> NDArray[np.bool_]:
    """Return the corners at a side that passes on the wrong side of where a corner was."""
    before, after = around
    along = moved[after] - moved
    beyond = np.zeros(len(turns), dtype=bool)
    for own in (np.arange(len(turns)), after):
        off = corners[own] - moved
        share = (off * along).sum(axis=1)
        past = (share > 0) & (share < (along**2).sum(axis=1))
        beyond |= past & (_cross(along, off) * turns[own] > 0)
    found: NDArray[np.bool_] = beyond | beyond[before]
    return found


def _cross(one: Floats, other: Floats) -> Floats:
    found: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return found


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
