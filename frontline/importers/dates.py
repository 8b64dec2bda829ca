"""Days as foreign tables write them: the order of day and month is that of the whole column.

A year that comes first, or a month in words, leaves no doubt. Of 03/04/2019 nobody can say
whether it is April or March; another row of the same column may (13/04/2019). If none does, the
column is refused, and the user says the order; that too must be right for the whole column.
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
#: So many different texts are remembered; a column seldom has more days.
_REMEMBERED = 100_000


class DayColumn:
    """A column of days in one file.

    Parameters
    ----------
    file, column : names, for messages
    scan : gives the number of each row and its value; asked once, at the first value whose order
        matters
    order : as the user says it, if so
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
        self._stated = order
        self._order: Order | None = None
        self._known: dict[str, date | None] = {}

    def day(self, value: object) -> date | None:
        """Give the day that a value means; None for what is no day.

        Raises
        ------
        InvalidRequestError
            When no value of the column tells day from month.
        DataError
            When the values contradict each other, or the order that the user says.
        """
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = value if isinstance(value, str) else clean_text(value)
        if text not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = self._read(clean_text(text))
        return self._known[text]

    def _read(self, text: str) -> date | None:
        plain = _plainly(text)
        if plain is not None:
            return plain
        match = _NUMBERS.fullmatch(text)
        if match is None:
            return None
        first, _, second, year = match.groups()
        if first == second:
            return _made(year, first, second)
        if self._order is None:
            self._order = self._resolved()
        day, month = (first, second) if self._order == "day-first" else (second, first)
        return _made(year, month, day)

    def _resolved(self) -> Order:
        """Find the order in which every value of the column is a day."""
        told: dict[Order, tuple[int, str]] = {}
        example = ""
        for row, value in self._scan():
            match = _NUMBERS.fullmatch(clean_text(value)) if isinstance(value, str) else None
            if match is None:
                continue
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                told.setdefault("day-first", (row, match[0]))
            elif second > 12 >= first:
                told.setdefault("month-first", (row, match[0]))
            elif first != second and not example:
                example = match[0]
        self._agreed(told)
        if self._stated is not None:
            return self._stated
        if not told:
            raise InvalidRequestError(
                f"{self._file}, column {self.name!r}: nothing tells whether {example!r} has "
                "the day or the month first: say --set dates=day-first or month-first"
            )
        return next(iter(told))

    def _agreed(self, told: dict[Order, tuple[int, str]]) -> None:
        """Refuse a column that is not in one order, or not in the one that the user says."""
        remedy = "Write all days of the column in one order, best year first (2019-08-15)"
        if len(told) == 2:
            (row, day), (other_row, other) = told["day-first"], told["month-first"]
            rule = f"{self.name}: the day comes first here, the month in row {other_row}: {other!r}"
            raise DataError([Issue(self._file, row, day, rule, f"{remedy}.")])
        for order, (row, value) in told.items():
            if self._stated not in {None, order}:
                comes = order.removesuffix("-first")
                rule = f"{self.name}: has the {comes} first, though --set dates={self._stated}"
                remedy = f"Say --set dates={order}, if that is right for all. {remedy}."
                raise DataError([Issue(self._file, row, value, rule, remedy)])


def _plainly(text: str) -> date | None:
    """Read a day that leaves no doubt."""
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(text):
            return _made(*(part for part in match.groups() if part.isdecimal()))
    folded = text.casefold()
    if match := _DAY_MONTH.fullmatch(folded):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(folded):
        month, day, year = match.groups()
    else:
        return None
    return _made(year, str(_MONTHS[month]), day) if month in _MONTHS else None


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def span_around(day: date, days: int) -> tuple[date, date]:
    """Give the days up to so many before and after a day, within the calendar.

    Examples
    --------
    >>> [str(end) for end in span_around(date(2019, 8, 15), 3)]
    ['2019-08-12', '2019-08-18']
    """
    room = min(days, (day - date.min).days, (date.max - day).days)
    return day - timedelta(days=room), day + timedelta(days=room)


def month_around(day: date) -> tuple[date, date]:
    """Give the first and the last day of the month that a day lies in.

    Examples
    --------
    >>> [str(end) for end in month_around(date(2020, 2, 15))]
    ['2020-02-01', '2020-02-29']
    """
    first = day.replace(day=1)
    after = first.toordinal() + 31
    if after > date.max.toordinal():
        return first, date.max
    return first, date.fromordinal(after).replace(day=1) - timedelta(days=1)
