"""From text to claims: what an article says of where, how far, who held what, how many.

A claim is a sentence's statement in the words of the record: subject, target, number with its
interval, direction, day. What speaks of ground but cannot be read is kept with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.desk import claim_words as words

if TYPE_CHECKING:
    from datetime import date

    from frontline.desk.calendar_words import DayWords
    from frontline.desk.marks import Sentence
    from frontline.desk.plain_text import Folded
    from frontline.desk.quantities import Quantity
    from frontline.desk.referents import Referent, Referents
    from frontline.model import Place

__all__ = ["Claim", "Misread", "Page", "day_near", "mood_at"]


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
class Misread:
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
    misread: list[Misread] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    told: set[tuple[str, int]] = field(default_factory=set)

    def add(
        self, kind: str, span: tuple[int, int], sentence: Sentence, at: int, /, **given: Any
    ) -> None:
        """Add a claim whose words are a stretch of a frame; its day is sought around `at`."""
        start, end = self.stretch(sentence, *span)
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
        points = sorted(
            sentence.of("place") + sentence.of("town"), key=lambda point: abs(point[0] - at)
        )
        named = [self.referents.of(mention).place for _, mention in points]
        return next((place for place in named if place is not None), self.referents.town)

    def miss(self, span: tuple[int, int], sentence: Sentence, why: str) -> None:
        """Keep words that could not be read."""
        start, end = self.stretch(sentence, *span)
        first, last = self.folded.span(start, end)
        self.misread.append(Misread(first, last, self.folded.words(start, end), why))

    def stretch(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """Trace a stretch of a frame back to the folded text."""
        return _real(sentence, start), _real(sentence, end)


def _real(sentence: Sentence, position: int) -> int:
    """Give where in the folded text a position of a frame is."""
    real = sentence.start + position
    for at, mention in sentence.at.items():
        if at < position:
            real += mention.end - mention.start - 1
    return real


_ANCHOR = re.compile(
    r"\b(?:after|while|when|as|before|following)\b|[;]|(?<!\w)(?:بعد|فيما|بينما|عقب)(?!\w)(?!\s+\ue001)"
)


def day_near(sentence: Sentence, at: int, published: date) -> dict[str, Any]:
    """Find the day that a verb or number at a position of a frame speaks of.

    The next day named in its clause, else the last before it, else any after it; else the day
    of publication.
    """
    days = sentence.of("day")
    if not days:
        return {"first": published, "last": published}
    clause_end = next(
        (m.start() for m in _ANCHOR.finditer(sentence.frame, at + 1)), len(sentence.frame)
    )
    after = [mention for place, mention in days if at < place < clause_end]
    before = [mention for place, mention in days if place <= at]
    later = [mention for place, mention in days if place >= clause_end]
    chosen: DayWords = (after or before[::-1] or later)[0].value
    return {"first": chosen.first, "last": chosen.last, "day_kind": chosen.kind}


_MOODS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.NOT_FACT.items()}
_CUT = re.compile(
    r"[;:]|\b(?:after|but|when|said|which|where|because)\b|(?<!\w)(?:بعد|لكن|حيث)(?!\w)"
)
_THEN_WOULD = re.compile(r"^[^.;,]{0,50}\b(?:would|could|may|might|will)\b")
_GERUND = re.compile(r"ing\b[^,;]{0,12}$")


def mood_at(sentence: Sentence, at: int, until: int | None = None) -> str:
    """Say whether a verb or number at a position of a frame states a fact."""
    left = sentence.frame[max(0, at - 90) : at]
    cuts = [match.end() for match in _CUT.finditer(left)]
    left = left[cuts[-1] :] if cuts else left
    if _MOODS["denial"].search(left[-26:]):
        return "denial"
    for name in ("aim", "prediction"):
        if _MOODS[name].search(left):
            return name
    if (
        until is not None
        and _GERUND.search(sentence.frame[at:until])
        and _THEN_WOULD.match(sentence.frame[until:])
    ):
        return "prediction"
    return "fact"
