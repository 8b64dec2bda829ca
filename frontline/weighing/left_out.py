"""The same record without somebody's word, or without a village; the rest is shared.

Only the events and rows that a silence touches are judged again, and only the places that these
speak of are worked out again, those beside a road among them. An event that nobody is left to
speak of never was; a row of the baseline that nobody is left to stand behind is not known.
Without a village nobody knows who held that village.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.evidence import Ruling, judge
from frontline.weighing.knowledge import beside_roads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from frontline.control import Record
    from frontline.groundwork import Groundwork
    from frontline.model import Baseline, Event, Report
    from frontline.weighing.silence import Silence

__all__ = ["LeftOut", "Without"]

#: What was judged again: the new ruling, or whether anybody is left to stand behind it.
_Again = dict[str, Ruling | bool]


@dataclass(frozen=True)
class Without:
    """What is left of an atlas.

    Parameters
    ----------
    whole : the atlas
    record : its record, worked out again in part
    place_ids : the places that were worked out again, in the order of the record
    of_roads : whether a report about a road was judged again
    judged : gives the rulings that made the record
    """

    whole: Groundwork
    record: Record
    place_ids: tuple[str, ...]
    of_roads: bool
    judged: Callable[[], Iterable[Ruling]]

    @cached_property
    def atlas(self) -> Groundwork:
        """The atlas with that record."""
        return self.whole.with_record(self.record, tuple(self.judged()))


class LeftOut:
    """Works out an atlas without somebody, or without a village."""

    def __init__(self, atlas: Groundwork) -> None:
        self._atlas = atlas
        self._events = {event.event_id: event for event in atlas.package.events}
        self._rows = {row.baseline_id: row for row in atlas.package.baseline}

    @cached_property
    def _judged(self) -> Mapping[str, Ruling]:
        """The rulings on reports, without what roads imply."""
        return {r.event.event_id: r for r in self._atlas.rulings if r.evidence != "inferred"}

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

    def silent(self, silence: Silence) -> Without:
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
        record = known.again(order, rows, self._rulings(of_them, again))
        roads = any(event.highway for event in events)
        return Without(
            self._atlas, record, tuple(order), roads, lambda: self._rulings(self._every(), again)
        )

    def place(self, place_id: str) -> Without:
        """Leave out all that is known of a village."""
        atlas = self._atlas
        record = atlas.record.again([place_id], (), ())
        return Without(
            atlas,
            record,
            (place_id,),
            of_roads=False,
            judged=lambda: (one for one in atlas.rulings if one.event.place_id != place_id),
        )

    def _heard(self, record_id: str, silence: Silence) -> Ruling | bool:
        """Judge an event again; False for one, or for a row, that nobody is left to speak of."""
        reports = self._atlas.package.reports.get(record_id, ())
        left = [report for report in reports if report.report_id not in silence.reports]
        event = self._events.get(record_id)
        if event is None:
            had, has = (any(r.says == "supports" for r in some) for some in (reports, left))
            return has or not had
        if _mute(left) and not _mute(reports):
            return False
        return judge(event, left, silence.publishers, self._atlas.rule)

    def _every(self) -> Iterator[Event]:
        yield from self._events.values()
        for event in self._events.values():
            if event.highway:
                yield from self._implied[event.event_id]

    def _rulings(self, events: Iterable[Event], again: _Again) -> Iterator[Ruling]:
        """Give the rulings on events, anew where they were judged again."""
        for event in events:
            id_ = event.event_id
            ruling = again.get(id_, self._judged.get(id_))
            if not isinstance(ruling, Ruling):
                continue
            if event.place_id == self._events[id_].place_id:
                yield ruling
            elif ruling.stands:
                yield Ruling(event, stands=True, evidence="inferred", why="")


def _stays(row: Baseline, again: _Again) -> bool:
    return bool(again.get(row.baseline_id, True))


def _mute(reports: Iterable[Report]) -> bool:
    return all(report.says == "context" for report in reports)
