"""Coordinates as small integers: a grid of 1e-5 degrees, counted from the region's corner.

A grid step is about a metre. Consecutive numbers are stored as differences, which are short.
Corners that cells share are stored once, so that neighbouring cells fit without a gap. What has no
order of its own is stored so that the next is near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.geometry.tessellation import Tessellation

#: Steps of the grid in one degree.
GRID = 100_000


def deltas(values: NDArray[np.int64] | Sequence[int]) -> list[int]:
    """Return the first number and the differences from each number to the next."""
    differences: list[int] = np.diff(np.asarray(values, dtype=np.int64), prepend=0).tolist()
    return differences


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


def strip_order(points: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.intp]:
    """Return an order of points, shape (n, 2), in which the next is near.

    The order goes north in one strip and south in the next.

    Examples
    --------
    >>> strip_order(np.asarray([[0, 9], [8, 1], [0, 0], [9, 8], [1, 5], [7, 5], [0, 7], [8, 6]]))
    array([2, 4, 6, 0, 3, 7, 5, 1])
    """
    if not len(points):
        return np.zeros(0, dtype=np.intp)
    x, y = points.T
    strips = max(round(np.sqrt(len(points) / 2)), 1)
    strip = np.floor((x - x.min()) / max(np.ptp(x), 1e-9) * strips).clip(max=strips - 1)
    order: NDArray[np.intp] = np.lexsort((np.where(strip % 2, -y, y), strip))
    return order


def _steps(points: NDArray[np.int64]) -> list[int]:
    """Return x, y, then the steps in x and y."""
    steps: list[int] = np.diff(points, axis=0, prepend=0).ravel().tolist()
    return steps


def encode_cells(cells: Tessellation, grid: Grid) -> dict[str, Any]:
    """Encode the cells; neighbours refer to the same corners along their common edge.

    Returns
    -------
    dict
        `x` and `y`: differences of the corners' coordinates. `order`: the numbers of the cells in
        the order of the next list. `cells`: for each cell its rings, each as differences of corner
        numbers, which continue from one ring to the next. `areas`: of each cell, by its number, in
        whole hectares; below a km2 with two decimals.
    """
    corners = _Corners()
    rings = _rings(cells, grid)
    order = strip_order(cells.xy).tolist()
    numbered = [[corners.numbers(ring) for ring in rings[number]] for number in order]
    points = np.asarray(list(corners.known), dtype=np.int64).reshape(-1, 2)
    return {
        "order": order,
        "x": deltas(points[:, 0]),
        "y": deltas(points[:, 1]),
        "cells": _continued_deltas(numbered),
        "areas": [_hectares(area) for area in cells.areas_km2.tolist()],
    }


def _hectares(area_km2: float) -> float:
    hectares = area_km2 * 100
    return round(hectares) if hectares >= 100 else round(hectares, 2)


class _Corners:
    """Grid points, numbered in the order in which they first appear."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], int] = {}

    def numbers(self, points: Iterable[Sequence[int]]) -> list[int]:
        known = self.known
        return [known.setdefault((x, y), len(known)) for x, y in points]


def _rings(cells: Tessellation, grid: Grid) -> list[list[list[list[int]]]]:
    """Return the rings of each cell as open lists of grid points."""
    rings_of_cells: list[list[list[list[int]]]] = [[] for _ in cells.cells]
    polygons, cell = shapely.get_parts(cells.to_geographic(cells.cells), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    points = grid.quantize(coordinates)
    ends = np.searchsorted(ring, np.arange(len(rings) + 1))
    for number, owner in enumerate(cell[polygon]):
        part = points[ends[number] : ends[number + 1]]
        part = part[1:][(np.diff(part, axis=0) != 0).any(axis=1)]
        if len(part) >= 3:
            rings_of_cells[owner].append(part.tolist())
    return rings_of_cells


def _continued_deltas(rings: Sequence[Sequence[Sequence[int]]]) -> list[list[list[int]]]:
    """Return the differences of each ring; its first is from the end of the ring before."""
    last = 0
    encoded: list[list[list[int]]] = []
    for rings_of_cell in rings:
        encoded.append([])
        for ring in rings_of_cell:
            steps = deltas(ring)
            steps[0] -= last
            last = ring[-1]
            encoded[-1].append(steps)
    return encoded
