"""Files of a package have bounds, and no key twice; each is reported with file and bound."""

from __future__ import annotations

import gc
import os

import pytest

from frontline.control.rules import read_rule
from frontline.errors import DataError
from frontline.package import csv_reader
from frontline.package.csv_reader import read_json, read_toml
from frontline.package.geojson import FeatureStream
from frontline.package.package import find_errors, read_package
from frontline.theme import theme_issues

FILES = ("events.csv", "actors.csv", "gazetteer.geojson", "footprints.geojson", "datapackage.json")


def _only_issue(folder, name):
    issues = [
        issue for issue in [*find_errors(folder), *theme_issues(folder)] if issue.file == name
    ]
    assert len(issues) == 1, issues
    return issues[0].message


@pytest.mark.parametrize("name", [*FILES, "style.toml", "moments.csv", "rivers.geojson"])
def test_a_pipe_or_device_in_a_package_is_reported_at_once(land_copy, name):
    path = land_copy / name
    for make in (lambda: os.mkfifo(path), lambda: path.symlink_to("/dev/zero")):
        path.unlink(missing_ok=True)
        make()
        assert "is not a regular file" in _only_issue(land_copy, name)


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("gazetteer.geojson", '"id": "alder"', '"id": "zz", "id": "alder"', "feature 1"),
        ("gazetteer.geojson", '"type": "FeatureCollection"',
         '"type": "FeatureCollection", "type": "x"', "feature 1"),
        ("datapackage.json", '"frontline": {', '"frontline": 1, "frontline": {', ""),
        ("datapackage.json", '"title":', '"title": "x", "title":', ""),
    ],
)  # fmt: skip
def test_a_key_that_appears_twice_is_an_error(land_copy, name, old, new, where):
    path = land_copy / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    message = _only_issue(land_copy, name)
    assert "appears twice in one object" in message
    assert where in message


@pytest.mark.parametrize("depth", [101, 900, 100_000, 2_000_000])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_is_reported(tmp_path, depth, start, end):
    path = tmp_path / "a.json"
    value = start * depth + "1" + end * depth
    path.write_text(value)
    with pytest.raises(DataError, match="nested too deeply"):
        read_json(path)
    for text in (value, value[: len(start) * depth]):
        path.write_text(f'{{"features": [{{"properties": {text}')
        with pytest.raises(DataError, match="nested too deeply"):
            list(FeatureStream(path))


@pytest.mark.parametrize("depth", [101, 900, 20_000])
@pytest.mark.parametrize(
    "text", ["a={open}{close}", "{dots}=1", "a={{{dots}=1}}", "[{dots}]", "a={tables}1{ends}"]
)
def test_deep_toml_is_reported_at_once(tmp_path, depth, text):
    path = tmp_path / "style.toml"
    path.write_text(
        text.format(
            open="[" * depth,
            close="]" * depth,
            dots=".".join(["a"] * (depth + 1)),
            tables="{a=" * depth,
            ends="}" * depth,
        )
    )
    if path.stat().st_size < 64 << 10:
        with pytest.raises(ValueError, match=r"nested|parts"):
            read_toml(path)
    with pytest.raises(DataError, match=r"style\.toml: .*(nested|parts|larger than)"):
        read_rule(path)


def test_a_large_toml_file_is_reported(tmp_path):
    path = tmp_path / "style.toml"
    path.write_text("#" * 65_537)
    with pytest.raises(DataError, match="larger than 64 KiB"):
        read_toml(path)


def test_too_many_rows_and_columns_are_one_issue_each(land_copy, monkeypatch):
    path = land_copy / "events.csv"
    text = path.read_text("utf-8")
    path.write_text(",".join(f"c{number}" for number in range(100_000)) + "\n", "utf-8")
    assert "has 100,000 columns; the limit is 702" in _only_issue(land_copy, "events.csv")
    monkeypatch.setattr(csv_reader, "MAX_ROWS", 50)
    path.write_text(text + "\n" * 100, "utf-8")
    assert "has more than 50 rows" in _only_issue(land_copy, "events.csv")


def test_a_line_without_end_is_one_issue(land_copy):
    path = land_copy / "events.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("x" * 33_600_000)
    assert "is longer than 33,554,432 characters" in _only_issue(land_copy, "events.csv")


def test_spaces_without_end_are_skipped(land_copy):
    for name in ("gazetteer.geojson", "datapackage.json"):
        with (land_copy / name).open("a", encoding="utf-8") as file:
            file.write(" " * 20_000_000)
    assert find_errors(land_copy) == []


def test_no_garbage_is_looked_for_while_a_package_is_read(land_copy):
    looked = []

    def look(phase, _):
        looked.append(phase)

    threshold = gc.get_threshold()
    gc.set_threshold(10, 1, 1)
    gc.callbacks.append(look)
    try:
        read_package(land_copy)
        while_read = len(looked)
        (land_copy / "events.csv").write_text("no,such\ncolumns,here\n", encoding="utf-8")
        issues = find_errors(land_copy)
    finally:
        gc.callbacks.remove(look)
        gc.set_threshold(*threshold)
    assert while_read < 20  # those before and behind the reading
    assert issues
    assert gc.isenabled()
