"""Ground that only a report on an area says something about: presumed, dashed, counted apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from area_rows import area
from invented_towns import DAY, atlas_of

from frontline.area_models import AreaReport
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.exporters.layers import make_layers
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
WEST, EAST = area("west", 19.0, 44.0, 20.05, 46.0), area("east", 20.05, 44.0, 21.0, 46.0)


def district(number, id_, actor):
    return AreaReport(
        area_report_id=f"D{number}", area=(id_,), state="held", actors=(actor,), first_day=DAY,
        last_day=DAY, publisher="wire", url="https://w.invalid/d", published_on=DAY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def atlas():
    package = replace(
        atlas_of(TOWNS).package,
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
