"""The command add: one event or report, checked, as one line in the file."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import frontline
from frontline.cli import app, prompts
from frontline.package.package import read_package

EVENT = {
    "--place": "Cedar",
    "--kind": "capture",
    "--on": "2001-01-04",
    "--before": "north",
    "--after": "South",
}
REPORT = {"--publisher": "watch", "--url": "https://watch.invalid/c", "--published": "2001-01-05"}


def run(words, *arguments, code=0, keys=None):
    flags = [part for pair in arguments[0].items() for part in pair] if arguments else []
    result = CliRunner().invoke(app.app, [*map(str, words), *flags], input=keys)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def add(land_copy):
    def run_add(what, flags, *more, code=0, keys=None):
        return run(["add", what, "--into", land_copy, *more], flags, code=code, keys=keys)

    return run_add


@pytest.fixture
def _keyboard(monkeypatch):
    monkeypatch.setattr(prompts, "is_interactive", lambda: True)


def new_lines(folder, before):
    """Return the lines that a file has more than before; none may be fewer."""
    after = {path.name: path.read_text("utf-8").splitlines() for path in folder.iterdir()}
    for name, lines in before.items():
        assert [line for line in lines if line not in after[name]] == []
    return [line for name in sorted(after) for line in after[name] if line not in before[name]]


@pytest.fixture
def before(land_copy):
    return {path.name: path.read_text("utf-8").splitlines() for path in land_copy.iterdir()}


def test_an_event_with_its_report_is_two_lines_of_the_diff(add, land_copy, before):
    assert add("event", EVENT | REPORT).startswith("added E6, E6-r1\n")
    assert new_lines(land_copy, before) == [
        "E6,cedar,Cedar,2001-01-04,2001-01-04,capture,north,south,,,,",
        "E6-r1,E6,watch,https://watch.invalid/c,2001-01-05,,supports,",
    ]


def test_an_event_keeps_the_order_of_its_file(add, land_copy):
    add("event", EVENT)
    days = [event.date_earliest for event in read_package(land_copy).events]
    assert days == sorted(days)


def test_an_event_without_a_report_is_noted(add):
    assert "does not count: add one with `frontline add report`" in add("event", EVENT)


def test_names_are_found_as_a_newspaper_spells_them_and_kept_as_reported(add, land_copy):
    add("event", EVENT | {"--place": "إيلم", "--after": "SOUTH", "--on": "2001-01-09"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.place_id, event.place_as_reported, event.after) == ("elm", "إيلم", "south")


def test_an_uncertain_day_has_an_earliest_and_a_latest(add, land_copy):
    add("event", EVENT | {"--latest": "2001-01-06"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.date_earliest.day, event.date_latest.day) == (4, 6)


def test_an_attack_that_failed_names_its_holder_once(add, land_copy):
    flags = {name: value for name, value in EVENT.items() if name != "--after"}
    add("event", flags | {"--kind": "repelled"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.before, event.after) == ("north", "north")


def test_an_event_can_be_about_a_stretch_of_road(add, land_copy):
    flags = {name: value for name, value in EVENT.items() if name != "--place"}
    add("event", flags | {"--highway": "H1", "--from-km": "2.5", "--to-km": "10"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.highway, event.from_km, event.to_km, event.place_id) == ("h1", 2.5, 10.0, None)
    again = flags | {"--highway": "h1", "--from-km": "2.5", "--to-km": "10"}
    assert "exists already: E6" in add("event", again, code=2)


def test_ids_go_on_in_the_pattern_of_the_package(add, land_copy):
    events = land_copy / "events.csv"
    text = events.read_text("utf-8")
    reports = land_copy / "reports.csv"
    for number in range(1, 6):
        text = text.replace(f"E{number},", f"LAND-00{number},")
        edited = reports.read_text("utf-8").replace(f",E{number},", f",LAND-00{number},")
        reports.write_text(edited, "utf-8")
    events.write_text(text, "utf-8")
    assert "added LAND-006\n" in add("event", EVENT)


def test_an_id_does_not_run_into_the_series_of_a_collection(add, land_copy):
    events = land_copy / "events.csv"
    text = events.read_text("utf-8")
    text = text.rstrip("\n") + (
        "\nLND900,alder,Alder,2001-01-08,2001-01-08,capture,south,north,,,,"
        "ACLED LND900: Non-state actor overtakes territory.\n"
    )
    events.write_text(text, "utf-8")
    assert "added E6\n" in add("event", EVENT)


def test_a_further_report_gets_the_next_number(add, land_copy, before):
    assert add("report", REPORT | {"--for": "e1", "--says": "denies"}).startswith("added E1-r3\n")
    (line,) = new_lines(land_copy, before)
    assert line == "E1-r3,E1,watch,https://watch.invalid/c,2001-01-05,,denies,"
    rows = (land_copy / "reports.csv").read_text("utf-8").splitlines()
    assert rows[rows.index(line) - 1].startswith("E1-r2,")


def test_a_report_of_an_unknown_day_is_marked(add, land_copy, before):
    add("report", REPORT | {"--for": "B3", "--published": "unknown"})
    assert new_lines(land_copy, before) == [
        "B3-r2,B3,watch,https://watch.invalid/c,,not known,supports,"
    ]


@pytest.mark.parametrize(
    ("stance", "row"),
    [
        ("agency", "new-wire,New Wire,agency,,en,,"),
        ("North", "new-wire,New Wire,aligned,north,en,,"),
    ],
)
def test_a_new_publisher_is_added_with_its_stance(add, land_copy, before, stance, row):
    new = {"--publisher": "New Wire", "--stance": stance, "--language": "en", "--for": "E1"}
    add("report", REPORT | new)
    assert row in new_lines(land_copy, before)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--place": "Nowhere"}, "no place is called 'Nowhere'"),
        ({"--before": "east"}, "no actor 'east': the data has north, south"),
        ({"--kind": "taken"}, "'taken' is not valid: use one of capture, withdrawal"),
        ({"--on": "4/1/2001"}, "write it year first"),
        ({"--latest": "2001-01-02"}, "date_latest is before date_earliest"),
        ({"--after": "north"}, "needs two different actors"),
        ({"--on": "2002-01-04"}, "lies outside the record"),
        ({"--id": "B1"}, "the id B1 is taken"),
        ({"--place": "Elm", "--on": "2001-01-03"}, "exists already: E1. To add a source"),
        ({"--url": "https://x.invalid/"}, "The report has no publisher: add --publisher ID"),
        ({"--publisher": "nobody"} | REPORT | {"--publisher": "nobody"}, "Add --stance STANCE"),
        (REPORT | {"--url": "ftp://x"}, "reports.csv"),
    ],
)
def test_invalid_events_are_refused_and_nothing_is_written(add, land_copy, before, change, words):
    code = 1 if words in {"lies outside the record", "reports.csv"} else 2
    code = 1 if words.startswith(("date_latest", "needs two")) else code
    assert words in add("event", EVENT | change, code=code)
    assert new_lines(land_copy, before) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--for": "E99"}, "no event or baseline row 'E99'"),
        ({"--for": "E1", "--url": "https://watch.invalid/e1"}, "exists already: E1-r2"),
        ({"--for": "E1", "--says": "maybe"}, "use one of supports, denies, context"),
    ],
)
def test_invalid_reports_are_refused(add, land_copy, before, change, words):
    assert words in add("report", REPORT | change, code=2)
    assert new_lines(land_copy, before) == []


def test_without_a_terminal_all_missing_flags_are_listed(add):
    output = add("event", {"--kind": "capture"}, code=2)
    for flag in ("--place", "--on", "--before", "--after"):
        assert flag in output
    assert "Add --for ID, --publisher ID, --url ADDRESS" in add("report", {}, code=2)


def test_extend_moves_the_last_day(add, land_copy):
    add("event", EVENT | {"--on": "2001-01-15"}, "--extend")
    assert read_package(land_copy).coverage.last_day.day == 15


@pytest.mark.usefixtures("_keyboard")
def test_a_terminal_asks_for_missing_values(add, land_copy, before):
    keys = ["Cedar", "capture", "2001-01-04", "", "north", "south"]
    keys += ["watch", "https://watch.invalid/c", "2001-01-05", "", "y"]
    output = add("event", {}, keys="\n".join(keys) + "\n")
    assert "Held before by (north, south)" in output
    assert "added E6, E6-r1" in output
    assert len(new_lines(land_copy, before)) == 2


@pytest.mark.usefixtures("_keyboard")
def test_a_wrong_answer_is_explained_and_asked_again(add, land_copy):
    keys = ["Sedarr Hill", "Cedar", "taken", "capture", "4/1/2001", "2001-01-04", ""]
    keys += ["north", "south", "", "y"]
    output = add("event", {}, keys="\n".join(keys) + "\n")
    assert "no place is called 'Sedarr Hill'" in output
    assert "'taken' is not valid: use one of" in output
    assert "write it year first" in output
    assert any(one.event_id == "E6" for one in read_package(land_copy).events)


@pytest.mark.usefixtures("_keyboard")
@pytest.mark.parametrize(("keys", "code"), [("n\n", 0), ("", 2)])
def test_the_user_can_decline_before_writing(add, land_copy, before, keys, code):
    output = add("event", EVENT | REPORT | {"--latest": "2001-01-04", "--says": "supports"},
               keys=keys, code=code)  # fmt: skip
    assert ("nothing was written" in output) == (code == 0)
    assert new_lines(land_copy, before) == []


def test_hostile_text_is_text(add, land_copy):
    flags = EVENT | REPORT | {"--note": "=cmd|' /C calc'!A0 \x1b[31m{{7*7}}"}
    add("event", flags)
    raw = (land_copy / "events.csv").read_text("utf-8")
    assert "\x1b" not in raw
    assert ",=cmd" not in raw
    assert ',"=cmd' not in raw
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert "{{7*7}}" in event.note


def test_a_statement_names_its_holder_once_and_extends_what_is_known(add, land_copy):
    flags = {name: value for name, value in EVENT.items() if name != "--before"}
    add("event", flags | REPORT | {"--kind": "held", "--latest": "2001-01-06"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.kind, event.before, event.after) == ("held", "south", "south")
    spans = frontline.open(land_copy).record.spans("cedar")
    held = [span for span in spans if span.control.holder == "south"]
    assert held[0].since.day == 4


def test_a_statement_of_two_sides_is_one_of_contested_ground(add, land_copy):
    add("event", EVENT | {"--kind": "held"})
    event = next(one for one in read_package(land_copy).events if one.event_id == "E6")
    assert (event.kind, event.before, event.after) == ("held", "north", "south")
