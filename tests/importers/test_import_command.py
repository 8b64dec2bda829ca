"""The command import: options, printed summary, exit codes."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontline.cli import app
from frontline.importers.registry import KINDS

HOW_TO = (Path(__file__).parents[2] / "docs" / "new-conflict.md").read_text("utf-8")
ROW = "7\tOak\tOak\t\t0.0512\t30.0523\tP\tPPL\tXX\t\t01\t\t\t\t0\t\t\t\t2020-01-01\n"


FEWER_CELLS = (
    "the row has fewer cells than the header: write its separators to the end, and check its quotes"
)


def run(*words):
    return CliRunner().invoke(app.app, [str(word) for word in words])


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "XX.txt"
    path.write_text(ROW + "8\ttorn\n" + ROW.replace("7\tOak", "9\tYew").replace("30.", "50."))
    return path


def test_the_summary_has_counts_first_and_then_examples(dump, land_copy):
    done = run("import", "geonames", dump, "--into", land_copy)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "geonames: 3 rows read; 1 used, 0 merged (0 changed something), 2 not used",
        "  XX.txt: 3 rows, UTF-8",
        "  1 left out: outside the region 29.9,-0.1,30.3,0.3",
        f"  1 not used: {FEWER_CELLS}",
        "    XX.txt, row 2: 2 cells instead of 19: 8",
        "wrote datapackage.json, gazetteer.geojson",
    ]


def test_the_json_has_every_row_that_was_not_used(dump, land_copy):
    done = run("import", "geonames", dump, "--into", land_copy, "--format", "json")
    summary = json.loads(done.stdout)
    assert summary["read"] == summary["used"] + summary["merged"] + summary["unused"] == 3
    assert [row["row"] for row in summary["rows"]] == [2]
    assert sum(summary["reasons"].values()) == summary["unused"]


def test_the_docs_name_every_key_of_the_report(dump, land_copy):
    done = run("import", "geonames", dump, "--into", land_copy, "--format", "json")
    summary = json.loads(done.stdout)
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    (cell,) = re.findall(r"^\| `import` \| (.*) \|$", page, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", cell)) == {*summary, *summary["rows"][0]}


def test_an_import_of_which_nothing_could_be_used_ends_with_1(dump, land_copy):
    done = run("import", "geonames", dump, "--into", land_copy, "--country", "YY")
    assert done.exit_code == 1
    assert "of another country" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (
            ["nothing"],
            2,
            "'nothing' is not a kind of import. The kinds are places: ",
        ),
        (["geonames", "--region", "1,2,3"], 2, "west,south,east,north"),
        (["geonames", "--region", "3,2,1,4"], 2, "the order is west,south,east,north"),
        (["geonames", "--region", "177,-20,-178,-16"], 2, "one side, 177,-20,180,-16 or -180,"),
        (["geonames", "--column", "name"], 2, "write it as NAME=VALUE"),
        (["ocha", "--encoding", "x"], 2, "there is no such encoding"),
        (["highways"], 2, "the licence is missing"),
        (["footprints", "--set", "colour=red"], 2, "--set colour"),
    ],
)
def test_invalid_options_are_refused_and_nothing_is_written(dump, land_copy, words, code, expected):
    before = {path.name: path.read_bytes() for path in land_copy.iterdir()}
    kind, *options = words
    done = run("import", kind, dump, "--into", land_copy, *options)
    assert done.exit_code == code
    assert expected in done.stderr
    assert {path.name: path.read_bytes() for path in land_copy.iterdir()} == before


def test_a_file_of_which_nothing_is_used_is_not_cited(dump, land_copy):
    before = {path.name: path.read_bytes() for path in land_copy.iterdir()}
    table = dump.with_name("roads.json")
    table.write_text('[{"properties": {"ref": "R1"}, "geometry": null}]', "utf-8")
    origin = ["--set", "source=Nobody", "--set", "licence=none"]
    done = run("import", "highways", table, "--into", land_copy, *origin)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "nothing to write")
    assert {path.name: path.read_bytes() for path in land_copy.iterdir()} == before


def test_a_folder_without_a_package_is_refused_in_one_line(dump, tmp_path):
    done = run("import", "geonames", dump, "--into", tmp_path)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert "is not a data package" in line
    assert "`frontline init DIR` creates a new package" in line


def test_a_missing_file_or_package_is_named(dump, tmp_path, land_copy):
    done = run("import", "geonames", tmp_path / "none.txt", "--into", land_copy)
    assert (done.exit_code, "none.txt: the file is missing" in done.stderr) == (1, True)
    done = run("import", "geonames", dump, "--into", tmp_path / "none")
    assert (done.exit_code, "there is no such folder" in done.stderr) == (1, True)


def test_a_wider_region_is_declared_when_it_is_asked_for(dump, land_copy):
    done = run("import", "geonames", dump, "--into", land_copy, "--region", "29,-1,51,1")
    assert "the package now declares the region 29,-1,51,1" in done.stdout
    assert run("place", "Yew", "--data", land_copy).exit_code == 0


def test_a_region_that_no_map_can_hold_is_refused(dump, land_copy):
    path = dump.with_name("ZZ.txt")
    path.write_text(ROW + ROW.replace("7\tOak", "9\tYew").replace("30.", "-150."))
    done = run("import", "geonames", path, "--into", land_copy, "--region=-151,-1,31,1")
    assert (done.exit_code, "wider than 150 degrees" in done.stderr) == (2, True)


def test_an_empty_package_gets_the_region_of_its_first_import(dump, tmp_path):
    run("init", tmp_path / "new")
    dump.write_text(ROW)
    done = run("import", "geonames", dump, "--into", tmp_path / "new")
    assert "the package now declares the region 30,0,30.1,0.1" in done.stdout
    assert run("validate", tmp_path / "new").exit_code == 0


def test_the_help_and_the_how_to_name_every_kind():
    text = " ".join(run("import", "--help").stdout.replace("│", " ").split())
    assert [kind for kind in KINDS if kind not in text] == []
    assert [kind for kind in KINDS if f"frontline import {kind} " not in HOW_TO] == []


BLOCKS = re.findall(r"^```sh\n(.*?)^```$", HOW_TO, re.MULTILINE | re.DOTALL)


def test_the_first_commands_of_the_how_to_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line for block in BLOCKS for line in block.splitlines()]
    begun = [line for line in lines if line.startswith(("frontline init", "frontline validate"))]
    assert len(begun) == 2
    for line in begun:
        assert run(*shlex.split(line)[1:]).exit_code == 0
