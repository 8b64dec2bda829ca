"""A region of sixty degrees is mapped as a small one is."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from invented_land import LAND

import frontline
from frontline.geometry.geodesy import Projection, distance_m
from frontline.package.package import find_errors
from frontline.webmap.page import day_map
from frontline.webmap.quantize import GRID

#: The land, moved to the western end of a belt from Mauritania to Eritrea.
MOVE = (-46.0, 15.0)
BELT = (-18.0, 8.0, 42.0, 26.0)


def moved(value):
    if isinstance(value, dict):
        return {key: one if key == "properties" else moved(one) for key, one in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [round(x + by, 6) for x, by in zip(value, MOVE, strict=True)]
    return [moved(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def belt(land_copy):
    for path in land_copy.glob("*.geojson"):
        path.write_text(json.dumps(moved(json.loads(path.read_text("utf-8")))), "utf-8")
    path = land_copy / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["frontline"]["region"] = list(BELT)
    path.write_text(json.dumps(about), "utf-8")
    assert find_errors(land_copy) == []
    return frontline.open(land_copy)


def test_cells_and_areas_at_the_end_of_a_wide_region_are_those_of_a_small_one(belt):
    land = frontline.open(LAND)
    scale = np.cos(np.radians(15.1)) / np.cos(np.radians(0.1))  # the land is narrower there
    for day in ("2001-01-01", "2001-01-10"):
        here, there = belt.on(day).areas_km2, land.on(day).areas_km2
        for actor, area in here.items():
            assert area == pytest.approx(there[actor] * scale, rel=0.06)
    reach = shapely.hausdorff_distance(
        shapely.points(belt.cells.xy[0]), shapely.boundary(belt.cells.cells[0])
    )
    assert reach <= 6_000 * 1.02


def test_a_page_of_a_wide_region_is_made_and_opens_on_its_places(belt):
    data = day_map(belt.on("2001-01-10")).get_root().data
    west, _, east, _ = np.divide(data["view"], GRID)
    assert (data["region"][2], east - west < 1) == (60 * GRID, True)
    assert west < belt.place("Elm").lon - BELT[0] < east


@pytest.mark.parametrize("region", [BELT, (-60.0, -15.0, 60.0, 15.0), (20.0, 40.0, 170.0, 70.0)])
def test_lengths_in_the_plane_of_a_wide_region_are_right_to_four_percent(region):
    west, south, east, north = region
    plane = Projection.of_region(region)
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(west, east, 500), chance.uniform(south, north, 500)
    there = lon + chance.uniform(-0.1, 0.1, 500), lat + chance.uniform(-0.1, 0.1, 500)
    (x, y), (u, v) = plane.forward(lon, lat), plane.forward(*there)
    true = distance_m(lon, lat, *there)
    limit = 0.04 if north < 60 else 0.08
    assert np.abs(np.hypot(u - x, v - y) / true - 1).max() < limit
    assert np.allclose(plane.inverse(x, y), (lon, lat), atol=1e-8)
