"""Verify claims on the extent of gains: an area, or a number of places.

An area is the cells that an actor gained. A number is the places that changed to an actor in the
days, and in the direction from a town, that the text names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    CONTRADICTED,
    Answer,
    ReadingResult,
    Verdict,
    angular_offsets,
    cannot_tell,
    direction_tolerance_deg,
    outside_record,
    supported,
    verdict_from,
)
from frontline.formatting import (
    format_actor,
    format_count,
    format_date,
    format_days,
    format_km,
    format_km2,
    format_list,
    format_places,
    round_km2,
)
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.control.record import Change
    from frontline.models import Place

#: Approximate relative error of an area made of cells, whose borders were not surveyed.
_AREA_ERROR = 0.2
#: Within this factor an area of cells does not contradict one that was drawn on a map.
_ROUGHLY = 2.0
#: Places are counted within this distance of the town that the text names.
_AROUND_TOWN_M = 30_000.0
#: Additional tolerance for the direction of places spread around a town.
_SPREAD_DEG = 22.5
_VILLAGES = frozenset({"village", "hamlet", "town", "city", "locality", "farm"})
_HILLS = frozenset({"hill"})
_DAY = timedelta(days=1)
_KM2 = 1e6


def check_area(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim that an actor gained an area."""
    record = measurements.atlas.record
    assert claim.subject is not None  # noqa: S101 - an area claim has a subject
    start = claim.first - _DAY if claim.day_kind in {"day", "unstated"} else claim.first
    if start < record.first <= claim.last:
        start = record.first  # "since April" is judged from the first day of the record
    if (refused := outside_record(record, start, claim.last)) is not None:
        return Answer(refused)
    actor = str(claim.subject.id)
    gained, contested = _gained_m2(measurements, actor, start, claim.last)
    tried = [
        ReadingResult("", gained, gained),
        ReadingResult("with contested territory", gained, gained + contested),
    ]
    if (earlier := start - _DAY) >= record.first:
        more, _ = _gained_m2(measurements, actor, earlier, claim.last)
        tried.append(ReadingResult("counted from a day earlier", more, more))
    if claim.day_kind == "unstated" and start > record.first:
        # The press counts from the start of a campaign, and often does not say so.
        since_first, _ = _gained_m2(measurements, actor, record.first, claim.last)
        tried.append(ReadingResult("over a period that is not stated", gained, since_first))
    low, high = gained * (1 - _AREA_ERROR), (gained + contested) * (1 + _AREA_ERROR)
    tried.append(ReadingResult("within the error of the cells", low, high))
    who = format_actor(measurements.atlas.package.actors[actor])
    days = format_days(start + _DAY, claim.last)
    verdict = verdict_from(
        claimed_interval(claim), tried, _area_reason(who, days, gained, contested)
    )
    claimed_low, claimed_high = claimed_interval(claim)
    if (
        verdict.word == CONTRADICTED
        and claimed_low < high * _ROUGHLY
        and low < claimed_high * _ROUGHLY
    ):
        verdict = cannot_tell(f"{verdict.reason} Such areas differ by more than that between maps")
    facts = {
        "from": start.isoformat(), "to": claim.last.isoformat(),
        "gained_km2": round_km2(gained / _KM2, 1), "contested_km2": round_km2(contested / _KM2, 1),
    }  # fmt: skip
    return Answer(verdict, facts=facts, readings=tuple(tried))


def _area_reason(who: str, days: str, gained_m2: float, contested_m2: float) -> str:
    gained = f"{format_km2(gained_m2 / _KM2)} km²"
    words = f"By the cells around villages, {gained} came under the control of {who} {days}"
    if contested_m2:
        words += f", and {format_km2(contested_m2 / _KM2)} km² were contested at the end"
    return f"{words}; the cells were not surveyed, so the error is about a fifth."


def _gained_m2(
    measurements: Measurements, actor: str, first: date, last: date
) -> tuple[float, float]:
    """Return the area an actor gained and the area it newly contested, in m²."""
    number = measurements.atlas.actors.index(actor)
    before, after = measurements.state_on(first).holders, measurements.state_on(last).holders
    areas = measurements.atlas.cells.areas_km2 * _KM2
    gained = (before != number) & (after == number)
    contested = (before >= 0) & (before != number) & (after == -1)
    return float(areas[gained].sum()), float(areas[contested].sum())


def check_count(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim that an actor took a number of places."""
    record = measurements.atlas.record
    assert claim.subject is not None  # noqa: S101 - a count claim has a subject
    if claim.verb not in {"take", "fall"}:
        return Answer(cannot_tell("only the number of places taken is counted"))
    eve = claim.first
    if claim.day_kind not in {"night", "period", "since"}:
        eve = claim.first - _DAY
    if claim.first < record.first <= claim.last:
        eve = record.first
    if (refused := outside_record(record, eve, claim.last)) is not None:
        return Answer(refused)
    return _Count(measurements, claim, eve).answer()


@dataclass
class _Count:
    """The places taken after `eve`, up to the last day of the claim."""

    measurements: Measurements
    claim: Claim
    eve: date
    _taken: dict[tuple[int, int], list[Change]] = field(default_factory=dict)

    def answer(self) -> Answer:
        low, high = claimed_interval(self.claim)
        match = next((one for one in self.readings if low <= len(one[1]) <= high), None)
        shown = match[1] if match else self.plain or self.taken(0, 0) or self.taken(1, 0)
        places = tuple(self.place(change) for change in shown)
        return Answer(self._verdict(match, high), facts=self._facts(shown), places=places)

    def _verdict(self, match: tuple[str, Sequence[Change]] | None, high: float) -> Verdict:
        reason = self._reason(match)
        if match is not None:
            return supported(reason, match[0])
        if len(self.plain) > high:
            reading = f"{len(self.plain)} by the end of the day; fewer earlier is possible"
            return supported(reason, reading)
        return cannot_tell(f"{reason} The record may have missed some.")

    @property
    def plain(self) -> list[Change]:
        """The places of the plain reading."""
        return self.readings[0][1]

    @cached_property
    def readings(self) -> list[tuple[str, list[Change]]]:
        """The places under each reading, the plainest reading first."""
        own, early, wide = self.taken(0, 0), self.taken(1, 0), self.taken(1, 1)
        on_side, of_kind = self._on_side, self._of_kind
        readings = [
            ("", of_kind(on_side(own))),
            (f"with {self._other_kinds} counted", on_side(own)),
            ("with the day before counted", of_kind(on_side(early))),
            (f"with the day before and {self._other_kinds} counted", on_side(early)),
        ]
        if self.claim.target is not None and self.claim.directions:
            readings += [
                ("in any direction", of_kind(own)),
                ("in any direction, with the day before counted", of_kind(early)),
            ]
        last = "with the days before and after, and every kind of place, counted"
        return [*readings, (last, wide)]

    def taken(self, before: int, after: int) -> list[Change]:
        """Return the changes to the actor, with some days before and after included."""
        key = (before, after)
        if key not in self._taken:
            self._taken[key] = self._changes(before, after)
        return self._taken[key]

    @cached_property
    def actor(self) -> str:
        return str(self.claim.subject and self.claim.subject.id)

    def _changes(self, before: int, after: int) -> list[Change]:
        record, actor = self.measurements.atlas.record, self.actor
        first = max(record.first, self.eve - before * _DAY)
        last = min(record.last, self.claim.last + after * _DAY)
        return [
            change
            for change in record.changes(first, last)
            if change.after.holder == actor and change.before.holder != actor
        ]

    @cached_property
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
        return self.measurements.atlas.package.gazetteer[change.place_id]

    def _of_kind(self, changes: Sequence[Change]) -> list[Change]:
        return [change for change in changes if self.place(change).kind in self._kinds]

    def _on_side(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes in the direction from the town that the text names."""
        claim = self.claim
        if claim.target is None or not claim.directions:
            return list(changes)
        distances = self.measurements.distances_to(claim.target)
        index = self.measurements.atlas.record.index
        limit = direction_tolerance_deg(claim.directions) + _SPREAD_DEG
        offsets = angular_offsets(claim.directions, distances.bearings_deg)
        near = (distances.centre_m <= _AROUND_TOWN_M) & (offsets <= limit)
        columns = [index[change.place_id] for change in changes]
        return [
            change
            for change, column in zip(changes, columns, strict=True)
            if column < len(near) and near[column]
        ]

    def _reason(self, match: tuple[str, Sequence[Change]] | None) -> str:
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
        if match is not None and match[0]:
            reading = f"{match[0][0].upper()}{match[0][1:]}"
            count = format_count(len(match[1]))
            return f"{words} {reading}, there are {count}: {self._names(match[1])}."
        rest = self.taken(1, 1)
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
            "count": len(self.plain), "count_any_side": len(self.taken(0, 0)),
            "count_with_neighbouring_days": len(self.taken(1, 1)),
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
