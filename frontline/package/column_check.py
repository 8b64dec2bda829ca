"""Validate many rows at once by their columns.

pydantic validates a row in a call of its own. Nearly all rows of a large package are valid, and
most of its columns have few different values: here each column is validated in one call, and each
of its different values once. What is valid here is valid for `check_row`, and makes equal rows;
where a value is not, `check_row` describes it.
"""

from __future__ import annotations

import math
from collections import deque
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from frontline.package.validation import PLAIN_TYPES, day_columns, is_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pydantic.fields import FieldInfo

Row = TypeVar("Row", bound="BaseModel")

#: Fewer rows are checked one by one: to make the validators of the columns takes as long.
FEWEST_ROWS = 200
#: A value is validated once if it is in so many rows on average.
_REPEATED = 2
#: So many rows are made at once: they are set field by field, and should stay near the processor.
_AT_ONCE = 1000
#: What a row of pydantic has besides its fields.
_SLOTS = ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
#: Types of values that are one value if they are equal.
_ALIKE = (frozenset({str}), frozenset({str, type(None)}), frozenset({int}))


class MissingType:
    """The type of what a column has where a row has no value."""


MISSING = MissingType()


def row_maker(model: type[Row]) -> Callable[[Sequence[Iterable[Any]], int], list[Row]]:
    """Return a function that makes rows of the validated values of their fields.

    Parameters
    ----------
    model : type of BaseModel
        The model of the rows. The function expects the values of each of its fields, in their
        order, and the number of rows.
    """
    names, given = list(model.model_fields), set(model.model_fields)
    # Through the descriptors, as `object.__setattr__` sets them, but in less time.
    put_given, put_extra, put_private = (vars(BaseModel)[one].__set__ for one in _SLOTS)
    put = object.__setattr__
    call = deque[None](maxlen=0).extend  # calls the function of a `map`, and keeps nothing

    def make(columns: Sequence[Iterable[Any]], count: int) -> list[Row]:
        made: list[Row] = []
        rest = list(map(iter, columns))
        while len(made) < count:
            # Rows whose fields are set one by one, in one order, share one table of the names, if
            # the first has all of them before there are others.
            size = min(_AT_ONCE, count - len(made)) if made else 1
            rows = list(map(object.__new__, repeat(model, size)))
            for name, values in zip(names, rest, strict=True):
                call(map(put, rows, repeat(name), values))
            call(map(put_given, rows, repeat(given)))
            call(map(put_extra, rows, repeat(None)))
            call(map(put_private, rows, repeat(None)))
            made += rows
        return made

    return make


class _Field:
    """The check of one column.

    Parameters
    ----------
    info : FieldInfo
        The field.
    required_days : bool or None
        Whether the column contains days that are required; None if it contains no days.
    is_of_days : bool
        Whether a column of the table contains days; no value is then a list or a number.
    """

    def __init__(self, info: FieldInfo, *, required_days: bool | None, is_of_days: bool) -> None:
        annotation: Any = info.rebuild_annotation()
        self._validator: TypeAdapter[list[Any]] = TypeAdapter(list[annotation])
        self._info, self._days, self._is_of_days = info, required_days, is_of_days

    def values(self, column: Sequence[Any], count: int) -> Iterable[Any] | None:
        """Return the values of all rows; None if one of them may be invalid."""
        kinds = set(map(type, column))
        if column and MissingType not in kinds:
            return self._valid(column, kinds)
        if self._info.is_required():
            return None
        default = self._info.get_default(call_default_factory=True)
        present = [value for value in column if value is not MISSING]
        if not present:
            return repeat(default, count)
        valid = self._valid(present, kinds - {MissingType})
        if valid is None:
            return None
        rest = iter(valid)
        return [default if value is MISSING else next(rest) for value in column]

    def _valid(self, column: Sequence[Any], kinds: set[Any]) -> list[Any] | None:
        """Return the values that the model has for those of a column; None if one is invalid."""
        if not self._is_plain(column, kinds):
            return None
        keys = list(map(tuple, column)) if kinds == {list} else column
        is_alike = kinds == {list} or kinds in _ALIKE
        known = dict.fromkeys(keys) if is_alike else {}
        is_repeated = 0 < len(known) * _REPEATED <= len(column)
        given = list(known) if is_repeated else column
        if self._days is not None and not all(map(self._is_day, given)):
            return None
        try:
            valid = self._validator.validate_python(given)
        except ValidationError:
            return None
        if not is_repeated:
            return valid
        return list(map(dict(zip(known, valid, strict=True)).__getitem__, keys))

    def _is_plain(self, column: Sequence[Any], kinds: set[Any]) -> bool:
        """Whether pydantic does not convert the values, unless it expects a day."""
        if PLAIN_TYPES.issuperset(kinds):
            return True
        if self._is_of_days:
            return False
        if kinds == {float}:
            return all(map(math.isfinite, column))
        return kinds == {list} and {str}.issuperset(map(type, chain.from_iterable(column)))

    def _is_day(self, value: Any) -> bool:
        return (value == "" and not self._days) or is_day(value)


class ColumnCheck:
    """The check of the rows of a model by their columns.

    Parameters
    ----------
    model : type of BaseModel
        Model of the rows. One with other validators than of types, or of whole rows after these, is
        not checked by columns.
    """

    def __init__(self, model: type[BaseModel]) -> None:
        self._make = row_maker(model)
        days, _ = day_columns(model)
        self._fields = {
            info.alias or name: _Field(info, required_days=days.get(name), is_of_days=bool(days))
            for name, info in model.model_fields.items()
        }
        found = model.__pydantic_decorators__
        of_rows = found.model_validators.values()
        self._of_rows = [one.func for one in of_rows]
        self._is_able = all(one.info.mode == "after" for one in of_rows)
        self._is_able = self._is_able and not (found.field_validators or found.root_validators)

    def rows(self, columns: Mapping[str, Sequence[Any]], count: int) -> list[Any] | None:
        """Return the valid rows; None if any may be invalid, or differ if it is checked alone.

        Parameters
        ----------
        columns : mapping of str to sequence
            The values of all rows by column, as the file has them; `MISSING` where there is none.
        count : int
            The number of rows.
        """
        if not self._is_able or not self._fields.keys() >= columns.keys():
            return None
        values = []
        for name, field in self._fields.items():
            found = field.values(columns.get(name, ()), count)
            if found is None:
                return None
            values.append(found)
        rows = self._make(values, count)
        try:
            for check in self._of_rows:
                for row in rows:
                    check(row)
        except ValueError:
            return None
        return rows


@lru_cache
def column_check(model: type[BaseModel]) -> ColumnCheck:
    """Return the check of a model, which is made once."""
    return ColumnCheck(model)
