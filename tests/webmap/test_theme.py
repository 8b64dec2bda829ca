"""The style in the folder of the data: validated with the data, and used for every page."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.errors import DataError
from frontline.theme import Theme, theme_issues
from frontline.webmap import index, page
from frontline.webmap.site import build

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
    """Return a function that writes the style of a package and returns its folder."""

    def write(text):
        (land_copy / "style.toml").write_text(text, "utf-8")
        return land_copy

    return write


def validated(folder, *more):
    return CliRunner().invoke(app.app, ["validate", str(folder), *more])


# ------------------------------------------------------------------ frontline validate


def test_validate_lists_the_errors_of_the_style_with_those_of_the_data(styled):
    folder = styled(BAD)
    text = (folder / "actors.csv").read_text("utf-8")
    (folder / "actors.csv").write_text(text.replace("#b5532d", "brown"), "utf-8")
    result = validated(folder)
    assert result.exit_code == 1
    assert "error: actors.csv, row 3: 'brown'" in result.stdout
    assert "style.toml: '#000000': paint: is not a key of a style. Remove it" in result.stdout
    assert "style.toml: 'red': light.ink: is not a colour. Write it as #2f7f86." in result.stdout
    assert "style.toml: 'url(x)': fonts.text.0: is not the name of a font." in result.stdout
    assert (
        "style.toml: 'nrth': actors: is not an actor of the data. Use the id of an" in result.stdout
    )
    assert result.stdout.endswith("5 errors, 0 warnings\n")


def test_validate_writes_the_errors_of_a_style_as_json_too(styled):
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
    ("text", "message"),
    [
        ("[light", "is not valid TOML"),
        ('[light]\nink = "#cccccc"', "ink on paper has a contrast of 1.6, less than 4.5"),
    ],
)
def test_an_error_that_stops_a_page_fails_validate(styled, text, message):
    result = validated(styled(text))
    assert result.exit_code == 1
    assert message in result.stdout


def test_a_style_that_is_not_text_is_an_error_of_its_file(land_copy):
    (land_copy / "style.toml").write_bytes(b'credit = "\xc7\xe1"')
    (fault,) = theme_issues(land_copy)
    assert fault.file == "style.toml"
    assert "is not UTF-8" in fault.message


def test_a_valid_style_adds_no_error(styled):
    result = validated(styled('credit = "The desk"\n[actors.north]\nlight = "#005500"'))
    assert result.stdout == "0 errors, 0 warnings\n"
    assert result.exit_code == 0


def test_actors_are_not_checked_if_actors_csv_cannot_be_read(styled):
    folder = styled('[actors.nrth]\nlight = "#005500"')
    assert [fault.value for fault in theme_issues(folder)] == ["nrth"]
    (folder / "actors.csv").write_text("id;name\n", "utf-8")
    assert theme_issues(folder) == []
    (folder / "actors.csv").unlink()
    assert theme_issues(folder) == []
    assert "the file is missing" in validated(folder).stdout


def test_actors_are_checked_even_if_a_row_of_theirs_is_invalid(styled):
    folder = styled('[actors.south]\nlight = "#005500"')
    text = (folder / "actors.csv").read_text("utf-8")
    (folder / "actors.csv").write_text(text.replace("#b5532d", "brown"), "utf-8")
    assert theme_issues(folder) == []


def test_an_impossible_folder_name_is_reported_as_unreadable(tmp_path):
    result = validated(tmp_path / ("a" * 5000))
    assert result.exit_code == 1
    assert "the folder cannot be read" in result.stdout


def test_the_errors_of_a_style_cannot_control_the_terminal(styled):
    result = validated(styled('"\\u001b[2J{{7*7}}" = 1'))
    assert "\x1b" not in result.stdout
    assert "{{7*7}}: is not a key of a style" in result.stdout


# ------------------------------------------------------------------ pages of the library

INK = '[light]\nink = "#101010"\n'
DAY = "2001-01-06"

#: Every function that draws a page, called as a user of the library does, without a style.
DRAWN = {
    "a day": lambda atlas, **style: page.day_map(atlas.on(DAY), **style).get_root().render(),
    "explored": lambda atlas, **style: atlas.on(DAY).explore(**style).get_root().render(),
    "an animation": lambda atlas, **style: page.animation(atlas, **style).get_root().render(),
    "an index": lambda atlas, **style: index.index(atlas, [], **style),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_page_has_the_style_of_the_folder_unless_another_is_given(styled, tmp_path, draw):
    atlas = frontline.open(styled(INK))
    assert "--ink: #101010;" in draw(atlas)
    other = tmp_path / "other.toml"
    other.write_text(INK.replace("101010", "202020"), "utf-8")
    assert "--ink: #202020;" in draw(atlas, style=other)
    assert "--ink: #202020;" in draw(atlas, style=str(other))
    assert "--ink: #101010;" not in draw(atlas, style=Theme())


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_an_error_of_the_style_stops_a_page_but_no_query(styled, draw):
    atlas = frontline.open(styled('[actors.nrth]\nlight = "#005500"'))
    assert atlas.on(DAY).control("Elm").control.status != "unknown"
    with pytest.raises(DataError, match=r"style.toml: 'nrth': actors: .*: north, south"):
        draw(atlas)


def test_every_page_that_is_built_has_the_style_of_the_folder(styled, tmp_path):
    for path in build(frontline.open(styled(INK)), tmp_path / "maps"):
        assert "--ink: #101010;" in path.read_text("utf-8"), path


def test_the_style_stays_under_another_rule_and_after_redaction(styled):
    atlas = frontline.open(styled(INK))
    late, _ = atlas.redact(embargo_days=1, today=date(2001, 1, 9))
    for other in (atlas.with_options(as_of=date(2001, 1, 8)), late):
        assert "--ink: #101010;" in page.day_map(other.on(DAY)).get_root().render()


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        (["map", "--on", DAY], lambda atlas: page.day_map(atlas.on(DAY))),
        (["animate"], page.animation),
    ],
    ids=["map", "animate"],
)
def test_the_library_draws_the_bytes_that_the_command_writes(styled, tmp_path, words, drawn):
    folder, out = styled(f'language = "ar"\n{INK}'), tmp_path / "out.html"
    done = CliRunner().invoke(app.app, [*words, "--data", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert drawn(frontline.open(folder)).get_root().render() == out.read_text("utf-8")
