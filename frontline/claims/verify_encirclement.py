"""Verify claims that a place was surrounded.

A place is surrounded if it was in a pocket, or if territory of the besieger is met in nearly all
directions from its centre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.claims.verdict import (
    Answer,
    Verdict,
    angular_offsets,
    cannot_tell,
    contradicted,
    direction_tolerance_deg,
    outside_record,
    supported,
)
from frontline.formatting import (
    format_actor,
    format_control,
    format_date,
    format_km2,
    format_list,
    round_km2,
)
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.geometry.tessellation import Pocket
    from frontline.models import Control, Place
    from frontline.state import State


#: Length of the rays on which territory of a besieger is looked for, and the step along them.
_CIRCLE_M = 10_000.0
_STEP_M = 500.0
#: Share of the bearings from which a place is surrounded, or surrounded on most sides; below the
#: third value it is not surrounded.
_ALL, _MOST, _HALF = 0.99, 0.6, 0.5


def check_encirclement(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim that a place was surrounded, cut off or besieged."""
    atlas, target = measurements.atlas, claim.target
    assert target is not None  # noqa: S101 - an encirclement has a target
    if (refused := outside_record(atlas.record, claim.first, claim.last)) is not None:
        return Answer(refused)
    place = target.place
    if place is None:
        return Answer(cannot_tell(f"the record has no position for {target.words!r}"))
    control = atlas.record.control_on(place.id, claim.last)
    post = target.kind != "place"
    actor = _besieger(atlas, claim, control, post=post)
    if actor is None:
        day = format_date(claim.last)
        reason = f"no report of the record says who held {place.name} on {day}"
        return Answer(cannot_tell(reason), places=(place,))
    rays = _rays(measurements, claim.last, place, actor)
    pocket = _pocket(measurements.state_on(claim.last), place)
    reason = _reason(measurements, claim, control, actor, rays, pocket)
    verdict = _verdict(claim, float(rays.mean()), pocket, reason)
    if claim.directions:
        verdict = _verdict_on_sides(claim, rays, reason)
    if control.holder == actor and not post:
        verdict = contradicted(reason)
    return Answer(verdict, facts=_facts(claim, actor, rays, pocket), places=(place,))


def _facts(
    claim: Claim, actor: str, rays: NDArray[np.bool_], pocket: Pocket | None
) -> dict[str, Any]:
    cut: dict[str, Any] | None = None
    if pocket is not None:
        area = round_km2(pocket.area_km2, 1)
        cut = {"actor": pocket.actor, "area_km2": area, "enclosed": pocket.enclosed}
    return {
        "actor": actor, "on": claim.last.isoformat(), "circle_m": _CIRCLE_M,
        "share_of_circle": round(float(rays.mean()), 3),
        "arcs_deg": [list(arc) for arc in circle_arcs(rays)], "pocket": cut,
    }  # fmt: skip


def _reason(  # noqa: PLR0913, PLR0917 - all parts of one sentence
    measurements: Measurements,
    claim: Claim,
    control: Control,
    actor: str,
    rays: NDArray[np.bool_],
    pocket: Pocket | None,
) -> str:
    package = measurements.atlas.package
    name = claim.target.place.name if claim.target and claim.target.place else ""
    who, share = format_actor(package.actors[actor]), float(rays.mean())
    held = f"{name} was {format_control(package, control)}{_pocket_words(pocket)}"
    radius = f"{_CIRCLE_M / 1000:g} km"
    day = format_date(claim.last)
    if not share:
        return f"On {day} {who} held no territory within {radius} of {name}; {held}."
    arcs = [_format_arc(*arc) for arc in circle_arcs(rays) if share < _ALL]
    where = f", {format_list(arcs, 4)}" if arcs else ""
    return (
        f"On {day} {who} held territory within {radius} of {name} in {share:.0%} of all "
        f"directions{where}; {held}."
    )


def _format_arc(first: int, last: int) -> str:
    start, end = geodesy.compass_direction(first), geodesy.compass_direction(last)
    return f"in the {start}" if start == end else f"from {start} clockwise to {end}"


def _besieger(atlas: Atlas, claim: Claim, control: Control, *, post: bool) -> str | None:
    """Return the besieger: the named actor, unless the text names the besieged.

    A post, such as an observation post, is not part of the place that it is named after: the
    holder of the place may besiege the post.
    """
    others = [actor for actor in atlas.actors if actor not in control.actors]
    subject = claim.subject
    named = subject.id if subject is not None and subject.kind == "actor" else None
    if named is not None and (post or named != control.holder):
        return named
    return others[0] if others and control.actors else named


def _verdict(claim: Claim, share: float, pocket: Pocket | None, reason: str) -> Verdict:
    """Return the verdict from the pocket and the share of the circle."""
    partly = any("nearly" in note for note in claim.notes)
    if (pocket is not None and pocket.enclosed) or share >= _ALL:
        return supported(reason)
    if pocket is not None:
        return supported(reason, "if no exit led through unreported territory")
    if share >= _MOST:
        return supported(reason, "" if partly else "if 'surrounded' means on most sides")
    return contradicted(reason) if share < _HALF else cannot_tell(reason)


def _verdict_on_sides(claim: Claim, rays: NDArray[np.bool_], reason: str) -> Verdict:
    """Return the verdict on a siege from the sides that the text names."""
    bearings = np.arange(len(rays)) * 360.0 / len(rays)
    limit = direction_tolerance_deg(claim.directions)
    held = {
        side: float(rays[angular_offsets([side], bearings) <= limit].mean())
        for side in claim.directions
    }
    open_sides = [side for side, share in held.items() if share < _HALF]
    if not open_sides:
        return supported(reason)
    if not rays.any():
        return contradicted(reason)
    return cannot_tell(
        f"{reason} No such territory is recorded in the {format_list(open_sides, 4)}"
    )


def _pocket(state: State, place: Place) -> Pocket | None:
    column = state.atlas.record.index.get(place.id)
    return next((pocket for pocket in state.pockets if column in pocket.columns), None)


def _pocket_words(pocket: Pocket | None) -> str:
    if pocket is None:
        return " and not cut off"
    edge = "" if pocket.enclosed else " that borders unreported territory"
    return f", in a pocket of {format_km2(pocket.area_km2)} km²{edge}"


def circle_share(measurements: Measurements, day: date, place: Place, actor: str) -> float:
    """Return the share of bearings, 0 to 1, on which an actor holds territory near a place.

    From the centre 360 rays are followed outward in steps of half a kilometre, to 10 km. A
    ray counts if it meets the cell of a place that the actor holds.
    """
    return float(_rays(measurements, day, place, actor).mean())


def circle_arcs(rays: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the arcs of a mask of 360 bearings, as first and last degree, clockwise.

    Examples
    --------
    >>> import numpy as np
    >>> rays = np.zeros(360, dtype=bool)
    >>> rays[[358, 359, 0, 1, 90]] = True
    >>> circle_arcs(rays)
    [(90, 90), (358, 1)]
    """
    if rays.all():
        return [(0, 359)]
    starts = np.flatnonzero(rays & ~np.roll(rays, 1))
    ends = np.flatnonzero(rays & ~np.roll(rays, -1))
    ends = np.roll(ends, -int(np.searchsorted(ends, starts[0]))) if len(starts) else ends
    return [(int(one), int(two)) for one, two in zip(starts, ends, strict=True)]


def _rays(measurements: Measurements, day: date, place: Place, actor: str) -> NDArray[np.bool_]:
    """Return a mask of the 360 bearings on which an actor holds territory."""
    if place.id not in measurements.ray_sites:
        measurements.ray_sites[place.id] = _ray_sites(measurements.atlas, place)
    sites = measurements.ray_sites[place.id]
    number = measurements.atlas.actors.index(actor)
    held = (measurements.state_on(day).holders[sites] == number) & (sites >= 0)
    return np.asarray(held.any(axis=1))


def _ray_sites(atlas: Atlas, place: Place) -> NDArray[np.intp]:
    """Return the column of the site at each step of each ray; shape (360, n), -1 for none."""
    cells, reach = atlas.cells, atlas.package.reach_km * 1000
    centre = np.asarray(cells.projection.forward(place.lon, place.lat))
    angles, steps = np.radians(np.arange(360)), np.arange(_STEP_M, _CIRCLE_M + 1, _STEP_M)
    near = np.flatnonzero(np.hypot(*(cells.xy - centre).T) <= _CIRCLE_M + reach)
    if not near.size:
        return np.full((360, len(steps)), -1, dtype=np.intp)
    vectors = np.stack([np.sin(angles), np.cos(angles)], axis=-1)
    rays = (centre + steps[None, :, None] * vectors[:, None, :]).reshape(-1, 2)
    tree = shapely.STRtree(shapely.points(cells.xy[near]))
    columns = near[tree.nearest(shapely.points(rays))]
    distance = np.hypot(*(cells.xy[columns] - rays).T)
    return np.where(distance <= reach, columns, -1).reshape(360, -1)
