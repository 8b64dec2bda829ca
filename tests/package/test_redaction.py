"""What is left out does not reach the package: neither recent events nor true positions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_histories import LAND

from frontline.control.as_of import package_as_of
from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import distance_m
from frontline.geometry.grid import SIZES_KM, cell_centres, grid_cells
from frontline.package.blur import blur_positions
from frontline.package.embargo import apply_embargo

LAST = LAND.coverage.last_day


@given(st.integers(0, 9), st.integers(-5, 20))
def test_an_embargo_leaves_no_event_report_row_or_day_of_the_last_days(days, late):
    today = LAST + timedelta(days=late)
    end = today - timedelta(days=days)
    if end < LAND.coverage.first_day:
        with pytest.raises(InvalidRequestError, match="leaves nothing"):
            apply_embargo(LAND, days, today)
        return
    left = apply_embargo(LAND, days, today)
    assert all(report.published_on <= end for report in left.all_reports)
    remaining = [LAND.coverage.first_day, *left.coverage.key_days]
    remaining += [event.date_latest for event in left.events]
    remaining += [report.published_on for report in left.all_reports]
    assert left.coverage.last_day == max(remaining) <= min(end, LAST)
    published = {r.record_id for r in LAND.all_reports if r.published_on <= end}
    assert {event.event_id for event in left.events} == {
        e.event_id for e in LAND.events if e.date_latest <= end and e.event_id in published
    }
    kept = {event.event_id for event in left.events} | {row.baseline_id for row in left.baseline}
    assert {report.record_id for report in left.all_reports} == kept
    assert all(day <= end for day in left.coverage.key_days)


def test_a_change_whose_day_is_uncertain_is_held_back_until_its_latest_day_is_old_enough():
    # E2 happened between 5 and 7 January.
    for last, there in ((date(2001, 1, 6), False), (date(2001, 1, 7), True)):
        left = apply_embargo(LAND, 2, last + timedelta(days=2))
        assert ("E2" in {event.event_id for event in left.events}) is there


def test_nothing_of_an_event_held_back_is_left_anywhere_in_the_package():
    left = replace(apply_embargo(LAND, 2, LAST), digest="")  # whose letters are chance
    assert "E5" not in repr(left)
    assert "e5" not in repr(left)
    assert "E5" in repr(LAND)


def test_an_embargo_longer_than_the_record_says_where_the_record_begins():
    for days in (10, 10**6, 10**30):
        with pytest.raises(InvalidRequestError, match="the record begins on 2001-01-01"):
            apply_embargo(LAND, days, LAST)


def test_an_embargo_of_fewer_than_no_days_is_refused():
    with pytest.raises(InvalidRequestError, match="0 or more"):
        apply_embargo(LAND, -(10**12), LAST)


@pytest.mark.parametrize("km", SIZES_KM)
def test_a_blurred_place_moves_no_farther_than_its_error_grows(km):
    coarse = blur_positions(LAND, km)
    assert list(coarse.gazetteer) == list(LAND.gazetteer)
    assert coarse.footprints == {}
    for place_id, place in coarse.gazetteer.items():
        true = LAND.gazetteer[place_id]
        moved = distance_m(true.lon, true.lat, place.lon, place.lat)
        assert 0 < moved <= place.position_error_m - true.position_error_m
        assert (place.name, place.geonames_id, place.note) == (true.name, None, "")


@pytest.mark.parametrize("km", SIZES_KM)
def test_no_two_blurred_places_have_one_position(km):
    coarse = blur_positions(LAND, km).gazetteer.values()
    positions = np.asarray([(place.lon, place.lat) for place in coarse])
    assert len(np.unique(positions, axis=0)) == len(positions)


def test_kilometres_of_road_reports_are_rounded_outwards():
    road = LAND.events[-1].model_copy(update={"from_km": 12.345, "to_km": 17.891})
    package = replace(LAND, events=(*LAND.events[:-1], road))
    event = blur_positions(package, 4).events[-1]
    assert (event.from_km, event.to_km) == (12.0, 20.0)


def test_ids_that_find_a_place_elsewhere_are_dropped():
    elm = LAND.gazetteer["elm"].model_copy(
        update={"sources": ("GeoNames 174682", "OpenStreetMap node/12", "OCHA COD"), "note": "x"}
    )
    package = replace(LAND, gazetteer={**LAND.gazetteer, "elm": elm})
    assert blur_positions(package, 1).gazetteer["elm"].sources == (
        "GeoNames", "OpenStreetMap", "OCHA COD",
    )  # fmt: skip


@pytest.mark.parametrize("km", [0, -1, 0.5, 3, 5, 20, float("nan"), float("inf")])
def test_a_size_that_could_be_combined_with_others_is_refused(km):
    with pytest.raises(InvalidRequestError, match="use 1, 2, 4, 8 or 16"):
        blur_positions(LAND, km)


@given(st.integers(0, 3), st.floats(-180, 180), st.floats(-89, 89))
def test_a_cell_lies_inside_one_cell_of_the_next_size(number, lon, lat):
    small, large = SIZES_KM[number], SIZES_KM[number + 1]
    cell = grid_cells(lon, lat, small)
    assert (grid_cells(*cell_centres(cell, small), large) == grid_cells(lon, lat, large)).all()


@given(st.sampled_from(SIZES_KM), st.floats(-180, 180), st.floats(-80, 80))
def test_the_centre_of_a_cell_is_near(size, lon, lat):
    centre = cell_centres(grid_cells(lon, lat, size), size)
    assert distance_m(lon, lat, *centre)[0] < 720 * size


def test_the_same_places_are_blurred_the_same_way():
    assert blur_positions(LAND, 4) == blur_positions(LAND, 4)


@pytest.mark.parametrize(
    ("stated", "published", "end", "left"),
    [
        # It is known to seven days only on which days a statement was repeated.
        ((2, 28), 2, 20, (2, 13)),
        ((2, 13), 2, 20, (2, 13)),
        ((2, 14), 2, 20, (2, 13)),
        ((2, 28), 2, 5, (2, 2)),
        # Each statement appears with the delay of the first.
        ((2, 28), 5, 20, (2, 10)),
        ((2, 28), 6, 5, None),
        ((2, 28), None, 20, None),
    ],
)
def test_a_statement_ends_where_what_had_been_published_ends(stated, published, end, left):
    first, last = (date(2001, 1, day) for day in stated)
    row = LAND.events[0].model_copy(
        update={
            "event_id": "H", "kind": "held", "before": "north", "after": "north",
            "date_earliest": first, "date_latest": last,
        }
    )  # fmt: skip
    says = LAND.all_reports[0].model_copy(
        update={
            "report_id": "H-r1", "record_id": "H",
            "published_on": None if published is None else date(2001, 1, published),
        }
    )  # fmt: skip
    latest = says.model_copy(update={"report_id": "H-latest1", "published_on": date(2001, 1, end)})
    end_of_all = LAND.all_reports[0].model_copy(
        update={"report_id": "END", "published_on": date(2001, 1, 31)}
    )
    package = replace(
        LAND,
        events=(row,),
        all_reports=(says, end_of_all) if left is None else (says, latest, end_of_all),
        coverage=LAND.coverage.model_copy(update={"last_day": date(2001, 1, 31)}),
    )
    cut = apply_embargo(package, 31 - end, date(2001, 1, 31))
    known = package_as_of(package, date(2001, 1, end))
    expected = [] if left is None else [tuple(date(2001, 1, day) for day in left)]
    for found in (cut.events, known.events):
        assert [(one.date_earliest, one.date_latest) for one in found] == expected
    if left is not None and published != end:
        assert [one.report_id for one in cut.all_reports] == ["H-r1"]
