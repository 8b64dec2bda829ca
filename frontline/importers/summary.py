"""What an import did with every row it read: used, merged, or not used and why.

The counts must add up: rows read are rows used, merged and unused, so that nothing is lost in
silence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.importers.candidates import Unused

if TYPE_CHECKING:
    from collections.abc import Iterator


#: How many examples of one reason are printed; the JSON has them all.
_EXAMPLES = 3


@dataclass
class Report:
    """What an import did.

    Attributes
    ----------
    kind : of the import, as the command names it
    read : rows that the files hold
    used : rows that became new rows of the package
    merged : rows that were joined to a row that was there, changing it or not
    changed : those of the merged that changed something
    waiting : rows that wait for a decision in ``review.csv``; they are among the unused
    unused : rows that could not be used, each with its reason
    left_out : rows that the filters of the import leave out, counted by filter
    disagreements : what a source says otherwise than the package, in words with the row
    notes : what else a person should know: encodings, licences
    wrote : names of the files that were written
    """

    kind: str
    read: int = 0
    used: int = 0
    merged: int = 0
    changed: int = 0
    waiting: int = 0
    unused: list[Unused] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrote: tuple[str, ...] = ()

    @property
    def unused_count(self) -> int:
        """How many rows were not used, those that filters left out too."""
        return len(self.unused) + self.left_out.total()

    @property
    def adds_up(self) -> bool:
        """Whether every row read is accounted for."""
        return self.read == self.used + self.merged + self.unused_count

    def refuse(self, file: str, row: int | str, reason: str, text: object = "") -> None:
        """Note a row that cannot be used."""
        self.unused.append(Unused.of(file, row, reason, text))

    def note(self, words: str) -> None:
        """Say something once."""
        if words not in self.notes:
            self.notes.append(words)

    def print_json(self) -> dict[str, Any]:
        """Give the whole report as plain data."""
        reasons = Counter(one.reason for one in self.unused) + self.left_out
        return {
            "kind": self.kind,
            "read": self.read,
            "used": self.used,
            "merged": self.merged,
            "changed": self.changed,
            "unused": self.unused_count,
            "waiting": self.waiting,
            "reasons": dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
            "rows": [one._asdict() for one in self.unused],
            "disagreements": self.disagreements,
            "notes": self.notes,
            "wrote": list(self.wrote),
        }

    def lines(self) -> Iterator[str]:
        """Say it for a person: counts first, then the first examples of each reason."""
        yield (
            f"{self.kind}: {self.read:,} rows read; {self.used:,} used, {self.merged:,} merged "
            f"({self.changed:,} changed something), {self.unused_count:,} not used"
        )
        for reason, count in sorted(self.left_out.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {count:,} left out: {reason}"
        reasons: dict[str, list[Unused]] = {}
        for one in self.unused:
            reasons.setdefault(one.reason, []).append(one)
        for reason, rows in sorted(reasons.items(), key=lambda item: -len(item[1])):
            yield f"  {len(rows):,} not used: {reason}"
            yield from _examples(rows)
        if self.disagreements:
            yield f"  {len(self.disagreements):,} disagreements:"
            yield from (f"    {words}" for words in self.disagreements[:_EXAMPLES])
        yield from (f"note: {words}" for words in self.notes)
        yield f"wrote {', '.join(self.wrote)}" if self.wrote else "nothing to write"


def _examples(rows: list[Unused]) -> Iterator[str]:
    for one in rows[:_EXAMPLES]:
        yield f"    {one.file}, row {one.row}" + (f": {one.text}" if one.text else "")
    if len(rows) > _EXAMPLES:
        yield f"    and {len(rows) - _EXAMPLES:,} more: --format json lists them"
