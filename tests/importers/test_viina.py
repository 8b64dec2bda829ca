"""VIINA: what each of its maps shows becomes statements of that publisher."""

from __future__ import annotations

import json
import zipfile
from datetime import date

import pytest
from sample_imports import SAMPLES, import_sample

from frontline.atlas import Atlas
from frontline.control.rules import RULES
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


def emptied(folder):
    for name in ("baseline", "events", "reports"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    return folder


def test_what_the_maps_show_on_consecutive_days_becomes_one_statement(with_geonames):
    folder = emptied(with_geonames)
    summary = import_sample(folder, "viina", "control_latest_2001.csv", VIINA)
    assert (summary.read, summary.used) == (8, 7)
    reason = "has the statuses of the row before: its day is part of the same statement"
    assert summary.left_out == {reason: 1}
    package = read_package(folder)
    assert {row.place_id: row.holder for row in package.baseline} == {
        "alder": "north", "cedar": "north",
    }  # fmt: skip
    (birch,) = (event for event in package.events if event.place_id == "birch")
    assert (birch.kind, birch.before, birch.after) == ("held", "south", "south")
    assert [str(birch.date_earliest), str(birch.date_latest)] == ["2001-01-01", "2001-01-02"]


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


def test_each_map_is_the_publisher_of_what_it_shows(with_geonames):
    folder = emptied(with_geonames)
    import_sample(folder, "viina", "control_latest_2001.csv", VIINA)
    package = read_package(folder)
    shown = {
        (event.before, event.after): {
            package.publishers[one.publisher].name.partition(",")[0]
            for one in package.reports[event.event_id]
        }
        for event in package.events
        if event.event_id.startswith("VIINA-900001-20010106")
    }
    assert shown == {
        ("south", "south"): {
            "Wikipedia map", "Wikipedia map with news reports", "DeepStateMap",
        },
        ("north", "south"): {"Institute for the Study of War"},
    }  # fmt: skip
    boosted = next(one for one in package.publishers.values() if "news reports" in one.name)
    assert package.publishers[boosted.origin[0]].name.startswith("Wikipedia map,")


#: One map lags a day, or for ever; the last day of the record is the 20th.
LAGGING = """geonameid,date,status_wiki,status_boost,status_dsm,status_isw,status
900001,20010101,UA,UA,UA,UA,UA
900001,20010103,{},RU,RU,RU,RU
900001,20010104,{},RU,RU,RU,RU
900001,20010109,{},RU,RU,RU,RU
900001,20010120,UA,UA,UA,UA,UA
"""


@pytest.mark.parametrize(
    ("states", "answers"),
    [
        (("RU", "RU", "RU"), {1: "north", 2: "", 3: "south", 9: "south", 20: "north"}),
        (("CONTESTED", "RU", "RU"), {1: "north", 3: "", 4: "south", 9: "south"}),
        (("UA", "RU", "RU"), {1: "north", 3: "north", 4: "south", 9: "south", 20: "north"}),
        (("UA", "UA", "UA"), {1: "north", 4: "north", 9: "north", 20: "north"}),
        (("", "UA", "RU"), {1: "north", 3: "north", 4: "north", 9: "south", 20: "north"}),
    ],
)
def test_a_map_that_lags_denies_a_change_until_it_comes_round(with_geonames, states, answers):
    folder = emptied(with_geonames)
    path = folder.parent / "control.csv"
    path.write_text(LAGGING.format(*states), "utf-8")
    import_sample(folder, "viina", path, VIINA)
    record = Atlas(read_package(folder), RULES["standard"]).record
    found = {day: record.control_on("alder", date(2001, 1, day)).holder or "" for day in answers}
    assert found == answers


def test_places_outside_the_gazetteer_are_counted(land_copy):
    summary = import_sample(land_copy, "viina", "control_latest_2001.csv", VIINA)
    assert summary.left_out == {"the place is not in the gazetteer: import GeoNames first": 8}


def test_the_published_zip_is_read(with_geonames):
    path = with_geonames.parent / "control_latest_2001.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(SAMPLES / "control_latest_2001.csv", "control_latest_2001.csv")
    assert import_sample(with_geonames, "viina", path, VIINA).read == 8
