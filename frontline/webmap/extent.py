"""What a page is about: the ground that changed hands, which it opens on and names first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.geometry.tessellation import holder_indices

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

#: So many towns are key places where the author names none.
_TOWNS = 8


def encode_moments(atlas: Atlas, first: date, last: date) -> list[list[Any]]:
    """Give the named days of a page: days since the first, two titles, note, address, other note.

    The titles and notes are in Latin and in Arabic script.
    """
    return [
        [
            *((moment.day - first).days, moment.title, moment.title_ar),
            *(moment.note, moment.source, moment.note_ar),
        ]
        for moment in atlas.package.moments
        if first <= moment.day <= last
    ]


def key_columns(atlas: Atlas) -> list[int]:
    """Give the positions of the key places among the places with cells, in the author's order.

    Where the author names none, the largest towns are taken: cities first, then by population, then
    by id. The page says that they were chosen.
    """
    keys = atlas.package.coverage.key_places
    if not keys:
        towns = [place for place in atlas.sites if place.kind in {"city", "town"}]
        towns.sort(key=lambda place: (place.kind != "city", -(place.population or 0), place.id))
        keys = tuple(place.id for place in towns[:_TOWNS])
    columns = {place.id: column for column, place in enumerate(atlas.sites)}
    return [columns[key] for key in keys if key in columns]


#: A map of one day is about the ground that changed hands in this many days before.
_RECENT_DAYS = 14
#: A view is never narrower than this, degrees.
_LEAST_VIEW = 0.3
#: A view shows this much around what it is about, degrees.
_MARGIN = 0.04


def moved_lately(atlas: Atlas, first: date, last: date) -> NDArray[np.bool_]:
    """Tell which places with cells changed hands in the days of a page, or shortly before one."""
    record, columns = atlas.record, len(atlas.sites)
    start = (first - record.first).days
    start = max(start - _RECENT_DAYS, 0) if first == last else start
    matrix = record.matrix[start : (last - record.first).days + 1, :columns]
    answers = {(state.status, state.actors): None for state in record.states}
    number = {answer: i for i, answer in enumerate(answers)}
    bare = np.asarray([number[state.status, state.actors] for state in record.states])
    found: NDArray[np.bool_] = (bare[matrix] != bare[matrix[0]]).any(axis=0)
    return found


def view_of(atlas: Atlas, first: date, last: date, moved: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Choose what the map opens on: the ground that changed hands, else all of it.

    An animation also takes in the key places of the data.

    Returns
    -------
    South-western and north-eastern corner, longitude first, shape (2, 2)
    """
    chosen = moved if moved.any() else np.ones_like(moved)
    shown = [place for place, is_in in zip(atlas.sites, chosen, strict=True) if is_in]
    if first != last:
        gazetteer, keys = atlas.package.gazetteer, atlas.package.coverage.key_places
        shown += [gazetteer[place_id] for place_id in keys if place_id in gazetteer]
    lonlat = np.asarray([(place.lon, place.lat) for place in shown])
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2 + _MARGIN, _LEAST_VIEW / 2)
    return np.stack([middle - half, middle + half])


def weights(atlas: Atlas, first: date, last: date, moved: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Weigh the places with cells for their labels, among those of one importance.

    On a map of one day a place beside the enemy tells more than one behind the line, and one
    that has just changed hands more than one that has not.
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
