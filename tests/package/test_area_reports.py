"""Area reports: their rows, what they say of places, and what is published of them."""

from __future__ import annotations

from datetime import date

import pytest
from area_rows import area, area_report, box, land_with, write_areas
from package_edits import issues_of

from frontline.control.as_of import package_as_of
from frontline.models import Area
from frontline.package.blur import blur_positions
from frontline.package.embargo import apply_embargo
from frontline.package.package import read_package

NORTH_HALF = area("n", 29.9, 0.05, 30.3, 0.3)
WEST_STRIP = area("w", 29.9, -0.1, 30.05, 0.3)
EVERYTHING = area("all", 29.9, -0.1, 30.3, 0.3)


def said(package, place_id):
    """Return what is said of a place: status, actors, first and last day of January, ids."""
    return [
        (one.status, "+".join(one.actors), one.first.day, one.last.day, "+".join(one.record_ids))
        for one in package.area_statements
        if one.place_id == place_id
    ]


def test_a_series_of_drawings_becomes_spans_with_the_same_answer():
    days = {1: "n", 3: "n", 4: "w", 8: "w"}
    rows = [area_report(f"A{day}", (id_,), ("north",), day) for day, id_ in days.items()]
    rows += [area_report(f"R{d}", ("all",), ("south",), d, extent="rest") for d in days]
    package = land_with(*rows, areas=(NORTH_HALF, WEST_STRIP, EVERYTHING))
    expected = {
        "alder": [("held", "north", 1, 8, "A1+A8")],
        "birch": [("held", "north", 1, 3, "A1+A3"), ("held", "south", 4, 8, "R4+R8")],
        "gorse": [("held", "south", 1, 3, "R1+R3"), ("held", "north", 4, 8, "A4+A8")],
        "ivy": [("held", "south", 1, 8, "R1+R8")],
    }
    assert {place_id: said(package, place_id) for place_id in expected} == expected


KINDS = {
    "held": (area_report("A", ("w",), ("north",), 2), [("held", "north")]),
    "contested": (
        area_report("A", ("w",), ("south", "north"), 2, state="contested"),
        [("contested", "north+south")],
    ),
    "claimed": (area_report("A", ("w",), ("north",), 2, state="claimed"), [("held", "north")]),
    "unknown": (area_report("A", ("w",), (), 2), [("unknown", "")]),
    "a list of places": (area_report("A", ("gorse", "alder"), ("north",), 2), [("held", "north")]),
    "elsewhere": (area_report("A", ("e",), ("north",), 2), []),
    "an edge of ground that nothing is said of": (
        area_report("A", ("edge",), ("north",), 2), [],
    ),
    "a margin that reaches the place": (
        area_report("A", ("w",), ("north",), 2, margin_km=6), [],
    ),
    "a margin that does not reach it": (
        area_report("A", ("w",), ("north",), 2, margin_km=5), [("held", "north")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_report_says_of_a_place_what_it_says_of_the_ground(name):
    report, expected = KINDS[name]
    areas = (WEST_STRIP, area("e", 30.15, -0.1, 30.3, 0.3), area("edge", 29.9, -0.1, 30, 0.3))
    assert [one[:2] for one in said(land_with(report, areas=areas), "gorse")] == expected


def test_an_edge_between_two_actors_makes_a_place_contested():
    edge = area("edge", 29.9, -0.1, 30.1, 0.3)
    rows = (
        area_report("A", ("edge",), ("north",), 2),
        area_report("R", ("all",), ("south",), 2, extent="rest"),
    )
    package = land_with(*rows, areas=(edge, EVERYTHING))
    assert [one[:2] for one in said(package, "elm")] == [("contested", "north+south")]


def test_an_administrative_area_has_the_places_that_it_names_and_those_wholly_inside():
    middle = Area(
        id="admin3-middle", name="Middle", level="admin3", sources=("x",), licence="CC0",
        geometry=box(29.9, 0.0995, 30.15, 0.15),
    )  # fmt: skip
    report = area_report("A", ("admin3-middle",), ("north",), 2, 5, throughout="no")
    package = land_with(report, admin=(middle,))
    found = {one.place_id for one in package.area_statements}
    assert found == {"dogwood", "elm"}  # named, and on its border; Fir is named and far from it
    assert not any(one.throughout for one in package.area_statements)


def test_reports_of_areas_are_sources_of_places(land_copy):
    rows = [area_report("A1", ("n",), ("north",), 2)]
    write_areas(land_copy, rows, [NORTH_HALF])
    package = read_package(land_copy)
    assert package.area_reports == tuple(rows)
    assert package.control_areas["n"].geometry == NORTH_HALF.geometry
    (report,) = package.reports["A1"]
    assert (report.publisher, report.published_on) == ("watch", date(2001, 1, 2))


GOOD = area_report("A1", ("n",), ("north",), 2).model_dump(mode="json")
#: Changed cells; value, a part of the message, a part of the hint.
INVALID = {
    "no such area": ({"area": ["m"]}, ("m", "no such area or place", "control_areas.geojson")),
    "no area": ({"area": []}, ("", "area: is empty", "Fill it in")),
    "no such actor": ({"actors": ["west"]}, ("west", "actors: no such actor", "north, south")),
    "two holders": ({"actors": ["north", "south"]}, ("", "'held' needs one actor", "Correct")),
    "contested by one": ({"state": "contested"}, ("", "two actors or more", "Correct")),
    "unknown, and held": ({"state": "unknown"}, ("", "'unknown' needs no actor", "Correct")),
    "no such state": ({"state": "taken"}, ("taken", "state", "one of the words")),
    "days in the wrong order": (
        {"last_day": "2001-01-01"}, ("", "last_day is before first_day", "Correct"),
    ),
    "a day outside the record": (
        {"first_day": "2202-02-02", "last_day": "2202-02-02"},
        ("2202-02-02", "outside the record", "first_day and last_day"),
    ),
    "no such publisher": ({"publisher": "paper"}, ("paper", "no such publisher", "publishers.csv")),
    "no address": ({"url": "seen"}, ("seen", "url: is not a web address", "https://")),
    "an id of an event": ({"area_report_id": "E1"}, ("E1", "also in events.csv", "Change one")),
}  # fmt: skip


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_row_is_reported_once(land_copy, name):
    changed, (value, message, hint) = INVALID[name]
    write_areas(land_copy, [GOOD | changed], [NORTH_HALF])
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.row, issue.value) == ("area_reports.csv", 2, value)
    assert message in issue.message
    assert hint in issue.hint


def test_an_id_of_an_area_and_of_a_place_is_ambiguous(land_copy):
    write_areas(land_copy, [GOOD | {"area": ["elm"]}], [area("elm", 29.9, 0.05, 30.3, 0.3)])
    (issue,) = issues_of(land_copy)
    assert "in control_areas.geojson and in gazetteer.geojson" in issue.message


def test_empty_cells_have_their_defaults(land_copy):
    write_areas(land_copy, [GOOD | {"extent": "", "throughout": ""}], [NORTH_HALF])
    (report,) = read_package(land_copy).area_reports
    assert (report.extent, report.throughout) == ("whole", "no")


def test_an_embargo_keeps_what_was_drawn_and_published_by_then():
    rows = (
        area_report("old", ("n",), ("north",), 2),
        area_report("late", ("w",), ("north",), 2, published_on=date(2001, 1, 8)),
        area_report("young", ("w",), ("north",), 8),
        area_report("long", ("w",), ("north",), 2, 9),
        area_report("undated", ("w",), ("north",), 2, published_on=None),
    )
    left = apply_embargo(land_with(*rows, areas=(NORTH_HALF, WEST_STRIP)), 5, date(2001, 1, 12))
    assert [one.area_report_id for one in left.area_reports] == ["old"]
    assert list(left.control_areas) == ["n"]


def test_places_in_an_area_remain_if_they_are_from_a_public_gazetteer():
    places = LAND_PLACES | {
        "yew": _place("yew", 30.05, 0.25, "GeoNames 77"),
        "hill": _place("hill", 30.06, 0.25, "placed from reports"),
        "far": _place("far", 30.06, -0.05, "GeoNames 78"),
    }
    package = land_with(
        area_report("old", ("n",), ("north",), 2), areas=(NORTH_HALF,), gazetteer=places
    )
    left = apply_embargo(package, 5, date(2001, 1, 12))
    assert set(left.gazetteer) == {*LAND_PLACES, "yew"}
    assert said(left, "yew") == [("held", "north", 2, 2, "old")]


LAND_PLACES = dict(land_with().gazetteer)


def _place(id_, lon, lat, source):
    update = {"id": id_, "name": id_.title(), "lon": lon, "lat": lat, "sources": (source,)}
    return LAND_PLACES["elm"].model_copy(update=update)


def test_a_blur_keeps_what_is_said_of_places_and_no_area():
    edge = area("edge", 29.9, -0.1, 30.1, 0.3)
    rows = (
        area_report("A", ("edge",), ("north",), 2, margin_km=1),
        area_report("R", ("all",), ("south",), 2, extent="rest", margin_km=1),
        area_report("C", ("ivy",), ("south",), 3, 5, state="claimed", throughout="no"),
    )
    package = land_with(*rows, areas=(edge, EVERYTHING))
    coarse = blur_positions(package, 4)
    assert coarse.control_areas == {}

    def answers(one):
        return [
            (s.place_id, s.status, s.actors, s.first, s.last, s.claimed, s.throughout)
            for s in one.area_statements
        ]

    assert answers(coarse) == answers(package) != []


def test_as_of_a_day_counts_what_had_been_published():
    rows = [area_report(f"A{day}", ("n",), ("north",), day) for day in (2, 5, 10)]
    package = land_with(*rows, areas=(NORTH_HALF,))
    known = package_as_of(package, date(2001, 1, 6))
    assert [one.area_report_id for one in known.area_reports] == ["A2", "A5"]
    assert package_as_of(package, date(2001, 1, 10)) is package
