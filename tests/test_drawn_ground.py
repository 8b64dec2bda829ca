"""Territory as a publisher drew it: its polygons, their common boundary, exact distances."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely
from area_rows import area, area_report, land_with, write_areas
from invented_histories import LAND
from typer.testing import CliRunner

from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.exporters.layers import make_layers
from frontline.geometry.geodesy import distance_m
from frontline.models import Area

#: The land is 29.9 to 30.3 degrees east and 0.1 south to 0.3 north. South has the part below a
#: line at 0.04 north on the first days, and below 0.12 north later.
LOW, HIGH = 0.04, 0.12
REGION = area("region", 29.9, -0.1, 30.3, 0.3)
AREAS = (
    REGION,
    area("early", 29.9, -0.1, 30.3, LOW),
    area("late", 29.9, -0.1, 30.3, HIGH),
    area("pocket", 30.05, 0.2, 30.07, 0.22),
    area("fight", 29.9, HIGH, 30.0, 0.16),
)
ROWS = (
    area_report("A1", ("early",), ("south",), 1),
    area_report("A2", ("region",), ("north",), 1, extent="rest"),
    area_report("A3", ("late", "pocket"), ("south",), 5),
    area_report("A4", ("fight",), ("north", "south"), 5, state="contested"),
    area_report("A5", ("region",), ("north",), 5, extent="rest"),
)


@pytest.fixture(scope="module")
def drawn():
    package = land_with(*ROWS, areas=AREAS)
    return Atlas(package, RULES["standard"]).with_ground("areas:watch")


def line_of(drawn, day):
    shape = drawn.on(day).front_shape.line
    return shapely.get_coordinates(drawn.projection.from_plane(shape))


def test_the_front_is_the_common_boundary_and_ends_before_the_border(drawn):
    lon, lat = line_of(drawn, "2001-01-02").T
    assert np.allclose(lat, LOW, rtol=0, atol=1e-6)
    # A border 1.5 km wide at both ends is left out: a hundredth of a degree is 1.1 km.
    assert 29.9 < lon.min() < 29.92
    assert 30.28 < lon.max() < 30.3


def test_distances_to_a_drawn_front_are_exact(drawn):
    elm = drawn.place("elm")
    found = drawn.on("2001-01-02").distance("elm", "front")
    assert found.centre_m == pytest.approx(distance_m(elm.lon, elm.lat, elm.lon, LOW), abs=0.1)
    assert found.high_m - found.centre_m == pytest.approx(elm.position_error_m)


def test_the_drawing_of_a_day_is_the_latest_up_to_it(drawn):
    early, late = (drawn.on(day).areas_km2 for day in ("2001-01-04", "2001-01-05"))
    # One degree at the equator is 111.3 km from west to east and 110.6 km from south to north.
    assert early["south"] == pytest.approx(0.4 * 111.3 * 0.14 * 110.6, rel=0.01)
    assert late["south"] == pytest.approx(
        0.4 * 111.3 * 0.22 * 110.6 + 0.02 * 111.3 * 0.02 * 110.6, rel=0.01
    )
    assert drawn.on("2001-01-09").areas_km2 == late


def test_ground_of_a_drawing_in_the_other_sides_ground_is_a_pocket(drawn):
    assert drawn.on("2001-01-04").pockets == ()
    (pocket,) = drawn.on("2001-01-06").pockets
    assert (pocket.actor, pocket.enclosed) == ("south", True)
    assert pocket.area_km2 == pytest.approx(0.02 * 111.3 * 0.02 * 110.6, rel=0.01)


def test_contested_ground_is_no_ones_and_has_an_outline(drawn):
    state = drawn.on("2001-01-06")
    assert list(state.territory["status"]) == ["held", "held", "contested"]
    front = state.front.set_index("kind").geometry
    assert not front["contested"].is_empty
    assert front["band"].area > 0
    total = state.territory["area_km2"].sum()
    assert total == pytest.approx(0.4 * 111.3 * 0.4 * 110.6, rel=0.01)


def test_a_road_belongs_to_whose_ground_it_crosses(drawn):
    parts = drawn.on("2001-01-02").road_intervals("h1")
    holders = [part.control.holder for part in parts]
    assert {"north", "south"} == set(holders)
    whole = sum(part.length_km for part in parts)
    assert whole == pytest.approx(drawn.road("h1").length_km)
    assert all(part.record_ids == ("A1", "A2") for part in parts)


def test_before_the_first_drawing_nothing_is_drawn():
    late = [row.model_copy(update={"first_day": date(2001, 1, 6), "last_day": date(2001, 1, 6)})
            for row in ROWS[:2]]  # fmt: skip
    package = land_with(*late, areas=AREAS)
    state = Atlas(package, RULES["standard"]).with_ground("areas:watch").on("2001-01-03")
    assert state.front_shape.whole.is_empty
    assert set(state.areas_km2.values()) == {0.0}


def test_exports_have_the_drawn_territory_and_front(drawn):
    layers = make_layers(drawn, date(2001, 1, 1), date(2001, 1, 8), ["territory", "front"])
    territory, front = layers["territory"], layers["front"]
    south = territory[territory["holder"] == "south"]
    assert [str(day.date()) for day in south["start"]] == ["2001-01-01", "2001-01-05"]
    assert [str(day.date()) for day in south["end"]] == ["2001-01-04", "2001-01-08"]
    lines = front[front["kind"] == "line"]
    assert set(lines["actors"]) == {"north south"}
    assert np.allclose(shapely.get_coordinates(lines.geometry.iloc[0])[:, 1], LOW, atol=1e-7)


def test_the_setting_of_a_package_is_used_and_an_option_replaces_it():
    coverage = LAND.coverage.model_copy(update={"ground": "areas:watch"})
    atlas = Atlas(land_with(*ROWS, areas=AREAS, coverage=coverage), RULES["standard"])
    assert atlas.drawn is not None
    assert atlas.with_ground("cells").drawn is None
    # Under a blur the areas are left out, and the ground is cells again.
    assert atlas.redact(blur_km=4)[0].drawn is None


@pytest.mark.parametrize("ground", ["areas:nobody", "areas:", "discs"])
def test_an_invalid_ground_is_refused_with_the_choices(ground):
    atlas = Atlas(land_with(*ROWS, areas=AREAS), RULES["standard"])
    with pytest.raises(InvalidRequestError, match=r"watch|cells"):
        atlas.with_ground(ground)


def test_the_only_publisher_with_areas_need_not_be_named():
    atlas = Atlas(land_with(*ROWS, areas=AREAS), RULES["standard"])
    drawn = atlas.with_ground("areas").drawn
    assert drawn is not None
    assert drawn.publisher == "watch"
    with pytest.raises(InvalidRequestError, match="there are no areas"):
        Atlas(LAND, RULES["standard"]).with_ground("areas")


def test_several_publishers_with_areas_are_listed():
    other = [row.model_copy(update={"publisher": "post"}) for row in ROWS]
    atlas = Atlas(land_with(*ROWS, *other, areas=AREAS), RULES["standard"])
    with pytest.raises(InvalidRequestError, match=r"name one \(with areas: post, watch\)"):
        atlas.with_ground("areas")


@pytest.mark.parametrize("ground", ["polygons", "areas:", "area:watch"])
def test_a_command_refuses_an_invalid_ground_before_it_reads_the_package(ground, tmp_path):
    nowhere = tmp_path / "no-such-package"
    command = ["map", "--on", "2001-01-02", "--data", str(nowhere), "--ground", ground]
    result = CliRunner().invoke(app.app, [*command, "--out", str(tmp_path / "day.html")])
    assert result.exit_code == 2
    assert f"{ground!r} is not a kind of ground" in result.stderr


def test_the_command_measures_to_the_drawn_front(land_copy):
    write_areas(land_copy, ROWS, AREAS)
    command = ["distance", "elm", "front", "--on", "2001-01-02", "--data", str(land_copy)]
    answers = []
    for ground in ("cells", "areas:watch"):
        result = CliRunner().invoke(app.app, [*command, "--ground", ground, "--format", "json"])
        assert result.exit_code == 0, result.output
        answers.append(json.loads(result.stdout)["centre_m"])
    assert answers[1] == pytest.approx(0.06 * 110_574, rel=0.01)
    assert answers[0] != answers[1]


def halves(gap):
    """Return two provinces of the land that do not quite meet at 30.1 east."""
    columns = {"sources": ("invented",), "licence": "CC0", "level": "admin1"}
    bounds = {"west": (29.9, -0.1, 30.1 - gap, 0.3), "east": (30.1, -0.1, 30.3, 0.3)}
    return tuple(
        Area(id=id_, name=id_, geometry=area(id_, *one).geometry, **columns)
        for id_, one in bounds.items()
    )


@pytest.mark.parametrize("gap", [0, 0.0001, 0.003])
def test_a_gap_between_provinces_is_no_border(gap):
    package = land_with(*ROWS, areas=AREAS, admin=halves(gap))
    drawn = Atlas(package, RULES["standard"]).with_ground("areas:watch")
    line = drawn.on("2001-01-02").front_shape.line
    missing_m = 0.4 * 111_300 - shapely.length(line)
    assert missing_m < 2 * 1700 + gap * 111_300 + 1  # the ends at the western and eastern border


def test_a_place_at_a_gap_between_provinces_is_on_an_edge():
    # Hazel, on the gap at 30.1 east, is at the edge of ground that ends 50 m north of it.
    ground = area("south-of-hazel", 29.9, -0.1, 30.3, 0.0005)
    rows = (
        area_report("A1", ("south-of-hazel",), ("south",), 1),
        area_report("A2", ("region",), ("north",), 1, extent="rest"),
    )
    for gap in (0, 0.0001):
        package = land_with(*rows, areas=(REGION, ground), admin=halves(gap))
        (found,) = [one for one in package.area_statements if one.place_id == "hazel"]
        assert (found.status, found.actors) == ("contested", ("north", "south"))


def test_a_front_near_a_border_is_drawn_and_a_strip_along_it_is_not():
    # Ground that ends 2 km before the western border, but for a bridgehead from the south.
    ground = area("ground", 29.918, 0.1, 30.02, 0.3)
    bridgehead = area("bridgehead", 30.15, -0.1, 30.25, -0.08)
    rows = (
        area_report("A1", ("ground", "bridgehead"), ("south",), 1),
        area_report("A2", ("region",), ("north",), 1, extent="rest"),
    )
    package = land_with(*rows, areas=(REGION, ground, bridgehead), admin=halves(0))
    drawn = Atlas(package, RULES["standard"]).with_ground("areas:watch")
    lon, lat = line_of(drawn, "2001-01-02").T
    assert not ((lon < 29.92) & (lat > 0.14)).any()  # along the western border
    near = (lat < 0) & (lon > 30.1)
    assert lat[near].min() > -0.1
    assert np.ptp(lon[near]) == pytest.approx(0.1, abs=1e-3)  # 2 km from the southern border


@pytest.mark.parametrize("is_known", [False, True])
def test_a_cut_off_strip_is_no_front_unless_a_place_is_known_in_it(is_known):
    # All but a strip 1.7 km wide along the southern border, and a bay of it 4.4 km deep.
    strip = shapely.union(
        shapely.box(29.95, -0.1, 30.25, -0.085), shapely.box(30.1, -0.1, 30.13, -0.06)
    )
    ground = shapely.difference(shapely.box(29.9, -0.1, 30.3, 0.1), strip)
    shape = shapely.geometry.mapping(ground)
    areas = (REGION, REGION.model_copy(update={"id": "ground", "geometry": shape}))
    rows = (
        area_report("A1", ("ground",), ("south",), 1),
        area_report("A2", ("region",), ("north",), 1, extent="rest"),
    )
    package = land_with(*rows, areas=areas, admin=halves(0))
    if is_known:
        place = next(iter(package.gazetteer.values()))
        cells = {"id": "quay", "name": "Quay", "lon": 30.115, "lat": -0.07}
        known = place.model_copy(update=cells)
        package = replace(package, gazetteer={**package.gazetteer, "quay": known})
    drawn = Atlas(package, RULES["standard"]).with_ground("areas:watch")
    _, lat = line_of(drawn, "2001-01-02").T
    assert (lat < 0).any() == is_known
    assert np.allclose(lat[lat > 0], 0.1, rtol=0, atol=1e-6)
