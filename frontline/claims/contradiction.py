"""When a claim that disagrees with the record may be called contradicted.

A false "contradicted" is the worst answer that the desk can give, so the word needs more than a
disagreement: the claim must have been read directly, the record must say the same on the days
around, and no report of those days may point the other way. Otherwise the answer is "cannot tell"
with the condition that failed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.claims.distance_doubts import distance_doubts
from frontline.claims.reader.past_reference import PAST
from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import CONTRADICTED, SUPPORTED, cannot_tell
from frontline.claims.verify_earlier import last_day_held
from frontline.formatting import format_date, format_km

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.robustness import VerdictChange
    from frontline.claims.verdict import Answer, Verdict
    from frontline.control.timeline import Span
    from frontline.models import Place

    Check = Callable[[Measurements, Claim], Answer]

#: The record must disagree on the days of the claim and on this many days around them.
_DAYS = (-1, 1, -2, 2)
#: A report dated so near to the days of the claim makes the record of a place uncertain.
_FOUGHT_OVER = timedelta(days=3)
_FIGHTS = frozenset({"capture", "contested", "repelled", "withdrawal"})
#: Evidence on which nothing is called contradicted.
_WEAK = {
    "disputed": "the reports on who held {} disagree",
    "inferred": "who held {} is inferred from other reports",
}
_DEEDS = frozenset({"take", "fall", "lose", "enter"})


def doubt(
    measurements: Measurements,
    claim: Claim,
    answer: Answer,
    check: Check,
    fragility: Sequence[VerdictChange] = (),
) -> str:
    """Return why a claim is not to be called contradicted; an empty text if it may be.

    Parameters
    ----------
    measurements : Measurements
    claim : Claim
    answer : Answer
        With the verdict ``contradicted``.
    check : callable
        The function that made the answer.
    fragility : sequence of VerdictChange
        What the verdict depends on.
    """
    if claim.unsure:
        return "; ".join(claim.unsure)
    return next(_doubts(measurements, claim, answer, check, fragility), "")


def apply_doubt(verdict: Verdict, why: str) -> Verdict:
    """Return `cannot tell` instead of `contradicted` if there is a reason for doubt."""
    if not why:
        return verdict
    return cannot_tell(f"Not certain ({why}), so it is not called contradicted. {verdict.reason}")


def verdict_of(measurements: Measurements, claim: Claim, check: Check) -> Verdict:
    """Return the verdict on a claim, with every doubt but those of single publishers."""
    answer = check(measurements, claim)
    if answer.verdict.word != CONTRADICTED:
        return answer.verdict
    return apply_doubt(answer.verdict, doubt(measurements, claim, answer, check))


def _doubts(
    measurements: Measurements,
    claim: Claim,
    answer: Answer,
    check: Check,
    fragility: Sequence[VerdictChange],
) -> Iterator[str]:
    for change in fragility:
        if change.verdict == SUPPORTED:
            yield f"without {change.name} the record would support it"
    if claim.kind == "distance":
        yield from distance_doubts(measurements, claim, answer)
        if claim.day_kind == PAST:
            yield "the text tells it in the past, and does not say when"
    if not _depends_on_days(claim):
        return
    atlas, target = measurements.atlas, claim.target
    if claim.kind == "encirclement" and claim.day_kind == "unstated":
        yield from _taken_since(atlas, claim)
    if target is not None and target.place is not None and claim.kind in {"control", "distance"}:
        yield from _doubts_of_place(atlas, claim, target.place)
    yield from _doubts_of_days(measurements, claim, answer, check)


def _depends_on_days(claim: Claim) -> bool:
    """Whether the answer depends on who held what, and not on positions alone."""
    ends = {end.kind for end in (claim.subject, claim.target) if end is not None}
    return claim.kind in {"control", "encirclement", "length"} or bool(ends & {"actor", "front"})


def _doubts_of_place(atlas: Atlas, claim: Claim, place: Place) -> Iterator[str]:
    """Yield what is uncertain about the record of the place that a claim is about."""
    record = atlas.record
    if claim.kind == "control" and not claim.never:
        weak = _WEAK.get(record.control_on(place.id, claim.last).evidence or "")
        if weak is not None:
            yield weak.format(place.name)
        if claim.day_kind == "unstated" and claim.verb in _DEEDS and claim.mood == "fact":
            yield from _done_before(atlas, claim, place)
        if claim.day_kind == PAST:
            yield from _held_before(atlas, claim)
    first, last = claim.first - _FOUGHT_OVER, claim.last + _FOUGHT_OVER
    for one in atlas.assessments:
        event = one.event
        near = event.date_earliest <= last and event.date_latest >= first
        near = near and event.kind in _FIGHTS and one.evidence != "inferred"
        if event.place_id == place.id and near and not claim.never:
            yield f"{place.name} was fought over on {format_date(event.date_earliest)}"


def _done_before(atlas: Atlas, claim: Claim, place: Place) -> Iterator[str]:
    """Yield that what a text says without a day was done on an earlier day of the record."""
    actor = None if claim.subject is None else claim.subject.id
    spans = [span for span in atlas.record.spans(place.id) if span.first <= claim.last]
    for before, after in pairwise(spans):
        if _is_deed(claim.verb, actor, before, after):
            day = format_date(after.first)
            yield f"the text does not say when, and it was so on {day}"


def _taken_since(atlas: Atlas, claim: Claim) -> Iterator[str]:
    """Yield that who surrounded a place, the text does not say when, has taken it since."""
    place = None if claim.target is None else claim.target.place
    if place is None or claim.subject is None:
        return
    span = atlas.record.span_on(place.id, claim.last)
    if span.control.holder == claim.subject.id and span.since > atlas.record.first:
        yield f"the text does not say when, and it was taken on {format_date(span.since)}"


def _held_before(atlas: Atlas, claim: Claim) -> Iterator[str]:
    """Yield that what a text tells in the past without a day was so on an earlier day."""
    held = last_day_held(atlas, claim)
    if held is not None:
        yield f"the text does not say when, and it was so on {format_date(held)}"


def _is_deed(verb: str, actor: str | None, before: Span, after: Span) -> bool:
    """Whether the change from one span to the next is what a verb says."""
    if verb == "lose":
        return actor in before.control.actors and after.control.holder != actor
    if verb == "enter":
        return actor in after.control.actors and actor not in before.control.actors
    return after.control.holder == actor and before.control.holder != actor


def _doubts_of_days(
    measurements: Measurements, claim: Claim, answer: Answer, check: Check
) -> Iterator[str]:
    """Yield that a claim agrees with the record of a day near, or lies between those of two."""
    record = measurements.atlas.record
    lows, highs = _bounds(answer)
    for days in _DAYS:
        step = timedelta(days=days)
        if claim.first + step < record.first or claim.last + step > record.last:
            continue
        other = check(measurements, _moved(claim, step))
        if other.verdict.word.startswith("supported"):
            yield f"it agrees with the record of {format_date(claim.last + step)}"
        more_lows, more_highs = _bounds(other)
        lows, highs = lows + more_lows, highs + more_highs
    low, high = claimed_interval(claim)
    if claim.kind == "distance" and lows and low <= max(highs) and high >= min(lows):
        nearest, farthest = format_km(min(lows)), format_km(max(highs))
        yield f"in those days they were between {nearest} and {farthest} away"


def _bounds(answer: Answer) -> tuple[list[float], list[float]]:
    plain = [one for one in answer.readings if one.claimed is None]
    return [one.low for one in plain], [one.high for one in plain]


def _moved(claim: Claim, step: timedelta) -> Claim:
    days: tuple[date, date] = (claim.first + step, claim.last + step)
    return replace(claim, first=days[0], last=days[1])
