"""Invented lands: nine towns worked out on paper, and records of any size."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.coverage_model import Coverage
from frontline.models import (
    Actor,
    Baseline,
    Event,
    Moment,
    Place,
    Publisher,
    Report,
)
from frontline.package.package import Package

#: The folder of the nine towns; `conftest.land` says where they lie.
LAND = Path(__file__).parent / "land"


def grid_atlas(places=1200, days=120, changes=200):
    """Make a record of this size: towns on a jittered grid, the west and the east at war."""
    chance = np.random.default_rng(11)
    side = int(np.ceil(np.sqrt(places)))
    spots = np.asarray(list(itertools.product(range(side), range(side))))[:places]
    spots = 0.02 * (spots + chance.uniform(0.1, 0.9, spots.shape))
    first = date(2019, 5, 1)
    gazetteer = {
        f"place-{i}": Place(
            id=f"place-{i}", name=f"Tell Number {i}", name_ar=f"تل رقم {i}", kind="village",
            lon=36 + x, lat=35 + y, position_error_m=100, admin3="District", admin1="Province",
            sources=("invented",), licence="CC0",
        )
        for i, (x, y) in enumerate(spots)
    }  # fmt: skip
    sides = np.where(spots[:, 0] < spots[:, 0].mean(), "west", "east")
    baseline = tuple(
        Baseline(
            baseline_id=f"B{i}", place_id=f"place-{i}", place_as_reported="x", holder=str(side),
            evidence="claimed",
        )
        for i, side in enumerate(sides)
    )  # fmt: skip
    events, reports = [], []
    for number, i in enumerate(chance.choice(places, changes, replace=False)):
        day = first + timedelta(days=int(chance.integers(1, days)))
        after = "east" if sides[i] == "west" else "west"
        events.append(
            Event.model_validate(
                {
                    "event_id": f"E{number}", "place_id": f"place-{i}", "place_as_reported": "x",
                    "date_earliest": day, "date_latest": day, "kind": "capture",
                    "from": str(sides[i]), "to": after,
                }
            )
        )  # fmt: skip
        reports.append(
            Report(
                report_id=f"R{number}", record_id=f"E{number}", publisher="wire",
                url=f"https://wire.invalid/{number}", published_on=day,
            )
        )  # fmt: skip
    return Atlas(
        Package(
            title="Invented", version="1", gazetteer=gazetteer, baseline=baseline,
            coverage=Coverage(
                region=(35.9, 34.9, 36.1 + 0.02 * side, 35.1 + 0.02 * side),
                first_day=first,
                last_day=first + timedelta(days=days - 1),
            ),
            actors={
                side: Actor(id=side, name=side, colour=colour)
                for side, colour in (("east", "#2f7f86"), ("west", "#b5532d"))
            },
            publishers={"wire": Publisher(id="wire", name="Wire", stance="agency")},
            events=tuple(events), all_reports=tuple(reports),
        ),
        RULES["standard"],
    )  # fmt: skip


def year_atlas():
    """Make a record as long as the built-in one, of a hundred villages close to each other."""
    atlas = grid_atlas(places=100, days=312, changes=60)
    moments = (
        Moment(
            day=date(2019, 8, 23), title="The valley changes hands", title_ar="الوادي يتغير",
            note="The last of its defenders leave by night. " * 3, source="https://wire.invalid/1",
        ),
        Moment(
            day=date(2020, 3, 6), title="Truce", title_ar="هدنة",
            note="From midnight.", source="https://wire.invalid/2",
        ),
    )  # fmt: skip
    return Atlas(replace(atlas.package, moments=moments), atlas.rule)
