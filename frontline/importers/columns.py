"""Find the column of each field in a table, and recognise a table made for another import.

Sources with published names are matched exactly. In a table of unknown origin the columns are
guessed from their names, and used only when the user confirms the guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.errors import (
    DataError,
    FrontlineError,
    InvalidRequestError,
    Issue,
)
from frontline.importers.headers import HeaderHint, column_key
from frontline.importers.readers import read_table

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Iterable,
        Mapping,
        Sequence,
    )
    from pathlib import Path

    from frontline.importers.options import ImportOptions

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
#: Longest list of columns that a message shows.
_LONGEST_LIST = 300

#: Columns that only one source publishes, and its name, by the kind of import.
_DISTINCTIVE: dict[str, tuple[frozenset[str], str]] = {
    "acled": (frozenset({"event_id_cnty", "sub_event_type"}), "an export of ACLED"),
    "ucdp": (frozenset({"type_of_violence", "side_a", "side_b"}), "UCDP GED"),
    "viina": (frozenset({"geonameid", "date", "status"}), "the control file of VIINA"),
}
#: A dump of GeoNames has no header: its rows have 19 cells, and the seventh is a feature class.
_DUMP_CELLS, _CLASS_CELL, _CLASSES = 19, 6, frozenset("AHLPRSTUV")

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "report_id", "record_id", "no", "number"),
    "place": (
        *("place", "place_as_reported", "village", "town", "city", "location", "locality"),
        *("settlement", "place_name", "name", "name_en", "القرية", "البلدة", "المكان", "الموقع"),
        "#loc+name",  # names with # are tags of HXL
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
        *("before", "from", "taken_from", "lost_by", "captured_from", "previous", "old_holder"),
    ),
    "kind": ("kind", "event", "event_type", "type", "change", "النوع"),
    "says": ("says",),
    "publisher": (
        *("publisher", "source", "sources", "publishers", "reported_by", "media", "outlet"),
        *("source_name", "المصدر", "#meta+source"),
    ),
    "url": ("url", "link", "address", "source_url", "source_link", "web", "الرابط", "#meta+url"),
    "published": ("published", "published_on", "publication_date", "date_published"),
    "lon": ("lon", "longitude", "long", "lng", "x", "#geo+lon"),
    "lat": ("lat", "latitude", "y", "#geo+lat"),
    "position": (
        *("position", "coordinates", "coordinate", "coords", "lat_lon", "lat_long", "lat_lng"),
        *("lon_lat", "geometry", "geom", "wkt", "geom_wkt", "the_geom", "mgrs", "grid_reference"),
        *("gps", "geopoint", "point", "الإحداثيات", "координаты", "координати", "coordonnées"),
        *("coordenadas", "koordinaten"),
    ),
    "year": ("year",),
    "admin1": (
        "admin1",
        "governorate",
        "province",
        "oblast",
        "region",
        "state",
        "المحافظة",
        "#adm1+name",
    ),
    "admin2": ("admin2", "district", "rayon", "county", "المنطقة", "#adm2+name"),
    "admin3": ("admin3", "subdistrict", "sub_district", "municipality", "الناحية", "#adm3+name"),
    "note": ("note", "notes", "comment", "comments", "remarks", "ملاحظات"),
}
#: Names of columns in other languages than English and Arabic. They are only guessed: the user
#: sees the guess, and agrees or states the column.
_FOREIGN_NAMES = {
    "place": (
        "місце|населений пункт|село|місто|место|населённый пункт|населенный пункт|город|"
        "lieu|localité|lugar|localidad|ort|ortschaft|yer|köy|מקום|ቦታ|መንደር|روستا|شهر|محل|مکان|"
        "miejscowość|wieś|localitate|località|plaats"
    ),
    "day": (
        "дата|день|коли|когда|jour|fecha|día|datum|tarih|gün|תאריך|ቀን|data|giorno|dzień|dato|"
        "تاریخ|روز|رۆژ"
    ),
    "after": (
        "сторона|контроль|під контролем|хто контролює|под контролем|contrôle|contrôlé par|"
        "controlado por|bando|kontrolle|kontrolliert von|kontrol|taraf|צד|שליטה|כוח שולט|ተቆጣጣሪ|"
        "کنترل|طرف|contrôlée par|camp|controllo|controllato da|kontrola|strona"
    ),
    "before": "раніше|попередній|раньше|до этого|avant|antes|vorher|önce",
    "publisher": (
        "джерело|источник|медіа|сми|fuente|quelle|kaynak|מקור|ምንጭ|منبع|رسانه|média|médias|"
        "medio|medios|fonte|źródło"
    ),
    "url": (
        "посилання|ссылка|лінк|lien|enlace|bağlantı|קישור|አድራሻ|ማገናኛ|پیوند|لینک|collegamento|adres"
    ),
    "lon": "довгота|долгота|longitud|längengrad|boylam|خط الطول|אורך",
    "lat": "широта|latitud|breitengrad|enlem|خط العرض|רוחב",
    "note": "примітка|примітки|примечание|remarque|nota|notas|bemerkung|anmerkung|açıklama|הערה",
}
#: Fields of a report, with the names that columns have for them; the first name needs no
#: confirmation.
FIELDS = {
    field: (*names, *filter(None, _FOREIGN_NAMES.get(field, "").split("|")))
    for field, names in _NAMES.items()
}


def header_hint(
    options: ImportOptions, published: Iterable[str], stated: Iterable[str] | None = None
) -> HeaderHint:
    """Return what an import knows about the header of a table.

    Parameters
    ----------
    options : of the import
    published : column names that the import recognises
    stated : column names that the user states; None for those of the options
    """
    return HeaderHint(
        known=frozenset(map(column_key, published)),
        stated=frozenset(options.columns.values() if stated is None else stated),
        row=options.header_row,
    )


def plain(name: str) -> str:
    """Fold a published column name: only its lower-case ASCII letters and digits count.

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
    """Return the column of each field in a file with published column names.

    Parameters
    ----------
    file : name of the file, for messages
    columns : of the file
    published : names under which each field is published, folded, the likeliest first
    stated : the column by field, as the user states it
    needed : fields that the import cannot do without

    Raises
    ------
    InvalidRequestError
        If the user states an unknown field.
    DataError
        If a column that is stated or needed is missing.
    """
    unknown = set(stated) - set(published)
    if unknown:
        known = ", ".join(published)
        raise InvalidRequestError(
            f"--column: {min(unknown)!r} is not a field; the fields are {known}"
        )
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
    has = list_columns(listed)
    for field, name in stated.items():
        if name not in listed:
            raise DataError([Issue(file, 1, name, "the file has no such column", has)])
        found[field] = name
    for field in needed:
        if field not in found:
            message = f"no column is known for the {field}"
            raise DataError([Issue(file, 1, "", message, f"Add --column {field}=NAME. {has}")])
    return found


def list_columns(columns: Iterable[str]) -> str:
    """Return a sentence with the columns of a file, for messages.

    Examples
    --------
    >>> list_columns(["place", "day"]), list_columns([])
    ('Its columns are place, day.', 'It has no columns.')
    """
    listed = ", ".join(columns)
    if len(listed) > _LONGEST_LIST:
        listed = f"{listed[:_LONGEST_LIST].rpartition(', ')[0]} and more"
    return f"Its columns are {listed}." if listed else "It has no columns."


def read_header(path: Path, encoding: str | None = None) -> tuple[str, ...]:
    """Return the header of a table; empty if the file cannot be read as one."""
    try:
        return read_table(path, encoding=encoding).columns
    except FrontlineError:
        return ()


def suggest_kind(columns: Sequence[str], needed: Collection[str] = ()) -> str:
    """Return advice on the import that a header fits; empty if it fits none.

    Parameters
    ----------
    needed : columns of the import that was requested, which is not suggested for its old exports

    Examples
    --------
    >>> suggest_kind(["id", "Type_of_Violence", "side_a", "side_b"])
    'It looks like UCDP GED: frontline import ucdp.'
    """
    kind = published_kind(columns)
    if kind in _DISTINCTIVE and not _DISTINCTIVE[kind][0] <= set(needed):
        return f"It looks like {_DISTINCTIVE[kind][1]}: frontline import {kind}."
    if kind == "geonames":
        return "It looks like a dump of GeoNames: frontline import geonames."
    return ""


def published_kind(columns: Sequence[str]) -> str:
    """Return the kind of import whose published columns a header has; empty if none.

    Examples
    --------
    >>> published_kind(["event_id_cnty", "Sub_Event_Type", "notes"]), published_kind(["place"])
    ('acled', '')
    """
    names = {name.strip().casefold() for name in columns}
    for kind, (distinctive, _) in _DISTINCTIVE.items():
        if distinctive <= names:
            return kind
    if len(columns) == _DUMP_CELLS and columns[0].isdigit() and columns[_CLASS_CELL] in _CLASSES:
        return "geonames"
    return ""


class UnconfirmedError(InvalidRequestError):
    """Error for columns that were guessed and that the user has not confirmed.

    Attributes
    ----------
    columns : the column by field, with those that were guessed
    """

    def __init__(self, file: str, columns: Mapping[str, str], guessed: Iterable[str]) -> None:
        self.columns = dict(columns)
        self._arguments = (file, self.columns, tuple(guessed))
        flags = " ".join(
            f'--column "{field}={self.columns[field]}"' for field in self._arguments[2]
        )
        super().__init__(
            f"{file}: these columns are guessed from their names. If they are right, import again "
            f"with --yes, else state them: {flags}"
        )

    def __reduce__(self) -> tuple[type[UnconfirmedError], tuple[object, ...]]:
        """Let the error pass from one process to another with its columns."""
        return type(self), self._arguments


def columns_by_field(
    file: str,
    header: Iterable[str],
    stated: Mapping[str, str],
    *,
    guess: bool = True,
    set_fields: Collection[str] = (),
) -> dict[str, str]:
    """Return the column of each field of `FIELDS` in a table of unknown origin.

    Parameters
    ----------
    file : name of the file, for messages
    header : names of its columns
    stated : the column by field, as the user states it
    guess : whether to guess; if not, only the first name of a field is matched
    set_fields : fields whose value the user states for all rows; no column is guessed for them

    Raises
    ------
    InvalidRequestError
        If the user states an unknown field or column.
    UnconfirmedError
        If a column is guessed.
    """
    columns = list(header)
    for field, name in stated.items():
        if field not in FIELDS:
            raise InvalidRequestError(
                f"--column {field}: this is not a field; use {', '.join(FIELDS)}"
            )
        if name not in columns:
            raise InvalidRequestError(
                f"--column {field}={name}: {file} has no such column. {list_columns(columns)}"
            )
    found = dict(stated)
    guessed = []
    for field, names in FIELDS.items():
        if field in stated:
            continue
        free = {column_key(name): name for name in reversed(columns) if name not in found.values()}
        may_guess = guess and field not in set_fields
        keys = [column_key(name) for name in (names if may_guess else names[:1])]
        match = next((free[key] for key in keys if key in free), None)
        if match is not None:
            found[field] = match
            if column_key(match) != keys[0]:
                guessed.append(field)
    if guessed:
        raise UnconfirmedError(file, found, guessed)
    return found
