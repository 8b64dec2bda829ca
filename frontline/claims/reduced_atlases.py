"""Atlases without one publisher or one place, and where the record changes without a publisher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from frontline.control.timeline import same_holders
from frontline.sensitivity.leave_one_out import Excluder, publisher_exclusions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.timeline import Span
    from frontline.models import Control
    from frontline.sensitivity.leave_one_out import Exclusion, ReducedAtlas


#: What of the record of a place counts.
What = Literal["holders", "evidence", "reports", "spans"]
_IS_SAME: Mapping[What, Callable[[Span, Span], bool]] = {
    "holders": lambda one, other: same_holders(one.control, other.control),
    "evidence": lambda one, other: one.control == other.control,
    "reports": lambda one, other: (
        same_holders(one.control, other.control) and one.reported == other.reported
    ),
    "spans": lambda one, other: one == other,
}


@dataclass(frozen=True, slots=True)
class Days:
    """Days on which a verdict depends on who held some places.

    Attributes
    ----------
    first, last : date
        Both included.
    what : str
        ``holders`` if only another status or other actors count; ``evidence`` if other evidence
        does too; ``reports`` if another day of the latest report does too; ``spans`` if anything
        does.
    """

    first: date
    last: date
    what: What = "holders"


class ReducedAtlases:
    """Atlases without one publisher or one place, made on demand and kept."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._excluder = Excluder(atlas)
        self._without: dict[tuple[str, str], ReducedAtlas] = {}
        self._changed: dict[What, _ChangedSpans] = {
            what: _ChangedSpans(partial(self._changed_spans, what)) for what in get_args(What)
        }

    @cached_property
    def _exclusions(self) -> Mapping[str, Exclusion]:
        return publisher_exclusions(self._atlas.package)

    @cached_property
    def _publishers(self) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
        """The publishers of reports about places, sorted, and the places that each is about."""
        reports, index = self._atlas.package.reports, self._atlas.record.index
        records = [(one.event.place_id, one.event.event_id) for one in self._atlas.assessments]
        records += [(row.place_id, row.baseline_id) for row in self._atlas.package.baseline]
        found = {
            (report.publisher, index[place])
            for place, record in records
            if place is not None and place in index
            for report in reports.get(record, ())
            if report.says != "context"
        }
        names = sorted({publisher for publisher, _ in found})
        rows = {publisher: row for row, publisher in enumerate(names)}
        about = np.zeros((len(names), len(index)), dtype=np.bool_)
        for publisher, column in found:
            about[rows[publisher], column] = True
        return tuple(names), about

    @cached_property
    def _of_roads(self) -> tuple[str, ...]:
        """The publishers of reports about highways."""
        reports = self._atlas.package.reports
        return tuple(
            report.publisher
            for one in self._atlas.assessments
            if one.event.highway is not None
            for report in reports.get(one.event.event_id, ())
            if report.says != "context"
        )

    def publishers_that_matter(
        self, places: NDArray[np.bool_], days: Iterable[Days], *, roads: bool = False
    ) -> tuple[str, ...]:
        """Return the publishers without whose reports some places have another record.

        Parameters
        ----------
        places : array of bool
            Mask of the columns of the record that are used.
        days : iterable of Days
            When they are used.
        roads : bool
            Whether reports about highways are used too.

        Returns
        -------
        tuple of str
            Ids, sorted.
        """
        names, about = self._publishers
        asked = [names[row] for row in np.flatnonzero(about[:, places].any(axis=1))]
        found = {*self._of_roads} if roads else set()
        record = self._atlas.record
        for one in days:
            # A check counts from the first day of the record if its days begin before that.
            within = (min(max(day, record.first), record.last) for day in (one.first, one.last))
            first, last = ((day - record.first).days for day in within)
            found |= self._changed[one.what].find(asked, places, first, last)
        return tuple(sorted(found))

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

    def holders_without(self, publishers: Iterable[str], day: date) -> Changed:
        """Return which places have another holder on a day without each of some publishers."""
        number = (day - self._atlas.record.first).days
        return self._changed["holders"].on(publishers, number)

    def adds_places(self, publisher: str) -> bool:
        """Whether the record without a publisher has places that the whole one has not."""
        record = self.without_publisher(publisher).record
        return len(record.place_ids) > len(self._atlas.record.place_ids)

    def _changed_spans(self, what: What, publisher: str) -> list[_ChangedSpan]:
        """Return the spans in which the record changes without a publisher.

        Only the places that were computed again are compared.
        """
        reduced, record, actors = (
            self.without_publisher(publisher), self._atlas.record, self._atlas.actors
        )  # fmt: skip
        return [
            (record.index[place], first, last, actors.index(new.holder) if new.holder else -1)
            for place in reduced.place_ids
            if place in record.index
            for first, last, new in _differences(
                record.spans(place), reduced.record.spans(place), record.first, _IS_SAME[what]
            )
        ]


#: Column, first day, last day, and the index of the new holder or -1.
_ChangedSpan = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Changed:
    """Places whose holder changes on a day if a publisher is left out; arrays of one length.

    Attributes
    ----------
    row : numpy.ndarray of int
        The publisher, as an index into those that were asked for.
    column : numpy.ndarray of int
        The place.
    holder : numpy.ndarray of int
        Its new holder, as an index into the actors; -1 if nobody holds it.
    """

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    holder: NDArray[np.intp]


class _ChangedSpans:
    """Where and when the record changes without each of several publishers."""

    def __init__(self, spans_of: Callable[[str], Sequence[_ChangedSpan]]) -> None:
        self._spans_of = spans_of
        self._publishers: dict[str, int] = {}
        self._spans = np.empty((5, 0), dtype=np.intp)

    def find(
        self, publishers: Iterable[str], places: NDArray[np.bool_], first: int, last: int
    ) -> set[str]:
        """Return the publishers without which some places change on some days."""
        asked = [*publishers]
        self._add(asked)
        publisher, column, begins, ends, _ = self._spans
        changed = np.zeros(len(self._publishers), dtype=np.bool_)
        changed[publisher[places[column] & (ends >= first) & (begins <= last)]] = True
        return {one for one in asked if changed[self._publishers[one]]}

    def on(self, publishers: Iterable[str], day: int) -> Changed:
        """Return what changes on a day without each of some publishers."""
        asked = [*publishers]
        self._add(asked)
        row = np.full(len(self._publishers), -1)
        row[[self._publishers[one] for one in asked]] = range(len(asked))
        publisher, column, begins, ends, holder = self._spans
        chosen = (begins <= day) & (day <= ends) & (row[publisher] >= 0)
        return Changed(row[publisher[chosen]], column[chosen], holder[chosen])

    def _add(self, publishers: Iterable[str]) -> None:
        spans = []
        for one in publishers:
            if one not in self._publishers:
                number = self._publishers[one] = len(self._publishers)
                spans += [(number, *span) for span in self._spans_of(one)]
        if spans:
            self._spans = np.concatenate([self._spans, np.asarray(spans, dtype=np.intp).T], axis=1)


def _differences(
    before: Sequence[Span],
    after: Sequence[Span],
    begin: date,
    is_same: Callable[[Span, Span], bool],
) -> Iterator[tuple[int, int, Control]]:
    """Yield the spans in which two timelines differ, and what is new.

    Their first and last day are counted from `begin`.
    """
    firsts = sorted({span.first for span in (*before, *after)})
    one, other = iter(before), iter(after)
    old, new = next(one), next(other)
    for day, following in pairwise([*firsts, before[-1].last + timedelta(days=1)]):
        while old.last < day:
            old = next(one)
        while new.last < day:
            new = next(other)
        if not is_same(old, new):
            yield (day - begin).days, (following - begin).days - 1, new.control
