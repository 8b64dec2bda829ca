"""The rows of ``annotations.csv``: texts and arrows on the maps of some days."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from frontline.models import Names, OptionalId, OptionalLat, OptionalLon, RecordId, Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Annotation(Row):
    """A text or an arrow that is drawn on the maps of some days.

    Attributes
    ----------
    annotation_id : str
        Id of the row.
    first_day, last_day : date
        The days on whose maps it is drawn.
    place_id : str or None
        The place that it is anchored to; else `lon` and `lat`.
    lon, lat : float or None
        The point that it is anchored to, degrees; where an arrow begins.
    to_lon, to_lat : float or None
        Where an arrow ends, degrees; None for a text without arrow.
    text, text_ar : str
        English and Arabic text; an arrow may have none.
    actor : str or None
        Id of the actor in whose colour an arrow is drawn.
    about : tuple of str
        Ids of the events, baseline rows or area reports that the row speaks of.
    """

    annotation_id: RecordId
    first_day: date
    last_day: date
    place_id: OptionalId = None
    lon: OptionalLon = None
    lat: OptionalLat = None
    to_lon: OptionalLon = None
    to_lat: OptionalLat = None
    text: Annotated[str, Field(max_length=200)] = ""
    text_ar: Annotated[str, Field(max_length=200)] = ""
    actor: OptionalId = None
    about: Names = ()

    @model_validator(mode="after")
    def _is_complete(self) -> Annotation:
        if self.last_day < self.first_day:
            msg = "last_day is before first_day"
            raise ValueError(msg)
        for one, other in ((self.lon, self.lat), (self.to_lon, self.to_lat)):
            if (one is None) != (other is None):
                msg = "a position needs a longitude and a latitude"
                raise ValueError(msg)
        if (self.place_id is None) == (self.lon is None):
            msg = "an annotation needs either a place_id or lon and lat"
            raise ValueError(msg)
        if self.to_lon is None and not self.text:
            msg = "an annotation needs a text, or to_lon and to_lat for an arrow"
            raise ValueError(msg)
        return self

    @property
    def is_arrow(self) -> bool:
        """Whether the row draws an arrow."""
        return self.to_lon is not None


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
