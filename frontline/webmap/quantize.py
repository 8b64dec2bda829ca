"""Geometry as small whole numbers: a grid of 1e-5 degrees, counted from the region's corner.

A grid step is about a metre. Neighbouring numbers are stored as differences, which are short,
and the corners that cells share are stored once, so that neighbours fit without a gap.
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
    """Give the first number and the differences from each number to the next."""
    found: list[int] = np.diff(np.asarray(values, dtype=np.int64), prepend=0).tolist()
    return found


class Grid:
    """Positions as whole numbers east and north of a corner.

    Parameters
    ----------
    region : west, south, east, north in degrees
    """

    def __init__(self, region: tuple[float, float, float, float]) -> None:
        self.origin = (round(region[0] * GRID), round(region[1] * GRID))

    def place(self, lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Put (n, 2) longitudes and latitudes on the grid."""
        found: NDArray[np.int64] = np.rint(lonlat * GRID).astype(np.int64) - self.origin
        return found

    def path(self, lonlat: NDArray[np.float64]) -> list[int]:
        """Encode a path as x, y, then steps in x and y; repeated points are left out."""
        points = self.place(lonlat)
        moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
        steps: list[int] = np.diff(points[moved], axis=0, prepend=0).ravel().tolist()
        return steps

    def paths(self, geometry: Any) -> list[list[int]]:
        """Encode the lines of a geometry, those of at least two points."""
        parts = shapely.get_parts(np.atleast_1d(geometry))
        coded = [self.path(shapely.get_coordinates(part)) for part in parts]
        return [path for path in coded if len(path) >= 4]


def encode_ground(cells: Tessellation, grid: Grid) -> dict[str, Any]:
    """Encode the cells; neighbours name the same corners along the ridge between them.

    Returns
    -------
    x, y : differences of the corners' coordinates
    cells : for each cell its rings, each as differences of corner numbers, which run on from
        one ring to the next
    areas : of each cell, in hundredths of a km2
    """
    corners = _Corners()
    rings = _rings(cells, grid)
    numbered = [[corners.number(ring) for ring in of_cell] for of_cell in rings]
    points = np.asarray(list(corners.known), dtype=np.int64).reshape(-1, 2)
    return {
        "x": deltas(points[:, 0]),
        "y": deltas(points[:, 1]),
        "cells": _run_on(numbered),
        "areas": np.rint(cells.areas_km2 * 100).astype(int).tolist(),
    }


class _Corners:
    """Numbers grid points in the order in which they are first met."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], int] = {}

    def number(self, points: Iterable[Sequence[int]]) -> list[int]:
        known = self.known
        return [known.setdefault((x, y), len(known)) for x, y in points]


def _rings(cells: Tessellation, grid: Grid) -> list[list[list[list[int]]]]:
    """Give the rings of each cell as open lists of grid points."""
    found: list[list[list[list[int]]]] = [[] for _ in cells.cells]
    polygons, cell = shapely.get_parts(cells.to_geographic(cells.cells), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    points = grid.place(coordinates)
    ends = np.searchsorted(ring, np.arange(len(rings) + 1))
    for number, owner in enumerate(cell[polygon]):
        part = points[ends[number] : ends[number + 1]]
        part = part[1:][(np.diff(part, axis=0) != 0).any(axis=1)]
        if len(part) >= 3:
            found[owner].append(part.tolist())
    return found


def _run_on(rings: Sequence[Sequence[Sequence[int]]]) -> list[list[list[int]]]:
    last = 0
    coded: list[list[list[int]]] = []
    for of_cell in rings:
        coded.append([])
        for ring in of_cell:
            steps = deltas(ring)
            steps[0] -= last
            last = ring[-1]
            coded[-1].append(steps)
    return coded
