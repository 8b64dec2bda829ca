"""Draw the ground beneath: sea, land, borders, rivers, towns, roads, and the names around.

Sea, lakes, rivers, borders and the cities of neighbours are those of Natural Earth; where the
package has its own administrative areas and rivers, which are finer, it has theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.natural_earth import read_basemap, unnamed_areas
from frontline.stills.frame import SIMPLIFY, Box
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Circle, Label, Path, Picture
from frontline.stills.typeface import text_width
from frontline.terrain import FLAT, shade_png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.models import Area, Highway
    from frontline.natural_earth import Basemap
    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.scene import Scene

_POLYGON = shapely.GeometryType.POLYGON
#: Built-up outlines are drawn from this many pixels across; from zoom 11 on, about 60 metres a
#: pixel, smaller ones too.
_BUILT_UP_PIXELS, _SMALL_PIXELS, _SMALL_DETAIL = 3.0, 1.0, 62.0
#: Secondary roads are drawn from zoom 8 on, about 500 metres a pixel.
_MINOR_DETAIL = 500.0
#: Most pixels of the hillshade of a picture.
_TERRAIN_PIXELS = 600_000
#: A border of Natural Earth nearer to that of the package is the same one, and a border of the
#: package nearer to the sea is a coast; what is shorter is left of either; degrees.
_SAME_BORDER, _COAST, _SHORT = 0.06, 0.06, 0.1
#: An end of the border of the package is joined to the rest of that of Natural Earth, or to the
#: coast, if it is at most so far away, degrees.
_JOIN = 0.1
#: Borders of the package are simplified to this, pixels.
_BORDER_PIXELS = 1.2
#: Fractions of a road at which its number can be placed, the best first.
_ALONG = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 0.27, 0.43, 0.57, 0.73)


def draw_basemap(scene: Scene, state: State, frame: Frame) -> Basemap:
    """Draw sea, land, lakes, rivers and borders, and return the basemap for its names."""
    basemap = read_basemap(frame.bounds)
    scene.add("water", [Path(scene.clip, "sea")])
    scene.add("land", [Path(_prepared(frame, basemap.land), "land")])
    scene.add("lakes", [Path(_prepared(frame, basemap.lakes), "lake")])
    scene.add("rivers", [Path(_prepared(frame, basemap.rivers), "river")])
    own = _own_border(state, frame, basemap)
    borders, disputed = basemap.borders, basemap.disputed
    if own is not None:
        near = shapely.buffer(own, _SAME_BORDER)
        borders, disputed = (shapely.difference(one, near) for one in (borders, disputed))
        own = _joined(own, borders, basemap.land)
        line = shapely.simplify(frame.clipped(own, margin=6), _BORDER_PIXELS)
        scene.add("borders", [Path(line, "border")])
    scene.add("borders", [Path(_prepared(frame, disputed), "disputed")])
    scene.add("borders", [Path(_prepared(frame, borders), "border")])
    return basemap


def _own_border(state: State, frame: Frame, basemap: Basemap) -> Any | None:
    """Return the border of the land of the package without its coast; None without areas."""
    package = state.atlas.package
    if not package.admin:
        return None
    edge = shapely.boundary(state.atlas.study_area)
    west, south, east, north = package.coverage.region
    inside = shapely.clip_by_rect(edge, west + 1e-6, south + 1e-6, east - 1e-6, north - 1e-6)
    seen = shapely.clip_by_rect(inside, *frame.bounds)
    if seen.is_empty:
        return None
    box = shapely.box(*frame.bounds)
    coast = shapely.difference(shapely.boundary(basemap.land), shapely.boundary(box))
    seen = shapely.difference(seen, shapely.buffer(coast, _COAST))
    parts = shapely.get_parts(shapely.line_merge(seen) if seen.geom_type[0] == "M" else seen)
    return shapely.MultiLineString([part for part in parts if part.length >= _SHORT])


def _joined(own: Any, borders: Any, land: Any) -> Any:
    """Return the border of the package with its ends joined to other borders, else to the coast.

    Where one source ends and the other begins, a few kilometres belong to neither.
    """
    parts = list(shapely.get_parts(own))
    if not parts:
        return own
    ends = [shapely.get_point(part, at) for part in parts if not part.is_closed for at in (0, -1)]
    for end in ends:
        for line in (borders, shapely.boundary(land)):
            gap = shapely.shortest_line(end, line)
            if gap is not None and gap.length <= _JOIN:
                parts.append(gap)
                break
    return shapely.line_merge(shapely.multilinestrings(parts))


def _prepared(frame: Frame, geometry: Any) -> Any:
    """Cut a geometry to the map area and simplify it to what can be seen."""
    return frame.simplified(frame.clipped(geometry, margin=6))


def draw_built_up(scene: Scene, state: State, frame: Frame) -> None:
    """Draw the built-up areas that are large enough to be seen, and the rivers of the package."""
    package = state.atlas.package
    outlines = package.built_up
    if len(outlines):
        west, south, east, north = frame.bounds
        bounds = shapely.bounds(outlines)
        near = (
            (bounds[:, 0] < east) & (bounds[:, 2] > west)
            & (bounds[:, 1] < north) & (bounds[:, 3] > south)
        )  # fmt: skip
        shapes = frame.to_pixels(outlines[near])
        is_near = frame.detail <= _SMALL_DETAIL
        least = _SMALL_PIXELS if is_near else _BUILT_UP_PIXELS
        least *= frame.tolerance / SIMPLIFY
        large = shapely.simplify(shapes[np.sqrt(shapely.area(shapes)) >= least], frame.tolerance)
        parts = shapely.get_parts(large)
        scene.add("built-up", [Path(shapely.multipolygons(parts), "built-up")])
    for river in package.rivers:
        line = _prepared(frame, shapely.geometry.shape(river.geometry))
        style = "lake" if line.geom_type.endswith("Polygon") else "river"
        scene.add("rivers", [Path(line, style, _name(river, scene.language))])


def _name(one: Area | Highway, language: str) -> str:
    return (language == "ar" and one.name_ar) or one.name


def draw_terrain(scene: Scene, state: State, frame: Frame) -> None:
    """Draw the hillshade of the package, as a picture of the map area.

    It only darkens and lightens what is below it, so that it may be a layer above the fills.
    """
    terrain = state.atlas.package.terrain
    if terrain is None:
        return
    area = frame.area
    lon, lat = frame.positions(_TERRAIN_PIXELS)
    grey = terrain.at(lon, lat)
    if (grey != FLAT).any():
        picture = Picture(area.left, area.top, area.width, area.height, shade_png(grey), "terrain")
        scene.add("terrain", [picture])


def draw_roads(scene: Scene, state: State, frame: Frame) -> None:
    """Draw the highways, and below them the other roads of the package."""
    minor = [shapely.geometry.shape(road.geometry) for road in state.atlas.package.roads]
    if minor and frame.detail <= _MINOR_DETAIL:
        line = _prepared(frame, shapely.union_all(minor))
        scene.add("roads", [Path(line, "minor-road")])
    for road in state.atlas.package.highways.values():
        line = _prepared(frame, shapely.LineString(road.coordinates))
        name = _name(road, scene.language)
        scene.add("roads", [Path(line, "road-casing"), Path(line, "road", name)])


def number_roads(scene: Scene, state: State, frame: Frame, placement: Placement) -> None:
    """Put the number of each highway on it where there is room."""
    size = frame.text(0.72)
    for id_, road in state.atlas.package.highways.items():
        line = shapely.intersection(
            frame.to_pixels(shapely.LineString(road.coordinates)), scene.clip
        )
        text = road.name if len(road.name) <= 6 else id_.upper()
        if line.is_empty or line.length < frame.unit * 8 or len(text) > 6:
            continue
        half = text_width(text, size, bold=True) / 2 + size * 0.3
        for x, y in _points_along(line):
            box = Box(x - half, y - size * 0.65, x + half, y + size * 0.65)
            if placement.take(box):
                label = Label(text, x, y + size * 0.36, size, "shield-text-bold", "middle")
                scene.add("labels", [Path(box.polygon(), "shield"), label])
                break


def _points_along(line: Any) -> Iterator[tuple[float, float]]:
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    for share in _ALONG:
        point = longest.interpolate(share, normalized=True)
        yield point.x, point.y


def _without_holes(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    rings = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == _POLYGON])
    return shapely.union_all(shapely.polygons(rings))


def draw_names(
    scene: Scene, frame: Frame, basemap: Basemap, placement: Placement, subject: Any
) -> None:
    """Name countries, seas, and the cities outside the area that the record is about.

    The name of a country is neither on a border nor in a gap of the subject.
    """
    land = frame.clipped(basemap.land)
    water = shapely.union_all([frame.clipped(one) for one in (basemap.lakes, basemap.rivers)])
    dry = shapely.difference(land, water.buffer(frame.unit * 0.2))
    borders = [mark.geometry for mark in scene.layers["borders"] if isinstance(mark, Path)]
    taken = shapely.union(
        shapely.union_all(borders).buffer(frame.unit * 0.3), _without_holes(subject)
    )
    for areas, style, size, is_sea in (
        (basemap.countries, "country", 1.0, False),
        (basemap.seas, "sea-name", 0.95, True),
    ):
        for area in sorted(areas, key=lambda one: one.rank):
            text = area.name.ar if scene.language == "ar" else area.name.en
            if not text:
                continue
            if is_sea:
                ground = shapely.difference(frame.clipped(area.outline), land)
            else:
                named = shapely.difference(area.outline, unnamed_areas())
                ground = shapely.intersection(frame.clipped(named), dry)
                ground = shapely.difference(ground, taken)
            shown = text.upper() if style == "country" and scene.language == "en" else text
            wanted = Wanted(shown, 0, 0, 0, frame.text(size), style)
            label = placement.place_inside(wanted, ground)
            scene.add("names", [label] if label else [])
    beyond = subject.buffer(frame.unit * 2)
    for city in basemap.cities:
        name = city.name_ar if scene.language == "ar" else city.name
        point = frame.to_pixels(shapely.Point(city.lon, city.lat))
        if name and scene.clip.contains(point) and not beyond.contains(point):
            wanted = Wanted(
                name, point.x, point.y, frame.unit * 0.35, frame.text(0.82), "city-label"
            )
            label = placement.place(wanted)
            if label:
                dot = Circle(point.x, point.y, frame.unit * 0.13, "place-weak")
                scene.add("names", [dot, label])
