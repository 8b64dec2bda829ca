"""The layers of territory as a publisher drew it, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.frames import (
    day_column,
    join_days,
    make_frame,
    number_column,
    text_column,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import geopandas as gpd

    from frontline.atlas import Atlas
    from frontline.drawn_ground import DrawnGround
    from frontline.exporters.frames import Columns


def drawn_territory(atlas: Atlas, drawn: DrawnGround, first: date, last: date) -> gpd.GeoDataFrame:
    """Return the ground of each actor, and contested ground; columns as in `territory_layer`."""
    points = shapely.points(atlas.cells.xy)

    def ground_on(day: date) -> Iterator[tuple[int, bytes]]:
        drawing = drawn.on(day)
        for number, shape in (drawing.held if drawing else {}).items():
            if not shape.is_empty:
                yield number, shape.wkb

    runs = join_days(drawn.days_between(first, last), last, ground_on)
    shapes = [shapely.from_wkb(wkb) for _, _, (_, wkb) in runs]
    actors = [atlas.actors[code] if code >= 0 else None for _, _, (code, _) in runs]
    columns = {
        "status": text_column("contested" if actor is None else "held" for actor in actors),
        "holder": text_column(actors),
        **_span_columns(runs),
        "area_km2": number_column([float(shapely.area(shape)) / 1e6 for shape in shapes]),
        "places": number_column([int(shapely.intersects(one, points).sum()) for one in shapes]),
    }
    return make_frame(columns, atlas.projection.from_plane(shapes), "MultiPolygon")


def drawn_front(atlas: Atlas, drawn: DrawnGround, first: date, last: date) -> gpd.GeoDataFrame:
    """Return the front between each two actors, and the outline of contested ground."""

    def lines_on(day: date) -> Iterator[tuple[str, str | None, bytes]]:
        for pair, line in drawn.fronts_between_actors(day):
            yield "line", " ".join(atlas.actors[code] for code in pair), line.wkb
        outline = drawn.front(day).contested
        if not outline.is_empty:
            yield "contested", None, outline.wkb

    runs = join_days(drawn.days_between(first, last), last, lines_on)
    columns = {
        "kind": text_column(kind for _, _, (kind, _, _) in runs),
        "actors": text_column(actors for _, _, (_, actors, _) in runs),
        **_span_columns(runs),
    }
    shapes = [shapely.from_wkb(wkb) for _, _, (_, _, wkb) in runs]
    return make_frame(columns, atlas.projection.from_plane(shapes), "MultiLineString")


def drawn_band(atlas: Atlas, drawn: DrawnGround, first: date, last: date) -> gpd.GeoDataFrame:
    """Return contested ground: elsewhere the publisher drew the line itself."""

    def band_on(day: date) -> Iterator[bytes]:
        band = drawn.front(day).band
        if not band.is_empty:
            yield band.wkb

    runs = join_days(drawn.days_between(first, last), last, band_on)
    shapes = [shapely.from_wkb(wkb) for _, _, wkb in runs]
    return make_frame(_span_columns(runs), atlas.projection.from_plane(shapes), "MultiPolygon")


def _span_columns(runs: Sequence[tuple[date, date, Any]]) -> Columns:
    return {
        "start": day_column([start for start, _, _ in runs]),
        "end": day_column([end for _, end, _ in runs]),
    }
