"""A package whose rows are read from the cache when they are first asked for."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from frontline.coverage_model import Coverage
from frontline.package.area_statements import AreaStatement
from frontline.package.cache import CacheFile, json_bytes
from frontline.package.package import (
    LAYERS,
    TABLES,
    Package,
    folder_digest,
    read_package,
)
from frontline.package.replacement import read_unchanged
from frontline.package.row_numbers import RowNumbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pydantic import BaseModel

Row = TypeVar("Row", bound="BaseModel")

_MODELS = {name: model for name, model, _ in (*TABLES, *LAYERS)}
#: Attributes of a package that are the rows of a file of another name.
_FILES = {"all_reports": "reports"}
#: Attributes that are the rows of a file by their id.
_BY_ID = frozenset({"gazetteer", "actors", "publishers", "highways", "control_areas"})
#: Fields of what area reports say of places.
_STATEMENT = tuple(one.name for one in fields(AreaStatement))
#: Attributes that are JSON.
_PLAIN = ("title", "version", "digest", "footprints", "descriptor")


def open_package(folder: Path) -> Package:
    """Return the package in a folder: from the cache if it was checked before, else read.

    Raises
    ------
    DataError
        As `read_package`.
    """
    try:
        if not (folder / "datapackage.json").is_file():
            return read_package(folder)  # which reports what is missing
        file = CacheFile(read_unchanged(folder, lambda: folder_digest(folder)))
    except OSError:
        return read_package(folder)
    if file.load() and file.get("head") is not None:
        return _CachedPackage.of(file)
    package = read_package(folder)
    file = CacheFile(package.digest)
    file.put(_parts_of(package))
    object.__setattr__(package, "store", file)
    return package


class _Part:
    """A field of a package that is read from the cache; once read it is a plain attribute."""

    def __init__(self, name: str, read: Callable[[CacheFile, str], Any]) -> None:
        self._name, self._read = name, read

    def __get__(self, package: Package | None, owner: type) -> Any:
        if package is None:
            return self
        store = vars(package).get("store")
        if store is None:  # a package made of this one, as by a redaction
            return getattr(super(_CachedPackage, package), self._name)
        value = self._read(store, self._name)
        vars(package)[self._name] = value
        return value


class _CachedPackage(Package):
    """The content of a file of the cache."""

    @classmethod
    def of(cls, file: CacheFile) -> Package:
        package = cls.__new__(cls)
        vars(package)["store"] = file
        return package

    def __reduce__(self) -> Any:
        """Send another process a package with all its rows."""
        return Package, tuple(getattr(self, one.name) for one in fields(Package))


def _rows(file: CacheFile, name: str) -> Any:
    """Return the rows of a file: a tuple, or a dict by id."""
    source = _FILES.get(name, name)
    rows: list[Any] = _models(_MODELS[source], file.get_json(source))
    return {row.id: row for row in rows} if name in _BY_ID else tuple(rows)


def _statements(file: CacheFile, name: str) -> tuple[AreaStatement, ...]:
    return tuple(AreaStatement(*values) for values in unpack_rows(file.get_json(name)))


def _numbers(file: CacheFile, name: str) -> RowNumbers:
    listed = file.get_json(name)
    return RowNumbers({table: dict(zip(ids, rows, strict=True)) for table, ids, rows in listed})


def _head(file: CacheFile, name: str) -> Any:
    return file.get_json("head")[name]


def _coverage(file: CacheFile, _: str) -> Coverage:
    return Coverage.model_validate(_head(file, "coverage"))


for _name in (*(_MODELS.keys() - _FILES.values()), *_FILES):
    setattr(_CachedPackage, _name, _Part(_name, _rows))
for _name in _PLAIN:
    setattr(_CachedPackage, _name, _Part(_name, _head))
_CachedPackage.coverage = _Part("coverage", _coverage)  # type: ignore[assignment]
_CachedPackage.row_numbers = _Part("row_numbers", _numbers)  # type: ignore[assignment]
_CachedPackage.area_statements = _Part("area_statements", _statements)  # type: ignore[assignment]
_CachedPackage.extra_place_ids = ()
_CachedPackage.road_places = {}


def _parts_of(package: Package) -> dict[str, bytes]:
    """Return the parts of a package that was read and checked."""
    values: dict[str, Any] = {}
    attributes = {file: name for name, file in _FILES.items()}
    for name, model in _MODELS.items():
        rows = getattr(package, attributes.get(name, name))
        values[name] = pack_rows(
            model.model_fields, list(rows.values() if name in _BY_ID else rows)
        )
    values["area_statements"] = pack_rows(_STATEMENT, package.area_statements)
    numbers: dict[str, tuple[list[str], list[int | str]]] = {}
    for (table, id_), row in package.row_numbers.items():
        ids, rows_of = numbers.setdefault(table, ([], []))
        ids.append(id_)
        rows_of.append(row)
    values["row_numbers"] = [(table, *columns) for table, columns in numbers.items()]
    head = {name: getattr(package, name) for name in _PLAIN}
    values["head"] = {**head, "coverage": package.coverage.model_dump(mode="json")}
    return {name: json_bytes(value) for name, value in values.items()}


def pack_rows(names: Iterable[str], rows: Sequence[Any]) -> list[tuple[str, Any]]:
    """Return rows as columns: for each field its kind, and one value or the values of all rows."""
    columns: list[tuple[str, Any]] = [("count", len(rows))]
    for name in names:
        values = [getattr(row, name) for row in rows]
        kinds = {type(one) for one in values} - {type(None)}
        kind = "day" if kinds == {date} else "list" if kinds == {tuple} else "plain"
        if kind == "day":
            values = [one and one.isoformat() for one in values]
        if values and all(one == values[0] and type(one) is type(values[0]) for one in values):
            columns.append((f"same {kind}", values[0]))
        else:
            columns.append((kind, values))
    return columns


def unpack_rows(columns: Sequence[tuple[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row of columns; equal lists and days become one object."""
    count = columns[0][1]
    unpacked: list[Iterable[Any]] = []
    for kind, values in columns[1:]:
        convert = {"day": _day, "list": _frozen}.get(kind.removeprefix("same "))
        memory: dict[str, Any] = {}
        if kind.startswith("same "):
            unpacked.append([values if convert is None else convert(values)] * count)
        elif convert is None:
            unpacked.append(values)
        else:
            unpacked.append([_once(memory, convert, one) for one in values])
    return zip(*unpacked, strict=True)


def _models(model: type[Row], columns: Sequence[tuple[str, Any]]) -> list[Row]:
    """Return rows of a model, which were validated before they were kept."""
    names, given = list(model.model_fields), set(model.model_fields)
    put, new, rows = object.__setattr__, model.__new__, []
    for values in unpack_rows(columns):
        row = new(model)
        put(row, "__dict__", dict(zip(names, values, strict=True)))
        put(row, "__pydantic_fields_set__", given)
        put(row, "__pydantic_extra__", None)
        put(row, "__pydantic_private__", None)
        rows.append(row)
    return rows


def _once(memory: dict[str, Any], convert: Callable[[Any], Any], value: Any) -> Any:
    key = value if isinstance(value, str) else repr(value)
    if key not in memory:
        memory[key] = convert(value)
    return memory[key]


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _frozen(value: Any) -> Any:
    """Return lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
