"""Which place a claim is about: "it" or "the city" may be another, and a place may only locate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import acting
from frontline.claims.reader.antecedents import is_where_reporter_is
from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.relative_clauses import is_of_which

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.coreference import Referent

#: "village", "town".
_OWN_NOUN = frozenset(both("accounting", "naming"))
_CITIES = frozenset({"town", "city"})
#: Before a place that only says where another lies.
_LOCATES = TagPattern("<DIRECTION><OF|FROM>?<DET|NOUN>*$")


#: "the last town before A that rebels hold", "a village 2 km from A that they took": it is not A.
_BEFORE_IT = TagPattern(
    "<NOUN>(?:<WHEN|IN>|<LENGTH|DIRECTION>{1,2}<AWAY>?<FROM|OF>)<DET|NOUN>*(?P<place><PLACE>)"
    "<NOUN>?<WHICH><!COMMA>{0,5}$"
)


def only_locates(one: Candidate) -> str:
    """Return that a place that is measured, or held, only says where another place lies."""
    if one.verb is not None and (match := before(_BEFORE_IT, one.sentence, one.at)) is not None:
        place = match.start("place")
        words = one.sentence.text(place)
        return f"whether {words!r} is meant is not certain" if place in one.tokens else ""
    if one.claim.kind != "distance" or one.claim.subject is None:
        return ""
    places = one.sentence.positions("PLACE", 0, one.at)
    for place in places:
        referent = one.collector.referents.at(one.sentence, place)
        locates = place in one.tokens and before(_LOCATES, one.sentence, place) is not None
        if locates and referent.id == one.claim.subject.id:
            return f"whether {referent.words!r} is meant is not certain"
    return ""


def either_place(one: Candidate) -> str:
    """Return that "it" or "the town" may be another place than the one read.

    "It" may be the first place of a sentence or the last one.
    """
    target, subject = one.claim.target, one.claim.subject
    if target is None or target.place is None:
        return ""
    own = {target.id, None if subject is None else subject.id}
    for position in one.tokens:
        tag, words = one.sentence.tag(position), one.sentence.text(position)
        if tag not in {"PRONOUN", "TOWN"} or is_of_which(one.sentence, position):
            continue
        if tag == "PRONOUN" and _is_right_before(one, position):
            continue
        if tag == "TOWN" and (not target.unsure or one.claim.kind == "distance"):
            continue  # "5 km from the town" is measured from another place
        named = _candidates(one, position)
        others = [place for place in named if place.id not in own]
        if others and (tag == "TOWN" or others[0] is named[0]):
            return f"whether {words!r} is {target.place.name} is not certain"
    return ""


#: "closed in on A, less than 9 km from it".
_SO_FAR_FROM_IT = TagPattern("(?P<place><PLACE>)<NOUN>?<COMMA><LENGTH><AWAY|LIE>{0,2}<FROM|OF>$")


def _is_right_before(one: Candidate, position: int) -> bool:
    """Return whether the place that "it" was read as stands right before the distance from it."""
    match = before(_SO_FAR_FROM_IT, one.sentence, position)
    if match is None or one.claim.kind != "distance" or one.claim.target is None:
        return False
    place = one.collector.referents.at(one.sentence, match.start("place"))
    return place.id == one.claim.target.id


def it_or_force(one: Candidate) -> str:
    """Return that "it" which is so far away may be the army: "the army lost A, where it was"."""
    subject = one.claim.subject
    its = [at for at in one.tokens if one.sentence.text(at) == "it" and at < one.at]
    if one.claim.kind != "distance" or subject is None or subject.kind != "place" or not its:
        return ""
    forces = acting(one.sentence, one.sentence.positions("FORCE", 0, its[0]))
    single = [force for force in forces if not one.sentence.text(force).endswith("s")]
    if not single:
        return ""
    return f"whether 'it' is {one.sentence.text(single[-1])!r} or {subject.words!r} is not certain"


def of_something_unread(one: Candidate) -> str:
    """Return that "it" may be what an earlier verb of control governs, which was not read."""
    if one.claim.kind not in {"control", "encirclement"} or one.verb is None:
        return ""
    pronouns = [token for token in one.tokens if one.sentence.tag(token) == "PRONOUN"]
    if not pronouns:
        return ""
    places = one.sentence.positions("PLACE|TOWN", 0, pronouns[0])
    start = places[-1] if places else 0
    verbs = [
        verb
        for verb in one.sentence.positions("VERB", start, one.at)
        if one.sentence.verb(verb).name in {"take", "hold", "enter", "lose"}
        and _THINGS.match(one.sentence, verb + 1)
    ]
    words = one.sentence.text(pronouns[0])
    return f"whether {words!r} is the place named before is not certain" if verbs else ""


#: "several buildings", "checkpoints", behind a verb.
_THINGS = TagPattern("<FORCE|DAY|LIE>{0,2}<IN>?<COUNT|WORD|NOUN|DET>{1,3}(?!<PLACE|TOWN|OF>)")


def _candidates(one: Candidate, position: int) -> list[Referent]:
    """Return the places that "it" or "the city" may be: not one that locates, nor a village."""
    places = [
        place
        for place in one.sentence.positions("PLACE", 0, position)
        if not is_where_reporter_is(one.sentence, place)
    ]
    free = [place for place in places if before(_LOCATES, one.sentence, place) is None] or places
    words = one.sentence.text(position).casefold().split()
    word = {word.removeprefix("ال") for word in words} & _OWN_NOUN
    nouns = {place: _own_noun(one.sentence, place) for place in free}
    fit = [place for place in free if not (word and nouns[place]) or word & nouns[place]]
    # "the village of A, north of B": "the city" is not A.
    fit = fit or [place for place in places if place not in free]
    found = [one.collector.referents.at(one.sentence, place) for place in fit]
    found = [place for place in found if place.place is not None]
    if {"city", "مدينه"} & word:
        cities = [one for one in found if one.place is not None and one.place.kind in _CITIES]
        return cities or found
    return found


def _own_noun(sentence: Sentence, position: int) -> set[str]:
    """Return what the text calls a place: "the village of A"."""
    words = {sentence.text(position).split()[0], sentence.text(position - 1)}
    if sentence.tag(position - 1) == "OF":
        words.add(sentence.text(position - 2))
    return words & _OWN_NOUN


def of_the_last(one: Candidate) -> str:
    """Return that a direction behind "A, and the village of B" is that of B only."""
    if one.claim.kind != "direction" or one.claim.subject is None or not one.claim.unsure:
        return ""
    places = one.sentence.positions("PLACE", 0, one.at)
    if not places or one.referents("PLACE", one.at)[-1].id == one.claim.subject.id:
        return ""
    words, own = one.claim.subject.words, _own_noun(one.sentence, places[-1])
    return f"whether the direction is that of {words!r} is not certain" if own else ""
