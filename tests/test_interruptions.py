"""Interrupted or killed at any moment, a command loses nothing and leaves nothing over.

``--interruptions 50`` tries fifty moments of each command and signal instead of one.
"""

from __future__ import annotations

import csv
import random
import shutil
import signal
import sqlite3
from contextlib import closing

import pytest
from forked_command import moments, run_forked
from invented_land import LAND
from typer.testing import CliRunner

from frontline.cli import app
from frontline.signals import INTERRUPTED
from frontline.webmap.site import MANIFEST

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
ADD = [
    *("add", "event", "--into", "land", "--place", "cedar", "--kind", "capture"),
    *("--on", "2001-01-12", "--extend", "--before", "north", "--after", "south"),
    *("--publisher", "Newpub", "--stance", "agency", "--url", "https://new.invalid/1"),
    *("--published", "2001-01-12", "--says", "supports"),
]
ADMIN = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    '{"id": "a1", "name": "A"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[29.9, -0.1], [30.3, -0.1], [30.3, 0.3], [29.9, 0.3], [29.9, -0.1]]]}}]}"
)
COMMANDS = {
    "build": ["build", "--data", "land", "--out", "maps"],
    "export": ["export", "--data", "land", "--out", "maps/x.gpkg"],
    "import": [
        "import",
        "admin",
        "areas.geojson",
        "--into",
        "land",
        *("--set", "level=admin1"),
        *("--set", "source=Book", "--set", "licence=CC0"),
    ],
    "add": ADD,
}


def work_in(folder):
    """Return the arguments of each command with its files in a folder, which is begun anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(LAND, folder / "land")
    (folder / "areas.geojson").write_text(ADMIN)
    (folder / "maps").mkdir()
    for name in ("index.html", "animation.html"):
        (folder / "maps" / name).write_text("old</html>")
    with closing(sqlite3.connect(folder / "maps" / "x.gpkg")) as base:
        base.execute("CREATE TABLE old (id)")
        base.commit()
    paths = {"land", "maps", "maps/x.gpkg", "areas.geojson"}
    return {
        name: [str(folder / one) if one in paths else one for one in arguments]
        for name, arguments in COMMANDS.items()
    }


def broken_outputs(maps):
    """Return what is not whole in a folder of pages and exports."""
    found = [
        path.name
        for path in maps.glob("*.html")
        if not path.read_text().rstrip().endswith("</html>")
    ]
    for path in maps.glob("*.gpkg"):
        with closing(sqlite3.connect(path)) as base:
            if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                found.append(path.name)
    return found


def ids(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())) for row in csv.DictReader(file)}


def half_changes(land):
    """Return the files of a package that lack what a change of several files belongs to."""
    event = "E6" in ids(land / "events.csv")
    half = [] if ("E6-r1" in ids(land / "reports.csv")) == event else ["reports.csv"]
    half += [] if ("newpub" in ids(land / "publishers.csv")) == event else ["publishers.csv"]
    text = (land / "datapackage.json").read_text()
    half += [] if ("2001-01-12" in text) == event else ["datapackage.json"]
    area = (land / "admin.geojson").exists()
    return half if ("admin.geojson" in text) == area else [*half, "admin.geojson"]


def left_over(folder):
    return [str(path.relative_to(folder)) for path in folder.rglob(".*") if path.name != MANIFEST]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stopped_at_any_moment_loses_nothing(name, tmp_path, request):
    rng = random.Random(name)  # noqa: S311 - the same moments in each run
    count = request.config.getoption("--interruptions")
    work = tmp_path / "work"
    wrong = []
    whole = run_forked(*work_in(work)[name])
    for number in SIGNALS:
        for moment in moments(whole, rng, count):
            arguments = work_in(work)[name]
            stopped = run_forked(*arguments, number=number, **moment)
            where = f"{number.name} {moment}: "
            if number != signal.SIGKILL and (stopped["code"], stopped["stderr"]) not in {
                (0, ""),
                (2, f"frontline: {INTERRUPTED}\n"),
            }:
                wrong.append(f"{where}{stopped}")
            if stopped["code"] == 2 and left_over(work):
                wrong.append(f"{where}left {left_over(work)} at once")
            wrong += [f"{where}broken {one}" for one in broken_outputs(work / "maps")]
            checked = CliRunner().invoke(app.app, ["validate", str(work / "land")])
            if checked.exit_code != 0:
                wrong.append(f"{where}{checked.output}")
            wrong += [f"{where}half {one}" for one in half_changes(work / "land")]
            again = run_forked(*arguments)
            done = again["code"] == 0 or "exists already" in again["stderr"]
            if not done or left_over(work):
                wrong.append(f"{where}then {again}, left {left_over(work)}")
    assert wrong == []
