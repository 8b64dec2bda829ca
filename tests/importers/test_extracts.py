"""An extract of OpenStreetMap gives the same package as .osm.pbf and as .osm."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium
import pytest
from typer.testing import CliRunner

from frontline.cli import app
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package

pytestmark = pytest.mark.usefixtures("_forked_readers")

LAND = Path(__file__).parent.parent / "land"
HOSTILE = "{{7*7}} ${alert(1)} </script> \u202e=cmd"

#: Points with tags: two places, one with a name that must do nothing, a hill, and no place.
NODES = {
    11: (30.05, 0.05,
         {"place": "village", "name": "بلوط", "name:en": "Oak", "alt_name": "Okk;Oack"}),
    12: (30.25, 0.06, {"place": "hamlet", "name": f"Pine {HOSTILE}", "population": "1 200"}),
    13: (30.15, 0.06, {"natural": "peak", "name": "High Hill"}),
    14: (30.16, 0.06, {"highway": "crossing"}),
}  # fmt: skip
#: Points of ways, which have no tags.
NODES |= {number: (30.2, (number - 21) / 50, {}) for number in range(21, 26)}
#: Measurements with their points: three legs of two roads that share one, and a wall.
WAYS = {
    31: ((21, 22), {"highway": "trunk", "ref": "R7", "name": "Coast & Road", "name:ar": "الساحل"}),
    32: ((22, 23, 24), {"highway": "trunk", "ref": "R7;R8"}),
    33: ((24, 25), {"highway": "trunk", "ref": "R8"}),
    34: ((21, 25), {"barrier": "wall"}),
}


def _tags(tags):
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


@pytest.fixture
def extract(tmp_path):
    """Return a function that writes the extract in the format that a file's ending says."""
    path = tmp_path / "land.osm"
    parts = [
        f'<node id="{id_}" version="1" lon="{lon}" lat="{lat}">{_tags(tags)}</node>'
        for id_, (lon, lat, tags) in NODES.items()
    ]
    for id_, (points, tags) in WAYS.items():
        refs = "".join(f'<nd ref="{point}"/>' for point in points)
        parts.append(f'<way id="{id_}" version="1">{refs}{_tags(tags)}</way>')
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{"".join(parts)}</osm>', "utf-8")

    def write(ending):
        made = path.with_suffix(ending)
        if made != path:
            with osmium.SimpleWriter(made) as writer:
                for one in osmium.FileProcessor(path):
                    writer.add(one)
        return made

    return write


def package_of(path, kind, folder, **options):
    """Import a file into the invented land; return the summary and the files of the package."""
    shutil.copytree(LAND, folder)
    summary = import_files(kind, ImportOptions(files=(path,), **options), folder)
    assert summary.adds_up
    return summary, {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_extract_that_is_tested_is_a_real_pbf(extract):
    # A block's length in four bytes, then its header, which names what the block is.
    assert extract(".osm.pbf").read_bytes()[4:15] == b"\x0a\x09OSMHeader"


@pytest.mark.parametrize("classes", [(), ("natural=peak", "village")], ids=["places", "classes"])
def test_places_of_a_pbf_are_those_of_the_xml(extract, tmp_path, classes):
    options = {"classes": frozenset(classes)}
    written, one = package_of(extract(".osm"), "osm", tmp_path / "one", **options)
    packed, other = package_of(extract(".osm.pbf"), "osm", tmp_path / "other", **options)
    assert other == one
    assert packed.to_dict() | {"files": []} == written.to_dict() | {"files": []}
    assert packed.used == 2


def test_places_of_a_pbf_keep_their_tags(extract, tmp_path):
    package_of(extract(".osm.pbf"), "osm", tmp_path / "land")
    places = read_package(tmp_path / "land").gazetteer
    oak, pine = places["oak"], next(one for one in places.values() if one.name.startswith("Pine"))
    assert (oak.lon, oak.lat, oak.kind) == (30.05, 0.05, "village")
    assert (oak.name, oak.name_ar, oak.names) == ("Oak", "بلوط", ("Okk", "Oack"))
    assert (oak.sources, oak.licence) == (("OpenStreetMap node/11",), "ODbL 1.0")
    assert pine.population == 1200
    assert "{{7*7}} ${alert(1)} </script>" in pine.name


@pytest.mark.parametrize("classes", [(), ("R8",)], ids=["all", "requested"])
def test_roads_of_a_pbf_are_those_of_the_xml(extract, tmp_path, classes):
    options = {"classes": frozenset(classes), "columns": {"id": "ref"}}
    written, one = package_of(extract(".osm"), "highways", tmp_path / "one", **options)
    packed, other = package_of(extract(".osm.pbf"), "highways", tmp_path / "other", **options)
    assert other == one
    assert packed.used == written.used == (2 if classes else 3)
    roads = read_package(tmp_path / "other").highways
    assert roads["r8"].coordinates == ((30.2, 0.02), (30.2, 0.04), (30.2, 0.06), (30.2, 0.08))
    if not classes:
        assert roads["r7"].coordinates == ((30.2, 0.0), (30.2, 0.02), (30.2, 0.04), (30.2, 0.06))
        assert (roads["r7"].name, roads["r7"].name_ar) == ("Coast & Road", "الساحل")
        assert (roads["r7"].sources, roads["r7"].licence) == (("OpenStreetMap",), "ODbL 1.0")


def test_the_command_imports_a_pbf_twice_and_the_second_changes_nothing(extract, land_copy):
    words = ["import", "osm", str(extract(".osm.pbf")), "--into", str(land_copy)]
    first, second = (CliRunner().invoke(app.app, words) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 used" in first.stdout
    assert second.stdout.endswith("nothing to write\n")


def test_a_pbf_that_is_cut_short_leaves_the_package_as_it_was(extract, land_copy):
    path, before = extract(".osm.pbf"), (land_copy / "gazetteer.geojson").read_bytes()
    path.write_bytes(path.read_bytes()[:-40])
    done = CliRunner().invoke(app.app, ["import", "osm", str(path), "--into", str(land_copy)])
    assert done.exit_code == 1
    assert "land.osm.pbf" in done.output
    assert (land_copy / "gazetteer.geojson").read_bytes() == before
