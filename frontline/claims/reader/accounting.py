"""Account for what a text names: each of it ends in a claim, or in a reason for its absence.

The steps that read claims mark what they use. This step comes last and relies on no mark but on the
stretches of the text: every length, area and unit, every verb of control and every place or road
that neither a claim nor a reason covers gets a reason of its own. So nothing is skipped in
silence, whatever the steps before do with a sentence. Nearness without a measure, and directions
from a place, are listed too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TARGETS, TagPattern, clause
from frontline.claims.reader.lexicon import AR, any_of, both
from frontline.claims.reader.namesakes import list_candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

Spans = list[tuple[int, int]]

#: Tags of what is accounted for clause by clause, with the reason.
_REASONS = {
    "LENGTH": "{!r}: what it is measured from and to is not stated in a readable form",
    "AREA": "{!r}: what the area is is not stated in a readable form",
    "VERB": "{!r}: who did it, or which place is meant, is not stated in a readable form",
}
_NAMED = "PLACE|FEATURE|REGION|ROAD"
_ONLY_NAMED = "it is named, but nothing about it is stated that can be checked"
_ONLY_LOCATES = "it only says where: the record is judged place by place and road by road"
_NO_NUMBER = "{!r}: the number before it was not read"


def account(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep, with a reason, what a sentence names and no claim and no reason covers."""
    _account_for_clauses(collector, sentence)
    _account_for_units(collector, sentence)
    _account_for_numbers(collector, sentence)
    _account_for_names(collector, sentence)


def _is_covered(start: int, end: int, spans: Spans) -> bool:
    return any(first < end and start < last for first, last in spans)


def _account_for_clauses(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep lengths, areas and verbs that are not covered, once per clause."""
    kept: set[tuple[int, int]] = set()
    spans = collector.covered()
    for at in sentence.positions("LENGTH|AREA|VERB"):
        token, bounds = sentence.tokens[at], clause(sentence, at)
        if bounds in kept or _is_covered(token.start, token.end, spans):
            continue
        # "took" of "took control of": a part of what was read or listed.
        if token.tag == "VERB" and at in sentence.used and spans:
            continue
        kept.add(bounds)
        why = _no_such_place(collector, sentence, at, bounds[1]) if token.tag == "VERB" else None
        collector.reject_clause(at, sentence, why or _REASONS[token.tag].format(token.text))
        spans = collector.covered()


#: "took the village of A and B", of which no place is called either.
_TAKEN = TagPattern(
    "<FORCE|IN|DET|OF>{0,4}(?P<noun><NOUN>)*<OF>?(?:<WORD><AND>)?(?P<name><UNKNOWN|WORD><WORD>?)"
)


def _no_such_place(collector: ClaimCollector, sentence: Sentence, at: int, end: int) -> str | None:
    """Return that no place has the name behind a verb; None if the words may be no name."""
    match = _TAKEN.match(sentence, at + 1)
    if match is None or match.start("name") >= end:
        return None
    name, noun = match.start("name"), match.start("noun")
    if sentence.tag(name) == "UNKNOWN":
        return collector.referents.at(sentence, name).why or None
    words = [sentence.text(one) for one in range(name, min(match.end("name"), end))]
    words = [*words[:1], *(word for word in words[1:] if not word.startswith("و"))]
    kind = sentence.text(noun) if noun >= 0 else ""
    if not _may_be_arabic_name(words[0]) or not (kind in _NAMING or kind in _HILLS):
        return None
    called = " ".join([kind, *words] if kind in _HILLS else words)
    found = collector.referents.lexicon.match(called)
    if found.kind in {"exact", "variant"}:
        return None
    return f"{found.explanation}{list_candidates(called, found.candidates)}"


_UNIT = re.compile(
    rf"(?<![^\W\d_]){any_of(both('accounting', 'units'))}(?![^\W_])(?!\s*(?:/|per\b|an\b)\s*h)",
    re.IGNORECASE,
)


def _account_for_units(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep the units of length and area whose number was not read."""
    spans = collector.covered()
    for match in _UNIT.finditer(collector.folded.text, sentence.start, sentence.end):
        if not _is_covered(*match.span(), spans):
            at = next(n for n, one in enumerate(sentence.tokens) if one.end > match.start())
            collector.reject_clause(at, sentence, _NO_NUMBER.format(match[0].strip()))
            spans = collector.covered()


def _account_for_numbers(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep the numbers of places of which a clause says something that was not read."""
    spans = collector.covered()
    for at in sentence.positions("COUNT"):
        token = sentence.tokens[at]
        if sentence.tag(at + 1) == "WHICH" and not _is_covered(token.start, token.end, spans):
            collector.reject((at,), sentence, "which places are meant is not stated")


# Names ----------------------------------------------------------------------------------------

_LIST_OF_NAMES = TagPattern("<COMMA|AND|DET|NOUN|OF>{0,4}")
#: "the village of A", where no place is called A.
_CALLED = TagPattern("(?P<noun><NOUN>)<OF>?<DET>?(?P<name><UNKNOWN|WORD>)")
#: "the A village", where no place is called A.
_NAMED_SO = TagPattern("(?P<name><UNKNOWN>)<NOUN>(?!<OF|PLACE|UNKNOWN>)")
_ADJECTIVES = frozenset(AR["names"]["adjectives"].split())
_NAMING = frozenset(both("accounting", "naming"))
#: Nouns that are part of the name of what they stand before.
_HILLS = frozenset(AR["accounting"]["hills"])


def _account_for_names(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep the places and roads that are not covered, a list of them once."""
    covered = collector.covered()
    left = [
        at
        for at in sorted({*_known_names(sentence), *_called(sentence)})
        if not _is_covered(sentence.tokens[at].start, sentence.tokens[at].end, covered)
    ]
    while left:
        group = [left.pop(0)]
        while left and _LIST_OF_NAMES.fullmatch(sentence, group[-1] + 1, left[0]):
            group.append(left.pop(0))
        collector.keep_names(group, sentence, _reason(collector, sentence, group))


def _known_names(sentence: Sentence) -> Iterable[int]:
    return (at for at in sentence.positions(_NAMED) if sentence.value(at) is not None)


def _called(sentence: Sentence) -> Iterator[int]:
    """Yield the words that the text calls a village or town, and that name no known place."""
    for match in _NAMED_SO.finditer(sentence):
        if sentence.text(match.end() - 1) in _NAMING:
            yield match.start("name")
    for match in _CALLED.finditer(sentence):
        name, noun = match.start("name"), sentence.text(match.start("noun"))
        if noun.split()[-1] not in _NAMING:
            continue
        if sentence.tag(name) == "UNKNOWN" or _may_be_arabic_name(sentence.text(name)):
            yield name


def _may_be_arabic_name(word: str) -> bool:
    """Return whether a word behind "village" may be a name: not an adjective."""
    return not word.isascii() and word not in _ADJECTIVES and not word.endswith(("يه", "تين"))


def _reason(collector: ClaimCollector, sentence: Sentence, group: list[int]) -> str:
    """Return why some names are in no claim: unknown ones first."""
    if {sentence.tag(at) for at in group} == {"REGION"}:
        return _ONLY_LOCATES
    if (word := next((at for at in group if sentence.tag(at) == "WORD"), None)) is not None:
        return f"no place is called {sentence.text(word)!r}"
    found = [collector.referents.at(sentence, at) for at in group if sentence.tag(at) != "REGION"]
    return next((one.why for one in found if one.kind == "none"), _ONLY_NAMED)


# Nearness and directions ------------------------------------------------------------------------

_VAGUE = re.compile(rf"(?<!\w){any_of(both('phrases', 'vague'))}(?!\w)", re.IGNORECASE)


def read_vague(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep nearness without a measure: "a stone's throw from the town"."""
    if not sentence.has(TARGETS):
        return
    for match in _VAGUE.finditer(collector.folded.text, sentence.start, sentence.end):
        at = next(n for n, token in enumerate(sentence.tokens) if token.end > match.start())
        why = f"{match[0].strip()!r} is no measure: it cannot be compared with a distance"
        collector.reject_clause(at, sentence, why)


_FROM_A_PLACE = TagPattern(
    "(?P<direction><DIRECTION>)<WORD>?"
    f"(?:<OF|FROM><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|LIE>{{0,7}}?<{TARGETS}>)"
    "|<TO|IN><DET>(?P<side><DIRECTION>)(?!<WORD|NOUN|REGION|UNKNOWN|DIRECTION|PART>)"
)
_ARABIC = TagPattern("(?P<direction><DIRECTION>)<FROM>?<NOUN>{0,2}<PLACE|TOWN|ROAD>")
#: "the village of so-and-so, south of", as Arabic puts it.
_UNKNOWN_BEFORE = TagPattern("<NOUN><WORD>{1,2}$")
_UNREAD = "it gives a direction, but of what from what is not stated in a readable form"


def list_directions(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep the directions from a place that were not read, once per clause."""
    if not sentence.has(TARGETS):
        return
    for at in sorted(_directions(sentence) - sentence.used):
        if at not in sentence.used:
            unknown = _UNKNOWN_BEFORE.before(sentence, at)
            known_noun = unknown is not None and sentence.text(unknown.start()) in _NAMING
            if unknown is not None and known_noun and not sentence.text(at).isascii():
                words = " ".join(sentence.text(one) for one in range(unknown.start() + 1, at))
                collector.reject_clause(at, sentence, f"no place is called {words!r}")
                continue
            collector.reject_clause(at, sentence, _UNREAD)


def _directions(sentence: Sentence) -> set[int]:
    """Find the directions that are given from a place, or from one named before."""
    found = {
        match.start("direction" if match["direction"] else "side")
        for match in _FROM_A_PLACE.finditer(sentence)
    }
    arabic = {match.start() for match in _ARABIC.finditer(sentence)}
    return found | {at for at in arabic if not sentence.text(at).isascii()}
