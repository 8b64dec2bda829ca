"""Decisions that only a person can take: a table to fill in, and read back on the next import.

A question that was answered keeps its answer in the table, so that every later import finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, Fault
from frontline.files import Table
from frontline.intake.found import tidy
from frontline.writing import csv_text, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["NO_NEW", "REVIEW", "Candidate", "Question", "Review"]

#: Name of the table, beside the files of the package.
REVIEW = "review.csv"
_COLUMNS = ("question", "file", "row", "name", "where", "candidates", "choice")
#: Why the answer ``new`` cannot be followed where a place stands already, and what can be.
NO_NEW = (
    "two places cannot stand at one point, so choice in review.csv cannot be new: write the id of "
    "the place there, which then has this name too, or skip; or move one of the points"
)
_WORDS = frozenset({"new", "skip"})


class Candidate(NamedTuple):
    """A place that may be meant.

    Attributes
    ----------
    id : of the place
    score : how alike the names are, 0 to 100
    distance_m : between the points; None where the source gives no point
    """

    id: str
    score: int
    distance_m: float | None = None

    def __str__(self) -> str:
        """Write it for the table: id, score, distance in kilometres."""
        if self.distance_m == 0:
            return f"{self.id} ({self.score}, 0.0 km: the very point)"
        away = "" if self.distance_m is None else f", {self.distance_m / 1000:.1f} km"
        return f"{self.id} ({self.score}{away})"


class Question(NamedTuple):
    """What a person is to decide.

    Attributes
    ----------
    key : the same words on each import; several rows that mean one place may share it
    name : as the source has it
    file, row : where it first stood
    where : the areas around it, or its position
    taken_by : id of the place that stands at the very same point, where a new one cannot be
    """

    key: str
    name: str
    file: str = ""
    row: int | str = ""
    where: str = ""
    taken_by: str = ""


class Review:
    """The questions of a package and the answers to them.

    Attributes
    ----------
    asked : questions that wait for an answer
    without_new : those of them to which ``new`` is none

    Parameters
    ----------
    folder : of the package
    places : ids that an answer may name

    Raises
    ------
    DataError
        For a table that cannot be read, or an answer that is neither a place, ``new`` nor
        ``skip``.
    """

    def __init__(self, folder: Path, places: Iterable[str]) -> None:
        path = folder / REVIEW
        self._rows: dict[str, dict[str, str]] = {}
        self.asked = self.without_new = 0
        if not path.exists():
            return
        known, faults = {*places, *_WORDS}, []
        table = Table(path, frozenset(_COLUMNS), frozenset({"question", "choice"}))
        for number, cells in table.rows:
            self._rows[cells["question"]] = cells
            if cells["choice"] and cells["choice"] not in known:
                rule = "choice: is no place of the gazetteer"
                remedy = "Write the id of a place, or new, or skip; or leave it empty."
                faults.append(Fault(REVIEW, number, cells["choice"][:80], rule, remedy))
        faults += [fault for fault in table.faults if fault.severity == "error"]
        if faults:
            raise DataError(faults)

    def choice(self, question: str) -> str | None:
        """Give the answer to a question: the id of a place, ``new``, ``skip``, or None."""
        row = self._rows.get(_plain(question))
        return (row["choice"] or None) if row else None

    def waits(self, question: str) -> bool:
        """Whether a question was put and not yet answered; it does not answer itself."""
        row = self._rows.get(_plain(question))
        return row is not None and not row["choice"]

    def ask(self, question: Question, candidates: Iterable[Candidate]) -> None:
        """Put a question, unless it was answered; the likeliest candidates come first."""
        key = _plain(question.key)
        if key in self._rows and self._rows[key]["choice"]:
            return
        self.asked += 1
        self.without_new += bool(question.taken_by)
        if key not in self._rows:
            likely, where = "; ".join(map(str, candidates)), question.where
            if question.taken_by:
                where += f" (the very point of {question.taken_by}: its id or skip, not new)"
            cells = (key, question.file, question.row, question.name, where, likely, "")
            self._rows[key] = dict(zip(_COLUMNS, map(_plain, cells), strict=True))

    def answers(self) -> str:
        """Say in words what can be answered to the questions that wait."""
        if self.without_new == self.asked:
            return "the id of a place or skip"
        rule = ", but not where another place stands at the very point" if self.without_new else ""
        return f"the id of a place, new or skip{rule}"

    def text(self) -> str | None:
        """Write the table; None if nothing was ever asked."""
        if not self._rows:
            return None
        rows = [[row.get(name, "") for name in _COLUMNS] for row in self._rows.values()]
        return csv_text(list(_COLUMNS), rows)


def _plain(value: object) -> str:
    return str(safe_cell(tidy(value)))
