"""Territory and front as a publisher drew them, for pages: each ring and line stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.models import Control
    from frontline.webmap.quantize import Grid

#: Detail that a page keeps, in metres: of one day, of up to `_FEW_DAYS` drawings, and of more.
_ONE_M, _FEW_M, _MANY_M = 2.0, 30.0, 100.0
_FEW_DAYS = 31


def encode_drawn(
    atlas: Atlas, first: date, last: date, grid: Grid, code_of: Callable[[Control], int]
) -> dict[str, Any] | None:
    """Encode the drawings of a publisher; None if the territory consists of cells.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
    grid : Grid
    code_of : callable
        Returns the number of a control on the page.

    Returns
    -------
    dict or None
        `paths`: rings and lines, as `Grid.encode_path` does. `days`: for each drawing the days
        since the first, lists of a code and its rings, the front lines, the outlines of contested
        ground, and the area of each actor in hundredths of a km2.
    """
    drawn = atlas.drawn
    if drawn is None:
        return None
    days = drawn.days_between(first, last)
    detail_m = _ONE_M if len(days) == 1 else _FEW_M if len(days) <= _FEW_DAYS else _MANY_M
    paths: dict[tuple[int, ...], int] = {}

    def numbers(geometry: Any) -> list[int]:
        parts = shapely.get_parts(shapely.get_parts(geometry))
        if len(parts) and shapely.get_dimensions(parts[0]) == 2:
            parts = shapely.get_rings(parts)
        found = (tuple(path) for path in grid.encode_paths(atlas.projection.from_plane(parts)))
        return [paths.setdefault(path, len(paths)) for path in found]

    encoded = []
    for day in days:
        drawing, front = drawn.on(day), drawn.front(day)
        held = {} if drawing is None else drawing.held
        simple = shapely.coverage_simplify(np.asarray([*held.values()], dtype=object), detail_m)
        areas = drawn.areas_km2(day)
        encoded.append(
            [
                (day - first).days,
                [
                    [code_of(drawn.control_of(number)), numbers(shape)]
                    for number, shape in zip(held, simple, strict=True)
                ],
                numbers(shapely.simplify(front.line, detail_m)),
                numbers(shapely.simplify(front.contested, detail_m)),
                [round(areas[actor] * 100) for actor in atlas.actors],
            ]
        )
    return {"paths": [list(path) for path in paths], "days": encoded}
