"""From what a source says to rows of the package: who is meant, when, and where.

A row that leaves one of these open is refused with the reason, or asked about in ``review.csv``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from sys import intern
from typing import (
    TYPE_CHECKING,
    Any,
    NamedTuple,
    TypeAlias,
)

from frontline.dates import day_written
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.importers.publishers import Voices, short_hash
from frontline.importers.review import NO_NEW, Question
from frontline.package.integrity import UNSET_DAY

if TYPE_CHECKING:
    from frontline.importers.candidates import FoundReport
    from frontline.importers.resolve_actors import Cast
    from frontline.importers.resolve_places import Placed, Placing
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft

NOT_SAID = (
    "it is not said who held the place before, and there are several other actors: say it in the "
    "column before of a table of your own, or enter the change with frontline add event"
)

_EARLY = (
    "it may lie before the first day, of which baseline.csv says who held what: set first_day "
    "back in datapackage.json, and write the holders of that day"
)


#: The kind of a change, and who held the place before and after.
_Sides: TypeAlias = tuple[str, str, str]


class _Told(NamedTuple):
    """An event of the package, as far as it is looked at again and again."""

    last: date
    event_id: str
    first: date
    kind: str
    before: str
    after: str
    number: int

    def told(self) -> tuple[str, date, date, str, str, str]:
        """Give its id, its days, and its sides."""
        return (self.event_id, self.first, self.last, self.kind, self.before, self.after)


class _Known(NamedTuple):
    """What a package last says of a place: by which record, who held it, on which day.

    The holder is empty where the place was contested or nobody is known to have held it.
    """

    record_id: str
    holder: str
    day: date


class Records:
    """Puts what was said of a place into a draft; each call makes one count of the report grow.

    Parameters
    ----------
    draft, report : of the import
    """

    def __init__(self, draft: Draft, report: Report) -> None:
        self._draft, self._report = draft, report
        self.voices = Voices(draft)
        #: What is told of each place, by its last day; and how long the longest of all lasts.
        self._at: defaultdict[str, list[_Told]] = defaultdict(list)
        self._longest = timedelta(0)
        self._count = 0
        for row in draft.rows("events"):
            if row["place_id"]:
                days = day_written(row["date_earliest"]), day_written(row["date_latest"])
                sides = (intern(row["kind"]), intern(row["from"]), intern(row["to"]))
                self._know(row["event_id"], row["place_id"], days, sides)
        self._first = {row["place_id"]: row for row in draft.rows("baseline")}

    def _know(self, event_id: str, place_id: str, days: tuple[date, date], sides: _Sides) -> None:
        """Note an event by what it says."""
        first, last = days
        self._count += 1
        one = _Told(last, event_id, first, *sides, self._count)
        told = self._at[place_id]
        if told and one < told[-1]:
            insort(told, one)
        else:  # most tables go by day
            told.append(one)
        self._longest = max(self._longest, last - first)

    def _around(self, place_id: str, first: date, last: date) -> list[_Told]:
        """Give the events of a place on days that may be some day of a span, in their order."""
        told = self._at.get(place_id, [])
        if not told or told[-1].last < first:
            return []
        found = []
        for number in range(bisect_left(told, (first,)), len(told)):
            one = told[number]
            if one.last - last > self._longest:
                break
            if one.first <= last:
                found.append(one)
        return sorted(found, key=lambda one: one.number)

    @property
    def begun(self) -> bool:
        """Whether anything is known of who held what."""
        return bool(self._at or self._first)

    def unplaced(self, found: FoundReport, actors: tuple[str, str], reason: str) -> None:
        """List a change whose place cannot be told, with its reports."""
        row = {
            "record_id": found.source_id, "place_as_reported": found.place,
            "name_ar": found.place_ar, "admin1": next(iter(found.admin), ""),
            "date_earliest": found.date_earliest, "date_latest": found.date_latest,
            "kind": found.kind or "held", "from": actors[0], "to": actors[1],
            "why": "not-located", "reason": reason, "note": found.note,
        }  # fmt: skip
        if any(self._draft.has(file, found.source_id) for file in ("unplaced", "events")):
            self._merged(self.voices.reported(found.source_id, found))
            return
        self._draft.put("unplaced", row)
        self.voices.reported(found.source_id, found)
        self._report.used += 1

    def _merged(self, changed: int) -> None:
        self._report.merged += 1
        self._report.changed += bool(changed)

    def event(self, found: FoundReport, place_id: str, actors: tuple[str, str]) -> None:
        """Take a change; a change that is there already gets the reports."""
        around = self._around(place_id, found.date_earliest, found.date_latest)
        sides = (found.kind, *actors)
        if self._draft.has("events", found.source_id):
            if (found.source_id, *_days(found), *sides) not in map(_Told.told, around):
                self._differs(_event(found, place_id, sides))
            self._merged(self.voices.reported(found.source_id, found))
            return
        other = self._overlapping(around, sides, found)
        if other:
            self._merged(self.voices.reported(other, found))
            return
        if self._too_early(found, found.date_earliest):
            return
        self._draft.remove("unplaced", found.source_id)
        self._draft.put("events", _event(found, place_id, sides))
        self._draft.extend_span(found.date_earliest, found.date_latest)
        self._know(found.source_id, place_id, _days(found), sides)
        self.voices.reported(found.source_id, found)
        self._report.used += 1

    def _too_early(self, found: FoundReport, day: date) -> bool:
        """Refuse what may lie before the first day, if first holders are told: they would move.

        Who held a place on the first day need not have held it before.
        """
        early = bool(self._first) and day < self._draft.span[0]
        if early:
            self._report.refuse(found.file, found.row, _EARLY, day)
        return early

    def _differs(self, row: dict[str, Any]) -> None:
        """Say where the source says otherwise than the row it once became."""
        own = self._draft.get("events", row["event_id"]) or row
        for column in ("place_id", "date_earliest", "date_latest", "kind", "from", "to"):
            if own.get(column, "") != clean_text(row[column]):
                words = f"{row['event_id']}: {column} is {own.get(column, '')!r} in events.csv"
                self._report.disagreements.append(f"{words}, {row[column]!r} in the source")

    def _overlapping(self, around: list[_Told], sides: _Sides, found: FoundReport) -> str:
        """Give the event that tells of the same change on days that may be the same."""
        alike = [one for one in around if (one.kind, one.before, one.after) == sides]
        if not alike:
            return ""
        one = alike[0]
        if len(alike) > 1:  # a row that came before finds the event that has its reports
            told = (each for each in alike if self.voices.told(each.event_id, found))
            one = next(told, one)
        if (one.first, one.last) != (found.date_earliest, found.date_latest):
            words = f"{found.source_id} dates {one.event_id} otherwise:"
            days = f"{found.date_earliest} to {found.date_latest}"
            self._report.disagreements.append(f"{words} {days}")
        return one.event_id

    def context(self, found: FoundReport, place_id: str, actors: tuple[str, str]) -> None:
        """Keep a text about fighting beside the event it may be about; it counts for nothing."""
        for one in self._around(place_id, found.date_earliest, found.date_latest):
            if {one.before, one.after} == set(actors):
                self._merged(self.voices.reported(one.event_id, found, "context"))
                return
        why = "tells of fighting, not of who held the place, and fits no event of the package"
        self._report.left_out[why] += 1

    def holding(self, found: FoundReport, place_id: str, actors: tuple[str, str]) -> None:
        """Take who held a place on a day as its first holder, or as a change since."""
        if self._became(found, place_id, actors[1]):
            self._merged(self.voices.reported(found.source_id, found))
            return
        if self._too_early(found, found.date_latest):
            return
        day, own = found.date_latest, self._draft.descriptor["frontline"]
        if not self.begun and own["first_day"] < day.isoformat():
            # No row is about an earlier day: the record begins here.
            self._draft.extend_span(day, day)
            self._draft.set_coverage(first_day=day.isoformat())
        if place_id not in self._first and day.isoformat() <= own["first_day"]:
            self._draft.extend_span(day, day)
            self._baseline(found, place_id, actors[1])
            return
        last = self._last_known(place_id, day)
        why = "the record begins earlier, and nothing is known of the place before this day"
        if last is not None and last.holder == actors[1]:
            self._merged(last.day == day and self.voices.reported(last.record_id, found))
        elif last is not None and last.day < day:
            self._since(found, place_id, last, actors)
        else:
            if last is not None:
                why = "the package names another holder on that very day"
                words = f"{found.place}, {day}: {last.record_id} says {last.holder or 'contested'}"
                self._report.disagreements.append(f"{words}, the source {actors[1]}")
            self._report.refuse(found.file, found.row, why, found.place)

    def _became(self, found: FoundReport, place_id: str, holder: str) -> bool:
        """Whether a row became a record when it was imported before."""
        first, day = self._first.get(place_id, {}), found.date_latest
        own = (first.get("baseline_id"), first.get("holder")) == (found.source_id, holder)
        return own or any(
            (one.event_id, one.last, one.after) == (found.source_id, day, holder)
            for one in self._around(place_id, day, day)
        )

    def _baseline(self, found: FoundReport, place_id: str, holder: str) -> None:
        row = {
            "baseline_id": found.source_id, "place_id": place_id, "holder": holder,
            "place_as_reported": found.place, "evidence": "claimed", "note": found.note,
        }  # fmt: skip
        self._draft.put("baseline", row)
        self._first[place_id] = row
        self.voices.reported(found.source_id, found)
        self._report.used += 1

    def _last_known(self, place_id: str, day: date) -> _Known | None:
        """Give what the package last says of a place up to a day, and nobody denies."""
        told = self._at.get(place_id, [])
        for one in reversed(told[: bisect_right(told, day, key=lambda one: one.last)]):
            if not self.voices.denied(one.event_id):
                holder = "" if one.kind == "contested" else one.after
                return _Known(one.event_id, holder, one.last)
        first = self._first.get(place_id)
        if first is None:
            return None
        begun, _ = self._draft.span
        return _Known(first["baseline_id"], first.get("holder", ""), begun)

    def _since(
        self, found: FoundReport, place_id: str, last: _Known, sides: tuple[str, str]
    ) -> None:
        """Take another holder as a change on some day since the package last spoke."""
        before, holder = last.holder or sides[0], sides[1]
        if not before:
            self._report.refuse(found.file, found.row, NOT_SAID, found.place)
            return
        changed = found._replace(kind="capture", date_earliest=last.day + timedelta(days=1))
        self.event(changed, place_id, (before, holder))


def _days(found: FoundReport) -> tuple[date, date]:
    return found.date_earliest, found.date_latest


def _event(found: FoundReport, place_id: str, sides: _Sides) -> dict[str, Any]:
    """Give the row of a change."""
    return {
        "event_id": found.source_id, "place_id": place_id, "place_as_reported": found.place,
        "date_earliest": found.date_earliest.isoformat(),
        "date_latest": found.date_latest.isoformat(),
        "kind": sides[0], "from": sides[1], "to": sides[2], "note": found.note,
    }  # fmt: skip


#: No record may be longer (see `references`): a row that would make it so is refused alone.
_LONGEST_DAYS = 36_525
_NO_ACTOR = "the actor is none of the package: say which with --actor 'NAME=ID', or add it"
#: How many actors that nobody has cast are named at the end.
_MOST_NAMES = 12
_WAITS = "the place waits for a decision in review.csv"


@dataclass(kw_only=True)
class Settling:
    """Puts what a source found into a draft, and counts what became of it.

    Attributes
    ----------
    draft, review, report : of the import
    cast, placing : who and where is meant
    licence : of the source, for places that are made from its points
    days : the first and last day that are wanted
    """

    draft: Draft
    review: Review
    report: Report
    cast: Cast
    placing: Placing
    licence: str
    days: tuple[date, date] = (date.min, date.max)

    def __post_init__(self) -> None:
        """Look at what the package holds already."""
        self._records = Records(self.draft, self.report)
        self._made: dict[str, str] = {}
        self._asked: set[str] = set()
        self._uncast: Counter[str] = Counter()
        self._unplaced = 0

    @property
    def begun(self) -> bool:
        """Whether anything is known of who held what."""
        return self._records.begun

    @property
    def voices(self) -> Voices:
        """The publishers and reports of the draft."""
        return self._records.voices

    def take(self, found: FoundReport) -> None:
        """Settle one row of a source; exactly one count of the report grows."""
        actors = self._actors(found)
        if actors is None or not self._in_time(found):
            return
        place_id = found.place_id
        if place_id and place_id not in self.draft.places:
            self._refuse(found, "place_id: no such place in the gazetteer", place_id)
            return
        place_id = place_id or self._place(found, actors)
        if not place_id:
            return
        if found.kind == "context":
            self._records.context(found, place_id, actors)
        elif found.kind:
            self._records.event(found, place_id, actors)
        else:
            self._records.holding(found, place_id, actors)

    def heard(self, *names: str) -> None:
        """Note the actors that a row names, whatever becomes of the row."""
        if None in map(self.cast.actor, names):
            self._uncast.update({name for name in names if name and self.cast.actor(name) is None})

    def finish(self) -> None:
        """Say what is left for the user to do."""
        if words := self._records.voices.words():
            self.report.note(words)
        if self._unplaced:
            self.report.note(
                f"{self._unplaced:,} of the rows used or merged stand in unplaced.csv with the "
                "reason, and on no map"
            )
        if self._uncast:
            listed = sorted(self._uncast.items(), key=lambda item: (-item[1], item[0]))
            told = _listed([f"{name} ({count:,} rows)" for name, count in listed])
            known = ", ".join(self.cast.ids) or "none yet: write actors.csv first"
            self.report.note(f"no actor is called so: {told}. The package has {known}")
        if unmet := list(self.cast.unmet()):
            self.report.note(
                f"no row that was looked at bears a name that you gave: {_listed(unmet)}"
            )

    # --- who and when -----------------------------------------------------------------------

    def _actors(self, found: FoundReport) -> tuple[str, str] | None:
        """Give the ids of the actors before and after, or refuse the row."""
        after = self.cast.actor(found.after)
        known = self.cast.actor(found.before) if found.before else None
        before = known or (self.cast.other(after) if after and not found.before else None)
        self.heard(found.after, found.before)
        if found.kind == "repelled":
            before = known = after  # who stayed; who attacked has no column
        if after is None:
            self._refuse(found, _NO_ACTOR, found.after)
        elif found.before and known is None:
            self._refuse(found, _NO_ACTOR, found.before)
        elif before is None and found.kind:
            self._refuse(found, NOT_SAID, found.place)
        elif before == after and found.kind not in {"", "repelled"}:
            self._refuse(found, f"both sides are {after!r}", found.before)
        else:
            return before or "", after
        return None

    def _in_time(self, found: FoundReport) -> bool:
        """Whether the days are wanted and can be of one record with those that are there."""
        first, last = self.days
        if found.date_latest < first or found.date_earliest > last:
            self.report.left_out["outside the days asked for"] += 1
            return False
        start, end = self.draft.span
        if start == end == UNSET_DAY:
            return True
        start, end = min(start, found.date_earliest), max(end, found.date_latest)
        if (end - start).days > _LONGEST_DAYS:
            why = "the day lies a hundred years from the record"
            self._refuse(found, why, found.date_earliest)
            return False
        return True

    def _refuse(self, found: FoundReport, reason: str, text: object = "") -> None:
        self.report.refuse(found.file, found.row, reason, text)

    # --- where ------------------------------------------------------------------------------

    def _place(self, found: FoundReport, actors: tuple[str, str]) -> str:
        """Give the id of the place; empty if the row was settled otherwise."""
        placed = self.placing.find(found)
        if placed.what == "placed":
            return placed.place_id
        if placed.what == "asked":
            return self._decided(found, placed, actors)
        if placed.what == "outside":
            self.report.left_out["the point lies outside the region of the package"] += 1
        else:
            why = "longitude and latitude look swapped"
            self._refuse(found, why, f"{found.lon}, {found.lat}")
        return ""

    def _decided(self, found: FoundReport, placed: Placed, actors: tuple[str, str]) -> str:
        """Give the place that a person chose, or ask."""
        question = _question(found, self._taken_by(found))
        choice = self._made.get(question.key) or self.review.choice(question.key)
        if choice == "skip":
            self._unplaced += 1
            self._records.unplaced(found, actors, "left unplaced by choice in review.csv")
            return ""
        if choice == "new":
            return self._new_place(found, question.key)
        if choice is None:
            if question.key not in self._asked:
                self._asked.add(question.key)
                self.review.ask(question, placed.candidates)
            self._refuse(found, f"{_WAITS}: {placed.why}", found.place)
        return choice or ""

    @cached_property
    def _points(self) -> dict[tuple[float, float], str]:
        """Ids of the places by their points, those made in this import too."""
        return {(place.lon, place.lat): place.id for place in self.draft.places.values()}

    def _taken_by(self, found: FoundReport) -> str:
        if found.lon is None or found.lat is None:
            return ""
        return self._points.get((found.lon, found.lat), "")

    def _new_place(self, found: FoundReport, question: str) -> str:
        """Make a place from the point of the source, as the user chose."""
        cited = f"{found.source} {found.source_id}"
        if found.lon is None or found.lat is None:
            self._refuse(found, "a new place needs a point, which the source does not give")
            return ""
        base = slugify(found.place) or f"place-{short_hash(found.place)}"
        made, number = base, 2
        while (old := self.draft.get("gazetteer", made)) is not None:
            if old.get("note", "").startswith(f"{question}."):
                break
            made, number = f"{base}-{number}", number + 1
        else:
            if taken := self._taken_by(found):
                self._refuse(found, NO_NEW, f"{found.place}: {taken}")
                return ""
            areas = dict(zip(("admin1", "admin2", "admin3"), found.admin, strict=False))
            row = {
                "id": made, "name": found.place, "name_ar": found.place_ar, "kind": "place",
                "lon": found.lon, "lat": found.lat,
                "position_error_m": found.position_error_m or 5_000.0, **areas,
                "sources": [cited], "licence": self.licence,
                "note": f"{question}. Made by choice in review.csv.",
            }  # fmt: skip
            self.draft.put("gazetteer", row)
            self._points[found.lon, found.lat] = made
        self._made[question] = made
        return made

    def unplaced(self, found: FoundReport, reason: str) -> None:
        """List a row whose source says itself that it does not know the place."""
        actors = self._actors(found)
        if actors is not None and self._in_time(found):
            self._unplaced += 1
            self._records.unplaced(found, actors, reason)


def _listed(words: list[str]) -> str:
    more = f"; and {len(words) - _MOST_NAMES:,} more" if len(words) > _MOST_NAMES else ""
    return "; ".join(words[:_MOST_NAMES]) + more


def _question(found: FoundReport, taken_by: str) -> Question:
    """Ask which place is meant; the same words for all rows of one place."""
    point = "" if found.lon is None or found.lat is None else f"{found.lon:g}, {found.lat:g}"
    where = "; ".join(filter(None, (*found.admin, point)))
    name = found.place or found.place_ar or "(no name)"
    key = f"{found.source}: {name}" + (f" ({where})" if where else "")
    return Question(key, name, found.file, found.row, where, taken_by)
