"""Which annotations can be published, and where their positions go under a blur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.geometry.grid import cell_centres, grid_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from frontline.annotation_model import Annotation


def annotations_about(
    annotations: Iterable[Annotation], known: Collection[str], end: date
) -> tuple[Annotation, ...]:
    """Return the annotations that are drawn until a day and speak only of known rows.

    What an annotation speaks of that names no row is not known: it is left out.

    Parameters
    ----------
    annotations : iterable of Annotation
    known : collection of str
        Ids of the events, baseline rows and area reports that remain.
    end : date
        The last day that remains.
    """
    return tuple(
        row
        for row in annotations
        if row.last_day <= end and row.about and all(id_ in known for id_ in row.about)
    )


def move_annotation(row: Annotation, size_km: int) -> Annotation:
    """Return an annotation with its positions in the centres of their cells."""
    update: dict[str, float] = {}
    for lon_name, lat_name in (("lon", "lat"), ("to_lon", "to_lat")):
        lon, lat = getattr(row, lon_name), getattr(row, lat_name)
        if lon is not None:
            centre = cell_centres(grid_cells([lon], [lat], size_km), size_km)
            update |= {lon_name: round(float(centre[0][0]), 5)}
            update |= {lat_name: round(float(centre[1][0]), 5)}
    return row.model_copy(update=update)
