"""Cells on ground that area reports cover: each area is divided among the places in it.

A place in a reported area stands for the ground of the area that is nearer to it than to another
place on that ground, however far away that is. Two such places meet half-way, two areas at their
common edge, and none at a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.reach import ReachedCells, directed_edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]

_COLLECTION = shapely.GeometryType.GEOMETRYCOLLECTION
#: Corners are rounded to this, in metres, so that neighbours have the same ones.
_GRID_M = 1e-2


def divide_areas(
    cells: Geometries, xy: NDArray[np.float64], areas: Geometries, frame: Any
) -> Geometries:
    """Divide areas among their sites; outside them cells stay as they are.

    Parameters
    ----------
    cells : numpy.ndarray of shapely.Polygon, shape (sites,)
        The cells within reach.
    xy : numpy.ndarray, shape (sites, 2)
        Positions of the sites in the plane.
    areas : numpy.ndarray of shapely.Geometry or None, shape (sites,)
        The area of each site in the plane, the same object for sites of one area; None for a
        site in no area. Where areas overlap, the larger one counts.
    frame : shapely.Geometry
        Ground that contains all areas.
    """
    distinct = {id(area): area for area in areas if area is not None}
    order = sorted(distinct, key=lambda key: -distinct[key].area)
    members = np.asarray([id(area) for area in areas])
    larger: list[Any] = []
    divided = np.full(len(cells), shapely.Polygon(), dtype=object)
    for key in order:
        ground = distinct[key]
        for other in larger:
            if shapely.intersects(ground, other):
                ground = shapely.difference(ground, other)
        larger.append(distinct[key])
        shapely.prepare(ground)
        # A place near the edge is in no area, but it stands for the ground around it.
        mine = np.flatnonzero((members == key) | shapely.intersects_xy(ground, xy[:, 0], xy[:, 1]))
        points = shapely.multipoints(xy[mine])
        nearest = (
            shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
            if len(mine) > 1
            else np.asarray([frame], dtype=object)
        )
        crossing = ~shapely.contains_properly(ground, nearest)
        nearest[crossing] = shapely.intersection(nearest[crossing], ground)
        own = keep_polygons(nearest)
        divided[mine] = shapely.union(divided[mine], own)
    covered = shapely.union_all(larger)
    shapely.prepare(covered)
    outside = cells.copy()
    inside = shapely.covers(covered, cells)  # most of them, and the test is fast
    outside[inside] = shapely.Polygon()
    meeting = shapely.intersects(covered, cells) & ~inside
    outside[meeting] = keep_polygons(shapely.difference(cells[meeting], covered))
    return np.asarray(shapely.union(divided, outside))


def keep_polygons(geometries: Geometries) -> Geometries:
    """Return the polygons in geometries: an intersection also has the lines that two touch in."""
    kept = geometries.copy()
    for row in np.flatnonzero(shapely.get_type_id(geometries) == _COLLECTION):
        parts = shapely.get_parts(shapely.get_parts(geometries[row]))
        parts = parts[shapely.get_dimensions(parts) == 2]
        kept[row] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return kept


def join_corners(cells: Geometries) -> ReachedCells:
    """Give neighbouring cells the same corners, and find what borders on what.

    Parameters
    ----------
    cells : numpy.ndarray of shapely.Geometry, shape (sites,)
        Polygons that do not overlap by more than a rounding error.

    Returns
    -------
    ReachedCells
        Every border without another cell is a rim.
    """
    lines = shapely.union_all(shapely.boundary(cells), grid_size=_GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    within, owner = shapely.STRtree(cells).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    face, first = np.unique(within, return_index=True)
    owner = owner[first]
    order = np.argsort(owner, kind="stable")
    groups = np.split(face[order], np.flatnonzero(np.diff(owner[order])) + 1)
    joined = np.full(len(cells), shapely.Polygon(), dtype=object)
    for site, group in zip(np.unique(owner), groups, strict=True):
        parts = faces[group]
        joined[site] = parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts)
    return _borders(joined)


def _borders(cells: Geometries) -> ReachedCells:
    """Return the borders of cells that have the same corners."""
    edges, first, second = directed_edges(cells)
    lines = shapely.linestrings(np.stack([edges.start[first], edges.end[first]], axis=1))
    open_ = second < 0
    pairs = np.column_stack([edges.owner[first[~open_]], edges.owner[second[~open_]]])
    pairs.sort(axis=1)
    distinct, which = np.unique(pairs, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    ridges = shapely.line_merge(
        shapely.multilinestrings(lines[~open_][order], indices=which.ravel()[order])
    )
    return ReachedCells(
        cells, distinct, np.asarray(ridges), lines[open_], edges.owner[first[open_]]
    )
