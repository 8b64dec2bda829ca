"""Read verbs of control: who took, held, lost, entered, reached or surrounded what."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from frontline.claims.chunker import TagPattern
from frontline.claims.extract_extent import read_count
from frontline.claims.lexicon import any_of, both
from frontline.claims.tagger import names_province
from frontline.claims.verb_arguments import (
    INSIDE,
    THINGS,
    actor_of,
    agent,
    is_fall,
    is_passive,
    known_force,
    listed_after,
    objects_after,
    objects_before,
)
from frontline.claims.verb_context import mood_at

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector
    from frontline.claims.coreference import Referent


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
    """Read a verb, unless it changes nothing."""
    verb = sentence.verb(at)
    if verb.name == "expel":
        _read_expelled(collector, sentence, at)
        return
    if (why := _is_no_change(sentence, at)) is not None:
        collector.reject_clause(at, sentence, why)
        return
    if verb.name == "reach" and sentence.text(at + 1) == "عدد":
        sentence.used.add(at)  # "the number of villages reached 51" is read as a total
        return
    _read_deed(collector, sentence, at)


def _read_deed(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read a verb with its objects and its actor."""
    verb = sentence.verb(at)
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
    """Reject the items of an Arabic list that are no known places."""
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
    if sentence.text(position).isascii():
        words.append(sentence.text(position + 1))  # "the Zeitan hills"
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
    if names_province(sentence, position):
        unsure.append(f"{sentence.text(position)} may be the province")
    return {"whole": bool(words & _WHOLE), "unsure": tuple(unsure)}


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
