"""The state of one day: who held what, the ground, the front, and the distances."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.geometry import tessellation
from frontline.geometry.distance import (
    Endpoint,
    measure,
    measure_many,
    measure_nearest,
    measure_nearest_pair,
)
from frontline.geometry.front import Front, compute_front
from frontline.geometry.geodesics import GeodesicMultiLine
from frontline.geometry.geodesy import compass_direction, distance_m

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval
    from frontline.control.timeline import Span
    from frontline.geometry.distance import Distance
    from frontline.models import Place, Report


class State:
    """What held on one day. Geometries are in longitude and latitude, EPSG:4326.

    Examples
    --------
    >>> import frontline
    >>> frontline.open().on("2019-08-15")
    <State on 2019-08-15: 'North-west Syria (Idlib and Hama), 30 April 2019 to 6 March 2020'>
    """

    def __init__(self, atlas: Atlas, day: date) -> None:
        atlas.record.check_day(day)
        self.atlas = atlas
        self.day = day

    def __repr__(self) -> str:
        """Name the day and the record."""
        return f"<State on {self.day}: {self.atlas.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Return a thumbnail for a notebook, or None without places to show."""
        from frontline.webmap.thumbnail import state_thumbnail  # noqa: PLC0415 - only notebooks need it

        return state_thumbnail(self)

    def explore(self, **options: Any) -> Any:
        """Draw the day as a `folium.Map`, which a notebook shows and layers can be added to.

        Parameters
        ----------
        options : as of `frontline.webmap.page.day_map`: ``tiles``, ``title``, ``notices``

        Raises
        ------
        InvalidRequestError
            For unknown tiles.

        Examples
        --------
        >>> import frontline
        >>> drawn = frontline.open().on("2019-08-15").explore()
        >>> drawn.save("15-august.html")  # doctest: +SKIP
        >>> type(drawn).__mro__[1]
        <class 'folium.folium.Map'>
        """
        from frontline.webmap.page import day_map  # noqa: PLC0415 - folium is slow to import

        return day_map(self, **options)

    @cached_property
    def codes(self) -> NDArray[np.int16]:
        """Codes of the places with cells, into ``atlas.record.states``.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> states = state.atlas.record.states
        >>> {states[code].status for code in state.codes} == {"held", "contested", "unknown"}
        True
        """
        return self.atlas.record.codes(self.day)[: len(self.atlas.sites)]

    @cached_property
    def holders(self) -> NDArray[np.int16]:
        """Position in ``atlas.actors`` of who holds each cell; -1 contested, -2 unknown.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> len(state.holders) == len(state.atlas.sites)
        True
        """
        return tessellation.holder_indices(self.codes, self.atlas.record.states, self.atlas.actors)

    def control(self, place: str | Place) -> Span:
        """Answer for one place: who has it, since when, on what evidence.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> state.control("Khan Sheikhoun").control.holder
        'opposition'
        """
        found = self.atlas.place(place) if isinstance(place, str) else place
        return self.atlas.record.span_on(found.id, self.day)

    def sources(self, place: Place) -> tuple[Report, ...]:
        """Give the reports that the answer for a place stands on.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> [report.publisher for report in state.sources(state.atlas.place("Tell Aas"))][:1]
        ['al-masdar-news']
        """
        reports = self.atlas.package.reports
        span = self.atlas.record.span_on(place.id, self.day)
        return tuple(report for record in span.record_ids for report in reports.get(record, ()))

    @cached_property
    def areas_km2(self) -> dict[str, float]:
        """Area of the cells each actor holds.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> sorted(state.areas_km2)
        ['government', 'opposition']
        """
        return tessellation.area_by_actor_km2(self.atlas.cells, self.holders, self.atlas.actors)

    @cached_property
    def pockets(self) -> tuple[tessellation.Pocket, ...]:
        """Ground of each actor that is cut off from its main body.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-22")
        >>> [pocket.actor for pocket in state.pockets if pocket.enclosed]
        ['opposition']
        """
        states = self.atlas.record.states
        sides = np.asarray(
            [[actor in state.actors for state in states] for actor in self.atlas.actors]
        )[:, self.codes]
        return tessellation.find_pockets(self.atlas.cells, self.holders, self.atlas.actors, sides)

    @cached_property
    def front_shape(self) -> Front:
        """The front line and its band, in the plane.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> state.front_shape.line.geom_type
        'MultiLineString'
        """
        return compute_front(self.atlas.cells, self.holders)

    def road_intervals(
        self, highway: str, between: tuple[str, str] | None = None
    ) -> tuple[Interval, ...]:
        """Give who held what along a highway, from its southern or western end.

        Parameters
        ----------
        between : two places or kilometres, in any order

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2020-02-14")
        >>> [part.control.holder for part in state.road_intervals("M5", ("Hama", "Aleppo"))]
        ['government']
        """
        road = self.atlas.road(highway)
        span = None
        if between is not None:
            low, high = sorted(self.atlas.chainage_km(road, end) for end in between)
            span = (low, high)
        return road.intervals(self.atlas.record, self.day, span)

    def distance(self, start: str, end: str, *, district: str | None = None) -> Distance:
        """Measure between two of: a place, an id, ``lon,lat``, a highway, an actor, ``front``.

        For an actor the place it holds on this day whose edge is nearest is found; the next
        four stand in ``others``.

        Raises
        ------
        InvalidRequestError
            When something named cannot be found or has no position on this day.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> way = state.distance("Khan Sheikhoun", "government")
        >>> way.end.label, way.direction
        ('Tell Aas', 'west')
        """
        first, second = self.endpoints(start, district), self.endpoints(end, district)
        from_actor, to_actor = self.atlas.find_actor(start), self.atlas.find_actor(end)
        if from_actor and to_actor:
            found = measure_nearest_pair(first, second)
        elif to_actor:
            found = measure_nearest(first[0], second)
        elif from_actor:
            found = measure_nearest(second[0], first, reverse=True)
        else:
            found = measure(first[0], second[0])
        return found.between_actors(from_actor, to_actor)

    def distances(self, lon: ArrayLike, lat: ArrayLike, end: str) -> pd.DataFrame:
        """Measure from many positions to a place, highway, actor or ``front``.

        Parameters
        ----------
        lon, lat : positions, degrees, taken as exact
        end : as in `distance`; for an actor each position has its own nearest place

        Returns
        -------
        A row a position: ``centre_m``, ``edge_m``, ``low_m``, ``high_m``, ``bearing_deg``,
        ``direction`` and ``place_id`` (None where `end` is no place).

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> rows = state.distances([36.65, 36.69], [35.44, 35.38], "government")
        >>> list(rows["place_id"])
        ['kafr-tab', 'sukayk']
        """
        import pandas as pd  # noqa: PLC0415 - slow to import, and not every question needs it

        endpoints = self.endpoints(end, None)
        found = measure_many(lon, lat, endpoints)
        places = [endpoints[number].place for number in found.endpoint_index]
        return pd.DataFrame(
            {
                "centre_m": found.centre_m,
                "edge_m": found.edge_m,
                "low_m": found.low_m,
                "high_m": found.high_m,
                "bearing_deg": found.bearing_deg,
                "direction": [compass_direction(bearing) for bearing in found.bearing_deg],
                "place_id": [None if place is None else place.id for place in places],
            }
        )

    def endpoints(self, name: str, district: str | None = None) -> tuple[Endpoint, ...]:
        """Turn what the user wrote into what can be measured on this day.

        One body; for an actor the places it holds, in the order of the cells.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2019-08-15").endpoints("M5")[0].label
        'M5'
        """
        actor = self.atlas.find_actor(name)
        if actor is not None:
            return self._held_by(actor)
        if name.strip().lower() == "front":
            return (self._front_body(),)
        try:
            return (self.atlas.locate(name, district),)
        except UnknownNameError as error:
            actors = ", ".join(self.atlas.actors)
            raise UnknownNameError(f"{error}\nActors: {actors}; and the front") from None

    def _held_by(self, actor: str) -> tuple[Endpoint, ...]:
        held = self.holders == self.atlas.actors.index(actor)
        if not held.any():
            raise InvalidRequestError(
                f"{actor} holds no place on {self.day}: nothing to measure to"
            )
        return tuple(
            body for body, is_held in zip(self.atlas.site_endpoints, held, strict=True) if is_held
        )

    def _front_body(self) -> Endpoint:
        line = self.front_shape.line
        if line.is_empty:
            raise InvalidRequestError(
                f"no front line is drawn on {self.day}: nothing to measure to"
            )
        path = GeodesicMultiLine(self.atlas.cells.to_geographic(line))
        return Endpoint("the front line", 0.0, path=path, local_error_m=self._front_error_m)

    def _front_error_m(self, position: tuple[float, float]) -> float:
        """Give how far the front may run from its drawn line: to the nearest place beside it."""
        places = self.atlas.sites
        lon = np.asarray([place.lon for place in places])
        lat = np.asarray([place.lat for place in places])
        away = distance_m(*position, lon, lat)
        column = int(np.argmin(away))
        return float(away[column]) + places[column].position_error_m

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The places reports speak of: id, names, status, holder, actors, evidence, since.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> state.places.set_index("id").loc["khan-shaykhun", "status"]
        'held'
        """
        from frontline.exporters.state_frames import places_frame  # noqa: PLC0415 - geopandas is slow to import

        return places_frame(self.atlas.sites, self.atlas.record, self.day)

    @cached_property
    def territory(self) -> gpd.GeoDataFrame:
        """The ground each actor holds, and contested ground: actor, status, area_km2.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> list(state.territory["status"])
        ['held', 'held', 'contested']
        """
        from frontline.exporters.state_frames import territory_frame  # noqa: PLC0415 - as above

        return territory_frame(self.atlas.cells, self.holders, self.atlas.actors)

    @cached_property
    def front(self) -> gpd.GeoDataFrame:
        """The front: rows ``line``, ``contested`` (outline) and ``band``, in this order.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> list(state.front["kind"])
        ['line', 'contested', 'band']
        """
        from frontline.exporters.state_frames import front_frame  # noqa: PLC0415 - as above

        return front_frame(self.atlas.cells, self.front_shape)
