"""Who held a road: chainage, intervals by actor, and reports about the road itself.

Chainage is geodesic kilometres along the centre line from its first vertex (the southern or
western end). A stretch belongs to the place whose cell it runs through; beyond the reach of any
place it is unknown. A report about a stretch of road is evidence too: it overrules the places
beside it until one of them has a later report of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.control.assessment import Assessment
from frontline.control.reasons import Reason
from frontline.errors import InvalidRequestError
from frontline.geometry.geodesics import cumulative_length_m
from frontline.geometry.geodesy import Projection
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from frontline.control.record import Record
    from frontline.geometry.geodesics import GeodesicLine
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Highway, Place


#: How near a place must lie to a road for a report about the road to speak for it.
IMPLIED_WITHIN_M = 1000.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a road inside one cell; `column` is the place's position, None in blank ground."""

    from_km: float
    to_km: float
    column: int | None


@dataclass(frozen=True, slots=True)
class Interval:
    """Part of a road with one answer.

    Parameters
    ----------
    from_km, to_km : chainage
    control : the answer
    record_ids : what it stands on
    """

    from_km: float
    to_km: float
    control: Control
    record_ids: tuple[str, ...]

    @property
    def length_km(self) -> float:
        """Length along the road."""
        return self.to_km - self.from_km


@dataclass(frozen=True)
class Road:
    """A highway cut at the edges of the cells it runs through.

    Attributes
    ----------
    stretches : in order along the road, without gap or overlap
    assessments : accepted reports about the road itself, by latest day
    """

    highway: Highway
    line: GeodesicLine
    stretches: tuple[Stretch, ...]
    assessments: tuple[Assessment, ...]

    @property
    def length_km(self) -> float:
        """Whole length."""
        return self.line.length_m / 1000

    def intervals(
        self, record: Record, day: date, span_km: tuple[float, float] | None = None
    ) -> tuple[Interval, ...]:
        """Give who held what along the road on a day, neighbours with one answer joined.

        Parameters
        ----------
        span_km : only between these two chainages
        """
        joined: list[Interval] = []
        for part in self.parts(record, day, span_km):
            last = joined[-1] if joined else None
            if last is not None and same_holders(last.control, part.control):
                ids = tuple(dict.fromkeys((*last.record_ids, *part.record_ids)))
                joined[-1] = Interval(last.from_km, part.to_km, last.control, ids)
            else:
                joined.append(part)
        return tuple(joined)

    def parts(
        self, record: Record, day: date, span_km: tuple[float, float] | None = None
    ) -> Iterable[Interval]:
        """Give the same without joining neighbours: each stretch with its own records."""
        record.check_day(day)
        for stretch in self._pieces(*(span_km or (0.0, self.length_km))):
            answer = self._answer(stretch, record, day)
            yield Interval(stretch.from_km, stretch.to_km, *answer)

    def _pieces(self, start: float, end: float) -> Iterable[Stretch]:
        """Give the stretches between two chainages, cut also where a road report begins or ends."""
        cuts = {start, end}
        for assessment in self.assessments:
            cuts |= {km for km in _extent(assessment, self.length_km) if start < km < end}
        for stretch in self.stretches:
            inside = [stretch.from_km, stretch.to_km]
            bounds = sorted(
                {min(max(km, start), end) for km in inside}
                | {km for km in cuts if inside[0] < km < inside[1]}
            )
            for low, high in itertools.pairwise(bounds):
                yield Stretch(low, high, stretch.column)

    def _answer(
        self, stretch: Stretch, record: Record, day: date
    ) -> tuple[Control, tuple[str, ...]]:
        """Answer for a stretch: what its place says, then what later reports of the road say."""
        day, control, reported = record.effective_day(day), UNKNOWN, record.first
        records: tuple[str, ...] = ()
        if stretch.column is not None:
            span = record.span_on(record.place_ids[stretch.column], day)
            control, records, reported = span.control, span.record_ids, span.reported
        middle = (stretch.from_km + stretch.to_km) / 2
        for assessment in self.assessments:
            event = assessment.event
            low, high = _extent(assessment, self.length_km)
            if not low <= middle <= high or event.date_earliest > day:
                continue
            if reported > event.date_latest:
                continue
            told = _told(assessment, control, day)
            if told != control:
                control, records = told, (*records, event.event_id)
        return control, records


def _told(assessment: Assessment, control: Control, day: date) -> Control:
    """Say what a report of the road makes of an answer, before and from its latest day on."""
    event = assessment.event
    before = tuple(sorted({event.before, event.after}))
    if event.kind == "contested":
        return Control("contested", before, assessment.evidence)
    if control.holder == event.after:
        return control
    if event.date_latest <= day:
        return Control("held", (event.after,), assessment.evidence)
    if event.kind == "repelled" or not control.actors:
        return control
    return Control("contested", tuple(sorted({*control.actors, event.after})), assessment.evidence)


def _extent(assessment: Assessment, length_km: float) -> tuple[float, float]:
    event = assessment.event
    return event.from_km or 0.0, length_km if event.to_km is None else event.to_km


def same_holders(one: Control, other: Control) -> bool:
    """Tell whether the same actors have what is answered for, on whatever evidence."""
    return (one.status, one.actors) == (other.status, other.actors)


def split_by_cells(line: GeodesicLine, cells: Tessellation) -> tuple[Stretch, ...]:
    """Cut a road at the edges of cells.

    The cuts are found in the plane of the cells, segment by segment, since a road may cross
    itself; their chainage is geodesic.
    """
    vertices = line.paths[0]
    flat = np.column_stack(cells.projection.forward(*vertices.T))
    reached_km = cumulative_length_m(vertices) / 1000
    segments = shapely.linestrings(np.stack([flat[:-1], flat[1:]], axis=1))
    which, column = shapely.STRtree(cells.cells).query(segments, predicate="intersects")
    parts, owner = shapely.get_parts(
        shapely.intersection(segments[which], cells.cells[column]), return_index=True
    )
    real = shapely.length(parts) > 0
    parts, which, column = parts[real], which[owner[real]], column[owner[real]]
    share = shapely.line_locate_point(
        segments[which][:, None],
        shapely.points(shapely.get_coordinates(parts).reshape(-1, 2, 2)),
        normalized=True,
    )
    step_km = np.diff(reached_km)[which]
    low = reached_km[which] + share.min(axis=1) * step_km
    high = reached_km[which] + share.max(axis=1) * step_km
    order = np.lexsort((column, high, low))
    pieces = [Stretch(float(low[i]), float(high[i]), int(column[i])) for i in order]
    return _joined(_fill(pieces, float(reached_km[-1])))


def _joined(pieces: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Join neighbours in one cell."""
    joined: list[Stretch] = []
    for piece in pieces:
        if joined and joined[-1].column == piece.column:
            joined[-1] = Stretch(joined[-1].from_km, piece.to_km, piece.column)
        else:
            joined.append(piece)
    return tuple(joined)


def _fill(pieces: Sequence[Stretch], length_km: float) -> tuple[Stretch, ...]:
    """Close the gaps between cells with blank stretches; gaps under a metre are rounding."""
    filled: list[Stretch] = []
    at = 0.0
    for piece in pieces:
        if piece.to_km <= at:
            continue
        start = max(piece.from_km, at)
        if start - at > 0.001:
            filled.append(Stretch(at, start, None))
            at = start
        filled.append(Stretch(at, piece.to_km, piece.column))
        at = piece.to_km
    if length_km - at > 0.001:
        filled.append(Stretch(at, length_km, None))
    elif filled:
        filled[-1] = Stretch(filled[-1].from_km, length_km, filled[-1].column)
    return tuple(filled)


def infer_place_assessments(
    assessments: Iterable[Assessment],
    lines: Mapping[str, GeodesicLine],
    places: Sequence[Place],
    footprints: Mapping[str, dict[str, Any]],
) -> tuple[Assessment, ...]:
    """Let a report about a stretch of road speak for the places beside it.

    Gives one assessment, of evidence ``inferred``, for each place whose centre or built-up edge
    lies within `IMPLIED_WITHIN_M` of a stretch that an accepted report is about. It counts from
    the latest day of the report on: while the day is uncertain, a report about a whole road
    says nothing of one village.
    """
    found = []
    beside: dict[tuple[str, float, float], list[Place]] = {}
    for assessment in assessments:
        event = assessment.event
        if event.highway is None or not assessment.accepted:
            continue
        line = lines[event.highway]
        stretch = (event.highway, *_extent(assessment, line.length_m / 1000))
        if stretch not in beside:
            beside[stretch] = _beside(line, stretch[1:], places, footprints)
        for place in beside[stretch]:
            update = {"place_id": place.id, "highway": None, "date_earliest": event.date_latest}
            copy = event.model_copy(update=update)
            found.append(
                Assessment(copy, accepted=True, evidence="inferred", reason=Reason("highway"))
            )
    return tuple(found)


#: No town's edge is farther from its centre than this.
_TOWN_M = 8000.0


def _beside(
    line: GeodesicLine,
    extent_km: tuple[float, float],
    places: Sequence[Place],
    footprints: Mapping[str, dict[str, Any]],
) -> list[Place]:
    """Find the places beside a stretch of road, by their centres and built-up edges."""
    away_m = line.nearest_point([p.lon for p in places], [p.lat for p in places]).distance_m
    places = [place for place, away in zip(places, away_m, strict=True) if away <= _TOWN_M]
    stretch = line.substring(extent_km[0] * 1000, min(extent_km[1] * 1000, line.length_m))
    plane = Projection.around(*stretch.T)
    shapes = [
        shapely.GeometryCollection(
            [
                shapely.Point(place.lon, place.lat),
                *([shapely.geometry.shape(footprints[place.id])] if place.id in footprints else []),
            ]
        )
        for place in places
    ]
    flat = plane.to_plane(np.asarray(shapes, dtype=object))
    road = plane.to_plane(shapely.linestrings(stretch))
    shapely.prepare(road)
    near = shapely.dwithin(road, flat, IMPLIED_WITHIN_M)
    return [place for place, beside in zip(places, near, strict=True) if beside]


def share_by_holder(intervals: Sequence[Interval]) -> dict[str, float]:
    """Give the share of the road by actor; ``contested`` and ``unknown`` ground stand apart.

    Raises
    ------
    InvalidRequestError
        When the intervals have no length.
    """
    total = sum(interval.length_km for interval in intervals)
    if total <= 0:
        raise InvalidRequestError("this stretch of road has no length: name two different ends")
    share: dict[str, float] = {}
    for interval in intervals:
        holder = interval.control.holder or interval.control.status
        share[holder] = share.get(holder, 0.0) + interval.length_km / total
    return share
