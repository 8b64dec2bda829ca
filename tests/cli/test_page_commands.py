"""The commands map, animate and build write complete and reproducible pages, or none."""

from __future__ import annotations

from datetime import date

import pytest
from invented_land import LAND
from parsed_page import data_of
from run_command import run_on_land

pytestmark = pytest.mark.usefixtures("_opened_once")

#: Which record a page is of, as the command says.
OF = f", of 'Nine invented towns' (in {LAND})"


@pytest.mark.parametrize("command", ["map", "animate"])
def test_a_page_is_written_to_its_path_and_is_the_same_twice(tmp_path, command):
    days = ["--on", "2001-01-04"] if command == "map" else ["--from", "2001-01-02"]
    for name in ("one.html", "two.html"):
        told = run_on_land(command, *days, "--out", tmp_path / name)
        assert told == f"wrote {tmp_path / name}{OF}\n"
    one, two = ((tmp_path / name).read_bytes() for name in ("one.html", "two.html"))
    assert one == two
    assert b"<html" in one


def test_a_map_is_named_after_its_day(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_on_land("map", "--on", "2001-01-04") == f"wrote map-2001-01-04.html{OF}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["map-2001-01-04.html"]


@pytest.mark.parametrize("command", ["map", "animate"])
def test_a_page_opens_with_the_chosen_area_and_without_hidden_layers(tmp_path, command):
    days = ["--on", "2001-01-04"] if command == "map" else ["--from", "2001-01-02"]
    path = tmp_path / "page.html"
    run_on_land(command, *days, "--out", path, "--view", "30,0,30.2,0.1", "--hide", "names, roads")
    data = data_of(path.read_text("utf-8"))
    assert data["hidden"] == ["names", "roads"]
    west, south, east, north = data["view"]
    assert (east - west) / (north - south) == pytest.approx(2, rel=0.01)


def test_a_build_writes_an_index_the_animation_and_the_key_days(tmp_path):
    written = run_on_land("build", "--out", tmp_path / "maps").splitlines()
    names = {path.name for path in (tmp_path / "maps").glob("*.html")}
    assert {f"wrote {tmp_path / 'maps' / name}{OF}" for name in names} == set(written)
    assert names == {"index.html", "animation.html", "2001-01-01.html", "2001-01-10.html"}


def test_what_a_redaction_leaves_out_is_not_on_the_page_which_has_a_notice(tmp_path):
    page = tmp_path / "page.html"
    whole = tmp_path / "whole.html"
    run_on_land("animate", "--out", whole)
    run_on_land("animate", "--out", page, "--embargo", "3", "--as-of", "2001-01-10", "--blur", "2")
    text = page.read_text("utf-8")
    assert "watch.invalid/e4" in whole.read_text("utf-8")
    assert "watch.invalid/e4" not in text
    assert "2001-01-08" not in text
    data, days = data_of(text), data_of(whole.read_text("utf-8"))["history"]["reports"]
    end = (date(2001, 1, 7) - date.fromisoformat(data["first"])).days
    assert max(filter(None, data["history"]["reports"]["published"])) <= end
    assert max(filter(None, days["published"])) > end
    assert "Left out: what was published, or happened, in the 3 days before 2001-01-10." in text
    assert "Coarsened: places are moved to a grid of 2 km." in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--embargo", "11", "--as-of", "2001-01-10"], "leaves nothing"),
        (["--embargo", "99999999999999", "--as-of", "2001-01-10"], "leaves nothing"),
        (["--embargo", "-1"], "--embargo"),
        (["--blur", "nan"], "--blur"),
        (["--blur", "100"], "use 1, 2, 4, 8 or 16"),
        (["--as-of", "10/01/2001"], "2001-01-10 or 2001-10-01"),
        (["--tiles", "No such tiles"], "No such tiles"),
        (["--on", "2001-02-01"], "the record runs from 2001-01-01 to 2001-01-10"),
    ],
)
def test_a_page_that_cannot_be_drawn_is_not_written(tmp_path, options, words):
    on = [] if "--on" in options else ["--on", "2001-01-04"]
    assert words in run_on_land("map", *on, *options, "--out", tmp_path / "page.html", code=2)
    assert list(tmp_path.iterdir()) == []
