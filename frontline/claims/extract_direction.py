"""Read directions without a length ("A lies north of B"), and list what was not read.

A length, an area, a direction from a place, or a verb of control beside a place that no claim
and no reason covers is kept with a reason: nothing is skipped in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.chunker import POINTS, TARGETS, TagPattern, clause
from frontline.claims.distance_ends import FILL
from frontline.claims.extract_distance import listed_before
from frontline.claims.lexicon import any_of, both

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector

_LIES = (
    "(?:<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|AWAY>{0,6}?"
    "|(?<=<FEATURE>)<WORD|MOVE|TO|DET|LIE|BE|IN|DAY>{0,6}?)<TO|IN>?<DET>?"
)
_DIRECTION = TagPattern(
    f"(?P<subject><{POINTS}>){_LIES}(?P<direction><DIRECTION>)<NOUN|WORD|PART>?"
    f"(?:<OF|FROM>{FILL}|<NOUN>{{0,2}})(?P<target><{TARGETS}>)"
)
#: "the southern side of the town" is a direction, "the southern city of" is not.
_SIDES = frozenset({"side", "area"})


def read_directions(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "A lies north of B" where no length is given."""
    for match in _DIRECTION.finditer(sentence):
        at = match.start("direction")
        if at not in sentence.used and not _is_adjective(sentence, at):
            _read_direction(collector, sentence, at, match)


def _is_adjective(sentence: Sentence, at: int) -> bool:
    """Return whether an English direction describes the noun behind it: "the southern city"."""
    tag, text = sentence.tag(at + 1), sentence.text(at + 1)
    if tag == "PLACE":
        return sentence.text(at).isascii()
    return tag == "NOUN" and text.isascii() and text not in _SIDES


def _read_direction(
    collector: ClaimCollector, sentence: Sentence, at: int, match: re.Match[str]
) -> None:
    target = collector.referents.at(sentence, match.start("target"))
    if collector.referents.at(sentence, match.start("subject")).id == target.id is not None:
        return
    for position in listed_before(sentence, match.start("subject")):
        subject = collector.referents.at(sentence, position)
        bad = next((one for one in (subject, target) if one.kind == "none"), None)
        covered = (position, at, match.end() - 1)
        if bad is not None:
            collector.reject(covered, sentence, bad.why)
            continue
        collector.add(
            "direction", covered, sentence, at, subject=subject, target=target,
            directions=sentence.value(at),
            **({"mood": "fact"} if subject.kind == target.kind == "place" else {}),
        )  # fmt: skip


# What was not read ----------------------------------------------------------------------------

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
