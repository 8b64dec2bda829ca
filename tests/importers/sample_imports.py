"""Import the sample files of other sources, and read the resulting package."""

from __future__ import annotations

import csv
from pathlib import Path

from importing import import_twice

from frontline.importers.options import ImportOptions
from frontline.package.package import read_package

SAMPLES = Path(__file__).parent / "samples"
GED = {"Government of South": "south", "North Front": "north"}
ACLED = {"Military Forces of South (1990-)": "south", "North Front": "north"}

NEWSROOM_COLUMNS = {
    "place": "Village", "day": "Date", "after": "Taken by", "before": "Lost by",
    "publisher": "Source", "url": "Link", "lat": "Latitude", "lon": "Longitude",
}  # fmt: skip


def import_sample(folder, kind, file, actors=None, settings=None, **more):
    path = file if isinstance(file, Path) else SAMPLES / file
    options = ImportOptions(files=(path,), actors=actors or {}, settings=settings or {}, **more)
    return import_twice(kind, options, folder)


def events(folder):
    return {event.event_id: event for event in read_package(folder).events}


def reasons(summary):
    return {one.reason.partition(":")[0]: one.text for one in summary.unused}


def read_rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
