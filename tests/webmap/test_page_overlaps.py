"""A place, a name or a panel is not hidden by what opens beside it, in any window."""

from __future__ import annotations

import pytest
from reader import at

pytestmark = pytest.mark.browser


def test_the_headline_of_a_moment_covers_no_map_and_moves_none(visit, year_html):
    seen = visit(year_html, viewport={"width": 390, "height": 844})
    for width, height in ((390, 844), (700, 560), (1440, 900)):
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.drawn("2019-08-22")
        view = box(seen, ".folium-map")
        seen.drawn("2019-08-23")
        assert seen.page.locator(".caption").is_visible(), width
        assert box(seen, ".caption")[3] <= box(seen, ".folium-map")[2], width
        assert box(seen, ".folium-map") == view, width
        seen.drawn("2019-08-22")
        seen.until("document.querySelector('.caption').textContent.includes('Changes on')")
        assert box(seen, ".folium-map") == view, width


def box(seen, selector):
    return boxes(seen, selector)[0]


def boxes(seen, selector):
    return seen.run(
        """selector => [...document.querySelectorAll(selector)].map((node) => {
          const {left, right, top, bottom} = node.getBoundingClientRect();
          return [left, right, top, bottom];
        })""",
        selector,
    )


def is_under(spot, card):
    return spot[0] < card[1] and spot[1] > card[0] and spot[2] < card[3] and spot[3] > card[2]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_more_of_the_key_covers_no_line_of_it(visit, animation_html, language):
    seen = visit(animation_html, viewport={"width": 320, "height": 780})
    seen.run("language => { location.hash = `#lang=${language}`; }", language)
    seen.until(f"document.documentElement.lang === '{language}'")
    for width in (320, 360, 390, 430, 700):
        seen.page.set_viewport_size({"width": width, "height": 780})
        more = box(seen, ".legend .more > summary")
        chips = [one for one in boxes(seen, ".legend .chip > :last-child") if one[1] > one[0]]
        assert len(chips) >= 4, width
        assert not [one for one in chips if is_under(one, more)], width
        legend = box(seen, ".legend")
        assert all(legend[2] <= one[2] and one[3] <= legend[3] + 1 for one in chips), width


def test_the_ring_around_a_place_that_changed_covers_no_name(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 1280, "height": 800})
    for day in ("2020-03-06", "2019-08-15", "2019-05-06"):
        seen.drawn(day)
        seen.run("() => new Promise((done) => setTimeout(done, 300))")  # labels are placed anew
        rings = boxes(seen, ".rings .ring")
        assert rings, day
        names = boxes(seen, ".names .name text")
        assert not [one for one in rings for name in names if is_under(shrunk(one), name)], day


def shrunk(spot, by=1.0):
    return [spot[0] + by, spot[1] - by, spot[2] + by, spot[3] - by]


#: Follow a link on the open page to another view of it.
FOLLOW = """to => new Promise((done) => {
  history.replaceState(null, "", "#");
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = to;
})"""


@pytest.mark.parametrize(
    ("language", "width", "height"),
    [("English", 390, 844), ("English", 1280, 800), ("العربية", 1280, 800)],
)
def test_a_place_that_is_chosen_does_not_lie_under_its_card(
    visit, year_html, language, width, height
):
    seen = visit(year_html, viewport={"width": width, "height": height}, reduced_motion="reduce")
    seen.page.get_by_role("button", name=language).click()
    close = seen.page.locator(".card .close")
    for name in ("Tell Number 0", "Tell Number 9", "Tell Number 92"):
        seen.page.locator(".search input").fill(name)
        seen.page.keyboard.press("Enter")
        assert not is_under(box(seen, ".marker.picked"), box(seen, ".card")), name
        close.click()
    # Some of the other villages lie where the card comes to stand.
    seen.home = seen.page.url.split("#")[0]
    view = "at=35.1,36.05,12.2" if language == "English" else "at=35.1,36.15,12.2&lang=ar"
    at(seen, f"#day=2019-08-15&{view}&place=place-55")
    card = box(seen, ".card")
    for third in range(3):
        close.click()
        seen.run(FOLLOW, f"day=2019-08-15&{view}")
        spots = boxes(seen, ".marker[tabindex]")
        hidden = [number for number, spot in enumerate(spots) if is_under(spot, card)]
        assert len(hidden) > 4
        mark = seen.page.locator(".marker[tabindex]").nth(hidden[third * len(hidden) // 3])
        mark.focus()
        seen.page.keyboard.press("Enter")
        assert not is_under(box(seen, ".marker.picked"), box(seen, ".card"))


def test_a_place_keeps_the_focus_when_names_make_room_for_a_caption(visit, year_html):
    seen = visit(year_html)
    seen.drawn("2019-08-22")
    label = "document.activeElement.getAttribute('aria-label')?.split('\u2069')[0]"
    seen.page.locator(".marker[tabindex]").first.focus()
    before = seen.run(label)
    seen.drawn("2019-08-23")
    assert before
    assert seen.run(label) == before


#: Opens each panel and closes it with the key Escape, and lists what is wrong with it.
FITS = """(width) => {
  const wrong = [];
  const drawer = document.querySelector(".drawer");
  const buttons = [...document.querySelectorAll(".tools button")];
  for (const button of buttons) {
    button.focus();
    button.click();
    const { left, right, height } = drawer.getBoundingClientRect();
    const note = (...what) => wrong.push([button.textContent, ...what]);
    if (left < 0 || right > width + 0.5 || height <= 150) note(left, right, height);
    if (document.documentElement.scrollWidth > width) note("page");
    if (drawer.scrollWidth > drawer.clientWidth) note("inside");
    const { activeElement } = document;
    activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    if (drawer.checkVisibility()) note("stays open");
    if (document.activeElement !== button) note("focus");
  }
  return [buttons.length, wrong];
}"""


def test_every_panel_fits_a_narrow_window(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 320, "height": 740})
    for width in (320, 768):
        seen.page.set_viewport_size({"width": width, "height": 740})
        opened, wrong = seen.run(FITS, width)
        assert opened >= 5
        assert wrong == [], width
