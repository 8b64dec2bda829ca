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
        The border between cells that different actors hold by report; may be empty.
    presumed : shapely.MultiLineString
        The same where one side or both are only presumed; empty without reports on areas.
    contested : shapely.MultiLineString
        The border between contested and held cells; may be empty.
    band : shapely.Geometry
        The polygons in which the line may run.
    """

    line: shapely.MultiLineString
    presumed: shapely.MultiLineString
    contested: shapely.MultiLineString
    band: shapely.Geometry

    @property
    def whole(self) -> shapely.MultiLineString:
        """The line and its presumed parts."""
        if self.presumed.is_empty:
            return self.line
        parts = np.concatenate([shapely.get_parts(self.line), shapely.get_parts(self.presumed)])
        return shapely.multilinestrings(parts)


def _ridges(
    cells: Tessellation, holders: NDArray[np.int16]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return masks of the ridges of the line, and of those between contested and held cells."""
    left, right = holders[cells.pairs[:, 0]], holders[cells.pairs[:, 1]]
    line = (left >= 0) & (right >= 0) & (left != right)
    contested = ((left == -1) & (right >= 0)) | ((right == -1) & (left >= 0))
    return line, contested


def _merge(lines: NDArray[np.object_]) -> shapely.MultiLineString:
    if not len(lines):
        return shapely.MultiLineString()
    merged = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines)))
    return shapely.multilinestrings(shapely.get_parts(merged))


def front_lines(
    cells: Tessellation, holders: NDArray[np.int16]
) -> tuple[shapely.MultiLineString, shapely.MultiLineString]:
    """Return the whole line and the outline of contested cells, without the band."""
    line, contested = _ridges(cells, holders)
    return _merge(cells.ridges[line]), _merge(cells.ridges[contested])


def contested_outline(cells: Tessellation, holders: NDArray[np.int16]) -> shapely.MultiLineString:
    """Return the border between contested and held cells."""
    return _merge(cells.ridges[_ridges(cells, holders)[1]])


def front_band(cells: Tessellation, holders: NDArray[np.int16]) -> shapely.Geometry:
    """Return the band alone; see `compute_front`."""
    return _band(cells, holders, _ridges(cells, holders)[0])


def _band(
    cells: Tessellation, holders: NDArray[np.int16], line: NDArray[np.bool_]
) -> shapely.Geometry:
    parts = np.concatenate([_kites(cells, line), cells.cells[holders == -1]])
    # The kites of a convex cell around its site share edges and do not overlap.
    unite = shapely.union_all if cells.is_divided else shapely.coverage_union_all
    return unite(parts)


def split_front(
    cells: Tessellation, holders: NDArray[np.int16], presumed: NDArray[np.bool_]
) -> tuple[shapely.MultiLineString, shapely.MultiLineString]:
    """Return the reported and the presumed parts of the line; see `compute_front`."""
    return _split(cells, _ridges(cells, holders)[0], presumed)


def _split(
    cells: Tessellation, line: NDArray[np.bool_], presumed: NDArray[np.bool_]
) -> tuple[shapely.MultiLineString, shapely.MultiLineString]:
    """Return the parts of the line whose ridges are in a mask."""
    if not presumed.any():
        return _merge(cells.ridges[line]), shapely.MultiLineString()
    dashed = presumed[cells.pairs].any(axis=1)
    return _merge(cells.ridges[line & ~dashed]), _merge(cells.ridges[line & dashed])


def compute_front(
    cells: Tessellation, holders: NDArray[np.int16], presumed: NDArray[np.bool_] | None = None
) -> Front:
    """Return the front of a day.

    Parameters
    ----------
    cells : Tessellation
        The cells of all sites.
    holders : numpy.ndarray of int16, shape (sites,)
        Index of the holder of each site; see `frontline.geometry.tessellation.holder_indices`.
    presumed : numpy.ndarray of bool, shape (sites,), optional
        Whether the holder of each site is only presumed; none by default.
    """
    line, contested = _ridges(cells, holders)
    band = _band(cells, holders, line)
    if presumed is None:
        presumed = np.zeros(len(holders), dtype=np.bool_)
    return Front(*_split(cells, line, presumed), _merge(cells.ridges[contested]), band)


def _kites(cells: Tessellation, chosen: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return for each side of a ridge the kite spanned by the side and the two sites."""
    parts, owner = shapely.get_parts(cells.ridges[chosen], return_index=True)
    corners, part = shapely.get_coordinates(parts, return_index=True)
    inside = part[1:] == part[:-1]
    pairs = cells.pairs[chosen][owner[part[:-1][inside]]]
    if not len(pairs):
        return np.asarray([], dtype=object)
    ends = np.stack([corners[:-1][inside], corners[1:][inside]], axis=1)
    first, second = cells.xy[pairs[:, 0]], cells.xy[pairs[:, 1]]
    corners = np.stack([first, ends[:, 0], second, ends[:, 1], first], axis=1)
    kites = shapely.polygons(corners)
    return np.asarray(shapely.make_valid(kites) if cells.is_divided else kites)
