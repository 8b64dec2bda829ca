"""Verify claims that a place was surrounded.

A place is surrounded if it was in a pocket, or if territory of the besieger is met in nearly all
directions from its centre. Where nobody reported who held the ground in a direction, the besieger
may have been there: a claim is contradicted only by what is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.claims.claim import NEARLY, ON_SOME_SIDES
from frontline.claims.verdict import (
    Answer,
    Verdict,
    angular_offsets,
    cannot_tell,
    contradicted,
    direction_tolerance_deg,
    join_readings,
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


#: Length of the rays on which territory of a besieger is looked for, and the step along them.
_CIRCLE_M = 10_000.0
_STEP_M = 500.0
#: Share of the bearings from which a place is surrounded, or surrounded on most sides; below the
#: third value it is not surrounded.
_ALL, _MOST, _HALF = 0.99, 0.6, 0.5
#: Share below which a place is not surrounded on any side.
_ONE_SIDE = 0.125
_PRESUMED = "if ground is counted that was only presumed to be held"


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
    rays = find_rays(measurements, claim.last, place, actor)
    pocket = measurements.state_on(claim.last).pocket_of(place)
    reason = ""
    if measurements.explains:
        reason = _reason(measurements, claim, control, actor, rays, pocket)
    verdict = _verdict(claim, rays, pocket, reason)
    if claim.directions:
        verdict = _verdict_on_sides(claim, rays, reason)
    if control.holder == actor and not post:
        verdict = contradicted(reason)
    facts = _facts(claim, actor, rays, pocket) if measurements.explains else {}
    return Answer(verdict, facts=facts, places=(place,))


@dataclass(frozen=True)
class Rays:
    """What is met on 360 bearings from a place, within `_CIRCLE_M`.

    Attributes
    ----------
    held : numpy.ndarray of bool, shape (360,)
        Territory of the besieger, also where it is presumed.
    reported : numpy.ndarray of bool, shape (360,)
        Territory of the besieger that is reported.
    blank : numpy.ndarray of bool, shape (360,)
        No territory of the besieger, and ground of which nobody reported who held it.
    """

    held: NDArray[np.bool_]
    reported: NDArray[np.bool_]
    blank: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """Share of the bearings on which the besieger held territory."""
        return float(self.held.mean())

    @property
    def most(self) -> float:
        """Share of the bearings on which the besieger may have held territory."""
        return float((self.held | self.blank).mean())


def _facts(claim: Claim, actor: str, rays: Rays, pocket: Pocket | None) -> dict[str, Any]:
    cut: dict[str, Any] | None = None
    if pocket is not None:
        area = round_km2(pocket.area_km2, 1)
        cut = {"actor": pocket.actor, "area_km2": area, "enclosed": pocket.enclosed}
    return {
        "actor": actor, "on": claim.last.isoformat(), "circle_m": _CIRCLE_M,
        "share_of_circle": round(rays.share, 3), "share_unknown": round(rays.most - rays.share, 3),
        "arcs_deg": [list(arc) for arc in circle_arcs(rays.held)], "pocket": cut,
    }  # fmt: skip


def _reason(  # noqa: PLR0913, PLR0917 - all parts of one sentence
    measurements: Measurements,
    claim: Claim,
    control: Control,
    actor: str,
    rays: Rays,
    pocket: Pocket | None,
) -> str:
    package = measurements.atlas.package
    name = claim.target.place.name if claim.target and claim.target.place else ""
    who, share = format_actor(package.actors[actor]), rays.share
    known = not rays.blank.any()
    held = f"{name} was {format_control(package, control)}{_pocket_words(pocket, known=known)}"
    radius = f"{_CIRCLE_M / 1000:g} km"
    day = format_date(claim.last)
    blank = _blank_words(rays)
    if not share:
        return f"On {day} {who} held no known territory within {radius} of {name}; {held}.{blank}"
    arcs = [_format_arc(*arc) for arc in circle_arcs(rays.held) if share < _ALL]
    where = f", {format_list(arcs, 4)}" if arcs else ""
    return (
        f"On {day} {who} held territory within {radius} of {name} in {share:.0%} of all "
        f"directions{where}; {held}.{blank}"
    )


def _blank_words(rays: Rays) -> str:
    """Return in how many directions the besieger may have been."""
    if not rays.blank.any():
        return ""
    share = f"{rays.most - rays.share:.0%}"
    return f" In {share} of all directions this record does not say who held all of the ground."


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


def _verdict(claim: Claim, rays: Rays, pocket: Pocket | None, reason: str) -> Verdict:
    """Return the verdict from the pocket and the share of the circle."""
    partly = bool({NEARLY, ON_SOME_SIDES}.intersection(claim.notes))
    enough = _MOST if rays.share < _ALL else _ALL
    presumed = "" if float(rays.reported.mean()) >= enough else _PRESUMED
    if pocket is not None and pocket.enclosed:
        return supported(reason)
    if rays.share >= _ALL:
        return supported(reason, presumed)
    if pocket is not None:
        return supported(reason, "if no exit led through unreported territory")
    if rays.share >= _MOST:
        most = "" if partly else "if 'surrounded' means on most sides"
        return supported(reason, join_readings(most, presumed))
    least = _ONE_SIDE if ON_SOME_SIDES in claim.notes else _HALF
    return contradicted(reason) if rays.most < least else cannot_tell(reason)


def _verdict_on_sides(claim: Claim, rays: Rays, reason: str) -> Verdict:
    """Return the verdict on a siege from the sides that the text names."""
    bearings = np.arange(len(rays.held)) * 360.0 / len(rays.held)
    limit = direction_tolerance_deg(claim.directions)
    sides = {side: angular_offsets([side], bearings) <= limit for side in claim.directions}
    open_sides = [side for side, mask in sides.items() if rays.held[mask].mean() < _HALF]
    if not open_sides:
        reported = min(float(rays.reported[mask].mean()) for mask in sides.values())
        return supported(reason, "" if reported >= _HALF else _PRESUMED)
    if not (rays.held | rays.blank).any():
        return contradicted(reason)
    return cannot_tell(
        f"{reason} No such territory is recorded in the {format_list(open_sides, 4)}"
    )


def _pocket_words(pocket: Pocket | None, *, known: bool) -> str:
    if pocket is None:
        return " and not cut off" if known else " and not known to be cut off"
    edge = "" if pocket.enclosed else " that borders unreported territory"
    return f", in a pocket of {format_km2(pocket.area_km2)} km²{edge}"


def circle_share(measurements: Measurements, day: date, place: Place, actor: str) -> float:
    """Return the share of bearings, 0 to 1, on which an actor holds territory near a place.

    From the centre 360 rays are followed outward in steps of half a kilometre, to 10 km. A
    ray counts if it meets territory of the actor.
    """
    return find_rays(measurements, day, place, actor).share


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


def find_rays(measurements: Measurements, day: date, place: Place, actor: str) -> Rays:
    """Return what is met on the bearings around a place on a day."""
    number = measurements.atlas.actors.index(actor)
    if measurements.atlas.drawn is not None:
        points = shapely.points(_ray_points(measurements.atlas, place))
        holders = measurements.atlas.drawn.holders_at(points, day)
        holders, presumed = holders.reshape(360, -1), np.zeros((360, 1), dtype=np.bool_)
    else:
        if place.id not in measurements.ray_sites:
            measurements.ray_sites[place.id] = _ray_sites(measurements.atlas, place)
        sites, state = measurements.ray_sites[place.id], measurements.state_on(day)
        holders = np.where(sites >= 0, state.holders[sites], -2)
        presumed = state.presumed[sites]
    own = holders == number
    held = own.any(axis=1)
    blank = ~held & (holders == -2).any(axis=1)
    return Rays(held, (own & ~presumed).any(axis=1), blank)


def _ray_points(atlas: Atlas, place: Place) -> NDArray[np.float64]:
    """Return the points of all rays in the plane, ray by ray; shape (360 n, 2)."""
    centre = np.asarray(atlas.projection.forward(place.lon, place.lat))
    angles, steps = np.radians(np.arange(360)), np.arange(_STEP_M, _CIRCLE_M + 1, _STEP_M)
    vectors = np.stack([np.sin(angles), np.cos(angles)], axis=-1)
    points = centre + steps[None, :, None] * vectors[:, None, :]
    return np.asarray(points.reshape(-1, 2))


def _ray_sites(atlas: Atlas, place: Place) -> NDArray[np.intp]:
    """Return the column of the site at each step of each ray; shape (360, n), -1 for none."""
    points = _ray_points(atlas, place)
    columns = np.full(len(points), -1, dtype=np.intp)
    centre = shapely.points(atlas.projection.forward(place.lon, place.lat))
    near = atlas.cells.tree.query(centre, predicate="dwithin", distance=_CIRCLE_M)
    cells = atlas.cells.cells[near]
    shapely.prepare(cells)
    west, _, east, _ = shapely.bounds(cells).T
    order = np.argsort(points[:, 0])  # so that each cell is asked of few points
    first = np.searchsorted(points[order, 0], west).tolist()
    last = np.searchsorted(points[order, 0], east, side="right").tolist()
    for column, cell, start, end in zip(near.tolist(), cells, first, last, strict=True):
        asked = order[start:end]
        columns[asked[shapely.intersects_xy(cell, points[asked])]] = column
    return columns.reshape(360, -1)
