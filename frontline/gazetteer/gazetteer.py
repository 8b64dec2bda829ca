"""Finding a place by its name, or refusing to: nothing is guessed in silence.

A name is looked for as an id, then literally or by its key, last by nearness of keys. What
fits two places is ambiguous, unless a district or the other places of a text decide.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from frontline.errors import AmbiguousNameError, InvalidRequestError, UnknownNameError
from frontline.gazetteer import matching, normalize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from frontline.models import Place


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST = 200

_EMPTY = "the gazetteer is empty; bring places in with `frontline import`"
_TOWNS = frozenset({"city", "town"})

#: How near (of 100) a misspelt name must come: less so if its consonants are the same. With
#: these, of the listed spellings held out in turn and accepted as fuzzy, 1 % went to a wrong
#: place; without the consonants, with 85 and a margin of 6, it was 6 %.
_FLOOR_SAME_CONSONANTS = 80
_FLOOR = 90
#: In shorter keys one letter is too much of a name.
_SHORTEST_SAME_CONSONANTS = 5
_SHORTEST = 7
#: By so much the nearest name of any other place must be less near.
_MARGIN = 9

#: A place so near the others of a text is meant, if its namesakes are all far from them.
_NEAR_KM = 25
_FAR_KM = 50


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name was found to be.

    Parameters
    ----------
    text : the name as written
    match : ``exact`` (an id, or literally the name), ``variant`` (a listed spelling, or one
        with the same key), ``fuzzy`` (nearest by a clear margin), ``ambiguous`` or ``none``
    place : the place, for the first three
    candidates : the place, or, if ambiguous, all it may be, by id (if only near in spelling,
        the nearest ten); for ``none`` up to five that are not near enough, the nearest first
    how : one sentence for a reader
    """

    text: str
    match: Literal["exact", "variant", "fuzzy", "ambiguous", "none"]
    place: Place | None
    candidates: tuple[Place, ...]
    how: str


class _Names(NamedTuple):
    """Keys of names in one script, each with the id of a place that has it."""

    keys: list[str]
    ids: list[str]

    def inside(self, area: Collection[str] | None) -> _Names:
        if area is None:
            return self
        pairs = [(key, i) for key, i in zip(self.keys, self.ids, strict=True) if i in area]
        return _Names([key for key, _ in pairs], [i for _, i in pairs])


class Gazetteer:
    """All places, by id and by name.

    Parameters
    ----------
    places : in any order; it makes no difference to what is found

    Raises
    ------
    InvalidRequestError
        If two places have one id.

    Examples
    --------
    >>> from frontline.models import Place
    >>> gazetteer = Gazetteer([Place(
    ...     id="khan-shaykhun", name="Khan Shaykhun", name_ar="خان شيخون", kind="town",
    ...     lon=36.647, lat=35.44, position_error_m=100, sources=("OSM",), licence="ODbL",
    ... )])
    >>> gazetteer.place("Khan Cheikhoun").id
    'khan-shaykhun'
    >>> gazetteer.find("خان شيخون").match
    'exact'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places: dict[str, Place] = {}
        # Each: a folded name, the ids of the places that have it, and how these spell it.
        self._display: dict[str, dict[str, str]] = defaultdict(dict)
        self._literal: dict[str, dict[str, str]] = defaultdict(dict)
        self._keyed: dict[str, dict[str, str]] = defaultdict(dict)
        for place in places:
            if place.id in self._places:
                raise InvalidRequestError(f"two places have the id {place.id!r}: give one a new id")
            self._places[place.id] = place
            self._enter(place)

    def _enter(self, place: Place) -> None:
        for name in filter(normalize.match_key, (place.name, place.name_ar)):
            self._display[normalize.literal_key(name)].setdefault(place.id, name)
        for name in filter(normalize.match_key, (place.name, place.name_ar, *place.names)):
            self._literal[normalize.literal_key(name)].setdefault(place.id, name)
            self._keyed[normalize.match_key(name)].setdefault(place.id, name)

    def __getitem__(self, place_id: str) -> Place:
        """Give the place with an id; UnknownNameError if there is none."""
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownNameError(
                f"no place has the id {place_id!r}: `frontline place NAME` finds ids by name"
            ) from None

    def __contains__(self, place_id: object) -> bool:
        """Whether a place has this id."""
        return place_id in self._places

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in the order the places came."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the places."""
        return len(self._places)

    def find(self, text: str, *, district: str | None = None, near: Sequence[Place] = ()) -> Match:
        """Look for a place; that a name fits none or several is an answer, not an error.

        Parameters
        ----------
        text : an id or a name, in Latin or Arabic script
        district : name or P-code of the administrative area (any level) the place lies in
        near : other places of the same text; they may decide between namesakes

        Raises
        ------
        InvalidRequestError
            If `text` cannot be a name, or no place lies in an area called `within`.
        """
        return self.resolve([text], district=district, near=near)[0]

    def resolve(
        self, texts: Iterable[str], *, district: str | None = None, near: Sequence[Place] = ()
    ) -> list[Match]:
        """Look for many names as `find` does, but much quicker than one by one."""
        checked = [_checked(text) for text in texts]
        area = None if district is None else self._area(district)
        found = [self._by_name(text, area, near) for text in checked]
        missed = [text for text, match in zip(checked, found, strict=True) if match is None]
        nearly = iter(self._by_nearness(missed, area))
        return [match or next(nearly) for match in found]

    def place(self, text: str, *, district: str | None = None) -> Place:
        """Give the one place that a name can mean.

        Raises
        ------
        AmbiguousNameError
            If there are several; the message lists them and says how to choose.
        UnknownNameError
            If there is none; the message lists the nearest names.
        """
        match = self.find(text, district=district)
        if match.place is not None:
            return match.place
        if match.match == "ambiguous":
            remedy = "Give the id instead, or the district with --district NAME."
            raise AmbiguousNameError(f"{match.how}:\n{_listing(match.candidates)}\n{remedy}")
        if not self._places:
            raise UnknownNameError(f"{match.how}: {_EMPTY}")
        nearest = match.candidates or self._suggest(match.text, district)
        listing = f". Nearest:\n{_listing(nearest)}" if nearest else ""
        raise UnknownNameError(f"{match.how}{listing}")

    def _by_name(
        self, text: str, area: Collection[str] | None, near: Sequence[Place]
    ) -> Match | None:
        """Match an id, or a name that a place has literally or by its key."""
        literal = self._literal.get(normalize.literal_key(text), {})
        fits = {**self._keyed.get(normalize.match_key(text), {}), **literal}
        if (place := self._places.get(text)) is not None:
            others = fits.keys() - {text}
            also = f"; as a name it also fits {', '.join(sorted(others))}" if others else ""
            how = f"{text!r} is the id of {place.name!r}{also}"
            return Match(text, "exact", place, (place,), how)
        if not fits:
            return None
        ids = sorted(fits if area is None else fits.keys() & area)
        if not ids:
            how = f"{text!r} fits {_count(fits)}, but none in the area asked for"
            return Match(text, "none", None, self._all(sorted(fits)), how)
        because = ""
        if len(ids) < len(fits):
            because = f"; of {_count(fits)} it fits, only this one is in the area asked for"
        if len(ids) > 1:
            ids, because = self._decide(text, ids, near)
        if len(ids) > 1:
            return Match(text, "ambiguous", None, self._all(ids), f"{text!r} fits {_count(ids)}")
        return self._named(text, ids[0], fits[ids[0]], because)

    def _named(self, text: str, place_id: str, name: str, because: str) -> Match:
        place, light = self._places[place_id], normalize.literal_key(text)
        if place_id in self._display.get(light, {}):
            its_name = "its name" if text == name else f"its name {name!r}"
            return Match(text, "exact", place, (place,), f"{text!r} is {its_name}{because}")
        how = f"spelling {text!r} folds to the same key as {name!r}"
        if light == normalize.literal_key(name):
            how = f"{text!r} is a listed spelling of {place.name!r}"
        return Match(text, "variant", place, (place,), how + because)

    def _decide(self, text: str, ids: list[str], near: Sequence[Place]) -> tuple[list[str], str]:
        """Choose among namesakes the town, or else the one near the other places of a text."""
        light = normalize.literal_key(text)
        literal = [i for i in ids if i in self._literal.get(light, {})]
        towns = [i for i in ids if self._places[i].kind in _TOWNS]
        if len(towns) == 1 and literal == towns and towns[0] in self._display.get(light, {}):
            alike = ", ".join(i for i in ids if i not in towns)
            return towns, f", and it is a town; no town, and only spelt alike: {alike}"
        apart = {i: _apart_km(self._places[i], near) for i in ids} if near else {}
        meant = [i for i, km in apart.items() if km <= _NEAR_KM]
        if len(meant) == 1 and sum(km > _FAR_KM for km in apart.values()) == len(ids) - 1:
            return meant, f"; of {_count(ids)} it fits, only this one is near the others named"
        return ids, ""

    def _by_nearness(self, texts: Sequence[str], area: Collection[str] | None) -> list[Match]:
        """Match names that fit no place: never across scripts."""
        found: dict[str, Match] = {}
        for arabic, listed in self._scripts.items():
            asked = [text for text in dict.fromkeys(texts) if normalize.is_arabic(text) == arabic]
            among = listed.inside(area)
            keys = [normalize.match_key(text) for text in asked]
            nearest = matching.rank_matches(
                keys, among.keys, among.ids, cutoff=_FLOOR_SAME_CONSONANTS - _MARGIN
            )
            for text, near in zip(asked, nearest, strict=True):
                found[text] = self._judge(text, near, among)
        return [found[text] for text in texts]

    def _judge(self, text: str, near: matching.RankedMatches, among: _Names) -> Match:
        """Accept the nearest name if it is near enough, alone, and of the same side and size."""
        ids = [among.ids[choice] for choice in near.choices]
        none = f"no place is called {text!r}"
        if not ids or not _alike(
            normalize.match_key(text), among.keys[near.choices[0]], near.scores[0]
        ):
            return Match(text, "none", None, self._all(ids[:5]), none)
        name = self._keyed[among.keys[near.choices[0]]][ids[0]]
        if "(" in text or normalize.distinguishing_words(text) != normalize.distinguishing_words(
            name
        ):
            how = f"{none}; {name!r} is spelt much like it, but names another"
            return Match(text, "none", None, self._all(ids[:5]), how)
        if near.margin < _MARGIN:
            close = [
                i for i, s in zip(ids, near.scores, strict=True) if near.scores[0] - s < _MARGIN
            ]
            how = f"{none}; {_count(close)} have a name spelt much like it"
            return Match(text, "ambiguous", None, self._all(sorted(close)), how)
        place = self._places[ids[0]]
        how = f"{none}, but {name!r} is near in spelling ({near.scores[0]} of 100) and no other is"
        return Match(text, "fuzzy", place, (place,), how)

    def _suggest(self, text: str, district: str | None) -> tuple[Place, ...]:
        """Give the five places nearest in spelling, however far."""
        area = None if district is None else self._area(district)
        among = self._scripts[normalize.is_arabic(text)].inside(area)
        (near,) = matching.rank_matches(
            [normalize.match_key(text)], among.keys, among.ids, cutoff=50
        )
        return self._all([among.ids[choice] for choice in near.choices[:5]])

    def ids_in_area(self, area: str) -> set[str]:
        """Give the ids of the places in an area, by its name or P-code; none if there is none."""
        return (
            self._areas.get(area.casefold()) or self._areas.get(normalize.match_key(area)) or set()
        )

    def _area(self, district: str) -> set[str]:
        """Give the ids of the places in an area."""
        area = self.ids_in_area(district)
        if not area and self._places:
            known = sorted({place.admin1 for place in self._places.values()} - {""})
            raise InvalidRequestError(
                f"no place lies in an area called {district!r}: give a governorate"
                f" ({', '.join(known)}), district, subdistrict or P-code of the gazetteer"
            )
        return area

    @cached_property
    def _areas(self) -> dict[str, set[str]]:
        areas: dict[str, set[str]] = defaultdict(set)
        for place in self._places.values():
            for area in (place.admin1, place.admin2, place.admin3):
                areas[normalize.match_key(area)].add(place.id)
            for code in (place.admin1_pcode, place.admin3_pcode):
                areas[code.casefold()].add(place.id)
        areas.pop("", None)
        return areas

    @cached_property
    def _scripts(self) -> dict[bool, _Names]:
        """Every key with its place: Latin (False), Arabic (True).

        What stands in brackets is no part of a name, and would make any two names alike.
        """
        scripts = {False: _Names([], []), True: _Names([], [])}
        pairs = sorted(
            (key, i) for key, ids in self._keyed.items() for i in ids if "(" not in ids[i]
        )
        for key, place_id in pairs:
            listed = scripts[normalize.is_arabic(key)]
            listed.keys.append(key)
            listed.ids.append(place_id)
        return scripts

    def _all(self, ids: Iterable[str]) -> tuple[Place, ...]:
        return tuple(self._places[i] for i in ids)


def _checked(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST:
        raise InvalidRequestError(
            f"{text[:40]!r}... is no place name: it is over {_LONGEST} characters"
        )
    if _CONTROL.search(text):
        raise InvalidRequestError(f"{text!r} is no place name: it holds a control character")
    if not normalize.match_key(text):
        raise InvalidRequestError(f"{text!r} is no place name: it holds no letter or digit")
    return text


def _alike(key: str, other: str, score: int) -> bool:
    """Whether two keys may be those of one name, misspelt."""
    shortest = min(len(key), len(other))
    if normalize.consonant_skeleton(key) == normalize.consonant_skeleton(other):
        return shortest >= _SHORTEST_SAME_CONSONANTS and score >= _FLOOR_SAME_CONSONANTS
    return shortest >= _SHORTEST and score >= _FLOOR and key[0] == other[0]


def _apart_km(place: Place, others: Sequence[Place]) -> float:
    """Give a rough distance to the middle of other places: for breaking ties, not for maps."""
    lon, lat = median(other.lon for other in others), median(other.lat for other in others)
    east = (place.lon - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(east, place.lat - lat)


def _count(places: Collection[str] | Mapping[str, str]) -> str:
    return "1 place" if len(places) == 1 else f"{len(places)} places"


def _listing(places: Iterable[Place]) -> str:
    """One line for each: name, Arabic name, where, id."""
    return "\n".join(
        "  "
        + ", ".join(
            filter(None, (f"{p.name} ({p.name_ar})" if p.name_ar else p.name, p.admin3, p.admin1))
        )
        + f": {p.id}"
        for p in places
    )
