"""How far one thing is from another, with the error budget of the answer.

Every measurement has a distance from centre to centre, one from edge to edge (footprints, where
they are known), and an interval that holds both and the position errors of either end: from the
edges less the errors, to the centres plus the errors. Errors add up; they are not averaged,
since a reporter asks what is possible, not what is likely.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline import geodesy
from frontline.errors import RequestError
from frontline.geodesic_areas import Area
from frontline.geodesic_lines import Gap, Line, Paths

if TYPE_CHECKING:
    from typing import Any

    from frontline.model import Place

__all__ = ["Body", "Distance", "body_of_place", "measure"]

Position = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Body:
    """Something with a position: a place, a bare position, a road, or the front.

    Parameters
    ----------
    label : as the answer names it
    error_m : how far off the position may be
    centre : (lon, lat) of a place or position; None for a line
    place : the place, if it is one
    geometry : GeoJSON of its built-up area, if known
    path : the line, if it is one
    slack_m : how far the true line may run from the drawn one, where it is nearest, as a
        function of a position on it; None for a line that was surveyed
    """

    label: str
    error_m: float
    centre: Position | None = None
    place: Place | None = None
    geometry: dict[str, Any] | None = None
    path: Paths | None = None
    slack_m: Any = None

    @cached_property
    def area(self) -> Area | None:
        """The built-up area, ready to measure to."""
        if self.geometry is None:
            return None
        return Area(shapely.geometry.shape(self.geometry))

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
    others : the next nearest, where an actor was asked for
    """

    start: Body
    end: Body
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


def body_of_place(place: Place, footprint: dict[str, Any] | None) -> Body:
    """Make a place ready to be measured."""
    centre = (place.lon, place.lat)
    return Body(place.name, place.position_error_m, centre, place, footprint)


def measure(start: Body, end: Body) -> Distance:
    """Measure from one body to another.

    Raises
    ------
    RequestError
        When one of them has no position, for instance a front on a day without one.
    """
    line, along_m = _centres(start, end)
    (lon1, lat1), (lon2, lat2) = line
    centre_m, bearing = geodesy.inverse(lon1, lat1, lon2, lat2)
    centres = Gap(centre_m, *line)
    gap = _edges(start, end, centres)
    if gap.distance_m > centre_m:  # an outline may lie beside the point of its place
        gap = centres
    error = start.error_m + end.error_m
    for body, near in ((start, gap.start), (end, gap.end)):
        if body.slack_m is not None:
            error += body.slack_m(near)
    bearing = 0.0 if np.isnan(bearing) else bearing
    return Distance(
        start=start,
        end=end,
        centre_m=centre_m,
        edge_m=gap.distance_m,
        low_m=max(0.0, gap.distance_m - error),
        high_m=centre_m + error,
        bearing_deg=bearing,
        direction=geodesy.direction(bearing),
        line=line,
        edge_line=(gap.start, gap.end),
        along_km=None if along_m is None else along_m / 1000,
    )


def _centres(start: Body, end: Body) -> tuple[tuple[Position, Position], float | None]:
    """Find the ends of the way between centres, and the chainage if one is a road."""
    if start.centre is not None and end.centre is not None:
        return (start.centre, end.centre), None
    if start.centre is not None and end.path is not None:
        near = end.path.nearest(*start.centre)
        along = near.along_m if isinstance(end.path, Line) else None
        return (start.centre, (near.lon, near.lat)), along
    if end.centre is not None and start.path is not None:
        near = start.path.nearest(*end.centre)
        along = near.along_m if isinstance(start.path, Line) else None
        return ((near.lon, near.lat), end.centre), along
    if start.path is not None and end.path is not None:
        gap = _between_lines(start.path, end.path)
        return (gap.start, gap.end), None
    raise RequestError(f"{start.label} or {end.label} has no position to measure from")


def _edges(start: Body, end: Body, centres: Gap) -> Gap:
    """Find the shortest way between the edges; that between centres where none is known."""
    if start.area is not None and end.area is not None:
        return start.area.distance_to_area(end.area)
    if start.area is not None:
        return _from_area(start.area, end)
    if end.area is not None:
        gap = _from_area(end.area, start)
        return Gap(gap.distance_m, gap.end, gap.start)
    return centres


def _from_area(area: Area, other: Body) -> Gap:
    if other.centre is not None:
        near = area.nearest(*other.centre)
        return Gap(near.distance_m, (near.lon, near.lat), other.centre)
    assert other.path is not None  # noqa: S101 - a body has a centre or a path
    vertices = np.concatenate(other.path.paths)
    inside = area.contains(vertices[:, 0], vertices[:, 1])
    if inside.any():
        at = (float(vertices[inside][0, 0]), float(vertices[inside][0, 1]))
        return Gap(0.0, at, at)
    return _between_lines(area.edge, other.path)


def _between_lines(one: Paths, other: Paths) -> Gap:
    """Find the shortest way between two sets of lines; 0 where they cross.

    Where they do not cross, it ends at a vertex of one of them.
    """
    flat = geodesy.Projection.around(*np.concatenate(one.paths).T)
    here = flat.to_plane(shapely.multilinestrings([shapely.linestrings(p) for p in one.dense()]))
    there = flat.to_plane(shapely.multilinestrings([shapely.linestrings(p) for p in other.dense()]))
    if shapely.intersects(here, there):
        common = shapely.intersection(here, there).representative_point()
        at = flat.inverse(common.x, common.y)
        return Gap(0.0, at, at)
    forth = other.shortest_from(np.concatenate(one.paths))
    back = one.shortest_from(np.concatenate(other.paths))
    if forth.distance_m <= back.distance_m:
        return forth
    return Gap(back.distance_m, back.end, back.start)
