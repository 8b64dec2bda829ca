"""Measure the processor time and memory of importing a million rows of places."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from peak import measure
from rows import Row

ROWS = 1_000_000
#: The dump spans 10 by 6 degrees; the package a tenth of it.
REGION = "36,34,38,37"
_PIECES = [
    "ka",
    "fr",
    "tal",
    "al",
    "sha",
    "bur",
    "min",
    "zei",
    "qa",
    "sar",
    "mor",
    "hab",
    "lat",
    "kha",
    "jis",
    "aq",
    "dar",
    "nub",
]


def write_dump(path, rows):
    """Write a GeoNames dump of an invented country; a little over half of its rows are places."""
    draw = random.Random(3)  # noqa: S311 - the same country each time
    codes = {"P": "PPL", "A": "ADM3", "T": "HLL", "H": "WAD", "S": "RUIN", "L": "AREA"}
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, rows + 1):
            name = "".join(draw.choices(_PIECES, k=3)).title()
            lon, lat = 32 + draw.random() * 10, 33 + draw.random() * 6
            class_ = "P" if draw.random() < 0.55 else draw.choice("ATHSL")
            file.write(
                f"{number}\t{name}\t{name}\t{name}ah,al-{name},قرية {number}\t{lat:.5f}\t{lon:.5f}"
                f"\t{class_}\t{codes[class_]}\tXX\t\t0{number % 9 + 1}\t{number % 99}\t\t\t"
                f"{draw.randrange(5000)}\t\t300\tEtc/UTC\t2020-01-01\n"
            )


def imports():
    """Import a dump of a million rows into a new package, and again into the same package."""
    command = [sys.executable, "-m", "frontline"]
    with tempfile.TemporaryDirectory() as name:
        dump, folder = Path(name) / "XX.txt", Path(name) / "new"
        write_dump(dump, ROWS)
        subprocess.run([*command, "init", folder], check=True, capture_output=True)
        words = [*command, "import", "geonames", dump, "--region", REGION, "--into", folder]
        first, memory = measure(*words)
        second, again = measure(*words)
        read = (
            "import sys, pandas; frame = pandas.read_csv(sys.argv[1], sep='\\t', header=None, "
            "quoting=3, low_memory=False); frame[frame[6] == 'P']"
        )
        took, held = measure(sys.executable, "-c", read, dump)
    peer = "pandas.read_csv and a filter: nothing checked, merged or written"
    yield Row("import of 1,000,000 rows of GeoNames", first, took, peer)
    yield Row("the same: peak memory", memory, held, peer, "MB")
    yield Row("the same once more, changing nothing", second)
    yield Row("the same: peak memory", again, unit="MB")


if __name__ == "__main__":
    for row in imports():
        print(row.line())
