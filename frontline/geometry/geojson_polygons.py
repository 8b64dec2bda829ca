"""Many polygons of GeoJSON at once, in a tenth of the time that one by one takes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def polygons(geometries: Sequence[dict[str, Any]]) -> NDArray[np.object_]:
    """Return polygons and multipolygons of GeoJSON as geometries; heights are left out.

    Parameters
    ----------
    geometries : sequence of dict
        Valid geometries of the types ``Polygon`` and ``MultiPolygon``, longitude and latitude.

    Returns
    -------
    numpy.ndarray of shapely.Polygon or shapely.MultiPolygon, shape (geometries,)

    Examples
    --------
    >>> corners = [[0, 0], [1, 0], [1, 1], [0, 0]]
    >>> polygons([{"type": "Polygon", "coordinates": [corners]}])[0].wkt
    'POLYGON ((0 0, 1 0, 1 1, 0 0))'
    """
    is_multiple = np.asarray([one["type"] == "MultiPolygon" for one in geometries], dtype=bool)
    parts = [
        one["coordinates"] if multiple else [one["coordinates"]]
        for one, multiple in zip(geometries, is_multiple.tolist(), strict=True)
    ]
    each = list(chain.from_iterable(parts))
    rings = list(chain.from_iterable(each))
    made = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, _positions(rings), (_offsets(rings), _offsets(each))
    )
    starts = _offsets(parts)
    found = np.empty(len(parts), dtype=object)
    found[~is_multiple] = made[starts[:-1][~is_multiple]]
    for number in np.flatnonzero(is_multiple):
        found[number] = shapely.multipolygons(made[starts[number] : starts[number + 1]])
    return found


def _offsets(lists: Sequence[Sequence[Any]]) -> NDArray[np.intp]:
    """Return where each list begins when all follow each other, and where the last one ends."""
    return np.concatenate([[0], np.cumsum([len(one) for one in lists], dtype=np.intp)])


def _positions(rings: Sequence[Sequence[Sequence[float]]]) -> NDArray[np.float64]:
    """Return the longitudes and latitudes of all corners."""
    corners = list(chain.from_iterable(rings))
    if any(len(corner) != 2 for corner in corners):  # some have a height
        corners = [corner[:2] for corner in corners]
    numbers = np.fromiter(chain.from_iterable(corners), np.float64, 2 * len(corners))
    return numbers.reshape(-1, 2)
