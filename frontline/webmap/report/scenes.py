"""From a checked claim to what its map shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.claims.tolerance import claimed_interval
from frontline.claims.verdict import first_match
from frontline.dates import format_day
from frontline.formatting import format_km
from frontline.state import State
from frontline.webmap.report.svg_map import Scene

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.claims.checker import Finding
    from frontline.geometry.distance import Distance
    from frontline.models import Place


#: How much of the ground around a place is shown that somebody took or held, degrees.
_AROUND_DEG = 0.06
#: A map of two things farther apart than this shows nothing of the ground between them.
_FAR_M = 400_000.0


def claim_scene(atlas: Atlas, finding: Finding) -> Scene | None:
    """Give the map of a claim; None where there is nothing to show."""
    if finding.distance is not None:
        return _of_way(finding, finding.distance)
    day = _day(atlas, finding)
    if not finding.facts or day is None:
        return None
    return _SCENES[finding.claim.kind](atlas, finding, day)


def _day(atlas: Atlas, finding: Finding) -> date | None:
    day = finding.claim.last
    return day if atlas.record.first <= day <= atlas.record.last else None


def _of_way(finding: Finding, distance: Distance) -> Scene | None:
    if distance.centre_m > _FAR_M:
        return None
    moving = finding.state is not None
    day = finding.state.day if finding.state is not None else None
    lines = [(*distance.edge_line, format_km(distance.edge_m), True)]
    if distance.line != distance.edge_line:
        lines.append((*distance.line, format_km(distance.centre_m), False))
    places = [body.place for body in (distance.end, distance.start) if body.place is not None]
    met = first_match(claimed_interval(finding.claim), finding.readings)
    points = [*distance.line, *distance.edge_line]
    if met is not None and met.is_additional and met.distance is not None:
        lines.append((*met.distance.edge_line, format_km(met.distance.edge_m), False))
        points += met.distance.edge_line
    named = f"{distance.start.label} to {distance.end.label}: {format_km(distance.edge_m)}"
    if distance.edge_m != distance.centre_m:
        named += " edge to edge"
    when = f", the ground of {format_day(day)}" if moving and day is not None else ""
    others = [one.start.place for one in distance.others[:2] if one.start.place is not None]
    return Scene(f"{named}{when}", day, tuple(points), tuple(lines), (*places, *others))


def _of_count(atlas: Atlas, finding: Finding, day: date) -> Scene | None:
    ids = [place["id"] for place in finding.facts.get("places", ())]
    return _of_places(finding, [atlas.package.gazetteer[id_] for id_ in ids], day)


def _of_target(atlas: Atlas, finding: Finding, day: date) -> Scene | None:
    """Show the ground around a place, or the whole of a road that is reported of."""
    target = finding.claim.target
    if target is not None and target.kind == "road":
        return _of_road(atlas, finding, str(target.id), day)
    return _of_places(finding, [], day)


def _of_places(finding: Finding, places: list[Place], day: date) -> Scene | None:
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
    return Scene(
        f"{names}, the ground of {format_day(day)}", day, tuple(points), places=tuple(places)
    )


def _of_ring(_: Atlas, finding: Finding, day: date) -> Scene | None:
    """Show the circle round a place, and where it was held."""
    place = finding.claim.target.place if finding.claim.target is not None else None
    if place is None or "arcs_deg" not in finding.facts:
        return None
    arcs = tuple((first, last) for first, last in finding.facts["arcs_deg"])
    centre, radius = (place.lon, place.lat), float(finding.facts["circle_m"])
    share = f"{finding.facts['share_of_circle']:.0%} of the circle round {place.name}"
    title = f"{share}, {format_km(radius)} out, the ground of {format_day(day)}"
    return Scene(title, day, (centre,), places=(place,), circle=(centre, radius, arcs))


def _of_road(atlas: Atlas, finding: Finding, road: str, day: date) -> Scene:
    """Show the stretches of a road in question, else as far as anything is reported of it."""
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
    return Scene(f"{road.upper()}, the ground of {format_day(day)}", day, points)


def _of_area(atlas: Atlas, finding: Finding, day: date) -> Scene | None:
    """Show the cells that changed hands."""
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
    return Scene(f"Where ground changed hands, as held on {format_day(day)}", day, points)


_SCENES = {
    "count": _of_count, "area": _of_area, "encirclement": _of_ring, "control": _of_target,
    "length": _of_target,
}  # fmt: skip
