"""Rows as columns of JSON, from which single rows are made without the others."""

from __future__ import annotations

from datetime import date
from itertools import repeat
from operator import attrgetter, getitem
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: A column that is prepared: its form, its value or values as they are in rows, its numbers.
_Column = tuple[str, Any, "Sequence[int]"]
#: A value is stored once if it is in so many rows on average.
_REPEATED = 4
#: So many values are compared at once, until it is known whether a few are in all rows.
_AT_ONCE = 10_000
#: When one in so many rows has been made alone, all are made.
_MANY = 8


def pack_rows(names: Iterable[str], rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return rows as columns: for each field its kind, and its values.

    A field with few different values, as most have, has these and the number of each row's value.
    """
    columns: list[tuple[Any, ...]] = [("count", len(rows))]
    for name in names:
        values = list(map(attrgetter(name), rows))
        kinds = set(map(type, values)) - {type(None)}
        kind = "day" if kinds == {date} else "list" if kinds == {tuple} else "plain"
        if kind == "list" and not any(
            isinstance(one, tuple) for row in values for one in row or ()
        ):
            kind = "flat"
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
    known: dict[Any, None] = {}
    try:
        for begin in range(0, len(values), _AT_ONCE):
            known |= dict.fromkeys(values[begin : begin + _AT_ONCE])
            if len(known) > max(1, len(values) // _REPEATED):
                return None  # ids and addresses differ in all rows: not all need be looked at
    except TypeError:  # dicts and lists, as geometries
        return None
    if not known or 0.0 in known:
        return None  # also 0.0 and -0.0, which are equal
    return {value: number for number, value in enumerate(known)}


def unpack_rows(packed: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row of columns; the few values of a field are one object each."""
    columns = [_prepared(*column) for column in packed[1:]]
    return zip(*(_whole(column, packed[0][1]) for column in columns), strict=True)


def _whole(column: _Column, count: int) -> Iterable[Any]:
    """Return the values of all rows in a column that is prepared."""
    form, values, codes = column
    if form == "same":
        return repeat(values, count)
    return map(values.__getitem__, codes) if form == "few" else values


def _picked(column: _Column, numbers: Sequence[int]) -> Iterable[Any]:
    """Return the values of some rows in a column that is prepared."""
    form, values, codes = column
    if form == "same":
        return repeat(values, len(numbers))
    if form == "few":
        return map(values.__getitem__, map(codes.__getitem__, numbers))
    return map(values.__getitem__, numbers)


def _prepared(kind: str, values: Any, codes: Sequence[int] = ()) -> _Column:
    """Return the form of a column, its value or values as they are in rows, and its numbers."""
    form, _, base = kind.rpartition(" ")
    if form == "same":
        return form, _converter(base)(values), codes
    return form, values if base == "plain" else list(map(_converter(base), values)), codes


def _converter(base: str) -> Callable[[Any], Any]:
    return {"day": _day, "list": _frozen, "flat": _flat}.get(base, _same)


def _same(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _flat(value: list[Any] | None) -> tuple[Any, ...] | None:
    return None if value is None else tuple(value)


def _frozen(value: Any) -> Any:
    """Return lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


class Columns:
    """Rows as `pack_rows` returns them, of which each is made when it is asked for.

    Parameters
    ----------
    packed : sequence
        The columns.
    make : callable
        It makes a list of rows of the values of each field, and of how many rows there are.
    value : callable
        It returns the value of a row in the field of a number. The columns are forgotten when all
        rows are made: 100,000 rows would be held twice.
    """

    def __init__(
        self,
        packed: Sequence[Sequence[Any]],
        make: Callable[[Sequence[Iterable[Any]], int], list[Any]],
        value: Callable[[Any, int], Any] = getitem,
    ) -> None:
        self._make, self._value, self._count = make, value, int(packed[0][1])
        self._columns = [_prepared(*column) for column in packed[1:]]
        self._made: dict[int, Any] = {}
        self._singly = 0
        self._lock = RLock()  # two threads of the desk may ask at once
        self._all: list[Any] | None = None

    def values(self, field: int) -> list[Any]:
        """Return the values of all rows in the field of a number."""
        with self._lock:
            if self._all is None:
                return list(_whole(self._columns[field], self._count))
        return [self._value(row, field) for row in self._all]

    def row(self, number: int) -> Any:
        """Return one row, always the same object; all are made if many have been asked for."""
        if self._all is not None:
            return self._all[number]
        made = self._made.get(number)
        return self._make_row(number) if made is None else made

    def _make_row(self, number: int) -> Any:
        with self._lock:
            if self._all is None and number not in self._made:
                self._singly += 1
                if self._singly * _MANY > self._count:
                    return self.rows()[number]
                self.load([number])
            return self._made[number] if self._all is None else self._all[number]

    def load(self, numbers: Iterable[int]) -> None:
        """Make some rows at once, which takes less time than one by one."""
        with self._lock:
            if self._all is not None:
                return
            new = [number for number in dict.fromkeys(numbers) if number not in self._made]
            if len(new) + len(self._made) == self._count:
                self.rows()
                return
            values = [_picked(column, new) for column in self._columns]
            self._made.update(zip(new, self._make(values, len(new)), strict=True))

    def rows(self) -> list[Any]:
        """Return all rows."""
        with self._lock:
            if self._all is None:
                columns = [_whole(column, self._count) for column in self._columns]
                rows = self._make(columns, self._count)
                for number, row in self._made.items():
                    rows[number] = row
                self._all, self._made, self._columns = rows, {}, []
        return self._all
