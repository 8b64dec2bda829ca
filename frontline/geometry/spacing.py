"""How far apart neighbouring places are, and the reach that fits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.geometry.geodesy import Projection

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: The reach that fits, as a multiple of the typical distance between neighbours.
_REACH = 1.5
#: Limits of the reach, and the reach of a record with one place, in kilometres.
_LEAST_KM, _MOST_KM, _LONE_KM = 0.1, 100.0, 6.0
#: A reach does not fit below or above these multiples of the typical distance: at half of it,
#: the ground of neighbours does not meet.
_TOO_SHORT, _TOO_LONG = 0.5, 10.0


def typical_spacing_km(lon: ArrayLike, lat: ArrayLike) -> float | None:
    """Return the median distance between neighbours in kilometres; None for a single position.

    Neighbours are places whose Voronoi cells touch. Positions are in degrees.
    """
    # As complex numbers: rows of two numbers take ten times as long to sort.
    positions = np.unique(np.asarray(lon) + 1j * np.asarray(lat))
    if len(positions) < 2:
        return None
    where = positions.real, positions.imag
    x, y = Projection.around(*where).forward(*where)
    points = shapely.multipoints(np.column_stack([x, y]))
    edges = shapely.get_parts(shapely.delaunay_triangles(points, only_edges=True))
    if not edges.size:  # all positions on one line
        edges = shapely.linestrings(np.stack([[x[:-1], x[1:]], [y[:-1], y[1:]]], axis=-1).T)
    return float(np.median(shapely.length(edges))) / 1000


def fitting_reach_km(spacing_km: float | None) -> float:
    """Return the reach that fits places at a typical distance, with two significant digits.

    Examples
    --------
    >>> fitting_reach_km(4.03), fitting_reach_km(25.0), fitting_reach_km(0.15)
    (6.0, 38.0, 0.22)
    """
    if not spacing_km:
        return _LONE_KM
    reach = min(max(_REACH * spacing_km, _LEAST_KM), _MOST_KM)
    return round(reach, 1 - math.floor(math.log10(reach)))


def misfit(reach_km: float, spacing_km: float | None) -> str | None:
    """Return what is wrong with a reach for places at a typical distance, or None.

    Examples
    --------
    >>> misfit(6.0, 25.0)
    'most of the ground between places stays blank, without a front'
    >>> misfit(6.0, 4.03) is None
    True
    """
    if not spacing_km:
        return None
    if reach_km < _TOO_SHORT * spacing_km:
        return "most of the ground between places stays blank, without a front"
    if reach_km > _TOO_LONG * spacing_km:
        return "colour extends far beyond the outermost places"
    return None
