"""The export layer of highways: stretches of road and the days on which an actor held them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from frontline.exporters.frames import (
    control_columns,
    day_column,
    join_days,
    make_frame,
    number_column,
    record_columns,
    text_column,
)

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval, Road

    Row = tuple[Road, date, date, Interval]


def highways_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return a row for each stretch of a highway and each run of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``from_km``, ``to_km`` (chainage), ``status``,
    ``holder``, ``actors`` and ``records`` (separated by spaces), ``evidence``, ``start``,
    ``end``, ``reports`` (addresses separated by spaces), ``position_error_m``, ``sources``,
    ``licence``. Geometry: MultiLineString.
    """
    rows: list[Row] = []
    for road in atlas.roads.values():

        def intervals_on(day: date, road: Road = road) -> tuple[Interval, ...]:
            return road.intervals(atlas.record, day)

        runs = join_days(_days_of_change(atlas, road, first, last), last, intervals_on)
        rows += [(road, start, end, interval) for start, end, interval in runs]
    parts = (
        shapely.linestrings(road.line.substring(interval.from_km * 1000, interval.to_km * 1000))
        for road, _, _, interval in rows
    )
    lines = [road.highway for road, _, _, _ in rows]
    intervals = [interval for _, _, _, interval in rows]
    columns = {
        "id": text_column(line.id for line in lines),
        "name": text_column(line.name for line in lines),
        "name_ar": text_column(line.name_ar for line in lines),
        "from_km": number_column([interval.from_km for interval in intervals]),
        "to_km": number_column([interval.to_km for interval in intervals]),
        **control_columns([interval.control for interval in intervals]),
        "start": day_column([start for _, start, _, _ in rows]),
        "end": day_column([end for _, _, end, _ in rows]),
        **record_columns(atlas, [interval.record_ids for interval in intervals]),
        "position_error_m": number_column([line.position_error_m for line in lines]),
        "sources": text_column("; ".join(line.sources) for line in lines),
        "licence": text_column(line.licence for line in lines),
    }
    return make_frame(columns, parts, "MultiLineString")


def _days_of_change(atlas: Atlas, road: Road, first: date, last: date) -> list[date]:
    """Return `first` and the days on which the road, or a place along it, may change."""
    columns = {stretch.column for stretch in road.stretches if stretch.column is not None}
    days = {
        span.first
        for column in columns
        for span in atlas.record.spans(atlas.record.place_ids[column])
    }
    for assessment in road.assessments:
        days |= {assessment.event.date_earliest, assessment.event.date_latest}
    return [first, *sorted(day for day in days if first < day <= last)]
