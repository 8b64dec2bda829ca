"""Abstain from a claim that can be read in another way.

The steps before take the parts of a claim by patterns. This step looks at each claim again, at
what stands before and between its parts, and withdraws it where the words allow another reading:
a force of another side begins the clause, what is taken is "a suburb of" a place, "it" may be
either of two places. What is withdrawn is listed as not understood, with the reason.

Each rule returns the reason against a claim, or an empty text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.chunker import TagPattern, clause
from frontline.claims.lexicon import both
from frontline.claims.tagger import names_province
from frontline.claims.verb_agents import WHO
from frontline.claims.verb_context import is_fall, is_passive

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from frontline.claims.chunker import Sentence
    from frontline.claims.claim import Claim
    from frontline.claims.collector import ClaimCollector
    from frontline.claims.coreference import Referent
    from frontline.claims.lexicon import VerbForm


class Candidate(NamedTuple):
    """A claim, its sentence, and the positions of its verb or number and of all its parts."""

    collector: ClaimCollector
    sentence: Sentence
    claim: Claim
    at: int
    tokens: tuple[int, ...]

    @property
    def verb(self) -> VerbForm | None:
        """The verb of control that the claim was read from, if it was."""
        return self.sentence.tokens[self.at].verb

    def referents(self, tags: str, end: int) -> list[Referent]:
        """Return what the tokens with some tags before a position refer to."""
        positions = self.sentence.positions(tags, 0, end)
        return [self.collector.referents.at(self.sentence, one) for one in positions]


def abstain(collector: ClaimCollector, sentence: Sentence) -> None:
    """Withdraw the claims of a sentence that can be read in another way, with the reason."""
    for claim, evidence in collector.evidence_of_sentence():
        candidate = Candidate(collector, sentence, claim, *evidence)
        if why := next(filter(None, (rule(candidate) for rule in _RULES)), ""):
            collector.withdraw(claim, sentence, why)


def _before(pattern: TagPattern, sentence: Sentence, end: int) -> re.Match[str] | None:
    """Match a short pattern in the tokens right before a position."""
    return pattern.before(sentence, end, max(0, end - _SHORT))


#: No pattern here is longer, in tokens.
_SHORT = 8


# Who acts -------------------------------------------------------------------------------------

#: Before the subject of a clause; in Arabic its verb may precede it.
_START = TagPattern(
    "(?:^|<COMMA|SAY|WHEN|DAY>|(?<!<FORCE>)<AND>(?=<DET>?$))<DET|WORD|PLACE|FORCE>{0,2}$"
)
_ARABIC_START = TagPattern("(?:^|<VERB|WORD|LIE|MOVE|SAY|WHEN>)$")
_RELATIVE = TagPattern("<WHICH><DET|WORD|LIE|HAVE>{0,2}$")
_AGAINST = frozenset(both("actors", "fought")) | {"ضد", "مع", "بين"}
_ARABIC_PREPOSITIONS = ("ل", "ب")
_ACTS = frozenset({"past", "present", "future", "ing", "base", "s", "noun"})


def _another_subject(one: Candidate) -> str:
    """Return that another force than the one read stands where the verb has its subject."""
    if one.claim.kind not in {"control", "encirclement", "count"} or one.verb is None:
        return ""
    named_beside = any(one.sentence.tag(token) == "FORCE" for token in one.tokens)
    named_beside = named_beside or _before(WHO, one.sentence, one.at) is not None
    if one.claim.subject is None or named_beside or one.verb.form not in _ACTS:
        return ""
    return _another_side(one, one.claim.subject, one.at)


#: "wrested villages from the rebels": the force behind the preposition only lost something.
_DEPRIVED = TagPattern("<FROM|BY|OF><DET|WORD|HELD>{0,2}$")


def _another_force(one: Candidate) -> str:
    """Return that the force read as so far away only suffers something in the clause before."""
    forces = [token for token in one.tokens if one.sentence.tag(token) == "FORCE"]
    if one.claim.kind != "distance" or one.claim.subject is None or not forces:
        return ""
    if forces[-1] > one.at or _before(_DEPRIVED, one.sentence, forces[-1]) is None:
        return ""
    return _another_side(one, one.claim.subject, forces[-1])


def _another_side(one: Candidate, subject: Referent, end: int) -> str:
    """Return that a force of another side begins the last clause before a position."""
    forces = one.sentence.positions("FORCE", 0, end)
    starts = [force for force in forces if _is_start(one.sentence, force, end)]
    if not starts or subject.kind != "actor":
        return ""
    other = one.collector.referents.at(one.sentence, starts[-1])
    if other.kind != "actor" or other.id == subject.id:
        return ""
    return f"whether {other.words!r} or {subject.words!r} are meant is not certain"


def _is_start(sentence: Sentence, position: int, end: int) -> bool:
    """Return whether a force stands where a clause has its subject."""
    if sentence.text(position - 1) in _AGAINST:
        return False
    if _before(_RELATIVE, sentence, position) is not None:
        return not sentence.has("VERB", position, end)  # "that rebels had taken, and cut"
    if not sentence.text(position).isascii():
        prefixed = sentence.text(position).startswith(_ARABIC_PREPOSITIONS)
        of_noun = sentence.tag(position - 1) == "VERB" and (
            sentence.verb(position - 1).form == "noun"
        )
        return not (of_noun or prefixed) and _before(_ARABIC_START, sentence, position) is not None
    match = _before(_START, sentence, position)
    # "battling the rebels"
    return match is not None and not any(
        sentence.text(word).endswith("ing") for word in range(match.start(), position)
    )


_THEY = frozenset({"they", "them"})


def _either_side(one: Candidate) -> str:
    """Return that "they" may be either of two sides that the sentence names before."""
    forces = one.sentence.positions("FORCE", 0, one.at)
    they = one.sentence.text(forces[-1]) if forces else ""
    if one.claim.subject is None or they.casefold() not in _THEY:
        return ""
    named = one.referents("FORCE", forces[-1])
    sides = {force.id for force in named if force.kind == "actor"}
    return f"which of two sides {they!r} are is not certain" if len(sides) > 1 else ""


#: Words of "is back under control" that name no holder; "state" and "of" are followed by one.
_UNDER_CONTROL = frozenset(
    ["under", "control", "back", "firmly", "full", "fully", "again", "now", "in", "the"]
)


def _nobody(one: Candidate) -> str:
    """Return that who took or holds a place is said in words that were not read."""
    if one.claim.kind != "control" or one.claim.subject is not None:
        return ""
    if one.verb is None or one.verb.arabic:
        return ""
    if one.claim.verb == "hold":
        words = set(one.sentence.text(one.at).split())
        named = "of" in words or bool(words - _UNDER_CONTROL)
        return "who holds it is not stated" if named else ""
    passive = is_passive(one.sentence, one.at) or is_fall(one.sentence, one.at)
    # "The liberated areas are A and B" needs nobody.
    describes = one.sentence.tag(one.at - 1) == "DET"
    acts = one.verb.form in _ACTS - {"noun", "base"}
    return "who did it is not stated" if acts and not passive and not describes else ""


# Whether it is stated -------------------------------------------------------------------------

#: "rumours of the capture", "the purpose of capturing".
_OF_A_NOUN = TagPattern("(?P<noun><WORD>)<OF><DET>?$")
#: The same in Arabic, where "resulted in" and "announced" are written so too.
_ABOUT = TagPattern("(?P<noun><WORD>)<FROM>$")
_ASSERTED = ("اسفر", "اعلن", "كشف", "اعلان")


def _only_mentioned(one: Candidate) -> str:
    """Return that a deed is only what a noun is about: "rumours of the capture of"."""
    if one.verb is None or one.verb.form not in {"noun", "ing"} or one.claim.mood != "fact":
        return ""
    match = _before(_ABOUT if one.verb.arabic else _OF_A_NOUN, one.sentence, one.at)
    if match is None or (one.verb.arabic and one.sentence.text(one.at - 1) != "عن"):
        return ""
    noun = one.sentence.text(match.start("noun"))
    said = one.sentence.has("SAY", match.start() - 2, match.start())  # "a source said of"
    asserted = said or noun.lstrip("وف").startswith(_ASSERTED)
    return "" if asserted else f"it is what {noun!r} is about: whether it was done is not stated"


#: "villages of the encircled pocket": a participle that only describes.
_OF_THE = TagPattern("<OF|IN|FROM|TO|TOWARDS><DET>$")


def _only_describes(one: Candidate) -> str:
    """Return that a participle behind a preposition and an article only describes a noun."""
    if one.verb is None or one.verb.arabic or one.verb.form != "past":
        return ""
    if _before(_OF_THE, one.sentence, one.at) is None:
        return ""
    before_noun = one.sentence.tag(one.at + 1) in {"NOUN", "WORD"}
    words = one.sentence.text(one.at)
    return f"{words!r} only describes what it stands before" if before_noun else ""


_UNREAD_LENGTH = "a length of the road was not read"


def _unread_length(one: Candidate) -> str:
    """Return that a length that belongs to a claim about a road was not read."""
    lengths = set(one.sentence.positions("LENGTH", *clause(one.sentence, one.at)))
    unread = _UNREAD_LENGTH in one.claim.unsure and lengths & one.sentence.rejected
    return _UNREAD_LENGTH if unread else ""


# What is acted on -----------------------------------------------------------------------------

_OF_A_PLACE = frozenset({"take", "hold", "lose", "fall", "change", "surround"})
#: "a suburb of": not the place itself.
_PART_OF = TagPattern("(?P<head><WORD|PART>)<OF><DET|HELD>*$")
#: Shares of a place, which are read as unsure.
_SHARES = frozenset(both("extent", "part")) | {"centre", "center", "heart", "rest"}
#: "villages round Saraqib".
_BESIDE = frozenset({"round", "around", "outside", "beyond", "حول"})
#: Nouns that make another thing of the name before them: "the Abdin forest".
_NAME_ENDS = frozenset(both("extent", "named_after"))
#: Behind these Idlib or Hama is rather the province: "southern Idlib and Hama", "west of Aleppo".
_PROVINCE_AFTER = frozenset({"OF", "AND", "DIRECTION", "PART", "WORD"})


def _another_object(one: Candidate) -> str:
    """Return that what is taken or held is not the place, but something of it or named after it."""
    if one.claim.kind not in {"control", "encirclement"} or one.claim.verb not in _OF_A_PLACE:
        return ""
    places = (token for token in one.tokens if one.sentence.tag(token) == "PLACE")
    return next(filter(None, (_not_itself(one.sentence, place) for place in places)), "")


def _not_itself(sentence: Sentence, position: int) -> str:
    """Return what of a place is meant, or what is named after it, if it is not the place."""
    if names_province(sentence, position) and sentence.tag(position - 1) in _PROVINCE_AFTER:
        return f"{sentence.text(position)} may be the province"
    match = _before(_PART_OF, sentence, position)
    head = "" if match is None else sentence.text(match.start("head"))
    if head and head not in _SHARES:
        return f"{head!r} of a place is not the place itself"
    beside = sentence.text(position - 1)
    if beside in _BESIDE and sentence.tag(position - 2) in {"NOUN", "WORD", "COUNT"}:
        return f"what is {beside!r} a place is not the place itself"
    behind = sentence.text(position + 1)
    return f"{behind!r} may be a part of the name" if behind in _NAME_ENDS else ""


# Which place is meant -------------------------------------------------------------------------

#: "village", "town".
_OWN_NOUN = frozenset(both("accounting", "naming"))
#: Before a place that only says where another lies.
_LOCATES = TagPattern("<DIRECTION><OF|FROM>?<DET|NOUN>*$")


def _only_locates(one: Candidate) -> str:
    """Return that the place that is measured only says where another place lies."""
    if one.claim.kind != "distance" or one.claim.subject is None:
        return ""
    places = one.sentence.positions("PLACE", 0, one.at)
    for place in places:
        referent = one.collector.referents.at(one.sentence, place)
        locates = place in one.tokens and _before(_LOCATES, one.sentence, place) is not None
        if locates and referent.id == one.claim.subject.id:
            return f"whether {referent.words!r} is meant is not certain"
    return ""


def _either_place(one: Candidate) -> str:
    """Return that "it" or "the town" may be another place than the one read.

    "It" may be the first place of a sentence or the last one.
    """
    target, subject = one.claim.target, one.claim.subject
    if target is None or target.place is None:
        return ""
    own = {target.id, None if subject is None else subject.id}
    for position in one.tokens:
        tag, words = one.sentence.tag(position), one.sentence.text(position)
        if tag not in {"PRONOUN", "TOWN"}:
            continue
        if tag == "TOWN" and (not target.unsure or one.claim.kind == "distance"):
            continue  # "5 km from the town" is measured from another place
        named = _candidates(one, position)
        others = [place for place in named if place.id not in own]
        if others and (tag == "TOWN" or others[0] is named[0]):
            return f"whether {words!r} is {target.place.name} is not certain"
    return ""


def _candidates(one: Candidate, position: int) -> list[Referent]:
    """Return the places that "it" or "the city" may be: not one that locates, nor a village."""
    places = one.sentence.positions("PLACE", 0, position)
    free = [place for place in places if _before(_LOCATES, one.sentence, place) is None] or places
    words = one.sentence.text(position).casefold().split()
    word = {word.removeprefix("ال") for word in words} & _OWN_NOUN
    nouns = {place: _own_noun(one.sentence, place) for place in free}
    fit = [place for place in free if not (word and nouns[place]) or word & nouns[place]]
    found = [one.collector.referents.at(one.sentence, place) for place in fit]
    return [place for place in found if place.place is not None]


def _own_noun(sentence: Sentence, position: int) -> set[str]:
    """Return what the text calls a place: "the village of A"."""
    words = {sentence.text(position).split()[0], sentence.text(position - 1)}
    if sentence.tag(position - 1) == "OF":
        words.add(sentence.text(position - 2))
    return words & _OWN_NOUN


def _of_the_last(one: Candidate) -> str:
    """Return that a direction behind "A, and the village of B" is that of B only."""
    if one.claim.kind != "direction" or one.claim.subject is None or not one.claim.unsure:
        return ""
    places = one.sentence.positions("PLACE", 0, one.at)
    if not places or one.referents("PLACE", one.at)[-1].id == one.claim.subject.id:
        return ""
    words, own = one.claim.subject.words, _own_noun(one.sentence, places[-1])
    return f"whether the direction is that of {words!r} is not certain" if own else ""


_RULES: tuple[Callable[[Candidate], str], ...] = (
    _another_subject, _another_force, _either_side, _nobody, _only_mentioned, _only_describes,
    _unread_length, _another_object, _only_locates, _either_place, _of_the_last,
)  # fmt: skip
