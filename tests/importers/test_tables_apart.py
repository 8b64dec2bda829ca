"""A long table, which a process of its own reads, becomes what a short one becomes."""

from __future__ import annotations

import shutil

import pytest
from importing import contents
from sources import NEWSROOM, SAMPLES, brought
from typer.testing import CliRunner

from frontline import workers
from frontline.cli import app


@pytest.fixture
def apart(monkeypatch):
    """Take every file for a long one."""
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "_LARGE", 0)


def test_a_table_becomes_the_same_wherever_it_is_read(land_copy, tmp_path, request):
    other = shutil.copytree(land_copy, tmp_path / "other")
    here = brought(other, "table", "newsroom.csv", columns=NEWSROOM)
    request.getfixturevalue("apart")
    there = brought(land_copy, "table", "newsroom.csv", columns=NEWSROOM)
    assert there == here
    assert contents(land_copy) == contents(other)
    assert (there.read, there.used) == (5, 2)


@pytest.mark.usefixtures("apart")
def test_what_stops_a_table_is_said_as_ever(land_copy, tmp_path):
    words = ["import", "table", str(SAMPLES / "newsroom.csv"), "--into", str(land_copy)]
    before = contents(land_copy)
    done = CliRunner().invoke(app.app, words)
    assert done.exit_code == 2
    assert '--column "place=Village" --column "day=Date"' in done.stderr
    path = tmp_path / "days.csv"
    path.write_text(
        "place,day,after,publisher,url\n"
        "Elm,03/04/2001,South,X,https://x.invalid/1\n"
        "Elm,13/04/2001,South,X,https://x.invalid/1\n"
        "Elm,04/13/2001,South,X,https://x.invalid/1\n"
    )
    done = CliRunner().invoke(app.app, [*words[:2], str(path), *words[3:], "--yes"])
    assert done.exit_code == 1
    assert "has the day first here, but the month first in row" in done.stderr
    done = CliRunner().invoke(app.app, [*words[:2], str(tmp_path / "no.csv"), *words[3:], "--yes"])
    assert done.exit_code != 0
    assert "no.csv" in done.stderr
    assert contents(land_copy) == before
