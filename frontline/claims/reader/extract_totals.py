"""Read totals: "the number of villages captured rose to 36", "bringing the number to 35"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.extract_extent import count_interval, force_before, force_behind
from frontline.claims.reader.extract_moves import read_counted, read_spelt_out
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.numbers import read_number

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.numbers import Number

#: "the number of villages captured by the army rose to 90".
_NUMBER_OF = TagPattern("<WORD><OF>?<DET|WORD|LIE>{0,2}(?P<noun><NOUN|WORD>)")
_TOTALS = frozenset(both("count", "totals"))


def read_totals(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "increased the number of villages captured to 90", where no noun follows the number."""
    for start in sentence.positions("WORD"):
        if sentence.text(start) not in _TOTALS:
            continue
        if (running := _RUNNING.match(sentence, start)) is not None:
            _add_running(collector, sentence, start, running.start("number"))
            continue
        match = _NUMBER_OF.match(sentence, start)
        if match is None:
            continue
        digits = _total_of(sentence, start, match.end())
        if digits is None:
            continue
        verbs = [
            verb for verb in sentence.positions("VERB", start, max(digits, match.end() + 6))
            if sentence.verb(verb).name in {"take", "hold"}
        ]  # fmt: skip
        if not verbs or _number_at(sentence, digits) is None:
            why = f"{sentence.text(digits)!r} is a total: of what is not stated"
            collector.reject((start, digits), sentence, why)
            continue
        _add_total(collector, sentence, (verbs[0], digits), sentence.text(match.start("noun")))


#: "rose to 36 areas".
_ROSE_TO = TagPattern("(?P<rose><WORD|MOVE|VERB>)<LIE|WORD>?<TO|LIE>?$")
_ROSE = re.compile(
    r"(?:rose|risen|rises?|increas|climb|reach|grew|grow|swel|jump|bec[ao]me|stands?$|stood$)"
)


def _total_of(sentence: Sentence, start: int, end: int) -> int | None:
    """Return the position of the number behind "the number of villages", if it was not read."""
    digits = [
        at for at in range(end, len(sentence))
        if (sentence.tag(at) == "WORD" and sentence.text(at).replace(",", "").isdigit())
        or (sentence.tag(at) == "COUNT" and _has_risen(sentence, at))
    ]  # fmt: skip
    last = start - 2 if sentence.tag(start - 1) == "DET" else start - 1
    if not digits and sentence.tag(last - 1) == "TO" and sentence.text(last).isdigit():
        digits = [last]  # "rose to 25 the number of villages"
    return digits[0] if digits and digits[0] not in sentence.used else None


def _has_risen(sentence: Sentence, at: int) -> bool:
    """Return whether a count is what a total has come to."""
    rose = _ROSE_TO.before(sentence, at)
    return rose is not None and _ROSE.match(sentence.text(rose.start("rose"))) is not None


def _number_at(sentence: Sentence, at: int) -> Number | None:
    """Return the number that is written at a position, alone or before a noun."""
    number: Number | None
    if sentence.tag(at) == "COUNT":
        number = sentence.value(at)[0]
        return number
    number = read_number(sentence.text(at))
    return number


#: "took nine villages, bringing the number to 35"; "making a total of 12".
_RUNNING = TagPattern("<WORD><WORD|LIE>{0,2}<TO|OF><LIE>?(?P<number><WORD|COUNT>)")
_NO_PERIOD = "over which period they were counted is not stated"


def _add_running(collector: ClaimCollector, sentence: Sentence, start: int, at: int) -> None:
    """Add the total of which a count or a deed of the same sentence is the latest part."""
    number = _number_at(sentence, at)
    parts = [one for one in collector.of_sentence() if one.kind in {"count", "control"}]
    parts = [one for one in parts if one.verb in {"take", "lose", "fall"}]
    if number is None or number.low is not None or at in sentence.used:
        return
    if not parts or parts[-1].subject is None:
        collector.reject(
            (start, at), sentence, f"{sentence.text(at)!r} is a total: of what is not stated"
        )
        return
    unit = next((one.unit for one in parts if one.kind == "count"), "places")
    low, high = count_interval(number, "exact")
    collector.add(
        "count", (start, at), sentence, at, subject=parts[-1].subject, verb=parts[-1].verb,
        comparator="exact", value=number.value, unit=unit, low=low, high=high,
        first=collector.published, last=collector.published, day_kind="unstated",
        unsure=(_NO_PERIOD,),
    )  # fmt: skip


def _add_total(
    collector: ClaimCollector, sentence: Sentence, positions: tuple[int, int], noun: str
) -> None:
    at, digits = positions
    subject = force_behind(collector, sentence, at) or force_before(collector, sentence, at)
    subject = subject or collector.referents.army()
    number = _number_at(sentence, digits)
    if subject is None or subject.kind == "none" or number is None:
        why = subject.why if subject is not None else "who took them is not named"
        collector.reject(positions, sentence, why)
        return
    low, high = count_interval(number, "exact")
    collector.add(
        "count", positions, sentence, at, subject=subject, verb="take",
        comparator="exact", value=number.value, unit=noun, low=low, high=high,
    )  # fmt: skip
    read_counted(collector, sentence, at, digits, (subject, mood_at(sentence, at)))
    read_spelt_out(collector, sentence, positions, subject)
