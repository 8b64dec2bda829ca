"""Several files written as one: all of them or none, each whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from frontline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["written_whole"]


@contextmanager
def written_whole(targets: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """Give, for each file, a path beside it to write to; at the end of the block they move over.

    When the block fails nothing is moved, and nothing is left behind. It is for files that
    libraries write by name, or that are too large to hold; see also `files.write_whole`.

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
            _settle(draft)
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
    """Give a path of the same name in a new folder beside the file that is meant."""
    meant = Path(os.path.realpath(target))
    if meant.exists() and not meant.is_file():
        raise OSError(None, f"{target.name} is a folder or device, not a file")
    meant.parent.mkdir(parents=True, exist_ok=True)
    folders.append(Path(tempfile.mkdtemp(dir=meant.parent, prefix=".frontline-")))
    return folders[-1] / meant.name


def _settle(draft: Path) -> None:
    """See to it that a file is on the disk, and may be read as others are."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.chmod(0o644)
