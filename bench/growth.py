"""Measure how the work of each command grows with the number of places.

Run as `python bench/growth.py [PLACES ...]`; a row is printed as soon as it is measured. Each
command runs in a process of its own, so that its peak memory is its own.
The figures are seconds of processor time, user and system, of the whole process, start included.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from peak import measure

#: What is measured: a name and the words of a command; {data} and {out} are folders.
COMMANDS = {
    "validate": "validate {data}",
    "place, first": "place p5 --data {data}",
    "place": "place p5 --data {data}",
    "distance of places": "distance p5 p7 --data {data}",
    "distance to actor, first": "distance p5 north --on 2020-07-01 --data {data}",
    "distance to an actor": "distance p5 north --on 2020-07-01 --data {data}",
    "control": "control p5 --data {data}",
    "changes": "changes --data {data}",
    "pockets": "pockets --on 2020-07-01 --data {data}",
    "highway": "highway h1 --on 2020-07-01 --data {data}",
    "map of a day": "map --on 2020-07-01 --data {data} --out {out}/day.html",
    "export of a year": "export --from 2020-01-01 --to 2020-12-30 --data {data} --out {out}/y.gpkg",
}
SIZES = (1_000, 10_000, 100_000)


def main(sizes):
    start = measure(sys.executable, "-c", "import geopandas")
    print(f"{'import geopandas':24}{start[0]:8.2f} s{start[1]:7.0f} MB", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = scratch
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        for size in sizes:
            data = Path(scratch) / f"{size}"
            made = "import sys; from pathlib import Path; from growth_package import write_package;"
            call = f"{made} write_package(Path(sys.argv[1]), {size})"
            subprocess.run(
                [sys.executable, "-c", call, str(data)], check=True, cwd=Path(__file__).parent
            )
            for name, words in COMMANDS.items():
                split = words.format(data=data, out=scratch).split()
                found = measure(sys.executable, "-m", "frontline", *split, check=False)
                shown = "failed" if found is None else f"{found[0]:8.2f} s{found[1]:7.0f} MB"
                print(f"{size:>9,} {name:24}{shown}", flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or SIZES)
