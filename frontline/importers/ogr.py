"""Read features of the vector formats that are allowed, one by one, as GeoJSON features.

GDAL runs in a child process (see `gdal_child`) with the drivers of these formats only. Coordinates
are transformed to WGS 84, longitude first.
"""

from __future__ import annotations

import os
import re
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.errors import InvalidRequestError
from frontline.importers.candidates import UnusedRow
from frontline.importers.child_process import read_in_child
from frontline.importers.geojson_crs import honour_crs
from frontline.importers.json_items import read_items
from frontline.importers.positions import MISSING, read_position
from frontline.importers.rows import Row, Rows, count_rows
from frontline.importers.vector_files import open_vector_files
from frontline.input_files import file_error

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from frontline.importers.vector_files import VectorFile


#: Names of the formats that are read, for messages.
FORMATS = (
    "GeoJSON, TopoJSON, GeoPackage, shapefile, FlatGeobuf, file geodatabase, KML, KMZ, GPX, a zip "
    "archive of these, or an extract of OpenStreetMap"
)
#: Errors of shapely for an invalid geometry.
GEOMETRY_ERRORS = (
    *(shapely.errors.ShapelyError, ValueError, TypeError),
    *(AttributeError, KeyError, IndexError),
)
#: The layer of an extract of OpenStreetMap by the first type of geometry that is wanted.
_EXTRACT_LAYERS = {"Point": "points", "LineString": "lines", "Polygon": "multipolygons"}
#: The condition that makes GDAL read an extract in one piece.
_ALL = "1 = 1"


def is_extract(path: Path) -> bool:
    """Return whether a file is an extract of OpenStreetMap."""
    return path.suffix.lower() in {".osm", ".pbf"}


def read_layers(
    path: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    kinds: Sequence[str] = (),
) -> Generator[Rows]:
    """Yield the features of each layer of a file, or of each file in an archive, as `Rows`.

    Layers of other geometry and without features are left out; the notes of the rows list what
    was not read. The rows of a layer have to be read before the next layer. Of an extract of
    OpenStreetMap, the layer of the first type of geometry is read.

    Parameters
    ----------
    path : in one of the `FORMATS`, or the folder of a file geodatabase
    layer : name of the only layer to read; None for all
    encoding : of text and shapefiles; None to find it
    kinds : types of geometry that are wanted; empty for all

    Raises
    ------
    DataError
        If the file cannot be read, its coordinate system is unknown, or no layer fits.
    InvalidRequestError
        If there is no such layer.
    """
    wanted = _Wanted(layer, encoding, tuple(kinds))
    if is_extract(path):
        default = _EXTRACT_LAYERS[next(iter(kinds), "Point")]
        wanted = wanted._replace(layer=layer or default, where=_ALL)
    yield from _read(path, wanted)


def read_layer(
    path: Path, layer: str | None = None, where: str | None = None, encoding: str | None = None
) -> Rows:
    """Read the features of one layer as GeoJSON features in WGS 84.

    Parameters
    ----------
    path : the file
    layer : name of the layer; None for the first
    where : a condition in SQL; the file is then read in one piece, and other features not counted
    encoding : of text and shapefiles; None to find it

    Raises
    ------
    DataError, InvalidRequestError
        As `read_layers`.
    """
    layers = _read(path, _Wanted(layer, encoding, where=where))
    rows = next(layers)
    rows.map_rows(lambda features: _then_close(features, layers))
    return rows


def _then_close(
    features: Iterable[Row | UnusedRow], layers: Generator[Rows]
) -> Iterator[Row | UnusedRow]:
    """Yield the features of a layer, and close the file that they are from."""
    yield from features
    layers.close()


class _Wanted(NamedTuple):
    """What to read of a file."""

    layer: str | None = None
    encoding: str | None = None
    kinds: tuple[str, ...] = ()
    where: str | None = None


class _Layer(NamedTuple):
    """A layer of a file; without a count of rows, the type of geometry is not known either."""

    name: str
    rows: int | None = None
    geometry: str = ""
    columns: tuple[str, ...] = ()
    is_read: bool = True

    @property
    def has_rows(self) -> bool:
        """Whether it has features, as far as they were counted."""
        return self.rows is None or self.rows > 0

    def __str__(self) -> str:
        """Return its name with the number and type of its features."""
        if self.rows is None:
            return self.name
        return f"{self.name} ({count_rows(self.rows)}, {self.geometry or 'no geometry'})"


def _read(path: Path, wanted: _Wanted) -> Generator[Rows]:
    """Yield the rows of each layer that is wanted, as `read_layers`."""
    found: list[_Layer] = []
    is_read = False
    with open_vector_files(path, wanted.encoding) as files:
        for file in files:
            for rows in (_read_json if file.is_json else _read_gdal)(file, wanted, found):
                is_read = True
                yield rows
    if is_read:
        return
    if found and not any(one.has_rows for one in found):
        raise file_error(path, "has no features", "Check that it is the right file.")
    listed = ", ".join(map(str, found)) or "no layer"
    if wanted.layer is not None:
        raise InvalidRequestError(f"{path.name} has no layer {wanted.layer!r}: it has {listed}")
    fitting = f" of {' or '.join(wanted.kinds)}" if wanted.kinds and found else ""
    hint = f"It has {listed}."
    if found:
        hint += " --layer NAME reads one that an import does not choose."
    raise file_error(path, f"has no layer{fitting}", hint)


def _read_json(file: VectorFile, wanted: _Wanted, found: list[_Layer]) -> Iterator[Rows]:
    """Yield the items of a JSON file, which is one layer, and add its name to `found`."""
    found.append(_Layer(file.path.stem))
    if wanted.layer in {None, file.path.stem}:
        rows = honour_crs(read_items(file.path, encoding=wanted.encoding), file.path)
        rows.file = file.title
        yield rows


def _read_gdal(file: VectorFile, wanted: _Wanted, found: list[_Layer]) -> Iterator[Rows]:
    """Yield the rows of the layers that GDAL reads, and add the names of all to `found`."""
    request = {
        "path": os.path.abspath(file.path),  # noqa: PTH100 - as given
        "layer": wanted.layer,
        "where": wanted.where,
        "kinds": wanted.kinds,
        "decode": file.encoding if file.raw else "",
    }
    items = read_in_child("gdal_child", request, file.title)
    head: dict[str, Any] = next(items, {})
    if "refused" in head:
        raise file_error(file.path, head["refused"], f"Export it again: as {FORMATS}.")
    layers = [_Layer(*one) for one in head.get("layers", ())]
    found += layers
    chosen = [one for one in layers if one.is_read]
    notes = [
        f"{file.title}: layer {one} was not read: --layer {one.name!r} reads it"
        for one in layers
        if not one.is_read and one.rows and wanted.layer is None
    ]
    for one in chosen:
        title = f"{file.title}, layer {one.name}" if len(chosen) > 1 else file.title
        rows = Rows(title, (), one.columns, file.encoding)
        rows.layer = one.name
        rows.notes += [*file.notes, *notes] if one is chosen[0] else []
        features = _features(file, items, rows)
        rows.set_rows(features)
        yield rows
        deque(features, maxlen=0)  # the next layer begins after the last feature


def _features(file: VectorFile, items: Iterator[Any], rows: Rows) -> Iterator[Row | UnusedRow]:
    """Yield the features of a layer, up to its end."""
    is_damaged = file.is_damaged
    for number, item in enumerate(items, start=1):
        if "end" in item:
            return
        if "refused" in item:
            hint = "Export it in WGS 84 (EPSG:4326)."
            raise file_error(file.path, item["refused"], hint)
        if "broken" in item:
            reason = "the file is broken here, and not read further: export it again"
            yield UnusedRow.of(rows.file, item["broken"], reason, item["detail"])
        else:
            is_damaged = is_damaged or "damaged" in item
            if is_damaged:
                rows.note_damage(number, item["properties"])
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
        return MISSING
    if not isinstance(geometry, dict):
        return MISSING
    try:
        shape = shapely.geometry.shape(geometry)
        if shape.is_empty:
            return MISSING
        inside = shape.representative_point()
    except GEOMETRY_ERRORS:
        return "the geometry cannot be read: draw it again"
    return read_position(float(inside.x), float(inside.y))
