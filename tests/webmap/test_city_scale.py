"""A map of the streets of a city opens close, and shows small areas and lengths."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from invented_land import LAND
from parsed_page import hectares_of_cells

import frontline
from frontline.attribution import method_text
from frontline.webmap.extent import initial_view, map_scale, recently_changed
from frontline.webmap.page import day_map
from frontline.webmap.quantize import GRID

#: The towns of the land are moved together, until neighbours are 165 m apart.
SHRINK = 0.015
CENTRE = (30.1, 0.1)


def shrunk(value):
    """Return coordinates, or an object with coordinates, moved towards the centre."""
    if isinstance(value, dict):
        return {key: shrunk(one) if key != "properties" else one for key, one in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [round(c + (x - c) * SHRINK, 6) for c, x in zip(CENTRE, value, strict=True)]
    return [shrunk(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def city(land_copy):
    """Return the land as a city, with cells of 150 m around each place."""
    for path in land_copy.glob("*.geojson"):
        path.write_text(json.dumps(shrunk(json.loads(path.read_text("utf-8")))), "utf-8")
    path = land_copy / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["frontline"] |= {"region": [30.09, 0.09, 30.11, 0.11], "reach_km": 0.15}
    path.write_text(json.dumps(about), "utf-8")
    return frontline.open(land_copy)


def test_the_page_opens_on_the_streets_and_not_on_a_country(city):
    day = city.record.last
    (west, south), (east, north) = initial_view(city, day, day, recently_changed(city, day, day))
    assert east - west < 0.02
    assert all(west < place.lon < east and south < place.lat < north for place in city.sites)
    assert map_scale(frontline.open(LAND)) == 1.0


def test_the_reach_is_written_in_metres_below_a_kilometre():
    def with_reach(reach_km):
        return SimpleNamespace(drawn=None, package=SimpleNamespace(reach_km=reach_km))

    texts = method_text(with_reach(0.15))
    assert texts["en"].startswith("Shading extends 150 m from each reported place.")
    assert "150 م حول" in texts["ar"]
    assert method_text(with_reach(6.0))["en"].startswith("Shading extends 6 km from")


def test_small_areas_are_neither_zero_nor_rounded_away(city):
    state = city.on(city.record.last)
    data = day_map(state).get_root().data
    shown = float(hectares_of_cells(data).sum()) / 100
    assert shown == pytest.approx(float(city.cells.areas_km2.sum()), rel=1e-3)
    assert 0.1 < shown < 1
    assert data["reachKm"] == 0.15
    assert re.search(r"(?<![\d.])0 km²", state._repr_html_()) is None
    assert max(data["region"]) == round(0.02 * GRID)
