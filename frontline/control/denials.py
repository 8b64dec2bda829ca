"""How long a denial of a change lasts, and what outweighs it.

A denial lasts as long as its publisher maintains it. It ends when the publisher reports something
that agrees with the change, and lapses if it is not repeated. A later report that takes the change
for granted, such as that of a recapture, outweighs it from the start; a later report that takes
the opposite for granted bears it out. An admission by the losing side outweighs a denial of the
same day or earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from frontline.control.sources import independent_sources, is_against_interest
from frontline.dates import add_days
from frontline.package.publication import publication_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from frontline.control.rules import Rule
    from frontline.control.statements import Run
    from frontline.models import Event, Publisher, Report

_DAY = timedelta(days=1)
#: Kinds of event that a statement of the contrary denies.
_CHANGES = frozenset({"capture", "withdrawal"})

Verdict: TypeAlias = Literal["refuted", "borne_out", "admitted", "ended", "lapsed"]


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of a denial, and the last day on which it counts if it ends."""

    verdict: Verdict
    last: date | None = None


@dataclass(frozen=True)
class PlaceEvidence:
    """Everything that is reported about one place.

    Parameters
    ----------
    events : sequence of Event
        The changes, in the order in which they count.
    reports : mapping of str to sequence of Report
        The reports by the id of their event.
    statements : sequence of Run
        What publishers repeat about the place, joined.
    publishers : mapping of str to Publisher
        All publishers, by id.
    rule : Rule
        The editorial rule.
    """

    events: Sequence[Event]
    reports: Mapping[str, Sequence[Report]]
    statements: Sequence[Run]
    publishers: Mapping[str, Publisher]
    rule: Rule

    def contrary(self, event: Event) -> list[Run]:
        """Return the statements of another holder that are made on the day of a change.

        Those of its own supporters do not count: a map that shows the change a day late does not
        deny its own report.
        """
        if event.kind not in _CHANGES:
            return []
        supporting = set(self._publishers_of(event, "supports"))
        return [
            one
            for one in self.statements
            if one.first <= event.date_latest <= one.last
            and one.evidence is None
            and one.denies == (event.after in one.actors)
            and one.publisher not in supporting
        ]

    def ending(self, event: Event) -> Ending:
        """Return what becomes of the denials of an event."""
        if (verdict := self._later_verdict(event)) is not None:
            return Ending(verdict)
        denials = self._denials(event)
        if self._is_admitted(event, denials):
            return Ending("admitted")
        ends = sorted((self._end(event, one) for one in denials.items()), reverse=True)
        needed = max(1, self.rule.contradicted.independent_sources)
        last, lapsed = ends[min(needed, len(ends)) - 1]
        return Ending("lapsed" if lapsed else "ended", last)

    def _publishers_of(self, event: Event, says: str) -> Iterable[str]:
        reports = self.reports.get(event.event_id, ())
        return (report.publisher for report in reports if report.says == says)

    def _denials(self, event: Event) -> dict[str, date]:
        """Return the last day on which each publisher maintains its denial."""
        days: dict[str, date] = {}
        for report in self.reports.get(event.event_id, ()):
            if report.says == "denies":
                day = max(publication_day(report) or event.date_latest, event.date_latest)
                days[report.publisher] = max(day, days.get(report.publisher, day))
        for one in self.contrary(event):
            days[one.publisher] = max(one.last, days.get(one.publisher, one.last))
        return days

    def _later_verdict(self, event: Event) -> Verdict | None:
        """Return what the first later change that nobody denies takes for granted."""
        position = next(i for i, one in enumerate(self.events) if one.event_id == event.event_id)
        for later in self.events[position + 1 :]:
            said = {report.says for report in self.reports.get(later.event_id, ())}
            if "supports" not in said or "denies" in said:
                continue
            if later.kind != "contested" and later.before == event.after:
                return "borne_out"
            if later.before == event.before:
                return "refuted"
        return None

    def _is_admitted(self, event: Event, denials: Mapping[str, date]) -> bool:
        """Return whether the losing side reports the change, no earlier than others deny it."""
        admitting = [
            publication_day(report) or event.date_latest
            for report in self.reports.get(event.event_id, ())
            if report.says == "supports"
            and is_against_interest(event, [report.publisher], self.publishers, self.rule)
        ]
        if not admitting or is_against_interest(event, denials, self.publishers, self.rule):
            return False
        return max(*admitting, event.date_latest) >= max(denials.values())

    def _end(self, event: Event, denial: tuple[str, date]) -> tuple[date, bool]:
        """Return the last day on which a denial counts, and whether it lapses then."""
        publisher, maintained = denial
        came_round = min(self._agreeing_days(event, publisher), default=None)
        lapse = add_days(maintained, self.rule.contradicted.days)
        if came_round is not None and came_round - _DAY <= lapse:
            return came_round - _DAY, False
        return lapse, True

    def _agreeing_days(self, event: Event, publisher: str) -> Iterable[date]:
        """Yield the days from the change on at which a publisher, or its source, agrees with it."""
        source = self._source(publisher)
        for one in self.statements:
            agrees = one.actors == (event.after,) and not one.denies
            if agrees and one.last >= event.date_latest and self._source(one.publisher) == source:
                yield max(one.first, event.date_latest)
        for other in self.events:
            if other.event_id == event.event_id or other.date_latest < event.date_latest:
                continue
            agrees = event.after in {other.after, other.before} and other.kind != "contested"
            voices = self._publishers_of(other, "supports")
            if agrees and any(self._source(one) == source for one in voices):
                yield other.date_latest

    def _source(self, publisher: str) -> frozenset[str]:
        """Return the independent sources behind a publisher; itself if it does not count."""
        found = independent_sources([publisher], self.publishers, self.rule.independence)
        return found or frozenset({publisher})
