"""Run commands that a signal reaches at a chosen moment, each in a forked process.

Run as a program it reads jobs from standard input, a JSON object on each line, and answers each
with another. It imports what the commands import only once, so that a job takes little time.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
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
)


class Commands:
    """A process that runs commands; use it as a context manager."""

    def __enter__(self):
        home = str(Path(__file__).resolve().parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": home},
        )
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, *arguments, number=None, operation=None, after=None):
        """Run a command; a signal reaches it at an operation, or after a time in seconds.

        Returns
        -------
        dict
            ``code``, ``stdout``, ``stderr``, the number of ``operations`` and ``seconds``.
        """
        job = {"arguments": [str(one) for one in arguments], "number": number}
        job |= {"operation": operation, "after": after}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _child(job, files):
    """Run one command and end the process."""
    for target, file in zip((1, 2), files[:2], strict=True):
        os.dup2(file.fileno(), target)
    sys.stdout, sys.stderr = (os.fdopen(one, "w", closefd=False) for one in (1, 2))
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - until the process ends
    count = 0

    def audit(event, _arguments):
        nonlocal count
        if event in COUNTED:
            count += 1
            if count == job["operation"]:
                os.kill(os.getpid(), job["number"])

    sys.argv = ["frontline", *job["arguments"]]
    from frontline.__main__ import main

    sys.addaudithook(audit)
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    sys.stdout.flush()
    os.write(files[2].fileno(), str(count).encode())
    os._exit(code)


def _run(job):
    files = [tempfile.TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed below
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            _child(job, files)
        except BaseException:  # noqa: BLE001 - a test must see the traceback
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
        os._exit(99)
    if job["after"] is not None:
        time.sleep(job["after"])
        os.kill(child, job["number"])
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - start
    texts = []
    for file in files:
        file.seek(0)
        texts.append(file.read().decode("utf-8", "replace"))
        file.close()
    return {
        "code": os.waitstatus_to_exitcode(status),
        "stdout": texts[0],
        "stderr": texts[1],
        "operations": int(texts[2] or 0),
        "seconds": seconds,
    }


def moments(commands, arguments, rng, count):
    """Return moments in a command: every second one an operation, the others a time."""
    whole = commands.run(*arguments)
    assert whole["code"] == 0, whole
    return [
        {"after": rng.uniform(0, whole["seconds"])}
        if number % 2
        else {"operation": rng.randint(1, whole["operations"])}
        for number in range(count)
    ]


if __name__ == "__main__":
    for handled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(handled, signal.SIG_DFL)
    signals.install()  # what comes before it takes Python's own time
    for module in IMPORTED:
        importlib.import_module(module)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()
