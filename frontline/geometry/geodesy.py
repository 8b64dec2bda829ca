"""Positions on the WGS 84 ellipsoid: distances, bearings and a local map projection.

Longitude comes before latitude, in degrees; lengths are in metres; bearings are in degrees
clockwise from north. Longitudes up to 360 in either direction are accepted, as files that cross
the antimeridian contain them; returned longitudes lie between -180 and 180. All functions take
numbers or arrays; arrays broadcast, numbers return a `float`.

Geodesics are computed by PROJ with the algorithms of C. F. F. Karney (2013),
"Algorithms for geodesics", Journal of Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from geopy.point import Point
    from pyproj import Proj


Floats: TypeAlias = NDArray[np.float64]


class _Ellipsoid:
    """WGS 84, as PROJ computes with it; PROJ is loaded when the first geodesic is asked for."""

    a, b, es = 6378137.0, 6356752.314245179, 0.00669437999014133

    def __getattr__(self, name: str) -> Any:
        return getattr(_geod(), name)


@cache
def _geod() -> Any:
    from pyproj import Geod  # noqa: PLC0415 - slow to import, and a name needs no distance

    return Geod(ellps="WGS84")


GEOD = _Ellipsoid()

#: The sixteen compass points, clockwise from north, 22.5 degrees apart.
DIRECTIONS = (
    *("north", "north-north-east", "north-east", "east-north-east"),
    *("east", "east-south-east", "south-east", "south-south-east"),
    *("south", "south-south-west", "south-west", "west-south-west"),
    *("west", "west-north-west", "north-west", "north-north-west"),
)

_NUMBER = r"\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*"
_POSITION = re.compile(f"{_NUMBER},{_NUMBER}", re.ASCII)


def check_positions(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return positions as two float arrays of one shape.

    Parameters
    ----------
    lon, lat : float or array_like
        Degrees.

    Raises
    ------
    InvalidRequestError
        For values that are not numbers, not finite or not on the globe; the message names the
        first.
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
            f"longitude {lons[wrong][0]}, latitude {lats[wrong][0]} is not on the globe: write"
            " longitude, then latitude, in degrees, the latitude between -90 and 90"
        )
    return lons, lats


def with_shape(shape: tuple[int, ...], values: Floats) -> Any:
    """Return flat results in the shape of the input: a `float` for a single position."""
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
    """Solve the inverse geodesic problem: distance and bearing between positions.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float or array_like
        First and second positions, degrees.

    Returns
    -------
    distance_m : float or numpy.ndarray
        Length of the shortest path on the ellipsoid.
    bearing_deg : float or numpy.ndarray
        Initial bearing at the first position, 0 <= bearing < 360; nan if the two coincide.

    Raises
    ------
    InvalidRequestError
        For positions that are not on the globe, or arrays that do not broadcast.

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
    """Return the length of the shortest path between positions, metres; see `inverse`."""
    return _solve(lon1, lat1, lon2, lat2)[0]


@overload
def bearing_deg(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def bearing_deg(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats: ...
def bearing_deg(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Any:
    """Return the initial bearing from first to second positions, degrees; see `inverse`."""
    return _solve(lon1, lat1, lon2, lat2)[1]


def compass_direction(bearing_deg: float) -> str:
    """Return the nearest of the sixteen compass points for a bearing in degrees.

    Raises
    ------
    InvalidRequestError
        For nan, the bearing between two positions that coincide.

    Examples
    --------
    >>> compass_direction(290)
    'west-north-west'
    """
    if not math.isfinite(bearing_deg):
        raise InvalidRequestError("there is no direction from a position to itself")
    return DIRECTIONS[math.floor(bearing_deg % 360 / 22.5 + 0.5) % 16]


def to_cartesian(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Return earth-centred coordinates of positions on the ellipsoid, metres, shape (..., 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    normal = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    return np.stack(
        [across * np.cos(lam), across * np.sin(lam), (1 - GEOD.es) * normal * np.sin(phi)], axis=-1
    )


def to_latlon(point: tuple[float, float]) -> Point:
    """Convert (lon, lat) to a geopy Point, whose order is (lat, lon).

    Examples
    --------
    >>> to_latlon((36.65, 35.44)).format_decimal()
    '35.44, 36.65'
    """
    lon, lat = check_positions(*point)
    from geopy.point import Point  # noqa: PLC0415 - geopy loads every geocoder and their client

    return Point(latitude=float(lat), longitude=float(lon))


def from_latlon(point: Any) -> tuple[float, float]:
    """Convert a geopy Point or Location, or a (lat, lon) pair, to (lon, lat).

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
    """Parse a position written as ``lon,lat`` in decimal degrees.

    Parameters
    ----------
    text : str
        Such as ``36.65,35.44``.
    region : tuple of float, optional
        West, south, east, north of the expected positions. A position outside is refused only
        if it lies inside with longitude and latitude swapped.

    Returns
    -------
    tuple of float
        Longitude, latitude.

    Raises
    ------
    InvalidRequestError
        Unless the text is two numbers in range, and for numbers that look swapped.

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
    expected = region or (-180.0, -90.0, 180.0, 90.0)
    if not _within(expected, lon, lat) and _within(expected, lat, lon):
        raise InvalidRequestError(
            f"{text!r} looks swapped: longitude comes first, so is it {match[2]},{match[1]}?"
        )
    if not _within((-180.0, -90.0, 180.0, 90.0), lon, lat):
        raise InvalidRequestError(
            f"{text!r} is not on the globe: the longitude must lie between -180 and 180 and the"
            " latitude between -90 and 90"
        )
    return lon, lat


def _within(region: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = region
    across = west <= lon <= east if west <= east else (lon >= west or lon <= east)
    return across and south <= lat <= north


#: Regions wider than this get a projection along their parallels, degrees.
_WIDE_DEG = 40


@dataclass(frozen=True)
class Projection:
    """A local equal-area projection of WGS 84, in metres.

    Use it to build geometries, not to measure lengths. Around a centre (Lambert azimuthal), areas
    are true, but lengths are off by up to 0.005 % at 100 km from the centre and 0.4 % at 1,000 km;
    only straight lines through the centre are geodesics. Along two parallels (Albers conic, after
    Snyder (1987), "Map Projections: A Working Manual", US Geological Survey Professional Paper
    1395, 98-103), lengths are off by up to 0.7 % in a belt 17 degrees high, however wide.

    Parameters
    ----------
    lon, lat : float
        The centre, degrees.
    parallels : tuple of float, optional
        Latitudes of the two parallels that are true to length; None for a projection around the
        centre.
    """

    lon: float
    lat: float
    parallels: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse a centre that is not on the globe."""
        check_positions(self.lon, self.lat)

    @classmethod
    def around(cls, lons: ArrayLike, lats: ArrayLike) -> Projection:
        """Return a projection centred on positions, or on two opposite corners of a region.

        The centre is that of the earth-centred bounding box, so neither the order of the
        positions nor the antimeridian matters; it is rounded to a millionth of a degree.

        Parameters
        ----------
        lons, lats : array_like
            Positions, degrees.

        Raises
        ------
        InvalidRequestError
            Without positions, or if they lie all around the globe.
        """
        lon, lat = check_positions(lons, lats)
        if lon.size == 0:
            raise InvalidRequestError("a projection needs at least one position for its centre")
        points = to_cartesian(lon.ravel(), lat.ravel())
        x, y, z = ((points.min(axis=0) + points.max(axis=0)) / 2).tolist()
        if math.hypot(x, y, z) < GEOD.b / 10:
            raise InvalidRequestError(
                "the positions lie all around the globe: choose a part of them"
            )
        middle = math.atan2(z, (1 - GEOD.es) * math.hypot(x, y))
        return cls(round(math.degrees(math.atan2(y, x)), 6), round(math.degrees(middle), 6))

    @classmethod
    def of_region(cls, region: tuple[float, float, float, float]) -> Projection:
        """Return a projection of a region: along its parallels if it is wider than 40 degrees.

        Parameters
        ----------
        region : tuple of float
            West, south, east, north in degrees.

        Examples
        --------
        >>> Projection.of_region((-18.0, 8.0, 42.0, 26.0))
        Projection(lon=12.0, lat=17.0, parallels=(11.0, 23.0))
        """
        west, south, east, north = region
        if east - west <= _WIDE_DEG:
            return cls.around([west, east], [south, north])
        sixth = (north - south) / 6  # the parallels after V. V. Kavrayskiy, as Snyder (1987), p. 99
        parallels = round(south + sixth, 6), round(north - sixth, 6)
        return cls(round((west + east) / 2, 6), round((south + north) / 2, 6), parallels)

    @cached_property
    def _proj(self) -> Proj:
        from pyproj import Proj  # noqa: PLC0415 - as above

        if self.parallels is not None:
            one, two = self.parallels
            if abs(one + two) < 1e-6:  # a cone of no slope is a cylinder
                return Proj(proj="cea", lon_0=self.lon, lat_ts=abs(one), ellps="WGS84", units="m")
            return Proj(
                proj="aea", lat_1=one, lat_2=two, lon_0=self.lon, lat_0=self.lat,
                ellps="WGS84", units="m",
            )  # fmt: skip
        return Proj(proj="laea", lon_0=self.lon, lat_0=self.lat, ellps="WGS84", units="m")

    @overload
    def forward(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]: ...
    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
        """Return x (east) and y (north) of positions in metres from the centre."""
        lons, lats = check_positions(lon, lat)
        return self._apply(lons, lats, back=False)

    @overload
    def inverse(self, x: float, y: float) -> tuple[float, float]: ...
    @overload
    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]: ...
    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        """Return longitude and latitude of points of the plane."""
        xs, ys = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
        lon, lat = self._apply(xs, ys, back=True)
        # PROJ's inverse is up to a millimetre off. One correction removes that, except within
        # a millimetre of the centre, which PROJ treats as the centre.
        near_x, near_y = self._apply(np.asarray(lon), np.asarray(lat), back=False)
        return self._apply(2 * xs - near_x, 2 * ys - near_y, back=True)

    def _apply(self, first: Floats, second: Floats, *, back: bool) -> tuple[Any, Any]:
        one, two = self._proj(first.ravel(), second.ravel(), inverse=back)
        if not (np.isfinite(one).all() and np.isfinite(two).all()):
            raise InvalidRequestError(
                f"a position cannot be projected around {self.lon}, {self.lat}"
            )
        return with_shape(first.shape, one), with_shape(first.shape, two)

    def to_plane(self, geometry: Any) -> Any:
        """Project a shapely geometry, or an array of them, from degrees to the plane."""
        return shapely.transform(geometry, self.forward, interleaved=False)

    def from_plane(self, geometry: Any) -> Any:
        """Project a shapely geometry, or an array of them, from the plane back to degrees."""
        return shapely.transform(geometry, self.inverse, interleaved=False)
