"""A build owns the pages it wrote, and nothing else in its folder."""

from __future__ import annotations

import json
from datetime import date

import pytest
from invented_land import LAND
from run_command import run

from frontline.webmap.site import MANIFEST, build, listed_pages, other_pages


def built(atlas, folder, **redaction):
    redacted, notices = atlas.redact(**redaction) if redaction else (atlas, ())
    return [path.name for path in build(redacted, folder, notices=notices)]


def test_pages_that_an_embargo_no_longer_allows_are_removed(land, tmp_path):
    first = built(land, tmp_path)
    assert "2001-01-10.html" in first
    second = built(land, tmp_path, embargo_days=3, today="2001-01-10")
    assert "2001-01-10.html" not in second
    assert sorted(path.name for path in tmp_path.glob("*.html")) == sorted(second)
    assert listed_pages(tmp_path) == set(second)
    for path in tmp_path.iterdir():
        assert "2001-01-09" not in path.read_text("utf-8")


def test_files_of_others_are_left_alone_and_named(land, tmp_path):
    (tmp_path / "2001-01-09.html").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine too")
    built(land, tmp_path)
    assert other_pages(tmp_path) == ["2001-01-09.html"]
    assert (tmp_path / "2001-01-09.html").read_text() == "mine"
    assert (tmp_path / "notes.txt").read_text() == "mine too"


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{", '{"pages": 1}', '{"pages": ["../x.html", "a/b.html", 3, "x.txt"]}'],
)
def test_a_manifest_that_others_wrote_removes_nothing(land, tmp_path, manifest):
    outside = tmp_path / "x.html"
    outside.write_text("mine")
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "x.txt").write_text("mine")
    (folder / MANIFEST).write_text(manifest)
    built(land, folder)
    assert outside.exists()
    assert (folder / "x.txt").exists()


def test_an_interrupted_build_is_continued_by_the_next(land, tmp_path):
    steps = build(land, tmp_path)
    next(steps)
    steps.close()
    assert "2001-01-10.html" in listed_pages(tmp_path)
    built(land, tmp_path, embargo_days=3, today=date(2001, 1, 10))
    assert "2001-01-10.html" not in listed_pages(tmp_path)


def test_the_manifest_names_only_pages(land, tmp_path):
    names = built(land, tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text("utf-8")) == {"pages": sorted(names)}


def test_the_command_says_what_it_removed_and_what_it_left(tmp_path):
    out = tmp_path / "maps"
    run("build", "--data", LAND, "--out", out)
    (out / "own.html").write_text("mine")
    late = ["--embargo", "3", "--as-of", "2001-01-10"]
    answer = run("build", "--data", LAND, "--out", out, *late)
    assert f"removed {out / '2001-01-10.html'}, a page of an earlier build" in answer
    assert f"left alone {out / 'own.html'}, which no build has listed" in answer
