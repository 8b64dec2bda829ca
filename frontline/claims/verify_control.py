"""Checks who took, held, lost or entered a place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.verdict import (
    Answer,
    cannot_tell,
    contradicted,
    joined,
    supported,
)
from frontline.claims.verify_distance import outside
from frontline.claims.verify_highways import check_road
from frontline.formatting import format_control, format_date, format_evidence

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.verdict import Verdict
    from frontline.control.assessment import Assessment
    from frontline.control.timeline import Span
    from frontline.models import Place


_FOUGHT = "while still fought over"


def check_control(ways: Measurements, claim: Claim) -> Answer:
    """Check who took, held, lost or entered a place or a road."""
    target = claim.target
    assert target is not None  # noqa: S101 - control is of something
    if (refused := outside(ways.atlas, claim)) is not None:
        return Answer(refused)
    if target.kind == "road":
        return check_road(ways, claim)
    if target.place is None or target.kind == "feature":
        return Answer(cannot_tell(f"the record does not say who held {target.words!r}"))
    place = target.place
    span = ways.atlas.record.span_on(place.id, claim.last)
    verdict = _verdict(ways.atlas, claim, place, span)
    return Answer(verdict, facts=_facts(place, span), places=(place,))


def _verdict(atlas: Atlas, claim: Claim, place: Place, span: Span) -> Verdict:
    if span.control.status == "unknown":
        day = format_date(claim.last)
        return cannot_tell(f"no report of the record says who held {place.name} on {day}")
    met, why = _tried(atlas, claim, place), _why(atlas, claim, place, span)
    if claim.mood != "denial":
        if met is None and _but_for_a_denial(atlas, claim, place):
            met = "if the report that denies it is set aside"
        return contradicted(why) if met is None else supported(why, met)
    if met is None:
        return supported(why)
    return cannot_tell(why) if met else contradicted(why)


def _why(atlas: Atlas, claim: Claim, place: Place, span: Span) -> str:
    """Say who held the place, since when, and how that is known."""
    held = format_control(atlas.package, span.control)
    since = f"since {format_date(span.since)}"
    if span.since == atlas.record.first:
        since = f"as it was when the record begins, on {format_date(span.since)}"
    elif span.since == claim.last:
        since = "from that day on"
    known = format_evidence(span.control.evidence)
    return f"On {format_date(claim.last)} {place.name} was {held}, {since} ({known})."


def _facts(place: Place, span: Span) -> dict[str, Any]:
    return {
        "place": place.id, "name": place.name,
        "status": span.control.status, "holder": span.control.holder,
        "actors": list(span.control.actors), "evidence": span.control.evidence,
        "since": span.since.isoformat(),
    }  # fmt: skip


def _tried(atlas: Atlas, claim: Claim, place: Place) -> str | None:
    """Give the first reading under which a claim of control is true; None if none is."""
    record = atlas.record
    days = [
        ("", claim.last),
        ("on the day before", claim.first - timedelta(days=1)),
        ("on the day after", claim.last + timedelta(days=1)),
    ]
    says = _SAYS.get(claim.verb, _holds)
    actor = claim.subject.id if claim.subject is not None else None
    for strict in (True, False):
        for name, day in days:
            if not record.first <= day <= record.last:
                continue
            span = record.span_on(place.id, day)
            reading = says(span, actor, strict)
            if reading is not None:
                return joined(name, reading, "" if name else _not_that_day(claim, span))
    return None


def _but_for_a_denial(atlas: Atlas, claim: Claim, place: Place) -> bool:
    """Whether a change that would make the claim true did not stand because it was denied."""
    actor = claim.subject.id if claim.subject is not None else None
    assessments = [
        assessment for assessment in atlas.assessments if assessment.event.place_id == place.id
    ]
    last = max((r.event.date_earliest for r in assessments if _stood(r, claim)), default=date.min)
    for assessment in assessments:
        event = assessment.event
        if assessment.accepted or assessment.evidence != "disputed" or event.kind == "repelled":
            continue
        side = event.before if claim.verb == "lose" else event.after
        if side == actor and last < event.date_earliest <= claim.last:
            return True
    return False


def _stood(assessment: Assessment, claim: Claim) -> bool:
    return assessment.accepted and assessment.event.date_earliest <= claim.last


def _not_that_day(claim: Claim, span: Span) -> str:
    """Say that a place was taken earlier than the days a text names."""
    if claim.verb not in {"take", "fall"} or claim.day_kind == "unstated":
        return ""
    eve = claim.first - timedelta(days=1)
    if span.first >= eve or span.since >= eve:
        return ""
    return f"taken earlier, on {format_date(span.since)}"


def _holds(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - one of a table
    control = span.control
    if actor is None:
        return "" if span.first > span.since or control.status == "held" else None
    if control.holder == actor:
        return ""
    return None if strict or actor not in control.actors else _FOUGHT


def _enters(span: Span, actor: str | None, _: bool) -> str | None:  # noqa: FBT001 - as above
    return "" if actor is None or actor in span.control.actors else None


def _loses(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - as above
    control = span.control
    if actor is None or actor not in control.actors:
        return ""
    return None if strict or control.status != "contested" else _FOUGHT


_SAYS: dict[str, Any] = {
    "take": _holds, "hold": _holds, "fall": _holds, "repel": _holds,
    "enter": _enters, "lose": _loses,
}  # fmt: skip
