"""Views: which part of the plane a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.atlas import Atlas

#: Half the width of a view around a place, metres.
_AROUND_PLACE_M = 25_000.0


def view_bounds(atlas: Atlas, view: str) -> tuple[float, float, float, float]:
    """Return what a view shows: west, south, east, north in metres of the plane.

    Parameters
    ----------
    atlas : Atlas
    view : str
        ``all``; a place, which is shown with 25 km around it; or west, south, east and north in
        degrees, separated by commas.

    Raises
    ------
    InvalidRequestError
        For another view, or a package without places to show.
    """
    if view == "all":
        if not len(atlas.cells.xy):
            raise InvalidRequestError("the data package has no places with reports to show")
        west, south, east, north = shapely.total_bounds(shapely.points(atlas.cells.xy))
        return west, south, east, north
    parts = view.split(",")
    if len(parts) == 4:
        return _box_bounds(atlas, view, parts)
    place = atlas.place(view)
    x, y = (float(one) for one in atlas.projection.forward(place.lon, place.lat))
    around = _AROUND_PLACE_M
    return x - around, y - around, x + around, y + around


def _box_bounds(atlas: Atlas, view: str, parts: list[str]) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise InvalidRequestError(
            f"{view!r} is not a valid area: write west,south,east,north in degrees"
        ) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InvalidRequestError(
            f"{view!r} is not a valid area: west must be less than east, and south than north"
        )
    xs, ys = atlas.projection.forward([west, east, west, east], [south, south, north, north])
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
