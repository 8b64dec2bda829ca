"""What limits a verb of control: parts, sides, allegations, control by fire, days counted from it.

A claim that is limited so is either not read, or read as unsure and never contradicted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.claim import NEARLY, ON_SOME_SIDES
from frontline.claims.reader.chunker import CLAUSE_STARTS, TagPattern, clause
from frontline.claims.reader.lexicon import AR, any_of, both
from frontline.claims.reader.regions import names_province
from frontline.claims.reader.verb_days import counted_back

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.models import Place

_BY_FIRE = frozenset(both("not_control", "fire"))
_MINES = frozenset(both("not_control", "mines"))
#: "their control did not last", as Arabic puts it.
_LASTED = frozenset({"تدم", "يدم", "تستمر", "يستمر", "تطل", "يطل"})
_THIS = frozenset({"هذه", "بهذه", "هذا", "بهذا"})


#: "more than fifty days after their capture of it", as Arabic writes it.
_TIME_SINCE = TagPattern("<WHEN><!PLACE|VERB|FORCE|COMMA|SAY>{1,5}<FROM|IN>$")
#: Units of time: "three weeks after" dates what follows by what precedes it.
_UNITS_OF_TIME = frozenset(both("time", "units"))


#: "two hilltops that dominate A".
_HILLS_THAT = TagPattern("<NOUN|COUNT|FEATURE><WHICH>?$")


def why_no_change(sentence: Sentence, at: int) -> str | None:
    """Return why a verb of control changes nothing: control by fire, clearing of mines."""
    verb = sentence.verb(at)
    if verb.arabic and verb.form == "noun" and sentence.text(at - 1) in _THIS | _LASTED:
        return "it refers to what was taken before"
    if verb.arabic and _is_counted_from(sentence, at) and not counted_back(sentence, at):
        return _COUNTED_FROM
    if sentence.text(at).startswith("dominat") and _HILLS_THAT.before(sentence, at):
        return "what dominates a place does not hold it"
    # English: "after seizing A the army has fire control over B" has two clauses.
    others = sentence.positions("VERB" if verb.arabic else "VERB|FORCE")
    others = [one for one in others if one != at]
    others += sentence.positions("WHEN", 0, at) if verb.arabic else []
    first = max([at - 2, 0, *(one + 1 for one in others if one < at)])
    last = min([at + 7, *(one for one in others if one > at)])
    around = sentence.tokens[first:last]
    words = {word for one in around if one.mention is None for word in one.text.split()}
    if verb.name in {"take", "hold", "cut", "surround", "fall"} and words & _BY_FIRE:
        return "control by fire: it is in range of guns, but nobody entered it"
    if verb.name == "take" and sentence.text(at).startswith(_CLEARING) and words & _MINES:
        return "clearing of mines is no change of control"
    return None


_COUNTED_FROM = "its day is counted from another day"


def _is_counted_from(sentence: Sentence, at: int) -> bool:
    """Return whether a verb only dates another: "three weeks after they lost it"."""
    if sentence.verb(at).arabic:
        match = _TIME_SINCE.before(sentence, at)
        if sentence.verb(at).form != "noun" or match is None:
            return False
        if sentence.has("DAY", match.start(), at) or " " in sentence.text(match.start()):
            return False  # "after they were able, on Monday, to take it"
        texts = [sentence.text(one) for one in range(match.start(), at)]
        return bool(_UNITS_OF_TIME.intersection(word for text in texts for word in text.split()))
    starts = sentence.positions(CLAUSE_STARTS, 0, at)
    if not starts or sentence.text(starts[-1]) != "after" or sentence.has("VERB", starts[-1], at):
        return False
    before = sentence.text(starts[-1] - 1).split()
    return bool(before) and before[-1].casefold() in _UNITS_OF_TIME


_CLEARING = (
    "clear",
    "sweep",
    "swept",
    "secur",
    "تامين",
    "تمشيط",
    "تطهير",
    "طهر",
    "يطهر",
    "تطهر",
    "تنظيف",
)


#: "besieged from the north, east and south".
_FROM_SIDES = TagPattern(
    "<!SAY|WHEN|VERB|LENGTH>{0,8}?<FROM|IN><DET|COUNT|WORD|NOUN|COMMA>{0,4}?"
    "(?P<sides><DIRECTION>(?:<COMMA|AND|DET|NOUN>{0,3}<DIRECTION>)*)"
    "(?!<OF|FROM|NOUN|WORD|PLACE|TOWN|REGION|UNKNOWN>)"
)


def siege_sides(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Return the sides from which a place is surrounded, if the text names them."""
    match = _FROM_SIDES.match(sentence, at + 1)
    if match is None:
        return ()
    sides = sentence.positions("DIRECTION", match.start("sides"), match.end("sides"))
    sentence.used.update(sides)
    return tuple(dict.fromkeys(side for one in sides for side in sentence.value(one)))


#: Words beside a siege, and what is noted of it.
_NOTED = {
    NEARLY: re.compile(rf"(?<!\w){any_of(both('phrases', 'nearly'))}(?!\w)", re.IGNORECASE),
    ON_SOME_SIDES: re.compile(
        rf"(?<!\w){any_of(both('phrases', 'some_sides'))}(?!\w)", re.IGNORECASE
    ),
}


def notes_of_siege(words: str) -> tuple[str, ...]:
    """Return that a place is nearly surrounded, or on some sides, if the words say so."""
    return tuple(note for note, pattern in _NOTED.items() if pattern.search(words))


_DENIED = frozenset(both("moods", "denied"))
_ALLEGED = frozenset(both("moods", "alleged"))


def attributed(sentence: Sentence, at: int, mood: str) -> tuple[str, ...]:
    """Return that a deed is denied or alleged by somebody, which the text only reports."""
    texts = {sentence.text(one) for one in range(at)}
    words = texts | {word for text in texts for word in text.split()}
    if mood == "denial" and words & _DENIED:
        return ("the text reports a denial",)
    words |= {sentence.text(one) for one in range(at + 1, at + 8) if _is_adverb(sentence, one)}
    return (_ALLEGATION,) if words & _ALLEGED or _is_unverified(sentence, at) else ()


def _is_adverb(sentence: Sentence, position: int) -> bool:
    """Return whether an English adverb may say how sure a deed before it is: "allegedly"."""
    return sentence.text(position).endswith("ly")


def _is_unverified(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic text says behind a deed that nobody could verify it."""
    return any(
        sentence.text(one) in _VERIFIED and sentence.has("NOT", one - 7, one)
        for one in range(at, len(sentence))
    )


_VERIFIED = frozenset(AR["moods"]["verified"])
_ALLEGATION = "the text reports an allegation"


#: "took A except for its western quarter".
_EXCEPT = frozenset(both("extent", "other_than")) | {"apart"}
_BRIEFLY = frozenset(both("time", "briefly"))
_WHOLE = frozenset(both("extent", "whole"))
_PART = frozenset(both("extent", "part"))
_BESIDE = frozenset(both("extent", "beside"))
#: "a strip 3 km wide": not a length of the road.
_MEASURES = frozenset({"wide", "deep", "broad", "thick"})


def _words_between(sentence: Sentence, at: int, position: int) -> set[str]:
    """Return the words of a verb and those between it and its object, or around a subject."""
    first, last = sorted((at, position))
    spans = [at, *range(max(0, first - 3) if position < at else first, last + 2)]
    plain = [one for one in spans if one < len(sentence) and sentence.tokens[one].mention is None]
    if sentence.verb(at).form == "noun" and sentence.tag(at - 1) == "WORD":
        plain.append(at - 1)  # "has full control of"
    texts = [sentence.text(one) for one in plain]
    return {word for text in texts for word in text.split()}


_VILLAGES = frozenset(both("count", "plural"))


def side_of_place(sentence: Sentence, at: int, position: int) -> str | None:
    """Return what of a place was taken, if it is not the place: "all flanks of Saraqib"."""
    if position < at:
        of = sentence.tag(position - 1) == "OF"
        before = sentence.text(position - 2) if of else ""
        return before if before in _BESIDE else None
    listed = sentence.positions("INCLUDING|COMMA", at, position)
    places = sentence.positions("PLACE|UNKNOWN", at, position)
    if not listed and places:
        listed = sentence.positions("AND", places[-1], position)  # "the farms of A and B"
    between = range((listed or [at])[-1] + 1, position)
    words = [sentence.text(one) for one in between if not _and_farms(sentence, one)]
    if sentence.text(position).isascii():
        words.append(sentence.text(position + 1))  # "the Zeitan hills"
    return next((word for word in words if word in _BESIDE), None)


def _and_farms(sentence: Sentence, at: int) -> bool:
    """Return whether a noun is the second of "the villages and farms of A and B"."""
    joined = sentence.tags[max(0, at - 2) : at + 1] == ["NOUN", "AND", "NOUN"]
    return joined and sentence.text(at - 2) in _VILLAGES


def is_share(sentence: Sentence, at: int, position: int) -> bool:
    """Return whether only a share of an object is meant: "most of", "80 percent of"."""
    words = _words_between(sentence, at, position)
    if sentence.tag(position) == "REGION":
        words |= set(sentence.text(position).split())
    bare = {word.removeprefix("ال") for word in words}
    return bool(bare & _PART) or any(word.isdigit() for word in words)


def is_whole(sentence: Sentence, at: int, position: int) -> bool:
    """Return whether the text says "entire" or "full control"; "in Idlib" limits a road."""
    limited = sentence.tag(position) == "ROAD" and sentence.tag(position + 1) == "REGION"
    span = range(min(at, position), max(at, position))
    limited = limited or any(_is_of_theirs(sentence, one) for one in span)
    return bool(_words_between(sentence, at, position) & _WHOLE) and not limited


def _is_of_theirs(sentence: Sentence, one: int) -> bool:
    """Return whether it is "with all their arms", as Arabic puts it, and no whole place."""
    theirs = sentence.tag(one + 1) == "WORD" and sentence.text(one + 1).endswith(("ها", "هم"))
    return theirs and sentence.tag(one - 1) == "IN" and sentence.text(one) in _WHOLE


#: "wide areas of Idlib", as Arabic puts it.
_AREAS_OF = TagPattern("<NOUN><WORD>{0,2}<FROM|IN>$")
_AREAS = frozenset(both("extent", "areas"))


def is_area_of_province(sentence: Sentence, at: int, position: int) -> bool:
    """Return whether only a part of a province is governed: "hold wide areas of Idlib"."""
    if not names_province(sentence, position):
        return False
    areas = _AREAS_OF.before(sentence, position)
    areas_of = areas is not None and sentence.text(areas.start()) in _AREAS
    return areas_of or is_share(sentence, at, position)


def is_tail(sentence: Sentence, position: int) -> bool:
    """Return whether an Arabic name of one word stands behind a word that was not read."""
    if sentence.tag(position) != "PLACE" or " " in sentence.text(position).strip():
        return False
    return sentence.tag(position - 1) == "WORD" and sentence.tag(position - 2) in {"IN", "NOUN"}


#: "the M4, all of which west of A".
_BEYOND = TagPattern("<ROAD><COMMA>?<DET|OF|WHICH>{0,3}<DIRECTION><OF|FROM><DET|NOUN|OF>*<PLACE>")


#: "expanded their control of the road".
_EXTENDED = TagPattern("(?P<did><WORD>)<DET>?$")


def _is_extended(sentence: Sentence, at: int) -> bool:
    """Return whether control only became more: "extended its control of the road"."""
    did = _EXTENDED.before(sentence, at)
    return did is not None and sentence.text(did.start("did")).startswith(_MORE)


_MORE = ("expand", "extend", "widen", "increas")


def doubts(sentence: Sentence, at: int, position: int, mood: str) -> tuple[str, ...]:
    """Return what is unsure about a verb and one of its objects."""
    whole = _words_between(sentence, at, position) & _WHOLE
    parts = sentence.has("PART", min(at, position), max(at, position)) and not whole
    words, is_road = sentence.text(position), sentence.tag(position) == "ROAD"
    beyond = _BEYOND.match(sentence, position)
    found = {
        "only a part of it is meant": is_share(sentence, at, position)
        or parts
        or sentence.text(position + 1) in _EXCEPT
        or sentence.verb(at).rest[:1] == ("out",)  # "still hold out in A"
        or (is_road and _is_extended(sentence, at)),
        f"only the part {sentence.text(position + 1)} is meant": (
            is_road and sentence.tag(position + 1) == "REGION"
        ),
        "only a part of the road is meant": beyond is not None,
        "a length of the road was not read": is_road
        and any(
            sentence.text(length + 1) not in _MEASURES
            and not sentence.has("COMMA", max(at, position), length)
            for length in sentence.positions("LENGTH", *clause(sentence, at))
        ),
        f"{words} may be the province": names_province(sentence, position),
        f"{words} may be the end of a longer name": (
            sentence.verb(at).arabic and is_tail(sentence, position)
        ),
        "it was so only for a while": bool(_words_between(sentence, at, position) & _BRIEFLY)
        or sentence.text(at - 1) in _BRIEFLY,
        _COUNTED_FROM: _is_counted_from(sentence, at),
    }
    sure = (_governor(sentence, at), *attributed(sentence, at, mood))
    return (*(why for why, holds in found.items() if holds), *filter(None, sure))


#: "dreams of the control of A", as Arabic puts what a verb beside a force is about.
_GOVERNS = TagPattern(
    "(?:(?P<verb><WORD|VERB>)<FORCE>|<FORCE>(?P<behind><WORD>))<DAY|LIE>?<IN|FROM|TO>$"
)
_MANAGED = tuple(both("moods", "managed"))
#: Prepositions with which a verb governs a noun.
_WITH_VERB = frozenset({"ب", "عن", "من", "في", "الي"})


def _governor(sentence: Sentence, at: int) -> str:
    """Return that an Arabic verb that was not read says what a noun of control is to its force."""
    verb = sentence.verb(at)
    if not verb.arabic or verb.form != "noun" or sentence.text(at - 1) not in _WITH_VERB:
        return ""
    match = _GOVERNS.before(sentence, at, max(0, at - 5))
    if match is None:
        return ""
    words = sentence.text(match.start("verb" if match["verb"] else "behind"))
    known = any(part in words for part in _MANAGED) or words.startswith("ال")
    return "" if known else f"what {words!r} says of it was not read"


_AROUND = frozenset({"surrounding", "ringing"})
#: Ends of words for land, most of them in the plural.
_OF_LAND = ("s", "area", "region", "countryside", "territory", "land", "farmland", "zone", "belt")


def lies_around(sentence: Sentence, at: int) -> bool:
    """Return whether it is "the villages surrounding A", not forces that do."""
    land = sentence.tag(at - 1) in {"NOUN", "COUNT", "WORD", "PART"}
    land = land and sentence.text(at - 1).endswith(_OF_LAND)
    return sentence.text(at) in _AROUND and land


# A part of a road ------------------------------------------------------------------------------

#: "between the towns of A and B", "stretching from A to B", right behind the name of a road.
_ENDS = TagPattern(
    "<WORD|NOUN|LIE>?<BETWEEN|FROM><DET|NOUN|OF|WORD>{0,3}?(?P<first><PLACE>)"
    "<AND|TO><DET|NOUN|OF|WORD>{0,3}?(?P<second><PLACE>)"
)


#: The same where the other end was not read: "between A and the border".
_ONE_END = TagPattern("<WORD|NOUN|LIE>?<BETWEEN|FROM><DET|NOUN|OF|WORD>{0,3}?<PLACE>")


class RoadPart(NamedTuple):
    """The ends of a part of a road.

    Parameters
    ----------
    ends : the two places; None for a whole road, or if they are not known
    tokens : positions of the places
    unsure : what was not read of the part
    """

    ends: tuple[Place, Place] | None = None
    tokens: tuple[int, ...] = ()
    unsure: str = ""


def read_road_part(collector: ClaimCollector, sentence: Sentence, position: int) -> RoadPart:
    """Return which part of the road at a position is meant: "the M5 between Hama and Saraqib".

    Where an end is not known, or lies away from the road, the whole road is meant, but not surely.
    """
    if sentence.tag(position) != "ROAD":
        return RoadPart()
    match = _ENDS.match(sentence, position + 1)
    if match is None:
        one_end = _ONE_END.match(sentence, position + 1)
        return RoadPart(unsure="" if one_end is None else _only(sentence, one_end))
    tokens = match.start("first"), match.start("second")
    first, second = (collector.referents.at(sentence, one).place for one in tokens)
    road = collector.referents.at(sentence, position).id
    roads = collector.referents.roads
    beside = [one for one in (first, second) if one is not None and road in roads.near([one])]
    if len(beside) == len(tokens):
        return RoadPart((beside[0], beside[1]), tokens)
    return RoadPart(None, tokens, _only(sentence, match))


def _only(sentence: Sentence, match: re.Match[str]) -> str:
    words = " ".join(sentence.text(one) for one in range(match.start(), match.end()))
    return f"only the part {words} is meant"
