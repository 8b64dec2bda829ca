"""Interruption by Ctrl-C, SIGTERM and SIGHUP.

The command calls `install` before it imports anything large. From then on an interruption ends
the process at once, with one line and exit code 2, unless a `cleanup` block is open: then it is
raised as KeyboardInterrupt inside the block's `interruptible` parts, and waits everywhere else.
In a program that only uses the library nothing is installed, and Python's own rules hold.
"""

from __future__ import annotations

import os
import signal
import threading
from enum import Enum

TYPE_CHECKING = False  # as typing has it, which takes long to import
if TYPE_CHECKING:
    from types import TracebackType
    from typing import NoReturn

#: What the command prints when it is interrupted.
INTERRUPTED = "Interrupted. Every file is complete or was not written."
#: The exit code of an interrupted command.
EXIT_CODE = 2


class _Mode(Enum):
    """What an interruption does."""

    EXIT = "ends the process"
    RAISE = "raises KeyboardInterrupt"
    WAIT = "waits until the mode changes"
    IGNORE = "does nothing: the command is done"


_mode = _Mode.EXIT
_pending = False


def signals() -> tuple[signal.Signals, ...]:
    """Return the signals that interrupt a command; Windows has no SIGHUP."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return tuple(getattr(signal, name) for name in names if hasattr(signal, name))


def install() -> None:
    """Handle the signals, except those that the parent process ignores (nohup, background jobs)."""
    for number in signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _handle)


def finish() -> None:
    """Ignore interruptions from here on: the command is done and only has to end."""
    global _mode  # noqa: PLW0603 - a process has one set of signal handlers
    _mode = _Mode.IGNORE


def _handle(_number: int, _frame: object) -> None:
    global _pending  # noqa: PLW0603 - a process has one set of signal handlers
    if _mode is not _Mode.IGNORE:
        _pending = True
        _act()


def _act() -> None:
    if _mode is _Mode.EXIT:
        _exit()
    if _mode is _Mode.RAISE:
        raise KeyboardInterrupt


def _exit() -> NoReturn:
    """End the process without unwinding: imports that are half done cannot be unwound."""
    try:
        os.write(2, f"frontline: {INTERRUPTED}\n".encode())
    finally:
        os._exit(EXIT_CODE)


def _is_main_thread() -> bool:
    """Whether this is the thread that handles signals; the others have no part in the mode."""
    return threading.current_thread() is threading.main_thread()


class _Block:
    """Set the mode for the length of a with block."""

    def __init__(self, mode: _Mode) -> None:
        self._inside = mode
        self._outside = mode

    def __enter__(self) -> None:
        global _mode
        if not _is_main_thread():
            return
        if _pending and self._inside is _Mode.RAISE:
            raise KeyboardInterrupt
        self._outside, _mode = _mode, self._inside

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        global _mode  # noqa: PLW0603 - a process has one set of signal handlers
        if _mode is _Mode.IGNORE or not _is_main_thread():
            return
        _mode = self._outside
        if not _pending:
            return
        if _mode is _Mode.EXIT:
            _exit()
        # A library may have caught the exception: it is raised again, but never over another one.
        if kind is None and _Mode.RAISE in (self._inside, _mode):
            raise KeyboardInterrupt


def cleanup() -> _Block:
    """Open a block that must end by its own cleanup; an interruption waits inside it.

    What may take long goes into an `interruptible` block inside it:

    >>> with cleanup():
    ...     opened = open("/dev/null")
    ...     try:
    ...         with interruptible():
    ...             text = opened.read()
    ...     finally:
    ...         opened.close()
    """
    return _Block(_Mode.WAIT)


def interruptible() -> _Block:
    """Open a part of a `cleanup` block in which an interruption raises KeyboardInterrupt."""
    return _Block(_Mode.RAISE)
