"""What a package says against itself: warnings that a person should read.

Types, ids and references are checked while reading (`package`); here the whole is looked at:
places that may be one, events that contradict the state they start from, reports that count
for nothing. A warning whose row has a note is shown with it, since the note explains it.
Outlines that cross themselves, which nothing can be measured to, are errors.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import shapely

from frontline.control import Record
from frontline.editorial import rule_faults
from frontline.errors import Fault
from frontline.evidence import RULES, confirm, rule_events, why_at_start
from frontline.geodesy import Projection
from frontline.history import sort_key
from frontline.names import key
from frontline.package import LONG, Package, inspect_package, read_files
from frontline.parties import meaning_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from frontline.evidence import Ruling
    from frontline.model import Area, Event

__all__ = ["check_folder", "errors_of", "warnings_of"]

#: Two places of one name nearer than this may be one place.
_SAME_PLACE_M = 1500.0


def check_folder(folder: Path) -> list[Fault]:
    """Check a package: every error, or if there is none every warning."""
    package, faults = inspect_package(folder)
    faults += rule_faults(folder)
    if package is None:
        return faults
    return [*faults, *_crossed(package.footprints, package.admin), *warnings_of(package)]


def errors_of(folder: Path) -> list[Fault]:
    """Give what keeps a package from being used."""
    read = read_files(folder, LONG)
    found = read.faults
    if read.usable:  # else some of the shapes may be none
        found += _crossed(read.footprints, [area for _, area in read.rows["admin"]])
    return [fault for fault in found if fault.severity == "error"]


def _crossed(footprints: Mapping[str, dict[str, Any]], areas: Iterable[Area]) -> Iterator[Fault]:
    """Find outlines and areas that cross themselves, or whose parts overlap."""
    shapes = {"footprints.geojson": footprints}
    shapes["admin.geojson"] = {area.id: area.geometry for area in areas}
    for file, geometries in shapes.items():
        for name, geometry in geometries.items():
            reason = shapely.is_valid_reason(shapely.geometry.shape(geometry))
            if reason != "Valid Geometry":
                cause, _, where = reason.rstrip("]").partition("[")
                rule = f"the outline crosses itself, or its parts overlap ({cause.lower()})"
                yield Fault(file, name, where, rule, "Draw it again without the crossing.")


def warnings_of(package: Package) -> list[Fault]:
    """Give what a person should look at in a package that can be used."""
    rulings = rule_events(package, RULES["standard"])
    found = [
        *_doubles(package),
        *_called_alike(package),
        *_contradictions(package, rulings),
        *_unsupported(package, rulings),
        *_unsupported_start(package),
        *_undated(package),
    ]
    return [_located(fault, package) for fault in found]


def _located(fault: Fault, package: Package) -> Fault:
    """Name a table's row by its number, as a spreadsheet does, and its id beside it."""
    number = package.numbers.get((fault.file.partition(".")[0], str(fault.row)))
    if not isinstance(number, int):
        return fault
    return replace(fault, row=number, rule=f"{fault.row}: {fault.rule}")


def _warn(file: str, row: str, value: str, words: tuple[str, str], note: str = "") -> Fault:
    """Make a warning; `words` are the rule and the remedy."""
    rule, remedy = words
    remedy = f"{remedy} Its note: {note}" if note else remedy
    return Fault(file, row, value, rule, remedy, severity="warning")


def _doubles(package: Package) -> Iterator[Fault]:
    places = list(package.gazetteer.values())
    west, south, east, north = package.frame.region
    plane = Projection.around([west, east], [south, north])
    x, y = plane.forward([place.lon for place in places], [place.lat for place in places])
    points = shapely.points(x, y)
    tree = shapely.STRtree(points)
    names = [{key(name) for name in (place.name, place.name_ar) if name} for place in places]
    pairs = tree.query(points, predicate="dwithin", distance=_SAME_PLACE_M).T
    for one, other in pairs[pairs[:, 0] < pairs[:, 1]]:
        if names[one] & names[other]:
            here, there = places[one], places[other]
            rule = f"bears the name of {there.id!r}, less than {_SAME_PLACE_M:.0f} m away"
            remedy = "Merge them if they are one place; else say in a note why they are two."
            notes = " / ".join(note for note in (here.note, there.note) if note)
            yield _warn("gazetteer.geojson", here.id, here.name, (rule, remedy), notes)


def _called_alike(package: Package) -> Iterator[Fault]:
    remedy = "Let one actor bear it; until then nobody is meant by it."
    for actor_id, name, why in meaning_nobody(package.actors):
        note = package.actors[actor_id].note
        yield _warn("actors.csv", actor_id, name[:80], (f"names: {why}", remedy), note)


def _contradictions(package: Package, rulings: tuple[Ruling, ...]) -> Iterator[Fault]:
    """Find events that take what was already held, or take it from somebody else."""
    by_place: defaultdict[str, list[Ruling]] = defaultdict(list)
    for ruling in sorted(rulings, key=sort_key):
        if ruling.event.place_id is not None and ruling.stands:
            by_place[ruling.event.place_id].append(ruling)
    frame = package.frame
    for place_id, own in sorted(by_place.items()):
        for number, ruling in enumerate(own):
            before = Record(
                [place_id], package.baseline, own[:number], frame.first_day, frame.last_day
            )
            yield from _against(ruling.event, before, place_id)


def _against(event: Event, before: Record, place_id: str) -> Iterator[Fault]:
    control = before.on(place_id, event.date_latest)
    if control.status == "unknown" or event.kind == "contested":
        return
    if event.kind == "repelled":
        if control.holder is not None and control.holder != event.after:
            rule = f"{event.after} is said to have stayed, but {control.holder} held the place"
            remedy = "Correct 'from' and 'to', or add the event that is missing before it."
            yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)
    elif control.holder == event.after:
        rule = f"{event.after} takes what it already holds"
        remedy = "Merge it with the earlier event, or add the loss between them."
        yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)
    elif event.before not in control.actors:
        rule = f"is taken from {event.before}, but {' and '.join(control.actors)} held it"
        remedy = "Correct 'from', or add the event that is missing before it."
        yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)


def _unsupported(package: Package, rulings: tuple[Ruling, ...]) -> Iterator[Fault]:
    for ruling in rulings:
        event, reports = ruling.event, package.reports.get(ruling.event.event_id, ())
        if not any(report.says == "supports" for report in reports):
            remedy = "Add a report that states it to reports.csv; until then it counts for nothing."
            words = ("no report supports it", remedy)
            yield _warn("events.csv", event.event_id, "", words, event.note)


def _unsupported_start(package: Package) -> Iterator[Fault]:
    """Find baseline rows that no report supports, or that reports do not confirm as they say."""
    for row in package.baseline:
        reports = package.reports.get(row.baseline_id, ())
        if why_at_start(row, reports):
            remedy = "Add a report that states it to reports.csv, or write inferred."
            words = (f"is {row.evidence}, and no report supports it", remedy)
        elif row.evidence == "confirmed" and not confirm(
            reports, package.publishers, RULES["standard"]
        ):
            remedy = "Write claimed, or add the report of another voice to reports.csv."
            words = (
                "is confirmed, and its reports are not of two voices that nobody denies",
                remedy,
            )
        else:
            continue
        yield _warn("baseline.csv", row.baseline_id, row.place_id, words, row.note)


def _undated(package: Package) -> Iterator[Fault]:
    """Find reports that say they were published long before what they report."""
    days = {event.event_id: event.date_earliest for event in package.events}
    for report in package.all_reports:
        happened = days.get(report.record_id)
        if happened is None or report.published_on is None or report.says != "supports":
            continue
        if report.published_on < happened - timedelta(days=1):
            rule = f"was published on {report.published_on}, before the event of {happened}"
            remedy = "Check both dates, and whether the report is about this event."
            yield _warn("reports.csv", report.report_id, report.url, (rule, remedy), report.note)
