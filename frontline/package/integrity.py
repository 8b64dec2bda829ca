"""Check the references between the files of a package: ids, the region and the days.

A value that is a name instead of an id gets an issue that names the id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
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

    from frontline.annotation_model import Annotation
    from frontline.area_models import AreaReport
    from frontline.coverage_model import Coverage
    from frontline.models import (
        Baseline,
        Event,
        Place,
        Publisher,
        Report,
    )
    from frontline.package.contents import Contents

#: Region (a patch of sea) and day of a new package, which does not declare its own yet.
UNSET_REGION = (-0.5, -0.5, 0.5, 0.5)
UNSET_DAY = date(2000, 1, 1)

#: Maximum length of a record: a longer one is almost certainly a typo and exhausts the memory.
LONGEST_DAYS = 36_525
#: Maximum width and height of a region in degrees, and height of one that is wider than high:
#: within them the lengths of the local projection are off by at most 4 %, and by 8 % north of 60
#: degrees.
_WIDEST_DEG, _HIGHEST_DEG, _HIGHEST_WIDE_DEG = 150, 40, 30
URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f/?#][^\s\x00-\x1f\x7f-\x9f]*")


def reference_check(file: str) -> Callable[[int | str, Any, Contents], Iterable[Issue]]:
    """Return what finds the issues of the ids in a row; the files it refers to must have been read.

    Nearly every row of a package is right, and there may be millions: the checks of the largest
    files look at the whole row first, and make the issues of it only where that fails.
    """
    return _CHECKS.get(file, _nothing)


def has_reference_check(file: str) -> bool:
    """Return whether the rows of a file refer to others."""
    return file in _CHECKS


def _nothing(_number: int | str, _row: Any, _contents: Contents) -> Iterable[Issue]:
    return ()


def check_references(contents: Contents) -> list[Issue]:
    """Return the issues that only the whole package shows; all files must have been read."""
    issues = [*_duplicate_ids(contents), *_conflicting_baselines(contents)]
    issues += [*_reserved_ids(contents), *_unknown_references(contents), *_missing_rows(contents)]
    if contents.coverage is not None:
        issues += [
            *_coverage(contents.coverage, contents),
            *_days_outside(contents.coverage, contents),
        ]
    return issues


def descriptor_faults(contents: Contents) -> list[Issue]:
    """Return the errors that the descriptor alone shows, without those that are known already."""
    if contents.coverage is None:
        return []
    return [*_days(contents.coverage), *_region(contents.coverage)]


def _missing_rows(contents: Contents) -> Iterator[Issue]:
    """Find what a package lacks to make a map; in a new package that is only a warning."""
    complete = not contents.incomplete & {"baseline", "events", "area_reports"}
    new = not contents.ids["events"] and not contents.ids["baseline"]
    if new and not contents.ids["actors"] and "actors" not in contents.incomplete:
        hint = "Add a row for each party: an id, a name, a colour as #2f7f86."
        yield Issue("actors.csv", None, "", "there is no actor yet", hint, severity="warning")
    if new and not contents.ids["gazetteer"] and "gazetteer" not in contents.incomplete:
        hint = "Import places with `frontline import`, or draw them in QGIS."
        yield Issue(
            "gazetteer.geojson", None, "", "there is no place yet", hint, severity="warning"
        )
    only_roads = contents.road_event_count == len(contents.ids["events"])
    if only_roads and not contents.ids["baseline"] | contents.ids["area_reports"] and complete:
        hint = "Add a row to baseline.csv or events.csv that names a place_id."
        severity = "warning" if new else "error"
        message = "no row refers to a place"
        yield Issue("baseline.csv", None, "", message, hint, severity=severity)


_ID = "Use an id of gazetteer.geojson; `frontline place NAME` finds it."


def _duplicate_ids(contents: Contents) -> Iterator[Issue]:
    for (name, value), further in contents.repeated_ids.items():
        if name == "moments":
            continue  # a day is not an id: see `_moments`
        file = f"{name}.csv" if name in _TABLES else f"{name}.geojson"
        rows = [contents.ids[name][value], *further]
        message = f"this id appears {len(rows)} times"
        if name in _TABLES:
            message += f", in rows {', '.join(map(str, rows))}"
        yield Issue(file, rows[-1], value, message, "Use a different id in each row.")
    for value in sorted(contents.ids["baseline"].keys() & contents.ids["events"].keys()):
        message = "this id is also in baseline.csv: a report could refer to either"
        yield Issue(
            "events.csv", contents.ids["events"][value], value, message, "Change one of them."
        )
    for value, number in contents.ids["area_reports"].items():
        for other in ("events", "baseline", "unplaced"):
            if value in contents.ids[other]:
                message = f"this id is also in {other}.csv"
                yield Issue("area_reports.csv", number, value, message, "Change one of them.")


_TABLES = frozenset(
    {"actors", "publishers", "baseline", "events", "reports", "unplaced", "area_reports",
     "annotations"}
)  # fmt: skip


def _conflicting_baselines(contents: Contents) -> Iterator[Issue]:
    """Find places whose baseline rows name different holders."""
    holders: dict[str, tuple[int | str, str | None]] = {}
    for number, row in contents.rows["baseline"]:
        other, holder = holders.setdefault(row.place_id, (number, row.holder))
        if holder != row.holder:
            message = f"{row.place_id!r} has the holder {holder or 'unknown'!r} in row {other}"
            hint = "Make the rows agree, or leave the holder empty in all of them."
            yield Issue("baseline.csv", number, row.holder or "", message, hint)


def _place(row: int | str, place: Place, contents: Contents) -> Iterable[Issue]:
    """Find two places at one point: they would share a cell of the map."""
    other = contents.points.setdefault((place.lon, place.lat), place.id)
    if other == place.id:
        return ()
    message = f"has the same position as {other!r}"
    hint = "Merge the two if they are one place; otherwise correct a position."
    return [Issue("gazetteer.geojson", row, place.id, message, hint)]


def _reserved_ids(contents: Contents) -> Iterator[Issue]:
    """Find actors and roads whose id is a reserved word or is used twice."""
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


def _baseline(number: int | str, row: Baseline, contents: Contents) -> Iterable[Issue]:
    ids = contents.ids
    if row.place_id in ids["gazetteer"] and row.holder in ids["actors"]:
        return ()
    return _baseline_issues(number, row, contents)


def _baseline_issues(number: int | str, row: Baseline, contents: Contents) -> Iterator[Issue]:
    if contents.lacks(row.place_id, "gazetteer"):
        yield Issue("baseline.csv", number, row.place_id, "place_id: no such place", _ID)
    if row.holder is not None and contents.lacks(row.holder, "actors"):
        yield _unknown_actor("baseline.csv", number, row.holder, "holder", contents)


def _event(number: int | str, event: Event, contents: Contents) -> Iterable[Issue]:
    contents.road_event_count += event.place_id is None
    ids, coverage = contents.ids, contents.coverage
    if (
        event.place_id in ids["gazetteer"]
        and event.after in ids["actors"]
        and event.before in ids["actors"]
        and event.highway is None
        and event.from_km is None
        and event.to_km is None
        and coverage is not None
        and coverage.first_day <= event.date_earliest <= event.date_latest <= coverage.last_day
    ):
        return ()
    return _event_issues(number, event, contents)


def _event_issues(number: int | str, event: Event, contents: Contents) -> Iterator[Issue]:
    if event.place_id is not None and contents.lacks(event.place_id, "gazetteer"):
        yield Issue("events.csv", number, event.place_id, "place_id: no such place", _ID)
    if event.highway is not None and contents.lacks(event.highway, "highways"):
        known = ", ".join(sorted(contents.ids["highways"]))
        hint = f"Use one of: {known}." if known else "Add it to highways.geojson."
        yield Issue("events.csv", number, event.highway, "highway: no such highway", hint)
    for actor, column in {event.after: "to", event.before: "from"}.items():
        if contents.lacks(actor, "actors"):
            yield _unknown_actor("events.csv", number, actor, column, contents)
    if any(one is not None for one in (event.highway, event.from_km, event.to_km)):
        yield from _chainage(number, event, contents.lengths_km.get(event.highway or ""))
    days, coverage = (event.date_earliest, event.date_latest), contents.coverage
    if coverage and not coverage.first_day <= days[0] <= days[1] <= coverage.last_day:
        yield from _outside_days("events.csv", number, days, coverage)


def _unknown_actor(
    file: str, number: int | str, actor: str, column: str, contents: Contents
) -> Issue:
    hint = f"Use one of: {', '.join(sorted(contents.ids['actors']))}; or add it to actors.csv."
    return Issue(file, number, actor, f"{column}: no such actor", hint)


def _chainage(number: int | str, event: Event, length_km: float | None) -> Iterator[Issue]:
    """Check the kilometres of an event about a highway."""
    span = (event.from_km, event.to_km)
    if event.highway is None and span != (None, None):
        value = next(str(km) for km in span if km is not None)
        hint = "Fill in the highway, or clear from_km and to_km."
        yield Issue("events.csv", number, value, "from_km, to_km: the highway is missing", hint)
        return
    for column, km in zip(("from_km", "to_km"), span, strict=True):
        # A chainage at the end may be rounded up.
        if km is not None and length_km is not None and km > length_km * 1.001 + 0.05:
            message = f"{column}: the highway is only {length_km:.1f} km long"
            hint = "Count kilometres from its southern or western end; empty means the end."
            yield Issue("events.csv", number, str(km), message, hint)
    if event.to_km is not None and (event.from_km or 0.0) >= event.to_km:
        message = f"from_km {event.from_km or 0:g} is not less than to_km {event.to_km:g}"
        yield Issue("events.csv", number, f"{event.from_km or 0:g}", message, "Swap them.")


def _report(number: int | str, report: Report, contents: Contents) -> Iterable[Issue]:
    ids, record_id = contents.ids, report.record_id
    if (
        (record_id in ids["baseline"] or record_id in ids["events"])
        and report.publisher in ids["publishers"]
        and URL.fullmatch(report.url)
    ):
        return ()
    return _report_issues(number, report, contents)


def _report_issues(number: int | str, report: Report, contents: Contents) -> Iterator[Issue]:
    if contents.lacks(report.record_id, "events", "baseline", "unplaced"):
        message = "record_id: no such event or baseline row"
        hint = "Use an id of events.csv, baseline.csv or unplaced.csv."
        yield Issue("reports.csv", number, report.record_id, message, hint)
    yield from _source("reports.csv", number, report, contents)


def _source(
    file: str, number: int | str, row: Report | AreaReport, contents: Contents
) -> Iterator[Issue]:
    """Check the publisher and the address of a report."""
    if contents.lacks(row.publisher, "publishers"):
        hint = "Add it to publishers.csv, with its stance."
        yield Issue(file, number, row.publisher, "publisher: no such publisher", hint)
    if not URL.fullmatch(row.url):
        message = "url: is not a web address"
        hint = "Write the address where the report was read, starting with http:// or https://."
        yield Issue(file, number, row.url[:80], message, hint)


#: The files whose ids a report of an area can name.
_AREA_FILES = ("control_areas", "admin", "gazetteer")


def _area_report(number: int | str, report: AreaReport, contents: Contents) -> Iterator[Issue]:
    file = "area_reports.csv"
    for id_ in report.area:
        found = [name for name in _AREA_FILES if id_ in contents.ids[name]]
        if contents.lacks(id_, *_AREA_FILES):
            hint = "Use ids of control_areas.geojson, admin.geojson or gazetteer.geojson."
            yield Issue(file, number, id_[:80], "area: no such area or place", hint)
        elif len(found) > 1:
            message = f"area: this id is in {' and in '.join(f'{one}.geojson' for one in found)}"
            yield Issue(file, number, id_, message, "Change one of the ids.")
    for actor in report.actors:
        if contents.lacks(actor, "actors"):
            yield _unknown_actor(file, number, actor[:80], "actors", contents)
    yield from _source(file, number, report, contents)
    days = (report.first_day, report.last_day)
    yield from _outside_days(file, number, days, contents.coverage)


def _annotation(number: int | str, row: Annotation, contents: Contents) -> Iterator[Issue]:
    """Check what an annotation names, and its days."""
    file = "annotations.csv"
    if row.place_id is not None and contents.lacks(row.place_id, "gazetteer"):
        yield Issue(file, number, row.place_id, "place_id: no such place", _ID)
    if row.actor is not None and contents.lacks(row.actor, "actors"):
        yield _unknown_actor(file, number, row.actor, "actor", contents)
    for id_ in row.about:
        if contents.lacks(id_, "events", "baseline", "area_reports"):
            message = "about: no such event, baseline row or area report"
            hint = "Use ids of events.csv, baseline.csv or area_reports.csv."
            yield Issue(file, number, id_[:80], message, hint)
    yield from _outside_days(file, number, (row.first_day, row.last_day), contents.coverage)


def _outside_days(
    file: str, number: int | str, days: tuple[date, date], coverage: Coverage | None
) -> Iterator[Issue]:
    """Yield an issue for each of some days that lies outside the record."""
    if coverage is None:
        return
    for day in dict.fromkeys(days):
        if not coverage.first_day <= day <= coverage.last_day:
            hint = "Correct the date, or first_day and last_day in datapackage.json."
            yield Issue(file, number, day.isoformat(), _outside_record(coverage), hint)


_CHECKS: dict[str, Callable[[int | str, Any, Contents], Iterable[Issue]]] = {
    "gazetteer": _place,
    "baseline": _baseline,
    "events": _event,
    "reports": _report,
    "area_reports": _area_report,
    "annotations": _annotation,
}


def _publisher(number: int | str, publisher: Publisher, contents: Contents) -> Iterator[Issue]:
    for origin in publisher.origin:
        if origin == publisher.id or contents.lacks(origin, "publishers"):
            hint = "Use the id of another publisher, or leave it empty."
            yield Issue("publishers.csv", number, origin[:80], "origin: no such publisher", hint)
    if publisher.aligned_with is not None and contents.lacks(publisher.aligned_with, "actors"):
        yield _unknown_actor(
            "publishers.csv", number, publisher.aligned_with, "aligned_with", contents
        )


def _moments(contents: Contents) -> Iterator[Issue]:
    """Check the key dates: one for a day, each with the address of its source."""
    days: dict[date, int | str] = {}
    for number, moment in contents.rows["moments"]:
        other = days.setdefault(moment.day, number)
        if other != number:
            message = f"row {other} has the same day"
            yield Issue(
                "moments.csv", number, moment.day.isoformat(), message, "Merge the two rows."
            )
        if not URL.fullmatch(moment.source):
            message = "source: is not a web address"
            hint = "Write the address where it was read, starting with http:// or https://."
            yield Issue("moments.csv", number, moment.source[:80], message, hint)


def _coverage(coverage: Coverage, contents: Contents) -> Iterator[Issue]:
    """Check the region, days and places in the descriptor."""
    file, row = "datapackage.json", "frontline"
    for place_id in coverage.key_places:
        if contents.lacks(place_id, "gazetteer"):
            yield Issue(file, row, place_id[:80], "key_places: no such place", _ID)
    yield from _days(coverage)
    if coverage.region == UNSET_REGION:
        message = "region: is not set yet"
        hint = "Write west, south, east, north; an import into an empty gazetteer sets it."
        yield Issue(file, row, "", message, hint, severity="warning")
    if coverage.first_day == coverage.last_day == UNSET_DAY:
        message = "first_day, last_day: are not set yet"
        hint = "Write the first and the last day of the record; an import of events sets them."
        yield Issue(file, row, "", message, hint, severity="warning")
    yield from _region(coverage)


def _days(coverage: Coverage) -> Iterator[Issue]:
    """Check the key days."""
    file, row = "datapackage.json", "frontline"
    for day in coverage.key_days:
        if not coverage.first_day <= day <= coverage.last_day:
            message = f"key_days: {_outside_record(coverage)}"
            yield Issue(file, row, day.isoformat(), message, "Correct it, or remove it.")


def _region(coverage: Coverage) -> Iterator[Issue]:
    """Check that a map of the region, and the length of the record, are possible."""
    file, row = "datapackage.json", "frontline"
    west, south, east, north = coverage.region
    if fault := region_fault(coverage.region):
        value = f"{west}, {south}, {east}, {north}"
        hint = "Correct it, or split the data into packages."
        yield Issue(file, row, value, f"region: {fault}", hint)
    if (coverage.last_day - coverage.first_day).days > LONGEST_DAYS:
        message = f"last_day: the record is longer than {LONGEST_DAYS} days"
        hint = "Correct first_day or last_day; split a longer record into packages."
        yield Issue(file, row, coverage.last_day.isoformat(), message, hint)


def region_fault(region: tuple[float, float, float, float]) -> str:
    """Return why no map can be drawn of a region; empty if one can.

    Examples
    --------
    >>> region_fault((-18.0, 8.0, 42.0, 26.0)), region_fault((20.0, 30.0, 70.0, 65.0))
    ('', 'is wider than 40 degrees and higher than 30')
    """
    west, south, east, north = region
    width, height = east - west, north - south
    if width > _WIDEST_DEG:
        return (
            f"is wider than {_WIDEST_DEG} degrees; if the places lie on both sides of the 180th "
            "meridian, one package holds only one side"
        )
    if height > _HIGHEST_DEG:
        return f"is higher than {_HIGHEST_DEG} degrees"
    is_too_high = width > _HIGHEST_DEG and height > _HIGHEST_WIDE_DEG
    limits = f"wider than {_HIGHEST_DEG} degrees and higher than {_HIGHEST_WIDE_DEG}"
    return f"is {limits}" if is_too_high else ""


def _outside_record(coverage: Coverage) -> str:
    return f"lies outside the record {coverage.first_day} to {coverage.last_day}"


def _days_outside(coverage: Coverage, contents: Contents) -> Iterator[Issue]:
    for number, moment in contents.rows["moments"]:
        if not coverage.first_day <= moment.day <= coverage.last_day:
            message = f"day: {_outside_record(coverage)}"
            yield Issue("moments.csv", number, moment.day.isoformat(), message, "Correct it.")


#: The file whose ids a column contains.
_REFERENCED_FILES = {
    "place_id": "gazetteer",
    "key_places": "gazetteer",
    "highway": "highways",
    "publisher": "publishers",
    **dict.fromkeys(("holder", "to", "from", "aligned_with"), "actors"),
}
#: Messages about a value that may be a name instead of an id.
_NOT_AN_ID = re.compile(
    r"(\w+)(?:\.\d+)?: (?:is not a valid id|no such (?:place|highway|publisher|actor))"
)


def suggest_ids(issues: Iterable[Issue], contents: Contents) -> list[Issue]:
    """Return the issues; those about a name in place of an id name the id.

    Names in files of which only ids were kept are not known.
    """
    known: dict[str, Mapping[str, set[str]]] = {}
    return [_suggest_id(issue, contents, known) for issue in issues]


def _suggest_id(
    issue: Issue, contents: Contents, known: dict[str, Mapping[str, set[str]]]
) -> Issue:
    match = _NOT_AN_ID.fullmatch(issue.message)
    file = _REFERENCED_FILES.get(match[1]) if match else None
    if match is None or file is None:
        return issue
    if file not in known:
        known[file] = _ids_by_name(row for _, row in contents.rows[file])
    ids = known[file].get(issue.value.casefold(), set())
    if len(ids) != 1:
        return issue
    (id_,) = ids
    return replace(issue, message=f"{match[1]}: is a name; its id is {id_}", hint=f"Write {id_}.")


def _ids_by_name(rows: Iterable[Any]) -> Mapping[str, set[str]]:
    """Return the ids of places, roads, publishers or actors by each of their names."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row.name, getattr(row, "name_ar", ""), *getattr(row, "names", ())):
            if name:
                ids[name.casefold()].add(row.id)
    return ids
