"""A line that can be printed, for each kind of answer: neutral, with numbers and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.tolerance import seen_from_target
from frontline.claims.verdict import UNDECIDED
from frontline.dates import format_day
from frontline.formatting import (
    format_actor,
    format_control,
    format_date,
    format_km,
    format_sources,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.verdict import Answer
    from frontline.geometry.distance import Distance
    from frontline.models import Report


def printable(atlas: Atlas, claim: Claim, answer: Answer, reports: Sequence[Report]) -> str:
    """Write a line that can be printed.

    Parameters
    ----------
    reports : what the answer stands on; the first publishers are named
    """
    sources = format_sources(atlas.package, reports)
    if answer.way is not None:
        if claim.subject is not None and claim.subject.kind == "actor" and answer.day is not None:
            line = _forces(atlas, claim, answer.way, answer.day, sources)
        elif claim.kind == "direction":
            line = _direction(answer.way)
        else:
            line = _standing(claim, answer.way, answer.day)
        return line + _aim(claim, answer)
    if not answer.facts:
        return f"This cannot be confirmed here. {answer.verdict.why}"
    if claim.kind == "control" and answer.places:
        return _control(atlas, claim, answer, sources)
    why = answer.verdict.why.replace("The record has", "Published reports have", 1)
    if claim.kind != "count":
        return f"{why.removesuffix('.')}{sources}."
    firsts = {report.record_id: report for report in reversed(reports) if report.says == "supports"}
    told = format_sources(atlas.package, [*firsts.values()][::-1], most=6)
    return f"{why} Sources: {told.removeprefix(', according to ')}." if told else why


def _aim(claim: Claim, answer: Answer) -> str:
    if claim.mood != "aim":
        return ""
    met = answer.verdict.word.startswith("supported")
    return " By then that aim had been met." if met else " By then that aim had not been met."


def _forces(atlas: Atlas, claim: Claim, way: Distance, day: date, sources: str) -> str:
    """Say which place forces held, how far it was, and who says so."""
    package, place = atlas.package, way.start.place
    if place is None:
        return _standing(claim, way, day)
    control = atlas.record.on(place.id, day)
    if not sources and control.evidence == "inferred":
        sources = "; no report says so, it follows from others"
    who = format_actor(package.actors[str(claim.subject and claim.subject.id)])
    if place == way.end.place and control.status == "held":
        return f"On {format_day(day)} {who} held {place.name} itself{sources}."
    if control.status == "contested":
        fought = format_control(package, control)
        return f"On {format_day(day)} {place.name}, {_away(claim, way)}, was {fought}{sources}."
    return f"On {format_day(day)} {who} held {place.name}, {_away(claim, way)}{sources}."


def _away(claim: Claim, way: Distance) -> str:
    """Say how far a place lay, and how far off that may be."""
    wind, end = seen_from_target(way), way.end.label
    error = f"give or take {format_km(max(0.0, way.high_m - way.centre_m))}"
    if claim.target is not None and claim.target.kind == "road":
        return f"{format_km(way.edge_m)} {wind} of the {end}, {error}"
    if way.edge_m == way.centre_m:
        return f"{format_km(way.centre_m)} {wind} of {end}, {error}"
    edge = f"{format_km(way.edge_m)} from the edge" if way.edge_m else "at the edge"
    return f"{edge} of {end} and {format_km(way.centre_m)} {wind} of its centre, {error}"


def _standing(claim: Claim, way: Distance, day: date | None) -> str:
    """Say how far one thing lies from another."""
    start, end = _name(way.start.label), way.end.label
    if claim.target is not None and claim.target.kind == "road":
        end = f"the {end}"
    error = f"give or take {format_km(max(0.0, way.high_m - way.centre_m))}"
    verb, when = ("lay", f"On {format_date(day)} ") if day is not None else ("lies", "")
    if way.edge_m == way.centre_m:
        far = f"{format_km(way.centre_m)} {seen_from_target(way)} of {end}"
    elif way.edge_m == 0:
        far = f"{format_km(way.centre_m)} {seen_from_target(way)} of {end}, which its houses reach"
    else:
        edge = f"{format_km(way.edge_m)} edge to edge"
        far = f"{format_km(way.centre_m)} {seen_from_target(way)} of {end} centre to centre, {edge}"
    posts = [
        body
        for body in (way.start, way.end)
        if body.place is not None and body.label != body.place.name
    ]
    taken = "".join(f"; its place is taken to be {body.place.name}" for body in posts if body.place)
    return f"{when}{start} {verb} {far}, {error}{taken}."


def _direction(way: Distance) -> str:
    error = f"give or take {format_km(way.start.error_m + way.end.error_m)}"
    far = f"{format_km(way.centre_m)} {seen_from_target(way)} of {way.end.label}"
    return f"{_name(way.start.label)} lies {far}, {error}."


def _name(label: str) -> str:
    """Begin a sentence with a name that is not a place's own: "The Turkish post at Morek"."""
    common = label[:1].isascii() and (" at " in label or " in " in label)
    return f"The {label}" if common and not label.lower().startswith("the ") else label


def _control(atlas: Atlas, claim: Claim, answer: Answer, sources: str) -> str:
    """Say who held a place, since when, and who says so."""
    place = answer.places[0]
    span = atlas.record.span_on(place.id, claim.last)
    if answer.verdict.word == UNDECIDED and span.control.status == "unknown":
        return f"No published report says who held {place.name} on {format_date(claim.last)}."
    held = format_control(atlas.package, span.control)
    since = ""
    if atlas.record.first < span.since < claim.last:
        since = f", as since {format_date(span.since)}"
    if not sources and span.control.evidence == "inferred":
        sources = "; no report says so, it follows from others"
    disputed = "; another report denies it" if span.control.evidence == "disputed" else ""
    return f"On {format_day(claim.last)} {place.name} was {held}{since}{sources}{disputed}."
