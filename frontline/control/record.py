"""The record: control of all places on all days, and the changes between two days."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.control.span_table import SpanTable
from frontline.control.timeline import Span, build_timeline, same_holders
from frontline.errors import UnknownDayError
from frontline.models import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control.assessment import Assessment
    from frontline.control.statements import Position
    from frontline.models import Baseline, Control


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose holder or status differs between two days.

    Parameters
    ----------
    place_id : str
        The place.
    before, after : Control
        Control on the first and on the second day.
    day : date
        The first day with the new holder or status.
    event_ids : tuple of str
        The events that caused the change.
    """

    place_id: str
    before: Control
    after: Control
    day: date
    event_ids: tuple[str, ...]


class Record:
    """Control of every place with reports on every day.

    Parameters
    ----------
    place_ids : sequence of str
        The places, in the order of all arrays.
    baseline : iterable of Baseline
        Rows of the first day.
    assessments : iterable of Assessment
        The assessed changes. Denied events that are not accepted mark a place as disputed.
    first, last : date
        First and last day.
    as_of : date, optional
        The as-of day of the package, if it left reports out. Control on later days is that on
        this day.
    positions : mapping of str to sequence of Position, optional
        What is repeated about places, by id, as `frontline.control.statements.combine` returns it.

    Attributes
    ----------
    place_ids : tuple of str
        The places.
    states : tuple of Control
        The distinct values of control. A code is an index into it; code 0 is ``unknown``.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a record consists of rows and days
        self,
        place_ids: Sequence[str],
        baseline: Iterable[Baseline],
        assessments: Iterable[Assessment],
        first: date,
        last: date,
        as_of: date | None = None,
        positions: Mapping[str, Sequence[Position]] | None = None,
    ) -> None:
        self.as_of = as_of
        self.first, self.last = first, last
        rows: defaultdict[str, list[Baseline]] = defaultdict(list)
        for row in baseline:
            rows[row.place_id].append(row)
        by_place: defaultdict[str, list[Assessment]] = defaultdict(list)
        for assessment in assessments:
            if assessment.event.place_id is not None:
                by_place[assessment.event.place_id].append(assessment)
        stated = positions or {}
        self._set_timelines(
            {
                place_id: build_timeline(
                    rows.get(place_id, ()),
                    by_place.get(place_id, ()),
                    first,
                    last,
                    as_of,
                    stated.get(place_id, ()),
                )
                for place_id in place_ids
            }
        )

    def _set_timelines(
        self, fresh: Mapping[str, tuple[Span, ...]], base: Record | None = None
    ) -> None:
        """Store the timelines of all places, or those that differ from a base record."""
        self._base, self._fresh = base, fresh
        self._changes: dict[tuple[date, date], dict[str, Change]] = {}
        inherited = {} if base is None else base._timelines  # noqa: SLF001 - a record too
        self._spans: Mapping[str, tuple[Span, ...]] = {**inherited, **fresh}
        self.place_ids: tuple[str, ...]
        self.index: Mapping[str, int]
        if base is None or len(self._spans) > len(base.index):
            self.place_ids = tuple(self._spans)
            self.index = {place_id: i for i, place_id in enumerate(self.place_ids)}
        else:
            self.place_ids, self.index = base.place_ids, base.index
        known = (UNKNOWN,) if base is None else base.states
        new = {span.control for spans in fresh.values() for span in spans} - {*known}
        ordered = sorted(new, key=lambda c: (c.status, c.actors, c.evidence or ""))
        self.states: tuple[Control, ...] = (*known, *ordered)

    @cached_property
    def _timelines(self) -> dict[str, tuple[Span, ...]]:
        """The timelines of all places, made once for all records that take them over."""
        return dict(self._spans)

    def updated(
        self,
        place_ids: Sequence[str],
        baseline: Iterable[Baseline],
        assessments: Iterable[Assessment],
        positions: Mapping[str, Sequence[Position]] | None = None,
    ) -> Record:
        """Return a record in which some places, or additional ones, have other rows.

        Codes and columns of this record keep their meaning in the new one, so that the two can
        be compared; additional places have the last columns.

        Parameters
        ----------
        place_ids : sequence of str
            The places that are replaced or added.
        baseline, assessments, positions
            All that is known about these places.
        """
        days = (self.first, self.last, self.as_of)
        other = Record(place_ids, baseline, assessments, *days, positions)
        other._set_timelines(other._spans, self)
        return other

    @cached_property
    def table(self) -> SpanTable:
        """The spans of all places as columns, in the order of `place_ids`."""
        code = {state: number for number, state in enumerate(self.states)}
        fresh = {self.index[place_id]: spans for place_id, spans in self._fresh.items()}
        table = SpanTable.of(fresh, self.first, code)
        return table if self._base is None else self._base.table.replaced(table)

    @property
    def matrix(self) -> NDArray[np.int16]:
        """Codes of all places on all days, shape (days, places).

        It is made each time: what is about one day, or about changes, is in `codes` and `table`.
        """
        table = self.table
        matrix = np.zeros(((self.last - self.first).days + 1, len(self.place_ids)), dtype=np.int16)
        for first, last, code, column in zip(
            table.first, table.last, table.code, table.column, strict=True
        ):
            matrix[first : last + 1, column] = code
        return matrix

    def codes(self, day: date) -> NDArray[np.int16]:
        """Return the codes of all places on a day, shape (places,)."""
        return self.table.code[self._spans_on(day)]

    def _spans_on(self, day: date) -> NDArray[np.bool_]:
        """Return a mask of the spans of `table` that contain a day of the record."""
        self.check_day(day)
        return self.table.on((day - self.first).days)

    def effective_day(self, day: date) -> date:
        """Return the day itself, or the as-of day if that is earlier."""
        return day if self.as_of is None else min(day, max(self.as_of, self.first))

    def check_day(self, day: date) -> None:
        """Raise UnknownDayError for a day outside the record."""
        if not self.first <= day <= self.last:
            raise UnknownDayError(
                f"nothing is known of {day}: the record runs from {self.first} to {self.last}"
            )

    def spans(self, place_id: str) -> tuple[Span, ...]:
        """Return the timeline of a place; empty if no report is about it."""
        return self._spans.get(place_id, ())

    def values(self, field: str) -> list[Any]:
        """Return a field of the spans of all places, in the order of `table`."""
        return [getattr(span, field) for id_ in self.place_ids for span in self._spans[id_]]

    def span_on(self, place_id: str, day: date) -> Span:
        """Return the span of a place that contains a day; UnknownDayError outside the record."""
        self.check_day(day)
        spans = self.spans(place_id)
        if not spans:
            return Span(self.first, self.last, self.first, self.first, UNKNOWN, ())
        return spans[bisect_right(spans, day, key=_first_day) - 1]

    def control_on(self, place_id: str, day: date) -> Control:
        """Return the control of a place on a day; unknown if no report is about it."""
        return self.span_on(place_id, day).control

    def changes(self, first: date, last: date) -> tuple[Change, ...]:
        """Return the places whose status or actors differ between two days, by day and id."""
        found = self.changes_by_place(first, last).values()
        return tuple(sorted(found, key=lambda change: (change.day, change.place_id)))

    def changes_by_place(self, first: date, last: date) -> dict[str, Change]:
        """Return the same by place. What this record shares with its base is not compared again.

        Parameters
        ----------
        first, last : date
        """
        key = (first, last)
        if key not in self._changes:
            if len(self._changes) >= _MOST_KEPT:
                self._changes.clear()
            self._changes[key] = self._find_changes(first, last)
        return self._changes[key]

    def _find_changes(self, first: date, last: date) -> dict[str, Change]:
        if self._base is None:
            place_ids = self._different(first, last)
            found = {}
        else:
            same = self._base.changes_by_place(first, last)
            found = {id_: change for id_, change in same.items() if id_ not in self._fresh}
            place_ids = [*self._fresh]
        for day in (first, last):
            self.check_day(day)
        for place_id in place_ids:
            spans = self._spans[place_id]
            begin, stop = (bisect_right(spans, day, key=_first_day) - 1 for day in (first, last))
            start, end = spans[begin], spans[stop]
            if same_holders(start.control, end.control):
                continue
            within = [span.record_ids for span in spans[begin + 1 : stop + 1]]
            ids = events_of_change(start.record_ids, within, end.record_ids)
            found[place_id] = Change(place_id, start.control, end.control, end.since, ids)
        return found

    def _different(self, first: date, last: date) -> list[str]:
        """Return the places whose control or evidence differs between two days."""
        different = np.flatnonzero(self.codes(first) != self.codes(last))
        return [self.place_ids[column] for column in different]


def events_of_change(
    before: tuple[str, ...], within: Iterable[tuple[str, ...]], after: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the events of a change from the records before it, of its spans, and after it."""
    ids = dict.fromkeys(chain.from_iterable(within))
    # A change that was pending on the first day is among its records already.
    return tuple(one for one in ids if one not in before) or after


#: Pairs of days of which the changes are kept.
_MOST_KEPT = 256
_first_day = attrgetter("first")
