"""Reconstruct when an event, or the control of a place, became known, report by report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontline.control.areas import statements_of_areas
from frontline.control.as_of import package_as_of
from frontline.control.assessment import Assessment, assess_event, assess_events
from frontline.control.highways import infer_place_assessments
from frontline.control.reasons import Reason
from frontline.control.record import Record
from frontline.control.statements import combine, package_statements
from frontline.errors import UnknownNameError
from frontline.package.publication import last_publication_day, publication_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.highways import NearStretches
    from frontline.control.rules import Rule
    from frontline.control.statements import Statement
    from frontline.control.timeline import Span
    from frontline.models import Baseline, Event, Place, Report
    from frontline.package.package import Package


@dataclass(frozen=True, slots=True)
class Step:
    """A day of publication, and the answer from then on.

    Parameters
    ----------
    day : date
        The day. Reports without a date count on the last day of publication of the package.
    reports : tuple of Report
        The reports published on it.
    assessment : Assessment, optional
        The assessment of the event from then on; None in the history of a place.
    span : Span, optional
        The control of the place from then on; None in the history of an event.
    """

    day: date
    reports: tuple[Report, ...]
    assessment: Assessment | None = None
    span: Span | None = None


def find_event(atlas: Atlas, event_id: str) -> Event:
    """Return an event by its id, or raise UnknownNameError."""
    for event in atlas.full_package.events:
        if event.event_id == event_id.strip():
            return event
    raise UnknownNameError(
        f"Unknown event {event_id!r}. `frontline control PLACE` lists the ids of events at a place."
    )


def event_history(atlas: Atlas, event_id: str) -> tuple[Step, ...]:
    """Return how an event became known, in order of publication.

    Each step has the assessment based on all reports up to its day, also those about areas in
    which the place lies. A day on which only other reports about the place appeared is a step if
    they change the assessment. With an as-of day the steps end there.

    Raises
    ------
    UnknownNameError
        For an id that no event has.
    """
    event = find_event(atlas, event_id)
    full = atlas.full_package
    package = _event_package(full, event)
    areas = _area_statements(full, event.place_id)
    ends = {id_: full.reports[id_][0] for one in areas for id_ in one.record_ids}
    steps: list[Step] = []
    for day, reports in _by_day(atlas, (*package.all_reports, *ends.values())):
        own = [report for report in reports if report.record_id == event.event_id]
        if not own and not steps:
            continue
        known = _known_on(atlas, package, day)
        stated = (*package_statements(known), *_known_areas(areas, full, day))
        assessment = replace(_assess(event, known, atlas.rule, stated), event=event)
        if own or assessment != steps[-1].assessment:
            steps.append(Step(day, tuple(own), assessment=assessment))
    return tuple(steps)


def _assess(event: Event, known: Package, rule: Rule, stated: Iterable[Statement]) -> Assessment:
    """Return the assessment of an event; a statement is assessed by its own reports."""
    for assessment in assess_events(known, rule, stated):
        if assessment.event.event_id == event.event_id:
            return assessment
    return assess_event(event, known.reports.get(event.event_id, ()), known.publishers, rule)


def _event_package(full: Package, event: Event) -> Package:
    """Return the package with the events at the place of an event."""
    if event.place_id is None:
        return _with_rows(full, [event], [])
    events = [one for one in full.events if one.place_id == event.place_id]
    return _with_rows(
        full, events, [row for row in full.baseline if row.place_id == event.place_id]
    )


def place_history(atlas: Atlas, place: Place, day: date) -> tuple[Step, ...]:
    """Return how the control of a place on a day became known, in order of publication.

    Each step has the control as of its day. Reports of events that begin after `day` are left
    out; where they change the control, their day is a step without reports.

    Raises
    ------
    InvalidRequestError
        For a day outside the record.
    """
    atlas.record.check_day(day)
    package = _place_package(atlas, place)
    areas = _area_statements(atlas.full_package, place.id)
    later = {event.event_id for event in package.events if event.date_earliest > day}
    last, coverage = _last_publication(atlas.full_package), atlas.full_package.coverage
    steps: list[Step] = []
    near: NearStretches = {}
    shown = (*package.all_reports, *_first_reports(areas, atlas.full_package))
    for when, reports in _by_day(atlas, shown):
        known = _known_on(atlas, package, when)
        stated = (*package_statements(known), *_known_areas(areas, atlas.full_package, when))
        assessments = assess_events(known, atlas.rule, stated)
        implied = infer_place_assessments(assessments, atlas.lines, package, near)
        as_of = when if when < last else None
        days = (coverage.first_day, coverage.last_day, as_of)
        positions = combine(stated, known.publishers, atlas.rule)
        record = Record(
            (place.id,), known.baseline, (*assessments, *implied), *days, positions=positions
        )
        span = record.span_on(place.id, day)
        own = [report for report in reports if report.record_id not in later]
        if own or (steps and steps[-1].span != span):
            steps.append(Step(when, tuple(own), span=span))
    return tuple(steps)


def _area_statements(package: Package, place_id: str | None) -> list[Statement]:
    """Return what the reports about areas say of a place."""
    if place_id is None:
        return []
    return [one for one in statements_of_areas(package) if one.place_id == place_id]


def _first_reports(statements: Iterable[Statement], package: Package) -> list[Report]:
    """Return the first report of each statement of an area."""
    return [package.reports[one.record_ids[0]][0] for one in statements]


def _known_areas(
    statements: Iterable[Statement], package: Package, day: date
) -> Iterator[Statement]:
    """Yield the statements of areas that had been published by a day, up to the day."""
    for one in statements:
        published = publication_day(package.reports[one.record_ids[0]][0])
        if published is None or published > day:
            continue
        is_series = len(one.record_ids) > 1
        yield replace(one, last=max(one.first, min(one.last, day))) if is_series else one


def _last_publication(package: Package) -> date:
    """Return the day on which reports without a date count."""
    reports = [*package.all_reports, *(one.as_report() for one in package.area_reports)]
    return last_publication_day(reports, package.coverage.last_day)


def _by_day(atlas: Atlas, reports: Iterable[Report]) -> list[tuple[date, tuple[Report, ...]]]:
    """Group the reports that support or deny by day of publication, up to the as-of day."""
    last = _last_publication(atlas.full_package)
    end = atlas.as_of if atlas.has_later_reports else None
    days: dict[date, list[Report]] = {}
    for report in reports:
        day = publication_day(report) or last
        if report.says != "context" and (end is None or day <= end):
            days.setdefault(day, []).append(report)
    return [(day, tuple(days[day])) for day in sorted(days)]


def road_implied_events(atlas: Atlas, places: Sequence[Place] | None = None) -> tuple[Event, ...]:
    """Return the events that each event about a highway implies for places near it, if accepted.

    All places by default.
    """
    roads = [
        Assessment(event, accepted=True, evidence="claimed", reason=Reason("single"))
        for event in atlas.full_package.events
        if event.highway is not None
    ]
    gazetteer, near = atlas.package.gazetteer, atlas.near_stretches
    if places is not None:
        gazetteer, near = {place.id: place for place in places}, {}
    package = replace(atlas.full_package, gazetteer=gazetteer)
    found = infer_place_assessments(roads, atlas.lines, package, near)
    return tuple(assessment.event for assessment in found)


def _place_package(atlas: Atlas, place: Place) -> Package:
    """Return the package with one place and its events."""
    full = atlas.full_package
    implied = {event.event_id for event in road_implied_events(atlas, [place])}
    events = [
        event for event in full.events if event.place_id == place.id or event.event_id in implied
    ]
    baseline = [row for row in full.baseline if row.place_id == place.id]
    return replace(_with_rows(full, events, baseline), gazetteer={place.id: place})


def _with_rows(full: Package, events: Sequence[Event], baseline: Sequence[Baseline]) -> Package:
    """Return the package with some of its events and baseline rows, and their reports."""
    ids = {event.event_id for event in events} | {row.baseline_id for row in baseline}
    reports = tuple(report for report in full.all_reports if report.record_id in ids)
    return replace(
        full,
        events=tuple(events),
        baseline=tuple(baseline),
        all_reports=reports,
        area_reports=(),
    )


def _known_on(atlas: Atlas, package: Package, day: date) -> Package:
    """Return a part of the package as known on a day; reports without a day count on the last."""
    last = _last_publication(atlas.full_package)
    if day >= last:
        return package
    dated = (
        report.model_copy(update={"published_on": publication_day(report) or last})
        for report in package.all_reports
    )
    return package_as_of(replace(package, all_reports=tuple(dated)), day)
