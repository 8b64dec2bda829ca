"""Thumbnails and maps in notebooks, and the examples of every public name."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import folium
import pytest
from browser import Visit

import frontline
from frontline.stills.style import actor_fills
from frontline.webmap import page

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>{{7*7}}${alert(1)}\u202e\x1b[31m$\\alpha$"


@pytest.fixture
def hostile(land_copy):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described["title"] = HOSTILE
    path.write_text(json.dumps(described), "utf-8")
    return frontline.open(land_copy)


# The small picture.


def test_a_state_and_an_atlas_have_a_thumbnail(atlas):
    for shown in (atlas.on("2019-08-15"), atlas):
        html = shown._repr_html_()
        assert len(html) < 30_000
        whole = ET.fromstring(html)  # noqa: S314 - we wrote it
        groups = {group.get("class"): group for group in whole.iter(f"{SVG}g")}
        fills = actor_fills(list(atlas.package.actors.values()))
        for actor in ("government", "opposition"):
            assert groups[f"territory-{actor}"].get("fill") == fills[actor]
            assert groups[f"territory-{actor}"].find(f"{SVG}path") is not None
        assert whole.find(f".//{SVG}style") is None


def test_the_thumbnail_shows_who_holds_how_much(land):
    html = land.on("2001-01-05")._repr_html_()
    assert "<bdi>North</bdi>: 4 places" in html
    assert "<bdi>South</bdi>: 4 places" in html
    assert "Contested: 1 places" in html
    assert "Who held what on Friday 5 January 2001" in html


def test_the_same_state_has_the_same_thumbnail(land, land_copy):
    again = frontline.open(land_copy)
    assert land.on("2001-01-05")._repr_html_() == again.on("2001-01-05")._repr_html_()
    assert land._repr_html_() == again._repr_html_()


def test_hostile_text_is_text_in_a_thumbnail_and_in_a_name(hostile):
    for shown in (hostile, hostile.on("2001-01-05")):
        html = shown._repr_html_()
        assert "<script" not in html
        assert "\x1b" not in html
        assert "\u202e" not in html
        assert "mathjax_ignore" in ET.fromstring(html).get("class")  # noqa: S314 - we wrote it
        assert not re.search(r"[\x1b\u202e]", repr(shown))


@pytest.mark.browser
def test_a_browser_draws_the_thumbnail_and_runs_nothing(hostile, visit):
    html = f"<!DOCTYPE html><meta charset='utf-8'>{hostile.on('2001-01-05')._repr_html_()}"
    seen = visit(html)
    assert seen.complaints == []
    assert seen.run("document.querySelectorAll('script').length") == 0
    box = seen.run("document.querySelector('svg path').getBBox().width")
    assert box > 50


# The large map.


def test_explore_returns_a_map_that_accepts_layers(land):
    drawn = land.on("2001-01-05").explore(title="Nine towns")
    assert isinstance(drawn, folium.Map)
    folium.CircleMarker((0.1, 30.1)).add_to(drawn)
    assert "Nine towns" in drawn.get_root().render()


def test_the_map_is_the_page_of_the_day(land):
    state = land.on("2001-01-05")
    assert state.explore().get_root().render() == page.day_map(state).get_root().render()


@pytest.mark.browser
def test_a_notebook_shows_the_map_in_a_frame(land, visit):
    seen = visit(f"<!DOCTYPE html>{land.on('2001-01-05').explore()._repr_html_()}")
    frame = seen.page.frames[1]
    Visit(frame).until("typeof window.frontline?.drawn === 'function'")
    assert "5 January 2001" in json.dumps(frame.evaluate("frontline.drawn()"))
    assert seen.complaints == []


def test_opening_an_atlas_does_not_import_drawing_modules():
    code = "import frontline, sys; frontline.open; print('folium' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# Examples.


def public():
    """Return every public name with the object that documents it."""
    for name in frontline.__all__:
        yield name, getattr(frontline, name)
    for name in page.__all__:
        yield f"webmap.page.{name}", getattr(page, name)
    for kind in (frontline.Atlas, frontline.State):
        for name, _ in inspect.getmembers(kind):
            if not name.startswith("_") and callable(getattr(kind, name)):
                yield f"{kind.__name__}.{name}", inspect.getattr_static(kind, name)


PUBLIC = dict(public())


def test_the_public_names_are_found():
    assert {"open", "Atlas.on", "Atlas.place", "State.distance", "webmap.page.day_map"} <= set(
        PUBLIC
    )


def test_every_public_name_has_an_example_that_doctest_runs():
    runs = {}
    failures = []
    for name, documented in PUBLIC.items():
        module = inspect.getmodule(documented)
        if module not in runs:  # the suite runs the examples of each module of the package
            found = doctest.DocTestFinder().find(module)
            runs[module] = {one.name for one in found if one.examples}
        if f"{module.__name__}.{documented.__qualname__}" not in runs[module]:
            failures.append(name)
    assert failures == []
