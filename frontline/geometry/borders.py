"""Where an edge of an area is a coast or a border of the state, and no front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.natural_earth import read_basemap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.models import Area

#: How far a border may be from where it is drawn, in degrees: some 1.5 km in administrative areas
#: of a package, some 5 km in Natural Earth.
_PACKAGE_DEG = 0.015
_NATURAL_EARTH_DEG = 0.05


def outside_the_war(region: tuple[float, float, float, float], admin: Iterable[Area]) -> Any:
    """Return the sea, other states, and what is near a coast or a border, prepared.

    The first-level areas of a package show where its state ends; without them coasts and borders
    are those of Natural Earth.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north of the package, degrees.
    admin : iterable of Area
        The administrative areas of the package.

    Returns
    -------
    shapely.Geometry
        Polygons in longitude and latitude.
    """
    own = [shapely.geometry.shape(one.geometry) for one in admin if one.level == "admin1"]
    west, south, east, north = region
    frame = shapely.box(
        max(-180, west - 1), max(-90, south - 1), min(180, east + 1), min(90, north + 1)
    )
    if own:
        land = shapely.union_all(shapely.make_valid(own))
        near = shapely.buffer(shapely.boundary(land), _PACKAGE_DEG, quad_segs=4)
    else:
        basemap = read_basemap(frame.bounds)
        land = basemap.land
        lines = [shapely.boundary(land), basemap.borders]
        near = shapely.buffer(shapely.union_all(lines), _NATURAL_EARTH_DEG, quad_segs=4)
    outside = shapely.union(shapely.difference(frame, land), near)
    shapely.prepare(outside)
    return outside
