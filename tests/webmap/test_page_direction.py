"""Arabic runs from right to left and its layout is mirrored; time and foreign names are not."""

from __future__ import annotations

import pytest
from reader import in_each_panel, panels

#: Lists the parts that stick out of the window, and a panel with more inside than it shows.
STICKS_OUT = """([width, ...parts]) => {
  const out = parts.filter((part) => {
    const { left, right } = document.querySelector(part).getBoundingClientRect();
    return left < -0.5 || right > width + 0.5;
  });
  if (document.documentElement.scrollWidth > width) out.push("page");
  const drawer = document.querySelector(".drawer");
  if (drawer.scrollWidth > drawer.clientWidth) out.push("panel");
  return out;
}"""


@pytest.mark.browser
def test_the_arabic_page_runs_from_right_to_left_and_nothing_sticks_out(visit, animation_html):
    seen = visit(animation_html)
    seen.page.get_by_role("button", name="العربية").click()
    assert seen.run("getComputedStyle(document.body).direction") == "rtl"
    parts = (".top", ".folium-map", ".timeline", ".about", ".legend", ".search-tools")
    parts = (*parts, ".preferences")
    for width in (320, 768, 2560):
        seen.page.set_viewport_size({"width": width, "height": 860})
        assert seen.run(STICKS_OUT, [width, *parts]) == [], width
        found = in_each_panel(seen, STICKS_OUT, [width, ".drawer"])
        assert set(map(len, found.values())) == {0}, (width, found)
        panels(seen)[-1].click()
        assert not seen.page.locator(".drawer").is_visible()


@pytest.mark.browser
def test_the_layout_is_mirrored_and_time_is_not(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 1440, "height": 1000})

    def middle(selector):
        box = seen.page.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2

    parts = (".legend", ".search-tools", ".date", ".leaflet-control-zoom", ".scale-box", ".buttons")
    before = {part: middle(part) for part in parts}
    later, earlier = (
        middle(f".timeline [aria-label='{label}']") for label in ("Next day", "Previous day")
    )
    assert earlier < later
    seen.page.get_by_role("button", name="العربية").click()
    for part in parts:
        assert (before[part] < 720) != (middle(part) < 720), part
    assert middle(".timeline [aria-label='اليوم السابق']") < middle(
        ".timeline [aria-label='اليوم التالي']"
    )
    marks = [mark.bounding_box()["x"] for mark in seen.page.locator(".key-dates span").all()]
    assert marks == sorted(marks)
    today = "document.querySelector('.road-chart-day').getBoundingClientRect().x"
    seen.run("frontline.setDay('2019-06-01')")
    june = seen.run(today)
    seen.run("document.activeElement.blur()")
    seen.page.keyboard.press("ArrowRight")
    assert seen.run("frontline.day()") == "2019-06-02"
    seen.run("frontline.setDay('2020-01-01')")
    assert seen.run(today) > june


@pytest.mark.browser
def test_names_in_the_other_script_are_isolated(visit, day_html):
    seen = visit(day_html)
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('khan-shaykhun')")
    other = seen.page.locator(".card h2 bdi[lang=en]")
    assert other.inner_text() == "Khan Shaykhun"
    loose = seen.run(
        """() => [...document.querySelectorAll('.card a, .card .note')]
          .filter((node) => !node.querySelector('bdi') && /[A-Za-z]{3}/.test(node.textContent))
          .map((node) => node.textContent)"""
    )
    assert loose == []
