"""The same record without one publisher, or without one village: what an answer rests on.

Without a publisher every place it reported on is worked out again by the same rule, from the
reports of all the others; so is what its reports about a road implied. A row of the baseline
that only it stood behind is not known. Without a village nobody knows who held that village.
All else is the same record, and is shared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.control import sort_key
from frontline.evidence import Ruling, rule_events
from frontline.groundwork import Groundwork

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control import Record
    from frontline.highway import Road
    from frontline.model import Baseline, Event
    from frontline.package import Package

__all__ = ["Fragile", "LeftOut"]

#: What does not depend on who held what.
_SAME = ("gazetteer", "cell_places", "projection", "interest", "cells", "lines", "bodies", "actors")


@dataclass(frozen=True, slots=True)
class Fragile:
    """Something that, left out, changes a verdict.

    Parameters
    ----------
    kind : ``publisher`` or ``place``
    id, name : which
    verdict, holds_under : what the verdict would be
    """

    kind: str
    id: str
    name: str
    verdict: str
    holds_under: str


class _Without(Groundwork):
    """An atlas whose record was worked out again in part."""

    def __init__(
        self, atlas: Groundwork, package: Package, rulings: tuple[Ruling, ...], record: Record
    ) -> None:
        super().__init__(package, atlas.rule)
        for name in _SAME:
            vars(self)[name] = getattr(atlas, name)
        vars(self).update(rulings=rulings, record=record)
        self._same = atlas

    def _road(self, highway_id: str) -> Road:
        """Give a road with what is reported of it now; it is not cut again."""
        road = self._same.roads[highway_id]
        told = [one for one in self.rulings if one.event.highway == highway_id]
        stands = sorted((one for one in told if one.stands), key=sort_key)
        return replace(road, rulings=tuple(stands))


class LeftOut:
    """An atlas without single publishers or villages; what it works out, it keeps."""

    def __init__(self, atlas: Groundwork) -> None:
        self._atlas = atlas
        self._without: dict[tuple[str, str], Groundwork] = {}
        self._differs: dict[tuple[str, bool], tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    def publishers_of(self, places: Iterable[str]) -> tuple[str, ...]:
        """Give the ids of those whose reports the answers for some places may stand on."""
        spoke = self._spoke_of
        return tuple(sorted({one for place in places for one in spoke.get(place, ())}))

    @cached_property
    def _spoke_of(self) -> Mapping[str, set[str]]:
        reports, found = self._atlas.package.reports, defaultdict[str, set[str]](set)
        records = [(one.event.place_id, one.event.event_id) for one in self._atlas.rulings]
        records += [(row.place_id, row.baseline_id) for row in self._atlas.package.baseline]
        for place, record in records:
            if place is not None:
                found[place] |= {
                    report.publisher
                    for report in reports.get(record, ())
                    if report.says != "context"
                }
        return found

    @cached_property
    def _records_of(self) -> Mapping[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for report in self._atlas.package.all_reports:
            found[report.publisher].add(report.record_id)
        return {publisher: frozenset(records) for publisher, records in found.items()}

    @cached_property
    def _rulings_of(self) -> Mapping[str, tuple[Ruling, ...]]:
        found: defaultdict[str, list[Ruling]] = defaultdict(list)
        for ruling in self._atlas.rulings:
            if ruling.event.place_id is not None:
                found[ruling.event.place_id].append(ruling)
        return {place: tuple(rulings) for place, rulings in found.items()}

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.event_id: event for event in self._atlas.package.events}

    def publisher(self, publisher: str) -> Groundwork:
        """Give the atlas without a publisher."""
        key = ("publisher", publisher)
        if key not in self._without:
            self._without[key] = self._without_publisher(publisher)
        return self._without[key]

    def matters(
        self, publisher: str, places: NDArray[np.bool_], span: tuple[date, date], *, evidence: bool
    ) -> bool:
        """Say whether an answer for some places on some days differs without a publisher.

        Parameters
        ----------
        places : marks the columns of the record that are looked at
        span : the first and the last day
        evidence : whether another kind of evidence is a difference, the same actors having a place
        """
        key = (publisher, evidence)
        if key not in self._differs:
            self._differs[key] = self._difference(publisher, evidence=evidence)
        days, columns = self._differs[key]
        first, last = ((day - self._atlas.record.first).days for day in span)
        within = (days >= first) & (days <= last)
        return bool(places[columns[within]].any())

    def _difference(
        self, publisher: str, *, evidence: bool
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Give the days and columns where the record differs without a publisher."""
        other = self.publisher(publisher).record
        one, two = self._atlas.record.matrix, other.matrix
        if not evidence:
            sides = [(state.status, state.actors) for state in other.states]
            numbers = {side: number for number, side in enumerate(dict.fromkeys(sides))}
            code = np.asarray([numbers[side] for side in sides])
            one, two = code[one], code[two]
        days, columns = np.nonzero(one != two)
        return days, columns

    def place(self, place: str) -> Groundwork:
        """Give the atlas without what is known of a village."""
        key = ("place", place)
        if key not in self._without:
            atlas = self._atlas
            record = atlas.record.again({place: ((), ())})
            rulings = tuple(one for one in atlas.rulings if one.event.place_id != place)
            self._without[key] = _Without(atlas, atlas.package, rulings, record)
        return self._without[key]

    def _without_publisher(self, publisher: str) -> Groundwork:
        atlas, named = self._atlas, self._records_of.get(publisher, frozenset())
        fresh = self._fresh(publisher, named)
        places = {
            ruling.event.place_id
            for ruling in atlas.rulings
            if ruling.event.event_id in fresh and ruling.event.place_id is not None
        }
        gone = self._unfounded(publisher, named)
        places |= {row.place_id for row in gone}
        rulings = {place: self._again(place, fresh) for place in places}
        dropped = {row.baseline_id for row in gone}
        rows = {place: self._baseline_of(place, dropped) for place in places}
        record = atlas.record.again({place: (rows[place], rulings[place]) for place in places})
        every = tuple(_again(one, fresh) for one in atlas.rulings)
        return _Without(atlas, atlas.package, every, record)

    def _fresh(self, publisher: str, named: frozenset[str]) -> dict[str, Ruling]:
        """Judge again the events that a publisher spoke of, by the reports of the others."""
        package = self._atlas.package
        events = tuple(self._events[id_] for id_ in sorted(named) if id_ in self._events)
        reports = tuple(
            report
            for event in events
            for report in package.reports.get(event.event_id, ())
            if report.publisher != publisher
        )
        fewer = replace(package, events=events, all_reports=reports)
        return {one.event.event_id: one for one in rule_events(fewer, self._atlas.rule)}

    def _again(self, place: str, fresh: Mapping[str, Ruling]) -> tuple[Ruling, ...]:
        return tuple(_again(ruling, fresh) for ruling in self._rulings_of.get(place, ()))

    def _unfounded(self, publisher: str, named: frozenset[str]) -> list[Baseline]:
        """Find the rows of the baseline that a publisher alone stood behind."""
        reports = self._atlas.package.reports
        return [
            row
            for row in self._atlas.package.baseline
            if row.baseline_id in named
            and row.evidence != "inferred"
            and not any(
                report.publisher != publisher and report.says == "supports"
                for report in reports.get(row.baseline_id, ())
            )
        ]

    def _baseline_of(self, place: str, dropped: set[str]) -> tuple[Baseline, ...]:
        return tuple(row for row in self._baseline.get(place, ()) if row.baseline_id not in dropped)

    @cached_property
    def _baseline(self) -> Mapping[str, tuple[Baseline, ...]]:
        found: defaultdict[str, list[Baseline]] = defaultdict(list)
        for row in self._atlas.package.baseline:
            found[row.place_id].append(row)
        return {place: tuple(rows) for place, rows in found.items()}


def _again(old: Ruling, fresh: Mapping[str, Ruling]) -> Ruling:
    """Give the new judgement of an event to what stood on the old one."""
    new = fresh.get(old.event.event_id)
    if new is None:
        return old
    evidence = "inferred" if old.evidence == "inferred" else new.evidence
    return Ruling(old.event, stands=new.stands, evidence=evidence, why=new.why)
