"""Find lengths and areas in a text, each as an interval.

The table `INTERVALS` defines the interval of each comparator: "3 km" is 2.5 to 3.5 km; "about"
is twice as wide, and at least a tenth of the value on either side; "less than 5" is 0 to 5.
Results are in metres or square metres.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from frontline.claims.lexicon import (
    AR,
    EN,
    any_of,
    named_any_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the uncertainty of its rounding.

    Parameters
    ----------
    value : as written; for a vague number the middle of what it may mean
    half : half-width of its rounding
    low, high : for a vague number its interval; None otherwise
    """

    value: float
    half: float
    low: float | None = None
    high: float | None = None


_ONES: dict[str, float] = EN["numbers"]
_TIMES: dict[str, float] = EN["number_times"]
_PARTS: dict[str, float] = EN["number_parts"] | AR["number_parts"]
_AR_ONES: dict[str, float] = AR["numbers"]
#: Vague words: low, high; 0 for no upper end.
_VAGUE: dict[str, tuple[float, float]] = EN["vague_numbers"] | AR["vague_numbers"]

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,9}(?:[.,]\d{1,3})?)(?:\s?[½¼¾])?|[½¼¾]"
)
_EN_WORD = any_of([*_ONES, *_TIMES, *EN["number_parts"], *EN["vague_numbers"]])
_AR_WORD = any_of([*_AR_ONES, *AR["number_parts"], *AR["vague_numbers"]])
#: Patterns without groups. English words may be joined by "and", "of" or a hyphen.
NUMBER_EN = (
    rf"(?:(?<![\w.,]){_DIGITS}|\b{_EN_WORD}\b"
    rf"(?:(?:-|\s+)(?:(?:and|of)(?:-|\s+))?{_EN_WORD}\b){{0,5}})"
    r"(?:(?:-|\s+)and(?:-|\s+)a(?:-|\s+)(?:half|quarter))?(?:\s+of)?(?:\s+an?\b)?"
)
NUMBER_AR = (
    rf"(?:(?<![a-zA-Z0-9.,]){_DIGITS}|(?:(?<!\w)|(?<=\s[وبل])){_AR_WORD}(?!\w)"
    rf"(?:\s+و?\s?{_AR_WORD}(?!\w)){{0,6}})(?:\s+و\s?(?:نصف|ربع)(?!\w))?"
)
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_HALVES = re.compile(r"\band a (half|quarter)$|و\s?(نصف|ربع)$")


def rounding(written: str, value: float) -> float:
    """Return half the width of the interval that a number may have been rounded from.

    Examples
    --------
    >>> rounding("3", 3), rounding("1.8", 1.8), rounding("350", 350), rounding("20", 20)
    (0.5, 0.05, 5.0, 1.0)
    """
    _, point, decimals = written.partition(".")
    if point:
        return float(f"{0.5 * 10 ** -len(decimals):.12g}")
    if value != int(value):
        return 0.125
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0")) if value else 0
    return float(max(0.5, min(0.5 * 10**zeros, value / 20)))


def read_number(written: str) -> Number | None:
    """Read a number in digits or words; return None if there is none.

    Examples
    --------
    >>> read_number("twenty-five").value, read_number("half a dozen").value
    (25.0, 6.0)
    >>> read_number("خمسه وثلاثين").value, read_number("three and a half")
    (35.0, Number(value=3.5, half=0.25, low=None, high=None))
    """
    written = " ".join(written.casefold().split())
    if not written[:1].isdigit():
        written = written.replace("-", " ")
    more = _HALVES.search(written)
    if more and more.start():
        whole = read_number(written[: more.start()])
        if whole is None or whole.low is not None:
            return whole
        part = 0.5 if {"half", "نصف"} & {more[1], more[2]} else 0.25
        return Number(whole.value + part, part / 2)
    if written[:1].isdigit() or written[:1] in _SIGNS:
        return _from_digits(written)
    words = written.split()
    for word in words:
        if word in _VAGUE:
            low, high = _VAGUE[word]
            return Number((low + high) / 2 if high else low, 0.0, low, high or math.inf)
    return _from_arabic(words) if not written.isascii() else _from_english(words)


def _from_digits(written: str) -> Number:
    sign = _SIGNS.get(written[-1])
    body = written[:-1].strip() if sign else written
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", body):
        body = body.replace(",", "")
    body = body.replace(",", ".")
    value = float(body or 0) + (sign or 0)
    return Number(value, 0.125 if sign else rounding(body, value))


def _from_english(words: list[str]) -> Number | None:
    total, current, part, seen = 0.0, 0.0, None, False
    for word in words:
        if word in {"and", "of"}:
            continue
        if word in _PARTS:
            part = _PARTS[word] * (current if seen and current > 1 else 1)
            current, seen = 0.0, True
        elif word in _TIMES:
            times = part if part is not None else (current if seen else 1.0)
            current, part, seen = (times or 1.0) * _TIMES[word], None, True
            if word == "thousand":
                total, current = total + current, 0.0
        elif word in _ONES:
            if word in {"a", "an"} and (part is not None or len(words) > 1 + (words[-1] == "of")):
                seen = seen or word == words[-1]
                continue
            current, seen = current + _ONES[word], True
    if not seen:
        return None
    value = total + current + (part or 0.0)
    half = part / 2 if part else rounding(str(int(value)), value)
    if words[-1] in {"dozen", "couple", "score"}:
        half = max(half, value / 12)
    return Number(value, half)


def _from_arabic(words: list[str]) -> Number | None:
    total, seen, part = 0.0, False, 0.0
    value: float
    for raw in words:
        word = raw
        if word not in _AR_ONES and word not in _PARTS and word.startswith("و"):
            word = word[1:]
        if word in _PARTS:
            part, seen = part + _PARTS[word], True
        elif word in _AR_ONES:
            value = _AR_ONES[word]
            # "three hundred", "four thousand": the smaller word before multiplies.
            bigger = value >= 100 and 0 < total < value
            total = total * value if bigger else total + value
            seen = True
    if not seen:
        return None
    value = total + part
    return Number(value, part / 2 if part else rounding(str(int(value)), value))


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
    rf"(?P<n1>{NUMBER_AR})(?:\s*(?:-|\u2013|(?<!\w)(?:الي|او|و))\s*(?:ال)?(?P<n2>{NUMBER_AR}))?\s*$"
)
_BACK_AR_BARE = re.compile(rf"(?<!\w)(?:{named_any_of(AR['comparators'])})\s+$")
_AFTER = {
    arabic: re.compile(rf"\s*(?:{named_any_of(table['comparators_after'])})(?!\w)", re.IGNORECASE)
    for arabic, table in ((False, EN), (True, AR))
}
_AND_HALF_EN = re.compile(r"\s+and\s+a\s+(?P<part>half|quarter)\b")
_ONE_AFTER = re.compile(r"\s+واحدا?(?!\w)")
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
    return _paired(text, sorted(found, key=lambda quantity: quantity.start))


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
        return _made(text, unit, bare, Number(1.0, 0.5), len(before), arabic=True)
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
    if arabic and (one := _ONE_AFTER.match(text, end)):
        end = one.end()
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
