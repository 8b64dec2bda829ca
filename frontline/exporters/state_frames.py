"""The GeoDataFrames of `State`: places, territory and front of one day, not rounded.

Longitude and latitude, EPSG:4326.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from geopandas.array import from_shapely

from frontline.exporters.frames import CRS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.record import Record
    from frontline.drawn_ground import Drawing
    from frontline.geometry.front import Front
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Place


def places_frame(places: Sequence[Place], record: Record, day: date) -> gpd.GeoDataFrame:
    """Return a point for each place, with its control on a day.

    Columns: ``id``, ``name``, ``name_ar``, ``name_local``, ``status``, ``holder``, ``actors``
    (separated by spaces), ``evidence``, ``since``, ``reported`` (days), ``position_error_m``.
    """
    rows = []
    for place in places:
        span = record.span_on(place.id, day)
        rows.append(
            {
                "id": place.id,
                "name": place.name,
                "name_ar": place.name_ar,
                "name_local": place.name_local,
                "status": span.control.status,
                "holder": span.control.holder,
                "actors": " ".join(span.control.actors),
                "evidence": span.control.evidence,
                "since": span.since.isoformat(),
                "reported": span.reported_on(day).isoformat(),
                "position_error_m": place.position_error_m,
            }
        )
    points = shapely.points([(place.lon, place.lat) for place in places])
    return gpd.GeoDataFrame(rows, geometry=points, crs=CRS)


def territory_frame(
    cells: Tessellation,
    holders: NDArray[np.int16],
    presumed: NDArray[np.bool_],
    actors: Sequence[str],
) -> gpd.GeoDataFrame:
    """Return the territory of each actor who holds any, then contested and presumed territory.

    Columns: ``actor`` (missing where contested), ``status`` (held, contested or presumed),
    ``area_km2``.
    """
    rows: list[dict[str, Any]] = []
    shapes = []
    groups: list[tuple[int, str | None, str]] = [
        *((number, actor, "held") for number, actor in enumerate(actors)),
        (-1, None, "contested"),
        *((number, actor, "presumed") for number, actor in enumerate(actors)),
    ]
    for number, actor, status in groups:
        mask = (holders == number) & (presumed == (status == "presumed"))
        if not mask.any():
            continue
        area = float(cells.areas_km2[mask].sum())
        rows.append({"actor": actor, "status": status, "area_km2": area})
        shapes.append(cells.to_geographic(shapely.coverage_union_all(cells.cells[mask])))
    columns = ["actor", "status", "area_km2"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=shapes, crs=CRS)


def drawn_frame(drawing: Drawing | None, atlas: Atlas) -> gpd.GeoDataFrame:
    """Return the territory of a drawing; the columns are those of `territory_frame`."""
    held = {} if drawing is None else drawing.held
    groups = [*((number, actor) for number, actor in enumerate(atlas.actors)), (-1, None)]
    rows = [
        {
            "actor": actor,
            "status": "held" if actor else "contested",
            "area_km2": float(shapely.area(held[number])) / 1e6,
        }
        for number, actor in groups
        if number in held
    ]
    shapes = [atlas.projection.from_plane(held[number]) for number, _ in groups if number in held]
    columns = ["actor", "status", "area_km2"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=shapes, crs=CRS)


def front_frame(cells: Tessellation, front: Front) -> gpd.GeoDataFrame:
    """Return the front: rows ``line``, ``contested`` (outline) and ``band`` of column ``kind``.

    A part of the line between sides that are only presumed is in a last row, ``presumed``.
    """
    kinds: dict[str, Any] = {
        "line": front.line, "contested": front.contested, "band": front.band
    }  # fmt: skip
    if not front.presumed.is_empty:
        kinds["presumed"] = front.presumed
    shapes = cells.to_geographic(np.asarray([*kinds.values()], dtype=object))
    geometry = from_shapely(shapes, crs=_crs())
    return gpd.GeoDataFrame({"kind": list(kinds), "geometry": geometry}, geometry="geometry")


@cache
def _crs() -> pyproj.CRS:
    """Return the reference system, which takes longer to look up than a frame to make."""
    return pyproj.CRS(CRS)
