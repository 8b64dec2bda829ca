"""Let whoever runs an import see how far it is, and end it between two rows."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A watcher is called after so many rows.
EVERY = 512

_watcher: ContextVar[Callable[[int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Callable[[int], None]) -> Iterator[None]:
    """Call a function while the rows of files are read, in this thread.

    Parameters
    ----------
    watcher : callable
        Called with the number of rows that were read, in all files and all passes over them. An
        error that it raises ends the import, which then has written nothing.
    """
    seen = 0

    def count(rows: int) -> None:
        nonlocal seen
        seen += rows
        watcher(seen)

    token = _watcher.set(count)
    try:
        yield
    finally:
        _watcher.reset(token)


def current_watcher() -> Callable[[int], None] | None:
    """Return what is called with each further number of rows; None if nobody watches."""
    return _watcher.get()
