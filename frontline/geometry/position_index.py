"""Find the few of many positions that can be the nearest to another one.

A tree of boxes in degrees selects; the caller measures what it selects on the ellipsoid. The boxes
are generous, so that nothing that is near enough is missed, at the poles and across the
antimeridian too.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.geometry.geodesy import distance_m, to_cartesian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Floats

    Indices = NDArray[np.intp]

#: No arc on the ellipsoid has a smaller radius of curvature along a meridian, metres.
_LEAST_RADIUS_M = 6_335_000.0
#: Share and metres by which a box is larger than needed.
_SHARE, _METRES = 1e-6, 1e-3
#: A box that covers a larger share of the ground of the index is no help.
_LARGE = 0.02
#: For so few positions, all of the index are compared sooner than a tree is built and asked.
_FEW = 8


class PositionIndex:
    """Positions that are searched by distance.

    Parameters
    ----------
    lon, lat : numpy.ndarray, shape (n,)
        Positions in degrees; at least one.
    radius_m : numpy.ndarray, shape (n,), optional
        How far each one reaches around its position; 0 by default.
    """

    def __init__(self, lon: Floats, lat: Floats, radius_m: Floats | None = None) -> None:
        self.lon, self.lat = lon, lat
        self.radius_m = np.zeros(len(lon)) if radius_m is None else radius_m

    @cached_property
    def _boxes(self) -> shapely.STRtree:
        return shapely.STRtree(_boxes(self.lon, self.lat, self.radius_m))

    @cached_property
    def _points(self) -> shapely.STRtree:
        return shapely.STRtree(_on_sheet(self.lon, self.lat))

    @cached_property
    def _cartesian(self) -> Floats:
        return to_cartesian(self.lon, self.lat)

    def nearest_bound_m(self, lon: Floats, lat: Floats) -> Floats:
        """Return for each position the distance of one that is near: the nearest is no farther.

        Parameters
        ----------
        lon, lat : numpy.ndarray, shape (m,)
            Positions in degrees.

        Returns
        -------
        numpy.ndarray, shape (m,)
            Metres.
        """
        if len(lon) <= _FEW:
            here = to_cartesian(lon, lat)
            found = np.asarray([_chords(one, self._cartesian).argmin() for one in here], np.intp)
        else:
            _, found = self._points.query_nearest(_on_sheet(lon, lat), all_matches=False)
        return np.asarray(distance_m(lon, lat, self.lon[found], self.lat[found]))

    def within(self, lon: Floats, lat: Floats, limit_m: Floats) -> tuple[Indices, Indices]:
        """Pair positions with all that may reach within a distance of them.

        Parameters
        ----------
        lon, lat : numpy.ndarray, shape (m,)
            Positions in degrees.
        limit_m : numpy.ndarray, shape (m,)
            Distance for each of them, metres.

        Returns
        -------
        tuple of numpy.ndarray of int
            Indices of the positions that were asked for, in order, and of those in the index, in
            order for each. Some of them are farther away; none that is near enough is left out.
        """
        here = to_cartesian(lon, lat)
        large, pairs = np.ones(len(lon), dtype=np.bool_), [np.empty((2, 0), dtype=np.intp)]
        if len(lon) > _FEW:
            boxes = _boxes(lon, lat, limit_m)
            west, south, east, north = shapely.total_bounds(self._boxes.geometries)
            ground = max((east - west) * (north - south), 1e-9)
            large = shapely.area(boxes) > _LARGE * ground
            asked, found = self._met_by(boxes, np.flatnonzero(~large))
            reach = limit_m[asked] + self.radius_m[found]
            met = _chords(here[asked], self._cartesian[found]) <= reach + _METRES
            pairs.append(np.stack([asked[met], found[met]]))
        for number in np.flatnonzero(large):
            away = _chords(here[number], self._cartesian)
            these = np.flatnonzero(away <= limit_m[number] + self.radius_m + _METRES)
            pairs.append(np.stack([np.full(len(these), number), these]))
        asked, found = np.concatenate(pairs, axis=1)
        order = np.argsort(asked, kind="stable")
        return asked[order], found[order]

    def _met_by(self, boxes: NDArray[np.object_], numbers: Indices) -> tuple[Indices, Indices]:
        """Pair the boxes of some numbers with all that they meet."""
        # A box that crosses the antimeridian is met by one a turn away.
        turned = [
            shapely.transform(boxes[numbers], lambda xy, by=turn: xy + np.asarray([by, 0.0]))
            for turn in (-360.0, 0.0, 360.0)
        ]
        near = [self._boxes.query(one, predicate="intersects") for one in turned]
        asked, found = np.unique(np.concatenate(near, axis=1), axis=1)
        return numbers[asked], found


def _chords(one: Floats, other: Floats) -> Floats:
    """Return straight lines through the earth, which no path on the ellipsoid is shorter than."""
    return np.asarray(np.sqrt(((one - other) ** 2).sum(axis=-1)))


def _boxes(lon: Floats, lat: Floats, radius_m: Floats) -> NDArray[np.object_]:
    """Return boxes in degrees that contain all positions within a distance of each position."""
    arc = np.minimum(radius_m * (1 + _SHARE) + _METRES, 2.1e7) / _LEAST_RADIUS_M
    high = np.degrees(arc)
    covers_pole = np.abs(lat) + high >= 90
    share = np.sin(np.minimum(arc, np.pi / 2)) / np.cos(np.radians(np.where(covers_pole, 0, lat)))
    wide = np.where(covers_pole, 180.0, np.degrees(np.arcsin(np.minimum(share, 1.0))))
    lon = (lon + 180) % 360 - 180
    boxes: NDArray[np.object_] = shapely.box(lon - wide, lat - high, lon + wide, lat + high)
    return boxes


def _on_sheet(lon: Floats, lat: Floats) -> NDArray[np.object_]:
    """Return points of an equal-area cylinder, on which neighbours are near each other."""
    east = (lon + 180) % 360 - 180
    points: NDArray[np.object_] = shapely.points(
        np.radians(east) * np.cos(np.radians(lat)), np.radians(lat)
    )
    return points
