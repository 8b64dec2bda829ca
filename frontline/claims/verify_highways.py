"""Verify claims on highways: who held or cut a road, and how much of it.

The control of a road is that of the cells it crosses, and a cell ends half-way between two
villages. The end of a held stretch may therefore be wrong by up to half the distance between the
two villages, which is the error of a length of road.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    CONTRADICTED,
    Answer,
    ReadingResult,
    cannot_tell,
    contradicted,
    join_readings,
    outside_record,
    supported,
    verdict_from,
)
from frontline.formatting import format_actor, format_date, format_km
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.verdict import Verdict
    from frontline.control.highways import Interval


#: A road counts as held if no more than this is held by others.
_REST_KM = 1.0
#: The error of a length of road is never less: no report surveys where a stretch ends.
_LEAST_ERROR_M = 2000.0
#: Less presumed or unreported ground along a road is not worth a word.
_LEAST_WORTH_A_WORD_KM = 0.05
_KM = dict[str, float]
#: Two places or kilometres, as `State.road_intervals` takes them; None for the whole road.
_Between = tuple[str, str] | None


def _held_km(measurements: Measurements, road: str, day: date, between: _Between = None) -> _KM:
    """Return the kilometres of a road by actor, ``contested`` and ``unknown``."""
    km: _KM = {}
    for interval in measurements.state_on(day).road_intervals(road, between):
        name = interval.control.holder or interval.control.status
        km[name] = km.get(name, 0.0) + interval.length_km
    return km


def _presumed_words(
    measurements: Measurements, road: str, day: date, actor: str, between: _Between = None
) -> str:
    """Return how much of what an actor held of a road is only presumed, or an empty text."""
    km = measurements.state_on(day).presumed_road_km(road, between).get(actor, 0.0)
    return f", of which {km:.1f} km are only presumed" if km >= _LEAST_WORTH_A_WORD_KM else ""


def _end_records(
    measurements: Measurements, road: str, day: date, actor: str, between: _Between = None
) -> tuple[str, ...]:
    """Return the records at the ends of each stretch that an actor held, or else of all."""
    intervals = measurements.state_on(day).road_intervals(road, between)
    known = [one for one in intervals if one.record_ids]
    own = [one for one in known if one.control.holder == actor] or known
    ends = (end for one in own for end in (one.record_ids[0], one.record_ids[-1]))
    return tuple(dict.fromkeys(ends))


def _facts(road: str, held: _KM) -> dict[str, Any]:
    return {"highway": road, "km": {name: round(length, 3) for name, length in held.items()}}


def check_road(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to "cut the highway" (part is held) or "took the highway" (all is)."""
    assert claim.target is not None  # noqa: S101 - the caller checks it
    if claim.subject is None or claim.subject.id is None:
        return Answer(cannot_tell("the text does not name who held the road"))
    actor, road = claim.subject.id, str(claim.target.id)
    between = None if claim.between is None else (claim.between[0].id, claim.between[1].id)
    held = _held_km(measurements, road, claim.last, between)
    own, unknown, rest = _shares(held, actor)
    who = format_actor(measurements.atlas.package.actors[actor])
    presumed = _presumed_words(measurements, road, claim.last, actor, between)
    nothing = f"; {unknown:.1f} km have no report" if unknown >= _LEAST_WORTH_A_WORD_KM else ""
    reason = (
        f"{_part_words(claim, held)}On {format_date(claim.last)} {own:.1f} km of the"
        f" {road.upper()} were held by {who}{presumed} and {rest:.1f} km were not{nothing}."
    )
    is_true, reading = _is_so(measurements, claim, actor, (own, unknown, rest))
    verdict = _road_verdict(claim, reason, reading, is_true=is_true)
    ends = _end_records(measurements, road, claim.last, actor, between)
    return Answer(verdict, facts=_facts(road, held), record_ids=ends)


_WITHOUT_ENDS = "without the towns at its ends"
_A_PART = "if a part of the road is meant"


def _is_so(
    measurements: Measurements, claim: Claim, actor: str, km: tuple[float, float, float]
) -> tuple[bool, str]:
    """Return whether a road was held, cut or lost, and under which reading."""
    own, unknown, rest = km
    if claim.verb == "cut":
        return own > 0, ""
    if claim.verb == "lose":
        lost_a_part = own > 0 and rest > _REST_KM and not claim.whole
        return own <= 0 or lost_a_part, _A_PART if lost_a_part else ""
    reading = "" if unknown <= _REST_KM else "where the record has reports along the road"
    if rest > _REST_KM and _is_all_but_the_ends(measurements, claim, actor):
        rest, reading = 0.0, _WITHOUT_ENDS
    if rest <= _REST_KM:
        return own > 0, reading
    return own > 0 and not (claim.whole and claim.verb in {"take", "hold"}), _A_PART


def _road_verdict(claim: Claim, reason: str, reading: str, *, is_true: bool) -> Verdict:
    """Return the verdict on what a text states, or denies, of a road."""
    if claim.mood != "denial":
        return supported(reason, reading) if is_true else contradicted(reason)
    if is_true:
        return cannot_tell(reason) if reading else contradicted(reason)
    return cannot_tell(reason) if claim.never else supported(reason)


def _shares(held: _KM, actor: str) -> tuple[float, float, float]:
    """Return what an actor held, what is unknown, and what is held by others, in kilometres."""
    own, unknown = held.get(actor, 0.0), held.get("unknown", 0.0)
    return own, unknown, sum(held.values()) - own - unknown


def _part_words(claim: Claim, held: _KM) -> str:
    """Return which part of the road is meant, or an empty text."""
    if claim.between is None or claim.target is None:
        return ""
    first, second = (place.name for place in claim.between)
    road, length = str(claim.target.id).upper(), sum(held.values())
    return f"Of the {road} only the {length:.1f} km between {first} and {second} are meant. "


def _is_all_but_the_ends(measurements: Measurements, claim: Claim, actor: str) -> bool:
    """Return whether an actor held a part of a road up to the towns that it is named by."""
    if claim.between is None or claim.target is None:
        return False
    atlas, road, end_km = measurements.atlas, str(claim.target.id), _LEAST_ERROR_M / 1000
    low, high = sorted(atlas.chainage_km(atlas.road(road), one.id) for one in claim.between)
    if high - low <= 4 * end_km:
        return False
    between = f"{low + end_km}", f"{high - end_km}"
    _, unknown, rest = _shares(_held_km(measurements, road, claim.last, between), actor)
    return unknown <= _REST_KM and rest <= _REST_KM


def check_length(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to "14 km of the M5 remain" or "hold 14 km of the M5"."""
    atlas, target = measurements.atlas, claim.target
    assert target is not None  # noqa: S101 - a length claim has a road
    if (refused := outside_record(atlas.record, claim.first, claim.last)) is not None:
        return Answer(refused)
    actor = claim.subject.id if claim.subject is not None else _default_actor(atlas)
    if actor is None:
        return Answer(cannot_tell("the text does not name who held the stretch of road"))
    return _RoadLength(measurements, claim, actor, str(target.id)).answer()


def _default_actor(atlas: Atlas) -> str | None:
    return "government" if "government" in atlas.actors else None


@dataclass(frozen=True)
class _RoadLength:
    """The length of a road that an actor held, or did not hold if the verb is ``remain``."""

    measurements: Measurements
    claim: Claim
    actor: str
    road: str

    def answer(self) -> Answer:
        tried = [*self._readings()]
        plain = (tried[0].low + tried[0].high) / 2
        error, day = self._ends_error_m(), self.claim.last
        presumed = (
            "" if self.remains else _presumed_words(self.measurements, self.road, day, self.actor)
        )
        who = format_actor(self.measurements.atlas.package.actors[self.actor])
        reason = (
            f"On {format_date(day)} {format_km(plain)} of the {self.road.upper()} were "
            f"{'not yet held' if self.remains else 'held'} by {who}{presumed}; "
            "the ends of a stretch were not surveyed, and the villages around them leave an error "
            f"of {format_km(error)}."
        )
        facts = {
            **_facts(self.road, _held_km(self.measurements, self.road, day)), "actor": self.actor,
            "length_m": round(plain, 1), "error_m": round(error, 1),
            "stretches_km": self._stretches(),
        }  # fmt: skip
        verdict = verdict_from(claimed_interval(self.claim), tried, reason)
        unknown = _held_km(self.measurements, self.road, day).get("unknown", 0.0) * 1000
        if verdict.word == CONTRADICTED and (self.claim.low or 0.0) <= plain + unknown:
            more = f"{reason} Of {format_km(unknown)} nothing is reported, so it may be more"
            verdict = cannot_tell(more) if plain < (self.claim.low or 0.0) else verdict
        high = claimed_interval(self.claim)[1]
        if verdict.word == CONTRADICTED and self.claim.verb == "take" and plain > high:
            verdict = supported(reason, "if only what was taken lately is meant")
        ends = _end_records(self.measurements, self.road, day, self.actor)
        return Answer(verdict, facts=facts, day=day, readings=tuple(tried), record_ids=ends)

    @property
    def remains(self) -> bool:
        return self.claim.verb == "remain"

    def _readings(self) -> Iterator[ReadingResult]:
        """Yield the length under each reading, in the order in which it is tried."""
        record = self.measurements.atlas.record
        error = self.measurements.atlas.package.highways[self.road].position_error_m
        for name, step in (("", 0), ("on the day before", -1), ("on the day after", 1)):
            day = self.claim.last + timedelta(days=step)
            if record.first <= day <= record.last:
                length, contested = self._length_m(day)
                yield _reading(name, length, length, error)
                wider = join_readings(name, "with contested stretches")
                yield _reading(wider, length + contested, length + contested, error)
        length, contested = self._length_m(self.claim.last)
        most, error = length + contested, error + self._ends_error_m()
        name = "within the error of the cells along the road"
        yield _reading(name, length, most, error)
        unreported = self._unreported_between_m()
        if self.remains and unreported:
            wider = join_readings(name, "with unreported stretches in between")
            yield _reading(wider, length, most + unreported, error)

    def _length_m(self, day: date) -> tuple[float, float]:
        """Return the length that the claim counts on a day, and the contested length."""
        held = _held_km(self.measurements, self.road, day)
        actors = self.measurements.atlas.actors
        others = sum(km for name, km in held.items() if name in actors and name != self.actor)
        length = others if self.remains else held.get(self.actor, 0.0)
        return length * 1000, held.get("contested", 0.0) * 1000

    def _intervals(self) -> Sequence[Interval]:
        return self.measurements.state_on(self.claim.last).road_intervals(self.road)

    def _stretches(self) -> list[list[float]]:
        """Return the first and last kilometre of each stretch that the claim counts."""
        return [
            [round(one.from_km, 3), round(one.to_km, 3)]
            for one in self._intervals()
            if one.control.actors and (one.control.holder == self.actor) != self.remains
        ]

    def _unreported_between_m(self) -> float:
        """Return the unreported length between reported stretches."""
        intervals = self._intervals()
        known = [number for number, one in enumerate(intervals) if one.control.actors]
        inside = intervals[known[0] : known[-1]] if known else ()
        return sum(one.to_km - one.from_km for one in inside if not one.control.actors) * 1000

    def _ends_error_m(self) -> float:
        """Return the total error of the ends of the actor's stretches."""
        atlas, total = self.measurements.atlas, 0.0
        for one, two in itertools.pairwise(atlas.road(self.road).stretches):
            if one.column is None or two.column is None:
                continue
            here, there = atlas.sites[one.column], atlas.sites[two.column]
            controls = [
                atlas.record.control_on(place.id, self.claim.last) for place in (here, there)
            ]
            if (controls[0].holder == self.actor) != (controls[1].holder == self.actor):
                total += float(geodesy.distance_m(here.lon, here.lat, there.lon, there.lat)) / 2
        return max(total, _LEAST_ERROR_M)


def _reading(name: str, low_m: float, high_m: float, error_m: float) -> ReadingResult:
    return ReadingResult(name, max(0.0, low_m - error_m), high_m + error_m)
