"""Unpack the files of a zip archive that an import reads, into a temporary folder."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from frontline.gazetteer.normalize import clean_text
from frontline.input_files import check_archive, file_error, open_regular
from frontline.io import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Endings of files that belong to a shapefile.
_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg"})
#: Most files that are unpacked.
_MOST_FILES = 2_000


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive that holds others: not a workbook."""
    return path.suffix.lower() in {".zip", ".kmz"}


@contextmanager
def unpacked(path: Path, endings: Collection[str]) -> Iterator[dict[str, Path]]:
    """Yield the files of an archive with some endings, by their names in it.

    The parts of a shapefile are unpacked beside it, and a file geodatabase is its folder.

    Parameters
    ----------
    path : of the archive
    endings : in lower case, such as ``.shp``

    Raises
    ------
    DataError
        If it cannot be unpacked.
    """
    check_archive(path)
    with temporary_folder(Path(tempfile.gettempdir())) as folder:
        hint = "Unpack it yourself, and import the files in it."
        try:
            with open_regular(path) as file, zipfile.ZipFile(file) as archive:
                found = _extract(archive, endings, folder)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            message = f"cannot be unpacked ({clean_text(error)[:80]})"
            raise file_error(path, message, hint) from error
        if len(found) > _MOST_FILES:
            raise file_error(path, f"contains more than {_MOST_FILES:,} files to read", hint)
        yield found


def _extract(archive: zipfile.ZipFile, endings: Collection[str], folder: Path) -> dict[str, Path]:
    """Unpack files, and return those to open; names inside the archive choose no folder."""
    found: dict[str, Path] = {}
    folders: dict[str, Path] = {}
    with_parts = {*endings, *_PARTS} if ".shp" in endings else set(endings)
    for item in archive.infolist():
        inside = PurePosixPath(item.filename.replace("\\", "/"))
        parent = inside.parent
        is_base = ".gdb" in endings and parent.suffix.lower() == ".gdb"
        wanted = is_base or inside.suffix.lower() in with_parts
        if item.is_dir() or not wanted or inside.name.startswith("._"):
            continue
        ending = ".gdb" if is_base else ""
        home = folders.setdefault(str(parent), folder / f"{len(folders)}{ending}")
        home.mkdir(exist_ok=True)
        target = home / Path(inside.name).name
        with archive.open(item) as source, target.open("wb") as copy:
            while block := source.read(1 << 20):
                copy.write(block)
        if is_base:
            found[str(parent)] = home
        elif inside.suffix.lower() in endings:
            found[str(inside)] = target
        if len(found) > _MOST_FILES:
            break
    return dict(sorted(found.items()))
