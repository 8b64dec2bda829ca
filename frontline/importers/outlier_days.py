"""Find the rows whose days lie years from all others, such as 1970 or 2033 in a war of 2023.

One wrong day must not set the first or last day of a record. Days are judged by the bulk of the
rows: a few of them are outliers if they lie more than two years from all others and far from the
median, compared with how the days spread. The rows are streamed; only those that may be outliers
are held back.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.day_formats import Days
    from frontline.importers.summary import ImportSummary

#: Groups of days are further apart than this.
_GAP_DAYS = 730
#: Outliers are further from the median than so many times the median deviation, which for days
#: that spread evenly is twice the distance of the first and the last.
_DEVIATIONS = 4
#: At most one row in so many belongs to one group of outliers.
_ROWS_PER_GROUP = 10
#: Number of rows that are held back before they are judged for the first time.
_FIRST_ROWS = 1_000


class _Group(NamedTuple):
    """Days without a gap of years, as ordinal numbers, and the number of their rows."""

    first: int
    last: int
    rows: int


def find_outliers(counts: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the first and the last day of each group of days that are outliers.

    Parameters
    ----------
    counts : number of rows by day, as ordinal number

    Examples
    --------
    >>> year = 365
    >>> find_outliers({2000 * year: 40, 2001 * year: 50, 1947 * year: 1})
    [(710655, 710655)]
    >>> find_outliers({2000 * year: 1, 1947 * year: 1})
    []
    """
    groups = _groups(counts)
    if len(groups) < 2:
        return []
    total = sum(group.rows for group in groups)
    median = _median(counts)
    deviations: Counter[int] = Counter()
    for day, count in counts.items():
        deviations[abs(day - median)] += count
    margin = max(_GAP_DAYS, _DEVIATIONS * _median(deviations))
    largest = max(groups, key=lambda group: group.rows)
    few = max(1, total // _ROWS_PER_GROUP)
    outliers = [
        group
        for group in groups
        if group is not largest
        and group.rows <= few
        and (group.first > median + margin or group.last < median - margin)
    ]
    if sum(group.rows for group in outliers) >= largest.rows:
        return []
    return [(group.first, group.last) for group in outliers]


def _groups(counts: Mapping[int, int]) -> list[_Group]:
    groups: list[_Group] = []
    for day in sorted(counts):
        if groups and day - groups[-1].last <= _GAP_DAYS:
            last = groups[-1]
            groups[-1] = _Group(last.first, day, last.rows + counts[day])
        else:
            groups.append(_Group(day, day, counts[day]))
    return groups


def _median(counts: Mapping[int, int]) -> int:
    """Return the median of values with their numbers."""
    rest = sum(counts.values()) // 2
    for value in sorted(counts):
        rest -= counts[value]
        if rest < 0:
            return value
    return 0


class OutlierDays:
    """Passes on the rows whose days are near those of the others, and refuses the rest at the end.

    Parameters
    ----------
    summary : of the import
    span : first and last day of the record of the package, which are right; None if it has none
    known : the days of the rows in the package
    wanted : the first and last day that the user states; nothing up to a stated day is an outlier
    """

    def __init__(
        self, summary: ImportSummary, span: Days | None, known: Iterable[date], wanted: Days
    ) -> None:
        self._summary = summary
        self._wanted = wanted
        self._counts = Counter(day.toordinal() for day in known)
        #: First and last ordinal day of the rows that were passed on, with those of the package.
        self._range: tuple[int, int] | None = None
        if span is not None:
            self._range = span[0].toordinal(), span[1].toordinal()
            self._counts.update(self._range)
        self._waiting: list[tuple[ReportCandidate, Callable[[ReportCandidate], None]]] = []
        self._most_waiting = _FIRST_ROWS

    def merge(self, candidate: ReportCandidate, merge: Callable[[ReportCandidate], None]) -> None:
        """Merge a row with a function, now or later; or refuse it at the end."""
        last = candidate.date_latest.toordinal()
        is_day = candidate.date_earliest is candidate.date_latest
        first = last if is_day else candidate.date_earliest.toordinal()
        self._counts[last] += 1
        if first != last:
            self._counts[first] += 1
        span = self._range
        if span is not None and span[0] - _GAP_DAYS <= first and last <= span[1] + _GAP_DAYS:
            if first < span[0] or last > span[1]:
                self._range = min(span[0], first), max(span[1], last)
            merge(candidate)
            return
        self._waiting.append((candidate, merge))
        if len(self._waiting) >= self._most_waiting:
            self._release()
            allowed = self._counts.total() // _ROWS_PER_GROUP
            self._most_waiting = max(_FIRST_ROWS, allowed, 2 * len(self._waiting))

    def finish(self) -> None:
        """Merge the rows that turn out to be no outliers, and refuse the others."""
        self._release()
        if not self._waiting:
            return
        low = date.fromordinal(self._range[0]) if self._range else date.min
        for candidate, _ in self._waiting:
            days = candidate.date_earliest, candidate.date_latest
            day = days[0] if days[0] < low else days[1]
            text = f"{day} {candidate.place}"
            self._summary.refuse(candidate.file, candidate.row, self.reason, text)
        self._waiting.clear()

    @property
    def reason(self) -> str:
        """The reason for refusing a row, with the first and last day of the others."""
        low, high = map(date.fromordinal, self._range or (1, 1))
        return (
            f"the day is years from all others ({low} to {high}): correct it; if it is right, add "
            "--set from=DAY or --set to=DAY with the first or the last day"
        )

    def find(self, counts: Mapping[int, int]) -> list[tuple[int, int]]:
        """Return the outliers among the days of rows that are all read; see `find_outliers`."""
        self._counts.update(counts)
        return self._outliers()

    def _release(self) -> None:
        """Merge the rows that wait and are no outliers."""
        self._outliers()
        if self._range is None:
            return
        low, high = self._range
        waiting, self._waiting = self._waiting, []
        for candidate, merge in waiting:
            first, last = candidate.date_earliest.toordinal(), candidate.date_latest.toordinal()
            if low <= first and last <= high:
                merge(candidate)
            else:
                self._waiting.append((candidate, merge))

    def _outliers(self) -> list[tuple[int, int]]:
        """Return the groups of outliers, and set the range of the other days."""
        outliers = [group for group in find_outliers(self._counts) if not self._is_right(*group)]
        days = [
            day for day in self._counts if not any(first <= day <= last for first, last in outliers)
        ]
        if days:
            self._range = min(days), max(days)
        return outliers

    def _is_right(self, first: int, last: int) -> bool:
        """Return whether days are those of the package, or on a side that the user states."""
        if self._range is not None and self._range[0] <= last and first <= self._range[1]:
            return True
        start, end = (day.toordinal() for day in self._wanted)
        median = _median(self._counts)
        is_start_stated, is_end_stated = start > 1, end < date.max.toordinal()
        return (is_start_stated and last < median) or (is_end_stated and first > median)
