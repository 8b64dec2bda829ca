"""Each format reads back as the rows that were written, with their licence, and runs nothing."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from functools import lru_cache

import geopandas
import numpy as np
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from invented_land import LAND
from reading_back import ENDINGS, cell, read, sorted_rows

import frontline
from frontline.exporters.export import LAYERS
from frontline.exporters.topojson import make_topology

#: Hostile texts that the rules of a package let through.
HOSTILE = ("=1+1", "{{7*7}}", "${alert(1)}", "</script>", "]]>", "a\u202eb", "\x1b[31m", "'\"<&>,;")


DAYS = {"first": "2019-08-12", "last": "2019-08-24"}


@lru_cache
def layer_of_days(atlas, layer):
    return atlas.layers(layers=layer, **DAYS)[layer]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_layer_reads_back_as_it_was_written(atlas, tmp_path, ending, layer):
    (written,) = atlas.export(tmp_path / f"out.{ending}", layers=layer, **DAYS)
    out, back = layer_of_days(atlas, layer), read(written, layer)
    names = [name for name in out.columns if name != "geometry"]
    assert set(names) <= set(back.columns)
    assert len(out) == len(back) > 0
    if ending == "fgb":  # its rows are in the order of its index
        back = back.set_index(shapely.to_wkb(back.geometry)).sort_index(kind="stable")
        out = out.set_index(shapely.to_wkb(out.geometry)).sort_index(kind="stable")
        assert sorted_rows(back[[*names, "geometry"]]) == sorted_rows(out)
        return
    for name in names:
        assert [cell(value) for value in back[name]] == [cell(value) for value in out[name]], name
    if ending == "topojson":  # its positions are on a grid of a millionth of a degree
        error_deg = shapely.hausdorff_distance(back.geometry.to_numpy(), out.geometry.to_numpy())
        assert error_deg.max() < 1e-6
    else:
        same = shapely.equals_exact(
            shapely.normalize(back.geometry.to_numpy()), shapely.normalize(out.geometry.to_numpy())
        )
        assert same.all()
        assert {"Point", "MultiLineString", "MultiPolygon"} >= set(out.geom_type)


@pytest.mark.parametrize("ending", ["gpkg", "parquet", "geojson", "fgb"])
def test_days_are_dates_and_not_texts_if_the_format_has_dates(land, tmp_path, ending):
    (written,) = land.export(tmp_path / f"out.{ending}", layers="places")
    if ending == "parquet":
        kind = str(pyarrow.parquet.read_schema(written).field("start").type)
        assert kind == "date32[day]"
        return
    info = pyogrio.read_info(written, layer="places")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["start"] == kinds["end"]
    assert kinds["start"] in {"OFTDate", "OFTDateTime"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_input_gives_the_same_bytes(land, tmp_path, ending):
    first = land.export(tmp_path / "one" / f"out.{ending}")
    again = frontline.open(LAND).export(tmp_path / "two" / f"out.{ending}")
    assert [path.name for path in first] == [path.name for path in again]
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_arcs_that_rows_share_are_written_once(atlas):
    from frontline.exporters.export import make_layers

    layers = make_layers(atlas, date(2019, 8, 12), date(2019, 8, 24), ["territory"])
    topology = make_topology(layers, {})
    points = sum(len(arc) for arc in topology["arcs"])
    assert points < shapely.get_num_coordinates(layers["territory"].geometry.to_numpy()).sum() / 4
    arcs = {tuple(map(tuple, arc)) for arc in topology["arcs"]}
    assert len(arcs) == len(topology["arcs"])


def rings(path):
    """Return whether the outer ring of each polygon of the territory is counterclockwise."""
    shapes = geopandas.read_file(path).geometry
    return {
        polygon.exterior.is_ccw for shape in shapes for polygon in getattr(shape, "geoms", [shape])
    }


def test_outer_rings_turn_as_the_format_demands(land, tmp_path):
    turns = {}
    for ending in ("geojson", "topojson"):
        (path,) = land.export(tmp_path / f"out.{ending}", layers="territory")
        turns[ending] = rings(path)
    # RFC 7946 for GeoJSON; D3 for TopoJSON
    assert turns == {"geojson": {True}, "topojson": {False}}


@pytest.mark.parametrize("ending", ENDINGS)
def test_licence_sources_rule_and_version_are_inside(land, tmp_path, ending):
    land.export(tmp_path / f"out.{ending}", layers="places", notices=["Held back: two days."])
    path = tmp_path / f"out.{ending}"
    if ending == "gpkg":
        with closing(sqlite3.connect(path)) as base:
            text = json.dumps(base.execute("SELECT key, value FROM about").fetchall())
    elif ending == "parquet":
        text = pyarrow.parquet.read_schema(path).metadata[b"frontline"].decode()
    elif ending in {"geojson", "topojson"}:
        text = json.dumps(json.loads(path.read_text("utf-8"))["frontline"])
    else:
        text = path.read_bytes().decode("utf-8", errors="replace")
    for word in ("CC0 1.0", "invented", "Nine invented towns", "1.0.0", "Held back: two days."):
        assert word in text
    if ending != "csv":
        assert land.package.digest in text
        assert "standard" in text


def test_a_geopackage_lists_the_reports_behind_its_rows(land, tmp_path):
    (path,) = land.export(tmp_path / "out.gpkg", on="2001-01-03", layers="places")
    with closing(sqlite3.connect(path)) as base:
        reports = base.execute("SELECT record, publisher, stance, url FROM reports").fetchall()
    assert ("E1", "North Herald", "north", "https://herald.invalid/1") in reports
    assert not any(record == "E2" for record, *_ in reports)


@pytest.mark.parametrize("stated", [None, "x", [1, {"title": 5}, {}, ["a"]], {"title": "x"}])
def test_a_descriptor_without_licences_leaves_those_of_the_rows(land_copy, tmp_path, stated):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described |= {"licenses": stated, "sources": stated}
    path.write_text(json.dumps(described), "utf-8")
    (written,) = frontline.open(land_copy).export(tmp_path / "out.geojson", layers="places")
    metadata = json.loads(written.read_text("utf-8"))["frontline"]
    assert (metadata["licences"], metadata["attribution"]) == (["CC0"], ["invented"])


@pytest.fixture
def hostile(land_copy):
    """Open the land with names, notes and addresses that try to be more than text."""
    path = land_copy / "gazetteer.geojson"
    whole = json.loads(path.read_text("utf-8"))
    for feature, name in zip(whole["features"], HOSTILE, strict=False):
        feature["properties"]["name"] = name
    path.write_text(json.dumps(whole), "utf-8")
    return frontline.open(land_copy)


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_names_arrive_as_the_characters_they_are(hostile, tmp_path, ending):
    hostile.export(tmp_path / f"out.{ending}", on="2001-01-01", layers="places")
    back = read(tmp_path / f"out.{ending}", "places")
    names = {"csv": "'=1+1", "kml": "=1+1"}
    unseen = {"csv": "\ufffd[31m", "kml": "\ufffd[31m"}
    expected = [
        names.get(ending, "=1+1"),
        *HOSTILE[1:6],
        unseen.get(ending, "\x1b[31m"),
        HOSTILE[7],
    ]
    assert set(expected) <= set(back["name"])


def test_no_cell_of_a_table_starts_a_formula(hostile, tmp_path):
    (path,) = hostile.export(tmp_path / "out.csv", layers="places")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert not any(value[:1] in "=@\t\r" and value for value in row.values())


def test_numbers_are_rounded_the_same_in_every_format(land):
    for frame in land.layers().values():
        positions = shapely.get_coordinates(frame.geometry.to_numpy())
        assert np.array_equal(np.round(positions, 7), positions)


def test_a_copy_of_the_package_elsewhere_gives_the_same_rows(land, land_copy, tmp_path):
    moved = shutil.move(land_copy, tmp_path / "elsewhere")
    (one,) = land.export(tmp_path / "a.geojson", layers="territory")
    (two,) = frontline.open(moved).export(tmp_path / "b.geojson", layers="territory")
    assert one.read_bytes() == two.read_bytes()


def test_the_page_about_exports_names_every_column_of_every_layer(land):
    page = (LAND.parent.parent / "docs" / "exporting.md").read_text("utf-8")
    table = page.partition("## Layers")[2].partition("## Formats")[0]
    documented = dict(re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", table, re.MULTILINE))
    for name, frame in land.layers().items():
        named = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", documented[name])))
        assert named == set(frame.columns) - {"start", "end", "geometry"}
