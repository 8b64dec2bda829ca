"""Coordinates as small integers: a grid of 1e-5 degrees, counted from the region's corner.

A grid step is about a metre. Consecutive numbers are stored as differences, which are short.
Corners that cells share are stored once, so that neighbouring cells fit without a gap. What has no
order of its own is stored so that the next is near.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.spatial_order import strip_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.geometry.tessellation import Tessellation

#: Steps of the grid in one degree.
GRID = 100_000


def deltas(values: NDArray[np.int64] | Sequence[int]) -> list[int]:
    """Return the first number and the differences from each number to the next."""
    differences: list[int] = np.diff(np.asarray(values, dtype=np.int64), prepend=0).tolist()
    return differences


def code_of_length(metres: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return lengths as short numbers: metres below a kilometre, then tens of metres.

    A page shows tenths of a kilometre. A code of 1000 or more stands for the ten metres from
    10 * (code - 900) on, so that its middle is rounded to the same tenth as the length itself.

    Examples
    --------
    >>> code_of_length(np.asarray([0, 47.6, 999.4, 1000, 5349.9, 5350])).tolist()
    [0, 48, 999, 1000, 1434, 1435]
    """
    codes: NDArray[np.int64] = np.where(
        metres < 999.5, np.rint(metres), 900 + np.floor(np.maximum(metres, 1000) / 10)
    ).astype(np.int64)
    return codes


def code_of_direction(bearing_deg: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the nearest of sixteen compass directions, clockwise from north."""
    directions: NDArray[np.int64] = (
        np.floor(np.nan_to_num(bearing_deg) / 22.5 + 0.5).astype(np.int64) % 16
    )
    return directions


class Grid:
    """Positions as integers, counted east and north of the south-western corner of a region.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north in degrees.
    """

    def __init__(self, region: tuple[float, float, float, float]) -> None:
        self.origin = (round(region[0] * GRID), round(region[1] * GRID))

    def quantize(self, lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Round longitudes and latitudes, shape (n, 2), to the grid."""
        points: NDArray[np.int64] = np.rint(lonlat * GRID).astype(np.int64) - self.origin
        return points

    def path(self, lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the points of a path on the grid, without repeated points."""
        points = self.quantize(lonlat)
        return points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]

    def paths(self, geometry: Any) -> list[NDArray[np.int64]]:
        """Return the lines of a geometry that have at least two points on the grid."""
        parts = shapely.get_parts(np.atleast_1d(geometry))
        parts = parts[~shapely.is_empty(parts)]
        paths = (self.path(shapely.get_coordinates(part)) for part in parts)
        return [path for path in paths if len(path) >= 2]

    def encode_path(self, lonlat: NDArray[np.float64]) -> list[int]:
        """Encode a path as x, y, then steps in x and y, without repeated points."""
        return _steps(self.path(lonlat))

    def encode_paths(self, geometry: Any) -> list[list[int]]:
        """Encode the lines of a geometry that have at least two points on the grid."""
        return [_steps(path) for path in self.paths(geometry)]


def _steps(points: NDArray[np.int64]) -> list[int]:
    """Return x, y, then the steps in x and y."""
    steps: list[int] = np.diff(points, axis=0, prepend=0).ravel().tolist()
    return steps


def code_of_area(area_km2: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return areas as whole numbers: hundredths of a hectare below a km², then tenths from 10,000.

    They are so exact that sums on a page round as those of the library.

    Examples
    --------
    >>> code_of_area(np.asarray([0.0123, 0.9999, 1.0, 12.3456])).tolist()
    [123, 9999, 10000, 21346]
    """
    hectares = area_km2 * 100
    codes: NDArray[np.int64] = np.rint(
        np.where(hectares < 100, hectares * 100, 9000 + hectares * 10)
    ).astype(np.int64)
    return codes


def encode_cells(cells: Tessellation, grid: Grid, sites: NDArray[np.int64]) -> dict[str, Any]:
    """Encode the cells; neighbours refer to the same corners along their common edge.

    Parameters
    ----------
    cells : Tessellation
    grid : Grid
    sites : numpy.ndarray of int, shape (sites, 2)
        The positions of the places on the grid, which the page has too.

    Returns
    -------
    dict
        `x` and `y`: differences of the corners' coordinates. `cells`: for each cell its rings, each
        as differences of corner numbers, which continue from one ring to the next; the cells are
        in the `strip_order` of their sites. `areas`: of each cell, by its number, as codes.
    """
    order = strip_order(sites)
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    points, ring, cell_of_ring = _rings(cells, grid)
    in_order = np.argsort(rank[cell_of_ring[ring]], kind="stable")
    points, ring = points[in_order], ring[in_order]
    x, y = (points - points.min(axis=0, initial=0)).T  # one number each: much faster to sort
    _, first, point = np.unique((x << 32) + y, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)  # corners are numbered as they appear
    number[np.argsort(first)] = np.arange(len(first))
    steps = deltas(number[point])
    corners = points[np.sort(first)]
    encoded: list[list[list[int]]] = [[] for _ in order]
    begins = [*np.flatnonzero(np.diff(ring, prepend=-1)).tolist(), len(ring)]
    for begin, end in itertools.pairwise(begins):
        encoded[rank[cell_of_ring[ring[begin]]]].append(steps[begin:end])
    return {
        "x": deltas(corners[:, 0]),
        "y": deltas(corners[:, 1]),
        "cells": encoded,
        "areas": code_of_area(cells.areas_km2).tolist(),
    }


def _rings(
    cells: Tessellation, grid: Grid
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """Return the points of all rings on the grid, open, with their rings, and the cells of rings.

    A ring with fewer than three points on the grid has none.
    """
    polygons, cell = shapely.get_parts(cells.cells, return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    # Only their corners are projected: other shapes need not be made of them.
    points = grid.quantize(np.column_stack(cells.projection.inverse(*coordinates.T)))
    # The first point of a ring is also its last, and repeated points are left out.
    goes_on = (np.diff(ring) == 0) & (np.diff(points, axis=0) != 0).any(axis=1)
    points, ring = points[1:][goes_on], ring[1:][goes_on]
    has_area = (np.bincount(ring, minlength=len(rings)) >= 3)[ring]
    return points[has_area], ring[has_area], cell[polygon]
