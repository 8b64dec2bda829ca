"""Find lengths and areas in a text, each as an interval.

The table `INTERVALS` defines the interval of each comparator: "3 km" is 2.5 to 3.5 km; "about"
is twice as wide, and at least a tenth of the value on either side; "less than 5" is 0 to 5.
Results are in metres or square metres.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from frontline.claims.reader.lexicon import AR, EN, any_of, named_any_of
from frontline.claims.reader.numbers import NUMBER_AR, NUMBER_EN, Number, read_number, rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
SQUARE_METRES = {"km2": 1e6, "mi2": 1609.344**2, "ha": 1e4}
_NAMES = {
    "km": "km", "mi": "miles", "m": "m", "yd": "yards", "ft": "feet",
    "km2": "km²", "mi2": "square miles", "ha": "hectares",
}  # fmt: skip


def _about(value: float, half: float) -> tuple[float, float]:
    wide = max(2 * half, value / 10)
    return max(0.0, value - wide), value + wide


#: Interval of a value and the half-width of its rounding, by comparator.
INTERVALS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "exact": lambda value, half: (max(0.0, value - half), value + half),
    "about": _about,
    "nearly": lambda value, half: (max(0.0, value - max(2 * half, value / 10)), value),
    "just over": lambda value, half: (value, value + max(2 * half, value / 10)),
    "less than": lambda value, _: (0.0, value),
    "within": lambda value, _: (0.0, value),
    "up to": lambda value, _: (0.0, value),
    "more than": lambda value, _: (value, math.inf),
    "at least": lambda value, _: (value, math.inf),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A length or an area in a text.

    Parameters
    ----------
    start, end : position in the folded text, comparator included
    value, unit : as written; for a range the middle
    comparator : a key of `INTERVALS`, or ``between``, or ``a few``
    low, high : its interval, in metres or square metres; `high` may be infinite
    other : the same length in a second unit, if the text has one
    """

    start: int
    end: int
    value: float
    unit: str
    comparator: str
    low: float
    high: float
    other: Quantity | None = None

    @property
    def kind(self) -> Literal["length", "area"]:
        """Either ``length`` or ``area``."""
        return "length" if self.unit in METRES else "area"

    @property
    def words(self) -> str:
        """The value with its unit, formatted."""
        return f"{self.value:g} {_NAMES[self.unit]}"


def interval(number: Number, comparator: str) -> tuple[float, float]:
    """Return the interval of a number, in its own unit.

    Examples
    --------
    >>> interval(Number(3, 0.5), "exact"), interval(Number(12, 0.5), "about")
    ((2.5, 3.5), (10.8, 13.2))
    """
    if number.low is not None and number.high is not None:
        return number.low, number.high
    return INTERVALS[comparator](number.value, number.half)


_UNITS_AR = {name: row for name, row in AR["units"].items() if name != "duals"}
_DUALS = {word: unit for unit, row in AR["units"]["duals"].items() for word in row}
_UNIT_EN = re.compile(rf"(?<![a-z])(?:{named_any_of(EN['units'])})(?![a-z0-9])", re.IGNORECASE)
_UNIT_AR = re.compile(
    rf"(?<![ء-ي])(?:(?P<dual>{any_of(_DUALS)})|{named_any_of(_UNITS_AR)})(?![ء-ي])"
)


_BACK_EN = re.compile(
    rf"(?:(?:(?<![\w-])(?:{named_any_of(EN['comparators'])})\s*)|(?P<between>\b(?:between|from)\s+))?"
    rf"(?P<n1>{NUMBER_EN})(?:\s*(?:-|\u2013|\bto\b|\band\b|\bor\b)\s*(?P<n2>{NUMBER_EN}))?"
    r"(?:(?P<self>\s?-?\s*)|\s+(?:more|long|full|straight|whole|additional|further)\s+)$",
    re.IGNORECASE,
)
_BACK_AR = re.compile(
    rf"(?:(?<!\w)(?:ال)?(?:(?:{named_any_of(AR['comparators'])})\s+|(?P<between>(?:ما\s+)?بين\s+)))?(?:ال)?"
    rf"(?P<n1>{NUMBER_AR})(?:\s*(?:-|\u2013|(?<!\w)(?:الي|او|و))\s*(?:ال)?(?P<n2>{NUMBER_AR}))?\s*(?:من\s+)?$"
)
_BACK_AR_BARE = re.compile(rf"(?<!\w)(?:{named_any_of(AR['comparators'])})\s+$")
_AFTER = {
    arabic: re.compile(rf"\s*(?:{named_any_of(table['comparators_after'])})(?!\w)", re.IGNORECASE)
    for arabic, table in ((False, EN), (True, AR))
}
_AND_HALF_EN = re.compile(r"\s+and\s+a\s+(?P<part>half|quarter)\b")
_ONE_AFTER = re.compile(r"\s+واحدا?(?!\w)")
_FEW_AFTER = re.compile(r"(?<=ات)\s+(?:قليله|معدوده)(?!\w)")
_AND_HALF = re.compile(r"\s+و\s?(?P<part>نصف|ربع)(?:\s+ال\w+)?(?!\w)")
_FAR_BACK = 90


def find_quantities(text: str) -> list[Quantity]:
    """Find the lengths and areas of a folded text; one printed in two units is one.

    Examples
    --------
    >>> [(q.value, q.unit, q.comparator) for q in find_quantities("under five km, half a mile")]
    [(5.0, 'km', 'less than'), (0.5, 'mi', 'exact')]
    >>> find_quantities("3 km (1.8 miles)")[0].other.unit
    'mi'
    """
    found = [q for unit in _UNIT_EN.finditer(text) if (q := _english(text, unit)) is not None]
    if not text.isascii():
        found += [q for unit in _UNIT_AR.finditer(text) if (q := _arabic(text, unit)) is not None]
    ordered = sorted(found, key=lambda quantity: quantity.start)
    return _paired(text, list(_ranges(text, ordered)))


def _english(text: str, unit: re.Match[str]) -> Quantity | None:
    before = text[max(0, unit.start() - _FAR_BACK) : unit.start()]
    back = _BACK_EN.search(before)
    if (
        back is None
        or unit["m"] == "M"
        or before[back.start() - 1 : back.start()] in {"$", "€", "£"}
    ):
        return None
    if unit["m"] == "m" and not back["n1"][-1:].isdigit():
        return None
    number = read_number(back["n1"])
    if number is None:
        return None
    return _made(text, unit, back, number, len(before), arabic=False)


def _arabic(text: str, unit: re.Match[str]) -> Quantity | None:
    before = text[max(0, unit.start() - _FAR_BACK) : unit.start()]
    if unit.lastgroup == "dual":
        back = _BACK_AR_BARE.search(before)
        return _made(text, unit, back, Number(2.0, 0.5), len(before), arabic=True)
    back = _BACK_AR.search(before)
    if back is not None:
        number = read_number(back["n1"])
        return None if number is None else _made(text, unit, back, number, len(before), arabic=True)
    # "at a distance of a kilometre (and a half)": the noun alone means one.
    alone = unit.lastgroup in {"km", "mi"} and re.search(
        r"(?:بعد|مسافه|ب?نحو|حوالي|سوي)\s+$", before
    )
    if _ONE_AFTER.match(text, unit.end()) or alone:
        bare = _BACK_AR_BARE.search(before)
        one = _A_FEW if unit[0].endswith("ات") else Number(1.0, 0.5)
        return _made(text, unit, bare, one, len(before), arabic=True)
    return None


def _made(  # noqa: PLR0913 - one for each thing a match tells
    text: str, unit: re.Match[str], back: re.Match[str] | None, number: Number, width: int,
    *, arabic: bool,
) -> Quantity:  # fmt: skip
    """Combine number, unit and comparator."""
    name = _DUALS[" ".join(unit[0].split())] if unit.lastgroup == "dual" else str(unit.lastgroup)
    start, end = unit.start(), unit.end()
    if back is not None:
        start -= width - back.start()
    if arabic and (more := _ONE_AFTER.match(text, end) or _FEW_AFTER.match(text, end)):
        end = more.end()
    if arabic and (more := _AND_HALF.match(text, end)):
        part = 0.5 if more["part"] == "نصف" else 0.25
        number, end = Number(number.value + part, part / 2), more.end()
    comparator = _comparator(back)
    if not arabic and (more := _AND_HALF_EN.match(text, end)):
        part = 0.5 if more["part"] == "half" else 0.25
        number, end = Number(number.value + part, part / 2), more.end()
    if (after := _AFTER[arabic].match(text, end)) is not None:
        comparator, end = str(after.lastgroup).replace("_", " "), after.end()
    size = METRES.get(name) or SQUARE_METRES[name]
    if number.low is not None and number.high == math.inf and name in {"m", "yd"}:
        number = _HUNDREDS
    second = (
        read_number(back["n2"])
        if back is not None and "n2" in back.groupdict() and back["n2"]
        else None
    )
    if second is not None:
        low, high = number.value, second.value
        if low < high:
            middle = (low + high) / 2
            return Quantity(start, end, middle, name, "between", low * size, high * size)
        number = second
    low, high = interval(number, comparator)
    if number.low is not None:
        comparator = "a few"
    return Quantity(start, end, number.value, name, comparator, low * size, high * size)


#: "Some kilometres away", as Arabic puts it without a number.
_A_FEW = Number(3.0, 0.0, 2.0, 5.0)
#: "Hundreds of metres" are less than a kilometre.
_HUNDREDS = Number(500.0, 0.0, 100.0, 900.0)


def _comparator(back: re.Match[str] | None) -> str:
    if back is None:
        return "exact"
    for name, words in back.groupdict().items():
        if words and name not in {"n1", "n2", "self", "between"}:
            return name.replace("_", " ")
    return "exact"


_JOINT = re.compile(
    r"\s*(?:[(\[/]|,?\s*(?:or|i\.e\.|that is|اي|او)\b|,\s*(?=\())\s*"
    r"(?:about|around|some|نحو|اي)?\s*"
)


#: "between two kilometres and three kilometres", "two kilometres to three kilometres".
_RANGE = re.compile(r"\s+(?:(?P<both>and\s+|و\s?)|(?:to|or|الي|او)\s+)")
_FROM = re.compile(r"(?:between|from|(?:ما\s+)?بين|من)\s+", re.IGNORECASE)
_ENDS_IN_FROM = re.compile(rf"{_FROM.pattern}$", re.IGNORECASE)


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Combine the two ends of a range that are both written with their unit."""
    skipped = False
    for quantity, last in zip_longest(found, found[1:]):
        if skipped:
            skipped = False
            continue
        joint = last and _RANGE.fullmatch(text, quantity.end, last.start)
        begins = _ENDS_IN_FROM.search(text, max(0, quantity.start - 15), quantity.start)
        begins = begins or _FROM.match(text, quantity.start)
        exact = last and quantity.comparator == last.comparator == "exact"
        fits = exact and quantity.unit == last.unit and quantity.value < last.value
        if joint and fits and (begins or not joint["both"]):
            size = METRES.get(last.unit) or SQUARE_METRES[last.unit]
            low, high = quantity.value, last.value
            start = quantity.start if begins is None else begins.start()
            middle = (low + high) / 2
            yield Quantity(start, last.end, middle, last.unit, "between", low * size, high * size)
            skipped = True
        else:
            yield quantity


def _paired(text: str, found: list[Quantity]) -> list[Quantity]:
    """Combine a length with the same length in a second unit next to it."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is not None and quantity.start < last.end:
            continue
        if (
            last is not None
            and last.other is None
            and last.kind == quantity.kind
            and last.unit != quantity.unit
            and _JOINT.fullmatch(text, last.end, quantity.start)
        ):
            end = quantity.end + (text[quantity.end : quantity.end + 1] in {")", "]"})
            alike = last.comparator != "exact" and quantity.comparator == "exact"
            other = _compared(quantity, last.comparator) if alike else quantity
            joined[-1] = replace(last, end=end, other=other)
        else:
            joined.append(quantity)
    return joined


def _compared(quantity: Quantity, comparator: str) -> Quantity:
    """Apply the comparator of the first figure to the second."""
    if comparator not in INTERVALS:
        return quantity
    size = METRES.get(quantity.unit) or SQUARE_METRES[quantity.unit]
    half = (quantity.high - quantity.low) / 2 / size
    low, high = INTERVALS[comparator](quantity.value, half)
    return replace(quantity, comparator=comparator, low=low * size, high=high * size)


def _rounded(quantity: Quantity, size: float) -> tuple[float, float]:
    """Return the interval a number may have been rounded from, whatever its comparator."""
    if quantity.comparator in {"between", "a few"}:
        return quantity.low, quantity.high
    half = rounding(f"{quantity.value:g}", quantity.value)
    return (quantity.value - half) * size, (quantity.value + half) * size


def units_agree(quantity: Quantity, other: Quantity) -> bool:
    """Return whether two figures for one quantity agree within their rounding."""
    sizes = METRES if quantity.kind == "length" else SQUARE_METRES
    low, high = _rounded(quantity, sizes[quantity.unit])
    other_low, other_high = _rounded(other, sizes[other.unit])
    return low <= other_high and other_low <= high


def agreement(quantity: Quantity) -> str:
    """Describe whether two figures of one length agree; empty if there is one figure.

    Examples
    --------
    >>> agreement(find_quantities("3 km (1.8 miles)")[0])
    '3 km is 1.86 miles, 1.8 miles is 2.90 km: the two agree within their rounding'
    """
    other = quantity.other
    if other is None:
        return ""
    sizes = METRES if quantity.kind == "length" else SQUARE_METRES
    here, there = sizes[quantity.unit], sizes[other.unit]
    end = "agree within their rounding" if units_agree(quantity, other) else "do not agree"
    return (
        f"{quantity.words} is {quantity.value * here / there:.2f} {_NAMES[other.unit]}, "
        f"{other.words} is {other.value * there / here:.2f} {_NAMES[quantity.unit]}: the two {end}"
    )
