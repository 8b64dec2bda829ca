"""A newsroom's own table: rows become events with their reports once its columns are known."""

from __future__ import annotations

import json

import pytest
from importing import contents, import_twice
from sample_imports import NEWSROOM_COLUMNS, SAMPLES, events, import_sample, reasons
from typer.testing import CliRunner

from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.rules import RULES
from frontline.importers.options import ImportOptions
from frontline.package.package import read_package


def test_rows_of_one_change_become_one_event_with_all_their_reports(land_copy):
    summary = import_sample(land_copy, "table", "newsroom.csv", columns=NEWSROOM_COLUMNS)
    assert (summary.read, summary.used, summary.merged, summary.waiting) == (5, 3, 1, 0)
    new = {key: one for key, one in events(land_copy).items() if key.startswith("T-")}
    alder, birch, ivy = sorted(new.values(), key=lambda one: one.place_id)
    assert (ivy.place_id, summary.placed_by_name) == ("ivy", 1)
    assert [str(alder.date_latest), str(birch.date_latest)] == ["2001-01-12", "2001-01-13"]
    reports = read_package(land_copy).reports[alder.event_id]
    assert {(one.publisher, one.url) for one in reports} == {
        ("radio-gorse", "https://gorse.invalid/1"), ("watch", "https://watch.invalid/9"),
    }  # fmt: skip
    assert "newsroom.csv: columns not read: Checked by" in summary.notes
    assert reasons(summary) == {
        "the address is missing, or does not begin with http": "Hazel",
    }


def test_guessed_columns_need_a_confirmation(land_copy):
    words = ["import", "table", str(SAMPLES / "newsroom.csv"), "--into", str(land_copy)]
    before = contents(land_copy)
    done = CliRunner().invoke(app.app, words)
    assert done.exit_code == 2
    assert '--column "place=Village" --column "day=Date"' in done.stderr
    assert contents(land_copy) == before
    done = CliRunner().invoke(app.app, [*words, "--yes"])
    assert done.exit_code == 0
    assert "table: 5 rows read; 3 used, 1 merged" in done.stdout


def test_a_spreadsheet_is_read_as_a_table_is(land_copy, spreadsheet):
    header = ["place", "day", "after", "before", "publisher", "url", "lon", "lat"]
    row = ["Alder", "2001-01-09", "South", "North", "X", "https://x.invalid/", 30.0, 0.2]
    summary = import_sample(land_copy, "table", spreadsheet([header, row]))
    assert summary.used == 1


def test_ambiguous_days_of_a_table_are_refused_with_the_remedy(land_copy):
    text = (SAMPLES / "newsroom.csv").read_text()
    path = land_copy.parent / "newsroom.csv"
    path.write_text("\n".join(text.splitlines()[:3]) + "\n")
    words = ["import", "table", str(path), "--into", str(land_copy), "--yes"]
    done = CliRunner().invoke(app.app, words)
    assert (done.exit_code, "--set dates=day-first" in done.stderr) == (2, True)
    done = CliRunner().invoke(app.app, [*words, "--set", "dates=month-first"])
    assert done.exit_code == 0
    assert "2001-12-01" in {str(one.date_latest) for one in events(land_copy).values()}


def test_a_list_of_holders_before_the_first_change_starts_the_record(land_copy):
    for name in ("baseline", "events", "reports"):
        path = land_copy / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    path = land_copy.parent / "list.csv"
    rows = ["place_id,day_from,day,after,kind,publisher,url"]
    rows += [f"{one},,2001-01-01,North,held,X,https://x.invalid/1" for one in ("elm", "fir", "ivy")]
    rows += ["alder,2000-12-31,2001-01-02,South,capture,X,https://x.invalid/2"]
    rows += ["elm,,2001-01-09,South,capture,X,https://x.invalid/3"]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    columns = {name: name for name in rows[0].split(",")}
    summary = import_twice("table", ImportOptions(files=(path,), columns=columns), land_copy)
    assert [one.text for one in summary.unused] == ["2000-12-31"]
    package = read_package(land_copy)
    assert str(package.coverage.first_day) == "2001-01-01"
    assert {row.place_id for row in package.baseline} == {"elm", "fir", "ivy"}


def test_a_cell_that_is_merged_over_rows_counts_for_each_of_them(land_copy, spreadsheet):
    header = ["place", "day", "after", "before", "publisher", "url", "lon", "lat"]
    rows = [["Alder", "2001-01-09", "South", "North", "X", "https://x.invalid/", 30.0, 0.2]]
    rows += [["Birch", "", "South", "North", "X", "https://x.invalid/", 30.1, 0.2]] * 2
    path = spreadsheet([header, *rows], merged="B2:B3")
    summary = import_sample(land_copy, "table", path, columns={"lon": "lon", "lat": "lat"})
    assert "book.xlsx: the value of a merged cell was read in each of its rows" in summary.notes
    assert [(one.row, one.reason) for one in summary.unused if "day" in one.reason] == [
        (4, "the day is missing: write it as YYYY-MM-DD")
    ]


def test_actors_are_read_from_a_table_in_the_stated_encoding(land_copy):
    actors = land_copy.parent / "actors.csv"
    actors.write_bytes("name,id\nПівденні,south\nПівнічні,north\n".encode("cp1251"))
    table = land_copy.parent / "t.csv"
    header = "place,day,after,before,publisher,url,lon,lat\n"
    row = "Alder,2001-01-09,Південні,Північні,X,https://x.invalid/,30.0,0.2\n"
    table.write_bytes((header + row).encode("cp1251"))
    settings = {"actors": str(actors)}
    summary = import_sample(land_copy, "table", table, settings=settings, encoding="cp1251")
    assert summary.used == 1


HOLDERS = "place_id,day,after,publisher,url,kind\n"


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        # The change is known to the day: the old holder was named on the day before.
        (
            ["elm,03-02,North", "elm,06-01,North", "elm,11-09,North", "elm,11-10,North",
             "elm,11-11,South"],
            [("03-02", "held", "north"), ("11-11", "held", "south")],
        ),
        # A place that is first named later is unknown before.
        (
            ["fir,03-01,North", "elm,03-02,South", "elm,03-05,North"],
            [("03-01", "unknown", None), ("03-02", "held", "south"),
             ("03-03", "contested", None), ("03-05", "held", "north")],
        ),
        # The order of the rows does not matter, and a row may come twice.
        (
            ["elm,03-05,South", "elm,03-01,North", "elm,03-04,North", "elm,03-05,South"],
            [("03-01", "held", "north"), ("03-05", "held", "south")],
        ),
    ],
)  # fmt: skip
def test_a_list_that_is_read_again_and_again_dates_each_change(land_copy, rows, answers):
    for name in ("baseline", "events", "reports"):
        path = land_copy / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    path = land_copy / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["frontline"].update(key_days=[])
    path.write_text(json.dumps(about), "utf-8")
    path = land_copy.parent / "list.csv"
    lines = (row.replace(",", ",2002-", 1) + ",X,https://x.invalid/1,held\n" for row in rows)
    path.write_text(HOLDERS + "".join(lines), "utf-8")
    columns = {name: name for name in HOLDERS.strip().split(",")}
    summary = import_twice("table", ImportOptions(files=(path,), columns=columns), land_copy)
    assert summary.unused == []
    package = read_package(land_copy)
    found: list[tuple[str, str, str | None]] = []
    for span in Atlas(package, RULES["standard"]).record.spans("elm"):
        answer = (f"{span.first:%m-%d}", span.control.status, span.control.holder)
        if not found or found[-1][1:] != answer[1:]:
            found.append(answer)
    assert found == answers
    assert f"{package.coverage.last_day:%m-%d}" == max(row.split(",")[1] for row in rows)
