"""Exit codes are honest: 1 for invalid data, 2 for the command and its output, 70 for a fault."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from forked_command import run_forked
from invented_land import LAND
from run_command import invoke, run

from frontline.cli import query

ODD = os.fsdecode(b"a\xff\xfeb")
LONG = "a" * 300
MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\x9b"


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["place", "--help"], ["add", "--help"], ["add"], []]
)
def test_a_full_device_is_reported_in_one_line(words):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = run_forked(*words, stdout=full)
    lines = done["stderr"].splitlines()
    assert (done["code"], len(lines)) == (2, 1), lines
    assert "No space left on device" in lines[0]


def test_a_closed_output_is_reported_in_one_line():
    script = f"exec {sys.executable} -m frontline place elm --data {LAND} >&-"
    done = subprocess.run(["sh", "-c", script], stderr=subprocess.PIPE, check=False, timeout=120)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert b"output is closed" in done.stderr


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["place", "--help"]])
def test_help_into_a_closed_pipe_is_silent(words):
    reading, writing = os.pipe()
    os.close(reading)
    done = run_forked(*words, stdout=writing)
    os.close(writing)
    assert (done["code"], done["stderr"]) == (141, "")


@pytest.mark.parametrize("name", [LONG, ODD])
@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "geojson", "kml", "csv", "topojson"])
def test_an_output_path_never_is_an_internal_error(tmp_path, name, ending):
    path = tmp_path / f"{name}.{ending}"
    words = ["export", "--data", LAND, "--on", "2001-01-05", "--layers", "territory"]
    fails = name is LONG or ending in {"gpkg", "fgb", "parquet"}
    result = invoke(*words, "--out", path, code=2 if fails else 0)
    assert len(result.stderr.splitlines()) == int(fails)


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "geojson", "kml", "csv"])
def test_a_full_disk_is_reported_with_code_2_and_leaves_nothing(tmp_path, ending):
    path = tmp_path / f"x.{ending}"
    words = ["export", "--data", LAND, "--on", "2001-01-05", "--layers", "territory"]
    done = run_forked(*words, "--out", path, largest_file=3_000)
    assert done["code"] == 2, done
    assert len(done["stderr"].splitlines()) == 1
    assert "could not be written" in done["stderr"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_cut_at_its_end_is_not_taken_for_complete(tmp_path):
    path = tmp_path / "x.fgb"
    words = ["export", "--data", LAND, "--on", "2001-01-05", "--layers", "territory"]
    invoke(*words, "--out", path)
    size = path.stat().st_size
    path.unlink()
    for limit in (size - 1, size - 100):
        done = run_forked(*words, "--out", path, largest_file=limit)
        assert (done["code"], path.exists()) == (2, False), limit


@pytest.mark.parametrize("option", ["--data", "--style", "--rule", "--out"])
@pytest.mark.parametrize("name", [LONG, f"{LONG}/{LONG}"])
def test_a_path_that_is_too_long_is_reported(tmp_path, option, name):
    words = {"--data": LAND, "--out": tmp_path / "m.html"} | {option: f"{name}.html"}
    pairs = [word for pair in words.items() for word in pair]
    result = run_any("map", "--on", "2001-01-05", *pairs)
    assert result.exit_code in {1, 2}, result.output
    assert len(result.stderr.splitlines()) <= 2


def run_any(*words):
    from typer.testing import CliRunner

    from frontline.cli import app

    return CliRunner().invoke(app.app, [str(word) for word in words])


@pytest.mark.parametrize("name", [LONG, f"{LONG}.csv", f"{LONG}.jsonl", f"{ODD}.csv"])
def test_the_path_of_a_batch_is_reported(name):
    result = invoke("check", "--batch", name, "--data", LAND, code=2)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["b.csv", "b.jsonl"])
def test_a_batch_in_a_pipe_is_refused_at_once(tmp_path, name):
    os.mkfifo(tmp_path / name)
    result = invoke("check", "--batch", tmp_path / name, "--data", LAND, code=1)
    assert "is not a regular file" in result.stderr


def test_a_batch_with_an_unclosed_quotation_mark_is_invalid_data(tmp_path):
    path = tmp_path / "b.csv"
    path.write_text('id,published,text\n1,2001-01-05,"' + f"{'x' * 999}\n" * 40_000)
    result = invoke("check", "--batch", path, "--data", LAND, code=1)
    assert "quotation mark" in result.stderr


def test_a_key_that_appears_twice_in_a_batch_is_an_error_of_its_line(tmp_path):
    path = tmp_path / "b.jsonl"
    line = '{"id": "1", "published": "2001-01-05", "text": "Elm.", "text": "Fir."}\n'
    path.write_text(line + "[" * 100_000 + "\n")
    output = run("check", "--batch", path, "--data", LAND)
    errors = [json.loads(line).get("error", "") for line in output.splitlines()]
    assert "appears twice" in errors[0]
    assert "nested too deeply" in errors[1]


def test_an_article_in_a_pipe_or_without_end_is_refused(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    words = ["--published", "2001-01-05", "--data", LAND]
    result = invoke("check", tmp_path / "a.txt", *words, code=1)
    assert "is not a regular file" in result.stderr
    with open("/dev/zero") as zero:  # noqa: PTH123
        done = run_forked("check", "-", *words, stdin=zero)
    assert done["code"] in {1, 2}, done
    (tmp_path / "no text").write_bytes(b"\xff\xfe")
    with (tmp_path / "no text").open("rb") as file:
        done = run_forked("check", "-", *words, stdin=file)
    assert done["code"] != 70, done


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device", "x.gpkg"), 2),
        (PermissionError(13, "Permission denied"), 2),
        (MemoryError(), 2),
        (RecursionError("x"), 70),
        (ZeroDivisionError("x"), 70),
        (FileNotFoundError(2, "No such file", query.__file__), 70),
    ],
)
def test_only_a_fault_of_the_program_ends_with_70(monkeypatch, error, code):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("frontline.atlas.open", fail)
    result = run_any("place", "elm", "--data", LAND)
    assert result.exit_code == code, result.output


def test_marks_of_direction_and_lines_are_escaped_in_every_format(land_copy):
    path = land_copy / "events.csv"
    lines = path.read_text("utf-8").splitlines()
    cells = next(csv.reader(lines[1:2]))
    cells[0] = f"E{MARKS}x"
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(cells)
    path.write_text("\n".join([lines[0], row.getvalue(), *lines[2:], ""]), "utf-8")
    for form in ("text", "csv", "json"):
        result = invoke("validate", land_copy, "--format", form, code=1)
        assert not set(MARKS) & set(result.output), form
    faults = json.loads(invoke("validate", land_copy, "--format", "json", code=1).stdout)
    assert any("\u202e" in fault["value"] for fault in faults)  # escaped, not lost
