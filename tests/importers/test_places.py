"""A newsroom's own list of places, in the formats and with the columns that people use."""

from __future__ import annotations

import json

import pytest
from sample_imports import import_sample

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package

pytestmark = pytest.mark.usefixtures("_forked_readers")

OWN = {"source": "Own list", "licence": "CC0"}
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>One</name><Placemark><name>Rowan</name>
<Point><coordinates>30.05,0.05,0</coordinates></Point></Placemark></Folder>
<Folder><name>Two</name><Placemark><name>Sedge</name>
<Point><coordinates>30.15,0.05,0</coordinates></Point></Placemark></Folder>
</Document></kml>"""
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="0.05" lon="30.05"><name>Rowan</name></wpt>
<wpt lat="0.05" lon="30.15"><name>Sedge</name></wpt></gpx>"""
SQUARE = [[[30.14, 0.04], [30.16, 0.04], [30.16, 0.06], [30.14, 0.06], [30.14, 0.04]]]
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"Name": "Rowan"},
             "geometry": {"type": "Point", "coordinates": [30.05, 0.05]}},
            {"type": "Feature", "properties": {"Name": "Sedge"},
             "geometry": {"type": "Polygon", "coordinates": SQUARE}},
            {"type": "Feature", "properties": {"Name": "Road"},
             "geometry": {"type": "LineString", "coordinates": [[30.1, 0.05], [30.1, 0.06]]}},
        ],
    }
)  # fmt: skip
FILES = {
    "l.csv": "name,lat,lon\nRowan,0.05000,30.05000\nSedge,0.05000,30.15000\n",
    "de.csv": "Ort;Breite;Länge\nRowan;0,05000;30,05000\nSedge;0,05000;30,15000\n",
    "uk.csv": "Назва;Широта;Довгота\nRowan;0,05000;30,05000\nSedge;0,05000;30,15000\n",
    "one.csv": 'Place,Coordinates\nRowan,"0.05, 30.05"\nSedge,"0.05, 30.15"\n',
    "dms.tsv": "town\tposition\nRowan\t0°3'0\"N 30°3'0\"E\nSedge\t0°3'0\"N 30°9'0\"E\n",
    "wkt.csv": "name,wkt\nRowan,POINT (30.05 0.05)\nSedge,POINT (30.15 0.05)\n",
    "l.kml": KML,
    "l.gpx": GPX,
    "l.geojson": GEOJSON,
}


def import_list(folder, name, text, settings=OWN, **more):
    path = folder.parent / name
    path.write_text(text, "utf-8")
    return import_sample(folder, "places", path, settings=settings, **more)


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_read_in_each_format(land_copy, name):
    columns = {"lat": "Breite", "lon": "Länge"} if name == "de.csv" else {}
    summary = import_list(land_copy, name, FILES[name], columns=columns)
    places = read_package(land_copy).gazetteer
    assert summary.used == 2
    at = {id_: (round(places[id_].lon, 5), round(places[id_].lat, 5)) for id_ in ("rowan", "sedge")}
    assert at == {"rowan": (30.05, 0.05), "sedge": (30.15, 0.05)}
    assert places["rowan"].sources == ("Own list rowan",)
    assert places["rowan"].licence == "CC0"
    assert places["rowan"].position_error_m >= 500


def test_a_line_is_no_place(land_copy):
    summary = import_list(land_copy, "l.geojson", GEOJSON)
    assert [one.reason for one in summary.unused] == [
        "is a LineString, not the point of a place: draw a point"
    ]


def test_further_columns_are_kept(land_copy):
    text = (
        "place_id,name,name_ar,aliases,type,pop,lat,lon,accuracy_m,governorate\n"
        "7,Rowan,غبيراء,Old Rowan; Rowanby,town,12000,0.05000,30.05000,50,East\n"
        "8,Sedge,,,mine,N/A,0.1,30.1501,,\n"
    )
    import_list(land_copy, "l.csv", text)
    rowan, sedge = (read_package(land_copy).gazetteer[one] for one in ("rowan", "sedge"))
    assert rowan.all_names == ("Rowan", "غبيراء", "Old Rowan", "Rowanby")
    assert (rowan.kind, rowan.population, rowan.admin1) == ("town", 12000, "East")
    assert (rowan.sources, rowan.position_error_m) == (("Own list 7",), 50)
    assert (sedge.kind, sedge.population, sedge.position_error_m) == ("place", None, 500)


def test_the_settings_hold_for_all_rows_without_a_value(land_copy):
    text = "name,kind,lat,lon\nRowan,,0.05000,30.05000\nSedge,hill,0.05000,30.15000\n"
    import_list(land_copy, "l.csv", text, {**OWN, "kind": "village", "error_m": "60"})
    places = read_package(land_copy).gazetteer
    assert (places["rowan"].kind, places["rowan"].position_error_m) == ("village", 60)
    assert places["sedge"].kind == "hill"


def test_a_list_is_merged_into_places_of_the_package(land_copy):
    summary = import_list(land_copy, "l.csv", "name,lat,lon\nElm,0.10500,30.10000\n")
    assert (summary.used, summary.merged) == (0, 1)
    assert read_package(land_copy).gazetteer["elm"].sources == ("invented", "Own list elm")


def test_namesakes_of_a_list_are_two_places_and_a_repeated_row_is_one(land_copy):
    text = "name,lat,lon\nRowan,0.05,30.05\nRowan,0.05,30.25\nRowan,0.05,30.05\n"
    summary = import_list(land_copy, "l.csv", text)
    reason = "the place occurs twice with this name and point: delete one of the rows"
    assert [(one.row, one.reason) for one in summary.unused] == [(4, reason)]
    named = [one for one in read_package(land_copy).gazetteer.values() if one.name == "Rowan"]
    assert sorted(one.lon for one in named) == [30.05, 30.25]


def test_a_name_in_another_script_has_an_id_of_its_own(land_copy):
    summary = import_list(land_copy, "l.csv", "name,lat,lon\nЛозова,0.05,30.05\nقصب,0.05,30.25\n")
    places = {one.name: one for one in read_package(land_copy).gazetteer.values()}
    assert (summary.used, places["قصب"].name_ar, places["Лозова"].name_ar) == (2, "قصب", "")


@pytest.mark.parametrize(
    ("row", "reason", "shown"),
    [
        ("Rowan,,", "has no position", "Rowan"),
        ("Rowan,abc,30.1", "the position cannot be read", "Rowan: abc, 30.1"),
        (",0.05,30.05", "has no name", "0.05, 30.05"),
        ("N/A,0.05,30.05", "has no name", "0.05, 30.05"),
        ("Rowan,0,0", "the position is 0, 0", "Rowan: 0, 0"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_as_written(land_copy, row, reason, shown):
    summary = import_list(land_copy, "l.csv", f"name,lat,lon\n{row}\nSedge,0.05,30.15\n")
    (unused,) = summary.unused
    assert (unused.row, unused.text, summary.used) == (2, shown, 1)
    assert unused.reason.startswith(reason)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "code,lat,lon\n1,0.05,30.05\n",
            r"no column is known for the name.*--column name=NAME.*code",
        ),
        (
            "name,day\nRowan,1\n",
            r"no column is known for the position.*--column position=NAME.*day",
        ),
    ],
)
def test_a_missing_column_is_named_with_the_columns_there_are(land_copy, text, message):
    with pytest.raises(DataError, match=message):
        import_list(land_copy, "l.csv", text)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"settings": {"source": "Own list"}}, "--licence"),
        ({"settings": {}}, "--source"),
        ({"settings": {**OWN, "colour": "red"}}, "--set colour"),
        ({"settings": {**OWN, "pairs": "both"}}, "lat-lon or lon-lat"),
        ({"settings": OWN, "country": frozenset({"XX"})}, "--country"),
        ({"settings": OWN, "columns": {"holder": "name"}}, "'holder' is not a field of places"),
    ],
)
def test_options_that_do_not_apply_are_refused(land_copy, options, message):
    path = land_copy.parent / "l.csv"
    path.write_text(FILES["l.csv"], "utf-8")
    with pytest.raises(InvalidRequestError, match=message):
        import_files("places", ImportOptions(files=(path,), **options), land_copy)


def test_a_feature_without_a_geometry_is_refused_alone(land_copy):
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in [
            ("Rowan", None),
            ("Sedge", {"type": "Point", "coordinates": [30.15, 0.05]}),
            ("Thorn", {"type": "Point", "coordinates": []}),
        ]
    ]
    path = land_copy.parent / "l.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    summary = import_sample(land_copy, "places", path, settings=OWN)
    assert (summary.used, [one.text for one in summary.unused]) == (1, ["Rowan", "Thorn"])
    assert all(one.reason.startswith("has no position: write") for one in summary.unused)


@pytest.mark.parametrize("name", ["list", "list.dat", "list.tab"])
def test_a_text_under_any_name_is_a_list(land_copy, name):
    path = land_copy.parent / name
    path.write_text("name\tlat\tlon\nRowan\t0.05\t30.05\n")
    assert import_sample(land_copy, "places", path, settings=OWN).used == 1


def test_names_in_other_scripts_have_ids_of_their_own(land_copy):
    names = ["Висота 7", "Пункт 7", "גבעה 7", "تل 7", "Hill 7"]
    path = land_copy.parent / "hills.csv"
    lines = [f"{name},0.05{n},30.05{n}" for n, name in enumerate(names)]
    path.write_text("name,lat,lon\n" + "\n".join(lines), "utf-8")
    assert import_sample(land_copy, "places", path, settings=OWN).used == len(names)
    named = {place.name: id_ for id_, place in read_package(land_copy).gazetteer.items()}
    assert set(names) <= named.keys()
    assert named["Hill 7"] == "hill-7"
    assert not {"7", "7-2"} & set(named.values())
