"""Sets what a text claims against what the record measures.

A claim is an interval; so is each reading of the record. Readings are tried in a stated order,
the plainest first, and the first that meets the claim names the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.geometry.distance import Distance
    from frontline.models import Place


VerdictWord = Literal["supported", "supported under a reading", "contradicted", "cannot tell"]
SUPPORTED: VerdictWord = "supported"
READ: VerdictWord = "supported under a reading"
CONTRADICTED: VerdictWord = "contradicted"
UNDECIDED: VerdictWord = "cannot tell"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the record gives under one reading.

    Parameters
    ----------
    reading : its name; empty for the plain one
    low, high : the interval, in the unit of the claim
    claimed : the claimed interval it is set against; None for that of the claim
    way, day : the measurement it stands on, and the day whose record was asked, if any
    beside : whether that measurement stands beside the plain one, not in its place
    """

    reading: str
    low: float
    high: float
    claimed: tuple[float, float] | None = None
    way: Distance | None = None
    day: date | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a claim.

    Parameters
    ----------
    word : one of the four
    holds_under : the reading that makes it true; empty if the plain one does or none does
    why : one or two sentences with the numbers
    """

    word: VerdictWord
    holds_under: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with what it stands on.

    Parameters
    ----------
    verdict : the answer in words
    way, day : for lengths the measurement, and the day whose record was measured; None where
        nothing moves or nothing was measured
    facts : for what is no distance, the numbers found, ready for JSON
    places : the places whose reports the answer stands on
    readings : all that was tried, in order, for whoever wants the working
    """

    verdict: Verdict
    way: Distance | None = None
    day: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    readings: tuple[Measured, ...] = ()


def supported(why: str, under: str = "") -> Verdict:
    """Say that the record bears a claim out, plainly or under a reading."""
    return Verdict(READ if under else SUPPORTED, under, why)


def contradicted(why: str) -> Verdict:
    """Say that the record speaks against a claim."""
    return Verdict(CONTRADICTED, "", why)


def cannot_tell(why: str) -> Verdict:
    """Say that the record does not decide a claim; the reason becomes a sentence."""
    return Verdict(UNDECIDED, "", f"{why[:1].upper()}{why[1:].removesuffix('.')}.")


def judged(claimed: tuple[float, float], readings: Iterable[Measured], why: str) -> Verdict:
    """Give the verdict of the first reading that meets the claim.

    Examples
    --------
    >>> judged((2500, 3500), [Measured("to the edge", 2700, 2700)], "2.7 km").word
    'supported under a reading'
    """
    met = judge(claimed, readings)
    return contradicted(why) if met is None else supported(why, met.reading)


def joined(*names: str) -> str:
    """Join the names of readings that hold together.

    Examples
    --------
    >>> joined("", "on the day after", "measured to the centre")
    'on the day after, measured to the centre'
    """
    return ", ".join(filter(None, names))


def judge(claimed: tuple[float, float], readings: Iterable[Measured]) -> Measured | None:
    """Give the first reading that meets the claim; None if none does.

    Examples
    --------
    >>> town = [Measured("", 5200, 5200), Measured("the edge of the town", 2700, 2700)]
    >>> judge((2500, 3500), town).reading
    'the edge of the town'
    >>> judge((0, 1000), town) is None
    True
    """
    for measured in readings:
        low, high = measured.claimed or claimed
        if measured.low <= high and low <= measured.high:
            return measured
    return None


_WINDS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


def _bearing(wind: str) -> float:
    """Give the bearing of a wind: "north-north-east" lies between north and north-east."""
    parts = wind.split("-")
    if len(parts) == 1:
        return _WINDS[wind]
    if len(parts) == 2:
        return _middle(_WINDS[parts[0]], _WINDS[parts[1]])
    return _middle(_WINDS[parts[0]], _bearing("-".join(parts[1:])))


def _middle(one: float, other: float) -> float:
    return (one + ((other - one + 180) % 360 - 180) / 2) % 360


def angle_off(winds: Sequence[str], bearing_deg: float) -> float:
    """Give how far a bearing is from the nearest of several winds, in degrees.

    Examples
    --------
    >>> angle_off(["north-west"], 290.0), angle_off(["north", "north-east"], 30.0)
    (25.0, 15.0)
    """
    return float(angles_off(winds, np.asarray([bearing_deg]))[0])


def angles_off(winds: Sequence[str], bearings_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the same for many bearings; one that is not known counts as north."""
    named = np.asarray([_bearing(wind) for wind in winds])
    turned = (np.nan_to_num(bearings_deg)[:, None] - named + 180) % 360 - 180
    return np.asarray(np.abs(turned).min(axis=1))


def tolerance_deg(winds: Sequence[str]) -> float:
    """Give by how much a bearing may miss a wind that names it.

    Of eight winds each speaks for 22.5 degrees either way, of sixteen for half that; a writer
    is allowed half as much again.

    Examples
    --------
    >>> tolerance_deg(["west"]), tolerance_deg(["north-north-east"])
    (33.75, 16.875)
    """
    return 16.875 if all(wind.count("-") == 2 for wind in winds) else 33.75
