"""The days an author has named, and the places a reader looks for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from frontline.groundwork import Groundwork

__all__ = ["encode_moments", "key_columns"]

#: So many towns are key places where the author names none.
_TOWNS = 8


def encode_moments(atlas: Groundwork, first: date, last: date) -> list[list[Any]]:
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


def key_columns(atlas: Groundwork) -> list[int]:
    """Give the positions of the key places among the places with cells, in the author's order.

    Where the author names none, the largest towns are taken: cities first, then by population, then
    by id. The page says that they were chosen.
    """
    keys = atlas.package.frame.key_places
    if not keys:
        towns = [place for place in atlas.cell_places if place.kind in {"city", "town"}]
        towns.sort(key=lambda place: (place.kind != "city", -(place.population or 0), place.id))
        keys = tuple(place.id for place in towns[:_TOWNS])
    columns = {place.id: column for column, place in enumerate(atlas.cell_places)}
    return [columns[key] for key in keys if key in columns]
