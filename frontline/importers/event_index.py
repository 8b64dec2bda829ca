"""Index of the dated events of a package by place, to find those that may be the same event.

The events of a place are sorted by their last possible day, so that bisection finds the ones
that may have happened within a span of days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from datetime import date, timedelta
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from frontline.dates import day_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


#: The first and the last possible day of an event.
Days: TypeAlias = tuple[date, date]
#: The kind of an event, and the ids of the actors that held the place before and after.
Change: TypeAlias = tuple[str, str, str]


class IndexedEvent(NamedTuple):
    """The columns of an event that imports compare; the order of the fields is the sort order."""

    last_day: date
    event_id: str
    first_day: date
    kind: str
    before: str
    after: str
    number: int

    @property
    def days(self) -> Days:
        """First and last possible day."""
        return self.first_day, self.last_day

    @property
    def change(self) -> Change:
        """Kind, actor before, actor after."""
        return self.kind, self.before, self.after


class EventIndex:
    """Events with a place, by place.

    Parameters
    ----------
    rows : of ``events.csv``
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._by_place: defaultdict[str, list[IndexedEvent]] = defaultdict(list)
        self._longest = timedelta(0)
        self._count = 0
        for row in rows:
            if row["place_id"]:
                days = day_written(row["date_earliest"]), day_written(row["date_latest"])
                change = intern(row["kind"]), intern(row["from"]), intern(row["to"])
                self.add(row["event_id"], row["place_id"], days, change)

    def __bool__(self) -> bool:
        """Return whether there is any event."""
        return bool(self._by_place)

    def add(self, event_id: str, place_id: str, days: Days, change: Change) -> None:
        """Add an event."""
        first, last = days
        self._count += 1
        event = IndexedEvent(last, event_id, first, *change, self._count)
        events = self._by_place[place_id]
        if events and event < events[-1]:
            insort(events, event)
        else:  # most tables are sorted by day
            events.append(event)
        self._longest = max(self._longest, last - first)

    def within(self, place_id: str, first: date, last: date) -> list[IndexedEvent]:
        """Return the events of a place that may have happened within a span, in file order."""
        events = self._by_place.get(place_id, [])
        if not events or events[-1].last_day < first:
            return []
        found = []
        for position in range(bisect_left(events, (first,)), len(events)):
            event = events[position]
            if event.last_day - last > self._longest:
                break
            if event.first_day <= last:
                found.append(event)
        if len(found) > 1:
            found.sort(key=lambda event: event.number)
        return found

    def up_to(self, place_id: str, day: date) -> Iterator[IndexedEvent]:
        """Iterate over the events of a place that happened by a day, the latest first."""
        events = self._by_place.get(place_id, [])
        end = bisect_right(events, day, key=lambda event: event.last_day)
        return reversed(events[:end])
