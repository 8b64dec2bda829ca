"""What area reports say of single places, as spans of days.

The reports of one publisher about the same days are one drawing, as a daily map is. A place is
wholly on one kind of ground, or on an edge; the drawings of a publisher in order of their days
become spans with the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from frontline.geometry.area_cover import Drawing, Extents, covering
from frontline.geometry.place_borders import PlaceBorders
from frontline.models import STATED_EVERY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.area_models import AreaReport
    from frontline.models import Area, Place, Status
    from frontline.package.package import Package


class Kind(NamedTuple):
    """What reports say of their ground.

    Attributes
    ----------
    state : str
        ``held``, ``contested``, ``claimed`` or ``unknown``.
    actors : tuple of str
        Ids of the actors in alphabetical order.
    """

    state: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaStatement:
    """What the areas of one publisher say of one place over a span of days.

    Attributes
    ----------
    place_id : str
        The place.
    status : str
        ``held``, ``contested`` or ``unknown``.
    actors : tuple of str
        Ids of the actors in alphabetical order.
    first, last : date
        First and last day of the span.
    publisher : str
        Id of the publisher.
    claimed : bool
        Whether the publisher only reports that the actor claims the place.
    throughout : bool
        Whether it is said of the whole area without exception.
    record_ids : tuple of str
        The first and the last of the area reports.
    """

    place_id: str
    status: Status
    actors: tuple[str, ...]
    first: date
    last: date
    publisher: str
    claimed: bool
    throughout: bool
    record_ids: tuple[str, ...]


class _Series(NamedTuple):
    """What drawings have in common that continue each other; a span of days is a series alone."""

    publisher: str
    throughout: bool
    margin_m: float
    span: tuple[date, date] | None


def area_statements(package: Package) -> tuple[AreaStatement, ...]:
    """Return what the area reports of a package say of its places, by place and day."""
    if not package.area_reports:
        return ()
    places = _Places(package)
    found: list[AreaStatement] = []
    for series, groups in _series_of(package.area_reports).items():
        found += _Runs(series, groups, places).statements()
    order = {place_id: number for number, place_id in enumerate(places.ids)}
    found.sort(key=lambda one: (order[one.place_id], one.first, one.last, one.record_ids))
    return tuple(found)


def area_reports_on_places(package: Package) -> tuple[AreaReport, ...]:
    """Return reports about lists of places that say the same of them as the reports about areas.

    Each drawing becomes one report for each answer; it has the id, the publisher and the days of
    the first report of the drawing.
    """
    if not package.area_reports:
        return ()
    places = _Places(package)
    found: list[AreaReport] = []
    for series, groups in _series_of(package.area_reports).items():
        for reports, kinds in _Runs(series, groups, places).covers():
            found += _on_places(reports[0], kinds, places.ids)
    return tuple(found)


def site_areas(package: Package, sites: Sequence[Place]) -> NDArray[np.object_] | None:
    """Return for each place the largest area of a report that speaks for it, as polygons.

    None for a place in no area, and instead of the array if there is none at all.
    """
    if not package.area_reports:
        return None
    stated = {one.place_id for one in package.area_statements if one.status != "unknown"}
    ids = {id_ for report in package.area_reports for id_ in report.area}
    geometries = [area.geometry for id_, area in package.control_areas.items() if id_ in ids]
    geometries += [area.geometry for area in package.admin if area.id in ids]
    shapes = np.asarray([shapely.force_2d(shapely.geometry.shape(one)) for one in geometries])
    found = np.full(len(sites), None, dtype=object)
    for shape in shapes[np.argsort(-shapely.area(shapes), kind="stable")]:
        shapely.prepare(shape)
        left = [row for row, place in enumerate(sites) if found[row] is None and place.id in stated]
        lon, lat = ([getattr(sites[row], axis) for row in left] for axis in ("lon", "lat"))
        found[np.asarray(left, dtype=np.intp)[shapely.contains_xy(shape, lon, lat)]] = shape
    return None if shapely.is_missing(found).all() else found


def _on_places(report: AreaReport, kinds: list[Any], ids: Sequence[str]) -> Iterator[AreaReport]:
    """Yield a report for each answer, about the places that it is true of."""
    by_answer: defaultdict[Kind, list[str]] = defaultdict(list)
    answers = {own: _kind_of(own) for own in set(kinds)}
    for place_id, own in zip(ids, kinds, strict=True):
        answer = answers[own]
        if answer is not None:
            by_answer[answer].append(place_id)
    for number, kind in enumerate(sorted(by_answer), start=1):
        yield report.model_copy(
            update={
                "area_report_id": f"{report.area_report_id[:74]}-p{number}",
                "area": tuple(by_answer[kind]),
                "extent": "whole",
                "state": kind.state,
                "actors": kind.actors,
            }
        )


def _kind_of(kinds: frozenset[Kind | None]) -> Kind | None:
    """Return the kind of ground that a place counts as; None if nothing is said of it."""
    answer = control_of(kinds)
    return (
        None if answer is None else Kind("claimed" if is_claimed(kinds) else answer[0], answer[1])
    )


def _series_of(
    reports: Iterable[AreaReport],
) -> dict[_Series, list[tuple[AreaReport, ...]]]:
    """Return the drawings of each series in order of their days, each as its reports."""
    drawings: defaultdict[_Series, defaultdict[tuple[date, date], list[AreaReport]]]
    drawings = defaultdict(lambda: defaultdict(list))
    for report in reports:
        days = (report.first_day, report.last_day)
        series = _Series(
            report.publisher,
            report.throughout == "yes",
            1000 * (report.margin_km or 0.0),
            None if days[0] == days[1] else days,
        )
        drawings[series][days].append(report)
    return {
        series: [tuple(groups[days]) for days in sorted(groups)]
        for series, groups in drawings.items()
    }


class _Places:
    """The places of a package, and the areas that reports can name."""

    def __init__(self, package: Package) -> None:
        self.places: tuple[Place, ...] = tuple(package.gazetteer.values())
        self.ids = tuple(package.gazetteer)
        self.index = {id_: number for number, id_ in enumerate(self.ids)}
        self._lon = np.asarray([place.lon for place in self.places])
        self._lat = np.asarray([place.lat for place in self.places])
        self._error_m = np.asarray([place.position_error_m for place in self.places])
        self._footprints = {
            self.index[id_]: outline
            for id_, outline in package.outlines.items()
            if id_ in self.index
        }
        self._admin: dict[str, Area] = {area.id: area for area in package.admin}
        points = shapely.points(self._lon, self._lat)
        self._borders = PlaceBorders(package.coverage.region, package.admin, points)
        self._areas = package.control_areas
        self._shapes: dict[str, Any] = {}
        self._extents: dict[float, Extents] = {}

    def extents(self, margin_m: float) -> Extents:
        """Return the extents of the places, enlarged by the margin of an area."""
        if margin_m not in self._extents:
            self._extents[margin_m] = Extents(
                self._lon,
                self._lat,
                self._error_m + margin_m,
                self._footprints,
                self._borders,
            )
        return self._extents[margin_m]

    def drawing(self, reports: Sequence[AreaReport]) -> Drawing:
        """Return the ground of reports about the same days."""
        parts: dict[str, dict[Any, dict[str, Any]]] = {"whole": {}, "rest": {}}
        members: dict[str, dict[Any, frozenset[int]]] = {"whole": {}, "rest": {}}
        for report in reports:
            kind = Kind(report.state, tuple(sorted(set(report.actors))))
            shapes, named = self._ground(report.area)
            own = parts[report.extent].setdefault(kind, {})
            own |= shapes
            members[report.extent][kind] = members[report.extent].get(kind, frozenset()) | named
        return Drawing(parts["whole"], members["whole"], parts["rest"], members["rest"])

    def _ground(self, ids: Iterable[str]) -> tuple[dict[str, Any], frozenset[int]]:
        """Return the polygons that ids refer to, and the places that belong to them by name."""
        shapes: dict[str, Any] = {}
        named: set[int] = set()
        for id_ in ids:
            if id_ in self._areas:
                shapes[id_] = self._shape(id_, self._areas[id_].geometry)
            elif id_ in self._admin:
                shapes[id_] = self._shape(id_, self._admin[id_].geometry)
                named |= self._named_in(self._admin[id_])
            elif id_ in self.index:
                named.add(self.index[id_])
        return shapes, frozenset(named)

    def _shape(self, id_: str, geometry: dict[str, Any]) -> Any:
        if id_ not in self._shapes:
            self._shapes[id_] = shapely.force_2d(shapely.geometry.shape(geometry))
        return self._shapes[id_]

    def _named_in(self, area: Area) -> set[int]:
        """Return the places near an administrative area whose row names it."""
        if area.level not in {"admin1", "admin2", "admin3"}:
            return set()
        near = self.extents(0.0).meeting(self._shape(area.id, area.geometry))
        return {
            int(at) for at in near if getattr(self.places[at], area.level) in {area.name, area.id}
        }


class _Runs:
    """The drawings of one series in order, and the places on the ground of each."""

    def __init__(
        self, series: _Series, groups: list[tuple[AreaReport, ...]], places: _Places
    ) -> None:
        self._series, self._groups, self._places = series, groups, places

    def _changes(self) -> Iterator[tuple[tuple[AreaReport, ...], list[tuple[int, Any]]]]:
        """Yield the reports of each drawing, and the places whose ground may have changed."""
        extents, previous = self._places.extents(self._series.margin_m), None
        for reports in self._groups:
            drawing = self._places.drawing(reports)
            asked = drawing.changed_since(previous or Drawing({}), extents)
            kinds = covering(drawing, extents, asked) if len(asked) else []
            yield reports, list(zip(asked.tolist(), kinds, strict=True))
            previous = drawing

    def covers(self) -> Iterator[tuple[tuple[AreaReport, ...], list[Any]]]:
        """Yield the reports of each drawing, and the kinds of ground of all places."""
        kinds: list[Any] = [frozenset({None})] * len(self._places.ids)
        for reports, changes in self._changes():
            for at, own in changes:
                kinds[at] = own
            yield reports, kinds

    def statements(self) -> Iterator[AreaStatement]:
        """Yield a statement for each span of drawings that say the same of a place."""
        open_: dict[int, tuple[int, Any]] = {}
        for number, (_, changes) in enumerate(self._changes()):
            if number and self._is_gap(number):
                for at, (start, own) in open_.items():
                    yield from self._statement(at, own, start, number - 1)
                    open_[at] = (number, own)
            for at, kinds in changes:
                start, own = open_.get(at, (number, None))
                if own == kinds:
                    continue
                if start < number:
                    yield from self._statement(at, own, start, number - 1)
                open_[at] = (number, kinds)
        for at, (start, own) in open_.items():
            yield from self._statement(at, own, start, len(self._groups) - 1)

    def _is_gap(self, number: int) -> bool:
        """Return whether a drawing is too far from the one before to speak of the days between."""
        days = self._groups[number][0].first_day - self._groups[number - 1][0].last_day
        return days.days > STATED_EVERY_DAYS

    def _statement(
        self, at: int, kinds: frozenset[Kind | None], start: int, end: int
    ) -> Iterator[AreaStatement]:
        answer = control_of(kinds)
        if answer is None:
            return
        status, actors = answer
        ids = (_report_id(self._groups[number], kinds) for number in (start, end))
        yield AreaStatement(
            place_id=self._places.ids[at],
            status=status,
            actors=actors,
            first=self._groups[start][0].first_day,
            last=self._groups[end][0].last_day,
            publisher=self._series.publisher,
            claimed=is_claimed(kinds),
            throughout=self._series.throughout,
            record_ids=tuple(dict.fromkeys(ids)),
        )


def control_of(kinds: frozenset[Kind | None]) -> tuple[Status, tuple[str, ...]] | None:
    """Return status and actors of a place on some kinds of ground; None if nothing is said.

    An edge between the ground of two actors makes a place contested; an edge of ground that
    nothing is said of leaves it open.
    """
    if None in kinds:
        return None
    stated = [kind for kind in kinds if kind is not None]
    if any(kind.state == "unknown" for kind in stated):
        return "unknown", ()
    actors = tuple(sorted({actor for kind in stated for actor in kind.actors}))
    return ("held" if len(actors) == 1 else "contested"), actors


def is_claimed(kinds: frozenset[Kind | None]) -> bool:
    """Return whether a place lies, at least in part, on ground that its actor only claims."""
    return any(kind is not None and kind.state == "claimed" for kind in kinds)


def _report_id(reports: Iterable[AreaReport], kinds: frozenset[Kind | None]) -> str:
    """Return the id of the first report about one of some kinds of ground."""
    return next(
        report.area_report_id
        for report in reports
        if Kind(report.state, tuple(sorted(set(report.actors)))) in kinds
    )
