"""Places, cells and highways of a package: what neither the rule nor the day changes."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.gazetteer.name_index import NameIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import shapely
    from numpy.typing import NDArray

    from frontline.control.highways import Road, Stretch
    from frontline.geometry.distance import Endpoint
    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.geometry.geodesy import Projection
    from frontline.geometry.position_index import PositionIndex
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Place
    from frontline.open_water import Shore
    from frontline.package.package import Package

#: Cached properties that depend only on which places have evidence.
SHARED = (
    *("gazetteer", "projection", "study_area", "home", "cell_area", "plane_area", "cells"),
    *("shore", "lines", "water", "reported_ground", "_whole_cells", "site_endpoints"),
    *("site_index", "stretches", "near_stretches"),
    "_endpoints",
)

#: The mappings of the index of names, each a part of the cache.
NAMES = tuple(one.name for one in fields(NameIndex))
#: Longest piece of the frame of a region, degrees.
_LONGEST_SIDE_DEG = 0.05


class Geography:
    """The places, cells and highways of a package.

    Results are computed when they are first needed, and kept.

    Parameters
    ----------
    package : Package
        The package as known on the as-of day.
    full_package : Package
        The whole package.
    """

    def __init__(self, package: Package, full_package: Package) -> None:
        self.package = package
        self.full_package = full_package

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places, by id and by name."""
        store, places = self.package.store, self.package.gazetteer
        if store is None:
            return Gazetteer(places.values())
        kept = store.get_added([f"names {name}" for name in NAMES])
        if kept is not None:
            return Gazetteer.of_index(places, NameIndex.from_bytes(kept))
        found = Gazetteer(places.values())
        store.put({f"names {name}": part for name, part in found.index.to_bytes().items()})
        return found

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors, in the order of the data."""
        return tuple(self.package.actors)

    def find_actor(self, word: str) -> str | None:
        """Return the id of the actor with this id or name, ignoring case, or None.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().find_actor("Government")
        'government'
        """
        return self._actor_ids.get(fold_name(word))

    @cached_property
    def _actor_ids(self) -> dict[str, str]:
        return actor_ids_by_name(self.package.actors)

    @cached_property
    def projection(self) -> Projection:
        """The plane in which shapes are built, centred on the region."""
        from frontline.geometry.geodesy import Projection

        return Projection.of_region(self.package.coverage.region)

    @cached_property
    def study_area(self) -> shapely.Geometry:
        """The area that cells are clipped to: the first-level areas, or the region."""
        import shapely

        shapes = [
            shapely.geometry.shape(area.geometry)
            for area in self.package.admin
            if area.level == "admin1"
        ]
        region = shapely.box(*self.package.coverage.region)
        region = shapely.segmentize(region, _LONGEST_SIDE_DEG)  # parallels are curves in the plane
        return shapely.intersection(shapely.union_all(shapes), region) if shapes else region

    @cached_property
    def home(self) -> shapely.Geometry | None:
        """The land of the states with places, from Natural Earth, in longitude and latitude.

        None if first-level areas of the package show where its state ends, or if too many places
        lie on no such land: in an invented country, or on small islands.
        """
        if any(area.level == "admin1" for area in self.package.admin):
            return None
        import shapely

        from frontline.geometry.borders import land_of_states

        sites = shapely.points([(place.lon, place.lat) for place in self.sites])
        return land_of_states(self.package.coverage.region, sites)

    @cached_property
    def cell_area(self) -> shapely.Geometry:
        """The area that cells are clipped to.

        Reports on areas extend cells up to the edges of the study area; without first-level areas
        these are the edges of the region, and cells end at the coast and the border.
        """
        if not self.package.area_reports or self.home is None:
            return self.study_area
        import shapely

        return shapely.intersection(self.study_area, self.home)

    @cached_property
    def plane_area(self) -> shapely.Geometry:
        """The area that cells are clipped to, in the plane."""
        return self.projection.to_plane(self.cell_area)

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """The places with evidence. Each has a cell; arrays of cells have this order.

        Raises
        ------
        DataError
            If no row of the package has a day or names a place.
        """
        ids = self.site_ids
        self.package.load(ids, ())
        return tuple(self.package.gazetteer[id_] for id_ in ids)

    def site(self, column: int) -> Place:
        """Return one of the sites, of which the others need not be made.

        Parameters
        ----------
        column : int
            Its index.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.site(7) is atlas.sites[7]
        True
        """
        if "sites" in vars(self):
            return self.sites[column]
        return self.package.gazetteer[self.site_ids[column]]

    @property
    def site_ids(self) -> tuple[str, ...]:
        """Ids of the sites, in their order.

        Raises
        ------
        DataError
            If no row of the package has a day or names a place.
        """
        self.full_package.check_dated()
        if not self.package.evidence_place_ids:
            remedy = "Add rows to baseline.csv or events.csv, then run `frontline validate`."
            rule = "there is nothing to map: no row names a place"
            raise DataError([Issue("baseline.csv", None, "", rule, remedy)])
        return self.package.evidence_place_ids

    @cached_property
    def cells(self) -> Tessellation:
        """The cells of the sites, whose areas do not count open water."""
        return replace(self._whole_cells, dry_areas_km2=self._dry_areas_km2)

    def _dry_areas_km2(self, cells: Tessellation) -> NDArray[np.float64]:
        """Return the area of each cell without open water, from where it is kept."""
        import numpy as np

        from frontline.geometry.tessellation import areas_without_km2
        from frontline.package.cache import read_or_keep

        def make() -> NDArray[np.float64]:
            return areas_without_km2(cells, self.water)

        store = self.package.store
        return read_or_keep(store, "areas", make, np.ndarray.tobytes, np.frombuffer)

    @cached_property
    def reported_ground(self) -> shapely.Geometry:
        """The union of all cells, in the plane, from where it is kept."""
        import shapely

        from frontline.package.cache import read_or_keep

        store, packing = self.package.store, (shapely.to_wkb, shapely.from_wkb)
        return read_or_keep(store, "ground", lambda: self.cells.extent, *packing)

    @cached_property
    def water(self) -> shapely.Geometry:
        """The open water where there are cells, in the plane; see `frontline.open_water`."""
        import shapely

        from frontline.open_water import water_of_cells

        box = shapely.box(*shapely.total_bounds(self._whole_cells.cells))
        bounds = self.projection.from_plane(shapely.segmentize(box, box.length / 100)).bounds
        return water_of_cells(self, bounds)

    @cached_property
    def _whole_cells(self) -> Tessellation:
        import numpy as np

        from frontline.geometry import tessellation
        from frontline.geometry.tessellation_bytes import (
            tessellation_bytes,
            tessellation_from_bytes,
        )
        from frontline.package.area_statements import site_areas
        from frontline.package.cache import read_or_keep

        def make() -> Tessellation:
            lon = np.asarray([place.lon for place in self.sites])
            lat = np.asarray([place.lat for place in self.sites])
            areas, reach_m = site_areas(self.package, self.sites), self.package.reach_km * 1000
            return tessellation.tessellate(
                self.projection, lon, lat, reach_m, self.cell_area, areas=areas
            )

        def unpack(kept: bytes) -> Tessellation:
            return tessellation_from_bytes(kept, self.projection)

        return read_or_keep(self.package.store, "cells", make, tessellation_bytes, unpack)

    @cached_property
    def shore(self) -> Shore:
        """The water of the basemap, and the ground around sites at it."""
        import numpy as np

        from frontline.open_water import Shore

        lonlat = np.asarray([(place.lon, place.lat) for place in self.sites])
        region, store = self.package.coverage.region, self.package.store
        return Shore(region, self.projection, lonlat, self._whole_cells.xy, store)

    @cached_property
    def site_endpoints(self) -> tuple[Endpoint, ...]:
        """The sites, ready to be measured."""
        return tuple(self.endpoint(place) for place in self.sites)

    @cached_property
    def site_index(self) -> PositionIndex:
        """The positions of the sites, to be searched by distance."""
        import numpy as np

        from frontline.geometry.position_index import PositionIndex

        lonlat = np.asarray([(place.lon, place.lat) for place in self.sites])
        return PositionIndex(lonlat[:, 0], lonlat[:, 1])

    @cached_property
    def lines(self) -> Mapping[str, GeodesicLine]:
        """Centre lines of the highways, by id."""
        from frontline.geometry.geodesic_lines import GeodesicLine

        return {id_: GeodesicLine(road.coordinates) for id_, road in self.package.highways.items()}

    @cached_property
    def stretches(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The highways, by id, split at the edges of the cells."""
        from frontline.control.highways import split_by_cells

        return {id_: split_by_cells(line, self.cells) for id_, line in self.lines.items()}

    def place(self, name: str, district: str | None = None) -> Place:
        """Find a place by id or by name, in Latin or Arabic script.

        Parameters
        ----------
        name : str
            Id or name of the place.
        district : str, optional
            District or governorate, to choose among places of the same name.

        Raises
        ------
        AmbiguousNameError, UnknownNameError
            The message lists the candidates.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.place("خان شيخون").id
        'khan-shaykhun'
        >>> atlas.place("al-Buwaydah", district="Suran").id
        'al-buwaydah-suran'
        """
        return self.gazetteer.place(name, district=district)

    def locate(self, name: str, district: str | None = None) -> Endpoint:
        """Return a place, position or highway, ready to be measured.

        Parameters
        ----------
        name : str
            Place, id, ``lon,lat`` or highway.
        district : str, optional
            District that place names are looked up in.

        Raises
        ------
        InvalidRequestError
            For an actor or the front, whose position depends on the day.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().locate("M5").error_m
        50.0
        """
        from frontline.geometry.distance import Endpoint
        from frontline.geometry.geodesy import parse_position

        word = name.strip().lower()
        if self.find_actor(name) or word == "front":
            raise InvalidRequestError(f"The position of {name!r} depends on the day: add --on DAY.")
        if road_id := self.road_id(name):
            road = self.package.highways[road_id]
            label = name.strip() if road_id != word else word.upper()
            return Endpoint(label, road.position_error_m, path=self.lines[road_id])
        if "," in word and not any(letter.isalpha() for letter in word):
            centre = parse_position(name, region=self.package.coverage.region)
            return Endpoint(name.strip(), 0.0, centre)
        return self.endpoint(self.gazetteer.place(name, district=district))

    def road_id(self, name: str) -> str:
        """Return the id of a highway by its id or a name, ignoring case; empty if there is none.

        Parameters
        ----------
        name : str
            Id, English or Arabic name.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().road_id("M5")
        'm5'
        """
        word = name.strip()
        if word.lower() in self.package.highways:
            return word.lower()
        named = [
            one.id
            for one in self.package.highways.values()
            if word and word.casefold() in {one.name.casefold(), one.name_ar.casefold()}
        ]
        return named[0] if len(named) == 1 else ""

    def chainage_km(self, road: Road, position: str) -> float:
        """Return the kilometre of a position on a highway.

        Parameters
        ----------
        road : Road
            A highway, as `road` returns it.
        position : str
            A kilometre, or a place; for a place its nearest point of the highway counts.

        Returns
        -------
        float
            Kilometres from the southern or western end.

        Raises
        ------
        InvalidRequestError
            For a kilometre outside the highway.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.chainage_km(atlas.road("M5"), "Hama"))
        217
        """
        try:
            km = float(position)
        except ValueError:
            place = self.place(position)
            return float(road.line.nearest_point(place.lon, place.lat).along_m) / 1000
        if not 0 <= km <= road.length_km:
            raise InvalidRequestError(
                f"Kilometre {position} is not on the highway: "
                f"its kilometres run from 0 to {road.length_km:.1f}."
            )
        return km

    def endpoint(self, place: Place) -> Endpoint:
        """Return a place, with its footprint, ready to be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.endpoint(atlas.place("Morek")).label
        'Morek'
        """
        from frontline.geometry.distance import place_endpoint

        footprint = self.package.footprints.get(place.id)
        if footprint is None:
            return place_endpoint(place, None)
        kept = self._endpoints.get(place.id)
        if kept is None or kept.place is not place:  # its built-up area is prepared only once
            kept = self._endpoints[place.id] = place_endpoint(place, footprint)
        return kept

    @cached_property
    def _endpoints(self) -> dict[str, Endpoint]:
        return {}
