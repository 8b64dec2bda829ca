"""What is under no open licence is never called open: on pages, in files, and by `validate`."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing

import pytest
from run_command import invoke
from sources import ACLED, brought

import frontline
from frontline.package.licences import closed_sources, package_licences
from frontline.webmap.stylesheet import credits_of

TITLE = "ACLED (Armed Conflict Location & Event Data)"
OPEN = "the parts that are open: CC0 1.0, CC0-1.0"
CLOSED = f"what is from {TITLE}: no open licence, ACLED terms of use, https://acleddata.com/"


def described(folder, **values):
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


@pytest.fixture
def mixed(land_copy):
    """Give the folder of the nine towns, with events of ACLED in it."""
    brought(land_copy, "acled", "acled.csv", ACLED)
    return land_copy


def test_acled_is_cited_once_with_its_terms_and_address(mixed):
    brought(mixed, "acled", "acled.csv", ACLED)
    (one,) = closed_sources(frontline.open(mixed).package.descriptor)
    assert (one.title, one.terms, one.path) == (
        TITLE, "ACLED terms of use", "https://acleddata.com/",
    )  # fmt: skip


def test_a_file_says_what_is_open_and_what_is_not(mixed, tmp_path):
    atlas = frontline.open(mixed)
    (table,) = atlas.export(tmp_path / "out.csv", layers="places")
    with table.open(encoding="utf-8", newline="") as file:
        assert {row["data_licence"] for row in csv.DictReader(file)} == {f"{OPEN}; {CLOSED}"}
    (package,) = atlas.export(tmp_path / "out.gpkg", layers="places")
    with closing(sqlite3.connect(package)) as base:
        told = base.execute("SELECT value FROM about WHERE key = 'licences'").fetchall()
    assert told == [(OPEN,), (CLOSED,)]


def test_a_page_says_so_in_english_and_in_arabic(mixed):
    path = mixed / "gazetteer.geojson"
    text = path.read_text("utf-8").replace('"CC0"', '"ODbL 1.0"', 1)
    path.write_text(text.replace('"CC0"', '"ODbL 1.0, ACLED terms of use"', 1), "utf-8")
    told = credits_of(frontline.open(mixed).package)
    assert told["licence"]["en"] == (
        "The parts that are open: Open Database Licence (ODbL) 1.0, with attribution. What is "
        f"from {TITLE} is under no open licence: ACLED terms of use, https://acleddata.com/."
    )
    assert "الأجزاء المفتوحة" in told["licence"]["ar"]
    assert f"{TITLE} فليس له ترخيص مفتوح" in told["licence"]["ar"]
    assert "ACLED" not in told["sources"]["en"]


def test_nothing_is_called_open_where_no_row_is(mixed):
    path = mixed / "gazetteer.geojson"
    path.write_text(path.read_text("utf-8").replace('"CC0"', '"ACLED terms of use"'), "utf-8")
    roads = mixed / "highways.geojson"
    roads.write_text(roads.read_text("utf-8").replace('"CC0"', '"ACLED terms of use"'), "utf-8")
    described(mixed, licenses=[])
    package = frontline.open(mixed).package
    assert package_licences(package) == [CLOSED]
    assert "open:" not in credits_of(package)["licence"]["en"].replace("no open licence:", "")


def test_validate_warns_that_the_whole_is_called_open_until_it_is_not(mixed):
    claimed = invoke("validate", mixed).output
    assert f"source '{TITLE}' is under none (ACLED terms of use, https://acl" in claimed
    described(mixed, licenses=[])
    assert TITLE not in invoke("validate", mixed).output


@pytest.mark.parametrize("terms", [5, None, "", [], {"en": "x"}])
def test_terms_that_are_no_text_are_passed_over(land_copy, terms):
    described(land_copy, sources=[{"title": "a", "closed_terms": terms}, 5, None])
    assert package_licences(frontline.open(land_copy).package) == ["CC0 1.0, CC0-1.0"]
    invoke("validate", land_copy)


@pytest.mark.browser
def test_hostile_terms_arrive_on_the_page_as_characters(land_copy, visit, tmp_path):
    hostile = "{{7*7}} {0} ${alert(1)} </script><b>x</b>"
    described(land_copy, sources=[{"title": hostile, "closed_terms": hostile, "path": "=cmd"}])
    invoke("animate", "--data", land_copy, "--out", tmp_path / "page.html")
    seen = visit((tmp_path / "page.html").read_text("utf-8"))
    licence = f"What is from {hostile} is under no open licence: {hostile}, =cmd."
    assert licence in seen.page.text_content(".about")
    assert (seen.complaints, seen.requests) == ([], [])
