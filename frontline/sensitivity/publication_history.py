"""How knowledge grew: what was reported by whom on which day, and what the rule made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontline.control.as_of import last_publication_day, package_as_of, publication_day
from frontline.control.assessment import Assessment, assess_event, assess_events
from frontline.control.highways import infer_place_assessments
from frontline.control.reasons import Reason
from frontline.control.record import Record
from frontline.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.timeline import Span
    from frontline.models import Event, Place, Report
    from frontline.package.package import Package


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something was published.

    Parameters
    ----------
    day : the day; what cannot be dated counts on the last day of publication of the package
    reports : what was published on it
    assessment : what the rule made of the event from then on; None where a place was asked about
    span : the answer for the place from then on; None where an event was asked about
    """

    day: date
    reports: tuple[Report, ...]
    assessment: Assessment | None = None
    span: Span | None = None


def find_event(atlas: Atlas, event_id: str) -> Event:
    """Give an event by its id.

    Raises
    ------
    UnknownNameError
        When there is none; says where ids stand.
    """
    for event in atlas.source.events:
        if event.event_id == event_id.strip():
            return event
    raise UnknownNameError(
        f"no event {event_id!r}: `frontline control PLACE` lists the events of a place by their ids"
    )


def of_event(atlas: Atlas, event_id: str) -> tuple[Step, ...]:
    """Tell how an event came to be known, in order of publication.

    Each step carries the assessment on all reports up to its day. Reports that do not name the
    place are left out. Under a second clock the steps end with it.

    Raises
    ------
    UnknownNameError
        For an id that no event has.
    """
    event, publishers = find_event(atlas, event_id), atlas.source.publishers
    steps: list[Step] = []
    heard: list[Report] = []
    for day, reports in _by_day(atlas, atlas.source.reports.get(event.event_id, ())):
        heard += reports
        steps.append(
            Step(day, reports, assessment=assess_event(event, heard, publishers, atlas.rule))
        )
    return tuple(steps)


def of_place(atlas: Atlas, place: Place, day: date) -> tuple[Step, ...]:
    """Tell how the answer for a place on a day came to be known, in order of publication.

    Each step carries the answer that ``known_on`` its day gives. Reports of events that begin
    after `day` are left out.

    Raises
    ------
    InvalidRequestError
        For a day the record does not reach.
    """
    atlas.record.check_day(day)
    package = _about(atlas, place, day)
    last, coverage = _last(atlas.source), atlas.source.coverage
    written = {report.report_id: report for report in atlas.source.all_reports}
    steps = []
    for when, reports in _by_day(atlas, package.all_reports):
        known = package_as_of(package, when)
        assessments = assess_events(known, atlas.rule)
        places = tuple(package.gazetteer.values())
        beside = infer_place_assessments(assessments, atlas.lines, places, package.footprints)
        clock = when if when < last else None
        days = (coverage.first_day, coverage.last_day, clock)
        record = Record((place.id,), known.baseline, (*assessments, *beside), *days)
        told = tuple(written[report.report_id] for report in reports)  # with the day they state
        steps.append(Step(when, told, span=record.span_on(place.id, day)))
    return tuple(steps)


def _last(package: Package) -> date:
    """Give the day from which reports count that nobody can date."""
    return last_publication_day(package.all_reports, package.coverage.last_day)


def _by_day(atlas: Atlas, reports: Iterable[Report]) -> list[tuple[date, tuple[Report, ...]]]:
    """Group the reports that say something by day of publication, as far as they are known."""
    last = _last(atlas.source)
    end = atlas.as_of if atlas.left_out else None
    days: dict[date, list[Report]] = {}
    for report in reports:
        day = publication_day(report) or last
        if report.says != "context" and (end is None or day <= end):
            days.setdefault(day, []).append(report)
    return [(day, tuple(days[day])) for day in sorted(days)]


def beside_roads(atlas: Atlas, places: Sequence[Place]) -> tuple[Event, ...]:
    """Give, for each report about a road, the events it would imply for places beside it."""
    roads = [
        Assessment(event, accepted=True, evidence="claimed", reason=Reason("single"))
        for event in atlas.source.events
        if event.highway is not None
    ]
    found = infer_place_assessments(roads, atlas.lines, places, atlas.source.footprints)
    return tuple(assessment.event for assessment in found)


def _about(atlas: Atlas, place: Place, day: date) -> Package:
    """Cut a package down to what speaks of one place up to a day, each report dated."""
    source = atlas.source
    beside = {event.event_id for event in beside_roads(atlas, [place])}
    events = tuple(
        event
        for event in source.events
        if event.date_earliest <= day and (event.place_id == place.id or event.event_id in beside)
    )
    baseline = tuple(row for row in source.baseline if row.place_id == place.id)
    ids = {event.event_id for event in events} | {row.baseline_id for row in baseline}
    last = _last(source)
    reports = tuple(
        report.model_copy(update={"published_on": publication_day(report) or last})
        for report in source.all_reports
        if report.record_id in ids
    )
    only = {place.id: place}
    return replace(source, gazetteer=only, events=events, baseline=baseline, all_reports=reports)
