"""From what a source says to rows of the package: who is meant, when, and where.

A row that leaves one of these open is refused with the reason, or asked about in ``review.csv``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.intake.found import slug
from frontline.intake.records import NOT_SAID, Records
from frontline.intake.review import NO_NEW, Question
from frontline.intake.voices import Voices, short_hash
from frontline.references import UNDATED

if TYPE_CHECKING:
    from frontline.intake.cast import Cast
    from frontline.intake.draft import Draft
    from frontline.intake.found import FoundReport
    from frontline.intake.placing import Placed, Placing
    from frontline.intake.report import Report
    from frontline.intake.review import Review

__all__ = ["Settling"]

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
        if start == end == UNDATED:
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
        base = slug(found.place) or f"place-{short_hash(found.place)}"
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
