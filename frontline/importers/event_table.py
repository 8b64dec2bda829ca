"""Open the tables of event sources, and read the settings that all event imports share.

Columns have the names that the source publishes, in any order and case. A zip archive is read as
the one table in it.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.dates import day_written, parse_day
from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import slugify
from frontline.importers.archives import unpacked
from frontline.importers.cells import cell_code, cell_text
from frontline.importers.columns import header_hint, list_columns, suggest_kind
from frontline.importers.dates import DayColumn, DayOptions
from frontline.importers.merge_events import EventMerger
from frontline.importers.outlier_days import OutlierDays
from frontline.importers.position_column import PositionColumn
from frontline.importers.publishers import short_hash
from frontline.importers.readers import read_table
from frontline.importers.resolve_actors import ActorMapping, ActorResolver, read_mappings
from frontline.importers.resolve_places import PlaceResolver
from frontline.package.integrity import UNSET_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from frontline.importers.dates import Order
    from frontline.importers.options import BoundingBox, ImportOptions
    from frontline.importers.positions import PairOrder
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

#: Settings of every event import; the manual explains them.
_SETTINGS = frozenset({"from", "to", "in", "actors", "dates", "century", "serials"})
_ORDERS: dict[str, Order] = {"day-first": "day-first", "month-first": "month-first"}
_SERIALS = frozenset({"1900", "1904", "unix"})
_CENTURIES = frozenset({"15", "16", "17", "18", "19", "20"})
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_LONGEST_ID = 70
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json"})


class EventTable(NamedTuple):
    """One open table of a source.

    Attributes
    ----------
    name : of the file
    rows : can be iterated over once
    names : the file's own column names, by the published ones
    reopen : reads the same rows again
    """

    name: str
    rows: Rows
    names: Mapping[str, str]
    reopen: Callable[[], Rows]

    def cell(self, row: Row, column: str) -> str:
        """Return a cell as one line of text; empty if it is a gap, or there is no such column."""
        name = self.names.get(column)
        return "" if name is None else cell_text(row.cells.get(name))

    def code(self, row: Row, column: str) -> str:
        """Return a code in a cell, such as 1 for ``1.0``; empty like `cell`."""
        name = self.names.get(column)
        return "" if name is None else cell_code(row.cells.get(name))

    def day_column(self, name: str, options: DayOptions) -> DayColumn:
        """Return the reader of a column of days; it scans the column only if it has to."""

        def scan() -> Iterator[tuple[int, object]]:
            return ((row.number, row.cells.get(name)) for row in self.reopen())

        return DayColumn(self.name, name, scan, options)

    def position_column(
        self, name: str, region: BoundingBox | None, order: PairOrder | None
    ) -> PositionColumn:
        """Return the reader of a column of positions."""

        def scan() -> Iterator[object]:
            return (row.cells.get(name) for row in self.reopen())

        return PositionColumn(self.name, name, scan, region, order)


@contextmanager
def open_table(
    path: Path,
    options: ImportOptions,
    needed: Collection[str],
    published: Iterable[str] = (),
) -> Iterator[EventTable]:
    """Open a table with published column names.

    Parameters
    ----------
    needed : columns that it must have
    published : further column names, by which its header is recognised

    Raises
    ------
    DataError
        If it cannot be read, or lacks a column in `needed`.
    """
    hint = header_hint(options, (*needed, *published))
    with _unpacked(path) as file:

        def read() -> Rows:
            return read_table(file, encoding=options.encoding, sheet=options.layer, hint=hint)

        rows = read()
        rows.file = path.name
        names: dict[str, str] = {}
        for column in rows.columns:
            names.setdefault(column.strip().casefold(), column)
        missing = [column for column in needed if column not in names]
        if missing:
            message = f"lacks the columns {', '.join(missing)}"
            advice = suggest_kind(rows.columns, needed) or (
                "Export it again with all columns, or import it as a table with --column. "
                f"{list_columns(rows.columns)}"
            )
            raise DataError([Issue(path.name, rows.header_row or 1, "", message, advice)])
        yield EventTable(path.name, rows, names, read)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Yield a file, or the one table in a zip archive."""
    if path.suffix.lower() != ".zip":
        yield path
        return
    with unpacked(path, _TABLES) as tables:
        if len(tables) != 1:
            raise DataError([_not_one_table(path, list(tables))])
        yield next(iter(tables.values()))


def _not_one_table(path: Path, names: list[str]) -> Issue:
    """Return the issue of an archive with no table or several."""
    if not names:
        hint = f"It needs one file with the ending {', '.join(sorted(_TABLES))}."
        return Issue(path.name, None, "", "contains no table", hint)
    listed = ", ".join(names[:10]) + (" and more" if len(names) > 10 else "")
    hint = f"Unpack it, and import one after the other: {listed}."
    return Issue(path.name, None, "", f"contains {len(names):,} tables instead of one", hint)


def make_merger(
    options: ImportOptions,
    into: tuple[Draft, Review, ImportSummary],
    licence: str,
    own_settings: Iterable[str] = (),
    republishes: Mapping[str, str] | None = None,
) -> tuple[EventMerger, DayOptions]:
    """Return the merger for an import of events, and how the user states that days are written.

    Parameters
    ----------
    licence : of the source
    own_settings : names of settings that only this kind of import has
    republishes : names of publishers that republish another, with the name of the other

    Raises
    ------
    InvalidRequestError
        If an option does not apply to imports of events, or a setting has an invalid value.
    DataError
        If the package has no place.
    """
    draft, review, summary = into
    _check_options(options, _SETTINGS | set(own_settings))
    settings = options.settings
    mappings = [ActorMapping(name, actor_id) for name, actor_id in options.actors.items()]
    if "actors" in settings:
        mappings = [*read_mappings(Path(settings["actors"]), options.encoding), *mappings]
    day_options = _day_options(settings)
    if not draft.places:
        message = "the gazetteer is empty"
        hint = "Import places before events: frontline import geonames, ocha, osm or whosonfirst."
        raise DataError([Issue("gazetteer.geojson", None, "", message, hint)])
    region = options.region or draft.region
    merger = EventMerger(
        draft=draft,
        review=review,
        summary=summary,
        actors=ActorResolver(draft.actors, mappings),
        places=PlaceResolver(
            draft.places, region, settings.get("in", ""), ask_names=options.ask_names
        ),
        licence=licence,
        days=(_day(settings, "from", date.min), _day(settings, "to", date.max)),
        republishes=republishes or {},
    )
    return merger, day_options


def outlier_days(merger: EventMerger) -> OutlierDays:
    """Return the filter of rows whose days are far from all others, for one import."""
    draft = merger.draft
    span = None if draft.span == (UNSET_DAY, UNSET_DAY) else draft.span
    known = (day_written(row["date_latest"]) for row in draft.rows("events"))
    return OutlierDays(merger.summary, span, known, merger.days)


def _day_options(settings: Mapping[str, str]) -> DayOptions:
    """Return how days are written, by the settings."""
    order, century = settings.get("dates"), settings.get("century")
    serials = settings.get("serials", "")
    if order is not None and order not in _ORDERS:
        raise InvalidRequestError(f"--set dates={order}: write day-first or month-first")
    if century is not None and century not in _CENTURIES:
        raise InvalidRequestError(
            f"--set century={century}: write the first two digits of the years, as 20 for 2000 to "
            "2099"
        )
    if serials and serials not in _SERIALS:
        raise InvalidRequestError(
            f"--set serials={serials}: write 1900 or 1904, the year from which the spreadsheet "
            "counts the days, or unix for seconds since 1970"
        )
    return DayOptions(
        None if order is None else _ORDERS[order],
        None if century is None else int(century),
        serials,
    )


def _check_options(options: ImportOptions, known: frozenset[str]) -> None:
    for name in options.settings:
        if name not in known:
            raise InvalidRequestError(
                f"--set {name}: this import has no such setting; use {', '.join(sorted(known))}"
            )
    for option, value in (("--country", options.country), ("--class", options.classes)):
        if value:
            raise InvalidRequestError(f"{option} does not apply to event imports; use --region")


def _day(settings: Mapping[str, str], name: str, default: date) -> date:
    return parse_day(settings[name]) if name in settings else default


def record_id(text: Any, prefix: str = "") -> str:
    """Return an id that a record can have: the source's own if it is valid.

    Examples
    --------
    >>> record_id("SYR12345"), record_id("12/7", "T-")
    ('SYR12345', 'T-12-7-c5bc660c')
    """
    own = cell_code(text)
    if _ID.fullmatch(prefix + own) and len(prefix + own) <= _LONGEST_ID:
        return prefix + own
    return "-".join(filter(None, (prefix.strip("-"), slugify(own)[:40], short_hash(own))))
