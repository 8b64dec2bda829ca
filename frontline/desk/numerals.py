"""Numbers as articles write them: digits, English words, Arabic words, and the vague ones.

A number comes with the half-width of its rounding. The rule, stated here and nowhere else:
what is written is rounded to half a unit of its last digit that is not a trailing zero, but
for whole numbers never to more than a twentieth of the number nor to less than half a unit.
"3" is 2.5 to 3.5, "3.5" is 3.45 to 3.55, "20" is 19 to 21, "350" is 345 to 355, and
"three and a half" is 3.25 to 3.75.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

__all__ = ["NUMBER_AR", "NUMBER_EN", "Number", "read_number", "rounding"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and between what it leaves the true one.

    Parameters
    ----------
    value : as written; for a vague number the middle of what it may mean
    half : half-width of its rounding
    low, high : for a vague number what it may mean; None otherwise
    """

    value: float
    half: float
    low: float | None = None
    high: float | None = None


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN = {word: float(value) for value, word in enumerate(_ONES)}
_EN |= {word: 20.0 + 10 * place for place, word in enumerate(_TENS)}
_EN |= {"a": 1.0, "an": 1.0, "single": 1.0, "pair": 2.0, "couple": 2.0}
_EN_TIMES = {"hundred": 100.0, "thousand": 1000.0, "dozen": 12.0, "score": 20.0}
_EN_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3}

#: Vague words: low, high.
_VAGUE = {
    "few": (2.0, 5.0), "several": (3.0, 9.0), "handful": (3.0, 7.0), "many": (5.0, math.inf),
    "dozens": (24.0, math.inf), "scores": (40.0, math.inf), "tens": (20.0, math.inf),
    "hundreds": (200.0, math.inf), "string": (3.0, math.inf), "series": (3.0, math.inf),
    "number": (2.0, math.inf), "cluster": (3.0, math.inf), "swathe": (3.0, math.inf),
    "بضعه": (2.0, 5.0), "بضع": (2.0, 5.0), "عده": (3.0, 9.0), "عدد": (2.0, math.inf),
    "عشرات": (20.0, math.inf), "مئات": (200.0, math.inf), "سلسله": (3.0, math.inf),
    "مجموعه": (3.0, math.inf),
}  # fmt: skip

_AR_ONES = {
    "واحد": 1, "واحده": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاثه": 3, "ثلاث": 3,
    "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7,
    "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
    "احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70,
    "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مئه": 100, "مائه": 100,
    "مئتان": 200, "مئتين": 200, "مئتي": 200, "مئتا": 200, "مائتان": 200, "مائتين": 200,
    "ثلاثمئه": 300, "ثلاثمائه": 300, "اربعمئه": 400, "اربعمائه": 400, "خمسمئه": 500,
    "خمسمائه": 500, "ستمئه": 600, "ستمائه": 600, "سبعمئه": 700, "سبعمائه": 700,
    "ثمانمئه": 800, "ثمانمائه": 800, "تسعمئه": 900, "تسعمائه": 900, "الف": 1000,
}  # fmt: skip
_AR_PARTS = {"نصف": 0.5, "ربع": 0.25, "ثلث": 1 / 3}

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,9}(?:[.,]\d{1,3})?)(?:\s?[½¼¾])?|[½¼¾]"
)
_EN_WORD = "|".join(
    sorted({*_EN, *_EN_TIMES, *_EN_PARTS, *(w for w in _VAGUE if w.isascii())}, key=len)[::-1]
)
_AR_WORD = "|".join(
    sorted({*_AR_ONES, *_AR_PARTS, *(w for w in _VAGUE if not w.isascii())}, key=len)[::-1]
)
#: Patterns without groups. English words may be joined by "and", "of" or a hyphen.
NUMBER_EN = (
    rf"(?:(?<![\w.,]){_DIGITS}|\b(?:{_EN_WORD})"
    rf"(?:(?:-|\s+)(?:(?:and|of)\s+)?(?:{_EN_WORD})\b){{0,5}})(?:\s+and\s+a\s+(?:half|quarter))?(?:\s+of)?(?:\s+an?\b)?"
)
NUMBER_AR = (
    rf"(?:(?<![a-zA-Z0-9.,]){_DIGITS}|(?<!\w)(?:{_AR_WORD})"
    rf"(?:\s+و?\s?(?:{_AR_WORD})(?!\w)){{0,6}})(?:\s+و\s?(?:نصف|ربع)(?!\w))?"
)
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_HALVES = re.compile(r"\band\s+a\s+(half|quarter)$|و\s?(نصف|ربع)$")


def rounding(written: str, value: float) -> float:
    """Give half the width of what a number in digits may have been rounded from.

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
    """Read a number in digits or words; None if the words make none.

    Examples
    --------
    >>> read_number("twenty-five").value, read_number("half a dozen").value
    (25.0, 6.0)
    >>> read_number("خمسه وثلاثين").value, read_number("three and a half")
    (35.0, Number(value=3.5, half=0.25, low=None, high=None))
    """
    written = " ".join(written.casefold().split())
    more = _HALVES.search(written)
    if more and more.start():
        whole = read_number(written[: more.start()])
        if whole is None or whole.low is not None:
            return whole
        part = 0.5 if {"half", "نصف"} & {more[1], more[2]} else 0.25
        return Number(whole.value + part, part / 2)
    if written[:1].isdigit() or written[:1] in _SIGNS:
        return _from_digits(written)
    words = written.replace("-", " ").split()
    for word in words:
        if word in _VAGUE:
            low, high = _VAGUE[word]
            return Number(low if math.isinf(high) else (low + high) / 2, 0.0, low, high)
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
        if word in _EN_PARTS:
            part = _EN_PARTS[word] * (current if seen and current > 1 else 1)
            current, seen = 0.0, True
        elif word in _EN_TIMES:
            times = part if part is not None else (current if seen else 1.0)
            current, part, seen = (times or 1.0) * _EN_TIMES[word], None, True
            if word == "thousand":
                total, current = total + current, 0.0
        elif word in _EN:
            if word in {"a", "an"} and (part is not None or len(words) > 1 + (words[-1] == "of")):
                seen = seen or word == words[-1]
                continue
            current, seen = current + _EN[word], True
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
        if word not in _AR_ONES and word not in _AR_PARTS and word.startswith("و"):
            word = word[1:]
        if word in _AR_PARTS:
            part, seen = part + _AR_PARTS[word], True
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
