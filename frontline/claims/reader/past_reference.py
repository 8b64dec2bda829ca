"""Statements about an earlier time that the text does not date.

"Morek, once held by rebels,", "the rebels had controlled it for years" and "they were 3 km from
the town when the truce began" are not about the day of the article. Such a claim is marked, so
that it is judged by what was ever so, and never by the day of publication.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.lexicon import any_of, both

if TYPE_CHECKING:
    from frontline.claims.claim import Claim
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector, Evidence

#: Values of ``day_kind`` for a claim without a day: about an earlier time; told in the past, and
#: so about the day of the article or an earlier time.
EARLIER, PAST = "earlier", "past"
NO_DAY = frozenset({"unstated", EARLIER, PAST})

#: States, which end; what was once taken was taken.
_STATES = frozenset({"hold", "surround"})
_THEN = re.compile(rf"(?:^|\s){any_of(both('time', 'then'))}(?:\s|$)")
#: Right before a verb or "rebel-held": "once held", "the formerly rebel-held town of".
_ONCE = frozenset(both("time", "once"))
#: Conjunctions behind a state that say when it ended: "held it until", "were 3 km away when".
_ENDED, _NOT_ENDED = (frozenset(both("time", name)) for name in ("ended", "not_ended"))
#: "When they were 3 km away, the rebels left", "Before the offensive, rebels held A".
_OPENS, _OPENS_SENTENCE = (frozenset(both("time", name)) for name in ("opens", "opens_sentence"))
#: "for two days", "until August": no day on which it was so.
_LASTED = tuple(f"{word} " for word in both("time", "lasted"))
_HAD = TagPattern("(?P<had><HAVE>)<BE|LIE|NOT|WORD>{0,2}$")
#: "كان الجيش يسيطر", "كانت تحت سيطرة": Arabic tells a past state with "was".
_WAS = TagPattern("(?P<was><BE|LIE|WORD>)<FORCE|PLACE|TOWN|NOUN|LIE|WORD|DET>{0,5}$")
#: "كانت قوات تبعد 8 كم", "كان الجيش على بعد": where forces were.
_WAS_AWAY = TagPattern("(?P<was><BE|LIE|WORD>)<FORCE><LIE|AWAY|WORD>{0,2}$")
_WAS_WORDS = frozenset(both("time", "was"))
_WERE = TagPattern("(?P<were><BE>)<LIE|NOT|WORD>{0,2}$")


def mark_past_references(collector: ClaimCollector, sentence: Sentence) -> None:
    """Mark the claims of a sentence that speak of an earlier time without a day."""
    for claim, evidence in collector.evidence_of_sentence():
        if not _can_end(claim):
            continue
        if _is_earlier(sentence, claim, evidence):
            collector.amend(
                claim, first=collector.published, last=collector.published, day_kind=EARLIER
            )
        elif claim.day_kind == "unstated" and _is_told_in_past(sentence, claim, evidence.at):
            collector.amend(claim, day_kind=PAST)


def _can_end(claim: Claim) -> bool:
    """Return whether a claim states what may have ended since: a state, or where forces were."""
    forces = claim.subject is not None and claim.subject.kind in {"actor", "front"}
    is_state = claim.verb in _STATES or (claim.kind == "distance" and forces)
    return is_state and claim.mood == "fact" and not claim.never


def _is_earlier(sentence: Sentence, claim: Claim, evidence: Evidence) -> bool:
    at, tokens = evidence
    first, end = clause(sentence, at)
    if _ONCE.intersection(sentence.text(at - 1).casefold().split()):
        return True  # "A, once held by rebels, was quiet on Monday"
    days = sentence.positions("DAY", first, end)
    lasted = [day for day in days if sentence.text(day).casefold().startswith(_LASTED)]
    if len(lasted) < len(days) or (claim.day_kind != "unstated" and not lasted):
        return False
    past = _is_past_perfect(sentence, claim, at)
    if lasted:
        until = sentence.text(lasted[0]).split()[0].casefold() in _ENDED
        return past or (until and lasted[0] > at)
    # "At that time": "that" may begin a clause.
    words = " ".join(sentence.text(one) for one in range(max(0, first - 2), end)).casefold()
    if _THEN.search(words):
        return True
    is_while = sentence.text(first - 2) == "في"  # "في حين"
    if (sentence.text(first - 1) in _OPENS and not is_while) or _opens(
        sentence, first, min(at, *tokens)
    ):
        return True
    return past or (sentence.text(end) in _ENDED and sentence.text(end + 1) not in _NOT_ENDED)


def _opens(sentence: Sentence, first: int, start: int) -> bool:
    """Return whether a clause begins with another time: "before the offensive, rebels held"."""
    opens = first <= 1 and sentence.text(0).casefold() in _OPENS_SENTENCE
    return opens and sentence.has("COMMA", 0, start)


def _is_past_perfect(sentence: Sentence, claim: Claim, at: int) -> bool:
    """Return whether a state is told in the past perfect: "had held", "كان يسيطر"."""
    had = _HAD.before(sentence, at, max(0, at - 4))
    if claim.kind == "distance" and claim.verb != "reach":
        return had is not None and sentence.text(had.start("had")) == "had"
    if claim.verb in _STATES and had is not None and sentence.text(had.start("had")) == "had":
        # "The monitor said they had encircled it" is news.
        return claim.verb == "hold" or not sentence.has("SAY", 0, at)
    was = _WAS.before(sentence, at, max(0, at - 7)) if claim.verb in _STATES else None
    return was is not None and sentence.text(was.start("was")) in _WAS_WORDS


def _is_told_in_past(sentence: Sentence, claim: Claim, at: int) -> bool:
    """Return whether a state is told in the simple past: "rebels held A", "كان على بعد"."""
    if claim.kind == "distance":
        away = _WAS_AWAY.before(sentence, at, max(0, at - 7))
        return away is not None and sentence.text(away.start("was")) in _WAS_WORDS
    verb = sentence.tokens[at].verb
    if claim.verb != "hold" or verb is None or verb.arabic:
        return False
    were = _WERE.before(sentence, at, max(0, at - 4))
    if were is not None:
        return sentence.text(were.start("were")) in {"was", "were"}
    return verb.form == "past" and sentence.tag(at - 1) == "FORCE"
