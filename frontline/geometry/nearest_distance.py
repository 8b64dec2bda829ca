"""Distances from many positions, or to the nearest of many places.

What cannot be the nearest is left out by bounds; the rest is measured as in
`frontline.geometry.distance`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry import geodesy
from frontline.geometry.distance import Endpoint, measure, measure_each
from frontline.geometry.geodesy import check_positions
from frontline.geometry.position_index import PositionIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from frontline.geometry.distance import Distance

#: Positions that are measured at a time.
_POSITIONS = 1024
#: More than the error of a straight line between two positions in floating point, metres.
_ROUNDING_M = 1e-6


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances from many positions, as arrays of shape (positions,).

    Parameters
    ----------
    centre_m, edge_m, low_m, high_m, bearing_deg : numpy.ndarray
        As in `Distance`.
    endpoint_index : numpy.ndarray of int
        Index of the nearest endpoint.
    """

    centre_m: geodesy.Floats
    edge_m: geodesy.Floats
    low_m: geodesy.Floats
    high_m: geodesy.Floats
    bearing_deg: geodesy.Floats
    endpoint_index: NDArray[np.intp]


def measure_many(lon: ArrayLike, lat: ArrayLike, endpoints: Sequence[Endpoint]) -> Distances:
    """Measure from each of many positions to the endpoint with the nearest edge.

    Parameters
    ----------
    lon, lat : array_like
        Positions without error, degrees.
    endpoints : sequence of Endpoint
        At least one.

    Returns
    -------
    Distances
        One value for each position.

    Raises
    ------
    InvalidRequestError
        Without an endpoint.
    """
    if not endpoints:
        raise InvalidRequestError("nothing to measure to: no place is held")
    lons, lats = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (lon, lat))
    if len(endpoints) > 1 and all(one.centre is not None for one in endpoints):
        return _many_to_places(lons, lats, endpoints)
    best = np.full((5, len(lons)), np.inf)
    which = np.zeros(len(lons), dtype=np.intp)
    for number, endpoint in enumerate(endpoints):
        rows = _from_positions(lons, lats, endpoint)
        nearer = (rows[1] < best[1]) | ((rows[1] == best[1]) & (rows[0] < best[0]))
        best[:, nearer], which[nearer] = rows[:, nearer], number
    return Distances(best[0], best[1], best[2], best[3], best[4], which)


def _many_to_places(
    lon: geodesy.Floats, lat: geodesy.Floats, places: Sequence[Endpoint]
) -> Distances:
    """Measure from each position to the places that can be the nearest, and choose among them."""
    index = endpoint_index(places)
    error = np.asarray([one.error_m for one in places])
    check_positions(lon, lat)
    parts = [np.empty((6, 0))]
    for start in range(0, len(lon), _POSITIONS):
        x, y = lon[start : start + _POSITIONS], lat[start : start + _POSITIONS]
        asked, found = index.within(x, y, index.nearest_bound_m(x, y))
        centre, bearing = geodesy.inverse(x[asked], y[asked], index.lon[found], index.lat[found])
        edge = centre.copy()
        for number in np.unique(found).tolist():
            footprint = places[number].footprint
            if footprint is not None:
                rows = np.flatnonzero(found == number)
                outline = footprint.distance_m(x[asked[rows]], y[asked[rows]])
                edge[rows] = np.minimum(edge[rows], outline)
        order = np.lexsort((found, centre, edge, asked))
        best = order[np.flatnonzero(np.diff(asked[order], prepend=-1))]
        low = np.maximum(edge - error[found], 0.0)
        bearing = np.nan_to_num(bearing)
        high = centre + error[found]
        parts.append(np.stack([centre, edge, low, high, bearing, found])[:, best])
    centre, edge, low, high, bearing, which = np.concatenate(parts, axis=1)
    return Distances(centre, edge, low, high, bearing, which.astype(np.intp))


def endpoint_index(places: Sequence[Endpoint], extra_m: Any = 0.0) -> PositionIndex:
    """Return an index of the centres of places, each as wide as its built-up area.

    Parameters
    ----------
    places : sequence of Endpoint
        Places or positions.
    extra_m : float or array_like
        How much wider each one is.
    """
    centres = np.asarray([one.centre for one in places], dtype=np.float64)
    radii = np.asarray([one.radius_m for one in places]) + extra_m
    return PositionIndex(centres[:, 0], centres[:, 1], radii)


def _from_positions(lon: geodesy.Floats, lat: geodesy.Floats, endpoint: Endpoint) -> geodesy.Floats:
    """Return centre, edge, low, high and bearing from positions to an endpoint, shape (5, n)."""
    if endpoint.path is not None:
        near = endpoint.path.nearest_point(lon, lat)
        local_error = np.zeros(len(lon))
        if endpoint.local_error_m is not None:
            local_error += [
                endpoint.local_error_m(at) for at in zip(near.lon, near.lat, strict=True)
            ]
        centre, bearing = near.distance_m, near.bearing_deg
        edge, error = centre, endpoint.error_m + local_error
    elif endpoint.centre is not None:
        centre, bearing = geodesy.inverse(lon, lat, *endpoint.centre)
        footprint = endpoint.footprint
        outline = centre if footprint is None else footprint.distance_m(lon, lat)
        edge, error = np.minimum(centre, outline), np.full(len(lon), endpoint.error_m)
    else:
        raise InvalidRequestError(f"{endpoint.label} has no position to measure from")
    low, high = np.maximum(edge - error, 0.0), centre + error
    return np.stack([centre, edge, low, high, np.nan_to_num(bearing)])


def measure_nearest(
    start: Endpoint, candidates: Sequence[Endpoint], *, reverse: bool = False, count: int = 5
) -> Distance:
    """Measure to the candidate with the nearest edge.

    Parameters
    ----------
    start : Endpoint
        Where to measure from.
    candidates : sequence of Endpoint
        Places.
    reverse : bool
        Measure from the candidate to `start` instead.
    count : int
        Number of distances in total.

    Returns
    -------
    Distance
        The shortest distance; the next ones are in `others`.

    Raises
    ------
    InvalidRequestError
        Without a candidate.
    """
    if not candidates:
        raise InvalidRequestError("nothing to measure to: no place is held")
    bounds = edge_lower_bounds_m(start, candidates)
    order = np.argsort(bounds, kind="stable")
    found: list[Distance] = []
    for first in range(0, len(order), count):
        some = order[first : first + count]
        if found:  # a candidate that begins farther away is not among the nearest
            some = some[bounds[some] <= found[-1].edge_m]
        found += _measure_some(start, [candidates[number] for number in some], reverse=reverse)
        found = sorted(found, key=_by_edge)[:count]
        if len(some) < count:
            break
    return replace(found[0], others=tuple(found[1:]))


def _measure_some(start: Endpoint, ends: Sequence[Endpoint], *, reverse: bool) -> list[Distance]:
    if start.centre is not None:
        return measure_each(start, ends, reverse=reverse) if ends else []
    return [measure(*((end, start) if reverse else (start, end))) for end in ends]


def measure_nearest_pair(first: Sequence[Endpoint], second: Sequence[Endpoint]) -> Distance:
    """Measure between the two places, one of each sequence, with the nearest edges.

    `others` of the result is empty.
    """
    near = _near(first, second)
    distances = (measure_nearest(first[one], others, count=1) for one, others in near)
    return min(distances, key=_by_edge)


def _by_edge(distance: Distance) -> tuple[float, float]:
    return distance.edge_m, distance.centre_m


def _near(
    first: Sequence[Endpoint], second: Sequence[Endpoint]
) -> Iterator[tuple[int, list[Endpoint]]]:
    """Yield the places of `first` that can be the nearest to any of `second`, with these."""
    one, other = endpoint_index(first), endpoint_index(second)
    limit = other.nearest_bound_m(one.lon, one.lat).min() + one.radius_m
    asked, found = other.within(one.lon, one.lat, limit)
    for part in np.split(np.arange(len(asked)), np.flatnonzero(np.diff(asked)) + 1):
        yield int(asked[part[0]]), [second[number] for number in found[part]]


def edge_lower_bounds_m(
    start: Endpoint, candidates: Sequence[Endpoint]
) -> np.ndarray[Any, np.dtype[Any]]:
    """Return a lower bound of the edge distance to each candidate, metres."""
    places = candidates if isinstance(candidates, Places) else Places(candidates)
    lon, lat = places.centres
    if start.centre is not None:
        # A straight line through the Earth is hardly shorter than the path, and found at once.
        away = places.cartesian - geodesy.to_cartesian(*np.atleast_2d(start.centre).T)
        centres = np.sqrt(np.einsum("ij,ij->i", away, away)) - _ROUNDING_M
    elif start.path is not None:
        centres = start.path.nearest_point(lon, lat).distance_m
    else:
        raise InvalidRequestError(f"{start.label} has no position to measure from")
    return np.asarray(centres - places.radii_m - start.radius_m)


class Places(tuple[Endpoint, ...]):  # noqa: SLOT001 - it keeps what it computes
    """Endpoints with a centre, which are measured to again and again."""

    @cached_property
    def centres(self) -> tuple[geodesy.Floats, geodesy.Floats]:
        """Longitudes and latitudes."""
        centres = np.asarray([one.centre for one in self if one.centre is not None])
        return centres[:, 0], centres[:, 1]

    @cached_property
    def cartesian(self) -> geodesy.Floats:
        """Positions with the centre of the Earth as origin, metres."""
        return geodesy.to_cartesian(*self.centres)

    @cached_property
    def radii_m(self) -> geodesy.Floats:
        """How far their built-up areas reach."""
        _know_radii(self)
        return np.asarray([one.radius_m for one in self])


def _know_radii(endpoints: Sequence[Endpoint]) -> None:
    """Measure the built-up areas of all endpoints at once; one by one takes far longer."""
    asked = [one for one in endpoints if one.footprint_geojson and "radius_m" not in vars(one)]
    centres = [one.centre for one in asked if one.centre is not None]
    if len(centres) < len(asked) or not asked:
        return  # which only lines have
    shapes = [shapely.geometry.shape(one.footprint_geojson) for one in asked]
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    away = geodesy.distance_m(*np.asarray(centres)[owner].T, *corners.T)
    begins = np.searchsorted(owner, np.arange(len(asked)))
    for one, radius in zip(asked, np.maximum.reduceat(away, begins).tolist(), strict=True):
        vars(one)["radius_m"] = radius  # as the cached property stores it
