"""Arabic nouns of control that state no deed of a force.

"The points of their control" are an area; "control of it changed hands" does not say who took it;
"prevented the entry into A" does not say whose; "the reporter could enter A" is no advance.

Each rule returns the reason against a claim, or an empty text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.agreement import MEN
from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate

_AREAS = frozenset(AR["extent"]["areas"])


def of_an_area(one: Candidate) -> str:
    """Return that a noun of control only says whose an area is: "the points of their control"."""
    if not _is_noun(one) or "سيطر" not in one.sentence.text(one.at):
        return ""
    words = one.sentence.text(one.at - 1)
    return f"{words!r} of control is an area, not a deed" if words in _AREAS else ""


#: "control of it changed hands", with "in it" between.
_CHANGED = TagPattern("(?P<changed><WORD>)(?:<IN|FROM><PRONOUN>|<WORD|FORCE>)?$")
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


#: "widened the extent of their control in".
_WIDENED = re.compile(r"و{0,2}(?:[تي]?وسع|توسيع|موسع)")


def only_widened(one: Candidate) -> str:
    """Return that control is only said to have grown somewhere: "widened its control in"."""
    behind = one.sentence.text(one.at + 1)
    if not _is_noun(one) or "سيطر" not in one.sentence.text(one.at) or behind not in {"في", "ب"}:
        return ""
    words = (one.sentence.text(near) for near in range(max(0, one.at - 5), one.at))
    widened = any(_WIDENED.match(word) for word in words)
    return "where control grew is stated, not what was taken" if widened else ""


#: Behind a road that "opens" the way for something: "before".
_BEFORE = ("امام", "نحو", "للتقدم", "لتقدم", "الي")


def opens_the_way(one: Candidate) -> str:
    """Return that a deed only opens the way for something, in Arabic words for a road."""
    if one.verb is None or not one.verb.arabic or one.claim.verb != "reopen":
        return ""
    roads = [token for token in one.tokens if one.sentence.tag(token) == "ROAD"]
    behind = one.sentence.text(max(roads) + 1) if roads else ""
    return "it opens the way for something, not a road" if behind.startswith(_BEFORE) else ""


_PLACES = frozenset({"PLACE", "TOWN", "FEATURE", "ROAD"})


def ungoverned(one: Candidate) -> str:
    """Return that no preposition joins a definite noun to a place: "the ring and secured A"."""
    words = one.sentence.text(one.at)
    if not _is_noun(one) or not words.startswith("ال") or " " in words:
        return ""
    behind = [token for token in one.tokens if one.sentence.tag(token) in _PLACES]
    behind = [token for token in behind if token > one.at]
    if not behind or one.sentence.has("IN|FROM|TO|TOWARDS|COMMA|PRONOUN|SAY", one.at, behind[0]):
        return ""
    return f"what {words!r} is about was not read"


#: "the village of A and the So-and-so of B": B is the end of a name that was not read.
_SO_AND_SO = TagPattern("<PLACE|COMMA>(?P<head><WORD>)$")


def end_of_name(one: Candidate) -> str:
    """Return that a single word is the end of an Arabic item of a list that was not read."""
    for token in one.tokens:
        words = one.sentence.text(token).strip()
        match = before(_SO_AND_SO, one.sentence, token)
        if one.sentence.tag(token) != "PLACE" or " " in words or words.isascii() or match is None:
            continue
        head = one.sentence.text(match.start("head"))
        if head.startswith("و") and len(head) > _SHORTEST and not head.endswith("ات"):
            return f"{words} may be the end of a longer name"
    return ""


_SHORTEST = 3
#: "so that the whole countryside is subject to the control of": what is held stands behind "is".
_SUBJECT_TO = re.compile(r"ل?[تي]خضع$")
_LAND = "REGION|DIRECTION|PLACE|DET"


def held_is_behind(one: Candidate) -> str:
    """Return that what an Arabic state holds stands behind "is subject", not before it."""
    if one.verb is None or not one.verb.arabic or one.verb.form != "state":
        return ""
    for word in range(one.at - 1, max(-1, one.at - 9), -1):
        if _SUBJECT_TO.match(one.sentence.text(word)):
            inside = one.sentence.has(_LAND, word + 1, one.at)
            first = min((token for token in one.tokens if token != one.at), default=one.at)
            return "what is held is not the place named before" if inside and first < word else ""
    return ""


#: Behind a noun of moving these are no subjects.
_NOT_WHO = frozenset(AR["time"]["not_who"])


def of_strangers(one: Candidate) -> str:
    """Return that an Arabic noun of entering or leaving has a subject that was not read."""
    words = one.sentence.text(one.at)
    moves = _is_noun(one) and one.claim.verb in {"enter", "lose", "reach"}
    if not moves or words.startswith("ال") or words.endswith(("ها", "هم", "ته")):
        return ""
    who = one.sentence.text(one.at + 1)
    stranger = one.sentence.tag(one.at + 1) == "WORD" and who.split()[0] not in _NOT_WHO
    if any(one.sentence.tag(token) == "FORCE" and token > one.at for token in one.tokens):
        return ""
    theirs = who in MEN and one.sentence.has("FORCE", one.at, one.at + 5)
    plural = stranger and who.endswith(("ات", "ون", "ين", "ه")) and not theirs
    return f"who did it: {who!r} was not read" if plural else ""


_LIES = frozenset({"تقع", "يقع", "وتقع", "ويقع", "الواقعه", "واقعه", "الواقع"})


def lies_so_far_away(one: Candidate) -> str:
    """Return that what "lies" so far away, in Arabic, is no force but a place that was not read."""
    subject = one.claim.subject
    if one.claim.kind != "distance" or subject is None or subject.kind != "actor":
        return ""
    lies = [word for word in range(one.at) if one.sentence.text(word) in _LIES]
    if not lies or one.sentence.has("FORCE|VERB|MOVE|SAY", lies[-1], one.at):
        return ""
    return "what lies so far away was not read"


#: "said that the council took A", as Arabic puts it.
_THAT_THEY = TagPattern("(?P<that><SAY>)(?P<who><WORD>)<WORD|VERB|LIE|DAY>{0,3}$")
_INHERITED = "the actor is taken from an earlier sentence"


def by_unread(one: Candidate) -> str:
    """Return that an Arabic verb has a subject before it that was not read: "that X took A"."""
    finite = one.verb is not None and one.verb.arabic and one.verb.form in {"past", "present"}
    if not finite or _INHERITED not in one.claim.unsure:
        return ""
    match = before(_THAT_THEY, one.sentence, one.at)
    if match is None or one.sentence.text(match.start("that")) not in {"ان", "بان"}:
        return ""
    words = one.sentence.text(match.start("who"))
    adverb = words.endswith("ا") or words.lstrip("وف") in _NO_SUBJECT
    return "" if adverb else f"who did it: {words!r} was not read"


_NO_SUBJECT = frozenset(AR["time"]["not_who"]) | {"قد", "تم", "ذلك", "بذلك"}


def _is_noun(one: Candidate) -> bool:
    return one.verb is not None and one.verb.arabic and one.verb.form == "noun"


def attribute_of_noun(one: Candidate) -> str:
    """Return that a definite participle describes the noun before it: "the freed areas"."""
    words = one.sentence.text(one.at)
    if one.verb is None or one.verb.form != "participle" or not words.startswith("ال"):
        return ""
    before_it = [token for token in one.tokens if token < one.at - 1]
    describes = one.sentence.tag(one.at - 1) == "NOUN" and before_it
    return f"{words!r} only describes what it stands before" if describes else ""


_ORDINALS = frozenset(word.removeprefix("ال") for word in AR["ordinals"]) | {"اول", "اخر", "اكبر"}


def one_of_several(one: Candidate) -> str:
    """Return that a participle describes another noun: "to become the fifth besieged post"."""
    if one.verb is None or one.verb.form != "participle" or one.sentence.tag(one.at - 1) != "NOUN":
        return ""
    words = one.sentence.text(one.at)
    is_other = one.sentence.text(one.at - 2) in _ORDINALS and max(one.tokens) <= one.at
    return f"{words!r} only describes what it stands before" if is_other else ""


#: "only A, the last one that is in the hands of": between a place and "that", another is named.
_OTHERS = "NOUN|TOWARDS|MOVE|FORCE|VERB"


#: "A, the largest town of the north, which": what stands between is A itself.
_THE_LARGEST = TagPattern("<COMMA><WORD|NOUN><NOUN|DIRECTION|REGION|WORD>{0,4}<COMMA>")
_LARGEST = frozenset({"اكبر", "كبري", "اهم", "ابرز", "احدي", "احد", "اخر"})


def _is_the_largest(one: Candidate, start: int, end: int) -> bool:
    """Return whether only an apposition stands between a place and "that"."""
    apposed = _THE_LARGEST.fullmatch(one.sentence, start, end)
    return apposed and one.sentence.text(start + 1) in _LARGEST


def of_another_noun(one: Candidate) -> str:
    """Return that an Arabic state behind "that" is of another noun than the place before."""
    which = one.sentence.positions("WHICH", 0, one.at)
    if one.verb is None or not one.verb.arabic or one.verb.form != "state" or not which:
        return ""
    before_it = [token for token in one.tokens if token < which[-1]]
    if not before_it or not one.sentence.has(_OTHERS, max(before_it) + 1, which[-1]):
        return ""
    if _is_the_largest(one, max(before_it) + 1, which[-1]):
        return ""
    return "what is held is not the place named before"


#: "their control shrank to", "a small area of the road, no more than 15 km long".
_SHRANK = re.compile(r"و?(?:انحصر|انحسر|تقلص|اقتصر|تقتصر|تنحصر)")
_AREA_OF = TagPattern("(?P<noun><NOUN|WORD>)<WORD>?<FROM>$")
_PARTS = frozenset({"منطقه", "مساحه", "شريط", "جزء", "مسافه"})


def shrank(one: Candidate) -> str:
    """Return that control only shrank to something, which was not taken."""
    words = (one.sentence.text(near) for near in range(max(0, one.at - 2), one.at))
    shrunk = _is_noun(one) and any(_SHRANK.match(word) for word in words)
    return "it only says what is still held" if shrunk else ""


def length_of_area(one: Candidate) -> str:
    """Return that a length is that of an area of a road, and no distance from it."""
    roads = [token for token in one.tokens if one.sentence.tag(token) == "ROAD" and token < one.at]
    match = before(_AREA_OF, one.sentence, roads[-1]) if roads else None
    if one.claim.kind != "distance" or match is None:
        return ""
    is_part = one.sentence.text(match.start("noun")) in _PARTS
    return "it says how deep, wide or long something is, not how far away" if is_part else ""


ARABIC_RULES = (
    by_reporter,
    by_unread,
    changed_hands,
    end_of_name,
    held_is_behind,
    lies_so_far_away,
    of_an_area,
    of_strangers,
    only_widened,
    opens_the_way,
    prevented,
    ungoverned,
    attribute_of_noun,
    one_of_several,
    of_another_noun,
    shrank,
    length_of_area,
)
