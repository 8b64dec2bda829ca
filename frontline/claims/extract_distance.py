"""Read distances: "troops are 3 km from the town", "it lies 35 km from Hama, 96 km from Aleppo"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.claims.chunker import TARGETS, TagPattern
from frontline.claims.coreference import Referent
from frontline.claims.distance_ends import (
    ALSO_FROM,
    FILL,
    LIES_BETWEEN,
    Ends,
    find_ends,
    listed_targets,
)
from frontline.claims.lexicon import AR, both

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.collector import ClaimCollector
    from frontline.claims.quantities import Quantity

_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
_NO_FORCE = "it places no force there: the record knows who held what, not every fight"
#: Before a length these make it one that forces moved.
_BACK = frozenset({"back", "backwards", "backward", "forward", "forwards", "deeper"})
_MOVED_SO_FAR = "it says how far they moved, not how far away they are"
_UNREAD = "what it is measured from and to is not stated in a form that can be read"


def read_distances(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read the lengths of a sentence as distances."""
    for at in sentence.positions("LENGTH"):
        if at not in sentence.used:
            _read_distance(collector, sentence, at)


def _read_distance(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    ends = find_ends(sentence, at)
    if sentence.text(at - 1) in _BACK:
        collector.reject_clause(at, sentence, _MOVED_SO_FAR)
        return
    if ends is None:
        collector.reject_clause(at, sentence, f"{sentence.text(at)!r}: {_UNREAD}")
        return
    target = _target(collector, sentence, at, ends)
    if target is None or target.kind == "none":
        why = target.why if target else "the place it is measured to is not named"
        collector.reject_clause(at, sentence, why)
        return
    subjects = (
        [ends.subject] if ends.subject is not None else _subjects(collector, sentence, at, ends)
    )
    if isinstance(subjects, str):
        collector.reject_clause(at, sentence, subjects)
        return
    of_list = [one for one in subjects if one is not None]
    sentence.measured.append((ends.end, of_list, target))
    targets = [(ends, target), *_more_targets(collector, sentence, at, ends)]
    for position in list[int | None](subjects) or [None]:
        subject = collector.last_force()
        if position is not None:
            subject = collector.referents.at(sentence, position)
        if subject is None or subject.kind == "none":
            why = subject.why if subject else "who or what is at this distance is not named"
            collector.reject_clause(at, sentence, why)
            return
        for one_ends, one_target in targets:
            _add(collector, sentence, at, one_ends, (position, subject, one_target))


def _more_targets(
    collector: ClaimCollector, sentence: Sentence, at: int, ends: Ends
) -> list[tuple[Ends, Referent]]:
    """Return the further targets of one length, without those that are not known."""
    positions = listed_targets(sentence, at, ends)
    if (also := ALSO_FROM.match(sentence, ends.end)) is not None:
        positions.append(also.start("target"))
    further = [
        (ends._replace(target=one, end=one + 1), collector.referents.at(sentence, one))
        for one in positions
    ]
    return [(one, target) for one, target in further if target.kind != "none"]


def _add(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    ends: Ends,
    found: tuple[int | None, Referent, Referent],
) -> None:
    """Add a distance; "the town is 3 km from the army" is that of the army from the town."""
    position, subject, target = found
    if subject.id is not None and subject.id == target.id and _is_the_town(sentence, ends.target):
        # "A, 5 km north of the town": the town is another, named before A.
        target = _other_place(collector, sentence, subject, position) or target
    if _is_pronoun(sentence, ends.target) and subject.kind == "place":
        # "A is the flank of B and 3 km from it": it is B, and A is what the sentence is about.
        theme = _theme(collector, sentence)
        if theme is not None and theme.id not in {None, subject.id}:
            note = f"read as the distance of {theme.words} from {subject.words}"
            subject, target = replace(theme, note=note, unsure=note), subject
    if subject.id is not None and subject.id == target.id:
        # A place is not measured from itself: the force named last is meant.
        before = sentence.positions("FORCE", 0, at)
        position = before[-1] if before else position
        force = collector.referents.at(sentence, before[-1]) if before else collector.last_force()
        if force is None or force.kind == "none":
            collector.reject_clause(at, sentence, f"{subject.words!r} is both ends of the distance")
            return
        subject = force
    directions = () if ends.direction is None else sentence.value(ends.direction)
    part = None if ends.part is None else sentence.value(ends.part)
    if target.kind == "actor" and subject.kind != "actor":
        subject, target = target, subject
        directions = tuple(map(_opposite, directions))
    is_fixed = subject.kind == "place" and target.kind in {"place", "road"}
    sentence.used.update(one for one in (ends.direction, ends.part) if one is not None)
    verbs = sentence.positions("VERB", max(0, (position or 0) - 2), at)
    sentence.used.update(one for one in verbs if sentence.verb(one).name == "reach")
    collector.add(
        "distance", (at, position, ends.target, ends.end - 1), sentence, at, subject=subject,
        target=target, directions=directions, part=part,
        unsure=(ends.unsure, _the_latter(sentence, position, at)),
        **({"mood": "fact"} if is_fixed else {}),
        **quantity_fields(sentence.value(at)),
    )  # fmt: skip


def _is_the_town(sentence: Sentence, position: int | None) -> bool:
    return position is not None and sentence.tag(position) == "TOWN"


def _is_pronoun(sentence: Sentence, position: int | None) -> bool:
    return position is not None and sentence.tag(position) == "PRONOUN"


def _theme(collector: ClaimCollector, sentence: Sentence) -> Referent | None:
    """Return the first place of a sentence, if no force and no preposition stands before it."""
    first = next(iter(sentence.positions("PLACE|TOWN|FEATURE|FORCE")), None)
    if first is None or sentence.tag(first) != "PLACE" or _BEHIND.before(sentence, first):
        return None
    return collector.referents.at(sentence, first)


def _other_place(
    collector: ClaimCollector, sentence: Sentence, subject: Referent, position: int | None
) -> Referent | None:
    """Return the place named before a place, in its sentence or an earlier one."""
    before = sentence.positions("PLACE", 0, position or 0)
    found = [collector.referents.at(sentence, one) for one in before[::-1]]
    found = [one for one in found if one.place is not None and one.id != subject.id]
    earlier = collector.referents.before
    if not found and earlier is not None and earlier.id != subject.id:
        found = [Referent("place", earlier.id, earlier.name, earlier)]
    if not found or found[0].place is None:
        return None
    note = f"measured to {found[0].place.name}, mentioned before"
    return replace(found[0], note=note, unsure=note)


_LATTER = frozenset(both("time", "latter"))


def _the_latter(sentence: Sentence, position: int | None, at: int) -> str:
    """Return that "the latter" may be another of the places named before."""
    words = {sentence.text(one) for one in range(position or 0, at + 5)}
    return "which place 'the latter' is" if words & _LATTER else ""


def _opposite(direction: str) -> str:
    return "-".join(_OPPOSITE[one] for one in direction.split("-"))


def quantity_fields(quantity: Quantity) -> dict[str, Any]:
    """Return the fields of a claim that a quantity fills."""
    return {
        "comparator": quantity.comparator, "value": quantity.value, "unit": quantity.unit,
        "low": quantity.low, "high": quantity.high, "other": quantity.other,
    }  # fmt: skip


# What it is measured to -----------------------------------------------------------------------


def _target(collector: ClaimCollector, sentence: Sentence, at: int, ends: Ends) -> Referent | None:
    if ends.target is not None and sentence.tag(ends.target) != "DET":
        return collector.referents.at(sentence, ends.target)
    if ends.target is None and sentence.measured and _same_subjects(sentence, at):
        last: Referent = sentence.measured[-1][2]
        return last
    points = sentence.positions("PLACE|TOWN|FEATURE", 0, at)
    # "Saraqib, 26 km to the north" is measured from the place before it; "its edge" is that of
    # the last place, and so is "26 km to the north" where a force is named in between.
    is_located = bool(points) and ends.target is None and not sentence.has("FORCE", points[-1], at)
    for position in points[:-1][::-1] if is_located else points[::-1]:
        referent = collector.referents.at(sentence, position)
        if referent.place is not None:
            return referent
    before = collector.referents.before
    if before is None:
        return None
    note = f"measured to {before.name}, mentioned before"
    return Referent("place", before.id, before.name, before, note, unsure=_INHERITED)


_INHERITED = "the place it is measured to is taken from an earlier sentence"


# What is at this distance ---------------------------------------------------------------------

#: What may stand between a thing and its distance: "which lies", ", a village", "is now only".
_GAP = TagPattern("<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|OF|REMAIN|AND|AWAY|DAY|BETWEEN|PRONOUN>*")
_FEATURE_GAP = TagPattern(
    "<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|WORD|OF|REMAIN|AND|PRONOUN|AWAY|DAY|MOVE|IN|VERB"
    "|LENGTH|DIRECTION>*"
)
#: Before a thing that only locates: "in the town of", "north of".
_BEHIND = TagPattern("(?:<IN|FROM|TO|TOWARDS>|<DIRECTION><OF>)<DET|NOUN|WORD|OF|HELD|LIE>*$")
#: "Regiment 46, a base about 12 km": the subject is named, but it is not a known place.
_NAMED = TagPattern("<WORD>?<COMMA>(?:<DET|NOUN>|$)")


def _subjects(
    collector: ClaimCollector, sentence: Sentence, at: int, ends: Ends
) -> list[int] | str:
    """Find what is at this distance: positions; none for the force named last."""
    named = _same_subjects(sentence, at, ends.target) if sentence.measured else []
    left = [p for p in sentence.positions(f"FORCE|{TARGETS}", 0, at) if p != ends.target]
    between = LIES_BETWEEN.search(sentence, 0, at)
    if between is not None:  # "A lies between B and C, and is 8 km from": it is A
        left = [p for p in left if not between.start("first") <= p < between.end()]
    forces = sentence.positions("FORCE", 0, at)
    plain = _beside_forces(sentence, forces[-1], at, ends.target) if forces else None
    if named or plain is not None:
        return named or [plain or 0]
    for position in reversed(left):
        if _BY_THEM.before(sentence, position) and _IS_SO_FAR.fullmatch(sentence, position + 1, at):
            continue  # "the base, taken by the army, is 30 km from"
        if sentence.tag(position) == "FORCE":
            return _NO_FORCE if sentence.has("FIGHTING", position - 8, at) else [position]
        if (force := _IT_OF_FORCE.before(sentence, position + 1)) is not None:
            return [force.start("actor")]
        if _is_subject(collector, sentence, position, at, (ends, forces)):
            return listed_before(sentence, position)
    if (first := _clause_subject(sentence, at, left)) is not None:
        return listed_before(sentence, first)
    return _subject_elsewhere(sentence, at, ends.end, left)


def _beside_forces(sentence: Sentence, force: int, at: int, target: int | None) -> int | None:
    """Find the subject where the force named last is in a relative clause, or "became" so far."""
    clauses = [pattern.before(sentence, at) for pattern in _RELATIVE_CLAUSE]
    place = next((one.start("place") for one in clauses if one is not None), None)
    if place is not None:
        return place
    return force if _forces_became(sentence, force, at, target) else None


#: "A, which the army took on Monday, is 8 km from": the clause has a force of its own.
_RELATIVE_CLAUSE = (
    TagPattern(
        "(?P<place><PLACE|TOWN>)<COMMA>?<WHICH><!SAY|WHEN|PLACE|TOWN|COMMA>{1,8}"
        "(?:<COMMA><BE|LIE|AWAY>{1,3}|<AWAY>{1,3})$"
    ),
    TagPattern(
        "(?<=<AWAY|LIE>)<NOUN>?(?P<place><PLACE|TOWN>)<COMMA><WHICH><!SAY|WHEN|PLACE|TOWN|COMMA>{1,8}"
        "<COMMA>$"
    ),
)
_BECAME = frozenset(AR["time"]["became"])


def _now_of_list(sentence: Sentence, force: int, at: int) -> list[int]:
    """Find the verb of "took A, B and C, and are 3 km from": a list is not 3 km away."""
    away = [one for one in range(force, at) if sentence.tag(one) == "AWAY"]
    places = sentence.positions("PLACE|TOWN", force, away[-1] if away else at)
    if not away or not places or sentence.text(away[0]).isascii():
        return []
    is_list = len(listed_before(sentence, places[-1])) > 1
    return away[-1:] if is_list and sentence.has("VERB", 0, places[0]) else []


def _forces_became(sentence: Sentence, force: int, at: int, target: int | None) -> bool:
    """Return whether forces are what "came to be" at a distance: "took A and thus became 3 km".

    A place that has become so far away stands right behind the verb, or before "which".
    """
    became = [one for one in range(force, at) if sentence.text(one) in _BECAME]
    became = became or _now_of_list(sentence, force, at)
    if not became or sentence.tag(became[-1] - 1) == "WHICH":
        return False
    behind = [one for one in sentence.positions("PLACE|TOWN", became[-1], at) if one != target]
    return not behind and sentence.has("VERB|MOVE", 0, became[-1])


_BY_THEM = TagPattern("<BY><DET|WORD>{0,2}$")
_IS_SO_FAR = TagPattern("<DAY|LIE|IN|WORD>{0,3}<COMMA><BE|LIE>{1,3}")
#: "the army says it is 5 km from".
_IT_OF_FORCE = TagPattern(
    "(?P<actor><FORCE>)<HAVE|WORD|DAY|COMMA|IN>{0,3}<SAY><DAY|IN|COMMA>*<WHICH>?<PRONOUN>$"
)
#: Between the distances of a list: "35 km from Hama, 54 km from Idlib city and is 96 km".
_LIST_OF_LENGTHS = TagPattern(
    "<NOUN|LIE|REGION|AWAY>{0,2}(?:<COMMA>|<AND>|<COMMA><AND>)<LIE|BE|AWAY|DET|WORD|IN>{0,3}"
)


def _same_subjects(sentence: Sentence, at: int, target: int | None = None) -> list[int]:
    """Return the subjects of the distance before, if this one continues a list of them."""
    end, subjects, _ = sentence.measured[-1]
    if target is not None and end <= target < at:
        # Arabic: "and is, from Idlib, 65 km".
        fits = _CONTINUED.match(sentence, end)
        return subjects if fits is not None and fits.start("target") == target else []
    return subjects if _LIST_OF_LENGTHS.fullmatch(sentence, end, at) else []


_CONTINUED = TagPattern(
    "<NOUN|LIE|REGION|DIRECTION>{0,2}(?:(?:<COMMA>|<AND>|<COMMA><AND>)<LIE|BE|AWAY>{0,3}|<AWAY|LIE>{1,3})"
    "<FROM><DET|NOUN|WORD|OF>{0,3}(?P<target><PLACE|TOWN|ROAD>)"
)
_IS_THERE = TagPattern("<BE|LIE|AWAY|COMMA>")


def _clause_subject(sentence: Sentence, at: int, left: list[int]) -> int | None:
    """Return the first place of a sentence, if it is said to lie at the distance."""
    for position in left:
        if sentence.tag(position) not in {"PLACE", "TOWN"}:
            return None
        if _BEHIND.before(sentence, position) is None and not sentence.has("VERB", position, at):
            # Arabic may put "lies" before its subject.
            start = position + 1 if sentence.text(position).isascii() else 0
            located = _IS_THERE.search(sentence, start, at)
            return position if located is not None else None
    return None


def _is_subject(  # noqa: PLR0911 - one answer for each kind of thing
    collector: ClaimCollector,
    sentence: Sentence,
    position: int,
    at: int,
    context: tuple[Ends, list[int]],
) -> bool:
    """Return whether a place or thing before a length is what lies at this distance."""
    ends, forces = context
    tag, after = sentence.tag(position), position + 1
    while sentence.tag(after) == "REGION":
        after += 1
    behind = _BEHIND.before(sentence, position) is not None
    if tag == "ROAD":
        # A road is where something lies, unless it is the subject itself.
        alone = not forces and not behind and not sentence.has("PLACE|TOWN|FEATURE", 0, position)
        return alone and _gap_matches(_GAP, sentence, after, at, ends)
    if tag in {"FEATURE", "FRONT"}:
        return _gap_matches(_FEATURE_GAP, sentence, after, at, ends) and not (
            behind and tag == "FRONT"
        )
    if tag == "UNKNOWN" and collector.referents.at(sentence, position).kind == "none":
        alone = not forces and collector.referents.actor is None
        named = _NAMED.match(sentence, after, at) is not None
        return named or (alone and _gap_matches(_GAP, sentence, after, at, ends))
    if forces and _is_of_the_forces(sentence, position, after, at, behind=behind):
        return False
    if _lies_past(sentence, after, at) and not behind:
        return True
    if sentence.tags[after:at] == ["IN"] and not sentence.text(at - 1).isascii():
        return True
    aside = behind and sentence.tag(after) == "COMMA" and sentence.tag(after + 1) in {"LIE", "BE"}
    fits = _gap_matches(_GAP, sentence, after, at, ends) or _is_described(sentence, after, at)
    return fits and not aside


def _gap_matches(pattern: TagPattern, sentence: Sentence, after: int, at: int, ends: Ends) -> bool:
    """Match the words between a thing and its length, without the target if it stands there."""
    target = ends.target
    if target is None or not after <= target < at:
        return pattern.fullmatch(sentence, after, at)
    start = target
    while start > after and sentence.tag(start - 1) in {"FROM", "DIRECTION", "NOUN"}:
        start -= 1
    return pattern.fullmatch(sentence, after, start) and pattern.fullmatch(sentence, target + 1, at)


_LOCATED = frozenset({"located", "situated", "lying", "واقعه", "واقع"})
_LENGTH_FROM = TagPattern("<LENGTH><AWAY>?<FROM><DET|NOUN|WORD|OF|HELD>*$")


def _is_of_the_forces(
    sentence: Sentence, position: int, after: int, at: int, *, behind: bool
) -> bool:
    """Return whether a length behind a place is that of forces mentioned before it.

    "Forces near the town are 3 km from"; "forces are 3 km from the town, 4 km from the road".
    """
    first = sentence.tag(after)
    pairs = zip(sentence.tags[after:at], sentence.tags[after + 1 : at], strict=False)
    if (after < at and first == "AND") or ("COMMA", "AND") in pairs:
        return True
    if sentence.tags[after:at] == ["COMMA"] and _LENGTH_FROM.before(sentence, position):
        return True
    verb = sentence.text(after) if after < at else ""
    return behind and after < at and first in {"BE", "LIE"} and verb not in _LOCATED


_DESCRIBED = TagPattern(
    "(?=<COMMA|LIE|BE|WHICH>)<COMMA>?<DET|BE|WHICH|LIE|HAVE>{0,3}"
    "<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|IN>{0,6}(?:<ROAD>(?:<AND><DET>?<ROAD>)?)?"
    "<AND|COMMA|LIE|AWAY|DET|NOUN|BE>{0,4}"
)


def _lies_past(sentence: Sentence, after: int, at: int) -> bool:
    """Return whether it is "A, north-west of B, is 3 km" or "A, which straddles a road, lies"."""
    commas = sentence.positions("COMMA", after, at)
    if not commas or commas[0] != after or commas[-1] == after:
        return False
    return _LIES_END.fullmatch(sentence, commas[-1] + 1, at)


_LIES_END = TagPattern("<LIE|BE|HAVE|AWAY|WORD>{1,4}")


def _is_described(sentence: Sentence, after: int, at: int) -> bool:
    """Return whether a place is only described: ", a hilltop", "lies on the road some"."""
    return _DESCRIBED.fullmatch(sentence, after, at)


_SUBJECT_AFTER = TagPattern(
    f"<COMMA|WORD>?<LIE|BE|COMMA>{FILL}(?P<subject><FORCE|FRONT|PLACE|FEATURE>)"
)


def _subject_elsewhere(sentence: Sentence, at: int, end: int, left: list[int]) -> list[int] | str:
    """Look for the subject behind the length, else take the force named last."""
    match = _SUBJECT_AFTER.match(sentence, end)
    if match is not None:
        return [match.start("subject")]
    if sentence.has("FIGHTING", 0, at):
        return _NO_FORCE
    right = sentence.positions("FORCE", end)
    if right and at <= 4 and not left:
        return [right[0]]
    verbs = sentence.positions("VERB", 0, at)
    moved = any(sentence.verb(one).name == "reach" for one in verbs)
    if moved or sentence.has("MOVE|PRONOUN", 0, at) or not left:
        return []
    return "who or what is at this distance is not stated in a form that can be read"


#: Before a place that only locates another: "north of".
_LOCATES = TagPattern("(?:<DIRECTION|LENGTH><OF|FROM>|<LENGTH><DIRECTION><OF|FROM>)<DET|NOUN|OF>*$")
_LISTED_BEFORE = TagPattern(
    "(?P<more><PLACE|TOWN|FEATURE|UNKNOWN>)(?:<COMMA><AND>|<COMMA>|<AND>)<DET>?(?:<NOUN>+<OF>?)?$"
)


def listed_before(sentence: Sentence, position: int) -> list[int]:
    """Include the places listed before the last: "A, B and C are 3 km from"."""
    found = [position]
    while (match := _LISTED_BEFORE.before(sentence, found[-1])) is not None:
        if _LOCATES.before(sentence, match.start("more")):
            break
        found.append(match.start("more"))
    return found[::-1]
