"""Reasons not to call a distance contradicted, although no reading of the record agrees with it.

Printed distances are rounded more than they look, given by road, taken for another axis of an
advance, or measured from a place that the sentence also names. Forces stand between villages,
where no report places them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.distance_readings import WITHIN_ERRORS
from frontline.claims.measurements import held_by
from frontline.claims.rounding import claimed_interval
from frontline.formatting import format_km
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.reader.coreference import Referent
    from frontline.claims.verdict import Answer
    from frontline.geometry.distance import Distance
    from frontline.models import Place

#: A number is doubted within twice its tolerance, and at least within this share of it.
_LEAST_SHARE = 0.1
#: "A few kilometres" is doubted within this factor.
_VAGUE = 3.0
#: How much longer than the straight line a road may be, by the straight line in metres.
_ROADS = ((15_000.0, 1.5), (40_000.0, 1.35), (float("inf"), 1.2))
#: How much farther from a road the forces on one sector of a front may be than those on another,
#: and how far around a place the ground is that of its holder.
_SECTOR_M = 15_000.0
#: The record is asked for places at least this far from a target.
_LEAST_M = 5_000.0
#: Places at most this far to the side of a line of advance are on it.
_AXIS_DEG = 45.0


def distance_doubts(measurements: Measurements, claim: Claim, answer: Answer) -> Iterator[str]:
    """Yield each reason not to call a distance contradicted."""
    low, high = widened(claim)
    for one in answer.readings:
        plain = one.claimed is None and WITHIN_ERRORS not in one.reading
        if plain and one.low <= high and low <= one.high:
            yield "it is within twice the rounding of the number"
            break
    distance = answer.distance
    if distance is None:
        return
    kinds = {end.kind for end in (claim.subject, claim.target) if end is not None}
    if not kinds & {"actor", "front"}:
        if not any("along the road" in one.reading for one in answer.readings):
            yield from _by_road(claim, distance)
    elif "actor" in kinds:
        yield from _of_named_place(measurements, claim)
        yield from _of_another_part(claim, distance)
        yield from _off_the_record(measurements, claim)
        yield from _between_villages(measurements, claim, distance)


def widened(claim: Claim) -> tuple[float, float]:
    """Return the interval of a number with twice its tolerance."""
    low, high = claimed_interval(claim)
    if claim.comparator == "a few":
        return low / _VAGUE, high * _VAGUE
    half = 0.0 if high == float("inf") or low <= 0 else (high - low) / 2
    half = 0.0 if claim.comparator == "about" else half  # its tolerance is doubled already
    return min(low - half, low * (1 - _LEAST_SHARE)), max(high + half, high * (1 + _LEAST_SHARE))


def _by_road(claim: Claim, distance: Distance) -> Iterator[str]:
    """Yield that a longer distance may be one by road."""
    low, _ = claimed_interval(claim)
    factor = next(factor for limit, factor in _ROADS if distance.centre_m < limit)
    if distance.centre_m < low <= distance.centre_m * factor:
        yield "it may be kilometres by road"


def _of_named_place(measurements: Measurements, claim: Claim) -> Iterator[str]:
    """Yield that the distance may be that of another place which the text names beside it."""
    low, high = widened(claim)
    for place in claim.named:
        straight = _distance_m(measurements, place, claim.target)
        factor = next(factor for limit, factor in _ROADS if straight < limit)
        if straight and low <= straight * factor and straight <= high:
            yield f"it may be the distance of {place.name}, which is {format_km(straight)} away"


def _of_another_part(claim: Claim, distance: Distance) -> Iterator[str]:
    """Yield that forces nearer to a road elsewhere may not be those that the text is about."""
    low, _ = claimed_interval(claim)
    if claim.target is None or claim.target.kind != "road" or distance.centre_m >= low:
        return
    places = ", ".join(place.name for place in claim.named)
    if places:
        yield f"it may be the distance from the part of the road that is nearest to {places}"
    elif low - distance.centre_m <= _SECTOR_M:
        yield "it may be the distance of forces at another part of the road"


def _distance_m(measurements: Measurements, place: Place, target: Referent | None) -> float:
    """Return how far a place is from a target; 0 for the target itself, or without a position."""
    if target is not None and target.kind == "road" and target.id in measurements.atlas.lines:
        line = measurements.atlas.lines[str(target.id)]
        return float(line.nearest_point(place.lon, place.lat).distance_m)
    if target is None or target.place is None or target.place.id == place.id:
        return 0.0
    end = target.place
    return float(geodesy.distance_m(place.lon, place.lat, end.lon, end.lat))


def _off_the_record(measurements: Measurements, claim: Claim) -> Iterator[str]:
    """Yield that the record does not say who held any place at such a distance."""
    target = claim.target
    if target is None or target.kind not in {"place", "road"}:
        return
    low, high = claimed_interval(claim)
    atlas, centre_m = measurements.atlas, measurements.distances_to(target).centre_m
    known = np.zeros(len(centre_m), dtype=np.bool_)
    for actor in atlas.actors:
        known |= held_by(atlas, actor, claim.last)
    # Who holds the target holds the ground near it, as far as nobody says otherwise.
    nearest = low / 2 if low > _SECTOR_M else 0.0
    if not (known & (centre_m >= nearest) & (centre_m <= max(high * 1.5, _LEAST_M))).any():
        yield f"the record has no place at such a distance from {target.words}"


def _between_villages(
    measurements: Measurements, claim: Claim, distance: Distance
) -> Iterator[str]:
    """Yield that forces may have stood nearer, if no place in between was held by others."""
    target, start = claim.target, distance.start.place
    _, high = claimed_interval(claim)
    if target is None or start is None or not distance.edge_m / 2 < high < distance.edge_m:
        return  # on the nearer half, the ground is that of the target
    if not _others_between(measurements, claim, start, high):
        yield f"no place between {start.name} and {target.words} is reported to be held by others"


def _others_between(measurements: Measurements, claim: Claim, start: Place, least_m: float) -> bool:
    """Whether others held a place between the nearest one of the forces and a distance."""
    atlas, target = measurements.atlas, claim.target
    assert target is not None and claim.subject is not None  # noqa: S101, PT018 - the caller made sure
    distances = measurements.distances_to(target)
    column = atlas.record.index[start.id]
    others = np.zeros(len(distances.centre_m), dtype=np.bool_)
    for actor in atlas.actors:
        if actor != claim.subject.id:
            others |= held_by(atlas, actor, claim.last)
    turned = (distances.bearings_deg - distances.bearings_deg[column] + 180) % 360 - 180
    inside = (distances.centre_m > least_m) & (distances.centre_m < distances.centre_m[column])
    return bool((others & inside & (np.abs(turned) <= _AXIS_DEG)).any())
