"""Find which areas cover each place, with its position error and its built-up area.

Edges of areas are straight in longitude and latitude, as GeoJSON defines them. In a series of
drawings only the places where the ground has changed are looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray

    from frontline.geometry.geodesy import Floats
    from frontline.geometry.place_borders import PlaceBorders

#: Corners of the polygon that encloses the circle of a position error.
_CORNERS = 24
_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669438
#: Index of no place.
_NONE: Final[NDArray[np.intp]] = np.empty(0, dtype=np.intp)


class Extents:
    """The ground on which each place may lie: the circle of its error, and its footprint.

    Parameters
    ----------
    lon, lat : numpy.ndarray, shape (places,)
        Positions in degrees, WGS 84.
    error_m : numpy.ndarray, shape (places,)
        Position errors in metres.
    footprints : mapping of int to shapely.Geometry
        Built-up areas in degrees, by index of the place.
    borders : PlaceBorders, optional
        The coasts and borders, along which an edge of an area is no front.
    """

    def __init__(
        self,
        lon: Floats,
        lat: Floats,
        error_m: Floats,
        footprints: Mapping[int, Any] | None = None,
        borders: PlaceBorders | None = None,
    ) -> None:
        self.borders = borders
        self.points: NDArray[np.object_] = shapely.points(lon, lat)
        self.shapes = _circles(lon, lat, error_m)
        if footprints:
            rows = np.fromiter(footprints, dtype=np.intp, count=len(footprints))
            built = np.asarray(list(footprints.values()), dtype=object)
            # Most built-up areas lie within the position error of their place: a test is faster.
            beyond = ~shapely.covers(self.shapes[rows], built)
            rows = rows[beyond]
            self.shapes[rows] = shapely.union(self.shapes[rows], built[beyond])

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The extents, to be searched by ground."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def _near_borders(self) -> tuple[NDArray[np.intp], shapely.STRtree]:
        """The places near a coast or a border, and the ground around each that matters to it."""
        near = _NONE if self.borders is None else self.borders.near(self.shapes)
        if self.borders is None:
            return near, shapely.STRtree([])
        return near, shapely.STRtree(self.borders.around(self.shapes[near]))

    def meeting(self, ground: Any) -> NDArray[np.intp]:
        """Return the sorted indices of the places whose extents meet some ground."""
        return np.unique(_query(self.tree, ground))

    def touched_by(self, change: Any) -> NDArray[np.intp]:
        """Return the sorted indices of the places to which a change of ground may matter."""
        near, around = self._near_borders
        return np.union1d(self.meeting(change), near[_query(around, change)])


def _query(tree: shapely.STRtree, ground: Any) -> NDArray[np.intp]:
    """Return the indices of the geometries of a tree that meet some ground."""
    parts = shapely.get_parts(ground)
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        return _NONE
    found: NDArray[np.intp] = tree.query(parts, predicate="intersects")[1]
    return found


def _circles(lon: Floats, lat: Floats, radius_m: Floats) -> NDArray[np.object_]:
    """Return polygons in degrees that enclose the circles around positions."""
    sine = np.sin(np.radians(lat))
    normal = _EQUATOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * sine**2)
    meridian = normal**3 * (1 - _ECCENTRICITY_SQUARED) / _EQUATOR_M**2
    radius = radius_m / np.cos(np.pi / _CORNERS)
    angle = np.arange(_CORNERS) * 2 * np.pi / _CORNERS
    cosine = np.maximum(np.cos(np.radians(lat)), 1e-3)
    x = lon[:, None] + np.degrees(radius / (normal * cosine))[:, None] * np.cos(angle)
    y = lat[:, None] + np.degrees(radius / meridian)[:, None] * np.sin(angle)
    circles: NDArray[np.object_] = shapely.polygons(np.stack([x, y], axis=-1))
    return circles


@dataclass(frozen=True, eq=False)
class Drawing:
    """Ground by what is said of it, as drawn for one span of days; empty if nothing is said.

    Attributes
    ----------
    areas : mapping
        Polygons in degrees by id, for each kind of ground.
    members : mapping
        Indices of the places that are named as part of a kind of ground, whatever their position.
    rest : mapping
        Where the ground outside all areas and members is of a kind, as polygons by id.
    rest_members : mapping
        Indices of the places that are of a kind unless an area or a list of places covers them.
    """

    areas: Mapping[Hashable, Mapping[str, Any]]
    members: Mapping[Hashable, frozenset[int]] = field(default_factory=dict)
    rest: Mapping[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    rest_members: Mapping[Hashable, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def shapes(self) -> dict[Hashable, Any]:
        """The ground of each kind as one geometry, prepared."""
        return {kind: _merged(parts.values()) for kind, parts in self.areas.items() if parts}

    @cached_property
    def rest_shapes(self) -> dict[Hashable, Any]:
        """Where the rest is of each kind, as one geometry, prepared."""
        return {kind: _merged(parts.values()) for kind, parts in self.rest.items() if parts}

    def changed_since(self, other: Drawing, extents: Extents) -> NDArray[np.intp]:
        """Return the indices of the places that this drawing may show otherwise than another."""
        same_rest = {k: set(v) for k, v in self.rest.items()} == {
            k: set(v) for k, v in other.rest.items()
        }
        if not same_rest or self.rest_members != other.rest_members:
            return np.arange(len(extents.points))
        found = [_NONE]
        for kind in self.areas.keys() | other.areas.keys():
            new, old = self.areas.get(kind, {}), other.areas.get(kind, {})
            added = _merged(new[id_] for id_ in new.keys() - old.keys())
            removed = _merged(old[id_] for id_ in old.keys() - new.keys())
            found.append(extents.touched_by(shapely.symmetric_difference(added, removed)))
        for kind in self.members.keys() | other.members.keys():
            differing = self.members.get(kind, frozenset()) ^ other.members.get(kind, frozenset())
            found.append(np.fromiter(differing, dtype=np.intp))
        return np.unique(np.concatenate(found))


def _merged(parts: Iterable[Any]) -> Any:
    """Return polygons as one valid geometry, prepared."""
    polygons = shapely.get_parts(np.asarray(list(parts), dtype=object))
    merged = shapely.multipolygons(polygons)
    if not shapely.is_valid(merged):
        merged = shapely.union_all(polygons)
    shapely.prepare(merged)
    return merged


def covering(
    drawing: Drawing, extents: Extents, places: NDArray[np.intp]
) -> list[frozenset[Hashable]]:
    """Return the kinds of ground on which each of some places may lie.

    Parameters
    ----------
    drawing : Drawing
        The ground by kind.
    extents : Extents
        The places.
    places : numpy.ndarray of int
        Indices of the places that are asked for.

    Returns
    -------
    list of frozenset
        For each place one kind if it lies wholly on ground of that kind; several if an edge runs
        through its footprint or within its position error; None is the kind of ground that the
        drawing says nothing about.
    """
    shapes = extents.shapes[places]
    touched: list[set[Hashable]] = [set() for _ in places]
    covered = np.zeros(len(places), dtype=bool)
    for kind, ground in drawing.shapes.items():
        touching = np.flatnonzero(shapely.intersects(ground, shapes))
        for at in touching:
            touched[at].add(kind)
        covered[touching] |= shapely.covers(ground, shapes[touching])
    _cover_jointly(drawing, shapes, touched, covered)
    _cover_at_borders(drawing, extents, places, touched, covered)
    _add_members(drawing.members, places, touched, covered)
    _add_rest(drawing, extents, places, touched, covered)
    return [frozenset(kinds) for kinds in touched]


def _cover_jointly(
    drawing: Drawing,
    shapes: NDArray[np.object_],
    touched: list[set[Hashable]],
    covered: NDArray[np.bool_],
) -> None:
    """Mark the places that areas of several kinds cover together."""
    for at in np.flatnonzero(~covered).tolist():
        if len(touched[at]) < 2:
            continue
        near = [shapely.intersection(drawing.shapes[kind], shapes[at]) for kind in touched[at]]
        covered[at] = shapely.area(shapely.union_all(near)) >= 0.9999 * shapely.area(shapes[at])


def _cover_at_borders(
    drawing: Drawing,
    extents: Extents,
    places: NDArray[np.intp],
    touched: list[set[Hashable]],
    covered: NDArray[np.bool_],
) -> None:
    """Mark the places inside an area whose extents leave it only at a coast or a border."""
    if extents.borders is None:
        return
    all_grounds, rest = [*drawing.shapes.values()], [*drawing.rest_shapes.values()]
    for at in np.flatnonzero(~covered).tolist():
        grounds = [drawing.shapes[kind] for kind in touched[at]]
        index = places[at]
        if any(shapely.intersects(ground, extents.points[index]) for ground in grounds):
            left = extents.shapes[index]
            for ground in grounds:
                left = shapely.difference(left, ground)
            covered[at] = shapely.covers(
                extents.borders.outside, left
            ) and not extents.borders.has_front(extents.shapes[index], all_grounds, rest)


def _add_members(
    members: Mapping[Hashable, frozenset[int]],
    places: NDArray[np.intp],
    touched: list[set[Hashable]],
    covered: NDArray[np.bool_],
) -> None:
    """Add the kinds that name a place, which is then wholly of that kind."""
    for kind, own in members.items():
        if not own:
            continue
        for at in np.flatnonzero(np.isin(places, np.fromiter(own, dtype=np.intp))).tolist():
            if not covered[at]:  # an edge near a place that is named does not matter
                touched[at].clear()
            covered[at] = True
            touched[at].add(kind)


def _add_rest(
    drawing: Drawing,
    extents: Extents,
    places: NDArray[np.intp],
    touched: list[set[Hashable]],
    covered: NDArray[np.bool_],
) -> None:
    """Add the kind of the ground outside all areas, which the point of a place decides."""
    open_ = np.flatnonzero(~covered)
    found = np.zeros(len(open_), dtype=bool)
    for kind in dict.fromkeys([*drawing.rest_shapes, *drawing.rest_members]):
        inside = np.isin(places[open_], list(drawing.rest_members.get(kind, ())))
        if kind in drawing.rest_shapes:
            points = extents.points[places[open_]]
            inside |= shapely.covers(drawing.rest_shapes[kind], points)
        for at in open_[inside & ~found].tolist():
            touched[at].add(kind)
        found |= inside
    for at in open_[~found].tolist():
        touched[at].add(None)
