"""Nouns of control that say that it was lost, or that somebody has it.

"Lost control of A", "A went out of the control of", "are controlling A": Arabic has one noun for
all of them and for "took control of", and puts the subject or the place in between.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.chunker import TagPattern
from frontline.claims.lexicon import AR

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence

#: "no change of", "the continued control of": somebody still has it.
_STAYS = frozenset(AR["time"]["stays"])
_CONTROLLING = "مسيطر"
#: "A and B went out of the control of", as Arabic puts it.
_WENT_OUT_OF = TagPattern("(?P<went><WORD>)<!SAY|WHEN|VERB|FORCE>{1,12}<FROM>$")
_WENT = re.compile(r"[وف]?[تي]?خرج(?:ت|تا|ا|وا)?$")
_LOST_CONTROL = TagPattern("(?P<lose><VERB>)<FORCE|LIE|DAY|WORD>{0,3}$")


#: "tightened their control of A": they had it.
_THEIR = TagPattern("(?P<did><WORD>)<DET|FORCE><WORD>?$")
_STRENGTHENED = re.compile(r"(?:tighten|strengthen|solidif|cement|reinforc|deepen)\w*$")


def _is_strengthened(sentence: Sentence, at: int) -> bool:
    """Return whether an English noun of control is of what somebody has already."""
    match = _THEIR.before(sentence, at)
    if match is None or not sentence.text(at).startswith("control"):
        return False
    return _STRENGTHENED.match(sentence.text(match.start("did"))) is not None


def join_lost_control(sentence: Sentence, at: int) -> None:
    """Read the noun of "lost control of" as a loss, where Arabic puts the subject in between.

    Those who "are controlling" a place, for which Arabic has a word of the same root, hold it.
    """
    verb = sentence.verb(at)
    if verb.arabic and verb.name == "take" and _CONTROLLING in sentence.text(at):
        sentence.tokens[at] = sentence.tokens[at]._replace(verb=replace(verb, name="hold"))
        return
    if verb.form != "noun" or verb.name != "take":
        return
    if not verb.arabic:
        if _is_strengthened(sentence, at):
            sentence.tokens[at] = sentence.tokens[at]._replace(verb=replace(verb, name="hold"))
        return
    if _STAYS & {sentence.text(one) for one in range(max(0, at - 2), at)}:
        sentence.tokens[at] = sentence.tokens[at]._replace(verb=replace(verb, name="hold"))
        return
    match = _LOST_CONTROL.before(sentence, at)
    went = _WENT_OUT_OF.before(sentence, at)
    if went is not None and _WENT.match(sentence.text(went.start("went"))):
        lost = replace(verb, name="lose", form="state")
        sentence.tokens[at] = sentence.tokens[at]._replace(verb=lost)
    elif match is not None and sentence.verb(match.start("lose")).name == "lose":
        sentence.tokens[at] = sentence.tokens[at]._replace(verb=replace(verb, name="lose"))
