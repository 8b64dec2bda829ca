"""Random events at the towns of the invented land, and the reports of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import invented_land
from hypothesis import strategies as st

from frontline.control.assessment import RULES
from frontline.models import Event, Report
from frontline.package.package import read_package

LAND = read_package(invented_land.LAND)
FIRST, LAST = LAND.coverage.first_day, LAND.coverage.last_day
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
TOWNS = sorted(LAND.gazetteer)
days = st.sampled_from(DAYS)
rules = st.sampled_from(sorted(RULES))


@st.composite
def histories(draw, prefix="X", first=FIRST):
    """Events at random towns, each with reports published from `first` on, some of them undated."""
    events, reports = [], []
    for number in range(draw(st.integers(0, 5))):
        start, length = draw(days), draw(st.integers(0, 3))
        kind = draw(st.sampled_from(["capture", "withdrawal", "contested"]))
        before, after = draw(st.permutations(["north", "south"]))
        id_ = f"{prefix}{number}"
        events.append(
            Event.model_validate(
                {
                    "event_id": id_,
                    "place_id": draw(st.sampled_from(TOWNS)),
                    "place_as_reported": "somewhere",
                    "date_earliest": start,
                    "date_latest": start + timedelta(days=length),
                    "kind": kind,
                    "from": before,
                    "to": after,
                }
            )
        )
        for count in range(draw(st.integers(0, 4))):
            day = draw(st.one_of(st.none(), st.sampled_from(DAYS)))
            reports.append(
                Report(
                    report_id=f"{id_}-r{count}",
                    record_id=id_,
                    publisher=draw(st.sampled_from(sorted(LAND.publishers))),
                    url="https://paper.invalid/",
                    published_on=day if day is None else max(day, first),
                    says=draw(st.sampled_from(["supports", "supports", "denies", "context"])),
                )
            )
    return events, reports


def package_with(*parts):
    """Return the package of the invented land with more events and reports."""
    events = [event for part in parts for event in part[0]]
    reports = [report for part in parts for report in part[1]]
    return replace(
        LAND,
        events=(*LAND.events, *events),
        all_reports=(*LAND.all_reports, *reports),
    )
