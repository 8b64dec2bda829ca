"""Projects and styles for QGIS."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import pyogrio
import pytest

import frontline
from frontline.export.write import LAYERS


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "parquet"])
def test_a_project_names_files_that_are_there_and_layers_that_they_have(land, tmp_path, ending):
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
