"""The typeface of stills: Noto Sans and Noto Sans Arabic, under the SIL Open Font License.

The fonts come with two Python packages, so pictures do not depend on the fonts of the machine.
HarfBuzz measures text as it will be drawn: Arabic letters join, and pairs of letters are kerned.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path

import uharfbuzz as hb

#: The families in SVG, in order of preference.
FAMILIES = "Noto Sans, Noto Sans Arabic, sans-serif"

_LETTERS = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC = re.compile(f"[{_LETTERS}]")
#: A run without Arabic letters that has a Latin one.
_LATIN = re.compile(f"[^{_LETTERS}]*[A-Za-z][^{_LETTERS}]*")
#: A day of the month, one word or two for the month, and perhaps a year; what joins them.
_DATE = re.compile(r"(?<![\d.,])\d{1,2} [^\W\d]+(?: [^\W\d]+)? \d{4}(?!\d)")
_GLUE = "\0"
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


@cache
def font_files() -> tuple[str, ...]:
    """Return the paths of the font files."""
    folders = (Path(str(resources.files(package))) / "files" for package in _PACKAGES)
    return tuple(str(path) for folder in folders for path in sorted(folder.glob("*.ttf")))


def is_arabic(text: str) -> bool:
    """Return whether a text contains Arabic letters."""
    return _ARABIC.search(text) is not None


def isolate_latin(text: str) -> str:
    r"""Return an Arabic text whose Latin parts keep their order: their brackets, marks and digits.

    Examples
    --------
    >>> isolate_latin("الطرق: © OSM (osm.org).").count("\u2066© OSM (osm.org)\u2069")
    1
    """
    return _LATIN.sub(_isolated, text)


def _isolated(found: re.Match[str]) -> str:
    run = found[0]
    start, end = 0, len(run)
    while start < end and not (run[start].isalnum() or run[start] in "©(["):
        start += 1
    while start < end and not (run[end - 1].isalnum() or run[end - 1] in ")]"):
        end -= 1
    while run[start:end].startswith("(") and run[start:end].count("(") > run[start:end].count(")"):
        start += 1
    while run[start:end].endswith(")") and run[start:end].count(")") > run[start:end].count("("):
        end -= 1
    inner = run[start:end].strip()
    return run.replace(inner, f"\u2066{inner}\u2069", 1) if inner else run


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in the unit of its size."""
    return _units(text, bold=bold) * size


@cache
def _units(text: str, *, bold: bool) -> float:
    font = _font("Arabic" if is_arabic(text) else "", bold=bold)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    advance = sum(position.x_advance for position in buffer.glyph_positions or ())
    return float(advance / font.face.upem)


@cache
def _font(script: str, *, bold: bool) -> hb.Font:
    name = f"NotoSans{script}[wdth,wght].ttf"
    path = next(file for file in font_files() if Path(file).name == name)
    font = hb.Font(hb.Face(hb.Blob.from_file_path(path)))
    font.set_variations({"wght": 700 if bold else 400})
    return font


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width; a word that is longer has a line of its own.

    A date is not broken if it fits on one line.
    """
    return _lines(_words(text, size, width, bold=bold), size, width, bold=bold)


def wrap_balanced(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into as few lines as `wrap`, of like length."""
    words = _words(text, size, width, bold=bold)
    lines = _lines(words, size, width, bold=bold)
    narrow, wide = width / max(len(lines), 1), width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        shorter = _lines(words, size, middle, bold=bold)
        fits = len(shorter) == len(lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _lines(words, size, wide, bold=bold)


def _words(text: str, size: float, width: float, *, bold: bool) -> list[str]:
    """Return the words of a text; a date that fits the width is one word."""
    words = _DATE.sub(lambda found: found[0].replace(" ", _GLUE), " ".join(text.split()))
    found: list[str] = []
    for word in words.split():
        whole = word.replace(_GLUE, " ")
        fits = text_width(whole, size, bold=bold) <= width
        found += [whole] if fits else whole.split()
    return found


def _lines(words: list[str], size: float, width: float, *, bold: bool) -> list[str]:
    """Return words as lines of at most a width."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
