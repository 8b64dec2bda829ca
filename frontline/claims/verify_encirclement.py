"""Checks "surrounded": whether a place lay in a pocket, and how much of its circle was held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.claims.verdict import (
    Answer,
    Verdict,
    cannot_tell,
    contradicted,
    supported,
)
from frontline.claims.verify_distance import outside
from frontline.formatting import format_actor, format_control, format_date, format_list
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


#: How far out from a town its besiegers may stand, for the share of its circle.
CIRCLE_M = 10_000.0
_STEP_M = 500.0
#: Held on this share of the circle, a place is surrounded; on this, on most sides; under this
#: it is not, whatever the text means.
_ALL, _MOST, _HALF = 0.99, 0.6, 0.5


def check_encirclement(ways: Measurements, claim: Claim) -> Answer:
    """Check that a place was surrounded, cut off or besieged."""
    atlas, target = ways.atlas, claim.target
    assert target is not None  # noqa: S101 - something is surrounded
    if (refused := outside(atlas, claim)) is not None:
        return Answer(refused)
    place = target.place
    if place is None:
        return Answer(cannot_tell(f"the record has no position of {target.words!r}"))
    control = atlas.record.on(place.id, claim.last)
    post = target.kind != "place"
    actor = _besieger(atlas, claim, control, post=post)
    if actor is None:
        day = format_date(claim.last)
        why = f"no report of the record says who held {place.name} on {day}"
        return Answer(cannot_tell(why), places=(place,))
    rays = _rays(ways, claim.last, place, actor)
    pocket = _pocket(ways.on(claim.last), place)
    why = _why(ways, claim, control, actor, rays, pocket)
    verdict = _verdict(claim, float(rays.mean()), pocket, why)
    if control.holder == actor and not post:
        verdict = contradicted(why)
    return Answer(verdict, facts=_facts(claim, actor, rays, pocket), places=(place,))


def _facts(
    claim: Claim, actor: str, rays: NDArray[np.bool_], pocket: Pocket | None
) -> dict[str, Any]:
    cut: dict[str, Any] | None = None
    if pocket is not None:
        area = round(pocket.area_km2, 1)
        cut = {"actor": pocket.actor, "area_km2": area, "enclosed": pocket.enclosed}
    return {
        "actor": actor, "on": claim.last.isoformat(), "circle_m": CIRCLE_M,
        "share_of_circle": round(float(rays.mean()), 3),
        "arcs_deg": [list(arc) for arc in circle_arcs(rays)], "pocket": cut,
    }  # fmt: skip


def _why(  # noqa: PLR0913, PLR0917 - the facts of one sentence
    ways: Measurements,
    claim: Claim,
    control: Control,
    actor: str,
    rays: NDArray[np.bool_],
    pocket: Pocket | None,
) -> str:
    package = ways.atlas.package
    name = claim.target.place.name if claim.target and claim.target.place else ""
    who, share = format_actor(package.actors[actor]), float(rays.mean())
    held = f"{name} was {format_control(package, control)}{_pocket_words(pocket)}"
    out = f"{CIRCLE_M / 1000:g} km"
    if not share:
        return f"On {format_date(claim.last)} {who} held no ground within {out} of {name}; {held}."
    arcs = [_said_arc(*arc) for arc in circle_arcs(rays) if share < _ALL]
    where = f", {format_list(arcs, 4)}" if arcs else ""
    return (
        f"On {format_date(claim.last)} {who} held ground on {share:.0%} of the circle round "
        f"{name}, looking {out} out{where}; {held}."
    )


def _said_arc(first: int, last: int) -> str:
    one, two = geodesy.compass_direction(first), geodesy.compass_direction(last)
    return f"in the {one}" if one == two else f"from {one} round to {two}"


def _besieger(atlas: Atlas, claim: Claim, control: Control, *, post: bool) -> str | None:
    """Say whose ring it is: the named actor, unless the text names the besieged.

    A post, such as an observation post, is no part of the place that it is named after: who
    holds that may stand round the post.
    """
    others = [actor for actor in atlas.actors if actor not in control.actors]
    subject = claim.subject
    named = subject.id if subject is not None and subject.kind == "actor" else None
    if named is not None and (post or named != control.holder):
        return named
    return others[0] if others and control.actors else named


def _verdict(claim: Claim, share: float, pocket: Pocket | None, why: str) -> Verdict:
    """Judge by pocket and share of the circle."""
    partly = any("nearly" in note for note in claim.notes)
    if (pocket is not None and pocket.enclosed) or share >= _ALL:
        return supported(why)
    if pocket is not None:
        return supported(why, "if no way out led over ground that nobody reported on")
    if share >= _MOST:
        return supported(why, "" if partly else "if 'surrounded' means on most sides")
    return contradicted(why) if share < _HALF else cannot_tell(why)


def _pocket(state: State, place: Place) -> Pocket | None:
    column = state.atlas.record.index.get(place.id)
    return next((pocket for pocket in state.pockets if column in pocket.columns), None)


def _pocket_words(pocket: Pocket | None) -> str:
    if pocket is None:
        return " and not cut off"
    edge = "" if pocket.enclosed else " with blank ground at its edge"
    return f", in a pocket of {pocket.area_km2:.0f} km²{edge}"


def circle_share(ways: Measurements, day: date, place: Place, actor: str) -> float:
    """Give the share of bearings on which an actor's ground is met near a place.

    From the centre 360 rays are walked outward in steps of half a kilometre, to `CIRCLE_M`; a
    ray counts when the cell of a place the actor holds is met on it.
    """
    return float(_rays(ways, day, place, actor).mean())


def circle_arcs(rays: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give the stretches of a circle that are marked, as first and last degree, clockwise.

    Examples
    --------
    >>> import numpy as np
    >>> marks = np.zeros(360, dtype=bool)
    >>> marks[[358, 359, 0, 1, 90]] = True
    >>> circle_arcs(marks)
    [(90, 90), (358, 1)]
    """
    if rays.all():
        return [(0, 359)]
    starts = np.flatnonzero(rays & ~np.roll(rays, 1))
    ends = np.flatnonzero(rays & ~np.roll(rays, -1))
    ends = np.roll(ends, -int(np.searchsorted(ends, starts[0]))) if len(starts) else ends
    return [(int(one), int(two)) for one, two in zip(starts, ends, strict=True)]


def _rays(ways: Measurements, day: date, place: Place, actor: str) -> NDArray[np.bool_]:
    """Mark the bearings, degree by degree, on which an actor's ground is met."""
    if place.id not in ways.circles:
        ways.circles[place.id] = _owners(ways.atlas, place)
    owner = ways.circles[place.id]
    mine = (ways.on(day).holders[owner] == ways.atlas.actors.index(actor)) & (owner >= 0)
    return np.asarray(mine.any(axis=1))


def _owners(atlas: Atlas, place: Place) -> NDArray[np.intp]:
    """Give whose cell is met on each of 360 bearings and at each step outward; -1 for none."""
    cells, reach = atlas.cells, atlas.package.coverage.reach_km * 1000
    centre = np.asarray(cells.projection.forward(place.lon, place.lat))
    angles, steps = np.radians(np.arange(360)), np.arange(_STEP_M, CIRCLE_M + 1, _STEP_M)
    near = np.flatnonzero(np.hypot(*(cells.xy - centre).T) <= CIRCLE_M + reach)
    if not near.size:
        return np.full((360, len(steps)), -1, dtype=np.intp)
    winds = np.stack([np.sin(angles), np.cos(angles)], axis=-1)
    rays = (centre + steps[None, :, None] * winds[:, None, :]).reshape(-1, 2)
    tree = shapely.STRtree(shapely.points(cells.xy[near]))
    owner = near[tree.nearest(shapely.points(rays))]
    away = np.hypot(*(cells.xy[owner] - rays).T)
    return np.where(away <= reach, owner, -1).reshape(360, -1)
