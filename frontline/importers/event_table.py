"""What all importers of events share: the columns of an export, its cells, and the settings.

Columns are those the source publishes, in any order and case; one that is needed and missing is
named. A zip is read as the one table in it.
"""

from __future__ import annotations

import math
import re
import tempfile
import zipfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.dates import parse_day
from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.importers.columns import advice
from frontline.importers.dates import DayColumn
from frontline.importers.merge_events import Settling
from frontline.importers.publishers import short_hash
from frontline.importers.readers import read_table
from frontline.importers.resolve_actors import Cast, Given, read_pairs
from frontline.importers.resolve_places import Placing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from frontline.importers.dates import Order
    from frontline.importers.options import Asked
    from frontline.importers.readers import Row, Rows
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


#: Settings of every import of events: what they mean stands in the manual.
_SETTINGS = frozenset({"from", "to", "in", "actors", "dates"})
_ORDERS: dict[str, Order] = {"day-first": "day-first", "month-first": "month-first"}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_LONGEST_ID = 70
#: A table that unpacks to more than this is no table of reports.
_LARGEST = 8_000_000_000


class Export(NamedTuple):
    """One file of a source, open for reading.

    Attributes
    ----------
    name : of the file
    rows : to be gone through once
    names : how the file writes the names of the columns, by the published ones
    path, encoding, sheet : where to read it again
    """

    name: str
    rows: Rows
    names: Mapping[str, str]
    path: Path
    encoding: str
    sheet: str | None

    def cell(self, row: Row, column: str) -> str:
        """Give a cell as one line of text; empty if the file has no such column."""
        name = self.names.get(column)
        return "" if name is None else clean_text(row.cells.get(name))

    def days(self, name: str, order: Order | None) -> DayColumn:
        """Give a column, by its own name, as days; it is gone through only if it has to be."""

        def scan() -> Iterator[tuple[int, object]]:
            again = read_table(self.path, encoding=self.encoding or None, sheet=self.sheet)
            return ((row.number, row.cells.get(name)) for row in again)

        return DayColumn(self.name, name, scan, order)

    def counted(self, report: Report) -> None:
        """Count the rows, and list those that could not be read."""
        report.read += self.rows.read
        report.unused.extend(self.rows.torn)


@contextmanager
def opened(path: Path, asked: Asked, needed: Collection[str]) -> Iterator[Export]:
    """Open a table whose columns are published.

    Raises
    ------
    DataError
        When it cannot be read, or a column in `needed` is missing.
    """
    with _unpacked(path) as table:
        rows = read_table(table, encoding=asked.encoding, sheet=asked.layer)
        names: dict[str, str] = {}
        for column in rows.columns:
            names.setdefault(column.strip().casefold(), column)
        missing = [column for column in needed if column not in names]
        if missing:
            rule = f"lacks the columns {', '.join(missing)}"
            otherwise = "Export it again with all columns; or import it as a table, with --column."
            remedy = advice(rows.columns, needed) or otherwise
            raise DataError([Issue(path.name, 1, "", rule, remedy)])
        yield Export(path.name, rows, names, table, rows.encoding, asked.layer)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Give a file, or the one table inside a zip."""
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                inside = [
                    item
                    for item in archive.infolist()
                    if not item.is_dir() and Path(item.filename).suffix.lower() in {".csv", ".txt"}
                ]
                if len(inside) != 1 or inside[0].file_size > _LARGEST:
                    rule = f"holds {len(inside)} tables, or one that is too large"
                    raise DataError([Issue(path.name, None, "", rule, "Unpack it first.")])
                inside[0].filename = "table.csv"
                archive.extract(inside[0], folder)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            rule = f"cannot be unpacked ({clean_text(error)[:80]})"
            raise DataError([Issue(path.name, None, "", rule, "Unpack it first.")]) from error
        yield Path(folder) / "table.csv"


def settled(
    asked: Asked,
    into: tuple[Draft, Review, Report],
    licence: str,
    own: Iterable[str] = (),
) -> tuple[Settling, Order | None]:
    """Make ready what settles the rows, by what the user asked.

    Parameters
    ----------
    licence : of the source
    own : settings that only this kind of import has

    Raises
    ------
    InvalidRequestError
        For an option that says nothing to an import of events, or a setting that makes no sense.
    DataError
        When the package has no place yet, where anything could have happened.
    """
    draft, review, report = into
    known = _SETTINGS | set(own)
    _only(asked, known)
    settings = asked.settings
    given = [Given(name, actor_id) for name, actor_id in asked.actors.items()]
    if "actors" in settings:
        given = [*read_pairs(Path(settings["actors"])), *given]
    order = settings.get("dates")
    if order is not None and order not in _ORDERS:
        raise InvalidRequestError(f"--set dates={order}: write day-first or month-first")
    if not draft.places:
        rule = "the gazetteer is empty, and nothing can happen nowhere"
        remedy = "Import places first: frontline import geonames, ocha, osm or whosonfirst."
        raise DataError([Issue("gazetteer.geojson", None, "", rule, remedy)])
    settling = Settling(
        draft=draft,
        review=review,
        report=report,
        cast=Cast(draft.actors, given),
        placing=Placing(draft.places, asked.region or draft.region, settings.get("in", "")),
        licence=licence,
        days=(_day(settings, "from", date.min), _day(settings, "to", date.max)),
    )
    return settling, None if order is None else _ORDERS[order]


def _only(asked: Asked, known: frozenset[str]) -> None:
    for name in asked.settings:
        if name not in known:
            raise InvalidRequestError(
                f"--set {name}: is no setting here; use {', '.join(sorted(known))}"
            )
    for option, given in (("--country", asked.country), ("--class", asked.classes)):
        if given:
            raise InvalidRequestError(f"{option} says nothing to an import of events: use --region")


def _day(settings: Mapping[str, str], name: str, otherwise: date) -> date:
    return parse_day(settings[name]) if name in settings else otherwise


def number_of(value: object) -> float | None:
    """Read a finite number, with a point or a comma; None for anything else.

    Examples
    --------
    >>> number_of("35,44"), number_of("35.44 N")
    (35.44, None)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    text = clean_text(value)
    if "," in text and "." not in text and text.count(",") == 1:
        text = text.replace(",", ".")
    try:
        number = float(text) if text and "_" not in text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def point_of(lon: object, lat: object) -> tuple[float, float] | None:
    """Read a point; None unless both are numbers on the globe, in this order or the other."""
    x, y = number_of(lon), number_of(lat)
    if x is None or y is None or abs(x) > 180 or abs(y) > 180 or min(abs(x), abs(y)) > 90:
        return None
    return x, y


def record_id(text: Any, prefix: str = "") -> str:
    """Give an id as a record can have it: the source's own wherever that fits.

    Examples
    --------
    >>> record_id("SYR12345"), record_id("12/7", "T-")
    ('SYR12345', 'T-12-7-c5bc660c')
    """
    own = clean_text(text)
    if _ID.fullmatch(prefix + own) and len(prefix + own) <= _LONGEST_ID:
        return prefix + own
    return "-".join(filter(None, (prefix.strip("-"), slugify(own)[:40], short_hash(own))))
