"""Distances between places, positions, highways and the front, with their uncertainty.

A distance is measured between centres and between edges. The edges of a place are those of its
built-up area, if the package has it. Each distance has an interval that follows from the
footprints and the position errors of both ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry import geodesy
from frontline.geometry.geodesic_lines import GeodesicLine, GeodesicMultiLine, ShortestLine
from frontline.geometry.geodesic_polygons import GeodesicPolygon
from frontline.geometry.geodesy import check_positions
from frontline.geometry.position_index import PositionIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from frontline.models import Place

Position = tuple[float, float]
#: Positions that are measured at a time.
_POSITIONS = 1024
#: More than the error of a straight line between two positions in floating point, metres.
_ROUNDING_M = 1e-6


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One end of a distance: a place, a position, a highway, or the front.

    Parameters
    ----------
    label : str
        Its name in answers.
    error_m : float
        Maximum error of its position.
    centre : tuple of float, optional
        (lon, lat) of a place or position; None for a line.
    place : Place, optional
        The place, if it is one.
    footprint_geojson : dict, optional
        GeoJSON geometry of its built-up area, if known.
    path : GeodesicMultiLine, optional
        The line, if it is one.
    local_error_m : callable, optional
        Maximum distance of the true line from `path` near a (lon, lat) on it; None if the line
        was surveyed.
    """

    label: str
    error_m: float
    centre: Position | None = None
    place: Place | None = None
    footprint_geojson: dict[str, Any] | None = None
    path: GeodesicMultiLine | None = None
    local_error_m: Callable[[Position], float] | None = None

    @cached_property
    def footprint(self) -> GeodesicPolygon | None:
        """The built-up area, or None if it is not known."""
        if self.footprint_geojson is None:
            return None
        return GeodesicPolygon(shapely.geometry.shape(self.footprint_geojson))

    def as_position(self, label: str) -> Endpoint:
        """Return the same position under another label, with what is known of its surroundings."""
        other = replace(self, label=label, place=None)
        vars(other)["footprint"] = self.footprint  # as the cached property stores it
        return other

    @cached_property
    def radius_m(self) -> float:
        """Maximum distance of the built-up area from the centre; 0 if it is not known."""
        if self.footprint_geojson is None or self.centre is None:
            return 0.0
        points = shapely.get_coordinates(shapely.geometry.shape(self.footprint_geojson))
        return float(geodesy.distance_m(*self.centre, points[:, 0], points[:, 1]).max())


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a distance is only the nearest known, or only an upper bound.

    Parameters
    ----------
    kind : {"place", "ground", "line", "contested"}
        ``place``: nobody reported who held `point`. ``ground``: nobody reported who held some
        of the ground nearer than the end. ``line``: no front line is drawn between `point` and
        `other`, so the front lay somewhere between the two. ``contested``: `point` itself was
        contested.
    point : Endpoint
        The place or position that the distance is measured from or to.
    begins_m : float
        Distance from `point`, or its edge, at which unknown ground begins.
    other : Endpoint, optional
        The nearest place that the holder of `point` did not hold.
    known_low_m : float
        Start of the interval of the nearest known end, from errors alone.
    """

    kind: Literal["place", "ground", "line", "contested"]
    point: Endpoint
    begins_m: float
    other: Endpoint | None = None
    known_low_m: float = 0.0

    @property
    def is_bound(self) -> bool:
        """Whether only an upper bound of the distance is known."""
        return self.kind in {"line", "contested"}


@dataclass(frozen=True, slots=True)
class Distance:
    """The distance from `start` to `end`.

    Parameters
    ----------
    start, end : Endpoint
        The two ends.
    centre_m : float
        Distance between the centres; to a line, from the centre to its nearest point.
    edge_m : float
        Distance between the nearest edges; equal to `centre_m` if no footprint is known.
    low_m, high_m : float
        The interval that follows from footprints and position errors.
    bearing_deg : float
        Initial bearing from centre to centre, clockwise from north.
    direction : str
        The bearing as one of sixteen compass points.
    line : tuple of two (lon, lat)
        The ends of `centre_m`.
    edge_line : tuple of two (lon, lat)
        The ends of `edge_m`.
    chainage_km : float, optional
        Length along the highway up to the nearest point, if `start` or `end` is a highway.
    others : tuple of Distance
        The distances to the next nearest places, if an actor was named.
    start_actor, end_actor : str, optional
        Id of the actor whose nearest place `start` or `end` is; None if the place, highway or
        position itself was named.
    gap : Gap, optional
        Why the distance is only the nearest known; None if the ground on the way is known.
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
    chainage_km: float | None = None
    others: tuple[Distance, ...] = field(default=())
    start_actor: str | None = None
    end_actor: str | None = None
    gap: Gap | None = None

    def between_actors(self, start: str | None, end: str | None) -> Distance:
        """Return the same distance, marked as one from or to the nearest place of an actor."""
        others = tuple(replace(one, start_actor=start, end_actor=end) for one in self.others)
        return replace(self, others=others, start_actor=start, end_actor=end)

    @property
    def reported_endpoint(self) -> Endpoint | None:
        """The end to report on: the nearest place of an actor, else the last place, if any."""
        if self.end_actor is not None:
            return self.end
        if self.start_actor is not None:
            return self.start
        return next((one for one in (self.end, self.start) if one.place is not None), None)


def place_endpoint(place: Place, footprint: dict[str, Any] | None) -> Endpoint:
    """Return the endpoint of a place, with its footprint as GeoJSON if known."""
    centre = (place.lon, place.lat)
    return Endpoint(place.name, place.position_error_m, centre, place, footprint)


def measure(start: Endpoint, end: Endpoint) -> Distance:
    """Measure the distance from one endpoint to another.

    Raises
    ------
    InvalidRequestError
        If one of them has no position.
    """
    line, along_m = _centres(start, end)
    (lon1, lat1), (lon2, lat2) = line
    centre_m, bearing = geodesy.inverse(lon1, lat1, lon2, lat2)
    centres = ShortestLine(centre_m, *line)
    edges = _edges(start, end, centres)
    if edges.distance_m > centre_m:  # a footprint need not contain the centre of its place
        edges = centres
    error = start.error_m + end.error_m
    for endpoint, position in ((start, edges.start), (end, edges.end)):
        if endpoint.local_error_m is not None:
            error += endpoint.local_error_m(position)
    bearing = 0.0 if np.isnan(bearing) else bearing
    return Distance(
        start=start,
        end=end,
        centre_m=centre_m,
        edge_m=edges.distance_m,
        low_m=max(0.0, edges.distance_m - error),
        high_m=centre_m + error,
        bearing_deg=bearing,
        direction=geodesy.compass_direction(bearing),
        line=line,
        edge_line=(edges.start, edges.end),
        chainage_km=None if along_m is None else along_m / 1000,
    )


def _centres(start: Endpoint, end: Endpoint) -> tuple[tuple[Position, Position], float | None]:
    """Return the ends of the line between centres, and the chainage in metres on a highway."""
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
        shortest = _between_lines(start.path, end.path)
        return (shortest.start, shortest.end), None
    raise InvalidRequestError(f"{start.label} or {end.label} has no position to measure from")


def _edges(start: Endpoint, end: Endpoint, centres: ShortestLine) -> ShortestLine:
    """Return the shortest line between the edges; the one between centres without footprints."""
    if start.footprint is not None and end.footprint is not None:
        return start.footprint.shortest_line_to(end.footprint)
    if start.footprint is not None:
        return _from_polygon(start.footprint, end)
    if end.footprint is not None:
        return _from_polygon(end.footprint, start).reversed()
    return centres


def _from_polygon(polygon: GeodesicPolygon, other: Endpoint) -> ShortestLine:
    if other.centre is not None:
        near = polygon.nearest_point(*other.centre)
        return ShortestLine(near.distance_m, (near.lon, near.lat), other.centre)
    assert other.path is not None  # noqa: S101 - an endpoint has a centre or a path
    vertices = np.concatenate(other.path.paths)
    vertices = vertices[polygon.edge.may_be_within(vertices, 1.0)]
    inside = polygon.contains(vertices[:, 0], vertices[:, 1])
    if inside.any():
        at = (float(vertices[inside][0, 0]), float(vertices[inside][0, 1]))
        return ShortestLine(0.0, at, at)
    return _between_lines(polygon.edge, other.path)


def _between_lines(one: GeodesicMultiLine, other: GeodesicMultiLine) -> ShortestLine:
    """Return the shortest line between two lines; if they do not cross, it ends at a vertex."""
    forth = other.shortest_line_from(np.concatenate(one.paths))
    # A crossing lies on an edge of `one`, so that a vertex is nearer to it than that edge is long.
    if forth.distance_m <= one.longest_edge_m and (crossing := _crossing(one, other)) is not None:
        return crossing
    vertices = np.concatenate(other.paths)
    vertices = vertices[one.may_be_within(vertices, forth.distance_m)]
    if not len(vertices):
        return forth
    back = one.shorter_line_from(vertices, forth.distance_m)
    if back is None or forth.distance_m <= back.distance_m:
        return forth
    return back.reversed()


def _crossing(one: GeodesicMultiLine, other: GeodesicMultiLine) -> ShortestLine | None:
    """Return a point that two lines have in common, as a line without length."""
    plane = geodesy.Projection.around(*np.concatenate(one.paths).T)
    first = plane.to_plane(
        shapely.multilinestrings([shapely.linestrings(p) for p in one.densify()])
    )
    second = plane.to_plane(
        shapely.multilinestrings([shapely.linestrings(p) for p in other.densify()])
    )
    if not shapely.intersects(first, second):
        return None
    common = shapely.intersection(first, second).representative_point()
    at = plane.inverse(common.x, common.y)
    return ShortestLine(0.0, at, at)


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
    found: list[Distance] = []
    for position in np.argsort(bounds, kind="stable"):
        found.sort(key=_by_edge)
        if len(found) >= count and bounds[position] > found[count - 1].edge_m:
            break
        pair = (candidates[position], start) if reverse else (start, candidates[position])
        found.append(measure(*pair))
    found.sort(key=_by_edge)
    return replace(found[0], others=tuple(found[1:count]))


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


class Places(tuple["Endpoint", ...]):  # noqa: SLOT001 - it keeps what it computes
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
