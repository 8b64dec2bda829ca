"""Reads verbs of control: who took, held, lost, entered, reached or surrounded what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.claim import mood_at
from frontline.claims.coreference import Referent
from frontline.claims.extract_distance import last_force, listed
from frontline.claims.extract_extent import read_count
from frontline.claims.lexicon import any_of, both

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.claim import ClaimCollector

THINGS = "PTXRUIF"
#: What may stand between a verb and what it governs.
_TO_OBJECT = re.compile(rf"(?:[wdkoHDGYEl]|cYc?|A(?=[kPTE])){{0,8}}?(?P<object>[{THINGS}N])")
_TO_OBJECT_AR = re.compile(rf"(?:[wdkoHDGYElAitfcem]){{0,9}}?(?P<object>[{THINGS}N])")
#: ", which they took": what stands before is what was taken.
_RELATIVE = re.compile("c?r(?=[^zs]{0,4}A)[AhlwdY]*$")
INSIDE = re.compile("[wlYD]{0,2}i[wdkoHDGYE]{0,5}?(?P<object>[PTX])")
#: The next of a list; behind a mere comma only what is plainly a place.
_MORE = re.compile(
    r"(?:c?aa?[lfito]?d?H?w?(?:d?[wH]?k+[wo]*)?d?H?|cd?(?:H|k+o?)?)(?P<object>[PTXRN])"
)
_AMONG = re.compile(r"[DdtofwkG]{0,5}c?(?:j|c|z)[dkowH]{0,3}?(?P<object>[PTX])")
_NEXT_CLAUSE = re.compile("[Yl]*(?:[ehn]|V)")
_HEAD = re.compile("(?:[dkwHDElG]|(?<=[kd])o)*$")
_BE = re.compile("e[wlYdn]*$")
_WHICH = re.compile("r[hnelwI]*$")
_BY = re.compile(r"[^VzsrPTXN]{0,10}?b[wdklcH]{0,4}(?P<actor>A)")
_TO_SIDE = re.compile(r"[wYl]{0,3}[tiV][dwoik]{0,4}?(?P<actor>A)")
_OF_SIDE = re.compile(r"[Ylq]{0,2}o?d?w?(?P<actor>A)")
_VSO = re.compile("[cYwdlI]{0,4}(?P<actor>A)")


def is_passive(sentence: Sentence, at: int) -> bool:
    """Whether an English verb tells of what was done to the things before it."""
    verb, letters = sentence.tokens[at].verb, sentence.letters
    if verb is None or verb.arabic or verb.form != "past" or verb.name == "fall":
        return False
    return bool(_BE.search(letters[:at])) or bool(re.match("[YwliD]{0,4}b", letters[at + 1 :]))


def falls(sentence: Sentence, at: int) -> bool:
    """Whether an English verb is "fall", whose subject is what was taken."""
    verb = sentence.tokens[at].verb
    falls = verb is not None and verb.name == "fall"
    return falls and not verb.arabic and verb.form != "noun"  # type: ignore[union-attr]


# What a verb governs --------------------------------------------------------------------------


def objects_after(sentence: Sentence, at: int) -> list[int]:
    """Give the things a verb governs: the next, and those listed after it."""
    verb, letters = sentence.tokens[at].verb, sentence.letters
    if verb is not None and verb.glued:
        return [at + 1]
    pattern = _TO_OBJECT_AR if is_arabic(sentence, at) else _TO_OBJECT
    found = listed_after(sentence, pattern.match(letters, at + 1), at)
    which = None if found else _RELATIVE.search(letters[:at])
    if which is not None and letters[which.start() - 1 : which.start()] in {"P", "T"}:
        return listed(letters, which.start() - 1)
    return found


def listed_after(sentence: Sentence, match: re.Match[str] | None, at: int) -> list[int]:
    """Give what a match found a verb to govern, and what is listed behind it."""
    beside = match is not None and sentence.letters[match.start("object") - 1] == "D"
    if beside and is_arabic(sentence, at):
        # "its control west of the town": the town is where, not what.
        return []
    if match is None:
        return []
    letters, found = sentence.letters, [match.start("object")]
    more = _AMONG.match(letters, found[0] + 1) if letters[found[0]] == "N" else None
    while (more := more or _MORE.match(letters, found[-1] + 1)) is not None:
        joint = letters[found[-1] + 1 : more.start("object")]
        begins = _NEXT_CLAUSE.match(letters, more.start("object") + 1)
        if "a" in joint and begins and not is_arabic(sentence, at):
            break
        found.append(more.start("object"))
        more = None
    return found


def is_arabic(sentence: Sentence, at: int) -> bool:
    """Whether the verb at a position is Arabic."""
    verb = sentence.tokens[at].verb
    return verb is not None and verb.arabic


def objects_before(sentence: Sentence, at: int) -> list[int]:
    """Give the things that were taken, held or surrounded: the subject of a passive."""
    letters = sentence.letters
    which = _WHICH.search(letters[:at])
    if which is not None:
        heads = [p for p in range(which.start()) if letters[p] in "PTXRN"]
        if heads and letters[heads[-1] + 1 : which.start()] in {"", "c", "k"}:
            return heads[-1:]
        free = [p for p in heads if not _behind(letters, p)] or heads
        return free[-1:]
    start = max(letters.rfind(stop, 0, at) for stop in "zs") + 1
    for position in range(start, at):
        if letters[position] in f"{THINGS}N" and not _behind(letters, position):
            if any(position == other for other, _ in sentence.governed):
                continue
            return _list_from(letters, position, at)
    return []


def _behind(letters: str, position: int) -> bool:
    """Whether a thing stands behind a preposition: "in Saraqib"."""
    left = letters[: _HEAD.search(letters[:position]).start()]  # type: ignore[union-attr]
    return left[-1:] in set("fitvbuoQ")


def _list_from(letters: str, position: int, at: int) -> list[int]:
    found = [position]
    while (more := _MORE.match(letters, found[-1] + 1)) and more.start("object") < at:
        if "a" not in letters[found[-1] + 1 : at]:
            break
        found.append(more.start("object"))
    return found


# Whose deed it is -----------------------------------------------------------------------------


def agent(sentence: Sentence, at: int, *, passive: bool) -> int | None:
    """Find the force named as the doer beside the verb."""
    letters, verb = sentence.letters, sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    if verb.name == "fall":
        match = _TO_SIDE.match(letters, _last_object(sentence, at) + 1)
    elif verb.form == "state":
        match = _OF_SIDE.match(letters, at + 1)
    elif passive:
        match = _BY.match(letters, at + 1)
    elif verb.arabic:
        match = _VSO.match(letters, at + 1)
    elif verb.form == "noun":
        end = _last_object(sentence, at) + 1
        match = _BY.match(letters, end)
    else:
        match = None
    return None if match is None else match.start("actor")


def _last_object(sentence: Sentence, at: int) -> int:
    """Give where the words a verb governs end, for what follows them."""
    verb = sentence.tokens[at].verb
    if verb is not None and (verb.arabic or verb.form == "noun"):
        return max(objects_after(sentence, at), default=at)
    return at


_NO_DOER = frozenset("bfovu")


def doer(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Say whose deed an active verb tells of: the force before it, else behind it, else last."""
    letters = sentence.letters
    before = [p for p in range(at) if letters[p] == "A"]
    free = [p for p in before if not _is_agent(letters, p)]
    named = [p for p in range(at) if letters[p] in "AXU"]
    stranger = bool(named) and letters[named[-1]] in "XU" and not _behind(letters, named[-1])
    if stranger and re.fullmatch("[lhenw]*", letters[named[-1] + 1 : at]):
        return _stranger(sentence, named[-1])
    if free or before:
        return collector.referents.at(sentence, (free or before)[-1])
    behind = [p for p in range(at, len(letters)) if letters[p] == "A"]
    free = [p for p in behind if not _is_agent(letters, p)]
    if free:
        return collector.referents.at(sentence, free[0])
    return last_force(collector)


def _is_agent(letters: str, position: int) -> bool:
    left = letters[:position].rstrip("dw")
    return left[-1:] in _NO_DOER or left.endswith("i")


def _stranger(sentence: Sentence, position: int) -> Referent:
    words = sentence.tokens[position].text
    return Referent("none", None, words, why=f"the record follows no force called {words!r}")


_ITS_NOUN = re.compile("[AcwdlY]{0,4}V")
_TO_LOST = re.compile(rf"[AfodwkHEDGl]{{0,8}}?(?P<object>[{THINGS}])")
#: "reached the town", not "advanced to within range of the town".
_TO_PLACE = re.compile("(?:[dkHDGYElotifAacb]|w(?=[kEHPTR]))*")
#: "is again under its control": of whom the text speaks.
_OWN = re.compile(r"\b(?:its|their)\b")
_NEARLY = re.compile(rf"(?<!\w){any_of(both('phrases', 'nearly'))}(?!\w)", re.IGNORECASE)


def read_control(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read every verb of taking, holding, losing, reaching or surrounding in a sentence."""
    if not sentence.at(f"{THINGS}N"):
        return
    for at in sentence.at("V"):
        if at not in sentence.told:
            _read_verb(collector, sentence, at)
    for match in _AT_THE_EDGE.finditer(sentence.letters):
        _read_edge(collector, sentence, match)


#: "are now on the outskirts of the town".
_AT_THE_EDGE = re.compile(
    r"(?:(?<![PTXUIr])[elq]{1,3}|(?<=A))i?d?(?P<side>D)?(?P<edge>E)[ot]?[dwkoH]{0,4}(?P<place>[PT])"
)


def _read_edge(collector: ClaimCollector, sentence: Sentence, match: re.Match[str]) -> None:
    """Read forces that stand at the edge of a place as having reached it."""
    edge, place = match.start("edge"), match.start("place")
    if sentence.value(edge) != "edge" or {edge, place} & sentence.told:
        return
    if sentence.letters[match.start()] not in "elq" and sentence.tokens[edge].text.isascii():
        return
    subject, target = doer(collector, sentence, edge), collector.referents.at(sentence, place)
    bad = next((r for r in (target, subject) if r is None or r.kind == "none"), None)
    if subject is None or bad is not None:
        why = bad.why if bad is not None else "who stands there is not said"
        collector.reject((edge, place), sentence, why)
        return
    winds = sentence.value(match.start("side")) if match["side"] else ()
    sentence.told.add(match.start("side") if match["side"] else edge)
    collector.add(
        "distance", (edge, place), sentence, edge, subject=subject, target=target,
        verb="reach", comparator="at", low=0.0, high=1000.0, part="edge", directions=winds,
    )  # fmt: skip


def _read_verb(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Find what a verb speaks of, and whose deed it is."""
    verb = sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    if verb.name == "expel":
        _read_expelled(collector, sentence, at)
        return
    passive = is_passive(sentence, at)
    before = passive or verb.form in {"state", "participle"} or falls(sentence, at)
    objects = objects_before(sentence, at) if before else objects_after(sentence, at)
    actor_at = agent(sentence, at, passive=before)
    if before and not objects and verb.name == "surround":
        objects = listed_after(sentence, INSIDE.match(sentence.letters, at + 1), at)
    if not objects:
        # "استعاد الجيش السيطرة": the verb's own noun says what it governs.
        if verb.arabic and _ITS_NOUN.match(sentence.letters, at + 1):
            sentence.told.add(at)
        return
    subject = _whose(collector, sentence, at, actor_at, done=before)
    # "The town, lost by rebels, was ...": the town may be the subject of another verb still.
    aside = passive and "e" not in sentence.letters[max(0, at - 3) : at]
    mood = mood_at(sentence, at, objects[-1] + 1)
    for position in objects:
        if (position, verb.name) in sentence.governed:
            continue
        if not aside:
            sentence.governed.add((position, verb.name))
        if sentence.letters[position] == "N":
            read_count(collector, sentence, at, position, (subject, mood))
        else:
            _control(collector, sentence, at, (position, actor_at), (subject, mood))


def _whose(
    collector: ClaimCollector, sentence: Sentence, at: int, actor_at: int | None, *, done: bool
) -> Referent | None:
    """Say whose deed a verb tells of; None where it only tells what was done."""
    verb, text = sentence.tokens[at].verb, sentence.tokens[at].text
    if actor_at is not None:
        return collector.referents.at(sentence, actor_at)
    acts = not done and verb is not None and verb.name != "fall"
    return doer(collector, sentence, at) if acts or _OWN.search(text) else None


# What is made of it ---------------------------------------------------------------------------


def _control(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    spots: tuple[int, int | None],
    found: tuple[Referent | None, str],
) -> None:
    (position, actor_at), (subject, mood) = spots, found
    verb = sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    target = collector.referents.at(sentence, position)
    bad = next((r for r in (target, subject) if r is not None and r.kind == "none"), None)
    if bad is not None:
        collector.reject((at, position, actor_at), sentence, bad.why)
        return
    name, words = verb.name, (at, position, actor_at)
    way = sentence.letters[at + 1 : position]
    if name == "reach" and not (
        _TO_PLACE.fullmatch(way) and (not verb.arabic or set("tE") & set(way))
    ):
        return
    told = {"subject": subject, "target": target, "mood": mood}
    if name == "reach":
        parts = [p for p in range(at, position) if sentence.letters[p] == "E"]
        side = [p for p in range(at, position) if sentence.letters[p] == "D"]
        sentence.told.update(side)
        collector.add(
            "distance", words, sentence, at, verb=name, comparator="at", low=0.0, high=1000.0,
            part="edge" if target.kind == "place" or parts else None,
            directions=sentence.value(side[0]) if side else (), **told,
        )  # fmt: skip
        return
    if name == "repel":
        collector.reject(words, sentence, "an attack that was beaten off tells of no change")
        return
    if name == "cut" and target.kind != "road":
        return
    if name == "surround" and target.kind == "road":
        name = "cut"
    kind = "encirclement" if name == "surround" else "control"
    stretch = collector.folded.text[sentence.tokens[max(0, at - 5)].start : _end(sentence, at + 5)]
    nearly = kind == "encirclement" and _NEARLY.search(stretch)
    notes = ("the text says nearly, or on some sides",) if nearly else ()
    collector.add(
        kind, words, sentence, at, verb=_held_now(sentence, at, name), notes=notes, **told
    )


def _held_now(sentence: Sentence, at: int, name: str) -> str:
    """Give the verb as the record knows it."""
    return "hold" if sentence.tokens[at].verb.form == "active" else name  # type: ignore[union-attr]


def _end(sentence: Sentence, place: int) -> int:
    return sentence.tokens[min(place, len(sentence.tokens) - 1)].end


def _read_expelled(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read "rebels were driven out of the town": those driven out lost it."""
    letters = sentence.letters
    passive = is_passive(sentence, at)
    sides = [p for p in range(at) if letters[p] == "A"]
    if not passive:
        behind = re.match("[wdklYH]{0,4}(?P<actor>A)", letters[at + 1 :])
        sides = [] if behind is None else [at + 1 + behind.start("actor")]
    after = _TO_LOST.match(letters, at + 1)
    places = listed_after(sentence, after, at) or [p for p in range(at) if letters[p] in "PT"][-1:]
    if not sides or not places:
        return
    subject = collector.referents.at(sentence, sides[-1])
    for place in places:
        target = collector.referents.at(sentence, place)
        bad = next((r for r in (target, subject) if r.kind == "none"), None)
        if bad is not None:
            collector.reject((at, place), sentence, bad.why)
            continue
        collector.add(
            "control", (at, sides[-1], place), sentence, at, subject=subject, target=target,
            verb="lose", mood=mood_at(sentence, at),
        )  # fmt: skip
