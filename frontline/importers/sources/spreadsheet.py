"""Imports a plain table of reports, such as a newsroom's own spreadsheet.

A row says that a place changed hands, or who held it, on a day or between two, who reported it
and where. Rows that tell of one change, from several publishers, become one event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import FoundReport
from frontline.importers.columns import FIELDS, columns_by_field
from frontline.importers.event_table import opened, point_of, record_id, settled
from frontline.importers.publishers import short_hash, split_names
from frontline.workers import ahead, is_worth_it

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from datetime import date
    from pathlib import Path

    from frontline.importers.candidates import Unused
    from frontline.importers.dates import DayColumn, Order
    from frontline.importers.merge_events import Settling
    from frontline.importers.options import Asked
    from frontline.importers.readers import Row
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
#: A town of an unknown map; a point that is worse than this should be left out of the table.
_POSITION_ERROR_M = 2_000.0
#: So many points are remembered.
_REMEMBERED = 10_000
_DAYS = ("day", "day_from", "day_to", "published")
_BLANK = dict.fromkeys(FIELDS, "")
_WHERE = (*("place", "place_ar", "place_id", "lon", "lat"), *("admin1", "admin2", "admin3"))
_KINDS = {
    "": "capture",
    "held": "",
    **{kind: kind for kind in ("capture", "withdrawal", "contested", "repelled")},
}


class _Sheet(NamedTuple):
    """A table with the columns of its fields, and what stands for those it lacks."""

    name: str
    columns: Mapping[str, str]
    settings: Mapping[str, str]
    days: Mapping[str, DayColumn]
    points: dict[tuple[str, str], tuple[float, float] | None]

    def fields(self, row: Row) -> dict[str, str]:
        """Give the fields of a row as text; what the user set if the table has no such column."""
        cells = {field: clean_text(row.cells.get(name)) for field, name in self.columns.items()}
        return {**_BLANK, **self.settings, **cells}

    def point(self, fields: Mapping[str, str]) -> tuple[float, float] | None:
        """Give the point of a row; rows of one place share it."""
        written = fields["lon"], fields["lat"]
        if written not in self.points:
            if len(self.points) >= _REMEMBERED:
                self.points.clear()
            self.points[written] = point_of(*written)
        return self.points[written]

    def dated(self, row: Row, fields: Mapping[str, str]) -> dict[str, date | None] | None:
        """Give the days of a row by field; None if a cell that should hold a day does not."""
        days = {field: one.day(row.cells.get(one.name)) for field, one in self.days.items()}
        if None in days.values() and any(fields[field] for field in days if not days[field]):
            return None
        return days


class _Unfit(NamedTuple):
    """A row that cannot be used, and whom it names."""

    row: int
    reason: str
    place: str
    before: str
    after: str


class _Gone(NamedTuple):
    """What there is to say of a table once it has been gone through."""

    rows: int
    torn: list[Unused]
    unread: list[str]


def import_table(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import a table of reports.

    Settings: ``url`` and ``publisher`` stand for columns that the table lacks; ``cite`` names
    the table with its licence; ``guess=no`` takes no column whose name is not a plain one.
    """
    own = ("url", "publisher", "cite", "guess")
    settling, order = settled(asked, (draft, review, report), "", own)
    waiting = _Waiting(settling)
    for path in asked.files:
        with ahead(_read, path, asked, order, apart=is_worth_it(path)) as told:
            for one in told:
                if isinstance(one, FoundReport):
                    waiting.take(one)
                elif isinstance(one, _Unfit):
                    settling.heard(one.after, one.before)
                    report.refuse(path.name, one.row, one.reason, one.place)
                else:
                    report.read += one.rows
                    report.unused.extend(one.torn)
                    if one.unread:
                        report.note(f"{path.name}: columns not read: {', '.join(one.unread)}")
    waiting.finish()
    if "cite" in asked.settings and (report.used or report.merged):
        draft.add_source(asked.settings["cite"], asked.settings.get("url", ""))
    elif report.used or report.merged:
        report.note("the licence of the table is not recorded: add --set 'cite=TITLE, LICENCE'")
    settling.finish()


def _read(path: Path, asked: Asked, order: Order | None) -> Generator[FoundReport | _Unfit | _Gone]:
    """Read a table, row by row."""
    with opened(path, asked, ()) as export:
        guess = asked.settings.get("guess") != "no"
        columns = columns_by_field(export.name, export.rows.columns, asked.columns, guess=guess)
        _enough(export.name, columns, asked.settings)
        days: dict[str, DayColumn] = {
            field: export.days(columns[field], order) for field in _DAYS if field in columns
        }
        sheet = _Sheet(export.name, columns, asked.settings, days, {})
        for row in export.rows:
            fields = sheet.fields(row)
            found = _found(sheet, row, fields)
            if isinstance(found, FoundReport):
                yield found
            else:
                sides = fields["before"], fields["after"]
                yield _Unfit(row.number, found, fields["place"], *sides)
        unread = [name for name in export.rows.columns if name not in columns.values()]
        yield _Gone(export.rows.read, export.rows.torn, unread)


#: What rows have in common: of those that wait it is kept once.
_TOLD_AGAIN = ("place", "place_ar", "admin", "before", "after", "publishers", "denying", "file")


class _Waiting:
    """Lets the rows that say who held a place wait until the changes are settled.

    They are taken by day then, since what they mean depends on what is known of the days before.
    A list at the head of a table does not wait if nothing is known yet: of its first day it says
    who held what when the record begins.
    """

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._begun = settling.begun
        self._held: list[FoundReport] = []
        self._kept: dict[object, Any] = {}

    def take(self, found: FoundReport) -> None:
        """Settle a change, and let the others wait."""
        if not found.kind:
            told = {name: getattr(found, name) for name in _TOLD_AGAIN}
            again = {name: self._kept.setdefault(one, one) for name, one in told.items()}
            self._held.append(found._replace(**again))
            return
        if self._held and not self._begun:
            first = min(one.date_latest for one in self._held)
            start = [one for one in self._held if one.date_latest == first]
            self._held = [one for one in self._held if one.date_latest != first]
            for one in start:
                self._settling.take(one)
        self._begun = True
        self._settling.take(found)

    def finish(self) -> None:
        """Settle those that wait, and let each go."""
        self._held.sort(key=lambda one: one.date_latest)
        self._held.reverse()
        while self._held:
            self._settling.take(self._held.pop())


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
        raise InvalidRequestError(
            f"{file}: no column holds {', '.join(lacks)}: name it with --column FIELD=NAME (url "
            f"and publisher also with --set); there are {', '.join(columns.values())}"
        )


def _found(sheet: _Sheet, row: Row, fields: Mapping[str, str]) -> FoundReport | str:
    """Give what a row says, or why it cannot be used."""
    days = sheet.dated(row, fields)
    if days is None:
        return "a day cannot be read"
    first, last = _span(days)
    if first is None or last is None or last < first:
        return "there is no day, or the last lies before the first"
    point = sheet.point(fields)
    if why := _wrong(fields, point):
        return why
    lon, lat = point or (None, None)
    admin = tuple(filter(None, (fields["admin1"], fields["admin2"], fields["admin3"])))
    publishers, denies = split_names(fields["publisher"]), fields["says"].casefold() == "denies"
    return FoundReport(
        source="table",
        source_id=_id(fields, first, last),
        place=fields["place"] or fields["place_ar"] or fields["place_id"],
        place_ar=fields["place_ar"],
        place_id=fields["place_id"],
        admin=admin,
        lon=lon,
        lat=lat,
        position_error_m=None if lon is None else _POSITION_ERROR_M,
        date_earliest=first,
        date_latest=last,
        kind=_KINDS[fields["kind"].casefold()],
        before=fields["before"],
        after=fields["after"],
        publishers=() if denies else publishers,
        denying=publishers if denies else (),
        url=fields["url"],
        published_on=days.get("published"),
        note=fields["note"],
        file=sheet.name,
        row=row.number,
    )


def _wrong(fields: Mapping[str, str], point: tuple[float, float] | None) -> str:
    """Say what a row lacks; empty if nothing."""
    if fields["kind"].casefold() not in _KINDS:
        return "the kind is none of capture, withdrawal, contested, repelled, held"
    if (fields["lon"] or fields["lat"]) and point is None:
        return "longitude and latitude are no point"
    if fields["says"].casefold() not in {"", "supports", "denies"}:
        return "says is neither supports nor denies"
    if not split_names(fields["publisher"]):
        return "the publisher is missing"
    if _ADDRESS.fullmatch(fields["url"]) is None:
        return "the address is missing, or does not begin with http:// or https://"
    return ""


def _id(fields: Mapping[str, str], first: date, last: date) -> str:
    """Give the id of a row, or one by what it says: rows of one change have the same."""
    if fields["id"]:
        return record_id(fields["id"])
    told = [fields[name] for name in (*_WHERE, "kind", "before", "after")]
    return f"T-{first:%Y%m%d}-{short_hash(*told, last)}"


def _span(days: Mapping[str, date | None]) -> tuple[date | None, date | None]:
    """Give the first and the last day that a row names."""
    day, first, last = (days.get(field) for field in ("day", "day_from", "day_to"))
    return first or day or last, last or day or first
