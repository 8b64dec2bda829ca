"""Read the places that a sentence lists of which the one before gives the number.

"Rebels left three villages in the plain. These villages are: A, B and C."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import EN

if TYPE_CHECKING:
    from frontline.claims.claim import Claim
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

#: "These areas are: A", "They are: A", "The villages include A".
_THESE_ARE = TagPattern(
    "(?:<INCLUDING>|(?P<these><DET>)(?:(?P<noun><NOUN>)(?:<AND><NOUN>)?|<COUNT>)?|(?P<they><FORCE>))"
    "(?P<are><BE|INCLUDING>)(?P<colon><SAY>)?<DET|NOUN|OF|HELD>*(?P<object><PLACE>)"
)
_ITEM = TagPattern("<COMMA|AND><DET|NOUN|OF|HELD>*$")
_PLURAL = frozenset(EN["count"]["plural"])
_DEEDS = frozenset({"take", "hold", "lose"})
_UNSURE = "what was done there is taken from the sentence before"


def read_following_list(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "These areas are: A, B and C" as places of the number in the sentence before."""
    places = _listed(sentence)
    count = collector.claim_before()
    if not places or count is None or not _is_deed(count):
        return
    if count.high is not None and len(places) > count.high:
        return
    for place in places:
        target = collector.referents.at(sentence, place)
        if target.kind == "none":
            collector.reject((place,), sentence, target.why)
            continue
        collector.add(
            "control", (place,), sentence, place, subject=count.subject, target=target,
            verb=count.verb, mood="fact", first=count.first, last=count.last,
            day_kind=count.day_kind, unsure=(_UNSURE,),
        )  # fmt: skip


def _is_deed(count: Claim) -> bool:
    """Return whether a claim is a number of places that somebody took, held or lost."""
    return count.kind == "count" and count.mood == "fact" and count.verb in _DEEDS


def _listed(sentence: Sentence) -> list[int]:
    """Return the places of an English sentence that only lists what was counted before."""
    match = _THESE_ARE.match(sentence, 0)
    if match is None or sentence.has("VERB|WHICH|WHEN|MODAL|NOT"):
        return []
    are = sentence.text(match.start("are"))
    colon = match["colon"] and sentence.text(match.start("colon")) == ":"
    if match["colon"] and not colon:
        return []
    if match["noun"] and sentence.text(match.start("noun")) not in _PLURAL:
        return []
    they = not match["they"] or sentence.text(match.start("they")).casefold() == "they"
    if not they or are not in {"are", "were", "include", "included"}:
        return []
    if match["they"] and not (colon or are.startswith("include")):
        return []
    first = match.start("object")
    more = [one for one in sentence.positions("PLACE", first + 1) if _ITEM.before(sentence, one)]
    return [first, *more]
