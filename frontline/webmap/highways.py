"""Highways of a page: the line with its chainage, and who held which stretch on which day."""

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

    Code = Callable[[Control, bool], int]


#: Tolerance of the simplified line.
_TOLERANCE_M = 12.0
#: Margin around the region in which highways are drawn, degrees.
_MARGIN = 0.4


def encode_highways(
    atlas: Atlas, first: date, last: date, grid: Grid, code: Code
) -> list[dict[str, Any]]:
    """Encode every highway that touches the region.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
        The days of the page.
    grid : Grid
    code : callable
        Returns the number of a control, and whether it is presumed from reports on areas; a highway
        has no other evidence of its own.

    Returns
    -------
    list of dict
        `id`, `name`, `name_ar`; the line (`x`, `y`, `along`: differences, metres from its start);
        `cuts` (differences, metres); and for the stretches between cuts the `initial` control
        and the `changes` (day, stretch, control).
    """
    highways = []
    for road in atlas.roads.values():
        line = _line(atlas, road)
        if line is None:
            continue
        cuts, series = _series(atlas, road, first, last, code)
        low, high = line[0, 2], line[-1, 2]
        cuts, series = _clip_series(cuts, series, low, high)
        points = grid.quantize(line[:, :2])
        changed = np.argwhere(series[1:] != series[:-1])
        highways.append(
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
    return highways


def _line(atlas: Atlas, road: Road) -> NDArray[np.float64] | None:
    """Return the simplified line near the region: longitude, latitude, metres along it."""
    lon, lat, along_m = road.line.lon, road.line.lat, road.line.along_m
    west, south, east, north = atlas.package.coverage.region
    inside = (lon > west - _MARGIN) & (lon < east + _MARGIN)
    inside &= (lat > south - _MARGIN) & (lat < north + _MARGIN)
    if not inside.any():
        return None
    near = np.flatnonzero(inside)
    part = slice(max(near[0] - 1, 0), near[-1] + 2)
    x, y = atlas.projection.forward(lon[part], lat[part])
    kept = _simplified(np.column_stack([x, y]))
    return np.column_stack([lon[part], lat[part], along_m[part]])[kept]


def _simplified(xy: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the indices of the vertices that the simplified line keeps."""
    numbered = shapely.linestrings(np.column_stack([xy, np.arange(len(xy))]))
    simple = shapely.simplify(numbered, _TOLERANCE_M)
    kept: NDArray[np.intp] = shapely.get_coordinates(simple, include_z=True)[:, 2].astype(np.intp)
    return kept


def _series(
    atlas: Atlas, road: Road, first: date, last: date, code: Code
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut a road wherever its control changes on any day.

    Returns
    -------
    cuts : ndarray of int
        Metres along the road, one more than there are stretches.
    series : ndarray of int, shape (days, stretches)
        Codes of the control.
    """
    areas = atlas.area_report_ids
    days: list[tuple[list[int], list[int]]] = []
    for day in days_between(first, last):
        if atlas.drawn is None:
            parts = [*road.unmerged_intervals(atlas.record, day)]
        elif not days or day in atlas.drawn.days:
            parts = [*atlas.drawn.road_intervals(road.line, day, None)]
        ends = [round(part.to_km * 1000) for part in parts]
        days.append((ends, [code(part.control, part.is_presumed(areas)) for part in parts]))
    cuts = np.unique([end for ends, _ in days for end in ends])
    series = [np.asarray(codes)[np.searchsorted(ends, cuts)] for ends, codes in days]
    return np.r_[0, cuts].astype(np.int64), np.asarray(series, dtype=np.int64)


def _clip_series(
    cuts: NDArray[np.int64], series: NDArray[np.int64], low: float, high: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep the stretches on the drawn part of the line, and join equal neighbours."""
    kept = (cuts[1:] > low) & (cuts[:-1] < high)
    series, ends, start = series[:, kept], cuts[1:][kept], max(cuts[:-1][kept][0], round(low))
    ends[-1] = min(ends[-1], round(high))
    differ = np.r_[(series[:, 1:] != series[:, :-1]).any(axis=0), True]
    return np.r_[start, ends[differ]], series[:, differ]
