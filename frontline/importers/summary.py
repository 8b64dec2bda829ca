"""Count what an import did with every row: used, merged, or not used with the reason.

The rows read are the sum of the rows used, merged and not used, so that no row is lost silently.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.importers.candidates import UnusedRow
from frontline.importers.rows import count_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.importers.rows import Rows


#: Most examples of one reason that are printed; the JSON has all.
_MOST_EXAMPLES = 3
#: Most files that are printed; the same.
_MOST_FILES = 12
#: Most damaged cells that a note lists.
_MOST_CELLS = 10


@dataclass
class ImportSummary:
    """Result of an import.

    Attributes
    ----------
    kind : of the import, as the command names it
    read : number of rows in the files
    used : number of rows that became new rows of the package
    merged : number of rows that were merged into a row of the package
    changed : number of merged rows that changed something
    waiting : number of questions in ``review.csv`` without a decision
    placed_by_name : number of rows whose place only the name decided
    unused : rows that could not be used, each with its reason
    left_out : number of rows that a filter left out, by filter
    unmapped_names : number of rows with each name that is mapped to no actor
    disagreements : differences between the source and the package
    files : one line on each file, sheet or layer that was read: rows, encoding, header
    notes : further messages: licences, what was not read, what is left to do
    wrote : names of the files that were written
    """

    kind: str
    read: int = 0
    used: int = 0
    merged: int = 0
    changed: int = 0
    waiting: int = 0
    placed_by_name: int = 0
    unused: list[UnusedRow] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    unmapped_names: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrote: tuple[str, ...] = ()

    @property
    def unused_count(self) -> int:
        """Number of rows that were not used, with those that filters left out."""
        return len(self.unused) + self.left_out.total()

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.used + self.merged + self.unused_count

    def refuse(self, file: str, row: int | str, reason: str, text: object = "") -> None:
        """Add a row that cannot be used."""
        self.unused.append(UnusedRow.of(file, row, reason, text))

    def count_rows(self, rows: Rows) -> None:
        """Add the rows of a file that was read, those that could not be read, and its notes."""
        self.read += rows.read
        self.unused.extend(rows.unreadable)
        self.files.append(rows.description())
        for text in rows.notes:
            self.note(text)
        if rows.damaged:
            self.note(_damage(rows))

    def note(self, text: str) -> None:
        """Add a note, unless it is there."""
        if text not in self.notes:
            self.notes.append(text)

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        reasons = Counter(one.reason for one in self.unused) + self.left_out
        return {
            "kind": self.kind,
            "read": self.read,
            "used": self.used,
            "merged": self.merged,
            "changed": self.changed,
            "unused": self.unused_count,
            "waiting": self.waiting,
            "placed_by_name": self.placed_by_name,
            "reasons": dict(_by_count(reasons)),
            "rows": [one._asdict() for one in self.unused],
            "disagreements": self.disagreements,
            "files": self.files,
            "notes": self.notes,
            "wrote": list(self.wrote),
        }

    def lines(self) -> Iterator[str]:
        """Return the lines of a text for the terminal: counts, then examples of each reason."""
        yield (
            f"{self.kind}: {count_rows(self.read)} read; {self.used:,} used, {self.merged:,} "
            f"merged ({self.changed:,} changed something), {self.unused_count:,} not used"
        )
        yield from (f"  {text}" for text in self.files[:_MOST_FILES])
        if len(self.files) > _MOST_FILES:
            yield f"  and {len(self.files) - _MOST_FILES:,} more files: --format json lists them"
        if self.placed_by_name:
            yield (
                f"  {self.placed_by_name:,} placed by the name alone, which one place of the "
                "package has exactly so (--ask-names asks about each)"
            )
        for reason, count in _by_count(self.left_out):
            yield f"  {count:,} left out: {reason}"
        reasons: dict[str, list[UnusedRow]] = {}
        for one in self.unused:
            reasons.setdefault(one.reason, []).append(one)
        for reason, rows in sorted(reasons.items(), key=lambda item: -len(item[1])):
            yield f"  {len(rows):,} not used: {reason}"
            yield from _examples(rows)
        if self.disagreements:
            are = "disagreement" if len(self.disagreements) == 1 else "disagreements"
            yield f"  {len(self.disagreements):,} {are} with the package:"
            yield from (f"    {text}" for text in self.disagreements[:_MOST_EXAMPLES])
        yield from (f"note: {text}" for text in self.notes)
        yield f"wrote {', '.join(self.wrote)}" if self.wrote else "nothing to write"


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _examples(rows: list[UnusedRow]) -> Iterator[str]:
    for one in rows[:_MOST_EXAMPLES]:
        yield f"    {one.file}, row {one.row}" + (f": {one.text}" if one.text else "")
    if len(rows) > _MOST_EXAMPLES:
        yield f"    and {len(rows) - _MOST_EXAMPLES:,} more: --format json lists them"


def _damage(rows: Rows) -> str:
    """Return a note on the cells of a file with characters that could not be read."""
    cells = [f"row {row}, {name}: {text!r}" for row, name, text in rows.damaged[:_MOST_CELLS]]
    number = len(rows.damaged)
    more = f"; and {number - _MOST_CELLS:,} more" if number > _MOST_CELLS else ""
    them = "cell has" if number == 1 else "cells have"
    return (
        f"{rows.file}: {number:,} {them} characters that could not be read, shown as \ufffd: "
        f"correct them in the file and in the package ({'; '.join(cells)}{more})"
    )
