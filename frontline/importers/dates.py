"""Read the days in a column of a foreign table, with one order of day and month for all.

A year that comes first and a month in words are unambiguous. 03/04/2019 may be in April or in
March; another row of the column may decide it (13/04/2019). If none does, the column is refused
and the user states the order, which has to be right for the whole column too.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import clean_text
from frontline.importers.cells import ascii_number, is_gap
from frontline.importers.day_formats import (
    EMPTY,
    NO_YEAR,
    TIME,
    TWO_DIGITS,
    Days,
    UnreadDay,
    complete_year,
    last_two_digits,
    one_day,
    read_days,
    read_serial,
    without_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


Order: TypeAlias = Literal["day-first", "month-first"]

_NUMBERS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d\d){TIME}")
_FOUR_DIGITS = re.compile(r"\d{4}")
#: Most different texts that are cached; a column rarely has more.
_MOST_CACHED = 100_000
#: If one row in so many contradicts the order of all others, only that row is refused.
_ROWS_PER_SLIP = 100
_WRONG_ORDER = UnreadDay(
    "day and month are in another order than in the rest of the column: write the day as YYYY-MM-DD"
)


class DayOptions(NamedTuple):
    """How the user states that the days of a file are written.

    Attributes
    ----------
    order : of day and month; None to find it
    century : the first two digits of a year that is written with two; None to refuse such years
    serials : 1900 or 1904, from which the numbers of a spreadsheet count, or unix; else empty
    """

    order: Order | None = None
    century: int | None = None
    serials: str = ""


class DayColumn:
    """Reads the days in a column of one file.

    Parameters
    ----------
    file, column : names, for messages
    scan : returns the number and the value of each row; called once, at the first ambiguous date
    options : what the user states
    """

    def __init__(
        self,
        file: str,
        column: str,
        scan: Callable[[], Iterable[tuple[int, object]]],
        options: DayOptions | None = None,
    ) -> None:
        self.name = column
        self._file, self._scan = file, scan
        self._options = options or DayOptions()
        self._order: Order | None = None
        self._cache: dict[str, Days | UnreadDay] = {}

    def day(self, value: object) -> date | None:
        """Return the only day that a value means; None if there is none. See `span`."""
        days = self.span(value)
        return None if isinstance(days, UnreadDay) or days[0] != days[1] else days[0]

    def span(self, value: object, year: str = "") -> Days | UnreadDay:
        """Return the first and the last day that a value means, or why it is not read.

        Parameters
        ----------
        year : of the day by another column, with four digits; empty if there is none

        Raises
        ------
        InvalidRequestError
            If all values of the column are ambiguous.
        DataError
            If the values contradict each other, or the order that the user states.
        """
        if isinstance(value, datetime):
            return value.date(), value.date()
        if isinstance(value, date):
            return value, value
        text = value if isinstance(value, str) else clean_text(value)
        if text not in self._cache:
            if len(self._cache) >= _MOST_CACHED:
                self._cache.clear()
            self._cache[text] = self._read(_plain(text))
        days = self._cache[text]
        if year and (days is TWO_DIGITS or days is NO_YEAR) and _FOUR_DIGITS.fullmatch(year):
            return self._in_year(_plain(text), int(year)) or days
        return days

    def _read(self, text: str) -> Days | UnreadDay:
        if is_gap(text):
            return EMPTY
        serials = self._options.serials
        if serials and (counted := read_serial(text, serials)):
            return counted
        match = _NUMBERS.fullmatch(text)
        if match is None:
            days = read_days(text)
            short = last_two_digits(text) if days is TWO_DIGITS else None
        else:
            days = self._numbers(*match.group(1, 3, 4))
            short = int(match[4]) if days is TWO_DIGITS else None
        if short is None or self._options.century is None:
            return days
        return self._in_year(text, self._options.century * 100 + short) or days

    def _numbers(self, first: str, second: str, year: str) -> Days | UnreadDay:
        """Return the day of three numbers, the year last."""
        if len(year) == 2:
            return TWO_DIGITS
        if first == second:
            return one_day(year, first, second)
        if self._order is None:
            self._order = self._find_order()
        day, month = (first, second) if self._order == "day-first" else (second, first)
        return _WRONG_ORDER if int(day) <= 12 < int(month) else one_day(year, month, day)

    def _in_year(self, text: str, year: int) -> Days | UnreadDay | None:
        """Return a day whose year is written with two digits in a known year, or None."""
        match = _NUMBERS.fullmatch(text)
        if match is None:
            return complete_year(text, year)
        first, _, second, last = match.groups()
        if int(last) == year % 100:
            return self._numbers(first, second, str(year))
        return one_day(str(year), second, last) if int(first) == year % 100 else None

    def _find_order(self) -> Order:
        """Return the order in which every value of the column is a date."""
        examples: dict[Order, tuple[int, str]] = {}
        counts: dict[Order, int] = {"day-first": 0, "month-first": 0}
        ambiguous = ""
        for row, value in self._scan():
            match = _NUMBERS.fullmatch(_plain(value)) if isinstance(value, str) else None
            if match is None:
                continue
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second or second > 12 >= first:
                order: Order = "day-first" if first > 12 else "month-first"
                examples.setdefault(order, (row, match[0]))
                counts[order] += 1
            elif first != second and not ambiguous:
                ambiguous = clean_text(value)
        if len(examples) == 2:
            few, most = sorted(examples, key=lambda order: counts[order])
            if counts[few] * _ROWS_PER_SLIP <= counts[most]:
                del examples[few]  # slips, which are refused row by row
        self._check_order(examples)
        if self._options.order is not None:
            return self._options.order
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
            if self._options.order not in {None, order}:
                part = order.removesuffix("-first")
                message = (
                    f"{self.name}: has the {part} first, but --set dates={self._options.order}"
                )
                hint = f"Use --set dates={order} if that is right for all rows. {hint}"
                raise DataError([Issue(self._file, row, value, message, hint)])


def _plain(text: str) -> str:
    """Return a day as its form is compared: with ASCII digits, and without a weekday."""
    text = ascii_number(clean_text(text))
    return text if _NUMBERS.fullmatch(text) else without_words(text)


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
