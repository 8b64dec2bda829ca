"""The style that lies beside the data: checked with it, and used wherever a page is drawn."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from frontline import cli
from frontline.drawing.house import style_faults

BAD = """
paint = "#000000"
[light]
ink = "red"
[fonts]
text = ["url(x)"]
[actors.nrth]
light = "#005500"
"""


@pytest.fixture
def styled(land_copy):
    """Give a function that writes the style of a package, and gives its folder."""

    def write(text):
        (land_copy / "style.toml").write_text(text, "utf-8")
        return land_copy

    return write


def validated(folder, *more):
    return CliRunner().invoke(cli.app, ["validate", str(folder), *more])


# ------------------------------------------------------------------ frontline validate


def test_validate_lists_every_fault_of_the_style_with_those_of_the_data(styled):
    folder = styled(BAD)
    text = (folder / "actors.csv").read_text("utf-8")
    (folder / "actors.csv").write_text(text.replace("#b5532d", "brown"), "utf-8")
    told = validated(folder)
    assert told.exit_code == 1
    assert "error: actors.csv, row 3: 'brown'" in told.stdout
    assert "style.toml: '#000000': paint: is no key of a style. Remove it" in told.stdout
    assert "style.toml: 'red': light.ink: is no colour. Write it as #2f7f86." in told.stdout
    assert "style.toml: 'url(x)': fonts.text.0: is no name of a font." in told.stdout
    assert "style.toml: 'nrth': actors: is no actor of the data. Use the id of an" in told.stdout
    assert told.stdout.endswith("5 errors, 0 warnings\n")


def test_validate_gives_the_faults_of_a_style_as_data_too(styled):
    (fault,) = json.loads(validated(styled("[light]\nink = 0"), "--format", "json").stdout)
    assert fault == {
        "severity": "error",
        "file": "style.toml",
        "row": None,
        "value": "0",
        "rule": "light.ink: is not text",
        "remedy": "Write it in quotes.",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[light", "is not TOML"),
        ('[light]\nink = "#cccccc"', "ink on paper has a contrast of 1.6, less than 4.5"),
    ],
)
def test_what_stops_a_page_stops_validate(styled, text, said):
    told = validated(styled(text))
    assert told.exit_code == 1
    assert said in told.stdout


def test_a_style_that_is_no_text_is_a_fault_of_its_file(land_copy):
    (land_copy / "style.toml").write_bytes(b'credit = "\xc7\xe1"')
    (fault,) = style_faults(land_copy)
    assert fault.file == "style.toml"
    assert "is not UTF-8" in fault.rule


def test_a_style_without_a_fault_adds_nothing(styled):
    told = validated(styled('credit = "The desk"\n[actors.north]\nlight = "#005500"'))
    assert told.stdout == "0 errors, 0 warnings\n"
    assert told.exit_code == 0


def test_no_actor_is_called_a_stranger_where_nobody_knows_the_actors(styled):
    folder = styled('[actors.nrth]\nlight = "#005500"')
    assert [fault.value for fault in style_faults(folder)] == ["nrth"]
    (folder / "actors.csv").write_text("id;name\n", "utf-8")
    assert style_faults(folder) == []
    (folder / "actors.csv").unlink()
    assert style_faults(folder) == []
    assert "the file is missing" in validated(folder).stdout


def test_actors_are_known_though_a_row_of_theirs_has_a_fault(styled):
    folder = styled('[actors.south]\nlight = "#005500"')
    text = (folder / "actors.csv").read_text("utf-8")
    (folder / "actors.csv").write_text(text.replace("#b5532d", "brown"), "utf-8")
    assert style_faults(folder) == []


def test_a_folder_that_cannot_be_is_no_fault_of_frontline(tmp_path):
    told = validated(tmp_path / ("a" * 5000))
    assert told.exit_code == 1
    assert "the folder cannot be read" in told.stdout


def test_a_style_cannot_steer_the_terminal_that_its_faults_are_read_in(styled):
    told = validated(styled('"\\u001b[2J{{7*7}}" = 1'))
    assert "\x1b" not in told.stdout
    assert "{{7*7}}: is no key of a style" in told.stdout
