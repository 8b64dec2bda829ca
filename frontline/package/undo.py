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
    files : dict of str to bytes or None
        The files that the change wrote, as they were; None for one that did not exist.
    """

    folder: Path
    files: dict[str, bytes | None] = field(repr=False)
    _before: States = field(repr=False)
    _after: States = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Sorted names of the files that the change wrote."""
        return tuple(sorted(self.files))

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
                old = {name: one for name, one in self.files.items() if one is not None}
                for name, content in old.items():
                    (staged / name).write_bytes(content)
                new = sorted(self.files.keys() - old.keys())
                commit(staged, self.folder, sorted(old), self._after, remove=new)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise output_error(self.folder, error) from error
        return self.names

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
        As `Draft.write`.
    """
    folder = draft.folder
    before = {name: _content(folder / name) for name in draft.changed_files}
    states = draft.read_states
    if not draft.write():
        return None
    return Undo(folder, before, states, package_states(folder))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
