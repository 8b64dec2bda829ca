"""The neighbours of each place of a page that may be the nearest place of another actor.

The plane of the cells selects them; their distances are geodesic.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.geodesy import distance_m, inverse
from frontline.geometry.spatial_order import nearest_distances, pairs_within
from frontline.webmap.quantize import code_of_direction, code_of_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

    Floats = NDArray[np.float64]
    Bits = NDArray[np.uint8]


#: Error of a length on the plane of the cells: a share, and metres for the edges of footprints,
#: which are straight on the plane.
RELATIVE_ERROR, ERROR_M = 1e-3, 1.0

#: How far the search for neighbours begins where no place is near.
_FIRST_SEARCH_M = 1000.0


def encode_neighbours(
    atlas: Atlas, holders: NDArray[np.int16], lonlat: Floats, shapes: NDArray[np.object_]
) -> list[list[int]]:
    """Encode the neighbours of each place; see `frontline.webmap.nearest.encode_nearest`.

    Parameters
    ----------
    atlas : Atlas
    holders : numpy.ndarray of int16, shape (days, places)
        Index of the holder of each place on each day of change.
    lonlat : numpy.ndarray, shape (places, 2)
        Positions in degrees.
    shapes : numpy.ndarray of shapely.Geometry, shape (places,)
        What `planar_footprints` returns.
    """
    rows = holders if len(holders) == 1 else np.unique(holders, axis=0)
    here, there = _candidates(rows, shapes, atlas.cells.xy)
    centre, bearing = inverse(lonlat[here, 0], lonlat[here, 1], lonlat[there, 0], lonlat[there, 1])
    edge = np.minimum(centre, _edges(atlas, shapes, here, there))
    order = np.lexsort((there, centre, edge, here))
    rows = np.column_stack(
        [
            there,
            code_of_length(edge),
            code_of_length(centre) - code_of_length(edge),
            code_of_direction(bearing),
        ]
    )
    rows, here = rows[order], here[order]
    goes_on = np.diff(here, prepend=-1) == 0
    rows[:, 1] -= np.where(goes_on, np.roll(rows[:, 1], 1), 0)
    flat = rows.ravel().tolist()
    ends = (rows.shape[1] * np.searchsorted(here, np.arange(len(lonlat) + 1))).tolist()
    return [flat[begin:end] for begin, end in itertools.pairwise(ends)]


def planar_footprints(atlas: Atlas, lonlat: Floats) -> NDArray[np.object_]:
    """Return the footprint of each place on the plane, or its centre if there is none."""
    known, shapes = atlas.package.footprints, shapely.points(lonlat)
    for number, place in enumerate(atlas.sites):
        if place.id in known:
            shapes[number] = shapely.geometry.shape(known[place.id])
    planar: NDArray[np.object_] = atlas.projection.to_plane(shapes)
    return planar


def _candidates(
    rows: NDArray[np.int16], shapes: NDArray[np.object_], xy: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair each place with those that may be another actor's nearest place in one of the rows."""
    pairs = [np.empty((0, 2), dtype=np.intp)]
    centres = shapely.points(xy)
    for actor in range(int(rows.max(initial=-1)) + 1):
        if len(rows) == 1:
            pairs.append(_nearest_in_one_row(actor == rows[0], shapes, centres))
            continue
        held = np.packbits(actor == rows.T, axis=1)
        for place, chosen in _nearest_of_actor(held, shapes, centres):
            pairs.append(np.column_stack([np.full(len(chosen), place), chosen]))
    here, there = np.concatenate(pairs).T
    # As one number each: pairs of numbers take ten times as long to sort.
    here, there = np.divmod(np.unique(here * len(xy) + there), max(len(xy), 1))
    return here, there


def _nearest_in_one_row(
    held: NDArray[np.bool_], shapes: NDArray[np.object_], centres: NDArray[np.object_]
) -> NDArray[np.intp]:
    """Return what `_nearest_of_actor` yields for one row, as pairs of places, all at once."""
    members, places = np.flatnonzero(held), np.flatnonzero(~held)
    found = [np.empty((0, 2), dtype=np.intp)]
    if not members.size:
        return found[0]
    around = with_centres(shapes, centres)
    tree = shapely.STRtree(around[members])
    limits = np.full(len(held), _FIRST_SEARCH_M)
    limits[places] = above(above(above(nearest_distances(tree, around[places]))))
    while places.size:
        one, other = pairs_within(tree, around[places], limits[places])
        one, other = places[one], members[other]
        metres = _plane_distance(shapes, centres, one, other)
        nearest = np.full(len(held), np.inf)
        np.minimum.at(nearest, one, metres)
        is_done = above(nearest) < below(limits)
        chosen = is_done[one] & (metres <= limits[one]) & (above(nearest)[one] >= below(metres))
        found.append(np.column_stack([one, other])[chosen])
        places = places[~is_done[places]]
        limits[places] *= 2
    return np.concatenate(found)


def with_centres(shapes: NDArray[np.object_], centres: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return footprints joined with their centres, which may lie outside."""
    joined = shapes.copy()
    apart = ~shapely.covers(shapes, centres)
    joined[apart] = shapely.union(shapes[apart], centres[apart])
    return joined


def _plane_distance(
    shapes: NDArray[np.object_],
    centres: NDArray[np.object_],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
) -> Floats:
    """Return the distance on the plane between footprints, or centres if these are nearer."""
    edges: Floats = shapely.distance(shapes[one], shapes[other])
    between_centres: Floats = shapely.distance(centres[one], centres[other])
    nearer: Floats = np.minimum(edges, between_centres)
    return nearer


def _nearest_of_actor(
    held: Bits, shapes: NDArray[np.object_], centres: NDArray[np.object_]
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield each place with places that may be the actor's nearest in some row; some repeatedly.

    The search begins at the nearest place that the actor ever holds. It goes farther, in
    steps that double, for the places with a row in which the actor holds nothing so near, among
    the places that it holds in such rows.

    Parameters
    ----------
    held : numpy.ndarray of uint8, shape (places, rows / 8)
        The rows in which the actor holds each place, as bits, so that all are tested together.
    shapes, centres : numpy.ndarray of shapely.Geometry
        The footprints and the centres on the plane; a centre may lie outside its footprint.
    """
    members = np.flatnonzero(held.any(axis=1))
    ever = np.bitwise_or.reduce(held[members], axis=0)
    around = with_centres(shapes, centres)
    tree = shapely.STRtree(around[members])
    asked = ever & ~held
    places = np.flatnonzero(asked.any(axis=1))
    limits = np.full(len(held), _FIRST_SEARCH_M)
    least = nearest_distances(tree, around[places], exclusive=True)
    is_found = np.isfinite(least)
    limits[places[is_found]] = above(above(above(least[is_found])))
    step_m = _FIRST_SEARCH_M
    while places.size:
        one, other = pairs_within(tree, around[places], limits[places])
        one, other = places[one], members[other]
        asked_for = (held[other] & asked[one]).any(axis=1)
        one, other = one[asked_for], other[asked_for]
        metres = _plane_distance(shapes, centres, one, other)
        order = np.lexsort((metres, one))
        bounds = np.searchsorted(one[order], places[1:])
        for place, near in zip(places.tolist(), np.split(order, bounds), strict=True):
            theirs = held[other[near]] & asked[place]
            nearest, covered = _ever_nearest(theirs, metres[near], limits[place])
            yield place, other[near][nearest]
            asked[place] &= ~covered
        places = places[asked[places].any(axis=1)]
        limits[places] += step_m
        step_m *= 2
        members = members[(held[members] & np.bitwise_or.reduce(asked[places], axis=0)).any(axis=1)]
        tree = shapely.STRtree(around[members])


def _ever_nearest(theirs: Bits, metres: Floats, limit: float) -> tuple[NDArray[np.bool_], Bits]:
    """Select the places that may be the nearest in a covered row, from places in order of distance.

    A place is not the nearest in rows in which its actor holds another place that is certainly
    nearer.

    Returns
    -------
    selected : numpy.ndarray of bool
        The places that may be the nearest.
    covered : numpy.ndarray of uint8
        The rows, as bits, in which no place beyond the limit can be the nearest.
    """
    covered = np.zeros((len(metres) + 1, theirs.shape[1]), dtype=np.uint8)
    np.bitwise_or.accumulate(theirs, axis=0, out=covered[1:])
    nearer = np.searchsorted(above(metres), [*below(metres), below(limit)])
    selected = (theirs & covered[nearer[-1]] & ~covered[nearer[:-1]]).any(axis=1)
    selected &= metres <= limit
    return selected, covered[nearer[-1]]


def above(metres: Any) -> Any:
    """Return the most that a distance measured on the plane can be."""
    return metres * (1 + RELATIVE_ERROR) + ERROR_M


def below(metres: Any) -> Any:
    """Return the least that a distance measured on the plane can be."""
    return metres * (1 - RELATIVE_ERROR) - ERROR_M


def _edges(
    atlas: Atlas, shapes: NDArray[np.object_], here: NDArray[np.intp], there: NDArray[np.intp]
) -> Floats:
    """Measure from edge to edge, as `GeodesicPolygon.shortest_line_to` does, for all pairs at once.

    The distance of two places without a footprint is infinite: that of their centres is known. The
    shortest line ends at a vertex of one of the two polygons. The plane is used to select the
    vertices and the nearest points opposite; the distance between them is geodesic.
    """
    edge_m = np.full(len(here), np.inf)
    has_edge = shapely.get_dimensions(shapes) > 0
    pairs = np.flatnonzero(has_edge[here] | has_edge[there])
    if not pairs.size:  # as most packages have no footprints
        return edge_m
    planar = np.full(len(here), np.inf)
    planar[pairs] = shapely.distance(shapes[here[pairs]], shapes[there[pairs]])
    limit = planar * (1 + RELATIVE_ERROR) + ERROR_M
    bounds = shapely.bounds(shapes)
    edge_m[planar == 0] = 0.0
    separate = pairs[planar[pairs] > 0]
    for one, other in ((here, there), (there, here)):
        xy, owner = shapely.get_coordinates(shapes[one[separate]], return_index=True)
        pair = separate[owner]
        # Most vertices are too far even from the box around the other polygon.
        near = _box_distance(xy, bounds[other[pair]]) <= limit[pair]
        pair, vertex = pair[near], shapely.points(xy[near])
        near = shapely.distance(vertex, shapes[other[pair]]) <= limit[pair]
        pair, vertex = pair[near], vertex[near]
        lines = shapely.get_coordinates(shapely.shortest_line(vertex, shapes[other[pair]]))
        lon, lat = atlas.projection.inverse(*lines.T)
        np.minimum.at(edge_m, pair, distance_m(lon[::2], lat[::2], lon[1::2], lat[1::2]))
    return edge_m


def _box_distance(xy: Floats, bounds: Floats) -> Floats:
    """Return the distance on the plane from each point to a box; zero inside it."""
    outside = np.maximum(0.0, np.maximum(bounds[:, :2] - xy, xy - bounds[:, 2:]))
    distance: Floats = np.hypot(outside[:, 0], outside[:, 1])
    return distance
