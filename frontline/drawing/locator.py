"""The inset that shows where the map lies: the largest areas of the data, drawn coarsely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from frontline.drawing.shapes import Grid
    from frontline.groundwork import Groundwork

__all__ = ["encode_locator"]

#: How far the lines of the inset may stray, and the least island that it shows.
_COARSE_M, _LEAST_M2 = 3000.0, 100e6


def encode_locator(atlas: Groundwork, grid: Grid) -> dict[str, list[list[int]]]:
    """Encode the land (rings) and the borders within it (paths); both empty without areas."""
    areas = atlas.package.admin
    levels = sorted(area.level for area in areas)
    chosen = [area.geometry for area in areas if area.level == levels[0]]
    if not chosen:
        return {"land": [], "borders": []}
    shapes = np.asarray([shapely.geometry.shape(one) for one in chosen], dtype=object)
    simple = shapely.coverage_simplify(atlas.projection.to_plane(shapes), _COARSE_M)
    parts = shapely.get_parts(shapely.union_all(simple))
    large = parts[shapely.area(parts) >= min(_LEAST_M2, float(shapely.area(parts).max()))]
    within = shapely.difference(
        shapely.union_all(shapely.boundary(simple)), shapely.union_all(shapely.boundary(parts))
    )
    land = atlas.projection.from_plane(shapely.get_exterior_ring(large))
    borders = atlas.projection.from_plane(shapely.line_merge(within))
    return {"land": _coded(grid, land), "borders": _coded(grid, borders)}


def _coded(grid: Grid, lines: Any) -> list[list[int]]:
    return grid.paths(shapely.multilinestrings(_lines(lines)))


def _lines(lines: Any) -> Any:
    parts = shapely.get_parts(lines)
    return [shapely.linestrings(shapely.get_coordinates(part)) for part in parts]
