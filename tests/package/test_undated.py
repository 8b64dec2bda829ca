"""Commands report an empty package in one line, with what to do next."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.errors import DataError
from frontline.package.template import Template, create_package

LAND = Path(__file__).parent.parent / "land"
REGION = (29.0, -1.0, 31.0, 1.0)

#: Every command that needs a day of the record; {out} is a file that must not be written.
OF_A_DAY = [
    "changes",
    "changes --from 2019-01-01 --to 2020-01-01",
    "pockets --on 2019-08-15",
    "distance Elm Fir --on 2019-08-15",
    "highway x --on 2019-08-15",
    "highway x --by-day",
    "check {text} --published 2019-08-15",
    "check {text} --published 2019-08-15 --format html --out {out}",
    "check --batch {many} --jobs 1 --out {out}",
    "check --batch {many} --jobs 2 --out {out}",
    "known --event X",
    "compare --on 2019-08-15",
    "coverage",
    "fragility --on 2019-08-15",
    "map --on 2019-08-15 --out {out}",
    "map --on 2000-01-01 --out {out}",
    "map --on 2019-08-15 --blur 1 --out {out}",
    "map --on 2019-08-15 --as-of 2019-08-15 --out {out}",
    "animate --out {out}",
    "build --out {out}",
    "export --on 2019-08-15 --out {out}.gpkg",
    "export --layers places --out {out}.geojson",
]


def run(line, **words):
    words = [word.format(**words) for word in line.split()]
    return CliRunner().invoke(app.app, words)


@pytest.fixture
def empty(tmp_path):
    create_package(tmp_path / "new", Template())
    return tmp_path / "new"


@pytest.fixture
def undated(tmp_path):
    """A package with places and actors, but no day."""
    folder = tmp_path / "undated"
    create_package(folder, Template(region=REGION))
    for name in ("gazetteer.geojson", "actors.csv"):
        shutil.copyfile(LAND / name, folder / name)
    return folder


@pytest.mark.parametrize("line", OF_A_DAY)
def test_a_command_about_a_day_reports_an_empty_package(empty, tmp_path, line):
    many = tmp_path / "many.csv"
    many.write_text("id,published,text\n1,2019-08-15,Troops held Elm.\n")
    said = {"text": "Troops", "out": tmp_path / "out", "many": many}
    answer = run(f"{line} --data {empty}", **said)
    assert answer.exit_code == 1
    assert answer.stderr == (
        "frontline: datapackage.json, row frontline: the package is still empty. Import events "
        "with `frontline import`, add one with `frontline add event`, or set first_day and "
        "last_day.\n"
    )
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("line", ["control Elm", "map --on 2001-01-05", "highway m1 --by-day"])
def test_a_package_with_places_only_has_no_dated_row(undated, line):
    answer = run(f"{line} --data {undated}")
    assert answer.exit_code == 1
    assert "the package has no dated row yet" in answer.stderr
    assert "2000" not in answer.stderr


@pytest.mark.parametrize("line", ["place Elm", "place Elm --district Anywhere", "control Elm"])
def test_a_name_search_reports_an_empty_gazetteer(empty, line):
    answer = run(f"{line} --data {empty}")
    assert answer.exit_code == 2
    assert answer.stderr == (
        "frontline: no place is called 'Elm': the gazetteer is empty; import places with "
        f"`frontline import`\nfrontline: Data package: 'A new record' (in {empty})\n"
    )


def test_the_first_event_of_a_package_sets_its_days(undated):
    event = "--place Elm --kind capture --on 2019-08-15 --before north --after south"
    assert run(f"add event --into {undated} {event}").exit_code == 0
    frame = json.loads((undated / "datapackage.json").read_text("utf-8"))["frontline"]
    assert (frame["first_day"], frame["last_day"]) == ("2019-08-15", "2019-08-15")
    assert frontline.open(undated).on("2019-08-15").control("Elm").control.holder is None
    later = event.replace("2019-08-15", "2019-08-16")
    refused = run(f"add event --into {undated} {later}")
    assert "lies outside the record 2019-08-15 to 2019-08-15" in refused.stderr


def test_adding_a_report_without_events_explains_how_to_add_one(undated):
    report = "--for E1 --publisher x --url http://x.org/ --published 2019-08-15"
    refused = run(f"add report --into {undated} {report}")
    assert "the package has none; `frontline add event` adds one" in refused.stderr


def test_an_event_on_the_default_day_makes_a_record(undated):
    days = json.loads((undated / "datapackage.json").read_text("utf-8"))["frontline"]
    day = days["first_day"]
    event = f"--place Elm --kind capture --on {day} --before north --after south"
    assert frontline.open(undated).package.is_undated
    assert run(f"add event --into {undated} {event}").exit_code == 0
    assert run(f"changes --data {undated}").exit_code == 0


def test_an_empty_package_has_no_notebook_picture(empty):
    assert frontline.open(empty)._repr_html_() is None
    days = {"first_day": "2019-08-01", "last_day": "2019-08-31"}
    about = json.loads((empty / "datapackage.json").read_text("utf-8"))
    about["frontline"] |= days
    (empty / "datapackage.json").write_text(json.dumps(about), "utf-8")
    assert frontline.open(empty)._repr_html_() is None
    assert frontline.open(empty).on("2019-08-15")._repr_html_() is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_reports_a_package_that_cannot_be_opened(tmp_path, jobs):
    many = tmp_path / "many.csv"
    many.write_text("id,published,text\n1,2019-08-15,Troops held Elm.\n")
    answer = run(f"check --batch {many} --jobs {jobs} --data {tmp_path / 'nowhere'}")
    assert answer.exit_code == 1
    assert "there is no such folder" in answer.stderr


def test_a_data_error_can_be_copied_with_its_issues(tmp_path):
    with pytest.raises(DataError) as caught:
        frontline.open(tmp_path / "nowhere")
    again = copy.copy(caught.value)  # by the way that a process pool takes
    assert again.issues == caught.value.issues
    assert str(again) == str(caught.value)
