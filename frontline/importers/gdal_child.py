"""Read layers with GDAL in a child process, with few drivers and without the network.

Only drivers that read the file itself are enabled: no drivers of services, and none of files that
name other files or addresses (VRT, WFS, GDALG, GML with a schema). The first value sent lists the
layers; the others are features as GeoJSON in WGS 84, longitude first, and the end of each layer.
"""

from __future__ import annotations

import json
import math
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.importers.child_process import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The drivers of GDAL that may open a file; the guide to importing names their formats.
DRIVERS = frozenset(
    {
        *("ESRI Shapefile", "GPKG", "FlatGeobuf", "OpenFileGDB", "KML", "LIBKML", "GPX", "OSM"),
        "TopoJSON",
    }
)
#: Other drivers of the usual builds, skipped from the start. If a build has more, this process
#: starts again without them.
_OTHERS = frozenset(
    {
        *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN"),
        *("DXF", "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "GDALG", "GML", "GPSBabel", "GTFS"),
        *("GeoJSON", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "LVBAG", "MBTiles"),
        *("MEM", "MVT", "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI"),
        *("OGR_GMT", "OGR_PDS", "OGR_VRT", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES"),
        *("PMTiles", "S57", "SQLite", "SXF", "Selafin", "VDV", "VFK", "VICAR", "WAsP", "WFS"),
        "XLSX",
    }
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
#: The encoding in which each byte is a character.
_RAW = "ISO-8859-1"
_PLAIN_TYPES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
#: Number of features that are read at once.
_CHUNK = 20_000


def main() -> None:
    """Read the layers that the command line names, and send their features."""
    request = json.loads(sys.argv[1])
    _restrict_drivers()
    serve(_read(**request))


def _restrict_drivers() -> None:
    """Skip the drivers that are not allowed; start this process again if a build has others."""
    found = sys.argv[2:]
    os.environ.update(_SETTINGS, GDAL_SKIP=",".join(sorted(_OTHERS.union(found))))
    for name in ("geopandas", "pandas", "pyarrow", "pyproj"):
        sys.modules[name] = None  # type: ignore[assignment]  # pyogrio would import them
    import pyogrio  # noqa: PLC0415 - GDAL reads its settings now

    sys.modules.pop("pyproj")  # some coordinate systems need it
    others = sorted(pyogrio.list_drivers().keys() - DRIVERS)
    if not others:
        return
    if found:
        sys.exit("GDAL does not skip drivers")
    arguments = [sys.executable, "-P", "-m", "frontline.importers.gdal_child", sys.argv[1], *others]
    os.execv(sys.executable, arguments)  # noqa: S606 - this very program


def _read(
    path: str, layer: str | None, where: str | None, kinds: list[str], decode: str
) -> Iterator[Any]:
    """Yield the layers, then the features of those that are wanted, each with its end.

    Parameters
    ----------
    layer : name of the only layer to read; None for all
    where : a condition in SQL on one layer, the first if none is named; rows are not counted
    kinds : types of geometry that are wanted; empty for all
    decode : encoding of texts whose bytes GDAL does not decode; empty if it does
    """
    import pyogrio  # noqa: PLC0415 - GDAL reads its settings now

    errors = pyogrio.errors
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        if where is None:
            layers = [_Layer.of(path, name, decode) for name in names]
        else:
            layers = [_Layer(name) for name in names]
    except (errors.DataSourceError, errors.DataLayerError) as error:
        yield {"refused": f"cannot be read{_fault(error, path)}"}
        return
    if layer is not None or where is not None:
        chosen = [layer or names[0]] if layer in {None, *names} and names else []
    else:
        chosen = _choose(layers, kinds)
    yield {"layers": [(*one, one.name in chosen) for one in layers]}
    for name in chosen:
        yield from _features(path, name, where, decode)
        yield {"end": name}


class _Layer(NamedTuple):
    """A layer: the number of its features, their type of geometry, and its columns."""

    name: str
    rows: int | None = None
    geometry: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: str, name: str, decode: str) -> _Layer:
        """Read about a layer of a file."""
        import pyogrio  # noqa: PLC0415 - as above

        about = pyogrio.read_info(
            path, layer=name, force_feature_count=True, encoding=_RAW if decode else None
        )
        kind = str(about["geometry_type"] or "").removeprefix("2.5D ").split(" ")[0]
        columns = tuple(_decoded(str(column), decode) for column in about["fields"])
        return cls(name, int(about["features"]), kind, columns)


def _choose(layers: list[_Layer], kinds: list[str]) -> list[str]:
    """Return the names of the layers to read: all that have features of a wanted type.

    The points of tracks and routes of a GPX file are in their lines too.
    """
    if len(layers) == 1:
        return [layers[0].name]
    names = {one.name for one in layers}
    in_lines = {"track_points", "route_points"} if {"tracks", "routes"} <= names else set()
    return [
        one.name
        for one in layers
        if one.rows
        and one.geometry
        and one.name not in in_lines
        and (not kinds or one.geometry in kinds or one.geometry not in _PLAIN_TYPES)
    ]


def _features(path: str, layer: str, where: str | None, decode: str) -> Iterator[Any]:
    """Yield the features of a layer, as lines of JSON."""
    import pyogrio  # noqa: PLC0415 - as above

    errors = pyogrio.errors
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
                encoding=_RAW if decode else None,
            )
        except UnicodeDecodeError as error:
            if decode:
                yield {"broken": number + 1, "detail": _one_line(error)}
                return
            decode = "utf-8"  # a format of UTF-8 with damaged bytes
            continue
        except (errors.DataSourceError, errors.DataLayerError, errors.FeatureError) as error:
            yield {"broken": number + 1, "detail": _one_line(error)}
            return
        count = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
        try:
            transform = _to_wgs84(meta.get("crs"))
        except ValueError as error:
            yield {"refused": f"has an unknown coordinate system ({_one_line(error)})"}
            return
        fields = [_decoded(str(name), decode) for name in meta["fields"]]
        mark = '"damaged":true,' if decode else ""
        for at in range(count):
            cells = {name: _plain(column[at]) for name, column in zip(fields, columns, strict=True)}
            if decode:
                cells = {name: _decoded(value, decode) for name, value in cells.items()}
            geometry = _geometry(None if shapes is None else shapes[at], transform)
            yield f'{{{mark}"properties":{json.dumps(cells)},"geometry":{geometry}}}'
        number += count
        if chunk is None or count < chunk:
            return


def _decoded(value: Any, encoding: str) -> Any:
    """Return a text that was read byte by byte in its encoding, and another value as it is."""
    if not encoding or not isinstance(value, str) or value.isascii():
        return value
    return value.encode(_RAW, "replace").decode(encoding, "replace")


def _fault(error: Exception, path: str) -> str:
    """Return what GDAL says about a file, without its path; empty if the format is not known."""
    if "not recognized as being in a supported file format" in str(error):
        return ""
    return f" ({_one_line(str(error).replace(path, ''))})"


def _one_line(error: object) -> str:
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
