"""The ground whose holder is known, and how far it reaches around places and highways.

It depends only on which cells are known. Days, and records without one publisher, that know the
same cells share it, so that nothing is measured for each of them again.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.geometry.distance import Endpoint
    from frontline.geometry.geodesic_lines import GeodesicMultiLine
    from frontline.geometry.geodesy import Projection
    from frontline.geometry.tessellation import Tessellation

#: How far a sector of directions is looked at, in metres.
_SECTOR_M = 500_000.0
#: A road with less than this on unknown ground is known, in metres: a border may run along it.
_ON_ROAD_M = 100.0
#: Grounds of the same cells that are kept, and distances of each.
_MOST_GROUNDS, _MOST_DISTANCES = 100, 2000


def unknown_borders(cells: Tessellation, is_known: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return the borders between known cells and unknown ground: rims, and ridges.

    Parameters
    ----------
    cells : Tessellation
    is_known : numpy.ndarray of bool, shape (sites,)
        Whether it is known who has each cell.
    """
    sides = is_known[cells.pairs]
    rims = cells.rims[is_known[cells.rim_sites]]
    return np.concatenate([rims, cells.ridges[sides[:, 0] != sides[:, 1]]])


def known_ground(cells: Tessellation, is_known: NDArray[np.bool_]) -> KnownGround:
    """Return the ground of the cells that are known; it is the same for the same cells.

    Parameters
    ----------
    cells, is_known
        As for `unknown_borders`.
    """
    kept, key = cells.known_grounds, np.packbits(is_known).tobytes()
    if key not in kept:
        if len(kept) >= _MOST_GROUNDS:
            kept.clear()
        borders = unknown_borders(cells, is_known)
        kept[key] = KnownGround(cells.projection, borders, cells.cells[is_known])
    return kept[key]


class KnownGround:
    """Ground in the plane whose holder is known.

    Parameters
    ----------
    projection : Projection
        The plane.
    borders : numpy.ndarray of shapely.Geometry
        The borders between it and ground that is unknown.
    parts : numpy.ndarray of shapely.Geometry
        Its parts, which do not overlap.
    """

    def __init__(
        self, projection: Projection, borders: NDArray[np.object_], parts: NDArray[np.object_]
    ) -> None:
        self._projection, self._borders, self._parts = projection, borders, parts
        self._from_places: dict[tuple[Endpoint, tuple[float, ...], float], float] = {}
        self._from_paths: dict[GeodesicMultiLine, float] = {}

    @cached_property
    def border_tree(self) -> shapely.STRtree:
        """The borders, to be searched by distance."""
        return shapely.STRtree(self._borders)

    @cached_property
    def _part_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._parts)

    def ends_at_m(self, point: Endpoint, bearings: Sequence[float], half_angle: float) -> float:
        """Return how far from a place or position on it, or its built-up edge, it ends.

        Parameters
        ----------
        point : Endpoint
            A place or position.
        bearings : sequence of float
            Only the ground in these directions, in degrees; all directions if there are none.
        half_angle : float
            How far a direction reaches to either side, in degrees.

        Returns
        -------
        float
            Metres; infinity if nothing is unknown.
        """
        kept, key = self._from_places, (point, tuple(bearings), half_angle)
        if key not in kept:
            if len(kept) >= _MOST_DISTANCES:
                kept.clear()
            kept[key] = self._ends_at_place_m(point, bearings, half_angle)
        return kept[key]

    def ends_at_path_m(self, path: GeodesicMultiLine, area: shapely.Geometry) -> float:
        """Return how far from a line it ends within an area.

        Parameters
        ----------
        path : GeodesicMultiLine
        area : shapely.Geometry
            The area in the plane: it is the same in all calls.

        Returns
        -------
        float
            Metres; 0 if a part of the line is on unknown ground, infinity if nothing is unknown.
        """
        kept = self._from_paths
        if path not in kept:
            if len(kept) >= _MOST_DISTANCES:
                kept.clear()
            kept[path] = self._measure_path_m(path, area)
        return kept[path]

    def _ends_at_place_m(
        self, point: Endpoint, bearings: Sequence[float], half_angle: float
    ) -> float:
        assert point.centre is not None  # noqa: S101 - an end point has a centre or a path
        centre = self._projection.forward(*point.centre)
        shape = shapely.Point(*centre)
        if point.footprint_geojson is not None:
            outline = self._projection.to_plane(shapely.geometry.shape(point.footprint_geojson))
            shape = shapely.union(shape, outline)
        if bearings:
            sector = _sector(centre, bearings, half_angle)
            near = self._borders[self.border_tree.query(sector)]
            distances = shapely.distance(shape, shapely.intersection(near, sector))
            return float(np.nanmin(distances, initial=np.inf))
        return self._nearest_border_m(shape)

    def _measure_path_m(self, path: GeodesicMultiLine, area: shapely.Geometry) -> float:
        lines = [shapely.linestrings(vertices) for vertices in path.densify()]
        line = self._projection.to_plane(shapely.multilinestrings(lines))
        line = shapely.intersection(line, area)
        near = self._parts[self._part_tree.query(line, predicate="intersects")]
        known_m = float(shapely.length(shapely.intersection(line, near)).sum())
        if shapely.length(line) - known_m > _ON_ROAD_M:
            return 0.0
        return math.inf if shapely.is_empty(line) else self._nearest_border_m(line)

    def _nearest_border_m(self, shape: shapely.Geometry) -> float:
        _, away = self.border_tree.query_nearest(shape, return_distance=True, all_matches=False)
        return float(away.min(initial=np.inf))


def _sector(
    centre: tuple[float, float], bearings: Sequence[float], half_angle: float
) -> shapely.Geometry:
    """Return the sectors around a point in the plane."""
    parts = []
    for bearing in bearings:
        angles = np.radians(np.linspace(bearing - half_angle, bearing + half_angle, 16))
        arc = np.column_stack([np.sin(angles), np.cos(angles)]) * _SECTOR_M + centre
        parts.append(shapely.Polygon([centre, *arc]))
    return shapely.union_all(parts)
