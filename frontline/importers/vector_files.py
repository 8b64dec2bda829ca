"""Prepare vector files for their reader: unpack archives, and make their text UTF-8.

A reader of XML refuses texts in most encodings, and stops at a damaged byte; a shapefile with a
missing or wrong ``.cpg`` is misread. So the encoding is found here.
"""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.importers.archives import is_archive, unpacked
from frontline.importers.shapefile import find_shapefile_encoding, part
from frontline.importers.text_table import DAMAGED
from frontline.input_files import check_regular, file_error, open_regular
from frontline.io import temporary_folder
from frontline.text_encoding import check_encoding, find_encoding, is_foreign_utf_8

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Formats read item by item, without GDAL.
JSON = frozenset({".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl"})
#: Texts that GDAL reads.
_XML = frozenset({".kml", ".gpx", ".osm"})
_TOPOJSON = frozenset({".topojson"})
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg"})
_READ_IN_ARCHIVES = frozenset(
    {".shp", ".gpkg", ".gdb", ".fgb", ".kml", ".gpx", ".geojson", ".json", ".topojson"}
)
_CHUNK, _HEAD = 1 << 20, 1 << 14
_DECLARED = re.compile(rb"""(<\?xml[^>]*?encoding=["'])([\w.:-]+)(["'])""")
_TOPOLOGY = re.compile(rb'"type"\s*:\s*"Topology"')
_ESRI = re.compile(rb'"geometryType"\s*:\s*"esriGeometry')
_LINK = b"<NetworkLink"


class VectorFile(NamedTuple):
    """A file that can be read.

    Attributes
    ----------
    title : name for reports, with that of the archive
    path : where it is read
    encoding : of its text, as found
    raw : whether its texts have to be decoded in that encoding after they are read
    notes : what to report about it
    is_damaged : whether some of its bytes could not be decoded
    """

    title: str
    path: Path
    encoding: str = "utf-8"
    raw: bool = False
    notes: tuple[str, ...] = ()
    is_damaged: bool = False

    @property
    def is_json(self) -> bool:
        """Whether it is read item by item."""
        return self.path.suffix.lower() in JSON


@contextmanager
def open_vector_files(path: Path, encoding: str | None) -> Iterator[list[VectorFile]]:
    """Yield the vector files in a file: several if it is an archive.

    Parameters
    ----------
    path : the file, or the folder of a file geodatabase
    encoding : of text files and shapefiles; None to find it

    Raises
    ------
    DataError
        If it cannot be read.
    """
    with ExitStack() as stack:
        if not is_archive(path):
            yield [_prepare(path, path.name, encoding, stack)]
            return
        members = stack.enter_context(unpacked(path, _READ_IN_ARCHIVES))
        if not members:
            listed = ", ".join(sorted(_READ_IN_ARCHIVES))
            raise file_error(path, "contains no vector file", f"It needs one of {listed}.")
        one = len(members) == 1
        yield [
            _prepare(member, path.name if one else f"{path.name}, {name}", encoding, stack)
            for name, member in members.items()
        ]


def _prepare(path: Path, title: str, encoding: str | None, stack: ExitStack) -> VectorFile:
    """Return a file with its encoding; a text that is not UTF-8 is copied as UTF-8."""
    _check_files(path)
    ending = path.suffix.lower()
    if ending in _TABLES:
        hint = "Import a table with frontline import places, ocha or table; or save it as GeoJSON."
        raise file_error(path, "is a table, not a vector file", hint)
    if ending in _PARTS and part(path.with_suffix(".shp"), "shp"):
        hint = f"Import {path.stem}.shp, and keep the other files in its folder."
        raise file_error(path, "is a part of a shapefile", hint)
    if ending == ".shp":
        text = find_shapefile_encoding(path, encoding)
        return VectorFile(title, path, text.encoding, raw=True, notes=text.notes, is_damaged=True)
    if ending in JSON:
        with open_regular(path) as file:
            head = file.read(_HEAD)
        if _ESRI.search(head):
            hint = "Ask the service for GeoJSON (f=geojson), or export it as GeoJSON."
            raise DataError([Issue(path.name, None, "", "is Esri JSON", hint)])
        if not _TOPOLOGY.search(head):
            return VectorFile(title, path)
    elif ending not in _XML | _TOPOJSON:
        return VectorFile(title, path)
    return _as_utf_8(path, title, encoding, stack)


def _check_files(path: Path) -> None:
    """Check a file, and the files that belong to it: none may be a FIFO or a device.

    Raises
    ------
    DataError
        If one of them is not a regular file, or an archive unpacks to too much.
    """
    if path.is_dir() and path.suffix.lower() == ".gdb":
        for one in path.iterdir():
            check_regular(one)
        return
    check_regular(path)
    with os.scandir(path.parent) as entries:
        names = [one.name for one in entries if one.name.startswith(f"{path.stem}.")]
    for name in names:
        other = path.with_name(name)
        if not other.is_dir():
            check_regular(other)


def _as_utf_8(path: Path, title: str, stated: str | None, stack: ExitStack) -> VectorFile:
    """Return a text that a reader of UTF-8 can read, if needed a copy of it."""
    declared = _declared(path)
    if stated is None and declared and is_foreign_utf_8(path):
        encoding = "utf-8"  # a program has converted it, and left the declaration
    else:
        encoding = find_encoding(path, stated or declared)
    notes = []
    copy = _Copy(path, encoding)
    if copy.has_link:
        notes.append(f"{title}: it links to other files (NetworkLink), which were not read")
    is_topology = path.suffix.lower() not in _XML
    if encoding == "utf-8" and not (declared or copy.is_damaged or is_topology):
        return VectorFile(title, path, notes=tuple(notes))
    folder = stack.enter_context(temporary_folder(Path(tempfile.gettempdir())))
    target = folder / (f"{path.stem}.topojson" if is_topology else path.name)
    copy.write(target)
    return VectorFile(title, target, encoding, notes=tuple(notes), is_damaged=copy.is_damaged)


def _declared(path: Path) -> str | None:
    """Return the encoding that an XML text declares, if it is known and not UTF-8."""
    with open_regular(path) as file:
        match = _DECLARED.search(file.read(_HEAD))
    if match is None:
        return None
    name = match[2].decode("ascii")
    try:
        check_encoding(name)
    except InvalidRequestError:
        return None
    name = codecs.lookup(name).name
    return None if name in {"utf-8", "utf-16"} else name


class _Copy:
    """A text that can be written as UTF-8.

    Attributes
    ----------
    is_damaged : whether some bytes cannot be decoded
    has_link : whether it has a link of KML to another file
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._path, self._encoding = path, encoding
        self.is_damaged = self.has_link = False
        for block in self._blocks():
            text = block.decode("utf-8")
            self.is_damaged = self.is_damaged or DAMAGED in text
            self.has_link = self.has_link or _LINK in block

    def write(self, target: Path) -> None:
        """Write it as UTF-8, which its declaration then names."""
        is_first = True
        with target.open("wb") as file:
            for block in self._blocks():
                if is_first:
                    block = _DECLARED.sub(rb"\1UTF-8\3", block, count=1)  # noqa: PLW2901 - the first
                is_first = False
                file.write(block)

    def _blocks(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        with open_regular(self._path) as file:
            while block := file.read(_CHUNK):
                yield decoder.decode(block).encode("utf-8", "replace")
            yield decoder.decode(b"", final=True).encode("utf-8", "replace")
