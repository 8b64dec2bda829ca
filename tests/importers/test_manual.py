"""The commands of the manual import three files and make an animated page."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.package.package import read_package

HERE = Path(__file__).parent
MANUAL = (HERE.parent.parent / "docs" / "importing-events.md").read_text("utf-8")
ACTORS, *ROWS = re.findall(r"^```csv\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Run every command of the manual, one after the other; return the folder and the outputs."""
    folder = tmp_path_factory.mktemp("desk")
    for path in [*(HERE / "samples").glob("*.*"), *(HERE / "samples" / "country").iterdir()]:
        if path.name != "acled.csv" or path.parent.name == "country":
            shutil.copy(path, folder)
    answers = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in COMMANDS:
            if " ukraine " in line:
                shutil.copytree(folder / "xania", folder / "ukraine")
                _begun_again(folder / "ukraine")
            answers[line] = CliRunner().invoke(app.app, shlex.split(line)[1:])
            if line.startswith("frontline import geonames"):
                (folder / "xania" / "actors.csv").write_text(ACTORS, encoding="utf-8")
            if line.startswith("frontline import acled"):
                for name, block in zip(("baseline", "publishers", "reports"), ROWS, strict=True):
                    add(folder / "xania" / f"{name}.csv", block)
    return folder, answers


def add(path, block):
    """Put the rows of a block under those of a table, which has the same header."""
    header, *rows = block.splitlines()
    assert rows
    assert path.read_text("utf-8").splitlines()[0] == header
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def _begun_again(folder):
    """Remove events and first holders from a package, and write the actors of another war."""
    for name in ("baseline", "events", "reports", "unplaced", "publishers"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    text = "id,name,colour\nukraine,Ukraine,#2f7f86\nrussia,Russia,#b5532d\n"
    (folder / "actors.csv").write_text(text, encoding="utf-8")


def test_every_command_of_the_manual_works(walked):
    _, answers = walked
    assert len(answers) == len(COMMANDS) > 8
    failed = {line: one.output for line, one in answers.items() if one.exit_code}
    assert failed == {}


def test_the_rows_that_the_manual_adds_by_hand_leave_no_warning_but_of_the_licence(walked):
    folder, answers = walked
    *warnings, counts = answers["frontline validate xania"].stdout.splitlines()
    assert counts == "0 errors, 1 warning"
    assert "declares an open licence for all data" in warnings[0]
    (row,) = read_package(folder / "xania").baseline
    assert (row.place_id, row.holder, row.evidence) == ("ardun", "government", "claimed")
    frame = read_package(folder / "xania").coverage
    assert (str(frame.first_day), str(frame.last_day)) == ("2021-03-03", "2021-04-02")


def test_the_rows_that_the_other_manual_shows_are_those_of_a_sound_package(tmp_path):
    folder = tmp_path / "sahel"
    begin = [
        "init",
        str(folder),
        "--region",
        "1,1,2,2",
        "--from",
        "2023-01-01",
        "--to",
        "2023-12-31",
    ]
    assert CliRunner().invoke(app.app, begin).exit_code == 0
    manual = (HERE.parent.parent / "docs" / "new-conflict.md").read_text("utf-8")
    blocks = re.findall(r"^```csv\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    for name, block in zip(("baseline", "publishers", "reports"), blocks, strict=True):
        add(folder / f"{name}.csv", block)
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    place = {"id": "karsova", "name": "Karsova", "kind": "town", "position_error_m": 500,
             "sources": ["invented"], "licence": "CC0"}  # fmt: skip
    point = {"type": "Point", "coordinates": [1.5, 1.5]}
    feature = {"type": "Feature", "properties": place, "geometry": point}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (folder / "gazetteer.geojson").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app.app, ["validate", str(folder)])
    assert done.stdout == "0 errors, 0 warnings\n"


def test_acled_rows_of_the_manual_are_in_the_package(walked):
    package = read_package(walked[0] / "xania")
    changes = {one.event_id: (one.place_id, one.before, one.after) for one in package.events}
    assert changes == {
        "XXX1": ("fennor", "government", "rebels"),
        "XXX2": ("erlan", "government", "rebels"),
        "XXX4": ("jorun", "government", "rebels"),
        "XXX5": ("dessik", "government", "rebels"),
        "XXX6": (changes["XXX6"][0], "government", "rebels"),
        "XXX7": ("dessik", "rebels", "government"),
        "XXX9": ("erlan", "rebels", "government"),
        "XXX11": ("kesset", "rebels", "government"),
    }
    # of the two villages called Belmar it is the one where ACLED's point lies
    assert package.gazetteer[changes["XXX6"][0]].lon == pytest.approx(20.40)
    assert [one.record_id for one in package.unplaced] == ["XXX10"]
    assert set(package.highways) == {"r1"}
    assert "closed_terms" in (walked[0] / "xania" / "datapackage.json").read_text("utf-8")


def test_the_other_war_has_its_first_holders_and_its_changes(walked):
    record = frontline.open(walked[0] / "ukraine").record
    first = [record.spans(place)[0] for place in record.place_ids]
    assert len(first) == 12
    assert {(span.control.status, str(span.first)) for span in first} == {("held", "2021-03-01")}
    changed = {
        place: [(span.control.status, str(span.first)) for span in record.spans(place)[1:]]
        for place in record.place_ids
        if len(record.spans(place)) > 1
    }
    assert changed == {"erlan": [("contested", "2021-03-03"), ("held", "2021-03-04")]}


@pytest.mark.browser
def test_the_page_plays_without_a_complaint_or_a_request(walked, visit):
    seen = visit((walked[0] / "xania.html").read_text("utf-8"))
    assert (seen.complaints, seen.requests) == ([], [])
    assert seen.drawn("2021-03-15") != seen.drawn("2021-03-29")
    assert "Hirun Front" in seen.text("body")
