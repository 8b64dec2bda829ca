"""Take back a change of a package, as long as nobody has changed it since."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from frontline.errors import OutputError
from frontline.io import output_error, temporary_folder
from frontline.package.replacement import commit, package_states

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.package.draft import Draft


States: TypeAlias = dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Undo:
    """What takes one change back.

    Attributes
    ----------
    folder : Path
        Folder of the package.
    files : dict of str to bytes
        The files that the change replaced, as they were.
    """

    folder: Path
    files: dict[str, bytes] = field(repr=False)
    _before: States = field(repr=False)
    _after: States = field(repr=False)

    def apply(self) -> tuple[str, ...]:
        """Write the files as they were; return their names.

        Raises
        ------
        ChangedError
            If the package was changed since; nothing is written.
        OutputError
            If a file cannot be written; the others are restored.
        """
        try:
            with temporary_folder(self.folder) as staged:
                for name, content in self.files.items():
                    (staged / name).write_bytes(content)
                commit(staged, self.folder, sorted(self.files), self._after)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise output_error(self.folder, error) from error
        return tuple(sorted(self.files))

    def when_undone(self, later: Undo) -> Undo:
        """Return what takes this change back once a later one has been taken back."""
        if later._before != self._after:  # somebody else wrote between the two
            return self
        return replace(self, _after=package_states(self.folder))


def write_with_undo(draft: Draft) -> Undo | None:
    """Write a draft, and return what takes the change back; None if nothing changed.

    Raises
    ------
    DataError, ChangedError, OutputError
        As `Draft.write`. A change that makes a new file is written, but cannot be taken back:
        then `files` is empty.
    """
    folder = draft.folder
    existing = [name for name in draft.changed_files if (folder / name).exists()]
    before = {name: (folder / name).read_bytes() for name in existing}
    states = draft.read_states
    written = draft.write()
    if not written:
        return None
    files = before if set(before) == set(written) else {}
    return Undo(folder, files, states, package_states(folder))
