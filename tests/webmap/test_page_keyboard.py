"""A page without a pointer: one tab stop for the map, and few for everything else."""

from __future__ import annotations

import pytest

from frontline.webmap import page

pytestmark = pytest.mark.browser

FOCUSED = (
    "(() => { const it = document.activeElement; return it.getAttribute('aria-label')"
    " || it.textContent; })()"
)


#: The roles that Chromium gives to pictures.
PICTURES = {"image", "img", "SvgRoot"}


@pytest.fixture
def seen(visit, land):
    return visit(page.animation(land).get_root().render())


def test_all_controls_are_within_ten_tabs_and_the_map_is_one(seen):
    stops = []
    for _ in range(10):
        seen.page.keyboard.press("Tab")
        stops.append(seen.run(FOCUSED))
    on_map = [stop for stop in stops if "North" in stop or "South" in stop]
    assert len(on_map) == 1
    for label in ("English", "Zoom in", "Find a place or road", "Ruler", "More", "Play", "Day"):
        assert label in stops, (label, stops)
    assert "Speed" in stops


def test_the_arrow_keys_move_between_the_controls_of_a_group(seen):
    labels = ["English", "العربية", "Colours"]
    labels += seen.page.locator(".tools button").all_inner_texts()
    seen.page.keyboard.press("Tab")
    found = [seen.run(FOCUSED)]
    for _ in labels[1:]:
        seen.page.keyboard.press("ArrowRight")
        found.append(seen.run(FOCUSED))
    assert found == labels
    day = seen.run("frontline.day()")
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Shift+Tab")
    assert seen.run(FOCUSED) == labels[-1]
    assert seen.run("frontline.day()") == day


def test_the_arrow_keys_move_between_neighbouring_places(seen):
    name = f"{FOCUSED}.split('\u2069')[0].slice(1)"
    seen.page.locator(".marker[tabindex='0']").focus()
    seen.page.locator("circle.marker[aria-label*='Elm']").focus()
    walk = {"ArrowUp": "Birch", "ArrowRight": "Cedar", "ArrowDown": "Fir", "ArrowLeft": "Elm"}
    for key, expected in walk.items():
        seen.page.keyboard.press(key)
        assert seen.run(name) == expected
    assert seen.page.locator(".marker[tabindex='0']").count() == 1
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert seen.text(".card h2").startswith("Hazel")
    # Where no place follows, the map moves, and the focus stays on it.
    centre = "Object.values(window).find((one) => one instanceof L.Map).getCenter().lat"
    before = seen.run(centre)
    seen.page.locator("circle.marker[aria-label*='Gorse']").focus()
    seen.page.keyboard.press("ArrowDown")
    assert seen.run(centre) < before
    assert seen.run("document.activeElement.classList.contains('marker')")


def test_nothing_that_can_be_pressed_lies_in_a_picture(seen):
    # What assistive technology is shown: a drawing without a role of its own counts as a picture.
    tree = seen.page.context.new_cdp_session(seen.page).send("Accessibility.getFullAXTree")
    nodes = {node["nodeId"]: node for node in tree["nodes"]}
    roles = {key: node.get("role", {}).get("value") for key, node in nodes.items()}

    def around(key):
        while (key := nodes[key].get("parentId")) in nodes:
            yield key

    pressed = [key for key, role in roles.items() if role in ("button", "link", "slider")]
    pictures = [key for key, role in roles.items() if role in PICTURES]
    assert len(pressed) > 20
    assert not [nodes[key]["name"] for key in pressed if {*around(key)} & {*pictures}]
    groups = {nodes[key]["name"]["value"] for key in roles if roles[key] == "group"}
    assert "Places" in groups
