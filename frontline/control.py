"""Who held what on a day, and what changed between two days.

For each place: the baseline, then the events that stand, in the order of their latest day.
From `date_earliest` up to the day before `date_latest` the change may or may not have happened,
so the place is contested between before and after; from `date_latest` on it has. Control on a
day therefore depends on no event that begins after it, and on no order of rows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.errors import RequestError
from frontline.model import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.evidence import Ruling
    from frontline.model import Baseline, Evidence

__all__ = ["Change", "Record", "Span", "sort_key"]

_STRENGTH: dict[Evidence | None, int] = {
    None: 0,
    "disputed": 1,
    "inferred": 2,
    "claimed": 3,
    "confirmed": 4,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included, in which the answer for a place was the same.

    Parameters
    ----------
    first, last : days
    since : the day from which the same actors had the place, whatever the evidence
    control : the answer
    record_ids : the baseline row or events that the answer stands on
    reported : the latest day that any of them speaks for
    """

    first: date
    last: date
    since: date
    reported: date
    control: Control
    record_ids: tuple[str, ...]


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
    rulings : events with what a rule made of them; those that do not stand mark a dispute
    first, last : the days of the record, both included
    known_on : the day whose knowledge the rows are; a later day is answered as this one

    Attributes
    ----------
    states : distinct answers; a code is an index into it, and code 0 is ``unknown``
    """

    def __init__(  # noqa: PLR0913, PLR0917 - rows, days and the clock are what a record is
        self,
        place_ids: Sequence[str],
        baseline: Iterable[Baseline],
        rulings: Iterable[Ruling],
        first: date,
        last: date,
        known_on: date | None = None,
    ) -> None:
        self.known_on = known_on
        self.first, self.last = first, last
        start: defaultdict[str, list[Baseline]] = defaultdict(list)
        for row in baseline:
            start[row.place_id].append(row)
        by_place: defaultdict[str, list[Ruling]] = defaultdict(list)
        for ruling in rulings:
            if ruling.event.place_id is not None:
                by_place[ruling.event.place_id].append(ruling)
        self._keep(
            {
                place_id: _spans(start[place_id], by_place[place_id], first, last, known_on)
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

    def again(
        self, place_ids: Sequence[str], baseline: Iterable[Baseline], rulings: Iterable[Ruling]
    ) -> Record:
        """Give this record with some places, or further ones, worked out from other rows.

        Codes and columns of this record mean the same in the new one, so that the two can be
        compared; further places have the last columns.
        """
        days = (self.first, self.last, self.known_on)
        other = Record(place_ids, baseline, rulings, *days)
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

    def known_day(self, day: date) -> date:
        """Give the day that a day is answered as: itself, or the last one that was known."""
        return day if self.known_on is None else min(day, max(self.known_on, self.first))

    def check_day(self, day: date) -> None:
        """Refuse a day the record does not reach, as RequestError."""
        if not self.first <= day <= self.last:
            raise RequestError(
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


def sort_key(ruling: Ruling) -> tuple[date, date, tuple[tuple[int, int, str], ...], str]:
    """Sort by latest day, then earliest, then id with its numbers read as numbers."""
    event = ruling.event
    parts = re.findall(r"\d+|\D+", event.event_id)
    natural = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
    return event.date_latest, event.date_earliest, natural, event.event_id


def _spans(
    start: Sequence[Baseline],
    rulings: list[Ruling],
    first: date,
    last: date,
    known_on: date | None,
) -> tuple[Span, ...]:
    """Work out the history of one place."""
    rulings = sorted(rulings, key=sort_key)
    turns = {first}
    for ruling in rulings:
        turns |= {ruling.event.date_earliest, ruling.event.date_latest}
    spans: list[Span] = []
    for day in sorted(turns):
        if known_on is not None and day > max(known_on, first):
            break
        control, record_ids = _answer(start, rulings, day)
        reported = _reported(rulings, day, record_ids, first)
        if spans and (spans[-1].control, spans[-1].record_ids) == (control, record_ids):
            continue
        since = day
        if spans:
            old = spans[-1]
            spans[-1] = replace(old, last=day - timedelta(days=1))
            if (old.control.status, old.control.actors) == (control.status, control.actors):
                since = old.since
        spans.append(Span(day, last, since, reported, control, record_ids))
    return tuple(spans)


def _reported(
    rulings: Sequence[Ruling], day: date, record_ids: tuple[str, ...], first: date
) -> date:
    """Give the latest day that an answer's records speak for; the first day for a baseline."""
    spoken = [
        min(ruling.event.date_latest, day)
        for ruling in rulings
        if ruling.event.event_id in record_ids and ruling.event.date_earliest <= day
    ]
    return max(spoken, default=first)


def _answer(
    start: Sequence[Baseline], rulings: Sequence[Ruling], day: date
) -> tuple[Control, tuple[str, ...]]:
    """Answer for one place on one day, with the records it stands on."""
    control, record_ids = _opening(start)
    pending: list[Ruling] = []
    for ruling in rulings:
        event = ruling.event
        if event.date_earliest > day:
            continue
        if not ruling.stands:
            if ruling.evidence == "disputed" and control.status != "unknown":
                control = Control(control.status, control.actors, "disputed")
                record_ids = (*record_ids, event.event_id)
        elif event.date_latest <= day:
            control, record_ids = _settle(control, record_ids, ruling)
        else:
            pending.append(ruling)
    return _blur_dates(control, record_ids, pending)


def _opening(start: Sequence[Baseline]) -> tuple[Control, tuple[str, ...]]:
    """Answer for the first day; several rows about one place agree on its holder."""
    record_ids = tuple(sorted(row.baseline_id for row in start))
    if not start or start[0].holder is None:
        return UNKNOWN, record_ids
    evidence = max((row.evidence for row in start), key=_STRENGTH.__getitem__)
    return Control("held", (start[0].holder,), evidence), record_ids


def _settle(
    control: Control, record_ids: tuple[str, ...], ruling: Ruling
) -> tuple[Control, tuple[str, ...]]:
    """Apply an event whose latest day has come."""
    event, evidence = ruling.event, ruling.evidence
    if event.kind == "contested":
        return Control("contested", _both(event.before, event.after), evidence), (event.event_id,)
    if control.holder == event.after and control.evidence != "disputed":
        stronger = max(control.evidence, evidence, key=_STRENGTH.__getitem__)
        return Control("held", (event.after,), stronger), (*record_ids, event.event_id)
    return Control("held", (event.after,), evidence), (event.event_id,)


def _blur_dates(
    control: Control, record_ids: tuple[str, ...], pending: Sequence[Ruling]
) -> tuple[Control, tuple[str, ...]]:
    """Contest a place between before and after while the day of a change is uncertain."""
    actors = set(control.actors)
    evidence, waiting = control.evidence, list(record_ids)
    for ruling in pending:
        event = ruling.event
        if event.kind == "repelled":
            continue
        if event.kind != "contested" and control.holder == event.after:
            continue
        actors |= {event.after}
        if event.kind == "contested" or not control.actors:
            actors |= {event.before}
        evidence = ruling.evidence
        waiting.append(event.event_id)
    if actors == set(control.actors):
        return control, record_ids
    return Control("contested", _both(*actors), evidence), tuple(waiting)


def _both(*actors: str) -> tuple[str, ...]:
    return tuple(sorted(set(actors)))
