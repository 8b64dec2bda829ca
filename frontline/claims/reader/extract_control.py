"""Read verbs of control: who took, held, lost, entered, reached or surrounded what."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.extract_extent import read_count
from frontline.claims.reader.extract_moves import (
    AT_THE_EDGE,
    LOOSE,
    LOOSELY,
    read_edge,
    read_expelled,
    read_followed,
)
from frontline.claims.reader.feature_names import post_id
from frontline.claims.reader.joint_forces import known_force
from frontline.claims.reader.lost_control import join_lost_control
from frontline.claims.reader.mood import mood_at, says_never
from frontline.claims.reader.region_objects import read_region
from frontline.claims.reader.regions import names_province
from frontline.claims.reader.relative_clauses import (
    in_apposition,
    in_relative_clause,
    relative_span,
)
from frontline.claims.reader.verb_agents import actor_of, agent, freed_by
from frontline.claims.reader.verb_arguments import THINGS
from frontline.claims.reader.verb_days import day_near
from frontline.claims.reader.verb_objects import (
    find_objects,
    is_apposed,
    is_named,
    reject_unknown_items,
)
from frontline.claims.reader.verb_qualifiers import (
    doubts,
    is_area_of_province,
    is_whole,
    lies_around,
    notes_of_siege,
    read_road_part,
    side_of_place,
    siege_sides,
    why_no_change,
)
from frontline.claims.reader.voice import is_fall, is_passive

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent


def read_control(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read every verb of taking, holding, losing, reaching or surrounding in a sentence."""
    if not sentence.has(f"{THINGS}|COUNT|REGION"):
        return
    for at in sentence.positions("VERB"):
        join_lost_control(sentence, at)
    for at in sentence.positions("VERB"):
        if at not in sentence.used:
            _read_verb(collector, sentence, at)
    for match in AT_THE_EDGE.finditer(sentence):
        read_edge(collector, sentence, match)
    read_followed(collector, sentence)


#: "استعاد الجيش السيطرة": the verb's own noun names the object.
_OWN_NOUN = TagPattern("<FORCE|COMMA|WORD|DAY|LIE|WHEN|AND>{0,8}?<VERB>(?=<IN|LIE|WORD|DAY>)")


def _without_object(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Handle a verb that governs a region, or whose own noun names the object."""
    if sentence.verb(at).arabic and _OWN_NOUN.match(sentence, at + 1):
        sentence.used.add(at)
    elif sentence.verb(at).name == "repel":
        collector.reject_clause(at, sentence, _BEATEN_OFF)
    elif (region := _REGION_OBJECT.match(sentence, at + 1)) is not None and (
        read_region(collector, sentence, at, region.end() - 1)
    ):
        return
    elif region is not None:
        why = "a whole region: the record is judged place by place and road by road"
        collector.reject((at, region.end() - 1), sentence, why)


#: Between the items of "the posts at A, B and C".
_ITEMS = TagPattern("(?:<PLACE|COMMA|AND|IN|DET|NOUN|OF|INCLUDING>)*")


def _as_post(collector: ClaimCollector, sentence: Sentence, at: int, position: int) -> Referent:
    """Return an object; of "besieged the posts at A and B", B is a post too, and the passive.

    What is cut or opened again is a road, if one is named: "reached the highway and cut it".
    """
    roads = sentence.positions("ROAD", 0, at)
    is_it = sentence.tag(position) == "PRONOUN" and sentence.verb(at).name in {"cut", "reopen"}
    if is_it and roads:
        return collector.referents.at(sentence, roads[-1])
    target = collector.referents.at(sentence, position)
    posts = sentence.positions("FEATURE", at if position > at else 0, position)
    if position < at and posts and sentence.has("VERB", 0, posts[-1]):
        return target  # "took the post at A, and B was besieged"
    if sentence.verb(at).name != "surround" or sentence.tag(position) != "PLACE" or not posts:
        return target
    first = collector.referents.at(sentence, posts[-1])
    if post_id(first) is None or not _ITEMS.fullmatch(sentence, posts[-1] + 1, position):
        return target
    return replace(target, kind="feature", id=None, words=f"{first.words}, {target.words}")


_BEATEN_OFF = "an attack that was beaten off changes nothing"
_REGION_OBJECT = TagPattern("<WORD|DET|NOUN|OF|DAY|LIE|PART>{0,5}<REGION>")


def _read_verb(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read a verb, unless it changes nothing."""
    verb = sentence.verb(at)
    if verb.name == "expel":
        read_expelled(collector, sentence, at)
        return
    if (why := why_no_change(sentence, at)) is not None:
        collector.reject_clause(at, sentence, why)
        return
    if verb.name == "reach" and sentence.text(at + 1) == "عدد":
        sentence.used.add(at)  # "the number of villages reached 51" is read as a total
        return
    if (
        verb.form == "noun"
        and sentence.text(at).startswith("control")
        and "established" not in verb.rest  # "control was established over"
        and (not sentence.has("FORCE"))
    ):
        collector.reject_clause(at, sentence, "whose control is meant is not stated")
        return
    _read_deed(collector, sentence, at)


def _read_deed(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read a verb with its objects and its actor."""
    verb = sentence.verb(at)
    passive = is_passive(sentence, at)
    before = passive or verb.form in {"state", "participle"} or is_fall(sentence, at)
    objects = find_objects(sentence, at, before=before)
    actor_at = agent(sentence, at, passive=before)
    if not objects:
        _without_object(collector, sentence, at)
        return
    reject_unknown_items(collector, sentence, at, objects)
    subject = _subject(collector, sentence, at, actor_at, done=before)
    if subject is None and verb.arabic and verb.form in _ACTIVE and verb.name != "fall":
        collector.reject_clause(at, sentence, "who did it is not named")
        return
    if subject is None and before and verb.name == "take" and sentence.tag(objects[0]) == "COUNT":
        # "70 villages, among them A, were liberated": who took A is who took them all.
        subject = collector.last_force() or collector.referents.army()
    if verb.name == "fall" and actor_at is not None:
        sentence.used.update(sentence.positions("VERB", at, actor_at))
    # "The town, lost by rebels, was ...": the town may be the subject of another verb too.
    is_aside = passive and not sentence.has("BE", at - 3, at)
    is_aside = is_aside or (before and in_relative_clause(sentence, at))
    is_aside = is_aside or (before and in_apposition(sentence, at))
    is_aside = is_aside or relative_span(sentence, at) != relative_span(sentence, objects[0])
    is_aside = is_aside or (not before and objects[0] < at)  # "A, which they took, is"
    mood = mood_at(sentence, at, objects[-1] + 1)
    for position in objects:
        done = (position, verb.name) in sentence.governed
        if done and not (is_aside and position < at and _has_day_of_its_own(sentence, at)):
            continue
        if sentence.tag(position) == "TOWN" and is_named(collector, sentence, position, objects):
            continue  # "A and the hilltop near it"
        if not is_aside:
            sentence.governed.add((position, verb.name))
        if sentence.tag(position) == "COUNT":
            _read_number(collector, sentence, at, position, (subject, mood))
        else:
            _read_object(collector, sentence, at, (position, actor_at), (subject, mood))


def _has_day_of_its_own(sentence: Sentence, at: int) -> bool:
    """Return whether a day stands in the relative clause of a verb: "which they took in May"."""
    span = relative_span(sentence, at)
    return span is not None and sentence.has("DAY", *span)


#: Forms of an Arabic verb that say what somebody did.
_ACTIVE = frozenset({"past", "present", "future"})
#: Verbs whose number of objects is not counted.
_UNCOUNTED = frozenset({"surround", "reach", "cut", "reopen", "repel"})


def _read_number(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    position: int,
    found: tuple[Referent | None, str],
) -> None:
    """Read a number of places that a verb governs, unless it stands for named ones."""
    if sentence.verb(at).name in _UNCOUNTED:
        collector.reject((at, position), sentence, "which places are meant is not stated")
    elif is_apposed(sentence, position):
        sentence.used.add(position)
    else:
        read_count(collector, sentence, at, position, found)


#: "is again under its control".
_OWN = re.compile(r"\b(?:its|their)\b|(?:سيطرت|قبضت|نفوذ|يد|ايدي)(?:ها|ه|هم)\b")


def _subject(
    collector: ClaimCollector, sentence: Sentence, at: int, actor_at: int | None, *, done: bool
) -> Referent | None:
    """Return who acts; None where only what was done is said."""
    if actor_at is not None:
        return known_force(collector, sentence, actor_at)
    if done and sentence.verb(at).name == "take":
        return freed_by(collector, sentence, at)
    acts = not done and sentence.verb(at).name not in {"fall", "change"}
    if acts or _OWN.search(sentence.text(at)):
        return actor_of(collector, sentence, at)
    return None


#: "reached the town", not "advanced to within range of the town".
_TO_PLACE = TagPattern(
    "(?:<DET|NOUN|HELD|DIRECTION|REGION|DAY|PART|LIE|OF|TO|IN|FROM|FORCE|AND|COMMA|BY>"
    "|<WORD>(?=<NOUN|PART|HELD|PLACE|ROAD>))*"
)


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
    target = _as_post(collector, sentence, at, position)
    covered = (at, position, actor_at)
    bad = next((one for one in (target, subject) if one is not None and one.kind == "none"), None)
    if bad is not None:
        collector.reject(covered, sentence, bad.why)
        return
    fields: dict[str, Any] = {"subject": subject, "target": target, "mood": mood}
    if verb.name == "reach":
        _read_reached(collector, sentence, at, covered, fields)
        return
    if verb.name in {"cut", "reopen"} and target.kind != "road":
        return
    if (why := _why_no_claim(sentence, at, position, target)) is not None:
        collector.reject(covered, sentence, why)
        return
    if position > at and sentence.has("DAY", at, position) and _has_own_day(sentence, position):
        # "took A on Saturday and B on Sunday"
        fields |= day_near(sentence, position, collector.published)[0]
    fields["whole"] = is_whole(sentence, at, position)
    fields["never"] = mood == "denial" and says_never(sentence, at, position)
    unsure = doubts(sentence, at, position, mood)
    if verb.name == "surround" and target.kind != "road":
        _add_siege(collector, sentence, covered, fields | {"unsure": unsure})
        return
    name = "cut" if verb.name == "surround" else "hold" if verb.form == "active" else verb.name
    part = read_road_part(collector, sentence, position)
    collector.add(
        "control", (*covered, *part.tokens), sentence, at, verb=name, between=part.ends,
        unsure=(*unsure, part.unsure), **fields,
    )  # fmt: skip


def _has_own_day(sentence: Sentence, position: int) -> bool:
    """Return whether a day stands behind an object, before the next verb."""
    ends = sentence.positions("VERB|WHICH|WHEN|SAY", position)
    return sentence.has("DAY", position, ends[0] if ends else len(sentence))


#: "withdrew to the inner districts of A".
_INTO_PART = TagPattern("<TO|TOWARDS><DET|WORD|NOUN>{0,2}<PART><WORD>{0,2}<FROM|OF>")


def _why_no_claim(sentence: Sentence, at: int, position: int, target: Referent) -> str | None:
    """Return why a verb makes no claim about one of its objects; None if it does."""
    verb = sentence.verb(at)
    if verb.name == "repel":
        return _BEATEN_OFF
    if (unclear := _why_unclear(sentence, at, position, target)) is not None:
        return unclear
    between = set(sentence.tags[at:position])
    into = _INTO_PART.search(sentence, at, position) is not None
    if verb.name == "lose" and between & {"TO", "TOWARDS"} and (into or "FROM" not in between):
        return "it says where they withdrew to, not which place they lost"
    if verb.name == "cut" and sentence.text(position + 1) == "down":
        return "a part of a road that became shorter is not measured"
    side = side_of_place(sentence, at, position)
    is_hill = side == "heights" and target.words.startswith("Tal")  # "the Tal Othman heights"
    if side is not None and not is_hill and verb.name in {"take", "hold", "lose", "cut"}:
        return f"{side!r} of a place is not the place itself"
    return None


def _why_unclear(sentence: Sentence, at: int, position: int, target: Referent) -> str | None:
    """Return why it is unclear what was entered or surrounded."""
    name = sentence.verb(at).name
    if is_area_of_province(sentence, at, position):
        return f"{target.words} may be the province"
    if name == "enter" and names_province(sentence, position):
        return f"{target.words!r} may be the province, which is not entered like a town"
    if name == "surround" and lies_around(sentence, at):
        return "what lies around a place is not said to besiege it"
    unnamed = target.kind == "feature" and target.place is None
    if unnamed and name in {"enter", "surround"}:
        return f"which {target.words!r} is meant, is not stated"
    return None


def _add_siege(
    collector: ClaimCollector,
    sentence: Sentence,
    covered: tuple[int, int, int | None],
    fields: dict[str, Any],
) -> None:
    """Add the claim that a place was surrounded."""
    at = covered[0]
    if fields["subject"] is None:
        fields["unsure"] += ("who surrounds it is not named",)
    first, last = sentence.tokens[max(0, at - 5)], sentence.tokens[min(at + 5, len(sentence) - 1)]
    notes = notes_of_siege(collector.folded.text[first.start : last.end])
    collector.add(
        "encirclement", covered, sentence, at, verb="surround", notes=notes,
        directions=siege_sides(sentence, at), **fields,
    )  # fmt: skip


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
    if fields["subject"] is None:
        collector.reject(covered, sentence, "who reached it is not named")
        return
    side = sentence.positions("DIRECTION", at, position)
    sentence.used.update(side)
    at_edge = fields["target"].kind == "place" or sentence.has("PART", at, position)
    loosely = any(LOOSE.search(sentence.text(one)) for one in range(at, position))
    collector.add(
        "distance", covered, sentence, at, verb="reach", comparator="at", low=0.0, high=1000.0,
        part="edge" if at_edge else None,
        directions=sentence.value(side[0]) if side else (),
        unsure=(LOOSELY,) if loosely else (), **fields,
    )  # fmt: skip
