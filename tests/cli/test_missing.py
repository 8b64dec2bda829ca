"""A command without its argument says what it can be in this data package, with an example."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from run_command import run, run_on_land

from frontline.package.template import Template, create_package

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from growth_package import write_package

pytestmark = pytest.mark.usefixtures("_opened_once")

#: Commands without an argument or option, and what the answer must name.
INCOMPLETE = {
    "place": "Name a place",
    "control": "Name a place",
    "distance": "with --on DAY also front or north, south",
    "distance Elm": "Missing argument 'B'",
    "highway": "Highways of the data package: h1.",
    "pockets": "Days of the data package: 2001-01-01 to 2001-01-10.",
    "compare": "Days of the data package: 2001-01-01 to 2001-01-10.",
    "fragility": "Days of the data package: 2001-01-01 to 2001-01-10.",
    "map": "Days of the data package: 2001-01-01 to 2001-01-10.",
    "export": "Example: frontline export --on",
}
#: Commands whose example speaks of files that the reader has.
OF_FILES = {
    "import": "Kinds: places, geonames",
    "import geonames": "Example: frontline import geonames",
    "init": "A new or empty folder",
    "locate": "Example: frontline locate",
    "story": "Example: frontline story steps.toml",
    "add event": "`frontline init DIR` makes one",
    "add report": "frontline add report --into",
    "add area": "frontline add area --into",
}


def example_in(answer):
    """Return the words of the example in an answer that is drawn in a box."""
    text = " ".join(line.strip(" │") for line in answer.splitlines())
    found = re.search(r"Example: frontline (.+?)(?: ╰|$)", text)
    assert found, answer
    return shlex.split(found[1])


@pytest.mark.parametrize("words", INCOMPLETE)
def test_a_missing_argument_is_explained_by_the_package_and_its_example_works(
    words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")  # boxes without line breaks
    answer = run_on_land(*words.split(), code=2)
    assert INCOMPLETE[words] in answer
    assert len(answer.splitlines()) <= 8
    rest = ["--draws", "2"] if words == "fragility" else []
    assert run(*example_in(answer), *rest) or words == "map"


@pytest.mark.parametrize("words", OF_FILES)
def test_a_command_for_files_says_what_they_are(words, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    answer = run(*words.split(), code=2)
    assert OF_FILES[words] in answer
    assert example_in(answer)[0] == words.split()[0]
    assert len(answer.splitlines()) <= 8


def test_names_of_any_package_are_quoted_and_a_package_that_is_wrong_is_no_obstacle(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "300")
    folder = write_package(tmp_path / "some package", 60, 60)
    places = json.loads((folder / "gazetteer.geojson").read_text("utf-8"))
    for place in places["features"]:
        place["properties"]["name"] = '$(rm) "' + place["properties"]["name"]
    (folder / "gazetteer.geojson").write_text(json.dumps(places), "utf-8")
    answer = run("control", "--data", folder, code=2)
    assert re.search(r"Example: frontline control p\d+ --data", answer)
    assert run(*example_in(answer))
    (folder / "actors.csv").write_text("not,a,table\n", "utf-8")
    assert "Example: frontline control NAME" in run("control", "--data", folder, code=2)
    listed = [f"r{number}" for number in range(40)]
    roads = json.loads((folder / "highways.geojson").read_text("utf-8"))
    (road,) = roads["features"]
    roads["features"] = [
        {**road, "id": id_, "properties": {**road["properties"], "id": id_, "name": id_}}
        for id_ in listed
    ]
    folder = write_package(tmp_path / "roads", 60, 60)
    (folder / "highways.geojson").write_text(json.dumps(roads), "utf-8")
    assert "r10, r11 and 28 more." in run("highway", "--data", folder, code=2)


def test_a_package_without_actors_names_none(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    create_package(tmp_path / "new", Template(title="A new record"))
    answer = run("distance", "--data", str(tmp_path / "new"), code=2)
    assert "A place, its id, lon,lat or a highway." in answer
