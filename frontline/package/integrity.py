"""Referential integrity of a package: ids that must exist, regions, days."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from frontline.errors import Issue
from frontline.gazetteer.actors import RESERVED_NAMES

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        Mapping,
    )

    from frontline.models import (
        Baseline,
        Coverage,
        Event,
        Highway,
        Place,
        Publisher,
        Report,
    )

#: The region and the day of a package that declares none yet: a patch of sea, and one day.
UNSET_REGION = (-0.5, -0.5, 0.5, 0.5)
UNSET_DAY = date(2000, 1, 1)

#: Longest record. A longer one is almost certainly a typo and would exhaust memory.
LONGEST_DAYS = 36_525
#: Widest region: shapes are built in a plane, up to some 2,000 km from its centre.
WIDEST_DEG = 40
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f/?#][^\s\x00-\x1f\x7f-\x9f]*")


@dataclass(kw_only=True)
class Contents:
    """What was read of a package so far, by file name without ending.

    Attributes
    ----------
    skim : files of which only the ids are kept, since they may be larger than the memory
    title, version : of the package
    coverage : what the package says of itself; None if that cannot be read
    issues : everything wrong so far
    rows : each with its number or id, as an issue names it; rows with issues are not here
    footprints : GeoJSON geometries by place id
    ids : the ids that stand in a file, those of rows with issues too, and the row they first
        stand in
    again : the further rows of ids that stand several times
    torn : files that could not be read as a whole, so that nobody knows what else they hold
    points : the first place at each point, by longitude and latitude
    of_roads : how many sound events speak of a road, and of no place
    """

    skim: frozenset[str] = frozenset()
    title: str = ""
    version: str = ""
    coverage: Coverage | None = None
    issues: list[Issue] = field(default_factory=list)
    rows: defaultdict[str, list[tuple[int | str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    footprints: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: defaultdict[str, dict[str, int | str]] = field(default_factory=lambda: defaultdict(dict))
    again: defaultdict[tuple[str, str], list[int | str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    torn: set[str] = field(default_factory=set)
    points: dict[tuple[float, float], str] = field(default_factory=dict)
    of_roads: int = 0

    def lacks(self, value: str, *files: str) -> bool:
        """Whether an id stands in none of some files, as far as can be known."""
        for file in files:  # noqa: SIM110 - asked of every row: a generator would cost more
            if value in self.ids[file] or file in self.torn:
                return False
        return True

    @cached_property
    def lengths_km(self) -> dict[str, float]:
        """Lengths of the highways by id, once these have been contents."""
        return {road.id: _length_km(road) for _, road in self.rows["highways"]}

    @property
    def usable(self) -> bool:
        """Whether there is a package in it that can be used."""
        return self.coverage is not None and not any(one.severity == "error" for one in self.issues)


def row_issues(file: str, number: int | str, row: Any, contents: Contents) -> Iterator[Issue]:
    """Check what a row names; the files it may name must have been read before."""
    if file == "events":
        contents.of_roads += row.place_id is None
    check = _CHECKS.get(file)
    return iter(()) if check is None else check(number, row, contents)


def reference_issues(contents: Contents) -> list[Issue]:
    """Check what only the whole package shows, once all its files have been contents."""
    issues = [*_duplicate_ids(contents), *_two_starts(contents)]
    issues += [*_reserved(contents), *_unknown_references(contents), *_nothing(contents)]
    if contents.coverage is not None:
        issues += [
            *_frame(contents.coverage, contents),
            *_days_outside(contents.coverage, contents),
        ]
    return issues


def _nothing(contents: Contents) -> Iterator[Issue]:
    """Find what a package lacks to make a map: a new one everything, which is no error yet.

    A record in which no place is named has no cells, and no map.
    """
    whole = not contents.torn & {"baseline", "events"}
    new = not contents.ids["events"] and not contents.ids["baseline"]
    if new and not contents.ids["actors"] and "actors" not in contents.torn:
        hint = "Add a row for each party: an id, a name, a colour as #2f7f86."
        yield Issue("actors.csv", None, "", "no actor yet", hint, severity="warning")
    if new and not contents.ids["gazetteer"] and "gazetteer" not in contents.torn:
        hint = "Bring places in with `frontline import`, or draw them in QGIS."
        yield Issue("gazetteer.geojson", None, "", "no place yet", hint, severity="warning")
    about_roads = contents.of_roads == len(contents.ids["events"])
    if about_roads and not contents.ids["baseline"] and whole:
        hint = "Add a row to baseline.csv or events.csv that names a place_id."
        severity = "warning" if new else "error"
        message = "no row speaks of any place"
        yield Issue("baseline.csv", None, "", message, hint, severity=severity)


_ID = "Use an id of gazetteer.geojson; `frontline place NAME` finds it."


def _duplicate_ids(contents: Contents) -> Iterator[Issue]:
    for (name, value), further in contents.again.items():
        if name == "moments":
            continue  # a day is no id: see `_moments`
        file = f"{name}.csv" if name in _TABLES else f"{name}.geojson"
        rows = [contents.ids[name][value], *further]
        message = f"this id stands {len(rows)} times"
        if name in _TABLES:
            message += f", in rows {', '.join(map(str, rows))}"
        yield Issue(file, rows[-1], value, message, "Give each row an id of its own.")
    for value in sorted(contents.ids["baseline"].keys() & contents.ids["events"].keys()):
        message = "this id stands in baseline.csv too: a report could mean either"
        yield Issue(
            "events.csv", contents.ids["events"][value], value, message, "Change one of them."
        )


_TABLES = frozenset({"actors", "publishers", "baseline", "events", "reports", "unplaced"})


def _two_starts(contents: Contents) -> Iterator[Issue]:
    """Find places whose baseline rows name different holders."""
    holders: dict[str, tuple[int | str, str | None]] = {}
    for number, row in contents.rows["baseline"]:
        other, holder = holders.setdefault(row.place_id, (number, row.holder))
        if holder != row.holder:
            message = f"{row.place_id!r} starts with {holder or 'nobody known'!r} in row {other}"
            hint = "Let the rows agree, or leave the holder empty in all of them."
            yield Issue("baseline.csv", number, row.holder or "", message, hint)


def _place(row: int | str, place: Place, contents: Contents) -> Iterator[Issue]:
    """Two places at one point share a cell, which no map can colour twice."""
    other = contents.points.setdefault((place.lon, place.lat), place.id)
    if other != place.id:
        message = f"stands at the very point of {other!r}"
        hint = "Merge them if they are one place; else correct a position."
        yield Issue("gazetteer.geojson", row, place.id, message, hint)


def _reserved(contents: Contents) -> Iterator[Issue]:
    """Find actors and roads that no question could name."""
    for name, file in (("actors", "actors.csv"), ("highways", "highways.geojson")):
        for row, named in contents.rows[name]:
            if named.id in RESERVED_NAMES:
                message = "this word has another meaning in queries"
                yield Issue(file, row, named.id, message, "Choose another id.")
            elif name == "highways" and named.id in contents.ids["actors"]:
                yield Issue(file, row, named.id, "an actor has this id", "Choose another id.")


def _unknown_references(contents: Contents) -> Iterator[Issue]:
    for number, publisher in contents.rows["publishers"]:
        yield from _publisher(number, publisher, contents)
    yield from _moments(contents)
    for place_id, row in contents.ids["footprints"].items():
        if contents.lacks(place_id, "gazetteer"):
            yield Issue("footprints.geojson", row, place_id, "place_id: no such place", _ID)


def _baseline(number: int | str, row: Baseline, contents: Contents) -> Iterator[Issue]:
    if contents.lacks(row.place_id, "gazetteer"):
        yield Issue("baseline.csv", number, row.place_id, "place_id: no such place", _ID)
    if row.holder is not None and contents.lacks(row.holder, "actors"):
        yield _no_actor("baseline.csv", number, row.holder, "holder", contents)


def _event(number: int | str, event: Event, contents: Contents) -> Iterator[Issue]:
    if event.place_id is not None and contents.lacks(event.place_id, "gazetteer"):
        yield Issue("events.csv", number, event.place_id, "place_id: no such place", _ID)
    if event.highway is not None and contents.lacks(event.highway, "highways"):
        known = ", ".join(sorted(contents.ids["highways"]))
        hint = f"Use one of: {known}." if known else "Add it to highways.geojson."
        yield Issue("events.csv", number, event.highway, "highway: no such highway", hint)
    for actor, column in {event.after: "to", event.before: "from"}.items():
        if contents.lacks(actor, "actors"):
            yield _no_actor("events.csv", number, actor, column, contents)
    if any(one is not None for one in (event.highway, event.from_km, event.to_km)):
        yield from _chainage(number, event, contents.lengths_km.get(event.highway or ""))
    coverage = contents.coverage
    if (
        coverage
        and not coverage.first_day <= event.date_earliest <= event.date_latest <= coverage.last_day
    ):
        for day in dict.fromkeys((event.date_earliest, event.date_latest)):
            if not coverage.first_day <= day <= coverage.last_day:
                hint = "Correct the date, or first_day and last_day in datapackage.json."
                yield Issue("events.csv", number, day.isoformat(), _beyond(coverage), hint)


def _no_actor(file: str, number: int | str, actor: str, column: str, contents: Contents) -> Issue:
    hint = f"Use one of: {', '.join(sorted(contents.ids['actors']))}; or add it to actors.csv."
    return Issue(file, number, actor, f"{column}: no such actor", hint)


def _chainage(number: int | str, event: Event, length_km: float | None) -> Iterator[Issue]:
    """Check the stretch of road that an event is about."""
    span = (event.from_km, event.to_km)
    if event.highway is None and span != (None, None):
        value = next(str(km) for km in span if km is not None)
        hint = "Name the highway, or empty from_km and to_km."
        yield Issue("events.csv", number, value, "from_km, to_km: of which highway?", hint)
        return
    for column, km in zip(("from_km", "to_km"), span, strict=True):
        # A thousandth of slack, since a chainage may be written rounded up at the end.
        if km is not None and length_km is not None and km > length_km * 1.001 + 0.05:
            message = f"{column}: the highway is only {length_km:.1f} km long"
            hint = "Count kilometres from its southern or western end; empty means the end."
            yield Issue("events.csv", number, str(km), message, hint)
    if event.to_km is not None and (event.from_km or 0.0) >= event.to_km:
        message = f"from_km {event.from_km or 0:g} does not lie before to_km {event.to_km:g}"
        yield Issue("events.csv", number, f"{event.from_km or 0:g}", message, "Turn them round.")


def _length_km(road: Highway) -> float:
    """Measure a road to some parts in 100,000, which is enough to know a slip of the pen.

    By the radii of curvature of WGS 84 at the middle of each edge; `geodesy` measures exactly.
    """
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in pairwise(road.coordinates):
        middle = math.radians((lat1 + lat2) / 2)
        normal = 6_378_137.0 / math.sqrt(1 - 0.00669438 * math.sin(middle) ** 2)
        meridian = normal**3 * (1 - 0.00669438) / 6_378_137.0**2
        east = normal * math.cos(middle) * math.radians((lon2 - lon1 + 180) % 360 - 180)
        total += math.hypot(east, meridian * math.radians(lat2 - lat1))
    return total / 1000


def _report(number: int | str, report: Report, contents: Contents) -> Iterator[Issue]:
    if contents.lacks(report.record_id, "events", "baseline", "unplaced"):
        message = "record_id: no such event or baseline row"
        hint = "Use an id of events.csv, baseline.csv or unplaced.csv."
        yield Issue("reports.csv", number, report.record_id, message, hint)
    if contents.lacks(report.publisher, "publishers"):
        hint = "Add it to publishers.csv, with its stance."
        yield Issue("reports.csv", number, report.publisher, "publisher: no such publisher", hint)
    if not _ADDRESS.fullmatch(report.url):
        message = "url: a source without an address"
        hint = "Give the address where the report was contents, from http:// or https:// on."
        yield Issue("reports.csv", number, report.url[:80], message, hint)


_CHECKS: dict[str, Callable[[int | str, Any, Contents], Iterator[Issue]]] = {
    "gazetteer": _place,
    "baseline": _baseline,
    "events": _event,
    "reports": _report,
}


def _publisher(number: int | str, publisher: Publisher, contents: Contents) -> Iterator[Issue]:
    for origin in publisher.origin:
        if origin == publisher.id or contents.lacks(origin, "publishers"):
            hint = "Name another publisher's id, or leave it empty."
            yield Issue("publishers.csv", number, origin[:80], "origin: no such publisher", hint)
    if publisher.aligned_with is not None and contents.lacks(publisher.aligned_with, "actors"):
        yield _no_actor("publishers.csv", number, publisher.aligned_with, "aligned_with", contents)


def _moments(contents: Contents) -> Iterator[Issue]:
    """Check the named days: one to a day, each with an address."""
    days: dict[date, int | str] = {}
    for number, moment in contents.rows["moments"]:
        other = days.setdefault(moment.day, number)
        if other != number:
            message = f"row {other} names this day too"
            yield Issue(
                "moments.csv", number, moment.day.isoformat(), message, "Join the two rows."
            )
        if not _ADDRESS.fullmatch(moment.source):
            message = "source: a source without an address"
            hint = "Give the address where it was contents, from http:// or https:// on."
            yield Issue("moments.csv", number, moment.source[:80], message, hint)


def _frame(coverage: Coverage, contents: Contents) -> Iterator[Issue]:
    """Check what a package says of itself."""
    file, row = "datapackage.json", "frontline"
    for place_id in coverage.key_places:
        if contents.lacks(place_id, "gazetteer"):
            yield Issue(file, row, place_id[:80], "key_places: no such place", _ID)
    for day in coverage.key_days:
        if not coverage.first_day <= day <= coverage.last_day:
            message = f"key_days: {_beyond(coverage)}"
            yield Issue(file, row, day.isoformat(), message, "Correct it, or leave it out.")
    west, south, east, north = coverage.region
    if coverage.region == UNSET_REGION:
        message = "region: is that of an empty package"
        hint = "Write west, south, east, north; an import into an empty gazetteer sets it."
        yield Issue(file, row, "", message, hint, severity="warning")
    if coverage.first_day == coverage.last_day == UNSET_DAY:
        message = "first_day, last_day: are those of an empty package"
        hint = "Write the first and the last day of the record; an import of events sets them."
        yield Issue(file, row, "", message, hint, severity="warning")
    if max(east - west, north - south) > WIDEST_DEG:
        message = f"region: is wider or higher than {WIDEST_DEG} degrees"
        value = f"{west}, {south}, {east}, {north}"
        yield Issue(file, row, value, message, "Correct it, or split the data into packages.")
    if (coverage.last_day - coverage.first_day).days > LONGEST_DAYS:
        message = f"last_day: the record is longer than {LONGEST_DAYS} days"
        hint = "Correct first_day or last_day; split a longer record into packages."
        yield Issue(file, row, coverage.last_day.isoformat(), message, hint)


def _beyond(coverage: Coverage) -> str:
    return f"lies outside the record {coverage.first_day} to {coverage.last_day}"


def _days_outside(coverage: Coverage, contents: Contents) -> Iterator[Issue]:
    for number, moment in contents.rows["moments"]:
        if not coverage.first_day <= moment.day <= coverage.last_day:
            message = f"day: {_beyond(coverage)}"
            yield Issue("moments.csv", number, moment.day.isoformat(), message, "Correct it.")


#: Which file has the ids that a column names.
_FILES = {
    "place_id": "gazetteer",
    "key_places": "gazetteer",
    "highway": "highways",
    "publisher": "publishers",
    **dict.fromkeys(("holder", "to", "from", "aligned_with"), "actors"),
}
#: The rules that a name breaks.
_RULE = re.compile(r"(\w+)(?:\.\d+)?: (?:is no id|no such (?:place|highway|publisher|actor))")


def ids_for_names(issues: Iterable[Issue], contents: Contents) -> list[Issue]:
    """Say of each value that is a name and no id which id is meant; the rest stays as it is.

    Parameters
    ----------
    issues : of a package
    contents : all that was read of it; of files that were skimmed no name is known
    """
    known: dict[str, Mapping[str, set[str]]] = {}
    return [_with_id(issue, contents, known) for issue in issues]


def _with_id(issue: Issue, contents: Contents, known: dict[str, Mapping[str, set[str]]]) -> Issue:
    found = _RULE.fullmatch(issue.message)
    file = _FILES.get(found[1]) if found else None
    if found is None or file is None:
        return issue
    if file not in known:
        known[file] = _called(named for _, named in contents.rows[file])
    ids = known[file].get(issue.value.casefold(), set())
    if len(ids) != 1:
        return issue
    (id_,) = ids
    return replace(issue, message=f"{found[1]}: is a name; its id is {id_}", hint=f"Write {id_}.")


def _called(rows: Iterable[Any]) -> Mapping[str, set[str]]:
    """Give the ids of places, roads, publishers or actors by each of their names."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row.name, getattr(row, "name_ar", ""), *getattr(row, "names", ())):
            if name:
                ids[name.casefold()].add(row.id)
    return ids
