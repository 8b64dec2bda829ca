"""Place names in a folded text: the longest name of the gazetteer at each position."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from frontline.claims.reader.lexicon import AR, EN, TAG_OF, VERBS
from frontline.claims.reader.text import fold
from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.gazetteer.gazetteer import Gazetteer
    from frontline.gazetteer.match import Match
    from frontline.models import Place

_LONGEST = 5
#: Keys this short are shared with common words.
_SHORT = 4

_COMMON_EN, _COMMON_AR = (frozenset(table["names"]["common"].split()) for table in (EN, AR))
_CUE = re.compile(
    r"(?:(?:villages?|towns?|cit(?:y|ies)|hamlets?|settlements?)\s+of\s+(?:al-)?"
    r"|(?<!\w)[وبفل]?(?:ال)?(?:قريه|بلده|مدينه|قريتي|بلدتي|بلدات|قري|قريتا)\s+)$",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset(AR["names"]["adjectives"].split())
_PLURAL = re.compile(r"(?:قري|بلدات|مدن|مناطق|نقاط|مواقع|قريتين|بلدتين)\s+$")
#: Before the first of several villages.
_VILLAGES = re.compile(r"(?<!\w)[وبل]?(?:ال)?(?:قري|بلدات|بلدتي|قريتي)\s+[\"'(]*$")
_TOKEN = re.compile(r"[^\W\d_][\w'`]*(?:-[\w'`]+)*|\d+")
#: "Newly", "in fact": an Arabic word in the accusative, which a name in short vowels may resemble.
_ADVERB = re.compile(r"(?!ال)[\u0621-\u064a]{3,}ا")
#: In the name of a post that is named after a place.
_NAMED_AFTER = " at "
_ARTICLES = frozenset({"al", "el", "an", "ar", "as", "ash", "at", "az", "ad", "ul"})
_ARTICLE_AR = "ال"
_ARABIC_PREFIX = re.compile(r"(?:[وف]لل|[وف][بل]?|[بل])(?=\w{2})|لل(?=\w\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one or several places, found in a folded text.

    Parameters
    ----------
    text : the name to look up in the gazetteer
    ids : the places that have it
    other : a second name to look up, if no place has the first
    is_province : whether a province has this name too, as "Idlib"
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    other: str = ""
    is_province: bool = False


class Lexicon:
    """An index of the names of a gazetteer, to find them in a text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        keyed: defaultdict[str, set[str]] = defaultdict(set)
        literal: defaultdict[str, set[str]] = defaultdict(set)
        articled: defaultdict[str, bool] = defaultdict(lambda: True)
        firsts: set[str] = set()
        provinces = {normalize.match_key(gazetteer[id_].admin1) for id_ in gazetteer}
        self._seats = frozenset(
            id_ for id_ in gazetteer if normalize.match_key(gazetteer[id_].name) in provinces - {""}
        )
        for place_id in gazetteer:
            place = gazetteer[place_id]
            if place.kind == "base" and _NAMED_AFTER in place.name:
                continue  # "the post at A" is read as a post, with the place it is named after
            for name in place.all_names:
                keyed[normalize.match_key(name)].add(place_id)
                literal[_literally(name)].add(place_id)
                if normalize.is_arabic(name):
                    articled[_literally(name)] &= name.startswith(_ARTICLE_AR) and " " not in name
                    # "Kafr Battikh" is often written in one word.
                    firsts |= {_arabic_first(name.split()[0]), normalize.match_key(name)}
        for key, ids in gazetteer.parts.items():
            if key not in keyed:
                keyed[key].update(ids)
        self._keyed = {key: tuple(sorted(ids)) for key, ids in keyed.items() if key}
        self._literal = dict(literal)
        #: Arabic names that are written with the article, and without it are words.
        self._articled = frozenset(name for name, always in articled.items() if always)
        self._firsts = frozenset(firsts)
        self._matches: dict[str, Match] = {}

    def find(self, text: str) -> list[Name]:
        """Find the names in a folded text, the longest at each spot, in order."""
        tokens = list(_TOKEN.finditer(text))
        caseless = _without_case(text)
        found: list[Name] = []
        end = 0
        announced = False
        for position, token in enumerate(tokens):
            if token.start() < end:
                continue
            gap = text[found[-1].end : token.start()] if found else "."
            listed = not gap.strip(" ,")
            itemised = announced and "," in gap and not gap.strip(" ,\"'")
            itemised = itemised and _is_item(text, token)
            name = self._at(text, tokens, position, caseless=caseless, listed=(listed, itemised))
            if name is not None and _is_fragment(text, tokens, position, name):
                hill = all(self.gazetteer[id_].kind == "hill" for id_ in name.ids)
                if not (hill and tokens[position - 1][0].casefold() in _HILLS):
                    continue
            if name is not None:
                end = name.end
                if not _is_outlet(text, name) and not _is_participle(text, name):
                    begins = _VILLAGES.search(text, max(0, name.start - 16), name.start) is not None
                    announced = begins or (announced and not gap.strip(" ,\"'و"))
                    found.append(name)
        return found

    def _at(
        self,
        text: str,
        tokens: list[re.Match[str]],
        position: int,
        *,
        caseless: bool,
        listed: tuple[bool, bool],
    ) -> Name | None:
        first = tokens[position][0]
        arabic = not first.isascii() and normalize.is_arabic(first)
        if not arabic:
            if not (caseless or _capital(first)) or first.isdigit():
                return None
            return self._longest(text, tokens, position, 0, caseless=caseless)
        if _arabic_first(first) in self._firsts and (
            name := self._longest(text, tokens, position, 0, listed=listed[1])
        ):
            return name
        if first in VERBS or (first,) in TAG_OF or (first[0] == "ف" and _ADVERB.fullmatch(first)):
            return None  # a word of its own, whose first letter is no particle
        for prefix in (1, 2):
            rest = first[prefix:]
            glued = _ARABIC_PREFIX.match(first)
            if glued and prefix <= glued.end() and _arabic_first(rest) in self._firsts:
                joined = listed[0] and first[0] == "و"
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
        """Find the longest name at a token; a common word is a name only in a list."""
        start = tokens[position].start() + skip
        best: Name | None = None
        for end in _ends(text, tokens, position, caseless=caseless):
            words = text[start:end].removesuffix("'s").removesuffix("'")
            cued = listed or _CUE.search(text, max(0, start - 20), start) is not None
            if not cued and text[start - 2 : start] != "لل" and self._lacks_article(words):
                continue
            if _literally(words) in _ADJECTIVES and _PLURAL.search(text, max(0, start - 12), start):
                cued = False  # "new villages"
            ids = self._fits(words, cued=cued)
            if ids:
                seat = any(id_ in self._seats for id_ in ids)
                best = Name(start, start + len(words), words, ids, is_province=seat)
        return best

    def _fits(self, words: str, *, cued: bool) -> tuple[str, ...]:
        """Return the places of a name, unless it is more likely a common word."""
        key = normalize.match_key(words)
        ids = self._keyed.get(key, ())
        if not ids or (" " in words and len(key) > _SHORT):
            return ids
        light = _literally(words)
        if light in _HEADS and light in _COMMON_AR | _COMMON_EN:
            return ()  # "Tal" and "Kafr" only begin names
        common = light in _COMMON_AR or words.casefold() in _COMMON_EN
        short = len(key) <= _SHORT and light not in self._literal
        adverb = light not in self._literal and _ADVERB.fullmatch(words) is not None
        return () if (common or short or adverb) and not cued else ids

    def _lacks_article(self, words: str) -> bool:
        """Return whether an Arabic word is a name only with the article: "journalists"."""
        return not words.startswith(_ARTICLE_AR) and _literally(words) in self._articled

    def match(self, text: str, near: tuple[Place, ...] = ()) -> Match:
        """Look a name up in the gazetteer; results without context are cached."""
        if near:
            return self.gazetteer.find(text, near=near)
        if text not in self._matches:
            self._matches[text] = self.gazetteer.find(text)
        return self._matches[text]


def _ends(
    text: str, tokens: list[re.Match[str]], position: int, *, caseless: bool
) -> Iterator[int]:
    """Return the positions where a name that begins with a token can end."""
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
    small = head in _ARTICLES or head == "a"  # "Dahret a-So-and-so"
    return word[0].isupper() or (small and tail[:1].isupper())


#: First words of names: a name right behind one of them is only a part of a name.
_HEADS = frozenset(" ".join(table["names"]["heads"] for table in (EN, AR)).split())


_HILLS = frozenset({"tal", "tall", "tell", "tel", "تل", "تله"})


def _is_fragment(text: str, tokens: list[re.Match[str]], position: int, name: Name) -> bool:
    """Return whether a name is the end of a longer one that the gazetteer does not have."""
    if position == 0:
        return False
    before = tokens[position - 1]
    joined = not text[before.end() : name.start].strip(" -")
    return joined and name.start == tokens[position].start() and before[0].casefold() in _HEADS


#: "Sham FM", "the Idlib Media Centre", "Radio Hama".
OUTLET_AFTER = re.compile(
    rf"\s+(?:{'|'.join(EN['names']['outlets'].split())}|24|الاعلامي"
    r"|(?:news|media)\s+(?:agency|network|outlet|site|website|cent(?:er|re)))(?!\w)"
)
_OUTLET_BEFORE = re.compile(
    rf"(?<!\w)(?:Radio|[وبلف]?(?:ال)?(?:{'|'.join(AR['names']['outlets'].split())}))\s+[\"'(]*$"
)


def _is_outlet(text: str, name: Name) -> bool:
    """Return whether a name is part of that of a broadcaster or a paper."""
    before = text[max(0, name.start - 20) : name.start]
    return (
        OUTLET_AFTER.match(text, name.end) is not None or _OUTLET_BEFORE.search(before) is not None
    )


#: One or two words before the next item of a list.
_ITEM = re.compile(r"\w+(?: \w+)?(?=[,\"')]|\s+و\w|[.]?\s*$)")


def _is_item(text: str, token: re.Match[str]) -> bool:
    """Return whether a word, or it and the next one, stand alone between commas."""
    known = token[0] in VERBS or (token[0],) in TAG_OF
    return not known and _ITEM.match(text, token.start()) is not None


_PARTICIPLES = frozenset(AR["names"]["participles"].split())
_LIES_BY = re.compile(r"\s+(?:علي(?!\w)|ل(?!\w)|ل\w)")


def _is_participle(text: str, name: Name) -> bool:
    """Return whether an Arabic name is a participle: "overlooking the plain"."""
    return name.text in _PARTICIPLES and _LIES_BY.match(text, name.end) is not None


def _without_case(text: str) -> bool:
    """Return whether a text is all lower or all upper case, so that case is no hint."""
    sample = text[:5000]
    lower = sum(map(str.islower, sample))
    upper = sum(map(str.isupper, sample))
    return lower + upper > 0 and (upper == 0 or lower < upper / 4)


def _arabic_first(word: str) -> str:
    return normalize.match_key(word)


@lru_cache(maxsize=1 << 16)  # the names of a gazetteer and of articles
def _literally(name: str) -> str:
    """Fold a name as `literal_key` does, and as the text was folded."""
    return normalize.literal_key(fold(name).text)
