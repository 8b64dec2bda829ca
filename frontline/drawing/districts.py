"""The districts of places, in both scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.groundwork import Groundwork
    from frontline.model import Place

__all__ = ["arabic_districts", "district"]

#: How an area that joins several districts is named.
_JOINED = " + "
_BARE_ARABIC = re.compile(r"[\u0620-\u065f ]+")


def district(place: Place) -> tuple[str, ...]:
    """Name the smallest known areas of a place, the smaller first."""
    names = dict.fromkeys((place.admin3 or place.admin2, place.admin1))
    return tuple(name for name in names if name)


def arabic_districts(atlas: Groundwork) -> dict[tuple[str, ...], str]:
    """Give the Arabic names of districts, by what `district` says; "" where one is not known.

    They are those of the administrative areas. A district without an outline is named as the
    place in it that has its name: its seat.
    """
    places = atlas.package.gazetteer.values()
    small, large = _seats(places) | _areas(atlas, "admin3"), _areas(atlas, "admin1")
    found = {}
    for names in {district(place) for place in places}:
        known = [large.get(name, "") if i else small.get(name, "") for i, name in enumerate(names)]
        if len(names) == 1:
            known = [known[0] or large.get(names[0], "")]
        found[names] = "، ".join(dict.fromkeys(known)) if all(known) else ""
    return found


def _areas(atlas: Groundwork, level: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for area in atlas.package.admin:
        names, others = (text.split(_JOINED) for text in (area.name, area.name_ar))
        if area.level == level and area.name_ar and len(names) == len(others):
            found |= dict(zip(names, others, strict=True))
    return found


def _seats(places: Iterable[Place]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in places:
        if not place.admin3 or not _BARE_ARABIC.fullmatch(place.name_ar):
            continue
        if key(place.admin3) in {key(name) for name in (place.name, *place.names)}:
            found.setdefault(place.admin3, place.name_ar)
    return found
