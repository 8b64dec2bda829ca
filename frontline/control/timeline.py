"""The history of one place: the stretches of days in which the answer for it was the same.

The baseline, then the events that stand, in the order of their latest day. From `date_earliest`
up to the day before `date_latest` the change may or may not have happened, so the place is
contested between before and after; from `date_latest` on it has. Control on a day therefore
depends on no event that begins after it, and on no order of rows.
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


def event_order(assessment: Assessment) -> tuple[date, date, tuple[tuple[int, int, str], ...], str]:
    """Sort by latest day, then earliest, then id with its numbers read as numbers."""
    event = assessment.event
    parts = re.findall(r"\d+|\D+", event.event_id)
    natural = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
    return event.date_latest, event.date_earliest, natural, event.event_id


def build_timeline(
    start: Sequence[Baseline],
    assessments: list[Assessment],
    first: date,
    last: date,
    as_of: date | None,
) -> tuple[Span, ...]:
    """Work out the history of one place: stretches of days without a gap, in order.

    Parameters
    ----------
    start : its rows of the first day
    assessments : events at it, with what a rule made of them
    first, last : the days of the record, both included
    as_of : the day whose knowledge the rows are: what would begin later is left out
    """
    assessments = sorted(assessments, key=event_order)
    turns = {first}
    for assessment in assessments:
        turns |= {assessment.event.date_earliest, assessment.event.date_latest}
    spans: list[Span] = []
    for day in sorted(turns):
        if as_of is not None and day > max(as_of, first):
            break
        control, record_ids = _answer(start, assessments, day)
        reported = _reported(assessments, day, record_ids, first)
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
    assessments: Sequence[Assessment], day: date, record_ids: tuple[str, ...], first: date
) -> date:
    """Give the latest day that an answer's records speak for; the first day for a baseline."""
    spoken = [
        min(assessment.event.date_latest, day)
        for assessment in assessments
        if assessment.event.event_id in record_ids and assessment.event.date_earliest <= day
    ]
    return max(spoken, default=first)


def _answer(
    start: Sequence[Baseline], assessments: Sequence[Assessment], day: date
) -> tuple[Control, tuple[str, ...]]:
    """Answer for one place on one day, with the records it stands on."""
    control, record_ids = _opening(start)
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
            control, record_ids = _settle(control, record_ids, assessment)
        else:
            pending.append(assessment)
    return _blur_dates(control, record_ids, pending)


def _opening(start: Sequence[Baseline]) -> tuple[Control, tuple[str, ...]]:
    """Answer for the first day; several rows about one place agree on its holder."""
    record_ids = tuple(sorted(row.baseline_id for row in start))
    if not start or start[0].holder is None:
        return UNKNOWN, record_ids
    evidence = max((row.evidence for row in start), key=_STRENGTH.__getitem__)
    return Control("held", (start[0].holder,), evidence), record_ids


def _settle(
    control: Control, record_ids: tuple[str, ...], assessment: Assessment
) -> tuple[Control, tuple[str, ...]]:
    """Apply an event whose latest day has come."""
    event, evidence = assessment.event, assessment.evidence
    if event.kind == "contested":
        return Control("contested", _both(event.before, event.after), evidence), (event.event_id,)
    if control.holder == event.after and control.evidence != "disputed":
        stronger = max(control.evidence, evidence, key=_STRENGTH.__getitem__)
        return Control("held", (event.after,), stronger), (*record_ids, event.event_id)
    return Control("held", (event.after,), evidence), (event.event_id,)


def _blur_dates(
    control: Control, record_ids: tuple[str, ...], pending: Sequence[Assessment]
) -> tuple[Control, tuple[str, ...]]:
    """Contest a place between before and after while the day of a change is uncertain."""
    actors = set(control.actors)
    evidence, waiting = control.evidence, list(record_ids)
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
        waiting.append(event.event_id)
    if actors == set(control.actors):
        return control, record_ids
    return Control("contested", _both(*actors), evidence), tuple(waiting)


def _both(*actors: str) -> tuple[str, ...]:
    return tuple(sorted(set(actors)))
