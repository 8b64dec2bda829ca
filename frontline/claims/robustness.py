"""What a verdict hangs on: which single publisher, or village, left out would change it.

The claim is checked again without each publisher whose silence would change who held anything
that the check looks at, and without each village that a reading stands on. A change of the
reading under which a claim holds counts as well as a change of the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.sensitivity.leave_one_out import LeftOut, publishers_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.verdict import Answer, Verdict
    from frontline.sensitivity.leave_one_out import Exclusion, Without


#: A check looks at no day farther than this from those a claim is about.
_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Fragile:
    """Something that, left out, changes a verdict.

    Parameters
    ----------
    kind : ``publisher`` or ``place``
    id, name : which
    verdict, holds_under : what the verdict would be
    """

    kind: str
    id: str
    name: str
    verdict: str
    holds_under: str


class Trials:
    """An atlas without each publisher and each village, kept for the next claim."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._left_out = LeftOut(atlas)
        self._without: dict[tuple[str, str], Without] = {}
        self._differs: dict[tuple[str, bool], tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    @cached_property
    def _silences(self) -> Mapping[str, Exclusion]:
        return publishers_silent(self._atlas.package)

    @cached_property
    def _spoke_of(self) -> Mapping[str, set[str]]:
        """The publishers whose reports the answers for a place may stand on."""
        reports, found = self._atlas.package.reports, defaultdict[str, set[str]](set)
        records = [(one.event.place_id, one.event.event_id) for one in self._atlas.assessments]
        records += [(row.place_id, row.baseline_id) for row in self._atlas.package.baseline]
        for place, record in records:
            if place is not None:
                said = (one for one in reports.get(record, ()) if one.says != "context")
                found[place] |= {report.publisher for report in said}
        return found

    def publishers_of(self, places: Iterable[str]) -> tuple[str, ...]:
        """Give the ids of those whose reports the answers for some places may stand on."""
        spoke = self._spoke_of
        return tuple(sorted({one for place in places for one in spoke.get(place, ())}))

    def publisher(self, publisher: str) -> Without:
        """Give the atlas without a publisher."""
        key = ("publisher", publisher)
        if key not in self._without:
            self._without[key] = self._left_out.silent(self._silences[publisher])
        return self._without[key]

    def place(self, place: str) -> Without:
        """Give the atlas without what is known of a village."""
        key = ("place", place)
        if key not in self._without:
            self._without[key] = self._left_out.place(place)
        return self._without[key]

    def matters(
        self, publisher: str, places: NDArray[np.bool_], span: tuple[date, date], *, evidence: bool
    ) -> bool:
        """Say whether an answer for some places on some days differs without a publisher.

        Parameters
        ----------
        places : marks the columns of the record that are looked at
        span : the first and the last day
        evidence : whether another kind of evidence is a difference, the same actors having a place
        """
        key = (publisher, evidence)
        if key not in self._differs:
            self._differs[key] = self._difference(publisher, evidence=evidence)
        days, columns = self._differs[key]
        first, last = ((day - self._atlas.record.first).days for day in span)
        within = (days >= first) & (days <= last)
        return bool(places[columns[within]].any())

    def _difference(
        self, publisher: str, *, evidence: bool
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Give the days and columns where the record differs without a publisher."""
        other = self.publisher(publisher).record
        one = self._atlas.record.matrix
        two = other.matrix[:, : one.shape[1]]
        if not evidence:
            sides = [(state.status, state.actors) for state in other.states]
            numbers = {side: number for number, side in enumerate(dict.fromkeys(sides))}
            code = np.asarray([numbers[side] for side in sides])
            one, two = code[one], code[two]
        days, columns = np.nonzero(one != two)
        return days, columns


def fragility(
    ways: Measurements,
    trials: Trials,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Measurements, Claim], Answer],
) -> tuple[Fragile, ...]:
    """Give what, left out, would change an answer: villages first, then publishers."""
    if not _hangs_on_reports(claim):
        return ()
    found = [*_villages(ways, trials, claim, answer, checker)]
    near = _near(ways, claim, answer)
    publishers = trials.publishers_of(ways.atlas.record.place_ids[column] for column in near)
    looked_at = np.zeros(len(ways.atlas.record.place_ids), dtype=np.bool_)
    looked_at[near] = True
    span, evidence = (claim.first - _DAYS, claim.last + _DAYS), claim.kind == "distance"
    for publisher in publishers:
        if trials.matters(publisher, looked_at, span, evidence=evidence):
            name = ways.atlas.package.publishers[publisher].name
            again = checker(ways.over(trials.publisher(publisher).atlas), claim).verdict
            found += _told(("publisher", publisher, name), answer.verdict, again)
    return tuple(found)


def _hangs_on_reports(claim: Claim) -> bool:
    """Whether the answer depends on who held what."""
    if claim.kind == "direction":
        return False
    ends = {end.kind for end in (claim.subject, claim.target) if end is not None}
    return claim.kind != "distance" or bool(ends & {"actor", "front"})


def _near(ways: Measurements, claim: Claim, answer: Answer) -> NDArray[np.intp]:
    """Give the columns of the places that can matter: for forces those near enough."""
    record, target = ways.atlas.record, claim.target
    lengths = [one.way.edge_m for one in answer.readings if one.way is not None]
    if claim.kind == "distance" and target is not None and target.kind != "front" and lengths:
        # who holds a road is told by the places whose cells it runs through
        reach = ways.atlas.package.coverage.reach_km * 1000 if target.kind == "road" else 0.0
        return np.flatnonzero(ways.forces(target).perhaps_within(max([*lengths, reach])))
    if claim.kind == "control" and target is not None and target.place is not None:
        column = record.index.get(target.place.id)
        return np.asarray([] if column is None else [column], dtype=np.intp)
    return np.arange(len(record.place_ids))


def _villages(
    ways: Measurements,
    trials: Trials,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Measurements, Claim], Answer],
) -> Iterator[Fragile]:
    if claim.kind not in {"distance", "count"}:
        return
    places = {place.id: place for place in answer.places}
    for one in answer.readings:
        if one.way is not None and one.way.start.place is not None:
            places.setdefault(one.way.start.place.id, one.way.start.place)
    for id_, place in places.items():
        if id_ in ways.atlas.record.index:
            again = checker(ways.over(trials.place(id_).atlas), claim).verdict
            yield from _told(("place", id_, place.name), answer.verdict, again)


def _told(what: tuple[str, str, str], now: Verdict, then: Verdict) -> Iterable[Fragile]:
    if (now.word, now.holds_under) != (then.word, then.holds_under):
        yield Fragile(*what, then.word, then.holds_under)
