"""Which of several things is nearest: to one other, to another of several, to many positions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry import geodesy
from frontline.geometry.geodesic_polygons import GeodesicPolygon
from frontline.geometry.geodesics import GeodesicLine, GeodesicMultiLine, ShortestLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from frontline.models import Place

Position = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Endpoint:
    """Something with a position: a place, a bare position, a road, or the front.

    Parameters
    ----------
    label : as the answer names it
    error_m : how far off the position may be
    centre : (lon, lat) of a place or position; None for a line
    place : the place, if it is one
    geometry : GeoJSON of its built-up area, if known
    path : the line, if it is one
    local_error_m : how far the true line may run from the drawn one, where it is nearest, as a
        function of a position on it; None for a line that was surveyed
    """

    label: str
    error_m: float
    centre: Position | None = None
    place: Place | None = None
    geometry: dict[str, Any] | None = None
    path: GeodesicMultiLine | None = None
    local_error_m: Any = None

    @cached_property
    def area(self) -> GeodesicPolygon | None:
        """The built-up area, ready to measure to."""
        if self.geometry is None:
            return None
        return GeodesicPolygon(shapely.geometry.shape(self.geometry))

    @cached_property
    def radius_m(self) -> float:
        """How far the built-up area reaches from the centre; 0 if it is not known."""
        if self.geometry is None or self.centre is None:
            return 0.0
        points = shapely.get_coordinates(shapely.geometry.shape(self.geometry))
        return float(geodesy.distance_m(*self.centre, points[:, 0], points[:, 1]).max())


@dataclass(frozen=True, slots=True)
class Distance:
    """One measurement, from `start` to `end`.

    Parameters
    ----------
    centre_m : between the centres (to a line: from the centre to its nearest point)
    edge_m : between the nearest edges; equal to `centre_m` where no footprint is known
    low_m, high_m : the interval that footprints and position errors leave open
    bearing_deg : initial bearing from centre to centre, clockwise from north
    direction : the same in words
    start, end : what was measured
    line : the two ends (lon, lat) of `centre_m`
    edge_line : the two ends of `edge_m`
    along_km : chainage of the nearest point, where `end` or `start` is a highway
    others : the next nearest, where the distance to an actor was measured
    start_actor, end_actor : id of the actor whose nearest place `start` or `end` is; None where
        the place, road or position was named itself
    """

    start: Endpoint
    end: Endpoint
    centre_m: float
    edge_m: float
    low_m: float
    high_m: float
    bearing_deg: float
    direction: str
    line: tuple[Position, Position]
    edge_line: tuple[Position, Position]
    along_km: float | None = None
    others: tuple[Distance, ...] = field(default=())
    start_actor: str | None = None
    end_actor: str | None = None

    def between_actors(self, start: str | None, end: str | None) -> Distance:
        """Return the same measurement, marked as one from or to the nearest place of an actor."""
        others = tuple(replace(one, start_actor=start, end_actor=end) for one in self.others)
        return replace(self, others=others, start_actor=start, end_actor=end)

    @property
    def found(self) -> Endpoint | None:
        """The end that was found, not named: an actor's place; else the last place, if any."""
        if self.end_actor is not None:
            return self.end
        if self.start_actor is not None:
            return self.start
        return next((body for body in (self.end, self.start) if body.place is not None), None)


def place_endpoint(place: Place, footprint: dict[str, Any] | None) -> Endpoint:
    """Make a place ready to be measured."""
    centre = (place.lon, place.lat)
    return Endpoint(place.name, place.position_error_m, centre, place, footprint)


def measure(start: Endpoint, end: Endpoint) -> Distance:
    """Measure from one body to another.

    Raises
    ------
    InvalidRequestError
        When one of them has no position, for instance a front on a day without one.
    """
    line, along_m = _centres(start, end)
    (lon1, lat1), (lon2, lat2) = line
    centre_m, bearing = geodesy.inverse(lon1, lat1, lon2, lat2)
    centres = ShortestLine(centre_m, *line)
    gap = _edges(start, end, centres)
    if gap.distance_m > centre_m:  # an outline may lie beside the point of its place
        gap = centres
    error = start.error_m + end.error_m
    for body, near in ((start, gap.start), (end, gap.end)):
        if body.local_error_m is not None:
            error += body.local_error_m(near)
    bearing = 0.0 if np.isnan(bearing) else bearing
    return Distance(
        start=start,
        end=end,
        centre_m=centre_m,
        edge_m=gap.distance_m,
        low_m=max(0.0, gap.distance_m - error),
        high_m=centre_m + error,
        bearing_deg=bearing,
        direction=geodesy.compass_direction(bearing),
        line=line,
        edge_line=(gap.start, gap.end),
        along_km=None if along_m is None else along_m / 1000,
    )


def _centres(start: Endpoint, end: Endpoint) -> tuple[tuple[Position, Position], float | None]:
    """Find the ends of the way between centres, and the chainage if one is a road."""
    if start.centre is not None and end.centre is not None:
        return (start.centre, end.centre), None
    if start.centre is not None and end.path is not None:
        near = end.path.nearest_point(*start.centre)
        along = near.along_m if isinstance(end.path, GeodesicLine) else None
        return (start.centre, (near.lon, near.lat)), along
    if end.centre is not None and start.path is not None:
        near = start.path.nearest_point(*end.centre)
        along = near.along_m if isinstance(start.path, GeodesicLine) else None
        return ((near.lon, near.lat), end.centre), along
    if start.path is not None and end.path is not None:
        gap = _between_lines(start.path, end.path)
        return (gap.start, gap.end), None
    raise InvalidRequestError(f"{start.label} or {end.label} has no position to measure from")


def _edges(start: Endpoint, end: Endpoint, centres: ShortestLine) -> ShortestLine:
    """Find the shortest way between the edges; that between centres where none is known."""
    if start.area is not None and end.area is not None:
        return start.area.shortest_line_to(end.area)
    if start.area is not None:
        return _from_area(start.area, end)
    if end.area is not None:
        gap = _from_area(end.area, start)
        return ShortestLine(gap.distance_m, gap.end, gap.start)
    return centres


def _from_area(area: GeodesicPolygon, other: Endpoint) -> ShortestLine:
    if other.centre is not None:
        near = area.nearest_point(*other.centre)
        return ShortestLine(near.distance_m, (near.lon, near.lat), other.centre)
    assert other.path is not None  # noqa: S101 - a body has a centre or a path
    vertices = np.concatenate(other.path.paths)
    inside = area.contains(vertices[:, 0], vertices[:, 1])
    if inside.any():
        at = (float(vertices[inside][0, 0]), float(vertices[inside][0, 1]))
        return ShortestLine(0.0, at, at)
    return _between_lines(area.edge, other.path)


def _between_lines(one: GeodesicMultiLine, other: GeodesicMultiLine) -> ShortestLine:
    """Find the shortest way between two sets of lines; 0 where they cross.

    Where they do not cross, it ends at a vertex of one of them.
    """
    flat = geodesy.Projection.around(*np.concatenate(one.paths).T)
    here = flat.to_plane(shapely.multilinestrings([shapely.linestrings(p) for p in one.densify()]))
    there = flat.to_plane(
        shapely.multilinestrings([shapely.linestrings(p) for p in other.densify()])
    )
    if shapely.intersects(here, there):
        common = shapely.intersection(here, there).representative_point()
        at = flat.inverse(common.x, common.y)
        return ShortestLine(0.0, at, at)
    forth = other.shortest_line_from(np.concatenate(one.paths))
    back = one.shortest_line_from(np.concatenate(other.paths))
    if forth.distance_m <= back.distance_m:
        return forth
    return ShortestLine(back.distance_m, back.end, back.start)


@dataclass(frozen=True, slots=True)
class Distances:
    """Many measurements from bare positions, as arrays of one length.

    Parameters
    ----------
    centre_m, edge_m, low_m, high_m, bearing_deg : as in `Distance`
    endpoint_index : which of the endpoints asked for was nearest, by its position in their order
    """

    centre_m: geodesy.Floats
    edge_m: geodesy.Floats
    low_m: geodesy.Floats
    high_m: geodesy.Floats
    bearing_deg: geodesy.Floats
    endpoint_index: NDArray[np.intp]


def measure_many(lon: ArrayLike, lat: ArrayLike, endpoints: Sequence[Endpoint]) -> Distances:
    """Measure from many bare positions to whichever of several endpoints has the nearest edge.

    Parameters
    ----------
    lon, lat : positions, degrees; taken as exact
    endpoints : at least one

    Raises
    ------
    InvalidRequestError
        When there is no body.
    """
    if not endpoints:
        raise InvalidRequestError("nothing to measure to: no place is held")
    lons, lats = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (lon, lat))
    best = np.full((5, len(lons)), np.inf)
    which = np.zeros(len(lons), dtype=np.intp)
    for number, body in enumerate(endpoints):
        rows = _from_positions(lons, lats, body)
        nearer = (rows[1] < best[1]) | ((rows[1] == best[1]) & (rows[0] < best[0]))
        best[:, nearer], which[nearer] = rows[:, nearer], number
    return Distances(best[0], best[1], best[2], best[3], best[4], which)


def _from_positions(lon: geodesy.Floats, lat: geodesy.Floats, body: Endpoint) -> geodesy.Floats:
    """Give centre, edge, low, high and bearing from positions to one body, shape (5, n)."""
    if body.path is not None:
        near = body.path.nearest_point(lon, lat)
        slack = np.zeros(len(lon))
        if body.local_error_m is not None:
            slack += [body.local_error_m(at) for at in zip(near.lon, near.lat, strict=True)]
        centre, bearing = near.distance_m, near.bearing_deg
        edge, error = centre, body.error_m + slack
    elif body.centre is not None:
        centre, bearing = geodesy.inverse(lon, lat, *body.centre)
        outline = centre if body.area is None else body.area.distance_m(lon, lat)
        edge, error = np.minimum(centre, outline), np.full(len(lon), body.error_m)
    else:
        raise InvalidRequestError(f"{body.label} has no position to measure from")
    low, high = np.maximum(edge - error, 0.0), centre + error
    return np.stack([centre, edge, low, high, np.nan_to_num(bearing)])


def measure_nearest(
    start: Endpoint, candidates: Sequence[Endpoint], *, turned: bool = False, count: int = 5
) -> Distance:
    """Find which of several places has the nearest edge, and the next nearest in `others`.

    Parameters
    ----------
    turned : measure from the candidate to `start` instead
    count : how many to give in all

    Raises
    ------
    InvalidRequestError
        When there is no candidate.
    """
    if not candidates:
        raise InvalidRequestError("nothing to measure to: no place is held")
    floors = edge_lower_bounds_m(start, candidates)
    found: list[Distance] = []
    for position in np.argsort(floors, kind="stable"):
        found.sort(key=lambda way: (way.edge_m, way.centre_m))
        if len(found) >= count and floors[position] > found[count - 1].edge_m:
            break
        pair = (candidates[position], start) if turned else (start, candidates[position])
        found.append(measure(*pair))
    found.sort(key=lambda way: (way.edge_m, way.centre_m))
    return replace(found[0], others=tuple(found[1:count]))


def measure_nearest_pair(first: Sequence[Endpoint], second: Sequence[Endpoint]) -> Distance:
    """Find the two places, one of each several, whose edges are nearest; `others` is empty."""
    ways = (measure_nearest(body, second, count=1) for body in _near(first, second))
    return min(ways, key=lambda way: (way.edge_m, way.centre_m))


def _near(first: Sequence[Endpoint], second: Sequence[Endpoint]) -> list[Endpoint]:
    """Keep the endpoints of `first` that can be the nearest to any of `second`."""
    lon2 = np.asarray([body.centre[0] for body in second if body.centre])
    lat2 = np.asarray([body.centre[1] for body in second if body.centre])
    least = [geodesy.distance_m(*body.centre, lon2, lat2).min() for body in first if body.centre]
    radius = max(body.radius_m for body in (*first, *second))
    limit = min(least) + 4 * radius
    return [body for body, way in zip(first, least, strict=True) if way <= limit]


def edge_lower_bounds_m(
    start: Endpoint, candidates: Sequence[Endpoint]
) -> np.ndarray[Any, np.dtype[Any]]:
    """Give what the edge distance of each candidate cannot be under."""
    lon = np.asarray([body.centre[0] for body in candidates if body.centre is not None])
    lat = np.asarray([body.centre[1] for body in candidates if body.centre is not None])
    if start.centre is not None:
        centres = geodesy.distance_m(*start.centre, lon, lat)
    elif start.path is not None:
        centres = start.path.nearest_point(lon, lat).distance_m
    else:
        raise InvalidRequestError(f"{start.label} has no position to measure from")
    radii = np.asarray([body.radius_m for body in candidates])
    return np.asarray(centres - radii - start.radius_m)
