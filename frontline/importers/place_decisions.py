"""Apply the decisions in ``review.csv`` to reports whose place is uncertain.

A row whose place has no decision yet puts a question; rows of one place share it. The decision is
the id of a place, ``new`` for a place at the point of the row, or ``skip``.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from frontline.gazetteer.normalize import slugify
from frontline.importers.publishers import short_hash
from frontline.importers.review import POINT_TAKEN, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.review import Review, Suggestion
    from frontline.package.draft import Draft

#: Error of a new place whose source states none.
_NEW_PLACE_ERROR_M = 5_000.0
_NEEDS_DECISION = "the place needs a decision in review.csv"
_NO_POINT = "a new place needs a point, but the source has none"


class Decision(NamedTuple):
    """The place of a row by the decision of the user.

    Attributes
    ----------
    status : what to do with the row
    place_id : if `status` is ``place``
    new_place : the row of the gazetteer to add first, if the place is new
    reason, text : why the row is refused, and the value to show, if `status` is ``refuse``
    """

    status: Literal["place", "skip", "refuse"]
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
    licence : of the source, for new places
    """

    def __init__(self, draft: Draft, review: Review, licence: str) -> None:
        self._draft, self._review, self._licence = draft, review, licence
        self._asked: set[str] = set()
        #: Ids of the new places of this import, by question.
        self._new: dict[str, str] = {}

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
        if question.key in self._new:
            return Decision("place", self._new[question.key])
        choice = self._review.choice(question.key)
        if choice == "skip":
            return Decision("skip")
        if choice == "new":
            return self._new_place(candidate, question.key, taken)
        if choice is not None:
            return Decision("place", choice)
        if question.key not in self._asked:
            self._asked.add(question.key)
            self._review.ask(question, suggestions)
        return Decision("refuse", reason=f"{_NEEDS_DECISION}: {reason}", text=candidate.place)

    def _place_at_point(self, candidate: ReportCandidate) -> str:
        if candidate.lon is None or candidate.lat is None:
            return ""
        return self._points.get((candidate.lon, candidate.lat), "")

    def _new_place(self, candidate: ReportCandidate, question: str, taken: str) -> Decision:
        """Return a new place at the point of the row, or the one made for this question before."""
        if candidate.lon is None or candidate.lat is None:
            return Decision("refuse", reason=_NO_POINT)
        base = slugify(candidate.place) or f"place-{short_hash(candidate.place)}"
        id_, number = base, 2
        while (row := self._draft.get("gazetteer", id_)) is not None:
            if row.get("note", "").startswith(f"{question}."):
                self._new[question] = id_
                return Decision("place", id_)
            id_, number = f"{base}-{number}", number + 1
        if taken:
            return Decision("refuse", reason=POINT_TAKEN, text=f"{candidate.place}: {taken}")
        self._new[question] = id_
        self._points[candidate.lon, candidate.lat] = id_
        return Decision("place", id_, _place_row(candidate, id_, question, self._licence))


def _place_row(candidate: ReportCandidate, id_: str, question: str, licence: str) -> dict[str, Any]:
    """Return the row of a new place; its note lets the next import find it by the question."""
    areas = dict(zip(("admin1", "admin2", "admin3"), candidate.admin, strict=False))
    return {
        "id": id_, "name": candidate.place, "name_ar": candidate.place_ar, "kind": "place",
        "lon": candidate.lon, "lat": candidate.lat,
        "position_error_m": candidate.position_error_m or _NEW_PLACE_ERROR_M, **areas,
        "sources": [f"{candidate.source} {candidate.source_id}"], "licence": licence,
        "note": f"{question}. Created by the choice in review.csv.",
    }  # fmt: skip


def _question(candidate: ReportCandidate, taken_by: str) -> Question:
    """Return the question which place is meant; all rows of one place share its key."""
    has_point = candidate.lon is not None and candidate.lat is not None
    point = f"{candidate.lon:g}, {candidate.lat:g}" if has_point else ""
    where = "; ".join(filter(None, (*candidate.admin, point)))
    name = candidate.place or candidate.place_ar or "(no name)"
    key = f"{candidate.source}: {name}" + (f" ({where})" if where else "")
    return Question(key, name, candidate.file, candidate.row, where, taken_by)
