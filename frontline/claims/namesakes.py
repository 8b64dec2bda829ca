"""Choose between places of one name: how near they lie, and which are worth asking about."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from frontline.gazetteer import normalize
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from frontline.models import Place

#: A namesake is chosen only within this distance of another place of the text.
NEAR_KM = 30.0
#: A single word whose key has at most this many letters is a short name.
SHORT_KEY = 7
#: Of several namesakes, one beside the other places of its sentence is meant if it lies this near
#: to one of them, and the others lie many times as far.
BESIDE_KM = 8.0
MANY_TIMES = 2.5
BESIDE = "beside the other places of the sentence"


def distance_km(place: Place, other: Place) -> float:
    """Return the distance between two places, in kilometres."""
    return geodesy.distance_m(place.lon, place.lat, other.lon, other.lat) / 1000


def are_near(place: Place, others: tuple[Place, ...]) -> bool:
    """Return whether a place is near one of several others."""
    return any(distance_km(place, other) <= NEAR_KM for other in others)


def list_candidates(name: str, places: tuple[Place, ...]) -> str:
    """Ask which of several places is meant; without those that are only a little alike."""
    listed = [
        ", ".join(filter(None, (place.name, place.admin3, place.id)))
        for place in places[:5]
        if any(_are_alike(name, one) for one in place.all_names)
    ]
    return f". Which is meant: {'; '.join(listed)}?" if listed else ""


def _are_alike(name: str, other: str) -> bool:
    keys = normalize.match_key(name), normalize.match_key(other)
    return _ratio(*keys) >= _ALIKE and _ratio(name.casefold(), other.casefold()) >= _SPELT_ALIKE


def _ratio(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second).ratio()


#: The share of letters of two keys, and of the names as spelt, from which a place is offered.
_ALIKE = 0.7
_SPELT_ALIKE = 0.55
