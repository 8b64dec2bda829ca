"""Each source of events becomes what it says, with its ids, days and sources; and no more."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from importing import contents, imported
from typer.testing import CliRunner

from frontline import cli
from frontline.atlas import open as open_atlas
from frontline.intake.asked import Asked
from frontline.intake.kinds import bring_in
from frontline.package import read_package

SAMPLES = Path(__file__).parent / "samples"
ACLED = {"Military Forces of South (1990-)": "south", "North Front": "north"}
GED = {"Government of South": "south", "North Front": "north"}
VIINA = {"UA": "north", "RU": "south"}
WIKIPEDIA = {"red": "south", "green": "north"}
REVISION = {"on": "2001-01-10", "url": "https://en.wikipedia.org/w/index.php?oldid=7"}
NEWSROOM = {
    "place": "Village", "day": "Date", "after": "Taken by", "before": "Lost by",
    "publisher": "Source", "url": "Link", "lat": "Latitude", "lon": "Longitude",
}  # fmt: skip


def brought(folder, kind, file, actors=None, settings=None, **more):
    path = file if isinstance(file, Path) else SAMPLES / file
    asked = Asked(files=(path,), actors=actors or {}, settings=settings or {}, **more)
    return imported(kind, asked, folder)


def events(folder):
    return {event.event_id: event for event in read_package(folder).events}


def reasons(report):
    return {one.reason.partition(":")[0]: one.text for one in report.unused}


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decide(folder, choice):
    rows = rows_of(folder, "review")
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"choice": choice} for row in rows)
    (folder / "review.csv").write_text(text.getvalue(), encoding="utf-8")


@pytest.fixture
def with_geonames(land_copy):
    """Give three towns of the invented land an id in GeoNames."""
    path = land_copy / "gazetteer.geojson"
    told = json.loads(path.read_text(encoding="utf-8"))
    for number, feature in enumerate(told["features"][:3], start=900001):
        feature["properties"]["geonames_id"] = number
    path.write_text(json.dumps(told), encoding="utf-8")
    return land_copy


# --- ACLED ------------------------------------------------------------------------------------


def test_a_place_that_the_government_regains_is_taken_by_the_side_that_is_the_state(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    event = events(land_copy)["LND101"]  # the state stands second in the row
    assert (event.place_id, event.kind, event.before, event.after) == (
        "alder", "capture", "north", "south",
    )  # fmt: skip
    assert event.date_earliest == event.date_latest
    assert "time_precision 1; geo_precision 1; source_scale Other-National" in event.note


def test_the_answer_of_the_interface_of_acled_says_what_its_export_says(land_copy, tmp_path):
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answer = tmp_path / "acled.json"
    answer.write_text(json.dumps({"status": 200, "count": len(rows), "data": rows}), "utf-8")
    asked = Asked(files=(answer,), actors=ACLED)
    told = bring_in("acled", asked, land_copy)
    again = bring_in("acled", replace(asked, files=(SAMPLES / "acled.csv",)), land_copy)
    assert told.used > 0
    assert (again.read, again.used, again.changed) == (told.read, 0, 0)
    assert again.merged == told.used + told.merged


def test_a_week_is_seven_days_around_the_day_that_acled_writes(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    event = events(land_copy)["LND102"]
    assert (event.before, event.after) == ("south", "north")
    assert [str(event.date_earliest), str(event.date_latest)] == ["2001-01-12", "2001-01-18"]
    assert str(read_package(land_copy).frame.last_day) == "2001-01-18"


def test_a_month_near_a_place_is_listed_as_unplaced_with_its_reports(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    package = read_package(land_copy)
    (row,) = [one for one in package.unplaced if one.record_id == "LND105"]
    assert row.reason == "geo_precision 2: near the place named, not in it"
    assert [str(row.date_earliest), str(row.date_latest)] == ["2000-12-31", "2001-01-31"]
    assert [one.publisher for one in package.reports["LND105"]] == ["wire"]


def test_every_actor_that_nobody_cast_is_named_with_its_rows(land_copy):
    report = brought(land_copy, "acled", "acled.csv", {"North Front": "north"})
    (words,) = [note for note in report.notes if note.startswith("no actor is called so")]
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "territory" in row["sub_event_type"]]
    uncast = [row for row in rows if "Military Forces of South (1990-)" in row.values()]
    assert f"Military Forces of South (1990-) ({len(uncast)} rows)" in words
    assert words.endswith("The package has north, south")


def test_rows_that_are_on_no_map_are_said_to_be_in_unplaced(land_copy):
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    listed = len(rows_of(land_copy, "unplaced"))
    assert f"{listed} of the rows used or merged stand in unplaced.csv" in " ".join(report.notes)


def test_sources_are_publishers_and_the_unvetted_confirm_nothing(land_copy):
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    package = read_package(land_copy)
    assert [one.publisher for one in package.reports["LND101"]] == ["watch", "radio-gorse"]
    assert package.publishers["radio-gorse"].stance == "other"
    rulings = {one.event.event_id: one for one in open_atlas(land_copy).rulings}
    assert rulings["LND102"].evidence == "claimed"
    assert any("1 publishers are not vetted" in note for note in report.notes)


def test_other_events_are_counted_and_unknown_actors_named(land_copy):
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    assert (report.read, report.used, report.merged) == (6, 3, 0)
    assert report.left_out == {"sub_event_type 'Armed clash' tells of no change of control": 1}
    told = reasons(report)
    assert told["the actor is none of the package"] == "Hill Brigade"
    assert told["the place waits for a decision in review.csv"] == "Rowan"


def test_who_took_a_place_is_refused_where_nothing_tells(land_copy):
    actors = ACLED | {"Hill Brigade": "north"}
    told = (SAMPLES / "acled.csv").read_text().replace("State forces", "Rebel group")
    path = land_copy.parent / "acled.csv"
    path.write_text(told)
    report = brought(land_copy, "acled", path, actors)
    assert "which side took the place is not said" in reasons(report)
    report = brought(land_copy, "acled", path, actors, {"government": "south"})
    assert {"LND101", "LND102", "LND106"} <= events(land_copy).keys()
    assert events(land_copy)["LND101"].after == "south"


def test_a_decision_places_the_row_on_the_next_import(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "cedar")
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    assert (report.used, report.merged) == (1, 3)
    event = events(land_copy)["LND104"]
    assert (event.place_id, event.before, event.after) == ("cedar", "north", "south")


def test_a_decision_for_a_new_place_makes_it_with_its_error_and_licence(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "new")
    brought(land_copy, "acled", "acled.csv", ACLED)
    made = read_package(land_copy).gazetteer["rowan"]
    assert (made.lon, made.lat, made.position_error_m) == (30.15, 0.15, 2000)
    assert (made.sources, made.licence) == (("ACLED LND104",), "ACLED terms of use")
    assert events(land_copy)["LND104"].place_id == "rowan"


def test_a_decision_to_skip_lists_the_row_as_unplaced_and_can_be_taken_back(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "skip")
    brought(land_copy, "acled", "acled.csv", ACLED)
    assert "LND104" in {one.record_id for one in read_package(land_copy).unplaced}
    decide(land_copy, "cedar")
    brought(land_copy, "acled", "acled.csv", ACLED)
    assert "LND104" not in {one.record_id for one in read_package(land_copy).unplaced}
    assert events(land_copy)["LND104"].place_id == "cedar"


def test_a_row_that_a_person_corrected_stays_corrected_and_the_difference_is_told(land_copy):
    brought(land_copy, "acled", "acled.csv", ACLED)
    path = land_copy / "events.csv"
    path.write_text(path.read_text().replace("LND101,alder", "LND101,birch"))
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    assert events(land_copy)["LND101"].place_id == "birch"
    assert report.disagreements == [
        "LND101: place_id is 'birch' in events.csv, 'alder' in the source"
    ]


def test_an_export_without_a_column_is_refused_by_its_name(land_copy):
    path = land_copy.parent / "old.csv"
    path.write_text("EVENT_ID_CNTY,EVENT_DATE,LOCATION\nLND1,2001-01-01,Elm\n")
    done = CliRunner().invoke(cli.app, ["import", "acled", str(path), "--into", str(land_copy)])
    assert done.exit_code == 1
    assert "old.csv, row 1: lacks the columns time_precision, sub_event_type" in done.stderr


def test_days_that_are_not_asked_for_are_left_out(land_copy):
    report = brought(land_copy, "acled", "acled.csv", ACLED, {"from": "2001-01-14"})
    assert report.left_out["outside the days asked for"] == 1
    assert "LND101" not in events(land_copy)


# --- UCDP GED ---------------------------------------------------------------------------------


def test_fighting_is_context_of_an_event_and_changes_no_answer(land_copy):
    before = open_atlas(land_copy)
    report = brought(land_copy, "ucdp", "ged.csv", GED)
    assert (report.read, report.used, report.merged) == (4, 0, 1)
    package = read_package(land_copy)
    own = [one for one in package.reports["E1"] if one.says == "context"]
    assert {one.publisher for one in own} == {"wire", "radio-gorse"}
    assert {one.note for one in own} == {"By way of UCDP GED GED-70001"}
    assert package.events == before.package.events
    assert open_atlas(land_copy).record.states == before.record.states
    assert sorted(report.left_out) == [
        "tells of fighting, not of who held the place, and fits no event of the package",
        "type_of_violence 3: against civilians, not between two sides",
        "where_prec 2: names no exact place",
    ]


# --- VIINA ------------------------------------------------------------------------------------


def test_only_changes_of_the_vote_become_events(with_geonames):
    (with_geonames / "baseline.csv").write_text(
        "baseline_id,place_id,place_as_reported,holder,evidence,note\n"
    )
    (with_geonames / "events.csv").write_text(
        "event_id,place_id,place_as_reported,date_earliest,date_latest,kind,from,to,note\n"
    )
    (with_geonames / "reports.csv").write_text("report_id,record_id,publisher,url\n")
    report = brought(with_geonames, "viina", "control_latest_2001.csv", VIINA)
    assert (report.read, report.used) == (8, 5)
    assert report.left_out == {"says what the day before said": 3}
    package = read_package(with_geonames)
    assert {row.place_id: row.holder for row in package.baseline} == {
        "alder": "north", "birch": "south", "cedar": "north",
    }  # fmt: skip
    contested, taken = package.events
    assert (contested.kind, contested.before, contested.after) == ("contested", "north", "south")
    assert (taken.kind, taken.before, taken.after) == ("capture", "north", "south")
    # no row for the 4th and 5th: the change came on one of three days
    assert [str(taken.date_earliest), str(taken.date_latest)] == ["2001-01-04", "2001-01-06"]


def test_each_map_that_votes_is_a_publisher_and_one_that_differs_denies(with_geonames):
    brought(with_geonames, "viina", "control_latest_2001.csv", VIINA)
    package = read_package(with_geonames)
    said = {
        package.publishers[one.publisher].name.partition(",")[0]: one.says
        for one in package.reports["VIINA-900001-20010106"]
    }
    assert said == {
        "Wikipedia map": "supports",
        "Wikipedia map with news reports": "supports",
        "DeepStateMap": "supports",
        "Institute for the Study of War": "denies",
    }
    boosted = next(one for one in package.publishers.values() if "news reports" in one.name)
    assert package.publishers[boosted.origin[0]].name.startswith("Wikipedia map,")


def test_places_that_geonames_did_not_bring_in_are_counted(land_copy):
    report = brought(land_copy, "viina", "control_latest_2001.csv", VIINA)
    assert report.left_out == {"the place is not in the gazetteer: import GeoNames first": 8}


def test_the_zip_as_it_is_published_is_read(with_geonames):
    path = with_geonames.parent / "control_latest_2001.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(SAMPLES / "control_latest_2001.csv", "control_latest_2001.csv")
    assert brought(with_geonames, "viina", path, VIINA).read == 8


# --- a plain table ----------------------------------------------------------------------------


def test_rows_of_one_change_become_one_event_with_all_their_reports(land_copy):
    report = brought(land_copy, "table", "newsroom.csv", columns=NEWSROOM)
    assert (report.read, report.used, report.merged, report.waiting) == (5, 2, 1, 1)
    new = {key: one for key, one in events(land_copy).items() if key.startswith("T-")}
    alder, birch = sorted(new.values(), key=lambda one: one.place_id)
    assert [str(alder.date_latest), str(birch.date_latest)] == ["2001-01-12", "2001-01-13"]
    told = read_package(land_copy).reports[alder.event_id]
    assert {(one.publisher, one.url) for one in told} == {
        ("radio-gorse", "https://gorse.invalid/1"), ("watch", "https://watch.invalid/9"),
    }  # fmt: skip
    assert "newsroom.csv: columns not read: Checked by" in report.notes
    assert reasons(report) == {
        "the address is missing, or does not begin with http": "Hazel",
        "the place waits for a decision in review.csv": "Ivy",
    }


def test_guessed_columns_are_not_used_before_somebody_says_so(land_copy):
    words = ["import", "table", str(SAMPLES / "newsroom.csv"), "--into", str(land_copy)]
    before = contents(land_copy)
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 2
    assert '--column "place=Village" --column "day=Date"' in done.stderr
    assert contents(land_copy) == before
    done = CliRunner().invoke(cli.app, [*words, "--yes"])
    assert done.exit_code == 0
    assert "table: 5 rows read; 2 used, 1 merged" in done.stdout


def test_a_spreadsheet_is_read_as_a_table_is(land_copy, spreadsheet):
    header = ["place", "day", "after", "before", "publisher", "url", "lon", "lat"]
    row = ["Alder", "2001-01-09", "South", "North", "X", "https://x.invalid/", 30.0, 0.2]
    report = brought(land_copy, "table", spreadsheet([header, row]))
    assert report.used == 1


def test_days_of_a_table_that_nobody_can_tell_are_refused_with_the_remedy(land_copy):
    told = (SAMPLES / "newsroom.csv").read_text()
    path = land_copy.parent / "newsroom.csv"
    path.write_text("\n".join(told.splitlines()[:3]) + "\n")
    words = ["import", "table", str(path), "--into", str(land_copy), "--yes"]
    done = CliRunner().invoke(cli.app, words)
    assert (done.exit_code, "--set dates=day-first" in done.stderr) == (2, True)
    done = CliRunner().invoke(cli.app, [*words, "--set", "dates=month-first"])
    assert done.exit_code == 0
    assert "2001-12-01" in {str(one.date_latest) for one in events(land_copy).values()}


# --- Wikipedia --------------------------------------------------------------------------------


def test_marks_of_a_later_day_become_what_changed_since(land_copy):
    report = brought(land_copy, "wikipedia", "detailed_map.lua", WIKIPEDIA, REVISION)
    assert (report.read, report.used, report.merged) == (8, 1, 2)
    assert report.left_out == {
        "a circle or arc tells of pressure, not of control": 1,
        "the mark has no colour of an actor": 1,
        "a mark of the country around tells of no place": 1,
    }
    assert reasons(report) == {
        "the mark is not in this file": "Fir",
        "longitude and latitude look swapped": "0.0, 30.2",
    }
    # Alder is as the record has it; Birch adds a voice to E3, which was denied; Elm is contested
    new = [one for key, one in events(land_copy).items() if key.startswith("WIKI-")]
    assert [(one.place_id, one.kind) for one in new] == [("elm", "contested")]
    said = [one.publisher for one in read_package(land_copy).reports["E3"]]
    assert "wikipedia" in said


def test_marks_of_the_first_day_become_first_holders(land_copy):
    for name in ("baseline", "events", "reports", "unplaced"):
        path = land_copy / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    settings = REVISION | {"on": "2001-01-01"}
    brought(land_copy, "wikipedia", "detailed_map.lua", WIKIPEDIA, settings)
    package = read_package(land_copy)
    assert {row.place_id: row.holder for row in package.baseline} == {
        "alder": "north", "birch": "south",
    }  # fmt: skip
    assert [one.kind for one in package.events] == ["contested"]


@pytest.mark.parametrize("lacks", ["on", "url"])
def test_a_map_needs_its_day_and_its_address(land_copy, lacks):
    words = ["import", "wikipedia", str(SAMPLES / "detailed_map.lua"), "--into", str(land_copy)]
    given = [f"--set={key}={value}" for key, value in REVISION.items() if key != lacks]
    done = CliRunner().invoke(cli.app, [*words, *given])
    assert done.exit_code == 2
    assert f"--set {lacks}=" in done.stderr


# --- all --------------------------------------------------------------------------------------


def test_two_sources_of_one_change_become_one_event(land_copy):
    brought(land_copy, "table", "newsroom.csv", columns=NEWSROOM)
    report = brought(land_copy, "acled", "acled.csv", ACLED)
    assert "LND101" not in events(land_copy)
    (alder,) = [one for one in events(land_copy).values() if one.place_id == "alder"]
    notes = {one.note for one in read_package(land_copy).reports[alder.event_id]}
    assert "By way of ACLED LND101" in notes
    assert report.merged == 1


def test_a_table_of_who_is_who_does_what_the_option_does(land_copy):
    path = land_copy.parent / "actors.csv"
    path.write_text("name,actor\n" + "".join(f"{name},{id_}\n" for name, id_ in ACLED.items()))
    assert brought(land_copy, "acled", "acled.csv", settings={"actors": str(path)}).used == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--actor", "X=nobody"], "no actor has this id. There are north, south"),
        (["--set", "colour=red"], "--set colour: is no setting here"),
        (["--set", "dates=american"], "write day-first or month-first"),
        (["--set", "from=1/2/2001"], "write it year first"),
        (["--set", "in=Mars"], "no place of the package lies in an area called 'Mars'"),
        (["--set", "government=king"], "no actor of the package has this id"),
        (["--country", "XX"], "says nothing to an import of events"),
    ],
)
def test_options_that_make_no_sense_are_told(land_copy, words, said):
    given = ["import", "acled", str(SAMPLES / "acled.csv"), "--into", str(land_copy)]
    before = contents(land_copy)
    done = CliRunner().invoke(cli.app, [*given, *words])
    assert done.exit_code == 2
    assert said in done.stderr
    assert contents(land_copy) == before


HOSTILE = [
    "{{7*7}}",
    "${alert(1)}",
    "</script>",
    "=cmd|' /C calc'!A0",
    "\u202egpj.exe",
    "a\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(land_copy, text):
    told = (SAMPLES / "acled.csv").read_text().replace("Radio Gorse", text.replace('"', ""))
    path = land_copy.parent / "hostile.csv"
    path.write_text(told, encoding="utf-8")
    brought(land_copy, "acled", path, ACLED)
    raw = (land_copy / "publishers.csv").read_text(encoding="utf-8")
    assert not any(line.split(",")[1].startswith(("=", "\x1b")) for line in raw.splitlines())
    assert "\u202e" not in raw
    assert "\x1b" not in raw
    assert CliRunner().invoke(cli.app, ["validate", str(land_copy)]).exit_code == 0


def test_the_files_need_not_be_where_they_were(land_copy, tmp_path):
    copy = Path(shutil.copy(SAMPLES / "acled.csv", tmp_path / "renamed.csv"))
    brought(land_copy, "acled", "acled.csv", ACLED)
    asked = Asked(files=(copy,), actors=ACLED)
    assert bring_in("acled", asked, land_copy).wrote == ()
