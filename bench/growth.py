"""Measure how the work of each command and step grows with the number of places.

Run as `python bench/growth.py [--renew] [PLACES ...]`; a row is printed as soon as it is measured.
The figures are seconds of processor time, user and system, of a whole process and its peak memory;
for the steps of the library, seconds without the start. `--renew` puts them into docs/scale.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from peak import measure, run
from rows import figure, renew, table

from frontline.package.cache import cache_folder

#: Commands that are run once: what they keep changes the next run.
ONCE = {
    "`validate`": "validate {data}",
    "`place`, nothing kept": "place p5 --data {data}",
    "`distance` to an actor, no record kept": "distance p5 north --on 2020-07-01 --data {data}",
    "`map` of a day": "map --on 2020-07-01 --data {data} --out {out}.html",
    "`export` of a year": "export --from 2020-01-01 --to 2020-12-30 --data {data} --out {out}.gpkg",
}
#: Commands that answer a question; the best of three runs counts.
ANSWERS = {
    "`place`": "place p5 --data {data}",
    "`distance` of places": "distance p5 p7 --data {data}",
    "`distance` to an actor": "distance p5 north --on 2020-07-01 --data {data}",
    "`control`": "control p5 --data {data}",
    "`changes`": "changes --data {data}",
    "`pockets`": "pockets --on 2020-07-01 --data {data}",
    "`highway`": "highway h1 --on 2020-07-01 --data {data}",
}
#: The smallest package shows what the start of a command takes.
SIZES = (10, 1_000, 10_000, 100_000)
_HOME = Path(__file__).parent


def rows_of(size, scratch):
    """Yield the name and the figures of each command and step for a package of a size."""
    data = scratch / f"{size}"
    _python(
        "from growth_package import write_package as write", f"write(Path({str(data)!r}), {size})"
    )
    for names, runs in ((ONCE, 1), (ANSWERS, 3)):
        for name, words in names.items():
            if "nothing kept" in name:  # as by the commands before
                shutil.rmtree(cache_folder(), ignore_errors=True)
            split = words.format(data=data, out=data).split()
            command = [sys.executable, "-m", "frontline", *split]
            found = [measure(*command, check=False) for _ in range(runs)]
            yield name, None if None in found else min(found)
    steps, _, _ = run(sys.executable, _HOME / "growth_steps.py", data)
    for name, seconds in zip(steps[::2], steps[1::2], strict=True):
        yield name.replace("_", " "), (float(seconds), None)


def shown(found):
    """Return seconds, and the megabytes of a process that needs many."""
    if found is None:
        return "failed"
    seconds, megabytes = found
    memory = "" if megabytes is None else f", {figure(megabytes)} MB"
    return f"{figure(seconds)}{memory}"


def _python(*lines):
    code = "; ".join(("from pathlib import Path", *lines))
    subprocess.run([sys.executable, "-c", code], check=True, cwd=_HOME)


def main(words):
    """Measure the sizes that are named, or all."""
    sizes = [int(one) for one in words if one != "--renew"] or SIZES
    peer = measure(sys.executable, "-c", "import geopandas")
    print(f"`import geopandas`: {shown(peer)}", flush=True)
    lines = {}
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = scratch
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        for size in sizes:
            for name, found in rows_of(size, Path(scratch)):
                print(f"{size:>9,} {name:45}{shown(found)}", flush=True)
                lines.setdefault(name, []).append(shown(found))
    if "--renew" in words:
        head = ("command or step", *(f"{size:,} places" for size in sizes))
        renew("scale.md", "growth", table([(name, *cells) for name, cells in lines.items()], head))


if __name__ == "__main__":
    main(sys.argv[1:])
