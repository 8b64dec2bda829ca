"""Compare what single publishers say of one day: places, ground, front and highways."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import GEOD
from frontline.sensitivity.rules import PlaceDifference, RoadDifference, differing_stretches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.models import Publisher
    from frontline.state import State

#: Fronts that are nearer to each other than this are the same, in metres.
SAME_FRONT_M = 1000.0


@dataclass(frozen=True, slots=True)
class SourceComparison:
    """The differences between publishers on one day, each taken alone.

    Parameters
    ----------
    day : date
        The day.
    publishers : tuple of Publisher
        The publishers.
    places : tuple of PlaceDifference
        Places of which they say different things; where one says nothing there is no difference.
    compared : int
        Number of places of which all of them say who held them, or that they are contested.
    areas_km2 : tuple of dict of str to float
        Area of each actor by each publisher.
    differing_km2 : float
        Area that they give to different actors, or that only some of them call contested.
    fronts_km : tuple of float
        Length of the front by each publisher.
    differing_fronts_km : tuple of float
        The part of each front that is more than `SAME_FRONT_M` from the front of another.
    roads : tuple of RoadDifference
        Stretches of highways of which they say different things.
    """

    day: date
    publishers: tuple[Publisher, ...]
    places: tuple[PlaceDifference, ...]
    compared: int
    areas_km2: tuple[Mapping[str, float], ...]
    differing_km2: float
    fronts_km: tuple[float, ...]
    differing_fronts_km: tuple[float, ...]
    roads: tuple[RoadDifference, ...]

    @property
    def road_km(self) -> float:
        """Length of the highways of which they say different things, in kilometres."""
        return sum((road.to_km - road.from_km for road in self.roads), 0.0)


def compare_sources(atlas: Atlas, sources: Sequence[str], day: date) -> SourceComparison:
    """Compare what publishers say of a day.

    Parameters
    ----------
    atlas : Atlas
        The data of all publishers.
    sources : sequence of str
        Ids or names of two publishers or more.
    day : date
        The day.

    Raises
    ------
    InvalidRequestError
        For fewer than two publishers, a repeated one, or one that is unknown.
    """
    alone = [_with_drawn_ground(atlas.of_source(source)) for source in sources]
    ids = [one.source for one in alone]
    if len(set(ids)) < max(2, len(ids)):
        raise InvalidRequestError(
            f"Name two different publishers to compare, not {', '.join(sources)}."
        )
    states = [one.on(day) for one in alone]
    places, compared = _places(states)
    territory = [_ground(state) for state in states]
    fronts = [state.atlas.projection.to_plane(_front(state)) for state in states]
    roads = [
        found
        for highway in atlas.package.highways
        for found in differing_stretches(highway, states)
        if all(control.status != "unknown" for control in found.answers)
    ]
    return SourceComparison(
        day=day,
        publishers=tuple(atlas.package.publishers[id_] for id_ in ids if id_),
        places=tuple(places),
        compared=compared,
        areas_km2=tuple(state.areas_km2 for state in states),
        differing_km2=_differing_km2(territory),
        fronts_km=tuple(_length_km(front, states[0]) for front in fronts),
        differing_fronts_km=tuple(
            _length_km(_away(front, fronts[:number] + fronts[number + 1 :]), states[0])
            for number, front in enumerate(fronts)
        ),
        roads=tuple(roads),
    )


def _with_drawn_ground(alone: Atlas) -> Atlas:
    """Return the atlas of a publisher; the ground that it drew, if any, is the territory."""
    areas = alone.package.control_areas
    drawn = any(id_ in areas for report in alone.package.area_reports for id_ in report.area)
    return alone.with_ground(f"areas:{alone.source}") if drawn else alone


def _places(states: Sequence[State]) -> tuple[list[PlaceDifference], int]:
    """Return the places that differ, and the number of places that all publishers speak of."""
    first = states[0].atlas
    cells = {place.id: float(first.cells.areas_km2[n]) for n, place in enumerate(first.sites)}
    found, compared = [], 0
    for place_id in sorted({id_ for state in states for id_ in state.atlas.record.place_ids}):
        spans = [state.atlas.record.span_on(place_id, state.day) for state in states]
        if any(span.control.status == "unknown" for span in spans):
            continue
        compared += 1
        if len({span.control.actors for span in spans}) > 1:
            ids = dict.fromkeys(id_ for span in spans for id_ in span.record_ids)
            answers = tuple(span.control for span in spans)
            place = first.package.gazetteer[place_id]
            found.append(PlaceDifference(place, cells.get(place_id, 0.0), answers, tuple(ids)))
    return found, compared


def _ground(state: State) -> dict[str, Any]:
    """Return the territory of a day in the plane by actor, or ``contested``."""
    frame, found = state.territory, {}
    shapes = state.atlas.projection.to_plane(frame.geometry.to_numpy())
    # A missing actor can be NaN.
    names = [actor if isinstance(actor, str) else "contested" for actor in frame["actor"]]
    for name in dict.fromkeys(names):
        own = [shape for shape, other in zip(shapes, names, strict=True) if other == name]
        found[name] = shapely.make_valid(shapely.union_all(own))
    return found


def _differing_km2(territory: Sequence[Mapping[str, Any]]) -> float:
    """Return the area that at least two publishers give to different actors."""
    parts = [
        shapely.intersection(one[name], other[another])
        for one, other in combinations(territory, 2)
        for name in one
        for another in other
        if name != another
    ]
    return float(shapely.area(shapely.union_all(parts))) / 1e6 if parts else 0.0


def _front(state: State) -> Any:
    frame = state.front
    return shapely.union_all(frame.geometry[frame["kind"] == "line"].to_numpy())


def _away(front: Any, others: Sequence[Any]) -> Any:
    """Return the part of a front that is not near the front of each other publisher."""
    parts = [shapely.difference(front, shapely.buffer(one, SAME_FRONT_M)) for one in others]
    return shapely.union_all(np.asarray(parts, dtype=object))


def _length_km(line: Any, state: State) -> float:
    """Return the geodesic length of lines of the plane in kilometres."""
    lines = shapely.get_parts(state.atlas.projection.from_plane(line))
    return sum(float(GEOD.geometry_length(one)) for one in lines if not one.is_empty) / 1000
