"""What stands behind a preposition, and what a relative clause is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.antecedents import BOTH
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.distance_subjects import listed_before
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.relative_clauses import IN_WHICH

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence

#: Nouns of several places, of which a list may follow.
PLURAL_NOUNS = frozenset(both("count", "plural"))
NOUN_PHRASE = TagPattern("(?:<DET|NOUN|WORD|HELD|DIRECTION|PART|LIE|REGION>|(?<=<NOUN|DET>)<OF>)*$")
_BEFORE_COUNT = TagPattern("<DET|HELD>*$")
_PREPOSITIONS = frozenset({"FROM", "IN", "TO", "TOWARDS", "BY", "BETWEEN", "OF", "LENGTH"})

#: "the last town before Idlib city": no clause begins there.
BEFORE_PLACE = TagPattern("<WHEN><DET|NOUN>{0,2}<PLACE|TOWN|REGION>(?!<BE|HAVE|VERB|AND|NOT>)")


def is_behind_preposition(sentence: Sentence, position: int) -> bool:
    """Return whether a thing stands behind a preposition: "in Saraqib"."""
    is_count = sentence.tag(position) == "COUNT" and sentence.text(position).isascii()
    # "In this operation 41 villages": a number begins a phrase of its own.
    phrase = (_BEFORE_COUNT if is_count else NOUN_PHRASE).before(sentence, position)
    start = position if phrase is None else phrase.start()
    if sentence.tag(start - 1) == "WHEN":
        return BEFORE_PLACE.match(sentence, start - 1) is not None
    return sentence.tag(start - 1) in _PREPOSITIONS


def head_of_relative(sentence: Sentence, at: int) -> list[int]:
    """Return what a passive relative clause is about: "A, which was taken"."""
    which = IN_WHICH.before(sentence, at)
    start = at if which is None else which.start()
    heads = sentence.positions("PLACE|TOWN|FEATURE|ROAD|COUNT", 0, start)
    if heads and sentence.tags[heads[-1] + 1 : start] in ([], ["COMMA"], ["NOUN"]):
        if sentence.text(start) in BOTH:  # "A and B, which both"
            return listed_before(sentence, heads[-1])[-2:]
        return near_another(sentence, heads[-1]) or _of_several(sentence, heads[-1], start)
    if sentence.text(start).isascii() and _is_land(sentence, start):
        return []  # "A was the last base in the province, which is held"
    if sentence.text(start - 1) in PLURAL_NOUNS and (
        sentence.verb(at).arabic or _VILLAGES.before(sentence, start) is None
    ):
        return []  # "in A, and combs the towns that are besieged"
    free = [head for head in heads if not is_behind_preposition(sentence, head)] or heads
    return _of_several(sentence, free[-1], start) if free else []


#: "the villages of A and B, which": before a list in the plural.
_PLURAL_HEAD = TagPattern("(?P<noun><NOUN>)<OF>$")
_PLURAL_VERB = TagPattern("<COMMA>?<WHICH>(?P<are><BE|HAVE>)")
_PLURAL = frozenset({"are", "were", "have"})


def _of_several(sentence: Sentence, head: int, which: int) -> list[int]:
    """Return what an English relative clause is about: all of a list if its verb is plural."""
    group = listed_before(sentence, head)
    if len(group) < 2 or sentence.tag(head) != "PLACE" or not sentence.text(which).isascii():
        return [head]
    verb = _PLURAL_VERB.match(sentence, which - (sentence.tag(which) != "WHICH"))
    if verb is not None:
        plural = sentence.text(verb.start("are")) in _PLURAL
    else:
        noun = _PLURAL_HEAD.before(sentence, group[0])
        plural = noun is not None and sentence.text(noun.start("noun")) in PLURAL_NOUNS
    return group if plural else [head]


#: "the area near A, which": it is not A.
_NEAR_A = TagPattern("(?P<head><NOUN|WORD|PLACE|UNKNOWN>)(?P<near><IN|FROM>)<DET|NOUN|OF>*$")
_NEAR = frozenset({"near", "outside", "beside", "around", "alongside"})


def near_another(sentence: Sentence, head: int) -> list[int]:
    """Return the place before "near A, which", or a name that is not known."""
    match = _NEAR_A.before(sentence, head) if sentence.tag(head) == "PLACE" else None
    if match is None or sentence.text(match.start("near")) not in _NEAR:
        return []
    before = match.start("head")
    if sentence.tag(before) == "NOUN" and sentence.tag(before - 1) in {"PLACE", "UNKNOWN"}:
        before -= 1  # "the Rashidin area near A"
    return [before] if sentence.tag(before) in {"PLACE", "UNKNOWN"} else []


_LAND = frozenset({"province", "region", "governorate", "countryside", "enclave", "district"})


def _is_land(sentence: Sentence, which: int) -> bool:
    """Return whether a relative clause is about the land named right before it."""
    last = which - 1 - (sentence.tag(which - 1) == "COMMA")
    return sentence.tag(last) in {"WORD", "NOUN"} and sentence.text(last) in _LAND


#: "A and B, two villages that were taken".
_VILLAGES = TagPattern("<PLACE><COMMA><DET|WORD|LIE|HELD>{0,3}<NOUN>$")
