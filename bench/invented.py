"""An invented record of any size from a seeded generator: each run measures the same work."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from frontline.coverage_model import Coverage
from frontline.models import (
    Actor,
    Baseline,
    Event,
    Place,
    Publisher,
    Report,
)
from frontline.package.package import Package

REGION = (35.9, 34.9, 37.4, 36.4)
FIRST = date(2019, 5, 1)


def invented(places, days, changes):
    """Make a package of places in two halves, some of which change hands."""
    rng = np.random.default_rng(7)
    lon = rng.uniform(REGION[0] + 0.05, REGION[2] - 0.05, places).round(5)
    lat = rng.uniform(REGION[1] + 0.05, REGION[3] - 0.05, places).round(5)
    rows = {
        f"p{i}": Place(
            id=f"p{i}", name=f"Place {i}", name_ar=f"قرية {i}", kind="village",
            lon=float(lon[i]), lat=float(lat[i]), position_error_m=200,
            sources=("invented",), licence="CC0",
        )
        for i in range(places)
    }  # fmt: skip
    holder = ["north" if lat[i] > 35.6 else "south" for i in range(places)]
    order = np.argsort(np.abs(lat - 35.6))[:changes]
    when = np.sort(rng.integers(1, days, len(order)))
    events = [
        Event.model_validate(
            {
                "event_id": f"E{n}", "place_id": f"p{i}", "place_as_reported": f"Place {i}",
                "date_earliest": FIRST + timedelta(days=int(when[n])),
                "date_latest": FIRST + timedelta(days=int(when[n])),
                "kind": "capture", "from": holder[i],
                "to": "south" if holder[i] == "north" else "north",
            }
        )
        for n, i in enumerate(order)
    ]  # fmt: skip
    return Package(
        title="Invented", version="1",
        coverage=Coverage(
            region=REGION, first_day=FIRST, last_day=FIRST + timedelta(days=days - 1)
        ),
        gazetteer=rows,
        actors={
            "north": Actor(id="north", name="North", colour="#2f7f86", pattern="dots"),
            "south": Actor(id="south", name="South", colour="#b5532d"),
        },
        publishers={"watch": Publisher(id="watch", name="Watch", stance="monitor")},
        baseline=tuple(
            Baseline(
                baseline_id=f"B{i}", place_id=f"p{i}", place_as_reported=f"Place {i}",
                holder=holder[i], evidence="claimed",
            )
            for i in range(places)
        ),
        events=tuple(events),
        all_reports=tuple(
            Report(
                report_id=f"{e.event_id}-r1", record_id=e.event_id, publisher="watch",
                url="https://watch.invalid/",
            )
            for e in events
        ),
    )  # fmt: skip
