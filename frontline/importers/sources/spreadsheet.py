"""Tables of reports, such as a newsroom's own spreadsheet.

Format: CSV, TSV or a workbook (.xlsx, .xls, .ods). A row states that a place changed hands, or
who held it, on a day or between two days, and who reported that where. The fields and their
usual column names are `frontline.importers.columns.FIELDS`; ``docs/importing-events.md`` explains
them. Rows about one change, from several publishers, become one event. The user states the
licence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import ReportCandidate
from frontline.importers.columns import FIELDS, columns_by_field, list_columns
from frontline.importers.coordinates import parse_point
from frontline.importers.event_table import make_merger, open_table, record_id
from frontline.importers.publishers import short_hash, split_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.importers.dates import DayColumn, Order
    from frontline.importers.event_table import EventTable
    from frontline.importers.merge_events import EventMerger
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
#: Error of a point in a table, which states none; points that are worse should be left out.
_POSITION_ERROR_M = 2_000.0
#: Most points that are cached.
_MOST_POINTS = 10_000
_DAY_FIELDS = ("day", "day_from", "day_to", "published")
_PLACE_FIELDS = ("place", "place_ar", "place_id", "lon", "lat", "admin1", "admin2", "admin3")
_PUBLISHED = tuple(name for names in FIELDS.values() for name in names)
_EMPTY_FIELDS = dict.fromkeys(FIELDS, "")
#: The kind of a report by what the table writes; the holder of a place has none.
_KINDS = {
    "": "capture",
    "held": "",
    **{kind: kind for kind in ("capture", "withdrawal", "contested", "repelled")},
}
#: Fields that many waiting rows have in common; their values are kept in memory once.
_SHARED = ("place", "place_ar", "admin", "before", "after", "publishers", "denying", "file")


class _Sheet(NamedTuple):
    """A table, with the columns of its fields and the settings for those that it lacks."""

    name: str
    columns: Mapping[str, str]
    settings: Mapping[str, str]
    days: Mapping[str, DayColumn]
    points: dict[tuple[str, str], tuple[float, float] | None]

    def fields(self, row: Row) -> dict[str, str]:
        """Return the fields of a row as text."""
        cells = {field: clean_text(row.cells.get(name)) for field, name in self.columns.items()}
        return {**_EMPTY_FIELDS, **self.settings, **cells}

    def point(self, fields: Mapping[str, str]) -> tuple[float, float] | None:
        """Return the point of a row; rows of one place share it."""
        written = fields["lon"], fields["lat"]
        if written not in self.points:
            if len(self.points) >= _MOST_POINTS:
                self.points.clear()
            self.points[written] = parse_point(*written)
        return self.points[written]

    def row_days(self, row: Row, fields: Mapping[str, str]) -> dict[str, date | None] | None:
        """Return the days of a row by field; None if a cell should hold a day and does not."""
        days = {field: one.day(row.cells.get(one.name)) for field, one in self.days.items()}
        if None in days.values() and any(fields[field] for field in days if not days[field]):
            return None
        return days


def import_table(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import a table of reports.

    Settings: ``url`` and ``publisher`` replace columns that the table lacks; ``cite`` is the
    title of the table with its licence; ``guess=no`` matches only columns with the first name
    of a field.
    """
    own_settings = ("url", "publisher", "cite", "guess")
    merger, order = make_merger(options, (draft, review, summary), "", own_settings)
    queue = _HolderQueue(merger)
    for path in options.files:
        with open_table(path, options, (), _PUBLISHED) as table:
            sheet = _open_sheet(table, options, order)
            for row in table.rows:
                fields = sheet.fields(row)
                candidate = _candidate(sheet, row, fields)
                if isinstance(candidate, ReportCandidate):
                    queue.merge(candidate)
                else:
                    merger.note_actors(fields["after"], fields["before"])
                    summary.refuse(path.name, row.number, candidate, fields["place"])
            summary.count_rows(table.rows)
            unused = [name for name in table.rows.columns if name not in sheet.columns.values()]
            if unused:
                summary.note(f"{path.name}: columns not read: {', '.join(unused)}")
    queue.finish()
    is_used = bool(summary.used or summary.merged)
    if is_used and "cite" in options.settings:
        draft.add_source(options.settings["cite"], options.settings.get("url", ""))
    elif is_used:
        summary.note("the licence of the table is not recorded: add --set 'cite=TITLE, LICENCE'")
    merger.finish()


def _open_sheet(table: EventTable, options: ImportOptions, order: Order | None) -> _Sheet:
    """Match the columns of a table with the fields."""
    guess = options.settings.get("guess") != "no"
    columns = columns_by_field(table.name, table.rows.columns, options.columns, guess=guess)
    _check_fields(table.rows, columns, options.settings)
    days = {
        field: table.day_column(columns[field], order) for field in _DAY_FIELDS if field in columns
    }
    return _Sheet(table.name, columns, options.settings, days, {})


class _HolderQueue:
    """Merges changes at once, and rows with the holder of a place at the end, by day.

    The meaning of a holder depends on what is known of the days before. If nothing is known yet,
    a list of holders before the first change is the start of the record, and does not wait.
    """

    def __init__(self, merger: EventMerger) -> None:
        self._merger = merger
        self._has_records = merger.has_records
        self._waiting: list[ReportCandidate] = []
        self._shared: dict[object, Any] = {}

    def merge(self, candidate: ReportCandidate) -> None:
        """Merge a change, or let a holder wait."""
        if not candidate.kind:
            values = {name: getattr(candidate, name) for name in _SHARED}
            shared = {name: self._shared.setdefault(one, one) for name, one in values.items()}
            self._waiting.append(candidate._replace(**shared))
            return
        if self._waiting and not self._has_records:
            self._merge_start()
        self._has_records = True
        self._merger.merge(candidate)

    def _merge_start(self) -> None:
        """Merge the holders of the first day."""
        first = min(one.date_latest for one in self._waiting)
        start = [one for one in self._waiting if one.date_latest == first]
        self._waiting = [one for one in self._waiting if one.date_latest != first]
        for one in start:
            self._merger.merge(one)

    def finish(self) -> None:
        """Merge the rows that wait, and free their memory one by one."""
        self._waiting.sort(key=lambda one: one.date_latest)
        self._waiting.reverse()
        while self._waiting:
            self._merger.merge(self._waiting.pop())


def _check_fields(rows: Rows, columns: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Refuse a table without a place, a day, an actor, a publisher or an address."""
    known = {*columns, *settings}
    missing = [
        name
        for name, fields in {
            "place": {"place", "place_ar", "place_id"},
            "day": {"day", "day_from", "day_to"},
            "after": {"after"},
            "publisher": {"publisher"},
            "url": {"url"},
        }.items()
        if not fields & known
    ]
    if missing:
        raise InvalidRequestError(
            f"{rows.file}, row {rows.header_row or 1}: no column is known for "
            f"{', '.join(missing)}. {list_columns(rows.columns)} Add --column FIELD=NAME, or --set "
            "for url and publisher; --header-row N if another row names the columns"
        )


def _candidate(sheet: _Sheet, row: Row, fields: Mapping[str, str]) -> ReportCandidate | str:
    """Return the report in a row, or the reason why it cannot be used."""
    days = sheet.row_days(row, fields)
    if days is None:
        return "a day cannot be read"
    first, last = _span(days)
    if first is None or last is None or last < first:
        return "there is no day, or the last day is before the first"
    point = sheet.point(fields)
    if fault := _fault(fields, point):
        return fault
    lon, lat = point or (None, None)
    admin = tuple(filter(None, (fields["admin1"], fields["admin2"], fields["admin3"])))
    publishers, denies = split_names(fields["publisher"]), fields["says"].casefold() == "denies"
    return ReportCandidate(
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


def _fault(fields: Mapping[str, str], point: tuple[float, float] | None) -> str:
    """Return what is wrong with a row; empty if nothing is."""
    if fields["kind"].casefold() not in _KINDS:
        return "the kind is not capture, withdrawal, contested, repelled or held"
    if (fields["lon"] or fields["lat"]) and point is None:
        return "longitude and latitude are not a point"
    if fields["says"].casefold() not in {"", "supports", "denies"}:
        return "the column says is neither supports nor denies"
    if not split_names(fields["publisher"]):
        return "the publisher is missing"
    if _ADDRESS.fullmatch(fields["url"]) is None:
        return "the address is missing, or does not begin with http:// or https://"
    return ""


def _id(fields: Mapping[str, str], first: date, last: date) -> str:
    """Return the id of a row, or one made of its content: rows of one change have the same."""
    if fields["id"]:
        return record_id(fields["id"])
    content = [fields[name] for name in (*_PLACE_FIELDS, "kind", "before", "after")]
    return f"T-{first:%Y%m%d}-{short_hash(*content, last)}"


def _span(days: Mapping[str, date | None]) -> tuple[date | None, date | None]:
    """Return the first and the last day of a row."""
    day, first, last = (days.get(field) for field in ("day", "day_from", "day_to"))
    return first or day or last, last or day or first
