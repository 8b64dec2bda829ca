"""VIINA: import the control of places in Ukraine by day, a vote of four maps.

Format: ``control_latest_YEAR.zip`` or its CSV (https://github.com/zhukovyuri/VIINA), with the
columns ``geonameid``, ``date`` and ``status``, and one status column for each map. Licence:
ODbL 1.0.

A file has a row for each of 33,000 places and each day. Each map is a publisher: what it shows on
consecutive days becomes one statement of who holds or contests the place, and the editorial rule
decides where the maps disagree. The vote counts only in files without the columns of the maps.
Places are matched by their id in GeoNames, so the gazetteer has to be imported first.
"""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from frontline.importers.candidates import ReportCandidate
from frontline.importers.cells import cell_text, parse_number
from frontline.importers.event_table import make_merger, open_table, outlier_days
from frontline.models import STATED_EVERY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from frontline.importers.dates import DayColumn
    from frontline.importers.event_table import EventTable
    from frontline.importers.merge_events import EventMerger
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "VIINA"
ADDRESS = "https://github.com/zhukovyuri/VIINA"
LICENCE = "ODbL 1.0"
_TITLE = f"VIINA 2.0 (Zhukov and Ayers 2023), {LICENCE}"

_NEEDED = ("geonameid", "date", "status")
#: The publishers that vote, by column.
_VOTERS = {
    "status_wiki": "Wikipedia map, by way of VIINA",
    "status_boost": "Wikipedia map with news reports, by way of VIINA",
    "status_dsm": "DeepStateMap, by way of VIINA",
    "status_isw": "Institute for the Study of War, by way of VIINA",
}
#: The second map is the first with news reports added, so the two are one independent source.
_REPUBLISHES = {_VOTERS["status_boost"]: _VOTERS["status_wiki"]}
_STATES = ("", "UA", "RU", "CONTESTED")
_CODES = {state: code for code, state in enumerate(_STATES)}
#: Rows are numbered over all files, with this many numbers for each file.
_NUMBERS_PER_FILE = 1 << 40


class _Columns(NamedTuple):
    """The rows of all files in columns: place, day, statuses as base-4 digits, row number."""

    places: array[int]
    days: array[int]
    states: array[int]
    numbers: array[int]


class _Run(NamedTuple):
    """Days on which all maps show the same at a place, and the number of the first row."""

    place: int
    first: date
    last: date
    code: int
    number: int


def import_viina(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import what each map shows, as spans of days."""
    into = (draft, review, summary)
    merger, day_options = make_merger(options, into, LICENCE, republishes=_REPUBLISHES)
    columns = _Columns(array("q"), array("q"), array("H"), array("q"))
    names = []
    for number, path in enumerate(options.files):
        with open_table(path, options, _NEEDED) as table:
            names.append(table.name)
            days = table.day_column(table.names["date"], day_options)
            _read(table, days, columns, number * _NUMBERS_PER_FILE, merger)
            summary.count_rows(table.rows)
    columns = _without_outliers(columns, names, merger)
    for run in _runs(columns, summary):
        merger.merge_together(_candidates(run, names, merger))
    if summary.used or summary.merged:
        draft.add_source(_TITLE, ADDRESS)
    merger.finish()


def _read(
    table: EventTable, days: DayColumn, columns: _Columns, offset: int, merger: EventMerger
) -> None:
    """Append the rows of a file that have a place, a day and a status."""
    summary, known = merger.summary, merger.places.by_geonames
    id_name = table.names["geonameid"]
    state_names = [table.names.get(name) for name in ("status", *_VOTERS)]
    codes: dict[tuple[object, ...], int | None] = {}
    known_days: dict[object, int | None] = {}
    places: dict[object, int | None] = {}
    for row in table.rows:
        cells = row.cells
        written = cells[id_name]
        if written not in places:
            number = parse_number(written)
            places[written] = None if number is None else round(number)
        day_written = cells[days.name]
        if day_written not in known_days:
            day = days.day(day_written)
            known_days[day_written] = None if day is None else day.toordinal()
        place, ordinal = places[written], known_days[day_written]
        states = tuple([cells[name] if name else "" for name in state_names])
        if states not in codes:
            codes[states] = _encode(states)
        code = codes[states]
        if place is None or ordinal is None or code is None:
            reason = "geonameid, date or status cannot be read: download the file again"
            shown = [table.cell(row, column) for column in _NEEDED]
            summary.refuse(table.name, row.number, reason, ", ".join(shown))
        elif place not in known:
            summary.left_out["the place is not in the gazetteer: import GeoNames first"] += 1
        elif code % 4 == 0:
            summary.left_out["has no status"] += 1
        else:
            columns.places.append(place)
            columns.days.append(ordinal)
            columns.states.append(code)
            columns.numbers.append(offset + row.number)


def _without_outliers(columns: _Columns, names: list[str], merger: EventMerger) -> _Columns:
    """Refuse the rows whose days are far from all others, and return the columns of the rest."""
    if not columns.days:
        return columns
    days = np.frombuffer(columns.days, dtype=columns.days.typecode)
    first = int(days.min())
    counts = np.bincount(days - first)
    filled = np.flatnonzero(counts)
    outliers = outlier_days(merger)
    found = outliers.find(
        dict(zip((filled + first).tolist(), counts[filled].tolist(), strict=True))
    )
    if not found:
        return columns
    is_far = np.zeros(len(days), dtype=np.bool_)
    for low, high in found:
        is_far |= (days >= low) & (days <= high)
    for at in np.flatnonzero(is_far).tolist():
        file, row = divmod(columns.numbers[at], _NUMBERS_PER_FILE)
        day = date.fromordinal(columns.days[at])
        merger.summary.refuse(names[file], row, outliers.reason, day)
    return _Columns(
        *(
            array(one.typecode, np.frombuffer(one, dtype=one.typecode)[~is_far].tobytes())
            for one in columns
        )
    )


def _encode(states: tuple[object, ...]) -> int | None:
    """Return statuses as base-4 digits, the vote last; None if one is unknown."""
    code = 0
    for power, state in enumerate(states):
        digit = _CODES.get(cell_text(state).upper())
        if digit is None:
            return None
        code += digit << 2 * power
    return code


def _runs(columns: _Columns, summary: ImportSummary) -> Iterator[_Run]:
    """Yield the runs of each place in order of days; count the other rows."""
    if not columns.places:
        return
    places, days, states, numbers = (
        np.frombuffer(column, dtype=column.typecode) for column in columns
    )
    order = np.lexsort((numbers, days, places))
    places, days, states, numbers = (one[order] for one in (places, days, states, numbers))
    is_repeated = _is_as_before(places) & _is_as_before(days)
    places, days, states, numbers = (one[~is_repeated] for one in (places, days, states, numbers))
    goes_on = _is_as_before(places) & _is_as_before(states)
    goes_on[1:] &= np.diff(days) <= STATED_EVERY_DAYS
    for reason, rows in (
        ("repeats the place and day of another row", is_repeated),
        ("has the statuses of the row before: its day is part of the same statement", goes_on),
    ):
        if rows.any():
            summary.left_out[reason] += int(rows.sum())
    starts = np.flatnonzero(~goes_on)
    ends = np.append(starts[1:], len(places)) - 1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield _Run(
            int(places[start]),
            date.fromordinal(int(days[start])),
            date.fromordinal(int(days[end])),
            int(states[start]),
            int(numbers[start]),
        )


def _is_as_before(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each value whether it equals the value before it."""
    same = np.zeros(len(values), dtype=np.bool_)
    same[1:] = values[1:] == values[:-1]
    return same


def _candidates(run: _Run, names: list[str], merger: EventMerger) -> list[ReportCandidate]:
    """Return a statement for each status that a map shows; of the vote if there is no map."""
    file, row = divmod(run.number, _NUMBERS_PER_FILE)
    vote = _STATES[run.code % 4]
    shown = {name: _STATES[run.code // 4**at % 4] for at, name in enumerate(_VOTERS.values(), 1)}
    if not any(shown.values()):
        shown = {SOURCE: vote}
    place_id = merger.places.by_geonames[run.place]
    first, last = merger.days
    listed = "; ".join(f"{name.partition(',')[0]} {one or 'none'}" for name, one in shown.items())
    return [
        ReportCandidate(
            source=SOURCE,
            source_id=f"VIINA-{run.place}-{run.first:%Y%m%d}-{state.lower()}",
            place=merger.places.name(place_id),
            place_id=place_id,
            date_earliest=run.first if run.last < first else max(run.first, first),
            date_latest=run.last if run.first > last else min(run.last, last),
            kind="contested" if state == "CONTESTED" else "",
            before="UA" if state == "CONTESTED" else "",
            after="RU" if state == "CONTESTED" else state,
            publishers=tuple(name for name, one in shown.items() if one == state),
            url=ADDRESS,
            note=f"VIINA: {listed}; its vote: {vote}.",
            file=names[file],
            row=row,
            is_statement=True,
        )
        for state in sorted(set(shown.values()) - {""})
    ]
