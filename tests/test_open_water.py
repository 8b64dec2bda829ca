"""Ground ends at the sea and at lakes, on pictures and on pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from invented_towns import atlas_of
from parsed_page import hectares_of_cells

from frontline.atlas import Atlas
from frontline.natural_earth import read_basemap
from frontline.open_water import open_water
from frontline.stills.still import still
from frontline.webmap import page
from frontline.webmap.payload import page_data

#: Towns of an island, one side in the north and one in the south.
SARDINIA = (
    ("Sassari", 8.56, 40.73, "red"), ("Olbia", 9.50, 40.92, "red"), ("Nuoro", 9.33, 40.32, "red"),
    ("Oristano", 8.59, 39.90, "blue"), ("Cagliari", 9.11, 39.22, "blue"),
)  # fmt: skip
#: Positions at sea within reach of a town, and positions ashore.
WET = ((8.0, 40.2), (9.95, 40.3), (9.35, 39.0), (8.1, 39.7))
DRY = ((9.0, 40.5), (9.2, 39.7), (9.11, 39.22), (9.5, 40.92))
TAP = """lonlat => lonlat.map(([lon, lat]) => {
  const map = Object.values(window).find((one) => one instanceof L.Map);
  const { x, y } = map.getContainer().getBoundingClientRect();
  const at = map.latLngToContainerPoint([lat, lon]).add([x, y]);
  const path = document.querySelector("#ashore path");
  path.setAttribute("fill-rule", path.getAttribute("clip-rule"));
  const toUnits = path.ownerSVGElement.getScreenCTM().inverse();
  return path.isPointInFill(new DOMPoint(at.x, at.y).matrixTransform(toUnits));
})"""


def at_war(towns, region, reach_km=60.0):
    atlas = atlas_of(towns, reach_km=reach_km)
    coverage = atlas.package.coverage.model_copy(update={"region": region})
    return Atlas(replace(atlas.package, coverage=coverage), atlas.rule)


@pytest.fixture(scope="module")
def island():
    return at_war(SARDINIA, (7.5, 38.5, 10.5, 41.5))


def ground_of(picture):
    return shapely.union_all([mark.geometry for mark in picture.scene.layers["territory"]])


def test_the_ground_of_an_island_ends_at_its_coast(island):
    picture = still(island.on("2011-06-01"), size="portrait", band=True)
    (frame,) = picture.frames
    ground = ground_of(picture)
    for lonlat, is_held in [*((one, False) for one in WET), *((one, True) for one in DRY)]:
        assert ground.contains(frame.to_pixels(shapely.Point(lonlat))) == is_held, lonlat
    water = frame.plane_to_pixels(open_water(island, frame.bounds))
    for mark in picture.scene.layers["front"]:
        assert shapely.intersection(mark.geometry, water.buffer(-1)).length < 1
    assert picture.scene.layers["front"]
    # The range of the front ends at the coast: what a stroke draws at sea is covered by sea.
    *bands, sea = picture.scene.layers["band"]
    assert sea.style == "sea"
    widest = max(float(picture.styles[band.style]["stroke-width"]) for band in bands)
    at_sea = bands[0].geometry.buffer(widest / 2).intersection(water)
    assert at_sea.area > 100
    assert at_sea.difference(sea.geometry.buffer(0.1)).area < 1


def test_areas_count_the_land_of_an_island_and_nothing_of_the_sea(island):
    cells = island.cells
    whole = shapely.area(cells.cells).sum() / 1e6
    water = open_water(island, (5.0, 36.0, 13.0, 44.0))
    land = [shapely.difference(cell, water).area / 1e6 for cell in cells.cells]
    assert cells.areas_km2 == pytest.approx(np.asarray(land), rel=1e-6)
    assert sum(land) < 0.8 * whole
    held = island.on("2011-06-01").areas_km2
    assert sum(held.values()) == pytest.approx(sum(land))
    data = page_data(island, *[island.record.first] * 2, title="Island")
    assert hectares_of_cells(data).sum() == pytest.approx(100 * sum(land), rel=0.01)


def test_the_land_of_a_cell_is_all_of_it_where_no_water_is():
    inland = at_war((("Ostra", 20.1, 50.1, "red"), ("Westra", 19.7, 50.0, "blue")),
                    (19.0, 49.5, 21.0, 50.5), reach_km=20.0)  # fmt: skip
    areas = shapely.area(inland.cells.cells) / 1e6
    assert inland.cells.areas_km2.tolist() == areas.tolist()


def test_a_lake_is_not_held_and_can_be_left_out():
    towns = (("Gyor", 17.63, 47.68, "red"), ("Siofok", 18.05, 46.9, "blue"),
             ("Tapolca", 17.44, 46.88, "red"))  # fmt: skip
    atlas = at_war(towns, (17.0, 46.3, 18.6, 48.0))
    middle = atlas.projection.to_plane(shapely.Point(17.8, 46.87))
    bounds = atlas.package.coverage.region
    assert open_water(atlas, bounds).contains(middle)
    assert not open_water(atlas, bounds, with_lakes=False).contains(middle)


def test_an_invented_land_in_the_sea_keeps_its_ground():
    towns = tuple((name, lon - 26, lat - 8, side) for name, lon, lat, side in SARDINIA)
    atlas = at_war(towns, (-18.5, 30.5, -15.5, 33.5))
    assert open_water(atlas, atlas.package.coverage.region).is_empty
    assert ground_of(still(atlas.on("2011-06-01"))).area > 1000


def test_a_place_off_a_coast_that_is_coarse_keeps_the_ground_around_it():
    harbour = ("Harbour", 8.29, 40.12, "red")  # a kilometre and more at sea
    atlas = at_war((*SARDINIA, harbour), (7.5, 38.5, 10.5, 41.5))
    water = open_water(atlas, atlas.package.coverage.region)
    near, far = (atlas.projection.to_plane(shapely.Point(lon, 40.12)) for lon in (8.28, 8.2))
    assert not water.contains(near)
    assert water.contains(far)


def noted_calls(monkeypatch, name, is_meant):
    """Return a list to which the number of shapes of each meant call of shapely is added."""
    counts, function = [], getattr(shapely, name)

    def noting(*values, **options):
        if is_meant(values):
            counts.append(max(map(np.size, values)))
        return function(*values, **options)

    monkeypatch.setattr(shapely, name, noting)
    return counts


@pytest.fixture
def coves():
    """Return an island with forty towns at its coast."""
    region = (7.5, 38.5, 10.5, 41.5)
    island = max(shapely.get_parts(read_basemap(region).land), key=shapely.area)
    line = island.buffer(-0.001).exterior
    at = shapely.get_coordinates(
        shapely.line_interpolate_point(line, np.arange(40) / 40, normalized=True)
    )
    towns = [(f"Cove-{n}", lon, lat, "red") for n, (lon, lat) in enumerate(at.tolist())]
    return at_war((*SARDINIA, *towns), region)


def test_a_page_and_its_preview_unite_the_ground_at_the_water_once(coves, monkeypatch):
    discs = noted_calls(monkeypatch, "buffer", lambda values: values[1] == 3000)
    coves.cells  # noqa: B018 - computed before the count
    asked = noted_calls(monkeypatch, "dwithin", lambda values: values[2] == 500)
    page.day_map(coves.on("2011-06-01"))
    open_water(coves.with_options(), coves.package.coverage.region)
    assert len(asked) == len(discs) == 1
    assert 40 <= discs[0] < asked[0]


def test_a_part_of_a_coast_has_the_same_water_before_and_after_the_whole(coves, monkeypatch):
    part, other = (8.0, 40.3, 8.6, 40.9), Atlas(coves.package, coves.rule)
    discs = noted_calls(monkeypatch, "buffer", lambda values: values[1] == 3000)
    first = open_water(coves, part)
    whole = open_water(other, other.package.coverage.region)
    assert 0 < discs[0] < discs[1] / 2
    again = open_water(other, part)
    assert len(discs) == 2
    assert shapely.equals_exact(first, again, 1e-6, normalize=True)
    assert shapely.difference(first, whole).area < 1e-6 * first.area


@pytest.mark.browser
def test_a_page_draws_no_ground_at_sea(visit, island):
    seen = visit(page.day_map(island.on("2011-06-01")).get_root().render())
    assert seen.run(TAP, WET) == [False] * len(WET)
    assert seen.run(TAP, DRY) == [True] * len(DRY)
    clipped = """[...document.querySelectorAll('[clip-path]')]
        .map((node) => node.querySelectorAll('.held, .front').length > 0)"""
    assert seen.run(clipped) == [True, True]
    assert seen.complaints == []
