"""The files that a user has uploaded to import them, and what was planned and decided so far."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from frontline.desk.access import new_id
from frontline.errors import InvalidRequestError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import UploadFile

    from frontline.importers.recognition import FileLook
    from frontline.importers.review import Asked
    from frontline.importers.summary import ImportSummary

#: Most uploads that are kept, and most files of one.
_MOST_KEPT, MOST_FILES = 4, 12
#: Longest part of a name before its ending.
_LONGEST_NAME = 60
_ENDING = re.compile(r"\.[a-z0-9]{1,10}")
_UNSAFE = re.compile(r"[^\w.() -]+")
#: Files that belong to a shapefile, and are not imported by themselves.
_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg"})


@dataclass
class Plan:
    """What an import would do, or has done.

    Attributes
    ----------
    summary : ImportSummary or None
        What would be done with every row; None if the import is refused.
    questions : tuple of Asked
        The open questions.
    problems : list of str
        Why it is refused.
    is_written : bool
        Whether it was written.
    """

    summary: ImportSummary | None = None
    questions: tuple[Asked, ...] = ()
    problems: list[str] = field(default_factory=list)
    is_written: bool = False


@dataclass
class Upload:
    """Files that were uploaded together.

    Attributes
    ----------
    id : str
    files : tuple of Path
        The files to import.
    form : dict of str to str
        The choices of the user so far; empty before the first.
    answers : dict of str to (Asked, str)
        The decisions on questions, by the key of the question.
    plan : Plan or None
        What the last import would do or has done; None before it, or while it runs.
    job : str
        Id of the last job.
    turn : int
        Number of the last plan; an earlier one that ends later is not shown.
    looks : dict
        What the files look like, by the choices that this depends on.
    """

    id: str
    files: tuple[Path, ...]
    form: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[Asked, str]] = field(default_factory=dict)
    plan: Plan | None = None
    job: str = ""
    turn: int = 0
    looks: dict[tuple[str, ...], FileLook] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        """Names of the files."""
        names = [path.name for path in self.files]
        return ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")


class Uploads:
    """The uploads of one run of the desk, in a temporary folder."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._uploads: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def add(self, files: Sequence[UploadFile]) -> Upload:
        """Store files under names of our own, and return them; the oldest upload is removed.

        Raises
        ------
        InvalidRequestError
            Without a file.
        OutputError
            If they cannot be stored.
        """
        if not files:
            raise InvalidRequestError("Choose a file.")
        id_ = new_id()
        try:
            with self._lock:
                if self._folder is None:
                    self._folder = Path(mkdtemp(prefix="frontline-"))
                for old in [*self._uploads][: 1 - _MOST_KEPT]:
                    self._remove(old)
                folder = self._folder / id_
                folder.mkdir()
            paths = [_store(one, folder) for one in files]
        except OSError as error:
            raise OutputError(f"The file cannot be stored: {error.strerror or error}") from error
        is_shapefile = any(path.suffix == ".shp" for path in paths)
        parts = _PARTS if is_shapefile else frozenset()
        own = tuple(path for path in paths if path.suffix not in parts)
        upload = self._uploads[id_] = Upload(id_, own)
        return upload

    def all(self) -> list[Upload]:
        """Return the uploads, the newest first."""
        return [*self._uploads.values()][::-1]

    def find(self, id_: str) -> Upload:
        """Return an upload; HTTPException 404 if there is none with this id."""
        if id_ not in self._uploads:
            raise HTTPException(404)
        return self._uploads[id_]

    def close(self) -> None:
        """Remove all files."""
        self._uploads.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _remove(self, id_: str) -> None:
        del self._uploads[id_]
        if self._folder is not None:
            shutil.rmtree(self._folder / id_, ignore_errors=True)


def safe_name(name: str) -> str:
    r"""Return a file name that leads nowhere else, and keeps the words of the given one.

    Examples
    --------
    >>> safe_name("../../etc/My table (2).CSV"), safe_name("C:\\x\\a<b>.xlsx"), safe_name("..")
    ('My table (2).csv', 'a_b_.xlsx', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    ending = Path(last).suffix.lower()
    if not _ENDING.fullmatch(ending):
        ending = ""
    stem = _UNSAFE.sub("_", last[: len(last) - len(ending)]).strip(" .")[:_LONGEST_NAME]
    return f"{stem or 'file'}{ending}"


def _store(file: UploadFile, folder: Path) -> Path:
    name = Path(safe_name(str(file.filename)))
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name.stem}-{number}{name.suffix}", number + 1
    with path.open("xb") as copy:
        shutil.copyfileobj(file.file, copy, 1 << 20)
    return path
