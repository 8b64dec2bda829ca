"""A command loads only the libraries that its question needs, and prints its lines in pieces."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import typer
from typer.testing import CliRunner

from frontline import lint
from frontline.cli import output, query
from frontline.cli.app import _enable_gc, _only_needed, app

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from growth_package import write_package

#: Run commands in one process, and print the heavy libraries that are loaded after each.
_RUN = """
import io, sys
from frontline.cli.app import app
heavy = ("numpy", "shapely", "pyproj", "geopandas", "pandas", "matplotlib", "rapidfuzz", "rich")
for words in {commands!r}:
    printed, sys.stdout = sys.stdout, io.StringIO()
    try:
        app(words)
    except SystemExit as error:
        assert not error.code, sys.stdout.getvalue()
    answer, sys.stdout = sys.stdout.getvalue(), printed
    assert answer, words
    print(*(name for name in heavy if name in sys.modules))
"""


def loaded_after(commands, tmp_path):
    """Return the heavy libraries that are loaded after each command, when its package is kept."""
    folder = write_package(tmp_path / "package", 60, 60)
    environment = {name: one for name, one in os.environ.items() if name != output.NO_CACHE}
    environment |= {"XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    code = _RUN.format(commands=[[*words.split(), "--data", str(folder)] for words in commands])
    for _ in range(2):  # the first one reads and keeps the package
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return [set(line.split()) for line in done.stdout.splitlines()]


def test_questions_of_names_and_days_load_no_library_of_geometry(tmp_path):
    commands = ("place p3", "control p3 --on 2020-02-04", "changes", "distance p3 p4")
    place, control, changes, distance = loaded_after(commands, tmp_path)
    assert place == set()
    assert control == changes == {"numpy"}
    assert not distance & {"geopandas", "pandas", "matplotlib", "rich"}


def test_only_the_command_that_is_run_is_prepared():
    all_names = [one.name or one.callback.__name__ for one in app.registered_commands]
    for words in ("map --on 2020-01-01", "-q map", "--no-cache -q map --help"):
        (command,) = _only_needed(words.split()).registered_commands
        assert command.name == "map", words
    # A name that is unknown is compared with all others, and the list of commands has all.
    for words in ("", "--help", "mpa", "add event", "--quiet"):
        assert _only_needed(words.split()) is app, words
    assert [one.name or one.callback.__name__ for one in app.registered_commands] == all_names


def test_what_python_calls_printable_has_no_character_that_is_replaced():
    printable = [one for one in map(chr, range(sys.maxunicode + 1)) if one.isprintable()]
    replaced = [one for one in printable if output._printable_character(one) != one]  # noqa: SLF001
    assert not replaced
    assert len(printable) > 100_000


def test_lines_for_a_pipe_are_printed_in_few_pieces_also_before_an_error(monkeypatch, capsys):
    pieces = []
    echo = typer.echo
    monkeypatch.setattr(
        typer, "echo", lambda text, **rest: pieces.append(text) or echo(text, **rest)
    )

    def lines():
        yield from (f"line {number}" for number in range(1234))
        raise ZeroDivisionError

    try:
        output.print_lines(lines())
    except ZeroDivisionError:
        pieces.append("")
    assert capsys.readouterr().out.splitlines() == [f"line {number}" for number in range(1234)]
    assert pieces[-1] == ""
    assert len(pieces) < 10
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    pieces.clear()
    output.print_lines(["one", "two"])
    assert pieces == ["one\n", "two\n"]


def test_garbage_is_not_looked_for_while_a_whole_record_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder, looked_for = str(write_package(tmp_path / "package", 60, 60)), {}
    for module, name in ((lint, "check_folder"), (query, "open_redacted")):
        function = getattr(module, name)

        def noting(*words, _name=name, _function=function, **options):
            looked_for[_name] = gc.isenabled()
            return _function(*words, **options)

        monkeypatch.setattr(module, name, noting)
    assert CliRunner().invoke(app, ["validate", folder]).exit_code == 0
    assert CliRunner().invoke(app, ["place", "p3", "--data", folder]).exit_code == 0
    assert looked_for == {"check_folder": False, "open_redacted": True}
    assert gc.isenabled()


def test_what_was_made_without_the_collector_is_not_looked_through_at_its_end():
    looked_at = []

    def note(phase, info):
        if phase == "start":
            looked_at.append(len(gc.get_objects(info["generation"])))

    threshold = gc.get_threshold()
    gc.disable()
    gc.set_threshold(1000, 20, 20)
    made = [[] for _ in range(50_000)]
    gc.callbacks.append(note)
    try:
        _enable_gc()
        more = [[] for _ in range(5)]
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*threshold)
    assert len(made) == 50_000
    assert len(more) == 5
    assert max(looked_at, default=0) < 50_000
