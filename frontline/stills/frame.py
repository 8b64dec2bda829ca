"""The frame of a still: its size, its map area, and the part of the plane that it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.geometry.geodesy import Projection

#: Sizes by name, in pixels.
PRESETS = {
    "wide": (1600, 900),
    "square": (1080, 1080),
    "portrait": (1080, 1350),
    "story": (1080, 1920),
    "column-1": (560, 700),
    "column-2": (1160, 870),
}
MIN_SIDE, MAX_SIDE = 320, 6000

#: The smallest text on a map, pixels.
MIN_TEXT = 12.0
#: Shapes are simplified to this, pixels, if nothing else is asked for.
SIMPLIFY = 0.3

#: A view shows at least this width of ground, metres.
_MIN_GROUND_M = 2_000.0


def parse_size(text: str) -> tuple[int, int]:
    """Return width and height of a size: the name of a preset, or as ``1080x1350``.

    Raises
    ------
    InvalidRequestError
        For an unknown name, or a side outside 320 to 6000 pixels.
    """
    if text in PRESETS:
        return PRESETS[text]
    width, _, height = text.lower().partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise InvalidRequestError(
            f"no size is called {text!r}: write width x height in pixels, as 1080x1350, "
            f"or one of {', '.join(PRESETS)}"
        )
    size = (int(width[:6]), int(height[:6]))
    if not all(MIN_SIDE <= side <= MAX_SIDE for side in size):
        raise InvalidRequestError(
            f"{text} is not a valid size: each side of a picture has {MIN_SIDE} to {MAX_SIDE} "
            "pixels"
        )
    return size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; y runs down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height."""
        return self.bottom - self.top

    def polygon(self) -> Any:
        """Return the rectangle as a shapely polygon."""
        return shapely.box(self.left, self.top, self.right, self.bottom)

    def grown(self, margin: float) -> Box:
        """Return the rectangle with a margin on every side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def overlaps(self, other: Box) -> bool:
        """Return whether two rectangles have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Frame:
    """A map area that shows a part of the plane, north up.

    Parameters
    ----------
    area : Box
        The map area of the picture, pixels.
    projection : Projection
        The plane.
    centre : tuple of float
        The point of the plane in the middle of the map area, metres.
    metres_per_pixel : float
        The scale.
    unit : float
        The size of ordinary text, pixels; marks and lines grow with it.
    tolerance : float
        Shapes are simplified to this, pixels.
    """

    area: Box
    projection: Projection
    centre: tuple[float, float]
    metres_per_pixel: float
    unit: float
    tolerance: float = SIMPLIFY

    @classmethod
    def around(
        cls,
        area: Box,
        projection: Projection,
        bounds: tuple[float, float, float, float],
        unit: float,
        tolerance: float = SIMPLIFY,
    ) -> Frame:
        """Return the frame that shows bounds of the plane (metres) with a small margin."""
        west, south, east, north = bounds
        scale = max(
            (east - west) / (area.width * 0.9),
            (north - south) / (area.height * 0.9),
            _MIN_GROUND_M / area.width,
        )
        return cls(
            area, projection, ((west + east) / 2, (south + north) / 2), scale, unit, tolerance
        )

    def to_pixels(self, geometry: Any) -> Any:
        """Return geometries in longitude and latitude as geometries in pixels."""
        return shapely.transform(self.projection.to_plane(geometry), self._pixels)

    def plane_to_pixels(self, geometry: Any) -> Any:
        """Return a geometry of the plane, metres, as one in pixels."""
        return shapely.transform(geometry, self._pixels)

    def plane_box(self, margin: float = 0.0) -> Any:
        """Return the map area with a margin in pixels as a rectangle of the plane."""
        half_width = (self.area.width / 2 + margin) * self.metres_per_pixel
        half_height = (self.area.height / 2 + margin) * self.metres_per_pixel
        x, y = self.centre
        return shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)

    def cut(self, shape: Any, margin: float = 6.0) -> Any:
        """Return a shape in pixels cut to the map area, without details that nobody can see."""
        box = self.area.grown(margin)
        inside = shapely.clip_by_rect(shape, box.left, box.top, box.right, box.bottom)
        return self.simplified(shapely.make_valid(inside))

    def simplified(self, shape: Any) -> Any:
        """Return a shape in pixels without details and parts that are too small to be seen."""
        simple = shapely.simplify(shape, self.tolerance)
        if self.tolerance <= SIMPLIFY or shape.is_empty:
            return simple
        least = self.tolerance * 3
        parts = shapely.get_parts(simple)
        is_line = shapely.get_dimensions(parts) == 1
        sizes = np.where(is_line, shapely.length(parts), np.sqrt(shapely.area(parts)))
        kept = [part for part, size in zip(parts, sizes, strict=True) if size >= least]
        return shapely.union_all(kept)

    @property
    def detail(self) -> float:
        """Metres of ground for each pixel of a picture with text of 14 pixels."""
        return self.metres_per_pixel * self.unit / 14

    def text(self, share: float) -> float:
        """Return the size of a text as a share of ordinary text: at least 12 pixels."""
        return max(MIN_TEXT, self.unit * share)

    def _pixels(self, xy: Any) -> Any:
        left, top = self.area.left + self.area.width / 2, self.area.top + self.area.height / 2
        across = left + (xy[:, 0] - self.centre[0]) / self.metres_per_pixel
        down = top - (xy[:, 1] - self.centre[1]) / self.metres_per_pixel
        return np.column_stack([across, down])

    def clipped(self, geometry: Any, margin: float = 0.0) -> Any:
        """Return a geometry in longitude and latitude in pixels, cut to the map area."""
        box = self.area.grown(margin)
        return shapely.clip_by_rect(
            shapely.make_valid(self.to_pixels(geometry)),
            *(box.left, box.top, box.right, box.bottom),
        )

    def positions(self, most: int) -> tuple[Any, Any]:
        """Return longitude and latitude of points of the map area, in rows from its top.

        Parameters
        ----------
        most : int
            Number of points; there is at most one for each pixel.
        """
        width, height = self.area.width, self.area.height
        step = max(1.0, math.sqrt(width * height / most))
        columns, rows = max(2, round(width / step)), max(2, round(height / step))
        # The plane bends little within a map: a few points are projected, and those between
        # them are on straight lines.
        few = np.linspace(-0.5, 0.5, 17)
        xs = self.centre[0] + few * width * self.metres_per_pixel
        ys = self.centre[1] - few * height * self.metres_per_pixel
        grid = np.meshgrid(xs, ys)
        at = [(np.arange(count) + 0.5) / count - 0.5 for count in (columns, rows)]
        found = []
        for degrees in self.projection.inverse(grid[0].ravel(), grid[1].ravel()):
            coarse = np.asarray(degrees).reshape(17, 17)
            across = np.stack([np.interp(at[0], few, row) for row in coarse])
            found.append(np.stack([np.interp(at[1], few, line) for line in across.T]).T)
        return found[0], found[1]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the map area, degrees, with a small margin."""
        half = np.asarray([self.area.width, self.area.height]) * self.metres_per_pixel / 2
        edge = np.linspace(-1, 1, 9)
        ring = np.concatenate(
            [np.column_stack(pair) for side in (-1, 1) for pair in (
                (edge, np.full(9, side)), (np.full(9, side), edge),
            )]
        )  # fmt: skip
        xy = ring * half * 1.05 + np.asarray(self.centre)
        lon, lat = self.projection.inverse(*xy.T)
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
