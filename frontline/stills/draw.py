"""Draw a day into the layers of a scene: the basemap, territory, the front, places and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.natural_earth import read_basemap
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Circle, Path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from frontline.models import Place
    from frontline.natural_earth import Basemap
    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.scene import Mark, Scene

#: Shapes are simplified to this, pixels.
_SIMPLIFY = 0.3
#: Built-up outlines are drawn from this many pixels across.
_MIN_BUILT_UP = 3.0
#: Evidence by the style of a place.
_MARKS = {"confirmed": "place-confirmed", "claimed": "place-claimed"}
#: In a record of more places than this, only those with confirmed or claimed control have marks.
_MOST_WEAK_PLACES = 500
#: Label of a place, by kind, as a share of ordinary text.
_SIZES = {"city": 1.15, "town": 1.0}
#: Longest number of labelled places for 100,000 square pixels.
_DENSITY = 2.2


def draw_basemap(scene: Scene, frame: Frame) -> Basemap:
    """Draw sea, land, lakes, rivers and borders, and return the basemap for its names."""
    basemap = read_basemap(frame.bounds)
    shapes = {
        "land": ("land", basemap.land),
        "lakes": ("lake", basemap.lakes),
        "rivers": ("river", basemap.rivers),
    }
    scene.add("water", [Path(scene.clip, "sea")])
    for layer, (style, geometry) in shapes.items():
        scene.add(layer, [Path(_prepared(frame, geometry), style)])
    scene.add("borders", [Path(_prepared(frame, basemap.disputed), "disputed")])
    scene.add("borders", [Path(_prepared(frame, basemap.borders), "border")])
    return basemap


def draw_built_up(scene: Scene, state: State, frame: Frame) -> None:
    """Draw the built-up areas that are large enough to be seen."""
    outlines = [shapely.geometry.shape(one) for one in state.atlas.package.footprints.values()]
    if not outlines:
        return
    shapes = frame.to_pixels(np.asarray(outlines, dtype=object))
    large = np.sqrt(shapely.area(shapes)) >= _MIN_BUILT_UP
    near = shapely.intersects(shapes, scene.clip)
    scene.add("built-up", [Path(shapely.multipolygons(shapely.get_parts(
        shapely.simplify(shapes[large & near], _SIMPLIFY))), "built-up")])  # fmt: skip


def find_gains(state: State, earlier: State) -> dict[str, Any]:
    """Return the ground that each actor holds and did not hold on an earlier day, by actor.

    Geometries are in longitude and latitude; actors who gained nothing are left out.
    """
    now, before = state.territory, earlier.territory
    gains = {}
    for actor in dict.fromkeys(now["actor"].dropna()):
        held = now[now["actor"] == actor].geometry.union_all()
        held_before = before[before["actor"] == actor].geometry.union_all()
        gained = shapely.difference(held, held_before)
        if not gained.is_empty:
            gains[actor] = gained
    return gains


def draw_territory(scene: Scene, state: State, frame: Frame, gains: Mapping[str, Any]) -> Any:
    """Draw who holds what, with gains in a stronger colour; return the contested area."""
    names = {actor.id: actor.name for actor in state.atlas.package.actors.values()}
    contested: Any = shapely.Polygon()
    for row in state.territory.to_dict("records"):
        shape = _prepared(frame, row["geometry"])
        actor = row["actor"]
        if row["status"] == "contested":
            contested = shape
            scene.add("contested", [Path(shape, "contested", row["status"])])
            continue
        style = "presumed" if row["status"] == "presumed" else "territory"
        scene.add("territory", [Path(shape, f"{style}-{actor}", names[actor])])
    for actor, gained in gains.items():
        scene.add("gained", [Path(_prepared(frame, gained), f"gained-{actor}")])
    return contested


def draw_roads(scene: Scene, state: State, frame: Frame) -> None:
    """Draw the highways."""
    for road in state.atlas.package.highways.values():
        line = _prepared(frame, shapely.LineString(road.coordinates))
        scene.add("roads", [Path(line, "road-casing"), Path(line, "road", road.name)])


def draw_front(scene: Scene, state: State, frame: Frame, earlier: State | None) -> Any:
    """Draw the front line, and that of an earlier day; return the line in pixels."""
    if earlier is not None:
        scene.add("earlier-front", [Path(_lines_of(earlier, frame), "earlier-front")])
    line = _lines_of(state, frame)
    scene.add("front", [Path(line, "front-halo"), Path(line, "front")])
    presumed = _lines_of(state, frame, "presumed")
    if not presumed.is_empty:
        scene.add("front", [Path(presumed, "front-halo"), Path(presumed, "front-presumed")])
    return shapely.union(line, presumed)


def _lines_of(state: State, frame: Frame, kind: str = "line") -> Any:
    front = state.front
    return _prepared(frame, front[front["kind"] == kind].geometry.union_all())


def _prepared(frame: Frame, geometry: Any) -> Any:
    """Cut a geometry to the map area and simplify it to what can be seen."""
    return shapely.simplify(frame.clipped(geometry, margin=6), _SIMPLIFY)


def draw_places(
    scene: Scene, state: State, frame: Frame, placement: Placement, *, steady: bool = False
) -> None:
    """Draw the places with reports, and label the most important of them.

    Key places come first, then cities and towns, then the places that changed last. Labels that
    are `steady`, for a film, depend on no day.
    """
    shown = list(_places_in(state, frame))
    radius = frame.unit * (0.22 if len(shown) < 120 else 0.15)
    marks: list[Mark] = []
    for place, x, y in shown:
        control = state.control(place).control
        style = _MARKS.get(control.evidence or "", "place-weak")
        if style == "place-weak" and not shows_weak_places(state):
            continue
        marks.append(Circle(x, y, radius, style, _name(place, scene.language)))
    keys = state.atlas.package.coverage.key_places
    day = None if steady else state
    ranked = sorted(shown, key=lambda one: _importance(one[0], day, keys))
    area = frame.area
    limit = max(8, round(area.width * area.height / 1e5 * _DENSITY))
    labels = []
    for place, x, y in ranked[: limit * 3]:
        is_key = place.id in keys
        style = "place-label-bold" if is_key or place.kind == "city" else "place-label"
        wanted = Wanted(
            _name(place, scene.language), x, y, radius + frame.unit * 0.2,
            frame.unit * _SIZES.get(place.kind, 0.85), style,
        )  # fmt: skip
        label = placement.place(wanted, must=is_key)
        if label is not None:
            labels.append(label)
        if len(labels) == limit:
            break
    scene.add("places", marks)
    scene.add("labels", labels)


def shows_weak_places(state: State) -> bool:
    """Return whether places with disputed or inferred control have marks: not among hundreds."""
    return len(state.atlas.sites) <= _MOST_WEAK_PLACES


def _places_in(state: State, frame: Frame) -> Iterator[tuple[Place, float, float]]:
    sites = state.atlas.sites
    if not sites:
        return
    pixels = shapely.get_coordinates(
        frame.to_pixels(shapely.points([(place.lon, place.lat) for place in sites]))
    )
    area = frame.area
    for place, (x, y) in zip(sites, pixels.tolist(), strict=True):
        if area.left < x < area.right and area.top < y < area.bottom:
            yield place, x, y


def _importance(place: Place, state: State | None, keys: Sequence[str]) -> tuple[Any, ...]:
    """Return a sort key, the most important first; without a day, of the place alone."""
    kinds = {"city": 0, "town": 1}
    known, since = True, 0
    if state is not None:
        known = state.control(place).control.status != "unknown"
        since = state.control(place).since.toordinal()
    rank = (place.id not in keys, kinds.get(place.kind, 2), not known, -since)
    return (*rank, -(place.population or 0), place.id)


def _name(place: Place, language: str) -> str:
    return (language == "ar" and place.name_ar) or place.name


def draw_names(
    scene: Scene, frame: Frame, basemap: Basemap, placement: Placement, subject: Any
) -> None:
    """Name countries, seas, and the cities outside the area that the record is about."""
    for areas, style, size, water in (
        (basemap.countries, "country", 1.0, False),
        (basemap.seas, "sea-name", 0.95, True),
    ):
        for area in sorted(areas, key=lambda one: one.rank):
            text = area.name.ar if scene.language == "ar" else area.name.en
            ground = frame.clipped(area.outline)
            land = frame.clipped(basemap.land)
            ground = shapely.difference(ground, land if water else subject)
            if not water:
                ground = shapely.intersection(ground, land)
            if text:
                wanted = Wanted(text.upper() if style == "country" and scene.language == "en"
                                else text, 0, 0, 0, frame.unit * size, style)  # fmt: skip
                label = placement.place_inside(wanted, ground)
                scene.add("names", [label] if label else [])
    if scene.language == "ar":
        return  # Natural Earth has their names in English
    for city in basemap.cities:
        point = frame.to_pixels(shapely.Point(city.lon, city.lat))
        if scene.clip.contains(point) and not subject.buffer(frame.unit * 2).contains(point):
            wanted = Wanted(
                city.name, point.x, point.y, frame.unit * 0.35, frame.unit * 0.82, "city-label"
            )
            label = placement.place(wanted)
            if label:
                scene.add(
                    "names", [Circle(point.x, point.y, frame.unit * 0.13, "place-weak"), label]
                )
