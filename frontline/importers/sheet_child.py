"""Read one sheet of a workbook in a child process: its reader aborts for lack of memory.

The first value sent is the name of the sheet, the number of empty rows above, and the other sheets
with their rows; or why the sheet cannot be read. The other values are rows. Without a name, the
sheet is the visible one whose header has the most column names that the import knows.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from frontline.importers.child_process import serve
from frontline.importers.headers import HEADER_ROWS, HeaderHint, find_header, known_names
from frontline.input_files import MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from python_calamine import CalamineSheet

#: The reference of a cell beyond column ZZ.
_FAR_CELL = re.compile(rb"""\sr=["']([A-Z]{3}[0-9]+)["']""")
#: Number of bytes that are searched at once.
_BLOCK = 1 << 20


def main() -> None:
    """Read the sheet that the command line names, and send its rows."""
    serve(_read(**json.loads(sys.argv[1])))


def _read(path: str, name: str | None, known: list[str], stated: list[str]) -> Iterator[Any]:
    far = _far_cell(path)
    if far:
        limit = f"columns A to ZZ ({MAX_COLUMNS}) are read"
        yield {"refused": f"has a cell {far}, but only {limit}"}
        return
    try:
        book = CalamineWorkbook.from_path(path)
        hint = HeaderHint(frozenset(known), frozenset(stated))
        sheet, others = _choose(book, hint) if name is None else (book.get_sheet_by_name(name), [])
    except WorksheetNotFound:
        yield {"sheets": book.sheet_names}
        return
    except (CalamineError, OSError, ValueError) as error:
        yield {"refused": f"cannot be read as a spreadsheet ({str(error)[:200]})"}
        return
    if sheet.width > MAX_COLUMNS:
        yield {"refused": f"has {sheet.width:,} columns; the limit is {MAX_COLUMNS}"}
        return
    above, left = sheet.start or (0, 0)
    merged = [
        (top - above, column - left, bottom - above)
        for (top, column), (bottom, _) in sheet.merged_cell_ranges or ()
        if top < bottom and top >= above and column >= left
    ]
    yield {"sheet": sheet.name, "above": above, "merged": len(merged), "others": others}
    yield from _fill_down(sheet.iter_rows(), merged) if merged else sheet.iter_rows()


def _fill_down(
    rows: Iterable[list[Any]], merged: list[tuple[int, int, int]]
) -> Iterator[list[Any]]:
    """Yield rows in which the value of a cell that is merged over several rows is in each.

    Parameters
    ----------
    merged : first row, column and last row of merged cells
    """
    starts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for top, column, bottom in merged:
        starts[top].append((column, bottom))
    values: dict[int, tuple[Any, int]] = {}
    for number, row in enumerate(rows):
        if any(cell != "" for cell in row):
            for column, (value, bottom) in list(values.items()):
                if number > bottom:
                    del values[column]
                elif column < len(row) and row[column] == "":
                    row[column] = value
        values |= {
            column: (row[column], bottom)
            for column, bottom in starts.get(number, ())
            if column < len(row)
        }
        yield row


def _choose(
    book: CalamineWorkbook, hint: HeaderHint
) -> tuple[CalamineSheet, list[tuple[str, int]]]:
    """Return the sheet to read, and the names of the other sheets with cells and their rows."""
    listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if len(listed) < 2:
        return book.get_sheet_by_index(0), []
    ranked = []
    heights = {}
    for order, one in enumerate(listed):
        sheet = book.get_sheet_by_name(one.name)
        heights[one.name] = sheet.height
        is_visible = one.visible == SheetVisibleEnum.Visible and sheet.height > 0
        ranked.append((not is_visible, -_fit(sheet, hint), order))
    chosen = listed[min(ranked)[2]].name
    others = [(name, height) for name, height in heights.items() if height and name != chosen]
    return book.get_sheet_by_name(chosen), others


def _fit(sheet: CalamineSheet, hint: HeaderHint) -> int:
    """Return how many column names of a sheet the import knows."""
    if not sheet.height or sheet.width > MAX_COLUMNS:
        return 0
    rows = sheet.to_python(nrows=HEADER_ROWS)
    header = find_header(rows, hint)
    if header is None:
        return 0
    named = sum(str(cell).strip() in hint.stated for cell in rows[header])
    return known_names(rows[header], hint.known) + 2 * named


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
