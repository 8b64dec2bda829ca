"""The spans of all places as columns of numbers, from which the codes of a day are selected."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control.timeline import Span
    from frontline.models import Control


@dataclass(frozen=True, eq=False)
class SpanTable:
    """The spans of places, by place and then by day.

    A record of years has a few spans a place, but thousands of days: what is asked of a day is
    selected from the spans, and no matrix of days by places is kept.

    Attributes
    ----------
    first, last : numpy.ndarray of int
        First and last day of each span, counted from the first day of the record.
    code : numpy.ndarray of int16
        The control of each span, as an index into the states of the record.
    column : numpy.ndarray of int
        The place of each span. Each place has one span on each day.
    """

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    code: NDArray[np.int16]
    column: NDArray[np.intp]

    @classmethod
    def of(
        cls, spans: Mapping[int, Sequence[Span]], begin: date, states: Mapping[Control, int]
    ) -> SpanTable:
        """Return the table of the spans of each place.

        Parameters
        ----------
        spans : mapping of int to sequence of Span
            The timeline of each place, by its column.
        begin : date
            First day of the record.
        states : mapping of Control to int
            The code of each control.
        """
        flat, zero = list(chain.from_iterable(spans.values())), begin.toordinal()
        return cls.of_columns(
            [one.first.toordinal() - zero for one in flat],
            [one.last.toordinal() - zero for one in flat],
            [states[one.control] for one in flat],
            [*map(len, spans.values())],
            list(spans),
        )

    @classmethod
    def of_columns(
        cls,
        first: Sequence[int],
        last: Sequence[int],
        code: Sequence[int],
        counts: Sequence[int],
        columns: Sequence[int] | None = None,
    ) -> SpanTable:
        """Return the table of spans in the order of their places.

        Parameters
        ----------
        first, last, code : sequence of int
            As the attributes.
        counts : sequence of int
            The number of spans of each place.
        columns : sequence of int, optional
            The number of each place; by default they are counted.
        """
        places = np.arange(len(counts)) if columns is None else np.asarray(columns, dtype=np.intp)
        return cls(
            np.asarray(first, dtype=np.int32),
            np.asarray(last, dtype=np.int32),
            np.asarray(code, dtype=np.int16),
            np.repeat(places, np.asarray(counts, dtype=np.intp)),
        )

    def on(self, day: int) -> NDArray[np.bool_]:
        """Return a mask of the spans that contain a day: one for each place, in their order."""
        return (self.first <= day) & (day <= self.last)

    def at(self, columns: NDArray[np.intp], days: NDArray[np.intp]) -> NDArray[np.int16]:
        """Return the codes of some places, each on a day of its own, counted as `first`."""
        length = int(self.last.max(initial=0)) + 1
        begins = self.column * length + self.first
        return self.code[np.searchsorted(begins, columns * length + days, side="right") - 1]

    def beginning(self, first: int, last: int) -> NDArray[np.intp]:
        """Return the spans that begin after a first day, up to a last one, by day and place."""
        found = np.flatnonzero((self.first > first) & (self.first <= last))
        return found[np.argsort(self.first[found], kind="stable")]

    def with_columns(self, count: int) -> SpanTable:
        """Return the table of the first places alone."""
        kept = slice(None, int(np.searchsorted(self.column, count)))
        return SpanTable(self.first[kept], self.last[kept], self.code[kept], self.column[kept])

    def replaced(self, other: SpanTable) -> SpanTable:
        """Return a table in which the places of another one have its spans."""
        kept = ~np.isin(self.column, other.column)
        parts = [
            np.concatenate([getattr(self, name)[kept], getattr(other, name)])
            for name in ("first", "last", "code", "column")
        ]
        order = np.argsort(parts[3], kind="stable")
        first, last, code, column = (part[order] for part in parts)
        return SpanTable(first, last, code, column)
