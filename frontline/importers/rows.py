"""Hold the rows of one foreign file, sheet or layer, and what was found and left out in it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import DataError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.text_table import DAMAGED
from frontline.text_encoding import encoding_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from frontline.importers.summary import ImportSummary


#: Whoever watches an import is called after so many rows.
_EVERY = 512

_watcher: ContextVar[Callable[[int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Callable[[int], None]) -> Iterator[None]:
    """Call a function while the rows of files are read, in this thread.

    Parameters
    ----------
    watcher : callable
        Called with the number of rows that were read, in all files and all passes over them. An
        error that it raises ends the import, which then has written nothing.
    """
    seen = 0

    def count(rows: int) -> None:
        nonlocal seen
        seen += rows
        watcher(seen)

    token = _watcher.set(count)
    try:
        yield
    finally:
        _watcher.reset(token)


class Row(NamedTuple):
    """A row: its number, and its cells by column; in JSON, the item itself."""

    number: int
    cells: dict[str, Any]


class Rows:
    """The rows of one file, sheet or layer, for one iteration.

    Attributes
    ----------
    file : name of the file, with that of the layer if there are several
    encoding : of its text; empty if the format does not state it
    columns : names of the columns; empty for JSON
    header_row : number of the row that names the columns; 0 if there is none
    sheet, layer : name of the sheet or layer; empty if there is none
    notes : what else the file has, and what was not read
    unreadable : rows that could not be read; complete after the iteration
    damaged : row, column and text of cells with characters that could not be read; the same
    read : number of rows so far, with the unreadable ones
    """

    def __init__(
        self,
        file: str,
        rows: Iterable[Row | UnusedRow],
        columns: Sequence[str] = (),
        encoding: str = "",
    ) -> None:
        self.file = file
        self.encoding = encoding
        self.columns = tuple(columns)
        self.header_row = 0
        self.sheet = self.layer = ""
        self.notes: list[str] = []
        self.unreadable: list[UnusedRow] = []
        self.damaged: list[tuple[int, str, str]] = []
        self.read = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        """Yield each readable row, and collect the others in `unreadable`."""
        watcher = _watcher.get()
        for row in self._rows:
            self.read += 1
            if watcher is not None and not self.read % _EVERY:
                watcher(_EVERY)
            if isinstance(row, UnusedRow):
                self.unreadable.append(row)
            else:
                yield row

    def description(self) -> str:
        """Return one line on what was read, once all rows have been."""
        parts = [count_rows(self.read)]
        if self.encoding:
            parts.append(encoding_title(self.encoding))
        if self.sheet:
            parts.append(f"sheet {self.sheet!r}")
        if self.header_row > 1:
            parts.append(f"columns named in row {self.header_row}")
        return f"{self.file}: {', '.join(parts)}"

    def map_rows(
        self, change: Callable[[Iterable[Row | UnusedRow]], Iterable[Row | UnusedRow]]
    ) -> None:
        """Replace the rows by what a function makes of them."""
        self._rows = change(self._rows)

    def set_rows(self, rows: Iterable[Row | UnusedRow]) -> None:
        """Set the rows, which may need the other attributes."""
        self._rows = rows

    def note_damage(self, number: int, cells: Mapping[str, Any]) -> None:
        """Remember the cells of a row with characters that could not be read."""
        for name, value in cells.items():
            if isinstance(value, str) and DAMAGED in value:
                self.damaged.append((number, name, clean_text(value)[:80]))
            elif isinstance(value, dict):
                self.note_damage(number, value)


def count_rows(number: int) -> str:
    """Return a number of rows in words.

    Examples
    --------
    >>> count_rows(1), count_rows(1200)
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def fitting_layers(
    found: Iterable[Rows], check: Callable[[Rows], None], summary: ImportSummary
) -> Iterator[Rows]:
    """Yield tables, and the layers that pass a check; note the other layers.

    Parameters
    ----------
    found : iterable of Rows
        The table or the layers of a file.
    check : callable
        Raises a `DataError` for a layer that lacks a needed column.
    summary : ImportSummary
        Receives the notes.

    Raises
    ------
    DataError
        If no layer passes.
    """
    lacking: list[DataError] = []
    has_fitting = False
    for rows in found:
        if rows.layer:
            try:
                check(rows)
            except DataError as error:
                lacking.append(error)
                summary.note(f"{rows.file} was not read: {error.issues[0].message}")
                continue
        has_fitting = True
        yield rows
    if lacking and not has_fitting:
        raise lacking[0]
