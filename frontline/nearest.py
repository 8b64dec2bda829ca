"""Which of several things is nearest: to one other, to another of several, to many positions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from frontline import geodesy
from frontline.distance import measure
from frontline.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from frontline.distance import Body, Distance

__all__ = ["Distances", "lower_bounds", "measure_many", "nearest", "nearest_pair"]


@dataclass(frozen=True, slots=True)
class Distances:
    """Many measurements from bare positions, as arrays of one length.

    Parameters
    ----------
    centre_m, edge_m, low_m, high_m, bearing_deg : as in `Distance`
    nearest : which of the bodies asked for was nearest, by its position in their order
    """

    centre_m: geodesy.Floats
    edge_m: geodesy.Floats
    low_m: geodesy.Floats
    high_m: geodesy.Floats
    bearing_deg: geodesy.Floats
    nearest: NDArray[np.intp]


def measure_many(lon: ArrayLike, lat: ArrayLike, bodies: Sequence[Body]) -> Distances:
    """Measure from many bare positions to whichever of several bodies has the nearest edge.

    Parameters
    ----------
    lon, lat : positions, degrees; taken as exact
    bodies : at least one

    Raises
    ------
    RequestError
        When there is no body.
    """
    if not bodies:
        raise RequestError("nothing to measure to: no place is held")
    lons, lats = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (lon, lat))
    best = np.full((5, len(lons)), np.inf)
    which = np.zeros(len(lons), dtype=np.intp)
    for number, body in enumerate(bodies):
        rows = _from_positions(lons, lats, body)
        nearer = (rows[1] < best[1]) | ((rows[1] == best[1]) & (rows[0] < best[0]))
        best[:, nearer], which[nearer] = rows[:, nearer], number
    return Distances(best[0], best[1], best[2], best[3], best[4], which)


def _from_positions(lon: geodesy.Floats, lat: geodesy.Floats, body: Body) -> geodesy.Floats:
    """Give centre, edge, low, high and bearing from positions to one body, shape (5, n)."""
    if body.path is not None:
        near = body.path.nearest(lon, lat)
        slack = np.zeros(len(lon))
        if body.slack_m is not None:
            slack += [body.slack_m(at) for at in zip(near.lon, near.lat, strict=True)]
        centre, bearing = near.distance_m, near.bearing_deg
        edge, error = centre, body.error_m + slack
    elif body.centre is not None:
        centre, bearing = geodesy.inverse(lon, lat, *body.centre)
        outline = centre if body.area is None else body.area.distance_m(lon, lat)
        edge, error = np.minimum(centre, outline), np.full(len(lon), body.error_m)
    else:
        raise RequestError(f"{body.label} has no position to measure from")
    low, high = np.maximum(edge - error, 0.0), centre + error
    return np.stack([centre, edge, low, high, np.nan_to_num(bearing)])


def nearest(
    start: Body, candidates: Sequence[Body], *, turned: bool = False, count: int = 5
) -> Distance:
    """Find which of several places has the nearest edge, and the next nearest in `others`.

    Parameters
    ----------
    turned : measure from the candidate to `start` instead
    count : how many to give in all

    Raises
    ------
    RequestError
        When there is no candidate.
    """
    if not candidates:
        raise RequestError("nothing to measure to: no place is held")
    floors = lower_bounds(start, candidates)
    found: list[Distance] = []
    for position in np.argsort(floors, kind="stable"):
        found.sort(key=lambda way: (way.edge_m, way.centre_m))
        if len(found) >= count and floors[position] > found[count - 1].edge_m:
            break
        pair = (candidates[position], start) if turned else (start, candidates[position])
        found.append(measure(*pair))
    found.sort(key=lambda way: (way.edge_m, way.centre_m))
    return replace(found[0], others=tuple(found[1:count]))


def nearest_pair(first: Sequence[Body], second: Sequence[Body]) -> Distance:
    """Find the two places, one of each several, whose edges are nearest; `others` is empty."""
    ways = (nearest(body, second, count=1) for body in _near(first, second))
    return min(ways, key=lambda way: (way.edge_m, way.centre_m))


def _near(first: Sequence[Body], second: Sequence[Body]) -> list[Body]:
    """Keep the bodies of `first` that can be the nearest to any of `second`."""
    lon2 = np.asarray([body.centre[0] for body in second if body.centre])
    lat2 = np.asarray([body.centre[1] for body in second if body.centre])
    least = [geodesy.distance_m(*body.centre, lon2, lat2).min() for body in first if body.centre]
    radius = max(body.radius_m for body in (*first, *second))
    limit = min(least) + 4 * radius
    return [body for body, way in zip(first, least, strict=True) if way <= limit]


def lower_bounds(start: Body, candidates: Sequence[Body]) -> np.ndarray[Any, np.dtype[Any]]:
    """Give what the edge distance of each candidate cannot be under."""
    lon = np.asarray([body.centre[0] for body in candidates if body.centre is not None])
    lat = np.asarray([body.centre[1] for body in candidates if body.centre is not None])
    if start.centre is not None:
        centres = geodesy.distance_m(*start.centre, lon, lat)
    elif start.path is not None:
        centres = start.path.nearest(lon, lat).distance_m
    else:
        raise RequestError(f"{start.label} has no position to measure from")
    radii = np.asarray([body.radius_m for body in candidates])
    return np.asarray(centres - radii - start.radius_m)
