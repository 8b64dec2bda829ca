"""Areas whose edges are geodesics of WGS 84, measured to a millimetre.

An edge between two vertices is what it is for a line (see `geodesic_lines`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesics import (
    MAX_DISTANCE_M,
    TOUCHING_M,
    GeodesicMultiLine,
    NearestPoint,
    ShortestLine,
)
from frontline.geometry.geodesy import (
    GEOD,
    Projection,
    check_positions,
    distance_m,
    with_shape,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from frontline.geometry.geodesy import Floats


class GeodesicPolygon:
    """A polygon or several, holes included, whose edges are geodesics.

    Parameters
    ----------
    geometry : shapely Polygon or MultiPolygon in longitude and latitude; parts may touch,
        so one that was split along the antimeridian is as good as a whole one

    Raises
    ------
    InvalidRequestError
        For an empty or invalid geometry, parts that overlap, and over 4,000 km across.

    Examples
    --------
    >>> town = GeodesicPolygon(shapely.box(36.60, 35.40, 36.70, 35.50))
    >>> round(town.area_m2 / 1e6, 1)
    100.7
    >>> town.distance_m(36.65, 35.45), round(town.distance_m(36.65, 35.60))
    (0.0, 11094)
    """

    def __init__(self, geometry: Any) -> None:
        polygons = _polygons(geometry)
        rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
        self.edge = GeodesicMultiLine(rings)
        lon, lat = np.concatenate(self.edge.paths).T
        self._map = Projection.around(lon, lat)
        if distance_m(self._map.lon, self._map.lat, lon, lat).max() > MAX_DISTANCE_M:
            raise InvalidRequestError(
                "an area over 4,000 km across is not supported: cut it into parts"
            )
        self._flat = self._flatten([len(polygon.interiors) for polygon in polygons])
        sizes = [abs(GEOD.polygon_area_perimeter(*ring.T)[0]) for ring in self.edge.paths]
        first = np.cumsum([0, *(1 + len(polygon.interiors) for polygon in polygons[:-1])])
        self.area_m2 = 2 * sum(sizes[i] for i in first) - sum(sizes)

    def _flatten(self, holes: Sequence[int]) -> Any:
        """Build the area on its map, from edges so finely cut that no curve is left."""
        rings = iter([np.column_stack(self._map.forward(*ring.T)) for ring in self.edge.densify()])
        parts = [shapely.Polygon(next(rings), [next(rings) for _ in range(n)]) for n in holes]
        for part in parts:
            if not part.is_valid:
                reason = shapely.is_valid_reason(part).split("[")[0]
                raise InvalidRequestError(
                    f"with geodesic edges the area is not a valid polygon ({reason}): mend it,"
                    " or add vertices along its long edges"
                )
        whole = shapely.union_all(parts)
        if whole.area < (1 - 1e-6) * sum(part.area for part in parts):
            raise InvalidRequestError("parts of the area overlap: unite them first")
        shapely.prepare(whole)
        return whole

    @overload
    def contains(self, lon: float, lat: float) -> bool: ...
    @overload
    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]: ...
    def contains(self, lon: ArrayLike, lat: ArrayLike) -> Any:
        """Tell whether positions lie inside, the edge included, to a millimetre."""
        inside = shapely.intersects_xy(self._flat, *self._map.forward(lon, lat))
        return bool(inside) if np.ndim(inside) == 0 else inside

    @overload
    def nearest_point(self, lon: float, lat: float) -> NearestPoint[float]: ...
    @overload
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Floats]: ...
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Any]:
        """Find the nearest position of the area: on its edge, or the asked one if inside.

        For the nearest position on the edge wherever the asked one lies, use ``edge.nearest``.
        """
        lons, lats = check_positions(lon, lat)
        flat_lon, flat_lat = lons.ravel(), lats.ravel()
        inside = self.contains(flat_lon, flat_lat)
        found = np.full((5, lons.size), np.nan)
        found[0], found[2], found[3] = 0, flat_lon, flat_lat
        edge = self.edge.nearest_point(flat_lon[~inside], flat_lat[~inside])
        found[:, ~inside] = (edge.distance_m, edge.bearing_deg, edge.lon, edge.lat, edge.along_m)
        return NearestPoint(*(with_shape(lons.shape, row) for row in found))

    @overload
    def distance_m(self, lon: float, lat: float) -> float: ...
    @overload
    def distance_m(self, lon: ArrayLike, lat: ArrayLike) -> Floats: ...
    def distance_m(self, lon: ArrayLike, lat: ArrayLike) -> Any:
        """Measure how far positions lie from the area: 0 inside, else to its edge."""
        return self.nearest_point(lon, lat).distance_m

    def shortest_line_to(self, other: GeodesicPolygon) -> ShortestLine:
        """Measure the shortest way between two areas, 0 if they touch or overlap.

        Where they do not, it ends at a vertex of one of them: on a surface that curves like
        the Earth, the way between two edges gets shorter when it is moved to a side.
        Areas less than a millimetre apart touch.
        """
        theirs = self._map.to_plane(other._map.from_plane(other._flat))
        if self._flat.intersects(theirs):
            common = self._flat.intersection(theirs).representative_point()
            shared = self._map.inverse(common.x, common.y)
            return ShortestLine(0.0, shared, shared)
        there = other.edge.shortest_line_from(np.concatenate(self.edge.paths))
        back = self.edge.shortest_line_from(np.concatenate(other.edge.paths))
        if back.distance_m < there.distance_m:
            there = ShortestLine(back.distance_m, back.end, back.start)
        return replace(there, distance_m=0.0) if there.distance_m < TOUCHING_M else there


def _polygons(geometry: Any) -> list[Any]:
    if not isinstance(geometry, shapely.Polygon | shapely.MultiPolygon):
        raise InvalidRequestError(f"an area is a Polygon or MultiPolygon, not {geometry!r:.40}")
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if not part.is_empty]
    if not parts:
        raise InvalidRequestError("the area is empty: there is nothing to measure to")
    return parts
