"""The voice of a verb: whether it says what something did, or what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import EN

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence

_BE = TagPattern("<BE><WORD|LIE|DAY|DET|NOT>*$")
_BY_AT_ONCE = TagPattern("<DAY|WORD|LIE|IN|DIRECTION>{0,4}<BY>")
#: "Kafr Nabl captured; army near the M4", as headlines put it.
#: "The small towns of A and B captured during the night".
_HEADLINE = TagPattern(
    "^(?:<DET><WORD|HELD>{0,2}(?=<NOUN>))?<DET|NOUN|OF>*<PLACE>(?:<COMMA|AND>{1,2}<PLACE|UNKNOWN>)*$"
)
_DURING = frozenset({"during", "throughout"})
_NO_OBJECT = TagPattern("<LIE>?(?:<SAY|COMMA|DAY|WHEN>|<IN>(?!<DET>?<NOUN|PLACE>)|$)")
_INTRANSITIVE = frozenset({"fall", "change"})


def is_passive(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb says what was done to the things before it."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "past" or verb.name in _INTRANSITIVE:
        return False
    if with_lost(sentence, at):
        return True
    if _BE.before(sentence, at) or _BY_AT_ONCE.match(sentence, at + 1):
        return True
    no_object = _NO_OBJECT.match(sentence, at + 1) or sentence.text(at + 1) in _DURING
    if _HEADLINE.before(sentence, at) and no_object:
        return verb.name in {"take", "surround", "lose"}
    if as_some_of(sentence, at) is not None:
        return True
    return is_apposed_participle(sentence, at)


#: "With A and B lost,"
_WITH = TagPattern("<IN><DET|NOUN|OF>*(?:<COUNT>|<PLACE>(?:<COMMA|AND>{1,2}<PLACE>)*<WORD|LIE>?)$")


def with_lost(sentence: Sentence, at: int) -> list[int]:
    """Return the places of "with A and B lost", which stand between "with" and the verb."""
    match = _WITH.before(sentence, at)
    if match is None or sentence.text(match.start()) != "with":
        return []
    return sentence.positions("PLACE|COUNT", match.start(), at)


#: "named A and B as some of the places liberated", "A and B are among the towns taken".
_AS_SOME_OF = TagPattern(
    "(?P<last><PLACE>)<WHEN|BE>(?:<LIE|WORD|DET>{1,3}<OF>|<IN>)<DET><WORD>?(?P<noun><NOUN|WORD>)"
    "<DAY|LIE>?$"
)
_PLURAL = frozenset(EN["count"]["plural"])


def as_some_of(sentence: Sentence, at: int) -> int | None:
    """Return the last of the places that are named as some of those that something was done to."""
    match = _AS_SOME_OF.before(sentence, at)
    if match is None or sentence.text(match.start("noun")) not in _PLURAL:
        return None
    return match.start("last")


def is_fall(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb is "fall" or alike, whose subject is what was taken."""
    verb = sentence.verb(at)
    return verb.name in _INTRANSITIVE and not verb.arabic and verb.form != "noun"


#: "A, captured a day earlier, was".
_ASIDE = TagPattern("<LIE>?<DAY|LIE>{1,2}(?:<COMMA>|$)")
_APPOSED_TO = TagPattern("<PLACE|TOWN><COMMA>$")


def is_apposed_participle(sentence: Sentence, at: int) -> bool:
    """Return whether it is "A, captured a day earlier," which says when A was taken."""
    verb = sentence.tokens[at].verb
    if verb is not None and verb.name == "fall":
        return False  # "A, 9 km from B, fell on Sunday"
    return bool(_ASIDE.match(sentence, at + 1) and _APPOSED_TO.before(sentence, at))
