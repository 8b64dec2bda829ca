"""Read a file with a library in a child process, which cannot take this process down.

GDAL and the reader of spreadsheets are large programs in C, C++ and Rust: a malicious file can make
them abort, ask for all memory, or print to the terminal. The child process has a limit of memory,
a closed input, and no terminal. It sends one JSON value per line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontline
from frontline.errors import DataError, Issue
from frontline.signals import cleanup, interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Largest address space of a child process.
MEMORY_BYTES = 4 << 30
#: Longest processor time of a child process, in seconds.
PROCESSOR_S = 3600
#: Variables that would let a library load other code, or leave out a proxy.
_DROPPED = frozenset(
    {"GDAL_DRIVER_PATH", "OGR_DRIVER_PATH", "GDAL_CONFIG_FILE", "NO_PROXY", "no_proxy"}
)
_DATES: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def read_in_child(module: str, request: dict[str, Any], file: str) -> Iterator[Any]:
    """Yield the values that a module sends when it is run with a request.

    Parameters
    ----------
    module : name of a module of this package with a ``main`` that uses `serve`
    request : JSON object
    file : name of the file, for errors

    Raises
    ------
    DataError
        If the child process ends before it has sent everything.
    """
    with cleanup():  # an interrupted command must not leave the process running
        process = _start(module, request)
        assert process.stdout is not None  # noqa: S101 - for the type checker
        try:
            with interruptible():
                for line in process.stdout:
                    value = json.loads(line)
                    if value == "end":
                        return
                    yield value
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
    message = (
        "cannot be read: the file is damaged, or reading it takes more than "
        f"{MEMORY_BYTES >> 30} GB of memory or {PROCESSOR_S // 3600} hour of processor time"
    )
    hint = "Export it again, in parts or in another format."
    raise DataError([Issue(file, None, "", message, hint)])


def _start(module: str, request: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start a process that runs a module with a request."""
    home = str(Path(frontline.__file__).parent.parent)
    environment = {name: text for name, text in os.environ.items() if name not in _DROPPED}
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, (home, environment.get("PYTHONPATH", "")))
    )
    return subprocess.Popen(  # noqa: S603 - our own module, run by this interpreter
        [sys.executable, "-P", "-m", f"frontline.importers.{module}", json.dumps(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # warnings of libraries are not for readers
        env=environment,
    )


def serve(values: Iterator[Any]) -> None:
    """Send values as lines of JSON from a child process; a `str` is sent as it is."""
    _limit_resources()
    with suppress(MemoryError, BrokenPipeError):
        for value in values:
            text = value if isinstance(value, str) else json.dumps(value, default=_encode)
            sys.stdout.write(f"{text}\n")
        sys.stdout.write('"end"\n')
        sys.stdout.flush()
    os._exit(0)  # nothing is left to clean up, and no reader may keep the process alive


def _limit_resources() -> None:
    """Set the limits of this process, where the system has them."""
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_S),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # a stricter limit may be set already
            resource.setrlimit(kind, (limit, limit))


def _encode(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return {"type": type(value).__name__, "value": value.isoformat()}
    if isinstance(value, timedelta):
        return {"type": "timedelta", "value": value.total_seconds()}
    return str(value)


def decode_date(value: Any) -> Any:
    """Return the date in an object that `serve` has made of it, and any other value as it is."""
    if not isinstance(value, dict):
        return value
    kind, text = value["type"], value["value"]
    return timedelta(seconds=text) if kind == "timedelta" else _DATES[kind].fromisoformat(text)
