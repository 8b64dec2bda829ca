"""One file of a package, its rows by id: a table, or a layer of features.

A file that nothing changed in is not written again; one that did change keeps the order of its
rows, and new rows stand where the order of the file wants them. Spaces around cells go.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from frontline.feature_files import FeatureFile
from frontline.files import Table
from frontline.intake.found import tidy
from frontline.intake.store import Store
from frontline.writing import csv_line, csv_lines, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Layer", "Sheet"]


def _cell(value: Any) -> str:
    """Write a value as a cell; a text that a spreadsheet would run is defused."""
    if isinstance(value, str):
        return str(safe_cell(tidy(value)))
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one).replace(";", ",") for one in value)
    if isinstance(value, int | float):
        return str(value)
    return str(safe_cell(tidy(value)))


#: Between the cells of a row that is put by: no file of a package has it, and no cell.
_MARK = "\0"
#: The columns, besides its first, that the order of a file goes by.
_ORDERED = {"events": ("date_earliest",), "reports": ("record_id",)}


class Sheet:
    """A table of a package, which may be larger than the memory.

    Parameters
    ----------
    path : the file, which need not be there yet
    columns : those a new file has; the first names the row
    defaults : what a new row has in a column that it does not give
    """

    def __init__(self, path: Path, columns: list[str], defaults: Mapping[str, str]) -> None:
        self.path = path
        self.key = columns[0]
        self.changed = False
        self._columns, self._known = columns, frozenset(columns)
        self._blank = {name: defaults.get(name, "") for name in columns}
        self._kept = (self.key, *_ORDERED.get(path.stem, ()))
        self._store = Store((*self._kept, "cells"))
        self._header = list(columns)
        if path.exists():
            table = Table(path, self._known, frozenset())
            self._header = table.header
            for _, cells in table.rows:
                self._store.add(self._put_by({**self._blank, **cells}))
        self._old = len(self._store)

    def _put_by(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Give what is kept of a row, whose cells are in the order of the columns."""
        return (*[row[name] for name in self._kept], _MARK.join(row.values()))

    def _row(self, cells: str) -> dict[str, str]:
        return dict(zip(self._columns, cells.split(_MARK), strict=True))

    def __contains__(self, id_: str) -> bool:
        """Whether a row with this id is there."""
        return id_ in self._store

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in no order."""
        return iter(self._store)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the cells of each row, those on disk first."""
        return (self._row(cells) for (cells,) in self._store.cells(("cells",)))

    def get(self, id_: str) -> dict[str, Any] | None:
        """Give the cells of a row, or None."""
        found = self._store.get(id_)
        return None if found is None else self._row(found["cells"])

    def put(self, values: Mapping[str, Any]) -> Literal["added", "changed", "same"]:
        """Add a row or change it; unknown columns are a KeyError."""
        cells = {name: _cell(value) for name, value in values.items()}
        whole = {**self._blank, **cells}
        if len(whole) > len(self._blank):
            raise KeyError(*(values.keys() - self._known))
        if len(self._header) < len(self._columns):
            self._need(cells)
        row = self.get(cells[self.key])
        if row is None:
            self._store.add(self._put_by(whole))
            self.changed = True
            return "added"
        if all(row[name] == cell for name, cell in cells.items()):
            return "same"
        changed = self._put_by({**row, **cells})
        self._store.change(cells[self.key], dict(zip((*self._kept, "cells"), changed, strict=True)))
        self.changed = True
        return "changed"

    def _need(self, cells: Mapping[str, str]) -> None:
        """Add columns that the file leaves out, once something stands in them."""
        for name in self._columns:
            if name not in self._header and cells.get(name):
                before = self._columns[: self._columns.index(name)]
                at = 1 + max(self._header.index(one) for one in before if one in self._header)
                self._header.insert(at, name)

    def drop(self, id_: str) -> bool:
        """Take a row out; whether it was there."""
        dropped = self._store.drop(id_)
        self.changed |= dropped
        return dropped

    def lines(self) -> Iterator[str]:
        """Write the file, line by line."""
        yield csv_line(self._header)
        rows = (cells.split(_MARK) for (cells,) in self._store.cells(("cells",), self._order()))
        if self._header == self._columns:
            yield from csv_lines(rows)
        else:  # a file of fewer columns, or in another order
            places = [self._columns.index(name) for name in self._header]
            yield from csv_lines([row[place] for place in places] for row in rows)

    def _order(self) -> str:
        """Say, in SQL, where new rows stand: where the order of the file wants them.

        Events go by day, reports beside those of their record. A file that is in the order of its
        ids stays so; one in no such order gets new rows at its end.
        """
        if self.path.stem == "reports":
            if self._store.is_in_blocks("record_id", self._old):
                return 'min("row") OVER (PARTITION BY "record_id"), "row"'
            return '"row"'
        orders: list[tuple[str, ...]] = [(self.key,)]
        if self.path.stem == "events":
            orders.insert(0, ("date_earliest", self.key))
        for columns in orders:
            if self._store.is_sorted(columns, self._old):
                return ", ".join(f'"{name}"' for name in columns)
        return '"row"'


class Layer:
    """A layer of features of a package, which may be larger than the memory.

    Each feature takes one line of the file.

    Parameters
    ----------
    path : the file, which need not be there yet
    key : the property that names a feature
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self.key = key
        self.changed = False
        self._head: dict[str, Any] = {"type": "FeatureCollection"}
        self._break = "\n"
        self._with_id = False
        self._store = Store(("id", "feature"))
        if path.exists():
            with path.open(encoding="utf-8-sig") as file:
                self._break = " " if '"features"' in file.readline(10_000) else "\n"
            found = FeatureFile(path)
            for one in found:
                self._with_id |= "id" in one
                self._store.add((one["properties"][key], _written(one)))
            self._head = found.head
        self._old = len(self._store)

    def __contains__(self, id_: str) -> bool:
        """Whether a feature with this id is there."""
        return id_ in self._store

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in no order."""
        return iter(self._store)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the properties of each feature, those on disk first."""
        return (json.loads(text)["properties"] for (text,) in self._store.cells(("feature",)))

    def _feature(self, id_: str) -> dict[str, Any] | None:
        row = self._store.get(id_)
        return None if row is None else json.loads(row["feature"])

    def get(self, id_: str) -> dict[str, Any] | None:
        """Give the properties of a feature, or None."""
        one = self._feature(id_)
        return None if one is None else one["properties"]

    def geometry(self, id_: str) -> dict[str, Any] | None:
        """Give the geometry of a feature, or None."""
        one = self._feature(id_)
        return None if one is None else one["geometry"]

    def put(
        self, values: Mapping[str, Any], geometry: Mapping[str, Any] | None = None
    ) -> Literal["added", "changed", "same"]:
        """Add a feature, or change those of its properties, and its geometry, that differ."""
        told = {name: _property(value) for name, value in values.items()}
        id_ = told[self.key]
        one = self._feature(id_)
        if one is None:
            own = {"id": id_} if self._with_id else {}
            made = {"type": "Feature", **own, "properties": told, "geometry": geometry}
            self._store.add((id_, _written(made)))
            self.changed = True
            return "added"
        own = one["properties"]
        shape = one["geometry"] if geometry is None else json.loads(_written(geometry))
        differs = any(name not in own or own[name] != value for name, value in told.items())
        if not differs and shape == one["geometry"]:
            return "same"
        own.update(told)
        self._store.change(id_, {"feature": _written({**one, "geometry": shape})})
        self.changed = True
        return "changed"

    def drop(self, id_: str) -> bool:
        """Take a feature out; whether it was there."""
        dropped = self._store.drop(id_)
        self.changed |= dropped
        return dropped

    def lines(self) -> Iterator[str]:
        """Write the file, feature by feature; new ones stand where the order of ids wants them."""
        head = json.dumps(self._head, ensure_ascii=False)[:-1]
        yield f'{head},{self._break}"features": ['
        order = '"id"' if self._store.is_sorted(("id",), self._old) else '"row"'
        for number, (text,) in enumerate(self._store.cells(("feature",), order)):
            yield f",\n{text}" if number else f"\n{text}"
        yield "\n]}\n" if len(self._store) else "]}\n"


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _property(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    return [_property(one) for one in value] if isinstance(value, list | tuple) else value
