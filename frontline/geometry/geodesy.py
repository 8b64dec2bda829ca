"""Positions on the WGS 84 ellipsoid: distance, bearing, direction, and a local flat map.

Longitude comes before latitude, in degrees; lengths are in metres; bearings are in degrees
clockwise from north. Longitudes may run past 180 (to 360 either way), as they do in files that
unroll the antimeridian; longitudes handed back lie within -180 to 180. Where a number is
taken, a numpy array will do as well and arrays broadcast; numbers give a `float`.

Geodesics are solved by PROJ, which carries the algorithms of C. F. F. Karney (2013),
"Algorithms for geodesics", Journal of Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Proj

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from geopy.point import Point


Floats: TypeAlias = NDArray[np.float64]

GEOD = Geod(ellps="WGS84")

#: The sixteen winds in words, clockwise from north, 22.5 degrees apart.
DIRECTIONS = (
    *("north", "north-north-east", "north-east", "east-north-east"),
    *("east", "east-south-east", "south-east", "south-south-east"),
    *("south", "south-south-west", "south-west", "west-south-west"),
    *("west", "west-north-west", "north-west", "north-north-west"),
)

_NUMBER = r"\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*"
_POSITION = re.compile(f"{_NUMBER},{_NUMBER}", re.ASCII)


def check_positions(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Give positions as two float arrays of one shape, or refuse them.

    Raises
    ------
    InvalidRequestError
        For what is no number, not finite, or off the globe; the message names the first.
    """
    try:
        lons, lats = np.broadcast_arrays(
            np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        )
    except (TypeError, ValueError) as error:
        raise InvalidRequestError(f"these are not longitudes and latitudes: {error}") from error
    wrong = ~((np.abs(lons) <= 360) & (np.abs(lats) <= 90))  # so that nan is wrong too
    if wrong.any():
        raise InvalidRequestError(
            f"longitude {lons[wrong][0]}, latitude {lats[wrong][0]} is not on the globe: give"
            " longitude, then latitude, in degrees, the latitude within -90 to 90"
        )
    return lons, lats


def with_shape(shape: tuple[int, ...], values: Floats) -> Any:
    """Give flat results the shape of the question: a `float` if it was about one position."""
    return float(values[0]) if shape == () else values.reshape(shape)


def _solve(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[Any, Any]:
    ends = (*check_positions(lon1, lat1), *check_positions(lon2, lat2))
    try:
        flat = np.stack(np.broadcast_arrays(*ends))
    except ValueError as error:
        raise InvalidRequestError(
            f"positions of different shapes cannot be paired: {error}"
        ) from error
    shape = flat.shape[1:]
    lons1, lats1, lons2, lats2 = flat.reshape(4, -1)
    azimuth, _, distance = GEOD.inv(lons1, lats1, lons2, lats2, inplace=True)
    # The second remainder is for a tiny negative azimuth, which the first rounds up to 360.
    bearing = np.where(distance == 0, np.nan, azimuth % 360 % 360)
    return with_shape(shape, distance), with_shape(shape, bearing)


@overload
def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]: ...
@overload
def inverse(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[Floats, Floats]: ...
def inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[Any, Any]:
    """Measure how far and in which direction second positions lie from first ones.

    Returns
    -------
    distance_m
        Length of the shortest path on the ellipsoid.
    bearing_deg
        Direction in which that path leaves the first position, from 0 to less than 360;
        nan where the two positions coincide.

    Examples
    --------
    >>> distance, bearing = inverse(36.65, 35.44, 36.72, 35.81)
    >>> round(distance), round(bearing, 1)
    (41539, 8.8)
    """
    return _solve(lon1, lat1, lon2, lat2)


@overload
def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def distance_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats: ...
def distance_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Any:
    """Measure the shortest path between positions, in metres; see `inverse`."""
    return _solve(lon1, lat1, lon2, lat2)[0]


@overload
def bearing_deg(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def bearing_deg(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats: ...
def bearing_deg(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Any:
    """Tell in which direction second positions lie from first ones; see `inverse`."""
    return _solve(lon1, lat1, lon2, lat2)[1]


def compass_direction(bearing_deg: float) -> str:
    """Say a bearing in words, as the nearest of the sixteen winds.

    Raises
    ------
    InvalidRequestError
        For nan, which is the bearing between two positions that coincide.

    Examples
    --------
    >>> compass_direction(290)
    'west-north-west'
    """
    if not math.isfinite(bearing_deg):
        raise InvalidRequestError("there is no direction from a position to itself")
    return DIRECTIONS[math.floor(bearing_deg % 360 / 22.5 + 0.5) % 16]


def to_cartesian(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Give earth-centred coordinates in metres, shape (..., 3), of positions on the ellipsoid."""
    lam, phi = np.radians(lon), np.radians(lat)
    normal = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    return np.stack(
        [across * np.cos(lam), across * np.sin(lam), (1 - GEOD.es) * normal * np.sin(phi)], axis=-1
    )


def to_latlon(point: tuple[float, float]) -> Point:
    """Turn (lon, lat) into geopy's point, which is written (lat, lon).

    Examples
    --------
    >>> to_latlon((36.65, 35.44)).format_decimal()
    '35.44, 36.65'
    """
    lon, lat = check_positions(*point)
    from geopy.point import Point  # noqa: PLC0415 - geopy loads every geocoder and their client

    return Point(latitude=float(lat), longitude=float(lon))


def from_latlon(point: Any) -> tuple[float, float]:
    """Turn geopy's point or location, or a (lat, lon) pair, into (lon, lat).

    Examples
    --------
    >>> from geopy.point import Point
    >>> from_latlon(Point(35.44, 36.65))
    (36.65, 35.44)
    """
    pair = (point.latitude, point.longitude) if hasattr(point, "latitude") else tuple(point)
    if len(pair) != 2:
        raise InvalidRequestError(f"{point!r} is not a (latitude, longitude) pair")
    lat, lon = pair
    lons, lats = check_positions(lon, lat)
    return float(lons), float(lats)


def parse_position(
    text: str, region: tuple[float, float, float, float] | None = None
) -> tuple[float, float]:
    """Read a position written ``lon,lat`` in decimal degrees.

    Parameters
    ----------
    text : such as ``36.65,35.44``
    region : west, south, east, north of where positions are expected; it refuses a position
        only when swapping the two numbers would bring it inside

    Raises
    ------
    InvalidRequestError
        For anything else than two numbers in range, and for two that look swapped.

    Examples
    --------
    >>> parse_position("36.65,35.44")
    (36.65, 35.44)
    """
    match = _POSITION.fullmatch(text)
    if not match:
        raise InvalidRequestError(
            f"{text!r} is not a position: write longitude, comma, latitude in decimal degrees,"
            " as 36.65,35.44"
        )
    lon, lat = float(match[1]), float(match[2])
    home = region or (-180.0, -90.0, 180.0, 90.0)
    if not _within(home, lon, lat) and _within(home, lat, lon):
        raise InvalidRequestError(
            f"{text!r} looks swapped: longitude comes first, so is it {match[2]},{match[1]}?"
        )
    if not _within((-180.0, -90.0, 180.0, 90.0), lon, lat):
        raise InvalidRequestError(
            f"{text!r} is not on the globe: the longitude lies within -180 to 180 and the"
            " latitude within -90 to 90"
        )
    return lon, lat


def _within(region: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = region
    across = west <= lon <= east if west <= east else (lon >= west or lon <= east)
    return across and south <= lat <= north


@dataclass(frozen=True)
class Projection:
    """A flat map in metres around a centre: Lambert azimuthal equal-area on WGS 84.

    It is for building shapes, never for measuring lengths: areas are true, lengths are off by
    up to 5 parts in 100,000 at 100 km from the centre and 4 in 1,000 at 1,000 km. Straight
    lines on it are geodesics only through the centre.

    Parameters
    ----------
    lon, lat : the centre, in degrees
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse a centre that is not on the globe."""
        check_positions(self.lon, self.lat)

    @classmethod
    def around(cls, lons: ArrayLike, lats: ArrayLike) -> Projection:
        """Centre a map on positions, or on two opposite corners of a region.

        The centre is that of the box around the positions in space, so neither their order
        nor the antimeridian matters; it is rounded to a millionth of a degree.

        Raises
        ------
        InvalidRequestError
            If there are no positions, or they lie all around the globe.
        """
        lon, lat = check_positions(lons, lats)
        if lon.size == 0:
            raise InvalidRequestError("a map needs at least one position to be centred on")
        points = to_cartesian(lon.ravel(), lat.ravel())
        x, y, z = ((points.min(axis=0) + points.max(axis=0)) / 2).tolist()
        if math.hypot(x, y, z) < GEOD.b / 10:
            raise InvalidRequestError("these positions lie all around the globe: map a part of it")
        middle = math.atan2(z, (1 - GEOD.es) * math.hypot(x, y))
        return cls(round(math.degrees(math.atan2(y, x)), 6), round(math.degrees(middle), 6))

    @cached_property
    def _proj(self) -> Proj:
        return Proj(proj="laea", lon_0=self.lon, lat_0=self.lat, ellps="WGS84", units="m")

    @overload
    def forward(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]: ...
    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
        """Give x (east) and y (north) of positions, in metres from the centre."""
        lons, lats = check_positions(lon, lat)
        return self._apply(lons, lats, back=False)

    @overload
    def inverse(self, x: float, y: float) -> tuple[float, float]: ...
    @overload
    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]: ...
    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        """Give longitude and latitude of points of the map."""
        xs, ys = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
        lon, lat = self._apply(xs, ys, back=True)
        # PROJ's inverse is up to a millimetre off; one correction removes that, but for the
        # last millimetre around the centre, which PROJ takes for the centre.
        near_x, near_y = self._apply(np.asarray(lon), np.asarray(lat), back=False)
        return self._apply(2 * xs - near_x, 2 * ys - near_y, back=True)

    def _apply(self, first: Floats, second: Floats, *, back: bool) -> tuple[Any, Any]:
        one, two = self._proj(first.ravel(), second.ravel(), inverse=back)
        if not (np.isfinite(one).all() and np.isfinite(two).all()):
            raise InvalidRequestError(f"a position lies off the map around {self.lon}, {self.lat}")
        return with_shape(first.shape, one), with_shape(first.shape, two)

    def to_plane(self, geometry: Any) -> Any:
        """Move the vertices of a shapely geometry, or an array of them, onto the map."""
        return shapely.transform(geometry, self.forward, interleaved=False)

    def from_plane(self, geometry: Any) -> Any:
        """Move the vertices of a shapely geometry, or an array of them, back to degrees."""
        return shapely.transform(geometry, self.inverse, interleaved=False)
