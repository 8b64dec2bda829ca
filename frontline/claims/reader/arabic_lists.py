"""Arabic lists of places, some of which the gazetteer does not have.

"Took the villages of A, and So-and-so, and B": what a plural noun announces goes on behind a name
that is not known, as long as nothing but names and "and" follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence

_ANNOUNCED = frozenset(both("count", "plural")) | {"وهي", "هي", "كل"}
_PLACES = frozenset({"PLACE", "TOWN", "FEATURE"})
#: Tags of the words of a name that is not known: "promise", "cut" and "fire" are in names too.
IN_NAME = "WORD|AIM|FIGHTING|PART|MODAL"
_IN_NAME = frozenset(IN_NAME.split("|"))
#: The items of a list before the first known place: "the old fort, the So-and-so farm, A".
BEHIND_UNKNOWN = f"(?:<NOUN|DIRECTION|{IN_NAME}>{{1,4}}(?:<COMMA>{{1,2}}<AND>?|<AND>)){{1,6}}"
#: Two items of a list between which "and" is left out: "A and B C and D".
_UNJOINED = TagPattern("(?<=<AND|COMMA><PLACE>)(?P<object><PLACE>)(?=<COMMA|AND><NOUN>?<PLACE>)")
#: "A (west of the city), B": what stands in brackets only says where A lies.
_BRACKET = TagPattern(
    "(?P<open><COMMA>)(?:<DIRECTION><NOUN>?<PLACE|TOWN>|<WORD|NOUN>?<REGION>)<COMMA>{1,2}<AND>?"
    "<NOUN>?(?P<object><PLACE>)"
)
#: Words of a name that is not known, and how many such words may stand in a row.
_MOST_WORDS = 3
_AROUND_IT = TagPattern("<IN|FROM><PRONOUN>")
_FARMS_AROUND = TagPattern("<AND><NOUN><WORD><IN|FROM><PRONOUN>")
_MOST_UNKNOWN = 20


def is_announced(sentence: Sentence, at: int, after: int) -> bool:
    """Return whether a number or a plural noun behind a verb announces a list.

    "The farms around it" behind an item do so too.
    """
    announced = sentence.has("COUNT", at, after) or any(
        word.removeprefix("ال") in _ANNOUNCED
        for one in range(at, after)
        for word in sentence.text(one).split()
    )
    return announced or _FARMS_AROUND.match(sentence, after) is not None


def unjoined(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of a list where "and" is left out, or behind brackets."""
    bracket = _BRACKET.match(sentence, after)
    if bracket is not None and sentence.text(bracket.start("open")) == "(":
        return bracket
    return _UNJOINED.match(sentence, after)


def beyond_unknown(sentence: Sentence, after: int) -> int | None:
    """Return where the next known item begins behind items that are not known; None if nowhere.

    Parameters
    ----------
    after : the position behind the last known item
    """
    one, unknown = after, 0
    while unknown <= _MOST_UNKNOWN:
        start = one
        while sentence.tag(one) == "COMMA" or sentence.text(one) == "و":
            one += 1
        joined = one > start or sentence.text(one).startswith("و")
        head = one
        while sentence.tag(head) in {"NOUN", "DET"}:
            head += 1
        if unknown and joined and sentence.tag(head) in _PLACES:
            return start
        end = head
        while sentence.tag(end) in _IN_NAME and end - head < _MOST_WORDS:
            if end > head and sentence.text(end).startswith("و"):
                break
            end += 1
        if not joined or end == head:
            return None
        unknown += end - head
        # "the stores of A", whose first word is not read; "the farms around it"
        around = _AROUND_IT.match(sentence, end)
        one = end + (sentence.tag(end) == "PLACE") if around is None else around.end()
    return None


#: "seven towns within two days, and they are A and B", as Arabic puts it.
_NAMELY = TagPattern(
    "<DAY|LIE|WORD|FROM|IN|REGION|NOUN|DET>{0,8}(?:<COMMA>?<SAY><WORD>{1,4})?<COMMA>?(?P<namely><LIE|INCLUDING>)(?P<colon><SAY>)?<COMMA|NOUN>{0,2}"
    "(?:(?P<unknown><WORD>{1,4})<COMMA>?<AND><NOUN>?)?(?P<object><PLACE>)"
)
THEY_ARE = frozenset({"وهي", "هي", "وهم"})


def namely(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the first of the places that Arabic spells out behind a number: "and they are A"."""
    match = _NAMELY.match(sentence, after)
    named = match is not None and sentence.text(match.start("namely")) in THEY_ARE
    return match if named else None
