"""The state of a day as GeoDataFrames, in longitude and latitude, EPSG:4326."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from frontline.control import Record
    from frontline.front import Front
    from frontline.model import Place
    from frontline.territory import Tessellation

__all__ = ["front_frame", "places_frame", "territory_frame"]

_CRS = "EPSG:4326"


def places_frame(places: Sequence[Place], record: Record, day: date) -> gpd.GeoDataFrame:
    """Give a point for each place, with the answer of a day.

    Columns: ``id``, ``name``, ``name_ar``, ``status``, ``holder``, ``actors`` (between
    spaces), ``evidence``, ``since``, ``reported`` (days), ``position_error_m``.
    """
    rows = []
    for place in places:
        span = record.span_on(place.id, day)
        rows.append(
            {
                "id": place.id,
                "name": place.name,
                "name_ar": place.name_ar,
                "status": span.control.status,
                "holder": span.control.holder,
                "actors": " ".join(span.control.actors),
                "evidence": span.control.evidence,
                "since": span.since.isoformat(),
                "reported": span.reported.isoformat(),
                "position_error_m": place.position_error_m,
            }
        )
    points = shapely.points([(place.lon, place.lat) for place in places])
    return gpd.GeoDataFrame(rows, geometry=points, crs=_CRS)


def territory_frame(
    cells: Tessellation, holders: NDArray[np.int16], actors: Sequence[str]
) -> gpd.GeoDataFrame:
    """Give the ground of each actor who holds any, then contested ground.

    Columns: ``actor`` (None where contested), ``status``, ``area_km2``.
    """
    rows: list[dict[str, Any]] = []
    shapes = []
    groups = [(number, actor, "held") for number, actor in enumerate(actors)]
    for number, actor, status in [*groups, (-1, None, "contested")]:
        chosen = holders == number
        if not chosen.any():
            continue
        area = float(cells.areas_km2[chosen].sum())
        rows.append({"actor": actor, "status": status, "area_km2": area})
        shapes.append(cells.geographic(shapely.coverage_union_all(cells.cells[chosen])))
    columns = ["actor", "status", "area_km2"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=shapes, crs=_CRS)


def front_frame(cells: Tessellation, front: Front) -> gpd.GeoDataFrame:
    """Give the front: rows ``line``, ``contested`` and ``band`` of a column ``kind``."""
    shapes: list[Any] = [front.line, front.contested, front.band]
    geographic = [cells.geographic(shape) for shape in shapes]
    return gpd.GeoDataFrame({"kind": ["line", "contested", "band"]}, geometry=geographic, crs=_CRS)
