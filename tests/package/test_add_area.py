"""The command add area: one report of who held an area, by name, list of places or polygon."""

from __future__ import annotations

import json

import pytest
from area_rows import box
from test_add_command import run

from frontline.package.package import read_package

AREA = {
    "--area": "Middle", "--actor": "South", "--on": "2001-01-04", "--publisher": "watch",
    "--url": "https://watch.invalid/a", "--published": "2001-01-05",
}  # fmt: skip


@pytest.fixture
def add(land_copy):
    properties = {"id": "admin3-middle", "name": "Middle", "level": "admin3", "sources": ["x"],
                  "licence": "CC0"}  # fmt: skip
    feature = {"type": "Feature", "properties": properties, "geometry": box(29.9, 0.05, 30.3, 0.15)}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (land_copy / "admin.geojson").write_text(text, "utf-8")

    def add_area(flags, *more, code=0):
        return run(["add", "area", "--into", land_copy, *more], AREA | flags, code=code)

    return add_area


def test_a_named_area_is_one_row(add, land_copy):
    assert add({}).startswith("added A1\n")
    assert add({"--until": "2001-01-06", "--area": "admin3-middle"}, "--throughout").startswith(
        "added A2\n"
    )
    one, two = read_package(land_copy).area_reports
    assert (one.area, one.state, one.actors, one.throughout) == (
        ("admin3-middle",), "held", ("south",), "no",
    )  # fmt: skip
    assert (two.first_day.day, two.last_day.day, two.throughout) == (4, 6, "yes")


def test_a_list_of_places_and_several_sides(add, land_copy):
    add({"--area": "Birch", "--state": "contested"}, "--area", "إيلم", "--actor", "north")
    (report,) = read_package(land_copy).area_reports
    assert (report.area, report.actors) == (("elm", "birch"), ("north", "south"))


def test_a_polygon_drawn_by_hand_has_a_margin_and_a_licence(land_copy, tmp_path):
    path = tmp_path / "by_hand.geojson"
    path.write_text(json.dumps(box(29.95, 0.05, 30.05, 0.15)), "utf-8")
    flags = {"--polygon": path}
    command = ["add", "area", "--into", land_copy]
    assert "needs --margin-km" in run(command, AREA_WITHOUT | flags, code=2)
    run(command, AREA_WITHOUT | flags | {"--margin-km": "2", "--licence": "CC0"})
    package = read_package(land_copy)
    (report,), (drawn,) = package.area_reports, package.control_areas.values()
    assert (report.area, report.margin_km) == ((drawn.id,), 2.0)
    assert (drawn.sources, drawn.licence) == (("watch",), "CC0")
    assert [one.place_id for one in package.area_statements] == ["dogwood"]


AREA_WITHOUT = {name: text for name, text in AREA.items() if name != "--area"}

REFUSED = {
    "an unknown area": ({"--area": "Nowhere"}, "Administrative areas: Middle"),
    "an unknown actor": ({"--actor": "west"}, "the data has north, south"),
    "an unknown state": ({"--state": "lost"}, "use one of held, contested, claimed, unknown"),
    "an unknown publisher": ({"--publisher": "Paper"}, "--stance"),
    "a day that is none": ({"--on": "4 January"}, "is not a day"),
    "a taken id": ({"--id": "E1"}, "the id E1 is taken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused_with_a_remedy(add, name):
    flags, words = REFUSED[name]
    assert words in " ".join(add(flags, code=2).split())


def test_the_same_report_is_refused(add):
    add({})
    assert "this report exists already: A1" in add({}, code=2)


def test_days_outside_the_record_need_a_word(add):
    assert "outside the record" in add({"--on": "2001-02-04"}, code=1)
    assert "added A1" in add({"--on": "2001-02-04"}, "--extend")
