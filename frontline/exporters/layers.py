"""The layers of a span of days as GeoDataFrames: what `Atlas.layers` returns and exports write.

A row holds from the day in ``start`` to the day in ``end``, both included. Every layer is in
longitude and latitude, EPSG:4326.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.exporters.drawn_layers import drawn_band, drawn_front, drawn_territory
from frontline.exporters.frames import (
    BATCH,
    DECIMALS,
    control_columns,
    day_column,
    join_days,
    make_frame,
    number_column,
    record_columns,
    text_column,
)
from frontline.exporters.highways import highways_layer
from frontline.geometry.front import contested_outline, front_band, split_front
from frontline.geometry.mosaic import Mosaic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    import geopandas as gpd
    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.timeline import Span
    from frontline.exporters.frames import Columns, GeometryType
    from frontline.models import Control

#: Columns with the names of a place.
_NAMES = ("id", "name", "name_ar", "name_local")
#: Layers with rows for each place, whose texts stay in memory.
_OF_PLACES = frozenset({"places", "changes"})
#: Code of cells that belong to neither of two actors and are not contested.
_OTHER = -2


class _Row(NamedTuple):
    """A span of a place cut to the exported days, and for a change the control before it."""

    column: int
    span: Span
    before: Control | None
    start: date
    end: date


def places_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return a row for each reported place and each run of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``name_local``, ``kind``, ``status``, ``holder``,
    ``actors`` and ``records`` (separated by spaces), ``evidence``, ``start``, ``end``, ``since``,
    ``reported``, ``reports`` (addresses separated by spaces), ``position_error_m``, ``sources``,
    ``licence``. Geometry: Point.
    """
    rows = [
        _Row(column, span, None, max(span.first, first), min(span.last, last))
        for column, place in enumerate(atlas.sites)
        for span in atlas.record.spans(place.id)
        if span.first <= last and span.last >= first
    ]
    spans = [row.span for row in rows]
    columns = {
        **_place_columns(atlas, rows, *_NAMES, "kind"),
        **control_columns([span.control for span in spans]),
        "start": day_column([row.start for row in rows]),
        "end": day_column([row.end for row in rows]),
        "since": day_column([span.since for span in spans]),
        "reported": day_column([row.span.reported_on(row.end) for row in rows]),
        **record_columns(atlas, [span.basis for span in spans]),
        "position_error_m": number_column([atlas.sites[r.column].position_error_m for r in rows]),
        **_place_columns(atlas, rows, "sources", "licence"),
    }
    return make_frame(columns, _points(atlas, rows), "Point")


def changes_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return a row for each change of control from `first` to `last`, both included.

    Columns: ``id``, ``name``, ``name_ar``, ``name_local``, ``kind``; ``before_status``,
    ``before_holder``, ``before_actors``; ``status``, ``holder``, ``actors``, ``evidence`` after
    it; ``start`` and ``end``, both the day; ``records`` and ``reports`` as in `places_layer`.
    Geometry: Point.
    """
    rows = [
        _Row(column, new, old.control, new.first, new.first)
        for column, place in enumerate(atlas.sites)
        for old, new in pairwise(atlas.record.spans(place.id))
        if first <= new.first <= last
        and (old.control.status, old.control.actors) != (new.control.status, new.control.actors)
    ]
    rows.sort(key=lambda row: (row.start, row.column))
    spans = [row.span for row in rows]
    before = control_columns([row.before for row in rows if row.before is not None])
    columns = {
        **_place_columns(atlas, rows, *_NAMES, "kind"),
        **{f"before_{name}": before[name] for name in ("status", "holder", "actors")},
        **control_columns([span.control for span in spans]),
        "start": day_column([row.start for row in rows]),
        "end": day_column([row.end for row in rows]),
        **record_columns(atlas, [span.basis for span in spans]),
    }
    return make_frame(columns, _points(atlas, rows), "Point")


def _place_columns(atlas: Atlas, rows: Sequence[_Row], *names: str) -> Columns:
    """Make columns of fields of the places; each text is made once for all rows of its place."""
    columns = np.asarray([row.column for row in rows], dtype=np.intp)
    return {
        name: text_column(_text(getattr(place, name)) for place in atlas.sites)[columns]
        for name in names
    }


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _points(atlas: Atlas, rows: Sequence[_Row]) -> NDArray[np.object_]:
    points = shapely.points([(place.lon, place.lat) for place in atlas.sites])
    return np.asarray(points[np.asarray([row.column for row in rows], dtype=np.intp)])


def territory_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return the territory of each actor, and contested territory, over time.

    Columns: ``status`` (held, contested, or presumed if only reports about areas say so),
    ``holder``, ``start``, ``end``, ``area_km2``, ``places`` (their number). Territory without a
    report has no row. Geometry: MultiPolygon.
    """
    if atlas.drawn is not None:
        return drawn_territory(atlas, atlas.drawn, first, last)
    days = atlas.holders.days_of_change(first, last)
    held = range(len(atlas.actors))
    kinds = [*((code, "held") for code in held), (-1, "contested")]
    kinds += [(code, "presumed") for code in held]

    def masks_on(day: date) -> Iterator[tuple[int, str, bytes]]:
        holders, presumed = atlas.holders.on(day), atlas.holders.presumed_on(day)
        for code, status in kinds:
            mask = (holders == code) & (presumed == (status == "presumed"))
            if mask.any():
                yield code, status, np.packbits(mask).tobytes()

    runs = join_days(days, last, masks_on)
    packed = [bits for _, _, (_, _, bits) in runs]
    actors = [atlas.actors[code] if code >= 0 else None for _, _, (code, _, _) in runs]
    mosaic = Mosaic(np.asarray(atlas.cells.to_geographic(atlas.cells.cells), dtype=object))
    mosaic.round(DECIMALS)
    columns = {
        "status": text_column(status for _, _, (_, status, _) in runs),
        "holder": text_column(actors),
        **_span_columns(runs),
        "area_km2": number_column(
            [float(atlas.cells.areas_km2[mask].sum()) for mask in _masks(packed, atlas)]
        ),
        "places": number_column([int(mask.sum()) for mask in _masks(packed, atlas)]),
    }
    shapes = (mosaic.union(mask) for mask in _masks(packed, atlas))
    return make_frame(columns, shapes, "MultiPolygon")


def _masks(packed: Iterable[bytes], atlas: Atlas) -> Iterator[NDArray[np.bool_]]:
    """Yield masks of the sites, each when it is needed: all of them would be large."""
    for bits in packed:
        mask = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=len(atlas.sites))
        yield mask.view(np.bool_)


def front_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return the front line between each two actors, and the outline of contested territory.

    Columns: ``kind`` (line, presumed where a side is only presumed, or contested), ``actors``
    (the two, separated by a space; None where contested), ``start``, ``end``. Geometry:
    MultiLineString.
    """
    if atlas.drawn is not None:
        return drawn_front(atlas, atlas.drawn, first, last)
    days = atlas.holders.days_of_change(first, last)

    def lines_on(day: date) -> Iterator[tuple[str, str | None, bytes]]:
        codes = atlas.holders.on(day)
        held = [int(code) for code in np.unique(codes) if code >= 0]
        for pair in combinations(held, 2):
            two = np.where(np.isin(codes, pair), codes, _OTHER)
            lines = split_front(atlas.cells, two, atlas.holders.presumed_on(day))
            for kind, line in zip(("line", "presumed"), lines, strict=True):
                if not line.is_empty:
                    yield kind, " ".join(atlas.actors[code] for code in pair), line.wkb
        outline = contested_outline(atlas.cells, codes)
        if not outline.is_empty:
            yield "contested", None, outline.wkb

    runs = join_days(days, last, lines_on)
    columns = {
        "kind": text_column(kind for _, _, (kind, _, _) in runs),
        "actors": text_column(actors for _, _, (_, actors, _) in runs),
        **_span_columns(runs),
    }
    shapes = _geographic(atlas, [wkb for _, _, (_, _, wkb) in runs])
    return make_frame(columns, shapes, "MultiLineString")


def band_layer(atlas: Atlas, first: date, last: date) -> gpd.GeoDataFrame:
    """Return the band in which the front line may run, over time.

    Columns: ``start``, ``end``. Geometry: MultiPolygon.
    """
    if atlas.drawn is not None:
        return drawn_band(atlas, atlas.drawn, first, last)
    days = atlas.holders.days_of_change(first, last)

    known: dict[bytes, bytes] = {}  # by a digest: the holders of all days would be large

    def band_on(day: date) -> Iterator[bytes]:
        codes = atlas.holders.on(day)
        key = hashlib.sha256(codes.tobytes()).digest()
        if key not in known:
            known[key] = front_band(atlas.cells, codes).wkb
        band = known[key]
        if not shapely.from_wkb(band).is_empty:
            yield band

    runs = join_days(days, last, band_on)
    shapes = _geographic(atlas, [band for _, _, band in runs])
    return make_frame(_span_columns(runs), shapes, "MultiPolygon")


def _span_columns(runs: Sequence[tuple[date, date, Any]]) -> Columns:
    return {
        "start": day_column([start for start, _, _ in runs]),
        "end": day_column([end for _, end, _ in runs]),
    }


def _geographic(atlas: Atlas, shapes: Sequence[bytes]) -> Iterator[Any]:
    """Yield shapes in longitude and latitude, a few at a time: all corners would be large."""
    for start in range(0, len(shapes), BATCH):
        part = np.asarray(shapes[start : start + BATCH], dtype=object)
        yield from atlas.cells.to_geographic(shapely.from_wkb(part))


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that can be made: its title, its geometry type, and the function that makes it."""

    title: str
    geometry_type: GeometryType
    make: Callable[[Atlas, date, date], gpd.GeoDataFrame]


#: The layers by name, in the order in which they are written.
LAYERS = {
    "places": Layer("Places", "Point", places_layer),
    "territory": Layer("Territory", "MultiPolygon", territory_layer),
    "front": Layer("Front line", "MultiLineString", front_layer),
    "band": Layer("Band along the front", "MultiPolygon", band_layer),
    "highways": Layer("Highways", "MultiLineString", highways_layer),
    "changes": Layer("Changes of hands", "Point", changes_layer),
}


def find_layers(names: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the names of the layers asked for, in the order of `LAYERS`.

    Parameters
    ----------
    names : str or iterable of str, optional
        One text with commas, or names; all layers if None.

    Raises
    ------
    InvalidRequestError
        For an unknown layer, or for none.
    """
    if names is None:
        return tuple(LAYERS)
    words = names.split(",") if isinstance(names, str) else names
    wanted = {word.strip().lower() for word in words} - {""}
    unknown = sorted(wanted - LAYERS.keys())
    if unknown or not wanted:
        wrong = f"unknown layer {', '.join(unknown)!r}" if unknown else "no layer is named"
        raise InvalidRequestError(f"{wrong}: use {', '.join(LAYERS)}")
    return tuple(name for name in LAYERS if name in wanted)


def make_layers(
    atlas: Atlas, first: date, last: date, names: Iterable[str]
) -> dict[str, gpd.GeoDataFrame]:
    """Make layers of the days from `first` to `last`, both included.

    Raises
    ------
    InvalidRequestError
        For days outside the record, or a last day before the first.
    """
    atlas.record.check_day(first)
    atlas.record.check_day(last)
    if last < first:
        raise InvalidRequestError(f"the last day, {last}, is before the first, {first}: swap them")
    asked = tuple(names)
    made = {name: LAYERS[name].make(atlas, first, last) for name in order_of_making(asked)}
    return {name: made[name] for name in asked}


def order_of_making(names: Iterable[str]) -> tuple[str, ...]:
    """Return layers in the order in which they need least memory.

    Territory is made from the borders of all cells, and the other shapes from many corners. What
    has a row for each place then fits where these were.
    """
    return tuple(sorted(names, key=lambda name: (name in _OF_PLACES, name != "territory")))
