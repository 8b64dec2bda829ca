"""Which column of an unknown table holds what: guessed by its name, and never used unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FIELDS", "UnconfirmedError", "columns_by_field"]

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


class UnconfirmedError(RequestError):
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
    RequestError
        For a field or column that there is not.
    UnconfirmedError
        When a column is guessed.
    """
    columns = list(header)
    for field, name in given.items():
        if field not in FIELDS:
            raise RequestError(f"--column {field}: is no field; use {', '.join(FIELDS)}")
        if name not in columns:
            raise RequestError(
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
