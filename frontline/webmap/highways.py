"""Highways for a page: the line with its chainage, and who held which part on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.dates import days_between
from frontline.webmap.quantize import deltas

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.highways import Road
    from frontline.models import Control
    from frontline.webmap.quantize import Grid


#: How far the drawn line may stray from the centre line.
_TOLERANCE_M = 12.0
#: How far beyond the region roads are drawn, degrees.
_BEYOND = 0.4


def encode_roads(
    atlas: Atlas, first: date, last: date, grid: Grid, code: Callable[[Control], int]
) -> list[dict[str, Any]]:
    """Encode every highway that touches the region.

    Parameters
    ----------
    code : numbers an answer; roads carry no evidence of their own

    Returns
    -------
    For each road `id`, `name`, `name_ar`, the line (`x`, `y`, `along`: differences, metres from
    its beginning), `cuts` (differences, metres) and, for the pieces between cuts, the `initial`
    answers and the `changes` (day, piece, answer).
    """
    found = []
    for road in atlas.roads.values():
        line = _line(atlas, road)
        if line is None:
            continue
        cuts, series = _series(atlas, road, first, last, code)
        low, high = line[0, 2], line[-1, 2]
        cuts, series = _within(cuts, series, low, high)
        points = grid.place(line[:, :2])
        changed = np.argwhere(series[1:] != series[:-1])
        found.append(
            {
                "id": road.highway.id,
                "name": road.highway.name,
                "name_ar": road.highway.name_ar,
                "x": deltas(points[:, 0]),
                "y": deltas(points[:, 1]),
                "along": deltas(np.rint(line[:, 2]).astype(np.int64)),
                "cuts": deltas(cuts),
                "initial": series[0].tolist(),
                "changes": [[int(d) + 1, int(p), int(series[d + 1, p])] for d, p in changed],
            }
        )
    return found


def _line(atlas: Atlas, road: Road) -> NDArray[np.float64] | None:
    """Give the simplified line near the region: longitude, latitude, metres along it."""
    lon, lat, along_m = road.line.lon, road.line.lat, road.line.along_m
    west, south, east, north = atlas.package.coverage.region
    inside = (lon > west - _BEYOND) & (lon < east + _BEYOND)
    inside &= (lat > south - _BEYOND) & (lat < north + _BEYOND)
    if not inside.any():
        return None
    near = np.flatnonzero(inside)
    part = slice(max(near[0] - 1, 0), near[-1] + 2)
    x, y = atlas.projection.forward(lon[part], lat[part])
    kept = _kept(np.column_stack([x, y]))
    return np.column_stack([lon[part], lat[part], along_m[part]])[kept]


def _kept(xy: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the positions of the vertices that a simplified line keeps."""
    numbered = shapely.linestrings(np.column_stack([xy, np.arange(len(xy))]))
    simple = shapely.simplify(numbered, _TOLERANCE_M)
    kept: NDArray[np.intp] = shapely.get_coordinates(simple, include_z=True)[:, 2].astype(np.intp)
    return kept


def _series(
    atlas: Atlas, road: Road, first: date, last: date, code: Callable[[Control], int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut a road wherever the answer changes on any day.

    Returns
    -------
    cuts : metres along the road, one more than there are pieces
    series : codes, shape (days, pieces)
    """
    days = []
    for day in days_between(first, last):
        intervals = road.intervals(atlas.record, day)
        ends = [round(interval.to_km * 1000) for interval in intervals]
        days.append((ends, [code(interval.control) for interval in intervals]))
    cuts = np.unique([end for ends, _ in days for end in ends])
    series = [np.asarray(codes)[np.searchsorted(ends, cuts)] for ends, codes in days]
    return np.r_[0, cuts].astype(np.int64), np.asarray(series, dtype=np.int64)


def _within(
    cuts: NDArray[np.int64], series: NDArray[np.int64], low: float, high: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep the pieces that lie on the drawn part of the line, and join equal neighbours."""
    kept = (cuts[1:] > low) & (cuts[:-1] < high)
    series, ends, start = series[:, kept], cuts[1:][kept], max(cuts[:-1][kept][0], round(low))
    ends[-1] = min(ends[-1], round(high))
    turns = np.r_[(series[:, 1:] != series[:, :-1]).any(axis=0), True]
    return np.r_[start, ends[turns]], series[:, turns]
