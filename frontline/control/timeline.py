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

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.control.assessment import event_key
from frontline.control.steps import STRENGTH, State, known_control, make_steps
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from frontline.control.assessment import Assessment
    from frontline.control.statements import Position
    from frontline.control.steps import Step
    from frontline.models import Baseline

_DAY = timedelta(days=1)


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
    assessments: Sequence[Assessment],
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
    assessments : sequence of Assessment
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
    control, record_ids = _baseline_control(baseline)
    if not assessments and not positions:  # as of most places
        return (Span(first, last, first, first, control, record_ids),)
    if len(assessments) == 1 and baseline and not positions and as_of is None:
        found = _changed_once(control, record_ids, assessments[0], first, last)
        if found is not None:
            return found
    if len(assessments) > 1:
        assessments = sorted(assessments, key=event_order)
    implied = None if baseline else first_change(assessments, positions)
    if implied is not None:
        control = _implied_by(implied)
    start = State(control, record_ids, (), first)
    cause = None if implied is None else implied.event.event_id
    end = last if as_of is None else min(last, max(as_of, first))
    begun: list[tuple[date, date, State, tuple[str, ...]]] = []
    for day, state in _states(start, make_steps(start, assessments, positions), first, end):
        ids, since = state.record_ids, day
        if begun:
            _, since_before, before, ids_before = begun[-1]
            if ids_before == ids and before.control == state.control:
                continue
            if same_holders(before.control, state.control):
                since = since_before
        begun.append((day, since, state, ids))
    ends = [*(day - _DAY for day, *_ in begun[1:]), last]
    return tuple(
        # What the records of a span report ends no later than the span.
        Span(day, end, since, min(state.reported, end), state.control, ids, None if ids else cause)
        for (day, since, state, ids), end in zip(begun, ends, strict=True)
    )


def _changed_once(
    control: Control, record_ids: tuple[str, ...], change: Assessment, first: date, last: date
) -> tuple[Span, ...] | None:
    """Return the timeline of a place with a baseline that another actor took on a known day.

    Most places that change are like that. None is returned for another change.
    """
    event, day = change.event, change.event.date_latest
    if not (
        change.accepted
        and change.from_day is None
        and event.kind in {"capture", "withdrawal"}
        and event.date_earliest == day
        and first < day <= last
        and control.actors != (event.after,)
    ):
        return None
    after = known_control("held", (event.after,), change.evidence)
    return (
        Span(first, day - _DAY, first, first, control, record_ids),
        Span(day, last, day, day, after, (event.event_id,)),
    )


def controls_before(
    baseline: Sequence[Baseline], assessments: Sequence[Assessment], first: date
) -> Iterator[Control]:
    """Yield the control of a place just before each of its events takes effect.

    Each event is applied once or twice, unless a denial delays one of them.

    Parameters
    ----------
    baseline : sequence of Baseline
        Its rows for the first day.
    assessments : sequence of Assessment
        The accepted events at the place, in the order of `event_order`.
    first : date
        First day of the record.
    """
    if any(one.from_day is not None for one in assessments):
        for number, one in enumerate(assessments):
            before = list(assessments[:number])
            yield build_timeline(baseline, before, first, one.event.date_latest, None)[-1].control
        return
    control, _ = _baseline_control(baseline)
    implied = None if baseline else first_change(assessments)
    for number, one in enumerate(assessments):
        yield control
        if number == len(assessments) - 1:  # most places have one event
            return
        applied = assessments[number : number + 1]
        if one is implied:  # it says who had the place before the first of them
            control, applied = _implied_by(one), assessments[: number + 1]
        for other in applied:
            for step in make_steps(State(control, (), (), first), [other], ()):
                control = State(control, (), (), first).after(step).control


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
        if pending:
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


def _implied_by(assessment: Assessment) -> Control:
    """Return the control of a place before its first known change."""
    return Control("held", (assessment.event.before,), "inferred")


def _baseline_control(rows: Sequence[Baseline]) -> tuple[Control, tuple[str, ...]]:
    """Return control on the first day; all rows about one place name the same holder."""
    if len(rows) == 1 and rows[0].holder is not None:  # as of most places
        row = rows[0]
        return known_control("held", (row.holder,), row.evidence), (row.baseline_id,)
    record_ids = tuple(sorted({row.baseline_id for row in rows}))
    if not rows or rows[0].holder is None:
        return UNKNOWN, record_ids
    evidence = max((row.evidence for row in rows), key=STRENGTH.__getitem__)
    return known_control("held", (rows[0].holder,), evidence), record_ids
