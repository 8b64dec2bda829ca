"""Voronoi cells around places, and the areas and pockets of each actor.

Every place with reports is the site of a cell: the points nearer to it than to any other site,
clipped to a maximum distance (the reach) and to the study area. Cells do not depend on the day
and are computed once. They are an interpolation between reported places; no source reports
their borders.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.extension import divide_areas, join_corners, keep_polygons
from frontline.geometry.reach import ReachedCells, clip_to_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Projection
    from frontline.geometry.known_ground import KnownGround
    from frontline.models import Control


#: The study area is extended to this distance around each site, so that a village on a border
#: drawn at small scale keeps a cell.
_BORDER_TOLERANCE_M = 500.0
#: Longest edge of an area, in degrees.
_STEP_DEG = 0.05
#: A cell with a longer border towards ground without reports touches it, in metres.
_TOUCHING_M = 5.0
#: Water is cut into parts of at most so many corners.
_MAX_CORNERS = 200


@dataclass(frozen=True, slots=True)
class Pocket:
    """Territory of an actor that is cut off from its main territory.

    Parameters
    ----------
    actor : str
        Id of the actor.
    area_km2 : float
        Area of its cells.
    columns : tuple of int
        Indices of its sites in the arrays of the tessellation.
    enclosed : bool
        Whether it is surrounded by reported territory. False if it borders on territory without
        reports, where a connection may have existed.
    presumed_km2 : float
        The part of the area that its actor is only presumed to hold.
    """

    actor: str
    area_km2: float
    columns: tuple[int, ...]
    enclosed: bool
    presumed_km2: float = 0.0


@dataclass(frozen=True, eq=False)
class Tessellation:
    """The cells of all sites, in a local equal-area plane.

    Attributes
    ----------
    projection : Projection
        The plane.
    xy : numpy.ndarray, shape (sites, 2)
        Positions of the sites in the plane, metres.
    cells : numpy.ndarray of shapely.Geometry, shape (sites,)
        One polygon for each site.
    pairs : numpy.ndarray of int, shape (ridges, 2)
        Indices of the two sites on either side of each ridge.
    ridges : numpy.ndarray of shapely.Geometry, shape (ridges,)
        The borders between neighbouring cells.
    rims : numpy.ndarray of shapely.Geometry, shape (rims,)
        The borders of cells towards ground beyond the reach, inside the study area.
    rim_sites : numpy.ndarray of int, shape (rims,)
        Index of the site of each rim.
    is_divided : bool
        Whether reported areas were divided among sites, so that a cell may lie away from its site.
    dry_areas_km2 : callable, optional
        Returns the area of each cell without the open water in it; by default there is none.
    """

    projection: Projection
    xy: NDArray[np.float64]
    cells: NDArray[np.object_]
    pairs: NDArray[np.intp]
    ridges: NDArray[np.object_]
    rims: NDArray[np.object_]
    rim_sites: NDArray[np.intp]
    is_divided: bool = False
    dry_areas_km2: Callable[[Tessellation], NDArray[np.float64]] | None = None

    @cached_property
    def extent(self) -> shapely.Geometry:
        """The union of all cells."""
        return shapely.coverage_union_all(self.cells)

    @cached_property
    def areas_km2(self) -> NDArray[np.float64]:
        """Area of each cell without its open water, shape (sites,)."""
        if self.dry_areas_km2 is not None:
            return self.dry_areas_km2(self)
        return np.asarray(shapely.area(self.cells)) / 1e6

    @cached_property
    def touches_unreported(self) -> NDArray[np.bool_]:
        """Whether each cell borders on territory without reports, shape (sites,)."""
        shared = np.zeros(len(self.cells))
        for column in self.pairs.T:
            np.add.at(shared, column, shapely.length(self.ridges))
        return np.asarray(shapely.length(shapely.boundary(self.cells)) - shared > _TOUCHING_M)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The cells, to be searched."""
        return shapely.STRtree(self.cells)

    @cached_property
    def known_grounds(self) -> dict[bytes, KnownGround]:
        """What `frontline.geometry.known_ground` keeps, by the mask of known cells."""
        return {}

    def to_geographic(self, geometries: Any) -> Any:
        """Return geometries of the plane in longitude and latitude."""
        return self.projection.from_plane(geometries)


def areas_without_km2(cells: Tessellation, water: Any) -> NDArray[np.float64]:
    """Return the area of each cell without the water of the plane in it, shape (sites,)."""
    areas = np.asarray(shapely.area(cells.cells))
    parts = np.asarray(list(_small_parts(water)), dtype=object)
    part, cell = cells.tree.query(parts, predicate="intersects")
    wet = shapely.area(shapely.intersection(cells.cells[cell], parts[part]))
    return np.maximum(areas - np.bincount(cell, wet, len(areas)), 0.0) / 1e6


def _small_parts(shape: Any) -> Iterator[Any]:
    """Yield parts of an area that have few corners, so that much of it is cut quickly."""
    if shape.is_empty:
        return
    if shapely.get_num_coordinates(shape) <= _MAX_CORNERS:
        yield shape
        return
    west, south, east, north = shape.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        halves = [(west, south, middle, north), (middle, south, east, north)]
    else:
        middle = (south + north) / 2
        halves = [(west, south, east, middle), (west, middle, east, north)]
    for half in halves:
        yield from _small_parts(shapely.intersection(shape, shapely.box(*half)))


def tessellate(  # noqa: PLR0913 - the last two are options
    projection: Projection,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    reach_m: float,
    study_area: shapely.Geometry | None = None,
    *,
    areas: NDArray[np.object_] | None = None,
) -> Tessellation:
    """Compute the cells of distinct positions.

    Parameters
    ----------
    projection : Projection
        The plane to build in.
    lon, lat : numpy.ndarray, shape (sites,)
        Positions of the sites, degrees; no two may coincide.
    reach_m : float
        Maximum radius of a cell.
    study_area : shapely.Geometry, optional
        Polygon in longitude and latitude that the cells are clipped to.
    areas : numpy.ndarray of shapely.Geometry or None, shape (sites,), optional
        For each site in a reported area that area, in longitude and latitude: the areas are
        divided among their sites, also beyond the reach.
    """
    x, y = projection.forward(lon, lat)
    xy = np.column_stack([x, y])
    points = shapely.multipoints(xy)
    frame = shapely.box(*shapely.bounds(points)).buffer(3 * reach_m)
    area = None if study_area is None else projection.to_plane(study_area)
    ground = None if areas is None else _planar(projection, areas)
    if ground is not None:
        frame = shapely.box(*shapely.total_bounds([frame, *ground])).buffer(reach_m)
    voronoi = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    found = clip_to_reach(xy, voronoi, reach_m)
    if ground is not None:
        found = replace(found, cells=divide_areas(found.cells, xy, ground, frame))
    if area is not None:
        found = _within_study_area(found, xy, voronoi, area, reach_m)
    if ground is not None:
        found = join_corners(found.cells)
        if area is not None:
            rims = _clip(found.rims, _inside(area))
            open_ = shapely.length(rims) > 0.0
            found = replace(found, rims=rims[open_], rim_sites=found.rim_sites[open_])
    # All rings run clockwise, so that neighbours pass their common corners in opposite directions.
    cells = shapely.orient_polygons(found.cells, exterior_cw=True)
    return Tessellation(
        projection, xy, cells, found.pairs, found.ridges, found.rims, found.rim_sites,
        is_divided=ground is not None,
    )  # fmt: skip


def _within_study_area(
    found: ReachedCells,
    xy: NDArray[np.float64],
    voronoi: NDArray[np.object_],
    area: shapely.Geometry,
    reach_m: float,
) -> ReachedCells:
    """Clip cells, ridges and rims to the study area, extended around the sites at its border."""
    shapely.prepare(area)
    near_m = min(_BORDER_TOLERANCE_M, reach_m)
    border, sites = shapely.boundary(area), shapely.points(xy)
    shapely.prepare(border)
    chosen = np.flatnonzero(
        ~shapely.contains_properly(area, sites) | shapely.dwithin(border, sites, near_m)
    )
    around = clip_to_reach(xy[chosen], voronoi[chosen], near_m).cells
    extent = shapely.union(area, shapely.coverage_union_all(around))
    shapely.prepare(extent)
    ridges, rims = _clip(found.ridges, extent), _clip(found.rims, _inside(area))
    shared, open_ = shapely.length(ridges) > 0.0, shapely.length(rims) > 0.0
    return ReachedCells(
        keep_polygons(_clip(found.cells, extent)),
        found.pairs[shared],
        ridges[shared],
        rims[open_],
        found.rim_sites[open_],
    )


def _planar(projection: Projection, areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return areas in the plane; places of one area keep the same one."""
    distinct = {id(area): area for area in areas if area is not None}
    flat = {
        # Edges are straight in longitude and latitude, and bent in the plane.
        key: projection.to_plane(shapely.segmentize(area, _STEP_DEG))
        for key, area in distinct.items()
    }
    found = np.full(len(areas), None, dtype=object)
    found[:] = [None if area is None else flat[id(area)] for area in areas]
    return found


def _inside(area: shapely.Geometry) -> shapely.Geometry:
    """Return the study area without its edge, which is no rim, prepared."""
    inner = shapely.buffer(area, -1.0)
    shapely.prepare(inner)
    return inner


def _clip(geometries: NDArray[np.object_], area: shapely.Geometry) -> NDArray[np.object_]:
    """Clip geometries to a prepared area; those inside are returned unchanged."""
    clipped = geometries.copy()
    others = np.flatnonzero(~shapely.contains_properly(area, geometries))
    meets = shapely.intersects(area, geometries[others])
    crossing, outside = others[meets], others[~meets]
    clipped[crossing] = shapely.intersection(geometries[crossing], area)
    clipped[outside] = shapely.intersection(geometries[outside], shapely.Point())
    return clipped


def shared_edges(
    polygons: NDArray[np.object_],
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Find the edges that two polygons share, by identical coordinates.

    Returns
    -------
    pairs : numpy.ndarray of int, shape (edges, 2)
        Indices of the two polygons of each edge, the lower first.
    lines : numpy.ndarray of shapely.LineString, shape (edges,)
        The edges.
    """
    coordinates, owner = shapely.get_coordinates(polygons, return_index=True)
    inside = owner[1:] == owner[:-1]
    start, end = coordinates[:-1][inside], coordinates[1:][inside]
    owner = owner[:-1][inside]
    reversed_ = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[reversed_], end[reversed_] = end[reversed_], start[reversed_].copy()
    edges = np.hstack([start, end])
    order = np.lexsort((owner, *edges.T[::-1]))
    edges, owner = edges[order], owner[order]
    twin = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1))
    pairs = np.column_stack([owner[twin], owner[twin + 1]])
    lines = shapely.linestrings(edges[twin].reshape(-1, 2, 2))
    by_pair = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return pairs[by_pair], np.asarray(lines)[by_pair]


def holder_indices(
    codes: NDArray[np.int16], states: Sequence[Control], actors: Sequence[str]
) -> NDArray[np.int16]:
    """Return the index in `actors` of the holder of each site; -1 contested, -2 unknown.

    Parameters
    ----------
    codes : numpy.ndarray of int16
        Indices into `states`, any shape.
    states : sequence of Control
        Distinct answers.
    actors : sequence of str
        Ids of the actors.
    """
    other = {"contested": -1, "unknown": -2}
    table = [
        other[state.status] if state.holder is None else actors.index(state.holder)
        for state in states
    ]
    return np.asarray(table, dtype=np.int16)[codes]


def find_pockets(
    cells: Tessellation,
    holders: NDArray[np.int16],
    actors: Sequence[str],
    sides: NDArray[np.bool_],
    presumed: NDArray[np.bool_] | None = None,
) -> tuple[Pocket, ...]:
    """Find the territory of each actor that is cut off from its main territory.

    Contested cells in which an actor takes part connect its territory.

    Parameters
    ----------
    cells : Tessellation
        The cells of all sites.
    holders : numpy.ndarray of int16, shape (sites,)
        Index of the holder of each site; see `holder_indices`.
    actors : sequence of str
        Ids of the actors.
    sides : numpy.ndarray of bool, shape (actors, sites)
        Whether each actor holds or contests each site.
    presumed : numpy.ndarray of bool, shape (sites,), optional
        Whether the holder of each site is only presumed; none by default.

    Returns
    -------
    tuple of Pocket
        By actor, the largest first.
    """
    found = []
    unknown = cells.pairs[(holders[cells.pairs] == -2).any(axis=1)]
    borders_unknown = np.isin(np.arange(holders.size), unknown)
    for number, actor in enumerate(actors):
        groups = _components(cells.pairs, sides[number])
        held = [columns[holders[columns] == number] for columns in groups]
        held = [columns for columns in held if columns.size]
        held.sort(key=lambda columns: (-cells.areas_km2[columns].sum(), int(columns[0])))
        for columns in held[1:]:
            area = float(cells.areas_km2[columns].sum())
            enclosed = not bool(
                cells.touches_unreported[columns].any() or borders_unknown[columns].any()
            )
            own = columns[:0] if presumed is None else columns[presumed[columns]]
            presumed_km2 = float(cells.areas_km2[own].sum())
            places = tuple(int(c) for c in columns)
            found.append(Pocket(actor, area, places, enclosed, presumed_km2))
    return tuple(found)


def _components(pairs: NDArray[np.intp], member: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the connected components of the members; shared ridges connect them."""
    # The label of a component is its lowest member: whole components are joined in each turn.
    label = np.arange(member.size)
    links = pairs[member[pairs].all(axis=1)]
    while links.size:
        np.minimum.at(label, links.max(axis=1), links.min(axis=1))
        while not np.array_equal(further := label[label], label):
            label = further
        links = label[links]
        links = links[links[:, 0] != links[:, 1]]
    members = np.flatnonzero(member)
    order = members[np.argsort(label[members], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if order.size else []


def area_by_actor_km2(
    cells: Tessellation, holders: NDArray[np.int16], actors: Iterable[str]
) -> dict[str, float]:
    """Return the area of the cells that each actor holds, in km², by id."""
    return {
        actor: float(cells.areas_km2[holders == number].sum())
        for number, actor in enumerate(actors)
    }
