"""Read numbers in digits and words, each with the uncertainty of its rounding."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from frontline.claims.reader.lexicon import AR, EN, any_of


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
#: "And" joins what follows a hundred: "two and three" are two numbers.
_AND_EN = rf"(?:{'|'.join(f'(?<={word})' for word in _TIMES)})(?:-|\s+)and(?:-|\s+)"
#: Patterns without groups. English words may be joined by "and", "of" or a hyphen.
NUMBER_EN = (
    rf"(?:(?<![\w.,])\d{{1,2}}\s+dozens?(?:\s+of)?\b|(?<![\w.,]){_DIGITS}|\b{_EN_WORD}\b"
    rf"(?:(?:{_AND_EN}|(?:-|\s+)(?:of(?:-|\s+))?){_EN_WORD}\b){{0,5}})"
    r"(?:(?:-|\s+)and(?:-|\s+)a(?:-|\s+)(?:half|quarter))?(?:\s+of)?(?:\s+an?\b)?"
)
#: Arabic joins five and twenty, and what follows a hundred, but no two numbers of one kind.
_AR_TENS = [word for word, value in _AR_ONES.items() if 20 <= value < 100]
_AR_BIG = [word for word, value in _AR_ONES.items() if value >= 100]
_AND_AR = (
    rf"(?:{'|'.join(f'(?<={word})' for word in _AR_BIG)})\s+و\s?{_AR_WORD}"
    rf"|{''.join(f'(?<!{word})' for word in _AR_TENS)}\s+و\s?{any_of(_AR_TENS)}"
)
NUMBER_AR = (
    rf"(?:(?<![a-zA-Z0-9.,]){_DIGITS}|(?:(?<!\w)|(?<=\s[وبل])){_AR_WORD}(?!\w)"
    rf"(?:(?:\s+{_AR_WORD}|{_AND_AR})(?!\w)){{0,6}})(?:\s+و\s?(?:نصف|ربع)(?!\w))?"
)
#: "A few tens", "a few hundreds", as Arabic puts both: the lower end of the plural, and its unit.
_FEW_AR = frozenset({"بضع", "بضعه"})
_HUNDREDS = {_VAGUE["عشرات"][0]: 10.0, _VAGUE["مئات"][0]: 100.0}
#: "3 dozen", "2 dozens of".
_DOZENS = re.compile(r"(?P<number>\d{1,2}) dozens?(?: of)?")
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
    times = _VAGUE.get(words[-1], (0.0, 0.0))[0] if words else 0.0
    if times in _HUNDREDS and words[0] in _FEW_AR:
        return Number(_HUNDREDS[times] * 3.5, 0.0, _HUNDREDS[times] * 2, _HUNDREDS[times] * 9)
    for word in words:
        if word in _VAGUE:
            low, high = _VAGUE[word]
            return Number((low + high) / 2 if high else low, 0.0, low, high or math.inf)
    return _from_arabic(words) if not written.isascii() else _from_english(words)


def _from_digits(written: str) -> Number:
    if (dozens := _DOZENS.fullmatch(written)) is not None:
        value = float(dozens["number"]) * _TIMES["dozen"]
        return Number(value, value / 12)
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
