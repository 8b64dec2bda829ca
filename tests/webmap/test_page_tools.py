"""Tools of a page: names under the mouse, the ruler along points, roads in the search, playing."""

from __future__ import annotations

import itertools
import re

import pytest
from reader import plain

from frontline.webmap import page

pytestmark = pytest.mark.browser


def centre_of(seen, name):
    box = seen.page.locator(f"circle.marker[aria-label*='{name}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_mouse_names_a_place(visit, film):
    seen = visit(film)
    tip = seen.page.locator(".place-tip")
    for name in ("Elm", "Birch"):
        seen.page.mouse.move(*centre_of(seen, name))
        assert plain(tip.inner_text()).startswith(f"{name}: ")
    seen.page.mouse.move(640, 10)
    assert not tip.is_visible()


def test_the_ruler_takes_more_than_two_points_and_writes_lengths_on_the_line(visit, land, film):
    seen = visit(film)
    seen.page.locator(".ruler-button").click()
    for name in ("Alder", "Birch", "Hazel"):
        seen.page.mouse.click(*centre_of(seen, name))
    parts = [land.distance(*pair)[0].centre_m for pair in (("Alder", "Birch"), ("Birch", "Hazel"))]
    lengths = [f"{metres / 1000:.1f} km" for metres in parts]
    assert [plain(one) for one in seen.page.locator(".ruler-label").all_inner_texts()] == lengths
    readout = plain(seen.text(".ruler-readout"))
    assert readout.startswith("Birch to Hazel: ")
    assert readout.endswith(f"{sum(parts) / 1000:.1f} km in all")
    seen.page.keyboard.press("Backspace")
    assert seen.page.locator(".ruler-label").count() == 1
    seen.page.keyboard.press("Escape")
    assert seen.page.locator(".ruler-label, path.ruler-line").count() == 0
    assert seen.complaints == []


def test_the_search_knows_roads_and_says_what_is_outside_the_map(visit, animation_html):
    seen = visit(animation_html, reduced_motion="reduce")
    box = seen.page.locator(".search input")
    options = seen.page.locator(".search [role=option]")
    box.fill("m4")
    assert options.first.inner_text().startswith("M4")
    box.press("Enter")
    seen.run("document.querySelector('.road-chart').open = true")
    assert seen.page.locator(".road-chart-roads [aria-pressed=true]").inner_text() == "M4"
    box.fill("Gaziantep")
    assert "outside this map" in options.first.inner_text()
    box.press("Enter")
    status = seen.page.locator(".search .status")
    assert status.is_visible()
    assert plain(status.inner_text()) == "Gaziantep is outside this map."
    box.fill("غازي عنتاب")
    assert "outside this map" in options.first.inner_text()
    box.fill("qqqqqqq")
    assert plain(status.inner_text()) == "No place found"
    assert seen.complaints == []


def test_playing_skips_quiet_days(visit, film):
    seen = visit(film)
    seen.page.keyboard.press("Home")
    seen.run(
        """() => {
          window.shown = [frontline.day()];
          new MutationObserver(() => {
            if (shown.at(-1) !== frontline.day()) shown.push(frontline.day());
          }).observe(document.querySelector('time'), { attributes: true });
        }"""
    )
    seen.page.locator(".timeline [aria-label=Play]").click()
    seen.until("frontline.day() === '2001-01-10'")
    days = seen.run("shown")
    changes = []
    seen.page.keyboard.press("Home")
    for _ in range(12):
        seen.page.keyboard.press("]")
        changes.append(seen.run("frontline.day()"))
    busy = {"2001-01-01", *changes, "2001-01-10"}
    assert set(days) == busy
    assert 3 <= len(days) < 10


def test_the_labels_of_the_axis_never_collide(visit, year, year_html):
    month_html = page.animation(year, "2020-02-01", "2020-02-29").get_root().render()
    for html, most in ((year_html, 12), (month_html, 30)):
        seen = visit(html, viewport={"width": 320, "height": 800})
        for language, width in itertools.product(("English", "العربية"), (320, 640, 1280)):
            seen.page.set_viewport_size({"width": width, "height": 800})
            if width == 320:
                seen.page.get_by_role("button", name=language).click()
            spans = seen.run(
                "[...document.querySelectorAll('.ticks span')].map((n) => {"
                " const { left, right } = n.getBoundingClientRect();"
                " return [left, right, n.textContent]; })"
            )
            assert 2 <= len(spans) <= most, spans
            for (_, right, one), (left, _, other) in itertools.pairwise(spans):
                assert left > right, (one, other)
            if html is month_html:
                assert all(re.match(r"\d+ ", text) for *_, text in spans)
        seen.leave()


def test_a_link_to_a_place_shows_the_place_above_its_card_on_a_phone(visit, year_html):
    seen = visit(year_html, viewport={"width": 390, "height": 844})
    home = seen.page.url.split("#")[0]
    for place in ("place-0", "place-9", "place-92"):
        seen.page.goto("about:blank")
        seen.page.goto(f"{home}#day=2019-08-15&place={place}")
        seen.page.wait_for_timeout(900)  # the marks are drawn again with their labels
        mark = seen.page.locator(".marker.picked").bounding_box()
        card = seen.page.locator(".card").bounding_box()
        view = seen.page.locator(".folium-map").bounding_box()
        assert view["y"] < mark["y"]
        assert mark["y"] + mark["height"] < card["y"], place
