"""Verify claims about an earlier time that the text does not date: "once held by rebels".

Such a claim is supported if the record has a day on which it was so. It is never contradicted: the
record does not begin with the war, and the text does not say which days it means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.verdict import Answer, cannot_tell, join_readings, supported
from frontline.claims.verify_control import check_control
from frontline.formatting import format_date

if TYPE_CHECKING:
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.measurements import Measurements

_NOT_DATED = "the text speaks of an earlier time and does not say which"


def check_earlier(measurements: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim about an earlier time that is not dated.

    Who held a place is judged on the last day on which it was so. Whether a place was surrounded,
    and how far forces were from it, is not searched for.
    """
    place = None if claim.target is None else claim.target.place
    day = last_day_held(measurements.atlas, claim)
    if day is None:
        return Answer(cannot_tell(_NOT_DATED), places=() if place is None else (place,))
    answer = check_control(measurements, replace(claim, first=day, last=day, day_kind="day"))
    verdict = answer.verdict
    if day < min(claim.last, measurements.atlas.record.last):
        reading = join_readings(f"until {format_date(day)}", verdict.holds_under)
        verdict = supported(verdict.reason, reading)
    return replace(answer, verdict=verdict, day=day)


def last_day_held(atlas: Atlas, claim: Claim) -> date | None:
    """Return the last day, up to that of the article, on which an actor held a place."""
    target, actor = claim.target, None if claim.subject is None else claim.subject.id
    if claim.verb != "hold" or target is None or target.place is None or target.kind != "place":
        return None
    spans = [one for one in atlas.record.spans(target.place.id) if one.first <= claim.last]
    held = [span for span in spans if span.control.holder == actor]
    return min(held[-1].last, claim.last) if held and actor is not None else None
