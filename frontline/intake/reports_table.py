"""Imports a plain table of reports, such as a newsroom's own spreadsheet.

A row says that a place changed hands, or who held it, on a day or between two, who reported it
and where. Rows that tell of one change, from several publishers, become one event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import RequestError
from frontline.intake.exports import opened, point_of, record_id, settled
from frontline.intake.found import FoundReport, tidy
from frontline.intake.guessing import columns_by_field
from frontline.intake.voices import short_hash, split_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.intake.asked import Asked
    from frontline.intake.day_columns import DayColumn
    from frontline.intake.draft import Draft
    from frontline.intake.exports import Export
    from frontline.intake.report import Report
    from frontline.intake.review import Review
    from frontline.intake.rows import Row

__all__ = ["import_table"]

_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
#: A town of an unknown map; a point that is worse than this should be left out of the table.
_POSITION_ERROR_M = 2_000.0
_DAYS = ("day", "day_from", "day_to", "published")
_KINDS = {
    "": "capture",
    "held": "",
    **{kind: kind for kind in ("capture", "withdrawal", "contested", "repelled")},
}


class _Sheet(NamedTuple):
    """A table with the columns of its fields, and what stands for those it lacks."""

    export: Export
    columns: Mapping[str, str]
    settings: Mapping[str, str]
    days: Mapping[str, DayColumn]

    def cell(self, row: Row, field: str) -> str:
        """Give a field of a row as text; what the user set if the table has no such column."""
        name = self.columns.get(field)
        return self.settings.get(field, "") if name is None else tidy(row.cells.get(name))

    def has_odd_day(self, row: Row) -> bool:
        """Whether a cell that should hold a day holds something else."""
        return any(self.cell(row, field) and self.day(row, field) is None for field in self.days)

    def day(self, row: Row, field: str) -> date | None:
        """Give a day of a row."""
        column = self.days.get(field)
        return None if column is None else column.day(row.cells.get(column.name))


def import_table(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import a table of reports.

    Settings: ``url`` and ``publisher`` stand for columns that the table lacks; ``cite`` names
    the table with its licence; ``guess=no`` takes no column whose name is not a plain one.
    """
    own = ("url", "publisher", "cite", "guess")
    settling, order = settled(asked, (draft, review, report), "", own)
    for path in asked.files:
        with opened(path, asked, ()) as export:
            guess = asked.settings.get("guess") != "no"
            columns = columns_by_field(export.name, export.rows.columns, asked.columns, guess=guess)
            _enough(export.name, columns, asked.settings)
            days: dict[str, DayColumn] = {
                field: export.days(columns[field], order) for field in _DAYS if field in columns
            }
            sheet = _Sheet(export, columns, asked.settings, days)
            for row in export.rows:
                found = _found(sheet, row)
                if isinstance(found, str):
                    report.refuse(export.name, row.number, found, sheet.cell(row, "place"))
                else:
                    settling.take(found)
            export.counted(report)
            unread = [name for name in export.rows.columns if name not in columns.values()]
            if unread:
                report.note(f"{export.name}: columns not read: {', '.join(unread)}")
    if "cite" in asked.settings and (report.used or report.merged):
        draft.cite(asked.settings["cite"], asked.settings.get("url", ""))
    elif report.used or report.merged:
        report.note("the licence of the table is not recorded: add --set 'cite=TITLE, LICENCE'")
    settling.finish()


def _enough(file: str, columns: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Refuse a table that cannot say where, when, who, and on whose word."""
    known = {*columns, *settings}
    lacks = [
        words
        for words, fields in {
            "place": {"place", "place_ar", "place_id"},
            "day": {"day", "day_from", "day_to"},
            "after": {"after"},
            "publisher": {"publisher"},
            "url": {"url"},
        }.items()
        if not fields & known
    ]
    if lacks:
        raise RequestError(
            f"{file}: no column holds {', '.join(lacks)}: name it with --column FIELD=NAME (url "
            f"and publisher also with --set); there are {', '.join(columns.values())}"
        )


def _found(sheet: _Sheet, row: Row) -> FoundReport | str:
    """Give what a row says, or why it cannot be used."""
    kind = _KINDS.get(sheet.cell(row, "kind").casefold())
    first = sheet.day(row, "day_from") or sheet.day(row, "day") or sheet.day(row, "day_to")
    last = sheet.day(row, "day_to") or sheet.day(row, "day") or first
    where = (sheet.cell(row, "lon"), sheet.cell(row, "lat"))
    point = point_of(*where)
    says = sheet.cell(row, "says").casefold() or "supports"
    publishers = split_names(sheet.cell(row, "publisher"))
    wrong = {
        "the kind is none of capture, withdrawal, contested, repelled, held": kind is None,
        "the day cannot be read, or the last lies before the first": (
            first is None or last is None or last < first or sheet.has_odd_day(row)
        ),
        "longitude and latitude are no point": any(where) and point is None,
        "says is neither supports nor denies": says not in {"supports", "denies"},
        "the publisher is missing": not publishers,
        "the address is missing, or does not begin with http:// or https://": (
            _ADDRESS.fullmatch(sheet.cell(row, "url")) is None
        ),
    }
    why = next((words for words, is_so in wrong.items() if is_so), "")
    if why or kind is None or first is None or last is None:
        return why
    return _made(sheet, row, (kind, first, last, point, says == "denies"))


def _made(
    sheet: _Sheet, row: Row, read: tuple[str, date, date, tuple[float, float] | None, bool]
) -> FoundReport:
    kind, first, last, point, denies = read
    admin = tuple(filter(None, (sheet.cell(row, f"admin{level}") for level in (1, 2, 3))))
    named = {field: sheet.cell(row, field) for field in ("place", "place_ar", "after", "before")}
    publishers = split_names(sheet.cell(row, "publisher"))
    own = sheet.cell(row, "id")
    content = short_hash(*named.values(), *admin, kind, first, last, *(point or ()))
    return FoundReport(
        source="table",
        source_id=record_id(own) if own else f"T-{first:%Y%m%d}-{content}",
        place=named["place"] or named["place_ar"],
        place_ar=named["place_ar"],
        place_id=sheet.cell(row, "place_id"),
        admin=admin,
        lon=None if point is None else point[0],
        lat=None if point is None else point[1],
        position_error_m=None if point is None else _POSITION_ERROR_M,
        date_earliest=first,
        date_latest=last,
        kind=kind,
        before=named["before"],
        after=named["after"],
        publishers=() if denies else publishers,
        denying=publishers if denies else (),
        url=sheet.cell(row, "url"),
        published_on=sheet.day(row, "published"),
        note=sheet.cell(row, "note"),
        file=sheet.export.name,
        row=row.number,
    )
