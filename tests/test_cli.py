"""Each command in words, as JSON and as a table; the keys of the JSON are an interface."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from frontline import atlas, cli
from frontline.talk import plain

LAND = Path(__file__).parent / "land"
COMMANDS = {
    *("check", "known", "compare", "fragility"),
    *("validate", "place", "control", "changes", "pockets", "distance", "highway"),
    *("map", "animate", "build", "export", "init", "import", "locate"),
}
#: One question for each command that answers; with the keys that docs/json.md lists.
QUESTIONS = {
    "place": (["place", "elm"], {"match", "how", "place", "candidates"}),
    "control": (["control", "elm"], {"place", "rule", "on", "spans", "records"}),
    "changes": (
        ["changes"],
        {"id", "name", "name_ar", "day", "before", "after", "events", "sources"},
    ),
    "pockets": (
        ["pockets", "--on", "2001-01-04", "--all"],
        {"actor", "area_km2", "enclosed", "places"},
    ),
    "distance": (
        ["distance", "birch", "south", "--on", "2001-01-04"],
        {
            *("from", "to", "on", "centre_m", "edge_m", "low_m", "high_m", "bearing_deg"),
            *("direction", "along_km", "place", "others"),
        },
    ),
    "check": (
        ["check", "Gorse is about 22 km from Ivy.", "--published", "2001-01-04"],
        {"claims", "not_understood"},
    ),
    "known": (["known", "--event", "E1"], {"event", "place", "on", "rule", "steps"}),
    "compare": (
        ["compare", "--rules", "standard,all", "--on", "2001-01-07"],
        {"on", "known_on", "rules", "area_km2", "places", "highways"},
    ),
    "fragility": (
        ["fragility", "elm", "north", "--on", "2001-01-07", "--draws", "2"],
        {"on", "rule", "known_on", "areas", "distance", "left_out", "shaken"},
    ),
    "highway": (
        ["highway", "h1", "--on", "2001-01-04"],
        {"highway", "on", "between", "length_km", "intervals", "share"},
    ),
}
PLACE_KEYS = {"id", "name", "name_ar"}
FOUND_KEYS = PLACE_KEYS | {"status", "holder", "actors", "evidence", "since", "sources"}


@pytest.fixture(autouse=True)
def _open_once(monkeypatch):
    """Read each package once; what the commands do with it is as always."""
    monkeypatch.setattr(atlas, "open", open_once)


open_once = lru_cache(atlas.open)


def run(*arguments, code=0):
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def land(*arguments, code=0):
    return run(*arguments, "--data", LAND, code=code)


def as_json(*arguments, code=0):
    return json.loads(run(*arguments, "--format", "json", code=code))


def land_json(*arguments, code=0):
    return as_json(*arguments, "--data", LAND, code=code)


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


# What every command has.


def test_the_help_lists_every_command():
    text = run("--help")
    listed = set(re.findall(r"^\W*(\w+)  +[A-Z]", text, re.MULTILINE))
    assert listed >= COMMANDS
    assert {
        command.name or command.callback.__name__ for command in cli.app.registered_commands
    } == (COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_a_help_of_its_own(command):
    assert "Usage:" in run(command, "--help")


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_answer_comes_in_words_and_as_json_with_its_keys(command):
    question, keys = QUESTIONS[command]
    in_words = land(*question)
    assert in_words.strip()
    assert "{" not in in_words
    answer = land_json(*question)
    for one in answer if isinstance(answer, list) else [answer]:
        assert one.keys() >= keys


@pytest.mark.parametrize("command", ["place", "control", "pockets", "distance"])
def test_a_table_is_refused_where_there_is_none(command):
    output = land(*QUESTIONS[command][0], "--format", "csv", code=2)
    assert "'csv' is not one of 'text'" in output


# Checking a package.


def test_a_sound_package_has_no_errors_in_any_format():
    assert run("validate", LAND) == "0 errors, 0 warnings\n"
    assert as_json("validate", LAND) == []
    table = run("validate", LAND, "--format", "csv")
    assert table == "severity,file,row,value,rule,remedy\n"


def test_faults_come_in_every_format_and_end_with_code_1(tmp_path):
    folder = shutil.copytree(LAND, tmp_path / "land")
    actors = folder / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("#2f7f86", "=1+1"), "utf-8")
    words = run("validate", folder, code=1)
    assert words.splitlines()[0].startswith("error: actors.csv, row 2: '=1+1': colour: ")
    assert words.splitlines()[1] == "1 errors, 0 warnings"
    (fault,) = as_json("validate", folder, code=1)
    assert fault.keys() == {"severity", "file", "row", "value", "rule", "remedy"}
    assert (fault["severity"], fault["row"], fault["value"]) == ("error", 2, "=1+1")
    (row,) = rows(run("validate", folder, "--format", "csv", code=1))
    assert (row["file"], row["row"], row["value"]) == ("actors.csv", "2", "'=1+1")


def test_the_built_in_data_is_checked_if_no_folder_is_named():
    assert run("validate").splitlines()[-1].startswith("0 errors")


# Finding a place.

SPELLINGS = {
    "Khan Sheikhoun": "variant",
    "Khan Sheikhun": "variant",
    "Khan Cheikhoun": "variant",
    "khan shaykhun": "exact",
    "خان شيخون": "exact",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_spelling_of_khan_shaykhun_finds_it_and_says_how(name):
    answer = as_json("place", name)
    assert answer["place"]["id"] == "khan-shaykhun"
    assert answer["match"] == SPELLINGS[name]
    assert [place["id"] for place in answer["candidates"]] == ["khan-shaykhun"]
    in_words = run("place", name)
    assert "id khan-shaykhun" in in_words
    assert f"{answer['match']}: {answer['how']}" in in_words


@pytest.mark.parametrize("name", ["al-Buwaydah", "al-Mantar"])
def test_a_name_of_several_places_is_refused_with_all_of_them_and_how_to_choose(name):
    answer = as_json("place", name, code=2)
    assert (answer["match"], answer["place"]) == ("ambiguous", None)
    assert len(answer["candidates"]) >= 2
    in_words = run("place", name, code=2)
    for place in answer["candidates"]:
        assert f"{place['admin3']}, {place['admin1']}: {place['id']}" in in_words
    assert "--in DISTRICT" in in_words


@pytest.mark.parametrize("command", ["control", "distance"])
def test_a_name_of_several_places_is_refused_by_every_command(command):
    rest = ["Morek"] if command == "distance" else []
    assert "fits 3 places" in run(command, "al-Buwaydah", *rest, code=2)


def test_a_district_or_an_id_chooses_among_namesakes():
    chosen = as_json("place", "al-Buwaydah", "--in", "Suran")
    assert chosen["place"]["id"] == "al-buwaydah-suran"
    assert "in the area asked for" in chosen["how"]
    by_id = as_json("place", "al-buwaydah-suran")
    assert by_id["place"] == chosen["place"]
    assert "al-Buwaydah" in run("control", "al-Buwaydah", "--in", "Suran")
    assert as_json("distance", "al-Buwaydah", "Suran", "--in", "Suran")["centre_m"] > 0


def test_an_unknown_name_is_answered_with_the_nearest():
    answer = as_json("place", "Nowhereabad", code=2)
    assert (answer["match"], answer["place"]) == ("none", None)
    assert "no place is called 'Nowhereabad'. Nearest:" in run("place", "Nowhereabad", code=2)


def test_a_place_tells_where_it_is_how_sure_and_who_says_so():
    place = land_json("place", "دردار")["place"]
    assert place["id"] == "elm"
    assert (place["lon"], place["lat"], place["position_error_m"]) == (30.1, 0.1, 100.0)
    assert (place["sources"], place["licence"]) == (["invented"], "CC0")


# Who held it.


def test_the_history_of_a_place_has_every_span_and_record_with_its_sources():
    answer = land_json("control", "Elm")
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
    in_words = land("control", "Elm")
    assert "2001-01-03 to 2001-01-07: held by South (confirmed)  [E1]" in in_words
    assert "North Herald, 2001-01-03: https://herald.invalid/1" in in_words


def test_a_day_leaves_of_a_history_only_that_day():
    answer = land_json("control", "Elm", "--on", "2001-01-02")
    assert answer["on"] == "2001-01-02"
    (span,) = answer["spans"]
    assert span["holder"] == "north"
    assert [record["id"] for record in answer["records"]] == ["B5"]


def test_a_denied_change_is_told_with_who_denies_it_and_the_rule_decides():
    assert "DENIES IT: https://herald.invalid/3" in land("control", "Birch")
    for rule, holder in (("standard", "north"), ("two-source", "north"), ("all", "south")):
        answer = land_json("control", "Birch", "--on", "2001-01-06", "--rule", rule)
        assert (answer["rule"], answer["spans"][0]["holder"]) == (rule, holder)


def test_a_place_nobody_speaks_of_is_not_known():
    answer = as_json("control", "Laa")
    assert (answer["spans"], answer["records"]) == ([], [])
    assert "who held it is not known" in run("control", "Laa")


# What changed.


def test_changes_are_the_same_in_words_as_json_and_as_a_table():
    answer = land_json("changes", "--from", "2001-01-02", "--to", "2001-01-08")
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
    in_words = land("changes", "--from", "2001-01-02", "--to", "2001-01-08")
    assert "2001-01-03  Elm  دردار  north -> south" in in_words
    assert in_words.endswith("2 places changed between 2001-01-02 and 2001-01-08\n")
    text = land("changes", "--from", "2001-01-02", "--to", "2001-01-08", "--format", "csv")
    elm, fir = rows(text)
    assert (elm["id"], elm["before"], elm["after"]) == ("elm", "held north", "held south")
    assert (fir["day"], fir["events"]) == ("2001-01-07", "E2")


def test_no_change_is_an_empty_list_and_a_table_with_a_header():
    span = ["changes", "--from", "2001-01-02", "--to", "2001-01-02"]
    assert land_json(*span) == []
    assert land(*span, "--format", "csv").startswith("id,name,name_ar,day,before,after")
    assert land(*span) == "0 places changed between 2001-01-02 and 2001-01-02\n"


# Pockets.


def test_the_pocket_of_north_hama_has_its_towns():
    (pocket,) = as_json("pockets", "--on", "2019-08-22")
    assert (pocket["actor"], pocket["enclosed"]) == ("opposition", True)
    assert pocket["area_km2"] > 50
    names = {place["name"] for place in pocket["places"]}
    assert names >= {"Morek", "Kafr Zita", "al-Lataminah", "Latmin", "Lahaya"}
    assert all(place.keys() == PLACE_KEYS for place in pocket["places"])
    assert "Morek" in run("pockets", "--on", "2019-08-22")


def test_a_day_without_a_pocket_says_so():
    assert land_json("pockets", "--on", "2001-01-04") == []
    assert land("pockets", "--on", "2001-01-04") == "no pocket on 2001-01-04\n"


# How far.

#: Every kind of thing that can be measured, and whether it needs a day.
KINDS = {
    "Birch": False,
    "elm": False,
    "30.05,0.15": False,
    "H1": False,
    "south": True,
    "north": True,
    "front": True,
}


#: How many places each side holds on 4 January.
HELD = {"south": 4, "north": 5}


@pytest.mark.parametrize(("start", "end"), [*product(KINDS, repeat=2)])
def test_any_two_things_can_be_measured_on_a_day(start, end):
    answer = land_json("distance", start, end, "--on", "2001-01-04")
    assert answer.keys() >= QUESTIONS["distance"][1]
    assert 0 <= answer["low_m"] <= answer["edge_m"] + 1e-3
    assert answer["edge_m"] <= answer["centre_m"] + 1e-3 <= answer["high_m"] + 2e-3
    assert 0 <= answer["bearing_deg"] < 360
    assert answer["on"] == "2001-01-04"
    # The next nearest places of one actor; between two there is one nearest pair.
    moving = [HELD[one] for one in (start, end) if one in HELD]
    assert len(answer["others"]) == (min(4, moving[0] - 1) if len(moving) == 1 else 0)
    if moving:
        assert answer["place"].keys() >= FOUND_KEYS
        assert answer["place"]["holder"] in {start, end}
        assert answer["place"]["since"] <= "2001-01-04"
        assert answer["place"]["sources"]
    assert land("distance", start, end, "--on", "2001-01-04").strip()


@pytest.mark.parametrize(("start", "end"), [*product(KINDS, repeat=2)])
def test_without_a_day_only_what_does_not_move_can_be_measured(start, end):
    if KINDS[start] or KINDS[end]:
        assert "depends on the day: add --on DAY" in land("distance", start, end, code=2)
        return
    answer = land_json("distance", start, end)
    assert answer["on"] is None
    if answer["place"] is not None:
        assert answer["place"].keys() >= PLACE_KEYS | {"evidence", "since", "sources"}
        assert answer["place"]["evidence"] is None
    with_day = land_json("distance", start, end, "--on", "2001-01-04")
    assert with_day["centre_m"] == answer["centre_m"]


def test_a_distance_names_its_ends_as_ids_where_they_have_one():
    answer = land_json("distance", "Birch", "South", "--on", "2001-01-04")
    assert (answer["from"], answer["to"]) == ("birch", "south")
    # One step of 0.1 degree along the meridian at the equator: 11,057 m.
    assert (answer["place"]["id"], round(answer["centre_m"])) == ("elm", 11057)
    assert answer["direction"] == "south"


def test_a_distance_to_a_road_has_its_kilometre():
    # H1 begins at 0.05 S: Fir at 0.1 N lies beside its kilometre 16.6.
    answer = land_json("distance", "Fir", "h1")
    assert round(answer["along_km"], 1) == 16.6
    assert (answer["to"], answer["direction"]) == ("H1", "west")
    assert "kilometre 16.6" in land("distance", "Fir", "h1")


def test_positions_may_be_negative_on_either_side():
    answer = land_json("distance", "30.1,-0.05", "Hazel")
    assert (answer["from"], round(answer["centre_m"])) == ("30.1,-0.05", 5529)
    for start, end in (("-0.5,-0.5", "-0.5,0.5"), ("-.5,-0.5", "+0.5,-.5")):
        answer = land_json("distance", start, end)
        assert (answer["from"], answer["to"]) == (start, end)
    on = ["--on", "2001-01-04"]
    assert land_json("distance", *on, "30.1,-0.05", "south")["place"]["id"] == "hazel"


def test_swapped_positions_are_recognised_and_said():
    output = land("distance", "0.1,30.1", "Elm", code=2)
    assert "looks swapped: longitude comes first, so is it 30.1,0.1?" in output


@pytest.mark.parametrize(
    "text", ["30.1,", "30.1,0.1,0", "30.1;0.1", "200,0", "0,91", "1e1,0", "nan,0", "30,1 0,1"]
)
def test_what_is_no_position_is_refused(text):
    assert "frontline: " in land("distance", text, "Elm", code=2)


def test_an_option_that_is_none_is_not_taken_for_a_position():
    assert "unexpected extra argument" in land("distance", "Elm", "Fir", "--onn", "x", code=2)


def test_khan_shaykhun_stood_five_kilometres_from_the_government_on_15_august():
    answer = as_json("distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    assert 5.0 <= round(answer["centre_m"] / 1000, 1) <= 5.4
    assert 2.4 <= round(answer["edge_m"] / 1000, 1) <= 3.1
    assert answer["place"].keys() >= FOUND_KEYS
    assert all(source["url"].startswith("http") for source in answer["place"]["sources"])


# The road.


def test_a_road_has_intervals_and_shares():
    answer = land_json("highway", "H1", "--on", "2001-01-04")
    assert (answer["highway"], answer["between"]) == ("h1", None)
    assert round(answer["length_km"], 1) == 33.2
    for interval in answer["intervals"]:
        assert interval.keys() >= {"from_km", "to_km", "actor", "status"}
    # South holds Hazel and, from the 3rd, Elm: two thirds of the road; north the rest.
    assert answer["share"] == pytest.approx({"south": 2 / 3, "north": 1 / 3}, abs=0.001)
    in_words = land("highway", "H1", "--on", "2001-01-04")
    assert in_words.startswith("H1, whole length, 33.2 km, on 2001-01-04")


def test_a_road_between_two_places_or_kilometres_in_any_order():
    one = land_json("highway", "H1", "--on", "2001-01-04", "--between", "Hazel", "Birch")
    other = land_json("highway", "H1", "--on", "2001-01-04", "--between", "Birch", "Hazel")
    assert one["intervals"] == other["intervals"]
    assert one["between"] == ["Hazel", "Birch"]
    assert round(one["length_km"], 1) == 22.1
    by_km = land_json("highway", "H1", "--on", "2001-01-04", "--between", "5", "10.5")
    assert by_km["length_km"] == pytest.approx(5.5)
    assert "no length" in land(
        "highway", "H1", "--on", "2001-01-04", "--between", "Elm", "Elm", code=2
    )


def test_a_road_as_a_table_has_plain_cells():
    table = rows(land("highway", "H1", "--on", "2001-01-09", "--format", "csv"))
    assert table[0]["actor"] == "south"
    assert table[0]["actors"] == "south"
    assert "[" not in table[0]["records"]


def test_a_road_day_by_day_in_every_format():
    answer = land_json("highway", "H1", "--by-day")
    assert [row["on"] for row in answer] == [f"2001-01-{day:02}" for day in range(1, 11)]
    table = rows(land("highway", "H1", "--by-day", "--format", "csv"))
    assert [row["on"] for row in table] == [row["on"] for row in answer]
    assert float(table[0]["south_share"]) == pytest.approx(1 / 3, abs=0.001)
    in_words = land("highway", "H1", "--by-day", "--from", "2001-01-02", "--to", "2001-01-04")
    assert [line[:10] for line in in_words.splitlines()[1:]] == ["2001-01-02", "2001-01-03"]


def test_options_that_would_be_passed_over_are_refused():
    for options in (["--by-day", "--on", "2001-01-04"], ["--from", "2001-01-04"]):
        output = land("highway", "H1", *options, code=2)
        assert "--from and --to go with --by-day" in output


# Pages.


@pytest.mark.parametrize("command", ["map", "animate"])
def test_a_page_is_written_where_it_is_asked_for_and_the_same_twice(tmp_path, command):
    days = ["--on", "2001-01-04"] if command == "map" else ["--from", "2001-01-02"]
    for name in ("one.html", "two.html"):
        assert land(command, *days, "--out", tmp_path / name) == f"wrote {tmp_path / name}\n"
    one, two = ((tmp_path / name).read_bytes() for name in ("one.html", "two.html"))
    assert one == two
    assert b"<html" in one


def test_a_map_is_named_after_its_day(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert land("map", "--on", "2001-01-04") == "wrote map-2001-01-04.html\n"
    assert [path.name for path in tmp_path.iterdir()] == ["map-2001-01-04.html"]


def test_a_build_writes_an_index_the_animation_and_the_key_days(tmp_path):
    written = land("build", "--out", tmp_path / "maps").splitlines()
    names = {path.name for path in (tmp_path / "maps").iterdir()}
    assert {f"wrote {tmp_path / 'maps' / name}" for name in names} == set(written)
    assert names == {"index.html", "animation.html", "2001-01-01.html", "2001-01-10.html"}


def test_what_is_held_back_is_not_on_the_page_and_the_page_says_so(tmp_path):
    page = tmp_path / "page.html"
    whole = tmp_path / "whole.html"
    land("animate", "--out", whole)
    land("animate", "--out", page, "--embargo", "3", "--as-of", "2001-01-10", "--blur", "2")
    text = page.read_text("utf-8")
    assert "watch.invalid/e4" in whole.read_text("utf-8")
    assert "watch.invalid/e4" not in text
    assert "2001-01-08" not in text
    assert "Held back: events of the 3 days before 2001-01-10 are left out." in text
    assert "Coarsened: places are moved to a grid of 2 km." in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--embargo", "11", "--as-of", "2001-01-10"], "leaves nothing"),
        (["--embargo", "99999999999999", "--as-of", "2001-01-10"], "leaves nothing"),
        (["--embargo", "-1"], "--embargo"),
        (["--blur", "nan"], "--blur"),
        (["--blur", "100"], "cannot blur"),
        (["--as-of", "10/01/2001"], "2001-01-10 or 2001-10-01"),
        (["--tiles", "No such tiles"], "No such tiles"),
        (["--on", "2001-02-01"], "the record runs from 2001-01-01 to 2001-01-10"),
    ],
)
def test_a_page_that_cannot_be_made_is_not_begun(tmp_path, options, words):
    on = [] if "--on" in options else ["--on", "2001-01-04"]
    assert words in land("map", *on, *options, "--out", tmp_path / "page.html", code=2)
    assert list(tmp_path.iterdir()) == []


# Hostile names arrive as they are written, and do nothing.

HOSTILE = "=1+1 {{7*7}} {% x %} ${7*7} `x` </script>\x1b[31m\x9b31m\x07\u202e\nnext"


@pytest.fixture
def hostile(tmp_path):
    folder = Path(shutil.copytree(LAND, tmp_path / "land"))
    path = folder / "gazetteer.geojson"
    collection = json.loads(path.read_text("utf-8"))
    words = ("name", "kind", "admin1", "admin3", "licence", "note")
    collection["features"][4]["properties"].update(dict.fromkeys(words, HOSTILE))
    collection["features"][4]["properties"]["sources"] = [HOSTILE]
    path.write_text(json.dumps(collection), "utf-8")
    quoted = f'"{HOSTILE}"'
    for file, old in (
        ("actors.csv", "South"),
        ("publishers.csv", "Land Watch"),
        ("events.csv", "two voices"),
    ):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(old, quoted, 1), "utf-8")
    return folder


def control_characters(text):
    return [c for c in text if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)]


@pytest.mark.parametrize("command", QUESTIONS)
def test_hostile_names_are_shown_and_not_obeyed(hostile, command):
    question = [word.replace("birch", "elm") for word in QUESTIONS[command][0]]
    for form in ("text", "json"):
        text = run(*question, "--data", hostile, "--format", form)
        assert control_characters(text) == []
        assert "49" not in text.replace("30.149", "")
        if form == "text":
            assert "\u202e" not in text
            assert "\nnext" not in text


def test_hostile_names_are_whole_in_json(hostile):
    assert as_json("place", "elm", "--data", hostile)["place"]["name"] == HOSTILE


def test_hostile_names_are_no_formula_in_a_table(hostile):
    text = run("changes", "--data", hostile, "--format", "csv")
    assert control_characters(text) == []
    assert rows(text)[0]["name"].startswith("'=1+1 {{7*7}}")


@given(st.text())
def test_plain_text_has_no_control_character_and_keeps_every_other(text):
    shown = plain(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert "\n" not in shown
    shown.encode("utf-8")
    hidden = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
    kept = [c for c in text if c not in hidden | TURNING and not "\ud800" <= c <= "\udfff"]
    left = iter(shown)
    assert all(c in left for c in kept)
    if len(kept) == len(text):
        assert shown == text


TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_plain_text_keeps_arabic_and_its_marks_and_shows_what_would_turn_a_line():
    arabic = "خان شَيخون\u200f \u200eKhan\u200d \u061c"
    assert plain(arabic) == arabic
    assert plain("a\u202eb\u2066c") == "a<U+202E>b<U+2066>c"
    assert plain("\x1b[31m\x9b\r\n\udcff") == "\ufffd[31m\ufffd\ufffd\ufffd\ufffd"


def test_a_text_is_read_from_a_file_a_pipe_or_the_command_line(tmp_path):
    words = "Gorse is about 22 km from Ivy."
    (tmp_path / "article.txt").write_text(words, "utf-8")
    found = land_json("check", words, "--published", "2001-01-04")
    assert [claim["kind"] for claim in found["claims"]] == ["distance"]
    assert found["claims"][0]["verdict"] == "supported"
    assert land_json("check", tmp_path / "article.txt", "--published", "2001-01-04") == found
    piped = CliRunner().invoke(
        cli.app,
        ["check", "-", "--published", "2001-01-04", "--data", str(LAND), "--format", "json"],
        input=words,
    )
    assert json.loads(piped.output) == found
