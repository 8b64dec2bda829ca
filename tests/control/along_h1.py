"""Events of January 2001 at towns and along the road H1, and who holds it then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from frontline.atlas import Atlas
from frontline.dates import days_between
from frontline.models import Event, Report

DAYS = tuple(days_between(date(2001, 1, 1), date(2001, 1, 10)))

#: A tenth of a degree of latitude at the equator: hazel, elm and birch each hold as much of H1.
THIRD_KM = 11.0574


def road_event(  # noqa: PLR0913 - a row has so many columns
    name, days, *, kind="capture", before="north", after="south", place=None, km=None
):
    """An event of January 2001 at a place, or if there is none along H1, between two kilometres."""
    where = {"place_id": place} if place else {"highway": "h1"}
    if km:
        where |= {"from_km": km[0], "to_km": km[1]}
    first, last = days if isinstance(days, tuple) else (days, days)
    return Event.model_validate(
        {
            **where,
            "event_id": name,
            "place_as_reported": "as told",
            "date_earliest": date(2001, 1, first),
            "date_latest": date(2001, 1, last),
            "kind": kind,
            "from": before,
            "to": after,
        }
    )


def with_events(land, *events, road=None):
    """The land with these events alone, each reported by Land Watch."""
    reports = tuple(
        Report(
            report_id=f"{event.event_id}-r1",
            record_id=event.event_id,
            publisher="watch",
            url="https://watch.invalid/",
        )
        for event in events
    )
    highways = land.package.highways
    if road is not None:
        highways = {"h1": highways["h1"].model_copy(update={"coordinates": road})}
    package = replace(land.package, events=events, all_reports=reports, highways=highways)
    return Atlas(package, land.rule)


def holder_on(found, day):
    """The intervals of H1 on a day: letters of who has it, and where one ends, in kilometres."""
    intervals = found.on(f"2001-01-{day:02}").road_intervals("h1")
    letters = [
        {"contested": "x", "unknown": "."}.get(i.control.status) or i.control.actors[0][0].upper()
        for i in intervals
    ]
    return "".join(letters), [round(i.to_km, 1) for i in intervals]


def control_at_km(found, day, km):
    """The answer at one kilometre of H1."""
    (interval,) = (
        i for i in found.on(f"2001-01-{day:02}").road_intervals("h1") if i.from_km <= km < i.to_km
    )
    return interval.control


IN_HAZEL, IN_ELM, IN_BIRCH = (THIRD_KM * (number + 0.5) for number in range(3))
