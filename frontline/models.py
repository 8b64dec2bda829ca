"""The rows of a data package, as frozen and validated values.

Rows are pydantic models, validated when they are read; results are dataclasses.
Longitude comes before latitude, both in WGS 84 degrees; lengths are in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Status = Literal["held", "contested", "unknown"]
Evidence = Literal["confirmed", "claimed", "disputed", "inferred"]

#: Identifiers are slugs: valid in addresses, file names and spreadsheets without escaping.
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
RecordId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Metres = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Position = tuple[Lon, Lat]


def _none_if_blank(value: object) -> object:
    if value == "":  # as most that are blank
        return None
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: object) -> object:
    """Split the values of a spreadsheet cell at semicolons."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


def _refuse_inferred(value: object) -> object:
    if value == "inferred":
        message = "'inferred' is not stored: the holder before the first change is computed"
        raise PydanticCustomError("stored_inference", message)
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
#: A statement is made at least so often, in days, from its first to its last day.
STATED_EVERY_DAYS = 7
OptionalDay = Annotated[date | None, BeforeValidator(_none_if_blank)]
OptionalId = Annotated[Id | None, BeforeValidator(_none_if_blank)]
OptionalLon = Annotated[Lon | None, BeforeValidator(_none_if_blank)]
OptionalLat = Annotated[Lat | None, BeforeValidator(_none_if_blank)]
OptionalKm = Annotated[
    Annotated[float, Field(ge=0, allow_inf_nan=False)] | None, BeforeValidator(_none_if_blank)
]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of pages; ``str()`` returns the English.

    Parameters
    ----------
    en : str
        The English text.
    ar : str
        The Arabic text.
    """

    en: str
    ar: str

    def __str__(self) -> str:
        """Return the English text."""
        return self.en


class Row(BaseModel):
    """A row of the data package: frozen, without undeclared columns."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Place(Row):
    """A named point: town, village, hamlet, hill, checkpoint or base.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name, name_ar : str
        English and Arabic name.
    name_local : str
        Name in the `local_language` of the package, if that is not Arabic.
    names : tuple of str
        Other names.
    kind : str
        Kind of place, as ``village``.
    lon, lat : float
        Longitude and latitude in degrees, WGS 84.
    position_error_m : float
        Position error in metres; greater than zero.
    admin1, admin2, admin3 : str
        Names of the administrative areas, from governorate to subdistrict.
    admin1_pcode, admin3_pcode : str
        Codes of the administrative areas (OCHA).
    geonames_id, population : int or None
    sources : tuple of str
        Where the position is from.
    licence : str
        Licence of the row.
    """

    id: Id
    name: Annotated[str, Field(min_length=1)]
    name_ar: str = ""
    name_local: str = ""
    names: Names = ()
    kind: str
    lon: Lon
    lat: Lat
    position_error_m: Metres
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    admin1_pcode: str = ""
    admin3_pcode: str = ""
    geonames_id: int | None = None
    population: int | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    licence: str
    note: str = ""

    @property
    def main_names(self) -> tuple[str, ...]:
        """The names that pages show: English, Arabic, local."""
        return tuple(filter(None, (self.name, self.name_ar, self.name_local)))

    @property
    def all_names(self) -> tuple[str, ...]:
        """All names, the main ones first."""
        return tuple(filter(None, (*self.main_names, *self.names)))

    @property
    def second_name(self) -> str:
        """The name to show beside the first one: the local one, else the Arabic one."""
        return self.name_local or self.name_ar


class Actor(Row):
    """A party that can hold a place.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name, name_ar : str
        English and Arabic name.
    name_ar_genitive : str
        Arabic name after a preposition or another noun, if it differs from `name_ar`.
    name_in_text : str
        English name inside a sentence, if it differs from `name`: "the government and its
        allies".
    names : tuple of str
        Aliases in sources, articles and queries.
    colour : str
        Colour on maps, as ``#2f7f86``.
    pattern : str
        Pattern on maps: ``plain``, ``lines``, ``dots`` or ``cross``.
    """

    id: Id
    name: str
    name_in_text: str = ""
    name_ar: str = ""
    name_ar_genitive: str = ""
    names: Names = ()
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    pattern: Literal["plain", "lines", "dots", "cross"] = "plain"
    note: str = ""


class Publisher(Row):
    """A publisher of reports.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name : str
    stance : str
        ``aligned`` with an actor, ``agency``, ``monitor`` or ``other``.
    aligned_with : str or None
        Id of the actor, if and only if the stance is ``aligned``.
    language : str
        Language code, as ``en``.
    origin : tuple of str
        Ids of the publishers that this one repeats: together they are one independent source.
    """

    id: Id
    name: str
    stance: Literal["aligned", "agency", "monitor", "other"]
    aligned_with: OptionalId = None
    language: str = ""
    origin: Names = ()
    note: str = ""

    @model_validator(mode="after")
    def _stance_fits(self) -> Publisher:
        if (self.stance == "aligned") != (self.aligned_with is not None):
            msg = (
                "aligned_with must name an actor if the stance is 'aligned', and be empty otherwise"
            )
            raise ValueError(msg)
        return self


class Report(Row):
    """What one publisher reported about one event or baseline row.

    Attributes
    ----------
    report_id : str
        Id of the row.
    record_id : str
        Id of the event or baseline row.
    publisher : str
        Id of the publisher.
    url : str
        Address of the report.
    published_on : date or None
        Day of publication.
    published_note : str
        Why the day of publication is missing.
    says : str
        ``supports``, ``denies``, or ``context`` for a text that does not name the
        place: it is listed and does not count.
    """

    report_id: RecordId
    record_id: RecordId
    publisher: Id
    url: str
    published_on: OptionalDay = None
    published_note: str = ""
    says: Literal["supports", "denies", "context"] = "supports"
    note: str = ""


class Baseline(Row):
    """Who held a place on the first day of the record.

    Attributes
    ----------
    baseline_id : str
        Id of the row.
    place_id : str
        Id of the place.
    place_as_reported : str
        Name of the place in the source.
    holder : str or None
        Id of the actor; None if unknown. Nothing is inferred then.
    evidence : str
        ``confirmed``, ``claimed`` or ``disputed``. What is ``inferred`` is computed, not stored.
    """

    baseline_id: RecordId
    place_id: Id
    place_as_reported: str
    holder: OptionalId = None
    evidence: Annotated[
        Literal["confirmed", "claimed", "disputed"], BeforeValidator(_refuse_inferred)
    ]
    note: str = ""


class Event(Row):
    """A dated change of control, a failed attack or a statement, at a place or along a highway.

    The meaning of `before` and `after` (columns ``from`` and ``to``) depends on `kind`:

    - ``capture``, ``withdrawal``: held by `before`, then by `after`;
    - ``contested``: contested between `before` and `after` from that day on;
    - ``repelled``: an attack that failed; both are the actor who kept the place;
    - ``held``: stated on each day from `date_earliest` to `date_latest`: held by `after`, or
      contested between both if `before` is another actor.

    Attributes
    ----------
    event_id : str
        Id of the row.
    place_id : str or None
        Id of the place; None for an event on a highway.
    place_as_reported : str
        Name of the place in the source.
    date_earliest, date_latest : date
        Earliest and latest possible day; of ``held`` the first and last day that it is stated.
    kind, before, after : str
        Kind, and ids of actors.
    highway, from_km, to_km : str and float, or None
        Id of the highway, and the stretch in kilometres from its start.
    """

    event_id: RecordId
    place_id: OptionalId = None
    place_as_reported: str
    date_earliest: date
    date_latest: date
    kind: Literal["capture", "withdrawal", "contested", "repelled", "held"]
    before: Annotated[Id, Field(alias="from")]
    after: Annotated[Id, Field(alias="to")]
    highway: OptionalId = None
    from_km: OptionalKm = None
    to_km: OptionalKm = None
    note: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Event:
        if self.date_latest < self.date_earliest:
            msg = "date_latest is before date_earliest"
            raise ValueError(msg)
        if (self.place_id is None) == (self.highway is None):
            msg = "an event needs either a place_id or a highway"
            raise ValueError(msg)
        if self.kind not in {"repelled", "held"} and self.before == self.after:
            msg = f"'{self.kind}' needs two different actors in 'from' and 'to'"
            raise ValueError(msg)
        if self.kind == "repelled" and self.before != self.after:
            msg = "'repelled' needs the same actor in 'from' and 'to': the one who kept the place"
            raise ValueError(msg)
        return self


class Unplaced(Row):
    """A reported change or holding whose place could not be located.

    Attributes
    ----------
    record_id : str
        Id of the row.
    place_as_reported : str
        Name of the place in the source.
    name_ar : str
        Arabic name.
    admin1 : str
        Governorate, if known.
    date_earliest, date_latest : date or None
        Earliest and latest possible day.
    kind : str
        Kind of the event, or ``baseline``.
    before, after : str
        Actors, as in `Event`.
    why : str
        ``not-located``, ``ambiguous`` or ``not-a-place``.
    reason : str
        Explanation for readers.
    """

    record_id: RecordId
    place_as_reported: str
    name_ar: str = ""
    admin1: str = ""
    date_earliest: OptionalDay = None
    date_latest: OptionalDay = None
    kind: str
    before: Annotated[str, Field(alias="from")] = ""
    after: Annotated[str, Field(alias="to")] = ""
    why: Literal["not-located", "ambiguous", "not-a-place"]
    reason: Annotated[str, Field(min_length=1)]
    note: str = ""


class Moment(Row):
    """A key date that readers can select.

    Attributes
    ----------
    day : date
    title, title_ar : str
        Title in English and Arabic.
    note, note_ar : str
        Explanation in English and Arabic.
    source : str
        Address or name of the source.
    """

    day: date
    title: Annotated[str, Field(min_length=1, max_length=200)]
    title_ar: str = ""
    note: str = ""
    note_ar: str = ""
    source: Annotated[str, Field(min_length=1)]


class Highway(Row):
    """The centre line of a road.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name, name_ar : str
        English and Arabic name.
    coordinates : tuple of (float, float)
        Longitude and latitude in degrees, from the southern or western end.
    position_error_m : float
        Position error in metres; greater than zero.
    sources : tuple of str
        Where the geometry is from.
    licence : str
        Licence of the row.
    """

    id: Id
    name: str
    name_ar: str = ""
    coordinates: Annotated[tuple[Position, ...], Field(min_length=2)]
    position_error_m: Metres
    sources: tuple[str, ...]
    licence: str
    note: str = ""


class Area(Row):
    """An administrative area, river or other shape, for orientation only.

    Attributes
    ----------
    id : str
        Identifier: a slug of a to z, digits, hyphen and underscore.
    name, name_ar : str
        English and Arabic name.
    level : str
        Kind of the shape, as ``admin1`` or ``river``.
    geometry : dict
        GeoJSON geometry object.
    sources : tuple of str
        Where the geometry is from.
    licence : str
        Licence of the row.
    """

    id: Id
    name: str
    name_ar: str = ""
    level: str
    geometry: dict[str, Any]
    sources: tuple[str, ...]
    licence: str


@dataclass(frozen=True, slots=True)
class Control:
    """The control of a place on a day.

    Attributes
    ----------
    status : str
        ``held`` by one actor, ``contested`` between several, or ``unknown``.
    actors : tuple of str
        Ids: one if held, two or more in alphabetical order if contested, none if unknown.
    evidence : str or None
        ``confirmed``, ``claimed``, ``disputed`` or ``inferred``; None if unknown.
    """

    status: Status
    actors: tuple[str, ...] = ()
    evidence: Evidence | None = None

    @property
    def holder(self) -> str | None:
        """The id of the actor that holds the place; None if contested or unknown."""
        return self.actors[0] if self.status == "held" else None


#: The control of a place without reports.
UNKNOWN = Control("unknown")
