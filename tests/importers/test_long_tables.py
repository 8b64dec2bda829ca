"""A long table, read in another process, gives the same result as a short one."""

from __future__ import annotations

import shutil

import pytest
from importing import contents
from sample_imports import NEWSROOM_COLUMNS, SAMPLES, import_sample
from typer.testing import CliRunner

from frontline import workers
from frontline.cli import app


@pytest.fixture
def in_other_process(monkeypatch):
    """Take every file for a long one."""
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "_LARGE", 0)


def test_a_table_read_in_another_process_gives_the_same_package(land_copy, tmp_path, request):
    other = shutil.copytree(land_copy, tmp_path / "other")
    here = import_sample(other, "table", "newsroom.csv", columns=NEWSROOM_COLUMNS)
    request.getfixturevalue("in_other_process")
    there = import_sample(land_copy, "table", "newsroom.csv", columns=NEWSROOM_COLUMNS)
    assert there == here
    assert contents(land_copy) == contents(other)
    assert (there.read, there.used) == (5, 2)


@pytest.mark.usefixtures("in_other_process")
def test_errors_of_a_table_read_in_another_process_are_the_same(land_copy, tmp_path):
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
