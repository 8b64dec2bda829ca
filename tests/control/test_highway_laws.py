"""Laws of who held a road, over random roads and random reports."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from along_h1 import (
    DAYS,
    IN_BIRCH,
    IN_ELM,
    IN_HAZEL,
    THIRD_KM,
    control_at_km,
    holder_on,
    road_event,
    with_events,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frontline.control.highways import share_by_holder, split_by_cells
from frontline.geometry.geodesic_lines import GeodesicLine

some = settings(max_examples=40)


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
            road_event(f"E{number}", (first, last), before=before, after=after, place=place, km=km)
        )
    return found


def check_tiles(parts, from_km, to_km):
    assert (parts[0].from_km, parts[-1].to_km) == pytest.approx((from_km, to_km), abs=1e-9)
    assert all(one.to_km == other.from_km for one, other in pairwise(parts))
    assert all(part.from_km < part.to_km for part in parts)


@some
@given(roads())
def test_the_stretches_of_any_road_tile_it(land, way):
    line = GeodesicLine(way)
    check_tiles(split_by_cells(line, land.cells), 0, line.length_m / 1000)


@some
@given(roads(), st.lists(st.floats(0.001, 0.999), min_size=5, max_size=20))
def test_a_point_of_a_road_lies_in_the_cell_of_its_stretch(land, way, shares_of_it):
    line = GeodesicLine(way)
    for km in np.asarray(shares_of_it) * line.length_m / 1000:
        here = shapely.Point(*land.projection.forward(*line.interpolate(km * 1000)))
        (stretch,) = (s for s in split_by_cells(line, land.cells) if s.from_km <= km < s.to_km)
        if stretch.column is None:
            assert land.cells.extent.buffer(-5).disjoint(here)
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
        assert sum(share_by_holder(parts).values()) == pytest.approx(1, abs=1e-9)
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
        assert control_at_km(found, day.day, number).actors == control.actors


@settings(max_examples=25)
@given(reports_about(), st.sampled_from(DAYS))
def test_a_road_depends_on_no_report_of_what_began_later(land, events, day):
    so_far = [event for event in events if event.date_earliest <= day]
    assert holder_on(with_events(land, *events), day.day) == holder_on(
        with_events(land, *so_far), day.day
    )


@settings(max_examples=15)
@given(reports_about(), st.randoms(use_true_random=False))
def test_the_order_of_road_reports_in_the_file_does_not_matter(land, events, random):
    one = with_events(land, *events)
    other = with_events(land, *random.sample(events, len(events)))
    assert [holder_on(one, day) for day in range(1, 11)] == [
        holder_on(other, day) for day in range(1, 11)
    ]


def test_a_ring_road_is_cut_where_it_leaves_each_cell(land):
    ring = [(30.02, 0.02), (30.18, 0.02), (30.18, 0.18), (30.02, 0.18), (30.02, 0.02)]
    line = GeodesicLine(ring)
    stretches = split_by_cells(line, land.cells)
    check_tiles(stretches, 0, line.length_m / 1000)
    # It begins and ends in the cell of gorse, and runs through those of all towns but elm.
    names = [land.sites[s.column].id for s in stretches if s.column is not None]
    assert set(names) == {place.id for place in land.sites} - {"elm"}
    assert names[0] == names[-1] == "gorse"
    for km in np.arange(0.5, line.length_m / 1000, 1.0):
        here = shapely.Point(*land.projection.forward(*line.interpolate(km * 1000)))
        (stretch,) = (s for s in stretches if s.from_km <= km < s.to_km)
        if stretch.column is not None:
            assert land.cells.cells[stretch.column].distance(here) < 5
        else:
            assert land.cells.extent.buffer(-5).disjoint(here)


def test_a_road_that_crosses_itself_is_cut_in_the_order_in_which_it_is_driven(land):
    # East through dogwood, elm and fir, then back north of them and south through elm's cell.
    way = [(29.98, 0.1), (30.2, 0.1), (30.2, 0.2), (30.1, 0.2), (30.1, 0.0)]
    stretches = split_by_cells(GeodesicLine(way), land.cells)
    names = [land.sites[s.column].id for s in stretches if s.column is not None]
    assert names == ["dogwood", "elm", "fir", "cedar", "birch", "elm", "hazel"]


def test_a_vertex_that_is_written_twice_cuts_no_stretch(land):
    (road,) = land.package.highways.values()
    twice = [position for position in road.coordinates for _ in range(2)]
    assert split_by_cells(GeodesicLine(twice), land.cells) == land.road("h1").stretches


@pytest.mark.parametrize("highway", ["m5", "m4"])
def test_the_real_roads_are_tiled_by_their_stretches(atlas, highway):
    road = atlas.road(highway)
    check_tiles(road.stretches, 0, road.length_km)
    for stretch in road.stretches:
        middle_m = (stretch.from_km + stretch.to_km) * 500
        here = shapely.Point(*atlas.projection.forward(*road.line.interpolate(middle_m)))
        if stretch.column is None:
            assert not atlas.cells.extent.contains(here)
        else:
            assert atlas.cells.cells[stretch.column].distance(here) < 1
