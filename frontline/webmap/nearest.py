"""Distances from each place of a page: to other actors' nearest places, the front, highways.

The page does not measure; it chooses among distances that the library measured. For each place,
the list contains every neighbour that is, on some day, the nearest place of an actor who does not
hold the place itself, sorted by the distance between edges. On a given day, the first neighbour
in the list that an actor holds is that actor's nearest place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.front import front_lines
from frontline.geometry.geodesic_lines import GeodesicMultiLine
from frontline.geometry.geodesy import distance_m, inverse
from frontline.geometry.tessellation import unknown_borders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bits = NDArray[np.uint8]


#: Above this number of places with reports times days of change, a page contains none of these
#: lists, because they would be larger than the map itself.
MAX_PLACE_DAYS = 100_000

#: Error of a length on the plane of the cells: a share, and metres for the edges of footprints,
#: which are straight on the plane.
_RELATIVE_ERROR, _ERROR_M = 1e-3, 1.0

#: How far the search for neighbours begins where no place is near.
_FIRST_SEARCH_M = 1000.0


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
        Lengths are codes, see `code_of_length`, and directions the nearest of sixteen, clockwise
        from north.
        `neighbours`: for each place four numbers per neighbour, the nearest first: place, length
        from edge to edge (minus that of the neighbour before), length from centre to centre minus
        that from edge to edge, direction; empty for a place that only the report of an area is
        about.
        `front`: for each place four numbers per change: days since the change before, length from
        its centre to the front line (-1 if there is none), direction, possible error of the front
        line there. If no line is known before the nearest place of another holder, the length is a
        bound, and the last number is -1 minus that place.
        `ground`: for each place two numbers per change: days since the change before, length from
        its edge to where unknown ground begins (-1 if it begins nowhere).
        `roads`: for each of `highways` three numbers per place: length from its centre, chainage,
        direction.
        `keys`: the lists of `front` for the key places, if the record is too large for all lists.
    """
    lonlat = np.asarray([(place.lon, place.lat) for place in atlas.sites]).reshape(-1, 2)
    changes = atlas.holders.days_of_change(first, last, presumed=False)
    if atlas.drawn is not None:
        changes = sorted({*changes, *atlas.drawn.days_between(first, last)})
    days = [(day - first).days for day in changes]
    own = with_own_reports(atlas)
    if len(days) * len(own) > MAX_PLACE_DAYS:
        key_fronts = _fronts(atlas, first, days, lonlat, keys) if keys else []
        return {"neighbours": [], "front": [], "ground": [], "roads": [], "keys": key_fronts}
    holders = np.stack([atlas.holders.on(day) for day in changes])
    shapes = _footprints(atlas)
    neighbours = _neighbours(atlas, holders, lonlat, shapes)
    ground = _unknown_ground(atlas, first, days, shapes)
    fronts = dict(zip(own, _fronts(atlas, first, days, lonlat, own), strict=True))
    return {
        "neighbours": [row if n in fronts else [] for n, row in enumerate(neighbours)],
        "front": [fronts.get(n, []) for n in range(len(lonlat))],
        "ground": [row if n in fronts else [] for n, row in enumerate(ground)],
        "roads": [_highway(atlas, highway, lonlat, own) for highway in highways],
        "keys": [],
    }


def with_own_reports(atlas: Atlas) -> list[int]:
    """Return the indices of the places that a baseline row or an event is about.

    What only the report of an area says needs no distance to the metre.
    """
    package = atlas.package
    named = {row.place_id for row in package.baseline} | {
        event.place_id for event in package.events
    }
    return [number for number, place in enumerate(atlas.sites) if place.id in named]


def code_of_length(metres: Floats) -> Ints:
    """Return lengths as short numbers: metres below a kilometre, then tens of metres.

    A page shows tenths of a kilometre. A code of 1000 or more stands for the ten metres from
    10 * (code - 900) on, so that its middle is rounded to the same tenth as the length itself.

    Examples
    --------
    >>> code_of_length(np.asarray([0, 47.6, 999.4, 1000, 5349.9, 5350])).tolist()
    [0, 48, 999, 1000, 1434, 1435]
    """
    codes: Ints = np.where(
        metres < 999.5, np.rint(metres), 900 + np.floor(np.maximum(metres, 1000) / 10)
    ).astype(np.int64)
    return codes


def _direction(bearing_deg: Floats) -> Ints:
    """Return the nearest of sixteen compass directions, clockwise from north."""
    directions: Ints = np.floor(np.nan_to_num(bearing_deg) / 22.5 + 0.5).astype(np.int64) % 16
    return directions


# --- Neighbours -------------------------------------------------------------------------------


def _neighbours(
    atlas: Atlas, holders: NDArray[np.int16], lonlat: Floats, shapes: NDArray[np.object_]
) -> list[list[int]]:
    here, there = _candidates(np.unique(holders, axis=0), shapes, atlas.cells.xy)
    centre, bearing = inverse(lonlat[here, 0], lonlat[here, 1], lonlat[there, 0], lonlat[there, 1])
    edge = np.minimum(centre, _edges(atlas, shapes, here, there))
    order = np.lexsort((there, centre, edge, here))
    rows = np.column_stack(
        [
            there,
            code_of_length(edge),
            code_of_length(centre) - code_of_length(edge),
            _direction(bearing),
        ]
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
    pairs = [np.empty((0, 2), dtype=np.intp)]
    for actor in range(int(rows.max(initial=-1)) + 1):
        held = np.packbits(actor == rows.T, axis=1)
        for place, chosen in _nearest_of_actor(held, shapes, shapely.points(xy)):
            pairs.append(np.column_stack([np.full(len(chosen), place), chosen]))
    here, there = np.unique(np.concatenate(pairs), axis=0).T
    return here, there


def _nearest_of_actor(
    held: Bits, shapes: NDArray[np.object_], centres: NDArray[np.object_]
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield each place with the places that may be the actor's nearest in some row.

    The search begins at the nearest place that the actor ever holds. It goes twice as far for the
    places with a row in which the actor holds nothing so near.

    Parameters
    ----------
    held : numpy.ndarray of uint8, shape (places, rows / 8)
        The rows in which the actor holds each place, as bits, so that all are tested together.
    shapes, centres : numpy.ndarray of shapely.Geometry
        The footprints and the centres on the plane; a centre may lie outside its footprint.
    """
    members = np.flatnonzero(held.any(axis=1))
    ever = np.bitwise_or.reduce(held[members], axis=0)
    around = np.where(shapely.covers(shapes, centres), shapes, shapely.union(shapes, centres))
    tree = shapely.STRtree(around[members])
    places = np.flatnonzero((ever & ~held).any(axis=1))
    limits = np.full(len(held), _FIRST_SEARCH_M)
    (asked, _), least = tree.query_nearest(
        around[places], exclusive=True, return_distance=True, all_matches=False
    )
    limits[places[asked]] = _above(_above(_above(least)))
    while places.size:
        one, other = tree.query(around[places], "dwithin", limits[places])
        other = members[other]
        metres = np.minimum(
            shapely.distance(shapes[places[one]], shapes[other]),
            shapely.distance(centres[places[one]], centres[other]),
        )
        farther = []
        order = np.lexsort((metres, one))
        bounds = np.searchsorted(one[order], np.arange(1, len(places)))
        for place, near in zip(places.tolist(), np.split(order, bounds), strict=True):
            theirs = held[other[near]] & ~held[place]
            nearest, covered = _ever_nearest(theirs, metres[near], limits[place])
            if (ever & ~held[place] & ~covered).any():
                farther.append(place)
            else:
                yield place, other[near][nearest]
        places = np.asarray(farther, dtype=np.intp)
        limits[places] *= 2


def _ever_nearest(theirs: Bits, metres: Floats, limit: float) -> tuple[NDArray[np.bool_], Bits]:
    """Select the places that may be the nearest in some row, from places in order of distance.

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
    nearer = np.searchsorted(_above(metres), [*_below(metres), _below(limit)])
    selected = (theirs & ~covered[nearer[:-1]]).any(axis=1) & (metres <= limit)
    return selected, covered[nearer[-1]]


def _above(metres: Any) -> Any:
    """Return the most that a distance measured on the plane can be."""
    return metres * (1 + _RELATIVE_ERROR) + _ERROR_M


def _below(metres: Any) -> Any:
    """Return the least that a distance measured on the plane can be."""
    return metres * (1 - _RELATIVE_ERROR) - _ERROR_M


def _edges(
    atlas: Atlas, shapes: NDArray[np.object_], here: NDArray[np.intp], there: NDArray[np.intp]
) -> Floats:
    """Measure from edge to edge, as `GeodesicPolygon.shortest_line_to` does, for all pairs at once.

    The shortest line ends at a vertex of one of the two polygons. The plane is used to select the
    vertices and the nearest points opposite; the distance between them is geodesic.
    """
    planar = shapely.distance(shapes[here], shapes[there])
    limit = planar * (1 + _RELATIVE_ERROR) + _ERROR_M
    bounds = shapely.bounds(shapes)
    edge_m = np.where(planar == 0, 0.0, np.inf)
    separate = np.flatnonzero(planar > 0)
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


# --- The front and the highways ------------------------------------------------------------------


def _fronts(
    atlas: Atlas, first: date, days: Sequence[int], lonlat: Floats, chosen: Sequence[int]
) -> list[list[int]]:
    """Return the changes of the distance to the front, for the places with the indices `chosen`."""
    changes: list[list[int]] = [[] for _ in chosen]
    shown = np.full((len(chosen), 3), -2)
    since = np.zeros(len(chosen), dtype=np.int64)
    points = shapely.points(atlas.cells.xy)
    tree = shapely.STRtree(points)
    for day in days:
        when = first + timedelta(days=day)
        rows = _to_front(atlas, when, atlas.holders.on(when), lonlat, chosen, points, tree)
        for place in np.flatnonzero((rows != shown).any(axis=1)).tolist():
            changes[place] += [day - int(since[place]), *rows[place].tolist()]
            since[place] = day
        shown = rows
    return changes


def _to_front(  # noqa: PLR0913, PLR0917 - as above
    atlas: Atlas,
    day: date,
    holders: NDArray[np.int16],
    lonlat: Floats,
    chosen: Sequence[int],
    points: NDArray[np.object_],
    tree: shapely.STRtree,
) -> Ints:
    """Return metres, bearing and possible error from the chosen places to the front of a day."""
    drawn = atlas.drawn
    line = front_lines(atlas.cells, holders)[0] if drawn is None else drawn.front(day).line
    rows = np.tile(np.asarray([-1, 0, 0]), (len(chosen), 1))
    distance = np.full(len(chosen), np.inf)
    if not line.is_empty:
        near = GeodesicMultiLine(atlas.cells.to_geographic(line)).nearest_point(
            lonlat[chosen, 0], lonlat[chosen, 1]
        )
        error = np.zeros(len(chosen))
        if drawn is None:
            error = _front_error(atlas, lonlat, np.column_stack([near.lon, near.lat]), tree)
        distance = near.distance_m
        rows = np.column_stack(
            [code_of_length(distance), _direction(near.bearing_deg), code_of_length(error)]
        )
    here = np.asarray(chosen, dtype=np.intp)
    for number in np.unique(holders[here]).tolist():
        mine = np.flatnonzero(holders[here] == number)
        others = np.flatnonzero((holders != number) & (holders != -2))
        if number == -2 or not others.size:
            continue
        other, metres, bearing = _nearest_of(points, here[mine], others, lonlat)
        bound = (metres < distance[mine]) | (number == -1)
        rows[mine[bound]] = np.column_stack(
            [code_of_length(metres[bound]), _direction(bearing[bound]), -1 - other[bound]]
        )
    return rows


def _nearest_of(
    points: NDArray[np.object_], here: NDArray[np.intp], others: NDArray[np.intp], lonlat: Floats
) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return the nearest of some places to each place, how far it is and its bearing."""
    tree = shapely.STRtree(points[others])
    _, least = tree.query_nearest(points[here], return_distance=True, all_matches=False)
    limit = least * (1 + _RELATIVE_ERROR) + _ERROR_M
    row, found = tree.query(points[here], predicate="dwithin", distance=limit)
    metres, bearing = inverse(*lonlat[here[row]].T, *lonlat[others[found]].T)
    order = np.lexsort((found, metres, row))
    best = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    return others[found[best]], metres[best], np.nan_to_num(bearing[best])


def _unknown_ground(
    atlas: Atlas, first: date, days: Sequence[int], shapes: NDArray[np.object_]
) -> list[list[int]]:
    """Return the changes of the distance at which unknown ground begins, for each place."""
    edges = shapely.union(shapes, shapely.points(atlas.cells.xy))
    changes: list[list[int]] = [[] for _ in edges]
    shown, since = np.full(len(edges), -2), np.zeros(len(edges), dtype=np.int64)
    is_known = np.zeros(0, dtype=np.bool_)
    for day in days:
        known = atlas.holders.on(first + timedelta(days=day)) != -2
        if atlas.drawn is None and np.array_equal(is_known, known):
            continue
        is_known = known
        borders = unknown_borders(atlas.cells, is_known)
        if atlas.drawn is not None:
            borders = atlas.drawn.unknown_borders(first + timedelta(days=day))
        tree = shapely.STRtree(borders)
        begins = np.full(len(edges), -1.0)
        (place, _), away = tree.query_nearest(edges, return_distance=True, all_matches=False)
        begins[place] = away
        begins[~is_known] = 0.0
        codes = np.where(begins < 0, -1, code_of_length(begins))
        for place in np.flatnonzero(codes != shown).tolist():
            changes[place] += [day - int(since[place]), int(codes[place])]
            since[place] = day
        shown = codes
    return changes


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


def _highway(atlas: Atlas, highway: str, lonlat: Floats, own: Sequence[int]) -> list[int]:
    """Return three numbers for each place: zeros for one without a report of its own."""
    near = atlas.lines[highway].nearest_point(lonlat[own, 0], lonlat[own, 1])
    columns = [
        code_of_length(near.distance_m),
        code_of_length(near.along_m),
        _direction(near.bearing_deg),
    ]
    rows = np.zeros((len(lonlat), 3), dtype=np.int64)
    rows[own] = np.column_stack(columns)
    encoded: list[int] = rows.ravel().tolist()
    return encoded
