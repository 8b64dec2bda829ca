"""What is wrong with a package is said once, where it stands, with what to do about it."""

from __future__ import annotations

import json

import pytest
from spoiling import (
    E1,
    E5,
    FILES,
    GOOD_REPORT,
    REQUIRED,
    RING,
    append,
    faults_of,
    feature_edit,
    outline,
    places,
    polygon,
    text_edit,
)
from wrong_rows import WRONG_ROWS
from wrong_shapes import WRONG_SHAPES

from frontline.errors import DataError
from frontline.package.package import inspect_package, read_package

ONE_FAULT = WRONG_ROWS | WRONG_SHAPES


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_said_once_with_file_row_value_rule_and_remedy(land_copy, case):
    edit, (file, row, value, rule, remedy) = ONE_FAULT[case]
    edit(land_copy)
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.row, fault.value, fault.severity) == (file, row, value, "error")
    assert rule in fault.message
    assert remedy in fault.hint


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("baseline.csv", "B3,cedar", "B3,Cedar", (4, "Cedar", "place_id", "cedar")),
        ("baseline.csv", "B3,cedar", "B3,أرز", (4, "أرز", "place_id", "cedar")),
        (
            "baseline.csv",
            "B3,cedar,Cedar,north",
            "B3,cedar,Cedar,North",
            (4, "North", "holder", "north"),
        ),
        ("events.csv", "E1,elm,", "E1,Dar al-Elm,", (2, "Dar al-Elm", "place_id", "elm")),
        ("events.csv", "capture,north,south", "capture,north,SOUTH", (2, "SOUTH", "to", "south")),
        (
            "reports.csv",
            "E1,herald,",
            "E1,North Herald,",
            (11, "North Herald", "publisher", "herald"),
        ),
        ("datapackage.json", '"elm"', '"Elm"', ("frontline", "Elm", "key_places", "elm")),
    ],
)
def test_a_name_in_the_place_of_an_id_is_told_its_id(land_copy, file, old, new, fault):
    feature_edit("gazetteer.geojson", 3, name_ar="أرز")(land_copy)
    feature_edit("gazetteer.geojson", 5, names=["Dar al-Elm"])(land_copy)
    text_edit(file, old, new)(land_copy)
    row, value, column, id_ = fault
    (found,) = faults_of(land_copy)
    assert (found.file, found.row, found.value) == (file, row, value)
    assert (found.message, found.hint) == (f"{column}: is a name; its id is {id_}", f"Write {id_}.")


def test_a_name_of_two_places_is_told_no_id(land_copy):
    feature_edit("gazetteer.geojson", 1, names=["Cedar"])(land_copy)
    text_edit("baseline.csv", "B3,cedar", "B3,Cedar")(land_copy)
    (found,) = faults_of(land_copy)
    assert found.message == "place_id: is no id"


def test_the_land_has_no_fault(land_copy):
    package, faults = inspect_package(land_copy)
    assert faults == []
    assert len(package.gazetteer) == 9
    assert package.row_numbers["events", "E5"] == 6
    assert package.row_numbers["gazetteer", "elm"] == "elm"


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
def test_what_is_sound_passes(land_copy, case):
    PASSES[case](land_copy)
    assert faults_of(land_copy) == []


def test_all_faults_of_all_files_come_at_once(land_copy):
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
        ONE_FAULT[case][0](land_copy)
    with pytest.raises(DataError) as caught:
        read_package(land_copy)
    found = {(fault.file, fault.row, fault.value) for fault in caught.value.issues}
    assert found == {ONE_FAULT[case][1][:3] for case in chosen}
    assert len(str(caught.value).splitlines()) == len(chosen)


def test_all_faults_of_one_row_come_at_once(land_copy):
    text_edit("events.csv", E1, "E 1,elm,Elm,03/01/2001,2001-04-31,conquest,,south")(land_copy)
    text_edit("reports.csv", "E1-r1,E1", "E1-r1,E 1")(land_copy)
    text_edit("reports.csv", "E1-r2,E1", "E1-r2,E 1")(land_copy)
    rules = [(fault.file, fault.row, fault.message.split(":")[0]) for fault in faults_of(land_copy)]
    columns = ["event_id", "date_earliest", "date_latest", "kind", "from"]
    rows = [("events.csv", 2, column) for column in columns]
    bad_ids = [("reports.csv", row, "record_id") for row in (11, 12)]
    assert sorted(rules) == sorted([*rows, *bad_ids])


def test_a_place_with_a_fault_is_not_also_missing_where_it_is_named(land_copy):
    places([float("nan"), 0.1])(land_copy)
    text_edit("actors.csv", "#2f7f86", "teal")(land_copy)
    assert [fault.file for fault in faults_of(land_copy)] == ["actors.csv", "gazetteer.geojson"]


def test_a_record_that_names_no_place_cannot_be_mapped(land_copy):
    for name in ("baseline.csv", "events.csv", "reports.csv"):
        header = (land_copy / name).read_text("utf-8").splitlines()[0]
        (land_copy / name).write_text(f"{header}\n")
    (fault,) = faults_of(land_copy)
    assert fault.message == "no row speaks of any place"


def test_a_copy_of_a_feature_is_a_double_id_only(land_copy):
    collection = json.loads((land_copy / "gazetteer.geojson").read_text("utf-8"))
    collection["features"].append(collection["features"][4])
    (land_copy / "gazetteer.geojson").write_text(json.dumps(collection))
    (fault,) = faults_of(land_copy)
    assert fault.message == "this id stands 2 times"


def test_two_outlines_of_one_place_are_to_be_joined(land_copy):
    collection = json.loads((land_copy / "footprints.geojson").read_text("utf-8"))
    collection["features"] *= 2
    (land_copy / "footprints.geojson").write_text(json.dumps(collection))
    (fault,) = faults_of(land_copy)
    assert fault.message == "this place has two footprints"
    assert "MultiPolygon" in fault.hint


def test_a_row_is_counted_as_a_spreadsheet_does_though_cells_hold_line_breaks(land_copy):
    text_edit("events.csv", ",two voices", ',"two\nvoices\n\nindeed"')(land_copy)
    text_edit("events.csv", "Birch,2001-01-06", "Birch,06/01/2001")(land_copy)
    text_edit("events.csv", "2001-01-08,repelled,south,south", "2001-01-08,repelled,south,east")(
        land_copy
    )
    assert [(fault.row, fault.value) for fault in faults_of(land_copy)] == [
        (4, "06/01/2001"),
        (5, ""),
    ]


def test_areas_for_orientation_are_checked_too(land_copy):
    area = {
        "type": "Feature",
        "properties": {"id": "a", "name": "A", "level": "admin1", "sources": [], "licence": "CC0"},
        "geometry": {"type": "LineString", "coordinates": [[30, 0], [31, 0]]},
    }
    river = area | {"geometry": {"type": "LineString", "coordinates": [[0, 30], [0.1, 30.1]]}}
    for name, feature in (("admin", area), ("rivers", river)):
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (land_copy / f"{name}.geojson").write_text(text)
    first, second = faults_of(land_copy)
    assert (first.file, first.value) == ("admin.geojson", "LineString")
    assert (second.file, second.message) == (
        "rivers.geojson",
        "longitude and latitude look swapped",
    )
