"""What the words around a claim turn into something else.

A siege that was broken, a number of which only a part is meant, and what lies north of the lines
of a place, not of the place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import EN, any_of, both

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate

#: "broke the siege of"; in Arabic the force stands between.
_ENDED_SIEGE = TagPattern("(?P<ended><WORD|MOVE|FIGHTING>)<FORCE|DET|WORD|LIE|DAY>{0,3}$")
_ENDED = frozenset(both("moods", "ended_siege"))
#: "12 of the 30 villages", "435 of the 450 km", and "5 of 20 in all", as Arabic puts it.
_OF_WHOLE = TagPattern("(?P<part><WORD>)<OF|FROM><DET|WORD>{0,2}$")
_NUMBER = re.compile(rf"\d[\d,.]*|half|most|several|many|few|some|{any_of(EN['numbers'])}")
#: What is measured from or to: "north of A's lines".
_KINDS = frozenset({"direction"})


def ended_siege(one: Candidate) -> str:
    """Return that a siege is said to have ended."""
    if one.claim.kind != "encirclement" or one.verb is None or one.verb.form != "noun":
        return ""
    match = before(_ENDED_SIEGE, one.sentence, one.at)
    if match is None:
        return ""
    words = (one.sentence.text(at).removeprefix("و") for at in range(match.start(), one.at))
    return "it says that a siege ended" if _ENDED.intersection(words) else ""


def part_of_number(one: Candidate) -> str:
    """Return that only a part of a number is meant, which was not read."""
    if one.claim.value is None or one.sentence.tag(one.at) not in {"LENGTH", "AREA", "COUNT"}:
        numbers = [at for at in one.tokens if one.sentence.tag(at) in {"LENGTH", "AREA", "COUNT"}]
    else:
        numbers = [one.at]
    for at in numbers if one.claim.value is not None else ():
        match = before(_OF_WHOLE, one.sentence, at)
        if match is not None and _NUMBER.fullmatch(one.sentence.text(match.start("part"))):
            return f"only a part of {one.sentence.text(at)!r} is meant"
    return ""


def of_its_parts(one: Candidate) -> str:
    """Return that something lies beyond what belongs to a place: "north of A's lines"."""
    if one.claim.kind not in _KINDS or one.claim.target is None:
        return ""
    sentence = one.sentence
    for at in one.tokens:
        owns = one.collector.folded.text.startswith("'s", sentence.tokens[at].end)
        if (
            sentence.tag(at) == "PLACE"
            and owns
            and sentence.tag(at + 1) in {"FORCE", "WORD", "HELD"}
        ):
            return f"what it is measured to is something of {sentence.text(at)}"
    return ""
