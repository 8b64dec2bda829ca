"""Which single publishers and places change the verdict on a number of places.

Every reading of a number is counted without each of them at once: only the places whose holder
changes without a publisher are counted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from frontline.claims.rounding import claimed_interval
from frontline.claims.verify_counts import Count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.claims.reduced_atlases import Changed, ReducedAtlases
    from frontline.claims.verdict import Verdict

    #: A publisher or place, a place, and by how many places more the publisher counts it.
    _Differences = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]


class CountChanges:
    """A number of places, counted without one publisher or one place.

    Parameters
    ----------
    measurements : Measurements
        Of the whole record.
    reduced : ReducedAtlases
    claim : Claim
        A number of places taken.
    """

    def __init__(self, measurements: Measurements, reduced: ReducedAtlases, claim: Claim) -> None:
        self._count, self._reduced = Count(measurements, claim), reduced
        self._record = measurements.atlas.record
        self._actor = measurements.atlas.actors.index(self._count.actor)
        self._holds = np.asarray(
            [state.holder == self._count.actor for state in self._record.states], dtype=np.bool_
        )

    def of_publishers(self, publishers: Sequence[str]) -> dict[str, Verdict]:
        """Return the verdict without each publisher that changes it.

        Parameters
        ----------
        publishers : sequence of str
            Without none of them the record has more places; see `ReducedAtlases.adds_places`.
        """
        differences = {
            window: self._differences_of(publishers, *self._count.window(*window))
            for window in self._windows
        }
        return self._changed(publishers, differences)

    def of_places(self, places: Sequence[str]) -> dict[str, Verdict]:
        """Return the verdict without each place that changes it."""
        columns = np.asarray([self._record.index[place] for place in places], dtype=np.intp)
        differences = {}
        for window in self._windows:
            taken = self._taken(*self._count.window(*window))[columns]
            differences[window] = (np.arange(len(places)), columns, -taken.astype(np.intp))
        return self._changed(places, differences)

    @property
    def _windows(self) -> set[tuple[int, int]]:
        return {(one.before, one.after) for one in self._count.readings}

    def _taken(self, first: date, last: date) -> NDArray[np.bool_]:
        """Return which places the actor took between two days, by column."""
        before, after = (self._holds[self._record.codes(day)] for day in (first, last))
        return np.asarray(after & ~before)

    def _differences_of(self, publishers: Sequence[str], first: date, last: date) -> _Differences:
        """Return which places count, or no longer count, without each publisher."""
        size = len(self._record.place_ids)
        held = []
        changes = [self._reduced.holders_without(publishers, day) for day in (first, last)]
        keys = np.unique(np.concatenate([one.row * size + one.column for one in changes]))
        row, column = np.divmod(keys, size)
        for day, change in zip((first, last), changes, strict=True):
            holds = self._holds[self._record.codes(day)][column]
            holds[_positions(keys, change, size)] = change.holder == self._actor
            held.append(holds)
        taken = held[1] & ~held[0]
        more = taken.astype(np.intp) - self._taken(first, last)[column]
        return row, column, more

    def _changed(
        self, left_out: Sequence[str], differences: dict[tuple[int, int], _Differences]
    ) -> dict[str, Verdict]:
        """Return the verdict without each publisher or place, if another reading agrees first."""
        readings = self._count.readings
        numbers = np.zeros((len(readings), len(left_out) + 1), dtype=np.intp)  # the last is whole
        for number, reading in enumerate(readings):
            window, mask = (reading.before, reading.after), self._count.mask(reading)
            numbers[number] = (self._taken(*self._count.window(*window)) & mask).sum()
            row, column, more = differences[window]
            np.add.at(numbers[number], row, more * mask[column])
        low, high = claimed_interval(self._count.claim)
        agrees = (numbers >= low) & (numbers <= high)
        first = np.where(agrees.any(axis=0), agrees.argmax(axis=0), -1)
        verdicts = [
            self._count.verdict(None if reading < 0 else readings[reading], plain)
            for reading, plain in zip(first.tolist(), numbers[0].tolist(), strict=True)
        ]
        return {
            one: verdict
            for one, verdict in zip(left_out, verdicts[:-1], strict=True)
            if verdict != verdicts[-1]
        }


def _positions(keys: NDArray[np.intp], change: Changed, size: int) -> NDArray[np.intp]:
    return np.searchsorted(keys, change.row * size + change.column)
