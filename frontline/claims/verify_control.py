"""Verify claims on control: who took, held, lost or entered a place.

The readings are, in this order: on the day of the claim; on the day before; on the day after;
and then the same days with a place that was still contested.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.verdict import (
    CONTRADICTED,
    Answer,
    cannot_tell,
    contradicted,
    join_readings,
    outside_record,
    supported,
)
from frontline.claims.verify_highways import check_road
from frontline.formatting import (
    format_actor,
    format_control,
    format_date,
    format_days,
    format_evidence,
    format_list,
)

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.verdict import Verdict
    from frontline.control.record import Record
    from frontline.control.timeline import Span
    from frontline.models import Place


#: In a span of up to so many days after its first, a place may have been taken on any.
_SHORT_DAYS = 2
_CONTESTED = "while still contested"


def check_control(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim on the control of a place or a road."""
    target = claim.target
    assert target is not None  # noqa: S101 - a control claim has a target
    claim = _from_first_day(measurements.atlas, claim)
    if (refused := outside_record(measurements.atlas.record, claim.first, claim.last)) is not None:
        return _after_the_record(measurements.atlas, claim) or Answer(refused)
    if target.kind == "road":
        return check_road(measurements, claim)
    if target.kind == "region":
        return _check_region(measurements.atlas, claim)
    if target.place is None or target.kind == "feature":
        why = f"the record does not cover who held {target.words!r}"
        if target.place is not None:
            why += f"; {target.place.name}, which it is named after, is a different place"
        return Answer(cannot_tell(why))
    place = target.place
    span = measurements.atlas.record.span_on(place.id, claim.last)
    if span.control.status != "unknown" and _is_unchanged(measurements.atlas, claim, place):
        # Who did it is not named, and the record has no change at all up to that day.
        reason = _reason(measurements.atlas, claim, place, span)
        verdict = supported(reason) if claim.mood == "denial" else cannot_tell(reason)
    else:
        verdict = _verdict(measurements.atlas, claim, place, span)
    return Answer(verdict, facts=_facts(place, span), places=(place,))


def _from_first_day(atlas: Atlas, claim: Claim) -> Claim:
    """Return a claim that "rebels have held it since 2012" from the first day of the record."""
    first = atlas.record.first
    if claim.verb == "hold" and claim.day_kind == "since" and claim.first < first <= claim.last:
        return replace(claim, first=first)
    return claim


def _after_the_record(atlas: Atlas, claim: Claim) -> Answer | None:
    """Return the answer to a "never" of a later day that a day of the record contradicts."""
    target, last = claim.target, atlas.record.last
    place = target.place if target is not None and target.kind == "place" else None
    if not claim.never or place is None or claim.last <= last:
        return None
    verdict = _never(atlas, claim, place)
    if verdict.word != CONTRADICTED:
        return None
    span = atlas.record.span_on(place.id, last)
    return Answer(verdict, facts=_facts(place, span), places=(place,))


def _check_region(atlas: Atlas, claim: Claim) -> Answer:
    """Return how many places of a province each actor held: a region is not judged as a whole."""
    assert claim.target is not None and claim.target.place is not None  # noqa: S101, PT018 - a region has its seat
    province, record = claim.target.place.admin1, atlas.record
    places = [atlas.gazetteer[id_] for id_ in record.place_ids]
    held = Counter(
        control.holder or control.status
        for place in places
        if place.admin1 == province
        for control in (record.control_on(place.id, claim.last),)
    )
    total = sum(held.values())
    counts = "; ".join(
        f"{format_actor(atlas.package.actors[name]) if name in atlas.actors else name}: {number}"
        for name, number in sorted(held.items())
    )
    reason = (
        f"A whole region is not judged, only its places. Of the {total} places of the record in "
        f"{province} on {format_date(claim.last)}: {counts}"
    )
    facts = {"province": province, "places": total, "held": dict(sorted(held.items()))}
    return Answer(cannot_tell(reason), facts=facts)


def _verdict(atlas: Atlas, claim: Claim, place: Place, span: Span) -> Verdict:
    if span.control.status == "unknown":
        day = format_date(claim.last)
        return cannot_tell(f"no report of the record says who held {place.name} on {day}")
    reading, reason = _first_true_reading(atlas, claim, place), _reason(atlas, claim, place, span)
    if claim.verb == "change":
        changed = max(atlas.record.first, claim.first - timedelta(days=2)) < span.since
        return supported(reason) if changed else cannot_tell(reason)
    if claim.never:
        return _never(atlas, claim, place)
    if claim.mood != "denial":
        if reading is None and _rejected_for_a_denial(atlas, claim, place):
            reading = "if the report that denies it is ignored"
        return contradicted(reason) if reading is None else supported(reason, reading)
    if reading is None:
        return supported(reason)
    return cannot_tell(reason) if reading else contradicted(reason)


def _is_unchanged(atlas: Atlas, claim: Claim, place: Place) -> bool:
    """Whether a text names no actor of a change, and the record has none up to the day after."""
    if claim.subject is not None or claim.verb not in {"take", "fall"} or claim.never:
        return False
    last = min(claim.last + timedelta(days=1), atlas.record.last)
    return atlas.record.span_on(place.id, last).since == atlas.record.first


def _never(atlas: Atlas, claim: Claim, place: Place) -> Verdict:
    """Return the verdict on a claim that something was so on no day up to that of the claim."""
    record, actor = atlas.record, claim.subject.id if claim.subject is not None else None
    spans = [span for span in record.spans(place.id) if span.first <= claim.last]
    held = [
        span
        for before, span in zip([None, *spans], spans, strict=False)
        if _was_so(claim.verb, actor, before, span)
    ]
    if not held:
        start = format_date(record.first)
        reason = f"In this record, which starts on {start}, there is no such day"
        if any(span.control.status == "unknown" for span in spans):
            return cannot_tell(f"{reason}, but it does not say who held {place.name} on all days")
        return supported(f"{reason}.")
    last = min(claim.last, record.last)
    days: list[tuple[str, date, date]] = []
    for span in held:
        words, first = format_control(atlas.package, span.control), span.first
        if days and days[-1][0] == words and days[-1][2] + timedelta(days=1) == first:
            first = days.pop()[1]  # the same holder by a later report
        days.append((words, first, min(span.last, last)))
    listed = [f"{words} {format_days(*span)}" for words, *span in days]
    return contradicted(f"{place.name} was {format_list(listed, most=4)}.")


def _was_so(verb: str, actor: str | None, before: Span | None, span: Span) -> bool:
    """Return whether what a text denies for all days was so in a span."""
    if verb == "lose":
        lost = before is not None and (actor is None or before.control.holder == actor)
        return lost and span.control.status == "held" and span.control.holder != actor
    if actor is None:
        return before is not None and before.control.holder != span.control.holder
    return span.control.holder == actor


def _reason(atlas: Atlas, claim: Claim, place: Place, span: Span) -> str:
    """Return who held the place, since when, and on what evidence."""
    held = format_control(atlas.package, span.control)
    since = f"since {format_date(span.since)}"
    if span.since == atlas.record.first:
        since = f"since the start of the record on {format_date(span.since)}"
    elif span.since == claim.last:
        since = "from that day on"
    known = format_evidence(span.control.evidence)
    reason = f"On {format_date(claim.last)} {place.name} was {held}, {since} ({known})."
    day = _day_within(atlas.record, claim, place)
    return (
        reason if day in {None, span.since} else f"It changed hands on {format_date(day)}. {reason}"
    )


def _facts(place: Place, span: Span) -> dict[str, Any]:
    return {
        "place": place.id, "name": place.name,
        "status": span.control.status, "holder": span.control.holder,
        "actors": list(span.control.actors), "evidence": span.control.evidence,
        "since": span.since.isoformat(),
    }  # fmt: skip


def _first_true_reading(atlas: Atlas, claim: Claim, place: Place) -> str | None:
    """Return the first reading under which a claim of control is true; None if none is."""
    record = atlas.record
    days = [
        ("", claim.last),
        *_other_days(claim),
        ("on the day before", claim.first - timedelta(days=1)),
        ("on the day after", claim.last + timedelta(days=1)),
    ]
    test = _TESTS.get(claim.verb, _holds)
    actor = claim.subject.id if claim.subject is not None else None
    if claim.verb == "hold" and claim.day_kind == "since" and claim.first == record.first:
        return _held_since_before(record, place, actor, claim.last)
    if _day_within(record, claim, place) is not None:
        return ""
    for strict in (True, False):
        for name, day in days:
            if not record.first <= day <= record.last:
                continue
            span = record.span_on(place.id, day)
            reading = test(span, actor, strict)
            if reading is not None and not _never_changed(record, claim, span):
                return join_readings(
                    name, reading, "" if name else _taken_earlier(claim, span, record.first)
                )
    return None


def _never_changed(record: Record, claim: Claim, span: Span) -> bool:
    """Return whether nobody is named who took a place, and none took it up to a day."""
    unnamed = claim.subject is None and claim.verb in {"take", "fall"}
    return unnamed and span.since == record.first


def _held_since_before(record: Record, place: Place, actor: str | None, last: date) -> str | None:
    """Return the reading of "rebels have held it since 2012" or "had held it since 2012"."""
    ends = record.span_on(place.id, record.first), record.span_on(place.id, last)
    at_first, at_last = (actor in span.control.actors for span in ends)
    if at_first and at_last:
        return "" if ends[1].control.holder == actor else _CONTESTED
    if at_first:
        spans = record.spans(place.id)
        lost = next(one for one in spans if actor not in one.control.actors)
        return f"until {format_date(lost.first)}"
    return f"only from {format_date(ends[1].since)} on" if at_last else None


def _day_within(record: Record, claim: Claim, place: Place) -> date | None:
    """Return the day of a longer period, "in February", on which a place was taken or lost."""
    if claim.day_kind != "period" or claim.verb not in {"take", "fall", "lose"}:
        return None
    actor = claim.subject.id if claim.subject is not None else None
    for before, span in itertools.pairwise(record.spans(place.id)):
        old, new = before.control.holder, span.control.holder
        if not claim.first <= span.first <= claim.last or old == new or new is None:
            continue
        if actor is None or actor == (old if claim.verb == "lose" else new):
            return span.first
    return None


def _other_days(claim: Claim) -> list[tuple[str, date]]:
    """Return the other days of a short span: "on Monday night" is one of two days."""
    length = (claim.last - claim.first).days
    if not 0 < length <= _SHORT_DAYS:
        return []
    return [("", claim.first + timedelta(days=day)) for day in range(length)]


def _rejected_for_a_denial(atlas: Atlas, claim: Claim, place: Place) -> bool:
    """Whether an event that makes the claim true was rejected because a report denies it."""
    actor = claim.subject.id if claim.subject is not None else None
    assessments = [one for one in atlas.assessments if one.event.place_id == place.id]
    latest = max(
        (
            one.event.date_earliest
            for one in assessments
            if one.accepted and one.event.date_earliest <= claim.last
        ),
        default=date.min,
    )
    for one in assessments:
        event = one.event
        if one.accepted or one.evidence != "disputed" or event.kind == "repelled":
            continue
        holder = event.before if claim.verb == "lose" else event.after
        if holder == actor and latest < event.date_earliest <= claim.last:
            return True
    return False


def _taken_earlier(claim: Claim, span: Span, first: date) -> str:
    """Return a reading if a place was taken before the days that the text names."""
    if claim.verb not in {"take", "fall"} or claim.day_kind == "unstated":
        return ""
    eve = claim.first - timedelta(days=1)
    if span.first >= eve or span.since >= eve:
        return ""
    if span.since == first:
        return f"held already on {format_date(first)}, the first day of the record"
    return f"taken earlier, on {format_date(span.since)}"


def _holds(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - called from the table _TESTS
    control = span.control
    if actor is None:
        return "" if span.first > span.since or control.status == "held" else None
    if control.holder == actor:
        return ""
    return None if strict or actor not in control.actors else _CONTESTED


def _enters(span: Span, actor: str | None, _: bool) -> str | None:  # noqa: FBT001 - as for _holds
    return "" if actor is None or actor in span.control.actors else None


def _loses(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - as for _holds
    control = span.control
    if actor is None or actor not in control.actors:
        return ""
    return None if strict or control.status != "contested" else _CONTESTED


#: For each verb, a function that returns the reading under which a claim is true, or None.
_TESTS: dict[str, Any] = {
    "take": _holds, "hold": _holds, "fall": _holds, "repel": _holds,
    "enter": _enters, "lose": _loses,
}  # fmt: skip
