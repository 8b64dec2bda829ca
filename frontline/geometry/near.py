"""Places near a stretch of a highway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.geodesy import Projection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.models import Place

#: How near a place must be to a road for a report about the road to speak for it, in metres.
NEAR_ROAD_M = 1000.0
#: No town's edge is farther from its centre than this, in metres.
_TOWN_M = 8000.0
#: No degree of latitude is shorter than this, in metres.
_LEAST_M_IN_DEGREE = 110_500.0


def places_near_stretch(
    line: GeodesicLine,
    extent_km: tuple[float | None, float | None],
    places: Sequence[Place],
    outlines: Mapping[str, Any],
) -> list[Place]:
    """Return the places whose centre or built-up edge is within `NEAR_ROAD_M` of a stretch.

    Parameters
    ----------
    line : GeodesicLine
        The centre line of the highway.
    extent_km : tuple of float or None
        Start and end of the stretch along the line; None for the start or end of the highway.
    places : sequence of Place
        The places to choose among.
    outlines : mapping of str to shapely.Geometry
        Built-up areas in longitude and latitude, by place id.
    """
    places = _around(line, places)
    if not places:
        return []
    away_m = line.nearest_point([p.lon for p in places], [p.lat for p in places]).distance_m
    places = [place for place, away in zip(places, away_m, strict=True) if away <= _TOWN_M]
    start_m = (extent_km[0] or 0.0) * 1000
    end_m = line.length_m if extent_km[1] is None else extent_km[1] * 1000
    stretch = line.substring(start_m, min(end_m, line.length_m))
    plane = Projection.around(*stretch.T)
    road = plane.to_plane(shapely.linestrings(stretch))
    shapely.prepare(road)
    centres = shapely.points(*plane.forward([p.lon for p in places], [p.lat for p in places]))
    near = shapely.dwithin(road, centres, NEAR_ROAD_M)
    built = [row for row in np.flatnonzero(~near).tolist() if places[row].id in outlines]
    shapes = np.asarray([outlines[places[row].id] for row in built], dtype=object)
    near[built] = shapely.dwithin(road, plane.to_plane(shapes), NEAR_ROAD_M)
    return [place for place, is_near in zip(places, near, strict=True) if is_near]


def _around(line: GeodesicLine, places: Sequence[Place]) -> list[Place]:
    """Return the places within `_TOWN_M` of a line, and some others: a test in degrees is fast."""
    road = line.densify()[0]
    north = min(89.0, float(np.abs(road[:, 1]).max()) + 1)
    # In the scale of the northernmost parallel a degree is nowhere shorter than this.
    shrink = np.array([np.cos(np.radians(north)), 1.0])
    points = np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)
    scaled = shapely.linestrings(road * shrink)
    shapely.prepare(scaled)
    near = shapely.dwithin(scaled, shapely.points(points * shrink), _TOWN_M / _LEAST_M_IN_DEGREE)
    return [place for place, is_near in zip(places, near, strict=True) if is_near]
