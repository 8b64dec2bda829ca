"""Checks who held or cut a road, and how much of it somebody had or had not.

The record gives a road by the cells it runs through, and a cell ends half-way between two
villages. Where a stretch changes hands its end may therefore lie up to half the way to either
village off: that is the error of a length of road.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.tolerance import claimed_m
from frontline.claims.verdict import (
    Answer,
    Measured,
    cannot_tell,
    contradicted,
    joined,
    judged,
    supported,
)
from frontline.claims.verify_distance import outside
from frontline.formatting import format_actor, format_date, format_km
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements


#: So little of a road in other hands is no matter: the whole is said to be taken.
_REST_KM = 1.0
_KM = dict[str, float]


def _held_km(ways: Measurements, road: str, day: date) -> _KM:
    """Give the kilometres of a road by actor, ``contested`` and ``unknown``."""
    found: _KM = {}
    for interval in ways.on(day).road_intervals(road):
        name = interval.control.holder or interval.control.status
        found[name] = found.get(name, 0.0) + interval.length_km
    return found


def _facts(road: str, held: _KM) -> dict[str, Any]:
    return {"highway": road, "km": {name: round(length, 3) for name, length in held.items()}}


def check_road(ways: Measurements, claim: Claim) -> Answer:
    """Check "cut the highway" (some of it held) and "took the highway" (all that is known)."""
    assert claim.target is not None  # noqa: S101 - as its caller made sure
    if claim.subject is None or claim.subject.id is None:
        return Answer(cannot_tell("whose hands the road is in is not said"))
    actor, road = claim.subject.id, str(claim.target.id)
    held = _held_km(ways, road, claim.last)
    mine, unknown = held.get(actor, 0.0), held.get("unknown", 0.0)
    rest = sum(length for name, length in held.items() if name not in {actor, "unknown"})
    who = format_actor(ways.atlas.package.actors[actor])
    why = (
        f"On {format_date(claim.last)} {mine:.1f} km of the {road.upper()} were held by {who} and "
        f"{rest:.1f} km were not; of {unknown:.1f} km nothing is reported."
    )
    if claim.verb in {"cut", "lose"}:
        so = (mine > 0) == (claim.verb == "cut")
        return Answer(supported(why) if so else contradicted(why), facts=_facts(road, held))
    if mine > 0:
        under = "" if unknown <= _REST_KM else "where the record has reports along the road"
        under = under if rest <= _REST_KM else "if a part of the road is meant"
        return Answer(supported(why, under), facts=_facts(road, held))
    return Answer(contradicted(why), facts=_facts(road, held))


def check_length(ways: Measurements, claim: Claim) -> Answer:
    """Check "14 km of the M5 remain": what an actor does not hold, or holds, of a road."""
    atlas, target = ways.atlas, claim.target
    assert target is not None  # noqa: S101 - a length is of a road
    if (refused := outside(atlas, claim)) is not None:
        return Answer(refused)
    actor = claim.subject.id if claim.subject is not None else _army(atlas)
    if actor is None:
        return Answer(cannot_tell("whose stretch of road it is, is not said"))
    road = str(target.id)
    tried = [*_lengths(ways, claim, actor, road)]
    what = "not yet held" if claim.verb == "remain" else "held"
    plain = (tried[0].low + tried[0].high) / 2
    error = _ends_error_m(ways, road, actor, claim.last)
    why = (
        f"On {format_date(claim.last)} {format_km(plain)} of the {road.upper()} were {what} by "
        f"{format_actor(atlas.package.actors[actor])}; nobody surveyed where a stretch ends, and "
        f"the villages beside its ends leave {format_km(error)} open."
    )
    verdict = judged(claimed_m(claim), tried, why)
    held = _held_km(ways, road, claim.last)
    facts = {
        **_facts(road, held), "actor": actor, "length_m": round(plain, 1),
        "error_m": round(error, 1), "stretches_km": _stretches(ways, claim, actor, road),
    }  # fmt: skip
    return Answer(verdict, facts=facts, day=claim.last, readings=tuple(tried))


def _stretches(ways: Measurements, claim: Claim, actor: str, road: str) -> list[list[float]]:
    """Give from which kilometre to which the stretches in question run, fought over or not."""
    wanted = [one for one in ways.on(claim.last).road_intervals(road) if one.control.actors]
    mine = [one.control.holder == actor for one in wanted]
    remain = claim.verb == "remain"
    return [
        [round(one.from_km, 3), round(one.to_km, 3)]
        for one, own in zip(wanted, mine, strict=True)
        if own != remain
    ]


def _army(atlas: Atlas) -> str | None:
    return "government" if "government" in atlas.actors else None


def _lengths(ways: Measurements, claim: Claim, actor: str, road: str) -> Iterator[Measured]:
    """Give the length of road in question under each reading."""
    record, error = ways.atlas.record, ways.atlas.package.highways[road].position_error_m
    for name, step in (("", 0), ("on the day before", -1), ("on the day after", 1)):
        day = claim.last + timedelta(days=step)
        if record.first <= day <= record.last:
            length, fought = _length_m(ways, claim, actor, road, day)
            yield _give_or_take(name, length, error)
            wider = joined(name, "with stretches still fought over")
            yield _give_or_take(wider, length + fought, error)
    length, fought = _length_m(ways, claim, actor, road, claim.last)
    slack = error + _ends_error_m(ways, road, actor, claim.last)
    name = "within the error of the cells that cut the road"
    yield Measured(name, max(0.0, length - slack), length + fought + slack)
    blank = _blank_between_m(ways, road, claim.last)
    if claim.verb == "remain" and blank:
        wider = joined(name, "with stretches between that no report speaks of")
        yield Measured(wider, max(0.0, length - slack), length + fought + blank + slack)


def _give_or_take(name: str, length_m: float, error_m: float) -> Measured:
    return Measured(name, max(0.0, length_m - error_m), length_m + error_m)


def _length_m(
    ways: Measurements, claim: Claim, actor: str, road: str, day: date
) -> tuple[float, float]:
    """Give what is meant of a road on a day, and what of it was fought over, in metres."""
    held = _held_km(ways, road, day)
    others = sum(km for name, km in held.items() if name in ways.atlas.actors and name != actor)
    length = others if claim.verb == "remain" else held.get(actor, 0.0)
    return length * 1000, held.get("contested", 0.0) * 1000


def _blank_between_m(ways: Measurements, road: str, day: date) -> float:
    """Give how much of a road nobody reported on, between stretches that somebody did."""
    intervals = ways.on(day).road_intervals(road)
    known = [number for number, one in enumerate(intervals) if one.control.actors]
    inside = intervals[known[0] : known[-1]] if known else ()
    return sum(one.to_km - one.from_km for one in inside if not one.control.actors) * 1000


def _ends_error_m(ways: Measurements, road: str, actor: str, day: date) -> float:
    """Give how far the ends of an actor's stretches of road may lie off, together."""
    places, total = ways.atlas.sites, 0.0
    record = ways.atlas.record
    stretches = ways.atlas.road(road).stretches
    for one, two in itertools.pairwise(stretches):
        if one.column is None or two.column is None:
            continue
        here, there = places[one.column], places[two.column]
        controls = [record.on(place.id, day) for place in (here, there)]
        if (controls[0].holder == actor) != (controls[1].holder == actor):
            total += float(geodesy.distance_m(here.lon, here.lat, there.lon, there.lat)) / 2
    return total
