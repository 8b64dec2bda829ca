"""The layers of ground: territory of each actor, the front line, and the band around it."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline import territory
from frontline.export.layer import Layer, days, numbers, shaped, texts
from frontline.export.runs import runs
from frontline.front import front_lines, front_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.groundwork import Groundwork

__all__ = ["band_layer", "front_layer", "territory_layer"]

#: Who holds nothing that is looked at: neither an actor nor contested.
_OTHER = -2


class _Holders:
    """Who holds each cell from each turn on, as `territory.actor_of` gives it."""

    def __init__(self, atlas: Groundwork, first: date, last: date) -> None:
        self._atlas = atlas
        record, columns = atlas.record, len(atlas.cell_places)
        rows = slice((first - record.first).days, (last - record.first).days + 1)
        matrix = territory.actor_of(record.matrix[rows, :columns], record.states, atlas.actors)
        moved = np.flatnonzero((matrix[1:] != matrix[:-1]).any(axis=1)) + 1
        steps = [0, *moved.tolist()]
        self.turns = [first + timedelta(days=step) for step in steps]
        self._on: dict[date, NDArray[np.int16]] = {
            day: matrix[step] for day, step in zip(self.turns, steps, strict=True)
        }

    def on(self, day: date) -> NDArray[np.int16]:
        return self._on[day]


def territory_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give the ground of each actor, and contested ground, over time.

    Columns: ``status`` (held or contested), ``holder``, ``start``, ``end``, ``area_km2``,
    ``places`` (their number). Ground without a report has no row.
    """
    holders = _Holders(atlas, first, last)
    numbers_of = (*range(len(atlas.actors)), -1)

    def there_on(day: date) -> Iterator[tuple[int, bytes]]:
        for number in numbers_of:
            mask = holders.on(day) == number
            if mask.any():
                yield number, mask.tobytes()

    rows = runs(holders.turns, last, there_on)
    masks = [np.frombuffer(mask, dtype=np.bool_) for _, _, (_, mask) in rows]
    of_actor = [atlas.actors[n] if n >= 0 else None for _, _, (n, _) in rows]
    cells = _flat_cells(atlas)
    columns = (
        texts("status", ("contested" if actor is None else "held" for actor in of_actor)),
        texts("holder", of_actor),
        days("start", [row[0] for row in rows]),
        days("end", [row[1] for row in rows]),
        numbers("area_km2", [float(atlas.cells.areas_km2[mask].sum()) for mask in masks]),
        numbers("places", [int(mask.sum()) for mask in masks]),
    )
    shapes = shaped((shapely.coverage_union_all(cells[mask]) for mask in masks), "MultiPolygon")
    return Layer("territory", "Territory", "MultiPolygon", columns, shapes)


def _flat_cells(atlas: Groundwork) -> NDArray[np.object_]:
    """Give the cells in longitude and latitude, once for all rows."""
    return np.asarray(atlas.cells.geographic(atlas.cells.cells), dtype=object)


def front_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give the front line over time, by the two actors it parts, and contested ground's outline.

    Columns: ``kind`` (line or contested), ``actors`` (the two, between a space; None where
    contested), ``start``, ``end``.
    """
    holders = _Holders(atlas, first, last)

    def there_on(day: date) -> Iterator[tuple[str, str | None, bytes]]:
        who = holders.on(day)
        held = [int(number) for number in np.unique(who) if number >= 0]
        for pair in combinations(held, 2):
            line, _ = front_lines(atlas.cells, np.where(np.isin(who, pair), who, _OTHER))
            if not line.is_empty:
                yield "line", " ".join(atlas.actors[number] for number in pair), line.wkb
        _, outline = front_lines(atlas.cells, who)
        if not outline.is_empty:
            yield "contested", None, outline.wkb

    rows = runs(holders.turns, last, there_on)
    columns = (
        texts("kind", (thing[0] for _, _, thing in rows)),
        texts("actors", (thing[1] for _, _, thing in rows)),
        days("start", [row[0] for row in rows]),
        days("end", [row[1] for row in rows]),
    )
    shapes = shaped(_geographic(atlas, [thing[2] for _, _, thing in rows]), "MultiLineString")
    return Layer("front", "Front line", "MultiLineString", columns, shapes)


def band_layer(atlas: Groundwork, first: date, last: date) -> Layer:
    """Give the band in which the front may run, over time. Columns: ``start``, ``end``."""
    holders = _Holders(atlas, first, last)

    @cache
    def band_of(who: bytes) -> bytes:
        band: bytes = front_of(atlas.cells, np.frombuffer(who, dtype=np.int16)).band.wkb
        return band

    def there_on(day: date) -> Iterator[bytes]:
        band = band_of(holders.on(day).tobytes())
        if not shapely.from_wkb(band).is_empty:
            yield band

    rows = runs(holders.turns, last, there_on)
    columns = (days("start", [row[0] for row in rows]), days("end", [row[1] for row in rows]))
    shapes = shaped(_geographic(atlas, [thing for _, _, thing in rows]), "MultiPolygon")
    return Layer("band", "Band along the front", "MultiPolygon", columns, shapes)


def _geographic(atlas: Groundwork, shapes: Sequence[bytes]) -> Any:
    return atlas.cells.geographic(shapely.from_wkb(np.asarray(shapes, dtype=object)))
