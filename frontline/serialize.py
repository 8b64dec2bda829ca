"""Convert results to JSON-able values.

The keys and values are a public interface, documented in docs/json.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.control.assessment import baseline_reason
from frontline.control.reasons import format_reason
from frontline.control.statements import position_of
from frontline.control.timeline import event_order
from frontline.formatting import format_gap, round_km2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.highways import Interval
    from frontline.control.place_evidence import PlaceEvidence
    from frontline.control.record import Change
    from frontline.control.timeline import Span
    from frontline.errors import Issue
    from frontline.gazetteer.match import Match
    from frontline.geometry.distance import Distance, Endpoint
    from frontline.geometry.tessellation import Pocket
    from frontline.models import Baseline, Control, Place, Report
    from frontline.package.package import Package
    from frontline.state import State

Json = dict[str, Any]

#: Columns of tables that can be empty.
CHANGE_COLUMNS = (
    "id",
    "name",
    "name_ar",
    "name_local",
    "day",
    "before",
    "after",
    "evidence",
    "events",
    "sources",
)
FAULT_COLUMNS = ("severity", "file", "row", "value", "rule", "remedy")


def as_of_day(atlas: Atlas) -> str | None:
    """Return the as-of day in ISO format, or None."""
    return None if atlas.as_of is None else atlas.as_of.isoformat()


def names_json(place: Place) -> Json:
    """Return the id and the names of a place, each in one language."""
    return {
        "id": place.id,
        "name": place.name,
        "name_ar": place.name_ar,
        "name_local": place.name_local,
    }


def place_json(place: Place) -> Json:
    """Return a place."""
    return {
        **names_json(place),
        "kind": place.kind,
        "lon": place.lon,
        "lat": place.lat,
        "position_error_m": place.position_error_m,
        "admin1": place.admin1,
        "admin3": place.admin3,
        "sources": list(place.sources),
        "licence": place.licence,
    }


def match_json(match: Match) -> Json:
    """Return how a name was matched, or its candidates."""
    return {
        "match": match.kind,
        "how": match.explanation,
        "place": None if match.place is None else place_json(match.place),
        "candidates": [place_json(place) for place in match.candidates],
    }


def control_json(control: Control) -> Json:
    """Return the control of a place."""
    return {
        "status": control.status,
        "holder": control.holder,
        "actors": list(control.actors),
        "evidence": control.evidence,
    }


def source_json(report: Report, atlas: Atlas) -> Json:
    """Return one report."""
    publisher = atlas.package.publishers[report.publisher]
    return {
        "record": report.record_id,
        "publisher": publisher.name,
        "stance": publisher.aligned_with or publisher.stance,
        "url": report.url,
        "published_on": None if report.published_on is None else report.published_on.isoformat(),
        "published_note": report.published_note,
        "says": report.says,
    }


def history_json(atlas: Atlas, place: Place, day: date | None = None) -> Json:
    """Return the control of a place over time, with its baseline row and events.

    Parameters
    ----------
    atlas : Atlas
    place : Place
    day : date, optional
        Only the control of this day, and the records that it is based on.
    """
    spans = atlas.record.spans(place.id)
    known = atlas.evidence_about(place.id)
    records = [*_baseline_records(atlas, known), *_event_records(atlas, known)]
    records += _statement_records(atlas, known)
    if day is not None:
        spans = (atlas.record.span_on(place.id, day),)
        records = [record for record in records if record["id"] in spans[0].basis]
    return {
        "place": place_json(place),
        "rule": atlas.rule.name,
        "known_on": as_of_day(atlas),
        "on": None if day is None else day.isoformat(),
        "spans": [_span_json(span) for span in spans],
        "records": records,
    }


def _baseline_records(atlas: Atlas, known: PlaceEvidence) -> list[Json]:
    package = known.package
    return [
        {
            "id": row.baseline_id,
            "kind": "baseline",
            "from_day": package.coverage.first_day.isoformat(),
            "to_day": package.coverage.first_day.isoformat(),
            "says": f"held by {row.holder}" if row.holder else "not known",
            "stands": True,
            "evidence": row.evidence,
            "why": _baseline_why(row, package),
            "note": row.note,
            "sources": [source_json(r, atlas) for r in package.reports.get(row.baseline_id, ())],
        }
        for row in known.baseline
    ]


def _baseline_why(row: Baseline, package: Package) -> str:
    reason = baseline_reason(package.reports.get(row.baseline_id, ()))
    return "" if reason is None else format_reason(reason)


def _event_records(atlas: Atlas, known: PlaceEvidence) -> list[Json]:
    reports = known.package.reports
    return [
        {
            "id": assessment.event.event_id,
            "kind": assessment.event.kind,
            "from_day": assessment.event.date_earliest.isoformat(),
            "to_day": assessment.event.date_latest.isoformat(),
            "says": _event_words(
                assessment.event.kind, assessment.event.before, assessment.event.after
            ),
            "stands": assessment.accepted,
            "evidence": assessment.evidence,
            "why": format_reason(assessment.reason),
            "note": assessment.event.note,
            "sources": [source_json(r, atlas) for r in reports.get(assessment.event.event_id, ())],
        }
        for assessment in sorted(known.assessments, key=event_order)
    ]


def _statement_records(atlas: Atlas, known: PlaceEvidence) -> list[Json]:
    """Return what is repeated about a place, each row with the last that it amounts to."""
    found = []
    for event in known.events:
        if event.kind != "held":
            continue
        reports = known.package.reports.get(event.event_id, ())
        position = position_of(known.positions, event.event_id)
        found.append(
            {
                "id": event.event_id,
                "kind": event.kind,
                "from_day": event.date_earliest.isoformat(),
                "to_day": event.date_latest.isoformat(),
                "says": _event_words(event.kind, event.before, event.after),
                "stands": position is not None and position.accepted,
                "evidence": "disputed" if position is None else position.evidence,
                "why": "" if position is None else format_reason(position.reason),
                "note": event.note,
                "sources": [source_json(report, atlas) for report in reports],
            }
        )
    return found


def _event_words(kind: str, before: str, after: str) -> str:
    words = {
        "capture": f"taken by {after} from {before}",
        "withdrawal": f"left by {before} to {after}",
        "contested": f"contested between {before} and {after}",
        "repelled": f"an attack failed; {after} stayed",
        "held": f"held by {after}"
        if before == after
        else f"contested between {before} and {after}",
    }
    return words[kind]


def _span_json(span: Span) -> Json:
    return {
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        **control_json(span.control),
        "records": list(span.basis),
    }


def change_json(change: Change, atlas: Atlas) -> Json:
    """Return a change of control at a place."""
    place = atlas.package.gazetteer[change.place_id]
    reports = [r for event in change.event_ids for r in atlas.package.reports.get(event, ())]
    return {
        **names_json(place),
        "day": change.day.isoformat(),
        "before": control_json(change.before),
        "after": control_json(change.after),
        "events": list(change.event_ids),
        "known_on": as_of_day(atlas),
        "sources": [source_json(report, atlas) for report in reports],
    }


def change_row(change: Json) -> Json:
    """Flatten a change to a row of a table."""
    return {
        "id": change["id"],
        "name": change["name"],
        "name_ar": change["name_ar"],
        "name_local": change["name_local"],
        "day": change["day"],
        "before": _flat(change["before"]),
        "after": _flat(change["after"]),
        "evidence": change["after"]["evidence"] or "",
        "events": " ".join(change["events"]),
        "sources": " ".join(source["url"] for source in change["sources"]),
    }


def _flat(control: Json) -> str:
    return " ".join([control["status"], *control["actors"]])


def pocket_json(pocket: Pocket, state: State) -> Json:
    """Return a pocket."""
    places = [state.atlas.site(column) for column in pocket.columns]
    return {
        "actor": pocket.actor,
        "area_km2": round_km2(pocket.area_km2),
        "presumed_km2": round_km2(pocket.presumed_km2),
        "enclosed": pocket.enclosed,
        "known_on": as_of_day(state.atlas),
        "places": list(map(names_json, places)),
    }


def distance_json(distance: Distance, state: State | None) -> Json:
    """Return a distance; `state` is the day on which it was measured, if any."""
    return {
        "from": distance.start_actor or _label(distance.start),
        "to": distance.end_actor or _label(distance.end),
        "from_name": endpoint_name(distance.start, distance.start_actor),
        "to_name": endpoint_name(distance.end, distance.end_actor),
        "on": None if state is None else state.day.isoformat(),
        "known_on": None if state is None else as_of_day(state.atlas),
        "gap": _gap_json(distance, state),
        **_measured_json(distance, state),
        "others": [_measured_json(other, state) for other in distance.others],
    }


def _label(endpoint: Endpoint) -> str:
    return endpoint.label if endpoint.place is None else endpoint.place.id


def endpoint_name(endpoint: Endpoint, actor: str | None) -> str:
    """Return the name of an endpoint for readers; `actor` if it is its nearest place."""
    return endpoint.label if actor is None else f"{actor}, nearest at {endpoint.label}"


def _gap_json(distance: Distance, state: State | None) -> Json | None:
    """Return why a distance is only the nearest known, or only an upper bound."""
    gap = distance.gap
    if gap is None:
        return None
    return {
        "kind": gap.kind,
        "begins_m": round(gap.begins_m, 3),
        "other": None if gap.other is None else _found_json(gap.other, state),
        "text": format_gap(distance, None if state is None else state.day),
    }


def _measured_json(distance: Distance, state: State | None) -> Json:
    found = distance.reported_endpoint
    is_bound = distance.gap is not None and distance.gap.is_bound
    return {
        "centre_m": None if is_bound else round(distance.centre_m, 3),
        "edge_m": None if is_bound else round(distance.edge_m, 3),
        "low_m": round(distance.low_m, 3),
        "high_m": round(distance.high_m, 3),
        "bearing_deg": round(distance.bearing_deg, 2) % 360,
        "direction": distance.direction,
        "along_km": None if distance.chainage_km is None else round(distance.chainage_km, 3),
        "place": None if found is None else _found_json(found, state),
    }


def _found_json(endpoint: Endpoint, state: State | None) -> Json:
    place = endpoint.place
    if place is None:
        return {"id": None, "name": endpoint.label}
    described = names_json(place)
    if state is None:
        return {**described, "evidence": None, "since": None, "sources": []}
    span = state.control(place)
    return {
        **described,
        **control_json(span.control),
        "since": None if span.control.status == "unknown" else span.since.isoformat(),
        "sources": [source_json(report, state.atlas) for report in state.sources(place)],
    }


def highway_json(
    state: State, highway: str, intervals: Sequence[Interval], between: tuple[str, str] | None
) -> Json:
    """Return who held a highway on a day."""
    from frontline.control.highways import share_by_holder  # noqa: PLC0415 - needs shapely

    length = sum(interval.length_km for interval in intervals)
    presumed = state.presumed_road_km(highway, between)
    return {
        "highway": highway.strip().lower(),
        "on": state.day.isoformat(),
        "known_on": as_of_day(state.atlas),
        "between": None if between is None else list(between),
        "length_km": round(length, 3),
        "intervals": [
            {
                "from_km": round(interval.from_km, 3),
                "to_km": round(interval.to_km, 3),
                "actor": interval.control.holder,
                "actors": list(interval.control.actors),
                "status": interval.control.status,
                "evidence": interval.control.evidence,
                "records": list(interval.record_ids),
            }
            for interval in intervals
        ],
        "share": {name: round(share, 6) for name, share in share_by_holder(intervals).items()},
        "presumed_share": {name: round(km / length, 6) for name, km in presumed.items()},
    }


def fault_json(fault: Issue) -> Json:
    """Return an issue of a data package."""
    return {
        "severity": fault.severity,
        "file": fault.file,
        "row": fault.row,
        "value": fault.value,
        "rule": fault.message,
        "remedy": fault.hint,
    }


def highway_rows(state_answers: Sequence[Json]) -> list[Json]:
    """Flatten the answers of many days to rows: kilometres and share of each holder."""
    names = sorted({name for answer in state_answers for name in answer["share"]})
    rows = []
    for answer in state_answers:
        row: Json = {
            "on": answer["on"],
            "known_on": answer["known_on"],
            "length_km": answer["length_km"],
        }
        for name in names:
            share = answer["share"].get(name, 0.0)
            row[f"{name}_km"] = round(share * answer["length_km"], 3)
            row[f"{name}_share"] = round(share, 6)
        row["presumed_share"] = round(sum(answer["presumed_share"].values()), 6)
        rows.append(row)
    return rows
