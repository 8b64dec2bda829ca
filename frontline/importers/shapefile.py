"""Find the encoding of a shapefile, whose ``.cpg`` is often missing or wrong.

Format: dBase tables (https://www.dbase.com/Knowledgebase/INT/db7_file_fmt.htm), with the name of
the encoding in a file ``.cpg``, or its number in byte 29 of the table.
"""

from __future__ import annotations

import codecs
import re
import struct
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from frontline.encoding_candidates import looks_misread
from frontline.input_files import file_error, open_regular
from frontline.text_encoding import check_encoding, count_utf_8, is_utf_8, unknown_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Encodings by their number in a table; those of the numbers that programs write by default
#: say nothing.
_NUMBERS = {
    0x64: "cp852",
    0x65: "cp866",
    0x13: "cp932",
    0x7B: "cp932",
    0x4D: "gb18030",
    0x4E: "cp949",
    0x4F: "big5",
    0x7D: "cp1255",
    0x7E: "cp1256",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
}
_HEADER, _FIELD = 32, 32
#: Number of bytes that are read at once, and of cells that show whether a name of one is right.
_CHUNK, _CELLS = 1 << 20, 400


class TableText(NamedTuple):
    """Encoding of the text of a shapefile, and what to report about it."""

    encoding: str
    notes: tuple[str, ...]


def find_shapefile_encoding(path: Path, stated: str | None) -> TableText:
    """Return the encoding of the table of a shapefile.

    Text that is valid UTF-8 is UTF-8. The encoding that the shapefile names is used for other
    text, unless the words are misread in it.

    Parameters
    ----------
    path : of the file ``.shp``
    stated : the encoding that the user states; None to find it

    Raises
    ------
    DataError
        If a part of the shapefile is missing, or the encoding is not known.
    """
    check_encoding(stated)
    missing = [ending for ending in ("shx", "dbf") if part(path, ending) is None]
    if missing:
        listed = " and ".join(f"{path.stem}.{ending}" for ending in missing)
        hint = "Copy them into its folder: a shapefile is at least .shp, .shx, .dbf and .prj."
        raise file_error(path, f"lacks {listed}", hint)
    notes = []
    if part(path, "prj") is None:
        notes.append(
            f"{path.name}: {path.stem}.prj is missing, so its coordinates were read as degrees"
        )
    table = part(path, "dbf")
    assert table is not None  # noqa: S101 - for the type checker
    if stated is not None:
        return TableText(stated, tuple(notes))
    good, bad = count_utf_8(_records(table))
    claimed = _claimed(path, table)
    if good >= 4 * bad:
        if claimed not in {"", "utf-8"} and good:
            notes.append(f"{path.name}: the shapefile names {claimed}, but its text is UTF-8")
        return TableText("utf-8", tuple(notes))
    foreign = islice((cell for _, cell in _cells(table) if not is_utf_8(cell)), _CELLS)
    if claimed in {"", "utf-8"} or looks_misread(_decoded(foreign, claimed)):
        raise unknown_encoding(table, _cells(table), "row")
    return TableText(claimed, tuple(notes))


def part(path: Path, ending: str) -> Path | None:
    """Return a file that belongs to a shapefile, in any case; None if it is missing."""
    for name in (f"{path.stem}.{ending}", f"{path.stem}.{ending.upper()}", f"{path.name}.{ending}"):
        other = path.with_name(name)
        if other.is_file():
            return other
    return None


def _claimed(path: Path, table: Path) -> str:
    """Return the name of the encoding that a shapefile states; empty if there is none."""
    stated = part(path, "cpg")
    if stated is not None:
        with open_regular(stated) as file:
            text = file.read(80).decode("ascii", "replace").strip()
        page = re.search(r"(\d{3,4})$", text)
        iso = re.search(r"8859[-_ ]?(\d{1,2})$", text)
        names = (
            "utf-8" if text == "65001" else text,
            f"iso8859_{iso[1]}" if iso else "",
            f"cp{page[1]}" if page else "",
        )
        for name in names:
            try:
                found = codecs.lookup(name).name
            except LookupError:
                continue
            return found
        return ""
    with open_regular(table) as file:
        head = file.read(_HEADER)
    return _NUMBERS.get(head[29], "") if len(head) == _HEADER else ""


def _decoded(cells: Iterable[bytes], encoding: str) -> list[str]:
    return [word for cell in cells for word in cell.decode(encoding, "replace").split()]


def _records(table: Path) -> Iterator[bytes]:
    """Yield the bytes of the records, without the header."""
    with open_regular(table) as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return
        file.seek(struct.unpack_from("<H", head, 8)[0])
        while block := file.read(_CHUNK):
            yield block


def _cells(table: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the number of the row and the bytes of each cell of text."""
    with open_regular(table) as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return
        start, width = struct.unpack_from("<HH", head, 8)
        fields = file.read(max(0, start - _HEADER))
        spans, at = [], 1
        for offset in range(0, len(fields) - _FIELD + 1, _FIELD):
            if fields[offset : offset + 1] == b"\r":
                break
            length = fields[offset + 16]
            if fields[offset + 11 : offset + 12] == b"C":
                spans.append((at, at + length))
            at += length
        file.seek(start)
        number = 0
        while width and len(record := file.read(width)) == width:
            number += 1
            for first, last in spans:
                yield number, record[first:last].strip(b" \x00")
