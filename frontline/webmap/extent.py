"""What a page shows first: its initial view, key dates, key places, and labels by weight."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.geometry.tessellation import holder_indices
from frontline.stills.views import view_bounds

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

#: Number of towns that are key places if the package names none.
_TOWNS = 8
#: A map of one day is about the territory that changed in this many days before.
_RECENT_DAYS = 14
#: Smallest width and height of the initial view, degrees; less for a city, see `map_scale`.
_MIN_VIEW = 0.3
#: Margin of the initial view, degrees; the same.
_MARGIN = 0.04
#: The initial view has at least so many places with evidence, if the map has.
_MIN_SITES = 3
#: Radius of a usual cell of a map of villages.
_USUAL_RADIUS_KM = 1.0


def encode_moments(atlas: Atlas, first: date, last: date) -> list[list[Any]]:
    """Return the key dates of a page, a list each.

    The list contains: days since the first day, title, Arabic title, note, source, Arabic note.
    """
    return [
        [
            *((moment.day - first).days, moment.title, moment.title_ar),
            *(moment.note, moment.source, moment.note_ar),
        ]
        for moment in atlas.package.moments
        if first <= moment.day <= last
    ]


def key_place_indices(atlas: Atlas) -> list[int]:
    """Return the indices of the key places among the places with cells, in the package's order.

    If the package names none, these are the largest towns: cities first, then by population, then
    by id. The page mentions that they were chosen automatically.
    """
    keys = atlas.package.coverage.key_places
    if not keys:
        towns = [place for place in atlas.sites if place.kind in {"city", "town"}]
        towns.sort(key=lambda place: (place.kind != "city", -(place.population or 0), place.id))
        keys = tuple(place.id for place in towns[:_TOWNS])
    columns = {place.id: column for column, place in enumerate(atlas.sites)}
    return [columns[key] for key in keys if key in columns]


def recently_changed(atlas: Atlas, first: date, last: date) -> NDArray[np.bool_]:
    """Return a mask of the places that changed in the days of a page, or shortly before one day."""
    table = atlas.holders.table
    start, end = (atlas.holders.day_number(day) for day in (first, last))
    start = max(start - _RECENT_DAYS, 0) if first == last else start
    codes = _codes_of_control(atlas)[table.code]
    before, begun = codes[table.on(start)], table.beginning(start, end)
    differs = codes[begun] != before[table.column[begun]]
    changed = np.zeros(len(before), dtype=np.bool_)
    changed[table.column[begun[differs]]] = True
    return changed


def _codes_of_control(atlas: Atlas) -> NDArray[np.int64]:
    """Return a number for each state that ignores its evidence, which is no part of control."""
    numbers: dict[tuple[str, tuple[str, ...]], int] = {}
    return np.asarray(
        [
            numbers.setdefault((state.status, state.actors), len(numbers))
            for state in atlas.record.states
        ]
    )


def day_before_change(atlas: Atlas, day: date) -> date | None:
    """Return the day before the last change of control on or before a day; None without one."""
    table = atlas.holders.table
    codes = _codes_of_control(atlas)[table.code]
    begun = table.beginning(0, atlas.holders.day_number(day))
    begun = begun[codes[begun] != codes[begun - 1]]  # the span of the day before is above
    if not len(begun):
        return None
    return atlas.record.first + timedelta(days=int(table.first[begun[-1]]) - 1)


def map_scale(atlas: Atlas) -> float:
    """Return the size of a map of close places, compared with one of villages: 1 or less.

    It is small if the cells are: streets of a city need a closer view than villages.
    """
    radius_km = float(np.sqrt(np.median(atlas.cells.areas_km2) / np.pi))
    share = min(1.0, max(radius_km / _USUAL_RADIUS_KM, 0.01))
    return share * math.sqrt(share)  # the map of a city has fewer cells too


def initial_view(
    atlas: Atlas, first: date, last: date, moved: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the initial view: the territory that changed, or all of it if none or one place did.

    The view of an animation also contains the key places.

    Returns
    -------
    ndarray of float, shape (2, 2)
        South-western and north-eastern corner, longitude before latitude, degrees.
    """
    chosen = moved if moved.any() else np.ones_like(moved)
    shown = [place for place, is_in in zip(atlas.sites, chosen, strict=True) if is_in]
    if first != last:
        gazetteer, keys = atlas.package.gazetteer, atlas.package.coverage.key_places
        shown += [gazetteer[place_id] for place_id in keys if place_id in gazetteer]
    everywhere = np.asarray([(place.lon, place.lat) for place in atlas.sites])
    view = _view_of(np.asarray([(place.lon, place.lat) for place in shown]), map_scale(atlas))
    is_seen = ((view[0] <= everywhere) & (everywhere <= view[1])).all(axis=1)
    if is_seen.sum() < min(_MIN_SITES, len(everywhere)):  # a place alone shows no situation
        return _view_of(everywhere, map_scale(atlas))
    return view


def chosen_view(atlas: Atlas, view: str) -> NDArray[np.float64]:
    """Return the view that an author chose (`frontline.stills.views`), as of `initial_view`."""
    west, south, east, north = view_bounds(atlas, view)
    lon, lat = atlas.projection.inverse([west, east, west, east], [south, south, north, north])
    return np.asarray([[np.min(lon), np.min(lat)], [np.max(lon), np.max(lat)]])


def _view_of(lonlat: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Return the corners of a view with a margin around positions."""
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    half = np.maximum((high - low) / 2 + _MARGIN * scale, _MIN_VIEW / 2 * scale)
    middle: NDArray[np.float64] = (low + high) / 2
    return np.stack([middle - half, middle + half])


def label_weights(
    atlas: Atlas, first: date, last: date, moved: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the weight of each place's label among places of one rank.

    Places that changed recently weigh more. On a map of one day, places next to another actor's
    territory weigh more still.
    """
    weight = moved.astype(np.int64)
    if first == last:
        record = atlas.record
        codes = record.codes(last)[: len(atlas.sites)]
        holders = holder_indices(codes, record.states, atlas.actors)
        sides = holders[atlas.cells.pairs]
        at_war = (sides[:, 0] != sides[:, 1]) & (sides > -2).all(axis=1)
        weight[np.unique(atlas.cells.pairs[at_war])] += 2
    return weight
