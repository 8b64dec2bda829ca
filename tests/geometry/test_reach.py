"""Cells clipped to circles: the borders they share, and those towards ground beyond the reach."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline.geometry.geodesy import Projection
from frontline.geometry.reach import clip_to_reach
from frontline.geometry.tessellation import tessellate

REACH_M = 900.0


def clipped(xy, reach_m=REACH_M):
    points = shapely.multipoints(xy)
    frame = shapely.box(*shapely.bounds(points)).buffer(3 * reach_m)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    return clip_to_reach(xy, cells, reach_m)


sites = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=25, unique=True
).map(lambda pairs: np.asarray(pairs, dtype=float) * 73.0)


@settings(max_examples=40)
@given(sites)
def test_the_cells_together_are_the_union_of_the_circles(xy):
    found = clipped(xy)
    circles = shapely.union_all(shapely.buffer(shapely.points(xy), REACH_M, quad_segs=64))
    together = shapely.union_all(found.cells)
    # 64 corners leave out at most 1.1 m of a circle of 900 m.
    assert shapely.difference(circles, shapely.buffer(together, 1.2)).area < 1e-3
    assert shapely.difference(together, shapely.buffer(circles, 0.1)).area < 1e-3


@settings(max_examples=40)
@given(sites)
def test_every_border_of_a_cell_is_a_ridge_or_a_rim(xy):
    found = clipped(xy)
    borders = shapely.length(shapely.boundary(found.cells)).sum()
    ridges, rims = shapely.length(found.ridges).sum(), shapely.length(found.rims).sum()
    assert borders == pytest.approx(2 * ridges + rims)
    corners, rim = shapely.get_coordinates(found.rims, return_index=True)
    away = np.hypot(*(corners - xy[found.rim_sites[rim]]).T)
    assert np.allclose(away, REACH_M, rtol=0, atol=1e-4)


@settings(max_examples=40)
@given(sites)
def test_neighbours_share_their_corners_exactly(xy):
    assert shapely.coverage_is_valid(clipped(xy).cells)


def test_a_rim_ends_at_the_edge_of_the_study_area():
    plane = Projection.around([40.0, 40.2], [10.0, 10.2])
    interest = shapely.box(40.1, 9.0, 41.0, 11.0)
    cells = tessellate(plane, np.asarray([40.1]), np.asarray([10.1]), 5000.0, interest)
    # Half a circle of 5 km; the diameter along the edge of the area is no rim.
    assert shapely.length(cells.rims).sum() == pytest.approx(np.pi * 5000, rel=1e-3)
    assert cells.rim_sites.tolist() == [0] * len(cells.rims)
