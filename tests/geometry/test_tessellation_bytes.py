"""Cells that were kept as bytes are the same cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from frontline.geometry import tessellation_bytes as kept
from frontline.geometry.geodesy import Projection
from frontline.geometry.tessellation import tessellate

PLANE = Projection(20.0, 50.0)
SQUARE, LINE = shapely.box(0, 0, 9, 9), shapely.LineString([(0, 1), (2, 5)])
#: Shapes that coordinates alone do not describe, or not all of them as one kind.
OTHERS = [
    [shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 3, 3).exterior]), SQUARE],
    [shapely.MultiPolygon([SQUARE, shapely.box(20, 0, 21, 1)]), SQUARE],
    [LINE, shapely.MultiLineString([LINE, [(7, 7), (8, 9)]])],
]


@pytest.fixture(scope="module")
def cells():
    lon, lat = np.meshgrid(np.linspace(19.8, 20.2, 7), np.linspace(49.9, 50.1, 5))
    shift = np.linspace(0, 0.01, lon.size)  # no cells meet in one corner
    return tessellate(PLANE, lon.ravel() + shift, lat.ravel() - shift**1.5, 4000.0)


def same(one, other):
    return bool((shapely.to_wkb(one) == shapely.to_wkb(other)).all())


def test_plain_cells_are_kept_as_their_coordinates(cells, monkeypatch):
    for name in ("to_wkb", "from_wkb"):
        monkeypatch.setattr(shapely, name, lambda *_: pytest.fail("shapes are converted to WKB"))
    found = kept.tessellation_from_bytes(kept.tessellation_bytes(cells), PLANE)
    monkeypatch.undo()
    assert all(same(getattr(found, name), getattr(cells, name)) for name in ("cells", "ridges"))
    assert same(found.rims, cells.rims)
    assert len(found.rims) > 1
    for name in ("xy", "pairs", "rim_sites"):
        assert np.array_equal(getattr(found, name), getattr(cells, name))


def test_any_shapes_are_the_same_after_they_were_kept(cells):
    nothing = np.asarray([], dtype=object)
    for shapes in (*OTHERS, [SQUARE, shapely.Polygon()], [LINE], [SQUARE], nothing):
        given = replace(cells, rims=np.asarray(shapes, dtype=object))
        found = kept.tessellation_from_bytes(kept.tessellation_bytes(given), PLANE)
        assert found.rims.dtype == object
        assert same(found.rims, given.rims), shapes
