"""VIINA: changes of the vote of several maps become events; each map is a publisher."""

from __future__ import annotations

import json
import zipfile

import pytest
from sample_imports import SAMPLES, import_sample

from frontline.package.package import read_package

VIINA = {"UA": "north", "RU": "south"}


@pytest.fixture
def with_geonames(land_copy):
    """Return the invented land in which three towns have an id in GeoNames."""
    path = land_copy / "gazetteer.geojson"
    gazetteer = json.loads(path.read_text(encoding="utf-8"))
    for number, feature in enumerate(gazetteer["features"][:3], start=900001):
        feature["properties"]["geonames_id"] = number
    path.write_text(json.dumps(gazetteer), encoding="utf-8")
    return land_copy


def test_only_changes_of_the_vote_become_events(with_geonames):
    (with_geonames / "baseline.csv").write_text(
        "baseline_id,place_id,place_as_reported,holder,evidence,note\n"
    )
    (with_geonames / "events.csv").write_text(
        "event_id,place_id,place_as_reported,date_earliest,date_latest,kind,from,to,note\n"
    )
    (with_geonames / "reports.csv").write_text("report_id,record_id,publisher,url\n")
    summary = import_sample(with_geonames, "viina", "control_latest_2001.csv", VIINA)
    assert (summary.read, summary.used) == (8, 5)
    assert summary.left_out == {"has the status of the day before": 3}
    package = read_package(with_geonames)
    assert {row.place_id: row.holder for row in package.baseline} == {
        "alder": "north", "birch": "south", "cedar": "north",
    }  # fmt: skip
    contested, taken = package.events
    assert (contested.kind, contested.before, contested.after) == ("contested", "north", "south")
    assert (taken.kind, taken.before, taken.after) == ("capture", "north", "south")
    # no row for the 4th and 5th: the change came on one of three days
    assert [str(taken.date_earliest), str(taken.date_latest)] == ["2001-01-04", "2001-01-06"]


def test_a_day_years_from_all_others_is_refused(with_geonames):
    path = with_geonames.parent / "control.csv"
    lines = (SAMPLES / "control_latest_2001.csv").read_text("utf-8").splitlines()
    day = lines[0].split(",").index("date")
    cells = lines[1].split(",")
    wrong = ",".join([*cells[:day], "19700101", *cells[day + 1 :]])
    path.write_text("\n".join([lines[0], wrong, *lines[1:]]) + "\n", "utf-8")
    summary = import_sample(with_geonames, "viina", path, VIINA)
    assert (summary.unused[0].row, summary.unused[0].text) == (2, "1970-01-01")
    assert read_package(with_geonames).coverage.first_day.year == 2001


def test_each_map_is_a_publisher_that_supports_or_denies(with_geonames):
    import_sample(with_geonames, "viina", "control_latest_2001.csv", VIINA)
    package = read_package(with_geonames)
    statements = {
        package.publishers[one.publisher].name.partition(",")[0]: one.says
        for one in package.reports["VIINA-900001-20010106"]
    }
    assert statements == {
        "Wikipedia map": "supports",
        "Wikipedia map with news reports": "supports",
        "DeepStateMap": "supports",
        "Institute for the Study of War": "denies",
    }
    boosted = next(one for one in package.publishers.values() if "news reports" in one.name)
    assert package.publishers[boosted.origin[0]].name.startswith("Wikipedia map,")


def test_places_outside_the_gazetteer_are_counted(land_copy):
    summary = import_sample(land_copy, "viina", "control_latest_2001.csv", VIINA)
    assert summary.left_out == {"the place is not in the gazetteer: import GeoNames first": 8}


def test_the_published_zip_is_read(with_geonames):
    path = with_geonames.parent / "control_latest_2001.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(SAMPLES / "control_latest_2001.csv", "control_latest_2001.csv")
    assert import_sample(with_geonames, "viina", path, VIINA).read == 8
