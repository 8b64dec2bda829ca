"""Which column of an unknown table holds what: guessed by its name, and never used unasked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.errors import (
    DataError,
    FrontlineError,
    InvalidRequestError,
    Issue,
)
from frontline.importers.readers import read_table

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Iterable,
        Mapping,
        Sequence,
    )
    from pathlib import Path

_NOT_PLAIN = re.compile(r"[^a-z0-9]")


def plain(name: str) -> str:
    """Fold a column name: case, underscores and spaces make no difference.

    Examples
    --------
    >>> plain("Admin1_Name (EN)")
    'admin1nameen'
    """
    return _NOT_PLAIN.sub("", name.lower())


def find_columns(
    file: str,
    columns: Iterable[str],
    published: Mapping[str, Sequence[str]],
    stated: Mapping[str, str],
    needed: Iterable[str] = (),
) -> dict[str, str]:
    """Find the column of each field.

    Parameters
    ----------
    file : for the message
    columns : that the file has
    published : for each field the names it is published under, folded, the likeliest first
    stated : for a field the column that the user names
    needed : fields without which nothing can be done

    Raises
    ------
    InvalidRequestError
        For a field that there is not.
    DataError
        When a column is missing that was named or is needed.
    """
    unknown = set(stated) - set(published)
    if unknown:
        known = ", ".join(published)
        raise InvalidRequestError(f"--column: no field {min(unknown)!r}; there is {known}")
    listed = list(columns)
    folded: dict[str, str] = {}
    for name in listed:
        folded.setdefault(plain(name), name)
    found = {
        field: folded[name]
        for field, names in published.items()
        for name in reversed(names)
        if name in folded
    }
    shown = ", ".join(listed)[:300]
    for field, name in stated.items():
        if name not in listed:
            raise DataError([Issue(file, 1, name, "there is no such column", f"It has: {shown}.")])
        found[field] = name
    for field in needed:
        if field not in found:
            remedy = f"Say which it is: --column {field}=NAME. It has: {shown}."
            raise DataError([Issue(file, 1, "", f"no column is known to hold the {field}", remedy)])
    return found


#: Columns that only one source publishes, by the kind of import; and what it is called.
_OWN: dict[str, tuple[frozenset[str], str]] = {
    "acled": (frozenset({"event_id_cnty", "sub_event_type"}), "an export of ACLED"),
    "ucdp": (frozenset({"type_of_violence", "side_a", "side_b"}), "UCDP GED"),
    "viina": (frozenset({"geonameid", "date", "status"}), "the control file of VIINA"),
}
#: A dump of GeoNames has no header: its first row has so many cells, the seventh a class.
_DUMP_CELLS, _CLASS_AT, _CLASSES = 19, 6, frozenset("AHLPRSTUV")


def columns_of(path: Path, encoding: str | None = None) -> tuple[str, ...]:
    """Give the header of a table; none if it cannot be read as one."""
    try:
        return read_table(path, encoding=encoding).columns
    except FrontlineError:
        return ()


def advice(columns: Sequence[str], needed: Collection[str] = ()) -> str:
    """Say which import a file looks made for, by its header; empty if none.

    Parameters
    ----------
    needed : columns of the kind that it was said to be: an old export of that kind stays one

    Examples
    --------
    >>> advice(["id", "Type_of_Violence", "side_a", "side_b"])
    'It looks like UCDP GED: frontline import ucdp.'
    """
    here = {name.strip().casefold() for name in columns}
    for kind, (own, words) in _OWN.items():
        if own <= here and not own <= set(needed):
            return f"It looks like {words}: frontline import {kind}."
    if len(columns) == _DUMP_CELLS and columns[0].isdigit() and columns[_CLASS_AT] in _CLASSES:
        return "It looks like a dump of GeoNames: frontline import geonames."
    return ""


#: Fields of a report, and names that columns have for them; the first is the plain one, which
#: needs no confirmation.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "report_id", "record_id", "no", "number"),
    "place": (
        *("place", "place_as_reported", "village", "town", "city", "location", "locality"),
        *("settlement", "place_name", "name", "name_en", "القرية", "البلدة", "المكان", "الموقع"),
    ),
    "place_ar": ("place_ar", "name_ar", "arabic", "arabic_name", "الاسم"),
    "place_id": ("place_id",),
    "day": ("day", "date", "event_date", "when", "التاريخ", "اليوم"),
    "day_from": ("day_from", "date_earliest", "date_from", "start_date", "date_start", "start"),
    "day_to": ("day_to", "date_latest", "date_to", "end_date", "date_end", "end"),
    "after": (
        *("after", "to", "taken_by", "captured_by", "controlled_by", "control", "holder"),
        *("held_by", "new_holder", "controller", "actor", "party", "side", "الطرف", "السيطرة"),
    ),
    "before": (
        "before",
        "from",
        "taken_from",
        "lost_by",
        "captured_from",
        "previous",
        "old_holder",
    ),
    "kind": ("kind", "event", "event_type", "type", "change", "النوع"),
    "says": ("says",),
    "publisher": (
        *("publisher", "source", "sources", "publishers", "reported_by", "media", "outlet"),
        *("source_name", "المصدر"),
    ),
    "url": ("url", "link", "address", "source_url", "source_link", "web", "الرابط"),
    "published": ("published", "published_on", "publication_date", "date_published"),
    "lon": ("lon", "longitude", "long", "lng", "x"),
    "lat": ("lat", "latitude", "y"),
    "admin1": ("admin1", "governorate", "province", "oblast", "region", "state", "المحافظة"),
    "admin2": ("admin2", "district", "rayon", "county", "المنطقة"),
    "admin3": ("admin3", "subdistrict", "sub_district", "municipality", "الناحية"),
    "note": ("note", "notes", "comment", "comments", "remarks", "ملاحظات"),
}


class UnconfirmedError(InvalidRequestError):
    """Columns were guessed, and nobody has said that the guess is right.

    Attributes
    ----------
    columns : the column that each field is guessed to be in
    """

    def __init__(self, file: str, columns: Mapping[str, str], guessed: Iterable[str]) -> None:
        self.columns = dict(columns)
        self._made_of = (file, self.columns, tuple(guessed))
        flags = " ".join(f'--column "{field}={self.columns[field]}"' for field in self._made_of[2])
        super().__init__(
            f"{file}: these columns are guessed from their names; if they are right, import again "
            f"with --yes, else give them: {flags}"
        )

    def __reduce__(self) -> tuple[type[UnconfirmedError], tuple[object, ...]]:
        """Let the error pass from one process to another with its columns."""
        return type(self), self._made_of


def columns_by_field(
    file: str, header: Iterable[str], given: Mapping[str, str], *, guess: bool = True
) -> dict[str, str]:
    """Give the column that holds each field.

    Parameters
    ----------
    file : name of the file, for messages
    header : names of its columns
    given : the column of a field, as the user says it
    guess : whether to guess at all; else other columns need to have the plain name of a field

    Raises
    ------
    InvalidRequestError
        For a field or column that there is not.
    UnconfirmedError
        When a column is guessed.
    """
    columns = list(header)
    for field, name in given.items():
        if field not in FIELDS:
            raise InvalidRequestError(f"--column {field}: is no field; use {', '.join(FIELDS)}")
        if name not in columns:
            raise InvalidRequestError(
                f"--column {field}={name}: {file} has no such column; it has {', '.join(columns)}"
            )
    found = dict(given)
    guessed = []
    for field, names in FIELDS.items():
        if field in given:
            continue
        free = {_folded(name): name for name in reversed(columns) if name not in found.values()}
        keys = [_folded(name) for name in (names if guess else names[:1])]
        match = next((free[key] for key in keys if key in free), None)
        if match is not None:
            found[field] = match
            if _folded(match) != keys[0]:
                guessed.append(field)
    if guessed:
        raise UnconfirmedError(file, found, guessed)
    return found


def _folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
