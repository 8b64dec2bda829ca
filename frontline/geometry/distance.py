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
from frontline.geometry.geodesic_polygons import GeodesicPolygon, lines_to_position

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from frontline.models import Place

Position = tuple[float, float]


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
    return _distance((start, end), centres, bearing, _edges(start, end, centres), along_m)


def measure_each(
    start: Endpoint, ends: Sequence[Endpoint], *, reverse: bool = False
) -> list[Distance]:
    """Measure from a place or position to each of several, as `measure` does, but all at once.

    Parameters
    ----------
    start : Endpoint
        A place or position.
    ends : sequence of Endpoint
        Places or positions.
    reverse : bool
        Measure from the others to `start` instead.
    """
    pairs = [(end, start) if reverse else (start, end) for end in ends]
    lines = [(_centre(one), _centre(other)) for one, other in pairs]
    lengths, bearings = geodesy.inverse(*np.asarray(lines).reshape(-1, 4).T)
    centres = [
        ShortestLine(length, *line) for length, line in zip(lengths.tolist(), lines, strict=True)
    ]
    edges = _edges_of_each(start, ends, centres, reverse=reverse)
    return [
        _distance(*parts) for parts in zip(pairs, centres, bearings.tolist(), edges, strict=True)
    ]


def _distance(
    ends: tuple[Endpoint, Endpoint],
    centres: ShortestLine,
    bearing: float,
    edges: ShortestLine,
    along_m: float | None = None,
) -> Distance:
    """Return a distance from its lines between centres and between edges."""
    (start, end), centre_m = ends, centres.distance_m
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
        line=(centres.start, centres.end),
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


def _edges_of_each(
    start: Endpoint, ends: Sequence[Endpoint], centres: list[ShortestLine], *, reverse: bool
) -> list[ShortestLine]:
    """Return the shortest lines between the edges of places, as `_edges`."""
    known = [number for number, end in enumerate(ends) if end.footprint is not None]
    footprints = [end.footprint for end in ends if end.footprint is not None]
    found = dict(enumerate(centres))
    if start.footprint is not None:
        lines = start.footprint.shortest_lines(footprints, reverse=reverse)
        found |= dict(zip(known, lines, strict=True))
        for number in found.keys() - known:
            line = _from_polygon(start.footprint, ends[number])
            found[number] = line.reversed() if reverse else line
    else:
        lines = lines_to_position(_centre(start), footprints)
        found |= {
            number: line if reverse else line.reversed()
            for number, line in zip(known, lines, strict=True)
        }
    return [found[number] for number in range(len(ends))]


def _centre(endpoint: Endpoint) -> Position:
    if endpoint.centre is None:
        raise InvalidRequestError(f"{endpoint.label} has no position to measure from")
    return endpoint.centre


def _from_polygon(polygon: GeodesicPolygon, other: Endpoint) -> ShortestLine:
    if other.centre is not None:
        return lines_to_position(other.centre, [polygon])[0]
    assert other.path is not None  # noqa: S101 - an endpoint has a centre or a path
    vertices = other.path.vertices
    vertices = vertices[polygon.edge.may_be_within(vertices, 1.0)]
    inside = polygon.contains(vertices[:, 0], vertices[:, 1])
    if inside.any():
        at = (float(vertices[inside][0, 0]), float(vertices[inside][0, 1]))
        return ShortestLine(0.0, at, at)
    return _between_lines(polygon.edge, other.path)


def _between_lines(one: GeodesicMultiLine, other: GeodesicMultiLine) -> ShortestLine:
    """Return the shortest line between two lines; if they do not cross, it ends at a vertex."""
    forth = other.shortest_line_from(one.vertices)
    # A crossing lies on an edge of `one`, so that a vertex is nearer to it than that edge is long.
    if forth.distance_m <= one.longest_edge_m and (crossing := _crossing(one, other)) is not None:
        return crossing
    vertices = other.vertices
    vertices = vertices[one.may_be_within(vertices, forth.distance_m)]
    if not len(vertices):
        return forth
    back = one.shorter_line_from(vertices, forth.distance_m)
    if back is None or forth.distance_m <= back.distance_m:
        return forth
    return back.reversed()


def _crossing(one: GeodesicMultiLine, other: GeodesicMultiLine) -> ShortestLine | None:
    """Return a point that two lines have in common, as a line without length."""
    plane = geodesy.Projection.around(*one.vertices.T)
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
