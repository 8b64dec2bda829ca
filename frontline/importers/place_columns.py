"""Find the columns of a list of places, in the languages of newsrooms.

A list is made by hand, so its columns have any names. The usual ones are recognised; the user
states the others with ``--column FIELD=NAME``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.importers.columns import FIELDS, list_columns
from frontline.importers.headers import column_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Names of columns by field, the likeliest first.
PLACE_FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("place_id",),
    "name": (
        *("name", "place", "place_name", "name_en", "settlement", "locality", "village", "town"),
        *(
            "city",
            "location",
            "title",
            "label",
            "назва",
            "назва населеного пункту",
            "населений пункт",
        ),
        *("название", "населенный пункт", "село", "місто", "город", "البلدة", "القرية", "المدينة"),
        *("المكان", "الموقع", "الاسم", "اسم المكان", "שם", "יישוב", "ቦታ", "ስም", "nom", "lieu"),
        *("nombre", "lugar", "ort", "ortsname", "yer", "isim", "#loc+name"),
    ),
    "name_ar": ("name_ar", "arabic_name", "arabic", "الاسم بالعربية", "الاسم العربي", "الاسم"),
    "name_local": ("name_local", "local_name", "native_name", "name_uk", "name_he", "name_ti"),
    "names": (
        *("names", "other_names", "alternate_names", "alternative_names", "alt_names"),
        *("alt_name", "aliases", "also_known_as", "aka", "spellings", "інші назви"),
    ),
    "lon": (*FIELDS["lon"], "point_x", "longitud", "довгота", "долгота", "خط الطول", "אורך"),
    "lat": (*FIELDS["lat"], "point_y", "latitud", "широта", "خط العرض", "רוחב"),
    "position": FIELDS["position"],
    "kind": ("kind", "place_type", "type", "category", "тип", "النوع"),
    "population": ("population", "pop", "inhabitants", "населення", "население", "السكان"),
    **{name: FIELDS[name] for name in ("admin1", "admin2", "admin3")},
    "error_m": ("position_error_m", "error_m", "accuracy_m", "accuracy", "precision_m"),
}


class PlaceColumns(NamedTuple):
    """The columns of a list, and how its positions are stated.

    Attributes
    ----------
    columns : the column of the file by field
    in_geometry : whether the features of the file have a geometry
    """

    columns: dict[str, str]
    in_geometry: bool


def find_place_columns(
    file: str, header: Iterable[str], stated: Mapping[str, str], *, in_geometry: bool
) -> PlaceColumns:
    """Return the columns of a list of places.

    Parameters
    ----------
    file : name of the file, for messages
    header : names of its columns
    stated : the column by field, as the user states it
    in_geometry : whether the features have a geometry, so that no column needs a position

    Raises
    ------
    InvalidRequestError
        If the user states an unknown field.
    DataError
        If a stated column is missing, or none is known for the name or the position.
    """
    listed = list(header)
    unknown = sorted(set(stated) - set(PLACE_FIELDS))
    if unknown:
        known = ", ".join(PLACE_FIELDS)
        raise InvalidRequestError(
            f"--column: {unknown[0]!r} is not a field of places; the fields are {known}"
        )
    has = list_columns(listed)
    for name in stated.values():
        if name not in listed:
            raise DataError([Issue(file, 1, name, "the file has no such column", has)])
    found = dict(stated)
    for field, names in PLACE_FIELDS.items():
        free = {column_key(one): one for one in reversed(listed) if one not in found.values()}
        match = next((free[key] for key in map(column_key, names) if key in free), None)
        if field not in found and match is not None:
            found[field] = match
    if not {"name", "name_ar", "name_local"} & found.keys():
        hint = f"Add --column name=NAME. {has}"
        raise DataError([Issue(file, 1, "", "no column is known for the name", hint)])
    if not in_geometry and not ({"lon", "lat"} <= found.keys() or "position" in found):
        hint = f"Add --column lon=NAME --column lat=NAME, or --column position=NAME. {has}"
        raise DataError([Issue(file, 1, "", "no column is known for the position", hint)])
    return PlaceColumns(found, in_geometry)
