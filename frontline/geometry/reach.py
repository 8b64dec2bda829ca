"""Clip Voronoi cells to a circle around each site.

The union of all circles would give the same cells, but its cost grows with the square of the
number of sites. Here each cell is clipped by its own circle, edge by edge. An edge between two
cells is clipped once for both, so that neighbouring cells keep the same corners.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Geometries = NDArray[np.object_]

#: Corners of a circle, at equal angles from the east.
_CORNERS = 64
#: Corners of cells that are at most this far outside a circle count as inside, in metres.
_TOLERANCE_M = 1e-5


@dataclass(frozen=True, eq=False)
class ReachedCells:
    """Voronoi cells within reach of their sites.

    Attributes
    ----------
    cells : numpy.ndarray of shapely.Polygon, shape (sites,)
        The clipped cells.
    pairs : numpy.ndarray of int, shape (ridges, 2)
        Indices of the two sites on either side of each ridge, the lower first.
    ridges : numpy.ndarray of shapely.LineString, shape (ridges,)
        The borders between neighbouring cells.
    rims : numpy.ndarray of shapely.LineString, shape (rims,)
        The arcs of circles that are borders of a cell.
    rim_sites : numpy.ndarray of int, shape (rims,)
        Index of the site of each arc.
    """

    cells: Geometries
    pairs: Indices
    ridges: Geometries
    rims: Geometries
    rim_sites: Indices


@dataclass(frozen=True, eq=False)
class DirectedEdges:
    """The edges of all cells in the order of their rings, counterclockwise.

    `twin` is the number of the undirected edge, `flipped` whether its direction is the opposite.
    """

    start: Floats
    end: Floats
    owner: Indices
    twin: Indices
    flipped: NDArray[np.bool_]


def clip_to_reach(xy: Floats, voronoi: Geometries, reach_m: float) -> ReachedCells:
    """Clip Voronoi cells to the circles of radius `reach_m` around their sites.

    Parameters
    ----------
    xy : numpy.ndarray, shape (sites, 2)
        Positions of the sites in a plane, metres.
    voronoi : numpy.ndarray of shapely.Polygon, shape (sites,)
        The Voronoi cell of each site, up to a frame that no circle reaches.
    reach_m : float
        Radius of the circles.
    """
    edges, first, second = directed_edges(voronoi)
    low, high = _within_circle(edges, xy[edges.owner[first]], first, reach_m)
    # Both directions of an edge end at the very same points.
    flipped = edges.flipped[first, None]
    start = np.where(flipped, edges.end[first], edges.start[first])
    end = np.where(flipped, edges.start[first], edges.end[first])
    ends = np.stack([start + share[:, None] * (end - start) for share in (low, high)], axis=1)
    ends[low == 0.0, 0], ends[high == 1.0, 1] = start[low == 0.0], end[high == 1.0]
    kept = low < high
    paired = kept & (second >= 0)
    pairs = np.column_stack([edges.owner[first[paired]], edges.owner[second[paired]]])
    pairs.sort(axis=1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    ridges = shapely.linestrings(ends[paired])[order]
    uncut = np.stack([low == 0.0, high == 1.0], axis=1)
    is_cut = np.zeros(len(xy), dtype=np.bool_)
    whole = low[edges.twin] == 0.0
    is_cut[edges.owner[~whole | (high[edges.twin] != 1.0)]] = True
    rings, rims, rim_sites = _assemble(xy, edges, ends, uncut, kept, is_cut, reach_m)
    cells = voronoi.copy()
    cells[is_cut] = shapely.polygons(rings)
    return ReachedCells(cells, pairs[order], np.asarray(ridges), rims, rim_sites)


def directed_edges(voronoi: Geometries) -> tuple[DirectedEdges, Indices, Indices]:
    """Return the directed edges, and for each undirected edge one or two of them (-1 for none)."""
    parts, cell = shapely.get_parts(shapely.orient_polygons(voronoi), return_index=True)
    rings, part = parts, np.arange(len(parts))
    if shapely.get_num_interior_rings(parts).any():
        rings, part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end = coordinates[:-1][inside], coordinates[1:][inside]
    owner = cell[part[ring[:-1][inside]]]
    flipped = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low = np.where(flipped[:, None], end, start)
    high = np.where(flipped[:, None], start, end)
    # By their lower and higher ends, as complex numbers; equal ones stay in the order of owners.
    order = np.lexsort((_complex(high), _complex(low)))
    same = (low[order][1:] == low[order][:-1]).all(axis=1)
    same &= (high[order][1:] == high[order][:-1]).all(axis=1)
    is_first = np.r_[np.ones(min(len(order), 1), dtype=bool), ~same]
    twin = np.empty(len(owner), dtype=np.intp)
    twin[order] = np.cumsum(is_first) - 1
    first = order[is_first]
    second = np.full(len(first), -1)
    second[twin[order[~is_first]]] = order[~is_first]
    return DirectedEdges(start, end, owner, twin, flipped), first, second


def _complex(points: Floats) -> NDArray[np.complex128]:
    """Return points as complex numbers, which are sorted by x and then by y."""
    return np.ascontiguousarray(points).view(np.complex128)[:, 0]


def _within_circle(
    edges: DirectedEdges, centre: Floats, chosen: Indices, radius: float
) -> tuple[Floats, Floats]:
    """Return the part of each chosen edge inside its circle, as shares of its length.

    Shares count from the lower end; an edge outside has a low share that is not below the high.
    """
    flipped = edges.flipped[chosen, None]
    start = np.where(flipped, edges.end[chosen], edges.start[chosen]) - centre
    step = np.where(flipped, edges.start[chosen], edges.end[chosen]) - centre - start
    size = (step**2).sum(axis=1)
    middle = -(start * step).sum(axis=1) / size
    rest = radius**2 - ((start + middle[:, None] * step) ** 2).sum(axis=1)
    half = np.sqrt(np.maximum(rest, 0.0) / size)
    near = radius + _TOLERANCE_M
    low = np.where(np.hypot(*start.T) <= near, 0.0, np.maximum(middle - half, 0.0))
    high = np.where(np.hypot(*(start + step).T) <= near, 1.0, np.minimum(middle + half, 1.0))
    outside = (rest <= 0.0) & (low > 0.0) & (high < 1.0)
    return np.where(outside, 1.0, low), np.where(outside, 0.0, high)


def _assemble(  # noqa: PLR0913, PLR0917 - the parts of clipped edges
    xy: Floats,
    edges: DirectedEdges,
    ends: Floats,
    uncut: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    is_cut: NDArray[np.bool_],
    radius: float,
) -> tuple[Geometries, Geometries, Indices]:
    """Join the clipped edges of each cut cell by arcs; return rings, arcs and sites of the arcs."""
    mine = np.flatnonzero(kept[edges.twin] & is_cut[edges.owner])
    owner, flipped = edges.owner[mine], edges.flipped[mine]
    both, whole = ends[edges.twin[mine]], uncut[edges.twin[mine]]
    start = np.where(flipped[:, None], both[:, 1], both[:, 0])
    end = np.where(flipped[:, None], both[:, 0], both[:, 1])
    ends_cut = ~np.where(flipped, whole[:, 0], whole[:, 1])
    # The next edge of the same cell; the last one is followed by the first.
    is_last = np.r_[owner[1:] != owner[:-1], np.ones(min(len(owner), 1), dtype=bool)]
    begins = np.flatnonzero(np.r_[np.ones(min(len(owner), 1), dtype=bool), is_last[:-1]])
    following = np.arange(1, len(owner) + 1)
    following[is_last] = begins
    gaps = np.flatnonzero(ends_cut)
    arcs = _arcs(xy[owner[gaps]], end[gaps], start[following[gaps]], radius)
    lone = np.setdiff1d(np.flatnonzero(is_cut), owner)
    circles = _circles(xy[lone], radius)
    # In a ring follow one another: the start of an edge, then its end and an arc if it is cut.
    corners = [start, end[gaps], arcs[0], circles.reshape(-1, 2)]
    of_site = [owner, owner[gaps], owner[gaps][arcs[1]], np.repeat(lone, _CORNERS)]
    ranks = [np.arange(len(owner)), gaps, gaps[arcs[1]], np.zeros(lone.size * _CORNERS, np.intp)]
    kinds = [np.full(len(part), kind) for kind, part in enumerate(corners)]
    order = np.lexsort((np.concatenate(kinds), np.concatenate(ranks), np.concatenate(of_site)))
    number = np.searchsorted(np.flatnonzero(is_cut), np.concatenate(of_site)[order])
    rings = shapely.linearrings(np.concatenate(corners)[order], indices=number)
    lines, of_gap = _arc_lines(end[gaps], arcs, start[following[gaps]])
    rims = np.r_[lines, shapely.linestrings(np.concatenate([circles, circles[:, :1]], axis=1))]
    return rings, rims, np.r_[owner[gaps][of_gap], lone]


def _arcs(centre: Floats, start: Floats, end: Floats, radius: float) -> tuple[Floats, Indices]:
    """Return the corners of a circle between two of its points, and the index of their arc."""
    step = 2 * np.pi / _CORNERS
    first = np.arctan2(*(start - centre).T[::-1])
    turn = (np.arctan2(*(end - centre).T[::-1]) - first) % (2 * np.pi)
    turn[turn > 2 * np.pi - 1e-6] = 0.0  # the two points coincide
    lowest = np.floor(first / step + 1e-9).astype(np.intp) + 1
    count = np.maximum(np.ceil((first + turn) / step - 1e-9).astype(np.intp) - lowest, 0)
    which = np.repeat(np.arange(len(centre)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    angle = (lowest[which] + within) * step
    return centre[which] + radius * np.column_stack([np.cos(angle), np.sin(angle)]), which


def _circles(centre: Floats, radius: float) -> Floats:
    """Return the corners of whole circles, shape (circles, corners, 2)."""
    angle = np.arange(_CORNERS) * (2 * np.pi / _CORNERS)
    return centre[:, None] + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _arc_lines(
    start: Floats, arcs: tuple[Floats, Indices], end: Floats
) -> tuple[Geometries, Indices]:
    """Return the arcs as lines from their start to their end, and the index of each."""
    number = np.arange(len(start))
    which = np.concatenate([number, arcs[1], number])
    kinds = np.repeat([0, 1, 2], [len(number), len(arcs[1]), len(number)])
    order = np.lexsort((kinds, which))
    corners = np.concatenate([start, arcs[0], end])[order]
    return np.asarray(shapely.linestrings(corners, indices=which[order])), number
