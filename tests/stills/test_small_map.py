"""Small maps are the same scene as a still, as pieces of SVG that share a page."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from frontline.stills.ground import read_ground
from frontline.stills.small_map import View, small_map
from frontline.stills.still import still
from frontline.webmap import page
from frontline.webmap.site import day_sentence

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2001, 1, 5)


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - our own text


def texts(root):
    return {"".join(one.itertext()).strip("\u2067\u2069") for one in root.iter(f"{SVG}text")}


def test_a_small_map_shows_the_territory_of_the_still_and_needs_no_style_sheet(land):
    root = parsed(small_map(land, View("Nine towns", DAY), "one"))
    drawn = {group.get("class") for group in root.iter(f"{SVG}g")}
    whole = {mark.style for layer in still(land.on(DAY)).scene.layers.values() for mark in layer}
    assert {style for style in whole if style.startswith("territory")} <= drawn
    assert root.find(f".//{SVG}style") is None
    assert not [one for one in root.iter() if one.get("style")]
    assert root.find(f"{SVG}title").text == "Nine towns"


def test_the_ids_of_two_small_maps_differ(land):
    found = [re.findall('id="([^"]+)"', small_map(land, View("x", DAY), name)) for name in "ab"]
    assert found[0]
    assert not set(found[0]) & set(found[1])
    assert all(f"#{id_})" in small_map(land, View("x", DAY), "a") or "title" in id_
               for id_ in found[0])  # fmt: skip


def test_a_claim_is_drawn_with_its_lines_circle_and_places(land):
    elm, fir = land.place("Elm"), land.place("Fir")
    ends = (elm.lon, elm.lat), (fir.lon, fir.lat)
    view = View("From Elm", DAY, ends, ((*ends, "11 km", True),), (elm, fir),
                (ends[0], 4000.0, ((10, 80),)))  # fmt: skip
    root = parsed(small_map(land, view, "claim"))
    drawn = {group.get("class") for group in root.iter(f"{SVG}g")}
    assert {"distance", "ring", "arc", "highlight", "error"} <= drawn
    assert {"Elm", "Fir", "11 km"} <= texts(root)
    assert not drawn & {"length"}
    without_day = View("From Elm", None, ends, ((*ends, "11 km", True),))
    drawn = {group.get("class") for group in parsed(small_map(land, without_day, "x")).iter()}
    assert not any(str(style).startswith(("territory", "front")) for style in drawn)


def test_a_coarse_map_keeps_who_holds_what_in_a_few_kilobytes(atlas):
    fine, coarse = (
        small_map(atlas, View("x", date(2019, 8, 23)), "x", coarse=one) for one in (False, True)
    )
    assert len(coarse) < 6000 < len(fine)
    kept = {group.get("class") for group in parsed(coarse).iter(f"{SVG}g")}
    assert {"territory-government", "territory-opposition", "front"} <= kept


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_has_a_picture_of_its_last_day_for_readers_without_script(land, language):
    html = page.day_map(land.on(DAY), language=language).get_root().render()
    picture = re.search(r"<noscript>.*?(<svg.*?</svg>)\n*</noscript>", html, re.DOTALL)[1]
    root = parsed(picture)
    names = {(language == "ar" and one.name_ar) or one.name for one in land.sites}
    assert len(texts(root) & names) >= 5
    assert any(str(group.get("class")).startswith("territory") for group in root.iter())


def test_the_sentence_of_a_day_without_key_date_counts_what_changed(land):
    first, *others = land.package.coverage.key_days
    assert set(day_sentence(land.on(first)).values()) == {""}
    for day in others:
        changed = (land.on(day).holders != land.on(first).holders).sum()
        assert f"{changed} place" in day_sentence(land.on(day))["en"]
        first = day


def test_the_ground_of_a_map_is_only_what_is_in_view(land):
    state = land.on(DAY)
    assert read_ground(state, _frame(land)).held
    far = View("sea", DAY, ((29.0, -2.0), (29.01, -2.01)))
    drawn = {group.get("class") for group in parsed(small_map(land, far, "x")).iter(f"{SVG}g")}
    assert not any(style.startswith("territory") for style in drawn)


def _frame(land):
    from frontline.stills.frame import Box, Frame
    from frontline.stills.views import view_bounds

    return Frame.around(Box(0, 0, 400, 300), land.projection, view_bounds(land, "all"), 12.0)
