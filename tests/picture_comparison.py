"""Comparison of screenshots of pages, independent of fonts.

Screenshots are taken with all text invisible and of one size, and stored at half their size.
They are compared at a quarter of their size and blurred: slightly different edges of a line,
as another version of the browser may draw them, count little; another colour of a place counts
much.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

#: Reduction from the screen to a stored picture, and from that to a compared one.
STORED_REDUCTION, COMPARED_REDUCTION = 2, 2
#: A pixel differs strongly if one of its channels differs by more than this, of 255.
STRONG_DIFFERENCE = 24
#: The most that pictures of one state may differ: mean of each channel, share of strong pixels.
MAX_MEAN, MAX_SHARE = 1.5, 0.004

#: A script to run before the layout: it hides text, so that no font influences the picture.
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
class Difference:
    """The difference of two pictures."""

    mean: float
    share: float

    @property
    def is_small(self) -> bool:
        return self.mean <= MAX_MEAN and self.share <= MAX_SHARE


def read_screenshot(png: bytes) -> Image.Image:
    """Read a screenshot and reduce it to the stored size."""
    return Image.open(io.BytesIO(png)).convert("RGB").reduce(STORED_REDUCTION)


def compare_pictures(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two pictures of the stored size; their order does not matter."""
    if one.size != other.size:
        return Difference(255.0, 1.0)
    first, second = (
        np.asarray(
            image.reduce(COMPARED_REDUCTION).filter(ImageFilter.GaussianBlur(1)), dtype=float
        )
        for image in (one, other)
    )
    difference = np.abs(first - second)
    return Difference(
        float(difference.mean(axis=(0, 1)).max()),
        float((difference.max(axis=2) > STRONG_DIFFERENCE).mean()),
    )
