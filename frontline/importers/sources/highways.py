"""Highways: the many pieces that a map draws a road in, put together to one centre line each."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.geometry.geodesy import Projection
from frontline.importers.vector import (
    as_geojson,
    origin_of,
    read_shapes,
    region_of,
    word_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.importers.vector import Origin, Shape
    from frontline.package.editor import Draft


_IDS = ("ref", "roadnumber", "number", "id", "name")
#: What OpenStreetMap calls a piece of a road; it names no road.
_PIECE = re.compile(r"(node|way|relation)/\d+", re.ASCII)
_NAMES = ("nameen", "name", "roadname", "ref")
_ARABIC = ("namear",)
_ERROR_M = 50.0
#: Pieces whose ends are this near are one road: roundabouts and bridges are often left out.
_GAP_M = 500.0
#: A piece belongs to a road if it makes it longer by at least this share of its own length. The
#: other carriageway runs back beside the first, and makes it no longer.
_ONWARD = 0.5


def import_highways(asked: Asked, draft: Draft, _: Review, report: Report) -> None:
    """Bring in centre lines; pieces of one road are told by its number, else by its name.

    A piece that bears several numbers is part of each of these roads.

    A road that is there already stays, since events are placed on it by kilometre, unless
    ``--set replace=yes``.
    """
    origin = origin_of(asked, draft, "replace", "position_error_m")
    region = region_of(draft, asked)
    pieces: list[_Piece] = []
    wanted = {slugify(word) for word in asked.classes}
    for shape in read_shapes(asked, report, ("LineString", "MultiLineString"), "lines"):
        said = word_of(_without_pieces(shape.properties), asked, "id", _IDS)
        ids = tuple(dict.fromkeys(id_ for id_ in map(slugify, said.split(";")) if id_))
        if wanted and not wanted.intersection(ids):
            report.left_out["of another road (--class chooses)"] += 1
        elif not ids:
            report.refuse(shape.file, shape.row, "has no number or name (--column id=NAME)", said)
        elif not shape.geometry.length:
            report.refuse(shape.file, shape.row, "has no length", said)
        else:
            pieces.append(_Piece(shape, ids))
    for id_, own in _by_road(pieces, wanted, report).items():
        _put(id_, own, (asked, draft, report), (origin, region))
    for piece in pieces:
        _account(piece, report)


class _Fate(IntEnum):
    """What became of a piece in a road; the first of several is what is reported."""

    added = 0
    changed = 1
    merged = 2
    beside = 3
    outside = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of one road or of several, ``M4;M5``, and what became of it in each."""

    shape: Shape
    ids: tuple[str, ...]
    fates: dict[str, _Fate] = field(default_factory=dict)


def _without_pieces(properties: dict[str, Any]) -> dict[str, Any]:
    """Leave out ids as ``way/123``, or every piece would be a road of its own."""
    return {
        name: told for name, told in properties.items() if not _PIECE.fullmatch(clean_text(told))
    }


def _by_road(
    pieces: Iterable[_Piece], wanted: Collection[str], report: Report
) -> dict[str, list[_Piece]]:
    """Give the pieces of each road that is wanted, else of each that some piece names first.

    Of a road that is named only beside others, nobody knows where it leaves them.
    """
    known = wanted or {piece.ids[0] for piece in pieces}
    roads: defaultdict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        for id_ in piece.ids:
            if id_ in known:
                roads[id_].append(piece)
            elif not wanted:
                words = "is named only after other roads, and left out"
                report.note(f"{id_} {words} (--class {id_.upper()} brings it in)")
    return roads


def _put(
    id_: str,
    pieces: list[_Piece],
    into: tuple[Asked, Draft, Report],
    about: tuple[Origin, shapely.Polygon],
) -> None:
    """Put one road into the package, and note what became of its pieces."""
    asked, draft, report = into
    origin, region = about
    if not any(region.intersects(piece.shape.geometry) for piece in pieces):
        for piece in pieces:
            piece.fates[id_] = _Fate.outside
        return
    joined = _joined([piece.shape for piece in pieces])
    used = [piece for piece, inside in zip(pieces, joined.inside, strict=True) if inside]
    known = draft.get("highways", id_)
    made = as_geojson(joined.line)
    first = next((one for one in used if one.ids == (id_,)), used[0]).shape.properties
    row = {
        "id": id_,
        "name": _name(id_, first, asked),
        "name_ar": word_of(first, asked, "name_ar", _ARABIC),
        "position_error_m": _error_m(asked),
        "sources": [origin.source],
        "licence": origin.licence,
        "note": "",
    }
    fate = _Fate.merged
    if known is not None and asked.settings.get("replace") != "yes":
        if not draft.has_feature("highways", row, made):
            report.disagreements.append(
                f"{id_}: the package has this road otherwise, and keeps it; --set replace=yes"
            )
    else:
        fates = {"added": _Fate.added, "changed": _Fate.changed}
        fate = fates.get(draft.put("highways", row, made), fate)
        if joined.gaps:
            gaps = f"{joined.gaps} gaps were bridged, the widest {joined.widest_m:.0f} m"
            report.note(f"{id_}: {gaps}")
    for piece, inside in zip(pieces, joined.inside, strict=True):
        piece.fates[id_] = fate if inside else _Fate.beside


def _name(id_: str, properties: dict[str, Any], asked: Asked) -> str:
    """Give the name of a road; of several numbers the one that is its own."""
    said = word_of(properties, asked, "name", _NAMES)
    return (
        next((clean_text(one) for one in said.split(";") if slugify(one) == id_), said)
        or id_.upper()
    )


def _account(piece: _Piece, report: Report) -> None:
    """Count a piece once, whatever became of it in each of its roads."""
    shape, fate = piece.shape, min(piece.fates.values())
    if fate is _Fate.outside:
        report.left_out["a road outside the region"] += 1
    elif fate is _Fate.beside:
        reason = "a piece that does not carry its road on: another carriageway, or a branch"
        report.refuse(shape.file, shape.row, reason, ";".join(piece.fates))
    elif fate is _Fate.added:
        report.used += 1
    else:
        report.merged += 1
        report.changed += fate is _Fate.changed


def _error_m(asked: Asked) -> float:
    said = asked.settings.get("position_error_m", str(_ERROR_M))
    try:
        return float(said)
    except ValueError:
        raise InvalidRequestError(
            f"--set position_error_m={said}: write metres as a number"
        ) from None


class _Joined(NamedTuple):
    """One line of many pieces: which are in it, and which gaps were bridged."""

    line: shapely.LineString
    inside: list[bool]
    gaps: int
    widest_m: float


def _joined(shapes: list[Shape]) -> _Joined:
    """Join pieces end to end, from the longest run on, as far as they carry it on."""
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
    """A run that carries a line on; ordered by what makes it the better choice."""

    gap_m: float
    at: int
    at_start: bool
    backward: bool


def _next(points: list[tuple[float, ...]], runs: list[shapely.LineString]) -> _Next | None:
    """Find the run that carries a line on at one of its ends, the nearest first."""
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
            if first != last and gap <= _GAP_M and longer >= _ONWARD * run.length:
                choices.append(_Next(gap, at, at_start, backward))
    return min(choices, default=None)


def _northward(line: shapely.LineString) -> shapely.LineString:
    """Let a road begin at its southern end, or its western one if it runs more across."""
    (lon1, lat1), (lon2, lat2) = line.coords[0], line.coords[-1]
    across = abs(lon2 - lon1) > abs(lat2 - lat1)
    turned = lon1 > lon2 if across else lat1 > lat2
    return line.reverse() if turned else line
