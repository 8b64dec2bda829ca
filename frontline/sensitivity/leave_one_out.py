"""What rests on whom: a day worked out again with one publisher, voice or side left out.

Only what changes is measured again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from frontline.control.assessment import Assessment, assess_event, original_publishers
from frontline.control.reasons import Reason
from frontline.errors import InvalidRequestError
from frontline.sensitivity.publication_history import beside_roads
from frontline.sensitivity.rules import stretches_apart
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        Mapping,
    )
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.record import Record
    from frontline.geometry.distance import Distance
    from frontline.models import (
        Baseline,
        Control,
        Event,
        Publisher,
        Report,
    )
    from frontline.package.package import Package
    from frontline.sensitivity.rules import RoadDifference


@dataclass(frozen=True)
class Exclusion:
    """Somebody who is supposed to have said nothing.

    Parameters
    ----------
    kind : ``publisher``: its own reports go; ``voice``: also those of all who only repeat it;
        ``side``: all publishers aligned with an actor, and all who only repeat them
    id, name : of the publisher or the actor
    reports : the reports that go
    publishers : all, with whom each still repeats
    touched : the events and rows that any of them speaks to
    """

    kind: Literal["publisher", "voice", "side"]
    id: str
    name: str
    reports: frozenset[str]
    publishers: Mapping[str, Publisher]
    touched: frozenset[str]


def silences(package: Package) -> tuple[Exclusion, ...]:
    """Give everybody who can be left out: sides, voices that others repeat, publishers.

    A publisher that carries a silenced voice beside another goes on with the other alone.
    """
    publishers, said = package.publishers, _said(package)
    carried = {id_: original_publishers(id_, publishers) for id_ in publishers}
    found = []
    for actor in package.actors.values():
        own = {p.id for p in publishers.values() if p.aligned_with == actor.id and not p.origin}
        found.append(_silence(said, "side", (actor.id, actor.name), own, package))
    repeated = {one for id_, ids in carried.items() for one in ids if one != id_}
    found += [
        _silence(said, "voice", (id_, publishers[id_].name), {id_}, package)
        for id_ in sorted(repeated)
    ]
    found += publishers_silent(package).values()
    return tuple(one for one in found if one.touched)


def publishers_silent(package: Package) -> Mapping[str, Exclusion]:
    """Give each publisher of a package as if it alone had said nothing, by id."""
    publishers, said = package.publishers, _said(package)
    return {
        id_: Exclusion(
            "publisher",
            id_,
            publisher.name,
            frozenset(report.report_id for report in said[id_]),
            publishers,
            frozenset(report.record_id for report in said[id_]),
        )
        for id_, publisher in sorted(publishers.items())
    }


def _said(package: Package) -> Mapping[str, list[Report]]:
    said: dict[str, list[Report]] = {id_: [] for id_ in package.publishers}
    for report in package.all_reports:
        said[report.publisher].append(report)
    return said


def _silence(
    said: Mapping[str, list[Report]],
    kind: Literal["voice", "side"],
    named: tuple[str, str],
    own: set[str],
    package: Package,
) -> Exclusion:
    publishers = package.publishers
    carried = {id_: original_publishers(id_, publishers) for id_ in publishers}
    silent = {id_ for id_, ids in carried.items() if ids and ids <= own}
    fewer = {
        id_: publishers[id_].model_copy(update={"origin": tuple(sorted(ids - own))})
        for id_, ids in carried.items()
        if ids & own and not ids <= own
    }
    reports = frozenset(report.report_id for id_ in silent for report in said[id_])
    touched = frozenset(r.record_id for id_ in silent | fewer.keys() for r in said[id_])
    return Exclusion(kind, *named, reports, {**publishers, **fewer}, touched)


#: What was judged again: the new assessment, or whether anybody is left to stand behind it.
_Again = dict[str, Assessment | bool]


@dataclass(frozen=True)
class Without:
    """What is left of an atlas.

    Parameters
    ----------
    whole : the atlas
    record : its record, worked out again in part
    place_ids : the places that were worked out again, in the order of the record
    of_roads : whether a report about a road was judged again
    judged : gives the assessments that made the record
    """

    whole: Atlas
    record: Record
    place_ids: tuple[str, ...]
    of_roads: bool
    judged: Callable[[], Iterable[Assessment]]

    @cached_property
    def atlas(self) -> Atlas:
        """The atlas with that record."""
        return self.whole.with_record(self.record, tuple(self.judged()))


class LeftOut:
    """Works out an atlas without somebody, or without a village."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._events = {event.event_id: event for event in atlas.package.events}
        self._rows = {row.baseline_id: row for row in atlas.package.baseline}

    @cached_property
    def _judged(self) -> Mapping[str, Assessment]:
        """The assessments on reports, without what roads imply."""
        return {r.event.event_id: r for r in self._atlas.assessments if r.evidence != "inferred"}

    @cached_property
    def _implied(self) -> Mapping[str, list[Event]]:
        """What each report about a road would imply for the places beside it, if it stood."""
        found = defaultdict(list)
        for event in beside_roads(self._atlas, tuple(self._atlas.package.gazetteer.values())):
            found[event.event_id].append(event)
        return found

    def _of_places(self, event: Event) -> Iterable[Event]:
        """Give the events about single places that an event comes to."""
        return self._implied[event.event_id] if event.highway else (event,)

    @cached_property
    def _about(self) -> Mapping[str, tuple[list[Baseline], list[Event]]]:
        """The rows and events of each place, those that a road implies among them."""
        found: defaultdict[str, tuple[list[Baseline], list[Event]]]
        found = defaultdict(lambda: ([], []))
        for row in self._rows.values():
            found[row.place_id][0].append(row)
        for event in self._events.values():
            for one in self._of_places(event):
                found[str(one.place_id)][1].append(one)
        return found

    def silent(self, silence: Exclusion) -> Without:
        """Leave somebody's word out."""
        again = {id_: self._heard(id_, silence) for id_ in sorted(silence.touched)}
        events = [self._events[id_] for id_ in again if id_ in self._events]
        ids = {row.place_id for id_, row in self._rows.items() if id_ in again}
        ids |= {str(one.place_id) for event in events for one in self._of_places(event)}
        known = self._atlas.record
        order = [id_ for id_ in known.place_ids if id_ in ids]
        order += sorted(ids - known.index.keys())
        rows = [row for id_ in order for row in self._about[id_][0] if _stays(row, again)]
        of_them = [event for id_ in order for event in self._about[id_][1]]
        record = known.updated(order, rows, self._rulings(of_them, again))
        roads = any(event.highway for event in events)
        return Without(
            self._atlas, record, tuple(order), roads, lambda: self._rulings(self._every(), again)
        )

    def place(self, place_id: str) -> Without:
        """Leave out all that is known of a village."""
        atlas = self._atlas
        record = atlas.record.updated([place_id], (), ())
        return Without(
            atlas,
            record,
            (place_id,),
            of_roads=False,
            judged=lambda: (one for one in atlas.assessments if one.event.place_id != place_id),
        )

    def _heard(self, record_id: str, silence: Exclusion) -> Assessment | bool:
        """Judge an event again; False for one, or for a row, that nobody is left to speak of."""
        reports = self._atlas.package.reports.get(record_id, ())
        left = [report for report in reports if report.report_id not in silence.reports]
        event = self._events.get(record_id)
        if event is None:
            had, has = (any(r.says == "supports" for r in some) for some in (reports, left))
            return has or not had
        if _mute(left) and not _mute(reports):
            return False
        return assess_event(event, left, silence.publishers, self._atlas.rule)

    def _every(self) -> Iterator[Event]:
        yield from self._events.values()
        for event in self._events.values():
            if event.highway:
                yield from self._implied[event.event_id]

    def _rulings(self, events: Iterable[Event], again: _Again) -> Iterator[Assessment]:
        """Give the assessments on events, anew where they were judged again."""
        for event in events:
            id_ = event.event_id
            assessment = again.get(id_, self._judged.get(id_))
            if not isinstance(assessment, Assessment):
                continue
            if event.place_id == self._events[id_].place_id:
                yield assessment
            elif assessment.accepted:
                yield Assessment(
                    event, accepted=True, evidence="inferred", reason=Reason("highway")
                )


def _stays(row: Baseline, again: _Again) -> bool:
    return bool(again.get(row.baseline_id, True))


def _mute(reports: Iterable[Report]) -> bool:
    return all(report.says == "context" for report in reports)


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place whose holder would be another, or nobody known."""

    place_id: str
    before: Control
    after: Control
    area_km2: float


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
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

    silence: Exclusion
    places: tuple[ChangedPlace, ...]
    weakened: tuple[str, ...]
    roads: tuple[RoadDifference, ...]
    areas_km2: dict[str, float]
    way: Distance | None

    @property
    def area_km2(self) -> float:
        """The ground with another holder."""
        return sum((place.area_km2 for place in self.places), 0.0)


def leave_one_out(
    atlas: Atlas, day: date, ends: tuple[str, str] | None = None
) -> tuple[LeaveOneOut, ...]:
    """Leave out one publisher, voice or side at a time.

    Parameters
    ----------
    ends : the two ends of a distance to measure each time, as `State.distance` takes them

    Returns
    -------
    Those that change something on the day, what turns the most ground first.
    """
    trial = _Trial(atlas, day, ends)
    found = [trial.without(silence) for silence in silences(atlas.package)]
    changed = [one for one in found if one.places or one.weakened or one.roads]
    order = {"side": 0, "voice": 1, "publisher": 2}
    changed.sort(key=lambda one: (-one.area_km2, -len(one.places), -len(one.weakened)))
    changed.sort(key=lambda one: order[one.silence.kind])
    return tuple(changed)


_STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


class _Trial:
    """One day of an atlas, to be worked out again and again with somebody left out."""

    def __init__(self, atlas: Atlas, day: date, ends: tuple[str, str] | None) -> None:
        self.atlas, self.day, self.ends = atlas, day, ends
        self.state = State(atlas, day)
        self.left_out = LeftOut(atlas)
        self.columns = {place.id: i for i, place in enumerate(atlas.sites)}

    @cached_property
    def way(self) -> Distance | None:
        return None if self.ends is None else self.state.distance(*self.ends)

    def without(self, silence: Exclusion) -> LeaveOneOut:
        """Work the day out without somebody."""
        left = self.left_out.silent(silence)
        turned, weakened = self._changes(left)
        roads: tuple[RoadDifference, ...] = ()
        areas, way = self.state.areas_km2, self.way
        if turned or left.of_roads:
            other = State(left.atlas, self.day)
            roads, areas = self._roads(other), other.areas_km2
            way = self._way(other) if turned else way
        return LeaveOneOut(silence, turned, weakened, roads, areas, way)

    def _changes(self, left: Without) -> tuple[tuple[ChangedPlace, ...], tuple[str, ...]]:
        turned, weakened = [], []
        for place_id in sorted(left.place_ids):
            before = self.atlas.record.on(place_id, self.day)
            after = left.record.on(place_id, self.day)
            if (before.status, before.actors) != (after.status, after.actors):
                column = self.columns.get(place_id)
                area = 0.0 if column is None else float(self.atlas.cells.areas_km2[column])
                turned.append(ChangedPlace(place_id, before, after, area))
            elif _strength(after) < _strength(before):
                weakened.append(place_id)
        return tuple(turned), tuple(weakened)

    def _roads(self, other: State) -> tuple[RoadDifference, ...]:
        return tuple(
            found
            for highway in self.atlas.package.highways
            for found in stretches_apart(highway, (self.state, other))
        )

    def _way(self, other: State) -> Distance | None:
        if self.ends is None:
            return None
        try:
            return other.distance(*self.ends)
        except (
            InvalidRequestError
        ):  # the actor holds nothing without that report, or no front is left
            return None


def _strength(control: Control) -> int:
    return -1 if control.evidence is None else _STRENGTH.index(control.evidence)
