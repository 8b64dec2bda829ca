"""Days, positions, gaps and holders of places are read in the spellings of people."""

from __future__ import annotations

import json

import pytest
from importing import import_twice
from sample_imports import ACLED, GED, SAMPLES, events, import_sample

from frontline.errors import InvalidRequestError
from frontline.importers.options import ImportOptions
from frontline.package.package import read_package

#: Fields that the rows of these tests have in common.
BASE = {
    "place": "Alder", "day": "2001-01-12", "after": "South", "before": "North",
    "publisher": "Radio Gorse", "url": "https://gorse.invalid/1", "lon": "30.001", "lat": "0.201",
}  # fmt: skip


def import_rows(folder, *rows, settings=None):
    """Import rows that differ from `BASE`, and return the summary and the new events."""
    columns = [*BASE, *dict.fromkeys(key for row in rows for key in row if key not in BASE)]
    path = folder.parent / "rows.tsv"
    lines = ["\t".join(str((BASE | row).get(name, "")) for name in columns) for row in rows]
    path.write_text("\n".join(["\t".join(columns), *lines]) + "\n", "utf-8")
    before = set(events(folder))
    options = ImportOptions(
        files=(path,), columns={name: name for name in columns}, settings=settings or {}
    )
    summary = import_twice("table", options, folder)
    new = [one for key, one in sorted(events(folder).items()) if key not in before]
    return summary, new


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("12 كانون الثاني 2001", ("2001-01-12", "2001-01-12")),
        ("12-14 January 2001", ("2001-01-12", "2001-01-14")),
        ("2001-W03", ("2001-01-15", "2001-01-21")),
    ],
)
def test_a_cell_with_several_days_makes_the_day_of_the_event_uncertain(land_copy, day, expected):
    _, (event,) = import_rows(land_copy, {"day": day})
    assert (str(event.date_earliest), str(event.date_latest)) == expected


def test_a_day_that_is_not_read_is_shown_with_its_column(land_copy):
    rows = [{"day": "12-Jan-01"}, {"day": "36903"}, {"published": "soon"}, {"day": "#N/A"}]
    summary, new = import_rows(land_copy, *rows)
    assert new == []
    assert {one.row: one.text for one in summary.unused} == {
        2: "12-Jan-01",
        3: "36903 (2001-01-12 if days count from 1900, 2005-01-13 from 1904)",
        4: "soon",
        5: "Alder",
    }
    assert "column 'day': the year has two digits" in {
        one.reason.partition(": write")[0] for one in summary.unused
    }


def test_a_year_in_a_column_of_its_own_completes_the_day(land_copy):
    _, (event,) = import_rows(land_copy, {"day": "12-Jan-01", "year": "2001.0"})
    assert str(event.date_latest) == "2001-01-12"


def test_one_wrong_day_does_not_move_the_record(land_copy):
    rows = [{"day": f"2001-01-{day}", "place": "Elm", "lon": 30.1, "lat": 0.1} for day in (11, 13)]
    summary, new = import_rows(land_copy, {"day": "1970-01-01"}, *rows[:1], {"day": "2031-01-12"})
    assert [one.text for one in summary.unused] == ["1970-01-01 Alder", "2031-01-12 Alder"]
    assert [str(one.date_latest) for one in new] == ["2001-01-11"]
    assert str(read_package(land_copy).coverage.last_day) == "2001-01-11"


POSITIONS = (
    {"lon": "30°00'03.6\" E", "lat": "0°12'03.6\" N"},
    {"lon": "", "lat": "", "position": "POINT (30.001 0.201)"},
    {"lon": "nan", "lat": "", "position": "0.201 N, 30.001 E"},
    {"lon": "", "lat": "", "position": "0.201, 30.001"},
    {"lon": "", "lat": "", "position": "36N 166245 22245"},
)


@pytest.mark.parametrize("position", POSITIONS, ids=lambda one: one.get("position", "degrees"))
def test_a_position_is_read_from_two_columns_or_from_one(land_copy, position):
    summary, new = import_rows(land_copy, position)
    assert [one.place_id for one in new] == ["alder"], [*summary.lines()]


def test_a_position_that_is_not_read_is_shown(land_copy):
    rows = [
        {"lon": "30.001", "lat": "0° 72'"},
        {"lon": "", "lat": "", "position": "6GCRMQRG+2X"},
        {"lon": "0", "lat": "0"},
    ]
    summary, _ = import_rows(land_copy, *rows)
    assert [one.text for one in summary.unused] == ["30.001, 0° 72'", "6GCRMQRG+2X", "0, 0"]
    assert all(one.reason.startswith("longitude and latitude: ") for one in summary.unused)


def test_words_for_a_gap_are_neither_places_nor_actors(land_copy):
    gaps = {"place": "Alder", "place_ar": "#REF!", "before": "N/A", "admin1": "nan", "note": "–"}
    _, (event,) = import_rows(land_copy, gaps)
    assert (event.before, event.note, event.place_as_reported) == ("north", "", "Alder")
    summary, _ = import_rows(land_copy, {"after": "NULL"}, {"place": "N/A"})
    assert [one.reason.partition(":")[0] for one in summary.unused] == [
        "the column after is empty", "the place is missing",
    ]  # fmt: skip


def test_a_point_inside_the_record_of_an_interface_is_a_position(land_copy):
    point = {"type": "Point", "coordinates": [30.001, 0.201]}
    row = {key: value for key, value in BASE.items() if key not in {"lon", "lat"}}
    path = land_copy.parent / "answer.json"
    path.write_text(json.dumps({"rows": [row | {"position": point}]}), "utf-8")
    summary = import_sample(land_copy, "table", path)
    assert (summary.used, summary.unused) == (1, [])


def test_a_point_of_arcgis_is_a_position(land_copy):
    row = {key: value for key, value in BASE.items() if key not in {"lon", "lat"}}
    path = land_copy.parent / "answer.json"
    feature = {"attributes": row, "geometry": {"x": 30.001, "y": 0.201}}
    path.write_text(json.dumps({"objectIdFieldName": "id", "features": [feature]}), "utf-8")
    summary = import_sample(land_copy, "table", path)
    assert (summary.used, summary.unused) == (1, [])


def test_every_row_of_a_table_can_state_a_holder(land_copy):
    rows = [{"day": f"2001-01-{day}", "before": "", "after": "North"} for day in (12, 13)]
    summary, new = import_rows(land_copy, *rows, settings={"kind": "held"})
    assert {(one.kind, one.before, one.after) for one in new} <= {("held", "north", "north")}
    assert summary.unused == []
    with pytest.raises(InvalidRequestError, match="--set kind=taken: write capture"):
        import_rows(land_copy, {}, settings={"kind": "taken"})


def daily(*holders, place="Alder"):
    """Return a row for each day with the holder of a place, as a table of a map has them."""
    return [
        {"place": place, "day": f"2001-01-{day}", "before": "", "after": holder}
        for day, holder in enumerate(holders, start=10)
    ]


def test_a_table_of_holders_day_by_day_is_not_read_as_changes(land_copy):
    rows = daily(*["North"] * 4, *["Contested"] * 2, *["South"] * 3)
    summary, new = import_rows(land_copy, *rows, settings={"kind": "held"})
    assert summary.unused == []
    assert {one.kind for one in new} == {"held"}
    path = land_copy.parent / "rows.tsv"
    path.write_text(path.read_text("utf-8").replace("after", "army", 1), "utf-8")
    columns = {"after": "army", **{name: name for name in ("place", "day", "publisher", "url")}}
    with pytest.raises(InvalidRequestError, match=r"'army' .* --set kind=held or "):
        import_twice("table", ImportOptions(files=(path,), columns=columns), land_copy)


def test_repeated_changes_in_the_column_after_are_noted(land_copy):
    summary, _ = import_rows(land_copy, *daily(*["South"] * 9))
    (note,) = (one for one in summary.notes if "kind=held" in one)
    assert "8 of 9 rows" in note


def test_a_table_of_changes_is_read_without_a_question(land_copy):
    for rows in (
        daily(*["North", "South"] * 5),
        [{"before": "", "url": f"https://watch.invalid/{number}"} for number in range(9)],
        [row | {"kind": "capture"} for row in daily(*["South"] * 9)],
        [row | {"before": "North"} for row in daily(*["South"] * 9)],
    ):
        summary, _ = import_rows(land_copy, *rows)
        assert not [one for one in summary.notes if "kind=held" in one]


@pytest.mark.parametrize("column", ["Held by", "Controlled_By", "HOLDER"])
def test_a_column_named_by_who_holds_a_place_raises_the_question(land_copy, column):
    path = land_copy.parent / "list.csv"
    header = f"place,day,{column},publisher,url"
    path.write_text(f"{header}\nAlder,2001-01-12,South,Watch,https://watch.invalid/9\n", "utf-8")
    own = {"place": "place", "day": "day", "after": column, "publisher": "publisher", "url": "url"}
    for settings, kind in (
        ({}, None),
        ({"kind": "held"}, "held"),
        ({"kind": "capture"}, "capture"),
    ):
        options = ImportOptions(files=(path,), columns=own, settings=settings)
        if kind is None:
            with pytest.raises(InvalidRequestError, match=f"the column '{column}' name who holds"):
                import_twice("table", options, land_copy)
            continue
        known = set(events(land_copy))
        import_twice("table", options, land_copy)
        assert {one.kind for key, one in events(land_copy).items() if key not in known} == {kind}


@pytest.mark.parametrize("after", ["Contested", "disputed", "South / North", "спірна"])
def test_a_holder_called_contested_makes_the_place_contested(land_copy, after):
    row = {"before": "", "after": after}
    _, (event,) = import_rows(land_copy, row, settings={"kind": "held"})
    assert event.kind == "held"
    assert {event.before, event.after} == {"north", "south"}


def test_a_contested_place_needs_no_sides_where_there_are_two(land_copy):
    _, (event,) = import_rows(land_copy, {"before": "", "after": "", "kind": "contested"})
    assert (event.kind, {event.before, event.after}) == ("contested", {"north", "south"})


def test_a_contest_between_unnamed_sides_is_refused_where_there_are_several(land_copy):
    with (land_copy / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("east,East,,#555555,plain,\n")
    rows = [{"before": "", "after": "Contested"}, {"before": "", "after": "East; South"}]
    summary, (event,) = import_rows(land_copy, *rows)
    assert [one.text for one in summary.unused] == ["Contested"]
    assert {event.before, event.after} == {"east", "south"}


def floats(text):
    """Write every whole number of a CSV file as a program with decimals does."""
    rows = [line.split(",") for line in text.splitlines()]
    return "\n".join(
        ",".join(f"{cell}.0" if cell.isdecimal() else cell for cell in row) for row in rows
    )


@pytest.mark.parametrize(
    ("kind", "file", "actors"), [("acled", "acled.csv", ACLED), ("ucdp", "ged.csv", GED)]
)
def test_whole_numbers_with_decimals_are_the_same_codes(land_copy, kind, file, actors):
    path = land_copy.parent / file
    path.write_text(floats((SAMPLES / file).read_text("utf-8")), "utf-8")
    expected = import_sample(land_copy, kind, file, actors)
    again = import_sample(land_copy, kind, path, actors)
    assert (again.used, again.changed) == (0, 0)
    assert again.merged == expected.used + expected.merged
    assert again.left_out == expected.left_out


def acled(folder, day, year):
    path = folder.parent / "acled.csv"
    text = (SAMPLES / "acled.csv").read_text("utf-8").splitlines()[:2]
    path.write_text("\n".join(text).replace("12 January 2001,2001", f"{day},{year}", 1), "utf-8")
    return import_sample(folder, "acled", path, ACLED)


@pytest.mark.parametrize("day", ["12-Jan-01", "0001-01-12", "2001-01-12"])
def test_the_year_of_acled_completes_the_day(land_copy, day):
    assert acled(land_copy, day, "2001").used == 1
    assert str(events(land_copy)["LND101"].date_latest) == "2001-01-12"


def test_a_day_of_acled_in_another_year_is_refused(land_copy):
    (one,) = acled(land_copy, "2011-01-12", "2001").unused
    assert one.reason.startswith("event_date and year contradict each other")
    assert one.text == "2011-01-12; 2001"
    (one,) = acled(land_copy, "12-Jan-01", "").unused
    assert one.text == "12-Jan-01"
