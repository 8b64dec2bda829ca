"""Cells, areas and pockets: what a plane cut between places must be, whatever the places."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frontline.geometry.geodesy import Projection, distance_m
from frontline.geometry.tessellation import (
    _MAX_CORNERS,
    _small_parts,
    area_by_actor_km2,
    find_pockets,
    holder_indices,
    tessellate,
)
from frontline.models import UNKNOWN, Control

REACH_M = 6000.0
#: Discs are drawn with 64 corners: this is how near to their centre their sides come.
SIDES_M = REACH_M * np.cos(np.pi / 64)
A_MILLIMETRE = 1e-3
A_SQUARE_CENTIMETRE = 1e-4

some = settings(max_examples=40)
fewer = settings(max_examples=20)


@st.composite
def positions(draw, most=20):
    """Up to twenty distinct places within some 45 km, on a lattice of about 11 m or 1.1 km."""
    step = draw(st.sampled_from([1e-4, 1e-2]))
    size = round(0.4 / step)
    number = st.integers(0, size)
    found = draw(st.lists(st.tuples(number, number), min_size=1, max_size=most, unique=True))
    lattice = np.asarray(found, dtype=float) * step
    return 36.5 + lattice[:, 0], 35.2 + lattice[:, 1]


def cut(lon, lat, study_area=None, reach_m=REACH_M):
    plane = Projection.around([36.5, 36.9], [35.2, 35.6])
    return tessellate(plane, np.asarray(lon), np.asarray(lat), reach_m, study_area)


def grid(step):
    """Nine places, from north-west to south-east, as in the invented land."""
    lon, lat = np.meshgrid(36.7 + step * np.arange(3), 35.4 - step * np.arange(3))
    return cut(lon.ravel(), lat.ravel())


def grounds(atlas_of_places, land):
    return {"real": atlas_of_places.cells, "invented": land.cells}


def overlap(cells):
    """The largest area that two cells have in common."""
    tree = shapely.STRtree(cells.cells)
    one, other = tree.query(cells.cells, predicate="intersects")
    apart = one < other
    common = shapely.intersection(cells.cells[one[apart]], cells.cells[other[apart]])
    return float(shapely.area(common).max(initial=0))


def check_cover(cells):
    total = float(shapely.area(cells.cells).sum())
    assert total == pytest.approx(cells.extent.area, rel=1e-6)
    assert overlap(cells) < A_SQUARE_CENTIMETRE
    outside = shapely.area(shapely.difference(cells.cells, cells.extent)).max()
    assert outside < A_SQUARE_CENTIMETRE


def check_own_cells(cells):
    assert shapely.intersects(cells.cells, shapely.points(cells.xy)).all()
    assert shapely.is_valid(cells.cells).all()


def check_ridges(cells):
    """Each ridge is the whole border of its two cells, midway between their places."""
    assert (cells.pairs[:, 0] < cells.pairs[:, 1]).all()
    assert len(np.unique(cells.pairs, axis=0)) == len(cells.pairs)
    for side in (0, 1):
        beside = shapely.boundary(cells.cells[cells.pairs[:, side]])
        assert (
            shapely.hausdorff_distance(
                cells.ridges,
                shapely.intersection(cells.ridges, shapely.buffer(beside, A_MILLIMETRE)),
            ).max(initial=0)
            < 3 * A_MILLIMETRE
        )
    middles = shapely.line_interpolate_point(cells.ridges, 0.3, normalized=True)
    away = [
        shapely.distance(middles, shapely.points(cells.xy[cells.pairs[:, side]])) for side in (0, 1)
    ]
    assert np.allclose(*away, rtol=0, atol=A_MILLIMETRE)


def check_neighbours(cells):
    """Two cells with a common border have a ridge, and it is that border."""
    listed = {tuple(pair): ridge for pair, ridge in zip(cells.pairs, cells.ridges, strict=True)}
    tree = shapely.STRtree(cells.cells)
    for one, other in tree.query(cells.cells, predicate="dwithin", distance=A_MILLIMETRE).T:
        if one >= other:
            continue
        near = shapely.buffer(cells.cells[other], A_MILLIMETRE)
        shared = shapely.intersection(shapely.boundary(cells.cells[one]), near).length
        ridge = listed.get((one, other))
        assert shared == pytest.approx(0 if ridge is None else ridge.length, abs=0.1)


# --- laws over random places ---


@some
@given(positions())
@example((np.asarray([36.5]), np.asarray([35.2])))
@example((np.asarray([36.5, 36.51, 36.52]), np.asarray([35.2, 35.2, 35.2])))
def test_cells_cover_the_ground_without_overlap(where):
    check_cover(cut(*where))


@some
@given(positions())
def test_each_place_lies_in_its_own_cell(where):
    check_own_cells(cut(*where))


@some
@given(positions())
def test_each_ridge_is_shared_by_exactly_the_two_cells_it_is_midway_between(where):
    check_ridges(cut(*where))


@fewer
@given(positions(most=12))
def test_neighbours_are_those_whose_cells_share_a_border(where):
    check_neighbours(cut(*where))


@some
@given(positions(), st.lists(st.tuples(st.floats(36.4, 37.0), st.floats(35.1, 35.7)), min_size=9))
def test_the_cell_of_a_point_is_that_of_the_nearest_place_on_the_ellipsoid(where, asked):
    lon, lat = where
    cells = cut(lon, lat)
    for point in asked:
        away = np.asarray(
            [
                Geodesic.WGS84.Inverse(point[1], point[0], y, x)["s12"]
                for x, y in zip(lon, lat, strict=True)
            ]
        )
        flat = shapely.Point(*cells.projection.forward(*point))
        inside = np.flatnonzero(shapely.intersects(cells.cells, flat))
        assert (away[inside] <= away.min() + 1).all()
        if away.min() < SIDES_M - 1:
            assert inside.size
        if away.min() > REACH_M + 1:
            assert not inside.size


@some
@given(positions(), st.randoms(use_true_random=False))
def test_the_order_of_places_changes_no_cell(where, random):
    lon, lat = where
    order = random.sample(range(len(lon)), len(lon))
    one, other = cut(lon, lat), cut(lon[order], lat[order])
    assert np.allclose(one.areas_km2[order], other.areas_km2, rtol=1e-9)


@fewer
@given(positions(), st.floats(0.05, 0.35))
def test_nothing_is_drawn_outside_the_area_of_interest_but_close_around_a_place(where, width):
    interest = shapely.box(36.5, 35.2, 36.5 + width, 35.2 + width)
    cells = cut(*where, interest)
    check_cover(cells)
    check_own_cells(cells)
    inside = cells.projection.to_plane(interest)
    allowed = shapely.union_all(
        [inside, *shapely.buffer(shapely.points(cells.xy), 501, quad_segs=16)]
    )
    assert cells.extent.difference(allowed).area < 1


# --- what we have ---


@pytest.mark.parametrize("which", ["real", "invented"])
def test_the_cells_in_use_obey_the_same_laws(atlas_of_places, land, which):
    cells = grounds(atlas_of_places, land)[which]
    check_cover(cells)
    check_own_cells(cells)
    check_ridges(cells)
    check_neighbours(cells)


def test_the_nearest_place_to_a_point_of_the_real_ground_is_that_of_its_cell(atlas_of_places):
    cells, places = atlas_of_places.cells, atlas_of_places.sites
    west, south, east, north = cells.extent.bounds
    x, y = np.meshgrid(np.linspace(west, east, 40), np.linspace(south, north, 40))
    points = shapely.points(x.ravel(), y.ravel())
    point, cell = shapely.STRtree(cells.cells).query(points, predicate="intersects")
    assert len(point) > 300
    lon, lat = cells.projection.inverse(x.ravel()[point], y.ravel()[point])
    away = distance_m(lon[:, None], lat[:, None], [p.lon for p in places], [p.lat for p in places])
    assert (away[np.arange(len(cell)), cell] <= away.min(axis=1) + 1).all()


def test_ground_beyond_reach_of_every_place_is_blank(land):
    plane = land.cells.projection
    assert land.cells.extent.covers(shapely.Point(*plane.forward(30.05, 0.2)))
    # The middle of four towns is 7.8 km from each, and the reach is 6 km.
    assert not land.cells.extent.covers(shapely.Point(*plane.forward(30.05, 0.15)))


# --- areas, on paper ---


def test_a_lone_place_speaks_for_a_disc():
    cells = cut([36.7], [35.4])
    # 64 corners on a circle: the area of the circle times sin(a) / a, a = 2 pi / 64.
    corners = 32 * np.sin(np.pi / 32) * REACH_M**2
    assert cells.areas_km2 == pytest.approx([corners / 1e6], rel=1e-9)
    assert len(cells.pairs) == 0
    assert cells.touches_unreported.all()


def test_the_areas_of_the_actors_are_those_of_their_cells(land):
    one, other = land.on("2001-01-01").areas_km2, land.on("2001-01-03").areas_km2
    moved = land.cells.areas_km2[land.record.index["elm"]]
    # A disc of 113 km2, from which the four neighbours, 5.5 km away at the ridge, cut slivers.
    assert 100 < moved < 113
    assert other["south"] - one["south"] == pytest.approx(moved)
    assert one["north"] - other["north"] == pytest.approx(moved)


def test_contested_and_unknown_ground_belongs_to_nobody():
    states = (UNKNOWN, Control("contested", ("a", "b"), "claimed"), Control("held", ("b",)))
    holders = holder_indices(np.asarray([0, 1, 2, 2], np.int16), states, ("a", "b"))
    assert holders.tolist() == [-2, -1, 1, 1]
    cells = cut([36.5, 36.6, 36.7, 36.8], [35.3] * 4)
    found = area_by_actor_km2(cells, holders, ("a", "b"))
    assert found == {"a": 0.0, "b": pytest.approx(cells.areas_km2[2:].sum())}


# --- pockets ---


def held_alone(holders):
    """Who takes part where, when nothing is contested."""
    return np.asarray([holders == 0, holders == 1])


def groups(pairs, member):
    """Components of the members through the pairs, by walking."""
    left, found = set(np.flatnonzero(member).tolist()), []
    while left:
        ahead, seen = [left.pop()], set()
        while ahead:
            here = ahead.pop()
            seen.add(here)
            beside = {int(b) for pair in pairs if here in pair for b in pair} & left
            left -= beside
            ahead += sorted(beside)
        found.append(seen)
    return found


@fewer
@given(positions(), st.data())
def test_pockets_are_the_components_but_the_largest(where, data):
    cells = cut(*where)
    size = len(cells.xy)
    codes = data.draw(st.lists(st.integers(-2, 1), min_size=size, max_size=size))
    holders = np.asarray(codes, np.int16)
    both = holders == -1
    sides = held_alone(holders) | both
    found = find_pockets(cells, holders, ("a", "b"), sides)
    for number, actor in enumerate(("a", "b")):
        endpoints = [
            {place for place in body if holders[place] == number}
            for body in groups(cells.pairs, sides[number])
        ]
        endpoints = [body for body in endpoints if body]
        cut_off = [set(pocket.columns) for pocket in found if pocket.actor == actor]
        assert len(cut_off) == max(len(endpoints) - 1, 0)
        assert all(body in endpoints for body in cut_off)
        areas = [pocket.area_km2 for pocket in found if pocket.actor == actor]
        assert areas == sorted(areas, reverse=True)
        assert areas == pytest.approx([cells.areas_km2[list(body)].sum() for body in cut_off])
        main = [cells.areas_km2[list(body)].sum() for body in endpoints if body not in cut_off]
        assert not areas or max(areas) <= main[0] * (1 + 1e-9)


RING = np.asarray([1, 1, 1, 1, 0, 1, 1, 1, 1], np.int16)


def test_a_town_ringed_by_the_other_side_is_no_pocket_while_it_is_all_there_is():
    assert find_pockets(grid(0.07), RING, ("a", "b"), held_alone(RING)) == ()


def test_a_town_ringed_by_the_other_side_is_an_enclosed_pocket():
    # Far to the east a second town of the ringed side, with more ground of its own.
    cells = cut(
        [*(36.7 + 0.07 * (i % 3) for i in range(9)), 37.3],
        [*(35.4 - 0.07 * (i // 3) for i in range(9)), 35.3],
    )
    holders = np.asarray([*RING, 0], np.int16)
    (pocket,) = find_pockets(cells, holders, ("a", "b"), held_alone(holders))
    assert (pocket.actor, pocket.columns) == ("a", (4,))
    assert pocket.enclosed


def test_a_pocket_of_which_one_town_lies_beside_blank_ground_is_not_called_enclosed():
    # The middle and the northernmost of the middle column; farther east lies the main body.
    cells = cut(
        [*(36.7 + 0.07 * (i % 3) for i in range(9)), 37.3, 37.2],
        [*(35.4 - 0.07 * (i // 3) for i in range(9)), 35.3, 35.3],
    )
    holders = np.asarray([1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0], np.int16)
    (pocket,) = find_pockets(cells, holders, ("a", "b"), held_alone(holders))
    assert (pocket.columns, pocket.enclosed) == ((1, 4), False)


def test_a_pocket_beside_blank_ground_is_not_called_enclosed(land):
    # Elm and Alder to north, the rest to south; blank ground lies between four towns.
    holders = np.asarray([0, 1, 1, 1, 0, 1, 1, 1, 1], np.int16)
    found = find_pockets(land.cells, holders, land.actors, held_alone(holders))
    assert [(pocket.columns, pocket.enclosed) for pocket in found] == [((4,), False)]


def test_a_contested_cell_is_a_way_through():
    # One row of three: a, contested, a. Then the middle is the other side's.
    cells = cut([36.5, 36.6, 36.7], [35.3] * 3)
    holders = np.asarray([0, -1, 0], np.int16)
    taking_part = np.asarray([[True, True, True], [False, True, False]])
    assert find_pockets(cells, holders, ("a", "b"), taking_part) == ()
    holders[1] = 1
    assert len(find_pockets(cells, holders, ("a", "b"), held_alone(holders))) == 1


def test_the_land_has_no_pocket_on_any_day(land):
    # South holds its row and what it takes next to it; north's towns hang together till the end.
    for day in range(1, 9):
        assert land.on(f"2001-01-{day:02}").pockets == ()


def test_when_the_road_falls_the_land_is_cut_in_two(land):
    # From the 9th south has birch, elm and hazel: alder and dogwood west of the road are apart
    # from cedar in the east, whose cell is the smaller ground.
    (pocket,) = land.on("2001-01-09").pockets
    assert pocket.actor == "north"
    assert [land.sites[column].id for column in pocket.columns] == ["cedar"]


def test_water_of_many_corners_is_cut_into_parts_that_cover_it():
    angle = np.linspace(0, 2 * np.pi, 1200, endpoint=False)
    radius = np.where(np.arange(1200) % 2, 40_000.0, 25_000.0)
    coast = shapely.Polygon(np.column_stack([np.cos(angle) * radius, np.sin(angle) * radius]))
    sea = coast.difference(shapely.Point(5000, 0).buffer(9000))
    parts = list(_small_parts(sea))
    assert max(shapely.get_num_coordinates(part) for part in parts) <= _MAX_CORNERS
    assert shapely.area(parts).sum() == pytest.approx(sea.area)
    assert shapely.union_all(parts).symmetric_difference(sea).area < 1.0
