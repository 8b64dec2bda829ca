"""Which of two sides "they" or "its hands" are, and which force begins a clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import THEY, acting, stands_with
from frontline.claims.reader.agreement import MEN, possesses
from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence

#: Before the subject of a clause; in Arabic its verb may precede it.
_START = TagPattern(
    "(?:^|<COMMA|SAY|WHEN|DAY>|(?<!<FORCE>)<AND>(?=<DET>?$))<DET|WORD|PLACE|FORCE>{0,2}$"
)
_ARABIC_START = TagPattern("(?:^|<VERB|WORD|LIE|MOVE|SAY|WHEN|FIGHTING>)$")
#: "from the hands of": what follows a noun behind a preposition is no subject in Arabic.
_GENITIVE = TagPattern("<FROM|IN|TO|TOWARDS><WORD|NOUN>$")
_RELATIVE = TagPattern("<WHICH><DET|WORD|LIE|HAVE>{0,2}$")
#: ", villages the insurgents had seized".
_VILLAGES = TagPattern("<PLACE><COMMA><DET>?<WORD|HELD>{0,2}<NOUN><DET>?$")
_FOUGHT = frozenset(both("actors", "fought"))
_AGAINST = _FOUGHT | {"ضد", "مع", "بين"}
_ARABIC_PREPOSITIONS = ("ل", "ب")


def is_start(sentence: Sentence, position: int, end: int) -> bool:
    """Return whether a force stands where a clause has its subject."""
    of_men = sentence.text(position - 1) in MEN and sentence.text(position - 2) in _AGAINST
    against = {sentence.text(position - 1)} & _AGAINST or {sentence.text(position - 2)} & _FOUGHT
    of_men = of_men or stands_with(sentence, position)
    if against or of_men or possesses(sentence, position):
        return False  # "against the army", "stopped the advance of the army"
    aside = before(_RELATIVE, sentence, position) or before(_VILLAGES, sentence, position)
    if aside is not None and sentence.text(aside.start()) != "حيث":
        return not sentence.has("VERB", position, end)  # "that rebels had taken, and cut"
    if not sentence.text(position).isascii():
        prefixed = sentence.text(position).startswith(_ARABIC_PREPOSITIONS)
        prefixed = prefixed or before(_GENITIVE, sentence, position) is not None
        of_noun = sentence.tag(position - 1) == "VERB" and (
            sentence.verb(position - 1).form == "noun"
        )
        return not (of_noun or prefixed) and before(_ARABIC_START, sentence, position) is not None
    match = before(_START, sentence, position)
    # "battling the rebels"
    return match is not None and not any(
        sentence.text(word).endswith("ing") for word in range(match.start(), position)
    )


#: "is again in its hands", "تحت سيطرتها".
_THEIRS = re.compile(r"\b(?:its|their)\b|(?:ها|ه|هم)$")


def either_holder(one: Candidate) -> str:
    """Return that "in its hands" may be those of either side that the sentence names before."""
    if one.verb is None or one.verb.form != "state" or one.claim.subject is None:
        return ""
    words = one.sentence.text(one.at)
    forces = one.sentence.positions("FORCE", 0, one.at)
    sides = {force.id for force in one.referents("FORCE", one.at) if force.kind == "actor"}
    if len(sides) < 2 or _THEIRS.search(words) is None:
        return ""
    main = [force for force in forces if is_start(one.sentence, force, one.at)]
    known = main and one.collector.referents.at(one.sentence, main[0]).id == one.claim.subject.id
    return "" if known else f"whose {words!r} means is not certain"


def either_side(one: Candidate) -> str:
    """Return that "they" may be either of two sides that the sentence names before."""
    forces = one.sentence.positions("FORCE", 0, one.at)
    they = one.sentence.text(forces[-1]) if forces else ""
    if one.claim.subject is None or they.casefold() not in THEY:
        return ""
    if len(forces) > 1 and _left_before(one, forces[-2], forces[-1]):
        return f"which of two sides {they!r} are is not certain"
    free = acting(one.sentence, forces[:-1])
    named = [one.collector.referents.at(one.sentence, force) for force in free]
    sides = {force.id for force in named if force.kind == "actor"}
    return f"which of two sides {they!r} are is not certain" if len(sides) > 1 else ""


#: "the rebels had left before they entered A": they may be the others.
_ENTERS = frozenset({"enter", "take", "reach"})


def _left_before(one: Candidate, force: int, they: int) -> bool:
    """Return whether a force has gone before "they" came."""
    if (
        one.verb is None
        or one.verb.name not in _ENTERS
        or not one.sentence.has("WHEN", force, they)
    ):
        return False
    verbs = one.sentence.positions("VERB", force, they)
    return any(one.sentence.verb(verb).name == "lose" for verb in verbs) or any(
        one.sentence.text(word) in _GONE for word in range(force, they)
    )


_GONE = frozenset({"left", "fled", "withdrawn", "gone", "withdrew", "retreated", "escaped"})
