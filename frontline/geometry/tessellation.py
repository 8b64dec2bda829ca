"""Cells, territories, areas and pockets.

Each place with evidence speaks for the ground nearer to it than to any other such place, out
to the reach: a Voronoi cell, clipped to the reach and to the area of interest. Cells do not
depend on the day and are made once. They are a reading aid between surveyed points, not a
survey: nobody reported on a boundary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Projection
    from frontline.models import Control


#: An area of interest always takes in this much ground around a place, so that a village on
#: a border drawn at small scale keeps a cell.
_BORDER_SLACK_M = 500.0


@dataclass(frozen=True, slots=True)
class Pocket:
    """Ground of one actor that is cut off from its main body.

    Parameters
    ----------
    actor : who holds it
    area_km2 : size of its cells
    columns : positions of its places in the arrays of the tessellation
    enclosed : False when blank ground lies at its edge, so that nobody knows whether a way out
        existed there
    """

    actor: str
    area_km2: float
    columns: tuple[int, ...]
    enclosed: bool


@dataclass(frozen=True, eq=False)
class Tessellation:
    """The cells of all places with evidence, in a local metric plane.

    Attributes
    ----------
    xy : positions of the places in the plane, shape (places, 2), metres
    cells : one polygon a place, in the order of the places
    pairs : the two places on either side of each ridge, shape (ridges, 2)
    ridges : the line between them, clipped as the cells are
    ground : everything within reach of some place
    """

    projection: Projection
    xy: NDArray[np.float64]
    cells: NDArray[np.object_]
    pairs: NDArray[np.intp]
    ridges: NDArray[np.object_]
    ground: shapely.Geometry

    @cached_property
    def areas_km2(self) -> NDArray[np.float64]:
        """Area of each cell; the plane is equal-area."""
        return np.asarray(shapely.area(self.cells)) / 1e6

    @cached_property
    def touches_unreported(self) -> NDArray[np.bool_]:
        """Whether a cell borders on ground that nobody reported on."""
        return np.asarray(
            shapely.length(
                shapely.intersection(
                    shapely.boundary(self.cells), shapely.buffer(shapely.boundary(self.ground), 1.0)
                )
            )
            > 5.0
        )

    def to_geographic(self, geometries: Any) -> Any:
        """Bring geometries back from the plane to longitude and latitude."""
        return self.projection.from_plane(geometries)


def tessellate(
    projection: Projection,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    reach_m: float,
    interest: shapely.Geometry | None = None,
) -> Tessellation:
    """Make the cells of distinct positions.

    Parameters
    ----------
    projection : plane to build in
    lon, lat : positions, degrees; no two may coincide
    reach_m : how far a place speaks for the ground around it
    interest : polygon in longitude and latitude that nothing is drawn outside of
    """
    x, y = projection.forward(lon, lat)
    xy = np.column_stack([x, y])
    points = shapely.multipoints(xy)
    frame = shapely.box(*shapely.bounds(points)).buffer(3 * reach_m)
    voronoi = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    ground = _ground(xy, voronoi, reach_m)
    if interest is not None:
        near = shapely.buffer(shapely.points(xy), min(_BORDER_SLACK_M, reach_m), quad_segs=8)
        inside = shapely.union_all([projection.to_plane(interest), *near])
        ground = shapely.intersection(ground, inside)
    pairs, edges = shared_edges(voronoi)
    cells = _clip(voronoi, ground)
    ridges = _clip(edges, ground)
    kept = np.asarray(shapely.length(ridges) > 0.0)
    return Tessellation(projection, xy, cells, pairs[kept], ridges[kept], ground)


def _ground(
    xy: NDArray[np.float64], voronoi: NDArray[np.object_], reach_m: float
) -> shapely.Geometry:
    """Unite what lies within reach of any place.

    Cells that lie wholly within reach are taken as they are; a disc is drawn only for the few
    others, since uniting discs is slow.
    """
    corners, owner = shapely.get_coordinates(voronoi, return_index=True)
    away = np.hypot(*(corners - xy[owner]).T)
    farthest = np.zeros(len(xy))
    np.maximum.at(farthest, owner, away)
    whole = farthest <= reach_m * np.cos(np.pi / 64)
    discs = shapely.buffer(shapely.points(xy[~whole]), reach_m, quad_segs=16)
    return shapely.union_all([*discs, shapely.coverage_union_all(voronoi[whole])])


def _clip(geometries: NDArray[np.object_], ground: shapely.Geometry) -> NDArray[np.object_]:
    """Clip to the ground, touching only what crosses its edge."""
    shapely.prepare(ground)
    clipped = geometries.copy()
    crossing = ~shapely.contains_properly(ground, geometries)
    clipped[crossing] = shapely.intersection(geometries[crossing], ground)
    return clipped


def shared_edges(
    polygons: NDArray[np.object_],
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Find the edges that two polygons share, from identical coordinates.

    Returns
    -------
    pairs : the two polygons of each edge, shape (edges, 2), lower first
    lines : the edges
    """
    coordinates, owner = shapely.get_coordinates(polygons, return_index=True)
    inside = owner[1:] == owner[:-1]
    start, end = coordinates[:-1][inside], coordinates[1:][inside]
    owner = owner[:-1][inside]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[turned], end[turned] = end[turned], start[turned].copy()
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
    """Give the position in `actors` of who holds each place; -1 contested, -2 unknown."""
    other = {"contested": -1, "unknown": -2}
    table = [
        other[state.status] if state.holder is None else actors.index(state.holder)
        for state in states
    ]
    return np.asarray(table, dtype=np.int16)[codes]


def find_pockets(
    cells: Tessellation, holders: NDArray[np.int16], actors: Sequence[str], sides: NDArray[np.bool_]
) -> tuple[Pocket, ...]:
    """Find the ground of each actor that is cut off from its main body.

    Contested cells that an actor takes part in count as a way through: ground is called cut
    off only where no such way is left.

    Parameters
    ----------
    holders : as `holder_indices` gives them
    sides : whether each actor takes part in each place, held or contested, (actors, places)

    Returns
    -------
    Pockets, largest first within each actor.
    """
    found = []
    blank = cells.pairs[(holders[cells.pairs] == -2).any(axis=1)]
    beside_blank = np.isin(np.arange(holders.size), blank)
    for number, actor in enumerate(actors):
        groups = _components(cells.pairs, sides[number])
        held = [columns[holders[columns] == number] for columns in groups]
        held = [columns for columns in held if columns.size]
        held.sort(key=lambda columns: (-cells.areas_km2[columns].sum(), int(columns[0])))
        for columns in held[1:]:
            area = float(cells.areas_km2[columns].sum())
            enclosed = not bool(
                cells.touches_unreported[columns].any() or beside_blank[columns].any()
            )
            found.append(Pocket(actor, area, tuple(int(c) for c in columns), enclosed))
    return tuple(found)


def _components(pairs: NDArray[np.intp], member: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Group the members that hang together through shared ridges."""
    label = np.where(member, np.arange(member.size), -1)
    links = pairs[member[pairs].all(axis=1)]
    while links.size:
        lowest = label[links].min(axis=1)
        before = label.copy()
        np.minimum.at(label, links[:, 0], lowest)
        np.minimum.at(label, links[:, 1], lowest)
        label[member] = label[label[member]]
        if (label == before).all():
            break
    return [np.flatnonzero(label == value) for value in np.unique(label[member])]


def area_by_actor_km2(
    cells: Tessellation, holders: NDArray[np.int16], actors: Iterable[str]
) -> dict[str, float]:
    """Give the area each actor holds; contested and blank ground belongs to nobody."""
    return {
        actor: float(cells.areas_km2[holders == number].sum())
        for number, actor in enumerate(actors)
    }
