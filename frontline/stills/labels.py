"""Place labels where they cover neither each other nor what the map is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.stills.frame import Box
from frontline.stills.scene import Label
from frontline.stills.typeface import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.stills.scene import Anchor

#: Share of the size of a font above and below the baseline.
_ASCENT, _DESCENT = 0.8, 0.25


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is wanted at a point.

    Attributes
    ----------
    text : str
        The text.
    x, y : float
        The point, pixels.
    gap : float
        Distance between the point and the text, pixels.
    size : float
        Size of the font, pixels.
    style : str
        The name of its style; a name with ``bold`` is measured in bold.
    """

    text: str
    x: float
    y: float
    gap: float
    size: float
    style: str


class Placement:
    """The labels of a picture, placed one by one; earlier ones keep their places.

    Parameters
    ----------
    area : Box
        The area that labels must stay in, pixels.
    obstacles : iterable of shapely.Geometry
        What labels must not cover, pixels.
    """

    def __init__(self, area: Box, obstacles: Iterable[Any] = ()) -> None:
        self._area = area
        self._tree = shapely.STRtree([one for one in obstacles if not one.is_empty])
        self._taken: list[Box] = []

    def block(self, box: Box) -> None:
        """Keep a rectangle free of labels."""
        self._taken.append(box)

    def place(self, wanted: Wanted, *, must: bool = False) -> Label | None:
        """Return the label at the best free position around its point, or None.

        A label that `must` be shown may cover obstacles, but never another label.
        """
        width = text_width(wanted.text, wanted.size, bold="bold" in wanted.style)
        for check_obstacles in (True, False) if must else (True,):
            for label, box in _positions(wanted, width):
                if self._is_free(box, check_obstacles=check_obstacles):
                    self._taken.append(box.grown(wanted.size * 0.15))
                    return label
        return None

    def place_inside(self, wanted: Wanted, area: Any) -> Label | None:
        """Return the label at the free point that lies deepest in an area, or None.

        It is for the names of countries and seas. `x` and `y` of the wanted label do not matter.
        """
        width = text_width(wanted.text, wanted.size, bold="bold" in wanted.style)
        half = (width / 2, wanted.size * 0.6)
        polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
        shapely.prepare(area)
        for x, y in _inner_points(polygons):
            box = Box(x - half[0], y - half[1], x + half[0], y + half[1])
            if area.contains(box.polygon()) and self._is_free(box, check_obstacles=True):
                self._taken.append(box.grown(wanted.size * 0.5))
                return Label(
                    wanted.text, x, y + wanted.size * 0.35, wanted.size, wanted.style, "middle"
                )
        return None

    def _is_free(self, box: Box, *, check_obstacles: bool) -> bool:
        area = self._area
        inside = (
            area.left <= box.left and area.top <= box.top
            and box.right <= area.right and box.bottom <= area.bottom
        )  # fmt: skip
        if not inside or any(box.overlaps(other) for other in self._taken):
            return False
        return not check_obstacles or not len(self._tree.query(box.polygon(), "intersects"))


def _positions(wanted: Wanted, width: float) -> Iterator[tuple[Label, Box]]:
    """Yield a label and its rectangle: right, left, above, below, then the corners."""
    x, y, gap, size = wanted.x, wanted.y, wanted.gap, wanted.size
    middle = y + size * (_ASCENT - _DESCENT) / 2
    above, below = y - gap - size * _DESCENT, y + gap + size * _ASCENT
    corner = gap * 0.7
    candidates: tuple[tuple[Anchor, float, float], ...] = (
        ("start", x + gap, middle),
        ("end", x - gap, middle),
        ("middle", x, above),
        ("middle", x, below),
        ("start", x + corner, above + corner / 2),
        ("end", x - corner, above + corner / 2),
        ("start", x + corner, below - corner / 2),
        ("end", x - corner, below - corner / 2),
    )
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for anchor, at, base in candidates:
        left = at - width * share[anchor]
        box = Box(left, base - size * _ASCENT, left + width, base + size * _DESCENT)
        yield Label(wanted.text, at, base, size, wanted.style, anchor), box


def _inner_points(polygons: list[Any]) -> list[tuple[float, float]]:
    """Return points in polygons: those farthest from an edge first."""
    found: list[tuple[float, float, float]] = []
    for polygon in polygons:
        west, south, east, north = polygon.bounds
        xs, ys = np.meshgrid(np.linspace(west, east, 26)[1:-1], np.linspace(south, north, 26)[1:-1])
        points = shapely.points(xs.ravel(), ys.ravel())
        points = points[shapely.contains(polygon, points)]
        depth = shapely.distance(polygon.boundary, points)
        found += zip(depth.tolist(), shapely.get_x(points), shapely.get_y(points), strict=True)
    return [(float(x), float(y)) for _, x, y in sorted(found, key=lambda one: -one[0])[:200]]
