"""SVG maps of the area that a claim refers to, without scripts.

A map shows the cells of each actor on the day, the front between them, built-up areas, highways
and places, like the interactive maps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.webmap.csp import escape_html
from frontline.webmap.extent import map_scale
from frontline.webmap.places import label_rank
from frontline.webmap.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Actor, Place
    from frontline.state import State

Position = tuple[float, float]

#: Size of a map in SVG units, about CSS pixels.
_WIDTH, _HEIGHT = 420.0, 320.0
#: Height of a label, and the assumed width of a letter.
_LABEL_HEIGHT, _LETTER_WIDTH = 12.0, 6.6
#: Boxes of the scale bar and the north arrow: left, top, right, bottom.
_RESERVED = ((4, _HEIGHT - 34, 134, _HEIGHT - 2), (_WIDTH - 34, 4, _WIDTH - 4, 46))
#: Minimum distance from the centre of a map to its nearer edge.
_MIN_HALF_M = 3000.0
_MARGIN = 1.25
_MAX_LABELS = 16
#: Scales in metres per unit from which built-up areas, and unlabelled places, are left out.
_NO_FOOTPRINTS, _NO_DOTS = 120.0, 70.0
_SCALE_BARS_KM = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Scene:
    """The content of a map.

    Attributes
    ----------
    title : str
        Caption and accessible name.
    day : date or None
        The day whose control is shown; None for no control.
    points : tuple of (longitude, latitude)
        Positions that must be in view.
    lines : tuple of (start, end, label, is_main)
        Measured lines.
    places : tuple of Place
        Places that must be labelled, the most important first.
    circle : (centre, radius in metres, arcs in degrees) or None
        A circle with highlighted arcs.
    """

    title: str
    day: date | None
    points: tuple[Position, ...]
    lines: tuple[tuple[Position, Position, str, bool], ...] = ()
    places: tuple[Place, ...] = ()
    circle: tuple[Position, float, tuple[tuple[int, int], ...]] | None = None


@dataclass
class Viewport:
    """The visible part of the plane, and the boxes that labels occupy.

    Attributes
    ----------
    centre : tuple of float
        Centre, in metres of the plane.
    metres : float
        Metres per SVG unit.
    occupied : list of (left, top, right, bottom)
        Boxes in which no further label may be placed.
    """

    centre: tuple[float, float]
    metres: float
    occupied: list[tuple[float, float, float, float]] = field(default_factory=lambda: [*_RESERVED])

    @property
    def box(self) -> Any:
        """The visible rectangle of the plane."""
        half_width, half_height = _WIDTH / 2 * self.metres, _HEIGHT / 2 * self.metres
        x, y = self.centre
        return shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)

    def to_svg(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Convert positions of the plane to SVG units, with y downward; shape (n, 2)."""
        offset = (np.atleast_2d(xy) - self.centre) / self.metres
        return np.column_stack([_WIDTH / 2 + offset[:, 0], _HEIGHT / 2 - offset[:, 1]])

    def path(self, geometry: Any) -> str:
        """Return the path data of the visible lines and rings of a geometry."""
        visible = shapely.simplify(shapely.intersection(geometry, self.box), self.metres / 3)
        lines: list[Any] = []
        for part in shapely.get_parts(visible):
            lines += [*shapely.get_rings(part)] if part.geom_type == "Polygon" else [part]
        data = []
        for line in lines:
            if line.geom_type in {"LineString", "LinearRing"} and line.length > self.metres / 2:
                points = self.to_svg(shapely.get_coordinates(line))
                close = "Z" if line.geom_type == "LinearRing" else ""
                data.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + close)
        return "".join(data)

    def reserve(self, left: float, top: float, width: float) -> bool:
        """Reserve the box of a label; return whether it was free."""
        right, bottom = left + width, top + _LABEL_HEIGHT + 2
        if left < 2 or right > _WIDTH - 2 or top < 2 or bottom > _HEIGHT - 2:
            return False
        if any(
            left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in self.occupied
        ):
            return False
        self.occupied.append((left, top, right, bottom))
        return True


def patterns(actors: Sequence[Actor]) -> str:
    """Return the SVG fills of the actors, a colour and a pattern, once for a page."""
    shapes = {
        "plain": "", "dots": '<circle cx="3" cy="3" r="1.1"/>',
        "lines": '<path d="M0 6L6 0"/>', "cross": '<path d="M0 0L6 6M0 6L6 0"/>',
    }  # fmt: skip
    fills = []
    for number, actor in enumerate(actors):
        mark = shapes[actor.pattern]
        fills.append(
            f'<pattern id="side-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{actor.colour}" fill-opacity="0.42"/>'
            f'<g fill="{actor.colour}" stroke="{actor.colour}" stroke-width="0.8">{mark}</g>'
            "</pattern>"
        )
    fills.append(
        '<pattern id="side-both" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="7" height="7" fill="#ece6d6"/>'
        '<rect width="2.5" height="7" fill="#6d6658" fill-opacity="0.55"/></pattern>'
    )
    start = '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
    return f"{start}{''.join(fills)}</defs></svg>"


class SvgMapRenderer:
    """Draws SVG maps of one atlas and keeps what they share.

    Parameters
    ----------
    atlas : Atlas
    language : str
        ``en`` or ``ar``: the language of the names on the map.
    """

    def __init__(self, atlas: Atlas, language: str = "en") -> None:
        self._atlas = atlas
        self._language = language

    def draw(self, scene: Scene, state: State | None, number: int) -> str:
        """Return a map as SVG.

        Parameters
        ----------
        scene : Scene
        state : State or None
            The state of the day of the scene.
        number : int
            A number that makes the id of the title unique on the page.
        """
        view = self._view(scene)
        layers = [
            f'<rect width="{_WIDTH:g}" height="{_HEIGHT:g}" fill="{LIGHT["beyond"]}"/>',
            *(self._territory(view, state) if state is not None else ()),
            self._built_up(view),
            *self._roads(view),
            *self._circle(view, scene),
            *self._lines(view, scene),
            *self._places(view, scene),
            _scale_and_north(view, self._language),
        ]
        title = f"map-{number}"
        return (
            f'<svg class="map" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" '
            f'aria-labelledby="{title}"><title id="{title}">{escape_html(scene.title)}</title>'
            f"{''.join(layers)}</svg>"
        )

    def corners(self, scene: Scene) -> tuple[Position, ...]:
        """Return the corners of a map: top left, top right, bottom right, bottom left."""
        west, south, east, north = shapely.bounds(self._view(scene).box)
        xs, ys = [west, east, east, west], [north, north, south, south]
        lon, lat = self._atlas.projection.inverse(xs, ys)
        return tuple((float(one), float(other)) for one, other in zip(lon, lat, strict=True))

    def _xy(self, position: Position) -> tuple[float, float]:
        x, y = self._atlas.projection.forward(*position)
        return float(x), float(y)

    def _view(self, scene: Scene) -> Viewport:
        points = [self._xy(point) for point in scene.points]
        if scene.circle is not None:
            (x, y), radius = self._xy(scene.circle[0]), scene.circle[1]
            points += [(x - radius, y - radius), (x + radius, y + radius)]
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        half = np.maximum((high - low) / 2 * _MARGIN, _MIN_HALF_M * map_scale(self._atlas))
        metres = float(max(half[0] / (_WIDTH / 2 - 30), half[1] / (_HEIGHT / 2 - 30)))
        centre = (low + high) / 2
        return Viewport((float(centre[0]), float(centre[1])), metres)

    def _territory(self, view: Viewport, state: State) -> Iterator[str]:
        """Yield the cells merged by holder, and the front between them."""
        cells, holders = state.atlas.cells, state.holders
        near = shapely.intersects(cells.cells, view.box)
        for holder in sorted({int(one) for one in holders[near]}):
            merged = shapely.union_all(cells.cells[near & (holders == holder)])
            fills = {-2: LIGHT["land"], -1: "url(#side-both)"}
            fill = fills.get(holder, f"url(#side-{holder})")
            yield f'<path d="{view.path(merged)}" fill="{fill}" fill-rule="evenodd"/>'
        front = state.front_shape
        for line, dash in (
            (front.contested, ' stroke-dasharray="3 3"'),
            (front.presumed, ' stroke-dasharray="8 5"'),
            (front.line, ""),
        ):
            data = view.path(line)
            if data:
                yield f'<path d="{data}" class="under"/><path d="{data}" class="front"{dash}/>'

    @cached_property
    def _footprints(self) -> NDArray[np.object_]:
        shapes = [shapely.geometry.shape(one) for one in self._atlas.package.footprints.values()]
        return np.asarray(self._atlas.projection.to_plane(np.asarray(shapes, dtype=object)))

    def _built_up(self, view: Viewport) -> str:
        if view.metres > _NO_FOOTPRINTS:
            return ""
        near = self._footprints[shapely.intersects(self._footprints, view.box)]
        data = "".join(view.path(one) for one in near)
        return f'<path d="{data}" fill="{LIGHT["ink"]}" fill-opacity="0.28"/>' if data else ""

    def _roads(self, view: Viewport) -> Iterator[str]:
        for id_, road in self._atlas.package.highways.items():
            line = self._atlas.projection.to_plane(shapely.linestrings(road.coordinates))
            data = view.path(line)
            if not data:
                continue
            yield f'<path d="{data}" class="kerb"/><path d="{data}" class="lane"/>'
            inside = shapely.intersection(line, view.box)
            label_point = shapely.get_coordinates(inside.interpolate(0.12, normalized=True))
            x, y = view.to_svg(label_point)[0]
            if view.reserve(x - 12, y - 8, 24):
                yield _text(x, y + 4, id_.upper(), "road", "middle")

    def _circle(self, view: Viewport, scene: Scene) -> Iterator[str]:
        if scene.circle is None:
            return
        (x, y), radius = self._xy(scene.circle[0]), scene.circle[1]
        cx, cy = view.to_svg(np.asarray([x, y]))[0]
        r = radius / view.metres
        yield _circle_element(cx, cy, f"{r:.1f}", "ring")
        for first, last in scene.circle[2]:
            angles = np.radians(np.arange(first, last + 1 + 360 * (last < first)))
            points = np.column_stack([cx + r * np.sin(angles), cy - r * np.cos(angles)])
            if len(points) > 1:
                data = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
                yield f'<path d="M{data}" class="arc"/>'

    def _lines(self, view: Viewport, scene: Scene) -> Iterator[str]:
        for start, end, label, is_main in scene.lines:
            if start == end:
                continue
            (x1, y1), (x2, y2) = view.to_svg(np.asarray([self._xy(start), self._xy(end)]))
            kind = "distance" if is_main else "distance second"
            yield f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="{kind}"/>'
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 + (-7 if is_main else 15)
            width = len(label) * _LETTER_WIDTH
            if view.reserve(x - width / 2, y - _LABEL_HEIGHT, width):
                yield _text(x, y, label, "length", "middle")

    @cached_property
    def _ranked_sites(self) -> tuple[tuple[Place, ...], NDArray[np.float64]]:
        """The places with reports, the most important first, and their points of the plane."""
        atlas = self._atlas
        keys = atlas.package.coverage.key_places
        order = sorted(
            atlas.sites,
            key=lambda place: (label_rank(place, keys), -(place.population or 0), place.id),
        )
        xy = atlas.projection.forward([one.lon for one in order], [one.lat for one in order])
        return tuple(order), np.column_stack(xy)

    def _places(self, view: Viewport, scene: Scene) -> Iterator[str]:
        """Yield the places, with labels where there is room, those of the claim first."""
        in_scene = {place.id for place in scene.places}
        sites, sites_xy = self._ranked_sites
        own_xy = self._atlas.projection.forward(
            [place.lon for place in scene.places], [place.lat for place in scene.places]
        )
        at = view.to_svg(np.concatenate([np.column_stack(own_xy), sites_xy]))
        labels = 0
        for number, (place, (x, y)) in enumerate(zip((*scene.places, *sites), at, strict=True)):
            if number >= len(scene.places) and place.id in in_scene:
                continue
            if not (0 <= x <= _WIDTH and 0 <= y <= _HEIGHT):
                continue
            highlight = place.id in in_scene
            if not highlight and view.metres > _NO_DOTS and labels >= _MAX_LABELS:
                break
            if highlight:
                yield _circle_element(x, y, f"{place.position_error_m / view.metres:.1f}", "error")
            yield _circle_element(
                x, y, "4" if highlight else "2", "highlight" if highlight else "dot"
            )
            if highlight or labels < _MAX_LABELS:
                name = (self._language == "ar" and place.name_ar) or place.name
                label = _label(view, x, y, name, highlight=highlight)
                labels += bool(label)
                yield label


def _circle_element(x: float, y: float, radius: str, kind: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{kind}"/>'


def _label(view: Viewport, x: float, y: float, name: str, *, highlight: bool) -> str:
    """Return a label next to its point where there is room; empty if there is none."""
    width = len(name) * _LETTER_WIDTH * (1.1 if highlight else 1.0)
    for left, top, anchor, at in (
        (x + 6, y - 7, "start", x + 6), (x - 6 - width, y - 7, "end", x - 6),
        (x - width / 2, y - 20, "middle", x), (x - width / 2, y + 6, "middle", x),
    ):  # fmt: skip
        if view.reserve(left, top, width):
            kind = "name highlight" if highlight else "name"
            return _text(at, top + _LABEL_HEIGHT - 1, name, kind, anchor)
    return ""


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    attributes = f'x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}"'
    return f"<text {attributes}>{escape_html(text)}</text>"


def _length(km: float, language: str) -> str:
    kilometres, metres = ("كم", "م") if language == "ar" else ("km", "m")
    return f"{km:g} {kilometres}" if km >= 1 else f"{km * 1000:g} {metres}"


def _scale_and_north(view: Viewport, language: str) -> str:
    """Return a scale bar and a north arrow."""
    longest = 110 * view.metres / 1000
    length = max((km for km in _SCALE_BARS_KM if km <= longest), default=_SCALE_BARS_KM[0])
    width = length * 1000 / view.metres
    y = _HEIGHT - 12
    return (
        f'<rect x="6" y="{y - 20:g}" width="{width + 16:.1f}" height="28" class="plate"/>'
        f'<path d="M14 {y - 5:g}V{y:g}H{14 + width:.1f}V{y - 5:g}" class="scale"/>'
        f"{_text(14 + width / 2, y - 7, _length(length, language), 'scale', 'middle')}"
        f'<g transform="translate({_WIDTH - 20:g} 24)">'
        '<path d="M0 -14L5 4L0 0L-5 4Z" class="north"/>'
        f"{_text(0, 16, 'ش' if language == 'ar' else 'N', 'scale', 'middle')}</g>"
    )
