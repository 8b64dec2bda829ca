"""What rests on positions: a day drawn again and again with places moved within their errors.

Each draw moves every place to a point of the disc around it that its position error allows, all
points equally likely, its built-up area with it. The generator is numpy's PCG64 with a seed
that is stated, so that the same package, day, seed and number of draws give the same spread.
Roads, and the outer edge of the ground that reports reach, stay where they are.

A front between places that are moved about is more crooked, so most draws of its length are
longer than the drawn one. Distances are moved from the geodesic one by what changes in the
plane of the cells, which over a few kilometres is off by less than a metre.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.distance import edge_lower_bounds_m, measure
from frontline.geometry.tessellation import shared_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.geometry.distance import Endpoint
    from frontline.geometry.geodesy import Floats
    from frontline.state import State

DRAWS = 100
SEED = 20190815


#: The most draws that can be asked for.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Where the draws of one number lie.

    Parameters
    ----------
    drawn : the number with every place where the data has it
    low, middle, high : 5 of 100 draws lie under `low`, half under `middle`, 95 under `high`
    """

    drawn: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """What a day's numbers become when places are moved within their errors.

    Parameters
    ----------
    areas_km2 : ground by actor
    front_km : length of the front line
    centre_m, edge_m : the distance asked for; None where none was
    nearest : how often each place was the nearest, most often first, where an actor was asked for
    """

    draws: int
    seed: int
    areas_km2: dict[str, Percentiles]
    front_km: Percentiles
    centre_m: Percentiles | None = None
    edge_m: Percentiles | None = None
    nearest: tuple[tuple[str, int], ...] = ()


def monte_carlo(
    state: State, ends: tuple[str, str] | None = None, *, draws: int = DRAWS, seed: int = SEED
) -> MonteCarlo:
    """Draw the places of a day anew, many times.

    Parameters
    ----------
    ends : the two ends of a distance, as `State.distance` takes them
    draws : how often, 1 to 2,000
    seed : of the generator, 0 or more

    Raises
    ------
    InvalidRequestError
        For draws or a seed out of bounds, or a distance that cannot be measured.
    """
    if not 1 <= draws <= _MOST or seed < 0:
        raise InvalidRequestError(
            f"{draws} draws from seed {seed}: use 1 to {_MOST} draws, a seed of 0 up"
        )
    chance = np.random.default_rng(seed)
    places = state.atlas.sites
    errors = np.asarray([place.position_error_m for place in places])
    moves = _discs(chance, draws, errors)
    numbers, lines = _ground(state, moves)
    areas = {
        name: _spread(state.areas_km2[name], numbers[:, column])
        for column, name in enumerate(state.atlas.actors)
    }
    front = _spread(shapely.length(state.front_shape.line) / 1e3, numbers[:, -1])
    if ends is None:
        return MonteCarlo(draws, seed, areas, front)
    ways = _Ways(state, moves, lines, chance).between(ends)
    return MonteCarlo(draws, seed, areas, front, *ways)


def _discs(chance: np.random.Generator, draws: int, radii_m: Floats) -> Floats:
    """Draw points of discs, all equally likely: metres east and north, (draws, discs, 2)."""
    far = radii_m * np.sqrt(chance.random((draws, len(radii_m))))
    turn = 2 * np.pi * chance.random((draws, len(radii_m)))
    return np.stack([far * np.cos(turn), far * np.sin(turn)], axis=-1)


def _spread(drawn: float, found: Floats) -> Percentiles:
    low, middle, high = (float(value) for value in np.quantile(found, [0.05, 0.5, 0.95]))
    return Percentiles(float(drawn), low, middle, high)


def _ground(state: State, moves: Floats) -> tuple[Floats, NDArray[np.object_]]:
    """Draw the ground anew.

    Returns
    -------
    numbers : area of each actor (km2), then the length of the front (km), (draws, actors + 1)
    lines : the front of each draw, in the plane
    """
    cells, holders = state.atlas.cells, state.holders
    shapely.prepare(cells.ground)
    frame = shapely.box(*shapely.bounds(cells.ground)).buffer(20_000)
    numbers = np.zeros((len(moves), len(state.atlas.actors) + 1))
    lines = np.empty(len(moves), dtype=object)
    for number, move in enumerate(moves):
        points = shapely.multipoints(cells.xy + move)
        polygons = shapely.get_parts(
            shapely.voronoi_polygons(points, extend_to=frame, ordered=True)
        )
        for actor in range(len(state.atlas.actors)):
            held = shapely.coverage_union_all(polygons[holders == actor])
            numbers[number, actor] = shapely.area(shapely.intersection(held, cells.ground)) / 1e6
        pairs, edges = shared_edges(polygons)
        left, right = holders[pairs[:, 0]], holders[pairs[:, 1]]
        line = shapely.multilinestrings(edges[(left >= 0) & (right >= 0) & (left != right)])
        lines[number] = shapely.intersection(line, cells.ground)
        numbers[number, -1] = shapely.length(lines[number]) / 1e3
    return numbers, lines


class _Ways:
    """The ways that can be the shortest between two things, in every draw.

    Parameters
    ----------
    moves : of the places with cells, (draws, places, 2), metres
    lines : the front of each draw, in the plane
    """

    def __init__(
        self,
        state: State,
        moves: Floats,
        lines: NDArray[np.object_],
        chance: np.random.Generator,
    ) -> None:
        self._state, self._chance, self._lines = state, chance, lines
        columns = enumerate(state.atlas.sites)
        self._moves = {place.id: moves[:, column] for column, place in columns}

    def between(
        self, ends: tuple[str, str]
    ) -> tuple[Percentiles, Percentiles, tuple[tuple[str, int], ...]]:
        """Give the spread of centre and edge distance, and which places were nearest."""
        way = self._state.distance(*ends)
        firsts, seconds = (self._state.endpoints(name) for name in ends)
        pairs = _near(firsts, seconds, way.edge_m + way.start.error_m + way.end.error_m)
        found = [self._shaken(*pair) for pair in pairs]
        centres, edges = (np.stack([one[part] for one in found]) for part in (0, 1))
        best = np.lexsort((centres, edges), axis=0)[0]
        draw = np.arange(edges.shape[1])
        counted: Counter[str] = Counter()
        for number in best:
            several = pairs[number][1] if len(seconds) > 1 else pairs[number][0]
            if several.place is not None and len(firsts) + len(seconds) > 2:
                counted[several.place.id] += 1
        nearest = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
        centre = _spread(way.centre_m, centres[best, draw])
        return centre, _spread(way.edge_m, edges[best, draw]), nearest

    def _shaken(self, start: Endpoint, end: Endpoint) -> tuple[Floats, Floats]:
        """Give centre and edge distance between two endpoints in every draw, metres."""
        way = measure(start, end)
        centre = self._apart(*((one, True) for one in (start, end)))
        edge = self._apart(*((one, False) for one in (start, end)))
        centres = np.maximum(way.centre_m + centre[1:] - centre[0], 0.0)
        edges = np.maximum(way.edge_m + edge[1:] - edge[0], 0.0)
        return centres, np.minimum(edges, centres)

    def _apart(self, *ends: tuple[Endpoint, bool]) -> Floats:
        """Measure in the plane: where the data has both ends, then in every draw."""
        one, other = (self._shapes(body, point=point) for body, point in ends)
        return np.asarray(shapely.distance(one, other))

    def _shapes(self, body: Endpoint, *, point: bool) -> Any:
        """Give the shape of a body where the data has it, then of every draw."""
        plane = self._state.atlas.cells.projection
        if body.local_error_m is not None:  # the front
            drawn = self._state.front_shape.line
            return np.asarray([drawn, *self._lines], dtype=object)
        if body.path is not None:
            lines = [shapely.linestrings(path) for path in body.path.densify()]
            return plane.to_plane(shapely.multilinestrings(lines))
        assert body.centre is not None  # noqa: S101 - a body has a centre or a path
        shape = shapely.Point(body.centre)
        if body.geometry is not None and not point:
            shape = shapely.geometry.shape(body.geometry)
        flat = plane.to_plane(shape)
        moves = np.concatenate([np.zeros((1, 2)), self._moves_of(body)])
        several = np.repeat(np.asarray([flat], dtype=object), len(moves))
        count = shapely.get_num_coordinates(flat)
        corners = shapely.get_coordinates(several) + np.repeat(moves, count, axis=0)
        return shapely.set_coordinates(several, corners)

    def _moves_of(self, body: Endpoint) -> Floats:
        """Give the moves of a body; one that no report speaks of is drawn here, once."""
        key = body.label if body.place is None else body.place.id
        if key not in self._moves:
            radius = np.asarray([body.error_m])
            self._moves[key] = _discs(self._chance, len(self._lines), radius)[:, 0]
        return self._moves[key]


def _near(
    firsts: Sequence[Endpoint], seconds: Sequence[Endpoint], limit_m: float
) -> list[tuple[Endpoint, Endpoint]]:
    """Keep the pairs that can come as near as `limit_m` when both ends move."""
    if len(firsts) == len(seconds) == 1:
        return [(firsts[0], seconds[0])]
    found = []
    for first in firsts:
        floors = edge_lower_bounds_m(first, seconds)
        errors = np.asarray([body.error_m for body in seconds]) + first.error_m
        near = np.flatnonzero(floors - errors <= limit_m).tolist()
        found += [(first, seconds[number]) for number in near]
    ways = [(pair, measure(*pair)) for pair in found]
    return [pair for pair, way in ways if way.edge_m - pair[0].error_m - pair[1].error_m <= limit_m]
