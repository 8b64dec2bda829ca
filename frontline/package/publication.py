"""By which day a report had been published."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.models import STATED_EVERY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.area_models import AreaReport
    from frontline.models import Event, Report

#: A period that a note names instead of a day: 2018, 2019-04, or 2019-08-18/19.
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d/(\d\d))?)?", re.ASCII)


def publication_day(report: Report | AreaReport) -> date | None:
    """Return the day by which a report had been published; None if it is not known.

    This is its day of publication, or else the last day of the period that its note consists of
    (``2018``, ``2019-04``, ``2019-08-18/19``). A guess such as "about 2018" does not count.

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


def cut_statement(event: Event, reports: Iterable[Report], end: date) -> Event:
    """Return an event of kind ``held`` without the days that had not been published by a day.

    The first report appeared so many days after the first day; the others are taken to have
    appeared with the same delay. On which days a statement was repeated is known to
    `STATED_EVERY_DAYS` days only, so the span ends that much earlier: whether it was repeated after
    `end` makes no difference then.

    Parameters
    ----------
    event : Event
        The event; its first day is never cut.
    reports : iterable of Report
        Its reports.
    end : date
        The last day of publication that counts.
    """
    published = [day for day in map(publication_day, reports) if day is not None]
    delay = max(min(published, default=event.date_earliest) - event.date_earliest, timedelta(0))
    last = max(event.date_earliest, end - delay - timedelta(days=STATED_EVERY_DAYS))
    if last >= event.date_latest:
        return event
    return event.model_copy(update={"date_latest": last})


def last_publication_day(reports: Iterable[Report | AreaReport], default: date = date.min) -> date:
    """Return the day by which all reports with a known day had been published.

    Reports without a known day count from this day on.

    Parameters
    ----------
    reports : iterable of Report
        The reports of a package.
    default : date
        The day to return if no report has a known day.
    """
    return max((day for day in map(publication_day, reports) if day), default=default)
