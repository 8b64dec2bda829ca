"""Define the options of an import: files, filters, and mappings of columns and actors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from frontline.coverage_model import crosses_antimeridian
from frontline.errors import InvalidRequestError
from frontline.importers.review import Review
from frontline.importers.summary import ImportSummary
from frontline.package.draft import Draft

if TYPE_CHECKING:
    from pathlib import Path


#: West, south, east, north in degrees.
BoundingBox: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """Options of an import.

    Attributes
    ----------
    files : to read, in this order
    country : two-letter codes of ISO 3166; empty for all countries
    region : import only what lies in it; None for the region that the package declares
    classes : classes of features to import, in the words of the source; empty for the default
    encoding : of text files; None to find it
    layer : of a file that has several layers or sheets; None for those that fit
    header_row : number of the row that names the columns of a table; None to find it
    columns : the column of the file by field, for files without fixed columns
    actors : id of the actor by its name in the source
    settings : options that only one kind of import has, by name
    new_within_km : a row with a point is a new place, without a question, if no place that may be
        meant is so near; None to ask in every case
    ask_names : whether to ask about each row that has only a name
    """

    files: tuple[Path, ...]
    country: frozenset[str] = frozenset()
    region: BoundingBox | None = None
    classes: frozenset[str] = frozenset()
    encoding: str | None = None
    layer: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    new_within_km: float | None = None
    ask_names: bool = False


#: Reads the files, changes the draft, puts questions to the review, and counts in the summary.
Importer: TypeAlias = Callable[[ImportOptions, Draft, Review, ImportSummary], None]


def parse_region(text: str) -> BoundingBox:
    """Parse a region written as ``west,south,east,north``.

    Raises
    ------
    InvalidRequestError
        If the text is not four numbers in degrees, in this order.

    Examples
    --------
    >>> parse_region("35.7,34.8,37.5,36.5"), parse_region("190,-20,200,-10")
    ((35.7, 34.8, 37.5, 36.5), (-170.0, -20.0, -160.0, -10.0))
    """
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise InvalidRequestError(
            f"--region {text!r}: write west,south,east,north in degrees"
        ) from None
    # a map may count longitudes from 0 to 360
    if 180 <= west < east <= 360:
        west, east = west - 360, east - 360
    elif 0 < west < 180 < east <= 360:
        east -= 360
    if crosses_antimeridian(west, east):
        parts = f"{west:g},{south:g},180,{north:g} or -180,{south:g},{east:g},{north:g}"
        raise InvalidRequestError(
            f"--region {text!r}: crosses the 180th meridian, which a package cannot: choose the "
            f"part on one side, {parts}"
        )
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InvalidRequestError(f"--region {text!r}: the order is west,south,east,north")
    return west, south, east, north
