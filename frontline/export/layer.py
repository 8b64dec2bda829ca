"""A layer: rows with named columns and a geometry each, before any file format.

Positions are longitude and latitude, WGS 84, rounded to 1e-7 degrees (a centimetre), so that
every format holds the same numbers and the same input gives the same bytes on any machine.
Days are whole: `start` and `end` are both included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["DECIMALS", "Column", "Layer", "days", "numbers", "shaped", "texts"]

#: Decimal places of a degree that are kept.
DECIMALS = 7

#: The day from which numpy counts, as `date.toordinal` numbers it.
_EPOCH = date(1970, 1, 1).toordinal()

Kind = Literal["text", "day", "number"]
Shape = Literal["Point", "MultiLineString", "MultiPolygon"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values of one kind, a row each.

    Parameters
    ----------
    values : texts or None as objects; days as ``datetime64[D]``; numbers as float64
    """

    name: str
    kind: Kind
    values: NDArray[Any]

    def plain(self, rows: slice = slice(None)) -> list[Any]:
        """Give the values as texts, numbers and None; days as 2019-08-15."""
        part = self.values[rows]
        return part.astype(str).tolist() if self.kind == "day" else part.tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Rows of one shape.

    Parameters
    ----------
    name : as the issue of a file names it: ``places``, ``territory``
    title : what a reader sees
    shape : of every geometry
    geometry : one a row
    """

    name: str
    title: str
    shape: Shape
    columns: tuple[Column, ...]
    geometry: NDArray[np.object_]

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.geometry)

    def values(self, name: str) -> NDArray[Any]:
        """Give the values of a column."""
        return next(column.values for column in self.columns if column.name == name)

    def frame(self) -> gpd.GeoDataFrame:
        """Give the rows as a GeoDataFrame, EPSG:4326, days as ``datetime64``."""
        import geopandas  # noqa: PLC0415 - slow to import, and files are written without it

        data = {
            column.name: column.values.astype("datetime64[s]")
            if column.kind == "day"
            else column.values
            for column in self.columns
        }
        return geopandas.GeoDataFrame(data, geometry=self.geometry, crs="EPSG:4326")


def texts(name: str, values: Iterable[str | None]) -> Column:
    """Make a column of texts."""
    found = list(values)
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return Column(name, "text", column)


def days(name: str, values: Sequence[date]) -> Column:
    """Make a column of days."""
    numbered = np.fromiter((day.toordinal() for day in values), np.int64, len(values))
    return Column(name, "day", (numbered - _EPOCH).astype("datetime64[D]"))


def numbers(name: str, values: Sequence[float] | NDArray[Any], decimals: int = 3) -> Column:
    """Make a column of numbers, rounded."""
    return Column(name, "number", np.asarray(values, dtype=np.float64).round(decimals))


def shaped(geometries: Iterable[Any], shape: Shape) -> NDArray[np.object_]:
    """Round geometries and make each of one shape; outer rings run anticlockwise.

    Rounding can make a thin polygon touch itself: it is then made valid again, of polygons only.
    """
    found = list(geometries)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    array = np.asarray(shapely.transform(array, _rounded), dtype=object)
    if shape == "Point":
        return array
    if shape == "MultiLineString":
        return _many(array, shapely.multilinestrings, 1)
    bad = ~shapely.is_valid(array)
    array[bad] = shapely.transform(shapely.make_valid(array[bad]), _rounded)
    return np.asarray(shapely.orient_polygons(_many(array, shapely.multipolygons, 2)), dtype=object)


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(xy, DECIMALS) + 0.0  # no -0.0, which formats write in different ways


def _many(array: NDArray[np.object_], build: Any, dimension: int) -> NDArray[np.object_]:
    """Turn each geometry into one of many parts, leaving out parts of a lower dimension."""
    parts, owner = shapely.get_parts(array, return_index=True)
    nested = shapely.get_type_id(parts) >= 4
    if nested.any():
        inner, whose = shapely.get_parts(parts, return_index=True)
        parts, owner = inner, owner[whose]
    kept = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
    parts, owner = parts[kept], owner[kept]
    ends = np.searchsorted(owner, np.arange(len(array) + 1))
    joined = np.empty(len(array), dtype=object)
    for row in range(len(array)):
        joined[row] = build(parts[ends[row] : ends[row + 1]])
    return joined
