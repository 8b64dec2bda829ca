"""A union from the edges that polygons do not share equals the union of the polygons."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from frontline.geometry import mosaic
from frontline.geometry.mosaic import Mosaic

WIDE = 12


@pytest.fixture(scope="module")
def squares():
    """Return squares of a grid, whose corners meet at one point."""
    return np.asarray(
        [shapely.box(x, y, x + 1, y + 1) for y in range(WIDE) for x in range(WIDE)], dtype=object
    )


@pytest.fixture(scope="module")
def hexagons():
    """Return Voronoi cells of random points, of which three meet at a corner."""
    points = shapely.multipoints(np.random.default_rng(5).uniform(0, 100, (300, 2)))
    cells = shapely.voronoi_polygons(points, extend_to=shapely.box(-50, -50, 150, 150))
    return np.asarray(shapely.get_parts(cells))


def masks(count):
    chance = np.random.default_rng(11)
    yield from (chance.random(count) < share for share in np.repeat([0.1, 0.4, 0.5, 0.7, 0.95], 20))
    yield np.ones(count, dtype=bool)
    yield np.zeros(count, dtype=bool)


@pytest.mark.parametrize("land", ["squares", "hexagons"])
def test_a_union_is_that_of_the_polygons(land, request, monkeypatch):
    monkeypatch.setattr(mosaic, "_FEW", 0)
    polygons = request.getfixturevalue(land)
    united = Mosaic(polygons)
    wrong = []
    for number, mask in enumerate(masks(len(polygons))):
        found, expected = united.union(mask), shapely.union_all(polygons[mask])
        parts = [len(shapely.get_parts(one)) for one in (found, expected)]
        if not found.is_valid or not found.equals(expected) or parts[0] != parts[1]:
            wrong.append((number, shapely.is_valid_reason(found), parts))
    assert not wrong


def test_ground_around_an_island_in_a_hole_keeps_the_hole(squares, monkeypatch):
    monkeypatch.setattr(mosaic, "_FEW", 0)
    mask = np.ones((WIDE, WIDE), dtype=bool)
    mask[3:8, 3:8] = False
    mask[5, 5] = True
    shell, island = sorted(
        shapely.get_parts(Mosaic(squares).union(mask.ravel())), key=lambda one: -one.area
    )
    assert [len(shell.interiors), shell.area, island.area] == [1, WIDE**2 - 25, 1]


def test_a_union_looks_at_the_border_alone(squares, monkeypatch):
    monkeypatch.setattr(mosaic, "_FEW", 0)
    seen = []
    rings = Mosaic._rings  # noqa: SLF001 - counts what it is given
    monkeypatch.setattr(
        Mosaic, "_rings", lambda self, border: seen.append(len(border)) or rings(self, border)
    )
    Mosaic(squares).union(np.ones(len(squares), dtype=bool))
    assert seen == [4 * WIDE]


def test_a_union_of_rounded_polygons_is_valid_and_the_rounded_union(monkeypatch):
    monkeypatch.setattr(mosaic, "_FEW", 0)
    invalid = 0
    for seed in range(2):
        chance = np.random.default_rng(seed)
        points = shapely.multipoints(chance.uniform(0, 100, (1500, 2)))
        cells = np.asarray(shapely.get_parts(shapely.voronoi_polygons(points)))
        exact, rounded = Mosaic(cells), Mosaic(cells)
        rounded.round(2)
        for mask in masks(len(cells)):
            found, plain = rounded.union(mask), shapely.transform(exact.union(mask), _two_places)
            assert found.is_valid
            corners = shapely.get_coordinates(found)
            assert (corners == _two_places(corners)).all()
            invalid += not plain.is_valid
            repaired = shapely.make_valid(plain)
            assert shapely.symmetric_difference(found, repaired).area < 1e-6 * (1 + plain.area)
    assert invalid > 20  # else rounding needs no care


def _two_places(corners):
    return np.round(corners, 2)
