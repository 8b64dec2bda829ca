"""The ruler: lengths of the page are those of GeographicLib, and it works without a mouse."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic
from parsed_page import data_of

from frontline.webmap import bundle

GEODESIC = Path(bundle.__file__).parent / "assets" / "core" / "geodesic.js"
SCRIPT = """
import fs from "node:fs";
const {geodesic} = await import(process.argv[1]);
const pairs = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(pairs.map(([one, other]) => geodesic(one, other))));
"""


def measured(pairs):
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", SCRIPT, GEODESIC.as_uri()],
        input=json.dumps(pairs), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_ruler_is_within_a_millimetre_of_geographiclib(atlas):
    west, south, east, north = atlas.package.coverage.region
    chance = random.Random(4)  # noqa: S311 - the same on each run
    pairs = []
    for metres in [0, 0.5, 5, 50, 500, *(chance.uniform(0, 300_000) for _ in range(600))]:
        lon, lat = chance.uniform(west, east), chance.uniform(south, north)
        end = Geodesic.WGS84.Direct(lat, lon, chance.uniform(0, 360), metres)
        pairs.append([[lon, lat], [end["lon2"], end["lat2"]]])
    for ((lon1, lat1), (lon2, lat2)), found in zip(pairs, measured(pairs), strict=True):
        exact = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
        assert found["metres"] == pytest.approx(exact["s12"], abs=1e-3)
        if exact["s12"] > 100:
            difference = (found["bearing"] - exact["azi1"] + 180) % 360 - 180
            assert abs(difference) < 1e-5


def readout(seen):
    return seen.text(".ruler-readout").replace("\u2068", "").replace("\u2069", "")


@pytest.mark.browser
def test_from_a_chosen_place_to_a_searched_one_by_keyboard(visit, atlas, day_html):
    seen = visit(day_html, reduced_motion="reduce")
    seen.run("frontline.choose('khan-shaykhun')")
    seen.page.locator(".card .actions button").focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.type("Morek")
    seen.page.keyboard.press("Enter")
    distance, _ = atlas.distance("khan-shaykhun", "Morek")
    kilometres = float(re.search(r"([\d.]+) km", readout(seen))[1])
    assert kilometres == round(distance.centre_m / 1000, 1)
    assert readout(seen).startswith("Khan Shaykhun to Morek")
    assert f"{distance.direction}, bearing {distance.bearing_deg:.0f}°" in readout(seen)
    assert seen.page.locator("path.ruler-line").count() == 1
    seen.page.locator(".ruler-button").focus()
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator(".ruler-box").is_visible()
    assert seen.page.locator("path.ruler-line, path.ruler-end").count() == 0
    assert seen.complaints == []


@pytest.mark.browser
def test_two_clicks_measure_points_and_take_the_place_under_the_mark(visit, day_html):
    seen = visit(day_html)
    seen.page.locator(".ruler-button").click()
    box = seen.page.locator("circle.marker[aria-label^='\u2068Khan Shaykhun\u2069']").bounding_box()
    frame = seen.page.locator(".folium-map").bounding_box()
    seen.page.mouse.click(box["x"] + 2, box["y"] + 2)
    assert readout(seen).startswith("From Khan Shaykhun")
    assert not seen.page.locator(".card").is_visible()
    seen.page.mouse.click(frame["x"] + 120, frame["y"] + frame["height"] - 150)
    lat, lon = map(float, re.search(r"to ([\d.]+), ([\d.]+):", readout(seen)).groups())
    data = data_of(day_html)
    index = data["places"]["name"].index("Khan Shaykhun") + 1
    start = [
        (sum(data["places"][axis][:index]) + origin) / 1e5
        for axis, origin in zip("yx", reversed(data["origin"]), strict=True)
    ]
    exact = Geodesic.WGS84.Inverse(*start, lat, lon)["s12"]
    kilometres = float(re.search(r"([\d.]+) km", readout(seen))[1])
    # The readout names the point to 1e-4 degrees, which may round a length up or down.
    assert kilometres in {round((exact + metres) / 1000, 1) for metres in (-10, 0, 10)}
    assert seen.complaints == []
