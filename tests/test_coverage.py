"""What a record covers, worked out on paper for the nine invented towns."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from run_command import rows, run_json_on_land, run_on_land

from frontline.atlas import Atlas
from frontline.coverage import (
    KNOWLEDGE,
    coverage_json,
    coverage_lines,
    measure_coverage,
    unplaced_rows,
)
from frontline.errors import UnknownDayError
from frontline.models import Report, Unplaced

#: The disc of 6 km around a town; the towns are 11 km apart, so a little of it is cut off.
DISC_KM2 = math.pi * 36


def test_events_are_counted_by_district_and_month(land):
    found = measure_coverage(land)
    assert found.months == ("2001-01",)
    roads, district = found.districts
    assert (roads.name, roads.places, roads.events, roads.reports) == ("", 0, {"2001-01": 1}, 2)
    assert (district.name, district.places, district.reported) == ("Invented", 9, 9)
    assert district.events == {"2001-01": 4}
    # 9 for the first day, and 2, 2, 2 and 1 for the events.
    assert district.reports == 16


@pytest.mark.parametrize(
    ("day", "towns"),
    [
        # Fir may have changed hands on any day from 5 to 7 January.
        ("2001-01-04", {"confirmed": 1, "claimed": 8}),
        ("2001-01-05", {"confirmed": 1, "claimed": 7, "contested": 1}),
        # The denied loss of Birch makes it disputed.
        ("2001-01-07", {"confirmed": 1, "claimed": 7, "disputed": 1}),
    ],
)
def test_ground_is_measured_by_how_it_is_known(land, day, towns):
    (ground,) = measure_coverage(land, [day]).ground
    assert tuple(ground.area_km2) == KNOWLEDGE
    for kind in KNOWLEDGE[:-1]:
        number = towns.get(kind, 0)
        assert ground.area_km2[kind] == pytest.approx(number * DISC_KM2, rel=0.06)
    # 0.4 degrees square at the equator, without the nine discs.
    square = 0.4 * 111.32 * 0.4 * 110.57
    assert ground.area_km2["blank"] == pytest.approx(square - 9 * DISC_KM2, rel=0.05)


def test_a_denied_event_has_the_publishers_of_both_sides(land):
    (dispute,) = measure_coverage(land).disputes
    assert dispute.assessment.event.event_id == "E3"
    assert (dispute.supporting, dispute.denying) == (("gazette",), ("herald",))


def test_the_key_days_are_measured_unless_others_are_named(land):
    days = [ground.day.isoformat() for ground in measure_coverage(land).ground]
    assert days == [day.isoformat() for day in land.package.coverage.key_days]
    with pytest.raises(UnknownDayError):
        measure_coverage(land, ["2001-01-11"])


def test_the_finest_areas_are_measured(atlas):
    (ground,) = measure_coverage(atlas, ["2020-02-01"]).ground
    named = [area for area in atlas.package.admin if area.level == "admin3"]
    assert len(named) > 40
    assert sum(ground.area_km2.values()) < atlas.cells.areas_km2.sum() * 3
    assert min(ground.area_km2.values()) >= 0


def lost(record_id, area, why, kind="capture", day=date(2001, 1, 6)):
    """A row whose place nobody could locate."""
    return Unplaced.model_validate(
        {
            "record_id": record_id,
            "place_as_reported": "Yew",
            "admin1": area,
            "kind": kind,
            "why": why,
            "reason": "In no gazetteer.",
            "date_latest": day,
        }
    )


def test_rows_that_are_not_on_the_map_are_counted_by_area_reason_and_month(land):
    one, *_ = land.package.all_reports
    reports = tuple(
        Report.model_validate({**one.model_dump(), "report_id": f"R{n}", "record_id": "U2"})
        for n in (91, 92)
    )
    rows = (
        lost("U1", "North", "not-located"),
        lost("U2", "North", "not-located", day=None),
        lost("U3", "North", "not-located", kind="baseline"),
        lost("U4", "", "not-a-place"),
    )
    package = replace(
        land.package, unplaced=rows, all_reports=(*land.package.all_reports, *reports)
    )
    atlas = Atlas(package, land.rule)
    found = measure_coverage(atlas)
    assert unplaced_rows(found) == [
        {"area": "", "why": "not-a-place", "rows": 1, "reports": 0, "2001-01": 1},
        # A row without a day and a baseline row are in no month.
        {"area": "North", "why": "not-located", "rows": 3, "reports": 2, "2001-01": 1},
    ]
    assert [row["events"] for row in coverage_json(found, atlas)["unplaced"]] == [[1], [1]]
    assert ["North,", "not-located", "3", "1"] in [line.split() for line in coverage_lines(found)]
    # What is not on the map is no event of a district.
    assert found.districts == measure_coverage(land).districts


def test_a_package_with_every_place_says_nothing_of_unplaced_rows(land):
    assert not any("Not on the map" in line for line in coverage_lines(measure_coverage(land)))


@pytest.mark.parametrize("table", ["districts", "ground", "disputes"])
def test_each_table_is_available_as_csv(table):
    answer = run_json_on_land("coverage")
    found = rows(run_on_land("coverage", "--format", "csv", "--table", table))
    assert len(found) == len(answer[table])
    first = json.loads(json.dumps(answer[table][-1]))
    shared = set(found[-1]) & set(first)
    assert shared
    assert [key for key in shared if str(first[key]) != found[-1][key]] == []


def test_the_text_names_the_publishers_of_a_dispute():
    text = run_on_land("coverage")
    assert (
        "E3  2001-01-06  Birch to south, not counted\n    for: gazette\n    against: herald" in text
    )
