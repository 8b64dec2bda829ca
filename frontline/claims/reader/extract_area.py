"""Read areas: how many square kilometres a side took or lost, and over which period.

An area that no day dates may count since a campaign began, and is then never contradicted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import is_quoted
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.extract_distance import quantity_fields
from frontline.claims.reader.extract_extent import verb_of

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector


def read_areas(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "350 square kilometres in seven days"."""
    for at in sentence.positions("AREA"):
        behind = sentence.positions("FORCE", at)
        near = sentence.positions("FORCE", 0, at)
        near = near or [force for force in behind if not is_quoted(sentence, force)]
        subject = collector.referents.at(sentence, near[-1]) if near else collector.last_force()
        verbs = sentence.positions("VERB")
        names = {sentence.verb(verb).name for verb in verbs}
        gains = any(token.text.startswith(("gain", "advanc")) for token in sentence.tokens)
        gains = gains or bool(names & {"take", "fall"}) or sentence.has("MOVE")
        if subject is None or subject.kind == "none" or not (gains or "lose" in names):
            why = "an area, but who took or held it is not named"
            why = subject.why if subject is not None and subject.why else why
            collector.reject_clause(at, sentence, f"{sentence.text(at)!r}: {why}")
            continue
        sentence.used.update(verb_of(sentence, at))
        sentence.used.update(verb for verb in verbs if sentence.verb(verb).name == "fall")
        collector.add(
            "area", (at, *near[-1:]), sentence, at, subject=subject, target=None,
            verb="take" if gains else "lose", unsure=_unsure_period(sentence, at),
            **quantity_fields(sentence.value(at)),
        )  # fmt: skip


#: "announced on Sunday the recapture of": the day is that of the announcement.
_ANNOUNCED = TagPattern("<SAY><WORD|FORCE|COMMA|IN|LIE>{0,8}<DAY><DAY|COMMA>*(?!<VERB>)")


def _unsure_period(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Return what is unsure about the period of an area: it may count since a campaign began."""
    days = set(sentence.positions("DAY"))
    for match in _ANNOUNCED.finditer(sentence, 0, at):
        days -= set(range(match.start(), match.end()))
    return () if days else ("the period that the area was taken in is not stated",)
