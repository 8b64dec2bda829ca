"""Find what a length is measured from and to, by the words around it.

"3 km from the town", "3 km west of the town", "between the army and the town there are 3 km",
"the town, 3 km away", "A, west of B (800 m)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.reader.chunker import POINTS, TARGETS, TagPattern

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence

#: What may stand between "from" and its place: "the key rebel-held town of".
FILL = (
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|LIE>"
    "|(?<=<WORD>)<AND>(?=<WORD><NOUN|PLACE>)){0,7}?"
)
_TARGET = (
    f"{FILL}(?:(?P<part><PART>)<OF|FROM|IN|TO>?{FILL})?(?P<target><{TARGETS}>)(?P<part2><PART>)?"
)
_SIDE_AFTER = (
    "(?:<IN|FROM|TO>{1,2}<DET|WORD|NOUN>{0,2}(?P<side><DIRECTION>)"
    "|(?P<adverb><DIRECTION>)(?!<OF|FROM|PLACE|TOWN|NOUN|REGION|UNKNOWN|WORD|AND>))?"
)
_TOWARDS = "(?:<TO|IN|TOWARDS>?<DET>?<NOUN>?(?P<direction><DIRECTION>)<WORD|NOUN>?)"
_FROM_TARGET = TagPattern(
    f"<COMMA|AWAY|REMAIN|LIE>{{0,2}}{_TOWARDS}?(?:<AND><LENGTH|DIRECTION>{{1,2}})?<AWAY>?"
    f"<FROM|OF>{{1,2}}{_TARGET}{_SIDE_AFTER}"
)
#: Arabic has no "of": "3 km west the town".
_DIRECTION_TARGET = TagPattern(
    f"<COMMA|AWAY|REMAIN|LIE>{{0,2}}{_TOWARDS}<NOUN>?(?P<target><PLACE|TOWN|ROAD|FEATURE>)"
)
#: "as close as 2 km to the road", "three kilometres before the town".
_TO_TARGET = TagPattern(f"<COMMA|AWAY>?(?:<TO><WORD>)?<TO|WHEN>{_TARGET}")
#: "3 km left to reach the town".
_TO_REACH = TagPattern(f"<REMAIN|WORD|AWAY>?<TO><VERB>{FILL}(?P<target><{POINTS}|ROAD>)")
#: "within 12 km of two cities: A and B".
_FROM_LIST = TagPattern(
    f"<AWAY>?<FROM|OF><DET|COUNT|NOUN|WORD>{{1,4}}<SAY|COMMA>{FILL}(?P<target><PLACE>)"
)
_NEXT_IN_LIST = TagPattern("(?:<COMMA>|<AND>){1,2}<DET>?<NOUN>?<OF>?(?P<target><PLACE>)")
_ITS_EDGE = TagPattern(f"<AWAY>?{_TOWARDS}?<FROM|OF>(?P<target><DET>)<DIRECTION>?(?P<part><PART>)")
_FROM_FORCE = TagPattern(f"<COMMA|AWAY>{{0,2}}{_TOWARDS}?<AWAY>?<FROM|OF>{FILL}(?P<target><FORCE>)")
_AWAY = TagPattern(
    "<WORD|COMMA>?(?:<AWAY>{1,2}"
    "|(?:<TO|IN|FROM><DET|PRONOUN>?|<AWAY>)?(?P<direction><DIRECTION>)<AWAY>?)(?!<OF>)"
)
#: "3 km separate the army from the town"; "between A and B there are 3 km".
_SEPARATE = TagPattern(
    f"(?:<OF><WORD|DET>{{1,3}})?<WORD|LIE>{{0,3}}<BETWEEN><BETWEEN|FROM>?{FILL}(?P<subject><FORCE|{TARGETS}>)"
    f"<AND|FROM|IN>{FILL}(?P<target><FORCE|{TARGETS}>)"
)
#: "4 km separate it from the town", "the distance that separates it from A to 4 km", in Arabic.
_SEPARATE_IT = TagPattern(f"<WORD|LIE>?<BETWEEN><FROM>{_TARGET}{_SIDE_AFTER}")
_SEPARATES_IT_TO = TagPattern(
    f"<AWAY><WHICH><BETWEEN><FROM>{FILL}(?P<target><{TARGETS}>)<TO><WORD>?$"
)
#: "from A it is 26 km along the road to B".
_FROM_HERE = TagPattern(
    f"<FROM>{FILL}(?P<subject><PLACE|TOWN>)<COMMA>?(?:<PRONOUN|LIE><BE>|<BE>)<LIE>?$"
)
_ON_TO = TagPattern(
    f"<DIRECTION|AWAY>{{0,2}}(?:<IN><DET|WORD>{{0,2}}<ROAD>)?<TO>{FILL}(?P<target><PLACE|TOWN>)"
)
#: Not "from each of A and B".
_BETWEEN = TagPattern(
    f"(?:(?P<between><BETWEEN>)|<FROM>){FILL}(?P<subject><FORCE|{TARGETS}>)"
    f"(?:(?(between)<AND>|(?!))|<TO|FROM>){FILL}(?P<target><FORCE|{TARGETS}>)"
)
#: "A lies between B and C": how far B is from C is not meant.
LIES_BETWEEN = TagPattern(
    "(?:<LIE><NOUN>?<PLACE>|<PLACE><LIE|BE>{1,2})<BETWEEN>(?P<first><PLACE>)<AND><PLACE>"
)
#: "the distance of the army from the town has shrunk to 3 km".
_DISTANCE_OF = TagPattern(
    f"<LIE><OF|FROM|BETWEEN>{FILL}(?P<subject><FORCE|{TARGETS}>)<FROM|TO|AND>{FILL}"
    f"(?P<target><FORCE|{TARGETS}>)"
)
#: What may follow the second end: "from the road east of the town".
_LOCATED_AT = TagPattern("(?:<DIRECTION|WORD|NOUN><OF|FROM|DET|NOUN>*<PLACE|TOWN>|<REGION>)?")
#: "A, west of B (800 m)"; "it lies west of B by 10 km".
_IN_BRACKETS = TagPattern(
    f"(?P<subject><{POINTS}>)<COMMA|LIE|BE>{{0,2}}(?P<direction><DIRECTION>)<OF|FROM|DET|NOUN>*"
    "(?P<target><PLACE|TOWN|ROAD|FEATURE>)<COMMA>$"
)
_DIRECTION_BEFORE = TagPattern(
    "(?P<direction><DIRECTION>)<NOUN>?<OF|FROM>?<DET|NOUN|OF>*"
    "(?P<target><PLACE|TOWN|ROAD|FEATURE>)<IN|BY|AWAY>{0,2}$"
)
#: Arabic may put the target before the length: "it lies, from the town, 3 km".
_TARGET_BEFORE = TagPattern(
    f"<FROM>{FILL}(?:(?P<part><PART>)<FROM>?{FILL})?(?P<target><{TARGETS}>)"
    "(?:<FROM|IN>{1,2}<NOUN|WORD>?(?P<direction><DIRECTION>))?"
    "(?:<TO><AWAY>|(?:(?<=<PRONOUN>)<FORCE>)?<COMMA|WORD|DET|LIE|AWAY|DAY|BE>{0,5})$"
)
#: "the closest troops to the town are 3 km".
_CLOSEST_TO = TagPattern(f"<TO>{FILL}(?P<target><PLACE|TOWN|ROAD>)<BE|LIE|COMMA|AWAY>{{1,3}}$")
_CLOSEST = frozenset({"closest", "nearest"})
#: "reducing the distance to the road to 3 km".
_DISTANCE_TO = TagPattern(f"<LIE><TO|FROM>{FILL}(?P<target><{TARGETS}>)<TO|BY><DET>?<LIE>?$")
_SIDE = TagPattern(
    "(?:<IN|FROM|TO>{1,2}<DET|WORD|NOUN>{0,2}(?P<side><DIRECTION>)(?!<FROM|OF>)"
    "|(?P<adverb><DIRECTION>)(?!<OF|FROM|PLACE|TOWN|NOUN|REGION|UNKNOWN|WORD|AND>))"
)
#: A second target of one length, "3 km from the road and from the town", without its own length.
ALSO_FROM = TagPattern(
    f"<AND><FROM|OF>{FILL}(?P<target><{TARGETS}>)(?!<AWAY|WORD|LIE|COMMA>{{0,2}}<LENGTH>)"
)


class Ends(NamedTuple):
    """Positions of what a length is measured to and from, as far as its words name them."""

    target: int | None
    end: int
    direction: int | None = None
    part: int | None = None
    subject: int | None = None
    unsure: str = ""


#: "is, from it, 3 km away on the side of A", as Arabic puts it.
_ON_THE_SIDE = frozenset({"من جهه", "من الجهه"})
#: In this order, what stands behind a length.
_BEHIND = (
    _FROM_TARGET, _DIRECTION_TARGET, _TO_TARGET, _TO_REACH, _FROM_LIST, _ITS_EDGE, _SEPARATE_IT,
)  # fmt: skip


def find_ends(sentence: Sentence, at: int) -> Ends | None:
    """Find what a length is measured to, and from where its words say so."""
    if sentence.text(at + 1) in _ON_THE_SIDE and _TARGET_BEFORE.before(sentence, at) is not None:
        return _ends_before(sentence, at)
    for pattern in _BEHIND:
        match = pattern.match(sentence, at + 1)
        if match and _is_allowed(sentence, pattern, match):
            return _matched(match)
    if (ends := _between_ends(sentence, at)) is not None:
        return ends
    if (match := _FROM_FORCE.match(sentence, at + 1)) is not None:
        return _matched(match)
    return _ends_before(sentence, at)


def _between_ends(sentence: Sentence, at: int) -> Ends | None:
    """Find both ends in "between A and B", and in "A, west of B (800 m)"."""
    start, goal = _FROM_HERE.before(sentence, at), _ON_TO.match(sentence, at + 1)
    if start is not None and goal is not None:
        sentence.used.update(sentence.positions("DIRECTION", at, goal.end()))
        return Ends(goal.start("target"), goal.end(), subject=start.start("subject"))
    for pattern in (_SEPARATE, _BETWEEN):
        if (match := pattern.match(sentence, at + 1)) is not None:
            return Ends(match.start("target"), match.end(), subject=match.start("subject"))
    if (bracket := _IN_BRACKETS.before(sentence, at)) and sentence.tag(at + 1) == "COMMA":
        target, subject = bracket.start("target"), bracket.start("subject")
        return Ends(target, at + 2, bracket.start("direction"), subject=subject)
    for match in _between(sentence, at):
        located = _LOCATED_AT.match(sentence, match.end())
        end = match.end() if located is None else located.end()
        if not sentence.has(f"{TARGETS}|FORCE|SAY", end, at):
            sentence.used.update(sentence.positions("DIRECTION", match.end(), end))
            return Ends(match.start("target"), at + 1, subject=match.start("subject"))
    return None


def _ends_before(sentence: Sentence, at: int) -> Ends | None:
    """Find a target that stands before the length."""
    match = _DISTANCE_TO.before(sentence, at) or _SEPARATES_IT_TO.before(sentence, at)
    if match is not None:
        return Ends(match.start("target"), at + 1)
    match = _CLOSEST_TO.before(sentence, at)
    if match is not None and _CLOSEST & {sentence.text(one) for one in range(match.start())}:
        return _with_side(sentence, at, match.start("target"), None)
    if (match := _TARGET_BEFORE.before(sentence, at)) is not None:
        if match["direction"]:
            return _matched(match)._replace(end=at + 1)
        part = match.start("part") if match["part"] else None
        return _with_side(sentence, at, match.start("target"), part)
    match = _AWAY.match(sentence, at + 1)
    if match is not None:
        return _away(sentence, at, match)
    match = _DIRECTION_BEFORE.before(sentence, at)
    return None if match is None else _matched(match)._replace(end=at + 1)


def _with_side(sentence: Sentence, at: int, target: int, part: int | None) -> Ends:
    """Return a target that stands before the length, with the side named behind it."""
    side = _SIDE.match(sentence, at + 1)
    if side is None:
        return Ends(target, at + 1, None, part)
    return Ends(target, side.end(), side.start("side" if side["side"] else "adverb"), part)


def _between(sentence: Sentence, at: int) -> list[re.Match[str]]:
    """Find "between A and B" and "the distance of A from B" before a length."""
    named = [
        match
        for match in _DISTANCE_OF.finditer(sentence, 0, at)
        if sentence.text(match.start()).startswith("distance")
    ]
    lies = LIES_BETWEEN.search(sentence, 0, at)
    inside = range(0) if lies is None else range(lies.start("first"), lies.end())
    plain = _BETWEEN.finditer(sentence, 0, at)
    return [*named, *(match for match in plain if match.start("subject") not in inside)]


def _is_allowed(sentence: Sentence, pattern: TagPattern, match: re.Match[str]) -> bool:
    """Return whether "to", "into" or "before" may stand before this target."""
    if pattern is _ITS_EDGE:
        return sentence.text(match.start("target")) in {"its", "their"}
    if pattern is _TO_REACH:
        verbs = sentence.positions("VERB", match.start(), match.end())
        return sentence.verb(verbs[0]).name in {"reach", "take", "enter"}
    if pattern is not _TO_TARGET:
        return True
    return sentence.tag(match.end() - 1) in {"PLACE", "ROAD", "TOWN", "FEATURE"} and (
        sentence.tag(match.start()) == "TO" or "before" in sentence.text(match.start())
    )


def _matched(match: re.Match[str]) -> Ends:
    at = {name: match.start(name) for name in match.re.groupindex if match[name]}
    side = at.get("side", at.get("adverb"))
    direction, part = at.get("direction", side), at.get("part", at.get("part2"))
    return Ends(at["target"], match.end(), direction, part)


_APPOSED = TagPattern(
    "<LIE|COMMA|NOUN|DET|BE|WHICH|AWAY|HAVE|WORD|OF|REMAIN|AND|PRONOUN|DAY|MOVE|IN>*"
)


#: "the unit at A is 5 km away": A is where it is, not what it is away from.
_WHERE_THEY_ARE = TagPattern("<FORCE|WORD|FEATURE><WORD|COMMA>{0,2}<IN><DET|NOUN|OF>*$")


def _away(sentence: Sentence, at: int, match: re.Match[str]) -> Ends:
    """Read "the town, 3 km away": the target stands before."""
    direction = match.start("direction") if match["direction"] else None
    before = sentence.positions(TARGETS, 0, at)
    if before and direction is None and _APPOSED.fullmatch(sentence, before[-1] + 1, at):
        is_there = _WHERE_THEY_ARE.before(sentence, before[-1]) is not None
        stated = sentence.has("BE|LIE", before[-1], at) and not is_there
        from_what = "" if stated else "from what it is away"
        return Ends(before[-1], match.end(), unsure=from_what)
    return Ends(None, match.end(), direction)


def listed_targets(sentence: Sentence, at: int, ends: Ends) -> list[int]:
    """Return the further targets of "within 12 km of two cities: A, B and C"."""
    found: list[int] = []
    if _FROM_LIST.match(sentence, at + 1) is None:
        return found
    end = ends.end
    while (match := _NEXT_IN_LIST.match(sentence, end)) is not None:
        found.append(match.start("target"))
        end = match.end()
    return found
