"""The ground of a package: its places, cells and roads, which no rule and no day changes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline import territory
from frontline.beginning import check_begun
from frontline.distance import Body, body_of_place
from frontline.errors import DataError, Fault, RequestError
from frontline.gazetteer import Gazetteer
from frontline.geodesic_lines import Line
from frontline.geodesy import Projection, parse_position
from frontline.highway import cut_road
from frontline.parties import called, plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from frontline.highway import Stretch
    from frontline.model import Place
    from frontline.package import Package

__all__ = ["SHARED", "Ground"]

#: What two grounds have in common whose reports speak of the same places.
SHARED = frozenset({"gazetteer", "projection", "interest", "cells", "lines", "bodies", "stretches"})


class Ground:
    """The places, cells and roads of a package. What it computes once, it keeps.

    Parameters
    ----------
    package : what is known
    source : the package with nothing left out
    folder : where the package lies, whose style pages are drawn in; None if nowhere
    """

    def __init__(self, package: Package, source: Package, folder: Path | None) -> None:
        self.package = package
        self.source = source
        self.folder = folder

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

    def actor_called(self, word: str) -> str | None:
        """Give the id of the actor that an id or any name means, without regard to case; or None.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().actor_called("Government")
        'government'
        """
        return called(self.package.actors).get(plain_name(word))

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
    def cell_places(self) -> tuple[Place, ...]:
        """The places that reports speak of: each has a cell, in this order.

        Raises
        ------
        DataError
            For a record that has no day or names no place yet: there is no ground to draw.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> any(place.name == "Morek" for place in atlas.cell_places)
        True
        """
        check_begun(self.source)
        if not self.package.evidence_place_ids:
            remedy = "Add rows to baseline.csv or events.csv, then see `frontline validate`."
            rule = "nothing to map yet: no row speaks of any place"
            raise DataError([Fault("baseline.csv", None, "", rule, remedy)])
        return tuple(self.package.gazetteer[id_] for id_ in self.package.evidence_place_ids)

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
    def stretches(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The parts of each highway between the edges of the cells.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.stretches["m5"][0].from_km
        0.0
        """
        return {id_: cut_road(line, self.cells) for id_, line in self.lines.items()}

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
        if self.actor_called(name) or word == "front":
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
