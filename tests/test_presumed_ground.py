"""Ground that only a report on an area says something about: presumed, dashed, counted apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from area_rows import area, box
from invented_towns import DAY, atlas_of, road_along

from frontline.area_models import AreaReport
from frontline.atlas import Atlas
from frontline.cli.text import highway_lines, pocket_line
from frontline.control.assessment import RULES
from frontline.exporters.layers import make_layers
from frontline.models import Area
from frontline.serialize import highway_json, pocket_json
from frontline.webmap.payload import page_data

#: Two towns with reports in the middle, 8 km apart; four without, 35 km from them and beyond.
TOWNS = (
    ("Ardun", 20.00, 45.00, "red"),
    ("Belm", 20.10, 45.00, "blue"),
    ("Corv", 19.60, 45.00, None),
    ("Dolin", 20.50, 45.00, None),
    ("Emsk", 19.60, 45.40, None),
    ("Farn", 20.50, 45.40, None),
)
#: The land has no coast, and its border is the edge of the region.
LAND = Area(
    id="land", name="Land", level="admin1", geometry=box(19.0, 44.0, 21.0, 46.0),
    sources=("invented",), licence="CC0",
)  # fmt: skip
WEST, EAST = area("west", 19.0, 44.0, 20.05, 46.0), area("east", 20.05, 44.0, 21.0, 46.0)


def district(number, id_, actor):
    return AreaReport(
        area_report_id=f"D{number}", area=(id_,), state="held", actors=(actor,), first_day=DAY,
        last_day=DAY, publisher="wire", url="https://w.invalid/d", published_on=DAY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def atlas():
    package = replace(
        atlas_of(TOWNS, admin=(LAND,)).package,
        control_areas={one.id: one for one in (WEST, EAST)},
        area_reports=(district(1, "west", "red"), district(2, "east", "blue")),
    )
    return Atlas(package, RULES["standard"])


def test_places_without_a_report_are_on_the_side_of_their_area(atlas):
    state = atlas.on(DAY)
    held = {place.id: state.control(place).control.holder for place in atlas.sites}
    assert held == {
        "ardun": "red", "belm": "blue", "corv": "red", "dolin": "blue", "emsk": "red",
        "farn": "blue",
    }  # fmt: skip
    names = [place.id for place, is_ in zip(atlas.sites, state.presumed, strict=True) if is_]
    assert names == ["corv", "dolin", "emsk", "farn"]


def test_the_front_is_solid_between_reports_and_dashed_between_areas(atlas):
    front = atlas.on(DAY).front_shape
    # The areas meet at 20.05 east, 222 km from south to north. The southern part lies between
    # Ardun and Belm, which have reports; the northern between Emsk and Farn, which have none.
    assert front.whole.length == pytest.approx(222_250, rel=0.01)
    assert front.presumed.length == pytest.approx(75_000, rel=0.02)
    assert front.line.length == pytest.approx(147_000, rel=0.02)


def test_presumed_ground_is_counted_apart(atlas):
    state = atlas.on(DAY)
    # Ardun and Belm have the ground of their areas that is nearer to them than to the others.
    assert sum(state.areas_km2.values()) == pytest.approx(2 * 19 * 147, rel=0.05)
    assert sum(state.presumed_km2.values()) == pytest.approx(29_460, rel=0.02)
    rows = state.territory.set_index(["actor", "status"])["area_km2"]
    for actor in ("red", "blue"):
        assert rows[actor, "held"] == pytest.approx(state.areas_km2[actor])
        assert rows[actor, "presumed"] == pytest.approx(state.presumed_km2[actor])
    assert list(state.front["kind"]) == ["line", "contested", "band", "presumed"]


def test_exports_name_what_is_presumed(atlas):
    layers = make_layers(atlas, DAY, DAY, ["territory", "front"])
    assert set(layers["territory"]["status"]) == {"held", "presumed"}
    assert set(layers["front"]["kind"]) == {"line", "presumed"}
    # No border between the two sides is part of a circle around a town.
    corners = np.concatenate([shapely.get_coordinates(one) for one in layers["front"].geometry])
    assert np.allclose(corners[:, 0], 20.05, atol=1e-3)


def test_the_page_has_states_of_its_own_for_presumed_ground(atlas):
    data = page_data(atlas, DAY, DAY, title="Presumed")
    shown = [data["states"][code] for code in data["control"]["initial"]]
    assert [evidence == "presumed" for _, _, evidence in shown] == [
        False, False, True, True, True, True
    ]  # fmt: skip
    plain = page_data(atlas_of(TOWNS), DAY, DAY, title="Plain")
    assert all(evidence != "presumed" for _, _, evidence in plain["states"])


def test_a_front_between_presumed_sides_is_measured(atlas):
    found = atlas.on(DAY).distance("Emsk", "front")
    assert found.gap is None
    # Half of 0.9 degrees of longitude at 45.4 degrees north.
    assert found.centre_m == pytest.approx(35_200, rel=0.02)


def test_roads_and_pockets_count_presumed_ground_apart():
    # A road from Emsk by Ardun and Belm to Farn; a blue town in an area of blue, within red.
    road = road_along((19.60, 45.40), (20.00, 45.00), (20.10, 45.00), (20.50, 45.40))
    towns = (*TOWNS, ("Gorn", 19.30, 45.70, None))
    island = area("island", 19.2, 45.6, 19.4, 45.8)
    package = replace(
        atlas_of(towns, highways=road, admin=(LAND,)).package,
        control_areas={one.id: one for one in (WEST, EAST, island)},
        area_reports=(
            district(2, "east", "blue"), district(3, "island", "blue"),
        ),
    )  # fmt: skip
    state = Atlas(package, RULES["standard"]).on(DAY)
    presumed, whole = state.presumed_road_km("r7"), {}
    for part in state.road_intervals("r7"):
        whole[part.control.holder] = whole.get(part.control.holder, 0.0) + part.length_km
    assert 0 < presumed["blue"] < whole["blue"]
    assert "red" not in presumed
    lines = "\n".join(highway_lines(state, "r7", state.road_intervals("r7"), None))
    assert f"blue: {whole['blue']:.1f} km" in lines
    assert f"of which {presumed['blue']:.1f} km presumed" in lines
    answer = highway_json(state, "r7", state.road_intervals("r7"), None)
    share = presumed["blue"] / sum(whole.values())
    assert answer["presumed_share"] == {"blue": pytest.approx(share, abs=1e-6)}
    (pocket,) = state.pockets
    assert (pocket.actor, pocket.presumed_km2) == ("blue", pytest.approx(pocket.area_km2))
    assert "km² presumed" in pocket_line(pocket, state)
    assert pocket_json(pocket, state)["presumed_km2"] > 0


def test_reported_areas_end_at_the_coast_and_the_border_without_first_level_areas():
    # The towns lie in Serbia, the areas also in Bosnia and Romania.
    bare = replace(
        atlas_of(TOWNS).package,
        control_areas={one.id: one for one in (WEST, EAST)},
        area_reports=(district(1, "west", "red"), district(2, "east", "blue")),
    )
    abroad = [(19.1, 44.05), (19.05, 44.5), (20.9, 45.9)]
    for package, expected in ((bare, 0), (replace(bare, admin=(LAND,)), 3)):
        atlas = Atlas(package, RULES["standard"])
        covered = atlas.cells.to_geographic(atlas.cells.extent)
        assert shapely.contains_xy(covered, abroad).sum() == expected
        assert shapely.contains_xy(covered, [(20.0, 45.0), (19.6, 45.4)]).all()
