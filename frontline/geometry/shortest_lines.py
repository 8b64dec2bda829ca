"""The shortest lines from a line or position to each of several lines, found together.

Built-up areas have few edges: to compare all pieces of many outlines at once takes hardly longer
than to compare those of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from frontline.geometry.geodesic_edges import Edges
from frontline.geometry.geodesic_lines import MAX_DISTANCE_M, ShortestLine
from frontline.geometry.geodesy import to_cartesian
from frontline.geometry.strip_tree import longest_chord_m

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from frontline.geometry.geodesic_lines import GeodesicMultiLine
    from frontline.geometry.geodesy import Floats

    Ints = NDArray[np.intp]

#: Pairs of a vertex and a piece that are compared at once; for more, a strip tree is faster.
_MOST_PAIRS = 20_000
#: All points of two lines that are so near, straight through the Earth, can be measured.
_SURELY_NEAR_M = 0.9 * MAX_DISTANCE_M


def lines_between(
    line: GeodesicMultiLine, others: Sequence[GeodesicMultiLine], *, reverse: bool = False
) -> list[ShortestLine]:
    """Return the shortest line from a line to each of several, ending at a vertex of one of them.

    Parameters
    ----------
    line : GeodesicMultiLine
    others : sequence of GeodesicMultiLine
        Lines that do not cross `line`.
    reverse : bool
        Return the lines from the others to `line` instead.

    Raises
    ------
    InvalidRequestError
        For a vertex that is more than 2,000 km away from the other line.
    """

    def pairs(other: GeodesicMultiLine) -> int:
        return max(
            len(line.vertices) * len(other.edges.edge), len(other.vertices) * len(line.edges.edge)
        )

    def search(other: GeodesicMultiLine) -> ShortestLine:
        one, two = (other, line) if reverse else (line, other)
        there = two.shortest_line_from(one.vertices)
        back = one.shorter_line_from(two.vertices, there.distance_m)
        return there if back is None or there.distance_m <= back.distance_m else back.reversed()

    def compare(several: Sequence[GeodesicMultiLine]) -> list[ShortestLine]:
        there = _lines_from(line.vertices, line.cartesian, several)
        limits = np.asarray([one.distance_m for one in there])
        lines = []
        for one, two in zip(there, _lines_to(line, several, limits), strict=True):
            if two is None:
                lines.append(one.reversed() if reverse else one)
            elif reverse:
                lines.append(two if two.distance_m <= one.distance_m else one.reversed())
            else:
                lines.append(one if one.distance_m <= two.distance_m else two.reversed())
        return lines

    def is_near(other: GeodesicMultiLine) -> bool:
        away = np.linalg.norm(line.centre - other.centre) + line.radius_m + other.radius_m
        return bool(away < _SURELY_NEAR_M)

    return _in_batches(others, pairs, is_near, search, compare)


def lines_from_position(
    position: tuple[float, float], others: Sequence[GeodesicMultiLine]
) -> list[ShortestLine]:
    """Return the shortest line from a (lon, lat) to each of several lines.

    Raises
    ------
    InvalidRequestError
        For a line that is more than 2,000 km away.
    """
    where = np.asarray([position])
    point = to_cartesian(*where.T)

    def pairs(other: GeodesicMultiLine) -> int:
        return len(other.edges.edge)

    def search(other: GeodesicMultiLine) -> ShortestLine:
        near = other.nearest_point(*position)
        return ShortestLine(near.distance_m, position, (near.lon, near.lat))

    def compare(several: Sequence[GeodesicMultiLine]) -> list[ShortestLine]:
        return _lines_from(where, point, several)

    def is_near(other: GeodesicMultiLine) -> bool:
        away = np.linalg.norm(point[0] - other.centre) + other.radius_m
        return bool(away < _SURELY_NEAR_M)

    return _in_batches(others, pairs, is_near, search, compare)


def _in_batches(
    others: Sequence[GeodesicMultiLine],
    pairs: Callable[[GeodesicMultiLine], int],
    is_near: Callable[[GeodesicMultiLine], bool],
    search: Callable[[GeodesicMultiLine], ShortestLine],
    compare: Callable[[Sequence[GeodesicMultiLine]], list[ShortestLine]],
) -> list[ShortestLine]:
    """Compare lines with few pieces together, and search those with many, or far, one by one."""
    counts = [pairs(one) for one in others]
    together = [n for n, one in enumerate(others) if counts[n] <= _MOST_PAIRS and is_near(one)]
    found: dict[int, ShortestLine] = {}
    for batch in _batches(together, counts):
        found.update(zip(batch, compare([others[number] for number in batch]), strict=True))
    return [found[n] if n in found else search(one) for n, one in enumerate(others)]


def _batches(numbers: Sequence[int], counts: Sequence[int]) -> Iterator[list[int]]:
    """Split numbers so that the counts of each part add up to the limit at most."""
    batch: list[int] = []
    total = 0
    for number in numbers:
        if batch and total + counts[number] > _MOST_PAIRS:
            yield batch
            batch, total = [], 0
        batch.append(number)
        total += counts[number]
    if batch:
        yield batch


def _lines_from(
    where: Floats, points: Floats, others: Sequence[GeodesicMultiLine]
) -> list[ShortestLine]:
    """Return the shortest line from any of some positions to each line."""
    edges = Edges.joined([one.edges for one in others])
    group = np.repeat(np.arange(len(others)), [len(one.edges.edge) for one in others])
    owner = np.repeat(np.arange(len(where)), len(group))
    piece = np.tile(np.arange(len(group)), len(where))
    limits = np.full(len(others), np.inf)
    found = _nearest_pairs(edges, (where, points), (owner, piece), group[piece], limits)
    return [one for one in found if one is not None]


def _lines_to(
    line: GeodesicMultiLine, others: Sequence[GeodesicMultiLine], limits: Floats
) -> list[ShortestLine | None]:
    """Return the shortest line from a vertex of each other line, None if longer than its limit."""
    where = np.concatenate([one.vertices for one in others])
    points = np.concatenate([one.cartesian for one in others])
    group = np.repeat(np.arange(len(others)), [len(one.vertices) for one in others])
    owner = np.repeat(np.arange(len(where)), len(line.edges.edge))
    piece = np.tile(np.arange(len(line.edges.edge)), len(where))
    return _nearest_pairs(line.edges, (where, points), (owner, piece), group[owner], limits)


def _nearest_pairs(
    edges: Edges,
    positions: tuple[Floats, Floats],
    pairs: tuple[Ints, Ints],
    group: Ints,
    limits: Floats,
) -> list[ShortestLine | None]:
    """Return the shortest line of each group of pairs of a position and a piece.

    Positions are in degrees, and earth-centred in metres. The line is None if all of a group are
    longer than its limit. As in a strip tree, a pair is measured only
    if a path over its straight distance can be shorter than the best of its group.
    """
    (where, points), (owner, piece) = positions, pairs
    distance, share = edges.leaves.measure(points[owner].T, piece)
    width = edges.leaves.width[piece]
    best = limits.copy()
    np.minimum.at(best, group, distance + width)
    keep = np.flatnonzero(distance - width <= longest_chord_m(best)[group])
    keep = keep[edges.once(owner[keep], piece[keep], share[keep])]
    owner, group = owner[keep], group[keep]
    found = edges.feet(where[owner], piece[keep], share[keep])
    # Of points of a line that are equally near to a position to a micrometre, the first counts.
    order = np.lexsort((found[4], found[0].round(6), owner, group))
    is_new = (np.diff(owner[order], prepend=-1) != 0) | (np.diff(group[order], prepend=-1) != 0)
    each = order[is_new]
    order = each[np.lexsort((found[0, each], group[each]))]
    first = order[np.diff(group[order], prepend=-1) != 0]
    lines: list[ShortestLine | None] = [None] * len(limits)
    starts, ends = where[owner[first]].tolist(), found[2:4, first].T.tolist()
    for number, length, start, end in zip(
        group[first].tolist(), found[0, first].tolist(), starts, ends, strict=True
    ):
        lines[number] = ShortestLine(length, (start[0], start[1]), (end[0], end[1]))
    return lines
