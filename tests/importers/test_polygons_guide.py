"""The guide to a war from polygons works as it is written, on an invented country."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from area_rows import box
from typer.testing import CliRunner

from frontline.cli import app

GUIDE = (Path(__file__).parents[2] / "docs" / "polygons.md").read_text("utf-8")
TOWNS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy")
#: The eastern edge of the ground of the rebels, by day of January 2023.
EDGES = {1: 30.05, 2: 30.05, 3: 30.15, 4: 30.15}


@pytest.fixture
def _inputs(tmp_path, monkeypatch):
    """Write the gazetteer and the maps that the guide names."""
    monkeypatch.chdir(tmp_path)
    lines = []
    for number, name in enumerate(TOWNS):
        lon, lat = 30 + number % 3 * 0.1, 0.2 - number // 3 * 0.1
        cells = [str(number + 1), name, name, "", f"{lat:.5f}", f"{lon:.5f}", "P", "PPL", "XX"]
        lines.append("\t".join([*cells, *[""] * 5, "4000", *[""] * 4]))
    Path("XX.txt").write_text("\n".join(lines) + "\n", "utf-8")
    Path("maps").mkdir()
    for day, edge in EDGES.items():
        feature = {"type": "Feature", "properties": {}, "geometry": box(29.9, -0.1, edge, 0.3)}
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        Path(f"maps/202301{day:02}.geojson").write_text(text, "utf-8")


def commands():
    """Return the commands of the guide, with the names of files that a shell would fill in."""
    for block in re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line)[1:]
            yield [one for word in words for one in _expanded(word)]


def _expanded(word):
    """Return the files that a word with a star means, or the word itself."""
    found = sorted(map(str, Path().glob(word))) if word.startswith("maps/") else []
    return found or [word]


@pytest.mark.usefixtures("_inputs")
def test_every_command_of_the_guide_works():
    csv = re.search(r"^```csv\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)[1]
    answers = {}
    for words in commands():
        answers[words[0]] = CliRunner().invoke(app.app, words)
        assert answers[words[0]].exit_code == 0, (words, answers[words[0]].output)
        if words[0] == "init":
            Path("marsh/actors.csv").write_text(csv, "utf-8")
    assert "2023-01-03 to 2023-01-04: held by Rebels (claimed)" in answers["control"].stdout
    assert "supported: took Elm" in answers["check"].stdout
    assert Path("marsh.html").stat().st_size > 100_000
    assert Path("marsh.png").read_bytes().startswith(b"\x89PNG")
