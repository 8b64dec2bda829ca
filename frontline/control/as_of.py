"""The second clock: what had been published by a day, whatever day it speaks of.

A map of 15 August drawn today stands on reports of September too. Known on 15 August it stands
on what a reader could have had that evening: later reports are left out, and with them every
change and baseline row that only they support. The ground keeps its cells; those that nobody
had spoken of yet are blank.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.models import Report
    from frontline.package.package import Package


#: A period that a note gives instead of a day: 2018, 2019-04, or 2019-08-18/19.
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d/(\d\d))?)?", re.ASCII)


def publication_day(report: Report) -> date | None:
    """Give the day by which a report had been published; None where nobody can show one.

    That is its day; else the last day of the period that its note names and nothing more
    (``2018``, ``2019-04``, ``2019-08-18/19``). A guess ("about 2018") is no such period.

    Examples
    --------
    >>> from frontline.models import Report
    >>> cells = {"report_id": "r", "record_id": "e", "publisher": "p", "url": "u"}
    >>> publication_day(Report(**cells, published_note="2019-02"))
    datetime.date(2019, 2, 28)
    >>> publication_day(Report(**cells, published_note="about 2019-02"))
    """
    if report.published_on is not None:
        return report.published_on
    period = _PERIOD.fullmatch(report.published_note.strip())
    if period is None:
        return None
    year, month = int(period[1]), int(period[2] or 12)
    try:
        return date(year, month, int(period[3] or monthrange(year, month)[1]))
    except ValueError:
        return None


def last_publication_day(reports: Iterable[Report], otherwise: date = date.min) -> date:
    """Give the day by which all reports that can be dated had been published.

    Reports that cannot be dated count from this day on, and on no day before.

    Parameters
    ----------
    otherwise : the day if none of them can be dated; for a package the last of its record
    """
    return max((day for day in map(publication_day, reports) if day), default=otherwise)


def package_as_of(package: Package, day: date) -> Package:
    """Leave out what was published after a day.

    Reports of a later day go; so do events and rows of which no report is left that says
    anything (one that does not name the place says nothing), and baseline rows of which none is
    left in support. A row or event that never had a report stays. Notes go, since they were
    written with the whole record at hand. Places keep their cells. From the last day of
    publication on nothing is left out.

    Parameters
    ----------
    day : the last day whose reports count
    """
    reports = package.all_reports
    if day >= last_publication_day(reports, package.coverage.last_day):
        return package
    left = tuple(report for report in reports if (publication_day(report) or date.max) <= day)
    silent = {report.record_id for report in reports if report.says != "context"}
    silent -= {report.record_id for report in left if report.says != "context"}
    blank = {report.record_id for report in reports if report.says == "supports"}
    blank -= {report.record_id for report in left if report.says == "supports"}
    gone = silent | (blank & {row.baseline_id for row in package.baseline})
    coverage = package.coverage
    # A note was written by who knew the whole.
    baseline = (row.model_copy(update={"note": ""}) for row in package.baseline)
    events = (event.model_copy(update={"note": ""}) for event in package.events)
    key_days = tuple(key for key in coverage.key_days if key <= day)
    return replace(
        package,
        coverage=coverage.model_copy(update={"key_days": key_days}),
        baseline=tuple(row for row in baseline if row.baseline_id not in gone),
        events=tuple(event for event in events if event.event_id not in gone),
        all_reports=tuple(report for report in left if report.record_id not in gone),
        unplaced=tuple(row for row in package.unplaced if row.record_id not in gone),
        moments=tuple(moment for moment in package.moments if moment.day <= day),
        extra_place_ids=package.evidence_place_ids,
    )
