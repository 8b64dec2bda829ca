"""Every row of a foreign file is read, or listed with the reason."""

from __future__ import annotations

import json

import pytest

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.json_items import read_items
from frontline.importers.readers import read_table


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_is_read_in_every_encoding(file, name):
    stated = name if name == "cp1256" else None
    rows = read_table(file("a.csv", "name,id\nخان شيخون,1\n".encode(name)), encoding=stated)
    assert [row.cells for row in rows] == [{"name": "خان شيخون", "id": "1"}]
    assert rows.encoding == name


def test_accents_of_one_byte_are_read_once_their_encoding_is_stated(file):
    path = file("a.csv", "name,id\nSaraqéb,1\nJisr ech Choghoûr,2\n".encode("latin-1"))
    with pytest.raises(DataError, match="'Choghoûr' in cp1252"):
        read_table(path)
    rows = read_table(path, encoding="cp1252")
    assert [row.cells["name"] for row in rows] == ["Saraqéb", "Jisr ech Choghoûr"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_detected(file, mark):
    rows = read_table(file("a.txt", f"a{mark}b\n1{mark}2\n"))
    assert [row.cells for row in rows] == [{"a": "1", "b": "2"}]


def test_rows_are_numbered_as_a_spreadsheet_does(file):
    rows = read_table(file("a.csv", 'a,b\n"1\n1",2\n\n3,4\n'))
    assert [row.number for row in rows] == [2, 4]


def test_broken_rows_are_listed_and_the_others_read(file):
    rows = read_table(file("a.csv", 'a,b\n1\n3,4\n5,6,7\n"8"8,9\n10,11\n'))
    assert [row.cells["a"] for row in rows] == ["3", "10"]
    assert [unreadable.row for unreadable in rows.unreadable] == [2, 4, 5]
    assert rows.read == 5


def test_an_unclosed_quotation_mark_is_reported_with_its_lines(file):
    rows = read_table(file("a.csv", 'a,b\n1,2\n"3,4\n5,6\n'))
    assert [row.cells["a"] for row in rows] == ["1"]
    (unreadable,) = rows.unreadable
    assert "lines 3 to 4" in unreadable.text


def test_quotation_marks_are_ordinary_characters_if_not_quoted(file):
    rows = read_table(file("a.txt", '1\t"Elm\n2\tFir\n'), header=["id", "name"])
    assert [(row.number, row.cells["name"]) for row in rows] == [(1, '"Elm'), (2, "Fir")]


def test_hxl_tags_under_the_header_are_skipped(file):
    rows = read_table(file("a.csv", "name,pcode\n#adm1+name,#adm1+code\nElm,C1\n"))
    assert [row.number for row in rows] == [3]


def test_two_columns_of_one_name_are_both_kept(file):
    rows = read_table(file("a.csv", "name,name\nElm,Orme\n"))
    assert next(iter(rows)).cells == {"name": "Elm", "name (2)": "Orme"}


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_a_table_without_a_header_is_refused(file, content):
    with pytest.raises(DataError, match="has no header"):
        read_table(file("a.csv", content))


def test_an_invalid_spreadsheet_is_refused(file):
    with pytest.raises(DataError, match="cannot be read as an archive"):
        read_table(file("a.xlsx", b"PK\x03\x04 nothing"))
    with pytest.raises(DataError, match="cannot be read as a spreadsheet"):
        read_table(file("a.xls", b"nothing"))


def test_a_missing_file_is_named(tmp_path):
    for read in (read_table, read_items):
        with pytest.raises(DataError, match=r"a\.csv: the file is missing"):
            read(tmp_path / "a.csv")


def test_an_unknown_encoding_is_refused(file):
    with pytest.raises(InvalidRequestError, match="there is no such encoding"):
        read_table(file("a.csv", "a,b\n"), encoding="x")


FEATURES = [{"type": "Feature", "properties": {"id": n}, "geometry": None} for n in range(3)]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"type": "FeatureCollection", "features": FEATURES}),
        json.dumps({"crs": {"a": [1]}, "features": FEATURES, "after": [1]}),
        json.dumps({"version": 0.6, "elements": FEATURES}),
        json.dumps(FEATURES),
        "\n".join(map(json.dumps, FEATURES)),
        "\ufeff" + json.dumps(FEATURES),
    ],
)
def test_items_are_found_in_every_form_of_json(file, content):
    rows = read_items(file("a.json", content))
    assert [(row.number, row.cells["properties"]["id"]) for row in rows] == [(1, 0), (2, 1), (3, 2)]
    assert rows.unreadable == []


def test_one_object_is_one_item(file):
    rows = read_items(file("a.json", json.dumps({"type": "Feature", "properties": {}})))
    assert [row.number for row in rows] == [1]


def test_broken_json_is_reported_and_read_up_to_there(file):
    whole = json.dumps({"features": FEATURES})
    rows = read_items(file("a.json", whole[: whole.rindex('"id"')]))
    assert [row.number for row in rows] == [1, 2]
    assert "broken" in rows.unreadable[0].reason
    assert rows.read == 3


def test_an_item_that_is_not_an_object_is_listed(file):
    rows = read_items(file("a.json", '[1, {"a": 2}]'))
    assert [row.number for row in rows] == [2]
    assert [unreadable.row for unreadable in rows.unreadable] == [1]


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_json_that_is_nested_too_deeply_is_reported(file, bracket):
    with pytest.raises(DataError, match="nested too deeply"):
        read_items(file("a.json", f'{{"features": [{bracket * 200_000}'))
    items = '{"a": 1},' * 100_000
    rows = read_items(file("b.json", f'{{"features": [{items}{bracket * 200_000}'))
    assert len(list(rows)) > 90_000
    assert "nested too deeply" in rows.unreadable[0].text


def test_brackets_that_are_closed_are_not_nested(file):
    text = json.dumps([{"a": [[[]]]}] * 5_000)
    assert len(list(read_items(file("a.json", text)))) == 5_000


def test_invalid_json_is_refused(file):
    with pytest.raises(DataError, match="is not JSON"):
        list(read_items(file("a.json", "name,id\n")))


@pytest.mark.parametrize(
    "content",
    [
        '{"status": 200, "data": [{"id": "A1", "n": 1}, {"id": "A2"}], "count": 2}',
        '[{"id": "A1", "n": 1}, {"id": "A2"}]',
        '{"id": "A1", "n": 1}\n{"id": "A2"}\n',
    ],
)
def test_the_answer_of_an_interface_is_a_table(file, content):
    rows = read_table(file("answer.json", content))
    assert rows.columns == ("id", "n")
    assert [row.cells for row in rows] == [{"id": "A1", "n": 1}, {"id": "A2", "n": ""}]
    assert rows.read == 2


def test_a_broken_answer_of_an_interface_is_reported(file):
    rows = read_table(file("answer.json", '{"data": [{"id": "A1"}, 7, {"id": "A2"'))
    assert [row.cells["id"] for row in rows] == ["A1"]
    assert [unreadable.row for unreadable in rows.unreadable] == [2, 3]
    assert rows.read == 3


def test_an_answer_without_records_is_refused(file):
    with pytest.raises(DataError, match=r"answer\.json: has no record"):
        read_table(file("answer.json", '{"data": []}'))


def test_utf_8_that_is_read_in_a_stated_encoding_is_noted(file):
    path = file("a.csv", "name,id\nБережне,1\n")
    rows = read_table(path, encoding="cp1251")
    assert next(iter(rows)).cells["name"] != "Бережне"
    note = "a.csv: its text is valid UTF-8, but was read as cp1251, as --encoding states"
    assert rows.notes == [note]
    assert read_table(path, encoding="utf-8").notes == []
    assert read_table(file("b.csv", "name,id\nElm,1\n"), encoding="cp1251").notes == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('{"error": "no such key", "status": 401}', "an error that a server answered"),
        ('{"code": 429, "message": "too many requests"}', "too many requests"),
        ('{"id": {"0": "A1"}, "n": {"0": 1}}', "is one object with columns"),
        ('{"a": {"id": "A1"}, "b": {"id": "A2"}}', "is one object with columns"),
        ('[["id", "n"], ["A1", 1]]', "has no record"),
        ('[{"id": "A1", "n": NaN}]', "Write null"),
    ],
)
def test_json_that_is_no_list_of_records_is_refused_as_what_it_is(file, content, rule):
    with pytest.raises(DataError) as refused:
        read_table(file("answer.json", content))
    assert rule in str(refused.value)


def test_a_record_with_an_error_in_metres_is_a_record(file):
    rows = read_table(file("a.json", '[{"id": "A1", "error": 500, "code": "x", "n": 1, "m": 2}]'))
    assert rows.columns == ("id", "error", "code", "n", "m")


def test_json_under_the_name_of_a_text_is_read(file):
    assert read_table(file("a.csv", ' [{"id": "A1"}]')).columns == ("id",)
    assert read_table(file("b.csv", "[draft] of a list,\nid,n\nA1,1\n")).header_row == 2


def test_rows_that_are_quoted_as_a_whole_are_split(file):
    text = 'name;note\n"Elm;""a; b"""\n"Fir;"\n"Oak; Ash"\n'
    rows = read_table(file("a.csv", text))
    read = [tuple(row.cells.values()) for row in rows]
    assert read == [("Elm", "a; b"), ("Fir", ""), ("Oak", " Ash")]


def test_a_cell_with_separators_is_not_split(file):
    rows = read_table(file("a.csv", 'name,note\n"Elm, east",x\n"Fir, west",y\n'))
    assert [row.cells["name"] for row in rows] == ["Elm, east", "Fir, west"]
