"""Compare the places, territory and highways of one day under several editorial rules."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.control.timeline import same_holders
from frontline.errors import InvalidRequestError
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval
    from frontline.control.rules import Rule
    from frontline.models import Control, Place


@dataclass(frozen=True, slots=True)
class PlaceDifference:
    """A place whose holder depends on the rule.

    Parameters
    ----------
    place : Place
    area_km2 : float
        Area of its cell; 0 for a place without a cell, known only from a report about a highway.
    answers : tuple of Control
        The control under each rule, in the order of the rules.
    record_ids : tuple of str
        Events and baseline rows that only some of the rules accept.
    """

    place: Place
    area_km2: float
    answers: tuple[Control, ...]
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadDifference:
    """A stretch of a highway whose control differs; fields as in `PlaceDifference`."""

    highway: str
    from_km: float
    to_km: float
    answers: tuple[Control, ...]
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between several rules on one day.

    Parameters
    ----------
    day : date
    rules : tuple of Rule
    places : tuple of PlaceDifference
        The places that differ, in order of their ids.
    roads : tuple of RoadDifference
        The stretches that differ, by highway and kilometre.
    areas_km2 : tuple of dict of str to float
        Area of each actor under each rule.
    """

    day: date
    rules: tuple[Rule, ...]
    places: tuple[PlaceDifference, ...]
    roads: tuple[RoadDifference, ...]
    areas_km2: tuple[dict[str, float], ...]

    @property
    def area_km2(self) -> float:
        """Area of the places that depend on the rule, in km²."""
        return sum((found.area_km2 for found in self.places), 0.0)

    def road_km(self, highway: str) -> float:
        """Return the length of a highway that depends on the rule, in kilometres."""
        found = (road for road in self.roads if road.highway == highway)
        return sum((road.to_km - road.from_km for road in found), 0.0)


def compare(atlases: Sequence[Atlas], day: date) -> Comparison:
    """Compare one package under several rules.

    Parameters
    ----------
    atlases : sequence of Atlas
        The same data under different rules, as `Atlas.with_options` returns it.
    day : date

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidRequestError
        For fewer than two rules, a repeated rule, or a day outside the record.
    """
    rules = tuple(atlas.rule for atlas in atlases)
    names = [rule.name for rule in rules]
    if len(set(names)) < max(2, len(names)):
        raise InvalidRequestError(f"Name two different rules to compare, not {', '.join(names)}.")
    states = [State(atlas, day) for atlas in atlases]
    disputed = _accepted_by_some(atlases)
    roads = (
        replace(found, record_ids=_deciding(found.record_ids, disputed))
        for highway in atlases[0].package.highways
        for found in differing_stretches(highway, states)
    )
    places = (
        replace(found, record_ids=_deciding(found.record_ids, disputed))
        for found in _differing_places(atlases, day)
    )
    areas = tuple(state.areas_km2 for state in states)
    return Comparison(day, rules, tuple(places), tuple(roads), areas)


def _accepted_by_some(atlases: Sequence[Atlas]) -> set[str]:
    """Return the events that some of the rules accept, but not all."""
    accepted = [{r.event.event_id for r in atlas.assessments if r.accepted} for atlas in atlases]
    return accepted[0].union(*accepted[1:]) - accepted[0].intersection(*accepted[1:])


def _deciding(record_ids: tuple[str, ...], disputed: set[str]) -> tuple[str, ...]:
    """Return the records that the rules disagree on; all of them if there are none."""
    return tuple(id_ for id_ in record_ids if id_ in disputed) or record_ids


def _differing_places(atlases: Sequence[Atlas], day: date) -> Iterable[PlaceDifference]:
    first = atlases[0]
    column = {place.id: number for number, place in enumerate(first.sites)}
    ids = sorted({id_ for atlas in atlases for id_ in atlas.record.place_ids})
    for place_id in ids:
        spans = [atlas.record.span_on(place_id, day) for atlas in atlases]
        answers = tuple(span.control for span in spans)
        if _agree(answers):
            continue
        number = column.get(place_id)
        area = 0.0 if number is None else float(first.cells.areas_km2[number])
        records = _differing_records(span.record_ids for span in spans)
        yield PlaceDifference(first.package.gazetteer[place_id], area, answers, records)


def _agree(answers: Sequence[Control]) -> bool:
    return all(same_holders(answers[0], control) for control in answers)


def _differing_records(records: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the records that some answers are based on and others are not, in order."""
    several = [tuple(ids) for ids in records]
    common = set(several[0]).intersection(*several[1:])
    return tuple(dict.fromkeys(id_ for ids in several for id_ in ids if id_ not in common))


def differing_stretches(highway: str, states: Sequence[State]) -> list[RoadDifference]:
    """Return the stretches of a highway whose control differs between states.

    Neighbouring stretches with the same answers are joined.
    """
    several = [_intervals(highway, state) for state in states]
    cuts = {km for one in several for part in one for km in (part.from_km, part.to_km)}
    found: list[RoadDifference] = []
    for low, high in pairwise(sorted(cuts)):
        parts = [_at(one, (low + high) / 2) for one in several]
        answers = tuple(part.control for part in parts)
        if _agree(answers):
            continue
        records = _differing_records(part.record_ids for part in parts)
        last = found[-1] if found else None
        if last is not None and last.to_km == low and all(map(same_holders, last.answers, answers)):
            ids = tuple(dict.fromkeys((*last.record_ids, *records)))
            found[-1] = RoadDifference(highway, last.from_km, high, last.answers, ids)
        else:
            found.append(RoadDifference(highway, low, high, answers, records))
    return found


def _intervals(highway: str, state: State) -> list[Interval]:
    """Return who held each part of a highway, by the ground that is the territory."""
    if state.atlas.drawn is not None:
        return list(state.road_intervals(highway))
    return list(state.atlas.road(highway).unmerged_intervals(state.atlas.record, state.day))


def _at(parts: Sequence[Interval], km: float) -> Interval:
    """Return the part of a highway that contains a kilometre."""
    return parts[bisect_left([part.to_km for part in parts], km)]
