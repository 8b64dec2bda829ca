"""A new package is valid, lists what to fill in, and never replaces files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from frontline.cli import app
from frontline.errors import InvalidRequestError, OutputError
from frontline.lint import check_folder
from frontline.package.file_reader import column_names
from frontline.package.package import LAYERS, TABLES, read_package
from frontline.package.template import Template, create_package

LAND = Path(__file__).parent.parent / "land"


def run(*words):
    return CliRunner().invoke(app.app, [str(word) for word in words])


def test_an_empty_package_has_warnings_and_no_error(tmp_path):
    create_package(tmp_path / "new", Template())
    faults = check_folder(tmp_path / "new")
    assert {fault.severity for fault in faults} == {"warning"}
    assert [fault.message for fault in faults if fault.file != "datapackage.json"] == [
        "there is no actor yet",
        "there is no place yet",
        "no row refers to a place",
    ]


def test_declared_values_are_not_reported_as_missing(tmp_path):
    days = {"first_day": date(2020, 1, 1), "last_day": date(2020, 2, 1)}
    create_package(tmp_path / "new", Template(title="Here", region=(1, 2, 3, 4), **days))
    package = read_package(tmp_path / "new")
    assert (package.title, package.coverage.region) == ("Here", (1, 2, 3, 4))
    assert not [one for one in check_folder(tmp_path / "new") if one.file == "datapackage.json"]


def test_the_example_is_the_invented_land_and_has_no_fault(tmp_path):
    create_package(tmp_path / "new", Template(), example=True)
    assert check_folder(tmp_path / "new") == []
    for path in LAND.iterdir():
        if path.name != "datapackage.json":
            assert (tmp_path / "new" / path.name).read_bytes() == path.read_bytes()
    frame = json.loads((LAND / "datapackage.json").read_text())["frontline"]
    assert json.loads((tmp_path / "new/datapackage.json").read_text())["frontline"] == frame


def test_the_example_can_be_mapped_at_once(tmp_path):
    assert run("init", tmp_path / "new", "--example").exit_code == 0
    made = run("map", "--on", "2001-01-05", "--data", tmp_path / "new", "-o", tmp_path / "m.html")
    assert made.exit_code == 0
    assert (tmp_path / "m.html").stat().st_size > 10_000


@pytest.mark.parametrize(
    "words",
    [["map", "--on", "2000-01-01"], ["animate"], ["build"], ["pockets", "--on", "2000-01-01"]],
)
def test_an_empty_package_cannot_be_mapped(tmp_path, words):
    run("init", tmp_path / "new")
    out = [] if words[0] == "pockets" else ["-o", tmp_path / "out"]
    made = run(*words, "--data", tmp_path / "new", *out)
    assert made.exit_code == 1
    assert "the package is still empty" in made.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_with_files_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="is not empty"):
        create_package(tmp_path, Template())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="is not empty"):
        create_package(tmp_path / "mine.txt", Template())


def test_one_day_alone_is_refused(tmp_path):
    with pytest.raises(InvalidRequestError, match="use both --from and --to"):
        create_package(tmp_path / "new", Template(first_day=date(2020, 1, 1)))


def test_the_readme_of_a_package_names_every_file_and_column(tmp_path):
    create_package(tmp_path / "new", Template(title="Ours"))
    text = (tmp_path / "new" / "README.md").read_text("utf-8")
    assert text.startswith("# Ours\n")
    for name, model, _ in (*TABLES, *LAYERS):
        assert issubclass(model, BaseModel)
        assert name in text
        if name not in {"highways", "admin", "rivers"}:
            shape = {"lon", "lat", "geometry"}
            names = [column for column in column_names(model) if column not in shape]
            assert [column for column in names if f"`{column}`" not in text] == []


def test_a_new_package_is_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        create_package(tmp_path / name, Template(), example=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
