"""The row that names the columns is found below titles and comments, and named in the report."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from frontline.cli import app
from frontline.errors import DataError, InvalidRequestError
from frontline.importers.columns import FIELDS
from frontline.importers.headers import HeaderHint, column_key
from frontline.importers.readers import read_table

KNOWN = frozenset(column_key(name) for names in FIELDS.values() for name in names)
NAMES = "place,day,after,publisher,url,lon,lat"
ROW = "Elm,2001-01-05,south,Post,https://p.invalid/1,30.1,0.1"
FOREIGN = "місце,коли,після,джерело,посилання,довгота,широта"
TAGS = "#loc+name,#date+occurred,#actor,#meta+source,#meta+url,#geo+lon,#geo+lat"

#: Lines of a table, the number of its header, and the first column's name.
TABLES = {
    "plain": ([NAMES, ROW], 1, "place"),
    "a title": (["Changes of control,,,,,,", NAMES, ROW], 2, "place"),
    "a short title": (["Changes of control, a draft", NAMES, ROW], 2, "place"),
    "empty lines": (["", ",,,,,,", NAMES, ROW], 3, "place"),
    "title and notes": (["Draft,,,,,,", "By,Ann,,,,,", ",,,,,,", NAMES, ROW], 4, "place"),
    "comments": (["# from the desk", "# of, 2001", NAMES, ROW], 3, "place"),
    "groups of columns": (["Where,,,Who,,Position,", NAMES, ROW], 2, "place"),
    "another language": (["Чернетка,,,,,,", FOREIGN, ROW, ROW], 2, "місце"),
    "tags below": ([NAMES, TAGS, ROW], 1, "place"),
    "title, names, tags": (["Draft,,,,,,", NAMES, TAGS, ROW], 2, "place"),
    "title and tags": (["Draft,,,,,,", TAGS, ROW], 2, "#loc+name"),
    "tags alone": ([TAGS, ROW], 1, "#loc+name"),
    "years as names": (["village,2001,2002", "Elm,1,2"], 1, "village"),
    "a separator line": (["sep=,", NAMES, ROW], 2, "place"),
    "tags with mistakes": ([NAMES, "#loc+name,#date+2001,#actor,,,,", ROW], 1, "place"),
    "names with tags": (
        ["Place #loc,Day #date,After #actor,Publisher,URL,Lon,Lat", ROW],
        1,
        "Place #loc",
    ),
    "a quoted title": (['"Draft\nof two lines",,,,,,', NAMES, ROW], 2, "place"),
}


def table(tmp_path, lines, name="t.csv", **more):
    path = tmp_path / name
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return read_table(path, **more)


def test_the_header_is_found(tmp_path):
    failures = []
    for name, (lines, number, first) in TABLES.items():
        rows = table(tmp_path, lines, hint=HeaderHint(known=KNOWN))
        read = [row.cells[rows.columns[0]] for row in rows]
        if (rows.header_row, rows.columns[0], read[-1:]) != (number, first, ["Elm"]):
            failures.append((name, rows.header_row, rows.columns, read))
        if number > 1 and f"columns named in row {number}" not in rows.description():
            failures.append((name, rows.description()))
    assert failures == []


def test_the_header_of_a_workbook_is_found(spreadsheet):
    lines = [["Changes of control"] + [""] * 6, NAMES.split(","), ROW.split(",")]
    rows = read_table(spreadsheet(lines), hint=HeaderHint(known=KNOWN))
    assert [row.number for row in rows] == [3]
    assert rows.description() == ("book.xlsx: 1 row, UTF-8, sheet 'Places', columns named in row 2")


def test_the_row_that_the_user_states_is_the_header(tmp_path):
    lines = [NAMES, "Name of place,2,3,4,5,6,7", ROW]
    rows = table(tmp_path, lines, hint=HeaderHint(known=KNOWN, row=2))
    assert (rows.columns[0], [row.number for row in rows]) == ("Name of place", [3])
    with pytest.raises(InvalidRequestError, match=r"--header-row 7: t\.csv: there is no such row"):
        table(tmp_path, lines, hint=HeaderHint(row=7))


def test_a_column_that_the_user_states_shows_the_header(tmp_path):
    lines = ["Draft,of,the,list", "Ort,Tag,Wer,Wo", "Elm,1,2,3"]
    rows = table(tmp_path, lines, hint=HeaderHint(stated=frozenset({"Ort", "Wer"})))
    assert rows.header_row == 2


def test_a_second_header_is_not_data(tmp_path):
    rows = table(tmp_path, [NAMES, ROW, NAMES, ROW])
    assert [row.number for row in rows] == [2, 4]
    assert [(one.row, one.reason) for one in rows.unreadable] == [
        (3, "the row repeats the header: delete it")
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A list, of two parts", "place;lon;lat", "Elm;30,1;0,1", "Fir;30,2;0,2"], ";"),
        (["sep=|", "place|lon", "a,b|30,1"], "|"),
        (["sep=;", "place;note", "Elm;a, b, c, d"], ";"),
        (["t,i,t,l,e", "place\tlon\tlat", "Elm\t30\t0"], "\t"),
        (["place,note", '"Elm; Fir; Ivy",x', '"Oak; Ash; Yew",y'], ","),
    ],
)  # fmt: skip
def test_the_separator_is_that_of_most_lines(tmp_path, lines, expected):
    rows = table(tmp_path, lines, hint=HeaderHint(known=KNOWN))
    named = next(line for line in lines if line.startswith("place"))
    assert rows.columns == tuple(named.split(expected))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(tmp_path, end):
    path = tmp_path / "t.csv"
    path.write_bytes(f"{NAMES}\n{ROW}{end}{ROW}\r\n".encode())
    assert [row.number for row in read_table(path)] == [2, 3]


def test_a_mark_in_the_middle_is_not_part_of_a_name(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"".join(f"\ufeff{NAMES}\n{ROW}\n".encode() for _ in range(2)))
    rows = read_table(path)
    assert [row.cells["place"] for row in rows] == ["Elm", "Elm"]
    assert [one.row for one in rows.unreadable] == [3]


def test_a_table_without_any_word_has_no_header(tmp_path):
    with pytest.raises(DataError, match="has no header"):
        table(tmp_path, ["", ",,"])


def test_damaged_cells_are_listed_and_the_others_right(tmp_path):
    path = tmp_path / "t.csv"
    raw = "place,publisher\nКамінь,Вісті\nБережне,Голос\nЗолоте,Вісті\n".encode()
    path.write_bytes(raw.replace("л".encode(), b"\xd0", 1))
    rows = read_table(path)
    assert [row.cells["publisher"] for row in rows] == ["Вісті", "Го\ufffdос", "Вісті"]
    assert rows.damaged == [(3, "publisher", "Го\ufffdос")]


NOTES = [["Method"], ["Ask Ann before printing"], ["Draft"]]


def test_the_sheet_that_fits_is_read_and_the_others_are_listed(spreadsheet):
    lines = [NAMES.split(","), ROW.split(",")]
    more = {"List": lines, "Old (hidden)": [*lines, ROW.split(",")], "Empty": []}
    path = spreadsheet(NOTES, first="Read me", more=more)
    rows = read_table(path, hint=HeaderHint(known=KNOWN))
    assert [row.cells["place"] for row in rows] == ["Elm"]
    assert rows.sheet == "List"
    assert rows.notes == [
        "book.xlsx: sheet 'Read me' was not read (3 rows): --layer 'Read me' reads it",
        "book.xlsx: sheet 'Old (hidden)' was not read (3 rows): --layer 'Old (hidden)' reads it",
    ]


def test_the_sheet_that_the_user_names_is_read(spreadsheet):
    lines = [NAMES.split(","), ROW.split(",")]
    path = spreadsheet(NOTES, first="Read me", more={"List": lines, "Old (hidden)": lines * 2})
    rows = read_table(path, sheet="Old (hidden)", hint=HeaderHint(known=KNOWN))
    assert ([row.number for row in rows], rows.notes) == ([2, 4], [])
    with pytest.raises(InvalidRequestError, match="it has Read me, List, Old"):
        read_table(path, sheet="Liste")


def test_of_sheets_that_fit_equally_the_first_is_read(spreadsheet):
    lines = [["nom", "jour"], ["Elm", "1"]]
    path = spreadsheet(lines, first="2001", more={"2002": lines})
    assert read_table(path, hint=HeaderHint(known=KNOWN)).sheet == "2001"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_text_table_named_as_a_workbook_is_read(tmp_path, codec):
    path = tmp_path / "export.xls"
    path.write_text(f"{NAMES}\n{ROW}\n".replace(",", "\t"), codec)
    rows = read_table(path)
    assert [row.cells["place"] for row in rows] == ["Elm"]


def test_a_web_page_named_as_a_workbook_is_refused(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("<html><table><tr><td>place</td></tr></table></html>")
    with pytest.raises(DataError, match="is a web page or XML, not a workbook"):
        read_table(path)


def test_tags_of_hxl_name_the_columns_of_a_table_and_of_places(land_copy):
    path = land_copy.parent / "h.csv"
    rows = ["A list of the desk,,,,,,,", "#loc+name,#date,#after,#before,#meta+source,#meta+url"]
    rows[1] += ",#geo+lon,#geo+lat"
    rows.append("Alder,2001-01-09,South,North,X,https://x.invalid/,30.0,0.2")
    path.write_text("\n".join(rows) + "\n", "utf-8")
    given = ["import", "table", str(path), "--into", str(land_copy), "--yes"]
    done = CliRunner().invoke(app.app, given)
    assert "1 used" in done.stdout
    assert "h.csv: 1 row, UTF-8, columns named in row 2" in done.stdout
    ocha = land_copy.parent / "o.csv"
    ocha.write_text("#loc+name,#loc+code,#geo+lon,#geo+lat\nOak,XX1,30.05,0.05\n", "utf-8")
    done = CliRunner().invoke(app.app, ["import", "ocha", str(ocha), "--into", str(land_copy)])
    assert "1 used" in done.stdout
