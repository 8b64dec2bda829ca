"""Run a command, and measure its processor time and peak memory from a process that is small.

A child starts with the peak of the process that made it: measured from a large one, every command
would seem as large. `python bench/peak.py COMMAND ...` prints what the command prints, then the
seconds and the megabytes; `measure` does that from Python.
"""

from __future__ import annotations

import os
import subprocess
import sys


def run(*words, check=True):
    """Run a command; return what it prints, its processor seconds and its peak memory in MB.

    A command that fails raises an error, or with `check` False returns None.
    """
    launcher = [sys.executable, "-S", "-E", __file__, *map(str, words)]
    pipe = subprocess.PIPE
    done = subprocess.run(launcher, check=check, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    if done.returncode:
        return None
    *printed, seconds, megabytes = done.stdout.split()
    return printed, float(seconds), float(megabytes)


def measure(*words, check=True):
    """Run a command; return its processor seconds and its peak memory in MB, as `run`."""
    found = run(*words, check=check)
    return None if found is None else found[1:]


def _launch(words):
    child = subprocess.Popen(words)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    print(f"\n{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}")
    return child.returncode


if __name__ == "__main__":
    sys.exit(_launch(sys.argv[1:]))
