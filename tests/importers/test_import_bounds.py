"""Every reader of an import has bounds: a hostile file is refused at once, with file and bound."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from frontline import input_files
from frontline.errors import DataError
from frontline.importers import child_process
from frontline.importers.event_table import _unpacked
from frontline.importers.json_items import read_items
from frontline.importers.lua import parse_lua
from frontline.importers.ogr import read_layer
from frontline.importers.options import ImportOptions
from frontline.importers.readers import read_table
from frontline.importers.registry import KINDS, import_files
from frontline.importers.sources.whosonfirst import _records

#: Endings that each kind of import may meet.
ENDINGS = ("txt", "csv", "xlsx", "json", "geojson", "zip", "lua", "sqlite", "gpkg", "kml", "osm")
SETTINGS = {
    **{
        kind: {"source": "x", "licence": "y"}
        for kind in ("places", "highways", "admin", "rivers", "footprints", "roads", "terrain")
    },
    "areas": {
        "publisher": "x",
        "url": "https://x.invalid/",
        "licence": "y",
        "after": "north",
        "on": "2001-01-04",
    },
    "wikipedia": {"on": "2001-01-01", "url": "https://x.invalid/1"},
}


def _special(folder):
    """Yield a path of each kind that is not a regular file."""
    folder.mkdir()
    for ending in ENDINGS:
        os.mkfifo(folder / f"fifo.{ending}")
        yield folder / f"fifo.{ending}"
        (folder / f"zero.{ending}").symlink_to("/dev/zero")
        yield folder / f"zero.{ending}"
        (folder / f"folder.{ending}").mkdir()
        yield folder / f"folder.{ending}"
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.bind(str(folder / "s.csv"))
    yield folder / "s.csv"


def test_what_is_not_a_regular_file_is_refused_at_once(tmp_path, land_copy):
    before = {path.name: path.read_bytes() for path in land_copy.iterdir()}
    failures = []
    for path in _special(tmp_path / "x"):
        for kind in KINDS:
            if kind == "whosonfirst" and path.is_dir():
                continue  # a folder of records is allowed
            options = ImportOptions(files=(path,), settings=SETTINGS.get(kind, {}))
            try:
                import_files(kind, options, land_copy)
            except DataError as error:
                if "is not a regular file" not in str(error):
                    failures.append((kind, path.name, str(error)))
            else:
                failures.append((kind, path.name))
    assert failures == []
    assert {path.name: path.read_bytes() for path in land_copy.iterdir()} == before


def _rewrite_sheet(path, change):
    """Replace the XML of the sheet of a workbook."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as book:
        parts = {item: book.read(item) for item in book.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for item, content in parts.items():
            book.writestr(item, content)
    return path


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("XFD1048576", "has a cell XFD1048576, but only columns A to ZZ"),
        ("AAA2", "has a cell AAA2"),
        ("ZZ1048576", "more than 4 GB of memory"),
    ],
)
def test_a_far_cell_of_a_spreadsheet_is_refused(spreadsheet, cell, expected):
    row = "".join(filter(str.isdigit, cell))
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    path = spreadsheet([["a", "b"], ["1", "2"]])
    _rewrite_sheet(path, lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(DataError, match=expected):
        list(read_table(path))


def test_a_small_archive_of_a_large_file_is_refused(spreadsheet, tmp_path):
    zeros = b" " * (80 << 20)
    book = spreadsheet([["a"]])
    _rewrite_sheet(book, lambda xml: xml.replace(b"</sheetData>", zeros + b"</sheetData>"))
    table, layer = tmp_path / "t.zip", tmp_path / "l.kmz"
    for path in (table, layer):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("doc.csv", zeros)
    for path, read in ((book, read_table), (table, lambda p: _unpacked(p).__enter__()),
                       (layer, read_layer)):  # fmt: skip
        with pytest.raises(DataError, match="unpacks to more than 200 times"):
            read(path)


def test_an_archive_that_states_a_huge_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(input_files, "MAX_UNPACKED_BYTES", 1000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"x" * 1001)
    with pytest.raises(DataError, match=r"a\.zip: unpacks to 1,001 bytes; the limit is 1,000"):
        read_layer(path)


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(input_files, "MAX_LINE", 1000)
    monkeypatch.setattr(input_files.read_lines, "__defaults__", (1000,))
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n" + "x" * 1001)
    with pytest.raises(DataError, match="line 3 is longer than 1,000"):
        list(read_table(path))


def test_too_many_columns_and_rows_are_refused(tmp_path, spreadsheet, monkeypatch):
    wide = [[f"c{number}" for number in range(703)]]
    path = tmp_path / "a.csv"
    path.write_text(",".join(wide[0]) + "\n")
    for one in (path, spreadsheet(wide)):
        with pytest.raises(DataError, match="703 columns; the limit is 702"):
            read_table(one)
    monkeypatch.setattr("frontline.importers.readers.MAX_ROWS", 3)
    path.write_text("a\n1\n2\n3\n4\n")
    rows = read_table(path)
    assert len(list(rows)) == 2
    assert "more than 3 rows" in rows.unreadable[0].reason


def test_a_key_that_appears_twice_refuses_the_item(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"features": [{"id": 1, "id": 2}, {"id": 2}, {"a": [{"b": {"c": 1, "c": 2}}]}, {"id": 3}]}'
    )
    rows = read_items(path)
    assert [row.number for row in rows] == [2, 4]
    assert [one.row for one in rows.unreadable] == [1, 3]
    assert "appears twice" in rows.unreadable[0].reason


def test_nesting_is_counted_outside_texts_and_across_blocks(tmp_path):
    path = tmp_path / "a.json"
    for depth, text, fits in ((98, "[[" * 5000, True), (99, "", False), (5_000, "]", False)):
        value = "[" * depth + "]" * depth
        path.write_text(f'[{{"t": "{text}\\\\", "u": "\\"{text}", "v": {value}}}]')
        try:
            rows = read_items(path)
            read = len(list(rows))
        except DataError:
            read = 0
        assert read == fits, depth


def test_a_library_that_aborts_is_a_fault_of_the_file():
    with pytest.raises(DataError, match=r"bad\.kml: cannot be read: the file is damaged"):
        list(child_process.read_in_child("no_such_module", {}, "bad.kml"))


def test_entities_that_grow_are_refused(tmp_path):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laugh = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'
    bodies = {
        "l.kml": '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&a9;'
        "</name><Point><coordinates>30,0.1</coordinates></Point></Placemark></Document></kml>",
        "l.gpx": '<gpx version="1.1" creator="x"><wpt lat="0" lon="30"><name>&a9;</name></wpt>'
        "</gpx>",
        "l.osm": '<osm version="0.6"><node id="1" lat="0.1" lon="30.1"><tag k="name" v="&a9;"/>'
        '<tag k="place" v="town"/></node></osm>',
    }
    for name, body in bodies.items():
        path = tmp_path / name
        path.write_text(laugh + body)
        try:
            names = [str(row.cells)[:10_000_000] for row in read_layer(path)]
        except DataError:
            names = []
        assert all(len(one) < 1_000_000 for one in names), name


def test_a_view_in_a_database_is_not_computed(tmp_path):
    path = tmp_path / "w.db"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(
            "CREATE VIEW geojson AS WITH RECURSIVE n(id, body) AS "
            "(SELECT 1, '{}' UNION ALL SELECT id + 1, body FROM n) SELECT id, body FROM n"
        )
    with pytest.raises(DataError, match="no table geojson"):
        list(_records(path))


def test_a_number_of_lua_too_large_for_a_float_is_read():
    (table,) = parse_lua(f"return {{ a = 0x{'f' * 400} }}").tables
    assert table.fields["a"] == float("inf")


def test_the_command_prints_one_line_and_ends_with_1(tmp_path, land_copy):
    os.mkfifo(tmp_path / "roads.kml")
    command = Path(sys.executable).with_name("frontline")
    words = ["import", "highways", tmp_path / "roads.kml", "--into", land_copy]
    done = subprocess.run(
        [shutil.which("frontline") or command, *words, "--set", "source=x", "--set", "licence=y"],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "roads.kml: is not a regular file" in done.stderr
