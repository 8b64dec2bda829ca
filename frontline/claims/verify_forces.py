"""Verify how far forces were from a place or a road.

Forces are located by the places that they hold in the record, and the nearest place is measured.
The readings are tried in this order, the plainest first: as written (to the centre, or to the
edge if the text says so); the other of the two; the second unit, if two are printed; from another
of their places that may be as near within the errors; without places reported by a single source;
with contested places; on the day before; on the day after; to the whole road, including the part
that the cells assign to them; to a point between edge and centre; within the position errors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.distance_readings import (
    BETWEEN_EDGE_AND_CENTRE,
    centre_and_edge_readings,
    direction_from_target,
    distance_verdict,
    format_measured,
    position_error_readings,
    second_figure_readings,
    unknown_ground_verdict,
)
from frontline.claims.measurements import held_by, held_or_contested_by
from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    Answer,
    ReadingResult,
    angular_offsets,
    bearing_of_direction,
    cannot_tell,
    contradicted,
    direction_tolerance_deg,
    first_match,
    join_readings,
    supported,
)
from frontline.formatting import (
    format_actor,
    format_date,
    format_evidence,
    format_gap,
    format_km,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements, SiteDistances
    from frontline.geometry.distance import Distance
    from frontline.models import Place


#: Forces this near a road are on it, and not "3 km from the highway".
_ON_ROAD_M = 1000.0
#: Additional tolerance for the direction of forces, which are spread over territory.
_SPREAD_DEG = 22.5


def check_forces(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim on the distance of an actor's forces to a place or road."""
    search = _Search(measurements, claim)
    plain = search.nearest(search.held)
    if plain is None:
        return search.none_on_side()
    if not measurements.explains:
        match = first_match(claimed_interval(claim), search.readings(plain))
        if match is not None:
            return Answer(supported("", match.reading))
    tried = [*search.readings(plain)]
    match = first_match(claimed_interval(claim), tried)
    if match is None and claim.directions:
        other = search.nearest(search.held, any_side=True)
        if other is not None and first_match(
            claimed_interval(claim), centre_and_edge_readings(claim, other)
        ):
            return search.wrong_side(other)
    distance, day = plain, claim.last
    if match is not None and match.distance is not None:
        distance, day = match.distance, match.day or day
    known = search.qualify(plain)
    reason = f"{format_gap(known, claim.last)} {search.reason(plain, distance, day)}".lstrip()
    verdict = unknown_ground_verdict(claim, distance_verdict(claim, match, tried, reason), known)
    if match is not None and match.is_additional:
        distance, day = plain, claim.last
    if known.gap is not None:
        distance = replace(distance, gap=known.gap, low_m=min(distance.low_m, known.low_m))
    return Answer(verdict, distance, day, places=_places(distance), readings=tuple(tried))


def _places(distance: Distance) -> tuple[Place, ...]:
    return () if distance.start.place is None else (distance.start.place,)


def _is_at_target(distance: Distance) -> bool:
    """Whether the nearest place of the forces is the target itself."""
    return distance.start.place is not None and distance.start.place == distance.end.place


@dataclass
class _Search:
    """The places of an actor near a target, under each reading."""

    measurements: Measurements
    claim: Claim

    @cached_property
    def actor(self) -> str:
        assert self.claim.subject is not None  # noqa: S101 - the caller made sure of an actor
        return str(self.claim.subject.id)

    @property
    def who(self) -> str:
        return format_actor(self.measurements.atlas.package.actors[self.actor])

    @cached_property
    def site_distances(self) -> SiteDistances:
        """Distances to the target; for a road, to the part that the actor does not hold."""
        assert self.claim.target is not None  # noqa: S101 - a distance has two ends
        if self.claim.target.kind == "road":
            return self.measurements.distances_to_unheld_road(self.claim)
        return self.measurements.distances_to(self.claim.target)

    @cached_property
    def side(self) -> NDArray[np.bool_]:
        """Mask of the places in the direction that the text names, and not on the road."""
        directions = self.claim.directions
        if not directions:
            return self.off_road
        limit = direction_tolerance_deg(directions) + _SPREAD_DEG
        offsets = angular_offsets(directions, self.site_distances.bearings_deg)
        return np.asarray(offsets <= limit) & self.off_road

    @cached_property
    def off_road(self) -> NDArray[np.bool_]:
        """Mask of all places, without those on the target road unless the text includes them."""
        claim = self.claim
        assert claim.target is not None  # noqa: S101 - a distance has two ends
        reached = claim.verb == "reach" and claim.mood == "fact"
        if claim.target.kind != "road" or claim.near is not None or reached:
            return np.ones(len(self.site_distances.centre_m), dtype=np.bool_)
        return ~self.measurements.distances_to(claim.target).within(_ON_ROAD_M)

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """Mask of the places that the actor held on the day."""
        return held_by(self.measurements.atlas, self.actor, self.claim.last)

    def nearest(self, mask: NDArray[np.bool_], *, any_side: bool = False) -> Distance | None:
        mask = mask & (self.off_road if any_side else self.side)
        return self.site_distances.nearest(mask, self.actor)

    def qualify(self, distance: Distance) -> Distance:
        """Return a distance with what the record does not know around the target."""
        directions = self.claim.directions
        limit = direction_tolerance_deg(directions) + _SPREAD_DEG if directions else 0.0
        ground = self.measurements.state_on(self.claim.last).unknown_ground
        if distance.end.path is not None:
            road = self.measurements.road_not_held(self.claim)
            return distance if road is None else ground.qualify(distance, road)
        bearings = [bearing_of_direction(direction) for direction in directions]
        return ground.qualify(distance, distance.end, bearings, limit)

    def readings(self, plain: Distance) -> Iterator[ReadingResult]:
        """Yield every reading in the order in which it is tried."""
        claim = self.claim
        if _is_at_target(plain):
            yield from self._readings_at_target(plain)
            return
        yield from centre_and_edge_readings(claim, plain)
        yield from second_figure_readings(claim, plain)
        yield from self._equally_near(plain)
        variants = [*self._variants(plain)]
        for name, distance, day in variants:
            yield from centre_and_edge_readings(claim, distance, name, day)
        variants = [("", plain, claim.last), *variants]
        for name, distance, day in variants:
            low, high = distance.edge_m, distance.centre_m
            if low < high:
                reading = join_readings(name, BETWEEN_EDGE_AND_CENTRE)
                yield ReadingResult(reading, low, high, distance=distance, day=day)
        for name, distance, day in variants:
            yield from position_error_readings(claim, distance, name, day)

    def _readings_at_target(self, plain: Distance) -> Iterator[ReadingResult]:
        """Yield the readings if the actor holds the target: errors cannot move it away."""
        yield from centre_and_edge_readings(self.claim, plain)
        for name, distance, day in self._variants(plain):
            if day != self.claim.last:
                yield from centre_and_edge_readings(self.claim, distance, name, day)

    def _equally_near(self, plain: Distance) -> Iterator[ReadingResult]:
        """Yield the readings from other places that may be as near within position errors."""
        for other in plain.others:
            errors = plain.start.error_m + other.start.error_m
            if other.edge_m - plain.edge_m > errors or other.start.place is None:
                continue
            record = self.measurements.atlas.record
            evidence = record.control_on(other.start.place.id, self.claim.last).evidence
            known = f" ({format_evidence(evidence)})" if evidence != "confirmed" else ""
            name = f"from {other.start.label}{known}, which may be as near"
            for result in centre_and_edge_readings(self.claim, other, name, self.claim.last):
                yield replace(result, is_additional=True)

    def _variants(self, plain: Distance) -> Iterator[tuple[str, Distance, date]]:
        """Yield the nearest place for other evidence and other days, if it is another place."""
        atlas, actor, day = self.measurements.atlas, self.actor, self.claim.last
        confirmed = held_by(atlas, actor, day, evidence=("confirmed",))
        contested = held_or_contested_by(atlas, actor, day)
        masks = [
            ("without places reported by a single source", self.held & confirmed, day),
            ("with contested places", self.held | contested, day),
        ]
        for name, step in (("on the day before", -1), ("on the day after", 1)):
            other = day + timedelta(days=step)
            if atlas.record.first <= other <= atlas.record.last:
                masks.append((name, held_by(atlas, actor, other), other))
        for name, mask, when in masks:
            distance = self.nearest(mask)
            if distance is not None and distance.start.place != plain.start.place:
                yield name, distance, when
        if (whole := self._to_whole_road()) is not None:
            yield "to the road next to them, which the cells assign to them", whole, day

    def _to_whole_road(self) -> Distance | None:
        """Return the distance to the whole road, if the text names no town and no direction."""
        claim = self.claim
        if claim.target is None or claim.target.kind != "road" or claim.mood != "fact":
            return None
        if claim.near is not None or claim.directions:
            return None
        road = self.measurements.distances_to(claim.target)
        return road.nearest(self.held & ~road.within(0.0))

    def reason(self, plain: Distance, distance: Distance, day: date) -> str:
        """Return what was measured: the nearest place, and that of the reading if different."""
        if _is_at_target(plain):
            known = self._evidence(plain, self.claim.last)
            day_words = format_date(self.claim.last)
            words = f"On {day_words} {self.who} held {plain.end.label} itself{known}."
        else:
            words = f"{self._nearest_place(plain)}: {format_measured(plain, self.claim)}."
        if distance is not plain:
            held = f"{distance.start.label}{self._evidence(distance, day)} on {format_date(day)}"
            words += f" Under the reading: {held}, {format_measured(distance, self.claim)}."
        return words

    def _nearest_place(self, distance: Distance) -> str:
        evidence = self._evidence(distance, self.claim.last)
        return f"{self._nearest_of_actor()} {distance.start.label}{evidence}"

    def _nearest_of_actor(self) -> str:
        day = format_date(self.claim.last)
        return f"According to the record, the nearest place of {self.who} on {day} was"

    def _evidence(self, distance: Distance, day: date) -> str:
        """Return on what evidence the actor held a place, in parentheses."""
        if distance.start.place is None:
            return ""
        control = self.measurements.atlas.record.control_on(distance.start.place.id, day)
        contested = ", contested" if control.status == "contested" else ""
        return f" ({format_evidence(control.evidence)}{contested})" if control.evidence else ""

    def none_on_side(self) -> Answer:
        """Return the answer if the actor had no place in the named direction, or none at all."""
        other = self.nearest(self.held, any_side=True)
        if other is not None:
            return self.wrong_side(other)
        day = format_date(self.claim.last)
        return Answer(cannot_tell(f"the record has no place held by {self.who} on {day}"))

    def wrong_side(self, distance: Distance) -> Answer:
        """Return the answer if the nearest place is in another direction than the text says."""
        claim = self.claim
        reason = (
            f"{self._nearest_of_actor()} {distance.start.label}, "
            f"{format_km(distance.centre_m)} from the centre and {format_km(distance.edge_m)} "
            f"from the edge of {distance.end.label}, but it is "
            f"{direction_from_target(distance)} of it, not {' or '.join(claim.directions)}."
        )
        known = self.qualify(distance)
        if known.gap is not None:
            reason = f"{format_gap(known, claim.last)} {reason}"
        verdict = unknown_ground_verdict(claim, contradicted(reason), known)
        return Answer(verdict, known, claim.last, places=_places(distance))
