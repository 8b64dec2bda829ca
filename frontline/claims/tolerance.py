"""The error budget of a claim: how much a printed number leaves open, as rules to choose from.

The reader reads a number by the `usual` rule. The other two are made from it here, so that a
newsroom can see whether a verdict hangs on how kindly the text is read.

| number | `strict` | `usual` | `wide` |
|---|---|---|---|
| 3 km | 2.5 to 3.5 | 2.5 to 3.5 | 2 to 4 |
| 20 km | 19.5 to 20.5 | 19 to 21 | 18 to 22 |
| about 12 km | 11.5 to 12.5 | 10.8 to 13.2 | 9.6 to 14.4 |
| nearly 10 km | 9.5 to 10 | 9 to 10 | 8 to 10.5 |
| just over 10 km | 10 to 10.5 | 10 to 11 | 9.5 to 12 |
| less than 5 km | under 5 | under 5 | under 5.5 |
| more than 5 km | 5 or more | 5 or more | 4.5 or more |
| 3 to 5 km | 3 to 5 | 3 to 5 | 2.7 to 5.5 |
| five villages | 5 | 5 | 5 |
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontline.claims.quantities import (
    METRES,
    SQUARE_METRES,
    Quantity,
    agreement,
)
from frontline.claims.verdict import (
    Measured,
    Verdict,
    contradicted,
    joined,
    supported,
)
from frontline.errors import InvalidRequestError
from frontline.formatting import format_interval, format_km
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.claims.claim import Claim
    from frontline.geometry.distance import Distance


@dataclass(frozen=True, slots=True)
class Rounding:
    """How much a number is taken to leave open.

    Parameters
    ----------
    name : as the user writes it
    says : one sentence for the reader of an answer
    times : by how much the usual room on either side of a number is widened
    open_share : by what share of the number the closed end of "less than", "more than" and
        of a range gives way
    last_digit : only the last digit written is rounded, and "about" excuses nothing
    """

    name: str
    says: str
    times: float = 1.0
    open_share: float = 0.0
    last_digit: bool = False


ROUNDINGS: Mapping[str, Rounding] = {
    rule.name: rule
    for rule in (
        Rounding(
            "strict",
            "A number is rounded in its last digit alone, and 'about' excuses nothing.",
            last_digit=True,
        ),
        Rounding(
            "usual",
            "'3 km' is 2.5 to 3.5 and '20 km' is 19 to 21; 'about' is twice as wide, and at least "
            "a tenth either way; 'less than' is open downward.",
        ),
        Rounding(
            "wide",
            "Twice the usual room on either side of a number; the closed end of 'less than', "
            "'more than' and of a range gives way by a tenth.",
            times=2.0,
            open_share=0.1,
        ),
    )
}


def find_rounding(name: str) -> Rounding:
    """Give the rule of that name; InvalidRequestError lists the names there are."""
    try:
        return ROUNDINGS[name]
    except KeyError:
        raise InvalidRequestError(
            f"no rounding {name!r}: use one of {', '.join(ROUNDINGS)}"
        ) from None


def rounded(claim: Claim, rule: Rounding) -> Claim:
    """Read the numbers of a claim, as the usual rule read them, by another rule."""
    if rule == ROUNDINGS["usual"] or claim.value is None or claim.low is None:
        return claim
    size = METRES.get(str(claim.unit)) or SQUARE_METRES.get(str(claim.unit)) or 1.0
    high = math.inf if claim.high is None else claim.high
    low, high = _interval(claim.value, str(claim.comparator), (claim.low, high), size, rule)
    other = None if claim.other is None else _other(claim.other, rule)
    return replace(claim, low=low, high=high, other=other)


def _other(quantity: Quantity, rule: Rounding) -> Quantity:
    size = METRES.get(quantity.unit) or SQUARE_METRES[quantity.unit]
    usual = (quantity.low, quantity.high)
    low, high = _interval(quantity.value, quantity.comparator, usual, size, rule)
    return replace(quantity, low=low, high=high)


def _interval(
    value: float, comparator: str, usual: tuple[float, float], size: float, rule: Rounding
) -> tuple[float, float]:
    """Give what a number claims under a rule, from what it claims under the usual one.

    Examples
    --------
    >>> _interval(12, "about", (10_800, 13_200), 1000, ROUNDINGS["strict"])
    (11500.0, 12500.0)
    >>> _interval(3, "exact", (2500, 3500), 1000, ROUNDINGS["wide"])
    (2000.0, 4000.0)
    >>> _interval(5, "less than", (0, 5000), 1000, ROUNDINGS["wide"])
    (0.0, 5500.0)
    """
    low, high = usual
    middle = value * size
    if comparator in {"between", "a few"} or (low <= 0 and high == middle) or high == math.inf:
        give = rule.open_share
        return low * (1 - give), high * (1 + give)
    if rule.last_digit:
        half = _last_digit(value) * size
        return max(low, middle - half), min(high, middle + half)
    up, down = (high - middle) * rule.times, (middle - low) * rule.times
    if low <= 0:  # cut off at nought: the room upward tells how wide it was
        down = max(up, down)
    # a side that the comparator shuts ("nearly", "just over") gives way by a quarter of the other
    return max(0.0, middle - (down or up / 4)), middle + (up or down / 4)


def _last_digit(value: float) -> float:
    """Give half of the last digit's place: 0.5 for "3" and "20", 0.05 for "3.5"."""
    digits = f"{value:g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)


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
    error = f"{format_interval((way.low_m, way.high_m))} with all errors"
    if way.edge_m == way.centre_m:
        words = f"{format_km(way.centre_m)} {side}, {error}"
    else:
        edge = f"{format_km(way.edge_m)} edge to edge"
        words = f"{format_km(way.centre_m)} {side} centre to centre, {edge}, {error}"
    return words if claim.target is None or claim.target.kind != "road" else _by_the(words, way)


def _by_the(words: str, way: Distance) -> str:
    """Write the road's name with an article."""
    return words.replace(f"of {way.end.label}", f"of the {way.end.label}", 1)


def seen_from_target(way: Distance) -> str:
    """Say in which direction the start of a way lies from its end."""
    return geodesy.compass_direction((way.bearing_deg + 180) % 360)


def verdict_on(
    claim: Claim, met: Measured | None, tried: Sequence[Measured], measured: str
) -> Verdict:
    """Put a verdict on a length into words: the claim, what was measured, the two units."""
    read = f"The claim is read as {format_interval(claimed_m(claim))}."
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
