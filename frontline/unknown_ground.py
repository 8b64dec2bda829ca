"""What the record does not know between a place and what is measured to.

A distance to the nearest place of an actor, or to the front, is only the nearest *known* one
if nobody reported who held the place itself, or some of the ground nearer than the end. The front
is drawn where cells of two actors touch; where the ground between two sides is blank there is no
line, and the front is only known to lie somewhere between their places.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.geometry import geodesy
from frontline.geometry.distance import Endpoint, Gap, measure
from frontline.geometry.geodesic_lines import GeodesicMultiLine
from frontline.geometry.known_ground import KnownGround, known_ground
from frontline.geometry.position_index import PositionIndex
from frontline.models import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from frontline.geometry.distance import Distance
    from frontline.geometry.nearest_distance import Distances
    from frontline.models import Control
    from frontline.state import State

#: Name of the front as an end of a distance.
FRONT = "the front line"


class UnknownGround:
    """The ground of one day that no report covers, as seen from a place or position.

    Parameters
    ----------
    state : State
    """

    def __init__(self, state: State) -> None:
        self._state, self._cells = state, state.atlas.cells
        self._indices: dict[int, tuple[NDArray[np.intp], PositionIndex | None]] = {}

    def control_at(self, point: Endpoint) -> Control:
        """Return the control of a place, or of the cell that a position lies in."""
        record = self._state.atlas.record
        if point.place is not None:
            known = point.place.id in record.index
            return record.control_on(point.place.id, self._state.day) if known else UNKNOWN
        assert point.centre is not None  # noqa: S101 - the caller has a place or a position
        if (drawn := self._state.atlas.drawn) is not None:
            return drawn.control_at(*point.centre, self._state.day)
        at = shapely.Point(*self._cells.projection.forward(*point.centre))
        found = self._cells.tree.query(at, predicate="intersects")
        return record.states[self._state.codes[found.min()]] if found.size else UNKNOWN

    @cached_property
    def _known(self) -> KnownGround:
        """The ground that is known, in the plane."""
        if (drawn := self._state.atlas.drawn) is None:
            return known_ground(self._cells, self._state.holders != -2)
        day, parts = self._state.day, np.asarray([drawn.known_on(self._state.day)])
        return KnownGround(self._cells.projection, drawn.unknown_borders(day), parts)

    def begins_at_m(
        self, point: Endpoint, bearings: Sequence[float] = (), half_angle: float = 0.0
    ) -> float:
        """Return how far from a place or position, or its built-up edge, unknown ground begins.

        From a highway, ground outside the study area does not count: a road runs on.

        Parameters
        ----------
        point : Endpoint
            A place or position, or a highway for which no direction counts.
        bearings : sequence of float
            Only the ground in these directions, in degrees; all directions by default.
        half_angle : float
            How far a direction reaches to either side, in degrees.

        Returns
        -------
        float
            Metres; 0 if the control of the place itself, or of a part of the highway, is unknown,
            infinity if nothing is.
        """
        if point.path is not None:
            return self._known.ends_at_path_m(point.path, self._state.atlas.plane_area)
        if self.control_at(point).status == "unknown":
            return 0.0
        return self._known.ends_at_m(point, bearings, half_angle)

    def qualify(
        self,
        distance: Distance,
        point: Endpoint,
        bearings: Sequence[float] = (),
        half_angle: float = 0.0,
    ) -> Distance:
        """Return a distance with the gap of knowledge on its way, if there is one.

        Parameters
        ----------
        distance : Distance
            From or to `point`.
        point : Endpoint
            The end that stays where it is: a place, a position or a highway.
        bearings, half_angle
            As for `begins_at_m`.
        """
        if distance.centre_m == 0:
            return distance
        begins = self.begins_at_m(point, bearings, half_angle)
        if begins >= distance.low_m:
            return distance
        is_unknown = point.centre is not None and self.control_at(point).status == "unknown"
        gap = Gap("place" if is_unknown else "ground", point, begins, None, distance.low_m)
        others = tuple(replace(one, gap=gap) for one in distance.others)
        return replace(distance, low_m=begins, gap=gap, others=others)

    def qualify_many(
        self, lon: ArrayLike, lat: ArrayLike, found: Distances, *, to_front: bool
    ) -> tuple[Distances, list[str | None]]:
        """Return distances from positions to an actor or the front, with the kind of each gap.

        Parameters
        ----------
        lon, lat : array_like
            The positions, in degrees.
        found : Distances
            From each position to its nearest known end.
        to_front : bool
            Whether the end is the front line, which can be farther than another side's place.
        """
        lons, lats = np.atleast_1d(lon), np.atleast_1d(lat)
        points = shapely.points(*self._cells.projection.forward(lons, lats))
        holders = self._holders_at(points)
        begins = np.zeros(len(points))
        index, away = self._known.border_tree.query_nearest(
            points, return_distance=True, all_matches=False
        )
        begins[index[0]] = away
        begins[holders == -2] = 0.0
        is_gap = (begins < found.low_m) & (found.centre_m > 0)
        kinds: list[str | None] = [
            None if not gap else "place" if holder == -2 else "ground"
            for gap, holder in zip(is_gap, holders, strict=True)
        ]
        found = replace(found, low_m=np.where(is_gap, begins, found.low_m))
        if to_front:
            for row in self._bounded(lons, lats, holders, found):
                point = Endpoint("", 0.0, (float(lons[row]), float(lats[row])))
                kinds[row] = self._bound_row(found, row, point) or kinds[row]
        return found, kinds

    def _bounded(
        self, lon: ArrayLike, lat: ArrayLike, holders: NDArray[np.int16], found: Distances
    ) -> list[int]:
        """Return the rows on known ground that may have no front line before another's place."""
        chosen = np.flatnonzero(holders > -2)
        if self._state.atlas.drawn is not None:
            return [int(row) for row in chosen]
        rows: list[int] = []
        for holder in np.unique(holders[chosen]).tolist():
            mine = np.flatnonzero(holders == holder)
            _, index = self._others(holder)
            if index is None:
                continue
            x, y = np.asarray(lon)[mine], np.asarray(lat)[mine]
            away = found.centre_m[mine]
            rows += mine[(away > _nearest(index, x, y)[1]) | (holder == -1)].tolist()
        return rows

    def _holders_at(self, points: NDArray[np.object_]) -> NDArray[np.int16]:
        """Return the holder of the cell of each point, -1 contested, -2 unknown."""
        holders = np.full(len(points), -2, dtype=np.int16)
        which, cell = self._cells.tree.query(points, predicate="intersects")
        holders[which[::-1]] = self._state.holders[cell[::-1]]
        return holders

    def _bound_row(self, found: Distances, row: int, point: Endpoint) -> str | None:
        """Set the bound of a row if the front line is farther than another side's place."""
        distance = self.front_from(point)
        if distance.gap is None or not distance.gap.is_bound:
            return None
        found.centre_m[row], found.edge_m[row] = distance.centre_m, distance.edge_m
        found.low_m[row], found.high_m[row] = distance.low_m, distance.high_m
        found.bearing_deg[row] = distance.bearing_deg
        return distance.gap.kind

    def front_from(self, point: Endpoint, *, reverse: bool = False) -> Distance:
        """Measure from a place or position to the front, or from the front with `reverse`.

        Raises
        ------
        InvalidRequestError
            If nothing is known of a front on the day.
        """
        control, front = self.control_at(point), self._state.front_endpoint
        line = None if front is None else measure(*_ends(point, front, reverse=reverse))
        other = self._nearest_other(point, control)
        if control.status == "held" and other is not None:
            away_m = geodesy.distance_m(*_centre(point), *_centre(other))
            if line is None or line.centre_m > away_m:
                return self._bound(point, other, reverse=reverse)
        if control.status == "contested" and other is not None:
            return self._bound(point, other, reverse=reverse, contested=True)
        if line is None:
            raise InvalidRequestError(
                f"no front line is drawn on {self._state.day}: nothing to measure to"
            )
        return self.qualify(line, point)

    def _nearest_other(self, point: Endpoint, control: Control) -> Endpoint | None:
        """Return the nearest place that the holder does not hold; of contested ground, any held."""
        atlas = self._state.atlas
        holder = -1 if control.holder is None else atlas.actors.index(control.holder)
        columns, index = self._others(holder)
        if index is None:
            return None
        lon, lat = (np.asarray([one]) for one in _centre(point))
        nearest: Endpoint = atlas.site_endpoints[columns[_nearest(index, lon, lat)[0][0]]]
        return nearest

    def _others(self, holder: int) -> tuple[NDArray[np.intp], PositionIndex | None]:
        """Return the columns of the places that a holder does not hold, and an index of them.

        For contested ground, -1, they are all that anyone holds.
        """
        if holder not in self._indices:
            holders = self._state.holders
            mask = (holders != -2) & (holders != holder) if holder >= 0 else holders >= 0
            columns = np.flatnonzero(mask)
            sites = self._state.atlas.site_index
            found = PositionIndex(sites.lon[columns], sites.lat[columns]) if columns.size else None
            self._indices[holder] = columns, found
        return self._indices[holder]

    def _bound(
        self, point: Endpoint, other: Endpoint, *, reverse: bool, contested: bool = False
    ) -> Distance:
        """Return the distance to the place that the front cannot lie beyond."""
        front = other.as_position(FRONT)
        distance = measure(*_ends(point, front, reverse=reverse))
        gap = Gap("contested" if contested else "line", point, 0.0, other)
        return replace(distance, low_m=0.0, gap=gap)


def front_endpoint(state: State) -> Endpoint | None:
    """Return the drawn front line of a day, ready to be measured; None if there is none."""
    line = state.front_shape.whole
    if line.is_empty:
        return None
    path = GeodesicMultiLine(state.atlas.cells.to_geographic(line))
    return Endpoint(FRONT, 0.0, path=path, local_error_m=lambda at: _error_m(state, at))


def _error_m(state: State, position: tuple[float, float]) -> float:
    """Return the possible error of the front line at a position: the distance to a site.

    A drawn line is measured as it was drawn.
    """
    if state.atlas.drawn is not None:
        return 0.0
    lon, lat = (np.asarray([part]) for part in position)
    (column,), (away_m,) = _nearest(state.atlas.site_index, lon, lat)
    error_m: float = state.atlas.site(column).position_error_m
    return float(away_m) + error_m


def _nearest(
    index: PositionIndex, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the nearest position of an index to each position, and how far it is in metres."""
    asked, found = index.within(lon, lat, index.nearest_bound_m(lon, lat))
    away = geodesy.distance_m(lon[asked], lat[asked], index.lon[found], index.lat[found])
    order = np.lexsort((found, away, asked))
    best = order[np.flatnonzero(np.diff(asked[order], prepend=-1))]
    return found[best], away[best]


def _centre(point: Endpoint) -> tuple[float, float]:
    assert point.centre is not None  # noqa: S101 - places and positions have one
    return point.centre


def _ends(point: Endpoint, front: Endpoint, *, reverse: bool) -> tuple[Endpoint, Endpoint]:
    return (front, point) if reverse else (point, front)
