"""Reads counts of places, areas, lengths of road, "rebel-held", and what lies on a road."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.claim import mood_at
from frontline.claims.coreference import Referent
from frontline.claims.extract_distance import last_force, stated
from frontline.claims.quantities import interval

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.claim import ClaimCollector
    from frontline.claims.quantities import Number


# Counts ---------------------------------------------------------------------------------------

_SIDE = re.compile(
    r"(?:ak)?[lr]{0,3}(?:[tf][dI]?k?|i[dI]k?)?(?P<dir>D)(?![GU])(?:k?[ofi]?[dwkHo]{0,4}?(?P<target>[PTX]))?"
)


def read_count(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    position: int,
    found: tuple[Referent | None, str],
) -> None:
    """Read "captured five villages to the north-west"."""
    subject, mood = found
    if position in sentence.told:
        return
    number, comparator, noun = sentence.value(position)
    verb = sentence.tokens[at].verb
    spots: list[int] = [at, position]
    side: tuple[str, ...] = ()
    target: Referent | None = None
    match = _SIDE.match(sentence.letters, position + 1)
    if match is not None:
        spots.append(match.end() - 1)
        side = sentence.value(match.start("dir"))
        sentence.told.add(match.start("dir"))
        if match["target"]:
            target = collector.referents.at(sentence, match.start("target"))
        else:
            target = _town_of(collector, sentence, position)
    if subject is None or subject.kind == "none":
        collector.reject(spots, sentence, subject.why if subject else "who took them is not said")
        return
    low, high = counted(number, comparator)
    collector.add(
        "count", spots, sentence, at, subject=subject,
        target=target if target is not None and target.kind == "place" else None,
        verb=verb.name if verb is not None else "take", mood=mood, directions=side,
        comparator="a few" if number.low is not None else comparator,
        value=number.value, unit=noun, low=low, high=high,
    )  # fmt: skip


def counted(number: Number, comparator: str) -> tuple[float, float]:
    """Give what a count claims: it is rounded only from twenty on.

    Examples
    --------
    >>> from frontline.claims.quantities import read_number
    >>> counted(read_number("five"), "exact"), counted(read_number("15"), "more than")
    ((5.0, 5.0), (16.0, inf))
    """
    if number.low is None and number.half <= 0.5:
        if comparator == "exact":
            return number.value, number.value
        if comparator == "more than":
            return number.value + 1, float("inf")
    return interval(number, comparator)


def _town_of(collector: ClaimCollector, sentence: Sentence, position: int) -> Referent | None:
    """Give the town that "to the north-west" is seen from: the last before, else the next."""
    points = sentence.at("PT")
    nearest = [p for p in points if p < position][::-1] + [p for p in points if p > position]
    for point in nearest:
        referent = collector.referents.at(sentence, point)
        if referent.kind == "place":
            return referent
    place = collector.referents.town
    if place is None:
        return None
    return Referent(
        "place", place.id, place.name, place, f"seen from {place.name}, spoken of before"
    )


def read_counts(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "took 105 square kilometres and 15 villages": counts no verb stood next to."""
    taking = [
        at
        for at in sentence.at("V")
        if sentence.tokens[at].verb.name in {"take", "lose"}  # type: ignore[union-attr]
    ]
    for position in sentence.at("N"):
        before = [at for at in taking if at < position]
        if position in sentence.told or not before:
            continue
        at = before[-1]
        if set(sentence.letters[at + 1 : position]) & set("zsrV"):
            continue
        forces = [p for p in range(at) if sentence.letters[p] == "A"]
        subject = collector.referents.at(sentence, forces[-1]) if forces else last_force(collector)
        read_count(collector, sentence, at, position, (subject, mood_at(sentence, at)))
    for match in re.finditer("V[dwkH]{0,3}?k(?![oPTXUN])", sentence.letters):
        _plural(collector, sentence, match.start(), match.end() - 1)


_PLURALS = {"villages": "villages", "towns": "towns", "settlements": "settlements",
            "hamlets": "hamlets", "قري": "villages", "بلدات": "towns"}  # fmt: skip


def _plural(collector: ClaimCollector, sentence: Sentence, at: int, position: int) -> None:
    """Read "retaking towns in northern Hama": more than one, without a number."""
    noun = _PLURALS.get(sentence.tokens[position].text)
    verb = sentence.tokens[at].verb
    forces = [p for p in range(at) if sentence.letters[p] == "A"]
    subject = collector.referents.at(sentence, forces[-1]) if forces else last_force(collector)
    if noun is None or verb is None or verb.name != "take" or subject is None:
        return
    if subject.kind == "actor" and mood_at(sentence, at) == "fact" and at not in sentence.told:
        collector.add(
            "count", (at, position), sentence, at, subject=subject, target=None, verb="take",
            mood="fact", comparator="at least", value=2.0, unit=noun, low=2.0, high=float("inf"),
        )  # fmt: skip


# Lengths of road and areas --------------------------------------------------------------------

_ROAD_PART = re.compile(r"(?P<part>[wky]{0,3})(?P<of>o|f)[dwH]{0,3}(?P<road>R)")
_PARTS = frozenset({"long", "stretch", "section", "portion", "segment", "part", "length", "more"})


def read_road_lengths(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "14 km of the M5 remain"."""
    for at in sentence.at("Q"):
        match = _ROAD_PART.match(sentence.letters, at + 1)
        if match is None or "y" in sentence.letters[max(0, at - 2) : at]:
            continue
        between = {token.text for token in sentence.tokens[at + 1 : match.end("part")]}
        if sentence.value(at).comparator == "within":
            continue
        if between - _PARTS or sentence.tokens[match.start("of")].text not in {"of", "من"}:
            continue
        _road_length(collector, sentence, at, match.start("road"))


def _road_length(collector: ClaimCollector, sentence: Sentence, at: int, road_at: int) -> None:
    road = collector.referents.at(sentence, road_at)
    if road.kind == "none":
        collector.reject_clause(at, sentence, road.why)
        return
    words = sentence.tokens[at].text.casefold()
    states = [p for p in sentence.at("V") if sentence.tokens[p].verb.form == "state"]  # type: ignore[union-attr]
    forces = sentence.at("A")
    held_by = [p for p in forces if states and p > states[0]]
    left = ("q" in sentence.letters or "last" in words or "remaining" in words) and not held_by
    left = left or any(t.text == "all but" for t in sentence.tokens[:at])
    subject = (
        collector.referents.at(sentence, (held_by or forces)[0])
        if forces
        else last_force(collector)
    )
    sentence.told.update(states)
    verbs = [p for p in sentence.at("V") if p < at]
    sentence.told.update(verbs[-1:])
    collector.add(
        "length", (at, road_at, *(held_by or forces)[:1]), sentence, at,
        subject=subject, target=road, verb="remain" if left else "hold",
        **stated(sentence.value(at)),
    )  # fmt: skip


_LOST = frozenset({"lose"})


def read_areas(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "350 square kilometres in seven days"."""
    for at in sentence.at("S"):
        forces = sentence.at("A")
        near = [p for p in forces if p < at] or forces
        subject = collector.referents.at(sentence, near[-1]) if near else last_force(collector)
        verbs = {sentence.tokens[p].verb.name for p in sentence.at("V")}  # type: ignore[union-attr]
        gains = any(token.text.startswith(("gain", "advanc")) for token in sentence.tokens)
        gains = gains or "take" in verbs or "m" in sentence.letters
        if subject is None or subject.kind == "none" or not (gains or verbs & _LOST):
            why = subject.why if subject and subject.why else "an area, but not who took or held it"
            collector.reject_clause(at, sentence, f"{sentence.tokens[at].text!r}: {why}")
            continue
        taken = [p for p in sentence.at("V") if p < at]
        sentence.told.update(taken[-1:])
        collector.add(
            "area", (at, *near[-1:]), sentence, at, subject=subject, target=None,
            verb="take" if gains else "lose", **stated(sentence.value(at)),
        )  # fmt: skip


# Who holds a place by adjective, and which road it lies on ------------------------------------

_HELD_PLACE = re.compile(r"(?P<held>H)[wdklYD]{0,3}?o?(?P<place>[PU])")
_PLACE_HELD = re.compile(r"(?P<place>P)c[dwok]{0,5}?(?P<held>H)w?k")
#: "33 km south of Idlib", which may stand before "on the highway".
_SO_FAR = "y?Q[tif]?d?k?D?[of][dkoHw]{0,4}[PT]"
_LIES_ON = re.compile(
    rf"(?P<place>[PTXI])(?:c[^czPT]{{1,20}}(?=c))?"
    rf"(?:(?:c?r?[lewh]{{1,4}}|c[dwk]{{1,4}}|c)(?:d?w?k?)(?:{_SO_FAR})?|{_SO_FAR})"
    r"(?P<on>i)[dwko]{0,5}(?P<road>R)(?:ad?(?P<more>R))?"
)
_LIES_ON_AR = re.compile(r"^[^PTX]*(?P<place>[PTX])[^zs]*?al(?P<on>i)[dwk]{0,2}(?P<road>R)")
_STRADDLES = re.compile(r"(?P<place>[PTX])c?r?(?P<on>w)(?P<road>R)")
_ON = frozenset({"on", "along", "astride", "at", "over", "alongside", "beside", "علي"})


def read_held(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "rebel-held Idlib", "Saraqib, an opposition-held town"."""
    for match in (m for p in (_HELD_PLACE, _PLACE_HELD) for m in p.finditer(sentence.letters)):
        held_at, place_at = match.start("held"), match.start("place")
        side = sentence.value(held_at)
        target = collector.referents.at(sentence, place_at)
        if side is None or target.kind == "none":
            words = sentence.tokens[held_at].text
            collector.reject(
                (held_at, place_at), sentence, target.why or f"no side is called {words!r}"
            )
            continue
        collector.add(
            "control", (held_at, place_at), sentence, held_at, verb="hold", mood="fact",
            subject=Referent("actor", side, sentence.tokens[held_at].text), target=target,
            first=collector.published, last=collector.published, day_kind="unstated",
        )  # fmt: skip
    _read_lies_on(collector, sentence)


def _read_lies_on(collector: ClaimCollector, sentence: Sentence) -> None:
    for pattern in (_LIES_ON, _STRADDLES, _LIES_ON_AR):
        for match in pattern.finditer(sentence.letters):
            words = sentence.tokens[match.start("on")].text
            if words not in _ON and not (pattern is _STRADDLES and words == "straddles"):
                continue
            if "I" in match[0] and not match[0].startswith("I"):
                continue
            roads = [match.start("road")]
            if pattern is _LIES_ON and match["more"]:
                roads.append(match.start("more"))
            for road_at in roads:
                if road_at not in sentence.told:
                    _lies_on(collector, sentence, match.start("place"), road_at)


def _lies_on(collector: ClaimCollector, sentence: Sentence, place_at: int, road_at: int) -> None:
    subject, target = (collector.referents.at(sentence, at) for at in (place_at, road_at))
    bad = next((r for r in (subject, target) if r.kind == "none"), None)
    if bad is not None:
        collector.reject((place_at, road_at), sentence, bad.why)
        return
    collector.add(
        "distance", (place_at, road_at), sentence, road_at, subject=subject, target=target,
        verb="lies on", comparator="at", low=0.0, high=1000.0, part="edge",
        first=collector.published, last=collector.published, day_kind="unstated", mood="fact",
    )  # fmt: skip
