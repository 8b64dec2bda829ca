"""Reads who took, held, lost or surrounded what, how many, and how much ground."""

# ruff: noqa: E501 - a pattern is one line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk.claims import mood_at
from frontline.desk.quantities import interval
from frontline.desk.referents import Referent
from frontline.desk.verb_frames import (
    AGENT,
    COUNT,
    COUNT_SIDE,
    LENGTH_OF,
    NEARLY,
    OBJECTS,
    PASSIVE,
    PLURAL,
    ROADS,
    VERB_AR,
    VERB_EN,
    A,
    L,
    arabic_objects,
    english_objects,
)

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.marks import Sentence
    from frontline.desk.numerals import Number

__all__ = ["counted", "read_control"]


def read_control(page: Page, sentence: Sentence) -> None:
    """Read every verb of taking, holding, losing, reaching or surrounding in a sentence."""
    frame = sentence.frame
    if not re.search(rf"[{OBJECTS}]", frame) and not PLURAL.search(frame):
        return
    seen: set[int] = set()
    for arabic, pattern in ((False, VERB_EN), (True, VERB_AR)):
        if arabic and frame.isascii():
            continue
        for match in pattern.finditer(frame):
            if not any(match.start() <= at < match.end() for at in seen):
                seen |= set(range(match.start(), match.end()))
                _read_verb(page, sentence, match, arabic=arabic)
    _left_counts(page, sentence)


def _read_verb(page: Page, sentence: Sentence, match: re.Match[str], *, arabic: bool) -> None:
    """Find what a verb speaks of, and whose deed it is."""
    verb = str(match.lastgroup)
    objects, actor_at, end = (
        arabic_objects(sentence, match, verb) if arabic else english_objects(sentence, match, verb)
    )
    if not objects:
        _plural(page, sentence, match, verb)
        return
    subject = _subject(
        page,
        sentence,
        match.start(),
        actor_at,
        passive=actor_at is None and objects[0] < match.start(),
    )
    until = max([match.end(), end])
    mood = mood_at(sentence, match.start(), match.end())
    for position in objects:
        if sentence.frame[position] == COUNT:
            _count(page, sentence, match.start(), position, subject, verb, mood)
        else:
            span = (
                min(match.start(), position, *([actor_at] if actor_at is not None else [])),
                max(until, position + 1),
            )
            _control(page, sentence, match, position, subject, verb, mood, span)


def _subject(
    page: Page, sentence: Sentence, at: int, actor_at: int | None, *, passive: bool
) -> Referent | None:
    """Say whose deed a verb tells of."""
    if actor_at is not None:
        return page.referents.of(sentence.at[actor_at])
    if passive:
        return None
    frame = sentence.frame
    left = [
        p
        for p in range(at)
        if frame[p] == A and not re.match(r"\s*(?:airstrikes?|plane|warplanes?)", frame[p + 1 :])
    ]
    # "villages held by rebels were ... ": an agent behind "by", "from" or "against" is no subject.
    free = [p for p in left if not AGENT.search(frame[:p])]
    if free or left:
        return page.referents.of(sentence.at[(free or left)[-1]])
    right = [p for p in range(at, len(frame)) if frame[p] == A and not AGENT.search(frame[:p])]
    if right:
        return page.referents.of(sentence.at[right[0]])
    actor = page.referents.actor
    if actor is None or passive:
        return None
    return Referent("actor", actor, actor, note="read as the forces spoken of before")


def _control(  # noqa: PLR0913, PLR0917 - one for each thing a verb says
    page: Page, sentence: Sentence, match: re.Match[str], position: int,
    subject: Referent | None, verb: str, mood: str, span: tuple[int, int],
) -> None:  # fmt: skip
    told = ("told", sentence.at[position].start)
    if told in page.told or (
        sentence.frame[position] in ROADS and LENGTH_OF.search(sentence.frame[:position])
    ):
        return
    page.told.add(told)
    target = page.referents.of(sentence.at[position])
    bad = next((r for r in (target, subject) if r is not None and r.kind == "none"), None)
    if bad is not None:
        page.miss(span, sentence, bad.why)
        return
    at = match.start()
    if verb == "reach" and target.kind != "feature":
        page.add(
            "distance", span, sentence, at, subject=subject, target=target, verb="reach", mood=mood,
            part="edge" if target.kind == "place" else None, comparator="at", low=0.0, high=1000.0,
        )  # fmt: skip
        return
    if verb == "cut" and target.kind != "road":
        return
    notes = (
        ("the text says nearly, or on some sides",)
        if NEARLY.search(sentence.frame[max(0, at - 30) : match.end() + 30])
        else ()
    )
    surrounds = verb == "surround" and target.kind == "place"
    kind = "encirclement" if surrounds else "control"
    page.add(
        kind,
        span,
        sentence,
        at,
        subject=subject,
        target=target,
        verb=verb,
        mood=mood,
        notes=notes if surrounds else (),
    )


def _count(  # noqa: PLR0913, PLR0917 - as above
    page: Page, sentence: Sentence, at: int, position: int, subject: Referent | None,
    verb: str, mood: str,
) -> None:  # fmt: skip
    """Read "captured five villages to the north-west"."""
    page.told.add(("told", sentence.at[position].start))
    number, comparator, noun = sentence.at[position].value
    end, side, target = position + 1, (), None
    if (match := COUNT_SIDE.match(sentence.frame[position + 1 :])) is not None:
        side_at = position + 1 + match.start("dir")
        side, end = sentence.at[side_at].value, position + 1 + match.end()
        page.used.add(sentence.at[side_at].start)
        if match["target"]:
            target = page.referents.of(sentence.at[position + 1 + match.start("target")])
        else:
            target = _town_of(page, sentence, position)
    if subject is None or subject.kind == "none":
        page.miss(
            (min(at, position), end),
            sentence,
            subject.why if subject else "who took them is not said",
        )
        return
    low, high = counted(number, comparator)
    page.add(
        "count", (min(at, position), max(end, at)), sentence, at, subject=subject,
        target=target if target is None or target.kind == "place" else None, verb=verb, mood=mood,
        directions=side, comparator="a few" if number.low is not None else comparator,
        value=number.value, unit=noun, low=low, high=high,
    )  # fmt: skip


def counted(number: Number, comparator: str) -> tuple[float, float]:
    """Give what a count claims: it is rounded only from twenty on.

    Examples
    --------
    >>> from frontline.desk.numerals import read_number
    >>> counted(read_number("five"), "exact"), counted(read_number("15"), "more than")
    ((5.0, 5.0), (16.0, inf))
    """
    if number.low is None and number.half <= 0.5:
        if comparator == "exact":
            return number.value, number.value
        if comparator == "more than":
            return number.value + 1, float("inf")
    return interval(number, comparator)


def _town_of(page: Page, sentence: Sentence, position: int) -> Referent | None:
    """Give the town that "to the north-west" is seen from: the last before, else the next."""
    points = [p for p in range(len(sentence.frame)) if sentence.frame[p] in L["place"] + L["town"]]
    nearest = [p for p in points if p < position][::-1] + [p for p in points if p > position]
    for point in nearest:
        referent = page.referents.of(sentence.at[point])
        if referent.kind == "place":
            return referent
    place = page.referents.town
    if place is None:
        return None

    return Referent(
        "place", place.id, place.name, place, f"seen from {place.name}, spoken of before"
    )


def _left_counts(page: Page, sentence: Sentence) -> None:
    """Read "took 105 square kilometres and 15 villages": counts no verb stood next to."""
    verb = next(
        (
            m
            for m in (VERB_EN.search(sentence.frame), VERB_AR.search(sentence.frame))
            if m and m.lastgroup == "take"
        ),
        None,
    )
    for position, mention in sentence.of("count"):
        if verb is not None and verb.end() <= position and ("told", mention.start) not in page.told:
            subject = _subject(page, sentence, verb.start(), None, passive=False)
            _count(
                page,
                sentence,
                verb.start(),
                position,
                subject,
                "take",
                mood_at(sentence, verb.start()),
            )


def _plural(page: Page, sentence: Sentence, match: re.Match[str], verb: str) -> None:
    """Read "retaking towns in northern Hama": more than one, without a number."""
    found = PLURAL.match(sentence.frame, match.end())
    stated_fact = mood_at(sentence, match.start(), match.end()) == "fact"
    if (
        found is None
        or verb != "take"
        or not stated_fact
        or PASSIVE.search(sentence.frame[: match.start()])
    ):
        return
    subject = _subject(page, sentence, match.start(), None, passive=False)
    if subject is not None and subject.kind == "actor":
        page.add(
            "count", (match.start(), found.end()), sentence, match.start(), subject=subject,
            target=None, verb=verb, mood="fact",
            comparator="at least", value=2.0, unit=found["noun"].casefold(), low=2.0, high=float("inf"),
        )  # fmt: skip
