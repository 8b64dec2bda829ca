"""Checks claims of distance and direction against the record.

Readings are tried in this order: as written (to the centre, or the edge where the text says
so); the other of the two; the second unit, if two are printed; without the places that one
voice alone reports; with the places still fought over; the day before; the day after; along
the road; last, all that the errors of the positions leave open.
"""

# ruff: noqa: E501 - a sentence for the reader is one line
from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline import geodesy
from frontline.desk.force_distance import ForceDistance, held_by, touched_by
from frontline.desk.quantities import agreement
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
from frontline.desk.ways import Ways, km, said_interval
from frontline.state import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.desk.claims import Claim
    from frontline.desk.referents import Referent
    from frontline.distance import Distance

__all__ = ["agreement_of", "check_direction", "check_distance"]

#: Within this of a highway a place is taken to lie on it, for a distance along the road.
_BESIDE_M = 3000.0
_ERRORS = "within the errors of the positions"
_ANYWHERE = "measured to some point between edge and centre, within the errors of the positions"
#: Forces this near a road are on it, and not "3 km from the highway".
_ON_ROAD_M = 1000.0
_EDGE, _CENTRE = "measured to the edge of the built-up area", "measured to the centre"


Answer = tuple[Verdict, "Distance | None", "tuple[str, str] | None"]


def check_distance(ways: Ways, claim: Claim, held: NDArray[np.bool_] | None = None) -> Answer:
    """Check a distance; gives the verdict, the measurement, and what was asked of it.

    Parameters
    ----------
    held : the places to count as the subject's on the day, instead of those of the record
    """
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a distance has both
    if (why := _unmeasurable(subject) or _unmeasurable(target)) is not None:
        return Verdict(UNDECIDED, "", why), None, None
    if subject.kind == "actor" and target.kind == "actor":
        return (
            Verdict(
                UNDECIDED, "", "a distance between two armies is that of the front from itself"
            ),
            None,
            None,
        )
    if "front" in {subject.kind, target.kind}:
        return _to_front(ways, claim)
    if subject.kind == "actor":
        return _force(ways, claim, held)
    return _standing(ways, claim)


def _unmeasurable(referent: Referent) -> str | None:
    if referent.kind != "feature":
        return None
    if (
        referent.place is not None
        and any(word in referent.words.casefold() for word in ("post", "base", "point", "نقط"))
        and "air" not in referent.words.casefold()
    ):
        return None
    near = (
        f"; it is named after {referent.place.name}, which is another place"
        if referent.place
        else ""
    )
    return f"the record has no position of {referent.words!r}{near}"


def _claimed(claim: Claim) -> tuple[float, float]:
    high = float("inf") if claim.high is None else claim.high
    return (claim.low or 0.0, high)


def _force(ways: Ways, claim: Claim, held: NDArray[np.bool_] | None) -> Answer:
    atlas, subject, target = ways.atlas, claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - as above
    record = atlas.record
    if not record.first <= claim.last <= record.last:
        why = (
            f"the record runs from {record.first} to {record.last} and says nothing of {claim.last}"
        )
        return Verdict(UNDECIDED, "", why), None, None
    actor = str(subject.id)
    mask = held_by(atlas, actor, claim.last) if held is None else held
    forces = ways.forces(target)
    if target.kind == "road":
        if _elsewhere(claim):
            mask = mask & ~forces.within(_ON_ROAD_M)
        forces = ways.road_ahead(claim)
    side = _side(forces, claim)
    plain = forces.nearest(mask & side)
    asked = (actor, str(target.id))
    if plain is None:
        other = forces.nearest(mask)
        if other is None:
            return (
                Verdict(UNDECIDED, "", f"the record gives {actor} no place on {claim.last}"),
                None,
                asked,
            )
        return _wrong_side(claim, other), other, asked
    tried = list(_force_readings(ways, forces, claim, mask, side, plain, fixed=held is not None))
    met = judge(_claimed(claim), (measured for measured, _ in tried))
    if met is None and claim.directions:
        loose = forces.nearest(mask)
        if loose is not None and judge(_claimed(claim), _two(claim, loose, "")):
            return _wrong_side(claim, loose), loose, asked
    way = plain if met is None else next(w for measured, w in tried if measured is met)
    return _said(claim, met, way, plain), way, asked


def _side(forces: ForceDistance, claim: Claim) -> NDArray[np.bool_]:
    """Mark the places on the side a claim speaks of."""
    bearings = forces.bearings_deg
    if not claim.directions:
        return np.ones(bearings.shape, dtype=bool)
    limit = tolerance_deg(claim.directions) + 22.5
    return np.asarray(
        [bool(angle_off(claim.directions, bearing) <= limit) for bearing in np.nan_to_num(bearings)]
    )


def _two(claim: Claim, way: Distance, reading: str) -> list[Measured]:
    """Read one way to the centre and to the edge, in the order the text asks for."""
    centre, edge = (way.centre_m, _CENTRE), (way.edge_m, _EDGE)
    order = [edge, centre] if claim.part == "edge" else [centre, edge]
    names = [reading, " and ".join(filter(None, (reading, order[1][1])))]
    if order[1][0] == order[0][0]:
        order, names = order[:1], names[:1]
    return [Measured(name, metres, metres) for name, (metres, _) in zip(names, order, strict=True)]


def _force_readings(  # noqa: PLR0913, PLR0917 - one for each thing a reading turns on
    ways: Ways, forces: ForceDistance, claim: Claim, mask: NDArray[np.bool_], side: NDArray[np.bool_], plain: Distance, *, fixed: bool
) -> list[tuple[Measured, Distance]]:  # fmt: skip
    atlas, actor = ways.atlas, str(claim.subject.id)  # type: ignore[union-attr]
    tried = [(measured, plain) for measured in _two(claim, plain, "")]
    tried += [(measured, plain) for measured in _other_unit(claim, plain)]
    day = claim.last
    off_road = ~ways.forces(claim.target).within(_ON_ROAD_M) if _elsewhere(claim) else True  # type: ignore[arg-type]
    masks = [
        (
            "without places on one voice's word",
            mask & held_by(atlas, actor, day, evidence=("confirmed",)),
        ),
        ("with places still fought over", mask | touched_by(atlas, actor, day)),
    ]
    for name, step in (("on the day before", -1), ("on the day after", 1)):
        other = day + timedelta(days=step)
        if not fixed and atlas.record.first <= other <= atlas.record.last:
            masks.append((name, held_by(atlas, actor, other)))
    wider: list[tuple[str, Distance]] = []
    for name, other_mask in masks:
        way = forces.nearest(other_mask & side & off_road)
        if way is not None and way.start.place != plain.start.place:
            tried += [(measured, way) for measured in _two(claim, way, name)]
            wider.append((name, way))
    error = plain.start.error_m + plain.end.error_m
    for measured in _two(claim, plain, ""):
        name = ", ".join(filter(None, (measured.reading, _ERRORS)))
        tried.append((Measured(name, max(0.0, measured.low - error), measured.high + error), plain))
    tried.append((Measured(_ANYWHERE, plain.low_m, plain.high_m), plain))
    for name, way in wider:
        tried.append((Measured(f"{name}, {_ANYWHERE}", way.low_m, way.high_m), way))
    return tried


def _elsewhere(claim: Claim) -> bool:
    """Whether forces already on a road, far from where the text looks, must be left aside."""
    return (
        claim.target is not None and claim.target.kind == "road" and claim.near is None
        and not (claim.verb == "reach" and claim.mood == "fact")
    )  # fmt: skip


def _other_unit(claim: Claim, way: Distance) -> list[Measured]:
    other = claim.other
    if other is None:
        return []
    claimed = (other.low, other.high)
    return [
        Measured(
            " and ".join(filter(None, (f"by the other figure, {other.words}", m.reading))),
            m.low,
            m.high,
            claimed,
        )
        for m in _two(claim, way, "")
    ]


def _wrong_side(claim: Claim, way: Distance) -> Verdict:
    winds = " or ".join(claim.directions)
    found = _from_target(way)
    why = (
        f"the nearest place the record gives them on {claim.last} is {way.start.label}, {km(way.edge_m)} from the edge"
        f" and {km(way.centre_m)} from the centre, but it lies {found}, not {winds}"
    )
    return Verdict(CONTRADICTED, "", why)


def _from_target(way: Distance) -> str:
    return geodesy.direction((way.bearing_deg + 180) % 360)


def _said(claim: Claim, met: Measured | None, way: Distance, plain: Distance) -> Verdict:
    """Put a verdict on a distance into words, with the numbers."""
    ends = f"{way.start.label} to {way.end.label}"
    numbers = f"{ends}: {km(way.centre_m)} centre to centre, {km(way.edge_m)} edge to edge, {km(way.low_m)} to {km(way.high_m)} with all errors"
    claimed = said_interval(_claimed(claim))
    units = agreement_of(claim)
    if met is None:
        nearer = plain.low_m > _claimed(claim)[1]
        word = "nearer" if nearer else "farther"
        return Verdict(
            CONTRADICTED,
            "",
            f"claimed is {claimed}; {numbers}. The text has it {word} than any reading of the record.{units}",
        )
    verdict = READ if met.reading else SUPPORTED
    return Verdict(verdict, met.reading, f"claimed is {claimed}; {numbers}.{units}")


def agreement_of(claim: Claim) -> str:
    """Say whether the two units of a claim agree; empty if it has one."""
    if claim.other is None or claim.value is None or claim.unit is None:
        return ""
    from frontline.desk.quantities import Quantity  # noqa: PLC0415 - for this line only

    first = Quantity(
        0,
        0,
        claim.value,
        claim.unit,
        str(claim.comparator),
        claim.low or 0.0,
        claim.high or 0.0,
        claim.other,
    )
    return f" The two figures: {agreement(first)}."


def _standing(ways: Ways, claim: Claim) -> Answer:
    """Check a distance between two things that do not move."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - as above
    if subject.kind == "road":
        subject, target = target, subject
    way = ways.between(subject, target)
    asked = (str(subject.id or subject.words), str(target.id or target.words))
    tried = [*_two(claim, way, ""), *_other_unit(claim, way)]
    posts = [end for end in (subject, target) if end.kind == "feature" and end.place is not None]
    if posts:
        name = f"taking {posts[0].place.name} for the post named after it"  # type: ignore[union-attr]
        tried = [Measured(name, m.low, m.high, m.claimed) for m in tried]
    if (along := _along(ways, subject, target)) is not None:
        tried.append(Measured("measured along the road", along, along))
    tried.append(Measured(_ANYWHERE, way.low_m, way.high_m))
    met = judge(_claimed(claim), tried)
    verdict = _said(claim, met, way, way)
    if met is not None and claim.directions:
        verdict = _with_direction(claim, verdict, way)
    return verdict, way, asked


def _along(ways: Ways, subject: Referent, target: Referent) -> float | None:
    """Measure along a highway that both places lie on."""
    if subject.place is None or target.place is None:
        return None
    for line in ways.atlas.lines.values():
        near = [line.nearest(place.lon, place.lat) for place in (subject.place, target.place)]
        if all(one.distance_m <= _BESIDE_M for one in near):
            return abs(near[0].along_m - near[1].along_m)
    return None


def _with_direction(claim: Claim, verdict: Verdict, way: Distance) -> Verdict:
    off = angle_off(claim.directions, (way.bearing_deg + 180) % 360)
    limit = tolerance_deg(claim.directions)
    winds, found = " or ".join(claim.directions), _from_target(way)
    if off <= limit:
        return verdict
    why = f"{verdict.why} {way.start.label} lies {found} of {way.end.label}; the text says {winds}."
    if off <= limit + 22.5:
        under = " and ".join(
            filter(None, (verdict.holds_under, f"with {winds!r} taken loosely for {found}"))
        )
        return Verdict(READ, under, why)
    return Verdict(CONTRADICTED, "", why)


def _to_front(ways: Ways, claim: Claim) -> Answer:
    atlas, subject, target = ways.atlas, claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - as above
    record = atlas.record
    if not record.first <= claim.last <= record.last:
        return Verdict(UNDECIDED, "", f"the record says nothing of {claim.last}"), None, None
    state = State(atlas, claim.last)
    ends = [str(end.id) for end in (subject, target)]
    if "actor" in {subject.kind, target.kind}:
        return (
            Verdict(UNDECIDED, "", "forces stand at their own front: no distance to test"),
            None,
            None,
        )
    way = state.distance(ends[0], ends[1])
    tried = [
        *_two(claim, way, ""),
        *_other_unit(claim, way),
        Measured("within the error of the front", way.low_m, way.high_m),
    ]
    return _said(claim, judge(_claimed(claim), tried), way, way), way, (ends[0], ends[1])


def check_direction(ways: Ways, claim: Claim) -> Answer:
    """Check that one place lies in a direction from another."""
    subject, target = claim.subject, claim.target
    assert subject is not None and target is not None  # noqa: S101, PT018 - a direction has both
    if (why := _unmeasurable(subject) or _unmeasurable(target)) is not None:
        return Verdict(UNDECIDED, "", why), None, None
    if {subject.kind, target.kind} - {"place", "feature", "road"} or subject.kind == "road":
        return (
            Verdict(UNDECIDED, "", "a direction is checked between places that do not move"),
            None,
            None,
        )
    way = ways.between(subject, target)
    asked = (str(subject.id or subject.words), str(target.id or target.words))
    error = way.start.error_m + way.end.error_m
    if way.centre_m <= error:
        return (
            Verdict(
                UNDECIDED,
                "",
                f"the two lie {km(way.centre_m)} apart, within the errors of their positions",
            ),
            way,
            asked,
        )
    why = f"{way.start.label} lies {km(way.centre_m)} {_from_target(way)} of {way.end.label}."
    return _with_direction(claim, Verdict(SUPPORTED, "", why), way), way, asked
