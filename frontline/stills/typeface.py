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

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


@cache
def font_files() -> tuple[str, ...]:
    """Return the paths of the font files."""
    folders = (Path(str(resources.files(package))) / "files" for package in _PACKAGES)
    return tuple(str(path) for folder in folders for path in sorted(folder.glob("*.ttf")))


def is_arabic(text: str) -> bool:
    """Return whether a text contains Arabic letters."""
    return _ARABIC.search(text) is not None


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
    """Break a text into lines that fit a width; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def wrap_balanced(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into as few lines as `wrap`, of like length."""
    lines = wrap(text, size, width, bold=bold)
    narrow, wide = width / max(len(lines), 1), width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        shorter = wrap(text, size, middle, bold=bold)
        fits = len(shorter) == len(lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(text, size, wide, bold=bold)
