"""The state of a day as GeoDataFrames, in longitude and latitude, EPSG:4326."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
)

import geopandas as gpd
import numpy as np
import shapely

from frontline.geometry import tessellation
from frontline.geometry.front import compute_front, front_lines

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Hashable,
        Iterable,
        Iterator,
        Sequence,
    )

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval, Road
    from frontline.control.record import Record
    from frontline.control.timeline import Span
    from frontline.geometry.front import Front
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Control, Place

#: Decimal places of a degree that are kept.
DECIMALS = 7

#: The day from which numpy counts, as `date.toordinal` numbers it.
_EPOCH = date(1970, 1, 1).toordinal()

Kind = Literal["text", "day", "number"]
Shape = Literal["Point", "MultiLineString", "MultiPolygon"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values of one kind, a row each.

    Parameters
    ----------
    values : texts or None as objects; days as ``datetime64[D]``; numbers as float64
    """

    name: str
    kind: Kind
    values: NDArray[Any]

    def plain(self, rows: slice = slice(None)) -> list[Any]:
        """Give the values as texts, numbers and None; days as 2019-08-15."""
        part = self.values[rows]
        return part.astype(str).tolist() if self.kind == "day" else part.tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Rows of one shape.

    Parameters
    ----------
    name : as the issue of a file names it: ``places``, ``territory``
    title : what a reader sees
    shape : of every geometry
    geometry : one a row
    """

    name: str
    title: str
    shape: Shape
    columns: tuple[Column, ...]
    geometry: NDArray[np.object_]

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.geometry)

    def values(self, name: str) -> NDArray[Any]:
        """Give the values of a column."""
        return next(column.values for column in self.columns if column.name == name)

    def frame(self) -> gpd.GeoDataFrame:
        """Give the rows as a GeoDataFrame, EPSG:4326, days as ``datetime64``."""
        import geopandas  # noqa: PLC0415 - slow to import, and files are written without it

        data = {
            column.name: column.values.astype("datetime64[s]")
            if column.kind == "day"
            else column.values
            for column in self.columns
        }
        return geopandas.GeoDataFrame(data, geometry=self.geometry, crs="EPSG:4326")


def texts(name: str, values: Iterable[str | None]) -> Column:
    """Make a column of texts."""
    found = list(values)
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return Column(name, "text", column)


def days(name: str, values: Sequence[date]) -> Column:
    """Make a column of days."""
    numbered = np.fromiter((day.toordinal() for day in values), np.int64, len(values))
    return Column(name, "day", (numbered - _EPOCH).astype("datetime64[D]"))


def numbers(name: str, values: Sequence[float] | NDArray[Any], decimals: int = 3) -> Column:
    """Make a column of numbers, rounded."""
    return Column(name, "number", np.asarray(values, dtype=np.float64).round(decimals))


def shaped(geometries: Iterable[Any], shape: Shape) -> NDArray[np.object_]:
    """Round geometries and make each of one shape; outer rings run anticlockwise.

    Rounding can make a thin polygon touch itself: it is then made valid again, of polygons only.
    """
    found = list(geometries)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    array = np.asarray(shapely.transform(array, _rounded), dtype=object)
    if shape == "Point":
        return array
    if shape == "MultiLineString":
        return _many(array, shapely.multilinestrings, 1)
    bad = ~shapely.is_valid(array)
    array[bad] = shapely.transform(shapely.make_valid(array[bad]), _rounded)
    return np.asarray(shapely.orient_polygons(_many(array, shapely.multipolygons, 2)), dtype=object)


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(xy, DECIMALS) + 0.0  # no -0.0, which formats write in different ways


def _many(array: NDArray[np.object_], build: Any, dimension: int) -> NDArray[np.object_]:
    """Turn each geometry into one of many parts, leaving out parts of a lower dimension."""
    parts, owner = shapely.get_parts(array, return_index=True)
    nested = shapely.get_type_id(parts) >= 4
    if nested.any():
        inner, whose = shapely.get_parts(parts, return_index=True)
        parts, owner = inner, owner[whose]
    kept = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
    parts, owner = parts[kept], owner[kept]
    ends = np.searchsorted(owner, np.arange(len(array) + 1))
    joined = np.empty(len(array), dtype=object)
    for row in range(len(array)):
        joined[row] = build(parts[ends[row] : ends[row + 1]])
    return joined


Thing = TypeVar("Thing", bound="Hashable")


def runs(
    turns: Sequence[date], last: date, there_on: Callable[[date], Iterable[Thing]]
) -> list[tuple[date, date, Thing]]:
    """Join days to runs.

    Parameters
    ----------
    turns : the first day, and every day on which anything may change, in order
    last : the last day
    there_on : what there is from one of these days on; equal things are one and the same

    Returns
    -------
    First day, last day and thing, by first day and then as they were given.

    Examples
    --------
    >>> from datetime import date
    >>> there = {1: ["a", "b"], 3: ["a"], 5: ["a", "b"]}
    >>> found = runs([date(2020, 1, d) for d in there], date(2020, 1, 9), lambda d: there[d.day])
    >>> [(first.day, last.day, thing) for first, last, thing in found]
    [(1, 9, 'a'), (1, 2, 'b'), (5, 9, 'b')]
    """
    going: dict[Thing, tuple[date, int]] = {}
    found: list[tuple[date, int, date, Thing]] = []
    for day in turns:
        now = list(there_on(day))
        for thing in going.keys() - set(now):
            start, place = going.pop(thing)
            found.append((start, place, day - timedelta(days=1), thing))
        for place, thing in enumerate(now):
            going.setdefault(thing, (day, place))
    found += [(start, place, last, thing) for thing, (start, place) in going.items()]
    found.sort(key=lambda run: run[:2])
    return [(start, end, thing) for start, _, end, thing in found]


class _Row(NamedTuple):
    """A stretch of days of one place, and for a change what was before it."""

    place: int
    span: Span
    before: Control | None
    start: date
    end: date


def places_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give a row for each place that reports speak of and each stretch of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``kind``, ``status``, ``holder``, ``actors`` and
    ``records`` (between spaces), ``evidence``, ``start``, ``end``, ``since``, ``reported``,
    ``reports`` (addresses between spaces), ``position_error_m``, ``sources``, ``licence``.
    """
    rows = [
        _Row(number, span, None, max(span.first, first), min(span.last, last))
        for number, place in enumerate(atlas.sites)
        for span in atlas.record.spans(place.id)
        if span.first <= last and span.last >= first
    ]
    spans = [row.span for row in rows]
    named = _of_place(atlas, rows)
    columns = (
        *(named(name) for name in ("id", "name", "name_ar", "kind")),
        *control_columns([span.control for span in spans]),
        days("start", [row.start for row in rows]),
        days("end", [row.end for row in rows]),
        days("since", [span.since for span in spans]),
        days("reported", [span.reported for span in spans]),
        *_stands_on(atlas, spans),
        numbers("position_error_m", [atlas.sites[r.place].position_error_m for r in rows]),
        named("sources"),
        named("licence"),
    )
    return Layer("places", "Places", "Point", columns, _points(atlas, rows))


def changes_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give a row for each change of hands from `first` to `last`, both included.

    Columns: ``id``, ``name``, ``name_ar``, ``kind``; ``before_status``, ``before_holder``,
    ``before_actors``; ``status``, ``holder``, ``actors``, ``evidence`` after it; ``start`` and
    ``end``, both the day; ``records`` and ``reports`` as in `places_layer`.
    """
    rows = [
        _Row(number, new, old.control, new.first, new.first)
        for number, place in enumerate(atlas.sites)
        for old, new in pairwise(atlas.record.spans(place.id))
        if first <= new.first <= last
        and (old.control.status, old.control.actors) != (new.control.status, new.control.actors)
    ]
    rows.sort(key=lambda row: (row.start, row.place))
    spans = [row.span for row in rows]
    named = _of_place(atlas, rows)
    before = control_columns([row.before for row in rows if row.before is not None])[:3]
    columns = (
        *(named(name) for name in ("id", "name", "name_ar", "kind")),
        *(Column(f"before_{column.name}", column.kind, column.values) for column in before),
        *control_columns([span.control for span in spans]),
        days("start", [row.start for row in rows]),
        days("end", [row.end for row in rows]),
        *_stands_on(atlas, spans),
    )
    return Layer("changes", "Changes of hands", "Point", columns, _points(atlas, rows))


def _of_place(atlas: Atlas, rows: Sequence[_Row]) -> Callable[[str], Column]:
    """Give a function that makes the column of a field of the rows' places."""
    which = np.asarray([row.place for row in rows], dtype=np.intp)

    def column(name: str) -> Column:
        words = (_words(getattr(place, name)) for place in atlas.sites)
        return Column(name, "text", texts(name, words).values[which])

    return column


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _points(atlas: Atlas, rows: Sequence[_Row]) -> np.ndarray:
    at: Sequence[Place] = atlas.sites
    points = shaped(shapely.points([(place.lon, place.lat) for place in at]), "Point")
    return points[np.asarray([row.place for row in rows], dtype=np.intp)]


def control_columns(answers: Sequence[Control]) -> tuple[Column, ...]:
    """Give ``status``, ``holder``, ``actors`` (between spaces) and ``evidence``."""
    return (
        texts("status", (answer.status for answer in answers)),
        texts("holder", (answer.holder for answer in answers)),
        texts("actors", (" ".join(answer.actors) or None for answer in answers)),
        texts("evidence", (answer.evidence for answer in answers)),
    )


def _stands_on(atlas: Atlas, spans: Sequence[Span]) -> tuple[Column, Column]:
    found = addresses(atlas, [span.record_ids for span in spans])
    return texts("records", (" ".join(span.record_ids) or None for span in spans)), found


def addresses(atlas: Atlas, records: Sequence[tuple[str, ...]]) -> Column:
    """Give the addresses of the reports that answers stand on, or that deny them."""
    known: dict[tuple[str, ...], str | None] = {}
    reports = atlas.package.reports
    for ids in records:
        if ids not in known:
            told = (one for id_ in ids for one in reports.get(id_, ()) if one.says != "context")
            known[ids] = " ".join(dict.fromkeys(one.url for one in told if one.url)) or None
    return texts("reports", (known[ids] for ids in records))


#: Who holds nothing that is looked at: neither an actor nor contested.
_OTHER = -2


class _Holders:
    """Who holds each cell from each turn on, as `holder_indices` gives it."""

    def __init__(self, atlas: Atlas, first: date, last: date) -> None:
        self._atlas = atlas
        record, columns = atlas.record, len(atlas.sites)
        rows = slice((first - record.first).days, (last - record.first).days + 1)
        matrix = tessellation.holder_indices(
            record.matrix[rows, :columns], record.states, atlas.actors
        )
        moved = np.flatnonzero((matrix[1:] != matrix[:-1]).any(axis=1)) + 1
        steps = [0, *moved.tolist()]
        self.turns = [first + timedelta(days=step) for step in steps]
        self._on: dict[date, NDArray[np.int16]] = {
            day: matrix[step] for day, step in zip(self.turns, steps, strict=True)
        }

    def on(self, day: date) -> NDArray[np.int16]:
        return self._on[day]


def territory_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give the ground of each actor, and contested ground, over time.

    Columns: ``status`` (held or contested), ``holder``, ``start``, ``end``, ``area_km2``,
    ``places`` (their number). Ground without a report has no row.
    """
    holders = _Holders(atlas, first, last)
    numbers_of = (*range(len(atlas.actors)), -1)

    def there_on(day: date) -> Iterator[tuple[int, bytes]]:
        for number in numbers_of:
            mask = holders.on(day) == number
            if mask.any():
                yield number, mask.tobytes()

    rows = runs(holders.turns, last, there_on)
    masks = [np.frombuffer(mask, dtype=np.bool_) for _, _, (_, mask) in rows]
    of_actor = [atlas.actors[n] if n >= 0 else None for _, _, (n, _) in rows]
    cells = _flat_cells(atlas)
    columns = (
        texts("status", ("contested" if actor is None else "held" for actor in of_actor)),
        texts("holder", of_actor),
        days("start", [row[0] for row in rows]),
        days("end", [row[1] for row in rows]),
        numbers("area_km2", [float(atlas.cells.areas_km2[mask].sum()) for mask in masks]),
        numbers("places", [int(mask.sum()) for mask in masks]),
    )
    shapes = shaped((shapely.coverage_union_all(cells[mask]) for mask in masks), "MultiPolygon")
    return Layer("territory", "Territory", "MultiPolygon", columns, shapes)


def _flat_cells(atlas: Atlas) -> NDArray[np.object_]:
    """Give the cells in longitude and latitude, once for all rows."""
    return np.asarray(atlas.cells.to_geographic(atlas.cells.cells), dtype=object)


def front_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give the front line over time, by the two actors it parts, and contested ground's outline.

    Columns: ``kind`` (line or contested), ``actors`` (the two, between a space; None where
    contested), ``start``, ``end``.
    """
    holders = _Holders(atlas, first, last)

    def there_on(day: date) -> Iterator[tuple[str, str | None, bytes]]:
        who = holders.on(day)
        held = [int(number) for number in np.unique(who) if number >= 0]
        for pair in combinations(held, 2):
            line, _ = front_lines(atlas.cells, np.where(np.isin(who, pair), who, _OTHER))
            if not line.is_empty:
                yield "line", " ".join(atlas.actors[number] for number in pair), line.wkb
        _, outline = front_lines(atlas.cells, who)
        if not outline.is_empty:
            yield "contested", None, outline.wkb

    rows = runs(holders.turns, last, there_on)
    columns = (
        texts("kind", (thing[0] for _, _, thing in rows)),
        texts("actors", (thing[1] for _, _, thing in rows)),
        days("start", [row[0] for row in rows]),
        days("end", [row[1] for row in rows]),
    )
    shapes = shaped(_geographic(atlas, [thing[2] for _, _, thing in rows]), "MultiLineString")
    return Layer("front", "Front line", "MultiLineString", columns, shapes)


def band_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give the band in which the front may run, over time. Columns: ``start``, ``end``."""
    holders = _Holders(atlas, first, last)

    @cache
    def band_of(who: bytes) -> bytes:
        band: bytes = compute_front(atlas.cells, np.frombuffer(who, dtype=np.int16)).band.wkb
        return band

    def there_on(day: date) -> Iterator[bytes]:
        band = band_of(holders.on(day).tobytes())
        if not shapely.from_wkb(band).is_empty:
            yield band

    rows = runs(holders.turns, last, there_on)
    columns = (days("start", [row[0] for row in rows]), days("end", [row[1] for row in rows]))
    shapes = shaped(_geographic(atlas, [thing for _, _, thing in rows]), "MultiPolygon")
    return Layer("band", "Band along the front", "MultiPolygon", columns, shapes)


def _geographic(atlas: Atlas, shapes: Sequence[bytes]) -> Any:
    return atlas.cells.to_geographic(shapely.from_wkb(np.asarray(shapes, dtype=object)))


_RoadRow = tuple["Road", "date", "date", "Interval"]


def highways_layer(atlas: Atlas, first: date, last: date) -> Layer:
    """Give a row for each stretch of a highway and each run of days with one answer.

    Columns: ``id``, ``name``, ``name_ar``, ``from_km``, ``to_km`` (chainage), ``status``,
    ``holder``, ``actors`` and ``records`` (between spaces), ``evidence``, ``start``, ``end``,
    ``reports`` (addresses between spaces), ``position_error_m``, ``sources``, ``licence``.
    """
    rows: list[_RoadRow] = []
    for road in atlas.roads.values():

        def there_on(day: date, road: Road = road) -> tuple[Interval, ...]:
            return road.intervals(atlas.record, day)

        found = runs(_turns(atlas, road, first, last), last, there_on)
        rows += [(road, start, end, interval) for start, end, interval in found]
    parts = [
        shapely.linestrings(road.line.substring(interval.from_km * 1000, interval.to_km * 1000))
        for road, _, _, interval in rows
    ]
    shapes = shaped(parts, "MultiLineString")
    return Layer("highways", "Highways", "MultiLineString", _columns(atlas, rows), shapes)


def _columns(atlas: Atlas, rows: list[_RoadRow]) -> tuple[Column, ...]:
    lines = [road.highway for road, _, _, _ in rows]
    intervals = [interval for _, _, _, interval in rows]
    return (
        texts("id", (line.id for line in lines)),
        texts("name", (line.name for line in lines)),
        texts("name_ar", (line.name_ar for line in lines)),
        numbers("from_km", [interval.from_km for interval in intervals]),
        numbers("to_km", [interval.to_km for interval in intervals]),
        *control_columns([interval.control for interval in intervals]),
        days("start", [start for _, start, _, _ in rows]),
        days("end", [end for _, _, end, _ in rows]),
        texts("records", (" ".join(interval.record_ids) or None for interval in intervals)),
        addresses(atlas, [interval.record_ids for interval in intervals]),
        numbers("position_error_m", [line.position_error_m for line in lines]),
        texts("sources", ("; ".join(line.sources) for line in lines)),
        texts("licence", (line.licence for line in lines)),
    )


def _turns(atlas: Atlas, road: Road, first: date, last: date) -> list[date]:
    """Give the days on which anything beside the road, or said of the road itself, may change."""
    columns = {stretch.column for stretch in road.stretches if stretch.column is not None}
    turns = {
        span.first
        for column in columns
        for span in atlas.record.spans(atlas.record.place_ids[column])
    }
    for assessment in road.assessments:
        turns |= {assessment.event.date_earliest, assessment.event.date_latest}
    return [first, *sorted(day for day in turns if first < day <= last)]


_CRS = "EPSG:4326"


def places_frame(places: Sequence[Place], record: Record, day: date) -> gpd.GeoDataFrame:
    """Give a point for each place, with the answer of a day.

    Columns: ``id``, ``name``, ``name_ar``, ``status``, ``holder``, ``actors`` (between
    spaces), ``evidence``, ``since``, ``reported`` (days), ``position_error_m``.
    """
    rows = []
    for place in places:
        span = record.span_on(place.id, day)
        rows.append(
            {
                "id": place.id,
                "name": place.name,
                "name_ar": place.name_ar,
                "status": span.control.status,
                "holder": span.control.holder,
                "actors": " ".join(span.control.actors),
                "evidence": span.control.evidence,
                "since": span.since.isoformat(),
                "reported": span.reported.isoformat(),
                "position_error_m": place.position_error_m,
            }
        )
    points = shapely.points([(place.lon, place.lat) for place in places])
    return gpd.GeoDataFrame(rows, geometry=points, crs=_CRS)


def territory_frame(
    cells: Tessellation, holders: NDArray[np.int16], actors: Sequence[str]
) -> gpd.GeoDataFrame:
    """Give the ground of each actor who holds any, then contested ground.

    Columns: ``actor`` (None where contested), ``status``, ``area_km2``.
    """
    rows: list[dict[str, Any]] = []
    shapes = []
    groups = [(number, actor, "held") for number, actor in enumerate(actors)]
    for number, actor, status in [*groups, (-1, None, "contested")]:
        chosen = holders == number
        if not chosen.any():
            continue
        area = float(cells.areas_km2[chosen].sum())
        rows.append({"actor": actor, "status": status, "area_km2": area})
        shapes.append(cells.to_geographic(shapely.coverage_union_all(cells.cells[chosen])))
    columns = ["actor", "status", "area_km2"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=shapes, crs=_CRS)


def front_frame(cells: Tessellation, front: Front) -> gpd.GeoDataFrame:
    """Give the front: rows ``line``, ``contested`` and ``band`` of a column ``kind``."""
    shapes: list[Any] = [front.line, front.contested, front.band]
    geographic = [cells.to_geographic(shape) for shape in shapes]
    return gpd.GeoDataFrame({"kind": ["line", "contested", "band"]}, geometry=geographic, crs=_CRS)
