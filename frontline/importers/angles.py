"""Parse one coordinate: decimal degrees, or degrees, minutes and seconds in any notation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from frontline.gazetteer.normalize import clean_text
from frontline.importers.cells import ascii_number, parse_number

#: Words for the side of the globe, in the languages of the region; longer words come first.
_SIDES = {
    "N": ("north", "norte", "nord", "n", "с.ш.", "с.ш", "сш", "с. ш.", "пн.ш.", "пн. ш.", "пн",
          "північ", "север", "شمالا", "شمالاً", "شمال", "ش", "צפון"),
    "S": ("south", "sur", "sud", "süd", "s", "ю.ш.", "ю.ш", "юш", "ю. ш.", "пд.ш.", "пд. ш.", "пд",
          "південь", "юг", "جنوبا", "جنوباً", "جنوب", "ج", "דרום"),
    "E": ("east", "este", "est", "ost", "e", "в.д.", "в.д", "вд", "в. д.", "сх.д.", "сх. д.", "сх",
          "схід", "восток", "شرقا", "شرقاً", "شرق", "ق", "מזרח"),
    "W": ("west", "oeste", "ouest", "w", "з.д.", "з.д", "зд", "з. д.", "зх.д.", "зх. д.", "зх",
          "захід", "запад", "غربا", "غرباً", "غرب", "غ", "מערב"),
}  # fmt: skip
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words}
_SIDE = "|".join(map(re.escape, sorted(_SIDE_OF, key=len, reverse=True)))

_MARKS = {
    "°": ("º", "˚", "ᵒ", "∘", "゜", "degrees", "degree", "deg.", "deg", "град."),
    '"': ("″", "”", "“", "„", "¨", "''", "’’", "′′", "´´", "seconds", "sec.", "sec", "сек"),
    "'": ("′", "’", "‘", "`", "´", "ʹ", "ʼ", "minutes", "min.", "min", "мин", "хв"),
}
_LABEL = re.compile(r"(latitude|lat|y|longitude|long|lon|lng|x)\b\.?\s*[:=]?\s*")
_ANGLE = re.compile(
    rf"""(?P<before>{_SIDE})?\s*
    (?P<sign>[+-])?\s*
    (?P<degrees>\d{{1,3}}(?:[.,]\d+)?)\s*
    (?:(?:[°d:]|(?<=\d)\s)\s*(?:
        (?P<minutes>\d{{1,2}}(?:[.,]\d+)?)\s*
        (?:(?:['m:]|(?<=\d)\s)\s*(?:(?P<seconds>\d{{1,2}}(?:[.,]\d+)?)\s*["s]?)?)?
    )?)?\s*
    (?P<after>{_SIDE})?""",
    re.VERBOSE,
)
_MARKED = re.compile(r"[°d'm\":]")
#: Degrees, minutes and seconds without marks, as pilots write them: 361230N.
_PACKED = re.compile(r"(\d{2,3})(\d\d)(\d\d(?:\.\d+)?)?([NSEW])")
_LONGEST = 60
#: Decimals of degrees; seven are about a centimetre.
_DECIMALS = 7


class Angle(NamedTuple):
    """A coordinate in degrees.

    Attributes
    ----------
    degrees : negative in the south and west
    resolution_deg : the unit of the last digit
    is_latitude : None if neither a side nor a label is written
    """

    degrees: float
    resolution_deg: float = 0.0
    is_latitude: bool | None = None


def parse_degrees(value: object) -> Angle | None:
    r"""Parse a coordinate in decimal degrees, or in degrees, minutes and seconds.

    Returns
    -------
    Angle or None
        None for any other value, for 60 minutes or more, and for a side that contradicts the sign
        or is ambiguous ("O" is east in German and west in French).

    Examples
    --------
    >>> parse_degrees("36°12'36″ N").degrees, parse_degrees("W 37 30").degrees
    (36.21, -37.5)
    >>> parse_degrees("36,21").degrees, parse_degrees("36 61 N")
    (36.21, None)
    """
    number = parse_number(value)
    if number is not None:
        return Angle(number, 10.0 ** -_decimals(value))
    text = clean_text(value) if isinstance(value, str) else ""
    return _parse_angle(text) if 0 < len(text) <= _LONGEST else None


@lru_cache(1 << 14)
def _parse_angle(text: str) -> Angle | None:
    packed = _PACKED.fullmatch(text)
    if packed is not None:
        degrees, minutes, seconds, side = packed.groups()
        return _angle("", degrees, minutes, seconds, side)
    text = ascii_number(text.casefold())
    for mark, others in _MARKS.items():
        for other in others:
            text = text.replace(other, mark)
    label = _LABEL.match(text)
    text = text[label.end() :] if label else text
    match = _ANGLE.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        return None
    if not (match["before"] or match["after"]) and match["minutes"] and not _MARKED.search(text):
        return None  # "36 37" may be a latitude and a longitude
    side = _SIDE_OF.get(match["before"] or match["after"] or "", "")
    angle = _angle(match["sign"] or "", match["degrees"], match["minutes"], match["seconds"], side)
    if angle is None or label is None:
        return angle
    is_latitude = label[1] in {"latitude", "lat", "y"}
    return (
        None if angle.is_latitude is (not is_latitude) else angle._replace(is_latitude=is_latitude)
    )


def _angle(
    sign: str, degrees: str, minutes: str | None, seconds: str | None, side: str
) -> Angle | None:
    parts = [part.replace(",", ".") for part in (degrees, minutes, seconds) if part]
    if any("." in part for part in parts[:-1]) or (sign and side):
        return None
    values = list(map(float, parts))
    if any(part >= 60 for part in values[1:]):
        return None
    size = round(sum(part / 60**power for power, part in enumerate(values)), _DECIMALS)
    unit = 10.0 ** -_decimals(parts[-1]) / 60 ** (len(parts) - 1)
    is_negative = sign == "-" or side in {"S", "W"}
    return Angle(-size if is_negative else size, unit, side in {"N", "S"} if side else None)


def _decimals(value: object) -> int:
    number = ascii_number(clean_text(value)).replace(",", ".")
    return min(len(number.partition(".")[2]), 9)
