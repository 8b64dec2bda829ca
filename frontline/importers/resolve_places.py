"""Find the place of the gazetteer that a row means, by its name and position or area.

A row with a point needs exactly one place of the name near it; a row without a point needs exactly
one in the area that the source names. A row without either needs a name that is written exactly as
in the package, where only one place may have it. Every other row is uncertain, and is asked about
in ``review.csv`` with the likeliest places.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from frontline.errors import InvalidRequestError
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.gazetteer.matching import rank_matches
from frontline.gazetteer.name_parts import split_parts
from frontline.gazetteer.normalize import literal_key, match_key
from frontline.geometry.geodesy import distance_m
from frontline.importers.review import Suggestion, place_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from frontline.importers.candidates import ReportCandidate
    from frontline.models import Place


#: Two gazetteers rarely place the centre of a town further apart; stated errors are added.
_NEAR_M = 5_000.0
#: Places of other names are suggested up to this distance.
_SUGGESTED_M = 10_000.0
#: The nearer of two places with one name is meant if the other is this many times further away,
#: and further than `_NEAR_M`.
_CLEARLY_NEARER = 5.0
#: Most suggestions for a question.
_MOST_SUGGESTIONS = 5
#: Places are indexed by cells of a tenth of a degree; such a cell is about this high.
_CELL_M = 11_000


class PlaceResolution(NamedTuple):
    """The place of a row.

    Attributes
    ----------
    status : the place was found, or it is uncertain, or the point is outside the region, or it
        would be inside with longitude and latitude swapped
    place_id : if it was found
    suggestions : the likeliest first, if it is uncertain
    reason : why it is uncertain
    by_name : whether only the name decided
    """

    status: Literal["found", "uncertain", "outside", "swapped"]
    place_id: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    reason: str = ""
    by_name: bool = False


class PlaceResolver:
    """Finds places by name and position.

    Parameters
    ----------
    places : of the package, by id
    region : west, south, east, north in degrees
    within : name or P-code of an area that all rows are about; empty if there is none
    ask_names : whether a name alone never decides

    Raises
    ------
    InvalidRequestError
        If the area `within` has no place.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        region: tuple[float, float, float, float],
        within: str = "",
        *,
        ask_names: bool = False,
    ) -> None:
        self._ask_names = ask_names
        self._gazetteer = Gazetteer(places.values())
        self._places = dict(places)
        self._region, self._within = region, within
        self._resolved: dict[object, PlaceResolution] = {}
        self._ids_in = self._gazetteer.ids_in_area
        if within and not self._ids_in(within):
            raise InvalidRequestError(f"the package has no place in an area called {within!r}")

    @cached_property
    def by_geonames(self) -> dict[int, str]:
        """Ids of places by their ids in GeoNames."""
        return {p.geonames_id: p.id for p in self._places.values() if p.geonames_id is not None}

    def name(self, place_id: str) -> str:
        """Return the name of a place of the package."""
        return self._places[place_id].name

    def resolve(self, candidate: ReportCandidate) -> PlaceResolution:
        """Find the place of a row."""
        error_m = candidate.position_error_m or 0.0
        names = candidate.place, candidate.place_ar
        key = (*names, candidate.admin, candidate.lon, candidate.lat, error_m)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(candidate, error_m)
        return found

    def _resolve(self, candidate: ReportCandidate, error_m: float) -> PlaceResolution:
        names = [name for name in (candidate.place, candidate.place_ar) if match_key(name)]
        if candidate.lon is None or candidate.lat is None:
            return self._by_area(names, candidate.admin)
        is_inside = _inside(self._region, candidate.lon, candidate.lat)
        if not is_inside and _inside(self._region, candidate.lat, candidate.lon):
            return PlaceResolution("swapped")
        if not is_inside:
            return PlaceResolution("outside")
        return self._by_point(names, candidate.lon, candidate.lat, error_m)

    @cached_property
    def _by_key(self) -> dict[str, list[Place]]:
        """Places by the keys of all their names."""
        keyed: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            for key in {match_key(name) for name in place.all_names}:
                keyed[key].append(place)
        for key, named in self._gazetteer.parts.items():
            if key not in keyed:
                keyed[key] = [self._places[place_id] for place_id in named]
        return keyed

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Place]]:
        """Places by the tenth of a degree that they lie in."""
        cells: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in self._places.values():
            cells[_cell(place.lon, place.lat)].append(place)
        return cells

    def _named(self, names: Iterable[str]) -> list[Place]:
        """Return the places that have one of the names, by its key."""
        found = (place for name in names for place in self._by_key.get(match_key(name), ()))
        return list({place.id: place for place in found}.values())

    def _named_in_part(self, names: list[str]) -> tuple[list[Place], list[Place]]:
        """Return the places of a part of a name, and those of a remark in brackets behind it."""
        parts = [split_parts(name) for name in names]
        own = self._named(name for part in parts for name in part.own)
        return own, self._named(name for part in parts for name in part.remarks)

    def _of_exact_name(self, names: list[str], admin: Iterable[str]) -> Place | None:
        """Return the only place of a name, if the name is written as in the package.

        A place in a known area does not decide for a row that names an area the package lacks.
        """
        named = self._named(names)
        if len(named) != 1 or self._ask_names:
            return None
        place = named[0]
        own = {literal_key(name) for name in place.all_names}
        is_exact = all(literal_key(name) in own for name in names)
        is_elsewhere = any(admin) and any((place.admin1, place.admin2, place.admin3))
        return place if is_exact and not is_elsewhere else None

    def _similar(self, names: list[str]) -> tuple[Place | None, list[Place]]:
        """Return the only place whose name differs by a misspelling, and all similar ones."""
        similar: list[Place] = []
        for name in names:
            try:
                match = self._gazetteer.find(name)
            except InvalidRequestError:
                continue
            if match.kind == "fuzzy":
                return match.place, [*match.candidates]
            similar += match.candidates
        return None, similar

    def _by_point(
        self, names: list[str], lon: float, lat: float, error_m: float
    ) -> PlaceResolution:
        """Choose among the places of the name by their distance to the point."""
        named = self._named(names)
        named, remarked = (named, named) if named else self._named_in_part(names)
        misspelt, similar = (None, named) if named else self._similar(names)
        fits = named if misspelt is None else [misspelt]
        distances_m = _distances_m(fits, lon, lat)
        near = [p for p in fits if distances_m[p.id] <= _NEAR_M + error_m + p.position_error_m]
        near.sort(key=lambda place: (distances_m[place.id], place.id))
        if near and _is_clear([distances_m[place.id] for place in near]):
            return PlaceResolution("found", near[0].id)
        reason = "no place has this name"
        if fits:
            reason = "no place of this name is near the point"
        if near:
            reason = "several places of this name are near the point"
        reach_m = _SUGGESTED_M + error_m
        places = [*similar, *remarked, *self._around(lon, lat, reach_m)]
        return PlaceResolution("uncertain", "", _ranked(names, places, (lon, lat), reach_m), reason)

    def _by_area(self, names: list[str], admin: Iterable[str]) -> PlaceResolution:
        """Choose within the smallest area that the gazetteer has."""
        named = self._named(names)
        areas = [area for area in (self._within, *admin) if area and self._ids_in(area)]
        if not areas and (place := self._of_exact_name(names, admin)) is not None:
            return PlaceResolution("found", place.id, by_name=True)
        inside = named
        if areas:
            inside = [place for place in named if place.id in self._ids_in(areas[-1])]
            if len(inside) == 1:
                return PlaceResolution("found", inside[0].id)
        if not named:
            named = [place for part in self._named_in_part(names) for place in part]
        similar = inside or named or self._similar(names)[1]
        reason = _reason(inside, areas, admin, asked=self._ask_names)
        return PlaceResolution("uncertain", "", _ranked(names, similar), reason)

    def nearest_m(self, lon: float, lat: float, reach_m: float) -> float:
        """Return the distance from a point to the nearest place; infinity if beyond reach."""
        around = self._around(lon, lat, reach_m)
        return min(_distances_m(around, lon, lat).values(), default=math.inf)

    def _around(self, lon: float, lat: float, reach_m: float) -> list[Place]:
        """Return the places within reach of a point."""
        column, row = _cell(lon, lat)
        rows = min(math.ceil(reach_m / _CELL_M), 10)
        columns = min(math.ceil(rows / max(math.cos(math.radians(lat)), 0.05)), 40)
        places = [
            place
            for dx in range(-columns, columns + 1)
            for dy in range(-rows, rows + 1)
            for place in self._cells.get((column + dx, row + dy), ())
        ]
        distances_m = _distances_m(places, lon, lat)
        return [place for place in places if distances_m[place.id] <= reach_m]


def _reason(inside: list[Place], areas: list[str], admin: Iterable[str], *, asked: bool) -> str:
    """Return why a row without a point is uncertain."""
    remedy = "the row needs lon and lat, or admin1, or the import --set in=AREA"
    if areas:
        found = "several places in the area have" if inside else "no place in the area has"
        return f"{found} this name"
    if not inside:
        return "no place of the package has this name"
    if len(inside) > 1:
        return f"several places have this name: {remedy}"
    if any(admin):
        return f"the package has no area of the names in the row: {', '.join(filter(None, admin))}"
    if asked:
        return "the row has only a name, and --ask-names asks about each"
    return f"a name alone decides only if it is written as in the package: {remedy}"


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon * 10), math.floor(lat * 10)


def _inside(region: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = region
    return west <= lon <= east and south <= lat <= north


def _distances_m(places: Collection[Place], lon: float, lat: float) -> dict[str, float]:
    """Return the distances from places to a point, by the ids of the places."""
    if not places:
        return {}
    lons, lats = np.array([(place.lon, place.lat) for place in places]).T
    distances_m = distance_m(lons, lats, lon, lat).tolist()
    return dict(zip((place.id for place in places), distances_m, strict=True))


def _is_clear(distances_m: list[float]) -> bool:
    """Return whether the first of the sorted distances is alone, or clearly the smallest."""
    if len(distances_m) == 1:
        return True
    return distances_m[1] > max(_CLEARLY_NEARER * distances_m[0], _NEAR_M)


def _ranked(
    names: list[str],
    places: Iterable[Place],
    point: tuple[float, float] | None = None,
    reach_m: float = math.inf,
) -> tuple[Suggestion, ...]:
    """Return suggestions: places within reach first, then by similarity and distance.

    A similar name a hundred kilometres away is a worse guess than another name at the point.
    """
    listed = {place.id: place for place in places}
    scores = _scores(names, listed)
    distances_m = {} if point is None else _distances_m(listed.values(), *point)
    suggestions = []
    for place in listed.values():
        distance = None if point is None else float(round(distances_m[place.id]))
        areas = (place.admin3 or place.admin2, place.admin1)
        if point is None and not any(areas):
            areas = (f"at {place.lon:.2f}, {place.lat:.2f}", "")
        title = place_title(place.name, *areas)
        suggestions.append(Suggestion(place.id, scores[place.id], distance, title))
    suggestions.sort(key=lambda one: (-one.score, one.distance_m or 0.0, one.id))
    near = [one for one in suggestions if (one.distance_m or 0.0) <= reach_m]
    far = [one for one in suggestions if one not in near]
    near = near[: _MOST_SUGGESTIONS - bool(far)]  # the most similar distant place is listed too
    return (*near, *far[: _MOST_SUGGESTIONS - len(near)])


def _scores(names: list[str], places: Mapping[str, Place]) -> dict[str, int]:
    """Return the highest similarity of each place's names to the names of a row, 0 to 100."""
    pairs = sorted(
        {(match_key(name), place.id) for place in places.values() for name in place.all_names}
    )
    keys, owners = [key for key, _ in pairs], [owner for _, owner in pairs]
    scores = dict.fromkeys(places, 0)
    wanted = [match_key(name) for name in names]
    for found in rank_matches(wanted, keys, owners, cutoff=1, limit=50):
        for choice, score in zip(found.choices, found.scores, strict=True):
            scores[owners[choice]] = max(scores[owners[choice]], score)
    return scores
