"""The cells of a package as bytes, to be kept and read again without building them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.tessellation import Tessellation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Projection

    Arrays = dict[str, NDArray[Any]]

#: The arrays of geometries, and those of numbers.
_SHAPES = ("cells", "ridges", "rims")
_NUMBERS = ("xy", "pairs", "rim_sites")
#: Shapes that are kept as coordinates if an array has no others: in half the time of WKB.
_PLAIN = (shapely.GeometryType.LINESTRING, shapely.GeometryType.POLYGON)


def tessellation_bytes(cells: Tessellation) -> bytes:
    """Return cells as arrays of numbers in the format of NumPy."""
    arrays: Arrays = {name: getattr(cells, name) for name in _NUMBERS}
    for name in _SHAPES:
        arrays |= _shape_arrays(name, getattr(cells, name))
    arrays["is_divided"] = np.asarray(cells.is_divided)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def tessellation_from_bytes(data: bytes, projection: Projection) -> Tessellation:
    """Return the cells that `tessellation_bytes` was called with."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        shapes: dict[str, Any] = {name: _shapes_of(name, arrays) for name in _SHAPES}
        numbers = {name: arrays[name] for name in _NUMBERS}
        divided = bool(arrays["is_divided"])
    return Tessellation(projection, **shapes, **numbers, is_divided=divided)


def _shape_arrays(name: str, shapes: NDArray[np.object_]) -> Arrays:
    """Return shapes as arrays: their coordinates and how many each has, or their WKB."""
    kinds = set(shapely.get_type_id(shapes).tolist())
    if len(kinds) == 1 and kinds.issubset(_PLAIN) and not _has_holes(shapes):
        return {
            f"{name}_kind": np.asarray(kinds.pop()),
            f"{name}_counts": shapely.get_num_coordinates(shapes),
            f"{name}_coordinates": shapely.get_coordinates(shapes),
        }
    parts = shapely.to_wkb(shapes)
    sizes = np.asarray([len(part) for part in parts], dtype=np.int64)
    return {name: np.frombuffer(b"".join(parts), dtype=np.uint8), f"{name}_sizes": sizes}


def _has_holes(shapes: NDArray[np.object_]) -> bool:
    return bool(shapely.get_num_interior_rings(shapes).any())


def _shapes_of(name: str, arrays: Mapping[str, NDArray[Any]]) -> NDArray[np.object_]:
    """Return the shapes of arrays that `_shape_arrays` returned."""
    shapes: NDArray[np.object_]
    if f"{name}_kind" in arrays:
        kind = shapely.GeometryType(int(arrays[f"{name}_kind"]))
        ends = np.cumsum(arrays[f"{name}_counts"], dtype=np.int64)
        offsets = [np.concatenate([[0], ends])]
        if kind == shapely.GeometryType.POLYGON:  # each has one ring
            offsets.append(np.arange(len(ends) + 1))
        shapes = shapely.from_ragged_array(kind, arrays[f"{name}_coordinates"], tuple(offsets))
        return shapes
    whole, ends = arrays[name].tobytes(), np.cumsum(arrays[f"{name}_sizes"]).tolist()
    parts = [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    shapes = shapely.from_wkb(np.asarray(parts, dtype=object))
    return shapes
