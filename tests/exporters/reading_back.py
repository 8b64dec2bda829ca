"""Rows and cells in a form that tests can compare, from memory or read from a file."""

from __future__ import annotations

import geopandas
import pyogrio
import shapely

ENDINGS = ["gpkg", "geojson", "parquet", "fgb", "csv", "kml", "topojson"]


def rows(frame, *names):
    """Return columns of a frame as tuples, days as texts."""
    cells = [frame[name].astype(str) if name in {"start", "end"} else frame[name] for name in names]
    return [
        tuple(None if cell != cell else cell for cell in row)  # noqa: PLR0124 - NaN
        for row in zip(*cells, strict=True)
    ]


def read(path, layer):
    """Read a layer of a file as GDAL and QGIS do, GeoParquet as geopandas does."""
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    if path.suffix == ".csv":
        options = {"X_POSSIBLE_NAMES": "lon", "Y_POSSIBLE_NAMES": "lat"}
        return pyogrio.read_dataframe(path, **options)
    frame = pyogrio.read_dataframe(path, layer=layer)
    # In KML the name of a row is that of its placemark.
    return frame.rename(columns={"Name": "name"}) if path.suffix == ".kml" else frame


def cell(value):
    """Return a cell as text: None if empty, days without time, numbers as Python writes them."""
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    try:
        return repr(float(value))
    except (TypeError, ValueError):
        return str(value)


def sorted_rows(frame):
    """Return the cells of each row with its geometry, sorted."""
    names = [name for name in frame.columns if name != "geometry"]
    return sorted(
        ([cell(row[name]) or "" for name in names], wkb)
        for (_, row), wkb in zip(frame.iterrows(), shapely.to_wkb(frame.geometry), strict=True)
    )
