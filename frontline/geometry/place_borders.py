"""Whether a front runs near a place close to a coast or a border, for areas drawn in degrees.

Near a border it is not enough that an edge of an area runs through the extent of a place: the edge
may be that of a strip which the map leaves along the border, and no front.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.border_edges import ADMIN_STRIP_M, STEP_DEG, STRIP_M, BorderEdges
from frontline.geometry.borders import land_of_areas, land_of_states, outside_the_war
from frontline.geometry.geodesy import Projection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.models import Area

#: What is farther from a place cannot change whether a front runs near it, in degrees of latitude:
#: an edge is judged by its surroundings, and by the ground up to the border and beyond it.
_AROUND_DEG = 0.25
#: A degree of latitude in metres, rounded up.
_M_IN_DEGREE = 111_700.0


class PlaceBorders:
    """The coasts and borders of a package.

    Parameters
    ----------
    region : tuple of float
        West, south, east, north of the package, degrees.
    admin : iterable of Area
        Its administrative areas. Those of the first level show where its state ends; without them
        coasts and borders are those of Natural Earth.
    points : numpy.ndarray of shapely.Point
        All places, in longitude and latitude.
    """

    def __init__(
        self,
        region: tuple[float, float, float, float],
        admin: Iterable[Area],
        points: NDArray[np.object_],
    ) -> None:
        self._region, self._points = region, points
        self._land = land_of_areas(admin)
        #: Where an edge is judged by its surroundings: as far from a border as a strip may reach.
        self.outside = outside_the_war(region, self._land, self._strip_m / _M_IN_DEGREE)

    @property
    def _strip_m(self) -> float:
        return STRIP_M if self._land is None else ADMIN_STRIP_M

    @cached_property
    def _home(self) -> Any:
        """The land of the state in degrees; None if nothing shows it."""
        if self._land is None:
            return land_of_states(self._region, self._points)
        return shapely.intersection(self._land, shapely.box(*self._region))

    @cached_property
    def _projection(self) -> Projection:
        return Projection.of_region(self._region)

    @cached_property
    def _edges(self) -> BorderEdges:
        return BorderEdges(self._planar(self._home), self._strip_m)

    def _planar(self, geometry: Any) -> Any:
        return shapely.make_valid(self._projection.to_plane(shapely.segmentize(geometry, STEP_DEG)))

    def near(self, extents: NDArray[np.object_]) -> NDArray[np.intp]:
        """Return the indices of the extents that are near a coast or a border."""
        if self._home is None:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(shapely.intersects(self.outside, extents))

    def around(self, extents: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return the ground around extents that decides whether a front runs near them."""
        west, south, east, north = shapely.bounds(extents).T
        farthest = np.minimum(np.maximum(np.abs(south), np.abs(north)), 85)
        wide = _AROUND_DEG / np.cos(np.radians(farthest))
        boxes: NDArray[np.object_] = shapely.box(
            west - wide, south - _AROUND_DEG, east + wide, north + _AROUND_DEG
        )
        return boxes

    def has_front(self, extent: Any, drawn: Sequence[Any], rest: Sequence[Any]) -> bool:
        """Return whether a front between areas and what they leave over meets an extent.

        Parameters
        ----------
        extent : shapely.Geometry
            Where a place may lie, in degrees.
        drawn, rest : sequence of shapely.Geometry
            The areas, and where the map says who holds the rest, in degrees. If it says nothing of
            the rest, the edges of its areas in the state count.
        """
        if self._home is None:
            return False
        (box,) = self.around(np.asarray([extent], dtype=object))
        ground, home = self._clipped(drawn, box), self._clipped([self._home], box)
        if rest:
            home = _polygons(shapely.intersection(home, self._clipped(rest, box)))
        left = shapely.difference(home, ground)
        edge = shapely.intersection(shapely.boundary(ground), shapely.boundary(left))
        flat = self._planar(extent)
        if not shapely.intersects(edge, flat):
            return False
        fronts = self._edges.fronts(edge, [left], [ground], near=flat)
        return bool(shapely.intersects(fronts, flat))

    def _clipped(self, shapes: Sequence[Any], box: Any) -> Any:
        """Return shapes joined in a box, in the plane."""
        bounds = shapely.bounds(box)
        parts = [self._planar(shapely.clip_by_rect(shape, *bounds)) for shape in shapes]
        return _polygons(shapely.union_all(parts))


def _polygons(geometry: Any) -> Any:
    """Return the polygons of a geometry, without lines where it only touches another."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
