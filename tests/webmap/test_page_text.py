"""Pages as text, without a browser: their bytes, their policy, and hostile titles."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import folium
import folium.plugins
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from parsed_page import ParsedPage

from frontline.atlas import Atlas
from frontline.errors import InvalidRequestError, OutputError
from frontline.webmap import csp, index, page


def test_the_same_input_gives_the_same_bytes(land):
    def made():
        drawn = page.animation(land, notices=["One."])
        folium.Marker([35.4, 36.6], popup="Here").add_to(drawn)
        folium.GeoJson(shapely.Point(36.6, 35.4).__geo_interface__).add_to(drawn)
        return drawn.get_root().render()

    first = made()
    assert first == made()
    random_ids = re.compile(r"_(?!0{20})[0-9a-f]{32}\b")
    assert not random_ids.search(first)


def test_rendering_twice_and_saving_give_one_text(land, tmp_path):
    drawn = page.day_map(land.on("2001-01-05"))
    text = drawn.get_root().render()
    assert drawn.get_root().render() == text
    drawn.save(str(tmp_path / "folium.html"))
    page.save(drawn, tmp_path / "own.html")
    assert (tmp_path / "folium.html").read_bytes() == text.encode()
    assert (tmp_path / "own.html").read_bytes() == text.encode()


def test_a_page_that_cannot_be_written_raises_an_error(land, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="could not be written"):
        page.save(page.day_map(land.on("2001-01-05")), tmp_path / "file" / "page.html")


def test_the_policy_names_exactly_the_blocks_of_the_page(day_html):
    read = ParsedPage(day_html)

    def hashes(kind):
        blocks = (hashlib.sha256(text.encode()).digest() for text in read.contents(kind))
        return {f"'sha256-{base64.b64encode(block).decode()}'" for block in blocks}

    policy = dict(part.split(" ", 1) for part in read.policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert set(policy["script-src"].split()) == hashes("script")
    assert set(policy["style-src"].split()) == hashes("style")
    assert policy["img-src"] == "data:"
    assert (policy["base-uri"], policy["form-action"]) == ("'none'", "'none'")
    assert "unsafe" not in read.policy()


def test_a_page_has_nothing_to_fetch_and_no_inline_handler(day_html):
    read = ParsedPage(day_html)
    assert read.addresses == []
    assert not [name for _, name, _ in read.attributes if name.startswith("on") or name == "style"]
    style = "".join(read.contents("style"))
    assert "url(" not in style
    assert "@import" not in style
    assert "sourceMappingURL" not in day_html


def test_a_page_has_language_title_description_and_viewport(day_html):
    attributes = ParsedPage(day_html).attributes
    assert ("html", "lang", "en") in attributes
    assert "<title>Who held what on Thursday 15 August 2019" in day_html
    names = {value for _, name, value in attributes if name == "name"}
    assert {"description", "viewport", "color-scheme"} <= names
    assert "user-scalable" not in day_html


def test_a_page_contains_no_library_but_leaflet(day_html):
    for foreign in ("jquery", "bootstrap", "awesome", "cdn.", "unpkg"):
        assert foreign not in re.sub(r'"frontline-data">.*?</script>', "", day_html).lower()
    assert "Leaflet 1.9.3" in day_html


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_any_text_survives_the_json_block_and_cannot_end_it(value):
    block = csp.json_block(value)
    assert json.loads(block) == value
    assert not set("<>&\u2028\u2029\u202e\r\n") & set(block)
    block.encode("utf-8")


def test_a_lone_surrogate_does_not_break_a_page():
    assert json.loads(csp.json_block("\ud800")) == "\ud800"
    assert csp.escape_html("a\ud800<b>") == "a?&lt;b&gt;"


def test_only_ids_of_elements_are_renumbered():
    known, other = "ab" * 16, "cd" * 16
    text = f"map_{known} {other} popup_{known} {known}ef"
    assert csp.renumber_ids(text, {known}) == f"map_{0:032x} {other} popup_{0:032x} {known}ef"


@pytest.mark.parametrize(
    "layer",
    [
        folium.plugins.MarkerCluster(),
        folium.Marker([35.4, 36.6], icon=folium.Icon(color="red")),
    ],
)
def test_a_layer_that_needs_other_files_is_refused(land, layer):
    drawn = page.day_map(land.on("2001-01-05"))
    layer.add_to(drawn)
    with pytest.raises(InvalidRequestError, match="loads nothing"):
        drawn.get_root().render()


def test_tiles_open_the_policy_for_their_hosts_alone(land):
    drawn = page.day_map(land.on("2001-01-05"), tiles="OpenStreetMap.Mapnik")
    read = ParsedPage(drawn.get_root().render())
    assert "img-src data: https://tile.openstreetmap.org;" in read.policy()
    own = page.Tiles("https://{s}.tiles.invalid/{z}/{x}/{y}.png", "Somebody", ("a", "b"))
    read = ParsedPage(page.day_map(land.on("2001-01-05"), tiles=own).get_root().render())
    assert "img-src data: https://a.tiles.invalid https://b.tiles.invalid;" in read.policy()


@pytest.mark.parametrize(
    ("tiles", "message"),
    [
        ("No Such Tiles", "unknown tiles"),
        ("CartoDB.Positron", "need a key"),
        (page.Tiles("http://tiles.invalid/{z}/{x}/{y}.png", "x"), "is not an address of tiles"),
        (page.Tiles("https://tiles.invalid/{z}/{x}.png", "x"), "is not an address of tiles"),
        (page.Tiles("https://a; script-src * /{z}/{x}/{y}", "x"), "is not an address of tiles"),
        (page.Tiles("https://{host}/{z}/{x}/{y}", "x"), "is not an address of tiles"),
        (page.Tiles("https://tiles.invalid/{z}/{x}/{y}.png", " "), "attribution"),
        (page.Tiles("https://{s}.t.invalid/{z}/{x}/{y}", "x", ("a; *",)), "subdomains"),
    ],
)
def test_tiles_that_cannot_be_used_are_refused(land, tiles, message):
    with pytest.raises(InvalidRequestError, match=message):
        page.day_map(land.on("2001-01-05"), tiles=tiles)


HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}{% raise %}${7*7}`</script></title>\u202e\"'&"


def test_the_index_links_the_pages_and_writes_titles_as_text(atlas):
    frame = atlas.package.coverage.model_copy(update={"title_ar": HOSTILE})
    renamed = Atlas(replace(atlas.package, title=HOSTILE, coverage=frame), atlas.rule)
    day = date(2019, 8, 15)
    entries = [
        index.Entry("all.html", f"{HOSTILE} by day", day, day + timedelta(days=3)),
        index.Entry("day.html", "A day", day, day),
        index.Entry("javascript:alert(1)", HOSTILE, day, day),
    ]
    text = index.index(renamed, entries)
    read = ParsedPage(text)
    files = ["all.html", "day.html", "javascript%3Aalert(1)"]
    assert read.addresses == [
        *("#lang=en", "#lang=ar"), *files, *(f"{file}#lang=ar" for file in files)
    ]  # fmt: skip
    assert {tag for tag, _, _ in read.attributes} == {"html", "meta", "nav", "a", "main"}
    # The title, and in each language a heading, two entries, the version.
    assert "".join(read.text).count(HOSTILE) == 9
    assert "Thursday 15 August 2019" in text
    assert text == index.index(renamed, entries)


def test_the_title_of_a_page_is_text_everywhere(land):
    drawn = page.day_map(land.on("2001-01-05"), title=HOSTILE, notices=[HOSTILE])
    read = ParsedPage(drawn.get_root().render())
    assert HOSTILE in "".join(read.text)
    assert HOSTILE in next(v for _, n, v in read.attributes if n == "content" and HOSTILE in v)
    (data,) = read.contents("script", data=True)
    both = {"en": HOSTILE, "ar": HOSTILE}
    assert json.loads(data)["title"] == both
    assert json.loads(data)["notices"] == [both]
