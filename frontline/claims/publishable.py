"""Publishable sentences: a neutral sentence with numbers and sources for each kind of answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.claims.distance_readings import direction_from_target
from frontline.claims.verdict import CANNOT_TELL
from frontline.dates import format_day
from frontline.formatting import (
    format_about,
    format_actor,
    format_control,
    format_count,
    format_date,
    format_days,
    format_gap,
    format_list,
    format_sources,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.verdict import Answer
    from frontline.geometry.distance import Distance, Endpoint, Gap
    from frontline.models import Report

_INFERRED = "; this is inferred from other reports"


def publishable_sentence(
    atlas: Atlas, claim: Claim, answer: Answer, reports: Sequence[Report]
) -> str:
    """Return a sentence about an answer that can be published.

    Parameters
    ----------
    atlas : Atlas
    claim : Claim
    answer : Answer
    reports : sequence of Report
        The reports that the answer is based on; the first publishers are named.
    """
    written = _sentence(atlas, claim, answer, reports)
    return re.sub(r"(?:^|(?<=\. ))[a-z]", lambda first: first[0].upper(), written)


def _sentence(atlas: Atlas, claim: Claim, answer: Answer, reports: Sequence[Report]) -> str:
    sources = format_sources(atlas.package, reports)
    if answer.distance is not None:
        return _distance(atlas, claim, answer, answer.distance, sources) + _aim(claim, answer)
    if not answer.facts:
        return f"This claim could not be verified. {answer.verdict.reason}"
    if claim.kind == "control" and answer.places:
        return _control(atlas, claim, answer, sources)
    if claim.kind == "count":
        firsts = {one.record_id: one for one in reversed(reports) if one.says == "supports"}
        sources = format_sources(atlas.package, [*firsts.values()][::-1], most=6)
    sentences = {
        "count": _count, "area": _area, "encirclement": _siege, "length": _road, "control": _road,
    }  # fmt: skip
    sources = sources or f", according to reports collected in {atlas.package.title}"
    return f"{sentences[claim.kind](atlas, claim, answer)}{sources}."


def _actor(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    """Return the actor of a claim, or the one that was assumed."""
    actor = claim.subject.id if claim.subject is not None else answer.facts.get("actor")
    return format_actor(atlas.package.actors[str(actor)])


def _count(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    """Return how many places an actor took, with their names once."""
    who, places = _actor(atlas, claim, answer), answer.facts["places"]
    days = format_days(min(claim.first, claim.last), claim.last)
    number = len(places)
    if not number:
        return f"Published reports name no place that came under the control of {who} {days}"
    noun = "place" if number == 1 else "places"
    names = format_list([place["name"] for place in places], 12)
    return (
        f"Published reports name {format_count(number)} {noun} that came under the control of "
        f"{who} {days}: {names}"
    )


def _area(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    who, gained = _actor(atlas, claim, answer), answer.facts["gained_km2"]
    first = date.fromisoformat(answer.facts["from"]) + timedelta(days=1)
    step = 10 if gained < 500 else 50
    area, days = (
        max(step, round(gained / step) * step),
        format_days(min(first, claim.last), claim.last),
    )
    return (
        f"About {area:,} square kilometres came under the control of {who} {days}, estimated from "
        "the villages taken"
    )


def _siege(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    place = answer.places[0]
    control = atlas.record.control_on(place.id, claim.last)
    who = format_actor(atlas.package.actors[str(answer.facts["actor"])])
    share, pocket = answer.facts["share_of_circle"], answer.facts["pocket"]
    sides = next(words for limit, words in _SIDES if share >= limit)
    cut_off = "cut off" if pocket is not None else "not cut off"
    held = f"{format_control(atlas.package, control)} and {cut_off}"
    return f"On {format_day(claim.last)} {place.name} was {held}; {who} held {sides}"


#: Share of the directions in which territory is held, and its words.
_SIDES = (
    (0.99, "the ground on all sides of it"), (0.6, "the ground on most sides of it"),
    (0.3, "the ground on some sides of it"), (0.001, "ground on one side of it"),
    (0.0, "no ground within 10 km of it"),
)  # fmt: skip


def _road(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    if "province" in answer.facts:
        return _region(atlas, claim, answer)
    who, km = _actor(atlas, claim, answer), answer.facts["km"]
    actor = claim.subject.id if claim.subject is not None else answer.facts.get("actor")
    own, unknown = km.get(actor, 0.0), km.get("unknown", 0.0)
    others = sum(km.values()) - own - unknown
    road = answer.facts["highway"].upper()
    if claim.between is not None:
        first, second = (place.name for place in claim.between)
        road = f"{road} between {first} and {second}"
    words = f"{who} held {_km(own)} of the {road} and others {_km(others)}"
    nothing = f"; nothing was reported of {_km(unknown)}" if unknown >= 1 else ""
    return f"On {format_day(claim.last)} {words}{nothing}"


def _region(atlas: Atlas, claim: Claim, answer: Answer) -> str:
    """Return how many places of a province each actor held."""
    facts, actors = answer.facts, atlas.package.actors
    held = [
        f"{format_actor(actors[name])} held {number}"
        for name, number in facts["held"].items()
        if name in actors
    ]
    where = f"the {facts['places']} places of {facts['province']} province in the record"
    return f"On {format_day(claim.last)}, of {where}, {format_list(held) or 'none was known'}"


def _km(length: float) -> str:
    return "none" if length < 0.5 else f"about {round(length)} km"


def _distance(atlas: Atlas, claim: Claim, answer: Answer, distance: Distance, sources: str) -> str:
    gap = distance.gap
    if gap is None:
        return _measured(atlas, claim, answer, distance, sources)
    if gap.is_bound:
        return _front_bound(atlas, distance, gap, answer.day)
    measured = _measured(atlas, claim, answer, distance, sources)
    return f"{format_gap(distance, answer.day, rounded=True)} {measured}"


def _front_bound(atlas: Atlas, distance: Distance, gap: Gap, day: date | None) -> str:
    """Return between which places the front lay, and who held them."""
    held = [
        f"{end.place.name} was {format_control(atlas.package, atlas.record.control_on(id_, day))}"
        for end in (gap.point, gap.other)
        if end is not None
        and end.place is not None
        and day is not None
        and (id_ := end.place.id) in atlas.record.index
    ]
    when = "" if day is None else f"On {format_day(day)} "
    return " ".join(
        [
            format_gap(distance, None, rounded=True),
            *([f"{when}{format_list(held)}."] if held else []),
        ]
    )


def _measured(atlas: Atlas, claim: Claim, answer: Answer, distance: Distance, sources: str) -> str:
    if claim.subject is not None and claim.subject.kind == "actor" and answer.day is not None:
        return _forces(atlas, claim, distance, answer.day, sources)
    if claim.kind == "direction":
        return _direction(distance)
    return _fixed_features(claim, distance, answer.day)


def _aim(claim: Claim, answer: Answer) -> str:
    if claim.mood != "aim":
        return ""
    met = answer.verdict.word.startswith("supported")
    return " By then this aim had been met." if met else " By then this aim had not been met."


def _forces(atlas: Atlas, claim: Claim, distance: Distance, day: date, sources: str) -> str:
    """Return which place forces held, how far away it was, and according to whom."""
    package, place = atlas.package, distance.start.place
    if place is None:
        return _fixed_features(claim, distance, day)
    control = atlas.record.control_on(place.id, day)
    if not sources and control.evidence == "inferred":
        sources = _INFERRED
    who = format_actor(package.actors[str(claim.subject and claim.subject.id)])
    if place == distance.end.place and control.status == "held":
        return f"On {format_day(day)} {who} held {place.name} itself{sources}."
    if place == distance.end.place:
        return f"On {format_day(day)} {place.name} was {format_control(package, control)}{sources}."
    where = _location(claim, distance)
    if control.status == "contested":
        contested = format_control(package, control)
        return f"On {format_day(day)} {place.name}, {where}, was {contested}{sources}."
    return f"On {format_day(day)} {who} held {place.name}, {where}{sources}."


def _location(claim: Claim, distance: Distance) -> str:
    """Return how far a place was from the target, rounded to what its error is worth."""
    direction, end = direction_from_target(distance), _label(distance.end)
    centre, error = distance.centre_m, _error_m(distance)
    if claim.target is not None and claim.target.kind == "road":
        return f"{format_about(distance.edge_m, error)} {direction} of the {end}"
    if distance.edge_m == centre:
        return f"{format_about(centre, error)} {direction} of {end}"
    edge = (
        f"{format_about(distance.edge_m, error)} from the edge"
        if distance.edge_m
        else "at the edge"
    )
    return f"{edge} of {end} and {format_about(centre, error)} {direction} of its centre"


def _error_m(distance: Distance) -> float:
    return max(0.0, distance.high_m - distance.centre_m)


def _fixed_features(claim: Claim, distance: Distance, day: date | None) -> str:
    """Return how far one fixed feature is from another, or from the front on a day."""
    start, end = _with_article(_label(distance.start)), _label(distance.end)
    if claim.target is not None and claim.target.kind == "road":
        end = f"the {end}"
    verb, when = ("was", f"On {format_date(day)} ") if day is not None else ("is", "")
    error = _error_m(distance)
    length = f"{format_about(distance.centre_m, error)} {direction_from_target(distance)} of {end}"
    if distance.edge_m == 0 < distance.centre_m and end.startswith("the "):
        return f"{when}{start} {verb} on {end}."
    if distance.edge_m == 0 < distance.centre_m:
        length = f"{length}, with no gap between the built-up areas"
    elif distance.edge_m != distance.centre_m:
        length = (
            f"{length}, centre to centre, and {format_about(distance.edge_m, error)} edge to edge"
        )
    assumed = "".join(
        f"; its position is assumed to be that of {feature.place.name}"
        for feature in (distance.start, distance.end)
        if feature.place is not None and feature.label != feature.place.name
    )
    return f"{when}{start} {verb} {length}{assumed}."


def _direction(distance: Distance) -> str:
    error = distance.start.error_m + distance.end.error_m
    length = f"{format_about(distance.centre_m, error)} {direction_from_target(distance)}"
    return f"{_with_article(_label(distance.start))} is {length} of {_label(distance.end)}."


def _label(end: Endpoint) -> str:
    """Return the name of an end; a post that an Arabic text names has none in English."""
    if end.place is None or end.label == end.place.name or end.label.isascii():
        return end.label
    return f"post at {end.place.name}"


def _with_article(label: str) -> str:
    """Return a label that can begin a sentence: "The Turkish post at Morek"."""
    common = label[:1].isascii() and (" at " in label or " in " in label)
    return f"The {label}" if common and not label.lower().startswith("the ") else label


def _control(atlas: Atlas, claim: Claim, answer: Answer, sources: str) -> str:
    """Return who held a place, since when, and according to whom."""
    place, day = answer.places[0], min(answer.day or claim.last, atlas.record.last)
    span = atlas.record.span_on(place.id, day)
    if answer.verdict.word == CANNOT_TELL and span.control.status == "unknown":
        return f"This record does not say who held {place.name} on {format_date(day)}."
    held = format_control(atlas.package, span.control)
    since = ""
    if atlas.record.first < span.since < day:
        since = f", as it had been since {format_date(span.since)}"
    if not sources and span.control.evidence == "inferred":
        sources = _INFERRED
    disputed = "; another report denies this" if span.control.evidence == "disputed" else ""
    return f"On {format_day(day)} {place.name} was {held}{since}{sources}{disputed}."
