"""The front line of a day and the band in which it may run.

The line consists of the ridges between cells that different actors hold. Around contested
cells only their outline is known, which is returned separately as ``contested``. The band is
where the true line may run if the cells are right: the contested cells, and for each ridge of
the line the kite between the two opposing sites. Neither was surveyed.
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
    line : shapely.MultiLineString
        The border between cells that different actors hold; may be empty.
    contested : shapely.MultiLineString
        The border between contested and held cells; may be empty.
    band : shapely.Geometry
        The polygons in which the line may run.
    """

    line: shapely.MultiLineString
    contested: shapely.MultiLineString
    band: shapely.Geometry


def _ridges(
    cells: Tessellation, holders: NDArray[np.int16]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return masks of the ridges of the line, and of those between contested and held cells."""
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
    """Return the line and the outline of contested cells, without the band."""
    line, contested = _ridges(cells, holders)
    return _merge(cells.ridges[line]), _merge(cells.ridges[contested])


def compute_front(cells: Tessellation, holders: NDArray[np.int16]) -> Front:
    """Return the front of a day.

    Parameters
    ----------
    cells : Tessellation
        The cells of all sites.
    holders : numpy.ndarray of int16, shape (sites,)
        Index of the holder of each site; see `frontline.geometry.tessellation.holder_indices`.
    """
    line, contested = _ridges(cells, holders)
    kites = _kites(cells, line)
    band = shapely.union_all([*kites, *cells.cells[holders == -1]])
    return Front(_merge(cells.ridges[line]), _merge(cells.ridges[contested]), band)


def _kites(cells: Tessellation, chosen: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return for each ridge the kite spanned by the ridge and its two sites."""
    parts, owner = shapely.get_parts(cells.ridges[chosen], return_index=True)
    pairs = cells.pairs[chosen][owner]
    if not len(parts):
        return np.asarray([], dtype=object)
    ends = shapely.get_coordinates(parts).reshape(-1, 2, 2)
    first, second = cells.xy[pairs[:, 0]], cells.xy[pairs[:, 1]]
    corners = np.stack([first, ends[:, 0], second, ends[:, 1], first], axis=1)
    return np.asarray(shapely.make_valid(shapely.polygons(corners)))
