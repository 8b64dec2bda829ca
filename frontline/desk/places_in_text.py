"""Names of places in running text, found through the gazetteer.

Every stretch of up to five words that folds to the key of a place is a name of it. A text has
words that fold like a short name ("media" like Madaya, "three" like Tari): short names are read
only as they are listed, and words of the language only after "the village of".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline import names
from frontline.desk.plain_text import fold
from frontline.desk.vocabulary import AR, EN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.gazetteer import Gazetteer, Match
    from frontline.model import Place

__all__ = ["Lexicon", "Name"]

_LONGEST = 5
#: Keys this short are shared with words of the language.
_SHORT = 4

_COMMON_EN, _COMMON_AR = (frozenset(table["names"]["common"].split()) for table in (EN, AR))
_CUE = re.compile(
    r"(?:(?:villages?|towns?|cit(?:y|ies)|hamlets?|settlements?)\s+of\s+(?:al-)?"
    r"|(?<!\w)(?:ال)?(?:قريه|بلده|مدينه|قريتي|بلدتي|بلدات|قري|قريتا)\s+)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_][\w'`]*(?:-[\w'`]+)*|\d+")
_ARTICLES = frozenset({"al", "el", "an", "ar", "as", "ash", "at", "az", "ad", "ul"})
_ARABIC_PREFIX = re.compile(r"[وفبلك]+(?=\w{2})|لل(?=\w\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one or several places, as it stands in a folded text.

    Parameters
    ----------
    text : the name to ask the gazetteer for
    ids : the places it fits
    other : a second name to ask for, if nothing is called the first
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    other: str = ""


class Lexicon:
    """The names of a gazetteer, ready to be found in text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        keyed: defaultdict[str, set[str]] = defaultdict(set)
        literal: defaultdict[str, set[str]] = defaultdict(set)
        firsts: set[str] = set()
        for place_id in gazetteer:
            place = gazetteer[place_id]
            for name in filter(None, (place.name, place.name_ar, *place.names)):
                keyed[names.key(name)].add(place_id)
                literal[_literally(name)].add(place_id)
                if names.is_arabic(name):
                    firsts.add(_arabic_first(name.split()[0]))
        self._keyed = {key: tuple(sorted(ids)) for key, ids in keyed.items() if key}
        self._literal = dict(literal)
        self._firsts = frozenset(firsts)
        self._matches: dict[str, Match] = {}

    def find(self, text: str) -> list[Name]:
        """Find the names in a folded text, the longest at each spot, in order."""
        tokens = list(_TOKEN.finditer(text))
        caseless = _without_case(text)
        found: list[Name] = []
        end = 0
        for position, token in enumerate(tokens):
            if token.start() < end:
                continue
            listed = bool(found) and not text[found[-1].end : token.start()].strip(" ,")
            name = self._at(text, tokens, position, caseless=caseless, listed=listed)
            if name is not None and _is_fragment(text, tokens, position, name):
                hill = all(self.gazetteer[id_].kind == "hill" for id_ in name.ids)
                if not (hill and tokens[position - 1][0].casefold() in _HILLS):
                    continue
            if name is not None:
                found.append(name)
                end = name.end
        return found

    def _at(
        self,
        text: str,
        tokens: list[re.Match[str]],
        position: int,
        *,
        caseless: bool,
        listed: bool,
    ) -> Name | None:
        first = tokens[position][0]
        arabic = not first.isascii() and names.is_arabic(first)
        if not arabic:
            if not (caseless or _capital(first)) or first.isdigit():
                return None
            return self._longest(text, tokens, position, 0, caseless=caseless)
        if _arabic_first(first) in self._firsts and (
            name := self._longest(text, tokens, position, 0)
        ):
            return name
        for prefix in (1, 2):
            rest = first[prefix:]
            glued = _ARABIC_PREFIX.match(first)
            if glued and prefix <= glued.end() and _arabic_first(rest) in self._firsts:
                joined = listed and first[0] == "و"
                name = self._longest(text, tokens, position, prefix, listed=joined)
                if name is not None:
                    return name
        return None

    def _longest(  # noqa: PLR0913 - where to look, and how
        self,
        text: str,
        tokens: list[re.Match[str]],
        position: int,
        skip: int,
        *,
        caseless: bool = True,
        listed: bool = False,
    ) -> Name | None:
        """Find the longest name at a token; a word of the language is one only where listed."""
        start = tokens[position].start() + skip
        best: Name | None = None
        for end in _ends(text, tokens, position, caseless=caseless):
            words = text[start:end].removesuffix("'s").removesuffix("'")
            cued = listed or _CUE.search(text, max(0, start - 20), start) is not None
            ids = self._fits(words, cued=cued)
            if ids:
                best = Name(start, start + len(words), words, ids)
        return best

    def _fits(self, words: str, *, cued: bool) -> tuple[str, ...]:
        """Give the places of a name, unless it is more likely a word of the language."""
        key = names.key(words)
        ids = self._keyed.get(key, ())
        if not ids or (" " in words and len(key) > _SHORT):
            return ids
        light = _literally(words)
        common = light in _COMMON_AR or words.casefold() in _COMMON_EN
        short = len(key) <= _SHORT and light not in self._literal
        return () if (common or short) and not cued else ids

    def match(self, text: str, near: tuple[Place, ...] = ()) -> Match:
        """Ask the gazetteer which place is meant; answers without context are kept."""
        if near:
            return self.gazetteer.find(text, near=near)
        if text not in self._matches:
            self._matches[text] = self.gazetteer.find(text)
        return self._matches[text]


def _ends(
    text: str, tokens: list[re.Match[str]], position: int, *, caseless: bool
) -> Iterator[int]:
    """Give where names that begin with a token can end."""
    for number, token in enumerate(tokens[position : position + _LONGEST]):
        if number:
            gap = text[tokens[position + number - 1].end() : token.start()]
            if gap.strip(" '`\n") or gap.count("\n") > 1:
                return
            word = token[0]
            if not (caseless or _capital(word) or word in _ARTICLES or word.isdigit()):
                return
            if word in _ARTICLES:
                continue
        yield token.end()


def _capital(word: str) -> bool:
    head, _, tail = word.partition("-")
    return word[0].isupper() or (head in _ARTICLES and tail[:1].isupper())


#: First words of names: a name found right behind one of them is only part of a name.
_HEADS = frozenset(" ".join(table["names"]["heads"] for table in (EN, AR)).split())


_HILLS = frozenset({"tal", "tall", "tell", "tel", "تل", "تله"})


def _is_fragment(text: str, tokens: list[re.Match[str]], position: int, name: Name) -> bool:
    """Whether a name is the tail of a longer one that the gazetteer does not have."""
    if position == 0:
        return False
    before = tokens[position - 1]
    joined = not text[before.end() : name.start].strip(" -")
    return joined and name.start == tokens[position].start() and before[0].casefold() in _HEADS


def _without_case(text: str) -> bool:
    """Whether a text is all small letters or all capitals, so that capitals tell nothing."""
    sample = text[:5000]
    lower = sum(map(str.islower, sample))
    upper = sum(map(str.isupper, sample))
    return lower + upper > 0 and (upper == 0 or lower < upper / 4)


def _arabic_first(word: str) -> str:
    return names.key(word)


def _literally(name: str) -> str:
    """Fold a name as `names.light` does, and as the text was folded."""
    return names.light(fold(name).text)
