"""Near a border the edge of an area makes a place contested only where it is a front."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from frontline.geometry.area_cover import Drawing, Extents, covering
from frontline.geometry.place_borders import PlaceBorders
from frontline.models import Area

#: Around the border of Egypt with Libya, the meridian 25 E, and places of Egypt.
REGION = (24.0, 26.5, 26.0, 28.5)
TOWNS = np.random.default_rng(3).uniform((25.05, 26.6), (25.9, 28.4), (50, 2))
#: A province whose western border is 25 E as well; a hundredth of a degree is 1.0 km there.
PROVINCE = shapely.box(25, 26.5, 26, 28.5)
NATURAL_EARTH, PROVINCES = [], [PROVINCE]
#: A bridgehead from the border, and ground that ends before the border. The degrees fit the
#: distance from a border at which an edge is doubted: 8 km, and 3 km with provinces. Natural Earth
#: has the border 2 km west of 25 E.
CASES = {
    "a bridgehead from Libya": (NATURAL_EARTH, (25, 27.1, 25.03, 27.9), 25.025, {"red", "blue"}),
    "inside the bridgehead": (NATURAL_EARTH, (25, 27.1, 25.03, 27.9), 25.015, {"red"}),
    "a strip of 2 km along the border": (NATURAL_EARTH, (25.02, 26, 27, 29), 25.024, {"red"}),
    "a strip of 6 km along the border": (NATURAL_EARTH, (25.045, 26, 27, 29), 25.049, {"red"}),
    "a bridgehead into a province": (PROVINCES, (25, 27.1, 25.009, 27.9), 25.006, {"red", "blue"}),
    "a strip of 0.7 km in a province": (PROVINCES, (25.007, 26, 27, 29), 25.011, {"red"}),
    "a strip of 2.5 km in a province": (PROVINCES, (25.025, 26, 27, 29), 25.029, {"red"}),
}  # fmt: skip


def extents(provinces, lon, lat, error_m):
    admin = [
        Area(
            id=f"a{n}", name="A", level="admin1", geometry=json.loads(shapely.to_geojson(shape)),
            sources=("x",), licence="CC0",
        )
        for n, shape in enumerate(provinces)
    ]  # fmt: skip
    borders = PlaceBorders(REGION, admin, shapely.points(TOWNS))
    return Extents(np.asarray(lon), np.asarray(lat), np.asarray(error_m), borders=borders)


@pytest.mark.parametrize("rest", [shapely.box(*REGION), None], ids=["the rest", "no rest"])
@pytest.mark.parametrize("name", CASES)
def test_a_place_near_a_border_is_contested_only_at_a_front(name, rest):
    provinces, ground, lon, expected = CASES[name]
    drawing = Drawing(
        {"red": {"g": shapely.box(*ground)}}, rest={} if rest is None else {"blue": {"r": rest}}
    )
    found = covering(drawing, extents(provinces, [lon], [27.5], [700.0]), np.array([0]))
    other = None if rest is None else "blue"
    assert found == [frozenset(other if kind == "blue" else kind for kind in expected)]


def test_a_place_near_a_border_is_looked_at_again_when_ground_some_kilometres_away_changes():
    # The strip along the border becomes a front when red ground appears at the border.
    lon, lat = np.full(40, 25.027), np.linspace(26.8, 28.2, 40)
    own = extents(NATURAL_EARTH, lon, lat, np.full(40, 1000.0))
    rest = {"blue": {"r": shapely.box(*REGION)}}
    first = Drawing({"red": {"g": shapely.box(25.025, 26, 27, 29)}}, rest=rest)
    second = Drawing(
        {"red": first.areas["red"] | {"h": shapely.box(25, 27.2, 25.015, 27.8)}}, rest=rest
    )
    before, after = (covering(one, own, np.arange(40)) for one in (first, second))
    changed = second.changed_since(first, own)
    assert before != after
    assert {at for at in range(40) if before[at] != after[at]} <= set(changed.tolist())
    assert len(changed) < 40
