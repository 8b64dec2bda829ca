"""Data without an open licence is not called open on pages, in exports and by `validate`."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing

import pytest
from run_command import invoke
from sample_imports import ACLED, import_sample

import frontline
from frontline.attribution import credit_texts
from frontline.package.licences import closed_sources, package_licences

TITLE = "ACLED (Armed Conflict Location & Event Data)"
OPEN = "the parts that are open: CC0 1.0, CC0-1.0"
CLOSED = f"what is from {TITLE}: no open licence, ACLED terms of use, https://acleddata.com/"


def described(folder, **values):
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


@pytest.fixture
def mixed(land_copy):
    """Return the folder of the nine towns, with events of ACLED in it."""
    import_sample(land_copy, "acled", "acled.csv", ACLED)
    return land_copy


def test_acled_is_cited_once_with_its_terms_and_address(mixed):
    import_sample(mixed, "acled", "acled.csv", ACLED)
    (one,) = closed_sources(frontline.open(mixed).package.descriptor)
    assert (one.title, one.terms, one.path) == (
        TITLE, "ACLED terms of use", "https://acleddata.com/",
    )  # fmt: skip


def test_exports_state_open_and_closed_licences(mixed, tmp_path):
    atlas = frontline.open(mixed)
    (table,) = atlas.export(tmp_path / "out.csv", layers="places")
    with table.open(encoding="utf-8", newline="") as file:
        assert {row["data_licence"] for row in csv.DictReader(file)} == {f"{OPEN}; {CLOSED}"}
    (package,) = atlas.export(tmp_path / "out.gpkg", layers="places")
    with closing(sqlite3.connect(package)) as base:
        licences = base.execute("SELECT value FROM about WHERE key = 'licences'").fetchall()
    assert licences == [(OPEN,), (CLOSED,)]


def test_pages_state_closed_licences_in_english_and_arabic(mixed):
    path = mixed / "gazetteer.geojson"
    text = path.read_text("utf-8").replace('"CC0"', '"ODbL 1.0"', 1)
    path.write_text(text.replace('"CC0"', '"ODbL 1.0, ACLED terms of use"', 1), "utf-8")
    shown = credit_texts(frontline.open(mixed).package)
    assert shown["licence"]["en"] == (
        f"Open data: Open Database Licence (ODbL) 1.0, with attribution. Data from {TITLE} has no "
        "open licence: ACLED terms of use, https://acleddata.com/."
    )
    assert "البيانات المفتوحة" in shown["licence"]["ar"]
    assert f"{TITLE} ليس لها ترخيص مفتوح" in shown["licence"]["ar"]
    assert "ACLED" not in shown["sources"]["en"]


def test_a_package_without_open_rows_is_not_called_open(mixed):
    path = mixed / "gazetteer.geojson"
    path.write_text(path.read_text("utf-8").replace('"CC0"', '"ACLED terms of use"'), "utf-8")
    roads = mixed / "highways.geojson"
    roads.write_text(roads.read_text("utf-8").replace('"CC0"', '"ACLED terms of use"'), "utf-8")
    described(mixed, licenses=[])
    package = frontline.open(mixed).package
    assert package_licences(package) == [CLOSED]
    assert "Open data" not in credit_texts(package)["licence"]["en"]


def test_validate_warns_about_an_open_licence_for_all_data(mixed):
    claimed = invoke("validate", mixed).output
    assert f"source '{TITLE}' has none (ACLED terms of use, https://acl" in claimed
    described(mixed, licenses=[])
    assert TITLE not in invoke("validate", mixed).output


@pytest.mark.parametrize("terms", [5, None, "", [], {"en": "x"}])
def test_terms_that_are_not_text_are_ignored(land_copy, terms):
    described(land_copy, sources=[{"title": "a", "closed_terms": terms}, 5, None])
    assert package_licences(frontline.open(land_copy).package) == ["CC0 1.0, CC0-1.0"]
    invoke("validate", land_copy)


@pytest.mark.browser
def test_hostile_terms_are_text_on_the_page(land_copy, visit, tmp_path):
    hostile = "{{7*7}} {0} ${alert(1)} </script><b>x</b>"
    described(land_copy, sources=[{"title": hostile, "closed_terms": hostile, "path": "=cmd"}])
    invoke("animate", "--data", land_copy, "--out", tmp_path / "page.html")
    seen = visit((tmp_path / "page.html").read_text("utf-8"))
    licence = f"Data from {hostile} has no open licence: {hostile}, =cmd."
    assert licence in seen.page.text_content(".about")
    assert (seen.complaints, seen.requests) == ([], [])
