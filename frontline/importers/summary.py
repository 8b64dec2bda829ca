"""Count what an import did with every row: used, merged, or not used with the reason.

The rows read are the sum of the rows used, merged and not used, so that no row is lost silently.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.importers.candidates import UnusedRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.importers.readers import Rows


#: Most examples of one reason that are printed; the JSON has all.
_MOST_EXAMPLES = 3


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
    unused : rows that could not be used, each with its reason
    left_out : number of rows that a filter left out, by filter
    disagreements : differences between the source and the package
    notes : further messages: encodings, licences, what is left to do
    wrote : names of the files that were written
    """

    kind: str
    read: int = 0
    used: int = 0
    merged: int = 0
    changed: int = 0
    waiting: int = 0
    unused: list[UnusedRow] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
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
        """Add the rows of a file that was read, and those that could not be read."""
        self.read += rows.read
        self.unused.extend(rows.unreadable)

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
            "reasons": dict(_by_count(reasons)),
            "rows": [one._asdict() for one in self.unused],
            "disagreements": self.disagreements,
            "notes": self.notes,
            "wrote": list(self.wrote),
        }

    def lines(self) -> Iterator[str]:
        """Return the lines of a text for the terminal: counts, then examples of each reason."""
        yield (
            f"{self.kind}: {self.read:,} rows read; {self.used:,} used, {self.merged:,} merged "
            f"({self.changed:,} changed something), {self.unused_count:,} not used"
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
            yield f"  {len(self.disagreements):,} disagreements:"
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
