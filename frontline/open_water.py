"""The sea and the lakes of a region, which no side holds.

Cells around places end at their reach, not at the coast. On maps, ground ends at the water of the
basemap, so that an island at war is an island.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.natural_earth import read_basemap

if TYPE_CHECKING:
    from frontline.atlas import Atlas

#: The coast of the basemap may lie so far from the true one: ground around a place that is nearer
#: to the water, or in it, is not taken for water; metres.
_COAST_ERROR_M, _ASHORE_M = 500.0, 3000.0
#: Where a larger share of the places is in the water, the basemap is not that of their land.
_MOST_AT_SEA = 0.34


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
    nothing = shapely.Polygon()
    has_coast = any(area.level == "admin1" for area in atlas.package.admin)
    if has_coast or atlas.drawn is not None or not atlas.sites:
        return nothing
    everywhere = read_basemap(atlas.package.coverage.region)
    sites = shapely.points([(place.lon, place.lat) for place in atlas.sites])
    shapely.prepare(everywhere.land)
    if (~shapely.covers(everywhere.land, sites)).mean() > _MOST_AT_SEA:
        return nothing
    basemap = read_basemap(bounds)
    water = shapely.difference(shapely.box(*bounds), basemap.land)
    if with_lakes:
        water = shapely.union(water, basemap.lakes)
    planar = shapely.make_valid(atlas.projection.to_plane(shapely.segmentize(water, 0.5)))
    points = shapely.points(atlas.cells.xy)
    shapely.prepare(planar)
    coastal = points[shapely.dwithin(planar, points, _COAST_ERROR_M)]  # the first is prepared
    ashore = shapely.union_all(shapely.buffer(coastal, _ASHORE_M))
    return shapely.difference(planar, ashore)
