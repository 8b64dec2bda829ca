"""Work grows in step with the data: calls and pairs are counted, not seconds."""

from __future__ import annotations

from datetime import date
from math import isqrt

import numpy as np
import pytest
import shapely

from frontline import lint
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.models import Actor, Baseline, Coverage, Event, Place, Publisher, Report
from frontline.package.package import Package
from frontline.webmap import nearest

DAY = date(2001, 1, 2)


def grid_of_places(number):
    """Make a square of places 2 km apart, held by two sides; every second one changes hands."""
    width = isqrt(number)
    actors = {
        "north": Actor(id="north", name="North", colour="#2f7f86", pattern="dots"),
        "south": Actor(id="south", name="South", colour="#b5532d"),
    }
    places, baseline, events, reports = {}, [], [], []
    for i in range(width * width):
        row, column = divmod(i, width)
        holder, other = ("north", "south") if row * 2 > width else ("south", "north")
        places[f"p{i}"] = Place(
            id=f"p{i}", name=f"Place {i}", name_ar=f"قرية {i}", kind="village",
            lon=30 + column * 0.02 + (row % 7) * 0.001, lat=row * 0.02 + (column % 5) * 0.001,
            position_error_m=200, sources=("invented",), licence="CC0",
        )  # fmt: skip
        baseline.append(
            Baseline(
                baseline_id=f"B{i}", place_id=f"p{i}", place_as_reported=f"Place {i}",
                holder=holder, evidence="claimed",
            )
        )  # fmt: skip
        if i % 2:
            row = {
                "event_id": f"E{i}", "place_id": f"p{i}", "place_as_reported": f"Place {i}",
                "date_earliest": DAY, "date_latest": DAY, "kind": "capture",
                "from": holder, "to": other,
            }  # fmt: skip
            events.append(Event.model_validate(row))
            reports.append(
                Report(report_id=f"E{i}-r1", record_id=f"E{i}", publisher="watch",
                       url="https://watch.invalid/")
            )  # fmt: skip
    region = (29.9, -0.1, 30.2 + width * 0.02, 0.2 + width * 0.02)
    return Package(
        title="Invented", version="1",
        coverage=Coverage(region=region, first_day=date(2001, 1, 1), last_day=DAY),
        gazetteer=places, actors=actors,
        publishers={"watch": Publisher(id="watch", name="Watch", stance="monitor")},
        baseline=tuple(baseline), events=tuple(events), all_reports=tuple(reports),
    )  # fmt: skip


@pytest.fixture(scope="module")
def packages():
    """Return two packages, the second with four times as many places."""
    return grid_of_places(225), grid_of_places(900)


def test_the_warnings_look_at_each_row_of_the_baseline_a_few_times(packages, monkeypatch):
    rows = [0]

    class CountingRecord(lint.Record):
        def __init__(self, place_ids, baseline, *rest):
            baseline = list(baseline)
            rows[0] += len(baseline)
            super().__init__(place_ids, baseline, *rest)

    monkeypatch.setattr(lint, "Record", CountingRecord)
    for package in packages:
        rows[0] = 0
        lint.package_warnings(package)
        assert 0 < rows[0] <= 4 * len(package.baseline)


def test_a_map_of_a_day_compares_each_place_with_few_others(packages, monkeypatch):
    handled = [0]

    def count(module, name):
        function = getattr(module, name)

        def counting(*values, **options):
            handled[0] += max(np.size(value) for value in values)
            return function(*values, **options)

        monkeypatch.setattr(module, name, counting)

    count(shapely, "distance")
    count(np, "argsort")
    count(np, "lexsort")
    shares = []
    for package in packages:
        atlas = Atlas(package, RULES["standard"])
        atlas.cells  # noqa: B018 - computed before the count
        handled[0] = 0
        nearest.encode_nearest(atlas, DAY, DAY, [])
        shares.append(handled[0] / len(atlas.sites))
    assert shares[1] < 1.5 * shares[0]
