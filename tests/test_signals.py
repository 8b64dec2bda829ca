"""SIGINT, SIGTERM and SIGHUP end a command with one line and exit code 2, whatever it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from invented_land import LAND
from run_command import as_from_a_terminal

from frontline.signals import INTERRUPTED

HOME = Path(__file__).resolve().parent.parent
#: Runs a command that gets a signal when it begins to import a module.
AT_IMPORT = """
import os, sys
number, module, sys.argv = int(sys.argv[1]), sys.argv[2], ["frontline", *sys.argv[3:]]
from frontline.__main__ import main
def audit(event, arguments):
    if event == "import" and arguments[0] == module:
        os.kill(os.getpid(), number)
sys.addaudithook(audit)
main()
"""
#: Raises an interruption where a library catches it: it must end the command all the same.
SWALLOWED = """
import os, signal
from frontline import signals
signals.install()
cleaned = []
with signals.cleanup():
    try:
        with signals.interruptible():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            except BaseException:
                pass  # as an extension module may do
        print("went on", flush=True)
    finally:
        os.kill(os.getpid(), signal.SIGINT)  # a second one does not disturb the cleanup
        print("cleaned", flush=True)
print("not reached", flush=True)
"""


def python(text, *arguments, preexec_fn=as_from_a_terminal):
    return subprocess.run(
        [sys.executable, "-c", text, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HOME)},
        timeout=60,
        check=False,
        preexec_fn=preexec_fn,
    )


@pytest.mark.parametrize("module", ["typer", "frontline.cli.pages", "frontline.io", "numpy"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_during_imports_is_one_line_with_code_2(module, number, tmp_path):
    command = ["map", "--on", "2001-01-05", "--data", LAND, "--out", tmp_path / "m.html"]
    done = python(AT_IMPORT, number.value, module, *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"frontline: {INTERRUPTED}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_the_parent_ignores_stays_ignored(tmp_path):
    command = ["map", "--on", "2001-01-05", "--data", LAND, "--out", tmp_path / "m.html"]

    def as_nohup_does():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    done = python(AT_IMPORT, signal.SIGHUP.value, "numpy", *command, preexec_fn=as_nohup_does)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interruption_that_a_library_catches_still_ends_the_command():
    done = python(SWALLOWED)
    assert (done.returncode, done.stdout) == (2, "cleaned\n")
    assert done.stderr == f"frontline: {INTERRUPTED}\n"


def test_a_block_in_another_thread_has_no_part_in_what_an_interruption_does():
    """Two threads that write at the same time would leave the mode of the one that began last."""
    program = """
import os, signal, threading
from frontline import signals
signals.install()
first, second = signals.cleanup(), signals.cleanup()
def overlap():
    first.__enter__(), second.__enter__()
    first.__exit__(None, None, None), second.__exit__(None, None, None)
thread = threading.Thread(target=overlap)
thread.start(); thread.join()
os.kill(os.getpid(), signal.SIGINT)
print("not ended")
"""
    done = python(program)
    assert (done.returncode, done.stdout) == (2, "")
