"""UCDP GED: import reports about fighting as context of events that are there.

Format: the CSV of the Georeferenced Event Dataset, with the columns of its codebook
(https://ucdp.uu.se/downloads/). Licence: CC BY 4.0.

GED records deadly events and not changes of control, so no row becomes an event: that two sides
fought near a place does not show that both were in it, or who held it. A row with an exact place,
between the actors and within the days of an event of the package, adds its sources to that event
as ``context``, which is shown and decides nothing. The others are counted and left out.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import ReportCandidate
from frontline.importers.cells import cell_code
from frontline.importers.day_formats import UnreadDay
from frontline.importers.event_table import make_merger, open_table, outlier_days, record_id
from frontline.importers.positions import read_position
from frontline.importers.publishers import split_names

if TYPE_CHECKING:
    from datetime import date

    from frontline.importers.dates import DayColumn
    from frontline.importers.event_table import EventTable
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.rows import Row
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "UCDP GED"
ADDRESS = "https://ucdp.uu.se/"
LICENCE = "CC BY 4.0"
_TITLE = f"UCDP Georeferenced Event Dataset, {LICENCE}"

_NEEDED = (
    *("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates"),
    *("latitude", "longitude", "date_prec", "date_start", "date_end"),
)
_CODES = ("type_of_violence", "where_prec", "date_prec")
#: where_prec 1 is a place; 2 is up to some 25 km around one, the others are areas.
_POSITION_ERROR_M = 2_000.0
#: date_prec 1 is a day and 2 is two to six days; the others are too long to match an event.
_DATED = frozenset({"1", "2"})


def import_ucdp(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import reports about fighting as context of events."""
    merger, day_options = make_merger(options, (draft, review, summary), LICENCE)
    outliers = outlier_days(merger)
    for path in options.files:
        with open_table(path, options, _NEEDED) as table:
            start = table.day_column(table.names["date_start"], day_options)
            end = table.day_column(table.names["date_end"], day_options)
            codes_of = itemgetter(*(table.names[code] for code in _CODES))
            known: dict[tuple[object, ...], tuple[str, str]] = {}
            for row in table.rows:
                written = codes_of(row.cells)
                if written not in known:
                    known[written] = _meaning(*map(cell_code, written))
                reason, note = known[written]
                if reason:
                    summary.left_out[reason] += 1
                    continue
                candidate = _candidate(table, row, (start, end), note)
                if isinstance(candidate, ReportCandidate):
                    outliers.merge(candidate, merger.merge)
                else:
                    merger.note_actors(table.cell(row, "side_a"), table.cell(row, "side_b"))
                    summary.refuse(table.name, row.number, *candidate)
            summary.count_rows(table.rows)
    outliers.finish()
    if summary.merged:
        draft.add_source(_TITLE, ADDRESS)
    merger.finish()


def _meaning(violence: str, where: str, when: str) -> tuple[str, str]:
    """Return why a row with these codes cannot match an event, else empty; and its note."""
    return _left_out(violence, where, when), f"where_prec {where}; date_prec {when}"


def _left_out(violence: str, where: str, when: str) -> str:
    """Return why a row cannot match an event, by its codes; empty if it can."""
    if violence == "3":
        return "type_of_violence 3: against civilians, not between two sides"
    if where != "1":
        return f"where_prec {where[:20]}: not an exact place"
    if when not in _DATED:
        return f"date_prec {when[:20]}: not an exact date"
    return ""


def _candidate(
    table: EventTable, row: Row, columns: tuple[DayColumn, DayColumn], note: str
) -> ReportCandidate | tuple[str, str]:
    """Return the report in a row, or the reason why it cannot be used and the text to show."""
    days: list[date] = []
    for field, column in zip(("date_start", "date_end"), columns, strict=True):
        span = column.span(row.cells[column.name])
        if isinstance(span, UnreadDay):
            span = column.span(row.cells[column.name], table.code(row, "year"))
        if isinstance(span, UnreadDay):
            return f"{field}: {span.reason}", span.shown(table.cell(row, field))
        days += span
    first, last = days[0], days[-1]
    if last < first:
        return "date_end is before date_start: correct them", f"{first}; {last}"
    longitude, latitude = (row.cells[table.names[column]] for column in ("longitude", "latitude"))
    point = read_position(longitude, latitude)
    if isinstance(point, str):
        shown = ", ".join(filter(None, map(clean_text, (longitude, latitude))))
        return f"longitude and latitude: {point}", shown or table.cell(row, "where_coordinates")
    return ReportCandidate(
        source=SOURCE,
        source_id=record_id(row.cells[table.names["id"]], "GED-"),
        place=table.cell(row, "where_coordinates"),
        admin=tuple(filter(None, (table.cell(row, "adm_1"), table.cell(row, "adm_2")))),
        lon=point[0],
        lat=point[1],
        position_error_m=_POSITION_ERROR_M,
        date_earliest=first,
        date_latest=last,
        kind="context",
        before=table.cell(row, "side_a"),
        after=table.cell(row, "side_b"),
        publishers=split_names(table.cell(row, "source_office")) or (SOURCE,),
        url=ADDRESS,
        note=note,
        file=table.name,
        row=row.number,
    )
