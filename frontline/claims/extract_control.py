"""Read verbs of control: who took, held, lost, entered, reached or surrounded what."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.claims.actor_names import UNFOLLOWED
from frontline.claims.chunker import TagPattern
from frontline.claims.coreference import Referent
from frontline.claims.extract_distance import last_force, listed_before
from frontline.claims.extract_extent import read_count
from frontline.claims.lexicon import any_of, both
from frontline.claims.verb_context import mood_at

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector

#: What can be taken, held or surrounded.
THINGS = "PLACE|TOWN|FEATURE|ROAD|UNKNOWN|PRONOUN|FRONT"
#: What may stand between a verb and its object.
_OBJECT = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE>|<COMMA><DAY><COMMA>?"
    "|<AND>(?=<DET>?<NOUN><OF>?<PLACE>)"
    f"|<FORCE>(?=<NOUN|PLACE|TOWN|PART>)){{0,8}}?(?P<object><{THINGS}|COUNT>)"
)
_OBJECT_ARABIC = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE|FORCE|IN|TO|FROM|COMMA|BE|MOVE>"
    "|<AND>(?=<NOUN><PLACE>)){0,9}?"
    f"(?P<object><{THINGS}|COUNT>)"
)
#: ", which they took": the object stands before the relative pronoun.
_RELATIVE = TagPattern("<COMMA>?<WHICH>(?=<!SAY|WHEN>{0,4}<FORCE>)<FORCE|HAVE|LIE|WORD|DET|DAY>*$")
INSIDE = TagPattern(
    "<WORD|LIE|DAY|DIRECTION>{0,2}<IN><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART>{0,5}?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
#: The next item of a list; behind a mere comma only what is plainly a place.
_NEXT = (
    "(?:<COMMA>?<AND><AND>?<LIE|FROM|IN|TO|OF>?<DET>?<HELD>?<WORD>?"
    "(?:<DET>?<WORD|HELD>?<NOUN>+<WORD|OF>*)?<DET>?<HELD>?"
    "|<COMMA><AND>?<DET>?(?:<HELD>|<NOUN>+<OF>?)?)"
    "(?P<object><PLACE|TOWN|FEATURE|ROAD|COUNT|UNKNOWN>)"
)
_NEXT_ITEM = TagPattern(_NEXT)
#: Behind an item of a list: "A village, north of B".
_WHERE = (
    "(?:<NOUN>?(?:<COMMA>?<LENGTH>?<AWAY>?<DIRECTION>?<OF|FROM><DET|NOUN|OF>*<PLACE|TOWN>(?=<COMMA|AND>)"
    "|<REGION>|<NOUN>))?"
)
_NEXT_AFTER_WHERE = TagPattern(f"{_WHERE}{_NEXT}")
#: "and towns close by, including A and B".
_INCLUDING = TagPattern(
    "(?:<COMMA>|<AND>){1,2}<DET|WORD|LIE|HELD|DIRECTION>*<NOUN|COUNT><WORD|LIE|DIRECTION|REGION>{0,4}"
    "<COMMA>?<INCLUDING><DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_AMONG = TagPattern(
    "<DIRECTION|DET|TO|OF|FROM|WORD|NOUN|REGION>{0,5}<COMMA>?<INCLUDING|COMMA|SAY>"
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


def is_passive(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb says what was done to the things before it."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "past" or verb.name == "fall":
        return False
    return bool(_BE.before(sentence, at) or _BY_AT_ONCE.match(sentence, at + 1))


def is_fall(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb is "fall", whose subject is what was taken."""
    verb = sentence.verb(at)
    return verb.name == "fall" and not verb.arabic and verb.form != "noun"


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
    found = listed_after(sentence, match, at)
    which = None if found else _RELATIVE.before(sentence, at)
    if which is not None and sentence.tag(which.start() - 1) in {"PLACE", "TOWN"}:
        return listed_before(sentence, which.start() - 1)
    return found


#: "the number of places that they took", of which a number follows.
_OF_A_NUMBER = TagPattern("<WORD><NOUN><WHICH>$")
_THEM = TagPattern("<IN|FROM><PRONOUN>")


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
    if _ONLY_WHERE.before(sentence, first):
        return []
    found = [first]
    more = _AMONG.match(sentence, first + 1) if sentence.tag(first) == "COUNT" else None
    while (more := more or _next_item(sentence, found[-1] + 1)) is not None:
        item = more.start("object")
        joined = "AND" in sentence.tags[found[-1] + 1 : item]
        if joined and not arabic and _NEXT_CLAUSE.match(sentence, item + 1):
            break
        found.append(item)
        more = None
    return found


#: Arabic: an item of a list that nothing is called, and the item behind it.
_AFTER_UNKNOWN = TagPattern(
    "(?P<unknown><WORD>){1,2}<AND><NOUN|DET|WORD>{0,2}(?P<object><PLACE|TOWN|FEATURE>)"
)


#: Before a place that says where, not what: "hills south of", "its control west of".
_ONLY_WHERE = TagPattern(
    "(?:(?<!<DET>)<DIRECTION><OF|FROM><DET|NOUN|WORD|HELD|OF>*"
    "|<DIRECTION><FROM>?(?:<NOUN>|(?<=<DIRECTION>)))$"
)


def _next_item(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of a list; a name that nothing is called is one too."""
    if sentence.text(after).startswith("و") and (match := _AFTER_UNKNOWN.match(sentence, after)):
        return match
    for pattern in (_NEXT_ITEM, _INCLUDING, _NEXT_AFTER_WHERE):
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
        free = [head for head in heads if not _is_behind_preposition(sentence, head)] or heads
        return free[-1:]
    breaks = sentence.positions("SAY|WHEN", 0, at)
    skipped: set[int] = set()
    for position in sentence.positions(f"{THINGS}|COUNT", breaks[-1] + 1 if breaks else 0, at):
        if position in skipped:
            continue
        if _is_behind_preposition(sentence, position):
            skipped |= _rest_of_list(sentence, position, at)
            continue
        if not any(position == other for other, _ in sentence.governed):
            return _list_from(sentence, position, at)
    return []


def _rest_of_list(sentence: Sentence, position: int, at: int) -> set[int]:
    """Return the further items of "its posts in A, B and C", which only locate too."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = (position if phrase is None else phrase.start()) - 1
    if sentence.tag(start) != "IN" or sentence.tag(start - 1) in {"", "COMMA", "SAY", "WHEN"}:
        return set()
    return set(_list_from(sentence, position, at))


def _is_behind_preposition(sentence: Sentence, position: int) -> bool:
    """Return whether a thing stands behind a preposition: "in Saraqib"."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = position if phrase is None else phrase.start()
    return sentence.tag(start - 1) in _PREPOSITIONS


def _list_from(sentence: Sentence, position: int, at: int) -> list[int]:
    """Return the items of a list that begins at a position and ends before a verb."""
    found = [position]
    more = _AMONG.match(sentence, position + 1) if sentence.tag(position) == "COUNT" else None
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
    if verb.name == "fall":
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
    ) and not _is_behind_preposition(sentence, named[-1]):
        words = sentence.text(named[-1])
        return Referent("none", None, words, why=f"the record follows no force called {words!r}")
    if free or before:
        return known_force(collector, sentence, (free or before)[-1])
    behind = [
        force for force in sentence.positions("FORCE", at) if not _is_no_subject(sentence, force)
    ]
    return collector.referents.at(sentence, behind[0]) if behind else last_force(collector)


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


# Verbs ----------------------------------------------------------------------------------------


def read_control(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read every verb of taking, holding, losing, reaching or surrounding in a sentence."""
    if not sentence.has(f"{THINGS}|COUNT|REGION"):
        return
    for at in sentence.positions("VERB"):
        if at not in sentence.used:
            _read_verb(collector, sentence, at)
    for match in _AT_THE_EDGE.finditer(sentence):
        _read_edge(collector, sentence, match)


#: "are now on the outskirts of the town".
_AT_THE_EDGE = TagPattern(
    "(?:(?<!<PLACE|TOWN|FEATURE|UNKNOWN|PRONOUN|WHICH>)<BE|LIE|REMAIN>{1,3}|(?<=<FORCE>))<IN>?<DET>?"
    "(?P<side><DIRECTION>)?(?P<edge><PART>)<OF|TO>?<DET|WORD|NOUN|OF|HELD>{0,4}(?P<place><PLACE|TOWN>)"
)


def _read_edge(collector: ClaimCollector, sentence: Sentence, match: re.Match[str]) -> None:
    """Read forces at the edge of a place as having reached it."""
    edge, place = match.start("edge"), match.start("place")
    if sentence.value(edge) != "edge" or edge in sentence.used:
        return
    follows_verb = sentence.tag(match.start()) in {"BE", "LIE", "REMAIN"}
    if not follows_verb and sentence.text(edge).isascii():
        return
    subject = actor_of(collector, sentence, edge)
    target = collector.referents.at(sentence, place)
    bad = next((one for one in (target, subject) if one is None or one.kind == "none"), None)
    if subject is None or bad is not None:
        why = bad.why if bad is not None else "who is there is not named"
        collector.reject((edge, place), sentence, why)
        return
    directions = sentence.value(match.start("side")) if match["side"] else ()
    sentence.used.add(match.start("side") if match["side"] else edge)
    collector.add(
        "distance", (edge, place), sentence, edge, subject=subject, target=target,
        verb="reach", comparator="at", low=0.0, high=1000.0, part="edge", directions=directions,
    )  # fmt: skip


_BY_FIRE = frozenset(both("not_control", "fire"))
_MINES = frozenset(both("not_control", "mines"))
_THIS = frozenset({"هذه", "بهذه", "هذا", "بهذا"})


#: "more than fifty days after their capture of it", as Arabic writes it.
_TIME_SINCE = TagPattern("<WHEN><!PLACE|VERB|FORCE|COMMA|SAY>{1,5}<FROM>$")


def _is_no_change(sentence: Sentence, at: int) -> str | None:
    """Return why a verb of control changes nothing: control by fire, clearing of mines."""
    verb = sentence.verb(at)
    if verb.arabic and verb.form == "noun" and sentence.text(at - 1) in _THIS:
        return "it refers to what was taken before"
    if verb.arabic and verb.form == "noun" and _TIME_SINCE.before(sentence, at):
        return "its day is counted from another day"
    around = [sentence.text(one) for one in range(max(0, at - 2), min(len(sentence), at + 7))]
    words = {word for text in around for word in text.split()}
    if verb.name in {"take", "hold"} and words & _BY_FIRE:
        return "control by fire: it is in range of guns, but nobody entered it"
    if verb.name == "take" and sentence.text(at).startswith(_CLEARING) and words & _MINES:
        return "clearing of mines is no change of control"
    return None


_CLEARING = ("clear", "sweep", "swept", "secur", "تامين", "تمشيط", "تطهير")
#: "استعاد الجيش السيطرة": the verb's own noun names the object.
_OWN_NOUN = TagPattern("<FORCE|COMMA|WORD|DAY|LIE>{0,4}<VERB>")


def _without_object(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Handle a verb that governs a region, or whose own noun names the object."""
    if sentence.verb(at).arabic and _OWN_NOUN.match(sentence, at + 1):
        sentence.used.add(at)
    elif sentence.verb(at).name == "repel":
        collector.reject_clause(at, sentence, _BEATEN_OFF)
    elif region := _REGION_OBJECT.match(sentence, at + 1):
        why = "a whole region: the record is judged place by place and road by road"
        collector.reject((at, region.end() - 1), sentence, why)


_BEATEN_OFF = "an attack that was beaten off changes nothing"
_REGION_OBJECT = TagPattern("<WORD|DET|NOUN|OF|DAY|LIE|PART>{0,5}<REGION>")


def _read_verb(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Find what a verb governs, and who acts."""
    verb = sentence.verb(at)
    if verb.name == "expel":
        _read_expelled(collector, sentence, at)
        return
    if (why := _is_no_change(sentence, at)) is not None:
        collector.reject_clause(at, sentence, why)
        return
    passive = is_passive(sentence, at)
    before = passive or verb.form in {"state", "participle"} or is_fall(sentence, at)
    objects = objects_before(sentence, at) if before else objects_after(sentence, at)
    actor_at = agent(sentence, at, passive=before)
    if before and not objects and verb.name == "surround":
        objects = listed_after(sentence, INSIDE.match(sentence, at + 1), at)
    if not objects:
        _without_object(collector, sentence, at)
        return
    _reject_unknown_items(collector, sentence, at, objects)
    subject = _subject(collector, sentence, at, actor_at, done=before)
    if verb.name == "fall" and actor_at is not None:
        sentence.used.update(sentence.positions("VERB", at, actor_at))
    # "The town, lost by rebels, was ...": the town may be the subject of another verb too.
    is_aside = passive and not sentence.has("BE", at - 3, at)
    mood = mood_at(sentence, at, objects[-1] + 1)
    for position in objects:
        if (position, verb.name) in sentence.governed:
            continue
        if not is_aside:
            sentence.governed.add((position, verb.name))
        if sentence.tag(position) == "COUNT":
            read_count(collector, sentence, at, position, (subject, mood))
        else:
            _read_object(collector, sentence, at, (position, actor_at), (subject, mood))


_LIST_HEADS = frozenset(
    {"قري", "بلدات", "قريتي", "بلدتي", "مدن", "قريتا", "بلدتا", "مناطق", "تلال"}
)


def _reject_unknown_items(
    collector: ClaimCollector, sentence: Sentence, at: int, objects: list[int]
) -> None:
    """List the Arabic items of a list that nothing is called; they are words like any other."""
    if not sentence.verb(at).arabic:
        return
    is_list = any(sentence.text(one) in _LIST_HEADS for one in range(at, objects[-1]))
    gaps = list(itertools.pairwise(objects))
    if is_list:
        gaps.append((objects[-1], min(objects[-1] + 2, len(sentence))))
    for first, last in gaps:
        for one in sentence.positions("WORD", first + 1, last):
            if sentence.text(one).startswith("و") and len(sentence.text(one)) > 3:
                words = sentence.text(one).removeprefix("و")
                collector.reject((one,), sentence, f"no place is called {words!r}")


#: "is again under its control".
_OWN = re.compile(r"\b(?:its|their)\b")


def _subject(
    collector: ClaimCollector, sentence: Sentence, at: int, actor_at: int | None, *, done: bool
) -> Referent | None:
    """Return who acts; None where only what was done is said."""
    if actor_at is not None:
        return known_force(collector, sentence, actor_at)
    acts = not done and sentence.verb(at).name != "fall"
    if acts or _OWN.search(sentence.text(at)):
        return actor_of(collector, sentence, at)
    return None


#: "reached the town", not "advanced to within range of the town".
_TO_PLACE = TagPattern(
    "(?:<DET|NOUN|HELD|DIRECTION|REGION|DAY|PART|LIE|OF|TO|IN|FROM|FORCE|AND|COMMA|BY>"
    "|<WORD>(?=<NOUN|PART|HELD|PLACE|ROAD>))*"
)
_NEARLY = re.compile(rf"(?<!\w){any_of(both('phrases', 'nearly'))}(?!\w)", re.IGNORECASE)


def _read_object(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    positions: tuple[int, int | None],
    found: tuple[Referent | None, str],
) -> None:
    """Add the claim that a verb makes about one of its objects."""
    (position, actor_at), (subject, mood) = positions, found
    verb = sentence.verb(at)
    target = collector.referents.at(sentence, position)
    covered = (at, position, actor_at)
    bad = next((one for one in (target, subject) if one is not None and one.kind == "none"), None)
    if bad is not None:
        collector.reject(covered, sentence, bad.why)
        return
    fields = {"subject": subject, "target": target, "mood": mood}
    if verb.name == "reach":
        _read_reached(collector, sentence, at, covered, fields)
        return
    if verb.name == "enter" and target.kind == "feature" and target.place is None:
        why = f"the record follows no force called {target.words!r}"
        collector.reject(covered, sentence, why)
        return
    if verb.name == "repel":
        collector.reject(covered, sentence, _BEATEN_OFF)
        return
    if verb.name == "cut" and target.kind != "road":
        return
    side = _side_of(sentence, at, position)
    if side is not None and verb.name in {"take", "hold", "lose", "cut"}:
        collector.reject(covered, sentence, f"{side!r} of a place is not the place itself")
        return
    fields |= _extent_of(sentence, at, position)
    name = "cut" if verb.name == "surround" and target.kind == "road" else verb.name
    kind = "encirclement" if name == "surround" else "control"
    first, last = sentence.tokens[max(0, at - 5)], sentence.tokens[min(at + 5, len(sentence) - 1)]
    nearly = kind == "encirclement" and _NEARLY.search(
        collector.folded.text[first.start : last.end]
    )
    notes = ("the text says nearly, or on some sides",) if nearly else ()
    name = "hold" if verb.form == "active" else name
    collector.add(kind, covered, sentence, at, verb=name, notes=notes, **fields)


_WHOLE = frozenset(both("extent", "whole"))
_PART = frozenset(both("extent", "part"))
_BESIDE = frozenset(both("extent", "beside"))


def _words_between(sentence: Sentence, at: int, position: int) -> set[str]:
    """Return the words of a verb and those between it and its object, or around a subject."""
    first, last = sorted((at, position))
    spans = [at, *range(max(0, first - 3) if position < at else first, last + 2)]
    plain = [one for one in spans if one < len(sentence) and sentence.tokens[one].mention is None]
    texts = [sentence.text(one) for one in plain]
    return {word for text in texts for word in text.split()}


def _side_of(sentence: Sentence, at: int, position: int) -> str | None:
    """Return what of a place was taken, if it is not the place: "all flanks of Saraqib"."""
    if position < at:
        return None
    words = [sentence.text(one) for one in range(at + 1, position)]
    return next((word for word in words if word in _BESIDE), None)


def _extent_of(sentence: Sentence, at: int, position: int) -> dict[str, Any]:
    """Return whether the whole of an object or only a part of it is meant."""
    words = _words_between(sentence, at, position)
    parts = sentence.has("PART", min(at, position), max(at, position))
    unsure: list[str] = []
    share = any(word.isdigit() for word in words)
    if words & _PART or share or (parts and not words & _WHOLE):
        unsure.append("only a part of it is meant")
    if sentence.tag(position) == "ROAD" and sentence.tag(position + 1) == "REGION":
        unsure.append(f"only the part {sentence.text(position + 1)} is meant")
        words -= _WHOLE
    if _may_be_province(sentence, position):
        unsure.append(f"{sentence.text(position)} may be the province")
    return {"whole": bool(words & _WHOLE), "unsure": tuple(unsure)}


def _may_be_province(sentence: Sentence, position: int) -> bool:
    around = {sentence.text(position + step) for step in (-2, -1, 1)}
    province: bool = getattr(sentence.value(position), "is_province", False)
    return province and not around & {"city", "town", "مدينه", "بلده"}


def _read_reached(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    covered: tuple[int, int, int | None],
    fields: dict[str, Any],
) -> None:
    """Read "reached the town" as a distance of none from its edge."""
    position, tags = covered[1], sentence.tags
    fits = _TO_PLACE.fullmatch(sentence, at + 1, position)
    if not fits or (sentence.verb(at).arabic and not {"TO", "PART"} & set(tags[at + 1 : position])):
        return
    side = sentence.positions("DIRECTION", at, position)
    sentence.used.update(side)
    at_edge = fields["target"].kind == "place" or sentence.has("PART", at, position)
    collector.add(
        "distance", covered, sentence, at, verb="reach", comparator="at", low=0.0, high=1000.0,
        part="edge" if at_edge else None,
        directions=sentence.value(side[0]) if side else (), **fields,
    )  # fmt: skip


_AFTER_EXPEL = TagPattern("<WORD|DET|NOUN|LIE|DAY|HELD>{0,4}(?P<actor><FORCE>)")
_EXPELLED_FROM = TagPattern(
    f"<FORCE|FROM|OF|DET|WORD|NOUN|HELD|PART|DIRECTION|REGION|LIE>{{0,8}}?(?P<object><{THINGS}>)"
)


_FROM_ELSEWHERE = TagPattern("<FORCE|DET>*(?:<FROM|OF><DET>?)?<WORD|NOUN|REGION|COUNT>")


def _read_expelled(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read "rebels were driven out of the town": those driven out lost it."""
    forces = sentence.positions("FORCE", 0, at)
    if not is_passive(sentence, at):
        behind = _AFTER_EXPEL.match(sentence, at + 1)
        forces = [] if behind is None else [behind.start("actor")]
    places = listed_after(sentence, _EXPELLED_FROM.match(sentence, at + 1), at)
    if not places and not is_passive(sentence, at) and _FROM_ELSEWHERE.match(sentence, at + 1):
        collector.reject_clause(at, sentence, "where they were driven from is not a known place")
        return
    places = places or sentence.positions("PLACE|TOWN", 0, at)[-1:]
    if not forces or not places:
        return
    subject = collector.referents.at(sentence, forces[-1])
    for place in places:
        target = collector.referents.at(sentence, place)
        bad = next((one for one in (target, subject) if one.kind == "none"), None)
        if bad is not None:
            collector.reject((at, place), sentence, bad.why)
            continue
        collector.add(
            "control", (at, forces[-1], place), sentence, at, subject=subject, target=target,
            verb="lose", mood=mood_at(sentence, at),
        )  # fmt: skip
