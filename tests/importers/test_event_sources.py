"""All sources of events: one change is one event, options are checked, hostile text is text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from importing import contents
from sample_imports import ACLED, NEWSROOM_COLUMNS, SAMPLES, events, import_sample
from typer.testing import CliRunner

from frontline.cli import app
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package
from frontline.package.template import Template, create_package


def test_two_sources_of_one_change_become_one_event(land_copy):
    import_sample(land_copy, "table", "newsroom.csv", columns=NEWSROOM_COLUMNS)
    summary = import_sample(land_copy, "acled", "acled.csv", ACLED)
    assert "LND101" not in events(land_copy)
    (alder,) = [one for one in events(land_copy).values() if one.place_id == "alder"]
    notes = {one.note for one in read_package(land_copy).reports[alder.event_id]}
    assert "Via ACLED LND101" in notes
    assert summary.merged == 1


def test_an_actor_table_works_like_the_option(land_copy):
    path = land_copy.parent / "actors.csv"
    path.write_text("name,actor\n" + "".join(f"{name},{id_}\n" for name, id_ in ACLED.items()))
    assert import_sample(land_copy, "acled", "acled.csv", settings={"actors": str(path)}).used == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["--actor", "X=nobody"],
            "no actor with this id. The ids are north, south",
        ),
        (["--set", "colour=red"], "--set colour: this import has no such setting"),
        (["--set", "dates=american"], "write day-first or month-first"),
        (["--set", "from=1/2/2001"], "write it year first"),
        (["--set", "in=Mars"], "the package has no place in an area called 'Mars'"),
        (["--set", "government=king"], "no actor of the package has this id"),
        (["--country", "XX"], "does not apply to event imports"),
    ],
)
def test_invalid_options_are_refused_and_nothing_is_written(land_copy, words, expected):
    given = ["import", "acled", str(SAMPLES / "acled.csv"), "--into", str(land_copy)]
    before = contents(land_copy)
    done = CliRunner().invoke(app.app, [*given, *words])
    assert done.exit_code == 2
    assert expected in done.stderr
    assert contents(land_copy) == before


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        *(("acled", "acled.csv"), ("ucdp", "ged.csv"), ("viina", "control_latest_2001.csv")),
        *(("table", "newsroom.csv"), ("wikipedia", "detailed_map.lua")),
    ],
)
def test_events_are_not_imported_into_an_empty_gazetteer(tmp_path, kind, file):
    folder = tmp_path / "new"
    create_package(folder, Template())
    before = contents(folder)
    done = CliRunner().invoke(
        app.app, ["import", kind, str(SAMPLES / file), "--into", str(folder), "--yes"]
    )
    assert done.exit_code == 1
    assert "the gazetteer is empty" in done.stderr
    assert "Import places before events" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert contents(folder) == before


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
    content = (SAMPLES / "acled.csv").read_text().replace("Radio Gorse", text.replace('"', ""))
    path = land_copy.parent / "hostile.csv"
    path.write_text(content, encoding="utf-8")
    import_sample(land_copy, "acled", path, ACLED)
    raw = (land_copy / "publishers.csv").read_text(encoding="utf-8")
    assert not any(line.split(",")[1].startswith(("=", "\x1b")) for line in raw.splitlines())
    assert "\u202e" not in raw
    assert "\x1b" not in raw
    assert CliRunner().invoke(app.app, ["validate", str(land_copy)]).exit_code == 0


def test_the_files_need_not_be_where_they_were(land_copy, tmp_path):
    copy = Path(shutil.copy(SAMPLES / "acled.csv", tmp_path / "renamed.csv"))
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    options = ImportOptions(files=(copy,), actors=ACLED)
    assert import_files("acled", options, land_copy).wrote == ()
