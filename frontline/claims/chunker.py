"""A sentence as a string of letters, one a word, so that its grammar is a short pattern.

What a text names and what a word does each have a letter. A capital is a thing named:

====  ============================  ====  ==============================
Q     length                        S     area
N     count of places               D     direction
Y     day                           A     force
P     place                         R     road
F     front                         X     thing the record has no place for
E     edge or centre of a place     H     "rebel-held"
G     region                        T     "the town"
U     name that nothing is called   I     "it"
V     verb, state or deed of control
====  ============================  ====  ==============================

A small letter is a word of the language (the lists of ``words/``): ``a`` and, ``b`` by, ``c``
comma, ``d`` article, ``e`` be, ``f`` from, ``g`` aim, ``h`` have, ``i`` in, ``k`` town, ``l``
lies, ``m`` moved, ``n`` not, ``o`` of, ``p`` would, ``q`` remains, ``r`` which, ``s`` after,
``t`` to, ``u`` between, ``x`` what is no force, ``y`` away, ``z`` but, said; ``w`` any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.claims.lexicon import AR, EN, LETTERS, VERBS, VerbForm
from frontline.claims.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.claims.entities import Mention


_OF_MENTIONS = {
    "count": "N", "direction": "D", "day": "Y", "actor": "A", "place": "P", "road": "R",
    "theroad": "R", "front": "F", "feature": "X", "part": "E", "held": "H", "region": "G",
    "town": "T", "unknown": "U",
}  # fmt: skip
#: What lies at a point, and what a length can be measured to.
POINTS = "PTXUI"
TARGETS = "PTXUIRF"

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|[,;:()/&\u2013\u2014\u2026-]")
_PUNCTUATION = {",": "c", "(": "c", ")": "c", "-": "c", "\u2013": "c", "\u2014": "c",
                ";": "z", ":": "z", "&": "a", "/": "a", "\u2026": "z"}  # fmt: skip
#: So many words may stand inside a verb: "took full control of", "withdrew overnight from".
_INSIDE = 3


class Token(NamedTuple):
    """A word, or several that are one thing.

    Parameters
    ----------
    letter : see the module
    start, end : where, in the folded text
    text : the words, in small letters if they are words of the language
    mention : what is named, for a capital other than ``V`` and ``I``
    verb : for ``V``
    """

    letter: str
    start: int
    end: int
    text: str
    mention: Mention | None = None
    verb: VerbForm | None = None


@dataclass
class Sentence:
    """A sentence: its tokens, and their letters as one string.

    Parameters
    ----------
    told : the tokens that a claim or a refusal has spoken of
    governed : the things that verbs have spoken of, each with what was said
    """

    start: int
    end: int
    tokens: list[Token]
    letters: str
    told: set[int] = field(default_factory=set)
    governed: set[tuple[int, str]] = field(default_factory=set)

    def at(self, letters: str) -> list[int]:
        """Give the positions of the tokens with one of several letters."""
        return [place for place, letter in enumerate(self.letters) if letter in letters]

    def named(self) -> list[Mention]:
        """Give what the sentence names, in order."""
        return [token.mention for token in self.tokens if token.mention is not None]

    def value(self, position: int) -> Any:
        """Give what the mention at a position means."""
        mention = self.tokens[position].mention
        return None if mention is None else mention.value


def clause(sentence: Sentence, position: int) -> tuple[int, int]:
    """Give the bounds of the clause a position stands in."""
    letters = sentence.letters
    start = max((letters.rfind(stop, 0, position) for stop in "zrs"), default=-1) + 1
    ends = [end for stop in "zrs" if (end := letters.find(stop, position + 1)) >= 0]
    return start, min(ends, default=len(letters))


def parse(text: str, mentions: list[Mention]) -> Iterator[Sentence]:
    """Cut a folded text into sentences of tokens."""
    index = 0
    for start, end in sentences(text):
        mine = []
        while index < len(mentions) and mentions[index].start < end:
            if mentions[index].start >= start:
                mine.append(mentions[index])
            index += 1
        tokens = _with_verbs(list(_tokens(text, start, end, mine)))
        yield Sentence(start, end, tokens, "".join(token.letter for token in tokens))


def _tokens(text: str, start: int, end: int, mentions: list[Mention]) -> Iterator[Token]:
    here = start
    for mention in mentions:
        yield from _words(text, here, mention.start)
        letter = _OF_MENTIONS.get(mention.kind)
        if letter is None:
            letter = "Q" if mention.value.kind == "length" else "S"
        yield Token(letter, mention.start, mention.end, mention.text, mention)
        here = mention.end
    yield from _words(text, here, end)


_PREFIX_LETTERS = {"و": "a", "ف": "a", "ب": "i", "ل": "t"}
_GLUED: dict[str, str] = AR["pronouns"]["glued"]


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    """Give the words of a stretch, phrases of several words first."""
    found = list(_WORD.finditer(text, start, end))
    words = [match[0].casefold() for match in found]
    place = 0
    while place < len(found):
        size, letter = _phrase(words, place)
        if letter is None and words[place][0] in _PREFIX_LETTERS and place + 1 < len(words):
            size, letter = _phrase([words[place][1:], *words[place + 1 : place + 4]], 0)
            size, letter = (size, letter) if size > 1 else (1, None)
        match, last = found[place], found[place + size - 1]
        place += size
        word = text[match.start() : last.end()].casefold()
        if word == "s" and text[match.start() - 1 : match.start()] == "'":
            continue
        if letter is None and word.isascii():
            yield Token("w", match.start(), match.end(), word)
        elif letter is None:
            yield from _one_word(word, match.start(), match.end())
        else:
            yield Token(letter, match.start(), last.end(), word)


#: How many words the longest phrase has that begins with a word.
_LONGEST = {first: 1 for (first, *_) in LETTERS}
for _words_of in LETTERS:
    _LONGEST[_words_of[0]] = max(_LONGEST[_words_of[0]], len(_words_of))


def _phrase(words: list[str], place: int) -> tuple[int, str | None]:
    longest = _LONGEST.get(words[place], 0)
    for size in range(min(longest, len(words) - place), 0, -1):
        letter = LETTERS.get(tuple(words[place : place + size]))
        if letter is not None:
            return size, letter
    return 1, _PUNCTUATION.get(words[place])


def _one_word(word: str, start: int, end: int) -> Iterator[Token]:
    """Give a word; of Arabic also the "and", "in" or "to" and the "it" written on it."""
    if word.isascii() or word in VERBS:
        yield Token("w", start, end, word)
        return
    if word in _GLUED:
        yield Token(_GLUED[word], start, end, word)
        yield Token("I", end, end, word)
        return
    bare = word.removeprefix("ال")
    rest, prefix = word[1:], _PREFIX_LETTERS.get(word[0])
    if (letter := LETTERS.get((bare,))) is not None:
        yield Token(letter, start, end, bare)
    elif prefix and len(rest) > 1 and _known(rest):
        yield Token(prefix, start, start + 1, word[0])
        yield from _one_word_or_letter(rest, start + 1, end)
    else:
        yield Token("w", start, end, word)


def _known(word: str) -> bool:
    bare = word.removeprefix("ال")
    return word in VERBS or word in _GLUED or (word,) in LETTERS or (bare,) in LETTERS


def _one_word_or_letter(word: str, start: int, end: int) -> Iterator[Token]:
    letter = LETTERS.get((word,))
    if letter is not None:
        yield Token(letter, start, end, word)
    else:
        yield from _one_word(word, start, end)


# Verbs ----------------------------------------------------------------------------------------

_NOT_AFTER = [tuple(phrase.split()) for phrase in EN["not_verbs"]["after"]]
_NOT_AFTER += [tuple(phrase.split()) for phrase in AR["not_verbs"]["after"]]
_NEAR = frozenset(EN["not_verbs"]["near"] + AR["not_verbs"]["near"])
_NOT_BEFORE = frozenset(EN["not_verbs"]["before"])
#: Letters that may stand inside a verb of several words.
_MAY_STAND_INSIDE = "wdlYAkq"


def _with_verbs(tokens: list[Token]) -> list[Token]:
    """Make the verbs among the words tokens of their own."""
    made: list[Token] = []
    place = 0
    while place < len(tokens):
        found = _verb(tokens, place) if tokens[place].letter.islower() else None
        if found is None:
            made.append(tokens[place])
            place += 1
            continue
        form, end, inside = found
        start = tokens[place].start
        text = " ".join(token.text for token in tokens[place:end])
        verb = Token("V", start, tokens[end - 1].end, text, None, form)
        # What stood inside keeps its place behind the verb; a side before "hands" is its agent.
        made += [verb, *(tokens[one] for one in inside)]
        if form.glued:
            made.append(Token("I", verb.end, verb.end, text))
        place = end
    return made


Found = tuple[VerbForm, int, list[int]]


def _verb(tokens: list[Token], place: int) -> Found | None:
    first = tokens[place].text
    for form in VERBS.get(first, ()):
        either = form.form in {"participle", "noun"} and len(VERBS[first]) > 1
        if either and (form.form == "noun") != _is_noun(tokens, place):
            continue
        if form.form == "base" and _is_past(tokens, place, form):
            continue
        found = _rest(tokens, place + 1, form)
        if found is not None and not _misread(tokens, place, found):
            return found
    return None


def _is_noun(tokens: list[Token], place: int) -> bool:
    """Whether a word that is a noun and a participle stands before what it governs."""
    if len({form.form for form in VERBS[tokens[place].text]} & {"participle", "noun"}) < 2:
        return True
    return tokens[place + 1].letter in "PTXk" if place + 1 < len(tokens) else False


def _is_past(tokens: list[Token], place: int, form: VerbForm) -> bool:
    """Whether a form that is plain and past alike ("cut") is past here."""
    before = tokens[place - 1].letter if place else ""
    both = replace(form, form="past") in VERBS[tokens[place].text]
    return both and before not in {"t", "p", "g", "n"}


def _rest(tokens: list[Token], place: int, form: VerbForm) -> Found | None:
    """Match the words that follow the first of a verb, with a few others between."""
    inside: list[int] = []
    left = form.rest
    while left:
        if place == len(tokens):
            return None
        words = tuple(tokens[place].text.split())
        if words and left[: len(words)] == words:
            left = left[len(words) :]
        elif tokens[place].letter in _MAY_STAND_INSIDE and len(inside) < _INSIDE:
            inside.append(place)
        else:
            return None
        place += 1
    return form, place, [one for one in inside if tokens[one].letter in "AYlq"]


def _misread(tokens: list[Token], place: int, found: Found) -> bool:
    """Whether the words beside a verb give it another meaning: "took place"."""
    form, end, _ = found
    before = tokens[place - 1].text if place else ""
    after = tuple(word for token in tokens[end : end + 3] for word in token.text.split())
    if before in _NOT_BEFORE or any(after[: len(words)] == words for words in _NOT_AFTER):
        return True
    if _NEAR & {token.text for token in tokens[end : end + 4]}:
        return True
    if tokens[place].text == "control" and after[:1] in {("of",), ("over",)}:
        return True
    return form.form == "noun" and not form.rest and not form.arabic
