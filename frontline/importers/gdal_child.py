"""Read one layer with GDAL in a child process, with few drivers and without the network.

Only drivers that read the file itself are enabled: no drivers of services, and none of files that
name other files or addresses (VRT, WFS, GDALG, GML with a schema). The first value sent lists the
layers; the others are features as GeoJSON in WGS 84, longitude first.
"""

from __future__ import annotations

import json
import math
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from frontline.importers.child_process import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The drivers of GDAL that may open a file; the guide to importing names their formats.
DRIVERS = frozenset(
    {"ESRI Shapefile", "GPKG", "FlatGeobuf", "OpenFileGDB", "KML", "LIBKML", "GPX", "OSM"}
)
#: Settings of GDAL and PROJ: no plugins, no network, no references from one file to another.
_SETTINGS = {
    "GDAL_DRIVER_PATH": "disable",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # a request would end at a closed port of this computer
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_MAX_RETRY": "0",
    "LIBKML_RESOLVE_STYLE": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
    "CPL_LOG": os.devnull,
}
#: Parts of a coordinate system that name files of grids.
_GRIDS = ("nadgrids", "geoidgrids", "parameterfile")
#: Number of features that are read at once.
_CHUNK = 20_000


def main() -> None:
    """Read the layer that the command line names, and send its features."""
    request = json.loads(sys.argv[1])
    _restrict_drivers()
    serve(_read(**request))


def _restrict_drivers() -> None:
    """Start this process again without the drivers that are not allowed."""
    os.environ.update(_SETTINGS)
    for name in ("geopandas", "pandas", "pyarrow"):
        sys.modules[name] = None  # type: ignore[assignment]  # pyogrio would import them
    import pyogrio  # noqa: PLC0415 - GDAL reads its settings now

    others = sorted(pyogrio.list_drivers().keys() - DRIVERS)
    if not others:
        return
    if "GDAL_SKIP" in os.environ and os.environ["GDAL_SKIP"] == ",".join(others):
        sys.exit("GDAL does not skip drivers")
    os.environ["GDAL_SKIP"] = ",".join(others)
    arguments = [sys.executable, "-P", "-m", "frontline.importers.gdal_child", sys.argv[1]]
    os.execv(sys.executable, arguments)  # noqa: S606 - this very program


def _read(path: str, layer: str | None, where: str | None) -> Iterator[Any]:
    """Yield the names of the layers, then the features of one."""
    import pyogrio  # noqa: PLC0415 - as above

    errors = pyogrio.errors
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    except (errors.DataSourceError, errors.DataLayerError) as error:
        yield {"refused": f"cannot be read ({_one_line(error)})"}
        return
    yield {"layers": layers}
    if not layers or layer not in {None, *layers}:
        return
    number = 0
    chunk = None if where else _CHUNK
    while True:
        try:
            meta, _, shapes, columns = pyogrio.raw.read(
                path,
                layer=layer or layers[0],
                where=where,
                skip_features=number,
                max_features=chunk,
                force_2d=True,
            )
        except (errors.DataSourceError, errors.DataLayerError, errors.FeatureError) as error:
            yield {"broken": number + 1, "detail": _one_line(error)}
            return
        count = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
        try:
            transform = _to_wgs84(meta.get("crs"))
        except ValueError as error:
            yield {"refused": f"has an unknown coordinate system ({_one_line(error)})"}
            return
        fields = [str(name) for name in meta["fields"]]
        for at in range(count):
            cells = {name: _plain(column[at]) for name, column in zip(fields, columns, strict=True)}
            geometry = _geometry(None if shapes is None else shapes[at], transform)
            yield f'{{"properties":{json.dumps(cells)},"geometry":{geometry}}}'
        number += count
        if chunk is None or count < chunk:
            return


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _to_wgs84(crs: str | None) -> Callable[[Any], Any] | None:
    """Return a function from coordinates to WGS 84; None if the file is in WGS 84 or has none.

    Raises
    ------
    ValueError
        If the coordinate system is unknown, or refers to another file.
    """
    if crs is None or crs == "EPSG:4326":
        return None
    import numpy as np  # noqa: PLC0415 - most files do not need it
    from pyproj import CRS, Transformer  # noqa: PLC0415 - as above
    from pyproj.exceptions import ProjError  # noqa: PLC0415 - as above

    if any(word in crs.lower() for word in _GRIDS):
        raise ValueError("it refers to the file of a grid")
    try:
        known = CRS.from_user_input(crs)
        if known.to_epsg() == 4326 or known == CRS.from_epsg(4326):
            return None
        transformer = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    except ProjError as error:
        raise ValueError(str(error)) from None
    return lambda xy: np.column_stack(transformer.transform(*xy.T))


def _plain(value: Any) -> Any:
    """Return a value of a column as a JSON value; None if it is missing."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _geometry(wkb: bytes | None, transform: Callable[[Any], Any] | None) -> str:
    """Return a geometry as GeoJSON; ``null`` if there is none."""
    import shapely  # noqa: PLC0415 - imported once GDAL is set up

    shape = None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return "null"
    text: str = shapely.to_geojson(
        shape if transform is None else shapely.transform(shape, transform)
    )
    return text


if __name__ == "__main__":
    main()
