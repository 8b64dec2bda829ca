"""Shell completion, --quiet, progress bars and exit codes."""

from __future__ import annotations

import importlib.metadata
import os
import pty
import re
import tempfile
from pathlib import Path

import pytest
from forked_command import run_forked, shared_commands
from invented_land import LAND
from typer.testing import CliRunner

import frontline
from frontline.cli import app, output
from frontline.cli.export import LAYERS
from frontline.exporters import export


def completed(line, shell="bash"):
    """Return the completions of a shell after a line."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    env = os.environ | asked | {"_FRONTLINE_COMPLETE": f"complete_{shell}"}
    return run_forked(env=env)["stdout"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(shell):
    assert "export" in completed("frontline exp", shell)
    assert "animate" not in completed("frontline exp", shell)
    assert "report" in completed("frontline add rep", shell)


def test_a_shell_completes_options_and_their_values():
    assert "--layers" in completed("frontline export --lay")
    assert completed("frontline export --layers places,ter").split() == ["places,territory"]
    assert completed("frontline pockets --format j").split() == ["json"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed(shell):
    done = run_forked(env=os.environ | {"_FRONTLINE_COMPLETE": f"source_{shell}"})
    assert "_FRONTLINE_COMPLETE" in done["stdout"]
    assert done["code"] == 0


def test_a_shell_completes_all_valid_names():
    assert tuple(export.LAYERS) == LAYERS


def seen_by_a_person(*words):
    """Run the command with a terminal as standard error; return what it shows."""
    ours, theirs = pty.openpty()
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with Path(os.devnull).open("rb") as nothing, tempfile.TemporaryFile() as out:
        shared_commands().start(words, [nothing, out, theirs], env=env)
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
        os.close(ours)
        assert shared_commands().wait() == 0
        out.seek(0)
        return shown.decode(), out.read().decode()


def test_long_work_shows_a_progress_bar_in_a_terminal_and_the_answer_is_unchanged(tmp_path):
    wish = ["export", "--data", LAND, "-o", tmp_path / "x.gpkg"]
    shown, out = seen_by_a_person(*wish)
    assert "making layers" in shown
    assert out == f"wrote {tmp_path / 'x.gpkg'}, of 'Nine invented towns' (in {LAND})\n"


def test_quiet_shows_no_progress_bar(tmp_path):
    assert seen_by_a_person("-q", "export", "--data", LAND, "-o", tmp_path / "x.kml") == ("", "")


@pytest.mark.parametrize(
    ("command", "name"), [("export", "x.gpkg"), ("animate", "x.html"), ("build", "x")]
)
def test_without_a_terminal_there_is_no_progress_bar(tmp_path, command, name):
    done = run_forked(command, "--data", LAND, "--out", tmp_path / name)
    assert (done["code"], done["stderr"]) == (0, "")
    assert "\x1b" not in done["stdout"]


def test_quiet_prints_answers_and_errors():
    asked = ["--data", str(LAND)]
    answer = CliRunner().invoke(app.app, ["--quiet", "place", "Elm", *asked])
    assert "Elm" in answer.stdout
    wrong = CliRunner().invoke(app.app, ["--quiet", "place", "Nowhere", *asked])
    assert wrong.exit_code == 2
    assert "no place" in wrong.output


def test_quiet_does_not_persist_to_the_next_run(tmp_path):
    wish = ["export", "--data", str(LAND), "-o", str(tmp_path / "x.kml"), "--layers", "places"]
    assert CliRunner().invoke(app.app, ["-q", *wish]).stdout == ""
    assert "wrote" in CliRunner().invoke(app.app, wish).stdout


def test_a_progress_bar_escapes_markup():
    assert output.escape_markup("[red]x[/] \x1b") == r"\[red]x\[/] " + "\ufffd"


def test_the_help_explains_each_exit_code():
    text = " ".join(CliRunner().invoke(app.app, ["--help"]).stdout.split())
    (codes,) = re.findall(r"Exit codes: (.*)", text)
    for code in (0, 1, 2, 70, 141):
        assert re.search(rf"\b{code}\b", codes)


def test_the_version_of_the_command_is_that_of_the_library_and_of_the_wheel():
    assert importlib.metadata.version("frontline-mapper") == frontline.__version__
    for words in (["--version"], ["--version", "conquer"]):
        done = run_forked(*words)
        assert (done["code"], done["stdout"]) == (0, f"frontline {frontline.__version__}\n")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_help_of_export_lists_every_layer_without_a_line_break(columns):
    shown = run_forked("export", "--help", env=os.environ | {"COLUMNS": str(columns)})["stdout"]
    words = re.sub("[│╭╮╰╯─]", " ", shown).split()
    assert [name for name in LAYERS if not {name, f"{name},", f"{name}:"} & set(words)] == []
    assert "…" not in shown
