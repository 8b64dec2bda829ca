"""Measure the steps of the library on one package: prints each name and its processor seconds."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import frontline
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.package.package import read_package

DAY = date(2020, 7, 1)
POSITIONS, DAYS = 1_000, 30


def steps(folder):
    """Yield the name of each step and what does it; a later step needs the earlier ones."""
    made = {}
    yield "read and check the package", lambda: made.update(package=read_package(folder))
    atlas = Atlas(made["package"], RULES["standard"])
    yield "assess the events, make the record", lambda: atlas.record
    yield "cells, once", lambda: atlas.cells
    yield "front with band, the first day", lambda: atlas.on(DAY - timedelta(days=DAYS)).front
    later = [DAY + timedelta(days=step) for step in range(DAYS)]
    yield f"front with band, {DAYS} more days", lambda: [atlas.on(day).front for day in later]
    state = atlas.on(DAY)
    yield "pockets of a day", lambda: state.pockets
    west, south, east, north = atlas.package.coverage.region
    chance = np.random.default_rng(7)
    lon, lat = (chance.uniform(*ends, POSITIONS) for ends in ((west, east), (south, north)))
    name = f"distances from {POSITIONS:,} positions to an actor"
    yield name, lambda: state.distances(lon, lat, "north")


def main(folder):
    _ = frontline.open().on("2019-08-15").front  # imports what the steps need
    for name, work in steps(folder):
        start = time.process_time()
        work()
        print(name.replace(" ", "_"), time.process_time() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
