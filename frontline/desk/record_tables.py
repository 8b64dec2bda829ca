"""The tables of a package as a page shows them: filtered, sorted, fifty rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.atlas import Atlas
    from frontline.models import Place

NAMES = ("events", "places", "reports", "publishers")
_ROWS = 50
#: Most places of a table that its map marks.
_MOST_PLACES = 30


@dataclass(frozen=True)
class Table:
    """One page of a table.

    Attributes
    ----------
    name : str
        One of `NAMES`.
    columns : tuple of str
    rows : list of tuple of str
        The rows of this page; the first cell is the id.
    count : int
        Number of rows that the filter leaves.
    page, pages : int
        Number of this page, from 1, and of all.
    sort : str
        The column that the rows are sorted by, with ``-`` before it if the last comes first.
    filter : str
        The text that the rows contain.
    places : tuple of Place
        The places of the rows of this page.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    count: int
    page: int
    pages: int
    sort: str
    filter: str
    places: tuple[Place, ...]


def find(atlas: Atlas, table: str, filter: str, sort: str, page: str) -> Table:  # noqa: A002 - the word of the form
    """Return a page of a table; an unknown table, column or page is the first one.

    Parameters
    ----------
    atlas : Atlas
    table, filter, sort, page : str
        As the browser has sent them.
    """
    name = table if table in NAMES else NAMES[0]
    columns, rows = _TABLES[name]
    word = filter.casefold()
    found = [row for row in rows(atlas) if not word or any(word in c.casefold() for c in row)]
    column = sort.removeprefix("-")
    if column in columns:
        number = columns.index(column)
        found.sort(key=lambda row: _key(row[number]), reverse=sort.startswith("-"))
    pages = max(1, -(-len(found) // _ROWS))
    at = min(max(1, int(page)), pages) if page.isdecimal() and len(page) < 9 else 1
    shown = found[(at - 1) * _ROWS : at * _ROWS]
    places = tuple(dict.fromkeys(_place_ids(atlas, name, shown)))[:_MOST_PLACES]
    return Table(
        name, columns, shown, len(found), at, pages, sort if column in columns else "",
        filter, tuple(atlas.package.gazetteer[id_] for id_ in places),
    )  # fmt: skip


def _key(cell: str) -> tuple[int, float, str]:
    """Return a key that sorts numbers by their value, before texts."""
    try:
        return 0, float(cell), ""
    except ValueError:
        return 1, 0.0, cell.casefold()


def _events(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    package = atlas.package
    assessed = {one.event.event_id: one for one in atlas.assessments}
    for one in package.events:
        place = package.gazetteer.get(one.place_id or "")
        name = str(one.highway).upper() if place is None else place.name
        status = assessed.get(one.event_id)
        days = dict.fromkeys([str(one.date_earliest), str(one.date_latest)])
        yield (
            one.event_id, name, " – ".join(days), one.kind, one.before, one.after,
            str(len(package.reports.get(one.event_id, ()))),
            "" if status is None else status.evidence if status.accepted else "not accepted",
            one.note,
        )  # fmt: skip


def _places(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    known = atlas.record.index
    last = atlas.record.last
    for one in atlas.package.gazetteer.values():
        control = atlas.record.control_on(one.id, last) if one.id in known else None
        held = "" if control is None else " / ".join(control.actors) or control.status
        yield (
            one.id, one.name, one.second_name, one.kind, one.admin3, one.admin1,
            f"{one.lon:.4f}", f"{one.lat:.4f}", f"{one.position_error_m:g}", held,
        )  # fmt: skip


def _reports(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    publishers = atlas.package.publishers
    for one in atlas.package.all_reports:
        day = str(one.published_on or one.published_note)
        name = publishers[one.publisher].name
        yield (one.report_id, one.record_id, name, day, one.says, one.url, one.note)


def _publishers(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    counts: dict[str, int] = {}
    for report in atlas.package.all_reports:
        counts[report.publisher] = counts.get(report.publisher, 0) + 1
    for one in atlas.package.publishers.values():
        yield (
            one.id, one.name, one.aligned_with or one.stance, one.language,
            "; ".join(one.origin), str(counts.get(one.id, 0)), one.note,
        )  # fmt: skip


def _place_ids(atlas: Atlas, name: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the ids of the places that rows are about."""
    ids = {row[0] for row in rows}
    if name == "places":
        yield from (id_ for id_ in atlas.package.gazetteer if id_ in ids)
    elif name in {"events", "reports"}:
        if name == "reports":
            ids = {one.record_id for one in atlas.package.all_reports if one.report_id in ids}
        yield from (e.place_id for e in atlas.package.events if e.event_id in ids and e.place_id)


_TABLES = {
    "events": (
        ("id", "place", "days", "kind", "before", "after", "reports", "evidence", "note"),
        _events,
    ),
    "places": (
        ("id", "name", "second_name", "kind", "admin3", "admin1", "lon", "lat", "error_m", "held"),
        _places,
    ),
    "reports": (
        ("id", "record", "publisher", "published_on", "says", "url", "note"),
        _reports,
    ),
    "publishers": (
        ("id", "name", "stance", "language", "origin", "reports", "note"),
        _publishers,
    ),
}
#: All columns, for their names in the languages of the desk.
COLUMNS = tuple(dict.fromkeys(column for columns, _ in _TABLES.values() for column in columns))
