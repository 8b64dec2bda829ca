"""The page wherever it is opened: time zones, keyboards, widths, addresses, no network."""

from __future__ import annotations

import pytest
from reader import in_each_panel

pytestmark = pytest.mark.browser

ZONES = [
    "Pacific/Honolulu", "America/St_Johns", "Asia/Damascus", "Asia/Kathmandu", "Pacific/Auckland",
]  # fmt: skip
DAYS = ["2019-05-01", "2019-08-15", "2019-10-27", "2020-01-01", "2020-03-06"]
WIDTHS = [320, 360, 375, 414, 540, 719, 721, 899, 901, 1024, 1280, 1920, 2560]

#: What a reader sees of a day: the date in big, at the slider and in the words, and the changes.
READ = """([panels, days]) => {
  const buttons = [...document.querySelectorAll(".tools button")];
  return panels.flatMap((panel) => {
    buttons.find((one) => one.textContent === panel).click();
    return days.map((day) => {
      frontline.setDay(day);
      return [
        frontline.day(), document.querySelector(".date").textContent,
        document.querySelector(".timeline .current-date").textContent,
        document.querySelector(".timeline input").getAttribute("aria-valuetext"),
        document.querySelector(".drawer-body").textContent,
        document.querySelector("time").getAttribute("datetime"),
      ];
    });
  });
}"""
#: What can be reached with the key Tab, in the order of the page.
REACHABLE = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = [...document.querySelectorAll(all)].filter((node) =>
    node.tabIndex >= 0 && !node.disabled && node.checkVisibility({ visibilityProperty: true }));
  window.reachable = shown;
  return shown.length;
}"""
FOCUSED = "reachable.indexOf(document.activeElement)"


#: Lists what lies outside the window.
BEYOND = """(width) => {
  const parts = [".top", ".folium-map", ".timeline", ".about", ".legend", ".card",
    ".drawer", ".search-tools", ".road-chart"];
  const beyond = parts.filter((selector) => {
    const node = document.querySelector(selector);
    if (!node || !node.checkVisibility()) return false;
    const { left, right } = node.getBoundingClientRect();
    return left < -0.5 || right > width + 0.5;
  });
  return document.documentElement.scrollWidth > width ? [...beyond, "page"] : beyond;
}"""


HEIGHT = "document.querySelector('.folium-map').getBoundingClientRect().height"


def open_panel(seen, label):
    seen.page.locator(".tools button", has_text=label).click()


def test_the_day_and_its_changes_are_the_same_in_every_time_zone(visit, year_html):
    read, offsets = {}, set()
    seen = visit(year_html)
    session = seen.page.context.new_cdp_session(seen.page)
    for zone in ZONES:
        session.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        seen.page.reload()
        offsets.add(seen.run("new Date(2019, 7, 15).getTimezoneOffset()"))
        read[zone] = seen.run(READ, [["Changes", "Text summary"], DAYS])
    session.detach()  # and so the zone is that of the machine again
    assert len(offsets) == len(ZONES)
    assert read[ZONES[0]][1][1] == "Thursday 15 August 2019"
    assert len({one[4] for one in read[ZONES[0]]}) == 2 * len(DAYS)  # each panel follows the day
    assert [one[0] for one in read[ZONES[0]]] == [one[-1] for one in read[ZONES[0]]] == 2 * DAYS
    for zone in ZONES:
        assert read[zone] == read[ZONES[0]], zone


def test_the_key_tab_reaches_every_control_in_its_order_and_leaves_again(visit, film):
    seen = visit(film)
    for panel in (None, "Changes", "Text summary", "Table of places", "Share and download", "Help"):
        if panel:
            open_panel(seen, panel)
        count = seen.run(REACHABLE)
        assert count >= 9
        seen.run("() => { document.activeElement.blur(); reachable[0].focus(); }")
        reached = [seen.run(FOCUSED)]
        for _ in range(count - 1):
            seen.page.keyboard.press("Tab")
            reached.append(seen.run(FOCUSED))
        assert reached == list(range(count)), panel


def test_a_control_in_focus_can_be_seen(visit, film):
    seen = visit(film)
    count = seen.run(REACHABLE)
    seen.page.keyboard.press("Tab")
    hidden = []
    for _ in range(count - 1):
        ring, box, what = seen.run(
            """() => {
              const node = document.activeElement;
              const { outlineStyle, outlineWidth } = getComputedStyle(node);
              const { width, height } = node.getBoundingClientRect();
              return [[outlineStyle, outlineWidth], [width, height], node.outerHTML.slice(0, 80)];
            }"""
        )
        if ring[0] == "none" or ring[1] == "0px" or min(box) <= 0:
            hidden.append((what, ring, box))
        seen.page.keyboard.press("Tab")
    assert hidden == []


class Keyboard:
    """A reader who has no pointer."""

    def __init__(self, seen):
        self.seen = seen
        self.press = seen.page.keyboard.press

    def type(self, text):
        self.seen.page.keyboard.type(text)

    def move_to(self, label, first):
        """Press Tab until a group of controls is in focus, then the arrow keys until one is."""
        self.tab_to(first)
        named = "document.activeElement.textContent"
        for _ in range(20):
            if label in self.seen.run(named):
                return
            self.press("ArrowRight")
        pytest.fail(f"the arrow keys do not reach {label}")

    def tab_to(self, label, most=150):
        """Press Tab until the control of a name is in focus."""
        named = (
            "() => { const it = document.activeElement;"
            " return it === document.body ? '' : it.getAttribute('aria-label') || it.textContent; }"
        )
        for _ in range(most):
            if label in self.seen.run(named):
                return
            self.press("Tab")
        pytest.fail(f"the key Tab does not reach {label}")


def test_a_whole_session_needs_no_pointer(visit, film):
    seen = visit(film)
    keys = Keyboard(seen)
    keys.press("Home")
    assert seen.run("frontline.day()") == "2001-01-01"
    keys.press("/")
    keys.type("elm")
    keys.press("Enter")
    assert seen.text(".card h2").startswith("Elm")
    keys.press("Escape")
    assert not seen.page.is_visible(".card")
    keys.press("]")
    assert seen.run("frontline.day()") == "2001-01-03"
    keys.move_to("Changes", "English")
    keys.press("Enter")
    assert "Elm" in seen.text(".drawer .changes")
    keys.tab_to("Compare with this day")
    keys.press("Enter")
    keys.press("Escape")
    assert not seen.page.is_visible(".drawer")
    keys.press("End")
    address_of(seen, "since=2001-01-03")
    keys.move_to("Table of places", "Changes")
    keys.press("Enter")
    assert seen.page.locator(".drawer tbody tr").count() == 9
    keys.tab_to("Birch")
    keys.press("Enter")
    assert seen.text(".card h2").startswith("Birch")
    keys.tab_to("Measure from here")
    keys.press("Enter")
    keys.type("ivy")
    keys.press("Enter")
    assert "Ivy" in seen.text(".search-tools .ruler-readout")
    assert seen.complaints == []


def address_of(seen, *parts):
    """Give the address once it has followed the picture, so that it holds some parts."""
    for part in parts:
        seen.until(f"location.hash.includes({part!r})")
    return seen.run("location.hash")


@pytest.mark.parametrize(
    ("html", "place", "widths"),
    [("film", "elm", WIDTHS), ("animation_html", "khan-shaykhun", [320, 721, 1280])],
)
def test_nothing_sticks_out_at_any_width_whatever_is_open(visit, request, html, place, widths):
    seen = visit(request.getfixturevalue(html))
    seen.run("place => frontline.choose(place)", place)
    for width in widths:
        seen.page.set_viewport_size({"width": width, "height": 740})
        assert seen.run(HEIGHT) > 350
        assert seen.run(BEYOND, width) == [], width
        found = in_each_panel(seen, BEYOND, width)
        assert set(map(len, found.values())) == {0}, (width, found)
        open_panel(seen, [*found][-1])  # closes it


#: A page, the size of its window, and what is shown: days, a place and the centre of the map.
PICTURES = {
    "desk": (
        *("year_html", (1280, 800), ["2019-08-01", "2019-08-22", "2019-08-23"]),
        *("place-55", [35.1, 36.1]),
    ),
    "phone": ("film", (375, 740), ["2001-01-02", "2001-01-04", "2001-01-05"], "elm", [0.12, 30.13]),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_an_address_restores_the_picture(visit, request, kind):
    html, size, (since, other_day, day), place, centre = PICTURES[kind]
    viewport = {"width": size[0], "height": size[1]}
    seen = visit(request.getfixturevalue(html), viewport=viewport)
    seen.run("([day, since]) => { frontline.setDay(day); frontline.pin(since); }", [day, since])
    seen.run("place => frontline.choose(place)", place)
    seen.run(
        "centre => Object.values(window).find((one) => one instanceof L.Map)"
        ".setView(centre, 11.25, { animate: false }) && null",
        centre,
    )
    address = address_of(seen, f"day={day}", f"place={place}", f"since={since}", ",11.25")
    before, home = seen.settled(), seen.page.url.split("#")[0]
    seen.leave()
    other = visit("<title>Elsewhere</title>", viewport=viewport)
    other.page.goto(home + address)
    shot = other.settled()
    assert other.run("location.hash") == address
    assert (shot == before) is True
    other.run("day => frontline.setDay(day)", other_day)
    assert (other.page.screenshot(animations="disabled") == before) is False


def test_a_page_of_the_record_loads_nothing_and_complains_of_nothing(
    visit, animation_html, day_html
):
    """Every page of a build is looked at in the same way in `test_page_hostile`."""
    for name, text in (("whole", animation_html), ("day", day_html)):
        seen = visit(text)
        seen.run("frontline.choose('saraqib')")
        in_each_panel(seen, "() => null")
        seen.page.wait_for_timeout(100)
        assert seen.requests == [], name
        assert seen.complaints == [], name
        seen.leave()
