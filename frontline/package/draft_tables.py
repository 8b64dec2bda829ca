"""Tables and GeoJSON layers of a package that are edited in memory.

A file without changes is not written again. A changed file keeps the order of its rows; new rows
are inserted where the order of the file puts them. Rows are kept as text, which needs far less
memory than their cells: a million events and their reports fit into one gigabyte.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from itertools import chain, groupby, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from frontline.gazetteer.normalize import clean_text, is_plain
from frontline.io import csv_line, csv_lines, safe_cell
from frontline.package.csv_reader import TableReader
from frontline.package.geojson import FeatureStream

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path


#: Separates the cells of a row in memory; no cell contains it.
_SEPARATOR = "\0"
_LONGEST_CACHED = 40
#: So many rows are written at once.
_BATCH_SIZE = 1000


class _Rows:
    """Rows as UTF-8 text by id: those of the file in its order, then the added ones."""

    def __init__(self) -> None:
        self.original: dict[str, bytes] = {}
        self.added: dict[str, bytes] = {}

    def __contains__(self, id_: str) -> bool:
        return id_ in self.original or id_ in self.added

    def __iter__(self) -> Iterator[str]:
        return chain(self.original, self.added)

    def __getitem__(self, id_: str) -> str:
        return (self.original.get(id_) or self.added[id_]).decode()

    def raw(self, id_: str) -> bytes:
        """Return a row without decoding it; rows have the same order as bytes and as texts."""
        return self.original.get(id_) or self.added[id_]

    def __setitem__(self, id_: str, text: str) -> None:
        (self.original if id_ in self.original else self.added)[id_] = text.encode()

    def remove(self, id_: str) -> bool:
        """Remove a row; return whether it existed."""
        return bool(self.original.pop(id_, b"") or self.added.pop(id_, b""))

    def texts(self) -> Iterator[str]:
        """Iterate over the rows."""
        return map(bytes.decode, chain(self.original.values(), self.added.values()))


class EditableTable:
    """A CSV file of a package.

    Parameters
    ----------
    path : Path
        The file, which need not exist.
    columns : list of str
        Columns of a new file; the first holds the id.
    defaults : mapping
        Values of columns that a new row does not state.
    """

    def __init__(self, path: Path, columns: list[str], defaults: Mapping[str, str]) -> None:
        self.path = path
        self.key = columns[0]
        self.changed = False
        self._columns = columns
        self._blank = {name: defaults.get(name, "") for name in columns}
        self._header = list(columns)
        self._rows = _Rows()
        if path.exists():
            table = TableReader(path, frozenset(columns), frozenset())
            self._header = table.header
            for _, cells in table.rows:
                row = {**self._blank, **cells}
                self._rows.original[row[self.key]] = _SEPARATOR.join(row.values()).encode()

    def _row(self, text: str) -> dict[str, str]:
        return dict(zip(self._columns, text.split(_SEPARATOR), strict=True))

    def __contains__(self, id_: str) -> bool:
        """Whether there is a row with this id."""
        return id_ in self._rows

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._rows)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Iterate over the cells of the rows, those on disk first."""
        return map(self._row, self._rows.texts())

    def get(self, id_: str) -> dict[str, Any] | None:
        """Return the cells of a row, or None."""
        return self._row(self._rows[id_]) if id_ in self._rows else None

    def put(self, values: Mapping[str, Any]) -> Literal["added", "changed", "same"]:
        """Add or change a row; an unknown column is a KeyError."""
        row = {**self._blank, **values}
        if len(row) > len(self._blank):
            raise KeyError(*(values.keys() - self._blank.keys()))
        if self.key not in values:
            raise KeyError(self.key)
        texts = _cells(row.values())
        if len(self._header) < len(self._columns):
            self._add_columns(self._chosen(texts, values))
        id_ = texts[0]
        if id_ not in self._rows:
            self._rows.added[id_] = _SEPARATOR.join(texts).encode()
            self.changed = True
            return "added"
        old, cells = self._row(self._rows[id_]), self._chosen(texts, values)
        if all(old[name] == cell for name, cell in cells.items()):
            return "same"
        self._rows[id_] = _SEPARATOR.join({**old, **cells}.values())
        self.changed = True
        return "changed"

    def _chosen(self, texts: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
        """Return the cells of a row in some columns."""
        row = dict(zip(self._columns, texts, strict=True))
        return {name: row[name] for name in columns}

    def _add_columns(self, cells: Mapping[str, str]) -> None:
        """Add columns that the file lacks to its header, if a cell needs them."""
        for name in self._columns:
            if name not in self._header and cells.get(name):
                before = self._columns[: self._columns.index(name)]
                at = 1 + max(self._header.index(one) for one in before if one in self._header)
                self._header.insert(at, name)

    def remove(self, id_: str) -> bool:
        """Remove a row; return whether it existed."""
        removed = self._rows.remove(id_)
        self.changed |= removed
        return removed

    def lines(self) -> Iterator[str]:
        """Yield the text of the file in pieces."""
        yield csv_line(self._header)
        rows = map(self._rows.__getitem__, self._ordered_ids())
        if self._header == self._columns:
            yield from _csv_lines(rows)
        else:  # the file has fewer columns, or another order
            places = [self._columns.index(name) for name in self._header]
            split = (row.split(_SEPARATOR) for row in rows)
            yield from csv_lines([row[place] for place in places] for row in split)

    def _ordered_ids(self) -> Iterable[str]:
        """Return the ids in the order of the file, with the added rows in their places.

        Events are sorted by day, reports are grouped by record and other files are sorted by id, if
        the file was in this order before. Otherwise added rows are at the end.
        """
        if self.path.stem == "reports":
            return self._grouped_ids("record_id")
        keys = [self._sort_key(self.key)]
        if self.path.stem == "events":
            keys.insert(0, self._sort_key("date_earliest", self.key))
        for key in keys:
            if all(one <= other for one, other in pairwise(map(key, self._rows.original))):
                return sorted(self._rows, key=key)
        return self._rows

    def _sort_key(self, *columns: str) -> Callable[[str], Any]:
        """Return a function that takes some cells from the row with an id."""
        places = [self._columns.index(name) for name in columns]
        cells, count, mark = itemgetter(*places), max(places) + 1, _SEPARATOR.encode()
        return lambda id_: cells(self._rows.raw(id_).split(mark, count))

    def _grouped_ids(self, column: str) -> Iterable[str]:
        """Return the ids grouped by a column, unless the file was not grouped by it."""
        key = self._sort_key(column)
        numbers: dict[bytes, int] = {}
        runs = 0
        for value, _ in groupby(map(key, self._rows.original)):
            numbers.setdefault(value, len(numbers))
            runs += 1
        if runs > len(numbers):
            return self._rows
        found = [numbers.setdefault(value, len(numbers)) for value in map(key, self._rows)]
        if all(one <= other for one, other in pairwise(found)):  # as after most imports
            return self._rows
        ids = list(self._rows)
        return [ids[at] for at in sorted(range(len(ids)), key=found.__getitem__)]


def _csv_lines(rows: Iterable[str]) -> Iterator[str]:
    """Yield rows of the memory as CSV, in batches; cells are separated only where one is quoted."""
    remaining = iter(rows)
    while batch := tuple(islice(remaining, _BATCH_SIZE)):
        text = "\n".join(batch)
        if text.count("\n") >= len(batch) or any(mark in text for mark in ',"\r'):
            yield from csv_lines(row.split(_SEPARATOR) for row in batch)
        else:
            yield f"{text.replace(_SEPARATOR, ',')}\n"


class EditableLayer:
    """A GeoJSON file of a package with one feature on a line.

    Parameters
    ----------
    path : Path
        The file, which need not exist.
    key : str
        The property that holds the id.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self.key = key
        self.changed = False
        self._head: dict[str, Any] = {"type": "FeatureCollection"}
        self._break = "\n"
        self._with_feature_id = False
        self._rows = _Rows()
        if path.exists():
            with path.open(encoding="utf-8-sig") as file:
                self._break = " " if '"features"' in file.readline(10_000) else "\n"
            stream = FeatureStream(path)
            for feature in stream:
                self._with_feature_id |= "id" in feature
                self._rows.original[feature["properties"][key]] = _json(feature).encode()
            self._head = stream.head

    def __contains__(self, id_: str) -> bool:
        """Whether there is a feature with this id."""
        return id_ in self._rows

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._rows)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Iterate over the properties of the features, those on disk first."""
        return (json.loads(text)["properties"] for text in self._rows.texts())

    def _feature(self, id_: str) -> dict[str, Any] | None:
        return json.loads(self._rows[id_]) if id_ in self._rows else None

    def get(self, id_: str) -> dict[str, Any] | None:
        """Return the properties of a feature, or None."""
        feature = self._feature(id_)
        return None if feature is None else feature["properties"]

    def geometry(self, id_: str) -> dict[str, Any] | None:
        """Return the geometry of a feature, or None."""
        feature = self._feature(id_)
        return None if feature is None else feature["geometry"]

    def put(
        self, values: Mapping[str, Any], geometry: Mapping[str, Any] | None = None
    ) -> Literal["added", "changed", "same"]:
        """Add a feature, or change its properties and geometry where they differ."""
        properties = {name: _property(value) for name, value in values.items()}
        id_ = properties[self.key]
        old = self._feature(id_)
        self.changed |= old is None
        if old is None:
            own_id = {"id": id_} if self._with_feature_id else {}
            new = {"type": "Feature", **own_id, "properties": properties, "geometry": geometry}
            self._rows[id_] = _json(new)
            return "added"
        new_geometry = old["geometry"] if geometry is None else json.loads(_json(geometry))
        merged = {**old["properties"], **properties}
        if merged == old["properties"] and new_geometry == old["geometry"]:
            return "same"
        new = {**old, "properties": merged, "geometry": new_geometry}
        self._rows[id_] = _json(new)
        self.changed = True
        return "changed"

    def remove(self, id_: str) -> bool:
        """Remove a feature; return whether it existed."""
        removed = self._rows.remove(id_)
        self.changed |= removed
        return removed

    def lines(self) -> Iterator[str]:
        """Yield the text of the file; added features are in the order of ids, if the others are."""
        ids = list(self._rows)
        if all(one < other for one, other in pairwise(self._rows.original)):
            ids.sort()
        head = json.dumps(self._head, ensure_ascii=False)[:-1]
        yield f'{head},{self._break}"features": ['
        for number, id_ in enumerate(ids):
            yield f",\n{self._rows[id_]}" if number else f"\n{self._rows[id_]}"
        yield "\n]}\n" if ids else "]}\n"


def _cells(values: Collection[Any]) -> list[str]:
    """Return the values of a row as cells."""
    texts = [
        "" if value is None else value if type(value) is str else _cell(value) for value in values
    ]
    if is_plain(texts):  # as most rows are
        return texts
    return ["" if value is None or value == "" else _cell(value) for value in values]


def _cell(value: Any) -> str:
    """Return a value as a cell; a text that a spreadsheet would run as a formula is escaped."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and "  " not in value:
            cell: str = safe_cell(value.strip())
            return cell
        return _short_cell(value) if len(value) <= _LONGEST_CACHED else _clean_cell(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one).replace(";", ",") for one in value)
    if isinstance(value, int | float):
        return str(value)
    return _clean_cell(value)


def _clean_cell(value: object) -> str:
    return str(safe_cell(clean_text(value)))


#: Most short cells in other letters than ASCII occur again and again.
_short_cell = lru_cache(1 << 12)(_clean_cell)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _property(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    return [_property(one) for one in value] if isinstance(value, list | tuple) else value
