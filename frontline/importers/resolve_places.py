"""Which place of the gazetteer a report means: by its name and where it says the place lies.

A name alone never decides. With a point, a place of that name must lie near it, and no second
one; without, the area that the source names must hold just one. Everything else is asked in
``review.csv``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from frontline.errors import InvalidRequestError
from frontline.gazetteer import matching, normalize
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.geometry.geodesy import distance_m
from frontline.importers.review import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from frontline.importers.candidates import FoundReport
    from frontline.models import Place


#: Two gazetteers seldom set the middle of one town further apart than this; the errors that
#: both state are added to it.
_NEAR_M = 5_000.0
#: A place of another name is worth a look in the review up to here.
_BESIDE_M = 10_000.0
#: Of two places of one name within reach, the nearer is meant if the other is so many times
#: further, and beyond the distance at which two gazetteers may differ.
_CLEARLY = 5.0
#: How many candidates a question lists.
_LISTED = 5

#: What came of it: a place; a question; a point outside the region, or with its axes swapped.
What: TypeAlias = Literal["placed", "asked", "outside", "swapped"]


class Placed(NamedTuple):
    """What a report's place was found to be.

    Attributes
    ----------
    place_id : if `what` is ``placed``
    candidates : the likeliest first, if it is ``asked``
    why : for the question, in words
    """

    what: What
    place_id: str = ""
    candidates: tuple[Candidate, ...] = ()
    why: str = ""


class Placing:
    """Finds places by name and position.

    Parameters
    ----------
    places : of the package, by id
    region : west, south, east, north
    within : name or P-code of an area that all reports speak of, if the user says so

    Raises
    ------
    InvalidRequestError
        If no place lies in an area called `within`.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        region: tuple[float, float, float, float],
        within: str = "",
    ) -> None:
        self._gazetteer = Gazetteer(places.values())
        self._places = dict(places)
        self._region, self._within = region, within
        self._known: dict[object, Placed] = {}
        if within and not self._gazetteer.ids_in_area(within):
            raise InvalidRequestError(f"no place of the package lies in an area called {within!r}")

    @cached_property
    def by_geonames(self) -> dict[int, str]:
        """Ids of places by their ids in GeoNames."""
        return {p.geonames_id: p.id for p in self._places.values() if p.geonames_id is not None}

    def name(self, place_id: str) -> str:
        """Give the name of a place that the package had when it was opened."""
        return self._places[place_id].name

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Place]]:
        """Places by the tenth of a degree they lie in."""
        cells: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in self._places.values():
            cells[_cell(place.lon, place.lat)].append(place)
        return cells

    def find(self, found: FoundReport) -> Placed:
        """Find the place that a report means."""
        error_m = found.position_error_m or 0.0
        asked = (found.place, found.place_ar, found.admin, found.lon, found.lat, error_m)
        if asked not in self._known:
            self._known[asked] = self._find(found, error_m)
        return self._known[asked]

    def _find(self, found: FoundReport, error_m: float) -> Placed:
        written = [name for name in (found.place, found.place_ar) if normalize.match_key(name)]
        if found.lon is None or found.lat is None:
            return self._by_area(written, found.admin)
        inside = _inside(self._region, found.lon, found.lat)
        if not inside and _inside(self._region, found.lat, found.lon):
            return Placed("swapped")
        if not inside:
            return Placed("outside")
        return self._by_point(written, found.lon, found.lat, error_m)

    @cached_property
    def _by_key(self) -> dict[str, list[Place]]:
        """Places by the keys of all their names."""
        keyed: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            for key in {normalize.match_key(name) for name in _spellings(place)}:
                keyed[key].append(place)
        return keyed

    def _named(self, written: list[str]) -> list[Place]:
        """Give the places that have one of the names, by its key."""
        found = (
            place for name in written for place in self._by_key.get(normalize.match_key(name), ())
        )
        return list({place.id: place for place in found}.values())

    def _spelt_alike(self, written: list[str]) -> tuple[Place | None, list[Place]]:
        """Give the one place whose name is a misspelling away, and those that come near."""
        near: list[Place] = []
        for name in written:
            try:
                match = self._gazetteer.find(name)
            except InvalidRequestError:
                continue
            if match.match == "fuzzy":
                return match.place, [*match.candidates]
            near += match.candidates
        return None, near

    def _by_point(self, written: list[str], lon: float, lat: float, error_m: float) -> Placed:
        """Choose among the places of that name by their distance to the point."""
        named = self._named(written)
        one, alike = (None, named) if named else self._spelt_alike(written)
        fits = [one] if one is not None else named
        away = {place.id: _apart_m(place, lon, lat) for place in fits}
        near = [p for p in fits if away[p.id] <= _NEAR_M + error_m + p.position_error_m]
        near.sort(key=lambda place: (away[place.id], place.id))
        if len(near) == 1 or (len(near) > 1 and _clear(away[near[0].id], away[near[1].id])):
            return Placed("placed", near[0].id)
        why = "no place is called so"
        if fits:
            why = "no place of this name lies there"
        if near:
            why = "several places of this name lie there"
        reach_m = _BESIDE_M + error_m
        around = self._beside(lon, lat, reach_m)
        listed = _ranked(written, [*alike, *around], (lon, lat), reach_m)
        return Placed("asked", "", listed, why)

    def _by_area(self, written: list[str], admin: Iterable[str]) -> Placed:
        """Choose within the smallest area that the gazetteer knows."""
        named = self._named(written)
        alike = named or self._spelt_alike(written)[1]
        areas = [
            area for area in (self._within, *admin) if area and self._gazetteer.ids_in_area(area)
        ]
        if not areas:
            why = "a name alone does not tell a place; lon and lat, admin1, or --set in=AREA does"
            return Placed("asked", "", _ranked(written, alike), why)
        inside = [place for place in named if place.id in self._gazetteer.ids_in_area(areas[-1])]
        if len(inside) == 1:
            return Placed("placed", inside[0].id)
        why = "no place of that area is called so"
        if inside:
            why = "several places of this name lie in that area"
        return Placed("asked", "", _ranked(written, inside or alike), why)

    def _beside(self, lon: float, lat: float, reach_m: float) -> Iterator[Place]:
        """Give the places around a point; some a little beyond the reach."""
        column, row = _cell(lon, lat)
        steps = min(math.ceil(reach_m / 11_000), 10)
        across = min(math.ceil(steps / max(math.cos(math.radians(lat)), 0.05)), 40)
        for dx in range(-across, across + 1):
            for dy in range(-steps, steps + 1):
                for place in self._cells.get((column + dx, row + dy), ()):
                    if _apart_m(place, lon, lat) <= reach_m:
                        yield place


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon * 10), math.floor(lat * 10)


def _inside(region: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = region
    return west <= lon <= east and south <= lat <= north


def _apart_m(place: Place, lon: float, lat: float) -> float:
    return distance_m(place.lon, place.lat, lon, lat)


def _clear(nearest_m: float, next_m: float) -> bool:
    return next_m > max(_CLEARLY * nearest_m, _NEAR_M)


def _spellings(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, (place.name, place.name_ar, *place.names)))


def _ranked(
    written: list[str],
    places: Iterable[Place],
    point: tuple[float, float] | None = None,
    reach_m: float = math.inf,
) -> tuple[Candidate, ...]:
    """Make candidates of places: those within reach first, the more alike and nearer ahead.

    A likely name a hundred kilometres off is a worse guess than an unlike one at the point.
    """
    listed = {place.id: place for place in places}
    pairs = sorted(
        {(normalize.match_key(n), place.id) for place in listed.values() for n in _spellings(place)}
    )
    scores = dict.fromkeys(listed, 0)
    keys, owners = [key for key, _ in pairs], [owner for _, owner in pairs]
    for like in matching.rank_matches(
        [normalize.match_key(n) for n in written], keys, owners, cutoff=1, limit=50
    ):
        for choice, score in zip(like.choices, like.scores, strict=True):
            scores[owners[choice]] = max(scores[owners[choice]], score)
    found = []
    for place in listed.values():
        away = None if point is None else float(round(_apart_m(place, *point)))
        found.append(Candidate(place.id, scores[place.id], away))
    found.sort(key=lambda one: (-one.score, one.distance_m or 0.0, one.id))
    near = [one for one in found if (one.distance_m or 0.0) <= reach_m]
    far = [one for one in found if one not in near]
    near = near[: _LISTED - bool(far)]  # the likeliest far off is worth a look, too
    return (*near, *far[: _LISTED - len(near)])
