"""Run a command, and measure its processor time and peak memory from a process that is small.

A child starts with the peak of the process that made it: measured from a large one, every command
would seem as large. `python bench/peak.py COMMAND ...` prints what the command prints, then the
seconds and the megabytes, the elapsed seconds, and the megabytes of all its processes together;
`measure` and `measure_all` do that from Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

#: Seconds between two looks at the memory of all processes.
_LOOK_S = 0.25


def run(*words, check=True):
    """Run a command; return what it prints, its processor seconds and its peak memory in MB.

    A command that fails raises an error, or with `check` False returns None.
    """
    launcher = [sys.executable, "-S", "-E", __file__, *map(str, words)]
    pipe = subprocess.PIPE
    done = subprocess.run(launcher, check=check, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    if done.returncode:
        return None
    *printed, seconds, megabytes, _, _ = done.stdout.split()
    return printed, float(seconds), float(megabytes)


def measure_all(*words):
    """Run a command that may start others; return what all of them take.

    Returns
    -------
    seconds : of the processor
    elapsed : seconds
    megabytes : the largest sum of their memory, in which shared pages count once; on systems
        without /proc the peak of the first process
    """
    launcher = [sys.executable, "-S", "-E", __file__, *map(str, words)]
    done = subprocess.run(launcher, check=True, capture_output=True, text=True)
    seconds, own, elapsed, together = map(float, done.stdout.split()[-4:])
    return seconds, elapsed, max(own, together)


def measure(*words, check=True):
    """Run a command; return its processor seconds and its peak memory in MB, as `run`."""
    found = run(*words, check=check)
    return None if found is None else found[1:]


def _launch(words):
    start, sums = time.perf_counter(), [0.0]
    child = subprocess.Popen(words)

    def watch():
        while child.returncode is None:
            sums.append(sum(map(_megabytes, _descendants(child.pid))))
            time.sleep(_LOOK_S)

    threading.Thread(target=watch, daemon=True).start()
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    print(f"\n{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024} {elapsed} {max(sums)}")
    return child.returncode


def _descendants(root):
    """Return the ids of a process and of all that it has started."""
    found = [root]
    for pid in found:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, path.read_text().split())
            except OSError:  # it has ended
                continue
    return found


def _megabytes(pid):
    """Return the memory of a process; a page that n processes share counts as 1/n."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(_launch(sys.argv[1:]))
