"""Comparison of rules: the places, highways and area that depend on them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import LAND, TOWNS, days, histories, package_with
from run_command import run_json_on_land, run_on_land

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.sensitivity.rules import compare


def compare_land(day, *names):
    return Atlas(LAND, RULES["standard"]).compare(names, date(2001, 1, day))


def test_in_the_invented_land_only_fir_depends_on_a_second_source():
    found = compare_land(10, "standard", "two-source")
    (fir,) = found.places
    assert (fir.place.id, fir.record_ids) == ("fir", ("E2",))
    assert [control.holder for control in fir.answers] == ["south", "north"]
    assert found.area_km2 == pytest.approx(
        found.areas_km2[0]["south"] - found.areas_km2[1]["south"], rel=1e-9
    )
    assert found.roads == ()


def test_the_highway_of_the_invented_land_depends_on_the_report_of_its_opening():
    found = compare_land(10, "standard", "against-interest")
    assert {one.place.id for one in found.places} == {"birch", "fir"}
    assert found.road_km("h1") > 0
    assert {id_ for road in found.roads for id_ in road.record_ids} == {"E5"}


@settings(max_examples=12)
@given(histories(), days, st.permutations(sorted(RULES)))
def test_a_place_is_listed_if_and_only_if_the_rules_differ_on_it(story, day, names):
    atlas = Atlas(package_with(story), RULES["standard"])
    found = atlas.compare(names, day)
    own = [Atlas(atlas.package, RULES[name]) for name in names]
    for town in TOWNS:
        several = {(c.status, c.actors) for c in (one.record.control_on(town, day) for one in own)}
        assert (len(several) > 1) == (town in {place.place.id for place in found.places})
    for one, areas in zip(own, found.areas_km2, strict=True):
        assert one.on(day).areas_km2 == areas
    reverse = {place.place.id for place in compare_in_order(atlas, names[::-1], day).places}
    assert reverse == {place.place.id for place in found.places}


def compare_in_order(atlas, names, day):
    return compare([atlas.with_options(RULES[name]) for name in names], day)


@settings(max_examples=20)
@given(histories(), days, st.floats(0, 1))
def test_a_kilometre_is_in_a_stretch_if_and_only_if_the_rules_differ_on_it(story, day, share):
    atlas = Atlas(package_with(story), RULES["standard"])
    found = atlas.compare(["standard", "against-interest"], day)
    km = share * atlas.road("h1").length_km
    answers = set()
    for name in ("standard", "against-interest"):
        parts = Atlas(atlas.package, RULES[name]).on(day).road_intervals("h1")
        control = next(part.control for part in parts if part.from_km <= km <= part.to_km)
        answers.add((control.status, control.actors))
    inside = any(road.from_km < km < road.to_km for road in found.roads)
    at_end = any(km in {road.from_km, road.to_km} for road in found.roads)
    assert at_end or inside == (len(answers) > 1)


def test_fewer_than_two_different_rules_raise():
    for names in (["standard"], ["standard", "standard"], []):
        with pytest.raises(InvalidRequestError, match="two different rules"):
            compare_land(5, *names)


def test_a_custom_rule_can_be_compared(tmp_path):
    path = tmp_path / "three.toml"
    path.write_text('name = "three"\nsays = "Three."\n[stands]\nvoices = 3\n', "utf-8")
    answer = run_json_on_land("compare", "--rules", f"standard,{path}", "--on", "2001-01-10")
    assert [one["rule"] for one in answer["rules"]] == ["standard", "three"]
    assert {one["id"] for one in answer["places"]} == {"birch", "elm", "fir"}


def test_a_comparison_table_has_a_row_for_each_place_and_each_stretch():
    words = ["compare", "--rules", "standard,against-interest", "--on", "2001-01-10"]
    rows = list(csv.DictReader(io.StringIO(run_on_land(*words, "--format", "csv"))))
    answer = run_json_on_land(*words)
    stretches = [part for road in answer["highways"] for part in road["stretches"]]
    assert [row["kind"] for row in rows] == ["place"] * 2 + ["highway"] * len(stretches)
    assert rows[1]["standard"] == "held south"
    assert rows[1]["against-interest"] == "held north"


def test_few_places_of_the_built_in_record_depend_on_a_second_source(atlas):
    found = atlas.compare(["standard", "two-source"], "2019-08-15")
    assert {one.place.id for one in found.places} >= {"abu-raida"}
    presumed = atlas.on("2019-08-15").presumed_km2
    ground = sum(found.areas_km2[0].values()) + sum(presumed.values())
    assert 0 < found.area_km2 < 0.05 * ground
    for one in found.places:
        assert one.record_ids
        assert all(atlas.package.reports[id_] for id_ in one.record_ids)
