"""Rows, columns and geometries of the layers, as GeoDataFrames that every format can write.

A column holds texts (or None), days (``datetime64[s]``) or numbers (``float64``). Positions are
longitude and latitude, EPSG:4326, rounded to `DECIMALS` places.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Control

ColumnKind = Literal["text", "day", "number"]
GeometryType = Literal["Point", "MultiLineString", "MultiPolygon"]
Columns = dict[str, "NDArray[Any]"]
Item = TypeVar("Item", bound="Hashable")

CRS = "EPSG:4326"
#: Decimal places of a degree: about a centimetre.
DECIMALS = 7
#: How many geometries are converted at once.
BATCH = 200


def join_days(
    days: Sequence[date], last: date, items_on: Callable[[date], Iterable[Item]]
) -> list[tuple[date, date, Item]]:
    """Join consecutive days that have the same item.

    Parameters
    ----------
    days : sequence of date
        The first day, and every day on which anything may change, in order.
    last : date
        The last day.
    items_on : callable
        Returns what is there from one of `days` on; equal items are the same item.

    Returns
    -------
    list of tuple
        First day, last day and item, by first day and then in the order of `items_on`.

    Examples
    --------
    >>> from datetime import date
    >>> items = {1: ["a", "b"], 3: ["a"], 5: ["a", "b"]}
    >>> days = [date(2020, 1, day) for day in items]
    >>> runs = join_days(days, date(2020, 1, 9), lambda day: items[day.day])
    >>> [(first.day, last.day, item) for first, last, item in runs]
    [(1, 9, 'a'), (1, 2, 'b'), (5, 9, 'b')]
    """
    open_runs: dict[Item, tuple[date, int]] = {}
    runs: list[tuple[date, int, date, Item]] = []
    for day in days:
        items = list(items_on(day))
        for item in open_runs.keys() - set(items):
            start, position = open_runs.pop(item)
            runs.append((start, position, day - timedelta(days=1), item))
        for position, item in enumerate(items):
            open_runs.setdefault(item, (day, position))
    runs += [(start, position, last, item) for item, (start, position) in open_runs.items()]
    runs.sort(key=lambda run: run[:2])
    return [(start, end, item) for start, _, end, item in runs]


def text_column(values: Iterable[str | None]) -> NDArray[np.object_]:
    """Make a column of texts."""
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


def day_column(values: Sequence[date]) -> NDArray[np.datetime64]:
    """Make a column of days."""
    return np.asarray(values, dtype="datetime64[D]").astype("datetime64[s]")


def number_column(values: Sequence[float] | NDArray[Any]) -> NDArray[np.float64]:
    """Make a column of numbers, rounded to three decimal places."""
    return np.asarray(values, dtype=np.float64).round(3)


def control_columns(answers: Sequence[Control]) -> Columns:
    """Make ``status``, ``holder``, ``actors`` (separated by spaces) and ``evidence``."""
    return {
        "status": text_column(answer.status for answer in answers),
        "holder": text_column(answer.holder for answer in answers),
        "actors": joined_column(answer.actors for answer in answers),
        "evidence": text_column(answer.evidence for answer in answers),
    }


def record_columns(atlas: Atlas, record_ids: Sequence[tuple[str, ...]]) -> Columns:
    """Make ``records`` and ``reports``: ids, and addresses of reports that support or deny them."""
    addresses: dict[tuple[str, ...], str | None] = dict.fromkeys(record_ids)
    atlas.package.load((), (id_ for ids in addresses for id_ in ids))
    for ids in addresses:
        reports = (one for id_ in ids for one in atlas.package.reports.get(id_, ()))
        urls = (one.url for one in reports if one.url and one.says != "context")
        addresses[ids] = " ".join(dict.fromkeys(urls)) or None
    return {
        "records": joined_column(record_ids),
        "reports": text_column(addresses[ids] for ids in record_ids),
    }


def joined_column(values: Iterable[tuple[str, ...]]) -> NDArray[np.object_]:
    """Make a column of texts from lists of ids, separated by spaces; None for an empty list."""
    return text_column(" ".join(ids) or None for ids in values)


def make_frame(
    columns: Mapping[str, Any], geometries: Iterable[Any], geometry_type: GeometryType
) -> gpd.GeoDataFrame:
    """Make a GeoDataFrame of columns and geometries, which are rounded."""
    geometry = round_geometries(geometries, geometry_type)
    return gpd.GeoDataFrame(dict(columns), geometry=geometry, crs=CRS)


def round_geometries(geometries: Iterable[Any], geometry_type: GeometryType) -> NDArray[np.object_]:
    """Round geometries and convert each to one type; exterior rings run anticlockwise.

    A thin polygon that touches itself after rounding is made valid again.
    """
    # A few at a time, and each is forgotten then: the corners of a year are large.
    rest, done = iter(geometries), [np.empty(0, dtype=object)]
    while batch := list(islice(rest, BATCH)):
        done.append(_round_batch(batch, geometry_type))
    return np.concatenate(done)


def _round_batch(geometries: list[Any], geometry_type: GeometryType) -> NDArray[np.object_]:
    array = np.asarray(shapely.transform(text_column(geometries), _rounded), dtype=object)
    if geometry_type == "Point":
        return array
    if geometry_type == "MultiLineString":
        return _multi(array, shapely.multilinestrings, 1)
    bad = ~shapely.is_valid(array)
    array[bad] = shapely.transform(shapely.make_valid(array[bad]), _rounded)
    polygons = _multi(array, shapely.multipolygons, 2)
    return np.asarray(shapely.orient_polygons(polygons), dtype=object)


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(xy, DECIMALS) + 0.0  # no -0.0, which formats write in different ways


def _multi(
    array: NDArray[np.object_], build: Callable[[Any], Any], dimension: int
) -> NDArray[np.object_]:
    """Make a multi-part geometry of each; parts of another dimension are left out."""
    parts, owner = shapely.get_parts(array, return_index=True)
    nested = shapely.get_type_id(parts) >= 4
    if nested.any():
        parts, outer = shapely.get_parts(parts, return_index=True)
        owner = owner[outer]
    kept = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
    parts, owner = parts[kept], owner[kept]
    ends = np.searchsorted(owner, np.arange(len(array) + 1))
    joined = np.empty(len(array), dtype=object)
    for row in range(len(array)):
        joined[row] = build(parts[ends[row] : ends[row + 1]])
    return joined


def field_names(frame: gpd.GeoDataFrame) -> list[str]:
    """Return the names of the columns without the geometry."""
    return [name for name in frame.columns if name != "geometry"]


def geometry_array(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return the geometries as shapely objects."""
    return np.asarray(frame.geometry.to_numpy(), dtype=object)


def column_kind(frame: gpd.GeoDataFrame, name: str) -> ColumnKind:
    """Return the kind of a column: of texts, days or numbers."""
    if is_datetime64_any_dtype(frame[name]):
        return "day"
    return "number" if is_numeric_dtype(frame[name]) else "text"


def column_values(frame: gpd.GeoDataFrame, name: str) -> NDArray[Any]:
    """Return the values of a column: texts and None, ``datetime64[D]``, or ``float64``."""
    column, kind = frame[name], column_kind(frame, name)
    if kind == "day":
        return np.asarray(column, dtype="datetime64[D]")
    if kind == "number":
        return np.asarray(column, dtype=np.float64)
    codes, distinct = column.factorize()  # a text of many rows is one object
    return np.asarray(text_column([*distinct, None])[codes])  # -1 where there is none


def chunks(frame: gpd.GeoDataFrame, size: int = 20_000) -> Iterator[gpd.GeoDataFrame]:
    """Yield the rows in parts, so that few of them are in memory as text at once."""
    return (frame.iloc[start : start + size] for start in range(0, len(frame), size))


def plain_rows(frame: gpd.GeoDataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the fields of each row as texts, numbers and None; days as 2019-08-15."""
    columns = [_plain(frame, name) for name in field_names(frame)]
    return zip(*columns, strict=True)


def _plain(frame: gpd.GeoDataFrame, name: str) -> list[Any]:
    values = column_values(frame, name)
    if column_kind(frame, name) == "day":
        values = values.astype(str)
    plain: list[Any] = values.tolist()
    return plain
