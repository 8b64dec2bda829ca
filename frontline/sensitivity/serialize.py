"""Convert results to JSON-able values: the answers of `known`, `compare` and `fragility`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.control.reasons import format_reason
from frontline.formatting import round_km2
from frontline.sensitivity.publication_history import find_event
from frontline.serialize import (
    as_of_day,
    control_json,
    distance_json,
    names_json,
    place_json,
    source_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.atlas import Atlas
    from frontline.geometry.distance import Distance
    from frontline.models import Control, Event, Place
    from frontline.sensitivity.leave_one_out import ChangedPlace, LeaveOneOut
    from frontline.sensitivity.monte_carlo import MonteCarlo, Percentiles
    from frontline.sensitivity.publication_history import Step
    from frontline.sensitivity.rules import Comparison, PlaceDifference, RoadDifference
    from frontline.sensitivity.source_comparison import SourceComparison
    from frontline.state import State


Json = dict[str, Any]


def known_json(steps: Sequence[Step], atlas: Atlas, about: str | tuple[Place, str]) -> Json:
    """Return the publication history of an event (its id), or of a place and a day."""
    event = find_event(atlas, about) if isinstance(about, str) else None
    place, day = (None, None) if isinstance(about, str) else about
    return {
        "event": None if event is None else _event_json(event, atlas),
        "place": None if place is None else place_json(place),
        "on": day,
        "rule": atlas.rule.name,
        "known_on": as_of_day(atlas),
        "steps": [_step_json(step, atlas) for step in steps],
    }


def _event_json(event: Event, atlas: Atlas) -> Json:
    place = atlas.package.gazetteer.get(event.place_id or "")
    return {
        "id": event.event_id,
        "kind": event.kind,
        "from_day": event.date_earliest.isoformat(),
        "to_day": event.date_latest.isoformat(),
        "before": event.before,
        "after": event.after,
        "place": None if place is None else place_json(place),
        "highway": event.highway,
    }


def _step_json(step: Step, atlas: Atlas) -> Json:
    assessment, span = step.assessment, step.span
    control = None if span is None else span.control
    found = assessment or control
    return {
        "day": step.day.isoformat(),
        "sources": [source_json(report, atlas) for report in step.reports],
        "evidence": None if found is None else found.evidence,
        "stands": None if assessment is None else assessment.accepted,
        "why": None if assessment is None else format_reason(assessment.reason),
        "status": None if control is None else control.status,
        "holder": None if control is None else control.holder,
        "actors": None if control is None else list(control.actors),
        "records": [] if span is None else list(span.record_ids),
    }


def comparison_json(found: Comparison, atlas: Atlas) -> Json:
    """Return a comparison of rules."""
    names = [rule.name for rule in found.rules]
    return {
        "on": found.day.isoformat(),
        "known_on": as_of_day(atlas),
        "rules": [
            {
                "rule": rule.name,
                "says": rule.description,
                "says_ar": rule.description_ar,
                "areas": _areas(areas),
            }
            for rule, areas in zip(found.rules, found.areas_km2, strict=True)
        ],
        "area_km2": round_km2(found.area_km2),
        "places": [_place_json(one, names, atlas) for one in found.places],
        "highways": [
            {
                "highway": highway,
                "km": round(found.road_km(highway), 3),
                "stretches": [
                    _road_json(road, names, atlas)
                    for road in found.roads
                    if road.highway == highway
                ],
            }
            for highway in atlas.package.highways
        ],
    }


def _areas(areas_km2: dict[str, float]) -> list[Json]:
    return [{"actor": actor, "area_km2": round_km2(area)} for actor, area in areas_km2.items()]


def _under(answers: Sequence[Control], names: Sequence[str]) -> list[Json]:
    pairs = zip(names, answers, strict=True)
    return [{"rule": name, **control_json(control)} for name, control in pairs]


def _place_json(one: PlaceDifference, names: Sequence[str], atlas: Atlas) -> Json:
    return {
        **_named(one.place),
        "area_km2": round_km2(one.area_km2),
        "under": _under(one.answers, names),
        "records": list(one.record_ids),
        "sources": _sources(one.record_ids, atlas),
    }


def _road_json(road: RoadDifference, names: Sequence[str], atlas: Atlas) -> Json:
    return {
        "from_km": round(road.from_km, 3),
        "to_km": round(road.to_km, 3),
        "under": _under(road.answers, names),
        "records": list(road.record_ids),
        "sources": _sources(road.record_ids, atlas),
    }


def _named(place: Place) -> Json:
    return names_json(place)


def _sources(record_ids: Iterable[str], atlas: Atlas) -> list[Json]:
    reports = atlas.package.reports
    return [source_json(report, atlas) for id_ in record_ids for report in reports.get(id_, ())]


def comparison_rows(answer: Json) -> list[Json]:
    """Flatten a comparison to one row for each place, then for each stretch of a highway."""
    rows = []
    for place in answer["places"]:
        own = {key: place[key] for key in ("id", "name", "name_ar", "name_local", "area_km2")}
        rows.append(_row("place", own, place))
    for highway in answer["highways"]:
        for part in highway["stretches"]:
            own = {"id": highway["highway"], "from_km": part["from_km"], "to_km": part["to_km"]}
            rows.append(_row("highway", own, part))
    return rows


#: Columns of `comparison_rows` before those of the rules.
COMPARISON_COLUMNS = (
    *("kind", "id", "name", "name_ar", "name_local", "area_km2", "from_km", "to_km"),
)


def _row(kind: str, own: Json, one: Json) -> Json:
    under = {u["rule"]: " ".join([u["status"], *u["actors"]]) for u in one["under"]}
    urls = dict.fromkeys(source["url"] for source in one["sources"])
    last = {"records": " ".join(one["records"]), "sources": " ".join(urls)}
    return {**dict.fromkeys(COMPARISON_COLUMNS, ""), "kind": kind, **own, **under, **last}


def source_comparison_json(found: SourceComparison, atlas: Atlas) -> Json:
    """Return a comparison of publishers."""
    ids = [publisher.id for publisher in found.publishers]
    numbers = zip(
        found.publishers,
        found.areas_km2,
        found.fronts_km,
        found.differing_fronts_km,
        strict=True,
    )
    return {
        "on": found.day.isoformat(),
        "known_on": as_of_day(atlas),
        "sources": [
            {
                "publisher": publisher.id,
                "name": publisher.name,
                "areas": _areas(dict(areas)),
                "front_km": round(front, 1),
                "differing_front_km": round(away, 1),
            }
            for publisher, areas, front, away in numbers
        ],
        "compared": found.compared,
        "area_km2": round_km2(found.differing_km2),
        "places": [_place_json(one, ids, atlas) for one in found.places],
        "highways": [
            {
                "highway": highway,
                "km": round(sum(part.to_km - part.from_km for part in own), 3),
                "stretches": [_road_json(part, ids, atlas) for part in own],
            }
            for highway in atlas.package.highways
            for own in [[part for part in found.roads if part.highway == highway]]
        ],
    }


def fragility_json(
    changes: Sequence[LeaveOneOut], spread: MonteCarlo, state: State, distance: Distance | None
) -> Json:
    """Return the sensitivity of a day, and of a distance on it."""
    atlas = state.atlas
    return {
        "on": state.day.isoformat(),
        "rule": atlas.rule.name,
        "known_on": as_of_day(atlas),
        "areas": _areas(state.areas_km2),
        "distance": None if distance is None else distance_json(distance, state),
        "left_out": [_leave_one_out_json(one, state) for one in changes],
        "shaken": _monte_carlo_json(spread, atlas),
    }


def _leave_one_out_json(one: LeaveOneOut, state: State) -> Json:
    distance = None
    if one.distance is not None:
        found = distance_json(one.distance, None)
        keys = ("centre_m", "edge_m", "low_m", "high_m", "bearing_deg", "direction")
        names = {"from_name": one.distance.start.label, "to_name": one.distance.end.label}
        distance = {**names, **{key: found[key] for key in keys}}
    highways = dict.fromkeys(road.highway for road in one.roads)
    return {
        "kind": one.excluded.kind,
        "id": one.excluded.id,
        "name": one.excluded.name,
        "reports": len(one.excluded.report_ids),
        "area_km2": round_km2(one.area_km2),
        "areas": _areas(one.areas_km2),
        "places": [_changed_place_json(place, state.atlas) for place in one.places],
        "weakened": list(one.weakened),
        "highways": [{"highway": id_, "km": round(_km(one.roads, id_), 3)} for id_ in highways],
        "distance": distance,
    }


def _km(roads: Iterable[RoadDifference], highway: str) -> float:
    return sum(road.to_km - road.from_km for road in roads if road.highway == highway)


def _changed_place_json(one: ChangedPlace, atlas: Atlas) -> Json:
    return {
        **_named(atlas.package.gazetteer[one.place_id]),
        "area_km2": round_km2(one.area_km2),
        "before": control_json(one.before),
        "after": control_json(one.after),
    }


def _monte_carlo_json(spread: MonteCarlo, atlas: Atlas) -> Json:
    places = atlas.package.gazetteer
    return {
        "draws": spread.draws,
        "seed": spread.seed,
        "areas": [
            {"actor": actor, "km2": _percentiles_json(area)}
            for actor, area in spread.areas_km2.items()
        ],
        "front_km": _percentiles_json(spread.front_km),
        "centre_m": _percentiles_json(spread.centre_m),
        "edge_m": _percentiles_json(spread.edge_m),
        "nearest": [{**_named(places[id_]), "draws": count} for id_, count in spread.nearest],
    }


def _percentiles_json(one: Percentiles | None) -> Json | None:
    if one is None:
        return None
    values = {"drawn": one.estimate, "low": one.p05, "middle": one.median, "high": one.p95}
    return {name: round(value, 3) for name, value in values.items()}
