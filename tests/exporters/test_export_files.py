"""Files are written completely or not at all, by the library and by the command."""

from __future__ import annotations

import json

import pyogrio
import pytest
from invented_land import LAND
from reading_back import ENDINGS, read
from run_command import invoke

import frontline
from frontline.errors import InvalidRequestError, OutputError
from frontline.exporters.export import LAYERS


def test_several_layers_go_to_a_file_each_where_the_format_holds_one(land, tmp_path):
    together = land.export(tmp_path / "all.kml")
    assert [path.name for path in together] == ["all.kml"]
    separate = land.export(tmp_path / "all.geojson", layers="front,places")
    assert [path.name for path in separate] == ["all-places.geojson", "all-front.geojson"]


def test_if_one_file_cannot_be_written_no_file_is(land, tmp_path):
    (tmp_path / "all-front.csv").mkdir()
    (tmp_path / "all-places.csv").write_text("before")
    with pytest.raises(OutputError, match=r"all-front\.csv is a folder or device"):
        land.export(tmp_path / "all.csv", layers="places,front")
    assert (tmp_path / "all-places.csv").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all-front.csv", "all-places.csv"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_behind_when_a_writer_fails(land, tmp_path, ending, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    for name in (
        "shapely.to_geojson",
        "shapely.to_wkb",
        "shapely.get_coordinates",
        "shapely.to_wkt",
    ):
        monkeypatch.setattr(name, fail)
    with pytest.raises(OSError, match="No space left"):
        land.export(tmp_path / f"out.{ending}", layers="places")
    assert list(tmp_path.iterdir()) == []


def test_a_written_file_replaces_an_older_one(land, tmp_path):
    path = tmp_path / "out.gpkg"
    land.export(path, layers="places,front")
    land.export(path, layers="front")
    assert "places" not in [name for name, _ in pyogrio.list_layers(path)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"path": "x.doc"}, "the format is unclear"),
        ({"path": "x.gpkg", "format": "shp"}, "unknown format 'shp'"),
        ({"path": "x.gpkg", "layers": "towns"}, "unknown layer 'towns'"),
        ({"path": "x.gpkg", "layers": ""}, "no layer is named"),
        ({"path": "x.gpkg", "on": "2001-01-01", "last": "2001-01-02"}, "Use either `on`"),
        ({"path": "x.gpkg", "on": "2031-01-01"}, "nothing is known of 2031-01-01"),
        ({"path": "x.gpkg", "first": "2001-01-05", "last": "2001-01-02"}, "is before the first"),
        ({"path": "x.csv", "qgis": True}, "QGIS finds no layers by name in csv"),
    ],
)
def test_an_impossible_request_is_refused_with_a_message(land, tmp_path, wrong, words):
    path = tmp_path / wrong.pop("path")
    with pytest.raises(InvalidRequestError, match=words):
        land.export(path, **wrong)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_layer_is_a_table_without_rows(land_copy, tmp_path):
    (land_copy / "highways.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    events = (land_copy / "events.csv").read_text("utf-8").splitlines(keepends=True)
    (land_copy / "events.csv").write_text("".join(events[:1]), "utf-8")
    reports = (land_copy / "reports.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in reports if not line.startswith("E")]
    (land_copy / "reports.csv").write_text("".join(kept), "utf-8")
    atlas = frontline.open(land_copy)
    for ending in ENDINGS:
        atlas.export(tmp_path / f"out.{ending}", layers="highways")
        atlas.export(tmp_path / f"changes.{ending}", layers="changes")
    assert len(read(tmp_path / "out.gpkg", "highways")) == 0
    assert len(read(tmp_path / "changes.parquet", "changes")) == 0


def test_without_pyarrow_geoparquet_is_refused_with_what_to_install(land, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InvalidRequestError, match=r"pip install 'frontline-mapper\[parquet\]'"):
        land.export(tmp_path / "out.parquet", layers="places")
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_the_file_unless_it_is_quiet(tmp_path):
    options = ["--on", "2001-01-04", "--data", LAND, "--out", tmp_path / "day.gpkg"]
    assert invoke("export", *options).output == (
        f"wrote {tmp_path / 'day.gpkg'}, of 'Nine invented towns' (in {LAND})\n"
    )
    assert invoke("--quiet", "export", *options).output == ""
    assert len(pyogrio.list_layers(tmp_path / "day.gpkg")) >= len(LAYERS)


def test_the_command_withholds_what_a_page_would(tmp_path):
    path = tmp_path / "day.geojson"
    redaction = ["--embargo", "3", "--as-of", "2001-01-10", "--blur", "2"]
    invoke("export", *redaction, "--data", LAND, "-o", path, "--layers", "places")
    written = json.loads(path.read_text("utf-8"))
    assert written["frontline"]["last_day"] == "2001-01-07"
    assert len(written["frontline"]["notices"]) == 3
    assert all(f["properties"]["position_error_m"] > 1000 for f in written["features"])


def test_the_command_takes_a_day_or_a_span(tmp_path):
    both = ["--on", "2001-01-01", "--to", "2001-01-02", "-o", tmp_path / "x.gpkg"]
    assert "Use either --on" in invoke("export", *both, code=2).output
