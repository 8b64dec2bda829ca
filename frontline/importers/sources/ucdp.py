"""Imports UCDP GED: texts about fighting, kept beside the events they may be about.

GED records deadly events and no change of control, so nothing here becomes an event: that two
sides fought near a place does not say that both were in it, or who held it. What names a place
exactly, between the two sides of an event of the package and on its days, is kept as ``context``
with its sources: it is shown, and counts for nothing. The rest is counted and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import FoundReport
from frontline.importers.event_table import opened, point_of, record_id, settled
from frontline.importers.publishers import split_names

if TYPE_CHECKING:
    from datetime import date

    from frontline.importers.event_table import Export
    from frontline.importers.options import Asked
    from frontline.importers.readers import Row
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "UCDP GED"
ADDRESS = "https://ucdp.uu.se/"
_TITLE = "UCDP Georeferenced Event Dataset, CC BY 4.0"

_NEEDED = (
    *("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates"),
    *("latitude", "longitude", "date_prec", "date_start", "date_end"),
)
#: Of where_prec only 1 names a place; 2 is up to some 25 km around one, the others an area.
_POSITION_ERROR_M = 2_000.0
#: Of date_prec, 1 is a day and 2 two to six days; the others are too long to point to an event.
_DATED = frozenset({"1", "2"})


def import_ucdp(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import what can stand beside events of the package."""
    settling, order = settled(asked, (draft, review, report), "CC BY 4.0")
    for path in asked.files:
        with opened(path, asked, _NEEDED) as export:
            start, end = (
                export.days(export.names["date_start"], order),
                export.days(export.names["date_end"], order),
            )
            codes = [export.names[c] for c in ("type_of_violence", "where_prec", "date_prec")]
            reasons: dict[tuple[object, ...], str] = {}
            for row in export.rows:
                written = tuple([row.cells[name] for name in codes])
                if written not in reasons:
                    reasons[written] = _left_out(*map(clean_text, written))
                if why := reasons[written]:
                    report.left_out[why] += 1
                    continue
                days = start.day(row.cells[start.name]), end.day(row.cells[end.name])
                found = _found(export, row, days)
                if isinstance(found, str):
                    settling.heard(export.cell(row, "side_a"), export.cell(row, "side_b"))
                    report.refuse(export.name, row.number, found, export.cell(row, "id"))
                else:
                    settling.take(found)
            export.counted(report)
    if report.merged:
        draft.add_source(_TITLE, ADDRESS)
    settling.finish()


def _left_out(violence: str, where: str, when: str) -> str:
    """Say why a row cannot stand beside any event, by its codes; empty if it may."""
    if violence == "3":
        return "type_of_violence 3: against civilians, not between two sides"
    if where != "1":
        return f"where_prec {where[:20]}: names no exact place"
    if when not in _DATED:
        return f"date_prec {when[:20]}: names no days"
    return ""


def _found(export: Export, row: Row, days: tuple[date | None, date | None]) -> FoundReport | str:
    """Give what a row says, or why it cannot be read."""
    first, last = days
    point = point_of(row.cells[export.names["longitude"]], row.cells[export.names["latitude"]])
    if first is None or last is None or last < first:
        return "date_start and date_end are no days in their order"
    if point is None:
        return "latitude and longitude are no point"
    codes = [f"{code} {export.cell(row, code)}" for code in ("where_prec", "date_prec")]
    own = export.cell(row, "id")
    named = split_names(export.cell(row, "source_office"))
    return FoundReport(
        source=SOURCE,
        source_id=record_id(own, "GED-"),
        place=export.cell(row, "where_coordinates"),
        admin=tuple(filter(None, (export.cell(row, "adm_1"), export.cell(row, "adm_2")))),
        lon=point[0],
        lat=point[1],
        position_error_m=_POSITION_ERROR_M,
        date_earliest=first,
        date_latest=last,
        kind="context",
        before=export.cell(row, "side_a"),
        after=export.cell(row, "side_b"),
        publishers=named or (SOURCE,),
        url=ADDRESS,
        note="; ".join(codes),
        file=export.name,
        row=row.number,
    )
