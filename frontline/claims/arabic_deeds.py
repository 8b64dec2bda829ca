"""Arabic nouns of control that state no deed of a force.

"The points of their control" are an area; "control of it changed hands" does not say who took it;
"prevented the entry into A" does not say whose; "the reporter could enter A" is no advance.

Each rule returns the reason against a claim, or an empty text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.candidate import before
from frontline.claims.chunker import TagPattern
from frontline.claims.lexicon import AR

if TYPE_CHECKING:
    from frontline.claims.candidate import Candidate

_AREAS = frozenset(AR["extent"]["areas"])


def of_an_area(one: Candidate) -> str:
    """Return that a noun of control only says whose an area is: "the points of their control"."""
    if not _is_noun(one) or "سيطر" not in one.sentence.text(one.at):
        return ""
    words = one.sentence.text(one.at - 1)
    return f"{words!r} of control is an area, not a deed" if words in _AREAS else ""


#: "control of it changed hands", with "in it" between.
_CHANGED = TagPattern("(?P<changed><WORD>)(?:<IN|FROM><PRONOUN>)?$")
_CHANGES = frozenset(AR["moods"]["changes_hands"])


def changed_hands(one: Candidate) -> str:
    """Return that control is only said to have changed hands."""
    match = before(_CHANGED, one.sentence, one.at) if _is_noun(one) else None
    words = "" if match is None else one.sentence.text(match.start("changed")).removeprefix("و")
    return "it changed hands: who took it is not stated" if words in _CHANGES else ""


#: "the reporter of the agency was able to enter".
_COULD = TagPattern("(?P<who><WORD>)<WORD|COMMA|NOUN|DET|DAY|LIE>{0,5}<FROM>?$")
_REPORTERS = re.compile(rf"[ول]{{0,2}}(?:{'|'.join(AR['actors']['reporters'])})")


def by_reporter(one: Candidate) -> str:
    """Return that a reporter entered or reached a place."""
    if not _is_noun(one) or one.claim.verb not in {"enter", "reach"}:
        return ""
    if any(one.sentence.tag(token) == "FORCE" and token > one.at for token in one.tokens):
        return ""
    match = before(_COULD, one.sentence, one.at)
    for word in range(match.start(), one.at) if match is not None else ():
        if _REPORTERS.match(one.sentence.text(word)):
            return f"it was {one.sentence.text(word)!r} who came there, not a force"
    return ""


_PREVENTS = re.compile(r"[وف]?[تي]?منع")


def prevented(one: Candidate) -> str:
    """Return that it is not said whose deed was prevented: "prevented the entry into A"."""
    if not _is_noun(one) or one.claim.mood != "denial":
        return ""
    named = [one.sentence.tag(near) for near in (one.at - 1, one.at + 1)]
    words = (one.sentence.text(near) for near in range(max(0, one.at - 2), one.at))
    stopped = any(_PREVENTS.match(word) for word in words) and "FORCE" not in named
    return "whose deed was prevented is not stated" if stopped else ""


def _is_noun(one: Candidate) -> bool:
    return one.verb is not None and one.verb.arabic and one.verb.form == "noun"
