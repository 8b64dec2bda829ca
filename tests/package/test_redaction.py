"""A redacted package contains neither recent events nor true positions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import LAND

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import distance_m
from frontline.package.redaction import apply_embargo, blur_positions

LAST = LAND.coverage.last_day


@given(st.integers(0, 9), st.integers(-5, 20))
def test_an_embargo_removes_all_rows_of_the_last_days(days, late):
    as_of = LAST + timedelta(days=late)
    last = as_of - timedelta(days=days)
    if last < LAND.coverage.first_day:
        with pytest.raises(InvalidRequestError, match="leaves nothing"):
            apply_embargo(LAND, days, as_of)
        return
    left = apply_embargo(LAND, days, as_of)
    assert left.coverage.last_day == min(last, LAST)
    assert [e for e in left.events if e.date_latest > last] == []
    assert {e.event_id for e in LAND.events if e.date_latest <= last} == {
        event.event_id for event in left.events
    }
    kept = {event.event_id for event in left.events} | {row.baseline_id for row in LAND.baseline}
    assert {report.record_id for report in left.all_reports} == kept
    assert all(day <= last for day in left.coverage.key_days)


def test_an_event_is_withheld_until_its_latest_day_is_old_enough():
    # E2 happened between 5 and 7 January.
    for last, there in ((date(2001, 1, 6), False), (date(2001, 1, 7), True)):
        left = apply_embargo(LAND, 2, last + timedelta(days=2))
        assert ("E2" in {event.event_id for event in left.events}) is there


def test_the_package_contains_no_trace_of_a_withheld_event():
    left = replace(apply_embargo(LAND, 2, LAST), digest="")  # whose letters are chance
    assert "E5" not in repr(left)
    assert "e5" not in repr(left)
    assert "E5" in repr(LAND)


def test_an_embargo_longer_than_the_record_names_its_first_day():
    for days in (10, 10**6, 10**30):
        with pytest.raises(InvalidRequestError, match="the record begins on 2001-01-01"):
            apply_embargo(LAND, days, LAST)


def test_a_negative_embargo_is_rejected():
    with pytest.raises(InvalidRequestError, match="0 or more"):
        apply_embargo(LAND, -(10**12), LAST)


@settings(max_examples=40)
@given(st.floats(0.1, 50))
def test_a_blurred_place_moves_at_most_by_the_growth_of_its_error(km):
    coarse = blur_positions(LAND, km)
    assert list(coarse.gazetteer) == list(LAND.gazetteer)
    assert coarse.footprints == {}
    for place_id, place in coarse.gazetteer.items():
        true = LAND.gazetteer[place_id]
        moved = distance_m(true.lon, true.lat, place.lon, place.lat)
        assert 0 < moved <= place.position_error_m - true.position_error_m
        assert place.name == true.name


@settings(max_examples=40)
@given(st.floats(0.1, 50))
def test_blurred_places_have_distinct_positions(km):
    coarse = blur_positions(LAND, km).gazetteer.values()
    positions = np.asarray([(place.lon, place.lat) for place in coarse])
    assert len(np.unique(positions, axis=0)) == len(positions)


def test_places_of_one_grid_point_are_on_a_ring_around_it():
    # With a grid of 50 km all nine towns, 11 km apart, fall on few points, in rings of 5 km.
    coarse = blur_positions(LAND, 50).gazetteer.values()
    lon = np.asarray([place.lon for place in coarse])
    lat = np.asarray([place.lat for place in coarse])
    apart = distance_m(lon[:, None], lat[:, None], lon, lat)
    assert ((apart < 10_100) | (apart > 39_000)).all()


@pytest.mark.parametrize("km", [0, -1, 0.05, 51, float("nan"), float("inf")])
def test_a_grid_spacing_out_of_range_is_rejected(km):
    with pytest.raises(InvalidRequestError, match=r"at least 0\.1 and at most 50"):
        blur_positions(LAND, km)


def test_blurring_is_deterministic():
    assert blur_positions(LAND, 3) == blur_positions(LAND, 3)
