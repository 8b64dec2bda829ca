"""The invented land with hostile text in every column of every file that accepts it."""

from __future__ import annotations

import csv
import json

import pytest

import frontline
from frontline.errors import FrontlineError

PAYLOADS = [
    "{{7*7}}", "{% x %}", "{# x #}", "${ran=1}", "`+(ran=1)+`", "</script><script>ran=1</script>",
    "<!--<script>", "<img src=x onerror=ran=1>", "\"'><svg onload=ran=1>", "=cmd|'/C'!A1",
    "\u202egnp.exe\u2066", "\u0007\u009b", "&lt;b&gt;",
]  # fmt: skip
HOSTILE = " ".join(PAYLOADS)
#: What must be open to any text, as file and column; the rest may refuse it.
FREE = {
    ("actors.csv", "name"), ("actors.csv", "name_ar"), ("actors.csv", "note"),
    ("baseline.csv", "place_as_reported"), ("baseline.csv", "note"),
    ("events.csv", "place_as_reported"), ("events.csv", "note"),
    ("publishers.csv", "name"), ("publishers.csv", "note"),
    ("reports.csv", "note"), ("moments.csv", "title"), ("moments.csv", "title_ar"),
    ("moments.csv", "note"), ("gazetteer.geojson", "name"), ("gazetteer.geojson", "name_ar"),
    ("gazetteer.geojson", "names"), ("gazetteer.geojson", "admin3"),
    ("highways.geojson", "name"), ("datapackage.json", "title"),
}  # fmt: skip
MOMENT = "day,title,title_ar,note,source\n2001-01-03,A bridge,جسر,A note,https://watch.invalid/b\n"


def opens(folder):
    try:
        frontline.open(folder)
    except FrontlineError:
        return False
    return True


def poison_table(path):
    """Return for each column of a table a text in which every row of it is hostile."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in rows[0] if rows else ():
        yield column, lambda column=column: write_table(path, column)


def write_table(path, column):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = f"{row[column]} {HOSTILE}".strip()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def poison_features(path):
    """Return the same for the properties of features."""
    properties = json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]
    for name in properties:
        yield name, lambda name=name: write_features(path, name)


def write_features(path, name):
    whole = json.loads(path.read_text(encoding="utf-8"))
    for one in whole["features"]:
        old = one["properties"][name]
        one["properties"][name] = [HOSTILE] if isinstance(old, list) else f"{old} {HOSTILE}".strip()
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def poison_descriptor(path):
    """Return the same for the texts about the package."""
    for name in ("title", "version", "description"):
        yield name, lambda name=name: write_descriptor(path, name)


def write_descriptor(path, name):
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole[name] = f"{whole.get(name, '')} {HOSTILE}".strip()
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def poisoned(land_copy):
    """Put hostile text into every column that accepts it; return the folder and the columns."""
    (land_copy / "moments.csv").write_text(MOMENT, encoding="utf-8")
    taken = set()
    methods = [
        ("*.csv", poison_table),
        ("*.geojson", poison_features),
        ("*.json", poison_descriptor),
    ]
    for pattern, poison in methods:
        for path in sorted(land_copy.glob(pattern)):
            for column, write in list(poison(path)):
                before = path.read_bytes()
                write()
                if opens(land_copy):
                    taken.add((path.name, column))
                else:
                    path.write_bytes(before)
    return land_copy, taken
