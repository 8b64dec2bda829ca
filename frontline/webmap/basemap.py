"""The base map of a page, and the locator inset: land, borders and rivers of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.models import Area
    from frontline.webmap.quantize import Grid

#: Tolerances of simplified lines: borders, rivers, and the lines of the locator.
_BORDER_M, _RIVER_M, _LOCATOR_M = 120.0, 30.0, 3000.0
#: The smallest island in the locator.
_MIN_ISLAND_M2 = 100e6
#: Margin around the region that a wide window shows, degrees.
_MARGIN = 1.5


def encode_basemap(atlas: Atlas, grid: Grid) -> dict[str, Any]:
    """Encode land (rings), borders of the largest areas (paths) and rivers (with names)."""
    areas = _largest_areas(atlas)
    if not areas:
        return {"land": [], "borders": [], "rivers": _rivers(atlas, grid)}
    simple = shapely.coverage_simplify(_to_plane(atlas, areas), _BORDER_M)
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(simple)))
    whole = _to_degrees(atlas, shapely.make_valid(shapely.union_all(simple)))
    parts = shapely.get_parts(whole)  # an area that only touches the margin is clipped to a line
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])
    return {
        "land": [grid.encode_path(shapely.get_coordinates(ring)) for ring in rings],
        "borders": grid.encode_paths(_to_degrees(atlas, lines)),
        "rivers": _rivers(atlas, grid),
    }


def encode_locator(atlas: Atlas, grid: Grid) -> dict[str, list[list[int]]]:
    """Encode the land (rings) and the borders inside it (paths) for the locator inset.

    Both are empty for a package without administrative areas.
    """
    areas = _largest_areas(atlas)
    if not areas:
        return {"land": [], "borders": []}
    simple = shapely.coverage_simplify(_to_plane(atlas, areas), _LOCATOR_M)
    islands = shapely.get_parts(shapely.union_all(simple))
    least = min(_MIN_ISLAND_M2, float(shapely.area(islands).max(initial=0.0)))
    large = islands[shapely.area(islands) >= least]
    inner = shapely.difference(
        shapely.union_all(shapely.boundary(simple)), shapely.union_all(shapely.boundary(islands))
    )
    land = atlas.projection.from_plane(shapely.get_exterior_ring(large))
    borders = atlas.projection.from_plane(shapely.line_merge(inner))
    return {"land": grid.encode_paths(land), "borders": grid.encode_paths(borders)}


def _largest_areas(atlas: Atlas) -> list[Area]:
    """Return the administrative areas of the highest level in the package."""
    levels = sorted(area.level for area in atlas.package.admin)
    return [area for area in atlas.package.admin if area.level == levels[0]]


def _rivers(atlas: Atlas, grid: Grid) -> list[dict[str, Any]]:
    rivers = []
    for river in atlas.package.rivers:
        merged = shapely.line_merge(shapely.multilinestrings(_lines(_to_plane(atlas, [river]))))
        line = _to_degrees(atlas, shapely.simplify(merged, _RIVER_M))
        paths = grid.encode_paths(line)
        rivers.append({"name": river.name, "name_ar": river.name_ar, "paths": paths})
    return rivers


def _lines(shapes: Any) -> Any:
    """Return lines as they are, and the boundaries of polygons."""
    parts = shapely.get_parts(shapes)
    polygons = shapely.get_dimensions(parts) == 2
    parts[polygons] = shapely.boundary(parts[polygons])
    return shapely.get_parts(parts)


def _to_plane(atlas: Atlas, areas: Iterable[Area]) -> Any:
    shapes = [shapely.geometry.shape(area.geometry) for area in areas]
    return atlas.projection.to_plane(np.asarray(shapes, dtype=object))


def _to_degrees(atlas: Atlas, planar: Any) -> Any:
    """Project a geometry back to degrees and clip it to the region and its margin."""
    west, south, east, north = atlas.package.coverage.region
    box = shapely.box(west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    return shapely.intersection(atlas.projection.from_plane(planar), box)
