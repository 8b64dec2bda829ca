"""What is measured for claims, kept for the next claim."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from frontline.desk.force_distance import ForceDistance
from frontline.distance import Body, measure
from frontline.geodesic_lines import Paths
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from frontline.desk.claims import Claim
    from frontline.desk.referents import Referent
    from frontline.distance import Distance
    from frontline.groundwork import Groundwork
    from frontline.model import Place

__all__ = ["POST_M", "Ways"]

#: A post or base "at" a place may stand this far from it.
POST_M = 1500.0
#: The part of a road that a text on a town speaks of.
_ROUND_TOWN_M = 10_000.0

_Spans = tuple[tuple[float, float], ...]


@dataclass
class Ways:
    """What one atlas has measured so far, kept for the next claim.

    Parameters
    ----------
    circles : for places that are said to be surrounded, whose cell each point of their circle
        lies in; see `of_rings`
    """

    atlas: Groundwork
    _forces: dict[str, ForceDistance] = field(default_factory=dict)
    _between: dict[tuple[str, str], Distance] = field(default_factory=dict)
    _ahead: dict[tuple[str, _Spans], ForceDistance] = field(default_factory=dict)
    _near: dict[tuple[str, str], tuple[float, float] | None] = field(default_factory=dict)
    circles: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    _states: dict[date, State] = field(default_factory=dict)

    def over(self, atlas: Groundwork) -> Ways:
        """Give the same for an atlas that differs in who held what, and in nothing else.

        What does not depend on who held what is shared, not measured again.
        """
        return Ways(atlas, self._forces, self._between, self._ahead, self._near, self.circles)

    def on(self, day: date) -> State:
        """Give the state of a day, made once."""
        if day not in self._states:
            self._states[day] = State(self.atlas, day)
        return self._states[day]

    def forces(self, target: Referent) -> ForceDistance:
        """Give the distances from every place of the record to a target."""
        key = str(target.id)
        if key not in self._forces:
            self._forces[key] = ForceDistance(self.atlas, self.body(target))
        return self._forces[key]

    def body(self, referent: Referent) -> Body:
        """Make a place, a post named after a place, or a road ready to be measured."""
        if referent.place is None:
            return self.atlas.standing(str(referent.id))
        if referent.kind == "feature":
            place = referent.place
            return Body(
                referent.words,
                place.position_error_m + POST_M,
                (place.lon, place.lat),
                place,
            )
        return self.atlas.body(referent.place)

    def road_ahead(self, claim: Claim) -> ForceDistance:
        """Give the distances to the part of a road that an actor does not hold.

        Where the text speaks of a town, only the road around it is meant.
        """
        assert claim.subject is not None and claim.target is not None  # noqa: S101, PT018 - asked for both
        road = str(claim.target.id)
        spans = tuple(self._not_held(str(claim.subject.id), road, claim))
        if (road, spans) not in self._ahead:
            whole = self.body(claim.target)
            parts = [self.atlas.lines[road].part(*span) for span in spans]
            ahead = replace(whole, path=Paths(parts)) if parts else whole
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
            near = self.atlas.lines[road].nearest(town.lon, town.lat)
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
            self._between[key] = measure(self.body(subject), self.body(target))
        return self._between[key]
