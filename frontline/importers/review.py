"""Decisions that only a person can take: a table to fill in, and read back on the next import.

A question that was answered keeps its answer in the table, so that every later import finds it.
The table is no part of the package: it is read with commas, semicolons or tabs, as a spreadsheet
saves it, and written with commas.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, Issue
from frontline.gazetteer.normalize import clean_text
from frontline.importers.readers import encoding_of, read_table
from frontline.io import csv_text, safe_cell
from frontline.package.csv_reader import read_text
from frontline.package.geojson import FeatureReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


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
        known, faults = frozenset(places), []
        for found in _answers(path):
            if isinstance(found, Issue):
                faults.append(found)
                continue
            number, cells = found
            choice = cells["choice"]
            if choice.casefold() in _WORDS:
                choice = cells["choice"] = choice.casefold()
            elif choice and choice not in known:
                rule = "choice: is no place of the gazetteer"
                remedy = "Write the id of a place, or new, or skip; or leave it empty."
                faults.append(Issue(REVIEW, number, choice[:80], rule, remedy))
            self._rows[cells["question"]] = cells
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


def review_faults(folder: Path) -> list[Issue]:
    """Give what is wrong with the table of a package, which stops every import into it."""
    if not os.path.exists(folder / REVIEW):  # noqa: PTH110 - no path at all is said elsewhere
        return []
    places = FeatureReader(folder / "gazetteer.geojson")
    try:
        ids = [str(properties.get("id")) for _, properties, _ in places]
    except DataError:
        return []  # nobody knows which places there are, and that is said already
    if places.issues:
        return []
    try:
        Review(folder, ids)
    except DataError as error:
        return list(error.issues)
    return []


def _answers(path: Path) -> Iterator[tuple[int, dict[str, str]] | Issue]:
    """Read the rows of the table by number, and what is wrong with it.

    Raises
    ------
    DataError
        For a file that is no text of UTF-8, or has no header.
    """
    encoding = encoding_of(path)
    if encoding != "utf-16":
        read_text(path)  # says what else it may be, and where
    table = read_table(path, encoding=encoding)
    missing = [name for name in ("question", "choice") if name not in table.columns]
    for name in missing:
        yield Issue(REVIEW, 1, name, "this column is missing", "Add it to the header.")
    if missing:
        return
    strange = [name for name in table.columns if name not in _COLUMNS]
    for row in table:
        texts = {name: str(cell).strip() for name, cell in row.cells.items()}
        for name in strange:
            if texts.pop(name):
                remedy = f"Empty it; this table keeps only {', '.join(_COLUMNS)}."
                yield Issue(REVIEW, row.number, name[:80], "the cell is in no column of it", remedy)
        yield row.number, texts
    remedy = "Quote cells that hold the mark between cells; restore a row that was cut."
    for torn in table.torn:
        yield Issue(REVIEW, torn.row, torn.text, torn.reason, remedy)


def _plain(value: object) -> str:
    return str(safe_cell(clean_text(value)))
