"""Run commands in processes forked from one that has imported them, which takes little time.

Each is a process with its own files, environment, limits and signals, and ends as Python does, but
that it does not clear its modules: to copy them for that would take longer than most commands. Only
what happens before and during imports, and how Python sets up its own files, needs a new one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from frontline import signals

#: Operations that change files, or lock or list them: a job counts these in audit events.
COUNTED = {
    *("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod"),
    *("os.listdir", "os.scandir", "shutil.rmtree", "tempfile.mkdtemp", "fcntl.flock"),
}
IMPORTED = (
    *("filelock", "pyogrio", "geopandas", "frontline.atlas", "frontline.cli.app"),
    *("frontline.cli.text", "frontline.lint", "frontline.webmap.page", "frontline.webmap.site"),
    *("frontline.exporters.export", "frontline.importers.registry", "frontline.package.add"),
    *("frontline.drawn_borders", "frontline.drawn_ground", "frontline.unknown_ground"),
    *("frontline.holders", "pyarrow.pandas_compat", "typer.rich_utils", "rich.markdown"),
)
LARGEST_JOB = 100_000
SECONDS = 120


class Commands:
    """The process that others are forked from; one command runs at a time."""

    def __init__(self):
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(SECONDS)
        home = str(Path(__file__).resolve().parent.parent)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # which cannot seek: files of commands may or may not
                stderr=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": home},
            )

    def close(self):
        self._ours.close()
        assert self._process.communicate() == (b"", b"")

    def start(self, arguments, files, *, env=None, **job):
        """Start a command with these files as 0, 1 and 2; a fourth takes its operations."""
        job |= {"arguments": [str(one) for one in arguments], "folder": str(Path.cwd())}
        job["env"] = dict(os.environ if env is None else env)
        numbers = [one if isinstance(one, int) else one.fileno() for one in files]
        socket.send_fds(self._ours, [json.dumps(job).encode()], numbers)

    def wait(self):
        """Return the exit code of the command that was started."""
        return int(self._ours.recv(100))

    def wait_for(self, number):
        """Return the exit code of a process that was started to go on."""
        self._ours.send(json.dumps({"ended": number}).encode())
        return self.wait()


class Running:
    """A command that goes on while others run; its answer can be read line by line.

    The modules of ``needs`` are imported once for all such commands.
    """

    def __init__(self, *arguments, needs=()):
        reading, writing = os.pipe()
        self.stdout = os.fdopen(reading, encoding="utf-8")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is stopped
        with Path(os.devnull).open("rb") as nothing:
            files = [nothing, writing, self._errors]
            shared_commands().start(arguments, files, goes_on=True, needs=needs)
        os.close(writing)
        self._number = shared_commands().wait()
        self._ended = None

    def stop(self, number):
        """Send a signal, once; return the exit code, the rest of the answer, and the errors."""
        if self._ended is None:
            os.kill(self._number, number)
            with self.stdout, self._errors:
                code, rest = shared_commands().wait_for(self._number), self.stdout.read()
                self._errors.seek(0)
                self._ended = (code, rest, self._errors.read().decode("utf-8", "replace"))
        return self._ended


@lru_cache
def shared_commands():
    """Return the process that commands are forked from, started when it is first needed."""
    return Commands()


def close_shared_commands():
    if shared_commands.cache_info().currsize:
        shared_commands().close()
        shared_commands.cache_clear()


def run_forked(*arguments, stdout=None, stderr=None, stdin=None, **job):
    """Run a command; files that are not given are read back as text.

    With ``env`` its environment is another one, and with ``largest_file`` the limit of a file in
    bytes; the code ``before`` runs first in its process; the signal ``number`` reaches it at an
    ``operation``, or ``after`` a time in seconds.

    Returns
    -------
    dict
        ``code``, ``stdout``, ``stderr``, the number of ``operations`` and ``seconds``.
    """
    with (
        Path(os.devnull).open("rb") as nothing,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryFile() as count,
    ):
        files = [stdin or nothing, stdout or out, stderr or errors, count]
        began = time.monotonic()
        shared_commands().start(arguments, files, **job)
        code = shared_commands().wait()
        seconds = time.monotonic() - began
        texts = []
        for file in (out, errors, count):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return {
        "code": code,
        "stdout": texts[0],
        "stderr": texts[1],
        "operations": int(texts[2] or 0),
        "seconds": seconds,
    }


def moments(whole, rng, count):
    """Return moments in a command that has run: operations and times in turn."""
    assert whole["code"] == 0, whole
    return [
        {"after": rng.uniform(0, whole["seconds"])}
        if number % 2
        else {"operation": rng.randint(1, whole["operations"])}
        for number in range(count)
    ]


def _serve(ours):
    """Fork a process for each job; return the job in that process, and nothing at the end."""
    while True:
        text, files, *_ = socket.recv_fds(ours, LARGEST_JOB, 4)
        if not text:
            return None
        job = json.loads(text)
        if "ended" in job:
            ours.send(_exit_code(job["ended"]))
            continue
        for module in job.get("needs", ()):
            importlib.import_module(module)
        child = os.fork()
        if child == 0:
            ours.close()
            for target, file in enumerate(files[:3]):
                os.dup2(file, target)
                os.close(file)
            return job | {"count": files[3:]}
        for file in files:
            os.close(file)
        if "after" in job:
            time.sleep(job["after"])
            os.kill(child, job["number"])
        ours.send(str(child).encode() if job.get("goes_on") else _exit_code(child))


def _exit_code(child):
    """Wait for the end of a process, and return its exit code as it is sent."""
    return str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode()


def _run(job):
    """Run a command in this process."""
    count = 0

    def audit(event, _arguments):
        nonlocal count
        if event in COUNTED:
            count += 1
            if count == job.get("operation"):
                os.kill(os.getpid(), job["number"])

    os.environ.clear()
    os.environ.update(job["env"])
    os.chdir(job["folder"])
    if limit := job.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = ["frontline", *job["arguments"]]
    from frontline.__main__ import main

    exec(job.get("before", ""), {})  # noqa: S102 - our own text
    sys.addaudithook(audit)
    try:
        main()
    except SystemExit as error:
        if isinstance(error.code, int | None):
            _CODES.append(error.code or 0)
        raise
    finally:
        for file in job["count"]:
            os.write(file, str(count).encode())


#: The exit code of this process, once it is known.
_CODES = []


def _end():
    """End this process after all else that Python does at its end, up to its own files."""
    if _CODES:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            return  # Python comes upon it again, and reports it
        os._exit(_CODES[0])


if __name__ == "__main__":
    atexit.register(_end)  # what is registered first is called last
    for handled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(handled, signal.SIG_DFL)
    signals.install()  # what comes before it takes Python's own time
    for module in IMPORTED:
        importlib.import_module(module)
    gc.freeze()  # so that a process does not copy what it only looks at
    if (given := _serve(socket.socket(fileno=int(sys.argv[1])))) is not None:
        _run(given)
