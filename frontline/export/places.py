"""The layers of points: who had each place over time, and every change of hands."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from frontline.export.layer import Column, Layer, days, numbers, shaped, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from frontline.groundwork import Groundwork
    from frontline.history import Span
    from frontline.model import Control, Place

__all__ = ["addresses", "changes_layer", "control_columns", "places_layer"]


class _Row(NamedTuple):
    """A stretch of days of one place, and for a change what was before it."""

    place: int
    span: Span
    before: Control | None
    start: date
    end: date


def places_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give a row for each place that reports speak of and each stretch of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``kind``, ``status``, ``holder``, ``actors`` and
    ``records`` (between spaces), ``evidence``, ``start``, ``end``, ``since``, ``reported``,
    ``reports`` (addresses between spaces), ``position_error_m``, ``sources``, ``licence``.
    """
    rows = [
        _Row(number, span, None, max(span.first, first), min(span.last, last))
        for number, place in enumerate(atlas.cell_places)
        for span in atlas.record.spans(place.id)
        if span.first <= last and span.last >= first
    ]
    spans = [row.span for row in rows]
    named = _of_place(atlas, rows)
    columns = (
        *(named(name) for name in ("id", "name", "name_ar", "kind")),
        *control_columns([span.control for span in spans]),
        days("start", [row.start for row in rows]),
        days("end", [row.end for row in rows]),
        days("since", [span.since for span in spans]),
        days("reported", [span.reported for span in spans]),
        *_stands_on(atlas, spans),
        numbers("position_error_m", [atlas.cell_places[r.place].position_error_m for r in rows]),
        named("sources"),
        named("licence"),
    )
    return Layer("places", "Places", "Point", columns, _points(atlas, rows))


def changes_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give a row for each change of hands from `first` to `last`, both included.

    Columns: ``id``, ``name``, ``name_ar``, ``kind``; ``before_status``, ``before_holder``,
    ``before_actors``; ``status``, ``holder``, ``actors``, ``evidence`` after it; ``start`` and
    ``end``, both the day; ``records`` and ``reports`` as in `places_layer`.
    """
    rows = [
        _Row(number, new, old.control, new.first, new.first)
        for number, place in enumerate(atlas.cell_places)
        for old, new in pairwise(atlas.record.spans(place.id))
        if first <= new.first <= last
        and (old.control.status, old.control.actors) != (new.control.status, new.control.actors)
    ]
    rows.sort(key=lambda row: (row.start, row.place))
    spans = [row.span for row in rows]
    named = _of_place(atlas, rows)
    before = control_columns([row.before for row in rows if row.before is not None])[:3]
    columns = (
        *(named(name) for name in ("id", "name", "name_ar", "kind")),
        *(Column(f"before_{column.name}", column.kind, column.values) for column in before),
        *control_columns([span.control for span in spans]),
        days("start", [row.start for row in rows]),
        days("end", [row.end for row in rows]),
        *_stands_on(atlas, spans),
    )
    return Layer("changes", "Changes of hands", "Point", columns, _points(atlas, rows))


def _of_place(atlas: Groundwork, rows: Sequence[_Row]) -> Callable[[str], Column]:
    """Give a function that makes the column of a field of the rows' places."""
    which = np.asarray([row.place for row in rows], dtype=np.intp)

    def column(name: str) -> Column:
        words = (_words(getattr(place, name)) for place in atlas.cell_places)
        return Column(name, "text", texts(name, words).values[which])

    return column


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _points(atlas: Groundwork, rows: Sequence[_Row]) -> np.ndarray:
    at: Sequence[Place] = atlas.cell_places
    points = shaped(shapely.points([(place.lon, place.lat) for place in at]), "Point")
    return points[np.asarray([row.place for row in rows], dtype=np.intp)]


def control_columns(answers: Sequence[Control]) -> tuple[Column, ...]:
    """Give ``status``, ``holder``, ``actors`` (between spaces) and ``evidence``."""
    return (
        texts("status", (answer.status for answer in answers)),
        texts("holder", (answer.holder for answer in answers)),
        texts("actors", (" ".join(answer.actors) or None for answer in answers)),
        texts("evidence", (answer.evidence for answer in answers)),
    )


def _stands_on(atlas: Groundwork, spans: Sequence[Span]) -> tuple[Column, Column]:
    found = addresses(atlas, [span.record_ids for span in spans])
    return texts("records", (" ".join(span.record_ids) or None for span in spans)), found


def addresses(atlas: Groundwork, records: Sequence[tuple[str, ...]]) -> Column:
    """Give the addresses of the reports that answers stand on, or that deny them."""
    known: dict[tuple[str, ...], str | None] = {}
    reports = atlas.package.reports
    for ids in records:
        if ids not in known:
            told = (one for id_ in ids for one in reports.get(id_, ()) if one.says != "context")
            known[ids] = " ".join(dict.fromkeys(one.url for one in told if one.url)) or None
    return texts("reports", (known[ids] for ids in records))
