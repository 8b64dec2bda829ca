"""Find places by name, without guessing.

A name is looked up as an id, then as a name or spelling variant, then as a part of a name such as
"Bakhmut (Artemivsk)", and at last by similarity of spelling. A name that matches several places is
ambiguous, unless the district or other places of the same text decide.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, Self

from frontline.errors import AmbiguousNameError, InvalidRequestError, UnknownNameError
from frontline.gazetteer import normalize
from frontline.gazetteer.match import Match, check_name, count_places, list_places
from frontline.gazetteer.name_index import NameIndex, index_names
from frontline.gazetteer.name_parts import may_contain_names, names_within, split_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from frontline.gazetteer import matching
    from frontline.models import Place


_EMPTY = "the gazetteer is empty; import places with `frontline import`"
_TOWNS = frozenset({"city", "town"})
#: Most places that a refusal suggests.
_MOST_SUGGESTIONS = 5

#: Minimum similarity (0 to 100) of a misspelt name, lower if its consonants are the same. When
#: each listed spelling was left out in turn, 1 % of the fuzzy matches were wrong; with 85, a
#: margin of 6 and no check of consonants, 6 % were.
_MIN_SCORE_SAME_CONSONANTS = 80
_MIN_SCORE = 90
#: Minimum length of a key: in a shorter one, a single letter makes too much of a difference.
_MIN_LENGTH_SAME_CONSONANTS = 5
_MIN_LENGTH = 7
#: The most similar name of any other place must score lower by this margin.
_MARGIN = 9

#: A place within this distance of the other places is chosen, if all its namesakes are at least
#: `_FAR_KM` away.
_NEAR_KM = 25
_FAR_KM = 50


class _Names(NamedTuple):
    """Keys of names in one script, and for each the id of a place with the name."""

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
    places : iterable of Place
        In any order; the order does not affect the results.

    Raises
    ------
    InvalidRequestError
        If two places have the same id.

    Examples
    --------
    >>> from frontline.models import Place
    >>> gazetteer = Gazetteer([Place(
    ...     id="khan-shaykhun", name="Khan Shaykhun", name_ar="خان شيخون", kind="town",
    ...     lon=36.647, lat=35.44, position_error_m=100, sources=("OSM",), licence="ODbL",
    ... )])
    >>> gazetteer.place("Khan Cheikhoun").id
    'khan-shaykhun'
    >>> gazetteer.find("خان شيخون").kind
    'exact'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        found: dict[str, Place] = {}
        for place in places:
            if place.id in found:
                raise InvalidRequestError(
                    f"two places have the id {place.id!r}: change one of them"
                )
            found[place.id] = place
        self._places: Mapping[str, Place] = found
        self._display, self._literal, self._keyed = index_names(found.values())

    @classmethod
    def of_index(cls, places: Mapping[str, Place], index: NameIndex) -> Self:
        """Return the gazetteer of places whose names were indexed before."""
        gazetteer = cls(())
        gazetteer._places = places
        gazetteer._display, gazetteer._literal = index.display, index.literal
        gazetteer._keyed, gazetteer.parts = index.keyed, index.parts
        return gazetteer

    @property
    def index(self) -> NameIndex:
        """What was computed from the names, to be kept for the same places."""
        return NameIndex(self._display, self._literal, self._keyed, self.parts)

    def key_of(self, name: str) -> str:
        """Return the match key of a name, which is known for the names of places."""
        known = self._key_of_name.get(name)
        return normalize.match_key(name) if known is None else known

    @cached_property
    def _key_of_name(self) -> dict[str, str]:
        return {name: key for key, ids in self._keyed.items() for name in ids.values()}

    def __getitem__(self, place_id: str) -> Place:
        """Return the place with an id; UnknownNameError if there is none."""
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownNameError(
                f"no place has the id {place_id!r}: `frontline place NAME` finds ids by name"
            ) from None

    def __contains__(self, place_id: object) -> bool:
        """Return whether a place has this id."""
        return place_id in self._places

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, in the order of the places."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._places)

    def find(self, text: str, *, district: str | None = None, near: Sequence[Place] = ()) -> Match:
        """Look up a name. Without a match, or with several, the result says so.

        Parameters
        ----------
        text : str
            An id or a name, in Latin or Arabic script.
        district : str, optional
            Name or P-code of the administrative area (any level) that the place lies in.
        near : sequence of Place
            Other places of the same text; they may decide among namesakes.

        Raises
        ------
        InvalidRequestError
            If `text` cannot be a name, or no place lies in `district`.
        """
        return self.find_many([text], district=district, near=near)[0]

    def find_many(
        self, texts: Iterable[str], *, district: str | None = None, near: Sequence[Place] = ()
    ) -> list[Match]:
        """Look up many names as `find` does, but much faster than one by one."""
        checked = [check_name(text) for text in texts]
        area = None if district is None else self._area(district)
        by_name = [self._by_name(text, area, near) for text in checked]
        others = [text for text, match in zip(checked, by_name, strict=True) if match is None]
        fuzzy = iter(self._by_similarity(others, area))
        return [match or next(fuzzy) for match in by_name]

    def place(self, text: str, *, district: str | None = None) -> Place:
        """Return the place with a name.

        Parameters
        ----------
        text, district : str
            As in `find`.

        Raises
        ------
        AmbiguousNameError
            If several places match; the message lists them and explains how to choose.
        UnknownNameError
            If no place matches; the message lists the most similar names.
        """
        match = self.find(text, district=district)
        if match.place is not None:
            return match.place
        if match.kind == "ambiguous":
            hint = "Use the id, or name the district with --district NAME."
            raise AmbiguousNameError(
                f"{match.explanation}:\n{list_places(match.candidates)}\n{hint}"
            )
        if not self._places:
            raise UnknownNameError(f"{match.explanation}: {_EMPTY}")
        is_elsewhere = normalize.match_key(match.text) in self._keyed
        nearest = match.candidates if is_elsewhere else self.suggest(text, district=district)
        listing = f". Nearest:\n{list_places(nearest)}" if nearest else ""
        raise UnknownNameError(f"{match.explanation}{listing}")

    def _by_name(
        self, text: str, area: Collection[str] | None, near: Sequence[Place]
    ) -> Match | None:
        """Match an id, a name, a spelling variant, or a part of a name; None if there is none."""
        literal = self._literal.get(normalize.literal_key(text), {})
        named: Mapping[str, str] = {**self._keyed.get(normalize.match_key(text), {}), **literal}
        named = named or self.parts.get(normalize.match_key(text), {}) or self._by_parts(text)
        if (place := self._places.get(text)) is not None:
            others = named.keys() - {text}
            also = f"; it is also a name of {', '.join(sorted(others))}" if others else ""
            explanation = f"{text!r} is the id of {place.name!r}{also}"
            return Match(text, "exact", place, (place,), explanation)
        if not named:
            return None
        ids = sorted(named if area is None else named.keys() & area)
        if not ids:
            explanation = f"{text!r} matches {count_places(named)}, but none in the requested area"
            return Match(text, "none", None, self._all(sorted(named)), explanation)
        context = ""
        if len(ids) < len(named):
            context = f"; of {count_places(named)} only this one is in the requested area"
        detail = ""
        if len(ids) > 1:
            ids, detail, context = self._choose(text, ids, near)
        if len(ids) > 1:
            return Match(
                text, "ambiguous", None, self._all(ids), f"{text!r} matches {count_places(ids)}"
            )
        match = self._named(text, ids[0], named[ids[0]], detail + context)
        return replace(match, from_context=bool(context))

    @cached_property
    def parts(self) -> Mapping[str, Mapping[str, str]]:
        """Names that are only a part of one, by their keys: key -> id -> the whole name."""
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        for place in self._places.values():
            for name in place.all_names if may_contain_names(place.all_names) else ():
                for part in names_within([name], self._areas):
                    parts[normalize.match_key(part)].setdefault(place.id, name)
        return parts

    def _by_parts(self, text: str) -> dict[str, str]:
        """Return the places of a text such as "Novo/Staro": id -> its name.

        What the text has in brackets must be another name of the place, or an area around it.
        """
        own, remarks = split_parts(text)
        named = {i: name for part in own for i, name in self._called(part).items()}
        for remark in remarks:
            fits = self._called(remark).keys() | self.ids_in_area(remark)
            named = {i: name for i, name in named.items() if i in fits}
        return named

    def _called(self, text: str) -> dict[str, str]:
        """Return the places with a name or a part of a name: id -> its name."""
        key = normalize.match_key(text)
        return {**self.parts.get(key, {}), **self._keyed.get(key, {})}

    def _named(self, text: str, place_id: str, name: str, detail: str) -> Match:
        place, light = self._places[place_id], normalize.literal_key(text)
        if place_id in self._display.get(light, {}):
            its_name = "its name" if text == name else f"its name {name!r}"
            return Match(text, "exact", place, (place,), f"{text!r} is {its_name}{detail}")
        explanation = f"{text!r} is a spelling variant of {name!r}"
        if light == normalize.literal_key(name):
            explanation = f"{text!r} is a listed spelling of {place.name!r}"
        elif normalize.match_key(text) != normalize.match_key(name):
            whole, part = (name, text) if len(name) > len(text) else (text, name)
            explanation = f"{part!r} is a part of {whole!r}"
        return Match(text, "variant", place, (place,), explanation + detail)

    def _choose(
        self, text: str, ids: list[str], near: Sequence[Place]
    ) -> tuple[list[str], str, str]:
        """Choose among namesakes the town, or else the one near the other places of a text.

        Returns
        -------
        ids, detail, context
            The ids that are left, and why: by the name itself, or by the other places.
        """
        light = normalize.literal_key(text)
        literal = [i for i in ids if i in self._literal.get(light, {})]
        towns = [i for i in ids if self._places[i].kind in _TOWNS]
        if len(towns) == 1 and literal == towns and towns[0] in self._display.get(light, {}):
            others = ", ".join(i for i in ids if i not in towns)
            return towns, f", and it is a town; spelling variant, not a town: {others}", ""
        away_km = {i: _distance_km(self._places[i], near) for i in ids} if near else {}
        close = [i for i, km in away_km.items() if km <= _NEAR_KM]
        if len(close) == 1 and sum(km > _FAR_KM for km in away_km.values()) == len(ids) - 1:
            return close, "", f"; of {count_places(ids)} only this one is near the other places"
        return ids, "", ""

    def _by_similarity(self, texts: Sequence[str], area: Collection[str] | None) -> list[Match]:
        """Match misspelt names, within each script."""
        if not texts:
            return []
        from frontline.gazetteer import matching  # noqa: PLC0415 - needs numpy; most names match

        found: dict[str, Match] = {}
        for arabic, listed in self._scripts.items():
            own = [text for text in dict.fromkeys(texts) if normalize.is_arabic(text) == arabic]
            names = listed.inside(area)
            keys = [normalize.match_key(text) for text in own]
            nearest = matching.rank_matches(
                keys, names.keys, names.ids, cutoff=_MIN_SCORE_SAME_CONSONANTS - _MARGIN
            )
            for text, ranked in zip(own, nearest, strict=True):
                found[text] = self._match_similar(text, ranked, names)
        return [found[text] for text in texts]

    def _match_similar(self, text: str, ranked: matching.RankedMatches, names: _Names) -> Match:
        """Accept the most similar name if it is similar enough and no other place has one."""
        ids = [names.ids[choice] for choice in ranked.choices]
        none = f"no place is called {text!r}"
        if not ids or not _is_misspelling(
            normalize.match_key(text), names.keys[ranked.choices[0]], ranked.scores[0]
        ):
            return Match(text, "none", None, self._all(ids[:5]), none)
        name = self._keyed[names.keys[ranked.choices[0]]][ids[0]]
        words, own = map(normalize.distinguishing_words, (text, name))
        if "(" in text or words != own:
            explanation = f"{none}; {name!r} has a similar spelling but is another place"
            return Match(text, "none", None, self._all(ids[:5]), explanation)
        if ranked.margin < _MARGIN:
            scored = zip(ids, ranked.scores, strict=True)
            close = sorted(i for i, score in scored if ranked.scores[0] - score < _MARGIN)
            explanation = f"{none}; {count_places(close)} have a similar name"
            return Match(text, "ambiguous", None, self._all(close), explanation)
        place = self._places[ids[0]]
        explanation = f"{none}; {name!r} is the only similar name ({ranked.scores[0]} of 100)"
        return Match(text, "fuzzy", place, (place,), explanation)

    def suggest(self, text: str, *, district: str | None = None) -> tuple[Place, ...]:
        """Return up to five places that a misspelt or incomplete name may mean, best first.

        Parameters
        ----------
        text, district : str
            As in `find`.
        """
        from frontline.gazetteer import matching  # noqa: PLC0415 - as above

        area = None if district is None else self._area(district)
        found: dict[str, tuple[matching.Nearness, bool]] = {}
        folds = (normalize.match_key, normalize.match_key, normalize.literal_key)
        for fold, names, is_part in zip(folds, self._folded, (False, True, False), strict=True):
            keys, ids = names.inside(area)
            for place_id, near in matching.suggest_names(fold(text), keys, ids).items():
                found[place_id] = min((near, is_part), found.get(place_id, (near, is_part)))
        ranked = sorted(found, key=lambda place_id: (found[place_id], place_id))
        return self._all(ranked[:_MOST_SUGGESTIONS])

    @cached_property
    def _folded(self) -> tuple[_Names, ...]:
        """All names and parts of names as keys, then the names literally, with their places."""
        pairs = [
            sorted({(name, i) for name, ids in index.items() for i in ids})
            for index in (self._keyed, self.parts, self._literal)
        ]
        return tuple(_Names([name for name, _ in one], [i for _, i in one]) for one in pairs)

    def ids_in_area(self, area: str) -> set[str]:
        """Return the ids of the places in an area, by its name or P-code, or none."""
        return (
            self._areas.get(area.casefold()) or self._areas.get(normalize.match_key(area)) or set()
        )

    def _area(self, district: str) -> set[str]:
        """Return the ids of the places in an area; InvalidRequestError if there are none."""
        area = self.ids_in_area(district)
        if not area and self._places:
            known = sorted({place.admin1 for place in self._places.values()} - {""})
            raise InvalidRequestError(
                f"no place lies in an area called {district!r}: use a governorate"
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
        """All keys with their places: Latin (False), Arabic (True).

        Names with brackets are left out: a remark in brackets makes different names similar.
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


def _is_misspelling(key: str, other: str, score: int) -> bool:
    """Return whether one key may be a misspelling of the other."""
    shortest = min(len(key), len(other))
    if normalize.consonant_skeleton(key) == normalize.consonant_skeleton(other):
        return shortest >= _MIN_LENGTH_SAME_CONSONANTS and score >= _MIN_SCORE_SAME_CONSONANTS
    return shortest >= _MIN_LENGTH and score >= _MIN_SCORE and key[0] == other[0]


def _distance_km(place: Place, others: Sequence[Place]) -> float:
    """Return a rough distance to the median of other places, to choose among namesakes."""
    lon, lat = median(other.lon for other in others), median(other.lat for other in others)
    east = (place.lon - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(east, place.lat - lat)
