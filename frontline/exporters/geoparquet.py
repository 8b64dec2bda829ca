"""GeoParquet 1.1: one layer a file, geometry as WKB, licence and sources in the file's metadata.

The coordinates are OGC:CRS84, the default of the format: longitude, latitude, WGS 84.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


def write_parquet(path: Path, layer: Layer, told: About) -> None:
    """Write a layer.

    Raises
    ------
    InvalidRequestError
        When pyarrow, which writes the format, is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra: most who export do without it
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise InvalidRequestError(
            "GeoParquet needs pyarrow, which is not installed: "
            "pip install 'frontline-mapper[parquet]', or write a .gpkg"
        ) from None
    kinds = {"text": pa.string(), "day": pa.date32(), "number": pa.float64()}
    arrays = [pa.array(column.values, kinds[column.kind]) for column in layer.columns]
    arrays.append(pa.array(shapely.to_wkb(layer.geometry), pa.binary()))
    table = pa.table(arrays, names=[*(column.name for column in layer.columns), "geometry"])
    notes = {"geo": json.dumps(_geo(layer)), "frontline": json.dumps(told, ensure_ascii=False)}
    pq.write_table(table.replace_schema_metadata(notes), path, compression="zstd")


def _geo(layer: Layer) -> dict[str, Any]:
    shapes = {"encoding": "WKB", "geometry_types": [layer.shape] if len(layer) else []}
    known = {"bbox": shapely.total_bounds(layer.geometry).tolist()} if len(layer) else {}
    wound = {"orientation": "counterclockwise"} if layer.shape == "MultiPolygon" else {}
    return {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {**shapes, **wound, **known}},
    }
