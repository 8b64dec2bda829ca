"""The command distance: endpoints, days, positions and names of actors."""

from __future__ import annotations

from itertools import product

import pytest
from run_command import FOUND_KEYS, PLACE_KEYS, QUESTIONS, run_json, run_json_on_land, run_on_land

pytestmark = pytest.mark.usefixtures("_opened_once")

#: Every kind of thing that can be measured, and whether it needs a day.
KINDS = {
    "Birch": False,
    "elm": False,
    "30.05,0.15": False,
    "H1": False,
    "south": True,
    "north": True,
    "front": True,
}

#: How many places each side holds on 4 January.
HELD = {"south": 4, "north": 5}


@pytest.mark.parametrize(("start", "end"), [*product(KINDS, repeat=2)])
def test_any_two_endpoints_can_be_measured_on_a_day(start, end):
    answer = run_json_on_land("distance", start, end, "--on", "2001-01-04")
    assert answer.keys() >= QUESTIONS["distance"][1]
    assert 0 <= answer["low_m"] <= answer["edge_m"] + 1e-3
    assert answer["edge_m"] <= answer["centre_m"] + 1e-3 <= answer["high_m"] + 2e-3
    assert 0 <= answer["bearing_deg"] < 360
    assert answer["on"] == "2001-01-04"
    # The next nearest places of one actor; between two there is one nearest pair.
    moving = [HELD[one] for one in (start, end) if one in HELD]
    assert len(answer["others"]) == (min(4, moving[0] - 1) if len(moving) == 1 else 0)
    if moving:
        assert answer["place"].keys() >= FOUND_KEYS
        assert answer["place"]["holder"] in {start, end}
        assert answer["place"]["since"] <= "2001-01-04"
        assert answer["place"]["sources"]
    assert run_on_land("distance", start, end, "--on", "2001-01-04").strip()


@pytest.mark.parametrize(("start", "end"), [*product(KINDS, repeat=2)])
def test_without_a_day_only_fixed_endpoints_can_be_measured(start, end):
    if KINDS[start] or KINDS[end]:
        assert "depends on the day: add --on DAY" in run_on_land("distance", start, end, code=2)
        return
    answer = run_json_on_land("distance", start, end)
    assert answer["on"] is None
    if answer["place"] is not None:
        assert answer["place"].keys() >= PLACE_KEYS | {"evidence", "since", "sources"}
        assert answer["place"]["evidence"] is None
    with_day = run_json_on_land("distance", start, end, "--on", "2001-01-04")
    assert with_day["centre_m"] == answer["centre_m"]


def test_the_ends_of_a_distance_are_ids_if_they_have_one():
    answer = run_json_on_land("distance", "Birch", "South", "--on", "2001-01-04")
    assert (answer["from"], answer["to"]) == ("birch", "south")
    # One step of 0.1 degree along the meridian at the equator: 11,057 m.
    assert (answer["place"]["id"], round(answer["centre_m"])) == ("elm", 11057)
    assert answer["direction"] == "south"


def test_a_distance_to_a_road_has_its_kilometre():
    # H1 begins at 0.05 S: Fir at 0.1 N lies beside its kilometre 16.6.
    answer = run_json_on_land("distance", "Fir", "h1")
    assert round(answer["along_km"], 1) == 16.6
    assert (answer["to"], answer["direction"]) == ("H1", "west")
    assert "kilometre 16.6" in run_on_land("distance", "Fir", "h1")


def test_positions_may_be_negative_on_either_side():
    answer = run_json_on_land("distance", "30.1,-0.05", "Hazel")
    assert (answer["from"], round(answer["centre_m"])) == ("30.1,-0.05", 5529)
    for start, end in (("-0.5,-0.5", "-0.5,0.5"), ("-.5,-0.5", "+0.5,-.5")):
        answer = run_json_on_land("distance", start, end)
        assert (answer["from"], answer["to"]) == (start, end)
    on = ["--on", "2001-01-04"]
    assert run_json_on_land("distance", *on, "30.1,-0.05", "south")["place"]["id"] == "hazel"


def test_swapped_positions_are_refused_with_the_reason():
    output = run_on_land("distance", "0.1,30.1", "Elm", code=2)
    assert "looks swapped: longitude comes first, so is it 30.1,0.1?" in output


@pytest.mark.parametrize(
    "text", ["30.1,", "30.1,0.1,0", "30.1;0.1", "200,0", "0,91", "1e1,0", "nan,0", "30,1 0,1"]
)
def test_an_invalid_position_is_refused(text):
    assert "frontline: " in run_on_land("distance", text, "Elm", code=2)


def test_an_unknown_option_is_not_read_as_a_position():
    assert "unexpected extra argument" in run_on_land(
        "distance", "Elm", "Fir", "--onn", "x", code=2
    )


def test_khan_shaykhun_was_five_kilometres_from_the_government_on_15_august():
    answer = run_json("distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    assert 5.0 <= round(answer["centre_m"] / 1000, 1) <= 5.4
    assert 2.4 <= round(answer["edge_m"] / 1000, 1) <= 3.1
    assert answer["place"].keys() >= FOUND_KEYS
    assert all(source["url"].startswith("http") for source in answer["place"]["sources"])


@pytest.mark.parametrize("other", ["South", "جنوب", " SOUTH "])
def test_every_name_of_an_actor_has_the_same_answer(other):
    for ends in (("south", "Elm"), ("Elm", "south")):
        named = [other if end == "south" else end for end in ends]
        expected = run_json_on_land("distance", *ends, "--on", "2001-01-02")
        assert run_json_on_land("distance", *named, "--on", "2001-01-02") == expected
        assert expected["place"]["status"] == "held"
        assert expected["place"]["holder"] == "south"


def test_the_place_of_the_actor_is_described_and_not_the_named_town():
    answer = run_json("distance", "Government and allies", "Khan Sheikhoun", "--on", "2019-08-15")
    assert (answer["from"], answer["to"]) == ("government", "khan-shaykhun")
    assert (answer["place"]["name"], answer["place"]["holder"]) == ("Tell Aas", "government")
    assert {other["place"]["holder"] for other in answer["others"]} == {"government"}
