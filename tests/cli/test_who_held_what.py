"""The commands control, changes and pockets."""

from __future__ import annotations

import pytest
from run_command import PLACE_KEYS, rows, run, run_json, run_json_on_land, run_on_land

pytestmark = pytest.mark.usefixtures("_opened_once")


def test_the_history_of_a_place_has_every_span_and_record_with_its_sources():
    answer = run_json_on_land("control", "Elm")
    assert [(span["from"], span["holder"]) for span in answer["spans"]][:2] == [
        ("2001-01-01", "north"),
        ("2001-01-03", "south"),
    ]
    assert answer["spans"][-1]["to"] == "2001-01-10"
    first = next(record for record in answer["records"] if record["id"] == "E1")
    assert [source["url"] for source in first["sources"]] == [
        "https://herald.invalid/1",
        "https://watch.invalid/e1",
    ]
    in_words = run_on_land("control", "Elm")
    assert "2001-01-03 to 2001-01-07: held by South (confirmed)  [E1]" in in_words
    assert "North Herald, 2001-01-03: https://herald.invalid/1" in in_words


def test_a_history_of_one_day_has_only_that_day():
    answer = run_json_on_land("control", "Elm", "--on", "2001-01-02")
    assert answer["on"] == "2001-01-02"
    (span,) = answer["spans"]
    assert span["holder"] == "north"
    assert [record["id"] for record in answer["records"]] == ["B5"]


def test_a_denied_change_is_listed_with_its_denials_and_the_rule_decides():
    assert "DENIES IT: https://herald.invalid/3" in run_on_land("control", "Birch")
    for rule, holder in (("standard", "north"), ("two-source", "north"), ("all", "south")):
        answer = run_json_on_land("control", "Birch", "--on", "2001-01-06", "--rule", rule)
        assert (answer["rule"], answer["spans"][0]["holder"]) == (rule, holder)


def test_a_baseline_row_without_a_report_is_printed_as_such(land_copy):
    path = land_copy / "reports.csv"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("B5-r1")]
    path.write_text("\n".join([*kept, ""]), "utf-8")
    said = run("control", "Elm", "--data", str(land_copy))
    assert "(claimed) Stated in the data package without a report." in said
    assert "no report of it" not in run("control", "Fir", "--data", str(land_copy))


def test_the_control_of_a_place_without_reports_is_unknown():
    answer = run_json("control", "Abu Hurayj")
    assert (answer["spans"], answer["records"]) == ([], [])
    assert "who held it is not known" in run("control", "Abu Hurayj")


def test_changes_are_the_same_as_text_as_json_and_as_a_table():
    answer = run_json_on_land("changes", "--from", "2001-01-02", "--to", "2001-01-08")
    assert [(change["id"], change["day"]) for change in answer] == [
        ("elm", "2001-01-03"),
        ("fir", "2001-01-07"),
    ]
    assert answer[0]["before"]["holder"] == "north"
    assert answer[0]["after"] == {
        "status": "held",
        "holder": "south",
        "actors": ["south"],
        "evidence": "confirmed",
    }
    in_words = run_on_land("changes", "--from", "2001-01-02", "--to", "2001-01-08")
    assert "2001-01-03  Elm  إيلم  north -> south" in in_words
    assert in_words.endswith("2 places changed between 2001-01-02 and 2001-01-08\n")
    text = run_on_land("changes", "--from", "2001-01-02", "--to", "2001-01-08", "--format", "csv")
    elm, fir = rows(text)
    assert (elm["id"], elm["before"], elm["after"]) == ("elm", "held north", "held south")
    assert (fir["day"], fir["events"]) == ("2001-01-07", "E2")


def test_no_change_is_an_empty_list_and_a_table_with_a_header():
    span = ["changes", "--from", "2001-01-02", "--to", "2001-01-02"]
    assert run_json_on_land(*span) == []
    assert run_on_land(*span, "--format", "csv").startswith(
        "id,name,name_ar,name_local,day,before,after"
    )
    assert run_on_land(*span) == "0 places changed between 2001-01-02 and 2001-01-02\n"


def test_the_pocket_of_north_hama_has_its_towns():
    (pocket,) = run_json("pockets", "--on", "2019-08-22")
    assert (pocket["actor"], pocket["enclosed"]) == ("opposition", True)
    assert pocket["area_km2"] > 50
    names = {place["name"] for place in pocket["places"]}
    assert names >= {"Morek", "Kafr Zita", "al-Lataminah", "Latmin", "Lahaya"}
    assert all(place.keys() == PLACE_KEYS for place in pocket["places"])
    assert "Morek" in run("pockets", "--on", "2019-08-22")


def test_a_day_without_a_pocket_is_answered_with_a_sentence():
    assert run_json_on_land("pockets", "--on", "2001-01-04") == []
    assert run_on_land("pockets", "--on", "2001-01-04") == "no pocket on 2001-01-04\n"


def test_one_publisher_alone_is_asked_with_its_name_or_id():
    for words in ("herald", "North Herald"):
        said = run_on_land("control", "Elm", "--source", words)
        assert said.startswith("Only reports of North Herald count.\n")
        assert "held by South" in said
    alone = run_json_on_land("control", "Birch", "--source", "herald")
    assert "south" not in {span["holder"] for span in alone["spans"]}
    assert run_json_on_land("control", "Birch", "--rule", "all")["spans"][-1]["holder"] == "south"


@pytest.mark.parametrize(
    "command", [["control", "Elm"], ["distance", "Elm", "front", "--on", "2001-01-04"]]
)
def test_a_source_that_is_unknown_or_has_a_rule_is_refused(command):
    refused = run_on_land(*command, "--source", "nobody", code=2)
    assert "nobody" in refused
    refused = run_on_land(*command, "--source", "herald", "--rule", "all", code=2)
    assert "leave out --rule" in refused
