"""Read distances: "troops are 3 km from the town", "it lies 35 km from Hama, 96 km from Aleppo"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.antecedents import of_dual
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.distance_ends import (
    ALSO_FROM,
    Ends,
    find_ends,
    listed_targets,
)
from frontline.claims.reader.distance_subjects import (
    BEHIND,
    find_subjects,
    listed_before,
    same_subjects,
)
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.unread_deeds import unread_between
from frontline.claims.reader.verb_qualifiers import attributed

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.quantities import Quantity

_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
#: Before a length these make it one that forces moved.
_BACK = frozenset({"back", "backwards", "backward", "forward", "forwards", "deeper"})
_MOVED_SO_FAR = "it says how far they moved, not how far away they are"
#: Beside a length these make it how deep or wide something is.
_EXTENTS = frozenset(both("extent", "measures"))
#: What is so long: "a 10 km line between A and B".
_EXTENDED = frozenset(both("extent", "extended"))
#: "The army and the rebels were 5 km and 3 km away respectively."
_EACH_ONES = TagPattern("<FORCE><AND>?<DET>?<FORCE>")
_BOTH = frozenset({"both", "each", "either", "كليهما", "كلتيهما"})
_WHICH_ONE = "which of them is how far away was not read"
_EXTENT = "it says how deep, wide or long something is, not how far away"
#: "between the troops at A and the troops at B there are 2 km".
_TWO_FORCES = TagPattern("<BETWEEN><DET|WORD|NOUN>{0,3}<FORCE><!SAY|WHEN|VERB>{0,6}<AND>?<FORCE>")
_FORCES_APART = "how far two forces are apart is not checked"
_UNREAD = "what it is measured from and to is not stated in a form that can be read"


def read_distances(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read the lengths of a sentence as distances."""
    for at in sentence.positions("LENGTH"):
        if at not in sentence.used:
            _read_distance(collector, sentence, at)


def _read_distance(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    ends = find_ends(sentence, at)
    if why := _why_no_distance(sentence, at, ends):
        collector.reject_clause(at, sentence, why)
    if why or ends is None:
        return
    target = _target(collector, sentence, at, ends)
    if target is None or target.kind == "none":
        why = target.why if target else "the place it is measured to is not named"
        collector.reject_clause(at, sentence, why)
        return
    subjects = (
        [ends.subject] if ends.subject is not None else find_subjects(collector, sentence, at, ends)
    )
    if isinstance(subjects, str):
        collector.reject_clause(at, sentence, subjects)
        return
    named = of_dual(sentence, subjects, at)
    of_list = [one for one in named if one is not None]
    target = _outside_list(collector, sentence, ends, of_list, target)
    if target is None:
        collector.reject_clause(at, sentence, _WHICH_TOWN)
        return
    sentence.measured.append((ends.end, of_list, target))
    targets = [(ends, target), *_more_targets(collector, sentence, at, ends)]
    for position in list[int | None](named) or [None]:
        subject = None if _lies_from_it(sentence, at) else collector.last_force()
        if position is not None:
            subject = collector.referents.at(sentence, position)
        if subject is None or subject.kind == "none":
            why = subject.why if subject else "who or what is at this distance is not named"
            collector.reject_clause(at, sentence, why)
            return
        for one_ends, one_target in targets:
            _add(collector, sentence, at, one_ends, (position, subject, one_target))


#: ", and lies 5 km from it", as Arabic puts it: no force does.
_LIES_FROM_IT = TagPattern("(?P<lies><AWAY>)<FROM><PRONOUN><WORD|LIE>?$")
_LIES = re.compile(r"و?[تي]بعد")


def _lies_from_it(sentence: Sentence, at: int) -> bool:
    """Return whether something that lies so far "from it" is a place."""
    match = _LIES_FROM_IT.before(sentence, at)
    return match is not None and _LIES.fullmatch(sentence.text(match.start("lies"))) is not None


def _why_no_distance(sentence: Sentence, at: int, ends: Ends | None) -> str:
    """Return why a length is no distance, or not from where and to where."""
    extent = sentence.text(at - 1) in _EXTENTS or sentence.text(at + 1) in _EXTENTS | _EXTENDED
    if extent or _BESIDE_ROAD.before(sentence, at) is not None:
        return _EXTENT
    from_both = sentence.tag(at + 1) == "FROM" and sentence.text(at + 2) in _BOTH
    if from_both or (_EACH_ONES.search(sentence, 0, at) and _says_respectively(sentence, at)):
        return _WHICH_ONE
    if sentence.text(at - 1) in _BACK or _retreated(sentence, at):
        return _MOVED_SO_FAR
    if _TWO_FORCES.search(sentence, 0, at) is not None:
        return _FORCES_APART
    if ends is not None and ends.unsure:
        return f"{sentence.text(at)!r}: {ends.unsure} is not stated"
    return f"{sentence.text(at)!r}: {_UNREAD}" if ends is None else ""


#: "a strip beside the road between A and B from 5 to 10 km".
_BESIDE_ROAD = TagPattern("<BETWEEN><NOUN>?<PLACE><AND><NOUN>?<PLACE><FROM>$")
#: "retreated 3 km from A", with the force behind the verb in Arabic.
_WENT = TagPattern("(?P<went><VERB|WORD>)<FORCE>?$")
_RETREATED = tuple(both("extent", "retreated"))


def _retreated(sentence: Sentence, at: int) -> bool:
    match = _WENT.before(sentence, at)
    return match is not None and sentence.text(match.start("went")).startswith(_RETREATED)


def _says_respectively(sentence: Sentence, at: int) -> bool:
    words = (sentence.text(one) for one in range(at, len(sentence)))
    return any(word in {"respectively", "التوالي"} for word in words)


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
        # "A, 6 km from the city": not the force that took A.
        aside = position is not None and sentence.tags[position + 1 : at] == ["COMMA"]
        aside = aside or _lies_from_it(sentence, at)
        before = [] if aside else sentence.positions("FORCE", 0, at)
        position = before[-1] if before else position
        force = None if aside else collector.last_force()
        force = collector.referents.at(sentence, before[-1]) if before else force
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
    doubts = [_the_latter(sentence, position, at), unread_between(sentence, position, at)]
    doubts += attributed(sentence, at, "fact") if subject.kind == "actor" else ()
    collector.add(
        "distance", (at, position, ends.target, ends.end - 1), sentence, at, subject=subject,
        target=target, directions=directions, part=part,
        unsure=(ends.unsure, *doubts),
        **({"mood": _mood_of_fixed(sentence, at)} if is_fixed else {}),
        **quantity_fields(_as_denied(sentence, at)),
    )  # fmt: skip


#: "A is not 20 km from B".
_IS_NOT = TagPattern("<BE><NOT><LIE|AWAY>?$")


def _mood_of_fixed(sentence: Sentence, at: int) -> str:
    """Return the mood of a distance of places, which no other denial of the sentence changes."""
    return "fact" if _IS_NOT.before(sentence, at) is None else "denial"


def _as_denied(sentence: Sentence, at: int) -> Quantity:
    """Return the length at a position; in Arabic "is not more than 3 km away" has its own verb."""
    quantity: Quantity = sentence.value(at)
    away = sentence.positions("AWAY", max(0, at - 5), at)
    if quantity.comparator != "more than" or not away:
        return quantity
    if not sentence.text(away[-1]).startswith("لا "):
        return quantity
    return replace(quantity, comparator="up to", low=0.0, high=quantity.low)


def _is_the_town(sentence: Sentence, position: int | None) -> bool:
    return position is not None and sentence.tag(position) == "TOWN"


def _is_pronoun(sentence: Sentence, position: int | None) -> bool:
    return position is not None and sentence.tag(position) == "PRONOUN"


def _theme(collector: ClaimCollector, sentence: Sentence) -> Referent | None:
    """Return the first place of a sentence, if no force and no preposition stands before it."""
    first = next(iter(sentence.positions("PLACE|TOWN|FEATURE|FORCE")), None)
    if first is None or sentence.tag(first) != "PLACE" or BEHIND.before(sentence, first):
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


_WHICH_TOWN = "which town it is measured to is not certain"


def _outside_list(
    collector: ClaimCollector, sentence: Sentence, ends: Ends, listed: list[int], target: Referent
) -> Referent | None:
    """Return the town of "A and B, 5 km south of the town", which is neither of them.

    It is the only other place that the sentence names before; None if there is no such place.
    """
    own = {collector.referents.at(sentence, one).id for one in listed}
    if not _is_the_town(sentence, ends.target) or len(listed) < 2 or target.id not in own:
        return target
    before = sentence.positions("PLACE", 0, min(listed))
    found = {one.id: one for at in before if (one := collector.referents.at(sentence, at)).place}
    others = [one for id_, one in found.items() if id_ not in own]
    if len(others) != 1:
        return None
    note = f"measured to {others[0].words}, mentioned before"
    return replace(others[0], note=note, unsure=note)


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
    if ends.target is None and sentence.measured and same_subjects(sentence, at):
        last: Referent = sentence.measured[-1][2]
        return last
    points = sentence.positions("PLACE|TOWN|FEATURE", 0, at)
    # "Saraqib, 26 km to the north" is measured from the place before it; "its edge" is that of
    # the last place, and so is "26 km to the north" where forces are what is so far away.
    is_located = bool(points) and ends.target is None
    is_located = is_located and not _forces_are_away(sentence, points[-1], at)
    for position in points[:-1][::-1] if is_located else points[::-1]:
        referent = collector.referents.at(sentence, position)
        if referent.place is not None:
            if sentence.text(at + 2) == "its" and len(listed_before(sentence, position)) > 1:
                words = referent.words
                return Referent(
                    "none", None, words, why=f"whether {words!r} is meant is not certain"
                )
            unsure = "the place it is measured to is not named with the length"
            return replace(referent, unsure=referent.unsure or unsure)
    before = collector.referents.before
    if before is None:
        return None
    note = f"measured to {before.name}, mentioned before"
    return Referent("place", before.id, before.name, before, note, unsure=_INHERITED)


def _forces_are_away(sentence: Sentence, place: int, at: int) -> bool:
    """Return whether a length behind a place is that of forces: "and they are 3 km away"."""
    if sentence.has("FORCE", place, at):
        return True
    goes_on = sentence.has("BE", place, at) and not sentence.has("WHICH", place, at)
    return goes_on and sentence.has("FORCE", 0, place)


_INHERITED = "the place it is measured to is taken from an earlier sentence"
