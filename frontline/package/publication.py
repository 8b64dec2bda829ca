"""By which day a report had been published."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.area_models import AreaReport
    from frontline.models import Report

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
