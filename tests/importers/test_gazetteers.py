"""OCHA, OpenStreetMap and Who's On First, each in the formats in which it is published."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
import shapely
from importing import import_twice

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package

pytestmark = pytest.mark.usefixtures("_forked_readers")


def run_import(kind, folder, *paths, **more):
    """Import, count, and import again: nothing may change the second time."""
    summary = import_twice(kind, ImportOptions(files=paths, **more), folder)
    return summary, read_package(folder).gazetteer


# --- OCHA -----------------------------------------------------------------------------------

TEMPLATE = (
    *("featureName_en", "featureName_ar", "featureAltName1_en", "pcode", "date"),
    *("admin3Name_en", "admin3Pcode", "admin1Name_en", "admin1Pcode", "Latitude", "Longitude"),
)
TAGS = ("#loc+name+en", "#loc+name+ar", "#loc+alt", "#loc+code", "#date") + ("#adm",) * 6
OAK = ("Oak", "بلوط", "Great Oak", "C0001", "2020", "South", "XX010101", "Land", "XX01", "", "")


def oak(lat="0.05123", lon="30.05321"):
    return (*OAK[:-2], lat, lon)


def read_rows(path, *rows, encoding="utf-8"):
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def test_ocha_keeps_the_pcode_and_the_pcodes_of_its_areas(tmp_path, land_copy):
    path = read_rows(tmp_path / "p.csv", TEMPLATE, TAGS, oak())
    summary, places = run_import("ocha", land_copy, path)
    place = places["oak"]
    assert (summary.read, summary.used) == (1, 1)
    assert (place.name_ar, place.names) == ("بلوط", ("Great Oak",))
    assert (place.sources, place.licence) == (("OCHA C0001",), "CC BY-IGO")
    assert (place.admin1, place.admin1_pcode) == ("Land", "XX01")
    assert (place.admin3, place.admin3_pcode) == ("South", "XX010101")
    assert place.position_error_m == 500


def test_ocha_codes_lose_decimals_gaps_are_no_names_and_degrees_have_many_forms(
    tmp_path, land_copy
):
    rows = [
        ("Oak", "N/A", "#REF!", "0101.0", "", "South", "0102.0", "Land", "", "0°3'4\" N", "30.05"),
        ("nan", "", "", "0103", "", "South", "0102", "Land", "", "0.05", "30.05"),
        ("Yew", "", "", "0104", "", "South", "0102", "Land", "", "0.05", "30.5.1"),
    ]
    path = read_rows(tmp_path / "p.csv", TEMPLATE, *rows)
    summary, places = run_import("ocha", land_copy, path)
    oak = places["oak"]
    assert (oak.sources, oak.admin3_pcode, oak.name_ar, oak.names) == (
        ("OCHA 0101",),
        "0102",
        "",
        (),
    )
    assert (oak.lat, oak.position_error_m) == (0.0511111, 500)
    assert [(one.reason.partition(":")[0], one.text) for one in summary.unused] == [
        ("has no name", "0103"), ("the position cannot be read", "Yew (0104): 30.5.1, 0.05"),
    ]  # fmt: skip


def test_ocha_in_windows_arabic_is_refused_until_its_encoding_is_stated(tmp_path, land_copy):
    path = read_rows(tmp_path / "p.csv", TEMPLATE, oak(), encoding="cp1256")
    with pytest.raises(DataError, match="'بلوط' in cp1256"):
        run_import("ocha", land_copy, path)
    summary, places = run_import("ocha", land_copy, path, encoding="cp1256")
    assert places["oak"].name_ar == "بلوط"
    assert summary.files == ["p.csv: 1 row, cp1256"]


def test_ocha_as_shapefile_has_names_of_ten_letters(tmp_path, land_copy):
    properties = {"PCODE": "C0001", "NAME_EN": "Oak", "NAME_AR": "بلوط", "ADM1_EN": "Land"}
    frame = gpd.GeoDataFrame([properties], geometry=[shapely.Point(30.05, 0.05)], crs="EPSG:4326")
    frame.to_file(tmp_path / "p.shp", encoding="utf-8")
    _, places = run_import("ocha", land_copy, tmp_path / "p.shp")
    assert (places["oak"].name_ar, places["oak"].admin1) == ("بلوط", "Land")


def test_ocha_as_geojson_takes_the_point_of_the_feature(tmp_path, land_copy):
    feature = {
        "type": "Feature",
        "properties": dict(zip(TEMPLATE, OAK, strict=True)),
        "geometry": {"type": "Point", "coordinates": [30.05, 0.05]},
    }
    path = tmp_path / "p.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    _, places = run_import("ocha", land_copy, path)
    assert (places["oak"].lon, places["oak"].lat) == (30.05, 0.05)


def test_ocha_as_a_spreadsheet(land_copy, spreadsheet):
    path = spreadsheet([list(TEMPLATE), list(TAGS), [*OAK[:-2], 0.05123, 30.05321]])
    summary, places = run_import("ocha", land_copy, path)
    assert summary.used == 1
    assert places["oak"].population is None


def test_a_column_that_is_not_known_is_named_by_the_user(tmp_path, land_copy):
    header = ("Settlement", "code", "N", "E")
    path = read_rows(tmp_path / "p.csv", header, ("Oak", "C1", "0.05", "30.05"))
    with pytest.raises(DataError, match="no column is known for the pcode"):
        import_files("ocha", ImportOptions(files=(path,)), land_copy)
    columns = {"name": "Settlement", "pcode": "code", "lat": "N", "lon": "E"}
    _, places = run_import("ocha", land_copy, path, columns=columns)
    assert "oak" in places
    with pytest.raises(InvalidRequestError, match="'nome' is not a field"):
        import_files("ocha", ImportOptions(files=(path,), columns={"nome": "N"}), land_copy)
    with pytest.raises(DataError, match="the file has no such column"):
        import_files("ocha", ImportOptions(files=(path,), columns={"name": "M"}), land_copy)


def test_swapped_axes_are_noticed(tmp_path, land_copy):
    rows = [oak(lat="30.05", lon="0.05"), (*OAK[:3], "C2", *OAK[4:-2], "30.06", "0.05")]
    path = read_rows(tmp_path / "p.csv", TEMPLATE, *rows)
    summary, _ = run_import("ocha", land_copy, path)
    assert summary.used == 0
    assert (
        "2 rows would lie in the region if longitude and latitude were swapped"
        in (summary.notes[0])
    )


# --- OpenStreetMap --------------------------------------------------------------------------

TAGGED = {"place": "village", "name": "بلوط", "name:en": "Oak", "alt_name": "Okk;Oack"}


def test_overpass_json_of_nodes_and_of_ways_with_centres(tmp_path, land_copy):
    elements = [
        {"type": "node", "id": 11, "lat": 0.05, "lon": 30.05, "tags": TAGGED},
        {
            "type": "way",
            "id": 12,
            "center": {"lat": 0.06, "lon": 30.25},
            "tags": {"place": "hamlet", "name": "Pine", "population": "1 200"},
        },
        {"type": "node", "id": 13, "lat": 0.06, "lon": 30.2, "tags": {"natural": "peak"}},
    ]
    path = tmp_path / "o.json"
    path.write_text(json.dumps({"version": 0.6, "elements": elements}))
    summary, places = run_import("osm", land_copy, path)
    assert (summary.used, summary.left_out.total()) == (2, 1)
    assert places["oak"].sources == ("OpenStreetMap node/11",)
    assert (places["oak"].name_ar, places["oak"].names) == ("بلوط", ("Okk", "Oack"))
    assert places["oak"].licence == "ODbL 1.0"
    assert (places["pine"].sources, places["pine"].population) == (
        ("OpenStreetMap way/12",),
        1200,
    )


@pytest.mark.parametrize(
    "members",
    [
        {"properties": {"@id": "node/11", **TAGGED}},
        {"id": "node/11", "properties": TAGGED},
        {"properties": {"osm_id": 11, "osm_type": "node", "tags": TAGGED}},
        {"properties": {"osm_id": "11", "place": "village", "name": "بلوط",
                        "other_tags": '"name:en"=>"Oak","alt_name"=>"Okk;Oack"'}},
    ],
)  # fmt: skip
def test_geojson_keeps_id_and_tags_in_several_places(tmp_path, land_copy, members):
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30.05, 0.05]}}
    path = tmp_path / "o.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature | members]}))
    _, places = run_import("osm", land_copy, path)
    assert places["oak"].sources == ("OpenStreetMap node/11",)
    assert places["oak"].names == ("Okk", "Oack")


def test_an_extract_is_read_by_the_driver_of_gdal(tmp_path, land_copy):
    tags = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in TAGGED.items())
    node = f'<node id="11" lat="0.05" lon="30.05" version="1">{tags}</node>'
    path = tmp_path / "o.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{node}</osm>', "utf-8")
    _, places = run_import("osm", land_copy, path)
    assert places["oak"].sources == ("OpenStreetMap node/11",)
    assert places["oak"].name_ar == "بلوط"


def test_the_road_of_an_extract_becomes_a_highway(tmp_path, land_copy):
    nodes = "".join(f'<node id="{n + 1}" lat="{n / 100}" lon="30.2"/>' for n in range(4))
    refs = "".join(f'<nd ref="{n + 1}"/>' for n in range(4))
    way = f'<way id="5">{refs}<tag k="highway" v="trunk"/><tag k="ref" v="R7"/></way>'
    path = tmp_path / "o.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>', "utf-8")
    summary = import_files(
        "highways", ImportOptions(files=(path,), columns={"id": "ref"}), land_copy
    )
    assert summary.adds_up
    road = read_package(land_copy).highways["r7"]
    assert road.sources == ("OpenStreetMap",)


def test_a_hill_of_openstreetmap_comes_in_by_its_key(tmp_path, land_copy):
    tags = {"natural": "peak", "name": "High"}
    node = {"type": "node", "id": 13, "lat": 0.06, "lon": 30.05, "tags": tags}
    path = tmp_path / "o.json"
    path.write_text(json.dumps({"elements": [node]}))
    _, places = run_import("osm", land_copy, path, classes=frozenset({"natural=peak"}))
    assert places["high"].kind == "hill"


@pytest.mark.parametrize(
    ("tags", "name", "name_ar"),
    [
        ({"name:he": "מסעדה"}, "מסעדה", ""),
        ({"name:he": "מסעדה", "name:en": "Masada"}, "Masada", ""),
        ({"name:uk": "Лозова", "name:pl": "Łozowa"}, "Łozowa", ""),
        ({"official_name": "Сорочинці"}, "Сорочинці", ""),
        ({"official_name:uk": "Сорочинці"}, "Сорочинці", ""),
        ({"alt_name": "Dry Ford;Old Ford"}, "Dry Ford", ""),
        ({"name": "دلبیر"}, "دلبیر", ""),
        ({"name": "بلوط"}, "بلوط", "بلوط"),
    ],
)
def test_a_place_without_a_plain_name_has_one_of_its_others(
    tmp_path, land_copy, tags, name, name_ar
):
    path = tmp_path / "o.json"
    node = {"type": "node", "id": 9, "lat": 0.05, "lon": 30.05, "tags": {"place": "town", **tags}}
    path.write_text(json.dumps({"elements": [node]}))
    summary, places = run_import("osm", land_copy, path)
    (place,) = [one for one in places.values() if one.sources == ("OpenStreetMap node/9",)]
    assert (summary.used, place.name, place.name_ar) == (1, name, name_ar)
    assert {one for value in tags.values() for one in value.split(";")} <= {
        place.name, place.name_ar, *place.names,
    }  # fmt: skip


# --- Who's On First -------------------------------------------------------------------------


def record(id_=101, **more):
    properties = {
        "wof:id": id_, "wof:name": "Oak", "wof:placetype": "locality", "wof:country": "XX",
        "geom:longitude": 30.05, "geom:latitude": 0.05,
        "lbl:longitude": 30.0512, "lbl:latitude": 0.0512,
        "name:ara_x_preferred": ["بلوط"], "name:eng_x_variant": ["Great Oak"],
        "wof:concordances": {"gn:id": 2}, "mz:is_current": 1,
        "wof:hierarchy": [{"region_id": 7, "county_id": -1}], "edtf:deprecated": "uuuu",
    }  # fmt: skip
    return {"type": "Feature", "id": id_, "properties": properties | more, "geometry": None}


REGION = {"wof:id": 7, "wof:placetype": "region", "wof:name": "Land", "wof:hierarchy": []}
OLD = {"wof:superseded_by": [101]}


def as_folder(tmp_path):
    folder = tmp_path / "data" / "101"
    folder.mkdir(parents=True)
    (folder / "101.geojson").write_text(json.dumps(record()))
    (folder / "101-alt-quattroshapes.geojson").write_text(json.dumps(record()))
    (folder / "7.geojson").write_text(json.dumps(record(7, **REGION)))
    (folder / "102.geojson").write_text(json.dumps(record(102, **OLD)))
    return tmp_path / "data"


def as_database(tmp_path):
    path = tmp_path / "wof.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE geojson (id INTEGER PRIMARY KEY, body TEXT, lastmodified INT)")
        for one in (record(), record(7, **REGION), record(102, **OLD)):
            base.execute("INSERT INTO geojson VALUES (?, ?, 0)", (one["id"], json.dumps(one)))
        base.commit()
    return path


@pytest.mark.parametrize("made", [as_folder, as_database])
def test_records_of_whosonfirst_as_files_and_as_a_database(tmp_path, land_copy, made):
    summary, places = run_import("whosonfirst", land_copy, made(tmp_path))
    place = places["oak"]
    assert (summary.read, summary.used) == (3, 1)
    assert place.sources == ("Who's On First 101",)
    assert (place.geonames_id, place.name_ar, place.admin1) == (2, "بلوط", "Land")
    assert (place.lon, place.lat) == (30.0512, 0.0512)
    assert summary.left_out["not current: superseded or deprecated"] == 1


def test_a_record_with_the_id_of_geonames_is_that_place(tmp_path, land_copy):
    cells = [
        "2",
        "Oak Town",
        "",
        "",
        "0.0501",
        "30.0502",
        "P",
        "PPL",
        "XX",
        *[""] * 5,
        "0",
        *[""] * 4,
    ]
    (tmp_path / "XX.txt").write_text("\t".join(cells) + "\n")
    run_import("geonames", land_copy, tmp_path / "XX.txt")
    summary, places = run_import("whosonfirst", land_copy, as_folder(tmp_path))
    assert summary.merged == 1
    assert places["oak-town"].sources == ("GeoNames 2", "Who's On First 101")
    # it copies GeoNames: that they agree makes the point no surer
    assert places["oak-town"].position_error_m == 1000


def test_another_database_is_refused(tmp_path, land_copy):
    path = tmp_path / "x.db"
    path.write_bytes(b"no database at all")
    with pytest.raises(DataError, match="not a distribution of Who's On First"):
        import_files("whosonfirst", ImportOptions(files=(path,)), land_copy)
