"""A text being read: its words, its day, what it named before, and the claims found so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.claims.claim import Claim, Unparsed
from frontline.claims.reader.chunker import clause
from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.verb_days import day_near

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.coreference import Referents
    from frontline.claims.reader.text import Folded
    from frontline.models import Place


class Evidence(NamedTuple):
    """Where a claim was read: its verb or number, and the tokens of all its parts."""

    at: int
    tokens: tuple[int, ...]


@dataclass
class ClaimCollector:
    """A text being read.

    Parameters
    ----------
    folded, published : the text and its day
    referents : what its names mean
    claims, unparsed : what was read so far
    """

    folded: Folded
    published: date
    referents: Referents
    claims: list[Claim] = field(default_factory=list)
    unparsed: list[Unparsed] = field(default_factory=list)
    _before: tuple[int, int] = (0, 0)
    _evidence: list[Evidence] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a sentence."""
        self._before = len(self.claims), len(self.unparsed)
        self._evidence = []

    def add(
        self,
        kind: str,
        covered: Iterable[int | None],
        sentence: Sentence,
        at: int,
        /,
        **fields: Any,
    ) -> None:
        """Add a claim.

        Parameters
        ----------
        covered : positions of the tokens it was read from; None is skipped
        at : position of its verb or number, around which its day and its mood are sought
        fields : further fields of `Claim`
        """
        tokens = [one for one in covered if one is not None]
        sentence.used.update({*tokens, at})
        ends = [fields[end] for end in ("subject", "target") if fields.get(end) is not None]
        notes = [*(end.note for end in ends), *fields.pop("notes", ())]
        unsure = [*(end.unsure for end in ends), *fields.pop("unsure", ())]
        if "first" not in fields:
            day, note = day_near(sentence, at, self.published)
            fields |= day
            unsure.append(note)
        fields.setdefault("mood", mood_at(sentence, at))
        if fields.get("target") is not None and fields["target"].kind == "road":
            fields["near"] = self._town_near(sentence, at)
        if kind == "distance" and fields["subject"].kind == "actor":
            fields["named"] = self.referents.named_lately
        self._evidence.append(Evidence(at, tuple(tokens)))
        start, end, text = self._words(sentence, _with_regions(sentence, tokens))
        self.claims.append(
            Claim(
                kind,
                start,
                end,
                text,
                notes=tuple(dict.fromkeys(filter(None, notes))),
                unsure=tuple(dict.fromkeys(filter(None, unsure))),
                **({"subject": None, "target": None} | fields),
            )
        )

    def of_sentence(self) -> list[Claim]:
        """Return the claims that were read from this sentence so far."""
        return self.claims[self._before[0] :]

    def evidence_of_sentence(self) -> list[tuple[Claim, Evidence]]:
        """Return the claims of this sentence, each with where it was read."""
        return list(zip(self.of_sentence(), self._evidence, strict=True))

    def amend(self, claim: Claim, **fields: Any) -> None:
        """Give other values to fields of a claim of this sentence."""
        self.claims[self._before[0] + self._index(claim)] = replace(claim, **fields)

    def withdraw(self, claim: Claim, sentence: Sentence, reason: str) -> None:
        """Keep the words of a claim as not understood, with the reason, instead of the claim."""
        index = self._index(claim)
        del self.claims[self._before[0] + index]
        at, tokens = self._evidence.pop(index)
        self.reject((at, *tokens), sentence, reason)

    def _index(self, claim: Claim) -> int:
        """Return the position of a claim among those of this sentence."""
        return next(number for number, one in enumerate(self.of_sentence()) if one is claim)

    def doubt_numbers(self, sentence: Sentence) -> None:
        """Mark the numbers of a sentence as unsure if it has another number that was not read."""
        first = self._before[0]
        numbers = sentence.positions("LENGTH|AREA|COUNT")
        if not sentence.rejected.intersection(numbers):
            return
        reason = "another number of the sentence was not read"
        self.claims[first:] = [
            claim if claim.value is None else replace(claim, unsure=(*claim.unsure, reason))
            for claim in self.claims[first:]
        ]

    def claim_before(self) -> Claim | None:
        """Return the last claim that was read before this sentence."""
        return self.claims[self._before[0] - 1] if self._before[0] else None

    def last_force(self) -> Referent | None:
        """Return the force that the text named last, before this sentence.

        Of two sides it is the one that acts in the claim before; None if neither does.
        """
        actor, sides = self.referents.force_before, self.referents.sides_before
        if len(sides) > 1:
            before = self.claims[self._before[0] - 1 : self._before[0]]
            acts = [one.subject.id for one in before if one.subject is not None]
            actor = next((id_ for id_ in acts if id_ in sides), None)
        if actor is None:
            return None
        note = "read as the forces mentioned before"
        unsure = "the actor is taken from an earlier sentence"
        return Referent("actor", actor, actor, note=note, unsure=unsure)

    def _town_near(self, sentence: Sentence, at: int) -> Place | None:
        """Return the place named nearest in the sentence, else the town named last."""
        points = sentence.positions("PLACE|TOWN")
        for point in sorted(points, key=lambda point: abs(point - at)):
            if (place := self.referents.at(sentence, point).place) is not None:
                return place
        return self.referents.town

    def reject(self, covered: Iterable[int | None], sentence: Sentence, reason: str) -> None:
        """Keep words that could not be read, from the first token to the last, with the reason."""
        tokens = [one for one in covered if one is not None]
        sentence.used.update(tokens)
        sentence.rejected.update(tokens)
        self.unparsed.append(Unparsed(*self._words(sentence, tokens), reason))

    def reject_clause(self, at: int, sentence: Sentence, reason: str) -> None:
        """Keep the clause around a token that could not be read, with the reason."""
        sentence.used.add(at)
        sentence.rejected.add(at)
        first, end = clause(sentence, at)
        self.unparsed.append(Unparsed(*self._words(sentence, [first, end - 1]), reason))

    def keep_names(self, names: list[int], sentence: Sentence, reason: str) -> None:
        """Keep names that no statement is read about, with the reason."""
        self.unparsed.append(Unparsed(*self._words(sentence, names), reason, "name"))

    def covered(self) -> list[tuple[int, int]]:
        """Return what the claims and reasons of a sentence cover, in the folded text."""
        claims, unparsed = self._before
        spans = [(one.start, one.end) for one in self.claims[claims:]]
        spans += [(one.start, one.end) for one in self.unparsed[unparsed:]]
        return [self.folded.folded_span(*span) for span in spans]

    def _words(self, sentence: Sentence, positions: list[int]) -> tuple[int, int, str]:
        """Return the stretch of the original text between tokens, and its words."""
        tokens = [sentence.tokens[one] for one in positions]
        start, end = min(token.start for token in tokens), max(token.end for token in tokens)
        return *self.folded.span(start, end), self.folded.words(start, end)


def _with_regions(sentence: Sentence, tokens: list[int]) -> list[int]:
    """Include the region right before or behind the words of a claim: "in northern Hama"."""
    first, last = min(tokens), max(tokens)
    around = [first - 1, last + 1]
    return tokens + [at for at in around if sentence.tag(at) == "REGION"]
