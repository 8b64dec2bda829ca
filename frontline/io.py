"""Write files atomically; CSV and JSON text; temporary folders and locks."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from frontline.errors import OutputError
from frontline.signals import cleanup, interruptible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Names of temporary folders begin with this.
TEMPORARY_PREFIX = ".frontline-"
#: File in a temporary folder that is locked while the folder is in use.
_LOCK = ".lock"
#: First characters of formulas in spreadsheets; the wide forms are used in East Asian locales.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
#: Characters that separate lines, or change the direction of the text after them.
LINE_AND_DIRECTION_MARKS = (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
#: Characters that JSON does not escape, but that a terminal interprets.
_TERMINAL_ESCAPES = {
    code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *LINE_AND_DIRECTION_MARKS)
}
#: Characters that need quotes in CSV, besides a comma.
_TO_QUOTE = re.compile(r'["\r\n]')
#: Number of rows that are joined at a time.
_BATCH_SIZE = 100
#: Replacements of control characters in cells; tab and line breaks remain.
_CONTROL_CHARACTERS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {9, 10, 13}, "\ufffd")


def json_text(value: Any) -> str:
    r"""Return a value as JSON with an indent of two spaces and a final line break.

    Control characters, line separators and direction marks, which a terminal interprets, are
    written as ``\u009b``.

    Parameters
    ----------
    value : object
        Any value that JSON can represent; not infinite or NaN.

    Returns
    -------
    str
        The same value produces the same text.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return text.translate(_TERMINAL_ESCAPES) + "\n"


def json_line(value: Any) -> str:
    """Return a value as JSON on one line, with the escapes of `json_text`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.translate(_TERMINAL_ESCAPES) + "\n"


def safe_cell(value: Any) -> Any:
    """Return a cell that a spreadsheet does not run as a formula.

    A text that starts with ``=``, ``+``, ``-``, ``@``, one of their wide forms, a tab or a line
    break gets an apostrophe in front, as in spreadsheets. Numbers are unchanged.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5), safe_cell("Morek")
    ("'=1+1", -3.5, 'Morek')
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA_STARTS else value


def csv_text(header: list[str], rows: list[list[Any]], *, safe: bool = True) -> str:
    """Return a CSV table with line feeds.

    Parameters
    ----------
    header : list of str
        Names of the columns.
    rows : list of list
        Cells; None is an empty cell.
    safe : bool
        Escape formulas (see `safe_cell`) and replace control characters.
    """
    lines = [header, *([_escaped(cell) if safe else cell for cell in row] for row in rows)]
    return "".join(map(csv_line, lines))


def csv_line(cells: Iterable[Any]) -> str:
    """Return one row of a CSV table, with its line feed."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join(texts)
    if _TO_QUOTE.search(line) or line.count(",") >= len(texts):
        line = ",".join(map(_quoted, texts))
    return f"{line}\n"


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows of texts as `csv_line`, joined in batches if no cell needs quotes."""
    remaining = iter(rows)
    while batch := tuple(islice(remaining, _BATCH_SIZE)):
        text = "".join([f"{','.join(cells)}\n" for cells in batch])
        commas = sum(map(len, batch)) - len(batch)
        unquoted = '"' not in text and "\r" not in text and text.count("\n") == len(batch)
        if unquoted and text.count(",") == commas:
            yield text
        else:
            yield from map(csv_line, batch)


def _escaped(cell: Any) -> Any:
    return safe_cell(cell.translate(_CONTROL_CHARACTERS)) if isinstance(cell, str) else cell


def _quoted(text: str) -> str:
    """Return a cell in quotes if needed; the csv module does not quote a lone carriage return."""
    if "," in text or _TO_QUOTE.search(text):
        return '"{}"'.format(text.replace('"', '""'))
    return text


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never a part of it.

    Parameters
    ----------
    path : Path
    content : str or bytes
        A str is written as UTF-8.

    Raises
    ------
    OutputError
        If the file cannot be written; the old file and no temporary file is left.
    """
    with atomic_file(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that replaces `path` at the end of the block, as `write_atomic`."""
    with atomic_files([path]) as drafts, drafts[path].open("wb") as file:
        yield file


@contextmanager
def atomic_files(targets: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """Yield for each file a path to write to; at the end of the block they replace the files.

    If the block fails, no file is replaced. If a file cannot be replaced, the files before it are
    restored. A replaced file keeps its permissions; a new file gets those of the umask.

    Parameters
    ----------
    targets : sequence of Path

    Yields
    ------
    dict of Path to Path
        Files with the names of the targets, in temporary folders of the same file systems.

    Raises
    ------
    OutputError
        If a folder cannot be written or the disk is full.
    """
    try:
        with ExitStack() as folders:
            drafts = _drafts(targets, folders)
            yield {target: draft for target, (_, draft) in drafts.items()}
            for real, draft in drafts.values():
                set_mode(draft, like=real)
                sync(draft)
            with cleanup():
                replace_files([(draft, real) for real, draft in drafts.values()])
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise output_error(", ".join(map(str, targets)), error) from error


def output_error(name: object, error: OSError) -> OutputError:
    """Return the error for a file or folder that could not be written and is unchanged."""
    return OutputError(
        f"{name}: could not be written ({error.strerror or error}). Nothing was changed. Choose "
        "another folder, or check the permissions and the free space."
    )


def _drafts(targets: Sequence[Path], stack: ExitStack) -> dict[Path, tuple[Path, Path]]:
    """Return for each target the file that it links to and a path in a temporary folder."""
    folders: dict[Path, Path] = {}
    drafts = {}
    for target in targets:
        real = Path(os.path.realpath(target))
        if real.exists() and not real.is_file():  # a device would be replaced by a file
            raise OSError(None, f"{target.name} is a folder or device, not a file")
        if real.parent not in folders:
            real.parent.mkdir(parents=True, exist_ok=True)
            folders[real.parent] = stack.enter_context(temporary_folder(real.parent))
        drafts[target] = (real, folders[real.parent] / real.name)
    return drafts


def set_mode(draft: Path, *, like: Path) -> None:
    """Set the permissions of a file in a `temporary_folder`: those of another, or of a new file."""
    source = like if like.exists() else draft.parent / _LOCK
    draft.chmod(stat.S_IMODE(source.stat().st_mode) & 0o777)


def sync(path: Path) -> None:
    """Flush a file or folder to the disk; a folder only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_states(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return inode, size and time of modification (ns) of each file in a folder by its name.

    A replaced file has another state. A folder that cannot be read has no files.
    """
    states = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                state = os.stat(entry.path)  # noqa: PTH116 - faster; entry.stat lacks the inode on Windows
                if stat.S_ISREG(state.st_mode):
                    states[entry.name] = (state.st_ino, state.st_size, state.st_mtime_ns)
    return states


def replace_files(moves: Sequence[tuple[Path, Path]]) -> None:
    """Move files over others; restore the others if one fails.

    Parameters
    ----------
    moves : sequence of (Path, Path)
        File in a `temporary_folder`, and the file to replace, which need not exist.
    """
    backups = [_backup(draft, target) for draft, target in moves]
    try:
        for draft, target in moves:
            draft.replace(target)
        for folder in {target.parent for _, target in moves}:
            sync(folder)
    except BaseException:
        for (draft, target), backup in zip(moves, backups, strict=True):
            if not draft.exists():
                target.replace(draft)
                if backup is not None:
                    backup.replace(target)
        raise


def _backup(draft: Path, target: Path) -> Path | None:
    """Link or copy the target next to the draft; None if there is no target."""
    if not target.exists():
        return None
    backup = draft.with_name(f"{draft.name}.old")
    backup.unlink(missing_ok=True)
    try:
        backup.hardlink_to(target)
    except OSError:
        shutil.copy2(target, backup)
    return backup


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Create a temporary folder inside `parent`, and remove it at the end of the block.

    Folders that a killed process has left there are removed too. A lock file inside the folder is
    locked while it is in use, so that another process knows whether it is.
    """
    with cleanup():
        remove_stale_folders(parent)
        folder, lock = _create_locked(parent)
        try:
            with interruptible():
                yield folder
        finally:
            os.close(lock)
            shutil.rmtree(folder, ignore_errors=True)


def _create_locked(parent: Path) -> tuple[Path, int]:
    """Create a folder and lock it; another process may remove it before it is locked."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=TEMPORARY_PREFIX))
        try:
            handle = _open_lock(folder / _LOCK)
        except FileNotFoundError:
            continue
        except OSError:
            folder.rmdir()
            raise
        _lock(handle)
        if os.fstat(handle).st_nlink:
            return folder, handle
        os.close(handle)


def remove_stale_folders(parent: Path) -> None:
    """Remove temporary folders of this user that a killed process has left in a folder."""
    for folder in parent.glob(f"{TEMPORARY_PREFIX}*"):
        with suppress(OSError):  # removed by its owner, or not readable
            state = folder.lstat()
            own = not hasattr(os, "getuid") or state.st_uid == os.getuid()
            if not own or not stat.S_ISDIR(state.st_mode):
                continue
            handle = _open_lock(folder / _LOCK)
            try:
                if _lock(handle, wait=False):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold a lock for the length of the block, waiting while another process holds it.

    The lock file exists only while the lock is held, or after the holder was killed; the system
    then releases the lock. On a file system without locks nothing is locked.

    Raises
    ------
    OSError
        If the lock file cannot be created.
    """
    with cleanup():
        while True:
            handle = _open_lock(path)
            try:
                if not _lock(handle, wait=False):
                    with interruptible():
                        _lock(handle)
            except BaseException:
                _release(path, handle)
                raise
            if os.fstat(handle).st_nlink:
                break
            os.close(handle)  # the process before this one removed it
        try:
            with interruptible():
                yield
        finally:
            _release(path, handle)


def _release(path: Path, handle: int) -> None:
    """Close a lock file, and remove it unless another process holds the lock."""
    with suppress(OSError):
        if _lock(handle, wait=False) and os.fstat(handle).st_nlink:
            path.unlink()
    os.close(handle)


def _open_lock(path: Path) -> int:
    """Open a lock file; that of another user may be read only, which is enough to lock it."""
    flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, os.O_RDWR | flags, 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY | flags & ~os.O_CREAT)


def _lock(handle: int, *, wait: bool = True) -> bool:
    """Lock an open file; False if another process has, or the file system has no locks."""
    from filelock import lock_descriptor  # noqa: PLC0415 - takes long to import

    try:
        return lock_descriptor(handle, blocking=wait)
    except OSError:
        return False
