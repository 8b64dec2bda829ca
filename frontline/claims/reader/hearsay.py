"""Deeds that a text only mentions: what a rumour, a disputed report or a noun is about.

Nothing is said of whether they were done, so claims read from them are withdrawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence

#: "rumours of the capture", "the purpose of capturing".
_OF_A_NOUN = TagPattern("(?P<noun><WORD>)<OF><DET>?$")
#: The same in Arabic, where "resulted in" and "announced" are written so too.
_ABOUT = TagPattern("(?P<noun><WORD>)<FORCE>?<FROM>$")
_RESULTED = "اسفر"
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
    called = one.at - 1 - (one.sentence.tag(one.at - 1) in {"DET", "FORCE"})
    if one.sentence.text(called) in _SO_CALLED:
        return _ABOUT_IT.format(one.sentence.text(called))
    match = before(_ABOUT if one.verb.arabic else _OF_A_NOUN, one.sentence, one.at)
    if match is None or (one.verb.arabic and one.sentence.text(one.at - 1) != "عن"):
        return _only_a_topic(one)
    noun = one.sentence.text(match.start("noun"))
    said = one.sentence.has("SAY", match.start() - 2, match.start())  # "a source said of"
    said = said or _told_of(one.sentence, match.end())
    # "The operations resulted in": the subject stands behind the verb.
    result = one.sentence.text(match.start() - 1).lstrip("وف").startswith(_RESULTED)
    asserted = said or result or noun.lstrip("وف").startswith(_ASSERTED)
    return "" if asserted else _ABOUT_IT.format(noun)


#: "told the agency of the capture of A", as Arabic puts it.
_TOLD_OF = TagPattern("(?P<told><SAY|WORD>)<WORD|TO|IN|DAY|COMMA>{1,8}<FORCE>?<FROM>$")


def _told_of(sentence: Sentence, end: int) -> bool:
    """Return whether somebody told of a deed, and not of rumours about it."""
    match = _TOLD_OF.before(sentence, end)
    told = "" if match is None else sentence.text(match.start("told"))
    who = "" if match is None else sentence.text(match.start("told") + 1)
    speaks = told.startswith(_SPEAKS) and who.removeprefix("ال") in _SOURCES
    if match is None or not (speaks or told.startswith(_TELLS)):
        return False
    words = {
        _bare(sentence.text(one).lstrip("ب"))
        for one in range(match.start(), end)
        if "وكال" not in sentence.text(one - 1)  # "the news agency"
    }
    return not words & (_REPORTS | _UNASSERTED)


_TELLS = ("افاد", "اعلن", "كشف", "اكد")
#: "spoke of" is told by sources; of a state it is what others doubt.
_SPEAKS = ("تحدث", "وتحدث")
_SOURCES = frozenset({"مصدر", "مصادر", "ناشطون"})


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
    behind = [token for token in one.tokens if token > one.at]
    if any(one.sentence.text(word) == ":" for word in range(one.at, min(behind, default=one.at))):
        return ""  # "the names of the captured villages: A and B"
    before_noun = one.sentence.tag(one.at + 1) in {"NOUN", "WORD"}
    words = one.sentence.text(one.at)
    return f"{words!r} only describes what it stands before" if before_noun else ""


_FEARED = frozenset(both("moods", "feared"))
_SO_CALLED = frozenset(both("moods", "so_called"))
#: ", residents fear": what somebody fears or hopes.
_FEAR_IT = TagPattern(
    "<!SAY|WHEN|COMMA|VERB>{0,4}<COMMA><DET|WORD|NOUN|FORCE|IN|PLACE|FIGHTING|UNKNOWN>{1,4}<WORD|AIM|MODAL>"
    "(?=<COMMA|SAY>|$)"
)
_FEARING = frozenset(both("moods", "fear_it"))


def only_hoped(one: Candidate) -> str:
    """Return that a statement is what somebody behind it fears or hopes: ", residents fear"."""
    last = max(*one.tokens, one.at)
    match = _FEAR_IT.match(one.sentence, last + 1)
    words = "" if match is None else one.sentence.text(match.end() - 1)
    return _ABOUT_IT.format(words) if words in _FEARING else ""


#: "is not complete", "is a condition".
_STATED_OF = TagPattern("<!SAY|WHEN|VERB|WHICH|PLACE|COMMA>{0,5}")
_IS_NOT = frozenset({"not", "isn't", "wasn't", "ليس", "ليست", "لم يكن", "لم تكن"})
_ASKED = frozenset(both("moods", "asked"))
_MUST = TagPattern("(?P<must><IN>)<FORCE>$")


def only_asked(one: Candidate) -> str:
    """Return that a noun of control is asked for or negated: "their withdrawal is a condition"."""
    if one.verb is None or one.verb.form != "noun" or one.claim.mood != "fact":
        return ""
    sentence = one.sentence
    must = before(_MUST, sentence, one.at)
    if must is not None and sentence.text(must.start("must")) == "علي":
        return _ABOUT_IT.format(sentence.text(must.start("must")))
    match = _STATED_OF.match(sentence, max(*one.tokens, one.at) + 1)
    for at in range(match.start(), match.end()) if match is not None else ():
        denied = sentence.tag(at - 1) == "BE" and sentence.text(at) in _DISPUTED
        if denied or sentence.text(at) in _IS_NOT or _bare(sentence.text(at)) in _ASKED:
            return _ABOUT_IT.format(sentence.text(at))
    return ""


#: What follows a claim up to the end of its clause, if that is a question.
_QUESTION = re.compile(r"[^.!;:\n?؟]*[?؟]")


def in_question(one: Candidate) -> str:
    """Return that a claim is only asked: "Has the army taken A?"."""
    last = one.sentence.tokens[max(*one.tokens, one.at)]
    # The mark and a quotation mark stand right behind the sentence.
    end = one.sentence.end + 3
    asked = _QUESTION.match(one.collector.folded.text, last.end, end) is not None
    return "it is asked, not stated" if asked else ""


def only_feared(one: Candidate) -> str:
    """Return that a deed is only feared, expected or avoided: "fearing a siege of A"."""
    if one.verb is None or one.verb.form not in {"noun", "ing"} or one.claim.mood != "fact":
        return ""
    first = max(0, one.at - 4) if one.verb.arabic else 0
    skipped = _SKIPPED_ARABIC if one.verb.arabic else _SKIPPED
    for at in range(one.at - 1, first - 1, -1):
        if (words := _bare(one.sentence.text(at))) in _FEARED:
            return _ABOUT_IT.format(one.sentence.text(at))
        if one.sentence.tag(at) not in skipped and words not in _KINDS:
            return ""
    return ""


_SKIPPED = frozenset({"DET", "FORCE", "IN"})
_SKIPPED_ARABIC = frozenset({"DET", "FORCE", "REGION", "WORD", "FROM", "TO", "IN", "VERB"})


_KINDS = frozenset({"possible", "new", "second", "another", "full", "imminent", "total"})
#: "the key to the control of A", "the control of A means", as Arabic puts both.
_CONSIDERED = frozenset(both("moods", "considered"))


def only_considered(one: Candidate) -> str:
    """Return that an Arabic noun of control is only what a text reflects on."""
    if one.verb is None or one.verb.form != "noun" or not one.verb.arabic:
        return ""
    word = _bare(one.sentence.text(one.at - 1))
    named = any(one.sentence.tag(token) == "FORCE" and token > one.at for token in one.tokens)
    if named or word not in _CONSIDERED:
        return ""
    return _ABOUT_IT.format(one.sentence.text(one.at - 1))


_REPORTS = frozenset(both("moods", "reports"))
_UNASSERTED = frozenset(both("moods", "unasserted"))
_DISPUTED = frozenset(both("moods", "disputed"))
#: From "claims" to the verb of "claims by activists that the army had taken".
_TOLD = TagPattern("<!SAY|WHEN|VERB|WHICH|AND>{0,7}(?:<WHICH|SAY><!SAY|WHEN|VERB|WHICH>{0,6})?")
_THAT = frozenset({"that", "ان", "بان"})
_DISPUTED_BEHIND = TagPattern("<!SAY|WHEN|VERB|COMMA>{0,4}<BE|HAVE|NOT|WORD>")


#: "could not verify", "لم يتسن التأكد من".
_VERIFIED = frozenset(both("moods", "verified"))


#: "has not announced the capture of", as Arabic puts it.
_NOT_ANNOUNCED = TagPattern("<NOT>(?P<says><WORD|SAY>)<FORCE|WORD|DAY|LIE|IN>{0,5}<FROM>?$")
_ANNOUNCES = frozenset({"يعلن", "تعلن", "يؤكد", "تؤكد", "يوكد", "توكد", "يعلنوا"})


def only_unverified(one: Candidate) -> str:
    """Return that a deed is what somebody could not verify."""
    silent = before(_NOT_ANNOUNCED, one.sentence, one.at)
    if silent is not None and one.sentence.text(silent.start("says")) in _ANNOUNCES:
        return _ABOUT_IT.format(one.sentence.text(silent.start("says")))
    first = max(0, one.at - 8)
    for at in range(first, one.at):
        if _bare(one.sentence.text(at)) in _VERIFIED and one.sentence.has("NOT", at - 4, at):
            return _ABOUT_IT.format(one.sentence.text(at))
    return ""


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
        behind = _behind(sentence, max(*one.tokens, one.at) + 1)
        around = [*range(max(0, noun - 4), noun + 3), *behind]
        disputed = any(sentence.tag(near) == "NOT" for near in behind)
        disputed |= bool({_bare(sentence.text(near)) for near in around} & _DISPUTED)
        disputed |= noun <= 1 and _are_wrong(sentence, behind)
        if disputed or words in _UNASSERTED:
            return f"it is what {words!r} say: whether it was done is not stated"
    return ""


#: "reports that rebels hold A are out of touch": what is said of reports, if they are not true.
_TRUE = frozenset({"true", "confirmed", "correct", "accurate", "verified", "credible"})


def _are_wrong(sentence: Sentence, behind: range) -> bool:
    """Return whether a sentence about reports says something of them but that they are true."""
    said = [sentence.text(near) for near in behind if sentence.tag(near) != "BE"]
    return len(said) < len(behind) and behind.start > 0 and not _TRUE.intersection(said)


def _bare(word: str) -> str:
    """Return an Arabic word without "and" and its article."""
    return word.casefold() if word.isascii() else word.removeprefix("و").removeprefix("ال")


def _behind(sentence: Sentence, start: int) -> range:
    """Return the positions of the words behind a clause that say of a report that it is false."""
    match = _DISPUTED_BEHIND.match(sentence, start)
    return range(0) if match is None else range(start, min(match.end() + 2, len(sentence)))
