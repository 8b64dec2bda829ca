"""Who holds what in a map area, as shapes in pixels: territory, the front, and what was gained.

All shapes are made from the cells of the record, or from the areas that a publisher drew. The
corners of cells are rounded, and the same for both sides of a border.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

from frontline.geometry.known_ground import unknown_borders
from frontline.open_water import open_water
from frontline.stills.smooth import round_areas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.state import State
    from frontline.stills.frame import Frame

#: Claims of a single side that are older than this are drawn as claims, days.
OLD_DAYS = 30
#: Corners are rounded from this distance, and gaps between cells at the edge of the known ground
#: are filled up to it, in the size of ordinary text.
_ROUND, _FILL = 1.4, 0.5
#: Areas that are nearer to each other than this touch, pixels.
_TOUCHING = 1.0
#: Length over which a front fades that ends where nothing is known, in the size of ordinary text.
_FADE = 2.2
#: The steps of a fading front, from its end inwards, have the styles front-fade-1 and so on.
FADE_STEPS = 4

Lines = tuple[str, Any]


@dataclass(frozen=True)
class Ground:
    """The ground of a day in a map area.

    Attributes
    ----------
    held : dict
        What each actor holds on any evidence, by actor id.
    contested, presumed : shapely.Geometry
        What is contested, and what is held only by reports about areas.
    claims : tuple of Claim
        Ground cut off from the other ground of its holder that only old claims support.
    front : tuple of (str, shapely.Geometry)
        The parts of the front, each with its style.
    water : shapely.Geometry
        The open water, where nobody holds ground.
    """

    held: dict[str, Any]
    contested: Any
    presumed: Any
    claims: tuple[Claim, ...]
    front: tuple[Lines, ...]
    water: Any = field(default_factory=shapely.Polygon)

    @property
    def whole(self) -> Any:
        """All known ground."""
        return shapely.union_all([*self.held.values(), self.contested])

    @property
    def front_line(self) -> Any:
        """The front as one geometry."""
        return shapely.union_all([line for _, line in self.front])


@dataclass(frozen=True, slots=True)
class Claim:
    """Ground that only old claims support: its shape in pixels, and the days since the last."""

    shape: Any
    days: int


def read_ground(state: State, frame: Frame) -> Ground:
    """Return the ground of a day in a map area."""
    if state.atlas.drawn is not None:
        return _drawn_ground(state, frame)
    return _CellGround(state, frame).ground()


def find_gains(state: State, earlier: State) -> dict[str, Any]:
    """Return the ground that each actor has taken from others, or that was contested, by actor.

    Geometries are in the plane of the atlas. Ground of which the earlier record said nothing is
    not a gain. Actors who gained nothing are left out.
    """
    atlas = state.atlas
    if atlas.drawn is not None:
        now, before = (_drawn_shapes(one) for one in (state, earlier))
        gains = {}
        for number, shape in now.items():
            others = [old for other, old in before.items() if other != number]
            gained = shapely.intersection(shape, shapely.union_all(others))
            if number >= 0 and not gained.is_empty:
                gains[atlas.actors[number]] = gained
        return gains
    now_held, held_before = state.holders, earlier.holders
    found = {}
    for number, actor in enumerate(atlas.actors):
        mask = (now_held == number) & (held_before != number) & (held_before != -2)
        if mask.any():
            found[actor] = shapely.coverage_union_all(atlas.cells.cells[mask])
    return found


def _drawn_shapes(state: State) -> Mapping[int, Any]:
    drawn = state.atlas.drawn
    drawing = None if drawn is None else drawn.on(state.day)
    return {} if drawing is None else drawing.held


def _drawn_ground(state: State, frame: Frame) -> Ground:
    """Return the areas that a publisher drew, as they are."""
    shapes = {
        number: frame.cut(frame.plane_to_pixels(shape))
        for number, shape in _drawn_shapes(state).items()
    }
    held = {state.atlas.actors[number]: one for number, one in shapes.items() if number >= 0}
    front = frame.cut(frame.plane_to_pixels(state.front_shape.line))
    nothing = shapely.Polygon()
    return Ground(held, shapes.get(-1, nothing), nothing, (), (("front", front),))


@lru_cache(maxsize=2)
def _water(atlas: Atlas, frame: Frame) -> Any:
    """Return the open water of a map area, which is the same on all days of a film."""
    return frame.cut(frame.plane_to_pixels(open_water(atlas, frame.bounds)))


class _CellGround:
    """The ground of a day from the cells around places."""

    def __init__(self, state: State, frame: Frame) -> None:
        self._state, self._frame = state, frame
        cells = state.atlas.cells
        self._holders, self._presumed = state.holders, state.presumed
        seen = shapely.intersects(cells.cells, frame.plane_box(margin=frame.unit * 4))
        self._seen: NDArray[np.bool_] = np.asarray(seen)
        self._water = _water(state.atlas, frame)

    def ground(self) -> Ground:
        """Return the ground."""
        actors = self._state.atlas.actors
        numbers = [n for n in range(-1, len(actors)) if (self._seen & (self._holders == n)).any()]
        areas = [self._pixels(self._holders == number) for number in numbers]
        fronts = [side for side, number in enumerate(numbers) if number >= 0]
        radius = self._frame.unit * _ROUND
        rounded, borders = round_areas(areas, radius, self._places(), fronts) if areas else ([], [])
        cut = self._frame.cut
        filled = [self._ashore(one) for one in self._filled([cut(shape) for shape in rounded])]
        shapes = dict(zip(numbers, filled, strict=True))
        nothing = shapely.Polygon()
        everything = shapely.union_all([one for n, one in shapes.items() if n >= 0])
        presumed = self._pixels(self._presumed & (self._holders >= 0))
        return Ground(
            {actors[number]: one for number, one in shapes.items() if number >= 0},
            shapes.get(-1, nothing),
            self._frame.simplified(shapely.intersection(cut(presumed), everything)),
            tuple(
                Claim(shapely.intersection(cut(self._pixels(mask)), everything), days)
                for mask, days in self._old_claims
            ),
            tuple((style, self._ashore(line)) for style, line in self._front(numbers, borders)),
            self._water,
        )

    def _places(self) -> NDArray[np.object_]:
        """Return the places whose cells are in the map area, in pixels."""
        points = shapely.points(self._state.atlas.cells.xy[self._seen])
        places: NDArray[np.object_] = self._frame.plane_to_pixels(points)
        return places

    def _ashore(self, shape: Any) -> Any:
        """Return a shape without its parts on open water."""
        return shape if self._water.is_empty else shapely.difference(shape, self._water)

    def _pixels(self, mask: NDArray[np.bool_]) -> Any:
        cells = self._state.atlas.cells.cells[mask & self._seen]
        return self._frame.plane_to_pixels(shapely.coverage_union_all(cells))

    def _filled(self, areas: Sequence[Any]) -> list[Any]:
        """Fill the narrow gaps that circles around places leave at the edge of known ground.

        A gap that another side borders on stays blank: nobody knows whose it is.
        """
        radius, whole = self._frame.unit * _FILL, shapely.union_all(areas)
        filled = []
        for number, area in enumerate(areas):
            closed = shapely.buffer(shapely.buffer(area, radius), -radius)
            gaps = shapely.get_parts(shapely.difference(closed, whole))
            others = shapely.union_all([*areas[:number], *areas[number + 1 :]])
            own = gaps[~shapely.dwithin(gaps, others, _TOUCHING)]
            filled.append(shapely.union_all([area, *own]))
        return [self._frame.simplified(area) for area in filled]

    @cached_property
    def _old_claims(self) -> list[tuple[NDArray[np.bool_], int]]:
        """Return masks of pockets of old claims, and how old the latest of each is."""
        state, found = self._state, []
        for pocket in state.pockets:
            spans = [state.control(state.atlas.sites[column]) for column in pocket.columns]
            days = min((state.day - span.reported_on(state.day)).days for span in spans)
            weak = all(span.control.evidence != "confirmed" for span in spans)
            if weak and days > OLD_DAYS:
                mask = np.zeros(len(self._holders), dtype=np.bool_)
                mask[list(pocket.columns)] = True
                found.append((mask, days))
        return found

    def _front(
        self, numbers: Sequence[int], borders: Sequence[tuple[Any, tuple[int, ...]]]
    ) -> Iterator[Lines]:
        """Yield the parts of the front: solid, presumed, claimed, and fading at its ends."""
        sides = [tuple(numbers[side] for side in pair) for _, pair in borders]
        fronts = [line for (line, _), pair in zip(borders, sides, strict=True)
                  if len(pair) == 2 and min(pair) >= 0]  # fmt: skip
        if not fronts:
            return
        claims = shapely.union_all([shapely.boundary(self._pixels(mask))
                                    for mask, _ in self._old_claims])  # fmt: skip
        around_claims = [bool(shapely.dwithin(claims, _middle(line), 2.0)) for line in fronts]
        full = [line for line, old in zip(fronts, around_claims, strict=True) if not old]
        weak = [line for line, old in zip(fronts, around_claims, strict=True) if old]
        cut = self._frame.cut
        yield "front-claimed", cut(_joined(weak))
        merged = shapely.get_parts(shapely.line_merge(_joined(full)))
        contested = [line for (line, _), pair in zip(borders, sides, strict=True)
                     if len(pair) == 2 and min(pair) < 0]  # fmt: skip
        solid, fading = self._faded(list(merged), [*weak, *contested])
        reported, presumed = self._split(solid)
        yield "front", cut(reported)
        yield "front-presumed", cut(presumed)
        for step, lines in enumerate(fading, start=1):
            yield f"front-fade-{step}", cut(_joined(lines))

    def _faded(
        self, lines: Sequence[Any], others: Sequence[Any]
    ) -> tuple[list[Any], list[list[Any]]]:
        """Cut off the ends of lines where nothing is known beyond, in steps.

        A line that another one continues, or contested ground, does not end there.
        """
        ends_of = shapely.points([
            xy for one in (*lines, *others) for xy in (one.coords[0], one.coords[-1])
        ])  # fmt: skip
        cells = self._state.atlas.cells
        edge = self._frame.plane_to_pixels(
            shapely.union_all(unknown_borders(cells, self._holders != -2))
        )
        shapely.prepare(edge)
        kept: list[Any] = []
        steps: list[list[Any]] = [[] for _ in range(FADE_STEPS)]
        for line in lines:
            reach = min(self._frame.unit * _FADE, line.length * 0.25)
            ends = [
                not line.is_ring
                and bool(shapely.dwithin(edge, shapely.Point(xy), 1.0))
                and int(shapely.dwithin(ends_of, shapely.Point(xy), 1.0).sum()) == 1
                for xy in (line.coords[0], line.coords[-1])
            ]
            for number, part in enumerate(steps):
                near, far = (reach * (number + one) / FADE_STEPS for one in (0, 1))
                if ends[0]:
                    part.append(_part(line, near, far))
                if ends[1]:
                    part.append(_part(line, line.length - far, line.length - near))
            kept.append(_part(line, reach * ends[0], line.length - reach * ends[1]))
        return kept, steps

    def _split(self, lines: Sequence[Any]) -> tuple[Any, Any]:
        """Split lines into those between reported sides and those with a presumed side."""
        front = self._state.front_shape
        reported, presumed = (
            self._frame.plane_to_pixels(one) for one in (front.line, front.presumed)
        )
        if presumed.is_empty:
            return _joined(lines), shapely.MultiLineString()
        parts: dict[bool, list[Any]] = {True: [], False: []}
        for line in lines:
            xy = shapely.get_coordinates(line)
            middles = shapely.points((xy[1:] + xy[:-1]) / 2)
            dashed = shapely.distance(presumed, middles) < shapely.distance(reported, middles)
            dashed |= shapely.is_empty(reported)
            breaks = np.flatnonzero(dashed[1:] != dashed[:-1]) + 1
            starts = np.r_[0, breaks]
            for start, end in zip(starts, np.r_[breaks, len(dashed)], strict=True):
                parts[bool(dashed[start])].append(shapely.LineString(xy[start : end + 1]))
        return tuple(shapely.line_merge(_joined(parts[one])) for one in (False, True))


def _middle(line: Any) -> Any:
    return shapely.line_interpolate_point(line, 0.5, normalized=True)


def _part(line: Any, start: float, end: float) -> Any:
    """Return the part of a line between two distances along it."""
    return substring(line, start, end)


def _joined(lines: Sequence[Any]) -> Any:
    """Return lines as one geometry, without those that are shorter than nothing."""
    kept = [line for line in lines if line.length > 0.0]
    return shapely.MultiLineString(kept)
