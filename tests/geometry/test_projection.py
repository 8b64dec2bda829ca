"""The flat map: what comes back from it, and how little its areas and lengths are off."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from geodesics import (
    ANCHORS,
    REGION,
    bearings,
    destination,
    distance_between,
    measured,
    random_rings,
    sample_ring,
)
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import GEOD, Projection


@measured
@given(st.sampled_from(ANCHORS), bearings, st.floats(0, 2e6))
def test_a_position_comes_back_from_the_map_as_it_went(centre, bearing, metres):
    flat = Projection(*centre)
    position = destination(centre, bearing, metres)
    back = flat.inverse(*flat.forward(*position))
    assert distance_between(back, position) < (1e-5 if metres > 0.01 else 2e-3)


@measured
@given(random_rings())
def test_areas_on_the_map_are_those_on_the_ellipsoid(star):
    _, radius, ring = star
    fine = np.array(sample_ring(ring, radius / 200))
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
            one = destination((36.6, 35.4), bearing, out_m)
            two = destination(one, bearing + aside, 100)
            assert math.dist(flat.forward(*one), flat.forward(*two)) == pytest.approx(100, share)


def test_shapes_go_to_the_map_and_back_and_blank_ones_stay_blank():
    flat = Projection.around(REGION[::2], REGION[1::2])
    box = shapely.box(36, 35, 37, 36, ccw=False)
    assert flat.to_plane(box).area == pytest.approx(1.0088e10, rel=1e-2)
    assert shapely.equals_exact(flat.from_plane(flat.to_plane(box)), box, tolerance=1e-10)
    assert flat.to_plane(shapely.Point()).is_empty


def test_a_map_needs_positions_on_one_side_of_the_globe():
    with pytest.raises(InvalidRequestError, match="at least one"):
        Projection.around([], [])
    with pytest.raises(InvalidRequestError, match="all around"):
        Projection.around([0, 180, 90, -90, 0, 0], [0, 0, 0, 0, 90, -90])
    with pytest.raises(InvalidRequestError, match="cannot be projected"):
        Projection(36, 35).forward(36 - 180, -35)
    with pytest.raises(InvalidRequestError):
        Projection(36, 95)
