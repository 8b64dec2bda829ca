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
    from frontline.geodesic_lines import Line
    from frontline.groundwork import Groundwork
    from frontline.model import Place

__all__ = ["POST_M", "Ways"]

#: A post or base "at" a place may stand this far from it.
POST_M = 1500.0
#: The part of a road that a text on a town speaks of.
_ROUND_TOWN_M = 10_000.0


@dataclass
class Ways:
    """What one atlas has measured so far, kept for the next claim."""

    atlas: Groundwork
    _forces: dict[str, ForceDistance] = field(default_factory=dict)
    _between: dict[tuple[str, str], Distance] = field(default_factory=dict)
    _ahead: dict[tuple[str, str, date, str | None], ForceDistance] = field(default_factory=dict)
    _states: dict[date, State] = field(default_factory=dict)

    def over(self, atlas: Groundwork) -> Ways:
        """Give the same for an atlas that differs in who held what, and in nothing else.

        What does not depend on who held what is shared, not measured again.
        """
        return Ways(atlas, self._forces, self._between)

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
        actor, road_id = str(claim.subject.id), str(claim.target.id)
        key = (actor, road_id, claim.last, None if claim.near is None else claim.near.id)
        if key not in self._ahead:
            whole = self.body(claim.target)
            parts = [*self._not_held(actor, road_id, claim)]
            ahead = replace(whole, path=Paths(parts)) if parts else whole
            self._ahead[key] = ForceDistance(self.atlas, ahead)
        return self._ahead[key]

    def _not_held(self, actor: str, road_id: str, claim: Claim) -> Iterator[NDArray[np.float64]]:
        line = self.atlas.lines[road_id]
        for interval in self.on(claim.last).road_intervals(road_id):
            if interval.control.holder == actor or interval.control.status == "unknown":
                continue
            span = _clipped(line, interval.from_km * 1000, interval.to_km * 1000, claim.near)
            if span is not None:
                yield line.part(*span)

    def between(self, subject: Referent, target: Referent) -> Distance:
        """Measure between two things that do not move."""
        key = (
            f"{subject.kind}{subject.id or subject.words}",
            f"{target.kind}{target.id or target.words}",
        )
        if key not in self._between:
            self._between[key] = measure(self.body(subject), self.body(target))
        return self._between[key]


def _clipped(
    line: Line, start: float, end: float, town: Place | None
) -> tuple[float, float] | None:
    """Keep the part of a stretch of road that lies around a town."""
    if town is not None:
        near = line.nearest(town.lon, town.lat)
        if near.distance_m <= _ROUND_TOWN_M:
            start = max(start, near.along_m - _ROUND_TOWN_M)
            end = min(end, near.along_m + _ROUND_TOWN_M)
    return (start, end) if end - start > 1.0 else None
