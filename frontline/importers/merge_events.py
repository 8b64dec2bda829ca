"""Merge dated reports of a source into the events, first holders and reports of a package.

A row is resolved first: its actors, its days, its place. Then it is merged by its kind. A change
becomes an event, or adds its reports to an event that may be the same. The holder of a place on a
day becomes a baseline row, or a statement of kind ``held``, which repeats or contradicts others.
Fighting is added as context to an event. A row that cannot be resolved is refused with the reason;
a place that is not certain is asked about in ``review.csv``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from frontline.gazetteer.normalize import clean_text
from frontline.importers.event_index import EventIndex
from frontline.importers.merge_statements import StatementMerger
from frontline.importers.place_decisions import PlaceDecisions
from frontline.importers.publishers import ReportIndex
from frontline.importers.rows import count_rows
from frontline.importers.summary import ImportSummary
from frontline.package.integrity import LONGEST_DAYS, UNSET_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.event_index import Change, Days, IndexedEvent
    from frontline.importers.resolve_actors import ActorResolver
    from frontline.importers.resolve_places import PlaceResolver
    from frontline.importers.review import Review
    from frontline.package.draft import Draft

#: Most names that a note lists.
_MOST_NAMES = 12

_UNKNOWN_ACTOR = (
    "the actor is not in the package: map it with --actor 'NAME=ID', or add it to actors.csv"
)
_NO_EARLIER_HOLDER = (
    "the row does not name the earlier holder, and the package has several other actors: name it "
    "in the column before of your own table, or enter the change with frontline add event"
)
_TOO_EARLY = (
    "the change may lie before the first day, for which baseline.csv lists the holders: set an "
    "earlier first_day in datapackage.json, and list the holders of that day"
)
_SKIPPED = "skipped by the choice in review.csv"
_UNMATCHED_CONTEXT = "reports fighting but no holder, and matches no event of the package"
_OTHER_HOLDER = "the same publisher states another holder on the same days: correct one row"

#: Ids of the actors before and after; the first is empty where a row states only the holder.
Actors: TypeAlias = tuple[str, str]


@dataclass(kw_only=True)
class EventMerger:
    """Merges rows of a source into a draft; each row adds one to one count of the summary.

    Attributes
    ----------
    draft, review, summary : of the import
    actors, places : resolve the names that the source uses
    licence : of the source, for places that are created from its points
    days : the first and last day that are wanted
    republishes : names of publishers that republish another, with the name of the other
    """

    draft: Draft
    review: Review
    summary: ImportSummary
    actors: ActorResolver
    places: PlaceResolver
    licence: str
    days: Days = (date.min, date.max)
    republishes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index what the package holds."""
        changes = (row for row in self.draft.rows("events") if row["kind"] != "held")
        self._events = EventIndex(changes)
        self._baseline = {row["place_id"]: row for row in self.draft.rows("baseline")}
        self._reports = ReportIndex(self.draft, self.republishes)
        self._statements = StatementMerger(self.draft, self._reports)
        self._unknown_actors: Counter[str] = Counter()
        self._decisions = PlaceDecisions(self.draft, self.review, self.places, self.licence)
        self._unplaced = 0
        self._has_statements = any(row["kind"] == "held" for row in self.draft.rows("events"))
        #: Rows whose place a later row may make.
        self._later: list[ReportCandidate] = []

    @property
    def has_records(self) -> bool:
        """Whether the package or the import so far has any holder or change."""
        return bool(self._events or self._baseline or self._has_statements)

    def merge(self, candidate: ReportCandidate) -> None:
        """Merge one row of a source."""
        actors = self._resolve_actors(candidate)
        if actors is None or not self._check_days(candidate):
            return
        place_id = self._resolve_place(candidate, actors)
        if not place_id:
            return
        if candidate.kind == "context":
            self._merge_context(candidate, place_id, actors)
        elif candidate.kind and not candidate.is_statement:
            self._merge_change(candidate, place_id, actors)
        else:
            self._merge_statement(candidate, place_id, actors)

    def merge_together(self, candidates: Sequence[ReportCandidate]) -> None:
        """Merge several statements of one row, which counts once."""
        for candidate in candidates[:1]:
            self.merge(candidate)
        counted = self.summary
        self.summary = ImportSummary(counted.kind)
        for candidate in candidates[1:]:
            self.merge(candidate)
        counted.disagreements += self.summary.disagreements
        self.summary = counted

    def merge_unplaced(self, candidate: ReportCandidate, reason: str) -> None:
        """List a row in ``unplaced.csv`` whose source does not know the place exactly."""
        actors = self._resolve_actors(candidate)
        if actors is not None and self._check_days(candidate):
            self._put_unplaced(candidate, actors, reason)

    def note_actors(self, *names: str) -> None:
        """Count the unknown actors of a row that is refused for another reason."""
        if None in map(self.actors.actor, names):
            unknown = {name for name in names if name and self.actors.actor(name) is None}
            self._unknown_actors.update(unknown)

    def finish(self) -> None:
        """Put the questions that waited, and add the notes on what is left for the user to do."""
        self._decisions.finish()
        for candidate in self._later:
            self.merge(candidate)
        self._statements.finish()
        if text := self._reports.not_vetted_note():
            self.summary.note(text)
        if self._unplaced:
            self.summary.note(
                f"{self._unplaced:,} of the rows used or merged are listed in unplaced.csv with "
                "the reason, and appear on no map"
            )
        self.summary.unmapped_names.update(self._unknown_actors)
        if self._unknown_actors:
            ordered = sorted(self._unknown_actors.items(), key=lambda item: (-item[1], item[0]))
            shown = _listed([f"{name} ({count_rows(count)})" for name, count in ordered])
            known = ", ".join(self.actors.ids) or "no actor yet: write actors.csv first"
            self.summary.note(f"unknown actors: {shown}. The package has {known}")
        if unused := list(self.actors.unused_mappings()):
            self.summary.note(f"these names occur in no row that was read: {_listed(unused)}")

    # --- actors and days --------------------------------------------------------------------

    def _resolve_actors(self, candidate: ReportCandidate) -> Actors | None:
        """Return the actors before and after, or refuse the row."""
        after = self.actors.actor(candidate.after)
        named = self.actors.actor(candidate.before) if candidate.before else None
        before = named
        if after and not candidate.before:
            before = self.actors.only_other(after)
        self.note_actors(candidate.after, candidate.before)
        if candidate.kind == "repelled":
            before = named = after  # the defender stayed; events have no column for the attacker
        if after is None:
            self._refuse(candidate, _UNKNOWN_ACTOR, candidate.after)
        elif candidate.before and named is None:
            self._refuse(candidate, _UNKNOWN_ACTOR, candidate.before)
        elif before is None and candidate.kind:
            self._refuse(candidate, _NO_EARLIER_HOLDER, candidate.place)
        elif before == after and candidate.kind not in {"", "repelled"}:
            reason = f"the actors before and after are both {after!r}: correct one of them"
            self._refuse(candidate, reason, candidate.before)
        else:
            return before or "", after
        return None

    def _check_days(self, candidate: ReportCandidate) -> bool:
        """Return whether the days are wanted and near the record; else count or refuse the row."""
        first, last = self.days
        if candidate.date_latest < first or candidate.date_earliest > last:
            self.summary.left_out["outside the days requested"] += 1
            return False
        start, end = self.draft.span
        is_within = start <= candidate.date_earliest and candidate.date_latest <= end
        if is_within or start == end == UNSET_DAY:
            return True
        start, end = min(start, candidate.date_earliest), max(end, candidate.date_latest)
        if (end - start).days > LONGEST_DAYS:
            reason = (
                "with this day the record would be longer than a hundred years: correct the day"
            )
            self._refuse(candidate, reason, candidate.date_earliest)
            return False
        return True

    def _refuse(self, candidate: ReportCandidate, reason: str, text: object = "") -> None:
        self.summary.refuse(candidate.file, candidate.row, reason, text)

    # --- place ------------------------------------------------------------------------------

    def _resolve_place(self, candidate: ReportCandidate, actors: Actors) -> str:
        """Return the id of the place; empty if the row was counted in another way."""
        if candidate.place_id:
            if candidate.place_id in self.draft.places:
                return candidate.place_id
            reason = (
                "place_id: the gazetteer has no such place: correct it, or write the name in place"
            )
            self._refuse(candidate, reason, candidate.place_id)
            return ""
        found = self.places.resolve(candidate)
        if found.status == "found":
            self.summary.placed_by_name += found.by_name
            return found.place_id
        if found.status == "uncertain":
            decision = self._decisions.decide(candidate, found.reason, found.suggestions)
            if decision.status == "refuse":
                self._refuse(candidate, decision.reason, decision.text)
            elif decision.status == "later":
                self._later.append(candidate)
            elif decision.status == "skip":
                self._put_unplaced(candidate, actors, _SKIPPED)
            elif decision.new_place is not None:
                self.draft.put("gazetteer", decision.new_place)
            return decision.place_id
        if found.status == "outside":
            self.summary.left_out["the point lies outside the region of the package"] += 1
        else:
            reason = "longitude and latitude look swapped: check the columns"
            self._refuse(candidate, reason, f"{candidate.lon}, {candidate.lat}")
        return ""

    # --- merging ----------------------------------------------------------------------------

    def _merge_context(self, candidate: ReportCandidate, place_id: str, actors: Actors) -> None:
        """Add a report about fighting to the event that it may be about; it decides nothing."""
        for event in self._events.within(place_id, *_days(candidate)):
            if {event.before, event.after} == set(actors):
                self._add_reports(event.event_id, candidate, "context")
                return
        self.summary.left_out[_UNMATCHED_CONTEXT] += 1

    def _merge_change(self, candidate: ReportCandidate, place_id: str, actors: Actors) -> None:
        """Add an event, or add reports to an event that may be the same."""
        change, days = (candidate.kind, *actors), _days(candidate)
        events = self._events.within(place_id, *days)
        if self.draft.has("events", candidate.source_id):
            self._compare_own_event(candidate, place_id, change, events)
            self._add_reports(candidate.source_id, candidate)
            return
        if same := [event for event in events if event.change == change]:
            event = self._best_match(candidate, same)
            self._add_reports(event.event_id, candidate)
            return
        if self._is_too_early(candidate, candidate.date_earliest):
            return
        self.draft.remove("unplaced", candidate.source_id)
        self.draft.put("events", _event_row(candidate, place_id, change))
        self.draft.extend_span(*days)
        self._events.add(candidate.source_id, place_id, days, change)
        self._put_reports(candidate.source_id, candidate)
        self.summary.used += 1

    def _compare_own_event(
        self,
        candidate: ReportCandidate,
        place_id: str,
        change: Change,
        events: list[IndexedEvent],
    ) -> None:
        """List what a person changed in the event that this row once became."""
        own = (candidate.source_id, _days(candidate), change)
        if own in ((event.event_id, event.days, event.change) for event in events):
            return
        row = _event_row(candidate, place_id, change)
        known = self.draft.get("events", candidate.source_id) or row
        for column in ("place_id", "date_earliest", "date_latest", "kind", "from", "to"):
            if known.get(column, "") != clean_text(row[column]):
                self.summary.disagreements.append(
                    f"{row['event_id']}: {column} is {known.get(column, '')!r} in events.csv, "
                    f"{row[column]!r} in the source"
                )

    def _best_match(self, candidate: ReportCandidate, same: list[IndexedEvent]) -> IndexedEvent:
        """Return the event that the row was merged into before, else the first."""
        event = same[0]
        if len(same) > 1:
            reported = (e for e in same if self._reports.has_report(e.event_id, candidate))
            event = next(reported, event)
        if event.days != _days(candidate):
            self.summary.disagreements.append(
                f"{candidate.source_id} has other days than {event.event_id}: "
                f"{candidate.date_earliest} to {candidate.date_latest}"
            )
        return event

    def _merge_statement(self, candidate: ReportCandidate, place_id: str, actors: Actors) -> None:
        """Merge who holds or contests a place on some days: a baseline row, or a statement."""
        holder, last = actors[1], candidate.date_latest
        named = tuple(sorted(actors)) if candidate.kind else (holder,)
        if not candidate.kind and self._is_own_record(candidate, place_id, holder):
            self._add_reports(candidate.source_id, candidate)
            return
        if self._is_too_early(candidate, candidate.date_earliest):
            return
        first_day = self.draft.descriptor["frontline"]["first_day"]
        if not self.has_records and first_day < candidate.date_earliest.isoformat():
            self.draft.extend_span(*_days(candidate))
            # Nothing is known of earlier days: the record begins here.
            first_day = candidate.date_earliest.isoformat()
            self.draft.set_coverage(first_day=first_day)
        is_first = last.isoformat() <= first_day and len(named) == 1 and candidate.publishers
        if is_first and place_id not in self._baseline:
            self.draft.extend_span(*_days(candidate))
            self._put_baseline(candidate, place_id, holder)
        elif (record := self._same_day(candidate, place_id, named)) is not None:
            self._add_reports(record, candidate)
        elif is_first and self._contradicts_baseline(candidate, place_id, holder):
            self._refuse_contradiction(candidate, holder)
        else:
            self._put_statement(candidate, place_id, named)

    def _put_statement(
        self, candidate: ReportCandidate, place_id: str, named: tuple[str, ...]
    ) -> None:
        outcome = self._statements.merge(candidate, place_id, named)
        if outcome == "contradiction":
            self._refuse_contradiction(candidate, named[-1])
            return
        self._has_statements = True
        self.draft.remove("unplaced", candidate.source_id)
        self.draft.extend_span(*_days(candidate))
        if outcome == "used":
            self.summary.used += 1
        else:
            self.summary.merged += 1
            self.summary.changed += outcome == "extended"

    def _refuse_contradiction(self, candidate: ReportCandidate, holder: str) -> None:
        days = " to ".join(dict.fromkeys(map(str, _days(candidate))))
        self.summary.disagreements.append(
            f"{candidate.place}, {days}: {holder}, and another holder by the same publisher"
        )
        self._refuse(candidate, _OTHER_HOLDER, candidate.place)

    def _same_day(
        self, candidate: ReportCandidate, place_id: str, named: tuple[str, ...]
    ) -> str | None:
        """Return the record that a statement of a single day supports by itself, or None."""
        day = candidate.date_latest
        if candidate.date_earliest != day or len(named) > 1 or candidate.denying:
            return None
        for event in self._events.within(place_id, day, day):
            if event.days == (day, day) and event.kind != "contested" and event.after == named[0]:
                return event.event_id
        first = self._baseline.get(place_id)
        if first is None or day != self.draft.span[0] or first.get("holder") != named[0]:
            return None
        return str(first["baseline_id"])

    def _contradicts_baseline(self, candidate: ReportCandidate, place_id: str, holder: str) -> bool:
        """Return whether the publisher of a first holder states another one on the same day."""
        first = self._baseline[place_id]
        same = self._reports.has_report(first["baseline_id"], candidate)
        return same and first.get("holder") not in {holder, ""}

    def _is_own_record(self, candidate: ReportCandidate, place_id: str, holder: str) -> bool:
        """Return whether the row became this record in an earlier import."""
        first, day = self._baseline.get(place_id, {}), candidate.date_latest
        if (first.get("baseline_id"), first.get("holder")) == (candidate.source_id, holder):
            return True
        return any(
            (event.event_id, event.last_day, event.after) == (candidate.source_id, day, holder)
            for event in self._events.within(place_id, day, day)
        )

    def _is_too_early(self, candidate: ReportCandidate, day: date) -> bool:
        """Refuse a row before the first day if there is a baseline: it would move with the day.

        The holder of a place on the first day need not have held it before.
        """
        is_early = bool(self._baseline) and day < self.draft.span[0]
        if is_early:
            self._refuse(candidate, _TOO_EARLY, day)
        return is_early

    # --- rows -------------------------------------------------------------------------------

    def _put_unplaced(self, candidate: ReportCandidate, actors: Actors, reason: str) -> None:
        """List a row without a place, unless it has become an event since."""
        self._unplaced += 1
        id_ = candidate.source_id
        if any(self.draft.has(file, id_) for file in ("unplaced", "events")):
            self._add_reports(id_, candidate)
            return
        row = {
            "record_id": id_, "place_as_reported": candidate.place,
            "name_ar": candidate.place_ar, "admin1": next(iter(candidate.admin), ""),
            "date_earliest": candidate.date_earliest, "date_latest": candidate.date_latest,
            "kind": candidate.kind or "held", "from": actors[0], "to": actors[1],
            "why": "not-located", "reason": reason, "note": candidate.note,
        }  # fmt: skip
        self.draft.put("unplaced", row)
        self._put_reports(id_, candidate)
        self.summary.used += 1

    def _put_baseline(self, candidate: ReportCandidate, place_id: str, holder: str) -> None:
        row = {
            "baseline_id": candidate.source_id, "place_id": place_id, "holder": holder,
            "place_as_reported": candidate.place, "evidence": "claimed", "note": candidate.note,
        }  # fmt: skip
        self.draft.put("baseline", row)
        self._baseline[place_id] = row
        self._put_reports(candidate.source_id, candidate)
        self.summary.used += 1

    def _add_reports(
        self, record_id: str, candidate: ReportCandidate, says: str = "supports"
    ) -> None:
        """Merge a row into a record that is there: add the reports that it lacks."""
        self.summary.merged += 1
        self.summary.changed += self._put_reports(record_id, candidate, says)

    def _put_reports(
        self, record_id: str, candidate: ReportCandidate, says: str = "supports"
    ) -> bool:
        """Put the reports that a record lacks, and new publishers; return whether there are any."""
        new = self._reports.new_rows(record_id, candidate, says)
        for row in new.publishers:
            self.draft.put("publishers", row)
        for row in new.reports:
            self.draft.put("reports", row)
        return bool(new.reports)


def _days(candidate: ReportCandidate) -> Days:
    return candidate.date_earliest, candidate.date_latest


def _event_row(candidate: ReportCandidate, place_id: str, change: Change) -> dict[str, Any]:
    return {
        "event_id": candidate.source_id, "place_id": place_id,
        "place_as_reported": candidate.place,
        "date_earliest": candidate.date_earliest.isoformat(),
        "date_latest": candidate.date_latest.isoformat(),
        "kind": change[0], "from": change[1], "to": change[2], "note": candidate.note,
    }  # fmt: skip


def _listed(texts: list[str]) -> str:
    more = f"; and {len(texts) - _MOST_NAMES:,} more" if len(texts) > _MOST_NAMES else ""
    return "; ".join(texts[:_MOST_NAMES]) + more
