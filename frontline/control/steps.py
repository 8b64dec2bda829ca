"""The steps by which control of one place changes, and the state that they lead to.

Events and repeated statements about a place become steps in the order in which they count. A step
begins on one day, takes effect on another, and is pending in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from frontline.dates import add_days
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from frontline.control.assessment import Assessment
    from frontline.control.statements import Position
    from frontline.models import Evidence

#: Evidence in order of its strength.
STRENGTH: Mapping[Evidence | None, int] = {
    None: 0,
    "disputed": 1,
    "inferred": 2,
    "claimed": 3,
    "confirmed": 4,
}

#: What a step does: ``hold`` and ``contest`` name who has the place, ``stay`` confirms who keeps
#: it, and ``dispute`` marks its holder.
Effect: TypeAlias = Literal["hold", "contest", "stay", "dispute"]


@dataclass(frozen=True, slots=True)
class Step:
    """One event or position, as it changes control.

    Parameters
    ----------
    earliest, latest : date
        From `earliest` it may have happened, from `latest` it has.
    effect : str
        What it does.
    actors : tuple of str
        Who has the place from `latest` on.
    involved : tuple of str
        Who may have it while the step is pending, besides those who had it before.
    evidence : str
        How well it is known.
    record_ids : tuple of str
        The records it is based on.
    reported : date
        The last day that they are about.
    is_statement : bool
        Whether it repeats who has the place.
    newer_than : date, optional
        A delayed change takes effect only if nothing later than this day is known.
    """

    earliest: date
    latest: date
    effect: Effect
    actors: tuple[str, ...]
    involved: tuple[str, ...]
    evidence: Evidence
    record_ids: tuple[str, ...]
    reported: date
    is_statement: bool = False
    newer_than: date | None = None


@lru_cache
def known_control(
    status: Literal["held", "contested"], actors: tuple[str, ...], evidence: Evidence
) -> Control:
    """Return a control; equal ones, of which a record has many, are one object."""
    return Control(status, actors, evidence)


#: Ids of records, and the last day that they are about.
_Basis: TypeAlias = tuple[tuple[tuple[str, ...], date], ...]


@dataclass(frozen=True, slots=True)
class State:
    """Control of a place and what it is based on.

    Parameters
    ----------
    control : Control
        The control.
    start_ids : tuple of str
        The baseline rows that it is based on.
    basis : tuple
        Ids of the events that it is based on, each with the last day that they are about.
    reported : date
        The last day that any of the records is about.
    repeated : tuple
        Ids and last day of the latest statement.
    """

    control: Control
    start_ids: tuple[str, ...]
    basis: _Basis
    reported: date
    repeated: _Basis = ()

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The records that the control is based on, each once."""
        if not self.basis and not self.repeated:
            return self.start_ids
        ids = [id_ for some, _ in (*self.basis, *self.repeated) for id_ in some]
        return tuple(dict.fromkeys((*self.start_ids, *ids)))

    def after(self, step: Step) -> State:
        """Return the state after a step has taken effect."""
        if step.effect == "dispute":
            if self.control.status == "unknown":
                return self
            return self._with(replace(self.control, evidence="disputed"), step)
        if not step.actors:
            return State(UNKNOWN, (), ((step.record_ids, step.reported),), step.reported)
        confirms = step.effect != "contest" or step.is_statement
        if confirms and self.control.actors == step.actors and self.control.evidence != "disputed":
            stronger = max(self.control.evidence, step.evidence, key=STRENGTH.__getitem__)
            return self._with(replace(self.control, evidence=stronger), step)
        status: Literal["held", "contested"] = "held" if len(step.actors) == 1 else "contested"
        control = known_control(status, step.actors, step.evidence)
        return State(control, (), ((step.record_ids, step.reported),), step.reported)

    def _with(self, control: Control, step: Step) -> State:
        """Return the state with a further record; a statement replaces the one before it."""
        own = ((step.record_ids, step.reported),)
        reported = max(self.reported, step.reported)
        if step.is_statement:
            return replace(self, control=control, repeated=own, reported=reported)
        return replace(self, control=control, basis=(*self.basis, *own), reported=reported)

    def with_pending(self, steps: Sequence[Step], day: date) -> State:
        """Return the state on a day on which some steps have begun and not yet taken effect."""
        if not steps:
            return self
        state, open_ = self, []
        for step in steps:
            if step.effect == "dispute":
                state = state.after(replace(step, reported=min(step.reported, day)))
            elif step.effect != "stay" and step.newer_than is None:
                open_.append(step)
        actors, evidence = set(state.control.actors), state.control.evidence
        involved: list[Step] = []
        for step in open_:
            if step.effect == "hold" and state.control.actors == step.actors:
                continue
            actors |= set(step.actors)
            if step.effect == "contest" or not state.control.actors:
                actors |= set(step.involved)
            evidence = step.evidence
            involved.append(step)
        if actors == set(state.control.actors):
            return state
        more = tuple((one.record_ids, min(one.reported, day)) for one in involved)
        return replace(
            state,
            control=Control("contested", tuple(sorted(actors)), evidence),
            basis=(*state.basis, *state.repeated, *more),
            repeated=(),
            reported=max([state.reported, *(reported for _, reported in more)]),
        )


def make_steps(
    start: State, assessments: Sequence[Assessment], positions: Sequence[Position]
) -> list[Step]:
    """Return the steps of a place in the order in which they count.

    Parameters
    ----------
    start : State
        The state before all of them.
    assessments : sequence of Assessment
        The events at the place, in their order.
    positions : sequence of Position
        What is repeated about the place, in order of days.
    """
    steps = [step for assessment in assessments for step in _event_steps(assessment)]
    # A delayed change counts on the day on which it takes effect; positions follow events.
    steps.sort(key=lambda step: step.latest)
    if not positions:
        return [step for step in steps if step.newer_than is None or _Walk.alone(step, steps)]
    walk = _Walk(start)
    number = 0
    for position in positions:
        while number < len(steps) and steps[number].latest <= position.first:
            walk.add_event(steps[number])
            number += 1
        walk.add_position(position)
    for step in steps[number:]:
        walk.add_event(step)
    return walk.steps


def _event_steps(assessment: Assessment) -> Iterator[Step]:
    """Yield the steps of an event: one, none if it does not count, two if a denial delays it."""
    event, from_day = assessment.event, assessment.from_day
    ids = (event.event_id,)
    actors: tuple[str, ...] = (event.after,)
    effect: Effect = "stay" if event.kind == "repelled" else "hold"
    if event.kind == "contested":
        effect, actors = "contest", tuple(sorted({event.before, event.after}))
    days = (event.date_earliest, event.date_latest)
    if from_day is not None or (not assessment.accepted and assessment.evidence == "disputed"):
        yield Step(*days, "dispute", actors, (), "disputed", ids, days[1])
    if assessment.accepted or from_day is not None:
        if from_day is not None:
            days = (from_day, from_day)
        newer_than = None if from_day is None else event.date_latest
        yield Step(
            *days, effect, actors, (event.before,), assessment.evidence, ids, event.date_latest,
            newer_than=newer_than,
        )  # fmt: skip


class _Walk:
    """Goes through events and positions in order, to find out what bounds a change."""

    def __init__(self, start: State) -> None:
        self.steps: list[Step] = []
        #: Who has the place so far, and the last day on which that is known.
        self._actors = start.control.actors
        self._seen = start.reported if start.start_ids else None
        #: The last day on which a statement says so, and since when it may be so.
        self._stated: date | None = None
        self._opened: date | None = None
        #: Who states it; None if it is known from other reports too.
        self._stated_by: frozenset[str] | None = None if self._actors else frozenset()
        #: The day on which the last event took effect.
        self._changed: date | None = None

    @staticmethod
    def alone(step: Step, steps: Iterable[Step]) -> bool:
        """Return whether nothing between its own day and its effect makes a delay pointless."""
        return not any(
            other.effect != "dispute"
            and other is not step
            and step.newer_than is not None
            and step.newer_than < other.reported <= step.latest
            for other in steps
        )

    def add_event(self, step: Step) -> None:
        """Add an event, bounded by what was stated before it."""
        if step.effect == "dispute":
            self.steps.append(step)
            return
        if step.newer_than is not None and self._seen is not None and self._seen > step.newer_than:
            return
        self._stated_by = None
        if step.actors == self._actors:
            bound = self._opened
            self._seen = max(step.reported, self._seen or step.reported)
        else:
            bound = None if self._stated is None else add_days(self._stated, 1)
            self._change(step.actors, step.earliest, step.reported)
            self._changed = step.latest
        if bound is not None and step.earliest < bound:
            step = replace(step, earliest=min(bound, step.latest))
        self.steps.append(step)

    def add_position(self, position: Position) -> None:
        """Add a position: it agrees, or is a change since the last day of the old holder."""
        first, last = position.first, position.last
        agrees = position.actors == self._actors
        goes_on = self._changed is not None and position.since <= self._changed
        if position.actors and not agrees and goes_on:
            return  # its publishers say what they said before: what changed since then is newer
        if not position.accepted:
            if position.evidence == "disputed":
                self._add_disagreement(position)
            return
        begin = first
        if not position.actors:
            self._end_statements(position)
            return
        known = self._stated_by if agrees else frozenset[str]()
        self._stated_by = None if known is None else known | position.publishers
        if agrees:
            self._seen = max(last, self._seen or last)
            self._stated = max(last, self._stated or last)
        else:
            if self._actors and self._seen is not None:
                begin = min(add_days(self._seen, 1), first)
            self._change(position.actors, begin, last)
            self._stated = last
        self._append(position, begin, "contest" if len(position.actors) > 1 else "hold")

    def _end_statements(self, position: Position) -> None:
        """End what publishers stated who no longer say who holds the place."""
        if self._actors and self._stated_by is not None and self._stated_by <= position.publishers:
            self._change((), position.first, position.last)
            self._append(position, position.first, "hold")

    def _add_disagreement(self, position: Position) -> None:
        """Add a position on which publishers disagree: its last holder stays, if one names it."""
        if self._actors in position.named or (not position.named and self._actors):
            if not position.named and self._actors != position.actors:
                return  # others deny what nobody says
            self._seen = max(position.last, self._seen or position.last)
            self._append(position, position.first, "dispute")
        elif position.named:
            begin = position.first
            if self._actors and self._seen is not None:
                begin = min(add_days(self._seen, 1), begin)
            self._change(position.actors, begin, position.last)
            self._append(position, begin, "contest")

    def _change(self, actors: tuple[str, ...], opened: date, seen: date) -> None:
        self._actors, self._opened, self._seen, self._stated = actors, opened, seen, None

    def _append(self, position: Position, begin: date, effect: Effect) -> None:
        self.steps.append(
            Step(
                begin, position.first, effect, position.actors, (), position.evidence,
                position.record_ids, position.last, is_statement=True,
            )
        )  # fmt: skip
