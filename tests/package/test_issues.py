"""Each problem of a package is reported once, with its place and a hint."""

from __future__ import annotations

import json

import pytest
from invalid_geometries import INVALID_GEOMETRIES
from invalid_rows import INVALID_ROWS
from package_edits import (
    E1,
    E5,
    FILES,
    GOOD_REPORT,
    REQUIRED,
    RING,
    append_row,
    change_feature,
    change_outline,
    issues_of,
    move_elm,
    polygon,
    replace_text,
)

from frontline.errors import DataError
from frontline.package.package import inspect_package, read_package

INVALID = INVALID_ROWS | INVALID_GEOMETRIES


@pytest.mark.parametrize("case", INVALID)
def test_an_issue_is_reported_once_with_file_row_value_message_and_hint(land_copy, case):
    edit, (file, row, value, rule, remedy) = INVALID[case]
    edit(land_copy)
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.row, issue.value, issue.severity) == (file, row, value, "error")
    assert rule in issue.message
    assert remedy in issue.hint


@pytest.mark.parametrize(
    ("file", "old", "new", "issue"),
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
def test_a_name_in_place_of_an_id_gets_the_id_suggested(land_copy, file, old, new, issue):
    change_feature("gazetteer.geojson", 3, name_ar="أرز")(land_copy)
    change_feature("gazetteer.geojson", 5, names=["Dar al-Elm"])(land_copy)
    replace_text(file, old, new)(land_copy)
    row, value, column, id_ = issue
    (found,) = issues_of(land_copy)
    assert (found.file, found.row, found.value) == (file, row, value)
    assert (found.message, found.hint) == (f"{column}: is a name; its id is {id_}", f"Write {id_}.")


def test_an_ambiguous_name_gets_no_suggestion(land_copy):
    change_feature("gazetteer.geojson", 1, names=["Cedar"])(land_copy)
    replace_text("baseline.csv", "B3,cedar", "B3,Cedar")(land_copy)
    (found,) = issues_of(land_copy)
    assert found.message == "place_id: is not a valid id"


def test_the_invented_land_has_no_issue(land_copy):
    package, issues = inspect_package(land_copy)
    assert issues == []
    assert len(package.gazetteer) == 9
    assert package.row_numbers["events", "E5"] == 6
    assert package.row_numbers["gazetteer", "elm"] == "elm"


VALID = {
    "a road that runs on beyond the region": change_feature(
        "highways.geojson", 1, coordinates=[[30.1, -3.5], [30.1, 0.2], [30.1, 3.0]]
    ),
    "heights everywhere": change_outline(polygon(*[[*position, 450] for position in RING])),
    "a height": move_elm([30.1, 0.1, 450.0]),
    "a whole number of degrees": move_elm([30, 0.15]),
    "an event on the last day": replace_text(
        "events.csv", "Elm,2001-01-08,2001-01-08", "Elm,2001-01-10,2001-01-10"
    ),
    "a stretch to the end, rounded up": replace_text(
        "events.csv", E5, E5.replace("h1,,", "h1,30.5,33.2")
    ),
    "an open stretch": replace_text("events.csv", E5, E5.replace("h1,,", "h1,,10.5")),
    "an address in Arabic": replace_text("reports.csv", GOOD_REPORT, "https://watch.invalid/خان"),
    "a report about an unplaced record": lambda folder: [
        append_row("unplaced.csv", "U1,somewhere,,,,,capture,,,not-located,nobody knows it,")(
            folder
        ),
        append_row("reports.csv", "U1-r1,U1,watch,https://watch.invalid/u,,,supports,")(folder),
    ],
    "no roads, outlines or unplaced rows": lambda folder: [
        replace_text("events.csv", E5, "E5,elm,Elm,2001-01-09,2001-01-09,repelled,south,south,,,,")(
            folder
        ),
        *[(folder / name).unlink() for name in FILES if name not in REQUIRED],
    ],
    "blank rows between": replace_text("events.csv", "\nE4", "\n,,,,,,,,,,,\n\nE4"),
    "columns in another order": lambda folder: (folder / "actors.csv").write_text(
        "colour,id,name\n#112233,north,North\n#332211,south,South\n"
    ),
}


@pytest.mark.parametrize("case", VALID)
def test_valid_variants_have_no_issue(land_copy, case):
    VALID[case](land_copy)
    assert issues_of(land_copy) == []


def test_issues_of_all_files_are_reported_together(land_copy):
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
        INVALID[case][0](land_copy)
    with pytest.raises(DataError) as caught:
        read_package(land_copy)
    found = {(issue.file, issue.row, issue.value) for issue in caught.value.issues}
    assert found == {INVALID[case][1][:3] for case in chosen}
    assert len(str(caught.value).splitlines()) == len(chosen)


def test_all_issues_of_a_row_are_reported_together(land_copy):
    replace_text("events.csv", E1, "E 1,elm,Elm,03/01/2001,2001-04-31,conquest,,south")(land_copy)
    replace_text("reports.csv", "E1-r1,E1", "E1-r1,E 1")(land_copy)
    replace_text("reports.csv", "E1-r2,E1", "E1-r2,E 1")(land_copy)
    rules = [(issue.file, issue.row, issue.message.split(":")[0]) for issue in issues_of(land_copy)]
    columns = ["event_id", "date_earliest", "date_latest", "kind", "from"]
    rows = [("events.csv", 2, column) for column in columns]
    bad_ids = [("reports.csv", row, "record_id") for row in (11, 12)]
    assert sorted(rules) == sorted([*rows, *bad_ids])


def test_an_invalid_place_is_not_also_reported_as_missing(land_copy):
    move_elm([float("nan"), 0.1])(land_copy)
    replace_text("actors.csv", "#2f7f86", "teal")(land_copy)
    assert [issue.file for issue in issues_of(land_copy)] == ["actors.csv", "gazetteer.geojson"]


def test_a_package_without_a_referenced_place_is_invalid(land_copy):
    for name in ("baseline.csv", "events.csv", "reports.csv"):
        header = (land_copy / name).read_text("utf-8").splitlines()[0]
        (land_copy / name).write_text(f"{header}\n")
    (issue,) = issues_of(land_copy)
    assert issue.message == "no row refers to a place"


def test_a_duplicate_feature_is_reported_only_as_a_duplicate_id(land_copy):
    collection = json.loads((land_copy / "gazetteer.geojson").read_text("utf-8"))
    collection["features"].append(collection["features"][4])
    (land_copy / "gazetteer.geojson").write_text(json.dumps(collection))
    (issue,) = issues_of(land_copy)
    assert issue.message == "this id appears 2 times"


def test_two_footprints_of_a_place_are_reported(land_copy):
    collection = json.loads((land_copy / "footprints.geojson").read_text("utf-8"))
    collection["features"] *= 2
    (land_copy / "footprints.geojson").write_text(json.dumps(collection))
    (issue,) = issues_of(land_copy)
    assert issue.message == "this place has two footprints"
    assert "MultiPolygon" in issue.hint


def test_rows_are_counted_correctly_after_cells_with_line_breaks(land_copy):
    replace_text("events.csv", ",two voices", ',"two\nvoices\n\nindeed"')(land_copy)
    replace_text("events.csv", "Birch,2001-01-06", "Birch,06/01/2001")(land_copy)
    replace_text("events.csv", "2001-01-08,repelled,south,south", "2001-01-08,repelled,south,east")(
        land_copy
    )
    assert [(issue.row, issue.value) for issue in issues_of(land_copy)] == [
        (4, "06/01/2001"),
        (5, ""),
    ]


def test_admin_areas_and_rivers_are_checked(land_copy):
    area = {
        "type": "Feature",
        "properties": {"id": "a", "name": "A", "level": "admin1", "sources": [], "licence": "CC0"},
        "geometry": {"type": "LineString", "coordinates": [[30, 0], [31, 0]]},
    }
    river = area | {"geometry": {"type": "LineString", "coordinates": [[0, 30], [0.1, 30.1]]}}
    for name, feature in (("admin", area), ("rivers", river)):
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (land_copy / f"{name}.geojson").write_text(text)
    first, second = issues_of(land_copy)
    assert (first.file, first.value) == ("admin.geojson", "LineString")
    assert (second.file, second.message) == (
        "rivers.geojson",
        "longitude and latitude look swapped",
    )


@pytest.mark.parametrize(
    ("cut", "file", "old"),
    [
        ("actors", "baseline.csv", "Cedar,north"),
        ("actors", "events.csv", "capture,north"),
        ("publishers", "reports.csv", "E1,herald"),
        ("baseline", "reports.csv", "B1-r1,B1"),
        ("events", "reports.csv", "E1-r1,E1"),
    ],
)
def test_references_into_a_table_without_a_last_line_break_are_checked(land_copy, cut, file, old):
    path = land_copy / f"{cut}.csv"
    path.write_text(path.read_text().rstrip("\n"))
    assert [issue.severity for issue in issues_of(land_copy)] == ["warning"]
    referring = land_copy / file
    text = referring.read_text()
    assert old in text
    referring.write_text(text.replace(old, f"{old}x", 1))
    errors = [issue for issue in issues_of(land_copy) if issue.severity == "error"]
    assert [issue.file for issue in errors] == [file]
