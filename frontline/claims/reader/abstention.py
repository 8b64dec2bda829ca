"""Abstain from a claim that can be read in another way.

The steps before take the parts of a claim by patterns. This step looks at each claim again, at
what stands before and between its parts, and withdraws it where the words allow another reading:
a force of another side begins the clause, what is taken is "a suburb of" a place, "it" may be
either of two places. What is withdrawn is listed as not understood, with the reason.

Each rule returns the reason against a claim, or an empty text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import THEY
from frontline.claims.reader.agreement import another_gender, of_another_army, right_after
from frontline.claims.reader.antecedents import latter_force
from frontline.claims.reader.arabic_deeds import ARABIC_RULES
from frontline.claims.reader.candidate import Candidate, before
from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.governed import (
    another_road,
    by_another,
    cut_by_another,
    done_by_unread,
    governs_another,
    held_before,
    is_around,
    is_no_place,
    junction_of,
    men_fell,
    only_inside,
    taken_from_it,
)
from frontline.claims.reader.hearsay import (
    in_question,
    only_asked,
    only_considered,
    only_describes,
    only_feared,
    only_hoped,
    only_mentioned,
    only_reported,
    only_unverified,
)
from frontline.claims.reader.item_lists import named_behind
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.regions import is_the_place, names_province, names_some_town
from frontline.claims.reader.subject_position import no_subject, only_weapons, only_where
from frontline.claims.reader.the_latter import of_the_latter
from frontline.claims.reader.turned_round import ended_siege, of_its_parts, part_of_number
from frontline.claims.reader.unread_deeds import unread_object
from frontline.claims.reader.verb_agents import WHICH_IT, WHO, agent, own_deed
from frontline.claims.reader.voice import is_fall, is_passive
from frontline.claims.reader.which_place import (
    either_place,
    it_or_force,
    of_something_unread,
    of_the_last,
    only_locates,
)
from frontline.claims.reader.which_side import either_holder, either_side, is_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent


def abstain(collector: ClaimCollector, sentence: Sentence) -> None:
    """Withdraw the claims of a sentence that can be read in another way, with the reason."""
    for claim, evidence in collector.evidence_of_sentence():
        candidate = Candidate(collector, sentence, claim, *evidence)
        if why := next(filter(None, (rule(candidate) for rule in _RULES)), ""):
            collector.withdraw(claim, sentence, why)


# Who acts -------------------------------------------------------------------------------------

#: Kinds of claims of which somebody is the author.
_DEEDS = frozenset({"control", "encirclement", "count"})
_ACTS = frozenset({"past", "present", "future", "ing", "base", "s", "noun"})


def _another_subject(one: Candidate) -> str:
    """Return that another force than the one read stands where the verb has its subject."""
    if one.claim.kind not in _DEEDS or one.verb is None:
        return ""
    named_beside = any(one.sentence.tag(token) == "FORCE" for token in one.tokens)
    named_beside = named_beside or before(WHO, one.sentence, one.at) is not None
    named_beside = named_beside or before(WHICH_IT, one.sentence, one.at) is not None
    named_beside = named_beside or own_deed(one.sentence, one.at) is not None
    named_beside = named_beside or latter_force(one.sentence, one.at) is not None
    if one.claim.kind == "count" and one.verb.arabic:
        named_beside = named_beside or agent(one.sentence, one.at, passive=False) is not None
    right_before = one.sentence.tag(one.at - 1) == "FORCE" and not one.verb.arabic
    right_before = right_before and one.sentence.text(one.at - 1).casefold() not in THEY
    named_beside = named_beside or right_before
    if one.claim.subject is None or named_beside or one.verb.form not in _ACTS:
        return ""
    return _another_side(one, one.claim.subject, one.at)


#: "wrested villages from the rebels": the force behind the preposition only lost something.
_DEPRIVED = TagPattern("<FROM|BY|OF><DET|WORD|HELD>{0,2}$")


#: "the army's enemy": not the army.
_OPPOSED = frozenset(both("actors", "opposed"))


def _another_force(one: Candidate) -> str:
    """Return that the force read as so far away only suffers something in the clause before."""
    forces = [token for token in one.tokens if one.sentence.tag(token) == "FORCE"]
    if one.claim.kind != "distance" or one.claim.subject is None or not forces:
        return ""
    around = range(forces[-1] - 1, max(one.at, forces[-1] + 4))
    if enemies := [near for near in around if one.sentence.text(near) in _OPPOSED]:
        return f"who {one.sentence.text(enemies[0])!r} are is not certain"
    if forces[-1] > one.at or before(_DEPRIVED, one.sentence, forces[-1]) is None:
        return ""
    return _another_side(one, one.claim.subject, forces[-1])


def _another_side(one: Candidate, subject: Referent, end: int) -> str:
    """Return that a force of another side begins the last clause before a position."""
    forces = one.sentence.positions("FORCE", 0, end)
    starts = [
        force
        for force in forces
        if is_start(one.sentence, force, end) and one.sentence.text(force).casefold() not in THEY
    ]
    if not starts or subject.kind != "actor" or right_after(one, subject, end):
        return ""
    other = one.collector.referents.at(one.sentence, starts[-1])
    if other.kind != "actor" or other.id == subject.id:
        return ""
    return f"whether {other.words!r} or {subject.words!r} are meant is not certain"


_FIRST_PERSON = frozenset({"we", "our"})


def _speaker(one: Candidate) -> str:
    """Return that "we" or "our men" are those of who is quoted, not the forces named before."""
    if one.claim.kind not in _DEEDS or one.claim.subject is None:
        return ""
    start, _ = clause(one.sentence, one.at)
    words = (word for at in range(start, one.at) for word in one.sentence.text(at).split())
    who = next((word for word in words if word.casefold() in _FIRST_PERSON), "")
    return f"whom {who!r} means was not read" if who else ""


#: "the residents had to evacuate it", but not "rebels and their families".
_CIVILIANS = TagPattern("(?P<who><WORD|UNKNOWN|FIGHTING>)<HAVE|MODAL|BE|TO|LIE|NOT|WHICH>{0,3}$")
_WITH_FORCES = TagPattern("<FORCE><AND><DET>?$")
_NO_FORCE = frozenset(both("actors", "civilians"))


def _civilians(one: Candidate) -> str:
    """Return that people who are no force stand where the verb has its subject."""
    if one.claim.kind not in _DEEDS or one.verb is None or one.claim.subject is None:
        return ""
    match = before(_CIVILIANS, one.sentence, one.at)
    if match is None or before(_WITH_FORCES, one.sentence, match.start()) is not None:
        return ""
    words = one.sentence.text(match.start("who"))
    known = words.casefold() not in _NO_FORCE or is_passive(one.sentence, one.at)
    return "" if known else "who did it is not stated"


#: Words of "is back under control" that name no holder; "state" and "of" are followed by one.
_UNDER_CONTROL = frozenset(
    ["under", "control", "back", "firmly", "full", "fully", "again", "now", "in", "the"]
)


#: "the villages captured on Tuesday were A and B".
_THAT_WERE = TagPattern("(?:^|<COMMA|SAY>)<DET|WORD|LIE>{0,3}<NOUN>(?:<AND><NOUN>)?$")
_WHO_HOLDS = "who holds it is not stated"


def _nobody(one: Candidate) -> str:
    """Return that who took or holds a place is said in words that were not read."""
    if one.claim.kind != "control" or one.claim.subject is not None:
        return ""
    if one.verb is None:
        return ""
    if one.verb.arabic:
        return _WHO_HOLDS if "مسيطر" in one.sentence.text(one.at) else ""
    if one.claim.verb == "hold":
        words = set(one.sentence.text(one.at).split())
        named = "of" in words or bool(words - _UNDER_CONTROL)
        return _WHO_HOLDS if named else ""
    passive = is_passive(one.sentence, one.at) or is_fall(one.sentence, one.at)
    # "The liberated areas are A and B" needs nobody.
    describes = one.sentence.tag(one.at - 1) == "DET"
    describes = describes or before(_THAT_WERE, one.sentence, one.at) is not None
    describes = describes or named_behind(one.sentence, one.at) is not None
    acts = one.verb.form in _ACTS - {"noun", "base"}
    return "who did it is not stated" if acts and not passive and not describes else ""


#: "was captured by volunteers", "retaken by it": who did it was not read.
_BY = TagPattern(
    "<DAY|LIE>{0,2}<BY>(?!<DAY>|<LENGTH>|<DET>?<VERB>)<DET>?(?P<who><WORD|PRONOUN|UNKNOWN|NOUN>)"
)
_NOT_WHO = frozenset(both("time", "manner"))
#: "was taken by units advancing from": whose they are is not said, and needs not be.
_ANY_FORCE = frozenset({"units", "men", "commandos"})


def _by_stranger(one: Candidate) -> str:
    """Return that a deed was done by somebody who was not read."""
    if one.verb is None or one.verb.arabic or one.claim.subject is not None:
        return ""
    match = _BY.match(one.sentence, one.at + 1)
    if match is None or not is_passive(one.sentence, one.at):
        return ""
    words = one.sentence.text(match.start("who"))
    manner = bool(_NOT_WHO.intersection(words.split())) or words.endswith("ing")
    manner = manner or words in _ANY_FORCE
    return "" if manner else f"who did it: {words!r} was not read"


# Whether it is stated -------------------------------------------------------------------------

_UNREAD_LENGTH = "a length of the road was not read"


def _unread_length(one: Candidate) -> str:
    """Return that a length that belongs to a claim about a road was not read."""
    lengths = set(one.sentence.positions("LENGTH", *clause(one.sentence, one.at)))
    unread = _UNREAD_LENGTH in one.claim.unsure and lengths & one.sentence.rejected
    return _UNREAD_LENGTH if unread else ""


# What is acted on -----------------------------------------------------------------------------

_OF_A_PLACE = frozenset({"take", "hold", "lose", "fall", "change", "surround"})
#: "a suburb of": not the place itself.
_PART_OF = TagPattern("(?P<head><WORD|PART|NOUN>)<OF><DET|HELD>*$")
#: Shares of a place, which are read as unsure.
_SHARES = frozenset(both("extent", "part")) | {"centre", "center", "heart", "rest"}
#: "villages round Saraqib".
_BESIDE = frozenset({"round", "around", "outside", "beyond", "حول"})
#: "all towns except Ariha".
_OTHER_THAN = frozenset(both("extent", "other_than"))
#: Nouns that make another thing of the name before them: "the Abdin forest".
_NAME_ENDS = frozenset(both("extent", "named_after"))
#: Behind these Idlib or Hama is rather the province: "southern Idlib and Hama", "west of Aleppo".
_PROVINCE_AFTER = frozenset({"OF", "AND", "DIRECTION", "PART", "WORD"})


def _another_object(one: Candidate) -> str:
    """Return that what is taken or held is not the place, but something of it or named after it."""
    if one.claim.kind == "distance" and one.claim.verb == "reach":
        return _named_after(one.sentence, one.tokens)
    if one.claim.kind not in {"control", "encirclement"} or one.claim.verb not in _OF_A_PLACE:
        return ""
    if one.claim.between is not None:
        return ""  # the places are the ends of a part of a road
    places = [token for token in one.tokens if one.sentence.tag(token) == "PLACE"]
    found = [_not_itself(one, place) or _something_of(one, place) for place in places]
    regions = (token for token in one.tokens if one.sentence.tag(token) == "REGION")
    found += [_something_of(one, region) for region in regions]
    roads = (token for token in one.tokens if one.sentence.tag(token) == "ROAD")
    return next(filter(None, [*found, *(junction_of(one.sentence, road) for road in roads)]), "")


def _something_of(one: Candidate, position: int) -> str:
    """Return that what belongs to a place is meant: "A's neighbours"."""
    text, end = one.collector.folded.text, one.sentence.tokens[position].end
    behind = one.sentence.text(position + 1)
    own = text.startswith("'s", end) or text.endswith("'s", 0, end)
    thing = one.sentence.tag(position + 1) in {"WORD", "NOUN", "PART", "DIRECTION", "UNKNOWN"}
    place = one.collector.referents.at(one.sentence, position).place
    if not own or not thing or behind in _SHARES:
        return ""
    if place is not None and behind in place.name.casefold().split():
        return ""  # "Regiment 46's base"
    return f"{behind!r} of a place is not the place itself"


#: "captured a hill overlooking A": what is taken is the hill.
_LOOKS_ON = TagPattern("<NOUN|FEATURE|COUNT|PART><WHICH>?(?P<does><WORD>)<DET|NOUN|OF>*$")
_LOOKS = frozenset(both("extent", "looks_on"))


#: "the areas of A, B and C" are these places.
_AREAS = frozenset({"areas", "regions", "localities", "zones", "sites", "communities"})
_ITEM_FOLLOWS = TagPattern("<NOUN>?<COMMA|AND>{1,2}<DET|NOUN|OF>*<PLACE|UNKNOWN>")


#: "takes Idlib crossroads town".
_TOWN_OF_IT = TagPattern("<WORD|NOUN>?<NOUN>")


def _not_itself(one: Candidate, position: int) -> str:
    """Return what of a place is meant, or what is named after it, if it is not the place."""
    sentence = one.sentence
    looks = before(_LOOKS_ON, sentence, position)
    if looks is not None and sentence.text(looks.start("does")) in _LOOKS:
        return f"what is {sentence.text(looks.start('does'))!r} a place is not the place itself"
    if why := _as_province(sentence, position):
        return why
    match = before(_PART_OF, sentence, position)
    head = "" if match is None else sentence.text(match.start("head"))
    if match is not None and sentence.tag(match.start("head")) == "NOUN" and head not in _AREAS:
        head = ""  # "the town of A"
    place = one.collector.referents.at(sentence, position).place
    if place is not None and is_the_place(place.kind, head):
        head = ""  # "the region of" a village
    are_these = head in _AREAS and _ITEM_FOLLOWS.match(sentence, position + 1) is not None
    if head and head not in _SHARES and not are_these:
        return f"{head!r} of a place is not the place itself"
    beside = sentence.text(position - 1)
    if beside in _BESIDE and sentence.tag(position - 2) in {"NOUN", "WORD", "COUNT"}:
        return f"what is {beside!r} a place is not the place itself"
    if beside in _OTHER_THAN:
        return f"what is said holds for other places ({beside!r})"
    return _named_after(sentence, [position])


def _as_province(sentence: Sentence, position: int) -> str:
    """Return that a province is meant, or that it only says where a town lies."""
    if names_some_town(sentence, position):
        return f"{sentence.text(position)} may be the province"
    if not names_province(sentence, position):
        return ""
    if _TOWN_OF_IT.match(sentence, position + 1):
        return f"{sentence.text(position)!r} of a town only says where it lies"
    if sentence.tag(position - 1) in _PROVINCE_AFTER:
        return f"{sentence.text(position)} may be the province"
    return ""


def _named_after(sentence: Sentence, positions: Iterable[int]) -> str:
    """Return what is named after a place: "the Abdin forest", "the Aleppo ring road"."""
    behind = (sentence.text(at + 1).casefold() for at in positions if sentence.tag(at) == "PLACE")
    found = next((word for word in behind if word in _NAME_ENDS), "")
    return f"{found!r} may be a part of the name" if found else ""


_RULES: tuple[Callable[[Candidate], str], ...] = (
    either_side,
    no_subject,
    only_where,
    only_weapons,
    unread_object,
    another_gender,
    of_another_army,
    _another_subject,
    _another_force,
    _speaker,
    _civilians,
    either_holder,
    _nobody,
    _by_stranger,
    only_mentioned,
    only_reported,
    only_considered,
    only_asked,
    in_question,
    only_feared,
    only_hoped,
    only_unverified,
    only_describes,
    _unread_length,
    is_no_place,
    by_another,
    cut_by_another,
    done_by_unread,
    governs_another,
    is_around,
    only_inside,
    men_fell,
    _another_object,
    held_before,
    another_road,
    only_locates,
    either_place,
    it_or_force,
    of_something_unread,
    of_the_last,
    of_the_latter,
    taken_from_it,
    ended_siege,
    part_of_number,
    of_its_parts,
    *ARABIC_RULES,
)
