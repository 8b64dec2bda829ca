"""Where an edge of an area is a coast or a border of the state, and no front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.natural_earth import read_basemap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from frontline.models import Area

#: Half the width of a border that divides land into states, in degrees.
_THIN_DEG = 1e-6
#: Land with a smaller share of the places is abroad: a border may be some kilometres off.
_ABROAD = 0.02
#: Share of the places that must lie on land of Natural Earth for its coasts to be used.
_AT_HOME = 0.9
#: Half the width of a gap between areas that only is there because their outlines differ, in
#: degrees, and how far an outline may be simplified before such gaps are looked for.
_GAP_DEG = 0.004
_FINE_DEG = 0.0005
#: How far a border may be from where it is drawn, in degrees: some 1.5 km in administrative areas
#: of a package, some 5 km in Natural Earth.
_PACKAGE_DEG = 0.015
_NATURAL_EARTH_DEG = 0.05


def without_gaps(land: Any) -> Any:
    """Return land without the gaps and slits that are left where its areas do not quite meet.

    Parameters
    ----------
    land : shapely.Geometry
        Polygons in longitude and latitude. Gaps up to some 0.8 km wide are closed, and so are
        inlets of the sea.

    Examples
    --------
    >>> halves = shapely.union(shapely.box(0, 0, 1, 1), shapely.box(1.0001, 0, 2, 1))
    >>> len(halves.geoms), without_gaps(halves).geom_type
    (2, 'Polygon')
    """
    wide = shapely.buffer(shapely.simplify(land, _FINE_DEG), _GAP_DEG, quad_segs=2)
    return shapely.union(land, shapely.buffer(wide, -_GAP_DEG, quad_segs=2))


def land_of_states(
    region: tuple[float, float, float, float], points: NDArray[np.object_]
) -> shapely.Geometry | None:
    """Return the land of the states with places, from Natural Earth.

    None if too many places lie on no such land: in an invented country, or on small islands.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north of the package, degrees.
    points : numpy.ndarray of shapely.Point
        The places, in longitude and latitude.

    Returns
    -------
    shapely.Geometry or None
        Polygons in longitude and latitude.
    """
    basemap = read_basemap(region)
    parts = shapely.get_parts(
        shapely.difference(basemap.land, shapely.buffer(basemap.borders, _THIN_DEG))
    )
    shapely.prepare(parts)
    has = np.asarray([shapely.intersects(part, points).sum() for part in parts])
    own = has >= max(1.0, _ABROAD * len(points))
    if has[own].sum() < _AT_HOME * len(points):
        return None
    return shapely.union_all(parts[own])


def land_of_areas(admin: Iterable[Area]) -> Any:
    """Return the land of the first-level areas of a package without gaps; None if it has none.

    Parameters
    ----------
    admin : iterable of Area
        The administrative areas of the package.

    Returns
    -------
    shapely.Geometry or None
        Polygons in longitude and latitude.
    """
    own = [shapely.geometry.shape(one.geometry) for one in admin if one.level == "admin1"]
    return without_gaps(shapely.union_all(shapely.make_valid(own))) if own else None


def outside_the_war(
    region: tuple[float, float, float, float], land: Any | None, near_deg: float | None = None
) -> Any:
    """Return the sea, other states, and what is near a coast or a border, prepared.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north of the package, degrees.
    land : shapely.Geometry or None
        What `land_of_areas` returns; coasts and borders are those of Natural Earth if it is None.
    near_deg : float, optional
        What is near, in degrees; by default how far a border may be from where it is drawn.

    Returns
    -------
    shapely.Geometry
        Polygons in longitude and latitude.
    """
    west, south, east, north = region
    frame = shapely.box(
        max(-180, west - 1), max(-90, south - 1), min(180, east + 1), min(90, north + 1)
    )
    if land is not None:
        near = shapely.buffer(shapely.boundary(land), near_deg or _PACKAGE_DEG, quad_segs=4)
    else:
        basemap = read_basemap(frame.bounds)
        land = basemap.land
        lines = [shapely.boundary(land), basemap.borders]
        near = shapely.buffer(shapely.union_all(lines), near_deg or _NATURAL_EARTH_DEG, quad_segs=4)
    outside = shapely.union(shapely.difference(frame, land), near)
    shapely.prepare(outside)
    return outside
