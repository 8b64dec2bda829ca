"""Processes that run tasks end with the process that started them, and print nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from invented_land import LAND
from run_command import as_from_a_terminal

from frontline.signals import INTERRUPTED

#: Ends without any cleanup while processes write results that are larger than a pipe holds.
SCRIPT = """
import os
from frontline.parallel import Workers

def work(task):
    return os.getpid(), bytes(4 << 20)

for _, (pid, _) in Workers(2).run(work, range(100)):
    print(pid, flush=True)
    os._exit(0)
"""


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_ends_after_its_parent_was_killed(tmp_path):
    with (tmp_path / "out").open("w+", encoding="utf-8") as out:
        subprocess.run([sys.executable, "-c", SCRIPT], stdout=out, check=True)
        out.seek(0)
        pid = int(out.read())
    deadline = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(pid)


#: Python imports it when a process begins: one that runs tasks presses Ctrl-C while it starts.
BEGIN = """
import os, signal, sys

if "joblib.externals.loky.backend.popen_loky_posix" in sys.orig_argv:
    os.killpg(0, signal.SIGINT)
"""


def test_a_process_that_starts_says_nothing_of_an_interruption(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(BEGIN)
    (tmp_path / "articles").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "articles" / f"{name}.txt").write_text("Gorse is about 31 km from Birch.")
    words = ["check", "--batch", tmp_path / "articles", "--jobs", "2", "--data", LAND]
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "frontline", *words, "--out", tmp_path / "out.jsonl"],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        preexec_fn=as_from_a_terminal,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        timeout=60,
    )
    found = done.returncode, done.stdout, done.stderr
    assert found == (2, "", f"frontline: {INTERRUPTED}\n")
