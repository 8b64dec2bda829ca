"""From a folded text and what it names to sentences of tagged tokens.

Phrases of several words ("as well as", "gain control of") become one token; Arabic conjunctions,
prepositions and pronouns that are written on a word become tokens of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import Sentence, Token, without_brackets
from frontline.claims.reader.lexicon import (
    AR,
    EN,
    INTO_HANDS,
    TAG_OF,
    VERBS,
    VerbForm,
    with_pronouns,
)
from frontline.claims.reader.regions import with_regions
from frontline.claims.reader.text import sentences
from frontline.claims.reader.time_phrases import with_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.claims.reader.chunker import Mention

_TAG_OF_MENTION = {
    "count": "COUNT", "direction": "DIRECTION", "day": "DAY", "actor": "FORCE", "place": "PLACE",
    "road": "ROAD", "theroad": "ROAD", "front": "FRONT", "feature": "FEATURE", "part": "PART",
    "held": "HELD", "region": "REGION", "town": "TOWN", "unknown": "UNKNOWN",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|[,;:()/&\u2013\u2014\u2026-]")
_PUNCTUATION = {
    ",": "COMMA", "(": "COMMA", ")": "COMMA", "-": "COMMA", "\u2013": "COMMA", "\u2014": "COMMA",
    ";": "SAY", ":": "SAY", "&": "AND", "/": "AND", "\u2026": "SAY",
}  # fmt: skip


def parse(text: str, mentions: list[Mention]) -> Iterator[Sentence]:
    """Cut a folded text into sentences of tagged tokens."""
    index = 0
    for start, end in sentences(text):
        own = []
        while index < len(mentions) and mentions[index].start < end:
            if mentions[index].start >= start:
                own.append(mentions[index])
            index += 1
        tokens = _with_verbs(with_times(without_brackets(list(_tokens(text, start, end, own)))))
        yield Sentence(start, end, with_regions(text, Sentence(start, end, tokens)))


def _tokens(text: str, start: int, end: int, mentions: list[Mention]) -> Iterator[Token]:
    here = start
    for mention in mentions:
        yield from _words(text, here, mention.start)
        tag = _TAG_OF_MENTION.get(mention.kind)
        if tag is None:
            tag = "LENGTH" if mention.value.kind == "length" else "AREA"
        yield Token(tag, mention.start, mention.end, mention.text, mention)
        here = mention.end
    yield from _words(text, here, end)


# Words ----------------------------------------------------------------------------------------

#: Arabic particles of one letter that are written on the next word.
_PREFIXES = {"و": "AND", "ف": "AND", "ب": "IN", "ل": "TO"}
#: A preposition with "it" in one word: the tag of the preposition.
_WITH_PRONOUN: dict[str, str] = AR["pronouns"]["glued"]


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    """Return the words of a stretch; phrases of several words first."""
    found = list(_WORD.finditer(text, start, end))
    words = [match[0].casefold() for match in found]
    at = 0
    while at < len(found):
        size, tag = _phrase(words, at)
        if tag is None and words[at][0] in _PREFIXES and at + 1 < len(words):
            size, tag = _phrase([words[at][1:], *words[at + 1 : at + 4]], 0)
            size, tag = (size, tag) if size > 1 else (1, None)
        match, last = found[at], found[at + size - 1]
        at += size
        word = text[match.start() : last.end()].casefold()
        if word == "s" and text[match.start() - 1 : match.start()] == "'":
            continue
        if tag is None and word.isascii():
            yield Token("WORD", match.start(), match.end(), word)
        elif tag is None:
            yield from _arabic_word(word, match.start(), match.end())
        else:
            yield Token(tag, match.start(), last.end(), word)


#: Number of words in the longest phrase that begins with a word.
_LONGEST_PHRASE = {first: 1 for (first, *_) in TAG_OF}
for _phrase_words in TAG_OF:
    _LONGEST_PHRASE[_phrase_words[0]] = max(_LONGEST_PHRASE[_phrase_words[0]], len(_phrase_words))


def _phrase(words: list[str], at: int) -> tuple[int, str | None]:
    """Return the length and the tag of the longest known phrase at a position."""
    longest = _LONGEST_PHRASE.get(words[at], 0)
    for size in range(min(longest, len(words) - at), 0, -1):
        tag = TAG_OF.get(tuple(words[at : at + size]))
        if tag is not None:
            return size, tag
    return 1, _PUNCTUATION.get(words[at])


def _arabic_word(word: str, start: int, end: int) -> Iterator[Token]:
    """Return a word, and the particle and the pronoun that are written on it."""
    if word.isascii() or word in VERBS:
        yield Token("WORD", start, end, word)
        return
    if word == "ها":  # what is left of "its edge"
        yield Token("PRONOUN", start, end, word)
        return
    if word in _WITH_PRONOUN:
        yield Token(_WITH_PRONOUN[word], start, end, word)
        yield Token("PRONOUN", end, end, word)
        return
    bare = word.removeprefix("ال")
    rest, prefix = word[1:], _PREFIXES.get(word[0])
    if prefix == "AND" and rest[:1] in _PREFIXES and _is_known(rest[1:]) and not _is_known(rest):
        yield Token(prefix, start, start + 1, word[0])
        yield from _arabic_word(rest, start + 1, end)
        return
    if (tag := TAG_OF.get((bare,))) is not None:
        yield Token(tag, start, end, bare)
    elif prefix and len(rest) > 1 and _is_known(rest):
        yield Token(prefix, start, start + 1, word[0])
        if (tag := TAG_OF.get((rest,))) is not None:
            yield Token(tag, start + 1, end, rest)
        else:
            yield from _arabic_word(rest, start + 1, end)
    else:
        yield Token("WORD", start, end, word)


def _is_known(word: str) -> bool:
    bare = word.removeprefix("ال")
    return word in VERBS or word in _WITH_PRONOUN or (word,) in TAG_OF or (bare,) in TAG_OF


# Verbs ----------------------------------------------------------------------------------------

_NOT_AFTER = [tuple(phrase.split()) for phrase in EN["not_verbs"]["after"]]
_NOT_AFTER += [tuple(phrase.split()) for phrase in AR["not_verbs"]["after"]]
_NOT_NEAR = frozenset(EN["not_verbs"]["near"] + AR["not_verbs"]["near"])
_LED_TO = frozenset(AR["moods"]["led_to"])
_KILLED = frozenset(AR["not_verbs"]["killed"])
_NOT_BEFORE = frozenset(EN["not_verbs"]["before"])
#: What may stand inside a verb of several words, and how much: "took full control of".
_INSIDE = frozenset({"WORD", "DET", "LIE", "DAY", "NOUN", "REMAIN", "FORCE"})
_INSIDE_NOUN = frozenset({"LIE", "DAY", "FORCE"})
_INSIDE_ARABIC = frozenset({"LIE", "DAY", "FORCE", "REMAIN", "COMMA"})
_MOST_INSIDE = 3
#: What of it stays a token behind the verb.
_KEPT = frozenset({"FORCE", "DAY", "LIE", "REMAIN"})

Match = tuple[VerbForm, int, list[int]]


def _with_verbs(tokens: list[Token]) -> list[Token]:
    """Join the words of verbs into tokens of their own."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _verb(tokens, at) if tokens[at].mention is None else None
        if found is None:
            made.append(tokens[at])
            at += 1
            continue
        form, end, inside = found
        text = " ".join(token.text for token in tokens[at:end])
        verb = Token("VERB", tokens[at].start, tokens[end - 1].end, text, None, form)
        made += [verb, *(tokens[one] for one in inside)]
        if form.has_pronoun:
            made.append(Token("PRONOUN", verb.end, verb.end, text))
        at = end
    return made


def _verb(tokens: list[Token], at: int) -> Match | None:
    """Return the verb that begins at a position: its form, its end, and what stands inside it."""
    first = tokens[at].text
    if tokens[at].tag == "PRONOUN":
        return None
    if (phrase := _phrase_of_control(tokens, at)) is not None:
        return phrase
    for form in VERBS.get(first, ()):
        either = form.form in {"participle", "noun"} and len(VERBS[first]) > 1
        if either and (form.form == "noun") != _is_noun(tokens, at):
            continue
        if form.form == "state" and at and tokens[at - 1].text.removeprefix("و") in _LED_TO:
            continue  # "led to the control of", where "to" begins no "returned to the control of"
        if form.form == "base" and _is_past(tokens, at, form):
            continue
        if form.form == "noun" and form.arabic and at and _is_verb_here(tokens[at - 1], first):
            continue  # "then they retook it", which is written like "its recapture"
        found = _complete(tokens, at + 1, form)
        if found is not None and not _has_other_meaning(tokens, at, found):
            return found
    return None


def _phrase_of_control(tokens: list[Token], at: int) -> Match | None:
    """Return what words say together that are no verb alone: "control was established over"."""
    first = tokens[at].text
    if first == "control" and (end := _is_established(tokens, at)) is not None:
        return _TAKEN, end, []
    if first == "left" and at > 1 and _leaves(tokens, at):
        return _LEFT, at + 1, []
    under = first in _UNDER_CONTROL and any(_SUBJECT_TO.match(one.text) for one in tokens[:at][-7:])
    to_force = [one.text[0] for one in tokens[at + 1 : at + 2] if one.tag == "FORCE"] == ["ل"]
    if under or (first.startswith("خاضع") and to_force):
        return _HELD, at + 1, []
    return None


def _is_verb_here(before: Token, word: str) -> bool:
    """Return whether an Arabic verb stands behind a word, and not a noun that is written alike."""
    past = any(form.form == "past" for form in VERBS[word])
    return before.text in _BEFORE_PAST or (past and before.tag == "WHICH")


_BEFORE_PAST = frozenset({"ثم", "بعدما", "عندما", "بعد ان", "قد", "فقد", "لقد"})


_TAKEN = VerbForm("take", "noun", ("established", "over"))
_ESTABLISHED = frozenset(
    {"established", "imposed", "gained", "regained", "restored", "reasserted", "secured"}
)


def _is_established(tokens: list[Token], at: int) -> int | None:
    """Return the end of "control has been established over", which says what was taken."""
    first = at + 1
    while first < len(tokens) and (
        tokens[first].tag in {"HAVE", "BE", "LIE"} or tokens[first].text.endswith("ly")
    ):
        first += 1
    done = tokens[first : first + 2]
    is_done = any(token.tag == "BE" for token in tokens[at + 1 : first])
    if not is_done or len(done) < 2 or done[0].text not in _ESTABLISHED:
        return None
    return first + 2 if done[1].text in {"over", "of"} else None


_LEFT = VerbForm("lose", "past")
#: "is", then the place, "under the control of", as Arabic puts it.
_SUBJECT_TO = re.compile(r"[وف]?[تي]?خضع(?:ت|تا|ا|ان)?$|[وف]?(?:ال)?خاضع")
_UNDER_CONTROL = frozenset({"لسيطره", "لنفوذ"})
_HELD = VerbForm("hold", "state", arabic=True)


def _leaves(tokens: list[Token], at: int) -> bool:
    """Return whether "left" says that forces went away: "the rebels have left A"."""
    auxiliary = tokens[at - 1].tag == "HAVE"
    who = tokens[at - 1 - auxiliary].tag == "FORCE"
    after = tokens[at + 1].tag if at + 1 < len(tokens) else ""
    return who and after in {"PLACE", "TOWN", "DET", "NOUN", "INCLUDING"} - (
        set() if auxiliary else {"DET", "NOUN"}
    )


def _is_noun(tokens: list[Token], at: int) -> bool:
    """Return whether a word that is a noun and a participle stands before its object."""
    if len({form.form for form in VERBS[tokens[at].text]} & {"participle", "noun"}) < 2:
        return True
    return at + 1 < len(tokens) and tokens[at + 1].tag in {"PLACE", "TOWN", "FEATURE", "NOUN"}


def _is_past(tokens: list[Token], at: int, form: VerbForm) -> bool:
    """Return whether a form that is base and past alike ("cut") is the past."""
    before = tokens[at - 1].tag if at else ""
    alike = replace(form, form="past") in VERBS[tokens[at].text]
    return alike and before not in {"TO", "MODAL", "AIM", "NOT"}


def _complete(tokens: list[Token], at: int, form: VerbForm) -> Match | None:
    """Match the words that follow the first of a verb, with a few others between."""
    inside: list[int] = []
    may = _INSIDE_ARABIC if form.arabic else _INSIDE_NOUN if form.form == "noun" else _INSIDE
    left = form.rest
    while left:
        if at == len(tokens):
            return None
        words = tuple(tokens[at].text.split())
        if words and left[: len(words)] == words:
            left = left[len(words) :]
        elif form.arabic and words and words[0] in with_pronouns(left[0]):
            left = left[1:]
        elif tokens[at].tag in may and len(inside) < _MOST_INSIDE:
            inside.append(at)
        elif _is_behind_aside(tokens, at, left[0]):
            pass  # "took control, of A", where "a source said" was left out
        else:
            return None
        at += 1
    return form, at, [one for one in inside if tokens[one].tag in _KEPT]


def _is_behind_aside(tokens: list[Token], at: int, word: str) -> bool:
    """Return whether only a comma stands before the preposition of an English verb."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].tag == "COMMA" and word in {"of", "over"} and after == word


#: Forms that are nouns or adjectives behind an article: "the ring", "the surrounding villages".
_NO_VERB_AFTER_ARTICLE = frozenset({"base", "ing"})


def _fell_dead(form: VerbForm, behind: list[Token]) -> bool:
    """Return whether an Arabic "fall" is that of the dead: "four dead fell in A"."""
    fell = form.name == "fall" and form.arabic and bool(behind)
    near = behind[:1] if fell and behind[0].tag == "PLACE" else behind[:2]
    return fell and any(token.text in _KILLED for token in near)


def _has_other_meaning(tokens: list[Token], at: int, found: Match) -> bool:
    """Return whether the words around a verb change its meaning: "took place"."""
    form, end, _ = found
    before = tokens[at - 1].text if at else ""
    after = tuple(word for token in tokens[end : end + 3] for word in token.text.split())
    if before in _NOT_BEFORE or any(after[: len(words)] == words for words in _NOT_AFTER):
        return True
    linked = end < len(tokens) and tokens[end].text in VERBS  # "held on to win", "for they took"
    linked = linked and (form.rest[-1:] == ("to",) or tokens[at].text == "فقد")
    linked = linked or (tokens[at].text == "فقد" and after[:1] in {("كان",), ("كانت",)})
    if linked or (*form.rest[-1:], *after[:1]) in INTO_HANDS:  # "returned to the control of"
        return True
    if _NOT_NEAR & {token.text for token in tokens[end : end + 4]} or _fell_dead(
        form, tokens[end:]
    ):
        return True
    gains = form.form in {"s", "base"} and not form.arabic and at > 0 and tokens[at - 1].tag == "OF"
    if gains or (tokens[at].text == "control" and after[:1] in {("of",), ("over",)}):
        return True  # "a series of gains"
    article = at > 0 and tokens[at - 1].tag == "DET"
    # "the latest advance to the north of A"
    advance = form.name == "reach" and form.rest and (article or before in _RANKS)
    if form.form in _NO_VERB_AFTER_ARTICLE and (advance or (article and not form.rest)):
        return True
    if form.form == "base" and not form.rest and before in _RANKS and at > 1:
        form = form if tokens[at - 2].tag != "DET" else replace(form, form="noun")  # "first gain"
    bare_noun = form.form == "noun" and not form.rest and not form.arabic
    return bare_noun or _only_describes(tokens, at, found)


_RANKS = frozenset(
    {"first", "second", "third", "last", "latest", "biggest", "main", "major", "new"}
)


def _only_describes(tokens: list[Token], at: int, found: Match) -> bool:
    """Return whether it is "the encircled pocket, including A": A is not said to be encircled."""
    form, end, _ = found
    if form.name != "surround" or form.form != "past" or not at or tokens[at - 1].tag != "DET":
        return False
    tags = [token.tag for token in tokens[end : end + 2]]
    return tags[:1] in (["NOUN"], ["WORD"]) and tags[1:] not in (["OF"], ["PLACE"])
