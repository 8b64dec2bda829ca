"""Whether the force that a claim was read to be of stands where a subject can stand.

"The recapture of A ends a rebel presence", "A, the regime's prize, is 9 km from B", "lost it to the
benefit of the rebels": a force that only modifies a noun, possesses one, or stands behind a
preposition did nothing and is nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate

_KINDS = frozenset({"control", "distance", "encirclement", "count", "area", "length"})
#: Singular words for forces that only modify what follows them: "a rebel presence".
_MODIFIERS = frozenset(both("actors", "modifiers"))
#: Nouns of what belongs to a force and acts for it: "the army's advance took A".
_PARTS = frozenset(both("actors", "parts"))
_BEHIND = TagPattern("(?P<preposition><FROM|OF|IN|TO|TOWARDS|BETWEEN|WORD>)<DET|WORD>{0,1}$")
_TO_BENEFIT = frozenset(both("actors", "beneficiary"))


def no_subject(one: Candidate) -> str:
    """Return that the subject of a claim only modifies a noun, possesses one, or gains from it."""
    subject = one.claim.subject
    if one.claim.kind not in _KINDS or subject is None or subject.kind != "actor":
        return ""
    named = [
        force
        for force in one.sentence.positions("FORCE")
        if one.collector.referents.at(one.sentence, force).id == subject.id
    ]
    if not named or not all(_is_aside(one, force) for force in named):
        return ""
    return f"who did it: {one.sentence.text(named[0])!r} is not said to have done it"


#: "20 km south of A, ten people were killed": a clause of its own follows.
_ANOTHER_CLAUSE = TagPattern("<COMMA><!SAY|COMMA>{1,8}")
_HARM = frozenset(both("actors", "harmed"))
#: "the army's shells reached A".
_WEAPONS = TagPattern("<FORCE><WORD>?(?P<what><FIGHTING>)<WORD|HAVE|LIE|MODAL|DAY>{0,3}$")


def only_weapons(one: Candidate) -> str:
    """Return that what reached or entered a place are weapons of a force, or a fight."""
    if one.verb is None or one.verb.name not in {"reach", "enter"} or one.verb.arabic:
        return ""
    match = before(_WEAPONS, one.sentence, one.at)
    return "" if match is None else _IS_NO_FORCE.format(one.sentence.text(match.start("what")))


_IS_NO_FORCE = "{!r} is not a force: what it reached, nobody took"


def only_where(one: Candidate) -> str:
    """Return that a distance of forces says where somebody was harmed, not where they are."""
    sentence, subject = one.sentence, one.claim.subject
    if one.claim.kind != "distance" or one.verb is not None or subject is None:
        return ""
    if subject.kind != "actor":
        return ""
    first, _ = clause(sentence, one.at)
    harmed = [at for at in range(first, one.at) if sentence.text(at) in _HARM]
    if harmed and not sentence.has("BE|LIE|MOVE|VERB|REMAIN|PLACE|TOWN", harmed[-1] + 1, one.at):
        return "it places no force there: the record knows who held what, not every fight"
    if harmed and subject.id in _victims(one, harmed[-1]):
        return "who or what is at this distance is not named"
    follows = _ANOTHER_CLAUSE.match(sentence, max(one.at, *one.tokens) + 1)
    if sentence.has("FORCE") or follows is None:
        return ""
    words = {sentence.text(at) for at in range(follows.start(), follows.end())}
    return "who or what is at this distance is not named" if words & _HARM else ""


def _victims(one: Candidate, harmed: int) -> set[str | None]:
    """Return the forces right behind a word of harm, if another stands before it."""
    forces = one.sentence.positions("FORCE", harmed, min(harmed + 4, one.at))
    return {one.collector.referents.at(one.sentence, force).id for force in forces[:1]}


def _is_aside(one: Candidate, force: int) -> bool:
    """Return whether a force only modifies or possesses a noun, or gains from what is done."""
    sentence = one.sentence
    words, behind = sentence.text(force).casefold(), sentence.text(force + 1)
    noun = sentence.tag(force + 1) in {"WORD", "NOUN"} and behind not in _PARTS
    if noun and words.split()[-1] == "military" and sentence.tag(force + 2) == "WHICH":
        return True  # "military equipment that had entered A"
    end = sentence.tokens[force].end
    own = one.collector.folded.text.startswith("'s", end) or words.endswith("'s")
    if noun and not behind.endswith("ly") and (own or words.split()[-1] in _MODIFIERS):
        return True
    match = before(_BEHIND, sentence, force)
    return match is not None and bool(
        _TO_BENEFIT.intersection(sentence.text(at) for at in range(match.start(), force))
    )
