"""Lengths against geographiclib, an independent implementation, and against their own laws."""

from __future__ import annotations

import itertools
import math

import geopy
import geopy.distance
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from frontline import geodesic_lines, strips
from frontline.errors import RequestError
from frontline.geodesic_areas import Area
from frontline.geodesic_lines import Line, Paths, along
from frontline.geodesy import (
    DIRECTIONS,
    GEOD,
    Projection,
    bearing_deg,
    direction,
    distance_m,
    from_latlon,
    inverse,
    parse_position,
    to_latlon,
)

WGS84 = Geodesic.WGS84
REGION = (35.8, 34.9, 37.5, 36.5)
ANCHORS = [(36.6, 35.4), (151.2, -33.9), (15.6, 78.2), (179.9, -16.8), (-40.0, 89.8), (0.0, 0.0)]

measured = settings(deadline=None, max_examples=40)
lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
anywhere = st.tuples(lons, lats)
bearings = st.floats(0, 360, exclude_max=True)
steps = st.tuples(bearings, st.sampled_from([0.0, 0.5, 30.0, 499.0, 4_000.0, 50_000.0]))


def go(position, bearing, metres):
    end = WGS84.Direct(position[1], position[0], bearing, metres)
    return end["lon2"], end["lat2"]


def apart(one, two):
    return WGS84.Inverse(one[1], one[0], two[1], two[0])["s12"]


@st.composite
def walks(draw):
    """Vertices of a line of one to five edges that starts at one of the anchors."""
    vertices = [draw(st.sampled_from(ANCHORS))]
    for bearing, metres in draw(st.lists(steps, min_size=1, max_size=5)):
        vertices.append(go(vertices[-1], bearing, metres))
    return vertices


@st.composite
def stars(draw, radii=(200.0, 3_000.0, 40_000.0)):
    """Vertices of a ring around its centre, none twice, no edge through the centre."""
    centre = draw(st.sampled_from(ANCHORS))
    radius = draw(st.sampled_from(radii))
    shares = draw(st.lists(st.floats(0.5, 1), min_size=5, max_size=8))
    turn = draw(st.floats(0, 70))
    ring = [
        go(centre, turn + 360 * i / len(shares), share * radius) for i, share in enumerate(shares)
    ]
    return centre, radius, ring


def offsets(reach_m):
    return st.tuples(bearings, st.one_of(st.floats(0, 10), st.floats(0, reach_m)))


def edge_distance(start, end, position):
    """Golden-section search along one edge: the distance has one minimum on it."""
    line = WGS84.InverseLine(start[1], start[0], end[1], end[0])

    def at(metres):
        there = line.Position(metres)
        return apart(position, (there["lon2"], there["lat2"]))

    low, high, ratio = 0.0, line.s13, (math.sqrt(5) - 1) / 2
    left, right = high - ratio * high, ratio * high
    at_left, at_right = at(left), at(right)
    for _ in range(55):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = at(right)
    return min(at_left, at_right, at(0), at(line.s13))


def line_distance(vertices, position):
    return min(edge_distance(*edge, position) for edge in itertools.pairwise(vertices))


def closed(ring):
    return [*ring, ring[0]]


def sampled(ring, every_m):
    """Positions along the edges of a ring, made by geographiclib."""
    found = []
    for start, end in itertools.pairwise(closed(ring)):
        line = WGS84.InverseLine(start[1], start[0], end[1], end[0])
        count = max(math.ceil(line.s13 / every_m), 1)
        for i in range(count):
            there = line.Position(line.s13 * i / count)
            found.append((there["lon2"], there["lat2"]))
    return found


def winds_around(ring, radius, position):
    """Whether the ring goes around a position, from the bearings at which it is seen."""
    seen = [
        WGS84.Inverse(position[1], position[0], lat, lon)["azi1"]
        for lon, lat in closed(sampled(ring, radius / 20))
    ]
    turns = sum((b - a + 180) % 360 - 180 for a, b in itertools.pairwise(seen))
    return abs(turns) > 180


# --- positions ---


@given(anywhere, anywhere)
@example((0, 0), (179.5, 0.5))
@example((0, 0), (179.9999, 1e-6))
@example((0, 30), (180, -30))
@example((36.6, 35.4), (-143.4, -35.4000001))
@example((0, 90), (77, -90))
@example((12, 90), (36.6, 35.4))
def test_distance_and_bearing_are_those_of_geographiclib(one, two):
    distance, bearing = inverse(*one, *two)
    assert distance == pytest.approx(apart(one, two), abs=1e-6)
    if distance > 0:
        assert 0 <= bearing < 360
        assert apart(go(one, bearing, distance), two) < 1e-5


@given(anywhere, anywhere)
def test_a_distance_is_the_same_in_both_directions(one, two):
    assert distance_m(*one, *two) == pytest.approx(distance_m(*two, *one), abs=1e-6)


@given(anywhere, anywhere, anywhere)
def test_a_detour_is_never_shorter(one, two, three):
    assert distance_m(*one, *two) <= distance_m(*one, *three) + distance_m(*three, *two) + 1e-6


@pytest.mark.parametrize(
    ("one", "two"), [((5, 5), (5, 5)), ((180, 10), (-180, 10)), ((0, 90), (50, 90))]
)
def test_positions_that_coincide_have_no_bearing(one, two):
    distance, bearing = inverse(*one, *two)
    assert distance == 0
    assert math.isnan(bearing)


def test_a_bearing_just_west_of_north_stays_below_the_full_circle():
    assert bearing_deg(0.0, 0.0, -1e-15, 45.0) == 0
    assert Line([(0, 0), (0, 1)]).nearest(1e-15, -2.0).bearing_deg == 0


def test_numbers_give_a_float_and_arrays_broadcast():
    assert type(distance_m(36, 35, 37, 35)) is float
    table = distance_m(36.0, 35.0, [36.5, 37.0, 37.5], [[35.0], [36.0]])
    assert table.shape == (2, 3)
    assert table[1, 2] == distance_m(36.0, 35.0, 37.5, 36.0)
    assert distance_m([], [], [], []).shape == (0,)


@pytest.mark.parametrize(
    ("lon", "lat"), [(36, 91), (math.nan, 35), (36, math.inf), (361, 0), ("east", 35), (None, 35)]
)
def test_what_is_not_on_the_globe_is_refused(lon, lat):
    with pytest.raises(RequestError):
        distance_m(lon, lat, 36.0, 35.0)


def test_arrays_that_cannot_be_paired_are_refused():
    with pytest.raises(RequestError, match="paired"):
        distance_m([36, 37], [35, 36], [36, 37, 38], [35, 36, 37])


@pytest.mark.parametrize(("number", "words"), list(enumerate(DIRECTIONS)))
def test_each_wind_is_said_up_to_halfway_to_the_next(number, words):
    middle = number * 22.5
    for bearing in (middle, middle - 11.2, middle + 11.2, middle + 360, middle - 360):
        assert direction(bearing) == words


def test_the_sixteen_winds_are_named_by_the_four_they_lie_between():
    assert len(set(DIRECTIONS)) == 16
    assert DIRECTIONS[::4] == ("north", "east", "south", "west")
    assert (DIRECTIONS[13], DIRECTIONS[3]) == ("west-north-west", "east-north-east")
    assert direction(359.99) == direction(-1e-20) == "north"


def test_there_is_no_direction_to_where_one_stands():
    with pytest.raises(RequestError, match="itself"):
        direction(bearing_deg(36.6, 35.4, 36.6, 35.4))


@given(anywhere)
def test_a_position_comes_back_from_geopy_as_it_went(position):
    assert from_latlon(to_latlon(position)) == position


@given(st.tuples(st.floats(35, 38), st.floats(34, 37)), st.tuples(lons, st.floats(-89, 89)))
def test_geopy_measures_the_same_from_the_converted_positions(one, two):
    theirs = geopy.distance.geodesic(to_latlon(one), to_latlon(two)).m
    assert distance_m(*one, *two) == pytest.approx(theirs, abs=1e-6)


def test_points_locations_and_pairs_of_geopy_are_read_latitude_first():
    point = geopy.Point(35.44, 36.65)
    location = geopy.Location("Khan Shaykhun", point, {})
    assert from_latlon(point) == from_latlon(location) == from_latlon((35.44, 36.65))
    with pytest.raises(RequestError):
        from_latlon((35.44, 36.65, 300.0))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("36.65,35.44", (36.65, 35.44)),
        (" 36.65 , 35.44\n", (36.65, 35.44)),
        ("-58.4,-34.6", (-58.4, -34.6)),
        ("+36,35.", (36, 35)),
        ("180,-90", (180, -90)),
    ],
)
def test_two_numbers_are_a_position(text, position):
    assert parse_position(text) == position


@pytest.mark.parametrize(
    "text",
    [
        *("", "36.65", "36.65 35.44", "36,65,35,44", "36.65,35.44,0", "1e1,35", "36_0,35"),
        *("nan,35", "36,inf", "36°,35°", "٣٦,٣٥", "181,35", "36,-90.1"),
    ],
)
def test_anything_else_is_not_a_position(text):
    with pytest.raises(RequestError, match=r"is not|swapped"):
        parse_position(text)


def test_a_position_that_only_fits_when_swapped_is_said_to_look_swapped():
    with pytest.raises(RequestError, match=r"swapped: .* 36.65,35.20\?"):
        parse_position("35.20,36.65", REGION)
    with pytest.raises(RequestError, match="swapped"):
        parse_position("35.44,136.65")
    assert parse_position("33.5,36.3", None) == (33.5, 36.3)


def test_a_position_outside_the_region_both_ways_is_taken_as_it_is():
    assert parse_position("44.4,33.3", REGION) == (44.4, 33.3)


def test_a_region_may_lie_across_the_antimeridian():
    pacific = (170.0, -30.0, -170.0, 30.0)
    assert parse_position("-175,20", pacific) == (-175, 20)
    with pytest.raises(RequestError, match="swapped"):
        parse_position("20,-175", pacific)


# --- the flat map ---


@measured
@given(st.sampled_from(ANCHORS), bearings, st.floats(0, 2e6))
def test_a_position_comes_back_from_the_map_as_it_went(centre, bearing, metres):
    flat = Projection(*centre)
    position = go(centre, bearing, metres)
    back = flat.inverse(*flat.forward(*position))
    assert apart(back, position) < (1e-5 if metres > 0.01 else 2e-3)


@measured
@given(stars())
def test_areas_on_the_map_are_those_on_the_ellipsoid(star):
    _, radius, ring = star
    fine = np.array(sampled(ring, radius / 200))
    flat = Projection.around(fine[:, 0], fine[:, 1])
    on_map = shapely.Polygon(np.column_stack(flat.forward(fine[:, 0], fine[:, 1]))).area
    assert on_map == pytest.approx(abs(GEOD.polygon_area_perimeter(*fine.T)[0]), rel=1e-6)


@given(st.permutations(range(4)))
def test_the_map_does_not_depend_on_the_order_of_its_positions(order):
    lon, lat = np.array([36.1, 37.4, 36.6, 36.9]), np.array([35.0, 36.2, 35.4, 34.9])
    assert Projection.around(lon[order], lat[order]) == Projection.around(lon, lat)


def test_a_map_across_the_antimeridian_is_centred_on_it():
    flat = Projection.around([179.0, -179.0], [-17.0, -16.0])
    assert abs(abs(flat.lon) - 180) < 0.01
    assert flat.lat == pytest.approx(-16.5, abs=0.01)


def test_a_length_on_the_map_is_off_by_no_more_than_is_said():
    flat = Projection(36.6, 35.4)
    for out_m, share in ((100_000, 5e-5), (1_000_000, 4e-3)):
        for bearing, aside in itertools.product(range(0, 360, 30), (0, 45, 90)):
            one = go((36.6, 35.4), bearing, out_m)
            two = go(one, bearing + aside, 100)
            assert math.dist(flat.forward(*one), flat.forward(*two)) == pytest.approx(100, share)


def test_shapes_go_to_the_map_and_back_and_blank_ones_stay_blank():
    flat = Projection.around(REGION[::2], REGION[1::2])
    box = shapely.box(36, 35, 37, 36, ccw=False)
    assert flat.to_plane(box).area == pytest.approx(1.0088e10, rel=1e-2)
    assert shapely.equals_exact(flat.from_plane(flat.to_plane(box)), box, tolerance=1e-10)
    assert flat.to_plane(shapely.Point()).is_empty


def test_a_map_needs_positions_on_one_side_of_the_globe():
    with pytest.raises(RequestError, match="at least one"):
        Projection.around([], [])
    with pytest.raises(RequestError, match="all around"):
        Projection.around([0, 180, 90, -90, 0, 0], [0, 0, 0, 0, 90, -90])
    with pytest.raises(RequestError, match="off the map"):
        Projection(36, 35).forward(36 - 180, -35)
    with pytest.raises(RequestError):
        Projection(36, 95)


# --- lines ---


@measured
@given(walks(), st.data())
def test_the_nearest_position_of_a_line_is_that_of_a_search_along_every_edge(vertices, data):
    bearing, metres = data.draw(offsets(300_000))
    asked = go(data.draw(st.sampled_from(vertices)), bearing, metres)
    near = Line(vertices).nearest(*asked)
    assert near.distance_m == pytest.approx(line_distance(vertices, asked), abs=1e-5)
    assert apart(asked, (near.lon, near.lat)) == pytest.approx(near.distance_m, abs=1e-6)
    assert apart(Line(vertices).point_at(near.along_m), (near.lon, near.lat)) < 1e-5
    if near.distance_m > 1:
        assert apart(go(asked, near.bearing_deg, near.distance_m), (near.lon, near.lat)) < 1e-5


@measured
@given(walks(), st.floats(0, 1), offsets(300_000), st.floats(-180, 180))
def test_how_a_line_is_written_does_not_change_what_is_near(vertices, share, offset, turn):
    asked = go(vertices[0], *offset)
    line = Line(vertices)
    distance = line.nearest(*asked).distance_m
    assert Line(vertices[::-1]).nearest(*asked).distance_m == pytest.approx(distance, abs=1e-5)
    doubled = [vertex for vertex in vertices for _ in range(2)]
    assert Line(doubled).nearest(*asked).distance_m == pytest.approx(distance, abs=1e-5)
    halved = np.vstack(
        [line.part(0, share * line.length_m), line.part(share * line.length_m, line.length_m)]
    )
    assert Line(halved).nearest(*asked).distance_m == pytest.approx(distance, abs=1e-5)
    turned = [((lon + turn + 180) % 360 - 180, lat) for lon, lat in vertices]
    around = ((asked[0] + turn + 180) % 360 - 180, asked[1])
    assert Line(turned).nearest(*around).distance_m == pytest.approx(distance, abs=1e-5)


@measured
@given(walks(), st.floats(0, 1))
def test_a_position_on_the_line_is_no_distance_from_it(vertices, share):
    line = Line(vertices)
    assert line.nearest(*line.point_at(share * line.length_m)).distance_m < 1e-5


@measured
@given(st.sampled_from(ANCHORS), bearings, st.floats(0.05, 0.95), st.floats(1, 1_900_000))
def test_the_foot_of_a_perpendicular_is_found_to_a_millimetre(start, bearing, share, metres):
    line = WGS84.DirectLine(start[1], start[0], bearing, 50_000)
    there = line.Position(share * line.s13)
    asked = go((there["lon2"], there["lat2"]), there["azi2"] + 90, metres)
    near = Line([start, go(start, bearing, 50_000)]).nearest(*asked)
    assert near.distance_m == pytest.approx(metres, abs=1e-5)
    assert near.along_m == pytest.approx(share * line.s13, abs=1e-3)


@pytest.mark.parametrize("first", range(0, 360, 40))
def test_far_away_the_shortest_path_is_found_in_whatever_direction_it_leaves(first):
    asked, far_m = (36.6, 35.4), 1_500_000
    ring = [(bearing, far_m + (bearing - first) % 360 / 100) for bearing in range(0, 360, 40)]
    ends = [go(asked, bearing, metres) for bearing, metres in ring]
    near = Paths([[end, end] for end in ends]).nearest(*asked)
    assert near.distance_m == pytest.approx(far_m, abs=1e-5)
    assert near.bearing_deg == pytest.approx(first, abs=1e-6) or first == 0


def test_of_positions_equally_near_the_first_along_the_line_is_given():
    square = [(36.5, 35.3), (36.7, 35.3), (36.7, 35.5), (36.5, 35.5), (36.5, 35.3)]
    lon, lat = np.meshgrid(np.linspace(36.3, 36.49, 10), np.linspace(35.2, 35.29, 10))
    assert np.abs(Line(square).nearest(lon, lat).along_m).max() < 1e-6


@given(st.floats(0.001, 300_000), st.floats(-89, 89))
def test_beyond_an_end_the_end_is_nearest(metres, aside):
    line = Line([(36.6, 35.2), (36.6, 35.6)])
    near = line.nearest(*go((36.6, 35.6), aside, metres))
    assert near.distance_m == pytest.approx(metres, abs=1e-6)
    assert near.along_m == pytest.approx(line.length_m, abs=1e-4)


@measured
@given(walks(), offsets(300_000), offsets(300_000))
def test_two_positions_differ_in_distance_by_no_more_than_they_are_apart(vertices, one, two):
    here, there = go(vertices[0], *one), go(vertices[-1], *two)
    near = Line(vertices).nearest(*np.transpose([here, there]))
    assert abs(np.diff(near.distance_m)[0]) <= apart(here, there) + 1e-5


def road(count=3_000, step_m=70.0):
    """A long winding line: the same each time, turning on three scales."""
    i = np.arange(count)
    heading = 40 * np.sin(i / 400) + 60 * np.sin(i / 29) + 50 * np.sin(i * i)
    vertices = [(36.2, 34.9)]
    for bearing in heading:
        vertices.append(go(vertices[-1], bearing, step_m))
    return vertices


def test_on_a_long_road_no_edge_is_overlooked():
    vertices = road()
    line = Line(vertices)
    lon, lat = np.meshgrid(np.linspace(35.0, 38.5, 6), np.linspace(33.5, 38.0, 6))
    near = line.nearest(lon, lat)
    for place in np.ndindex(lon.shape):
        asked = (lon[place], lat[place])
        ends = distance_m(*asked, *np.transpose(vertices))
        close = np.flatnonzero(np.minimum(ends[:-1], ends[1:]) <= ends.min() + 70)
        nearest = min(edge_distance(vertices[i], vertices[i + 1], asked) for i in close)
        assert near.distance_m[place] == pytest.approx(nearest, abs=1e-5)


def test_arrays_are_answered_as_their_members_are_one_by_one():
    line = Line(road(300))
    lon, lat = np.meshgrid(np.linspace(36.0, 36.6, 4), np.linspace(34.8, 35.2, 3))
    near = line.nearest(lon, lat)
    assert near.along_m.shape == (3, 4)
    for place in np.ndindex(lon.shape):
        single = line.nearest(float(lon[place]), float(lat[place]))
        assert type(single.distance_m) is float
        assert single.distance_m == pytest.approx(near.distance_m[place], abs=1e-6)
        assert single.along_m == pytest.approx(near.along_m[place], abs=1e-3)
    assert line.nearest([], []).distance_m.shape == (0,)


def test_answers_do_not_depend_on_how_much_is_held_at_once(monkeypatch):
    line = Line(road(300))
    lon, lat = np.linspace(36.0, 36.6, 57), np.linspace(34.8, 35.2, 57)
    whole = line.nearest(lon, lat)
    monkeypatch.setattr(geodesic_lines, "_BLOCK", 10)
    monkeypatch.setattr(strips, "PAIRS", 12)
    parts = line.nearest(lon, lat)
    assert np.array_equal(whole.distance_m, parts.distance_m)
    assert np.array_equal(whole.along_m, parts.along_m)


def test_the_middle_of_a_circle_is_a_radius_from_it():
    circle = [go((36.6, 35.4), bearing, 5_000) for bearing in range(0, 361, 5)]
    near = Line(circle).nearest(36.6, 35.4)
    edge = min(edge_distance(*pair, (36.6, 35.4)) for pair in itertools.pairwise(circle))
    assert near.distance_m == pytest.approx(edge, abs=1e-5)


@measured
@given(st.lists(walks(), min_size=2, max_size=6), st.data())
def test_the_nearest_of_several_paths_is_the_nearest_of_each(several, data):
    home = data.draw(st.sampled_from(several))[0]
    asked = go(home, *data.draw(offsets(50_000)))
    several = [walk for walk in several if apart(walk[0], asked) < 1e6]
    near = Paths(several).nearest(*asked)
    each = [Line(walk).nearest(*asked) for walk in several]
    best = min(range(len(each)), key=lambda i: each[i].distance_m)
    assert near.distance_m == pytest.approx(each[best].distance_m, abs=1e-5)
    before = sum(Line(walk).length_m for walk in several[:best])
    spans = [(before, before + Line(several[best]).length_m)]
    rivals = sum(e.distance_m < each[best].distance_m + 1e-4 for e in each)
    assert rivals > 1 or spans[0][0] - 1e-3 <= near.along_m <= spans[0][1] + 1e-3


def test_many_paths_far_from_each_other_are_each_found():
    starts = [(36 + 0.13 * (7 * i % 12), 35 + 0.09 * (5 * i % 12)) for i in range(40)]
    several = [[start, go(start, 9 * i, 3_000)] for i, start in enumerate(starts)]
    paths = Paths(several)
    lon, lat = np.meshgrid(np.linspace(35.5, 38, 9), np.linspace(34.5, 36.5, 9))
    each = np.array([Line(walk).nearest(lon, lat).distance_m for walk in several])
    assert np.allclose(paths.nearest(lon, lat).distance_m, each.min(axis=0), rtol=0, atol=1e-5)


def test_a_line_across_the_antimeridian_may_be_written_either_way():
    jumping = Line([(179.9, -16.8), (-179.9, -16.7)])
    unrolled = Line([(179.9, -16.8), (180.1, -16.7)])
    assert jumping.length_m == pytest.approx(unrolled.length_m, abs=1e-6)
    assert jumping.length_m < 25_000
    assert unrolled.lon == pytest.approx(jumping.lon, abs=1e-9)
    near = unrolled.nearest([180.0, -180.0, 179.99, 180.01], [-16.75, -16.75, -16.7, -16.7])
    same = jumping.nearest([180.0, -180.0, 179.99, -179.99], [-16.75, -16.75, -16.7, -16.7])
    assert np.allclose(near.distance_m, same.distance_m, rtol=0, atol=1e-6)


@measured
@given(walks())
def test_lengths_along_a_line_add_up_to_the_sum_of_its_edges(vertices):
    sums = list(itertools.accumulate((apart(*e) for e in itertools.pairwise(vertices)), initial=0))
    assert along(vertices) == pytest.approx(sums, abs=1e-5)
    line = Line(vertices)
    assert line.along_m == pytest.approx(sums, abs=1e-5)
    for metres, vertex in zip(line.along_m, vertices, strict=True):
        assert apart(line.point_at(float(metres)), vertex) < 1e-5


@measured
@given(walks(), st.floats(0, 1), st.floats(0, 1))
def test_a_part_of_a_line_is_as_long_as_asked_and_lies_on_it(vertices, one, two):
    line = Line(vertices)
    low, high = sorted((one * line.length_m, two * line.length_m))
    part = line.part(low, high)
    assert along(part)[-1] == pytest.approx(high - low, abs=1e-3 * len(vertices))
    assert apart(part[0], line.point_at(low)) < 1e-6
    assert apart(part[-1], line.point_at(high)) < 1e-6
    assert line.nearest(part[:, 0], part[:, 1]).distance_m.max() < 1e-5


def test_a_part_that_just_goes_over_a_bend_keeps_the_bend():
    bend = (36.6, 35.5)
    line = Line([(36.6, 35.4), bend, (36.7, 35.5)])
    for beyond_m in (2e-6, 5e-4):
        cut = float(line.along_m[1]) + beyond_m
        assert Line(line.part(0, cut)).nearest(*bend).distance_m < 1e-6
        cut = float(line.along_m[1]) - beyond_m
        assert Line(line.part(cut, line.length_m)).nearest(*bend).distance_m < 1e-6
    assert len(line.part(0, float(line.along_m[1]))) == 2


def test_the_whole_line_as_a_part_has_its_own_vertices():
    vertices = road(50)
    line = Line(shapely.LineString(vertices))
    assert np.allclose(line.part(0, line.length_m), vertices, rtol=0, atol=1e-11)


def test_a_line_has_no_positions_before_its_beginning_or_beyond_its_end():
    line = Line([(36.6, 35.2), (36.6, 35.6)])
    for metres in (-1.0, line.length_m + 1, math.nan):
        with pytest.raises(RequestError, match="not on the line"):
            line.point_at(metres)
    with pytest.raises(RequestError, match="forward"):
        line.part(2_000, 1_000)


def test_a_dense_line_keeps_its_vertices_and_has_none_far_apart():
    vertices = [(36.6, 35.2), (36.6, 35.6), (36.6, 35.6), (36.7, 35.6)]
    other = [(36.0, 35.0), (36.001, 35.0)]
    first, second = Paths([vertices, other]).dense()
    assert second.tolist() == [list(vertex) for vertex in other]
    assert {tuple(row) for row in first.tolist()} >= set(vertices)
    assert np.diff(along(first)).max() <= 500.001
    assert along(first)[-1] == pytest.approx(along(vertices)[-1], abs=1e-5)


@pytest.mark.parametrize(
    "coords",
    [
        *([], [(36, 35)], (36, 35), "road", [(36, 35), (36, 95)], [(36, 35), (math.nan, 35)]),
        *([(36,), (37,)], [(0, 0), (120, 0)], shapely.LineString(), [(36, 35), (37, None)]),
        *(shapely.box(36, 35, 37, 36), shapely.MultiLineString([[(36, 35), (37, 35)]])),
    ],
)
def test_what_is_no_line_is_refused(coords):
    with pytest.raises(RequestError):
        Line(coords)


def test_paths_may_be_given_as_arrays_or_as_one_geometry_of_lines():
    one, two = [(36, 35), (37, 35)], [(36, 36, 0), (37, 36, 0)]
    asked = (36.4, 35.8)
    near = Paths([one, two]).nearest(*asked)
    assert Paths(shapely.MultiLineString([one, two])).nearest(*asked) == near
    assert Paths(shapely.LineString(two)).nearest(*asked).distance_m == near.distance_m


def test_no_line_at_all_is_refused():
    with pytest.raises(RequestError, match="empty"):
        Paths(shapely.MultiLineString())


def test_a_swapped_position_is_refused_as_too_far_rather_than_measured():
    line = Line([(151.1, -33.9), (151.2, -33.8)])
    with pytest.raises(RequestError, match="swapped"):
        line.nearest([151.15, -33.9], [-33.9, 51.0])
    wide = Line([(0, 0), (40, 0), (40, 40), (0, 40)])
    with pytest.raises(RequestError, match="2,000 km"):
        wide.nearest(18, 19)


# --- areas ---


@measured
@given(stars(), offsets(1), st.booleans())
def test_distance_to_an_area_is_that_to_its_edge_or_zero_inside(star, offset, pierced):
    centre, radius, ring = star
    hole = [go(centre, bearing, radius / 5) for bearing in (10, 100, 190, 280)] if pierced else []
    asked = go(centre, offset[0], min(offset[1], 1.5) * radius)
    rings = [ring, hole] if pierced else [ring]
    inside = sum(winds_around(each, radius, asked) for each in rings) == 1
    edge = min(line_distance(closed(each), asked) for each in rings)
    area = Area(shapely.Polygon(ring, [hole] if pierced else []))
    assume(edge > 1e-4)
    assert area.contains(*asked) == inside
    assert area.distance_m(*asked) == pytest.approx(0 if inside else edge, abs=1e-5)
    assert area.edge.nearest(*asked).distance_m == pytest.approx(edge, abs=1e-5)
    near = area.nearest(*asked)
    assert apart(asked, (near.lon, near.lat)) == pytest.approx(near.distance_m, abs=1e-5)
    assert math.isnan(near.bearing_deg) == inside


@pytest.mark.parametrize("centre", ANCHORS)
def test_which_side_of_a_long_edge_a_position_lies_on_is_told_to_a_millimetre(centre):
    corners = [go(centre, bearing, 40_000) for bearing in (45, 135, 225, 315)]
    area = Area(shapely.Polygon(corners))
    for start, end in itertools.pairwise(closed(corners)):
        line = WGS84.InverseLine(start[1], start[0], end[1], end[0])
        for share in (0.1, 0.35, 0.5, 0.8):
            there = line.Position(share * line.s13)
            edge = (there["lon2"], there["lat2"])
            assert area.contains(*go(edge, there["azi2"] + 90, 1e-3))
            outside = go(edge, there["azi2"] - 90, 1e-3)
            assert not area.contains(*outside)
            assert area.distance_m(*outside) == pytest.approx(1e-3, abs=1e-5)


def test_an_edge_is_the_geodesic_and_not_the_parallel():
    area = Area(shapely.box(36.0, 35.5, 36.55, 36.0))
    middle = distance_m(36.275, 36.0, 36.275, 36.0003)
    assert area.contains(36.275, 36.0003)
    assert 30 < middle < 40
    assert not area.contains(36.275, 36.0004)


@measured
@given(stars(), st.integers(0, 7), st.booleans())
def test_how_a_ring_is_written_does_not_change_the_area(star, shift, backwards):
    _, _, ring = star
    other = ring[shift % len(ring) :] + ring[: shift % len(ring)]
    other = other[::-1] if backwards else other
    one, two = Area(shapely.Polygon(ring)), Area(shapely.Polygon(other))
    asked = go(ring[0], 77, 20_000)
    assert one.area_m2 == pytest.approx(two.area_m2, rel=1e-9)
    assert one.distance_m(*asked) == pytest.approx(two.distance_m(*asked), abs=1e-5)


def test_the_size_of_an_area_leaves_out_its_holes_and_adds_its_parts():
    shell, hole, other = (
        shapely.box(*b) for b in ((36, 35, 37, 36), (36.2, 35.2, 36.4, 35.4), (38, 35, 39, 36))
    )
    whole = shapely.MultiPolygon([shell.difference(hole), other])
    each = [abs(GEOD.geometry_area_perimeter(part)[0]) for part in (shell, hole, other)]
    assert Area(whole).area_m2 == pytest.approx(each[0] - each[1] + each[2], rel=1e-12)
    assert Area(whole).distance_m(36.3, 35.3) == pytest.approx(
        line_distance(list(hole.exterior.coords), (36.3, 35.3)), abs=1e-5
    )


def test_an_area_split_along_the_antimeridian_is_as_good_as_a_whole_one():
    split = Area(
        shapely.MultiPolygon([shapely.box(179, -17, 180, -16), shapely.box(-180, -17, -179, -16)])
    )
    jumping = shapely.Polygon(
        [(179, -17), (180, -17), (-179, -17), (-179, -16), (180, -16), (179, -16)]
    )
    whole = Area(jumping)
    assert split.area_m2 == pytest.approx(whole.area_m2, rel=1e-9)
    lon, lat = [180.0, -180.0, 179.5, -178.9, 180.0], [-16.5, -16.4, -16.5, -16.5, -15.9]
    assert split.distance_m(lon, lat) == pytest.approx(whole.distance_m(lon, lat), abs=1e-5)
    assert split.distance_m(lon, lat)[:3].tolist() == [0, 0, 0]


def test_an_area_around_the_pole_holds_the_pole():
    cap = Area(shapely.Polygon([(lon, 88.0) for lon in range(-180, 180, 20)]))
    assert cap.distance_m([0.0, 77.0, 130.0], [90.0, 89.0, -0.0 + 87.9])[:2].tolist() == [0, 0]
    assert cap.distance_m(130.0, 87.5) > 50_000


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (shapely.Polygon(), "empty"),
        (shapely.MultiPolygon(), "empty"),
        (shapely.Point(36, 35), "Polygon"),
        (None, "Polygon"),
        (shapely.Polygon([(36, 35), (37, 36), (37, 35), (36, 36)]), "not a valid polygon"),
        (shapely.Polygon([(35, 36), (35, 91), (36, 91)]), "not on the globe"),
        (shapely.Polygon([(0, 0), (60, 0), (60, 60), (0, 60)]), "cut it into parts"),
        (
            shapely.MultiPolygon([shapely.box(36, 35, 37, 36), shapely.box(36.5, 35, 37.5, 36)]),
            "overlap",
        ),
    ],
)
def test_what_is_no_area_is_refused(geometry, message):
    with pytest.raises(RequestError, match=message):
        Area(geometry)


@settings(deadline=None, max_examples=25)
@given(stars((200.0, 3_000.0)), stars((200.0, 3_000.0)), bearings, st.floats(0.0, 20_000))
def test_the_way_between_two_areas_is_the_shortest_between_their_edges(one, two, bearing, beyond):
    centre, radius, ring = one
    moved = go(centre, bearing, radius + two[1] + beyond)
    seen = [WGS84.Inverse(*two[0][::-1], lat, lon) for lon, lat in two[2]]
    other = [go(moved, there["azi1"], there["s12"]) for there in seen]
    start, end = Area(shapely.Polygon(ring)), Area(shapely.Polygon(other))
    gap, back = start.distance_to_area(end), end.distance_to_area(start)
    edges = [*((vertex, other) for vertex in ring), *((vertex, ring) for vertex in other)]
    shortest = min(line_distance(closed(target), vertex) for vertex, target in edges)
    assert gap.distance_m == pytest.approx(shortest, abs=2e-3)
    assert gap.distance_m == pytest.approx(back.distance_m, abs=1e-5)
    assert apart(gap.start, gap.end) == pytest.approx(gap.distance_m, abs=2e-3)
    assert start.distance_m(*gap.start) < 1e-5
    assert end.distance_m(*gap.end) < 1e-5
    near = np.array(sampled(other, 100.0))
    assert start.distance_m(near[:, 0], near[:, 1]).min() >= gap.distance_m - 1e-5


@pytest.mark.parametrize(
    "other",
    [
        shapely.box(36.5, 35.5, 37.5, 36.5),
        shapely.box(36.2, 35.2, 36.4, 35.4),
        shapely.box(37.0, 35.0, 38.0, 36.0),
        shapely.box(37.0, 36.0, 38.0, 37.0),
    ],
    ids=["overlapping", "within", "sharing an edge", "sharing a corner"],
)
def test_areas_that_touch_or_overlap_are_no_distance_apart(other):
    here, there = Area(shapely.box(36, 35, 37, 36)), Area(other)
    for gap in (here.distance_to_area(there), there.distance_to_area(here)):
        assert gap.distance_m == 0
        assert here.distance_m(*gap.start) < 1e-3
        assert there.distance_m(*gap.end) < 1e-3


def test_an_area_in_the_hole_of_another_is_as_far_as_the_edge_of_the_hole():
    hole = shapely.box(36.2, 35.2, 36.8, 35.8)
    ring = Area(shapely.box(36, 35, 37, 36).difference(hole))
    gap = ring.distance_to_area(Area(shapely.box(36.4, 35.4, 36.6, 35.6)))
    west = min(
        line_distance(list(hole.exterior.coords), corner) for corner in ((36.4, 35.4), (36.4, 35.6))
    )
    assert gap.distance_m == pytest.approx(west, abs=1e-5)
