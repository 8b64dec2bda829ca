"""Places far from all others are reported as outliers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from frontline.cli import app
from frontline.importers.coordinates import LocatedRow, split_outliers
from frontline.package.template import Template, create_package


def rows(*points):
    return [LocatedRow(lon, lat, "x", row, "") for row, (lon, lat) in enumerate(points, start=2)]


TOWNS = [(20 + 0.1 * n, 10 + 0.1 * n) for n in range(20)]


def test_a_place_on_another_continent_is_an_outlier_with_its_distance():
    kept, outliers, (far,) = split_outliers(rows(*TOWNS, (2.35, 48.8)), most=3)
    assert len(kept) == len(TOWNS)
    assert outliers == [far.row]
    assert far.row.row == 22
    # a degree along a great circle is 111 km; the two lie some 40 degrees apart
    assert far.distance_m == pytest.approx(4_300_000, rel=0.05)


def test_a_distant_group_of_places_is_not_an_outlier():
    islands = [(55.0, -21 - 0.01 * n) for n in range(5)]
    assert split_outliers(rows(*TOWNS, *islands), most=3)[1] == []


def test_of_two_places_neither_is_an_outlier():
    assert split_outliers(rows((20, 10), (2.35, 48.8)), most=3)[1] == []


def test_places_on_both_sides_of_the_antimeridian_are_neighbours():
    assert split_outliers(rows((179.9, -17), (179.5, -17), (-179.9, -17)), most=3)[1] == []


degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(degrees, max_size=30), st.randoms())
def test_outliers_have_no_neighbours_in_any_order_of_rows(points, chance):
    listed = rows(*points)
    kept, outliers, measured = split_outliers(listed, most=3)
    assert sorted([*kept, *outliers]) == sorted(listed)
    assert [far.row for far in measured] == outliers[:3]
    for one in outliers:
        for other in kept:
            lon_difference = abs((one.lon - other.lon + 180) % 360 - 180)
            assert max(lon_difference, abs(one.lat - other.lat)) >= 2
    shuffled = list(listed)
    chance.shuffle(shuffled)
    assert sorted(split_outliers(shuffled, most=0)[1]) == sorted(outliers)


def row(number, name, lon, lat):
    cells = [number, name, name, "", lat, lon, "P", "PPL", "QV", "", "01", *[""] * 3, 0]
    return "\t".join(map(str, [*cells, "", "", "", "2020-01-01"])) + "\n"


def import_dump(tmp_path, *words, outlier=(2.35, 48.8)):
    """Import a dump of twenty towns and an outlier into a new package."""
    dump, folder = tmp_path / "QV.txt", tmp_path / "new"
    towns = [row(n, f"Town {n}", *point) for n, point in enumerate(TOWNS, start=1)]
    dump.write_text("".join(towns) + row(99, "Paris", *outlier), encoding="utf-8")
    create_package(folder, Template())
    given = ["import", "geonames", str(dump), "--into", str(folder), *words]
    done = CliRunner().invoke(app.app, given)
    about = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return done, about["frontline"]["region"]


def test_an_outlier_that_widens_the_region_is_reported_with_the_remedy(tmp_path):
    done, region = import_dump(tmp_path)
    assert region == [2.3, 9.95, 21.95, 48.85]
    (words,) = [line for line in done.stdout.splitlines() if "far from all others" in line]
    assert "1 of 21 places" in words
    assert "QV.txt, row 21: Paris at 2.35, 48.8, 4," in words
    assert "--region 19.95,9.95,21.95,11.95;" in words
    assert "set region in datapackage.json to [19.95,9.95,21.95,11.95]" in words


def test_the_suggested_region_is_that_of_the_other_places(tmp_path):
    done, region = import_dump(tmp_path, "--region", "19.95,9.95,21.95,11.95")
    assert region == [19.95, 9.95, 21.95, 11.95]
    assert "1 left out: outside the region" in done.stdout
    assert "far from all others" not in done.stdout


def test_a_region_that_is_too_wide_is_refused_with_the_outlier(tmp_path):
    done, _ = import_dump(tmp_path, outlier=(-70.0, 48.8))
    assert done.exit_code == 2
    assert "wider than 40 degrees and higher than 30" in done.stderr
    assert "row 21: Paris at -70, 48.8" in done.stderr
