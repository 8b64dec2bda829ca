"""Verdicts: compare the interval that a text claims with the intervals of the record.

Both a claim and each reading of the record are intervals. The readings are tried in a documented
order, the plainest first, and the first that overlaps the claim determines the verdict. The
module also compares compass directions with bearings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from frontline.formatting import format_date, format_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control.record import Record
    from frontline.geometry.distance import Distance
    from frontline.models import Place


VerdictWord = Literal["supported", "supported under a reading", "contradicted", "cannot tell"]
SUPPORTED: VerdictWord = "supported"
SUPPORTED_UNDER_READING: VerdictWord = "supported under a reading"
CONTRADICTED: VerdictWord = "contradicted"
CANNOT_TELL: VerdictWord = "cannot tell"

_BEARINGS_DEG = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """The interval of the record under one reading.

    Attributes
    ----------
    reading : str
        Name of the reading; empty for the plain one.
    low, high : float
        The interval, in the unit of the claim.
    claimed : tuple of float or None
        The claimed interval to compare with; None for the interval of the claim.
    distance : Distance or None
        The measurement that the interval comes from.
    day : date or None
        The day whose record was used.
    is_additional : bool
        Whether the measurement adds to the plain one and does not replace it.
    """

    reading: str
    low: float
    high: float
    claimed: tuple[float, float] | None = None
    distance: Distance | None = None
    day: date | None = None
    is_additional: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a claim.

    Attributes
    ----------
    word : VerdictWord
    holds_under : str
        The reading that makes the claim true; empty if the plain one does or none does.
    reason : str
        One or more sentences with the numbers.
    """

    word: VerdictWord
    holds_under: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the evidence for it.

    Attributes
    ----------
    verdict : Verdict
    distance : Distance or None
        The measurement, for distances and directions.
    day : date or None
        The day whose record was measured; None if neither end moves or nothing was measured.
    facts : dict
        Numbers found for the other kinds of claim, ready for JSON.
    places : tuple of Place
        The places whose reports the answer is based on.
    readings : tuple of ReadingResult
        All readings tried, in order.
    record_ids : tuple of str
        Further records that the answer is based on, such as those at the ends of a stretch.
    """

    verdict: Verdict
    distance: Distance | None = None
    day: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    readings: tuple[ReadingResult, ...] = ()
    record_ids: tuple[str, ...] = ()


def supported(reason: str, reading: str = "") -> Verdict:
    """Return a verdict that the record supports a claim, plainly or under a reading."""
    return Verdict(SUPPORTED_UNDER_READING if reading else SUPPORTED, reading, reason)


def contradicted(reason: str) -> Verdict:
    """Return a verdict that the record contradicts a claim."""
    return Verdict(CONTRADICTED, "", reason)


def cannot_tell(reason: str) -> Verdict:
    """Return a verdict that the record does not decide a claim; make the reason a sentence."""
    return Verdict(CANNOT_TELL, "", f"{reason[:1].upper()}{reason[1:].removesuffix('.')}.")


def outside_record(record: Record, first: date, last: date) -> Verdict | None:
    """Return a `cannot tell` verdict if some of the days are outside the record, else None."""
    if record.first <= first and last <= record.last:
        return None
    covered = f"{format_date(record.first)} to {format_date(record.last)}"
    days = format_days(first, last).split(" ", 1)[1]
    return cannot_tell(f"the record covers {covered}, not {days}")


def verdict_from(
    claimed: tuple[float, float], readings: Iterable[ReadingResult], reason: str
) -> Verdict:
    """Return the verdict of the first reading that overlaps the claim.

    Examples
    --------
    >>> verdict_from((2500, 3500), [ReadingResult("to the edge", 2700, 2700)], "2.7 km").word
    'supported under a reading'
    """
    match = first_match(claimed, readings)
    return contradicted(reason) if match is None else supported(reason, match.reading)


def join_readings(*names: str) -> str:
    """Join the names of readings that apply together.

    Examples
    --------
    >>> join_readings("", "on the day after", "measured to the centre")
    'on the day after, measured to the centre'
    """
    return ", ".join(filter(None, names))


def first_match(
    claimed: tuple[float, float], readings: Iterable[ReadingResult]
) -> ReadingResult | None:
    """Return the first reading that overlaps the claimed interval; None if none does.

    Examples
    --------
    >>> town = [ReadingResult("", 5200, 5200), ReadingResult("edge of the town", 2700, 2700)]
    >>> first_match((2500, 3500), town).reading
    'edge of the town'
    >>> first_match((0, 1000), town) is None
    True
    """
    return next((one for one in readings if overlaps(claimed, one)), None)


def overlaps(claimed: tuple[float, float], result: ReadingResult) -> bool:
    """Whether a reading overlaps the claimed interval, or the other interval it names."""
    low, high = result.claimed or claimed
    return result.low <= high and low <= result.high


def angular_offset(directions: Sequence[str], bearing_deg: float) -> float:
    """Return the angle between a bearing and the nearest of several directions, in degrees.

    Examples
    --------
    >>> angular_offset(["north-west"], 290.0), angular_offset(["north", "north-east"], 30.0)
    (25.0, 15.0)
    """
    return float(angular_offsets(directions, np.asarray([bearing_deg]))[0])


def angular_offsets(
    directions: Sequence[str], bearings_deg: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return `angular_offset` for an array of bearings; a NaN bearing counts as north."""
    named = np.asarray([bearing_of_direction(direction) for direction in directions])
    offsets = (np.nan_to_num(bearings_deg)[:, None] - named + 180) % 360 - 180
    return np.asarray(np.abs(offsets).min(axis=1))


def direction_tolerance_deg(directions: Sequence[str]) -> float:
    """Return how far a bearing may be from a direction that describes it, in degrees.

    A sector of the eight-point compass extends 22.5 degrees to either side, a sector of the
    sixteen-point compass half of that. A writer is allowed half as much again.

    Examples
    --------
    >>> direction_tolerance_deg(["west"]), direction_tolerance_deg(["north-north-east"])
    (33.75, 16.875)
    """
    return 16.875 if all(direction.count("-") == 2 for direction in directions) else 33.75


def bearing_of_direction(direction: str) -> float:
    """Return the bearing of "north", "north-east" or "north-north-east"."""
    parts = direction.split("-")
    if len(parts) == 1:
        return _BEARINGS_DEG[direction]
    if len(parts) == 2:
        return _bisector(_BEARINGS_DEG[parts[0]], _BEARINGS_DEG[parts[1]])
    return _bisector(_BEARINGS_DEG[parts[0]], bearing_of_direction("-".join(parts[1:])))


def _bisector(one: float, other: float) -> float:
    return (one + ((other - one + 180) % 360 - 180) / 2) % 360
