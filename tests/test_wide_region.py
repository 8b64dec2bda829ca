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

#: From Mauritania to Eritrea.
BELT = (-18.0, 8.0, 42.0, 26.0)


def moved(value, lon, lat):
    """Return coordinates, or an object with coordinates, with two functions applied to them."""
    if isinstance(value, dict):
        return {
            key: one if key == "properties" else moved(one, lon, lat) for key, one in value.items()
        }
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [round(lon(value[0]), 6), round(lat(value[1]), 6)]
    return [moved(one, lon, lat) for one in value] if isinstance(value, list) else value


def in_belt(folder, lon, lat):
    """Open the land in the belt, with functions applied to its longitudes and latitudes."""
    for path in folder.glob("*.geojson"):
        content = moved(json.loads(path.read_text("utf-8")), lon, lat)
        path.write_text(json.dumps(content), "utf-8")
    path = folder / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["frontline"]["region"] = list(BELT)
    path.write_text(json.dumps(about), "utf-8")
    assert find_errors(folder) == []
    return frontline.open(folder)


@pytest.fixture
def belt(land_copy):
    """Return the land at the western end of the belt."""
    return in_belt(land_copy, lambda lon: lon - 46, lambda lat: lat + 15)


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


def test_a_lone_place_that_changed_is_shown_with_the_others(land_copy):
    sparse = in_belt(land_copy, lambda lon: (lon - 30) * 60, lambda lat: 14 + lat * 30)
    west, south, east, north = np.divide(
        day_map(sparse.on("2001-01-03")).get_root().data["view"], GRID
    )
    for place in sparse.sites:
        assert west < place.lon - BELT[0] < east
        assert south < place.lat - BELT[1] < north


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
