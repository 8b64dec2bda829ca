"""Every command that answers or writes takes an embargo and a blur, and obeys them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import typer
from invented_land import LAND
from run_command import QUESTIONS
from typer.testing import CliRunner

from frontline.cli import app

#: Commands that read a record and answer, or write a page or file.
COMMANDS = {*QUESTIONS, "map", "animate", "build", "export", "story"}
TODAY = ["--as-of", "2001-01-12"]
#: The visible part of the record ends on 7 January.
EMBARGO = [*TODAY, "--embargo", "5"]
LEFT_OUT = "Left out: what was published, or happened, in the 5 days before 2001-01-12."
COARSENED = "Coarsened: places are moved to a grid of 2 km."
ARTICLES = [
    {"id": 1, "published": "2001-01-04", "text": "South forces took Elm. Troops were near Fir."},
    {"id": 2, "published": "2001-01-07", "text": "Third aaa took Hill aaa. North held Birch."},
]
STORY = 'title = "Elm"\n[[step]]\nday = 2001-01-05\nview = "elm"\ntext = "North left."\n'
CHECK = ["check", ARTICLES[0]["text"], "--published", "2001-01-04"]
#: Questions with an answer as text and as JSON.
ANSWERED = [question for question, _ in QUESTIONS.values()] + [
    ["place", "alder"],
    ["control", "elm", "--on", "2001-01-05"],
    ["control", "fir"],
    ["distance", "elm", "fir"],
    ["distance", "front", "ivy", "--on", "2001-01-07"],
    ["highway", "h1", "--by-day"],
    ["known", "--place", "elm", "--on", "2001-01-07"],
    ["fragility", "--on", "2001-01-07", "--draws", "2"],
]
#: Questions with one answer only: a table, a report, a batch, a file.
WRITTEN = [
    ["changes", "--format", "csv"],
    ["compare", "--rules", "standard,all", "--on", "2001-01-07", "--format", "csv"],
    ["highway", "h1", "--by-day", "--format", "csv"],
    [*CHECK, "--format", "html"],
    ["check", "--batch", "../articles.jsonl", "--jobs", "1"],
    ["check", "--batch", "../articles.jsonl", "--jobs", "2"],
    ["map", "--on", "2001-01-07", "--out", "../written.html"],
    ["map", "--on", "2001-01-07", "--out", "../written.svg"],
    ["story", "../story.toml", "--out", "../written.html"],
    ["export", "--on", "2001-01-07", "--format", "csv", "--out", "../written.csv"],
    *(["coverage", "--format", "csv", "--table", t] for t in ("districts", "ground", "disputes")),
]
#: Questions about what is left out.
REFUSED = [
    ["place", "Hill aaa"],
    ["control", "hill-aaa"],
    ["control", "elm", "--on", "2001-01-09"],
    ["known", "--event", "Z1-aaa"],
    ["distance", "elm", "Third aaa", "--on", "2001-01-07"],
    ["changes", "--to", "2001-01-10"],
]


def add_rows(folder, table, *rows):
    path = folder / f"{table}.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="").writerows(rows)


def land_with_more(folder, word, last_day):
    """Write the invented land with more that an embargo leaves out, all named with a word."""
    shutil.copytree(LAND, folder)
    actor, paper, hill = f"third-{word}", f"paper-{word}", f"hill-{word}"
    add_rows(
        folder,
        "actors",
        {"id": actor, "name": f"Third {word}", "colour": "#123456", "pattern": "plain"},
    )
    add_rows(
        folder, "publishers",
        {"id": paper, "name": f"Paper {word}", "stance": "agency", "language": "en", "note": word},
    )  # fmt: skip
    first = {
        "baseline_id": f"BZ-{word}", "place_id": hill, "place_as_reported": word,
        "holder": actor, "evidence": "claimed", "note": word,
    }  # fmt: skip
    add_rows(folder, "baseline", first)
    young, late = (
        {
            "event_id": f"Z{number}-{word}", "place_id": place, "place_as_reported": word,
            "date_earliest": day, "date_latest": day, "kind": "capture", "from": "south",
            "to": actor, "note": word,
        }
        for number, (place, day) in enumerate([("elm", last_day), (hill, "2001-01-05")])
    )  # fmt: skip
    add_rows(folder, "events", young, late)
    reports = [(young["event_id"], "supports"), (late["event_id"], "supports"), ("E1", "denies")]
    reports.append((first["baseline_id"], "supports"))
    add_rows(
        folder, "reports",
        *(
            {
                "report_id": f"{word}-{number}", "record_id": record, "publisher": paper,
                "url": f"https://paper.invalid/{word}", "published_on": last_day, "says": says,
            }
            for number, (record, says) in enumerate(reports)
        ),
    )  # fmt: skip
    replace_text(folder / "events.csv", "two voices", word)
    edit_json(
        folder / "gazetteer.geojson",
        lambda value: value["features"].append(
            json.loads(
                json.dumps(value["features"][0])
                .replace('"alder"', f'"{hill}"')
                .replace('"Alder"', f'"Hill {word}"')
                .replace("[30.0, 0.2]", "[30.05, 0.15]")
            )
        ),
    )
    edit_json(
        folder / "datapackage.json",
        lambda value: (
            value["frontline"].update(last_day=last_day),
            value.update(description=word),
        ),
    )
    return folder


def replace_text(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def edit_json(path, edit):
    value = json.loads(path.read_text("utf-8"))
    edit(value)
    path.write_text(json.dumps(value), "utf-8")


def ask(question):
    """Return exit code, output and the written file of a command in the current folder."""
    result = CliRunner().invoke(app.app, question)
    written = [path for path in Path("..").glob("written*") if path.is_file()]
    content = [path.read_bytes() for path in written]
    for path in written:
        path.unlink()
    return result.exit_code, result.output, content


def answers(folder, options, monkeypatch):
    """Return the answers to all questions about the data package of a folder."""
    (folder.parent / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    (folder.parent / "story.toml").write_text(STORY, "utf-8")
    monkeypatch.chdir(folder)
    questions = [*ANSWERED, *WRITTEN, *REFUSED]
    questions += [[*question, "--format", "json"] for question in ANSWERED]
    return {" ".join(question): ask([*question, *options]) for question in questions}


def differing(one, other):
    return [question for question in one if one[question] != other[question]]


def failed(found):
    refused = {" ".join(question) for question in REFUSED}
    return {
        name: answer[:2] for name, answer in found.items() if bool(answer[0]) != (name in refused)
    }


def without_notice(found, notice):
    """Return the text answers that lack a notice, and the other answers that have it."""
    report = " ".join(WRITTEN[3])
    wrong = [
        name
        for question in ANSWERED
        for name in (" ".join(question),)
        if notice not in found[name][1] or notice in found[f"{name} --format json"][1]
    ]
    wrong += [" ".join(q) for q in WRITTEN if q[0] == "changes" and notice in found[" ".join(q)][1]]
    return wrong + [report] * (notice not in found[report][1])


def test_every_command_that_answers_or_writes_takes_the_options_of_a_redaction():
    group = typer.main.get_command(app.app)
    lacking = {
        name: missing
        for name in COMMANDS
        if (missing := {"as_of", "embargo", "blur"} - {p.name for p in group.commands[name].params})
    }
    assert lacking == {}


def test_no_answer_under_an_embargo_depends_on_what_is_left_out(tmp_path, monkeypatch):
    folders = [
        Path(shutil.copytree(LAND, tmp_path / "none")),
        land_with_more(tmp_path / "more", "aaa", "2001-01-11"),
    ]
    found = [answers(folder, EMBARGO, monkeypatch) for folder in folders]
    assert differing(*found) == []
    assert failed(found[0]) == {}
    assert without_notice(found[0], LEFT_OUT) == []
    # Without the embargo the packages are different.
    assert ask(["control", "elm"]) != (0, found[0]["control elm"][1], [])
    assert ask(["place", "Hill aaa"])[0] == 0


def test_no_answer_under_a_blur_depends_on_where_in_its_cell_a_place_is(tmp_path, monkeypatch):
    found = []
    for name, lat in (("one", 0.2), ("two", 0.201)):
        folder = Path(shutil.copytree(LAND, tmp_path / name))
        replace_text(folder / "gazetteer.geojson", "[30.0, 0.2]", f"[30.0, {lat}]")
        found.append(answers(folder, ["--blur", "2"], monkeypatch))
    assert differing(*found) == []
    assert without_notice(found[0], COARSENED) == []
    # Without the blur the position is printed.
    monkeypatch.chdir(tmp_path / "two")
    assert "0.201" in ask(["place", "alder"])[1]
