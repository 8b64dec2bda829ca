"""Positions that lie far from all others: of a slip of the pen, or of another country.

They are found by a rule that needs no measure of what is usual. The globe is cut into cells of two
degrees; places in one cell, or in cells that touch, are of one group. A group other than the
largest is astray if it holds one place, or at most one in a hundred of all, and the largest is at
least twice its size. So what is astray has at least two degrees, some 200 km of latitude, of
emptiness around it; islands of a country, if they have many places, are not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.geodesy import cartesian, distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Spot", "Stray", "part_strays"]

_CELL_DEG = 2
_ACROSS = 360 // _CELL_DEG
#: One place in so many may be astray.
_FEW = 100


class Spot(NamedTuple):
    """A position and where it was read: file, row, name."""

    lon: float
    lat: float
    file: str
    row: int | str
    name: str


class Stray(NamedTuple):
    """A position that lies far from all others, and how far."""

    spot: Spot
    distance_m: float


def part_strays(spots: list[Spot], most: int) -> tuple[list[Spot], list[Spot], list[Stray]]:
    """Part the positions that lie far from all others from the rest.

    Parameters
    ----------
    most : strays whose distance to the nearest of the rest is measured

    Returns
    -------
    kept, astray : in the order in which they came
    measured : the first of those astray
    """
    groups = sorted(_groups(spots), key=lambda group: (-len(group), group[0]))
    if len(groups) < 2:
        return spots, [], []
    limit = min(max(1, len(spots) // _FEW), len(groups[0]) // 2)
    far = sorted(at for group in groups[1:] if len(group) <= limit for at in group)
    gone = set(far)
    kept = [spot for at, spot in enumerate(spots) if at not in gone]
    astray = [spots[at] for at in far]
    return kept, astray, [Stray(spot, _apart_m(spot, kept)) for spot in astray[:most]]


def _groups(spots: Iterable[Spot]) -> list[list[int]]:
    """Put positions, by their indices, into groups of cells that touch, over the date line too."""
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        column = math.floor(spot.lon / _CELL_DEG) % _ACROSS
        cells[column, math.floor(spot.lat / _CELL_DEG)].append(at)
    groups = []
    while cells:
        first, group = cells.popitem()
        edge = [first]
        while edge:
            column, row = edge.pop()
            for dx, dy in product((-1, 0, 1), repeat=2):
                beside = (column + dx) % _ACROSS, row + dy
                if beside in cells:
                    group.extend(cells.pop(beside))
                    edge.append(beside)
        groups.append(sorted(group))
    return groups


def _apart_m(spot: Spot, others: list[Spot]) -> float:
    """Measure from a position to the nearest of others."""
    lon, lat = np.asarray([other[:2] for other in others]).T
    near = int(np.argmax(cartesian(lon, lat) @ cartesian(spot.lon, spot.lat)))
    return float(distance_m(spot.lon, spot.lat, lon[near], lat[near]))
