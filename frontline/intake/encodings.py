"""Opens foreign files, and finds how their text is written."""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING

from frontline.errors import DataError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["encoding_of", "open_file", "refuse_file"]

_CHUNK = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def refuse_file(path: Path, rule: str, remedy: str, value: str = "") -> DataError:
    """Make the error for a file that cannot be read as a whole."""
    return DataError([Fault(path.name, None, value, rule, remedy)])


def open_file(path: Path) -> IO[bytes]:
    """Open a file.

    Raises
    ------
    DataError
        When it is missing or cannot be read.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise refuse_file(path, "the file is missing", "Check the path.") from None
    except OSError as error:
        rule = f"cannot be read ({error.strerror or error})"
        raise refuse_file(path, rule, "Check what it is, and its rights.") from error


def encoding_of(path: Path) -> str:
    """Find how a text file is written: utf-8, utf-8-sig, utf-16, cp1256 or latin-1.

    What is not UTF-8 is Windows-1256 if its letters beyond ASCII mostly stand side by side, as
    in Arabic words, and Latin-1 if they stand alone among others, as accents do.
    """
    with open_file(path) as file:
        head = file.read(4)
        for mark, name in _MARKS.items():
            if head.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_CHUNK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(0)
            return _one_byte(iter(lambda: file.read(_CHUNK), b""))
    return "utf-8"


def _one_byte(blocks: Iterator[bytes]) -> str:
    """Tell Arabic from accented Latin letters, written in one byte each."""
    beside = alone = 0
    letters = bytes(range(0xC0, 0x100))
    table = bytes(1 if byte in letters else 0 for byte in range(256))
    for block in blocks:
        flags = block.translate(table)
        for run in flags.split(b"\x00"):
            if len(run) == 1:
                alone += 1
            else:
                beside += len(run)
    return "cp1256" if beside > alone else "latin-1"
