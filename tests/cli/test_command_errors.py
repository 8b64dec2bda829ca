"""A command that fails says why in a few lines, ends with a code, and leaves nothing half-done."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from forked_command import run_forked
from invented_land import LAND
from typer.testing import CliRunner

from frontline import atlas
from frontline.cli import app
from frontline.webmap.site import MANIFEST

HOME = LAND.parent.parent
DAY = ("--on", "2001-01-04")


def command(*arguments):
    return [sys.executable, "-m", "frontline", *map(str, arguments)]


def run(*arguments, **environment):
    """Run the command as a user does, in a new process with this environment."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(HOME)} | environment,
        timeout=60,
        check=False,
    )


def ask(*arguments):
    """Run the command here, which is quicker: its code and what it printed."""
    result = CliRunner().invoke(app.app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def with_changed_cell(tmp_path, file, old, new):
    folder = Path(shutil.copytree(LAND, tmp_path / "land"))
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def is_short(text):
    return 0 < len(text.splitlines()) <= 8 and "Traceback" not in text


# What is asked.

QUESTIONS = {
    "an unknown command": (["conquer"], "No such command 'conquer'"),
    "no command": (["--loud"], "No such option: --loud"),
    "a missing argument": (["place"], "Missing argument"),
    "one end of two": (["distance", "Elm"], "Missing argument"),
    "an unknown option": (["place", "Elm", "--near", "Fir"], "No such option: --near"),
    "an unknown format": (["place", "Elm", "--format", "xml"], "'xml' is not one of 'text'"),
    "no day": (["pockets"], "Missing option '--on'"),
    "no day for a road": (["highway", "H1"], "Name a day with --on DAY, or add --by-day"),
    "31 April": (["pockets", "--on", "2001-04-31"], "'2001-04-31' is not in the calendar"),
    "a day before its month": (
        ["pockets", "--on", "04/01/2001"],
        "(is it 2001-01-04 or 2001-04-01?)",
    ),
    "a day in words": (["pockets", "--on", "4 January 2001"], "write it year first"),
    "no day at all": (["pockets", "--on", ""], "'' is not a day"),
    "a day outside the record": (
        ["pockets", "--on", "2001-02-01"],
        "nothing is known of 2001-02-01: the record runs from 2001-01-01 to 2001-01-10",
    ),
    "days the wrong way round": (
        ["changes", "--from", "2001-01-05", "--to", "2001-01-04"],
        "--to 2001-01-04 is before --from 2001-01-05: swap them",
    ),
    "an unknown rule": (
        ["pockets", *DAY, "--rule", "majority"],
        "Unknown rule 'majority'. Use one of standard, two-source, against-interest, all",
    ),
    "an unknown road": (
        ["highway", "H9", *DAY],
        "Unknown highway 'H9'. Highways of the data package: h1",
    ),
    "an unknown end of a road": (["highway", "H1", *DAY, "--between", "Elm", "Oak"], "'Oak'"),
    "one end of a road": (["highway", "H1", *DAY, "--between", "Elm"], "--between"),
    "an unknown place": (["control", "Oak"], "no place is called 'Oak'"),
    "an unknown district": (["place", "Elm", "--district", "East"], "in an area called 'East'"),
    "a place of no letters": (["place", "..."], "it contains no letter or digit"),
    "a name with a control character": (
        ["place", "El\x1b[31mm"],
        "it contains a control character",
    ),
    "a name without end": (["place", "x" * 5000], "it has more than 200 characters"),
    "an actor without a day": (["distance", "Elm", "south"], "add --on DAY"),
    "a swapped position": (["distance", "0.1,30.1", "Elm"], "looks swapped"),
    "an embargo that is no number": (["map", *DAY, "--embargo", "x"], "--embargo"),
}


@pytest.mark.parametrize("case", QUESTIONS)
def test_a_question_that_makes_no_sense_ends_with_code_2_and_says_why(case):
    arguments, words = QUESTIONS[case]
    with_data = [] if case in {"an unknown command", "no command"} else ["--data", LAND]
    code, output = ask(arguments[0], *with_data, *arguments[1:])
    assert code == 2
    assert words in " ".join(re.sub("[│╭╮╰╯─]", " ", output).split())
    assert is_short(output)


@pytest.mark.parametrize(
    "arguments", [["conquer"], ["pockets", "--on", "04/01/2001", "--data", LAND]]
)
def test_a_process_ends_with_code_2_and_its_answer_stays_empty(arguments):
    done = run_forked(*arguments)
    assert (done["code"], done["stdout"]) == (2, "")
    assert is_short(done["stderr"])


def test_without_a_command_the_help_is_shown():
    done = run_forked()
    assert "Usage:" in done["stdout"] + done["stderr"]
    assert "Traceback" not in done["stderr"]


def test_a_place_that_is_not_found_is_still_json_and_ends_with_code_2():
    done = run_forked("place", "Oak", "--data", LAND, "--format", "json")
    assert (done["code"], done["stderr"]) == (2, "")
    assert json.loads(done["stdout"])["match"] == "none"


# What the data is.


def test_faults_of_the_data_end_every_command_with_code_1_and_a_line_each(tmp_path):
    folder = with_changed_cell(tmp_path, "actors.csv", "#2f7f86", "teal")
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace("Fir,2001-01-05", "Fir,2001-01-32"))
    done = run_forked("pockets", *DAY, "--data", folder)
    assert (done["code"], done["stdout"]) == (1, "")
    first, second = done["stderr"].splitlines()
    assert first == (
        "frontline: actors.csv, row 2: 'teal': colour: is not a valid colour. Write it as #2f7f86."
    )
    assert second.startswith("frontline: events.csv, row 3: '2001-01-32': date_earliest: is not")


@pytest.mark.parametrize(
    "arguments",
    [
        ["place", "Elm"],
        ["control", "Elm"],
        ["changes"],
        ["pockets", *DAY],
        ["distance", "Elm", "Fir"],
        ["highway", "H1", *DAY],
        ["map", *DAY],
        ["animate"],
        ["build"],
    ],
)
def test_no_command_answers_from_a_package_with_an_error(tmp_path, monkeypatch, arguments):
    folder = with_changed_cell(tmp_path, "actors.csv", "#2f7f86", "teal")
    monkeypatch.chdir(tmp_path)
    code, output = ask(*arguments, "--data", folder)
    assert code == 1
    assert output.startswith("frontline: actors.csv, row 2: 'teal'")
    assert [path.name for path in tmp_path.iterdir()] == ["land"]


def test_a_folder_that_is_none_is_said_in_one_line_with_code_1(tmp_path):
    for folder in (tmp_path / "nowhere", LAND / "events.csv", tmp_path / ("x" * 5000)):
        for arguments in (["validate", folder], ["pockets", *DAY, "--data", folder]):
            code, output = ask(*arguments)
            assert code == 1
            assert "folder" in output
            assert is_short(output)


def test_hostile_values_in_a_fault_are_shown_and_not_obeyed(tmp_path):
    hostile = "\x1b[31m\x9b\u202e"
    folder = with_changed_cell(tmp_path, "actors.csv", "north,North", f"{hostile},{hostile}")
    for arguments in (["validate", folder], ["-v", "pockets", *DAY, "--data", folder]):
        done = run_forked(*arguments)
        assert done["code"] == 1
        text = done["stdout"] + done["stderr"]
        assert not [c for c in text if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)]
        assert "\u202e" not in text


# Where it went wrong: only with -v.


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["pockets", "--on", "04/01/2001", "--data", LAND], 2),
        (["pockets", *DAY, "--data", LAND / "nowhere"], 1),
        (["map", *DAY, "--data", LAND, "--out", LAND], 2),
    ],
)
def test_a_traceback_comes_with_v_only_and_the_code_stays(arguments, code):
    done, quiet = ask(*arguments)
    assert done == code
    assert is_short(quiet)
    done, verbose = ask("-v", *arguments)
    assert done == code
    assert verbose.startswith("Traceback")
    assert verbose.splitlines()[-1] == quiet.splitlines()[-1]


def test_a_fault_of_the_program_itself_is_a_line_too_and_has_a_code_of_its_own(monkeypatch):
    def fail(*_arguments):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(atlas, "open", fail)
    code, output = ask("place", "Elm")
    assert code == 70
    assert output.splitlines()[0] == "frontline: ZeroDivisionError: division by zero"
    assert "internal error of frontline" in output
    assert "frontline -v" in output
    code, output = ask("-v", "place", "Elm")
    assert code == 70
    assert "in fail" in output


# Where the answer goes.


@pytest.mark.parametrize("arguments", [["map", *DAY], ["animate"]])
def test_a_page_for_a_folder_that_cannot_be_is_said_with_code_2(tmp_path, arguments):
    (tmp_path / "maps").write_text("mine")
    code, output = ask(*arguments, "--data", LAND, "--out", tmp_path / "maps" / "page.html")
    assert code == 2
    assert "could not be written (" in output
    assert "Nothing was changed" in output
    assert is_short(output)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_build_into_a_file_is_said_with_code_2(tmp_path):
    (tmp_path / "maps").write_text("mine")
    done = run_forked("build", "--data", LAND, "--out", tmp_path / "maps")
    assert done["code"] == 2
    assert ": could not be written" in done["stderr"]
    assert is_short(done["stderr"])
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Give a folder with the pages of the invented land."""
    maps = tmp_path_factory.mktemp("built")
    assert ask("build", "--data", LAND, "--out", maps)[0] == 0
    return maps


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_leaves_whole_pages_and_the_old_ones(
    built, tmp_path, monkeypatch, step, number
):
    maps = Path(shutil.copytree(built, tmp_path / "maps"))
    old = {path.name: path.read_bytes() for path in maps.glob("*.html")}
    done = getattr(os, step.removeprefix("os."))
    calls, of_two_pages = [], {"os.fsync": 6, "os.replace": 3}[step]  # and the manifest

    def fill(*arguments, **options):
        calls.append(arguments)
        if len(calls) > of_two_pages:
            raise OSError(number, os.strerror(number))
        return done(*arguments, **options)

    monkeypatch.setattr(step, fill)
    code, output = ask("build", "--data", LAND, "--out", maps, "--blur", "2")
    assert code == 2
    assert os.strerror(number) in output
    assert "Traceback" not in output
    new = {path.name: path.read_bytes() for path in maps.glob("*.html")}
    assert new.keys() == old.keys()
    assert {path.name for path in maps.iterdir()} - old.keys() == {MANIFEST}
    assert all(page.rstrip().endswith(b"</html>") for page in new.values())
    changed = sorted(name for name in old if new[name] != old[name])
    assert len(changed) == 2
    assert f"2 pages written ({', '.join(changed)}); the other pages are unchanged." in output


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_an_answer_that_finds_no_room_is_one_line_with_code_2(form):
    with Path("/dev/full").open("wb") as full:
        done = run_forked("changes", "--data", LAND, "--format", form, stdout=full)
    assert done["code"] == 2
    assert done["stderr"].splitlines() == [
        "frontline: The answer could not be printed (No space left on device)."
    ]


def test_a_page_is_not_written_in_the_place_of_a_device():
    done = run_forked("map", *DAY, "--data", LAND, "--out", "/dev/full")
    assert done["code"] == 2
    assert "device" in done["stderr"]
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize(
    "arguments",
    [
        ["changes", "--format", "csv"],  # many pieces
        ["changes", "--format", "text", "--data", LAND],
        ["control", "Elm", "--format", "json", "--data", LAND],
        ["validate", LAND],
    ],
)
def test_a_reader_that_leaves_early_ends_it_quietly(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    done = run_forked(*arguments, stdout=writing)
    os.close(writing)
    assert (done["code"], done["stderr"]) == (141, "")


def test_nobody_at_the_other_end_of_the_errors_is_no_traceback_either():
    line = " ".join(command("place", "Oak", "--data", LAND))
    done = subprocess.run(
        ["bash", "-c", f"{line} 2>&1 >&- | true; exit ${{PIPESTATUS[0]}}"],
        env=os.environ | {"PYTHONPATH": str(HOME)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode != 0


def test_a_terminal_without_arabic_and_a_name_that_is_no_text_are_no_traceback():
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for form in ("text", "json"):
        done = run("place", "elm", "--data", LAND, "--format", form, **plain)
        assert (done.returncode, done.stderr) == (0, b"")
        done = run("place", "elm", "--data", LAND, "--format", form, PYTHONIOENCODING="latin-1")
        assert (done.returncode, done.stderr) == (0, b"")
    for form in ("text", "json"):
        done = run("place", b"Elm\xff".decode("utf-8", "surrogateescape"), "--format", form)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


# Ctrl-C.

#: Presses Ctrl-C once so many pages of a build are written.
INTERRUPT = """
import os, signal
from frontline.webmap import site
save, written = site.save, []
def save_and_press(page, path):
    save(page, path)
    written.append(path)
    if len(written) == {after}:
        os.kill(os.getpid(), signal.SIGINT)
site.save = save_and_press
"""


@pytest.mark.parametrize("after", [1, 2])
def test_ctrl_c_in_a_build_leaves_whole_pages_no_others_and_the_old_ones(tmp_path, after):
    (tmp_path / "index.html").write_text("old")
    before = INTERRUPT.format(after=after)
    done = run_forked("build", "--data", LAND, "--out", tmp_path, before=before)
    assert (done["code"], done["stderr"]) == (
        2,
        "frontline: Interrupted. Every file is complete or was not written.\n",
    )
    assert (tmp_path / "index.html").read_text("utf-8") == "old"
    pages = {path for path in tmp_path.iterdir() if path.name not in {MANIFEST, "index.html"}}
    assert [path.name for path in pages if path.suffix != ".html"] == []
    assert len(pages) == after
    assert all(path.read_text("utf-8").rstrip().endswith("</html>") for path in pages)
