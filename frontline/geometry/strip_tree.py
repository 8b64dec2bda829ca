"""Find the parts of a line that can be nearest to a position, with a strip tree.

The line is split into pieces in earth-centred coordinates. Each piece lies in a strip around its
chord, and each strip of the next level covers several strips (D. H. Ballard, 1981, "Strip trees:
a hierarchical representation for curves", Communications of the ACM 24 (5), 310-321,
doi:10.1145/358645.358661). A strip is searched further only if a path on the ellipsoid over its
straight distance can be shorter than the best path so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.geometry.geodesy import GEOD, Floats
from frontline.geometry.spatial_order import strip_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

#: Lengths along a line that differ by less are the same.
ROUNDING_M = 1e-6
#: Pairs of a position and a strip that are held in memory at once: about 100 MB.
MAX_PAIRS = 1_000_000
#: With so many points and leaves, a first bound is looked for.
_MANY = 50
#: So many points near each other have the same leaf for their first bound.
_TOGETHER = 8
#: Number of strips that one strip of the next level covers.
BRANCHING = 4

# The radii of curvature of the ellipsoid lie between these two.
MIN_RADIUS_M = GEOD.b**2 / GEOD.a
MAX_RADIUS_M = GEOD.a**2 / GEOD.b


@dataclass(frozen=True, eq=False)
class StripTreeLevel:
    """One level of a strip tree: chords, each with the part of the line near it.

    Parameters
    ----------
    start, end : (k, 3) ends of each chord, earth-centred, metres
    width : (k,) maximum distance of the part from its chord, metres
    gap : (k,) largest gap between paths within the part, metres; 0 within one path
    """

    start: Floats
    end: Floats
    width: Floats
    gap: Floats

    @cached_property
    def _columns(self) -> tuple[Floats, Floats]:
        """The starts and the chords by coordinate, (3, k), of which much is taken at once."""
        start = np.ascontiguousarray(self.start.T)
        return start, np.ascontiguousarray(self.end.T) - start

    @cached_property
    def _squared(self) -> Floats:
        """The square of the length of each chord, or 1 for a chord without length."""
        squared = _products(*2 * self._columns[1:])
        return np.where(squared > 0, squared, 1.0)

    def measure(self, points: Floats, strip: Ints) -> tuple[Floats, Floats]:
        """Return the distance of each point from its chord, and the fraction of the chord there.

        `points` are by coordinate, (3, n): rows of three numbers take twice as long.
        """
        # To take is much faster than to index.
        start, chord = (np.take(one, strip, axis=1) for one in self._columns)
        away = np.subtract(points, start, out=start)
        share = _products(away, chord)
        share /= np.take(self._squared, strip)
        np.clip(share, 0, 1, out=share)
        chord *= share
        away -= chord
        return np.sqrt(_products(away, away)), share

    def coarser(self) -> StripTreeLevel:
        """Return the next level, in which each strip covers `BRANCHING` strips of this one."""
        first = np.arange(0, len(self.start), BRANCHING)
        last = np.append(first[1:], len(self.start)) - 1
        # A strip is convex: whatever contains its two ends contains it.
        joined = StripTreeLevel(self.start[first], self.end[last], np.zeros(0), np.zeros(0))
        parent = np.arange(len(self.start)) // BRANCHING
        ends = (self.start.T, self.end.T)
        out = np.maximum(*(joined.measure(one, parent)[0] for one in ends))
        jump = np.zeros(len(self.start))
        jump[1:] = np.linalg.norm(self.start[1:] - self.end[:-1], axis=1)
        jump[first] = 0
        return StripTreeLevel(
            joined.start,
            joined.end,
            np.maximum.reduceat(out + self.width, first),
            np.maximum.reduceat(np.maximum(jump, self.gap), first),
        )


def _products(one: Floats, other: Floats) -> Floats:
    """Return the scalar products of vectors by coordinate, (3, n)."""
    found: Floats = one[0] * other[0]
    found += one[1] * other[1]
    found += one[2] * other[2]
    return found


def build_strip_tree(leaves: StripTreeLevel) -> list[StripTreeLevel]:
    """Return the levels of the tree, from its leaves to its root."""
    levels = [leaves]
    while len(levels[-1].start) > BRANCHING:
        levels.append(levels[-1].coarser())
    return levels


def longest_chord_m(chord: Floats) -> Floats:
    """Return the longest chord whose path can be as short as a path over `chord`, metres."""
    # The curvature of a path lies between those of the circles of these two radii.
    path = np.arcsin(np.minimum(chord / (2 * MIN_RADIUS_M), 1)) * MIN_RADIUS_M
    return 2 * MAX_RADIUS_M * np.sin(path / MAX_RADIUS_M) + ROUNDING_M


def search_strip_tree(
    levels: Sequence[StripTreeLevel],
    points: Floats,
    best: Floats | None = None,
    *,
    together: bool = False,
) -> tuple[Ints, Ints, Floats]:
    """Return the leaves that can be nearest to each point, or to all points together.

    Parameters
    ----------
    levels : sequence of StripTreeLevel
        As `build_strip_tree` returns them.
    points : (n, 3) earth-centred, metres
    best : (n,), optional
        No straight distance of a point from the line is longer, metres; with `together`, longer
        ones are not looked for.
    together : bool
        Return only pairs that can be the nearest of all; there may be none within `best`.

    Returns
    -------
    point, leaf, share
        Indices of points and leaves, by point, and the fraction of the chord at the foot.
    """
    if best is None:
        best = np.full(len(points), np.inf) if together else _first_bounds(levels[0], points)
    top, columns = len(levels[-1].start), np.ascontiguousarray(points.T)
    owner = np.repeat(np.arange(len(points)), top)
    strip = np.tile(np.arange(top), len(points))
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if len(owner) > MAX_PAIRS and len(points) > 1:
            half = len(points) // 2
            one, two = (
                search_strip_tree(levels, points[:half], best[:half], together=together),
                search_strip_tree(levels, points[half:], best[half:], together=together),
            )
            both = [np.concatenate(pair) for pair in zip(one, two, strict=True)]
            both[0][len(one[0]) :] += half
            return both[0], both[1], both[2]
        distance, share = level.measure(np.take(columns, owner, axis=1), strip)
        width, gap = np.take(level.width, strip), np.take(level.gap, strip)
        bounds = distance + width + gap / 2
        if together:
            best = np.minimum(best, bounds.min(initial=np.inf))
        else:
            first = np.flatnonzero(np.diff(owner, prepend=-1))
            best = np.minimum(best, np.minimum.reduceat(bounds, first))
        keep = distance - width <= longest_chord_m(best)[owner]
        owner, strip, share = owner[keep], strip[keep], share[keep]
        if depth:
            owner = np.repeat(owner, BRANCHING)
            strip = (strip[:, None] * BRANCHING + np.arange(BRANCHING)).ravel()
            real = strip < len(levels[depth - 1].start)
            owner, strip = owner[real], strip[real]
    return owner, strip, share


def _first_bounds(leaves: StripTreeLevel, points: Floats) -> Floats:
    """Return the distance of each point from a leaf that is near it on a plane, if that helps.

    Few strips have to be measured if the bound of each point is nearly its distance. The leaf is
    looked for once for `_TOGETHER` points that are near each other.
    """
    if min(len(points), len(leaves.start)) < _MANY:
        return np.full(len(points), np.inf)
    centre = points.mean(axis=0)
    plane = np.linalg.svd(centre[None])[2][1:].T  # two directions along the ground there
    tree = shapely.STRtree(shapely.points(((leaves.start + leaves.end) / 2 - centre) @ plane))
    flat = (points - centre) @ plane
    order = strip_order(flat, _TOGETHER)
    middle = np.arange(0, len(order), _TOGETHER) + _TOGETHER // 2
    chosen = order[np.minimum(middle, len(order) - 1)]
    found = tree.query_nearest(shapely.points(flat[chosen]), all_matches=False)[1]
    near = np.empty(len(points), dtype=np.intp)
    near[order] = np.repeat(found, _TOGETHER)[: len(points)]
    bounds: Floats = leaves.measure(points.T, near)[0] + leaves.width[near]
    return bounds
