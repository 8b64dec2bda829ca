"""A report about a road and reports of the towns beside it: which of them counts, and where."""

from __future__ import annotations

from dataclasses import replace

from along_h1 import IN_BIRCH, IN_ELM, control_at_km, holder_on, road_event, with_events

from frontline.atlas import Atlas


def test_a_road_report_overrules_the_towns_beside_it(land):
    found = with_events(land, road_event("E1", 5))
    assert holder_on(found, 4)[0] == "SN"
    assert holder_on(found, 5)[0] == "S"
    assert found.on("2001-01-05").control("elm").control.evidence == "inferred"


def test_a_road_report_holds_until_a_town_has_a_later_report_of_its_own(land):
    back = road_event("E2", 7, before="south", after="north", place="elm")
    found = with_events(land, road_event("E1", 5), back)
    assert holder_on(found, 6) == ("S", [33.2])
    assert holder_on(found, 7) == ("SNS", [11.1, 22.1, 33.2])


def test_a_road_report_overrules_an_earlier_report_of_a_town(land):
    back = road_event("E2", 3, before="south", after="north", place="hazel")
    found = with_events(land, back, road_event("E1", 5))
    assert holder_on(found, 3)[0] == "N"
    assert holder_on(found, 5)[0] == "S"


def test_a_road_report_about_a_stretch_says_nothing_beyond_it(land):
    # Elm ends at km 17.7 and birch stands at km 27.6, so neither lies beside these six kilometres.
    found = with_events(land, road_event("E1", 5, km=(19, 25)))
    assert holder_on(found, 5) == ("SNSN", [11.1, 19.0, 25.0, 33.2])
    assert found.on("2001-01-05").control("elm").control.holder == "north"


def test_a_town_beside_a_reported_stretch_brings_the_rest_of_its_road_along(land):
    # Elm, at km 16.6, is inferred to be south's, and so is its cell, from km 11.1 on.
    found = with_events(land, road_event("E1", 5, km=(15, 25)))
    assert holder_on(found, 5) == ("SN", [25.0, 33.2])
    assert found.on("2001-01-05").control("elm").control.holder == "south"
    assert found.on("2001-01-05").control("birch").control.holder == "north"


def test_while_the_day_of_a_road_report_is_uncertain_the_road_is_contested(land):
    found = with_events(land, road_event("E1", (5, 7)))
    assert holder_on(found, 4)[0] == "SN"
    assert [holder_on(found, day) for day in (5, 6)] == [("Sx", [11.1, 33.2])] * 2
    assert holder_on(found, 7)[0] == "S"


def test_a_denied_road_report_changes_nothing(land):
    found = with_events(land, road_event("E1", 5))
    denial = found.package.all_reports[0].model_copy(
        update={"report_id": "E1-r2", "publisher": "herald", "says": "denies"}
    )
    package = replace(found.package, all_reports=(*found.package.all_reports, denial))
    assert holder_on(Atlas(package, land.rule), 6)[0] == "SN"


def test_a_town_farther_than_a_kilometre_learns_nothing_from_the_road(land):
    found = with_events(land, road_event("E1", 5))
    for name in ("alder", "cedar", "dogwood", "fir"):
        assert found.on("2001-01-05").control(name).control.holder == "north"


def test_a_town_whose_built_up_edge_lies_beside_the_road_learns_from_it(land):
    # Elm's outline reaches 1.11 km to either side. A road 1.67 km east of its centre is 0.56 km
    # from the edge; one 2.78 km east is 1.67 km from it.
    for east, holder in ((0.015, "south"), (0.025, "north")):
        road = ((30.1 + east, -0.05), (30.1 + east, 0.25))
        found = with_events(land, road_event("E1", 5), road=road)
        assert found.on("2001-01-05").control("elm").control.holder == holder


def test_a_town_learns_from_a_road_that_begins_at_the_middle_of_a_long_side_of_its_outline(land):
    # The road begins 0.06 km east of the side; the corners are 1.11 km away, the centre 1.17 km.
    found = with_events(land, road_event("E1", 5), road=((30.1105, 0.1), (30.25, 0.1)))
    assert found.on("2001-01-05").control("elm").control.holder == "south"


def test_a_road_reported_as_contested_is_contested_as_the_towns_beside_it_are(land):
    found = with_events(land, road_event("E1", 5, kind="contested"))
    assert found.on("2001-01-06").control("elm").control.status == "contested"
    assert control_at_km(found, 6, IN_ELM).status == "contested"


def test_two_road_reports_of_one_day_count_in_the_order_in_which_they_count_for_towns(land):
    found = with_events(
        land, road_event("E9", 5), road_event("E10", 5, before="south", after="north")
    )
    beside = found.on("2001-01-06").control("elm").control
    assert control_at_km(found, 6, IN_ELM).actors == beside.actors


def test_a_later_report_that_a_town_stayed_in_its_hands_ends_what_the_road_report_said(land):
    # The road runs 2.8 km east of the towns: too far for them to learn from it.
    road = ((30.125, -0.05), (30.125, 0.25))
    stayed = road_event("E2", 7, kind="repelled", before="north", after="north", place="birch")
    found = with_events(land, road_event("E1", 5), stayed, road=road)
    assert control_at_km(found, 6, IN_BIRCH).holder == "south"
    assert control_at_km(found, 7, IN_BIRCH).holder == "north"


def test_of_a_road_report_and_a_report_of_a_town_of_one_day_the_road_report_counts_for_the_road(
    land,
):
    stayed = road_event("E2", 5, kind="repelled", before="north", after="north", place="birch")
    found = with_events(land, road_event("E1", 5), stayed, road=((30.125, -0.05), (30.125, 0.25)))
    assert control_at_km(found, 5, IN_BIRCH).holder == "south"
    assert found.on("2001-01-05").control("birch").control.holder == "north"
