"""The sea and the lakes of a region, which no side holds.

Cells around places end at their reach, not at the coast. On maps, ground ends at the water of the
basemap, so that an island at war is an island; and areas in numbers count only what is not water.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import shapely

from frontline.natural_earth import bounds_of_finest, read_basemap
from frontline.package.cache import read_or_keep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.geography import Geography
    from frontline.geometry.geodesy import Projection
    from frontline.natural_earth import Bounds
    from frontline.package.cache import CacheFile

#: The coast of the basemap may lie so far from the true one: ground around a place that is nearer
#: to the water, or in it, is not taken for water; metres.
_COAST_ERROR_M, _ASHORE_M = 500.0, 3000.0
#: Where a larger share of the places is in the water, the basemap is not that of their land.
_MOST_AT_SEA = 0.34
#: Water this far around the region is near no place; degrees.
_AROUND = 0.5


class Shore:
    """The water of the basemap, and the ground at it that maps do not take for water.

    Which places are at the water is the same for all maps, and so is the ground around them.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north of the region, degrees.
    projection : Projection
    lonlat, xy : numpy.ndarray, shape (n, 2)
        The places, in degrees, and in metres of the plane.
    store : CacheFile, optional
        Where the package is kept; so is the ground then.
    """

    def __init__(
        self,
        region: Bounds,
        projection: Projection,
        lonlat: NDArray[np.float64],
        xy: NDArray[np.float64],
        store: CacheFile | None = None,
    ) -> None:
        self._store = store
        self._region, self._projection, self._lonlat, self._xy = region, projection, lonlat, xy
        self._near: dict[tuple[Bounds, bool], NDArray[np.float64]] = {}
        self._ground: dict[tuple[Bounds, bool], Any] = {}

    @cached_property
    def is_invented(self) -> bool:
        """Whether so many places are in the water that the basemap is not that of their land."""
        land = read_basemap(self._region).land
        shapely.prepare(land)
        wet = ~shapely.covers(land, shapely.points(self._lonlat))
        return bool(wet.mean() > _MOST_AT_SEA)

    def water(self, bounds: Bounds, *, with_lakes: bool) -> Any:
        """Return the water of the basemap within some bounds, in the plane."""
        basemap = read_basemap(bounds)
        water = shapely.difference(shapely.box(*bounds), basemap.land)
        if with_lakes:
            water = shapely.union(water, basemap.lakes)
        planar = self._projection.to_plane(shapely.segmentize(water, 0.5))
        return shapely.make_valid(planar)

    def ground(self, bounds: Bounds, *, with_lakes: bool) -> Any:
        """Return the ground around places at the water, at least where it is within some bounds.

        The water is that of the file of which the basemap of the bounds is cut.
        """
        key = bounds_of_finest(bounds), with_lakes
        if key in self._ground:
            return self._ground[key]
        if key not in self._near:
            self._near[key] = self._places_near(key[0], with_lakes=with_lakes)
        near = self._near[key]
        frame = self._projection.to_plane(shapely.segmentize(shapely.box(*bounds), 0.5))
        west, south, east, north = frame.bounds
        reach = 2 * _ASHORE_M
        inside = (near > (west - reach, south - reach)) & (near < (east + reach, north + reach))
        seen = inside.all(axis=1)

        def unite() -> Any:
            return shapely.union_all(shapely.buffer(shapely.points(near[seen]), _ASHORE_M))

        if not seen.all():
            return unite()
        name = f"shore {key}"
        ground = read_or_keep(self._store, name, unite, shapely.to_wkb, shapely.from_wkb)
        self._ground[key] = ground
        return ground

    def _places_near(self, file: Bounds, *, with_lakes: bool) -> NDArray[np.float64]:
        """Return the places in the water of a file of the basemap, or at it, in the plane."""
        west, south, east, north = self._region
        bounds = (west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
        if bounds_of_finest(bounds) != file:
            bounds = shapely.intersection(shapely.box(*bounds), shapely.box(*file)).bounds
        water = self.water(bounds, with_lakes=with_lakes)
        shapely.prepare(water)  # of two geometries only the first can be
        is_near = shapely.dwithin(water, shapely.points(self._xy), _COAST_ERROR_M)
        near: NDArray[np.float64] = self._xy[is_near]
        return near


def open_water(
    atlas: Atlas, bounds: tuple[float, float, float, float], *, with_lakes: bool = True
) -> Any:
    """Return the water of the basemap on which a map shows no ground, in the plane of the atlas.

    Parameters
    ----------
    atlas : Atlas
    bounds : tuple of float
        West, south, east, north, degrees.
    with_lakes : bool
        Whether lakes are water.

    Returns
    -------
    shapely.Geometry
        Empty if first-level areas of the package show where its land ends, if a publisher drew the
        ground, and for an invented land.

    Examples
    --------
    >>> import frontline
    >>> open_water(frontline.open(), (35.0, 35.0, 37.0, 36.0)).is_empty
    True
    """
    if atlas.drawn is not None:
        return shapely.Polygon()
    return water_of_cells(atlas, bounds, with_lakes=with_lakes)


def water_of_cells(
    geography: Geography, bounds: tuple[float, float, float, float], *, with_lakes: bool = True
) -> Any:
    """Return the water within some bounds that is not ground of any cell, in the plane.

    It is `open_water`, whether or not a publisher drew the ground.
    """
    has_coast = any(area.level == "admin1" for area in geography.package.admin)
    if has_coast or not geography.sites or geography.shore.is_invented:
        return shapely.Polygon()
    shore = geography.shore
    water = shore.water(bounds, with_lakes=with_lakes)
    return shapely.difference(water, shore.ground(bounds, with_lakes=with_lakes))
