"""The one object a user holds: an opened data package, and its state on a day.

Examples
--------
>>> import frontline
>>> state = frontline.open().on("2019-08-15")
>>> way = state.distance("Khan Sheikhoun", "government")
>>> way.end.place.name
'Tell Aas'
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline import territory
from frontline.caution import blurred, embargoed
from frontline.control import Record, sort_key
from frontline.days import parse_day
from frontline.distance import Body, Distance, body_of_place, measure, measure_many, nearest
from frontline.errors import RequestError, UnknownNameError
from frontline.evidence import find_rule, rule_events
from frontline.front import Front, front_of
from frontline.gazetteer import Gazetteer
from frontline.geodesic_lines import Line, Paths
from frontline.geodesy import Projection, direction, distance_m, parse_position
from frontline.highway import Road, cut_road, implied
from frontline.package import Package, read_package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from frontline.control import Span
    from frontline.evidence import Rule, Ruling
    from frontline.highway import Interval
    from frontline.model import Place, Report

__all__ = ["Atlas", "State", "open"]

#: Where the built-in data lies: in the wheel, or beside the package in a checkout.
_BUILT_IN = (Path(__file__).parent / "data", Path(__file__).parent.parent / "data")


def built_in() -> Path:
    """Give the folder of the built-in data package."""
    for folder in _BUILT_IN:
        if (folder / "datapackage.json").exists():
            return folder
    raise UnknownNameError("the built-in data is missing: install the package again")


def open(folder: str | Path | None = None, rule: str = "standard") -> Atlas:  # noqa: A001 - as in `frontline.open()`
    """Open a data package.

    Parameters
    ----------
    folder : its folder; the built-in data if None
    rule : how reports become control: ``standard``, ``two-source`` or ``all``

    Raises
    ------
    DataError
        With every fault of every file, when the package cannot be used.
    RequestError
        For an unknown rule.
    """
    chosen = find_rule(rule)
    return Atlas(read_package(built_in() if folder is None else Path(folder)), chosen)


class Atlas:
    """A data package under one editorial rule. What it computes once, it keeps."""

    def __init__(self, package: Package, rule: Rule) -> None:
        self.package = package
        self.rule = rule

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places, by id and by name."""
        return Gazetteer(self.package.gazetteer.values())

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """Every event with what the rule made of it, and what road reports imply."""
        found = rule_events(self.package, self.rule)
        places = tuple(self.package.gazetteer.values())
        return (*found, *implied(found, self.lines, places, self.package.footprints))

    @cached_property
    def cell_places(self) -> tuple[Place, ...]:
        """The places that reports speak of: each has a cell, in this order."""
        return tuple(self.package.gazetteer[id_] for id_ in self.package.evidence_place_ids)

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the places with cells come first."""
        own = self.package.evidence_place_ids
        named = {ruling.event.place_id for ruling in self.rulings} - {None} - set(own)
        frame = self.package.frame
        order = (*own, *sorted(str(place_id) for place_id in named))
        return Record(order, self.package.baseline, self.rulings, frame.first_day, frame.last_day)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors, in the order of the data."""
        return tuple(self.package.actors)

    @cached_property
    def projection(self) -> Projection:
        """The plane that shapes are built in, centred on the region."""
        west, south, east, north = self.package.frame.region
        return Projection.around([west, east], [south, north])

    @cached_property
    def interest(self) -> shapely.Geometry:
        """The area that is drawn in: the first-level areas, else the declared region."""
        shapes = [
            shapely.geometry.shape(area.geometry)
            for area in self.package.admin
            if area.level == "admin1"
        ]
        region = shapely.box(*self.package.frame.region)
        return shapely.intersection(shapely.union_all(shapes), region) if shapes else region

    @cached_property
    def cells(self) -> territory.Tessellation:
        """The cells of the places that reports speak of."""
        lon = np.asarray([place.lon for place in self.cell_places])
        lat = np.asarray([place.lat for place in self.cell_places])
        reach_m = self.package.frame.reach_km * 1000
        return territory.tessellate(self.projection, lon, lat, reach_m, self.interest)

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """Centre lines of the highways."""
        return {id_: Line(road.coordinates) for id_, road in self.package.highways.items()}

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, cut at the edges of the cells."""
        return {id_: self._road(id_) for id_ in self.package.highways}

    def _road(self, highway_id: str) -> Road:
        line = self.lines[highway_id]
        about = [
            ruling
            for ruling in self.rulings
            if ruling.event.highway == highway_id and ruling.stands
        ]
        about.sort(key=sort_key)
        stretches = cut_road(line, self.cells)
        return Road(self.package.highways[highway_id], line, stretches, tuple(about))

    def place(self, name: str, within: str | None = None) -> Place:
        """Find a place by id or by name, in Latin or Arabic script.

        Raises
        ------
        AmbiguousNameError, UnknownNameError
            With the candidates; `within` (a district) chooses among them.
        """
        return self.gazetteer.place(name, within=within)

    def road(self, name: str) -> Road:
        """Give a highway by id; UnknownNameError lists those there are."""
        try:
            return self.roads[name.strip().lower()]
        except KeyError:
            known = ", ".join(self.package.highways) or "none in this package"
            raise UnknownNameError(f"no highway {name!r}: the data has {known}") from None

    def on(self, day: str | date) -> State:
        """Give the state of a day, as ``2019-08-15`` or a date.

        Raises
        ------
        RequestError
            For a day the record does not reach.
        """
        return State(self, parse_day(day))

    def distance(
        self, start: str, end: str, day: str | date | None = None, *, within: str | None = None
    ) -> tuple[Distance, State | None]:
        """Measure between two things; the day is needed where one of them moves.

        Parameters
        ----------
        start, end : place, id, ``lon,lat``, highway; with a day also an actor or ``front``
        within : district that names are looked for in

        Returns
        -------
        The measurement, and the state of the day if there is one.
        """
        if day is not None:
            state = self.on(day)
            return state.distance(start, end, within=within), state
        first, second = (self.standing(name, within) for name in (start, end))
        return measure(first, second), None

    def standing(self, name: str, within: str | None = None) -> Body:
        """Turn the name of something that does not move into what can be measured."""
        word = name.strip().lower()
        if word in self.actors or word == "front":
            raise RequestError(f"where {name!r} was depends on the day: add --on DAY")
        if word in self.package.highways:
            road = self.package.highways[word]
            return Body(word.upper(), road.position_error_m, path=self.lines[word])
        if "," in word and not any(letter.isalpha() for letter in word):
            centre = parse_position(name, region=self.package.frame.region)
            return Body(name.strip(), 0.0, centre)
        return self.body(self.gazetteer.place(name, within=within))

    def held_back(
        self, *, embargo_days: int = 0, as_of: date | None = None, blur_km: float = 0.0
    ) -> tuple[Atlas, tuple[str, ...]]:
        """Leave out what is young and coarsen positions, with the words that say so.

        Parameters
        ----------
        embargo_days : leave out events of the last days before `as_of`
        blur_km : move places to a grid of this size
        """
        package, notices = self.package, []
        if embargo_days and as_of is not None:
            package = embargoed(package, embargo_days, as_of)
            notices.append(
                f"Held back: events of the {embargo_days} days before {as_of} are left out."
            )
        if blur_km:
            package = blurred(package, blur_km)
            notices.append(f"Coarsened: places are moved to a grid of {blur_km:g} km.")
        return (Atlas(package, self.rule) if notices else self), tuple(notices)

    def body(self, place: Place) -> Body:
        """Make a place ready to be measured."""
        return body_of_place(place, self.package.footprints.get(place.id))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The places with cells, ready to be measured."""
        return tuple(self.body(place) for place in self.cell_places)

    def chainage_km(self, road: Road, end: str) -> float:
        """Read one end of a stretch: a place (its nearest point of the road) or a kilometre.

        Raises
        ------
        RequestError
            For a kilometre that the road does not have.
        """
        try:
            km = float(end)
        except ValueError:
            place = self.place(end)
            return float(road.line.nearest(place.lon, place.lat).along_m) / 1000
        if not 0 <= km <= road.length_km:
            raise RequestError(
                f"{end} is not on the road: its kilometres run from 0 to {road.length_km:.1f}"
            )
        return km


class State:
    """What held on one day. Geometries are in longitude and latitude, EPSG:4326."""

    def __init__(self, atlas: Atlas, day: date) -> None:
        atlas.record.check_day(day)
        self.atlas = atlas
        self.day = day

    @cached_property
    def codes(self) -> NDArray[np.int16]:
        """Codes of the places with cells, into ``atlas.record.states``."""
        return self.atlas.record.codes(self.day)[: len(self.atlas.cell_places)]

    @cached_property
    def holders(self) -> NDArray[np.int16]:
        """Position in ``atlas.actors`` of who holds each cell; -1 contested, -2 unknown."""
        return territory.actor_of(self.codes, self.atlas.record.states, self.atlas.actors)

    def control(self, place: str | Place) -> Span:
        """Answer for one place: who has it, since when, on what evidence."""
        found = self.atlas.place(place) if isinstance(place, str) else place
        return self.atlas.record.span_on(found.id, self.day)

    def sources(self, place: Place) -> tuple[Report, ...]:
        """Give the reports that the answer for a place stands on."""
        reports = self.atlas.package.reports
        span = self.atlas.record.span_on(place.id, self.day)
        return tuple(report for record in span.record_ids for report in reports.get(record, ()))

    @cached_property
    def areas_km2(self) -> dict[str, float]:
        """Area of the cells each actor holds."""
        return territory.areas_km2(self.atlas.cells, self.holders, self.atlas.actors)

    @cached_property
    def pockets(self) -> tuple[territory.Pocket, ...]:
        """Ground of each actor that is cut off from its main body."""
        states = self.atlas.record.states
        sides = np.asarray(
            [[actor in state.actors for state in states] for actor in self.atlas.actors]
        )[:, self.codes]
        return territory.pockets(self.atlas.cells, self.holders, self.atlas.actors, sides)

    @cached_property
    def front_shape(self) -> Front:
        """The front line and its band, in the plane."""
        return front_of(self.atlas.cells, self.holders)

    def road_intervals(
        self, highway: str, between: tuple[str, str] | None = None
    ) -> tuple[Interval, ...]:
        """Give who held what along a highway, from its southern or western end.

        Parameters
        ----------
        between : two places or kilometres, in any order
        """
        road = self.atlas.road(highway)
        span = None
        if between is not None:
            low, high = sorted(self.atlas.chainage_km(road, end) for end in between)
            span = (low, high)
        return road.intervals(self.atlas.record, self.day, span)

    def distance(self, start: str, end: str, *, within: str | None = None) -> Distance:
        """Measure between two of: a place, an id, ``lon,lat``, a highway, an actor, ``front``.

        For an actor the place it holds on this day whose edge is nearest is found; the next
        four stand in ``others``.

        Raises
        ------
        RequestError
            When something named cannot be found or has no position on this day.
        """
        first, second = self._bodies(start, within), self._bodies(end, within)
        if len(first) == 1 and len(second) == 1 and not self._is_actor(start, end):
            return measure(first[0], second[0])
        if self._is_actor(end) and not self._is_actor(start):
            return nearest(first[0], second)
        if self._is_actor(start) and not self._is_actor(end):
            return nearest(second[0], first, turned=True)
        ways = (nearest(body, second, count=1) for body in self._near(first, second))
        return min(ways, key=lambda way: (way.edge_m, way.centre_m))

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

        bodies = self._bodies(end, None)
        found = measure_many(lon, lat, bodies)
        places = [bodies[number].place for number in found.nearest]
        return pd.DataFrame(
            {
                "centre_m": found.centre_m,
                "edge_m": found.edge_m,
                "low_m": found.low_m,
                "high_m": found.high_m,
                "bearing_deg": found.bearing_deg,
                "direction": [direction(bearing) for bearing in found.bearing_deg],
                "place_id": [None if place is None else place.id for place in places],
            }
        )

    def _is_actor(self, *names: str) -> bool:
        return any(name.strip().lower() in self.atlas.actors for name in names)

    def _near(self, first: tuple[Body, ...], second: tuple[Body, ...]) -> list[Body]:
        """Keep the bodies of `first` that can be the nearest to any of `second`."""
        lon2 = np.asarray([body.centre[0] for body in second if body.centre])
        lat2 = np.asarray([body.centre[1] for body in second if body.centre])
        least = [distance_m(*body.centre, lon2, lat2).min() for body in first if body.centre]
        radius = max(body.radius_m for body in (*first, *second))
        limit = min(least) + 4 * radius
        return [body for body, way in zip(first, least, strict=True) if way <= limit]

    def _bodies(self, name: str, within: str | None) -> tuple[Body, ...]:
        """Turn what the user wrote into what can be measured on this day."""
        word = name.strip().lower()
        if word in self.atlas.actors:
            return self._held_by(word)
        return (self._front_body() if word == "front" else self.atlas.standing(name, within),)

    def _held_by(self, actor: str) -> tuple[Body, ...]:
        held = self.holders == self.atlas.actors.index(actor)
        if not held.any():
            raise RequestError(f"{actor} holds no place on {self.day}: nothing to measure to")
        return tuple(body for body, is_held in zip(self.atlas.bodies, held, strict=True) if is_held)

    def _front_body(self) -> Body:
        line = self.front_shape.line
        if line.is_empty:
            raise RequestError(f"no front line is drawn on {self.day}: nothing to measure to")
        path = Paths(self.atlas.cells.geographic(line))
        return Body("the front line", 0.0, path=path, slack_m=self._front_slack_m)

    def _front_slack_m(self, position: tuple[float, float]) -> float:
        """Give how far the front may run from its drawn line: to the nearest place beside it."""
        places = self.atlas.cell_places
        lon = np.asarray([place.lon for place in places])
        lat = np.asarray([place.lat for place in places])
        away = distance_m(*position, lon, lat)
        column = int(np.argmin(away))
        return float(away[column]) + places[column].position_error_m

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The places reports speak of: id, names, status, holder, actors, evidence, since."""
        from frontline.frames import places_frame  # noqa: PLC0415 - geopandas is slow to import

        return places_frame(self.atlas.cell_places, self.atlas.record, self.day)

    @cached_property
    def territory(self) -> gpd.GeoDataFrame:
        """The ground each actor holds, and contested ground: actor, status, area_km2."""
        from frontline.frames import territory_frame  # noqa: PLC0415 - as above

        return territory_frame(self.atlas.cells, self.holders, self.atlas.actors)

    @cached_property
    def front(self) -> gpd.GeoDataFrame:
        """The front: rows ``line``, ``contested`` (outline) and ``band``, in this order."""
        from frontline.frames import front_frame  # noqa: PLC0415 - as above

        return front_frame(self.atlas.cells, self.front_shape)
