"""A record as columns, to be kept with its package and read again without assessing anything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from frontline.control.record import Change, Record, events_of_change
from frontline.control.span_table import SpanTable
from frontline.control.timeline import Span, same_holders
from frontline.models import Control
from frontline.package.cache import json_bytes
from frontline.package.columns import Columns, pack_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from frontline.control.rules import Rule
    from frontline.coverage_model import Coverage
    from frontline.package.cache import CacheFile

Made = TypeVar("Made")

#: The fields of a span but its control, which is a number of the list of controls.
_PLAIN = tuple(one.name for one in fields(Span) if one.name != "control")
#: Where the control is among the fields of a span.
_CONTROL = _PLAIN.index("reported") + 1


def kept_record(
    store: CacheFile | None, rule: Rule, coverage: Coverage, assess: Callable[[], Record]
) -> Record:
    """Return the record of a rule from where it is kept, else assess it and keep it.

    Parameters
    ----------
    store : CacheFile or None
        Where the checked package is kept; None if it is not kept.
    rule : Rule
    coverage : Coverage
        It has the first and the last day of the record.
    assess : callable
        It makes the record.
    """

    def unpack(kept: Any) -> Record:
        return unpack_record(kept, coverage.first_day, coverage.last_day)

    # One that was just made has all its spans, which would take room that the command needs.
    return read_or_make(store, ("record", rule), assess, (pack_record, unpack), anew=True)


def read_or_make(
    store: CacheFile | None,
    key: tuple[str, Rule],
    make: Callable[[], Made],
    packing: tuple[Callable[[Made], Any], Callable[[Any], Made]],
    *,
    anew: bool = False,
) -> Made:
    """Return what a rule makes of a package from where it is kept, else make it and keep it.

    Parameters
    ----------
    store : CacheFile or None
        Where the checked package is kept; None if it is not kept.
    key : tuple of str and Rule
        What is made, as a word, and the rule.
    make : callable
        It makes the value.
    packing : tuple of callable
        They make JSON of the value, and the value of JSON.
    anew : bool
        Whether a value that was made is made again of its JSON, to be held in less memory.
    """
    if store is None:
        return make()
    kind, rule = key
    name = f"{kind} {hashlib.sha256(repr(rule).encode()).hexdigest()[:20]}"
    pack, unpack = packing
    kept = store.get_added_json(name)
    if kept is not None:
        return unpack(kept)
    made = make()
    packed = pack(made)
    store.put({name: json_bytes(packed)})
    return unpack(packed) if anew else made


def pack_record(record: Record) -> dict[str, Any]:
    """Return the timelines of a record as a value of JSON."""
    timelines = [record.spans(place_id) for place_id in record.place_ids]
    spans = [span for timeline in timelines for span in timeline]
    number = {state: n for n, state in enumerate(record.states)}
    return {
        "places": record.place_ids,
        "counts": [len(timeline) for timeline in timelines],
        "states": [(state.status, state.actors, state.evidence) for state in record.states],
        "spans": [
            *pack_rows(_PLAIN, spans),
            ("plain", [number[span.control] for span in spans]),
        ],
    }


def unpack_record(kept: dict[str, Any], first: date, last: date) -> Record:
    """Return the record that `pack_record` was called with."""
    return _KeptRecord(kept, first, last)


class _KeptTimelines(Mapping[str, tuple[Span, ...]]):
    """The timelines of places, of which each is made when it is asked for."""

    def __init__(self, kept: dict[str, Any], states: Sequence[Control]) -> None:
        number = {state: n for n, state in enumerate(states)}
        self._columns = Columns(
            kept["spans"],
            lambda columns, _: _spans(columns, states),
            lambda span, n: getattr(span, _PLAIN[n]) if n < len(_PLAIN) else number[span.control],
        )
        ends = list(accumulate(kept["counts"], initial=0))
        self._rows = dict(zip(kept["places"], starmap(range, pairwise(ends)), strict=True))

    def __getitem__(self, place_id: str) -> tuple[Span, ...]:
        return tuple(map(self._columns.row, self._rows[place_id]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, field: str) -> list[Any]:
        """Return the values of all spans in a field."""
        return self._columns.values(_PLAIN.index(field))

    @property
    def codes(self) -> list[int]:
        """The numbers of the controls of all spans."""
        return self._columns.values(len(_PLAIN))


def _spans(columns: Sequence[Iterable[Any]], states: Sequence[Control]) -> list[Span]:
    controls = map(states.__getitem__, columns[-1])
    return list(map(Span, *columns[:_CONTROL], controls, *columns[_CONTROL:-1]))


class _KeptRecord(Record):
    """A record that was kept; it makes only the spans that are asked for."""

    def __init__(self, kept: dict[str, Any], first: date, last: date) -> None:
        super().__init__((), (), (), first, last)
        self.states = tuple(
            Control(status, tuple(actors), evidence) for status, actors, evidence in kept["states"]
        )
        self._kept, self._counts = _KeptTimelines(kept, self.states), kept["counts"]
        self._fresh = self._spans = self._kept
        self.place_ids = tuple(kept["places"])
        self.index = {place_id: i for i, place_id in enumerate(self.place_ids)}

    def __reduce__(self) -> Any:
        """Send another process all spans."""
        return unpack_record, (pack_record(self), self.first, self.last)

    def _find_changes(self, first: date, last: date) -> dict[str, Change]:
        """Return the changes between two days from the columns, without making spans."""
        begins, ends = (np.flatnonzero(self._spans_on(day)) for day in (first, last))
        codes, found = self.table.code, {}
        since, records = self._kept.column("since"), self._kept.column("record_ids")
        changed = np.flatnonzero(codes[begins] != codes[ends])
        both = (begins[changed], ends[changed], codes[begins[changed]], codes[ends[changed]])
        for number, begin, end, old, new in zip(
            changed.tolist(), *(one.tolist() for one in both), strict=True
        ):
            place_id, before, after = self.place_ids[number], self.states[old], self.states[new]
            if not same_holders(before, after):
                within = records[begin + 1 : end + 1]
                ids = events_of_change(records[begin], within, records[end])
                found[place_id] = Change(place_id, before, after, since[end], ids)
        return found

    def values(self, field: str) -> list[Any]:
        return self._kept.column(field)

    @cached_property
    def table(self) -> SpanTable:
        first, last = (
            [day.toordinal() - self.first.toordinal() for day in self._kept.column(name)]
            for name in ("first", "last")
        )
        return SpanTable.of_columns(first, last, self._kept.codes, self._counts)
