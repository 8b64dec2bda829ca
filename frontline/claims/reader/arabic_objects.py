"""Objects of Arabic verbs that do not stand right behind them.

"Entered, with all their arms, in the morning, into A"; "40 villages, of which the army took
control"; "A is the last town of which they took control"; "took new areas, and they are: A and B".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.arabic_lists import THEY_ARE
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence


#: "entered, with all their arms, in the morning, into A", as Arabic puts it.
_OBJECT_FAR = TagPattern(
    "(?:<FORCE|WORD|COMMA|DAY|IN|DET|LIE|REGION|FIGHTING|FROM|NOUN>|<AND>(?=<DAY>)){5,16}?(?P<prep><TO|IN>)<NOUN|DET>{0,2}(?:<AND><NOUN>)?<COMMA>?"
    "(?P<object><PLACE>)"
)
#: "took, in the morning, after clashes with others, A": what was taken stands behind the aside.
_OBJECT_BEHIND_ASIDE = TagPattern(
    "<FORCE|DAY|LIE|COMMA>{1,5}(?:(?<=<COMMA>)|<COMMA>)<WHEN><!COMMA|VERB|SAY>{1,14}<COMMA>(?P<prep><TO|IN>)"
    "<NOUN|DET>{0,2}(?P<object><PLACE>)"
)
_OF_VERB = {"take": "علي", "hold": "علي", "enter": "الي", "surround": "علي"}


def far_object(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the object of an Arabic verb far behind it, right behind the verb's preposition."""
    match = _OBJECT_FAR.match(sentence, at + 1) or _OBJECT_BEHIND_ASIDE.match(sentence, at + 1)
    own = _OF_VERB.get(sentence.verb(at).name)
    return match if match is not None and sentence.text(match.start("prep")) == own else None


#: "took strategic areas to its east, and they are: A and B".
_NAMELY_PLAIN = TagPattern(
    "<FORCE|DAY|WORD|LIE|IN|DET|NOUN|REGION>{2,10}?<COMMA>?(?P<namely><LIE>)<SAY><COMMA>?<NOUN>?"
    "(?P<object><PLACE>)"
)


#: "took the last town that rebels held, and it is A", as Arabic puts it.
_NAMELY_BEHIND = TagPattern(
    "<FORCE|DAY|WORD|LIE>{1,5}<NOUN><LIE|WHICH>?<VERB><!SAY|WHEN|VERB|PLACE>{1,7}"
    "<COMMA>(?P<namely><LIE>)(?P<object><PLACE>)"
)


#: "took all the towns that were besieged in the north, and they are A and B".
_NAMELY_ALL = TagPattern(
    "<FORCE|DAY|WORD|LIE|IN|DET>{1,6}<NOUN>(?:<AND><NOUN>)?<WHICH>?<!SAY|WHEN|PLACE|FORCE>{0,8}"
    "<COMMA>(?P<namely><LIE>)(?P<object><PLACE>)"
)


def namely_behind(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the place that is named behind a clause about a town, with "and it is"."""
    if not sentence.verb(at).arabic:
        return None
    match = _NAMELY_BEHIND.match(sentence, at + 1) or _NAMELY_ALL.match(sentence, at + 1)
    match = match or _NAMELY_PLAIN.match(sentence, at + 1)
    is_list = match is not None and sentence.text(match.start("namely")) in THEY_ARE
    return match if is_list else None


#: "A is the last town of which the army took control", as Arabic puts it.
_IS_THE_LAST = TagPattern("(?P<object><PLACE>)<LIE|INCLUDING><WORD|DET>{0,2}<NOUN><WHICH>?$")
#: "More than 40 villages in the north, the army took control of them".
_COUNT_FIRST = TagPattern(
    "^(?P<object><COUNT>)<AND|NOUN|IN|WORD|REGION|DIRECTION|FROM>{0,7}<COMMA>?$"
)


def topic_of_clause(sentence: Sentence, at: int) -> list[int]:
    """Return what "it" or "them" behind an Arabic verb is, where that stands before the verb."""
    match = _IS_THE_LAST.before(sentence, at) or _COUNT_FIRST.before(sentence, at)
    return [] if match is None else [match.start("object")]


#: "after besieging it from four sides", "after its complete encirclement", as Arabic puts both.
_BESIEGED = TagPattern(
    "<FROM><DET|WORD|COUNT>{0,3}(?P<side><WORD|DIRECTION|NOUN>)|<IN>(?P<whole><DET|WORD>)"
)
_SIDES = frozenset(AR["extent"]["sides"])
_ITS = ("ته", "تها", "يقها", "يقه")


def besieged_it(sentence: Sentence, at: int) -> list[int]:
    """Return the place just taken or entered that "its siege from the north" is about."""
    verb, word = sentence.verb(at), sentence.text(at)
    is_siege = verb.arabic and verb.form == "noun" and verb.name == "surround"
    if not is_siege or not word.endswith(_ITS) or sentence.tag(at - 1) != "WHEN":
        return []
    match = _BESIEGED.match(sentence, at + 1)
    if match is None:
        return []
    words = {sentence.text(one).removeprefix("ال") for one in range(match.start(), match.end())}
    governed = sorted({one for one, _ in sentence.governed if one < at})
    fits = bool(words & _SIDES) and len(governed) == 1
    return governed if fits and sentence.tag(governed[0]) in {"PLACE", "TOWN"} else []
