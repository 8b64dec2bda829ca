"""Reads directions without a length, nearness without a measure, and lists what is left.

A length or an area, a direction from a place, and a verb of control beside a place are looked
for once more when all else is read; those that no claim and no refusal has spoken of are kept
with the reason, never skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk.distance_claims import FILL, listed
from frontline.desk.grammar import POINTS, TARGETS, clause
from frontline.desk.vocabulary import any_of, both

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.grammar import Sentence

__all__ = ["read_directions", "read_leftovers", "read_vague"]

_LIES = "(?:[lckdrehy]{0,6}?|(?<=X)[wmtdleiY]{0,6}?)[ti]?d?"
_DIRECTION = re.compile(
    rf"(?P<subject>[{POINTS}]){_LIES}(?P<dir>D)[kwE]?(?:[of]{FILL}|k{{0,2}})(?P<target>[{TARGETS}])"
)
_VAGUE = re.compile(
    rf"(?<!\w){any_of(both('phrases', 'vague'))}(?!\w)",
    re.IGNORECASE,
)


#: "the southern side of the town" gives a direction, "the southern city of" does not.
_AREAS = frozenset({"side", "area"})


def read_directions(page: Page, sentence: Sentence) -> None:
    """Read "A lies north of B" where no length is given."""
    for match in _DIRECTION.finditer(sentence.letters):
        at = match.start("dir")
        if at in sentence.told:
            continue
        beside = sentence.tokens[at + 1]
        if beside.letter == "P" and sentence.tokens[at].text.isascii():
            continue
        if beside.letter == "k" and beside.text.isascii() and beside.text not in _AREAS:
            continue
        target = page.referents.at(sentence, match.start("target"))
        if page.referents.at(sentence, match.start("subject")).id == target.id is not None:
            continue
        for position in listed(sentence.letters, match.start("subject")):
            subject = page.referents.at(sentence, position)
            bad = next((r for r in (subject, target) if r.kind == "none"), None)
            spots = (position, at, match.end() - 1)
            if bad is not None:
                page.miss(spots, sentence, bad.why)
                continue
            page.add(
                "direction", spots, sentence, at, subject=subject, target=target,
                directions=sentence.value(at),
                **({"mood": "fact"} if subject.kind == target.kind == "place" else {}),
            )  # fmt: skip


def read_vague(page: Page, sentence: Sentence) -> None:
    """Keep nearness that is said in no measure: "a stone's throw from the town"."""
    if not sentence.at(TARGETS):
        return
    for match in _VAGUE.finditer(page.folded.text, sentence.start, sentence.end):
        at = next(n for n, token in enumerate(sentence.tokens) if token.end > match.start())
        why = f"{match[0].strip()!r} is no measure: nothing can be set against it"
        page.miss_clause(at, sentence, why)


# What is left -----------------------------------------------------------------------------------

_FROM_A_PLACE = re.compile(
    rf"(?P<dir>D)w?(?:[of][wdkoHDGYl]{{0,7}}?[{TARGETS}])|[ti]d(?P<dir2>D)(?![wkGUDE])"
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
    left = {*_directions(sentence), *sentence.at("QS")} if sentence.at(TARGETS) else set()
    left |= set(sentence.at("V")) if sentence.at("PTXR") else set()
    left -= sentence.told
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
