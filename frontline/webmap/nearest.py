"""Distances from each place of a page: to other actors' nearest places, the front, highways.

The page does not measure; it chooses among distances that the library measured. For each place,
the list contains every neighbour that is, on some day, the nearest place of an actor who does not
hold the place itself, sorted by the distance between edges. On a given day, the first neighbour
in the list that an actor holds is that actor's nearest place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.front import front_lines
from frontline.geometry.geodesic_lines import GeodesicMultiLine
from frontline.geometry.geodesy import distance_m, inverse
from frontline.geometry.tessellation import holder_indices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bits = NDArray[np.uint8]


#: Above this number of places times days of change, a page contains none of these lists, because
#: they would be larger than the map itself.
MAX_PLACE_DAYS = 60_000

#: Error of a length on the plane of the cells: a share, and metres for the edges of footprints,
#: which are straight on the plane.
_RELATIVE_ERROR, _ERROR_M = 1e-3, 1.0


def encode_nearest(
    atlas: Atlas,
    first: date,
    last: date,
    highways: Sequence[str],
    keys: Sequence[int] = (),
) -> dict[str, Any]:
    """Encode the distances from each place with a cell, from `first` to `last`.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
    highways : sequence of str
        Ids of the highways on the page.
    keys : sequence of int
        Indices of the key places; their distance to the front is encoded for any size of record.

    Returns
    -------
    dict
        `neighbours`: for each place four numbers per neighbour, the nearest first: place, metres
        from edge to edge (minus those of the neighbour before), metres from centre to centre
        minus those from edge to edge, bearing in tenths of a degree.
        `front`: for each place four numbers per change: days since the change before, metres from
        its centre to the front line (-1 if there is none), bearing in tenths of a degree, possible
        error of the front line there in metres.
        `roads`: for each of `highways` three numbers per place: metres from its centre, metres of
        chainage, bearing in tenths of a degree.
        `keys`: the lists of `front` for the key places, if the record is too large for all lists.
    """
    lonlat = np.asarray([(place.lon, place.lat) for place in atlas.sites]).reshape(-1, 2)
    start, end = ((day - atlas.record.first).days for day in (first, last))
    matrix = atlas.record.matrix[start : end + 1, : len(lonlat)]
    holders = holder_indices(matrix, atlas.record.states, atlas.actors)
    days = np.flatnonzero(np.r_[True, (holders[1:] != holders[:-1]).any(axis=1)])
    if len(days) * len(lonlat) > MAX_PLACE_DAYS:
        key_fronts = _fronts(atlas, holders, days.tolist(), lonlat, keys) if keys else []
        return {"neighbours": [], "front": [], "roads": [], "keys": key_fronts}
    all_places = range(len(lonlat))
    return {
        "neighbours": _neighbours(atlas, holders[days], lonlat),
        "front": _fronts(atlas, holders, days.tolist(), lonlat, all_places),
        "roads": [_highway(atlas, highway, lonlat) for highway in highways],
        "keys": [],
    }


def _to_int(values: Floats) -> Ints:
    rounded: Ints = np.rint(values).astype(np.int64)
    return rounded


def _tenths(bearing_deg: Floats) -> Ints:
    tenths: Ints = _to_int(np.nan_to_num(bearing_deg) * 10) % 3600
    return tenths


# --- Neighbours -------------------------------------------------------------------------------


def _neighbours(atlas: Atlas, holders: NDArray[np.int16], lonlat: Floats) -> list[list[int]]:
    shapes = _footprints(atlas)
    here, there = _candidates(np.unique(holders, axis=0), shapes, atlas.cells.xy)
    centre, bearing = inverse(lonlat[here, 0], lonlat[here, 1], lonlat[there, 0], lonlat[there, 1])
    edge = np.minimum(centre, _edges(atlas, shapes, here, there))
    order = np.lexsort((there, centre, edge, here))
    rows = np.column_stack(
        [there, _to_int(edge), _to_int(centre) - _to_int(edge), _tenths(bearing)]
    )
    neighbours = []
    for place in np.split(rows[order], np.searchsorted(here[order], np.arange(1, len(lonlat)))):
        place[:, 1] = np.diff(place[:, 1], prepend=0)
        neighbours.append(place.ravel().tolist())
    return neighbours


def _footprints(atlas: Atlas) -> NDArray[np.object_]:
    """Return the footprint of each place on the plane, or its centre if there is none."""
    known = atlas.package.footprints
    shapes = [
        shapely.geometry.shape(known[place.id])
        if place.id in known
        else shapely.Point(place.lon, place.lat)
        for place in atlas.sites
    ]
    planar: NDArray[np.object_] = atlas.projection.to_plane(np.asarray(shapes, dtype=object))
    return planar


def _candidates(
    rows: NDArray[np.int16], shapes: NDArray[np.object_], xy: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair each place with those that may be another actor's nearest place in one of the rows."""
    radius = shapely.hausdorff_distance(shapely.points(xy), shapes)
    radius = np.where(shapely.get_dimensions(shapes) == 0, 0.0, radius)
    actors = range(int(rows.max(initial=-1)) + 1)
    held = [np.packbits(actor == rows.T, axis=1) for actor in actors]
    lists = [_candidates_of_place(place, held, shapes, xy, radius) for place in range(len(xy))]
    here = np.repeat(np.arange(len(xy)), [len(one) for one in lists])
    return here, np.concatenate([*lists, np.empty(0, dtype=np.intp)]).astype(np.intp)


def _candidates_of_place(
    place: int, held: Sequence[Bits], shapes: NDArray[np.object_], xy: Floats, radius: Floats
) -> NDArray[np.intp]:
    """Return the candidates for one place, selected by circles and then by their footprints."""
    centre = np.hypot(*(xy - xy[place]).T)
    chosen = _ever_nearest(place, held, centre - radius - radius[place], centre)
    edge = np.full(len(xy), np.inf)
    edge[chosen] = np.minimum(shapely.distance(shapes[place], shapes[chosen]), centre[chosen])
    return np.flatnonzero(_ever_nearest(place, held, edge, edge))


def _ever_nearest(place: int, held: Sequence[Bits], low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Return a mask of the places that may be their actor's nearest place in some row.

    A place is not the nearest in rows in which its actor holds another place that is certainly
    nearer: its `high` is below the place's `low`. Rows are bits, so that all are tested together.
    """
    low, high = low * (1 - _RELATIVE_ERROR) - _ERROR_M, high * (1 + _RELATIVE_ERROR) + _ERROR_M
    order = np.argsort(high, kind="stable")
    nearer = np.searchsorted(high[order], low)
    nearest = np.zeros(len(low), dtype=bool)
    for bits in held:
        theirs = bits & ~bits[place]
        covered = np.zeros((len(low) + 1, bits.shape[1]), dtype=np.uint8)
        np.bitwise_or.accumulate(theirs[order], axis=0, out=covered[1:])
        nearest |= (theirs & ~covered[nearer]).any(axis=1)
    nearest[place] = False
    return nearest & np.isfinite(low)


def _edges(
    atlas: Atlas, shapes: NDArray[np.object_], here: NDArray[np.intp], there: NDArray[np.intp]
) -> Floats:
    """Measure from edge to edge, as `GeodesicPolygon.shortest_line_to` does, for all pairs at once.

    The shortest line ends at a vertex of one of the two polygons. The plane is used to select the
    vertices and the nearest points opposite; the distance between them is geodesic.
    """
    planar = shapely.distance(shapes[here], shapes[there])
    edge_m = np.where(planar == 0, 0.0, np.inf)
    separate = np.flatnonzero(planar > 0)
    for one, other in ((here, there), (there, here)):
        xy, owner = shapely.get_coordinates(shapes[one[separate]], return_index=True)
        pair, vertex = separate[owner], shapely.points(xy)
        distance = shapely.distance(vertex, shapes[other[pair]])
        near = distance <= planar[pair] * (1 + _RELATIVE_ERROR) + _ERROR_M
        pair, vertex = pair[near], vertex[near]
        lines = shapely.get_coordinates(shapely.shortest_line(vertex, shapes[other[pair]]))
        lon, lat = atlas.projection.inverse(*lines.T)
        np.minimum.at(edge_m, pair, distance_m(lon[::2], lat[::2], lon[1::2], lat[1::2]))
    return edge_m


# --- The front and the highways ------------------------------------------------------------------


def _fronts(
    atlas: Atlas,
    holders: NDArray[np.int16],
    days: Sequence[int],
    lonlat: Floats,
    chosen: Sequence[int],
) -> list[list[int]]:
    """Return the changes of the distance to the front, for the places with the indices `chosen`."""
    changes: list[list[int]] = [[] for _ in chosen]
    shown = np.full((len(chosen), 3), -2)
    since = np.zeros(len(chosen), dtype=np.int64)
    tree = shapely.STRtree(shapely.points(atlas.cells.xy))
    for day in days:
        rows = _to_front(atlas, holders[day], lonlat, chosen, tree)
        for place in np.flatnonzero((rows != shown).any(axis=1)).tolist():
            changes[place] += [day - int(since[place]), *rows[place].tolist()]
            since[place] = day
        shown = rows
    return changes


def _to_front(
    atlas: Atlas,
    holders: NDArray[np.int16],
    lonlat: Floats,
    chosen: Sequence[int],
    tree: shapely.STRtree,
) -> Ints:
    """Return metres, bearing and possible error from the chosen places to the front of a day."""
    line, _ = front_lines(atlas.cells, holders)
    if line.is_empty:
        return np.tile(np.asarray([-1, 0, 0]), (len(chosen), 1))
    near = GeodesicMultiLine(atlas.cells.to_geographic(line)).nearest_point(
        lonlat[chosen, 0], lonlat[chosen, 1]
    )
    error = _front_error(atlas, lonlat, np.column_stack([near.lon, near.lat]), tree)
    return np.column_stack([_to_int(near.distance_m), _tenths(near.bearing_deg), _to_int(error)])


def _front_error(atlas: Atlas, lonlat: Floats, feet: Floats, tree: shapely.STRtree) -> Floats:
    """Return the possible error of the front: distance to the nearest place, plus its error.

    The front is half-way between places, so two of them are often equally near. The plane only
    selects the few places to measure.
    """
    points = shapely.points(np.column_stack(atlas.projection.forward(*feet.T)))
    _, least = tree.query_nearest(points, return_distance=True, all_matches=False)
    limit = least * (1 + _RELATIVE_ERROR) + _ERROR_M
    foot, place = tree.query(points, predicate="dwithin", distance=limit)
    metres = distance_m(*feet[foot].T, *lonlat[place].T)
    order = np.lexsort((place, metres, foot))
    best = order[np.flatnonzero(np.diff(foot[order], prepend=-1))]
    errors = np.asarray([one.position_error_m for one in atlas.sites])
    error_m: Floats = metres[best] + errors[place[best]]
    return error_m


def _highway(atlas: Atlas, highway: str, lonlat: Floats) -> list[int]:
    near = atlas.lines[highway].nearest_point(lonlat[:, 0], lonlat[:, 1])
    columns = [_to_int(near.distance_m), _to_int(near.along_m), _tenths(near.bearing_deg)]
    encoded: list[int] = np.column_stack(columns).ravel().tolist()
    return encoded
