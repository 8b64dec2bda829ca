"""Apply the decisions in ``review.csv`` to reports whose place is uncertain.

A row whose place has no decision yet puts a question; rows of one place share it, with and without
its point. The decision is the id of a place, ``new`` for a place at the point of the row, or
``skip``. With ``--new-within`` a row far from all places of the package needs no decision.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from frontline.gazetteer.normalize import loses_letters, match_key, slugify
from frontline.geometry.geodesy import distance_m
from frontline.importers.publishers import short_hash
from frontline.importers.review import POINT_TAKEN, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.resolve_places import PlaceResolver
    from frontline.importers.review import Review, Suggestion
    from frontline.package.draft import Draft

#: Error of a new place whose source states none.
_NEW_PLACE_ERROR_M = 5_000.0
_NEEDS_DECISION = "the place needs a decision in review.csv"
_NO_POINT = (
    "a new place needs a point, but the source has none: write the id of a place in review.csv, or "
    "skip"
)
_BY_CHOICE = "Created by the choice in review.csv."
_BY_DISTANCE = "Created by --new-within."
#: The point in the key of a question.
_POINT = re.compile(r"(?:; | \()-?[\d.]+(?:e-?\d+)?, -?[\d.]+(?:e-?\d+)?\)$")


class Decision(NamedTuple):
    """The place of a row by the decision of the user.

    Attributes
    ----------
    status : what to do with the row; ``later``: a later row may make its place
    place_id : if `status` is ``place``
    new_place : the row of the gazetteer to add first, if the place is new
    reason, text : why the row is refused, and the value to show, if `status` is ``refuse``
    """

    status: Literal["place", "skip", "refuse", "later"]
    place_id: str = ""
    new_place: dict[str, Any] | None = None
    reason: str = ""
    text: str = ""


class PlaceDecisions:
    """Decisions on places of one import.

    Parameters
    ----------
    draft : the package; it is only read
    review : holds the questions and the decisions
    places : of the package before the import
    licence : of the source, for new places
    """

    def __init__(self, draft: Draft, review: Review, places: PlaceResolver, licence: str) -> None:
        self._draft, self._review, self._licence = draft, review, licence
        self._places = places
        #: Questions with a point, by what they ask without it.
        self._pointed: defaultdict[str, set[str]] = defaultdict(set)
        for question in review.questions():
            self._note_point(question)
        #: Questions without a point; they wait, since a later row may have it.
        self._waiting: dict[str, tuple[Question, tuple[Suggestion, ...]]] = {}
        self._asked: set[str] = set()
        self._is_finished = False
        #: Ids of the new places of this import, by question.
        self._new: dict[str, str] = {}
        #: Points and ids of the places that --new-within made, by the key of their name.
        self._made: defaultdict[str, list[tuple[float, float, str]]] = defaultdict(list)

    def _note_point(self, question: str) -> None:
        if (without := _without_point(question)) != question:
            self._pointed[without].add(question)

    @cached_property
    def _points(self) -> dict[tuple[float, float], str]:
        """Ids of places by their points, with the new places of this import."""
        return {(place.lon, place.lat): place.id for place in self._draft.places.values()}

    def decide(
        self, candidate: ReportCandidate, reason: str, suggestions: Iterable[Suggestion]
    ) -> Decision:
        """Return the decision on the place of a row, or put the question.

        Parameters
        ----------
        reason : why the place is uncertain
        suggestions : places that may be meant, for the question
        """
        taken = self._place_at_point(candidate)
        question = _question(candidate, taken)
        self._note_point(question.key)
        key = self._decided_by(question.key)
        if key in self._new:
            return Decision("place", self._new[key])
        choice = self._review.choice(key)
        if choice == "skip":
            return Decision("skip")
        if choice == "new":
            return self._new_place(candidate, key, taken, _BY_CHOICE)
        if choice is not None:
            return Decision("place", choice)
        if (limit_m := self._review.new_within_m) and not taken:
            decision = self._far_away(candidate, question.key, limit_m)
            if decision is not None:
                return decision
        self._ask(question, tuple(suggestions))
        return Decision("refuse", reason=f"{_NEEDS_DECISION}: {reason}", text=candidate.place)

    def finish(self) -> None:
        """Put the questions without a point that no row with a point asks too.

        No row is decided later any more.
        """
        self._is_finished = True
        for key, (question, suggestions) in self._waiting.items():
            if self._decided_by(key) == key:
                self._review.ask(question, suggestions)

    def _decided_by(self, question: str) -> str:
        """Return the question that decides one: the only one of the same name with a point."""
        pointed = self._pointed.get(question, set())
        is_shared = len(pointed) == 1 and self._review.choice(question) is None
        return next(iter(pointed)) if is_shared else question

    def _ask(self, question: Question, suggestions: tuple[Suggestion, ...]) -> None:
        if _without_point(question.key) == question.key:
            self._waiting.setdefault(question.key, (question, suggestions))
        elif question.key not in self._asked:
            self._asked.add(question.key)
            self._review.ask(question, suggestions)

    def _far_away(
        self, candidate: ReportCandidate, question: str, limit_m: float
    ) -> Decision | None:
        """Return the new place of a row whose point is far from all places; None if it is not."""
        lon, lat = candidate.lon, candidate.lat
        name = match_key(candidate.place) or match_key(candidate.place_ar)
        if lon is None or lat is None or not name:
            return None
        for other_lon, other_lat, place_id in self._made[name]:
            if distance_m(other_lon, other_lat, lon, lat) <= limit_m:
                return Decision("place", place_id)
        if self._places.nearest_m(lon, lat, limit_m) <= limit_m:
            return None
        decision = self._new_place(candidate, question, "", _BY_DISTANCE)
        self._made[name].append((lon, lat, decision.place_id))
        self._review.created += decision.new_place is not None
        return decision

    def _place_at_point(self, candidate: ReportCandidate) -> str:
        if candidate.lon is None or candidate.lat is None:
            return ""
        return self._points.get((candidate.lon, candidate.lat), "")

    def _new_place(
        self, candidate: ReportCandidate, question: str, taken: str, why: str
    ) -> Decision:
        """Return a new place at the point of the row, or the one made for this question before."""
        slug = "" if loses_letters(candidate.place) else slugify(candidate.place)
        base = slug or f"place-{short_hash(candidate.place)}"
        id_, number = base, 2
        while (row := self._draft.get("gazetteer", id_)) is not None:
            if row.get("note", "").startswith(f"{question}."):
                self._new[question] = id_
                return Decision("place", id_)
            id_, number = f"{base}-{number}", number + 1
        if candidate.lon is None or candidate.lat is None:
            is_pointed = _without_point(question) != question and not self._is_finished
            return Decision("later" if is_pointed else "refuse", reason=_NO_POINT)
        if taken:
            return Decision("refuse", reason=POINT_TAKEN, text=f"{candidate.place}: {taken}")
        self._new[question] = id_
        self._points[candidate.lon, candidate.lat] = id_
        row = _place_row(candidate, id_, self._licence)
        return Decision("place", id_, {**row, "note": f"{question}. {why}"})


def _without_point(question: str) -> str:
    """Return the key of the question that a row of the place without its point puts."""
    point = _POINT.search(question)
    if point is None:
        return question
    return question[: point.start()] + (")" if point[0].startswith(";") else "")


def _place_row(candidate: ReportCandidate, id_: str, licence: str) -> dict[str, Any]:
    """Return the row of a new place without the note, by which the next import finds it."""
    areas = dict(zip(("admin1", "admin2", "admin3"), candidate.admin, strict=False))
    return {
        "id": id_, "name": candidate.place, "name_ar": candidate.place_ar, "kind": "place",
        "lon": candidate.lon, "lat": candidate.lat,
        "position_error_m": candidate.position_error_m or _NEW_PLACE_ERROR_M, **areas,
        "sources": [f"{candidate.source} {candidate.source_id}"], "licence": licence,
    }  # fmt: skip


def _question(candidate: ReportCandidate, taken_by: str) -> Question:
    """Return the question which place is meant; all rows of one place share its key."""
    has_point = candidate.lon is not None and candidate.lat is not None
    point = f"{candidate.lon:g}, {candidate.lat:g}" if has_point else ""
    where = "; ".join(filter(None, (*candidate.admin, point)))
    name = candidate.place or candidate.place_ar or "(no name)"
    key = f"{candidate.source}: {name}" + (f" ({where})" if where else "")
    at = None if candidate.lon is None or candidate.lat is None else (candidate.lon, candidate.lat)
    return Question(key, name, candidate.file, candidate.row, where, taken_by, at)
