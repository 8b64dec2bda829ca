"""Processes that run tasks end with the process that started them."""

from __future__ import annotations

import os
import subprocess
import sys
import time

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
