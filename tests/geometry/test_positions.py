"""Lengths and bearings between positions, and positions as they are written."""

from __future__ import annotations

import math

import geopy
import geopy.distance
import pytest
from geodesics import REGION, anywhere, destination, distance_between, lons
from hypothesis import example, given
from hypothesis import strategies as st

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.geometry.geodesy import (
    DIRECTIONS,
    bearing_deg,
    compass_direction,
    distance_m,
    from_latlon,
    inverse,
    parse_position,
    to_latlon,
)


@given(anywhere, anywhere)
@example((0, 0), (179.5, 0.5))
@example((0, 0), (179.9999, 1e-6))
@example((0, 30), (180, -30))
@example((36.6, 35.4), (-143.4, -35.4000001))
@example((0, 90), (77, -90))
@example((12, 90), (36.6, 35.4))
def test_distance_and_bearing_are_those_of_geographiclib(one, two):
    distance, bearing = inverse(*one, *two)
    assert distance == pytest.approx(distance_between(one, two), abs=1e-6)
    if distance > 0:
        assert 0 <= bearing < 360
        assert distance_between(destination(one, bearing, distance), two) < 1e-5


@given(anywhere, anywhere)
def test_a_distance_is_the_same_in_both_directions(one, two):
    assert distance_m(*one, *two) == pytest.approx(distance_m(*two, *one), abs=1e-6)


@given(anywhere, anywhere, anywhere)
def test_a_detour_is_never_shorter(one, two, three):
    assert distance_m(*one, *two) <= distance_m(*one, *three) + distance_m(*three, *two) + 1e-6


@pytest.mark.parametrize(
    ("one", "two"), [((5, 5), (5, 5)), ((180, 10), (-180, 10)), ((0, 90), (50, 90))]
)
def test_positions_that_coincide_have_no_bearing(one, two):
    distance, bearing = inverse(*one, *two)
    assert distance == 0
    assert math.isnan(bearing)


def test_a_bearing_just_west_of_north_stays_below_the_full_circle():
    assert bearing_deg(0.0, 0.0, -1e-15, 45.0) == 0
    assert GeodesicLine([(0, 0), (0, 1)]).nearest_point(1e-15, -2.0).bearing_deg == 0


def test_numbers_give_a_float_and_arrays_broadcast():
    assert type(distance_m(36, 35, 37, 35)) is float
    table = distance_m(36.0, 35.0, [36.5, 37.0, 37.5], [[35.0], [36.0]])
    assert table.shape == (2, 3)
    assert table[1, 2] == distance_m(36.0, 35.0, 37.5, 36.0)
    assert distance_m([], [], [], []).shape == (0,)


@pytest.mark.parametrize(
    ("lon", "lat"), [(36, 91), (math.nan, 35), (36, math.inf), (361, 0), ("east", 35), (None, 35)]
)
def test_what_is_not_on_the_globe_is_refused(lon, lat):
    with pytest.raises(InvalidRequestError):
        distance_m(lon, lat, 36.0, 35.0)


def test_arrays_that_cannot_be_paired_are_refused():
    with pytest.raises(InvalidRequestError, match="paired"):
        distance_m([36, 37], [35, 36], [36, 37, 38], [35, 36, 37])


@pytest.mark.parametrize(("number", "words"), list(enumerate(DIRECTIONS)))
def test_each_wind_is_said_up_to_halfway_to_the_next(number, words):
    middle = number * 22.5
    for bearing in (middle, middle - 11.2, middle + 11.2, middle + 360, middle - 360):
        assert compass_direction(bearing) == words


def test_the_sixteen_winds_are_named_by_the_four_they_lie_between():
    assert len(set(DIRECTIONS)) == 16
    assert DIRECTIONS[::4] == ("north", "east", "south", "west")
    assert (DIRECTIONS[13], DIRECTIONS[3]) == ("west-north-west", "east-north-east")
    assert compass_direction(359.99) == compass_direction(-1e-20) == "north"


def test_there_is_no_direction_to_where_one_stands():
    with pytest.raises(InvalidRequestError, match="itself"):
        compass_direction(bearing_deg(36.6, 35.4, 36.6, 35.4))


@given(anywhere)
def test_a_position_comes_back_from_geopy_as_it_went(position):
    assert from_latlon(to_latlon(position)) == position


@given(st.tuples(st.floats(35, 38), st.floats(34, 37)), st.tuples(lons, st.floats(-89, 89)))
def test_geopy_measures_the_same_from_the_converted_positions(one, two):
    theirs = geopy.distance.geodesic(to_latlon(one), to_latlon(two)).m
    assert distance_m(*one, *two) == pytest.approx(theirs, abs=1e-6)


def test_points_locations_and_pairs_of_geopy_are_read_latitude_first():
    point = geopy.Point(35.44, 36.65)
    location = geopy.Location("Khan Shaykhun", point, {})
    assert from_latlon(point) == from_latlon(location) == from_latlon((35.44, 36.65))
    with pytest.raises(InvalidRequestError):
        from_latlon((35.44, 36.65, 300.0))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("36.65,35.44", (36.65, 35.44)),
        (" 36.65 , 35.44\n", (36.65, 35.44)),
        ("-58.4,-34.6", (-58.4, -34.6)),
        ("+36,35.", (36, 35)),
        ("180,-90", (180, -90)),
    ],
)
def test_two_numbers_are_a_position(text, position):
    assert parse_position(text) == position


@pytest.mark.parametrize(
    "text",
    [
        *("", "36.65", "36.65 35.44", "36,65,35,44", "36.65,35.44,0", "1e1,35", "36_0,35"),
        *("nan,35", "36,inf", "36°,35°", "٣٦,٣٥", "181,35", "36,-90.1"),
    ],
)
def test_anything_else_is_not_a_position(text):
    with pytest.raises(InvalidRequestError, match=r"is not|swapped"):
        parse_position(text)


def test_a_position_that_only_fits_when_swapped_is_said_to_look_swapped():
    with pytest.raises(InvalidRequestError, match=r"swapped: .* 36.65,35.20\?"):
        parse_position("35.20,36.65", REGION)
    with pytest.raises(InvalidRequestError, match="swapped"):
        parse_position("35.44,136.65")
    assert parse_position("33.5,36.3", None) == (33.5, 36.3)


def test_a_position_outside_the_region_both_ways_is_taken_as_it_is():
    assert parse_position("44.4,33.3", REGION) == (44.4, 33.3)


def test_a_region_may_lie_across_the_antimeridian():
    pacific = (170.0, -30.0, -170.0, 30.0)
    assert parse_position("-175,20", pacific) == (-175, 20)
    with pytest.raises(InvalidRequestError, match="swapped"):
        parse_position("20,-175", pacific)
