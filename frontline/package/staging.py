"""One file of a package, its rows by id: a table, or a layer of features.

A file that nothing changed in is not written again; one that did change keeps the order of its
rows, and new rows stand where the order of the file wants them. Spaces around cells go.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from weakref import finalize

from frontline.errors import OutputError
from frontline.gazetteer.normalize import clean_text
from frontline.io import csv_line, csv_lines, safe_cell
from frontline.package.csv_reader import TableReader
from frontline.package.geojson import FeatureStream

if TYPE_CHECKING:
    from collections.abc import (
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from pathlib import Path

#: So many rows are put in at once.
_AT_ONCE = 10_000
#: So much of the table stays in memory, in KiB.
_CACHE_KIB = 16_384


class RowStore:
    """Rows of text, numbered from 1 in the order in which they came.

    Parameters
    ----------
    columns : their names; the first holds what names a row
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._key = columns[0]
        self._ids: set[str] = set()
        self._waiting: list[tuple[int | str, ...]] = []
        self._added = 0
        self._indexed = False
        self._last: dict[str, str] = {}  # the row given last, until one is changed
        self._base = sqlite3.connect("", isolation_level=None)
        finalize(self, self._base.close)
        self._do("PRAGMA journal_mode = OFF")
        self._do("PRAGMA synchronous = OFF")
        self._do(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._do(f"CREATE TABLE rows (row INTEGER PRIMARY KEY, {_named(columns)})")
        self._add = f"INSERT INTO rows VALUES (?, {_marks(columns)})"  # noqa: S608
        self._do("BEGIN")  # and never an end to it: nothing has to outlive the table

    def _do(self, words: str, values: Sequence[str | int] = ()) -> sqlite3.Cursor:
        """Run SQL over all rows, those too that wait to be put in."""
        self._settle()
        with _room():
            return self._base.execute(words, values)

    def _settle(self) -> None:
        if self._waiting:
            with _room():
                self._base.executemany(self._add, self._waiting)
            self._waiting.clear()

    def __contains__(self, id_: str) -> bool:
        """Whether a row of this id is there."""
        return id_ in self._ids

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in no order."""
        return iter(self._ids)

    def add(self, row: tuple[str, ...]) -> None:
        """Put a row at the end, its cells in the order of the columns; its id must be new."""
        self._ids.add(row[0])
        self._added += 1
        self._waiting.append((self._added, *row))
        if len(self._waiting) >= _AT_ONCE:
            self._settle()

    def cells(self, columns: Sequence[str], order: str = '"row"') -> Iterator[tuple[str, ...]]:
        """Give some cells of each row.

        Parameters
        ----------
        order : what SQL orders them by

        No row may be put in or changed before all have been given.
        """
        words = f'SELECT {_named(columns)} FROM rows ORDER BY "row"'  # noqa: S608
        if order != '"row"':  # numbers are sorted sooner than rows
            self._do("DROP TABLE IF EXISTS ordered")
            self._do(f'CREATE TABLE ordered AS SELECT "row" AS "of" FROM rows ORDER BY {order}')  # noqa: S608
            words = (
                f"SELECT {_named(columns)} FROM ordered "  # noqa: S608
                'CROSS JOIN rows ON "row" = "of" ORDER BY ordered.rowid'
            )
        found = self._do(words)
        with _room():
            yield from found

    def get(self, id_: str) -> dict[str, str] | None:
        """Give a row, or None."""
        if id_ not in self._ids:
            return None
        if self._last.get(self._key) == id_:  # who changes a row has looked at it before
            return dict(self._last)
        self._index()
        words = f'SELECT {_named(self._columns)} FROM rows WHERE "{self._key}" = ?'  # noqa: S608
        (row,) = self._do(words, (id_,)).fetchall()
        self._last = dict(zip(self._columns, row, strict=True))
        return dict(self._last)

    def change(self, id_: str, cells: Mapping[str, str]) -> None:
        """Change cells of a row."""
        self._index()
        self._last = {}
        told = ", ".join(f'"{name}" = ?' for name in cells)
        self._do(f'UPDATE rows SET {told} WHERE "{self._key}" = ?', (*cells.values(), id_))  # noqa: S608

    def remove(self, id_: str) -> bool:
        """Take out a row; whether it was there."""
        if id_ not in self._ids:
            return False
        self._index()
        self._last = {}
        self._do(f'DELETE FROM rows WHERE "{self._key}" = ?', (id_,))  # noqa: S608
        self._ids.discard(id_)
        return True

    def is_sorted(self, columns: Sequence[str], last: int) -> bool:
        """Whether the rows up to a number stand in the order of some columns."""
        before = ", ".join(f'lag("{name}") OVER (ORDER BY "row") AS "_{name}"' for name in columns)
        earlier = ", ".join(f'"_{name}"' for name in columns)
        within = f'SELECT {_named(columns)}, {before} FROM rows WHERE "row" <= ?'  # noqa: S608
        wrong = f"SELECT 1 FROM ({within}) WHERE ({earlier}) > ({_named(columns)}) LIMIT 1"  # noqa: S608
        return self._do(wrong, (last,)).fetchone() is None

    def is_in_blocks(self, column: str, last: int) -> bool:
        """Whether rows up to a number that hold one value in a column stand side by side."""
        before = f'lag("{column}") OVER (ORDER BY "row")'
        within = f'SELECT "{column}" AS own, {before} AS other FROM rows WHERE "row" <= ?'  # noqa: S608
        words = f"SELECT count(DISTINCT own) = total(own IS NOT other) FROM ({within})"  # noqa: S608
        return bool(self._do(words, (last,)).fetchone()[0])

    def _index(self) -> None:
        """Make rows quick to find by their ids, once one is asked for."""
        if not self._indexed:
            self._do(f'CREATE INDEX ids ON rows ("{self._key}")')
            self._indexed = True


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(
            f"a table could not be kept while it is changed ({error}). Nothing was changed; make "
            "room in the folder for temporary files, or name another in SQLITE_TMPDIR."
        ) from error


def _cell(value: Any) -> str:
    """Write a value as a cell; a text that a spreadsheet would run is defused."""
    if isinstance(value, str):
        return str(safe_cell(clean_text(value)))
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one).replace(";", ",") for one in value)
    if isinstance(value, int | float):
        return str(value)
    return str(safe_cell(clean_text(value)))


#: Between the cells of a row that is put by: no file of a package has it, and no cell.
_MARK = "\0"
#: The columns, besides its first, that the order of a file goes by.
_ORDERED = {"events": ("date_earliest",), "reports": ("record_id",)}


class EditableTable:
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
        self._store = RowStore((*self._kept, "cells"))
        self._header = list(columns)
        if path.exists():
            table = TableReader(path, self._known, frozenset())
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

    def remove(self, id_: str) -> bool:
        """Take a row out; whether it was there."""
        dropped = self._store.remove(id_)
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


class EditableLayer:
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
        self._store = RowStore(("id", "feature"))
        if path.exists():
            with path.open(encoding="utf-8-sig") as file:
                self._break = " " if '"features"' in file.readline(10_000) else "\n"
            found = FeatureStream(path)
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

    def remove(self, id_: str) -> bool:
        """Take a feature out; whether it was there."""
        dropped = self._store.remove(id_)
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
        return clean_text(value)
    return [_property(one) for one in value] if isinstance(value, list | tuple) else value
