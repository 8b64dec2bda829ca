"""The search box: it normalizes names as the library does, and works without a mouse."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest

from frontline.gazetteer import normalize
from frontline.gazetteer.matching import suggest_names
from frontline.webmap import bundle
from frontline.webmap.places import encode_spellings

TESTS = Path(__file__).parent.parent / "gazetteer"
NORMALIZE = Path(bundle.__file__).parent / "assets" / "core" / "normalize.js"
SCRIPT = """
import fs from "node:fs";
const {nameKey, lightName} = await import(process.argv[1]);
const texts = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => [nameKey(text), lightName(text)])));
"""


SIMILARITY = NORMALIZE.with_name("similarity.js")
NEAR_SCRIPT = """
import fs from "node:fs";
const {slipsTo} = await import(process.argv[1]);
const pairs = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(pairs.map(([one, other]) => slipsTo(one, other))));
"""


def run_script(script, module, values):
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script, module.as_uri()],
        input=json.dumps(values), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def normalized(texts):
    return [tuple(row) for row in run_script(SCRIPT, NORMALIZE, texts)]


def listed_names():
    """Return the rows of the list of names that must and must not match."""
    with (TESTS / "names.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(texts):
    return [(normalize.match_key(text), normalize.literal_key(text)) for text in texts]


def written():
    """Return every spelling of the lists of the press, right and wrong."""
    for name in ("names_that_match.txt", "names_that_must_not_match.txt"):
        for line in (TESTS / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield from (part.strip() for part in re.split(r"!?=", line))
    for row in listed_names():
        yield from (row["written"], row["name"])


def test_every_name_of_the_gazetteer_is_normalized_as_in_the_library(atlas):
    places = atlas.package.gazetteer.values()
    texts = [name for place in places for name in (place.name, place.name_ar, *place.names)]
    assert len(texts) > 3000
    assert normalized(texts) == expected(texts)


def test_spellings_of_the_press_are_normalized_as_in_the_library():
    texts = sorted(set(written()))
    assert len(texts) > 300
    assert normalized(texts) == expected(texts)


def test_letters_marks_and_digits_are_normalized_as_in_the_library():
    blocks = [(0x20, 0x370), (0x620, 0x700), (0x1E00, 0x1F00), (0x2000, 0x2070), (0xFE70, 0xFEFD)]
    blocks += [(0x400, 0x530), (0x590, 0x5F5), (0x1200, 0x137D)]
    letters = [chr(code) for start, end in blocks for code in range(start, end)]
    texts = [f"{one}a{one} b{one}" for one in letters] + [f"kafr {one}{one}e" for one in letters]
    texts += [f"kafr {one} 1{one} {one}" for one in letters] + [f"ba 07 0{one}2" for one in letters]
    assert normalized(texts) == expected(texts)


def test_names_are_near_each_other_as_in_the_library():
    keys = [
        normalize.match_key(row[part]) for row in listed_names() for part in ("written", "name")
    ]
    pairs = [*zip(keys[::2], keys[1::2], strict=True), *zip(keys, keys[7:], strict=False)]
    near = [suggest_names(one, [other], ["it"]).get("it") for one, other in pairs]
    slips = [one.distance if one is not None and one.rank == 0 else None for one in near]
    assert sum(one is not None for one in slips) > 50
    assert run_script(NEAR_SCRIPT, SIMILARITY, pairs) == slips  # JSON writes infinity as null


def test_spellings_are_the_keys_that_the_names_themselves_do_not_have(atlas):
    places = list(atlas.sites)
    for place, keys in zip(places, encode_spellings(places), strict=True):
        own = {normalize.match_key(place.name), normalize.match_key(place.name_ar)}
        assert not own & set(keys)
        assert {normalize.match_key(name) for name in place.names} <= own | {*keys, ""}


def type_name(seen, text):
    seen.page.keyboard.press("/")
    seen.page.fill(".search input", text)


@pytest.mark.browser
def test_a_place_is_found_by_keyboard_in_either_script(visit, day_html):
    seen = visit(day_html, reduced_motion="reduce")
    for text in ("Khan Cheikhoun", "خان شيخون", "khan sh"):
        assert_found_in_the_middle(seen, text)
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator(".card").is_visible()
        seen.run(AWAY)
    assert seen.complaints == []


#: Shows another part of the map than that of the town.
AWAY = """() => {
  const map = Object.values(window).find((one) => one instanceof L.Map);
  map.setView([36.0, 36.4], 9, { animate: false });
}"""


def assert_found_in_the_middle(seen, text):
    type_name(seen, text)
    seen.page.keyboard.press("Enter")
    assert seen.text(".card h2").startswith("Khan Shaykhun")
    # The town is in the middle of what the card, at the side of the map, leaves of it.
    point, frame, card = seen.run(
        """() => {
          const map = Object.values(window).find((one) => one instanceof L.Map);
          const { x, y } = map.latLngToContainerPoint([35.44, 36.65]);
          const box = map.getContainer().getBoundingClientRect();
          const card = document.querySelector(".card").getBoundingClientRect();
          return [[box.left + x, box.top + y], [box.left, box.right, box.top, box.bottom],
            [card.left, card.right]];
        }"""
    )
    left, right, top, bottom = frame
    at_left = card[0] - left < right - card[1]
    free = (card[1], right) if at_left else (left, card[0])
    assert point == pytest.approx([sum(free) / 2, (top + bottom) / 2], abs=25), text


@pytest.mark.browser
def test_the_list_of_results_is_accessible(visit, year_html):
    seen = visit(year_html)
    type_name(seen, "tell")
    box = seen.page.locator(".search input")
    options = seen.page.locator("[role=listbox] [role=option]")
    assert options.count() > 3
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == seen.page.locator("[role=listbox]").get_attribute(
        "id"
    )
    for step in range(3):
        active = seen.page.locator(f"#{box.get_attribute('aria-activedescendant')}")
        assert active.get_attribute("aria-selected") == "true"
        assert active.inner_text() == options.nth(step).inner_text()
        seen.page.keyboard.press("ArrowDown")
    day = seen.run("frontline.day()")
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("[role=listbox]").is_visible()
    assert box.get_attribute("aria-expanded") == "false"
    assert seen.run("frontline.day()") == day


@pytest.mark.browser
def test_an_ambiguous_name_finds_each_place_with_its_district(visit, day_html, atlas):
    shown = [*atlas.sites]
    shown += [
        place
        for place in atlas.package.gazetteer.values()
        if place.kind in {"city", "town"} and place not in shown
    ]
    by_name = {}
    for place in shown:
        by_name.setdefault(place.name, []).append(place)
    name, alike = next((name, found) for name, found in by_name.items() if len(found) > 1)
    seen = visit(day_html)
    type_name(seen, name)
    texts = seen.page.locator("[role=option]").all_inner_texts()
    for place in alike:
        district = place.admin3 or place.admin2 or place.admin1
        assert any(name in text and district in text for text in texts)
    assert "choose by district" in seen.page.locator(".search .status").text_content()


@pytest.mark.browser
def test_a_town_without_reports_is_found_too(visit, day_html):
    seen = visit(day_html, reduced_motion="reduce")
    type_name(seen, "Masyaf")
    seen.page.keyboard.press("Enter")
    assert seen.text(".card h2").startswith("Masyaf")
    assert "No reports about this place." in seen.text(".card")
    assert seen.complaints == []


@pytest.mark.browser
def test_an_unknown_name_is_reported(visit, year_html):
    seen = visit(year_html)
    type_name(seen, "Zzyzx Qwrt")
    assert not seen.page.locator("[role=listbox]").is_visible()
    assert "No place" in seen.page.locator(".search .status").text_content()
    seen.page.keyboard.press("Enter")
    assert not seen.page.locator(".card").is_visible()
