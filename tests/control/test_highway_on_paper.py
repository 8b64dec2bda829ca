"""Who held the road H1 of the invented land, worked out on paper.

H1 runs 0.3 degree north, 33.172 km, a third each through the cells of hazel, elm and birch: the
ridges lie halfway, at 0.05 N and 0.15 N. Elm is south's from the 3rd, the road from the 9th.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from along_h1 import THIRD_KM, holder_on

from frontline.atlas import Atlas
from frontline.control.highways import share_by_holder
from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.models import Highway


@pytest.mark.parametrize("day", [1, 2])
def test_at_first_the_southern_third_of_the_road_is_souths(land, day):
    assert holder_on(land, day) == ("SN", [11.1, 33.2])


@pytest.mark.parametrize("day", [3, 5, 8])
def test_when_elm_falls_two_thirds_of_the_road_are_souths(land, day):
    assert holder_on(land, day) == ("SN", [22.1, 33.2])
    share = share_by_holder(land.on(f"2001-01-{day:02}").road_intervals("h1"))
    assert share == pytest.approx({"south": 2 / 3, "north": 1 / 3}, abs=1e-5)


@pytest.mark.parametrize("day", [9, 10])
def test_when_the_whole_road_is_reported_it_is_souths(land, day):
    assert holder_on(land, day) == ("S", [33.2])
    assert "E5" in land.on(f"2001-01-{day:02}").road_intervals("h1")[0].record_ids


def test_the_chainage_of_the_land_is_that_of_the_meridian(land):
    road = land.road("H1")
    assert road.length_km == pytest.approx(3 * THIRD_KM, abs=0.001)
    columns = [stretch.column for stretch in road.stretches]
    assert [land.sites[column].id for column in columns] == ["hazel", "elm", "birch"]
    assert [stretch.to_km for stretch in road.stretches] == pytest.approx(
        [THIRD_KM, 2 * THIRD_KM, 3 * THIRD_KM], abs=0.005
    )


def test_between_two_towns_only_that_part_is_given_in_either_order(land):
    state = land.on("2001-01-03")
    forth = state.road_intervals("h1", ("hazel", "birch"))
    assert forth == state.road_intervals("h1", ("Birch", "Hazel"))
    # Hazel stands at 0.0 N, so 0.05 degree from the start; birch 0.2 degree farther.
    assert forth[0].from_km == pytest.approx(THIRD_KM / 2, abs=0.001)
    assert forth[-1].to_km == pytest.approx(2.5 * THIRD_KM, abs=0.001)
    assert share_by_holder(forth) == pytest.approx({"south": 0.75, "north": 0.25}, abs=1e-4)


def test_kilometres_may_be_given_in_place_of_towns(land):
    (part,) = land.on("2001-01-01").road_intervals("h1", ("12", "20.5"))
    assert (part.from_km, part.to_km, part.control.holder) == (12, 20.5, "north")


@pytest.mark.parametrize("km", ["-5", "34", "inf", "nan"])
def test_a_kilometre_that_the_road_does_not_have_is_refused(land, km):
    with pytest.raises(InvalidRequestError, match=r"its kilometres run from 0 to 33\.2"):
        land.on("2001-01-01").road_intervals("h1", ("5", km))


def test_a_road_far_from_every_town_is_unknown(land):
    package = land.package
    far = Highway(
        id="far",
        name="Far",
        coordinates=((29.9, 0.29), (30.3, 0.29)),
        position_error_m=20,
        sources=("invented",),
        licence="CC0",
    )
    found = Atlas(replace(package, highways={**package.highways, "far": far}), land.rule)
    (only,) = found.on("2001-01-10").road_intervals("far")
    assert only.control.status == "unknown"
    assert share_by_holder([only]) == {"unknown": 1.0}


def test_a_stretch_without_length_is_refused(land):
    with pytest.raises(InvalidRequestError, match="two different ends"):
        share_by_holder(land.on("2001-01-01").road_intervals("h1", ("elm", "elm")))


def test_an_unknown_road_is_refused_with_those_there_are(land, atlas):
    for found, known in ((land, "h1"), (atlas, "m5")):
        with pytest.raises(UnknownNameError, match=known):
            found.road("Route 66")
