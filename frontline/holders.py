"""Who holds the sites of an atlas on each day, selected from the spans of its record."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from frontline.geometry.tessellation import holder_indices

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.control.span_table import SpanTable


class Holders:
    """The holder of each site, and whether it is only presumed, on each day.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._record, self._actors = atlas.record, atlas.actors
        self._count = len(atlas.site_ids)
        self._areas = atlas.area_report_ids

    @cached_property
    def table(self) -> SpanTable:
        """The spans of the sites."""
        return self._record.table.with_columns(self._count)

    @cached_property
    def _of_spans(self) -> NDArray[np.int16]:
        return holder_indices(self.table.code, self._record.states, self._actors)

    @cached_property
    def presumed_spans(self) -> NDArray[np.bool_]:
        """Whether only reports about areas, which do not count as evidence, say who held a span."""
        presumed = np.zeros(len(self.table.code), dtype=np.bool_)
        inferred = [
            state.status == "held" and state.evidence == "inferred" for state in self._record.states
        ]
        if not self._areas:
            return presumed
        ids = self._record.place_ids
        begins = np.searchsorted(self.table.column, np.arange(self._count))
        for row in np.flatnonzero(np.asarray(inferred)[self.table.code]).tolist():
            column = int(self.table.column[row])
            span = self._record.spans(ids[column])[row - int(begins[column])]
            presumed[row] = self._areas.issuperset(span.record_ids)
        return presumed

    def day_number(self, day: date) -> int:
        """Return a day as counted from the first day of the record."""
        return (day - self._record.first).days

    def on(self, day: date) -> NDArray[np.int16]:
        """Return the index of the holder of each site; see `tessellation.holder_indices`."""
        return self._of_spans[self.table.on(self.day_number(day))]

    def presumed_on(self, day: date) -> NDArray[np.bool_]:
        """Return whether the holder of each site is only presumed on a day."""
        return self.presumed_spans[self.table.on(self.day_number(day))]

    def days_of_change(self, first: date, last: date, *, presumed: bool = True) -> list[date]:
        """Return the first day, and every later one on which the holder of a site changes.

        Parameters
        ----------
        first, last : date
            Both included.
        presumed : bool
            Whether it counts as a change that a holder is only presumed from then on.
        """
        # A span follows that of the day before, which is in the row above.
        rows = self.table.beginning(self.day_number(first), self.day_number(last))
        changed = self._of_spans[rows] != self._of_spans[rows - 1]
        if presumed:
            changed |= self.presumed_spans[rows] != self.presumed_spans[rows - 1]
        days = np.unique(self.table.first[rows[changed]]).tolist()
        return [first, *(self._record.first + timedelta(days=day) for day in days)]
