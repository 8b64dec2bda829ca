"""Fixtures: spreadsheets to import."""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape

import pytest
from forked_reader import close_readers, start_forked

_OOXML = "application/vnd.openxmlformats-"
_SHEET = f"{_OOXML}officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_OOXML}package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def _cell(value):
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


@pytest.fixture(scope="session")
def _readers_end():
    """End the processes that readers are forked from, if any was."""
    yield
    close_readers()


@pytest.fixture
def _forked_readers(_readers_end, monkeypatch):
    """Fork the processes that read files; `test_no_network` and `test_import_bounds` start some."""
    monkeypatch.setattr("frontline.importers.child_process._start", start_forked)


@pytest.fixture
def spreadsheet(tmp_path):
    """Write rows as the smallest workbook that spreadsheets open, and return its path.

    More sheets are written after the first: their rows by name; a name may end with "(hidden)".
    """

    def write(rows, name="book.xlsx", merged="", first="Places", more=()):
        joined = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        sheets = {first: rows, **dict(more)}
        joined = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        listed, related, types = "", "", ""
        parts = {}
        for n, (title, cells) in enumerate(sheets.items(), start=1):
            lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in cells)
            state = ' state="hidden"' if title.endswith("(hidden)") else ""
            listed += f'<sheet name="{title}" sheetId="{n}"{state} r:id="r{n}"/>'
            related += f'<Relationship Id="r{n}" Type="{_REL}/worksheet" '
            related += f'Target="worksheets/sheet{n}.xml"/>'
            types += f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            types += f'ContentType="{_SHEET}.worksheet+xml"/>'
            parts[f"xl/worksheets/sheet{n}.xml"] = (
                f"<worksheet {_MAIN}><sheetData>{lines}</sheetData>{joined}</worksheet>"
            )
        parts |= {
            "[Content_Types].xml": f"{_TYPES}{types}</Types>",
            "_rels/.rels": f'{_RELS}<Relationship Id="r1" Type="{_REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{listed}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f"{_RELS}{related}</Relationships>",
        }
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as book:
            for part, text in parts.items():
                book.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        return path

    return write
