"""The state of one day: control, territory, front, pockets and distances."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.day_distances import distance_on, distances_on, endpoints_on, places_held
from frontline.geometry import tessellation
from frontline.geometry.front import Front, compute_front
from frontline.unknown_ground import UnknownGround, front_endpoint

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval
    from frontline.control.timeline import Span
    from frontline.geometry.distance import Distance, Endpoint
    from frontline.geometry.nearest_distance import Places
    from frontline.models import Place, Report


class State:
    """Control, territory and front on one day. Geometries are in EPSG:4326.

    Parameters
    ----------
    atlas : Atlas
    day : date
        A day of the record.

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
        self._roads: dict[str, tuple[Interval, ...]] = {}
        self._held: dict[str, Places] = {}
        self._pockets: dict[int, tuple[tessellation.Pocket, ...]] = {}

    def __repr__(self) -> str:
        """Return the class, the day and the title of the package."""
        return f"<State on {self.day}: {self.atlas.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Return a thumbnail for a notebook, or None without places to show."""
        from frontline.stills.thumbnail import state_thumbnail  # noqa: PLC0415 - only notebooks need it

        return state_thumbnail(self)

    def explore(self, **options: Any) -> Any:
        """Return the day as a `folium.Map`, to show in a notebook or to add layers to.

        Parameters
        ----------
        **options
            As for `frontline.webmap.page.day_map`: ``tiles``, ``title``, ``notices``.

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
        """Codes of the sites: indices into ``atlas.record.states``, shape (sites,)."""
        return self.atlas.record.codes(self.day)[: len(self.atlas.site_ids)]

    @cached_property
    def holders(self) -> NDArray[np.int16]:
        """Holder of each site: index into ``atlas.actors``, -1 contested, -2 unknown; (sites,)."""
        return self.atlas.holders.on(self.day)

    @cached_property
    def presumed(self) -> NDArray[np.bool_]:
        """Whether the holder of each site is only presumed from reports on areas, (sites,)."""
        return self.atlas.holders.presumed_on(self.day)

    def control(self, place: str | Place) -> Span:
        """Return who holds a place, since when, and on what evidence.

        Parameters
        ----------
        place : str or Place
            A place, its id or name.

        Returns
        -------
        Span
            The days around this one with the same control.

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
        """Return the reports that the control of a place is based on.

        Parameters
        ----------
        place : Place

        Returns
        -------
        tuple of Report

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> [report.publisher for report in state.sources(state.atlas.place("Tell Aas"))][:1]
        ['al-masdar-news']
        """
        reports = self.atlas.package.reports
        span = self.atlas.record.span_on(place.id, self.day)
        return tuple(report for record in span.basis for report in reports.get(record, ()))

    @cached_property
    def areas_km2(self) -> dict[str, float]:
        """Area of the reported cells of each actor, in km², by id; see `presumed_km2`.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> sorted(state.areas_km2)
        ['government', 'opposition', 'sdf']
        """
        if self.atlas.drawn is not None:
            return self.atlas.drawn.areas_km2(self.day)
        reported = np.where(self.presumed, -2, self.holders)
        return tessellation.area_by_actor_km2(self.atlas.cells, reported, self.atlas.actors)

    @cached_property
    def presumed_km2(self) -> dict[str, float]:
        """Area that each actor is only presumed to hold, from reports on areas, in km², by id.

        Examples
        --------
        >>> import frontline
        >>> sorted(frontline.open().on("2019-08-15").presumed_km2)
        ['government', 'opposition', 'sdf']
        """
        if self.atlas.drawn is not None:
            return dict.fromkeys(self.atlas.actors, 0.0)
        presumed = np.where(self.presumed, self.holders, -2)
        return tessellation.area_by_actor_km2(self.atlas.cells, presumed, self.atlas.actors)

    @cached_property
    def pockets(self) -> tuple[tessellation.Pocket, ...]:
        """Territory of each actor that is cut off from its main territory.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-22")
        >>> [pocket.actor for pocket in state.pockets if pocket.enclosed]
        ['opposition']
        """
        if self.atlas.drawn is not None:
            return self.atlas.drawn.pockets(self.day)
        return self._find_pockets()

    def pocket_of(self, place: str | Place) -> tessellation.Pocket | None:
        """Return the pocket that a place is in, or None.

        Parameters
        ----------
        place : str or Place
            A place, its id or name.

        Returns
        -------
        Pocket or None
            The pocket, also if only ground outside the record may enclose it. A place without
            reports is in none.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2019-08-22").pocket_of("Kafr Zita").actor
        'opposition'
        """
        found = self.atlas.place(place) if isinstance(place, str) else place
        column = self.atlas.record.index.get(found.id)
        if column is None or column >= len(self.atlas.site_ids):
            return None
        if self.atlas.drawn is not None or "pockets" in vars(self):
            pockets = self.pockets
        else:
            actor = int(self.holders[column])
            if actor not in self._pockets:
                self._pockets[actor] = self._find_pockets(actor)
            pockets = self._pockets[actor]
        return next((pocket for pocket in pockets if column in pocket.columns), None)

    def _find_pockets(self, only: int | None = None) -> tuple[tessellation.Pocket, ...]:
        states = self.atlas.record.states
        sides = np.asarray(
            [[actor in state.actors for state in states] for actor in self.atlas.actors]
        )[:, self.codes]
        if only is not None:
            sides[np.arange(len(sides)) != only] = False
        return tessellation.find_pockets(
            self.atlas.cells, self.holders, self.atlas.actors, sides, self.presumed
        )

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
        if self.atlas.drawn is not None:
            return self.atlas.drawn.front(self.day)
        return compute_front(self.atlas.cells, self.holders, self.presumed)

    def road_intervals(
        self, highway: str, between: tuple[str, str] | None = None
    ) -> tuple[Interval, ...]:
        """Return who held each part of a highway, from its southern or western end.

        Parameters
        ----------
        highway : str
            Id of the highway.
        between : tuple of str, optional
            Two places or kilometres, in any order; the whole highway by default.

        Returns
        -------
        tuple of Interval
            In order of kilometres.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2020-02-14")
        >>> [part.control.holder for part in state.road_intervals("M5", ("Hama", "Aleppo"))]
        ['government']
        """
        road = self.atlas.road(highway)
        if between is None and road.highway.id in self._roads:
            return self._roads[road.highway.id]
        span = None if between is None else self._span_km(highway, between)
        if self.atlas.drawn is not None:
            found = self.atlas.drawn.road_intervals(road.line, self.day, span)
        else:
            found = road.intervals(self.atlas.record, self.day, span)
        if between is None:
            self._roads[road.highway.id] = found
        return found

    def presumed_road_km(
        self, highway: str, between: tuple[str, str] | None = None
    ) -> dict[str, float]:
        """Return the length of a highway that each actor is only presumed to hold, by id, in km.

        Parameters
        ----------
        highway, between
            As for `road_intervals`, whose lengths include it.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2020-02-14").presumed_road_km("M5", ("Morek", "Khan Sheikhoun"))
        {}
        """
        found: dict[str, float] = {}
        if self.atlas.drawn is not None:
            return found
        road, areas = self.atlas.road(highway), self.atlas.area_report_ids
        span = None if between is None else self._span_km(highway, between)
        for part in road.unmerged_intervals(self.atlas.record, self.day, span):
            holder = part.control.holder
            if holder is not None and part.is_presumed(areas):
                found[holder] = found.get(holder, 0.0) + part.length_km
        return found

    def _span_km(self, highway: str, between: tuple[str, str]) -> tuple[float, float]:
        road = self.atlas.road(highway)
        low, high = sorted(self.atlas.chainage_km(road, end) for end in between)
        return low, high

    def distance(self, start: str, end: str, *, district: str | None = None) -> Distance:
        """Measure the distance between two places, positions, highways, actors or the front.

        An actor stands for the place it holds on this day whose edge is nearest; the next four
        are in ``others``. If the record does not know who held the place itself, or ground that
        is nearer, ``gap`` names what is unknown, and the interval begins there. Where no front
        line is drawn between a place and the nearest place of another holder, the distance to the
        front is only bounded: ``low_m`` is 0, and the measured end is that place.

        Parameters
        ----------
        start, end : str
            Place, id, ``lon,lat``, highway, actor or ``front``.
        district : str, optional
            District that place names are looked up in.

        Returns
        -------
        Distance

        Raises
        ------
        InvalidRequestError
            For an unknown name, or one without a position on this day.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> distance = state.distance("Khan Sheikhoun", "government")
        >>> distance.end.label, distance.direction
        ('Tell Aas', 'west')
        """
        return distance_on(self, start, end, district)

    def distances(self, lon: ArrayLike, lat: ArrayLike, end: str) -> pd.DataFrame:
        """Measure from many positions to a place, highway, actor or ``front``.

        Parameters
        ----------
        lon, lat : array_like
            Longitudes and latitudes in degrees, taken as exact.
        end : str
            As for `distance`; for an actor each position has its own nearest place.

        Returns
        -------
        DataFrame
            One row for each position: ``centre_m``, ``edge_m``, ``low_m``, ``high_m``,
            ``bearing_deg``, ``direction``, ``place_id`` (None if `end` is not a place) and
            ``gap``: the kind of `Gap` if unknown ground is nearer, else None.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> rows = state.distances([36.65, 36.69], [35.44, 35.38], "government")
        >>> list(rows["place_id"])
        ['kafr-tab', 'sukayk']
        """
        return distances_on(self, lon, lat, end)

    def endpoints(self, name: str, district: str | None = None) -> tuple[Endpoint, ...]:
        """Return a named thing, ready to be measured on this day.

        Parameters
        ----------
        name : str
            As for `distance`.
        district : str, optional
            District that place names are looked up in.

        Returns
        -------
        tuple of Endpoint
            One; for an actor the places it holds, in the order of the sites.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2019-08-15").endpoints("M5")[0].label
        'M5'
        """
        return endpoints_on(self, name, district)

    def held_endpoints(self, actor: str) -> Places:
        """Return the places that an actor holds, ready to be measured.

        Parameters
        ----------
        actor : str
            Id of the actor.

        Examples
        --------
        >>> import frontline
        >>> held = frontline.open().on("2019-08-15").held_endpoints("government")
        >>> "Tell Aas" in [place.label for place in held]
        True
        """
        if actor not in self._held:
            self._held[actor] = places_held(self, actor)
        return self._held[actor]

    @cached_property
    def front_endpoint(self) -> Endpoint | None:
        """The front line, ready to be measured; None if none is drawn.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2019-08-15").front_endpoint.label
        'the front line'
        """
        return front_endpoint(self)

    @cached_property
    def unknown_ground(self) -> UnknownGround:
        """The ground that no report covers.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> state.unknown_ground.control_at(state.atlas.locate("Khan Sheikhoun")).holder
        'opposition'
        """
        return UnknownGround(self)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The sites: id, names, status, holder, actors, evidence, since.

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
        """The territory of each actor, contested and presumed: actor, status, area_km2.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> sorted(set(state.territory["status"]))
        ['contested', 'held', 'presumed']
        """
        from frontline.exporters.state_frames import territory_frame  # noqa: PLC0415 - as above

        if self.atlas.drawn is not None:
            from frontline.exporters.state_frames import drawn_frame  # noqa: PLC0415 - as above

            return drawn_frame(self.atlas.drawn.on(self.day), self.atlas)
        return territory_frame(self.atlas.cells, self.holders, self.presumed, self.atlas.actors)

    @cached_property
    def front(self) -> gpd.GeoDataFrame:
        """The front: rows ``line``, ``contested`` (outline) and ``band``, in this order.

        Examples
        --------
        >>> import frontline
        >>> state = frontline.open().on("2019-08-15")
        >>> list(state.front["kind"])
        ['line', 'contested', 'band', 'presumed']
        """
        from frontline.exporters.state_frames import front_frame  # noqa: PLC0415 - as above

        return front_frame(self.atlas.cells, self.front_shape)
