"""A front near a border is told from the edge of a strip along the border."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from frontline.geometry.border_edges import BorderEdges

KM = 1000.0
HOME = shapely.box(0, 0, 100 * KM, 100 * KM)
STRIP_M = 8 * KM


def common(drawn, home=HOME, empty=()):
    """Return the front between drawn ground and what is left of the home, and the whole edge."""
    left = shapely.difference(home, drawn)
    edge = shapely.intersection(shapely.boundary(drawn), shapely.boundary(left))
    return BorderEdges(home, STRIP_M).fronts(edge, [left], [drawn], empty), edge


def km(shape):
    return shapely.length(shape) / KM


@pytest.mark.parametrize("strip_km", [0.5, 3, 7])
def test_the_edge_of_a_strip_along_a_border_is_no_front(strip_km):
    # The map ends some kilometres before the southern and western border.
    ground = shapely.box(strip_km * KM, strip_km * KM, 50 * KM, 120 * KM)
    front, edge = common(ground)
    assert km(edge) == pytest.approx(2 * (100 - strip_km) + 50 - strip_km, abs=0.1)
    # What is left is the eastern edge; it ends where the strip begins.
    assert np.allclose(shapely.get_coordinates(front)[:, 0], 50 * KM)
    assert 100 - strip_km - STRIP_M / KM < km(front) <= 100 - strip_km


@pytest.mark.parametrize("depth_km", [2, 4, 7])
def test_a_front_near_a_border_is_a_front(depth_km):
    # A bridgehead: ground from the northern border on, 20 km wide.
    ground = shapely.box(40 * KM, (100 - depth_km) * KM, 60 * KM, 100 * KM)
    front, edge = common(ground)
    assert km(edge) == pytest.approx(20 + 2 * depth_km)
    assert km(front) == pytest.approx(km(edge), abs=0.5)
    assert shapely.covers(shapely.buffer(edge, 1), front)


def test_an_empty_part_is_judged_as_a_whole():
    # The coast of the home is too far out: the strip in the south, 60 km long, is water up to 6 km
    # deep, but a bay in it 14 km deep.
    bay = shapely.box(25 * KM, 0, 40 * KM, 14 * KM)
    strip = shapely.union(shapely.box(10 * KM, 0, 70 * KM, 6 * KM), bay)
    sea = shapely.difference(shapely.box(0, 0, 100 * KM, 60 * KM), strip)
    front, _ = common(sea)
    bottom = shapely.intersection(front, shapely.buffer(strip, 1))
    assert km(bottom) > 5
    front, _ = common(sea, empty=[strip])
    assert km(shapely.intersection(front, shapely.buffer(strip, 1))) == 0
    # The front in the north, which is no edge of the part, is the same.
    assert km(front) == pytest.approx(100, abs=2 * 8)


@pytest.mark.parametrize(("depth_km", "is_front"), [(0.4, False), (1.3, False), (2.5, True)])
def test_a_notch_without_places_at_a_coast_is_a_front_only_if_it_is_deep(depth_km, is_front):
    # A bay that the coast of the home does not have. It leans, so that the way from one of its
    # sides to the coast is over ground that the map drew.
    depth = depth_km * KM
    notch = shapely.Polygon([(40 * KM, 0), (40 * KM + depth / 4, 0), (40 * KM + 2 * depth, depth)])
    ground = shapely.difference(shapely.box(0, 0, 100 * KM, 60 * KM), notch)
    bottom = shapely.box(0, 0, 100 * KM, 5 * KM)
    front, _ = common(ground, empty=[notch])
    assert (km(shapely.intersection(front, bottom)) > 0) == is_front


def test_a_bridgehead_is_a_front_even_if_no_place_is_known_there():
    depth, width = 7 * KM, 20 * KM
    bridgehead = shapely.box(40 * KM, 0, 40 * KM + width, depth)
    ground = shapely.difference(shapely.box(0, 0, 100 * KM, 60 * KM), bridgehead)
    front, _ = common(ground, empty=[bridgehead])
    alone, _ = common(ground)
    assert km(front) == km(alone)


def test_ground_on_both_sides_of_a_border_has_no_front_along_it():
    # The map draws the neighbour too, and its border is 2 km off in the home; its bridgehead has
    # a front.
    neighbour = shapely.box(-50 * KM, 98 * KM, 150 * KM, 150 * KM)
    assert km(common(neighbour)[0]) == 0
    bridgehead = shapely.box(30 * KM, 85 * KM, 70 * KM, 100 * KM)
    front, _ = common(shapely.union(neighbour, bridgehead))
    assert km(front) == pytest.approx(40 + 2 * 13, abs=2 * 7)
    assert shapely.get_coordinates(front)[:, 1].max() < 98 * KM


def test_both_sides_drawn_have_a_front_up_to_the_border():
    west, east = shapely.box(0, 0, 50 * KM, 100 * KM), shapely.box(50 * KM, 0, 100 * KM, 100 * KM)
    edge = shapely.intersection(shapely.boundary(west), shapely.boundary(east))
    front = BorderEdges(HOME, STRIP_M).fronts(edge, [], [west, east])
    assert km(front) == 100
    assert BorderEdges(HOME, STRIP_M).fronts(shapely.MultiLineString(), [], []).is_empty
