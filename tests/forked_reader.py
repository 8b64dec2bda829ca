"""Read files in processes forked from one that has imported the library, which takes little time.

Each runs the very module that an import starts, up to its end. What happens before and during the
imports of that module, and what the environment of one import changes, needs a new process.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

LARGEST_REQUEST = 100_000
SECONDS = 60


class Readers:
    """The process that readers of one module are forked from."""

    def __init__(self, module):
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(SECONDS)
        home = str(Path(__file__).resolve().parent.parent)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno()), module],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": home},
            )

    def close(self):
        self._ours.close()
        assert self._process.wait() == 0

    def start(self, request):
        """Start a reader, and return it."""
        ours, theirs = os.pipe()
        socket.send_fds(self._ours, [json.dumps(request).encode()], [theirs])
        os.close(theirs)
        return Reader(int(self._ours.recv(100)), ours)


class Reader:
    """A process that reads, with what an import uses of `subprocess.Popen`."""

    def __init__(self, number, pipe):
        self._number = number
        self.stdout = os.fdopen(pipe, "rb")

    def kill(self):
        with suppress(ProcessLookupError):
            os.kill(self._number, signal.SIGKILL)

    def wait(self):
        """Do nothing: the process that it was forked from waits for it."""


#: By the name of their module, those that were needed so far.
_READERS = {}


def start_forked(module, request):
    """Start a reader as `frontline.importers.child_process` does."""
    if module not in _READERS:
        _READERS[module] = Readers(module)
    return _READERS[module].start(request)


def close_readers():
    """End the processes that readers were forked from."""
    while _READERS:
        _READERS.popitem()[1].close()


def _serve(ours):
    """Fork a process for each request; return the request in that process, and None at the end."""
    while True:
        text, files, *_ = socket.recv_fds(ours, LARGEST_REQUEST, 1)
        if not text:
            return None
        child = os.fork()
        if child == 0:
            ours.close()
            os.dup2(files[0], 1)
            os.close(files[0])
            return text.decode()
        os.close(files[0])
        ours.send(str(child).encode())


def _main():
    module = importlib.import_module(f"frontline.importers.{sys.argv[2]}")
    ours = socket.socket(fileno=int(sys.argv[1]))
    if sys.argv[2] == "terrain_child":
        os.environ["PROJ_NETWORK"] = "OFF"  # as the reader does
        importlib.import_module("rasterio.vrt")
    del sys.argv[1:]
    if hasattr(module, "_restrict_drivers"):
        sys.argv.append("null")
        module._restrict_drivers()  # noqa: SLF001 - imports GDAL, as each reader would
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if (request := _serve(ours)) is not None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.argv[1:] = [request]
        module.main()


if __name__ == "__main__":
    _main()
