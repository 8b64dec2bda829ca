"""Claims extracted from a text, and the collector that the extractors add them to.

A claim states a geographic fact: subject, target, number with its interval, direction and day.
A passage that is geographic but cannot be read is kept as `Unparsed`, with the reason. The day
and the mood of a claim are derived here from the words around its verb or number.
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


#: Words that refer to the day of publication, whatever day was named before.
_NOW = frozenset({"now", "currently", "still", "حاليا", "الان", "لا تزال", "لا يزال", "ما زالت"})
_HELPED = frozenset(EN["not_verbs"]["helped"])
_WOULD = re.compile("[^zsrcV]{0,6}p")


@dataclass(frozen=True, slots=True)
class Claim:
    """One geographic statement of a text.

    Attributes
    ----------
    kind : str
        ``distance``, ``direction``, ``control``, ``length``, ``area``, ``count`` or
        ``encirclement``.
    start, end : int
        Character offsets in the original text.
    text : str
        The words of the claim.
    subject, target : Referent or None
        What the claim is about, and what it is measured to or what is controlled.
    first, last : date
        First and last day that the claim is about.
    day_kind : str
        See `frontline.claims.dates.DayWords`; ``unstated`` if the text names no day.
    verb : str
        For control: ``take``, ``hold``, ``lose``, ``enter``, ``cut`` ...
    part : str or None
        ``edge`` or ``centre`` if the text measures to one of them.
    directions : tuple of str
        Compass directions of the subject as seen from the target, such as ``north-west``.
    comparator, value, unit : str, float, str or None
        The number as written.
    low, high : float or None
        The claimed interval, in metres, square metres or as a count; None where it is open.
    other : Quantity or None
        The same length in a second unit.
    mood : str
        ``fact``, ``aim``, ``prediction`` or ``denial``.
    notes : tuple of str
        Assumptions that were needed to read the claim.
    near : Place or None
        The town in context, which shows which part of a road is meant.
    """

    kind: str
    start: int
    end: int
    text: str
    subject: Referent | None
    target: Referent | None
    first: date
    last: date
    day_kind: str = "unstated"
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
    """A geographic passage that could not be read, and the reason."""

    start: int
    end: int
    text: str
    reason: str


@dataclass
class ClaimCollector:
    """The claims and the unparsed passages found in one text so far."""

    folded: Folded
    published: date
    referents: Referents
    claims: list[Claim] = field(default_factory=list)
    unparsed: list[Unparsed] = field(default_factory=list)

    def add(
        self,
        kind: str,
        positions: Iterable[int | None],
        sentence: Sentence,
        at: int,
        /,
        **fields: Any,
    ) -> None:
        """Add a claim made of some tokens of a sentence; its day is looked up around `at`."""
        used = [position for position in positions if position is not None]
        start, end = _extent(sentence, used)
        sentence.told.update({*used, at})
        notes = [fields[role].note for role in ("subject", "target") if fields.get(role)]
        notes += fields.pop("notes", ())
        if "first" not in fields:
            fields |= day_near(sentence, at, self.published)
        fields.setdefault("mood", mood_at(sentence, at))
        if fields.get("target") is not None and fields["target"].kind == "road":
            fields["near"] = self._nearest_town(sentence, at)
        first, last = self.folded.span(start, end)
        words = self.folded.words(start, end)
        kept = tuple(dict.fromkeys(filter(None, notes)))
        fields = {"subject": None, "target": None} | fields
        self.claims.append(Claim(kind, first, last, words, notes=kept, **fields))

    def _nearest_town(self, sentence: Sentence, at: int) -> Place | None:
        """Return the place named nearest in the sentence, else the last town mentioned."""
        points = sorted(sentence.at("PT"), key=lambda point: abs(point - at))
        named = [self.referents.at(sentence, point).place for point in points]
        return next((place for place in named if place is not None), self.referents.town)

    def reject(self, positions: Iterable[int | None], sentence: Sentence, reason: str) -> None:
        """Record the words from the first to the last of some tokens as unparsed."""
        used = [position for position in positions if position is not None]
        sentence.told.update(used)
        start, end = _extent(sentence, used)
        first, last = self.folded.span(start, end)
        self.unparsed.append(Unparsed(first, last, self.folded.words(start, end), reason))

    def reject_clause(self, at: int, sentence: Sentence, reason: str) -> None:
        """Record the clause around a token as unparsed."""
        sentence.told.add(at)
        first, last = clause(sentence, at)
        start, end = self.folded.span(*_extent(sentence, [first, last - 1]))
        words = " ".join(self.folded.original[start:end].split())
        self.unparsed.append(Unparsed(start, end, words, reason))


def _extent(sentence: Sentence, positions: list[int]) -> tuple[int, int]:
    tokens = [sentence.tokens[position] for position in positions]
    return min(token.start for token in tokens), max(token.end for token in tokens)


def day_near(sentence: Sentence, at: int, published: date) -> dict[str, Any]:
    """Return the day that applies to the verb or number at a position, as fields of `Claim`.

    It is the next day named in the same clause, else the last one before it, else any after it,
    else the day of publication.
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
    # The day of a relative clause does not apply to the main clause.
    relative = sentence.letters[clause_end : clause_end + 2] == "cr"
    later = [place for place in days if place >= clause_end and not relative]
    if not (after or before or later):
        return {"first": published, "last": published}
    chosen: DayWords = sentence.value((after or before[::-1] or later)[0])
    return {"first": chosen.first, "last": chosen.last, "day_kind": chosen.kind}


def _next_clause(sentence: Sentence, at: int) -> int:
    """Return where the clause of a position ends; "two weeks after" opens the next clause."""
    letters = sentence.letters
    ends = [end for stop in ("s", "z", "cr") if (end := letters.find(stop, at + 1)) >= 0]
    end = min(ends, default=len(letters))
    return end - 1 if end < len(letters) and letters[end - 1 : end + 1] == "Ys" else end


def mood_at(sentence: Sentence, at: int, until: int | None = None) -> str:
    """Return the mood of the verb or number at a position; see `Claim.mood`.

    Parameters
    ----------
    until : int or None
        End of the words that the verb governs: "capturing it would" is a prediction.
    """
    verb = sentence.tokens[at].verb
    if verb is not None and (verb.aim or _is_purpose(sentence, at)):
        denied = "n" in sentence.letters[max(0, at - 3) : at]
        return "prediction" if verb.name == "fall" else "denial" if denied else "aim"
    if verb is not None and verb.form == "future":
        return "prediction"
    mood = _mood_before(sentence, at)
    if mood == "fact" and verb is not None and verb.form in {"ing", "noun", "base"}:
        tail = sentence.letters[at if until is None else until :]
        return "prediction" if _WOULD.match(tail) else "fact"
    return mood


def _mood_before(sentence: Sentence, at: int) -> str:
    """Return the mood set by the words before a position, back to the start of its clause."""
    letters, mood = sentence.letters, "fact"
    for place in range(at - 1, -1, -1):
        letter = letters[place]
        if letter in "zs" or (letter == "r" and mood != "fact"):
            break
        if letter == "V":
            return mood if mood != "fact" else _inherited(sentence, place, at)
        if letter == "n":
            return "denial"
        if letter in "gp" and mood == "fact" and "r" not in letters[place:at]:
            mood = {"g": "aim", "p": "prediction"}[letter]
    return mood


def _is_purpose(sentence: Sentence, at: int) -> bool:
    """Whether a verb is an infinitive of purpose: "to capture"."""
    verb = sentence.tokens[at].verb
    if verb is None or verb.form != "base" or sentence.letters[at - 1 : at] != "t":
        return False
    before = " ".join(token.text for token in sentence.tokens[max(0, at - 4) : at - 1])
    return not any(before.endswith(word) for word in _HELPED)


def _inherited(sentence: Sentence, before: int, at: int) -> str:
    """Return the mood of the previous verb, for "wants to take the town and reach the road"."""
    verb, last = sentence.tokens[at].verb, sentence.tokens[before].verb
    assert last is not None  # noqa: S101 - the letter says so
    between = sentence.letters[before:at]
    if verb is None:
        return mood_at(sentence, before) if not set("acA") & set(between) else "fact"
    same = verb.form == last.form and (verb.form == "base" or (verb.arabic and verb.form == "noun"))
    return mood_at(sentence, before) if same and "a" in between and "A" not in between else "fact"
