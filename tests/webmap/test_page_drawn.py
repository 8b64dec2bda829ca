"""Pages whose territory a publisher drew."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from area_rows import area, area_report, land_with

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import page
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


def test_each_drawing_is_encoded_once_with_its_front_and_areas(drawn):
    data = page_data(drawn, FIRST, LAST, title="Drawn")["drawn"]
    assert [day[0] for day in data["days"]] == [0, 4]
    for _, ground, front, outlines, areas in data["days"]:
        assert len(ground) == 2
        assert len(front) == 1
        assert outlines == []
        assert sum(areas) == pytest.approx(0.4 * 111.3 * 0.4 * 110.6 * 100, rel=0.01)
    (line,) = (data["paths"][number] for number in data["days"][0][2])
    # Steps of 0.00001 degrees from the corner of the region, 0.14 degrees above its lower edge.
    heights = np.cumsum(line[1::2])
    assert np.abs(heights - 14_000).max() <= 1
    assert page_data(drawn.with_ground("cells"), FIRST, LAST, title="Cells")["drawn"] is None


def test_a_page_says_who_drew_its_territory(drawn):
    about = page_data(drawn, FIRST, LAST, title="Drawn")["about"]["method"]
    assert about["en"].startswith("Territory and front line as drawn by ")


def test_the_distances_of_the_page_are_to_the_drawn_front(drawn):
    data = page_data(drawn, FIRST, LAST, title="Drawn")
    column = drawn.record.index["elm"]
    offset, metres, _, error, *later = data["near"]["front"][column]
    found = drawn.on(FIRST).distance("elm", "front")
    assert (offset, error) == (0, 0)
    assert metres == pytest.approx(found.centre_m, abs=0.51)
    # The later drawing puts the front 2.2 km north of Elm.
    assert later[:2] == [4, pytest.approx(drawn.on(LAST).distance("elm", "front").centre_m, abs=1)]


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
    assert fronts[0]
    assert fronts[0] != fronts[1]
    assert areas[0] != areas[1]
    assert seen.complaints == []
