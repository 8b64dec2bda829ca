"""What an importer finds in a foreign file, before it is a row of a package.

Values here say what the source says, in its own words; matching them to places and actors comes
later. Longitude comes before latitude, in WGS 84 degrees; errors are in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from frontline.gazetteer.normalize import clean_text

if TYPE_CHECKING:
    from datetime import date


#: How much of a foreign text a message shows.
_SHOWN = 80


class Unused(NamedTuple):
    """A row of a foreign file that went nowhere.

    Attributes
    ----------
    file : name of the file
    row : its number as a spreadsheet shows it, its line, or the source's id
    reason : why, in words that are the same for all rows of one cause
    text : the value that stood in the way, or the name, cut to 80 characters
    """

    file: str
    row: int | str
    reason: str
    text: str = ""

    @classmethod
    def of(cls, file: str, row: int | str, reason: str, text: object = "") -> Unused:
        """Make one from any value, cleaned and cut."""
        return cls(file, row, reason, clean_text(text)[:_SHOWN])


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place as a gazetteer has it.

    Attributes
    ----------
    source : the gazetteer, as it is to be named: ``GeoNames``, ``OCHA COD``
    source_id : its id there; with `source` it finds the place again on the next import
    name : in Latin letters if there is one; else as it is
    names : further spellings, of any script
    kind : town, village, hill and so on, in the words of the package
    position_error_m : how far off the point may be by what the source says of its precision
    """

    source: str
    source_id: str
    name: str
    lon: float
    lat: float
    position_error_m: float
    licence: str
    kind: str = "place"
    name_ar: str = ""
    names: tuple[str, ...] = ()
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    admin1_pcode: str = ""
    admin3_pcode: str = ""
    geonames_id: int | None = None
    population: int | None = None
    file: str = ""
    row: int | str = ""

    @property
    def cited(self) -> str:
        """The source with the id, as it stands in the sources of a place."""
        return f"{self.source} {self.source_id}"


class FoundReport(NamedTuple):
    """A dated statement about a place, as a source of events has it.

    Attributes
    ----------
    source, source_id : the collection, and its id of the row
    place : name of the place, as written
    admin : names of the areas it lies in, the largest first
    lon, lat : None where the source gives no point
    position_error_m : by the precision code of the source; None without a point
    date_earliest, date_latest : by the precision code of the source
    kind : capture, withdrawal, contested or repelled; empty if the row says who held the place;
        ``context`` if it says no more than that both fought there
    before, after : actors, in the words of the source; `before` is empty if it is not said
    publishers : those the source names, each counted for itself
    denying : publishers that say otherwise
    place_id : of the place, where the source names it by an id and not by a name
    """

    source: str
    source_id: str
    place: str
    date_earliest: date
    date_latest: date
    kind: str
    before: str
    after: str
    publishers: tuple[str, ...]
    url: str
    place_ar: str = ""
    admin: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    position_error_m: float | None = None
    published_on: date | None = None
    note: str = ""
    file: str = ""
    row: int | str = ""
    denying: tuple[str, ...] = ()
    place_id: str = ""
