"""A strip tree: which pieces of a curve in space can be the nearest to a point.

After D. H. Ballard (1981), "Strip trees: a hierarchical representation for curves",
Communications of the ACM 24 (5), 310-321, doi:10.1145/358645.358661. Positions are in
earth-centred coordinates, so the antimeridian and the poles are places like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from frontline.geodesy import GEOD, Floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

__all__ = ["SAME_M", "TIGHTEST_M", "Strips", "grow", "search"]

FAN = 4
PAIRS = 1_000_000  # pairs of position and strip held at once: some 100 MB
SAME_M = 1e-6

# The radii of curvature of the ellipsoid lie between these two.
TIGHTEST_M = GEOD.b**2 / GEOD.a
FLATTEST_M = GEOD.a**2 / GEOD.b


@dataclass(frozen=True, slots=True)
class Strips:
    """Chords in space, each with the part of the curve that lies about it.

    Parameters
    ----------
    start, end : (k, 3) ends of each chord
    width : (k,) no position of the part is farther from its chord
    gap : (k,) the widest jump within the part, 0 unless it goes over several paths
    """

    start: Floats
    end: Floats
    width: Floats
    gap: Floats

    def measure(self, points: Floats, strip: Ints) -> tuple[Floats, Floats]:
        """Give the distance of each point from its chord, and the share of the foot on it."""
        away = points - self.start[strip]
        chord = (self.end - self.start)[strip]
        squared = np.einsum("ij,ij->i", chord, chord)
        share = np.einsum("ij,ij->i", away, chord) / np.where(squared > 0, squared, 1)
        share = np.clip(share, 0, 1)
        away -= share[:, None] * chord
        return np.sqrt(np.einsum("ij,ij->i", away, away)), share

    def coarser(self) -> Strips:
        """Join every few strips to one; a strip is convex, so holding its ends holds it."""
        first = np.arange(0, len(self.start), FAN)
        last = np.append(first[1:], len(self.start)) - 1
        joined = Strips(self.start[first], self.end[last], np.zeros(0), np.zeros(0))
        parent = np.arange(len(self.start)) // FAN
        out = np.maximum(joined.measure(self.start, parent)[0], joined.measure(self.end, parent)[0])
        jump = np.zeros(len(self.start))
        jump[1:] = np.linalg.norm(self.start[1:] - self.end[:-1], axis=1)
        jump[first] = 0
        return Strips(
            joined.start,
            joined.end,
            np.maximum.reduceat(out + self.width, first),
            np.maximum.reduceat(np.maximum(jump, self.gap), first),
        )


def grow(leaves: Strips) -> list[Strips]:
    """Give the levels of the tree, from its leaves up."""
    levels = [leaves]
    while len(levels[-1].start) > FAN:
        levels.append(levels[-1].coarser())
    return levels


def farthest(chord: Floats) -> Floats:
    """Give the longest chord over which a path can be as short as one over `chord`.

    A path bends no more than the tightest and no less than the flattest circle.
    """
    path = np.arcsin(np.minimum(chord / (2 * TIGHTEST_M), 1)) * TIGHTEST_M
    return 2 * FLATTEST_M * np.sin(path / FLATTEST_M) + SAME_M


def search(levels: Sequence[Strips], points: Floats) -> tuple[Ints, Ints, Floats]:
    """Find the leaves that can be nearest to each point.

    Returns
    -------
    point, leaf, share
        Pairs in order of the points, and where on the leaf's chord the foot is.
    """
    top = len(levels[-1].start)
    owner = np.repeat(np.arange(len(points)), top)
    strip = np.tile(np.arange(top), len(points))
    best = np.full(len(points), np.inf)
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if len(owner) > PAIRS and len(points) > 1:
            half = len(points) // 2
            one, two = search(levels, points[:half]), search(levels, points[half:])
            both = [np.concatenate(pair) for pair in zip(one, two, strict=True)]
            both[0][len(one[0]) :] += half
            return both[0], both[1], both[2]
        distance, share = level.measure(points[owner], strip)
        width, gap = level.width[strip], level.gap[strip]
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        best = np.minimum(best, np.minimum.reduceat(distance + width + gap / 2, first))
        keep = distance - width <= farthest(best)[owner]
        owner, strip, share = owner[keep], strip[keep], share[keep]
        if depth:
            owner = np.repeat(owner, FAN)
            strip = (strip[:, None] * FAN + np.arange(FAN)).ravel()
            real = strip < len(levels[depth - 1].start)
            owner, strip = owner[real], strip[real]
    return owner, strip, share
