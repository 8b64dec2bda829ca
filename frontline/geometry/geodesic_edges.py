"""The geodesic edges of lines, and the point of an edge that is nearest to a position.

Each edge is cut into pieces that a chord approximates well, the leaves of a strip tree. A search
of these selects the edges that can be nearest; on each of them the foot of the perpendicular
geodesic is found by iteration (S. Baselga and J. C. Martinez-Llario, 2018, "Intersection and
point-to-line solutions for geodesics on the ellipsoid", Studia Geophysica et Geodaetica 62,
353-363, doi:10.1007/s11200-017-1020-z).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from frontline.geometry.geodesy import GEOD, Floats, to_cartesian
from frontline.geometry.strip_tree import MIN_RADIUS_M, ROUNDING_M, StripTreeLevel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

_PIECE_M = 500.0  # a chord of this length is at most 5 mm from the ellipsoid
_CONVERGED_M = 1e-4
_MAX_ITERATIONS = 10


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of one or more lines.

    Parameters
    ----------
    start : (n, 2) first vertex of each edge, degrees
    azimuth : (n,) azimuth there, degrees
    length : (n,) metres
    before : (n,) length of the edges of the same lines before it, metres
    edge : (k,) number of the edge of each piece
    metres : (k,) where on its edge a piece begins, metres
    step : (k,) length of each piece, metres
    piece : (k, 2) first position of each piece, degrees
    leaves : StripTreeLevel of the k pieces
    """

    start: Floats
    azimuth: Floats
    length: Floats
    before: Floats
    edge: Ints
    metres: Floats
    step: Floats
    piece: Floats
    leaves: StripTreeLevel

    @classmethod
    def of_paths(cls, paths: Sequence[Floats]) -> Edges:
        """Return the edges of paths, each of (n, 2) vertices in degrees."""
        start = np.concatenate([path[:-1] for path in paths])
        end = np.concatenate([path[1:] for path in paths])
        azimuth, _, length = GEOD.inv(*start.T, *end.T)
        before = np.concatenate([[0.0], np.cumsum(length)[:-1]])
        count = np.maximum(np.ceil(length / _PIECE_M), 1).astype(np.intp)
        edge = np.repeat(np.arange(len(count)), count)
        step = (length / count)[edge]
        first = np.cumsum(count) - count
        metres = (np.arange(len(edge)) - first[edge]) * step
        lon, lat, _ = _along(start, azimuth, edge, metres)
        ends = _along(start, azimuth, edge, metres + step)
        piece = np.column_stack([lon, lat])
        piece[first] = start  # exactly, or rings would not close
        leaves = StripTreeLevel(
            to_cartesian(lon, lat),
            to_cartesian(*ends[:2]),
            step**2 / (8 * MIN_RADIUS_M) + ROUNDING_M,
            np.zeros(len(edge)),
        )
        return cls(start, azimuth, length, before, edge, metres, step, piece, leaves)

    @classmethod
    def joined(cls, several: Sequence[Edges]) -> Edges:
        """Return the edges of several lines, one line after the other, as those of one."""
        if len(several) == 1:
            return several[0]
        offsets = np.cumsum([0, *(len(one.length) for one in several)])
        numbers = [one.edge + offset for one, offset in zip(several, offsets[:-1], strict=True)]
        levels = [one.leaves for one in several]
        return cls(
            np.concatenate([one.start for one in several]),
            np.concatenate([one.azimuth for one in several]),
            np.concatenate([one.length for one in several]),
            np.concatenate([one.before for one in several]),
            np.concatenate(numbers),
            np.concatenate([one.metres for one in several]),
            np.concatenate([one.step for one in several]),
            np.concatenate([one.piece for one in several]),
            StripTreeLevel(
                np.concatenate([one.start for one in levels]),
                np.concatenate([one.end for one in levels]),
                np.concatenate([one.width for one in levels]),
                np.concatenate([one.gap for one in levels]),
            ),
        )

    def at(self, edge: Ints, metres: Floats) -> tuple[Floats, Floats, Floats]:
        """Return longitude, latitude and azimuth of edges at metres from their starts."""
        return _along(self.start, self.azimuth, edge, metres)

    def once(self, where: Ints, piece: Ints, share: Floats) -> Ints:
        """Return the pairs to be measured, by number: for each position, one piece of each edge.

        Pieces of one edge lead to the same point of it; the best first guess is taken: see `feet`.

        Parameters
        ----------
        where : (m,) number of a position, in order
        piece : (m,) number of a piece, in order for each position
        share : (m,) fraction of the piece
        """
        edge = self.edge[piece]
        is_new = (np.diff(edge, prepend=-1) != 0) | (np.diff(where, prepend=-1) != 0)
        if is_new.all():
            return np.arange(len(piece))
        group = np.cumsum(is_new) - 1
        return np.lexsort((np.abs(share - 0.5), group))[np.flatnonzero(is_new)]

    def feet(self, where: Floats, piece: Ints, share: Floats) -> Floats:
        """Find the point of the edge of each piece that is nearest to a position.

        Each iteration moves to the foot of the perpendicular on a sphere; near the solution
        the error decreases at least by the factor of the flattening.

        Parameters
        ----------
        where : (m, 2) positions, degrees
        piece : (m,) number of a piece for each position
        share : (m,) a first guess, as a fraction of the piece

        Returns
        -------
        (5, m) distance, bearing, longitude, latitude, and length along the line
        """
        edge, metres = self.edge[piece], self.metres[piece] + share * self.step[piece]
        found = np.empty((5, len(edge)))
        todo = np.arange(len(edge))
        for _ in range(_MAX_ITERATIONS):
            lon, lat, azimuth = self.at(edge[todo], metres[todo])
            out, home, distance = GEOD.inv(lon, lat, *where[todo].T)
            home = np.where(distance == 0, np.nan, home % 360 % 360)  # see geodesy.inverse
            found[:, todo] = distance, home, lon, lat, self.before[edge[todo]] + metres[todo]
            angle, arc = np.radians(out - azimuth), distance / GEOD.b
            step = GEOD.b * np.arctan2(np.sin(arc) * np.cos(angle), np.cos(arc))
            moved = np.clip(metres[todo] + step, 0, self.length[edge[todo]])
            still = np.abs(moved - metres[todo]) < _CONVERGED_M
            metres[todo] = moved
            todo = todo[~still]
            if todo.size == 0:
                break
        return found


def _along(
    start: Floats, azimuth: Floats, edge: Ints, metres: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return longitude, latitude and azimuth at metres from the starts of edges."""
    lon, lat, back = GEOD.fwd(*start[edge].T, azimuth[edge], metres)
    return lon, lat, back + 180
