"""Robustness of a verdict: the single publishers and places without which it would change.

The claim is checked again without each publisher whose absence changes the record of any place
that the check uses, and without each place that a reading is measured from. A change of the
reading under which a claim holds counts like a change of the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.contradiction import verdict_of
from frontline.claims.count_changes import CountChanges
from frontline.claims.reduced_atlases import Days, What
from frontline.claims.verdict import CONTRADICTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.reduced_atlases import ReducedAtlases
    from frontline.claims.verdict import Answer, Verdict
    from frontline.sensitivity.leave_one_out import ReducedAtlas


#: A check uses no day farther than this from the days of the claim.
_MARGIN = timedelta(days=2)
#: The days that a check uses, counted from the first or last day of the claim, and what of their
#: record. Between them, a change that is over on the last day does not count.
_DAYS_USED: Mapping[str, Sequence[tuple[str, int, What]]] = {
    "count": [
        *(("first", days, "holders") for days in (-2, -1, 0)),
        *(("last", days, "holders") for days in (0, 1)),
    ],
    "distance": [("last", -1, "holders"), ("last", 0, "evidence"), ("last", 1, "holders")],
    "encirclement": [("last", 0, "holders")],
    "length": [("last", days, "reports") for days in (-1, 0, 1)],
    "road": [("last", 0, "reports")],
}


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A publisher or place without which the verdict would be different.

    Attributes
    ----------
    kind : str
        ``publisher`` or ``place``.
    id, name : str
        The publisher or place that is left out.
    verdict, holds_under : str
        The verdict without it; see `frontline.claims.verdict.Verdict`.
    """

    kind: str
    id: str
    name: str
    verdict: str
    holds_under: str


def verdict_changes(
    measurements: Measurements,
    reduced: ReducedAtlases,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Measurements, Claim], Answer],
) -> tuple[VerdictChange, ...]:
    """Return the places, then the publishers, without which an answer would change."""
    if not _depends_on_reports(claim):
        return ()
    places = _measured_places(measurements, claim, answer)
    used = _used_places(measurements, claim, answer)
    days = _days_that_matter(claim, answer)
    publishers = reduced.publishers_that_matter(used, days, roads=_is_of_road(claim))
    verdicts = _Verdicts(measurements, reduced, claim, checker)
    if "count_any_side" in answer.facts:  # it was counted
        of_places, of_publishers = verdicts.of_count([*places], publishers)
    else:
        of_places = {id_: verdicts.without_place(id_) for id_ in places}
        of_publishers = {id_: verdicts.without_publisher(id_) for id_ in publishers}
    names = measurements.atlas.package.publishers
    changes = [
        *(("place", id_, places[id_], new) for id_, new in of_places.items()),
        *(("publisher", id_, names[id_].name, new) for id_, new in of_publishers.items()),
    ]
    old = answer.verdict
    return tuple(
        VerdictChange(kind, id_, name, new.word, new.holds_under)
        for kind, id_, name, new in changes
        if (old.word, old.holds_under) != (new.word, new.holds_under)
    )


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """The verdicts on a claim without one publisher or one place."""

    measurements: Measurements
    reduced: ReducedAtlases
    claim: Claim
    checker: Callable[[Measurements, Claim], Answer]

    def without_place(self, id_: str) -> Verdict:
        return self._without(self.reduced.without_place(id_))

    def without_publisher(self, id_: str) -> Verdict:
        return self._without(self.reduced.without_publisher(id_))

    def _without(self, reduced: ReducedAtlas) -> Verdict:
        return verdict_of(self.measurements.for_atlas(reduced.atlas), self.claim, self.checker)

    def of_count(
        self, places: Sequence[str], publishers: Sequence[str]
    ) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
        """Return the verdicts of a number of places without each place or publisher in turn."""
        counts = CountChanges(self.measurements, self.reduced, self.claim)
        alike = [id_ for id_ in publishers if not self.reduced.adds_places(id_)]
        others = {
            id_: self.without_publisher(id_) for id_ in publishers if self.reduced.adds_places(id_)
        }
        found = counts.of_publishers(alike) | others
        return counts.of_places(places), {id_: found[id_] for id_ in publishers if id_ in found}


def _depends_on_reports(claim: Claim) -> bool:
    """Whether the answer depends on who held what."""
    if claim.kind == "direction":
        return False
    ends = {end.kind for end in (claim.subject, claim.target) if end is not None}
    return claim.kind != "distance" or bool(ends & {"actor", "front"})


def _days_that_matter(claim: Claim, answer: Answer) -> Iterator[Days]:
    """Yield the days whose record an answer depends on."""
    kind = "road" if claim.kind == "control" and _is_of_road(claim) else claim.kind
    if kind == "control":
        yield Days(date.min, date.max, "spans")  # also since when, and by which reports
    elif answer.verdict.word == CONTRADICTED or kind not in _DAYS_USED:
        # The days around a contradicted claim are asked for doubts.
        what: What = "evidence" if kind == "distance" else "holders"
        yield Days(claim.first - _MARGIN, claim.last + _MARGIN, what)
    else:
        for end, days, what in _DAYS_USED[kind]:
            day = (claim.first if end == "first" else claim.last) + timedelta(days=days)
            yield Days(day, day, what)


def _is_of_road(claim: Claim) -> bool:
    """Whether a claim is on who held a highway."""
    return claim.target is not None and claim.target.kind == "road" and claim.kind != "distance"


def _used_places(measurements: Measurements, claim: Claim, answer: Answer) -> NDArray[np.bool_]:
    """Return which places of the record can matter; for forces, those near enough."""
    record, target = measurements.atlas.record, claim.target
    used = np.zeros(len(record.place_ids), dtype=np.bool_)
    lengths = [one.distance.edge_m for one in answer.readings if one.distance is not None]
    if claim.kind == "distance" and target is not None and target.kind != "front" and lengths:
        # The places whose cells a road crosses decide who holds it.
        reach_m = measurements.atlas.package.reach_km * 1000
        farthest = max([*lengths, reach_m if target.kind == "road" else 0.0])
        near = measurements.distances_to(target).may_be_within(farthest)
        used[: len(near)] = near
    elif claim.kind == "control" and target is not None and target.place is not None:
        column = record.index.get(target.place.id)
        if column is not None:
            used[column] = True
    elif _is_of_road(claim):
        stretches = measurements.atlas.road(str(target and target.id)).stretches
        used[[one.column for one in stretches if one.column is not None]] = True
    else:
        used[:] = True
    return used


def _measured_places(measurements: Measurements, claim: Claim, answer: Answer) -> dict[str, str]:
    """Return the names of the places that an answer is measured from or counts, by id."""
    if claim.kind not in {"distance", "count"}:
        return {}
    ends = (one.distance.start.place for one in answer.readings if one.distance is not None)
    used = (place for place in (*answer.places, *ends) if place is not None)
    known = measurements.atlas.record.index
    return {place.id: place.name for place in used if place.id in known}
