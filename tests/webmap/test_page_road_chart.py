"""The chart of a road: its numbers are the library's, and it is linked to the page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from parsed_page import data_of

from frontline.control.highways import share_by_holder
from frontline.webmap import page

pytestmark = pytest.mark.browser


def opened(visit, html, **options):
    seen = visit(html, viewport={"width": 1280, "height": 1000}, **options)
    seen.run("document.querySelector('.road-chart').open = true")
    seen.page.wait_for_selector(".road-chart-svg .patch")
    return seen


def readout(seen):
    return seen.text(".road-chart-readout").replace("\u2068", "").replace("\u2069", "")


def at(seen, across, up):
    """Return the position on the screen of a share of the days and a share of the road."""
    box = seen.page.locator(".road-chart-frame").bounding_box()
    return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


def test_the_table_has_the_shares_of_the_library_on_each_day_of_change(visit, film, land):
    seen = opened(visit, film)
    seen.page.locator(".road-chart details summary").click()
    seen.page.wait_for_selector(".road-chart-table tbody tr")  # drawn once it is opened
    heads = seen.page.locator(".road-chart-table thead th").all_text_contents()[1:]
    rows = seen.run(
        """() => [...document.querySelectorAll('.road-chart-table tbody tr')].map((row) =>
          [...row.children].map((cell) => cell.textContent))"""
    )
    assert len(rows) >= 3
    (drawn,) = data_of(film)["roads"]
    low, high = drawn["cuts"][0], sum(drawn["cuts"])
    names = {actor.name: actor.id for actor in land.package.actors.values()}
    for row in rows:
        seen.page.locator(".road-chart-table").get_by_text(row[0], exact=True).first.click()
        day = land.on(seen.run("frontline.day()")).day
        road = land.roads["h1"]
        span = (low / 1000, min(high / 1000, road.length_km))
        exact = share_by_holder(road.intervals(land.record, day, span))
        shown = {}
        for head, cell in zip(heads, row[1:], strict=True):
            actor = next((id_ for name, id_ in names.items() if name in clean(head)), "")
            key = actor or ("unknown" if "No report" in head else "contested")
            shown[key] = shown.get(key, 0) + (0 if cell == "–" else float(cell.rstrip("%")))
        for key, share in shown.items():
            assert share == pytest.approx(100 * exact.get(key, 0), abs=1.01), (row, exact)


def clean(text):
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_click_sets_the_day_and_marks_the_point_on_the_road(visit, film, land):
    seen = opened(visit, film)
    seen.page.mouse.click(*at(seen, 0.35, 0.5))
    days = (land.record.last - land.record.first).days + 1
    shown = seen.run("frontline.day()")
    assert shown == str(land.record.first + timedelta(days=int(0.35 * days)))
    assert seen.page.locator("path.road-point").count() == 1
    kilometre = re.search(r"H1, km (\d+)", readout(seen))[1]
    interval = next(
        one
        for one in land.on(shown).road_intervals("h1")
        if one.from_km <= float(kilometre) < one.to_km
    )
    assert land.package.actors[interval.control.holder].name_in_text in readout(seen)
    assert seen.complaints == []


def test_the_day_of_the_page_moves_the_line(visit, film):
    seen = opened(visit, film)

    def line():
        box = seen.page.locator(".road-chart-day").bounding_box()
        return box["x"] + box["width"] / 2

    frame = seen.page.locator(".road-chart-frame").bounding_box()
    for number in (0, 4, 9):
        seen.run("day => frontline.setDay(day)", number)
        middle = (number + 0.5) / 10
        assert line() == pytest.approx(frame["x"] + middle * frame["width"], abs=6)


def test_the_mark_follows_the_pointer_and_is_removed_when_it_leaves(visit, film):
    seen = opened(visit, film)
    day = seen.run("frontline.day()")
    seen.page.mouse.move(*at(seen, 0.5, 0.6))
    assert "H1, km" in readout(seen)
    assert seen.page.locator("path.road-point").count() == 1
    seen.page.mouse.move(300, 200)
    assert seen.page.locator("path.road-point").count() == 0
    assert seen.run("frontline.day()") == day


def test_the_point_moves_by_keyboard_and_is_announced(visit, film):
    seen = opened(visit, film)
    day = seen.run("frontline.day()")
    seen.page.locator(".road-chart-slider").focus()
    seen.page.keyboard.press("ArrowRight")
    one = readout(seen)
    seen.page.keyboard.press("PageUp")
    assert readout(seen) != one
    assert clean(seen.page.get_attribute(".road-chart-slider", "aria-valuetext")) == readout(seen)
    assert seen.run("frontline.day()") == day


def test_each_highway_has_its_chart(visit, animation_html, atlas):
    seen = opened(visit, animation_html)
    for highway in atlas.lines:
        seen.page.locator(".road-chart-roads").get_by_text(highway.upper(), exact=True).click()
        assert readout(seen).startswith(f"{highway.upper()}, 6 Mar 2020")
        title = clean(seen.text(".road-chart > summary"))
        assert title == f"Who held the {highway.upper()}, by day"


def test_a_chosen_town_is_marked_on_the_chart(visit, film):
    seen = opened(visit, film)
    seen.run("frontline.choose('elm')")
    assert "Elm" in readout(seen)
    seen.run("frontline.choose('fir')")
    assert "km" not in readout(seen)


def test_contested_is_hatched_and_unknown_is_blank(visit, animation_html):
    seen = opened(visit, animation_html)
    classes = seen.run(
        "() => [...document.querySelectorAll('.patch')].map((one) => one.getAttribute('class'))"
    )
    assert any("contested" in one for one in classes)
    assert not any("unknown" in one for one in classes)
    fills = seen.run(
        "() => [...document.querySelectorAll('.patch')].map((one) => one.getAttribute('fill'))"
    )
    for fill in fills:
        if not fill.startswith("var(--fill-"):
            assert seen.page.locator(f"pattern#{fill[5:-1]}").count() == 1
    assert sum(fill.startswith("url(#road-chart-contested") for fill in fills) >= 1


@pytest.mark.parametrize("width", [320, 2560])
def test_the_chart_fits_a_phone_and_a_wall_display(visit, animation_html, width):
    seen = visit(animation_html, viewport={"width": width, "height": 740})
    seen.run("document.querySelector('.road-chart').open = true")
    seen.page.wait_for_selector(".road-chart-svg .patch")
    assert seen.run("document.documentElement.scrollWidth") <= width
    box = seen.page.locator(".road-chart-svg").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width + 0.5
    names = seen.run(
        """() => [...document.querySelectorAll('.road-chart-town')].map((node) => {
          const {left, top, bottom} = node.getBoundingClientRect();
          return [left, top, bottom];
        })"""
    )
    assert len(names) >= 4
    assert min(left for left, _, _ in names) >= -0.5


def test_a_map_of_one_day_has_no_chart(visit, land):
    seen = visit(page.day_map(land.on("2001-01-05")).get_root().render())
    assert seen.page.locator(".road-chart").count() == 0


@pytest.mark.parametrize("height", [900, 1000, 1440])
def test_the_map_above_the_chart_shows_all_key_places(visit, animation_html, atlas, height):
    seen = visit(animation_html, viewport={"width": 1440, "height": height})
    assert seen.run("document.querySelector('.road-chart').open") == (height >= 1000)
    frame = seen.page.locator(".folium-map").bounding_box()
    for place_id in atlas.package.coverage.key_places:
        name = atlas.package.gazetteer[place_id].name
        box = seen.page.locator(f".marker[aria-label^='\u2068{name}\u2069']").bounding_box()
        assert frame["x"] < box["x"] < frame["x"] + frame["width"], name
        assert frame["y"] < box["y"] < frame["y"] + frame["height"] - box["height"], name
