"""Scenes: what the map of each kind of claim shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import first_match
from frontline.dates import format_day
from frontline.formatting import format_km
from frontline.state import State
from frontline.stills.small_map import View

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.claims.checker import Finding
    from frontline.geometry.distance import Distance
    from frontline.models import Place


#: Half the size of a map around a single place, in degrees.
_AROUND_DEG = 0.06
#: A distance longer than this has no map.
_MAX_DISTANCE_M = 400_000.0


def claim_scene(atlas: Atlas, finding: Finding) -> View | None:
    """Return the scene of a claim; None if there is nothing to show."""
    if finding.distance is not None:
        return _distance_scene(finding, finding.distance)
    day = finding.claim.last
    if "province" in finding.facts:
        return None
    if not finding.facts or not atlas.record.first <= day <= atlas.record.last:
        return None
    return _SCENES[finding.claim.kind](atlas, finding, day)


def _distance_scene(finding: Finding, distance: Distance) -> View | None:
    if distance.centre_m > _MAX_DISTANCE_M:
        return None
    lines = [(*distance.edge_line, format_km(distance.edge_m), True)]
    if distance.line != distance.edge_line:
        lines.append((*distance.line, format_km(distance.centre_m), False))
    points = [*distance.line, *distance.edge_line]
    match = first_match(claimed_interval(finding.claim), finding.readings)
    if match is not None and match.is_additional and match.distance is not None:
        lines.append((*match.distance.edge_line, format_km(match.distance.edge_m), False))
        points += match.distance.edge_line
    title = f"{distance.start.label} to {distance.end.label}: {format_km(distance.edge_m)}"
    if distance.gap is not None and distance.gap.is_bound:
        title = f"{distance.start.label} to {distance.end.label}: no line is known between them"
    elif distance.edge_m != distance.centre_m:
        title += " edge to edge"
    day = None if finding.state is None else finding.state.day
    if day is not None:
        title += f", {_control_on(day)}"
    bound = distance.gap.other if distance.gap is not None else None
    ends = [
        distance.end,
        distance.start,
        *([bound] if bound else []),
        *(one.start for one in distance.others[:2]),
    ]
    places = tuple(end.place for end in ends if end.place is not None)
    return View(title, day, tuple(points), tuple(lines), places)


def _control_on(day: date) -> str:
    return f"control on {format_day(day)}"


def _count_scene(atlas: Atlas, finding: Finding, day: date) -> View | None:
    ids = [place["id"] for place in finding.facts.get("places", ())]
    return _places_scene(finding, [atlas.package.gazetteer[id_] for id_ in ids], day)


def _target_scene(atlas: Atlas, finding: Finding, day: date) -> View | None:
    """Return a scene around a place, or of the reported part of a road."""
    target = finding.claim.target
    if target is not None and target.kind == "road":
        return _road_scene(atlas, finding, str(target.id), day)
    return _places_scene(finding, [], day)


def _places_scene(finding: Finding, places: list[Place], day: date) -> View | None:
    target = finding.claim.target
    if target is not None and target.place is not None and target.place not in places:
        places = [*places, target.place]
    if not places:
        return None
    points = [(place.lon, place.lat) for place in places]
    if len(points) == 1:
        (lon, lat) = points[0]
        points = [(lon - _AROUND_DEG, lat - _AROUND_DEG), (lon + _AROUND_DEG, lat + _AROUND_DEG)]
    names = ", ".join(place.name for place in places[:12])
    return View(f"{names}, {_control_on(day)}", day, tuple(points), places=tuple(places))


def _encirclement_scene(_: Atlas, finding: Finding, day: date) -> View | None:
    """Return the circle around a place, with the arcs where the actor held territory."""
    place = finding.claim.target.place if finding.claim.target is not None else None
    if place is None or "arcs_deg" not in finding.facts:
        return None
    arcs = tuple((first, last) for first, last in finding.facts["arcs_deg"])
    centre, radius = (place.lon, place.lat), float(finding.facts["circle_m"])
    share = f"{finding.facts['share_of_circle']:.0%} of all directions"
    title = f"{share} within {radius / 1000:g} km of {place.name}, {_control_on(day)}"
    return View(title, day, (centre,), places=(place,), circle=(centre, radius, arcs))


def _road_scene(atlas: Atlas, finding: Finding, road: str, day: date) -> View:
    """Return the stretches that a claim counts, else the reported part of the road."""
    line = atlas.lines[road]
    known = finding.facts.get("stretches_km") or [
        (one.from_km, one.to_km)
        for one in atlas.road(road).intervals(atlas.record, day)
        if one.control.actors
    ]
    ends = (0.0, line.length_m)
    if known:
        ends = (known[0][0] * 1000, min(known[-1][1] * 1000, line.length_m))
    points = tuple((float(lon), float(lat)) for lon, lat in line.substring(*ends))
    return View(f"{road.upper()}, {_control_on(day)}", day, points)


def _area_scene(atlas: Atlas, finding: Finding, day: date) -> View | None:
    """Return the cells that the actor gained."""
    number = atlas.actors.index(str(finding.claim.subject and finding.claim.subject.id))
    first, last = (
        State(atlas, date.fromisoformat(finding.facts[end])).holders for end in ("from", "to")
    )
    gained = np.flatnonzero((first != number) & (last == number))
    if not gained.size:
        return None
    west, south, east, north = shapely.bounds(shapely.multipoints(atlas.cells.xy[gained]))
    corners = [atlas.projection.inverse(*at) for at in ((west, south), (east, north))]
    points = tuple((float(lon), float(lat)) for lon, lat in corners)
    return View(f"Territory gained, {_control_on(day)}", day, points)


_SCENES = {
    "count": _count_scene, "area": _area_scene, "encirclement": _encirclement_scene,
    "control": _target_scene, "length": _target_scene,
}  # fmt: skip
