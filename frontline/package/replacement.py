"""Replace files of a package so that a crash leaves the old or the new package, never a mixture.

The new files are written into a temporary folder, checked there, and moved to the folder
``.frontline_change``. That one step decides: from then on the package is the new one. Then the
files are moved over the old ones. If the process is killed before the last is moved, the next
command that opens the package moves the rest.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, TypeVar

from frontline.errors import DataError, Issue, OutputError
from frontline.io import (
    TEMPORARY_PREFIX,
    file_lock,
    file_states,
    remove_stale_folders,
    replace_files,
    set_mode,
    sync,
)
from frontline.signals import cleanup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

Result = TypeVar("Result")

#: Endings of the names of data files.
DATA_SUFFIXES = (".csv", ".geojson", ".json", ".png")
#: Folder of complete new files that are to replace those of the package.
_CHANGE = ".frontline_change"
#: Ending of an empty file in that folder for each file that the change removes.
_REMOVED = ".removed"
#: Lock file of a package.
_LOCK = ".frontline_lock"
#: Number of times a package is read or written while others keep changing it.
_MAX_ATTEMPTS = 5


class ChangedError(OutputError):
    """The package was changed by somebody else since it was read; nothing was written."""


def package_states(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return the `file_states` of the data files in a folder."""
    states = file_states(folder)
    return {name: state for name, state in states.items() if name.endswith(DATA_SUFFIXES)}


def retry_if_changed(attempt: Callable[[], Result]) -> Result:
    """Read, change and write a package; again if it was changed by somebody else meanwhile.

    Parameters
    ----------
    attempt : callable
        Opens a draft, changes it and writes it.

    Raises
    ------
    ChangedError
        If the package keeps changing.
    """
    for _ in range(_MAX_ATTEMPTS - 1):
        try:
            return attempt()
        except ChangedError:
            continue
    return attempt()


def read_unchanged(folder: Path, read: Callable[[], Result]) -> Result:
    """Read a folder, again if its files were replaced meanwhile.

    A change that was interrupted is completed first.

    Raises
    ------
    DataError
        If such a change cannot be completed.
    """
    recover(folder)
    for _ in range(_MAX_ATTEMPTS):
        before = package_states(folder)
        result = read()
        if package_states(folder) == before:
            break
        recover(folder)
    return result


def recover(folder: Path) -> None:
    """Complete a change that was interrupted, and remove what a killed process has left.

    Raises
    ------
    DataError
        If the change cannot be completed.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 - faster than paths, at every start
    except OSError:
        return
    if not any(name.startswith((TEMPORARY_PREFIX, _CHANGE, _LOCK)) for name in names):
        return
    try:
        with file_lock(folder / _LOCK), cleanup():
            if (folder / _CHANGE).exists():
                _complete(folder)
            remove_stale_folders(folder)
    except OSError as error:
        if (folder / _CHANGE).exists():
            message = f"an interrupted change cannot be completed ({error.strerror or error})"
            hint = "Check the permissions of the folder and its files, and the free space."
            raise DataError([Issue(str(folder), None, "", message, hint)]) from error


def commit(
    staged: Path,
    folder: Path,
    names: Collection[str],
    read: Mapping[str, object] | None,
    remove: Collection[str] = (),
) -> None:
    """Replace files of a package by those in a temporary folder inside it: all, or none.

    Parameters
    ----------
    staged : Path
        A `temporary_folder` inside `folder`.
    folder : Path
        Folder of the package.
    names : collection of str
        The files to replace or add.
    read : mapping, optional
        The `package_states` when it was read; None if it is new.
    remove : collection of str
        Files to remove.

    Raises
    ------
    ChangedError
        If the package is not as it was read.
    OSError
        If a file cannot be replaced; the others are restored.
    """
    change = staged / "change"
    change.mkdir()
    for name in names:
        set_mode(staged / name, like=folder / name)
        sync(staged / name)
        (staged / name).rename(change / name)
    for name in remove:
        (change / f"{name}{_REMOVED}").touch()
    sync(change)
    with file_lock(folder / _LOCK), cleanup():
        if (folder / _CHANGE).exists():
            _complete(folder)
        if read is not None:
            _check_unchanged(folder, read)
        change.rename(folder / _CHANGE)
        try:
            sync(folder)
            _complete(folder)
        except BaseException:
            restored = [folder / _CHANGE / name for name in names]
            restored += [folder / name for name in remove]
            if all(path.exists() for path in restored):
                (folder / _CHANGE).rename(staged / "failed")
            raise


def _check_unchanged(folder: Path, read: Mapping[str, object]) -> None:
    now = package_states(folder)
    changed = sorted(name for name in {*now, *read} if now.get(name) != read.get(name))
    if changed:
        raise ChangedError(
            f"{folder}: {', '.join(changed)} changed after the package was read. Nothing was "
            "written. Run the command again."
        )


def _complete(folder: Path) -> None:
    """Move the files of a change over those of the package."""
    change = folder / _CHANGE
    names = sorted(path.name for path in change.iterdir() if path.suffix != ".old")
    removed = [name for name in names if name.endswith(_REMOVED)]
    new = [name for name in names if not name.endswith(_REMOVED)]
    replace_files([(change / name, (folder / name).resolve()) for name in new])
    for name in removed:
        (folder / name.removesuffix(_REMOVED)).unlink(missing_ok=True)
    shutil.rmtree(change, ignore_errors=True)
