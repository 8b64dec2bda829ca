"""The rows about areas: ground that a publisher drew or named, and reports of who held it."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from frontline.models import (
    Id,
    Names,
    OptionalDay,
    OptionalKm,
    RecordId,
    Report,
    Row,
)

AreaState = Literal["held", "contested", "claimed", "unknown"]


def _default(word: str) -> BeforeValidator:
    """Return a validator that reads an empty cell as a word."""
    return BeforeValidator(lambda cell: cell or word)


class ControlArea(Row):
    """Ground that area reports refer to, as polygons.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name : str
        Name, if it has one.
    geometry : dict
        GeoJSON Polygon or MultiPolygon.
    sources : tuple of str
        Who drew it.
    licence : str
        Licence of the row.
    note : str
    """

    id: Id
    name: str = ""
    geometry: dict[str, Any]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    licence: Annotated[str, Field(min_length=1)]
    note: str = ""


class AreaReport(Row):
    """What one publisher reported about the control of an area, on a day or over a span of days.

    Attributes
    ----------
    area_report_id : str
        Id of the row.
    area : tuple of str
        Ids of control areas, or of areas in ``admin.geojson``, or of places.
    extent : str
        ``whole``: the report is about the area. ``rest``: about what is left of the area without
        all areas in other rows of the publisher about the same days.
    state : str
        ``held`` by an actor, ``contested`` between several, only ``claimed`` by an actor, or
        ``unknown``: the publisher does not say.
    actors : tuple of str
        Ids: one if held or claimed, two or more if contested, none if unknown.
    first_day, last_day : date
        The days that the report is about.
    throughout : str
        ``yes`` if the publisher says so of the whole area without exception, as a map does; the
        report then also replaces earlier reports about single places. Else ``no``.
    margin_km : float or None
        How far the edges of the area may be wrong, for an area that was drawn by hand.
    publisher : str
        Id of the publisher.
    url : str
        Address of the report.
    published_on : date or None
        Day of publication.
    published_note : str
        Why the day of publication is missing.
    note : str
    """

    area_report_id: RecordId
    area: Annotated[Names, Field(min_length=1)]
    extent: Annotated[Literal["whole", "rest"], _default("whole")] = "whole"
    state: AreaState
    actors: Names = ()
    first_day: date
    last_day: date
    throughout: Annotated[Literal["yes", "no"], _default("no")] = "no"
    margin_km: OptionalKm = None
    publisher: Id
    url: str
    published_on: OptionalDay = None
    published_note: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> AreaReport:
        if self.last_day < self.first_day:
            msg = "last_day is before first_day"
            raise ValueError(msg)
        count = len(set(self.actors))
        if self.state in {"held", "claimed"} and count != 1:
            msg = f"'{self.state}' needs one actor"
            raise ValueError(msg)
        if self.state == "contested" and count < 2:
            msg = "'contested' needs two actors or more, with semicolons between them"
            raise ValueError(msg)
        if self.state == "unknown" and count:
            msg = "'unknown' needs no actor"
            raise ValueError(msg)
        return self

    def as_report(self) -> Report:
        """Return publisher, address and day as a report that supports this row."""
        return Report(
            report_id=self.area_report_id,
            record_id=self.area_report_id,
            publisher=self.publisher,
            url=self.url,
            published_on=self.published_on,
            published_note=self.published_note,
            note=self.note,
        )
