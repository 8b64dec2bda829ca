"""VIINA: import the control of places in Ukraine by day, a vote of four maps.

Format: ``control_latest_YEAR.zip`` or its CSV (https://github.com/zhukovyuri/VIINA), with the
columns ``geonameid``, ``date`` and ``status``, and one status column for each map. Licence:
ODbL 1.0.

A file has a row for each of 33,000 places and each day; only the days on which the vote of a
place changes become events. Each map is a publisher: those with the status of the vote support
the event, those with another deny it, and the editorial rule decides. Places are matched by
their id in GeoNames, so the gazetteer has to be imported first.
"""

from __future__ import annotations

from array import array
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from frontline.importers.candidates import ReportCandidate
from frontline.importers.cells import cell_text, parse_number
from frontline.importers.event_table import make_merger, open_table, outlier_days

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


class _Change(NamedTuple):
    """The first status of a place, or a change: the statuses, and the row before."""

    place: int
    day: date
    code: int
    last_day: date | None
    last_state: str
    number: int


def import_viina(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import every change of status, and the status of the first day."""
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
    for change in _changes(columns, summary):
        merger.merge(_candidate(change, names, merger))
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
    places: dict[object, int | None] = {}
    for row in table.rows:
        cells = row.cells
        written = cells[id_name]
        if written not in places:
            number = parse_number(written)
            places[written] = None if number is None else round(number)
        place, day = places[written], days.day(cells[days.name])
        states = tuple([cells[name] if name else "" for name in state_names])
        if states not in codes:
            codes[states] = _encode(states)
        code = codes[states]
        if place is None or day is None or code is None:
            reason = "geonameid, date or status cannot be read"
            shown = [table.cell(row, column) for column in _NEEDED]
            summary.refuse(table.name, row.number, reason, ", ".join(shown))
        elif place not in known:
            summary.left_out["the place is not in the gazetteer: import GeoNames first"] += 1
        elif code % 4 == 0:
            summary.left_out["has no status"] += 1
        else:
            columns.places.append(place)
            columns.days.append(day.toordinal())
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


def _changes(columns: _Columns, summary: ImportSummary) -> Iterator[_Change]:
    """Yield the first status of each place and each change by day; count the other rows."""
    if not columns.places:
        return
    places, days, states, numbers = (
        np.frombuffer(column, dtype=column.typecode) for column in columns
    )
    order = np.lexsort((numbers, days, places))
    places, days, states, numbers = (one[order] for one in (places, days, states, numbers))
    is_repeated = _is_as_before(places) & _is_as_before(days)
    places, days, states, numbers = (one[~is_repeated] for one in (places, days, states, numbers))
    has_last = _is_as_before(places)
    is_unchanged = has_last & _is_as_before(states % 4)
    for reason, rows in (
        ("repeats the place and day of another row", is_repeated),
        ("has the status of the day before", is_unchanged),
    ):
        if rows.any():
            summary.left_out[reason] += int(rows.sum())
    changed = np.flatnonzero(~is_unchanged)
    for at in changed[np.lexsort((places[changed], days[changed]))].tolist():
        yield _Change(
            int(places[at]),
            date.fromordinal(int(days[at])),
            int(states[at]),
            date.fromordinal(int(days[at - 1])) if has_last[at] else None,
            _STATES[int(states[at - 1]) % 4] if has_last[at] else "",
            int(numbers[at]),
        )


def _is_as_before(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each value whether it equals the value before it."""
    same = np.zeros(len(values), dtype=np.bool_)
    same[1:] = values[1:] == values[:-1]
    return same


def _candidate(change: _Change, names: list[str], merger: EventMerger) -> ReportCandidate:
    """Return a change of status as a report."""
    place, day, code, last_day, last_state, number = change
    file, row = divmod(number, _NUMBERS_PER_FILE)
    state = _STATES[code % 4]
    votes = {name: _STATES[code // 4**power % 4] for power, name in enumerate(_VOTERS.values(), 1)}
    place_id = merger.places.by_geonames[place]
    before, after = _sides(last_state, state)
    is_first_holder = last_day is None and state != "CONTESTED"
    shown = "; ".join(f"{name.partition(',')[0]} {vote or 'none'}" for name, vote in votes.items())
    return ReportCandidate(
        source=SOURCE,
        source_id=f"VIINA-{place}" + ("" if is_first_holder else f"-{day:%Y%m%d}"),
        place=merger.places.name(place_id),
        place_id=place_id,
        date_earliest=day if last_day is None else last_day + timedelta(days=1),
        date_latest=day,
        kind="" if is_first_holder else "contested" if state == "CONTESTED" else "capture",
        before=before,
        after=after,
        publishers=tuple(name for name, vote in votes.items() if vote == state) or (SOURCE,),
        denying=tuple(name for name, vote in votes.items() if vote not in {"", state}),
        url=ADDRESS,
        note=f"VIINA's vote: {state}, {last_state or 'none'} before. {shown}.",
        file=names[file],
        row=row,
    )


def _sides(last_state: str, state: str) -> tuple[str, str]:
    """Return who held a place before, or may have, and who holds or contests it now."""
    other = {"UA": "RU", "RU": "UA"}
    if state == "CONTESTED":
        return (last_state, other[last_state]) if last_state in other else ("UA", "RU")
    return other[state], state
