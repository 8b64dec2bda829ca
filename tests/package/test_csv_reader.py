"""CSV and JSON files are read, or rejected with a message."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError
from frontline.io import csv_text
from frontline.package.csv_reader import TableReader, read_json
from frontline.package.geojson import FeatureReader

COLUMNS = frozenset({"id", "name", "note"})
NEEDED = frozenset({"id", "name"})


class Read(NamedTuple):
    rows: list
    issues: list


def rows_of(path):
    table = TableReader(path, COLUMNS, NEEDED)
    return Read(list(table.rows), table.issues)


def write(folder, raw, name="table.csv"):
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def refused(folder, raw, name="table.csv"):
    """Give the one issue of a file that cannot be read at all."""
    path = write(folder, raw, name)
    with pytest.raises(DataError) as caught:
        read_json(path) if path.suffix == ".json" else rows_of(path)
    (issue,) = caught.value.issues
    assert issue.file == name
    assert issue.message
    assert issue.hint
    return issue


def test_rows_have_the_number_that_a_spreadsheet_shows(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,Elm\n\n , \nb, Fir \n"))
    assert table.rows == [(2, {"id": "a", "name": "Elm"}), (5, {"id": "b", "name": "Fir"})]
    assert table.issues == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_all_systems_are_read(tmp_path, ending):
    table = rows_of(write(tmp_path, f"id,name{ending}a,خان{ending}b,Fir{ending}"))
    assert [row["name"] for _, row in table.rows] == ["خان", "Fir"]
    assert table.issues == []


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,خان\n".encode("utf-8-sig")))
    assert table.rows == [(2, {"id": "a", "name": "خان"})]
    assert table.issues == []


def test_a_row_with_line_breaks_in_a_cell_is_one_row(tmp_path):
    table = rows_of(write(tmp_path, 'id,name\na,"one\ntwo\r\n\nfour"\nb,Fir\nc\n'))
    assert [number for number, _ in table.rows] == [2, 3]
    (issue,) = table.issues
    assert (issue.row, issue.value) == (4, "c")
    assert issue.message == "has 1 cells where the header has 2"


def test_additional_cells_invalidate_only_their_row(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,Elm, near Fir\nb,Fir\n"))
    assert [row["id"] for _, row in table.rows] == ["b"]
    (issue,) = table.issues
    assert (issue.row, issue.value, issue.severity) == (2, "a", "error")
    assert "Quote cells that hold commas" in issue.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_reported(tmp_path, encoding):
    issue = refused(tmp_path, "id,name\na,خان\n".encode(encoding))
    assert issue.message == "is UTF-16, not UTF-8"
    assert "CSV UTF-8" in issue.hint


def test_windows_1256_text_is_shown_decoded_with_its_row(tmp_path):
    issue = refused(tmp_path, 'id,name\n"a\n\nb",Elm\nc,خان شيخون\n'.encode("cp1256"))
    assert issue.row == 3
    assert " in cp1256" in issue.message
    assert "خان" in issue.message
    assert "CSV UTF-8" in issue.hint


def test_a_table_truncated_inside_a_character_is_reported(tmp_path):
    issue = refused(tmp_path, "id,name\na,خان".encode()[:-1])
    assert (issue.row, issue.message) == (2, "ends in the middle of a character")
    assert "restore" in issue.hint


def test_a_nul_byte_is_reported_with_its_row(tmp_path):
    issue = refused(tmp_path, 'id,name\n"a\nb",Elm\nc,F\0r\n')
    assert issue.row == 3
    assert "NUL" in issue.message


def test_a_file_of_zero_bytes_is_reported(tmp_path):
    assert "NUL" in refused(tmp_path, b"\0" * 4096).message


def test_a_json_file_reports_the_line_of_an_invalid_byte(tmp_path):
    issue = refused(tmp_path, b'{\n"name": "\xce\xc7\xe4"}', "a.json")
    assert issue.row is None
    assert "at line 2" in issue.message


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators_are_recognised_in_the_header(tmp_path, mark):
    text = f"id,name\na,{mark}Elm\n".replace(",", mark)
    for raw in (text, f"sep={mark}\n{text}", text.replace("id", '"id"')):
        issue = refused(tmp_path, raw)
        assert (issue.row, issue.message) == (1, "cells are not separated by commas")
        assert "CSV UTF-8 (Comma delimited)" in issue.hint
        assert "List separator" in issue.hint


@pytest.mark.parametrize("raw", ["", "\n", ",,\na,Elm\n", b"\xef\xbb\xbf"])
def test_a_missing_header_names_the_required_columns(tmp_path, raw):
    issue = refused(tmp_path, raw)
    assert (issue.row, issue.message) == (1, "the header is missing")
    assert "id, name" in issue.hint


def test_all_issues_of_a_header_are_reported_together(tmp_path):
    path = write(tmp_path, "name,colour,name,\na,b,c,\n")
    with pytest.raises(DataError) as caught:
        rows_of(path)
    assert {(issue.row, issue.value, issue.message) for issue in caught.value.issues} == {
        (1, "id", "this column is missing"),
        (1, "colour", "is not a column of this file"),
        (1, "name", "this column appears twice"),
        (1, "", "a column has no name"),
    }


def test_an_unclosed_quotation_mark_is_reported_where_it_opens(tmp_path):
    table = rows_of(write(tmp_path, 'id,name\n"a\nb",Elm\nc,"Fir\nd,Oak\n'))
    assert [row["name"] for _, row in table.rows] == ["Elm"]
    (issue,) = table.issues
    assert issue.row == 3
    assert "malformed here" in issue.message
    assert "quotation mark" in issue.hint


def test_a_missing_final_line_break_is_a_warning(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,El"))
    assert len(table.rows) == 1
    (issue,) = table.issues
    assert (issue.row, issue.severity) == (2, "warning")
    assert "may be cut short" in issue.message


def test_a_cell_of_a_megabyte_is_an_issue(tmp_path):
    table = rows_of(write(tmp_path, f"id,name\na,{'x' * 1_000_000}\n"))
    assert table.rows == []
    assert "larger than field limit" in table.issues[0].message


def test_a_missing_table_is_reported_with_its_folder(tmp_path):
    with pytest.raises(DataError, match="the file is missing") as caught:
        rows_of(tmp_path / "table.csv")
    assert str(tmp_path) in caught.value.issues[0].hint


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("", "is not JSON: Expecting value at line 1, column 1"),
        ('{\n"a": 1,\n}', "at line 3"),
        ('{"a": 1', "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ("1" * 5000, "thousands of digits"),
        (r'{"name": "\ud83d"}', "half of a surrogate pair"),
        ('{"a": 1}\0', "NUL byte at line 1"),
    ],
)
def test_invalid_json_is_reported_on_one_line(tmp_path, raw, rule):
    issue = refused(tmp_path, raw, "a.json")
    assert issue.row is None
    assert rule in issue.message
    assert "\n" not in str(issue)


def test_a_surrogate_pair_is_read(tmp_path):
    assert read_json(write(tmp_path, r'["\ud83d\ude00", 1e999, NaN]', "a.json"))[0] == "😀"


def test_features_have_their_id_or_number(tmp_path):
    point = {"type": "Point", "coordinates": [1, 2]}
    listed = [
        {"properties": {"id": "elm"}, "geometry": point},
        {"properties": {"id": 7}},
        {"properties": []},
        None,
        {"properties": {"id": "x" * 200}},
    ]
    text = json.dumps({"type": "FeatureCollection", "features": listed})
    features = FeatureReader(write(tmp_path, text, "a.geojson"))
    read = list(features)
    assert [row for row, _, _ in read] == ["elm", 2, "x" * 80]
    assert read[0][2] == point
    assert [issue.row for issue in features.issues] == [3, 4]


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_a_written_table_is_read_unchanged(cells):
    text = csv_text(["id", "name", "note"], [list(row) for row in cells], safe=False)
    with tempfile.TemporaryDirectory() as folder:
        table = rows_of(write(Path(folder), text))
    written = [dict(zip(("id", "name", "note"), row, strict=True)) for row in cells]
    stripped = [{name: cell.strip() for name, cell in row.items()} for row in written]
    assert [row for _, row in table.rows] == [row for row in stripped if any(row.values())]
    assert table.issues == []
