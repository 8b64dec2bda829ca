"""Land, borders, lakes, rivers and names of the world, from Natural Earth.

Natural Earth is in the public domain. The world is drawn at 1:50 million; a region that the finer
file covers, at 1:10 million. ``tools/basemap.py`` makes both files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.models import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

#: West, south, east, north, in degrees.
Bounds = tuple[float, float, float, float]

#: The finer file comes first.
_FILES = ("levant.json", "world.json")
_LAYERS = ("land", "lakes", "rivers", "borders", "disputed")
#: Ground that several countries claim, as west, south, east, north in degrees: no name of a
#: country is set on it. In this order: the Golan Heights, the West Bank, Gaza, Western Sahara,
#: Crimea, Kashmir, Aksai Chin, Arunachal Pradesh, Abyei and Halaib, Northern Cyprus, Kosovo,
#: Abkhazia, South Ossetia, Transnistria, the Essequibo, the southern Kuril Islands.
_UNNAMED = (
    (35.6, 32.65, 35.95, 33.4), (34.85, 31.3, 35.6, 32.6), (34.2, 31.2, 34.6, 31.6),
    (-17.2, 20.7, -8.6, 27.7), (32.4, 44.3, 36.7, 46.1), (72.5, 32.2, 77.9, 37.1),
    (77.8, 34.2, 80.4, 36.0), (91.5, 26.6, 97.4, 29.5), (27.7, 9.3, 29.1, 10.3),
    (33.1, 21.9, 37.0, 23.3), (32.5, 35.0, 34.7, 35.8), (20.0, 41.8, 21.9, 43.4),
    (40.0, 42.4, 42.2, 43.6), (43.4, 41.9, 44.6, 42.8), (28.0, 46.3, 30.2, 48.2),
    (-61.5, 1.1, -57.0, 8.6), (145.3, 43.3, 149.0, 45.6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedArea:
    """A country or a sea.

    Attributes
    ----------
    name : Text
        Its name; the Arabic may be empty.
    rank : int
        Importance: lower is more important.
    outline : shapely.Geometry
        A coarse outline within the bounds, longitude and latitude.
    """

    name: Text
    rank: int
    outline: Any


@dataclass(frozen=True, slots=True)
class City:
    """A city of the basemap.

    Attributes
    ----------
    name : str
        Its name in English.
    thousands : int
        Its population in thousands.
    lon, lat : float
        Its position, degrees.
    name_ar : str
        Its name in Arabic; may be empty.
    """

    name: str
    thousands: int
    lon: float
    lat: float
    name_ar: str = ""


@dataclass(frozen=True, slots=True)
class Basemap:
    """What lies within some bounds; geometries are in longitude and latitude, WGS 84.

    Attributes
    ----------
    land, lakes : shapely.Geometry
        Polygons.
    rivers, borders, disputed : shapely.Geometry
        Lines: rivers, settled borders of countries, and borders that are disputed.
    countries, seas : tuple of NamedArea
        With the parts of their outlines within the bounds.
    cities : tuple of City
        The largest first.
    """

    land: Any
    lakes: Any
    rivers: Any
    borders: Any
    disputed: Any
    countries: tuple[NamedArea, ...]
    seas: tuple[NamedArea, ...]
    cities: tuple[City, ...]


@lru_cache(maxsize=16)
def read_basemap(bounds: Bounds) -> Basemap:
    """Return the basemap within some bounds, from the finest file that covers them.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, degrees.
    """
    fine, world = _finest(bounds), _read(_FILES[-1])
    west, south, east, north = bounds
    return Basemap(
        **{layer: _clip(fine.shapes[layer], bounds) for layer in _LAYERS},
        countries=tuple(_within(world.countries, bounds)),
        seas=tuple(_within(world.seas, bounds)),
        cities=tuple(
            city for city in world.cities if west <= city.lon <= east and south <= city.lat <= north
        ),
    )


def bounds_of_finest(bounds: Bounds) -> Bounds:
    """Return the bounds of the finest file that covers some bounds, of which a basemap is cut."""
    west, south, east, north = _finest(bounds).bounds
    return west, south, east, north


@cache
def unnamed_areas() -> Any:
    """Return the disputed ground on which no country is named, longitude and latitude."""
    return shapely.union_all([shapely.box(*bounds) for bounds in _UNNAMED])


@dataclass(frozen=True, slots=True)
class _File:
    """A file of Natural Earth as geometries."""

    bounds: Bounds
    shapes: dict[str, list[Any]]
    countries: tuple[NamedArea, ...]
    seas: tuple[NamedArea, ...]
    cities: tuple[City, ...]


def _finest(bounds: Bounds) -> _File:
    frame = shapely.box(*bounds)
    finer = (file for file in map(_read, _FILES[:-1]) if shapely.box(*file.bounds).covers(frame))
    return next(finer, None) or _read(_FILES[-1])


@cache
def _read(name: str) -> _File:
    text = (resources.files("frontline") / "basemap" / name).read_text("utf-8")
    file = json.loads(text)
    steps = file["steps"]
    rivers = [line for river in file["rivers"] for line in river["lines"]]
    return _File(
        bounds=file["bounds"],
        shapes={
            "land": _polygons(file["land"], steps),
            "lakes": _polygons(file["lakes"], steps),
            "rivers": _lines(rivers, steps),
            "borders": _lines(file["borders"], steps),
            "disputed": _lines(file["disputed"], steps),
        },
        countries=_named(file.get("countries", ()), steps),
        seas=_named(file.get("seas", ()), steps),
        cities=tuple(City(*city) for city in file.get("cities", ())),
    )


def _degrees(
    lines: Sequence[Sequence[int]], steps: int
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the positions of lines of steps, one after the other, and the line of each."""
    counts = np.asarray([len(line) // 2 for line in lines], dtype=np.intp)
    flat = np.fromiter(chain.from_iterable(lines), dtype=np.int64, count=2 * int(counts.sum()))
    whole = flat.reshape(-1, 2).cumsum(axis=0)
    # Each line begins anew: without the sum of those before it.
    before = np.concatenate([[[0, 0]], whole])[np.cumsum(counts) - counts]
    number = np.repeat(np.arange(len(lines)), counts)
    return (whole - before[number]) / steps, number


def _polygons(encoded: Iterable[Sequence[Sequence[int]]], steps: int) -> list[Any]:
    polygons = list(encoded)
    if not polygons:
        return []
    positions, ring = _degrees(list(chain.from_iterable(polygons)), steps)
    rings = shapely.linearrings(positions, indices=ring)
    counts = [len(rings_of) for rings_of in polygons]
    made: list[Any] = shapely.polygons(
        rings, indices=np.repeat(np.arange(len(counts)), counts)
    ).tolist()
    return made


def _lines(encoded: Iterable[Sequence[int]], steps: int) -> list[Any]:
    lines = list(encoded)
    if not lines:
        return []
    positions, line = _degrees(lines, steps)
    made: list[Any] = shapely.linestrings(positions, indices=line).tolist()
    return made


def _clip(shapes: list[Any], bounds: Bounds) -> Any:
    """Return the parts of shapes within the bounds as one geometry."""
    near = shapely.STRtree(shapes).query(shapely.box(*bounds))
    found = shapely.make_valid(np.asarray(shapes, dtype=object)[np.sort(near)])
    return shapely.union_all(shapely.clip_by_rect(found, *bounds))


def _named(rows: Iterable[dict[str, Any]], steps: int) -> tuple[NamedArea, ...]:
    return tuple(
        NamedArea(
            Text(row["en"], row["ar"]),
            row["rank"],
            shapely.MultiPolygon(_polygons(row["outline"], steps)),
        )
        for row in rows
    )


def _within(areas: Sequence[NamedArea], bounds: Bounds) -> Iterable[NamedArea]:
    for area in areas:
        west, south, east, north = area.outline.bounds
        if west < bounds[2] and bounds[0] < east and south < bounds[3] and bounds[1] < north:
            inside = _clip(shapely.get_parts(area.outline).tolist(), bounds)
            if not inside.is_empty:
                yield replace(area, outline=inside)
