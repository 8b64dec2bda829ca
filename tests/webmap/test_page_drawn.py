"""Pages whose territory a publisher drew."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from area_rows import area, area_report, land_with
from browser import WRITTEN
from invented_histories import LAND

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import page
from frontline.webmap.nearest import code_of_length
from frontline.webmap.payload import page_data

FIRST, LAST = date(2001, 1, 1), date(2001, 1, 8)
AREAS = (
    area("region", 29.9, -0.1, 30.3, 0.3),
    area("early", 29.9, -0.1, 30.3, 0.04),
    area("late", 29.9, -0.1, 30.3, 0.12),
)
ROWS = (
    area_report("A1", ("early",), ("south",), 1),
    area_report("A2", ("region",), ("north",), 1, extent="rest"),
    area_report("A3", ("late",), ("south",), 5),
    area_report("A4", ("region",), ("north",), 5, extent="rest"),
)


@pytest.fixture(scope="module")
def drawn():
    package = land_with(*ROWS, areas=AREAS)
    return Atlas(package, RULES["standard"]).with_ground("areas:watch")


def layers_by_day(data):
    """Return the arcs of each layer as lines on the grid, by the days since the first."""
    ends = np.cumsum([len(steps) // 2 for steps in data["arcs"]])
    points = np.cumsum(np.concatenate(data["arcs"]).reshape(-1, 2), axis=0)
    parts = np.split(points, ends[:-1])
    arcs = [shapely.linestrings(part) for part in parts]
    shown = [set() for _ in range(len(data["codes"]) + 2)]
    found = {}
    for day, _, *changes in data["days"]:
        for layer, *steps in changes:
            shown[layer] ^= set(np.cumsum(steps).tolist())
        found[day] = [shapely.union_all([arcs[one] for one in layer]) for layer in shown]
    return found


def test_each_drawing_is_encoded_once_with_its_front_and_areas(drawn):
    data = page_data(drawn, FIRST, LAST, title="Drawn")["drawn"]
    assert [day[0] for day in data["days"]] == [0, 4]
    for _, areas, *_ in data["days"]:
        assert sum(areas) == pytest.approx(0.4 * 111.3 * 0.4 * 110.6 * 100, rel=0.01)
    layers = layers_by_day(data)
    # Steps of 0.00001 degrees from the corner of the region; the line is 0.14 degrees above its
    # lower edge, then 0.22.
    for day, height in ((0, 14_000), (4, 22_000)):
        *ground, front, outlines = layers[day]
        assert np.abs(shapely.get_coordinates(front)[:, 1] - height).max() <= 1
        assert outlines.is_empty
        sizes = [shapely.area(shapely.build_area(one)) for one in ground]
        assert sizes == pytest.approx([40_000 * (40_000 - height), 40_000 * height], rel=1e-4)
    assert page_data(drawn.with_ground("cells"), FIRST, LAST, title="Cells")["drawn"] is None


def shares_of_roads(atlas):
    """Return by road and day: metres of each state in the data of a page."""
    data = page_data(atlas, FIRST, LAST, title="Roads")
    found = {}
    for road in data["roads"]:
        lengths = np.diff(np.cumsum(road["cuts"]))
        now = list(road["initial"])
        for day in range((LAST - FIRST).days + 1):
            for at, piece, code in road["changes"]:
                now[piece] = code if at == day else now[piece]
            shares = found.setdefault((road["id"], day), {})
            for code, length in zip(now, lengths.tolist(), strict=True):
                status, actors, evidence = data["states"][code]
                key = (status, *(data["actors"][one][0] for one in actors), evidence)
                shares[key] = shares.get(key, 0) + length
    return found


def test_the_roads_of_a_page_run_through_its_ground(drawn):
    shares = shares_of_roads(drawn)
    assert shares != shares_of_roads(drawn.with_ground("cells"))
    for day in (0, 3, 4, 7):
        parts = drawn.on(date(2001, 1, 1 + day)).road_intervals("h1")
        for actor in ("north", "south"):
            own_km = sum(one.length_km for one in parts if one.control.holder == actor)
            shown = sum(km for key, km in shares["h1", day].items() if actor in key)
            assert shown / 1000 == pytest.approx(own_km, abs=0.05)


def test_a_road_through_presumed_ground_says_so():
    region = area_report("A1", ("region",), ("south",), 1, throughout="no")
    package = land_with(region, areas=AREAS[:1], baseline=LAND.baseline[:4], events=())
    atlas = Atlas(package, RULES["standard"])
    shares = shares_of_roads(atlas)
    for day in range(8):
        presumed_km = atlas.on(date(2001, 1, 1 + day)).presumed_road_km("h1")
        shown = {key[1]: one / 1000 for key, one in shares["h1", day].items() if "presumed" in key}
        assert shown == pytest.approx(presumed_km, abs=0.05)
        assert shown["south"] > 5


def test_a_day_costs_only_what_changed_on_it():
    """An outline of 801 corners, of which each day moves three."""
    lon = np.linspace(29.9, 30.3, 801).round(6)
    lat = (0.1 + 0.02 * np.sin(np.arange(801)) * np.cos(np.arange(801) / 7)).round(6)
    areas, rows = [AREAS[0]], []
    for day in range(1, 9):
        lat[80 * day : 80 * day + 3] += 0.01
        ring = [*zip(lon.tolist(), lat.tolist(), strict=True), (30.3, -0.1), (29.9, -0.1)]
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        areas.append(AREAS[1].model_copy(update={"id": f"d{day}", "geometry": shape}))
        rows += [
            area_report(f"D{day}", (f"d{day}",), ("south",), day),
            area_report(f"E{day}", ("region",), ("north",), day, extent="rest"),
        ]
    atlas = Atlas(land_with(*rows, areas=areas), RULES["standard"]).with_ground("areas:watch")
    one, all_ = (page_data(atlas, FIRST, end, title="Drawn") for end in (FIRST, LAST))
    corners = [sum(map(len, data["drawn"]["arcs"])) / 2 for data in (one, all_)]
    # Five corners for each day: the three and their neighbours; and the cuts.
    assert corners[0] > 700
    assert corners[0] < corners[1] <= corners[0] + 7 * 12
    assert all_["drawn"]["detail"] == 2
    assert "within 2 m" in all_["about"]["method"]["en"]


def test_a_page_says_who_drew_its_territory(drawn):
    about = page_data(drawn, FIRST, LAST, title="Drawn")["about"]["method"]
    assert about["en"].startswith("Territory and front line as drawn by ")


def test_the_distances_of_the_page_are_to_the_drawn_front(drawn):
    data = page_data(drawn, FIRST, LAST, title="Drawn")
    column = drawn.record.index["elm"]
    offset, metres, _, error, *later = data["near"]["front"][column]
    found = drawn.on(FIRST).distance("elm", "front")
    assert (offset, error) == (0, 0)
    assert metres == code_of_length(np.asarray(found.centre_m))
    # The later drawing puts the front 2.2 km north of Elm.
    moved = drawn.on(LAST).distance("elm", "front").centre_m
    assert later[:2] == [4, code_of_length(np.asarray(moved))]


@pytest.mark.browser
def test_the_page_draws_the_territory_of_each_day_and_counts_its_area(visit, drawn):
    seen = visit(page.animation(drawn).get_root().render())
    fronts, areas = [], []
    for day in ("2001-01-02", "2001-01-06"):
        seen.run("day => frontline.setDay(day)", day)
        shown = seen.run("frontline.drawn()")
        assert set(shown["territory"]) == {"held-0", "held-1"}
        fronts.append(shown["front"])
        areas.append(seen.page.text_content(".legend li small"))
    # The key has no ground that was gained by cells of places: none of it is drawn.
    assert seen.drawn("2001-01-05")["places"] != seen.drawn("2001-01-04")["places"]
    seen.drawn("2001-01-05")
    assert "Gained" not in seen.text(".legend .key")
    assert fronts[0]
    assert fronts[0] != fronts[1]
    assert areas[0] != areas[1]
    # Only a day with another drawing writes paths.
    seen.run("frontline.setDay(0)")
    assert [day for day in range(1, 8) if seen.run(WRITTEN, day)] == [4]
    assert seen.complaints == []
