"""Nouns of control that say that it was lost, or that somebody has it.

"Lost control of A", "A went out of the control of", "are controlling A": Arabic has one noun for
all of them and for "took control of", and puts the subject or the place in between.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence

#: "no change of", "the continued control of": somebody still has it.
_STAYS = frozenset(AR["time"]["stays"])
_CONTROLLING = "مسيطر"
#: "A and B went out of the control of", as Arabic puts it.
_WENT_OUT_OF = TagPattern("(?P<went><WORD>)<!SAY|WHEN|VERB|FORCE>{1,12}<FROM>$")
_WENT = re.compile(r"[وف]?[تي]?خرج(?:ت|تا|ا|وا)?$")
_LOST_CONTROL = TagPattern("(?P<lose><VERB>)<FORCE|LIE|DAY|WORD>{0,3}$")


#: "tightened their control of A", "handed control of A", "ended rebel control of A".
_THEIR = TagPattern("(?P<did><WORD>)<DET|FORCE|LIE>{0,2}<WORD>?$")
_STRENGTHENED = re.compile(r"(?:tighten|strengthen|solidif|cement|reinforc|deepen)\w*$")
_PASSED = re.compile(r"(?:hand|transfer|relinquish|forfeit)\w*$")
#: What somebody does to the control that another has.
_ENDED = re.compile(r"(?:end|break|broke|shatter|collapse)(?:s|d|ed|ing|en)?$")
_CHALLENGED = re.compile(r"(?:challeng|contest|disput|threaten|weaken|undermin)\w*$")
#: "has full control of A".
_HAS = TagPattern("<HAVE><LIE|DET>{0,2}<WORD>?$")
_GAVE_UP = TagPattern("(?P<lose><VERB>)<DET|LIE>{0,2}<WORD>?$")
#: "control of A and B was lost", "rebel control of A ended".
_BEHIND = TagPattern(
    "<DET|NOUN|OF|WORD|HELD>{0,4}?<PLACE|TOWN|ROAD>(?:<COMMA|AND>{1,2}<DET|NOUN|OF>*<PLACE|TOWN>)*"
    "(?:<BY><DET>?<FORCE>)?(?:<HAVE|LIE>{0,2}<BE><LIE>?(?P<done><VERB|WORD>)|<HAVE>?(?P<ended><WORD>))"
)


def _english_name(sentence: Sentence, at: int) -> str:
    """Return what an English noun of control says: that it was taken, lost, or is held."""
    if not sentence.text(at).startswith("control"):
        return "take"
    behind = _BEHIND.match(sentence, at + 1)
    if behind is not None and _is_lost_behind(sentence, behind):
        return "lose"
    up = _GAVE_UP.before(sentence, at)
    if up is not None and sentence.verb(up.start("lose")).name == "lose":
        sentence.used.add(up.start("lose"))
        return "lose"
    match = _THEIR.before(sentence, at)
    did = "" if match is None else sentence.text(match.start("did"))
    theirs = match is not None and sentence.has("FORCE", match.start(), at)
    if _PASSED.match(did) or (theirs and _ENDED.match(did)):
        return "lose"
    held = _STRENGTHENED.match(did) or (theirs and _CHALLENGED.match(did))
    return "hold" if held or _HAS.before(sentence, at) else "take"


def _is_lost_behind(sentence: Sentence, behind: re.Match[str]) -> bool:
    """Return whether what follows control says that it was lost, handed over, or ended."""
    if behind["ended"]:
        return _ENDED.match(sentence.text(behind.start("ended"))) is not None
    done = behind.start("done")
    if sentence.tag(done) == "WORD":
        return _PASSED.match(sentence.text(done)) is not None
    name = sentence.verb(done).name
    if name in {"take", "lose"}:
        sentence.used.add(done)  # "control of A was regained"
    return name == "lose"


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
        name = _english_name(sentence, at)
        sentence.tokens[at] = sentence.tokens[at]._replace(verb=replace(verb, name=name))
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
