"""Polygons on the WGS 84 ellipsoid whose edges are geodesics.

Edges and precision are as in `frontline.geometry.geodesic_lines`: the numbers are exact to a
millimetre, the positions that they are computed from are not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_lines import (
    MAX_DISTANCE_M,
    ROOM_M,
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
from frontline.geometry.shortest_lines import lines_between, lines_from_position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from frontline.geometry.geodesy import Floats


class GeodesicPolygon:
    """A polygon or multipolygon with geodesic edges.

    Parameters
    ----------
    geometry : shapely.Polygon or shapely.MultiPolygon
        In longitude and latitude, holes included. Parts may touch, so a polygon that was split
        at the antimeridian can be used as it is.

    Attributes
    ----------
    edge : GeodesicMultiLine
        All rings.
    area_m2 : float
        Area, holes excluded.

    Raises
    ------
    InvalidRequestError
        For an empty or invalid geometry, overlapping parts, or a polygon more than 4,000 km
        across.

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
        lon, lat = self.edge.vertices.T
        self._plane = Projection.around(lon, lat)
        if distance_m(self._plane.lon, self._plane.lat, lon, lat).max() > MAX_DISTANCE_M:
            raise InvalidRequestError(
                "a polygon over 4,000 km across is not supported: split it into parts"
            )
        self._flat = self._flatten([len(polygon.interiors) for polygon in polygons])
        sizes = [abs(GEOD.polygon_area_perimeter(*ring.T)[0]) for ring in self.edge.paths]
        first = np.cumsum([0, *(1 + len(polygon.interiors) for polygon in polygons[:-1])])
        self.area_m2 = 2 * sum(sizes[i] for i in first) - sum(sizes)

    def _flatten(self, holes: Sequence[int]) -> Any:
        """Return the polygon in its projection, from densified edges."""
        rings = iter(
            [np.column_stack(self._plane.forward(*ring.T)) for ring in self.edge.densify()]
        )
        parts = [shapely.Polygon(next(rings), [next(rings) for _ in range(n)]) for n in holes]
        for part in parts:
            if not part.is_valid:
                reason = shapely.is_valid_reason(part).split("[")[0]
                raise InvalidRequestError(
                    f"with geodesic edges the polygon is not valid ({reason}): repair it,"
                    " or add vertices along its long edges"
                )
        whole = shapely.union_all(parts)
        if whole.area < (1 - 1e-6) * sum(part.area for part in parts):
            raise InvalidRequestError("parts of the polygon overlap: merge them first")
        shapely.prepare(whole)
        return whole

    @overload
    def contains(self, lon: float, lat: float) -> bool: ...
    @overload
    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]: ...
    def contains(self, lon: ArrayLike, lat: ArrayLike) -> Any:
        """Return whether positions lie in the polygon or on its edge, to a millimetre."""
        inside = shapely.intersects_xy(self._flat, *self._plane.forward(lon, lat))
        return bool(inside) if np.ndim(inside) == 0 else inside

    @overload
    def nearest_point(self, lon: float, lat: float) -> NearestPoint[float]: ...
    @overload
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Floats]: ...
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Any]:
        """Return the nearest point of the polygon: the position itself if inside, else on the edge.

        For the nearest point of the edge in any case, use ``edge.nearest_point``.
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
        """Return the distance of positions from the polygon in metres; 0 inside."""
        return self.nearest_point(lon, lat).distance_m

    def shortest_line_to(self, other: GeodesicPolygon) -> ShortestLine:
        """Return the shortest line to another polygon, of length 0 if they touch or overlap.

        Polygons less than a millimetre apart touch. Otherwise the line ends at a vertex of one
        of them: on the ellipsoid, a line between the interiors of two edges gets shorter when
        it is moved sideways.
        """
        return self.shortest_lines([other])[0]

    def shortest_lines(
        self, others: Sequence[GeodesicPolygon], *, reverse: bool = False
    ) -> list[ShortestLine]:
        """Return the shortest line to each of several polygons, as `shortest_line_to`.

        With `reverse`, the lines are those from the others.
        """

        def common_point(other: GeodesicPolygon) -> tuple[float, float] | None:
            return other._common_point(self) if reverse else self._common_point(other)

        common = [common_point(other) for other in others]
        apart = [other.edge for other, at in zip(others, common, strict=True) if at is None]
        lines = iter(lines_between(self.edge, apart, reverse=reverse))
        found = [next(lines) if at is None else ShortestLine(0.0, at, at) for at in common]
        return [
            replace(one, distance_m=0.0) if one.distance_m < TOUCHING_M else one for one in found
        ]

    def _common_point(self, other: GeodesicPolygon) -> tuple[float, float] | None:
        """Return a point in both polygons, or None."""
        if not self.edge.may_touch(other.edge):
            return None
        theirs = self._plane.to_plane(other._plane.from_plane(other._flat))
        if not self._flat.intersects(theirs):
            return None
        common = self._flat.intersection(theirs).representative_point()
        at: tuple[float, float] = self._plane.inverse(common.x, common.y)
        return at


def lines_to_position(
    position: tuple[float, float], polygons: Sequence[GeodesicPolygon]
) -> list[ShortestLine]:
    """Return the shortest line from each polygon to a (lon, lat), of length 0 if it is inside."""
    inside = [
        bool(one.edge.may_be_within(np.asarray([position]), ROOM_M)[0]) and one.contains(*position)
        for one in polygons
    ]
    outside = [one.edge for one, is_in in zip(polygons, inside, strict=True) if not is_in]
    lines = (one.reversed() for one in lines_from_position(position, outside))
    return [ShortestLine(0.0, position, position) if is_in else next(lines) for is_in in inside]


def _polygons(geometry: Any) -> list[Any]:
    if not isinstance(geometry, shapely.Polygon | shapely.MultiPolygon):
        raise InvalidRequestError(f"not a Polygon or MultiPolygon: {geometry!r:.40}")
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if not part.is_empty]
    if not parts:
        raise InvalidRequestError("there is nothing to measure to: the polygon is empty")
    return parts
