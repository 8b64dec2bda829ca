"""A record as columns, to be kept with its package and read again without assessing anything."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from frontline.control.record import Record
from frontline.control.timeline import Span
from frontline.models import Control
from frontline.package.cached_package import pack_rows, unpack_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from frontline.control.rules import Rule
    from frontline.coverage_model import Coverage
    from frontline.package.cache import CacheFile

#: The fields of a span but its control, which is a number of the list of controls.
_PLAIN = tuple(one.name for one in fields(Span) if one.name != "control")


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
    if store is None:
        return assess()
    name = _name(rule)
    kept = store.get_json(name)
    if kept is not None:
        return unpack_record(kept, coverage.first_day, coverage.last_day)
    record = assess()
    store.put_json(name, pack_record(record))
    return record


def _name(rule: Rule) -> str:
    """Return the name under which the record of a rule is kept."""
    return f"record {hashlib.sha256(repr(rule).encode()).hexdigest()[:20]}"


def pack_record(record: Record) -> dict[str, Any]:
    """Return the timelines of a record as a value of JSON."""
    timelines = [record.spans(place_id) for place_id in record.place_ids]
    spans = [span for timeline in timelines for span in timeline]
    number = {state: n for n, state in enumerate(record.states)}
    return {
        "places": record.place_ids,
        "counts": [len(timeline) for timeline in timelines],
        "states": [(state.status, state.actors, state.evidence) for state in record.states],
        "codes": [number[span.control] for span in spans],
        "spans": pack_rows(_PLAIN, spans),
    }


def unpack_record(kept: dict[str, Any], first: date, last: date) -> Record:
    """Return the record that `pack_record` was called with."""
    states = [
        Control(status, tuple(actors), evidence) for status, actors, evidence in kept["states"]
    ]
    begin = _PLAIN.index("reported") + 1  # where the control is among the fields of a span
    spans = (
        Span(*(*values[:begin], states[code], *values[begin:]))
        for code, values in zip(kept["codes"], unpack_rows(kept["spans"]), strict=True)
    )
    timelines = {
        place_id: tuple(next(spans) for _ in range(count))
        for place_id, count in zip(kept["places"], kept["counts"], strict=True)
    }
    return Record.of_timelines(timelines, first, last)
