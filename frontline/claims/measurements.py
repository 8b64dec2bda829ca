"""How far an actor's places were from something, asked many times over.

Distances do not depend on the day; who held a place does. Each pair is measured once and kept,
so that a claim can be tried with other days, other evidence, or one report less.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from frontline.geometry import geodesy
from frontline.geometry.distance import Endpoint, measure
from frontline.geometry.geodesics import GeodesicMultiLine
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.coreference import Referent
    from frontline.geometry.distance import Distance
    from frontline.models import Place

#: A post or base "at" a place may stand this far from it.
POST_M = 1500.0
#: The part of a road that a text on a town speaks of.
_ROUND_TOWN_M = 10_000.0

_Spans = tuple[tuple[float, float], ...]


@dataclass
class Measurements:
    """What one atlas has measured so far, kept for the next claim.

    Parameters
    ----------
    circles : for places that are said to be surrounded, whose cell each point of their circle
        lies in; see `of_rings`
    """

    atlas: Atlas
    _forces: dict[str, ForceDistance] = field(default_factory=dict)
    _between: dict[tuple[str, str], Distance] = field(default_factory=dict)
    _ahead: dict[tuple[str, _Spans], ForceDistance] = field(default_factory=dict)
    _near: dict[tuple[str, str], tuple[float, float] | None] = field(default_factory=dict)
    circles: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    _states: dict[date, State] = field(default_factory=dict)

    def over(self, atlas: Atlas) -> Measurements:
        """Give the same for an atlas that differs in who held what, and in nothing else.

        What does not depend on who held what is shared, not measured again.
        """
        return Measurements(
            atlas, self._forces, self._between, self._ahead, self._near, self.circles
        )

    def on(self, day: date) -> State:
        """Give the state of a day, made once."""
        if day not in self._states:
            self._states[day] = State(self.atlas, day)
        return self._states[day]

    def forces(self, target: Referent) -> ForceDistance:
        """Give the distances from every place of the record to a target."""
        key = str(target.id)
        if key not in self._forces:
            self._forces[key] = ForceDistance(self.atlas, self.endpoint(target))
        return self._forces[key]

    def endpoint(self, referent: Referent) -> Endpoint:
        """Make a place, a post named after a place, or a road ready to be measured."""
        if referent.place is None:
            return self.atlas.locate(str(referent.id))
        if referent.kind == "feature":
            place = referent.place
            return Endpoint(
                referent.words,
                place.position_error_m + POST_M,
                (place.lon, place.lat),
                place,
            )
        return self.atlas.endpoint(referent.place)

    def road_ahead(self, claim: Claim) -> ForceDistance:
        """Give the distances to the part of a road that an actor does not hold.

        Where the text speaks of a town, only the road around it is meant.
        """
        assert claim.subject is not None and claim.target is not None  # noqa: S101, PT018 - asked for both
        road = str(claim.target.id)
        spans = tuple(self._not_held(str(claim.subject.id), road, claim))
        if (road, spans) not in self._ahead:
            whole = self.endpoint(claim.target)
            parts = [self.atlas.lines[road].substring(*span) for span in spans]
            ahead = replace(whole, path=GeodesicMultiLine(parts)) if parts else whole
            self._ahead[road, spans] = ForceDistance(self.atlas, ahead)
        return self._ahead[road, spans]

    def _not_held(self, actor: str, road: str, claim: Claim) -> Iterator[tuple[float, float]]:
        """Give from which metre to which the stretches run that an actor does not hold."""
        around = None if claim.near is None else self._around(road, claim.near)
        for interval in self.on(claim.last).road_intervals(road):
            if interval.control.holder == actor or interval.control.status == "unknown":
                continue
            start, end = interval.from_km * 1000, interval.to_km * 1000
            if around is not None:
                start, end = max(start, around[0]), min(end, around[1])
            if end - start > 1.0:
                yield start, end

    def _around(self, road: str, town: Place) -> tuple[float, float] | None:
        """Give the stretch of a road that lies around a town; None if it lies far from it."""
        key = (road, town.id)
        if key not in self._near:
            near = self.atlas.lines[road].nearest_point(town.lon, town.lat)
            along = (near.along_m - _ROUND_TOWN_M, near.along_m + _ROUND_TOWN_M)
            self._near[key] = along if near.distance_m <= _ROUND_TOWN_M else None
        return self._near[key]

    def between(self, subject: Referent, target: Referent) -> Distance:
        """Measure between two things that do not move."""
        key = (
            f"{subject.kind}{subject.id or subject.words}",
            f"{target.kind}{target.id or target.words}",
        )
        if key not in self._between:
            self._between[key] = measure(self.endpoint(subject), self.endpoint(target))
        return self._between[key]


class ForceDistance:
    """Distances from the places of a record to one target."""

    def __init__(self, atlas: Atlas, target: Endpoint) -> None:
        self._bodies, self._target = atlas.endpoints, target
        lon = np.asarray([place.lon for place in atlas.sites])
        lat = np.asarray([place.lat for place in atlas.sites])
        if target.centre is not None:
            self._away, self._bearing = geodesy.inverse(*target.centre, lon, lat)
        else:
            assert target.path is not None  # noqa: S101 - a body has a centre or a path
            near = target.path.nearest_point(lon, lat)
            self._away = near.distance_m
            self._bearing = geodesy.bearing_deg(near.lon, near.lat, lon, lat)
        radii = np.asarray([body.radius_m for body in self._bodies])
        self._floors = self._away - radii - target.radius_m
        self._order = np.argsort(self._floors, kind="stable")
        self._ways: dict[int, Distance] = {}

    @property
    def bearings_deg(self) -> NDArray[np.float64]:
        """In which direction each place lies from the target."""
        return np.asarray(self._bearing, dtype=np.float64)

    @property
    def away_m(self) -> NDArray[np.float64]:
        """How far the centre of each place is from the target."""
        return np.asarray(self._away)

    def way(self, column: int) -> Distance:
        """Measure from one place to the target."""
        if column not in self._ways:
            self._ways[column] = measure(self._bodies[column], self._target)
        return self._ways[column]

    def within(self, metres: float) -> NDArray[np.bool_]:
        """Mark the places whose edge lies within some metres of the target."""
        marks: NDArray[np.bool_] = np.asarray(self._floors <= metres)
        for column in np.flatnonzero(marks):
            marks[column] = self.way(int(column)).edge_m <= metres
        return marks

    def perhaps_within(self, metres: float) -> NDArray[np.bool_]:
        """Mark at least the places whose edge lies within some metres; nothing is measured."""
        return np.asarray(self._floors <= metres)

    def nearest(self, held: NDArray[np.bool_], count: int = 5) -> Distance | None:
        """Find the place with the nearest edge among those marked; the next stand in ``others``."""
        found: list[Distance] = []
        for column in self._order[held[self._order]]:
            if len(found) >= count and self._floors[column] > found[count - 1].edge_m:
                break
            found.append(self.way(int(column)))
            found.sort(key=lambda way: (way.edge_m, way.centre_m))
        return replace(found[0], others=tuple(found[1:count])) if found else None


def held_by(
    atlas: Atlas, actor: str, day: date, *, evidence: Sequence[str] = ()
) -> NDArray[np.bool_]:
    """Mark the places an actor held on a day, with certain kinds of evidence only if given."""
    states = atlas.record.states
    marks = [
        state.holder == actor and (not evidence or state.evidence in evidence) for state in states
    ]
    return _marked(atlas, marks, day)


def touched_by(atlas: Atlas, actor: str, day: date) -> NDArray[np.bool_]:
    """Mark the places an actor held or contested on a day."""
    return _marked(atlas, [actor in state.actors for state in atlas.record.states], day)


def _marked(atlas: Atlas, marks: list[bool], day: date) -> NDArray[np.bool_]:
    codes = atlas.record.codes(day)[: len(atlas.sites)]
    return np.asarray(marks, dtype=np.bool_)[codes]
