"""Imports VIINA's territorial control: one status for each place and day, by vote of four maps.

A file has a row for each of 33,000 places and each day; only the days on which the vote of a
place changes become events. Each map that votes is a publisher of its own: those that say the
same on that day support the event, those that say otherwise deny it, and what follows is for the
editorial rule. Places are known by their id in GeoNames, so the gazetteer comes first.
"""

from __future__ import annotations

from array import array
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import FoundReport
from frontline.importers.event_table import number_of, opened, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from frontline.importers.dates import DayColumn
    from frontline.importers.event_table import Export
    from frontline.importers.merge_events import Settling
    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "VIINA"
ADDRESS = "https://github.com/zhukovyuri/VIINA"
_TITLE = "VIINA 2.0 (Zhukov and Ayers 2023), ODbL 1.0"

_NEEDED = ("geonameid", "date", "status")
#: The maps that vote, by column. The boosted map is Wikipedia's with news reports added, so the
#: two are one voice.
_VOTERS = {
    "status_wiki": "Wikipedia map, by way of VIINA",
    "status_boost": "Wikipedia map with news reports, by way of VIINA",
    "status_dsm": "DeepStateMap, by way of VIINA",
    "status_isw": "Institute for the Study of War, by way of VIINA",
}
_STATES = ("", "UA", "RU", "CONTESTED")
_CODES = {state: code for code, state in enumerate(_STATES)} | {"NA": 0}
#: Rows are numbered over all files: so many to a file.
_TO_A_FILE = 1 << 40


class _Days(NamedTuple):
    """The rows of all files in columns: place, day, states as digits to the base 4, number."""

    places: array[int]
    days: array[int]
    states: array[int]
    numbers: array[int]


def import_viina(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import every change of status, and the status of the first day."""
    settling, order = settled(asked, (draft, review, report), "ODbL 1.0")
    settling.voices.origins[_VOTERS["status_boost"]] = _VOTERS["status_wiki"]
    read = _Days(array("q"), array("q"), array("H"), array("q"))
    names = []
    for number, path in enumerate(asked.files):
        with opened(path, asked, _NEEDED) as export:
            names.append(export.name)
            _read(
                export,
                export.days(export.names["date"], order),
                read,
                number * _TO_A_FILE,
                settling,
            )
            export.counted(report)
    for told in _changes(read, report):
        settling.take(_found(told, names, settling))
    if report.used or report.merged:
        draft.add_source(_TITLE, ADDRESS)
    settling.finish()


def _read(export: Export, column: DayColumn, read: _Days, above: int, settling: Settling) -> None:
    """Keep the rows of a file that have a place, a day and a status."""
    report, known = settling.report, settling.placing.by_geonames
    id_name = export.names["geonameid"]
    state_names = [export.names.get(name) for name in ("status", *_VOTERS)]
    codes: dict[tuple[object, ...], int | None] = {}
    places: dict[object, int | None] = {}
    for row in export.rows:
        cells = row.cells
        written = cells[id_name]
        if written not in places:
            number = number_of(written)
            places[written] = None if number is None else round(number)
        place, day = places[written], column.day(cells[column.name])
        states = tuple([cells[name] if name else "" for name in state_names])
        if states not in codes:
            codes[states] = _coded(states)
        code = codes[states]
        if place is None or day is None or code is None:
            why = "geonameid, date or status cannot be read"
            report.refuse(export.name, row.number, why, export.cell(row, "status"))
        elif place not in known:
            report.left_out["the place is not in the gazetteer: import GeoNames first"] += 1
        elif code % 4 == 0:
            report.left_out["has no status"] += 1
        else:
            read.places.append(place)
            read.days.append(day.toordinal())
            read.states.append(code)
            read.numbers.append(above + row.number)


def _coded(states: tuple[object, ...]) -> int | None:
    """Write states as digits to the base 4, the vote last; None if one is no state."""
    code = 0
    for power, state in enumerate(states):
        digit = _CODES.get(clean_text(state).upper())
        if digit is None:
            return None
        code += digit << 2 * power
    return code


class _Told(NamedTuple):
    """A status worth telling: where, when, the states, and the row before of the same place."""

    place: int
    day: date
    code: int
    last_day: date | None
    last: str
    number: int


def _changes(read: _Days, report: Report) -> Iterator[_Told]:
    """Give the first status of each place and each change, by day; count the other rows."""
    if not read.places:
        return
    places, days, states, numbers = (
        np.frombuffer(column, dtype=column.typecode) for column in read
    )
    order = np.lexsort((numbers, days, places))
    places, days, states, numbers = (one[order] for one in (places, days, states, numbers))
    twice = _as_before(places) & _as_before(days)
    places, days, states, numbers = (one[~twice] for one in (places, days, states, numbers))
    known = _as_before(places)
    same = known & _as_before(states % 4)
    report.left_out.update(
        {"stands twice for one place and day": int(twice.sum())} if twice.any() else {}
    )
    report.left_out.update({"says what the day before said": int(same.sum())} if same.any() else {})
    told = np.flatnonzero(~same)
    for at in told[np.lexsort((places[told], days[told]))].tolist():
        yield _Told(
            int(places[at]),
            date.fromordinal(int(days[at])),
            int(states[at]),
            date.fromordinal(int(days[at - 1])) if known[at] else None,
            _STATES[int(states[at - 1]) % 4] if known[at] else "",
            int(numbers[at]),
        )


def _as_before(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each value whether it is that of the row before."""
    same = np.zeros(len(values), dtype=np.bool_)
    same[1:] = values[1:] == values[:-1]
    return same


def _found(told: _Told, names: list[str], settling: Settling) -> FoundReport:
    """Say one status of a place."""
    place, day, code, last_day, last, number = told
    file, row = divmod(number, _TO_A_FILE)
    status = _STATES[code % 4]
    votes = {name: _STATES[code // 4**power % 4] for power, name in enumerate(_VOTERS.values(), 1)}
    place_id = settling.placing.by_geonames[place]
    loser, holder = _sides(last, status)
    first_of_all = last_day is None and status != "CONTESTED"
    said = "; ".join(f"{name.partition(',')[0]} {vote or 'silent'}" for name, vote in votes.items())
    return FoundReport(
        source=SOURCE,
        source_id=f"VIINA-{place}" + ("" if first_of_all else f"-{day:%Y%m%d}"),
        place=settling.placing.name(place_id),
        place_id=place_id,
        date_earliest=day if last_day is None else last_day + timedelta(days=1),
        date_latest=day,
        kind="" if first_of_all else "contested" if status == "CONTESTED" else "capture",
        before=loser,
        after=holder,
        publishers=tuple(name for name, vote in votes.items() if vote == status) or (SOURCE,),
        denying=tuple(name for name, vote in votes.items() if vote not in {"", status}),
        url=ADDRESS,
        note=f"VIINA's vote: {status}, {last or 'nothing'} before. {said}.",
        file=names[file],
        row=row,
    )


def _sides(last: str, status: str) -> tuple[str, str]:
    """Give who held a place before, or may have, and who holds or contests it now."""
    other = {"UA": "RU", "RU": "UA"}
    if status == "CONTESTED":
        return (last, other[last]) if last in other else ("UA", "RU")
    return other[status], status
