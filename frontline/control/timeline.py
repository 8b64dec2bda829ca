"""Control of one place over time, as spans of days with the same answer.

A timeline starts with the baseline, or with the holder that the first known change implies;
accepted events follow in the order of their latest day. From `date_earliest` to the day before
`date_latest` a change may have happened, so the place is contested between the old and the new
holder; from `date_latest` on the new holder has it. Control on a day therefore depends on no event
that begins later, unless it is inferred from the first, and never on the order of rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.control.assessment import Assessment
    from frontline.models import Baseline, Evidence


_STRENGTH: dict[Evidence | None, int] = {
    None: 0,
    "disputed": 1,
    "inferred": 2,
    "claimed": 3,
    "confirmed": 4,
}


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
        The latest day that one of the records is about.
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


def same_holders(one: Control, other: Control) -> bool:
    """Return whether status and actors are the same, whatever the evidence."""
    return (one.status, one.actors) == (other.status, other.actors)


def event_order(assessment: Assessment) -> tuple[date, date, tuple[tuple[int, int, str], ...], str]:
    """Return a sort key: latest day, earliest day, then id with its numbers as numbers."""
    event = assessment.event
    parts = re.findall(r"\d+|\D+", event.event_id)
    natural = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
    return event.date_latest, event.date_earliest, natural, event.event_id


def build_timeline(
    baseline: Sequence[Baseline],
    assessments: list[Assessment],
    first: date,
    last: date,
    as_of: date | None,
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

    Returns
    -------
    tuple of Span
        Spans without gaps, in order; the last one ends on `last`.
    """
    assessments = sorted(assessments, key=event_order)
    days = {first}
    for assessment in assessments:
        days |= {assessment.event.date_earliest, assessment.event.date_latest}
    start, start_ids = _baseline_control(baseline)
    implied = None if baseline else first_change(assessments)
    if implied is not None:
        start = Control("held", (implied.event.before,), "inferred")
    spans: list[Span] = []
    for day in sorted(days):
        if as_of is not None and day > max(as_of, first):
            break
        control, record_ids = _control_on((start, start_ids), assessments, day)
        reported = _reported(assessments, day, record_ids, first)
        if spans and (spans[-1].control, spans[-1].record_ids) == (control, record_ids):
            continue
        since = day
        if spans:
            previous = spans[-1]
            spans[-1] = replace(previous, last=day - timedelta(days=1))
            if same_holders(previous.control, control):
                since = previous.since
        cause = implied.event.event_id if implied and not record_ids else None
        spans.append(Span(day, last, since, reported, control, record_ids, cause))
    return tuple(spans)


def first_change(assessments: Sequence[Assessment]) -> Assessment | None:
    """Return the event that implies who held a place before it, or None.

    This is the first event that any report supports, whether or not the rule accepts it: a rule
    that rejects a change leaves the place with its last holder. Reports about a highway imply
    nothing.

    Parameters
    ----------
    assessments : sequence of Assessment
        The events at one place, in the order of `event_order`.
    """
    own = (one for one in assessments if one.reason.code not in {"highway", "no_support"})
    return next(own, None)


def _reported(
    assessments: Sequence[Assessment], day: date, record_ids: tuple[str, ...], first: date
) -> date:
    """Return the latest day that the records are about; the first day for baseline rows."""
    days = [
        min(assessment.event.date_latest, day)
        for assessment in assessments
        if assessment.event.event_id in record_ids and assessment.event.date_earliest <= day
    ]
    return max(days, default=first)


def _control_on(
    start: tuple[Control, tuple[str, ...]], assessments: Sequence[Assessment], day: date
) -> tuple[Control, tuple[str, ...]]:
    """Return the control of a place on a day and the records that it is based on."""
    control, record_ids = start
    pending: list[Assessment] = []
    for assessment in assessments:
        event = assessment.event
        if event.date_earliest > day:
            continue
        if not assessment.accepted:
            if assessment.evidence == "disputed" and control.status != "unknown":
                control = Control(control.status, control.actors, "disputed")
                record_ids = (*record_ids, event.event_id)
        elif event.date_latest <= day:
            control, record_ids = _apply_event(control, record_ids, assessment)
        else:
            pending.append(assessment)
    return _contest_pending(control, record_ids, pending)


def _baseline_control(rows: Sequence[Baseline]) -> tuple[Control, tuple[str, ...]]:
    """Return control on the first day; all rows about one place name the same holder."""
    record_ids = tuple(sorted(row.baseline_id for row in rows))
    if not rows or rows[0].holder is None:
        return UNKNOWN, record_ids
    evidence = max((row.evidence for row in rows), key=_STRENGTH.__getitem__)
    return Control("held", (rows[0].holder,), evidence), record_ids


def _apply_event(
    control: Control, record_ids: tuple[str, ...], assessment: Assessment
) -> tuple[Control, tuple[str, ...]]:
    """Return control after an accepted event, from its latest day on."""
    event, evidence = assessment.event, assessment.evidence
    if event.kind == "contested":
        return Control("contested", _sorted_actors(event.before, event.after), evidence), (
            event.event_id,
        )
    if control.holder == event.after and control.evidence != "disputed":
        stronger = max(control.evidence, evidence, key=_STRENGTH.__getitem__)
        return Control("held", (event.after,), stronger), (*record_ids, event.event_id)
    return Control("held", (event.after,), evidence), (event.event_id,)


def _contest_pending(
    control: Control, record_ids: tuple[str, ...], pending: Sequence[Assessment]
) -> tuple[Control, tuple[str, ...]]:
    """Return control while events are pending: between their earliest and latest days."""
    actors = set(control.actors)
    evidence, pending_ids = control.evidence, list(record_ids)
    for assessment in pending:
        event = assessment.event
        if event.kind == "repelled":
            continue
        if event.kind != "contested" and control.holder == event.after:
            continue
        actors |= {event.after}
        if event.kind == "contested" or not control.actors:
            actors |= {event.before}
        evidence = assessment.evidence
        pending_ids.append(event.event_id)
    if actors == set(control.actors):
        return control, record_ids
    return Control("contested", _sorted_actors(*actors), evidence), tuple(pending_ids)


def _sorted_actors(*actors: str) -> tuple[str, ...]:
    return tuple(sorted(set(actors)))
