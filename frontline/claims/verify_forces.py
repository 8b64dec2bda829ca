"""Checks how far forces stood from a place or a road.

Forces stand where the record has places of theirs, and the nearest of them is measured. The
readings are tried in this order, the plainest first: as written (to the centre, or to the edge
where the text says so); the other of the two; the second unit, if two are printed; from another
place of theirs that may be as near within the errors; without the places that one voice alone
reports; with the places still fought over; on the day before; on the day after; to the stretch
of a road that the cells count as theirs; to a point between edge and centre; last, what the
errors of the positions leave open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.measurements import held_by, touched_by
from frontline.claims.tolerance import (
    ANYWHERE,
    claimed_m,
    numbers,
    other_unit,
    seen_from_target,
    to_centre_and_edge,
    verdict_on,
    within_errors,
)
from frontline.claims.verdict import (
    Answer,
    Measured,
    angles_off,
    cannot_tell,
    contradicted,
    joined,
    judge,
    tolerance_deg,
)
from frontline.formatting import format_actor, format_date, format_evidence, format_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import ForceDistance, Measurements
    from frontline.geometry.distance import Distance
    from frontline.models import Place


#: Forces this near a road are on it, and not "3 km from the highway".
_ON_ROAD_M = 1000.0
#: A place lies on the side a text names if its bearing is off by no more than this beyond what
#: is allowed between two points: forces are spread over ground.
_SPREAD_DEG = 22.5


def check_forces(ways: Measurements, claim: Claim) -> Answer:
    """Check how far an actor's nearest place was from a place or a road."""
    search = _Search(ways, claim)
    plain = search.nearest(search.held)
    if plain is None:
        return search.on_no_side()
    tried = search.readings(plain)
    met = judge(claimed_m(claim), tried)
    if met is None and claim.directions:
        loose = search.nearest(search.held, anywhere=True)
        if loose is not None and judge(claimed_m(claim), to_centre_and_edge(claim, loose)):
            return search.wrong_side(loose)
    way, day = plain, claim.last
    if met is not None and met.way is not None:
        way, day = met.way, met.day or day
    verdict = verdict_on(claim, met, tried, search.why(plain, way, day))
    if met is not None and met.beside:
        way, day = plain, claim.last
    return Answer(verdict, way, day, places=_places(way), readings=tuple(tried))


def _places(way: Distance) -> tuple[Place, ...]:
    return () if way.start.place is None else (way.start.place,)


@dataclass
class _Search:
    """The places of an actor near a target, under one reading after another."""

    ways: Measurements
    claim: Claim

    @cached_property
    def actor(self) -> str:
        assert self.claim.subject is not None  # noqa: S101 - forces are somebody's
        return str(self.claim.subject.id)

    @cached_property
    def forces(self) -> ForceDistance:
        """Distances to the target; of a road, to the part of it that is not theirs."""
        assert self.claim.target is not None  # noqa: S101 - a distance has two ends
        if self.claim.target.kind == "road":
            return self.ways.road_ahead(self.claim)
        return self.ways.forces(self.claim.target)

    @cached_property
    def side(self) -> NDArray[np.bool_]:
        """The places on the side the text speaks of, and not on the road it looks at."""
        winds = self.claim.directions
        if not winds:
            return self.off_road
        limit = tolerance_deg(winds) + _SPREAD_DEG
        return np.asarray(angles_off(winds, self.forces.bearings_deg) <= limit) & self.off_road

    @cached_property
    def off_road(self) -> NDArray[np.bool_]:
        """All places, without those on the road where forces elsewhere are not meant."""
        claim = self.claim
        assert claim.target is not None  # noqa: S101 - as above
        reached = claim.verb == "reach" and claim.mood == "fact"
        if claim.target.kind != "road" or claim.near is not None or reached:
            return np.ones(len(self.forces.away_m), dtype=np.bool_)
        return ~self.ways.forces(claim.target).within(_ON_ROAD_M)

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """The places the actor held on the day."""
        return held_by(self.ways.atlas, self.actor, self.claim.last)

    def nearest(self, marks: NDArray[np.bool_], *, anywhere: bool = False) -> Distance | None:
        marks = marks & (self.off_road if anywhere else self.side)
        found = self.forces.nearest(marks)
        return None if found is None else found.between_actors(self.actor, None)

    def readings(self, plain: Distance) -> list[Measured]:
        """Give every reading in the order in which it is tried."""
        claim = self.claim
        wider = [*self._wider(plain)]
        if plain.start.place is not None and plain.start.place == plain.end.place:
            return self._in_the_place_itself(plain, wider)
        tried = [*to_centre_and_edge(claim, plain), *other_unit(claim, plain)]
        tried += self._as_near(plain)
        for name, way, day in wider:
            tried += to_centre_and_edge(claim, way, name, day)
        spans = [("", plain, claim.last), *wider]
        for name, way, day in spans:
            if way.edge_m < way.centre_m:
                tried.append(
                    Measured(joined(name, ANYWHERE), way.edge_m, way.centre_m, way=way, day=day)
                )
        for name, way, day in spans:
            tried += within_errors(claim, way, name, day)
        return tried

    def _in_the_place_itself(
        self, plain: Distance, wider: Sequence[tuple[str, Distance, date]]
    ) -> list[Measured]:
        """Read the place they are said to be away from as theirs: no error moves it away."""
        tried = to_centre_and_edge(self.claim, plain)
        for name, way, day in wider:
            if day != self.claim.last:
                tried += to_centre_and_edge(self.claim, way, name, day)
        return tried

    def _as_near(self, plain: Distance) -> Iterator[Measured]:
        """Read from the next places, where the errors of positions leave open which is nearest."""
        for other in plain.others:
            errors = plain.start.error_m + other.start.error_m
            if other.edge_m - plain.edge_m > errors or other.start.place is None:
                continue
            evidence = self.ways.atlas.record.on(other.start.place.id, self.claim.last).evidence
            told = f" ({format_evidence(evidence)})" if evidence != "confirmed" else ""
            name = f"from {other.start.label}{told}, which may be as near"
            for measured in to_centre_and_edge(self.claim, other, name, self.claim.last):
                yield replace(measured, beside=True)

    def _wider(self, plain: Distance) -> Iterator[tuple[str, Distance, date]]:
        """Give the nearest place under each other reading of who stood where, and when."""
        atlas, actor, day = self.ways.atlas, self.actor, self.claim.last
        firm = held_by(atlas, actor, day, evidence=("confirmed",))
        masks = [
            ("without places on one voice's word", self.held & firm, day),
            ("with places still fought over", self.held | touched_by(atlas, actor, day), day),
        ]
        for name, step in (("on the day before", -1), ("on the day after", 1)):
            other = day + timedelta(days=step)
            if atlas.record.first <= other <= atlas.record.last:
                masks.append((name, held_by(atlas, actor, other), other))
        for name, mask, when in masks:
            way = self.nearest(mask)
            if way is not None and way.start.place != plain.start.place:
                yield name, way, when
        if (beside := self._beside_the_road()) is not None:
            yield "to the road beside them, which the cells count as theirs", beside, day

    def _beside_the_road(self) -> Distance | None:
        """Measure to the whole road, where a text names no town and no side of it."""
        claim = self.claim
        if claim.target is None or claim.target.kind != "road" or claim.mood != "fact":
            return None
        if claim.near is not None or claim.directions:
            return None
        whole = self.ways.forces(claim.target)
        return whole.nearest(self.held & ~whole.within(0.0))

    def why(self, plain: Distance, way: Distance, day: date) -> str:
        """Say what was measured: the nearest place, and the one of the reading if another."""
        words = f"{self._stood(plain, self.claim.last)} {numbers(plain, self.claim)}."
        if plain.start.place is not None and plain.start.place == plain.end.place:
            who = format_actor(self.ways.atlas.package.actors[self.actor])
            known = self._known(plain, self.claim.last)
            words = f"On {format_date(self.claim.last)} {who} held {plain.end.label} itself{known}."
        if way is not plain:
            held = f"{way.start.label}{self._known(way, day)} on {format_date(day)}"
            words += f" Under the reading: {held}, {numbers(way, self.claim)}."
        return words

    def _stood(self, way: Distance, day: date) -> str:
        who = format_actor(self.ways.atlas.package.actors[self.actor])
        return (
            f"The nearest place of {who} on {format_date(day)} by the record is "
            f"{way.start.label}{self._known(way, day)}:"
        )

    def _known(self, way: Distance, day: date) -> str:
        """Say how it is known that a place was theirs."""
        known = ""
        if way.start.place is not None:
            control = self.ways.atlas.record.on(way.start.place.id, day)
            fought = ", fought over" if control.status == "contested" else ""
            known = f" ({format_evidence(control.evidence)}{fought})" if control.evidence else ""
        return known

    def on_no_side(self) -> Answer:
        """Answer where the actor had no place on the side a text names, or none at all."""
        other = self.nearest(self.held, anywhere=True)
        if other is not None:
            return self.wrong_side(other)
        who = format_actor(self.ways.atlas.package.actors[self.actor])
        why = f"the record gives {who} no place on {format_date(self.claim.last)}"
        return Answer(cannot_tell(why))

    def wrong_side(self, way: Distance) -> Answer:
        """Answer where the nearest place lies in another direction than the text says."""
        claim = self.claim
        who = format_actor(self.ways.atlas.package.actors[self.actor])
        why = (
            f"The nearest place of {who} on {format_date(claim.last)} by the record is "
            f"{way.start.label}, {format_km(way.centre_m)} from the centre and "
            f"{format_km(way.edge_m)} from the edge of {way.end.label}, but it lies "
            f"{seen_from_target(way)} of it, not {' or '.join(claim.directions)}."
        )
        return Answer(contradicted(why), way, claim.last, places=_places(way))
