"""Who held what on a day, and what changed between two days.

`frontline.control.timeline` handles the rows about one place; this module all places together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.control.timeline import Span, build_timeline
from frontline.errors import UnknownDayError
from frontline.models import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control.assessment import Assessment
    from frontline.models import Baseline, Control


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose answer differs between two days, with the events that made it so."""

    place_id: str
    before: Control
    after: Control
    day: date
    event_ids: tuple[str, ...]


class Record:
    """Control of every place with evidence on every day of the record.

    Parameters
    ----------
    place_ids : the places, in the order of all arrays given back
    baseline : rows of the first day
    assessments : events with what a rule made of them; those that do not stand mark a dispute
    first, last : the days of the record, both included
    as_of : the day whose knowledge the rows are; a later day is answered as this one

    Attributes
    ----------
    states : distinct answers; a code is an index into it, and code 0 is ``unknown``
    """

    def __init__(  # noqa: PLR0913, PLR0917 - rows, days and the clock are what a record is
        self,
        place_ids: Sequence[str],
        baseline: Iterable[Baseline],
        assessments: Iterable[Assessment],
        first: date,
        last: date,
        as_of: date | None = None,
    ) -> None:
        self.as_of = as_of
        self.first, self.last = first, last
        start: defaultdict[str, list[Baseline]] = defaultdict(list)
        for row in baseline:
            start[row.place_id].append(row)
        by_place: defaultdict[str, list[Assessment]] = defaultdict(list)
        for assessment in assessments:
            if assessment.event.place_id is not None:
                by_place[assessment.event.place_id].append(assessment)
        self._keep(
            {
                place_id: build_timeline(start[place_id], by_place[place_id], first, last, as_of)
                for place_id in place_ids
            }
        )

    def _keep(self, fresh: dict[str, tuple[Span, ...]], base: Record | None = None) -> None:
        """Keep histories: all of them, or those that are not as in another record."""
        self._base, self._fresh = base, fresh
        told: dict[str, tuple[Span, ...]] = {} if base is None else vars(base)["_spans"]
        self._spans = told | fresh
        self.place_ids = tuple(self._spans)
        self.index = {place_id: i for i, place_id in enumerate(self.place_ids)}
        known = (UNKNOWN,) if base is None else base.states
        found = {span.control for own in fresh.values() for span in own}
        ordered = sorted(found - {*known}, key=lambda c: (c.status, c.actors, c.evidence or ""))
        self.states: tuple[Control, ...] = (*known, *ordered)

    def updated(
        self,
        place_ids: Sequence[str],
        baseline: Iterable[Baseline],
        assessments: Iterable[Assessment],
    ) -> Record:
        """Give this record with some places, or further ones, worked out from other rows.

        Codes and columns of this record mean the same in the new one, so that the two can be
        compared; further places have the last columns.
        """
        days = (self.first, self.last, self.as_of)
        other = Record(place_ids, baseline, assessments, *days)
        other._keep(other._spans, self)
        return other

    @cached_property
    def matrix(self) -> NDArray[np.int16]:
        """Codes, shape (days, places)."""
        code = {state: number for number, state in enumerate(self.states)}
        days = (self.last - self.first).days + 1
        matrix = np.zeros((days, len(self.place_ids)), dtype=np.int16)
        if self._base is not None:
            matrix[:, : len(self._base.place_ids)] = self._base.matrix
        for place_id, spans in self._fresh.items():
            self._fill(matrix, self.index[place_id], spans, code)
        return matrix

    def _fill(
        self,
        matrix: NDArray[np.int16],
        column: int,
        spans: Sequence[Span],
        code: Mapping[Control, int],
    ) -> None:
        for span in spans:
            rows = slice((span.first - self.first).days, (span.last - self.first).days + 1)
            matrix[rows, column] = code[span.control]

    def codes(self, day: date) -> NDArray[np.int16]:
        """Codes of all places on a day, shape (places,)."""
        self.check_day(day)
        codes: NDArray[np.int16] = self.matrix[(day - self.first).days]
        return codes

    def effective_day(self, day: date) -> date:
        """Give the day that a day is answered as: itself, or the last one that was known."""
        return day if self.as_of is None else min(day, max(self.as_of, self.first))

    def check_day(self, day: date) -> None:
        """Refuse a day the record does not reach, as UnknownDayError."""
        if not self.first <= day <= self.last:
            raise UnknownDayError(
                f"nothing is known of {day}: the record runs from {self.first} to {self.last}"
            )

    def spans(self, place_id: str) -> tuple[Span, ...]:
        """Give the whole history of a place; empty when no report speaks of it."""
        return self._spans.get(place_id, ())

    def span_on(self, place_id: str, day: date) -> Span:
        """Give the stretch of days that `day` lies in."""
        self.check_day(day)
        spans = self.spans(place_id)
        if not spans:
            return Span(self.first, self.last, self.first, self.first, UNKNOWN, ())
        return spans[bisect_right([span.first for span in spans], day) - 1]

    def on(self, place_id: str, day: date) -> Control:
        """Answer for one place on one day; unknown when no report speaks of the place."""
        return self.span_on(place_id, day).control

    def changes(self, first: date, last: date) -> tuple[Change, ...]:
        """Give the places whose status or actors differ between two days, by day and id."""
        before, after = self.codes(first), self.codes(last)
        found = []
        for column in np.flatnonzero(before != after):
            place_id = self.place_ids[column]
            old, new = self.states[before[column]], self.states[after[column]]
            if (old.status, old.actors) == (new.status, new.actors):
                continue
            known = self.span_on(place_id, first).record_ids
            within = [span for span in self._spans[place_id] if first < span.first <= last]
            ids = dict.fromkeys(record for span in within for record in span.record_ids)
            made_by = tuple(record for record in ids if record not in known)
            end = self.span_on(place_id, last)
            # A change that was pending on the first day is known already, and still makes it.
            found.append(Change(place_id, old, new, end.since, made_by or end.record_ids))
        return tuple(sorted(found, key=lambda change: (change.day, change.place_id)))
