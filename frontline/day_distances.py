"""Distances on one day: what a name stands for on that day, and what to measure between.

They are methods of `frontline.state.State`, where they are documented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.geometry.distance import measure
from frontline.geometry.geodesy import compass_direction
from frontline.geometry.nearest_distance import (
    Places,
    measure_many,
    measure_nearest,
    measure_nearest_pair,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from frontline.geometry.distance import Distance, Endpoint
    from frontline.state import State


def distance_on(state: State, start: str, end: str, district: str | None) -> Distance:
    """Measure between two named things on a day, as `State.distance` describes."""
    if (to_front := _distance_to_front(state, start, end, district)) is not None:
        return to_front
    first, second = endpoints_on(state, start, district), endpoints_on(state, end, district)
    from_actor, to_actor = state.atlas.find_actor(start), state.atlas.find_actor(end)
    if from_actor and to_actor:
        found = measure_nearest_pair(first, second)
    elif to_actor:
        found = state.unknown_ground.qualify(measure_nearest(first[0], second), first[0])
    elif from_actor:
        found = measure_nearest(second[0], first, reverse=True)
        found = state.unknown_ground.qualify(found, second[0])
    else:
        found = measure(first[0], second[0])
    return found.between_actors(from_actor, to_actor)


def _distance_to_front(state: State, start: str, end: str, district: str | None) -> Distance | None:
    """Measure between a place, position or highway and the front; None for other ends."""
    if is_front(start) == is_front(end):
        return None
    named = end if is_front(start) else start
    if state.atlas.find_actor(named):
        return None
    (point,) = endpoints_on(state, named, district)
    if point.centre is None:
        (front,) = endpoints_on(state, "front")
        ends = (front, point) if is_front(start) else (point, front)
        return state.unknown_ground.qualify(measure(*ends), point)
    return state.unknown_ground.front_from(point, reverse=is_front(start))


def distances_on(state: State, lon: ArrayLike, lat: ArrayLike, end: str) -> pd.DataFrame:
    """Measure from many positions on a day, as `State.distances` describes."""
    import pandas as pd  # noqa: PLC0415 - slow to import, and not every question needs it

    endpoints = endpoints_on(state, end, None)
    found, gaps = measure_many(lon, lat, endpoints), None
    if is_front(end) or state.atlas.find_actor(end):
        found, gaps = state.unknown_ground.qualify_many(lon, lat, found, to_front=is_front(end))
    places = [endpoints[number].place for number in found.endpoint_index]
    return pd.DataFrame(
        {
            "centre_m": found.centre_m,
            "edge_m": found.edge_m,
            "low_m": found.low_m,
            "high_m": found.high_m,
            "bearing_deg": found.bearing_deg,
            "direction": [compass_direction(bearing) for bearing in found.bearing_deg],
            "place_id": [None if place is None else place.id for place in places],
            "gap": [None] * len(places) if gaps is None else gaps,
        }
    )


def endpoints_on(state: State, name: str, district: str | None = None) -> tuple[Endpoint, ...]:
    """Return what a name stands for on a day, as `State.endpoints` describes."""
    actor = state.atlas.find_actor(name)
    if actor is not None:
        return state.held_endpoints(actor)
    if is_front(name):
        if state.front_endpoint is None:
            raise InvalidRequestError(
                f"no front line is drawn on {state.day}: nothing to measure to"
            )
        return (state.front_endpoint,)
    try:
        return (state.atlas.locate(name, district),)
    except UnknownNameError as error:
        actors = ", ".join(state.atlas.actors)
        raise UnknownNameError(f"{error}\nActors: {actors}; and the front") from None


def places_held(state: State, actor: str) -> Places:
    """Return the places that an actor holds on a day, ready to be measured."""
    held = state.holders == state.atlas.actors.index(actor)
    if not held.any():
        raise InvalidRequestError(f"{actor} holds no place on {state.day}: nothing to measure to")
    return Places(
        endpoint
        for endpoint, is_held in zip(state.atlas.site_endpoints, held, strict=True)
        if is_held
    )


def is_front(name: str) -> bool:
    """Return whether a name of an end of a distance means the front.

    Examples
    --------
    >>> is_front("Front "), is_front("Morek")
    (True, False)
    """
    return name.strip().lower() == "front"
