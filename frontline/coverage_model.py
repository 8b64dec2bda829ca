"""What a data package covers: region, days and settings, as its descriptor states them."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Annotated

from pydantic import Field, model_validator

from frontline.errors import InvalidRequestError
from frontline.models import Lat, Lon, Row

#: Start of the kind of ground that names a publisher.
DRAWN_BY = "areas:"
#: The kind of ground that means the only publisher with areas.
DRAWN = "areas"


def crosses_antimeridian(west: float, east: float) -> bool:
    """Return whether two longitudes are the sides of a region across the 180th meridian."""
    return west > 0 > east and west - east > 180


class Coverage(Row):
    """Region, days and settings of a package, under ``frontline`` in its descriptor.

    Attributes
    ----------
    region : tuple of float
        West, south, east, north in degrees.
    title_ar : str
        Arabic title of the package.
    first_day, last_day : date
        First and last day of the record.
    reach_km : float or None
        Distance around a place to which its control is drawn, in kilometres; None for a distance
        that fits the spacing of the places (`Package.reach_km`).
    ground : str
        ``cells`` around places, or ``areas:`` and the id of a publisher whose drawn areas are the
        territory.
    calendar : str
        Time zone of the days, as ``Asia/Damascus``.
    key_days : tuple of date
        Days that `frontline build` draws a map of.
    key_places : tuple of str
        Ids of places whose names are drawn first.
    local_language : str
        Language of `Place.name_local`, as ``uk``; empty if the second name is the Arabic one.
    """

    region: tuple[Lon, Lat, Lon, Lat]
    title_ar: str = ""
    first_day: date
    last_day: date
    reach_km: Annotated[float, Field(gt=0, le=100)] | None = None
    ground: Annotated[str, Field(pattern=r"^(cells|areas:[a-z0-9][a-z0-9_-]*)$")] = "cells"
    calendar: str = ""
    key_days: tuple[date, ...] = ()
    key_places: tuple[str, ...] = ()
    local_language: Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Coverage:
        west, south, east, north = self.region
        if crosses_antimeridian(west, east):
            msg = "region crosses the 180th meridian: one package holds only one side of it"
            raise ValueError(msg)
        if not (west < east and south < north):
            msg = "region must be west, south, east, north"
            raise ValueError(msg)
        if self.last_day < self.first_day:
            msg = "last_day is before first_day"
            raise ValueError(msg)
        return self


def check_ground(ground: str) -> str:
    """Return a kind of ground that is asked for, if its form is valid.

    Parameters
    ----------
    ground : str
        ``cells``, ``areas:`` and a publisher, or ``areas`` for the only publisher with areas.

    Raises
    ------
    InvalidRequestError
        For another form. Whether the publisher has areas is not checked.
    """
    if ground not in {"cells", DRAWN} and not re.fullmatch(rf"{DRAWN_BY}\s*\S.*", ground):
        raise InvalidRequestError(
            f"{ground!r} is not a kind of ground: use cells, areas, or areas:PUBLISHER"
        )
    return ground
