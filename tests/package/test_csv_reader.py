"""What people edit is read or refused in words; what is written is read again, and does nothing."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError
from frontline.io import csv_text, json_text, safe_cell
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
    """Give the one fault of a file that cannot be read at all."""
    path = write(folder, raw, name)
    with pytest.raises(DataError) as caught:
        read_json(path) if path.suffix == ".json" else rows_of(path)
    (fault,) = caught.value.issues
    assert fault.file == name
    assert fault.message
    assert fault.hint
    return fault


# Reading tables.


def test_rows_come_with_the_number_a_spreadsheet_shows(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,Elm\n\n , \nb, Fir \n"))
    assert table.rows == [(2, {"id": "a", "name": "Elm"}), (5, {"id": "b", "name": "Fir"})]
    assert table.issues == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path, ending):
    table = rows_of(write(tmp_path, f"id,name{ending}a,خان{ending}b,Fir{ending}"))
    assert [row["name"] for _, row in table.rows] == ["خان", "Fir"]
    assert table.issues == []


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,خان\n".encode("utf-8-sig")))
    assert table.rows == [(2, {"id": "a", "name": "خان"})]
    assert table.issues == []


def test_a_row_with_line_breaks_in_a_cell_is_one_row(tmp_path):
    table = rows_of(write(tmp_path, 'id,name\na,"one\ntwo\r\n\nfour"\nb,Fir\nc\n'))
    assert [number for number, _ in table.rows] == [2, 3]
    (fault,) = table.issues
    assert (fault.row, fault.value) == (4, "c")
    assert fault.message == "has 1 cells where the header has 2"


def test_cells_beyond_the_header_are_a_fault_of_their_row_only(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,Elm, near Fir\nb,Fir\n"))
    assert [row["id"] for _, row in table.rows] == ["b"]
    (fault,) = table.issues
    assert (fault.row, fault.value, fault.severity) == (2, "a", "error")
    assert "Quote cells that hold commas" in fault.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named(tmp_path, encoding):
    fault = refused(tmp_path, "id,name\na,خان\n".encode(encoding))
    assert fault.message == "is UTF-16, not UTF-8"
    assert "CSV UTF-8" in fault.hint


def test_arabic_in_the_encoding_of_excel_is_shown_in_its_row_as_it_was_meant(tmp_path):
    fault = refused(tmp_path, 'id,name\n"a\n\nb",Elm\nc,خان شيخون\n'.encode("cp1256"))
    assert fault.row == 3
    assert "Windows-1256" in fault.message
    assert "خان" in fault.message
    assert "CSV UTF-8" in fault.hint


def test_a_table_cut_inside_a_letter_is_cut_short(tmp_path):
    fault = refused(tmp_path, "id,name\na,خان".encode()[:-1])
    assert (fault.row, fault.message) == (2, "ends in the middle of a character")
    assert "restore" in fault.hint


def test_a_nul_byte_is_found_in_its_row(tmp_path):
    fault = refused(tmp_path, 'id,name\n"a\nb",Elm\nc,F\0r\n')
    assert fault.row == 3
    assert "NUL" in fault.message


def test_a_file_of_zeros_as_a_crash_leaves_it_is_torn(tmp_path):
    assert "NUL" in refused(tmp_path, b"\0" * 4096).message


def test_a_json_file_names_the_line_of_a_bad_byte(tmp_path):
    fault = refused(tmp_path, b'{\n"name": "\xce\xc7\xe4"}', "a.json")
    assert fault.row is None
    assert "at line 2" in fault.message


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_without_commas_is_told_from_its_header(tmp_path, mark):
    text = f"id,name\na,{mark}Elm\n".replace(",", mark)
    for raw in (text, f"sep={mark}\n{text}", text.replace("id", '"id"')):
        fault = refused(tmp_path, raw)
        assert (fault.row, fault.message) == (1, "cells are not separated by commas")
        assert "CSV UTF-8 (Comma delimited)" in fault.hint
        assert "List separator" in fault.hint


@pytest.mark.parametrize("raw", ["", "\n", ",,\na,Elm\n", b"\xef\xbb\xbf"])
def test_a_table_without_a_header_says_what_its_header_would_be(tmp_path, raw):
    fault = refused(tmp_path, raw)
    assert (fault.row, fault.message) == (1, "the header is missing")
    assert "id, name" in fault.hint


def test_all_faults_of_a_header_come_at_once(tmp_path):
    path = write(tmp_path, "name,colour,name,\na,b,c,\n")
    with pytest.raises(DataError) as caught:
        rows_of(path)
    assert {(fault.row, fault.value, fault.message) for fault in caught.value.issues} == {
        (1, "id", "this column is missing"),
        (1, "colour", "is no column of this file"),
        (1, "name", "this column stands twice"),
        (1, "", "a column has no name"),
    }


def test_a_quotation_mark_that_is_not_closed_is_found_where_it_opens(tmp_path):
    table = rows_of(write(tmp_path, 'id,name\n"a\nb",Elm\nc,"Fir\nd,Oak\n'))
    assert [row["name"] for _, row in table.rows] == ["Elm"]
    (fault,) = table.issues
    assert fault.row == 3
    assert "torn here" in fault.message
    assert "quotation mark" in fault.hint


def test_a_table_without_a_last_line_break_may_be_cut_short(tmp_path):
    table = rows_of(write(tmp_path, "id,name\na,El"))
    assert len(table.rows) == 1
    (fault,) = table.issues
    assert (fault.row, fault.severity) == (2, "warning")
    assert "may be cut short" in fault.message


def test_a_cell_of_a_megabyte_is_no_traceback(tmp_path):
    table = rows_of(write(tmp_path, f"id,name\na,{'x' * 1_000_000}\n"))
    assert table.rows == []
    assert "larger than field limit" in table.issues[0].message


def test_a_missing_table_says_where_it_belongs(tmp_path):
    with pytest.raises(DataError, match="the file is missing") as caught:
        rows_of(tmp_path / "table.csv")
    assert str(tmp_path) in caught.value.issues[0].hint


# Reading JSON.


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("", "is not JSON: Expecting value at line 1, column 1"),
        ('{\n"a": 1,\n}', "at line 3"),
        ('{"a": 1', "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ("1" * 5000, "thousands of digits"),
        (r'{"name": "\ud83d"}', "holds half a character"),
        ('{"a": 1}\0', "NUL byte at line 1"),
    ],
)
def test_what_is_not_json_is_said_in_one_line(tmp_path, raw, rule):
    fault = refused(tmp_path, raw, "a.json")
    assert fault.row is None
    assert rule in fault.message
    assert "\n" not in str(fault)


def test_a_whole_character_in_two_escapes_is_read(tmp_path):
    assert read_json(write(tmp_path, r'["\ud83d\ude00", 1e999, NaN]', "a.json"))[0] == "😀"


def test_features_are_named_by_their_id_or_number(tmp_path):
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
    assert [fault.row for fault in features.issues] == [3, 4]


# Writing tables and JSON.

NO_BREAKS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(NO_BREAKS, NO_BREAKS, NO_BREAKS), max_size=5))
def test_what_is_written_as_a_table_is_read_again(cells):
    text = csv_text(["id", "name", "note"], [list(row) for row in cells], safe=False)
    with tempfile.TemporaryDirectory() as folder:
        table = rows_of(write(Path(folder), text))
    written = [dict(zip(("id", "name", "note"), row, strict=True)) for row in cells]
    stripped = [{name: cell.strip() for name, cell in row.items()} for row in written]
    assert [row for _, row in table.rows] == [row for row in stripped if any(row.values())]
    assert table.issues == []


@given(st.lists(st.lists(NO_BREAKS, min_size=2, max_size=3), max_size=4))
def test_any_csv_reader_gets_the_cells_back(cells):
    text = csv_text([], cells, safe=False)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:] == cells


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_start_of_a_formula_is_defused(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    (cell,) = list(csv.reader(io.StringIO(csv_text(["a"], [[f"{start}1+1"]]), newline="")))[1]
    assert cell == f"'{start}1+1"


@given(st.text() | st.integers() | st.floats(allow_nan=False) | st.none())
def test_no_cell_starts_a_formula_and_numbers_stay_numbers(value):
    safe = safe_cell(value)
    if isinstance(value, str):
        assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert safe.removeprefix("'") == value.removeprefix("'")
    else:
        assert safe is value


def test_a_terminal_code_does_not_hide_a_formula():
    text = csv_text(["a"], [["\x1b[31m=1+1"], ["\x9b=1+1"], ["a\tb\nc"]])
    assert text == 'a\n\ufffd[31m=1+1\n\ufffd=1+1\n"a\tb\nc"\n'


@given(st.recursive(st.text(max_size=9) | st.integers() | st.booleans(), st.lists, max_leaves=4))
def test_json_is_read_again_and_holds_no_control_character(value):
    text = json_text(value)
    assert json.loads(text) == value
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text.replace("\n", ""))


def test_json_that_is_no_number_is_not_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(float("nan"))
