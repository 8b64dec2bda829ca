"""Look at a file before it is imported: its kind, its columns, its first rows, its encoding."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.archives import is_archive, unpacked
from frontline.importers.columns import FIELDS, columns_by_field, published_kind
from frontline.importers.columns import UnconfirmedError as _UnconfirmedError
from frontline.importers.headers import HeaderHint, column_key
from frontline.importers.ogr import flatten_tags, is_extract, read_layers
from frontline.importers.place_columns import PLACE_FIELDS, find_place_columns
from frontline.importers.readers import read_table
from frontline.importers.sources.geonames import published_columns
from frontline.input_files import open_regular
from frontline.text_encoding import encoding_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from frontline.importers.rows import Row, Rows

#: Number of rows that are shown, and the longest cell.
_SHOWN, _LONGEST_CELL = 8, 80
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
#: The kind of import by the type of the first geometry.
_KINDS = {"Point": "places", "MultiPoint": "places", "Line": "highways", "Poly": "admin"}
_OCHA = frozenset({"pcode", "admin1pcode", "adm1pcode", "admin4pcode", "adm4pcode"})
#: Properties of polygons that say who holds them, or when.
_CONTROL = frozenset({"date", "day", "holder", "control", "controller", "side", "party"})
_MARKS = b"mark"
_HEAD = 1 << 14


@dataclass(frozen=True)
class FileLook:
    """What a file looks like.

    Attributes
    ----------
    kind : str
        The kind of import that reads it; ``table`` if nothing else is recognised.
    columns : tuple of str
        Names of its columns or properties.
    rows : tuple of tuple of str
        The first rows, shortened.
    encoding : str
        Encoding of its text; empty if its format states none, or it is not known.
    readings : tuple of (str, str)
        Likely encodings of a text that is not UTF-8, each with words as they read in it.
    fields : dict of str to str
        The column by field, as the names of the columns suggest it.
    problem : str
        Why the rows cannot be shown; empty if they can.
    """

    kind: str = "table"
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    encoding: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, str] | None = None
    problem: str = ""


def look_at(
    path: Path,
    *,
    encoding: str | None = None,
    layer: str | None = None,
    header_row: int | None = None,
) -> FileLook:
    """Return what a file looks like; what cannot be read is the `problem` of the answer.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        Of its text; by default the one that is found.
    layer : str, optional
        Layer or sheet; by default the first that fits.
    header_row : int, optional
        Number of the row that names the columns of a table; by default the one that is found.
    """
    try:
        if _is_lua(path):
            return FileLook(kind="wikipedia")
        if is_archive(path):
            return _look_into_archive(path, encoding, layer, header_row)
        return _look(path, encoding, layer, header_row)
    except (DataError, InvalidRequestError) as error:
        return FileLook(problem=str(error), readings=_readings(path))


def suggest_fields(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each field of a kind of import, as the names suggest it.

    Examples
    --------
    >>> suggest_fields("table", ["Village", "Date"]), suggest_fields("acled", ["notes"])
    ({'place': 'Village', 'day': 'Date'}, {})
    """
    try:
        if kind == "table":
            return columns_by_field("", columns, {})
        if kind == "places":
            return find_place_columns("", columns, {}, in_geometry=True).columns
    except _UnconfirmedError as guess:
        return guess.columns
    except (DataError, InvalidRequestError):
        return {}
    return {}


def _is_lua(path: Path) -> bool:
    """Return whether a file is the module of a detailed map, by its name or its first words."""
    if path.suffix.lower() == ".lua":
        return True
    if path.suffix.lower() != ".txt":
        return False
    with open_regular(path) as file:
        head = file.read(_HEAD)
    return b"return" in head and _MARKS in head and b"{" in head


def _look_into_archive(
    path: Path, encoding: str | None, layer: str | None, header_row: int | None
) -> FileLook:
    """Look at the one table in an archive, else at the layers in it."""
    if path.suffix.lower() == ".zip":
        with unpacked(path, _TABLES) as tables:
            files = [file for file in tables.values() if "readme" not in file.name.lower()]
            if len(files) == 1:
                return _look(files[0], encoding, layer, header_row)
    return _look_at_layers(path, encoding, layer)


def _look(path: Path, encoding: str | None, layer: str | None, header_row: int | None) -> FileLook:
    suffix = path.suffix.lower()
    if is_extract(path):
        return FileLook(kind="osm")
    if suffix not in _TABLES and not suffix.startswith(".json"):
        return _look_at_layers(path, encoding, layer)
    if suffix == ".txt" and (published := published_columns(path)):
        table = read_table(path, header=published, encoding=encoding)
        rows = [row.cells for row in islice(table, _SHOWN)]
        return _found(table, published, rows, "geonames")
    known = {*map(column_key, (name for names in FIELDS.values() for name in names))}
    known |= {*map(column_key, (name for names in PLACE_FIELDS.values() for name in names))}
    hint = HeaderHint(known=frozenset(known), row=header_row)
    table = read_table(path, encoding=encoding, sheet=layer, hint=hint)
    rows = [row.cells for row in islice(table, _SHOWN)]
    if suffix.startswith(".json") and "geometry" in table.columns:
        return _look_at_layers(path, encoding, layer)
    kind = _table_kind(table.columns)
    return _found(table, table.columns, rows, kind)


def _table_kind(columns: Sequence[str]) -> str:
    """Return the kind of import for a table; a list of places has no day and no actor."""
    if kind := published_kind(columns):
        return kind
    keys = {column_key(name) for name in columns}
    if len(keys & _OCHA) > 1 or any(key.endswith("pcode") for key in keys):
        return "ocha"
    fields = suggest_fields("table", columns)
    has_change = {"day", "day_from", "after", "before"} & fields.keys()
    places = suggest_fields("places", columns)
    has_position = {"lon", "lat"} <= places.keys() or "position" in places
    return "places" if has_position and not has_change else "table"


def _look_at_layers(path: Path, encoding: str | None, layer: str | None) -> FileLook:
    """Look at the first layer of a vector file, or at the items of a GeoJSON file."""
    with closing(read_layers(path, layer=layer, encoding=encoding)) as layers:
        rows = next(layers)
        first = list(islice(rows, _SHOWN))
    properties = [_properties(row) for row in first]
    columns = rows.columns or tuple(dict.fromkeys(name for one in properties for name in one))
    geometry = next((kind for row in first if (kind := _geometry_type(row))), "")
    kind = next((kind for start, kind in _KINDS.items() if start in geometry), "places")
    keys = {name.casefold() for name in columns}
    if kind == "admin" and keys & _CONTROL:
        kind = "areas"
    if kind == "places" and "wof:id" in keys:
        kind = "whosonfirst"
    if kind == "places" and ("@id" in keys or "osm_id" in keys):
        kind = "osm"
    return _found(rows, columns, properties, kind)


def _properties(row: Row) -> dict[str, Any]:
    properties = row.cells.get("properties")
    return flatten_tags(properties) if isinstance(properties, dict) else {}


def _geometry_type(row: Row) -> str:
    geometry = row.cells.get("geometry")
    return str(geometry.get("type", "")) if isinstance(geometry, dict) else ""


def _found(
    rows: Rows, columns: Sequence[str], cells: Iterable[Mapping[str, Any]], kind: str
) -> FileLook:
    shown = tuple(
        tuple(clean_text(row.get(name))[:_LONGEST_CELL] for name in columns) for row in cells
    )
    return FileLook(
        kind, tuple(columns), shown, rows.encoding, fields=suggest_fields(kind, columns)
    )


def _readings(path: Path) -> tuple[tuple[str, str], ...]:
    try:
        return encoding_readings(path)
    except DataError:
        return ()
