"""Rows of a table that may be larger than the memory, in a database of their own.

SQLite keeps it in memory as long as it is small, else in a temporary file that nobody else sees
and that goes with it; the ids are always in memory. Names of columns are those of the package's
models, never a user's.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import finalize

from frontline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Store"]

#: So many rows are put in at once.
_AT_ONCE = 10_000
#: So much of the table stays in memory, in KiB.
_CACHE_KIB = 16_384


class Store:
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

    def drop(self, id_: str) -> bool:
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
