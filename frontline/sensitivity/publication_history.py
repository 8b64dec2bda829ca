"""Reconstruct when an event, or the control of a place, became known, report by report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontline.control.as_of import package_as_of
from frontline.control.assessment import Assessment, assess_event, assess_events
from frontline.control.highways import infer_place_assessments
from frontline.control.reasons import Reason
from frontline.control.record import Record
from frontline.errors import UnknownNameError
from frontline.package.publication import last_publication_day, publication_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.timeline import Span
    from frontline.models import Event, Place, Report
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

    Each step has the assessment based on all reports up to its day. Reports that do not name
    the place are left out. With an as-of day the steps end there.

    Raises
    ------
    UnknownNameError
        For an id that no event has.
    """
    event, publishers = find_event(atlas, event_id), atlas.full_package.publishers
    steps: list[Step] = []
    known: list[Report] = []
    for day, reports in _by_day(atlas, atlas.full_package.reports.get(event.event_id, ())):
        known += reports
        steps.append(
            Step(day, reports, assessment=assess_event(event, known, publishers, atlas.rule))
        )
    return tuple(steps)


def place_history(atlas: Atlas, place: Place, day: date) -> tuple[Step, ...]:
    """Return how the control of a place on a day became known, in order of publication.

    Each step has the control as of its day. Reports of events that begin after `day` are left
    out.

    Raises
    ------
    InvalidRequestError
        For a day outside the record.
    """
    atlas.record.check_day(day)
    package = _place_package(atlas, place, day)
    last, coverage = _last_publication(atlas.full_package), atlas.full_package.coverage
    original = {report.report_id: report for report in atlas.full_package.all_reports}
    steps = []
    for when, reports in _by_day(atlas, package.all_reports):
        known = package_as_of(package, when)
        assessments = assess_events(known, atlas.rule)
        implied = infer_place_assessments(assessments, atlas.lines, package)
        as_of = when if when < last else None
        days = (coverage.first_day, coverage.last_day, as_of)
        record = Record((place.id,), known.baseline, (*assessments, *implied), *days)
        # The reports as written: those of the cut package have a day of publication filled in.
        published = tuple(original[report.report_id] for report in reports)
        steps.append(Step(when, published, span=record.span_on(place.id, day)))
    return tuple(steps)


def _last_publication(package: Package) -> date:
    """Return the day on which reports without a date count."""
    return last_publication_day(package.all_reports, package.coverage.last_day)


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


def road_implied_events(atlas: Atlas, places: Sequence[Place]) -> tuple[Event, ...]:
    """Return the events that each event about a highway implies for places near it, if accepted."""
    roads = [
        Assessment(event, accepted=True, evidence="claimed", reason=Reason("single"))
        for event in atlas.full_package.events
        if event.highway is not None
    ]
    package = replace(atlas.full_package, gazetteer={place.id: place for place in places})
    found = infer_place_assessments(roads, atlas.lines, package)
    return tuple(assessment.event for assessment in found)


def _place_package(atlas: Atlas, place: Place, day: date) -> Package:
    """Return the package with one place and its events up to a day, each report dated."""
    full = atlas.full_package
    implied = {event.event_id for event in road_implied_events(atlas, [place])}
    events = tuple(
        event
        for event in full.events
        if event.date_earliest <= day and (event.place_id == place.id or event.event_id in implied)
    )
    baseline = tuple(row for row in full.baseline if row.place_id == place.id)
    ids = {event.event_id for event in events} | {row.baseline_id for row in baseline}
    last = _last_publication(full)
    reports = tuple(
        report.model_copy(update={"published_on": publication_day(report) or last})
        for report in full.all_reports
        if report.record_id in ids
    )
    only = {place.id: place}
    return replace(full, gazetteer=only, events=events, baseline=baseline, all_reports=reports)
