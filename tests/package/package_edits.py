"""Edits to a copy of the invented land that make it invalid, and the issues found then."""

from __future__ import annotations

import json

from invented_land import LAND

from frontline.package.package import inspect_package

FILES = sorted(path.name for path in LAND.iterdir())
REQUIRED = sorted({*FILES} - {"footprints.geojson", "highways.geojson", "unplaced.csv"})


def replace_text(file, old, new):
    """Replace the first occurrence of a text in a file."""

    def edit(folder):
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def change_feature(file, number, **changes):
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


def change_coverage(**changes):
    """Change region, days or key places in the descriptor."""

    def edit(folder):
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        descriptor["frontline"].update(changes)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")

    return edit


def append_row(file, line):
    """Add a row at the end of a table."""

    def edit(folder):
        with (folder / file).open("a", encoding="utf-8") as handle:
            handle.write(f"{line}\n")

    return edit


def issues_of(folder):
    package, issues = inspect_package(folder)
    assert (package is None) == any(issue.severity == "error" for issue in issues)
    assert all(issue.message and issue.hint for issue in issues)
    return issues


def move_elm(coordinates):
    return change_feature("gazetteer.geojson", 5, coordinates=coordinates)


def change_outline(geometry):
    return change_feature("footprints.geojson", 1, geometry=geometry)


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(map(list, ring))]}


RING = [[30.09, 0.09], [30.11, 0.09], [30.11, 0.11], [30.09, 0.09]]
E1 = "E1,elm,Elm,2001-01-03,2001-01-03,capture,north,south"
E5 = "E5,,the road,2001-01-09,2001-01-09,capture,north,south,h1,,,"
HERALD = "herald,North Herald,aligned,north,en,,"
GOOD_REPORT = "https://watch.invalid/e4"
