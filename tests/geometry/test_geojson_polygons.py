"""Polygons that are made all at once are those that are made one by one."""

from __future__ import annotations

import numpy as np
import shapely

from frontline.geometry.geojson_polygons import polygons


def ring(chance, west, south, size, *, high):
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south)]
    height = chance.random()
    return [[x, y, height] if high else [x, y] for x, y in corners]


def polygon(chance, west, *, high):
    """Return the rings of a polygon, with up to two holes."""
    holes = [ring(chance, west + 5 + 2 * n, 1, 1, high=high) for n in range(chance.integers(3))]
    return [ring(chance, west, 0, 10, high=high), *holes]


def test_many_polygons_are_those_made_one_by_one_without_heights():
    chance = np.random.default_rng(20)
    geometries = []
    for number in range(200):
        high = chance.random() < 0.2
        parts = [polygon(chance, 20 * n + number, high=high) for n in range(chance.integers(1, 4))]
        single = {"type": "Polygon", "coordinates": parts[0]}
        several = {"type": "MultiPolygon", "coordinates": parts}
        geometries.append(several if chance.random() < 0.5 else single)
    for sample in (geometries, geometries[:1], []):
        wanted = [shapely.force_2d(shapely.geometry.shape(one)) for one in sample]
        assert shapely.to_wkb(polygons(sample)).tolist() == [shapely.to_wkb(one) for one in wanted]
