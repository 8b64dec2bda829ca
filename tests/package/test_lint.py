"""Warnings about a valid package, each with its row, message and hint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from frontline.lint import check_folder, package_warnings
from frontline.package.package import read_package

LAND = Path(__file__).parent.parent / "land"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(LAND, tmp_path / "land"))


def replace(folder, file, old, new):
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def append(folder, file, *lines):
    with (folder / file).open("a", encoding="utf-8") as handle:
        handle.writelines(f"{line}\n" for line in lines)


def event(folder, row, url="https://watch.invalid/new"):
    """Add an event with one report of the monitor."""
    append(folder, "events.csv", row)
    name = row.split(",", maxsplit=1)[0]
    append(folder, "reports.csv", f"{name}-r1,{name},watch,{url},,,supports,")


def change_places(folder, change):
    path = folder / "gazetteer.geojson"
    collection = json.loads(path.read_text("utf-8"))
    change([feature["properties"] for feature in collection["features"]], collection["features"])
    path.write_text(json.dumps(collection), "utf-8")


def only_warning(folder):
    (issue,) = check_folder(folder)
    assert issue.severity == "warning"
    assert issue.hint
    return issue


def test_the_invented_land_has_no_warning():
    assert check_folder(LAND) == []


def test_an_invalid_package_has_only_errors(folder):
    replace(folder, "actors.csv", "#2f7f86", "teal")
    event(folder, "E6,elm,Elm,2001-01-09,2001-01-09,capture,north,south,,,,")
    assert [issue.severity for issue in check_folder(folder)] == ["error"]


def test_a_capture_by_the_holder_is_reported_with_row_and_note(folder):
    event(folder, "E6,elm,Elm,2001-01-09,2001-01-09,capture,north,south,,,,told twice")
    issue = only_warning(folder)
    assert (issue.file, issue.row, issue.value) == ("events.csv", 7, "elm")
    assert issue.message == "E6: south captures a place that it already holds"
    assert issue.hint.endswith("Its note: told twice")


def test_warnings_have_the_row_rowof_a_spreadsheet(folder):
    replace(folder, "events.csv", ",two voices", ',"two\n\nvoices"')
    event(folder, "E6,elm,Elm,2001-01-09,2001-01-09,capture,north,south,,,,")
    assert only_warning(folder).row == 7


def test_a_capture_from_another_actor_than_the_holder_is_reported(folder):
    append(folder, "actors.csv", "east,East,,#000000,plain,")
    event(folder, "E6,alder,Alder,2001-01-09,2001-01-09,capture,east,south,,,,")
    issue = only_warning(folder)
    assert (issue.row, issue.message) == (7, "E6: captures the place from east, but north held it")


def test_an_attack_repelled_by_another_actor_than_the_holder_is_reported(folder):
    event(folder, "E6,alder,Alder,2001-01-09,2001-01-09,repelled,south,south,,,,")
    issue = only_warning(folder)
    assert issue.message == "E6: south is reported to have kept the place, but north held it"


def test_an_event_without_support_is_reported(folder):
    append(folder, "events.csv", "E6,alder,Alder,2001-01-09,2001-01-09,capture,north,south,,,,")
    append(folder, "reports.csv", "E6-r1,E6,watch,https://watch.invalid/6,,,denies,")
    issue = only_warning(folder)
    assert (issue.row, issue.message) == (7, "E6: no report supports it")
    assert "reports.csv" in issue.hint


@pytest.mark.parametrize("evidence", ["confirmed", "claimed", "disputed"])
def test_a_baseline_row_without_report_is_reported(folder, evidence):
    replace(
        folder, "baseline.csv", "alder,Alder,north,claimed,", f"alder,,north,{evidence},old map"
    )
    replace(
        folder, "reports.csv", "B1-r1,B1,watch,https://watch.invalid/1,2001-01-01,,supports,\n", ""
    )
    issue = only_warning(folder)
    assert (issue.file, issue.row, issue.value) == ("baseline.csv", 2, "alder")
    assert issue.message == f"B1: is {evidence}, and no report supports it"
    assert "reports.csv" in issue.hint
    assert issue.hint.endswith("Its note: old map")


def test_a_stored_inference_is_refused_with_what_to_do(folder):
    replace(folder, "baseline.csv", "fir,Fir,north,claimed,", "fir,Fir,north,inferred,")
    (issue,) = check_folder(folder)
    assert (issue.file, issue.row, issue.severity) == ("baseline.csv", 7, "error")
    assert issue.message == (
        "evidence: 'inferred' is not stored: the holder before the first change is computed"
    )
    assert issue.hint == "Delete the row, and its rows in reports.csv."


@pytest.mark.parametrize(
    ("publisher", "says", "sound"),
    [
        ("wire", "supports", True),
        ("wire-citing-watch", "supports", False),
        ("blog", "supports", False),
        ("wire", "context", False),
        ("wire", "denies", False),
    ],
)
def test_a_confirmed_baseline_row_needs_two_independent_sources(folder, publisher, says, sound):
    replace(folder, "baseline.csv", "alder,Alder,north,claimed,", "alder,Alder,north,confirmed,")
    append(folder, "reports.csv", f"B1-r2,B1,{publisher},https://wire.invalid/1,,,{says},")
    if sound:
        assert check_folder(folder) == []
    else:
        issue = only_warning(folder)
        assert issue.message.startswith("B1: is confirmed, without two independent sources")
        assert "claimed" in issue.hint


def test_a_denied_baseline_row_is_not_confirmed_by_two_sources(folder):
    replace(folder, "baseline.csv", "alder,Alder,north,claimed,", "alder,Alder,north,confirmed,")
    append(folder, "reports.csv", "B1-r2,B1,wire,https://wire.invalid/1,,,supports,")
    append(folder, "reports.csv", "B1-r3,B1,gazette,https://gazette.invalid/1,,,denies,")
    assert only_warning(folder).file == "baseline.csv"


def test_a_report_older_than_its_event_is_reported(folder):
    replace(folder, "reports.csv", "watch.invalid/e4,2001-01-08", "watch.invalid/e4,2001-01-05")
    issue = only_warning(folder)
    assert (issue.file, issue.row) == ("reports.csv", 17)
    assert issue.value == "https://watch.invalid/e4"
    assert "published on 2001-01-05, before the event of 2001-01-08" in issue.message


def test_a_report_of_the_day_before_is_accepted(folder):
    replace(folder, "reports.csv", "watch.invalid/e4,2001-01-08", "watch.invalid/e4,2001-01-07")
    assert check_folder(folder) == []


def test_neighbours_with_the_same_name_are_reported_with_both_notes(folder):
    def double(properties, features):
        features.append(json.loads(json.dumps(features[0])))
        # 0.01 degree of longitude at the equator is 1,113 m, within the 1,500 m of the rule.
        features[-1]["geometry"]["coordinates"] = [30.01, 0.2]
        features[-1]["properties"].update(id="alder-2", name="al-Alder", note="the new part")
        properties[0]["note"] = "the old part"

    change_places(folder, double)
    issue = only_warning(folder)
    assert (issue.file, issue.row, issue.value) == ("gazetteer.geojson", "alder", "Alder")
    assert "has the same name as 'alder-2'" in issue.message
    assert issue.hint.endswith("Its note: the old part / the new part")


def test_distant_places_may_have_the_same_name(folder):
    def namesake(properties, _features):
        properties[8]["name"] = "Alder"

    change_places(folder, namesake)
    assert check_folder(folder) == []


def test_a_possibly_truncated_table_is_one_of_the_warnings(folder):
    event(folder, "E6,elm,Elm,2001-01-09,2001-01-09,capture,north,south,,,,")
    path = folder / "actors.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    assert [issue.file for issue in check_folder(folder)] == ["actors.csv", "events.csv"]
    assert read_package(folder).actors.keys() == {"north", "south"}


@pytest.mark.parametrize(
    "ring",
    [
        [[30.0, 0.0], [30.1, 0.1], [30.1, 0.0], [30.0, 0.1], [30.0, 0.0]],
        [[30.0, 0.0], [30.1, 0.0], [30.2, 0.0], [30.0, 0.0]],
    ],
)
def test_a_self_intersecting_footprint_is_an_error_with_its_position(folder, ring):
    path = folder / "footprints.geojson"
    collection = json.loads(path.read_text("utf-8"))
    collection["features"][0]["geometry"]["coordinates"] = [ring]
    path.write_text(json.dumps(collection), "utf-8")
    (issue,) = check_folder(folder)
    assert (issue.file, issue.row, issue.severity) == ("footprints.geojson", "elm", "error")
    assert issue.value.startswith("30")
    assert "crosses itself" in issue.message


def test_a_self_intersecting_admin_area_is_an_error(folder):
    ring = [[30.0, 0.0], [30.1, 0.1], [30.1, 0.0], [30.0, 0.1], [30.0, 0.0]]
    area = {
        "type": "Feature",
        "properties": {"id": "a", "name": "A", "level": "admin1", "sources": [], "licence": "CC0"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [area]})
    (folder / "admin.geojson").write_text(text)
    (issue,) = check_folder(folder)
    assert (issue.file, issue.row) == ("admin.geojson", "a")


def test_warnings_do_not_depend_on_the_order_of_rows(folder):
    event(folder, "E6,elm,Elm,2001-01-09,2001-01-09,capture,north,south,,,,")
    event(folder, "E7,alder,Alder,2001-01-09,2001-01-09,repelled,south,south,,,,")
    rules = {issue.message for issue in package_warnings(read_package(folder))}
    header, *rows = (folder / "events.csv").read_text("utf-8").splitlines()
    (folder / "events.csv").write_text("\n".join([header, *reversed(rows)]) + "\n")
    assert {issue.message for issue in package_warnings(read_package(folder))} == rules
    assert len(rules) == 2


@pytest.mark.parametrize(
    ("name", "name_ar", "part"),
    [
        ("Alder", "Aldār", "'Aldār' has no Arabic letter"),
        ("Tell Rashid", "تل رشيد", None),
        ("Tell Rashid", "تل حمدان", "'Tell Rashid' and 'تل حمدان' differ in sound"),
        ("Хутор", "خربة", None),
        ("Tell Rashid", "", None),
    ],
)
def test_a_pair_of_names_that_differ_in_sound_is_reported(folder, name, name_ar, part):
    def rename(properties, _features):
        properties[0].update(name=name, name_ar=name_ar, note="an old map")

    change_places(folder, rename)
    found = [str(issue) for issue in check_folder(folder)]
    assert len(found) == (part is not None)
    if part:
        assert part in found[0]
        assert found[0].endswith("Its note: an old map")


@pytest.mark.parametrize(("latest", "number"), [("2001-01-09", 0), ("2001-01-10", 1)])
def test_a_change_of_more_than_a_week_is_reported(folder, latest, number):
    event(folder, f"E6,alder,Alder,2001-01-02,{latest},capture,north,south,,,,from a summary")
    found = check_folder(folder)
    assert len(found) == number
    for issue in found:
        assert issue.message == (
            "E6: its day is known to 8 days only, and the place is contested until then"
        )


def without_the_road(folder, last):
    """Make the record longer, and leave out the report about the road."""
    replace(folder, "datapackage.json", '"last_day": "2001-01-10"', f'"last_day": "{last}"')
    for file in ("events.csv", "reports.csv"):
        lines = (folder / file).read_text("utf-8").splitlines(keepends=True)
        kept = "".join(line for line in lines if not line.startswith("E5"))
        (folder / file).write_text(kept, "utf-8")


@pytest.mark.parametrize(("last", "number"), [("2001-02-05", 0), ("2001-02-06", 1)])
def test_a_denial_that_decides_for_more_than_30_days_is_reported(folder, last, number):
    without_the_road(folder, last)
    found = check_folder(folder)
    assert len(found) == number
    for issue in found:
        assert (issue.file, issue.value) == ("events.csv", "birch")
        assert issue.message.startswith("E3: is denied, and no later report says")
        assert "31 days" in issue.message
        assert issue.hint.endswith("Its note: denied")


@pytest.mark.parametrize(
    ("last", "north_has_hazel", "number"),
    [("2001-02-07", True, 0), ("2001-02-08", True, 1), ("2001-02-08", False, 0)],
)
def test_a_place_that_others_enclose_for_30_days_is_reported(folder, last, north_has_hazel, number):
    # The middle of the nine towns: its last report, an attack that failed, is of 8 January.
    without_the_road(folder, last)
    replace(folder, "datapackage.json", '"reach_km": 6.0', '"reach_km": 12.0')
    taken = ["fir", "gorse", "ivy", *["hazel"] * north_has_hazel]
    event(folder, "E99,birch,x,2001-01-09,2001-01-09,repelled,north,north,,,,")
    for row, town in enumerate(taken, 6):
        event(folder, f"E{row},{town},x,2001-01-09,2001-01-09,capture,south,north,,,,")
    found = [issue for issue in check_folder(folder) if "enclosed" in issue.message]
    assert len(found) == number
    for issue in found:
        assert (issue.file, issue.row, issue.value) == ("events.csv", 5, "elm")
        assert "E4: south holds the place by this row, enclosed by others" in issue.message
        assert "2001-02-08" in issue.message
        assert issue.hint.endswith("Its note: an attack failed")
