"""Write files atomically, and CSV and JSON text the same way each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from frontline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Starts of formulas in spreadsheets; the wide forms count in East Asian locales.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
#: Control characters that JSON may carry as they are, and that a terminal obeys.
_UNSEEN = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
#: Characters that need quotes in CSV, besides a comma.
_TO_QUOTE = re.compile(r'["\r\n]')
#: Number of rows that are written at once.
_AT_ONCE = 100
#: Those that a cell has no use for.
_OBEYED = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {9, 10, 13}, "\ufffd")


def json_text(value: Any) -> str:
    r"""Write JSON the same way each time: UTF-8, two spaces, a final line break.

    Control characters that a terminal would obey are written as ``\u009b``; JSON escapes the
    older ones itself.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return text.translate(_UNSEEN) + "\n"


def json_line(value: Any) -> str:
    """Write JSON on a line of its own, with what `json_text` writes otherwise."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.translate(_UNSEEN).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def safe_cell(value: Any) -> Any:
    """Keep a spreadsheet from running a text cell as a formula.

    A text that starts with ``=``, ``+``, ``-``, ``@``, one of their wide forms, a tab or a line
    break gets an apostrophe in front, as spreadsheets do themselves. Numbers are left alone.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5), safe_cell("Morek")
    ("'=1+1", -3.5, 'Morek')
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA_STARTS else value


def csv_text(header: list[str], rows: list[list[Any]], *, safe: bool = True) -> str:
    """Write a CSV table with line feeds.

    Parameters
    ----------
    safe : defuse formulas (see `safe_cell`), and what a terminal would obey
    """
    lines = [header, *([_defused(cell) if safe else cell for cell in row] for row in rows)]
    return "".join(map(csv_line, lines))


def csv_line(cells: Iterable[Any]) -> str:
    """Write one row of a CSV table, with its line feed."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join(texts)
    if _TO_QUOTE.search(line) or line.count(",") >= len(texts):
        line = ",".join(map(_quoted, texts))
    return f"{line}\n"


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows of texts as `csv_line` does, many at once where none of them needs quotes."""
    waiting = iter(rows)
    while some := tuple(islice(waiting, _AT_ONCE)):
        text = "".join([f"{','.join(cells)}\n" for cells in some])
        marks = sum(map(len, some)) - len(some)
        bare = '"' not in text and "\r" not in text and text.count("\n") == len(some)
        if bare and text.count(",") == marks:
            yield text
        else:
            yield from map(csv_line, some)


def _defused(cell: Any) -> Any:
    return safe_cell(cell.translate(_OBEYED)) if isinstance(cell, str) else cell


def _quoted(text: str) -> str:
    """Write a cell; the csv module leaves a lone carriage return bare, which tears the table."""
    if "," in text or _TO_QUOTE.search(text):
        return '"{}"'.format(text.replace('"', '""'))
    return text


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises
    ------
    OutputError
        When the folder cannot be written or the disk is full; nothing is left behind.
    """
    with atomic_file(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of another when all is written, as `write_whole` does."""
    temporary = ""
    try:
        target = _target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".frontline-")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        raise OutputError(
            f"{path}: could not be written ({error.strerror or error}). Nothing was changed; "
            "choose another folder, or make room."
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Follow links to the file that is meant; a device would be replaced, not written to."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OSError(None, "it is a folder or device, not a file")
    return target


@contextmanager
def atomic_folder_x(targets: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """Give, for each file, a path beside it to write to; at the end of the block they move over.

    When the block fails nothing is moved, and nothing is left behind. It is for files that
    libraries write by name, or that are too large to hold; see also `files.write_atomic`.

    Raises
    ------
    OutputError
        When a folder cannot be written or the disk is full.
    """
    folders: list[Path] = []
    try:
        drafts = {target: _draft(target, folders) for target in targets}
        yield drafts
        for draft in drafts.values():
            _flush(draft)
        for target, draft in drafts.items():
            draft.replace(os.path.realpath(target))
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        named = ", ".join(str(target) for target in targets)
        raise OutputError(
            f"{named}: could not be written ({error.strerror or error}). Nothing was changed; "
            "choose another folder, or make room."
        ) from error
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _draft(target: Path, folders: list[Path]) -> Path:
    """Return a path of the same name in a new folder next to the target."""
    meant = Path(os.path.realpath(target))
    if meant.exists() and not meant.is_file():
        raise OSError(None, f"{target.name} is a folder or device, not a file")
    meant.parent.mkdir(parents=True, exist_ok=True)
    folders.append(Path(tempfile.mkdtemp(dir=meant.parent, prefix=".frontline-")))
    return folders[-1] / meant.name


def _flush(draft: Path) -> None:
    """Flush a file to the disk and make it readable for everybody."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.chmod(0o644)
