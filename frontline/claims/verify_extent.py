"""Checks "captured five villages to the north-west overnight": which, and how many."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from frontline.claims.verdict import (
    Answer,
    Measured,
    Verdict,
    angle_off,
    cannot_tell,
    judged,
    supported,
    tolerance_deg,
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

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements
    from frontline.control.record import Change
    from frontline.models import Place

#: Cells are drawn between surveyed points: an area made of them is off by about this share.
AREA_ERROR = 0.2
_KM2 = 1e6


def check_area(ways: Measurements, claim: Claim) -> Answer:
    """Check an area taken: cells that were not an actor's before, and were in the end."""
    record = ways.atlas.record
    assert claim.subject is not None  # noqa: S101 - somebody took it
    start = (
        claim.first - timedelta(days=1) if claim.day_kind in {"day", "unstated"} else claim.first
    )
    if not (record.first <= start and claim.last <= record.last):
        span = f"from {format_date(record.first)} to {format_date(record.last)}"
        return Answer(cannot_tell(f"the record runs {span}"))
    actor = str(claim.subject.id)
    taken, fought = _gained_m2(ways, actor, start, claim.last)
    tried = [
        Measured("", taken, taken),
        Measured("with ground still fought over", taken, taken + fought),
    ]
    if (early := start - timedelta(days=1)) >= record.first:
        before, _ = _gained_m2(ways, actor, early, claim.last)
        tried.append(Measured("counted from a day earlier", before, before))
    low, high = taken * (1 - AREA_ERROR), (taken + fought) * (1 + AREA_ERROR)
    tried.append(Measured("within the error of the cells", low, high))
    claimed = (claim.low or 0.0, math.inf if claim.high is None else claim.high)
    verdict = judged(claimed, tried, _why(ways, actor, start, claim.last, taken, fought))
    facts = {
        "from": start.isoformat(), "to": claim.last.isoformat(),
        "gained_km2": round(taken / _KM2, 1), "contested_km2": round(fought / _KM2, 1),
    }  # fmt: skip
    return Answer(verdict, facts=facts, readings=tuple(tried))


def _why(  # noqa: PLR0913, PLR0917 - the facts of one sentence
    ways: Measurements, actor: str, start: date, last: date, taken: float, fought: float
) -> str:
    who = format_actor(ways.atlas.package.actors[actor])
    days = format_days(start + timedelta(days=1), last)
    words = f"By the cells drawn around villages {taken / _KM2:.0f} km² passed to {who} {days}"
    if fought:
        words += f", and {fought / _KM2:.0f} km² were fought over in the end"
    return f"{words}; the cells were not surveyed, and a fifth more or less is possible."


def _gained_m2(ways: Measurements, actor: str, first: date, last: date) -> tuple[float, float]:
    """Give what passed to an actor, and what of its enemies' ground was fought over, in m²."""
    number = ways.atlas.actors.index(actor)
    before, after = ways.on(first).holders, ways.on(last).holders
    areas = ways.atlas.cells.areas_km2 * _KM2
    gained = (before != number) & (after == number)
    fought = (before >= 0) & (before != number) & (after == -1)
    return float(areas[gained].sum()), float(areas[fought].sum())


_DAY = timedelta(days=1)
#: Villages are counted within this of the town they are said to lie around.
_AROUND_M = 30_000.0
#: Villages around a town lie on a side if their bearing is off by no more than this beyond
#: what is allowed between two points.
_SPREAD_DEG = 22.5
_VILLAGES = frozenset({"village", "hamlet", "town", "city", "locality", "farm"})
_HILLS = frozenset({"hill"})


def check_count(ways: Measurements, claim: Claim) -> Answer:
    """Count the places that passed to an actor in the days, and on the side, that a text names."""
    record = ways.atlas.record
    assert claim.subject is not None  # noqa: S101 - somebody took them
    if claim.verb not in {"take", "fall"}:
        return Answer(cannot_tell(f"a number of places to {claim.verb} is not counted"))
    eve = claim.first
    if claim.day_kind not in {"night", "period", "since"}:
        eve = claim.first - _DAY
    if claim.first < record.first <= claim.last:
        eve = record.first
    if not (record.first <= eve and claim.last <= record.last):
        span = f"from {format_date(record.first)} to {format_date(record.last)}"
        return Answer(cannot_tell(f"the record runs {span}"))
    return _Count(ways, claim, eve).answer()


@dataclass
class _Count:
    """The places taken after `eve`, up to the last day a claim speaks of."""

    ways: Measurements
    claim: Claim
    eve: date
    _taken: dict[tuple[int, int], list[Change]] = field(default_factory=dict)

    def answer(self) -> Answer:
        low, high = self.claim.low or 0.0, self.claim.high
        most = math.inf if high is None else high
        options = self.options
        met = next(((name, found) for name, found in options if low <= len(found) <= most), None)
        told = options[0][1]
        shown = met[1] if met else told or self.taken(0, 0) or self.taken(1, 0)
        verdict = self._verdict(met, most)
        places = tuple(self.place(change) for change in shown)
        return Answer(verdict, facts=self._facts(shown), places=places)

    def _verdict(self, met: tuple[str, Sequence[Change]] | None, most: float) -> Verdict:
        told = len(self.options[0][1])
        why = self.words(met)
        if met is not None:
            return supported(why, met[0])
        if told > most:
            return supported(why, f"if it was counted before the day was over: {told} by its end")
        return cannot_tell(f"{why} The record may have missed some.")

    @cached_property
    def options(self) -> list[tuple[str, list[Change]]]:
        """The ways to count, the plainest first."""
        own, early, wide = self.taken(0, 0), self.taken(1, 0), self.taken(1, 1)
        sided, settled = self._on_side, self._settled
        found = [
            ("", settled(sided(own))), (f"with {self._others} counted", sided(own)),
            ("with the day before counted", settled(sided(early))),
            (f"with the day before and {self._others} counted", sided(early)),
        ]  # fmt: skip
        if self.claim.target is not None and self.claim.directions:
            found += [
                ("on any side", settled(own)),
                ("on any side, with the day before counted", settled(early)),
            ]
        last = "with the days before and after, and every kind of place, counted"
        return [*found, (last, wide)]

    def taken(self, before: int, after: int) -> list[Change]:
        """Give the places that passed to the actor, with some days before and after counted."""
        key = (before, after)
        if key not in self._taken:
            self._taken[key] = self._changes(before, after)
        return self._taken[key]

    def _changes(self, before: int, after: int) -> list[Change]:
        record, actor = self.ways.atlas.record, str(self.claim.subject and self.claim.subject.id)
        first = max(record.first, self.eve - before * _DAY)
        last = min(record.last, self.claim.last + after * _DAY)
        return [
            change for change in record.changes(first, last)
            if change.after.holder == actor and change.before.holder != actor
        ]  # fmt: skip

    @property
    def _kinds(self) -> frozenset[str]:
        hills = any(word in str(self.claim.unit) for word in ("hill", "تلا", "تلت"))
        return _HILLS if hills else _VILLAGES

    @property
    def _others(self) -> str:
        return "villages and posts" if self._kinds is _HILLS else "hills and posts"

    @property
    def _noun(self) -> str:
        return "hill" if self._kinds is _HILLS else "village or town"

    def place(self, change: Change) -> Place:
        return self.ways.atlas.package.gazetteer[change.place_id]

    def _settled(self, changes: Sequence[Change]) -> list[Change]:
        return [change for change in changes if self.place(change).kind in self._kinds]

    def _on_side(self, changes: Sequence[Change]) -> list[Change]:
        """Keep the places on the side of the town that a text names."""
        claim = self.claim
        if claim.target is None or not claim.directions:
            return list(changes)
        forces, index = self.ways.forces(claim.target), self.ways.atlas.record.index
        limit = tolerance_deg(claim.directions) + _SPREAD_DEG
        return [
            change for change in changes
            if (column := index[change.place_id]) < len(forces.away_m)
            and forces.away_m[column] <= _AROUND_M
            and angle_off(claim.directions, float(forces.bearings_deg[column])) <= limit
        ]  # fmt: skip

    def words(self, met: tuple[str, Sequence[Change]] | None) -> str:
        """Say how many there are as the text tells them, and which; then those of the reading."""
        told = self.options[0][1]
        package = self.ways.atlas.package
        who = format_actor(package.actors[str(self.claim.subject and self.claim.subject.id)])
        days = format_days(min(self.eve + _DAY, self.claim.last), self.claim.last)
        side = self._side_words()
        names = f": {self.listed(told)}" if told else ""
        number = format_places(len(told), self._noun)
        words = f"The record has {number}{side} passing to {who} {days}{names}."
        if met is not None and met[0]:
            reading = f"{met[0][0].upper()}{met[0][1:]}"
            return (
                f"{words} {reading} there are {format_count(len(met[1]))}: {self.listed(met[1])}."
            )
        rest = self.taken(1, 1)
        if met is None and len(rest) > len(told):
            return (
                f"{words} With the days before and after, and of every kind and on every side, "
                f"there are {format_count(len(rest))}: {self.listed(rest)}."
            )
        return words

    def _side_words(self) -> str:
        claim = self.claim
        if claim.target is None or claim.target.place is None or not claim.directions:
            return ""
        return f" {' or '.join(claim.directions)} of {claim.target.place.name}"

    def listed(self, changes: Sequence[Change]) -> str:
        """Name places, day by day where there are several."""
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
            "count": len(self.options[0][1]), "count_any_side": len(self.taken(0, 0)),
            "count_with_neighbouring_days": len(self.taken(1, 1)),
            "places": [self._described(change) for change in shown],
        }  # fmt: skip

    def _described(self, change: Change) -> dict[str, Any]:
        place = self.place(change)
        return {
            "id": place.id, "name": place.name, "name_ar": place.name_ar, "kind": place.kind,
            "day": change.day.isoformat(), "where": self._where(place),
        }  # fmt: skip

    def _where(self, place: Place) -> str | None:
        """Say where a place lies from the town of the text."""
        target = self.claim.target
        if target is None or target.place is None or place.id == target.id:
            return None
        forces, column = self.ways.forces(target), self.ways.atlas.record.index[place.id]
        if column >= len(forces.away_m):
            return None
        wind = geodesy.compass_direction(float(forces.bearings_deg[column]))
        return f"{format_km(float(forces.away_m[column]))} {wind}"
