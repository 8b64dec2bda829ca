"""Read what is said of a place in passing: "rebel-held", and the road that it lies on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.distance_subjects import listed_before
from frontline.claims.reader.extract_extent import PLURALS
from frontline.claims.reader.regions import names_province

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

_HELD_PLACE = TagPattern(
    "(?P<held><HELD>)<WORD|DET|NOUN|LIE|DAY|DIRECTION>{0,3}?<OF>?(?P<place><PLACE|UNKNOWN>)"
)
_PLACE_HELD = TagPattern(
    "(?P<place><PLACE>)<COMMA><DET|WORD|OF|NOUN>{0,5}?(?P<held><HELD>)<WORD>?<NOUN>"
)


#: "A remains rebel-held", "A is now government-held".
_IS_HELD = TagPattern(
    "(?P<place><PLACE|TOWN>)<NOUN>?<REGION>?(?P<is><BE|REMAIN>)<LIE|BE|REMAIN>{0,2}(?P<held><HELD>)"
    "(?!<NOUN|WORD|PLACE|TOWN|FORCE>)"
)
_AND_PLACE = TagPattern("(?:<COMMA>|<AND>|<COMMA><AND>)(?P<place><PLACE>)(?!<BE|HAVE|VERB>)")


def _held_places(sentence: Sentence, match: re.Match[str]) -> list[int]:
    """Return the places of "the rebel-held towns of A and B"."""
    found = [match.start("place")]
    several = any(sentence.text(one) in PLURALS for one in range(match.start(), found[0]))
    while several and (more := _AND_PLACE.match(sentence, found[-1] + 1)) is not None:
        found.append(more.start("place"))
    return found


def read_held(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "rebel-held Idlib", "Saraqib, an opposition-held town"."""
    for match in (one for p in (_HELD_PLACE, _PLACE_HELD) for one in p.finditer(sentence)):
        for place in _held_places(sentence, match):
            _add_held(collector, sentence, match.start("held"), place)
    for match in _IS_HELD.finditer(sentence):
        if sentence.text(match.start("is")) in _PRESENT:
            _add_held(collector, sentence, match.start("held"), match.start("place"))


_PRESENT = frozenset({"is", "are", "remain", "remains"})


def _add_held(collector: ClaimCollector, sentence: Sentence, held: int, place: int) -> None:
    side, target = sentence.value(held), collector.referents.at(sentence, place)
    if side is None or target.kind == "none":
        why = target.why or f"the record has no side called {sentence.text(held)!r}"
        collector.reject((held, place), sentence, why)
        return
    province = names_province(sentence, place)
    unsure = (f"{sentence.text(place)} may be the province",) if province else ()
    collector.add(
        "control", (held, place), sentence, held, verb="hold", mood="fact", unsure=unsure,
        subject=Referent("actor", side, sentence.text(held)), target=target,
        first=collector.published, last=collector.published, day_kind="unstated",
    )  # fmt: skip


#: "33 km south of Idlib", which may stand before "on the highway".
_SO_FAR = (
    "<AWAY>?<LENGTH><TO|IN|FROM>?<DET>?<NOUN>?<DIRECTION>?<OF|FROM><DET|NOUN|OF|HELD|WORD>{0,4}"
    "<PLACE|TOWN>"
)
_LIES_ON = (
    TagPattern(
        "(?P<place><PLACE|TOWN|FEATURE|PRONOUN>)<NOUN>?<REGION>?(?:<COMMA><!COMMA|SAY|PLACE|TOWN>{1,20}(?=<COMMA>))?"
        f"(?:(?:<COMMA>?<WHICH>?<LIE|BE|WORD|HAVE>{{1,4}}|<COMMA><DET|WORD|NOUN>{{1,4}}"
        "|<COMMA><DET><WORD>?<NOUN><OF><WORD>{1,3}<LIE>|<COMMA>)"
        f"(?:<DET>?<WORD>?<NOUN>?)(?:{_SO_FAR})?|{_SO_FAR})"
        "(?P<on><IN>)<DET|WORD|NOUN|OF>{0,5}(?P<road><ROAD>)(?:<AND><DET>?(?P<more><ROAD>))?"
    ),
    TagPattern("(?P<place><PLACE|TOWN|FEATURE>)<COMMA>?<WHICH>?(?P<on><WORD>)(?P<road><ROAD>)"),
    TagPattern("<LIE><DET|NOUN>*(?P<place><PLACE|TOWN>)(?P<on><IN>)<DET|NOUN>*(?P<road><ROAD>)"),
    TagPattern(
        "^<!PLACE|TOWN|FEATURE>*(?P<place><PLACE|TOWN|FEATURE>)<!SAY|WHEN>*?<AND><LIE>(?P<on><IN>)"
        "<DET|WORD|NOUN>{0,2}(?P<road><ROAD>)"
    ),
)
_LOCATED_HEAD = TagPattern(
    "(?P<head><PLACE|TOWN>)<COMMA>?<DET|NOUN|WORD|LIE|BE>{0,3}(?:<AWAY>?<LENGTH><AWAY>?)?"
    "<TO|IN>?<DET>?(?:<DIRECTION><OF|FROM>?|<OF|FROM>)<DET|NOUN|WORD|OF>{0,3}$"
)
#: What overlooks a road does not lie on it.
_OVERLOOKS = frozenset({"تشرف", "يشرف", "تطل", "يطل", "مشرفه", "المشرفه", "المطله", "مطله"})
_ON = frozenset({"on", "along", "astride", "at", "over", "alongside", "beside", "علي"})


def read_on_road(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "Saraqib lies on the M5", "Saraqib straddles the M5"."""
    for pattern in _LIES_ON:
        for match in pattern.finditer(sentence):
            on = sentence.text(match.start("on"))
            if on not in _ON and not (
                sentence.tag(match.start("on")) == "WORD" and on == "straddles"
            ):
                continue
            if sentence.has("PRONOUN", match.start() + 1, match.end()):
                continue
            if sentence.text(match.start("on") - 1).removeprefix("و") in _OVERLOOKS:
                continue
            if _has_unread_item(sentence, match.start("place"), match.start("on")):
                continue
            more = match.groupdict().get("more")
            place = match.start("place")
            if (head := _LOCATED_HEAD.before(sentence, place)) is not None:
                place = head.start("head")  # "A, 35 km north of B, lies on the road"
            roads = [match.start("road"), *([match.start("more")] if more else [])]
            places = _those_that_lie(sentence, match.start("place"), match.start("on"), place)
            for road in [road for road in roads if road not in sentence.used]:
                for one in places:
                    _add_on_road(collector, sentence, one, road)


_THEY_LIE = frozenset({"lie", "are", "sit", "were", "straddle", "stand"})


def _those_that_lie(sentence: Sentence, last: int, on: int, place: int) -> list[int]:
    """Return all of a list if its verb is plural: "both A and B lie on the road"."""
    plural = any(sentence.text(one) in _THEY_LIE for one in range(last + 1, on))
    return listed_before(sentence, last) if plural and place == last else [place]


def _has_unread_item(sentence: Sentence, place: int, on: int) -> bool:
    """Return whether an Arabic name that was not read stands between, as in "A and Hill 5 on"."""
    words = (sentence.text(one) for one in sentence.positions("WORD", place + 1, on))
    return any(word.startswith("وال") for word in words)


def _add_on_road(collector: ClaimCollector, sentence: Sentence, place: int, road: int) -> None:
    subject, target = (collector.referents.at(sentence, at) for at in (place, road))
    bad = next((one for one in (subject, target) if one.kind == "none"), None)
    if bad is not None:
        collector.reject((place, road), sentence, bad.why)
        return
    collector.add(
        "distance", (place, road), sentence, road, subject=subject, target=target,
        verb="lies on", comparator="at", low=0.0, high=1000.0, part="edge",
        first=collector.published, last=collector.published, day_kind="unstated", mood="fact",
    )  # fmt: skip
