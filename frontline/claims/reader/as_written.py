"""Quote Arabic words as the text has them, not as they are folded for reading.

Reasons and assumptions quote words of the folded text, in which several letters are written as one.
A reader of Arabic would see spelling mistakes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frontline.claims.claim import Claim, Unparsed
    from frontline.claims.reader.coreference import Referent
    from frontline.claims.reader.text import Folded

_QUOTED = re.compile(r"(?<=')[^'\n]*[\u0621-\u064a][^'\n]*(?=')")


def claim_as_written(folded: Folded, claim: Claim) -> Claim:
    """Return a claim whose words, assumptions and doubts are spelled as in the text."""
    start = claim.start
    return replace(
        claim,
        subject=_referent(folded, claim.subject, start),
        target=_referent(folded, claim.target, start),
        notes=tuple(_quotes(folded, one, start) for one in claim.notes),
        unsure=tuple(_quotes(folded, one, start) for one in claim.unsure),
    )


def reason_as_written(folded: Folded, words: Unparsed) -> Unparsed:
    """Return a passage that was not understood with a reason spelled as in the text."""
    return replace(words, reason=_quotes(folded, words.reason, words.start))


def _referent(folded: Folded, referent: Referent | None, start: int) -> Referent | None:
    if referent is None:
        return None
    return replace(
        referent,
        words=", ".join(_words(folded, one, start) for one in referent.words.split(", ")),
        note=_quotes(folded, referent.note, start),
        unsure=_quotes(folded, referent.unsure, start),
    )


def _quotes(folded: Folded, text: str, start: int) -> str:
    return _QUOTED.sub(lambda quoted: _words(folded, quoted[0], start), text)


def _words(folded: Folded, words: str, start: int) -> str:
    """Return the words of the text that were folded to some, the nearest from a position on."""
    near, _ = folded.folded_span(start, start)
    at = folded.text.find(words, near)
    at = folded.text.find(words) if at < 0 else at
    return words if at < 0 or words.isascii() else folded.words(at, at + len(words))
