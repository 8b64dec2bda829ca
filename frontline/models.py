"""The rows of a data package, as frozen and validated values.

Rows are pydantic models, validated when they are read; results are dataclasses.
Longitude comes before latitude, both in WGS 84 degrees; lengths are in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Status = Literal["held", "contested", "unknown"]
Evidence = Literal["confirmed", "claimed", "disputed", "inferred"]

#: Identifiers are slugs: they stand in addresses, file names and spreadsheets unchanged.
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
RecordId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Metres = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Position = tuple[Lon, Lat]


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: object) -> object:
    """Split a spreadsheet cell that lists several things between semicolons."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
OptionalDay = Annotated[date | None, BeforeValidator(_none_if_blank)]
OptionalId = Annotated[Id | None, BeforeValidator(_none_if_blank)]
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

    Examples
    --------
    >>> str(Text("Contested", "متنازع عليه"))
    'Contested'
    """

    en: str
    ar: str

    def __str__(self) -> str:
        """Return the English text."""
        return self.en


class _Row(BaseModel):
    """A row of the data package: frozen, and no column that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Place(_Row):
    """A named point: town, village, hamlet, hill, checkpoint, base.

    `position_error_m` is how far off the point may be; it is never zero.
    """

    id: Id
    name: Annotated[str, Field(min_length=1)]
    name_ar: str = ""
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


class Actor(_Row):
    """A party that can hold a place; its colour and pattern are data.

    `name_in_text` is the English name within a sentence, with its article ("the government and
    its allies"), and `name_ar_genitive` the Arabic name after a preposition or another noun, if
    they differ from `name` and `name_ar`. `names` are aliases
    in sources, articles and questions.
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


class Publisher(_Row):
    """Where reports were read, whose side it is on, and whom it merely repeats.

    `origin` lists the publishers whose words this one carries: together they count once.
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
            msg = "aligned_with names an actor when, and only when, stance is 'aligned'"
            raise ValueError(msg)
        return self


class Report(_Row):
    """One source saying one thing about one event or baseline row.

    `says` is ``context`` for a text that was read for the row but does not name the place:
    it is kept with its address and counts for nothing.
    """

    report_id: RecordId
    record_id: RecordId
    publisher: Id
    url: str
    published_on: OptionalDay = None
    published_note: str = ""
    says: Literal["supports", "denies", "context"] = "supports"
    note: str = ""


class Baseline(_Row):
    """Who held a place on the first day of the record; an empty holder means unknown."""

    baseline_id: RecordId
    place_id: Id
    place_as_reported: str
    holder: OptionalId = None
    evidence: Evidence
    note: str = ""


class Event(_Row):
    """A dated change, or attested non-change, at one place or along a stretch of highway.

    `kind` decides how `before` and `after` (columns ``from`` and ``to``) are read:

    - ``capture``, ``withdrawal``: held by `before`, then by `after`;
    - ``contested``: from then on between `before` and `after`, both inside or fighting for it;
    - ``repelled``: an attack that failed; `before` and `after` are the holder who stayed.
    """

    event_id: RecordId
    place_id: OptionalId = None
    place_as_reported: str
    date_earliest: date
    date_latest: date
    kind: Literal["capture", "withdrawal", "contested", "repelled"]
    before: Annotated[Id, Field(alias="from")]
    after: Annotated[Id, Field(alias="to")]
    highway: OptionalId = None
    from_km: OptionalKm = None
    to_km: OptionalKm = None
    note: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Event:
        if self.date_latest < self.date_earliest:
            msg = "date_latest lies before date_earliest"
            raise ValueError(msg)
        if (self.place_id is None) == (self.highway is None):
            msg = "an event is about a place_id or about a highway, one of the two"
            raise ValueError(msg)
        if self.kind != "repelled" and self.before == self.after:
            msg = f"'{self.kind}' needs two different actors in 'from' and 'to'"
            raise ValueError(msg)
        if self.kind == "repelled" and self.before != self.after:
            msg = "'repelled' names the holder who stayed in both 'from' and 'to'"
            raise ValueError(msg)
        return self


class Unplaced(_Row):
    """A reported change or holding whose place could not be located, kept with the reason."""

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


class Moment(_Row):
    """A day that a reader should be able to jump to, in the neutral words of the author."""

    day: date
    title: Annotated[str, Field(min_length=1, max_length=200)]
    title_ar: str = ""
    note: str = ""
    note_ar: str = ""
    source: Annotated[str, Field(min_length=1)]


class Highway(_Row):
    """The centre line of a road, from its southern (or western) end."""

    id: Id
    name: str
    name_ar: str = ""
    coordinates: Annotated[tuple[Position, ...], Field(min_length=2)]
    position_error_m: Metres
    sources: tuple[str, ...]
    licence: str
    note: str = ""


class Area(_Row):
    """An administrative area, river or other shape, for orientation only.

    `geometry` is a GeoJSON geometry object.
    """

    id: Id
    name: str
    name_ar: str = ""
    level: str
    geometry: dict[str, Any]
    sources: tuple[str, ...]
    licence: str


class Coverage(_Row):
    """What a package says of itself, under ``frontline`` in its descriptor.

    `region` is (west, south, east, north) in degrees; `first_day` and `last_day` bound the
    record; `reach_km` is how far around a place its control is believed to extend; `title_ar`
    is the title of the package in Arabic.
    """

    region: tuple[Lon, Lat, Lon, Lat]
    title_ar: str = ""
    first_day: date
    last_day: date
    reach_km: Annotated[float, Field(gt=0, le=100)] = 6.0
    calendar: str = ""
    key_days: tuple[date, ...] = ()
    key_places: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Coverage:
        west, south, east, north = self.region
        if not (west < east and south < north):
            msg = "region is west, south, east, north"
            raise ValueError(msg)
        if self.last_day < self.first_day:
            msg = "last_day lies before first_day"
            raise ValueError(msg)
        return self


@dataclass(frozen=True, slots=True)
class Control:
    """The answer for a place on a day.

    Parameters
    ----------
    status : ``held`` by one actor, ``contested`` between several, or ``unknown``
    actors : ids; one if held, two or more (in order of the alphabet) if contested, else none
    evidence : how it is known; None if unknown
    """

    status: Status
    actors: tuple[str, ...] = ()
    evidence: Evidence | None = None

    @property
    def holder(self) -> str | None:
        """The one actor who holds the place, or None."""
        return self.actors[0] if self.status == "held" else None


#: Nobody reported, so nobody knows.
UNKNOWN = Control("unknown")
