"""Join phrases of time into one token, so that patterns need not spell them out.

"on Monday evening" is one ``DAY``. "in the early evening" and "after hours of battle" name no day
and become an adverb, with the tag ``LIE``.
"""

from __future__ import annotations

import itertools
import re

from frontline.claims.reader.chunker import Sentence, TagPattern, Token
from frontline.claims.reader.lexicon import any_of, both

#: Before and behind a day: "late on Monday evening", "by Friday".
_DAY = TagPattern("(?P<start><WORD>?<IN|BY>)(?P<day><DAY>)")
_BEFORE_DAY = frozenset(both("time", "before_day"))
_OF_DAY = frozenset(both("time", "of_day"))
#: What may stand between the first word of a phrase of time and its unit: "in the early evening".
_INSIDE = frozenset({"DET", "WORD", "LIE", "FROM"})
_MOST_INSIDE = 4
_OF_BATTLE = TagPattern("<OF><WORD>?(?P<fought><FIGHTING|WORD>)")
_BEFORE_TIME = frozenset(both("time", "before_unit"))
_UNITS = frozenset(both("time", "of_day")) | frozenset(both("time", "short"))
_FOUGHT = frozenset(both("time", "fought"))


def with_times(tokens: list[Token]) -> list[Token]:
    """Join the words of each phrase of time into one token."""
    sentence = Sentence(0, 0, _without_reporting(tokens))
    tokens = sentence.tokens
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        end, tag = _day_phrase(sentence, at) or _other_phrase(sentence, at) or (at + 1, "")
        made.append(_joined(tokens[at:end], tag) if tag else tokens[at])
        at = end
    return made


#: ", the Observatory said, among them": who reports it stands between two commas.
_REPORTED = TagPattern(
    "<COMMA>(?P<who><WORD|DET|UNKNOWN|NOUN|OF|IN>{1,5}<SAY><DAY|WORD|IN>{0,2})(?=<COMMA>)"
)
_REPORTS = frozenset({"said", "says", "reported", "reports", "added"})


def _without_reporting(tokens: list[Token]) -> list[Token]:
    """Drop ", so-and-so said" inside a sentence; it stands between two commas."""
    sentence = Sentence(0, 0, tokens)
    dropped: set[int] = set()
    for match in _REPORTED.finditer(sentence):
        says = sentence.positions("SAY", match.start(), match.end())
        if sentence.text(says[0]) in _REPORTS:
            dropped.update(range(match.start(), match.end()))
    return [token for at, token in enumerate(tokens) if at not in dropped]


def _joined(tokens: list[Token], tag: str) -> Token:
    day = next((token for token in tokens if token.tag == "DAY"), None)
    words = " ".join(token.text for token in tokens)
    mention = None if day is None else day.mention
    return Token(tag, tokens[0].start, tokens[-1].end, words, mention)


def _day_phrase(sentence: Sentence, at: int) -> tuple[int, str] | None:
    """Return the end of a phrase that names a day and begins at a position."""
    match = _DAY.match(sentence, at)
    day = at
    if match is not None:
        day = match.start("day")
        before = {sentence.text(one) for one in range(at, day)}
        if not before <= _BEFORE_DAY:
            return None
    if sentence.tag(day) != "DAY":
        return None
    end = day + 1
    while sentence.tag(end) == "WORD" and sentence.text(end) in _OF_DAY:
        end += 1
    return (end, "DAY") if end > at + 1 else None


def _other_phrase(sentence: Sentence, at: int) -> tuple[int, str] | None:
    """Return the end of a phrase of time without a day that begins at a position."""
    if sentence.text(at) not in _BEFORE_TIME:
        return None
    unit = at + 1
    while unit - at <= _MOST_INSIDE and sentence.tag(unit) in _INSIDE:
        if sentence.text(unit) in _UNITS:
            battle = _OF_BATTLE.match(sentence, unit + 1)
            fought = battle is not None and sentence.text(battle.start("fought")) in _FOUGHT
            return (battle.end() if battle is not None and fought else unit + 1), "LIE"
        unit += 1
    return None


#: "began an operation on Monday, during which they took A", "and have taken A since its start".
_DURING = frozenset({"خلالها", "خلاله", "خلالهما"})
_STARTS = ("انطلاق", "بدء", "بدايه", "بدات", "بدا")


def during_it(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day is the first of an operation in which an Arabic verb was done."""
    between = [sentence.text(one) for one in range(day + 1, at)]
    starts = any(
        one == "منذ" and word.startswith(_STARTS) for one, word in itertools.pairwise(between)
    )
    return starts or bool(_DURING.intersection(between))


_TIME_UNITS = any_of([*both("time", "units"), *both("time", "short"), "hour", "يوم واحد"])
#: "in a single day", "within 48 hours", but not "in the past two days".
_DURATION = re.compile(rf"(?:in|within|في|خلال|في غضون)\s+(?!the\b)(?:\S+\s+){{0,3}}?{_TIME_UNITS}")


def without_durations(sentence: Sentence, days: list[int], at: int) -> list[int]:
    """Leave out the days that say how long something took, not when it was, if there are others.

    "It began on Friday, and in 48 hours they took A": behind an Arabic verb it dates the verb, if
    all other days are of the clauses before.
    """
    dates = [day for day in days if _DURATION.fullmatch(sentence.text(day).casefold()) is None]
    own = [day for day in days if day not in dates and at < day]
    if own and dates and sentence.tag(at) == "VERB" and sentence.verb(at).arabic:
        is_own = not sentence.has("SAY|WHICH|WHEN|VERB|COMMA", at + 1, own[0])
        if is_own and all(sentence.has("WHICH|SAY|WHEN", day, at) for day in dates):
            return own[:1]
    return dates or days
