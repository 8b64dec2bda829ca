"""The form of an import: its fields for each kind, and the options that they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.importers.columns import FIELDS
from frontline.importers.options import ImportOptions
from frontline.importers.place_columns import PLACE_FIELDS
from frontline.importers.sources.ocha import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

#: The fields that a column of a file may have, by the kind of import.
COLUMN_FIELDS: dict[str, tuple[str, ...]] = {
    "table": tuple(FIELDS),
    "places": tuple(PLACE_FIELDS),
    "ocha": tuple(COLUMNS),
    "areas": ("after", "on"),
    "highways": ("id", "name", "name_ar"),
    "admin": ("pcode", "name", "name_ar", "level", "class"),
    "rivers": ("name", "name_ar", "class"),
    "roads": ("name", "name_ar", "class"),
    "footprints": ("class",),
}
_DAYS = ("from", "to")
_WRITTEN_DAYS = ("dates", "century", "serials")
_ORIGIN = ("source", "licence")
#: The settings of each kind of import. None of them names a file: a browser never does.
SETTINGS: dict[str, tuple[str, ...]] = {
    "table": ("cite", "publisher", "url", "kind", "pairs", "in", *_WRITTEN_DAYS, *_DAYS),
    "acled": ("government", "taker", "in", *_WRITTEN_DAYS, *_DAYS),
    "ucdp": ("in", *_WRITTEN_DAYS, *_DAYS),
    "viina": ("in", *_WRITTEN_DAYS, *_DAYS),
    "wikipedia": ("on", "url"),
    "areas": (
        *("publisher", "url", "licence", "stance", "after", "else", "within", "on", "published"),
        *("same-day", "dates", *_DAYS),
    ),
    "places": (*_ORIGIN, "pairs"),
    "highways": (*_ORIGIN, "replace"),
    "admin": (*_ORIGIN, "level"),
    "rivers": _ORIGIN,
    "roads": _ORIGIN,
    "terrain": _ORIGIN,
    "footprints": _ORIGIN,
}
#: The words that a setting may have.
CHOICES: dict[str, tuple[str, ...]] = {
    "dates": ("day-first", "month-first"),
    "pairs": ("lat-lon", "lon-lat"),
    "kind": ("capture", "held"),
    "serials": ("1900", "1904", "unix"),
    "same-day": ("replace", "add"),
    "replace": ("yes",),
    "taker": ("actor1", "actor2"),
}
#: Kinds with names of actors, with classes of features, and with countries.
WITH_ACTORS = ("table", "acled", "ucdp", "viina", "wikipedia", "areas")
WITH_CLASSES = ("osm", "geonames", "highways", "admin", "rivers", "roads", "footprints", "areas")
WITH_COUNTRIES = ("geonames", "whosonfirst")
WITH_QUESTIONS = ("table", "acled", "ucdp", "viina", "wikipedia")
#: Most names of actors that a form maps, and most columns.
MOST_NAMES, MOST_COLUMNS = 60, 200
_LONGEST = 2000


def clean(values: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form without blanks around them and without empty ones."""
    cut = {name: value.strip()[:_LONGEST] for name, value in values.items()}
    return {name: value for name, value in cut.items() if value}


def column_choices(columns: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each column: as chosen in the form, else as its name suggests."""
    by_column = {column: field for field, column in chosen.items()}
    return {column: by_column.get(column, "") for column in columns}


def read_columns(form: Mapping[str, str], columns: tuple[str, ...]) -> dict[str, str]:
    """Return the column of each field that a form has mapped.

    Raises
    ------
    InvalidRequestError
        If two columns have one field.
    """
    found: dict[str, str] = {}
    for number, column in enumerate(columns[:MOST_COLUMNS]):
        field = form.get(f"column_{number}", "")
        if not field:
            continue
        if field in found:
            raise InvalidRequestError(
                f"the columns {found[field]!r} and {column!r} have the same field, {field}: keep "
                "one"
            )
        found[field] = column
    return found


def read_options(
    form: Mapping[str, str],
    files: tuple[Path, ...],
    columns: tuple[str, ...],
    areas: Collection[str],
) -> ImportOptions:
    """Return the options that a form states.

    Parameters
    ----------
    form : mapping
        As `clean` returns it.
    files : tuple of Path
        The files to import.
    columns : tuple of str
        The columns of the first.
    areas : collection of str
        Ids of the administrative areas of the package.

    Raises
    ------
    InvalidRequestError
        If a field of the form is not possible.
    """
    kind = form.get("kind", "")
    mapped = read_columns(form, columns) if kind in COLUMN_FIELDS else {}
    settings = {
        name: form[f"set_{name}"] for name in SETTINGS.get(kind, ()) if f"set_{name}" in form
    }
    if settings.get("within", "") not in {"", *areas}:
        raise InvalidRequestError("within: choose an administrative area of the package")
    if kind == "table":
        settings["guess"] = "no"  # the form shows every column
    actors = {
        form[f"name_{number}"]: form[f"actor_{number}"]
        for number in range(MOST_NAMES)
        if f"name_{number}" in form and f"actor_{number}" in form
    }
    return ImportOptions(
        files=files,
        country=frozenset(map(str.upper, _words(form, "country", WITH_COUNTRIES))),
        classes=frozenset(_words(form, "classes", WITH_CLASSES)),
        encoding=form.get("encoding"),
        layer=form.get("layer"),
        header_row=_whole(form, "header_row"),
        columns=mapped,
        actors=actors if kind in WITH_ACTORS else {},
        settings=settings,
        new_within_km=_number(form, "new_within") if kind in WITH_QUESTIONS else None,
        ask_names=form.get("ask_names") == "yes" and kind in WITH_QUESTIONS,
    )


def _words(form: Mapping[str, str], name: str, kinds: Collection[str]) -> Iterator[str]:
    """Yield words that are separated by commas, for some kinds of import."""
    if form.get("kind") in kinds:
        yield from filter(None, map(str.strip, form.get(name, "").split(",")))


def _whole(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7 or int(text) < 1:
        raise InvalidRequestError(f"{name}: {text[:20]!r} is not the number of a row")
    return int(text)


def _number(form: Mapping[str, str], name: str) -> float | None:
    text = form.get(name, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.01 <= value <= 100:
        raise InvalidRequestError(f"{name}: {text[:20]!r} is not a number of 0.01 to 100 km")
    return value
