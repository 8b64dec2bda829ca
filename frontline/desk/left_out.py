"""Who held a place if one publisher had not reported: what an answer rests on.

One place is worked out again, by the same rule, from the reports of all the others. A place
that only a report about a road speaks for is followed back to that report.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.control import Record
from frontline.evidence import Ruling, rule_events

if TYPE_CHECKING:
    from datetime import date

    from frontline.groundwork import Groundwork
    from frontline.model import Control, Report

__all__ = ["Fragile", "LeftOut"]


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


class LeftOut:
    """Answers for single places with single publishers left out; what it computes, it keeps."""

    def __init__(self, atlas: Groundwork) -> None:
        self._atlas = atlas
        self._records: dict[tuple[str, str], Record] = {}

    @cached_property
    def _rulings(self) -> dict[str, list[Ruling]]:
        found: defaultdict[str, list[Ruling]] = defaultdict(list)
        for ruling in self._atlas.rulings:
            if ruling.event.place_id is not None:
                found[ruling.event.place_id].append(ruling)
        return found

    @cached_property
    def _events(self) -> dict[str, int]:
        return {event.event_id: i for i, event in enumerate(self._atlas.package.events)}

    def reports(self, place_id: str) -> tuple[Report, ...]:
        """Give every report about a place, of whatever day."""
        reports = self._atlas.package.reports
        ids = [ruling.event.event_id for ruling in self._rulings.get(place_id, ())]
        return tuple(report for id_ in dict.fromkeys(ids) for report in reports.get(id_, ()))

    def control(self, place_id: str, publisher: str, day: date) -> Control:
        """Say who held a place on a day if a publisher had been silent."""
        key = (place_id, publisher)
        if key not in self._records:
            self._records[key] = self._record(place_id, publisher)
        return self._records[key].on(place_id, day)

    def _record(self, place_id: str, publisher: str) -> Record:
        package = self._atlas.package
        rulings = self._rulings.get(place_id, [])
        ids = {ruling.event.event_id for ruling in rulings}
        events = tuple(package.events[number] for number in sorted(self._events[i] for i in ids))
        reports = tuple(
            report
            for id_ in ids
            for report in package.reports.get(id_, ())
            if report.publisher != publisher
        )
        fewer = replace(package, events=events, all_reports=reports)
        again = {ruling.event.event_id: ruling for ruling in rule_events(fewer, self._atlas.rule)}
        fresh = [_again(ruling, again[ruling.event.event_id]) for ruling in rulings]
        baseline = [row for row in package.baseline if row.place_id == place_id]
        frame = package.frame
        return Record((place_id,), baseline, fresh, frame.first_day, frame.last_day)


def _again(old: Ruling, new: Ruling) -> Ruling:
    """Give the new judgement of an event to what stood on the old one."""
    if old.evidence == "inferred":
        return Ruling(old.event, stands=new.stands, evidence="inferred", why=old.why)
    return Ruling(old.event, stands=new.stands, evidence=new.evidence, why=new.why)
