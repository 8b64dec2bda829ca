"""Reads verbs of control: who took, held, lost, entered, reached or surrounded what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk.claims import mood_at
from frontline.desk.ground_claims import read_count
from frontline.desk.verb_frames import (
    INSIDE,
    THINGS,
    agent,
    doer,
    falls,
    is_passive,
    listed_after,
    objects_after,
    objects_before,
)
from frontline.desk.vocabulary import any_of, both

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.grammar import Sentence
    from frontline.desk.referents import Referent

__all__ = ["read_control"]

_ITS_NOUN = re.compile("[AcwdlY]{0,4}V")
_TO_LOST = re.compile(rf"[AfodwkHEDGl]{{0,8}}?(?P<object>[{THINGS}])")
#: "reached the town", not "advanced to within range of the town".
_TO_PLACE = re.compile("(?:[dkHDGYElotifAacb]|w(?=[kEHPTR]))*")
#: "is again under its control": of whom the text speaks.
_OWN = re.compile(r"\b(?:its|their)\b")
_NEARLY = re.compile(rf"(?<!\w){any_of(both('phrases', 'nearly'))}(?!\w)", re.IGNORECASE)


def read_control(page: Page, sentence: Sentence) -> None:
    """Read every verb of taking, holding, losing, reaching or surrounding in a sentence."""
    if not sentence.at(f"{THINGS}N"):
        return
    for at in sentence.at("V"):
        if at not in sentence.told:
            _read_verb(page, sentence, at)
    for match in _AT_THE_EDGE.finditer(sentence.letters):
        _read_edge(page, sentence, match)


#: "are now on the outskirts of the town".
_AT_THE_EDGE = re.compile(
    r"(?:(?<![PTXUIr])[elq]{1,3}|(?<=A))i?d?(?P<side>D)?(?P<edge>E)[ot]?[dwkoH]{0,4}(?P<place>[PT])"
)


def _read_edge(page: Page, sentence: Sentence, match: re.Match[str]) -> None:
    """Read forces that stand at the edge of a place as having reached it."""
    edge, place = match.start("edge"), match.start("place")
    if sentence.value(edge) != "edge" or {edge, place} & sentence.told:
        return
    if sentence.letters[match.start()] not in "elq" and sentence.tokens[edge].text.isascii():
        return
    subject, target = doer(page, sentence, edge), page.referents.at(sentence, place)
    bad = next((r for r in (target, subject) if r is None or r.kind == "none"), None)
    if subject is None or bad is not None:
        why = bad.why if bad is not None else "who stands there is not said"
        page.miss((edge, place), sentence, why)
        return
    winds = sentence.value(match.start("side")) if match["side"] else ()
    sentence.told.add(match.start("side") if match["side"] else edge)
    page.add(
        "distance", (edge, place), sentence, edge, subject=subject, target=target,
        verb="reach", comparator="at", low=0.0, high=1000.0, part="edge", directions=winds,
    )  # fmt: skip


def _read_verb(page: Page, sentence: Sentence, at: int) -> None:
    """Find what a verb speaks of, and whose deed it is."""
    verb = sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    if verb.name == "expel":
        _read_expelled(page, sentence, at)
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
    subject = _whose(page, sentence, at, actor_at, done=before)
    # "The town, lost by rebels, was ...": the town may be the subject of another verb still.
    aside = passive and "e" not in sentence.letters[max(0, at - 3) : at]
    mood = mood_at(sentence, at, objects[-1] + 1)
    for position in objects:
        if (position, verb.name) in sentence.governed:
            continue
        if not aside:
            sentence.governed.add((position, verb.name))
        if sentence.letters[position] == "N":
            read_count(page, sentence, at, position, (subject, mood))
        else:
            _control(page, sentence, at, (position, actor_at), (subject, mood))


def _whose(
    page: Page, sentence: Sentence, at: int, actor_at: int | None, *, done: bool
) -> Referent | None:
    """Say whose deed a verb tells of; None where it only tells what was done."""
    verb, text = sentence.tokens[at].verb, sentence.tokens[at].text
    if actor_at is not None:
        return page.referents.at(sentence, actor_at)
    acts = not done and verb is not None and verb.name != "fall"
    return doer(page, sentence, at) if acts or _OWN.search(text) else None


# What is made of it ---------------------------------------------------------------------------


def _control(
    page: Page,
    sentence: Sentence,
    at: int,
    spots: tuple[int, int | None],
    found: tuple[Referent | None, str],
) -> None:
    (position, actor_at), (subject, mood) = spots, found
    verb = sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    target = page.referents.at(sentence, position)
    bad = next((r for r in (target, subject) if r is not None and r.kind == "none"), None)
    if bad is not None:
        page.miss((at, position, actor_at), sentence, bad.why)
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
        page.add(
            "distance", words, sentence, at, verb=name, comparator="at", low=0.0, high=1000.0,
            part="edge" if target.kind == "place" or parts else None,
            directions=sentence.value(side[0]) if side else (), **told,
        )  # fmt: skip
        return
    if name == "repel":
        page.miss(words, sentence, "an attack that was beaten off tells of no change")
        return
    if name == "cut" and target.kind != "road":
        return
    if name == "surround" and target.kind == "road":
        name = "cut"
    kind = "encirclement" if name == "surround" else "control"
    stretch = page.folded.text[sentence.tokens[max(0, at - 5)].start : _end(sentence, at + 5)]
    nearly = kind == "encirclement" and _NEARLY.search(stretch)
    notes = ("the text says nearly, or on some sides",) if nearly else ()
    page.add(kind, words, sentence, at, verb=_held_now(sentence, at, name), notes=notes, **told)


def _held_now(sentence: Sentence, at: int, name: str) -> str:
    """Give the verb as the record knows it."""
    return "hold" if sentence.tokens[at].verb.form == "active" else name  # type: ignore[union-attr]


def _end(sentence: Sentence, place: int) -> int:
    return sentence.tokens[min(place, len(sentence.tokens) - 1)].end


def _read_expelled(page: Page, sentence: Sentence, at: int) -> None:
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
    subject = page.referents.at(sentence, sides[-1])
    for place in places:
        target = page.referents.at(sentence, place)
        bad = next((r for r in (target, subject) if r.kind == "none"), None)
        if bad is not None:
            page.miss((at, place), sentence, bad.why)
            continue
        page.add(
            "control", (at, sides[-1], place), sentence, at, subject=subject, target=target,
            verb="lose", mood=mood_at(sentence, at),
        )  # fmt: skip
