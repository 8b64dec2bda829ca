"""Projects and styles for QGIS."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from invented_land import LAND
from run_command import invoke

import frontline
from frontline.exporters.export import LAYERS


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "parquet"])
def test_a_project_refers_to_existing_files_and_layers(land, tmp_path, ending):
    written = land.export(tmp_path / f"out.{ending}", qgis=True)
    project = ET.parse(tmp_path / "out.qgs").getroot()  # noqa: S314 - we wrote it
    layers = project.findall("projectlayers/maplayer")
    assert len(layers) == len(LAYERS)
    tree = {one.get("id") for one in project.iter("layer-tree-layer")}
    for layer in layers:
        name = layer.findtext("id")
        assert len(name) > 10  # QGIS gives shorter ones a new name, and the tree loses them
        assert name in tree
        file, _, table = layer.findtext("datasource").partition("|layername=")
        path = tmp_path / file
        assert path in written
        if ending == "parquet":
            continue
        fields = pyogrio.read_info(path, layer=table or None)["fields"]
        temporal = layer.find("temporal")
        # 4: start and end from expressions; 0: the end is the first moment that is left out.
        assert (temporal.get("mode"), temporal.get("limitMode")) == ("4", "0")
        assert temporal.get("startExpression") == 'to_datetime("start")'
        assert temporal.get("endExpression") == 'to_datetime("end") + make_interval(days:=1)'
        assert {"start", "end"} <= set(fields)
    assert project.findtext("ProjectTimeSettings/TemporalRange/start").startswith("2001-01-01")


def test_the_styles_inside_a_geopackage_draw_each_actor_in_its_colour(land, tmp_path):
    (path,) = land.export(tmp_path / "out.gpkg")
    with closing(sqlite3.connect(path)) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    assert set(styles) == set(LAYERS)
    drawn = ET.fromstring(styles["places"]).find("renderer-v2")  # noqa: S314 - we wrote it
    values = [category.get("value") for category in drawn.iter("category")]
    assert values == ["north", "south", "contested", "unknown"]
    colours = [o.get("value") for o in drawn.iter("Option") if o.get("name") == "color"]
    assert colours[:2] == ["47,127,134,255", "181,83,45,255"]


def test_a_hostile_title_does_not_break_a_project(land_copy, tmp_path):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described["title"] = "\"><script>&\x01'"
    path.write_text(json.dumps(described), "utf-8")
    atlas = frontline.open(land_copy)
    atlas.export(tmp_path / "out.gpkg", qgis=True)
    atlas.export(tmp_path / "out.kml")
    for name in ("out.qgs", "out.kml"):
        ET.parse(tmp_path / name)  # noqa: S314 - we wrote it


@pytest.fixture
def sourced(land_copy):
    """Open the land with an open source, a closed one, and one with an invalid address."""
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described["licenses"] = [{"title": "ODbL", "path": "https://odbl.invalid/"}]
    described["sources"] = [
        {"title": "Map & Co", "path": "https://map.invalid/?a=1&b=2"},
        {"title": "Closed", "path": "https://closed.invalid/", "closed_terms": "its terms"},
        {"title": "Bad", "path": "javascript:alert(1)"},
    ]
    path.write_text(json.dumps(described), "utf-8")
    return frontline.open(land_copy)


LICENCES = [
    "the parts that are open: ODbL, https://odbl.invalid/",
    "what is from Closed: no open licence, its terms, https://closed.invalid/",
]
LINKS = ["https://odbl.invalid/", "https://map.invalid/?a=1&b=2", "https://closed.invalid/"]


def read_metadata(metadata):
    """Return licences, sources and links of an element of metadata."""
    return (
        [one.text for one in metadata.findall("license")],
        [one.text.partition(",")[0] for one in metadata.findall("rights")],
        [one.get("url") for one in metadata.findall("links/link")],
    )


def test_a_project_and_its_layers_contain_licence_sources_and_notices(sourced, tmp_path):
    sourced.export(tmp_path / "out.gpkg", qgis=True, notices=["Held back: two days."])
    project = ET.parse(tmp_path / "out.qgs").getroot()  # noqa: S314 - we wrote it
    layers = project.findall("projectlayers/maplayer")
    assert len(layers) == len(LAYERS)
    for layer in layers:
        metadata = layer.find("resourceMetadata")
        assert read_metadata(metadata) == (LICENCES, ["Map & Co", "Closed", "Bad"], LINKS)
        assert metadata.findtext("abstract").startswith("Held back: two days.")
        assert LICENCES[1] in layer.findtext("attribution")
    whole = project.find("projectMetadata")
    assert whole.findtext("title") == "Nine invented towns"
    assert all(words in whole.findtext("abstract") for words in LICENCES)
    assert read_metadata(whole)[2] == LINKS


def test_each_layer_of_a_geopackage_has_its_metadata_without_a_project(sourced, tmp_path):
    (path,) = sourced.export(tmp_path / "out.gpkg")
    with closing(sqlite3.connect(path)) as base:
        found = base.execute(
            "SELECT table_name, metadata FROM gpkg_metadata_reference JOIN gpkg_metadata "
            "ON md_file_id = gpkg_metadata.id WHERE reference_scope = 'table'"
        ).fetchall()
        listed = base.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_metadata'"
        ).fetchall()
    assert {name for name, _ in found} == set(LAYERS)
    assert len(listed) == 2
    for _, written in found:
        assert read_metadata(ET.fromstring(written))[0] == LICENCES  # noqa: S314 - we wrote it


def test_hostile_text_is_not_markup_in_the_html_that_qgis_shows(land_copy, tmp_path):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    hostile = '<img src=x onerror="alert(1)"> {{7*7}} =cmd \x01'
    described |= {
        "title": hostile,
        "licenses": [{"title": hostile, "path": "https://a/" + hostile}],
    }
    path.write_text(json.dumps(described), "utf-8")
    frontline.open(land_copy).export(tmp_path / "out.gpkg", qgis=True)
    project = ET.parse(tmp_path / "out.qgs").getroot()  # noqa: S314 - we wrote it
    for metadata in (project.find("projectMetadata"), *project.iter("resourceMetadata")):
        shown = [one.text or "" for one in metadata.iter()]
        shown += [link.get(key) for link in metadata.iter("link") for key in ("name", "url")]
        assert any("onerror" in words for words in shown)
        assert not any("<" in words for words in shown)
        assert not any('"' in link.get("url") for link in metadata.iter("link"))


@pytest.mark.parametrize(("name", "warned"), [("out.parquet", True), ("out.fgb", False)])
def test_the_command_warns_that_qgis_needs_a_driver_for_geoparquet(tmp_path, name, warned):
    options = ["export", "--data", LAND, "--layers", "places", "--out", tmp_path / name]
    needed = "only with the Parquet driver of GDAL"
    assert (needed in invoke(*options, "--qgis").stdout) == warned
    assert needed not in invoke(*options).stdout
    assert invoke("-q", *options, "--qgis").output == ""
