"""How far an actor's places were from something, asked many times over.

Distances do not depend on the day; who held a place does. Each pair is measured once and kept,
so that a claim can be tried with other days, other evidence, or one report less.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from frontline import geodesy
from frontline.distance import measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.distance import Body, Distance
    from frontline.groundwork import Groundwork

__all__ = ["ForceDistance", "held_by", "touched_by"]


class ForceDistance:
    """Distances from the places of a record to one target."""

    def __init__(self, atlas: Groundwork, target: Body) -> None:
        self._bodies, self._target = atlas.bodies, target
        lon = np.asarray([place.lon for place in atlas.cell_places])
        lat = np.asarray([place.lat for place in atlas.cell_places])
        if target.centre is not None:
            self._away, self._bearing = geodesy.inverse(*target.centre, lon, lat)
        else:
            assert target.path is not None  # noqa: S101 - a body has a centre or a path
            near = target.path.nearest(lon, lat)
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
    atlas: Groundwork, actor: str, day: date, *, evidence: Sequence[str] = ()
) -> NDArray[np.bool_]:
    """Mark the places an actor held on a day, with certain kinds of evidence only if given."""
    states = atlas.record.states
    marks = [
        state.holder == actor and (not evidence or state.evidence in evidence) for state in states
    ]
    return _marked(atlas, marks, day)


def touched_by(atlas: Groundwork, actor: str, day: date) -> NDArray[np.bool_]:
    """Mark the places an actor held or contested on a day."""
    return _marked(atlas, [actor in state.actors for state in atlas.record.states], day)


def _marked(atlas: Groundwork, marks: list[bool], day: date) -> NDArray[np.bool_]:
    codes = atlas.record.codes(day)[: len(atlas.cell_places)]
    return np.asarray(marks, dtype=np.bool_)[codes]
