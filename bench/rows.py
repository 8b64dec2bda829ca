"""The rows that are measured, and the tables of the documentation that hold them."""

from __future__ import annotations

from math import floor, log10
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parent.parent / "docs"
_HEAD = ("work", "here", "peer", "ratio", "which peer")


class Row(NamedTuple):
    """What was measured: here, and for a comparable library.

    A ratio over 1 means that the peer takes that many times as much as this project.
    """

    work: str
    here: float
    peer: float | None = None
    which: str = ""
    unit: str = "s"

    def cells(self):
        """Return the cells of a table."""
        if self.peer is None:
            return self.work, f"{figure(self.here)} {self.unit}", "", "", ""
        here, peer = (f"{figure(one)} {self.unit}" for one in (self.here, self.peer))
        return self.work, here, peer, f"{figure(self.peer / self.here)}x", self.which

    def line(self):
        """Return a line for a terminal."""
        return line(self.cells())


def figure(value):
    """Return a number with two digits, or with all those before its point."""
    digits = 1 - floor(log10(value)) if value > 0 else 0
    return f"{value:,.{max(digits, 0)}f}"


def line(cells=_HEAD):
    """Return the cells of a row side by side."""
    work, here, peer, ratio, which = cells
    return f"{work:58}{here:>14}{peer:>14}{ratio:>8}  {which}".rstrip()


def table(rows, head=_HEAD):
    """Return a Markdown table."""
    marks = ["---"] * len(head)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, marks, *rows))


def renew(page, name, text):
    """Replace a table in a page of the documentation, between the two comments that name it."""
    path = DOCS / page
    start, end = f"<!-- measured: {name} -->\n\n", f"\n<!-- end: {name} -->\n"
    before, mark, rest = path.read_text("utf-8").partition(start)
    _, other, after = rest.partition(end)
    if not mark or not other:
        raise ValueError(f"{path.name} has no place for the table {name!r}")
    path.write_text(f"{before}{start}{text}{end}{after}", "utf-8")
