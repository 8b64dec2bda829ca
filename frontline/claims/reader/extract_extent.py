"""Read counts of places and lengths of road."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.extract_direction import is_adjective, is_edge_of_province
from frontline.claims.reader.extract_distance import quantity_fields
from frontline.claims.reader.extract_moves import read_counted
from frontline.claims.reader.lexicon import AR
from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.numbers import read_number
from frontline.claims.reader.quantities import interval
from frontline.claims.reader.verb_qualifiers import why_no_change

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.numbers import Number


# Counts ---------------------------------------------------------------------------------------

_SIDE = TagPattern(
    "(?:<AND><NOUN>)?<LIE|WHICH>{0,3}(?:<TO|FROM><DET|PRONOUN>?<NOUN>?|<IN><DET|PRONOUN>?<NOUN>?)?"
    "(?P<direction><DIRECTION>)(?!<REGION|UNKNOWN>)"
    "(?:<NOUN>?<OF|FROM|IN>?<DET|WORD|NOUN|HELD|OF>{0,4}?(?P<target><PLACE|TOWN|FEATURE|ROAD>))?"
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
    if position in sentence.used:
        return
    number, comparator, noun = sentence.value(position)
    covered: list[int] = [at, position]
    if _refers_back(sentence, at, position):
        collector.reject(covered, sentence, "which places are meant is not stated")
        return
    if (between := _BETWEEN_PLACES.match(sentence, position + 1)) is not None:
        collector.reject([*covered, between.end() - 1], sentence, _BETWEEN)
        return
    directions: tuple[str, ...] = ()
    target: Referent | None = None
    match = _side(sentence, position + 1)
    if match is not None:
        covered.append(match.end() - 1)
        directions = sentence.value(match.start("direction"))
        sentence.used.add(match.start("direction"))
        if match["target"]:
            target = collector.referents.at(sentence, match.start("target"))
            directions = directions if target.kind != "road" else ()
        else:
            target = _town_near(collector, sentence, position)
    subject = subject or collector.last_force() or collector.referents.army()
    if subject is None or subject.kind == "none":
        why = subject.why if subject else "who took them is not named"
        collector.reject(covered, sentence, why)
        return
    low, high = count_interval(number, comparator)
    collector.add(
        "count", covered, sentence, at, subject=subject,
        target=target if target is not None and target.kind == "place" else None,
        verb=sentence.verb(at).name, mood=mood, directions=directions,
        comparator="a few" if number.low is not None and comparator != "between" else comparator,
        value=number.value, unit=noun, low=low, high=high,
    )  # fmt: skip


def _side(sentence: Sentence, start: int) -> re.Match[str] | None:
    """Match the side on which counted places lie: not "near the southern city of A"."""
    match = _SIDE.match(sentence, start)
    if match is None or not sentence.text(match.start("direction")).isascii():
        return match
    at = match.start("direction")
    if is_adjective(sentence, at):
        return None
    if match["target"]:
        edge = is_edge_of_province(sentence, at, match.start("target"))
        return None if edge else match
    cut_off = sentence.text(at).endswith("ern") and sentence.tag(at - 1) == "IN"
    return None if cut_off else match


#: "the capture of the two towns", "of these villages": they were named before.
_NAMED_BEFORE = frozenset({"the", "these", "those", "both"})


def _refers_back(sentence: Sentence, at: int, position: int) -> bool:
    """Return whether an English noun of control is of places that were named before."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "noun" or sentence.has("FORCE", *clause(sentence, at)):
        return False
    return any(sentence.text(one) in _NAMED_BEFORE for one in range(at + 1, position))


#: "the villages between A and B".
_BETWEEN_PLACES = TagPattern(
    "<BETWEEN><DET|NOUN|OF|WORD>{0,3}<PLACE><AND><DET|NOUN|OF|WORD>{0,3}<PLACE>"
)
_BETWEEN = "which places lie between two others is not counted"


def count_interval(number: Number, comparator: str) -> tuple[float, float]:
    """Return the interval that a count states: it is rounded only from twenty on.

    Examples
    --------
    >>> from frontline.claims.reader.numbers import read_number
    >>> count_interval(read_number("five"), "exact"), count_interval(read_number("15"), "more than")
    ((5.0, 5.0), (16.0, inf))
    """
    if number.low is None and number.half <= 0.5:
        if comparator == "exact":
            return number.value, number.value
        if comparator == "more than":
            return number.value + 1, float("inf")
    return interval(number, comparator)


def _town_near(collector: ClaimCollector, sentence: Sentence, position: int) -> Referent | None:
    """Return the town that "to the north-west" is seen from: the last before, else the next."""
    points = sentence.positions("PLACE|TOWN")
    nearest = [p for p in points if p < position][::-1] + [p for p in points if p > position]
    for point in nearest:
        referent = collector.referents.at(sentence, point)
        if referent.kind == "place":
            return referent
    place = collector.referents.town
    if place is None:
        return None
    note = f"seen from {place.name}, mentioned before"
    unsure = "the town that the direction is seen from is taken from an earlier sentence"
    return Referent("place", place.id, place.name, place, note, unsure=unsure)


_TAKEN_PLURAL = TagPattern(
    "<VERB><DET|WORD|NOUN|HELD>{0,3}?(?P<noun><NOUN>)(?!<OF|PLACE|TOWN|FEATURE|UNKNOWN|COUNT>)"
)


def read_counts(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "took 105 square kilometres and 15 villages": counts that no verb stands next to."""
    verbs = [v for v in sentence.positions("VERB") if sentence.verb(v).name in {"take", "lose"}]
    for position in sentence.positions("COUNT"):
        before = [verb for verb in verbs if verb < position]
        if position in sentence.used or not before:
            continue
        at = before[-1]
        if sentence.text(position - 1) == "in":
            continue  # "30 points captured in 16 villages"
        if (hit := _HIT.before(sentence, position, at + 1)) and sentence.text(hit.start()) in _HITS:
            continue  # "took A, and aircraft bombed three villages", in Arabic
        if why_no_change(sentence, at) is not None:
            continue  # "this control let them press the army in several areas"
        if _OTHER_CLAUSE.search(sentence, at + 1, position) is not None or (
            sentence.tag(position - 1) == "COMMA" and _IS_SUBJECT.match(sentence, position + 1)
        ):
            continue
        subject = force_behind(collector, sentence, at) or force_before(collector, sentence, at)
        if sentence.tag(position - 1) == "FORCE":  # "the army ten villages"
            subject = collector.referents.at(sentence, position - 1)
        read_count(collector, sentence, at, position, found := (subject, mood_at(sentence, at)))
        read_counted(collector, sentence, at, position, found)
    _read_more(collector, sentence)
    for match in _TAKEN_PLURAL.finditer(sentence):
        _read_plural(collector, sentence, match.start(), match.start("noun"))


#: "three villages on Friday and another two on Saturday", "and on Saturday two".
_MORE = TagPattern(
    "<AND|COMMA>{1,2}(?:<WORD|DET|AWAY>{0,2}(?P<number><WORD>)(?P<day><DAY>)"
    "|(?P<day2><DAY>)<WORD|DET|AWAY>{0,2}(?P<number2><WORD>)(?=<COMMA|SAY|AND|WHEN>|$))"
)


def _read_more(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read a second number that has no noun of its own: "and another two on Saturday"."""
    for claim, (at, tokens) in collector.evidence_of_sentence():
        counts = [one for one in tokens if sentence.tag(one) == "COUNT"]
        if claim.kind != "count" or not counts or not sentence.text(at).isascii():
            continue
        match = _MORE.search(sentence, counts[-1] + 1)
        if match is None or sentence.has("SAY|WHEN|VERB|COUNT", counts[-1] + 1, match.start()):
            continue
        kind = "" if match["number"] else "2"
        position, day = match.start(f"number{kind}"), match.start(f"day{kind}")
        number = read_number(sentence.text(position))
        if number is None or position in sentence.used:
            continue
        low, high = count_interval(number, "exact")
        when, earlier = sentence.value(day), sentence.positions("DAY", 0, at)
        if kind and earlier:  # "On Sunday they took two villages and on Monday five"
            first = sentence.value(earlier[-1])
            collector.amend(claim, first=first.first, last=first.last, day_kind=first.kind)
        collector.add(
            "count", (at, position, day), sentence, at, subject=claim.subject, target=None,
            verb=claim.verb, mood=claim.mood, comparator="exact", value=number.value,
            unit=claim.unit, low=low, high=high, first=when.first, last=when.last,
            day_kind=when.kind,
        )  # fmt: skip


#: "took A, a number of towns in the plain were still".
_IS_SUBJECT = TagPattern("<IN|DET|WORD|NOUN|REGION|OF|PLACE|LIE>{0,8}<BE|REMAIN|HAVE|MODAL>")
_HIT = TagPattern("<FIGHTING><FIGHTING|FORCE|WORD|DAY>{0,3}$")
_HITS = frozenset(AR["actors"]["harmed"])
_OTHER_CLAUSE = TagPattern("<SAY|WHEN|WHICH|VERB>|<AND><MOVE>")
_FORCE_BEHIND = TagPattern("<IN|PRONOUN|DAY|COMMA>{0,4}<BY>?<DET>?(?P<actor><FORCE>)")


def force_behind(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force right behind a verb, as in "captured by"."""
    match = _FORCE_BEHIND.match(sentence, at + 1)
    return None if match is None else collector.referents.at(sentence, match.start("actor"))


def force_before(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the last force before a verb, else the one that the text named last."""
    forces = sentence.positions("FORCE", 0, at)
    return collector.referents.at(sentence, forces[-1]) if forces else collector.last_force()


PLURALS = {"villages": "villages", "towns": "towns", "settlements": "settlements",
            "hamlets": "hamlets", "قري": "villages", "بلدات": "towns"}  # fmt: skip


def _read_plural(collector: ClaimCollector, sentence: Sentence, at: int, position: int) -> None:
    """Read "retaking towns in northern Hama": more than one, without a number."""
    noun = PLURALS.get(sentence.text(position))
    subject = force_before(collector, sentence, at)
    if noun is None or sentence.verb(at).name != "take" or subject is None:
        return
    if _refers_back(sentence, at, position):
        return
    if (between := _BETWEEN_PLACES.match(sentence, position + 1)) is not None:
        collector.reject((at, position, between.end() - 1), sentence, _BETWEEN)
        return
    if subject.kind == "actor" and mood_at(sentence, at) == "fact" and at not in sentence.used:
        collector.add(
            "count", (at, position), sentence, at, subject=subject, target=None, verb="take",
            mood="fact", comparator="at least", value=2.0, unit=noun, low=2.0, high=float("inf"),
        )  # fmt: skip


# Lengths of road -------------------------------------------------------------------------------

_OF_ROAD = TagPattern(
    "(?P<part><WORD|NOUN|AWAY>{0,3})(?P<of><OF|FROM>)<DET|WORD|HELD>{0,3}(?:<LENGTH><COMMA|AWAY>{0,2})?"
    "(?P<road><ROAD>)"
)
_STRETCHES = frozenset(
    {"long", "stretch", "section", "portion", "segment", "part", "length", "more"}
)


#: "14 km short of holding the whole highway".
_SHORT_OF_HOLDING = TagPattern(
    "<AWAY>?<FROM>(?P<verb><VERB>)<DET|WORD|LIE|HELD>{0,4}(?P<road><ROAD>)"
)
#: "from holding the whole road only 2 km separate the army", as Arabic puts it.
_SHORT_OF_BEFORE = TagPattern(
    "<BETWEEN><FORCE>?<FROM><WORD>?(?P<verb><VERB>)<IN|DET|WORD>{0,3}(?P<road><ROAD>)<WORD|LIE|AWAY>{0,3}$"
)
#: "30 km separate the army from the control of the road".
_SHORT_OF_BETWEEN = TagPattern(
    "<LIE|WORD|AWAY>{0,2}<BETWEEN><DET>?<FORCE>?<FROM><LIE|DET|WORD>{0,2}(?P<verb><VERB>)<IN|DET|WORD|OF>{0,3}"
    "(?P<road><ROAD>)"
)
#: "of the road there remain only two kilometres", as Arabic puts it.
_ROAD_BEFORE = TagPattern("<FROM|OF><DET|NOUN>{0,2}(?P<road><ROAD>)<!PLACE|TOWN|SAY|WHEN>{0,6}$")
#: "a 30-kilometre stretch is still under rebel control", of a road named before.
_STRETCH = TagPattern("<WORD|DET|NOUN>{1,2}(?:<IN>?<REGION>)?<BE|REMAIN|LIE|WORD>*<VERB>")


def read_road_lengths(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "14 km of the M5 remain", "14 km short of holding the M5"."""
    for at in sentence.positions("LENGTH"):
        match = _SHORT_OF_HOLDING.match(sentence, at + 1)
        if match is not None and sentence.verb(match.start("verb")).name in {"take", "hold"}:
            sentence.used.add(match.start("verb"))
            _read_road_length(collector, sentence, at, match.start("road"), remains=True)
            continue
        short = _SHORT_OF_BEFORE.before(sentence, at) or _SHORT_OF_BETWEEN.match(sentence, at + 1)
        if short is not None:
            sentence.used.add(short.start("verb"))
            _read_road_length(collector, sentence, at, short.start("road"), remains=True)
            continue
        before = _ROAD_BEFORE.before(sentence, at)
        if before is not None and sentence.has("REMAIN", 0, before.start("road")):
            _read_road_length(collector, sentence, at, before.start("road"), remains=True)
            continue
        if _STRETCHES & {sentence.text(at + 1), sentence.text(at + 2)}:
            _read_stretch(collector, sentence, at)
        match = _OF_ROAD.match(sentence, at + 1)
        if at in sentence.used or match is None or sentence.has("AWAY", at - 2, at):
            continue
        between = {sentence.text(one) for one in range(at + 1, match.end("part"))}
        if sentence.value(at).comparator == "within" or between - _STRETCHES:
            continue
        of = sentence.text(match.start("of"))
        if of == "of" or (of == "من" and sentence.has("REMAIN|VERB")):
            sentence.used.update(sentence.positions("LENGTH", at + 1, match.start("road")))
            _read_road_length(collector, sentence, at, match.start("road"))


def _read_stretch(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read a stretch that a side holds, of the road named last."""
    match, road = _STRETCH.match(sentence, at + 1), collector.referents.road
    if match is None or road is None or sentence.has("ROAD", at):
        return
    state = match.end() - 1
    forces = sentence.positions("FORCE", state)
    if sentence.verb(state).form != "state" or not forces:
        return
    sentence.used.add(state)
    note = f"read as a stretch of the {road.upper()}, mentioned before"
    unsure = "the road is taken from an earlier sentence"
    collector.add(
        "length", (at, state, forces[0]), sentence, at, verb="hold",
        subject=collector.referents.at(sentence, forces[0]),
        target=Referent("road", road, road.upper(), note=note, unsure=unsure),
        **quantity_fields(sentence.value(at)),
    )  # fmt: skip


def _read_road_length(
    collector: ClaimCollector, sentence: Sentence, at: int, road_at: int, *, remains: bool = False
) -> None:
    road = collector.referents.at(sentence, road_at)
    if road.kind == "none":
        collector.reject_clause(at, sentence, road.why)
        return
    words = sentence.text(at).casefold()
    verbs, forces = sentence.positions("VERB"), sentence.positions("FORCE")
    states = [verb for verb in verbs if sentence.verb(verb).form == "state"]
    held_by = [force for force in forces if states and force > states[0]]
    left = (
        remains
        or sentence.has("REMAIN", *clause(sentence, at))
        or "last" in words
        or "remaining" in words
    )
    all_but = any(token.text == "all but" for token in sentence.tokens[:at])
    subject = collector.last_force()
    if forces:
        subject = collector.referents.at(sentence, (held_by or forces)[0])
    if subject is not None and subject.kind == "none":
        collector.reject_clause(at, sentence, subject.why)
        return
    taken = any(sentence.verb(verb).name == "take" for verb in verb_of(sentence, at))
    sentence.used.update(states)
    sentence.used.update(verb_of(sentence, at))
    sentence.used.update(verb for verb in verbs if road_at < verb < at)
    verb = "take" if taken else "hold"
    collector.add(
        "length", (at, road_at, *(held_by or forces)[:1]), sentence, at, subject=subject,
        target=road, verb="remain" if all_but or (left and not held_by) else verb,
        mood="fact" if remains else mood_at(sentence, at), **quantity_fields(sentence.value(at)),
    )  # fmt: skip


def verb_of(sentence: Sentence, at: int) -> list[int]:
    """Return the verb that a number is the object of: no other object stands between."""
    verbs = sentence.positions("VERB", 0, at)
    if not verbs or sentence.has("PLACE|TOWN|FEATURE|UNKNOWN", verbs[-1], at):
        return []
    return verbs[-1:]
