"""Control of one place over time, as spans of days with the same answer.

A timeline starts with the baseline, or with the holder that the first known change implies;
accepted events follow in the order of their latest day. From `date_earliest` to the day before
`date_latest` a change may have happened, so the place is contested between the old and the new
holder; from `date_latest` on the new holder has it. What publishers repeat about the place bounds
a change: it happened after the last day on which the old holder was still stated. Control on a day
therefore depends on no event that begins later, unless it is inferred from the first, and never on
the order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.control.assessment import event_key
from frontline.control.steps import STRENGTH, State, make_steps
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from frontline.control.assessment import Assessment
    from frontline.control.statements import Position
    from frontline.control.steps import Step
    from frontline.models import Baseline


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days with the same control of a place.

    Parameters
    ----------
    first, last : date
        First and last day, both included.
    since : date
        The first day on which the same actors had the place, whatever the evidence.
    reported : date
        The latest day that one of the records is about, as far as it lies in the span; on an
        earlier day of the span the records speak of that day itself.
    control : Control
        The control of the place.
    record_ids : tuple of str
        The baseline rows and events that the control is based on.
    inferred_from : str, optional
        The event that implies who held the place before it, if nothing else says so.
    """

    first: date
    last: date
    since: date
    reported: date
    control: Control
    record_ids: tuple[str, ...]
    inferred_from: str | None = None

    @property
    def basis(self) -> tuple[str, ...]:
        """The records that the control is based on, or inferred from."""
        return self.record_ids or ((self.inferred_from,) if self.inferred_from else ())

    def reported_on(self, day: date) -> date:
        """Return the latest day, up to a day of the span, that one of the records is about."""
        return min(day, self.reported)


def same_holders(one: Control, other: Control) -> bool:
    """Return whether status and actors are the same, whatever the evidence."""
    return (one.status, one.actors) == (other.status, other.actors)


def event_order(assessment: Assessment) -> tuple[date, date, tuple[tuple[int, int, str], ...], str]:
    """Return a sort key: latest day, earliest day, then id with its numbers as numbers."""
    return event_key(assessment.event)


def build_timeline(  # noqa: PLR0913, PLR0917 - rows and days, as for a record
    baseline: Sequence[Baseline],
    assessments: list[Assessment],
    first: date,
    last: date,
    as_of: date | None,
    positions: Sequence[Position] = (),
) -> tuple[Span, ...]:
    """Build the timeline of one place.

    Parameters
    ----------
    baseline : sequence of Baseline
        Its rows for the first day.
    assessments : list of Assessment
        The assessed events at the place, in any order.
    first, last : date
        First and last day of the record.
    as_of : date, optional
        The as-of day of the package, if it left reports out: no span begins later.
    positions : sequence of Position
        What is repeated about the place, in order of days.

    Returns
    -------
    tuple of Span
        Spans without gaps, in order; the last one ends on `last`.
    """
    assessments = sorted(assessments, key=event_order)
    control, record_ids = _baseline_control(baseline)
    implied = None if baseline else first_change(assessments, positions)
    if implied is not None:
        control = Control("held", (implied.event.before,), "inferred")
    start = State(control, record_ids, (), first)
    cause = None if implied is None else implied.event.event_id
    end = last if as_of is None else min(last, max(as_of, first))
    spans: list[Span] = []
    for day, state in _states(start, make_steps(start, assessments, positions), first, end):
        ids, latest = state.record_ids, spans[-1] if spans else None
        if latest is not None and (latest.control, latest.record_ids) == (state.control, ids):
            continue
        since = day
        if latest is not None:
            spans[-1] = _closed(latest, day - timedelta(days=1))
            if same_holders(latest.control, state.control):
                since = latest.since
        inferred = None if ids else cause
        spans.append(Span(day, last, since, state.reported, state.control, ids, inferred))
    spans[-1] = _closed(spans[-1], last)
    return tuple(spans)


def _closed(span: Span, last: date) -> Span:
    """Return a span with its last day; what its records report ends no later."""
    return replace(span, last=last, reported=min(span.reported, last))


def _states(
    start: State, steps: Sequence[Step], first: date, end: date
) -> Iterator[tuple[date, State]]:
    """Yield the first day, and each later one up to `end` on which a step begins or takes effect.

    Each comes with its state. The steps that have taken effect are applied once; those that have
    only begun are applied on top of them, on each day.
    """
    days = {first} | {day for one in steps for day in (one.earliest, one.latest)}
    begun = sorted(range(len(steps)), key=lambda number: steps[number].earliest)
    settled, applied, opened = start, 0, 0
    pending: list[int] = []
    for day in sorted(days):
        if day > end:
            return
        while applied < len(steps) and steps[applied].latest <= day:
            settled = settled.after(steps[applied])
            applied += 1
        while opened < len(begun) and steps[begun[opened]].earliest <= day:
            pending.append(begun[opened])
            opened += 1
        pending = sorted(number for number in pending if number >= applied)
        if day >= first:
            yield day, settled.with_pending([steps[number] for number in pending], day)


def first_change(
    assessments: Sequence[Assessment], positions: Sequence[Position] = ()
) -> Assessment | None:
    """Return the event that implies who held a place before it, or None.

    This is the first event that any report supports, whether or not the rule accepts it: a rule
    that rejects a change leaves the place with its last holder. Reports about a highway imply
    nothing. A statement that comes first implies nothing either: the place is unknown before.

    Parameters
    ----------
    assessments : sequence of Assessment
        The events at one place, in the order of `event_order`.
    positions : sequence of Position
        What is repeated about the place, in order of days.
    """
    own = (one for one in assessments if one.reason.code not in {"highway", "no_support"})
    found = next(own, None)
    if found is not None and positions and positions[0].first < found.event.date_latest:
        return None
    return found


def _baseline_control(rows: Sequence[Baseline]) -> tuple[Control, tuple[str, ...]]:
    """Return control on the first day; all rows about one place name the same holder."""
    record_ids = tuple(sorted(row.baseline_id for row in rows))
    if not rows or rows[0].holder is None:
        return UNKNOWN, record_ids
    evidence = max((row.evidence for row in rows), key=STRENGTH.__getitem__)
    return Control("held", (rows[0].holder,), evidence), record_ids
