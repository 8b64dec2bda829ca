"""A data package as of a day: only reports that had been published by then.

A map of 15 August uses reports of September too, unless it is drawn as of 15 August. Reports
published later are then left out, together with every event and baseline row that only they
support. All places keep their cells; those without an earlier report have no holder.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from frontline.annotation_model import annotations_about
from frontline.package.publication import cut_statement, last_publication_day, publication_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.models import Event, Report
    from frontline.package.package import Package


def package_as_of(package: Package, day: date) -> Package:
    """Return a package without what was published after a day.

    Left out are later reports, events that only later reports support or deny, baseline rows
    that only later reports support, later reports about areas, all notes (their authors knew the
    whole record), and later milestones. Rows that never had a report stay, and all places keep
    their cells. On the last day of publication and later, the package is returned unchanged.

    Parameters
    ----------
    package : Package
        The package with all reports.
    day : date
        The last day of publication that counts.
    """
    reports = package.all_reports
    last = last_publication_day((*reports, *package.area_reports), package.coverage.last_day)
    stated = [event.date_latest for event in package.events if event.kind == "held"]
    if day >= max([last, *stated]):
        return package
    known = tuple(report for report in reports if (publication_day(report) or date.max) <= day)
    unreported = _reported(reports, "supports", "denies") - _reported(known, "supports", "denies")
    unsupported = _reported(reports, "supports") - _reported(known, "supports")
    gone = unreported | (unsupported & {row.baseline_id for row in package.baseline})
    coverage = package.coverage
    old_baseline = (row.model_copy(update={"note": ""}) for row in package.baseline)
    old_events = (_known(event, package, day) for event in package.events)
    area_reports = tuple(
        report.model_copy(update={"note": ""})
        for report in package.area_reports
        if (publication_day(report) or date.max) <= day
    )
    key_days = tuple(key for key in coverage.key_days if key <= day)
    events = tuple(event for event in old_events if event.event_id not in gone)
    baseline = tuple(row for row in old_baseline if row.baseline_id not in gone)
    known_rows = {event.event_id for event in events} | {row.baseline_id for row in baseline}
    known_rows |= {report.area_report_id for report in area_reports}
    return replace(
        package,
        coverage=coverage.model_copy(update={"key_days": key_days}),
        baseline=baseline,
        events=events,
        all_reports=tuple(report for report in known if report.record_id not in gone),
        unplaced=tuple(row for row in package.unplaced if row.record_id not in gone),
        moments=tuple(moment for moment in package.moments if moment.day <= day),
        annotations=annotations_about(package.annotations, known_rows, day),
        area_reports=area_reports,
        extra_place_ids=package.evidence_place_ids,
    )


def _known(event: Event, package: Package, day: date) -> Event:
    """Return an event as known on a day: without its note, a statement without later days."""
    if event.kind == "held":
        event = cut_statement(event, package.reports.get(event.event_id, ()), day)
    return event.model_copy(update={"note": ""})


def _reported(reports: Iterable[Report], *says: str) -> set[str]:
    """Return the ids of the records that reports of the given kinds are about."""
    return {report.record_id for report in reports if report.says in says}
