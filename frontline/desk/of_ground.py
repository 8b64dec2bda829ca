"""Checks claims of control, counts, areas, lengths of road and encirclement."""

# ruff: noqa: E501 - a sentence for the reader is one line
from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.desk.of_control import Ground, outside, said_control
from frontline.desk.verdict import (
    CONTRADICTED,
    READ,
    SUPPORTED,
    UNDECIDED,
    Measured,
    Verdict,
    angle_off,
    judge,
    tolerance_deg,
)
from frontline.desk.ways import km
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.control import Change
    from frontline.desk.claims import Claim
    from frontline.desk.ways import Ways
    from frontline.groundwork import Groundwork
    from frontline.model import Control, Place

__all__ = ["CIRCLE_M", "check_area", "check_count", "check_encirclement", "circle_share"]

#: How far out from a town its besiegers may stand, for the share of its circle.
CIRCLE_M = 10_000.0
_STEP_M = 500.0
#: Cells are drawn between surveyed points: an area made of them is off by about this share.
AREA_ERROR = 0.2
#: Villages are counted within this of the town they are said to lie around.
_AROUND_M = 30_000.0
#: So many places are listed by name in words; the data has all.
_NAMED = 12
_VILLAGES = frozenset({"village", "hamlet", "town", "city", "locality", "farm"})
_HILLS = frozenset({"hill"})


def check_area(ways: Ways, claim: Claim) -> Ground:
    """Check an area taken between two days, by the cells that changed hands."""
    atlas, subject = ways.atlas, claim.subject
    assert subject is not None  # noqa: S101 - somebody took it
    start = claim.first - timedelta(days=1) if claim.day_kind in {"day", "unsaid"} else claim.first
    if not (atlas.record.first <= start and claim.last <= atlas.record.last):
        return Ground(
            Verdict(
                UNDECIDED, "", f"the record runs from {atlas.record.first} to {atlas.record.last}"
            ),
            {},
        )
    actor = str(subject.id)
    taken, maybe = _gained_km2(atlas, actor, start, claim.last)
    early = start - timedelta(days=1)
    tried = [
        Measured("", taken * 1e6, taken * 1e6),
        Measured("with ground still fought over", taken * 1e6, (taken + maybe) * 1e6),
    ]
    if early >= atlas.record.first:
        before, _ = _gained_km2(atlas, actor, early, claim.last)
        tried.append(Measured("counted from a day earlier", before * 1e6, before * 1e6))
    tried.append(
        Measured(
            "within the error of the cells",
            taken * (1 - AREA_ERROR) * 1e6,
            (taken + maybe) * (1 + AREA_ERROR) * 1e6,
        )
    )
    met = judge((claim.low or 0.0, claim.high if claim.high is not None else 0.0), tried)
    facts = {
        "from": start.isoformat(),
        "to": claim.last.isoformat(),
        "gained_km2": round(taken, 1),
        "contested_km2": round(maybe, 1),
    }
    why = f"Between {start} and {claim.last} cells of {taken:.0f} km² passed to {actor}, and {maybe:.0f} km² were left fought over; cells are drawn between villages, not surveyed."
    if met is None:
        return Ground(Verdict(CONTRADICTED, "", why), facts)
    return Ground(Verdict(READ if met.reading else SUPPORTED, met.reading, why), facts)


def _gained_km2(atlas: Groundwork, actor: str, first: date, last: date) -> tuple[float, float]:
    number = atlas.actors.index(actor)
    before, after = State(atlas, first).holders, State(atlas, last).holders
    areas = atlas.cells.areas_km2
    return float(areas[(before != number) & (after == number)].sum()), float(
        areas[(before >= 0) & (before != number) & (after == -1)].sum()
    )


def check_count(ways: Ways, claim: Claim) -> Ground:
    """Check "captured five villages to the north-west overnight": which, and how many."""
    atlas, subject = ways.atlas, claim.subject
    assert subject is not None  # noqa: S101 - somebody took them
    if claim.verb not in {"take", "fall"}:
        return Ground(
            Verdict(UNDECIDED, "", f"a number of places to {claim.verb} is not counted"), {}
        )
    record = atlas.record
    start = (
        claim.first
        if claim.day_kind in {"night", "period", "since"}
        else claim.first - timedelta(days=1)
    )
    if claim.first < record.first and claim.last >= record.first:
        start = record.first
    if not (record.first <= start and claim.last <= record.last):
        return Ground(
            Verdict(UNDECIDED, "", f"the record runs from {record.first} to {record.last}"), {}
        )
    return _counted(ways, claim, start)


def _counted(ways: Ways, claim: Claim, start: date) -> Ground:
    atlas, actor = ways.atlas, str(claim.subject.id)  # type: ignore[union-attr]
    kinds = _HILLS if any(word in str(claim.unit) for word in ("hill", "تلا", "تلت")) else _VILLAGES
    last = claim.last
    own = _taken(atlas, actor, start, last)
    wide = _taken(
        atlas,
        actor,
        max(atlas.record.first, start - timedelta(days=1)),
        min(atlas.record.last, last + timedelta(days=1)),
    )
    early = _taken(atlas, actor, max(atlas.record.first, start - timedelta(days=1)), last)

    def sided(changes: Sequence[Change]) -> list[Change]:
        return _on_side(ways, claim, changes)

    def settled(changes: Sequence[Change]) -> list[Change]:
        return [c for c in changes if atlas.package.gazetteer[c.place_id].kind in kinds]

    options = [
        ("", settled(sided(own))), ("with hills, farms and posts counted", sided(own)),
        ("with the day before counted", settled(sided(early))),
        ("with the day before, hills, farms and posts counted", sided(early)),
        ("on any side", settled(own)), ("on any side, with the day before counted", settled(early)),
        ("on any side, with the days before and after counted", wide),
    ]  # fmt: skip
    low, high = claim.low or 0.0, float("inf") if claim.high is None else claim.high
    met = next(((name, found) for name, found in options if low <= len(found) <= high), None)
    shown = met[1] if met else options[0][1] or own or early
    names = [atlas.package.gazetteer[change.place_id] for change in shown]
    facts = {
        "from": start.isoformat(), "to": last.isoformat(), "count": len(options[0][1]),
        "count_any_side": len(own), "count_with_neighbouring_days": len(wide),
        "places": [_named(ways, claim, place, change) for place, change in zip(names, shown, strict=True)],
    }  # fmt: skip
    listed = (
        ", ".join(
            f"{place.name} ({change.day})"
            for place, change in list(zip(names, shown, strict=True))[:_NAMED]
        )
        or "none"
    )
    if len(names) > _NAMED:
        listed += f" and {len(names) - _NAMED} more"
    why = f"Between {start} and {last} the record has {len(options[0][1])} as the text describes them, {len(own)} of any kind on any side. Read as told: {listed}."
    if met is not None:
        return Ground(Verdict(READ if met[0] else SUPPORTED, met[0], why), facts, tuple(names))
    if len(options[0][1]) > high:
        return Ground(
            Verdict(
                READ,
                f"counted before the day was over: the record has {len(options[0][1])} by its end",
                why,
            ),
            facts,
            tuple(names),
        )
    if 2 * len(wide) < low:
        return Ground(Verdict(CONTRADICTED, "", why), facts, tuple(names))
    return Ground(
        Verdict(UNDECIDED, "", f"{why} The record may have missed some."), facts, tuple(names)
    )


def _taken(atlas: Groundwork, actor: str, first: date, last: date) -> list[Change]:
    """Give the places that passed to an actor after one day, up to another."""
    return [
        change for change in atlas.record.changes(first, last)
        if change.after.holder == actor and change.before.holder != actor
    ]  # fmt: skip


def _on_side(ways: Ways, claim: Claim, changes: Sequence[Change]) -> list[Change]:
    """Keep the places on the side of the town that a text names."""
    if claim.target is None or not claim.directions:
        return list(changes)
    forces, index = ways.forces(claim.target), ways.atlas.record.index
    limit = tolerance_deg(claim.directions) + 22.5
    return [
        change for change in changes
        if (column := index[change.place_id]) < len(forces.away_m)
        and forces.away_m[column] <= _AROUND_M
        and angle_off(claim.directions, float(forces.bearings_deg[column])) <= limit
    ]  # fmt: skip


def _named(ways: Ways, claim: Claim, place: Place, change: Change) -> dict[str, Any]:
    from frontline import geodesy  # noqa: PLC0415 - for this line only

    side = None
    if claim.target is not None and claim.target.place is not None and place.id != claim.target.id:
        way = ways.forces(claim.target)
        column = ways.atlas.record.index[place.id]
        if column < len(way.away_m):
            side = f"{km(float(way.away_m[column]))} {geodesy.direction(float(way.bearings_deg[column]))}"
    return {
        "id": place.id,
        "name": place.name,
        "name_ar": place.name_ar,
        "kind": place.kind,
        "day": change.day.isoformat(),
        "where": side,
    }


def check_encirclement(ways: Ways, claim: Claim) -> Ground:
    """Check "surrounded": whether a place lay in a pocket, and how much of its circle was held."""
    atlas, target = ways.atlas, claim.target
    assert target is not None  # noqa: S101 - something is surrounded
    if (refused := outside(atlas, claim)) is not None:
        return refused
    place = target.place
    if place is None:
        return Ground(Verdict(UNDECIDED, "", f"the record has no position of {target.words!r}"), {})
    record, state = atlas.record, State(atlas, claim.last)
    control = record.on(place.id, claim.last)
    ring = _besieger(atlas, claim, control)
    if ring is None:
        return Ground(
            Verdict(
                UNDECIDED, "", f"no report of the record says who held {place.name} on {claim.last}"
            ),
            {},
            (place,),
        )
    share = circle_share(state, place, ring)
    pocket = _pocket(state, place)
    facts = {
        "actor": ring, "on": claim.last.isoformat(), "share_of_circle": round(share, 3),
        "circle_m": CIRCLE_M, "pocket": None if pocket is None else {"actor": pocket.actor, "area_km2": round(pocket.area_km2, 1), "enclosed": pocket.enclosed},
    }  # fmt: skip
    why = (
        f"On {claim.last} {ring} stood on {share:.0%} of the circle round {place.name}: of 360 bearings, those on which ground of theirs is met within {km(CIRCLE_M)}."
        f" {place.name} was {said_control(atlas, control)}{_pocket_words(pocket)}."
    )
    return Ground(_ring_verdict(claim, control, ring, share, pocket, why), facts, (place,))


def _besieger(atlas: Groundwork, claim: Claim, control: Control) -> str | None:
    """Say whose ring it is: the named actor, unless the text names the besieged."""
    others = [actor for actor in atlas.actors if actor not in control.actors]
    named = (
        claim.subject.id if claim.subject is not None and claim.subject.kind == "actor" else None
    )
    if named is not None and named != control.holder:
        return named
    return others[0] if others and control.actors else named


def _ring_verdict(  # noqa: PLR0913, PLR0917 - one answer of six facts
    claim: Claim, control: Control, ring: str, share: float, pocket: Any, why: str
) -> Verdict:
    partly = any("nearly" in note for note in claim.notes)
    if control.holder == ring:
        return Verdict(CONTRADICTED, "", why)
    if pocket is not None and pocket.enclosed:
        return Verdict(SUPPORTED, "", why)
    if share >= 0.99:
        return Verdict(SUPPORTED, "", why)
    if pocket is not None:
        return Verdict(READ, "if no way out led over ground that nobody reported on", why)
    if share >= 0.6:
        return Verdict(
            SUPPORTED if partly else READ,
            "" if partly else "if 'surrounded' means on most sides",
            why,
        )
    return Verdict(CONTRADICTED if share < 0.5 else UNDECIDED, "", why)


def _pocket(state: State, place: Place) -> Any:
    column = state.atlas.record.index.get(place.id)
    return next((pocket for pocket in state.pockets if column in pocket.columns), None)


def _pocket_words(pocket: Any) -> str:
    if pocket is None:
        return " and not in a pocket"
    edge = "" if pocket.enclosed else ", blank ground at its edge"
    return f", in a pocket of {pocket.area_km2:.0f} km²{edge}"


def circle_share(state: State, place: Place, actor: str) -> float:
    """Give the share of bearings on which an actor's ground is met near a place.

    From the centre 360 rays are walked outward in steps of half a kilometre, to `CIRCLE_M`; a
    ray counts when the cell of a place the actor holds is met on it.
    """
    cells = state.atlas.cells
    centre = np.asarray(cells.projection.forward(place.lon, place.lat))
    reach = state.atlas.package.frame.reach_km * 1000
    near = np.flatnonzero(np.hypot(*(cells.xy - centre).T) <= CIRCLE_M + reach)
    if not near.size:
        return 0.0
    angles = np.radians(np.arange(360))
    steps = np.arange(_STEP_M, CIRCLE_M + 1, _STEP_M)
    rays = (
        centre
        + steps[None, :, None] * np.stack([np.sin(angles), np.cos(angles)], axis=-1)[:, None, :]
    )
    tree = shapely.STRtree(shapely.points(cells.xy[near]))
    owner = near[tree.nearest(shapely.points(rays.reshape(-1, 2)))]
    away = np.hypot(*(cells.xy[owner] - rays.reshape(-1, 2)).T)
    mine = (state.holders[owner] == state.atlas.actors.index(actor)) & (away <= reach)
    return float(mine.reshape(360, -1).any(axis=1).mean())
