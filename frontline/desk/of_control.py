"""Checks who took, held, lost or entered a place or a road, and lengths of road."""

# ruff: noqa: E501 - a sentence for the reader is one line
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from frontline.desk.verdict import (
    CONTRADICTED,
    READ,
    SUPPORTED,
    UNDECIDED,
    Measured,
    Verdict,
    judge,
)
from frontline.state import State

if TYPE_CHECKING:
    from frontline.control import Span
    from frontline.desk.claims import Claim
    from frontline.desk.ways import Ways
    from frontline.groundwork import Groundwork
    from frontline.model import Control, Place

__all__ = ["Ground", "check_control", "check_length", "outside", "said_control"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What was found of control, counts and ground.

    Parameters
    ----------
    verdict : the answer
    facts : the numbers, ready for JSON
    places : the places the answer rests on
    """

    verdict: Verdict
    facts: dict[str, Any]
    places: tuple[Place, ...] = ()


def outside(atlas: Groundwork, claim: Claim) -> Ground | None:
    """Refuse days the record does not reach."""
    record = atlas.record
    if record.first <= claim.first and claim.last <= record.last:
        return None
    days = str(claim.last) if claim.first == claim.last else f"{claim.first} to {claim.last}"
    why = f"the record runs from {record.first} to {record.last} and says nothing of {days}"
    return Ground(Verdict(UNDECIDED, "", why), {})


def said_control(atlas: Groundwork, control: Control) -> str:
    """Say an answer in words."""
    called = " and ".join(atlas.package.actors[actor].name for actor in control.actors)
    return {"held": f"held by {called}", "contested": f"contested between {called}"}.get(
        control.status, "unknown"
    ) + f" ({control.evidence})"


def check_control(ways: Ways, claim: Claim) -> Ground:  # noqa: PLR0911 - one answer for each case
    """Check who took, held, lost or entered a place or a road."""
    target = claim.target
    assert target is not None  # noqa: S101 - control is of something
    if (refused := outside(ways.atlas, claim)) is not None:
        return refused
    if target.kind == "road":
        return _road_control(ways.atlas, claim)
    if target.place is None or target.kind == "feature":
        return Ground(
            Verdict(UNDECIDED, "", f"the record does not say who held {target.words!r}"), {}
        )
    place, record = target.place, ways.atlas.record
    span = record.span_on(place.id, claim.last)
    facts = {"place": place.id, **_span_facts(span)}
    if span.control.status == "unknown":
        why = f"no report of the record says who held {place.name} on {claim.last}"
        return Ground(Verdict(UNDECIDED, "", why), facts, (place,))
    met = _tried(ways.atlas, claim, place)
    held = said_control(ways.atlas, span.control)
    why = f"On {claim.last} {place.name} was {held}, since {span.since}."
    denied = claim.mood == "denial"
    if met is None:
        word = SUPPORTED if denied else CONTRADICTED
        return Ground(Verdict(word, "", why), facts, (place,))
    if denied:
        return Ground(Verdict(CONTRADICTED if not met else UNDECIDED, "", why), facts, (place,))
    return Ground(Verdict(READ if met else SUPPORTED, met, why), facts, (place,))


def _span_facts(span: Span) -> dict[str, Any]:
    return {
        "status": span.control.status, "holder": span.control.holder,
        "actors": list(span.control.actors), "evidence": span.control.evidence,
        "since": span.since.isoformat(),
    }  # fmt: skip


def _tried(atlas: Groundwork, claim: Claim, place: Place) -> str | None:
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
            if reading is None:
                continue
            late = (
                _not_that_day(claim, span) if claim.verb in {"take", "fall"} and name == "" else ""
            )
            return " and ".join(filter(None, (name, reading, late)))
    return None


def _not_that_day(claim: Claim, span: Span) -> str:
    """Say that a place was taken earlier than the days a text names."""
    if (
        claim.day_kind == "unsaid"
        or span.first >= claim.first - timedelta(days=1)
        or span.since >= claim.first - timedelta(days=1)
    ):
        return ""
    return f"taken earlier, on {span.since}"


def _holds(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - one of a table
    control = span.control
    if actor is None:
        return "" if span.first > span.since or control.status == "held" else None
    if control.holder == actor:
        return ""
    return None if strict or actor not in control.actors else "while still fought over"


def _enters(span: Span, actor: str | None, _: bool) -> str | None:  # noqa: FBT001 - as above
    return "" if actor is None or actor in span.control.actors else None


def _loses(span: Span, actor: str | None, strict: bool) -> str | None:  # noqa: FBT001 - as above
    control = span.control
    if actor is None or actor not in control.actors:
        return ""
    return None if strict or control.status != "contested" else "while still fought over"


_SAYS: dict[str, Any] = {
    "take": _holds, "hold": _holds, "fall": _holds, "repel": _holds, "enter": _enters, "lose": _loses,
}  # fmt: skip


def _road_km(state: State, highway: str) -> dict[str, float]:
    """Give the kilometres of a road by actor, ``contested`` and ``unknown``."""
    found: dict[str, float] = {}
    for interval in state.road_intervals(highway):
        name = interval.control.holder or interval.control.status
        found[name] = found.get(name, 0.0) + interval.length_km
    return found


def _road_control(atlas: Groundwork, claim: Claim) -> Ground:
    """Check "cut the highway" (some of it held) and "took the highway" (all that is known)."""
    target = claim.target
    assert target is not None  # noqa: S101 - as above
    actor = claim.subject.id if claim.subject is not None else None
    if actor is None:
        return Ground(Verdict(UNDECIDED, "", "whose hands the road is in is not said"), {})
    held = _road_km(State(atlas, claim.last), str(target.id))
    mine, rest = (
        held.get(actor, 0.0),
        sum(length for name, length in held.items() if name not in {actor, "unknown"}),
    )
    facts = {"highway": target.id, "km": {name: round(length, 3) for name, length in held.items()}}
    why = f"On {claim.last} the record gives {actor} {mine:.1f} km of the {str(target.id).upper()}, others {rest:.1f} km; {held.get('unknown', 0.0):.1f} km lie beyond it."
    if claim.verb == "cut":
        return Ground(Verdict(SUPPORTED if mine > 0 else CONTRADICTED, "", why), facts)
    if claim.verb == "lose":
        return Ground(Verdict(SUPPORTED if mine == 0 else CONTRADICTED, "", why), facts)
    if mine > 0 and rest <= 1.0:
        return Ground(Verdict(SUPPORTED, "", why), facts)
    if mine > 0:
        return Ground(Verdict(READ, "if a part of the road is meant", why), facts)
    return Ground(Verdict(CONTRADICTED, "", why), facts)


def check_length(ways: Ways, claim: Claim) -> Ground:
    """Check "14 km of the M5 remain": what an actor does not hold, or holds, of a road."""
    atlas, target, subject = ways.atlas, claim.target, claim.subject
    assert target is not None  # noqa: S101 - a length is of a road
    if (refused := outside(atlas, claim)) is not None:
        return refused
    actor = (
        subject.id
        if subject is not None
        else "government"
        if "government" in atlas.actors
        else None
    )
    if actor is None:
        return Ground(Verdict(UNDECIDED, "", "whose stretch of road it is, is not said"), {})
    tried: list[Measured] = []
    facts: dict[str, Any] = {}
    error = atlas.package.highways[str(target.id)].position_error_m
    for name, step in (("", 0), ("on the day before", -1), ("on the day after", 1)):
        day = claim.last + timedelta(days=step)
        if not atlas.record.first <= day <= atlas.record.last:
            continue
        held = _road_km(State(atlas, day), str(target.id))
        if step == 0:
            facts = {
                "highway": target.id,
                "km": {key: round(value, 3) for key, value in held.items()},
            }
        enemies = sum(value for key, value in held.items() if key in atlas.actors and key != actor)
        base = enemies if claim.verb == "remain" else held.get(actor, 0.0)
        tried.append(_metres(name, base, error))
        tried.append(
            _metres(
                _and(name, "with stretches still fought over"),
                base + held.get("contested", 0.0),
                error,
            )
        )
    met = judge((claim.low or 0.0, claim.high if claim.high is not None else 0.0), tried)
    base_km = (tried[0].low + tried[0].high) / 2000
    what = "not yet held" if claim.verb == "remain" else "held"
    why = f"On {claim.last} the record gives {base_km:.1f} km of the {str(target.id).upper()} {what} by {actor}; the cells that cut it are not surveyed."
    if met is None:
        return Ground(Verdict(CONTRADICTED, "", why), facts)
    return Ground(Verdict(READ if met.reading else SUPPORTED, met.reading, why), facts)


def _metres(name: str, length_km: float, error: float) -> Measured:
    return Measured(name, max(0.0, length_km * 1000 - error), length_km * 1000 + error)


def _and(*names: str) -> str:
    return " and ".join(filter(None, names))
