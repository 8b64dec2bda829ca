"""Work in another process, ahead of this one: what it finds comes in order, a parcel at a time.

Long files are read by one process while the other makes use of what was read. The other process
is begun anew on every system, so it knows no more than what it is given.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path


Item = TypeVar("Item")

#: To begin a process takes as long as to read a file of this size, in bytes.
_LARGE = 20_000_000
#: So many items are sent at once.
_PARCEL = 1_000


def cores() -> int:
    """Give how many processes can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_worth_it(path: Path) -> bool:
    """Whether a file is so long that a process of its own is begun sooner than it is read."""
    try:
        return cores() > 1 and path.is_file() and path.stat().st_size >= _LARGE
    except OSError:  # who reads it says why it cannot be read
        return False


@contextmanager
def ahead(
    work: Callable[..., Generator[Item]], *given: object, apart: bool
) -> Generator[Iterator[Item]]:
    """Go through what a function gives, while it goes on.

    Parameters
    ----------
    work : a generator of a module; what it is given, and what it gives, must be picklable
    apart : whether it runs in a process of its own, which is begun at once

    Raises
    ------
    Exception
        What the work raises, when what came before has been gone through.
    RuntimeError
        When the process ends before its work does.
    """
    if not apart:
        with closing(work(*given)) as items:
            yield items
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, work, given), daemon=True)
    process.start()
    there.close()
    try:
        yield _received(here)
    finally:
        process.terminate()
        process.join()
        process.close()
        here.close()


def _send(pipe: Connection, work: Callable[..., Generator[Any]], given: tuple[object, ...]) -> None:
    """Do the work, in the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began it ends it
    parcel: list[Any] = []
    end: Exception | None = None
    try:
        signal.signal(signal.SIGTERM, _stop)
        for item in work(*given):
            parcel.append(item)
            if len(parcel) == _PARCEL:
                pipe.send(parcel)
                parcel = []
    except _Over:
        return
    except Exception as error:  # noqa: BLE001 - it is raised in the process that waits
        # Nobody reads what this process raises. Sent on, with the place of the fault, it is raised
        # where the work is awaited, and ends as it would in one process: in the words of a
        # `FrontlineError`, or at the last door of the command.
        error.add_note(f"In the process that read ahead:\n{traceback.format_exc()}")
        end = error
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # asked again, it ends at once
    pipe.send(parcel)
    pipe.send(end)


class _Over(BaseException):
    """Nobody waits for the work any more."""


def _stop(*_: object) -> NoReturn:
    """End the work so that what it opened is closed."""
    raise _Over


def _received(pipe: Connection) -> Iterator[Any]:
    while True:
        try:
            parcel = pipe.recv()
        except (EOFError, OSError):
            raise RuntimeError("a process that read ahead ended before its work did") from None
        if isinstance(parcel, Exception):
            raise parcel
        if parcel is None:
            return
        yield from parcel
