"""Territory as a publisher drew it: the polygons of its area reports, instead of cells.

The drawing of a day is that of the publisher's latest reports up to the day. The front is the
common boundary of ground that different actors hold. The edge of the study area is no front, and
neither is a boundary at a coast or a border of the state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.control.highways import Interval, split_by_polygons
from frontline.coverage_model import DRAWN, DRAWN_BY, check_ground
from frontline.drawn_borders import DrawnBorders
from frontline.errors import InvalidRequestError
from frontline.geometry.border_edges import STEP_DEG
from frontline.geometry.front import Front
from frontline.geometry.tessellation import Pocket
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.area_models import AreaReport
    from frontline.geography import Geography
    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.package.package import Package

#: Two publishers' polygons that are nearer than this are drawn side by side, in metres.
_TOUCHING_M = 20.0
#: Parts of territory smaller than this are slivers of a drawing and no pockets, in km².
_SLIVER_KM2 = 0.05


@dataclass(frozen=True)
class Drawing:
    """The territory of one drawing, in the plane.

    Attributes
    ----------
    held : mapping of int to shapely.Geometry
        Polygons by index of the actor; -1 for contested ground.
    known : shapely.Geometry
        All ground that the publisher says something about.
    first : date
        First day of its reports.
    record_ids : tuple of str
        Ids of its reports.
    left : frozenset of int
        The actors that hold what the map left over.
    """

    held: dict[int, Any]
    known: Any
    first: date
    record_ids: tuple[str, ...]
    left: frozenset[int]


class DrawnGround:
    """The drawings of one publisher.

    Parameters
    ----------
    geography : Geography
    publisher : str
        Id of the publisher.

    Raises
    ------
    InvalidRequestError
        If the publisher has no area reports with polygons.
    """

    def __init__(self, geography: Geography, publisher: str) -> None:
        self._geography, self.publisher = geography, publisher
        self._borders = DrawnBorders(geography)
        self._groups: defaultdict[date, list[AreaReport]] = defaultdict(list)
        package = geography.package
        for report in package.area_reports:
            if report.publisher == publisher:
                self._groups[report.first_day].append(report)
        if not any(self._shapes_of(report) for one in self._groups.values() for report in one):
            raise InvalidRequestError(
                f"no area of publisher {publisher!r} is in the data package ({_drawers(package)})"
            )
        self.days = sorted(self._groups)
        self._drawings: dict[date, Drawing] = {}
        self._fronts: dict[date, Front] = {}
        self._grounds: dict[tuple[str, ...], Any] = {}

    @cached_property
    def _study_area(self) -> Any:
        area = self._geography.projection.to_plane(self._geography.study_area)
        shapely.prepare(area)
        return area

    @cached_property
    def _admin(self) -> dict[str, Any]:
        return {area.id: area.geometry for area in self._geography.package.admin}

    def _shapes_of(self, report: AreaReport) -> list[Any]:
        """Return the polygons of a report as GeoJSON."""
        areas = self._geography.package.control_areas
        found = [areas[id_].geometry for id_ in report.area if id_ in areas]
        return found + [self._admin[id_] for id_ in report.area if id_ in self._admin]

    def days_between(self, first: date, last: date) -> list[date]:
        """Return the first day, and every later day up to the last with a new drawing."""
        return [first, *(day for day in self.days if first < day <= last)]

    def on(self, day: date) -> Drawing | None:
        """Return the latest drawing up to a day; None before the first."""
        number = bisect_right(self.days, day)
        if not number:
            return None
        at = self.days[number - 1]
        if at not in self._drawings:
            self._drawings[at] = self._draw(self._groups[at])
        return self._drawings[at]

    def _draw(self, reports: Sequence[AreaReport]) -> Drawing:
        """Return the territory of reports about the same days."""
        actors = self._geography.actors
        taken = unknown = shapely.MultiPolygon()
        held: defaultdict[int, list[Any]] = defaultdict(list)
        left: set[int] = set()
        # What is left of an area is found last; contested and unknown ground is nobody's.
        order = {"unknown": 0, "contested": 1, "claimed": 2, "held": 3}
        for report in sorted(reports, key=lambda one: (one.extent == "rest", order[one.state])):
            is_rest = report.extent == "rest"
            shape = self._rest(report) if is_rest else self._planar(self._shapes_of(report))
            if is_rest or shapely.intersects(shape, taken):
                shape = _polygons(shapely.difference(shape, taken))
            taken = shape if shapely.is_empty(taken) else shapely.union(taken, shape)
            if report.state == "unknown":
                unknown = taken  # it comes first
                continue
            number = -1 if report.state == "contested" else actors.index(report.actors[0])
            held[number].append(shape)
            left |= {number} if is_rest else set()
        joined = {number: _joined(shapes) for number, shapes in sorted(held.items())}
        known = taken if unknown.is_empty else shapely.difference(taken, unknown)
        ids = tuple(report.area_report_id for report in reports)
        return Drawing(joined, known, reports[0].first_day, ids, frozenset(left))

    def _rest(self, report: AreaReport) -> Any:
        """Return the ground of a report about what is left of an area, which is often the same."""
        if report.area not in self._grounds:
            ground = self._planar(self._shapes_of(report))
            if self._borders.home is not None:
                ground = _polygons(shapely.intersection(ground, self._borders.home))
            self._grounds[report.area] = ground
        return self._grounds[report.area]

    def _planar(self, geometries: Iterable[Any]) -> Any:
        """Return the union of polygons in the plane, within the study area."""
        shapes = [shapely.force_2d(shapely.geometry.shape(one)) for one in geometries]
        if not shapes:
            return shapely.MultiPolygon()
        # Edges are straight in longitude and latitude, and slightly bent in the plane.
        joined = shapely.segmentize(shapely.union_all(shapely.make_valid(shapes)), STEP_DEG)
        whole = shapely.make_valid(self._geography.projection.to_plane(joined))
        inside = whole if shapely.contains(self._study_area, whole) else None
        return _polygons(shapely.intersection(whole, self._study_area) if inside is None else whole)

    def front(self, day: date) -> Front:
        """Return the front of a day: the common boundary of the actors' ground."""
        drawing = self.on(day)
        at = day if drawing is None else drawing.first
        if at not in self._fronts:
            self._fronts[at] = self._front(drawing)
        return self._fronts[at]

    def _front(self, drawing: Drawing | None) -> Front:
        nothing = shapely.MultiLineString()
        if drawing is None:
            return Front(nothing, nothing, nothing, shapely.MultiPolygon())
        sides = [number for number in sorted(drawing.held) if number >= 0]
        lines = [self._common(drawing, one, other) for one, other in combinations(sides, 2)]
        is_contested = -1 in drawing.held
        outline = [self._common(drawing, number, -1) for number in sides if is_contested]
        contested = drawing.held.get(-1, shapely.MultiPolygon())
        return Front(_lines(lines), nothing, _lines(outline), contested)

    def fronts_between_actors(self, day: date) -> Iterator[tuple[tuple[int, int], Any]]:
        """Yield the indices of each two actors at war on a day, and the front between them."""
        drawing = self.on(day)
        sides = [number for number in (drawing.held if drawing else ()) if number >= 0]
        for one, other in combinations(sorted(sides), 2):
            assert drawing is not None  # noqa: S101 - there are sides
            line = _lines([self._common(drawing, one, other)])
            if not line.is_empty:
                yield (one, other), line

    def _common(self, drawing: Drawing, one: int, other: int) -> Any:
        """Return the common boundary of two territories, without coasts and borders."""
        ground, others = drawing.held[one], drawing.held[other]
        if ground.is_empty or others.is_empty:
            return shapely.MultiLineString()
        edge, other_edge = shapely.boundary(ground), shapely.boundary(others)
        common = shapely.intersection(edge, other_edge)
        if not shapely.length(common):  # drawn side by side, not with the same corners
            common = shapely.intersection(edge, shapely.buffer(others, _TOUCHING_M))
        left = [drawing.held[number] for number in (one, other) if number in drawing.left]
        drawn = [drawing.held[number] for number in (one, other) if number not in drawing.left]
        return self._borders.fronts(common, left, drawn)

    def road_intervals(
        self, line: GeodesicLine, day: date, span_km: tuple[float, float] | None
    ) -> tuple[Interval, ...]:
        """Return whose ground each part of a road runs through on a day."""
        drawing = self.on(day)
        held = {} if drawing is None else drawing.held
        low, high = span_km or (0.0, line.length_m / 1000)
        polygons = np.asarray([*held.values()], dtype=object)
        found: list[Interval] = []
        for part in split_by_polygons(line, self._geography.projection, polygons):
            start, end = max(part.from_km, low), min(part.to_km, high)
            if end <= start:
                continue
            if part.column is None or drawing is None:
                found.append(Interval(start, end, UNKNOWN, ()))
            else:
                control = self.control_of([*held][part.column])
                found.append(Interval(start, end, control, drawing.record_ids))
        return tuple(found)

    def control_of(self, number: int) -> Control:
        """Return the control of the ground of an actor, or of contested ground."""
        actors = self._geography.actors
        if number < 0:
            return Control("contested", tuple(sorted(actors)), "claimed")
        return Control("held", (actors[number],), "claimed")

    def control_at(self, lon: float, lat: float, day: date) -> Control:
        """Return the control of the ground at a position on a day."""
        drawing = self.on(day)
        point = shapely.Point(*self._geography.projection.forward(lon, lat))
        for number, shape in (drawing.held if drawing else {}).items():
            if shapely.intersects(shape, point):
                return self.control_of(number)
        return UNKNOWN

    def holders_at(self, points: NDArray[np.object_], day: date) -> NDArray[np.intp]:
        """Return whose ground points in the plane are on: an actor, -1 contested, -2 unknown."""
        drawing = self.on(day)
        found = np.full(len(points), -2, dtype=np.intp)
        for number, shape in (drawing.held if drawing else {}).items():
            shapely.prepare(shape)
            found[shapely.intersects(shape, points)] = number
        return found

    def known_on(self, day: date) -> Any:
        """Return the ground that the publisher says something about on a day, in the plane."""
        drawing = self.on(day)
        return shapely.MultiPolygon() if drawing is None else drawing.known

    def unknown_borders(self, day: date) -> NDArray[np.object_]:
        """Return the lines at which the publisher's ground ends, without borders and coasts."""
        drawing = self.on(day)
        if drawing is None:
            return np.empty(0, dtype=object)
        edge = self._borders.without_borders(shapely.boundary(drawing.known))
        return np.asarray(shapely.get_parts(edge))

    def areas_km2(self, day: date) -> dict[str, float]:
        """Return the area that each actor holds on a day, in km², by id."""
        drawing = self.on(day)
        held = {} if drawing is None else drawing.held
        return {
            actor: float(shapely.area(held[number])) / 1e6 if number in held else 0.0
            for number, actor in enumerate(self._geography.actors)
        }

    def pockets(self, day: date) -> tuple[Pocket, ...]:
        """Return the parts of each actor's ground that are cut off from its largest part."""
        drawing = self.on(day)
        found: list[Pocket] = []
        points = shapely.points(self._geography.cells.xy)
        for number, shape in (drawing.held if drawing else {}).items():
            assert drawing is not None  # noqa: S101 - it has ground
            if number < 0:
                continue
            joined = shapely.union(shape, drawing.held.get(-1, shapely.MultiPolygon()))
            bodies = [shapely.intersection(shape, part) for part in shapely.get_parts(joined)]
            bodies = [body for body in bodies if shapely.area(body) > _SLIVER_KM2 * 1e6]
            bodies.sort(key=shapely.area, reverse=True)
            edge = shapely.boundary(drawing.known)
            for body in bodies[1:]:
                columns = np.flatnonzero(shapely.intersects(body, points))
                enclosed = not shapely.intersects(shapely.buffer(body, 1.0), edge)
                if not enclosed and not columns.size:  # a sliver along a coast or a border
                    continue
                km2 = float(shapely.area(body)) / 1e6
                actor = self._geography.actors[number]
                found.append(Pocket(actor, km2, tuple(int(one) for one in columns), enclosed))
        return tuple(found)


def drawn_ground(geography: Geography, setting: str, *, must: bool) -> DrawnGround | None:
    """Return the drawings that a setting names; None for cells.

    Parameters
    ----------
    geography : Geography
    setting : str
        ``cells``, ``areas:`` and the id of a publisher, or ``areas`` for the only publisher with
        areas.
    must : bool
        Whether a publisher without areas is an error; else cells are used.

    Raises
    ------
    InvalidRequestError
        For an invalid setting. If there must be areas, also for a publisher without any, or if
        none is named and not exactly one has areas.
    """
    if check_ground(setting) == "cells":
        return None
    try:
        if setting == DRAWN:
            return DrawnGround(geography, _only_drawer(geography.package))
        return DrawnGround(geography, setting.removeprefix(DRAWN_BY).strip())
    except InvalidRequestError:
        if must:
            raise
        return None


def _only_drawer(package: Package) -> str:
    """Return the id of the only publisher with area reports."""
    publishers = {report.publisher for report in package.area_reports}
    if len(publishers) == 1:
        return publishers.pop()
    problem = "several publishers have areas, name one" if publishers else "there are no areas"
    raise InvalidRequestError(f"{problem} ({_drawers(package)})")


def _drawers(package: Package) -> str:
    """Return the publishers with area reports as a phrase."""
    known = sorted({report.publisher for report in package.area_reports})
    return f"with areas: {', '.join(known)}" if known else "no publisher has areas"


def _joined(shapes: Sequence[Any]) -> Any:
    """Return the union of shapes."""
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _polygons(geometry: Any) -> Any:
    """Return the polygons of a geometry."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def _lines(geometries: Iterable[Any]) -> Any:
    """Return the lines of geometries, joined where they meet."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray([*geometries], dtype=object)))
    lines = shapely.multilinestrings(parts[shapely.get_dimensions(parts) == 1])
    return shapely.multilinestrings(shapely.get_parts(shapely.line_merge(lines)))
