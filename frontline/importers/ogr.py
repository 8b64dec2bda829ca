"""Read features of any format that GDAL reads, one by one, as GeoJSON features.

Coordinates are transformed to WGS 84, longitude first.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from frontline.errors import InvalidRequestError
from frontline.importers.candidates import UnusedRow
from frontline.importers.coordinates import read_position
from frontline.importers.readers import Row, Rows, file_error, read_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: Formats read by `frontline.importers.readers`.
_JSON = frozenset({".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson"})
#: Errors of shapely for an invalid geometry.
GEOMETRY_ERRORS = (
    *(shapely.errors.ShapelyError, ValueError, TypeError),
    *(AttributeError, KeyError, IndexError),
)
#: Number of features that are read at once.
_CHUNK = 20_000


def is_extract(path: Path) -> bool:
    """Return whether a file is an extract of OpenStreetMap."""
    return path.suffix.lower() in {".osm", ".pbf"}


def read_features(path: Path, layer: str | None = None) -> Rows:
    """Read the features of a file of any format: JSON item by item, others with GDAL."""
    if path.suffix.lower() in _JSON:
        return read_items(path)
    return read_layer(path, layer)


def read_layer(path: Path, layer: str | None = None, where: str | None = None) -> Rows:
    """Read the features of one layer as GeoJSON features in WGS 84.

    Parameters
    ----------
    path : the file, or the folder of some formats
    layer : name of the layer; None for the first
    where : a condition in SQL; the file is then read in one piece, and other features not counted

    Raises
    ------
    DataError
        If GDAL cannot read the file, or its coordinate system is unknown.
    InvalidRequestError
        If there is no such layer.
    """
    if not path.exists():
        raise file_error(path, "the file is missing", "Check the path.")
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise file_error(path, f"cannot be read ({_one_line(error)})", "Export it again.") from None
    if not layers:
        raise file_error(path, "has no layer", "Export it again.")
    if layer is not None and layer not in layers:
        raise InvalidRequestError(f"{path.name} has no layer {layer!r}: it has {', '.join(layers)}")
    return Rows(path.name, _items(path, layer or layers[0], where))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _items(path: Path, layer: str, where: str | None) -> Iterator[Row | UnusedRow]:
    number = 0
    chunk = None if where else _CHUNK
    while True:
        try:
            meta, _, shapes, columns = pyogrio.raw.read(
                path,
                layer=layer,
                where=where,
                skip_features=number,
                max_features=chunk,
                force_2d=True,
            )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
            reason = "the file is broken here, and not read further"
            yield UnusedRow.of(path.name, number + 1, reason, _one_line(error))
            return
        count = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
        transformer = _to_wgs84(path, meta.get("crs"))
        fields = [str(name) for name in meta["fields"]]
        for at in range(count):
            number += 1
            cells = {name: _plain(column[at]) for name, column in zip(fields, columns, strict=True)}
            shape = None if shapes is None else shapes[at]
            yield Row(number, {"properties": cells, "geometry": _geometry(shape, transformer)})
        if chunk is None or count < chunk:
            return


def _to_wgs84(path: Path, crs: str | None) -> Transformer | None:
    """Return the transformer to WGS 84; None if the file is in WGS 84, or states no system."""
    if crs is None:
        return None
    try:
        known = CRS.from_user_input(crs)
        if known.to_epsg() == 4326 or known == CRS.from_epsg(4326):
            return None
        return Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    except ProjError as error:
        message = f"has an unknown coordinate system ({_one_line(error)})"
        raise file_error(path, message, "Export it in WGS 84 (EPSG:4326).") from None


def _plain(value: Any) -> Any:
    """Return a value of a column as a JSON value; None if it is missing."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _geometry(wkb: bytes | None, transformer: Transformer | None) -> dict[str, Any] | None:
    if wkb is None:
        return None
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return None
    if transformer is not None:
        shape = shapely.transform(shape, lambda xy: np.column_stack(transformer.transform(*xy.T)))
    made: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return made


_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def flatten_tags(properties: dict[str, Any]) -> dict[str, Any]:
    """Return properties with the tags that GDAL's OSM driver keeps in one property as their own.

    Examples
    --------
    >>> flatten_tags({"name": "Coast Road", "other_tags": '"ref"=>"R9"'})
    {'name': 'Coast Road', 'ref': 'R9'}
    """
    flat = dict(properties)
    for name in ("tags", "other_tags", "all_tags"):
        rest = flat.get(name)
        if isinstance(rest, dict):
            del flat[name]
            flat |= rest
        elif isinstance(rest, str) and "=>" in rest:
            del flat[name]
            flat |= {_unescaped(key): _unescaped(value) for key, value in _HSTORE.findall(rest)}
    return flat


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def representative_point(geometry: Any) -> tuple[float, float] | str:
    """Return the point of a geometry, or a point inside its area; else the reason for none."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Point":
        point = geometry.get("coordinates")
        if isinstance(point, list | tuple) and len(point) >= 2:
            return read_position(point[0], point[1])
        return "has no position"
    if not isinstance(geometry, dict):
        return "has no position"
    try:
        shape = shapely.geometry.shape(geometry)
        if shape.is_empty:
            return "has no position"
        inside = shape.representative_point()
    except GEOMETRY_ERRORS:
        return "the geometry cannot be read"
    return read_position(float(inside.x), float(inside.y))
