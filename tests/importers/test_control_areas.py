"""Polygons of who holds what become areas and reports, whatever their format."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pytest
import shapely
from importing import import_twice

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package

pytestmark = pytest.mark.usefixtures("_forked_readers")

SOURCE = {"publisher": "Atlas Bureau", "url": "https://atlas.invalid/map", "licence": "own terms"}
WEST, EAST = shapely.box(29.9, -0.1, 30.05, 0.3), shapely.box(30.15, -0.1, 30.3, 0.3)
#: A ring that crosses itself at 30.05 E, 0.1 N: two triangles.
BOW_TIE = shapely.Polygon([(30, 0.05), (30.1, 0.15), (30.1, 0.05), (30, 0.15)])


def feature(geometry, **properties):
    made = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "properties": properties, "geometry": made}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def write(path, value):
    path.write_text(json.dumps(value), "utf-8")
    return path


def run(folder, *paths, more=None, **options):
    """Import files twice, and return the summary and the package."""
    settings = SOURCE | {"after": "south"} | (more or {})
    settings = {name: text for name, text in settings.items() if text is not None}
    options = ImportOptions(files=paths, settings=settings, **options)
    summary = import_twice("areas", options, folder)
    return summary, read_package(folder)


def rows(package):
    """Return extent, state, actors and first day of each row."""
    return [
        (one.extent, one.state, "+".join(one.actors), one.first_day.isoformat())
        for one in package.area_reports
    ]


def spans(package, place_id):
    return [
        (one.status, "+".join(one.actors), one.first.day, one.last.day)
        for one in package.area_statements
        if one.place_id == place_id
    ]


def test_maps_without_properties_with_the_day_in_their_names(tmp_path, land_copy):
    days = {"map_20010103.geojson": WEST, "map-2001-01-05.geojson": WEST, "m_20010108.json": EAST}
    paths = [write(tmp_path / n, collection(feature(g))) for n, g in days.items()]
    summary, package = run(land_copy, *reversed(paths), more={"else": "north"})
    assert (summary.used, summary.unused_count) == (3, 0)
    assert rows(package) == [
        row
        for day in ("2001-01-03", "2001-01-05", "2001-01-08")
        for row in (("whole", "held", "south", day), ("rest", "held", "north", day))
    ]
    assert len(package.control_areas) == 3  # west once, east, and the region
    assert spans(package, "alder") == [("held", "south", 3, 5), ("held", "north", 8, 8)]
    assert spans(package, "birch") == [("held", "north", 3, 8)]
    report = package.area_reports[0]
    assert (report.url, report.published_on) == (SOURCE["url"], report.first_day)
    assert package.publishers["atlas-bureau"].stance == "other"
    (source,) = [s for s in package.descriptor["sources"] if "Atlas" in s["title"]]
    assert source["closed_terms"] == "own terms"


FILES = {
    "GeoJSON": ("m.geojson", None),
    "a shapefile": ("m.shp", None),
    "a GeoPackage": ("m.gpkg", None),
    "KML": ("m.kml", "KML"),
}


@pytest.mark.parametrize("name", FILES)
def test_classes_of_ground_in_a_property(tmp_path, land_copy, name):
    file, driver = FILES[name]
    frame = gpd.GeoDataFrame(
        {"Name": ["Red zone", "Grey zone", "Other"], "geometry": [WEST, EAST, WEST]}, crs=4326
    )
    frame.to_file(tmp_path / file, driver=driver)
    actors = {"red ZONE": "south", "grey zone": "contested"}
    summary, package = run(
        land_copy, tmp_path / file, more={"on": "2001-01-04", "after": None},
        columns={"after": "Name"}, actors=actors,
    )  # fmt: skip
    assert rows(package) == [
        ("whole", "contested", "north+south", "2001-01-04"),
        ("whole", "held", "south", "2001-01-04"),
        ("rest", "unknown", "", "2001-01-04"),
    ]
    (unused,) = summary.unused
    assert unused.text == "Other"
    assert "--actor 'VALUE=ACTOR'" in unused.reason
    assert spans(package, "cedar") == [("contested", "north+south", 4, 4)]
    assert spans(package, "birch") == [("unknown", "", 4, 4)]


def test_the_layers_of_a_file_are_read_with_their_names(tmp_path, land_copy):
    parts = ["<kml xmlns='http://www.opengis.net/kml/2.2'><Document>"]
    for name, (west, south, east, north) in (("Red", WEST.bounds), ("Blue", EAST.bounds)):
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        text = " ".join(f"{x},{y},0" for x, y in ring)
        parts.append(
            f"<Folder><name>{name}</name><Placemark><Polygon><outerBoundaryIs><LinearRing>"
            f"<coordinates>{text}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            "</Placemark></Folder>"
        )
    with zipfile.ZipFile(tmp_path / "m_20010104.kmz", "w") as archive:
        archive.writestr("doc.kml", "".join([*parts, "</Document></kml>"]))
    summary, package = run(
        land_copy, tmp_path / "m_20010104.kmz", more={"after": None},
        columns={"after": "layer"}, actors={"Red": "south", "Blue": "north"},
    )  # fmt: skip
    assert (summary.read, summary.used) == (2, 2)
    assert spans(package, "alder") == [("held", "south", 4, 4)]
    assert spans(package, "cedar") == [("held", "north", 4, 4)]


LAYERS = [
    {"title": "one", "tags": ["x"], "features": [feature(WEST, side="Red")]},
    {"title": "two", "features": [feature(shapely.box(30.2, -0.1, 30.3, 0.3), side="Blue")]},
]


@pytest.mark.parametrize(
    "content",
    [{"ok": True, "map": {"layers": LAYERS}}, LAYERS, {"layers": [{"data": {}}, *LAYERS]}],
    ids=["in an object", "a list", "after another object"],
)
def test_collections_in_a_list_are_read_one_after_another(tmp_path, land_copy, content):
    summary, package = run(
        land_copy, write(tmp_path / "m_20010104.json", content), more={"after": None},
        columns={"after": "side"}, actors={"Red": "south", "Blue": "north"},
    )  # fmt: skip
    assert (summary.read, summary.used) == (2, 2)
    assert len(package.control_areas) >= 2


def test_a_collection_inside_another_object_with_null_and_crossing_geometries(tmp_path, land_copy):
    nested = {"status": {"ok": True}, "value": {"data": collection(
        feature(None, day="2001-01-04"),
        feature(shapely.force_3d(BOW_TIE, 7), day="2001-01-04"),
        feature(shapely.Point(30, 0), day="2001-01-04"),
        feature(WEST, day="someday"),
        feature(WEST, day="2202-02-02"),
        feature(shapely.box(50, 50, 51, 51), day="2001-01-04"),
    )}}  # fmt: skip
    summary, package = run(land_copy, write(tmp_path / "m.json", nested), columns={"on": "day"})
    assert (summary.read, summary.used) == (6, 1)
    reasons = sorted((one.row, one.reason) for one in summary.unused)
    assert [row for row, _ in reasons] == [1, 3, 4, 5]
    for (_, reason), words in zip(
        reasons,
        ("no geometry", "is not an area", "cannot be read", "the year is after 2100"),
        strict=True,
    ):
        assert words in reason
    assert summary.left_out["outside the region"] == 1
    assert any("1 outline crossed itself" in n and "30.05" in n for n in summary.notes)
    ground = [shapely.geometry.shape(a.geometry) for a in package.control_areas.values()]
    assert all(shape.is_valid and not shape.has_z for shape in ground)
    assert spans(package, "dogwood") == [("unknown", "", 4, 4)]


def test_the_rest_within_an_administrative_area_or_a_file(tmp_path, land_copy):
    square = feature(shapely.box(29.9, -0.1, 30.15, 0.3))
    admin = {"id": "admin1-ost", "name": "Ost", "level": "admin1", "sources": ["x"], "licence": "y"}
    write(land_copy / "admin.geojson", collection(square | {"properties": admin}))
    path = write(tmp_path / "m_20010104.geojson", collection(feature(WEST)))
    file = write(tmp_path / "state.geojson", collection(square))
    for number, within in enumerate(("ost", "admin1-ost", str(file))):
        more = {"else": "north", "within": within, "publisher": f"Bureau {number}"}
        _, package = run(land_copy, path, more=more)
        own = [one for one in package.area_statements if one.publisher == f"bureau-{number}"]
        held = {one.place_id: one.actors for one in own}
        assert held == dict.fromkeys(("alder", "dogwood", "gorse"), ("south",)) | dict.fromkeys(
            ("birch", "elm", "hazel"), ("north",)
        )


def test_another_map_of_a_day_is_refused_replaces_or_is_added(tmp_path, land_copy):
    first = write(tmp_path / "a_20010104.geojson", collection(feature(WEST)))
    other = write(tmp_path / "b_20010104.geojson", collection(feature(EAST)))
    run(land_copy, first)
    before = read_package(land_copy)
    summary, package = run(land_copy, other)
    assert "same-day=replace" in summary.unused[0].reason
    assert package == before
    _, package = run(land_copy, other, more={"same-day": "add"})
    assert {len(spans(package, place_id)) for place_id in ("alder", "cedar")} == {1}
    _, package = run(land_copy, first, more={"same-day": "replace"})
    assert spans(package, "cedar") == [("unknown", "", 4, 4)]
    assert len(package.control_areas) == 2  # the ground of the replaced map is gone


INVALID = {
    "no publisher": ({"publisher": None}, {}, "add --set publisher="),
    "no licence and no address": ({"licence": None, "url": None}, {}, "url=.* and --set licence="),
    "no holder": ({"after": None}, {}, "--set after=ACTOR, or --column after=.*kind"),
    "no such actor": ({"after": "west"}, {}, "the actors are north, south"),
    "no such class of ground": ({}, {"actors": {"grey": "perhaps"}}, "'contested ACTOR ACTOR'"),
    "no such property": ({}, {"columns": {"after": "type"}}, "has no such property; it has kind"),
    "no such setting": ({"colour": "red"}, {}, "no such setting; use after, else"),
    "no such area": ({"within": "Ost"}, {}, "neither a file nor an administrative area"),
    "no such stance": ({"stance": "friend"}, {}, "agency, monitor, other, or an actor"),
    "an invalid day": ({"on": "4 January"}, {}, "is not a day"),
    "replacing by another word": ({"same-day": "merge"}, {}, "use add or replace"),
}


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_command_is_refused_with_a_remedy(tmp_path, land_copy, name):
    more, options, message = INVALID[name]
    path = write(tmp_path / "m_20010104.geojson", collection(feature(WEST, kind="red")))
    with pytest.raises(InvalidRequestError, match=message):
        run(land_copy, path, more=more, **options)


def test_the_name_of_a_file_goes_before_a_property_and_the_user_before_both(tmp_path, land_copy):
    path = write(tmp_path / "m_2001-01-04.geojson", collection(feature(WEST, date="2001-01-03")))
    summary, package = run(land_copy, path, more={"publisher": "One"})
    assert rows(package)[0][3] == "2001-01-04"
    assert "--column on=date" in summary.disagreements[0]
    for more, options, day in (
        ({"publisher": "Two"}, {"columns": {"on": "date"}}, "2001-01-03"),
        ({"publisher": "Three", "on": "2001-01-06"}, {}, "2001-01-06"),
    ):
        _, package = run(land_copy, path, more=more, **options)
        own = [one for one in package.area_reports if one.publisher == more["publisher"].lower()]
        assert {one.first_day.isoformat() for one in own} == {day}


def test_a_map_of_a_day_years_from_all_others_is_refused(tmp_path, land_copy):
    names = [f"m_200101{day:02}.geojson" for day in range(1, 11)]
    paths = [write(tmp_path / n, collection(feature(WEST))) for n in [*names, "m_20310105.geojson"]]
    summary, package = run(land_copy, *paths)
    assert (summary.used, [one.file for one in summary.unused]) == (10, ["m_20310105.geojson"])
    assert "years from all others" in summary.unused[0].reason
    assert str(package.coverage.last_day) == "2001-01-10"


def test_overlapping_ground_is_reported(tmp_path, land_copy):
    shapes = collection(
        feature(WEST, by="north"), feature(shapely.box(30, 0, 30.2, 0.3), by="south")
    )
    path = write(tmp_path / "m_20010104.geojson", shapes)
    summary, package = run(land_copy, path, more={"after": None}, columns={"after": "by"})
    assert any("184.6 km² are ground of two kinds" in note for note in summary.notes)
    assert spans(package, "alder") == [("contested", "north+south", 4, 4)]


def test_the_name_of_a_property_is_found_in_capitals_too(tmp_path, land_copy):
    path = write(tmp_path / "20010104.geojson", collection(feature(WEST, Holder="south")))
    _, package = run(land_copy, path, more={"after": None}, columns={"after": "HOLDER"})
    assert rows(package)[0] == ("whole", "held", "south", "2001-01-04")


def test_a_record_is_extended_and_a_stance_is_set(tmp_path, land_copy):
    path = write(tmp_path / "m_20010204.geojson", collection(feature(WEST)))
    _, package = run(land_copy, path, more={"stance": "monitor", "url": "https://a.invalid/{day}"})
    assert str(package.coverage.last_day) == "2001-02-04"
    assert package.publishers["atlas-bureau"].stance == "monitor"
    assert package.area_reports[0].url == "https://a.invalid/2001-02-04"
    assert package.descriptor["sources"][-1]["path"] == "https://a.invalid/2001-02-04"


def test_nothing_is_written_if_a_map_cannot_be_used(tmp_path, land_copy):
    path = write(tmp_path / "m_20010104.geojson", {"value": 3})
    before = read_package(land_copy)
    with pytest.raises((DataError, InvalidRequestError)):
        run(land_copy, path, more={"after": "nobody"})
    summary = import_files(
        "areas", ImportOptions(files=(path,), settings=SOURCE | {"after": "south"}), land_copy
    )
    assert summary.used == 0
    assert read_package(land_copy) == before
