"""A few invented towns on one day, each held by one side or not reported at all."""

from __future__ import annotations

from datetime import date

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.coverage_model import Coverage
from frontline.models import Actor, Baseline, Highway, Place, Publisher, Report
from frontline.package.package import Package

DAY = date(2011, 6, 1)
#: Name, longitude, latitude, holder. Ardun and Belm are 21 km apart; Corv and Dolin are 6 km
#: apart, so that a line runs between them, 60 km south of Ardun. Nobody reported on Emsk.
TOWNS = (
    ("Ardun", 20.00, 45.00, "red"),
    ("Belm", 20.27, 45.00, "blue"),
    ("Corv", 20.00, 44.46, "red"),
    ("Dolin", 20.077, 44.46, "blue"),
    ("Emsk", 19.60, 45.10, None),
)


def atlas_of(towns=TOWNS, publishers=("wire",), reach_km=6.0, **changes):
    """Make a record of one day; the publishers report on the towns in turn."""
    places = {
        name.lower(): Place(
            id=name.lower(), name=name, kind="town", lon=lon, lat=lat, position_error_m=500,
            sources=("invented",), licence="CC0",
        )
        for name, lon, lat, _ in towns
    }  # fmt: skip
    held = [(name.lower(), holder) for name, _, _, holder in towns if holder]
    reports = tuple(
        Report(
            report_id=f"R{number}", record_id=f"B-{place}", url=f"https://w.invalid/{number}",
            publisher=publishers[number % len(publishers)], published_on=DAY,
        )
        for number, (place, _) in enumerate(held)
    )  # fmt: skip
    baseline = tuple(
        Baseline(
            baseline_id=f"B-{place}", place_id=place, place_as_reported=place,
            holder=holder, evidence="claimed",
        )
        for place, holder in held
    )  # fmt: skip
    return Atlas(
        Package(
            title="Six towns", version="1", gazetteer=places, baseline=baseline,
            coverage=Coverage(
                region=(19, 44, 21, 46), first_day=DAY, last_day=DAY, reach_km=reach_km
            ),
            actors={
                "red": Actor(id="red", name="Red Army", names=("red forces",), colour="#aa0000"),
                "blue": Actor(id="blue", name="Blue Army", colour="#0000aa"),
            },
            publishers={
                id_: Publisher(id=id_, name=id_.title(), stance="other") for id_ in publishers
            },
            events=(), all_reports=reports, **changes,
        ),
        RULES["standard"],
    )  # fmt: skip


def road_along(*lonlat, id_="r7"):
    """Return a highway through positions."""
    return {
        id_: Highway(
            id=id_, name=id_.upper(), coordinates=lonlat, position_error_m=50,
            sources=("invented",), licence="CC0",
        )
    }  # fmt: skip
