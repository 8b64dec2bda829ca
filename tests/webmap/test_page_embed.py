"""The page inside another page: its height, its gestures, its key and its credit."""

from __future__ import annotations

import re

import pytest
from reader import opened, plain

pytestmark = pytest.mark.browser

MAP = "Object.values(window).find((one) => one instanceof L.Map)"
#: Below and above the frame there is more text than the window shows.
HOST = "<!DOCTYPE html><html><body style='margin:0'>{above}{code}{below}</body></html>"
TEXT = "<p style='height:{height}px'>Text of an article.</p>"


@pytest.fixture
def host(visit, film):
    """Return a function that opens a page with the embed code, and the frame in it."""

    def open_host(language="English", **options):
        seen = visit(film)
        if language != "English":
            seen.page.get_by_role("button", name=language).click()
        label = {"English": "Share and download"}.get(language, "مشاركة وتنزيل")
        code = opened(seen, label).locator("textarea").nth(1).input_value()
        code = code.replace("ADDRESS-OF-THIS-FILE", seen.page.url.split("#")[0])
        text = HOST.format(above=TEXT.format(height=120), code=code, below=TEXT.format(height=3000))
        outer = visit(text, **options)
        outer.page.wait_for_timeout(100)
        frame = outer.page.frames[1]
        for _ in range(100):
            if frame.evaluate("'frontline' in window && Boolean(window.frontline.day)"):
                break
            outer.page.wait_for_timeout(50)
        outer.page.wait_for_timeout(150)
        return outer, frame

    return open_host


def test_the_frame_has_the_height_of_the_page_at_any_width(host):
    outer, frame = host(viewport={"width": 1000, "height": 800})
    height = "document.querySelector('iframe').getBoundingClientRect().height"
    found = set()
    for width in (1000, 640, 360):
        outer.page.set_viewport_size({"width": width, "height": 800})
        own = "document.body.getBoundingClientRect().height"
        outer.until(f"{height} !== 640")
        heights = [(0, -1)]
        for _ in range(100):  # it is laid out in steps, and each is told to the host
            heights.append((frame.evaluate(own), outer.run(height)))
            if all(abs(inside - outside) <= 1 for inside, outside in heights[-3:]):
                break
            outer.page.wait_for_timeout(50)
        assert all(inside == pytest.approx(outside, abs=1) for inside, outside in heights[-3:])
        assert frame.evaluate("document.documentElement.scrollWidth") <= width
        found.add(outer.run(height))
    assert len(found) == 3


def test_the_host_scrolls_over_the_map_and_ctrl_zooms(host):
    outer, frame = host(viewport={"width": 800, "height": 700})
    zoom = frame.evaluate(f"{MAP}.getZoom()")
    outer.page.mouse.move(400, 420)
    outer.page.mouse.wheel(0, 60)
    outer.until("window.scrollY > 0")
    note = frame.locator(".gesture-note")
    assert plain(note.inner_text()) == "Use Ctrl + scroll to zoom the map"
    assert frame.evaluate(f"{MAP}.getZoom()") == zoom
    at = outer.run("window.scrollY")
    outer.page.keyboard.down("Control")
    outer.page.mouse.wheel(0, -200)
    outer.page.keyboard.up("Control")
    for _ in range(100):
        if frame.evaluate(f"{MAP}.getZoom()") > zoom:
            break
        outer.page.wait_for_timeout(50)
    assert frame.evaluate(f"{MAP}.getZoom()") > zoom
    assert outer.run("window.scrollY") == at
    assert outer.complaints == []


def test_one_finger_scrolls_the_host_and_the_note_is_in_the_readers_language(host):
    outer, frame = host("العربية", viewport={"width": 390, "height": 700}, has_touch=True)
    centre = frame.evaluate(f"[{MAP}.getCenter().lat, {MAP}.getCenter().lng]")
    touch = outer.page.context.new_cdp_session(outer.page)
    spot = {"x": 200, "y": 400}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
    for step in range(1, 9):
        point = {"x": 200, "y": 400 - 20 * step}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    outer.until("window.scrollY > 40")
    assert frame.evaluate(f"[{MAP}.getCenter().lat, {MAP}.getCenter().lng]") == centre
    assert frame.evaluate(
        "getComputedStyle(document.querySelector('.folium-map')).touchAction"
    ) == ("pan-x pan-y")
    texts = frame.evaluate("document.querySelector('.gesture-note').textContent")
    assert re.search("إصبعين", texts)
    assert not re.search("Use two fingers", texts)


@pytest.mark.parametrize("width", [360, 900])
def test_no_key_lies_over_the_map_and_the_credit_does(host, width):
    outer, frame = host(viewport={"width": width, "height": 900})
    box = "([selector]) => document.querySelector(selector).getBoundingClientRect().toJSON()"
    view, key, credit = (
        frame.evaluate(box, [selector])
        for selector in (".folium-map", ".legend", ".leaflet-control-attribution")
    )
    assert key["top"] >= view["bottom"] - 0.5
    assert view["top"] <= credit["top"] < credit["bottom"] <= view["bottom"] + 0.5
    assert "Natural Earth" in frame.inner_text(".leaflet-control-attribution")
    assert outer.complaints == []
