"""Verify claims on the area that an actor gained: the cells that changed to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import (
    CONTRADICTED,
    Answer,
    ReadingResult,
    cannot_tell,
    outside_record,
    verdict_from,
)
from frontline.formatting import (
    format_actor,
    format_days,
    format_km2,
    round_km2,
)

if TYPE_CHECKING:
    from datetime import date

    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements

#: Approximate relative error of an area made of cells, whose borders were not surveyed.
_AREA_ERROR = 0.2
#: Within this factor an area of cells does not contradict one that was drawn on a map.
_ROUGHLY = 2.0
#: Cells whose reports are named.
_MOST_NAMED = 12
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
    ids = _largest_gains(measurements, actor, start, claim.last) if measurements.explains else ()
    return Answer(verdict, facts=facts, readings=tuple(tried), record_ids=ids)


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


def _largest_gains(
    measurements: Measurements, actor: str, first: date, last: date
) -> tuple[str, ...]:
    """Return the records of the largest cells that an actor gained."""
    record, areas = measurements.atlas.record, measurements.atlas.cells.areas_km2
    changes = [
        change
        for change in record.changes(first, last)
        if change.after.holder == actor and record.index[change.place_id] < len(areas)
    ]
    changes.sort(key=lambda change: -areas[record.index[change.place_id]])
    return tuple(dict.fromkeys(id_ for one in changes[:_MOST_NAMED] for id_ in one.event_ids))
