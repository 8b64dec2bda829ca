"""Rows that are checked by their columns are as if each had been checked alone."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invalid_geometries import INVALID_GEOMETRIES
from invalid_rows import INVALID_ROWS
from invented_land import LAND
from test_package_fuzz import FUZZ, ODD_CELLS, ODD_VALUES

from frontline.errors import DataError
from frontline.models import Place, Report
from frontline.package import file_reader
from frontline.package.column_check import MISSING, ColumnCheck
from frontline.package.geojson import FeatureStream
from frontline.package.package import read_files, read_package
from frontline.package.validation import check_row

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from growth_package import write_package


def contents_of(folder, monkeypatch, fewest):
    """Return what is read if blocks of so many rows or more are checked by their columns."""
    monkeypatch.setattr(file_reader, "FEWEST_ROWS", fewest)
    found = read_files(folder)
    rows, ids = (
        {name: one for name, one in all_.items() if one} for all_ in (found.rows, found.ids)
    )
    return found.issues, rows, ids, found.points, found.road_event_count


def differences(folder, monkeypatch):
    """Return the parts of what is read that depend on how rows are checked."""
    one, other = (contents_of(folder, monkeypatch, fewest) for fewest in (1, sys.maxsize))
    return [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]


def test_every_invalid_row_and_geometry_has_the_same_issues(land_copy, monkeypatch):
    assert not differences(land_copy, monkeypatch)
    failures = []
    for name, (edit, _) in {**INVALID_ROWS, **INVALID_GEOMETRIES}.items():
        edit(land_copy)
        if differences(land_copy, monkeypatch):
            failures.append(name)
        shutil.rmtree(land_copy)
        shutil.copytree(LAND, land_copy)
    assert not failures


@FUZZ
@given(data=st.data())
def test_random_cells_have_the_same_issues_and_rows(land_copy, data):
    name = data.draw(st.sampled_from(["events.csv", "reports.csv", "baseline.csv", "actors.csv"]))
    lines = [line.split(",") for line in (LAND / name).read_text("utf-8").splitlines()]
    for _ in range(data.draw(st.integers(1, 3))):
        line = data.draw(st.sampled_from(lines[1:]))
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(ODD_CELLS)
    text = "\n".join(",".join(line) for line in lines)
    (land_copy / name).write_text(text + "\n", "utf-8", errors="replace")
    with pytest.MonkeyPatch.context() as patch:
        assert not differences(land_copy, patch)
    shutil.copy(LAND / name, land_copy / name)


@FUZZ
@given(data=st.data())
def test_random_properties_have_the_same_issues_and_rows(land_copy, data):
    path = land_copy / "gazetteer.geojson"
    collection = json.loads(path.read_text("utf-8"))
    keys = st.sampled_from([*Place.model_fields, "more"])
    for _ in range(data.draw(st.integers(1, 3))):
        feature = data.draw(st.sampled_from(collection["features"]))
        feature["properties"][data.draw(keys)] = data.draw(ODD_VALUES)
    # A line for each feature, as large files have them: then they are decoded together.
    lines = ",\n".join(json.dumps(one) for one in collection["features"])
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        assert not differences(land_copy, patch)
    shutil.copy(LAND / path.name, path)


CELLS = st.sampled_from(["", "a", "b", " ", "12", "1.5", "2001-01-03", "2001-01-05", "supports"])


@given(st.lists(st.fixed_dictionaries({
    "report_id": CELLS, "record_id": CELLS, "publisher": CELLS, "url": CELLS,
    "published_on": CELLS, "says": CELLS,
}), min_size=1, max_size=6))  # fmt: skip
def test_columns_are_valid_if_and_only_if_each_row_is(rows):
    alone = [check_row(Report, row, "a.csv", 1)[0] for row in rows]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    together = ColumnCheck(Report).rows(columns, len(rows))
    assert together == (None if None in alone else alone)


def test_a_value_that_is_missing_in_some_rows_has_its_default_there():
    place = {"id": "elm", "name": "Elm", "kind": "town", "lon": 1.5, "lat": 2.5,
             "position_error_m": 50, "sources": ["OSM"], "licence": "CC0"}  # fmt: skip
    rows = [{**place, "id": f"p{n}", **({"population": n} if n % 3 else {})} for n in range(9)]
    names = {*place, "population"}
    columns = {name: [row.get(name, MISSING) for row in rows] for name in names}
    assert ColumnCheck(Place).rows(columns, 9) == [
        check_row(Place, row, "a.geojson", 1)[0] for row in rows
    ]
    del columns["licence"]
    assert ColumnCheck(Place).rows(columns, 9) is None


def test_a_large_package_is_checked_by_columns_and_few_values_once(tmp_path, monkeypatch):
    folder = write_package(tmp_path / "many", 2000, 60)
    singly = []
    monkeypatch.setattr(
        file_reader,
        "check_row",
        lambda model, *more: singly.append(model) or check_row(model, *more),
    )
    package = read_package(folder)
    assert len(package.gazetteer) + len(package.all_reports) > 5000
    assert len(singly) < 0.02 * len(package.all_reports)  # of small files, and ends of blocks
    kinds = {id(event.kind) for event in package.events}
    assert len(kinds) == len({event.kind for event in package.events}) < len(package.events)
    monkeypatch.setattr(file_reader, "FEWEST_ROWS", sys.maxsize)
    alone = read_package(folder)
    assert (package.events, package.all_reports) == (alone.events, alone.all_reports)
    assert dict(package.gazetteer) == dict(alone.gazetteer)
    assert dict(package.row_numbers) == dict(alone.row_numbers)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("events.csv", ",north,south\n", ",north,east\n"),
        ("events.csv", ",north,south\n", ",east,south\n"),
        ("events.csv", ",p108,", ",q1,"),
        ("events.csv", "2020-01-1", "2029-01-1"),
        ("baseline.csv", ",p1,", ",q1,"),
        ("baseline.csv", ",north,", ",east,"),
        ("reports.csv", ",B1,", ",Z1,"),
        ("reports.csv", ",watch,", ",herald,"),
        ("reports.csv", "https://", "//"),
    ],
)
def test_a_reference_to_nothing_is_found_among_many_rows(tmp_path, monkeypatch, name, old, new):
    folder = write_package(tmp_path / "many", 300, 60)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    assert not differences(folder, monkeypatch)
    assert [issue.severity for issue in read_files(folder).issues] == ["error"]


@pytest.mark.parametrize("between", [",\n", ", ", ","])
def test_a_repeated_key_is_found_among_many_features(tmp_path, between):
    feature = '{"type": "Feature", "properties": {"id": "a%d", "note": "x"}, "geometry": null}'
    lines = [feature % number for number in range(60)]
    path = tmp_path / "some.geojson"

    def read(*lines):
        text = between.join(lines)
        path.write_text(f'{{"type": "FeatureCollection", "features": [{text}]}}', "utf-8")
        return list(FeatureStream(path))

    assert read(*lines) == [json.loads(line) for line in lines]
    for number, (old, new) in enumerate([
        ('"note": "x"', '"note": "x", "note": "y"'),
        ('"note": "x"', '"note": "\\":", "note": "y"'),
        ('"note": "x"', '"note" : "x", "note": "y"'),
        ('"geometry": null', '"geometry": null, "geometry" : null'),
        ('"geometry": null', '"geometry": {"a": [{"b": 1, "b": 2}]}'),
    ], start=7):  # fmt: skip
        changed = [*lines[:number], lines[number].replace(old, new), *lines[number + 1 :]]
        with pytest.raises(DataError, match=rf"twice.*in or after feature {number + 1}\."):
            read(*changed)
    odd = [line.replace('"x"', value) for line, value in zip(
        lines, ['":a"', '" :"', '"},\\n{"', '"}}, {"', "NaN", '{"a": {"b": 1}}'], strict=False
    )]  # fmt: skip
    assert repr(read(*odd)) == repr([json.loads(line) for line in odd])
