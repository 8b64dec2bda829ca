"""Transform GeoJSON whose member ``crs`` names another coordinate system than WGS 84.

The member was part of GeoJSON until 2016, and GIS programs still write it. Coordinates are easting
and northing, or longitude and latitude, in this order, whatever the system itself prescribes.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import ijson
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from frontline.importers.candidates import UnusedRow
from frontline.importers.json_items import Utf8File
from frontline.importers.rows import Row
from frontline.input_files import JsonFile, file_error, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from frontline.importers.rows import Rows

#: Number of bytes that are searched at once.
_BLOCK = 1 << 20
_MEMBER = b'"crs"'
_HINT = "Export it in WGS 84 (EPSG:4326)."


def honour_crs(rows: Rows, path: Path) -> Rows:
    """Let the rows of a GeoJSON file yield geometries in WGS 84, and note their system.

    Raises
    ------
    DataError
        If the file names a coordinate system that is not known, or links to one.
    """
    name, is_link = "", False
    if _has_member(path, rows.encoding):
        name, is_link = _find_system(path, rows.encoding)
    if is_link:
        raise file_error(path, "names its coordinate system by a link", _HINT)
    system = _system(name, path) if name else None
    if system is not None and not system.equals(CRS(4326), ignore_axis_order=True):
        transformer = Transformer.from_crs(system, 4326, always_xy=True)
        rows.map_rows(lambda items: _transformed(items, transformer, path.name))
        rows.notes.append(f"{path.name}: positions were transformed from {system.name} to WGS 84")
    return rows


def _has_member(path: Path, encoding: str) -> bool:
    """Return whether the name of the member occurs anywhere, which is faster than parsing."""
    with closing(open_regular(path)) as opened:
        file = Utf8File(opened, encoding, is_plain=encoding == "utf-8")
        rest = b""
        while block := file.read(_BLOCK):
            if _MEMBER in rest + block:
                return True
            rest = block[-len(_MEMBER) :]
    return False


def _find_system(path: Path, encoding: str) -> tuple[str, bool]:
    """Return the name of the coordinate system of a collection, and whether it is a link.

    The name is empty if the collection states none.
    """
    with closing(open_regular(path)) as file:
        text = Utf8File(file, encoding, is_plain=False)
        try:
            for prefix, event, value in ijson.parse(JsonFile(text), multiple_values=True):
                if event != "string" or ".item" in prefix:
                    continue
                if prefix.endswith(("crs.properties.name", "crs.properties.href")):
                    return str(value), prefix.endswith("href")
        except (ijson.JSONError, UnicodeError, ValueError, OverflowError):
            pass  # the reader of the items says what is wrong
    return "", False


def _system(name: str, path: Path) -> CRS:
    try:
        return CRS.from_user_input("OGC:CRS84" if "CRS84" in name else name)
    except CRSError:
        message = f"has the coordinate system {name[:80]!r}, which is not known"
        raise file_error(path, message, _HINT) from None


def _transformed(
    rows: Iterable[Row | UnusedRow], transformer: Transformer, file: str
) -> Iterator[Row | UnusedRow]:
    """Yield the rows with their geometries in WGS 84, or refused."""

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(*xy.T))

    for row in rows:
        geometry = row.cells.get("geometry") if isinstance(row, Row) else None
        if not isinstance(row, Row) or not isinstance(geometry, dict):
            yield row
            continue
        try:
            shape = shapely.transform(shapely.force_2d(shapely.geometry.shape(geometry)), move)
            is_finite = bool(np.isfinite(shapely.get_coordinates(shape)).all())
        except (shapely.errors.ShapelyError, ValueError, TypeError, AttributeError, LookupError):
            yield row  # the importer says what is wrong with the geometry
            continue
        if is_finite:
            geometry = shapely.geometry.mapping(shape)
            yield Row(row.number, {**row.cells, "geometry": _as_lists(geometry)})
        else:
            reason = "the position lies outside the coordinate system of the file: check its crs"
            yield UnusedRow.of(file, row.number, reason)


def _as_lists(value: Any) -> Any:
    """Return a geometry with lists instead of tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _as_lists(one) for key, one in value.items()}
    return [_as_lists(one) for one in value] if isinstance(value, tuple | list) else value
