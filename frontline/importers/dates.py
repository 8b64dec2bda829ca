"""Parse the dates of foreign tables, with one order of day and month for the whole column.

A year that comes first and a month in words are unambiguous. 03/04/2019 may be in April or in
March; another row of the column may decide it (13/04/2019). If none does, the column is refused
and the user states the order, which has to be right for the whole column too.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


Order: TypeAlias = Literal["day-first", "month-first"]

_TIME = r"(?:[T ]\d{1,2}:[\d:.]*(?: ?[AaPp]\.?[Mm]\.?| ?Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_WEEKDAY = r"(?:[a-z]+day,? )?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"([^\W\d_]+)\.?"
_DAY_MONTH = re.compile(rf"{_WEEKDAY}{_DAY}[-/. ]*{_MONTH}[-/., ]*(\d{{4}})")
_MONTH_DAY = re.compile(rf"{_WEEKDAY}{_MONTH}[- ]*{_DAY}[-, ]+(\d{{4}})")
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}){_TIME}")

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
#: Most different texts that are cached; a column rarely has more.
_MOST_CACHED = 100_000


class DayColumn:
    """Parses the dates in a column of one file.

    Parameters
    ----------
    file, column : names, for messages
    scan : returns the number and the value of each row; called once, at the first ambiguous date
    order : of day and month, as the user states it; None to find it
    """

    def __init__(
        self,
        file: str,
        column: str,
        scan: Callable[[], Iterable[tuple[int, object]]],
        order: Order | None = None,
    ) -> None:
        self.name = column
        self._file, self._scan = file, scan
        self._stated_order = order
        self._order: Order | None = None
        self._cache: dict[str, date | None] = {}

    def day(self, value: object) -> date | None:
        """Return the date in a value; None if it is not a date.

        Raises
        ------
        InvalidRequestError
            If all values of the column are ambiguous.
        DataError
            If the values contradict each other, or the order that the user states.
        """
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = value if isinstance(value, str) else clean_text(value)
        if text not in self._cache:
            if len(self._cache) >= _MOST_CACHED:
                self._cache.clear()
            self._cache[text] = self._read(clean_text(text))
        return self._cache[text]

    def _read(self, text: str) -> date | None:
        day = _unambiguous(text)
        if day is not None:
            return day
        match = _NUMBERS.fullmatch(text)
        if match is None:
            return None
        first, _, second, year = match.groups()
        if first == second:
            return _date(year, first, second)
        if self._order is None:
            self._order = self._find_order()
        if self._order == "day-first":
            return _date(year, second, first)
        return _date(year, first, second)

    def _find_order(self) -> Order:
        """Return the order in which every value of the column is a date."""
        examples: dict[Order, tuple[int, str]] = {}
        ambiguous = ""
        for row, value in self._scan():
            match = _NUMBERS.fullmatch(clean_text(value)) if isinstance(value, str) else None
            if match is None:
                continue
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                examples.setdefault("day-first", (row, match[0]))
            elif second > 12 >= first:
                examples.setdefault("month-first", (row, match[0]))
            elif first != second and not ambiguous:
                ambiguous = match[0]
        self._check_order(examples)
        if self._stated_order is not None:
            return self._stated_order
        if not examples:
            raise InvalidRequestError(
                f"{self._file}, column {self.name!r}: no row shows whether {ambiguous!r} has the "
                "day or the month first: add --set dates=day-first or month-first"
            )
        return next(iter(examples))

    def _check_order(self, examples: dict[Order, tuple[int, str]]) -> None:
        """Refuse a column with two orders, or with another order than the user states."""
        hint = "Write all dates of the column in one order, preferably as YYYY-MM-DD."
        if len(examples) == 2:
            (row, day), (other_row, other) = examples["day-first"], examples["month-first"]
            message = (
                f"{self.name}: has the day first here, but the month first in row {other_row}: "
                f"{other!r}"
            )
            raise DataError([Issue(self._file, row, day, message, hint)])
        for order, (row, value) in examples.items():
            if self._stated_order not in {None, order}:
                part = order.removesuffix("-first")
                message = f"{self.name}: has the {part} first, but --set dates={self._stated_order}"
                hint = f"Use --set dates={order} if that is right for all rows. {hint}"
                raise DataError([Issue(self._file, row, value, message, hint)])


def _unambiguous(text: str) -> date | None:
    """Parse a date with the year first, or with the month in words."""
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(text):
            return _date(*(part for part in match.groups() if part.isdecimal()))
    folded = text.casefold()
    if match := _DAY_MONTH.fullmatch(folded):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(folded):
        month, day, year = match.groups()
    else:
        return None
    return _date(year, str(_MONTHS[month]), day) if month in _MONTHS else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def days_around(day: date, days: int) -> tuple[date, date]:
    """Return the first and the last of the days around a day, within the calendar.

    Parameters
    ----------
    days : number of days before and after

    Examples
    --------
    >>> [str(end) for end in days_around(date(2019, 8, 15), 3)]
    ['2019-08-12', '2019-08-18']
    """
    reach = timedelta(days=min(days, (day - date.min).days, (date.max - day).days))
    return day - reach, day + reach


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day.

    Examples
    --------
    >>> [str(end) for end in month_of(date(2020, 2, 15))]
    ['2020-02-01', '2020-02-29']
    """
    first = day.replace(day=1)
    after = first.toordinal() + 31
    if after > date.max.toordinal():
        return first, date.max
    return first, date.fromordinal(after).replace(day=1) - timedelta(days=1)
