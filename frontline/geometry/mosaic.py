"""Unite any of the polygons of a mosaic from the edges that they do not share.

A union of polygons takes time for all of their corners. Here the borders between polygons are found
once; a union then takes time only for the border of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.reach import directed_edges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: So few polygons are united at once, which takes no longer.
_FEW = 2000


class Mosaic:
    """Polygons that share corners with their neighbours and do not overlap.

    Parameters
    ----------
    polygons : numpy.ndarray of shapely.Geometry, shape (n,)
    """

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        # Many are not kept: their edges are enough, and take less memory.
        self._few = polygons if len(polygons) <= _FEW else None
        edges, first, second = directed_edges(polygons)
        number = np.arange(len(edges.owner))
        other = np.where(first[edges.twin] == number, second[edges.twin], first[edges.twin])
        self._owner = edges.owner
        self._neighbour = np.where(other < 0, -1, edges.owner[other])
        corners = np.concatenate([edges.start, edges.end])
        distinct, ids = np.unique(corners, axis=0, return_inverse=True)
        self._corners = distinct
        self._start, self._end = ids.reshape(2, -1)

    def round(self, decimals: int) -> None:
        """Round the corners; those that become one point become one corner.

        Unions need not be rounded then, and where their border meets itself it is cut, so that
        they are valid.

        Parameters
        ----------
        decimals : int
            Decimal places that remain.
        """
        if self._few is not None:
            return  # they are united as they are
        rounded = np.round(self._corners, decimals) + 0.0
        self._corners, ids = np.unique(rounded, axis=0, return_inverse=True)
        self._start, self._end = ids.ravel()[self._start], ids.ravel()[self._end]

    def union(self, mask: NDArray[np.bool_]) -> shapely.Geometry:
        """Return the union of the polygons in a mask.

        Parameters
        ----------
        mask : numpy.ndarray of bool, shape (n,)

        Returns
        -------
        shapely.Geometry
            A polygon or multipolygon with all corners of the border.
        """
        if self._few is not None:
            return shapely.coverage_union_all(self._few[mask])
        shared = (self._neighbour >= 0) & mask[self._neighbour]
        border = np.flatnonzero(mask[self._owner] & ~shared & (self._start != self._end))
        # An edge there and back encloses nothing.
        rings = [self._corners[ring] for ring in self._rings(border) if len(ring) > 2]
        return _polygons(rings)

    def _rings(self, border: NDArray[np.intp]) -> Iterator[list[int]]:
        """Yield the corners of the simple rings that the edges of a border form."""
        start, end = self._start[border], self._end[border]
        order = np.argsort(start, kind="stable")
        following = order[np.searchsorted(start[order], end)]
        counts = np.bincount(start)
        several = counts > 1
        into, out = np.flatnonzero(several[end]), np.flatnonzero(several[start])
        self._pair(into, out, border, following)
        after, begins = following.tolist(), start.tolist()
        seen = bytearray(len(after))
        for first in range(len(after)):
            ring = []
            edge = first
            while not seen[edge]:
                seen[edge] = 1
                ring.append(begins[edge])
                edge = after[edge]
            if ring:
                yield from _simple_rings(ring)

    def _pair(
        self,
        into: NDArray[np.intp],
        out: NDArray[np.intp],
        border: NDArray[np.intp],
        following: NDArray[np.intp],
    ) -> None:
        """Let each edge into a corner be followed by the one around the same piece of ground.

        `into` and `out` are the edges of the border that end and start at corners of several.
        """
        start, end = self._corners[self._start[border]], self._corners[self._end[border]]
        back = np.arctan2(*(start[into] - end[into]).T[::-1])
        away = np.arctan2(*(end[out] - start[out]).T[::-1])
        leaving: defaultdict[int, list[int]] = defaultdict(list)
        for number, corner in enumerate(self._start[border[out]].tolist()):
            leaving[corner].append(number)
        for number, corner in enumerate(self._end[border[into]].tolist()):
            choices = leaving[corner]
            turns = (back[number] - away[choices]) % (2 * np.pi)
            following[into[number]] = out[choices[int(turns.argmin())]]


def _simple_rings(ring: list[int]) -> Iterator[list[int]]:
    """Cut a ring where it touches itself."""
    if len(set(ring)) == len(ring):
        yield ring
        return
    path: list[int] = []
    position: dict[int, int] = {}
    for corner in ring:
        if corner in position:
            cut = path[position[corner] :]
            del path[position[corner] :]
            for one in cut:
                del position[one]
            yield cut
        position[corner] = len(path)
        path.append(corner)
    yield path


def _polygons(rings: list[NDArray[np.float64]]) -> shapely.Geometry:
    """Return polygons of anticlockwise shells and clockwise holes."""
    if not rings:
        return shapely.MultiPolygon()
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    lines = np.asarray(shapely.linearrings(np.concatenate(rings), indices=owner))
    is_shell = shapely.is_ccw(lines)
    shells, holes = shapely.polygons(lines[is_shell]), lines[~is_shell]
    if len(holes):
        inner: list[list[Any]] = [[] for _ in shells]
        filled = shapely.polygons(holes)
        points = shapely.point_on_surface(filled)
        hole, shell = shapely.STRtree(shells).query(points, predicate="within")
        areas = shapely.area(shells)
        around = areas[shell] > shapely.area(filled)[hole]  # an island in the hole is smaller
        hole, shell = hole[around], shell[around]
        order = np.lexsort((areas[shell], hole))
        smallest = order[np.flatnonzero(np.diff(hole[order], prepend=-1))]
        for number in smallest.tolist():
            inner[shell[number]].append(holes[hole[number]])
        shells = np.asarray(
            [
                shapely.Polygon(one.exterior, own) if own else one
                for one, own in zip(shells, inner, strict=True)
            ],
            dtype=object,
        )
    return shells[0] if len(shells) == 1 else shapely.multipolygons(shells)
