"""The front: on paper for the invented land, by its laws for random holders and the real war."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline.dates import days_between
from frontline.geometry.front import compute_front, front_lines
from frontline.geometry.geodesy import Projection
from frontline.geometry.tessellation import tessellate

A_MILLIMETRE = 1e-3
REACH_M = 6000.0
#: Half the way between two towns of the land: 0.05 degree of latitude, and of longitude.
HALF_NORTHWARD_M, HALF_EASTWARD_M = 5528.7, 5566.0

some = settings(max_examples=40)


@st.composite
def grounds(draw):
    """Random places and who holds each: 0 and 1 actors, -1 contested, -2 unknown."""
    number = st.integers(0, 50)
    found = draw(st.lists(st.tuples(number, number), min_size=1, max_size=20, unique=True))
    lattice = np.asarray(found, dtype=float) * 0.01
    plane = Projection.around([36.5, 37.0], [35.2, 35.7])
    cells = tessellate(plane, 36.5 + lattice[:, 0], 35.2 + lattice[:, 1], REACH_M)
    size = len(found)
    holders = draw(st.lists(st.integers(-2, 1), min_size=size, max_size=size))
    return cells, np.asarray(holders, np.int16)


def whole(cells):
    """Unite cells, to a polygon even if there are none."""
    return shapely.union_all(cells) if len(cells) else shapely.Polygon()


def area_of(cells, holders, number):
    return whole(cells.cells[holders == number])


def distance_between(line, edge):
    """How much of a line does not run along an edge, in metres."""
    return line.difference(edge.buffer(A_MILLIMETRE)).length


def ridges_along(land, line):
    """The pairs of towns that a line runs between."""
    ids = [place.id for place in land.sites]
    middles = shapely.line_interpolate_point(land.cells.ridges, 0.5, normalized=True)
    on = shapely.dwithin(middles, line, A_MILLIMETRE)
    return {f"{ids[one]}-{ids[other]}" for one, other in land.cells.pairs[on]}


# --- on paper ---
# One row each is south's at first. The line then goes around elm (3rd), around fir (7th), and
# around birch (9th). On the 5th and 6th fir is contested, so no line is drawn along its cell.

AT_FIRST = {"dogwood-gorse", "elm-hazel", "fir-ivy"}
WITH_ELM = {"dogwood-gorse", "dogwood-elm", "birch-elm", "elm-fir", "fir-ivy"}
FIR_CONTESTED = {"dogwood-gorse", "dogwood-elm", "birch-elm"}
WITH_FIR = {"dogwood-gorse", "dogwood-elm", "birch-elm", "cedar-fir"}
WITH_BIRCH = {"dogwood-gorse", "dogwood-elm", "alder-birch", "birch-cedar", "cedar-fir"}
PAPER = dict(
    enumerate(
        [
            *(AT_FIRST, AT_FIRST, WITH_ELM, WITH_ELM, FIR_CONTESTED),
            *(FIR_CONTESTED, WITH_FIR, WITH_FIR, WITH_BIRCH, WITH_BIRCH),
        ],
        start=1,
    )
)


@pytest.mark.parametrize("day", PAPER)
def test_the_line_of_the_land_runs_between_the_towns_worked_out_on_paper(land, day):
    shape = land.on(f"2001-01-{day:02}").front_shape
    assert ridges_along(land, shape.line) == PAPER[day]
    fought_over = {"cedar-fir", "elm-fir", "fir-ivy"} if day in (5, 6) else set()
    assert ridges_along(land, shape.contested) == fought_over


@pytest.mark.parametrize(
    ("day", "northward", "eastward"), [(1, 3, 0), (3, 3, 2), (5, 2, 1), (7, 3, 1), (9, 2, 3)]
)
def test_the_line_of_the_land_has_the_length_worked_out_on_paper(land, day, northward, eastward):
    # A ridge is the common chord of two discs of 6 km; discs are drawn with 64 corners, whose
    # sides come as near as 6 km times cos(pi / 64).
    low, high = (
        2 * northward * np.sqrt(radius**2 - HALF_NORTHWARD_M**2)
        + 2 * eastward * np.sqrt(radius**2 - HALF_EASTWARD_M**2)
        for radius in (REACH_M * np.cos(np.pi / 64), REACH_M)
    )
    assert low - 5 < land.on(f"2001-01-{day:02}").front_shape.line.length < high + 5


def test_the_band_of_the_land_reaches_from_town_to_town(land):
    band = land.on("2001-01-01").front_shape.band
    # A kite from gorse over the ridge to dogwood and back: half the product of its diagonals.
    chord = 2 * np.sqrt(REACH_M**2 - HALF_NORTHWARD_M**2)
    assert band.area == pytest.approx(3 * chord * 2 * HALF_NORTHWARD_M / 2, rel=0.02)
    for town in ("dogwood", "gorse", "elm", "hazel", "fir", "ivy"):
        at = shapely.Point(*land.cells.xy[land.record.index[town]])
        assert band.distance(at) < A_MILLIMETRE


def test_the_band_takes_in_contested_cells_whole(land):
    band = land.on("2001-01-05").front_shape.band
    assert band.covers(land.cells.cells[land.record.index["fir"]].buffer(-1))


# --- laws ---


@some
@given(grounds())
def test_the_line_lies_on_the_edge_of_both_territories(ground):
    cells, holders = ground
    line = compute_front(cells, holders).line
    for number in (0, 1):
        assert distance_between(line, area_of(cells, holders, number).boundary) < A_MILLIMETRE


@some
@given(grounds())
def test_the_line_is_all_that_both_territories_share(ground):
    cells, holders = ground
    one, other = (area_of(cells, holders, number).boundary for number in (0, 1))
    shared = one.intersection(other.buffer(A_MILLIMETRE))
    assert distance_between(shared, compute_front(cells, holders).line) < 0.1


@some
@given(grounds())
def test_there_is_no_front_where_neighbours_agree(ground):
    cells, holders = ground
    front = compute_front(cells, holders)
    agree = holders[cells.pairs[:, 0]] == holders[cells.pairs[:, 1]]
    within = shapely.line_interpolate_point(cells.ridges[agree], 0.5, normalized=True)
    for line in (front.line, front.contested):
        assert not shapely.dwithin(within, line, A_MILLIMETRE).any()


@pytest.mark.parametrize("everybody", [0, 1, -1, -2])
@given(ground=grounds())
@settings(max_examples=5)
def test_where_all_have_one_answer_there_is_no_front(ground, everybody):
    cells, holders = ground
    front = compute_front(cells, np.full_like(holders, everybody))
    assert front.line.is_empty
    assert front.contested.is_empty
    fought_over = cells.extent.area if everybody == -1 else 0
    assert front.band.area == pytest.approx(fought_over, rel=1e-6)


@some
@given(grounds())
def test_along_contested_ground_its_outline_is_drawn_and_no_line(ground):
    cells, holders = ground
    front = compute_front(cells, holders)
    contested = area_of(cells, holders, -1)
    held = whole(cells.cells[holders >= 0])
    assert distance_between(front.contested, contested.boundary) < A_MILLIMETRE
    assert distance_between(front.contested, held.boundary) < A_MILLIMETRE
    assert front.line.intersection(front.contested).length < A_MILLIMETRE
    assert front.line.intersection(contested.buffer(-1)).length == 0


@some
@given(grounds())
def test_the_line_runs_inside_its_band(ground):
    cells, holders = ground
    front = compute_front(cells, holders)
    assert front.band.is_valid
    assert distance_between(front.line, front.band) < A_MILLIMETRE
    contested = area_of(cells, holders, -1)
    assert contested.difference(front.band.buffer(A_MILLIMETRE)).area < 1


@some
@given(grounds())
def test_the_line_is_the_same_seen_from_either_side(ground):
    cells, holders = ground
    turned = np.where(holders >= 0, 1 - holders, holders)
    one, other = front_lines(cells, holders), front_lines(cells, turned)
    assert one == other


@some
@given(grounds())
def test_the_line_with_and_without_its_band_is_one(ground):
    front = compute_front(*ground)
    assert front_lines(*ground) == (front.line, front.contested)


@some
@given(grounds())
def test_the_line_has_no_part_that_is_drawn_twice(ground):
    cells, holders = ground
    line = compute_front(cells, holders).line
    assert shapely.union_all(line).length == pytest.approx(line.length, abs=A_MILLIMETRE)
    chosen = (holders[cells.pairs] >= 0).all(axis=1)
    chosen &= holders[cells.pairs[:, 0]] != holders[cells.pairs[:, 1]]
    assert line.length == pytest.approx(shapely.length(cells.ridges[chosen]).sum())


def test_the_real_line_lies_on_the_edge_of_two_territories_on_every_tenth_day(atlas_of_places):
    frame = atlas_of_places.package.coverage
    for day in list(days_between(frame.first_day, frame.last_day))[::10]:
        state = atlas_of_places.on(day)
        shape = state.front_shape
        assert shape.line.length > 50_000
        corners = shapely.points(shapely.get_coordinates(shape.line))
        edges = [
            area_of(atlas_of_places.cells, state.holders, number).boundary
            for number in range(len(atlas_of_places.actors))
        ]
        near = sum((shapely.distance(edge, corners) < 1).astype(int) for edge in edges)
        assert (near >= 2).all()
        assert distance_between(shape.line, shape.band) < 1
