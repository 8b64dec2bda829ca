"""One file of a package, its rows by id: a table, or a layer of features.

A file that nothing changed in is not written again; one that did change keeps the order of its
rows, and new rows stand where the order of the file wants them.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from frontline.files import read_json, read_text
from frontline.intake.found import tidy
from frontline.writing import csv_text, safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Layer", "Sheet"]


def _cell(value: Any) -> str:
    """Write a value as a cell; a text that a spreadsheet would run is defused."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one).replace(";", ",") for one in value)
    if isinstance(value, int | float):
        return str(value)
    return str(safe_cell(tidy(value)))


class Sheet:
    """A table of a package.

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
        self._columns = columns
        self._defaults = defaults
        lines = [columns]
        if path.exists():
            lines = list(csv.reader(io.StringIO(read_text(path), newline=""), strict=True))
        self._header = [name.strip() for name in lines[0]]
        full = [line for line in lines[1:] if any(cell.strip() for cell in line)]
        self._rows = {
            row[self.key].strip(): row
            for row in (dict(zip(self._header, line, strict=True)) for line in full)
        }
        self._old = len(self._rows)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the cells of each row, those on disk first."""
        yield from (dict(row) for row in self._rows.values())

    def get(self, id_: str) -> dict[str, Any] | None:
        """Give the cells of a row, or None."""
        row = self._rows.get(id_)
        return None if row is None else dict(row)

    def put(self, values: Mapping[str, Any]) -> Literal["added", "changed", "same"]:
        """Add a row or change it; unknown columns are a KeyError."""
        cells = {name: _cell(value) for name, value in values.items()}
        for name, cell in cells.items():
            self._need(name, cell)
        id_ = cells[self.key]
        row = self._rows.get(id_)
        if row is None:
            whole = {**self._defaults, **cells}
            self._rows[id_] = {name: whole.get(name, "") for name in self._header}
            self.changed = True
            return "added"
        told = {name: cell for name, cell in cells.items() if row.get(name, "").strip() != cell}
        if not told:
            return "same"
        row.update(told)
        self.changed = True
        return "changed"

    def _need(self, name: str, cell: str) -> None:
        """Add a column that the file leaves out, once something stands in it."""
        if name not in self._columns:
            raise KeyError(name)
        if name not in self._header and cell:
            before = self._columns[: self._columns.index(name)]
            at = 1 + max(self._header.index(one) for one in before if one in self._header)
            self._header.insert(at, name)

    def drop(self, id_: str) -> bool:
        """Take a row out; whether it was there."""
        self.changed |= id_ in self._rows
        return self._rows.pop(id_, None) is not None

    def text(self) -> str:
        """Write the file."""
        rows = _settled(list(self._rows.values()), self._old, self.path.stem, self.key)
        lines = [[row.get(name, "") for name in self._header] for row in rows]
        return csv_text(self._header, lines, safe=False)


class Layer:
    """A layer of features of a package; each takes one line of the file.

    Parameters
    ----------
    path : the file, which need not be there yet
    key : the property that names a feature
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self.key = key
        self.changed = False
        found: dict[str, Any] = {"type": "FeatureCollection"}
        self._break = "\n"
        if path.exists():
            found = read_json(path)
            with path.open(encoding="utf-8-sig") as file:
                self._break = " " if '"features"' in file.readline() else "\n"
        features: list[dict[str, Any]] = found.pop("features", [])
        self._head = found
        self._features: dict[str, dict[str, Any]] = {
            one["properties"][key]: one for one in features
        }
        self._old = len(self._features)
        self._with_id = any("id" in one for one in features)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the properties of each feature, those on disk first."""
        yield from (dict(one["properties"]) for one in self._features.values())

    def get(self, id_: str) -> dict[str, Any] | None:
        """Give the properties of a feature, or None."""
        one = self._features.get(id_)
        return None if one is None else dict(one["properties"])

    def geometry(self, id_: str) -> dict[str, Any] | None:
        """Give the geometry of a feature, or None."""
        one = self._features.get(id_)
        return None if one is None else one["geometry"]

    def put(
        self, values: Mapping[str, Any], geometry: Mapping[str, Any] | None = None
    ) -> Literal["added", "changed", "same"]:
        """Add a feature, or change those of its properties, and its geometry, that differ."""
        told = {name: _property(value) for name, value in values.items()}
        shape = None if geometry is None else json.loads(json.dumps(geometry, allow_nan=False))
        id_ = told[self.key]
        one = self._features.get(id_)
        if one is None:
            own = {"id": id_} if self._with_id else {}
            self._features[id_] = {
                **({"type": "Feature"} | own),
                "properties": told,
                "geometry": shape,
            }
            self.changed = True
            return "added"
        own = one["properties"]
        differs = any(name not in own or own[name] != value for name, value in told.items())
        if not differs and (shape is None or shape == one["geometry"]):
            return "same"
        own.update(told)
        if shape is not None:
            one["geometry"] = shape
        self.changed = True
        return "changed"

    def drop(self, id_: str) -> bool:
        """Take a feature out; whether it was there."""
        self.changed |= id_ in self._features
        return self._features.pop(id_, None) is not None

    def text(self) -> str:
        """Write the file."""
        features = list(self._features.values())
        order = _settled([one["properties"] for one in features], self._old, "", self.key)
        by_id = [self._features[one[self.key]] for one in order]
        lines = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in by_id)
        head = json.dumps(self._head, ensure_ascii=False)[:-1]
        inside = f"\n{lines}\n" if lines else ""
        return f'{head},{self._break}"features": [{inside}]}}\n'


def _property(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    return [_property(one) for one in value] if isinstance(value, list | tuple) else value


def _settled(rows: list[dict[str, Any]], old: int, file: str, key: str) -> list[dict[str, Any]]:
    """Put new rows, which stand after the old ones, where the order of the file wants them.

    Events go by day, reports beside those of their event. A file that is in the order of its ids
    stays so; one in no such order gets new rows at its end.
    """
    orders: list[Callable[[dict[str, Any]], Any]] = [lambda row: row[key]]
    if file == "events":
        orders.insert(0, lambda row: (row["date_earliest"], row[key]))
    if file == "reports":
        return _beside_their_own(rows, old)
    for order in orders:
        places = [order(row) for row in rows[:old]]
        if places == sorted(places):
            return sorted(rows, key=order)
    return rows


def _beside_their_own(rows: list[dict[str, Any]], old: int) -> list[dict[str, Any]]:
    own: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        own.setdefault(row["record_id"], []).append(row)
    if list(_blocks(rows[:old])) != list(dict.fromkeys(row["record_id"] for row in rows[:old])):
        return rows
    return [row for block in own.values() for row in block]


def _blocks(rows: list[dict[str, Any]]) -> Iterator[str]:
    last = None
    for row in rows:
        if row["record_id"] != last:
            last = row["record_id"]
            yield row["record_id"]
