"""Verify distances and directions between fixed features, and distances to the front.

Readings of a distance are tried in this order: as written (to the centre, or to the edge if the
text says so); the other of the two; the second unit, if two are printed; along the road; as
rounded kilometres by road; to a point between edge and centre; within the position errors.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.distance_readings import (
    BETWEEN_EDGE_AND_CENTRE,
    WITHIN_ERRORS,
    bound_verdict,
    centre_and_edge_readings,
    direction_from_target,
    distance_verdict,
    format_measured,
    position_error_readings,
    second_figure_readings,
    unknown_ground_verdict,
)
from frontline.claims.measurements import POST_ERROR_M
from frontline.claims.reader.feature_names import post_id
from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    Answer,
    ReadingResult,
    Verdict,
    angular_offset,
    cannot_tell,
    contradicted,
    direction_tolerance_deg,
    first_match,
    join_readings,
    outside_record,
    supported,
)
from frontline.claims.verify_forces import check_forces
from frontline.errors import InvalidRequestError
from frontline.formatting import format_date, format_gap, format_km

if TYPE_CHECKING:
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.reader.coreference import Referent
    from frontline.geometry.distance import Distance


#: Start of the source of a gazetteer place whose position was taken from reports.
_FROM_REPORTS = "placed from reports"
#: The press gives distances between towns in kilometres by road, rounded: from this distance on
#: such a figure may differ from the straight line by these factors.
_BY_ROAD_FROM_M, _BY_ROAD = 10_000.0, (0.95, 1.2)
#: A place this near a highway counts as being on it, for a distance along the road.
_ON_ROAD_M = 3000.0
#: A direction still agrees loosely if the bearing exceeds its tolerance by no more than this.
_LOOSE_DEG = 22.5


def check_distance(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim on a distance; one end may be forces or the front."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a distance has both
    kinds = {subject.kind, target.kind}
    reason = _unmeasurable(subject) or _unmeasurable(target)
    if kinds <= {"front", "actor"}:
        reason = "forces at war meet at the front, so there is no distance to verify"
    if reason is not None:
        return Answer(cannot_tell(reason))
    if not kinds & {"front", "actor"}:
        return _between_fixed_features(measurements, claim, subject, target)
    refused = outside_record(measurements.atlas.record, claim.last, claim.last)
    if refused is not None:
        return Answer(refused)
    if "front" in kinds:
        return _to_front(measurements, claim, subject, target)
    return check_forces(measurements, claim)


def check_direction(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim that one place is in some direction from another."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a direction has both
    if (reason := _unmeasurable(subject) or _unmeasurable(target)) is not None:
        return Answer(cannot_tell(reason))
    if {subject.kind, target.kind} - {"place", "feature", "road"} or subject.kind == "road":
        return Answer(cannot_tell("directions are only verified between fixed places"))
    distance = measurements.distance_between(subject, target)
    where = (
        f"According to the record, {distance.start.label} is {format_km(distance.centre_m)} "
        f"{direction_from_target(distance)} of {distance.end.label}"
    )
    error = distance.start.error_m + distance.end.error_m
    if distance.centre_m <= error:
        reason = f"{where}, but the error of their positions is {format_km(error)} together."
        return Answer(cannot_tell(reason), distance)
    bearing = f"{round(distance.bearing_deg + 180) % 360}°"
    verdict = _check_named_direction(claim, supported(f"{where} (bearing {bearing})."), distance)
    return Answer(_qualify_circular(verdict, distance), distance)


def _unmeasurable(referent: Referent) -> str | None:
    """Return why a feature named after a place cannot be measured; None if it can."""
    if referent.kind != "feature":
        return None
    place = referent.place
    if post_id(referent) is not None:
        return None
    other = f"; {place.name}, which it is named after, is a different place" if place else ""
    return f"the record has no position for {referent.words!r}{other}"


def _between_fixed_features(
    measurements: Measurements, claim: Claim, subject: Referent, target: Referent
) -> Answer:
    if subject.kind == "road":
        subject, target = target, subject
    distance = measurements.distance_between(subject, target)
    namesakes = [
        end.place.name
        for end in (subject, target)
        if end.kind == "feature" and end.place is not None
    ]
    tried = _fixed_feature_readings(measurements, claim, (subject, target), distance)
    post = f"taking {namesakes[0]} for the post named after it" if namesakes else ""
    tried = [
        replace(one, reading=join_readings(post, one.reading), distance=distance, day=None)
        for one in tried
    ]
    match = first_match(claimed_interval(claim), tried)
    measured = (
        f"According to the record, {distance.start.label} is {format_measured(distance, claim)}."
    )
    if namesakes:
        measured += f" A post is assumed to be within {format_km(POST_ERROR_M)} of its namesake."
    verdict = distance_verdict(claim, match, tried, measured)
    if match is not None and claim.directions:
        verdict = _check_named_direction(claim, verdict, distance)
    return Answer(_qualify_circular(verdict, distance), distance, readings=tuple(tried))


def _fixed_feature_readings(
    measurements: Measurements, claim: Claim, ends: tuple[Referent, Referent], distance: Distance
) -> list[ReadingResult]:
    """Return every reading of a distance between two fixed features, in the order tried."""
    tried = [*centre_and_edge_readings(claim, distance), *second_figure_readings(claim, distance)]
    if (along_m := _along_road_m(measurements, *ends)) is not None:
        tried.append(ReadingResult("measured along the road", along_m, along_m))
    if distance.centre_m >= _BY_ROAD_FROM_M and {end.kind for end in ends} == {"place"}:
        low, high = (factor * distance.centre_m for factor in _BY_ROAD)
        tried.append(ReadingResult("as kilometres by road, rounded", low, high))
    if distance.edge_m < distance.centre_m:
        tried.append(ReadingResult(BETWEEN_EDGE_AND_CENTRE, distance.edge_m, distance.centre_m))
    return [*tried, *position_error_readings(claim, distance)]


def _qualify_circular(verdict: Verdict, distance: Distance) -> Verdict:
    """Qualify a verdict that uses a position taken from reports, which cannot confirm reports."""
    placed = [
        end.place
        for end in (distance.start, distance.end)
        if end.place is not None
        and any(source.startswith(_FROM_REPORTS) for source in end.place.sources)
    ]
    if not placed:
        return verdict
    notes = [f"{place.name} was placed from reports: {place.note}" for place in placed]
    reason = " ".join([verdict.reason, *notes])
    if not verdict.word.startswith("supported"):
        return replace(verdict, reason=reason)
    names = " and ".join(place.name for place in placed)
    reading = f"by a position of {names} that was itself taken from reports"
    return supported(reason, join_readings(verdict.holds_under, reading))


def _along_road_m(measurements: Measurements, subject: Referent, target: Referent) -> float | None:
    """Return the distance along a highway that both places are on."""
    if subject.place is None or target.place is None:
        return None
    for line in measurements.atlas.lines.values():
        near = [line.nearest_point(place.lon, place.lat) for place in (subject.place, target.place)]
        if all(one.distance_m <= _ON_ROAD_M for one in near):
            return abs(near[0].along_m - near[1].along_m)
    return None


def _check_named_direction(claim: Claim, verdict: Verdict, distance: Distance) -> Verdict:
    """Return the worse of a verdict and the verdict on the direction that the claim names."""
    offset = angular_offset(claim.directions, (distance.bearing_deg + 180) % 360)
    limit = direction_tolerance_deg(claim.directions)
    if offset <= limit:
        return verdict
    error = distance.start.error_m + distance.end.error_m
    error_deg = math.degrees(math.asin(min(1.0, error / max(distance.centre_m, 1.0))))
    claimed, measured = " or ".join(claim.directions), direction_from_target(distance)
    reason = f"{verdict.reason} The direction is {measured}; the text says {claimed}."
    if offset <= limit + _LOOSE_DEG:
        loose = f"with {claimed!r} taken loosely for {measured}"
        return supported(reason, join_readings(verdict.holds_under, loose))
    if offset <= limit + error_deg:
        reason = f"{reason} The position errors may change it by {error_deg:.0f}°."
        return supported(reason, join_readings(verdict.holds_under, WITHIN_ERRORS))
    return contradicted(reason)


def _to_front(
    measurements: Measurements, claim: Claim, subject: Referent, target: Referent
) -> Answer:
    """Return the answer to a claim on the distance to the front line, within its band."""
    ends = (str(subject.id or subject.words), str(target.id or target.words))
    named = subject if target.kind == "front" else target
    if named.id is None:
        return Answer(cannot_tell(f"the record has no position for {named.words!r}"))
    try:
        distance = measurements.state_on(claim.last).distance(*ends)
    except InvalidRequestError as error:
        return Answer(cannot_tell(str(error)))
    gap = format_gap(distance, claim.last)
    if distance.gap is not None and distance.gap.is_bound:
        return Answer(bound_verdict(claim, distance, gap), distance, claim.last)
    tried = [*centre_and_edge_readings(claim, distance), *second_figure_readings(claim, distance)]
    low_m = distance.low_m if distance.gap is None else distance.gap.known_low_m
    tried.append(ReadingResult("within the error of the front", low_m, distance.high_m))
    match = first_match(claimed_interval(claim), tried)
    measured = (
        f"On {format_date(claim.last)} {distance.start.label} to {distance.end.label}: "
        f"{format_measured(distance, claim)}."
    )
    verdict = distance_verdict(claim, match, tried, f"{gap} {measured}".lstrip())
    verdict = unknown_ground_verdict(claim, verdict, distance)
    return Answer(verdict, distance, claim.last, readings=tuple(tried))
