"""Help, text answers and JSON keys of every command."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from invented_land import LAND
from run_command import QUESTIONS, rows, run, run_json, run_json_on_land, run_on_land
from typer.testing import CliRunner

from frontline.cli import app

pytestmark = pytest.mark.usefixtures("_opened_once")

COMMANDS = {
    *("check", "known", "compare", "fragility", "coverage"),
    *("validate", "place", "control", "changes", "pockets", "distance", "highway"),
    *("map", "animate", "story", "build", "export", "init", "import", "locate", "desk"),
}


def test_the_help_lists_every_command():
    text = run("--help")
    listed = set(re.findall(r"^\W*(\w+)  +[A-Z]", text, re.MULTILINE))
    assert listed >= COMMANDS
    assert {
        command.name or command.callback.__name__ for command in app.app.registered_commands
    } == (COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_its_own_help(command):
    assert "Usage:" in run(command, "--help")


@pytest.mark.parametrize(
    ("file", "begin"),
    [
        ("a.html", "<!DOCTYPE html>"),
        ("a.JSON", "{"),
        ("a.csv", "id,published,"),
        ("a.txt", "1 claim:"),
    ],
)
def test_the_ending_of_the_file_decides_the_format_of_a_check(tmp_path, file, begin):
    asked = ("check", "The north held Elm.", "--published", "2001-01-04", "--parser", "none")
    run_on_land(*asked, "--out", tmp_path / file)
    assert (tmp_path / file).read_text("utf-8").startswith(begin)
    run_on_land(*asked, "--out", tmp_path / file, "--format", "claimreview")
    assert "ClaimReview" in (tmp_path / file).read_text("utf-8")


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_answer_is_available_as_text_and_as_json_with_its_keys(command):
    question, keys = QUESTIONS[command]
    in_words = run_on_land(*question)
    assert in_words.strip()
    assert "{" not in in_words
    answer = run_json_on_land(*question)
    for one in answer if isinstance(answer, list) else [answer]:
        assert one.keys() >= keys


@pytest.mark.parametrize("command", ["place", "control", "pockets", "distance"])
def test_csv_is_refused_by_commands_without_a_table(command):
    output = run_on_land(*QUESTIONS[command][0], "--format", "csv", code=2)
    assert "'csv' is not one of 'text'" in output


def test_a_valid_package_has_no_errors_in_any_format():
    assert run("validate", LAND) == "0 errors, 0 warnings\n"
    assert run_json("validate", LAND) == []
    table = run("validate", LAND, "--format", "csv")
    assert table == "severity,file,row,value,rule,remedy\n"


def test_issues_are_printed_in_every_format_with_exit_code_1(tmp_path):
    folder = shutil.copytree(LAND, tmp_path / "land")
    actors = folder / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("#2f7f86", "=1+1"), "utf-8")
    words = run("validate", folder, code=1)
    assert words.splitlines()[0].startswith("error: actors.csv, row 2: '=1+1': colour: ")
    assert words.splitlines()[1] == "1 error, 0 warnings"
    (fault,) = run_json("validate", folder, code=1)
    assert fault.keys() == {"severity", "file", "row", "value", "rule", "remedy"}
    assert (fault["severity"], fault["row"], fault["value"]) == ("error", 2, "=1+1")
    (row,) = rows(run("validate", folder, "--format", "csv", code=1))
    assert (row["file"], row["row"], row["value"]) == ("actors.csv", "2", "'=1+1")


def test_the_built_in_data_is_checked_if_no_folder_is_named():
    assert run("validate").splitlines()[-1].startswith("0 errors")


def test_a_text_is_read_from_a_file_a_pipe_or_the_command_line(tmp_path):
    words = "Gorse is about 22 km from Ivy."
    (tmp_path / "article.txt").write_text(words, "utf-8")
    found = run_json_on_land("check", words, "--published", "2001-01-04")
    assert [claim["kind"] for claim in found["claims"]] == ["distance"]
    assert found["claims"][0]["verdict"] == "supported"
    assert run_json_on_land("check", tmp_path / "article.txt", "--published", "2001-01-04") == found
    piped = CliRunner().invoke(
        app.app,
        ["check", "-", "--published", "2001-01-04", "--data", str(LAND), "--format", "json"],
        input=words,
    )
    assert json.loads(piped.stdout) == found
