"""Highways: import the centre lines of roads, each joined from its many pieces.

Format: lines in one of the vector formats, with a column of the road number such as ``ref`` of
OpenStreetMap (https://wiki.openstreetmap.org/wiki/Key:ref), or of the name. The user states
source and licence, except for an OpenStreetMap extract.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.gazetteer.normalize import clean_text
from frontline.geometry.geodesy import Projection
from frontline.importers.vector import (
    attribute,
    feature_id,
    import_region,
    metres_setting,
    read_origin,
    read_shapes,
    refuse_for_columns,
    to_geojson,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Origin, Shape
    from frontline.package.draft import Draft


_IDS = ("ref", "roadnumber", "number", "id", "name")
#: The id of an OpenStreetMap object, which does not identify a road.
_PIECE = re.compile(r"(node|way|relation)/\d+", re.ASCII)
_NAMES = ("nameen", "name", "roadname", "ref")
_ARABIC = ("namear",)
_ERROR_M = 50.0
#: Widest gap between two pieces of a road: roundabouts and bridges are often missing.
_GAP_M = 500.0
#: A piece extends a road if it makes it longer by at least this share of its own length. The
#: opposite carriageway runs back along the first, and does not.
_MIN_EXTENSION = 0.5


def import_highways(
    options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary
) -> None:
    """Import centre lines; the pieces of a road share its number, else its name.

    A piece with several numbers is part of each of these roads. A road that the package has is
    kept, since road reports refer to its kilometres, unless ``--set replace=yes``.
    """
    origin = read_origin(options, draft, "replace", "position_error_m")
    region = import_region(draft, options)
    pieces: list[_Piece] = []
    wanted = {_road_id(word) for word in options.classes}
    for shape in read_shapes(options, summary, ("LineString", "MultiLineString")):
        text = attribute(_without_object_ids(shape.properties), options, "id", _IDS)
        ids = tuple(dict.fromkeys(id_ for id_ in map(_road_id, text.split(";")) if id_))
        if wanted and not wanted.intersection(ids):
            summary.left_out["of another road (--class chooses)"] += 1
        elif not ids:
            reason = "has no number or name: add --column id=NAME"
            refuse_for_columns(shape, summary, reason, text)
        elif not shape.geometry.length:
            summary.refuse(shape.file, shape.row, "has no length: draw it again", text)
        else:
            pieces.append(_Piece(shape, ids))
    for id_, own in _by_road(pieces, wanted, summary).items():
        _put(id_, own, (options, draft, summary), (origin, region))
    for piece in pieces:
        _count(piece, summary)


class _Outcome(IntEnum):
    """Outcome of a piece in one road; the smallest of several is counted."""

    added = 0
    changed = 1
    merged = 2
    rejected = 3
    outside = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of one or more roads, ``M4;M5``, with its outcome in each."""

    shape: Shape
    ids: tuple[str, ...]
    outcomes: dict[str, _Outcome] = field(default_factory=dict)


def _road_id(text: str) -> str:
    return feature_id(clean_text(text), "road")


def _without_object_ids(properties: dict[str, Any]) -> dict[str, Any]:
    """Remove ids such as ``way/123``, which would make each piece a road of its own."""
    return {n: value for n, value in properties.items() if not _PIECE.fullmatch(clean_text(value))}


def _by_road(
    pieces: Iterable[_Piece], wanted: Collection[str], summary: ImportSummary
) -> dict[str, list[_Piece]]:
    """Return the pieces of each road in `wanted`; if empty, of each road that a piece names first.

    A road that is named only after others is left out, since it is not known where it leaves them.
    """
    known = wanted or {piece.ids[0] for piece in pieces}
    roads: defaultdict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        for id_ in piece.ids:
            if id_ in known:
                roads[id_].append(piece)
            elif not wanted:
                summary.note(
                    f"{id_} is named only after other roads, and left out; import it with "
                    f"--class {id_.upper()}"
                )
    return roads


def _put(
    id_: str,
    pieces: list[_Piece],
    into: tuple[ImportOptions, Draft, ImportSummary],
    about: tuple[Origin, shapely.Polygon],
) -> None:
    """Put one road into the package, and set the outcome of its pieces."""
    options, draft, summary = into
    origin, region = about
    if not any(region.intersects(piece.shape.geometry) for piece in pieces):
        for piece in pieces:
            piece.outcomes[id_] = _Outcome.outside
        return
    joined = _joined([piece.shape for piece in pieces])
    used = [piece for piece, inside in zip(pieces, joined.inside, strict=True) if inside]
    known = draft.get("highways", id_)
    made = to_geojson(joined.line)
    first = next((one for one in used if one.ids == (id_,)), used[0]).shape.properties
    row = {
        "id": id_,
        "name": _name(id_, first, options),
        "name_ar": attribute(first, options, "name_ar", _ARABIC),
        "position_error_m": metres_setting(options, "position_error_m", _ERROR_M),
        "sources": [origin.source],
        "licence": origin.licence,
        "note": "",
    }
    outcome = _Outcome.merged
    if known is not None and options.settings.get("replace") != "yes":
        if not draft.has_feature("highways", row, made):
            summary.disagreements.append(
                f"{id_}: the package has another line or name, and keeps it; replace it with "
                "--set replace=yes"
            )
    else:
        outcomes = {"added": _Outcome.added, "changed": _Outcome.changed}
        outcome = outcomes.get(draft.put("highways", row, made), outcome)
        if joined.gaps:
            were = "gap was" if joined.gaps == 1 else "gaps were"
            widest = f"the widest of {joined.widest_m:.0f} m"
            summary.note(f"{id_}: {joined.gaps} {were} closed, {widest}")
    for piece, inside in zip(pieces, joined.inside, strict=True):
        piece.outcomes[id_] = outcome if inside else _Outcome.rejected


def _name(id_: str, properties: dict[str, Any], options: ImportOptions) -> str:
    """Return the name of a road; of several numbers, its own."""
    text = attribute(properties, options, "name", _NAMES)
    return (
        next((clean_text(one) for one in text.split(";") if _road_id(one) == id_), text)
        or id_.upper()
    )


def _count(piece: _Piece, summary: ImportSummary) -> None:
    """Count a piece once, by its best outcome."""
    shape, outcome = piece.shape, min(piece.outcomes.values())
    if outcome is _Outcome.outside:
        summary.left_out["a road outside the region"] += 1
    elif outcome is _Outcome.rejected:
        reason = "the piece does not extend its road, as another carriageway or a branch: delete it"
        summary.refuse(shape.file, shape.row, reason, ";".join(piece.outcomes))
    elif outcome is _Outcome.added:
        summary.used += 1
    else:
        summary.merged += 1
        summary.changed += outcome is _Outcome.changed


class _Joined(NamedTuple):
    """One line of many pieces: which are in it, and the gaps that were closed."""

    line: shapely.LineString
    inside: list[bool]
    gaps: int
    widest_m: float


def _joined(shapes: list[Shape]) -> _Joined:
    """Join pieces end to end, starting with the longest, as long as they extend the line."""
    whole = shapely.union_all([shape.geometry for shape in shapes])
    west, south, east, north = whole.bounds
    plane = Projection.around([west, east], [south, north])
    merged = shapely.line_merge(shapely.unary_union(plane.to_plane(whole)))
    runs = sorted(shapely.get_parts(merged), key=lambda run: (-run.length, run.wkb))
    kept = [runs.pop(0)]
    points = list(kept[0].coords)
    gaps, widest = 0, 0.0
    while (found := _next(points, runs)) is not None:
        run = runs.pop(found.at)
        if found.at_start:
            points.reverse()
        more = list(run.coords)[::-1] if found.backward else list(run.coords)
        points += more[1:] if more[0] == points[-1] else more
        kept.append(run)
        gaps += found.gap_m > 1.0
        widest = max(widest, found.gap_m)
    drawn = shapely.union_all(kept).buffer(1.0)
    shapely.prepare(drawn)
    inside = [drawn.covers(plane.to_plane(shape.geometry)) for shape in shapes]
    back = plane.from_plane(shapely.LineString(points))
    return _Joined(_northward(back), inside, gaps, widest)


class _Next(NamedTuple):
    """A run that extends a line; the smallest is the best."""

    gap_m: float
    at: int
    at_start: bool
    backward: bool


def _next(points: list[tuple[float, ...]], runs: list[shapely.LineString]) -> _Next | None:
    """Return the run that extends a line at one of its ends across the smallest gap."""
    start, end = points[0], points[-1]
    if start == end:
        return None
    span = math.dist(start, end)
    choices = []
    for at, run in enumerate(runs):
        first, last = run.coords[0], run.coords[-1]
        for at_start, backward in product((False, True), repeat=2):
            fixed, open_end = (end, start) if at_start else (start, end)
            near, far = (last, first) if backward else (first, last)
            gap = math.dist(open_end, near)
            longer = math.dist(fixed, far) - span
            if first != last and gap <= _GAP_M and longer >= _MIN_EXTENSION * run.length:
                choices.append(_Next(gap, at, at_start, backward))
    return min(choices, default=None)


def _northward(line: shapely.LineString) -> shapely.LineString:
    """Return a line that begins at its southern end, or its western end if it runs east to west."""
    (lon1, lat1), (lon2, lat2) = line.coords[0], line.coords[-1]
    across = abs(lon2 - lon1) > abs(lat2 - lat1)
    is_reversed = lon1 > lon2 if across else lat1 > lat2
    return line.reverse() if is_reversed else line
