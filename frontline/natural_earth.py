"""Land, borders, lakes, rivers and names of the world, from Natural Earth.

Natural Earth is in the public domain. The world is drawn at 1:50 million; a region that the finer
file covers, at 1:10 million. ``tools/basemap.py`` makes both files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pydantic_core import from_json

from frontline.models import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

#: West, south, east, north, in degrees.
Bounds = tuple[float, float, float, float]

#: The finer file comes first.
_FILES = ("levant.json", "world.json")
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


class Basemap:
    """What lies within some bounds, cut out when it is first asked for.

    Geometries are in longitude and latitude, WGS 84.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, degrees.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds, self._fine = bounds, _finest(bounds)

    @cached_property
    def land(self) -> Any:
        """Land within the bounds."""
        return _clip(self._fine.polygons("land"), self._bounds)

    @cached_property
    def lakes(self) -> Any:
        """Lakes within the bounds."""
        return _clip(self._fine.polygons("lakes"), self._bounds)

    @cached_property
    def rivers(self) -> Any:
        """Rivers within the bounds."""
        return _clip(self._fine.lines("rivers"), self._bounds)

    @cached_property
    def borders(self) -> Any:
        """Settled borders within the bounds."""
        return _clip(self._fine.lines("borders"), self._bounds)

    @cached_property
    def disputed(self) -> Any:
        """Disputed borders within the bounds."""
        return _clip(self._fine.lines("disputed"), self._bounds)

    @cached_property
    def countries(self) -> tuple[NamedArea, ...]:
        """Countries, with the parts of their outlines within the bounds."""
        return tuple(_within(_read(_FILES[-1]).named("countries"), self._bounds))

    @cached_property
    def seas(self) -> tuple[NamedArea, ...]:
        """Seas, with the parts of their outlines within the bounds."""
        return tuple(_within(_read(_FILES[-1]).named("seas"), self._bounds))

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Cities within the bounds, the largest first."""
        west, south, east, north = self._bounds
        return tuple(
            city
            for city in _read(_FILES[-1]).cities
            if west <= city.lon <= east and south <= city.lat <= north
        )


@lru_cache(maxsize=16)
def read_basemap(bounds: Bounds) -> Basemap:
    """Return the basemap within some bounds, from the finest file that covers them.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, degrees.
    """
    return Basemap(bounds)


def bounds_of_finest(bounds: Bounds) -> Bounds:
    """Return the bounds of the finest file that covers some bounds, of which a basemap is cut."""
    return _finest(bounds).bounds


@cache
def unnamed_areas() -> Any:
    """Return the disputed ground on which no country is named, longitude and latitude."""
    return shapely.union_all([shapely.box(*bounds) for bounds in _UNNAMED])


class _File:
    """A file of Natural Earth, whose layers become geometries when they are asked for."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content, self._steps = content, content["steps"]
        self._shapes: dict[str, Any] = {}
        west, south, east, north = content["bounds"]
        self.bounds: Bounds = (west, south, east, north)

    def polygons(self, layer: str) -> list[Any]:
        """Return a layer of polygons."""
        if layer not in self._shapes:
            self._shapes[layer] = _polygons(self._content[layer], self._steps)
        shapes: list[Any] = self._shapes[layer]
        return shapes

    def lines(self, layer: str) -> list[Any]:
        """Return a layer of lines."""
        if layer not in self._shapes:
            lines = self._content[layer]
            if layer == "rivers":
                lines = [line for river in lines for line in river["lines"]]
            self._shapes[layer] = _lines(lines, self._steps)
        shapes: list[Any] = self._shapes[layer]
        return shapes

    def named(self, layer: str) -> tuple[NamedArea, ...]:
        """Return a layer of countries or seas."""
        if layer not in self._shapes:
            self._shapes[layer] = _named(self._content[layer], self._steps)
        areas: tuple[NamedArea, ...] = self._shapes[layer]
        return areas

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """All cities."""
        return tuple(City(*city) for city in self._content["cities"])


def _finest(bounds: Bounds) -> _File:
    frame = shapely.box(*bounds)
    finer = (file for file in map(_read, _FILES[:-1]) if shapely.box(*file.bounds).covers(frame))
    return next(finer, None) or _read(_FILES[-1])


@cache
def _read(name: str) -> _File:
    return _File(from_json((resources.files("frontline") / "basemap" / name).read_bytes()))


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
    cut = shapely.clip_by_rect(found, *bounds)  # not always valid, where an island meets the edge
    wrong = ~shapely.is_valid(cut)
    cut[wrong] = shapely.make_valid(cut[wrong])
    return shapely.union_all(cut)


def _named(rows: Sequence[dict[str, Any]], steps: int) -> tuple[NamedArea, ...]:
    """Return countries or seas: all outlines are made at once, which takes a fifth of the time."""
    polygons = _polygons(chain.from_iterable(row["outline"] for row in rows), steps)
    counts = [len(row["outline"]) for row in rows]
    outlines = np.full(len(rows), shapely.MultiPolygon(), dtype=object)  # some have no outline
    numbers = np.repeat(np.arange(len(rows)), counts)
    shapely.multipolygons(np.asarray(polygons), indices=numbers, out=outlines)
    return tuple(
        NamedArea(Text(row["en"], row["ar"]), row["rank"], outline)
        for row, outline in zip(rows, outlines, strict=True)
    )


def _within(areas: Sequence[NamedArea], bounds: Bounds) -> Iterable[NamedArea]:
    for area in areas:
        west, south, east, north = area.outline.bounds
        if west < bounds[2] and bounds[0] < east and south < bounds[3] and bounds[1] < north:
            inside = _clip(shapely.get_parts(area.outline).tolist(), bounds)
            if not inside.is_empty:
                yield replace(area, outline=inside)
