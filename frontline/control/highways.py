"""Control along highways.

Positions on a highway are chainages: geodesic kilometres along the centre line from its first
vertex, the southern or western end. A stretch has the control of the place whose cell it runs
through; outside all cells it is unknown. A report about the highway itself overrides the places
along it until they have later reports of their own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.control.assessment import Assessment
from frontline.control.reasons import Reason
from frontline.control.timeline import event_order, same_holders
from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_lines import cumulative_length_m
from frontline.geometry.near import places_near_stretch
from frontline.models import UNKNOWN, Control

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control.record import Record
    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.geometry.geodesy import Projection
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Highway
    from frontline.package.package import Package


#: Gaps between cells that are shorter than this are rounding errors.
_ROUNDING_KM = 0.001


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a highway in one cell; `column` is the index of its site, None outside all cells."""

    from_km: float
    to_km: float
    column: int | None


@dataclass(frozen=True, slots=True)
class Interval:
    """Part of a highway with the same control.

    Parameters
    ----------
    from_km, to_km : float
        Chainage of its ends.
    control : Control
        The control.
    record_ids : tuple of str
        The baseline rows and events that it is based on.
    """

    from_km: float
    to_km: float
    control: Control
    record_ids: tuple[str, ...]

    @property
    def length_km(self) -> float:
        """Length along the highway."""
        return self.to_km - self.from_km

    def is_presumed(self, area_report_ids: Collection[str]) -> bool:
        """Return whether only reports about areas, of which it gets the ids, name a holder."""
        is_inferred = self.control.holder is not None and self.control.evidence == "inferred"
        return is_inferred and bool(self.record_ids) and {*self.record_ids} <= {*area_report_ids}


@dataclass(frozen=True)
class Road:
    """A highway, split at the borders of the cells that it runs through.

    Parameters
    ----------
    highway : Highway
        The row of the data package.
    line : GeodesicLine
        Its centre line.
    stretches : tuple of Stretch
        In order along the highway, without gaps or overlaps.
    assessments : tuple of Assessment
        The accepted events about the highway itself, by latest day.
    """

    highway: Highway
    line: GeodesicLine
    stretches: tuple[Stretch, ...]
    assessments: tuple[Assessment, ...]

    @property
    def length_km(self) -> float:
        """Length of the highway."""
        return self.line.length_m / 1000

    def intervals(
        self, record: Record, day: date, span_km: tuple[float, float] | None = None
    ) -> tuple[Interval, ...]:
        """Return control along the highway on a day; neighbours with the same holder are merged.

        Parameters
        ----------
        record : Record
            Control of the places.
        day : date
            The day; UnknownDayError outside the record.
        span_km : tuple of float, optional
            Only between these two chainages.
        """
        merged: list[Interval] = []
        for part in self.unmerged_intervals(record, day, span_km):
            last = merged[-1] if merged else None
            if last is not None and same_holders(last.control, part.control):
                ids = tuple(dict.fromkeys((*last.record_ids, *part.record_ids)))
                merged[-1] = Interval(last.from_km, part.to_km, last.control, ids)
            else:
                merged.append(part)
        return tuple(merged)

    def unmerged_intervals(
        self, record: Record, day: date, span_km: tuple[float, float] | None = None
    ) -> Iterable[Interval]:
        """Yield the same without merging: each stretch with its own records."""
        record.check_day(day)
        parts = self._whole if span_km is None else self._split_stretches(*span_km)
        for stretch, reports in parts:
            control, record_ids = self._control_on(stretch, reports, record, day)
            yield Interval(stretch.from_km, stretch.to_km, control, record_ids)

    @cached_property
    def _whole(self) -> tuple[tuple[Stretch, tuple[Assessment, ...]], ...]:
        """The stretches of the whole highway, each with the reports about it."""
        return tuple(self._split_stretches(0.0, self.length_km))

    def _split_stretches(
        self, start: float, end: float
    ) -> Iterable[tuple[Stretch, tuple[Assessment, ...]]]:
        """Yield the stretches between two chainages, split where reports begin or end."""
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
                yield Stretch(low, high, stretch.column), self._reports_at((low + high) / 2)

    def _reports_at(self, km: float) -> tuple[Assessment, ...]:
        """Return the reports about the highway that cover a point of it."""
        return tuple(
            assessment
            for assessment in self.assessments
            for low, high in [_extent(assessment, self.length_km)]
            if low <= km <= high
        )

    def _control_on(
        self, stretch: Stretch, reports: tuple[Assessment, ...], record: Record, day: date
    ) -> tuple[Control, tuple[str, ...]]:
        """Return control of a stretch: that of its place, then that of later highway reports."""
        day, control, reported = record.effective_day(day), UNKNOWN, record.first
        records: tuple[str, ...] = ()
        if stretch.column is not None:
            span = record.span_on(record.place_ids[stretch.column], day)
            control, records, reported = span.control, span.record_ids, span.reported
        for assessment in reports:
            event = assessment.event
            if event.date_earliest > day or reported > event.date_latest:
                continue
            reported_control = _apply_report(assessment, control, day)
            if reported_control != control:
                control, records = reported_control, (*records, event.event_id)
        return control, records


def roads_of(
    highways: Mapping[str, Highway],
    lines: Mapping[str, GeodesicLine],
    stretches: Mapping[str, tuple[Stretch, ...]],
    assessments: Iterable[Assessment],
) -> dict[str, Road]:
    """Return the highways, by id, with the accepted events about them."""
    on_roads = (one for one in assessments if one.event.highway is not None and one.accepted)
    accepted = sorted(on_roads, key=event_order)
    return {
        id_: Road(
            highway,
            lines[id_],
            stretches[id_],
            tuple(one for one in accepted if one.event.highway == id_),
        )
        for id_, highway in highways.items()
    }


def _apply_report(assessment: Assessment, control: Control, day: date) -> Control:
    """Return control after a highway report, both before and from its latest day on."""
    event = assessment.event
    if event.kind == "contested":
        both = tuple(sorted({event.before, event.after}))
        return Control("contested", both, assessment.evidence)
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


def split_by_cells(line: GeodesicLine, cells: Tessellation) -> tuple[Stretch, ...]:
    """Split a line at the borders of cells.

    The borders are intersected in the plane of the cells, segment by segment, since a line may
    cross itself; chainages are geodesic.
    """
    return split_by_polygons(line, cells.projection, cells.cells)


def split_by_polygons(
    line: GeodesicLine, projection: Projection, polygons: NDArray[np.object_]
) -> tuple[Stretch, ...]:
    """Split a line at the borders of polygons of a plane; see `split_by_cells`."""
    vertices = line.paths[0]
    flat = np.column_stack(projection.forward(*vertices.T))
    reached_km = cumulative_length_m(vertices) / 1000
    segments = shapely.linestrings(np.stack([flat[:-1], flat[1:]], axis=1))
    which, column = shapely.STRtree(polygons).query(segments, predicate="intersects")
    parts, owner = shapely.get_parts(
        shapely.intersection(segments[which], polygons[column]), return_index=True
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
    return _merge_neighbours(_fill_gaps(pieces, float(reached_km[-1])))


def _merge_neighbours(pieces: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Merge neighbouring stretches in the same cell."""
    merged: list[Stretch] = []
    for piece in pieces:
        if merged and merged[-1].column == piece.column:
            merged[-1] = Stretch(merged[-1].from_km, piece.to_km, piece.column)
        else:
            merged.append(piece)
    return tuple(merged)


def _fill_gaps(pieces: Sequence[Stretch], length_km: float) -> tuple[Stretch, ...]:
    """Fill the gaps between cells with stretches outside all cells."""
    filled: list[Stretch] = []
    at = 0.0
    for piece in pieces:
        if piece.to_km <= at:
            continue
        start = max(piece.from_km, at)
        if start - at > _ROUNDING_KM:
            filled.append(Stretch(at, start, None))
            at = start
        filled.append(Stretch(at, piece.to_km, piece.column))
        at = piece.to_km
    if length_km - at > _ROUNDING_KM:
        filled.append(Stretch(at, length_km, None))
    elif filled:
        filled[-1] = Stretch(filled[-1].from_km, length_km, filled[-1].column)
    return tuple(filled)


#: Ids of the places near stretches: highway, start and end in km, None for those of the highway.
NearStretches = dict[tuple[str, float | None, float | None], tuple[str, ...]]


def infer_place_assessments(
    assessments: Iterable[Assessment],
    lines: Mapping[str, GeodesicLine],
    package: Package,
    known: NearStretches | None = None,
) -> tuple[Assessment, ...]:
    """Return an assessment, of evidence ``inferred``, for each place near a reported stretch.

    An accepted report about a stretch of highway speaks for each place whose centre or built-up
    edge is near it (`frontline.geometry.near`), from the latest day of the report on: while the day
    is uncertain, a report about a whole road says nothing about one village.

    Parameters
    ----------
    assessments : iterable of Assessment
        Events as the rule assesses them.
    lines : mapping of str to GeodesicLine
        Highways by id.
    package : Package
        Its places and outlines; `road_places` where positions were blurred.
    known : dict, optional
        What earlier calls with the same places and lines found, to which this one adds.
    """
    inferred = []
    near: NearStretches = {} if known is None else known
    for assessment in assessments:
        event = assessment.event
        if event.highway is None or not assessment.accepted:
            continue
        stretch = (event.highway, event.from_km, event.to_km)
        if event.event_id in package.road_places:
            place_ids = package.road_places[event.event_id]
        elif stretch in near:
            place_ids = near[stretch]
        else:
            places = tuple(package.gazetteer.values())
            line = lines[event.highway]
            found = places_near_stretch(line, stretch[1:], places, package.outlines)
            place_ids = near[stretch] = tuple(place.id for place in found)
        for place_id in place_ids:
            if place_id not in package.gazetteer:
                continue
            update = {"place_id": place_id, "highway": None, "date_earliest": event.date_latest}
            copy = event.model_copy(update=update)
            inferred.append(
                Assessment(copy, accepted=True, evidence="inferred", reason=Reason("highway"))
            )
    return tuple(inferred)


def share_by_holder(intervals: Sequence[Interval]) -> dict[str, float]:
    """Return the share of the total length by id of the holder.

    Contested and unknown stretches have the keys ``contested`` and ``unknown``.

    Raises
    ------
    InvalidRequestError
        If the total length is 0.
    """
    total = sum(interval.length_km for interval in intervals)
    if total <= 0:
        raise InvalidRequestError("the stretch of highway has no length: name two different ends")
    share: dict[str, float] = {}
    for interval in intervals:
        holder = interval.control.holder or interval.control.status
        share[holder] = share.get(holder, 0.0) + interval.length_km / total
    return share
