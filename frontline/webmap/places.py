"""The places of a page: names, spellings for the search, districts, label ranks and positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.gazetteer.name_parts import names_within
from frontline.gazetteer.normalize import match_key
from frontline.webmap.quantize import deltas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Place
    from frontline.webmap.quantize import Grid

#: Separates the districts in the name of an area that joins several.
_JOINED = " + "
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PLAIN_ARABIC = re.compile(r"[\u0620-\u065f ]+")


def encode_places(atlas: Atlas, grid: Grid, weights: NDArray[np.int64]) -> dict[str, Any]:
    """Encode the places with cells, in their order, then the other towns.

    Parameters
    ----------
    atlas : Atlas
    grid : Grid
    weights : ndarray of int, shape (cells,)
        Order of the labels among places of one rank, see `extent.label_weights`.

    Returns
    -------
    dict
        Columns: `id` ("" if it is the `slug` of the name), `name`, `name_ar`, `name_local` and
        `local_language` (if the package has one), `spellings` (normalized), `kind` and `district`
        (indices into `kinds`, `districts` and `districts_ar`), `x` and `y` (differences), `error`
        (metres), `rank` (see `label_rank`), `order` (indices, the most important place first), and
        `cells`, the number of places with a cell.
    """
    coverage = atlas.package.coverage
    with_cells = {place.id for place in atlas.sites}
    others = [
        place
        for place in atlas.package.gazetteer.values()
        if place.kind in {"city", "town"} and place.id not in with_cells
    ]
    places = [*atlas.sites, *others]
    kinds = sorted({place.kind for place in places})
    of_places = list(map(district_names, places))
    districts = sorted(set(of_places))
    arabic = arabic_district_names(atlas)
    kind_number = {kind: number for number, kind in enumerate(kinds)}
    district_number = {names: number for number, names in enumerate(districts)}
    ranks = [label_rank(place, coverage.key_places) for place in places]
    lonlat = np.asarray([(place.lon, place.lat) for place in places]).reshape(-1, 2)
    points = grid.quantize(lonlat)

    def key_of(name: str) -> str:
        return atlas.gazetteer.key_of(name)  # which is made only if a place has further names

    all_weights = [*weights.tolist(), *[0] * len(others)]
    return {
        "cells": len(with_cells),
        "id": [_id_beyond_name(place) for place in places],
        "name": [place.name for place in places],
        "name_ar": [place.name_ar for place in places],
        **_local_names(places, coverage.local_language),
        "spellings": encode_spellings(places, key_of),
        "kinds": kinds,
        "kind": [kind_number[place.kind] for place in places],
        "districts": [", ".join(names) for names in districts],
        "districts_ar": [arabic[names] for names in districts],
        "district": list(map(district_number.__getitem__, of_places)),
        "x": deltas(points[:, 0]),
        "y": deltas(points[:, 1]),
        "error": [round(place.position_error_m) for place in places],
        "rank": ranks,
        "order": _label_order(places, ranks, all_weights, coverage.key_places),
    }


def slug(name: str) -> str:
    """Return a name in small letters with hyphens, as ids usually are; "" if it is not ASCII.

    Examples
    --------
    >>> slug("Tal al-Nar (hill 2)")
    'tal-al-nar-hill-2'
    """
    return _NOT_SLUG.sub("-", name.lower()).strip("-") if name.isascii() else ""


def _id_beyond_name(place: Place) -> str:
    """Return the id of a place, or what follows its name in it, such as "" or "-north"."""
    own = slug(place.name)
    return place.id[len(own) :] if own and f"{place.id}-".startswith(f"{own}-") else place.id


def _local_names(places: Sequence[Place], language: str) -> dict[str, Any]:
    if not language:
        return {}
    return {"local_language": language, "name_local": [place.name_local for place in places]}


def label_rank(place: Place, key_places: Sequence[str]) -> int:
    """Return the rank of a place's label: 0 for cities, 1 for key places, 4 for the smallest."""
    if place.kind == "city":
        return 0
    if place.id in key_places:
        return 1
    if place.kind == "town":
        return 1 if (place.population or 0) >= 20_000 else 2
    return 3 if (place.population or 0) >= 5_000 else 4


def _label_order(
    places: Sequence[Place], ranks: Sequence[int], weights: Sequence[int], keys: Sequence[str]
) -> list[int]:
    def sort_key(i: int) -> tuple[int, bool, int, int, int]:
        return (ranks[i], places[i].id not in keys, -weights[i], -(places[i].population or 0), i)

    return sorted(range(len(places)), key=sort_key)


def encode_spellings(
    places: Sequence[Place], key_of: Callable[[str], str] = match_key
) -> list[list[str]]:
    """Return the normalized spellings of each place that differ from those of its names.

    `key_of` returns the match key of a name. The parts of a name such as "Bakhmut (Artemivsk)"
    are spellings too.
    """
    named = {one for place in places for one in (place.admin1, place.admin2, place.admin3)}
    areas = set(map(match_key, named))
    spellings: list[list[str]] = []
    for place in places:
        parts = names_within(place.all_names, areas)
        keys = {key_of(name) for name in (*place.names, *parts)}
        if not keys:
            spellings.append([])
            continue
        spellings.append(sorted(keys - {"", *map(key_of, place.main_names)}))
    return spellings


def district_names(place: Place) -> tuple[str, ...]:
    """Return the names of a place's district and province, as far as they are known."""
    names = dict.fromkeys((place.admin3 or place.admin2, place.admin1))
    return tuple(name for name in names if name)


def arabic_district_names(atlas: Atlas) -> dict[tuple[str, ...], str]:
    """Return the Arabic names of districts, by `district_names`; "" where one is unknown.

    They come from the administrative areas. A district without an area has the Arabic name of the
    place inside it that shares its name.
    """
    places = atlas.package.gazetteer.values()
    small, large = _seats(places) | _area_names(atlas, "admin3"), _area_names(atlas, "admin1")
    arabic = {}
    for names in {district_names(place) for place in places}:
        known = [large.get(name, "") if i else small.get(name, "") for i, name in enumerate(names)]
        if len(names) == 1:
            known = [known[0] or large.get(names[0], "")]
        arabic[names] = "، ".join(dict.fromkeys(known)) if all(known) else ""
    return arabic


def _area_names(atlas: Atlas, level: str) -> dict[str, str]:
    arabic: dict[str, str] = {}
    for area in atlas.package.admin:
        names, names_ar = (text.split(_JOINED) for text in (area.name, area.name_ar))
        if area.level == level and area.name_ar and len(names) == len(names_ar):
            arabic |= dict(zip(names, names_ar, strict=True))
    return arabic


def _seats(places: Iterable[Place]) -> dict[str, str]:
    arabic: dict[str, str] = {}
    for place in places:
        if not place.admin3 or not _PLAIN_ARABIC.fullmatch(place.name_ar):
            continue
        if match_key(place.admin3) in {match_key(name) for name in (place.name, *place.names)}:
            arabic.setdefault(place.admin3, place.name_ar)
    return arabic
