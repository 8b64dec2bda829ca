"""What does not depend on the day: places, rulings, the record, cells and roads of a package."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline import territory
from frontline.control import Record, sort_key
from frontline.distance import Body, body_of_place
from frontline.errors import DataError, Fault, RequestError, UnknownNameError
from frontline.evidence import rule_events
from frontline.gazetteer import Gazetteer
from frontline.geodesic_lines import Line
from frontline.geodesy import Projection, parse_position
from frontline.highway import Road, cut_road, implied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.evidence import Rule, Ruling
    from frontline.model import Place
    from frontline.package import Package

__all__ = ["Groundwork"]


class Groundwork:
    """A data package under one editorial rule. What it computes once, it keeps."""

    def __init__(self, package: Package, rule: Rule) -> None:
        self.package = package
        self.rule = rule

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places, by id and by name.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.gazetteer.find("Khan Sheikhoun").match
        'variant'
        """
        return Gazetteer(self.package.gazetteer.values())

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """Every event with what the rule made of it, and what road reports imply.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> {ruling.evidence for ruling in atlas.rulings if ruling.stands} <= {
        ...     "confirmed", "claimed", "inferred"}
        True
        """
        found = rule_events(self.package, self.rule)
        places = tuple(self.package.gazetteer.values())
        return (*found, *implied(found, self.lines, places, self.package.footprints))

    @cached_property
    def cell_places(self) -> tuple[Place, ...]:
        """The places that reports speak of: each has a cell, in this order.

        Raises
        ------
        DataError
            For a record that names no place yet: there is no ground to draw.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> any(place.name == "Morek" for place in atlas.cell_places)
        True
        """
        if not self.package.evidence_place_ids:
            remedy = "Add rows to baseline.csv or events.csv, then see `frontline validate`."
            rule = "nothing to map yet: no row speaks of any place"
            raise DataError([Fault("baseline.csv", None, "", rule, remedy)])
        return tuple(self.package.gazetteer[id_] for id_ in self.package.evidence_place_ids)

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the places with cells come first.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.record.first, atlas.record.last
        (datetime.date(2019, 4, 30), datetime.date(2020, 3, 6))
        """
        own = self.package.evidence_place_ids
        named = {ruling.event.place_id for ruling in self.rulings} - {None} - set(own)
        frame = self.package.frame
        order = (*own, *sorted(str(place_id) for place_id in named))
        return Record(order, self.package.baseline, self.rulings, frame.first_day, frame.last_day)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors, in the order of the data.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.actors
        ('government', 'opposition')
        """
        return tuple(self.package.actors)

    @cached_property
    def projection(self) -> Projection:
        """The plane that shapes are built in, centred on the region.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> x, y = atlas.projection.forward(36.65, 35.44)
        >>> [round(float(degrees), 2) for degrees in atlas.projection.inverse(x, y)]
        [36.65, 35.44]
        """
        west, south, east, north = self.package.frame.region
        return Projection.around([west, east], [south, north])

    @cached_property
    def interest(self) -> shapely.Geometry:
        """The area that is drawn in: the first-level areas, else the declared region.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.interest.geom_type
        'MultiPolygon'
        """
        shapes = [
            shapely.geometry.shape(area.geometry)
            for area in self.package.admin
            if area.level == "admin1"
        ]
        region = shapely.box(*self.package.frame.region)
        return shapely.intersection(shapely.union_all(shapes), region) if shapes else region

    @cached_property
    def cells(self) -> territory.Tessellation:
        """The cells of the places that reports speak of.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> len(atlas.cells.cells) == len(atlas.cell_places)
        True
        """
        lon = np.asarray([place.lon for place in self.cell_places])
        lat = np.asarray([place.lat for place in self.cell_places])
        reach_m = self.package.frame.reach_km * 1000
        return territory.tessellate(self.projection, lon, lat, reach_m, self.interest)

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """Centre lines of the highways.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.lines["m5"].length_m / 1000)
        347
        """
        return {id_: Line(road.coordinates) for id_, road in self.package.highways.items()}

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, cut at the edges of the cells.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> list(atlas.roads)
        ['m5', 'm4']
        """
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

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.place("خان شيخون").id
        'khan-shaykhun'
        >>> atlas.place("al-Buwaydah", within="Suran").id
        'al-buwaydah-suran'
        """
        return self.gazetteer.place(name, within=within)

    def road(self, name: str) -> Road:
        """Give a highway by id; UnknownNameError lists those there are.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.road("M5").length_km)
        347
        """
        try:
            return self.roads[name.strip().lower()]
        except KeyError:
            known = ", ".join(self.package.highways) or "none in this package"
            raise UnknownNameError(f"no highway {name!r}: the data has {known}") from None

    def standing(self, name: str, within: str | None = None) -> Body:
        """Turn the name of something that does not move into what can be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.standing("M5").error_m
        50.0
        """
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

    def body(self, place: Place) -> Body:
        """Make a place ready to be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.body(atlas.place("Morek")).label
        'Morek'
        """
        return body_of_place(place, self.package.footprints.get(place.id))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The places with cells, ready to be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> len(atlas.bodies) == len(atlas.cell_places)
        True
        """
        return tuple(self.body(place) for place in self.cell_places)

    def chainage_km(self, road: Road, end: str) -> float:
        """Read one end of a stretch: a place (its nearest point of the road) or a kilometre.

        Raises
        ------
        RequestError
            For a kilometre that the road does not have.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.chainage_km(atlas.road("M5"), "Hama"))
        217
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
