"""A package whose rows are read from the cache when they are first asked for."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import repeat
from operator import attrgetter
from threading import RLock
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
from frontline.terrain import Terrain

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
#: A value is stored once if it is in so many rows on average.
_REPEATED = 4
#: Fields of what area reports say of places.
_STATEMENT = tuple(one.name for one in fields(AreaStatement))
#: Short attributes that are JSON; all commands read them.
_PLAIN = ("title", "version", "digest", "descriptor")


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


#: A part is forgotten when its rows have been read, so only one thread reads.
_READING = RLock()


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
        with _READING:  # two threads of the desk may ask at once
            if self._name not in vars(package):
                vars(package)[self._name] = self._read(store, self._name)
        return vars(package)[self._name]


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
    rows: list[Any] = _models(_MODELS[source], file.take_json(source))
    return {row.id: row for row in rows} if name in _BY_ID else tuple(rows)


def _statements(file: CacheFile, name: str) -> tuple[AreaStatement, ...]:
    return tuple(AreaStatement(*values) for values in unpack_rows(file.take_json(name)))


def _numbers(file: CacheFile, name: str) -> RowNumbers:
    listed = file.take_json(name)
    return RowNumbers({table: dict(zip(ids, rows, strict=True)) for table, ids, rows in listed})


def _head(file: CacheFile, name: str) -> Any:
    return file.get_json("head")[name]


def _footprints(file: CacheFile, name: str) -> dict[str, dict[str, Any]]:
    outlines: dict[str, dict[str, Any]] = file.take_json(name)
    return outlines


def _coverage(file: CacheFile, _: str) -> Coverage:
    return Coverage.model_validate(_head(file, "coverage"))


def _terrain(file: CacheFile, name: str) -> Terrain | None:
    png = file.get(name)
    return Terrain.read(png) if png else None


for _name in (*(_MODELS.keys() - _FILES.values()), *_FILES):
    setattr(_CachedPackage, _name, _Part(_name, _rows))
for _name in _PLAIN:
    setattr(_CachedPackage, _name, _Part(_name, _head))
_CachedPackage.coverage = _Part("coverage", _coverage)  # type: ignore[assignment]
_CachedPackage.footprints = _Part("footprints", _footprints)  # type: ignore[assignment]
_CachedPackage.row_numbers = _Part("row_numbers", _numbers)  # type: ignore[assignment]
_CachedPackage.area_statements = _Part("area_statements", _statements)  # type: ignore[assignment]
_CachedPackage.terrain = _Part("terrain", _terrain)  # type: ignore[assignment]
_CachedPackage.extra_place_ids = ()
_CachedPackage.road_places = {}


def _parts_of(package: Package) -> dict[str, bytes]:
    """Return the parts of a package that was read and checked."""
    parts: dict[str, bytes] = {}  # each as bytes at once: all of them as values would be large
    attributes = {file: name for name, file in _FILES.items()}
    for name, model in _MODELS.items():
        rows = getattr(package, attributes.get(name, name))
        packed = pack_rows(model.model_fields, list(rows.values() if name in _BY_ID else rows))
        parts[name] = json_bytes(packed)
    parts["area_statements"] = json_bytes(pack_rows(_STATEMENT, package.area_statements))
    numbers: dict[str, tuple[list[str], list[int | str]]] = {}
    for (table, id_), row in package.row_numbers.items():
        ids, rows_of = numbers.setdefault(table, ([], []))
        ids.append(id_)
        rows_of.append(row)
    parts["row_numbers"] = json_bytes([(table, *columns) for table, columns in numbers.items()])
    parts["footprints"] = json_bytes(package.footprints)
    head = {name: getattr(package, name) for name in _PLAIN}
    parts["head"] = json_bytes({**head, "coverage": package.coverage.model_dump(mode="json")})
    parts["terrain"] = b"" if package.terrain is None else package.terrain.png
    return parts


def pack_rows(names: Iterable[str], rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return rows as columns: for each field its kind, and its values.

    A field with few different values, as most have, has these and the number of each row's value.
    """
    columns: list[tuple[Any, ...]] = [("count", len(rows))]
    for name in names:
        values = list(map(attrgetter(name), rows))
        kinds = set(map(type, values)) - {type(None)}
        kind = "day" if kinds == {date} else "list" if kinds == {tuple} else "plain"
        number = _distinct(values) if len(kinds) <= 1 else None
        if number is None:
            columns.append((kind, _plain(kind, values)))
        elif len(number) == 1:
            columns.append((f"same {kind}", *_plain(kind, number)))
        else:
            codes = list(map(number.__getitem__, values))
            columns.append((f"few {kind}", _plain(kind, number), codes))
    return columns


def _plain(kind: str, values: Iterable[Any]) -> list[Any]:
    """Return values that JSON can write."""
    return [one and one.isoformat() for one in values] if kind == "day" else list(values)


def _distinct(values: Sequence[Any]) -> dict[Any, int] | None:
    """Return the number of each value if a few of them are in all rows, else None."""
    try:
        known = dict.fromkeys(values)
    except TypeError:  # dicts and lists, as geometries
        return None
    if not known or len(known) > max(1, len(values) // _REPEATED) or 0.0 in known:
        return None  # also 0.0 and -0.0, which are equal
    return {value: number for number, value in enumerate(known)}


def unpack_rows(columns: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row of columns; the few values of a field are one object each."""
    count = columns[0][1]
    unpacked: list[Iterable[Any]] = []
    for kind, values, *codes in columns[1:]:
        form, _, base = kind.rpartition(" ")
        convert = {"day": _day, "list": _frozen}.get(base, _same)
        if form == "same":
            unpacked.append(repeat(convert(values), count))
        elif form == "few":
            unpacked.append(map([convert(one) for one in values].__getitem__, codes[0]))
        else:
            unpacked.append(map(convert, values) if base != "plain" else values)
    return zip(*unpacked, strict=True)


def _models(model: type[Row], columns: Sequence[Sequence[Any]]) -> list[Row]:
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


def _same(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _frozen(value: Any) -> Any:
    """Return lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
