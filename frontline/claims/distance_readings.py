"""Readings of a distance: to the centre or the edge, in another unit, within position errors.

Turn one measurement into the intervals that a text may mean, in the order in which they are
tried, and format the measurement and the verdict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.rounding import claimed_interval, format_agreement
from frontline.claims.verdict import (
    CONTRADICTED,
    ReadingResult,
    Verdict,
    cannot_tell,
    contradicted,
    join_readings,
    supported,
)
from frontline.formatting import format_interval, format_km
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.claims.claim import Claim
    from frontline.geometry.distance import Distance

BETWEEN_EDGE_AND_CENTRE = "measured to a point between the edge and the centre of the built-up area"
WITHIN_ERRORS = "within the position errors"
_EDGE, _CENTRE = "measured to the edge of the built-up area", "measured to the centre"


def centre_and_edge_readings(
    claim: Claim, distance: Distance, reading: str = "", day: date | None = None
) -> list[ReadingResult]:
    """Return the readings to the centre and to the edge; the one that the text names first."""
    lengths = [(distance.centre_m, _CENTRE), (distance.edge_m, _EDGE)]
    if claim.part == "edge":
        lengths.reverse()
    names = [reading, join_readings(reading, lengths[1][1])]
    results = [
        ReadingResult(name, metres, metres, distance=distance, day=day)
        for name, (metres, _) in zip(names, lengths, strict=True)
    ]
    return results[:1] if distance.centre_m == distance.edge_m else results


def second_figure_readings(claim: Claim, distance: Distance) -> list[ReadingResult]:
    """Return the readings of a distance against the second of two printed figures."""
    other = claim.other
    if other is None:
        return []
    name = f"by the other figure, {other.words}"
    return [
        ReadingResult(one.reading, one.low, one.high, (other.low, other.high), distance)
        for one in centre_and_edge_readings(claim, distance, name)
    ]


def position_error_readings(
    claim: Claim, distance: Distance, reading: str = "", day: date | None = None
) -> list[ReadingResult]:
    """Return the readings within the position errors: at either end, then at any point."""
    error = max(0.0, distance.high_m - distance.centre_m)
    results = [
        replace(
            one,
            reading=join_readings(one.reading, WITHIN_ERRORS),
            low=max(0, one.low - error),
            high=one.high + error,
        )
        for one in centre_and_edge_readings(claim, distance, reading, day)
    ]
    name = join_readings(reading, BETWEEN_EDGE_AND_CENTRE, WITHIN_ERRORS)
    full = ReadingResult(name, distance.low_m, distance.high_m, distance=distance, day=day)
    return [*results, full]


def format_measured(distance: Distance, claim: Claim) -> str:
    """Format a measurement with its interval: "5.3 km north of Elm centre to centre, ..."."""
    article = "the " if claim.target is not None and claim.target.kind == "road" else ""
    side = f"{direction_from_target(distance)} of {article}{distance.end.label}"
    interval = f"(range {format_interval((distance.low_m, distance.high_m))})"
    if distance.edge_m == distance.centre_m:
        return f"{format_km(distance.centre_m)} {side} {interval}"
    edge = f"{format_km(distance.edge_m)} edge to edge"
    return f"{format_km(distance.centre_m)} {side} centre to centre, {edge} {interval}"


def direction_from_target(distance: Distance) -> str:
    """Return the compass direction of the start of a distance as seen from its end."""
    return geodesy.compass_direction((distance.bearing_deg + 180) % 360)


def distance_verdict(
    claim: Claim, match: ReadingResult | None, tried: Sequence[ReadingResult], measured: str
) -> Verdict:
    """Return the verdict on a distance, with the claim, the measurement and the two units."""
    claimed = f"The claim is read as {format_interval(claimed_interval(claim))}."
    units = format_agreement(claim)
    if match is not None:
        return supported(f"{claimed} {measured}{units}", match.reading)
    if claim.mood != "fact":
        return contradicted(f"{claimed} {measured}{units}")
    low, high = claimed_interval(claim)
    if high < min(one.low for one in tried):
        mismatch = "The claimed distance is shorter than any reading of the record."
    elif low > max(one.high for one in tried):
        mismatch = "The claimed distance is longer than any reading of the record."
    else:
        mismatch = "No reading of the record lies within the claimed interval."
    return contradicted(f"{claimed} {measured} {mismatch}{units}")


def bound_verdict(claim: Claim, distance: Distance, gap: str) -> Verdict:
    """Return the verdict on a distance of which only an upper bound is known.

    Parameters
    ----------
    claim : Claim
    distance : Distance
        With a `gap` that is a bound.
    gap : str
        The bound as a sentence.
    """
    low, high = claimed_interval(claim)
    reason = f"The claim is read as {format_interval((low, high))}. {gap}{format_agreement(claim)}"
    if low > distance.high_m:
        return contradicted(reason)
    if low <= 0 and high >= distance.centre_m:
        return supported(reason)
    return cannot_tell(reason)


def unknown_ground_verdict(claim: Claim, verdict: Verdict, distance: Distance) -> Verdict:
    """Return `cannot tell` instead of `contradicted` if the claim may be true on unknown ground."""
    if distance.gap is None or verdict.word != CONTRADICTED:
        return verdict
    low, high = claimed_interval(claim)
    if high < distance.gap.begins_m or low > distance.high_m:
        return verdict
    return cannot_tell(verdict.reason)
