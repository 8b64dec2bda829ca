"""A build owns the pages it wrote, and nothing else in its folder."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from datetime import date

import pytest
from invented_land import LAND
from parsed_page import ParsedPage
from run_command import run

from frontline.atlas import Atlas
from frontline.errors import InvalidRequestError
from frontline.stills.still import still
from frontline.theme import Theme
from frontline.webmap.index import Entry
from frontline.webmap.site import (
    MANIFEST,
    build,
    day_sentence,
    listed_pages,
    other_pages,
    share_picture,
)


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
    assert f"kept {out / 'own.html'}, which no build has listed" in answer


def shown_by_sites(text):
    attributes = ParsedPage(text).attributes
    names = [value for tag, name, value in attributes if tag == "meta" and name == "property"]
    values = iter([value for _, name, value in attributes if name in {"property", "content"}])
    found = {value: next(values) for value in values if value in names}
    assert len(found) == len(names)
    return found


def test_a_link_to_a_page_shows_a_picture_of_its_last_day(land, tmp_path):
    title = 'Elm & "Fir" <held>'
    renamed = Atlas(replace(land.package, title=title), land.rule)
    pages = list(build(renamed, tmp_path, address="https://news.example:8080/maps/today"))
    names = {path.name for path in pages}
    assert {path.name for path in tmp_path.iterdir()} == names | {MANIFEST}
    for path in (path for path in pages if path.suffix == ".html" and path.stem != "index"):
        shown = shown_by_sites(path.read_text("utf-8"))
        assert shown["og:url"] == f"https://news.example:8080/maps/today/{path.name}"
        assert shown["og:image"] == f"https://news.example:8080/maps/today/{path.stem}.png"
        assert title in shown["og:description"]
        picture = (tmp_path / f"{path.stem}.png").read_bytes()
        size = struct.unpack(">II", picture[16:24])
        assert size == (int(shown["og:image:width"]), int(shown["og:image:height"])) == (1200, 630)
    last = Entry("animation.html", "Ten days", date(2001, 1, 1), date(2001, 1, 10))
    same = still(land.on("2001-01-10"), size="1200x630", title="Ten days")
    assert share_picture(land, last, Theme(), "en").svg == same.svg


def test_a_picture_of_a_day_that_an_embargo_leaves_out_is_removed(land, tmp_path):
    list(build(land, tmp_path, address="https://news.example/"))
    assert (tmp_path / "2001-01-10.png").exists()
    held, notices = land.redact(embargo_days=3, today="2001-01-10")
    list(build(held, tmp_path, notices=notices, address="https://news.example/"))
    assert not (tmp_path / "2001-01-10.png").exists()
    assert (tmp_path / "2001-01-01.png").exists()


def test_a_page_without_an_address_names_no_picture(land, tmp_path):
    built(land, tmp_path)
    assert not list(tmp_path.glob("*.png"))
    assert "og:image" not in (tmp_path / "2001-01-10.html").read_text("utf-8")


@pytest.mark.parametrize(
    "address",
    ["maps/", "ftp://news.example/", "javascript:alert(1)", "https://", "https://[news/",
     "https://news.example/?a=1", "https://news.example/#a", "https://me:pw@news.example/",
     "https://news.example/\nx", "https://news.example/a b"],
)  # fmt: skip
def test_an_address_that_is_not_a_folder_on_a_site_writes_nothing(land, tmp_path, address):
    with pytest.raises(InvalidRequestError):
        list(build(land, tmp_path, address=address))
    assert not list(tmp_path.iterdir())


def test_the_command_says_which_pictures_it_removed(tmp_path):
    out = tmp_path / "maps"
    address = ["--address", "https://news.example/maps"]
    assert f"wrote {out / '2001-01-10.png'}" in run("build", "--data", LAND, "--out", out, *address)
    answer = run("build", "--data", LAND, "--out", out)
    assert f"removed {out / '2001-01-10.png'}, a picture of an earlier build" in answer


def test_the_index_says_its_title_once_in_a_list_and_shows_a_picture_of_each_page(land, tmp_path):
    built(land, tmp_path)
    html = (tmp_path / "index.html").read_text("utf-8")
    english = html.partition('<main lang="en"')[2].partition("<footer>")[0]
    links = re.findall(r'<li>(<a [^>]*><svg.*?</a>)?<div><a href="([^"]*)">(.*?)</a>', english)
    assert len(links) == len(list(tmp_path.glob("*.html"))) - 1
    assert all(picture for picture, _, _ in links)
    assert len({re.search(r'<use href="#([^"]+)"', picture)[1] for picture, _, _ in links}) == len(
        links
    )
    heading = re.search(r"<h1><bdi>(.*?)</bdi>", english)[1]
    assert heading not in [re.sub("<[^>]*>", "", text) for _, _, text in links]


def test_what_changed_since_a_key_day_is_a_sentence_without_the_day_of_the_week(atlas):
    sentence = day_sentence(atlas.on("2019-08-15"))["en"]
    assert re.fullmatch(r"\d+ places changed hands since 30 April 2019", sentence)
