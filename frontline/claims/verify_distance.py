"""Checks distances and directions between things that do not move, and distances to the front.

Readings are tried in this order: as written (to the centre, or the edge where the text says so);
the other of the two; the second unit, if two are printed; along the road; to a point between
edge and centre; last, all that the errors of the positions leave open.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.measurements import POST_M
from frontline.claims.tolerance import (
    ANYWHERE,
    ERRORS,
    claimed_m,
    numbers,
    other_unit,
    seen_from_target,
    to_centre_and_edge,
    verdict_on,
    within_errors,
)
from frontline.claims.verdict import (
    Answer,
    Measured,
    Verdict,
    angle_off,
    cannot_tell,
    contradicted,
    joined,
    judge,
    supported,
    tolerance_deg,
)
from frontline.claims.verify_forces import check_forces
from frontline.formatting import format_date, format_days, format_km

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.coreference import Referent
    from frontline.claims.measurements import Measurements
    from frontline.geometry.distance import Distance


#: How the gazetteer marks a place that no map had.
FROM_REPORTS = "placed from reports"
#: Within this of a highway a place is taken to lie on it, for a distance along the road.
_BESIDE_M = 3000.0
#: Words for what may be measured from the place it is named after.
_POSTS = ("post", "base", "point", "نقط")
#: A wind is taken loosely when the bearing is off by no more than this beyond its tolerance.
_LOOSELY_DEG = 22.5


def outside(atlas: Atlas, claim: Claim) -> Verdict | None:
    """Refuse days the record does not reach; None if it reaches them."""
    record = atlas.record
    if record.first <= claim.first and claim.last <= record.last:
        return None
    days = format_days(claim.first, claim.last).split(" ", 1)[1]
    span = f"from {format_date(record.first)} to {format_date(record.last)}"
    return cannot_tell(f"the record runs {span} and says nothing of {days}")


def check_distance(ways: Measurements, claim: Claim) -> Answer:
    """Check a distance between two things, of which one may be forces or the front."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a distance has both
    if (why := _unmeasurable(subject) or _unmeasurable(target)) is not None:
        return Answer(cannot_tell(why))
    kinds = {subject.kind, target.kind}
    if subject.kind == target.kind == "actor":
        why = "a distance between two armies is that of the front from itself"
        return Answer(cannot_tell(why))
    if kinds == {"front", "actor"}:
        return Answer(cannot_tell("forces stand at their own front: no distance to test"))
    if not kinds & {"front", "actor"}:
        return _standing(ways, claim, subject, target)
    record = ways.atlas.record
    if not record.first <= claim.last <= record.last:
        span = f"from {format_date(record.first)} to {format_date(record.last)}"
        why = f"the record runs {span} and says nothing of {format_date(claim.last)}"
        return Answer(cannot_tell(why))
    return (
        _to_front(ways, claim, subject, target) if "front" in kinds else check_forces(ways, claim)
    )


def _unmeasurable(referent: Referent) -> str | None:
    """Say why something named after a place cannot be measured from; None if it can."""
    if referent.kind != "feature":
        return None
    words, place = referent.words.casefold(), referent.place
    if place is not None and "air" not in words and any(word in words for word in _POSTS):
        return None
    near = f"; it is named after {place.name}, which is another place" if place else ""
    return f"the record has no position of {referent.words!r}{near}"


def _standing(ways: Measurements, claim: Claim, subject: Referent, target: Referent) -> Answer:
    """Check a distance between two things that do not move."""
    if subject.kind == "road":
        subject, target = target, subject
    way = ways.between(subject, target)
    posts = [end for end in (subject, target) if end.kind == "feature" and end.place is not None]
    post = f"taking {posts[0].place.name} for the post named after it" if posts else ""  # type: ignore[union-attr]
    tried = [*to_centre_and_edge(claim, way), *other_unit(claim, way)]
    if (along := _along(ways, subject, target)) is not None:
        tried.append(Measured("measured along the road", along, along))
    if way.edge_m < way.centre_m:
        tried.append(Measured(ANYWHERE, way.edge_m, way.centre_m))
    tried += within_errors(claim, way)
    tried = [Measured(joined(post, m.reading), m.low, m.high, m.claimed, way) for m in tried]
    met = judge(claimed_m(claim), tried)
    measured = f"By the record {way.start.label} lies {numbers(way, claim)}."
    if posts:
        measured += f" A post is taken to stand within {format_km(POST_M)} of its namesake."
    verdict = verdict_on(claim, met, tried, measured)
    if met is not None and claim.directions:
        verdict = _with_direction(claim, verdict, way)
    return Answer(_not_in_a_circle(verdict, way), way, readings=tuple(tried))


def _not_in_a_circle(verdict: Verdict, way: Distance) -> Verdict:
    """Say when a place was itself put where reports say: they cannot be proved by it."""
    placed = [
        body.place
        for body in (way.start, way.end)
        if body.place is not None
        and any(source.startswith(FROM_REPORTS) for source in body.place.sources)
    ]
    if not placed:
        return verdict
    notes = [f"{place.name} was placed from reports: {place.note}" for place in placed]
    told = replace(verdict, why=" ".join([verdict.why, *notes]))
    if not verdict.word.startswith("supported"):
        return told
    names = " and ".join(place.name for place in placed)
    circle = f"by a position of {names} that was itself taken from reports"
    return supported(told.why, joined(verdict.holds_under, circle))


def _along(ways: Measurements, subject: Referent, target: Referent) -> float | None:
    """Measure along a highway that both places lie on."""
    if subject.place is None or target.place is None:
        return None
    for line in ways.atlas.lines.values():
        near = [line.nearest_point(place.lon, place.lat) for place in (subject.place, target.place)]
        if all(one.distance_m <= _BESIDE_M for one in near):
            return abs(near[0].along_m - near[1].along_m)
    return None


def _with_direction(claim: Claim, verdict: Verdict, way: Distance) -> Verdict:
    """Judge the direction that a claim names besides; the worse of the two verdicts counts."""
    off = angle_off(claim.directions, (way.bearing_deg + 180) % 360)
    limit = tolerance_deg(claim.directions)
    error = way.start.error_m + way.end.error_m
    may_be_off = math.degrees(math.asin(min(1.0, error / max(way.centre_m, 1.0))))
    winds, found = " or ".join(claim.directions), seen_from_target(way)
    if off <= limit:
        return verdict
    why = f"{verdict.why} The direction is {found}; the text says {winds}."
    if off <= limit + _LOOSELY_DEG:
        return supported(
            why, joined(verdict.holds_under, f"with {winds!r} taken loosely for {found}")
        )
    if off <= limit + may_be_off:
        why = f"{why} The errors of the positions may turn it by {may_be_off:.0f}°."
        return supported(why, joined(verdict.holds_under, ERRORS))
    return contradicted(why)


def _to_front(ways: Measurements, claim: Claim, subject: Referent, target: Referent) -> Answer:
    """Check a distance to the front line, within its band."""
    ends = (str(subject.id or subject.words), str(target.id or target.words))
    named = subject if target.kind == "front" else target
    if named.id is None:
        return Answer(cannot_tell(f"the record has no position of {named.words!r}"))
    way = ways.on(claim.last).distance(*ends)
    tried = [*to_centre_and_edge(claim, way), *other_unit(claim, way)]
    tried.append(Measured("within the error of the front", way.low_m, way.high_m))
    met = judge(claimed_m(claim), tried)
    measured = (
        f"On {format_date(claim.last)} {way.start.label} to {way.end.label}: {numbers(way, claim)}."
    )
    return Answer(verdict_on(claim, met, tried, measured), way, claim.last, readings=tuple(tried))


def check_direction(ways: Measurements, claim: Claim) -> Answer:
    """Check that one place lies in a direction from another."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a direction has both
    if (why := _unmeasurable(subject) or _unmeasurable(target)) is not None:
        return Answer(cannot_tell(why))
    if {subject.kind, target.kind} - {"place", "feature", "road"} or subject.kind == "road":
        return Answer(cannot_tell("a direction is checked between places that do not move"))
    way = ways.between(subject, target)
    here, there = way.start.label, way.end.label
    where = (
        f"By the record {here} lies {format_km(way.centre_m)} {seen_from_target(way)} of {there}"
    )
    error = way.start.error_m + way.end.error_m
    if way.centre_m <= error:
        why = f"{where}, but their positions may be off by {format_km(error)} together."
        return Answer(cannot_tell(why), way)
    bearing = f"{round(way.bearing_deg + 180) % 360}°"
    verdict = _with_direction(claim, supported(f"{where} (bearing {bearing})."), way)
    return Answer(_not_in_a_circle(verdict, way), way)
