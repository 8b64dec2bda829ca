"""Relative clauses and appositions: what they are about, and what belongs to them.

"A, which rebels had held since 2012, was", "A, captured a day earlier,", "A, the largest town still
in rebel hands,", "A is the first town that they took".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence


IN_WHICH = TagPattern("<WHICH><HAVE|NOT|BE|LIE|WORD|PRONOUN>*$")


def in_relative_clause(sentence: Sentence, at: int) -> bool:
    """Return whether a verb belongs to a relative clause: "A, which had been held by"."""
    return IN_WHICH.before(sentence, at) is not None


#: ", the largest town still in rebel hands,": what stands before the comma has a verb of its own.
_IN_APPOSITION = TagPattern(
    "<PLACE|TOWN><COMMA>(?:<DET|LIE|WORD|NOUN|REGION|OF|IN|HELD|DIRECTION|COUNT|DAY>"
    "|<LIE>?<IN>|<FORCE>(?=<NOUN|WORD>)){1,9}$"
)


def in_apposition(sentence: Sentence, at: int) -> bool:
    """Return whether a verb only describes what stands before a comma: ", a town held by"."""
    return _IN_APPOSITION.before(sentence, at) is not None


#: "A is the first town that they have taken".
_FIRST_TOWN = TagPattern(
    "(?P<object><PLACE>)<BE><LIE|AND>{0,2}<DET><WORD|LIE>{0,2}<NOUN><REGION>?<WHICH>?<DET>?<FORCE|PRONOUN><HAVE|LIE>{0,2}$"
)


def first_town(sentence: Sentence, at: int) -> int | None:
    """Return the place of "A is the first town that they have taken"."""
    match = _FIRST_TOWN.before(sentence, at)
    return None if match is None else match.start("object")


#: ", which rebels had held since 2012,".
_HELD_SINCE = TagPattern("<COMMA>?<WHICH><!COMMA|SAY|WHEN|DAY>*<VERB><!COMMA|SAY|WHEN|DAY>*$")


def of_relative(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day dates a relative clause that ends before the verb at a position."""
    ended = sentence.tag(day + 1) == "COMMA" and day + 1 < at
    return ended and _HELD_SINCE.before(sentence, day) is not None


#: ", which rebels held,", ", the last town before B that rebels hold," and ", a town hit by a
#: strike in 2017".
_RELATIVE_SPAN = TagPattern(
    "<COMMA>(?:(?P<which><WHICH>)"
    "|(?<=<PLACE|TOWN><COMMA>)<DET>?<WORD|HELD|LIE>{0,3}<NOUN>(?!<OF>?<DET>?<PLACE>)"
    "(?=(?:<!COMMA|SAY|WHEN>|<WHEN>(?=<NOUN|DET>*<PLACE><NOUN>?<WHICH>))*<VERB|BE|BY>)"
    "|(?<=<PLACE|TOWN><COMMA>)<LIE>?<VERB>(?=<!COMMA|SAY|WHEN>{0,8}<COMMA><BE|HAVE|LIE>)).*?"
    "(?:(?=<COMMA><AND>?(?:<DET>?<FORCE>|<VERB>(?!<BY>)|<BE|HAVE|MOVE|NOT|LIE|DAY|MODAL|AIM>)"
    "|<COMMA><WORD>{1,2}<LENGTH>|<SAY>|<WHEN>(?!<NOUN|DET>*<PLACE><NOUN>?<WHICH>))|$)"
)


def relative_span(sentence: Sentence, position: int) -> tuple[int, int] | None:
    """Return the bounds of the English relative clause or apposition around a position."""
    return next((span for span in relative_spans(sentence) if span[0] < position < span[1]), None)


def relative_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the bounds of the English relative clauses and appositions between commas."""
    matches = _RELATIVE_SPAN.finditer(sentence)
    return [one.span() for one in matches if sentence.text(one.start() + 1).isascii()]


#: "A, which they took", where Arabic has "it" too: it is A.
_OF_WHICH = TagPattern("<PLACE|TOWN><COMMA>?<WHICH><!SAY|WHEN|WHICH|PLACE|TOWN|COMMA|AND>{0,8}$")


def is_of_which(sentence: Sentence, position: int) -> bool:
    """Return whether an Arabic "it" belongs to a relative clause, and so is what it is about."""
    head = _OF_WHICH.before(sentence, position)
    follows = sentence.tag(position + 1) == "FORCE"
    if head is not None and not follows and sentence.has("AWAY", head.start(), position):
        return False  # "A, which is 2 km from it": it is another place
    if head is None or sentence.tag(head.start() - 1) == "AND":
        return False
    masculine = sentence.text(sentence.positions("WHICH", head.start(), position)[0]) == "الذي"
    ending = "ه" if masculine else "ها"
    return sentence.tag(position) == "PRONOUN" and sentence.text(position).endswith(ending)


#: "A, a source said, a town that lies": the town is the place named last before it.
_A_TOWN_THAT = TagPattern(
    "<COMMA><DET><WORD|HELD>{0,2}<NOUN><WHICH><!PLACE|FORCE|VERB|COMMA|SAY|WHEN|PRONOUN>{1,7}$"
)


#: "A and B, which lies so far away": a verb in the singular is that of B alone.
_WHICH_LIES = TagPattern("<COMMA>?<WHICH><WORD|LIE>?(?P<lies><LIE|BE>)")
_SINGULAR = frozenset({"lies", "is", "was", "sits", "stands"})


def last_or_all(sentence: Sentence, position: int, listed: list[int]) -> list[int]:
    """Return what an English relative clause behind a list is about: its last item, or all."""
    match = _WHICH_LIES.match(sentence, position + 1)
    alone = match is not None and sentence.text(match.start("lies")) in _SINGULAR
    return [position] if alone else listed


#: "the entry of forces which began raids three days ago".
_FORCE_WHICH = TagPattern("<FORCE><WHICH>(?P<did><WORD>)<!COMMA|VERB|SAY|WHEN|WHICH|MOVE>{0,8}$")
_BEGAN = frozenset({"began", "started", "arrived", "came"})


def dates_force(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day behind a verb is that of what a force did in a relative clause."""
    match = _FORCE_WHICH.before(sentence, day)
    if match is None or match.start() <= at:
        return False
    did = sentence.text(match.start("did"))
    return did in _BEGAN or did.endswith("ed")


def took_effect(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day behind a verb is that of "a truce that went into effect on Sunday"."""
    effect = {"into effect", "into force", "took effect"}
    words = f"{sentence.text(day - 2)} {sentence.text(day - 1)}"
    return words in effect and day > at and sentence.has("WHICH", at, day)


def head_of_noun(sentence: Sentence, at: int) -> int | None:
    """Return the place that "a town that lies so far away" is about, if one is named before."""
    match = _A_TOWN_THAT.before(sentence, at)
    named = [] if match is None else sentence.positions("PLACE|FORCE|SAY", 0, match.start())
    says = named and sentence.tag(named[-1]) == "SAY"
    if not says or len(named) < 2 or sentence.tag(named[-2]) != "PLACE":
        return None
    return named[-2]


#: ", a hilltop", "lies on the road some".
_DESCRIBED = TagPattern(
    "(?=<COMMA|LIE|BE|WHICH>)<COMMA>?<DET|BE|WHICH|LIE|HAVE>{0,3}"
    "<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|IN>{0,6}(?:<ROAD>(?:<AND><DET>?<ROAD>)?|<PART>)?"
    "<AND|COMMA|LIE|AWAY|DET|NOUN|BE>{0,4}"
)


def lies_past(sentence: Sentence, after: int, at: int) -> bool:
    """Return whether it is "A, north-west of B, is 3 km" or "A, which straddles a road, lies"."""
    commas = sentence.positions("COMMA", after, at)
    if not commas or commas[0] != after or commas[-1] == after:
        return False
    return _LIES_END.fullmatch(sentence, commas[-1] + 1, at)


_LIES_END = TagPattern("<LIE|BE|HAVE|AWAY|WORD>{1,4}")


def is_described(sentence: Sentence, after: int, at: int) -> bool:
    """Return whether a place is only described: ", a hilltop", "lies on the road some"."""
    return _DESCRIBED.fullmatch(sentence, after, at)
