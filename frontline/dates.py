"""Parse and format calendar days.

A day is a `datetime.date` in the local calendar of the reported place (for the built-in data
Asia/Damascus). The package has no times of day and no time zones.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OTHER_ORDER = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)


@lru_cache(1 << 16)
def day_written(text: str) -> date:
    """Return the day of a validated ISO text. The same few days repeat, so they are cached.

    Examples
    --------
    >>> day_written("2019-08-15")
    datetime.date(2019, 8, 15)
    """
    return date.fromisoformat(text)


def parse_day(text: str | date) -> date:
    """Read a day written year first.

    Parameters
    ----------
    text : str or date
        Text as ``2019-08-15``; a date is returned as it is.

    Returns
    -------
    date

    Raises
    ------
    InvalidRequestError
        For any other order, because 03/04 is ambiguous, and for a day that does not exist.

    Examples
    --------
    >>> parse_day("2019-08-15")
    datetime.date(2019, 8, 15)
    """
    if isinstance(text, date):
        return date(text.year, text.month, text.day)
    text = text.strip()
    if not _ISO.fullmatch(text):
        raise InvalidRequestError(
            f"{text!r} is not a day: write it year first, as 2019-08-15{_readings(text)}"
        )
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidRequestError(f"{text!r} is not in the calendar ({error})") from error


def _readings(text: str) -> str:
    """Suggest the days that a day in another order may mean."""
    match = _OTHER_ORDER.fullmatch(text)
    if match is None:
        return ""
    first, second, year = match.groups()
    readings = []
    for month, day in dict.fromkeys(((second, first), (first, second))):
        try:
            readings.append(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return f" (is it {' or '.join(readings)}?)" if readings else ""


def add_days(day: date, days: int) -> date:
    """Return a day so many days later, but no later than the last day of the calendar.

    Examples
    --------
    >>> add_days(date(2020, 2, 28), 2), add_days(date(9999, 12, 30), 7)
    (datetime.date(2020, 3, 1), datetime.date(9999, 12, 31))
    """
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included.

    Examples
    --------
    >>> [day.day for day in days_between(date(2020, 2, 28), date(2020, 3, 1))]
    [28, 29, 1]
    """
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def format_day(day: date) -> str:
    """Format a day in English, independent of the locale.

    Examples
    --------
    >>> format_day(date(2019, 8, 15))
    'Thursday 15 August 2019'
    """
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
