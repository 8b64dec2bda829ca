"""Highways in a folded text: "M5", "the Damascus-Aleppo highway", "the international road".

Which road joins two towns is read from the data: the road's own name lists towns, a town may be
near its line, or the road crosses the province of that name. No road is built in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.reader.lexicon import AR, EN, any_of
from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.claims.reader.toponyms import Lexicon
    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.models import Highway, Place

#: A town this near a road counts as on it, when a road is named by two towns.
_BESIDE_M = 6000.0

_EN, _AR = EN["roads"], AR["roads"]
_ROAD = any_of(_EN["nouns"])
#: The rest of a word; the bound keeps long runs of letters from slowing the search.
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
    rf"|(?<!\w)[وبل]?(?!طريقا(?!\w)){_ROAD_AR}{_ADJECTIVES_AR}(?!\w)",  # but not "a road"
    re.IGNORECASE,
)
_TOWNS_AR: dict[str, str] = _AR["towns"]
_NUMBERS_AR: dict[str, int] = _AR["numbers"]
#: Names by two towns that the press uses although the highway's own name does not list them.
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
        self._near: dict[tuple[str, str], bool] = {}
        ids = "|".join(
            re.escape(id_[0]) + r"[-\s]?" + re.escape(id_[1:]) for id_ in highways if id_
        )
        digit = rf"\d|{any_of(_NUMBERS_AR)}"
        arabic = rf"|(?<!\w)(?:ال)?(?:ام|إم)\s?-?(?P<n>{digit})(?!\w)" if highways else ""
        tail = rf"(?:\s+(?:international\s+)?{_ROAD}\b)?"
        self._id = (
            re.compile(
                rf"(?<![A-Za-z0-9])(?:the\s+)?(?:{_ADJECTIVES}{_ROAD}\s*\(?)?(?P<id>{ids})\b{tail}{arabic}",
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
            number = _NUMBERS_AR.get(match["n"] or "", match["n"])
            id_ = (match["id"] or f"m{number}").casefold().replace("-", "").replace(" ", "")
            if id_ in self._highways:
                found.append(RoadName(*match.span(), match[0], id_))
        patterns = (_BETWEEN_EN,) if text.isascii() else (_BETWEEN_EN, _BETWEEN_AR)
        between = [match for pattern in patterns for match in pattern.finditer(text)]
        more = (_AND_ROAD_AR.match(text, match.end()) for match in between)
        between += [match for match in more if match is not None]
        joined = (self._between(text, match) for match in between)
        found += [road for road in joined if road is not None]
        joining = (self._joined(text, match) for match in _JOINING.finditer(text))
        found += [road for road in joining if road is not None]
        return sorted(_merged(text, found), key=lambda road: road.start - road.end)

    def _between(self, text: str, match: re.Match[str]) -> RoadName | None:
        """Read a road between two towns; an Arabic name of two words may end with the first."""
        first = match["b"].split()[0]
        for town, end in ((match["b"], match.end()), (first, match.start("b") + len(first))):
            if (id_ := self.joining(match["a"], town)) is not None:
                return RoadName(match.start(), end, text[match.start() : end], id_)
        towns = match["a"].split()  # "Aleppo Latakia international", with nothing between
        id_ = self.joining(*towns) if len(towns) == 2 else None
        return None if id_ is None else RoadName(match.start(), match.end(), match[0], id_)

    def _joined(self, text: str, match: re.Match[str]) -> RoadName | None:
        """Read "the highway linking Damascus and Aleppo"; only "highway" is its name."""
        ends = _PATH.search(match["path"])
        id_ = self.joining(ends["a"], ends["b"]) if ends else None
        if id_ is None:
            return None
        start, end = match.start(), match.start("inner")
        if ends is not None and not match["inner"].strip():
            end = match.start("path") + ends.end()  # "highway between A and B"
        return RoadName(start, end, text[start:end], id_)

    def near(self, places: Iterable[Place]) -> frozenset[str]:
        """Return the highways that run by one of some places."""
        return frozenset(
            id_ for place in places for id_ in self._highways if self._runs_by(id_, place)
        )

    def _runs_by(self, road: str, place: Place) -> bool:
        key = (road, place.id)
        if key not in self._near:
            near = self._lines[road].nearest_point(place.lon, place.lat)
            self._near[key] = bool(near.distance_m <= _BESIDE_M)
        return self._near[key]

    def joining(self, first: str, second: str) -> str | None:
        """Return the one highway that joins two towns, by its name or its course."""
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
        """Find "the highway", which refers to the road named last."""
        return [] if self._id is None else _ANAPHOR.finditer(text)


def _merged(text: str, found: Iterable[RoadName]) -> list[RoadName]:
    """Join two names of one road that overlap: "the M5 highway between Hama and Aleppo"."""
    merged: list[RoadName] = []
    for road in sorted(found):
        last = merged[-1] if merged else None
        if last is not None and last.id == road.id and road.start < last.end:
            start, end = last.start, max(last.end, road.end)
            merged[-1] = RoadName(start, end, text[start:end], road.id)
        else:
            merged.append(road)
    return merged


def _towns(name: str) -> frozenset[str]:
    """Read the towns in the name of a road: "M4 (Latakia - Ariha - Saraqib)"."""
    inside = re.search(r"\(([^)]*)\)", name)
    listed = re.split(r"\s+[-\u2013]\s+", inside[1] if inside else name)
    return frozenset(normalize.match_key(town) for town in listed if normalize.match_key(town))
