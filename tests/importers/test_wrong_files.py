"""Files of another kind, and options that leave out all rows, are reported as such."""

from __future__ import annotations

import json
import zipfile

import pytest
from importing import contents
from sample_imports import SAMPLES
from typer.testing import CliRunner

from frontline.cli import app

GEONAMES = SAMPLES / "country" / "XX.txt"


def run(kind, path, folder, *words):
    before = contents(folder) if folder.exists() else {}
    given = ["import", kind, str(path), "--into", str(folder), *words]
    done = CliRunner().invoke(app.app, given)
    assert done.exit_code
    assert (contents(folder) if folder.exists() else {}) == before
    return done


@pytest.mark.parametrize(
    ("kind", "file", "kind_of_file"),
    [
        ("geonames", "acled.csv", "an export of ACLED: frontline import acled"),
        ("geonames", "ged.csv", "UCDP GED: frontline import ucdp"),
        ("geonames", "control_latest_2001.csv", "control file of VIINA: frontline import viina"),
        ("acled", "ged.csv", "UCDP GED: frontline import ucdp"),
        ("acled", "control_latest_2001.csv", "control file of VIINA: frontline import viina"),
        ("acled", "country/XX.txt", "a dump of GeoNames: frontline import geonames"),
        ("ucdp", "acled.csv", "an export of ACLED: frontline import acled"),
        ("viina", "acled.csv", "an export of ACLED: frontline import acled"),
        ("viina", "country/XX.txt", "a dump of GeoNames: frontline import geonames"),
    ],
)
def test_a_file_of_another_kind_is_recognised(land_copy, kind, file, kind_of_file):
    assert f"{kind_of_file}." in run(kind, SAMPLES / file, land_copy).stderr


def test_an_old_export_is_not_taken_for_another_kind(land_copy):
    path = land_copy.parent / "old.csv"
    path.write_text("event_id_cnty,sub_event_type,location\nLND1,Armed clash,Elm\n")
    assert "Export it again with all columns" in run("acled", path, land_copy).stderr


def test_an_unknown_file_is_refused_with_the_expected_files(land_copy):
    path = land_copy.parent / "x.csv"
    path.write_text("a,b\n1,2\n")
    assert (
        "Use the dump of the country (XX.zip or XX.txt)" in run("geonames", path, land_copy).stderr
    )


def test_a_missing_country_is_reported_with_those_in_the_file(land_copy):
    words = ["--region", "-180,-90,180,90", "--country", "SY"]
    done = run("geonames", GEONAMES, land_copy, *words)
    rows = len(GEONAMES.read_text("utf-8").splitlines())
    assert f"{rows} left out: of another country" in done.stdout
    assert f"note: --country SY: the files hold XX ({rows} rows)" in done.stdout


def test_a_region_with_swapped_axes_is_reported_as_such(land_copy):
    done = run("geonames", GEONAMES, land_copy, "--region", "9,19,11,21")
    assert "check --region: west,south,east,north" in done.stdout
    assert "check the columns" not in done.stdout


def test_an_impossible_latitude_is_shown(land_copy):
    path = land_copy.parent / "XX.txt"
    cells = GEONAMES.read_text("utf-8").splitlines()[0].split("\t")
    cells[4], cells[5], cells[6], cells[7] = "95.1", "20.3", "P", "PPL"
    path.write_text("\t".join(cells) + "\n", "utf-8")
    done = run("geonames", path, land_copy)
    assert "longitude 20.3, latitude 95.1" in done.stdout


def test_roads_are_reported_as_roads_in_an_import_of_places(land_copy):
    roads = SAMPLES / "country" / "roads.geojson"
    features = json.loads(roads.read_text("utf-8"))["features"]
    assert all("highway" in one["properties"] for one in features)
    done = run("osm", roads, land_copy)
    assert f"{len(features)} left out: a road: use frontline import highways" in done.stdout


def test_a_bus_stop_is_not_reported_as_a_road(land_copy):
    stop = {
        "type": "Feature", "id": "node/1", "properties": {"highway": "bus_stop"},
        "geometry": {"type": "Point", "coordinates": [30.0, 0.0]},
    }  # fmt: skip
    path = land_copy.parent / "stop.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [stop]}))
    assert "1 left out: of another class of features" in run("osm", path, land_copy).stdout


def test_a_missing_folder_is_reported_with_the_command_to_create_it(tmp_path):
    folder = tmp_path / "none"
    done = run("geonames", GEONAMES, folder)
    message = " ".join(done.stderr.split())
    assert "there is no such folder" in message
    assert f"`frontline init {folder}` creates a package there" in message


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("table", "m.kml", "is a vector file, not a table. Use frontline import places"),
        ("acled", "m.gpkg", "is a vector file, not a table"),
        ("highways", "t.csv", "is a table, not a vector file. Import a table with"),
        ("admin", "t.xlsx", "is a table, not a vector file"),
        ("ocha", "p.dbf", "is a part of a shapefile. Import p.shp"),
        ("footprints", "m.dxf", "cannot be read. Export it again: as GeoJSON"),
    ],
)
def test_a_file_that_another_import_reads_is_named(land_copy, kind, name, words):
    for one in (name, "p.shp"):
        (land_copy.parent / one).write_text("a,b\n1,2\n")
    origin = ["--set", "source=x", "--set", "licence=y"] if kind in VECTOR else []
    done = run(kind, land_copy.parent / name, land_copy, *origin)
    assert words in done.stderr
    assert str(land_copy.parent) not in done.stderr


VECTOR = {"highways", "admin", "footprints"}


SEVERAL = (
    "contains 2 tables instead of one. Unpack it, and import one after the other: a.csv, b/c.csv"
)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.csv", "b/c.csv"], SEVERAL),
        (["a.pdf"], "contains no table. It needs one file with the ending .csv"),
    ],
)
def test_an_archive_with_no_or_several_tables_is_refused(land_copy, names, words):
    path = land_copy.parent / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    assert words in run("acled", path, land_copy).stderr


def test_an_archive_of_geonames_is_read_as_it_is_published(land_copy):
    path = land_copy.parent / "XX.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(GEONAMES, "XX.txt")
        archive.writestr("readme.txt", "The columns are ...")
    given = ["import", "geonames", str(path), "--into", str(land_copy), "--region", "19,9,21,11"]
    done = CliRunner().invoke(app.app, given)
    assert (done.exit_code, "XX.txt: " in done.stdout) == (0, True)


def test_the_records_of_geojson_are_a_table(land_copy):
    cells = {
        "place": "Alder", "day": "2001-01-09", "after": "South", "before": "North",
        "publisher": {"name": "Gorse"}, "url": "https://x.invalid/",
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [30.0, 0.2]}
    feature = {"type": "Feature", "properties": cells, "geometry": point}
    path = land_copy.parent / "r.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    given = ["import", "table", str(path), "--into", str(land_copy), "--format", "json"]
    done = CliRunner().invoke(app.app, [*given, "--column", "publisher=publisher.name"])
    summary = json.loads(done.stdout)
    assert (summary["used"], summary["files"]) == (1, ["r.geojson: 1 row, UTF-8"])
