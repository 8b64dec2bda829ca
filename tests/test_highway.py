"""Who held a road: H1 of the invented land on paper, laws over random roads and reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frontline.atlas import Atlas
from frontline.days import days_between
from frontline.errors import RequestError, UnknownNameError
from frontline.geodesic_lines import Line
from frontline.highway import cut_road, shares
from frontline.model import Event, Highway, Report

DAYS = tuple(days_between(date(2001, 1, 1), date(2001, 1, 10)))
#: A tenth of a degree of latitude at the equator: hazel, elm and birch each hold as much of H1.
THIRD_KM = 11.0574

some = settings(max_examples=40)


def told(  # noqa: PLR0913 - a row has so many columns
    name, days, *, kind="capture", before="north", after="south", place=None, km=None
):
    """An event of January 2001 at a place, or if there is none along H1, between two kilometres."""
    where = {"place_id": place} if place else {"highway": "h1"}
    if km:
        where |= {"from_km": km[0], "to_km": km[1]}
    first, last = days if isinstance(days, tuple) else (days, days)
    return Event.model_validate(
        {
            **where,
            "event_id": name,
            "place_as_reported": "as told",
            "date_earliest": date(2001, 1, first),
            "date_latest": date(2001, 1, last),
            "kind": kind,
            "from": before,
            "to": after,
        }
    )


def with_events(land, *events, road=None):
    """The land with these events alone, each reported by Land Watch."""
    reports = tuple(
        Report(
            report_id=f"{event.event_id}-r1",
            record_id=event.event_id,
            publisher="watch",
            url="https://watch.invalid/",
        )
        for event in events
    )
    highways = land.package.highways
    if road is not None:
        highways = {"h1": highways["h1"].model_copy(update={"coordinates": road})}
    package = replace(land.package, events=events, all_reports=reports, highways=highways)
    return Atlas(package, land.rule)


def who(found, day):
    """The intervals of H1 on a day: letters of who has it, and where one ends, in kilometres."""
    intervals = found.on(f"2001-01-{day:02}").road_intervals("h1")
    letters = [
        {"contested": "x", "unknown": "."}.get(i.control.status) or i.control.actors[0][0].upper()
        for i in intervals
    ]
    return "".join(letters), [round(i.to_km, 1) for i in intervals]


def at_km(found, day, km):
    """The answer at one kilometre of H1."""
    (interval,) = (
        i for i in found.on(f"2001-01-{day:02}").road_intervals("h1") if i.from_km <= km < i.to_km
    )
    return interval.control


IN_HAZEL, IN_ELM, IN_BIRCH = (THIRD_KM * (number + 0.5) for number in range(3))


# --- on paper ---
# H1 runs 0.3 degree north, 33.172 km, a third each through the cells of hazel, elm and birch: the
# ridges lie halfway, at 0.05 N and 0.15 N. Elm is south's from the 3rd, the road from the 9th.


@pytest.mark.parametrize("day", [1, 2])
def test_at_first_the_southern_third_of_the_road_is_souths(land, day):
    assert who(land, day) == ("SN", [11.1, 33.2])


@pytest.mark.parametrize("day", [3, 5, 8])
def test_when_elm_falls_two_thirds_of_the_road_are_souths(land, day):
    assert who(land, day) == ("SN", [22.1, 33.2])
    share = shares(land.on(f"2001-01-{day:02}").road_intervals("h1"))
    assert share == pytest.approx({"south": 2 / 3, "north": 1 / 3}, abs=1e-5)


@pytest.mark.parametrize("day", [9, 10])
def test_when_the_whole_road_is_reported_it_is_souths(land, day):
    assert who(land, day) == ("S", [33.2])
    assert "E5" in land.on(f"2001-01-{day:02}").road_intervals("h1")[0].record_ids


def test_the_chainage_of_the_land_is_that_of_the_meridian(land):
    road = land.road("H1")
    assert road.length_km == pytest.approx(3 * THIRD_KM, abs=0.001)
    columns = [stretch.column for stretch in road.stretches]
    assert [land.cell_places[column].id for column in columns] == ["hazel", "elm", "birch"]
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
    assert shares(forth) == pytest.approx({"south": 0.75, "north": 0.25}, abs=1e-4)


def test_kilometres_may_be_given_in_place_of_towns(land):
    (part,) = land.on("2001-01-01").road_intervals("h1", ("12", "20.5"))
    assert (part.from_km, part.to_km, part.control.holder) == (12, 20.5, "north")


@pytest.mark.parametrize("km", ["-5", "34", "inf", "nan"])
def test_a_kilometre_that_the_road_does_not_have_is_refused(land, km):
    with pytest.raises(RequestError, match=r"its kilometres run from 0 to 33\.2"):
        land.on("2001-01-01").road_intervals("h1", ("5", km))


# --- reports about the road ---


def test_a_road_report_overrules_the_towns_beside_it(land):
    found = with_events(land, told("E1", 5))
    assert who(found, 4)[0] == "SN"
    assert who(found, 5)[0] == "S"
    assert found.on("2001-01-05").control("elm").control.evidence == "inferred"


def test_a_road_report_holds_until_a_town_has_a_later_report_of_its_own(land):
    back = told("E2", 7, before="south", after="north", place="elm")
    found = with_events(land, told("E1", 5), back)
    assert who(found, 6) == ("S", [33.2])
    assert who(found, 7) == ("SNS", [11.1, 22.1, 33.2])


def test_a_road_report_overrules_an_earlier_report_of_a_town(land):
    back = told("E2", 3, before="south", after="north", place="hazel")
    found = with_events(land, back, told("E1", 5))
    assert who(found, 3)[0] == "N"
    assert who(found, 5)[0] == "S"


def test_a_road_report_about_a_stretch_says_nothing_beyond_it(land):
    # Elm ends at km 17.7 and birch stands at km 27.6, so neither lies beside these six kilometres.
    found = with_events(land, told("E1", 5, km=(19, 25)))
    assert who(found, 5) == ("SNSN", [11.1, 19.0, 25.0, 33.2])
    assert found.on("2001-01-05").control("elm").control.holder == "north"


def test_a_town_beside_a_reported_stretch_brings_the_rest_of_its_road_along(land):
    # Elm, at km 16.6, is inferred to be south's, and so is its cell, from km 11.1 on.
    found = with_events(land, told("E1", 5, km=(15, 25)))
    assert who(found, 5) == ("SN", [25.0, 33.2])
    assert found.on("2001-01-05").control("elm").control.holder == "south"
    assert found.on("2001-01-05").control("birch").control.holder == "north"


def test_while_the_day_of_a_road_report_is_uncertain_the_road_is_contested(land):
    found = with_events(land, told("E1", (5, 7)))
    assert who(found, 4)[0] == "SN"
    assert [who(found, day) for day in (5, 6)] == [("Sx", [11.1, 33.2])] * 2
    assert who(found, 7)[0] == "S"


def test_a_denied_road_report_changes_nothing(land):
    found = with_events(land, told("E1", 5))
    denial = found.package.all_reports[0].model_copy(
        update={"report_id": "E1-r2", "publisher": "herald", "says": "denies"}
    )
    package = replace(found.package, all_reports=(*found.package.all_reports, denial))
    assert who(Atlas(package, land.rule), 6)[0] == "SN"


def test_a_town_farther_than_a_kilometre_learns_nothing_from_the_road(land):
    found = with_events(land, told("E1", 5))
    for name in ("alder", "cedar", "dogwood", "fir"):
        assert found.on("2001-01-05").control(name).control.holder == "north"


def test_a_town_whose_built_up_edge_lies_beside_the_road_learns_from_it(land):
    # Elm's outline reaches 1.11 km to either side. A road 1.67 km east of its centre is 0.56 km
    # from the edge; one 2.78 km east is 1.67 km from it.
    for east, holder in ((0.015, "south"), (0.025, "north")):
        road = ((30.1 + east, -0.05), (30.1 + east, 0.25))
        found = with_events(land, told("E1", 5), road=road)
        assert found.on("2001-01-05").control("elm").control.holder == holder


def test_a_town_learns_from_a_road_that_begins_at_the_middle_of_a_long_side_of_its_outline(land):
    # The road begins 0.06 km east of the side; the corners are 1.11 km away, the centre 1.17 km.
    found = with_events(land, told("E1", 5), road=((30.1105, 0.1), (30.25, 0.1)))
    assert found.on("2001-01-05").control("elm").control.holder == "south"


def test_a_road_reported_as_contested_is_contested_as_the_towns_beside_it_are(land):
    found = with_events(land, told("E1", 5, kind="contested"))
    assert found.on("2001-01-06").control("elm").control.status == "contested"
    assert at_km(found, 6, IN_ELM).status == "contested"


def test_two_road_reports_of_one_day_count_in_the_order_in_which_they_count_for_towns(land):
    found = with_events(land, told("E9", 5), told("E10", 5, before="south", after="north"))
    beside = found.on("2001-01-06").control("elm").control
    assert at_km(found, 6, IN_ELM).actors == beside.actors


def test_a_later_report_that_a_town_stayed_in_its_hands_ends_what_the_road_report_said(land):
    # The road runs 2.8 km east of the towns: too far for them to learn from it.
    road = ((30.125, -0.05), (30.125, 0.25))
    stayed = told("E2", 7, kind="repelled", before="north", after="north", place="birch")
    found = with_events(land, told("E1", 5), stayed, road=road)
    assert at_km(found, 6, IN_BIRCH).holder == "south"
    assert at_km(found, 7, IN_BIRCH).holder == "north"


def test_of_a_road_report_and_a_report_of_a_town_of_one_day_the_road_report_counts_for_the_road(
    land,
):
    stayed = told("E2", 5, kind="repelled", before="north", after="north", place="birch")
    found = with_events(land, told("E1", 5), stayed, road=((30.125, -0.05), (30.125, 0.25)))
    assert at_km(found, 5, IN_BIRCH).holder == "south"
    assert found.on("2001-01-05").control("birch").control.holder == "north"


# --- laws ---


@st.composite
def roads(draw):
    """A road of the land in a random direction, bent, that never crosses itself."""
    number = st.floats(-0.04, 0.04)
    turns = draw(st.lists(number, min_size=2, max_size=8))
    along = np.linspace(29.93, 30.27, len(turns))
    slope = draw(st.floats(-1, 1))
    way = np.column_stack([along, 0.1 + slope * (along - 30.1) * 0.8 + np.asarray(turns)])
    flip = draw(st.booleans())
    return [(float(x), float(y)) for x, y in (way[::-1] if flip else way)]


@st.composite
def reports_about(draw):
    """Up to four events along H1 or at its towns."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        before, after = draw(st.permutations(["north", "south"]))
        first = draw(st.integers(1, 10))
        last = draw(st.integers(first, 10))
        place = draw(st.sampled_from([None, None, "hazel", "elm", "birch", "fir"]))
        km = draw(st.sampled_from([None, (0, 12.5), (8, 20), (15.5, 33)])) if not place else None
        found.append(
            told(f"E{number}", (first, last), before=before, after=after, place=place, km=km)
        )
    return found


def check_tiles(parts, from_km, to_km):
    assert (parts[0].from_km, parts[-1].to_km) == pytest.approx((from_km, to_km), abs=1e-9)
    assert all(one.to_km == other.from_km for one, other in pairwise(parts))
    assert all(part.from_km < part.to_km for part in parts)


@some
@given(roads())
def test_the_stretches_of_any_road_tile_it(land, way):
    line = Line(way)
    check_tiles(cut_road(line, land.cells), 0, line.length_m / 1000)


@some
@given(roads(), st.lists(st.floats(0.001, 0.999), min_size=5, max_size=20))
def test_a_point_of_a_road_lies_in_the_cell_of_its_stretch(land, way, shares_of_it):
    line = Line(way)
    for km in np.asarray(shares_of_it) * line.length_m / 1000:
        here = shapely.Point(*land.projection.forward(*line.point_at(km * 1000)))
        (stretch,) = (s for s in cut_road(line, land.cells) if s.from_km <= km < s.to_km)
        if stretch.column is None:
            assert land.cells.ground.buffer(-5).disjoint(here)
        else:
            assert land.cells.cells[stretch.column].distance(here) < 5


@settings(max_examples=25)
@given(reports_about(), st.sampled_from(DAYS), st.tuples(st.floats(0, 33), st.floats(0, 33)))
def test_intervals_tile_what_was_asked_for_and_their_shares_sum_to_one(land, events, day, span):
    assume(abs(span[0] - span[1]) > 0.01)
    found = with_events(land, *events)
    low, high = sorted(span)
    for between, ends in ((None, (0, 3 * THIRD_KM)), ((str(low), str(high)), (low, high))):
        parts = found.on(day).road_intervals("h1", between)
        assert parts[0].from_km == pytest.approx(ends[0], abs=0.001)
        assert parts[-1].to_km == pytest.approx(ends[1], abs=0.001)
        check_tiles(parts, parts[0].from_km, parts[-1].to_km)
        assert sum(part.length_km for part in parts) == pytest.approx(ends[1] - ends[0], abs=0.001)
        assert sum(shares(parts).values()) == pytest.approx(1, abs=1e-9)
        for one, other in pairwise(parts):
            assert (one.control.status, one.control.actors) != (
                other.control.status,
                other.control.actors,
            )


@settings(max_examples=25)
@given(reports_about(), st.sampled_from(DAYS), st.floats(0.1, 33))
def test_a_part_of_the_road_has_the_answers_of_the_whole(land, events, day, cut):
    state = with_events(land, *events).on(day)
    whole = state.road_intervals("h1")
    for part in (*state.road_intervals("h1", ("0", str(cut))),):
        middle = (part.from_km + part.to_km) / 2
        (same,) = (i for i in whole if i.from_km <= middle < i.to_km)
        assert (part.control.status, part.control.actors) == (
            same.control.status,
            same.control.actors,
        )


@settings(max_examples=25)
@given(reports_about(), st.sampled_from(DAYS))
def test_without_a_report_about_it_a_road_is_held_as_its_towns_are(land, events, day):
    found = with_events(land, *[event for event in events if event.place_id])
    for number, town in ((IN_HAZEL, "hazel"), (IN_ELM, "elm"), (IN_BIRCH, "birch")):
        control = found.on(day).control(town).control
        assert at_km(found, day.day, number).actors == control.actors


@settings(max_examples=25)
@given(reports_about(), st.sampled_from(DAYS))
def test_a_road_depends_on_no_report_of_what_began_later(land, events, day):
    so_far = [event for event in events if event.date_earliest <= day]
    assert who(with_events(land, *events), day.day) == who(with_events(land, *so_far), day.day)


@settings(max_examples=15)
@given(reports_about(), st.randoms(use_true_random=False))
def test_the_order_of_road_reports_in_the_file_does_not_matter(land, events, random):
    one = with_events(land, *events)
    other = with_events(land, *random.sample(events, len(events)))
    assert [who(one, day) for day in range(1, 11)] == [who(other, day) for day in range(1, 11)]


def test_a_ring_road_is_cut_where_it_leaves_each_cell(land):
    ring = [(30.02, 0.02), (30.18, 0.02), (30.18, 0.18), (30.02, 0.18), (30.02, 0.02)]
    line = Line(ring)
    stretches = cut_road(line, land.cells)
    check_tiles(stretches, 0, line.length_m / 1000)
    # It begins and ends in the cell of gorse, and runs through those of all towns but elm.
    names = [land.cell_places[s.column].id for s in stretches if s.column is not None]
    assert set(names) == {place.id for place in land.cell_places} - {"elm"}
    assert names[0] == names[-1] == "gorse"
    for km in np.arange(0.5, line.length_m / 1000, 1.0):
        here = shapely.Point(*land.projection.forward(*line.point_at(km * 1000)))
        (stretch,) = (s for s in stretches if s.from_km <= km < s.to_km)
        if stretch.column is not None:
            assert land.cells.cells[stretch.column].distance(here) < 5
        else:
            assert land.cells.ground.buffer(-5).disjoint(here)


def test_a_road_that_crosses_itself_is_cut_in_the_order_in_which_it_is_driven(land):
    # East through dogwood, elm and fir, then back north of them and south through elm's cell.
    way = [(29.98, 0.1), (30.2, 0.1), (30.2, 0.2), (30.1, 0.2), (30.1, 0.0)]
    stretches = cut_road(Line(way), land.cells)
    names = [land.cell_places[s.column].id for s in stretches if s.column is not None]
    assert names == ["dogwood", "elm", "fir", "cedar", "birch", "elm", "hazel"]


def test_a_vertex_that_is_written_twice_cuts_no_stretch(land):
    (road,) = land.package.highways.values()
    twice = [position for position in road.coordinates for _ in range(2)]
    assert cut_road(Line(twice), land.cells) == land.road("h1").stretches


@pytest.mark.parametrize("highway", ["m5", "m4"])
def test_the_real_roads_are_tiled_by_their_stretches(atlas, highway):
    road = atlas.road(highway)
    check_tiles(road.stretches, 0, road.length_km)
    for stretch in road.stretches:
        middle_m = (stretch.from_km + stretch.to_km) * 500
        here = shapely.Point(*atlas.projection.forward(*road.line.point_at(middle_m)))
        if stretch.column is None:
            assert not atlas.cells.ground.contains(here)
        else:
            assert atlas.cells.cells[stretch.column].distance(here) < 1


# --- edges ---


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
    assert shares([only]) == {"unknown": 1.0}


def test_a_stretch_without_length_is_refused(land):
    with pytest.raises(RequestError, match="two different ends"):
        shares(land.on("2001-01-01").road_intervals("h1", ("elm", "elm")))


def test_an_unknown_road_is_refused_with_those_there_are(land, atlas):
    for found, known in ((land, "h1"), (atlas, "m5")):
        with pytest.raises(UnknownNameError, match=known):
            found.road("Route 66")
