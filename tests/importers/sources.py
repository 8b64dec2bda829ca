"""Samples of what others hold, and what becomes of them in a package."""

from __future__ import annotations

import csv
from pathlib import Path

from importing import imported

from frontline.importers.options import ImportOptions
from frontline.package.package import read_package

SAMPLES = Path(__file__).parent / "samples"
ACLED = {"Military Forces of South (1990-)": "south", "North Front": "north"}

NEWSROOM = {
    "place": "Village", "day": "Date", "after": "Taken by", "before": "Lost by",
    "publisher": "Source", "url": "Link", "lat": "Latitude", "lon": "Longitude",
}  # fmt: skip


def brought(folder, kind, file, actors=None, settings=None, **more):
    path = file if isinstance(file, Path) else SAMPLES / file
    options = ImportOptions(files=(path,), actors=actors or {}, settings=settings or {}, **more)
    return imported(kind, options, folder)


def events(folder):
    return {event.event_id: event for event in read_package(folder).events}


def reasons(summary):
    return {one.reason.partition(":")[0]: one.text for one in summary.unused}


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
