"""Layers that an author leaves out of a page are not drawn, and no others are missing."""

from __future__ import annotations

import pytest

from frontline.annotation_model import Annotation
from frontline.errors import InvalidRequestError
from frontline.webmap import page
from frontline.webmap.basemap import encode_basemap
from frontline.webmap.built_up import encode_built_up
from frontline.webmap.quantize import Grid

DAY = "2001-01-08"
#: The elements that draw each layer of the invented land, which has no rivers or built-up areas.
DRAWN = {
    "borders": "svg.leaflet-zoom-animated path.border[d]:not([d=''])",
    "roads": "svg.leaflet-zoom-animated path.road, .shields *",
    "places": ".markers circle",
    "names": ".names .name, .area-name, .city-name",
    "annotations": ".annotations .annotation",
}


def render(land, *hidden):
    state = land.on(DAY)
    days = {"first_day": state.day, "last_day": state.day}
    note = Annotation(annotation_id="a", text="A ford", lon=30.1, lat=0.1, **days)
    drawn = page.day_map(state, annotations=[note], hidden=hidden)
    return drawn.get_root().render()


def counts(seen):
    return {
        layer: seen.run("which => document.querySelectorAll(which).length", selector)
        for layer, selector in DRAWN.items()
    }


@pytest.mark.browser
def test_only_the_layers_that_are_left_out_are_missing(visit, land):
    seen = visit(render(land))
    whole = counts(seen)
    seen.leave()
    assert all(whole.values()), whole
    for hidden in (("roads", "annotations"), ("names",), ("places", "borders")):
        seen = visit(render(land, *hidden))
        found = counts(seen)
        for layer in DRAWN:
            assert bool(found[layer]) == (layer not in hidden), (hidden, layer, found)
        assert seen.run("document.querySelectorAll('.territory path').length")
        assert seen.complaints == []
        seen.leave()


@pytest.mark.browser
def test_a_page_without_marks_is_used_with_the_keyboard(visit, land):
    seen = visit(render(land, "places", "names", "terrain"))
    assert seen.run("document.querySelector('.leaflet-container').tabIndex") == 0
    seen.page.locator(".search input").first.fill("Elm")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert "Elm" in seen.text(".card")
    assert seen.complaints == []


def test_who_holds_what_is_always_there(land):
    for name in ("territory", "front", "", "Roads"):
        with pytest.raises(InvalidRequestError, match="cannot be left out"):
            render(land, name)


def test_the_ground_that_is_left_out_is_not_in_the_data(atlas):
    grid = Grid(atlas.package.coverage.region)
    whole, bare = (encode_basemap(atlas, grid, hidden) for hidden in ((), ("rivers", "borders")))
    for part in ("rivers", "borders", "abroad"):
        assert whole[part]
        assert bare[part] == []
    assert len(bare["sea"]) < len(whole["sea"])  # without lakes
    for part in ("land", "cities", "outside"):
        assert bare[part] == whole[part], part
    unnamed = encode_basemap(atlas, grid, ("names",))
    assert unnamed | {part: whole[part] for part in ("names", "cities")} == whole
    assert unnamed["names"] == unnamed["cities"] == []
    assert encode_built_up(atlas, grid)["others"]
    assert encode_built_up(atlas, grid, is_hidden=True)["others"] == []
