"""The command highway: whole, between two places, and by day."""

from __future__ import annotations

import pytest
from run_command import rows, run_json_on_land, run_on_land

pytestmark = pytest.mark.usefixtures("_opened_once")


def test_a_road_has_intervals_and_shares():
    answer = run_json_on_land("highway", "H1", "--on", "2001-01-04")
    assert (answer["highway"], answer["between"]) == ("h1", None)
    assert round(answer["length_km"], 1) == 33.2
    for interval in answer["intervals"]:
        assert interval.keys() >= {"from_km", "to_km", "actor", "status"}
    # South holds Hazel and, from the 3rd, Elm: two thirds of the road; north the rest.
    assert answer["share"] == pytest.approx({"south": 2 / 3, "north": 1 / 3}, abs=0.001)
    in_words = run_on_land("highway", "H1", "--on", "2001-01-04")
    assert in_words.startswith("H1, whole length, 33.2 km, on 2001-01-04")


def test_a_road_between_two_places_or_kilometres_in_any_order():
    one = run_json_on_land("highway", "H1", "--on", "2001-01-04", "--between", "Hazel", "Birch")
    other = run_json_on_land("highway", "H1", "--on", "2001-01-04", "--between", "Birch", "Hazel")
    assert one["intervals"] == other["intervals"]
    assert one["between"] == ["Hazel", "Birch"]
    assert round(one["length_km"], 1) == 22.1
    by_km = run_json_on_land("highway", "H1", "--on", "2001-01-04", "--between", "5", "10.5")
    assert by_km["length_km"] == pytest.approx(5.5)
    assert "no length" in run_on_land(
        "highway", "H1", "--on", "2001-01-04", "--between", "Elm", "Elm", code=2
    )


def test_a_road_as_a_table_has_plain_cells():
    table = rows(run_on_land("highway", "H1", "--on", "2001-01-09", "--format", "csv"))
    assert table[0]["actor"] == "south"
    assert table[0]["actors"] == "south"
    assert "[" not in table[0]["records"]


def test_a_road_day_by_day_in_every_format():
    answer = run_json_on_land("highway", "H1", "--by-day")
    assert [row["on"] for row in answer] == [f"2001-01-{day:02}" for day in range(1, 11)]
    table = rows(run_on_land("highway", "H1", "--by-day", "--format", "csv"))
    assert [row["on"] for row in table] == [row["on"] for row in answer]
    assert float(table[0]["south_share"]) == pytest.approx(1 / 3, abs=0.001)
    in_words = run_on_land(
        "highway", "H1", "--by-day", "--from", "2001-01-02", "--to", "2001-01-04"
    )
    assert [line[:10] for line in in_words.splitlines()[1:]] == ["2001-01-02", "2001-01-03"]


def test_options_without_effect_are_refused():
    for options in (["--by-day", "--on", "2001-01-04"], ["--from", "2001-01-04"]):
        output = run_on_land("highway", "H1", *options, code=2)
        assert "--from and --to go with --by-day" in output
