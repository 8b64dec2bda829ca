"""The base map can be drawn from any valid administrative areas."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.natural_earth import unnamed_areas
from frontline.webmap.basemap import encode_basemap, encode_locator
from frontline.webmap.quantize import GRID, Grid

# The invented land lies between 29.9 and 30.3 E, 0.1 S and 0.3 N; pages show 3 degrees around it.
WHOLE = shapely.box(29.9, -0.1, 30.3, 0.3)
WEST = shapely.box(29.9, -0.1, 30.0, 0.3)
EAST = shapely.box(30.1, -0.1, 30.2, 0.3)
AREAS = {
    "one area, which is the region": [WHOLE],
    "one area in the region": [WEST],
    "one area around the region": [shapely.box(29, -1, 31, 1)],
    "one area with a hole": [WHOLE - shapely.box(30, 0, 30.1, 0.1)],
    "one area of two parts": [WEST | EAST],
    "two areas without a common border": [WEST, EAST],
    "two areas that touch in a point": [WEST, shapely.box(30.0, 0.3, 30.1, 0.4)],
    "two areas that overlap": [WHOLE, WEST],
    "an area inside the hole of another": [WHOLE - EAST.buffer(-0.01), EAST.buffer(-0.01)],
    "one tiny area": [shapely.box(30.1, 0.1, 30.1002, 0.1002)],
    "one area outside the page": [shapely.box(10, 10, 11, 11)],
    "an area outside the page and one inside": [shapely.box(10, 10, 11, 11), WEST],
    "one area that touches the edge of the page": [shapely.box(26, 0, 26.9, 1)],
    "one area that touches the corner of the page": [shapely.box(26, 3.3, 26.9, 4)],
}


def add_areas(folder, shapes):
    features = [
        {
            "type": "Feature",
            "properties": {
                "id": f"a{number}", "name": "A", "level": "admin1", "sources": ["x"],
                "licence": "CC0",
            },
            "geometry": shapely.geometry.mapping(shape),
        }
        for number, shape in enumerate(shapes)
    ]  # fmt: skip
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "admin.geojson").write_text(json.dumps(collection))


@pytest.mark.parametrize("name", AREAS)
def test_the_base_map_has_the_land_and_borders_of_any_areas(land_copy, name):
    add_areas(land_copy, AREAS[name])
    atlas = frontline.open(land_copy)
    grid = Grid(atlas.package.coverage.region)
    base, locator = encode_basemap(atlas, grid), encode_locator(atlas, grid)
    page = shapely.box(26.9, -3.1, 33.3, 3.3)
    shown = shapely.union_all(AREAS[name]).intersection(page)
    assert bool(base["land"]) == (shown.area > 0)
    assert base["borders"] or not base["land"]
    assert len(locator["land"]) == len(shapely.get_parts(shapely.union_all(AREAS[name])))
    if len(AREAS[name]) == 1:
        assert locator["borders"] == []


def test_a_map_with_one_area_is_written(land_copy, tmp_path):
    add_areas(land_copy, [WHOLE])
    arguments = ["--on", "2001-01-05", "--data", str(land_copy), "--out", str(tmp_path / "m.html")]
    result = CliRunner().invoke(app.app, ["map", *arguments])
    assert result.exit_code == 0, result.output


def rings_of(paths):
    """Return encoded paths as polygons on the grid."""
    return [shapely.Polygon(np.cumsum(np.reshape(path, (-1, 2)), axis=0)) for path in paths]


def test_the_sea_and_the_names_around_the_region_are_true(atlas):
    grid = Grid(atlas.package.coverage.region)
    base = encode_basemap(atlas, grid)
    sea = shapely.union_all(shapely.make_valid(rings_of(base["sea"])))
    for lon, lat, wet in ((35.3, 35.2, True), (36.63, 35.93, False), (36.16, 36.2, False)):
        point = shapely.Point(grid.quantize(np.asarray([[lon, lat]]))[0])
        assert sea.contains(point) == wet
    names = {english: arabic for english, arabic, *_ in base["names"]}
    assert names["Turkey"] == "تركيا"
    assert names["Mediterranean Sea"] == "البحر الأبيض المتوسط"
    for english, _, is_sea, *flat in base["names"]:
        points = shapely.points(np.reshape(flat, (-1, 2)) * 1000.0)
        assert (shapely.contains(sea, points) == bool(is_sea)).all(), english


def test_no_name_stands_on_reported_or_disputed_ground(atlas):
    grid = Grid(atlas.package.coverage.region)
    ground = shapely.coverage_union_all(atlas.cells.cells)
    for _, _, _, *flat in encode_basemap(atlas, grid)["names"]:
        lonlat = (np.reshape(flat, (-1, 2)) * 1000 + grid.origin) / GRID
        points = shapely.points(lonlat)
        assert not shapely.contains(unnamed_areas(), points).any()
        inside = shapely.contains(ground.buffer(-2000), atlas.projection.to_plane(points))
        assert not inside.any()


def test_no_city_of_the_base_map_is_a_place_of_the_package(atlas):
    cities = {
        row[2] for row in encode_basemap(atlas, Grid(atlas.package.coverage.region))["cities"]
    }
    assert {"Antakya", "İskenderun"} <= cities
    assert not cities & {place.name for place in atlas.package.gazetteer.values()}


#: The map, the texts and boxes of nodes, and what names keep clear of.
MAP = "Object.values(window).find((one) => one instanceof L.Map)"
BOXES = """(selector) => [...document.querySelectorAll(selector)]
  .map((node) => [node.textContent, node.getBoundingClientRect()])
  .filter(([, box]) => box.width)
  .map(([text, { left, top, right, bottom }]) => [text, [left, top, right, bottom]])"""
COVERS = ".leaflet-control, .legend, .search-tools > *, .names .name"


@pytest.mark.browser
def test_countries_and_seas_are_named_wherever_the_reader_looks(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 1280, "height": 800})
    for view, wanted in {
        "": {"Turkey", "Syria", "Mediterranean Sea"},
        "36.3,36.2,9.5": {"Turkey"},
        "35.2,35.6,9": {"Mediterranean Sea"},
        "35.6,36.6,7": {"Turkey", "Syria", "Mediterranean Sea"},
    }.items():
        if view:
            seen.run("view => { location.hash = `#at=${view}`; }", view)
            seen.until(f"{MAP}.getCenter().distanceTo([{view.rsplit(',', 1)[0]}]) < 4000")
        named = dict(seen.run(BOXES, ".area-name:not([hidden]) span"))
        assert wanted <= set(named), view
        frame = shapely.box(*seen.run(BOXES, ".folium-map")[0][1])
        covers = shapely.union_all([shapely.box(*box) for _, box in seen.run(BOXES, COVERS)])
        for text, box in named.items():
            assert frame.covers(shapely.box(*box)), (view, text)
            assert shapely.intersection(covers, shapely.box(*box)).area == 0, (view, text)
