"""Measure exports of a million rows: time, size and peak memory of each format.

Run by `bench.py`; alone as `python bench/export.py`. Each format runs in a process of its own, so
that the peaks do not add up.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from peak import run
from rows import Row

ROWS = 1_000_000
PLACES = 10_000
ENDINGS = ("gpkg", "geojson", "csv", "fgb", "kml", "parquet")


def record(rows=ROWS, places=PLACES):
    """Make a record in which every place changes hands on each of `rows / places` days."""
    from bench import FIRST, invented
    from frontline.atlas import Atlas
    from frontline.control.assessment import RULES
    from frontline.control.timeline import Span
    from frontline.models import Control

    days = rows // places
    atlas = Atlas(invented(places, days, 1), RULES["standard"])
    held = [Control("held", (actor,), "claimed") for actor in ("north", "south")]
    dates = [FIRST + timedelta(days=n) for n in range(days)]
    spans = tuple(Span(day, day, day, day, held[n % 2], (f"B{n}",)) for n, day in enumerate(dates))
    atlas.record._spans = dict.fromkeys(atlas.record.place_ids, spans)  # noqa: SLF001 - a stand-in
    return atlas


def one(ending):
    """Export a million rows in one format and print the seconds to make and to write them."""
    from frontline.exporters.export import make_layers, write_layers

    atlas = record()
    days = (atlas.record.first, atlas.record.last)
    start = time.process_time()
    layers = make_layers(atlas, *days, ["places"])
    made = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_layers(atlas, layers, Path(folder) / f"out.{ending}", days)
        wrote = time.process_time()
        size = path.stat().st_size / 1e6
    print(len(layers["places"]), made - start, wrote - made, size)


def exports():
    """Measure every format in a process of its own."""
    for ending in ENDINGS:
        printed, _, peak = run(sys.executable, __file__, ending)
        rows, made, wrote, size = map(float, printed)
        yield Row(f"export of {rows:,.0f} rows as `.{ending}`: rows made", made)
        yield Row("the same: written", wrote)
        yield Row("the same: size", size, unit="MB")
        yield Row("the same: peak memory", peak, unit="MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        for row in exports():
            print(row.line())
