"""A claim that was read, with the words it was read from, for the rules that may withdraw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

    from frontline.claims.claim import Claim
    from frontline.claims.reader.chunker import Sentence, TagPattern
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent
    from frontline.claims.reader.lexicon import VerbForm


class Candidate(NamedTuple):
    """A claim, its sentence, and the positions of its verb or number and of all its parts."""

    collector: ClaimCollector
    sentence: Sentence
    claim: Claim
    at: int
    tokens: tuple[int, ...]

    @property
    def verb(self) -> VerbForm | None:
        """The verb of control that the claim was read from, if it was."""
        return self.sentence.tokens[self.at].verb

    def referents(self, tags: str, end: int) -> list[Referent]:
        """Return what the tokens with some tags before a position refer to."""
        positions = self.sentence.positions(tags, 0, end)
        return [self.collector.referents.at(self.sentence, one) for one in positions]


def before(pattern: TagPattern, sentence: Sentence, end: int) -> re.Match[str] | None:
    """Match a short pattern in the tokens right before a position."""
    return pattern.before(sentence, end, max(0, end - _SHORT))


#: No pattern here is longer, in tokens.
_SHORT = 8
