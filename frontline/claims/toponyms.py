"""Highways in running text: "M5", "the Damascus-Aleppo highway", "the international road".

Which road joins two towns is read from the data: its own name lists towns, and a town may lie
beside its line. No road is built in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.lexicon import AR, EN, any_of
from frontline.claims.text import fold
from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from frontline.gazetteer.gazetteer import Gazetteer, Match
    from frontline.geometry.geodesics import GeodesicLine
    from frontline.models import Highway, Place

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
_ARABIC_PREFIX = re.compile(r"[وفبل]+(?=\w{2})|لل(?=\w\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one or several places, as it stands in a folded text.

    Parameters
    ----------
    text : the name to ask the gazetteer for
    ids : the places it fits
    other : a second name to ask for, if nothing is called the first
    is_province : whether a province has this name too, as "Idlib"
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    other: str = ""
    is_province: bool = False


class Lexicon:
    """The names of a gazetteer, ready to be found in text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        keyed: defaultdict[str, set[str]] = defaultdict(set)
        literal: defaultdict[str, set[str]] = defaultdict(set)
        firsts: set[str] = set()
        provinces = {normalize.match_key(gazetteer[id_].admin1) for id_ in gazetteer}
        self._seats = frozenset(
            id_ for id_ in gazetteer if normalize.match_key(gazetteer[id_].name) in provinces - {""}
        )
        for place_id in gazetteer:
            place = gazetteer[place_id]
            for name in filter(None, (place.name, place.name_ar, *place.names)):
                keyed[normalize.match_key(name)].add(place_id)
                literal[_literally(name)].add(place_id)
                if normalize.is_arabic(name):
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
        arabic = not first.isascii() and normalize.is_arabic(first)
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
                seat = any(id_ in self._seats for id_ in ids)
                best = Name(start, start + len(words), words, ids, is_province=seat)
        return best

    def _fits(self, words: str, *, cued: bool) -> tuple[str, ...]:
        """Give the places of a name, unless it is more likely a word of the language."""
        key = normalize.match_key(words)
        ids = self._keyed.get(key, ())
        if not ids or (" " in words and len(key) > _SHORT):
            return ids
        light = _literally(words)
        if light in _HEADS and light in _COMMON_AR | _COMMON_EN:
            return ()  # "Tal" and "Kafr" only begin names
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
    return normalize.match_key(word)


def _literally(name: str) -> str:
    """Fold a name as `literal_key` does, and as the text was folded."""
    return normalize.literal_key(fold(name).text)


#: A town this near a road lies on it, for the name of the road.
_BESIDE_M = 6000.0

_EN, _AR = EN["roads"], AR["roads"]
_ROAD = any_of(_EN["nouns"])
#: Words are no longer than this; a bound keeps a wall of letters from being read over and over.
_REST = r"[\w'`]{1,30}"
_NAME = (
    rf"(?<![\w'`])(?:(?:al|el|an|ash)-)?[A-Z]{_REST}"
    rf"(?:\s+(?:(?:al|el|an|ash)[-\s])?[A-Z]{_REST}){{0,2}}"
)
_ADJECTIVES = rf"(?:(?:{any_of(_EN['adjectives'])}|M\d{{1,3}})\s+){{0,4}}"
_ROAD_AR = rf"(?:ال)?{any_of(_AR['nouns'])}"
_ADJECTIVES_AR = rf"(?:\s+(?:ال)?{any_of(_AR['adjectives'])}){{0,4}}"
_NAME_AR = r"[ء-ي]{1,30}(?:\s+ال[ء-ي]{1,30})?"
_DASH = r"(?:-|\u2013|\u2014|/)"
_BETWEEN_EN = re.compile(
    rf"(?:\bthe\s+)?(?P<a>{_NAME})\s*(?:{_DASH}|\bto\b)\s*(?P<b>{_NAME})"
    rf"\s+(?:\(M\d+\)\s+)?(?i:{_ADJECTIVES}{_ROAD}s?)(?:\s*\(?M-?\d+\)?)?"
)
_JOINING = re.compile(
    rf"\b{_ROAD}\b(?P<inner>[^.;]{{0,60}}?)\b(?:(?:that|which)\s+)?{any_of(_EN['joins'])}"
    r"\s+(?P<path>[^.;\n]{3,140})"
)
_PATH = re.compile(
    rf"(?P<a>{_NAME})[^A-Z]{{0,40}}?\b(?:and|with|to)\b[^A-Z]{{0,40}}?(?P<b>{_NAME})"
)
_BETWEEN_AR = re.compile(
    rf"(?<!\w)[وبلف]?{_ROAD_AR}{_ADJECTIVES_AR}\s+(?:(?:ال)?{any_of(_AR['joins'])}\s+)*"
    rf"(?:بين\s+)?(?:مدينتي\s+)?[\"'(]*(?P<a>{_NAME_AR})\s*(?:{_DASH}|و|الي|ب|\s)\s*"
    rf"(?P<b>{_NAME_AR})[\"')]*"
)
#: The second of "the roads Aleppo-Damascus and Aleppo-Latakia".
_AND_ROAD_AR = re.compile(rf"\s*و(?P<a>{_NAME_AR})\s*(?:{_DASH}|\s)\s*(?P<b>{_NAME_AR})(?!\w)")
_ANAPHOR = re.compile(
    rf"\b(?:the|this|that|a)\s+(?:{any_of(_EN['adjectives'])}\s+)*{_ROAD}\b"
    rf"|(?<!\w)[وبل]?{_ROAD_AR}{_ADJECTIVES_AR}(?!\w)",
    re.IGNORECASE,
)
_TOWNS_AR: dict[str, str] = _AR["towns"]
#: Ends by which the press calls a highway whose own name does not list them.
_ENDS = {"m4": frozenset({"Aleppo", "Latakia"})}


class RoadName(NamedTuple):
    """A road named in a folded text."""

    start: int
    end: int
    text: str
    id: str


class RoadNames:
    """The names of the highways of a package."""

    def __init__(
        self, highways: Mapping[str, Highway], lines: Mapping[str, GeodesicLine], lexicon: Lexicon
    ) -> None:
        self._highways, self._lines, self._lexicon = highways, lines, lexicon
        self._towns = {id_: _towns(road.name) for id_, road in highways.items()}
        self._found: dict[tuple[str, str], str | None] = {}
        self._provinces: dict[str, frozenset[str]] = {}
        ids = "|".join(
            re.escape(id_[0]) + r"[-\s]?" + re.escape(id_[1:]) for id_ in highways if id_
        )
        arabic = r"|(?<!\w)(?:ال)?(?:ام|إم)\s?-?(?P<n>\d)(?!\w)" if highways else ""
        tail = rf"(?:\s+(?:international\s+)?{_ROAD}\b)?"
        self._id = (
            re.compile(
                rf"\b(?:the\s+)?(?:{_ADJECTIVES}{_ROAD}\s*\(?)?(?P<id>{ids})\b{tail}{arabic}",
                re.IGNORECASE,
            )
            if highways
            else None
        )

    def find(self, text: str) -> list[RoadName]:
        """Find the highways that a folded text names by number or by their ends."""
        if self._id is None:
            return []
        found = []
        for match in self._id.finditer(text):
            id_ = (match["id"] or f"m{match['n']}").casefold().replace("-", "").replace(" ", "")
            if id_ in self._highways:
                found.append(RoadName(*match.span(), match[0], id_))
        patterns = (_BETWEEN_EN,) if text.isascii() else (_BETWEEN_EN, _BETWEEN_AR)
        between = [match for pattern in patterns for match in pattern.finditer(text)]
        more = (_AND_ROAD_AR.match(text, match.end()) for match in between)
        between += [match for match in more if match is not None]
        found += [
            RoadName(*match.span(), match[0], id_)
            for match in between
            if (id_ := self.joining(match["a"], match["b"])) is not None
        ]
        joining = (self._joined(text, match) for match in _JOINING.finditer(text))
        found += [road for road in joining if road is not None]
        # "the Damascus-Aleppo M5 highway" is found twice: the longer stands.
        return sorted(found, key=lambda road: road.start - road.end)

    def _joined(self, text: str, match: re.Match[str]) -> RoadName | None:
        """Read "the highway linking Damascus and Aleppo"; only "highway" is its name."""
        ends = _PATH.search(match["path"])
        id_ = self.joining(ends["a"], ends["b"]) if ends else None
        if id_ is None:
            return None
        start, end = match.start(), match.start("inner")
        return RoadName(start, end, text[start:end], id_)

    def joining(self, first: str, second: str) -> str | None:
        """Give the one highway that joins two towns, by its name or its course."""
        pair = (first, second)
        if pair not in self._found:
            ends = frozenset(_TOWNS_AR.get(end.removesuffix("الدولي").strip(), end) for end in pair)
            fits = [id_ for id_ in self._highways if ends == _ENDS.get(id_)]
            for meets in (self._meets, self._meets_or_crosses):
                fits = fits or [
                    id_ for id_ in self._highways if meets(id_, first) and meets(id_, second)
                ]
            self._found[pair] = fits[0] if len(fits) == 1 and first != second else None
        return self._found[pair]

    def _meets(self, road: str, town: str) -> bool:
        town = _TOWNS_AR.get(town.removesuffix("الدولي").strip(), town)
        if normalize.match_key(town) in self._towns[road]:
            return True
        match = self._lexicon.match(town)
        if match.place is None or match.kind == "fuzzy":
            return False
        if normalize.match_key(match.place.name) in self._towns[road]:
            return True
        return (
            self._lines[road].nearest_point(match.place.lon, match.place.lat).distance_m
            <= _BESIDE_M
        )

    def _meets_or_crosses(self, road: str, town: str) -> bool:
        """Return whether a road meets a town, or crosses the province of that name."""
        if road not in self._provinces:
            line, gazetteer = self._lines[road], self._lexicon.gazetteer
            places = (gazetteer[id_] for id_ in gazetteer)
            self._provinces[road] = frozenset(
                normalize.match_key(place.admin1)
                for place in places
                if place.kind in {"town", "city"}
                and line.nearest_point(place.lon, place.lat).distance_m <= _BESIDE_M
            )
        name = _TOWNS_AR.get(town, town)
        return self._meets(road, town) or normalize.match_key(name) in self._provinces[road]

    def anaphors(self, text: str) -> Iterable[re.Match[str]]:
        """Find "the highway": the one the text spoke of last."""
        return [] if self._id is None else _ANAPHOR.finditer(text)


def _towns(name: str) -> frozenset[str]:
    """Read the towns in the name of a road: "M4 (Latakia - Ariha - Saraqib)"."""
    inside = re.search(r"\(([^)]*)\)", name)
    listed = re.split(r"\s+[-\u2013]\s+", inside[1] if inside else name)
    return frozenset(normalize.match_key(town) for town in listed if normalize.match_key(town))
