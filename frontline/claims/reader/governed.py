"""What a verb of control governs, where a place only says where it was done, or of what.

"Lost 20 men in A", "regained the initiative in A", "a barrel bomb fell in A", "civilians are
trapped in A": A was not lost, regained, taken or surrounded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.agreement import MEN
from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.relative_clauses import in_apposition, relative_span

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence

_PLACES = "PLACE|TOWN|FEATURE|ROAD|REGION|COUNT|PRONOUN"
#: Between a preposition and its place.
_WHERE = TagPattern("<IN><DET|NOUN|OF|HELD|DIRECTION|PART|LIE>*$")
_INSIDE = frozenset({"في", "ب", "داخل"})
_ONLY_WHERE = "it is where something was done, not what was taken or lost"
_DIRECT = frozenset({"take", "hold", "lose", "surround", "cut"})
_TOPIC = frozenset({"بشان", "بخصوص", "ازاء", "تجاه", "حيال"})


def governs_another(one: Candidate) -> str:
    """Return that an Arabic verb governs a word that was not read, and not the place behind it."""
    if one.verb is None or not one.verb.arabic or one.claim.kind not in _KINDS:
        return ""
    places = one.sentence.positions(_PLACES, one.at + 1)
    first = places[0] if places else one.at
    if first <= one.at or first > max(one.tokens):
        return ""
    located = any(_is_second_on(one, token) for token in one.tokens)
    if located or one.sentence.text(first - 1) in _TOPIC or _returned_to_force(one):
        return _ONLY_WHERE
    if one.verb.name == "fall" and one.verb.form != "noun":
        fell = one.sentence.tag(one.at + 1) in {"WORD", "FIGHTING"}
        return _ONLY_WHERE if fell and not _is_adverb(one.sentence, one.at + 1) else ""
    where = before(_WHERE, one.sentence, first)
    if one.verb.name not in _DIRECT or where is None:
        return ""
    inside = one.sentence.text(where.start()) in _INSIDE
    return _ONLY_WHERE if inside and _thing(one.sentence, one.at + 1, where.start()) else ""


_KINDS = frozenset({"control", "encirclement"})
PLURAL_NOUNS = frozenset(both("count", "plural")) | {
    "positions",
    "buildings",
    "checkpoints",
    "posts",
}
_MORTAL = frozenset(both("actors", "civilians")) | {"martyrs", "bombs", "mortars", "projectiles"}


def _is_second_on(one: Candidate, road: int) -> bool:
    """Return whether "on" only locates: "took control on more areas on the road", in Arabic."""
    where = before(_WHERE, one.sentence, road)
    if where is None or one.sentence.tag(road) != "ROAD":
        return False
    own = [at for at in range(one.at + 1, road) if one.sentence.text(at) == "علي"]
    return len(own) > 1 and own[-1] == where.start() and not one.sentence.has("AND", own[0], road)


def _returned_to_force(one: Candidate) -> bool:
    """Return whether it is "A, which returned to the army": the army entered nothing."""
    tokens, behind = one.sentence.tokens, one.at + 1
    is_force = one.sentence.tag(behind) == "FORCE" and tokens[behind].start >= tokens[one.at].end
    return is_force and one.sentence.text(one.at).endswith("الي")


#: "the villages around it fell", "the hills overlooking A", as Arabic puts both.
_AROUND = TagPattern("(?P<noun><NOUN|WORD|COUNT>)(?P<around><WORD>)<IN|FROM|TO>?<NOUN|DET>*$")
_LIES_AROUND = re.compile(
    r"(?:ال)?(?:محيط|مشرف|قريب|مودي|مطل|متاخم|ملاصق|مجاور|موصل|واصل|تابع)\w*$"
)


def is_around(one: Candidate) -> str:
    """Return that what lies around a place is governed, and not the place."""
    if one.verb is None or not one.verb.arabic or one.claim.kind not in _KINDS:
        return ""
    for place in one.tokens:
        match = before(_AROUND, one.sentence, place)
        if one.sentence.tag(place) not in _THINGS_AROUND or match is None:
            continue
        if match.start() > one.at and _LIES_AROUND.match(one.sentence.text(match.start("around"))):
            return _ONLY_WHERE
    return ""


_THINGS_AROUND = frozenset({"PLACE", "TOWN", "PRONOUN", "FEATURE", "ROAD"})


def _thing(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a word that was not read stands between a verb and "in"."""
    return any(
        sentence.tag(word) in {"WORD", "NOUN", "FIGHTING"} and not _is_adverb(sentence, word)
        for word in range(start, end)
        if sentence.tag(word - 1) != "IN"
    )


def _is_adverb(sentence: Sentence, word: int) -> bool:
    """Return whether an Arabic word is an adverb, as far as its ending says."""
    return sentence.text(word).endswith("ا")


#: "took towns in the northern parts of A".
_TOWNS_IN = TagPattern(
    "(?P<noun><NOUN|WORD>)<IN|REGION><DET|DIRECTION|AND|PART|WORD|NOUN>{0,4}<OF><DET|NOUN>*$"
)


def only_inside(one: Candidate) -> str:
    """Return that towns or buildings in a part of a place are governed, and not the place."""
    if one.verb is None or one.verb.arabic or one.claim.kind not in _KINDS:
        return ""
    for place in one.tokens:
        match = before(_TOWNS_IN, one.sentence, place)
        if (
            one.sentence.tag(place) not in _THINGS_AROUND
            or match is None
            or match.start() <= one.at
        ):
            continue
        if one.sentence.text(match.start("noun")) in PLURAL_NOUNS:
            return _ONLY_WHERE
    return ""


#: Arabic: "recovered the bodies of its dead from A".
_FROM_IT = TagPattern("<FORCE><WORD>{1,3}<FROM><NOUN>?$")


def taken_from_it(one: Candidate) -> str:
    """Return that something was taken from a place, and not the place, as Arabic puts it."""
    if one.verb is None or not one.verb.arabic or one.claim.verb not in {"take", "hold"}:
        return ""
    places = [token for token in one.tokens if token > one.at]
    found = (before(_FROM_IT, one.sentence, place) for place in places)
    taken = any(match is not None and match.start() == one.at + 1 for match in found)
    return _ONLY_WHERE if taken else ""


#: "dozens fell", "shells fell on A", "many of them fell in A": no place fell.
_WHO_FELL = TagPattern("(?P<who><WORD|FORCE|FIGHTING>)<HAVE|LIE>*$")


def men_fell(one: Candidate) -> str:
    """Return that people or shells fell, and not a place."""
    if one.verb is None or one.verb.arabic or one.verb.name != "fall" or one.verb.form == "noun":
        return ""
    match = before(_WHO_FELL, one.sentence, one.at)
    if match is None or one.sentence.text(one.at).split()[0] not in {
        "fell",
        "fall",
        "falls",
        "fallen",
    }:
        return ""
    who = one.sentence.text(match.start("who"))
    mortal = one.sentence.tag(match.start("who")) != "WORD" or who in _MORTAL
    return _ONLY_WHERE if mortal else ""


#: "which its enemies hold", as Arabic puts it: the subject stands behind the pronoun.
_SUBJECT_BEHIND = TagPattern("(?:<IN|FROM|TO><PRONOUN>|<PRONOUN>)(?P<who><WORD>)(?!<PLACE>)")
_IN_RELATIVE = TagPattern("<WHICH><LIE|WORD>{0,2}$")


def by_another(one: Candidate) -> str:
    """Return that an Arabic relative clause has a subject of its own that was not read."""
    if one.verb is None or not one.verb.arabic or one.verb.form not in {"past", "present"}:
        return ""
    match = _SUBJECT_BEHIND.match(one.sentence, one.at + 1)
    if match is None or before(_IN_RELATIVE, one.sentence, one.at) is None:
        return ""
    behind = [token for token in one.tokens if one.sentence.tag(token) == "FORCE"]
    who = match.start("who")
    if any(force > one.at for force in behind) or _is_adverb(one.sentence, who):
        return ""
    words = one.sentence.text(who)
    if words in MEN and one.sentence.tag(who + 1) == "FORCE":
        return ""
    return "" if words in _NOT_WHO else f"who did it: {words!r} was not read"


#: "A group of clans took control of B", as Arabic puts it.
_TOOK = TagPattern("<WORD|UNKNOWN><WORD|UNKNOWN|NOUN|REGION|LIE|DAY>{0,4}(?P<on><IN|NOUN|PLACE>)")


def done_by_unread(one: Candidate) -> str:
    """Return that an Arabic verb with "on" has a subject right behind it that was not read."""
    if one.verb is None or not one.verb.arabic:
        return ""
    strangers = one.sentence.text(one.at + 1).removeprefix("ال") in _FORCE_NOUNS
    strangers = strangers and "FORCE" not in one.sentence.tags[one.at + 1 : one.at + 4]
    if one.verb.form == "noun" and strangers:
        return f"who did it: {one.sentence.text(one.at + 1)!r} was not read"
    if one.verb.form not in {"past", "present"}:
        return ""
    match = _TOOK.match(one.sentence, one.at + 1)
    who = one.sentence.text(one.at + 1)
    if match is None:
        return ""
    named = any(one.sentence.tag(token) == "FORCE" and token > one.at for token in one.tokens)
    if named or who in _NOT_WHO or _is_adverb(one.sentence, one.at + 1):
        return ""
    return f"who did it: {who!r} was not read"


#: "forces", "groups", "factions".
_FORCE_NOUNS = frozenset(both("actors", "forces"))
_NOT_WHO = frozenset(both("time", "not_who") + both("time", "latter"))
#: Vehicles are taken too, but they are no places.
_VEHICLES = tuple(both("features", "vehicles"))
_NO_PLACE = "a convoy is not a place that is held"
_TRAPPED = "who is trapped there does not say that the place is surrounded"


def is_no_place(one: Candidate) -> str:
    """Return that a convoy was taken, or that people are trapped in a place."""
    target = one.claim.target
    if one.claim.kind == "control" and target is not None and target.kind == "feature":
        return _NO_PLACE if any(word in target.words.casefold() for word in _VEHICLES) else ""
    if one.claim.kind != "encirclement" or one.verb is None or one.verb.arabic:
        return ""
    behind = max(one.tokens) > one.at
    return _TRAPPED if behind and one.sentence.text(one.at).startswith("trapped") else ""


def cut_by_another(one: Candidate) -> str:
    """Return that a road was cut by somebody who was not read: "protesters cut the road"."""
    if one.verb is None or not one.verb.arabic or one.claim.subject is not None:
        return ""
    if one.verb.name not in {"cut", "reopen"} or one.verb.form != "noun":
        return ""
    follows = one.sentence.tag(one.at + 1) == "WORD" and not _is_adverb(one.sentence, one.at + 1)
    begins = one.at == 0 or one.sentence.tag(one.at - 1) in {"AND", "COMMA", "SAY"}
    words = one.sentence.text(one.at + 1)
    return f"who did it: {words!r} was not read" if follows and begins else ""


#: "the road to A", "the road between A and B", "the supply road".
_ROAD_OF_ITS_OWN = TagPattern("<WORD>{0,2}<TO|BETWEEN><DET|NOUN|OF>*<PLACE|TOWN>|(?P<kind><WORD>)")
_ROAD_KINDS = frozenset(both("roads", "kinds"))


def another_road(one: Candidate) -> str:
    """Return that a road which is described is not the highway named before or near."""
    for token in one.tokens:
        mention = one.sentence.tokens[token].mention
        if mention is None or mention.kind not in {"theroad", "road"}:
            continue
        match = _ROAD_OF_ITS_OWN.match(one.sentence, token + 1)
        kind = "" if match is None or not match["kind"] else one.sentence.text(token + 1)
        own = match is not None and not match["kind"] and not _HIGHWAY.search(mention.text)
        own = own and mention.kind == "theroad"
        if own or kind in _ROAD_KINDS:
            return f"which road {mention.text!r} is, is not certain"
    return ""


_HIGHWAY = re.compile("(?i)highway|motorway|اوتوستراد|اوتستراد|دولي")


def held_before(one: Candidate) -> str:
    """Return that a side only held, until then, what the same sentence says of another side."""
    claim, verb = one.claim, one.verb
    if claim.verb != "hold" or verb is None or claim.subject is None or claim.target is None:
        return ""
    span = relative_span(one.sentence, one.at)
    aside = span is not None and not one.sentence.has("WHICH", span[0], one.at)
    same = [
        other
        for other in one.collector.of_sentence()
        if other.target is not None and other.target.id == claim.target.id and other.mood == "fact"
    ]
    # As in "they lost the last villages that they held, A and B".
    lost = [
        other
        for other in same
        if other.verb == "lose"
        and other.subject is not None
        and other.subject.id == claim.subject.id
    ]
    if not in_apposition(one.sentence, one.at) and not aside and not lost:
        return ""
    others = lost or [
        other
        for other in same
        if (other.verb == "fall" if other.subject is None else other.subject.id != claim.subject.id)
    ]
    same_day = any((other.first, other.last) == (claim.first, claim.last) for other in others)
    return "until when it was held so is not stated" if same_day else ""


#: Between "junction of" and a road, and between a road and "junction".
_OF_ROADS = TagPattern("<OF|BETWEEN|WORD|DET|NOUN>*(?:<ROAD><AND|COMMA><DET>?)*")
_MORE_ROADS = TagPattern("(?:<AND|COMMA><ROAD>)*")
_JUNCTIONS = frozenset(both("roads", "junctions"))


def junction_of(sentence: Sentence, position: int) -> str:
    """Return that only a point of a road is meant: "the junction of the M4 and the M5"."""
    behind = _MORE_ROADS.match(sentence, position + 1)
    near = [position + 1 if behind is None else behind.end()]
    near += [
        one
        for one in range(max(0, position - _MOST_BETWEEN), position)
        if _OF_ROADS.fullmatch(sentence, one + 1, position)
    ]
    heads = (sentence.text(one) for one in near if sentence.text(one) in _JUNCTIONS)
    return next((f"{head!r} of a road is not the road itself" for head in heads), "")


#: Between a road and "junction" there are no more tokens.
_MOST_BETWEEN = 6
