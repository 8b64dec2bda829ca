"""Whether the rows of a table that do not say so are changes, or state who holds a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError
from frontline.importers.headers import column_key

if TYPE_CHECKING:
    from datetime import date

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.summary import ImportSummary

#: What a cell says instead of the holder of a place for which both sides fight.
CONTESTED = frozenset(
    {
        *("contested", "disputed", "contested control", "contested area", "contested territory"),
        *("mixed", "mixed control", "grey zone", "gray zone", "no man's land", "battle zone"),
        *("contesté", "contestée", "disputado", "disputada", "umkämpft", "umstritten"),
        *("спорная", "спорный", "оспаривается", "серая зона", "спірна", "спірний", "сіра зона"),
        *("متنازع عليها", "متنازع عليه", "منطقة متنازع عليها", "اشتباكات"),
    }
)
#: Names of columns that say who holds a place, as `column_key` writes them.
_HOLDING = frozenset(
    map(
        column_key,
        (
            *("held by", "holder", "current holder", "controlled by", "controller", "control"),
            *("under control of", "in control", "control status", "السيطرة", "контроль"),
        ),
    )
)
#: Fewest rows with the actor of the row before that raise the question.
_FEWEST_REPEATS = 5


def check_name(file: str, column: str) -> None:
    """Ask what the rows of a table state, if its column names who holds a place.

    Raises
    ------
    InvalidRequestError
        If the name of the column leaves it open.
    """
    if column_key(column) in _HOLDING:
        raise InvalidRequestError(_question(file, column))


def _question(file: str, column: str) -> str:
    return (
        f"{file}: does the column {column!r} name who holds each place on a day, or who took it "
        "then? Add --set kind=held or --set kind=capture"
    )


class Repeats:
    """Counts rows that name the actor of the row before at a place, on another day.

    A list of changes has few of them. In a list of holders day by day most rows are such rows.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[Any, ...], tuple[str, date]] = {}
        self._rows = self._repeated = 0

    def count(self, one: ReportCandidate, *, is_stated: bool) -> None:
        """Count a row, unless it states what kind of report it is or who held the place before."""
        if is_stated or one.denying or (one.before and one.kind != "contested"):
            return
        self._rows += 1
        place = (one.place, one.place_id, one.lon, one.lat)
        after, day = self._last.get(place, ("", one.date_latest))
        self._repeated += after == one.after.casefold() and day != one.date_latest
        self._last[place] = (one.after.casefold(), one.date_latest)

    def check(self, file: str, column: str, summary: ImportSummary) -> None:
        """Ask what the rows state if most of them repeat what the row before says.

        In a column called ``after`` they are changes, as documented: then there is only a note.

        Raises
        ------
        InvalidRequestError
            If they do, in a column with another name.
        """
        if self._repeated < _FEWEST_REPEATS or 2 * self._repeated <= self._rows:
            return
        if column != "after":
            raise InvalidRequestError(_question(file, column))
        summary.note(
            f"{file}: {self._repeated:,} of {self._rows:,} rows name the actor of an earlier day "
            "again, as changes. If they say who holds each place, restore the package, and add "
            "--set kind=held"
        )
