"""Verify claims on a number of places taken.

A number is the places that changed to an actor in the days, and in the direction from a town, that
the text names. Each reading counts the places of some kinds, on some sides, in a window of days.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    Answer,
    Verdict,
    angular_offsets,
    cannot_tell,
    direction_tolerance_deg,
    outside_record,
    supported,
)
from frontline.formatting import (
    format_actor,
    format_count,
    format_date,
    format_days,
    format_km,
    format_list,
    format_places,
)
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.control.record import Change
    from frontline.models import Place

#: Places are counted within this distance of the town that the text names.
_AROUND_TOWN_M = 30_000.0
#: Additional tolerance for the direction of places spread around a town.
_SPREAD_DEG = 22.5
_VILLAGES = frozenset({"village", "hamlet", "town", "city", "locality", "farm"})
_HILLS = frozenset({"hill"})
_DAY = timedelta(days=1)


def check_count(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim that an actor took a number of places."""
    assert claim.subject is not None  # noqa: S101 - a count claim has a subject
    if claim.verb not in {"take", "fall"}:
        return Answer(cannot_tell("only the number of places taken is counted"))
    count = Count(measurements, claim)
    refused = outside_record(measurements.atlas.record, count.eve, claim.last)
    return count.answer() if refused is None else Answer(refused)


class Reading(NamedTuple):
    """A reading of a number of places.

    Attributes
    ----------
    name : str
        Empty for the plain one.
    before, after : int
        Days that are counted before and after those of the claim.
    of_kind, on_side : bool
        Whether only places of the kind, and in the direction, that the text names are counted.
    """

    name: str
    before: int = 0
    after: int = 0
    of_kind: bool = False
    on_side: bool = False


@dataclass
class Count:
    """The places taken after `eve`, up to the last day of a claim, under each reading.

    Parameters
    ----------
    measurements : Measurements
    claim : Claim
    """

    measurements: Measurements
    claim: Claim

    @cached_property
    def eve(self) -> date:
        """The day after which places were taken."""
        claim, first = self.claim, self.measurements.atlas.record.first
        if claim.first < first <= claim.last:
            return first
        return claim.first if claim.day_kind in {"night", "period", "since"} else claim.first - _DAY

    def answer(self) -> Answer:
        """Return the answer by the first reading whose number is in the interval of the claim."""
        low, high = claimed_interval(self.claim)
        numbers = ((one, self.taken(one)) for one in self.readings)
        match = next((one for one in numbers if low <= len(one[1]) <= high), None)
        reason = self._reason(match) if self.measurements.explains else ""
        verdict = self.verdict(match and match[0], len(self.plain), reason)
        if not self.measurements.explains:
            return Answer(verdict)
        early = (self._changes(before, 0) for before in (0, 1))
        shown = match[1] if match else self.plain or next(filter(None, early), [])
        places = tuple(self.place(change) for change in shown)
        return Answer(verdict, facts=self._facts(shown), places=places)

    def verdict(self, reading: Reading | None, plain: int, reason: str = "") -> Verdict:
        """Return the verdict by the first reading that agrees.

        Parameters
        ----------
        reading : Reading or None
            None if no reading agrees.
        plain : int
            The number of places of the plain reading.
        reason : str
        """
        if reading is not None:
            return supported(reason, reading.name)
        if plain > claimed_interval(self.claim)[1]:
            return supported(reason, f"{plain} by the end of the day; fewer earlier is possible")
        return cannot_tell(f"{reason} The record may have missed some.")

    @property
    def plain(self) -> list[Change]:
        """The places of the plain reading."""
        return self.taken(self.readings[0])

    @cached_property
    def readings(self) -> list[Reading]:
        """The readings, the plainest first."""
        others = self._other_kinds
        readings = [
            Reading("", of_kind=True, on_side=True),
            Reading(f"with {others} counted", on_side=True),
            Reading("with the day before counted", 1, of_kind=True, on_side=True),
            Reading(f"with the day before and {others} counted", 1, on_side=True),
        ]
        if self.claim.target is not None and self.claim.directions:
            readings += [
                Reading("in any direction", of_kind=True),
                Reading("in any direction, with the day before counted", 1, of_kind=True),
            ]
        last = "with the days before and after, and every kind of place, counted"
        return [*readings, Reading(last, 1, 1)]

    def taken(self, reading: Reading) -> list[Change]:
        """Return the changes to the actor that a reading counts."""
        changes = self._changes(reading.before, reading.after)
        mask, index = self.mask(reading), self.measurements.atlas.record.index
        return [change for change in changes if mask[index[change.place_id]]]

    def window(self, before: int, after: int) -> tuple[date, date]:
        """Return the days after and up to which places are counted, with some days more."""
        record = self.measurements.atlas.record
        first = max(record.first, self.eve - before * _DAY)
        return first, min(record.last, self.claim.last + after * _DAY)

    @cached_property
    def actor(self) -> str:
        """Id of the actor that took the places."""
        return str(self.claim.subject and self.claim.subject.id)

    def _changes(self, before: int, after: int) -> list[Change]:
        if (before, after) not in self._found:
            self._found[before, after] = [
                change
                for change in self.measurements.atlas.record.changes(*self.window(before, after))
                if change.after.holder == self.actor and change.before.holder != self.actor
            ]
        return self._found[before, after]

    @cached_property
    def _found(self) -> dict[tuple[int, int], list[Change]]:
        return {}

    @property
    def _kinds(self) -> frozenset[str]:
        hills = any(word in str(self.claim.unit) for word in ("hill", "تلا", "تلت"))
        return _HILLS if hills else _VILLAGES

    @property
    def _other_kinds(self) -> str:
        return "villages and posts" if self._kinds is _HILLS else "hills and posts"

    @property
    def _noun(self) -> str:
        return "hill" if self._kinds is _HILLS else "village or town"

    def place(self, change: Change) -> Place:
        """Return the place that changed."""
        return self.measurements.atlas.package.gazetteer[change.place_id]

    def mask(self, reading: Reading) -> NDArray[np.bool_]:
        """Return which places of the record a reading counts, by column."""
        mask = np.ones(len(self.measurements.atlas.record.place_ids), dtype=np.bool_)
        if reading.of_kind:
            mask &= self._of_kind
        return mask & self._on_side if reading.on_side else mask

    @cached_property
    def _of_kind(self) -> NDArray[np.bool_]:
        kinds = self.measurements.kinds_of_places()
        return np.asarray([kind in self._kinds for kind in kinds], dtype=np.bool_)

    @cached_property
    def _on_side(self) -> NDArray[np.bool_]:
        """Which places are in the direction from the town that the text names."""
        claim, mask = self.claim, np.ones(len(self._of_kind), dtype=np.bool_)
        if claim.target is None or not claim.directions:
            return mask
        distances = self.measurements.distances_to(claim.target)
        limit = direction_tolerance_deg(claim.directions) + _SPREAD_DEG
        offsets = angular_offsets(claim.directions, distances.bearings_deg)
        near = (distances.centre_m <= _AROUND_TOWN_M) & (offsets <= limit)
        mask[: len(near)], mask[len(near) :] = near, False
        return mask

    def _reason(self, match: tuple[Reading, Sequence[Change]] | None) -> str:
        """Return the number and names of the places, and those of the reading if different."""
        plain = self.plain
        who = format_actor(self.measurements.atlas.package.actors[self.actor])
        days = format_days(min(self.eve + _DAY, self.claim.last), self.claim.last)
        names = f": {self._names(plain)}" if plain else ""
        number = format_places(len(plain), self._noun)
        places = f"{number}{self._side()}"
        words = (
            f"Published reports name {places} that came under the control of {who} {days}{names}."
        )
        if match is not None and (name := match[0].name):
            reading = f"{name[0].upper()}{name[1:]}"
            count = format_count(len(match[1]))
            return f"{words} {reading}, there are {count}: {self._names(match[1])}."
        rest = self._changes(1, 1)
        if match is None and len(rest) > len(plain):
            return (
                f"{words} With the days before and after, of every kind and in every direction, "
                f"there are {format_count(len(rest))}: {self._names(rest)}."
            )
        return words

    def _side(self) -> str:
        claim = self.claim
        if claim.target is None or claim.target.place is None or not claim.directions:
            return ""
        return f" {' or '.join(claim.directions)} of {claim.target.place.name}"

    def _names(self, changes: Sequence[Change]) -> str:
        """Return the names of places, by day if there are several days."""
        by_day: defaultdict[date, list[str]] = defaultdict(list)
        for change in changes:
            by_day[change.day].append(self.place(change).name)
        if len(by_day) == 1:
            return format_list(next(iter(by_day.values())))
        parts = [f"{format_list(names)} on {format_date(day)}" for day, names in by_day.items()]
        return "; ".join(parts)

    def _facts(self, shown: Sequence[Change]) -> dict[str, Any]:
        return {
            "from": self.eve.isoformat(), "to": self.claim.last.isoformat(),
            "count": len(self.plain), "count_any_side": len(self._changes(0, 0)),
            "count_with_neighbouring_days": len(self._changes(1, 1)),
            "places": [self._place_facts(change) for change in shown],
        }  # fmt: skip

    def _place_facts(self, change: Change) -> dict[str, Any]:
        place = self.place(change)
        return {
            "id": place.id, "name": place.name, "name_ar": place.name_ar, "kind": place.kind,
            "day": change.day.isoformat(), "where": self._where(place),
        }  # fmt: skip

    def _where(self, place: Place) -> str | None:
        """Return the distance and direction of a place from the town of the text."""
        target = self.claim.target
        if target is None or target.place is None or place.id == target.id:
            return None
        distances = self.measurements.distances_to(target)
        column = self.measurements.atlas.record.index[place.id]
        if column >= len(distances.centre_m):
            return None
        direction = geodesy.compass_direction(float(distances.bearings_deg[column]))
        return f"{format_km(float(distances.centre_m[column]))} {direction}"
