"""The cells of a package as bytes, to be kept and read again without building them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.tessellation import Tessellation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Projection

#: The arrays of geometries, and those of numbers.
_SHAPES = ("cells", "ridges", "rims")
_NUMBERS = ("xy", "pairs", "rim_sites")


def tessellation_bytes(cells: Tessellation) -> bytes:
    """Return cells as arrays of numbers in the format of NumPy."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(cells, name) for name in _NUMBERS}
    for name in _SHAPES:
        parts = shapely.to_wkb(getattr(cells, name))
        arrays[name] = np.frombuffer(b"".join(parts), dtype=np.uint8)
        arrays[f"{name}_sizes"] = np.asarray([len(part) for part in parts], dtype=np.int64)
    arrays["is_divided"] = np.asarray(cells.is_divided)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def tessellation_from_bytes(data: bytes, projection: Projection) -> Tessellation:
    """Return the cells that `tessellation_bytes` was called with."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        shapes = {}
        for name in _SHAPES:
            whole, ends = arrays[name].tobytes(), np.cumsum(arrays[f"{name}_sizes"]).tolist()
            parts = [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]
            shapes[name] = shapely.from_wkb(np.asarray(parts, dtype=object))
        numbers = {name: arrays[name] for name in _NUMBERS}
        divided = bool(arrays["is_divided"])
    return Tessellation(projection, **shapes, **numbers, is_divided=divided)
