"""Which rows of a table ask for their place, how often, and what bulk answers decide."""

from __future__ import annotations

import csv

import pytest
from importing import contents
from sample_imports import events, import_sample, read_rows

from frontline.package.package import read_package

HEADER = ("place", "day", "after", "publisher", "url", "lon", "lat", "admin1")


def table(folder, *rows):
    """Write a table; each row is a place, its point, and its area."""
    path = folder.parent / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (name, point, area) in enumerate((*row, "")[:3] for row in rows):
            day, url = f"2001-01-{number + 2:02}", f"https://w.invalid/{number}"
            writer.writerow([name, day, "north", "Wire", url, *(point or ("", "")), area])
    return path


def import_rows(folder, *rows, **options):
    return import_sample(folder, "table", table(folder, *rows), **options)


FAR = (30.17, 0.055)  # five kilometres from the nearest place


def test_exact_and_unique_names_are_placed_and_counted(land_copy):
    summary = import_rows(land_copy, ("Hazel", None), ("بيرش", None), ("Heizel", None))
    assert (summary.placed_by_name, summary.waiting) == (2, 1)
    assert "  2 placed by the name alone" in "\n".join(summary.lines())


def test_each_name_alone_is_asked_about_on_request(land_copy):
    rows = ("Hazel", None), ("بيرش", None), ("Hazel", None)
    summary = import_rows(land_copy, *rows, ask_names=True)
    assert (summary.placed_by_name, summary.waiting) == (0, 2)
    first, second = read_rows(land_copy, "review")
    assert first["candidates"] == "hazel (Hazel, South, Invented, 100% similar)"
    assert second["candidates"] == "birch (Birch, North, Invented, 100% similar)"


def test_a_row_far_from_all_places_is_new_within_a_distance(land_copy):
    rows = ("Rowan", FAR), ("Sorbus", (30.0, 0.19)), ("Rowan", (30.171, 0.055))
    summary = import_rows(land_copy, *rows, new_within_km=3)
    rowan = read_package(land_copy).gazetteer["rowan"]
    assert (rowan.lon, rowan.lat, summary.waiting) == (*FAR, 1)
    assert any(
        "1 place is new: no place that may be meant is within 3 km" in n for n in summary.notes
    )
    (asked,) = read_rows(land_copy, "review")
    assert asked["name"] == "Sorbus"
    assert "alder (Alder, North, Invented, " in asked["candidates"]
    ids = {one.place_id for one in events(land_copy).values()}
    assert "rowan" in ids
    assert not any(place_id.startswith("rowan-") for place_id in ids if place_id)


def test_new_places_that_differ_are_all_made_however_near_each_other(land_copy):
    rows = ("Rowan", FAR), ("Sorbus", (30.172, 0.056)), ("", (30.15, 0.05))
    import_rows(land_copy, *rows, new_within_km=3)
    assert {"rowan", "sorbus"} <= read_package(land_copy).gazetteer.keys()
    assert len(read_package(land_copy).gazetteer) == 11


def test_an_open_question_is_answered_by_a_later_import_with_a_distance(land_copy):
    assert import_rows(land_copy, ("Rowan", FAR)).waiting == 1
    summary = import_rows(land_copy, ("Rowan", FAR), new_within_km=3)
    assert (summary.waiting, "rowan" in read_package(land_copy).gazetteer) == (0, True)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_place_with_and_without_its_point_asks_once(land_copy, order):
    rows = [("Rowan", FAR, "Invented"), ("Rowan", None, "Invented")]
    rows = [rows[i] for i in order]
    assert import_rows(land_copy, *rows).waiting == 1
    (asked,) = read_rows(land_copy, "review")
    asked["choice"] = "new"
    with (land_copy / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, asked)
        writer.writeheader()
        writer.writerow(asked)
    summary = import_rows(land_copy, *rows)
    assert (summary.waiting, summary.used + summary.merged) == (0, 2)
    assert sum(one.place_id == "rowan" for one in events(land_copy).values()) >= 1


def test_two_namesakes_with_points_ask_each_and_the_name_alone_too(land_copy):
    rows = ("Rowan", FAR), ("Rowan", (30.05, 0.05)), ("Rowan", None)
    assert import_rows(land_copy, *rows).waiting == 3


def test_gazetteer_rows_far_from_their_namesakes_are_new_within_a_distance(land_copy):
    path = land_copy.parent / "places.csv"
    path.write_text("pcode,name,lat,lon\nB1,Hazel,0.04,30.1\nB2,Ivy,0.01,30.2\n", "utf-8")
    before = contents(land_copy)
    assert import_sample(land_copy, "ocha", path).waiting == 1
    for name, content in before.items():
        (land_copy / name).write_bytes(content)
    summary = import_sample(land_copy, "ocha", path, new_within_km=2)
    assert (summary.used, summary.merged, summary.waiting) == (1, 1, 0)
    named = [one for one in read_package(land_copy).gazetteer.values() if one.name == "Hazel"]
    assert sorted(one.lat for one in named) == [0.0, 0.04]
