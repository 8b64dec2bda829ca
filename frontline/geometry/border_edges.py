"""Edges of drawn ground that follow a coast or a border, told from a front that runs near it.

What a map leaves of a state is cut out of another source than the map: a strip remains along the
coasts and borders where the two do not agree. Its edge is no front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

#: Widest strip that a map leaves along a coast or border which is drawn otherwise by Natural Earth,
#: or by the first-level areas of a package, in metres.
STRIP_M, ADMIN_STRIP_M = 8000.0, 3000.0
#: Longer edges get more corners, in degrees: between two of them a bend is below 0.1 m.
STEP_DEG = 0.02
#: Longest piece of an edge that is judged as a whole, in metres.
_PIECE_M = 250.0
#: Where on the way from an edge to the border it is asked whose ground lies between.
_ON_THE_WAY = (0.25, 0.5, 0.75)
#: How far beyond the border it is asked whether the ground goes on there, in metres.
_BEYOND_M = 5000.0
#: A cut-off part without places that does not reach farther from the border is what the border is
#: drawn too far off, in metres.
_SHALLOW_M = 1500.0
#: Nearer pieces of an edge belong to a part of the ground, in metres.
_ON_EDGE_M = 1.0


class BorderEdges:
    """The coasts and borders of a state.

    Parameters
    ----------
    home : shapely.Geometry
        The land of the state as polygons in the plane, in metres.
    strip_m : float
        Widest strip that a map may leave along its coasts and borders. Shorter parts of a line
        are judged as their surroundings.
    """

    def __init__(self, home: Any, strip_m: float) -> None:
        self._strip_m = strip_m
        _, self._ends = _segments(shapely.get_parts(shapely.boundary(home)))
        self._tree = shapely.STRtree(shapely.linestrings(self._ends))

    def fronts(
        self,
        edges: Any,
        left: Sequence[Any],
        drawn: Sequence[Any],
        empty: Sequence[Any] = (),
        near: Any | None = None,
    ) -> Any:
        """Return the edges between two sides without those that follow a coast or a border.

        A piece of an edge follows it if it is near, and what lies between is ground that the map
        left over, or ground that the map drew goes on beyond the border.

        Parameters
        ----------
        edges : shapely.Geometry
            Lines between the two sides.
        left : sequence of shapely.Geometry
            The ground of a side that is what the map left over.
        drawn : sequence of shapely.Geometry
            The ground of a side that the map drew.
        empty : sequence of shapely.Geometry
            Cut-off parts of what the map left over in which no place is known. All the edge of one
            follows the border if most of it does, or if no corner is farther than 1.5 km from the
            border: the border is drawn too far off there.
        near : shapely.Geometry, optional
            Only the edges that meet it are asked for.
        """
        parts = shapely.get_parts(shapely.get_parts(edges))
        lines = shapely.multilinestrings(parts[shapely.get_dimensions(parts) == 1])
        lines = shapely.get_parts(shapely.line_merge(lines))
        if near is not None:
            lines = lines[shapely.intersects(lines, near)]
        if not len(lines):
            return shapely.MultiLineString()
        index, pieces = _segments(shapely.segmentize(lines, _PIECE_M))
        weight = self._weights(pieces.mean(axis=1), left, drawn)
        self._judge_whole(pieces, weight, empty)
        kept: list[Any] = []
        for number, line in enumerate(lines):
            own = index == number
            kept += self._kept(line, pieces[own], weight[own])
        return shapely.MultiLineString(kept)

    def _judge_whole(
        self, pieces: NDArray[np.float64], weight: NDArray[np.float64], parts: Sequence[Any]
    ) -> None:
        """Set the weight of all pieces at the edge of a part to -1 if it follows the border."""
        edges = shapely.boundary(np.asarray(parts, dtype=object))
        middles = shapely.points(pieces.mean(axis=1))
        part, at = shapely.STRtree(middles).query(edges, predicate="dwithin", distance=_ON_EDGE_M)
        length_m = np.hypot(*(pieces[at, 1] - pieces[at, 0]).T)
        balance = np.bincount(part, length_m * weight[at], minlength=len(edges))
        follows = (balance < 0) | (self._depth_m(edges) <= _SHALLOW_M)
        weight[at[follows[part]]] = -1

    def _depth_m(self, edges: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return how far the farthest corner of each edge is from the border."""
        corners, index = shapely.get_coordinates(edges, return_index=True)
        found = self._tree.query_nearest(
            shapely.points(corners), all_matches=False, return_distance=True
        )
        depth_m = np.zeros(len(edges))
        np.maximum.at(depth_m, index, found[1])
        return depth_m

    def _kept(
        self, line: Any, pieces: NDArray[np.float64], weight: NDArray[np.float64]
    ) -> Iterator[Any]:
        """Yield the parts of a line most of whose surroundings are front."""
        if (weight >= 0).all():
            yield line
            return
        ends = np.cumsum(np.hypot(*(pieces[:, 1] - pieces[:, 0]).T))
        marks = np.concatenate([[0.0], ends])
        front_m = np.concatenate([[0.0], np.cumsum(np.diff(marks) * weight)])
        middles = (marks[1:] + marks[:-1]) / 2
        around = (np.clip(middles + side, 0, marks[-1]) for side in (-self._strip_m, self._strip_m))
        low, high = (np.interp(one, marks, front_m) for one in around)
        kept = np.concatenate([[False], high > low, [False]])
        turns = np.flatnonzero(kept[1:] != kept[:-1])
        for start, end in turns.reshape(-1, 2):
            yield substring(line, marks[start], marks[end])

    def _weights(
        self, points: NDArray[np.float64], left: Iterable[Any], drawn: Iterable[Any]
    ) -> NDArray[np.float64]:
        """Return for each point of an edge 1 at a front, -1 along a border, and 0 if unclear."""
        _, at = self._tree.query_nearest(shapely.points(points), all_matches=False)
        way = _nearest_on(points, self._ends[at]) - points
        length_m = np.hypot(*way.T)
        found = np.ones(len(points))
        near = length_m <= self._strip_m
        points, way, length_m = points[near], way[near], np.maximum(length_m[near], 1e-9)
        weight = np.ones(len(points))
        for ground in left:
            weight[self._on_the_way(ground, points, way)] = -1
        sides = [self._on_the_way(ground, points, way) for ground in drawn]
        weight[(weight > 0) & ~np.any(sides or [weight > 0], axis=0)] = 0
        beyond = points + way * (1 + _BEYOND_M / length_m)[:, None]
        for ground in drawn:
            weight[shapely.contains_xy(ground, beyond)] = -1
        found[near] = weight
        return found

    @staticmethod
    def _on_the_way(
        ground: Any, points: NDArray[np.float64], way: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return whether ground lies between most points and the nearest border."""
        shapely.prepare(ground)
        steps = [points + part * way for part in _ON_THE_WAY]
        inside = np.sum([shapely.contains_xy(ground, step) for step in steps], axis=0)
        return np.asarray(inside * 2 > len(_ON_THE_WAY))


def _segments(lines: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the segments of lines, and the index of the line of each."""
    corners, index = shapely.get_coordinates(lines, return_index=True)
    same = index[1:] == index[:-1]
    return index[1:][same], np.stack([corners[:-1][same], corners[1:][same]], axis=1)


def _nearest_on(points: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the nearest position to each point on a segment of its own."""
    start, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((points - start) * along).sum(axis=1) / length, 0, 1)
    found: NDArray[np.float64] = start + share[:, None] * along
    return found
