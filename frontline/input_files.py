"""Open files of others: regular files only, and no more of them than can be held.

A FIFO would block a reader for ever, and a device may have no end. Archives are checked before
they are unpacked, since a small one can hold terabytes.
"""

from __future__ import annotations

import gc
import stat
import zipfile
from contextlib import contextmanager
from functools import cache, partial
from typing import IO, TYPE_CHECKING, Any, Protocol

from frontline.errors import DataError, Issue

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

#: Largest number of rows and of columns of a table.
MAX_ROWS = 10_000_000
MAX_COLUMNS = 702  # as far as column ZZ of a spreadsheet
#: Largest file that is read in one piece.
MAX_WHOLE_BYTES = 256 << 20
#: Longest line of a text file, in characters.
MAX_LINE = 32 << 20
#: Deepest nesting of lists and objects in JSON and TOML.
MAX_NESTING = 100
#: Largest total size of the files in an archive.
MAX_UNPACKED_BYTES = 4 << 30
#: Largest ratio of unpacked to packed bytes of an archive that unpacks to more than `_SMALL_BYTES`.
MAX_RATIO = 200
_SMALL_BYTES = 32 << 20


def file_error(path: Path, message: str, hint: str, value: str = "") -> DataError:
    """Return the error for a file that cannot be read as a whole."""
    return DataError([Issue(path.name, None, value, message, hint)])


def check_regular(path: Path) -> os.stat_result:
    """Check that a path is a regular file, and return its status.

    Raises
    ------
    DataError
        If it is missing, or a folder, FIFO, socket or device.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        hint = f"Put it into {path.parent}, or check the path."
        raise file_error(path, "the file is missing", hint) from None
    except (OSError, ValueError) as error:
        message = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise file_error(path, message, "Check that it exists and that you may read it.") from None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a FIFO, socket or device"
        message = f"is not a regular file but {kind}"
        raise file_error(path, message, "Put a regular file in its place.")
    return status


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file for reading bytes.

    Raises
    ------
    DataError
        If it is missing, cannot be read, or is not a regular file.
    """
    check_regular(path)
    try:
        return path.open("rb")
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        raise file_error(path, message, "Check that you may read this file.") from None


def read_whole(path: Path, limit: int = MAX_WHOLE_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises
    ------
    DataError
        If it cannot be read, or is larger than `limit`.
    """
    with open_regular(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        message = f"is larger than {_size(limit)}, the limit for such a file"
        raise file_error(path, message, "Check that it is the right file; split it if it is.")
    return content


def _size(count: int) -> str:
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count >> 10} KiB"


def read_lines(file: IO[str], path: Path, limit: int = MAX_LINE) -> Iterator[str]:
    """Yield the lines of an open text file with their ends.

    Raises
    ------
    DataError
        If a line is longer than `limit`.
    """
    for number, line in enumerate(iter(partial(file.readline, limit), ""), start=1):
        if len(line) == limit and not line.endswith(("\n", "\r")):
            message = f"line {number} is longer than {limit:,} characters"
            raise file_error(path, message, "Check that it is a text file with line breaks.")
        yield line


def check_archive(path: Path) -> None:
    """Check the sizes in the directory of a zip archive; do nothing for another file.

    Raises
    ------
    DataError
        If it unpacks to more than the limits, or is damaged.
    """
    with open_regular(path) as file:
        if file.read(4) != b"PK\x03\x04":
            return
        try:
            with zipfile.ZipFile(file) as archive:
                items = archive.infolist()
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            message = f"cannot be read as an archive ({str(error)[:80]})"
            raise file_error(path, message, "Save or download it again.") from None
    unpacked = sum(item.file_size for item in items)
    packed = max(1, path.stat().st_size)
    if unpacked > MAX_UNPACKED_BYTES:
        message = f"unpacks to {unpacked:,} bytes; the limit is {MAX_UNPACKED_BYTES:,}"
    elif unpacked > max(_SMALL_BYTES, MAX_RATIO * packed):
        message = f"unpacks to more than {MAX_RATIO} times its size ({unpacked:,} bytes)"
    else:
        return
    raise file_error(path, message, "Check where it comes from; unpack it yourself if it is right.")


_QUOTE = ord('"')
#: How many bytes are counted at once.
_PIECE = 1 << 20
#: All bytes but quotation marks and brackets.
_NOT_MARKS = bytes(set(range(256)) - set(b'"[]{}'))


@cache
def _steps() -> NDArray[np.int32]:
    """Return how much deeper the text is after a byte."""
    import numpy as np  # noqa: PLC0415 - many commands need no numpy

    steps = np.zeros(256, dtype=np.int32)
    steps[np.frombuffer(b"[{", np.uint8)] = 1
    steps[np.frombuffer(b"]}", np.uint8)] = -1
    return steps


class NestingError(ValueError):
    """Lists and objects of a JSON text are nested too deeply, or a string is too long."""


class NestingCounter:
    """Count the brackets of a JSON text outside strings, a block at a time.

    The memory of JSON parsers grows with the depth, of some with its square.
    """

    def __init__(self, levels: int = MAX_NESTING) -> None:
        self._levels = levels
        self._depth = 0
        self._escape = b""  # a backslash at the end of a block
        self._open = 0  # length of a string that is not closed yet

    def add(self, block: bytes) -> None:
        """Count a block; raise a `NestingError` if it is nested too deeply."""
        for start in range(0, len(block), _PIECE):
            self._add(block[start : start + _PIECE])

    def _add(self, block: bytes) -> None:
        text, self._escape = self._escape + block, b""
        if b"\\" in text:
            if (len(text) - len(text.rstrip(b"\\"))) % 2:
                text, self._escape = text[:-1], b"\\"
            text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        import numpy as np  # noqa: PLC0415 - as above

        marks = np.frombuffer(text.translate(None, _NOT_MARKS), np.uint8)
        quotes = np.cumsum(marks == _QUOTE, dtype=np.int32) + bool(self._open)
        self._count(_steps()[marks] * (quotes % 2 == 0))
        closed = text.rfind(b'"')
        if marks.size == 0 or quotes[-1] == bool(self._open):
            self._open += len(block) * bool(self._open)
        else:
            self._open = (len(text) - closed) * int(quotes[-1] % 2)
        if self._open > MAX_LINE:
            raise NestingError(f"a string is longer than {MAX_LINE:,} bytes")

    def _count(self, steps: NDArray[np.int32]) -> None:
        depths = self._depth + steps.cumsum()
        if depths.size:
            self._depth = int(depths[-1])
        if depths.max(initial=0) > self._levels:
            raise NestingError(f"is nested too deeply: more than {self._levels} levels")


class Readable(Protocol):
    """A file of bytes that can only be read."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; none at the end."""


class JsonFile:
    """A binary file whose blocks are counted before a parser sees them."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._counter = NestingCounter()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        block = self._file.read(size)
        self._counter.add(block)
        return block


def check_nesting(text: str) -> None:
    """Raise a `NestingError` if a JSON text is nested deeper than `MAX_NESTING` levels."""
    NestingCounter().add(text.encode("utf-8", "surrogatepass"))


class RepeatedKeyError(ValueError):
    """An object of a JSON text has a key twice; programs differ in which value they take."""


def unique_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its pairs, for ``object_pairs_hook`` of `json`.

    Raises
    ------
    RepeatedKeyError
        If a key occurs twice.
    """
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        key = next(key for key in keys if keys.count(key) > 1)
        raise RepeatedKeyError(f"the key {key[:80]!r} appears twice in one object")
    return made


@contextmanager
def collection_paused() -> Iterator[None]:
    """Look for no garbage while many objects are read that are kept.

    They refer to nothing in a circle, and to look at all of them again and again takes half of the
    time of reading a large package.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
