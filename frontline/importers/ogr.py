"""Read features of the vector formats that are allowed, one by one, as GeoJSON features.

GDAL runs in a child process (see `gdal_child`) with the drivers of these formats only. Coordinates
are transformed to WGS 84, longitude first.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import shapely

from frontline.errors import InvalidRequestError
from frontline.importers.candidates import UnusedRow
from frontline.importers.child_process import read_in_child
from frontline.importers.geojson_crs import honour_crs
from frontline.importers.json_items import read_items
from frontline.importers.positions import read_position
from frontline.importers.rows import Row, Rows
from frontline.input_files import check_archive, check_regular, file_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: Names of the formats that are read, for messages.
FORMATS = (
    "GeoJSON, GeoPackage, shapefile, FlatGeobuf, file geodatabase, KML, KMZ, GPX, or an extract of "
    "OpenStreetMap"
)
#: Formats read by `frontline.importers.readers`.
_JSON = frozenset({".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson"})
#: Errors of shapely for an invalid geometry.
GEOMETRY_ERRORS = (
    *(shapely.errors.ShapelyError, ValueError, TypeError),
    *(AttributeError, KeyError, IndexError),
)


def is_extract(path: Path) -> bool:
    """Return whether a file is an extract of OpenStreetMap."""
    return path.suffix.lower() in {".osm", ".pbf"}


def read_features(path: Path, layer: str | None = None) -> Rows:
    """Read the features of a file: JSON item by item, the other `FORMATS` with GDAL."""
    if path.suffix.lower() in _JSON:
        return honour_crs(read_items(path), path)
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
        If the file is in none of the `FORMATS`, or its coordinate system is unknown.
    InvalidRequestError
        If there is no such layer.
    """
    _check_files(path)
    request = {"path": os.path.abspath(path), "layer": layer, "where": where}  # noqa: PTH100 - as given
    items = read_in_child("gdal_child", request, path.name)
    head: dict[str, Any] = next(items, {})
    if "refused" in head:
        raise file_error(path, head["refused"], f"Export it again: as {FORMATS}.")
    if not head.get("layers"):
        raise file_error(path, "has no layer", "Export it again.")
    if layer is not None and layer not in head["layers"]:
        known = ", ".join(head["layers"])
        raise InvalidRequestError(f"{path.name} has no layer {layer!r}: it has {known}")
    return Rows(path.name, _rows(path, items))


def layer_names(path: Path) -> tuple[str, ...]:
    """Return the names of the layers of a file that GDAL reads; none for JSON."""
    if path.suffix.lower() in _JSON:
        return ()
    _check_files(path)
    request = {"path": os.path.abspath(path), "layer": "", "where": None}  # noqa: PTH100 - as given
    head: dict[str, Any] = next(read_in_child("gdal_child", request, path.name), {})
    return tuple(head.get("layers", ()))


def _check_files(path: Path) -> None:
    """Check a file, and the files that belong to it: none may be a FIFO or a device.

    Raises
    ------
    DataError
        If one of them is not a regular file, or an archive unpacks to too much.
    """
    if path.is_dir() and path.suffix.lower() == ".gdb":
        for one in path.iterdir():
            check_regular(one)
        return
    check_regular(path)
    check_archive(path)
    with os.scandir(path.parent) as entries:
        names = [one.name for one in entries if one.name.startswith(f"{path.stem}.")]
    for name in names:
        other = path.with_name(name)
        if not other.is_dir():
            check_regular(other)


def _rows(path: Path, items: Iterator[Any]) -> Iterator[Row | UnusedRow]:
    for number, item in enumerate(items, start=1):
        if "refused" in item:
            raise file_error(path, item["refused"], "Export it in WGS 84 (EPSG:4326).")
        if "broken" in item:
            reason = "the file is broken here, and not read further"
            yield UnusedRow.of(path.name, item["broken"], reason, item["detail"])
        else:
            yield Row(number, item)


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
