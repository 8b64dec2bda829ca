"""Lines cut where they separate, so that a part that many lines share is stored once.

The points of all lines are whole numbers on a grid. A line is cut at each point where lines
separate, meet or end; each piece is an arc.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.int64]


class Arcs:
    """The arcs of lines and rings.

    Parameters
    ----------
    lines : iterable of array_like of int, shape (points, 2)
        The points of each line without repeated neighbours, at least two. A line whose last point
        is its first is a ring.

    Attributes
    ----------
    arcs : list of numpy.ndarray of int, shape (points, 2)
        The points of each arc, in the order in which the lines first need them. A ring that
        separates from no other line is one arc, which begins at its smallest point.
    numbers : list of list of int
        The arcs of each line in order; ``~n`` is arc n in the opposite direction.

    Examples
    --------
    >>> square = [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]
    >>> wider = [(0, 0), (4, 0), (4, 2), (0, 2), (0, 0)]
    >>> found = Arcs([square, wider])
    >>> found.numbers
    [[0, 1], [2, 1]]
    >>> [arc.tolist() for arc in found.arcs][1]
    [[0, 2], [0, 0]]
    """

    def __init__(self, lines: Iterable[Points | Sequence[Sequence[int]]]) -> None:
        paths = [np.asarray(line, dtype=np.int64).reshape(-1, 2) for line in lines]
        self.arcs: list[Points] = []
        self.numbers: list[list[int]] = []
        if not paths:
            return
        points, ids = _numbered(np.concatenate(paths))
        starts = np.cumsum([0, *(len(path) for path in paths)])
        is_junction = _find_junctions(ids, starts, len(points))
        known: dict[bytes, int] = {}
        done: dict[bytes, list[int]] = {}
        for low, high in pairwise(starts.tolist()):
            path = ids[low:high]
            key = path.tobytes()
            if key not in done:
                done[key] = [self._number(arc, points, known) for arc in _cut(path, is_junction)]
            self.numbers.append(done[key])

    def _number(self, arc: NDArray[np.intp], points: Points, known: dict[bytes, int]) -> int:
        """Return the number of an arc, which is stored if it is new."""
        number = known.get(arc.tobytes())
        if number is not None:
            return number
        number = known.get(arc[::-1].tobytes())
        if number is not None:
            return ~number
        known[arc.tobytes()] = len(self.arcs)
        self.arcs.append(points[arc])
        return len(self.arcs) - 1


def _numbered(points: Points) -> tuple[Points, NDArray[np.intp]]:
    """Return the distinct points in order, and the number of each point among them."""
    low = points.min(axis=0)
    height = int(points[:, 1].max() - low[1]) + 1
    keys = (points[:, 0] - low[0]) * height + points[:, 1] - low[1]
    distinct, ids = np.unique(keys, return_inverse=True)
    return np.column_stack(np.divmod(distinct, height)) + low, ids.ravel()


def _find_junctions(
    ids: NDArray[np.intp], starts: NDArray[np.intp], count: int
) -> NDArray[np.bool_]:
    """Return which points have two different pairs of neighbours, or are the end of a line."""
    first, last = starts[:-1], starts[1:] - 1
    is_ring = ids[first] == ids[last]
    before, after = np.roll(ids, 1), np.roll(ids, -1)
    # The last point of a ring repeats the first: both have the same neighbours.
    before[first[is_ring]] = ids[last[is_ring] - 1]
    after[last[is_ring]] = ids[first[is_ring] + 1]
    pairs = np.minimum(before, after) * count + np.maximum(before, after)
    inner = np.ones(len(ids), dtype=np.bool_)
    ends = np.r_[first[~is_ring], last[~is_ring]]
    inner[ends] = False
    lowest, highest = np.full(count, count**2), np.full(count, -1)
    np.minimum.at(lowest, ids[inner], pairs[inner])
    np.maximum.at(highest, ids[inner], pairs[inner])
    is_junction = lowest < highest
    is_junction[ids[ends]] = True
    return is_junction


def _cut(path: NDArray[np.intp], is_junction: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the parts of a line or ring between junctions."""
    cuts = np.flatnonzero(is_junction[path[:-1]])
    if path[0] == path[-1] and not (cuts.size and cuts[0] == 0):
        first = int(cuts[0]) if cuts.size else int(np.argmin(path[:-1]))
        path = np.r_[path[first:-1], path[: first + 1]]
        cuts = np.flatnonzero(is_junction[path[:-1]])
    ends = [0, *cuts[cuts > 0].tolist(), len(path) - 1]
    return [path[low : high + 1] for low, high in pairwise(ends)]
