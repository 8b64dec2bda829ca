"""What a verb of control governs, and who acts: its objects, with their lists, and its actor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.actor_names import UNFOLLOWED
from frontline.claims.chunker import TagPattern
from frontline.claims.coreference import Referent
from frontline.claims.extract_distance import listed_before

if TYPE_CHECKING:
    import re

    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector

#: What can be taken, held or surrounded.
THINGS = "PLACE|TOWN|FEATURE|ROAD|UNKNOWN|PRONOUN|FRONT"
#: What may stand between a verb and its object.
_OBJECT = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE>|<COMMA><DAY><COMMA>?"
    "|<AND>(?=<DET>?<NOUN><OF>?<PLACE>)|<FIGHTING>(?=<NOUN>)"
    f"|<FORCE>(?=<NOUN|PLACE|TOWN|PART>)){{0,8}}?(?P<object><{THINGS}|COUNT>)"
)
_OBJECT_ARABIC = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE|FORCE|IN|TO|FROM|COMMA|BE|MOVE>"
    "|(?<=<NOUN><WORD>)<AND>(?=<NOUN>?<PLACE>)|<AND>(?=<NOUN><PLACE>)){0,9}?"
    f"(?P<object><{THINGS}|COUNT>)"
)
#: ", which they took": the object stands before the relative pronoun.
_RELATIVE = TagPattern("<COMMA>?<WHICH>(?=<!SAY|WHEN>{0,4}<FORCE>)<FORCE|HAVE|LIE|WORD|DET|DAY>*$")
#: "the highway between A and B, which they took".
_ROAD_BETWEEN = TagPattern(
    "(?P<road><ROAD>)<FROM|BETWEEN><PLACE|UNKNOWN|REGION><AND|TO><PLACE|UNKNOWN|REGION>$"
)
INSIDE = TagPattern(
    "<WORD|LIE|DAY|DIRECTION>{0,2}<IN><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART>{0,5}?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
#: The next item of a list; behind a mere comma only what is plainly a place.
_NEXT = (
    "(?:<COMMA>?<AND><AND>?<LIE|FROM|IN|TO|OF>?<DET>?<LIE|HELD>?<WORD>?"
    "(?:<DET>?<WORD|HELD>?<NOUN>+<WORD|OF>*)?<DET>?<HELD>?"
    "|<COMMA><AND>?<DET>?(?:<HELD>|<NOUN>+<OF>?)?)"
    "(?P<object><PLACE|TOWN|FEATURE|ROAD|COUNT|UNKNOWN>)"
)
_NEXT_ITEM = TagPattern(_NEXT)
#: Behind an item of a list: "A village, north of B".
_WHERE = (
    "(?:<NOUN>?(?:<COMMA>?<LENGTH>?<AWAY>?<DIRECTION>?<OF|FROM><DET|NOUN|OF>*<PLACE|TOWN>(?=<COMMA|AND>)"
    "|<REGION>|<NOUN>|<IN>?<DAY>))?"
)
#: "A, after heavy fighting, and the villages of B and C".
_NEXT_AFTER_ASIDE = TagPattern(
    "<COMMA><WHEN|IN|WORD|FIGHTING|FORCE|LIE|DET|DAY>{1,7}<COMMA><AND><DET>?<NOUN><OF>?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_AFTER_WHERE = TagPattern(f"{_WHERE}{_NEXT}")
#: "and towns close by, including A and B".
_INCLUDING = TagPattern(
    "(?:<COMMA>|<AND>){1,2}<DET|WORD|LIE|HELD|DIRECTION|FROM|OF>*<NOUN|COUNT><WORD|LIE|DIRECTION|REGION>{0,4}"
    "<COMMA>?<INCLUDING><DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: The same with more between, before a plain "among them".
_AMONG_THEM = TagPattern(
    "<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION|AND|DAY|UNKNOWN|FORCE|PART>{0,9}<COMMA>?<INCLUDING>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_AMONG = TagPattern(
    "<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION>{0,5}(?:(?<=<IN>)<PART|NOUN>{0,2}<PLACE>)?"
    "<COMMA>?<INCLUDING|COMMA|SAY>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_CLAUSE = TagPattern("<DAY|LIE>*(?:<BE|HAVE|NOT>|<VERB>)")
_NOUN_PHRASE = TagPattern(
    "(?:<DET|NOUN|WORD|HELD|DIRECTION|PART|LIE|REGION>|(?<=<NOUN|DET>)<OF>)*$"
)
_PREPOSITIONS = frozenset({"FROM", "IN", "TO", "TOWARDS", "BY", "BETWEEN", "OF", "LENGTH"})
_BE = TagPattern("<BE><WORD|LIE|DAY|DET|NOT>*$")
_WHICH = TagPattern("<WHICH><HAVE|NOT|BE|LIE|WORD|PRONOUN>*$")
_BY_AT_ONCE = TagPattern("<DAY|WORD|LIE|IN|DIRECTION>{0,4}<BY>")
_BY_FORCE = TagPattern(
    "<!VERB|SAY|WHEN|WHICH|PLACE|TOWN|FEATURE|COUNT>{0,10}?<BY><WORD|DET|NOUN|LIE|COMMA|HELD>{0,4}"
    "(?P<actor><FORCE>)"
)
_TO_FORCE = TagPattern(
    "<WORD|DAY|LIE>{0,3}<TO|IN|VERB><DET|WORD|OF|IN|NOUN>{0,4}?(?P<actor><FORCE>)"
)
_OF_FORCE = TagPattern("<DAY|LIE|REMAIN>{0,2}<OF>?<DET>?<WORD>?(?P<actor><FORCE>)")
_VERB_FORCE = TagPattern("<COMMA|DAY|WORD|DET|LIE|IN|PRONOUN>{0,4}(?P<actor><FORCE>)")


_INTRANSITIVE = frozenset({"fall", "change"})


def is_passive(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb says what was done to the things before it."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "past" or verb.name in _INTRANSITIVE:
        return False
    return bool(_BE.before(sentence, at) or _BY_AT_ONCE.match(sentence, at + 1))


def is_fall(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb is "fall" or alike, whose subject is what was taken."""
    verb = sentence.verb(at)
    return verb.name in _INTRANSITIVE and not verb.arabic and verb.form != "noun"


# What a verb governs --------------------------------------------------------------------------


def objects_after(sentence: Sentence, at: int) -> list[int]:
    """Return the positions of what a verb governs: the next thing, and those listed after it."""
    verb = sentence.verb(at)
    if verb.has_pronoun:
        return [at + 1]
    if verb.arabic and (several := _THEM.match(sentence, at + 1)) is not None:
        if _OF_A_NUMBER.before(sentence, at):
            return []
        return _listed_by_pronoun(sentence, several.end() - 1)
    pattern = _OBJECT_ARABIC if verb.arabic else _OBJECT
    match = pattern.match(sentence, at + 1)
    if match is not None and verb.arabic and verb.form == "noun":
        # A noun does not govern what stands behind a comma and another verb.
        match = None if sentence.has("MOVE", at + 1, match.end()) else match
    including = _ONLY_INCLUDING.match(sentence, at + 1)
    if including is not None and (match is None or match.end() >= including.end()):
        match = including
    return listed_after(sentence, match, at) or _before_relative(sentence, at)


def _before_relative(sentence: Sentence, at: int) -> list[int]:
    """Return the objects that stand before a relative pronoun: "A and B, which they took"."""
    which = _RELATIVE.before(sentence, at)
    if which is None:
        return []
    road = _ROAD_BETWEEN.before(sentence, which.start())
    last = which.start() - 1 if road is None else road.start("road")
    if sentence.tag(last) == "ROAD":
        return [last]
    return listed_before(sentence, last) if sentence.tag(last) in {"PLACE", "TOWN"} else []


#: "captured the last villages in the plain, among them A and B".
_ONLY_INCLUDING = TagPattern(
    "<WORD|DET|NOUN|OF|HELD|LIE|REGION|IN|AND|DIRECTION|FORCE|PART|UNKNOWN>{1,14}<COMMA>?<INCLUDING>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: "the number of places that they took", of which a number follows.
_OF_A_NUMBER = TagPattern("<WORD><NOUN>(?:<AND><NOUN>)*<WHICH>$")
_THEM = TagPattern("<FORCE>?<IN|FROM><PRONOUN>")


def _listed_by_pronoun(sentence: Sentence, position: int) -> list[int]:
    """Return the places that "it" or "both" on a preposition stands for, if a list precedes."""
    places = sentence.positions("PLACE|TOWN", 0, position)
    if not places or not sentence.text(position).endswith(("هما", "هم")):
        return [position]
    return listed_before(sentence, places[-1])


def listed_after(sentence: Sentence, match: re.Match[str] | None, at: int) -> list[int]:
    """Return the object that a match found, and what is listed behind it."""
    if match is None:
        return []
    arabic, first = sentence.verb(at).arabic, match.start("object")
    where = _ONLY_WHERE.before(sentence, first)
    if where is not None and not _is_governed(sentence, where, first):
        # "took a hill north of A and B": A only says where.
        match = _AND_ON.match(sentence, first + 1) if arabic else None
        if match is None:
            return []
        first = match.start("object")
    found = [first]
    more = _counted_ones(sentence, first)
    while (more := more or _next_item(sentence, found[-1] + 1)) is not None:
        item = more.start("object")
        joined = "AND" in sentence.tags[found[-1] + 1 : item]
        if joined and not arabic and _NEXT_CLAUSE.match(sentence, item + 1):
            break
        found.append(item)
        more = _counted_ones(sentence, item)
    return found


#: Arabic: an item of a list that is no known place, and the item behind it.
_AFTER_UNKNOWN = TagPattern(
    "(?P<unknown><WORD>){1,2}<AND><NOUN|DET|WORD>{0,2}(?P<object><PLACE|TOWN|FEATURE>)"
)


#: Before a place that says where, not what: "hills south of", "its control west of".
_ONLY_WHERE = TagPattern(
    "(?:(?<!<DET>)<DIRECTION><OF|FROM><DET|NOUN|WORD|HELD|OF>*"
    "|<DIRECTION><FROM>?(?:<NOUN>|(?<=<DIRECTION>))|<IN><WORD|NOUN>{1,3}<IN><NOUN|DET>*)$"
)


def _counted_ones(sentence: Sentence, position: int) -> re.Match[str] | None:
    """Match the first of the places that a count stands for: "five villages, among them A"."""
    if sentence.tag(position) != "COUNT":
        return None
    after = position + 1
    return _AMONG_THEM.match(sentence, after) or _AMONG.match(sentence, after)


_AND_ON = TagPattern(
    "(?:<COMMA><LENGTH><COMMA>)?<COMMA>?<AND><IN><DET|NOUN|OF>*(?P<object><PLACE|TOWN>)"
)


def _is_governed(sentence: Sentence, where: re.Match[str], first: int) -> bool:
    """Return whether a verb's own preposition stands before its object: "took, in hours, A"."""
    own = sentence.positions("IN", where.start(), first)
    return len(own) > 1 and sentence.text(own[0]) == "في" and sentence.text(own[-1]) == "علي"


def _next_item(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of a list; an unknown name is an item too."""
    if sentence.text(after).startswith("و") and (match := _AFTER_UNKNOWN.match(sentence, after)):
        return match
    for pattern in (_NEXT_ITEM, _INCLUDING, _NEXT_AFTER_WHERE, _NEXT_AFTER_ASIDE):
        match = pattern.match(sentence, after)
        if match is not None and (
            sentence.tag(match.start("object")) != "UNKNOWN" or _is_item(sentence, match)
        ):
            return match
    return None


_CLAUSE_AHEAD = TagPattern("<BE|HAVE|VERB|MOVE|LIE|SAY|WORD>")


def _is_item(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether an unknown name is an item, and not the subject of what follows."""
    return _CLAUSE_AHEAD.match(sentence, match.end()) is None


def objects_before(sentence: Sentence, at: int) -> list[int]:
    """Return what was taken, held or surrounded: the subject of a passive."""
    which = _WHICH.before(sentence, at)
    if which is not None:
        heads = sentence.positions("PLACE|TOWN|FEATURE|ROAD|COUNT", 0, which.start())
        if heads and sentence.tags[heads[-1] + 1 : which.start()] in ([], ["COMMA"], ["NOUN"]):
            return heads[-1:]
        free = [head for head in heads if not is_behind_preposition(sentence, head)] or heads
        return free[-1:]
    breaks = [
        one for one in sentence.positions("SAY|WHEN", 0, at)
        if not _BEFORE_PLACE.match(sentence, one)
    ]  # fmt: skip
    skipped: set[int] = set()
    for position in sentence.positions(f"{THINGS}|COUNT", breaks[-1] + 1 if breaks else 0, at):
        if position in skipped:
            continue
        if is_behind_preposition(sentence, position):
            skipped |= _rest_of_list(sentence, position, at)
            continue
        if not any(position == other for other, _ in sentence.governed):
            return _list_from(sentence, position, at)
    return []


#: "fell to the army together with nine villages": what follows the verb shares its subject.
_TOGETHER = TagPattern(
    "<TO|BY|IN|DET|FORCE|DAY|WORD|COMMA|LIE>{0,8}?(?P<with><AND><COMMA>?)"
    "<DET|WORD|NOUN|OF|HELD>{0,3}?(?P<object><PLACE|COUNT>)"
)


def together_with(sentence: Sentence, at: int) -> list[int]:
    """Return what is named behind a passive verb with "together with" or "along with"."""
    match = _TOGETHER.match(sentence, at + 1)
    if match is None or sentence.text(match.start("with")) not in _TOGETHER_WITH:
        return []
    return listed_after(sentence, match, at)


_TOGETHER_WITH = frozenset(
    {"together with", "along with", "as well as", "in addition to", "besides"}
)


#: "the last town before Idlib city": no clause begins there.
_BEFORE_PLACE = TagPattern("<WHEN><DET|NOUN>{0,2}<PLACE|TOWN|REGION>(?!<BE|HAVE|VERB|AND|NOT>)")


def _rest_of_list(sentence: Sentence, position: int, at: int) -> set[int]:
    """Return the further items of "its posts in A, B and C", which only locate too."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = (position if phrase is None else phrase.start()) - 1
    if sentence.tag(start) != "IN" or sentence.tag(start - 1) in {"", "COMMA", "SAY", "WHEN"}:
        return set()
    return set(_list_from(sentence, position, at))


def is_behind_preposition(sentence: Sentence, position: int) -> bool:
    """Return whether a thing stands behind a preposition: "in Saraqib"."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = position if phrase is None else phrase.start()
    if sentence.tag(start - 1) == "WHEN":
        return _BEFORE_PLACE.match(sentence, start - 1) is not None
    return sentence.tag(start - 1) in _PREPOSITIONS


def _list_from(sentence: Sentence, position: int, at: int) -> list[int]:
    """Return the items of a list that begins at a position and ends before a verb."""
    found = [position]
    more = _counted_ones(sentence, position)
    while (more := more or _next_item(sentence, found[-1] + 1)) and more.start("object") < at:
        if "AND" not in sentence.tags[found[-1] + 1 : at]:
            break
        found.append(more.start("object"))
        more = None
    return found


# Who did it -----------------------------------------------------------------------------------


def agent(sentence: Sentence, at: int, *, passive: bool) -> int | None:
    """Find the force named beside the verb as the one that acts."""
    verb = sentence.verb(at)
    if verb.name == "fall" and verb.rest:
        match = _OF_FORCE.match(sentence, at + 1)
    elif verb.name == "fall":
        match = _TO_FORCE.match(sentence, _objects_end(sentence, at) + 1)
    elif verb.form == "state":
        match = _OF_FORCE.match(sentence, at + 1)
    elif passive:
        match = _BY_FORCE.match(sentence, at + 1)
    elif verb.arabic:
        match = _VERB_FORCE.match(sentence, at + 1)
    elif verb.form == "noun":
        match = _BY_FORCE.match(sentence, _objects_end(sentence, at) + 1)
    else:
        match = None
    return None if match is None else match.start("actor")


def _objects_end(sentence: Sentence, at: int) -> int:
    """Return the position of the last word that a verb governs."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form == "noun":
        return max(objects_after(sentence, at), default=at)
    return at


def actor_of(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return who acts: the force before an active verb, else the one behind it, else the last."""
    if (who := _WHO.before(sentence, at)) is not None:
        return known_force(collector, sentence, who.start("actor"))
    before = sentence.positions("FORCE", 0, at)
    free = [force for force in before if not _is_no_subject(sentence, force)]
    named = sentence.positions("FORCE|FEATURE|UNKNOWN", 0, at)
    if (
        named
        and sentence.tag(named[-1]) != "FORCE"
        and _STRANGER.fullmatch(sentence, named[-1] + 1, at)
    ) and not is_behind_preposition(sentence, named[-1]):
        words = sentence.text(named[-1])
        return Referent("none", None, words, why=f"the record follows no force called {words!r}")
    if free or before:
        return _first_of_joint(collector, sentence, free or before)
    behind = [
        force for force in sentence.positions("FORCE", at) if not _is_no_subject(sentence, force)
    ]
    if not behind:
        return collector.last_force()
    found = collector.referents.at(sentence, behind[0])
    if sentence.verb(at).arabic:
        return found  # the subject may follow its verb
    return replace(found, unsure=f"who did it: {found.words!r} is named only behind it")


def _first_of_joint(collector: ClaimCollector, sentence: Sentence, forces: list[int]) -> Referent:
    """Return the last force; of two joint ones from opposite sides the first, which is unsure."""
    last = known_force(collector, sentence, forces[-1])
    if len(forces) < 2 or not _JOINT.fullmatch(sentence, forces[-2] + 1, forces[-1]):
        return last
    first = known_force(collector, sentence, forces[-2])
    if first.kind != "actor" or last.kind != "actor" or first.id == last.id:
        return last
    return replace(first, unsure=f"{first.words!r} and {last.words!r} are of opposite sides")


#: "fighters of the group".
_OF_WHOM = TagPattern("<OF|FROM><DET|WORD>{0,2}(?P<actor><FORCE>)")
_JOINT = TagPattern("<DET|WORD|LIE|OF|IN|FROM|NOUN>*<AND><DET|WORD|LIE|OF|IN|FROM|NOUN>*")


def known_force(collector: ClaimCollector, sentence: Sentence, position: int) -> Referent:
    """Return a force; of joint forces the one that the record follows."""
    whose = _OF_WHOM.match(sentence, position + 1)
    joint = " and " in sentence.text(position) and sentence.value(position) == UNFOLLOWED
    if whose is not None and (joint or sentence.value(position) is None):
        return collector.referents.at(sentence, whose.start("actor"))
    referent = collector.referents.at(sentence, position)
    if referent.kind != "none":
        return referent
    for other in sentence.positions("FORCE"):
        first, last = sorted((position, other))
        if other == position or last - first > 8 or not _JOINT.fullmatch(sentence, first + 1, last):
            continue
        partner = collector.referents.at(sentence, other)
        if partner.kind == "actor":
            note = f"the record does not follow {referent.words!r}, which acted with them"
            return replace(partner, note=note, unsure="one of two joint forces is not followed")
    return referent


#: "rebels who had held it".
_WHO = TagPattern("(?P<actor><FORCE>)<COMMA>?<WHICH><HAVE|BE|NOT|LIE|WORD|DAY>*$")
_STRANGER = TagPattern("<LIE|HAVE|BE|NOT|WORD>*")
_NO_SUBJECT = TagPattern("<BY|FROM|OF|TOWARDS|BETWEEN|IN><DET|WORD>*$")


def _is_no_subject(sentence: Sentence, position: int) -> bool:
    """Return whether a force stands behind a preposition."""
    return _NO_SUBJECT.before(sentence, position) is not None
