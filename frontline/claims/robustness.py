"""Robustness of a verdict: the single publishers and places without which it would change.

The claim is checked again without each publisher whose absence changes the record of any place
that the check uses, and without each place that a reading is measured from. A change of the
reading under which a claim holds counts like a change of the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.contradiction import verdict_of
from frontline.control.timeline import same_holders
from frontline.sensitivity.leave_one_out import Excluder, publisher_exclusions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.verdict import Answer, Verdict
    from frontline.control.timeline import Span
    from frontline.sensitivity.leave_one_out import Exclusion, ReducedAtlas


#: A check uses no day farther than this from the days of the claim.
_MARGIN = timedelta(days=2)


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


class ReducedAtlases:
    """Atlases without one publisher or one place, made on demand and kept."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._excluder = Excluder(atlas)
        self._without: dict[tuple[str, str], ReducedAtlas] = {}
        self._changed: dict[tuple[str, bool], NDArray[np.intp]] = {}

    @cached_property
    def _exclusions(self) -> Mapping[str, Exclusion]:
        return publisher_exclusions(self._atlas.package)

    @cached_property
    def _publishers_by_place(self) -> Mapping[str, set[str]]:
        reports, publishers = self._atlas.package.reports, defaultdict[str, set[str]](set)
        records = [(one.event.place_id, one.event.event_id) for one in self._atlas.assessments]
        records += [(row.place_id, row.baseline_id) for row in self._atlas.package.baseline]
        for place, record in records:
            if place is not None:
                relevant = (one for one in reports.get(record, ()) if one.says != "context")
                publishers[place] |= {report.publisher for report in relevant}
        return publishers

    def publishers_of(self, places: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the publishers of reports about some places, sorted."""
        by_place = self._publishers_by_place
        return tuple(sorted({one for place in places for one in by_place.get(place, ())}))

    def without_publisher(self, publisher: str) -> ReducedAtlas:
        """Return the atlas without the reports of a publisher."""
        key = ("publisher", publisher)
        if key not in self._without:
            self._without[key] = self._excluder.without_source(self._exclusions[publisher])
        return self._without[key]

    def without_place(self, place: str) -> ReducedAtlas:
        """Return the atlas without anything known about a place."""
        key = ("place", place)
        if key not in self._without:
            self._without[key] = self._excluder.without_place(place)
        return self._without[key]

    def is_affected(
        self, publisher: str, places: NDArray[np.bool_], span: tuple[date, date], *, evidence: bool
    ) -> bool:
        """Whether the record of some places on some days changes without a publisher.

        Parameters
        ----------
        publisher : str
        places : array of bool
            Mask of the columns of the record that are used.
        span : tuple of date
            First and last day.
        evidence : bool
            Whether a change of the evidence counts even if the actors stay the same.
        """
        key = (publisher, evidence)
        if key not in self._changed:
            self._changed[key] = self._changed_spans(publisher, evidence=evidence)
        columns, begins, ends = self._changed[key]
        first, last = ((day - self._atlas.record.first).days for day in span)
        within = (ends >= first) & (begins <= last)
        return bool(places[columns[within]].any())

    def _changed_spans(self, publisher: str, *, evidence: bool) -> NDArray[np.intp]:
        """Return columns, first days and last days where the record changes without a publisher.

        Only the places that were computed again are compared.
        """
        reduced, record = self.without_publisher(publisher), self._atlas.record
        found = [
            (record.index[place], first, last)
            for place in reduced.place_ids
            if place in record.index
            for first, last in _differences(
                record.spans(place), reduced.record.spans(place), record.first, evidence=evidence
            )
        ]
        return np.asarray(found, dtype=np.intp).reshape(-1, 3).T


def _differences(
    before: Sequence[Span], after: Sequence[Span], begin: date, *, evidence: bool
) -> Iterator[tuple[int, int]]:
    """Yield the first and last day, counted from `begin`, of the spans in which two differ."""
    firsts = sorted({span.first for span in (*before, *after)})
    one, other = iter(before), iter(after)
    old, new = next(one), next(other)
    for day, following in pairwise([*firsts, before[-1].last + timedelta(days=1)]):
        while old.last < day:
            old = next(one)
        while new.last < day:
            new = next(other)
        same = old.control == new.control if evidence else same_holders(old.control, new.control)
        if not same:
            yield (day - begin).days, (following - begin).days - 1


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
    atlas = measurements.atlas
    changes = [*_place_changes(measurements, reduced, claim, answer, checker)]
    columns = _relevant_columns(measurements, claim, answer)
    used = np.zeros(len(atlas.record.place_ids), dtype=np.bool_)
    used[columns] = True
    span, evidence = (claim.first - _MARGIN, claim.last + _MARGIN), claim.kind == "distance"
    for publisher in reduced.publishers_of(atlas.record.place_ids[column] for column in columns):
        if reduced.is_affected(publisher, used, span, evidence=evidence):
            name = atlas.package.publishers[publisher].name
            without = measurements.for_atlas(reduced.without_publisher(publisher).atlas)
            new = verdict_of(without, claim, checker)
            changes += _change(("publisher", publisher, name), answer.verdict, new)
    return tuple(changes)


def _depends_on_reports(claim: Claim) -> bool:
    """Whether the answer depends on who held what."""
    if claim.kind == "direction":
        return False
    ends = {end.kind for end in (claim.subject, claim.target) if end is not None}
    return claim.kind != "distance" or bool(ends & {"actor", "front"})


def _relevant_columns(measurements: Measurements, claim: Claim, answer: Answer) -> NDArray[np.intp]:
    """Return the columns of the places that can matter; for forces, those near enough."""
    record, target = measurements.atlas.record, claim.target
    lengths = [one.distance.edge_m for one in answer.readings if one.distance is not None]
    if claim.kind == "distance" and target is not None and target.kind != "front" and lengths:
        # The places whose cells a road crosses decide who holds it.
        reach_m = measurements.atlas.package.reach_km * 1000
        farthest = max([*lengths, reach_m if target.kind == "road" else 0.0])
        return np.flatnonzero(measurements.distances_to(target).may_be_within(farthest))
    if claim.kind == "control" and target is not None and target.place is not None:
        column = record.index.get(target.place.id)
        return np.asarray([] if column is None else [column], dtype=np.intp)
    return np.arange(len(record.place_ids))


def _place_changes(
    measurements: Measurements,
    reduced: ReducedAtlases,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Measurements, Claim], Answer],
) -> Iterator[VerdictChange]:
    if claim.kind not in {"distance", "count"}:
        return
    places = {place.id: place for place in answer.places}
    for one in answer.readings:
        if one.distance is not None and one.distance.start.place is not None:
            places.setdefault(one.distance.start.place.id, one.distance.start.place)
    for id_, place in places.items():
        if id_ in measurements.atlas.record.index:
            without = measurements.for_atlas(reduced.without_place(id_).atlas)
            new = verdict_of(without, claim, checker)
            yield from _change(("place", id_, place.name), answer.verdict, new)


def _change(left_out: tuple[str, str, str], old: Verdict, new: Verdict) -> Iterable[VerdictChange]:
    if (old.word, old.holds_under) != (new.word, new.holds_under):
        yield VerdictChange(*left_out, new.word, new.holds_under)
