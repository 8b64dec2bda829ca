"""A new package starts with the towns of its country or region, and better sources move them."""

from __future__ import annotations

import json
from itertools import islice

import pytest
from typer.testing import CliRunner

from frontline.cli import app
from frontline.errors import InvalidRequestError
from frontline.importers import starting_places
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.importers.starting_places import STARTING_NOTE, find_starting_places
from frontline.lint import check_folder
from frontline.package.package import read_package
from frontline.package.template import Template, create_package

#: A country of invented towns, in the form of the library.
TOWNS = [
    ("Kyrna", "UA", 30.0512, 50.0123, 150_000, ["Кырна", "Кирна", "كيرنا"]),
    ("Vyazove", "UA", 30.3, 50.2, 12_000, ["В'язове", "Вязовое"]),
    ("Vyazove", "UA", 31.3, 50.9, 0, ["Vyazovoye"]),
    ("Same Point", "UA", 31.3, 50.9, 700, []),
    ("Elsewhere", "PL", 30.6, 50.3, 900, ["گدانسک"]),
]


REAL_TOWNS = starting_places.read_towns


def run(*words):
    return CliRunner().invoke(app.app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def towns(monkeypatch):
    rows = [
        {
            "geonameid": number, "name": name, "countrycode": country, "longitude": lon,
            "latitude": lat, "population": population, "alternatenames": names,
        }
        for number, (name, country, lon, lat, population, names) in enumerate(TOWNS, start=1)
    ]  # fmt: skip
    monkeypatch.setattr(starting_places, "read_towns", lambda: iter(rows))


def names(found):
    return {row["id"]: (row["name_ar"], row.get("name_local")) for row in found.rows}


def test_a_country_brings_its_towns_its_region_and_its_language():
    found = find_starting_places(["ua"], None)
    assert names(found) == {
        "kyrna": ("كيرنا", "Кирна"), "vyazove": ("", "В'язове"), "geonames-3": ("", ""),
    }  # fmt: skip
    assert [row["kind"] for row in found.rows] == ["village", "city", "town"]
    assert (found.region, found.language) == ((29.8, 49.76, 31.55, 51.15), "uk")


def test_a_region_brings_what_lies_in_it_of_any_country():
    found = find_starting_places([], (30.2, 50.0, 31.0, 50.5))
    assert names(found) == {"vyazove": ("", None), "elsewhere": ("", None)}
    assert (found.region, found.language) == ((30.2, 50.0, 31.0, 50.5), "")
    assert names(find_starting_places(["Poland"], (30.2, 50.0, 31.0, 50.5))).keys() == {"elsewhere"}


def test_an_unknown_country_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(InvalidRequestError, match="'Atlantis': write a code of ISO 3166"):
        find_starting_places(["Atlantis"], None)
    assert run("init", tmp_path / "new", "--country", "Atlantis").exit_code == 2
    assert not (tmp_path / "new").exists()


def test_a_country_wider_than_a_package_is_refused_with_the_remedy(monkeypatch):
    rows = [("A", "RU", 20.0, 40.0, 900, []), ("B", "RU", 130.0, 75.0, 900, [])]
    monkeypatch.setattr(
        starting_places, "read_towns",
        lambda: iter(
            {"geonameid": i, "name": n, "countrycode": c, "longitude": x, "latitude": y,
             "population": p, "alternatenames": a}
            for i, (n, c, x, y, p, a) in enumerate(rows)
        ),
    )  # fmt: skip
    with pytest.raises(InvalidRequestError, match=r"wider than 40 degrees.*: add --region"):
        find_starting_places(["RU"], None)


def start(folder):
    found = find_starting_places(["UA"], None)
    source = {"title": found.source, "path": found.address}
    template = Template(
        region=found.region, places=found.rows, source=source, local_language=found.language
    )
    create_package(folder, template)
    return folder


def test_the_package_is_valid_and_says_where_its_places_are_from(tmp_path):
    folder = start(tmp_path / "new")
    assert [one for one in check_folder(folder) if one.severity == "error"] == []
    package = read_package(folder)
    assert package.gazetteer["kyrna"].sources == ("GeoNames 1",)
    assert package.gazetteer["kyrna"].all_names == ("Kyrna", "كيرنا", "Кирна", "Кырна")
    assert package.coverage.local_language == "uk"
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert descriptor["sources"][0]["title"] == "GeoNames towns, CC BY 4.0"


def test_the_command_says_how_many_places_there_are_and_can_start_without(tmp_path):
    done = run("init", tmp_path / "new", "--country", "UA")
    assert "3 places from GeoNames towns, CC BY 4.0" in done.stdout
    assert (
        "Kyrna  Кирна  (city; id kyrna)" in run("place", "Кирна", "--data", tmp_path / "new").stdout
    )
    run("init", tmp_path / "bare", "--region", "30,50,31,51", "--no-places")
    assert read_package(tmp_path / "bare").gazetteer == {}


@pytest.mark.parametrize(
    ("lon", "lat", "moves"), [("30.06000", "50.01500", True), ("30.1", "50.0", False)]
)
def test_another_source_of_a_better_point_moves_a_place_nobody_has_looked_at(
    tmp_path, lon, lat, moves
):
    folder, path = start(tmp_path / "new"), tmp_path / "p.csv"
    path.write_text(f"pcode,name,lat,lon\nU1,Kyrna,{lat},{lon}\n", "utf-8")
    import_files("ocha", ImportOptions(files=(path,)), folder)
    place = read_package(folder).gazetteer["kyrna"]
    assert (place.sources, place.name_local) == (("GeoNames 1", "OCHA U1"), "Кирна")
    at = (30.06, 50.015, 500.0, "") if moves else (30.0512, 50.0123, 1000.0, STARTING_NOTE)
    assert (place.lon, place.lat, place.position_error_m, place.note) == at


def test_the_finer_dump_of_the_same_source_is_merged_over_it(tmp_path):
    folder, path = start(tmp_path / "new"), tmp_path / "UA.txt"
    cells = ["1", "Kyrna", "Kyrna", "Кырна,Кирна", "50.0123", "30.0512", "P", "PPLA", "UA"]
    path.write_text("\t".join([*cells, *[""] * 5, "150000", "", "", "", ""]) + "\n", "utf-8")
    summary = import_files("geonames", ImportOptions(files=(path,)), folder)
    assert (summary.used, summary.merged, summary.changed) == (0, 1, 0)


def test_the_library_has_the_towns_of_the_world_one_by_one():
    first = list(islice(REAL_TOWNS(), 200))
    assert {one["countrycode"] for one in first} >= {"AD", "AE"}
    needed = {"geonameid", "name", "countrycode", "longitude", "latitude", "population"}
    assert all(needed | {"alternatenames"} <= one.keys() for one in first)
    assert all(isinstance(one["longitude"], float) for one in first)
