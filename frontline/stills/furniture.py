"""The furniture of a still: title, deck, key, scale, locator and credit, laid out by its shape.

The title and the deck stand above the map, the key and the credit below it, so that nothing
covers the subject; scale and locator take the corners of the map with the least in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.natural_earth import read_basemap
from frontline.stills.frame import Box, Frame
from frontline.stills.scene import Circle, Label, Path
from frontline.stills.typeface import text_width, wrap, wrap_balanced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.geometry.geodesy import Projection
    from frontline.stills.scene import Mark

#: Lengths of a scale bar, km.
_SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
#: A locator shows this many times the width of the map, and at least so many km.
_LOCATOR_TIMES, _LOCATOR_KM = 6.0, 700.0
#: A wider map, km, shows by itself where it is.
_NO_LOCATOR_KM = 1500.0


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One entry of the key: the style of its sample, its text, and the form of the sample."""

    style: str
    text: str
    form: str  # "area", "line" or "dot"


class Column:
    """A column of text that runs down from a position, or up.

    Parameters
    ----------
    left, right : float
        Its sides, pixels.
    language : str
        Text of an Arabic picture is aligned to the right.
    """

    def __init__(self, left: float, right: float, language: str) -> None:
        self.left, self.right = left, right
        self._from_right = language == "ar"

    def lines(
        self, text: str, top: float, size: float, style: str, *, balanced: bool = False
    ) -> tuple[list[Label], float]:
        """Return a text as lines below `top`, `balanced` ones of like length, and their bottom."""
        wrapped = wrap_balanced if balanced else wrap
        lines = wrapped(text, size, self.right - self.left, bold="bold" in style)
        step = size * 1.28
        labels = [
            self.label(line, self.left, top + size + step * number, size, style)
            for number, line in enumerate(lines)
        ]
        return labels, top + step * len(lines)

    def label(self, text: str, left: float, base: float, size: float, style: str) -> Label:
        """Return one line of text at a distance from the side where reading starts."""
        if self._from_right:
            return Label(text, self.right - (left - self.left), base, size, style, "end")
        return Label(text, left, base, size, style)

    def across(self, left: float, right: float) -> tuple[float, float]:
        """Return a span of pixels, mirrored in a picture that is read from the right."""
        if self._from_right:
            return self.left + self.right - right, self.left + self.right - left
        return left, right


def key_marks(
    column: Column, entries: Sequence[KeyEntry], top: float, unit: float
) -> tuple[list[Mark], float]:
    """Return the marks of a key in rows below `top`, and its bottom."""
    size, sample, row = unit * 0.88, unit * 1.5, unit * 1.45
    marks: list[Mark] = []
    left, base = column.left, top + row * 0.75
    for entry in entries:
        width = sample + unit * 0.45 + text_width(entry.text, size)
        if left > column.left and left + width > column.right:
            left, base = column.left, base + row
        west, east = column.across(left, left + sample)
        middle = base - size * 0.32
        if entry.form == "area":
            box = shapely.box(west, middle - size * 0.42, east, middle + size * 0.42)
            under = [Path(box, "sample")] if entry.style in {"presumed", "claimed"} else []
            marks += [*under, Path(box, entry.style), Path(box.exterior, "frame")]
        elif entry.form == "line":
            marks.append(Path(shapely.LineString([(west, middle), (east, middle)]), entry.style))
        else:
            marks.append(Circle((west + east) / 2, middle, unit * 0.24, entry.style))
        marks.append(column.label(entry.text, left + sample + unit * 0.45, base, size, "key"))
        left += width + unit * 1.3
    return marks, base + row * 0.35


def scale_bar(frame: Frame, corner: Box, km: str) -> list[Mark]:
    """Return a scale bar in a corner of the map area, and an arrow to the north.

    Parameters
    ----------
    km : str
        The unit in the language of the picture.
    """
    unit = frame.unit
    wanted = corner.width - unit * 2.5
    fitting = [one for one in _SCALES if one * 1000 / frame.metres_per_pixel <= wanted]
    length_km = fitting[-1] if fitting else _SCALES[0]
    length = length_km * 1000 / frame.metres_per_pixel
    left, bottom = corner.left + unit * 0.6, corner.bottom - unit * 0.7
    tick = unit * 0.3
    bar = shapely.LineString(
        [(left, bottom - tick), (left, bottom), (left + length, bottom),
         (left + length, bottom - tick)]
    )  # fmt: skip
    text, size = f"{length_km:g} {km}", frame.text(0.8)
    north = left + max(length, text_width(text, size)) + unit * 1.1
    arrow = shapely.Polygon(
        [(north, bottom - unit * 1.3), (north - unit * 0.36, bottom),
         (north, bottom - unit * 0.3), (north + unit * 0.36, bottom)]
    )  # fmt: skip
    return [
        Path(bar, "scale-halo"),
        Path(bar, "scale-bar"),
        Label(text, left, bottom - unit * 0.5, size, "scale"),
        Path(arrow, "place-confirmed"),
    ]


def locator(frame: Frame, box: Box) -> list[Mark]:
    """Return a small map of the countries around, with the area of the picture in red.

    A map of a continent has none.
    """
    if frame.area.width * frame.metres_per_pixel > _NO_LOCATOR_KM * 1000:
        return []
    projection: Projection = frame.projection
    half = max(
        frame.area.width * frame.metres_per_pixel * _LOCATOR_TIMES, _LOCATOR_KM * 1000
    ) / 2  # fmt: skip
    x, y = frame.centre
    tall = half * box.height / box.width
    small = Frame.around(box, projection, (x - half, y - tall, x + half, y + tall), frame.unit)
    basemap = read_basemap(small.bounds)
    shown = shapely.box(frame.area.left, frame.area.top, frame.area.right, frame.area.bottom)
    ratio = frame.metres_per_pixel / small.metres_per_pixel
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    centre = shapely.centroid(shown)
    red = shapely.transform(
        shown, lambda xy: (xy - [centre.x, centre.y]) * ratio + np.asarray(middle)
    )
    outline = box.polygon()
    return [
        Path(outline, "sea"),
        Path(shapely.simplify(small.clipped(basemap.land), 0.4), "land"),
        Path(shapely.simplify(small.clipped(basemap.borders), 0.4), "locator-border"),
        Path(red.exterior, "locator-box"),
        Path(outline.exterior, "frame"),
    ]


def emptiest_corners(area: Box, subject: Any, width: float, height: float) -> list[Box]:
    """Return the four corners of the map area, the one with the least of the subject first."""
    lefts = (area.left, area.right - width)
    tops = (area.bottom - height, area.top)
    corners = [Box(left, top, left + width, top + height) for top in tops for left in lefts]
    covered = [shapely.area(shapely.intersection(one.polygon(), subject)) for one in corners]
    return [corners[number] for number in np.argsort(covered, kind="stable")]
