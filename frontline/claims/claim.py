"""From text to claims: what an article says of where, how far, who held what, how many.

A claim is a sentence's statement in the words of the record: subject, target, number with its
interval, direction, day. What speaks of ground but cannot be read is kept with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.claims.chunker import clause
from frontline.claims.lexicon import EN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.claims.chunker import Sentence
    from frontline.claims.coreference import Referent, Referents
    from frontline.claims.dates import DayWords
    from frontline.claims.quantities import Quantity
    from frontline.claims.text import Folded
    from frontline.models import Place


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about ground.

    Parameters
    ----------
    kind : ``distance``, ``direction``, ``control``, ``length``, ``area``, ``count``,
        ``encirclement``
    start, end : where, in the original text
    text : the words
    subject, target : what it is about; either may be missing
    verb : for control what is said: ``take``, ``hold``, ``lose``, ``enter``, ``cut`` ...
    part : ``edge`` or ``centre``, where the text measures to one of them
    directions : winds in which the subject lies from the target
    first, last : the days it is about
    day_kind : see `calendar_words.DayWords`; ``unsaid`` if the text names none
    comparator, value, unit : as written
    low, high : what the number claims: metres, square metres, or a count
    other : the same length in another unit
    mood : ``fact``, ``aim``, ``prediction`` or ``denial``
    notes : what had to be assumed to read it
    near : the town the text speaks of there; it tells which part of a road is meant
    """

    kind: str
    start: int
    end: int
    text: str
    subject: Referent | None
    target: Referent | None
    first: date
    last: date
    day_kind: str = "unsaid"
    verb: str = ""
    part: str | None = None
    directions: tuple[str, ...] = ()
    comparator: str | None = None
    value: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    other: Quantity | None = None
    mood: str = "fact"
    notes: tuple[str, ...] = ()
    near: Place | None = None


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Words that speak of ground but could not be read, and why."""

    start: int
    end: int
    text: str
    why: str


@dataclass
class Page:
    """A text being read: what is found in it so far."""

    folded: Folded
    published: date
    referents: Referents
    claims: list[Claim] = field(default_factory=list)
    misread: list[Unparsed] = field(default_factory=list)

    def add(
        self, kind: str, spots: Iterable[int | None], sentence: Sentence, at: int, /, **given: Any
    ) -> None:
        """Add a claim that stands on some tokens of a sentence; its day is sought around `at`."""
        places = [spot for spot in spots if spot is not None]
        start, end = self._stretch(sentence, places)
        sentence.told.update({*places, at})
        notes = [given[end].note for end in ("subject", "target") if given.get(end) is not None]
        notes += given.pop("notes", ())
        if "first" not in given:
            given |= day_near(sentence, at, self.published)
        given.setdefault("mood", mood_at(sentence, at))
        if given.get("target") is not None and given["target"].kind == "road":
            given["near"] = self._near(sentence, at)
        first, last = self.folded.span(start, end)
        self.claims.append(
            Claim(
                kind,
                first,
                last,
                self.folded.words(start, end),
                notes=tuple(dict.fromkeys(filter(None, notes))),
                **({"subject": None, "target": None} | given),
            )
        )

    def _near(self, sentence: Sentence, at: int) -> Place | None:
        """Give the place named nearest in the sentence, else the town spoken of last."""
        points = sorted(sentence.at("PT"), key=lambda point: abs(point - at))
        named = [self.referents.at(sentence, point).place for point in points]
        return next((place for place in named if place is not None), self.referents.town)

    def miss(self, spots: Iterable[int | None], sentence: Sentence, why: str) -> None:
        """Keep words that could not be read: the stretch from the first token to the last."""
        places = [spot for spot in spots if spot is not None]
        sentence.told.update(places)
        start, end = self._stretch(sentence, places)
        first, last = self.folded.span(start, end)
        self.misread.append(Unparsed(first, last, self.folded.words(start, end), why))

    def miss_clause(self, at: int, sentence: Sentence, why: str) -> None:
        """Keep the clause around a token, since it could not be read."""
        sentence.told.add(at)
        first, last = clause(sentence, at)
        start, end = self._stretch(sentence, [first, last - 1])
        start, end = self.folded.span(start, end)
        self.misread.append(
            Unparsed(start, end, " ".join(self.folded.original[start:end].split()), why)
        )

    def _stretch(self, sentence: Sentence, places: list[int]) -> tuple[int, int]:
        tokens = [sentence.tokens[place] for place in places]
        return min(token.start for token in tokens), max(token.end for token in tokens)


#: Words that say a clause speaks of the day of the article, whatever was named before.
_NOW = frozenset({"now", "currently", "still", "حاليا", "الان", "لا تزال", "لا يزال", "ما زالت"})


def day_near(sentence: Sentence, at: int, published: date) -> dict[str, Any]:
    """Find the day that a verb or number at a position speaks of.

    The next day named in its clause, else the last before it, else any after it; else the day
    of publication.
    """
    days = sentence.at("Y")
    if not days:
        return {"first": published, "last": published}
    clause_end = _next_clause(sentence, at)
    after = [place for place in days if at < place < clause_end]
    before = [place for place in days if place <= at]
    if not after and any(
        token.text in _NOW for token in sentence.tokens[max(before, default=0) : at]
    ):
        return {"first": published, "last": published}
    # The day of a relative clause is not that of the sentence it hangs on.
    aside = sentence.letters[clause_end : clause_end + 2] == "cr"
    later = [place for place in days if place >= clause_end and not aside]
    if not (after or before or later):
        return {"first": published, "last": published}
    chosen: DayWords = sentence.value((after or before[::-1] or later)[0])
    return {"first": chosen.first, "last": chosen.last, "day_kind": chosen.kind}


def _next_clause(sentence: Sentence, at: int) -> int:
    """Give where the clause of a position ends; "two weeks after" begins what comes next."""
    letters = sentence.letters
    ends = [end for stop in ("s", "z", "cr") if (end := letters.find(stop, at + 1)) >= 0]
    end = min(ends, default=len(letters))
    return end - 1 if end < len(letters) and letters[end - 1 : end + 1] == "Ys" else end


_HELPED = frozenset(EN["not_verbs"]["helped"])


def mood_at(sentence: Sentence, at: int, until: int | None = None) -> str:
    """Say whether a verb or number at a position states a fact.

    Parameters
    ----------
    until : where the words that a verb governs end; "capturing it would" is no fact
    """
    verb = sentence.tokens[at].verb
    if verb is not None and (verb.aim or _to(sentence, at)):
        denied = "n" in sentence.letters[max(0, at - 3) : at]
        return "prediction" if verb.name == "fall" else "denial" if denied else "aim"
    if verb is not None and verb.form == "future":
        return "prediction"
    found = _mood_before(sentence, at)
    if found == "fact" and verb is not None and verb.form in {"ing", "noun", "base"}:
        tail = sentence.letters[at if until is None else until :]
        return "prediction" if _WOULD.match(tail) else "fact"
    return found


def _mood_before(sentence: Sentence, at: int) -> str:
    """Find what the words before a verb or number make of it, back to where its clause begins."""
    letters, found = sentence.letters, "fact"
    for place in range(at - 1, -1, -1):
        letter = letters[place]
        if letter in "zs" or (letter == "r" and found != "fact"):
            break
        if letter == "V":
            return found if found != "fact" else _inherited(sentence, place, at)
        if letter == "n":
            return "denial"
        if letter in "gp" and found == "fact" and "r" not in letters[place:at]:
            found = {"g": "aim", "p": "prediction"}[letter]
    return found


_WOULD = re.compile("[^zsrcV]{0,6}p")


def _to(sentence: Sentence, at: int) -> bool:
    """Whether a verb is an infinitive that tells of a purpose: "to capture"."""
    verb = sentence.tokens[at].verb
    if verb is None or verb.form != "base" or sentence.letters[at - 1 : at] != "t":
        return False
    before = " ".join(token.text for token in sentence.tokens[max(0, at - 4) : at - 1])
    return not any(before.endswith(word) for word in _HELPED)


def _inherited(sentence: Sentence, before: int, at: int) -> str:
    """Give the mood of the verb before, for "wants to take the town and reach the road"."""
    verb, last = sentence.tokens[at].verb, sentence.tokens[before].verb
    assert last is not None  # noqa: S101 - the letter says so
    between = sentence.letters[before:at]
    if verb is None:
        return mood_at(sentence, before) if not set("acA") & set(between) else "fact"
    same = verb.form == last.form and (verb.form == "base" or (verb.arabic and verb.form == "noun"))
    return mood_at(sentence, before) if same and "a" in between and "A" not in between else "fact"
