"""Checks that rows fit together: ids are unique, and everything named is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from frontline.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from frontline.model import Baseline, Event, Frame, Highway, Publisher, Report

__all__ = ["reference_faults"]


def reference_faults(
    read: Mapping[str, Sequence[Any]], footprints: Collection[str], frame: Frame | None
) -> list[Fault]:
    """Check ids and references over all files.

    Parameters
    ----------
    read : rows by file name without ending
    footprints : place ids that have a footprint
    frame : the package's frame, if it could be read
    """
    faults = [*_duplicate_ids(read), *_same_position(read), *_unknown_references(read, footprints)]
    if frame is not None:
        faults += _outside_the_record(read["events"], frame)
        faults += [
            Fault("datapackage.json", "frontline", place_id, "key_places: no such place", _ID)
            for place_id in frame.key_places
            if place_id not in {place.id for place in read["gazetteer"]}
        ]
    return faults


_ID = "Use an id of gazetteer.geojson; `frontline place NAME` finds it."


def _duplicate_ids(read: Mapping[str, Sequence[Any]]) -> Iterator[Fault]:
    keys = {
        "gazetteer.geojson": [place.id for place in read["gazetteer"]],
        "actors.csv": [actor.id for actor in read["actors"]],
        "publishers.csv": [publisher.id for publisher in read["publishers"]],
        "baseline.csv": [row.baseline_id for row in read["baseline"]],
        "events.csv": [event.event_id for event in read["events"]],
        "reports.csv": [report.report_id for report in read["reports"]],
        "highways.geojson": [highway.id for highway in read["highways"]],
    }
    for file, ids in keys.items():
        for value, count in Counter(ids).items():
            if count > 1:
                rule = f"this id stands {count} times"
                yield Fault(file, value, value, rule, "Give each row an id of its own.")
    yield from _two_starts(read["baseline"])


def _two_starts(baseline: Sequence[Baseline]) -> Iterator[Fault]:
    """A place named in several baseline rows must have one holder in all of them."""
    holders: dict[str, str | None] = {}
    for row in baseline:
        holder = holders.setdefault(row.place_id, row.holder)
        if holder != row.holder:
            rule = f"{row.place_id!r} starts with {holder or 'nobody known'!r} in another row"
            remedy = "Let the rows agree, or leave the holder empty in all of them."
            yield Fault("baseline.csv", row.baseline_id, row.holder or "", rule, remedy)


def _same_position(read: Mapping[str, Sequence[Any]]) -> Iterator[Fault]:
    """Two places at one point share a cell, which no map can colour twice."""
    seen: dict[tuple[float, float], str] = {}
    for place in read["gazetteer"]:
        other = seen.setdefault((place.lon, place.lat), place.id)
        if other != place.id:
            rule = f"stands at the very point of {other!r}"
            remedy = "Merge them if they are one place; else correct a position."
            yield Fault("gazetteer.geojson", place.id, place.id, rule, remedy)


def _unknown_references(
    read: Mapping[str, Sequence[Any]], footprints: Collection[str]
) -> Iterator[Fault]:
    places = {place.id for place in read["gazetteer"]}
    actors = {actor.id for actor in read["actors"]}
    publishers = {publisher.id for publisher in read["publishers"]}
    highways = {highway.id: highway for highway in read["highways"]}
    records = {row.baseline_id for row in read["baseline"]}
    records |= {event.event_id for event in read["events"]}
    records |= {row.record_id for row in read["unplaced"]}
    for row in read["baseline"]:
        yield from _baseline(row, places, actors)
    for event in read["events"]:
        yield from _event(event, places, actors, highways)
    for report in read["reports"]:
        yield from _report(report, records, publishers)
    for publisher in read["publishers"]:
        yield from _publisher(publisher, publishers, actors)
    for place_id in footprints:
        if place_id not in places:
            yield Fault("footprints.geojson", place_id, place_id, "place_id: no such place", _ID)


def _baseline(row: Baseline, places: set[str], actors: set[str]) -> Iterator[Fault]:
    if row.place_id not in places:
        yield Fault("baseline.csv", row.baseline_id, row.place_id, "place_id: no such place", _ID)
    if row.holder is not None and row.holder not in actors:
        yield _no_actor("baseline.csv", row.baseline_id, row.holder, actors)


def _event(
    event: Event, places: set[str], actors: set[str], highways: Mapping[str, Highway]
) -> Iterator[Fault]:
    if event.place_id is not None and event.place_id not in places:
        yield Fault("events.csv", event.event_id, event.place_id, "place_id: no such place", _ID)
    if event.highway is not None and event.highway not in highways:
        remedy = f"Use one of: {', '.join(sorted(highways)) or 'none in highways.geojson'}."
        yield Fault("events.csv", event.event_id, event.highway, "highway: unknown", remedy)
    for actor in (event.before, event.after):
        if actor not in actors:
            yield _no_actor("events.csv", event.event_id, actor, actors)


def _no_actor(file: str, row: str, actor: str, actors: set[str]) -> Fault:
    remedy = f"Use one of: {', '.join(sorted(actors))}; or add it to actors.csv."
    return Fault(file, row, actor, "no such actor", remedy)


def _report(report: Report, records: set[str], publishers: set[str]) -> Iterator[Fault]:
    if report.record_id not in records:
        rule = "record_id: no such event or baseline row"
        remedy = "Use an id of events.csv, baseline.csv or unplaced.csv."
        yield Fault("reports.csv", report.report_id, report.record_id, rule, remedy)
    if report.publisher not in publishers:
        remedy = "Add it to publishers.csv, with its stance."
        yield Fault("reports.csv", report.report_id, report.publisher, "no such publisher", remedy)
    if not report.url.startswith(("http://", "https://")):
        rule = "url: a source without an address"
        remedy = "Give the address where the report was read, from http:// or https:// on."
        yield Fault("reports.csv", report.report_id, report.url, rule, remedy)


def _publisher(publisher: Publisher, publishers: set[str], actors: set[str]) -> Iterator[Fault]:
    for origin in publisher.origin:
        if origin not in publishers or origin == publisher.id:
            remedy = "Name another publisher's id, or leave it empty."
            yield Fault("publishers.csv", publisher.id, origin, "origin: no such publisher", remedy)
    if publisher.aligned_with is not None and publisher.aligned_with not in actors:
        yield _no_actor("publishers.csv", publisher.id, publisher.aligned_with, actors)


def _outside_the_record(events: Sequence[Event], frame: Frame) -> Iterator[Fault]:
    for event in events:
        for day in (event.date_earliest, event.date_latest):
            if not frame.first_day <= day <= frame.last_day:
                rule = f"lies outside the record {frame.first_day} to {frame.last_day}"
                remedy = "Correct the date, or first_day and last_day in datapackage.json."
                yield Fault("events.csv", event.event_id, day.isoformat(), rule, remedy)
