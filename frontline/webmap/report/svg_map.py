"""Small maps drawn as SVG: the ground of a day around what a claim speaks of.

They are made of the shapes that the large pages are made of: the cells of the day's holders, the
front between them, built-up areas, highways and places. Nothing in them needs a script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.webmap.basemap import importance
from frontline.webmap.csp import plain
from frontline.webmap.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Actor, Place
    from frontline.state import State

#: Size of a map in units of its own, about CSS pixels.
WIDTH, HEIGHT = 420.0, 320.0
#: Labels: height of letters, and how wide one is taken to be.
LETTER, WIDE = 12.0, 6.6
#: Where the scale and the arrow to the north stand: left, top, right, bottom.
_KEPT_FREE = ((4, HEIGHT - 34, 134, HEIGHT - 2), (WIDTH - 34, 4, WIDTH - 4, 46))


@dataclass
class Viewport:
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


Position = tuple[float, float]

#: The least of the ground a map shows, from its middle to its nearer edge.
_LEAST_M = 3000.0
_MARGIN = 1.25
_MOST_LABELS = 16
#: Metres to a unit of the map beyond which houses, and then points without a name, are no more
#: than specks.
_NO_HOUSES, _NO_DOTS = 120.0, 70.0
_SCALES_KM = (0.5, 1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Scene:
    """What a map shows.

    Parameters
    ----------
    title : for those who cannot see it, and as its caption
    day : whose ground is drawn; None leaves it blank
    points : positions (lon, lat) that must be in view
    ways : lines with their label and whether they are the main one
    places : places that must be named, the most important first
    circle : centre, radius in metres, and the stretches of it (degrees) that are marked
    """

    title: str
    day: date | None
    points: tuple[Position, ...]
    lines: tuple[tuple[Position, Position, str, bool], ...] = ()
    places: tuple[Place, ...] = ()
    circle: tuple[Position, float, tuple[tuple[int, int], ...]] | None = None


def patterns(actors: Sequence[Actor]) -> str:
    """Write the fills of the actors, once for a page: colour, and a pattern beside it."""
    shapes = {
        "plain": "", "dots": '<circle cx="3" cy="3" r="1.1"/>',
        "lines": '<path d="M0 6L6 0"/>', "cross": '<path d="M0 0L6 6M0 6L6 0"/>',
    }  # fmt: skip
    found = []
    for number, actor in enumerate(actors):
        mark = shapes[actor.pattern]
        found.append(
            f'<pattern id="side-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{actor.colour}" fill-opacity="0.42"/>'
            f'<g fill="{actor.colour}" stroke="{actor.colour}" stroke-width="0.8">{mark}</g>'
            "</pattern>"
        )
    found.append(
        '<pattern id="side-both" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="7" height="7" fill="#ece6d6"/>'
        '<rect width="2.5" height="7" fill="#6d6658" fill-opacity="0.55"/></pattern>'
    )
    return f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{"".join(found)}</defs></svg>'  # noqa: E501


class SvgMapRenderer:
    """Draws small maps of one atlas; what they share is made ready once."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._days: dict[date, State] = {}

    def draw(self, scene: Scene, state: State | None, number: int) -> str:
        """Draw a map.

        Parameters
        ----------
        state : of the scene's day
        number : tells its title from those of other maps of the page
        """
        view = self._view(scene)
        layers = [
            f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{LIGHT["beyond"]}"/>',
            *(self._ground(view, state) if state is not None else ()),
            self._built_up(view),
            *self._roads(view),
            *self._circle(view, scene),
            *self._ways(view, scene),
            *self._places(view, scene),
            _scale_and_north(view),
        ]
        title = f"map-{number}"
        return (
            f'<svg class="map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
            f'aria-labelledby="{title}"><title id="{title}">{plain(scene.title)}</title>'
            f"{''.join(layers)}</svg>"
        )

    def _xy(self, position: Position) -> tuple[float, float]:
        x, y = self._atlas.projection.forward(*position)
        return float(x), float(y)

    def _view(self, scene: Scene) -> Viewport:
        points = [self._xy(point) for point in scene.points]
        if scene.circle is not None:
            (x, y), radius = self._xy(scene.circle[0]), scene.circle[1]
            points += [(x - radius, y - radius), (x + radius, y + radius)]
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        half = np.maximum((high - low) / 2 * _MARGIN, _LEAST_M)
        metres = float(max(half[0] / (WIDTH / 2 - 30), half[1] / (HEIGHT / 2 - 30)))
        middle = (low + high) / 2
        return Viewport((float(middle[0]), float(middle[1])), metres)

    def _ground(self, view: Viewport, state: State) -> Iterator[str]:
        """Draw who held what: cells joined by holder, and the front between them."""
        cells, holders = state.atlas.cells, state.holders
        near = shapely.intersects(cells.cells, view.box)
        for holder in sorted({int(one) for one in holders[near]}):
            joined = shapely.union_all(cells.cells[near & (holders == holder)])
            fills = {-2: LIGHT["land"], -1: "url(#side-both)"}
            fill = fills.get(holder, f"url(#side-{holder})")
            yield f'<path d="{view.path(joined)}" fill="{fill}" fill-rule="evenodd"/>'
        front = state.front_shape
        for line, dash in ((front.contested, ' stroke-dasharray="3 3"'), (front.line, "")):
            drawn = view.path(line)
            if drawn:
                yield f'<path d="{drawn}" class="under"/><path d="{drawn}" class="front"{dash}/>'

    @cached_property
    def _footprints(self) -> NDArray[np.object_]:
        shapes = [shapely.geometry.shape(one) for one in self._atlas.package.footprints.values()]
        return np.asarray(self._atlas.projection.to_plane(np.asarray(shapes, dtype=object)))

    def _built_up(self, view: Viewport) -> str:
        if view.metres > _NO_HOUSES:
            return ""
        near = self._footprints[shapely.intersects(self._footprints, view.box)]
        drawn = "".join(view.path(one) for one in near)
        return f'<path d="{drawn}" fill="{LIGHT["ink"]}" fill-opacity="0.28"/>' if drawn else ""

    def _roads(self, view: Viewport) -> Iterator[str]:
        for id_, road in self._atlas.package.highways.items():
            line = self._atlas.projection.to_plane(shapely.linestrings(road.coordinates))
            drawn = view.path(line)
            if not drawn:
                continue
            yield f'<path d="{drawn}" class="kerb"/><path d="{drawn}" class="lane"/>'
            inside = shapely.intersection(line, view.box)
            x, y = view.at(shapely.get_coordinates(inside.interpolate(0.12, normalized=True)))[0]
            if view.free(x - 12, y - 8, 24):
                yield _text(x, y + 4, id_.upper(), "road", "middle")

    def _circle(self, view: Viewport, scene: Scene) -> Iterator[str]:
        if scene.circle is None:
            return
        (x, y), radius = self._xy(scene.circle[0]), scene.circle[1]
        cx, cy = view.at(np.asarray([x, y]))[0]
        r = radius / view.metres
        yield f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{r:.1f}" class="ring"/>'
        for first, last in scene.circle[2]:
            angles = np.radians(np.arange(first, last + 1 + 360 * (last < first)))
            points = np.column_stack([cx + r * np.sin(angles), cy - r * np.cos(angles)])
            if len(points) > 1:
                drawn = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
                yield f'<path d="M{drawn}" class="arc"/>'

    def _ways(self, view: Viewport, scene: Scene) -> Iterator[str]:
        for start, end, label, main in scene.lines:
            if start == end:
                continue
            (x1, y1), (x2, y2) = view.at(np.asarray([self._xy(start), self._xy(end)]))
            kind = "way" if main else "way second"
            yield f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="{kind}"/>'
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 + (-7 if main else 15)
            if view.free(x - len(label) * WIDE / 2, y - LETTER, len(label) * WIDE):
                yield _text(x, y, label, "length", "middle")

    def _places(self, view: Viewport, scene: Scene) -> Iterator[str]:
        """Draw the places, and name those there is room for: first those of the claim."""
        atlas, named = self._atlas, {place.id for place in scene.places}
        keys = atlas.package.coverage.key_places
        others = [place for place in atlas.sites if place.id not in named]
        others.sort(key=lambda place: (importance(place, keys), -(place.population or 0), place.id))
        drawn = 0
        for place in (*scene.places, *others):
            x, y = view.at(np.asarray(self._xy((place.lon, place.lat))))[0]
            if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
                continue
            mine = place.id in named
            if not mine and view.metres > _NO_DOTS and drawn >= _MOST_LABELS:
                break
            if mine:
                error = place.position_error_m / view.metres
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{error:.1f}" class="error"/>'
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{4 if mine else 2:g}" class="{"mine" if mine else "dot"}"/>'  # noqa: E501
            if mine or drawn < _MOST_LABELS:
                label = _label(view, x, y, place, mine=mine)
                drawn += bool(label)
                yield label


def _label(view: Viewport, x: float, y: float, place: Place, *, mine: bool) -> str:
    """Write a name beside its point, on the side where there is room; empty if there is none."""
    wide = len(place.name) * WIDE * (1.1 if mine else 1.0)
    for left, top, anchor, at in (
        (x + 6, y - 7, "start", x + 6), (x - 6 - wide, y - 7, "end", x - 6),
        (x - wide / 2, y - 20, "middle", x), (x - wide / 2, y + 6, "middle", x),
    ):  # fmt: skip
        if view.free(left, top, wide):
            return _text(at, top + LETTER - 1, place.name, "name mine" if mine else "name", anchor)
    return ""


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{plain(text)}</text>'
    )


def _scale_and_north(view: Viewport) -> str:
    """Draw a bar of whole kilometres, and an arrow to the north."""
    most = 110 * view.metres / 1000
    length = max((km for km in _SCALES_KM if km <= most), default=_SCALES_KM[0])
    wide = length * 1000 / view.metres
    y = HEIGHT - 12
    return (
        f'<rect x="6" y="{y - 20:g}" width="{wide + 16:.1f}" height="28" class="plate"/>'
        f'<path d="M14 {y - 5:g}V{y:g}H{14 + wide:.1f}V{y - 5:g}" class="scale"/>'
        f"{_text(14 + wide / 2, y - 7, f'{length:g} km', 'scale', 'middle')}"
        f'<g transform="translate({WIDTH - 20:g} 24)">'
        '<path d="M0 -14L5 4L0 0L-5 4Z" class="north"/>'
        f"{_text(0, 16, 'N', 'scale', 'middle')}</g>"
    )
