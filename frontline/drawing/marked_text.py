"""The text of an article with its claims marked, each linked to its answer."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from frontline.drawing import seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.desk.check import Checked

__all__ = ["CLASSES", "SIGNS", "clean", "marked"]

#: A class and a sign for each verdict: it is never told by colour alone.
CLASSES = {
    "supported": "yes", "supported under a reading": "read", "contradicted": "no",
    "cannot tell": "open",
}  # fmt: skip
SIGNS = {"yes": "\u2713", "read": "\u2248", "no": "\u2717", "open": "?", "miss": "\u2205"}
#: Control characters, which a page has no use for; the rest is escaped.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_Mark = tuple[int, int, str, str, str]


def clean(text: str) -> str:
    """Escape a text for a page; control characters are shown as such."""
    return seal.plain(_UNSEEN.sub("\ufffd", text))


def marked(checked: Checked) -> str:
    """Write the text: each claim marked, and after it a link to its answer."""
    marks = [*_marks(checked)]
    text = checked.text
    cuts = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
    starts = dict[int, list[_Mark]]()
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    written: list[str] = []
    within: list[_Mark] = []
    for here, there in itertools.pairwise(cuts):
        within = [mark for mark in within if mark[1] > here] + starts.get(here, [])
        words = clean(text[here:there])
        written.append(_marked(words, within[-1][2]) if within and words else words)
        written += [_link(mark) for mark in marks if mark[1] == there]
    return "".join(written)


def _marked(words: str, kind: str) -> str:
    return f'<mark class="{kind}">{words}</mark>'


def _marks(checked: Checked) -> Sequence[_Mark]:
    """Give start, end, class, address and spoken words of each mark."""
    found: list[_Mark] = []
    for number, finding in enumerate(checked.findings, 1):
        claim, word = finding.claim, finding.verdict.word
        found.append((claim.start, claim.end, CLASSES[word], f"claim-{number}", word))
    for number, words in enumerate(checked.not_understood, 1):
        found.append((words.start, words.end, "miss", f"miss-{number}", "not understood"))
    return found


def _link(mark: _Mark) -> str:
    _, _, kind, address, spoken = mark
    number = address.rpartition("-")[2]
    said = "Claim" if kind != "miss" else "Passage"
    return (
        f'<a class="ref {kind}" id="said-{address}" href="#{address}" '
        f'aria-label="{said} {number}: {spoken}">{SIGNS[kind]}{number}</a>'
    )
