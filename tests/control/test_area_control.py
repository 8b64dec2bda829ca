"""Places take their control from areas: drawn maps, named areas, and a place's own reports."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pytest
from area_rows import area, area_report, box, land_with
from invented_histories import LAND

from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.models import Area, Event, Publisher, Report

WEST = area("w", 29.9, -0.1, 30.05, 0.3)
MIDDLE = area("m", 29.9, -0.1, 30.15, 0.3)
EDGE = area("e", 29.9, -0.1, 30.1, 0.3)
EVERYTHING = area("all", 29.9, -0.1, 30.3, 0.3)
AREAS = (WEST, MIDDLE, EDGE, EVERYTHING)


def bare(*rows, **changes):
    """Return the invented land with nothing but area reports."""
    empty = {"baseline": (), "events": (), "all_reports": ()}
    return land_with(*rows, areas=AREAS, **(empty | changes))


def timeline(package, place_id, rule="standard"):
    """Return first day, last day and control of each span of a place, whatever its sources."""
    spans = Atlas(package, RULES[rule]).record.spans(place_id)
    groups = [list(group) for _, group in groupby(spans, key=lambda one: one.control)]
    return [
        (own[0].first.day, own[-1].last.day, own[0].control.status,
         "+".join(own[0].control.actors), own[0].control.evidence)
        for own in groups
    ]  # fmt: skip


def maps(*days, rest="north", holder="south", publisher="watch"):
    """Return the maps of some days: the ground of one actor, and who holds the rest."""
    rows = []
    for day, ground in days:
        more = {"publisher": publisher}
        rows.append(area_report(f"{publisher}-{day}", (ground,), (holder,), day, **more))
        others = (rest,) if rest else ()
        rows.append(
            area_report(f"{publisher}-{day}r", ("all",), others, day, extent="rest", **more)
        )
    return rows


def test_a_change_happened_between_two_maps():
    package = bare(*maps((2, "w"), (3, "w"), (6, "m"), (7, "m")))
    assert timeline(package, "elm") == [
        (1, 1, "unknown", "", None),
        (2, 3, "held", "north", "claimed"),
        (4, 5, "contested", "north+south", "claimed"),
        (6, 10, "held", "south", "claimed"),
    ]
    assert timeline(package, "gorse")[1:] == [(2, 10, "held", "south", "claimed")]


def test_a_place_on_an_edge_is_contested_until_a_map_says_more():
    package = bare(*maps((2, "w"), (3, "e"), (4, "m")))
    assert timeline(package, "elm")[1:] == [
        (2, 2, "held", "north", "claimed"),
        (3, 3, "contested", "north+south", "claimed"),
        (4, 10, "held", "south", "claimed"),
    ]


def test_an_edge_at_a_border_of_the_state_is_no_front():
    state = Area(
        id="admin1-south", name="South", level="admin1", sources=("x",), licence="CC0",
        geometry=box(29.9, -0.1, 30.101, 0.3),
    )  # fmt: skip
    border = area("b", 29.9, -0.1, 30.1005, 0.3)  # 55 m from the towns in the middle
    rows = [
        area_report("A", ("b",), ("south",), 2),
        area_report("R", ("all",), ("north",), 2, extent="rest"),
    ]
    for admin, status in (((), "contested"), ((state,), "held")):
        package = land_with(*rows, areas=(border, EVERYTHING), baseline=(), events=(),
                            all_reports=(), admin=admin)  # fmt: skip
        assert timeline(package, "elm")[-1][2] == status


def test_the_sea_beyond_a_coast_is_nobody_s_ground():
    # Latakia, on the coast of Natural Earth: a publisher drew the land. Who holds the rest is said.
    town = LAND.gazetteer["elm"].model_copy(
        update={"lon": 35.78, "lat": 35.52, "position_error_m": 1500}
    )
    package = land_with(
        area_report("A", ("coast",), ("south",), 2),
        area_report("R", ("all",), ("north",), 2, extent="rest"),
        areas=(area("coast", 35.775, 35, 36, 36), area("all", 35, 35, 37, 36)),
        gazetteer={"elm": town}, baseline=(), events=(), all_reports=(), footprints={},
        coverage=LAND.coverage.model_copy(update={"region": (35, 35, 37, 36), "key_places": ()}),
    )  # fmt: skip
    assert timeline(package, "elm")[-1][2:4] == ("held", "south")


def test_a_place_that_a_map_no_longer_shows_is_unknown():
    package = bare(*maps((2, "m"), (3, "m"), (5, "w"), rest=""))
    assert timeline(package, "elm")[1:] == [
        (2, 4, "held", "south", "claimed"),
        (5, 10, "unknown", "", None),
    ]


def test_the_silence_of_one_publisher_does_not_end_the_word_of_another():
    wire = maps((2, "w"), publisher="wire")
    package = bare(*wire, *maps((3, "w"), (4, "w"), rest=""))
    assert timeline(package, "ivy")[1:] == [(2, 10, "held", "north", "claimed")]


def test_the_silence_of_a_map_does_not_end_what_is_reported_of_a_place():
    package = land_with(*maps((2, "m"), (3, "w"), rest=""), areas=AREAS)
    assert timeline(package, "elm")[-1][2:4] == ("held", "south")


def test_two_independent_publishers_confirm():
    package = bare(*maps((2, "m"), (5, "m")), *maps((4, "m"), publisher="wire"))
    assert timeline(package, "elm")[-1] == (4, 10, "held", "south", "confirmed")
    assert timeline(package, "elm", "two-source")[-1][2:4] == ("held", "south")
    one = bare(*maps((2, "m")))
    assert timeline(one, "elm", "two-source") == [(1, 10, "unknown", "", None)]


def test_ground_that_an_actor_only_claims_is_never_confirmed():
    rows = [
        area_report(f"A{name}", ("m",), ("south",), 2, state="claimed", publisher=name)
        for name in ("watch", "wire")
    ]
    assert timeline(bare(*rows), "elm")[-1] == (2, 10, "held", "south", "claimed")
    assert timeline(bare(rows[0]), "elm", "two-source") == [(1, 10, "unknown", "", None)]


def _capture(day, place_id="birch"):
    event = Event.model_validate(
        {
            "event_id": f"X{day}", "place_id": place_id, "place_as_reported": "x",
            "date_earliest": date(2001, 1, day), "date_latest": date(2001, 1, day),
            "kind": "capture", "from": "north", "to": "south",
        }
    )  # fmt: skip
    report = Report(
        report_id=f"X{day}-r", record_id=f"X{day}", publisher="wire", url="https://wire.invalid",
        published_on=date(2001, 1, day),
    )  # fmt: skip
    return {"events": (event,), "all_reports": (report,)}


NAMED = {
    "a report of the place is newer": ({"first": 2}, _capture(5), 5),
    "a report of the place is older": ({"first": 7}, _capture(5), 5),
    "a report of the place is of the same day": ({"first": 5}, _capture(5), 5),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_area_sets_only_places_without_a_report_of_their_own(name):
    days, own, taken = NAMED[name]
    row = area_report("A", ("all",), ("north",), days["first"], throughout="no")
    package = bare(row, **own)
    assert timeline(package, "birch")[-1][:4] == (taken, 10, "held", "south")
    assert timeline(package, "ivy")[-1] == (days["first"], 10, "held", "north", "inferred")


def test_a_report_without_exception_overrides_older_reports_of_places():
    row = area_report("A", ("all",), ("north",), 7, 8)
    package = bare(row, **_capture(5))
    assert timeline(package, "birch")[-1] == (7, 10, "held", "north", "claimed")


def test_the_sources_of_a_place_are_its_maps():
    atlas = Atlas(bare(*maps((2, "w"), (3, "w"), (5, "w"))), RULES["standard"])
    state = atlas.on("2001-01-09")
    reports = state.sources(atlas.place("Dogwood"))
    assert [(one.publisher, one.published_on.day) for one in reports] == [
        ("watch", 2),
        ("watch", 5),
    ]
    assert state.distance("Ivy", "south").end.label == "Gorse"


def test_a_record_as_of_a_day_counts_the_maps_until_then():
    package = bare(*maps((2, "w"), (5, "m"), (8, "m")))
    atlas = Atlas(package, RULES["standard"], date(2001, 1, 6))
    assert atlas.record.control_on("elm", date(2001, 1, 9)).holder == "south"
    early = Atlas(package, RULES["standard"], date(2001, 1, 4))
    assert early.record.control_on("elm", date(2001, 1, 9)).holder == "north"


def test_publishers_that_disagree_leave_a_place_disputed():
    package = bare(*maps((2, "m"), (4, "m")), *maps((2, "w"), (4, "w"), publisher="wire"))
    assert timeline(package, "elm")[-1][2:] == ("contested", "north+south", "disputed")
    assert timeline(package, "dogwood")[-1][2:] == ("held", "south", "confirmed")


def test_a_map_of_a_publisher_that_repeats_another_is_the_same_source():
    copy = Publisher(id="copy", name="Copy", stance="monitor", origin=("watch",))
    package = bare(
        *maps((2, "m")), *maps((2, "m"), publisher="copy"),
        publishers={**LAND.publishers, "copy": copy},
    )  # fmt: skip
    assert timeline(package, "elm")[-1][4] == "claimed"
