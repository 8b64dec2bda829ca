"""Reads features of any format that GDAL reads, one by one, as GeoJSON would have them.

Coordinates come out in WGS 84, longitude first, whatever system the file is in.
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

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.importers.candidates import Unused
from frontline.importers.coordinates import read_position
from frontline.importers.readers import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: Formats read by `frontline.importers.readers`.
_JSON = frozenset({".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson"})
#: What shapely raises for a geometry that is none.
_UNREADABLE = (
    *(shapely.errors.ShapelyError, ValueError, TypeError),
    *(AttributeError, KeyError, IndexError),
)
#: Features read at once.
_AT_ONCE = 20_000


def is_layered(path: Path) -> bool:
    """Whether a file is read by GDAL rather than as JSON."""
    return path.suffix.lower() not in _JSON


def layer_items(path: Path, layer: str | None = None, where: str | None = None) -> Rows:
    """Read the features of one layer as GeoJSON features in WGS 84.

    Parameters
    ----------
    path : the file, or the folder of some formats
    layer : its name; the first if None
    where : a condition in SQL; the file is then read at once, and only what fulfils it counts

    Raises
    ------
    DataError
        When GDAL cannot read the file, or it does not say where on the globe it lies.
    InvalidRequestError
        For a layer that there is not.
    """
    if not path.exists():
        raise _refuse(path, "the file is missing", "Check the path.")
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _refuse(path, f"cannot be read ({_one_line(error)})", "Export it again.") from None
    if not layers:
        raise _refuse(path, "has no layer", "Export it again.")
    if layer is not None and layer not in layers:
        raise InvalidRequestError(f"{path.name} has no layer {layer!r}: it has {', '.join(layers)}")
    return Rows(path.name, _items(path, layer or layers[0], where))


def _refuse(path: Path, rule: str, remedy: str) -> DataError:
    return DataError([Issue(path.name, None, "", rule, remedy)])


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _items(path: Path, layer: str, where: str | None) -> Iterator[Row | Unused]:
    number = 0
    most = None if where else _AT_ONCE
    while True:
        try:
            meta, _, shapes, columns = pyogrio.raw.read(
                path,
                layer=layer,
                where=where,
                skip_features=number,
                max_features=most,
                force_2d=True,
            )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
            reason = "the file is torn here, and not read further"
            yield Unused.of(path.name, number + 1, reason, _one_line(error))
            return
        count = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
        turn = _to_wgs84(path, meta.get("crs"))
        fields = [str(name) for name in meta["fields"]]
        for at in range(count):
            number += 1
            cells = {name: _plain(column[at]) for name, column in zip(fields, columns, strict=True)}
            shape = None if shapes is None else shapes[at]
            yield Row(number, {"properties": cells, "geometry": _geometry(shape, turn)})
        if most is None or count < most:
            return


def _to_wgs84(path: Path, crs: str | None) -> Transformer | None:
    """Give what turns coordinates to WGS 84, if they are not; without a system they must be."""
    if crs is None:
        return None
    try:
        known = CRS.from_user_input(crs)
        if known.to_epsg() == 4326 or known == CRS.from_epsg(4326):
            return None
        return Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    except ProjError as error:
        rule = f"is in a coordinate system that is not known ({_one_line(error)})"
        raise _refuse(path, rule, "Export it in WGS 84 (EPSG:4326).") from None


def _plain(value: Any) -> Any:
    """Give a value of a column as JSON has it; None for a gap."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _geometry(wkb: bytes | None, turn: Transformer | None) -> dict[str, Any] | None:
    if wkb is None:
        return None
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return None
    if turn is not None:
        shape = shapely.transform(shape, lambda xy: np.column_stack(turn.transform(*xy.T)))
    made: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return made


_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def spread_tags(properties: dict[str, Any]) -> dict[str, Any]:
    """Give properties with the tags beside them that GDAL's driver keeps together in one.

    Examples
    --------
    >>> spread_tags({"name": "Coast Road", "other_tags": '"ref"=>"R9"'})
    {'name': 'Coast Road', 'ref': 'R9'}
    """
    spread = dict(properties)
    for name in ("tags", "other_tags", "all_tags"):
        rest = spread.get(name)
        if isinstance(rest, dict):
            del spread[name]
            spread |= rest
        elif isinstance(rest, str) and "=>" in rest:
            del spread[name]
            spread |= {_unescaped(key): _unescaped(said) for key, said in _HSTORE.findall(rest)}
    return spread


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def middle_of(geometry: Any) -> tuple[float, float] | str:
    """Give the point of a GeoJSON geometry, or a point inside its area; else why there is none."""
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
    except (
        shapely.errors.ShapelyError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ):
        return "the geometry cannot be read"
    return read_position(float(inside.x), float(inside.y))
