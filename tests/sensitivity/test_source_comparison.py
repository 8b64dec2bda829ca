"""What publishers say of one day, each taken alone, and where they differ."""

from __future__ import annotations

import json

import pytest
from area_rows import area, area_report, land_with, write_areas
from typer.testing import CliRunner

from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.rules import RULES
from frontline.errors import InvalidRequestError

WEST = area("w", 29.9, -0.1, 30.05, 0.3)
MIDDLE = area("m", 29.9, -0.1, 30.15, 0.3)
EVERYTHING = area("all", 29.9, -0.1, 30.3, 0.3)
AREAS = (WEST, MIDDLE, EVERYTHING)


def maps(publisher, ground, rest="north"):
    """Return a map of 2 January: the south holds the ground, another actor the rest."""
    return [
        area_report(f"{publisher}-1", (ground,), ("south",), 2, publisher=publisher),
        area_report(
            f"{publisher}-2", ("all",), (rest,) if rest else (), 2, extent="rest",
            publisher=publisher,
        ),
    ]  # fmt: skip


def atlas(*rows):
    empty = {"baseline": (), "events": (), "all_reports": ()}
    return Atlas(land_with(*rows, areas=AREAS, **empty), RULES["standard"])


def test_a_day_as_one_publisher_alone_reports_it():
    land = atlas(*maps("watch", "w"), *maps("wire", "m"))
    assert land.on("2001-01-05").control("Elm").control.evidence == "disputed"
    assert land.on("2001-01-05", source="watch").control("Elm").control.holder == "north"
    assert land.on("2001-01-05", source="Wire Agency").control("Elm").control.holder == "south"
    with pytest.raises(InvalidRequestError, match="no publisher 'paper'"):
        land.on("2001-01-05", source="paper")


def test_publishers_differ_by_places_ground_front_and_road():
    found = atlas(*maps("watch", "w"), *maps("wire", "m")).compare_sources(
        ["watch", "wire"], "2001-01-05"
    )
    assert [one.place.id for one in found.places] == ["birch", "elm", "hazel"]
    assert found.compared == 9
    one, other = found.areas_km2
    assert found.differing_km2 == pytest.approx(one["north"] - other["north"], rel=0.01)
    assert all(front == pytest.approx(away) for front, away in zip(
        found.fronts_km, found.differing_fronts_km, strict=True))  # fmt: skip
    # 0.4 degrees of latitude, but 1.5 km at each end, where the region ends.
    assert found.fronts_km[0] == pytest.approx(0.4 * 110.57 - 3.0, abs=0.1)
    assert found.differing_km2 == pytest.approx(0.1 * 111.32 * 0.4 * 110.57, rel=0.001)
    assert found.road_km > 0


def test_where_a_publisher_says_nothing_there_is_no_difference():
    found = atlas(*maps("watch", "w"), *maps("wire", "w", rest="")).compare_sources(
        ["watch", "wire"], "2001-01-05"
    )
    assert (found.places, found.compared) == ((), 3)
    assert found.differing_km2 == pytest.approx(0, abs=1e-6)


def test_the_same_publisher_twice_is_refused():
    with pytest.raises(InvalidRequestError, match="two different publishers"):
        atlas(*maps("watch", "w")).compare_sources(["watch", "Land Watch"], "2001-01-05")


def test_the_command_prints_text_json_and_csv(land_copy):
    write_areas(land_copy, [*maps("watch", "w"), *maps("wire", "m")], AREAS)
    command = ["compare", "--sources", "watch,wire", "--on", "2001-01-05", "--data", str(land_copy)]
    text = CliRunner().invoke(app.app, command)
    assert text.exit_code == 0, text.output
    assert "of the 9 places of which all of them speak" in text.stdout
    answer = json.loads(CliRunner().invoke(app.app, [*command, "--format", "json"]).stdout)
    assert {"on", "known_on", "sources", "compared", "area_km2", "places", "highways"} == {*answer}
    header = CliRunner().invoke(app.app, [*command, "--format", "csv"]).stdout.splitlines()[0]
    assert header.endswith("watch,wire,records,sources")


def test_contested_ground_differs_from_ground_of_one_side():
    contested = area_report("m-1", ("w",), ("south", "north"), 2, publisher="wire",
                            state="contested")  # fmt: skip
    rest = area_report("m-2", ("all",), ("north",), 2, extent="rest", publisher="wire")
    found = atlas(*maps("watch", "w"), contested, rest).compare_sources(
        ["watch", "wire"], "2001-01-05"
    )
    assert [one.place.id for one in found.places] == ["alder", "dogwood", "gorse"]
    assert found.differing_km2 == pytest.approx(found.areas_km2[0]["south"], rel=0.001)
