"""Cells beyond the reach on ground that an area report covers."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline.geometry.extension import keep_polygons
from frontline.geometry.front import compute_front
from frontline.geometry.geodesy import Projection
from frontline.geometry.known_ground import unknown_borders
from frontline.geometry.tessellation import tessellate

REACH_M = 5000.0
PLANE = Projection.around([50.0, 51.0], [-10.5, -9.5])
WHOLE = shapely.segmentize(shapely.box(50.0, -10.5, 51.0, -9.5), 0.05)


def ground(lon, lat, areas, study_area=WHOLE):
    boxed = np.empty(len(areas), dtype=object)
    boxed[:] = areas
    return tessellate(PLANE, np.asarray(lon), np.asarray(lat), REACH_M, study_area, areas=boxed)


def test_two_places_of_one_area_meet_half_way_however_far_apart_they_are():
    cells = ground([50.2, 50.8], [-10.0, -10.0], [WHOLE, WHOLE])
    assert cells.pairs.tolist() == [[0, 1]]
    # One degree of latitude, down the middle of the area.
    assert cells.ridges[0].length == pytest.approx(110_600, abs=300)
    assert cells.areas_km2.sum() == pytest.approx(PLANE.to_plane(WHOLE).area / 1e6, rel=1e-6)
    assert len(cells.rims) == 0
    front = compute_front(cells, np.asarray([0, 1], np.int16), np.asarray([True, False]))
    assert front.line.is_empty
    assert front.presumed.length == pytest.approx(front.whole.length)


def test_a_place_in_no_area_stands_for_what_no_area_covers():
    east = shapely.box(50.5, -10.5, 51.0, -9.5)
    cells = ground([50.46, 50.8], [-10.0, -10.0], [None, east])
    # Half of its disc, cut 4.4 km east of it at the edge of the area.
    assert cells.areas_km2[0] == pytest.approx(np.pi * 25 - 4.4, rel=0.1)
    front = compute_front(cells, np.asarray([0, 1], np.int16))
    # They meet on the edge of the area, a straight line, and at no arc.
    (line,) = front.whole.geoms
    corners = shapely.get_coordinates(shapely.simplify(line, 1.0))
    assert len(corners) == 2
    assert len(cells.rims) > 0


def test_a_place_near_the_edge_of_an_area_that_is_not_its_own_keeps_the_ground_around_it():
    east = shapely.box(50.5, -10.5, 51.0, -9.5)
    cells = ground([50.52, 50.8], [-10.0, -10.0], [None, east])
    at = shapely.points(*PLANE.forward(np.asarray([50.52, 50.8]), np.asarray([-10.0, -10.0])))
    assert shapely.intersects(cells.cells, at).all()


def test_two_areas_meet_at_their_common_edge():
    west, east = shapely.box(49.5, -11, 50.4, -9), shapely.box(50.4, -11, 51.5, -9)
    cells = ground([50.2, 50.8, 50.9], [-10.0, -10.0, -9.7], [west, east, east])
    lon, _ = PLANE.inverse(*shapely.get_coordinates(cells.ridges[0]).T)
    assert cells.pairs.tolist()[0] == [0, 1]
    assert np.allclose(lon, 50.4, atol=1e-3)
    assert cells.areas_km2.sum() == pytest.approx(PLANE.to_plane(WHOLE).area / 1e6, rel=1e-4)
    assert len(unknown_borders(cells, np.asarray([True] * 3))) == 0


def test_a_smaller_area_inside_a_larger_one_changes_no_cell():
    small = shapely.box(50.1, -10.1, 50.3, -9.9)
    one = ground([50.2, 50.8], [-10.0, -10.0], [WHOLE, WHOLE])
    other = ground([50.2, 50.8], [-10.0, -10.0], [WHOLE, small])
    assert other.areas_km2.sum() == pytest.approx(one.areas_km2.sum(), rel=0.01)


many = st.lists(
    st.tuples(st.integers(1, 19), st.integers(1, 19)), min_size=2, max_size=12, unique=True
)


@settings(max_examples=25)
@given(many, st.data())
def test_cells_cover_the_reported_areas_without_overlap(spots, data):
    lon, lat = (
        50 + 0.05 * np.asarray([x for x, _ in spots]),
        -10.5 + 0.05 * np.asarray([y for _, y in spots]),
    )
    areas = data.draw(
        st.lists(st.sampled_from([WHOLE, None]), min_size=len(spots), max_size=len(spots))
    )
    cells = ground(lon, lat, areas)
    together = shapely.union_all(cells.cells)
    assert cells.areas_km2.sum() == pytest.approx(together.area / 1e6, rel=1e-6)
    if None not in areas:
        assert together.area == pytest.approx(PLANE.to_plane(WHOLE).area, rel=1e-6)
    shared = shapely.length(cells.ridges)
    # What is no ridge is a rim or the edge of the study area.
    edge = shapely.boundary(PLANE.to_plane(WHOLE))
    outer = sum(
        shapely.intersection(cell.boundary, edge.buffer(0.5)).length for cell in cells.cells
    )
    borders = shapely.length(shapely.boundary(cells.cells)).sum()
    rims = shapely.length(cells.rims).sum()
    assert borders == pytest.approx(2 * shared.sum() + rims + outer, rel=0.02)
    assert shapely.coverage_is_valid(cells.cells)


def test_a_line_in_which_a_cell_touches_an_edge_loses_no_cell():
    # An intersection of polygons with edges side by side is a polygon and lines.
    line = shapely.LineString([(0, 0), (0, -5)])
    square, other = shapely.box(0, 0, 3, 3), shapely.box(3, 0, 6, 3)
    split = shapely.MultiPolygon([shapely.box(0, 7, 1, 8), shapely.box(2, 7, 3, 8)])
    cells = np.empty(4, dtype=object)
    cells[:] = [
        shapely.GeometryCollection([square, line]),
        other,
        shapely.GeometryCollection([split, line]),
        shapely.GeometryCollection([line]),
    ]
    kept = keep_polygons(cells)
    assert [one.geom_type for one in kept] == ["Polygon", "Polygon", "MultiPolygon", "MultiPolygon"]
    assert shapely.area(kept).tolist() == [9, 9, 2, 0]
