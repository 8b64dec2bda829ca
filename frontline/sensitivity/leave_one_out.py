"""Compute a day again without one publisher, one independent source or one side at a time.

Only the places and stretches that such an exclusion touches are computed again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from frontline.control.assessment import Assessment, assess_place
from frontline.control.reasons import Reason
from frontline.control.sources import original_publishers
from frontline.control.statements import combine
from frontline.errors import InvalidRequestError
from frontline.sensitivity.publication_history import road_implied_events
from frontline.sensitivity.rules import differing_stretches
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
    from frontline.control.statements import Statement
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
    """A publisher, independent source or side to leave out.

    Parameters
    ----------
    kind : {'publisher', 'voice', 'side'}
        ``publisher`` leaves out its own reports; ``voice`` (an independent source) also those of
        publishers that only republish it; ``side`` all publishers aligned with an actor, and
        those that only republish them.
    id, name : str
        Id and name of the publisher or actor.
    report_ids : frozenset of str
        The reports to leave out.
    publishers : mapping of str to Publisher
        All publishers, with the origins that they still republish.
    record_ids : frozenset of str
        The events and baseline rows whose reports change.
    """

    kind: Literal["publisher", "voice", "side"]
    id: str
    name: str
    report_ids: frozenset[str]
    publishers: Mapping[str, Publisher]
    record_ids: frozenset[str]


def exclusions(package: Package) -> tuple[Exclusion, ...]:
    """Return what can be left out: sides, independent sources that others republish, publishers.

    A publisher that republishes an excluded source and another keeps the other alone.
    """
    publishers, reports = package.publishers, _reports_by_publisher(package)
    origins = {id_: original_publishers(id_, publishers) for id_ in publishers}
    found = []
    for actor in package.actors.values():
        own = {p.id for p in publishers.values() if p.aligned_with == actor.id and not p.origin}
        found.append(_exclusion(reports, "side", (actor.id, actor.name), own, package))
    repeated = {one for id_, ids in origins.items() for one in ids if one != id_}
    found += [
        _exclusion(reports, "voice", (id_, publishers[id_].name), {id_}, package)
        for id_ in sorted(repeated)
    ]
    found += publisher_exclusions(package).values()
    return tuple(one for one in found if one.record_ids)


def publisher_exclusions(package: Package) -> Mapping[str, Exclusion]:
    """Return the exclusion of each publisher, by id of the publisher."""
    publishers, reports = package.publishers, _reports_by_publisher(package)
    return {
        id_: Exclusion(
            "publisher",
            id_,
            publisher.name,
            frozenset(report.report_id for report in reports[id_]),
            publishers,
            frozenset(report.record_id for report in reports[id_]),
        )
        for id_, publisher in sorted(publishers.items())
    }


def _reports_by_publisher(package: Package) -> Mapping[str, list[Report]]:
    found: dict[str, list[Report]] = {id_: [] for id_ in package.publishers}
    for report in (*package.all_reports, *(one.as_report() for one in package.area_reports)):
        found[report.publisher].append(report)
    return found


def _exclusion(
    reports: Mapping[str, list[Report]],
    kind: Literal["voice", "side"],
    named: tuple[str, str],
    own: set[str],
    package: Package,
) -> Exclusion:
    publishers = package.publishers
    origins = {id_: original_publishers(id_, publishers) for id_ in publishers}
    excluded = {id_ for id_, ids in origins.items() if ids and ids <= own}
    partly = {
        id_: publishers[id_].model_copy(update={"origin": tuple(sorted(ids - own))})
        for id_, ids in origins.items()
        if ids & own and not ids <= own
    }
    report_ids = frozenset(report.report_id for id_ in excluded for report in reports[id_])
    record_ids = frozenset(r.record_id for id_ in excluded | partly.keys() for r in reports[id_])
    return Exclusion(kind, *named, report_ids, {**publishers, **partly}, record_ids)


@dataclass(frozen=True)
class ReducedAtlas:
    """An atlas with part of its data left out.

    Parameters
    ----------
    full : Atlas
        The complete atlas.
    record : Record
        Its record, computed again for `place_ids`.
    place_ids : tuple of str
        The places that were computed again, in the order of the record.
    affects_roads : bool
        Whether a report about a highway was assessed again.
    assess : callable
        Returns the assessments that made the record.
    """

    full: Atlas
    record: Record
    place_ids: tuple[str, ...]
    affects_roads: bool
    assess: Callable[[], Iterable[Assessment]]

    @cached_property
    def atlas(self) -> Atlas:
        """The atlas with that record."""
        return self.full.with_record(self.record, tuple(self.assess()))


class Excluder:
    """Compute an atlas without a source, or without a place."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._events = {event.event_id: event for event in atlas.package.events}
        self._rows = {row.baseline_id: row for row in atlas.package.baseline}

    @cached_property
    def _implied(self) -> Mapping[str, list[Event]]:
        """The events that each event about a highway implies for places near it, if accepted."""
        found = defaultdict(list)
        for event in road_implied_events(self._atlas):
            found[event.event_id].append(event)
        return found

    @cached_property
    def _about(self) -> Mapping[str | None, tuple[list[Baseline], list[Event], list[Event]]]:
        """The baseline rows and events of each place, and the events that roads imply there.

        The events along highways themselves have no place.
        """
        found: defaultdict[str | None, tuple[list[Baseline], list[Event], list[Event]]]
        found = defaultdict(lambda: ([], [], []))
        for row in self._rows.values():
            found[row.place_id][0].append(row)
        for event in self._events.values():
            found[event.place_id][1].append(event)
        for events in self._implied.values():
            for event in events:
                found[event.place_id][2].append(event)
        return found

    @cached_property
    def _statements(self) -> Mapping[str, list[Statement]]:
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self._atlas.statements:
            found[statement.place_id].append(statement)
        return found

    @cached_property
    def _stated_places(self) -> Mapping[str, set[str]]:
        """The places that statements are about, by the ids of their reports."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for statement in self._atlas.statements:
            for id_ in statement.record_ids:
                found[id_].add(statement.place_id)
        return found

    def without_source(self, exclusion: Exclusion) -> ReducedAtlas:
        """Compute the atlas without the reports of an exclusion."""
        trial = _Reduction(self._atlas, exclusion)
        touched = [self._events[id_] for id_ in exclusion.record_ids if id_ in self._events]
        ids = {row.place_id for id_, row in self._rows.items() if id_ in exclusion.record_ids}
        ids |= {str(event.place_id) for event in touched if event.place_id is not None}
        on_roads = [event for event in touched if event.highway]
        ids |= {str(one.place_id) for event in on_roads for one in self._implied[event.event_id]}
        stated = self._stated_places
        ids.update(*(stated[id_] for id_ in exclusion.record_ids if id_ in stated))
        known = self._atlas.record
        order = [id_ for id_ in known.place_ids if id_ in ids]
        order += sorted(ids - known.index.keys())
        roads = trial.assess(self._about[None][1], []) if on_roads else self._roads
        rows = [row for id_ in order for row in self._about[id_][0] if trial.keeps(row)]
        accepted = {one.event.event_id for one in roads if one.accepted}
        assessments = [one for id_ in order for one in self._of_place(id_, trial, accepted)]
        statements = [one for id_ in order for one in self._statements.get(id_, ())]
        positions = combine(
            filter(trial.keeps_statement, statements), trial.publishers, self._atlas.rule
        )
        record = known.updated(order, rows, assessments, positions)
        return ReducedAtlas(
            self._atlas,
            record,
            tuple(order),
            bool(on_roads),
            lambda: [
                *(
                    one
                    for one in self._atlas.assessments
                    if one.event.place_id not in ids and not (on_roads and one.event.highway)
                ),
                *(roads if on_roads else ()),
                *assessments,
            ],
        )

    @cached_property
    def _roads(self) -> list[Assessment]:
        return [one for one in self._atlas.assessments if one.event.highway]

    def _of_place(
        self, place_id: str, trial: _Reduction, accepted: set[str]
    ) -> Iterator[Assessment]:
        """Yield the assessments of a place: those of its events, then those that roads imply.

        An event about a highway implies others if its id is among those that are accepted.
        """
        _, events, implied = self._about[place_id]
        yield from trial.assess(events, self._statements.get(place_id, ()))
        for event in implied:
            if event.event_id in accepted:
                yield Assessment(
                    event, accepted=True, evidence="inferred", reason=Reason("highway")
                )

    def without_place(self, place_id: str) -> ReducedAtlas:
        """Compute the atlas without everything that is known about one place."""
        atlas = self._atlas
        record = atlas.record.updated([place_id], (), ())
        return ReducedAtlas(
            atlas,
            record,
            (place_id,),
            affects_roads=False,
            assess=lambda: (one for one in atlas.assessments if one.event.place_id != place_id),
        )


class _Reduction:
    """What remains of the reports of an atlas without an exclusion."""

    def __init__(self, atlas: Atlas, exclusion: Exclusion) -> None:
        self._atlas, self._exclusion = atlas, exclusion
        self.publishers = exclusion.publishers

    def assess(self, events: Iterable[Event], statements: Iterable[Statement]) -> list[Assessment]:
        """Assess the changes at a place again, without those that no report is left of."""
        changes = [event for event in events if event.kind != "held" or event.highway]
        left = {event.event_id: self._reports(event.event_id) for event in changes}
        before = self._atlas.package.reports
        kept = [
            event
            for event in changes
            if not _only_context(left[event.event_id])
            or _only_context(before.get(event.event_id, ()))
        ]
        own = list(filter(self.keeps_statement, statements))
        return assess_place(kept, left, own, self.publishers, self._atlas.rule)

    def keeps(self, row: Baseline) -> bool:
        """Whether a report that supports a baseline row is left, or it never had one."""
        had = self._atlas.package.reports.get(row.baseline_id, ())
        has = self._reports(row.baseline_id)
        return any(one.says == "supports" for one in has) or not any(
            one.says == "supports" for one in had
        )

    def keeps_statement(self, statement: Statement) -> bool:
        """Whether a report that makes a statement is left."""
        return not self._exclusion.record_ids.intersection(statement.record_ids) or any(
            report.publisher == statement.publisher
            for id_ in statement.record_ids
            for report in self._reports(id_)
        )

    def _reports(self, record_id: str) -> list[Report]:
        reports = self._atlas.package.reports.get(record_id, ())
        return [one for one in reports if one.report_id not in self._exclusion.report_ids]


def _only_context(reports: Iterable[Report]) -> bool:
    return all(report.says == "context" for report in reports)


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place whose control changes, with the control before and after, and its area in km²."""

    place_id: str
    before: Control
    after: Control
    area_km2: float


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The changes of a day when one source is left out.

    Parameters
    ----------
    excluded : Exclusion
        The source that is left out.
    places : tuple of ChangedPlace
        Places whose control changes, in order of their ids.
    weakened : tuple of str
        Ids of places with the same holder on weaker evidence.
    roads : tuple of RoadDifference
        Stretches of highways whose control changes; `answers` are with and without the source.
    areas_km2 : dict of str to float
        Area of each actor without the source.
    distance : Distance or None
        The requested distance without the source; None if none was requested, or if it cannot
        be measured then.
    """

    excluded: Exclusion
    places: tuple[ChangedPlace, ...]
    weakened: tuple[str, ...]
    roads: tuple[RoadDifference, ...]
    areas_km2: dict[str, float]
    distance: Distance | None

    @property
    def area_km2(self) -> float:
        """Area of the places whose control changes, in km²."""
        return sum((place.area_km2 for place in self.places), 0.0)


def leave_one_out(
    atlas: Atlas, day: date, between: tuple[str, str] | None = None
) -> tuple[LeaveOneOut, ...]:
    """Compute a day without one side, independent source or publisher at a time.

    Parameters
    ----------
    atlas : Atlas
        The complete atlas.
    day : date
        The day to compute.
    between : tuple of str, optional
        Start and end of a distance to measure each time, as for `State.distance`.

    Returns
    -------
    tuple of LeaveOneOut
        Those that change something: sides, then independent sources, then publishers; in each
        group the largest changed area first.
    """
    trial = _Trial(atlas, day, between)
    found = [trial.without(one) for one in exclusions(atlas.package)]
    changed = [one for one in found if one.places or one.weakened or one.roads]
    order = {"side": 0, "voice": 1, "publisher": 2}
    changed.sort(key=lambda one: (-one.area_km2, -len(one.places), -len(one.weakened)))
    changed.sort(key=lambda one: order[one.excluded.kind])
    return tuple(changed)


#: Kinds of evidence, the weakest first.
_STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


class _Trial:
    """One day of an atlas, computed again with different sources left out."""

    def __init__(self, atlas: Atlas, day: date, between: tuple[str, str] | None) -> None:
        self.atlas, self.day, self.between = atlas, day, between
        self.state = State(atlas, day)
        self.excluder = Excluder(atlas)
        self.columns = {place.id: i for i, place in enumerate(atlas.sites)}

    @cached_property
    def distance(self) -> Distance | None:
        return None if self.between is None else self.state.distance(*self.between)

    def without(self, exclusion: Exclusion) -> LeaveOneOut:
        """Compute the day without one source."""
        reduced = self.excluder.without_source(exclusion)
        changed, weakened = self._changes(reduced)
        roads: tuple[RoadDifference, ...] = ()
        areas, distance = self.state.areas_km2, self.distance
        if changed or reduced.affects_roads:
            other = State(reduced.atlas, self.day)
            roads, areas = self._roads(other), other.areas_km2
            distance = self._measure(other) if changed else distance
        return LeaveOneOut(exclusion, changed, weakened, roads, areas, distance)

    def _changes(self, reduced: ReducedAtlas) -> tuple[tuple[ChangedPlace, ...], tuple[str, ...]]:
        changed, weakened = [], []
        for place_id in sorted(reduced.place_ids):
            before = self.atlas.record.control_on(place_id, self.day)
            after = reduced.record.control_on(place_id, self.day)
            if (before.status, before.actors) != (after.status, after.actors):
                column = self.columns.get(place_id)
                area = 0.0 if column is None else float(self.atlas.cells.areas_km2[column])
                changed.append(ChangedPlace(place_id, before, after, area))
            elif _strength(after) < _strength(before):
                weakened.append(place_id)
        return tuple(changed), tuple(weakened)

    def _roads(self, other: State) -> tuple[RoadDifference, ...]:
        return tuple(
            found
            for highway in self.atlas.package.highways
            for found in differing_stretches(highway, (self.state, other))
        )

    def _measure(self, other: State) -> Distance | None:
        if self.between is None:
            return None
        try:
            return other.distance(*self.between)
        except InvalidRequestError:  # without those reports the actor may hold no place
            return None


def _strength(control: Control) -> int:
    return -1 if control.evidence is None else _STRENGTH.index(control.evidence)
