"""Where the boundary of ground that a publisher drew is a coast or a border, and no front."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.border_edges import ADMIN_STRIP_M, STEP_DEG, STRIP_M, BorderEdges
from frontline.geometry.borders import land_of_areas, outside_the_war, without_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from frontline.geography import Geography

#: Boundaries nearer to the edge of the study area are coasts or borders, in metres.
_BORDER_M = 1500.0


class DrawnBorders:
    """The coasts and borders of a study area, in the plane.

    Parameters
    ----------
    geography : Geography
    """

    def __init__(self, geography: Geography) -> None:
        self._geography = geography

    @cached_property
    def home(self) -> Any:
        """The land of the state; None if areas of the package show it.

        It bounds what is left of an area: the region of a package also contains the sea and other
        states.
        """
        home = self._geography.home
        if home is None:
            return None
        home = shapely.segmentize(home, STEP_DEG)
        return shapely.make_valid(self._geography.projection.to_plane(home))

    def fronts(self, edges: Any, left: Sequence[Any], drawn: Sequence[Any]) -> Any:
        """Return the edges between two sides that are no coasts and no borders.

        Near the first-level areas of a package all edges count as borders. Coasts and borders of
        Natural Earth may be kilometres off: there it counts what ground lies between.

        Parameters
        ----------
        edges : shapely.Geometry
            Common boundary of two sides.
        left, drawn : sequence of shapely.Geometry
            The ground of the sides, as for `BorderEdges.fronts`.
        """
        if self._edges is None:
            return self.without_borders(edges)
        zone = self._zone if self.home is None else self._frame
        cut_off = [part for ground in left for part in self._empty_parts(ground)]
        return self._edges.fronts(shapely.difference(edges, zone), left, drawn, cut_off)

    def _empty_parts(self, ground: Any) -> Iterator[Any]:
        """Yield the parts of ground, except the largest, in which no known place lies."""
        parts = shapely.get_parts(ground)
        parts = parts[np.argsort(-shapely.area(parts), kind="stable")][1:]
        inside, _ = self._places.query(parts, predicate="intersects")
        yield from np.delete(parts, inside)

    @cached_property
    def _places(self) -> shapely.STRtree:
        """The places of the gazetteer, in the plane."""
        known = self._geography.package.gazetteer.values()
        points = shapely.points([(place.lon, place.lat) for place in known])
        return shapely.STRtree(self._geography.projection.to_plane(points))

    def without_borders(self, edges: Any) -> Any:
        """Return edges without what is near a coast, a border or the edge of the study area."""
        return shapely.difference(edges, self._zone)

    @cached_property
    def _edges(self) -> BorderEdges | None:
        """The coasts and borders along which a map may leave a strip; None if none are known."""
        if self.home is not None:
            return BorderEdges(self.home, STRIP_M)
        if not any(area.level == "admin1" for area in self._geography.package.admin):
            return None
        return BorderEdges(self._land, ADMIN_STRIP_M)

    @cached_property
    def _land(self) -> Any:
        """The study area, without the gaps between its parts."""
        return self._geography.projection.to_plane(without_gaps(self._geography.study_area))

    @cached_property
    def _frame(self) -> Any:
        """What is near the edge of the study area."""
        frame = shapely.buffer(shapely.boundary(self._land), _BORDER_M)
        shapely.prepare(frame)
        return frame

    @cached_property
    def _zone(self) -> Any:
        """What is near the edge of the study area, a coast or a border, or beyond them."""
        package, plane = self._geography.package, self._geography.projection
        outside = outside_the_war(package.coverage.region, land_of_areas(package.admin))
        outside = shapely.make_valid(plane.to_plane(shapely.segmentize(outside, STEP_DEG)))
        zone = shapely.union(self._frame, outside)
        shapely.prepare(zone)
        return zone
