"""How far an area is, and how large, against geographiclib and on paper."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from geodesics import (
    ANCHORS,
    WGS84,
    bearings,
    close_ring,
    destination,
    distance_between,
    line_distance,
    measured,
    offsets,
    random_rings,
    sample_ring,
    winds_around,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_edges import Edges
from frontline.geometry.geodesic_polygons import GeodesicPolygon
from frontline.geometry.geodesy import GEOD, distance_m


@measured
@given(random_rings(), offsets(1), st.booleans())
def test_distance_to_an_area_is_that_to_its_edge_or_zero_inside(star, offset, pierced):
    centre, radius, ring = star
    hole = (
        [destination(centre, bearing, radius / 5) for bearing in (10, 100, 190, 280)]
        if pierced
        else []
    )
    asked = destination(centre, offset[0], min(offset[1], 1.5) * radius)
    rings = [ring, hole] if pierced else [ring]
    inside = sum(winds_around(each, radius, asked) for each in rings) == 1
    edge = min(line_distance(close_ring(each), asked) for each in rings)
    area = GeodesicPolygon(shapely.Polygon(ring, [hole] if pierced else []))
    assume(edge > 1e-4)
    assert area.contains(*asked) == inside
    assert area.distance_m(*asked) == pytest.approx(0 if inside else edge, abs=1e-5)
    assert area.edge.nearest_point(*asked).distance_m == pytest.approx(edge, abs=1e-5)
    near = area.nearest_point(*asked)
    assert distance_between(asked, (near.lon, near.lat)) == pytest.approx(near.distance_m, abs=1e-5)
    assert math.isnan(near.bearing_deg) == inside


@pytest.mark.parametrize("centre", ANCHORS)
def test_which_side_of_a_long_edge_a_position_lies_on_is_told_to_a_millimetre(centre):
    corners = [destination(centre, bearing, 40_000) for bearing in (45, 135, 225, 315)]
    area = GeodesicPolygon(shapely.Polygon(corners))
    for start, end in itertools.pairwise(close_ring(corners)):
        line = WGS84.InverseLine(start[1], start[0], end[1], end[0])
        for share in (0.1, 0.35, 0.5, 0.8):
            there = line.Position(share * line.s13)
            edge = (there["lon2"], there["lat2"])
            assert area.contains(*destination(edge, there["azi2"] + 90, 1e-3))
            outside = destination(edge, there["azi2"] - 90, 1e-3)
            assert not area.contains(*outside)
            assert area.distance_m(*outside) == pytest.approx(1e-3, abs=1e-5)


def test_an_edge_is_the_geodesic_and_not_the_parallel():
    area = GeodesicPolygon(shapely.box(36.0, 35.5, 36.55, 36.0))
    middle = distance_m(36.275, 36.0, 36.275, 36.0003)
    assert area.contains(36.275, 36.0003)
    assert 30 < middle < 40
    assert not area.contains(36.275, 36.0004)


@measured
@given(random_rings(), st.integers(0, 7), st.booleans())
def test_how_a_ring_is_written_does_not_change_the_area(star, shift, backwards):
    _, _, ring = star
    other = ring[shift % len(ring) :] + ring[: shift % len(ring)]
    other = other[::-1] if backwards else other
    one, two = GeodesicPolygon(shapely.Polygon(ring)), GeodesicPolygon(shapely.Polygon(other))
    asked = destination(ring[0], 77, 20_000)
    assert one.area_m2 == pytest.approx(two.area_m2, rel=1e-9)
    assert one.distance_m(*asked) == pytest.approx(two.distance_m(*asked), abs=1e-5)


def test_the_size_of_an_area_leaves_out_its_holes_and_adds_its_parts():
    shell, hole, other = (
        shapely.box(*b) for b in ((36, 35, 37, 36), (36.2, 35.2, 36.4, 35.4), (38, 35, 39, 36))
    )
    whole = shapely.MultiPolygon([shell.difference(hole), other])
    each = [abs(GEOD.geometry_area_perimeter(part)[0]) for part in (shell, hole, other)]
    assert GeodesicPolygon(whole).area_m2 == pytest.approx(each[0] - each[1] + each[2], rel=1e-12)
    assert GeodesicPolygon(whole).distance_m(36.3, 35.3) == pytest.approx(
        line_distance(list(hole.exterior.coords), (36.3, 35.3)), abs=1e-5
    )


def test_an_area_split_along_the_antimeridian_is_as_good_as_a_whole_one():
    split = GeodesicPolygon(
        shapely.MultiPolygon([shapely.box(179, -17, 180, -16), shapely.box(-180, -17, -179, -16)])
    )
    jumping = shapely.Polygon(
        [(179, -17), (180, -17), (-179, -17), (-179, -16), (180, -16), (179, -16)]
    )
    whole = GeodesicPolygon(jumping)
    assert split.area_m2 == pytest.approx(whole.area_m2, rel=1e-9)
    lon, lat = [180.0, -180.0, 179.5, -178.9, 180.0], [-16.5, -16.4, -16.5, -16.5, -15.9]
    assert split.distance_m(lon, lat) == pytest.approx(whole.distance_m(lon, lat), abs=1e-5)
    assert split.distance_m(lon, lat)[:3].tolist() == [0, 0, 0]


def test_an_area_around_the_pole_holds_the_pole():
    cap = GeodesicPolygon(shapely.Polygon([(lon, 88.0) for lon in range(-180, 180, 20)]))
    assert cap.distance_m([0.0, 77.0, 130.0], [90.0, 89.0, -0.0 + 87.9])[:2].tolist() == [0, 0]
    assert cap.distance_m(130.0, 87.5) > 50_000


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (shapely.Polygon(), "empty"),
        (shapely.MultiPolygon(), "empty"),
        (shapely.Point(36, 35), "Polygon"),
        (None, "Polygon"),
        (shapely.Polygon([(36, 35), (37, 36), (37, 35), (36, 36)]), "not valid"),
        (shapely.Polygon([(35, 36), (35, 91), (36, 91)]), "not on the globe"),
        (shapely.Polygon([(0, 0), (60, 0), (60, 60), (0, 60)]), "split it into parts"),
        (
            shapely.MultiPolygon([shapely.box(36, 35, 37, 36), shapely.box(36.5, 35, 37.5, 36)]),
            "overlap",
        ),
    ],
)
def test_what_is_no_area_is_refused(geometry, message):
    with pytest.raises(InvalidRequestError, match=message):
        GeodesicPolygon(geometry)


@settings(deadline=None, max_examples=25)
@given(
    random_rings((200.0, 3_000.0)), random_rings((200.0, 3_000.0)), bearings, st.floats(0.0, 20_000)
)
def test_the_way_between_two_areas_is_the_shortest_between_their_edges(one, two, bearing, beyond):
    centre, radius, ring = one
    moved = destination(centre, bearing, radius + two[1] + beyond)
    seen = [WGS84.Inverse(*two[0][::-1], lat, lon) for lon, lat in two[2]]
    other = [destination(moved, there["azi1"], there["s12"]) for there in seen]
    start, end = GeodesicPolygon(shapely.Polygon(ring)), GeodesicPolygon(shapely.Polygon(other))
    gap, back = start.shortest_line_to(end), end.shortest_line_to(start)
    edges = [*((vertex, other) for vertex in ring), *((vertex, ring) for vertex in other)]
    shortest = math.inf
    for vertex, target in edges:
        shortest = line_distance(close_ring(target), vertex, shortest)
    assert gap.distance_m == pytest.approx(shortest, abs=2e-3)
    assert gap.distance_m == pytest.approx(back.distance_m, abs=1e-5)
    assert distance_between(gap.start, gap.end) == pytest.approx(gap.distance_m, abs=2e-3)
    assert start.distance_m(*gap.start) < 1e-5
    assert end.distance_m(*gap.end) < 1e-5
    near = np.array(sample_ring(other, 100.0))
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
    here, there = GeodesicPolygon(shapely.box(36, 35, 37, 36)), GeodesicPolygon(other)
    for gap in (here.shortest_line_to(there), there.shortest_line_to(here)):
        assert gap.distance_m == 0
        assert here.distance_m(*gap.start) < 1e-3
        assert there.distance_m(*gap.end) < 1e-3


def test_an_area_in_the_hole_of_another_is_as_far_as_the_edge_of_the_hole():
    hole = shapely.box(36.2, 35.2, 36.8, 35.8)
    ring = GeodesicPolygon(shapely.box(36, 35, 37, 36).difference(hole))
    gap = ring.shortest_line_to(GeodesicPolygon(shapely.box(36.4, 35.4, 36.6, 35.6)))
    west = min(
        line_distance(list(hole.exterior.coords), corner) for corner in ((36.4, 35.4), (36.4, 35.6))
    )
    assert gap.distance_m == pytest.approx(west, abs=1e-5)


def _town(east, wobble, corners=240):
    """Return an outline of many corners, 3 km across, so many kilometres east of a place."""
    middle = destination((30.0, 10.0), 90, 1000 * east)
    radii = 1500 + wobble * np.sin(np.arange(corners) * 7.3)
    turns = np.arange(corners) * 360 / corners
    return GeodesicPolygon(
        shapely.Polygon([destination(middle, *one) for one in zip(turns, radii, strict=True)])
    )


@pytest.mark.parametrize("east", [3.2, 17, 160, 1990])
def test_only_corners_that_can_be_the_nearest_are_measured_exactly(monkeypatch, east):
    one, other = _town(0, 60), _town(east, 45)
    feet, measured_feet = [], Edges.feet
    corners = [np.concatenate(town.edge.paths) for town in (one, other)]
    there = other.edge.nearest_point(*corners[0].T)
    back = one.edge.nearest_point(*corners[1].T)
    expected = min(there.distance_m.min(), back.distance_m.min())

    def counted(edges, where, *rest):
        feet.append(len(where))
        return measured_feet(edges, where, *rest)

    monkeypatch.setattr(Edges, "feet", counted)
    found = one.shortest_line_to(other)
    assert found.distance_m == expected  # to the last bit
    if back.distance_m.min() < there.distance_m.min():
        assert found.end == tuple(corners[1][back.distance_m.argmin()])
    else:
        assert found.start == tuple(corners[0][there.distance_m.argmin()])
    if east < 1000:  # far away each corner is measured, to refuse those beyond 2,000 km
        assert sum(feet) < 40


def test_a_corner_over_2000_km_away_is_refused_though_another_is_nearer():
    with pytest.raises(InvalidRequestError, match="2,000 km"):
        _town(0, 60).shortest_line_to(_town(2002, 45))


def test_nothing_is_returned_of_what_is_farther_than_a_limit():
    line = _town(0, 60).edge
    away = np.asarray([destination((30.0, 10.0), turn, 4000) for turn in (10, 130, 250)])
    exact = line.shortest_line_from(away)
    assert line.shorter_line_from(away, exact.distance_m) == exact
    assert line.shorter_line_from(away, exact.distance_m - 1) is None
