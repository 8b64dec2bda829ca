"""Format results as lines of text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.control.reasons import format_reason
from frontline.formatting import format_gap, format_km, format_km2, format_number_of
from frontline.models import Control, Place
from frontline.serialize import endpoint_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult
    from frontline.claims.robustness import VerdictChange
    from frontline.control.highways import Interval
    from frontline.gazetteer.match import Match
    from frontline.geometry.distance import Distance
    from frontline.geometry.tessellation import Pocket
    from frontline.models import Event, Report
    from frontline.sensitivity.leave_one_out import LeaveOneOut
    from frontline.sensitivity.monte_carlo import MonteCarlo
    from frontline.sensitivity.publication_history import Step
    from frontline.sensitivity.rules import Comparison, PlaceDifference, RoadDifference
    from frontline.state import State

Json = dict[str, Any]

# --- Places and their control


def place_lines(place: Place, match: Match) -> list[str]:
    """Describe a place that was found, and how it was found."""
    where = ", ".join(part for part in (place.admin3, place.admin1) if part)
    facts = (place.kind, where, f"id {place.id}")
    return [
        f"{place.name}  {place.second_name}  ({'; '.join(filter(None, facts))})",
        f"  {place.lon}, {place.lat} (lon, lat), accurate to {place.position_error_m:.0f} m",
        f"  {match.kind}: {match.explanation}",
        f"  sources: {'; '.join(place.sources)} ({place.licence})",
    ]


def history_lines(history: Json, atlas: Atlas) -> Iterator[str]:
    """Describe who held a place, then each record with its reports.

    It takes the value of `history_json`: only there are baseline rows and events one list.
    """
    place = history["place"]
    yield f"{place['name']}  {place['name_ar']}  (id {place['id']}), rule: {history['rule']}"
    if not history["spans"]:
        yield "  No report names this place; who held it is not known."
    for span in history["spans"]:
        control = Control(span["status"], tuple(span["actors"]), span["evidence"])
        records = ", ".join(span["records"])
        yield f"  {span['from']} to {span['to']}: {_control_phrase(control, atlas)}  [{records}]"
    for record in history["records"]:
        days = " to ".join(dict.fromkeys([record["from_day"], record["to_day"]]))
        status = "" if record["stands"] else "not accepted, "
        status += record["evidence"]
        yield f"{record['id']}  {days}  {record['says']}  ({status}) {record['why']}".rstrip()
        if record["note"]:
            yield f"  note: {record['note']}"
        yield from _lines_of_sources(record["sources"])


def _control_phrase(control: Control, atlas: Atlas) -> str:
    names = " and ".join(atlas.package.actors[actor].name for actor in control.actors)
    if control.status == "held":
        return f"held by {names} ({control.evidence})"
    if control.status == "contested":
        return f"contested between {names} ({control.evidence})"
    return "not known: no report says who held it"


def control_ids(control: Control) -> str:
    """Describe a control by the ids of its actors."""
    if control.status == "unknown":
        return "unknown"
    actors = " / ".join(control.actors)
    return actors if control.status == "held" else f"contested ({actors})"


def pocket_line(pocket: Pocket, state: State) -> str:
    """Describe a pocket and name its places."""
    names = ", ".join(state.atlas.site(column).name for column in pocket.columns)
    edge = "" if pocket.enclosed else " (blank territory at its edge: it may not be enclosed)"
    area = f"{format_km2(pocket.area_km2)} km²"
    if pocket.presumed_km2:
        area += f", of which {format_km2(pocket.presumed_km2)} km² presumed"
    return f"{pocket.actor}: {area}{edge}: {names}"


# --- Reports


#: What follows the day of a report in a line.
_SAYS = {"supports": "", "denies": " DENIES IT", "context": " (does not name the place)"}


def report_lines(reports: Iterable[Report], atlas: Atlas) -> list[str]:
    """List reports, one line each and each only once."""
    publishers = atlas.package.publishers
    lines = [
        report_line(
            *(publishers[one.publisher].name, one.published_on or one.published_note),
            *(one.says, one.url),
        )
        for one in reports
    ]
    return list(dict.fromkeys(lines))


def report_line(publisher: str, published: date | str, says: str, url: str) -> str:
    """Describe a report; `published` is its day, or a note on it."""
    return f"  {publisher}, {published or 'undated'}{_SAYS[says]}: {url}"


def _record_lines(record_ids: Iterable[str], atlas: Atlas) -> list[str]:
    reports = atlas.package.reports
    return report_lines([one for id_ in record_ids for one in reports.get(id_, ())], atlas)


def _lines_of_sources(sources: Iterable[Json]) -> list[str]:
    lines = [
        f"  {one['publisher']}, "
        f"{one['published_on'] or one['published_note'] or 'undated'}{_SAYS[one['says']]}: "
        f"{one['url']}"
        for one in sources
    ]
    return list(dict.fromkeys(lines))


# --- Distances


def distance_lines(distance: Distance, state: State | None) -> Iterator[str]:
    """Describe a distance, then the next nearest places."""
    day = "" if state is None else f" on {state.day}"
    yield f"{_ends(distance)}{day}"
    gap = distance.gap
    if gap is not None:
        yield f"  {format_gap(distance, None if state is None else state.day)}"
    if gap is not None and gap.is_bound:
        yield f"  {_with_errors(distance)}"
        for end in (gap.other, gap.point):
            if end is not None and end.place is not None and state is not None:
                yield from _holder_lines(end.place, state, with_reports=True)
        return
    for number, one in enumerate((distance, *distance.others)):
        found = one.reported_endpoint
        name = f"also {found.label}: " if number and found else "also " if number else "  "
        name += "" if number or gap is None else "nearest known to this record: "
        yield name + _measurement(one)
        if one.chainage_km is not None:
            yield f"  at kilometre {one.chainage_km:.1f} of the road"
        if found is not None and found.place is not None and state is not None:
            yield from _holder_lines(found.place, state, with_reports=not number)


def _holder_lines(place: Place, state: State, *, with_reports: bool) -> Iterator[str]:
    span = state.control(place)
    control = span.control
    if control.status != "unknown":
        holder = " and ".join(control.actors)
        yield f"  {place.name}: {control.status}, {holder}, {control.evidence}, since {span.since}"
    if with_reports:
        yield from report_lines(state.sources(place), state.atlas)


def _ends(distance: Distance) -> str:
    start = endpoint_name(distance.start, distance.start_actor)
    return f"{start} -> {endpoint_name(distance.end, distance.end_actor)}"


def _measurement(distance: Distance) -> str:
    return (
        f"{format_km(distance.centre_m)} {distance.direction}, centre to centre; "
        f"{format_km(distance.edge_m)} edge to edge; "
        f"{_with_errors(distance)} "
        f"(bearing {round(round(distance.bearing_deg, 2) % 360) % 360}\u00b0)"
    )


def _with_errors(distance: Distance) -> str:
    return f"{format_km(distance.low_m)} to {format_km(distance.high_m)} with all errors"


def _lengths(distance: Distance) -> str:
    centre, edge = format_km(distance.centre_m), format_km(distance.edge_m)
    return f"{centre} centre to centre, {edge} edge to edge"


# --- Highways


def highway_lines(
    state: State, name: str, intervals: Sequence[Interval], between: tuple[str, str] | None
) -> Iterator[str]:
    """Describe who held a highway on a day."""
    from frontline.control.highways import share_by_holder

    stretch = " to ".join(between) if between else "whole length"
    length = sum(interval.length_km for interval in intervals)
    yield f"{name.strip().upper()}, {stretch}, {length:.1f} km, on {state.day}"
    for one in intervals:
        actors = " / ".join(one.control.actors) or "no report"
        span = f"km {one.from_km:7.1f} to {one.to_km:7.1f}"
        yield f"  {span}  {one.length_km:6.1f} km  {one.control.status}: {actors}"
    presumed = state.presumed_road_km(name, between)
    for holder, share in sorted(share_by_holder(intervals).items(), key=lambda item: -item[1]):
        known = f", of which {presumed[holder]:.1f} km presumed" if holder in presumed else ""
        yield f"  {holder}: {share * length:.1f} km, {share:.1%}{known}"


def highway_day_lines(rows: Sequence[Json]) -> Iterator[str]:
    """Describe the shares of a highway by day, without days on which nothing changed.

    It takes the table of `highway_rows`, which has one row a day.
    """
    names = [key.removesuffix("_km") for key in rows[0] if key.endswith("_km")][1:]
    yield "day         " + "".join(f"{name:>18}" for name in names)
    last: list[float] = []
    for row in rows:
        lengths = [row[f"{name}_km"] for name in names]
        if lengths != last:
            cells = "".join(f"{row[f'{n}_km']:9.1f} km {row[f'{n}_share']:5.0%}" for n in names)
            yield f"{row['on']}  {cells}"
        last = lengths


# --- Checked articles


def check_lines(checked: CheckResult, atlas: Atlas) -> Iterator[str]:
    """Describe each finding, the worst first, what was not understood, and the sources once."""
    from frontline.claims.findings import group_findings, summary_line

    if not checked.findings and not checked.not_understood:
        yield "No geographic claim was found in the text."
        return
    yield summary_line(checked)
    numbers: dict[str, int] = {}
    for group in group_findings(checked):
        finding = group.finding
        verdict = finding.verdict
        times = f" (stated {len(group.numbers)} times)" if len(group.numbers) > 1 else ""
        yield f"{_verdict(verdict.word, verdict.holds_under)}: {finding.claim.text}{times}"
        yield f"  {verdict.reason}"
        yield f"  may be printed: {finding.wording}"
        lines = [line.strip() for line in report_lines(finding.reports, atlas)]
        marks = [f"[{numbers.setdefault(line, len(numbers) + 1)}]" for line in lines]
        if marks:
            yield f"  sources: {' '.join(marks)}"
        yield from (f"  {line}" for line in _verdict_change_lines(finding.fragility))
    for one in checked.not_understood:
        yield f"{'not understood' if one.kind == 'statement' else 'only named'}: {one.text}"
        yield f"  {one.reason}"
    if numbers:
        yield "sources"
        yield from (f"  [{number}] {line}" for line, number in numbers.items())


def _verdict(word: str, holds_under: str) -> str:
    return f"{word} ({holds_under})" if holds_under else word


def _verdict_change_lines(changes: Iterable[VerdictChange]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for one in changes:
        names.setdefault(_verdict(one.verdict, one.holds_under), []).append(one.name)
    for verdict, left_out in names.items():
        which = left_out[0] if len(left_out) == 1 else f"any one of {', '.join(left_out)}"
        yield f"without {which}: {verdict}"


# --- Sensitivity


def event_history_lines(event: Event, steps: Sequence[Step], atlas: Atlas) -> Iterator[str]:
    """Describe, for each day of publication, the reports of an event and its assessment."""
    place = atlas.package.gazetteer.get(event.place_id or "")
    where = f"{place.name}  {place.second_name}" if place else str(event.highway).upper()
    days = " to ".join(dict.fromkeys([str(event.date_earliest), str(event.date_latest)]))
    actors = " -> ".join(dict.fromkeys([event.before, event.after]))
    yield f"{event.event_id}  {where}  {days}, {event.kind}: {actors}, rule: {atlas.rule.name}"
    for step in steps:
        if step.assessment is not None:
            status = "accepted" if step.assessment.accepted else "not accepted"
            reason = format_reason(step.assessment.reason)
            yield f"{step.day}  {step.assessment.evidence}, {status}. {reason}"
        yield from report_lines(step.reports, atlas)
    if not steps:
        yield "  nothing had been published"


def place_history_lines(
    place: Place, state: State, steps: Sequence[Step], atlas: Atlas
) -> Iterator[str]:
    """Describe, for each day of publication, the reports of a place and its control."""
    yield f"{place.name}  {place.second_name} on {state.day}, rule: {atlas.rule.name}"
    for step in steps:
        if step.span is not None:
            yield f"{step.day}  {_control_phrase(step.span.control, atlas)}"
        yield from report_lines(step.reports, atlas)
    if not steps:
        yield "  nothing had been published"


def comparison_lines(comparison: Comparison, atlas: Atlas) -> Iterator[str]:
    """Describe the places and stretches of highways that depend on the rule."""
    rules = [rule.name for rule in comparison.rules]
    for name, areas in zip(rules, comparison.areas_km2, strict=True):
        yield f"{name}: {_areas(areas)}"
    size = f"{_count(comparison.places)}, {format_km2(comparison.area_km2)} km²"
    yield f"dependent on the rule on {comparison.day}: {size}"
    for highway in atlas.package.highways:
        yield f"{highway.upper()}: {comparison.road_km(highway):.1f} km"
        for part in comparison.roads:
            if part.highway == highway:
                span = f"km {part.from_km:.1f} to {part.to_km:.1f}"
                yield f"  {span}: {_answers(rules, part)}"
    for one in comparison.places:
        name = f"{one.place.name}  {one.place.second_name}"
        yield f"{name}  {format_km2(one.area_km2)} km²: {_answers(rules, one)}"
        yield from _record_lines(one.record_ids, atlas)


def _answers(rules: Sequence[str], one: PlaceDifference | RoadDifference) -> str:
    pairs = zip(rules, one.answers, strict=True)
    return "; ".join(f"{rule}: {control_ids(control)}" for rule, control in pairs)


def sensitivity_lines(
    state: State, changes: Sequence[LeaveOneOut], spread: MonteCarlo, distance: Distance | None
) -> Iterator[str]:
    """Describe how a day depends on single sources, then on errors of positions."""
    yield f"{state.day}, rule {state.atlas.rule.name}: {_areas(state.areas_km2)}"
    if distance:
        yield f"{_ends(distance)}: {_lengths(distance)}"
    larger = [one for one in changes if one.places or one.roads]
    yield f"sources that change the map if left out, one at a time: {len(larger)}"
    for one in larger:
        yield from _leave_one_out_lines(one, state.atlas, distance)
    if distance and all(
        one.distance and _lengths(one.distance) == _lengths(distance) for one in changes
    ):
        yield "the distance is the same without any one of them"
    rest = len(changes) - len(larger)
    yield f"the map stays the same, on weaker evidence, without any one of {rest} more"
    yield from _monte_carlo_lines(spread, state.atlas.package.gazetteer)


def _leave_one_out_lines(
    one: LeaveOneOut, atlas: Atlas, distance: Distance | None
) -> Iterator[str]:
    parts = [f"{_count(one.places)}, {format_km2(one.area_km2)} km²"]
    for highway in dict.fromkeys(road.highway for road in one.roads):
        km = sum(road.to_km - road.from_km for road in one.roads if road.highway == highway)
        parts.append(f"{km:.1f} km of the {highway.upper()}")
    yield f"  {one.excluded.kind} {one.excluded.name}: {', '.join(parts)}"
    names = [atlas.package.gazetteer[place.place_id].name for place in one.places]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    yield f"    {', '.join(names[:8])}{more}"
    other = one.distance
    if distance and other is None:
        yield "    then the distance cannot be measured"
    elif distance and other and _lengths(other) != _lengths(distance):
        ends = f"{other.start.label} to {other.end.label}"
        yield f"    then the distance is {_lengths(other)} ({ends})"


def _monte_carlo_lines(spread: MonteCarlo, places: Mapping[str, Place]) -> Iterator[str]:
    yield (
        f"positions moved within their errors, {spread.draws} draws with seed {spread.seed}; "
        "90 of 100 draws are between"
    )
    for actor, area in spread.areas_km2.items():
        yield f"  {actor}: {format_km2(area.p05)} and {format_km2(area.p95)} km²"
    front = spread.front_km
    yield f"  front: {front.p05:.0f} and {front.p95:.0f} km (estimate {front.estimate:.0f} km)"
    for length, words in (
        (spread.centre_m, "centre to centre"),
        (spread.edge_m, "edge to edge"),
    ):
        if length:
            yield f"  {words}: {format_km(length.p05)} and {format_km(length.p95)}"
    if spread.nearest:
        counts = [f"{places[id_].name} {count}" for id_, count in spread.nearest]
        yield f"  nearest place, by number of draws: {', '.join(counts)}"


def _areas(areas_km2: Mapping[str, float]) -> str:
    return ", ".join(f"{actor} {format_km2(area)} km²" for actor, area in areas_km2.items())


def _count(places: Sequence[Any]) -> str:
    return format_number_of(len(places), "place")
