"""Highways in running text: "M5", "the Damascus-Aleppo highway", "the international road".

Which road joins two towns is read from the data: its own name lists towns, and a town may lie
beside its line. No road is built in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontline import names
from frontline.desk.vocabulary import AR, EN, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.desk.places_in_text import Lexicon
    from frontline.geodesic_lines import Line
    from frontline.model import Highway

__all__ = ["RoadName", "RoadNames"]

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
    rf"\s+(?:\(M\d+\)\s+)?{_ADJECTIVES}{_ROAD}s?(?:\s*\(?M\d+\)?)?"
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
        self, highways: Mapping[str, Highway], lines: Mapping[str, Line], lexicon: Lexicon
    ) -> None:
        self._highways, self._lines, self._lexicon = highways, lines, lexicon
        self._towns = {id_: _towns(road.name) for id_, road in highways.items()}
        self._found: dict[tuple[str, str], str | None] = {}
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
        between = (match for pattern in patterns for match in pattern.finditer(text))
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
            fits = [id_ for id_ in self._highways if ends == _ENDS.get(id_)] or [
                id_
                for id_ in self._highways
                if self._meets(id_, first) and self._meets(id_, second)
            ]
            self._found[pair] = fits[0] if len(fits) == 1 and first != second else None
        return self._found[pair]

    def _meets(self, road: str, town: str) -> bool:
        town = _TOWNS_AR.get(town.removesuffix("الدولي").strip(), town)
        if names.key(town) in self._towns[road]:
            return True
        match = self._lexicon.match(town)
        if match.place is None or match.match == "fuzzy":
            return False
        if names.key(match.place.name) in self._towns[road]:
            return True
        return self._lines[road].nearest(match.place.lon, match.place.lat).distance_m <= _BESIDE_M

    def anaphors(self, text: str) -> Iterable[re.Match[str]]:
        """Find "the highway": the one the text spoke of last."""
        return [] if self._id is None else _ANAPHOR.finditer(text)


def _towns(name: str) -> frozenset[str]:
    """Read the towns in the name of a road: "M4 (Latakia - Ariha - Saraqib)"."""
    inside = re.search(r"\(([^)]*)\)", name)
    listed = re.split(r"\s+[-\u2013]\s+", inside[1] if inside else name)
    return frozenset(names.key(town) for town in listed if names.key(town))
