"""Files as people have them give the right result or a refusal that helps: the cases of files.toml.

A case is one or several commands on the small files of the folder ``files``.
"""

from __future__ import annotations

import csv
import shlex
import shutil
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
from invented_land import LAND
from typer.testing import CliRunner

from frontline.cli import app

pytestmark = pytest.mark.usefixtures("_forked_readers")

HERE = Path(__file__).parent
FILES = HERE / "files"
CASES = tomllib.loads((HERE / "files.toml").read_text("utf-8"))["case"]
ACTORS = (
    "id,name,name_ar,colour,pattern,note\nnorth,North,,#2f7f86,dots,\nsouth,South,,#b5532d,plain,\n"
)


def start(case, folder):
    """Make the package of a case, and return what failed."""
    if case.get("start", "land") == "land":
        shutil.copytree(LAND, folder)
        return []
    command, *words = shlex.split(case["start"])
    done = CliRunner().invoke(app.app, [command, str(folder), *words])
    (folder / "actors.csv").write_text(ACTORS, "utf-8")
    return [] if done.exit_code == 0 else [f"{case['start']}: {done.output}"]


def step(one, folder):
    """Run a command of a case, and yield what is not as expected."""
    command = one["command"].replace("{out}", str(folder.with_suffix(".out")))
    words = [
        str(FILES / word) if (FILES / word).is_file() else word for word in shlex.split(command)
    ]
    if words[0] == "import":
        words += ["--into", str(folder)]
    else:
        words += [str(folder)] if words[0] == "validate" else ["--data", str(folder)]
    done = CliRunner().invoke(app.app, words)
    printed = " ".join((done.stdout + done.stderr).split())
    if done.exit_code != one.get("exit", 0):
        yield f"exit code {done.exit_code}: {printed}"
    yield from (f"lacks {text!r}: {printed}" for text in one.get("says", ()) if text not in printed)
    yield from (f"has {text!r}: {printed}" for text in one.get("lacks", ()) if text in printed)
    if str(FILES) in printed:
        yield f"names a folder: {printed}"


def contents(case, folder):
    """Yield what the files of the package hold against the expectation."""
    for word, is_there in (("holds", True), ("lacks", False)):
        for name, texts in case.get(word, {}).items():
            path = folder / name
            written = path.read_text("utf-8") if path.is_file() else ""
            yield from (
                f"{name} {'lacks' if is_there else 'has'} {text!r}: {written[-600:]}"
                for text in texts
                if (text in written) != is_there
            )


def exports(case, folder):
    """Yield what is wrong with exported territory: areas of city blocks, and rings of TopoJSON."""
    if "exports" not in case:
        return
    with folder.with_suffix(".out.csv").open(encoding="utf-8", newline="") as file:
        areas = [float(row["area_km2"]) for row in csv.DictReader(file)]
    if len(areas) < 2 or not all(0.01 < area < 1 for area in areas):
        yield f"areas in km2: {areas}"
    for shape in gpd.read_file(folder.with_suffix(".out.topojson")).geometry:
        if any(part.exterior.is_ccw for part in shape.geoms):
            yield "an outer ring of TopoJSON is not clockwise"


@pytest.mark.parametrize("kind", dict.fromkeys(case["kind"] for case in CASES))
def test_files_of_people_give_the_right_result_or_a_helpful_refusal(kind, tmp_path):
    failures = []
    for number, case in enumerate(one for one in CASES if one["kind"] == kind):
        folder = tmp_path / str(number)
        found = start(case, folder)
        for one in case["run"]:
            found += [f"$ {one['command']}: {fault}" for fault in step(one, folder)]
        found += [*contents(case, folder), *exports(case, folder)]
        failures += [f"{case['about']}: {fault}" for fault in found]
    assert failures == []


def test_each_file_is_in_a_case():
    used = {word for case in CASES for one in case["run"] for word in shlex.split(one["command"])}
    assert {path.name for path in FILES.iterdir()} <= used
