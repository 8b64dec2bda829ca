"""All layers of a file are read, or listed; texts in their encoding, or refused."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from itertools import chain

import geopandas as gpd
import pytest
import shapely

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.json_items import read_items
from frontline.importers.ogr import read_layers
from frontline.importers.shapefile import find_shapefile_encoding
from frontline.importers.vector_files import open_vector_files

pytestmark = pytest.mark.usefixtures("_forked_readers")

POINT, LINE = shapely.Point(30.1, 0.1), shapely.LineString([(30.0, 0.0), (30.2, 0.2)])
AREA = shapely.box(30.0, 0.0, 30.2, 0.2)
LINES = ("LineString", "MultiLineString")


def frame(names, shape=POINT):
    return gpd.GeoDataFrame({"NAME": names}, geometry=[shape] * len(names), crs="EPSG:4326")


def names(path, **options):
    """Return the names in each layer that is read, by its title."""
    found = {}
    for rows in read_layers(path, **options):
        read = [row.cells["properties"] for row in rows]
        found[rows.file] = [{k.lower(): v for k, v in one.items()}.get("name") for one in read]
    return found


def notes(path, **options):
    found = []
    for rows in read_layers(path, **options):
        list(rows)
        found += rows.notes
    return found


def placemark(name, shape="<Point><coordinates>30.1,0.1,0</coordinates></Point>"):
    return f"<Placemark><name>{name}</name>{shape}</Placemark>"


def folder(name, *inside):
    return f"<Folder><name>{name}</name>{''.join(inside)}</Folder>"


def kml(*inside, encoding="UTF-8"):
    start = f'<?xml version="1.0" encoding="{encoding}"?>'
    return (
        f'{start}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Map</name>'
        f"{''.join(inside)}</Document></kml>"
    )


FOLDERS = [
    folder("Towns", placemark("Elm"), folder("Hamlets", placemark("Fir"))),
    folder("Towns", placemark("Oak")),
    placemark("Ash"),
]


def test_all_folders_of_kml_are_read(tmp_path):
    path = tmp_path / "m.kml"
    path.write_text(kml(*FOLDERS), "utf-8")
    found = names(path)
    assert sorted(chain.from_iterable(found.values())) == ["Ash", "Elm", "Fir", "Oak"]
    assert {"m.kml, layer Towns", "m.kml, layer Hamlets"} <= set(found)


def test_all_files_of_kmz_are_read_and_links_are_noted(tmp_path):
    path = tmp_path / "m.kmz"
    link = "<NetworkLink><Link><href>http://x.invalid/</href></Link></NetworkLink>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml(placemark("Elm"), link))
        archive.writestr("more/roads.kml", kml(placemark("Oak")))
    assert names(path) == {"m.kmz, doc.kml": ["Elm"], "m.kmz, more/roads.kml": ["Oak"]}
    assert notes(path) == [
        "m.kmz, doc.kml: it links to other files (NetworkLink), which were not read"
    ]


def test_layers_of_other_geometry_are_listed_with_the_option_that_reads_them(tmp_path):
    path = tmp_path / "l.gpkg"
    frame(["R1"], LINE).to_file(path, layer="roads")
    frame(["Elm", "Fir"]).to_file(path, layer="towns")
    frame(["R2", "R3"], LINE).to_file(path, layer="tracks")
    read = [(rows.file, [row.number for row in rows], rows.notes)
            for rows in read_layers(path, kinds=LINES)]  # fmt: skip
    note = "l.gpkg: layer towns (2 rows, Point) was not read: --layer 'towns' reads it"
    assert read == [("l.gpkg, layer roads", [1], [note]), ("l.gpkg, layer tracks", [1, 2], [])]
    assert names(path, layer="towns", kinds=LINES) == {"l.gpkg": ["Elm", "Fir"]}
    with pytest.raises(DataError, match=r"no layer of Polygon\. It has roads \(1 row, LineString"):
        names(path, kinds=("Polygon",))
    with pytest.raises(InvalidRequestError, match=r"has no layer 'x': it has roads \(1 row"):
        names(path, layer="x")


def test_waypoints_and_tracks_of_gpx_are_read(tmp_path):
    path = tmp_path / "t.gpx"
    points = "".join(f'<trkpt lat="0.{n}" lon="30"/>' for n in (1, 2, 3))
    path.write_text(
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="0.1" lon="30"><name>Elm</name></wpt>'
        f"<trk><name>North</name><trkseg>{points}</trkseg></trk></gpx>"
    )
    assert names(path) == {"t.gpx, layer waypoints": ["Elm"], "t.gpx, layer tracks": ["North"]}
    assert names(path, kinds=LINES) == {"t.gpx": ["North"]}


def test_all_shapefiles_of_a_zip_archive_are_read(tmp_path):
    path = tmp_path / "cod.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("read me.pdf", "x")
        for inside, shape in (("a/adm1", AREA), ("b/towns", POINT)):
            name = inside.split("/")[1]
            frame([f"Часів {name}"], shape).to_file(tmp_path / f"{name}.shp", encoding="UTF-8")
            for one in tmp_path.glob(f"{name}.*"):
                archive.write(one, f"{inside}{one.suffix}")
    assert names(path) == {
        "cod.zip, a/adm1.shp": ["Часів adm1"], "cod.zip, b/towns.shp": ["Часів towns"],
    }  # fmt: skip


def test_an_archive_without_a_vector_file_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(DataError, match="contains no vector file"):
        names(path)


# --- Shapefiles ---------------------------------------------------------------------------------

CYRILLIC = ["Бережне", "Вовчанськ"]


@pytest.fixture
def shapefile(tmp_path):
    """Write names to a shapefile in an encoding, with another or no `.cpg`."""

    def write(texts, codec, cpg=None):
        path = tmp_path / "p.shp"
        frame(texts).to_file(path, encoding=codec)
        path.with_suffix(".cpg").unlink(missing_ok=True)
        if cpg:
            path.with_suffix(".cpg").write_text(cpg)
        return path

    return write


ENCODINGS = [
    (CYRILLIC, "cp1251", "1251", None, "cp1251"),
    (CYRILLIC, "cp1251", "ANSI 1251", None, "cp1251"),
    (CYRILLIC, "cp1251", None, "cp1251", "cp1251"),
    (CYRILLIC, "cp1251", "UTF-8", "cp1251", "cp1251"),
    (CYRILLIC, "UTF-8", None, None, "utf-8"),
    (CYRILLIC, "UTF-8", "ISO-8859-1", None, "utf-8"),
    (["Aïr", "Mañana"], "ISO-8859-1", "ISO 88591", None, "iso8859-1"),
    (["Elm", "Fir"], "UTF-8", None, None, "utf-8"),
]


def test_the_encoding_of_a_shapefile_is_found(shapefile):
    failures = []
    for texts, codec, cpg, stated, expected in ENCODINGS:
        found = find_shapefile_encoding(shapefile(texts, codec, cpg), stated)
        if found.encoding != expected:
            failures.append((codec, cpg, found))
    assert failures == []


def test_the_encoding_that_the_user_states_reaches_the_reader(shapefile):
    path = shapefile(CYRILLIC, "cp1251", "UTF-8")
    assert names(path, encoding="cp1251") == {"p.shp": CYRILLIC}


def test_a_cpg_that_differs_from_valid_utf_8_is_noted(shapefile):
    path = shapefile(CYRILLIC, "UTF-8", "1251")
    assert names(path) == {"p.shp": CYRILLIC}
    assert find_shapefile_encoding(path, None).notes == (
        "p.shp: the shapefile names cp1251, but its text is UTF-8",
    )


@pytest.mark.parametrize("cpg", [None, "UTF-8", "ISO-8859-1", "nonsense"])
def test_a_shapefile_with_a_wrong_or_no_cpg_is_refused(shapefile, cpg):
    with pytest.raises(DataError, match=r"p\.dbf: is not UTF-8\..*'Бережне, Вовчанськ' in cp1251"):
        find_shapefile_encoding(shapefile(CYRILLIC, "cp1251", cpg), None)


@pytest.mark.parametrize("missing", [[".shx"], [".dbf"], [".shx", ".dbf"]])
def test_a_missing_part_of_a_shapefile_is_named(shapefile, missing):
    path = shapefile(["Elm"], "UTF-8")
    for ending in missing:
        path.with_suffix(ending).unlink()
    with pytest.raises(DataError, match=f"p.shp: lacks p{missing[0]}"):
        names(path)


def test_a_shapefile_without_a_coordinate_system_is_read_as_degrees(shapefile):
    path = shapefile(["Elm"], "UTF-8")
    path.with_suffix(".prj").unlink()
    assert notes(path) == ["p.shp: p.prj is missing, so its coordinates were read as degrees"]


# --- Texts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("UTF-8", "utf-8"), ("UTF-16", "utf-16"), ("windows-1251", "cp1251"), ("KOI8-U", "koi8-u"),
     ("windows-1251", "utf-8")],
)  # fmt: skip
def test_kml_is_read_in_the_encoding_that_it_declares(tmp_path, declared, codec):
    path = tmp_path / "m.kml"
    path.write_bytes(kml(placemark("Бережне"), encoding=declared).encode(codec))
    with open_vector_files(path, None) as (file,):
        assert file.path.read_text("utf-8") == kml(placemark("Бережне"))


def test_kml_in_another_encoding_is_refused_until_it_is_stated(tmp_path):
    path = tmp_path / "m.kml"
    path.write_bytes(kml(placemark("Бережне")).encode("cp1251"))
    with pytest.raises(DataError, match=r"m\.kml: is not UTF-8\..* words read 'Бережне' in cp1251"):
        names(path)
    assert names(path, encoding="cp1251") == {"m.kml": ["Бережне"]}


def test_a_damaged_byte_of_kml_marks_its_cell(tmp_path):
    path = tmp_path / "m.kml"
    text = kml(placemark("Бережне"), placemark("Вовчанськ")).encode()
    path.write_bytes(text.replace("ж".encode(), b"\xd0"))
    for rows in read_layers(path):
        assert [row.cells["properties"]["Name"] for row in rows] == ["Бере\ufffdне", "Вовчанськ"]
        assert rows.damaged == [(1, "Name", "Бере\ufffdне")]


def test_a_damaged_byte_of_a_geopackage_marks_its_cell(tmp_path):
    path = tmp_path / "l.gpkg"
    frame(CYRILLIC).to_file(path, layer="l")
    with closing(sqlite3.connect(path)) as base, base:
        drop = [name for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'")]  # fmt: skip
        for name in drop:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE l SET NAME = CAST(x'd091d0' AS TEXT) WHERE fid = 1")
    found = [(row.number, row.cells["properties"]["NAME"], rows.damaged)
             for rows in read_layers(path) for row in rows]  # fmt: skip
    damaged = [(1, "NAME", "Б\ufffd")]
    assert found == [(1, "Б\ufffd", damaged), (2, "Вовчанськ", damaged)]


FEATURES = [
    {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point",
     "coordinates": [30.1, 0.1]}} for name in CYRILLIC
]  # fmt: skip
COLLECTION = {"type": "FeatureCollection", "features": FEATURES}


def dumped(value):
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "codec", "stated"),
    [
        (dumped(COLLECTION), "utf-8-sig", None),
        (dumped(COLLECTION), "utf-16", None),
        (dumped(COLLECTION), "utf-16-le", None),
        (dumped(COLLECTION), "cp1251", "cp1251"),
        (dumped({"value": {"day": "2001-01-01", **COLLECTION}}), "utf-8", None),
        ("".join(f"\x1e{dumped(one)}\n" for one in FEATURES), "utf-8", None),
        ("\n".join(map(dumped, FEATURES)), "utf-8", None),
    ],
)
def test_geojson_is_read_in_every_form(tmp_path, text, codec, stated):
    path = tmp_path / "l.geojson"
    path.write_bytes(text.encode(codec))
    assert names(path, encoding=stated) == {"l.geojson": CYRILLIC}


def test_geojson_in_another_encoding_is_refused_with_its_words(tmp_path):
    path = tmp_path / "l.geojson"
    path.write_bytes(dumped(COLLECTION).encode("cp1251"))
    with pytest.raises(DataError, match="'Бережне, Вовчанськ' in cp1251"):
        names(path)


def test_a_damaged_byte_of_geojson_marks_its_cell(tmp_path):
    path = tmp_path / "l.geojson"
    path.write_bytes(dumped(COLLECTION).encode().replace("ж".encode(), b"\xd0"))
    rows = read_items(path)
    assert len(list(rows)) == 2
    assert rows.damaged == [(1, "name", "Бере\ufffdне")]


def test_all_objects_of_topojson_are_read(tmp_path):
    point = {"type": "Point", "properties": {"name": "Elm"}, "coordinates": [30.1, 0.1]}
    area = {"type": "Polygon", "properties": {"name": "North"}, "arcs": [[0]]}
    topology = {
        "type": "Topology",
        "objects": {
            "towns": {"type": "GeometryCollection", "geometries": [point]},
            "areas": {"type": "GeometryCollection", "geometries": [area]},
        },
        "arcs": [[[30.0, 0.0], [30.0, 0.2], [30.2, 0.2], [30.0, 0.0]]],
    }
    for name in ("t.topojson", "t.json"):
        path = tmp_path / name
        path.write_text(json.dumps(topology))
        assert names(path) == {f"{name}, layer towns": ["Elm"], f"{name}, layer areas": ["North"]}


def test_esri_json_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "e.json"
    path.write_text('{"geometryType": "esriGeometryPoint", "features": []}')
    with pytest.raises(DataError, match=r"is Esri JSON\. Ask the service for GeoJSON"):
        names(path)
