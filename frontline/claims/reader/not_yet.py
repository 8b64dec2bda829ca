"""What is nearly done and so is no fact yet.

"Close to capturing", "14 km short of holding", "came near to besieging"; but "nearly surrounded" is
surrounded on most sides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.lexicon import VerbForm

#: "close to capturing", "14 km short of holding": what is not yet done.
_NOT_YET = TagPattern("(?:<ALMOST><HAVE|BE|WORD|LIE|DET|AIM|FORCE|IN>{0,2}|<LENGTH><AWAY>?<FROM>)$")
#: "is nearing the completion of the siege", "pushes on towards the control of".
_NEAR_TO = "<MOVE>|<MOVE><FORCE>(?=<FROM><WORD>)|<AWAY><FORCE>?"
_NEARING = TagPattern(f"(?:(?:{_NEAR_TO})<FROM><WORD>{{0,2}}|<TOWARDS>)$")
#: "came near to besieging", "is close to taking", as Arabic puts it.
_COME_NEAR = TagPattern("(?P<near><MOVE|WORD>)<FORCE|LIE|DAY>{0,2}<FROM><WORD>{0,2}$")
_NEAR = frozenset({"اقترب", "اقتربت", "تقترب", "يقترب", "قريب", "قريبه", "اقترابها", "اقترابه"})
#: "only 3 km separate the army from full control of", as Arabic puts it.
_SEPARATED = TagPattern("<BETWEEN><FORCE>?<FROM><WORD>{0,2}$")
#: "nothing remains but to announce the capture of", as Arabic puts it.
_REMAINS = TagPattern("<REMAIN><WORD|LIE|AWAY>{0,2}$")
#: "8 km remain between the army and control of".
_BETWEEN_AND = TagPattern("<BETWEEN><DET|WORD>{0,2}<FORCE><AND><WORD|DET|LIE>{0,3}$")


#: Before an Arabic noun of control with "to": "led to their control of A".
_LED_TO = frozenset(AR["moods"]["led_to"])


def is_to_do(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether an Arabic noun of control with "to" is an aim, and not a result."""
    return verb.is_aim and sentence.text(at - 1).removeprefix("و") not in _LED_TO


def is_not_yet(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether the words before a verb of control say that it is still to come."""
    almost = _NOT_YET.before(sentence, at) or sentence.text(at - 1) == "all but"
    # "nearly surrounded" is surrounded on most sides; "close to surrounding" is not yet
    if almost and (verb.name != "surround" or verb.form in {"ing", "noun"}):
        return True
    if verb.arabic:
        to_come = verb.form == "noun" and _is_to_come(sentence, at)
        return to_come or _is_near(sentence, at, verb) or _is_subjunctive(sentence, at, verb)
    if verb.form == "ing" and sentence.tag(at - 1) == "TOWARDS":
        return True  # "a step towards taking"
    if verb.form == "ing" and sentence.tag(at - 1) == "FROM":
        return sentence.text(at - 2) not in {"apart", "aside"}  # "far from taking"
    return verb.form == "noun" and _BETWEEN_AND.before(sentence, at) is not None


#: "that", behind which an Arabic verb in the present is subjunctive.
_THAT = frozenset({"ان", "بان"})
_MANAGED = tuple(AR["moods"]["managed"])


def _is_subjunctive(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether an Arabic verb stands right behind "that": "they are to take A"."""
    if (
        verb.form != "present"
        or sentence.text(at - 1) not in _THAT
        or sentence.has("NOT", at - 3, at)
    ):
        return False
    governed_by = [sentence.text(one) for one in range(max(0, at - 6), at - 1)]
    return not any(part in words for words in governed_by for part in _MANAGED)


def _is_near(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether Arabic words before a noun of control say that little is missing."""
    near = _COME_NEAR.before(sentence, at)
    if near is not None and sentence.text(near.start("near")) in _NEAR:
        return True
    if verb.form != "state" and _REMAINS.before(sentence, at) is not None:
        return True  # but "remains under the control of" is a fact
    return any(one.before(sentence, at) is not None for one in (_NEARING, _SEPARATED))


#: "will continue until the liberation of A", "will not stop before", as Arabic puts it.
_TILL = frozenset({"حتي", "قبل", "لحين", "ريثما", "الا بعد"})
_GOES_ON = re.compile(
    r"و?(?:لن|س[يت](?!ار|طر)\w{3,}|[تي]ستمر|[تي]تواصل|[تي]واصل|مستمره?|متواصله?)$"
)


def _is_to_come(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic noun of control is what something goes on until."""
    if sentence.text(at - 1) not in _TILL:
        return False
    return any(_GOES_ON.match(sentence.text(one)) for one in range(max(0, at - 12), at - 1))


#: "as soon as they control A, they cut the road": Arabic has no future there.
_AS_SOON_AS = frozenset({"بمجرد", "وبمجرد"})
_PRESENT = re.compile(r"[تي]\w{3,}$")


def is_condition(sentence: Sentence, at: int, until: int) -> bool:
    """Return whether an Arabic noun of control is the condition of a verb in the present."""
    if sentence.text(at - 1) not in _AS_SOON_AS or sentence.verb(at).form != "noun":
        return False
    behind = sentence.tokens[until].verb if until < len(sentence) else None
    if behind is not None:
        return behind.form in {"present", "future"}
    return sentence.tag(until) == "WORD" and _PRESENT.match(sentence.text(until)) is not None


#: "it is likely that the army takes A", as Arabic puts it with a verb in the present.
_LIKELY_THAT = TagPattern(
    "(?P<likely><MODAL|AIM|WORD>)<FORCE|LIE>{0,1}(?P<that><SAY>)<FORCE|LIE|WORD>{0,2}$"
)
_LIKELY = frozenset(AR["moods"]["likely"])


def is_likely(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether an Arabic verb in the present is what is likely, wanted or possible."""
    match = _LIKELY_THAT.before(sentence, at) if verb.arabic and verb.form == "present" else None
    if match is None or sentence.text(match.start("that")) != "ان":
        return False
    likely = match.start("likely")
    known = sentence.text(likely).removeprefix("و").removeprefix("ال") in _LIKELY
    return known or sentence.tag(likely) in {"MODAL", "AIM"}
