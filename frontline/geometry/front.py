"""The front line of a day, and the band around it.

The line is made of the ridges whose two sides are held by different actors at war, merged.
Along contested cells no line can be drawn, only their outline, kept apart as ``contested``.
The band is where the true line may run if the cells are right: the contested cells, and along
each ridge of the line the kite between the two opposing places. Nobody surveyed either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.geometry.tessellation import Tessellation


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a day, in the plane of the cells.

    Parameters
    ----------
    line : between cells that different actors hold; may be empty
    contested : outline of contested cells against held ones; may be empty
    band : polygon in which the line may run
    """

    line: shapely.MultiLineString
    contested: shapely.MultiLineString
    band: shapely.Geometry


def _ridges(
    cells: Tessellation, holders: NDArray[np.int16]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the ridges of the line, and those between contested and held ground."""
    left, right = holders[cells.pairs[:, 0]], holders[cells.pairs[:, 1]]
    line = (left >= 0) & (right >= 0) & (left != right)
    contested = ((left == -1) & (right >= 0)) | ((right == -1) & (left >= 0))
    return line, contested


def _merge(lines: NDArray[np.object_]) -> shapely.MultiLineString:
    merged = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines)))
    return shapely.multilinestrings(shapely.get_parts(merged))


def front_lines(
    cells: Tessellation, holders: NDArray[np.int16]
) -> tuple[shapely.MultiLineString, shapely.MultiLineString]:
    """Give the line, and the outline of contested ground, without the band."""
    line, contested = _ridges(cells, holders)
    return _merge(cells.ridges[line]), _merge(cells.ridges[contested])


def compute_front(cells: Tessellation, holders: NDArray[np.int16]) -> Front:
    """Give the front of a day.

    Parameters
    ----------
    cells : the tessellation
    holders : position of the holder of each place, as `holder_indices` gives it
    """
    line, contested = _ridges(cells, holders)
    kites = _kites(cells, line)
    band = shapely.union_all([*kites, *cells.cells[holders == -1]])
    return Front(_merge(cells.ridges[line]), _merge(cells.ridges[contested]), band)


def _kites(cells: Tessellation, chosen: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Draw, for each ridge, the kite from one place over the ridge to the other."""
    parts, owner = shapely.get_parts(cells.ridges[chosen], return_index=True)
    pairs = cells.pairs[chosen][owner]
    if not len(parts):
        return np.asarray([], dtype=object)
    ends = shapely.get_coordinates(parts).reshape(-1, 2, 2)
    here, there = cells.xy[pairs[:, 0]], cells.xy[pairs[:, 1]]
    corners = np.stack([here, ends[:, 0], there, ends[:, 1], here], axis=1)
    return np.asarray(shapely.make_valid(shapely.polygons(corners)))
