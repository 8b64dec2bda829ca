"""ACLED: changes of control become events, and rows with an uncertain place need a decision."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from importing import contents
from sample_imports import ACLED, SAMPLES, events, import_sample, read_rows, reasons
from typer.testing import CliRunner

from frontline.atlas import open as open_atlas
from frontline.cli import app
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package


def decide(folder, choice):
    rows = read_rows(folder, "review")
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"choice": choice} for row in rows)
    (folder / "review.csv").write_text(text.getvalue(), encoding="utf-8")


def test_a_place_regained_by_the_government_goes_to_the_side_of_the_state(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    event = events(land_copy)["LND101"]  # the state is actor2 in the row
    assert (event.place_id, event.kind, event.before, event.after) == (
        "alder", "capture", "north", "south",
    )  # fmt: skip
    assert event.date_earliest == event.date_latest
    assert "time_precision 1; geo_precision 1; source_scale Other-National" in event.note


def test_json_of_the_interface_is_read_like_the_csv_export(land_copy, tmp_path):
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answer = tmp_path / "acled.json"
    answer.write_text(json.dumps({"status": 200, "count": len(rows), "data": rows}), "utf-8")
    options = ImportOptions(files=(answer,), actors=ACLED)
    first = import_files("acled", options, land_copy)
    again = import_files("acled", replace(options, files=(SAMPLES / "acled.csv",)), land_copy)
    assert first.used > 0
    assert (again.read, again.used, again.changed) == (first.read, 0, 0)
    assert again.merged == first.used + first.merged


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: {"TotalCount": 6, "NextPageUrl": "", "Result": rows},
        lambda rows: {"time": 0.1, "rows": rows, "total_rows": 6},
        lambda rows: {"success": True, "result": {"fields": [{"id": "x"}], "records": rows}},
        lambda rows: rows,
    ],
)
def test_answers_of_interfaces_keep_their_records_under_several_names(land_copy, tmp_path, wrap):
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answer = tmp_path / "acled.json"
    answer.write_text(json.dumps(wrap(rows)), "utf-8")
    summary = import_sample(land_copy, "acled", answer, ACLED)
    assert (summary.read, "LND101" in events(land_copy)) == (6, True)


def test_one_page_of_an_answer_is_named(land_copy, tmp_path):
    answer = tmp_path / "page.json"
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    page = {"NextPageUrl": "https://api.invalid/?page=1", "Result": rows}
    answer.write_text(json.dumps(page), "utf-8")
    summary = import_sample(land_copy, "acled", answer, ACLED)
    assert any("page.json: is one page of an answer" in note for note in summary.notes)


def test_time_precision_2_is_a_week_around_the_day(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    event = events(land_copy)["LND102"]
    assert (event.before, event.after) == ("south", "north")
    assert [str(event.date_earliest), str(event.date_latest)] == ["2001-01-12", "2001-01-18"]
    assert str(read_package(land_copy).coverage.last_day) == "2001-01-18"


def test_a_row_near_a_place_is_listed_as_unplaced_with_its_reports(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    package = read_package(land_copy)
    (row,) = [one for one in package.unplaced if one.record_id == "LND105"]
    assert row.reason == "geo_precision 2: near the place named, not in it"
    assert [str(row.date_earliest), str(row.date_latest)] == ["2000-12-31", "2001-01-31"]
    assert [one.publisher for one in package.reports["LND105"]] == ["wire"]


def test_unknown_actors_are_listed_with_their_number_of_rows(land_copy):
    summary = import_sample(land_copy, "acled", "acled.csv", {"North Front": "north"})
    (words,) = [note for note in summary.notes if note.startswith("unknown actors")]
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "territory" in row["sub_event_type"]]
    uncast = [row for row in rows if "Military Forces of South (1990-)" in row.values()]
    assert f"Military Forces of South (1990-) ({len(uncast)} rows)" in words
    assert words.endswith("The package has north, south")


def test_unknown_actors_of_rows_refused_for_another_reason_are_listed(land_copy):
    path = one_row(land_copy, OVERTAKES, REBELS, ("Valley Guard", "Rebel group"))
    summary = import_sample(land_copy, "acled", path, ACLED)
    assert summary.unused[0].reason.startswith("neither side is the state")
    assert any("unknown actors: Valley Guard (1 row)" in note for note in summary.notes)


def test_unused_actor_mappings_are_listed_with_the_most_similar_name(land_copy):
    given = {"Military Forces of Suoth (1990-)": "south", "North Front": "north"}
    summary = import_sample(land_copy, "acled", "acled.csv", given | {"Zzz": "south"})
    (words,) = [note for note in summary.notes if note.startswith("these names occur in no row")]
    assert words == (
        "these names occur in no row that was read: --actor Military Forces of Suoth "
        "(1990-)=south (most similar name in the files: 'Military Forces of South (1990-)'); "
        "--actor Zzz=south"
    )


def test_unused_mappings_of_an_actor_table_are_listed_with_their_row(land_copy):
    path = land_copy.parent / "who.csv"
    path.write_text("name,actor\nNorth Front,north\nNorth Frunt,north\n")
    summary = import_sample(land_copy, "acled", "acled.csv", settings={"actors": str(path)})
    (words,) = [note for note in summary.notes if note.startswith("these names occur in no row")]
    assert "who.csv, row 3: North Frunt=north (most similar" in words
    assert "row 2" not in words


def test_the_number_of_unplaced_rows_is_noted(land_copy):
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    listed = len(read_rows(land_copy, "unplaced"))
    assert f"{listed} of the rows used or merged are listed in unplaced.csv" in " ".join(
        summary.notes
    )


def test_sources_become_publishers_that_confirm_nothing_until_vetted(land_copy):
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    package = read_package(land_copy)
    assert [one.publisher for one in package.reports["LND101"]] == ["watch", "radio-gorse"]
    assert package.publishers["radio-gorse"].stance == "other"
    assessments = {one.event.event_id: one for one in open_atlas(land_copy).assessments}
    assert assessments["LND102"].evidence == "claimed"
    assert any("1 publisher is not vetted" in note for note in summary.notes)


def test_other_events_are_counted_and_unknown_actors_named(land_copy):
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert (summary.read, summary.used, summary.merged) == (6, 3, 0)
    assert summary.left_out == {"sub_event_type 'Armed clash' is not a change of control": 1}
    refused = reasons(summary)
    assert refused["the actor is not in the package"] == "Hill Brigade"
    assert refused["the place needs a decision in review.csv"] == "Rowan"


REBELS, STATE = ("North Front", "Rebel group"), ("Military Forces of South (1990-)", "State forces")
OTHERS = ("Hill Brigade", "Rebel group")


def one_row(folder, kind, one, other):
    """Write an export of one row, between two actors with their inter codes."""
    with (SAMPLES / "acled.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    cells = {"sub_event_type": kind, "actor1": one[0], "inter1": one[1]}
    path = folder.parent / "one.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | cells | {"actor2": other[0], "inter2": other[1]})
    return path


OVERTAKES = "Non-state actor overtakes territory"
TRANSFER = "Non-violent transfer of territory"


@pytest.mark.parametrize(
    ("row", "settings", "why"),
    [
        ((OVERTAKES, REBELS, OTHERS), {}, "neither side is the state"),
        ((OVERTAKES, REBELS, OTHERS), {"government": "south"}, "neither side is the state"),
        ((TRANSFER, REBELS, STATE), {}, "the row of a transfer does not show"),
        ((TRANSFER, REBELS, STATE), {"government": "south"}, "the row of a transfer does not show"),
        ((OVERTAKES, STATE, STATE), {"government": "south"}, "both sides are the government"),
    ],
)
def test_rows_without_a_known_taker_are_refused_with_the_manual_remedy(
    land_copy, row, settings, why
):
    path = one_row(land_copy, *row)
    summary = import_sample(land_copy, "acled", path, ACLED | {"Hill Brigade": "north"}, settings)
    (unused,) = summary.unused
    assert unused.reason.startswith(why)
    assert "frontline add event" in unused.reason
    assert "--set government" not in unused.reason
    assert unused.text == f"{row[1][0]}; {row[2][0]}"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("North Front", ""), (STATE[0], ""), "inter1 and inter2 do not show"),
        (REBELS, (STATE[0], ""), "inter1 and inter2 do not show"),
        (("North Front", "State forces"), STATE, "both sides are the state"),
    ],
)
def test_the_setting_government_is_suggested_where_it_decides(land_copy, one, other, why):
    path = one_row(land_copy, OVERTAKES, one, other)
    (row,) = import_sample(land_copy, "acled", path, ACLED).unused
    assert row.reason.startswith(why)
    assert "--set government=ID" in row.reason
    assert "add event" not in row.reason
    assert import_sample(land_copy, "acled", path, ACLED, {"government": "south"}).used == 1
    assert events(land_copy)["LND101"].after == "north"


def test_one_inter_code_of_the_state_is_enough(land_copy):
    path = one_row(land_copy, OVERTAKES, ("North Front", ""), STATE)
    assert import_sample(land_copy, "acled", path, ACLED).used == 1


def test_an_unmapped_actor_is_reported_before_neither_side_is_the_state(land_copy):
    path = one_row(land_copy, OVERTAKES, REBELS, STATE)
    summary = import_sample(land_copy, "acled", path, {REBELS[0]: "north"}, {"government": "south"})
    assert summary.unused[0].reason.endswith("map it with --actor 'NAME=ID'")


def test_taker_actor1_decides_where_nothing_else_does(land_copy):
    path = one_row(land_copy, TRANSFER, STATE, REBELS)
    import_sample(land_copy, "acled", path, ACLED, {"taker": "actor1"})
    assert events(land_copy)["LND101"].after == "south"


def test_a_row_without_the_earlier_holder_is_refused_with_a_remedy(land_copy):
    with (land_copy / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("east,East,,#888888,plain,\n")
    path = one_row(land_copy, TRANSFER, STATE, ("", ""))
    (row,) = import_sample(land_copy, "acled", path, ACLED).unused
    assert row.reason.startswith("the row does not name the earlier holder")
    assert "frontline add event" in row.reason


def test_a_decision_places_the_row_on_the_next_import(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "cedar")
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert (summary.used, summary.merged) == (1, 3)
    event = events(land_copy)["LND104"]
    assert (event.place_id, event.before, event.after) == ("cedar", "north", "south")


def test_a_decision_for_a_new_place_makes_it_with_its_error_and_licence(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "new")
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    made = read_package(land_copy).gazetteer["rowan"]
    assert (made.lon, made.lat, made.position_error_m) == (30.15, 0.15, 2000)
    assert (made.sources, made.licence) == (("ACLED LND104",), "ACLED terms of use")
    assert events(land_copy)["LND104"].place_id == "rowan"


def test_two_new_places_at_one_point_are_not_made(land_copy):
    text = (SAMPLES / "acled.csv").read_text()
    path = land_copy.parent / "acled.csv"
    path.write_text(text.replace(",Alder,0.2010,30.0010,", ",Yew,0.1500,30.1500,"))
    summary = import_sample(land_copy, "acled", path, ACLED)
    assert "the id of a place, new or skip, and" in " ".join(summary.notes)
    decide(land_copy, "new")
    summary = import_sample(land_copy, "acled", path, ACLED)
    (row,) = [one for one in summary.unused if one.reason.startswith("two places cannot")]
    assert row.text == "Rowan: yew"
    assert events(land_copy)["LND101"].place_id == "yew"


def test_an_unknown_name_at_the_point_of_a_place_is_asked_about_without_new(land_copy):
    text = (SAMPLES / "acled.csv").read_text()
    path = land_copy.parent / "acled.csv"
    path.write_text(text.replace(",Rowan,0.1500,30.1500,", ",Rowan,0.1000,30.1000,"))
    summary = import_sample(land_copy, "acled", path, ACLED)
    assert "with the id of a place or skip, and" in " ".join(summary.notes)
    (row,) = read_rows(land_copy, "review")
    assert "the same point as elm: write its id or skip, not new" in row["where"]
    decide(land_copy, "new")
    summary = import_sample(land_copy, "acled", path, ACLED)
    assert any(one.reason.startswith("two places cannot have") for one in summary.unused)
    assert "rowan" not in read_package(land_copy).gazetteer
    decide(land_copy, "elm")
    import_sample(land_copy, "acled", path, ACLED)
    assert events(land_copy)["LND104"].place_id == "elm"


def test_a_decision_to_skip_lists_the_row_as_unplaced_and_can_be_taken_back(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    decide(land_copy, "skip")
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert "LND104" in {one.record_id for one in read_package(land_copy).unplaced}
    decide(land_copy, "cedar")
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert "LND104" not in {one.record_id for one in read_package(land_copy).unplaced}
    assert events(land_copy)["LND104"].place_id == "cedar"


def test_a_corrected_row_is_kept_and_the_difference_listed(land_copy):
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    path = land_copy / "events.csv"
    path.write_text(path.read_text().replace("LND101,alder", "LND101,birch"))
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert events(land_copy)["LND101"].place_id == "birch"
    assert summary.disagreements == [
        "LND101: place_id is 'birch' in events.csv, 'alder' in the source"
    ]


def test_an_export_without_a_column_is_refused_by_its_name(land_copy):
    path = land_copy.parent / "old.csv"
    path.write_text("EVENT_ID_CNTY,EVENT_DATE,LOCATION\nLND1,2001-01-01,Elm\n")
    done = CliRunner().invoke(app.app, ["import", "acled", str(path), "--into", str(land_copy)])
    assert done.exit_code == 1
    assert "old.csv, row 1: lacks the columns time_precision, sub_event_type" in done.stderr


def test_a_date_against_the_stated_order_stops_the_import(land_copy):
    text = (SAMPLES / "acled.csv").read_text()
    path = land_copy.parent / "us.csv"
    path.write_text(text.replace(",12 January 2001,", ",01/12/2001,", 1).replace(
        ",17 January 2001,", ",01/17/2001,", 1
    ))  # fmt: skip
    given = ["import", "acled", str(path), "--into", str(land_copy), "--set", "dates=day-first"]
    before = contents(land_copy)
    done = CliRunner().invoke(app.app, given)
    assert done.exit_code == 1
    assert "us.csv, row 7: '01/17/2001': event_date: has the month first" in done.stderr
    assert contents(land_copy) == before


def test_rows_outside_the_requested_days_are_left_out(land_copy):
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED, {"from": "2001-01-14"})
    assert summary.left_out["outside the days requested"] == 1
    assert "LND101" not in events(land_copy)
