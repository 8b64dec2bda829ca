"""Read one sheet of a workbook in a child process: its reader aborts for lack of memory.

The first value sent is the number of empty rows above, or why the sheet cannot be read; the others
are rows.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from frontline.importers.child_process import serve
from frontline.input_files import MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The reference of a cell beyond column ZZ.
_FAR_CELL = re.compile(rb"""\sr=["']([A-Z]{3}[0-9]+)["']""")
#: Number of bytes that are searched at once.
_BLOCK = 1 << 20


def main() -> None:
    """Read the sheet that the command line names, and send its rows."""
    serve(_read(**json.loads(sys.argv[1])))


def _read(path: str, name: str | None) -> Iterator[Any]:
    far = _far_cell(path)
    if far:
        limit = f"columns A to ZZ ({MAX_COLUMNS}) are read"
        yield {"refused": f"has a cell {far}, but only {limit}"}
        return
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0) if name is None else book.get_sheet_by_name(name)
    except WorksheetNotFound:
        yield {"sheets": book.sheet_names}
        return
    except (CalamineError, OSError, ValueError) as error:
        yield {"refused": f"cannot be read as a spreadsheet ({str(error)[:200]})"}
        return
    if sheet.width > MAX_COLUMNS:
        yield {"refused": f"has {sheet.width:,} columns; the limit is {MAX_COLUMNS}"}
        return
    yield {"above": (sheet.start or (0, 0))[0]}
    yield from sheet.iter_rows()


def _far_cell(path: str) -> str:
    """Return the reference of a cell beyond column ZZ in an Office Open XML workbook; else empty.

    The reader allocates all cells up to the last one before it can be asked for the size.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for item in archive.infolist():
                if not item.filename.startswith("xl/worksheets/"):
                    continue
                with archive.open(item) as file:
                    rest = b""
                    while block := file.read(_BLOCK):
                        match = _FAR_CELL.search(rest + block)
                        if match:
                            return match[1].decode("ascii")
                        rest = block[-40:]
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError):
        pass  # the reader says what is wrong
    return ""


if __name__ == "__main__":
    main()
