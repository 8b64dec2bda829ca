"""Edits that spoil a copy of the invented land, and the faults that are found in it then."""

from __future__ import annotations

import json

from invented_land import LAND

from frontline.package.package import inspect_package

FILES = sorted(path.name for path in LAND.iterdir())
REQUIRED = sorted({*FILES} - {"footprints.geojson", "highways.geojson", "unplaced.csv"})


def text_edit(file, old, new):
    """Replace a text that stands in a file."""

    def edit(folder):
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def feature_edit(file, number, **changes):
    """Change a feature: its geometry, coordinates, or properties."""

    def edit(folder):
        collection = json.loads((folder / file).read_text("utf-8"))
        feature = collection["features"][number - 1]
        for name, value in changes.items():
            if name == "coordinates":
                feature["geometry"]["coordinates"] = value
            elif name in {"geometry", "properties"}:
                feature[name] = value
            else:
                feature["properties"][name] = value
        (folder / file).write_text(json.dumps(collection), "utf-8")

    return edit


def frame_edit(**changes):
    """Change what the package says of itself."""

    def edit(folder):
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        descriptor["frontline"].update(changes)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")

    return edit


def append(file, line):
    """Add a row at the end of a table."""

    def edit(folder):
        with (folder / file).open("a", encoding="utf-8") as handle:
            handle.write(f"{line}\n")

    return edit


def faults_of(folder):
    package, faults = inspect_package(folder)
    assert (package is None) == any(fault.severity == "error" for fault in faults)
    assert all(fault.message and fault.hint for fault in faults)
    return faults


def places(coordinates):
    return feature_edit("gazetteer.geojson", 5, coordinates=coordinates)


def outline(geometry):
    return feature_edit("footprints.geojson", 1, geometry=geometry)


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(map(list, ring))]}


RING = [[30.09, 0.09], [30.11, 0.09], [30.11, 0.11], [30.09, 0.09]]
E1 = "E1,elm,Elm,2001-01-03,2001-01-03,capture,north,south"
E5 = "E5,,the road,2001-01-09,2001-01-09,capture,north,south,h1,,,"
HERALD = "herald,North Herald,aligned,north,en,,"
GOOD_REPORT = "https://watch.invalid/e4"
