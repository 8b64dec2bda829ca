"""Roads, areas and outlines are imported from vector formats."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely
from parsed_page import data_of
from reader import html

import frontline
from frontline.errors import DataError, InvalidRequestError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package
from frontline.stills.still import still
from frontline.webmap import page

pytestmark = pytest.mark.usefixtures("_forked_readers")

ORIGIN = {"source": "Survey 3", "licence": "CC0"}


def run_import(kind, folder, path, settings=None, **more):
    options = ImportOptions(files=(path,), settings=ORIGIN | (settings or {}), **more)
    summary = import_files(kind, options, folder)
    assert summary.adds_up
    return summary, read_package(folder)


def layer(path, rows, crs="EPSG:4326"):
    """Write features with GDAL, in the format that the ending names."""
    frame = gpd.GeoDataFrame(
        [properties for properties, _ in rows],
        geometry=[shape for _, shape in rows],
        crs="EPSG:4326",
    )
    frame.to_crs(crs).to_file(path)
    return path


def line(*points):
    return shapely.LineString(points)


def square(lon, lat, half):
    return shapely.box(lon - half, lat - half, lon + half, lat + half)


PIECES = [
    ({"ref": "R9", "name": "Coast Road"}, line((30.0, 0.15), (30.0, 0.1))),
    ({"ref": "R9", "name": "Coast Road"}, line((30.0, 0.0), (30.0, 0.098))),
    # the other carriageway, some 20 m from the first
    ({"ref": "R9", "name": "Coast Road"}, line((30.0002, 0.1), (30.0002, 0.15))),
    ({"ref": "R7", "name": "Other"}, line((30.2, 0.0), (30.2, 0.1))),
]


def with_crs(tmp_path, system, member, *, last=False):
    """Write the pieces of a road as GeoJSON in a coordinate system, with a member ``crs``."""
    frame = gpd.GeoDataFrame(
        [properties for properties, _ in PIECES],
        geometry=[shape for _, shape in PIECES],
        crs="EPSG:4326",
    )
    content = json.loads(frame.to_crs(system).to_json(drop_id=True))
    content.pop("crs", None)
    ordered = content | {"crs": member} if last else {"crs": member} | content
    path = tmp_path / "roads.geojson"
    path.write_text(json.dumps(ordered), "utf-8")
    return path


UTM_36 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
CRS_84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


@pytest.mark.parametrize(
    ("system", "member", "last"),
    [("EPSG:32636", UTM_36, False), ("EPSG:32636", UTM_36, True), ("EPSG:4326", CRS_84, False),
     ("EPSG:4326", None, False),
     ("EPSG:3857", {"type": "name", "properties": {"name": "EPSG:3857"}}, False)],
)  # fmt: skip
def test_the_coordinate_system_of_geojson_is_honoured(tmp_path, land_copy, system, member, last):
    path = with_crs(tmp_path, system, member, last=last)
    summary, package = run_import("highways", land_copy, path, classes=frozenset({"R9"}))
    road = package.highways["r9"]
    assert road.coordinates[0] == pytest.approx((30.0, 0.0), abs=1e-6)
    said = [note for note in summary.notes if "were transformed from" in note]
    assert len(said) == (system != "EPSG:4326")


@pytest.mark.parametrize(
    ("member", "rule"),
    [({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}}, "is not known"),
     ({"type": "link", "properties": {"href": "https://crs.invalid/1"}}, "by a link")],
)  # fmt: skip
def test_a_coordinate_system_that_is_not_known_is_refused(tmp_path, land_copy, member, rule):
    path = with_crs(tmp_path, "EPSG:32636", member)
    with pytest.raises(DataError, match=rule):
        run_import("highways", land_copy, path, classes=frozenset({"R9"}))


@pytest.mark.parametrize("name", ["roads.shp", "roads.gpkg", "roads.geojson", "roads.fgb"])
def test_the_pieces_of_a_road_become_one_line_from_its_southern_end(tmp_path, land_copy, name):
    path = layer(tmp_path / name, PIECES)
    summary, package = run_import("highways", land_copy, path, classes=frozenset({"R9"}))
    road = package.highways["r9"]
    assert road.name == "Coast Road"
    assert road.coordinates[0] == (30.0, 0.0)
    assert road.coordinates[-1] == (30.0, 0.15)
    assert (road.sources, road.licence) == (("Survey 3",), "CC0")
    assert (summary.used, summary.unused_count) == (2, 2)
    assert (
        summary.notes
        == [
            "r9: 1 gap was closed, the widest of 221 m",
            "2 of the 3 fields of descriptor",
        ][:1]
    )


#: Legs of a road along 30 E, each 0.02 degrees long.
LEGS = [line((30.0, 0.02 * n), (30.0, 0.02 * n + 0.02)) for n in range(3)]


def osm_extract(path, ways):
    """Write ways as the XML of OpenStreetMap, with a node for each point."""
    nodes, written = {}, []
    for number, (tags, leg) in enumerate(ways, start=1):
        refs = [nodes.setdefault(point, len(nodes) + 1) for point in leg.coords]
        all_tags = {"highway": "trunk"} | tags
        inside = [f'<nd ref="{ref}"/>' for ref in refs]
        inside += [f'<tag k="{key}" v="{value}"/>' for key, value in all_tags.items()]
        written.append(f'<way id="{number}" version="1">{"".join(inside)}</way>')
    points = [
        f'<node id="{ref}" version="1" lon="{lon}" lat="{lat}"/>'
        for (lon, lat), ref in nodes.items()
    ]
    path.write_text(f'<osm version="0.6">{"".join([*points, *written])}</osm>', "utf-8")
    return path


def osm_export(path, *refs):
    """Write ways as Overpass Turbo exports them: the id of the way is a property."""
    features = [
        {
            "type": "Feature",
            "id": f"way/{number}",
            "properties": {"@id": f"way/{number}", "highway": "trunk"} | ref,
            "geometry": {
                "type": "LineString",
                "coordinates": [[30.0, 0.02 * number], [30.0, 0.02 * number + 0.02]],
            },
        }
        for number, ref in enumerate(refs)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_ways_of_openstreetmap_are_joined_by_their_number_and_not_by_their_id(tmp_path, land_copy):
    path = osm_export(tmp_path / "roads.geojson", {"ref": "R9"}, {"ref": "R9"}, {})
    summary, package = run_import("highways", land_copy, path)
    assert set(package.highways) == {"h1", "r9"}
    assert package.highways["r9"].coordinates[-1] == (30.0, 0.04)
    (left,) = summary.unused
    assert (left.row, left.reason) == (3, "has no number or name: add --column id=NAME")


def ends(package, *ids):
    """Return the latitudes that roads along 30 E run between."""
    return {id_: tuple(package.highways[id_].coordinates[at][1] for at in (0, -1)) for id_ in ids}


def test_a_way_of_two_roads_is_part_of_the_requested_one(tmp_path, land_copy):
    path = osm_export(tmp_path / "roads.geojson", {"ref": "E7;R9"}, {"ref": "R9"}, {"ref": "R8;E7"})
    summary, package = run_import("highways", land_copy, path, classes=frozenset({"R9"}))
    assert set(package.highways) == {"h1", "r9"}
    assert ends(package, "r9") == {"r9": (0.0, 0.04)}
    assert (summary.used, summary.left_out.total(), summary.notes) == (2, 1, [])


SHARED = [{"ref": "R8"}, {"ref": "R8; R9"}, {"ref": "R9"}]


@pytest.mark.parametrize("classes", [(), ("R8", "R9")], ids=["all", "requested"])
@pytest.mark.parametrize("form", ["geojson", "gpkg", "osm"])
def test_a_way_of_two_roads_is_part_of_both(tmp_path, land_copy, form, classes):
    path = osm_export(tmp_path / "roads.geojson", *SHARED)
    if form == "gpkg":
        path = layer(tmp_path / "r.gpkg", [(r, LEGS[i]) for i, r in enumerate(SHARED)])
    elif form == "osm":
        path = osm_extract(tmp_path / "r.osm", [(r, LEGS[i]) for i, r in enumerate(SHARED)])
    summary, package = run_import("highways", land_copy, path, classes=frozenset(classes))
    assert set(package.highways) == {"h1", "r8", "r9"}
    assert ends(package, "r8", "r9") == {"r8": (0.0, 0.04), "r9": (0.02, 0.06)}
    assert [package.highways[id_].name for id_ in ("r8", "r9")] == ["R8", "R9"]
    assert (summary.read, summary.used, summary.notes) == (3, 3, [])
    again, _ = run_import("highways", land_copy, path, classes=frozenset(classes))
    assert (again.used, again.merged, again.wrote) == (0, 3, ())


def test_a_road_named_only_after_others_is_imported_on_request(tmp_path, land_copy):
    path = osm_export(tmp_path / "roads.geojson", {"ref": "R8"}, {"ref": "R8;E7"})
    summary, package = run_import("highways", land_copy, path)
    assert set(package.highways) == {"h1", "r8"}
    words = "e7 is named only after other roads, and left out; import it with --class E7"
    assert summary.notes == [words]
    _, package = run_import("highways", land_copy, path, classes=frozenset({"E7"}))
    assert ends(package, "e7") == {"e7": (0.02, 0.04)}
    assert package.highways["e7"].name == "E7"


def test_a_way_that_extends_one_of_its_roads_counts_as_used(tmp_path, land_copy):
    rows = [
        ({"ref": "R9"}, line((30.0, 0.0), (30.0, 0.1))),
        ({"ref": "R8"}, line((30.0, 0.1), (30.1, 0.1))),
        ({"ref": "R9;R8"}, line((30.0, 0.1), (30.0, 0.15))),
        ({"ref": "R9;R8"}, line((30.01, 0.0), (30.01, 0.01))),
    ]
    summary, package = run_import("highways", land_copy, layer(tmp_path / "r.gpkg", rows))
    assert package.highways["r9"].coordinates[-1] == (30.0, 0.15)
    assert (summary.used, [(one.row, one.text) for one in summary.unused]) == (3, [(4, "r9;r8")])


def test_a_branch_and_a_far_piece_do_not_extend_a_road(tmp_path, land_copy):
    rows = [
        ({"ref": "R9"}, line((30.0, 0.0), (30.0, 0.1))),
        ({"ref": "R9"}, line((30.0, 0.1), (30.0, 0.2))),
        ({"ref": "R9"}, line((30.0, 0.1), (30.02, 0.1))),
        ({"ref": "R9"}, line((30.2, 0.0), (30.2, 0.05))),
    ]
    summary, package = run_import("highways", land_copy, layer(tmp_path / "r.gpkg", rows))
    assert package.highways["r9"].coordinates == ((30.0, 0.0), (30.0, 0.1), (30.0, 0.2))
    assert [one.row for one in summary.unused] == [3, 4]


def test_a_road_from_east_to_west_begins_in_the_west(tmp_path, land_copy):
    rows = [({"ref": "R9"}, line((30.2, 0.1), (30.0, 0.0)))]
    _, package = run_import("highways", land_copy, layer(tmp_path / "r.gpkg", rows))
    assert package.highways["r9"].coordinates[0] == (30.0, 0.0)


def test_a_road_that_is_there_keeps_its_kilometres(tmp_path, land_copy):
    path = layer(tmp_path / "roads.gpkg", [({"ref": "H1"}, line((30.1, 0.0), (30.1, 0.2)))])
    before = (land_copy / "highways.geojson").read_bytes()
    summary, _ = run_import("highways", land_copy, path)
    assert (summary.merged, len(summary.disagreements)) == (1, 1)
    assert (land_copy / "highways.geojson").read_bytes() == before
    _, package = run_import("highways", land_copy, path, {"replace": "yes"})
    assert package.highways["h1"].coordinates == ((30.1, 0.0), (30.1, 0.2))


def test_projected_coordinates_are_transformed_to_degrees(tmp_path, land_copy):
    path = layer(tmp_path / "roads.gpkg", PIECES[3:], crs="EPSG:32636")
    _, package = run_import("highways", land_copy, path)
    (first, last) = package.highways["r7"].coordinates
    assert first == pytest.approx((30.2, 0.0), abs=1e-6)
    assert last == pytest.approx((30.2, 0.1), abs=1e-6)


def test_source_and_licence_are_required(tmp_path, land_copy):
    path = layer(tmp_path / "roads.gpkg", PIECES)
    with pytest.raises(InvalidRequestError, match="the licence is missing"):
        import_files("highways", ImportOptions(files=(path,)), land_copy)


def test_areas_take_level_code_and_names_from_the_columns_of_ocha(tmp_path, land_copy):
    properties = {
        "ADM1_EN": "North", "ADM1_AR": "شمال", "ADM1_PCODE": "XX01",
        "ADM0_EN": "Land", "ADM0_PCODE": "XX",
    }  # fmt: skip
    path = layer(tmp_path / "adm1.shp", [(properties, square(30.1, 0.2, 0.1))])
    summary, package = run_import("admin", land_copy, path)
    (area,) = package.admin
    assert (area.id, area.name, area.name_ar, area.level) == (
        "admin1-xx01",
        "North",
        "شمال",
        "admin1",
    )
    assert summary.used == 1
    again, _ = run_import("admin", land_copy, path)
    assert (again.merged, again.wrote) == (1, ())


def test_a_geometry_without_a_feature_around_it_is_read(tmp_path, land_copy):
    path = tmp_path / "lake.geojson"
    path.write_text(shapely.to_geojson(square(30.1, 0.1, 0.01)), "utf-8")
    summary, package = run_import("rivers", land_copy, path)
    assert summary.unused[0].reason == "has no name: add --column name=NAME"
    assert package.rivers == ()


def test_an_area_that_crosses_itself_is_repaired_with_a_note(tmp_path, land_copy):
    bow = shapely.Polygon([(30.0, 0.0), (30.1, 0.1), (30.1, 0.0), (30.0, 0.1), (30.0, 0.0)])
    path = layer(tmp_path / "a.gpkg", [({"name": "Bow"}, bow)])
    summary, package = run_import("admin", land_copy, path, {"level": "admin2"})
    assert package.admin[0].id == "admin2-bow"
    assert summary.notes[0] == "admin2-bow: the outline crossed itself and was repaired"


#: Valid, but with two edges that one rounding to seven decimals makes touch or cross.
NARROW = [
    [(30, 0), (30.1, 0), (30.1, 0.1), (30.05, 4e-8), (30, 0.1)],
    [(30, 0.01), (30.1, 0.0289), (30.1, 0.1), (30.064505400804162, 0.0221915416877574), (30, 0.1)],
    [(30, 0.01), (30.1, 0.034), (30.1, 0.1), (30.026139195315324, 0.0162734365720445), (30, 0.1)],
]


@pytest.mark.parametrize("kind", ["admin", "areas"])
def test_an_outline_that_is_narrow_somewhere_stays_valid(tmp_path, land_copy, kind):
    shapes = [shapely.Polygon(points) for points in NARROW]
    assert all(shape.is_valid for shape in shapes)
    fine = (shapely.transform(shape, lambda xy: xy.round(7)) for shape in shapes)
    assert not any(shape.is_valid for shape in fine)
    content = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": f"N{number}", "day": f"2001-01-0{number}"},
         "geometry": shapely.geometry.mapping(shape)}
        for number, shape in enumerate(shapes, start=1)
    ]}  # fmt: skip
    path = tmp_path / "narrow.geojson"
    path.write_text(json.dumps(content), "utf-8")
    if kind == "areas":
        of = {"publisher": "P", "url": "https://p.invalid", "licence": "CC0", "after": "south"}
        options = ImportOptions(files=(path,), settings=of)
        summary = import_files(kind, options, land_copy)
        package = read_package(land_copy)
        found = [one.geometry for one in package.control_areas.values()]
    else:
        summary, package = run_import(kind, land_copy, path, {"level": "admin3"})
        found = [one.geometry for one in package.admin if one.name.startswith("N")]
    assert summary.used == len(shapes) <= len(found)
    assert all(shapely.geometry.shape(one).is_valid for one in found)


def test_rivers_are_lines_or_areas(tmp_path, land_copy):
    path = layer(tmp_path / "r.geojson", [({"name": "Brook"}, line((30.0, 0.0), (30.2, 0.2)))])
    _, package = run_import("rivers", land_copy, path)
    assert (package.rivers[0].id, package.rivers[0].level) == ("river-brook", "river")


ROADS = [
    ({"highway": "secondary", "ref": "R217"}, line((30.0, 0.0), (30.1, 0.1))),
    ({"highway": "secondary", "ref": "R217"}, line((30.1, 0.1), (30.2, 0.1))),
    ({"highway": "tertiary", "name:ar": "طريق"}, line((30.0, 0.2), (30.1, 0.2))),
    ({"highway": "track", "ref": "T1"}, line((30.0, 0.2), (30.0, 0.3))),
    ({"highway": "secondary", "ref": "R9"}, line((10.0, 10.0), (10.1, 10.0))),
]


def test_secondary_roads_with_one_number_are_one_feature(tmp_path, land_copy):
    path = layer(tmp_path / "roads.gpkg", ROADS, "EPSG:3857")
    wanted = frozenset({"secondary", "tertiary"})
    summary, package = run_import("roads", land_copy, path, classes=wanted)
    assert (summary.used, summary.left_out.total()) == (3, 2)
    assert [(road.id, road.name, road.level) for road in package.roads] == [
        ("r217", "R217", "road"), ("road-tertiary", "", "road"),
    ]  # fmt: skip
    drawn = shapely.geometry.shape(package.roads[0].geometry)
    assert drawn.geom_type == "LineString"
    assert drawn.hausdorff_distance(line((30.0, 0.0), (30.1, 0.1), (30.2, 0.1))) < 1e-5
    again, _ = run_import("roads", land_copy, path, classes=wanted)
    assert (again.used, again.merged, again.wrote) == (0, 3, ())


def test_secondary_roads_are_drawn_thin_and_below_the_highways(tmp_path, land_copy):
    run_import("roads", land_copy, layer(tmp_path / "roads.gpkg", ROADS))
    state = frontline.open(land_copy).on("2001-01-05")
    styles = [mark.style for mark in still(state).scene.layers["roads"]]
    assert styles[0] == "minor-road"
    assert styles.count("minor-road") == 1
    assert "road" in styles
    minor = data_of(html(page.day_map(state)))["base"]["minor"]
    assert len(minor) == 2  # the tertiary road and the track meet, and are one line


OUTLINES = [
    ({"name": ""}, square(30.0, 0.2, 0.01)),  # holds Alder
    ({"name": "Birch"}, square(30.1, 0.2, 0.005)),
    ({"name": "Birch North"}, square(30.1, 0.206, 0.0005)),  # some 600 m from Birch
    ({"name": ""}, square(30.15, 0.15, 0.001)),  # holds no place
    ({"name": "Fir"}, square(30.2, 0.05, 0.06)),  # holds Fir and Ivy
    ({"name": ""}, square(30.0, 0.05, 0.06)),  # holds Dogwood and Gorse
]


def test_an_outline_belongs_to_the_place_in_it(tmp_path, land_copy):
    path = layer(tmp_path / "o.gpkg", OUTLINES)
    summary, package = run_import("footprints", land_copy, path)
    assert package.footprints.keys() >= {"alder", "birch", "elm", "fir"}
    assert not {"dogwood", "gorse", "ivy"} & package.footprints.keys()
    reasons = [one.reason for one in summary.unused]
    assert reasons == [
        "there is no place in it or near it: import the place first",
        "there is no place in it or near it: import the place first",
        "there are several places in it: draw one outline for each",
    ]
    assert summary.unused[-1].text == "dogwood, gorse"


def test_an_outline_of_many_places_is_a_map_of_who_holds_what(tmp_path, land_copy):
    path = tmp_path / "towns.csv"
    rows = [f"T{i},{30.01 + i / 200:.3f},0.01\n" for i in range(24)]
    path.write_text("name,lon,lat\n" + "".join(rows), "utf-8")
    run_import("places", land_copy, path)
    held = [({"name": ""}, square(30.06, 0.01, 0.06)), ({"name": ""}, square(30.03, 0.01, 0.01))]
    summary, _ = run_import("footprints", land_copy, layer(tmp_path / "held.gpkg", held))
    assert ["frontline import areas" in one.reason for one in summary.unused] == [True, False]
    assert summary.unused[0].text.endswith("places")


def test_outlines_of_one_place_are_one(tmp_path, land_copy):
    path = layer(tmp_path / "o.gpkg", OUTLINES)
    summary, package = run_import("footprints", land_copy, path, {"within_m": "1000"})
    assert package.footprints["birch"]["type"] == "MultiPolygon"
    assert summary.used == 4
    again, _ = run_import("footprints", land_copy, path, {"within_m": "1000"})
    assert (again.merged, again.used, again.wrote) == (4, 0, ())


def test_another_outline_of_a_place_is_listed_and_not_used(tmp_path, land_copy):
    path = layer(tmp_path / "o.gpkg", [({"name": "Elm"}, square(30.1, 0.1, 0.02))])
    summary, _ = run_import("footprints", land_copy, path)
    assert "the package has another outline" in summary.disagreements[0]


def test_features_with_another_geometry_are_refused_by_their_row(tmp_path, land_copy):
    unreadable = [None, {"type": "Point"}, {"type": "LineString", "coordinates": [[1]]}]
    far = {"type": "LineString", "coordinates": [[30, 0], [500, 1]]}
    features = [
        {"type": "Feature", "properties": {"ref": "A"}, "geometry": shape}
        for shape in (*unreadable, far)
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    summary, _ = run_import("highways", land_copy, path)
    assert [one.row for one in summary.unused] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["Північна область", "محافظة الشمال", "ሰሜን ክልል"])
def test_areas_with_names_in_any_script_are_imported(tmp_path, land_copy, name):
    rows = [({"SHAPE_NAME": name}, square(30.1, 0.2, 0.1)), ({"SHAPE_NAME": "C"}, square(30, 0, 1))]
    path = layer(tmp_path / "a.geojson", rows)
    columns = {"name": "SHAPE_NAME"}
    summary, package = run_import("admin", land_copy, path, {"level": "admin1"}, columns=columns)
    assert {area.name for area in package.admin} == {"C", name}
    assert all(area.id.startswith("admin1-") for area in package.admin)
    again, _ = run_import("admin", land_copy, path, {"level": "admin1"}, columns=columns)
    assert (summary.used, again.used, again.merged) == (2, 0, 2)


@pytest.mark.parametrize(
    ("ref", "id_"), [("М-03", "m-03"), ("M-03", "m-03"), ("Т0513", "t0513"), ("طريق حلب", None)]
)
def test_roads_with_numbers_and_names_in_any_script_are_found_by_them(
    tmp_path, land_copy, ref, id_
):
    path = layer(tmp_path / "r.geojson", [({"ref": ref}, line((30.0, 0.0), (30.1, 0.1)))])
    _, package = run_import("highways", land_copy, path)
    (road,) = [one for key, one in package.highways.items() if key != "h1"]
    assert road.name == ref
    assert id_ in {None, road.id}
    assert frontline.open(land_copy).road(ref).highway.id == road.id


@pytest.mark.parametrize(("kind", "settings"), [("admin", {}), ("admin", {"level": "admin1"})])
def test_the_columns_of_a_file_are_listed_if_one_is_missing(tmp_path, land_copy, kind, settings):
    path = layer(tmp_path / "a.geojson", [({"ID_7": 1, "VALUE": 2}, square(30.1, 0.2, 0.1))])
    options = ImportOptions(files=(path,), settings=ORIGIN | settings)
    summary = import_files(kind, options, land_copy)
    assert "a.geojson: its columns are ID_7, VALUE" in summary.notes


@pytest.mark.parametrize(
    ("properties", "id_"),
    [
        ({"ADMIN_1": "North"}, "admin1-north"),
        ({"NAME_1": "North", "GID_2": "XX.1.2", "NAME_2": "Hill"}, "admin2-xx-1-2"),
        ({"shapeName": "North", "shapeISO": "XX-01"}, "admin1-xx-01"),
    ],
)
def test_areas_of_other_publishers_are_recognised_by_their_columns(
    tmp_path, land_copy, properties, id_
):
    path = layer(tmp_path / "a.geojson", [(properties, square(30.1, 0.2, 0.1))])
    settings = {} if "shapeName" not in properties else {"level": "admin1"}
    _, package = run_import("admin", land_copy, path, settings)
    assert [area.id for area in package.admin] == [id_]


def test_a_geometry_that_is_not_in_degrees_is_shown(tmp_path, land_copy):
    path = layer(
        tmp_path / "r.geojson", [({"ref": "R9"}, line((512345.5, 10.0), (512346.0, 20.0)))]
    )
    summary, _ = run_import("highways", land_copy, path)
    assert summary.unused[0].text == "512345.5, 10 to 512346, 20"
