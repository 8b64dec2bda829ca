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
from frontline.importers.candidates import ReportCandidate
from frontline.importers.cells import cell_code, cell_text
from frontline.importers.columns import (
    FIELDS,
    UnconfirmedError,
    columns_by_field,
    list_columns,
    suggest_kind,
)
from frontline.importers.day_formats import EMPTY, UnreadDay
from frontline.importers.event_table import make_merger, open_table, outlier_days, record_id
from frontline.importers.kind_of_table import CONTESTED, Repeats, check_name
from frontline.importers.positions import read_position
from frontline.importers.publishers import short_hash, split_names
from frontline.package.integrity import UNSET_REGION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from frontline.importers.dates import DayColumn, DayOptions
    from frontline.importers.event_table import EventTable
    from frontline.importers.merge_events import EventMerger
    from frontline.importers.options import BoundingBox, ImportOptions
    from frontline.importers.position_column import PositionColumn
    from frontline.importers.positions import Position
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
#: Error of a point in a table, which states none; points that are worse should be left out.
_POSITION_ERROR_M = 2_000.0
_DAY_FIELDS = ("day", "day_from", "day_to", "published")
_PLACE_FIELDS = ("place", "place_ar", "place_id", "lon", "lat", "admin1", "admin2", "admin3")
_PUBLISHED = tuple(name for names in FIELDS.values() for name in names)
_EMPTY_FIELDS = dict.fromkeys(FIELDS, "")
#: The kind of a report by what the table writes; the holder of a place has none.
_KINDS = {
    "": "capture",
    **dict.fromkeys(("held", "holds", "hold", "control"), ""),
    **{kind: kind for kind in ("capture", "withdrawal", "contested", "repelled")},
}
_PRINTED_KINDS = ("capture", "withdrawal", "contested", "repelled", "held")
#: Fields that many waiting rows have in common; their values are kept in memory once.
_SHARED = ("place", "place_ar", "admin", "before", "after", "publishers", "denying", "file")


_SAYS = frozenset({"", "supports", "denies"})
_UNKNOWN_KIND = f"the kind is not one that is known: write {', '.join(_PRINTED_KINDS)}, or nothing"
_UNKNOWN_SAYS = "the column says is neither supports nor denies: correct it, or leave it empty"
_NO_PUBLISHER = "the publisher is missing: write who reports it, or add --set publisher=NAME"
_NUMBER_AS_PUBLISHER = (
    "the publisher is a number, not a name: add --column publisher=NAME if another column has the "
    "names, or --set publisher=NAME"
)
_NO_ADDRESS = (
    "the address is missing, or does not begin with http:// or https://: write it, or add --set "
    "url=ADDRESS"
)
_HAS_LETTER = re.compile(r"[^\W\d_]")
_SIDES = re.compile(r"\s*(?:/|;|\bvs?\.?\s|\band\b|&)\s*")


class _Sheet(NamedTuple):
    """A table, with the columns of its fields, and their texts where a cell is empty."""

    name: str
    columns: Mapping[str, str]
    blank: dict[str, str]
    days: Mapping[str, DayColumn]
    position: PositionColumn | None

    def fields(self, row: Row) -> dict[str, str]:
        """Return the fields of a row as text; a setting fills an empty cell."""
        fields, cells = self.blank.copy(), row.cells
        for field, name in self.columns.items():
            if text := cell_text(cells.get(name)):
                fields[field] = text
        return fields

    def point(self, row: Row, fields: Mapping[str, str]) -> Position | None:
        """Return the position of a row, None if it states none, or the reason why it is unread."""
        written = fields["lon"], fields["lat"]
        if not any(written):
            if self.position is None or not fields["position"]:
                return None
            return self.position.position(row.cells.get(self.position.name))
        return read_position(*written)

    def row_days(
        self, row: Row, fields: Mapping[str, str]
    ) -> dict[str, tuple[date, date]] | tuple[str, str]:
        """Return the days of a row by field, without empty cells; or the fault and its cell."""
        days = {}
        year = cell_code(fields["year"])
        for field, column in self.days.items():
            span = column.span(row.cells.get(column.name), "" if field == "published" else year)
            if not isinstance(span, UnreadDay):
                days[field] = span
            elif span is not EMPTY:
                return f"column {column.name!r}: {span.reason}", span.shown(fields[field])
        return days


def import_table(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import a table of reports.

    Settings: ``url`` and ``publisher`` replace columns that the table lacks; ``cite`` is the
    title of the table with its licence; ``guess=no`` matches only columns with the first name
    of a field.
    """
    own_settings = ("url", "publisher", "cite", "guess", "kind", "pairs")
    merger, day_options = make_merger(options, (draft, review, summary), "", own_settings)
    _check_settings(options.settings)
    queue, outliers, repeats = _HolderQueue(merger), outlier_days(merger), Repeats()
    declared = draft.region
    region = None if declared == UNSET_REGION else declared
    for path in options.files:
        with open_table(path, options, (), _PUBLISHED) as table:
            sheet = _open_sheet(table, options, day_options, region)
            for row in table.rows:
                fields = sheet.fields(row)
                is_kind_stated = bool(fields["kind"])
                is_holder = _read_contest(fields, merger)
                candidate = _candidate(sheet, row, fields)
                if isinstance(candidate, ReportCandidate):
                    repeats.count(candidate, is_stated=is_kind_stated)
                    outliers.merge(candidate, queue.wait if is_holder else queue.merge)
                else:
                    merger.note_actors(fields["after"], fields["before"])
                    summary.refuse(path.name, row.number, *candidate)
            repeats.check(table.name, sheet.columns["after"], summary)
            summary.count_rows(table.rows)
            unused = [name for name in table.rows.columns if name not in sheet.columns.values()]
            if unused:
                summary.note(f"{path.name}: columns not read: {', '.join(unused)}")
    outliers.finish()
    queue.finish()
    is_used = bool(summary.used or summary.merged)
    if is_used and "cite" in options.settings:
        draft.add_source(options.settings["cite"], options.settings.get("url", ""))
    elif is_used:
        summary.note("the licence of the table is not recorded: add --set 'cite=TITLE, LICENCE'")
    merger.finish()


def _check_settings(settings: Mapping[str, str]) -> None:
    kind, pairs = settings.get("kind", ""), settings.get("pairs", "lat-lon")
    if kind.casefold() not in _KINDS:
        raise InvalidRequestError(f"--set kind={kind}: write {', '.join(_PRINTED_KINDS)}")
    if pairs not in {"lat-lon", "lon-lat"}:
        raise InvalidRequestError(f"--set pairs={pairs}: write lat-lon or lon-lat")


def _read_contest(fields: dict[str, str], merger: EventMerger) -> bool:
    """Return whether a row states the holder of a place; one that is contested gets its sides."""
    is_holder = _KINDS.get(fields["kind"].casefold()) == ""
    after = fields["after"]
    if fields["kind"].casefold() not in {"", "held", "contested"} and not is_holder:
        return False
    if merger.actors.actor(after) is not None:
        return is_holder
    if after.casefold() in CONTESTED or (not after and fields["kind"].casefold() == "contested"):
        sides: Sequence[str] = merger.actors.ids if len(merger.actors.ids) == 2 else ()
        if not sides and fields["before"]:
            return is_holder
    else:
        sides = _SIDES.split(after)
        if len(sides) != 2 or None in map(merger.actors.actor, sides):
            return is_holder
    fields["kind"] = "contested"
    if len(sides) == 2:
        fields["before"], fields["after"] = sides
    return is_holder


def _open_sheet(
    table: EventTable, options: ImportOptions, day_options: DayOptions, region: BoundingBox | None
) -> _Sheet:
    """Match the columns of a table with the fields."""
    guess = options.settings.get("guess") != "no"
    try:
        columns = columns_by_field(
            table.name,
            table.rows.columns,
            options.columns,
            guess=guess,
            set_fields=options.settings.keys(),
        )
    except UnconfirmedError as unconfirmed:
        _check_fields(table.rows, unconfirmed.columns, options.settings)
        raise
    _check_fields(table.rows, columns, options.settings)
    if not {"kind", "before"} & {*columns, *options.settings}:
        check_name(table.name, columns["after"])
    days = {
        field: table.day_column(columns[field], day_options)
        for field in _DAY_FIELDS
        if field in columns
    }
    position = None
    if "position" in columns:
        order: Any = options.settings.get("pairs")
        position = table.position_column(columns["position"], region, order)
    blank = {**_EMPTY_FIELDS, **options.settings}
    return _Sheet(table.name, columns, blank, days, position)


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

    def wait(self, candidate: ReportCandidate) -> None:
        """Let a statement of a holder wait."""
        values = {name: getattr(candidate, name) for name in _SHARED}
        shared = {name: self._shared.setdefault(one, one) for name, one in values.items()}
        self._waiting.append(candidate._replace(**shared, is_statement=True))

    def merge(self, candidate: ReportCandidate) -> None:
        """Merge a change."""
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
        advice = suggest_kind(rows.columns)
        advice = f"{advice} " if advice else ""
        where = f"{rows.file}, row {rows.header_row or 1}"
        raise InvalidRequestError(
            f"{where}: no column is known for {', '.join(missing)}. {list_columns(rows.columns)} "
            f"{advice}Add --column FIELD=NAME, or --set for url and publisher; --header-row N if "
            "another row names the columns"
        )


def _candidate(
    sheet: _Sheet, row: Row, fields: Mapping[str, str]
) -> ReportCandidate | tuple[str, str]:
    """Return the report in a row, or the reason why it cannot be used and the text to show."""
    days = sheet.row_days(row, fields)
    if isinstance(days, tuple):
        return days
    span, published = _span(days), days.get("published")
    if span is None:
        return EMPTY.reason, fields["place"]
    first, last = span
    if last < first:
        return "the last day is before the first: correct them", f"{first}; {last}"
    point = sheet.point(row, fields)
    for fault in _faults(fields, point):
        return fault
    lon, lat = (None, None) if point is None or isinstance(point, str) else point
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
        published_on=published[1] if published else None,
        note=fields["note"],
        file=sheet.name,
        row=row.number,
    )


def _faults(fields: Mapping[str, str], point: Position | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row, with the text to show."""
    after, url, place = fields["after"], fields["url"], fields["place"]
    if isinstance(point, str):
        written = ", ".join(filter(None, (fields["lon"], fields["lat"]))) or fields["position"]
        yield f"longitude and latitude: {point}", written
    if not (place or fields["place_ar"] or fields["place_id"]):
        yield "the place is missing: write its name", url
    if not after:
        yield "the column after is empty: write who took or holds the place", place
    if fields["kind"].casefold() not in _KINDS:
        yield _UNKNOWN_KIND, fields["kind"]
    if fields["says"].casefold() not in _SAYS:
        yield _UNKNOWN_SAYS, fields["says"]
    if not fields["before"] and after.casefold() in CONTESTED:
        yield "who contests the place is not stated: write both, as 'A / B'", after
    publishers = split_names(fields["publisher"])
    if not publishers:
        yield _NO_PUBLISHER, place
    if not all(map(_HAS_LETTER.search, publishers)):
        yield _NUMBER_AS_PUBLISHER, fields["publisher"]
    if _ADDRESS.fullmatch(url) is None:
        yield _NO_ADDRESS, url or place


def _id(fields: Mapping[str, str], first: date, last: date) -> str:
    """Return the id of a row, or one made of its content: rows of one change have the same."""
    if fields["id"]:
        return record_id(fields["id"])
    content = [fields[name] for name in (*_PLACE_FIELDS, "kind", "before", "after")]
    content += filter(None, (fields["position"],))
    return f"T-{first:%Y%m%d}-{short_hash(*content, last)}"


def _span(days: Mapping[str, tuple[date, date]]) -> tuple[date, date] | None:
    """Return the first and the last day of a row; None if it has none."""
    day, first, last = days.get("day"), days.get("day_from"), days.get("day_to")
    earliest, latest = first or day or last, last or day or first
    return (earliest[0], latest[1]) if earliest and latest else None
