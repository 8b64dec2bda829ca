"""The data package of a command: --data, the current folder, or the built-in one."""

from __future__ import annotations

import json
import shutil

import pytest
from invented_land import LAND
from run_command import invoke

BUILT_IN = "'North-west Syria (Idlib and Hama), 30 April 2019 to 6 March 2020' (built-in; --data "
HERE = "'Nine invented towns' (in this folder)"

#: Commands that are true of the nine towns alone, and where they would write.
IN_THE_FOLDER = [
    ["place", "elm"],
    ["control", "elm"],
    ["pockets", "--on", "2001-01-04"],
    ["compare", "--on", "2001-01-04"],
    ["check", "Elm is 11 km from Fir.", "--published", "2001-01-04"],
]


@pytest.fixture
def inside(land_copy, monkeypatch):
    """Change to the folder of the nine towns."""
    monkeypatch.chdir(land_copy)
    return land_copy


@pytest.mark.parametrize("words", IN_THE_FOLDER, ids=lambda words: words[0])
def test_without_data_the_package_of_the_current_folder_is_used(inside, words):
    named = invoke(*words, "--data", inside, "--format", "json").stdout
    assert invoke(*words, "--format", "json").stdout == named


def test_validate_checks_the_package_of_the_folder(inside):
    (inside / "actors.csv").unlink()
    assert "actors.csv: the file is missing" in invoke("validate", code=1).output


@pytest.mark.parametrize("name", ["here.html", "here.json"])
def test_messages_of_written_files_name_the_data_package(inside, name):
    command = "animate" if name.endswith("html") else "export"
    wish = [] if command == "animate" else ["--layers", "places"]
    assert invoke(command, *wish, "--out", name).output == f"wrote {name}, of {HERE}\n"
    assert "Nine invented towns" in (inside / name).read_text("utf-8")
    assert invoke("-q", command, *wish, "--out", name).output == ""


@pytest.mark.parametrize("batch", [False, True])
def test_the_message_of_a_written_check_names_the_data_package(inside, batch):
    (inside / "all.jsonl").write_text('{"id": "a", "published": "2001-01-04", "text": "Elm."}\n')
    asked = ["--batch", "all.jsonl"] if batch else ["Elm.", "--published", "2001-01-04"]
    asked += ["--parser", "none"]
    told = invoke("check", *asked, "--out", "answer").output
    assert told == f"wrote answer, of {HERE}\n"


def test_processes_of_an_earlier_batch_open_the_package_of_the_next(inside, tmp_path, monkeypatch):
    article = {"id": "a", "published": "2001-01-04", "text": "Elm is 11 km from Fir."}
    (tmp_path / "one.jsonl").write_text(json.dumps(article))
    wish = ["check", "--batch", tmp_path / "one.jsonl", "--jobs", 2]
    first = invoke(*wish).stdout
    other = tmp_path / "other"
    shutil.copytree(inside, other)
    places = (other / "gazetteer.geojson").read_text("utf-8")
    (other / "gazetteer.geojson").write_text(places.replace('"Fir"', '"Pine"'), "utf-8")
    monkeypatch.chdir(other)
    assert invoke(*wish).stdout != first
    monkeypatch.chdir(inside)
    assert invoke(*wish).stdout == first


@pytest.mark.usefixtures("_opened_once")
def test_the_built_in_package_is_named_as_such(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wish = ["--on", "2019-08-15", "--layers", "front", "--out", "a.json"]
    assert invoke("export", *wish).output.startswith(f"wrote a.json, of {BUILT_IN}")


REFUSED = [
    ["place", "Toufaal"],
    ["distance", "Elm", "nobody", "--on", "2001-01-04"],
    ["highway", "h9", "--on", "2001-01-04"],
    ["pockets", "--on", "2031-01-01"],
    ["export", "--from", "1999-01-01", "--out", "a.json"],
    ["animate", "--from", "1999-01-01", "--out", "a.html"],
]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("words", REFUSED, ids=lambda words: words[0])
def test_an_error_about_an_unknown_name_or_day_names_the_data_package(words):
    assert invoke(*words, code=2).stderr.endswith(f"frontline: Data package: {HERE}\n")
    told = invoke(*words, "--data", LAND, code=2).stderr
    assert told.endswith(f"frontline: Data package: 'Nine invented towns' (in {LAND})\n")


def test_an_error_of_the_built_in_package_explains_how_to_open_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = invoke("place", "Toufaal", code=2).stderr
    assert told.splitlines()[-1] == f"frontline: Data package: {BUILT_IN}DIR opens another)"
    told = invoke("export", "--from", "2031-01-01", "--out", "a.json", code=2).stderr
    assert "nothing is known of 2031-01-01: the record runs from" in told
    assert BUILT_IN in told


def test_an_error_that_does_not_depend_on_the_package_does_not_name_it(inside):
    assert "Data package:" not in invoke("pockets", "--on", "yesterday", code=2).output
    assert (
        "Data package:"
        not in invoke("add", "event", "--into", inside, "--place", "x", code=2).output
    )


@pytest.mark.parametrize("text", ["[]", "{}", '{"frontline": 1}', '{"title": "of others"}'])
def test_a_data_package_of_another_kind_is_not_used(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "datapackage.json").write_text(text)
    assert json.loads(invoke("place", "Morek", "--format", "json").stdout)["place"]["id"] == "morek"


def test_an_unreadable_descriptor_is_an_error(inside):
    (inside / "datapackage.json").write_text('{"frontline": {')
    assert "datapackage.json: is not JSON" in invoke("place", "elm", code=1).stderr
