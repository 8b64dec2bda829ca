"""Pictures of pages that do not depend on fonts, and how far two of them lie apart.

A picture is taken with every text invisible and of one size, and kept at half its size. Two are
compared at a quarter of their size and blurred, so that the edges of a line, which a new version
of a browser may draw otherwise, weigh little, while a place of another colour weighs much.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

#: Pixels of the screen to one of a stored picture; of a stored one to one that is compared.
KEPT, COMPARED = 2, 2
#: A pixel differs strongly if one of its channels differs by more than this, of 255.
STRONG = 24
#: The most that pictures of one state may differ: mean of each channel, share of strong pixels.
MOST_MEAN, MOST_SHARE = 1.5, 0.004

#: Before the page is laid out: no text is seen, and no font has a say in the layout.
WITHOUT_TEXT = """(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { font: 10px/14px monospace !important; -webkit-text-fill-color: transparent !important; }
    text, .caption, .leaflet-control-attribution { visibility: hidden !important; }
    input:not([type="range"]), button, select { height: 30px !important; width: 40px !important; }
    .top { height: 60px; overflow: hidden; }
  `);
  document.adoptedStyleSheets = [sheet];
})()"""


@dataclass(frozen=True)
class Distance:
    """How far two pictures lie apart."""

    mean: float
    share: float

    @property
    def is_small(self) -> bool:
        return self.mean <= MOST_MEAN and self.share <= MOST_SHARE


def reduced(png: bytes) -> Image.Image:
    """Read a screenshot at the size at which it is kept."""
    return Image.open(io.BytesIO(png)).convert("RGB").reduce(KEPT)


def distance(one: Image.Image, other: Image.Image) -> Distance:
    """Compare two pictures of the size at which they are kept; the order does not matter."""
    if one.size != other.size:
        return Distance(255.0, 1.0)
    first, second = (
        np.asarray(image.reduce(COMPARED).filter(ImageFilter.GaussianBlur(1)), dtype=float)
        for image in (one, other)
    )
    apart = np.abs(first - second)
    return Distance(
        float(apart.mean(axis=(0, 1)).max()), float((apart.max(axis=2) > STRONG).mean())
    )
