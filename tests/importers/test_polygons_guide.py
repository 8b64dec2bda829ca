"""The guide to another war from polygons: its commands are run as they are written."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import shapely
from run_command import invoke

import frontline

GUIDE = Path(__file__).parents[2] / "docs" / "polygons.md"
TOWNS = (
    *(("Ash", 29.96, 0.0), ("Birch", 29.97, 0.12), ("Cedar", 29.98, 0.22), ("Elm", 30.06, 0.11)),
    *(("Fir", 30.16, 0.02), ("Ivy", 30.15, 0.2), ("Oak", 30.24, 0.1), ("Pine", 30.25, 0.24)),
)


def write_inputs(folder):
    """Write a GeoNames dump of eight towns, and five maps on which a front moves east."""
    rows = []
    for number, (name, lon, lat) in enumerate(TOWNS, 1):
        cells = [str(number), name, name, "", str(lat), str(lon), "P", "PPL", "XX", *[""] * 10]
        cells[14], cells[17], cells[18] = "2000", "Africa/Kampala", "2020-01-01"
        rows.append("\t".join(cells))
    (folder / "XX.txt").write_text("\n".join([*rows, ""]), "utf-8")
    (folder / "maps").mkdir()
    for day in range(1, 6):
        east = 29.95 + 0.04 * day
        edge = [(29.9, -0.1), (east + 0.03, -0.1), (east, 0.02), (east + 0.04, 0.12), (east, 0.3)]
        ground = shapely.Polygon([*edge, (29.9, 0.3)])
        feature = {
            "type": "Feature",
            "properties": {},
            "geometry": shapely.geometry.mapping(ground),
        }
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / "maps" / f"2023010{day}.geojson").write_text(text, "utf-8")


def commands():
    """Yield the commands of the guide."""
    text = GUIDE.read_text("utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield from block.replace("\\\n", " ").splitlines()


def arguments(line):
    """Return the words of a command as a shell expands them."""
    words = shlex.split(line)[1:]
    files = {word: sorted(map(str, Path().glob(word))) for word in words if "*" in word}
    return [one for word in words for one in files.get(word, [word])]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_inputs(folder)
        for line in commands():
            found[line] = invoke(*arguments(line)).output
            if line.startswith("frontline init"):
                (actors,) = re.findall(r"```csv\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
                (folder / "marsh" / "actors.csv").write_text(actors, "utf-8")
    return folder, found


def answer(answers, words):
    (found,) = [text for line, text in answers[1].items() if words in line]
    return found


def test_the_guide_leads_to_pages_and_pictures(answers):
    folder = answers[0]
    for name in ("marsh.html", "marsh-drawn.html", "marsh.png", "marsh-drawn.png"):
        assert (folder / name).stat().st_size > 10_000, name
    assert "0 errors" in answer(answers, "validate")
    assert "8 used" in answer(answers, "import geonames")
    assert "5 used" in answer(answers, "import areas")


def test_the_cells_of_the_guide_cover_the_region(answers):
    state = frontline.open(answers[0] / "marsh").on("2023-01-04")
    # 0.4 degrees of longitude and latitude at the equator.
    assert sum(state.areas_km2.values()) == pytest.approx(0.4 * 111.3 * 0.4 * 110.6, rel=0.01)


def test_control_follows_the_maps_of_the_guide_to_the_day(answers):
    # The edge of the ground of the rebels passes Elm between the maps of the second and third day.
    spans = frontline.open(answers[0] / "marsh").record.spans("elm")
    held = [(span.control.holder, span.first.day) for span in spans if span.control.holder]
    assert held[0] == ("government", 1)
    assert ("rebels", 3) in held
    assert "supported: took Elm" in answer(answers, "frontline check")
    # A report about Ivy goes before the maps of older days.
    assert frontline.open(answers[0] / "marsh").on("2023-01-05").control("ivy").control.status != (
        "unknown"
    )
