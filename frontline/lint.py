"""Check a package that can be read for contradictions: warnings that a person should review.

The package is checked as a whole: places that may be the same, events that contradict the state
before them, reports without effect. A warning includes the note of its row, which may explain
it. Footprints that cross themselves are errors, since nothing can be measured to them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import shapely

from frontline.control.assessment import assess_events, baseline_reason, is_confirmed
from frontline.control.record import Record
from frontline.control.rules import RULES, rule_issues
from frontline.control.timeline import event_order
from frontline.errors import Issue
from frontline.gazetteer.actors import unusable_aliases
from frontline.gazetteer.normalize import match_key
from frontline.geometry.geodesy import Projection
from frontline.package.package import Package, inspect_package
from frontline.package.validation import find_invalid_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from frontline.control.assessment import Assessment
    from frontline.models import Event


#: Two places of one name nearer than this may be one place.
_SAME_PLACE_M = 1500.0


def check_folder(folder: Path) -> list[Issue]:
    """Check a package: every error, or if there is none every warning."""
    package, faults = inspect_package(folder)
    faults += rule_issues(folder)
    if package is None:
        return faults
    return [
        *faults,
        *find_invalid_outlines(package.footprints, package.admin),
        *warnings_of(package),
    ]


def warnings_of(package: Package) -> list[Issue]:
    """Return the warnings of a package that can be used."""
    assessments = assess_events(package, RULES["standard"])
    found = [
        *_doubles(package),
        *_called_alike(package),
        *_contradictions(package, assessments),
        *_unsupported(package, assessments),
        *_unsupported_start(package),
        *_undated(package),
    ]
    return [_located(fault, package) for fault in found]


def _located(fault: Issue, package: Package) -> Issue:
    """Name a table's row by its number, as a spreadsheet does, and its id beside it."""
    number = package.row_numbers.get((fault.file.partition(".")[0], str(fault.row)))
    if not isinstance(number, int):
        return fault
    return replace(fault, row=number, message=f"{fault.row}: {fault.message}")


def _warn(file: str, row: str, value: str, words: tuple[str, str], note: str = "") -> Issue:
    """Make a warning; `words` are the rule and the remedy."""
    rule, remedy = words
    remedy = f"{remedy} Its note: {note}" if note else remedy
    return Issue(file, row, value, rule, remedy, severity="warning")


def _doubles(package: Package) -> Iterator[Issue]:
    places = list(package.gazetteer.values())
    west, south, east, north = package.coverage.region
    plane = Projection.around([west, east], [south, north])
    x, y = plane.forward([place.lon for place in places], [place.lat for place in places])
    points = shapely.points(x, y)
    tree = shapely.STRtree(points)
    names = [{match_key(name) for name in (place.name, place.name_ar) if name} for place in places]
    pairs = tree.query(points, predicate="dwithin", distance=_SAME_PLACE_M).T
    for one, other in pairs[pairs[:, 0] < pairs[:, 1]]:
        if names[one] & names[other]:
            here, there = places[one], places[other]
            rule = f"bears the name of {there.id!r}, less than {_SAME_PLACE_M:.0f} m away"
            remedy = "Merge them if they are one place; else say in a note why they are two."
            notes = " / ".join(note for note in (here.note, there.note) if note)
            yield _warn("gazetteer.geojson", here.id, here.name, (rule, remedy), notes)


def _called_alike(package: Package) -> Iterator[Issue]:
    remedy = "Let one actor bear it; until then nobody is meant by it."
    for actor_id, name, why in unusable_aliases(package.actors):
        note = package.actors[actor_id].note
        yield _warn("actors.csv", actor_id, name[:80], (f"names: {why}", remedy), note)


def _contradictions(package: Package, assessments: tuple[Assessment, ...]) -> Iterator[Issue]:
    """Find events that take what was already held, or take it from somebody else."""
    by_place: defaultdict[str, list[Assessment]] = defaultdict(list)
    for assessment in sorted(assessments, key=event_order):
        if assessment.event.place_id is not None and assessment.accepted:
            by_place[assessment.event.place_id].append(assessment)
    coverage = package.coverage
    for place_id, own in sorted(by_place.items()):
        for number, assessment in enumerate(own):
            before = Record(
                [place_id], package.baseline, own[:number], coverage.first_day, coverage.last_day
            )
            yield from _against(assessment.event, before, place_id)


def _against(event: Event, before: Record, place_id: str) -> Iterator[Issue]:
    control = before.control_on(place_id, event.date_latest)
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


def _unsupported(package: Package, assessments: tuple[Assessment, ...]) -> Iterator[Issue]:
    for assessment in assessments:
        event, reports = assessment.event, package.reports.get(assessment.event.event_id, ())
        if not any(report.says == "supports" for report in reports):
            remedy = "Add a report that states it to reports.csv; until then it counts for nothing."
            words = ("no report supports it", remedy)
            yield _warn("events.csv", event.event_id, "", words, event.note)


def _unsupported_start(package: Package) -> Iterator[Issue]:
    """Find baseline rows that no report supports, or that reports do not confirm as they say."""
    for row in package.baseline:
        reports = package.reports.get(row.baseline_id, ())
        if baseline_reason(row, reports) is not None:
            remedy = "Add a report that states it to reports.csv, or write inferred."
            words = (f"is {row.evidence}, and no report supports it", remedy)
        elif row.evidence == "confirmed" and not is_confirmed(
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


def _undated(package: Package) -> Iterator[Issue]:
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
