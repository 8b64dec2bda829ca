"""Read and write ``review.csv``: the questions that only a person can decide.

The user fills the column ``choice``; the next import reads it. Decisions stay in the table, so
that every later import finds them. The table is not part of the package: it may be saved by a
spreadsheet with commas, semicolons or tabs, and is written with commas.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import clean_text
from frontline.importers.headers import HeaderHint
from frontline.importers.readers import read_table
from frontline.io import csv_text, safe_cell
from frontline.package.csv_reader import read_text
from frontline.package.geojson import FeatureReader
from frontline.text_encoding import has_utf_16_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


#: Name of the table in the folder of the package.
REVIEW = "review.csv"
_COLUMNS = ("question", "file", "row", "name", "where", "candidates", "choice")
#: Choices that are not the id of a place.
_WORDS = frozenset({"new", "skip"})
#: A place among the candidates, as `Suggestion` writes it; a position, as `where` may end with.
_CANDIDATE = re.compile(
    r"(?:^|; )([^\s;]+) \((?:.*?, )?(\d{1,3})% similar(?:, (\d+\.\d) km[^;)]*)?\)"
)
_AT = re.compile(r"(?:^|; )(-?\d{1,3}(?:\.\d+)?), (-?\d{1,2}(?:\.\d+)?)(?: \(|$)")
_TAKEN = " (the same point as "
#: Reason and remedy for the choice ``new`` at the point of another place.
POINT_TAKEN = (
    "two places cannot have the same point, so the choice in review.csv cannot be new: write the "
    "id of the place there, which then gets this name too, or skip; or move one of the points"
)


class Suggestion(NamedTuple):
    """A place that may be meant.

    Attributes
    ----------
    id : of the place
    score : similarity of the names, 0 to 100
    distance_m : between the points; None if the source has no point
    title : its name and areas, for the reader of the table
    """

    id: str
    score: int
    distance_m: float | None = None
    title: str = ""

    def __str__(self) -> str:
        """Return it as the table lists it: id, name and areas, similarity, distance."""
        facts = [self.title, f"{self.score}% similar"]
        if self.distance_m == 0:
            facts.append("0.0 km: the same point")
        elif self.distance_m is not None:
            facts.append(f"{self.distance_m / 1000:.1f} km")
        return f"{self.id} ({', '.join(filter(None, facts))})"


def place_title(name: str, *areas: str) -> str:
    """Return the name of a place with its areas, the smallest first, for `Suggestion.title`.

    Examples
    --------
    >>> place_title("Nubl", "Nabul", "Aleppo"), place_title("Nubl", "", "Nubl")
    ('Nubl, Nabul, Aleppo', 'Nubl')
    """
    return ", ".join(dict.fromkeys(filter(None, (name, *areas))))


class Question(NamedTuple):
    """The question which place a row means.

    Attributes
    ----------
    key : the same on each import; rows that mean one place may share it
    name : as the source has it
    file, row : of the first row with this question
    where : the areas around it, or its position
    taken_by : id of the place at the same point, where the choice ``new`` is not possible
    point : longitude and latitude in the source; None if it has none
    """

    key: str
    name: str
    file: str = ""
    row: int | str = ""
    where: str = ""
    taken_by: str = ""
    point: tuple[float, float] | None = None


class Asked(NamedTuple):
    """A question without a decision, with the places that may be meant, the likeliest first."""

    question: Question
    suggestions: tuple[Suggestion, ...]


class Listed(NamedTuple):
    """A question in the table, as far as its cells say.

    Attributes
    ----------
    question : the key
    name, file, row, where, choice : the cells; an empty choice is none yet
    candidates : the places that may be meant, without titles
    point : longitude and latitude, if they are in `where`
    can_be_new : whether the choice ``new`` is possible
    """

    question: str
    name: str
    file: str
    row: str
    where: str
    choice: str
    candidates: tuple[Suggestion, ...]
    point: tuple[float, float] | None
    can_be_new: bool


class Review:
    """The questions of a package, with the decisions on them.

    Parameters
    ----------
    folder : of the package
    places : ids of the places, for checking the choices
    new_within_m : a place with a point is new, without a question, if no candidate is so near;
        None to ask in every case

    Attributes
    ----------
    created : number of places that were new without a question
    open_questions : number of questions without a decision that this import put
    open_without_new : number of those that cannot be decided with ``new``
    asked : the open questions that this import put

    Raises
    ------
    DataError
        If the table cannot be read, or a choice is not a place, ``new`` or ``skip``.
    """

    def __init__(
        self, folder: Path, places: Iterable[str], new_within_m: float | None = None
    ) -> None:
        path = folder / REVIEW
        self.new_within_m = new_within_m
        self._rows: dict[str, dict[str, str]] = {}
        self._places = frozenset(places)
        self.asked: list[Asked] = []
        self.open_questions = self.open_without_new = self.created = 0
        if not path.exists():
            return
        known, faults = self._places, []
        for read in _read_rows(path):
            if isinstance(read, Issue):
                faults.append(read)
                continue
            number, cells = read
            choice = cells["choice"]
            if choice.casefold() in _WORDS:
                choice = cells["choice"] = choice.casefold()
            elif choice and choice not in known:
                message = "choice: is not a place of the gazetteer"
                hint = "Write the id of a place, or new, or skip; or leave it empty."
                faults.append(Issue(REVIEW, number, choice[:80], message, hint))
            self._rows[cells["question"]] = cells
        if faults:
            raise DataError(faults)

    def questions(self) -> Iterator[str]:
        """Iterate over the questions in the table."""
        return iter(self._rows)

    def listed(self) -> list[Listed]:
        """Return the questions in the table, in its order."""
        return [_listed(row) for row in self._rows.values()]

    def choose(self, question: str, choice: str) -> None:
        """Enter the choice for a question in the table; an empty one opens it again.

        Raises
        ------
        InvalidRequestError
            If the choice is not a place, ``new`` or ``skip``.
        """
        row = self._rows[_as_cell(question)]
        self._check_choice(row.get("name", ""), choice)
        row["choice"] = choice

    def choice(self, question: str) -> str | None:
        """Return the choice for a question: the id of a place, ``new``, ``skip``, or None."""
        row = self._rows.get(_as_cell(question))
        return (row["choice"] or None) if row else None

    def is_open(self, question: str) -> bool:
        """Return whether a question is in the table without a choice."""
        row = self._rows.get(_as_cell(question))
        return row is not None and not row["choice"]

    def ask(self, question: Question, suggestions: Iterable[Suggestion]) -> None:
        """Put a question, unless it is decided; the likeliest suggestion is listed first."""
        key = _as_cell(question.key)
        if key in self._rows and self._rows[key]["choice"]:
            return
        self.open_questions += 1
        self.open_without_new += bool(question.taken_by)
        asked = Asked(question, tuple(suggestions))
        self.asked.append(asked)
        if key not in self._rows:
            self._rows[key] = _row(asked)

    def decide(self, asked: Asked, choice: str) -> None:
        """Decide a question that an import has put, as if the choice were written in the table.

        Raises
        ------
        InvalidRequestError
            If the choice is not a place, ``new`` or ``skip``.
        """
        self._check_choice(asked.question.name, choice)
        row = self._rows.setdefault(_as_cell(asked.question.key), _row(asked))
        row["choice"] = choice

    def _check_choice(self, name: str, choice: str) -> None:
        if choice and choice not in _WORDS and choice not in self._places:
            raise InvalidRequestError(
                f"{name}: {choice[:80]!r} is not a place of the gazetteer, new or skip"
            )

    def allowed_choices(self) -> str:
        """Describe the choices for the open questions."""
        if self.open_without_new == self.open_questions:
            return "the id of a place or skip"
        limit = ", but not new where another place has the same point"
        return f"the id of a place, new or skip{limit if self.open_without_new else ''}"

    def text(self) -> str | None:
        """Return the table as CSV; None if there is no question."""
        if not self._rows:
            return None
        rows = [[row.get(name, "") for name in _COLUMNS] for row in self._rows.values()]
        return csv_text(list(_COLUMNS), rows)


def _row(asked: Asked) -> dict[str, str]:
    """Return the cells of a question without a choice."""
    question, where = asked.question, asked.question.where
    if question.taken_by:
        where += f"{_TAKEN}{question.taken_by}: write its id or skip, not new)"
    listed = "; ".join(map(str, asked.suggestions))
    cells = (question.key, question.file, question.row, question.name, where, listed, "")
    return dict(zip(_COLUMNS, map(_as_cell, cells), strict=True))


def _listed(row: Mapping[str, str]) -> Listed:
    """Read the cells of a question."""
    cells = {name: row.get(name, "") for name in _COLUMNS}
    candidates = tuple(
        Suggestion(id_, int(score), None if km is None else 1000 * float(km))
        for id_, score, km in (one.groups() for one in _CANDIDATE.finditer(cells["candidates"]))
    )
    at = _AT.search(cells["where"])
    has_point = not candidates or any(one.distance_m is not None for one in candidates)
    return Listed(
        question=cells["question"],
        name=cells["name"],
        file=cells["file"],
        row=cells["row"],
        where=cells["where"],
        choice=cells["choice"],
        candidates=candidates,
        point=None if at is None else (float(at[1]), float(at[2])),
        can_be_new=has_point and _TAKEN not in cells["where"],
    )


def review_faults(folder: Path) -> list[Issue]:
    """Return the faults of ``review.csv`` in a package, which stop every import into it."""
    if not os.path.exists(folder / REVIEW):  # noqa: PTH110 - a path with NUL is reported elsewhere
        return []
    features = FeatureReader(folder / "gazetteer.geojson")
    try:
        ids = [str(properties.get("id")) for _, properties, _ in features]
    except DataError:
        return []  # the gazetteer cannot be read, which is reported elsewhere
    if features.issues:
        return []
    try:
        Review(folder, ids)
    except DataError as error:
        return list(error.issues)
    return []


def _read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]] | Issue]:
    """Yield the number and the cells of each row, and the faults of the table.

    Raises
    ------
    DataError
        If the file is not UTF-8 or UTF-16, or has no header.
    """
    if not has_utf_16_mark(path):
        read_text(path)  # raises if it is not UTF-8, with the position
    table = read_table(path, hint=HeaderHint(row=1))
    missing = [name for name in ("question", "choice") if name not in table.columns]
    for name in missing:
        yield Issue(REVIEW, 1, name, "this column is missing", "Add it to the header.")
    if missing:
        return
    unknown = [name for name in table.columns if name not in _COLUMNS]
    for row in table:
        texts = {name: str(cell).strip() for name, cell in row.cells.items()}
        for name in unknown:
            if texts.pop(name):
                message = "the cell is in a column that this table does not have"
                hint = f"Empty it; the columns are {', '.join(_COLUMNS)}."
                yield Issue(REVIEW, row.number, name[:80], message, hint)
        yield row.number, texts
    hint = "Quote cells that contain the separator; restore rows that were cut."
    for unreadable in table.unreadable:
        yield Issue(REVIEW, unreadable.row, unreadable.text, unreadable.reason, hint)


def _as_cell(value: object) -> str:
    return str(safe_cell(clean_text(value)))
