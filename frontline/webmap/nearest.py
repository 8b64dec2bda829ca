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
from frontline.geometry.known_ground import unknown_borders
from frontline.geometry.spatial_order import nearest_distances, pairs_within
from frontline.webmap.neighbours import (
    above,
    encode_neighbours,
    planar_footprints,
    with_centres,
)
from frontline.webmap.quantize import code_of_direction, code_of_length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


#: Above this number of places with reports times days of change, a page contains none of these
#: lists, because they would be larger than the map itself.
MAX_PLACE_DAYS = 100_000


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
    shapes = planar_footprints(atlas, lonlat)
    neighbours = encode_neighbours(atlas, holders, lonlat, shapes)
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
    named = {*package.values("baseline", "place_id"), *package.values("events", "place_id")}
    return [number for number, place in enumerate(atlas.sites) if place.id in named]


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
        changed = np.flatnonzero((rows != shown).any(axis=1))
        steps = np.column_stack([day - since[changed], rows[changed]]).tolist()
        for place, step in zip(changed.tolist(), steps, strict=True):
            changes[place] += step
        since[changed], shown = day, rows
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
            [code_of_length(distance), code_of_direction(near.bearing_deg), code_of_length(error)]
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
            [code_of_length(metres[bound]), code_of_direction(bearing[bound]), -1 - other[bound]]
        )
    return rows


def _nearest_of(
    points: NDArray[np.object_], here: NDArray[np.intp], others: NDArray[np.intp], lonlat: Floats
) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return the nearest of some places to each place, how far it is and its bearing."""
    tree = shapely.STRtree(points[others])
    limit = above(nearest_distances(tree, points[here]))
    row, found = pairs_within(tree, points[here], limit)
    metres, bearing = inverse(*lonlat[here[row]].T, *lonlat[others[found]].T)
    order = np.lexsort((found, metres, row))
    best = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    return others[found[best]], metres[best], np.nan_to_num(bearing[best])


def _unknown_ground(
    atlas: Atlas, first: date, days: Sequence[int], shapes: NDArray[np.object_]
) -> list[list[int]]:
    """Return the changes of the distance at which unknown ground begins, for each place."""
    edges = with_centres(shapes, shapely.points(atlas.cells.xy))
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
        away = nearest_distances(tree, edges)
        begins = np.where(np.isfinite(away), away, -1.0)
        begins[~is_known] = 0.0
        codes = np.where(begins < 0, -1, code_of_length(begins))
        changed = np.flatnonzero(codes != shown)
        steps = np.column_stack([day - since[changed], codes[changed]]).tolist()
        for place, step in zip(changed.tolist(), steps, strict=True):
            changes[place] += step
        since[changed], shown = day, codes
    return changes


def _front_error(atlas: Atlas, lonlat: Floats, feet: Floats, tree: shapely.STRtree) -> Floats:
    """Return the possible error of the front: distance to the nearest place, plus its error.

    The front is half-way between places, so two of them are often equally near. The plane only
    selects the few places to measure.
    """
    # Many places have the same nearest point, at a bend of the line.
    _, first, which = np.unique(feet @ [1, 1j], return_index=True, return_inverse=True)
    feet = feet[first]
    points = shapely.points(np.column_stack(atlas.projection.forward(*feet.T)))
    limit = above(nearest_distances(tree, points))
    foot, place = pairs_within(tree, points, limit)
    metres = distance_m(*feet[foot].T, *lonlat[place].T)
    order = np.lexsort((place, metres, foot))
    best = order[np.flatnonzero(np.diff(foot[order], prepend=-1))]
    errors = np.asarray([one.position_error_m for one in atlas.sites])
    error_m: Floats = (metres[best] + errors[place[best]])[which]
    return error_m


def _highway(atlas: Atlas, highway: str, lonlat: Floats, own: Sequence[int]) -> list[int]:
    """Return three numbers for each place: zeros for one without a report of its own."""
    near = atlas.lines[highway].nearest_point(lonlat[own, 0], lonlat[own, 1])
    columns = [
        code_of_length(near.distance_m),
        code_of_length(near.along_m),
        code_of_direction(near.bearing_deg),
    ]
    rows = np.zeros((len(lonlat), 3), dtype=np.int64)
    rows[own] = np.column_stack(columns)
    encoded: list[int] = rows.ravel().tolist()
    return encoded
