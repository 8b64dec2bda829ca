"""What depends on the editorial rule: places, ground and roads on one day."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.control.highways import same_holders
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
    place : which
    area_km2 : size of its cell; 0 for a place that only a report about a road speaks of
    under : the answer under each rule, in the order they were named
    record_ids : what only some of the rules accept
    """

    place: Place
    area_km2: float
    under: tuple[Control, ...]
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadDifference:
    """A stretch of a highway whose holder depends on the rule; fields as in `OfPlace`."""

    highway: str
    from_km: float
    to_km: float
    under: tuple[Control, ...]
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several rules make of one day.

    Parameters
    ----------
    rules : as they were named
    places : those that differ, in order of their ids
    roads : the stretches that differ, by highway and kilometre
    areas_km2 : ground by actor, under each rule
    """

    day: date
    rules: tuple[Rule, ...]
    places: tuple[PlaceDifference, ...]
    roads: tuple[RoadDifference, ...]
    areas_km2: tuple[dict[str, float], ...]

    @property
    def area_km2(self) -> float:
        """The ground whose holder depends on the rule."""
        return sum((found.area_km2 for found in self.places), 0.0)

    def road_km(self, highway: str) -> float:
        """How much of a highway depends on the rule."""
        found = (road for road in self.roads if road.highway == highway)
        return sum((road.to_km - road.from_km for road in found), 0.0)


def compare(atlases: Sequence[Atlas], day: date) -> Comparison:
    """Compare one package under several rules.

    Parameters
    ----------
    atlases : the same data, as `Atlas.under` gives it

    Raises
    ------
    InvalidRequestError
        For fewer than two rules, one named twice, or a day the record does not reach.
    """
    rules = tuple(atlas.rule for atlas in atlases)
    names = [rule.name for rule in rules]
    if len(set(names)) < max(2, len(names)):
        raise InvalidRequestError(
            f"nothing to compare: name two different rules, not {', '.join(names)}"
        )
    states = [State(atlas, day) for atlas in atlases]
    matter = _accepted_by_some(atlases)
    roads = (
        replace(found, record_ids=_deciding(found.record_ids, matter))
        for highway in atlases[0].package.highways
        for found in stretches_apart(highway, states)
    )
    places = (
        replace(found, record_ids=_deciding(found.record_ids, matter))
        for found in _places(atlases, day)
    )
    areas = tuple(state.areas_km2 for state in states)
    return Comparison(day, rules, tuple(places), tuple(roads), areas)


def _accepted_by_some(atlases: Sequence[Atlas]) -> set[str]:
    """Give the events that stand under some of the rules and not under all."""
    standing = [{r.event.event_id for r in atlas.assessments if r.accepted} for atlas in atlases]
    return standing[0].union(*standing[1:]) - standing[0].intersection(*standing[1:])


def _deciding(record_ids: tuple[str, ...], matter: set[str]) -> tuple[str, ...]:
    """Keep what the rules disagree on; the rest is only what holds without it."""
    return tuple(id_ for id_ in record_ids if id_ in matter) or record_ids


def _places(atlases: Sequence[Atlas], day: date) -> Iterable[PlaceDifference]:
    first = atlases[0]
    column = {place.id: number for number, place in enumerate(first.sites)}
    ids = sorted({id_ for atlas in atlases for id_ in atlas.record.place_ids})
    for place_id in ids:
        spans = [atlas.record.span_on(place_id, day) for atlas in atlases]
        under = tuple(span.control for span in spans)
        if _agree(under):
            continue
        number = column.get(place_id)
        area = 0.0 if number is None else float(first.cells.areas_km2[number])
        records = _apart(span.record_ids for span in spans)
        yield PlaceDifference(first.package.gazetteer[place_id], area, under, records)


def _agree(under: Sequence[Control]) -> bool:
    return all(same_holders(under[0], control) for control in under)


def _apart(records: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Give the records that some of the answers stand on and others do not, in first order."""
    several = [tuple(ids) for ids in records]
    common = set(several[0]).intersection(*several[1:])
    return tuple(dict.fromkeys(id_ for ids in several for id_ in ids if id_ not in common))


def stretches_apart(highway: str, states: Sequence[State]) -> list[RoadDifference]:
    """Lay several answers for one highway beside each other, and keep where they differ.

    Neighbours that differ in the same way are joined.
    """
    several = [
        list(state.atlas.road(highway).parts(state.atlas.record, state.day)) for state in states
    ]
    cuts = {km for one in several for part in one for km in (part.from_km, part.to_km)}
    found: list[RoadDifference] = []
    for low, high in pairwise(sorted(cuts)):
        parts = [_at(one, (low + high) / 2) for one in several]
        under = tuple(part.control for part in parts)
        if _agree(under):
            continue
        records = _apart(part.record_ids for part in parts)
        last = found[-1] if found else None
        if last is not None and last.to_km == low and all(map(same_holders, last.under, under)):
            ids = tuple(dict.fromkeys((*last.record_ids, *records)))
            found[-1] = RoadDifference(highway, last.from_km, high, last.under, ids)
        else:
            found.append(RoadDifference(highway, low, high, under, records))
    return found


def _at(parts: Sequence[Interval], km: float) -> Interval:
    """Find the part of a road that a kilometre lies in."""
    return parts[bisect_left([part.to_km for part in parts], km)]
