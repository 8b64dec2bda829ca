"""Pages before axe-core: no violation, on a desk and on a phone, whatever is open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontline.webmap import page
from frontline.webmap.site import build

TOOLS = Path(__file__).parents[2] / "tools" / "js"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 375, "height": 740}}
#: A page and its size, with a place, a day and an earlier day: the built-in record, or the land.
FILMS = {
    "record": ("animation_html", "desk", "khan-shaykhun", "2019-08-23", "2019-08-01"),
    "desk": ("film", "desk", "elm", "2001-01-07", "2001-01-02"),
    "phone": ("film", "phone", "elm", "2001-01-07", "2001-01-02"),
}
CHECK = """
async (exclude) => {
  const { violations } = await axe.run({ exclude }, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 5)]);
}
"""


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.fail("axe-core is not installed: `make test` does it, or `npm ci --prefix tools/js`")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def day_html(land):
    notices = ["Nothing of the last 14 days is shown."]
    return page.day_map(land.on("2001-01-05"), notices=notices).get_root().render()


def violations(seen, axe, *, without=()):
    """Let axe look at the page as it stands; the debugger puts it in, past the page's policy."""
    if not seen.run("'axe' in window"):
        seen.run(f"() => {{ {axe}; }}")
    found = seen.run(CHECK, list(without))
    assert [line for line in seen.complaints if "policy" in line] == []
    return found


pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_index(visit, axe, land, tmp_path, size):
    paths = list(build(land, tmp_path))
    seen = visit(paths[-1].read_text(encoding="utf-8"), viewport=SIZES[size])
    assert violations(seen, axe) == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_map_of_a_day(visit, axe, day_html, size):
    seen = visit(day_html, viewport=SIZES[size])
    assert violations(seen, axe) == []


@pytest.mark.parametrize("kind", FILMS)
def test_axe_finds_nothing_in_the_animation_with_all_that_can_be_opened(visit, axe, request, kind):
    name, size, place, day, pinned = FILMS[kind]
    seen = visit(request.getfixturevalue(name), viewport=SIZES[size])
    # The map of the record, of a thousand marks, is looked at once, at the end.
    big = [".folium-map"] if kind == "record" else []
    found = {"at first": violations(seen, axe, without=big)}
    seen.run("place => frontline.choose(place)", place)
    seen.run("day => frontline.setDay(day)", day)
    seen.run("day => frontline.pin(day)", pinned)
    found["card"] = violations(seen, axe, without=big)
    seen.page.locator(".card .close").click()
    buttons = seen.page.locator(".tools button").all()
    assert len(buttons) >= 5
    # The panels of the record have what those of the land have, and more lines of it.
    for button in buttons[: 2 if kind == "record" else None]:
        button.evaluate("button => button.click()")
        # The map was looked at, and is again with all details open.
        found[button.inner_text()] = violations(seen, axe, without=[".folium-map"])
        button.evaluate("button => button.click()")
    seen.page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    found["all details open"] = violations(seen, axe)
    assert {what: some for what, some in found.items() if some} == {}
    assert len(found) >= (5 if kind == "record" else 8)


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_while_a_reader_searches_and_measures(visit, axe, year_html, size):
    seen = visit(year_html, viewport=SIZES[size])
    seen.page.locator(".search-tools input").fill("tell")
    assert seen.page.locator(".search-tools [role=option]").count() > 1
    assert violations(seen, axe) == []
    seen.page.keyboard.press("Escape")
    seen.page.locator(".search-tools button").first.click()
    assert violations(seen, axe) == []


def test_axe_finds_nothing_in_the_page_inside_another(visit, axe, film):
    seen = visit(film, viewport={"width": 640, "height": 640})
    seen.run("location.hash = 'embed'")
    seen.page.reload()
    assert seen.run("document.documentElement.classList.contains('embed')")
    assert violations(seen, axe) == []


def test_axe_would_find_something(visit, axe):
    seen = visit("<!DOCTYPE html><html><body><button></button><img src='data:,'></body></html>")
    assert {"button-name", "image-alt", "html-has-lang"} <= {
        one[0] for one in violations(seen, axe)
    }


def test_the_tools_are_pinned_by_hash_and_name_no_registry():
    lock = json.loads((TOOLS / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert len(packages) > 50
    for name, one in packages.items():
        assert one["integrity"].startswith("sha512-"), name
        assert "resolved" not in one, name
