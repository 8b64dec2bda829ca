"""Tolerance of a number in a text: the interval that it claims, under one of three rules.

The extractor reads a number by the `usual` rule. The other two rules are derived from it here, so
that a newsroom can see whether a verdict depends on how strictly the number is read.

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

from frontline.claims.reader.quantities import (
    METRES,
    SQUARE_METRES,
    Quantity,
    agreement,
    units_agree,
)
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.claims.claim import Claim


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rule for the tolerance of a number.

    Attributes
    ----------
    name : str
        Name in commands and JSON; ``locales/report.toml`` describes each.
    width_factor : float
        Factor applied to the usual tolerance on either side.
    open_end_share : float
        Share of the number by which the closed end of "less than", "more than" and of a range
        may be exceeded.
    last_digit : bool
        Whether only the last digit is rounded, so that "about" adds no tolerance.
    """

    name: str
    width_factor: float = 1.0
    open_end_share: float = 0.0
    last_digit: bool = False


ROUNDINGS: Mapping[str, Rounding] = {
    rule.name: rule
    for rule in (
        Rounding("strict", last_digit=True),
        Rounding("usual"),
        Rounding("wide", width_factor=2.0, open_end_share=0.1),
    )
}


def find_rounding(name: str) -> Rounding:
    """Return the rounding rule with a name.

    Raises
    ------
    InvalidRequestError
        If there is no such rule; the message lists the names.
    """
    try:
        return ROUNDINGS[name]
    except KeyError:
        raise InvalidRequestError(
            f"{name!r} is not a rounding rule. Use one of {', '.join(ROUNDINGS)}."
        ) from None


def apply_rounding(claim: Claim, rule: Rounding) -> Claim:
    """Return a claim with its intervals changed from the usual rule to another."""
    if rule == ROUNDINGS["usual"] or claim.value is None or claim.low is None:
        return claim
    low, high = _interval(
        claim.value, str(claim.comparator), claimed_interval(claim), _size(claim.unit), rule
    )
    return replace(claim, low=low, high=high, other=claim.other and _rounded(claim.other, rule))


def claimed_interval(claim: Claim) -> tuple[float, float]:
    """Return the claimed interval in the unit of `Claim.low`; infinity where it is open."""
    return (claim.low or 0.0, math.inf if claim.high is None else claim.high)


def format_agreement(claim: Claim) -> str:
    """Return a sentence on whether the two units of a claim agree; empty if it has one."""
    first = _first_figure(claim)
    return "" if first is None else f" The two figures: {agreement(first)}."


def two_units_agree(claim: Claim) -> bool:
    """Whether the two units of a claim agree within their rounding; true if it has one."""
    first = _first_figure(claim)
    return first is None or first.other is None or units_agree(first, first.other)


def _first_figure(claim: Claim) -> Quantity | None:
    """Return the first of two figures for one length; None if the claim has one figure."""
    if claim.other is None or claim.value is None or claim.unit is None:
        return None
    low, high = claimed_interval(claim)
    return Quantity(0, 0, claim.value, claim.unit, str(claim.comparator), low, high, claim.other)


def _size(unit: str | None) -> float:
    return METRES.get(str(unit)) or SQUARE_METRES.get(str(unit)) or 1.0


def _rounded(quantity: Quantity, rule: Rounding) -> Quantity:
    usual, size = (quantity.low, quantity.high), _size(quantity.unit)
    low, high = _interval(quantity.value, quantity.comparator, usual, size, rule)
    return replace(quantity, low=low, high=high)


def _interval(
    value: float, comparator: str, usual: tuple[float, float], size: float, rule: Rounding
) -> tuple[float, float]:
    """Return the interval of a number under a rule, given its interval under the usual one.

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
        return low * (1 - rule.open_end_share), high * (1 + rule.open_end_share)
    if rule.last_digit:
        half = _half_last_digit(value) * size
        return max(low, middle - half), min(high, middle + half)
    up, down = (high - middle) * rule.width_factor, (middle - low) * rule.width_factor
    if low <= 0:  # cut off at zero: the tolerance upward shows how wide it was
        down = max(up, down)
    # A side that the comparator closes ("nearly", "just over") gets a quarter of the other side.
    return max(0.0, middle - (down or up / 4)), middle + (up or down / 4)


def _half_last_digit(value: float) -> float:
    """Return half a unit of the last digit: 0.5 for "3" and "20", 0.05 for "3.5"."""
    digits = f"{value:g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)
