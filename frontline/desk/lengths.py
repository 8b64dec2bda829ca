"""Readings of one measured length, set against a claimed one, and the numbers in words."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline import geodesy
from frontline.desk.quantities import Quantity, agreement
from frontline.desk.verdict import Measured, Verdict, contradicted, joined, supported
from frontline.saying import said_interval, said_km

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.desk.claims import Claim
    from frontline.distance import Distance

__all__ = [
    "ANYWHERE",
    "ERRORS",
    "agreement_of",
    "claimed_m",
    "numbers",
    "other_unit",
    "seen_from_target",
    "to_centre_and_edge",
    "verdict_on",
    "within_errors",
]

ANYWHERE = "measured to a point between the edge and the centre of the built-up area"
ERRORS = "within the errors of the positions"
_EDGE, _CENTRE = "measured to the edge of the built-up area", "measured to the centre"


def claimed_m(claim: Claim) -> tuple[float, float]:
    """Give the claimed interval, in metres; open upward where the text is."""
    return (claim.low or 0.0, math.inf if claim.high is None else claim.high)


def to_centre_and_edge(
    claim: Claim, way: Distance, reading: str = "", day: date | None = None
) -> list[Measured]:
    """Read one way to the centre and to the edge, in the order the text asks for."""
    ends = [(way.centre_m, _CENTRE), (way.edge_m, _EDGE)]
    if claim.part == "edge":
        ends.reverse()
    first = Measured(reading, ends[0][0], ends[0][0], way=way, day=day)
    if ends[0][0] == ends[1][0]:
        return [first]
    second = joined(reading, ends[1][1])
    return [first, Measured(second, ends[1][0], ends[1][0], way=way, day=day)]


def other_unit(claim: Claim, way: Distance) -> list[Measured]:
    """Read one way against the second of two printed figures."""
    other = claim.other
    if other is None:
        return []
    name = f"by the other figure, {other.words}"
    return [
        Measured(m.reading, m.low, m.high, (other.low, other.high), way)
        for m in to_centre_and_edge(claim, way, name)
    ]


def within_errors(
    claim: Claim, way: Distance, reading: str = "", day: date | None = None
) -> list[Measured]:
    """Read one way as the errors of the positions allow: at either end, then at any point."""
    error = max(0.0, way.high_m - way.centre_m)
    found = [
        replace(
            m, reading=joined(m.reading, ERRORS), low=max(0, m.low - error), high=m.high + error
        )
        for m in to_centre_and_edge(claim, way, reading, day)
    ]
    anywhere = joined(reading, ANYWHERE, ERRORS)
    return [*found, Measured(anywhere, way.low_m, way.high_m, way=way, day=day)]


def numbers(way: Distance, claim: Claim) -> str:
    """Say a measurement with its interval, and the arithmetic of two printed units."""
    side = f"{seen_from_target(way)} of {way.end.label}"
    error = f"{said_interval((way.low_m, way.high_m))} with all errors"
    if way.edge_m == way.centre_m:
        words = f"{said_km(way.centre_m)} {side}, {error}"
    else:
        edge = f"{said_km(way.edge_m)} edge to edge"
        words = f"{said_km(way.centre_m)} {side} centre to centre, {edge}, {error}"
    return words if claim.target is None or claim.target.kind != "road" else _by_the(words, way)


def _by_the(words: str, way: Distance) -> str:
    """Write the road's name with an article."""
    return words.replace(f"of {way.end.label}", f"of the {way.end.label}", 1)


def seen_from_target(way: Distance) -> str:
    """Say in which direction the start of a way lies from its end."""
    return geodesy.direction((way.bearing_deg + 180) % 360)


def verdict_on(
    claim: Claim, met: Measured | None, tried: Sequence[Measured], measured: str
) -> Verdict:
    """Put a verdict on a length into words: the claim, what was measured, the two units."""
    read = f"The claim is read as {said_interval(claimed_m(claim))}."
    units = agreement_of(claim)
    if met is None and claim.mood != "fact":
        return contradicted(f"{read} {measured}{units}")
    if met is not None:
        return supported(f"{read} {measured}{units}", met.reading)
    low, high = claimed_m(claim)
    if high < min(one.low for one in tried):
        end = " The text has it nearer than any reading of the record."
    elif low > max(one.high for one in tried):
        end = " The text has it farther than any reading of the record."
    else:
        end = " No reading of the record falls into what the text claims."
    return contradicted(f"{read} {measured}{end}{units}")


def agreement_of(claim: Claim) -> str:
    """Say whether the two units of a claim agree; empty if it has one."""
    if claim.other is None or claim.value is None or claim.unit is None:
        return ""
    low, high = claimed_m(claim)
    first = Quantity(0, 0, claim.value, claim.unit, str(claim.comparator), low, high, claim.other)
    return f" The two figures: {agreement(first)}."
