"""A fixed global grid, to publish positions that are not exact.

Cells are about 1, 2, 4, 8 or 16 km wide and high. The grid depends on nothing but the size: the
same place falls into the same cell whatever else is published. The sizes are nested, so a cell of
2 km is made of four cells of 1 km: publishing in two sizes reveals no more than the smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from frontline.geometry.geodesy import Floats

#: Sizes of cells in kilometres.
SIZES_KM = (1, 2, 4, 8, 16)

#: Rows of the grid of 1 km from pole to pole, each 0.009 degrees (1.0 km) high.
_ROWS = 20_000
#: The kilometre of a row in degrees.
_ROW_DEG = 180 / _ROWS
_LARGEST = SIZES_KM[-1]


def grid_cells(lon: ArrayLike, lat: ArrayLike, size_km: int) -> NDArray[np.int64]:
    """Return the cell that each position falls into.

    Parameters
    ----------
    lon, lat : array_like of float
        Positions in degrees, WGS 84.
    size_km : int
        One of `SIZES_KM`.

    Returns
    -------
    ndarray of int64, shape (n, 2)
        Row (from the south pole) and column (from 180 degrees west) of the cell.

    Examples
    --------
    >>> grid_cells([36.6471, 36.6472], [35.4400, 35.4401], 2).tolist()
    [[6968, 9797], [6968, 9797]]
    """
    lons, lats = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (lon, lat))
    rows = np.clip(np.floor((lats + 90) / _ROW_DEG), 0, _ROWS - 1).astype(np.int64) // size_km
    count = _columns(rows, size_km)
    columns = np.clip(np.floor((lons + 180) / 360 * count), 0, count - 1).astype(np.int64)
    return np.column_stack([rows, columns])


def cell_centres(cells: NDArray[np.int64], size_km: int) -> tuple[Floats, Floats]:
    """Return longitude and latitude of the centres of cells, in degrees.

    Examples
    --------
    >>> lon, lat = cell_centres(grid_cells(36.6471, 35.44, 2), 2)
    >>> [round(float(part[0]), 3) for part in (lon, lat)]
    [36.652, 35.433]
    """
    rows, columns = cells[:, 0], cells[:, 1]
    lat = np.asarray((rows + 0.5) * _ROW_DEG * size_km - 90, dtype=np.float64)
    lon = np.asarray((columns + 0.5) * 360 / _columns(rows, size_km) - 180, dtype=np.float64)
    return lon, lat


def _columns(rows: NDArray[np.int64], size_km: int) -> NDArray[np.int64]:
    """Return how many columns a row has: the same for all rows of a cell of the largest size."""
    band = rows * size_km // _LARGEST
    middle = np.radians((band + 0.5) * _ROW_DEG * _LARGEST - 90)
    largest = np.maximum(np.round(np.cos(middle) * 2 * _ROWS / _LARGEST), 1).astype(np.int64)
    return np.asarray(largest * (_LARGEST // size_km), dtype=np.int64)
