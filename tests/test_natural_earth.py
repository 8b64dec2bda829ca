"""The basemap is true to the coast, and covers the world."""

from __future__ import annotations

from importlib import resources

import pytest
import shapely

from frontline import natural_earth
from frontline.natural_earth import read_basemap

#: Towns on land, and points at sea, with the country or the sea.
PLACES = [
    ("Aleppo", 37.16, 36.2, "Syria"),
    ("Kyiv", 30.52, 50.45, "Ukraine"),
    ("Khartoum", 32.53, 15.5, "Sudan"),
    ("Antananarivo", 47.52, -18.9, "Madagascar"),
    ("Bogota", -74.08, 4.6, "Colombia"),
    ("off Latakia", 34.5, 35.3, "Mediterranean Sea"),
    ("off Odesa", 31.5, 44.5, "Black Sea"),
]


@pytest.mark.parametrize(("place", "lon", "lat", "name"), PLACES, ids=[row[0] for row in PLACES])
def test_a_place_lies_in_its_country_or_sea(place, lon, lat, name):
    basemap = read_basemap((lon - 1, lat - 1, lon + 1, lat + 1))
    here = shapely.Point(lon, lat)
    assert basemap.land.contains(here) == (not place.startswith("off"))
    around = [area.name.en for area in (*basemap.countries, *basemap.seas)
              if area.outline.contains(here)]  # fmt: skip
    assert around == [name]


def test_the_finer_map_is_used_where_it_covers_the_view():
    fine, coarse = read_basemap((35, 35, 37, 36)), read_basemap((35, 20, 37, 36))
    here = shapely.box(35, 35, 37, 36)
    points = [
        len(shapely.get_coordinates(shapely.intersection(basemap.land.boundary, here)))
        for basemap in (fine, coarse)
    ]
    assert points[0] > 2 * points[1] > 0


def test_an_island_that_the_edge_of_a_view_touches_is_cut(monkeypatch):
    # The clip of two rings that only touch at the edge is not valid, and could not be joined.
    corners = [(0, 0), (4, 0), (4, 2), (3, 1), (2, 2), (1, 1), (0, 2), (0, 0)]
    wrong = shapely.polygons([[(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)]])
    monkeypatch.setattr(shapely, "clip_by_rect", lambda *_: wrong.copy())
    found = natural_earth._clip([shapely.Polygon(corners)], (0, 0, 4, 2))  # noqa: SLF001
    assert found.is_valid
    assert found.area == pytest.approx(2.0)
    monkeypatch.undo()
    for view in ((100.0, -10.0, 140.0, 10.0), (95.0, -11.0, 141.0, 10.0)):
        land = read_basemap(view).land
        assert land.is_valid
        assert land.contains(shapely.Point(114.0, 0.0)), view


def test_only_the_layers_that_are_asked_for_become_geometries(monkeypatch):
    asked = []
    for name in ("_polygons", "_lines", "_named"):
        made = getattr(natural_earth, name)
        monkeypatch.setattr(
            natural_earth,
            name,
            lambda encoded, steps, made=made, name=name: asked.append(name) or made(encoded, steps),
        )
    natural_earth._read.cache_clear()  # noqa: SLF001 - the files are read once in a process
    basemap = natural_earth.Basemap((10.0, 10.0, 20.0, 20.0))
    assert not asked
    assert basemap.borders.length
    assert asked == ["_lines"]


def test_every_country_has_an_arabic_name_and_the_files_are_small():
    basemap = read_basemap((-180, -90, 180, 90))
    without = [area.name.en for area in basemap.countries if not area.name.ar]
    assert len(basemap.countries) > 200
    assert len(without) < 10, without
    folder = resources.files("frontline") / "basemap"
    assert sum(len(file.read_bytes()) for file in folder.iterdir()) < 1_500_000


def test_the_cities_around_syria_have_arabic_names():
    found = {city.name: city.name_ar for city in read_basemap((33.0, 32.0, 42.0, 39.0)).cities}
    assert found["Antakya"] == "أنطاكية"
    assert found["Tripoli"] == "طرابلس"
    assert {name for name, arabic in found.items() if not arabic} == set()
    letters = {mark for arabic in found.values() for mark in arabic}
    assert not letters & set("پچژگکیەۆڵێہھ")  # of Persian, Urdu and Kurdish
