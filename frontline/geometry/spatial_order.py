"""Ask a tree about many shapes in an order in which the next is near.

What the tree looks at for one shape is then still in the cache of the processor for the next:
many shapes in the order of their names take three times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def strip_order(
    points: NDArray[np.float64] | NDArray[np.int64], together: int = 2
) -> NDArray[np.intp]:
    """Return an order of points, shape (n, 2), in which the next is near.

    The order goes north in one strip and south in the next. A strip is so wide that about
    `together` points fill a square of it.

    Examples
    --------
    >>> strip_order(np.asarray([[0, 9], [8, 1], [0, 0], [9, 8], [1, 5], [7, 5], [0, 7], [8, 6]]))
    array([2, 4, 6, 0, 3, 7, 5, 1])
    """
    if not len(points):
        return np.zeros(0, dtype=np.intp)
    x, y = points.T
    strips = max(round(np.sqrt(len(points) / together)), 1)
    strip = np.floor((x - x.min()) / max(np.ptp(x), 1e-9) * strips).clip(max=strips - 1)
    order: NDArray[np.intp] = np.lexsort((np.where(strip % 2, -y, y), strip))
    return order


def nearest_distances(
    tree: shapely.STRtree, shapes: NDArray[np.object_], *, exclusive: bool = False
) -> NDArray[np.float64]:
    """Return how far the nearest shape of a tree is from each of some shapes.

    Parameters
    ----------
    tree : shapely.STRtree
    shapes : numpy.ndarray of shapely.Geometry, shape (n,)
    exclusive : bool
        Whether an equal shape is not looked at.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Infinite where there is none.
    """
    order = _order(shapes)
    (asked, _), away = tree.query_nearest(
        shapes[order], exclusive=exclusive, return_distance=True, all_matches=False
    )
    found = np.full(len(shapes), np.inf)
    found[order[asked]] = away
    return found


def pairs_within(
    tree: shapely.STRtree, shapes: NDArray[np.object_], distance: NDArray[np.float64]
) -> tuple[Any, Any]:
    """Return what `tree.query` returns for the predicate ``dwithin``, by the index of the shape."""
    order = _order(shapes)
    asked, found = tree.query(shapes[order], "dwithin", distance[order])
    asked = order[asked]
    by_shape = np.argsort(asked, kind="stable")
    return asked[by_shape], found[by_shape]


def _order(shapes: NDArray[Any]) -> NDArray[np.intp]:
    """Return the order of shapes by their corners; empty shapes are anywhere."""
    return strip_order(np.nan_to_num(shapely.bounds(shapes)[:, :2]))
