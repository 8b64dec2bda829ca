"""What is wrong with a package is said once, where it stands, with what to do about it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.errors import DataError
from frontline.package import inspect_package, read_package

LAND = Path(__file__).parent / "land"
FILES = sorted(path.name for path in LAND.iterdir())
REQUIRED = sorted({*FILES} - {"footprints.geojson", "highways.geojson", "unplaced.csv"})


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(LAND, tmp_path / "land"))


def text_edit(file, old, new):
    """Replace a text that stands in a file."""

    def edit(folder):
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def feature_edit(file, number, **changes):
    """Change a feature: its geometry, coordinates, or properties."""

    def edit(folder):
        collection = json.loads((folder / file).read_text("utf-8"))
        feature = collection["features"][number - 1]
        for name, value in changes.items():
            if name == "coordinates":
                feature["geometry"]["coordinates"] = value
            elif name in {"geometry", "properties"}:
                feature[name] = value
            else:
                feature["properties"][name] = value
        (folder / file).write_text(json.dumps(collection), "utf-8")

    return edit


def frame_edit(**changes):
    """Change what the package says of itself."""

    def edit(folder):
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        descriptor["frontline"].update(changes)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")

    return edit


def append(file, line):
    """Add a row at the end of a table."""

    def edit(folder):
        with (folder / file).open("a", encoding="utf-8") as handle:
            handle.write(f"{line}\n")

    return edit


def faults_of(folder):
    package, faults = inspect_package(folder)
    assert (package is None) == any(fault.severity == "error" for fault in faults)
    assert all(fault.rule and fault.remedy for fault in faults)
    return faults


def places(coordinates):
    return feature_edit("gazetteer.geojson", 5, coordinates=coordinates)


def outline(geometry):
    return feature_edit("footprints.geojson", 1, geometry=geometry)


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(map(list, ring))]}


RING = [[30.09, 0.09], [30.11, 0.09], [30.11, 0.11], [30.09, 0.09]]
E1 = "E1,elm,Elm,2001-01-03,2001-01-03,capture,north,south"
E5 = "E5,,the road,2001-01-09,2001-01-09,capture,north,south,h1,,,"
HERALD = "herald,North Herald,aligned,north,en,,"
GOOD_REPORT = "https://watch.invalid/e4"

#: What is done; file, row, value; a part of the rule; a part of the remedy.
ONE_FAULT = {
    # days
    "31 April": (
        text_edit("events.csv", "Elm,2001-01-03,2001-01-03", "Elm,2001-01-03,2001-04-31"),
        ("events.csv", 2, "2001-04-31", "date_latest: is not a day", "not in the calendar"),
    ),
    "a day before its month": (
        text_edit("events.csv", "Elm,2001-01-03", "Elm,03/01/2001"),
        ("events.csv", 2, "03/01/2001", "date_earliest", "2001-01-03 or 2001-03-01"),
    ),
    "a day as seconds since 1970": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,978480000")),
        ("events.csv", 2, "978480000", "date_earliest: is not a day", "2019-08-15"),
    ),
    "a time of day": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,2001-01-03T00:00:00")),
        ("events.csv", 2, "2001-01-03T00:00:00", "date_earliest: is not a day", "year first"),
    ),
    "no day": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,")),
        ("events.csv", 2, "", "date_earliest: is empty", "Fill it in"),
    ),
    "an optional day that is none": (
        text_edit("reports.csv", "watch.invalid/1,2001-01-01", "watch.invalid/1,January"),
        ("reports.csv", 2, "January", "published_on: is not a day", "year first"),
    ),
    "days in the wrong order": (
        text_edit("events.csv", "2001-01-05,2001-01-07", "2001-01-07,2001-01-05"),
        ("events.csv", 3, "", "date_latest lies before date_earliest", "Correct the row"),
    ),
    "a day outside the record": (
        text_edit("events.csv", "Birch,2001-01-06,2001-01-06", "Birch,2002-01-06,2002-01-06"),
        ("events.csv", 4, "2002-01-06", "outside the record 2001-01-01 to", "first_day"),
    ),
    # who, what, where
    "from = to": (
        text_edit("events.csv", E1, E1.replace("north,south", "south,south")),
        ("events.csv", 2, "", "'capture' needs two different actors", "Correct the row"),
    ),
    "an unknown actor in an event": (
        text_edit("events.csv", E1, E1.replace("north,south", "north,east")),
        ("events.csv", 2, "east", "to: no such actor", "north, south; or add it to actors.csv"),
    ),
    "an unknown holder": (
        text_edit("baseline.csv", "Cedar,north", "Cedar,nowhere"),
        ("baseline.csv", 4, "nowhere", "holder: no such actor", "actors.csv"),
    ),
    "an unknown place": (
        text_edit("baseline.csv", "B3,cedar", "B3,ceder"),
        ("baseline.csv", 4, "ceder", "place_id: no such place", "frontline place NAME"),
    ),
    "an unknown publisher": (
        text_edit("reports.csv", "E1,herald", "E1,times"),
        ("reports.csv", 11, "times", "no such publisher", "Add it to publishers.csv"),
    ),
    "an unknown record": (
        text_edit("reports.csv", "E4-r1,E4", "E4-r1,E9"),
        ("reports.csv", 17, "E9", "no such event or baseline row", "events.csv, baseline.csv"),
    ),
    "an unknown origin": (
        text_edit("publishers.csv", ",en,watch,", ",en,wach,"),
        ("publishers.csv", 6, "wach", "origin: no such publisher", "another publisher's id"),
    ),
    "an unknown side": (
        text_edit("publishers.csv", HERALD, HERALD.replace("north", "east")),
        ("publishers.csv", 2, "east", "aligned_with: no such actor", "actors.csv"),
    ),
    "an unknown word": (
        text_edit("events.csv", E1, E1.replace("capture", "conquest")),
        ("events.csv", 2, "conquest", "kind: input should be 'capture'", "one of the words"),
    ),
    "an id with a space": (
        append("actors.csv", "far north,North,,#000000,plain,"),
        ("actors.csv", 4, "far north", "id: is no id", "hyphens"),
    ),
    "no address": (
        text_edit("reports.csv", GOOD_REPORT, ""),
        ("reports.csv", 17, "", "url: a source without an address", "https://"),
    ),
    "an address that is a script": (
        text_edit("reports.csv", GOOD_REPORT, "javascript:alert(1)"),
        ("reports.csv", 17, "javascript:alert(1)", "without an address", "https://"),
    ),
    "an address without a host": (
        text_edit("reports.csv", GOOD_REPORT, "https://"),
        ("reports.csv", 17, "https://", "without an address", "https://"),
    ),
    "a colour by name": (
        text_edit("actors.csv", "#2f7f86", "teal"),
        ("actors.csv", 2, "teal", "colour: is no colour", "#2f7f86"),
    ),
    # ids
    "an id twice": (
        append("events.csv", E1 + ",,,,"),
        ("events.csv", 7, "E1", "stands 2 times, in rows 2, 7", "an id of its own"),
    ),
    "a place id twice": (
        lambda folder: [
            text_edit("baseline.csv", "B6,fir", "B6,elm")(folder),
            text_edit("events.csv", "E2,fir", "E2,elm")(folder),
            feature_edit("gazetteer.geojson", 6, id="elm")(folder),
        ],
        ("gazetteer.geojson", "elm", "elm", "stands 2 times", "an id of its own"),
    ),
    "one id for an event and a baseline row": (
        append("events.csv", E1.replace("E1", "B9") + ",,,,"),
        ("events.csv", 7, "B9", "stands in baseline.csv too", "Change one"),
    ),
    "two places at one point": (
        places([30.1, 0.2]),
        ("gazetteer.geojson", "elm", "elm", "at the very point of 'birch'", "Merge them"),
    ),
    "two holders at the start": (
        append("baseline.csv", "B10,elm,Elm,south,claimed,"),
        ("baseline.csv", 11, "south", "starts with 'north' in row 6", "Let the rows agree"),
    ),
    "an actor that is a word of the command": (
        append("actors.csv", "front,Front,,#000000,plain,"),
        ("actors.csv", 4, "front", "means something else", "another id"),
    ),
    # roads
    "a road nobody drew": (
        text_edit("events.csv", E5, E5.replace("h1", "h2")),
        ("events.csv", 6, "h2", "highway: no such highway", "Use one of: h1"),
    ),
    "a kilometre beyond the end": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,0,34")),
        ("events.csv", 6, "34.0", "to_km: the highway is only 33.2 km long", "southern"),
    ),
    "kilometres the wrong way round": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,20,10")),
        ("events.csv", 6, "20", "from_km 20 does not lie before to_km 10", "Turn them round"),
    ),
    "a stretch of no length": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,10,10")),
        ("events.csv", 6, "10", "does not lie before", "Turn them round"),
    ),
    "a kilometre before the beginning": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,-1,")),
        ("events.csv", 6, "-1", "from_km: input should be greater than or equal to 0", "Correct"),
    ),
    "a kilometre with a decimal comma": (
        text_edit("events.csv", E5, E5.replace("h1,,", 'h1,"1,5",')),
        ("events.csv", 6, "1,5", "from_km: is not a number", "decimal point"),
    ),
    "a kilometre of no road": (
        text_edit("events.csv", E1 + ",,,", E1 + ",,3,"),
        ("events.csv", 2, "3.0", "of which highway?", "Name the highway"),
    ),
    "a road of one point": (
        feature_edit("highways.geojson", 1, coordinates=[[30.1, 0.1], [30.1, 0.1]]),
        ("highways.geojson", "h1", "30.1, 0.1", "a line has two ends", "Draw it"),
    ),
    "a road in two parts": (
        feature_edit(
            "highways.geojson",
            1,
            geometry={"type": "MultiLineString", "coordinates": [[[30.1, 0], [30.1, 0.1]]]},
        ),
        ("highways.geojson", "h1", "MultiLineString", "not a LineString", "Draw it as a Line"),
    ),
    "a road with latitude first": (
        feature_edit("highways.geojson", 1, coordinates=[[-0.05, 30.1], [0.25, 30.1]]),
        ("highways.geojson", "h1", "-0.05, 30.1", "look swapped", "[30.1, -0.05]"),
    ),
    "a road in another country": (
        feature_edit("highways.geojson", 1, coordinates=[[-100.5, 40], [-101, 40]]),
        ("highways.geojson", "h1", "-100.5, 40", "outside the declared region", "widen"),
    ),
    # positions
    "swapped coordinates": (
        places([0.1, 30.1]),
        ("gazetteer.geojson", "elm", "0.1, 30.1", "look swapped", "[30.1, 0.1]: longitude first"),
    ),
    "a place outside the region": (
        places([31.1, 0.1]),
        ("gazetteer.geojson", "elm", "31.1, 0.1", "outside the declared region 29.9", "widen"),
    ),
    "NaN": (
        places([float("nan"), 0.1]),
        ("gazetteer.geojson", "elm", "NaN, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "Infinity": (
        places([30.1, float("inf")]),
        ("gazetteer.geojson", "elm", "30.1, Infinity", "two finite numbers", "[lon, lat]"),
    ),
    "null": (
        places([None, 0.1]),
        ("gazetteer.geojson", "elm", "null, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a number in quotes": (
        places(["30.1", 0.1]),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "true": (
        places([30.1, True]),
        ("gazetteer.geojson", "elm", "30.1, true", "two finite numbers", "[lon, lat]"),
    ),
    "a position inside a position": (
        places([[30.1, 0.1]]),
        ("gazetteer.geojson", "elm", "[...]", "two finite numbers", "[lon, lat]"),
    ),
    "four numbers": (
        places([30.1, 0.1, 3, 4]),
        ("gazetteer.geojson", "elm", "30.1, 0.1, 3, 4", "two finite numbers", "[lon, lat]"),
    ),
    "a text for a position": (
        places("30.1, 0.1"),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a position off the globe": (
        places([30.1, 95]),
        ("gazetteer.geojson", "elm", "30.1, 95", "latitude -90 to 90", "[lon, lat]"),
    ),
    "a place that is a line": (
        feature_edit(
            "gazetteer.geojson",
            5,
            geometry={"type": "LineString", "coordinates": [[30.1, 0.1], [30.2, 0.1]]},
        ),
        ("gazetteer.geojson", "elm", "LineString", "not a Point", "Draw it as a Point"),
    ),
    "a type that is a list": (
        feature_edit(
            "gazetteer.geojson", 5, geometry={"type": ["Point"], "coordinates": [30.1, 0.1]}
        ),
        ("gazetteer.geojson", "elm", "", "not a Point", "Draw it as a Point"),
    ),
    "no geometry": (
        feature_edit("gazetteer.geojson", 5, geometry=None),
        ("gazetteer.geojson", "elm", "", "the geometry is empty", "Draw it, or remove"),
    ),
    "an empty geometry": (
        places([]),
        ("gazetteer.geojson", "elm", "", "the geometry is empty", "Draw it, or remove"),
    ),
    "a longitude beside the geometry": (
        feature_edit("gazetteer.geojson", 5, lon=30.1),
        ("gazetteer.geojson", "elm", "30.1", "lon: stands in the geometry already", "Remove it"),
    ),
    # properties
    "a property nobody reads": (
        feature_edit("gazetteer.geojson", 5, colour="red"),
        ("gazetteer.geojson", "elm", "red", "colour: is no property", "Remove it"),
    ),
    "no name": (
        feature_edit("gazetteer.geojson", 5, name=""),
        ("gazetteer.geojson", "elm", "", "name: is empty", "Fill it in"),
    ),
    "a name that is null": (
        feature_edit("gazetteer.geojson", 5, name=None),
        ("gazetteer.geojson", "elm", "null", "name: is not text", "Write text"),
    ),
    "an error of nothing": (
        feature_edit("gazetteer.geojson", 5, position_error_m=0),
        ("gazetteer.geojson", "elm", "0", "position_error_m: input should be greater", "Correct"),
    ),
    "an error that is true": (
        feature_edit("gazetteer.geojson", 5, position_error_m=True),
        ("gazetteer.geojson", "elm", "true", "position_error_m: true and false", "number"),
    ),
    "an error that is NaN": (
        feature_edit("gazetteer.geojson", 5, position_error_m=float("nan")),
        ("gazetteer.geojson", "elm", "NaN", "position_error_m: is not a finite number", "finite"),
    ),
    "no sources": (
        feature_edit("gazetteer.geojson", 5, sources=[]),
        ("gazetteer.geojson", "elm", "", "sources: tuple should have at least 1", "Correct"),
    ),
    # outlines
    "an outline of nowhere": (
        feature_edit("footprints.geojson", 1, place_id="elms"),
        ("footprints.geojson", "elms", "elms", "place_id: no such place", "frontline place NAME"),
    ),
    "an outline of nobody": (
        feature_edit("footprints.geojson", 1, properties={"licence": "CC0"}),
        ("footprints.geojson", 1, "", "place_id: is missing", "whose outline"),
    ),
    "an outline that is a point": (
        outline({"type": "Point", "coordinates": [30.1, 0.1]}),
        ("footprints.geojson", "elm", "Point", "not a Polygon or MultiPolygon", "Polygon"),
    ),
    "an outline that does not close": (
        outline(polygon(*RING[:3])),
        ("footprints.geojson", "elm", "30.09, 0.09", "ends where it begins", "Draw the area again"),
    ),
    "an outline without a corner": (
        outline(polygon(*[RING[0]] * 4)),
        ("footprints.geojson", "elm", "30.09, 0.09", "three corners", "Draw the area again"),
    ),
    "an outline with an empty ring": (
        outline({"type": "Polygon", "coordinates": [RING, []]}),
        ("footprints.geojson", "elm", "", "empty, or a part of it", "Draw it"),
    ),
    "an outline of a flat list": (
        outline({"type": "Polygon", "coordinates": RING}),
        ("footprints.geojson", "elm", "30.09", "two finite numbers", "[lon, lat]"),
    ),
    "an outline far away": (
        outline(polygon([40, 0], [41, 0], [41, 1], [40, 0])),
        ("footprints.geojson", "elm", "40, 0", "outside the declared region", "widen the region"),
    ),
    "NaN among the corners of an outline": (
        outline(polygon(RING[0], [30.11, float("nan")], *RING[1:])),
        ("footprints.geojson", "elm", "30.11, NaN", "two finite numbers", "[lon, lat]"),
    ),
    "an outline with heights here and there": (
        outline(polygon(RING[0], [*RING[1], 450], *RING[2:])),
        ("footprints.geojson", "elm", "", "only some positions have a height", "Leave"),
    ),
    "a collection of shapes": (
        outline({"type": "GeometryCollection", "geometries": []}),
        ("footprints.geojson", "elm", "GeometryCollection", "not a Polygon", "Polygon"),
    ),
    # the descriptor
    "an unknown key place": (
        frame_edit(key_places=["oak"]),
        ("datapackage.json", "frontline", "oak", "key_places: no such place", "place NAME"),
    ),
    "a key day outside the record": (
        frame_edit(key_days=["2001-02-01"]),
        ("datapackage.json", "frontline", "2001-02-01", "key_days: lies outside", "leave it out"),
    ),
    "a key day that is none": (
        frame_edit(key_days=["2001-01-01", "1 May"]),
        ("datapackage.json", "frontline", "1 May", "key_days: is not a day", "year first"),
    ),
    "a first day that is a number": (
        frame_edit(first_day=0),
        ("datapackage.json", "frontline", "0", "first_day: is not a day", "2019-08-15"),
    ),
    "a record of a thousand years": (
        frame_edit(first_day="1001-01-01"),
        ("datapackage.json", "frontline", "2001-01-10", "longer than 36525 days", "first_day"),
    ),
    "a region turned round": (
        frame_edit(region=[30.3, -0.1, 29.9, 0.3]),
        ("datapackage.json", "frontline", "", "region is west, south, east, north", "Correct"),
    ),
    "a region of half the globe": (
        frame_edit(region=[-60, -10, 60, 10]),
        ("datapackage.json", "frontline", "-60.0, -10.0, 60.0, 10.0", "40 degrees", "split"),
    ),
    "a region of NaN": (
        frame_edit(region=[29.9, -0.1, 30.3, float("nan")]),
        ("datapackage.json", "frontline", "NaN", "region: is not a finite number", "finite"),
    ),
    "a reach that is true": (
        frame_edit(reach_km=True),
        ("datapackage.json", "frontline", "true", "reach_km: true and false", "number"),
    ),
    "no words of its own": (
        text_edit("datapackage.json", '"frontline": {', '"backline": {'),
        ("datapackage.json", None, "", "has no 'frontline' object", "region, first_day"),
    ),
    "a title that is a number": (
        text_edit("datapackage.json", '"title": "Nine invented towns"', '"title": 9'),
        ("datapackage.json", None, "", "title: is not text", "in quotes"),
    ),
    "a descriptor that is a list": (
        lambda folder: (folder / "datapackage.json").write_text("[]"),
        ("datapackage.json", None, "", "is not a JSON object", "Restore"),
    ),
    # features and collections
    "a feature without properties": (
        feature_edit("highways.geojson", 1, properties=None),
        ("highways.geojson", 1, "", "the feature has no properties", "at least its id"),
    ),
    "no collection": (
        lambda folder: (folder / "highways.geojson").write_text('{"type": "Feature"}'),
        ("highways.geojson", None, "", "not a GeoJSON FeatureCollection", "Export it"),
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_said_once_with_file_row_value_rule_and_remedy(folder, case):
    edit, (file, row, value, rule, remedy) = ONE_FAULT[case]
    edit(folder)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.value, fault.severity) == (file, row, value, "error")
    assert rule in fault.rule
    assert remedy in fault.remedy


def test_the_land_has_no_fault(folder):
    package, faults = inspect_package(folder)
    assert faults == []
    assert len(package.gazetteer) == 9
    assert package.numbers["events", "E5"] == 6
    assert package.numbers["gazetteer", "elm"] == "elm"


PASSES = {
    "a road that runs on beyond the region": feature_edit(
        "highways.geojson", 1, coordinates=[[30.1, -3.5], [30.1, 0.2], [30.1, 3.0]]
    ),
    "heights everywhere": outline(polygon(*[[*position, 450] for position in RING])),
    "a height": places([30.1, 0.1, 450.0]),
    "a whole number of degrees": places([30, 0.15]),
    "an event on the last day": text_edit(
        "events.csv", "Elm,2001-01-08,2001-01-08", "Elm,2001-01-10,2001-01-10"
    ),
    "a stretch to the end, rounded up": text_edit(
        "events.csv", E5, E5.replace("h1,,", "h1,30.5,33.2")
    ),
    "an open stretch": text_edit("events.csv", E5, E5.replace("h1,,", "h1,,10.5")),
    "an address in Arabic": text_edit("reports.csv", GOOD_REPORT, "https://watch.invalid/خان"),
    "a report about an unplaced record": lambda folder: [
        append("unplaced.csv", "U1,somewhere,,,,,capture,,,not-located,nobody knows it,")(folder),
        append("reports.csv", "U1-r1,U1,watch,https://watch.invalid/u,,,supports,")(folder),
    ],
    "no roads, outlines or unplaced rows": lambda folder: [
        text_edit("events.csv", E5, "E5,elm,Elm,2001-01-09,2001-01-09,repelled,south,south,,,,")(
            folder
        ),
        *[(folder / name).unlink() for name in FILES if name not in REQUIRED],
    ],
    "blank rows between": text_edit("events.csv", "\nE4", "\n,,,,,,,,,,,\n\nE4"),
    "columns in another order": lambda folder: (folder / "actors.csv").write_text(
        "colour,id,name\n#112233,north,North\n#332211,south,South\n"
    ),
}


@pytest.mark.parametrize("case", PASSES)
def test_what_is_sound_passes(folder, case):
    PASSES[case](folder)
    assert faults_of(folder) == []


def test_all_faults_of_all_files_come_at_once(folder):
    chosen = [
        "31 April",
        "an unknown holder",
        "an unknown publisher",
        "swapped coordinates",
        "a property nobody reads",
        "a colour by name",
        "an outline that is a point",
        "a road of one point",
        "an unknown key place",
    ]
    for case in chosen:
        ONE_FAULT[case][0](folder)
    with pytest.raises(DataError) as caught:
        read_package(folder)
    found = {(fault.file, fault.row, fault.value) for fault in caught.value.faults}
    assert found == {ONE_FAULT[case][1][:3] for case in chosen}
    assert len(str(caught.value).splitlines()) == len(chosen)


def test_all_faults_of_one_row_come_at_once(folder):
    text_edit("events.csv", E1, "E 1,elm,Elm,03/01/2001,2001-04-31,conquest,,south")(folder)
    text_edit("reports.csv", "E1-r1,E1", "E1-r1,E 1")(folder)
    text_edit("reports.csv", "E1-r2,E1", "E1-r2,E 1")(folder)
    rules = [(fault.file, fault.row, fault.rule.split(":")[0]) for fault in faults_of(folder)]
    columns = ["event_id", "date_earliest", "date_latest", "kind", "from"]
    rows = [("events.csv", 2, column) for column in columns]
    bad_ids = [("reports.csv", row, "record_id") for row in (11, 12)]
    assert sorted(rules) == sorted([*rows, *bad_ids])


def test_a_place_with_a_fault_is_not_also_missing_where_it_is_named(folder):
    places([float("nan"), 0.1])(folder)
    text_edit("actors.csv", "#2f7f86", "teal")(folder)
    assert [fault.file for fault in faults_of(folder)] == ["actors.csv", "gazetteer.geojson"]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_one_fault_and_not_one_for_each_reference_into_it(folder, name):
    (folder / name).unlink()
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.rule) == (name, None, "the file is missing")
    assert str(folder) in fault.remedy


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_changes_nothing(folder, name):
    (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
    assert faults_of(folder) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("spoil_text", "rule"),
    [
        (lambda text: text.encode("utf-16"), "is UTF-16, not UTF-8"),
        (lambda text: text.replace("a", "خان", 1).encode("cp1256"), "is not UTF-8 text"),
        (lambda text: f"{text[:9]}\0{text[9:]}".encode(), "has a NUL byte"),
        (lambda text: text.encode()[:1] + b"\xd8", "ends in the middle of a character"),
    ],
)
def test_a_wrong_encoding_is_one_fault_of_its_file(folder, name, spoil_text, rule):
    (folder / name).write_bytes(spoil_text((folder / name).read_text("utf-8")))
    (fault,) = faults_of(folder)
    assert fault.file == name
    assert rule in fault.rule


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_a_table_with_semicolons_is_one_fault_of_its_file(folder, name):
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace(",", ";"), "utf-8")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row) == (name, 1)
    assert "commas" in fault.remedy


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_said(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row) == (name, None)
    assert "cannot be read" in fault.rule


@pytest.mark.parametrize("name", FILES)
def test_a_link_to_nowhere_is_a_missing_file(folder, name):
    (folder / name).unlink()
    (folder / name).symlink_to(folder / "nowhere")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.rule) == (name, "the file is missing")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_may_not_be_read_is_said(folder, name, monkeypatch):
    opened = Path.open

    def refuse(path, *words, **more):
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **more)

    monkeypatch.setattr(Path, "open", refuse)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.rule) == (name, "cannot be read (Permission denied)")


def test_no_folder_a_file_and_an_endless_name_are_no_package(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 5000)):
        (fault,) = faults_of(folder)
        assert "folder" in fault.rule
        assert "datapackage.json" in fault.remedy


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_but_between_two_rows_is_noticed(folder, name):
    whole = (folder / name).read_bytes()
    end = len(whole.rstrip())
    cuts = {0, 1, 2, 3, end - 1, *range(5, end, max(1, end // 40))}
    for cut in sorted(cuts):
        (folder / name).write_bytes(whole[:cut])
        faults = faults_of(folder)
        if name.endswith(".csv") and whole[cut - 1 : cut] == b"\n":
            continue
        assert faults, f"cut after byte {cut}"
        assert faults[0].file == name


def test_a_table_cut_between_two_rows_misses_what_others_name(folder):
    lines = (folder / "events.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "events.csv").write_text("".join(lines[:-1]))
    faults = faults_of(folder)
    assert {(fault.file, fault.value) for fault in faults} == {("reports.csv", "E5")}


def test_a_record_that_names_no_place_cannot_be_mapped(folder):
    for name in ("baseline.csv", "events.csv", "reports.csv"):
        header = (folder / name).read_text("utf-8").splitlines()[0]
        (folder / name).write_text(f"{header}\n")
    (fault,) = faults_of(folder)
    assert fault.rule == "no row speaks of any place"


def test_a_copy_of_a_feature_is_a_double_id_only(folder):
    collection = json.loads((folder / "gazetteer.geojson").read_text("utf-8"))
    collection["features"].append(collection["features"][4])
    (folder / "gazetteer.geojson").write_text(json.dumps(collection))
    (fault,) = faults_of(folder)
    assert fault.rule == "this id stands 2 times"


def test_two_outlines_of_one_place_are_to_be_joined(folder):
    collection = json.loads((folder / "footprints.geojson").read_text("utf-8"))
    collection["features"] *= 2
    (folder / "footprints.geojson").write_text(json.dumps(collection))
    (fault,) = faults_of(folder)
    assert fault.rule == "this place has two footprints"
    assert "MultiPolygon" in fault.remedy


def test_a_row_is_counted_as_a_spreadsheet_does_though_cells_hold_line_breaks(folder):
    text_edit("events.csv", ",two voices", ',"two\nvoices\n\nindeed"')(folder)
    text_edit("events.csv", "Birch,2001-01-06", "Birch,06/01/2001")(folder)
    text_edit("events.csv", "2001-01-08,repelled,south,south", "2001-01-08,repelled,south,east")(
        folder
    )
    assert [(fault.row, fault.value) for fault in faults_of(folder)] == [(4, "06/01/2001"), (5, "")]


def test_areas_for_orientation_are_checked_too(folder):
    area = {
        "type": "Feature",
        "properties": {"id": "a", "name": "A", "level": "admin1", "sources": [], "licence": "CC0"},
        "geometry": {"type": "LineString", "coordinates": [[30, 0], [31, 0]]},
    }
    river = area | {"geometry": {"type": "LineString", "coordinates": [[0, 30], [0.1, 30.1]]}}
    for name, feature in (("admin", area), ("rivers", river)):
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / f"{name}.geojson").write_text(text)
    first, second = faults_of(folder)
    assert (first.file, first.value) == ("admin.geojson", "LineString")
    assert (second.file, second.rule) == (
        "rivers.geojson",
        "longitude and latitude look swapped",
    )


# Whatever is done to the files: faults, never another error.

ODD_CELLS = st.sampled_from(
    ["", "nan", "-1", "1e999", "true", "=1+1", "2001-02-30", "elm", "E1", "x" * 300, "\x1b[31m"]
) | st.text(max_size=8)
ODD_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["Point", "Polygon", "elm", [30.1, 0.1], [[[30, 0], [30, 1], [30, 0]]]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
FUZZ = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(data=st.data())
def test_random_bytes_in_a_file_are_faults_and_nothing_else(folder, data):
    name = data.draw(st.sampled_from(FILES))
    whole = (LAND / name).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    raw = whole[:start] + data.draw(st.binary(max_size=40)) + whole[start + length :]
    (folder / name).write_bytes(raw)
    faults_of(folder)
    shutil.copy(LAND / name, folder / name)


@FUZZ
@given(data=st.data())
def test_random_cells_in_a_table_are_faults_and_nothing_else(folder, data):
    name = data.draw(st.sampled_from([name for name in FILES if name.endswith(".csv")]))
    lines = [line.split(",") for line in (LAND / name).read_text("utf-8").splitlines()]
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.sampled_from(lines))
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(ODD_CELLS)
    text = "\n".join(",".join(line) for line in lines)
    (folder / name).write_text(text + "\n", "utf-8", errors="replace")
    faults_of(folder)
    shutil.copy(LAND / name, folder / name)


@FUZZ
@given(data=st.data())
def test_random_values_in_a_json_file_are_faults_and_nothing_else(folder, data):
    name = data.draw(st.sampled_from([name for name in FILES if name.endswith("json")]))
    value = json.loads((LAND / name).read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(value, data)
    (folder / name).write_text(json.dumps(value), "utf-8")
    faults_of(folder)
    shutil.copy(LAND / name, folder / name)


def spoil(value, data):
    """Put something odd anywhere into a JSON value."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inner = value[key]
        if not isinstance(inner, dict | list) or data.draw(st.integers(0, 4)) == 0:
            value[key] = data.draw(ODD_VALUES)
            return
        value = inner
