"""What rests on whom: a day worked out again with one publisher, voice or side left out.

Only what changes is measured again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.errors import RequestError
from frontline.state import State
from frontline.weighing.comparison import stretches_apart
from frontline.weighing.left_out import LeftOut
from frontline.weighing.silence import silences

if TYPE_CHECKING:
    from datetime import date

    from frontline.distance import Distance
    from frontline.groundwork import Groundwork
    from frontline.model import Control
    from frontline.weighing.comparison import OfRoad
    from frontline.weighing.left_out import Without
    from frontline.weighing.silence import Silence

__all__ = ["Omission", "Turned", "omissions"]


@dataclass(frozen=True, slots=True)
class Turned:
    """A place whose holder would be another, or nobody known."""

    place_id: str
    before: Control
    after: Control
    area_km2: float


@dataclass(frozen=True, slots=True)
class Omission:
    """What a day would be without somebody.

    Parameters
    ----------
    silence : who is left out
    places : those with another holder, in order of their ids
    weakened : ids of places with the same holder on weaker evidence
    roads : stretches of highways with another holder; `under` is with and without
    areas_km2 : ground by actor, without
    way : the distance asked for, without; None where none was, or it cannot be measured
    """

    silence: Silence
    places: tuple[Turned, ...]
    weakened: tuple[str, ...]
    roads: tuple[OfRoad, ...]
    areas_km2: dict[str, float]
    way: Distance | None

    @property
    def area_km2(self) -> float:
        """The ground with another holder."""
        return sum((place.area_km2 for place in self.places), 0.0)


def omissions(
    atlas: Groundwork, day: date, asked: tuple[str, str] | None = None
) -> tuple[Omission, ...]:
    """Leave out one publisher, voice or side at a time.

    Parameters
    ----------
    asked : the two ends of a distance to measure each time, as `State.distance` takes them

    Returns
    -------
    Those that change something on the day, what turns the most ground first.
    """
    trial = _Trial(atlas, day, asked)
    found = [trial.without(silence) for silence in silences(atlas.package)]
    changed = [one for one in found if one.places or one.weakened or one.roads]
    order = {"side": 0, "voice": 1, "publisher": 2}
    changed.sort(key=lambda one: (-one.area_km2, -len(one.places), -len(one.weakened)))
    changed.sort(key=lambda one: order[one.silence.kind])
    return tuple(changed)


_STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


class _Trial:
    """One day of an atlas, to be worked out again and again with somebody left out."""

    def __init__(self, atlas: Groundwork, day: date, asked: tuple[str, str] | None) -> None:
        self.atlas, self.day, self.asked = atlas, day, asked
        self.state = State(atlas, day)
        self.left_out = LeftOut(atlas)
        self.columns = {place.id: i for i, place in enumerate(atlas.cell_places)}

    @cached_property
    def way(self) -> Distance | None:
        return None if self.asked is None else self.state.distance(*self.asked)

    def without(self, silence: Silence) -> Omission:
        """Work the day out without somebody."""
        left = self.left_out.silent(silence)
        turned, weakened = self._changes(left)
        roads: tuple[OfRoad, ...] = ()
        areas, way = self.state.areas_km2, self.way
        if turned or left.of_roads:
            other = State(left.atlas, self.day)
            roads, areas = self._roads(other), other.areas_km2
            way = self._way(other) if turned else way
        return Omission(silence, turned, weakened, roads, areas, way)

    def _changes(self, left: Without) -> tuple[tuple[Turned, ...], tuple[str, ...]]:
        turned, weakened = [], []
        for place_id in sorted(left.place_ids):
            before = self.atlas.record.on(place_id, self.day)
            after = left.record.on(place_id, self.day)
            if (before.status, before.actors) != (after.status, after.actors):
                column = self.columns.get(place_id)
                area = 0.0 if column is None else float(self.atlas.cells.areas_km2[column])
                turned.append(Turned(place_id, before, after, area))
            elif _strength(after) < _strength(before):
                weakened.append(place_id)
        return tuple(turned), tuple(weakened)

    def _roads(self, other: State) -> tuple[OfRoad, ...]:
        return tuple(
            found
            for highway in self.atlas.package.highways
            for found in stretches_apart(highway, (self.state, other))
        )

    def _way(self, other: State) -> Distance | None:
        if self.asked is None:
            return None
        try:
            return other.distance(*self.asked)
        except RequestError:  # the actor holds nothing without that report, or no front is left
            return None


def _strength(control: Control) -> int:
    return -1 if control.evidence is None else _STRENGTH.index(control.evidence)
