"""Read positions in the notations that people write: longitude first in what is returned.

Decimal degrees and degrees with minutes and seconds are read from two cells or from one; a cell
may also hold WKT, WKB or GeoJSON of a point, a grid reference (MGRS, UTM), or a link to a map. A
notation that is recognised but not read is named in the reason.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import shapely

from frontline.gazetteer.normalize import clean_text
from frontline.importers.angles import Angle, parse_degrees
from frontline.importers.cells import ascii_number, is_gap, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.importers.options import BoundingBox

#: Longitude and latitude in degrees; or the reason why there is no position.
Position: TypeAlias = tuple[float, float] | str
#: Order of two numbers in one cell.
PairOrder: TypeAlias = Literal["lat-lon", "lon-lat"]

#: A position this close to 0, 0 stands for a missing one.
_NULL_DEG = 1e-6
#: The reason for a position that is not there.
MISSING = "has no position: write longitude and latitude in degrees"
_OFF_GLOBE = (
    "the position is not on the globe: write a longitude of -180 to 180 and a latitude of -90 to 90"
)
_BEYOND_180 = (
    "the longitude is beyond 180 degrees: subtract 360, so that it is between -180 and 180"
)
_SWAPPED = "the latitude is beyond 90 degrees: check whether longitude and latitude are swapped"
_NULL = "the position is 0, 0, which means a missing one: write the position, or leave it empty"
_METRES = (
    "the position looks like metres of a map grid: write degrees, or the zone too (37N 305000 "
    "4010000)"
)
_SIDE_AMBIGUOUS = "O is west in French and Spanish, and east in German: write W or E"
UNREADABLE = "the position cannot be read: write longitude and latitude in degrees"

_GEOMETRY = re.compile(
    r"(?:SRID\s*=\s*(\d+)\s*;\s*)?((?:MULTI)?(?:POINT|LINESTRING|POLYGON|SURFACE|CURVE)"
    r"|GEOMETRYCOLLECTION|TRIANGLE|TIN)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[A-Z ]*\bEMPTY\s*", re.IGNORECASE)
_BINARY = re.compile(r"0[01][0-9A-Fa-f]{40,}")
_PLUS_CODE = re.compile(r"(?:[23456789CFGHJMPQRVWX]{2,8}0*)\+[23456789CFGHJMPQRVWX]{0,7}\b.*")
_WORDS = re.compile(r"(?:///|w3w[:.]).+", re.IGNORECASE)
_MGRS = re.compile(r"(\d{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z]{2}) ?(\d+) ?(\d*)", re.IGNORECASE)
_UTM = re.compile(
    r"(?:UTM )?(?:zone )?(\d{1,2}) ?([C-HJ-NP-X]|north|south)[ ,;:]+"
    r"(?:E(?:asting)?[ :=]*)?(\d{6}(?:[.,]\d+)?) ?m?E?[ ,;/]+"
    r"(?:N(?:orthing)?[ :=]*)?(\d{5,8}(?:[.,]\d+)?) ?m?N?",
    re.IGNORECASE,
)
#: Links to maps, in which the latitude comes first.
_LINK = re.compile(
    r"(?:geo:|.*?[@=/])(-?\d{1,2}\.\d+)(?:,|%2C|/)(-?\d{1,3}\.\d+)\b.*", re.IGNORECASE
)
_IS_LINK = re.compile(r"geo:|https?://", re.IGNORECASE)
_OSM_LINK = re.compile(r".*[?&]mlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+).*")
_BRACKETS = re.compile(r"[(\[{](.*)[)\]}]")
_PROJECTED = re.compile(r"\d{5,8}(?:[.,]\d+)?")


def read_position(lon: object, lat: object) -> Position:
    """Return the position in two cells, or the reason why they hold none.

    Sides that are written (N, E) decide which cell is the longitude.

    Examples
    --------
    >>> read_position("37.15", "36,21"), read_position("36°12'36″ N", "37°9' E")
    ((37.15, 36.21), (37.15, 36.21))
    >>> read_position("O 3", "48")
    'O is west in French and Spanish, and east in German: write W or E'
    """
    x, y = parse_number(lon), parse_number(lat)
    if x is not None and y is not None:
        return _on_globe(x, y)
    east, north = parse_degrees(lon), parse_degrees(lat)
    if east is None or north is None:
        return _unread(lon if east is None else lat)
    return _position(east, north)


def _position(east: Angle, north: Angle) -> Position:
    """Return the position of a longitude and a latitude; their sides may show the other order."""
    if east.is_latitude is True and north.is_latitude is not True:
        east, north = north, east
    if east.is_latitude is True or north.is_latitude is False:
        return UNREADABLE
    return _on_globe(east.degrees, north.degrees)


def _on_globe(lon: float, lat: float) -> Position:
    """Return a position, or the reason why two numbers are none."""
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        return _SWAPPED
    if abs(lat) <= 90 and 180 < lon <= 360:
        return _BEYOND_180
    if abs(lat) > 90 or abs(lon) > 180:
        return _METRES if min(abs(lon), abs(lat)) > 1000 else _OFF_GLOBE
    if abs(lon) < _NULL_DEG and abs(lat) < _NULL_DEG:
        return _NULL
    return lon, lat


def _unread(value: object) -> str:
    """Return why a cell with one coordinate cannot be read."""
    text = clean_text(value)
    if is_gap(text):
        return MISSING
    if re.search(r"(?<![A-Za-z])O(?![A-Za-z])", text):
        return _SIDE_AMBIGUOUS
    return UNREADABLE


def read_text(
    value: object, order: PairOrder | None = None, region: BoundingBox | None = None
) -> Position:
    """Return the position in one cell, or the reason why it holds none.

    Parameters
    ----------
    value : text, or an object of GeoJSON
    order : of two numbers without sides; None if it is not known
    region : in which the position is expected, to tell the S of a UTM zone; None if unknown

    Examples
    --------
    >>> read_text("POINT (37.15 36.21)"), read_text("36.21 N, 37.15 E")
    ((37.15, 36.21), (37.15, 36.21))
    >>> read_text("36.21, 37.15", "lat-lon")
    (37.15, 36.21)
    >>> read_text("8G8PVHX8+2X")
    'is a plus code: write longitude and latitude in degrees'
    """
    if isinstance(value, dict):
        return _geojson(value)
    text = clean_text(value)
    return MISSING if is_gap(text) else _read_text(text, order, region)


@lru_cache(1 << 12)
def _read_text(text: str, order: PairOrder | None, region: BoundingBox | None) -> Position:
    found = _markup(text) or _grid(text, region) or _link(text)
    if found is not None:
        return found
    angles = split_pair(text)
    if angles is None:
        return _unread(text)
    first, second = angles
    if first.is_latitude is not None or second.is_latitude is not None:
        return _position(second, first)
    if order is None:
        return (
            "the order of longitude and latitude is not known: add --set pairs=lat-lon or lon-lat"
        )
    return _position(second, first) if order == "lat-lon" else _position(first, second)


def split_pair(text: str) -> tuple[Angle, Angle] | None:
    """Return the two coordinates in a text, in the order as they are written.

    Examples
    --------
    >>> [angle.degrees for angle in split_pair("36,21; 37,15")]
    [36.21, 37.15]
    """
    bracketed = _BRACKETS.fullmatch(text)
    text = ascii_number(bracketed[1] if bracketed else text).strip()
    for first, second in _halves(text):
        one, two = parse_degrees(first), parse_degrees(second)
        if one is not None and two is not None:
            return one, two
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to split a text in two, the surest first."""
    for separator in (";", "|", "/", ", ", ","):
        if text.count(separator) == 1:
            one, two = text.split(separator)
            yield one.strip(), two.strip()
    for match in re.finditer(r"(?<=[A-Za-z\"'°]) ?(?=[\d+-])|(?<=\d),? ?(?=[NSEWnsewLl])", text):
        yield text[: match.start()].strip(), text[match.end() :].strip()
    if text.count(" ") == 1:
        one, two = text.split(" ")
        yield one.rstrip(","), two


def _markup(text: str) -> Position | None:
    """Read WKT, WKB in hexadecimal digits, or GeoJSON; None for other texts."""
    if text.startswith("{"):
        try:
            return _geojson(json.loads(text))
        except (ValueError, RecursionError):
            return "the position is not valid GeoJSON: write longitude and latitude in degrees"
    match = _GEOMETRY.match(text)
    if match is None and not _BINARY.fullmatch(text):
        return None
    body = text[match.start(2) :] if match else ""
    if _EMPTY.fullmatch(body):
        return MISSING
    try:
        shape = shapely.from_wkt(body) if match else shapely.from_wkb(text)
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        kind = "WKT" if match else "WKB"
        return f"the position is not valid {kind}: write longitude and latitude in degrees"
    system = int(match[1] or 4326) if match else shapely.get_srid(shape) or 4326
    return _point(shape, system)


def _geojson(value: Any) -> Position:
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, dict) or not value.get("coordinates"):
        return MISSING
    try:
        shape = shapely.geometry.shape(value)
    except (shapely.errors.ShapelyError, ValueError, TypeError, AttributeError, KeyError):
        return "the position is not valid GeoJSON: write longitude and latitude in degrees"
    return _point(shape, 4326)


def _point(shape: Any, system: int) -> Position:
    """Return the position of a point in a coordinate system of EPSG."""
    if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        (shape,) = shape.geoms
    if shape.is_empty:
        return MISSING
    if shape.geom_type != "Point":
        return f"is a {shape.geom_type}, not a point: write the point of the place"
    lon, lat = shape.x, shape.y
    if system not in {4326, 4979}:
        transformed = _transform(system, lon, lat)
        if transformed is None:
            return f"the coordinate system EPSG:{system} is not known: write degrees"
        lon, lat = transformed
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return UNREADABLE
    return _on_globe(lon, lat)


def _transform(system: int, x: float, y: float) -> tuple[float, float] | None:
    """Transform a point to WGS 84; None if the system is not known."""
    from pyproj import Transformer  # noqa: PLC0415 - needed for rare files only
    from pyproj.exceptions import CRSError  # noqa: PLC0415 - needed for rare files only

    try:
        transformer = Transformer.from_crs(system, 4326, always_xy=True)
    except CRSError:
        return None
    lon, lat = transformer.transform(x, y)
    return lon, lat


def _grid(text: str, region: BoundingBox | None) -> Position | None:
    """Read a grid reference of MGRS or UTM, or name another code; None for other texts."""
    if _PLUS_CODE.fullmatch(text):
        return "is a plus code: write longitude and latitude in degrees"
    if _WORDS.fullmatch(text):
        return "is an address of what3words: write longitude and latitude in degrees"
    if match := _MGRS.fullmatch(text):
        return _mgrs(*match.groups())
    if match := _UTM.fullmatch(text):
        return _utm(match, region)
    if all(map(_PROJECTED.fullmatch, re.split(r"[ ;/]+|, ", text))) and not text.isdecimal():
        return _METRES
    return None


def _mgrs(zone: str, band: str, square: str, first: str, second: str) -> Position:
    """Return the middle of the square that a reference of MGRS names."""
    digits = first + second
    if len(digits) % 2 or len(digits) > 10 or (second and len(first) != len(second)):
        return "the grid reference (MGRS) needs as many digits for east as for north: correct it"
    if len(digits) < 4:
        return "the grid reference (MGRS) names a square of 10 km or more: write more digits"
    import mgrs  # noqa: PLC0415 - needed for rare files only

    half = len(digits) // 2
    middle = "".join(f"{part}5".ljust(5, "0")[:5] for part in (digits[:half], digits[half:]))
    try:
        lat, lon = mgrs.MGRS().toLatLon(f"{zone}{band}{square}{middle}".upper())
    except mgrs.core.MGRSError:
        return "the grid reference (MGRS) does not exist: correct it"
    return round(lon, 6), round(lat, 6)


def _utm(match: re.Match[str], region: BoundingBox | None) -> Position:
    """Return the position of a zone and metres; S alone may be a band or the southern half."""
    zone, letter = int(match[1]), match[2].upper()
    east, north = (float(match[part].replace(",", ".")) for part in (3, 4))
    if not 1 <= zone <= 60:
        return "the zone of UTM is not 1 to 60: correct it"
    is_south = letter == "SOUTH" or (len(letter) == 1 and letter < "N")
    halves = (32600, 32700) if letter == "S" else (32700,) if is_south else (32600,)
    found = [
        (round(lon, 6), round(lat, 6))
        for lon, lat in (_transform(half + zone, east, north) or (math.inf, 0) for half in halves)
        if math.isfinite(lon) and math.isfinite(lat)
    ]
    if letter == "S":
        found = [at for at in found if region is not None and is_inside(at, region)]
        if len(found) != 1:
            return (
                "the S of the UTM zone may be the south, or the band of 32 to 40 degrees north: "
                "write 'north' or 'south'"
            )
    return found[0] if found else UNREADABLE


def is_inside(position: tuple[float, float], region: BoundingBox) -> bool:
    """Return whether a position lies in a region of west, south, east, north."""
    (lon, lat), (west, south, east, north) = position, region
    return west <= lon <= east and south <= lat <= north


def _link(text: str) -> Position | None:
    """Read a link to a map; None for other texts."""
    if _IS_LINK.match(text) is None:
        return None
    match = _OSM_LINK.fullmatch(text) or _LINK.fullmatch(text)
    if match is None:
        return "is a link without a position: write longitude and latitude in degrees"
    return _on_globe(float(match[2]), float(match[1]))
