"""ACLED: import the events in which territory changed hands.

Format: the CSV export, or the JSON of the interface, with the columns of the ACLED codebook
(https://acleddata.com/acled-documentation). Three values of ``sub_event_type`` are changes of
control; all others are counted and left out. The order of ``actor1`` and ``actor2`` has no
meaning, so who took a place follows from the type and from which side is the government
(``inter1``, ``inter2``). Licence: ACLED terms of use, which are not open.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import ReportCandidate
from frontline.importers.dates import days_around, month_of
from frontline.importers.day_formats import UnreadDay
from frontline.importers.event_table import make_merger, open_table, outlier_days, record_id
from frontline.importers.positions import read_position
from frontline.importers.publishers import split_names

if TYPE_CHECKING:
    from datetime import date

    from frontline.importers.day_formats import Days
    from frontline.importers.event_table import EventTable
    from frontline.importers.merge_events import EventMerger
    from frontline.importers.options import ImportOptions
    from frontline.importers.outlier_days import OutlierDays
    from frontline.importers.review import Review
    from frontline.importers.rows import Row
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "ACLED"
#: ACLED has no address for a single event.
ADDRESS = "https://acleddata.com/"
LICENCE = "ACLED terms of use"
_TITLE = "ACLED (Armed Conflict Location & Event Data)"

_NEEDED = (
    *("event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "actor2"),
    *("location", "latitude", "longitude", "geo_precision", "source"),
)

_REGAINS = "government regains territory"
_OVERTAKES = "non-state actor overtakes territory"
_TRANSFER = "non-violent transfer of territory"

#: Error of the point of a town, for geo_precision 1.
_POSITION_ERROR_M = 2_000.0
#: Reasons for the other codes of geo_precision.
_VAGUE = {
    "2": "geo_precision 2: near the place named, not in it",
    "3": "geo_precision 3: somewhere in the region of the place named",
}
#: Values of inter1 and inter2 for a government, in old and new exports.
_STATE = frozenset({"1", "state forces"})
_BY_HAND = (
    "enter it with frontline add event; or, if the first actor took the place in all such rows of "
    "your export, use --set taker=actor1"
)
#: Reasons why the side that took a place is not known, with the remedy that helps.
_UNDECIDED = {
    "transfer": f"the row of a transfer does not show which actor took the place: {_BY_HAND}",
    "neither": f"neither side is the state, so the side that took the place is open: {_BY_HAND}",
    "same": f"both sides are the government, so the side that took the place is open: {_BY_HAND}",
    "both": "both sides are the state: name the government of your package with --set "
    "government=ID",
    "unknown": "inter1 and inter2 do not show which side is the state: name the government with "
    "--set government=ID",
    "unmapped": "an actor is not in the package, so it is not known which side is the "
    "government: map it with --actor 'NAME=ID'",
}


def import_acled(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import changes of control.

    Settings: ``government`` is the actor that "Government regains territory" means;
    ``taker=actor1`` states that the first actor took the place where nothing else decides it.
    """
    into = (draft, review, summary)
    merger, day_options = make_merger(options, into, LICENCE, ("government", "taker"))
    outliers = outlier_days(merger)
    sides = _Sides(merger, options.settings.get("government"), options.settings.get("taker"))
    for path in options.files:
        with open_table(path, options, _NEEDED) as table:
            days = table.day_column(table.names["event_date"], day_options)
            kind, reasons = table.names["sub_event_type"], _Reasons()
            for row in table.rows:
                if reason := reasons[row.cells[kind]]:
                    summary.left_out[reason] += 1
                    continue
                day = days.span(row.cells.get(days.name), table.code(row, "year"))
                _merge(table, row, day, sides, outliers)
            summary.count_rows(table.rows)
    outliers.finish()
    if summary.used or summary.merged:
        draft.add_source(_TITLE, ADDRESS, closed_terms=LICENCE)
    merger.finish()


class _Reasons(dict[object, str]):
    """Why rows of a sub_event_type are left out, computed once; empty if they are not."""

    def __missing__(self, written: object) -> str:
        """Compare without case, as spreadsheets do."""
        kind = clean_text(written)
        is_change = kind.casefold() in {_REGAINS, _OVERTAKES, _TRANSFER}
        reason = f"sub_event_type {kind[:60]!r} is not a change of control"
        self[written] = "" if is_change else reason
        return self[written]


class _Sides:
    """Finds out which side took a place from which."""

    def __init__(self, merger: EventMerger, government: str | None, taker: str | None) -> None:
        self.merger = merger
        if government is not None and government not in merger.actors.ids:
            raise InvalidRequestError(
                f"--set government={government}: no actor of the package has this id"
            )
        if taker not in {None, "actor1"}:
            raise InvalidRequestError(f"--set taker={taker}: the only value is actor1")
        self._government, self._is_first = government, taker == "actor1"

    def of(self, table: EventTable, row: Row) -> tuple[str, str] | str:
        """Return the actors before and after, as ACLED names them; or why they are not known."""
        names = [table.cell(row, "actor1"), table.cell(row, "actor2")]
        if not all(names):
            return "", names[0] or names[1]
        kind = table.cell(row, "sub_event_type").casefold()
        is_state = [self._is_state(table, row, number) for number in (1, 2)]
        if kind != _TRANSFER and is_state.count(True) == 1:
            taker = [one is True for one in is_state].index(kind == _REGAINS)
            return names[1 - taker], names[taker]
        if self._is_first:
            return names[1], names[0]
        return _UNDECIDED["transfer"] if kind == _TRANSFER else self._reason(is_state)

    def _is_state(self, table: EventTable, row: Row, number: int) -> bool | None:
        """Return whether an actor is the government, by the setting or by ACLED's ``inter``.

        None if it is not known: the actor is not in the package, or the cell is empty.
        """
        if self._government:
            actor = self.merger.actors.actor(table.cell(row, f"actor{number}"))
            return None if actor is None else actor == self._government
        inter = table.code(row, f"inter{number}").casefold()
        return inter in _STATE if inter else None

    def _reason(self, is_state: list[bool | None]) -> str:
        """Return why it is not known which side took the place."""
        if None in is_state:
            return _UNDECIDED["unmapped" if self._government else "unknown"]
        if not any(is_state):
            return _UNDECIDED["neither"]
        return _UNDECIDED["same" if self._government else "both"]


def _merge(
    table: EventTable, row: Row, day: Days | UnreadDay, sides: _Sides, outliers: OutlierDays
) -> None:
    """Merge one change of control."""
    merger = sides.merger
    candidate = _candidate(table, row, day, sides)
    precision = table.code(row, "geo_precision")
    if not isinstance(candidate, ReportCandidate):
        merger.note_actors(table.cell(row, "actor1"), table.cell(row, "actor2"))
        merger.summary.refuse(table.name, row.number, *candidate)
    elif precision == "1":
        outliers.merge(candidate, merger.merge)
    else:
        outliers.merge(candidate, partial(merger.merge_unplaced, reason=_VAGUE[precision]))


def _candidate(
    table: EventTable, row: Row, day: Days | UnreadDay, sides: _Sides
) -> ReportCandidate | tuple[str, str]:
    """Return the report in a row, or the reason why it cannot be used and the text to show."""
    if isinstance(day, UnreadDay):
        return f"event_date: {day.reason}", day.shown(table.cell(row, "event_date"))
    if fault := _code_fault(table, row, day):
        return fault
    longitude, latitude = (row.cells[table.names[column]] for column in ("longitude", "latitude"))
    point = read_position(longitude, latitude)
    if isinstance(point, str):
        shown = ", ".join(filter(None, map(clean_text, (longitude, latitude))))
        return f"longitude and latitude: {point}", shown or table.cell(row, "location")
    actors = sides.of(table, row)
    if isinstance(actors, str):
        names = (table.cell(row, f"actor{number}")[:38] for number in (1, 2))
        return actors, "; ".join(names)
    return _report(table, row, _span(day[0], table.code(row, "time_precision")), actors, point)


def _code_fault(table: EventTable, row: Row, days: Days) -> tuple[str, str] | None:
    """Return what is wrong with the day and the codes of a row, and the text to show."""
    if not table.cell(row, "event_id_cnty"):
        return "event_id_cnty is empty: export the rows again", table.cell(row, "location")
    for column in ("time_precision", "geo_precision"):
        if table.code(row, column) not in {"1", "2", "3"}:
            return f"{column} is not 1, 2 or 3: correct it", table.cell(row, column)
    cell, year = table.cell(row, "event_date"), table.code(row, "year")
    if days[0] != days[1]:
        return "event_date is a span of days: write the middle day, and its time_precision", cell
    if year.isdecimal() and int(year) != days[0].year:
        return "event_date and year contradict each other: correct one of them", f"{cell}; {year}"
    return None


def _span(day: date, precision: str) -> Days:
    """Return the first and last possible day.

    By the codebook, code 2 is a week and code 3 a month, each written as its middle day.
    """
    if precision == "1":
        return day, day
    if precision == "2":
        return days_around(day, 3)
    month, around = month_of(day), days_around(day, 15)
    return min(month[0], around[0]), max(month[1], around[1])


def _report(
    table: EventTable,
    row: Row,
    span: tuple[date, date],
    actors: tuple[str, str],
    point: tuple[float, float],
) -> ReportCandidate:
    codes = ("time_precision", "geo_precision", "source_scale")
    shown = [f"{code} {table.code(row, code)}" for code in codes if table.code(row, code)]
    own_id = table.cell(row, "event_id_cnty")
    admin = [table.cell(row, f"admin{level}") for level in (1, 2, 3)]
    return ReportCandidate(
        source=SOURCE,
        source_id=record_id(own_id),
        place=table.cell(row, "location"),
        admin=tuple(filter(None, admin)),
        lon=point[0],
        lat=point[1],
        position_error_m=_POSITION_ERROR_M,
        date_earliest=span[0],
        date_latest=span[1],
        kind="capture",
        before=actors[0],
        after=actors[1],
        publishers=split_names(table.cell(row, "source")) or (SOURCE,),
        url=ADDRESS,
        note=f"ACLED {own_id}: {table.cell(row, 'sub_event_type')}. {'; '.join(shown)}.",
        file=table.name,
        row=row.number,
    )
