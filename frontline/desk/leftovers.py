"""What speaks of ground and was not read: listed with the reason, never skipped.

A length or an area, a direction from a place, and a verb of control beside a place are looked
for once more when all else is read; those that no claim and no refusal has spoken of are kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk.grammar import TARGETS, clause

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.grammar import Sentence

__all__ = ["read_leftovers"]

_FROM_A_PLACE = re.compile(
    rf"(?P<dir>D)[kwE]?(?:[of][wdkoHDGYl]{{0,7}}?[{TARGETS}])|[ti]d(?P<dir2>D)(?![wkGUDE])"
)
_ARABIC = re.compile("(?P<dir>D)f?k{0,2}[PTR]")


_UNREAD = {
    "D": "it gives a direction, but not of what from what in a way that can be read",
    "V": "{!r}: whose deed, or of which place, is not said in a way that can be read",
    "Q": "{!r}: from what to what is not said, or not in a way that can be read",
    "S": "{!r}: an area of what is not said in a way that can be read",
}


def read_leftovers(page: Page, sentence: Sentence) -> None:
    """Keep what speaks of ground in a sentence and was not read; once for each clause."""
    if not sentence.at(TARGETS):
        return
    left = {*_directions(sentence), *sentence.at("VQS")} - sentence.told
    kept: set[tuple[int, int]] = set()
    for at in sorted(left):
        bounds = clause(sentence, at)
        if bounds not in kept:
            kept.add(bounds)
            why = _UNREAD[sentence.letters[at]].format(sentence.tokens[at].text)
            page.miss_clause(at, sentence, why)


def _directions(sentence: Sentence) -> set[int]:
    """Find the directions that are given from a place, or from one spoken of before."""
    found = {
        match.start("dir" if match["dir"] else "dir2")
        for match in _FROM_A_PLACE.finditer(sentence.letters)
    }
    arabic = {match.start() for match in _ARABIC.finditer(sentence.letters)}
    return found | {at for at in arabic if not sentence.tokens[at].text.isascii()}
