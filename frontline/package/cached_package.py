"""A package whose rows are read from the cache when they are first asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from frontline.coverage_model import Coverage
from frontline.package.cache import CacheFile, json_bytes
from frontline.package.column_check import row_maker
from frontline.package.columns import Columns, pack_rows, unpack_rows
from frontline.package.package import (
    BY_ID,
    LAYERS,
    TABLES,
    Package,
    folder_digest,
    read_package,
)
from frontline.package.replacement import read_unchanged
from frontline.package.row_numbers import RowNumbers

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterable, Iterator, Sequence, ValuesView
    from pathlib import Path

    from pydantic import BaseModel

    from frontline.models import Baseline, Event, Place, Report
    from frontline.package.area_statements import AreaStatement
    from frontline.terrain import Terrain

Row = TypeVar("Row", bound="BaseModel")

_MODELS = {name: model for name, model, _ in (*TABLES, *LAYERS)}
#: Attributes of a package that are the rows of a file of another name.
_FILES = {"all_reports": "reports"}
#: Short attributes that are JSON; all commands read them.
_PLAIN = ("title", "version", "digest", "descriptor", "is_undated")


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
    return keep_package(read_package(folder))


def keep_package(package: Package) -> Package:
    """Keep a package that was just read; return it with the file of the cache, if that has it."""
    file = CacheFile(package.digest)
    if file.load():
        file.forget()  # the package has all of it
    else:
        file.put(_parts_of(package))
    return _KeptPackage.of(package, file) if file.is_whole else package


#: A part is forgotten when its rows have been read, so only one thread reads.
_READING = RLock()


class _KeptPackage(Package):
    """A package that was just read, with the file of the cache that now holds it."""

    @classmethod
    def of(cls, package: Package, file: CacheFile) -> Package:
        kept = cls.__new__(cls)
        vars(kept).update(vars(package), store=file)
        return kept

    def __reduce__(self) -> Any:
        """Send another process the rows; what is kept may be gone there."""
        return Package, tuple(getattr(self, one.name) for one in fields(Package))


class _Part:
    """A field of a package that is read from the cache; once read it is a plain attribute."""

    def __init__(self, name: str, read: Callable[[Package, str], Any]) -> None:
        self._name, self._read = name, read

    def __get__(self, package: Package | None, owner: type) -> Any:
        if package is None:
            return self
        store = vars(package).get("store")
        if store is None:  # a package made of this one, as by a redaction
            return getattr(super(_CachedPackage, package), self._name)
        with _READING:  # two threads of the desk may ask at once
            if self._name not in vars(package):
                vars(package)[self._name] = self._read(package, self._name)
        return vars(package)[self._name]


class _CachedPackage(Package):
    """The content of a file of the cache."""

    @classmethod
    def of(cls, file: CacheFile) -> Package:
        package = cls.__new__(cls)
        vars(package)["store"] = file
        return package

    def baseline_of(self, place_id: str) -> tuple[Baseline, ...]:
        rows = _single(self, "baseline", "place_id", place_id)
        return super().baseline_of(place_id) if rows is None else tuple(rows)

    def events_of(self, place_id: str | None) -> tuple[Event, ...]:
        rows = _single(self, "events", "place_id", place_id)
        return super().events_of(place_id) if rows is None else tuple(rows)

    def values(self, name: str, field: str) -> list[Any]:
        if vars(self).get("store") is None:
            return super().values(name, field)
        return _table(self, name).values(field)

    def unmade(self) -> Package:
        file = CacheFile(self.digest)
        return _CachedPackage.of(file) if file.load() else self

    def load(self, place_ids: Iterable[str], record_ids: Iterable[str]) -> None:
        if vars(self).get("store") is None:
            return
        for name, field, ids in (
            ("gazetteer", "id", list(place_ids)),
            ("all_reports", "record_id", list(record_ids)),
        ):
            if ids:  # else the file need not be parsed
                _table(self, name).load(field, ids)

    def __reduce__(self) -> Any:
        """Send another process a package with all its rows."""
        return Package, tuple(getattr(self, one.name) for one in fields(Package))


class _Table(Generic[Row]):
    """The rows of a file, which are made when they are asked for, and each only once."""

    def __init__(self, model: type[Row], packed: Sequence[Sequence[Any]]) -> None:
        self._fields = fields = list(model.model_fields)
        self._columns = Columns(packed, row_maker(model), lambda row, n: getattr(row, fields[n]))
        self.row: Callable[[int], Row] = self._columns.row
        self._numbers: dict[str, dict[Any, list[int]]] = {}

    def numbers(self, field: str) -> dict[Any, list[int]]:
        """Return the numbers of the rows with each value of a field."""
        if field not in self._numbers:
            found: defaultdict[Any, list[int]] = defaultdict(list)
            for number, value in enumerate(self.values(field)):
                found[value].append(number)
            self._numbers[field] = dict(found)
        return self._numbers[field]

    def values(self, field: str) -> list[Any]:
        """Return a field of all rows."""
        return self._columns.values(self._fields.index(field))

    def with_value(self, field: str, value: Any) -> list[Row]:
        """Return the rows with a value of a field."""
        return [self.row(number) for number in self.numbers(field).get(value, ())]

    def load(self, field: str, values: Iterable[Any]) -> None:
        """Make the rows with some values of a field at once."""
        known = self.numbers(field)
        self._columns.load(number for value in values for number in known.get(value, ()))

    def rows(self) -> list[Row]:
        """Return all rows."""
        rows: list[Row] = self._columns.rows()
        return rows


def _table(package: Package, name: str) -> _Table[Any]:
    """Return the table of an attribute, which is parsed once."""
    with _READING:
        tables: dict[str, _Table[Any]] = vars(package).setdefault("tables", {})
        if name not in tables:
            source, store = _FILES.get(name, name), vars(package)["store"]
            tables[name] = _Table(_MODELS[source], store.take_json(source))
    return tables[name]


def _single(package: Package, name: str, field: str, value: Any) -> list[Any] | None:
    """Return the rows with a value of a field, or None if the package was made of another."""
    if vars(package).get("store") is None:
        return None
    return _table(package, name).with_value(field, value)


class _ById(Mapping[str, Row]):
    """The rows of a file by their id, which are made when they are asked for."""

    def __init__(self, table: _Table[Row]) -> None:
        self._table, self._numbers = table, table.numbers("id")

    def __getitem__(self, id_: str) -> Row:
        if "_whole" in vars(self):
            return self._whole[id_]
        (number,) = self._numbers[id_]
        return self._table.row(number)

    @cached_property
    def _whole(self) -> dict[str, Row]:
        return dict(zip(self._numbers, self._table.rows(), strict=True))

    def values(self) -> ValuesView[Row]:
        return self._whole.values()

    def items(self) -> ItemsView[str, Row]:
        return self._whole.items()

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._numbers

    def __reduce__(self) -> Any:
        """Send another process all rows."""
        return dict, (dict(self),)


class _Reports(Mapping[str, "tuple[Report, ...]"]):
    """Reports by the id of their record."""

    def __init__(self, table: _Table[Report]) -> None:
        self._table, self._numbers = table, table.numbers("record_id")

    def __getitem__(self, record_id: str) -> tuple[Report, ...]:
        return tuple(map(self._table.row, self._numbers[record_id]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _rows(package: Package, name: str) -> Any:
    """Return the rows of a file: a tuple, or a dict by id."""
    rows = _table(package, name).rows()
    return {row.id: row for row in rows} if name in BY_ID else tuple(rows)


def _places(package: Package, name: str) -> Mapping[str, Place]:
    return _ById(_table(package, name))


def _reports(package: Package, _: str) -> Mapping[str, tuple[Report, ...]]:
    if package.area_reports:  # which also are reports
        return package.grouped_reports()
    return _Reports(_table(package, "all_reports"))


def _store(package: Package) -> CacheFile:
    store: CacheFile = vars(package)["store"]
    return store


def _ids(package: Package, name: str) -> tuple[str, ...]:
    return tuple(_store(package).take_json(name))


def _statements(package: Package, name: str) -> tuple[AreaStatement, ...]:
    packed = _store(package).take_json(name)
    if not packed[0][1]:
        return ()
    from frontline.package.area_statements import AreaStatement

    return tuple(AreaStatement(*values) for values in unpack_rows(packed))


def _numbers(package: Package, name: str) -> RowNumbers:
    listed = _store(package).take_json(name)
    return RowNumbers({table: dict(zip(ids, rows, strict=True)) for table, ids, rows in listed})


def _head(package: Package, name: str) -> Any:
    return _store(package).get_json("head")[name]


def _footprints(package: Package, name: str) -> dict[str, dict[str, Any]]:
    outlines: dict[str, dict[str, Any]] = _store(package).take_json(name)
    return outlines


def _coverage(package: Package, _: str) -> Coverage:
    return Coverage.model_validate(_head(package, "coverage"))


def _terrain(package: Package, name: str) -> Terrain | None:
    png = _store(package).get(name)
    if not png:
        return None
    from frontline.terrain import Terrain

    return Terrain.read(png)


for _name in (*(_MODELS.keys() - _FILES.values()), *_FILES):
    setattr(_CachedPackage, _name, _Part(_name, _rows))
for _name in _PLAIN:
    setattr(_CachedPackage, _name, _Part(_name, _head))
_CachedPackage.coverage = _Part("coverage", _coverage)  # type: ignore[assignment]
_CachedPackage.footprints = _Part("footprints", _footprints)  # type: ignore[assignment]
_CachedPackage.row_numbers = _Part("row_numbers", _numbers)  # type: ignore[assignment]
_CachedPackage.area_statements = _Part("area_statements", _statements)  # type: ignore[assignment]
_CachedPackage.terrain = _Part("terrain", _terrain)  # type: ignore[assignment]
_CachedPackage.evidence_place_ids = _Part("evidence_place_ids", _ids)  # type: ignore[assignment]
_CachedPackage.gazetteer = _Part("gazetteer", _places)  # type: ignore[assignment]
_CachedPackage.reports = _Part("reports", _reports)  # type: ignore[assignment]
_CachedPackage.extra_place_ids = ()
_CachedPackage.road_places = {}


def _parts_of(package: Package) -> dict[str, bytes]:
    """Return the parts of a package that was read and checked."""
    parts: dict[str, bytes] = {}  # each as bytes at once: all of them as values would be large
    attributes = {file: name for name, file in _FILES.items()}
    for name, model in _MODELS.items():
        rows = getattr(package, attributes.get(name, name))
        packed = pack_rows(model.model_fields, list(rows.values() if name in BY_ID else rows))
        parts[name] = json_bytes(packed)
    from frontline.package.area_statements import AreaStatement

    parts["evidence_place_ids"] = json_bytes(package.evidence_place_ids)
    parts["area_statements"] = json_bytes(
        pack_rows([one.name for one in fields(AreaStatement)], package.area_statements)
    )
    by_file = RowNumbers.of(package.row_numbers).by_file
    numbers = [(name, list(ids), list(ids.values())) for name, ids in by_file.items()]
    parts["row_numbers"] = json_bytes(numbers)
    parts["footprints"] = json_bytes(package.footprints)
    head = {name: getattr(package, name) for name in _PLAIN}
    parts["head"] = json_bytes({**head, "coverage": package.coverage.model_dump(mode="json")})
    parts["terrain"] = b"" if package.terrain is None else package.terrain.png
    return parts
