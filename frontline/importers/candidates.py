"""Define the rows that importers parse from foreign files, before they are merged.

Values are as the source has them; names are resolved to places and actors later. Positions are
longitude, latitude in WGS 84 degrees; errors are in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from frontline.gazetteer.normalize import clean_text

if TYPE_CHECKING:
    from datetime import date


#: Reasons for refusing a row that several imports share.
NO_NAME = "has no name: import it with its name from a list of your own (frontline import places)"
NO_PROPERTIES = "has no properties: export the file with its columns"
OCCURS_TWICE = "the id occurs twice: delete one of the rows"
#: Longest foreign text that a message shows.
_LONGEST_TEXT = 80


class UnusedRow(NamedTuple):
    """A row of a foreign file that was not used.

    Attributes
    ----------
    file : name of the file
    row : its number as a spreadsheet shows it, its line, or the source's id
    reason : the same text for all rows with one cause
    text : the value that caused it, or the name, cut to 80 characters
    """

    file: str
    row: int | str
    reason: str
    text: str = ""

    @classmethod
    def of(cls, file: str, row: int | str, reason: str, text: object = "") -> UnusedRow:
        """Make one from a value of any type, cleaned and cut."""
        return cls(file, row, reason, clean_text(text)[:_LONGEST_TEXT])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """A place as a gazetteer or a geocoder has it.

    Attributes
    ----------
    source : name of the gazetteer: ``GeoNames``, ``OCHA``
    source_id : its id there; with `source` it identifies the place on the next import
    name : in Latin letters if there is one
    name_local : in the `local_language` of the package
    names : further spellings, in any script
    kind : town, village, hill and so on, in the words of the package
    position_error_m : largest error of the point by the source's own precision
    file, row : where it was read
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
    name_local: str = ""
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
    def citation(self) -> str:
        """Source and id, as the sources of a place list them."""
        return f"{self.source} {self.source_id}"


class ReportCandidate(NamedTuple):
    """A dated statement about a place, as a source of events has it.

    Attributes
    ----------
    source, source_id : the collection, and its id of the row
    place : name of the place, as written
    date_earliest, date_latest : by the precision code of the source
    kind : capture, withdrawal, contested or repelled; empty if the row names the holder of the
        place; ``context`` if it only reports that both actors fought there
    before, after : actors, as the source names them; `before` is empty if it is not stated
    publishers : those that the source names, each counted by itself
    admin : names of the areas it lies in, the largest first
    lon, lat : None if the source has no point
    position_error_m : by the precision code of the source; None without a point
    file, row : where it was read
    denying : publishers that deny it
    place_id : of the place in the package, if the source identifies it by an id
    is_statement : whether it states who holds or contests the place on each of its days; a row
        without a kind always does
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
    is_statement: bool = False
