"""Deeds that a text only mentions: what a rumour, a disputed report or a noun is about.

Nothing is said of whether they were done, so claims read from them are withdrawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.candidate import before
from frontline.claims.chunker import TagPattern
from frontline.claims.lexicon import both

if TYPE_CHECKING:
    from frontline.claims.candidate import Candidate
    from frontline.claims.chunker import Sentence

#: "rumours of the capture", "the purpose of capturing".
_OF_A_NOUN = TagPattern("(?P<noun><WORD>)<OF><DET>?$")
#: The same in Arabic, where "resulted in" and "announced" are written so too.
_ABOUT = TagPattern("(?P<noun><WORD>)<FORCE>?<FROM>$")
_ASSERTED = ("اسفر", "اعلن", "كشف", "اعلان")
#: "accounts about the entry", "انباء حول دخول": nothing but a topic.
_TOPIC = TagPattern(
    "(?P<noun><WORD>)(?:<WORD|AND>{0,2}<WORD>)?<IN|LIE|WORD>(?:<DET>?<FORCE>)?<DET>?$"
)
_ABOUT_IT = "it is what {!r} is about: whether it was done is not stated"
_ON_TOPIC = frozenset({"about", "over", "on", "regarding", "concerning", "حول", "بشان", "بخصوص"})


def only_mentioned(one: Candidate) -> str:
    """Return that a deed is only what a noun is about: "rumours of the capture of"."""
    if one.verb is None or one.verb.form not in {"noun", "ing"} or one.claim.mood != "fact":
        return ""
    match = before(_ABOUT if one.verb.arabic else _OF_A_NOUN, one.sentence, one.at)
    if match is None or (one.verb.arabic and one.sentence.text(one.at - 1) != "عن"):
        return _only_a_topic(one)
    noun = one.sentence.text(match.start("noun"))
    said = one.sentence.has("SAY", match.start() - 2, match.start())  # "a source said of"
    asserted = said or noun.lstrip("وف").startswith(_ASSERTED)
    return "" if asserted else _ABOUT_IT.format(noun)


def _only_a_topic(one: Candidate) -> str:
    """Return that a deed is only the topic of reports: "accounts about the army's entry into"."""
    match = before(_TOPIC, one.sentence, one.at)
    if match is None:
        return ""
    texts = [one.sentence.text(word) for word in range(match.start(), one.at)]
    arabic = one.verb is not None and one.verb.arabic
    is_topic = bool(_ON_TOPIC.intersection(texts[1:]))
    told = arabic or _bare(texts[0]) in _REPORTS | _UNASSERTED
    return _ABOUT_IT.format(texts[0]) if is_topic and told else ""


#: "villages of the encircled pocket": a participle that only describes.
_OF_THE = TagPattern("<OF|IN|FROM|TO|TOWARDS><DET>$")


def only_describes(one: Candidate) -> str:
    """Return that a participle behind a preposition and an article only describes a noun."""
    if one.verb is None or one.verb.arabic or one.verb.form != "past":
        return ""
    if before(_OF_THE, one.sentence, one.at) is None:
        return ""
    before_noun = one.sentence.tag(one.at + 1) in {"NOUN", "WORD"}
    words = one.sentence.text(one.at)
    return f"{words!r} only describes what it stands before" if before_noun else ""


_REPORTS = frozenset(both("moods", "reports"))
_UNASSERTED = frozenset(both("moods", "unasserted"))
_DISPUTED = frozenset(both("moods", "disputed"))
#: From "claims" to the verb of "claims by activists that the army had taken".
_TOLD = TagPattern("<!SAY|WHEN|VERB|WHICH|AND>{0,7}(?:<WHICH|SAY><!SAY|WHEN|VERB|WHICH>{0,6})?")
_THAT = frozenset({"that", "ان", "بان"})
_DISPUTED_BEHIND = TagPattern("<!SAY|WHEN|VERB|COMMA>{0,4}<BE|HAVE|NOT|WORD>")


def only_reported(one: Candidate) -> str:
    """Return that a deed is what a rumour or a disputed report says: "rejected claims that"."""
    if one.claim.mood != "fact" or one.verb is None:
        return ""
    sentence = one.sentence
    for noun in range(max(0, one.at - 14), one.at):
        words = _bare(sentence.text(noun))
        if words not in _REPORTS | _UNASSERTED or not _TOLD.fullmatch(sentence, noun + 1, one.at):
            continue
        links = sentence.positions("WHICH|SAY", noun + 1, one.at)
        if links and sentence.text(links[0]) not in _THAT:
            continue
        around = [*range(max(0, noun - 4), noun + 3), *_behind(sentence, max(one.tokens) + 1)]
        disputed = {_bare(sentence.text(near)) for near in around} & _DISPUTED
        if disputed or words in _UNASSERTED:
            return f"it is what {words!r} say: whether it was done is not stated"
    return ""


def _bare(word: str) -> str:
    """Return an Arabic word without "and" and its article."""
    return word.casefold() if word.isascii() else word.removeprefix("و").removeprefix("ال")


def _behind(sentence: Sentence, start: int) -> range:
    """Return the positions of the words behind a clause that say of a report that it is false."""
    match = _DISPUTED_BEHIND.match(sentence, start)
    return range(0) if match is None else range(start, min(match.end() + 2, len(sentence)))
