"""Printed pages, and pages in low windows or with large text."""

from __future__ import annotations

import re

import pytest

from frontline.webmap import page

pytestmark = pytest.mark.browser

BOX = "selector => document.querySelector(selector).getBoundingClientRect().toJSON()"
LABELS = "[...document.querySelectorAll('.name')].map((n) => Number(n.getAttribute('font-size')))"
VIEW = (
    "(() => { const map = Object.values(window).find((one) => one instanceof L.Map);"
    " return [map.getZoom(), map.getCenter().lat.toFixed(4), map.getCenter().lng.toFixed(4)]; })()"
)


@pytest.fixture(scope="module")
def film(land):
    return page.animation(land, credit="The Example").get_root().render()


def test_a_page_prints_on_one_sheet(visit, film, animation_html):
    for html in (film, animation_html):
        seen = visit(html)
        printed = seen.page.pdf(prefer_css_page_size=True)
        seen.leave()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


def test_on_paper_the_key_is_next_to_the_map_and_the_subject_is_free(visit, film):
    seen = visit(film)
    before = seen.run(VIEW)
    seen.run("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    view, key = seen.run(BOX, ".folium-map"), seen.run(BOX, ".legend")
    assert key["left"] >= view["right"]
    assert key["bottom"] <= view["bottom"] + 1
    marks = seen.run(
        "[...document.querySelectorAll('.marker[role=button]')]"
        ".map((node) => node.getBoundingClientRect().toJSON())"
    )
    assert len(marks) >= 9
    for mark in marks:
        assert view["left"] < mark["left"] < mark["right"] < view["right"]
        assert view["top"] < mark["top"] < mark["bottom"] < view["bottom"]
    assert seen.page.locator(".leaflet-control-attribution").is_visible()
    assert "The Example" in seen.text(".leaflet-control-attribution")
    assert "Confirmed" in seen.text(".legend")
    for hidden in (".timeline", ".tools", ".search-tools", ".leaflet-control-zoom", ".switches"):
        assert not seen.page.locator(hidden).first.is_visible(), hidden
    seen.page.emulate_media(media="screen")
    seen.run("window.dispatchEvent(new Event('afterprint'))")
    assert seen.run(VIEW) == before


def test_the_whole_key_is_on_paper_and_nothing_of_it_twice(visit, animation_html, day_html):
    for html in (animation_html, day_html):
        seen = visit(html)
        seen.run("window.dispatchEvent(new Event('beforeprint'))")
        seen.page.emulate_media(media="print")
        key, summary = seen.run(BOX, ".legend"), seen.run(BOX, "#day-summary")
        entries = seen.run(
            """[...document.querySelectorAll('.legend li, .legend .chip')]
            .filter((node) => node.getClientRects().length && !node.querySelector('.chip'))
            .map((node) => [node.innerText, node.getBoundingClientRect().bottom])"""
        )
        assert len(entries) > 10
        assert max(bottom for _, bottom in entries) <= min(key["bottom"], summary["top"]) + 0.5
        firsts = [text.split("\n")[0] for text, _ in entries]
        assert sorted(set(firsts)) == sorted(firsts)
        # The words about evidence begin at one line, whether or not a pattern is before them.
        begins = seen.run(
            """[...document.querySelectorAll('.evidence-kinds li > span')]
            .map((node) => node.getBoundingClientRect().left)"""
        )
        assert len(begins) >= 4
        assert max(begins) - min(begins) < 0.5
        seen.leave()


#: 640 by 400 is a window of 1280 by 800 at 200 %, and 844 by 390 a phone on its side.
WINDOWS = [(844, 390), (667, 375), (640, 400), (720, 450), (390, 844), (1280, 800)]


def assert_map_has_half(seen, width, height):
    assert seen.run(BOX, ".folium-map")["height"] >= height / 2
    assert seen.run("document.documentElement.scrollHeight") <= height
    assert seen.run("document.documentElement.scrollWidth") <= width
    play = seen.run(BOX, ".timeline button")
    assert play["bottom"] <= height
    assert play["height"] >= 24


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_the_map_keeps_half_of_the_height(visit, film, width, height):
    assert_map_has_half(visit(film, viewport={"width": width, "height": height}), width, height)


def test_the_map_keeps_half_of_the_height_when_the_window_changes(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 320, "height": 480})
    for width, height in WINDOWS:
        seen.page.set_viewport_size({"width": width, "height": height})
        assert_map_has_half(seen, width, height)


def test_text_follows_the_font_size_of_the_reader(visit, film):
    seen = visit(film)
    sizes = """() => ["body", ".key li", "h1", ".tools button", ".ticks", ".about p",
      ".search input", ".leaflet-control-attribution", ".more > summary"].map((selector) =>
      parseFloat(getComputedStyle(document.querySelector(selector)).fontSize))"""
    label = f"Math.max(...{LABELS})"
    before, name = seen.run(sizes), seen.run(label)
    seen.run("() => { document.documentElement.style.fontSize = '24px'; }")
    seen.run("frontline.setDay('2001-01-02')")
    seen.page.wait_for_timeout(600)
    assert seen.run(sizes) == pytest.approx([1.5 * size for size in before])
    assert seen.run(label) == pytest.approx(1.5 * name)


def test_no_label_of_the_map_is_smaller_than_twelve_pixels(visit, film):
    seen = visit(film)
    for zoom in (7, 8, 9, 10, 12):
        seen.run(
            "zoom => Object.values(window).find((one) => one instanceof L.Map)"
            ".setZoom(zoom, { animate: false })",
            zoom,
        )
        found = seen.run(LABELS)
        assert min(found, default=12) >= 12


def test_the_key_on_paper_names_the_band_only_if_it_is_shown(visit, film):
    seen = visit(film)
    row = seen.page.locator(".legend li", has_text="Possible range of the front line")
    seen.page.emulate_media(media="print")
    assert not row.is_visible()
    seen.run("document.querySelector('.legend [name=band]').click()")
    assert row.is_visible()
