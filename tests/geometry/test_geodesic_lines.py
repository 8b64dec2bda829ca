"""The nearest position of a line, against a search along every edge and against laws."""

from __future__ import annotations

import itertools
import math
import tracemalloc

import numpy as np
import pytest
import shapely
from geodesics import (
    ANCHORS,
    WGS84,
    bearings,
    destination,
    distance_between,
    edge_distance,
    line_distance,
    measured,
    offsets,
    random_lines,
)
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import InvalidRequestError
from frontline.geometry import geodesic_lines, strip_tree
from frontline.geometry.geodesic_lines import GeodesicLine, GeodesicMultiLine, cumulative_length_m
from frontline.geometry.geodesy import distance_m


@measured
@given(random_lines(), st.data())
def test_the_nearest_position_of_a_line_is_that_of_a_search_along_every_edge(vertices, data):
    bearing, metres = data.draw(offsets(300_000))
    asked = destination(data.draw(st.sampled_from(vertices)), bearing, metres)
    near = GeodesicLine(vertices).nearest_point(*asked)
    assert near.distance_m == pytest.approx(line_distance(vertices, asked), abs=1e-5)
    assert distance_between(asked, (near.lon, near.lat)) == pytest.approx(near.distance_m, abs=1e-6)
    assert (
        distance_between(GeodesicLine(vertices).interpolate(near.along_m), (near.lon, near.lat))
        < 1e-5
    )
    if near.distance_m > 1:
        assert (
            distance_between(
                destination(asked, near.bearing_deg, near.distance_m), (near.lon, near.lat)
            )
            < 1e-5
        )


@measured
@given(random_lines(), st.floats(0, 1), offsets(300_000), st.floats(-180, 180))
def test_how_a_line_is_written_does_not_change_what_is_near(vertices, share, offset, turn):
    asked = destination(vertices[0], *offset)
    line = GeodesicLine(vertices)
    distance = line.nearest_point(*asked).distance_m
    assert GeodesicLine(vertices[::-1]).nearest_point(*asked).distance_m == pytest.approx(
        distance, abs=1e-5
    )
    doubled = [vertex for vertex in vertices for _ in range(2)]
    assert GeodesicLine(doubled).nearest_point(*asked).distance_m == pytest.approx(
        distance, abs=1e-5
    )
    halved = np.vstack(
        [
            line.substring(0, share * line.length_m),
            line.substring(share * line.length_m, line.length_m),
        ]
    )
    assert GeodesicLine(halved).nearest_point(*asked).distance_m == pytest.approx(
        distance, abs=1e-5
    )
    turned = [((lon + turn + 180) % 360 - 180, lat) for lon, lat in vertices]
    around = ((asked[0] + turn + 180) % 360 - 180, asked[1])
    assert GeodesicLine(turned).nearest_point(*around).distance_m == pytest.approx(
        distance, abs=1e-5
    )


@measured
@given(random_lines(), st.floats(0, 1))
def test_a_position_on_the_line_is_no_distance_from_it(vertices, share):
    line = GeodesicLine(vertices)
    assert line.nearest_point(*line.interpolate(share * line.length_m)).distance_m < 1e-5


@measured
@given(st.sampled_from(ANCHORS), bearings, st.floats(0.05, 0.95), st.floats(1, 1_900_000))
def test_the_foot_of_a_perpendicular_is_found_to_a_millimetre(start, bearing, share, metres):
    line = WGS84.DirectLine(start[1], start[0], bearing, 50_000)
    there = line.Position(share * line.s13)
    asked = destination((there["lon2"], there["lat2"]), there["azi2"] + 90, metres)
    near = GeodesicLine([start, destination(start, bearing, 50_000)]).nearest_point(*asked)
    assert near.distance_m == pytest.approx(metres, abs=1e-5)
    assert near.along_m == pytest.approx(share * line.s13, abs=1e-3)


@pytest.mark.parametrize("first", range(0, 360, 40))
def test_far_away_the_shortest_path_is_found_in_whatever_direction_it_leaves(first):
    asked, far_m = (36.6, 35.4), 1_500_000
    ring = [(bearing, far_m + (bearing - first) % 360 / 100) for bearing in range(0, 360, 40)]
    ends = [destination(asked, bearing, metres) for bearing, metres in ring]
    near = GeodesicMultiLine([[end, end] for end in ends]).nearest_point(*asked)
    assert near.distance_m == pytest.approx(far_m, abs=1e-5)
    assert near.bearing_deg == pytest.approx(first, abs=1e-6) or first == 0


def test_of_positions_equally_near_the_first_along_the_line_is_given():
    square = [(36.5, 35.3), (36.7, 35.3), (36.7, 35.5), (36.5, 35.5), (36.5, 35.3)]
    lon, lat = np.meshgrid(np.linspace(36.3, 36.49, 10), np.linspace(35.2, 35.29, 10))
    assert np.abs(GeodesicLine(square).nearest_point(lon, lat).along_m).max() < 1e-6


@given(st.floats(0.001, 300_000), st.floats(-89, 89))
def test_beyond_an_end_the_end_is_nearest(metres, aside):
    line = GeodesicLine([(36.6, 35.2), (36.6, 35.6)])
    near = line.nearest_point(*destination((36.6, 35.6), aside, metres))
    assert near.distance_m == pytest.approx(metres, abs=1e-6)
    assert near.along_m == pytest.approx(line.length_m, abs=1e-4)


@measured
@given(random_lines(), offsets(300_000), offsets(300_000))
def test_two_positions_differ_in_distance_by_no_more_than_they_are_apart(vertices, one, two):
    here, there = destination(vertices[0], *one), destination(vertices[-1], *two)
    near = GeodesicLine(vertices).nearest_point(*np.transpose([here, there]))
    assert abs(np.diff(near.distance_m)[0]) <= distance_between(here, there) + 1e-5


def road(count=3_000, step_m=70.0):
    """A long winding line: the same each time, turning on three scales."""
    i = np.arange(count)
    heading = 40 * np.sin(i / 400) + 60 * np.sin(i / 29) + 50 * np.sin(i * i)
    vertices = [(36.2, 34.9)]
    for bearing in heading:
        vertices.append(destination(vertices[-1], bearing, step_m))
    return vertices


def test_on_a_long_road_no_edge_is_overlooked():
    vertices = road()
    line = GeodesicLine(vertices)
    lon, lat = np.meshgrid(np.linspace(35.0, 38.5, 6), np.linspace(33.5, 38.0, 6))
    near = line.nearest_point(lon, lat)
    for place in np.ndindex(lon.shape):
        asked = (lon[place], lat[place])
        ends = distance_m(*asked, *np.transpose(vertices))
        close = np.flatnonzero(np.minimum(ends[:-1], ends[1:]) <= ends.min() + 70)
        nearest = min(edge_distance(vertices[i], vertices[i + 1], asked) for i in close)
        assert near.distance_m[place] == pytest.approx(nearest, abs=1e-5)


def test_arrays_are_answered_as_their_members_are_one_by_one():
    line = GeodesicLine(road(300))
    lon, lat = np.meshgrid(np.linspace(36.0, 36.6, 4), np.linspace(34.8, 35.2, 3))
    near = line.nearest_point(lon, lat)
    assert near.along_m.shape == (3, 4)
    for place in np.ndindex(lon.shape):
        single = line.nearest_point(float(lon[place]), float(lat[place]))
        assert type(single.distance_m) is float
        assert single.distance_m == pytest.approx(near.distance_m[place], abs=1e-6)
        assert single.along_m == pytest.approx(near.along_m[place], abs=1e-3)
    assert line.nearest_point([], []).distance_m.shape == (0,)


def test_answers_do_not_depend_on_how_much_is_held_at_once(monkeypatch):
    line = GeodesicLine(road(300))
    lon, lat = np.linspace(36.0, 36.6, 57), np.linspace(34.8, 35.2, 57)
    whole = line.nearest_point(lon, lat)
    monkeypatch.setattr(geodesic_lines, "_POSITIONS_AT_ONCE", 10)
    monkeypatch.setattr(strip_tree, "MAX_PAIRS", 12)
    parts = line.nearest_point(lon, lat)
    assert np.array_equal(whole.distance_m, parts.distance_m)
    assert np.array_equal(whole.along_m, parts.along_m)


def test_strips_are_measured_with_few_copies_of_the_points():
    chance = np.random.default_rng(11)
    ends = chance.uniform(-1e4, 1e4, (2, 40, 3))
    ends[1, 0] = ends[0, 0]  # a chord without length
    level = strip_tree.StripTreeLevel(*ends, np.zeros(40), np.zeros(40))
    strip, points = chance.integers(0, 40, 20_000), chance.uniform(-2e4, 2e4, (3, 20_000))
    level.measure(points[:, :1], strip[:1])  # what a level keeps is made
    tracemalloc.start()
    distance, share = level.measure(points, strip)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 76 * points.shape[1]  # bytes: of the starts, the chords, and three numbers
    on_chord = ends[0, strip] + share[:, None] * (ends[1] - ends[0])[strip]
    assert ((share >= 0) & (share <= 1)).all()
    assert distance == pytest.approx(np.linalg.norm(points.T - on_chord, axis=1), abs=1e-6)
    for step in (-1e-3, 1e-3):  # no other point of the chord is nearer
        other = np.clip(share + step, 0, 1)
        beside = ends[0, strip] + other[:, None] * (ends[1] - ends[0])[strip]
        assert (np.linalg.norm(points.T - beside, axis=1) >= distance - 1e-6).all()


def test_the_middle_of_a_circle_is_a_radius_from_it():
    circle = [destination((36.6, 35.4), bearing, 5_000) for bearing in range(0, 361, 5)]
    near = GeodesicLine(circle).nearest_point(36.6, 35.4)
    edge = min(edge_distance(*pair, (36.6, 35.4)) for pair in itertools.pairwise(circle))
    assert near.distance_m == pytest.approx(edge, abs=1e-5)


@measured
@given(st.lists(random_lines(), min_size=2, max_size=6), st.data())
def test_the_nearest_of_several_paths_is_the_nearest_of_each(several, data):
    home = data.draw(st.sampled_from(several))[0]
    asked = destination(home, *data.draw(offsets(50_000)))
    several = [walk for walk in several if distance_between(walk[0], asked) < 1e6]
    near = GeodesicMultiLine(several).nearest_point(*asked)
    each = [GeodesicLine(walk).nearest_point(*asked) for walk in several]
    best = min(range(len(each)), key=lambda i: each[i].distance_m)
    assert near.distance_m == pytest.approx(each[best].distance_m, abs=1e-5)
    before = sum(GeodesicLine(walk).length_m for walk in several[:best])
    spans = [(before, before + GeodesicLine(several[best]).length_m)]
    rivals = sum(e.distance_m < each[best].distance_m + 1e-4 for e in each)
    assert rivals > 1 or spans[0][0] - 1e-3 <= near.along_m <= spans[0][1] + 1e-3


def test_many_paths_far_from_each_other_are_each_found():
    starts = [(36 + 0.13 * (7 * i % 12), 35 + 0.09 * (5 * i % 12)) for i in range(40)]
    several = [[start, destination(start, 9 * i, 3_000)] for i, start in enumerate(starts)]
    paths = GeodesicMultiLine(several)
    lon, lat = np.meshgrid(np.linspace(35.5, 38, 9), np.linspace(34.5, 36.5, 9))
    each = np.array([GeodesicLine(walk).nearest_point(lon, lat).distance_m for walk in several])
    assert np.allclose(
        paths.nearest_point(lon, lat).distance_m, each.min(axis=0), rtol=0, atol=1e-5
    )


def test_a_line_across_the_antimeridian_may_be_written_either_way():
    jumping = GeodesicLine([(179.9, -16.8), (-179.9, -16.7)])
    unrolled = GeodesicLine([(179.9, -16.8), (180.1, -16.7)])
    assert jumping.length_m == pytest.approx(unrolled.length_m, abs=1e-6)
    assert jumping.length_m < 25_000
    assert unrolled.lon == pytest.approx(jumping.lon, abs=1e-9)
    near = unrolled.nearest_point([180.0, -180.0, 179.99, 180.01], [-16.75, -16.75, -16.7, -16.7])
    same = jumping.nearest_point([180.0, -180.0, 179.99, -179.99], [-16.75, -16.75, -16.7, -16.7])
    assert np.allclose(near.distance_m, same.distance_m, rtol=0, atol=1e-6)


@measured
@given(random_lines())
def test_lengths_along_a_line_add_up_to_the_sum_of_its_edges(vertices):
    sums = list(
        itertools.accumulate(
            (distance_between(*e) for e in itertools.pairwise(vertices)), initial=0
        )
    )
    assert cumulative_length_m(vertices) == pytest.approx(sums, abs=1e-5)
    line = GeodesicLine(vertices)
    assert line.along_m == pytest.approx(sums, abs=1e-5)
    for metres, vertex in zip(line.along_m, vertices, strict=True):
        assert distance_between(line.interpolate(float(metres)), vertex) < 1e-5


@measured
@given(random_lines(), st.floats(0, 1), st.floats(0, 1))
def test_a_part_of_a_line_is_as_long_as_asked_and_lies_on_it(vertices, one, two):
    line = GeodesicLine(vertices)
    low, high = sorted((one * line.length_m, two * line.length_m))
    part = line.substring(low, high)
    assert cumulative_length_m(part)[-1] == pytest.approx(high - low, abs=1e-3 * len(vertices))
    assert distance_between(part[0], line.interpolate(low)) < 1e-6
    assert distance_between(part[-1], line.interpolate(high)) < 1e-6
    assert line.nearest_point(part[:, 0], part[:, 1]).distance_m.max() < 1e-5


def test_a_part_that_just_goes_over_a_bend_keeps_the_bend():
    bend = (36.6, 35.5)
    line = GeodesicLine([(36.6, 35.4), bend, (36.7, 35.5)])
    for beyond_m in (2e-6, 5e-4):
        cut = float(line.along_m[1]) + beyond_m
        assert GeodesicLine(line.substring(0, cut)).nearest_point(*bend).distance_m < 1e-6
        cut = float(line.along_m[1]) - beyond_m
        assert (
            GeodesicLine(line.substring(cut, line.length_m)).nearest_point(*bend).distance_m < 1e-6
        )
    assert len(line.substring(0, float(line.along_m[1]))) == 2


def test_the_whole_line_as_a_part_has_its_own_vertices():
    vertices = road(50)
    line = GeodesicLine(shapely.LineString(vertices))
    assert np.allclose(line.substring(0, line.length_m), vertices, rtol=0, atol=1e-11)


def test_a_line_has_no_positions_before_its_beginning_or_beyond_its_end():
    line = GeodesicLine([(36.6, 35.2), (36.6, 35.6)])
    for metres in (-1.0, line.length_m + 1, math.nan):
        with pytest.raises(InvalidRequestError, match="not on the line"):
            line.interpolate(metres)
    with pytest.raises(InvalidRequestError, match="not be greater"):
        line.substring(2_000, 1_000)


def test_a_dense_line_keeps_its_vertices_and_has_none_far_apart():
    vertices = [(36.6, 35.2), (36.6, 35.6), (36.6, 35.6), (36.7, 35.6)]
    other = [(36.0, 35.0), (36.001, 35.0)]
    first, second = GeodesicMultiLine([vertices, other]).densify()
    assert second.tolist() == [list(vertex) for vertex in other]
    assert {tuple(row) for row in first.tolist()} >= set(vertices)
    assert np.diff(cumulative_length_m(first)).max() <= 500.001
    assert cumulative_length_m(first)[-1] == pytest.approx(
        cumulative_length_m(vertices)[-1], abs=1e-5
    )


@pytest.mark.parametrize(
    "coords",
    [
        *([], [(36, 35)], (36, 35), "road", [(36, 35), (36, 95)], [(36, 35), (math.nan, 35)]),
        *([(36,), (37,)], [(0, 0), (120, 0)], shapely.LineString(), [(36, 35), (37, None)]),
        *(shapely.box(36, 35, 37, 36), shapely.MultiLineString([[(36, 35), (37, 35)]])),
    ],
)
def test_what_is_no_line_is_refused(coords):
    with pytest.raises(InvalidRequestError):
        GeodesicLine(coords)


def test_paths_may_be_given_as_arrays_or_as_one_geometry_of_lines():
    one, two = [(36, 35), (37, 35)], [(36, 36, 0), (37, 36, 0)]
    asked = (36.4, 35.8)
    near = GeodesicMultiLine([one, two]).nearest_point(*asked)
    assert GeodesicMultiLine(shapely.MultiLineString([one, two])).nearest_point(*asked) == near
    assert (
        GeodesicMultiLine(shapely.LineString(two)).nearest_point(*asked).distance_m
        == near.distance_m
    )


def test_no_line_at_all_is_refused():
    with pytest.raises(InvalidRequestError, match="empty"):
        GeodesicMultiLine(shapely.MultiLineString())


def test_a_swapped_position_is_refused_as_too_far_rather_than_measured():
    line = GeodesicLine([(151.1, -33.9), (151.2, -33.8)])
    with pytest.raises(InvalidRequestError, match="swapped"):
        line.nearest_point([151.15, -33.9], [-33.9, 51.0])
    wide = GeodesicLine([(0, 0), (40, 0), (40, 40), (0, 40)])
    with pytest.raises(InvalidRequestError, match="2,000 km"):
        wide.nearest_point(18, 19)
