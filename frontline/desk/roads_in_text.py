"""Highways in running text: "M5", "the Damascus-Aleppo highway", "the international road".

Which road joins two towns is read from the data: its own name lists towns, and a town may lie
beside its line. No road is built in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline import names
from frontline.desk.claim_words import ROAD_ENDS
from frontline.desk.marks import Mention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.desk.places_in_text import Lexicon
    from frontline.geodesic_lines import Line
    from frontline.model import Highway

__all__ = ["RoadNames"]

#: A town this near a road lies on it, for the name of the road.
_BESIDE_M = 6000.0

_ROAD = r"(?:highway|motorway|freeway|expressway|road|route|autostrad[ae]?)"
_NAME = r"(?:(?:al|el|an|ash)-)?[A-Z][\w'`]+(?:\s+(?:(?:al|el|an|ash)[-\s])?[A-Z][\w'`]+){0,2}"
_ADJECTIVES = r"(?:(?:key|strategic|international|main|vital|crucial|important|coastal|M\d+)\s+)*"
_ROAD_AR = r"(?:ال)?(?:طريق|اوتوستراد|اوتستراد|اتوستراد)"
_NAME_AR = r"[ء-ي]+(?:\s+ال[ء-ي]+)?"
_BETWEEN_EN = re.compile(
    rf"(?:\bthe\s+)?(?:(?P<a1>{_NAME})\s*(?:-|\u2013|\u2014|\bto\b|/)\s*(?P<b1>{_NAME})\s+(?:\((?:M\d+)\)\s+)?{_ADJECTIVES}{_ROAD}s?(?:\s*\(?M\d+\)?)?"
    rf"|\b{_ROAD}\b(?P<inner>[^.;]{{0,60}}?)\b(?:linking|connecting|joining|between|from|that\s+(?:links|connects|joins|runs\s+from)|which\s+(?:links|connects|joins|runs\s+from)|running\s+from|links|connects)\s+(?P<path>[^.;\n]{{3,140}}))"
)
_PATH = re.compile(
    rf"(?P<a>{_NAME})[^A-Z]{{0,40}}?\b(?:and|with|to)\b[^A-Z]{{0,40}}?(?P<b>{_NAME})"
)
_BETWEEN_AR = re.compile(
    rf"(?<!\w)[وبلف]?{_ROAD_AR}(?:\s+(?:ال)?(?:دولي|سريع|عام|رئيسي|استراتيجي))*\s+(?:(?:ال)?(?:واصل|رابط)\s+)?(?:بين\s+)?(?:مدينتي\s+)?[\"'(]*(?P<a>{_NAME_AR})\s*(?:-|\u2013|و|الي|/|\s)\s*(?P<b>{_NAME_AR})[\"')]*"
)
_ANAPHOR = re.compile(
    rf"\b(?:the|this|that|a)\s+(?:(?:key|strategic|international|main|vital|crucial|important|same)\s+)*{_ROAD}\b"
    rf"|(?<!\w)[وبل]?{_ROAD_AR}(?:\s+(?:ال)?(?:دولي|سريع|رئيسي))*(?!\w)",
    re.IGNORECASE,
)
#: Towns of road names that lie outside a gazetteer, in Arabic.
_TOWNS_AR = {
    "دمشق": "Damascus",
    "اللاذقيه": "Latakia",
    "حلب": "Aleppo",
    "حماه": "Hama",
    "حمص": "Homs",
}


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

    def find(self, text: str) -> list[Mention]:
        """Find the highways that a folded text names by number or by their ends."""
        if self._id is None:
            return []
        found = []
        for match in self._id.finditer(text):
            id_ = (match["id"] or f"m{match['n']}").casefold().replace("-", "").replace(" ", "")
            if id_ in self._highways:
                found.append(Mention("road", match.start(), match.end(), match[0], id_))
        between = (self._between(text, match) for match in _BETWEEN_EN.finditer(text))
        found += [mention for mention in between if mention is not None]
        if not text.isascii():
            found += [
                Mention("road", m.start(), m.end(), m[0], id_)
                for m in _BETWEEN_AR.finditer(text)
                if (id_ := self.joining(m["a"], m["b"])) is not None
            ]
        # "the Damascus-Aleppo M5 highway" is found twice: the longer stands.
        return sorted(found, key=lambda mention: mention.start - mention.end)

    def _between(self, text: str, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        first, second = match["a1"], match["b1"]
        if first is None:
            ends = _PATH.search(match["path"])
            if ends is None:
                return None
            first, second = ends["a"], ends["b"]
            end = match.start("inner")
        id_ = self.joining(first, second)
        return None if id_ is None else Mention("road", start, end, text[start:end], id_)

    def joining(self, first: str, second: str) -> str | None:
        """Give the one highway that joins two towns, by its name or its course."""
        pair = (first, second)
        if pair not in self._found:
            ends = frozenset(_TOWNS_AR.get(end.removesuffix("الدولي").strip(), end) for end in pair)
            fits = [id_ for id_ in self._highways if ends in ROAD_ENDS.get(id_, ())] or [
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

    def anaphors(self, text: str) -> list[Mention]:
        """Find "the highway": the one the text spoke of last."""
        if self._id is None:
            return []
        return [Mention("theroad", m.start(), m.end(), m[0]) for m in _ANAPHOR.finditer(text)]


def _towns(name: str) -> frozenset[str]:
    """Read the towns in the name of a road: "M4 (Latakia - Ariha - Saraqib)"."""
    inside = re.search(r"\(([^)]*)\)", name)
    listed = re.split(r"\s+[-\u2013]\s+", inside[1] if inside else name)
    return frozenset(names.key(town) for town in listed if names.key(town))
