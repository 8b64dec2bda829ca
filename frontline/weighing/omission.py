"""What rests on whom: a day worked out again with one publisher, voice or side left out.

Only what the silence touches is judged again, and only what changes is measured again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.control import Record
from frontline.errors import RequestError
from frontline.evidence import Ruling, judge
from frontline.state import State
from frontline.weighing.comparison import stretches_apart
from frontline.weighing.knowledge import beside_roads
from frontline.weighing.silence import silences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from frontline.distance import Distance
    from frontline.groundwork import Groundwork
    from frontline.model import Baseline, Control, Event, Report
    from frontline.weighing.comparison import OfRoad
    from frontline.weighing.silence import Silence

__all__ = ["Omission", "Turned", "omissions"]


@dataclass(frozen=True, slots=True)
class Turned:
    """A place whose holder would be another, or nobody known."""

    place_id: str
    before: Control
    after: Control
    area_km2: float


@dataclass(frozen=True, slots=True)
class Omission:
    """What a day would be without somebody.

    Parameters
    ----------
    silence : who is left out
    places : those with another holder, in order of their ids
    weakened : ids of places with the same holder on weaker evidence
    roads : stretches of highways with another holder; `under` is with and without
    areas_km2 : ground by actor, without
    way : the distance asked for, without; None where none was, or it cannot be measured
    """

    silence: Silence
    places: tuple[Turned, ...]
    weakened: tuple[str, ...]
    roads: tuple[OfRoad, ...]
    areas_km2: dict[str, float]
    way: Distance | None

    @property
    def area_km2(self) -> float:
        """The ground with another holder."""
        return sum((place.area_km2 for place in self.places), 0.0)


def omissions(
    atlas: Groundwork, day: date, asked: tuple[str, str] | None = None
) -> tuple[Omission, ...]:
    """Leave out one publisher, voice or side at a time.

    Parameters
    ----------
    asked : the two ends of a distance to measure each time, as `State.distance` takes them

    Returns
    -------
    Those that change something on the day, what turns the most ground first.
    """
    trial = _Trial(atlas, day, asked)
    found = [trial.without(silence) for silence in silences(atlas.package)]
    changed = [one for one in found if one.places or one.weakened or one.roads]
    order = {"side": 0, "voice": 1, "publisher": 2}
    changed.sort(key=lambda one: (-one.area_km2, -len(one.places), -len(one.weakened)))
    changed.sort(key=lambda one: order[one.silence.kind])
    return tuple(changed)


_STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


class _Trial:
    """One day of an atlas, to be worked out again and again with somebody left out."""

    def __init__(self, atlas: Groundwork, day: date, asked: tuple[str, str] | None) -> None:
        self.atlas, self.day, self.asked = atlas, day, asked
        self.state = State(atlas, day)
        self.columns = {place.id: i for i, place in enumerate(atlas.cell_places)}
        self.events = {event.event_id: event for event in atlas.package.events}
        self.standing = {r.event.event_id: r for r in atlas.rulings if r.evidence != "inferred"}

    @cached_property
    def implied(self) -> Mapping[str, list[Event]]:
        """What each report about a road would imply for the places beside it."""
        found = defaultdict(list)
        for event in beside_roads(self.atlas, tuple(self.atlas.package.gazetteer.values())):
            found[event.event_id].append(event)
        return found

    @cached_property
    def rows(self) -> Mapping[str, Baseline]:
        return {row.baseline_id: row for row in self.atlas.package.baseline}

    @cached_property
    def about(self) -> Mapping[str, tuple[list[Baseline], list[Event]]]:
        """The rows and events of each place, those that a road implies among them."""
        found: defaultdict[str, tuple[list[Baseline], list[Event]]]
        found = defaultdict(lambda: ([], []))
        for row in self.rows.values():
            found[row.place_id][0].append(row)
        for event in self.events.values():
            for one in self.implied[event.event_id] if event.highway else (event,):
                found[str(one.place_id)][1].append(one)
        return found

    @cached_property
    def way(self) -> Distance | None:
        return None if self.asked is None else self.state.distance(*self.asked)

    def without(self, silence: Silence) -> Omission:
        """Work the day out without somebody."""
        again = {id_: self._heard(id_, silence) for id_ in silence.touched}
        places = self._record(again)
        turned, weakened = self._changes(places)
        roads: tuple[OfRoad, ...] = ()
        areas, way = self.state.areas_km2, self.way
        of_roads = [id_ for id_ in again if id_ in self.events and self.events[id_].highway]
        if turned or of_roads:
            rulings = tuple(self._rulings(again, [*self.events.values()]))
            record = self.atlas.record.with_places(places)
            other = State(self.atlas.with_record(record, rulings), self.day)
            roads, areas = self._roads(other), other.areas_km2
            way = self._way(other) if turned else way
        return Omission(silence, turned, weakened, roads, areas, way)

    def _heard(self, record_id: str, silence: Silence) -> Ruling | bool | None:
        """Judge an event again, None if nobody is left to speak of it; whether a row is left."""
        reports = self.atlas.package.reports.get(record_id, ())
        left = [report for report in reports if report.report_id not in silence.reports]
        event = self.events.get(record_id)
        if event is None:
            had, has = (any(r.says == "supports" for r in some) for some in (reports, left))
            return has or not had
        if _mute(left) and not _mute(reports):
            return None
        return judge(event, left, silence.publishers, self.atlas.rule)

    def _record(self, again: Mapping[str, Ruling | bool | None]) -> Record:
        """Work out the places that the events and rows judged again speak of."""
        ids = {row.place_id for id_, row in self.rows.items() if id_ in again}
        for id_ in again.keys() & self.events.keys():
            event = self.events[id_]
            ids |= {str(e.place_id) for e in (self.implied[id_] if event.highway else (event,))}
        known = self.atlas.record
        rows = [
            row
            for place_id in ids
            for row in self.about[place_id][0]
            if again.get(row.baseline_id, True)
        ]
        events = [event for place_id in ids for event in self.about[place_id][1]]
        order = [id_ for id_ in known.place_ids if id_ in ids]
        order += sorted(ids - set(order))
        rulings = self._rulings(again, events)
        return Record(order, rows, rulings, known.first, known.last, known.known_on)

    def _rulings(
        self, again: Mapping[str, Ruling | bool | None], events: list[Event]
    ) -> list[Ruling]:
        """Give the rulings on events, anew where they were judged again."""
        found = []
        for event in events:
            id_ = event.event_id
            ruling = again[id_] if id_ in again else self.standing[id_]
            if not isinstance(ruling, Ruling):
                continue
            if event.place_id != self.events[id_].place_id:
                if ruling.stands:
                    found.append(Ruling(event, stands=True, evidence="inferred", why=""))
            else:
                found.append(ruling)
        return found

    def _changes(self, places: Record) -> tuple[tuple[Turned, ...], tuple[str, ...]]:
        turned, weakened = [], []
        for place_id in sorted(places.place_ids):
            before = self.atlas.record.on(place_id, self.day)
            after = places.on(place_id, self.day)
            if (before.status, before.actors) != (after.status, after.actors):
                column = self.columns.get(place_id)
                area = 0.0 if column is None else float(self.atlas.cells.areas_km2[column])
                turned.append(Turned(place_id, before, after, area))
            elif _strength(after) < _strength(before):
                weakened.append(place_id)
        return tuple(turned), tuple(weakened)

    def _roads(self, other: State) -> tuple[OfRoad, ...]:
        return tuple(
            found
            for highway in self.atlas.package.highways
            for found in stretches_apart(highway, (self.state, other))
        )

    def _way(self, other: State) -> Distance | None:
        if self.asked is None:
            return None
        try:
            return other.distance(*self.asked)
        except RequestError:  # the actor holds nothing without that report, or no front is left
            return None


def _mute(reports: Iterable[Report]) -> bool:
    return all(report.says == "context" for report in reports)


def _strength(control: Control) -> int:
    return -1 if control.evidence is None else _STRENGTH.index(control.evidence)
