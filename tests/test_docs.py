"""The documentation is true: its commands, programs and notebooks are run and compared."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from forked_command import run_forked
from invented_land import LAND
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.control.as_of import package_as_of
from frontline.package.publication import publication_day

HOME = Path(__file__).parent.parent
README = (HOME / "README.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in sorted((HOME / "docs").glob("*.md"))}


def blocks(text, kind):
    """Give what stands in the fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def lines(text):
    """Give the commands that a text shows."""
    return [
        line.removeprefix("$ ")
        for block in blocks(text, "console")
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("$ frontline")
    ]


SHOWN = sorted({line for text in (README, *PAGES.values()) for line in lines(text)})
PROGRAMS = [block for text in (README, *PAGES.values()) for block in blocks(text, "python")]


def test_the_readme_names_the_package_and_fits_on_three_screens():
    name = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["name"]
    assert f"pip install {name}" in README
    assert len(README.splitlines()) <= 150


def commands():
    found = [one.name or one.callback.__name__ for one in app.app.registered_commands]
    for group in app.app.registered_groups:
        inner = group.typer_instance.registered_commands
        found += [f"{group.name} {one.callback.__name__}" for one in inner]
    return found


#: What makes a command of the docs cheaper where it prints nothing that depends on it.
CHEAPER = {"build": ["--data", str(LAND)], "fragility": ["--draws", "20"]}
#: The last of days in its place, which makes pages and films cheaper where nothing depends on it.
SHORTER = {"2019-08-24": "2019-08-20"}


def shown_outputs():
    """Yield each console block that is followed by its output: the last command, and the output."""
    for text in (README, *PAGES.values()):
        pairs = re.findall(r"^```console\n([^`]*)^```\n\n```text\n([^`]*)^```$", text, re.MULTILINE)
        yield from ((lines(f"```console\n{block}```")[-1], output) for block, output in pairs)


OUTPUTS = list(shown_outputs())


def agrees(shown, answer):
    """Whether an answer has the shown lines in order; ``...`` is any lines, or the end of one."""
    pattern = ""
    for line in shown.splitlines(keepends=True):
        whole = re.escape(line.removesuffix("...\n"))
        pattern += f"{whole}[^\n]*\n" if line.strip() != "..." and "..." in line else whole
        pattern += "(?:[^\n]*\n)*?" if line == "...\n" else ""
    return re.search(pattern, answer) is not None


@pytest.mark.parametrize("line", SHOWN)
@pytest.mark.usefixtures("_opened_once")
def test_a_command_of_the_docs_works_and_prints_what_they_show(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)
    outputs = [output for shown, output in OUTPUTS if shown == line]
    more = [] if outputs else CHEAPER.get(words[1], [])
    if words[1] == "animate" and "--from" not in words and not outputs:
        more = ["--from", "2020-03-02"]
    if words[1] == "animate" and not outputs:
        words = [SHORTER.get(word, word) for word in words]
    result = CliRunner().invoke(app.app, [*words[1:], *more])
    assert result.exit_code == 0, result.output
    assert result.output
    if "json" in words:
        json.loads(result.stdout)
    assert [output for output in outputs if not agrees(output, result.stdout)] == []


def test_the_docs_show_the_output_of_commands():
    assert len(OUTPUTS) > 5
    assert {line for line, _ in OUTPUTS} <= set(SHOWN)


def test_an_output_that_differs_is_seen():
    assert agrees("a\n...\nd\n", "a\nb\nc\nd\n")
    assert agrees("long li...\n", "long line\n")
    assert not agrees("a\n...\ne\n", "a\nb\nc\nd\n")


def run_in_fork(command, **_):
    """Run the command as a notebook does, in a process that begins sooner."""
    assert command[:3] == [sys.executable, "-m", "frontline"]
    done = run_forked(*command[3:])
    return subprocess.CompletedProcess(command, done["code"], done["stdout"], done["stderr"])


@pytest.mark.parametrize("path", sorted((HOME / "examples").glob("*.ipynb")), ids=lambda p: p.stem)
@pytest.mark.usefixtures("_opened_once")
def test_a_notebook_prints_what_is_stored_in_it(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(frontline, "open", frontline.atlas.open, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    monkeypatch.syspath_prepend(HOME / "tools")
    notebooks = importlib.import_module("notebooks")
    monkeypatch.setattr(subprocess, "run", run_in_fork)
    notebook = json.loads(path.read_text("utf-8"))
    assert notebooks.run_cells(notebook) == notebooks.stored_outputs(notebook)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.usefixtures("_opened_once")
def test_a_program_of_the_docs_works(program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(frontline, "open", frontline.atlas.open, raising=False)
    # No program prints what depends on their number.
    monkeypatch.setattr("frontline.sensitivity.monte_carlo.DRAWS", 5)
    exec(compile(program, "docs", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own text


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_list(command):
    assert re.search(rf"`frontline {command}\b", PAGES["commands.md"])


@pytest.mark.parametrize("code", [0, 1, 2, 70, 141])
def test_every_exit_code_is_in_the_docs(code):
    (codes,) = re.findall(r"Exit codes: (.*?)\n\n", f"{PAGES['commands.md']}\n\n", re.DOTALL)
    assert re.search(rf"\b{code}\b", codes)
    assert re.search(rf"\b{code}\b", app.__doc__)


def test_the_docs_name_no_exit_code_that_does_not_exist():
    (codes,) = re.findall(r"Exit codes: (.*?)\n\n", f"{PAGES['commands.md']}\n\n", re.DOTALL)
    assert set(re.findall(r"\b\d+\b", codes)) <= set(re.findall(r"\b\d+\b", app.__doc__))


def test_every_page_of_the_docs_is_in_the_menu_and_the_other_way_round():
    menu = (HOME / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    assert sorted(re.findall(r": (\S+\.md)$", menu, re.MULTILINE)) == sorted(PAGES)


def test_what_the_readme_points_to_is_there():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert [name for name in targets if not (HOME / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_of_the_docs_points_to_is_there(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", PAGES[page])
    assert [name for name in targets if not (HOME / "docs" / name).exists()] == []


def table_of_keys():
    """Read the table of the JSON interface: the names of each command's keys."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGES["json.md"], re.MULTILINE)
    return {command: set(re.findall(r"`(\w+)`", cell)) for command, cell in rows}


KEYS = table_of_keys()
QUESTIONS = {
    "place": ["place", "elm"],
    "control": ["control", "elm"],
    "changes": ["changes"],
    "pockets": ["pockets", "--on", "2019-08-22"],
    "distance": ["distance", "birch", "south", "--on", "2001-01-04"],
    "highway": ["highway", "h1", "--on", "2001-01-04"],
    "known": ["known", "--event", "E1"],
    "compare": ["compare", "--rules", "standard,two-source", "--on", "2001-01-10"],
    "coverage": ["coverage"],
    "fragility": ["fragility", "elm", "north", "--on", "2001-01-07", "--draws", "2"],
}


@pytest.mark.parametrize("command", QUESTIONS)
@pytest.mark.usefixtures("_opened_once")
def test_every_key_of_an_answer_is_in_the_docs_and_the_other_way_round(command):
    data = [] if command in {"pockets", "coverage"} else ["--data", str(LAND)]
    result = CliRunner().invoke(app.app, [*QUESTIONS[command], *data, "--format", "json"])
    answer = json.loads(result.stdout)
    first = answer[0] if isinstance(answer, list) else answer
    assert KEYS[command] >= first.keys()
    assert KEYS[command] - every_key(first) <= VALUES


#: Words in the table that are values, not keys.
VALUES = {"exact", "variant", "fuzzy", "ambiguous", "none", "null", "unknown", "contested"}


def every_key(value):
    if isinstance(value, list):
        return {key for one in value for key in every_key(one)}
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in every_key(one)}
    return set()


def figures_of(package):
    """The figures about the built-in data, and the page and phrase that each of them is in."""
    places = {event.place_id for event in package.events} | {
        row.place_id for row in package.baseline
    }
    placed = sum(event.place_id is not None for event in package.events) + len(package.baseline)
    no_place = sum(row.why == "not-a-place" for row in package.unplaced)
    lost = len(package.unplaced) - no_place
    early = package_as_of(package, date(2019, 8, 15))
    undated = sum(publication_day(report) is None for report in package.all_reports)
    events, rows = len(package.events), len(package.baseline)
    reports, publishers = f"{len(package.all_reports):,}", len(package.publishers)
    areas = f"{len(package.area_reports)} reports about"
    return {
        "method.md": [
            f"{len(package.gazetteer):,} places, {len(package.footprints):,} of them",
            f"{events} events and {rows} baseline rows at {len(places - {None})} places",
            f"{reports} reports of {publishers} publishers",
            f"{areas} {len(package.control_areas)} drawn areas",
            f"{placed / (placed + lost):.1%} of the rows that name a place are located;",
            f"the other {lost} are in",
            f"together with {no_place} that speak of a front",
        ],
        "sensitivity.md": [
            f"{len(early.events)} of {events} events and {len(early.baseline)} of {rows} baseline",
            f"the {undated} reports without any date",
        ],
        "record.md": [f"{lost} rows"],
        "CHANGELOG.md": [
            f"{len(package.gazetteer):,} places, {events} events and {rows} rows of baseline",
            f"{reports} reports of {publishers} publishers",
            f"{areas} whole areas",
        ],
    }


def test_the_figures_about_the_built_in_data_are_those_of_the_data(atlas):
    pages = {**PAGES, "CHANGELOG.md": (HOME / "CHANGELOG.md").read_text("utf-8")}
    texts = {name: " ".join(page.split()) for name, page in pages.items()}
    missing = [
        (name, phrase)
        for name, phrases in figures_of(atlas.full_package).items()
        for phrase in phrases
        if phrase not in texts[name]
    ]
    assert missing == []
