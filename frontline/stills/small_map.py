"""Small maps in pages: of a claim in the report of an article, of a day in a notebook or an index.

They are the same scene as a still, without the texts around it, as a piece of SVG for HTML that
needs neither a style sheet nor a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from frontline.i18n import translate
from frontline.stills import basemap, places, territory
from frontline.stills.day import DayMap, News, draw_day
from frontline.stills.frame import Box, Frame
from frontline.stills.furniture import emptiest_corners, scale_bar
from frontline.stills.ground import read_ground
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Circle, Path, Scene
from frontline.stills.still import OPTIONAL
from frontline.stills.style import styles
from frontline.stills.svg import write_fragment
from frontline.stills.views import view_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from frontline.annotation_model import Annotation
    from frontline.atlas import Atlas
    from frontline.models import Place
    from frontline.state import State
    from frontline.stills.ground import Ground

Position = tuple[float, float]

#: Size of a map in pixels, and of its ordinary text.
WIDTH, HEIGHT, _TEXT = 420, 320, 12.0
#: Shapes are simplified to this, pixels: a page holds many maps.
_TOLERANCE, _COARSE = 0.7, 1.8
#: Layers that a coarse map does without.
_FINE_LAYERS = ("lakes", "presumed", "claimed", "built-up", "rivers", "roads", "places", "names",
                "furniture")  # fmt: skip
#: Sizes of the pictures of a story, and of their ordinary text. The one for phones is smaller than
#: any phone, upright or on its side, so that none of its text is shown smaller than it is here.
_PICTURES = {"page": ((640, 760), 17.0), "phone": ((300, 330), 13.5)}
#: A map shows at least this many metres around its middle, and a margin around what it is about.
_MIN_HALF_M, _MARGIN = 3000.0, 1.15


@dataclass(frozen=True)
class View:
    """What a small map shows.

    Attributes
    ----------
    title : str
        Caption and accessible name.
    day : date or None
        The day whose control is shown; None for no control.
    points : tuple of (longitude, latitude)
        Positions that must be in view; the whole record without any.
    lines : tuple of (start, end, label, is_main)
        Measured lines.
    places : tuple of Place
        Places that must be labelled, the most important first.
    circle : (centre, radius in metres, arcs in degrees) or None
        A circle with highlighted arcs.
    """

    title: str
    day: date | None
    points: tuple[Position, ...] = ()
    lines: tuple[tuple[Position, Position, str, bool], ...] = ()
    places: tuple[Place, ...] = ()
    circle: tuple[Position, float, tuple[tuple[int, int], ...]] | None = None


def small_map(  # noqa: PLR0913 - the last six are options
    atlas: Atlas,
    view: View,
    prefix: str,
    *,
    language: str = "en",
    with_labels: bool = True,
    width: int = WIDTH,
    height: int = HEIGHT,
    coarse: bool = False,
    hidden: Iterable[str] = (),
) -> str:
    """Return a small map as a piece of SVG for HTML.

    Parameters
    ----------
    atlas : Atlas
    view : View
        What it shows.
    prefix : str
        Begins the ids of the piece, so that a page can hold several.
    language : str
        ``en`` or ``ar``.
    with_labels : bool
        Whether places are named, and the scale is drawn.
    width, height : int
        In pixels.
    coarse : bool
        Whether to draw only the land, who holds what, the front and names, in a few kilobytes.
    hidden : iterable of str
        Layers that are left out, of `frontline.stills.still.OPTIONAL`.

    Examples
    --------
    >>> import frontline
    >>> from datetime import date
    >>> atlas = frontline.open()
    >>> small_map(atlas, View("Who held what", date(2019, 8, 23)), "august")[:17]
    '<svg class="map" '
    """
    area = Box(0, 0, width, height)
    tolerance = _COARSE if coarse else _TOLERANCE
    frame = Frame.around(area, atlas.projection, _bounds(atlas, view), _TEXT, tolerance)
    scene = Scene(width, height, view.title, "", language, area.polygon())
    _draw(scene, atlas, view, frame, with_labels=with_labels)
    if coarse:
        for layer in _FINE_LAYERS:
            scene.layers[layer].clear()
        scene.layers["labels"] = [
            mark for mark in scene.layers["labels"] if mark.style.startswith("place-label")
        ]
    for name in hidden:
        for layer in OPTIONAL[name]:
            scene.layers[layer].clear()
    look = styles(tuple(atlas.package.actors.values()), _TEXT, frame.detail)
    return write_fragment(scene, look, prefix, decimals=0 if coarse else 1)


def map_corners(atlas: Atlas, view: View) -> tuple[Position, ...]:
    """Return the corners of a small map: top left, top right, bottom right, bottom left.

    Positions are longitude and latitude, degrees.
    """
    frame = Frame.around(Box(0, 0, WIDTH, HEIGHT), atlas.projection, _bounds(atlas, view), _TEXT)
    west, south, east, north = shapely.bounds(frame.plane_box())
    lon, lat = atlas.projection.inverse([west, east, east, west], [north, north, south, south])
    return tuple(zip(np.asarray(lon).tolist(), np.asarray(lat).tolist(), strict=True))


def _draw(scene: Scene, atlas: Atlas, view: View, frame: Frame, *, with_labels: bool) -> None:
    state = atlas.on(view.day or atlas.record.first)
    natural = basemap.draw_basemap(scene, state, frame)
    basemap.draw_built_up(scene, state, frame)
    basemap.draw_roads(scene, state, frame)
    ground: Ground | None = None
    if view.day is not None:
        ground = read_ground(state, frame)
        territory.draw_territory(scene, state, ground)
        territory.draw_front(scene, ground, None)
    if not with_labels:
        return
    blocked = shapely.Polygon() if ground is None else ground.whole
    obstacles = [] if ground is None else [*shapely.get_parts(ground.front_line), ground.contested]
    placement = Placement(frame.area.grown(-4), obstacles, _draw_overlay(scene, atlas, view, frame))
    corners = emptiest_corners(frame.area, shapely.Point(), frame.area.width * 0.3, 30)
    bar = corners[0]
    placement.block(bar)
    km = translate(scene.language, "kilometres", count="").strip()
    scene.add("furniture", scale_bar(frame, bar, km))
    _label_overlay(scene, atlas, view, frame, placement)
    changed = {place.id for place in view.places}
    shown = [
        one for one in places.shown_places(state, frame, changed) if one.place.id not in changed
    ]
    basemap.number_roads(scene, state, frame, placement)
    places.draw_places(scene, state, frame, shown, placement)
    basemap.draw_names(scene, frame, natural, placement, blocked)


def _bounds(atlas: Atlas, view: View) -> tuple[float, float, float, float]:
    """Return what a map shows, in the plane."""
    if not view.points and view.circle is None:
        return view_bounds(atlas, "all")
    points = [_plane(atlas, point) for point in view.points]
    if view.circle is not None:
        (x, y), radius = _plane(atlas, view.circle[0]), view.circle[1]
        points += [(x - radius, y - radius), (x + radius, y + radius)]
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    # Where villages are close together, as in a city, the map is of a smaller area.
    least = _MIN_HALF_M * min(1.0, atlas.package.reach_km / 6.0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2 * _MARGIN, least)
    (west, south), (east, north) = (middle - half).tolist(), (middle + half).tolist()
    return west, south, east, north


def _plane(atlas: Atlas, position: Position) -> tuple[float, float]:
    x, y = atlas.projection.forward(*position)
    return float(x), float(y)


def _draw_overlay(scene: Scene, atlas: Atlas, view: View, frame: Frame) -> list[Any]:
    """Draw measured lines, circles and marked places; return what labels should not cover."""
    marks: list[Path | Circle] = []
    if view.circle is not None:
        marks += _circle(frame, atlas, view.circle)
    for start, end, _, is_main in view.lines:
        if start != end:
            line = frame.to_pixels(shapely.LineString([start, end]))
            marks.append(Path(line, "distance" if is_main else "distance-second"))
    for place in view.places:
        point = frame.to_pixels(shapely.Point(place.lon, place.lat))
        error = place.position_error_m / frame.metres_per_pixel
        if scene.clip.contains(point):
            marks += [
                Circle(point.x, point.y, error, "error"),
                Circle(
                    point.x, point.y, 4.0, "highlight", places.place_name(place, scene.language)
                ),
            ]
    scene.add("annotations", marks)
    lines = [mark.geometry for mark in marks if isinstance(mark, Path)]
    dots = [shapely.Point(mark.x, mark.y).buffer(3) for mark in marks if isinstance(mark, Circle)]
    return [*lines, *dots]


def _circle(
    frame: Frame, atlas: Atlas, circle: tuple[Position, float, Iterable[tuple[int, int]]]
) -> Iterator[Path | Circle]:
    centre, radius, arcs = circle
    (x, y), r = _pixel(frame, atlas, centre), radius / frame.metres_per_pixel
    yield Circle(x, y, r, "ring")
    for first, last in arcs:
        angles = np.radians(np.arange(first, last + 1 + 360 * (last < first)))
        points = np.column_stack([x + r * np.sin(angles), y - r * np.cos(angles)])
        if len(points) > 1:
            yield Path(shapely.LineString(points), "arc")


def _pixel(frame: Frame, atlas: Atlas, position: Position) -> tuple[float, float]:
    point = frame.plane_to_pixels(shapely.Point(_plane(atlas, position)))
    return point.x, point.y


def _label_overlay(
    scene: Scene, atlas: Atlas, view: View, frame: Frame, placement: Placement
) -> None:
    """Write the lengths of lines and the names of marked places."""
    for place in view.places:
        x, y = _pixel(frame, atlas, (place.lon, place.lat))
        if scene.clip.contains(shapely.Point(x, y)):
            name = places.place_name(place, scene.language)
            label = placement.place(Wanted(name, x, y, 7, 13.0, "place-label-bold"), must=True)
            scene.add("labels", [label] if label else [])
    for start, end, text, _ in view.lines:
        if start != end:
            middle = shapely.line_interpolate_point(
                frame.to_pixels(shapely.LineString([start, end])), 0.5, normalized=True
            )
            wanted = Wanted(text, middle.x, middle.y, 6, 13.0, "length-bold")
            label = placement.place(wanted, must=True)
            scene.add("labels", [label] if label else [])


@dataclass(frozen=True)
class DayPicture:
    """The map of a day in a story.

    Attributes
    ----------
    svg : str
        A piece of SVG for HTML.
    styles : frozenset of str
        The styles of its marks.
    """

    svg: str
    styles: frozenset[str]


def day_picture(  # noqa: PLR0913 - all but the first three are options
    state: State,
    view: str,
    prefix: str,
    *,
    title: str,
    shape: Literal["page", "phone"] = "page",
    earlier: State | None = None,
    arrows: bool = False,
    annotations: Sequence[Annotation] = (),
    language: str = "en",
) -> DayPicture:
    """Return the map of a day for a story.

    Parameters
    ----------
    state : State
    view : str
        As of a still.
    prefix : str
        Begins the ids of the piece.
    title : str
        What the picture shows, for readers who cannot see it.
    shape : str
        ``page``, or ``phone`` for a small picture with larger text.
    earlier : State, optional
        The day that the map is compared with.
    arrows : bool
        Whether arrows point into what was gained.
    annotations : sequence of Annotation
        Texts and arrows besides those of the package.
    language : str
    """
    (width, height), text = _PICTURES[shape]
    area = Box(0, 0, width, height)
    atlas = state.atlas
    bounds = view_bounds(atlas, view)
    frame = Frame.around(area, atlas.projection, bounds, text, 0.5)
    scene = Scene(width, height, title, "", language, area.polygon())
    ground = read_ground(state, frame)
    unit = frame.unit
    corner = emptiest_corners(area, ground.whole, unit * 10, unit * 3)[0]
    km = translate(language, "kilometres", count="").strip()
    scene.add("furniture", scale_bar(frame, corner, km))
    news = News.of(state, earlier, annotations, arrows=arrows)
    draw_day(scene, DayMap(state, frame, news, ground), [corner])
    look = styles(tuple(atlas.package.actors.values()), unit, frame.detail)
    drawn = frozenset(mark.style for layer in scene.layers.values() for mark in layer)
    return DayPicture(write_fragment(scene, look, prefix), drawn)
