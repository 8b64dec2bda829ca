"""Checked packages in the cache folder of the user, so that the next command need not check again.

A file of the cache holds the whole content of one package, also what an embargo holds back: only
its owner can read it. It is named after the SHA-256 of all files of the package and of the
program, so that a change of either reads the package anew. All of it can be deleted at any time.
A file that cannot be read, or that is damaged, is as if it were not there.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import from_json, to_json

from frontline import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Made = TypeVar("Made")

#: Most packages that are kept; the oldest is removed first.
_MOST_FILES = 8
#: What a file of the cache is called.
_SUFFIX = ".sqlite"
#: Folders of the program whose code decides what is kept.
_CODE = ("", "basemap", "control", "gazetteer", "geometry", "package")


def cache_folder() -> Path:
    """Return the folder of the cache: ``frontline`` in the cache folder of the user."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "frontline"


def _program() -> str:
    """Return what tells one version of the code from another."""
    root = Path(__file__).parent.parent
    states = [__version__]
    for name in _CODE:
        with os.scandir(root / name) as entries:
            files = sorted((one.name, one.stat()) for one in entries if one.is_file())
        states += [f"{name}/{file} {state.st_size} {state.st_mtime_ns}" for file, state in files]
    return "\n".join(states)


class CacheFile:
    """The parts of one package in the cache.

    Parameters
    ----------
    digest : str
        SHA-256 of the files of the package.
    folder : Path, optional
        Folder of the cache.

    Attributes
    ----------
    is_whole : bool
        Whether the first parts are in the file, so that others can be added.
    """

    def __init__(self, digest: str, folder: Path | None = None) -> None:
        key = hashlib.sha256(f"{digest}\n{_program()}".encode()).hexdigest()
        self._folder = folder or cache_folder()
        self.path = self._folder / f"{key[:40]}{_SUFFIX}"
        self._parts: dict[str, bytes] = {}
        self.is_whole = False

    def load(self) -> bool:
        """Read the first parts; return whether there are any, and all of them are as written."""
        if not self.path.is_file():
            return False
        rows = self._select("added = 0")
        if not rows or any(zlib.crc32(body) != checksum for _, checksum, body in rows):
            return False
        self._parts = {name: bytes(body) for name, _, body in rows}
        self.is_whole = True
        return True

    def forget(self) -> None:
        """Forget the first parts; those that were added later can be read."""
        self._parts = {}

    def get(self, name: str) -> bytes | None:
        """Return a first part, or None."""
        return self._parts.get(name)

    def get_added(self, names: Sequence[str]) -> list[bytes] | None:
        """Return parts that were added later, which are read now; None if any is not there."""
        marks = ", ".join("?" * len(names))
        rows = self._select(f"added = 1 AND name IN ({marks})", names) if self.is_whole else []
        whole = {name: bytes(body) for name, sum_, body in rows if zlib.crc32(body) == sum_}
        return [whole[name] for name in names] if len(whole) == len(names) else None

    def get_added_json(self, name: str) -> Any:
        """Return a part that was added as JSON, or None."""
        parts = self.get_added([name])
        return None if parts is None else parsed_json(parts[0])

    def _select(self, condition: str, values: Sequence[str] = ()) -> list[tuple[str, int, bytes]]:
        """Return name, checksum and content of some parts; none if the file cannot be read."""
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
                query = f"SELECT name, sum, body FROM part WHERE {condition}"  # noqa: S608 - ours
                return database.execute(query, values).fetchall()
        except (sqlite3.Error, OSError):
            return []

    def get_json(self, name: str) -> Any:
        """Return a first part that is JSON, or None."""
        part = self._parts.get(name)
        return None if part is None else parsed_json(part)

    def take_json(self, name: str) -> Any:
        """Return a part that is JSON, or None, and forget it: it is not asked for again."""
        part = self._parts.pop(name, None)
        return None if part is None else parsed_json(part)

    def put(self, parts: Mapping[str, bytes]) -> None:
        """Add parts; without room or permission nothing is kept."""
        with suppress(sqlite3.Error, OSError):
            if self.is_whole:
                with closing(sqlite3.connect(self.path, timeout=0)) as database:
                    _insert(database, parts, added=1)
            else:
                self._create(parts)
                self.is_whole = True

    def put_json(self, name: str, value: Any) -> None:
        """Add a part as JSON."""
        self.put({name: json_bytes(value)})

    def _create(self, parts: Mapping[str, bytes]) -> None:
        """Write the first parts to a new file, and move it to its place."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path.with_suffix(f".{os.getpid()}.draft")
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(sqlite3.connect(draft)) as database:
                database.execute("PRAGMA journal_mode = OFF")  # the file is new
                database.execute(
                    "CREATE TABLE part (name TEXT PRIMARY KEY, added INT, sum INT, body BLOB)"
                )
                _insert(database, parts, added=0)
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)
        self._remove_old()

    def _remove_old(self) -> None:
        files = [one for one in self._folder.iterdir() if one.suffix == _SUFFIX]
        files.sort(key=lambda one: (one == self.path, one.stat().st_mtime_ns))
        drafts = self._folder.glob("*.draft")  # of commands that were killed
        for one in (*files[:-_MOST_FILES], *drafts):
            one.unlink(missing_ok=True)


def read_or_keep(
    store: CacheFile | None,
    name: str,
    make: Callable[[], Made],
    pack: Callable[[Made], bytes],
    unpack: Callable[[bytes], Made],
) -> Made:
    """Return what is kept as a part of a package, else make it and keep it.

    Parameters
    ----------
    store : CacheFile or None
        Where the checked package is kept; None if it is not kept.
    name : str
        Name of the part.
    make : callable
        It makes the value.
    pack, unpack : callable
        They return the bytes of the value, and the value of the bytes.
    """
    kept = None if store is None else store.get_added([name])
    if kept is not None:
        return unpack(kept[0])
    made = make()
    if store is not None:
        store.put({name: pack(made)})
    return made


def _insert(database: sqlite3.Connection, parts: Mapping[str, bytes], *, added: int) -> None:
    rows = ((name, added, zlib.crc32(body), body) for name, body in parts.items())
    database.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", rows)
    database.commit()


def json_bytes(value: Any) -> bytes:
    """Return a value as compact JSON."""
    return to_json(value, inf_nan_mode="constants")


def parsed_json(content: bytes) -> Any:
    """Return the value that `json_bytes` was called with; tuples are lists."""
    return from_json(content, cache_strings="keys")  # in half the time that `json` takes
