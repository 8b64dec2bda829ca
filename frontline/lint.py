"""Check a package that can be read for contradictions: warnings that a person should review.

The package is checked as a whole: places that may be the same, names that belong to two places,
events that contradict the state before them, reports without effect, control that nobody
confirmed for long. A warning includes the note of its row, which may explain it. Footprints that
cross themselves are errors, since nothing can be measured to them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.atlas import Atlas
from frontline.control.assessment import baseline_reason, is_confirmed
from frontline.control.rules import RULES, rule_issues
from frontline.control.timeline import controls_before, event_order
from frontline.errors import Issue
from frontline.gazetteer.actors import unusable_aliases
from frontline.gazetteer.normalize import is_arabic, is_latin, match_key
from frontline.gazetteer.transliteration import names_agree
from frontline.geometry.geodesy import Projection
from frontline.package.cached_package import keep_package
from frontline.package.package import Package, inspect_package
from frontline.package.validation import find_invalid_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from frontline.control.assessment import Assessment
    from frontline.control.timeline import Span
    from frontline.models import Baseline, Control, Event, Place


#: Two places of the same name that are closer than this may be one place.
_SAME_PLACE_M = 1500.0
#: A change whose day is known to fewer days than this needs no better report.
_LONG_WINDOW_DAYS = 7
#: Control that rests on a report older than this should have a later one.
_SILENCE_DAYS = 30


def check_folder(folder: Path, *, keep: bool = False) -> list[Issue]:
    """Return every error of a package, or every warning if there are no errors.

    With `keep`, what was checked and made of a package without errors is kept for later commands.
    """
    package, issues = inspect_package(folder)
    issues += rule_issues(folder)
    if package is None:
        return issues
    control = package.control_areas.values()
    outlines = list(find_invalid_outlines(package.footprints, package.admin, control))
    if outlines:
        return [*issues, *outlines]
    return [*issues, *package_warnings(keep_package(package) if keep else package)]


def package_warnings(package: Package) -> list[Issue]:
    """Return the warnings of a package without errors."""
    atlas = Atlas(package, RULES["standard"])
    assessments = atlas.assessed_events
    issues = [
        *_duplicate_places(package),
        *_unmatched_names(package),
        *_unusable_aliases(package),
        *_long_windows(package),
        *_contradictions(package, assessments),
        *_lasting_denials(atlas),
        *_enclosed_places(atlas),
        *_unsupported(package, assessments),
        *_unsupported_baseline(package),
        *_early_reports(package),
        *_reach(package),
    ]
    return [_with_row_number(issue, package) for issue in issues]


def _with_row_number(issue: Issue, package: Package) -> Issue:
    """Return an issue of a table with the row number, and the id in its message."""
    number = package.row_numbers.get((issue.file.partition(".")[0], str(issue.row)))
    if not isinstance(number, int):
        return issue
    return replace(issue, row=number, message=f"{issue.row}: {issue.message}")


def _warn(file: str, row: str, value: str, texts: tuple[str, str], note: str = "") -> Issue:
    """Return a warning; `texts` are the rule and the remedy."""
    rule, remedy = texts
    remedy = f"{remedy} Its note: {note}" if note else remedy
    return Issue(file, row, value, rule, remedy, severity="warning")


def _duplicate_places(package: Package) -> Iterator[Issue]:
    places = list(package.gazetteer.values())
    plane = Projection.of_region(package.coverage.region)
    x, y = plane.forward([place.lon for place in places], [place.lat for place in places])
    points = shapely.points(x, y)
    tree = shapely.STRtree(points)
    pairs = tree.query(points, predicate="dwithin", distance=_SAME_PLACE_M).T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    names = {number: set(map(match_key, places[number].main_names)) for number in np.unique(pairs)}
    for one, other in pairs.tolist():
        if names[one] & names[other]:
            here, there = places[one], places[other]
            rule = f"has the same name as {there.id!r}, less than {_SAME_PLACE_M:.0f} m away"
            remedy = "Merge them if they are one place; if not, explain it in a note."
            notes = " / ".join(note for note in (here.note, there.note) if note)
            yield _warn("gazetteer.geojson", here.id, here.name, (rule, remedy), notes)


def _unmatched_names(package: Package) -> Iterator[Issue]:
    """Yield places whose Arabic name is not Arabic, or whose two names differ in sound."""
    for place in package.gazetteer.values():
        if not place.name_ar:
            continue
        if not is_arabic(place.name_ar):
            rule = f"name_ar: {place.name_ar!r} has no Arabic letter"
            remedy = "Write the Arabic name, or leave it empty and add this one to names."
        elif is_latin(place.name) and not names_agree(place.name, place.name_ar):
            rule = f"name and name_ar: {place.name!r} and {place.name_ar!r} differ in sound"
            remedy = "Correct one of them if they name two places; if not, say so in a note."
        else:
            continue
        yield _warn("gazetteer.geojson", place.id, place.name, (rule, remedy), place.note)


def _unusable_aliases(package: Package) -> Iterator[Issue]:
    remedy = "Keep the alias for one actor only. Until then it is ignored."
    for actor_id, name, why in unusable_aliases(package.actors):
        note = package.actors[actor_id].note
        yield _warn("actors.csv", actor_id, name[:80], (f"names: {why}", remedy), note)


def _long_windows(package: Package) -> Iterator[Issue]:
    """Yield changes that may have happened on any of many days."""
    for event in package.events:
        days = (event.date_latest - event.date_earliest).days
        if event.kind in {"capture", "withdrawal"} and days > _LONG_WINDOW_DAYS:
            value = f"{event.date_earliest} to {event.date_latest}"
            rule = f"its day is known to {days} days only, and the place is contested until then"
            remedy = "Look for a report that narrows it down."
            yield _warn("events.csv", event.event_id, value, (rule, remedy), event.note)


def _contradictions(package: Package, assessments: tuple[Assessment, ...]) -> Iterator[Issue]:
    """Yield events that contradict the control of the place before them."""
    by_place: defaultdict[str, list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        if assessment.event.place_id is not None and assessment.accepted:
            by_place[assessment.event.place_id].append(assessment)
    baseline: defaultdict[str, list[Baseline]] = defaultdict(list)
    for row in package.baseline:
        baseline[row.place_id].append(row)
    for place_id, own in sorted(by_place.items()):
        if len(own) > 1:
            own.sort(key=event_order)
        before = controls_before(baseline.get(place_id, ()), own, package.coverage.first_day)
        for assessment, control in zip(own, before, strict=True):
            yield from _against(assessment.event, control, place_id)


def _against(event: Event, control: Control, place_id: str) -> Iterator[Issue]:
    if control.status == "unknown" or event.kind == "contested":
        return
    if event.kind == "repelled":
        if control.holder is not None and control.holder != event.after:
            rule = f"{event.after} is reported to have kept the place, but {control.holder} held it"
            remedy = "Correct 'from' and 'to', or add the missing event before it."
            yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)
    elif control.holder == event.after:
        rule = f"{event.after} captures a place that it already holds"
        remedy = "Merge it with the earlier event, or add the missing event between them."
        yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)
    elif event.before not in control.actors:
        rule = f"captures the place from {event.before}, but {' and '.join(control.actors)} held it"
        remedy = "Correct 'from', or add the missing event before it."
        yield _warn("events.csv", event.event_id, place_id, (rule, remedy), event.note)


def _lasting_denials(atlas: Atlas) -> Iterator[Issue]:
    """Yield denied changes that still decide who holds the place long after."""
    denied = {
        assessment.event.event_id: assessment.event
        for assessment in atlas.assessed_events
        if not assessment.accepted and assessment.evidence == "disputed"
    }
    for event in denied.values():
        if event.place_id is None:
            continue
        days = [
            (span.last - event.date_latest).days
            for span in atlas.record.spans(event.place_id)
            if event.event_id in span.record_ids
        ]
        if max(days, default=0) > _SILENCE_DAYS:
            rule = f"is denied, and no later report says who held the place for {max(days)} days"
            remedy = "Look for a later report about the place, or explain the dispute in the note."
            yield _warn("events.csv", event.event_id, event.place_id, (rule, remedy), event.note)


def _enclosed_places(atlas: Atlas) -> Iterator[Issue]:
    """Yield places that only others surround, long after the last report about them."""
    package = atlas.package
    if not package.evidence_place_ids:
        return
    notes = {row.baseline_id: ("baseline.csv", row.note) for row in package.baseline}
    notes |= {event.event_id: ("events.csv", event.note) for event in package.events}
    for place, span, day in _enclosed_spans(atlas):
        row, holder = span.record_ids[-1] if span.record_ids else place.id, span.control.holder
        rule = (
            f"{holder} holds the place by this row, enclosed by others on {day}, without a report"
        )
        remedy = "Look for a later report, or explain it in the note."
        file, note = notes.get(row, ("baseline.csv", ""))
        yield _warn(file, row, place.id, (rule, remedy), note or place.note)


def _enclosed_spans(atlas: Atlas) -> Iterator[tuple[Place, Span, date]]:
    """Yield a place, one of its spans, and a day of it on which none around has its holder."""
    record, sites, silence = atlas.record, atlas.sites, timedelta(days=_SILENCE_DAYS + 1)
    asked = [
        (site, span)
        for site in np.flatnonzero(~atlas.cells.touches_unreported).tolist()
        for span in record.spans(sites[site].id)
        if span.control.holder is not None and span.first <= span.reported + silence <= span.last
    ]
    if not asked:
        return
    # Each of these spans is compared with all neighbours of its place at once.
    ends = np.concatenate([atlas.cells.pairs, atlas.cells.pairs[:, ::-1]])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    numbers = np.asarray([site for site, _ in asked])
    first, after = (np.searchsorted(ends[:, 0], numbers, side) for side in ("left", "right"))
    count = after - first
    owner = np.repeat(np.arange(len(asked)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    columns = np.asarray([record.index.get(place.id, -1) for place in sites])
    around = columns[ends[first[owner] + step, 1]]
    begin = record.first.toordinal()
    days = np.asarray([(span.reported + silence).toordinal() - begin for _, span in asked])
    holders = list(dict.fromkeys(state.holder for state in record.states))
    number_of = {holder: -1 if holder is None else n for n, holder in enumerate(holders)}
    of_state = np.asarray([number_of[state.holder] for state in record.states])
    theirs = np.where(around < 0, -1, of_state[record.table.at(around, days[owner])])
    own = np.asarray([number_of[span.control.holder] for _, span in asked])
    same = np.bincount(owner, (theirs == own[owner]) | (theirs < 0), len(asked))
    for number in np.flatnonzero((count > 0) & (same == 0)).tolist():
        site, span = asked[number]
        yield sites[site], span, span.reported + silence


def _unsupported(package: Package, assessments: tuple[Assessment, ...]) -> Iterator[Issue]:
    for assessment in assessments:
        event, reports = assessment.event, package.reports.get(assessment.event.event_id, ())
        if not any(report.says == "supports" for report in reports):
            remedy = "Add a report that supports it to reports.csv. Until then it does not count."
            texts = ("no report supports it", remedy)
            yield _warn("events.csv", event.event_id, "", texts, event.note)


def _unsupported_baseline(package: Package) -> Iterator[Issue]:
    """Yield baseline rows whose evidence is higher than their reports allow."""
    for row in package.baseline:
        reports = package.reports.get(row.baseline_id, ())
        if baseline_reason(reports) is not None:
            remedy = "Add a report that supports it to reports.csv, or delete the row."
            texts = (f"is {row.evidence}, and no report supports it", remedy)
        elif row.evidence == "confirmed" and not is_confirmed(
            reports, package.publishers, RULES["standard"]
        ):
            remedy = "Write claimed, or add a report of another independent source to reports.csv."
            texts = (
                "is confirmed, without two independent sources and no denial",
                remedy,
            )
        else:
            continue
        yield _warn("baseline.csv", row.baseline_id, row.place_id, texts, row.note)


def _early_reports(package: Package) -> Iterator[Issue]:
    """Yield reports published more than a day before their event."""
    days = {event.event_id: event.date_earliest for event in package.events}
    for report in package.all_reports:
        happened = days.get(report.record_id)
        if happened is None or report.published_on is None or report.says != "supports":
            continue
        if report.published_on < happened - timedelta(days=1):
            rule = f"was published on {report.published_on}, before the event of {happened}"
            remedy = "Check both dates, and whether the report is about this event."
            yield _warn("reports.csv", report.report_id, report.url, (rule, remedy), report.note)


def _reach(package: Package) -> Iterator[Issue]:
    """Yield a warning if the reach does not fit the spacing of the places."""
    if package.evidence_place_ids and (note := package.reach_note) is not None:
        yield _warn("datapackage.json", "frontline", f"{package.reach_km:g}", note)
