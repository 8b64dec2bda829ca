"""List what was not read: nothing is skipped in silence.

A length, an area, a direction from a place, a verb of control or the name of a place that no
claim and no reason covers is kept with a reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.chunker import TARGETS, TagPattern, clause
from frontline.claims.lexicon import any_of, both

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector

_VAGUE = re.compile(rf"(?<!\w){any_of(both('phrases', 'vague'))}(?!\w)", re.IGNORECASE)


def read_vague(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep nearness without a measure: "a stone's throw from the town"."""
    if not sentence.has(TARGETS):
        return
    for match in _VAGUE.finditer(collector.folded.text, sentence.start, sentence.end):
        at = next(n for n, token in enumerate(sentence.tokens) if token.end > match.start())
        why = f"{match[0].strip()!r} is no measure: it cannot be compared with a distance"
        collector.reject_clause(at, sentence, why)


_FROM_A_PLACE = TagPattern(
    "(?P<direction><DIRECTION>)<WORD>?"
    f"(?:<OF|FROM><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|LIE>{{0,7}}?<{TARGETS}>)"
    "|<TO|IN><DET>(?P<side><DIRECTION>)(?!<WORD|NOUN|REGION|UNKNOWN|DIRECTION|PART>)"
)
_ARABIC = TagPattern("(?P<direction><DIRECTION>)<FROM>?<NOUN>{0,2}<PLACE|TOWN|ROAD>")
_REASONS = {
    "DIRECTION": "it gives a direction, but of what from what is not stated in a readable form",
    "VERB": "{!r}: who did it, or which place is meant, is not stated in a readable form",
    "LENGTH": "{!r}: what it is measured from and to is not stated in a readable form",
    "AREA": "{!r}: what the area is is not stated in a readable form",
}


def read_leftovers(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep what a sentence says about control or distance and was not read, once per clause."""
    left = set(sentence.positions("LENGTH|AREA"))
    if sentence.has(TARGETS):
        left |= _directions(sentence)
    if sentence.has("PLACE|TOWN|FEATURE|ROAD|REGION|COUNT|FORCE"):
        left |= set(sentence.positions("VERB"))
    kept: set[tuple[int, int]] = set()
    for at in sorted(left - sentence.used):
        bounds = clause(sentence, at)
        if bounds not in kept:
            kept.add(bounds)
            collector.reject_clause(
                at, sentence, _REASONS[sentence.tag(at)].format(sentence.text(at))
            )


def _directions(sentence: Sentence) -> set[int]:
    """Find the directions that are given from a place, or from one named before."""
    found = {
        match.start("direction" if match["direction"] else "side")
        for match in _FROM_A_PLACE.finditer(sentence)
    }
    arabic = {match.start() for match in _ARABIC.finditer(sentence)}
    return found | {at for at in arabic if not sentence.text(at).isascii()}


# Names ----------------------------------------------------------------------------------------

_NAMED = "PLACE|FEATURE|REGION|ROAD"
_LIST_OF_NAMES = TagPattern("<COMMA|AND|DET|NOUN|OF>{0,4}")
_ONLY_NAMED = "it is named, but nothing about it is stated that can be checked"
_ONLY_LOCATES = "it only says where: the record is judged place by place and road by road"


def read_names(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep the places that no claim and no reason covers, a list of them once."""
    covered = collector.covered()
    left = [
        at
        for at in sentence.positions(_NAMED)
        if sentence.value(at) is not None and not _is_covered(sentence, at, covered)
    ]
    while left:
        group = [left.pop(0)]
        while left and _LIST_OF_NAMES.fullmatch(sentence, group[-1] + 1, left[0]):
            group.append(left.pop(0))
        collector.keep_names(group, sentence, _reason(collector, sentence, group))


def _is_covered(sentence: Sentence, at: int, spans: list[tuple[int, int]]) -> bool:
    token = sentence.tokens[at]
    return any(start < token.end and token.start < end for start, end in spans)


def _reason(collector: ClaimCollector, sentence: Sentence, group: list[int]) -> str:
    """Return why some names are in no claim: unknown ones first."""
    if {sentence.tag(at) for at in group} == {"REGION"}:
        return _ONLY_LOCATES
    found = [collector.referents.at(sentence, at) for at in group if sentence.tag(at) != "REGION"]
    return next((one.why for one in found if one.kind == "none"), _ONLY_NAMED)
