"""The base map of a page, and the locator inset.

Land, borders and rivers are those of the package; sea, lakes, the borders of other countries, and
the names of countries and seas are those of Natural Earth.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.natural_earth import read_basemap, unnamed_areas
from frontline.open_water import open_water

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Area
    from frontline.natural_earth import Basemap, City, NamedArea
    from frontline.webmap.quantize import Grid

#: Tolerances of simplified lines: borders, rivers, secondary roads, and the lines of the locator.
_BORDER_M, _RIVER_M, _ROAD_M, _LOCATOR_M = 450.0, 80.0, 40.0, 3000.0
#: The smallest island in the locator.
_MIN_ISLAND_M2 = 100e6
#: Tolerance of simplified coasts, and the distance within which a border is that of the package.
_COAST_DEGREES, _BORDER_DEGREES = 0.002, 0.05
#: A name may stand in each of so many squares across the widest side of the page, and of the
#: region, where the edge of its country or sea is at least so far, degrees.
_NAME_SQUARES, _NAME_DEPTH = 10, 0.07
#: A city of the basemap that is so near to a place of the package is that place, degrees.
_SAME_CITY = 0.04
#: Points in a square, in each direction, of which the one farthest from an edge is chosen.
_POINTS = 4
#: The most cities abroad that a page names, and how far around the region a search finds others.
_MOST_CITIES, _SEARCH_DEGREES, _MOST_FOUND = 10, 6.0, 60
#: Margin around the region that a wide window shows, and the one whose cities come first, degrees.
_MARGIN, _CITIES_MARGIN = 3.0, 0.5


#: The parts of the base map that each layer consists of, which an author can leave out.
_LAYERS = {
    "rivers": ("rivers",),
    "borders": ("borders", "abroad"),
    "roads": ("minor",),
    "names": ("names", "cities"),
}


def encode_basemap(atlas: Atlas, grid: Grid, hidden: Collection[str] = ()) -> dict[str, Any]:
    """Encode the base map.

    Parameters
    ----------
    atlas : Atlas
    grid : Grid
    hidden : collection of str
        Layers that are left out: ``terrain``, ``rivers`` (and lakes), ``borders``, ``roads``,
        ``names``.

    Returns
    -------
    dict
        `sea` and `land`: rings. `borders`: of the largest areas of the package, paths. `abroad`:
        borders of other countries, paths. `rivers`: with names. `names`: of countries and seas,
        each English, Arabic, whether it is a sea, and the positions where it may stand, the best
        first, as x, y, x, y in thousands of steps of the grid. `cities`: the main ones outside
        the areas of the package, each a position on the grid, English and Arabic. `water`: rings
        of the sea and lakes on which no ground is drawn.
        `outside`: names of cities outside the region, in English and Arabic. `minor`: secondary
        roads, paths. `terrain`: the hillshade, None without one: a PNG as base64, with its
        north-western and south-eastern corner on the grid.
    """
    found = {**_around(atlas, grid, with_lakes="rivers" not in hidden), **_within(atlas, grid)}
    found |= {"minor": _minor_roads(atlas, grid)}
    found |= {"water": _water(atlas, grid, with_lakes="rivers" not in hidden)}
    found |= {part: [] for layer in hidden for part in _LAYERS.get(layer, ())}
    return found | {"terrain": None if "terrain" in hidden else _terrain(atlas, grid)}


def _terrain(atlas: Atlas, grid: Grid) -> dict[str, Any] | None:
    terrain = atlas.package.terrain
    if terrain is None:
        return None
    west, south, east, north = terrain.bounds
    corners = grid.quantize(np.asarray([[west, north], [east, south]]))
    png = base64.b64encode(terrain.overlay()).decode("ascii")
    return {"png": png, "corners": corners.tolist()}


def _minor_roads(atlas: Atlas, grid: Grid) -> list[list[int]]:
    """Encode the secondary roads of the package."""
    roads = atlas.package.roads
    if not roads:
        return []
    merged = shapely.line_merge(shapely.multilinestrings(_lines(_to_plane(atlas, roads))))
    return grid.encode_paths(_to_degrees(atlas, shapely.simplify(merged, _ROAD_M)))


def _around(atlas: Atlas, grid: Grid, *, with_lakes: bool) -> dict[str, Any]:
    """Encode what lies around the region: sea and lakes, borders, and names."""
    box, near = _box(atlas, _MARGIN), _box(atlas, _CITIES_MARGIN)
    natural = read_basemap(box.bounds)
    dry = shapely.difference(natural.land, natural.lakes) if with_lakes else natural.land
    known = shapely.unary_union(
        [
            shapely.make_valid(shapely.geometry.shape(area.geometry))
            for area in _largest_areas(atlas)
        ]
    )
    sea = shapely.simplify(shapely.difference(box, dry), _COAST_DEGREES)
    lines = shapely.unary_union([natural.borders, natural.disputed])
    abroad = shapely.simplify(
        shapely.difference(lines, known.buffer(_BORDER_DEGREES)), _COAST_DEGREES
    )
    parts = shapely.get_parts(shapely.make_valid(sea))
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])
    abroad_cities = _cities_abroad(atlas, natural, known)
    abroad_cities.sort(key=lambda city: not shapely.contains_xy(near, city.lon, city.lat))
    reported = _reported_ground(atlas)
    return {
        "cities": [
            [
                *grid.quantize(np.asarray([[city.lon, city.lat]]))[0].tolist(),
                *(city.name, city.name_ar),
            ]
            for city in abroad_cities[:_MOST_CITIES]
        ],
        "outside": _outside(atlas),
        "sea": [grid.encode_path(shapely.get_coordinates(ring)) for ring in rings],
        "abroad": grid.encode_paths(shapely.line_merge(abroad)) if not abroad.is_empty else [],
        "names": [
            *_names(natural.countries, dry - reported - unnamed_areas(), near, grid, sea=False),
            *_names(natural.seas, sea, near, grid, sea=True),
        ],
    }


def _cities_abroad(atlas: Atlas, natural: Basemap, known: Any) -> list[City]:
    """Return the cities outside the areas of the package that are none of its places."""
    if known.is_empty:
        return []
    cities = [one for one in natural.cities if not shapely.contains_xy(known, one.lon, one.lat)]
    places = shapely.points([(one.lon, one.lat) for one in atlas.package.gazetteer.values()])
    tree = shapely.STRtree(places)
    return [
        one
        for one in cities
        if not len(tree.query(shapely.Point(one.lon, one.lat), "dwithin", _SAME_CITY))
    ]


def _outside(atlas: Atlas) -> list[list[str]]:
    """Return the names of the largest cities outside the region, so that a search knows them."""
    west, south, east, north = atlas.package.coverage.region
    wide = read_basemap(_box(atlas, _SEARCH_DEGREES).bounds)
    return [
        [city.name, city.name_ar]
        for city in wide.cities
        if not (west <= city.lon <= east and south <= city.lat <= north)
    ][:_MOST_FOUND]


def _names(
    areas: Iterable[NamedArea], ground: Any, near: Any, grid: Grid, *, sea: bool
) -> list[list[Any]]:
    """Return the names of areas that have room for one, with the points where it may stand.

    A page puts a name at the first of its points that is in view.
    """
    names = []
    for area in areas:
        shape = shapely.intersection(shapely.make_valid(area.outline), ground)
        points = _deep_points(shape, [ground.bounds, near.bounds])
        if len(points):
            steps = np.rint(grid.quantize(points) / 1000).astype(int)
            names.append([area.name.en, area.name.ar, int(sea), *steps.ravel().tolist()])
    return names


def _deep_points(shape: Any, boxes: Iterable[tuple[float, ...]]) -> NDArray[np.float64]:
    """Return a point far from the edge in each square of each box, the farthest first."""
    shapely.prepare(shape)
    edge = shapely.boundary(shape)
    found = []
    for west, south, east, north in boxes:
        side = max(east - west, north - south, 1e-9) / _NAME_SQUARES
        at = (np.arange(_NAME_SQUARES * _POINTS) + 0.5) * side / _POINTS
        x, y = (each.ravel() for each in np.meshgrid(west + at, south + at))
        inside = shapely.contains_xy(shape, x, y) & (x < east) & (y < north)
        x, y = x[inside], y[inside]
        depth = shapely.distance(edge, shapely.points(x, y))
        order = np.argsort(-depth, kind="stable")[: np.count_nonzero(depth >= _NAME_DEPTH)]
        square = np.floor((x - west) / side) * _NAME_SQUARES + np.floor((y - south) / side)
        best = order[np.sort(np.unique(square[order], return_index=True)[1])]
        found.append(np.column_stack([x, y, depth])[best])
    points = np.concatenate(found)
    return points[np.argsort(-points[:, 2], kind="stable"), :2]


def _reported_ground(atlas: Atlas) -> Any:
    """Return the ground around places in longitude and latitude; no name is set on it."""
    ground = atlas.projection.from_plane(atlas.reported_ground)
    return shapely.make_valid(shapely.simplify(ground, 0.01))


def _water(atlas: Atlas, grid: Grid, *, with_lakes: bool) -> list[list[int]]:
    """Encode the water on which no ground is drawn; nothing where cells end at their own coast."""
    box = _box(atlas, _MARGIN)
    water = open_water(atlas, box.bounds, with_lakes=with_lakes)
    if water.is_empty:
        return []
    water = shapely.intersection(water, shapely.box(*shapely.total_bounds(atlas.cells.cells)))
    parts = shapely.get_parts(atlas.projection.from_plane(water))
    parts = shapely.simplify(parts[shapely.get_dimensions(parts) == 2], _COAST_DEGREES)
    return [grid.encode_path(shapely.get_coordinates(ring)) for ring in shapely.get_rings(parts)]


def _box(atlas: Atlas, margin: float) -> Any:
    """Return the region and a margin around it, in degrees."""
    west, south, east, north = atlas.package.coverage.region
    return shapely.box(west - margin, south - margin, east + margin, north + margin)


def _within(atlas: Atlas, grid: Grid) -> dict[str, Any]:
    """Encode the land, borders and rivers of the package."""
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
    return shapely.intersection(atlas.projection.from_plane(planar), _box(atlas, _MARGIN))
