"""Vary the positions of places within their errors and compute a day again (Monte Carlo).

Each draw moves every place, with its footprint, to a point of the disc that its position error
allows; all points are equally likely. The generator is numpy's PCG64 with a stated seed, so the
same package, day, seed and number of draws return the same percentiles. Highways and the outer
edge of the cells do not move.

Moved places make a more crooked front, so most draws of its length exceed the estimate.
Distances change from the geodesic one by the difference in the plane of the cells, which over a
few kilometres is off by less than a metre.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.distance import measure
from frontline.geometry.nearest_distance import edge_lower_bounds_m
from frontline.geometry.tessellation import shared_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.geometry.distance import Endpoint
    from frontline.geometry.geodesy import Floats
    from frontline.state import State

#: Default number of draws, default seed, and the maximum number of draws.
DRAWS, SEED, MAX_DRAWS = 100, 20190815, 2_000


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The distribution of one number over the draws.

    Parameters
    ----------
    estimate : float
        The number with every place at the position in the data.
    p05, median, p95 : float
        5th, 50th and 95th percentile of the draws.
    """

    estimate: float
    p05: float
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """The numbers of a day when places move within their position errors.

    Parameters
    ----------
    draws, seed : int
    areas_km2 : dict of str to Percentiles
        Area of each actor.
    front_km : Percentiles
        Length of the front line.
    centre_m, edge_m : Percentiles, optional
        The requested distance.
    nearest : tuple of (str, int)
        Id of each place and the number of draws in which it was the nearest place of an actor,
        most frequent first.
    """

    draws: int
    seed: int
    areas_km2: dict[str, Percentiles]
    front_km: Percentiles
    centre_m: Percentiles | None = None
    edge_m: Percentiles | None = None
    nearest: tuple[tuple[str, int], ...] = ()


def monte_carlo(
    state: State, between: tuple[str, str] | None = None, *, draws: int = DRAWS, seed: int = SEED
) -> MonteCarlo:
    """Compute a day with many random positions of its places.

    Parameters
    ----------
    state : State
        The day.
    between : tuple of str, optional
        Start and end of a distance, as for `State.distance`.
    draws : int
        Number of draws, 1 to 2,000.
    seed : int
        Seed of the generator, 0 or more.

    Returns
    -------
    MonteCarlo

    Raises
    ------
    InvalidRequestError
        For an invalid number of draws or seed, or a distance that cannot be measured.
    """
    if not 1 <= draws <= MAX_DRAWS or seed < 0:
        raise InvalidRequestError(
            f"{draws} draws with seed {seed}: use 1 to {MAX_DRAWS} draws and a seed of 0 or more."
        )
    generator = np.random.default_rng(seed)
    places = state.atlas.sites
    errors = np.asarray([place.position_error_m for place in places])
    moves = _disc_points(generator, draws, errors)
    numbers, fronts = _draw_territory(state, moves)
    areas = {
        name: _percentiles(state.areas_km2[name], numbers[:, column])
        for column, name in enumerate(state.atlas.actors)
    }
    front = _percentiles(shapely.length(state.front_shape.whole) / 1e3, numbers[:, -1])
    if between is None:
        return MonteCarlo(draws, seed, areas, front)
    distances = _DistanceDraws(state, moves, fronts, generator).measure(between)
    return MonteCarlo(draws, seed, areas, front, *distances)


def _disc_points(generator: np.random.Generator, draws: int, radii_m: Floats) -> Floats:
    """Return uniform random points of discs: metres east and north, (draws, discs, 2)."""
    radius = radii_m * np.sqrt(generator.random((draws, len(radii_m))))
    angle = 2 * np.pi * generator.random((draws, len(radii_m)))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _percentiles(estimate: float, draws: Floats) -> Percentiles:
    p05, median, p95 = (float(value) for value in np.quantile(draws, [0.05, 0.5, 0.95]))
    return Percentiles(float(estimate), p05, median, p95)


def _draw_territory(state: State, moves: Floats) -> tuple[Floats, NDArray[np.object_]]:
    """Compute territory and front with moved places.

    Returns
    -------
    numbers : ndarray, (draws, actors + 1)
        Area of each actor (km²), then the length of the front (km).
    lines : ndarray of geometries, (draws,)
        The front of each draw, in the plane.
    """
    cells, holders = state.atlas.cells, state.holders
    shapely.prepare(cells.extent)
    frame = shapely.box(*shapely.bounds(cells.extent)).buffer(20_000)
    numbers = np.zeros((len(moves), len(state.atlas.actors) + 1))
    lines = np.empty(len(moves), dtype=object)
    for number, move in enumerate(moves):
        points = shapely.multipoints(cells.xy + move)
        polygons = shapely.get_parts(
            shapely.voronoi_polygons(points, extend_to=frame, ordered=True)
        )
        for actor in range(len(state.atlas.actors)):
            held = shapely.coverage_union_all(polygons[holders == actor])
            numbers[number, actor] = shapely.area(shapely.intersection(held, cells.extent)) / 1e6
        pairs, edges = shared_edges(polygons)
        left, right = holders[pairs[:, 0]], holders[pairs[:, 1]]
        line = shapely.multilinestrings(edges[(left >= 0) & (right >= 0) & (left != right)])
        lines[number] = shapely.intersection(line, cells.extent)
        numbers[number, -1] = shapely.length(lines[number]) / 1e3
    return numbers, lines


class _DistanceDraws:
    """The distance between two endpoints in every draw.

    Parameters
    ----------
    state : State
    moves : ndarray, (draws, sites, 2)
        Moves of the sites, metres.
    fronts : ndarray of geometries, (draws,)
        The front of each draw, in the plane.
    generator : numpy Generator
        Moves the endpoints that are not sites.
    """

    def __init__(
        self,
        state: State,
        moves: Floats,
        fronts: NDArray[np.object_],
        generator: np.random.Generator,
    ) -> None:
        self._state, self._generator, self._fronts = state, generator, fronts
        columns = enumerate(state.atlas.sites)
        self._moves = {place.id: moves[:, column] for column, place in columns}

    def measure(
        self, between: tuple[str, str]
    ) -> tuple[Percentiles, Percentiles, tuple[tuple[str, int], ...]]:
        """Return percentiles of centre and edge distance, and which places were nearest."""
        measured = self._state.distance(*between)
        starts, ends = (self._state.endpoints(name) for name in between)
        limit_m = measured.edge_m + measured.start.error_m + measured.end.error_m
        pairs = _near_pairs(starts, ends, limit_m)
        found = [self._draw_distances(*pair) for pair in pairs]
        centres, edges = (np.stack([one[part] for one in found]) for part in (0, 1))
        best = np.lexsort((centres, edges), axis=0)[0]
        draw = np.arange(edges.shape[1])
        counted: Counter[str] = Counter()
        for number in best:
            candidate = pairs[number][1] if len(ends) > 1 else pairs[number][0]
            if candidate.place is not None and len(starts) + len(ends) > 2:
                counted[candidate.place.id] += 1
        nearest = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
        centre = _percentiles(measured.centre_m, centres[best, draw])
        return centre, _percentiles(measured.edge_m, edges[best, draw]), nearest

    def _draw_distances(self, start: Endpoint, end: Endpoint) -> tuple[Floats, Floats]:
        """Return centre and edge distance between two endpoints in every draw, metres."""
        measured = measure(start, end)
        centre = self._plane_distances(*((one, True) for one in (start, end)))
        edge = self._plane_distances(*((one, False) for one in (start, end)))
        centres = np.maximum(measured.centre_m + centre[1:] - centre[0], 0.0)
        edges = np.maximum(measured.edge_m + edge[1:] - edge[0], 0.0)
        return centres, np.minimum(edges, centres)

    def _plane_distances(self, *ends: tuple[Endpoint, bool]) -> Floats:
        """Return distances in the plane: as in the data, then of every draw."""
        one, other = (self._shapes(endpoint, point=point) for endpoint, point in ends)
        return np.asarray(shapely.distance(one, other))

    def _shapes(self, endpoint: Endpoint, *, point: bool) -> Any:
        """Return the shape of an endpoint as in the data, then of every draw."""
        plane = self._state.atlas.cells.projection
        if endpoint.local_error_m is not None:  # the front
            return np.asarray([self._state.front_shape.whole, *self._fronts], dtype=object)
        if endpoint.path is not None:
            lines = [shapely.linestrings(path) for path in endpoint.path.densify()]
            return plane.to_plane(shapely.multilinestrings(lines))
        assert endpoint.centre is not None  # noqa: S101 - an endpoint has a centre or a path
        shape = shapely.Point(endpoint.centre)
        if endpoint.footprint_geojson is not None and not point:
            shape = shapely.geometry.shape(endpoint.footprint_geojson)
        flat = plane.to_plane(shape)
        moves = np.concatenate([np.zeros((1, 2)), self._moves_of(endpoint)])
        several = np.repeat(np.asarray([flat], dtype=object), len(moves))
        count = shapely.get_num_coordinates(flat)
        corners = shapely.get_coordinates(several) + np.repeat(moves, count, axis=0)
        return shapely.set_coordinates(several, corners)

    def _moves_of(self, endpoint: Endpoint) -> Floats:
        """Return the moves of an endpoint; those of an endpoint that is no site are drawn once."""
        key = endpoint.label if endpoint.place is None else endpoint.place.id
        if key not in self._moves:
            radius = np.asarray([endpoint.error_m])
            self._moves[key] = _disc_points(self._generator, len(self._fronts), radius)[:, 0]
        return self._moves[key]


def _near_pairs(
    starts: Sequence[Endpoint], ends: Sequence[Endpoint], limit_m: float
) -> list[tuple[Endpoint, Endpoint]]:
    """Return the pairs that can come as near as `limit_m` when both endpoints move."""
    if len(starts) == len(ends) == 1:
        return [(starts[0], ends[0])]
    found = []
    for start in starts:
        lower_bounds = edge_lower_bounds_m(start, ends)
        errors = np.asarray([end.error_m for end in ends]) + start.error_m
        near = np.flatnonzero(lower_bounds - errors <= limit_m).tolist()
        found += [(start, ends[number]) for number in near]
    return [
        (start, end)
        for start, end in found
        if measure(start, end).edge_m - start.error_m - end.error_m <= limit_m
    ]
