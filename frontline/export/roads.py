"""The layer of highways: who held which stretch, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from frontline.export.layer import Layer, days, numbers, shaped, texts
from frontline.export.places import addresses, control_columns
from frontline.export.runs import runs

if TYPE_CHECKING:
    from datetime import date

    from frontline.export.layer import Column
    from frontline.groundwork import Groundwork
    from frontline.highway import Interval, Road

__all__ = ["highways_layer"]

_Row = tuple["Road", "date", "date", "Interval"]


def highways_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give a row for each stretch of a highway and each run of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``from_km``, ``to_km`` (chainage), ``status``,
    ``holder``, ``actors`` and ``records`` (between spaces), ``evidence``, ``start``, ``end``,
    ``reports`` (addresses between spaces), ``position_error_m``, ``sources``, ``licence``.
    """
    rows: list[_Row] = []
    for road in atlas.roads.values():

        def there_on(day: date, road: Road = road) -> tuple[Interval, ...]:
            return road.intervals(atlas.record, day)

        found = runs(_turns(atlas, road, first, last), last, there_on)
        rows += [(road, start, end, interval) for start, end, interval in found]
    parts = [
        shapely.linestrings(road.line.part(interval.from_km * 1000, interval.to_km * 1000))
        for road, _, _, interval in rows
    ]
    shapes = shaped(parts, "MultiLineString")
    return Layer("highways", "Highways", "MultiLineString", _columns(atlas, rows), shapes)


def _columns(atlas: Groundwork, rows: list[_Row]) -> tuple[Column, ...]:
    lines = [road.highway for road, _, _, _ in rows]
    intervals = [interval for _, _, _, interval in rows]
    return (
        texts("id", (line.id for line in lines)),
        texts("name", (line.name for line in lines)),
        texts("name_ar", (line.name_ar for line in lines)),
        numbers("from_km", [interval.from_km for interval in intervals]),
        numbers("to_km", [interval.to_km for interval in intervals]),
        *control_columns([interval.control for interval in intervals]),
        days("start", [start for _, start, _, _ in rows]),
        days("end", [end for _, _, end, _ in rows]),
        texts("records", (" ".join(interval.record_ids) or None for interval in intervals)),
        addresses(atlas, [interval.record_ids for interval in intervals]),
        numbers("position_error_m", [line.position_error_m for line in lines]),
        texts("sources", ("; ".join(line.sources) for line in lines)),
        texts("licence", (line.licence for line in lines)),
    )


def _turns(atlas: Groundwork, road: Road, first: date, last: date) -> list[date]:
    """Give the days on which anything beside the road, or said of the road itself, may change."""
    columns = {stretch.column for stretch in road.stretches if stretch.column is not None}
    turns = {
        span.first
        for column in columns
        for span in atlas.record.spans(atlas.record.place_ids[column])
    }
    for ruling in road.rulings:
        turns |= {ruling.event.date_earliest, ruling.event.date_latest}
    return [first, *sorted(day for day in turns if first < day <= last)]
