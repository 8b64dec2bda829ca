"""Lines on the WGS 84 ellipsoid whose edges are geodesics.

An edge between two vertices is the geodesic, the shortest path on the ellipsoid. It is neither
the straight line of a map projection nor the parallel (at 36 N the two are 36 m apart halfway
along an east-west edge of 50 km). The antimeridian and the poles need no special treatment.

Distances are numerically exact to a millimetre. The data is not: reported positions have errors
of 50 m to some kilometres, and a result is only as precise as its input.

The nearest point of a line is found in two steps. A strip tree (`frontline.geometry.strip_tree`)
selects the few pieces of the line that can be nearest to a position. On each of them the foot of
the perpendicular geodesic is found by iteration (`frontline.geometry.geodesic_edges`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    TypeVar,
    overload,
)

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_edges import Edges
from frontline.geometry.geodesy import (
    GEOD,
    Floats,
    check_positions,
    to_cartesian,
    with_shape,
)
from frontline.geometry.strip_tree import ROUNDING_M, build_strip_tree, search_strip_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.intp]

N = TypeVar("N", float, Floats)

#: Distances beyond this are refused: a position so far away is usually a mistake.
MAX_DISTANCE_M = 2_000_000.0
#: Two polygons closer than this touch: positions are computed to about this precision.
TOUCHING_M = 1e-3

_MAX_EDGE_M = 10_000_000.0  # for longer edges the shortest path may not be unique
_POSITIONS_AT_ONCE = 4_000
_SURELY_NEAR_M = 0.9 * MAX_DISTANCE_M  # straight through the Earth; the path is no longer than MAX
#: Room for rounding, between spheres that do not meet, metres.
ROOM_M = 1.0


@dataclass(frozen=True, slots=True)
class NearestPoint(Generic[N]):
    """The nearest point of a line or polygon to a position; arrays for arrays of positions.

    Parameters
    ----------
    distance_m : float or array
        Geodesic distance.
    bearing_deg : float or array
        Initial bearing from the position to the nearest point, clockwise from north; nan if
        they coincide.
    lon, lat : float or array
        The nearest point, degrees.
    along_m : float or array
        Length along the line from its first vertex to the nearest point; the lengths of several
        paths, or of the rings of a polygon, are added up. nan inside a polygon.
    """

    distance_m: N
    bearing_deg: N
    lon: N
    lat: N
    along_m: N


@dataclass(frozen=True, slots=True)
class ShortestLine:
    """The shortest geodesic between two geometries.

    Parameters
    ----------
    distance_m : float
        Its length; 0 if the geometries touch or overlap.
    start, end : tuple of float
        (lon, lat) of its ends on the first and on the second geometry.
    """

    distance_m: float
    start: tuple[float, float]
    end: tuple[float, float]

    def reversed(self) -> ShortestLine:
        """Return the same line from its end to its start."""
        return ShortestLine(self.distance_m, self.end, self.start)


def cumulative_length_m(coords: ArrayLike) -> Floats:
    """Return the geodesic length from the first vertex of a line to each vertex.

    Parameters
    ----------
    coords : array_like, shape (n, 2)
        Longitudes and latitudes, degrees.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Metres, beginning with 0.
    """
    points = _vertices(coords)
    _, _, steps = GEOD.inv(*points[:-1].T, *points[1:].T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _vertices(coords: Any) -> Floats:
    """Return the vertices of one path, with longitudes between -180 and 180."""
    if isinstance(coords, shapely.Geometry):
        if not isinstance(coords, shapely.LineString):
            raise InvalidRequestError(
                f"a {coords.geom_type} is not a single line: use GeodesicMultiLine"
            )
        coords = coords.coords
    try:
        points = np.asarray(coords, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidRequestError(f"a line is a list of [longitude, latitude]: {error}") from error
    if points.ndim != 2 or points.shape[1] < 2 or len(points) < 2:
        raise InvalidRequestError("a line is a list of two or more [longitude, latitude]")
    lon, lat = check_positions(points[:, 0], points[:, 1])
    return np.column_stack([np.where(np.abs(lon) > 180, (lon + 180) % 360 - 180, lon), lat])


class GeodesicMultiLine:
    """One or more lines with geodesic edges, prepared for many nearest-point queries.

    Parameters
    ----------
    paths : iterable of array_like, or shapely geometry
        Each (n, 2) longitudes and latitudes or a shapely LineString; or one shapely LineString
        or MultiLineString.

    Attributes
    ----------
    paths : tuple of numpy.ndarray
        The (n, 2) vertices of each path.
    length_m : float
        Total length of all paths.
    edges : Edges
        The edges of all paths.
    centre, radius_m : numpy.ndarray of shape (3,), float
        A sphere that contains the paths and what they enclose, earth-centred, metres.

    Raises
    ------
    InvalidRequestError
        Without a path, for a path of fewer than two vertices, for a vertex that is not on the
        globe, or for an edge of more than 10,000 km.
    """

    def __init__(self, paths: Iterable[Any]) -> None:
        single = [paths] if isinstance(paths, shapely.Geometry) else paths
        lines = [_vertices(path) for path in getattr(paths, "geoms", single)]
        if not lines:
            raise InvalidRequestError("there is no line to measure to: the geometry is empty")
        self.paths = tuple(lines)
        self.edges = Edges.of_paths(lines)
        if self.edges.length.max() > _MAX_EDGE_M:
            raise InvalidRequestError("an edge is over 10,000 km long: add vertices along it")
        self.length_m = float(self.edges.before[-1] + self.edges.length[-1])
        self._levels = build_strip_tree(self.edges.leaves)
        points = self.edges.leaves.start
        self.centre = (points.min(axis=0) + points.max(axis=0)) / 2
        self.radius_m = np.linalg.norm(points - self.centre, axis=1).max() + self.edges.step.max()

    @cached_property
    def vertices(self) -> Floats:
        """The vertices of all paths, (n, 2), degrees."""
        return np.concatenate(self.paths)

    @cached_property
    def cartesian(self) -> Floats:
        """The vertices of all paths, (n, 3), earth-centred, metres."""
        return to_cartesian(*self.vertices.T)

    @property
    def longest_edge_m(self) -> float:
        """The length of the longest edge."""
        return float(self.edges.length.max())

    def may_be_within(self, vertices: Floats, distance_m: float) -> NDArray[np.bool_]:
        """Return which of (n, 2) positions can be so near to the lines, or to what they enclose.

        Others are farther from the sphere around the lines, in a straight line through the Earth.
        """
        away = np.linalg.norm(to_cartesian(*vertices.T) - self.centre, axis=1)
        return np.asarray(away - self.radius_m <= distance_m)

    def may_touch(self, other: GeodesicMultiLine) -> bool:
        """Return whether the spheres around two lines, and what they enclose, meet."""
        away = float(np.linalg.norm(self.centre - other.centre))
        return bool(away - self.radius_m - other.radius_m <= ROOM_M)

    def densify(self) -> list[Floats]:
        """Return the (n, 2) vertices of each path, densified to at most 500 m for projecting."""
        ends = np.cumsum([len(path) - 1 for path in self.paths])
        parts = np.split(self.edges.piece, np.searchsorted(self.edges.edge, ends[:-1]))
        return [np.vstack([part, path[-1]]) for part, path in zip(parts, self.paths, strict=True)]

    @overload
    def nearest_point(self, lon: float, lat: float) -> NearestPoint[float]: ...
    @overload
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Floats]: ...
    def nearest_point(self, lon: ArrayLike, lat: ArrayLike) -> NearestPoint[Any]:
        """Return the nearest point on the lines to each position.

        Of points that are equally near to a micrometre, the first along the lines is returned.

        Parameters
        ----------
        lon, lat : float or array_like
            Positions, degrees.

        Returns
        -------
        NearestPoint
            Floats for a single position, arrays of the shape of the input otherwise.

        Raises
        ------
        InvalidRequestError
            For a position more than 2,000 km away or not on the globe.
        """
        lons, lats = check_positions(lon, lat)
        where = np.column_stack([lons.ravel(), lats.ravel()])
        blocks = [
            self._nearest_points(where[i : i + _POSITIONS_AT_ONCE])
            for i in range(0, len(where), _POSITIONS_AT_ONCE)
        ]
        found = np.concatenate(blocks, axis=1) if blocks else np.empty((5, 0))
        return NearestPoint(*(with_shape(lons.shape, row) for row in found))

    def shortest_line_from(self, vertices: Floats) -> ShortestLine:
        """Return the shortest line from any of (n, 2) positions to the lines."""
        found = self.shorter_line_from(vertices, np.inf)
        assert found is not None  # noqa: S101 - something is nearest
        return found

    def shorter_line_from(self, vertices: Floats, limit_m: float) -> ShortestLine | None:
        """Return the shortest line from any of (n, 2) positions to the lines.

        None if it is longer than `limit_m`; if it is hardly longer it may be returned too.
        """
        points = to_cartesian(*vertices.T)
        farthest = float(np.linalg.norm(points - self.centre, axis=1).max()) + self.radius_m
        near = farthest < _SURELY_NEAR_M  # if not, each position is measured, to refuse far ones
        limits = np.full(len(points), limit_m) if near else None
        owner, found = self._nearest_feet(vertices, points, limits, together=near)
        if not len(owner):
            return None
        i = found[0].argmin()
        start, end = vertices[owner[i]].tolist(), found[2:4, i].tolist()
        return ShortestLine(float(found[0, i]), (start[0], start[1]), (end[0], end[1]))

    def _nearest_points(self, where: Floats) -> Floats:
        return self._nearest_feet(where, to_cartesian(*where.T))[1]

    def _nearest_feet(
        self, where: Floats, points: Floats, limits: Floats | None = None, *, together: bool = False
    ) -> tuple[Ints, Floats]:
        """Return the nearest points, and for which positions; with `together` for those nearest."""
        if (np.linalg.norm(points - self.centre, axis=1) - self.radius_m > MAX_DISTANCE_M).any():
            raise _too_far()
        owner, piece, share = search_strip_tree(self._levels, points, limits, together=together)
        once = self.edges.once(owner, piece, share)
        owner = owner[once]
        found = self.edges.feet(where[owner], piece[once], share[once])
        order = np.lexsort((found[4], found[0].round(6), owner))
        best = order[np.flatnonzero(np.diff(owner[order], prepend=-1))]
        if found[0, best].max(initial=0.0) > MAX_DISTANCE_M:
            raise _too_far()
        return owner[best], found[:, best]


def _too_far() -> InvalidRequestError:
    return InvalidRequestError(
        f"a position lies over {MAX_DISTANCE_M / 1000:,.0f} km away:"
        " are longitude and latitude swapped?"
    )


class GeodesicLine(GeodesicMultiLine):
    """A single line with geodesic edges, and lengths along it.

    Parameters
    ----------
    coords : array_like, shape (n, 2), or shapely LineString
        At least two vertices, longitude and latitude in degrees.

    Attributes
    ----------
    lon, lat : numpy.ndarray, shape (n,)
        The vertices, degrees.
    along_m : numpy.ndarray, shape (n,)
        Length from the first vertex to each vertex, metres.

    Examples
    --------
    >>> road = GeodesicLine([(36.70, 35.20), (36.70, 35.30), (36.80, 35.40)])
    >>> round(road.length_m)
    25437
    >>> near = road.nearest_point(36.60, 35.25)
    >>> round(near.distance_m), round(near.bearing_deg), round(near.along_m)
    (9101, 90, 5552)
    """

    def __init__(self, coords: Any) -> None:
        super().__init__([coords])
        self.lon, self.lat = self.paths[0].T
        self.along_m = np.append(self.edges.before, self.length_m)

    @overload
    def interpolate(self, along_m: float) -> tuple[float, float]: ...
    @overload
    def interpolate(self, along_m: ArrayLike) -> tuple[Floats, Floats]: ...
    def interpolate(self, along_m: ArrayLike) -> tuple[Any, Any]:
        """Return the (lon, lat) at lengths along the line, in metres from its first vertex.

        Raises
        ------
        InvalidRequestError
            For a length more than a millimetre below 0 or beyond the end.
        """
        metres = np.asarray(along_m, dtype=np.float64)
        outside = ~((metres >= -1e-3) & (metres <= self.length_m + 1e-3))
        if outside.any():
            raise InvalidRequestError(
                f"{metres[outside][0]:,.0f} m is not on the line, which is"
                f" {self.length_m:,.0f} m long"
            )
        flat = metres.ravel()
        edge = np.searchsorted(self.edges.before, flat, side="right") - 1
        edge = np.maximum(edge, 0)
        on_edge = np.clip(flat - self.edges.before[edge], 0, self.edges.length[edge])
        lon, lat, _ = self.edges.at(edge, on_edge)
        return with_shape(metres.shape, lon), with_shape(metres.shape, lat)

    def substring(self, from_m: float, to_m: float) -> Floats:
        """Return the (n, 2) vertices of the line between two lengths along it, in metres.

        Raises
        ------
        InvalidRequestError
            If `from_m` is greater than `to_m`, or one of them is not on the line.
        """
        if from_m > to_m:
            raise InvalidRequestError(f"from_m ({from_m}) must not be greater than to_m ({to_m})")
        ends = np.column_stack(self.interpolate([from_m, to_m]))
        between = (self.along_m > from_m + ROUNDING_M) & (self.along_m < to_m - ROUNDING_M)
        return np.concatenate([ends[:1], self.paths[0][between], ends[1:]])
