"""Texts and arrows of a package are drawn on the pages of their days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from invented_histories import LAND
from parsed_page import data_of

from frontline.annotation_model import Annotation
from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.webmap import page

ROWS = (
    Annotation(
        annotation_id="N1", first_day=date(2001, 1, 3), last_day=date(2001, 1, 6), place_id="elm",
        text="The bridge over the river is closed to all traffic", text_ar="الجسر مغلق",
    ),
    Annotation(
        annotation_id="N2", first_day=date(2001, 1, 5), last_day=date(2001, 2, 1), actor="south",
        lon=30.2, lat=0.05, to_lon=30.1, to_lat=0.15,
    ),
    Annotation(
        annotation_id="N3", first_day=date(2000, 12, 1), last_day=date(2001, 1, 1), place_id="fir",
        text="<b>Long ago</b>",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def noted():
    return Atlas(replace(LAND, annotations=ROWS), RULES["standard"])


@pytest.fixture(scope="module")
def noted_html(noted):
    return page.animation(noted).get_root().render()


def test_a_page_has_the_annotations_of_its_days_in_days_and_on_the_grid(noted, noted_html):
    first, second, third = data_of(noted_html)["annotations"]
    elm = noted.package.gazetteer["elm"]
    west, south, _, _ = noted.package.coverage.region
    on_grid = [round((elm.lon - west) * 1e5), round((elm.lat - south) * 1e5)]
    assert first == [2, 5, ROWS[0].text, ROWS[0].text_ar, -1, on_grid]
    assert second[:5] == [4, 9, "", "", noted.actors.index("south")]
    assert [round(one / 1e5, 5) for one in second[5]] == [
        round(30.2 - west, 5), round(0.05 - south, 5), round(30.1 - west, 5), round(0.15 - south, 5)
    ]  # fmt: skip
    assert third[:2] == [0, 0]
    day = page.day_map(noted.on("2001-01-05")).get_root().data["annotations"]
    assert [row[:2] for row in day] == [[0, 0], [0, 0]]


def test_a_page_under_an_embargo_has_no_annotation_of_later_days(noted):
    held, _ = noted.redact(embargo_days=7, today="2001-01-10")
    shown = page.animation(held).get_root().data["annotations"]
    assert len(shown) < len(ROWS)
    assert not any(row[1] > (held.record.last - held.record.first).days for row in shown)


@pytest.mark.browser
def test_annotations_appear_on_their_days_in_the_language_of_the_reader(visit, noted_html):
    seen = visit(noted_html)
    texts = "[...document.querySelectorAll('.annotation text')].map((n) => n.textContent)"
    found = {}
    for day in ("2001-01-01", "2001-01-02", "2001-01-03", "2001-01-05", "2001-01-07"):
        seen.run("day => frontline.setDay(day)", day)
        written = seen.run(texts)
        found[day] = written, seen.page.locator(".annotations .arrow").count()
    joined = "".join(ROWS[0].text.split())
    assert {day: ("".join("".join(texts).split()), n) for day, (texts, n) in found.items()} == {
        "2001-01-01": ("<b>Longago</b>", 0), "2001-01-02": ("", 0), "2001-01-03": (joined, 0),
        "2001-01-05": (joined, 1), "2001-01-07": ("", 1),
    }  # fmt: skip
    seen.run("frontline.setDay('2001-01-05')")
    seen.page.locator("button[lang=ar], a[lang=ar]").first.click()
    seen.until(f"{texts}.join('').includes('الجسر')")
    assert seen.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 800), (390, 760)])
def test_a_text_stays_on_the_map_and_nothing_lies_over_it(visit, noted_html, size):
    seen = visit(noted_html, viewport={"width": size[0], "height": size[1]})
    seen.run("frontline.setDay('2001-01-05')")
    seen.until("document.querySelector('.annotation text') !== null")
    boxes = seen.run(
        """() => {
          const box = (node) => {
            const {left, top, right, bottom} = node.getBoundingClientRect();
            return [left, top, right, bottom];
          };
          const all = (selector) => [...document.querySelectorAll(selector)].map(box);
          return {
            note: all('.annotation text'), frame: all('.folium-map'),
            others: all('.names text, .legend, .leaflet-control, .search-tools > *, .shield'),
            head: all('.arrow-head'),
          };
        }"""
    )
    ((left, top, right, bottom),), (frame,) = boxes["note"], boxes["frame"]
    assert left >= frame[0]
    assert top >= frame[1]
    assert right <= frame[2]
    assert bottom <= frame[3]
    (head,) = boxes["head"]
    for shape in ((left, top, right, bottom), head):
        for other in boxes["others"]:
            apart = [other[2] - shape[0], shape[2] - other[0], other[3] - shape[1]]
            assert min(*apart, shape[3] - other[1]) <= 1.5, other
