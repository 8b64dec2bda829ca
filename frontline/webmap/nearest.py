"""What lies near each place of a page: the nearest place of each other actor, the front, roads.

The page does not measure, it chooses among what was measured here, so that its numbers are the
library's. For each place those neighbours are kept that are, on some day of the page, the
nearest one of an actor who does not hold the place itself, in the order of their edges: the
first that an actor holds on a day is the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.geometry.front import front_lines
from frontline.geometry.geodesics import GeodesicMultiLine
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


#: A record of more places, times the days on which any changes hands, is drawn without these
#: lists, which would outgrow the map itself.
MOST = 60_000

#: Lengths on the plane of the cells are off by less than this share, and a little for the edges
#: of footprints, which are straight there.
_SHARE, _LITTLE_M = 1e-3, 1.0


def encode_nearness(
    atlas: Atlas,
    first: date,
    last: date,
    highways: Sequence[str],
    keys: Sequence[int] = (),
) -> dict[str, Any]:
    """Encode what lies near each place with a cell, from `first` to `last`.

    Parameters
    ----------
    keys : positions of the key places, whose way to the front is told however large the record

    Returns
    -------
    neighbours : for each place four numbers a neighbour, the nearest first: place, metres from
        edge to edge (less those of the neighbour before), metres that the centres are farther
        apart, bearing in tenths of a degree
    front : for each place four numbers a change: days since the change before, metres from its
        centre to the front line (-1 where none is drawn), bearing in tenths of a degree, metres
        that the front may run beside its line there
    roads : for each of `highways` three numbers a place: metres from its centre, metres of
        chainage, bearing in tenths of a degree
    keys : where the record is too large for these lists, those of `front` for the key places
    """
    lonlat = np.asarray([(place.lon, place.lat) for place in atlas.sites]).reshape(-1, 2)
    start, end = ((day - atlas.record.first).days for day in (first, last))
    matrix = atlas.record.matrix[start : end + 1, : len(lonlat)]
    holders = holder_indices(matrix, atlas.record.states, atlas.actors)
    turns = np.flatnonzero(np.r_[True, (holders[1:] != holders[:-1]).any(axis=1)])
    if len(turns) * len(lonlat) > MOST:
        of_keys = _fronts(atlas, holders, turns.tolist(), lonlat, keys) if keys else []
        return {"neighbours": [], "front": [], "roads": [], "keys": of_keys}
    every = range(len(lonlat))
    return {
        "neighbours": _neighbours(atlas, holders[turns], lonlat),
        "front": _fronts(atlas, holders, turns.tolist(), lonlat, every),
        "roads": [_road(atlas, highway, lonlat) for highway in highways],
        "keys": [],
    }


def _whole(values: Floats) -> Ints:
    found: Ints = np.rint(values).astype(np.int64)
    return found


def _tenths(bearing_deg: Floats) -> Ints:
    found: Ints = _whole(np.nan_to_num(bearing_deg) * 10) % 3600
    return found


# --- Neighbours -------------------------------------------------------------------------------


def _neighbours(atlas: Atlas, holders: NDArray[np.int16], lonlat: Floats) -> list[list[int]]:
    shapes = _footprints(atlas)
    here, there = _contenders(np.unique(holders, axis=0), shapes, atlas.cells.xy)
    centre, bearing = inverse(lonlat[here, 0], lonlat[here, 1], lonlat[there, 0], lonlat[there, 1])
    edge = np.minimum(centre, _edges(atlas, shapes, here, there))
    order = np.lexsort((there, centre, edge, here))
    rows = np.column_stack([there, _whole(edge), _whole(centre) - _whole(edge), _tenths(bearing)])
    found = []
    for place in np.split(rows[order], np.searchsorted(here[order], np.arange(1, len(lonlat)))):
        place[:, 1] = np.diff(place[:, 1], prepend=0)
        found.append(place.ravel().tolist())
    return found


def _footprints(atlas: Atlas) -> NDArray[np.object_]:
    """Give the built-up area of each place on the plane, its centre where none is known."""
    known = atlas.package.footprints
    shapes = [
        shapely.geometry.shape(known[place.id])
        if place.id in known
        else shapely.Point(place.lon, place.lat)
        for place in atlas.sites
    ]
    flat: NDArray[np.object_] = atlas.projection.to_plane(np.asarray(shapes, dtype=object))
    return flat


def _contenders(
    rows: NDArray[np.int16], shapes: NDArray[np.object_], xy: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair each place with those that can be another actor's nearest in one of the rows."""
    reach = shapely.hausdorff_distance(shapely.points(xy), shapes)
    reach = np.where(shapely.get_dimensions(shapes) == 0, 0.0, reach)
    actors = range(int(rows.max(initial=-1)) + 1)
    held = [np.packbits(actor == rows.T, axis=1) for actor in actors]
    found = [_of_place(place, held, shapes, xy, reach) for place in range(len(xy))]
    here = np.repeat(np.arange(len(xy)), [len(one) for one in found])
    return here, np.concatenate([*found, np.empty(0, dtype=np.intp)]).astype(np.intp)


def _of_place(
    place: int, held: Sequence[Bits], shapes: NDArray[np.object_], xy: Floats, reach: Floats
) -> NDArray[np.intp]:
    """Find the contenders of one place: first by circles, then by the shapes themselves."""
    centre = np.hypot(*(xy - xy[place]).T)
    chosen = _ever_nearest(place, held, centre - reach - reach[place], centre)
    edge = np.full(len(xy), np.inf)
    edge[chosen] = np.minimum(shapely.distance(shapes[place], shapes[chosen]), centre[chosen])
    return np.flatnonzero(_ever_nearest(place, held, edge, edge))


def _ever_nearest(place: int, held: Sequence[Bits], low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Mark the places that can be their actor's nearest in some row.

    A place cannot be in the rows in which its actor has another one that is surely nearer: one
    whose `high` is under its `low`. Rows are bits, so that all can be looked at together.
    """
    low, high = low * (1 - _SHARE) - _LITTLE_M, high * (1 + _SHARE) + _LITTLE_M
    order = np.argsort(high, kind="stable")
    nearer = np.searchsorted(high[order], low)
    found = np.zeros(len(low), dtype=bool)
    for bits in held:
        theirs = bits & ~bits[place]
        covered = np.zeros((len(low) + 1, bits.shape[1]), dtype=np.uint8)
        np.bitwise_or.accumulate(theirs[order], axis=0, out=covered[1:])
        found |= (theirs & ~covered[nearer]).any(axis=1)
    found[place] = False
    return found & np.isfinite(low)


def _edges(
    atlas: Atlas, shapes: NDArray[np.object_], here: NDArray[np.intp], there: NDArray[np.intp]
) -> Floats:
    """Measure from edge to edge, as `GeodesicPolygon.shortest_line_to` does, but all pairs at once.

    The shortest way ends at a vertex of one of the two. The plane shows which vertices that can
    be and the foot opposite each; what is measured between them is the geodesic.
    """
    flat = shapely.distance(shapes[here], shapes[there])
    found = np.where(flat == 0, 0.0, np.inf)
    apart = np.flatnonzero(flat > 0)
    for one, other in ((here, there), (there, here)):
        xy, owner = shapely.get_coordinates(shapes[one[apart]], return_index=True)
        pair, vertex = apart[owner], shapely.points(xy)
        away = shapely.distance(vertex, shapes[other[pair]])
        near = away <= flat[pair] * (1 + _SHARE) + _LITTLE_M
        pair, vertex = pair[near], vertex[near]
        ways = shapely.get_coordinates(shapely.shortest_line(vertex, shapes[other[pair]]))
        lon, lat = atlas.projection.inverse(*ways.T)
        np.minimum.at(found, pair, distance_m(lon[::2], lat[::2], lon[1::2], lat[1::2]))
    return found


# --- The front and the roads ------------------------------------------------------------------


def _fronts(
    atlas: Atlas,
    holders: NDArray[np.int16],
    turns: Sequence[int],
    lonlat: Floats,
    asked: Sequence[int],
) -> list[list[int]]:
    """Give the changes of the way to the front, for the places in the columns `asked`."""
    found: list[list[int]] = [[] for _ in asked]
    shown = np.full((len(asked), 3), -2)
    since = np.zeros(len(asked), dtype=np.int64)
    tree = shapely.STRtree(shapely.points(atlas.cells.xy))
    for day in turns:
        rows = _to_front(atlas, holders[day], lonlat, asked, tree)
        for place in np.flatnonzero((rows != shown).any(axis=1)).tolist():
            found[place] += [day - int(since[place]), *rows[place].tolist()]
            since[place] = day
        shown = rows
    return found


def _to_front(
    atlas: Atlas,
    holders: NDArray[np.int16],
    lonlat: Floats,
    asked: Sequence[int],
    tree: shapely.STRtree,
) -> Ints:
    """Give metres, bearing and slack from the places asked for to the front of a day."""
    line, _ = front_lines(atlas.cells, holders)
    if line.is_empty:
        return np.tile(np.asarray([-1, 0, 0]), (len(asked), 1))
    near = GeodesicMultiLine(atlas.cells.to_geographic(line)).nearest_point(
        lonlat[asked, 0], lonlat[asked, 1]
    )
    slack = _slack(atlas, lonlat, np.column_stack([near.lon, near.lat]), tree)
    return np.column_stack([_whole(near.distance_m), _tenths(near.bearing_deg), _whole(slack)])


def _slack(atlas: Atlas, lonlat: Floats, feet: Floats, tree: shapely.STRtree) -> Floats:
    """Give how far the front may run from its line: to the nearest place, and its error.

    A front runs half-way between places, so two of them are often equally near: the plane only
    says which few to measure.
    """
    points = shapely.points(np.column_stack(atlas.projection.forward(*feet.T)))
    _, least = tree.query_nearest(points, return_distance=True, all_matches=False)
    reach = least * (1 + _SHARE) + _LITTLE_M
    foot, place = tree.query(points, predicate="dwithin", distance=reach)
    away = distance_m(*feet[foot].T, *lonlat[place].T)
    order = np.lexsort((place, away, foot))
    best = order[np.flatnonzero(np.diff(foot[order], prepend=-1))]
    errors = np.asarray([one.position_error_m for one in atlas.sites])
    found: Floats = away[best] + errors[place[best]]
    return found


def _road(atlas: Atlas, highway: str, lonlat: Floats) -> list[int]:
    near = atlas.lines[highway].nearest_point(lonlat[:, 0], lonlat[:, 1])
    columns = [_whole(near.distance_m), _whole(near.along_m), _tenths(near.bearing_deg)]
    found: list[int] = np.column_stack(columns).ravel().tolist()
    return found
