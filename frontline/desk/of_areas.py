"""Checks areas taken between two days, by the cells that changed hands."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.desk.verdict import Answer, Measured, cannot_tell, judged
from frontline.saying import said_actor, said_date, said_days

if TYPE_CHECKING:
    from datetime import date

    from frontline.desk.claims import Claim
    from frontline.desk.ways import Ways

__all__ = ["AREA_ERROR", "check_area"]

#: Cells are drawn between surveyed points: an area made of them is off by about this share.
AREA_ERROR = 0.2
_KM2 = 1e6


def check_area(ways: Ways, claim: Claim) -> Answer:
    """Check an area taken: cells that were not an actor's before, and were in the end."""
    record = ways.atlas.record
    assert claim.subject is not None  # noqa: S101 - somebody took it
    start = claim.first - timedelta(days=1) if claim.day_kind in {"day", "unsaid"} else claim.first
    if not (record.first <= start and claim.last <= record.last):
        span = f"from {said_date(record.first)} to {said_date(record.last)}"
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


def _why(ways: Ways, actor: str, start: date, last: date, taken: float, fought: float) -> str:  # noqa: PLR0913, PLR0917 - the facts of one sentence
    who = said_actor(ways.atlas.package.actors[actor])
    days = said_days(start + timedelta(days=1), last)
    words = f"By the cells drawn around villages {taken / _KM2:.0f} km² passed to {who} {days}"
    if fought:
        words += f", and {fought / _KM2:.0f} km² were fought over in the end"
    return f"{words}; the cells were not surveyed, and a fifth more or less is possible."


def _gained_m2(ways: Ways, actor: str, first: date, last: date) -> tuple[float, float]:
    """Give what passed to an actor, and what of its enemies' ground was fought over, in m²."""
    number = ways.atlas.actors.index(actor)
    before, after = ways.on(first).holders, ways.on(last).holders
    areas = ways.atlas.cells.areas_km2 * _KM2
    gained = (before != number) & (after == number)
    fought = (before >= 0) & (before != number) & (after == -1)
    return float(areas[gained].sum()), float(areas[fought].sum())
