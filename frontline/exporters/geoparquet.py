"""GeoParquet 1.1: one layer a file, geometry as WKB, metadata under the key ``frontline``.

The coordinate reference system is OGC:CRS84, the default of the format: longitude, latitude,
WGS 84.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from frontline.errors import InvalidRequestError
from frontline.exporters.frames import column_kind, column_values, field_names, geometry_array
from frontline.exporters.layers import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata


def write_parquet(path: Path, name: str, frame: gpd.GeoDataFrame, metadata: Metadata) -> None:
    """Write a layer.

    Raises
    ------
    InvalidRequestError
        When pyarrow, which writes the format, is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above
    except ImportError:
        raise InvalidRequestError(
            "GeoParquet needs pyarrow, which is not installed: "
            "pip install 'frontline-mapper[parquet]', or write a .gpkg"
        ) from None
    types = {"text": pa.string(), "day": pa.date32(), "number": pa.float64()}
    fields = field_names(frame)
    arrays = [
        pa.array(column_values(frame, field), types[column_kind(frame, field)]) for field in fields
    ]
    arrays.append(pa.array(shapely.to_wkb(geometry_array(frame)), pa.binary()))
    table = pa.table(arrays, names=[*fields, "geometry"])
    notes = {
        "geo": json.dumps(_geo_metadata(name, frame)),
        "frontline": json.dumps(metadata, ensure_ascii=False),
    }
    pq.write_table(table.replace_schema_metadata(notes), path, compression="zstd")


def _geo_metadata(name: str, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    geometry_type = LAYERS[name].geometry_type
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [geometry_type] if len(frame) else [],
    }
    if geometry_type == "MultiPolygon":
        column["orientation"] = "counterclockwise"
    if len(frame):
        column["bbox"] = shapely.total_bounds(geometry_array(frame)).tolist()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
