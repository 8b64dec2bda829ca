"""The annotations of a page: texts and arrows on the maps of some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.annotation_model import Annotation
    from frontline.atlas import Atlas
    from frontline.webmap.quantize import Grid


def encode_annotations(
    atlas: Atlas, first: date, last: date, grid: Grid, extra: Sequence[Annotation] = ()
) -> list[list[Any]]:
    """Encode the annotations of the package, and others, that are drawn on a day of a page.

    Returns
    -------
    list of list
        For each: its first and last day, counted from `first` and within the page; English and
        Arabic text; the number of the actor whose arrow it is, -1 for none; and its position on the
        grid, for an arrow followed by that of the tip.
    """
    return [
        [
            max((row.first_day - first).days, 0),
            min((row.last_day - first).days, (last - first).days),
            row.text,
            row.text_ar,
            -1 if row.actor is None else atlas.actors.index(row.actor),
            grid.quantize(np.asarray(_points(atlas, row))).ravel().tolist(),
        ]
        for row in (*atlas.package.annotations, *extra)
        if row.first_day <= last and row.last_day >= first
    ]


def _points(atlas: Atlas, row: Annotation) -> list[tuple[float, float]]:
    """Return where an annotation is anchored, and the tip of its arrow."""
    if row.place_id is not None:
        place = atlas.package.gazetteer[row.place_id]
        points = [(place.lon, place.lat)]
    else:
        points = [(float(row.lon or 0.0), float(row.lat or 0.0))]
    if row.is_arrow:
        points.append((float(row.to_lon or 0.0), float(row.to_lat or 0.0)))
    return points
