"""A window onto the plane: where on a small map a position lies, and where a label has room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HEIGHT", "LETTER", "WIDE", "WIDTH", "Window"]

#: Size of a map in units of its own, about CSS pixels.
WIDTH, HEIGHT = 420.0, 320.0
#: Labels: height of letters, and how wide one is taken to be.
LETTER, WIDE = 12.0, 6.6
#: Where the scale and the arrow to the north stand: left, top, right, bottom.
_KEPT_FREE = ((4, HEIGHT - 34, 134, HEIGHT - 2), (WIDTH - 34, 4, WIDTH - 4, 46))


@dataclass
class Window:
    """A window of the plane.

    Parameters
    ----------
    middle : its middle, in metres of the plane
    metres : metres to a unit of the map
    taken : boxes in which no further label may stand
    """

    middle: tuple[float, float]
    metres: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=lambda: [*_KEPT_FREE])

    @property
    def box(self) -> Any:
        """The ground that is shown."""
        half = WIDTH / 2 * self.metres, HEIGHT / 2 * self.metres
        (x, y), (a, b) = self.middle, half
        return shapely.box(x - a, y - b, x + a, y + b)

    def at(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put positions of the plane on the map; y runs down."""
        moved = (np.atleast_2d(xy) - self.middle) / self.metres
        return np.column_stack([WIDTH / 2 + moved[:, 0], HEIGHT / 2 - moved[:, 1]])

    def path(self, geometry: Any) -> str:
        """Write the lines and rings of a geometry as a path."""
        drawn = shapely.simplify(shapely.intersection(geometry, self.box), self.metres / 3)
        parts = shapely.get_parts(drawn)
        lines: list[Any] = []
        for part in parts:
            lines += [*shapely.get_rings(part)] if part.geom_type == "Polygon" else [part]
        written = []
        for line in lines:
            if line.geom_type in {"LineString", "LinearRing"} and line.length > self.metres / 2:
                points = self.at(shapely.get_coordinates(line))
                ring = "Z" if line.geom_type == "LinearRing" else ""
                written.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ring)
        return "".join(written)

    def free(self, left: float, top: float, wide: float) -> bool:
        """Take a place for a label, if no other stands there."""
        box = (left, top, left + wide, top + LETTER + 2)
        if box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or box[3] > HEIGHT - 2:
            return False
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self.taken):  # fmt: skip  # noqa: E501
            return False
        self.taken.append(box)
        return True
