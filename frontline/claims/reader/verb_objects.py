"""Which objects of a verb of control are read: lists, appositions, unknown items."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from frontline.claims.reader.arabic_lists import namely
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.item_lists import (
    besides_others,
    in_addition_to,
    listed_after,
    together_with,
)
from frontline.claims.reader.verb_arguments import (
    INSIDE,
    listed_behind,
    objects_after,
    objects_before,
)

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector


#: "More than 70 villages were freed from rebels, among them A and B".
_AMONG_BEHIND = TagPattern(
    "<FROM|BY|DET|FORCE|WORD|IN|REGION|DAY|OF|LIE>{0,8}(?:<COMMA><DAY>(?:<AND><DAY>)?)?(?:<COMMA>?<INCLUDING>|(?P<colon><SAY>))"
    "<DET|NOUN|OF|WORD>{0,3}(?P<object><PLACE>)"
)


def find_objects(sentence: Sentence, at: int, *, before: bool) -> list[int]:
    """Return the positions of what a verb governs, wherever it stands.

    Parameters
    ----------
    before : whether the verb says what was done to the things before it
    """
    objects = objects_before(sentence, at) if before else objects_after(sentence, at)
    objects = objects or listed_behind(sentence, at)
    if before and objects and sentence.tag(objects[-1]) == "COUNT":
        among = _AMONG_BEHIND.match(sentence, at + 1)
        if among is None or not among["colon"] or sentence.text(among.start("colon")) == ":":
            objects += listed_after(sentence, among, at)
    if objects:
        return objects + (together_with if before else in_addition_to)(sentence, at)
    if before and sentence.verb(at).name == "surround":
        return listed_after(sentence, INSIDE.match(sentence, at + 1), at)
    return [] if before else besides_others(sentence, at) or _named_in_head(sentence, at)


#: "A: rebels pull out of key town", as headlines put it.
_HEAD = TagPattern("<PLACE>(?P<colon><SAY>)")
_KEY_TOWN = TagPattern(
    "(?P<the><DET>)?<WORD|HELD>{0,3}(?P<noun><NOUN>)(?!<OF|PLACE|UNKNOWN|NOUN|WORD>)"
)


def _named_in_head(sentence: Sentence, at: int) -> list[int]:
    """Return the place before the colon of a headline that a verb calls only "key town"."""
    head, town = _HEAD.match(sentence, 0), _KEY_TOWN.match(sentence, at + 1)
    if head is None or town is None or sentence.text(head.start("colon")) != ":":
        return []
    if town["the"] or sentence.text(town.start("noun")) not in _TOWNS:
        return []
    one_place = sentence.positions("PLACE|TOWN") == [0] and not sentence.value(0).is_province
    return [0] if one_place else []


_TOWNS = frozenset({"town", "city", "village", "stronghold", "bastion"})
#: ", two villages in the plain"; "after losing the two hills".
_APPOSED = TagPattern("(?:<PLACE><COMMA>|(?P<the><DET>))$")


def is_apposed(sentence: Sentence, position: int) -> bool:
    """Return whether a number stands for the places that are named right before it."""
    number, _, _ = sentence.value(position)
    places = len(sentence.positions("PLACE", 0, position))
    match = _APPOSED.before(sentence, position)
    if match is None or not 2 <= number.value <= places:
        return False
    return not match["the"] or sentence.text(position - 1) in {"the", "these", "both"}


def is_named(
    collector: ClaimCollector, sentence: Sentence, position: int, objects: list[int]
) -> bool:
    """Return whether "the hilltop" would be a place that is another object of the same verb."""
    id_ = collector.referents.at(sentence, position).id
    places = [one for one in objects if sentence.tag(one) == "PLACE"]
    return id_ is not None and id_ in {collector.referents.at(sentence, one).id for one in places}


#: "Hill So-and-so and B": the first item of a list is no known place.
_UNKNOWN_FIRST = TagPattern("<NOUN>(?P<unknown><WORD>)<AND><NOUN>?$")
_UNKNOWN_LAST = TagPattern("<AND>(?P<head><NOUN>)<WORD>(?!<PLACE>)")
_HEADS = frozenset({"تل", "تله", "قريه", "بلده", "مدينه", "حاجز"})
_LIST_HEADS = frozenset(
    {"قري", "بلدات", "قريتي", "بلدتي", "مدن", "قريتا", "بلدتا", "مناطق", "تلال"}
)


#: "and that", "and others".
_WITH_W = frozenset({"وادي", "وسط"})
_NO_NAMES = frozenset({"وذلك", "وغيرها", "وغيرهما", "وغيرهم", "ومنها", "وتلك"})


def reject_unknown_items(
    collector: ClaimCollector, sentence: Sentence, at: int, objects: list[int]
) -> None:
    """Reject the items of an Arabic list that are no known places."""
    if not sentence.verb(at).arabic:
        return
    behind = _UNKNOWN_LAST.match(sentence, objects[-1] + 1)
    if behind is not None and sentence.text(behind.start("head")) in _HEADS:
        words = f"{sentence.text(behind.start('head'))} {sentence.text(behind.end() - 1)}"
        collector.reject((behind.end() - 1,), sentence, f"no place is called {words!r}")
    unknown = _UNKNOWN_FIRST.before(sentence, objects[0])
    if unknown is not None and unknown.start() > at:
        span = range(unknown.start(), unknown.end("unknown"))
        words = " ".join(sentence.text(one) for one in span)
        collector.reject((unknown.start("unknown"),), sentence, f"no place is called {words!r}")
    for count in (one for one in objects if sentence.tag(one) == "COUNT"):
        those = namely(sentence, count + 1)
        if those is not None and those["unknown"]:
            _reject_names(collector, sentence, range(*those.span("unknown")))
    is_list = any(sentence.text(one) in _LIST_HEADS for one in range(at, objects[-1]))
    gaps = list(itertools.pairwise(objects))
    if is_list:
        gaps.append((objects[-1], min(objects[-1] + 2, len(sentence))))
    for first, last in gaps:
        for one in sentence.positions("WORD", first + 1, last):
            word = sentence.text(one)
            if word.startswith("و") and len(word) > 3 and word not in _NO_NAMES | _WITH_W:
                words = sentence.text(one).removeprefix("و")
                collector.reject((one,), sentence, f"no place is called {words!r}")


def _reject_names(collector: ClaimCollector, sentence: Sentence, words: range) -> None:
    """Reject unknown names, each of which but the first begins with "and" in Arabic."""
    starts = [one for one in words if one == words[0] or sentence.text(one).startswith("و")]
    for start, end in itertools.pairwise([*starts, words.stop]):
        name = " ".join(sentence.text(one) for one in range(start, end)).removeprefix("و")
        collector.reject(range(start, end), sentence, f"no place is called {name!r}")
